# La démonstration en français : page d’accueil, courrier, applications d’exemple, et ce qui est dit des parcours et des personnes.
# Ton et signes comme dans crates/text/locales. Ce qui est entre guillemets est mot pour mot un texte de Doorward ou d’ici.

## Around every page

demo-name = Démonstration de Doorward
demo = Démonstration
start = Accueil
outbox = Courrier
languages = Langues
breadcrumb = Fil d’Ariane
privacy-notice = Protection des données
go-to-start = Aller à la page d’accueil

## Start page

running = Doorward est en marche
running-lead = Un serveur d’authentification unique : on s’y connecte une fois, et toutes les applications s’ouvrent. Cinq organisations jouent chacune un parcours, selon leurs propres règles.
on-this-computer = C’est une démonstration, sur cet ordinateur seulement. { $keeping } Les mots de passe ne sont pas secrets : ne les utilisez nulle part ailleurs.
keeping-temporary = Ses données sont provisoires : elles disparaissent avec la démonstration.
keeping-directory = Ses données sont dans { $directory }.
begin-here = Commencez ici
journeys = Parcours
journey = Parcours { $number } : { $name }
sign-in-to = Se connecter à { $application }
sign-in-as = <b>{ $name }</b>, avec le mot de passe
mail-to = Ouvrir l’e-mail pour { $name }
account-pages = Pages du compte
people = Personnes
company-id = Identifiant d’entreprise
user-name = Nom d’utilisateur
email = E-mail
password = Mot de passe
none-yet = Pas encore
not-kept = Pas conservé ici
code-now = Code actuel
next-code = Code suivant
for-your-app = Pour votre application
copy-key = Copiez-y cette clé, pour des codes qui changent avec le temps :
not-assigned = non attribuée
places = Ce qui tourne, et où
doorward-what = Où l’on se connecte, et trouve ses applications
provider-what = Où se connectent les personnes de Tern Freight : un second Doorward
sample-application = Application d’exemple
nothing-sent = Rien n’a encore été envoyé
messages-sent = { $count ->
    [one] Un message
   *[other] { $count } messages
}

## Journey 1

northwind-journey = Un passeport
northwind-shows = Un seul compte pour toutes les applications : adresse e-mail et mot de passe, puis un code si les deux facteurs sont activés. Dix mots de passe faux verrouillent le compte.
northwind-1 = Connectez-vous à Almanac en tant qu’Ines Halvorsen. Là, appuyez sur « Ouvrir Ledgerline » : plus rien n’est demandé.
northwind-2 = Sur les pages du compte, changez le profil et le mot de passe, activez les deux facteurs, et voyez où Ines est connectée.
northwind-3 = Déconnectez-vous, et les deux applications se ferment. Inscrivez-vous ensuite comme Robin Vale : l’invitation est dans le courrier.
ines = Un mot de passe seulement. L’organisation est à elle, et les deux applications lui sont ouvertes.
tomas = Vient d’un ancien système avec un hachage bcrypt, remplacé à la première connexion.
mirela = Les deux facteurs sont activés : après le mot de passe vient un code de l’application d’authentification.
jonas = Peut ouvrir Almanac, mais pas Ledgerline : voyez comment l’entrée lui est refusée.
viktor = Son mot de passe est plus ancien que les règles d’aujourd’hui. Il est juste, et Viktor en choisit un autre en chemin.
paula = Compte verrouillé par une administratrice. Le bon mot de passe le lui dit, et à qui s’adresser.
robin = A une invitation et pas encore de compte. Le lien de l’e-mail mène au formulaire.

## Journey 2

lumen-journey = Identifiant d’entreprise et nom d’utilisateur
lumen-shows = Au lieu d’une adresse e-mail, les chauffeurs donnent un identifiant d’entreprise et un nom d’utilisateur. Les deux facteurs sont pour qui les veut.
lumen-1 = Ouvrez l’e-mail pour Kofi Mensah. Son lien permet de choisir un mot de passe, et de configurer une application d’authentification si l’on veut.
lumen-2 = Déconnectez-vous et revenez, avec identifiant d’entreprise, nom d’utilisateur et mot de passe ; s’il y a une application, son code suit.
lumen-3 = Commencez comme Bram Oosterhuis et appuyez sur « Récupérer votre mot de passe ». Avec deux facteurs, seule l’administration peut aider : la page dit à qui s’adresser.
dana = Identifiant d’entreprise, nom d’utilisateur et mot de passe.
bram = De même, puis un code de l’application d’authentification.
kofi = L’administration a créé son compte. L’e-mail avec le lien pour choisir un mot de passe est dans le courrier.

## Journey 3

harbour-journey = Connexion par un service de l’organisation
harbour-shows = Un service web de l’organisation juge les mots de passe. Doorward n’en garde aucun, pas même un hachage.
harbour-1 = Connectez-vous à Almanac en tant que Sofia Marini : le service juge son mot de passe.
harbour-2 = Regardez ce qui a été demandé au service : il est parmi les adresses plus bas, sous « Service de Harbour ».
harbour-3 = Mettez-y le service hors service, et voyez ce que dit la connexion tant qu’il ne répond pas.
sofia = Seul le service de son organisation connaît son mot de passe.
tern-journey = Connexion chez un fournisseur
tern-shows = Les personnes de l’organisation sont connues d’un fournisseur OpenID Connect, qui est ici un second Doorward. Elles s’y connectent et reviennent ; personne n’a à être créé ici auparavant.
tern-1 = Connectez-vous à Almanac en tant qu’Elif Kaya. Son adresse mène à « Tern Account » : saisissez-y adresse et mot de passe. Elle revient avec un compte qui n’existait pas.
tern-2 = Déconnectez-vous : la session chez le fournisseur prend fin aussi. Puis reconnectez-vous : c’est le même compte.
tern-3 = Commencez en tant que Freya Lund, revenez de la page du fournisseur, et saisissez de nouveau son adresse : son mot de passe est gardé ici, pour le jour où le fournisseur est en panne.
elif = Seul le fournisseur connaît son mot de passe. Elle n’a ici aucun compte avant sa première venue.
freya = Son mot de passe est gardé ici : l’autre accès.

## Journey 4

petal-journey = Mot de passe et seconde étape
petal-shows = Chaque personne décide des deux facteurs, et les mots de passe sont des phrases : quinze caractères ou plus, quels qu’ils soient.
petal-1 = Connectez-vous à Almanac en tant que Lea Marchetti. Sur les pages du compte, ajoutez une clé d’accès ou configurez une application d’authentification, et notez les codes de récupération.
petal-2 = Déconnectez-vous et revenez : une clé d’accès suffit à elle seule ; après le mot de passe vient le code de l’application, ou un code de récupération si le téléphone est perdu. Dans un navigateur de confiance, rien n’est demandé pendant trente jours ; les pages du compte l’indiquent.
petal-3 = Faites ensuite envoyer des codes à un téléphone : le 020 7946 0958 au Royaume-Uni n’est à personne, et ce qui y est envoyé arrive dans le courrier. Ou appuyez à la connexion sur « Récupérer votre mot de passe » : le lien y arrive aussi.
lea = Un mot de passe seulement : long, et facile à retenir.
yusuf = Mot de passe, puis un code de l’application d’authentification.

## Journey 5

cinder-journey = Première connexion
cinder-shows = Tout le monde a besoin d’une application d’authentification ; sa configuration peut attendre une semaine. Les comptes inutilisés depuis un an sont mis en sommeil.
cinder-1 = Commencez comme Noor Haddad. À côté du mot de passe, appuyez sur « Première connexion / Mot de passe oublié ? » : le code arrive dans le courrier.
cinder-2 = Saisissez le code, choisissez un mot de passe, et configurez l’application d’authentification.
cinder-3 = Déconnectez-vous et revenez : adresse, mot de passe, code. Si le mot de passe est oublié, le code de l’e-mail et celui de l’application en donnent un autre.
anneke = Adresse e-mail, mot de passe, code : impossible de se passer du code.
mertens = N’a pas encore d’application d’authentification : à configurer à la connexion, ou plus tard.
noor = Ne s’est jamais connectée et n’a pas encore de mot de passe.
pieter = Pas vu depuis un an : le compte est en sommeil. Le bon mot de passe le lui dit, et à qui s’adresser.

## Outbox

service = Service de Harbour
service-what = Juge les mots de passe de Harbour Mutual.
service-lead = Cela tient lieu de service web de l’organisation. Doorward l’interroge pour chaque mot de passe saisi, et ne laisse entrer que ceux pour qui il répond 200.
service-answers = Il répond.
service-is-out = Il est hors service : à toute question, il répond 503.
service-break = Mettre hors service
service-repair = Remettre en service
service-unasked = Rien n’a encore été demandé.
outbox-lead = Chaque e-mail et SMS que Doorward « envoie » dans cette démonstration reste ici. Aucun ne quitte cet ordinateur.
outbox-empty = Invitations, liens pour récupérer un mot de passe, codes et avis seront ici dès que Doorward les enverra.
only-newest = { $count ->
    [one] Seuls les messages les plus récents sont gardés : { $count } plus ancien a disparu.
   *[other] Seuls les messages les plus récents sont gardés : { $count } plus anciens ont disparu.
}
email-to = E-mail pour { $to }
text-message-to = SMS pour { $to }
message = Message n° { $number }
to = À
from = De
sent = Envoyé
links-in-it = Liens du message
as-it-looks = Tel qu’il se présente
as-html = Le message en HTML
as-plain-text = En texte brut
message-gone = Ce message n’est plus là
message-gone-lead = Seuls les messages les plus récents sont gardés, et aucun quand la démonstration recommence.
go-to-outbox = Aller au courrier

## Privacy notice

notice-lead = Des organisations de cette démonstration, version 1.
notice-what = Ce que vous saisissez dans le formulaire reste sur cet ordinateur : nom, adresse e-mail, fuseau horaire, profession et service, le hachage de votre mot de passe, et quand et dans quel navigateur vous vous connectez. Les applications apprennent ce qu’elles demandent et ont le droit de voir.
notice-rights = { $keeping } « Profil » montre ce qui est conservé sur vous, et permet de le changer.

## Sample applications: around their pages

sample-strip = Application d’exemple de la démonstration de Doorward.
sample-foot = { $application } ne connaît de Doorward que son émetteur, <b>{ $issuer }</b>.
known-as = Doorward connaît l’application sous le nom <b>{ $client }</b>.
almanac-purpose = Planifier l’année ensemble
ledgerline-purpose = Tenir chaque compte en ordre
sign-in = Se connecter
sign-in-again = Se connecter à nouveau
sign-out = Se déconnecter
go-to = Aller à { $application }
open-application = Ouvrir { $application }
welcome = Bienvenue
no-passwords = { $application } n’a pas de mots de passe à soi, vous envoie à Doorward, et apprend de Doorward qui vous êtes.
signed-out = Déconnexion effectuée
signed-out-here = { $application } ne sait plus qui vous êtes, et Doorward a fermé votre session.
signed-out-both = { $application } ne sait plus qui vous êtes, et Doorward a fermé votre session : { $other } est fermé aussi.
signed-out-there = Votre session chez Doorward est finie, et donc aussi celle de { $application }.

## Sample applications: signed in

signed-in = Connexion effectuée
signed-in-as = Session de { $name }
told = Doorward a dit à { $application } qui vous êtes ; { $application } a vérifié chaque mot. Tout est ci-dessous.
second-sign-in = { $application } est une autre application. Elle ne vous demandera pas une seconde connexion.
refresh-tokens = Renouveler les jetons
tokens-refreshed = <b>Jetons renouvelés.</b> { $time } : { $application } a échangé son jeton de renouvellement contre de nouveaux jetons.
old-token-ended = Fin de l’ancien jeton d’accès
new-token-ends = Fin du nouveau
not-said = non précisée
refresh-token = Jeton de renouvellement
token-rotated = Remplacé par un nouveau : l’ancien ne sert plus à rien.
token-same = Reste le même.
how-you-got-here = Votre chemin jusqu’ici
path-discovery = <b>Découverte.</b> { $application } a demandé à Doorward ses adresses et ses clés.
path-there = <b>Vers Doorward.</b> Votre navigateur y est allé avec un state, un nonce et un défi PKCE propres à cette connexion et à ce navigateur.
path-back = <b>Et retour.</b> Doorward l’a renvoyé avec un code. { $application } a comparé state et émetteur.
path-exchange = <b>Code contre jetons.</b> De serveur à serveur, { $application } a échangé le code, prouvé son identité ({ $method }) et que la connexion venait d’ici (PKCE).
path-checked = <b>Vérifié.</b> Signature, émetteur, destinataire, heures, nonce et at_hash du jeton d’identité, puis le sujet d’Userinfo.
id-token = Jeton d’identité
id-token-hint = Dit à { $application }, et à personne d’autre, qui s’est connecté, quand et comment. Signé par Doorward.
its-header = Son en-tête
as-it-came = Tel que reçu
userinfo = Réponse d’Userinfo
userinfo-hint = Demandé à l’instant avec le jeton d’accès : ce que les portées <b>{ $scope }</b> permettent à { $application } de savoir de vous.
two-tokens = Jetons d’accès et de renouvellement
access-token = Jeton d’accès
ends-in = { $count ->
    [one] Fin : { $time } (dans { $count } seconde)
   *[other] Fin : { $time } (dans { $count } secondes)
}
end-unknown = Doorward n’a pas dit quand il finit
refresh-kept = Gardé sur le serveur de { $application }. Il n’atteint jamais votre navigateur, donc il n’est pas montré.
refresh-none = Doorward n’en a pas donné.
token-sealed = Le jeton d’accès est une référence scellée que seul Doorward peut lire : { $application } la lui rend, par exemple à Userinfo. Les applications qui nomment une API comme destinataire en reçoivent un signé, que l’API lit elle-même.
token-open = { $application } remet le jeton d’accès aux API sans avoir à l’ouvrir. Voici ce qu’une API verrait.
confidential = Confidentiel
open-confidential = Ouvrir ce qui est confidentiel
confidential-lead = { $application } garde cela derrière sa propre API, qui exige une connexion à deux facteurs dans les cinq dernières minutes.
path-api = <b>Demandé.</b> { $application } a appelé son API avec le jeton d’accès ; l’API a demandé à Doorward ce qu’il vaut.
path-challenge = <b>Exigé.</b> Si la connexion est plus faible ou plus ancienne, l’API dit ce qu’elle exige (RFC 9470).
path-step-up = <b>Complété.</b> Doorward ne demande alors que ce qui manque, et l’API répond.
api-answered = Ce que l’API a répondu
not-enough = Il manque un second facteur
not-enough-text = L’API de { $application } exige une connexion à deux facteurs, et ce compte n’en a pas de second. Configurez-le dans les pages du compte, puis revenez.
back-to = Retour à { $application }
claim = Déclaration
value = Valeur
what-it-says = Ce qu’elle dit

## What a claim says

claim-alg = Comment le jeton est signé. L’application décide des façons admises, jamais le jeton.
claim-kid = Laquelle des clés publiées de Doorward l’a signé.
claim-typ = Quel genre de jeton c’est, pour qu’aucun ne passe pour un autre.
claim-iss = Qui l’a émis : exactement l’émetteur configuré ici.
claim-sub = Qui vous êtes pour cette application. Cela ne change jamais, même avec le nom ou l’adresse e-mail.
claim-aud = À qui il est destiné. Un jeton pour une autre application est refusé.
claim-azp = L’application qui l’a reçu.
claim-exp = Quand il cesse d’être valable.
claim-iat = Quand il a été émis.
claim-nbf = Quand il commence à être valable.
claim-auth-time = Quand vous avez prouvé votre identité la dernière fois. Ce peut être bien avant l’émission.
claim-nonce = Répète une valeur aléatoire de cette connexion, pour que personne ne glisse le jeton d’une autre.
claim-acr = La force de la connexion.
claim-amr = Comment vous avez prouvé votre identité : « pwd » un mot de passe, « otp » un code à usage unique, « mfa » plus d’un facteur.
claim-at-hash = La moitié d’un hachage du jeton d’accès : les deux vont ensemble.
claim-c-hash = La moitié d’un hachage du code : les deux vont ensemble.
claim-sid = La session de Doorward dont il fait partie. Une déconnexion la nomme.
claim-jti = Le nom de ce seul jeton, pour pouvoir le rappeler.
claim-scope = Ce à quoi le jeton peut servir.
claim-name = Votre nom, tel qu’il est affiché.
claim-given-name = Votre prénom.
claim-family-name = Votre nom de famille.
claim-middle-name = Votre deuxième prénom.
claim-nickname = Comment on vous appelle.
claim-preferred-username = Le nom que vous préférez. Il peut changer, pas le sujet.
claim-page = Une page sur vous.
claim-picture = Votre image.
claim-gender = Votre genre, tel que vous l’avez indiqué.
claim-birthdate = Votre date de naissance.
claim-zoneinfo = Votre fuseau horaire, tel que vous l’avez choisi.
claim-locale = Votre langue, telle que vous l’avez choisie.
claim-updated-at = Quand votre profil a changé pour la dernière fois.
claim-email = Votre adresse e-mail. Elle peut changer, pas le sujet.
claim-email-verified = S’il est établi que l’adresse est la vôtre.
claim-phone-number = Votre numéro de téléphone.
claim-phone-number-verified = S’il est établi que le numéro est le vôtre.
claim-address = Votre adresse postale.
claim-groups = Les groupes de votre organisation dont vous faites partie.
claim-roles = Ce que vous pouvez administrer dans votre organisation.
claim-organisation = L’organisation dont vous faites partie.
claim-grant = La connexion à cette application d’où vient le jeton. Il finit avec elle.
claim-other = Une déclaration au-delà des usuelles.

## What keeps somebody out

begin-again = Recommencer
sign-in-as-other = Se connecter sous un autre nom
what-was-seen = Ce qui a été vu
error = Erreur
description = Explication
reason = Raison
not-waiting = Cette connexion n’attend plus ici
not-waiting-text = Elle était déjà finie, a commencé il y a plus d’une demi-heure, ou dans un autre navigateur. Rien n’est perdu : recommencez.
answered-by-another = La réponse ne venait pas de Doorward
answered-by-another-text = Elle nomme { $issuer } comme expéditeur. Les réponses d’inconnus ne sont pas prises, rien n’en a donc été fait.
answered-by-nobody-text = Elle ne nomme pas d’expéditeur, alors que Doorward le fait toujours. Les réponses d’inconnus ne sont pas prises, rien n’en a donc été fait.
access-denied = Doorward n’a pas ouvert la porte
access-denied-text = Ou bien vous avez dit non, ou bien cette application ne vous est pas attribuée. Connectez-vous sous un nom qui peut l’ouvrir, ou demandez-la à votre administration.
would-have-to-ask = Doorward aurait dû vous demander quelque chose
login-required-text = L’application voulait une réponse sans question, et personne n’est connecté chez Doorward.
consent-required-text = L’application voulait une réponse sans question, et votre accord manque.
interaction-required-text = L’application voulait une réponse sans question, et Doorward doit en poser une.
not-right-now = Doorward ne peut pas répondre pour l’instant
not-right-now-text = Rien n’est perdu. Attendez un moment, puis recommencez.
request-refused = Doorward a refusé la demande
invalid-scope-text = L’application voulait quelque chose que Doorward ne lui donne pas.
unauthorized-client-text = Cette application ne peut connecter personne de cette façon.
request-refused-text = Quelque chose n’allait pas dans la demande de l’application. La réponse est ci-dessous.
no-code = La réponse de Doorward ne contenait pas de code
no-code-text = Une connexion finit par un code, que l’application échange contre des jetons. Recommencez.
no-tokens = Doorward n’a pas donné de jetons
no-tokens-text = Sans eux, l’application ne sait pas qui vous êtes. Ce qui a été vu est ci-dessous.
no-id-token-text = Le jeton d’identité dit qui s’est connecté ; sans lui, ce n’est personne.
no-refresh-token = Il n’y a rien pour renouveler
no-refresh-token-text = Doorward n’a pas donné de jeton de renouvellement à cette application.
distrusted = Un jeton n’a pas été cru
distrusted-text = L’application vérifie chaque jeton avant de le croire, et n’a rien fait de celui-ci.
userinfo-refused = Ce que Doorward dit de vous n’a pas été pris
unreachable = Doorward est injoignable
unreachable-text = Est-il encore en marche ? Ce qui a été vu est ci-dessous.
other-issuer = Cette application connaît un autre Doorward
other-issuer-text = On lui a demandé de vous connecter chez { $issuer }, et elle ne fait confiance qu’à l’émetteur configuré ici.
not-from-here = Ce formulaire ne vient pas de cette application
not-from-here-text = Un autre site l’a peut-être envoyé, rien n’a donc été fait. Utilisez le bouton de la page de l’application.
said-twice = Cette adresse dit deux fois la même chose
said-twice-text = Le paramètre « { $name } » est venu deux fois, on ne sait donc pas lequel compte.

# Doorward en français. Ton : calme, exact, bref ; phrases entières, « vous » ; on dit toujours quoi faire ensuite.
# Pas de reproche, pas de « veuillez », pas de point d’exclamation. <b>…</b> entoure la partie que la page montre autrement.
# « { $contact } » est le nom que l’organisation donne à son assistance : « Service informatique ».
# Devant « : » et dans les guillemets, une espace insécable (U+00A0) ; devant « ; » et « ? », une fine insécable (U+202F).
# Les phrases évitent d’accorder avec la personne (« Déconnexion effectuée ») et l’élision devant un nom inconnu.
# Mots : se connecter, se déconnecter, compte, application, organisation, application d’authentification, code, session ;
# verrouillé (locked), désactivé (disabled), inactif (inactive).

## Around every page

page-title = { $page } – { $organisation }
error-page-title = Erreur : { $page } – { $organisation }
error-prefix = Erreur :
skip-to-content = Aller au contenu
need-help = Besoin d’aide ? { $contact }
privacy-notice = Protection des données
accessibility = Accessibilité
menu = Menu
close-menu = Fermer le menu
your-account = Votre compte
languages = Langues

## Signing in

sign-in = Se connecter
continue-to = pour continuer vers <b>{ $application }</b>
email-address = Adresse e-mail
email-missing = Saisissez votre adresse e-mail.
email-malformed = Saisissez une adresse e-mail avec un @, comme nom@example.org.
company-id = Identifiant de l’entreprise
company-id-hint = Il figure en haut de votre e-mail d’inscription.
company-id-missing = Saisissez l’identifiant de votre entreprise.
user-name = Nom d’utilisateur
user-name-missing = Saisissez votre nom d’utilisateur.
password = Mot de passe
password-is-saved = Votre mot de passe est enregistré. Connectez-vous avec lui.
password-missing = Saisissez votre mot de passe.
remember = Se souvenir de moi
remember-hint = À ne pas cocher sur un ordinateur partagé.
go-on = Continuer
or-sign-in-with = ou se connecter avec
sign-in-with = Se connecter avec { $provider }
first-time = Première visite ?
set-up-account = Créer votre compte
use-company-id = Utiliser un identifiant d’entreprise et un nom d’utilisateur
use-email = Utiliser une adresse e-mail
things-to-correct = { $count ->
    [2] Deux points à corriger
    [3] Trois points à corriger
   *[other] { $count } points à corriger
}

# Identity providers: the way there, and what is told when it leads nowhere.
leave-for = Continuer vers { $provider }
leave-for-lead = Vous vous connectez là-bas, puis revenez ici.
sign-out-there = Se déconnecter aussi de { $provider }
sign-out-there-lead = Vous êtes déconnecté ici. Là-bas, vous vous déconnectez aussi, puis vous revenez.
sign-in-another-way = Se connecter autrement
providers-lead = Choisissez où vous connecter.
links-provider = Vous avez déjà un compte ici. Connectez-vous une fois comme d’habitude : ensuite, { $provider } vous connectera aussi.
provider-refused = { $provider } ne vous a pas connecté
provider-refused-lead = { $provider }, ou une règle de votre organisation, ne vous laisse pas entrer. Si vous y avez plusieurs comptes, essayez-en un autre.
provider-refused-reason = Refusé par le fournisseur d’identité
provider-misconfigured-lead = La liaison avec { $provider } n’est pas configurée correctement. Vous ne pouvez pas y remédier vous-même : votre administrateur voit dans les événements ce qui ne va pas.
provider-misconfigured-reason = Fournisseur d’identité mal configuré
provider-silent-lead = { $provider } ne répond pas pour le moment. Votre compte n’est pas en cause. Réessayez dans quelques minutes.
provider-silent-reason = Le fournisseur d’identité ne répond pas
provider-unknown = Vous n’avez pas encore de compte ici
provider-unknown-lead = { $provider } vous connaît, mais aucun compte n’a été ouvert pour vous ici. Demandez-en un, ou connectez-vous avec un compte que vous avez.
provider-unknown-reason = Aucun compte pour cette personne
provider-other = C’est un autre compte
provider-other-lead = Chez { $provider }, vous êtes connecté avec un compte qui n’est pas lié au vôtre ici. Passez là-bas au compte lié, puis réessayez.
provider-other-reason = Autre compte chez le fournisseur d’identité

enter-password = Saisissez votre mot de passe
change = Modifier
change-email = Modifier l’adresse e-mail
change-user = Modifier l’utilisateur
show = Afficher
hide = Masquer
show-password = Afficher le mot de passe
hide-password = Masquer le mot de passe
restore-password = Récupérer votre mot de passe
first-time-or-forgotten = Première connexion / Mot de passe oublié ?
restore-lead = Dites d’abord de quel compte il s’agit. Un e-mail vous dira comment choisir un nouveau mot de passe.
restore-lead-elsewhere = Dites d’abord de quel compte il s’agit. Son mot de passe est conservé par { $service }, à qui nous en demanderons un nouveau.
set-up-account-lead = Dites d’abord qui vous êtes. Nous enverrons un code à votre adresse e-mail.
another-way = Se connecter autrement
email-mismatch = L’adresse e-mail et le mot de passe ne correspondent pas. Vérifiez les deux.
email-mismatch-restore = L’adresse e-mail et le mot de passe ne correspondent pas. Vérifiez les deux, ou récupérez votre mot de passe.
user-mismatch = L’identifiant de l’entreprise, le nom d’utilisateur et le mot de passe ne correspondent pas. Vérifiez les trois.
user-mismatch-restore = L’identifiant de l’entreprise, le nom d’utilisateur et le mot de passe ne correspondent pas. Vérifiez les trois, ou récupérez votre mot de passe.
service-silent = Le service d’authentification de votre organisation ne répond pas pour le moment. Votre mot de passe n’a pas été vérifié. Réessayez dans quelques minutes.
password-not-carried = Le service d’authentification de votre organisation n’accepte pas de mot de passe avec ces caractères. Vérifiez votre saisie.
password-expired-there = Votre organisation demande que vous changiez d’abord votre mot de passe. Changez-le là où vous le faites d’habitude, puis connectez-vous ici avec le nouveau.
tries-left = { $count ->
    [one] Il vous reste un essai avant le verrouillage du compte.
    [2] Il vous reste deux essais avant le verrouillage du compte.
    [3] Il vous reste trois essais avant le verrouillage du compte.
   *[other] Il vous reste { $count } essais avant le verrouillage du compte.
}

enter-code = Saisissez le code de votre application
code-lead = Ouvrez votre application d’authentification et cherchez <b>{ $organisation }</b>.
six-digit-code = Code à six chiffres
code-mismatch = Ce code ne correspond pas. Saisissez celui que votre application affiche maintenant. Un code sert une seule fois : s’il a déjà servi, attendez le suivant.
trust-device = { $days ->
    [one] Ne pas demander de code sur cet appareil pendant un jour
   *[other] Ne pas demander de code sur cet appareil pendant { $days } jours
}
trust-device-passkey = { $days ->
    [one] Ne pas demander la clé d’accès sur cet appareil pendant un jour
   *[other] Ne pas demander la clé d’accès sur cet appareil pendant { $days } jours
}
trust-device-hours = { $hours ->
    [one] Ne pas demander de code sur cet appareil pendant une heure
   *[other] Ne pas demander de code sur cet appareil pendant { $hours } heures
}
trust-device-passkey-hours = { $hours ->
    [one] Ne pas demander la clé d’accès sur cet appareil pendant une heure
   *[other] Ne pas demander la clé d’accès sur cet appareil pendant { $hours } heures
}

enter-recovery-code = Saisissez un code de récupération
recovery-code-lead = Prenez l’un des codes de récupération que vous avez conservés. Chacun sert une seule fois ; vous remplacez ensuite ce que vous avez perdu.
recovery-code-mismatch = Ce code ne correspond pas ou a déjà servi. Saisissez-en un autre.
choose-another-way = Choisir un autre moyen
use-recovery-code = Utiliser un code de récupération
use-app-code = Utiliser le code de l’application
send-code = Confirmer votre adresse e-mail
send-code-lead = Nous enverrons un code par e-mail à <b>{ $who }</b>.
send-code-button = Envoyer le code de vérification
mailed-code = Saisissez le code que nous avons envoyé
mailed-code-lead = Si <b>{ $who }</b> a un compte ici, un code est en route par e-mail.
mailed-code-lead-register = Si <b>{ $who }</b> peut avoir un compte ici, un code est en route par e-mail.
mailed-code-good = { $count ->
    [one] Il a été envoyé à { $time } et reste valable une minute. Les codes précédents sont annulés.
    [5] Il a été envoyé à { $time } et reste valable cinq minutes. Les codes précédents sont annulés.
   *[other] Il a été envoyé à { $time } et reste valable { $count } minutes. Les codes précédents sont annulés.
}
mailed-code-label = Code de l’e-mail
mailed-code-missing = Saisissez les chiffres du code de l’e-mail.
mailed-code-mismatch = Ce code ne correspond pas ou est trop ancien. Saisissez celui du dernier e-mail, ou envoyez-en un nouveau ci-dessous.
mailed-code-spent = Il y a eu trop d’essais erronés avec ce code. Envoyez-en un nouveau ci-dessous.
send-new-code = Envoyer un nouveau code
again-after-a-minute = Vous pouvez en redemander un après une minute.
look-again = Rien reçu ? Regarder à nouveau
code-sent-lately = Le dernier code a été envoyé à { $sent }. Vous pouvez en redemander un à partir de { $next }.
ask-code-by-text = Recevoir un code par SMS
ask-code-by-mail = Recevoir un code par e-mail
ask-code-lead-phone = Nous enverrons un code à votre téléphone, dont le numéro se termine par <b>{ $digits }</b>.
ask-code-lead-mailbox = Nous enverrons un code à <b>l’adresse e-mail de votre compte</b>.
ask-code-button = Envoyer le code
sent-code-lead-phone = Un code est en route vers votre téléphone, dont le numéro se termine par <b>{ $digits }</b>.
sent-code-lead-number = Un code est en route vers le <b>{ $number }</b>.
sent-code-lead-mailbox = Un code est en route vers <b>l’adresse e-mail de votre compte</b>.
sent-code-missing = Saisissez les six chiffres que nous avons envoyés.
sent-code-mismatch = Ce code ne correspond pas ou est trop ancien. Saisissez le plus récent ou envoyez-en un nouveau ci-dessous.
text-message-delayed = Le SMS met plus de temps que prévu. Nous continuons d’essayer d’envoyer le même code ; s’il n’arrive pas, choisissez un autre moyen ci-dessous.
text-message-failed = Le SMS n’a pas pu être remis. Choisissez un autre moyen ci-dessous ou envoyez un nouveau code.
codes-too-many = Tant de codes ont été envoyés qu’il n’y en a plus pour un moment. Choisissez un autre moyen ou réessayez plus tard.
codes-paused = Aucun code ne peut être envoyé par SMS pour le moment. Choisissez un autre moyen ou réessayez plus tard.
use-email-code = Recevoir plutôt un code par e-mail
use-text-code = Recevoir plutôt un code par SMS
use-other-number = Utiliser un autre numéro
set-up-number = Recevoir des codes par SMS
set-up-number-lead = Saisissez le numéro de votre téléphone. Nous y enverrons un code pour vérifier que ce téléphone est le vôtre.
change-number = Changer de numéro de téléphone
change-number-lead = Les codes sont envoyés au numéro qui se termine par <b>{ $digits }</b>. Saisissez le nouveau numéro. Nous y enverrons un code pour vérifier que ce téléphone est le vôtre.
app-is-safer = Une application d’authentification est le choix le plus sûr. Elle fonctionne à l’étranger et sans réseau, et personne ne peut détourner ses codes.
set-up-app-instead = Configurer plutôt une application
use-number-instead = Recevoir plutôt des codes par SMS
number-country = Pays
number-country-choose = Choisir un pays
number-country-missing = Choisissez le pays du numéro.
number-countries = Les codes ne sont envoyés que dans ces pays.
number-of-phone = Numéro de téléphone
number-missing = Saisissez votre numéro de téléphone.
number-unreadable = Saisissez le numéro de téléphone en chiffres, sans lettres ni poste.
number-no-country = Aucun indicatif de pays ne commence ainsi. Vérifiez les chiffres après le plus.
number-too-short = Il manque des chiffres. Vérifiez le numéro et le pays.
number-too-long = Il y a trop de chiffres. Vérifiez le numéro et le pays.
number-premium = Aucun code n’est envoyé aux numéros surtaxés, spéciaux ou personnels. Saisissez le numéro de votre téléphone.
number-not-served = Aucun code n’est envoyé vers ce pays ({ $country }). Saisissez un numéro de l’un des pays de la liste.
code-verified = Le code a été vérifié
code-verified-lead = Vous pouvez continuer.
send-link-lead = Nous enverrons par e-mail à <b>{ $who }</b> un lien pour choisir un nouveau mot de passe.
send-link-button = Envoyer le lien
link-sent = Consultez vos e-mails
link-sent-lead = Si <b>{ $who }</b> a un compte ici, un lien est en route. Il fonctionne une seule fois, pendant 30 minutes.
link-sent-nothing = Rien après quelques minutes ? Regardez dans les courriers indésirables, ou envoyez-le de nouveau.
send-again = Envoyer de nouveau
reset-requested = Votre demande est transmise
reset-requested-lead = Votre mot de passe est conservé par <b>{ $service }</b>. Si <b>{ $who }</b> y est connu, vous apprendrez de là comment en choisir un nouveau.
reset-requested-nothing = Rien après quelques minutes ? Envoyez de nouveau la demande, ou adressez-vous au contact ci-dessous.
request-reset-lead = Votre mot de passe est conservé par <b>{ $service }</b>. Nous y demanderons un nouveau mot de passe pour <b>{ $who }</b>.
request-reset = Demander un nouveau mot de passe
new-password-by-link = Choisir un nouveau mot de passe
link-expired = Ce lien a expiré
link-expired-lead = Un lien vers un nouveau mot de passe fonctionne une seule fois, pendant 30 minutes, et plus du tout une fois le mot de passe changé.
send-new-link = Envoyer un nouveau lien
link-used = Ce lien a déjà servi
link-used-lead = Il a permis de définir le mot de passe. Connectez-vous maintenant ; pour en changer encore, demandez un nouveau lien.

enrol-totp = Configurez votre application d’authentification
enrol-totp-lead = Scannez cette image avec une application d’authentification sur votre téléphone, ou saisissez-y la clé. Saisissez ensuite le code affiché par l’application.
recovery-code-taken = Votre code de récupération a été accepté. Dès que vous avez terminé ici, ce que vous aviez avant ne compte plus.
enrol-totp-picture = Code QR contenant la clé pour votre application d’authentification
enrol-totp-key = Clé
enrol-totp-trouble = Toujours des difficultés ?
enrol-totp-by-hand = Choisissez dans votre application de saisir une clé à la main, avec un nouveau code toutes les 30 secondes, et saisissez ceci :
enrol-totp-here = Ouvrir dans une application sur cet appareil
enrol-totp-which = Quelle application ?
enrol-totp-any = Toute application d’authentification convient. Celles-ci sont gratuites :
record-codes = Conservez vos codes de récupération
record-codes-lead = Chacun remplace une fois votre deuxième facteur si vous le perdez. Ils ne sont affichés que cette fois-ci. Ils comptent dès que vous continuez.
download-codes = Télécharger en texte
print-codes = Imprimer
codes-are-recorded = Je les ai conservés en lieu sûr
record-codes-missing = Conservez les codes, puis cochez la case.
enrol-later = Pas maintenant
enrol-later-until = Vous pouvez remettre cela à plus tard, avant cette date : { $time }.

confirm-lead = Avant de continuer, confirmez encore une fois que c’est bien vous.
confirm-change-password-lead = Avant de changer votre mot de passe, confirmez encore une fois que c’est bien vous.
confirm-change-email-lead = Avant de changer d’adresse e-mail, confirmez encore une fois que c’est bien vous.
confirm-add-factor-lead = Avant d’ajouter ou de remplacer un deuxième facteur, confirmez encore une fois que c’est bien vous.
confirm-remove-factor-lead = Avant de retirer un deuxième facteur, confirmez encore une fois que c’est bien vous.
confirm-new-codes-lead = Avant de créer de nouveaux codes de récupération, confirmez encore une fois que c’est bien vous.
confirm-change-links-lead = Avant de lier ou de délier un compte, confirmez encore une fois que c’est bien vous.
confirm-export-lead = Avant d’exporter vos données personnelles, confirmez encore une fois que c’est bien vous.
confirm-delete-lead = Avant de supprimer votre compte, confirmez encore une fois que c’est bien vous.
cancel = Annuler
choose-password = Choisissez un mot de passe
choose-other-password = Choisissez un autre mot de passe
password-first-lead = Il vous servira désormais à vous connecter.
password-broken-lead = Votre mot de passe était exact, mais ne respecte pas les règles actuelles de { $organisation }. Choisissez-en un autre, puis vous continuerez.
password-expired-lead = Votre mot de passe était exact, mais il est plus ancien que { $organisation } ne le permet. Choisissez-en un autre, puis vous continuerez.
password-demanded-lead = Votre mot de passe était exact. { $organisation } vous demande d’en choisir un vous-même maintenant, puis vous continuerez.
password-recovered-lead = Il remplace celui que vous avez oublié. Connectez-vous ensuite avec lui.
password-changed-page-lead = Il remplace celui que vous avez actuellement.
other-sessions-end = Partout ailleurs, vos sessions ouvertes seront fermées.
new-password = Nouveau mot de passe
repeat-password = Répétez le nouveau mot de passe
save-password = Enregistrer le mot de passe
new-password-missing = Saisissez un nouveau mot de passe.
new-password-not-repeated = Les deux mots de passe sont différents. Saisissez-les à nouveau.
new-password-breaks-rules = Ce mot de passe ne respecte pas toutes les règles ci-dessous. Choisissez-en un autre.
new-password-common = Ce mot de passe fait partie de ceux que l’on devine en premier. Choisissez-en un autre.
new-password-personal = Ce mot de passe est composé de vos propres données ou de noms faciles à deviner. Choisissez-en un autre.
new-password-breached = Ce mot de passe est connu par une fuite de données et sera essayé par des intrus. Choisissez-en un autre.
new-password-previous = Vous avez déjà eu ce mot de passe. Choisissez-en un autre.
rule-min = { $count ->
    [one] Au moins un caractère
   *[other] Au moins { $count } caractères
}
rule-max = { $count ->
    [one] Au plus un caractère
   *[other] Au plus { $count } caractères
}
rule-lower = Une lettre minuscule
rule-upper = Une lettre majuscule
rule-digit = Un chiffre
rule-symbol = Un caractère spécial, par exemple # ou %
rule-classes = { $count ->
    [one] Au moins un de ces types : minuscules, majuscules, chiffres, caractères spéciaux
    [2] Au moins deux de ces types : minuscules, majuscules, chiffres, caractères spéciaux
   *[other] Au moins trois de ces types : minuscules, majuscules, chiffres, caractères spéciaux
}
rule-ascii = Seulement des lettres de a à z, des chiffres et des caractères spéciaux ; pas d’espaces
rule-no-dot-before-at = Pas de point juste avant un @
rule-not-common = Aucun de ceux que l’on devine en premier
rule-not-personal = Sans votre nom, votre adresse ni le nom de votre organisation
rule-not-breached = Absent des fuites de données connues
rule-not-present = Différent de celui que vous avez actuellement
rule-not-previous = { $count ->
    [2] Aucun de vos deux derniers mots de passe
    [3] Aucun de vos trois derniers mots de passe
    [4] Aucun de vos quatre derniers mots de passe
    [5] Aucun de vos cinq derniers mots de passe
   *[other] Aucun de vos { $count } derniers mots de passe
}
rule-met = respectée
rule-unmet = non respectée
rule-not-yet-met = pas encore respectée
rule-judged-later = vérifiée quand vous continuez

accept-notice = Lisez les informations sur la protection des données
accept-notice-lead = { $organisation } demande à chacun de les accepter avant de continuer.
consent-to-notice = Je consens au traitement de mes données personnelles tel qu’il est décrit dans les <b>informations sur la protection des données</b>
notice-missing = Cochez la case pour accepter les informations sur la protection des données.

choose-way = Choisissez comment confirmer que c’est bien vous
way-password = Mot de passe
way-app = Application d’authentification
way-passkey = Clé d’accès ou clé de sécurité
way-sms = SMS
way-sms-hint = Au numéro qui se termine par { $digits }
way-email = E-mail
way-email-hint = À l’adresse e-mail de votre compte
way-recovery = Code de récupération
way-recovery-hint = L’un de ceux que vous avez notés
way-last-used = Dernier moyen utilisé
none-at-hand = Rien de tout cela sous la main ? { $contact } peut réinitialiser votre compte.
none-at-hand-no-contact = Rien de tout cela sous la main ? Votre organisation peut réinitialiser votre compte.
use-passkey = Utilisez votre clé d’accès ou clé de sécurité
passkey-lead = Votre navigateur la demande. Touchez la clé, ou déverrouillez cet appareil comme d’habitude.
go-on-with-passkey = Continuer avec la clé d’accès
sign-in-with-passkey = Se connecter avec une clé d’accès
passkey-without-script = Les clés d’accès ont besoin de JavaScript, désactivé dans ce navigateur. Tout le reste de cette page fonctionne sans lui.
add-passkey-without-script = Les clés d’accès ont besoin de JavaScript, désactivé dans ce navigateur. Activez-le et rechargez cette page, ou ajoutez la clé d’accès dans un autre navigateur.
passkey-cancelled = Rien n’a été choisi. Réessayez.
passkey-unsupported = Ce navigateur ne sait pas utiliser les clés d’accès. Prenez un autre navigateur ou un autre appareil.
passkey-exists = Cet appareil ou cette clé a déjà une clé d’accès pour votre compte.
passkey-wrong = La réponse de la clé d’accès n’a pas été acceptée. Réessayez.
passkey-late = Cela a pris trop de temps. Réessayez.
passkey-unknown = Cette clé d’accès n’est plus connue ici. Supprimez-la sur votre appareil, et continuez d’une autre manière.
passkey-not-verified = La clé n’a pas vérifié que c’est bien vous. Définissez un code PIN, ou utilisez-en une autre.
passkey-backup-changed = Cette clé d’accès dit d’elle-même qu’elle peut être copiée, et disait le contraire lors de son ajout, ou inversement. Certains gestionnaires de mots de passe font cela. Continuez d’une autre manière, retirez la clé d’accès dans votre compte, et ajoutez-la de nouveau.
passkey-too-many = Vous avez 20 clés d’accès. Retirez-en une avant d’en ajouter une autre.
passkey-model-not-taken = Votre organisation n’accepte que certains modèles de clés d’accès, et celle-ci ne prouve pas qu’elle en fait partie. Utilisez une autre clé, ou demandez à votre organisation lesquelles elle accepte.
passkey-models-certain = Votre organisation n’accepte que certains modèles de clés d’accès. Autorisez votre navigateur à indiquer le modèle de la vôtre.
passkey-model-replaced = Votre organisation n’accepte que certains modèles de clés d’accès, et celle que vous avez utilisée est d’un autre modèle. Ajoutez-en une qu’elle accepte, puis retirez l’autre dans votre compte.
passkey-demanded = Ici, personne n’entre sans clé d’accès : mots de passe et codes peuvent être soutirés. Ajoutez-en une maintenant, gardée par cet appareil, votre téléphone ou une clé de sécurité.
passkey-no-device = Rien qui puisse en garder une ? Adressez-vous à { $contact }.
passkey-no-device-no-contact = Rien qui puisse en garder une ? Adressez-vous à votre organisation.
passkey-lost = Clé d’accès perdue ? { $contact } peut réinitialiser votre compte.
passkey-lost-no-contact = Clé d’accès perdue ? Votre organisation peut réinitialiser votre compte.
add-passkey = Ajouter une clé d’accès
add-passkey-lead = Une clé d’accès est gardée par cet appareil, votre gestionnaire de mots de passe ou une clé de sécurité. Elle ne fonctionne que sur ce site ; personne ne peut donc vous la soutirer.
offer-passkey = Connectez-vous plus vite la prochaine fois
offer-passkey-lead = Créez une clé d’accès, et cet appareil vous connectera par votre doigt, votre visage ou son code PIN au lieu du mot de passe. Elle ne fonctionne que sur ce site, et vous pouvez la retirer à tout moment dans votre compte. Sur d’autres appareils, on peut alors vous la demander, ou un code de récupération, en plus du mot de passe.
offer-passkey-once = La question ne vous sera plus posée. Vous pouvez en ajouter une dans votre compte quand vous voulez.
create-passkey = Créer une clé d’accès
passkey-name = Nom
passkey-name-hint = Ce à quoi vous la reconnaîtrez, par exemple « clé bleue » ou « portable du bureau ».
passkey-name-missing = Saisissez un nom.
use-passkey-instead = Utiliser plutôt une clé d’accès ou clé de sécurité
passkey-named = Clé d’accès « { $name } »
passkey-unnamed = Clé d’accès sans nom
passkey-none = Aucune pour l’instant. Plus rapide qu’un code, et impossible à donner à un faux site.
passkey-another = Ajoutez-en une pour chaque appareil d’où vous vous connectez.
passkey-other-domain = Faite pour { $domain }, sans utilité ici. Retirez-la.
passkey-other-model = D’un modèle que votre organisation n’accepte pas. Ajoutez-en une autre, puis retirez celle-ci.
manage = Gérer
remove-passkey = Retirer la clé d’accès
remove-passkey-asks = Retirer la clé d’accès…
remove-passkey-lead = Elle n’ouvre plus votre compte, et vos autres sessions prennent fin.
remove-a-passkey = Retirer cette clé d’accès ?
remove-named-passkey = Retirer la clé d’accès « { $name } » ?
keep-passkey = Garder la clé d’accès
passkey-is-added = La clé d’accès est ajoutée.
passkey-is-removed = La clé d’accès est retirée. Supprimez-la aussi sur votre appareil.
passkey-is-renamed = Le nom est enregistré.
passkey-is-last = C’est votre dernier deuxième facteur, et { $organisation } veut que vous en ayez un. Ajoutez-en d’abord un autre.
passkey-is-only-way-in = C’est la seule entrée de votre compte. Ajoutez d’abord une autre clé d’accès ou définissez un mot de passe.

## Consent

consent = Autoriser { $application } à utiliser votre compte ?
consent-lead = { $application } demande ceci à { $organisation } :
scope-openid = Savoir qui vous êtes lorsque vous vous connectez
scope-profile = Voir votre nom et votre profil
scope-email = Voir votre adresse e-mail
scope-phone = Voir votre numéro de téléphone
scope-address = Voir votre adresse postale
scope-groups = Voir les groupes dont vous faites partie
scope-offline = Garder la connexion pendant votre absence
scope-other = Utiliser « { $scope } »
allow = Autoriser
deny = Ne pas autoriser
signed-in-as = Connexion en tant que
not-you = Ce n’est pas vous ?
someone-else = Se connecter avec un autre compte

## Signing out

sign-out = Se déconnecter
sign-out-question = Se déconnecter ?
sign-out-lead = Vous avez ouvert ces applications dans ce navigateur. Celles qui le demandent sont informées de votre déconnexion ; la page suivante dit lesquelles ne le sont pas, pour que vous puissiez vous y déconnecter aussi.
sign-out-lead-none = Votre session { $organisation } est ouverte dans ce navigateur.
stay-signed-in = Ne pas se déconnecter
signed-out = Déconnexion effectuée
signed-out-lead = Votre session ici est terminée. Ces applications n’ont pas toutes fermé la leur. Sur un ordinateur que d’autres utilisent, déconnectez-vous aussi de celles-là ou fermez toutes les fenêtres du navigateur.
signed-out-lead-closed = Votre session ici est terminée, et celles de ces applications aussi.
signed-out-lead-none = Votre session dans ce navigateur est terminée.
app-closed = Fermée
app-pending = Pas encore de réponse
app-pending-hint = Sera informée de nouveau jusqu’à ce qu’elle réponde. D’ici là, fermez sa fenêtre.
app-not-told = Non informée
app-not-told-hint = Se ferme d’elle-même dès qu’elle vérifie votre session ici, ou quand la sienne prend fin.
return-to = Revenir à { $application }
sign-in-again = Se reconnecter

## Home

your-applications = Vos applications
home = Accueil
console = Console
find-application = Chercher une application
something-missing = Il manque quelque chose ? Contactez <b>{ $contact }</b>
no-applications = Aucune application ne vous est encore attribuée
no-applications-lead = L’administration attribue les applications. Dès que vous en aurez une, elle apparaîtra ici.
no-start-addresses = Vos applications ne s’ouvrent pas d’ici
no-start-addresses-lead = Vous pouvez ouvrir des applications, mais aucune n’a d’adresse de départ. Allez à l’adresse de l’application elle-même.
no-application-called = Aucune application ne s’appelle « { $query } ».
all-applications = Afficher toutes les applications

## Profile

profile = Profil
first-name = Prénom
first-name-missing = Saisissez votre prénom.
last-name = Nom
last-name-missing = Saisissez votre nom.
occupation = Fonction
department = Service
optional = (facultatif)
field-too-long = Utilisez { $most } caractères au plus.
field-not-text = Utilisez des lettres, des chiffres et des signes sur une seule ligne.
save-changes = Enregistrer
reset = Rétablir
picture = Photo
picture-hint = PNG ou JPEG, 5 Mo au plus.
update-picture = Modifier la photo
remove = Supprimer
remove-picture = Supprimer la photo
your-picture = Votre photo
your-generated-picture = Votre photo : les initiales { $initials }
picture-missing = Choisissez d’abord un fichier.
picture-too-large = Ce fichier dépasse 5 Mo. Choisissez-en un plus petit.
picture-format = Ce n’est ni un fichier PNG ni un fichier JPEG. Enregistrez la photo dans l’un de ces formats et choisissez-la à nouveau.
picture-format-named = C’est un fichier { $format }. Enregistrez la photo en PNG ou en JPEG et choisissez-la à nouveau.
picture-too-many-pixels = Cette photo a { $width } × { $height } pixels ; le maximum pour ce type de photo est de { $most } millions. Réduisez-la et choisissez-la à nouveau.
picture-print-colours = Cette photo a des couleurs pour l’impression (CMJN). Enregistrez-la avec des couleurs pour l’écran (RVB) et choisissez-la à nouveau.
picture-broken = Ce fichier est incomplet ou endommagé. Choisissez-en un autre.
picture-saved = Votre photo est enregistrée.
picture-removed = Votre photo est supprimée.
profile-saved = Votre profil est enregistré.
profile-changed-meanwhile = Votre profil a été modifié entre-temps, dans une autre fenêtre ou par l’administration. Votre saisie se trouve ci-dessous : enregistrez-la à nouveau pour la conserver, ou <b>affichez ce qui est enregistré</b>.

linked-accounts = Comptes liés
linked-accounts-hint = Ils vous connectent aussi.
account-linked = Lié le { $date }
account-linked-and-used = Lié le { $linked }, dernière utilisation : { $used }
account-not-linked = Non lié
link-account = Lier…
link-account-of = Lier un compte chez { $provider }
unlink-account = Délier…
unlink-account-of = Délier le compte chez { $provider }
attach-heading = Lier votre compte chez { $provider }
attach-lead = Connectez-vous là-bas avec le compte à lier. Dès lors, qui s’y connecte est connecté ici à votre compte.
detach-heading = Délier { $provider } ?
detach-lead = Votre compte là-bas ne vous connectera plus ici, et vos autres sessions prendront fin.
detach-button = Délier le compte
keep-linked = Le garder lié
account-attached = Votre compte chez { $provider } est lié : désormais, il vous connecte.
account-detached = Votre compte chez { $provider } est délié.
account-taken = Ce compte chez { $provider } est déjà lié à un autre compte ici. Rien n’a été modifié.
account-only-way-in = { $provider } est votre seul moyen de vous connecter. Choisissez-en d’abord un autre.
your-data = Vos données
export-data = Exporter mes données personnelles
export-hint = Tout ce qui est conservé sur vous, dans un fichier JSON.
export = Exporter
export-lead = Le fichier contient tout ce que { $organisation } conserve sur vous ici : votre profil, vos moyens de connexion, vos sessions, ce que vous avez permis aux applications et ce qui s’est passé. Gardez-le là où personne d’autre ne le lit.
download = Télécharger
back-to-profile = Retour à votre profil
delete-account = Supprimer le compte
delete-hint = Ferme toutes les sessions. C’est définitif.
delete = Supprimer…
delete-question = Supprimer votre compte ?
delete-lead = { $count ->
    [0] Vos sessions se ferment, votre profil et votre photo sont supprimés. C’est définitif.
    [one] Vous perdez aussitôt l’accès à une application. Vos sessions se ferment, votre profil et votre photo sont supprimés. C’est définitif.
   *[other] Vous perdez aussitôt l’accès à { $count } applications. Vos sessions se ferment, votre profil et votre photo sont supprimés. C’est définitif.
}
delete-stays = Ce que { $organisation } a noté de vos connexions reste aussi longtemps que ces traces y sont conservées, sans votre nom.
delete-my-account = Supprimer mon compte
keep-my-account = Garder mon compte
last-owner = Vous êtes la dernière personne propriétaire de { $organisation }. Donnez d’abord ce rôle à quelqu’un d’autre.
account-deleted = Votre compte est supprimé
account-deleted-lead = Toutes les sessions sont fermées. Votre adresse e-mail est libre pour un nouveau compte.

## Settings

settings = Paramètres
language-setting = Langue
time-zone = Fuseau horaire
time-zone-hint = Les dates et les heures l’utilisent. Les applications le voient aussi.
time-zone-choose = Choisir un fuseau horaire
time-zone-missing = Choisissez votre fuseau horaire.
date-format = Format de date
time-format = Format de l’heure
save-settings = Enregistrer les paramètres
settings-saved = Vos paramètres sont enregistrés.
region-africa = Afrique
region-america = Amérique
region-antarctica = Antarctique
region-arctic = Arctique
region-asia = Asie
region-atlantic = Atlantique
region-australia = Australie
region-europe = Europe
region-indian = Océan Indien
region-pacific = Pacifique

## Password and two-factor

current-password = Mot de passe actuel
current-password-missing = Saisissez votre mot de passe actuel.
current-password-wrong = Ce n’est pas votre mot de passe actuel. Saisissez-le à nouveau.
password-judged-by = Seul { $service } connaît votre mot de passe et le vérifie. C’est là qu’il se change ; rien n’en est conservé ici.
change-password = Changer le mot de passe
change-password-asks = Changer le mot de passe…
password-asks-first = Vous confirmez d’abord que c’est bien vous, puis vous choisissez le nouveau mot de passe.
password-last-changed = Dernier changement le { $date }.
password-was-changed = Votre mot de passe a été changé. Partout ailleurs, vos sessions ouvertes sont fermées.
two-factor = Deux facteurs
two-factor-by-mail = Après votre mot de passe, un code envoyé à votre adresse e-mail vous est demandé.
two-factor-off = Désactivé. Votre mot de passe seul ouvre votre compte.
two-factor-on = Activé. Après votre mot de passe, une deuxième étape vous est demandée.
two-factor-required = Activé. { $organisation } demande à chacun une deuxième étape.
two-factor-ends-others = Un changement ici ferme vos sessions partout ailleurs, et un code sera de nouveau demandé dans chaque navigateur.
app-not-set-up = Non configurée. Elle fonctionne à l’étranger et sans réseau.
app-added = Ajoutée le { $date }
app-added-and-used = Ajoutée le { $added }, dernière utilisation : { $used }
set-up-app = Configurer…
replace-app = Remplacer…
remove-app-asks = Désactiver…
number-not-set-up = Pas configuré. L’application fonctionne à l’étranger et sans réseau.
number-added = Se termine par { $digits }, ajouté le { $date }
number-added-and-used = Se termine par { $digits }, ajouté le { $added }, dernière utilisation { $used }
set-up-number-asks = Configurer le SMS…
replace-number = Changer de numéro…
remove-number-asks = Retirer le numéro…
recovery-codes = Codes de récupération
recovery-codes-remaining = { $count ->
    [0] Aucun restant
    [one] Un restant
   *[other] { $count } restants
}
recovery-codes-few = Créez-en de nouveaux avant d’en manquer.
recovery-codes-none = Vous n’avez aucun code de récupération. Créez-en maintenant : sans eux, seul un administrateur peut vous redonner accès si vous perdez ce qui vous sert à vous connecter.
recovery-codes-hint = Pour le jour où vous perdez votre téléphone ou votre clé.
make-recovery-codes = Créer de nouveaux codes…
two-factor-set-up = Le deuxième facteur est activé. Partout ailleurs, vos sessions ouvertes sont fermées.
app-removed-done = L’application d’authentification est retirée. Partout ailleurs, vos sessions ouvertes sont fermées.
two-factor-removed = Le deuxième facteur est désactivé. Partout ailleurs, vos sessions ouvertes sont fermées.
recovery-codes-recorded = Vos codes de récupération servent dès maintenant, et eux seuls.
trusted-browsers = Navigateurs de confiance
trusted-browsers-lead = Dans ces navigateurs, le deuxième facteur ne vous est pas demandé jusqu’au jour indiqué.
trusted-between = De confiance depuis le { $since }, jusqu’au { $until }
trusted-used = Dernière connexion : { $used }
distrust = Redemander
distrust-browser = Redemander : { $device }, { $place }
distrust-all = Redemander dans tous
browser-distrusted = Dans ce navigateur, le deuxième facteur vous sera de nouveau demandé.
browsers-distrusted = Le deuxième facteur vous sera de nouveau demandé dans chaque navigateur.
nothing-was-changed = Rien n’a été changé. Recommencez ici.
breadcrumb = Vous êtes ici
remove-app = Désactiver le deuxième facteur ?
remove-app-crumb = Désactiver
remove-app-lead = Ensuite, votre mot de passe seul ouvrira votre compte. Les codes de l’application et vos codes de récupération ne serviront plus.
remove-app-beside = Retirer l’application d’authentification ?
remove-app-beside-crumb = Retirer l’application
remove-app-beside-lead = Ses codes ne serviront plus. Vous pourrez toujours vous connecter avec l’autre deuxième facteur de votre compte.
remove-app-beside-button = Retirer l’application
remove-app-button = Désactiver le deuxième facteur
keep-app = Le garder activé
number-set-up-done = Les codes sont désormais envoyés à votre téléphone. Partout ailleurs où vous étiez connecté, vous êtes déconnecté.
number-removed-done = Plus aucun code n’est envoyé à votre téléphone. Partout ailleurs où vous étiez connecté, vous êtes déconnecté.
remove-number = Ne plus envoyer de codes à votre téléphone ?
remove-number-crumb = Retirer le numéro
remove-number-lead = Nous oublions le numéro. Vous pourrez toujours vous connecter avec l’autre deuxième facteur de votre compte.
remove-last-number-lead = Nous oublions le numéro. Votre mot de passe seul ouvrira alors votre compte, et vos codes de récupération ne serviront plus à rien.
remove-number-button = Retirer le numéro
keep-number = Garder le numéro

## E-mail address

email-yours = Vous vous connectez avec cette adresse, et vos messages y sont envoyés.
email-none = Aucune adresse e-mail n’est encore enregistrée ici pour vous.
email-set-by = { $organisation } gère votre adresse e-mail. Si elle doit changer, prévenez le contact ci-dessous.
email-change-asks = Changer d’adresse e-mail…
email-change-first = Vous confirmez d’abord que c’est bien vous, puis vous saisissez la nouvelle adresse.
email-wish = En attente de confirmation
email-wish-sent = Un lien a été envoyé à <b>{ $address }</b>. L’ancienne adresse reste en place jusqu’à ce que quelqu’un l’ouvre et confirme. Le lien fonctionne jusqu’au { $time }.
email-wish-late = Le lien envoyé à <b>{ $address }</b> est trop ancien. Renvoyez-le, ou saisissez une autre adresse.
email-wish-again = Renvoyer le lien
email-wish-correct = Corriger l’adresse…
email-wish-cancel = Annuler le changement
email-wish-was-sent = Le lien est en route. L’adresse précédente reçoit un avis.
email-wish-was-sent-again = Le lien est de nouveau en route. Les messages précédents mènent à la même page.
email-wish-was-cancelled = Le changement est annulé. Votre adresse reste la même.
email-too-many = Trop de ces messages ont été demandés. Réessayez plus tard ; le dernier lien fonctionne encore.
new-email = Nouvelle adresse e-mail
new-email-lead = Un lien est envoyé à la nouvelle adresse. Votre adresse change dès que vous l’ouvrez et confirmez, dans n’importe quel navigateur. L’adresse actuelle reçoit un avis qui permet d’annuler le changement pendant 14 jours.
new-email-send = Envoyer le lien de confirmation à la nouvelle adresse
new-email-same = C’est déjà votre adresse. Saisissez-en une autre.
new-email-other-organisation = Les adresses de ce domaine appartiennent à une autre organisation. Saisissez-en une autre.
new-email-not-a-domain = { $organisation } n’accepte que les adresses de ses propres domaines. Saisissez l’une d’elles.
confirm-email = Confirmer cette adresse e-mail ?
confirm-email-lead = Quelqu’un a demandé qu’un compte chez { $organisation } utilise <b>{ $address }</b>. Ne confirmez que si c’était vous.
confirm-this-address = Confirmer cette adresse
email-confirmed = Votre nouvelle adresse est confirmée
email-confirmed-lead = Désormais, vous vous connectez avec elle et vos messages y sont envoyés. Il n’y a plus rien à faire.
email-taken = Cette adresse appartient à un autre compte
email-taken-lead = Quelqu’un d’autre l’utilise désormais, rien n’a donc été changé. Choisissez une autre adresse dans votre compte, ou demandez au contact ci-dessous.
email-link-late = Ce lien est trop ancien
email-link-late-lead = Rien n’a été changé. Dans votre compte, sous « E-mail », vous pouvez le faire renvoyer.
email-link-dropped = Ce lien ne mène plus nulle part
email-link-dropped-lead = Le changement a été annulé, ou une autre adresse a été demandée ensuite. Rien n’a été changé.
email-link-voided-lead = Depuis son envoi, une modification antérieure a été annulée, ou votre organisation s’est occupée du compte. Rien n’a été modifié à présent. Si quelque chose ne va pas, prévenez tout de suite le contact ci-dessous.
email-back-to-account = Aller à votre compte
undo-email = Ce n’était pas vous ?
undo-email-lead = Alors quelqu’un d’autre a utilisé votre compte chez { $organisation }. Avec ce bouton, <b>{ $address }</b> redevient l’adresse du compte. Tout le monde est déconnecté, ce qui a été configuré depuis n’est plus valable, et le mot de passe ne fonctionne plus.
undo-email-ask = Dans votre organisation, on ne choisit pas soi-même un nouveau mot de passe après cela : l’administration vous en donne un. Vous aurez besoin du contact ci-dessous.
undo-email-button = Reprendre mon compte
email-undone = Le compte est de nouveau à vous
email-undone-lead = L’adresse précédente est rétablie, et tout le monde est déconnecté. Reconnectez-vous ; si votre mot de passe ne fonctionne pas, choisissez-en un nouveau.
email-undone-ask-lead = L’adresse précédente est rétablie, tout le monde est déconnecté, et le mot de passe ne fonctionne plus. Dans votre organisation, l’administration vous en donne un nouveau : adressez-vous au contact ci-dessous. Connectez-vous ensuite avec celui-ci.
email-not-undone-lead = Quelqu’un d’autre utilise désormais cette adresse, elle ne peut donc pas être rétablie d’ici. Prévenez tout de suite le contact ci-dessous.

## Sessions

sessions = Sessions
sessions-lead = Voici où votre compte est connecté. Si vous ne reconnaissez pas une session, fermez-la et demandez un nouveau mot de passe à votre organisation.
times-in-zone = Les heures sont celles du fuseau horaire { $zone }.
this-browser = Ce navigateur
end = Fermer
end-session = Fermer la session : { $device }, { $place }
end-others = Fermer toutes les autres sessions
session-ended = La session est fermée.
sessions-ended = Toutes les autres sessions sont fermées.
session-gone = Cette session était déjà fermée.
only-session = Votre compte n’est connecté nulle part ailleurs.
place-unknown = Lieu inconnu
no-applications-opened = Aucune application ouverte
device-browser-on-system = { $browser } sur { $system }
device-browser-on-phone = { $browser } sur un téléphone
device-browser-on-tablet = { $browser } sur une tablette
device-unknown = Navigateur inconnu
since-today = Depuis { $time }
since-yesterday = Depuis hier
since-date = Depuis le { $date }
active-now = Active en ce moment
active-minutes-ago = { $count ->
    [one] Active il y a une minute
   *[other] Active il y a { $count } minutes
}
active-today = Active aujourd’hui à { $time }
active-yesterday = Active hier à { $time }
active-date = Active le { $date }

## Application access

application-access = Accès des applications
access-lead = Ces applications peuvent utiliser votre compte. Si vous retirez l’accès à l’une d’elles, ce qu’elle détient de votre compte prend fin aussitôt. La fois suivante, votre accord vous sera redemandé, à moins que votre organisation n’admette l’application.
no-access = Aucune application n’utilise votre compte en ce moment.
access-since = Accès donné par vous le { $date }
access-by-organisation = Accès donné par votre organisation
withdraw = Retirer
withdraw-access-of = Retirer l’accès : { $application }
access-withdrawn = L’accès a pris fin.
access-gone = Cet accès avait déjà pris fin.

## Dates

date = { $day ->
    [1] 1er
   *[other] { NUMBER($day) }
} { $month ->
    [1] janvier
    [2] février
    [3] mars
    [4] avril
    [5] mai
    [6] juin
    [7] juillet
    [8] août
    [9] septembre
    [10] octobre
    [11] novembre
   *[12] décembre
}
date-with-year = { $day ->
    [1] 1er
   *[other] { NUMBER($day) }
} { $month ->
    [1] janvier
    [2] février
    [3] mars
    [4] avril
    [5] mai
    [6] juin
    [7] juillet
    [8] août
    [9] septembre
    [10] octobre
    [11] novembre
   *[12] décembre
} { $year }
time-24-hours = { $time }
time-12-hours = { $time } { $half ->
    [am] AM
   *[pm] PM
}
date-and-time = { $date } à { $time }
exact-time = { $day ->
    [1] 1er
   *[other] { NUMBER($day) }
} { $month ->
    [1] janv.
    [2] févr.
    [3] mars
    [4] avril
    [5] mai
    [6] juin
    [7] juil.
    [8] août
    [9] sept.
    [10] oct.
    [11] nov.
   *[12] déc.
} { $year }, { $clock }

## Refusals

request = Demande
reason = Motif
time = Heure
contact = Contact
email = E-mail
account = Compte
go-to-applications = Aller à vos applications
back-to-sign-in = Retour à la connexion

not-assigned = Vous ne pouvez pas encore ouvrir { $application }
not-assigned-lead = Cette application ne vous est pas attribuée. Demandez-la au contact ci-dessous en indiquant ces lignes.
not-assigned-reason = Non attribuée
disabled = Votre compte est désactivé
disabled-lead = Votre organisation a désactivé ce compte. Si vous en avez encore besoin, adressez-vous au contact ci-dessous en indiquant ces lignes.
disabled-reason = Compte désactivé
inactive = Votre compte est inactif
inactive-lead = Votre compte a été désactivé pour cause d’inactivité. Adressez-vous à l’administration de votre organisation pour le réactiver.
inactive-reason = Inactif
locked = Votre compte est verrouillé
locked-lead = { $tries ->
    [3] Il a été verrouillé après trois mots de passe erronés de suite. Demandez au contact ci-dessous de le déverrouiller.
    [5] Il a été verrouillé après cinq mots de passe erronés de suite. Demandez au contact ci-dessous de le déverrouiller.
    [10] Il a été verrouillé après dix mots de passe erronés de suite. Demandez au contact ci-dessous de le déverrouiller.
   *[other] Il a été verrouillé après { $tries } mots de passe erronés de suite. Demandez au contact ci-dessous de le déverrouiller.
}
locked-reason = Verrouillé après des mots de passe erronés
locked-codes-lead = Il a été verrouillé après trop de codes erronés de suite. Demandez au contact ci-dessous de le déverrouiller.
locked-codes-reason = Verrouillé après des codes erronés
paused = Attendez avant de réessayer
paused-lead = Il y a eu plusieurs essais erronés de suite. Prochain essai possible : { $time }. Rien n’a changé dans votre compte.
paused-reason = Pause après des essais erronés
locked-by-administrator-lead = L’administration a verrouillé ce compte. Demandez au contact ci-dessous comment continuer.
locked-by-administrator-reason = Verrouillé par l’administration
organisation-closed = L’accès à { $organisation } est fermé ici
organisation-closed-lead = Personne ne peut se connecter à cette organisation pour le moment. Adressez-vous au contact ci-dessous.
organisation-closed-reason = Organisation désactivée
not-enough = Il vous faut un autre moyen de confirmer que c’est bien vous
not-enough-lead = { $application } demande plus que ce que votre compte peut montrer aujourd’hui. Demandez au contact ci-dessous de le mettre en place.
not-enough-reason = Un autre facteur est nécessaire
no-way = Ce compte ne permet pas de se connecter
no-way-lead = Aucun mot de passe ni autre moyen de connexion n’est configuré pour ce compte. Adressez-vous au contact ci-dessous.
no-way-reason = Aucun moyen de connexion
ask-administrator = Votre mot de passe ne peut pas être récupéré ici
ask-administrator-lead = Dans votre organisation, c’est l’administration qui s’en charge. Adressez-vous au contact ci-dessous ; il aura besoin de ces lignes.
ask-administrator-reason = Récupération par l’administration
password-elsewhere = Votre mot de passe n’est pas conservé ici
password-elsewhere-lead = Vous vous connectez ici avec un compte d’ailleurs, et c’est là-bas que son mot de passe se récupère. Si vous ne savez pas où, demandez au contact ci-dessous.
password-elsewhere-reason = Mot de passe conservé ailleurs
already-registered = Votre compte est déjà créé
already-registered-lead = Revenez en arrière et connectez-vous. Si vous ne connaissez pas le mot de passe, récupérez-le là.
already-registered-reason = Déjà créé
invitation-over = Cette invitation n’est plus valable
invitation-over-lead = Elle a servi, a été retirée ou a expiré entre-temps. Demandez à la personne qui vous a invité de l’envoyer de nouveau.
invitation-over-reason = Invitation terminée
registration-closed = Vous ne pouvez pas créer de compte ici
registration-closed-lead = Votre organisation crée elle-même les comptes, ou invite par e-mail à une autre adresse. Adressez-vous au contact ci-dessous.
registration-closed-reason = Pas d’inscription
no-such-step = Il manque d’abord une étape
no-such-step-lead = Votre organisation demande quelque chose qui ne peut pas se faire sur ces pages. Adressez-vous au contact ci-dessous en indiquant ces lignes.
no-such-step-reason = Une étape requise n’est pas disponible
no-contact = L’administration de votre organisation

## Expired

sign-in-expired = Votre connexion a pris trop de temps
sign-in-expired-lead = Pour votre sécurité, une connexion prend fin au bout d’un certain temps. Rien n’est perdu. Recommencez ; cela prend une minute.
sign-in-used = Cette connexion est terminée
sign-in-used-lead = Cette page a déjà servi. Rien n’est perdu ; continuez à partir d’ici.
sign-in-elsewhere = Cette connexion a commencé dans un autre navigateur
sign-in-elsewhere-lead = Une connexion se poursuit uniquement dans le navigateur où elle a commencé. Rien n’est perdu ; recommencez ici.
invitation-used = Cette invitation a déjà servi
invitation-used-lead = Ce qu’elle donne a été ajouté au compte qui a cette adresse. Si c’était vous, connectez-vous ; sinon, prévenez la personne qui vous a invité.
invitation-late = Cette invitation a expiré
invitation-late-lead = Une invitation vaut sept jours. Demandez à la personne qui vous a invité de l’envoyer de nouveau.
invitation-revoked = Cette invitation a été retirée
invitation-revoked-lead = Elle n’est plus valable. Si cela vous surprend, demandez à la personne qui vous a invité.
invitation-unknown = Cette invitation n’existe pas
invitation-unknown-lead = L’adresse est peut-être incomplète, ou un message plus récent contient un autre lien. Ouvrez en entier le lien du dernier message.
create-account = Créer votre compte
create-account-button = Créer le compte
register-lead = Il ouvre les applications de { $organisation }.
register-invited = Vous êtes invité à rejoindre { $organisation }. L’invitation est valable jusqu’au { $time }.
register-invited-by = { $inviter } vous invite à rejoindre { $organisation }. L’invitation est valable jusqu’au { $time }.
account-ready = Votre compte est prêt
account-ready-lead = { $name }, vous êtes connecté. L’administration décide des applications que vous pouvez ouvrir.
account-ready-open = { $name }, vous êtes connecté, et les premières applications vous attendent.
join = L’ajouter à votre compte ?
join-lead = { $organisation } invite votre compte <b>{ $address }</b> à ce qui suit. L’invitation est valable jusqu’au { $time }.
join-lead-by = { $inviter } invite votre compte <b>{ $address }</b> à ce qui suit. L’invitation est valable jusqu’au { $time }.
join-nothing = Il n’y a rien à ajouter
join-nothing-lead = Cette invitation n’ajoute rien à votre compte <b>{ $address }</b>.
join-button = Ajouter à mon compte
join-not-now = Pas maintenant
gifts-applications = Applications
gifts-groups = Groupes
gifts-roles = Rôles
gifts-left-out = Non donné
gifts-more = quelque chose qui n’existe plus
gifts-left-out-why = Ce qui n’est pas donné n’existe plus, ou la personne qui vous a invité ne peut plus le donner. L’administration de votre organisation peut vous aider.
joined = Ajouté à votre compte
joined-lead = Votre compte <b>{ $address }</b> a désormais ce qui suit.
invitation-not-yours = Cette invitation est pour une autre personne
invitation-not-yours-lead = Elle a été envoyée à <b>{ $invited }</b>, et vous êtes connecté en tant que { $own }. Rien n’a été modifié ; l’invitation reste ouverte.
invitation-not-yours-sign-in = Se connecter avec cette adresse
invitation-not-yours-hint = { $own } sera déconnecté ici dès que vous vous serez connecté.
role-instance-administrator = Administration de l’instance
role-owner = Propriétaire
role-administrator = Administration
role-help-desk = Assistance
role-auditor = Audit
role-group-manager = Gestion des groupes
open-named-application = Ouvrir { $application }
start-again = Recommencer
start-again-at = Recommencer sur { $application }

## What is ours to say sorry for, without saying it

back-to-application = Retour à { $application }
cannot-continue-to = { $application } ne peut pas s’ouvrir ainsi
cannot-continue = Ce lien ne fonctionne pas
unknown-application-lead = Il nomme une application qui n’est pas enregistrée ici. Rien n’est perdu. Revenez d’où vous veniez et signalez-le aux personnes qui la gèrent ; elles auront besoin de la ligne ci-dessous.
address-unregistered-lead = { $application } demande à revenir à une adresse qui n’est pas enregistrée. Rien n’est perdu. Signalez-le aux personnes qui gèrent cette application ; elles auront besoin des lignes ci-dessous.
address-missing-lead = { $application } ne dit pas où revenir. Rien n’est perdu. Signalez-le aux personnes qui gèrent cette application ; elles auront besoin de la ligne ci-dessous.
parameter-repeated-lead = « { $parameter } » y figure plus d’une fois. Rien n’est perdu. Revenez d’où vous veniez et réessayez ; si cela se reproduit, signalez-le aux personnes qui gèrent l’application.
request-unreadable-lead = Une partie manque ou est illisible. Rien n’est perdu. Revenez d’où vous veniez et réessayez ; si cela se reproduit, signalez-le aux personnes qui gèrent l’application.
not-for-people-lead = { $application } fonctionne sans personne : nul ne s’y connecte. Rien n’est perdu. Signalez-le aux personnes qui gèrent cette application.
return-address = Adresse
application = Application
client-id = Identifiant client
not-found = Il n’y a pas de page ici
not-found-lead = L’adresse est peut-être mal saisie ou périmée. Rien n’est perdu.
wrong-method = Cette page ne s’utilise pas ainsi
wrong-method-lead = Elle a été appelée d’une manière qu’elle ne connaît pas. Rien n’est perdu. Repartez du début.
wrong-host = Ce serveur a une autre adresse
wrong-host-lead = Il ne répond pas à l’adresse que vous avez utilisée. Rien n’est perdu. Continuez à l’adresse ci-dessous.
too-large = C’était trop à la fois
too-large-lead = Ce que vous avez envoyé dépasse ce que cette page accepte. Rien n’a été enregistré. Revenez en arrière et envoyez moins.
unreadable-form = Le formulaire n’est pas arrivé entier
unreadable-form-lead = Une partie manque ou est illisible. Rien n’a été enregistré. Revenez en arrière, rechargez la page et envoyez le formulaire de nouveau.
cross-site = Ce formulaire vient d’un autre site
cross-site-lead = Pour vous protéger, nous n’acceptons que les formulaires de nos propres pages. Rien n’a été modifié. Repartez du début.
busy = Beaucoup de personnes se connectent en ce moment
busy-lead = { $seconds ->
    [one] Rien n’est perdu. Attendez une seconde et réessayez.
   *[other] Rien n’est perdu. Attendez { $seconds } secondes et réessayez.
}
too-many = Trop de demandes viennent de votre connexion
away = Cela ne fonctionne pas pour le moment
try-again = Réessayer
internal = Un problème est survenu de notre côté
internal-lead = Rien n’est perdu, et ce que vous avez fait avant est en sécurité. Réessayez dans une minute. Si cela se reproduit, signalez-le au contact ci-dessous en indiquant ces lignes.
cookies = Autorisez ce site à garder un cookie
cookies-lead = Un cookie est nécessaire pour se connecter, et votre navigateur ne l’a pas renvoyé. Autorisez les cookies pour ce site, puis recommencez. Rien n’est perdu.
to-start = Aller à l’accueil

## Going on to the application

going-on = Vers { $application }
going-on-lead = Votre connexion a réussi. Si l’application ne s’ouvre pas d’elle-même, continuez avec le bouton.
continue-to-button = Continuer vers { $application }

## Mails

mail-hello = Bonjour { $name },
mail-hello-nobody = Bonjour,
mail-fact = { $name } : { $value }
mail-browser = Navigateur
mail-network-address = Adresse IP
mail-see-sessions = Voir mes sessions
mail-button-note = Si le bouton ne fonctionne pas, collez cette adresse dans votre navigateur :
mail-because-account = Envoyé à { $address }, l’adresse de votre compte chez { $organisation }.
text-message-code = { $code } est votre code pour { $name }. Ne le donnez à personne.
text-message-change-password = { $code } est votre code pour { $name }, afin de changer votre mot de passe. Ne le donnez à personne.
text-message-change-email = { $code } est votre code pour { $name }, afin de changer votre adresse e-mail. Ne le donnez à personne.
text-message-add-factor = { $code } est votre code pour { $name }, afin de configurer un deuxième facteur. Ne le donnez à personne.
text-message-remove-factor = { $code } est votre code pour { $name }, afin de retirer un deuxième facteur. Ne le donnez à personne.
text-message-new-codes = { $code } est votre code pour { $name }, afin de créer de nouveaux codes de récupération. Ne le donnez à personne.
text-message-export = { $code } est votre code pour { $name }, afin de exporter vos données. Ne le donnez à personne.
text-message-delete = { $code } est votre code pour { $name }, afin de supprimer votre compte. Ne le donnez à personne.
code-mail-subject = Votre code pour { $organisation }
code-mail-restore-lead = Quelqu’un veut choisir un nouveau mot de passe pour votre compte chez { $organisation }, sans doute vous. Saisissez ce code sur la page où vous l’avez demandé :
code-mail-register-lead = Quelqu’un veut créer un compte chez { $organisation } avec votre adresse e-mail, sans doute vous. Saisissez ce code sur la page où vous l’avez demandé :
code-mail-prove-lead = Quelqu’un a saisi le mot de passe de votre compte chez { $organisation }, sans doute vous. Saisissez ce code sur la page qui le demande :
code-mail-good = { $count ->
    [one] Il reste valable une minute, jusqu’au { $time }. Les codes précédents sont annulés.
    [5] Il reste valable cinq minutes, jusqu’au { $time }. Les codes précédents sont annulés.
   *[other] Il reste valable { $count } minutes, jusqu’au { $time }. Les codes précédents sont annulés.
}
code-mail-not-you = Ce n’était pas vous ? Ne donnez ce code à personne ; il n’y a rien d’autre à faire, car rien ne change sans lui. Si cela se reproduit, prévenez le contact ci-dessous.
code-mail-because = Envoyé à { $address } parce que quelqu’un a demandé un code chez { $organisation }.
link-mail-subject = Choisir un nouveau mot de passe pour { $organisation }
link-mail-restore-lead = Quelqu’un veut choisir un nouveau mot de passe pour votre compte chez { $organisation }, sans doute vous. Le lien mène à la page prévue pour cela.
link-mail-change-lead = Vous avez demandé un lien pour changer le mot de passe de votre compte chez { $organisation }. Il mène à la page prévue pour cela.
link-mail-button = Choisir un nouveau mot de passe
link-mail-until = Le lien fonctionne une seule fois, jusqu’au { $time }.
link-mail-not-you = Ce n’était pas vous ? Il n’y a rien à faire : rien ne change sans le lien. Si cela se reproduit, prévenez le contact ci-dessous.
link-mail-because = Envoyé à { $address } parce que quelqu’un a demandé un lien chez { $organisation }.
mail-not-you-session = Ce n’était pas vous ? Alors quelqu’un d’autre peut se connecter à votre place. Fermez cette session maintenant et prévenez le contact ci-dessous.
new-browser-subject = Votre compte a été utilisé dans un nouveau navigateur
new-browser-lead = Quelqu’un a ouvert votre compte chez { $organisation } dans un navigateur jamais utilisé jusqu’ici pour ce compte. Si c’était vous, il n’y a rien à faire.
after-wrong-tries-subject = { $count ->
    [one] Votre compte a été ouvert après un essai erroné
   *[other] Votre compte a été ouvert après { $count } essais erronés
}
after-wrong-tries-lead = Quelqu’un a ouvert votre compte chez { $organisation } après plusieurs mots de passe ou codes erronés. Si c’était vous, il n’y a rien à faire.
password-locked-subject = Votre compte est verrouillé après des mots de passe erronés
password-locked-lead = Trop de mots de passe erronés ont été saisis pour votre compte chez { $organisation }. Personne n’est entré.
password-locked-until = Prochaine connexion possible : { $time }.
password-locked-until-unlocked = Il reste verrouillé jusqu’à ce que le contact ci-dessous le déverrouille. Réinitialiser le mot de passe ne l’ouvre pas.
password-locked-not-you = Ce n’était pas vous ? Il n’y a rien à faire : personne n’a deviné votre mot de passe. Si cela se reproduit, prévenez le contact ci-dessous.
codes-locked-subject = Quelqu’un connaît peut-être votre mot de passe
codes-locked-lead = Chez { $organisation }, quelqu’un est arrivé à la deuxième étape, puis a saisi trop de codes erronés. Personne n’est entré.
codes-locked-until = Prochain code possible : { $time }.
codes-locked-not-you = Ce n’était pas vous ? Alors quelqu’un connaît votre mot de passe. Demandez-en un nouveau maintenant au contact ci-dessous.
password-set-subject = Votre mot de passe a été changé
password-set-lead = L’administration a donné un autre mot de passe à votre compte chez { $organisation }. Toutes vos sessions ouvertes sont fermées.
password-changed-lead = Le mot de passe de votre compte chez { $organisation } a été changé. Partout ailleurs, vos sessions ouvertes sont fermées.
password-chosen-subject = Votre compte a maintenant un mot de passe
password-chosen-lead = Un mot de passe a été choisi pour votre compte chez { $organisation }. Il permet de se connecter.
mail-not-expected = Vous ne vous y attendiez pas ? Prévenez maintenant le contact ci-dessous.
app-set-up-subject = Vous avez une nouvelle application d’authentification
app-set-up-lead = Une application d’authentification a été configurée pour votre compte chez { $organisation }. Ses codes permettent de se connecter.
app-replaced-lead = Une application d’authentification a été configurée pour votre compte chez { $organisation }. Ses codes permettent de se connecter ; ceux de l’application précédente ne le permettent plus.
account-deleted-subject = Votre compte a été supprimé
account-deleted-mail-lead = Votre compte chez { $organisation } a été supprimé par une personne connectée en votre nom, qui l’a confirmé à nouveau. Toutes les sessions sont fermées.

accounts-merged-subject = Deux de vos comptes n’en font plus qu’un
accounts-merged-lead = L’administration de { $organisation } a fusionné deux de vos comptes. Vous vous connectez avec celui qui reste, et avec ce qui ouvrait l’autre chez un fournisseur. L’autre n’existe plus, et toutes les sessions des deux sont fermées.
inactivity-subject = Votre compte chez { $organisation } sera bientôt inactif
inactivity-lead = Votre compte chez { $organisation } n’a pas servi depuis longtemps. Connectez-vous avant le { $date }, sinon il deviendra inactif.
inactivity-advice = Une seule connexion suffit, à votre compte ou à n’importe quelle application.
inactivity-not-needed = Vous n’avez plus besoin de ce compte ? Alors il n’y a rien à faire. Une fois le compte inactif, seule l’administration peut le rouvrir.
email-changed-subject = Votre adresse e-mail a été changée
email-changed-lead = L’administration a changé l’adresse e-mail de votre compte chez { $organisation }. Ceci est l’adresse précédente.
email-undone-mail-lead = L’adresse e-mail de votre compte chez { $organisation } a été remplacée par la précédente, par quelqu’un qui lit les messages reçus là-bas. Tout le monde a été déconnecté.
email-moved-lead = L’adresse e-mail de votre compte chez { $organisation } a été changée. Ceci est l’adresse précédente.
email-change-asked-subject = Une autre adresse e-mail a été demandée
email-change-asked-lead = Quelqu’un qui est connecté à votre compte chez { $organisation } souhaite une autre adresse e-mail. Rien ne change tant que la nouvelle n’est pas confirmée. Ceci est l’adresse actuelle.
email-change-not-me = Ce n’était pas moi
email-change-undo-until = Si ce n’était pas vous, utilisez le bouton, au plus tard le { $time } : cette adresse reste ou redevient la vôtre, tout le monde est déconnecté, et vous choisissez un nouveau mot de passe.
email-change-undo-until-ask = Si ce n’était pas vous, utilisez le bouton, au plus tard le { $time } : cette adresse reste ou redevient la vôtre, tout le monde est déconnecté, et le mot de passe ne fonctionne plus. L’administration de votre organisation vous en donne un nouveau.
email-change-was-me = C’était vous ? Il n’y a rien à faire.
email-wish-subject = Confirmez votre adresse e-mail pour { $organisation }
email-wish-lead = Quelqu’un a demandé qu’un compte chez { $organisation } utilise cette adresse e-mail. Si c’était vous, confirmez-la sur la page à laquelle mène le lien.
email-wish-taken-lead = Quelqu’un a demandé qu’un compte chez { $organisation } utilise cette adresse e-mail. Un compte l’utilise déjà, rien ne change donc.
email-wish-taken-advice = Si c’était vous : connectez-vous avec cette adresse, ou choisissez-en une autre.
email-wish-not-you = Ce n’était pas vous ? Il n’y a rien à faire : rien ne change sans votre confirmation.
email-wish-because = Envoyé à { $address } parce que quelqu’un a saisi cette adresse chez { $organisation }.
app-removed-subject = Le deuxième facteur a été désactivé
app-removed-lead = L’application d’authentification de votre compte chez { $organisation } a été désactivée, et avec elle vos codes de récupération. Désormais, le mot de passe seul ouvre le compte.
factors-reset-subject = Votre deuxième facteur a été réinitialisé
factors-reset-lead = L’administration a réinitialisé le deuxième facteur de votre compte chez { $organisation } : votre application d’authentification et vos codes de récupération ne servent plus. Toutes vos sessions ouvertes sont fermées. Votre mot de passe reste le même.
app-removed-beside-subject = Votre application d’authentification a été retirée
app-removed-beside-lead = L’application d’authentification de votre compte chez { $organisation } a été retirée. Ses codes n’ouvrent plus rien ; l’autre deuxième facteur du compte reste valable.
number-set-up-subject = Des codes sont envoyés à votre téléphone
number-set-up-lead = Un numéro de téléphone a été configuré pour votre compte chez { $organisation }. Les codes qui y sont envoyés permettent de se connecter.
number-replaced-lead = Un numéro de téléphone a été configuré pour votre compte chez { $organisation }. Les codes qui y sont envoyés permettent de se connecter ; ce qui était configuré auparavant ne le permet plus.
number-removed-subject = Plus aucun code n’est envoyé à votre téléphone
number-removed-lead = Le numéro de téléphone de votre compte chez { $organisation } a été retiré. Plus aucun code n’y est envoyé.
last-number-removed-lead = Le numéro de téléphone de votre compte chez { $organisation } a été retiré, et avec lui vos codes de récupération. Plus aucun code n’y est envoyé. Désormais, le mot de passe seul ouvre le compte.
passkey-added-subject = Vous avez une nouvelle clé d’accès
passkey-added-lead = Une clé d’accès ou clé de sécurité a été ajoutée à votre compte chez { $organisation }. Elle permet de se connecter.
provider-linked-subject = Un autre compte ouvre le vôtre
provider-linked-lead = Un compte chez un autre fournisseur a été lié à votre compte chez { $organisation }. Qui se connecte là-bas est connecté à votre compte.
provider-unlinked-subject = Un compte n’ouvre plus le vôtre
provider-unlinked-lead = Un compte chez un autre fournisseur a été délié de votre compte chez { $organisation }. Il ne connecte plus personne.
passkey-removed-subject = Une clé d’accès a été retirée
passkey-removed-lead = Une clé d’accès ou clé de sécurité de votre compte chez { $organisation } a été retirée. Elle n’ouvre plus le compte.
last-passkey-removed-lead = La dernière clé d’accès ou clé de sécurité de votre compte chez { $organisation } a été retirée, et avec elle vos codes de récupération. Désormais, le mot de passe seul ouvre le compte.
passkey-copied-subject = Une clé d’accès a peut-être été copiée
passkey-copied-lead = Quelqu’un s’est connecté à votre compte chez { $organisation } avec une clé d’accès qui compte ses utilisations, et le compteur a reculé. Cela arrive quand une clé est copiée. Si vous ne pouvez pas l’expliquer, retirez cette clé d’accès et ajoutez-la de nouveau.
recovery-codes-issued-subject = Vous avez de nouveaux codes de récupération
recovery-codes-issued-lead = L’administration a créé des codes de récupération pour votre compte chez { $organisation }. Désormais, eux seuls servent.
recovery-codes-renewed-lead = Des codes de récupération ont été créés pour votre compte chez { $organisation }. Désormais, eux seuls servent.
recovery-code-used-subject = L’un de vos codes de récupération a servi
recovery-code-used-lead = Chez { $organisation }, quelqu’un a saisi votre mot de passe exact et, à la place du deuxième facteur, l’un de vos codes de récupération. Dans les navigateurs de confiance, le deuxième facteur est de nouveau demandé. Si c’était vous, il n’y a rien à faire.
recovery-codes-left = { $count ->
    [one] Il vous reste { $count } code de récupération.
   *[other] Il vous reste { $count } codes de récupération.
}
invitation-subject = Invitation à rejoindre { $organisation }
invitation-subject-by = { $inviter } vous invite à rejoindre { $organisation }
invitation-lead = Créez votre compte pour ouvrir les applications de { $organisation }. Comptez environ deux minutes.
invitation-button = Créer votre compte
invitation-until = Le lien ne sert qu’une fois, jusqu’au { $time }.
invitation-not-expected = Vous ne savez pas pourquoi vous recevez ce message ? Laissez-le de côté : rien ne se passe tant que vous ne créez pas de compte.
join-mail-lead = Avec votre compte, vous pouvez ouvrir davantage chez { $organisation }. Connectez-vous comme d’habitude et voyez ce qui s’y ajoute.
join-mail-button = Voir l’invitation
join-mail-not-expected = Vous ne savez pas pourquoi vous recevez ce message ? Laissez-le de côté : rien ne se passe tant que vous ne l’ajoutez pas à votre compte.
mail-because-invitation = Envoyé à { $address } parce que l’administration de { $organisation } a invité cette adresse.
mail-probe-subject = Message de test – { $organisation }
mail-probe-lead = Ce message montre que l’envoi d’e-mails fonctionne chez { $organisation }. Il n’y a rien à faire.
mail-because-probe = Envoyé à { $address } à la demande de la personne qui gère ce serveur.

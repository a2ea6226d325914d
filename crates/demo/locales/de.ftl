# Die Vorführung auf Deutsch: Startseite, Postausgang, Beispielanwendungen, und was von Wegen und Menschen gesagt wird.
# Ton und Zeichen wie in crates/text/locales. Was in Anführungszeichen steht, ist Wort für Wort ein Text von Doorward oder von hier.

## Around every page

demo-name = Doorward-Vorführung
demo = Vorführung
start = Anfang
outbox = Postausgang
languages = Sprachen
breadcrumb = Wo Sie sind
privacy-notice = Datenschutzhinweise
go-to-start = Zur Startseite

## Start page

running = Doorward läuft
running-lead = Ein Server für einmaliges Anmelden: Er meldet Menschen einmal an und öffnet alle ihre Anwendungen. Fünf Organisationen spielen je einen Weg, mit eigenen Regeln.
on-this-computer = Dies ist eine Vorführung, auf diesem Computer allein. { $keeping } Die Passwörter sind nicht geheim: Benutzen Sie sie nirgends sonst.
keeping-temporary = Ihre Daten sind vorübergehend: Sie verschwinden, wenn Sie die Vorführung beenden.
keeping-directory = Ihre Daten liegen in { $directory }.
begin-here = Hier anfangen
journeys = Wege
journey = Weg { $number }: { $name }
sign-in-to = Bei { $application } anmelden
sign-in-as = <b>{ $name }</b>, mit dem Passwort
mail-to = E-Mail an { $name } öffnen
account-pages = Kontoseiten
people = Personen
company-id = Firmenkennung
user-name = Benutzername
email = E-Mail
password = Passwort
none-yet = Noch keines
not-kept = Nicht hier aufbewahrt
code-now = Code jetzt
next-code = Nächster Code
for-your-app = Für Ihre eigene Authenticator-App
copy-key = Tragen Sie dort diesen Schlüssel ein, für Codes, die mit der Zeit wechseln:
not-assigned = nicht zugewiesen
places = Was wo läuft
doorward-what = Wo Menschen sich anmelden und ihre Anwendungen finden
provider-what = Wo sich die Leute von Tern Freight anmelden: ein zweites Doorward
sample-application = Beispielanwendung
nothing-sent = Noch wurde nichts gesendet
messages-sent = { $count ->
    [one] Eine Nachricht
   *[other] { $count } Nachrichten
}

## Journey 1

northwind-journey = Ein Konto für alles
northwind-shows = Ein Konto für alle Anwendungen: E-Mail-Adresse und Passwort, und ein Code, wo zwei Faktoren an sind. Zehn falsche Passwörter sperren das Konto.
northwind-1 = Melden Sie sich bei Almanac als Ines Halvorsen an. Drücken Sie dort „Ledgerline öffnen“: Es wird nichts mehr gefragt.
northwind-2 = Ändern Sie auf den Kontoseiten Profil und Passwort, schalten Sie zwei Faktoren ein, und sehen Sie, wo Ines angemeldet ist.
northwind-3 = Melden Sie sich ab, und beide Anwendungen sind zu. Registrieren Sie sich dann als Robin Vale: Die Einladung liegt im Postausgang.
ines = Nur ein Passwort. Ihr gehört die Organisation, und sie darf beide Anwendungen öffnen.
tomas = Kam aus einem älteren System mit einem bcrypt-Hash, der bei der ersten Anmeldung ersetzt wird.
mirela = Zwei Faktoren sind an: Nach dem Passwort kommt ein Code aus der Authenticator-App.
jonas = Darf Almanac öffnen, aber nicht Ledgerline: Sehen Sie, wie er dort abgewiesen wird.
viktor = Sein Passwort ist älter als die Regeln von heute. Es stimmt, und er wählt unterwegs ein anderes.
paula = Von einer Administratorin gesperrt. Das richtige Passwort sagt es ihr, und wen sie fragt.
robin = Ist eingeladen und hat noch kein Konto. Der Link in der E-Mail führt zum Formular.

## Journey 2

lumen-journey = Firmenkennung und Benutzername
lumen-shows = Fahrer geben statt einer E-Mail-Adresse Firmenkennung und Benutzernamen ein. Zwei Faktoren hat, wer will.
lumen-1 = Öffnen Sie die E-Mail an Kofi Mensah. Mit ihrem Link wählt er ein Passwort und richtet, wenn er mag, eine Authenticator-App ein.
lumen-2 = Melden Sie sich ab und wieder an, mit Firmenkennung, Benutzername und Passwort; wo eine App ist, folgt ihr Code.
lumen-3 = Beginnen Sie als Bram Oosterhuis und drücken Sie „Passwort wiederherstellen“. Er hat zwei Faktoren, also hilft nur die Verwaltung: Die Seite sagt, wen er fragt.
dana = Firmenkennung, Benutzername und Passwort.
bram = Dasselbe, dann ein Code aus der Authenticator-App.
kofi = Die Verwaltung hat sein Konto angelegt. Die E-Mail mit dem Link zu einem Passwort liegt im Postausgang.

## Journey 3

harbour-journey = Anmeldung über einen eigenen Dienst
harbour-shows = Über Passwörter urteilt ein Webdienst der Organisation. Doorward bewahrt keines auf, auch keinen Hash.
harbour-1 = Melden Sie sich bei Almanac als Sofia Marini an: Der Dienst beurteilt ihr Passwort.
harbour-2 = Sehen Sie nach, was der Dienst gefragt wurde: Er steht unten bei den Orten, als „Dienst von Harbour“.
harbour-3 = Setzen Sie den Dienst dort außer Betrieb und sehen Sie, was die Anmeldung sagt, solange er nicht antwortet.
sofia = Ihr Passwort kennt nur der Dienst ihrer Organisation.
tern-journey = Anmeldung bei einem Anbieter
tern-shows = Die Leute der Organisation sind einem Anbieter von OpenID Connect bekannt, hier einem zweiten Doorward. Dort melden sie sich an und kommen zurück; niemand muss hier vorher angelegt werden.
tern-1 = Melden Sie sich bei Almanac als Elif Kaya an. Ihre Adresse führt zu „Tern Account“: Geben Sie dort Adresse und Passwort ein. Sie kommt mit einem Konto zurück, das es vorher nicht gab.
tern-2 = Melden Sie sich ab: Auch die Sitzung beim Anbieter endet. Melden Sie sich dann wieder an: Es ist dasselbe Konto.
tern-3 = Beginnen Sie als Freya Lund, gehen Sie von der Seite des Anbieters zurück und geben Sie ihre Adresse noch einmal ein: Ihr Passwort liegt hier, für den Tag, an dem der Anbieter ausfällt.
elif = Ihr Passwort kennt nur der Anbieter. Ein Konto hat sie hier erst, wenn sie das erste Mal kommt.
freya = Ihr Passwort liegt hier: der andere Weg hinein.

## Journey 4

petal-journey = Passwort und zweiter Schritt
petal-shows = Über zwei Faktoren entscheidet jede Person selbst, und Passwörter sind Sätze: fünfzehn Zeichen oder mehr, beliebige.
petal-1 = Melden Sie sich bei Almanac als Lea Marchetti an. Fügen Sie auf den Kontoseiten einen Passkey hinzu oder richten Sie eine Authenticator-App ein, und notieren Sie die Wiederherstellungscodes.
petal-2 = Melden Sie sich ab und wieder an: Ein Passkey meldet allein an; nach dem Passwort kommt der Code der App, oder ein Wiederherstellungscode, wenn das Telefon fort ist. In einem Browser, dem Sie vertrauen, wird dreißig Tage lang nicht gefragt; die Kontoseiten führen ihn auf.
petal-3 = Lassen Sie dann Codes an ein Telefon senden: 020 7946 0958 im Vereinigten Königreich gehört niemandem, und was dorthin geht, liegt im Postausgang. Oder drücken Sie beim Anmelden „Passwort wiederherstellen“: Auch der Link kommt dorthin.
lea = Nur ein Passwort: ein langes, das man sich leicht merkt.
yusuf = Passwort, dann ein Code aus der Authenticator-App.

## Journey 5

cinder-journey = Erste Anmeldung
cinder-shows = Alle brauchen eine Authenticator-App; das Einrichten hat eine Woche Zeit. Konten, die ein Jahr lang niemand benutzt hat, ruhen.
cinder-1 = Beginnen Sie als Noor Haddad. Drücken Sie neben dem Passwort „Zum ersten Mal hier / Passwort vergessen?“: Der Code kommt in den Postausgang.
cinder-2 = Geben Sie den Code ein, wählen Sie ein Passwort, und richten Sie die Authenticator-App ein.
cinder-3 = Melden Sie sich ab und wieder an: Adresse, Passwort, Code. Wer das Passwort vergisst, bekommt ein neues mit dem Code der E-Mail und der App.
anneke = E-Mail-Adresse, Passwort, Code: Am Code führt kein Weg vorbei.
mertens = Hat noch keine Authenticator-App: richtet sie beim Anmelden ein oder schiebt das auf.
noor = Hat sich noch nie angemeldet und noch kein Passwort.
pieter = Ein Jahr nicht gesehen, also ruht das Konto. Das richtige Passwort sagt es ihm, und wen er fragt.

## Outbox

service = Dienst von Harbour
service-what = Beurteilt die Passwörter von Harbour Mutual.
service-lead = Das steht für einen eigenen Webdienst der Organisation. Doorward fragt ihn nach jedem Passwort, das dort eingegeben wird, und lässt nur herein, für wen er mit 200 antwortet.
service-answers = Er antwortet.
service-is-out = Er ist außer Betrieb: Auf jede Frage antwortet er mit 503.
service-break = Außer Betrieb setzen
service-repair = In Betrieb nehmen
service-unasked = Noch wurde nichts gefragt.
outbox-lead = Jede E-Mail und SMS, die Doorward in dieser Vorführung „sendet“, bleibt hier. Keine verlässt diesen Computer.
outbox-empty = Einladungen, Links zu einem neuen Passwort, Codes und Mitteilungen stehen hier, sobald Doorward sie sendet.
only-newest = { $count ->
    [one] Nur die neuesten Nachrichten werden aufbewahrt: Eine ältere ist fort.
   *[other] Nur die neuesten Nachrichten werden aufbewahrt: { $count } ältere sind fort.
}
email-to = E-Mail an { $to }
text-message-to = SMS an { $to }
message = Nachricht { $number }
to = An
from = Von
sent = Gesendet
links-in-it = Links darin
as-it-looks = Wie sie aussieht
as-html = Die Nachricht als HTML
as-plain-text = Als reiner Text
message-gone = Diese Nachricht ist fort
message-gone-lead = Nur die neuesten Nachrichten werden aufbewahrt, und keine, wenn die Vorführung neu beginnt.
go-to-outbox = Zum Postausgang

## Privacy notice

notice-lead = Der Organisationen dieser Vorführung, Fassung 1.
notice-what = Was Sie in das Formular eingeben, bleibt auf diesem Computer: Name, E-Mail-Adresse, Zeitzone, Beruf und Abteilung, der Hash Ihres Passworts, und wann und mit welchem Browser Sie sich anmelden. Anwendungen erfahren, wonach sie fragen und was sie sehen dürfen.
notice-rights = { $keeping } „Profil“ zeigt, was über Sie bekannt ist, und dort ändern Sie es.

## Sample applications: around their pages

sample-strip = Beispielanwendung, Teil der Doorward-Vorführung.
sample-foot = { $application } kennt von Doorward nur den Aussteller, <b>{ $issuer }</b>.
known-as = Dort heißt die Anwendung <b>{ $client }</b>.
almanac-purpose = Das Jahr gemeinsam planen
ledgerline-purpose = Alle Konten im Lot halten
sign-in = Anmelden
sign-in-again = Wieder anmelden
sign-out = Abmelden
go-to = Zu { $application }
open-application = { $application } öffnen
welcome = Willkommen
no-passwords = { $application } hat keine eigenen Passwörter, sondern schickt Sie zu Doorward und erfährt von dort, wer Sie sind.
signed-out = Sie sind abgemeldet
signed-out-here = { $application } hat Sie vergessen, und Doorward hat Ihre Sitzung beendet.
signed-out-both = { $application } hat Sie vergessen, und Doorward hat Ihre Sitzung beendet: { $other } ist auch zu.
signed-out-there = Ihre Sitzung bei Doorward ist zu Ende, darum hat { $application } Sie auch abgemeldet.

## Sample applications: signed in

signed-in = Angemeldet
signed-in-as = Angemeldet als { $name }
told = Doorward hat { $application } gesagt, wer Sie sind; { $application } hat jedes Wort geprüft. Alles davon steht hier.
second-sign-in = { $application } ist eine andere Anwendung. Sie werden dort kein zweites Mal nach einer Anmeldung gefragt.
refresh-tokens = Token erneuern
tokens-refreshed = <b>Token erneuert.</b> { $time } hat { $application } das Refresh-Token gegen neue Token getauscht.
old-token-ended = Das alte Access-Token endete
new-token-ends = Das neue endet
not-said = nicht gesagt
refresh-token = Refresh-Token
token-rotated = Durch ein neues ersetzt: Das alte gilt nicht mehr.
token-same = Bleibt dasselbe.
how-you-got-here = Wie Sie hierher kamen
path-discovery = <b>Erkundung.</b> { $application } hat Doorward nach Endpunkten und Schlüsseln gefragt.
path-there = <b>Zu Doorward.</b> Ihr Browser ging dorthin mit State, Nonce und PKCE-Challenge, die zu dieser einen Anmeldung und diesem einen Browser gehören.
path-back = <b>Und zurück.</b> Doorward schickte ihn mit einem Code zurück. { $application } verglich State und Aussteller.
path-exchange = <b>Code gegen Token.</b> Von Server zu Server tauschte { $application } den Code und bewies die eigene Identität ({ $method }) und dass die Anmeldung von hier kam (PKCE).
path-checked = <b>Geprüft.</b> Signatur, Aussteller, Empfänger, Zeiten, Nonce und at_hash des ID-Tokens, dann das Subject von Userinfo.
id-token = ID-Token
id-token-hint = Sagt { $application }, und niemandem sonst, wer sich wann und wie angemeldet hat. Von Doorward signiert.
its-header = Der Kopf
as-it-came = Wie es kam
userinfo = Angaben von Userinfo
userinfo-hint = Eben mit dem Access-Token erfragt: was { $application } mit den Scopes <b>{ $scope }</b> über Sie wissen darf.
two-tokens = Access- und Refresh-Token
access-token = Access-Token
ends-in = { $count ->
    [one] Endet { $time } (in einer Sekunde)
   *[other] Endet { $time } (in { $count } Sekunden)
}
end-unknown = Doorward hat nicht gesagt, wann es endet
refresh-kept = Liegt auf dem Server von { $application }. Es kommt nie in Ihren Browser, darum steht es nicht hier.
refresh-none = Doorward hat keines gegeben.
token-sealed = Das Access-Token ist ein versiegelter Verweis, den nur Doorward lesen kann: { $application } gibt es zurück, zum Beispiel an Userinfo. Anwendungen, die eine API als Empfänger nennen, bekommen ein signiertes, das die API selbst liest.
token-open = { $application } gibt das Access-Token an APIs weiter und braucht nicht hineinzusehen. Eine API sähe dies.
confidential = Vertrauliches
open-confidential = Vertrauliches öffnen
confidential-lead = { $application } hält das hinter einer eigenen API, die eine Anmeldung mit zwei Faktoren in den letzten fünf Minuten verlangt.
path-api = <b>Gefragt.</b> { $application } hat seine API mit dem Access-Token aufgerufen; die API hat Doorward gefragt, wofür es gut ist.
path-challenge = <b>Gefordert.</b> Ist die Anmeldung schwächer oder älter, sagt die API, was sie verlangt (RFC 9470).
path-step-up = <b>Nachgeholt.</b> Dann fragt Doorward nur nach dem, was fehlt, und die API antwortet.
api-answered = Was die API geantwortet hat
not-enough = Ein zweiter Faktor fehlt
not-enough-text = Die API von { $application } verlangt eine Anmeldung mit zwei Faktoren, und dieses Konto hat keinen zweiten. Richten Sie ihn auf den Kontoseiten ein und kommen Sie wieder.
back-to = Zurück zu { $application }
claim = Claim
value = Wert
what-it-says = Was er sagt

## What a claim says

claim-alg = Wie das Token signiert ist. Welche Arten gelten, entscheidet die Anwendung, nie das Token.
claim-kid = Welcher der veröffentlichten Schlüssel von Doorward es signiert hat.
claim-typ = Welche Art von Token es ist, damit keine für eine andere stehen kann.
claim-iss = Wer es ausgestellt hat: genau der Aussteller, der hier eingestellt ist.
claim-sub = Wer Sie für diese Anwendung sind. Das ändert sich nie, auch nicht mit Namen oder E-Mail-Adresse.
claim-aud = Für wen es bestimmt ist. Ein Token für eine andere Anwendung wird abgelehnt.
claim-azp = Welche Anwendung es bekommen hat.
claim-exp = Bis wann es gilt.
claim-iat = Wann es ausgestellt wurde.
claim-nbf = Ab wann es gilt.
claim-auth-time = Wann Sie zuletzt bewiesen haben, wer Sie sind. Das kann lange vor dem Ausstellen gewesen sein.
claim-nonce = Wiederholt einen Zufallswert dieser einen Anmeldung, damit niemand das Token einer anderen unterschiebt.
claim-acr = Wie stark die Anmeldung war.
claim-amr = Wie Sie bewiesen haben, wer Sie sind: „pwd“ ein Passwort, „otp“ ein Einmalcode, „mfa“ mehr als ein Faktor.
claim-at-hash = Ein halber Hash des Access-Tokens: Die beiden gehören zusammen.
claim-c-hash = Ein halber Hash des Codes: Die beiden gehören zusammen.
claim-sid = Zu welcher Sitzung bei Doorward es gehört. Eine Abmeldung nennt sie.
claim-jti = Der Name dieses einen Tokens, damit es zurückgerufen werden kann.
claim-scope = Wofür das Token benutzt werden darf.
claim-name = Ihr Name, wie er gezeigt wird.
claim-given-name = Ihr Vorname.
claim-family-name = Ihr Nachname.
claim-middle-name = Ihr zweiter Vorname.
claim-nickname = Wie man Sie nennt.
claim-preferred-username = Der Name, unter dem Sie bekannt sein möchten. Er kann sich ändern, das Subject nicht.
claim-page = Eine Seite über Sie.
claim-picture = Ihr Bild.
claim-gender = Ihr Geschlecht, wie Sie es angegeben haben.
claim-birthdate = Ihr Geburtsdatum.
claim-zoneinfo = Ihre Zeitzone, wie Sie sie gewählt haben.
claim-locale = Ihre Sprache, wie Sie sie gewählt haben.
claim-updated-at = Wann sich Ihr Profil zuletzt geändert hat.
claim-email = Ihre E-Mail-Adresse. Sie kann sich ändern, das Subject nicht.
claim-email-verified = Ob sich gezeigt hat, dass die Adresse Ihre ist.
claim-phone-number = Ihre Telefonnummer.
claim-phone-number-verified = Ob sich gezeigt hat, dass die Nummer Ihre ist.
claim-address = Ihre Postanschrift.
claim-groups = Die Gruppen Ihrer Organisation, denen Sie angehören.
claim-roles = Was Sie in Ihrer Organisation verwalten dürfen.
claim-organisation = Die Organisation, der Sie angehören.
claim-grant = Die Anmeldung bei dieser Anwendung, aus der das Token kommt. Es endet mit ihr.
claim-other = Ein Claim über die üblichen hinaus.

## What keeps somebody out

begin-again = Neu beginnen
sign-in-as-other = Als jemand anderes anmelden
what-was-seen = Was zu sehen war
error = Fehler
description = Beschreibung
reason = Grund
not-waiting = Diese Anmeldung wartet hier nicht mehr
not-waiting-text = Sie war schon zu Ende, begann vor mehr als einer halben Stunde oder in einem anderen Browser. Es ist nichts verloren: Beginnen Sie neu.
answered-by-another = Die Antwort kam nicht von Doorward
answered-by-another-text = Als Absender nennt sie { $issuer }. Antworten von Fremden werden nicht angenommen, es ist also nichts damit geschehen.
answered-by-nobody-text = Sie nennt keinen Absender, obwohl Doorward das immer tut. Antworten von Fremden werden nicht angenommen, es ist also nichts damit geschehen.
access-denied = Doorward hat Sie nicht hineingelassen
access-denied-text = Entweder haben Sie Nein gesagt, oder diese Anwendung ist Ihnen nicht zugewiesen. Melden Sie sich als jemand an, der sie öffnen darf, oder fragen Sie Ihre Verwaltung.
would-have-to-ask = Doorward hätte Sie etwas fragen müssen
login-required-text = Die Anwendung wollte eine Antwort, ohne dass Sie gefragt werden, und bei Doorward ist niemand angemeldet.
consent-required-text = Die Anwendung wollte eine Antwort, ohne dass Sie gefragt werden, und Ihre Zustimmung fehlt.
interaction-required-text = Die Anwendung wollte eine Antwort, ohne dass Sie gefragt werden, und Doorward muss fragen.
not-right-now = Doorward kann gerade nicht antworten
not-right-now-text = Es ist nichts verloren. Warten Sie einen Moment und beginnen Sie neu.
request-refused = Doorward hat die Anfrage abgelehnt
invalid-scope-text = Die Anwendung wollte etwas, was Doorward ihr nicht gibt.
unauthorized-client-text = Diese Anwendung darf auf diesem Weg niemanden anmelden.
request-refused-text = An der Anfrage der Anwendung stimmte etwas nicht. Was Doorward geantwortet hat, steht unten.
no-code = In der Antwort von Doorward war kein Code
no-code-text = Eine Anmeldung endet mit einem Code, den die Anwendung gegen Token tauscht. Beginnen Sie neu.
no-tokens = Doorward hat keine Token gegeben
no-tokens-text = Ohne sie weiß die Anwendung nicht, wer Sie sind. Was zu sehen war, steht unten.
no-id-token-text = Das ID-Token sagt, wer sich angemeldet hat; ohne es war es niemand.
no-refresh-token = Zum Erneuern ist nichts da
no-refresh-token-text = Doorward hat dieser Anwendung kein Refresh-Token gegeben.
distrusted = Einem Token wurde nicht geglaubt
distrusted-text = Die Anwendung prüft jedes Token, ehe sie ihm glaubt, und hat mit diesem nichts getan.
userinfo-refused = Was Doorward über Sie sagt, wurde nicht angenommen
unreachable = Doorward ist nicht zu erreichen
unreachable-text = Läuft es noch? Was zu sehen war, steht unten.
other-issuer = Diese Anwendung kennt ein anderes Doorward
other-issuer-text = Sie sollte Sie bei { $issuer } anmelden und traut nur dem Aussteller, der hier eingestellt ist.
not-from-here = Dieses Formular kam nicht von dieser Anwendung
not-from-here-text = Vielleicht hat eine andere Website es geschickt, darum ist nichts geschehen. Nehmen Sie den Knopf auf der eigenen Seite der Anwendung.
said-twice = Diese Adresse sagt etwas zweimal
said-twice-text = Der Parameter „{ $name }“ kam zweimal, also ist nicht klar, welcher zählt.

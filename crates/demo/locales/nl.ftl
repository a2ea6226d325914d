# De demonstratie in het Nederlands: startpagina, postvak, voorbeeldapplicaties, en wat over trajecten en mensen wordt gezegd.
# Toon en tekens zoals in crates/text/locales. Wat tussen aanhalingstekens staat, is woord voor woord een tekst van Doorward of van hier.

## Around every page

demo-name = Demonstratie van Doorward
demo = Demonstratie
start = Begin
outbox = Postvak
languages = Talen
breadcrumb = Kruimelpad
privacy-notice = Privacyverklaring
go-to-start = Naar de startpagina

## Start page

running = Doorward draait
running-lead = Een server voor eenmalig inloggen: mensen loggen één keer in, en al hun applicaties gaan open. Vijf organisaties spelen elk een traject, met eigen regels.
on-this-computer = Dit is een demonstratie, alleen op deze computer. { $keeping } De wachtwoorden zijn niet geheim: gebruik ze nergens anders.
keeping-temporary = De gegevens zijn tijdelijk: ze verdwijnen als u de demonstratie stopt.
keeping-directory = De gegevens staan in { $directory }.
begin-here = Begin hier
journeys = Trajecten
journey = Traject { $number }: { $name }
sign-in-to = Inloggen bij { $application }
sign-in-as = <b>{ $name }</b>, met het wachtwoord
mail-to = E-mail aan { $name } openen
account-pages = Accountpagina’s
people = Mensen
company-id = Bedrijfs-ID
user-name = Gebruikersnaam
email = E-mailadres
password = Wachtwoord
none-yet = Nog geen
not-kept = Niet hier bewaard
code-now = Code nu
next-code = Volgende code
for-your-app = Voor uw eigen authenticator-app
copy-key = Neem daarin deze sleutel over, voor codes die met de tijd veranderen:
not-assigned = niet toegewezen
places = Wat waar draait
doorward-what = Waar mensen inloggen en hun applicaties vinden
provider-what = Waar de mensen van Tern Freight inloggen: een tweede Doorward
sample-application = Voorbeeldapplicatie
nothing-sent = Er is nog niets verstuurd
messages-sent = { $count ->
    [one] Eén bericht
   *[other] { $count } berichten
}

## Journey 1

northwind-journey = Paspoort
northwind-shows = Eén account voor alle applicaties: e-mailadres en wachtwoord, en een code waar de tweede factor aan staat. Tien verkeerde wachtwoorden vergrendelen het account.
northwind-1 = Log bij Almanac in als Ines Halvorsen. Druk daar op ‘Ledgerline openen’: er wordt niets meer gevraagd.
northwind-2 = Wijzig op de accountpagina’s profiel en wachtwoord, zet de tweede factor aan, en kijk waar Ines is ingelogd.
northwind-3 = Log uit, en beide applicaties zijn dicht. Registreer u dan als Robin Vale: de uitnodiging ligt in het postvak.
ines = Alleen een wachtwoord. De organisatie is van haar, en ze mag beide applicaties openen.
tomas = Kwam uit een ouder systeem met een bcrypt-hash, die bij de eerste keer inloggen wordt vervangen.
mirela = De tweede factor staat aan: na het wachtwoord komt een code uit de authenticator-app.
jonas = Mag Almanac openen, maar Ledgerline niet: kijk hoe hij daar wordt afgewezen.
viktor = Zijn wachtwoord is ouder dan de regels van nu. Het klopt, en onderweg kiest hij een ander.
paula = Vergrendeld door een beheerder. Het juiste wachtwoord vertelt het haar, en wie ze om hulp vraagt.
robin = Is uitgenodigd en heeft nog geen account. De link in de e-mail leidt naar het formulier.

## Journey 2

lumen-journey = Bedrijfs-ID en gebruikersnaam
lumen-shows = Chauffeurs geven een bedrijfs-ID en een gebruikersnaam in plaats van een e-mailadres. De tweede factor is voor wie dat wil.
lumen-1 = Open de e-mail aan Kofi Mensah. Met de link kiest hij een wachtwoord, en stelt hij een authenticator-app in als hij wil.
lumen-2 = Log uit en weer in, met bedrijfs-ID, gebruikersnaam en wachtwoord; waar een app is, volgt de code.
lumen-3 = Begin als Bram Oosterhuis en druk op ‘Wachtwoord herstellen’. Hij heeft een tweede factor, dus alleen een beheerder helpt: de pagina zegt wie hij vraagt.
dana = Bedrijfs-ID, gebruikersnaam en wachtwoord.
bram = Hetzelfde, dan een code uit de authenticator-app.
kofi = Een beheerder heeft zijn account gemaakt. De e-mail met de link naar een wachtwoord ligt in het postvak.

## Journey 3

harbour-journey = Inloggen via een eigen dienst
harbour-shows = Over wachtwoorden oordeelt een eigen webdienst van de organisatie. Doorward bewaart er geen, ook geen hash.
harbour-1 = Log bij Almanac in als Sofia Marini: de dienst beoordeelt haar wachtwoord.
harbour-2 = Kijk wat de dienst is gevraagd: hij staat onderaan bij de plekken, als ‘Dienst van Harbour’.
harbour-3 = Zet de dienst daar buiten werking en kijk wat het inloggen zegt zolang hij niet antwoordt.
sofia = Alleen de dienst van haar organisatie kent haar wachtwoord.
tern-journey = Inloggen bij een aanbieder
tern-shows = De mensen van de organisatie zijn bekend bij een aanbieder van OpenID Connect, hier een tweede Doorward. Daar loggen zij in en komen zij terug; niemand hoeft hier vooraf te zijn aangemaakt.
tern-1 = Log bij Almanac in als Elif Kaya. Haar adres leidt naar ‘Tern Account’: typ daar adres en wachtwoord. Zij komt terug met een account dat er eerst niet was.
tern-2 = Log uit: ook de sessie bij de aanbieder eindigt. Log daarna weer in: het is hetzelfde account.
tern-3 = Begin als Freya Lund, ga terug van de pagina van de aanbieder en typ haar adres opnieuw: haar wachtwoord wordt hier bewaard, voor de dag waarop de aanbieder het niet doet.
elif = Alleen de aanbieder kent haar wachtwoord. Zij heeft hier pas een account als zij voor het eerst komt.
freya = Haar wachtwoord wordt hier bewaard: de andere weg naar binnen.

## Journey 4

petal-journey = Wachtwoord en tweede stap
petal-shows = Iedereen kiest zelf over de tweede factor, en wachtwoorden zijn zinnen: vijftien tekens of meer, welke ook.
petal-1 = Log bij Almanac in als Lea Marchetti. Voeg op de accountpagina’s een toegangssleutel toe of stel een authenticator-app in, en noteer de herstelcodes.
petal-2 = Log uit en weer in: met een toegangssleutel hoeft u niets te typen; na het wachtwoord komt de code van de app, of een herstelcode als de telefoon weg is. In een browser die u vertrouwt, wordt dertig dagen niets gevraagd; de accountpagina’s tonen hem.
petal-3 = Laat daarna codes naar een telefoon sturen: 020 7946 0958 in het Verenigd Koninkrijk is van niemand, en wat daarheen gaat, staat in het postvak. Of druk bij het inloggen op ‘Wachtwoord herstellen’: de link komt daar ook.
lea = Alleen een wachtwoord: een lang, dat makkelijk te onthouden is.
yusuf = Wachtwoord, dan een code uit de authenticator-app.

## Journey 5

cinder-journey = Voor het eerst inloggen
cinder-shows = Iedereen heeft een authenticator-app nodig; instellen kan een week wachten. Accounts die een jaar niet zijn gebruikt, rusten.
cinder-1 = Begin als Noor Haddad. Druk naast het wachtwoord op ‘Voor het eerst hier / Wachtwoord vergeten?’: de code komt in het postvak.
cinder-2 = Typ de code, kies een wachtwoord, en stel de authenticator-app in.
cinder-3 = Log uit en weer in: adres, wachtwoord, code. Wie het wachtwoord vergeet, krijgt een nieuw met de code uit de e-mail en die van de app.
anneke = E-mailadres, wachtwoord, code: zonder code gaat het niet.
mertens = Heeft nog geen authenticator-app: stelt die bij het inloggen in, of later.
noor = Heeft nog nooit ingelogd en heeft nog geen wachtwoord.
pieter = Een jaar niet gezien, dus het account rust. Het juiste wachtwoord vertelt het hem, en wie hij om hulp vraagt.

## Outbox

service = Dienst van Harbour
service-what = Beoordeelt de wachtwoorden van Harbour Mutual.
service-lead = Dit staat voor een eigen webdienst van de organisatie. Doorward vraagt hem naar elk wachtwoord dat daar wordt getypt, en laat alleen binnen voor wie hij met 200 antwoordt.
service-answers = Hij antwoordt.
service-is-out = Hij is buiten werking: op elke vraag antwoordt hij met 503.
service-break = Buiten werking zetten
service-repair = In werking zetten
service-unasked = Er is nog niets gevraagd.
outbox-lead = Elke e-mail en sms die Doorward in deze demonstratie ‘verstuurt’, blijft hier. Geen ervan verlaat deze computer.
outbox-empty = Uitnodigingen, links naar een nieuw wachtwoord, codes en meldingen staan hier zodra Doorward ze verstuurt.
only-newest = { $count ->
    [one] Alleen de nieuwste berichten worden bewaard: één ouder bericht is weg.
   *[other] Alleen de nieuwste berichten worden bewaard: { $count } oudere zijn weg.
}
email-to = E-mail aan { $to }
text-message-to = Sms aan { $to }
message = Bericht { $number }
to = Aan
from = Van
sent = Verstuurd
links-in-it = Links erin
as-it-looks = Zoals het eruitziet
as-html = Het bericht als HTML
as-plain-text = Als platte tekst
message-gone = Dat bericht is weg
message-gone-lead = Alleen de nieuwste berichten worden bewaard, en geen als de demonstratie opnieuw begint.
go-to-outbox = Naar het postvak

## Privacy notice

notice-lead = Van de organisaties van deze demonstratie, versie 1.
notice-what = Wat u in het formulier typt, blijft op deze computer: naam, e-mailadres, tijdzone, beroep en afdeling, de hash van uw wachtwoord, en wanneer en in welke browser u inlogt. Applicaties krijgen te horen waarnaar ze vragen en wat ze mogen zien.
notice-rights = { $keeping } ‘Profiel’ toont wat over u wordt bewaard, en daar wijzigt u het.

## Sample applications: around their pages

sample-strip = Voorbeeldapplicatie uit de demonstratie van Doorward.
sample-foot = { $application } kent van Doorward alleen de uitgever, <b>{ $issuer }</b>.
known-as = Doorward kent de applicatie als <b>{ $client }</b>.
almanac-purpose = Plan samen het jaar
ledgerline-purpose = Houd elke rekening op orde
sign-in = Inloggen
sign-in-again = Opnieuw inloggen
sign-out = Uitloggen
go-to = Naar { $application }
open-application = { $application } openen
welcome = Welkom
no-passwords = { $application } heeft zelf geen wachtwoorden, stuurt u naar Doorward, en hoort van Doorward wie u bent.
signed-out = U bent uitgelogd
signed-out-here = { $application } is u vergeten, en Doorward heeft uw sessie beëindigd.
signed-out-both = { $application } is u vergeten, en Doorward heeft uw sessie beëindigd: { $other } is ook dicht.
signed-out-there = Uw sessie bij Doorward is voorbij, dus heeft { $application } u ook uitgelogd.

## Sample applications: signed in

signed-in = Ingelogd
signed-in-as = Ingelogd als { $name }
told = Doorward vertelde { $application } wie u bent; { $application } controleerde elk woord. Alles staat hieronder.
second-sign-in = { $application } is een andere applicatie. Die vraagt u niet nog eens in te loggen.
refresh-tokens = Tokens vernieuwen
tokens-refreshed = <b>Tokens vernieuwd.</b> { $time } ruilde { $application } het refreshtoken voor nieuwe tokens.
old-token-ended = Het oude accesstoken eindigde
new-token-ends = Het nieuwe eindigt
not-said = niet gezegd
refresh-token = Refreshtoken
token-rotated = Vervangen door een nieuw: het oude is nergens meer goed voor.
token-same = Blijft hetzelfde.
how-you-got-here = Hoe u hier kwam
path-discovery = <b>Verkenning.</b> { $application } vroeg Doorward naar adressen en sleutels.
path-there = <b>Naar Doorward.</b> Uw browser ging erheen met een state, een nonce en een PKCE-challenge die bij deze ene keer inloggen en deze ene browser horen.
path-back = <b>En terug.</b> Doorward stuurde hem terug met een code. { $application } vergeleek state en uitgever.
path-exchange = <b>Code voor tokens.</b> Van server tot server ruilde { $application } de code, bewees wie het is ({ $method }) en dat het inloggen hier begon (PKCE).
path-checked = <b>Gecontroleerd.</b> Handtekening, uitgever, ontvanger, tijden, nonce en at_hash van het ID-token, dan het subject van Userinfo.
id-token = ID-token
id-token-hint = Zegt tegen { $application }, en tegen niemand anders, wie wanneer en hoe heeft ingelogd. Door Doorward ondertekend.
its-header = De kop ervan
as-it-came = Zoals het kwam
userinfo = Antwoord van Userinfo
userinfo-hint = Zojuist met het accesstoken gevraagd: wat { $application } met de scopes <b>{ $scope }</b> over u mag weten.
two-tokens = Access- en refreshtoken
access-token = Accesstoken
ends-in = { $count ->
    [one] Eindigt { $time } (over één seconde)
   *[other] Eindigt { $time } (over { $count } seconden)
}
end-unknown = Doorward zei niet wanneer het eindigt
refresh-kept = Bewaard op de server van { $application }. Het komt nooit in uw browser, dus staat het hier niet.
refresh-none = Doorward gaf er geen.
token-sealed = Het accesstoken is een verzegelde verwijzing die alleen Doorward kan lezen: { $application } geeft het terug, bijvoorbeeld aan Userinfo. Applicaties die een API als ontvanger noemen, krijgen een ondertekend token dat de API zelf leest.
token-open = { $application } geeft het accesstoken door aan API’s en hoeft er niet in te kijken. Dit zou een API zien.
confidential = Vertrouwelijk
open-confidential = Openen wat vertrouwelijk is
confidential-lead = { $application } bewaart dit achter een eigen API, die een aanmelding met twee factoren in de laatste vijf minuten wil.
path-api = <b>Gevraagd.</b> { $application } riep zijn API aan met het toegangstoken; de API vroeg Doorward waar dat goed voor is.
path-challenge = <b>Geëist.</b> Is de aanmelding zwakker of ouder, dan zegt de API wat ze wil (RFC 9470).
path-step-up = <b>Aangevuld.</b> Dan vraagt Doorward alleen wat ontbreekt, en de API antwoordt.
api-answered = Wat de API antwoordde
not-enough = Een tweede factor ontbreekt
not-enough-text = De API van { $application } wil een aanmelding met twee factoren, en dit account heeft geen tweede. Stel die in op de accountpagina’s en kom dan terug.
back-to = Terug naar { $application }
claim = Gegeven
value = Waarde
what-it-says = Wat het zegt

## What a claim says

claim-alg = Hoe het token ondertekend is. De applicatie beslist welke manieren gelden, nooit het token.
claim-kid = Welke van de gepubliceerde sleutels van Doorward het ondertekende.
claim-typ = Welke soort token het is, zodat geen soort voor een andere kan doorgaan.
claim-iss = Wie het uitgaf: precies de uitgever die hier is ingesteld.
claim-sub = Wie u voor deze applicatie bent. Dat verandert nooit, ook niet met uw naam of e-mailadres.
claim-aud = Voor wie het bedoeld is. Een token voor een andere applicatie wordt geweigerd.
claim-azp = Aan welke applicatie het gegeven is.
claim-exp = Tot wanneer het geldt.
claim-iat = Wanneer het is uitgegeven.
claim-nbf = Vanaf wanneer het geldt.
claim-auth-time = Wanneer u voor het laatst bewees wie u bent. Dat kan lang voor de uitgifte zijn.
claim-nonce = Herhaalt een toevallige waarde van deze ene keer inloggen, zodat niemand het token van een andere onderschuift.
claim-acr = Hoe sterk er is ingelogd.
claim-amr = Hoe u bewees wie u bent: ‘pwd’ een wachtwoord, ‘otp’ een eenmalige code, ‘mfa’ meer dan één factor.
claim-at-hash = Een halve hash van het accesstoken: de twee horen bij elkaar.
claim-c-hash = Een halve hash van de code: de twee horen bij elkaar.
claim-sid = Bij welke sessie van Doorward het hoort. Een uitlogbericht noemt die.
claim-jti = De naam van dit ene token, zodat het kan worden teruggeroepen.
claim-scope = Waarvoor het token gebruikt mag worden.
claim-name = Uw naam, zoals hij wordt getoond.
claim-given-name = Uw voornaam.
claim-family-name = Uw achternaam.
claim-middle-name = Uw tweede voornaam.
claim-nickname = Hoe u genoemd wordt.
claim-preferred-username = De naam waaronder u bekend wilt zijn. Die kan veranderen, het subject niet.
claim-page = Een pagina over u.
claim-picture = Uw foto.
claim-gender = Uw geslacht, zoals u het opgaf.
claim-birthdate = Uw geboortedatum.
claim-zoneinfo = Uw tijdzone, zoals u die koos.
claim-locale = Uw taal, zoals u die koos.
claim-updated-at = Wanneer uw profiel voor het laatst veranderde.
claim-email = Uw e-mailadres. Het kan veranderen, het subject niet.
claim-email-verified = Of gebleken is dat het adres van u is.
claim-phone-number = Uw telefoonnummer.
claim-phone-number-verified = Of gebleken is dat het nummer van u is.
claim-address = Uw postadres.
claim-groups = De groepen van uw organisatie waar u bij hoort.
claim-roles = Wat u in uw organisatie mag beheren.
claim-organisation = De organisatie waar u bij hoort.
claim-grant = De keer inloggen bij deze applicatie waar het token uit komt. Het eindigt ermee.
claim-other = Een gegeven buiten de gebruikelijke.

## What keeps somebody out

begin-again = Opnieuw beginnen
sign-in-as-other = Als iemand anders inloggen
what-was-seen = Wat er te zien was
error = Fout
description = Beschrijving
reason = Reden
not-waiting = Dit inloggen wacht hier niet meer
not-waiting-text = Het was al klaar, begon meer dan een half uur geleden, of in een andere browser. Er is niets verloren: begin opnieuw.
answered-by-another = Het antwoord kwam niet van Doorward
answered-by-another-text = Het noemt { $issuer } als afzender. Antwoorden van vreemden worden niet aangenomen, dus er is niets mee gedaan.
answered-by-nobody-text = Het noemt geen afzender, terwijl Doorward dat altijd doet. Antwoorden van vreemden worden niet aangenomen, dus er is niets mee gedaan.
access-denied = Doorward liet u niet binnen
access-denied-text = U hebt nee gezegd, of deze applicatie is u niet toegewezen. Log in als iemand die haar mag openen, of vraag uw beheerder erom.
would-have-to-ask = Doorward had u iets moeten vragen
login-required-text = De applicatie wilde een antwoord zonder u iets te vragen, en bij Doorward is niemand ingelogd.
consent-required-text = De applicatie wilde een antwoord zonder u iets te vragen, en uw toestemming ontbreekt.
interaction-required-text = De applicatie wilde een antwoord zonder u iets te vragen, en Doorward moet iets vragen.
not-right-now = Doorward kan nu niet antwoorden
not-right-now-text = Er is niets verloren. Wacht even, en begin dan opnieuw.
request-refused = Doorward weigerde het verzoek
invalid-scope-text = De applicatie vroeg om iets wat Doorward haar niet geeft.
unauthorized-client-text = Deze applicatie mag mensen niet op deze manier laten inloggen.
request-refused-text = Er was iets mis met het verzoek van de applicatie. Wat Doorward antwoordde, staat hieronder.
no-code = In het antwoord van Doorward zat geen code
no-code-text = Inloggen eindigt met een code, die de applicatie voor tokens ruilt. Begin opnieuw.
no-tokens = Doorward gaf geen tokens
no-tokens-text = Zonder tokens weet de applicatie niet wie u bent. Wat er te zien was, staat hieronder.
no-id-token-text = Het ID-token zegt wie heeft ingelogd; zonder dat was het niemand.
no-refresh-token = Er is niets om mee te vernieuwen
no-refresh-token-text = Doorward gaf deze applicatie geen refreshtoken.
distrusted = Een token werd niet geloofd
distrusted-text = De applicatie controleert elk token voordat ze het gelooft, en heeft met dit niets gedaan.
userinfo-refused = Wat Doorward over u zegt, werd niet aangenomen
unreachable = Doorward is niet bereikbaar
unreachable-text = Draait het nog? Wat er te zien was, staat hieronder.
other-issuer = Deze applicatie kent een ander Doorward
other-issuer-text = Ze moest u bij { $issuer } laten inloggen, en vertrouwt alleen de uitgever die hier is ingesteld.
not-from-here = Dat formulier kwam niet van deze applicatie
not-from-here-text = Misschien stuurde een andere site het, dus er is niets gedaan. Gebruik de knop op de eigen pagina van de applicatie.
said-twice = Dat adres zegt iets twee keer
said-twice-text = De parameter ‘{ $name }’ kwam twee keer, dus is niet duidelijk welke telt.

# Demonstrationen på svenska: startsida, utkorg, exempelapplikationer, och vad som sägs om vägar och människor.
# Ton och tecken som i crates/text/locales. Det som står inom citattecken är ord för ord en text från Doorward eller härifrån.

## Around every page

demo-name = Demonstration av Doorward
demo = Demonstration
start = Startsida
outbox = Utkorg
languages = Språk
breadcrumb = Här är du
privacy-notice = Integritetspolicy
go-to-start = Till startsidan

## Start page

running = Doorward är igång
running-lead = En server för gemensam inloggning: man loggar in en gång, och alla applikationer öppnas. Fem organisationer spelar var sin väg, med egna regler.
on-this-computer = Det här är en demonstration, bara på den här datorn. { $keeping } Lösenorden är inte hemliga: använd dem ingen annanstans.
keeping-temporary = Uppgifterna är tillfälliga: de försvinner när du avslutar demonstrationen.
keeping-directory = Uppgifterna finns i { $directory }.
begin-here = Börja här
journeys = Vägar
journey = Väg { $number }: { $name }
sign-in-to = Logga in i { $application }
sign-in-as = <b>{ $name }</b>, med lösenordet
mail-to = Öppna mejlet till { $name }
account-pages = Kontosidor
people = Människor
company-id = Företags-ID
user-name = Användarnamn
email = E-post
password = Lösenord
none-yet = Inget än
not-kept = Sparas inte här
code-now = Kod nu
next-code = Nästa kod
for-your-app = För din egen autentiseringsapp
copy-key = Skriv in den här nyckeln där, för koder som växlar med tiden:
not-assigned = inte tilldelad
places = Vad som körs var
doorward-what = Där man loggar in och hittar sina applikationer
provider-what = Där Tern Freights folk loggar in: en andra Doorward
sample-application = Exempelapplikation
nothing-sent = Inget har skickats än
messages-sent = { $count ->
    [one] Ett meddelande
   *[other] { $count } meddelanden
}

## Journey 1

northwind-journey = Ett pass för allt
northwind-shows = Ett konto för alla applikationer: e-postadress och lösenord, och en kod där två faktorer är på. Tio fel lösenord låser kontot.
northwind-1 = Logga in i Almanac som Ines Halvorsen. Tryck där på ”Öppna Ledgerline”: inget mer frågas.
northwind-2 = Ändra profil och lösenord på kontosidorna, slå på två faktorer, och se var Ines är inloggad.
northwind-3 = Logga ut, och båda applikationerna stängs. Registrera dig sedan som Robin Vale: inbjudan ligger i utkorgen.
ines = Bara ett lösenord. Organisationen är hennes, och hon får öppna båda applikationerna.
tomas = Kom från ett äldre system med en bcrypt-hash, som byts ut vid första inloggningen.
mirela = Två faktorer är på: efter lösenordet kommer en kod från autentiseringsappen.
jonas = Får öppna Almanac, men inte Ledgerline: se hur han avvisas där.
viktor = Hans lösenord är äldre än dagens regler. Det är rätt, och han väljer ett annat på vägen in.
paula = Låst av en administratör. Det rätta lösenordet säger det till henne, och vem hon frågar.
robin = Är inbjuden och har inget konto än. Länken i mejlet leder till formuläret.

## Journey 2

lumen-journey = Företags-ID och användarnamn
lumen-shows = Förare anger företags-ID och användarnamn i stället för en e-postadress. Två faktorer är för den som vill.
lumen-1 = Öppna mejlet till Kofi Mensah. Med länken väljer han ett lösenord, och ställer in en autentiseringsapp om han vill.
lumen-2 = Logga ut och in igen, med företags-ID, användarnamn och lösenord; finns det en app följer dess kod.
lumen-3 = Börja som Bram Oosterhuis och tryck på ”Återställ lösenordet”. Han har två faktorer, så bara en administratör hjälper: sidan säger vem han frågar.
dana = Företags-ID, användarnamn och lösenord.
bram = Likadant, sedan en kod från autentiseringsappen.
kofi = En administratör har skapat hans konto. Mejlet med länken till ett lösenord ligger i utkorgen.

## Journey 3

harbour-journey = Inloggning via en egen tjänst
harbour-shows = Organisationens egen webbtjänst bedömer lösenorden. Doorward sparar inget, inte ens en hash.
harbour-1 = Logga in i Almanac som Sofia Marini: tjänsten bedömer hennes lösenord.
harbour-2 = Se vad tjänsten har fått frågor om: den finns bland platserna nedan, som ”Harbours tjänst”.
harbour-3 = Ta tjänsten ur drift där och se vad inloggningen säger så länge den inte svarar.
sofia = Bara organisationens tjänst känner till hennes lösenord.
tern-journey = Inloggning hos en leverantör
tern-shows = Organisationens folk är kända hos en leverantör av OpenID Connect, här en andra Doorward. Där loggar de in och kommer tillbaka; ingen behöver ha lagts upp här i förväg.
tern-1 = Logga in i Almanac som Elif Kaya. Hennes adress leder till ”Tern Account”: skriv adress och lösenord där. Hon kommer tillbaka med ett konto som inte fanns förut.
tern-2 = Logga ut: även sessionen hos leverantören avslutas. Logga sedan in igen: det är samma konto.
tern-3 = Börja som Freya Lund, gå tillbaka från leverantörens sida och skriv hennes adress igen: hennes lösenord finns här, för dagen då leverantören ligger nere.
elif = Bara leverantören känner till hennes lösenord. Hon har inget konto här förrän hon först kommer.
freya = Hennes lösenord finns här: den andra vägen in.

## Journey 4

petal-journey = Lösenord och andra steget
petal-shows = Var och en väljer själv om två faktorer, och lösenord är meningar: femton tecken eller fler, vilka som helst.
petal-1 = Logga in i Almanac som Lea Marchetti. Lägg till en passkey eller ställ in en autentiseringsapp på kontosidorna, och spara återställningskoderna.
petal-2 = Logga ut och in igen: en passkey räcker ensam; efter lösenordet kommer appens kod, eller en återställningskod om telefonen är borta. I en webbläsare som du litar på frågas du inte på trettio dagar; kontosidorna visar den.
petal-3 = Låt sedan skicka koder till en telefon: 020 7946 0958 i Storbritannien är ingens, och det som skickas dit finns i utkorgen. Eller tryck på ”Återställ lösenordet” när du loggar in: länken kommer också dit.
lea = Bara ett lösenord: ett långt som är lätt att minnas.
yusuf = Lösenord, sedan en kod från autentiseringsappen.

## Journey 5

cinder-journey = Första inloggningen
cinder-shows = Alla behöver en autentiseringsapp; inställningen kan vänta en vecka. Konton som ingen har använt på ett år vilar.
cinder-1 = Börja som Noor Haddad. Tryck vid lösenordet på ”Första inloggningen / Glömt lösenordet?”: koden kommer till utkorgen.
cinder-2 = Skriv koden, välj ett lösenord, och ställ in autentiseringsappen.
cinder-3 = Logga ut och in igen: adress, lösenord, kod. Den som glömmer lösenordet får ett nytt med koden från mejlet och appen.
anneke = E-postadress, lösenord, kod: det går inte utan koden.
mertens = Har ingen autentiseringsapp än: ställer in den vid inloggningen, eller senare.
noor = Har aldrig loggat in och har inget lösenord än.
pieter = Inte sedd på ett år, så kontot vilar. Det rätta lösenordet säger det till honom, och vem han frågar.

## Outbox

service = Harbours tjänst
service-what = Bedömer lösenorden för Harbour Mutual.
service-lead = Det här står för en egen webbtjänst hos organisationen. Doorward frågar den om varje lösenord som skrivs där och släpper bara in den som den svarar 200 för.
service-answers = Den svarar.
service-is-out = Den är ur drift: på varje fråga svarar den 503.
service-break = Ta ur drift
service-repair = Sätt i drift
service-unasked = Inget har frågats än.
outbox-lead = Varje mejl och sms som Doorward ”skickar” i demonstrationen stannar här. Inget lämnar den här datorn.
outbox-empty = Inbjudningar, länkar till ett nytt lösenord, koder och besked står här så snart Doorward skickar dem.
only-newest = { $count ->
    [one] Bara de senaste meddelandena sparas: ett äldre är borta.
   *[other] Bara de senaste meddelandena sparas: { $count } äldre är borta.
}
email-to = Mejl till { $to }
text-message-to = Sms till { $to }
message = Meddelande { $number }
to = Till
from = Från
sent = Skickat
links-in-it = Länkar i det
as-it-looks = Så ser det ut
as-html = Meddelandet som HTML
as-plain-text = Som ren text
message-gone = Det meddelandet är borta
message-gone-lead = Bara de senaste meddelandena sparas, och inga när demonstrationen börjar om.
go-to-outbox = Till utkorgen

## Privacy notice

notice-lead = För demonstrationens organisationer, version 1.
notice-what = Det du skriver i formuläret stannar på den här datorn: namn, e-postadress, tidszon, yrke och avdelning, hashen av ditt lösenord, och när och i vilken webbläsare du loggar in. Applikationer får veta det de frågar efter och får se.
notice-rights = { $keeping } ”Profil” visar vad som sparas om dig, och där ändrar du det.

## Sample applications: around their pages

sample-strip = Exempelapplikation i demonstrationen av Doorward.
sample-foot = { $application } känner Doorward bara genom dess utfärdare, <b>{ $issuer }</b>.
known-as = Doorward känner applikationen som <b>{ $client }</b>.
almanac-purpose = Planera året tillsammans
ledgerline-purpose = Håll ordning på varje konto
sign-in = Logga in
sign-in-again = Logga in igen
sign-out = Logga ut
go-to = Till { $application }
open-application = Öppna { $application }
welcome = Välkommen
no-passwords = { $application } har inga egna lösenord, skickar dig till Doorward, och får veta därifrån vem du är.
signed-out = Du är utloggad
signed-out-here = { $application } har glömt dig, och Doorward har avslutat din session.
signed-out-both = { $application } har glömt dig, och Doorward har avslutat din session: { $other } är också stängd.
signed-out-there = Din session hos Doorward är slut, så { $application } har också loggat ut dig.

## Sample applications: signed in

signed-in = Inloggad
signed-in-as = Inloggad som { $name }
told = Doorward berättade för { $application } vem du är; { $application } kontrollerade varje ord. Allt står här nedanför.
second-sign-in = { $application } är en annan applikation. Den ber dig inte logga in en gång till.
refresh-tokens = Förnya token
tokens-refreshed = <b>Token förnyade.</b> { $time } bytte { $application } sin förnyelsetoken mot nya token.
old-token-ended = Den gamla åtkomsttoken tog slut
new-token-ends = Den nya tar slut
not-said = inte sagt
refresh-token = Förnyelsetoken
token-rotated = Ersatt av en ny: den gamla duger inte till något längre.
token-same = Förblir densamma.
how-you-got-here = Så kom du hit
path-discovery = <b>Upptäckt.</b> { $application } frågade Doorward efter adresser och nycklar.
path-there = <b>Till Doorward.</b> Din webbläsare gick dit med state, nonce och en PKCE-utmaning som hör till just den här inloggningen och webbläsaren.
path-back = <b>Och tillbaka.</b> Doorward skickade tillbaka den med en kod. { $application } jämförde state och utfärdare.
path-exchange = <b>Kod mot token.</b> Från server till server bytte { $application } koden, bevisade vem den är ({ $method }) och att inloggningen började här (PKCE).
path-checked = <b>Kontrollerat.</b> Signatur, utfärdare, mottagare, tider, nonce och at_hash i ID-token, sedan subjektet från Userinfo.
id-token = ID-token
id-token-hint = Säger till { $application }, och ingen annan, vem som loggade in, när och hur. Signerad av Doorward.
its-header = Dess huvud
as-it-came = Som den kom
userinfo = Svar från Userinfo
userinfo-hint = Hämtat nyss med åtkomsttoken: vad { $application } får veta om dig med <b>{ $scope }</b>.
two-tokens = Åtkomsttoken och förnyelsetoken
access-token = Åtkomsttoken
ends-in = { $count ->
    [one] Tar slut { $time } (om en sekund)
   *[other] Tar slut { $time } (om { $count } sekunder)
}
end-unknown = Doorward sade inte när den tar slut
refresh-kept = Sparas på servern för { $application }. Den når aldrig din webbläsare, så den visas inte.
refresh-none = Doorward gav ingen.
token-sealed = Åtkomsttoken är en förseglad hänvisning som bara Doorward kan läsa: { $application } lämnar tillbaka den, till exempel till Userinfo. Applikationer som anger ett API som mottagare får en signerad, som API:et läser själv.
token-open = { $application } lämnar åtkomsttoken till API:er och behöver inte titta i den. Det här skulle ett API se.
confidential = Konfidentiellt
open-confidential = Öppna det konfidentiella
confidential-lead = { $application } har detta bakom ett eget API, som vill ha en inloggning med två faktorer under de senaste fem minuterna.
path-api = <b>Frågat.</b> { $application } anropade sitt API med åtkomsttoken; API:et frågade Doorward vad den är god för.
path-challenge = <b>Krävt.</b> Är inloggningen svagare eller äldre säger API:et vad det vill ha (RFC 9470).
path-step-up = <b>Kompletterat.</b> Då frågar Doorward bara efter det som saknas, och API:et svarar.
api-answered = Vad API:et svarade
not-enough = En andra faktor saknas
not-enough-text = API:et hos { $application } vill ha en inloggning med två faktorer, och det här kontot har ingen andra. Ställ in den på kontosidorna och kom sedan tillbaka.
back-to = Tillbaka till { $application }
claim = Uppgift
value = Värde
what-it-says = Vad den säger

## What a claim says

claim-alg = Hur token är signerad. Applikationen avgör vilka sätt som gäller, aldrig token.
claim-kid = Vilken av Doorwards publicerade nycklar som signerade den.
claim-typ = Vilken sorts token det är, så att ingen sort kan gälla för en annan.
claim-iss = Vem som utfärdade den: precis den utfärdare som är inställd här.
claim-sub = Vem du är för den här applikationen. Det ändras aldrig, inte ens med namn eller e-postadress.
claim-aud = Vem den är avsedd för. En token för en annan applikation avvisas.
claim-azp = Vilken applikation den gavs till.
claim-exp = När den slutar gälla.
claim-iat = När den utfärdades.
claim-nbf = När den börjar gälla.
claim-auth-time = När du senast bevisade vem du är. Det kan vara långt före utfärdandet.
claim-nonce = Upprepar ett slumpvärde från just den här inloggningen, så att ingen smusslar in token från en annan.
claim-acr = Hur stark inloggningen var.
claim-amr = Hur du bevisade vem du är: ”pwd” ett lösenord, ”otp” en engångskod, ”mfa” mer än en faktor.
claim-at-hash = En halv hash av åtkomsttoken: de två hör ihop.
claim-c-hash = En halv hash av koden: de två hör ihop.
claim-sid = Vilken session hos Doorward den hör till. En utloggning anger den.
claim-jti = Namnet på just denna token, så att den kan återkallas.
claim-scope = Vad token får användas till.
claim-name = Ditt namn, så som det visas.
claim-given-name = Ditt förnamn.
claim-family-name = Ditt efternamn.
claim-middle-name = Ditt mellannamn.
claim-nickname = Vad du kallas.
claim-preferred-username = Namnet du helst vill vara känd under. Det kan ändras, subjektet kan det inte.
claim-page = En sida om dig.
claim-picture = Din bild.
claim-gender = Ditt kön, så som du angett det.
claim-birthdate = Ditt födelsedatum.
claim-zoneinfo = Din tidszon, så som du valt den.
claim-locale = Ditt språk, så som du valt det.
claim-updated-at = När din profil senast ändrades.
claim-email = Din e-postadress. Den kan ändras, subjektet kan det inte.
claim-email-verified = Om det visat sig att adressen är din.
claim-phone-number = Ditt telefonnummer.
claim-phone-number-verified = Om det visat sig att numret är ditt.
claim-address = Din postadress.
claim-groups = Grupperna som du hör till i din organisation.
claim-roles = Vad du får administrera i din organisation.
claim-organisation = Organisationen som du hör till.
claim-grant = Inloggningen i den här applikationen som token kommer från. Den tar slut med den.
claim-other = En uppgift utöver de vanliga.

## What keeps somebody out

begin-again = Börja om
sign-in-as-other = Logga in som någon annan
what-was-seen = Vad som syntes
error = Fel
description = Beskrivning
reason = Skäl
not-waiting = Den här inloggningen väntar inte längre här
not-waiting-text = Den var redan klar, började för mer än en halvtimme sedan, eller i en annan webbläsare. Inget är förlorat: börja om.
answered-by-another = Svaret kom inte från Doorward
answered-by-another-text = Det anger { $issuer } som avsändare. Svar från främlingar tas inte emot, så inget har gjorts med det.
answered-by-nobody-text = Det anger ingen avsändare, fast Doorward alltid gör det. Svar från främlingar tas inte emot, så inget har gjorts med det.
access-denied = Doorward släppte inte in dig
access-denied-text = Antingen sade du nej, eller så är applikationen inte tilldelad dig. Logga in som någon som får öppna den, eller fråga din administratör.
would-have-to-ask = Doorward hade behövt fråga dig något
login-required-text = Applikationen ville ha svar utan att du tillfrågas, och ingen är inloggad hos Doorward.
consent-required-text = Applikationen ville ha svar utan att du tillfrågas, och ditt samtycke saknas.
interaction-required-text = Applikationen ville ha svar utan att du tillfrågas, och Doorward behöver fråga.
not-right-now = Doorward kan inte svara just nu
not-right-now-text = Inget är förlorat. Vänta en stund och börja om.
request-refused = Doorward avvisade begäran
invalid-scope-text = Applikationen bad om något som Doorward inte ger den.
unauthorized-client-text = Den här applikationen får inte logga in någon på det sättet.
request-refused-text = Något var fel med applikationens begäran. Vad Doorward svarade står här nedanför.
no-code = Det fanns ingen kod i Doorwards svar
no-code-text = En inloggning slutar med en kod, som applikationen byter mot token. Börja om.
no-tokens = Doorward gav inga token
no-tokens-text = Utan dem vet applikationen inte vem du är. Vad som syntes står här nedanför.
no-id-token-text = ID-token säger vem som loggade in; utan den var det ingen.
no-refresh-token = Det finns inget att förnya med
no-refresh-token-text = Doorward gav applikationen ingen förnyelsetoken.
distrusted = En token blev inte trodd
distrusted-text = Applikationen kontrollerar varje token innan den tror på den, och gjorde inget med den här.
userinfo-refused = Vad Doorward säger om dig togs inte emot
unreachable = Doorward går inte att nå
unreachable-text = Är det igång än? Vad som syntes står här nedanför.
other-issuer = Den här applikationen känner ett annat Doorward
other-issuer-text = Den skulle logga in dig hos { $issuer }, och litar bara på den utfärdare som är inställd här.
not-from-here = Formuläret kom inte från den här applikationen
not-from-here-text = Kanske skickade en annan webbplats det, så inget har gjorts. Använd knappen på applikationens egen sida.
said-twice = Adressen säger en sak två gånger
said-twice-text = Parametern ”{ $name }” kom två gånger, så det är oklart vilken som räknas.

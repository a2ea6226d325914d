# Doorward på svenska. Ton: lugn, exakt, kort; hela meningar, ”du”; det står alltid vad som är nästa steg.
# Inga förebråelser, inget ”vänligen”, inga utropstecken. <b>…</b> står runt den del av meningen som sidan visar annorlunda.
# ”{ $contact }” är det namn som organisationen ger sin hjälp: ”Servicedesk”.
# Ord: logga in, logga ut, konto, applikation, organisation, autentiseringsapp, kod, session; låst (locked), avstängt (disabled),
# inaktivt (inactive).

## Around every page

page-title = { $page } – { $organisation }
error-page-title = Fel: { $page } – { $organisation }
error-prefix = Fel:
skip-to-content = Till innehållet
need-help = Behöver du hjälp? { $contact }
privacy-notice = Integritetspolicy
accessibility = Tillgänglighet
menu = Meny
close-menu = Stäng menyn
your-account = Ditt konto
languages = Språk

## Signing in

sign-in = Logga in
continue-to = för att fortsätta till <b>{ $application }</b>
email-address = E-postadress
email-missing = Ange din e-postadress.
email-malformed = Ange en e-postadress med @, till exempel namn@example.org.
company-id = Företags-ID
company-id-hint = Det står överst i ditt registreringsmejl.
company-id-missing = Ange ditt företags-ID.
user-name = Användarnamn
user-name-missing = Ange ditt användarnamn.
password = Lösenord
password-is-saved = Ditt lösenord är sparat. Logga in med det.
password-missing = Ange ditt lösenord.
remember = Håll mig inloggad
remember-hint = Låt bli på en dator som delas med andra.
go-on = Fortsätt
or-sign-in-with = eller logga in med
sign-in-with = Logga in med { $provider }
first-time = Första gången här?
set-up-account = Skapa ditt konto
use-company-id = Använd företags-ID och användarnamn
use-email = Använd e-postadress
things-to-correct = { $count ->
    [2] Två saker att rätta
    [3] Tre saker att rätta
   *[other] { $count } saker att rätta
}

# Identity providers: the way there, and what is told when it leads nowhere.
leave-for = Fortsätt till { $provider }
leave-for-lead = Du loggar in där och kommer tillbaka hit.
sign-out-there = Logga ut från { $provider } också
sign-out-there-lead = Du är utloggad här. Där loggar du också ut och kommer tillbaka.
sign-in-another-way = Logga in på ett annat sätt
providers-lead = Välj var du loggar in.
links-provider = Du har redan ett konto här. Logga in en gång som vanligt: därefter loggar även { $provider } in dig.
provider-refused = { $provider } loggade inte in dig
provider-refused-lead = { $provider }, eller en regel i din organisation, släpper inte in dig. Om du har flera konton där kan du försöka med ett annat.
provider-refused-reason = Nekad av identitetsleverantören
provider-misconfigured-lead = Anslutningen till { $provider } är inte rätt inställd. Det kan du inte rätta till själv: din administratör ser i händelserna vad som gick fel.
provider-misconfigured-reason = Identitetsleverantören är fel inställd
provider-silent-lead = { $provider } svarar inte just nu. Det är inget fel på ditt konto. Försök igen om några minuter.
provider-silent-reason = Identitetsleverantören svarar inte
provider-unknown = Du har inget konto här ännu
provider-unknown-lead = { $provider } känner dig, men här har inget konto skapats för dig. Be om ett, eller logga in med ett konto som du har.
provider-unknown-reason = Inget konto för den här personen
provider-other = Det är ett annat konto
provider-other-lead = Hos { $provider } är du inloggad med ett konto som inte är länkat till ditt här. Byt där till det länkade kontot och försök igen.
provider-other-reason = Annat konto hos identitetsleverantören

enter-password = Ange ditt lösenord
change = Ändra
change-email = Ändra e-postadress
change-user = Ändra användare
show = Visa
hide = Dölj
show-password = Visa lösenordet
hide-password = Dölj lösenordet
restore-password = Återställ lösenordet
first-time-or-forgotten = Första inloggningen / Glömt lösenordet?
restore-lead = Ange först vems lösenord det gäller. Hur du väljer ett nytt står i ett e-postmeddelande från oss.
restore-lead-elsewhere = Ange först vems lösenord det gäller. { $service } har hand om det, och där ber vi om ett nytt.
set-up-account-lead = Ange först vem du är. Vi skickar en kod till din e-postadress.
another-way = Logga in på ett annat sätt
email-mismatch = E-postadressen och lösenordet stämmer inte överens. Kontrollera båda.
email-mismatch-restore = E-postadressen och lösenordet stämmer inte överens. Kontrollera båda eller återställ lösenordet.
user-mismatch = Företags-ID, användarnamn och lösenord stämmer inte överens. Kontrollera alla tre.
user-mismatch-restore = Företags-ID, användarnamn och lösenord stämmer inte överens. Kontrollera alla tre eller återställ lösenordet.
service-silent = Organisationens inloggningstjänst svarar inte just nu. Ditt lösenord har inte kontrollerats. Försök igen om några minuter.
password-not-carried = Organisationens inloggningstjänst kan inte ta emot ett lösenord med de här tecknen. Kontrollera vad du skrev.
password-expired-there = Din organisation vill att du först byter ditt lösenord. Byt det där du brukar göra det och logga sedan in här med det nya.
tries-left = { $count ->
    [one] Du har ett försök kvar innan kontot låses.
    [2] Du har två försök kvar innan kontot låses.
    [3] Du har tre försök kvar innan kontot låses.
   *[other] Du har { $count } försök kvar innan kontot låses.
}

enter-code = Ange koden från din app
code-lead = Öppna din autentiseringsapp och leta upp <b>{ $organisation }</b>.
six-digit-code = Sexsiffrig kod
code-mismatch = Koden stämmer inte. Ange den som din app visar nu. En kod gäller en gång: om du redan har använt den, vänta på nästa.
trust-device = { $days ->
    [one] Fråga inte efter kod på den här enheten på en dag
   *[other] Fråga inte efter kod på den här enheten på { $days } dagar
}
trust-device-passkey = { $days ->
    [one] Fråga inte efter passkey på den här enheten på en dag
   *[other] Fråga inte efter passkey på den här enheten på { $days } dagar
}
trust-device-hours = { $hours ->
    [one] Fråga inte efter kod på den här enheten på en timme
   *[other] Fråga inte efter kod på den här enheten på { $hours } timmar
}
trust-device-passkey-hours = { $hours ->
    [one] Fråga inte efter passkey på den här enheten på en timme
   *[other] Fråga inte efter passkey på den här enheten på { $hours } timmar
}

enter-recovery-code = Ange en återställningskod
recovery-code-lead = Använd en av återställningskoderna som du har sparat. Varje kod fungerar en gång; sedan ersätter du det du har förlorat.
recovery-code-mismatch = Koden stämmer inte eller har redan använts. Ange en annan.
choose-another-way = Välj ett annat sätt
use-recovery-code = Använd en återställningskod
use-app-code = Använd koden från appen
send-code = Bekräfta din e-postadress
send-code-lead = Vi skickar en kod med e-post till <b>{ $who }</b>.
send-code-button = Skicka verifieringskod
mailed-code = Ange koden som vi har skickat
mailed-code-lead = Om <b>{ $who }</b> har ett konto här är en kod på väg med e-post.
mailed-code-lead-register = Om <b>{ $who }</b> kan ha ett konto här är en kod på väg med e-post.
mailed-code-good = { $count ->
    [one] Den skickades { $time } och gäller i en minut. Tidigare koder gäller inte längre.
    [5] Den skickades { $time } och gäller i fem minuter. Tidigare koder gäller inte längre.
   *[other] Den skickades { $time } och gäller i { $count } minuter. Tidigare koder gäller inte längre.
}
mailed-code-label = Kod från e-postmeddelandet
mailed-code-missing = Ange siffrorna i koden från e-postmeddelandet.
mailed-code-mismatch = Koden stämmer inte eller är för gammal. Ange den i det senaste meddelandet, eller skicka en ny nedan.
mailed-code-spent = Det blev för många felaktiga försök med den här koden. Skicka en ny nedan.
send-new-code = Skicka en ny kod
again-after-a-minute = Du kan be om en till efter en minut.
look-again = Kom inget fram? Titta igen
code-sent-lately = Den senaste koden skickades { $sent }. Du kan be om en till från { $next }.
ask-code-by-text = Få en kod via sms
ask-code-by-mail = Få en kod via e-post
ask-code-lead-phone = Vi skickar en kod till din telefon, vars nummer slutar på <b>{ $digits }</b>.
ask-code-lead-mailbox = Vi skickar en kod till <b>kontots e-postadress</b>.
ask-code-button = Skicka kod
sent-code-lead-phone = En kod är på väg till din telefon, vars nummer slutar på <b>{ $digits }</b>.
sent-code-lead-number = En kod är på väg till <b>{ $number }</b>.
sent-code-lead-mailbox = En kod är på väg till <b>kontots e-postadress</b>.
sent-code-missing = Ange de sex siffror som vi skickade.
sent-code-mismatch = Koden stämmer inte eller är för gammal. Ange den senaste eller skicka en ny nedan.
text-message-delayed = Sms:et tar längre tid än det borde. Vi fortsätter att försöka skicka samma kod. Kommer den inte fram, använd ett annat sätt nedan.
text-message-failed = Sms:et kunde inte levereras. Använd ett annat sätt nedan eller skicka en ny kod.
codes-too-many = Så många koder har skickats att det inte finns fler på ett tag. Använd ett annat sätt eller försök igen senare.
codes-paused = Just nu kan inga koder skickas via sms. Använd ett annat sätt eller försök igen senare.
use-email-code = Få en kod via e-post i stället
use-text-code = Få en kod via sms i stället
use-other-number = Använd ett annat nummer
set-up-number = Få koder via sms
set-up-number-lead = Ange telefonens nummer. Vi skickar en kod dit för att se att telefonen är din.
change-number = Byt telefonnummer
change-number-lead = Koder skickas nu till numret som slutar på <b>{ $digits }</b>. Ange det nya numret. Vi skickar en kod dit för att se att telefonen är din.
app-is-safer = En autentiseringsapp är det säkrare valet. Den fungerar utomlands och utan täckning, och ingen kan skicka dess koder någon annanstans.
set-up-app-instead = Lägg till en app i stället
use-number-instead = Få koder via sms i stället
number-country = Land
number-country-choose = Välj land
number-country-missing = Välj numrets land.
number-countries = Koder skickas bara till de här länderna.
number-of-phone = Telefonnummer
number-missing = Ange ditt telefonnummer.
number-unreadable = Ange telefonnumret med siffror, utan bokstäver eller anknytning.
number-no-country = Inget landsnummer börjar så. Kontrollera siffrorna efter plustecknet.
number-too-short = Det saknas siffror. Kontrollera numret och landet.
number-too-long = Det är för många siffror. Kontrollera numret och landet.
number-premium = Inga koder skickas till betalnummer eller personliga nummer. Ange numret till din telefon.
number-not-served = Inga koder skickas till nummer i det här landet ({ $country }). Ange ett nummer från något av länderna i listan.
code-verified = Koden är verifierad
code-verified-lead = Du kan fortsätta nu.
send-link-lead = Vi skickar en länk med e-post till <b>{ $who }</b> för att välja ett nytt lösenord.
send-link-button = Skicka länken
link-sent = Titta i din e-post
link-sent-lead = Om <b>{ $who }</b> har ett konto här är en länk på väg. Den fungerar en gång, i 30 minuter.
link-sent-nothing = Inget efter några minuter? Titta i skräpposten, eller skicka den igen.
send-again = Skicka den igen
reset-requested = Din begäran har skickats vidare
reset-requested-lead = <b>{ $service }</b> har hand om ditt lösenord. Om <b>{ $who }</b> är känd där får du därifrån veta hur du väljer ett nytt.
reset-requested-nothing = Inget efter några minuter? Skicka begäran igen, eller fråga kontakten nedan.
request-reset-lead = <b>{ $service }</b> har hand om ditt lösenord. Vi ber där om ett nytt åt <b>{ $who }</b>.
request-reset = Be om ett nytt lösenord
new-password-by-link = Välj ett nytt lösenord
link-expired = Länken har gått ut
link-expired-lead = Länkar till ett nytt lösenord fungerar en gång, i 30 minuter, och inte sedan lösenordet har bytts.
send-new-link = Skicka en ny länk
link-used = Länken har gjort sitt
link-used-lead = Lösenordet valdes med den. Gå vidare och logga in; för ett annat lösenord ber du om en ny länk.

enrol-totp = Ställ in din autentiseringsapp
enrol-totp-lead = Skanna bilden med en autentiseringsapp i telefonen, eller skriv in nyckeln där. Ange sedan koden som appen visar.
recovery-code-taken = Din återställningskod godtogs. När du är klar här gäller inte längre det som du hade tidigare.
enrol-totp-picture = QR-kod med nyckeln till din autentiseringsapp
enrol-totp-key = Nyckel
enrol-totp-trouble = Fungerar det fortfarande inte?
enrol-totp-by-hand = Välj i din app att ange en nyckel för hand, med en ny kod var 30:e sekund, och skriv det här:
enrol-totp-here = Öppna i en app på den här enheten
enrol-totp-which = Vilken app?
enrol-totp-any = Vilken autentiseringsapp som helst går bra. De här är gratis:
record-codes = Spara dina återställningskoder
record-codes-lead = Var och en ersätter en gång din andra faktor om du tappar bort den. De visas bara den här gången. De gäller så snart du fortsätter.
download-codes = Ladda ner som text
print-codes = Skriv ut
codes-are-recorded = Jag har sparat dem på ett säkert ställe
record-codes-missing = Spara koderna och kryssa sedan i rutan.
enrol-later = Inte nu
enrol-later-until = Du kan skjuta upp det här till { $time }.

confirm-lead = Bekräfta en gång till att det är du innan du går vidare.
confirm-change-password-lead = Bekräfta en gång till att det är du innan du byter lösenord.
confirm-change-email-lead = Bekräfta en gång till att det är du innan du byter e-postadress.
confirm-add-factor-lead = Bekräfta en gång till att det är du innan du lägger till eller byter en andra faktor.
confirm-remove-factor-lead = Bekräfta en gång till att det är du innan du tar bort en andra faktor.
confirm-new-codes-lead = Bekräfta en gång till att det är du innan du skapar nya återställningskoder.
confirm-change-links-lead = Bekräfta en gång till att det är du innan du länkar ett konto eller tar bort en länk.
confirm-export-lead = Bekräfta en gång till att det är du innan du exporterar dina personuppgifter.
confirm-delete-lead = Bekräfta en gång till att det är du innan du tar bort ditt konto.
cancel = Avbryt
choose-password = Välj ett lösenord
choose-other-password = Välj ett annat lösenord
password-first-lead = Från och med nu loggar du in med det.
password-broken-lead = Ditt lösenord var rätt, men det uppfyller inte dagens regler hos { $organisation }. Välj ett annat, så kommer du vidare.
password-expired-lead = Ditt lösenord var rätt, men det är äldre än { $organisation } tillåter. Välj ett annat, så kommer du vidare.
password-demanded-lead = Ditt lösenord var rätt. { $organisation } ber dig att välja ett eget nu, så kommer du vidare.
password-recovered-lead = Det ersätter det som du hade glömt. Logga sedan in med det.
password-changed-page-lead = Det ersätter det som du har nu.
other-sessions-end = Överallt annars där du är inloggad loggas du ut.
new-password = Nytt lösenord
repeat-password = Upprepa det nya lösenordet
save-password = Spara lösenordet
new-password-missing = Ange ett nytt lösenord.
new-password-not-repeated = De två lösenorden är inte lika. Skriv båda igen.
new-password-breaks-rules = Lösenordet uppfyller inte alla regler nedan. Välj ett annat.
new-password-common = Lösenordet är ett av dem som gissas först. Välj ett annat.
new-password-personal = Lösenordet består av dina egna uppgifter eller av namn som är lätta att gissa. Välj ett annat.
new-password-breached = Lösenordet är känt från en dataläcka och prövas av inkräktare. Välj ett annat.
new-password-previous = Du har haft det här lösenordet förut. Välj ett annat.
rule-min = { $count ->
    [one] Minst ett tecken
   *[other] Minst { $count } tecken
}
rule-max = { $count ->
    [one] Högst ett tecken
   *[other] Högst { $count } tecken
}
rule-lower = En liten bokstav
rule-upper = En stor bokstav
rule-digit = En siffra
rule-symbol = Ett specialtecken, till exempel # eller %
rule-classes = { $count ->
    [one] Minst en av dessa sorter: små bokstäver, stora bokstäver, siffror, specialtecken
    [2] Minst två av dessa sorter: små bokstäver, stora bokstäver, siffror, specialtecken
   *[other] Minst tre av dessa sorter: små bokstäver, stora bokstäver, siffror, specialtecken
}
rule-ascii = Bara bokstäver från a till z, siffror och specialtecken; inga mellanslag
rule-no-dot-before-at = Ingen punkt precis före ett @
rule-not-common = Inget av dem som gissas först
rule-not-personal = Inte av ditt namn, din adress eller din organisations namn
rule-not-breached = Inte känt från en dataläcka
rule-not-present = Inte det som du har nu
rule-not-previous = { $count ->
    [2] Inget av dina två senaste lösenord
    [3] Inget av dina tre senaste lösenord
    [4] Inget av dina fyra senaste lösenord
    [5] Inget av dina fem senaste lösenord
   *[other] Inget av dina { $count } senaste lösenord
}
rule-met = uppfylld
rule-unmet = inte uppfylld
rule-not-yet-met = inte uppfylld än
rule-judged-later = kontrolleras när du går vidare

accept-notice = Läs integritetspolicyn
accept-notice-lead = { $organisation } ber alla att godkänna den innan de går vidare.
consent-to-notice = Jag samtycker till att mina personuppgifter behandlas så som det beskrivs i <b>integritetspolicyn</b>
notice-missing = Kryssa i rutan för att godkänna integritetspolicyn.

choose-way = Välj hur du bekräftar att det är du
way-password = Lösenord
way-app = Autentiseringsapp
way-passkey = Passkey eller säkerhetsnyckel
way-sms = Sms
way-sms-hint = Till numret som slutar på { $digits }
way-email = E-post
way-email-hint = Till kontots e-postadress
way-recovery = Återställningskod
way-recovery-hint = En av dem som du har sparat
way-last-used = Användes förra gången
none-at-hand = Har du inget av detta till hands? { $contact } kan återställa ditt konto.
none-at-hand-no-contact = Har du inget av detta till hands? Din organisation kan återställa ditt konto.
use-passkey = Använd din passkey eller säkerhetsnyckel
passkey-lead = Webbläsaren frågar efter den. Rör vid nyckeln, eller lås upp den här enheten som vanligt.
go-on-with-passkey = Fortsätt med passkey
sign-in-with-passkey = Logga in med en passkey
passkey-without-script = Passkeys behöver JavaScript, som är avstängt i den här webbläsaren. Allt annat på sidan fungerar utan det.
add-passkey-without-script = Passkeys behöver JavaScript, som är avstängt i den här webbläsaren. Slå på det och ladda om sidan, eller lägg till din passkey i en annan webbläsare.
passkey-cancelled = Inget valdes. Försök igen.
passkey-unsupported = Den här webbläsaren kan inte använda passkeys. Använd en annan webbläsare eller enhet.
passkey-exists = Den här enheten eller nyckeln har redan en passkey för ditt konto.
passkey-wrong = Svaret från din passkey godtogs inte. Försök igen.
passkey-late = Det tog för lång tid. Försök igen.
passkey-unknown = Den här passkeyn är inte längre känd här. Ta bort den på din enhet, och gå vidare på ett annat sätt.
passkey-not-verified = Nyckeln kontrollerade inte att det är du. Ange en pinkod för den, eller använd en annan.
passkey-backup-changed = Den här passkeyn säger om sig själv att den får kopieras, och sade motsatsen när den lades till, eller tvärtom. En del lösenordshanterare gör så. Gå vidare på ett annat sätt, ta bort passkeyn i ditt konto och lägg till den igen.
passkey-too-many = Du har 20 passkeys. Ta bort en innan du lägger till en annan.
passkey-model-not-taken = Din organisation tar bara emot passkeys av vissa modeller, och den här visar inte att den är en av dem. Använd en annan nyckel, eller fråga din organisation vilka den tar emot.
passkey-models-certain = Din organisation tar bara emot passkeys av vissa modeller. Låt webbläsaren tala om vilken modell din är.
passkey-model-replaced = Din organisation tar bara emot passkeys av vissa modeller, och den som du använde är av en annan. Lägg till en som den tar emot och ta sedan bort den andra i ditt konto.
passkey-demanded = Här kommer ingen in utan passkey: lösenord och koder kan luras av folk. Lägg till en nu, som förvaras av den här enheten, din telefon eller en säkerhetsnyckel.
passkey-no-device = Har du inget som kan förvara en? Fråga { $contact }.
passkey-no-device-no-contact = Har du inget som kan förvara en? Fråga din organisation.
passkey-lost = Har du tappat bort din passkey? { $contact } kan återställa ditt konto.
passkey-lost-no-contact = Har du tappat bort din passkey? Din organisation kan återställa ditt konto.
add-passkey = Lägg till en passkey
add-passkey-lead = En passkey förvaras av den här enheten, din lösenordshanterare eller en säkerhetsnyckel. Den fungerar bara på den här webbplatsen, så ingen kan lura den av dig.
offer-passkey = Logga in snabbare nästa gång
offer-passkey-lead = Skapa en passkey, så loggar den här enheten in dig med ditt finger, ditt ansikte eller sin pinkod i stället för lösenordet. Den fungerar bara på den här webbplatsen, och du kan ta bort den i ditt konto när som helst. På andra enheter kan du då få frågan om den, eller om en återställningskod, utöver lösenordet.
offer-passkey-once = Du får inte frågan igen. Du kan lägga till en i ditt konto när du vill.
create-passkey = Skapa en passkey
passkey-name = Namn
passkey-name-hint = Det som du känner igen den på, till exempel ”blå nyckel” eller ”jobbdatorn”.
passkey-name-missing = Ange ett namn.
use-passkey-instead = Använd en passkey eller säkerhetsnyckel i stället
passkey-named = Passkey ”{ $name }”
passkey-unnamed = Passkey utan namn
passkey-none = Ingen än. Snabbare än en kod, och den kan inte ges till fel webbplats.
passkey-another = Lägg till en för varje enhet som du loggar in från.
passkey-other-domain = Gjord för { $domain } och till ingen nytta här. Ta bort den.
passkey-other-model = Av en modell som din organisation inte tar emot. Lägg till en annan och ta sedan bort den här.
manage = Hantera
remove-passkey = Ta bort passkey
remove-passkey-asks = Ta bort passkey…
remove-passkey-lead = Den öppnar inte ditt konto längre, och dina andra sessioner avslutas.
remove-a-passkey = Ta bort den här passkeyn?
remove-named-passkey = Ta bort din passkey ”{ $name }”?
keep-passkey = Behåll passkey
passkey-is-added = Din passkey har lagts till.
passkey-is-removed = Din passkey har tagits bort. Ta bort den på din enhet också.
passkey-is-renamed = Namnet har sparats.
passkey-is-last = Det här är din sista andra faktor, och { $organisation } vill att du har en. Lägg till en annan först.
passkey-is-only-way-in = Det här är enda vägen in i ditt konto. Lägg till en annan passkey eller ange ett lösenord först.

## Consent

consent = Får { $application } använda ditt konto?
consent-lead = { $application } ber { $organisation } om detta:
scope-openid = Veta vem du är när du loggar in
scope-profile = Se ditt namn och din profil
scope-email = Se din e-postadress
scope-phone = Se ditt telefonnummer
scope-address = Se din postadress
scope-groups = Se vilka grupper du tillhör
scope-offline = Hålla dig inloggad medan du är borta
scope-other = Använda ”{ $scope }”
allow = Tillåt
deny = Tillåt inte
signed-in-as = Inloggad som
not-you = Är det inte du?
someone-else = Logga in som någon annan

## Signing out

sign-out = Logga ut
sign-out-question = Vill du logga ut?
sign-out-lead = Du har öppnat de här applikationerna i den här webbläsaren. De som vill veta det får veta att du loggar ut; nästa sida säger vilka som inte får det, så att du kan logga ut även där.
sign-out-lead-none = I den här webbläsaren är du inloggad hos { $organisation }.
stay-signed-in = Fortsätt vara inloggad
signed-out = Du är utloggad
signed-out-lead = Din session här är avslutad. Alla de här applikationerna har inte avslutat sina. Logga ut även där på en dator som andra använder, eller stäng alla webbläsarens fönster.
signed-out-lead-closed = Din session här är avslutad, och de här applikationernas likaså.
signed-out-lead-none = Din session i den här webbläsaren är avslutad.
app-closed = Stängd
app-pending = Inget svar än
app-pending-hint = Meddelas igen tills den svarar. Stäng dess fönster tills dess.
app-not-told = Inte meddelad
app-not-told-hint = Stängs av sig själv nästa gång den frågar här, eller när dess egen session upphör.
return-to = Tillbaka till { $application }
sign-in-again = Logga in igen

## Home

your-applications = Dina applikationer
home = Start
console = Konsol
find-application = Sök applikation
something-missing = Saknas något? Kontakta <b>{ $contact }</b>
no-applications = Du har ännu inte tilldelats någon applikation
no-applications-lead = En administratör tilldelar applikationer. Så snart du har fått en visas den här.
no-start-addresses = Dina applikationer startar inte härifrån
no-start-addresses-lead = Du får öppna applikationer, men ingen av dem har en startadress. Gå till applikationens egen adress.
no-application-called = Ingen applikation heter ”{ $query }”.
all-applications = Visa alla applikationer

## Profile

profile = Profil
first-name = Förnamn
first-name-missing = Ange ditt förnamn.
last-name = Efternamn
last-name-missing = Ange ditt efternamn.
occupation = Yrke
department = Avdelning
optional = (valfritt)
field-too-long = Använd högst { $most } tecken.
field-not-text = Använd bokstäver, siffror och tecken på en rad.
save-changes = Spara ändringar
reset = Återställ
picture = Bild
picture-hint = PNG eller JPEG, högst 5 MB.
update-picture = Uppdatera bild
remove = Ta bort
remove-picture = Ta bort bilden
your-picture = Din bild
your-generated-picture = Din bild: initialerna { $initials }
picture-missing = Välj en fil först.
picture-too-large = Filen är större än 5 MB. Välj en mindre.
picture-format = Det här är varken en PNG- eller JPEG-fil. Spara bilden i ett av formaten och välj den igen.
picture-format-named = Det här är en { $format }-fil. Spara bilden som PNG eller JPEG och välj den igen.
picture-too-many-pixels = Bilden har { $width } × { $height } bildpunkter; för bilder av det här slaget går högst { $most } miljoner bra. Gör den mindre och välj den igen.
picture-print-colours = Bilden har färger för tryck (CMYK). Spara den med färger för skärmar (RGB) och välj den igen.
picture-broken = Filen är ofullständig eller skadad. Välj en annan.
picture-saved = Din bild är sparad.
picture-removed = Din bild är borttagen.
profile-saved = Din profil är sparad.
profile-changed-meanwhile = Din profil har ändrats under tiden, i ett annat fönster eller av en administratör. Det du skrev står nedan: spara det igen för att behålla det, eller <b>visa vad som är sparat</b>.

linked-accounts = Länkade konton
linked-accounts-hint = Du kan logga in med dem också.
account-linked = Länkat { $date }
account-linked-and-used = Länkat { $linked }, senast använt { $used }
account-not-linked = Inte länkat
link-account = Länka…
link-account-of = Länka ett konto hos { $provider }
unlink-account = Ta bort länken…
unlink-account-of = Ta bort länken till kontot hos { $provider }
attach-heading = Länka ditt konto hos { $provider }
attach-lead = Logga in där med kontot som ska länkas. Från och med då är den som loggar in på det inloggad på ditt konto här.
detach-heading = Ta bort länken till { $provider }?
detach-lead = Ditt konto där loggar inte längre in dig här, och dina andra sessioner avslutas.
detach-button = Ta bort länken
keep-linked = Behåll länken
account-attached = Ditt konto hos { $provider } är länkat: från och med nu loggar det in dig.
account-detached = Länken till ditt konto hos { $provider } är borttagen.
account-taken = Det kontot hos { $provider } är länkat till ett annat konto här. Inget har ändrats.
account-only-way-in = { $provider } är din enda väg in. Välj först ett annat sätt att logga in.
your-data = Dina uppgifter
export-data = Exportera mina personuppgifter
export-hint = Allt som finns sparat om dig, som en JSON-fil.
export = Exportera
export-lead = Filen innehåller allt som { $organisation } har sparat om dig här: din profil, hur du loggar in, dina sessioner, vad du har tillåtit applikationer och vad som har hänt. Förvara den där ingen annan läser den.
download = Ladda ner
back-to-profile = Tillbaka till din profil
delete-account = Ta bort konto
delete-hint = Avslutar alla sessioner. Det går inte att ångra.
delete = Ta bort…
delete-question = Ta bort ditt konto?
delete-lead = { $count ->
    [0] Dina sessioner avslutas, din profil och din bild tas bort. Det går inte att ångra.
    [one] Du förlorar genast åtkomsten till en applikation. Dina sessioner avslutas, din profil och din bild tas bort. Det går inte att ångra.
   *[other] Du förlorar genast åtkomsten till { $count } applikationer. Dina sessioner avslutas, din profil och din bild tas bort. Det går inte att ångra.
}
delete-stays = Det som { $organisation } har noterat om dina inloggningar finns kvar så länge sådana uppgifter sparas där, utan ditt namn.
delete-my-account = Ta bort mitt konto
keep-my-account = Behåll mitt konto
last-owner = Du är den sista ägaren av { $organisation }. Gör först någon annan till ägare.
account-deleted = Ditt konto är borttaget
account-deleted-lead = Alla sessioner är avslutade. Din e-postadress är ledig för ett nytt konto.

## Settings

settings = Inställningar
language-setting = Språk
time-zone = Tidszon
time-zone-hint = Datum och tider visas i den. Även applikationer ser den.
time-zone-choose = Välj tidszon
time-zone-missing = Välj din tidszon.
date-format = Datumformat
time-format = Tidsformat
save-settings = Spara inställningar
settings-saved = Dina inställningar är sparade.
region-africa = Afrika
region-america = Amerika
region-antarctica = Antarktis
region-arctic = Arktis
region-asia = Asien
region-atlantic = Atlanten
region-australia = Australien
region-europe = Europa
region-indian = Indiska oceanen
region-pacific = Stilla havet

## Password and two-factor

current-password = Nuvarande lösenord
current-password-missing = Ange ditt nuvarande lösenord.
current-password-wrong = Det är inte ditt nuvarande lösenord. Skriv det igen.
password-judged-by = Bara { $service } känner till ditt lösenord och kontrollerar det. Byt det där; inget av det sparas här.
change-password = Byt lösenord
change-password-asks = Byt lösenord…
password-asks-first = Först bekräftar du att det är du, sedan väljer du det nya lösenordet.
password-last-changed = Senast bytt { $date }.
password-was-changed = Ditt lösenord har ändrats. Överallt annars där du var inloggad är du nu utloggad.
two-factor = Två faktorer
two-factor-by-mail = Efter lösenordet tillfrågas du om en kod som skickas till din e-postadress.
two-factor-off = Av. Ditt lösenord räcker för att öppna kontot.
two-factor-on = På. Efter lösenordet ombeds du att göra ett andra steg.
two-factor-required = På. { $organisation } ber alla om ett andra steg.
two-factor-ends-others = En ändring här loggar ut dig överallt annars, och varje webbläsare ombeds om en kod igen.
app-not-set-up = Inte konfigurerad. Den fungerar utomlands och utan täckning.
app-added = Tillagd { $date }
app-added-and-used = Tillagd { $added }, senast använd: { $used }
set-up-app = Konfigurera…
replace-app = Ersätt…
remove-app-asks = Stäng av…
number-not-set-up = Inte tillagt. Appen fungerar utomlands och utan täckning.
number-added = Slutar på { $digits }, tillagt { $date }
number-added-and-used = Slutar på { $digits }, tillagt { $added }, senast använt { $used }
set-up-number-asks = Lägg till sms…
replace-number = Byt nummer…
remove-number-asks = Ta bort numret…
recovery-codes = Återställningskoder
recovery-codes-remaining = { $count ->
    [0] Inga kvar
    [one] En kvar
   *[other] { $count } kvar
}
recovery-codes-few = Skapa nya innan de tar slut.
recovery-codes-none = Du har inga återställningskoder. Skapa några nu: utan dem kan bara en administratör släppa in dig igen om du förlorar det du loggar in med.
recovery-codes-hint = För den dag du tappar bort telefonen eller nyckeln.
make-recovery-codes = Skapa nya koder…
two-factor-set-up = Den andra faktorn är på. Överallt annars där du var inloggad är du nu utloggad.
app-removed-done = Autentiseringsappen är borttagen. Överallt annars där du var inloggad är du nu utloggad.
two-factor-removed = Den andra faktorn är av. Överallt annars där du var inloggad är du nu utloggad.
recovery-codes-recorded = Dina återställningskoder gäller från och med nu, och bara de.
trusted-browsers = Betrodda webbläsare
trusted-browsers-lead = I dessa webbläsare ombeds du inte om en andra faktor förrän den dag som anges.
trusted-between = Betrodd sedan { $since }, till { $until }
trusted-used = Senast inloggad: { $used }
distrust = Fråga igen
distrust-browser = Fråga igen: { $device }, { $place }
distrust-all = Fråga igen i alla
browser-distrusted = I den webbläsaren ombeds du om en andra faktor igen.
browsers-distrusted = Du ombeds om en andra faktor i varje webbläsare igen.
nothing-was-changed = Ingenting ändrades. Börja om här.
breadcrumb = Du är här
remove-app = Stäng av den andra faktorn?
remove-app-crumb = Stäng av
remove-app-lead = Därefter räcker ditt lösenord för att öppna kontot. Appens koder och dina återställningskoder fungerar då inte längre.
remove-app-beside = Ta bort autentiseringsappen?
remove-app-beside-crumb = Ta bort appen
remove-app-beside-lead = Dess koder fungerar då inte längre. Du kan fortfarande logga in med kontots andra faktor.
remove-app-beside-button = Ta bort appen
remove-app-button = Stäng av den andra faktorn
keep-app = Behåll den påslagen
number-set-up-done = Från och med nu skickas koder till din telefon. Överallt annars där du var inloggad är du utloggad.
number-removed-done = Inga fler koder skickas till din telefon. Överallt annars där du var inloggad är du utloggad.
remove-number = Sluta skicka koder till din telefon?
remove-number-crumb = Ta bort numret
remove-number-lead = Vi glömmer numret. Du kan fortfarande logga in med kontots andra faktor.
remove-last-number-lead = Vi glömmer numret. Därefter räcker lösenordet för att öppna ditt konto, och återställningskoderna gäller inte längre.
remove-number-button = Ta bort numret
keep-number = Behåll numret

## E-mail address

email-yours = Du loggar in med den här adressen, och dina meddelanden skickas dit.
email-none = Det finns ännu ingen e-postadress till dig här.
email-set-by = { $organisation } sköter din e-postadress. Ska den vara en annan, berätta det för kontakten nedan.
email-change-asks = Byt e-postadress…
email-change-first = Först bekräftar du att det är du, sedan anger du den nya adressen.
email-wish = Väntar på bekräftelse
email-wish-sent = En länk har skickats till <b>{ $address }</b>. Tills någon öppnar den och bekräftar gäller den gamla adressen. Länken fungerar till { $time }.
email-wish-late = Länken som skickades till <b>{ $address }</b> är för gammal. Skicka den igen, eller ange en annan adress.
email-wish-again = Skicka länken igen
email-wish-correct = Rätta adressen…
email-wish-cancel = Avbryt bytet
email-wish-was-sent = Länken är på väg. Den tidigare adressen får ett meddelande.
email-wish-was-sent-again = Länken är på väg igen. Tidigare meddelanden leder till samma sida.
email-wish-was-cancelled = Bytet är avbrutet. Din adress är kvar som den är.
email-too-many = För många sådana meddelanden har begärts. Försök igen senare; den senaste länken fungerar fortfarande.
new-email = Ny e-postadress
new-email-lead = En länk skickas till den nya adressen. Din adress byts när du öppnar länken och bekräftar, i vilken webbläsare som helst. Den nuvarande adressen får ett meddelande med vilket bytet kan ångras i 14 dagar.
new-email-send = Skicka bekräftelselänk till den nya adressen
new-email-same = Det är redan din adress. Ange en annan.
new-email-other-organisation = Adresser på den här domänen hör till en annan organisation. Ange en annan.
new-email-not-a-domain = { $organisation } tar bara adresser på sina egna domäner. Ange en sådan.
confirm-email = Bekräfta den här e-postadressen?
confirm-email-lead = Någon har bett att ett konto hos { $organisation } ska använda <b>{ $address }</b>. Bekräfta bara om det var du.
confirm-this-address = Bekräfta adressen
email-confirmed = Din nya adress är bekräftad
email-confirmed-lead = Från och med nu loggar du in med den, och dina meddelanden skickas dit. Det finns inget mer att göra.
email-taken = Adressen hör till ett annat konto
email-taken-lead = Någon annan har den numera, så ingenting har ändrats. Välj en annan adress i ditt konto, eller fråga kontakten nedan.
email-link-late = Länken är för gammal
email-link-late-lead = Ingenting har ändrats. I ditt konto kan du under ”E-post” få den skickad igen.
email-link-dropped = Länken leder ingenstans längre
email-link-dropped-lead = Bytet avbröts, eller så begärdes en annan adress efteråt. Ingenting har ändrats.
email-link-voided-lead = Sedan den skickades har en tidigare ändring ångrats, eller så har din organisation tagit hand om kontot. Inget ändrades nu. Om något är fel, säg det genast till kontakten nedan.
email-back-to-account = Till ditt konto
undo-email = Var det inte du?
undo-email-lead = Då har någon annan använt ditt konto hos { $organisation }. Med den här knappen blir <b>{ $address }</b> åter kontots adress. Alla loggas ut, det som har lagts till sedan dess gäller inte, och lösenordet fungerar inte längre.
undo-email-ask = I din organisation väljer du inte själv ett nytt lösenord efter det: en administratör ger dig ett. Du behöver kontakten nedan.
undo-email-button = Ta tillbaka mitt konto
email-undone = Kontot är ditt igen
email-undone-lead = Den tidigare adressen gäller igen, och alla är utloggade. Logga in på nytt; fungerar inte ditt lösenord väljer du ett nytt där.
email-undone-ask-lead = Den tidigare adressen gäller igen, alla är utloggade och lösenordet fungerar inte längre. I din organisation ger en administratör dig ett nytt: fråga kontakten nedan. Logga sedan in med det.
email-not-undone-lead = Någon annan har den här adressen numera, så den kan inte lämnas tillbaka härifrån. Berätta det genast för kontakten nedan.

## Sessions

sessions = Sessioner
sessions-lead = Här är du inloggad. Om du inte känner igen en session, avsluta den och be din organisation om ett nytt lösenord.
times-in-zone = Tiderna gäller i tidszonen { $zone }.
this-browser = Den här webbläsaren
end = Avsluta
end-session = Avsluta session: { $device }, { $place }
end-others = Avsluta alla andra sessioner
session-ended = Sessionen är avslutad.
sessions-ended = Alla andra sessioner är avslutade.
session-gone = Den sessionen var redan avslutad.
only-session = Du är inte inloggad någon annanstans.
place-unknown = Okänd plats
no-applications-opened = Inga applikationer öppnade
device-browser-on-system = { $browser } på { $system }
device-browser-on-phone = { $browser } på en telefon
device-browser-on-tablet = { $browser } på en surfplatta
device-unknown = Okänd webbläsare
since-today = Sedan { $time }
since-yesterday = Sedan i går
since-date = Sedan { $date }
active-now = Aktiv nu
active-minutes-ago = { $count ->
    [one] Aktiv för en minut sedan
   *[other] Aktiv för { $count } minuter sedan
}
active-today = Aktiv i dag { $time }
active-yesterday = Aktiv i går { $time }
active-date = Aktiv { $date }

## Application access

application-access = Åtkomst för applikationer
access-lead = De här applikationerna får använda ditt konto. När du återkallar en applikations åtkomst upphör det som den har av ditt konto genast. Nästa gång får du frågan igen, om inte din organisation släpper in applikationen.
no-access = Ingen applikation använder ditt konto just nu.
access-since = Tillåtet av dig { $date }
access-by-organisation = Tillåtet av din organisation
withdraw = Återkalla
withdraw-access-of = Återkalla åtkomst: { $application }
access-withdrawn = Åtkomsten har upphört.
access-gone = Den åtkomsten hade redan upphört.

## Dates

date = { NUMBER($day) } { $month ->
    [1] januari
    [2] februari
    [3] mars
    [4] april
    [5] maj
    [6] juni
    [7] juli
    [8] augusti
    [9] september
    [10] oktober
    [11] november
   *[12] december
}
date-with-year = { NUMBER($day) } { $month ->
    [1] januari
    [2] februari
    [3] mars
    [4] april
    [5] maj
    [6] juni
    [7] juli
    [8] augusti
    [9] september
    [10] oktober
    [11] november
   *[12] december
} { $year }
time-24-hours = kl. { $time }
time-12-hours = { $time } { $half ->
    [am] fm
   *[pm] em
}
date-and-time = { $date } { $time }
exact-time = { NUMBER($day) } { $month ->
    [1] jan.
    [2] feb.
    [3] mars
    [4] apr.
    [5] maj
    [6] juni
    [7] juli
    [8] aug.
    [9] sep.
    [10] okt.
    [11] nov.
   *[12] dec.
} { $year }, { $clock }

## Refusals

request = Begäran
reason = Orsak
time = Tid
contact = Kontakt
email = E-post
account = Konto
go-to-applications = Till dina applikationer
back-to-sign-in = Tillbaka till inloggningen

not-assigned = Du kan inte öppna { $application } ännu
not-assigned-lead = Applikationen är inte tilldelad dig. Be om den hos kontakten nedan och uppge de här raderna.
not-assigned-reason = Inte tilldelad
disabled = Ditt konto är avstängt
disabled-lead = Din organisation har stängt av det här kontot. Om du fortfarande behöver det, vänd dig till kontakten nedan och uppge de här raderna.
disabled-reason = Kontot är avstängt
inactive = Ditt konto är inaktivt
inactive-lead = Ditt konto har inaktiverats eftersom det inte har använts. Vänd dig till administratören i din organisation för att aktivera det igen.
inactive-reason = Inaktivt
locked = Ditt konto är låst
locked-lead = { $tries ->
    [3] Det låstes efter tre felaktiga lösenord i rad. Be kontakten nedan låsa upp det.
    [5] Det låstes efter fem felaktiga lösenord i rad. Be kontakten nedan låsa upp det.
    [10] Det låstes efter tio felaktiga lösenord i rad. Be kontakten nedan låsa upp det.
   *[other] Det låstes efter { $tries } felaktiga lösenord i rad. Be kontakten nedan låsa upp det.
}
locked-reason = Låst efter felaktiga lösenord
locked-codes-lead = Det låstes efter för många felaktiga koder i rad. Be kontakten nedan låsa upp det.
locked-codes-reason = Låst efter felaktiga koder
paused = Vänta innan du försöker igen
paused-lead = Det var flera felaktiga försök i rad. Du kan försöka igen från { $time }. Ingenting har ändrats i ditt konto.
paused-reason = Paus efter felaktiga försök
locked-by-administrator-lead = En administratör har låst det här kontot. Fråga kontakten nedan hur du går vidare.
locked-by-administrator-reason = Låst av en administratör
organisation-closed = { $organisation } är avstängd här
organisation-closed-lead = Ingen kan logga in i den här organisationen just nu. Vänd dig till kontakten nedan.
organisation-closed-reason = Organisationen är avstängd
not-enough = Du behöver ett sätt till att bekräfta att det är du
not-enough-lead = { $application } kräver mer än ditt konto kan visa i dag. Be kontakten nedan ordna det.
not-enough-reason = Ytterligare en faktor behövs
no-way = Det går inte att logga in med det här kontot
no-way-lead = Varken lösenord eller något annat sätt att logga in finns för kontot. Vänd dig till kontakten nedan.
no-way-reason = Inget sätt att logga in
ask-administrator = Ditt lösenord kan inte återställas här
ask-administrator-lead = I din organisation gör en administratör det. Fråga kontakten nedan; de behöver de här raderna.
ask-administrator-reason = En administratör återställer det
password-elsewhere = Ditt lösenord finns inte här
password-elsewhere-lead = Du loggar in här med ett konto från ett annat ställe, och där återställs också lösenordet. Fråga kontakten nedan om du inte vet var.
password-elsewhere-reason = Lösenordet finns på annat ställe
already-registered = Ditt konto är redan skapat
already-registered-lead = Gå tillbaka och logga in. Kan du inte lösenordet, återställ det där.
already-registered-reason = Redan skapat
invitation-over = Inbjudan gäller inte längre
invitation-over-lead = Den har använts, dragits tillbaka eller gått ut medan du var här. Be den som bjöd in dig att skicka den igen.
invitation-over-reason = Inbjudan gäller inte längre
registration-closed = Du kan inte skapa ett konto här
registration-closed-lead = Din organisation skapar konton själv, eller bjuder in via e-post till en annan adress. Fråga kontakten nedan.
registration-closed-reason = Ingen registrering
no-such-step = Ett steg fattas först
no-such-step-lead = Din organisation kräver något som inte kan göras på de här sidorna. Vänd dig till kontakten nedan och uppge de här raderna.
no-such-step-reason = Ett nödvändigt steg är inte tillgängligt
no-contact = Administratören i din organisation

## Expired

sign-in-expired = Inloggningen tog för lång tid
sign-in-expired-lead = För din säkerhet avslutas en inloggning efter en stund. Ingenting har gått förlorat. Börja om; det tar en minut.
sign-in-used = Den här inloggningen är klar
sign-in-used-lead = Du har kommit tillbaka till en sida som redan har använts. Ingenting har gått förlorat; gå vidare härifrån.
sign-in-elsewhere = Den här inloggningen påbörjades i en annan webbläsare
sign-in-elsewhere-lead = En inloggning fortsätter bara i den webbläsare där den påbörjades. Ingenting har gått förlorat; börja om här.
invitation-used = Inbjudan är redan använd
invitation-used-lead = Det som den ger har lagts till i kontot med den här adressen. Var det du loggar du in; om inte, berätta det för den som bjöd in dig.
invitation-late = Inbjudan har gått ut
invitation-late-lead = En inbjudan gäller i sju dagar. Be den som bjöd in dig att skicka den igen.
invitation-revoked = Inbjudan har dragits tillbaka
invitation-revoked-lead = Den gäller inte längre. Förvånar det dig, fråga den som bjöd in dig.
invitation-unknown = Inbjudan finns inte
invitation-unknown-lead = Adressen kan ha kapats, eller så finns en annan länk i ett nyare mejl. Öppna hela länken i det senaste mejlet.
create-account = Skapa ditt konto
create-account-button = Skapa konto
register-lead = Med det öppnar du applikationerna hos { $organisation }.
register-invited = Du är inbjuden till { $organisation }. Inbjudan gäller till { $time }.
register-invited-by = { $inviter } har bjudit in dig till { $organisation }. Inbjudan gäller till { $time }.
account-ready = Ditt konto är klart
account-ready-lead = { $name }, du är inloggad. En administratör bestämmer vilka applikationer du får öppna.
account-ready-open = { $name }, du är inloggad, och de första applikationerna väntar.
join = Lägga till i ditt konto?
join-lead = { $organisation } bjuder in ditt konto <b>{ $address }</b> till det som står nedan. Inbjudan gäller till { $time }.
join-lead-by = { $inviter } bjuder in ditt konto <b>{ $address }</b> till det som står nedan. Inbjudan gäller till { $time }.
join-nothing = Det finns inget att lägga till
join-nothing-lead = Inbjudan lägger inte till något i ditt konto <b>{ $address }</b>.
join-button = Lägg till i mitt konto
join-not-now = Inte nu
gifts-applications = Applikationer
gifts-groups = Grupper
gifts-roles = Roller
gifts-left-out = Ges inte
gifts-more = något som inte finns längre
gifts-left-out-why = Det som inte ges finns inte längre, eller så får den som bjöd in dig inte längre ge det. En administratör kan hjälpa dig.
joined = Tillagt i ditt konto
joined-lead = Ditt konto <b>{ $address }</b> har nu det som står nedan.
invitation-not-yours = Inbjudan är till någon annan
invitation-not-yours-lead = Den skickades till <b>{ $invited }</b>, och du är inloggad som { $own }. Inget har ändrats; inbjudan är fortfarande öppen.
invitation-not-yours-sign-in = Logga in med den adressen
invitation-not-yours-hint = { $own } loggas ut här när du har loggat in.
role-instance-administrator = Administratör för instansen
role-owner = Ägare
role-administrator = Administratör
role-help-desk = Servicedesk
role-auditor = Granskare
role-group-manager = Gruppansvarig
open-named-application = Öppna { $application }
start-again = Börja om
start-again-at = Börja om hos { $application }

## What is ours to say sorry for, without saying it

back-to-application = Tillbaka till { $application }
cannot-continue-to = { $application } kan inte öppnas på det här sättet
cannot-continue = Länken fungerar inte
unknown-application-lead = Den anger en applikation som inte är registrerad här. Ingenting har gått förlorat. Gå tillbaka dit du kom ifrån och säg till dem som driver applikationen; de behöver raden nedan.
address-unregistered-lead = { $application } vill återvända till en adress som inte är registrerad. Ingenting har gått förlorat. Säg till dem som driver applikationen; de behöver raderna nedan.
address-missing-lead = { $application } säger inte vart du ska återvända. Ingenting har gått förlorat. Säg till dem som driver applikationen; de behöver raden nedan.
parameter-repeated-lead = ”{ $parameter }” anges mer än en gång. Ingenting har gått förlorat. Gå tillbaka dit du kom ifrån och försök igen; om det händer på nytt, säg till dem som driver applikationen.
request-unreadable-lead = En del saknas eller går inte att läsa. Ingenting har gått förlorat. Gå tillbaka dit du kom ifrån och försök igen; om det händer på nytt, säg till dem som driver applikationen.
not-for-people-lead = { $application } arbetar utan människor: ingen loggar in där. Ingenting har gått förlorat. Säg till dem som driver applikationen.
return-address = Adress
application = Applikation
client-id = Klient-ID
not-found = Här finns ingen sida
not-found-lead = Adressen kan vara felskriven eller inaktuell. Ingenting har gått förlorat.
wrong-method = Sidan kan inte användas så
wrong-method-lead = Den anropades på ett sätt som den inte känner till. Ingenting har gått förlorat. Börja från början.
wrong-host = Den här servern har en annan adress
wrong-host-lead = Den svarar inte på adressen som du använde. Ingenting har gått förlorat. Fortsätt på adressen nedan.
too-large = Det var för mycket på en gång
too-large-lead = Det du skickade är större än vad sidan tar emot. Ingenting har sparats. Gå tillbaka och skicka mindre.
unreadable-form = Formuläret kom inte fram i sin helhet
unreadable-form-lead = En del saknas eller går inte att läsa. Ingenting har sparats. Gå tillbaka, ladda om sidan och skicka formuläret igen.
cross-site = Formuläret kom från en annan webbplats
cross-site-lead = För att skydda dig tar vi bara emot formulär från våra egna sidor. Ingenting har ändrats. Börja från början.
busy = Många loggar in just nu
busy-lead = { $seconds ->
    [one] Ingenting har gått förlorat. Vänta en sekund och försök igen.
   *[other] Ingenting har gått förlorat. Vänta { $seconds } sekunder och försök igen.
}
too-many = För mycket kommer från din anslutning
away = Det här fungerar inte just nu
try-again = Försök igen
internal = Något gick fel hos oss
internal-lead = Ingenting har gått förlorat, och det du gjorde tidigare är i säkerhet. Försök igen om en minut. Om det händer på nytt, säg till kontakten nedan och uppge de här raderna.
cookies = Låt webbplatsen spara en kaka
cookies-lead = En kaka behövs för att logga in, och din webbläsare skickade inte tillbaka den. Tillåt kakor för webbplatsen och börja sedan om. Ingenting har gått förlorat.
to-start = Till startsidan

## Going on to the application

going-on = Vidare till { $application }
going-on-lead = Du är inloggad. Om applikationen inte öppnas av sig själv, fortsätt med knappen.
continue-to-button = Fortsätt till { $application }

## Mails

mail-hello = Hej { $name },
mail-hello-nobody = Hej,
mail-fact = { $name }: { $value }
mail-browser = Webbläsare
mail-network-address = IP-adress
mail-see-sessions = Se var du är inloggad
mail-button-note = Om knappen inte fungerar, klistra in den här adressen i din webbläsare:
mail-because-account = Skickat till { $address } eftersom adressen hör till ditt konto hos { $organisation }.
text-message-code = { $code } är din kod för { $name }. Ge den inte till någon.
text-message-change-password = { $code } är din kod för { $name }, för att byta lösenord. Ge den inte till någon.
text-message-change-email = { $code } är din kod för { $name }, för att byta e-postadress. Ge den inte till någon.
text-message-add-factor = { $code } är din kod för { $name }, för att lägga till eller ersätta en andra faktor. Ge den inte till någon.
text-message-remove-factor = { $code } är din kod för { $name }, för att ta bort en andra faktor. Ge den inte till någon.
text-message-new-codes = { $code } är din kod för { $name }, för att skapa nya återställningskoder. Ge den inte till någon.
text-message-export = { $code } är din kod för { $name }, för att exportera dina uppgifter. Ge den inte till någon.
text-message-delete = { $code } är din kod för { $name }, för att radera ditt konto. Ge den inte till någon.
code-mail-subject = Din kod för { $organisation }
code-mail-restore-lead = Någon vill välja ett nytt lösenord för ditt konto hos { $organisation }, troligen du själv. Ange koden på sidan där du bad om den:
code-mail-register-lead = Någon vill skapa ett konto hos { $organisation } med din e-postadress, troligen du själv. Ange koden på sidan där du bad om den:
code-mail-prove-lead = Någon har angett lösenordet till ditt konto hos { $organisation }, troligen du själv. Ange koden på sidan som frågar efter den:
code-mail-good = { $count ->
    [one] Den gäller i en minut, till { $time }. Tidigare koder gäller inte längre.
    [5] Den gäller i fem minuter, till { $time }. Tidigare koder gäller inte längre.
   *[other] Den gäller i { $count } minuter, till { $time }. Tidigare koder gäller inte längre.
}
code-mail-not-you = Var det inte du? Ge koden till ingen; i övrigt finns inget att göra, för utan den ändras ingenting. Händer det igen, berätta det för kontakten nedan.
code-mail-because = Skickat till { $address } eftersom någon har bett om en kod hos { $organisation }.
link-mail-subject = Välj ett nytt lösenord för { $organisation }
link-mail-restore-lead = Någon vill välja ett nytt lösenord för ditt konto hos { $organisation }, troligen du själv. Länken leder till sidan för det.
link-mail-change-lead = Du har bett om en länk för att byta lösenordet för ditt konto hos { $organisation }. Den leder till sidan för det.
link-mail-button = Välj ett nytt lösenord
link-mail-until = Länken fungerar en gång, till { $time }.
link-mail-not-you = Var det inte du? Då finns inget att göra: utan länken ändras ingenting. Händer det igen, berätta det för kontakten nedan.
link-mail-because = Skickat till { $address } eftersom någon har bett om en länk hos { $organisation }.
mail-not-you-session = Var det inte du? Då kan någon annan logga in som du. Avsluta den sessionen nu och berätta det för kontakten nedan.
new-browser-subject = Ditt konto har använts i en ny webbläsare
new-browser-lead = Någon har loggat in på ditt konto hos { $organisation } i en webbläsare där du inte har varit inloggad tidigare. Var det du behöver du inte göra något.
after-wrong-tries-subject = { $count ->
    [one] Ditt konto öppnades efter ett felaktigt försök
   *[other] Ditt konto öppnades efter { $count } felaktiga försök
}
after-wrong-tries-lead = Någon har loggat in på ditt konto hos { $organisation } efter flera felaktiga lösenord eller koder. Var det du behöver du inte göra något.
password-locked-subject = Ditt konto är låst efter felaktiga lösenord
password-locked-lead = För många felaktiga lösenord har angetts för ditt konto hos { $organisation }. Ingen kom in.
password-locked-until = Du kan logga in igen från { $time }.
password-locked-until-unlocked = Det förblir låst tills kontakten nedan låser upp det. Ett nytt lösenord öppnar det inte.
password-locked-not-you = Var det inte du? Då behöver du inte göra något: ingen har gissat ditt lösenord. Om det händer igen, berätta det för kontakten nedan.
codes-locked-subject = Någon kanske känner till ditt lösenord
codes-locked-lead = Hos { $organisation } kom någon till det andra steget och angav sedan för många felaktiga koder. Ingen kom in.
codes-locked-until = En ny kod kan anges från { $time }.
codes-locked-not-you = Var det inte du? Då känner någon till ditt lösenord. Be kontakten nedan om ett nytt nu.
password-set-subject = Ditt lösenord har ändrats
password-set-lead = En administratör har gett ditt konto hos { $organisation } ett annat lösenord. Överallt där du var inloggad är du nu utloggad.
password-changed-lead = Lösenordet till ditt konto hos { $organisation } har ändrats. Överallt annars där du var inloggad är du nu utloggad.
password-chosen-subject = Ditt konto har nu ett lösenord
password-chosen-lead = Ett lösenord har valts för ditt konto hos { $organisation }. Det kan användas för att logga in.
mail-not-expected = Väntade du dig inte det här? Berätta det för kontakten nedan nu.
app-set-up-subject = Du har en ny autentiseringsapp
app-set-up-lead = En autentiseringsapp har lagts till för ditt konto hos { $organisation }. Dess koder kan användas för att logga in.
app-replaced-lead = En autentiseringsapp har lagts till för ditt konto hos { $organisation }. Dess koder kan användas för att logga in, men inte längre koderna från den tidigare appen.
account-deleted-subject = Ditt konto har tagits bort
account-deleted-mail-lead = Ditt konto hos { $organisation } har tagits bort av någon som var inloggad som du och bekräftade det igen. Alla sessioner är avslutade.

accounts-merged-subject = Två av dina konton är nu ett
accounts-merged-lead = En administratör hos { $organisation } slog ihop två av dina konton. Du loggar in med det som är kvar, och med det som loggade in på det andra hos en leverantör. Det andra finns inte längre, och alla sessioner för båda är avslutade.
inactivity-subject = Ditt konto hos { $organisation } blir snart inaktivt
inactivity-lead = Ditt konto hos { $organisation } har inte använts på länge. Logga in före den { $date }, annars blir det inaktivt.
inactivity-advice = Det räcker att logga in en gång, på kontot eller i vilken applikation som helst.
inactivity-not-needed = Behöver du inte kontot längre? Då finns det inget att göra. När det väl är inaktivt kan bara en administratör öppna det igen.
email-changed-subject = Din e-postadress har ändrats
email-changed-lead = En administratör har ändrat e-postadressen för ditt konto hos { $organisation }. Det här är den tidigare adressen.
email-undone-mail-lead = E-postadressen för ditt konto hos { $organisation } har bytts tillbaka till den tidigare, av någon som läser meddelandena där. Alla har loggats ut.
email-moved-lead = E-postadressen för ditt konto hos { $organisation } har bytts. Det här är den tidigare adressen.
email-change-asked-subject = En annan e-postadress har begärts
email-change-asked-lead = Någon som är inloggad på ditt konto hos { $organisation } vill ha en annan e-postadress för det. Ingenting ändras förrän den nya är bekräftad. Det här är den nuvarande adressen.
email-change-not-me = Det var inte jag
email-change-undo-until = Var det inte du, använd knappen senast { $time }: den här adressen är kvar eller din igen, alla loggas ut och du väljer ett nytt lösenord.
email-change-undo-until-ask = Var det inte du, använd knappen senast { $time }: den här adressen är kvar eller din igen, alla loggas ut och lösenordet fungerar inte längre. En administratör i din organisation ger dig ett nytt.
email-change-was-me = Var det du? Då finns inget att göra.
email-wish-subject = Bekräfta din e-postadress för { $organisation }
email-wish-lead = Någon har bett att ett konto hos { $organisation } ska använda den här e-postadressen. Var det du, bekräfta den på sidan som länken leder till.
email-wish-taken-lead = Någon har bett att ett konto hos { $organisation } ska använda den här e-postadressen. Det finns redan ett konto med den, så ingenting ändras.
email-wish-taken-advice = Var det du: logga in med den här adressen, eller välj en annan.
email-wish-not-you = Var det inte du? Då finns inget att göra: utan din bekräftelse ändras ingenting.
email-wish-because = Skickat till { $address } eftersom någon har angett den här adressen hos { $organisation }.
app-removed-subject = Den andra faktorn har stängts av
app-removed-lead = Autentiseringsappen för ditt konto hos { $organisation } har stängts av, och med den dina återställningskoder. Från och med nu räcker lösenordet för att öppna kontot.
factors-reset-subject = Din andra faktor har återställts
factors-reset-lead = En administratör har återställt den andra faktorn för ditt konto hos { $organisation }: din autentiseringsapp och dina återställningskoder gäller inte längre. Överallt där du var inloggad är du nu utloggad. Ditt lösenord är detsamma.
app-removed-beside-subject = Din autentiseringsapp har tagits bort
app-removed-beside-lead = Autentiseringsappen för ditt konto hos { $organisation } har tagits bort. Dess koder öppnar ingenting längre; kontots andra faktor gäller fortfarande.
number-set-up-subject = Koder skickas till en telefon som är din
number-set-up-lead = Ett telefonnummer har lagts till för ditt konto hos { $organisation }. Koder som skickas dit kan användas för att logga in.
number-replaced-lead = Ett telefonnummer har lagts till för ditt konto hos { $organisation }. Koder som skickas dit kan användas för att logga in, men inte längre det som fanns tidigare.
number-removed-subject = Inga fler koder skickas till din telefon
number-removed-lead = Telefonnumret för ditt konto hos { $organisation } har tagits bort. Inga fler koder skickas dit.
last-number-removed-lead = Telefonnumret för ditt konto hos { $organisation } har tagits bort, och med det dina återställningskoder. Inga fler koder skickas dit. Från och med nu räcker lösenordet för att öppna kontot.
passkey-added-subject = Du har en ny passkey
passkey-added-lead = En passkey eller säkerhetsnyckel har lagts till för ditt konto hos { $organisation }. Den kan användas för att logga in.
provider-linked-subject = Ett annat konto loggar in på ditt
provider-linked-lead = Ett konto hos en annan leverantör har länkats till ditt konto hos { $organisation }. Den som loggar in där är inloggad på ditt konto.
provider-unlinked-subject = Ett konto loggar inte längre in på ditt
provider-unlinked-lead = Länken mellan ett konto hos en annan leverantör och ditt konto hos { $organisation } togs bort. Det loggar inte längre in någon.
passkey-removed-subject = En passkey har tagits bort
passkey-removed-lead = En passkey eller säkerhetsnyckel för ditt konto hos { $organisation } har tagits bort. Den öppnar inte kontot längre.
last-passkey-removed-lead = Den sista passkeyn eller säkerhetsnyckeln för ditt konto hos { $organisation } har tagits bort, och med den dina återställningskoder. Från och med nu räcker lösenordet för att öppna kontot.
passkey-copied-subject = En passkey kan ha kopierats
passkey-copied-lead = Någon har loggat in på ditt konto hos { $organisation } med en passkey som räknar hur ofta den används, och räknaren gick tillbaka. Det händer när en nyckel kopieras. Om du inte kan förklara det, ta bort den passkeyn och lägg till den igen.
recovery-codes-issued-subject = Du har nya återställningskoder
recovery-codes-issued-lead = En administratör har skapat återställningskoder för ditt konto hos { $organisation }. Från och med nu gäller bara de.
recovery-codes-renewed-lead = Återställningskoder har skapats för ditt konto hos { $organisation }. Från och med nu gäller bara de.
recovery-code-used-subject = En av dina återställningskoder har använts
recovery-code-used-lead = Hos { $organisation } angav någon ditt rätta lösenord och, i stället för den andra faktorn, en av dina återställningskoder. I webbläsare som du litade på frågas det efter den andra faktorn igen. Var det du behöver du inte göra något.
recovery-codes-left = { $count ->
    [one] En återställningskod finns kvar.
   *[other] { $count } återställningskoder finns kvar.
}
invitation-subject = Inbjudan till { $organisation }
invitation-subject-by = { $inviter } bjuder in dig till { $organisation }
invitation-lead = Skapa ditt konto för att öppna applikationerna hos { $organisation }. Det tar ungefär två minuter.
invitation-button = Skapa konto
invitation-until = Länken fungerar en gång, till { $time }.
invitation-not-expected = Vet du inte varför du fick det här? Låt det vara. Inget händer om du inte skapar kontot.
join-mail-lead = Med kontot som du har kan du öppna mer hos { $organisation }. Logga in som vanligt och se vad som läggs till.
join-mail-button = Visa inbjudan
join-mail-not-expected = Vet du inte varför du fick det här? Låt det vara. Inget händer om du inte lägger till det i ditt konto.
mail-because-invitation = Skickat till { $address } eftersom en administratör hos { $organisation } har bjudit in adressen.
mail-probe-subject = Testmeddelande från { $organisation }
mail-probe-lead = Det här meddelandet visar att { $organisation } kan skicka e-post. Du behöver inte göra något.
mail-because-probe = Skickat till { $address } eftersom den som driver servern bad om ett test.

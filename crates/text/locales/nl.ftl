# Doorward in het Nederlands. Toon: rustig, precies, kort; hele zinnen, ‘u’; er staat altijd wat de volgende stap is.
# Geen verwijten, geen ‘alstublieft’, geen uitroeptekens. <b>…</b> staat om het deel van een zin dat de pagina anders toont.
# ‘{ $contact }’ is de naam die de organisatie zelf aan haar hulp geeft: ‘Servicedesk’.
# Woorden: inloggen, uitloggen, account, applicatie, organisatie, authenticator-app, code, sessie; vergrendeld (locked),
# uitgeschakeld (disabled), inactief (inactive).

## Around every page

page-title = { $page } – { $organisation }
error-page-title = Fout: { $page } – { $organisation }
error-prefix = Fout:
skip-to-content = Naar de inhoud
need-help = Hulp nodig? { $contact }
privacy-notice = Privacyverklaring
accessibility = Toegankelijkheid
menu = Menu
close-menu = Menu sluiten
your-account = Uw account
languages = Talen

## Signing in

sign-in = Inloggen
continue-to = om door te gaan naar <b>{ $application }</b>
email-address = E-mailadres
email-missing = Vul uw e-mailadres in.
email-malformed = Vul een e-mailadres met een @ in, zoals naam@example.org.
company-id = Bedrijfs-ID
company-id-hint = Het staat bovenaan in uw registratiemail.
company-id-missing = Vul uw bedrijfs-ID in.
user-name = Gebruikersnaam
user-name-missing = Vul uw gebruikersnaam in.
password = Wachtwoord
password-is-saved = Uw wachtwoord is bewaard. Meld u ermee aan.
password-missing = Vul uw wachtwoord in.
remember = Ingelogd blijven
remember-hint = Laat dit uit op een gedeelde computer.
go-on = Doorgaan
or-sign-in-with = of inloggen met
sign-in-with = Inloggen met { $provider }
first-time = Voor het eerst hier?
set-up-account = Uw account instellen
use-company-id = Bedrijfs-ID en gebruikersnaam gebruiken
use-email = E-mailadres gebruiken
things-to-correct = { $count ->
    [2] Twee punten om te corrigeren
    [3] Drie punten om te corrigeren
   *[other] { $count } punten om te corrigeren
}

# Identity providers: the way there, and what is told when it leads nowhere.
leave-for = Verder naar { $provider }
leave-for-lead = U logt daar in en komt hier terug.
sign-out-there = Ook bij { $provider } uitloggen
sign-out-there-lead = Hier bent u uitgelogd. Daar logt u ook uit, en u komt terug.
sign-in-another-way = Op een andere manier inloggen
providers-lead = Kies waar u inlogt.
links-provider = U hebt hier al een account. Log één keer in zoals altijd: daarna logt { $provider } u ook in.
provider-refused = { $provider } heeft u niet ingelogd
provider-refused-lead = { $provider }, of een regel van uw organisatie, laat u niet binnen. Hebt u daar meerdere accounts, probeer dan een ander.
provider-refused-reason = Geweigerd door de identiteitsaanbieder
provider-misconfigured-lead = De verbinding met { $provider } is niet goed ingesteld. Dat kunt u niet zelf verhelpen: uw beheerder ziet in de gebeurtenissen wat er misging.
provider-misconfigured-reason = Identiteitsaanbieder verkeerd ingesteld
provider-silent-lead = { $provider } antwoordt op dit moment niet. Met uw account is niets mis. Probeer het over een paar minuten opnieuw.
provider-silent-reason = Identiteitsaanbieder antwoordt niet
provider-unknown = U hebt hier nog geen account
provider-unknown-lead = { $provider } kent u, maar hier is nog geen account voor u gemaakt. Vraag er een aan, of log in met een account dat u hebt.
provider-unknown-reason = Geen account voor deze persoon
provider-other = Dat is een ander account
provider-other-lead = Bij { $provider } bent u ingelogd met een account dat niet aan het uwe hier is gekoppeld. Wissel daar naar het gekoppelde account en probeer het opnieuw.
provider-other-reason = Ander account bij de identiteitsaanbieder

enter-password = Vul uw wachtwoord in
change = Wijzigen
change-email = E-mailadres wijzigen
change-user = Gebruiker wijzigen
show = Tonen
hide = Verbergen
show-password = Wachtwoord tonen
hide-password = Wachtwoord verbergen
restore-password = Wachtwoord herstellen
first-time-or-forgotten = Voor het eerst hier / Wachtwoord vergeten?
restore-lead = Zeg eerst om wiens wachtwoord het gaat. Hoe u een nieuw kiest, staat in de e-mail die wij sturen.
restore-lead-elsewhere = Zeg eerst om wiens wachtwoord het gaat. { $service } bewaart het; daar vragen wij een nieuw.
set-up-account-lead = Zeg eerst wie u bent. Wij sturen een code naar uw e-mailadres.
another-way = Op een andere manier inloggen
email-mismatch = Het e-mailadres en het wachtwoord horen niet bij elkaar. Controleer beide.
email-mismatch-restore = Het e-mailadres en het wachtwoord horen niet bij elkaar. Controleer beide of herstel uw wachtwoord.
user-mismatch = Het bedrijfs-ID, de gebruikersnaam en het wachtwoord horen niet bij elkaar. Controleer alle drie.
user-mismatch-restore = Het bedrijfs-ID, de gebruikersnaam en het wachtwoord horen niet bij elkaar. Controleer alle drie of herstel uw wachtwoord.
service-silent = De inlogdienst van uw organisatie antwoordt op dit moment niet. Uw wachtwoord is niet gecontroleerd. Probeer het over een paar minuten opnieuw.
password-not-carried = De inlogdienst van uw organisatie kan geen wachtwoord met deze tekens aannemen. Controleer wat u hebt getypt.
password-expired-there = Uw organisatie wil dat u eerst uw wachtwoord wijzigt. Wijzig het waar u dat gewoonlijk doet en log daarna hier in met het nieuwe.
tries-left = { $count ->
    [one] U hebt nog één poging voordat het account wordt vergrendeld.
    [2] U hebt nog twee pogingen voordat het account wordt vergrendeld.
    [3] U hebt nog drie pogingen voordat het account wordt vergrendeld.
   *[other] U hebt nog { $count } pogingen voordat het account wordt vergrendeld.
}

enter-code = Vul de code uit uw app in
code-lead = Open uw authenticator-app en zoek <b>{ $organisation }</b>.
six-digit-code = Code van zes cijfers
code-mismatch = Deze code klopt niet. Vul de code in die uw app nu toont. Een code werkt één keer: hebt u hem al gebruikt, wacht dan op de volgende.
trust-device = { $days ->
    [one] Op dit apparaat een dag lang niet om een code vragen
   *[other] Op dit apparaat { $days } dagen lang niet om een code vragen
}
trust-device-passkey = { $days ->
    [one] Op dit apparaat een dag lang niet om de toegangssleutel vragen
   *[other] Op dit apparaat { $days } dagen lang niet om de toegangssleutel vragen
}
trust-device-hours = { $hours ->
    [one] Op dit apparaat een uur lang niet om een code vragen
   *[other] Op dit apparaat { $hours } uur lang niet om een code vragen
}
trust-device-passkey-hours = { $hours ->
    [one] Op dit apparaat een uur lang niet om de toegangssleutel vragen
   *[other] Op dit apparaat { $hours } uur lang niet om de toegangssleutel vragen
}

enter-recovery-code = Vul een herstelcode in
recovery-code-lead = Gebruik een van de herstelcodes die u hebt bewaard. Elke code werkt één keer; daarna vervangt u wat u kwijt bent.
recovery-code-mismatch = Deze code klopt niet of is al gebruikt. Vul een andere in.
choose-another-way = Een andere manier kiezen
use-recovery-code = Een herstelcode gebruiken
use-app-code = De code uit de app gebruiken
send-code = Uw e-mailadres bevestigen
send-code-lead = Wij sturen een code per e-mail naar <b>{ $who }</b>.
send-code-button = Verificatiecode sturen
mailed-code = Vul de code in die wij hebben gestuurd
mailed-code-lead = Als <b>{ $who }</b> hier een account heeft, is er een code per e-mail onderweg.
mailed-code-lead-register = Als <b>{ $who }</b> hier een account kan hebben, is er een code per e-mail onderweg.
mailed-code-good = { $count ->
    [one] De code is om { $time } verstuurd en geldt een minuut. Eerdere codes gelden niet meer.
    [5] De code is om { $time } verstuurd en geldt vijf minuten. Eerdere codes gelden niet meer.
   *[other] De code is om { $time } verstuurd en geldt { $count } minuten. Eerdere codes gelden niet meer.
}
mailed-code-label = Code uit de e-mail
mailed-code-missing = Vul de cijfers van de code uit de e-mail in.
mailed-code-mismatch = Deze code klopt niet of is te oud. Vul die uit de nieuwste e-mail in, of stuur hieronder een nieuwe.
mailed-code-spent = Met deze code is te vaak een verkeerde poging gedaan. Stuur hieronder een nieuwe.
send-new-code = Een nieuwe code sturen
again-after-a-minute = Na een minuut kunt u opnieuw vragen.
look-again = Niets gekomen? Kijk opnieuw
code-sent-lately = De nieuwste code is om { $sent } verstuurd. Vanaf { $next } kunt u opnieuw vragen.
ask-code-by-text = Een code per sms krijgen
ask-code-by-mail = Een code per e-mail krijgen
ask-code-lead-phone = We sturen een code naar uw telefoon, waarvan het nummer eindigt op <b>{ $digits }</b>.
ask-code-lead-mailbox = We sturen een code naar <b>het e-mailadres van uw account</b>.
ask-code-button = Code sturen
sent-code-lead-phone = Er is een code onderweg naar uw telefoon, waarvan het nummer eindigt op <b>{ $digits }</b>.
sent-code-lead-number = Er is een code onderweg naar <b>{ $number }</b>.
sent-code-lead-mailbox = Er is een code onderweg naar <b>het e-mailadres van uw account</b>.
sent-code-missing = Vul de zes cijfers in die we hebben gestuurd.
sent-code-mismatch = Deze code klopt niet of is te oud. Vul de nieuwste in of stuur hieronder een nieuwe.
text-message-delayed = De sms doet er langer over dan normaal. We blijven dezelfde code proberen te sturen; komt hij niet aan, gebruik dan hieronder een andere manier.
text-message-failed = De sms kon niet worden afgeleverd. Gebruik hieronder een andere manier of stuur een nieuwe code.
codes-too-many = Er zijn zo veel codes gestuurd dat er even geen meer zijn. Gebruik een andere manier of probeer het later opnieuw.
codes-paused = Op dit moment kunnen er geen codes per sms worden gestuurd. Gebruik een andere manier of probeer het later opnieuw.
use-email-code = In plaats daarvan een code per e-mail krijgen
use-text-code = In plaats daarvan een code per sms krijgen
use-other-number = Een ander nummer gebruiken
set-up-number = Codes per sms krijgen
set-up-number-lead = Vul het nummer van uw telefoon in. We sturen er een code naartoe, om te zien dat het uw telefoon is.
change-number = Telefoonnummer wijzigen
change-number-lead = Codes gaan nu naar het nummer dat eindigt op <b>{ $digits }</b>. Vul het nieuwe nummer in. We sturen er een code naartoe, om te zien dat het uw telefoon is.
app-is-safer = Een authenticator-app is de veiligere keuze. Hij werkt in het buitenland en zonder bereik, en niemand kan de codes ervan omleiden.
set-up-app-instead = In plaats daarvan een app instellen
use-number-instead = In plaats daarvan codes per sms krijgen
number-country = Land
number-country-choose = Kies een land
number-country-missing = Kies het land van het nummer.
number-countries = Codes worden alleen naar deze landen gestuurd.
number-of-phone = Telefoonnummer
number-missing = Vul uw telefoonnummer in.
number-unreadable = Vul het telefoonnummer in cijfers in, zonder letters of toestelnummer.
number-no-country = Geen enkel landnummer begint zo. Controleer de cijfers na de plus.
number-too-short = Er ontbreken cijfers. Controleer het nummer en het land.
number-too-long = Dit zijn te veel cijfers. Controleer het nummer en het land.
number-premium = Naar betaalnummers, servicenummers en persoonlijke nummers gaan geen codes. Vul het nummer van uw telefoon in.
number-not-served = Naar nummers van dit land ({ $country }) worden geen codes gestuurd. Vul een nummer in van een van de landen in de lijst.
code-verified = De code is gecontroleerd
code-verified-lead = U kunt nu verder.
send-link-lead = Wij sturen <b>{ $who }</b> per e-mail een link om een nieuw wachtwoord te kiezen.
send-link-button = De link sturen
link-sent = Kijk in uw e-mail
link-sent-lead = Als <b>{ $who }</b> hier een account heeft, is er een link onderweg. Die werkt één keer, 30 minuten lang.
link-sent-nothing = Na een paar minuten nog niets? Kijk in de map met spam, of stuur de link nog een keer.
send-again = Nog een keer sturen
reset-requested = Uw verzoek is doorgestuurd
reset-requested-lead = <b>{ $service }</b> bewaart uw wachtwoord. Als <b>{ $who }</b> daar bekend is, hoort u van daar hoe u een nieuw kiest.
reset-requested-nothing = Na een paar minuten nog niets? Stuur het verzoek nog een keer, of vraag het aan het contact hieronder.
request-reset-lead = <b>{ $service }</b> bewaart uw wachtwoord. Wij vragen daar een nieuw wachtwoord voor <b>{ $who }</b>.
request-reset = Een nieuw wachtwoord vragen
new-password-by-link = Een nieuw wachtwoord kiezen
link-expired = Deze link is verlopen
link-expired-lead = Links naar een nieuw wachtwoord werken één keer, 30 minuten lang, en niet meer zodra het wachtwoord is gewijzigd.
send-new-link = Een nieuwe link sturen
link-used = Deze link heeft zijn werk gedaan
link-used-lead = Het wachtwoord is ermee ingesteld. Ga verder en log in; voor een ander wachtwoord vraagt u een nieuwe link aan.

enrol-totp = Stel uw authenticator-app in
enrol-totp-lead = Scan deze afbeelding met een authenticator-app op uw telefoon, of vul daar de sleutel in. Vul daarna de code in die de app toont.
recovery-code-taken = Uw herstelcode is geaccepteerd. Zodra u hier klaar bent, telt niet meer wat u eerder had.
enrol-totp-picture = QR-code met de sleutel voor uw authenticator-app
enrol-totp-key = Sleutel
enrol-totp-trouble = Lukt het nog niet?
enrol-totp-by-hand = Kies in uw app om een sleutel met de hand in te voeren, met elke 30 seconden een nieuwe code, en typ dit:
enrol-totp-here = Openen in een app op dit apparaat
enrol-totp-which = Welke app?
enrol-totp-any = Elke authenticator-app is goed. Deze zijn gratis:
record-codes = Bewaar uw herstelcodes
record-codes-lead = Elke code vervangt één keer uw tweede factor als u die kwijtraakt. Ze worden alleen deze keer getoond. Ze gelden zodra u doorgaat.
download-codes = Als tekst downloaden
print-codes = Afdrukken
codes-are-recorded = Ik heb ze veilig bewaard
record-codes-missing = Bewaar de codes en zet daarna het vinkje.
enrol-later = Nu niet
enrol-later-until = U kunt dit uitstellen tot { $time }.

confirm-lead = Bevestig nog een keer dat u het bent voordat u verdergaat.
confirm-change-password-lead = Bevestig nog een keer dat u het bent voordat u uw wachtwoord wijzigt.
confirm-change-email-lead = Bevestig nog een keer dat u het bent voordat u uw e-mailadres wijzigt.
confirm-add-factor-lead = Bevestig nog een keer dat u het bent voordat u een tweede factor toevoegt of vervangt.
confirm-remove-factor-lead = Bevestig nog een keer dat u het bent voordat u een tweede factor verwijdert.
confirm-new-codes-lead = Bevestig nog een keer dat u het bent voordat u nieuwe herstelcodes maakt.
confirm-change-links-lead = Bevestig nog een keer dat u het bent voordat u een account koppelt of ontkoppelt.
confirm-export-lead = Bevestig nog een keer dat u het bent voordat u uw persoonsgegevens exporteert.
confirm-delete-lead = Bevestig nog een keer dat u het bent voordat u uw account verwijdert.
cancel = Annuleren
choose-password = Kies een wachtwoord
choose-other-password = Kies een ander wachtwoord
password-first-lead = Hiermee logt u voortaan in.
password-broken-lead = Uw wachtwoord klopte, maar voldoet niet aan de huidige regels van { $organisation }. Kies een ander wachtwoord, daarna gaat u verder.
password-expired-lead = Uw wachtwoord klopte, maar is ouder dan { $organisation } toestaat. Kies een ander wachtwoord, daarna gaat u verder.
password-demanded-lead = Uw wachtwoord klopte. { $organisation } vraagt u om er nu zelf een te kiezen, daarna gaat u verder.
password-recovered-lead = Het vervangt het wachtwoord dat u vergeten was. Log er daarna mee in.
password-changed-page-lead = Het vervangt het wachtwoord dat u nu hebt.
other-sessions-end = Overal waar u verder bent ingelogd, wordt u uitgelogd.
new-password = Nieuw wachtwoord
repeat-password = Herhaal het nieuwe wachtwoord
save-password = Wachtwoord opslaan
new-password-missing = Vul een nieuw wachtwoord in.
new-password-not-repeated = De twee wachtwoorden zijn niet gelijk. Vul beide opnieuw in.
new-password-breaks-rules = Dit wachtwoord voldoet niet aan alle regels hieronder. Kies een ander.
new-password-common = Dit wachtwoord hoort bij de wachtwoorden die als eerste worden geraden. Kies een ander.
new-password-personal = Dit wachtwoord bestaat uit uw eigen gegevens of uit namen die makkelijk te raden zijn. Kies een ander.
new-password-breached = Dit wachtwoord is bekend uit een datalek en wordt door inbrekers geprobeerd. Kies een ander.
new-password-previous = U hebt dit wachtwoord eerder gehad. Kies een ander.
rule-min = { $count ->
    [one] Minstens één teken
   *[other] Minstens { $count } tekens
}
rule-max = { $count ->
    [one] Hoogstens één teken
   *[other] Hoogstens { $count } tekens
}
rule-lower = Een kleine letter
rule-upper = Een hoofdletter
rule-digit = Een cijfer
rule-symbol = Een speciaal teken, zoals # of %
rule-classes = { $count ->
    [one] Minstens één van deze soorten: kleine letters, hoofdletters, cijfers, speciale tekens
    [2] Minstens twee van deze soorten: kleine letters, hoofdletters, cijfers, speciale tekens
   *[other] Minstens drie van deze soorten: kleine letters, hoofdletters, cijfers, speciale tekens
}
rule-ascii = Alleen letters van a tot z, cijfers en speciale tekens; geen spaties
rule-no-dot-before-at = Geen punt direct voor een @
rule-not-common = Geen wachtwoord dat als eerste wordt geraden
rule-not-personal = Niet gemaakt van uw naam, uw adres of de naam van uw organisatie
rule-not-breached = Niet bekend uit een datalek
rule-not-present = Niet het wachtwoord dat u nu hebt
rule-not-previous = { $count ->
    [2] Geen van uw laatste twee wachtwoorden
    [3] Geen van uw laatste drie wachtwoorden
    [4] Geen van uw laatste vier wachtwoorden
    [5] Geen van uw laatste vijf wachtwoorden
   *[other] Geen van uw laatste { $count } wachtwoorden
}
rule-met = voldaan
rule-unmet = niet voldaan
rule-not-yet-met = nog niet voldaan
rule-judged-later = wordt gecontroleerd als u verdergaat

accept-notice = Lees de privacyverklaring
accept-notice-lead = { $organisation } vraagt iedereen om er vóór het verdergaan mee in te stemmen.
consent-to-notice = Ik stem in met de verwerking van mijn persoonsgegevens zoals beschreven in de <b>privacyverklaring</b>
notice-missing = Zet het vinkje om in te stemmen met de privacyverklaring.

choose-way = Kies hoe u bevestigt dat u het bent
way-password = Wachtwoord
way-app = Authenticator-app
way-passkey = Toegangssleutel of beveiligingssleutel
way-sms = Sms
way-sms-hint = Naar het nummer dat eindigt op { $digits }
way-email = E-mail
way-email-hint = Naar het e-mailadres van uw account
way-recovery = Herstelcode
way-recovery-hint = Een van de codes die u hebt bewaard
way-last-used = Vorige keer gebruikt
none-at-hand = Hebt u geen van deze bij de hand? { $contact } kan uw account resetten.
none-at-hand-no-contact = Hebt u geen van deze bij de hand? Uw organisatie kan uw account resetten.
use-passkey = Gebruik uw toegangssleutel of beveiligingssleutel
passkey-lead = Uw browser vraagt erom. Raak de sleutel aan, of ontgrendel dit apparaat zoals altijd.
go-on-with-passkey = Verder met toegangssleutel
sign-in-with-passkey = Inloggen met een toegangssleutel
passkey-without-script = Toegangssleutels hebben JavaScript nodig, dat in deze browser uitstaat. Al het andere op deze pagina werkt ook zonder.
add-passkey-without-script = Toegangssleutels hebben JavaScript nodig, dat in deze browser uitstaat. Zet het aan en laad deze pagina opnieuw, of voeg de toegangssleutel toe in een andere browser.
passkey-cancelled = Er is niets gekozen. Probeer het opnieuw.
passkey-unsupported = Deze browser kan geen toegangssleutels gebruiken. Gebruik een andere browser of een ander apparaat.
passkey-exists = Dit apparaat of deze sleutel heeft al een toegangssleutel voor uw account.
passkey-wrong = Het antwoord van de toegangssleutel is niet aangenomen. Probeer het opnieuw.
passkey-late = Dat duurde te lang. Probeer het opnieuw.
passkey-unknown = Deze toegangssleutel is hier niet meer bekend. Verwijder hem op uw apparaat, en ga op een andere manier verder.
passkey-not-verified = De sleutel heeft niet gecontroleerd dat u het bent. Stel er een pincode op in, of gebruik een andere.
passkey-backup-changed = Deze toegangssleutel zegt van zichzelf dat hij mag worden gekopieerd, en zei bij het toevoegen het tegendeel, of andersom. Sommige wachtwoordbeheerders doen dat. Ga op een andere manier verder, verwijder de toegangssleutel in uw account, en voeg hem opnieuw toe.
passkey-too-many = U hebt 20 toegangssleutels. Verwijder er een voordat u een andere toevoegt.
passkey-model-not-taken = Uw organisatie accepteert alleen toegangssleutels van bepaalde modellen, en deze toont niet aan dat hij daarbij hoort. Gebruik een andere sleutel, of vraag uw organisatie welke zij accepteert.
passkey-models-certain = Uw organisatie accepteert alleen toegangssleutels van bepaalde modellen. Laat uw browser doorgeven welk model de uwe is.
passkey-model-replaced = Uw organisatie accepteert alleen toegangssleutels van bepaalde modellen, en die u hebt gebruikt is van een ander model. Voeg er een toe die zij accepteert, en verwijder de andere in uw account.
passkey-demanded = Hier komt niemand binnen zonder toegangssleutel: wachtwoorden en codes kunnen mensen worden ontfutseld. Voeg er nu een toe, bewaard door dit apparaat, uw telefoon of een beveiligingssleutel.
passkey-no-device = Niets dat er een kan bewaren? Vraag het { $contact }.
passkey-no-device-no-contact = Niets dat er een kan bewaren? Vraag het uw organisatie.
passkey-lost = Toegangssleutel kwijt? { $contact } kan uw account resetten.
passkey-lost-no-contact = Toegangssleutel kwijt? Uw organisatie kan uw account resetten.
add-passkey = Toegangssleutel toevoegen
add-passkey-lead = Een toegangssleutel wordt bewaard door dit apparaat, uw wachtwoordbeheerder of een beveiligingssleutel. Hij werkt alleen op deze site, dus niemand kan hem u ontfutselen.
offer-passkey = Volgende keer sneller inloggen
offer-passkey-lead = Maak een toegangssleutel, en dit apparaat laat u met uw vinger, uw gezicht of zijn pincode inloggen in plaats van met het wachtwoord. Hij werkt alleen op deze site, en u kunt hem op elk moment in uw account verwijderen. Op andere apparaten kan er dan naast het wachtwoord naar gevraagd worden, of naar een herstelcode.
offer-passkey-once = Dit wordt u niet nog eens gevraagd. In uw account kunt u er altijd een toevoegen.
create-passkey = Toegangssleutel maken
passkey-name = Naam
passkey-name-hint = Waaraan u hem herkent, zoals ‘blauwe sleutel’ of ‘laptop van het werk’.
passkey-name-missing = Vul een naam in.
use-passkey-instead = In plaats daarvan een toegangssleutel of beveiligingssleutel gebruiken
passkey-named = Toegangssleutel ‘{ $name }’
passkey-unnamed = Toegangssleutel zonder naam
passkey-none = Nog geen. Sneller dan een code, en hij kan niet aan een verkeerde site worden gegeven.
passkey-another = Voeg er een toe voor elk apparaat waarmee u inlogt.
passkey-other-domain = Gemaakt voor { $domain } en hier van geen nut. Verwijder hem.
passkey-other-model = Van een model dat uw organisatie niet accepteert. Voeg een andere toe en verwijder deze daarna.
manage = Beheren
remove-passkey = Toegangssleutel verwijderen
remove-passkey-asks = Toegangssleutel verwijderen…
remove-passkey-lead = Hij opent uw account niet meer, en uw andere sessies eindigen.
remove-a-passkey = Deze toegangssleutel verwijderen?
remove-named-passkey = De toegangssleutel ‘{ $name }’ verwijderen?
keep-passkey = Toegangssleutel houden
passkey-is-added = De toegangssleutel is toegevoegd.
passkey-is-removed = De toegangssleutel is verwijderd. Verwijder hem ook op uw apparaat.
passkey-is-renamed = De naam is opgeslagen.
passkey-is-last = Dit is uw laatste tweede factor, en { $organisation } wil dat u er een hebt. Voeg eerst een andere toe.
passkey-is-only-way-in = Dit is de enige toegang tot uw account. Voeg eerst een andere toegangssleutel toe of stel een wachtwoord in.

## Consent

consent = Mag { $application } uw account gebruiken?
consent-lead = { $application } vraagt { $organisation } om het volgende:
scope-openid = Weten wie u bent wanneer u inlogt
scope-profile = Uw naam en uw profiel zien
scope-email = Uw e-mailadres zien
scope-phone = Uw telefoonnummer zien
scope-address = Uw postadres zien
scope-groups = Zien bij welke groepen u hoort
scope-offline = Ingelogd blijven terwijl u weg bent
scope-other = ‘{ $scope }’ gebruiken
allow = Toestaan
deny = Niet toestaan
signed-in-as = Ingelogd als
not-you = Bent u dit niet?
someone-else = Inloggen als iemand anders

## Signing out

sign-out = Uitloggen
sign-out-question = Wilt u uitloggen?
sign-out-lead = U hebt deze applicaties in deze browser geopend. Welke dat willen weten, krijgen te horen dat u uitlogt; de volgende pagina zegt welke niet, zodat u ook daar kunt uitloggen.
sign-out-lead-none = In deze browser bent u ingelogd bij { $organisation }.
stay-signed-in = Ingelogd blijven
signed-out = U bent uitgelogd
signed-out-lead = Uw sessie hier is beëindigd. Nog niet al deze applicaties hebben de hunne gesloten. Log op een computer die ook anderen gebruiken daar ook uit, of sluit alle vensters van de browser.
signed-out-lead-closed = Uw sessie hier is beëindigd, en die van deze applicaties ook.
signed-out-lead-none = Uw sessie in deze browser is beëindigd.
app-closed = Gesloten
app-pending = Nog geen antwoord
app-pending-hint = Wordt opnieuw ingelicht tot ze antwoordt. Sluit tot die tijd haar venster.
app-not-told = Niet ingelicht
app-not-told-hint = Sluit vanzelf zodra de applicatie hier navraag doet of haar eigen sessie eindigt.
return-to = Terug naar { $application }
sign-in-again = Opnieuw inloggen

## Home

your-applications = Uw applicaties
home = Start
console = Console
find-application = Applicatie zoeken
something-missing = Mist u iets? Neem contact op met <b>{ $contact }</b>
no-applications = Er zijn nog geen applicaties aan u toegewezen
no-applications-lead = Een beheerder wijst applicaties toe. Zodra u er een hebt, staat die hier.
no-start-addresses = Uw applicaties starten niet vanaf hier
no-start-addresses-lead = U mag applicaties openen, maar geen daarvan heeft een startadres. Ga naar het adres van de applicatie zelf.
no-application-called = Er is geen applicatie met de naam ‘{ $query }’.
all-applications = Alle applicaties tonen

## Profile

profile = Profiel
first-name = Voornaam
first-name-missing = Voer uw voornaam in.
last-name = Achternaam
last-name-missing = Voer uw achternaam in.
occupation = Functie
department = Afdeling
optional = (optioneel)
field-too-long = Gebruik hoogstens { $most } tekens.
field-not-text = Gebruik letters, cijfers en tekens op één regel.
save-changes = Wijzigingen opslaan
reset = Herstellen
picture = Foto
picture-hint = PNG of JPEG, tot 5 MB.
update-picture = Foto bijwerken
remove = Verwijderen
remove-picture = Foto verwijderen
your-picture = Uw foto
your-generated-picture = Uw foto: de initialen { $initials }
picture-missing = Kies eerst een bestand.
picture-too-large = Dit bestand is groter dan 5 MB. Kies een kleiner bestand.
picture-format = Dit is geen PNG- of JPEG-bestand. Sla de foto in een van deze formaten op en kies die opnieuw.
picture-format-named = Dit is een { $format }-bestand. Sla de foto op als PNG of JPEG en kies die opnieuw.
picture-too-many-pixels = Deze foto heeft { $width } × { $height } pixels; voor dit soort foto is hoogstens { $most } miljoen mogelijk. Maak de foto kleiner en kies die opnieuw.
picture-print-colours = Deze foto heeft kleuren voor drukwerk (CMYK). Sla de foto op met kleuren voor beeldschermen (RGB) en kies die opnieuw.
picture-broken = Dit bestand is onvolledig of beschadigd. Kies een ander bestand.
picture-saved = Uw foto is opgeslagen.
picture-removed = Uw foto is verwijderd.
profile-saved = Uw profiel is opgeslagen.
profile-changed-meanwhile = Uw profiel is intussen gewijzigd, in een ander venster of door een beheerder. Wat u hebt ingevoerd, staat hieronder: sla het opnieuw op om het te bewaren, of <b>toon wat is opgeslagen</b>.

linked-accounts = Gekoppelde accounts
linked-accounts-hint = Ook hiermee logt u in.
account-linked = Gekoppeld op { $date }
account-linked-and-used = Gekoppeld op { $linked }, laatst gebruikt { $used }
account-not-linked = Niet gekoppeld
link-account = Koppelen…
link-account-of = Een account bij { $provider } koppelen
unlink-account = Ontkoppelen…
unlink-account-of = Het account bij { $provider } ontkoppelen
attach-heading = Uw account bij { $provider } koppelen
attach-lead = Log daar in met het account dat gekoppeld moet worden. Wie daarop inlogt, is vanaf dan hier op uw account ingelogd.
detach-heading = { $provider } ontkoppelen?
detach-lead = Uw account daar logt u hier niet meer in, en uw andere sessies eindigen.
detach-button = Account ontkoppelen
keep-linked = Gekoppeld laten
account-attached = Uw account bij { $provider } is gekoppeld: vanaf nu logt het u in.
account-detached = Uw account bij { $provider } is ontkoppeld.
account-taken = Dat account bij { $provider } is hier aan een ander account gekoppeld. Er is niets gewijzigd.
account-only-way-in = { $provider } is uw enige manier om in te loggen. Kies eerst een andere.
your-data = Uw gegevens
export-data = Mijn persoonsgegevens exporteren
export-hint = Alles wat over u wordt bewaard, als JSON-bestand.
export = Exporteren
export-lead = Het bestand bevat alles wat { $organisation } hier over u bewaart: uw profiel, hoe u inlogt, uw sessies, wat u applicaties hebt toegestaan en wat er is gebeurd. Bewaar het waar niemand anders het leest.
download = Downloaden
back-to-profile = Terug naar uw profiel
delete-account = Account verwijderen
delete-hint = Beëindigt alle sessies. Dit kan niet ongedaan worden gemaakt.
delete = Verwijderen…
delete-question = Uw account verwijderen?
delete-lead = { $count ->
    [0] Uw sessies eindigen, uw profiel en uw foto worden verwijderd. Dit kan niet ongedaan worden gemaakt.
    [one] U verliest meteen de toegang tot één applicatie. Uw sessies eindigen, uw profiel en uw foto worden verwijderd. Dit kan niet ongedaan worden gemaakt.
   *[other] U verliest meteen de toegang tot { $count } applicaties. Uw sessies eindigen, uw profiel en uw foto worden verwijderd. Dit kan niet ongedaan worden gemaakt.
}
delete-stays = Wat { $organisation } van uw inlogmomenten heeft vastgelegd, blijft zolang zulke gegevens daar worden bewaard, zonder uw naam.
delete-my-account = Mijn account verwijderen
keep-my-account = Mijn account houden
last-owner = U bent de laatste eigenaar van { $organisation }. Maak eerst iemand anders eigenaar.
account-deleted = Uw account is verwijderd
account-deleted-lead = Alle sessies zijn beëindigd. Uw e-mailadres is vrij voor een nieuw account.

## Settings

settings = Instellingen
language-setting = Taal
time-zone = Tijdzone
time-zone-hint = Datums en tijden worden hierin getoond. Applicaties zien deze ook.
time-zone-choose = Kies een tijdzone
time-zone-missing = Kies uw tijdzone.
date-format = Datumnotatie
time-format = Tijdnotatie
save-settings = Instellingen opslaan
settings-saved = Uw instellingen zijn opgeslagen.
region-africa = Afrika
region-america = Amerika
region-antarctica = Antarctica
region-arctic = Noordpoolgebied
region-asia = Azië
region-atlantic = Atlantische Oceaan
region-australia = Australië
region-europe = Europa
region-indian = Indische Oceaan
region-pacific = Stille Oceaan

## Password and two-factor

current-password = Huidig wachtwoord
current-password-missing = Vul uw huidige wachtwoord in.
current-password-wrong = Dat is niet uw huidige wachtwoord. Vul het opnieuw in.
password-judged-by = Alleen { $service } kent uw wachtwoord, en controleert het daar. Wijzig het daar; hier wordt er niets van bewaard.
change-password = Wachtwoord wijzigen
change-password-asks = Wachtwoord wijzigen…
password-asks-first = Eerst bevestigt u dat u het bent, daarna kiest u het nieuwe wachtwoord.
password-last-changed = Laatst gewijzigd op { $date }.
password-was-changed = Uw wachtwoord is gewijzigd. Overal waar u verder was ingelogd, bent u nu uitgelogd.
two-factor = Tweede factor
two-factor-by-mail = Na uw wachtwoord wordt u gevraagd om een code die naar uw e-mailadres gaat.
two-factor-off = Uit. Uw wachtwoord alleen opent uw account.
two-factor-on = Aan. Na uw wachtwoord wordt u om een tweede stap gevraagd.
two-factor-required = Aan. { $organisation } vraagt iedereen om een tweede stap.
two-factor-ends-others = Een wijziging hier logt u overal verder uit, en elke browser wordt weer om een code gevraagd.
app-not-set-up = Niet ingesteld. De app werkt ook in het buitenland en zonder bereik.
app-added = Toegevoegd op { $date }
app-added-and-used = Toegevoegd op { $added }, laatst gebruikt: { $used }
set-up-app = Instellen…
replace-app = Vervangen…
remove-app-asks = Uitschakelen…
number-not-set-up = Niet ingesteld. De app werkt in het buitenland en zonder bereik.
number-added = Eindigt op { $digits }, toegevoegd op { $date }
number-added-and-used = Eindigt op { $digits }, toegevoegd op { $added }, laatst gebruikt { $used }
set-up-number-asks = Sms instellen…
replace-number = Nummer wijzigen…
remove-number-asks = Nummer verwijderen…
recovery-codes = Herstelcodes
recovery-codes-remaining = { $count ->
    [0] Geen over
    [one] Nog één over
   *[other] Nog { $count } over
}
recovery-codes-few = Maak nieuwe voordat ze op zijn.
recovery-codes-none = U hebt geen herstelcodes. Maak ze nu: zonder codes kan alleen een beheerder u weer binnenlaten als u kwijtraakt waarmee u inlogt.
recovery-codes-hint = Voor de dag dat u uw telefoon of sleutel kwijtraakt.
make-recovery-codes = Nieuwe codes maken…
two-factor-set-up = De tweede factor staat aan. Overal waar u verder was ingelogd, bent u nu uitgelogd.
app-removed-done = De authenticator-app is verwijderd. Overal waar u verder was ingelogd, bent u nu uitgelogd.
two-factor-removed = De tweede factor staat uit. Overal waar u verder was ingelogd, bent u nu uitgelogd.
recovery-codes-recorded = Uw herstelcodes werken vanaf nu, en alleen deze.
trusted-browsers = Vertrouwde browsers
trusted-browsers-lead = In deze browsers wordt u tot de genoemde dag niet om de tweede factor gevraagd.
trusted-between = Vertrouwd sinds { $since }, tot { $until }
trusted-used = Laatst ingelogd: { $used }
distrust = Weer vragen
distrust-browser = Weer vragen: { $device }, { $place }
distrust-all = In alle browsers weer vragen
browser-distrusted = In die browser wordt u weer om de tweede factor gevraagd.
browsers-distrusted = U wordt in elke browser weer om de tweede factor gevraagd.
nothing-was-changed = Er is niets gewijzigd. Begin hier opnieuw.
breadcrumb = U bent hier
remove-app = Tweede factor uitschakelen?
remove-app-crumb = Uitschakelen
remove-app-lead = Daarna opent uw wachtwoord alleen uw account. De codes van de app en uw herstelcodes werken dan niet meer.
remove-app-beside = De authenticator-app verwijderen?
remove-app-beside-crumb = App verwijderen
remove-app-beside-lead = De codes ervan werken dan niet meer. U kunt nog inloggen met de andere tweede factor van uw account.
remove-app-beside-button = De app verwijderen
remove-app-button = Tweede factor uitschakelen
keep-app = Aan laten staan
number-set-up-done = Vanaf nu gaan codes naar uw telefoon. Overal elders waar u was ingelogd, bent u uitgelogd.
number-removed-done = Er gaan geen codes meer naar uw telefoon. Overal elders waar u was ingelogd, bent u uitgelogd.
remove-number = Geen codes meer naar uw telefoon sturen?
remove-number-crumb = Nummer verwijderen
remove-number-lead = We vergeten het nummer. U kunt nog inloggen met de andere tweede factor van uw account.
remove-last-number-lead = We vergeten het nummer. Daarna opent uw wachtwoord alleen uw account, en uw herstelcodes zijn niets meer waard.
remove-number-button = Nummer verwijderen
keep-number = Nummer behouden

## E-mail address

email-yours = U meldt zich aan met dit adres, en uw berichten gaan daarheen.
email-none = Er is hier nog geen e-mailadres van u bekend.
email-set-by = { $organisation } beheert uw e-mailadres. Moet het een ander adres zijn, meld het dan via de gegevens hieronder.
email-change-asks = E-mailadres wijzigen…
email-change-first = Eerst bevestigt u dat u het bent, dan vult u het nieuwe adres in.
email-wish = Wacht op bevestiging
email-wish-sent = Er is een link gestuurd naar <b>{ $address }</b>. Tot iemand die opent en bevestigt, blijft het oude adres gelden. De link werkt tot { $time }.
email-wish-late = De link die naar <b>{ $address }</b> is gestuurd, is te oud. Verstuur hem opnieuw, of vul een ander adres in.
email-wish-again = Link opnieuw versturen
email-wish-correct = Adres verbeteren…
email-wish-cancel = Wijziging annuleren
email-wish-was-sent = De link is onderweg. Het vorige adres krijgt een melding.
email-wish-was-sent-again = De link is opnieuw onderweg. Eerdere berichten leiden naar dezelfde pagina.
email-wish-was-cancelled = De wijziging is geannuleerd. Uw adres blijft zoals het is.
email-too-many = Er zijn te veel van deze berichten aangevraagd. Probeer het later opnieuw; de laatste link werkt nog.
new-email = Nieuw e-mailadres
new-email-lead = Er gaat een link naar het nieuwe adres. Uw adres verandert zodra u die opent en bevestigt, in welke browser dan ook. Het huidige adres krijgt een melding waarmee de wijziging 14 dagen lang ongedaan kan worden gemaakt.
new-email-send = Bevestigingslink naar het nieuwe adres sturen
new-email-same = Dit is al uw adres. Vul een ander adres in.
new-email-other-organisation = Adressen van dit domein horen bij een andere organisatie. Vul een ander adres in.
new-email-not-a-domain = { $organisation } accepteert alleen adressen van de eigen domeinen. Vul daar een van in.
confirm-email = Dit e-mailadres bevestigen?
confirm-email-lead = Iemand heeft gevraagd om <b>{ $address }</b> te gebruiken voor een account bij { $organisation }. Bevestig alleen als u dat was.
confirm-this-address = Dit adres bevestigen
email-confirmed = Uw nieuwe adres is bevestigd
email-confirmed-lead = Vanaf nu meldt u zich daarmee aan, en uw berichten gaan daarheen. U hoeft verder niets te doen.
email-taken = Dit adres hoort bij een ander account
email-taken-lead = Iemand anders heeft het inmiddels, dus er is niets gewijzigd. Kies in uw account een ander adres, of vraag het via de gegevens hieronder.
email-link-late = Deze link is te oud
email-link-late-lead = Er is niets gewijzigd. In uw account kunt u hem onder ‘E-mail’ opnieuw laten versturen.
email-link-dropped = Deze link leidt nergens meer heen
email-link-dropped-lead = De wijziging is geannuleerd, of er is daarna een ander adres gevraagd. Er is niets gewijzigd.
email-link-voided-lead = Sinds de link is verstuurd, is een eerdere wijziging ongedaan gemaakt, of heeft uw organisatie voor het account gezorgd. Er is nu niets gewijzigd. Klopt er iets niet, meld het dan meteen bij het contact hieronder.
email-back-to-account = Naar uw account
undo-email = Was u dit niet?
undo-email-lead = Dan heeft iemand anders uw account bij { $organisation } gebruikt. Met deze knop is <b>{ $address }</b> weer het adres van het account. Iedereen wordt afgemeld, wat sindsdien is ingesteld vervalt, en het wachtwoord werkt niet meer.
undo-email-ask = In uw organisatie kiest u daarna niet zelf een nieuw wachtwoord: een beheerder geeft u er een. Daarvoor hebt u het contact hieronder nodig.
undo-email-button = Mijn account terugnemen
email-undone = Het account is weer van u
email-undone-lead = Het vorige adres geldt weer, en iedereen is afgemeld. Meld u opnieuw aan; werkt uw wachtwoord niet, kies daar dan een nieuw.
email-undone-ask-lead = Het vorige adres geldt weer, iedereen is afgemeld, en het wachtwoord werkt niet meer. In uw organisatie geeft een beheerder u een nieuw: neem contact op via de gegevens hieronder. Meld u daarna daarmee aan.
email-not-undone-lead = Iemand anders heeft dit adres inmiddels, dus het kan van hieruit niet worden teruggegeven. Meld het meteen via de gegevens hieronder.

## Sessions

sessions = Sessies
sessions-lead = Hier bent u ingelogd. Herkent u een sessie niet, beëindig die dan en vraag uw organisatie om een nieuw wachtwoord.
times-in-zone = De tijden gelden in de tijdzone { $zone }.
this-browser = Deze browser
end = Beëindigen
end-session = Sessie beëindigen: { $device }, { $place }
end-others = Alle andere sessies beëindigen
session-ended = De sessie is beëindigd.
sessions-ended = Alle andere sessies zijn beëindigd.
session-gone = Die sessie was al beëindigd.
only-session = U bent nergens anders ingelogd.
place-unknown = Plaats onbekend
no-applications-opened = Geen applicaties geopend
device-browser-on-system = { $browser } op { $system }
device-browser-on-phone = { $browser } op een telefoon
device-browser-on-tablet = { $browser } op een tablet
device-unknown = Onbekende browser
since-today = Sinds { $time }
since-yesterday = Sinds gisteren
since-date = Sinds { $date }
active-now = Nu actief
active-minutes-ago = { $count ->
    [one] Een minuut geleden actief
   *[other] { $count } minuten geleden actief
}
active-today = Vandaag om { $time } actief
active-yesterday = Gisteren om { $time } actief
active-date = Op { $date } actief

## Application access

application-access = Toegang van applicaties
access-lead = Deze applicaties mogen uw account gebruiken. Trekt u de toegang van een applicatie in, dan eindigt meteen wat die van uw account heeft. De volgende keer wordt het u opnieuw gevraagd, tenzij uw organisatie de applicatie toelaat.
no-access = Op dit moment gebruikt geen applicatie uw account.
access-since = Door u toegestaan op { $date }
access-by-organisation = Toegelaten door uw organisatie
withdraw = Intrekken
withdraw-access-of = Toegang intrekken: { $application }
access-withdrawn = De toegang is beëindigd.
access-gone = Die toegang was al beëindigd.

## Dates

date = { NUMBER($day) } { $month ->
    [1] januari
    [2] februari
    [3] maart
    [4] april
    [5] mei
    [6] juni
    [7] juli
    [8] augustus
    [9] september
    [10] oktober
    [11] november
   *[12] december
}
date-with-year = { NUMBER($day) } { $month ->
    [1] januari
    [2] februari
    [3] maart
    [4] april
    [5] mei
    [6] juni
    [7] juli
    [8] augustus
    [9] september
    [10] oktober
    [11] november
   *[12] december
} { $year }
time-24-hours = { $time } uur
time-12-hours = { $time } { $half ->
    [am] a.m.
   *[pm] p.m.
}
date-and-time = { $date } om { $time }
exact-time = { NUMBER($day) } { $month ->
    [1] jan.
    [2] feb.
    [3] mrt.
    [4] apr.
    [5] mei
    [6] juni
    [7] juli
    [8] aug.
    [9] sep.
    [10] okt.
    [11] nov.
   *[12] dec.
} { $year }, { $clock }

## Refusals

request = Verzoek
reason = Reden
time = Tijd
contact = Contact
email = E-mail
account = Account
go-to-applications = Naar uw applicaties
back-to-sign-in = Terug naar inloggen

not-assigned = U kunt { $application } nog niet openen
not-assigned-lead = Deze applicatie is niet aan u toegewezen. Vraag erom via de gegevens hieronder en vermeld daarbij deze regels.
not-assigned-reason = Niet toegewezen
disabled = Uw account is uitgeschakeld
disabled-lead = Uw organisatie heeft dit account uitgeschakeld. Hebt u het nog nodig, neem dan contact op via de gegevens hieronder en vermeld daarbij deze regels.
disabled-reason = Account uitgeschakeld
inactive = Uw account is inactief
inactive-lead = Uw account is gedeactiveerd omdat het niet werd gebruikt. Neem contact op met de beheerder van uw organisatie om het weer te activeren.
inactive-reason = Inactief
locked = Uw account is vergrendeld
locked-lead = { $tries ->
    [3] Het is vergrendeld na drie verkeerde wachtwoorden op rij. Laat het ontgrendelen via het contact hieronder.
    [5] Het is vergrendeld na vijf verkeerde wachtwoorden op rij. Laat het ontgrendelen via het contact hieronder.
    [10] Het is vergrendeld na tien verkeerde wachtwoorden op rij. Laat het ontgrendelen via het contact hieronder.
   *[other] Het is vergrendeld na { $tries } verkeerde wachtwoorden op rij. Laat het ontgrendelen via het contact hieronder.
}
locked-reason = Vergrendeld na verkeerde wachtwoorden
locked-codes-lead = Het is vergrendeld na te veel verkeerde codes op rij. Laat het ontgrendelen via het contact hieronder.
locked-codes-reason = Vergrendeld na verkeerde codes
paused = Wacht voordat u het opnieuw probeert
paused-lead = Er waren meerdere verkeerde pogingen op rij. U kunt het weer proberen vanaf { $time }. Aan uw account is niets veranderd.
paused-reason = Pauze na verkeerde pogingen
locked-by-administrator-lead = Een beheerder heeft dit account vergrendeld. Vraag het contact hieronder hoe u verder kunt.
locked-by-administrator-reason = Vergrendeld door een beheerder
organisation-closed = { $organisation } is hier uitgeschakeld
organisation-closed-lead = Niemand kan op dit moment bij deze organisatie inloggen. Neem contact op via de gegevens hieronder.
organisation-closed-reason = Organisatie uitgeschakeld
not-enough = U hebt een extra manier nodig om te bevestigen dat u het bent
not-enough-lead = { $application } vraagt meer dan uw account vandaag kan aantonen. Laat dit instellen via het contact hieronder.
not-enough-reason = Extra factor nodig
no-way = Met dit account kunt u niet inloggen
no-way-lead = Er is geen wachtwoord of andere manier van inloggen voor ingesteld. Neem contact op via de gegevens hieronder.
no-way-reason = Geen manier om in te loggen
ask-administrator = Uw wachtwoord kan hier niet worden hersteld
ask-administrator-lead = In uw organisatie doet een beheerder dat. Neem contact op via de gegevens hieronder; daar zijn deze regels nodig.
ask-administrator-reason = Een beheerder herstelt het
password-elsewhere = Uw wachtwoord wordt niet hier bewaard
password-elsewhere-lead = U logt hier in met een account van elders, en daar wordt ook het wachtwoord hersteld. Weet u niet waar, vraag het dan via de gegevens hieronder.
password-elsewhere-reason = Wachtwoord elders bewaard
already-registered = Uw account is al ingesteld
already-registered-lead = Ga terug en log in. Weet u het wachtwoord niet, herstel het dan daar.
already-registered-reason = Al ingesteld
invitation-over = Deze uitnodiging is niet meer geldig
invitation-over-lead = Zij is gebruikt, ingetrokken of verlopen terwijl u hier was. Vraag degene die u heeft uitgenodigd om haar opnieuw te sturen.
invitation-over-reason = De uitnodiging is voorbij
registration-closed = U kunt hier geen account aanmaken
registration-closed-lead = Uw organisatie maakt accounts zelf aan, of nodigt per e-mail uit op een ander adres. Neem contact op via de gegevens hieronder.
registration-closed-reason = Geen registratie
no-such-step = Er ontbreekt eerst nog een stap
no-such-step-lead = Uw organisatie vraagt iets wat op deze pagina’s niet kan. Neem contact op via de gegevens hieronder en vermeld daarbij deze regels.
no-such-step-reason = Een vereiste stap is niet beschikbaar
no-contact = De beheerder van uw organisatie

## Expired

sign-in-expired = Het inloggen duurde te lang
sign-in-expired-lead = Voor uw veiligheid eindigt een inlogpoging na enige tijd. Er is niets verloren gegaan. Begin opnieuw; het duurt een minuut.
sign-in-used = Deze inlogpoging is afgerond
sign-in-used-lead = U bent teruggekomen op een pagina die al is gebruikt. Er is niets verloren gegaan; ga hier verder.
sign-in-elsewhere = Deze inlogpoging is in een andere browser begonnen
sign-in-elsewhere-lead = Inloggen gaat alleen verder in de browser waarin u bent begonnen. Er is niets verloren gegaan; begin hier opnieuw.
invitation-used = Deze uitnodiging is al gebruikt
invitation-used-lead = Wat zij geeft, is toegevoegd aan het account met dit adres. Was u dat, log dan in; zo niet, meld het aan wie u heeft uitgenodigd.
invitation-late = Deze uitnodiging is verlopen
invitation-late-lead = Een uitnodiging is zeven dagen geldig. Vraag degene die u heeft uitgenodigd om haar opnieuw te sturen.
invitation-revoked = Deze uitnodiging is ingetrokken
invitation-revoked-lead = Zij is niet meer geldig. Verbaast u dat, vraag het dan aan wie u heeft uitgenodigd.
invitation-unknown = Deze uitnodiging bestaat niet
invitation-unknown-lead = Misschien is het adres afgekapt, of staat er in een nieuwere mail een andere link. Open de hele link uit de nieuwste mail.
create-account = Uw account aanmaken
create-account-button = Account aanmaken
register-lead = Daarmee opent u de applicaties van { $organisation }.
register-invited = U bent uitgenodigd voor { $organisation }. De uitnodiging is geldig tot { $time }.
register-invited-by = { $inviter } heeft u uitgenodigd voor { $organisation }. De uitnodiging is geldig tot { $time }.
account-ready = Uw account is klaar
account-ready-lead = { $name }, u bent ingelogd. Een beheerder bepaalt welke applicaties u mag openen.
account-ready-open = { $name }, u bent ingelogd en de eerste applicaties staan klaar.
join = Aan uw account toevoegen?
join-lead = { $organisation } nodigt uw account <b>{ $address }</b> uit voor wat hieronder staat. De uitnodiging is geldig tot { $time }.
join-lead-by = { $inviter } nodigt uw account <b>{ $address }</b> uit voor wat hieronder staat. De uitnodiging is geldig tot { $time }.
join-nothing = Er is niets toe te voegen
join-nothing-lead = Deze uitnodiging voegt niets toe aan uw account <b>{ $address }</b>.
join-button = Aan mijn account toevoegen
join-not-now = Nu niet
gifts-applications = Applicaties
gifts-groups = Groepen
gifts-roles = Rollen
gifts-left-out = Niet gegeven
gifts-more = iets wat er niet meer is
gifts-left-out-why = Wat niet wordt gegeven, is er niet meer, of wie u heeft uitgenodigd mag het niet meer geven. Een beheerder kan helpen.
joined = Toegevoegd aan uw account
joined-lead = Uw account <b>{ $address }</b> heeft nu wat hieronder staat.
invitation-not-yours = Deze uitnodiging is voor iemand anders
invitation-not-yours-lead = Zij is verzonden aan <b>{ $invited }</b>, en u bent ingelogd als { $own }. Er is niets gewijzigd; de uitnodiging blijft open.
invitation-not-yours-sign-in = Inloggen met dat adres
invitation-not-yours-hint = { $own } wordt hier uitgelogd zodra u bent ingelogd.
role-instance-administrator = Beheerder van de instantie
role-owner = Eigenaar
role-administrator = Beheerder
role-help-desk = Servicedesk
role-auditor = Auditor
role-group-manager = Groepsbeheerder
open-named-application = { $application } openen
start-again = Opnieuw beginnen
start-again-at = Opnieuw beginnen bij { $application }

## What is ours to say sorry for, without saying it

back-to-application = Terug naar { $application }
cannot-continue-to = { $application } kan niet op deze manier worden geopend
cannot-continue = Deze link werkt niet
unknown-application-lead = De link noemt een applicatie die hier niet is geregistreerd. Er is niets verloren gegaan. Ga terug naar waar u vandaan kwam en meld het aan de mensen die de applicatie beheren; zij hebben de regel hieronder nodig.
address-unregistered-lead = { $application } wil terugkeren naar een adres dat niet is geregistreerd. Er is niets verloren gegaan. Meld het aan de mensen die de applicatie beheren; zij hebben de regels hieronder nodig.
address-missing-lead = { $application } zegt niet waarheen moet worden teruggekeerd. Er is niets verloren gegaan. Meld het aan de mensen die de applicatie beheren; zij hebben de regel hieronder nodig.
parameter-repeated-lead = ‘{ $parameter }’ staat er meer dan één keer in. Er is niets verloren gegaan. Ga terug naar waar u vandaan kwam en probeer het opnieuw; gebeurt het weer, meld het dan aan de mensen die de applicatie beheren.
request-unreadable-lead = Een deel ontbreekt of is niet leesbaar. Er is niets verloren gegaan. Ga terug naar waar u vandaan kwam en probeer het opnieuw; gebeurt het weer, meld het dan aan de mensen die de applicatie beheren.
not-for-people-lead = { $application } werkt zonder mensen: niemand logt er in. Er is niets verloren gegaan. Meld het aan de mensen die de applicatie beheren.
return-address = Adres
application = Applicatie
client-id = Client-ID
not-found = Hier is geen pagina
not-found-lead = Het adres is misschien verkeerd getypt of verouderd. Er is niets verloren gegaan.
wrong-method = Deze pagina kan niet zo worden gebruikt
wrong-method-lead = De pagina is opgevraagd op een manier die ze niet kent. Er is niets verloren gegaan. Begin bij het begin.
wrong-host = Deze server heeft een ander adres
wrong-host-lead = Op het adres dat u hebt gebruikt, antwoordt hij niet. Er is niets verloren gegaan. Ga verder op het adres hieronder.
too-large = Dat was te veel in één keer
too-large-lead = Wat u hebt verzonden, is groter dan deze pagina aankan. Er is niets opgeslagen. Ga terug en verzend minder.
unreadable-form = Het formulier is niet volledig aangekomen
unreadable-form-lead = Een deel ontbreekt of is niet leesbaar. Er is niets opgeslagen. Ga terug, laad de pagina opnieuw en verzend het formulier nog een keer.
cross-site = Dit formulier kwam van een andere website
cross-site-lead = Om u te beschermen nemen we alleen formulieren van onze eigen pagina’s aan. Er is niets gewijzigd. Begin bij het begin.
busy = Er loggen nu veel mensen in
busy-lead = { $seconds ->
    [one] Er is niets verloren gegaan. Wacht een seconde en probeer het opnieuw.
   *[other] Er is niets verloren gegaan. Wacht { $seconds } seconden en probeer het opnieuw.
}
too-many = Er komt te veel van uw verbinding
away = Dit werkt op dit moment niet
try-again = Opnieuw proberen
internal = Er is bij ons iets misgegaan
internal-lead = Er is niets verloren gegaan en wat u eerder hebt gedaan, is veilig. Probeer het over een minuut opnieuw. Gebeurt het weer, meld het dan via de gegevens hieronder en vermeld daarbij deze regels.
cookies = Sta deze site één cookie toe
cookies-lead = Voor het inloggen is één cookie nodig en uw browser heeft die niet teruggestuurd. Sta cookies voor deze site toe en begin opnieuw. Er is niets verloren gegaan.
to-start = Naar het begin

## Going on to the application

going-on = Verder naar { $application }
going-on-lead = U bent ingelogd. Opent de applicatie niet vanzelf, ga dan verder met de knop.
continue-to-button = Doorgaan naar { $application }

## Mails

mail-hello = Dag { $name },
mail-hello-nobody = Dag,
mail-fact = { $name }: { $value }
mail-browser = Browser
mail-network-address = IP-adres
mail-see-sessions = Mijn sessies bekijken
mail-button-note = Werkt de knop niet, plak dit adres dan in uw browser:
mail-because-account = Verzonden aan { $address }, omdat dit adres bij uw account bij { $organisation } hoort.
text-message-code = { $code } is uw code voor { $name }. Geef hem aan niemand door.
text-message-change-password = { $code } is uw code voor { $name }, om uw wachtwoord te wijzigen. Geef hem aan niemand door.
text-message-change-email = { $code } is uw code voor { $name }, om uw e-mailadres te wijzigen. Geef hem aan niemand door.
text-message-add-factor = { $code } is uw code voor { $name }, om een tweede factor in te stellen of te vervangen. Geef hem aan niemand door.
text-message-remove-factor = { $code } is uw code voor { $name }, om een tweede factor te verwijderen. Geef hem aan niemand door.
text-message-new-codes = { $code } is uw code voor { $name }, om nieuwe herstelcodes te maken. Geef hem aan niemand door.
text-message-export = { $code } is uw code voor { $name }, om uw gegevens te exporteren. Geef hem aan niemand door.
text-message-delete = { $code } is uw code voor { $name }, om uw account te verwijderen. Geef hem aan niemand door.
code-mail-subject = Uw code voor { $organisation }
code-mail-restore-lead = Iemand wil een nieuw wachtwoord kiezen voor uw account bij { $organisation }, waarschijnlijk uzelf. Vul deze code in op de pagina waar u erom hebt gevraagd:
code-mail-register-lead = Iemand wil met uw e-mailadres een account bij { $organisation } instellen, waarschijnlijk uzelf. Vul deze code in op de pagina waar u erom hebt gevraagd:
code-mail-prove-lead = Iemand heeft het wachtwoord van uw account bij { $organisation } ingevuld, waarschijnlijk uzelf. Vul deze code in op de pagina die erom vraagt:
code-mail-good = { $count ->
    [one] De code geldt een minuut, tot { $time }. Eerdere codes gelden niet meer.
    [5] De code geldt vijf minuten, tot { $time }. Eerdere codes gelden niet meer.
   *[other] De code geldt { $count } minuten, tot { $time }. Eerdere codes gelden niet meer.
}
code-mail-not-you = Was u dit niet? Geef de code aan niemand; verder hoeft u niets te doen, want zonder de code verandert er niets. Gebeurt het nog eens, meld het dan via de gegevens hieronder.
code-mail-because = Verstuurd naar { $address } omdat iemand bij { $organisation } om een code heeft gevraagd.
link-mail-subject = Kies een nieuw wachtwoord voor { $organisation }
link-mail-restore-lead = Iemand wil een nieuw wachtwoord kiezen voor uw account bij { $organisation }, waarschijnlijk uzelf. De link leidt naar de pagina daarvoor.
link-mail-change-lead = U hebt om een link gevraagd om het wachtwoord van uw account bij { $organisation } te wijzigen. Die leidt naar de pagina daarvoor.
link-mail-button = Nieuw wachtwoord kiezen
link-mail-until = De link werkt één keer, tot { $time }.
link-mail-not-you = Was u dit niet? U hoeft niets te doen: zonder de link verandert er niets. Gebeurt het nog eens, meld het dan via de gegevens hieronder.
link-mail-because = Verstuurd naar { $address } omdat iemand bij { $organisation } om een link heeft gevraagd.
mail-not-you-session = Was u dit niet? Dan kan iemand anders als u inloggen. Beëindig die sessie nu en meld het via de gegevens hieronder.
new-browser-subject = Uw account is in een nieuwe browser gebruikt
new-browser-lead = Iemand heeft ingelogd met uw account bij { $organisation }, in een browser waarin u nog niet eerder was ingelogd. Was u het zelf, dan hoeft u niets te doen.
after-wrong-tries-subject = { $count ->
    [one] Uw account is geopend na een verkeerde poging
   *[other] Uw account is geopend na { $count } verkeerde pogingen
}
after-wrong-tries-lead = Iemand heeft ingelogd met uw account bij { $organisation }, nadat meerdere wachtwoorden of codes verkeerd waren. Was u het zelf, dan hoeft u niets te doen.
password-locked-subject = Uw account is vergrendeld na verkeerde wachtwoorden
password-locked-lead = Voor uw account bij { $organisation } zijn te veel verkeerde wachtwoorden ingevuld. Niemand is binnengekomen.
password-locked-until = Vanaf { $time } kunt u weer inloggen.
password-locked-until-unlocked = Het blijft vergrendeld tot het contact hieronder het ontgrendelt. Een nieuw wachtwoord opent het niet.
password-locked-not-you = Was u dit niet? Dan hoeft u niets te doen: niemand heeft uw wachtwoord geraden. Gebeurt het weer, meld het dan via de gegevens hieronder.
codes-locked-subject = Misschien kent iemand uw wachtwoord
codes-locked-lead = Bij { $organisation } kwam iemand tot de tweede stap en vulde daarna te veel verkeerde codes in. Niemand is binnengekomen.
codes-locked-until = Vanaf { $time } kan er weer een code worden ingevuld.
codes-locked-not-you = Was u dit niet? Dan kent iemand uw wachtwoord. Vraag nu een nieuw wachtwoord via de gegevens hieronder.
password-set-subject = Uw wachtwoord is gewijzigd
password-set-lead = Een beheerder heeft uw account bij { $organisation } een ander wachtwoord gegeven. Overal waar u was ingelogd, bent u nu uitgelogd.
password-changed-lead = Het wachtwoord van uw account bij { $organisation } is gewijzigd. Overal waar u verder was ingelogd, bent u nu uitgelogd.
password-chosen-subject = Uw account heeft nu een wachtwoord
password-chosen-lead = Er is een wachtwoord gekozen voor uw account bij { $organisation }. Daarmee kan worden ingelogd.
mail-not-expected = Had u dit niet verwacht? Meld het nu via de gegevens hieronder.
app-set-up-subject = U hebt een nieuwe authenticator-app
app-set-up-lead = Voor uw account bij { $organisation } is een authenticator-app ingesteld. Met de codes ervan kan worden ingelogd.
app-replaced-lead = Voor uw account bij { $organisation } is een authenticator-app ingesteld. Met de codes ervan kan worden ingelogd, met die van de vorige app niet meer.
account-deleted-subject = Uw account is verwijderd
account-deleted-mail-lead = Uw account bij { $organisation } is verwijderd door iemand die als u was ingelogd en dat opnieuw heeft bevestigd. Alle sessies zijn beëindigd.

accounts-merged-subject = Twee van uw accounts zijn er nu één
accounts-merged-lead = Een beheerder van { $organisation } heeft twee accounts van u samengevoegd. U logt in met het account dat blijft, en met wat bij een aanbieder op het andere inlogde. Het andere bestaat niet meer, en alle sessies van beide zijn beëindigd.
inactivity-subject = Uw account bij { $organisation } wordt binnenkort inactief
inactivity-lead = Uw account bij { $organisation } is lang niet gebruikt. Log in vóór { $date }, anders wordt het inactief.
inactivity-advice = Eén keer inloggen is genoeg, in uw account of in een willekeurige applicatie.
inactivity-not-needed = Hebt u het account niet meer nodig? Dan hoeft u niets te doen. Is het eenmaal inactief, dan kan alleen een beheerder het weer openen.
email-changed-subject = Uw e-mailadres is gewijzigd
email-changed-lead = Een beheerder heeft het e-mailadres van uw account bij { $organisation } gewijzigd. Dit is het vorige adres.
email-undone-mail-lead = Het e-mailadres van uw account bij { $organisation } is teruggezet naar het vorige, door iemand die de berichten daar leest. Iedereen is afgemeld.
email-moved-lead = Het e-mailadres van uw account bij { $organisation } is gewijzigd. Dit is het vorige adres.
email-change-asked-subject = Er is om een ander e-mailadres gevraagd
email-change-asked-lead = Iemand die is aangemeld bij uw account bij { $organisation } wil er een ander e-mailadres voor. Er verandert niets tot het nieuwe is bevestigd. Dit is het huidige adres.
email-change-not-me = Ik was dit niet
email-change-undo-until = Was u dit niet, gebruik dan de knop, uiterlijk { $time }: dit adres blijft of is weer van u, iedereen wordt afgemeld, en u kiest een nieuw wachtwoord.
email-change-undo-until-ask = Was u dit niet, gebruik dan de knop, uiterlijk { $time }: dit adres blijft of is weer van u, iedereen wordt afgemeld, en het wachtwoord werkt niet meer. Een beheerder van uw organisatie geeft u een nieuw.
email-change-was-me = Was u dit wel? Dan hoeft u niets te doen.
email-wish-subject = Bevestig uw e-mailadres voor { $organisation }
email-wish-lead = Iemand heeft gevraagd om dit e-mailadres te gebruiken voor een account bij { $organisation }. Was u dat, bevestig het dan op de pagina waar de link heen leidt.
email-wish-taken-lead = Iemand heeft gevraagd om dit e-mailadres te gebruiken voor een account bij { $organisation }. Er is al een account mee, dus er verandert niets.
email-wish-taken-advice = Was u dat: meld u aan met dit adres, of kies een ander.
email-wish-not-you = Was u dit niet? U hoeft niets te doen: zonder uw bevestiging verandert er niets.
email-wish-because = Verstuurd naar { $address } omdat iemand dit adres bij { $organisation } heeft ingevuld.
app-removed-subject = De tweede factor is uitgeschakeld
app-removed-lead = De authenticator-app van uw account bij { $organisation } is uitgeschakeld, en daarmee ook uw herstelcodes. Vanaf nu opent het wachtwoord alleen het account.
factors-reset-subject = Uw tweede factor is opnieuw ingesteld
factors-reset-lead = Een beheerder heeft de tweede factor van uw account bij { $organisation } verwijderd: uw authenticator en uw herstelcodes werken niet meer. Overal waar u was ingelogd, bent u nu uitgelogd. Uw wachtwoord is hetzelfde gebleven.
app-removed-beside-subject = Uw authenticator-app is verwijderd
app-removed-beside-lead = De authenticator-app van uw account bij { $organisation } is verwijderd. De codes ervan openen niets meer; de andere tweede factor van het account geldt nog.
number-set-up-subject = Er gaan codes naar een telefoon van u
number-set-up-lead = Voor uw account bij { $organisation } is een telefoonnummer ingesteld. Met codes die daarheen gaan, kan worden ingelogd.
number-replaced-lead = Voor uw account bij { $organisation } is een telefoonnummer ingesteld. Met codes die daarheen gaan, kan worden ingelogd, met wat er eerder in plaats daarvan was niet meer.
number-removed-subject = Er gaan geen codes meer naar uw telefoon
number-removed-lead = Het telefoonnummer van uw account bij { $organisation } is verwijderd. Er gaan geen codes meer naartoe.
last-number-removed-lead = Het telefoonnummer van uw account bij { $organisation } is verwijderd, en daarmee ook uw herstelcodes. Er gaan geen codes meer naartoe. Vanaf nu opent het wachtwoord alleen het account.
passkey-added-subject = U hebt een nieuwe toegangssleutel
passkey-added-lead = Aan uw account bij { $organisation } is een toegangssleutel of beveiligingssleutel toegevoegd. Daarmee kan worden ingelogd.
provider-linked-subject = Een ander account logt in op het uwe
provider-linked-lead = Een account bij een andere aanbieder is gekoppeld aan uw account bij { $organisation }. Wie daar inlogt, is ingelogd op uw account.
provider-unlinked-subject = Een account logt niet meer in op het uwe
provider-unlinked-lead = Een account bij een andere aanbieder is losgekoppeld van uw account bij { $organisation }. Het logt niemand meer in.
passkey-removed-subject = Een toegangssleutel is verwijderd
passkey-removed-lead = Een toegangssleutel of beveiligingssleutel van uw account bij { $organisation } is verwijderd. Die opent het account niet meer.
last-passkey-removed-lead = De laatste toegangssleutel of beveiligingssleutel van uw account bij { $organisation } is verwijderd, en daarmee ook uw herstelcodes. Vanaf nu opent het wachtwoord alleen het account.
passkey-copied-subject = Een toegangssleutel is misschien gekopieerd
passkey-copied-lead = Iemand heeft bij uw account bij { $organisation } ingelogd met een toegangssleutel die telt hoe vaak hij is gebruikt, en de teller liep terug. Dat gebeurt als een sleutel wordt gekopieerd. Kunt u het niet verklaren, verwijder dan die toegangssleutel en voeg hem opnieuw toe.
recovery-codes-issued-subject = U hebt nieuwe herstelcodes
recovery-codes-issued-lead = Een beheerder heeft herstelcodes gemaakt voor uw account bij { $organisation }. Vanaf nu werken alleen deze.
recovery-codes-renewed-lead = Er zijn herstelcodes gemaakt voor uw account bij { $organisation }. Vanaf nu werken alleen deze.
recovery-code-used-subject = Een van uw herstelcodes is gebruikt
recovery-code-used-lead = Bij { $organisation } heeft iemand uw juiste wachtwoord ingevuld en, in plaats van de tweede factor, een van uw herstelcodes. In browsers die u vertrouwde, wordt weer om de tweede factor gevraagd. Was u het zelf, dan hoeft u niets te doen.
recovery-codes-left = { $count ->
    [one] Er is nog één herstelcode over.
   *[other] Er zijn nog { $count } herstelcodes over.
}
invitation-subject = Uitnodiging voor { $organisation }
invitation-subject-by = { $inviter } nodigt u uit voor { $organisation }
invitation-lead = Maak uw account aan om de applicaties van { $organisation } te openen. Het kost u ongeveer twee minuten.
invitation-button = Account aanmaken
invitation-until = De link werkt één keer, tot { $time }.
invitation-not-expected = Weet u niet waarom u dit krijgt? Laat het dan liggen. Er gebeurt niets zolang u geen account aanmaakt.
join-mail-lead = Met het account dat u heeft, kunt u meer openen bij { $organisation }. Log in zoals altijd en bekijk wat erbij komt.
join-mail-button = Uitnodiging bekijken
join-mail-not-expected = Weet u niet waarom u dit krijgt? Laat het dan liggen. Er gebeurt niets zolang u het niet aan uw account toevoegt.
mail-because-invitation = Verzonden aan { $address }, omdat een beheerder van { $organisation } dit adres heeft uitgenodigd.
mail-probe-subject = Testbericht van { $organisation }
mail-probe-lead = Dit bericht laat zien dat { $organisation } e-mail kan versturen. U hoeft niets te doen.
mail-because-probe = Verzonden aan { $address }, omdat de beheerder van deze server om een test vroeg.

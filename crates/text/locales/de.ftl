# Doorward auf Deutsch. Ton: ruhig, genau, knapp; ganze Sätze, „Sie“; gesagt wird, was als Nächstes zu tun ist.
# Keine Vorwürfe, kein „bitte“, keine Ausrufezeichen. <b>…</b> steht um den Teil eines Satzes, den die Seite anders zeigt.
# „{ $contact }“ ist der Name, den die Organisation ihrer Hilfe gibt: „Service Desk“.
# Wörter: anmelden, abmelden, Konto, Anwendung, Organisation, Authenticator-App, Code, Sitzung; gesperrt (locked), abgeschaltet
# (disabled), inaktiv (inactive).

## Around every page

page-title = { $page } – { $organisation }
error-page-title = Fehler: { $page } – { $organisation }
error-prefix = Fehler:
skip-to-content = Zum Inhalt
need-help = Brauchen Sie Hilfe? { $contact }
privacy-notice = Datenschutzhinweise
accessibility = Barrierefreiheit
menu = Menü
close-menu = Menü schließen
your-account = Ihr Konto
languages = Sprachen

## Signing in

sign-in = Anmelden
continue-to = weiter zu <b>{ $application }</b>
email-address = E-Mail-Adresse
email-missing = Geben Sie Ihre E-Mail-Adresse ein.
email-malformed = Geben Sie eine E-Mail-Adresse mit @ ein, zum Beispiel name@example.org.
company-id = Firmenkennung
company-id-hint = Sie steht oben in Ihrer Registrierungs-E-Mail.
company-id-missing = Geben Sie Ihre Firmenkennung ein.
user-name = Benutzername
user-name-missing = Geben Sie Ihren Benutzernamen ein.
password = Passwort
password-is-saved = Ihr Passwort ist gespeichert. Melden Sie sich damit an.
password-missing = Geben Sie Ihr Passwort ein.
remember = Angemeldet bleiben
remember-hint = Auf gemeinsam genutzten Computern nicht ankreuzen.
go-on = Weiter
or-sign-in-with = oder anmelden mit
sign-in-with = Mit { $provider } anmelden
first-time = Zum ersten Mal hier?
set-up-account = Konto einrichten
use-company-id = Mit Firmenkennung und Benutzername anmelden
use-email = Mit E-Mail-Adresse anmelden
things-to-correct = { $count ->
    [2] Zwei Angaben sind zu berichtigen
    [3] Drei Angaben sind zu berichtigen
   *[other] { $count } Angaben sind zu berichtigen
}

# Identity providers: the way there, and what is told when it leads nowhere.
leave-for = Weiter zu { $provider }
leave-for-lead = Dort melden Sie sich an und kommen hierher zurück.
sign-out-there = Auch bei { $provider } abmelden
sign-out-there-lead = Hier sind Sie abgemeldet. Dort melden Sie sich ebenfalls ab und kommen zurück.
sign-in-another-way = Auf anderem Weg anmelden
providers-lead = Wählen Sie, wo Sie sich anmelden.
links-provider = Sie haben hier schon ein Konto. Melden Sie sich einmal so an wie immer: Danach meldet Sie auch { $provider } an.
provider-refused = { $provider } hat Sie nicht angemeldet
provider-refused-lead = { $provider } oder eine Regel Ihrer Organisation lässt Sie nicht hinein. Falls Sie dort mehrere Konten haben, versuchen Sie es mit einem anderen.
provider-refused-reason = Vom Identitätsanbieter abgelehnt
provider-misconfigured-lead = Die Verbindung mit { $provider } ist nicht richtig eingerichtet. Das können Sie nicht selbst beheben: Ihre Administration sieht in den Ereignissen, was schiefging.
provider-misconfigured-reason = Identitätsanbieter falsch eingerichtet
provider-silent-lead = { $provider } antwortet gerade nicht. Mit Ihrem Konto ist alles in Ordnung. Versuchen Sie es in ein paar Minuten noch einmal.
provider-silent-reason = Identitätsanbieter antwortet nicht
provider-unknown = Sie haben hier noch kein Konto
provider-unknown-lead = { $provider } kennt Sie, aber hier wurde noch kein Konto für Sie angelegt. Bitten Sie um eines, oder melden Sie sich mit einem an, das Sie haben.
provider-unknown-reason = Kein Konto für diese Person
provider-other = Das ist ein anderes Konto
provider-other-lead = Bei { $provider } sind Sie mit einem Konto angemeldet, das nicht mit Ihrem hier verknüpft ist. Wechseln Sie dort zum verknüpften Konto, und versuchen Sie es noch einmal.
provider-other-reason = Anderes Konto beim Identitätsanbieter

enter-password = Passwort eingeben
change = Ändern
change-email = E-Mail-Adresse ändern
change-user = Benutzer ändern
show = Zeigen
hide = Verbergen
show-password = Passwort zeigen
hide-password = Passwort verbergen
restore-password = Passwort wiederherstellen
first-time-or-forgotten = Zum ersten Mal hier / Passwort vergessen?
restore-lead = Sagen Sie zuerst, um wessen Passwort es geht. Wie Sie ein neues wählen, kommt per E-Mail.
restore-lead-elsewhere = Sagen Sie zuerst, um wessen Passwort es geht. { $service } verwahrt es; dort bitten wir um ein neues.
set-up-account-lead = Sagen Sie zuerst, wer Sie sind. Wir senden einen Code an Ihre E-Mail-Adresse.
another-way = Anders anmelden
email-mismatch = E-Mail-Adresse und Passwort passen nicht zusammen. Prüfen Sie beides.
email-mismatch-restore = E-Mail-Adresse und Passwort passen nicht zusammen. Prüfen Sie beides oder stellen Sie Ihr Passwort wieder her.
user-mismatch = Firmenkennung, Benutzername und Passwort passen nicht zusammen. Prüfen Sie alle drei.
user-mismatch-restore = Firmenkennung, Benutzername und Passwort passen nicht zusammen. Prüfen Sie alle drei oder stellen Sie Ihr Passwort wieder her.
service-silent = Der Anmeldedienst Ihrer Organisation antwortet gerade nicht. Ihr Passwort wurde nicht geprüft. Versuchen Sie es in ein paar Minuten noch einmal.
password-not-carried = Der Anmeldedienst Ihrer Organisation nimmt kein Passwort mit diesen Zeichen an. Prüfen Sie, was Sie eingegeben haben.
password-expired-there = Ihre Organisation verlangt, dass Sie zuerst Ihr Passwort ändern. Ändern Sie es dort, wo Sie es sonst tun, und melden Sie sich dann hier mit dem neuen an.
tries-left = { $count ->
    [one] Sie haben noch einen Versuch, bevor das Konto gesperrt wird.
    [2] Sie haben noch zwei Versuche, bevor das Konto gesperrt wird.
    [3] Sie haben noch drei Versuche, bevor das Konto gesperrt wird.
   *[other] Sie haben noch { $count } Versuche, bevor das Konto gesperrt wird.
}

enter-code = Code aus Ihrer App eingeben
code-lead = Öffnen Sie Ihre Authenticator-App und suchen Sie <b>{ $organisation }</b>.
six-digit-code = Sechsstelliger Code
code-mismatch = Dieser Code passt nicht. Geben Sie den ein, den Ihre App jetzt zeigt. Ein Code gilt einmal: Wenn Sie ihn schon benutzt haben, warten Sie auf den nächsten.
trust-device = { $days ->
    [one] Auf diesem Gerät einen Tag lang nicht nach einem Code fragen
   *[other] Auf diesem Gerät { $days } Tage lang nicht nach einem Code fragen
}
trust-device-passkey = { $days ->
    [one] Auf diesem Gerät einen Tag lang nicht nach dem Passkey fragen
   *[other] Auf diesem Gerät { $days } Tage lang nicht nach dem Passkey fragen
}
trust-device-hours = { $hours ->
    [one] Auf diesem Gerät eine Stunde lang nicht nach einem Code fragen
   *[other] Auf diesem Gerät { $hours } Stunden lang nicht nach einem Code fragen
}
trust-device-passkey-hours = { $hours ->
    [one] Auf diesem Gerät eine Stunde lang nicht nach dem Passkey fragen
   *[other] Auf diesem Gerät { $hours } Stunden lang nicht nach dem Passkey fragen
}

enter-recovery-code = Wieder­herstellungs­code eingeben
recovery-code-lead = Nehmen Sie einen der Wiederherstellungscodes, die Sie aufbewahrt haben. Jeder gilt einmal; danach ersetzen Sie, was Sie verloren haben.
recovery-code-mismatch = Dieser Code passt nicht oder wurde schon benutzt. Geben Sie einen anderen ein.
choose-another-way = Anderen Weg wählen
use-recovery-code = Wiederherstellungscode benutzen
use-app-code = Code aus der App benutzen
send-code = E-Mail-Adresse bestätigen
send-code-lead = Wir senden einen Code per E-Mail an <b>{ $who }</b>.
send-code-button = Bestätigungscode senden
mailed-code = Geben Sie den Code ein, den wir gesendet haben
mailed-code-lead = Wenn <b>{ $who }</b> hier ein Konto hat, ist ein Code per E-Mail unterwegs.
mailed-code-lead-register = Wenn <b>{ $who }</b> hier ein Konto haben kann, ist ein Code per E-Mail unterwegs.
mailed-code-good = { $count ->
    [one] Er wurde um { $time } gesendet und gilt eine Minute. Frühere Codes gelten nicht mehr.
    [5] Er wurde um { $time } gesendet und gilt fünf Minuten. Frühere Codes gelten nicht mehr.
   *[other] Er wurde um { $time } gesendet und gilt { $count } Minuten. Frühere Codes gelten nicht mehr.
}
mailed-code-label = Code aus der E-Mail
mailed-code-missing = Geben Sie die Ziffern des Codes aus der E-Mail ein.
mailed-code-mismatch = Dieser Code passt nicht oder ist zu alt. Geben Sie den aus der neuesten E-Mail ein, oder senden Sie unten einen neuen.
mailed-code-spent = Mit diesem Code gab es zu viele falsche Versuche. Senden Sie unten einen neuen.
send-new-code = Neuen Code senden
again-after-a-minute = Einen weiteren können Sie nach einer Minute anfordern.
look-again = Nichts gekommen? Noch einmal nachsehen
code-sent-lately = Der neueste Code wurde um { $sent } gesendet. Einen weiteren können Sie ab { $next } anfordern.
ask-code-by-text = Code per SMS erhalten
ask-code-by-mail = Code per E-Mail erhalten
ask-code-lead-phone = Wir senden einen Code an Ihr Telefon, dessen Nummer auf <b>{ $digits }</b> endet.
ask-code-lead-mailbox = Wir senden einen Code an <b>die E-Mail-Adresse Ihres Kontos</b>.
ask-code-button = Code senden
sent-code-lead-phone = Ein Code ist auf dem Weg zu Ihrem Telefon, dessen Nummer auf <b>{ $digits }</b> endet.
sent-code-lead-number = Ein Code ist auf dem Weg an <b>{ $number }</b>.
sent-code-lead-mailbox = Ein Code ist auf dem Weg an <b>die E-Mail-Adresse Ihres Kontos</b>.
sent-code-missing = Geben Sie die sechs Ziffern ein, die wir gesendet haben.
sent-code-mismatch = Dieser Code stimmt nicht oder ist zu alt. Geben Sie den neuesten ein, oder senden Sie unten einen neuen.
text-message-delayed = Die SMS braucht länger als üblich. Wir versuchen weiter, denselben Code zu senden. Kommt er nicht an, nehmen Sie unten einen anderen Weg.
text-message-failed = Die SMS konnte nicht zugestellt werden. Nehmen Sie unten einen anderen Weg, oder senden Sie einen neuen Code.
codes-too-many = Es wurden so viele Codes gesendet, dass es für eine Weile keine mehr gibt. Nehmen Sie einen anderen Weg, oder versuchen Sie es später noch einmal.
codes-paused = Zurzeit können keine Codes per SMS gesendet werden. Nehmen Sie einen anderen Weg, oder versuchen Sie es später noch einmal.
use-email-code = Stattdessen einen Code per E-Mail erhalten
use-text-code = Stattdessen einen Code per SMS erhalten
use-other-number = Eine andere Nummer nehmen
set-up-number = Codes per SMS erhalten
set-up-number-lead = Geben Sie die Nummer Ihres Telefons ein. Wir senden einen Code dorthin, um zu sehen, dass es Ihres ist.
change-number = Telefonnummer ändern
change-number-lead = Codes gehen jetzt an die Nummer, die auf <b>{ $digits }</b> endet. Geben Sie die neue Nummer ein. Wir senden einen Code dorthin, um zu sehen, dass das Telefon Ihres ist.
app-is-safer = Eine Authenticator-App ist die sicherere Wahl. Sie funktioniert im Ausland und ohne Empfang, und niemand kann ihre Codes umleiten.
set-up-app-instead = Stattdessen eine App einrichten
use-number-instead = Stattdessen Codes per SMS erhalten
number-country = Land
number-country-choose = Land wählen
number-country-missing = Wählen Sie das Land der Nummer.
number-countries = Codes werden nur in diese Länder gesendet.
number-of-phone = Telefonnummer
number-missing = Geben Sie Ihre Telefonnummer ein.
number-unreadable = Geben Sie die Telefonnummer in Ziffern ein, ohne Buchstaben oder Durchwahl.
number-no-country = Mit diesen Ziffern beginnt keine Landesvorwahl. Prüfen Sie die Ziffern nach dem Plus.
number-too-short = Es fehlen Ziffern. Prüfen Sie die Nummer und das Land.
number-too-long = Das sind zu viele Ziffern. Prüfen Sie die Nummer und das Land.
number-premium = An Mehrwert-, Servicedienst- und persönliche Nummern gehen keine Codes. Geben Sie die Nummer Ihres Telefons ein.
number-not-served = An Nummern dieses Landes ({ $country }) werden keine Codes gesendet. Geben Sie eine Nummer aus einem der Länder der Liste ein.
code-verified = Der Code ist geprüft
code-verified-lead = Sie können jetzt fortfahren.
send-link-lead = Wir senden <b>{ $who }</b> per E-Mail einen Link, um ein neues Passwort zu wählen.
send-link-button = Link senden
link-sent = Sehen Sie in Ihre E-Mails
link-sent-lead = Wenn <b>{ $who }</b> hier ein Konto hat, ist ein Link unterwegs. Er gilt einmal, 30 Minuten lang.
link-sent-nothing = Nach ein paar Minuten noch nichts da? Sehen Sie im Spam-Ordner nach, oder senden Sie ihn noch einmal.
send-again = Noch einmal senden
reset-requested = Ihre Anfrage ist weitergeleitet
reset-requested-lead = <b>{ $service }</b> verwahrt Ihr Passwort. Ist <b>{ $who }</b> dort bekannt, erfahren Sie von dort, wie Sie ein neues wählen.
reset-requested-nothing = Nach ein paar Minuten noch nichts da? Senden Sie die Anfrage noch einmal, oder fragen Sie den Kontakt unten.
request-reset-lead = <b>{ $service }</b> verwahrt Ihr Passwort. Wir bitten dort für <b>{ $who }</b> um ein neues.
request-reset = Um ein neues Passwort bitten
new-password-by-link = Neues Passwort wählen
link-expired = Dieser Link ist abgelaufen
link-expired-lead = Links zu einem neuen Passwort gelten einmal, 30 Minuten lang, und nicht mehr, sobald das Passwort geändert wurde.
send-new-link = Neuen Link senden
link-used = Dieser Link hat seinen Zweck erfüllt
link-used-lead = Mit ihm wurde das Passwort gesetzt. Melden Sie sich damit an; für ein anderes Passwort fordern Sie einen neuen Link an.

enrol-totp = Authenticator-App einrichten
enrol-totp-lead = Scannen Sie dieses Bild mit einer Authenticator-App auf Ihrem Telefon, oder tippen Sie dort den Schlüssel ein. Geben Sie dann den Code ein, den die App zeigt.
recovery-code-taken = Ihr Wiederherstellungscode wurde angenommen. Sobald Sie hier fertig sind, gilt nicht mehr, was Sie vorher hatten.
enrol-totp-picture = QR-Code mit dem Schlüssel für Ihre Authenticator-App
enrol-totp-key = Schlüssel
enrol-totp-trouble = Klappt es nicht?
enrol-totp-by-hand = Wählen Sie in Ihrer App, den Schlüssel von Hand einzugeben, mit einem neuen Code alle 30 Sekunden, und tippen Sie dies ein:
enrol-totp-here = In einer App auf diesem Gerät öffnen
enrol-totp-which = Welche App?
enrol-totp-any = Jede Authenticator-App ist recht. Diese kosten nichts:
record-codes = Wieder­herstellungs­codes aufbewahren
record-codes-lead = Jeder ersetzt einmal Ihren zweiten Faktor, falls Sie ihn verlieren. Sie werden nur dieses eine Mal gezeigt. Sie gelten, sobald Sie fortfahren.
download-codes = Als Text herunterladen
print-codes = Drucken
codes-are-recorded = Ich habe sie sicher aufbewahrt
record-codes-missing = Bewahren Sie die Codes auf und setzen Sie dann das Häkchen.
enrol-later = Jetzt nicht
enrol-later-until = Sie können das bis { $time } aufschieben.

confirm-lead = Bestätigen Sie noch einmal, dass Sie es sind, bevor es weitergeht.
confirm-change-password-lead = Bestätigen Sie noch einmal, dass Sie es sind, bevor Sie Ihr Passwort ändern.
confirm-change-email-lead = Bestätigen Sie noch einmal, dass Sie es sind, bevor Sie Ihre E-Mail-Adresse ändern.
confirm-add-factor-lead = Bestätigen Sie noch einmal, dass Sie es sind, bevor Sie einen zweiten Faktor hinzufügen oder ersetzen.
confirm-remove-factor-lead = Bestätigen Sie noch einmal, dass Sie es sind, bevor Sie einen zweiten Faktor entfernen.
confirm-new-codes-lead = Bestätigen Sie noch einmal, dass Sie es sind, bevor Sie neue Wiederherstellungscodes erstellen.
confirm-change-links-lead = Bestätigen Sie noch einmal, dass Sie es sind, bevor Sie ein Konto verknüpfen oder lösen.
confirm-export-lead = Bestätigen Sie noch einmal, dass Sie es sind, bevor Sie Ihre personenbezogenen Daten exportieren.
confirm-delete-lead = Bestätigen Sie noch einmal, dass Sie es sind, bevor Sie Ihr Konto löschen.
cancel = Abbrechen
choose-password = Passwort wählen
choose-other-password = Neues Passwort wählen
password-first-lead = Damit melden Sie sich ab jetzt an.
password-broken-lead = Ihr Passwort war richtig, erfüllt aber nicht die heutigen Regeln von { $organisation }. Wählen Sie ein anderes, dann geht es weiter.
password-expired-lead = Ihr Passwort war richtig, ist aber älter, als { $organisation } erlaubt. Wählen Sie ein anderes, dann geht es weiter.
password-demanded-lead = Ihr Passwort war richtig. { $organisation } bittet Sie, jetzt ein eigenes zu wählen, dann geht es weiter.
password-recovered-lead = Es ersetzt das vergessene. Melden Sie sich danach damit an.
password-changed-page-lead = Es ersetzt das, das Sie jetzt haben.
other-sessions-end = Wo Sie sonst angemeldet sind, werden Sie abgemeldet.
new-password = Neues Passwort
repeat-password = Neues Passwort wiederholen
save-password = Passwort speichern
new-password-missing = Geben Sie ein neues Passwort ein.
new-password-not-repeated = Die beiden Passwörter sind nicht gleich. Geben Sie beide noch einmal ein.
new-password-breaks-rules = Dieses Passwort erfüllt nicht alle Regeln unten. Wählen Sie ein anderes.
new-password-common = Dieses Passwort gehört zu denen, die zuerst geraten werden. Wählen Sie ein anderes.
new-password-personal = Dieses Passwort besteht aus Ihren eigenen Daten oder aus leicht zu erratenden Namen. Wählen Sie ein anderes.
new-password-breached = Dieses Passwort ist aus einem Datenleck bekannt und wird von Einbrechern ausprobiert. Wählen Sie ein anderes.
new-password-previous = Dieses Passwort hatten Sie schon einmal. Wählen Sie ein anderes.
rule-min = { $count ->
    [one] Mindestens ein Zeichen
   *[other] Mindestens { $count } Zeichen
}
rule-max = { $count ->
    [one] Höchstens ein Zeichen
   *[other] Höchstens { $count } Zeichen
}
rule-lower = Ein Kleinbuchstabe
rule-upper = Ein Großbuchstabe
rule-digit = Eine Ziffer
rule-symbol = Ein Sonderzeichen, zum Beispiel # oder %
rule-classes = { $count ->
    [one] Mindestens eines davon: Kleinbuchstaben, Großbuchstaben, Ziffern, Sonderzeichen
    [2] Mindestens zwei davon: Kleinbuchstaben, Großbuchstaben, Ziffern, Sonderzeichen
   *[other] Mindestens drei davon: Kleinbuchstaben, Großbuchstaben, Ziffern, Sonderzeichen
}
rule-ascii = Nur Buchstaben von a bis z, Ziffern und Sonderzeichen; keine Leerzeichen
rule-no-dot-before-at = Kein Punkt unmittelbar vor einem @
rule-not-common = Keines von denen, die zuerst geraten werden
rule-not-personal = Nicht aus Ihrem Namen, Ihrer Adresse oder dem Namen Ihrer Organisation
rule-not-breached = Aus keinem Datenleck bekannt
rule-not-present = Nicht das, das Sie jetzt haben
rule-not-previous = { $count ->
    [2] Keines Ihrer letzten zwei Passwörter
    [3] Keines Ihrer letzten drei Passwörter
    [4] Keines Ihrer letzten vier Passwörter
    [5] Keines Ihrer letzten fünf Passwörter
   *[other] Keines Ihrer letzten { $count } Passwörter
}
rule-met = erfüllt
rule-unmet = nicht erfüllt
rule-not-yet-met = noch nicht erfüllt
rule-judged-later = wird beim Weitergehen geprüft

accept-notice = Datenschutzhinweise lesen
accept-notice-lead = { $organisation } bittet alle, ihnen zuzustimmen, bevor es weitergeht.
consent-to-notice = Ich willige in die Verarbeitung meiner personenbezogenen Daten ein, wie sie in den <b>Datenschutzhinweisen</b> beschrieben ist
notice-missing = Setzen Sie das Häkchen, um den Datenschutzhinweisen zuzustimmen.

choose-way = Wie möchten Sie zeigen, dass Sie es sind?
way-password = Passwort
way-app = Authenticator-App
way-passkey = Passkey oder Sicherheitsschlüssel
way-sms = SMS
way-sms-hint = An die Nummer, die auf { $digits } endet
way-email = E-Mail
way-email-hint = An die E-Mail-Adresse Ihres Kontos
way-recovery = Wiederherstellungscode
way-recovery-hint = Einer von denen, die Sie sich notiert haben
way-last-used = Zuletzt benutzt
none-at-hand = Nichts davon zur Hand? { $contact } kann Ihr Konto zurücksetzen.
none-at-hand-no-contact = Nichts davon zur Hand? Ihre Organisation kann Ihr Konto zurücksetzen.
use-passkey = Passkey oder Sicherheitsschlüssel verwenden
passkey-lead = Ihr Browser fragt danach. Berühren Sie den Schlüssel, oder entsperren Sie dieses Gerät wie sonst auch.
go-on-with-passkey = Weiter mit Passkey
sign-in-with-passkey = Mit einem Passkey anmelden
passkey-without-script = Passkeys brauchen JavaScript, das in diesem Browser ausgeschaltet ist. Alles andere auf dieser Seite geht auch ohne.
add-passkey-without-script = Passkeys brauchen JavaScript, das in diesem Browser ausgeschaltet ist. Schalten Sie es ein und laden Sie diese Seite neu, oder fügen Sie den Passkey in einem anderen Browser hinzu.
passkey-cancelled = Es wurde nichts gewählt. Versuchen Sie es noch einmal.
passkey-unsupported = Dieser Browser kann keine Passkeys verwenden. Nehmen Sie einen anderen Browser oder ein anderes Gerät.
passkey-exists = Dieses Gerät oder dieser Schlüssel hat schon einen Passkey für Ihr Konto.
passkey-wrong = Die Antwort des Passkeys wurde nicht angenommen. Versuchen Sie es noch einmal.
passkey-late = Das hat zu lange gedauert. Versuchen Sie es noch einmal.
passkey-unknown = Dieser Passkey ist hier nicht mehr bekannt. Löschen Sie ihn auf Ihrem Gerät, und gehen Sie einen anderen Weg.
passkey-not-verified = Der Schlüssel hat nicht geprüft, dass Sie es sind. Geben Sie ihm eine PIN, oder verwenden Sie einen anderen.
passkey-backup-changed = Dieser Passkey sagt von sich, dass er kopiert werden darf, und hat beim Hinzufügen das Gegenteil gesagt, oder umgekehrt. Manche Passwort-Manager tun das. Gehen Sie einen anderen Weg, entfernen Sie den Passkey in Ihrem Konto, und fügen Sie ihn neu hinzu.
passkey-too-many = Sie haben 20 Passkeys. Entfernen Sie einen, bevor Sie einen weiteren hinzufügen.
passkey-model-not-taken = Ihre Organisation nimmt nur Passkeys bestimmter Modelle, und dieser weist sich nicht als einer davon aus. Verwenden Sie einen anderen Schlüssel, oder fragen Sie Ihre Organisation, welche sie nimmt.
passkey-models-certain = Ihre Organisation nimmt nur Passkeys bestimmter Modelle. Erlauben Sie Ihrem Browser zu sagen, welches Modell Ihrer ist.
passkey-model-replaced = Ihre Organisation nimmt nur Passkeys bestimmter Modelle, und der verwendete ist von einem anderen. Fügen Sie einen hinzu, den sie nimmt, und entfernen Sie den anderen in Ihrem Konto.
passkey-demanded = Hier kommt niemand ohne Passkey hinein: Passwörter und Codes lassen sich Menschen ablocken. Fügen Sie jetzt einen hinzu, den dieses Gerät, Ihr Telefon oder ein Sicherheitsschlüssel aufbewahrt.
passkey-no-device = Nichts da, was einen aufbewahren kann? Wenden Sie sich an { $contact }.
passkey-no-device-no-contact = Nichts da, was einen aufbewahren kann? Wenden Sie sich an Ihre Organisation.
passkey-lost = Passkey verloren? { $contact } kann Ihr Konto zurücksetzen.
passkey-lost-no-contact = Passkey verloren? Ihre Organisation kann Ihr Konto zurücksetzen.
add-passkey = Passkey hinzufügen
add-passkey-lead = Einen Passkey bewahrt dieses Gerät, Ihr Passwort-Manager oder ein Sicherheitsschlüssel auf. Er wirkt nur auf dieser Website, also kann ihn Ihnen niemand ablocken.
offer-passkey = Beim nächsten Mal schneller anmelden
offer-passkey-lead = Erstellen Sie einen Passkey, und dieses Gerät meldet Sie mit Finger, Gesicht oder seiner PIN statt mit dem Passwort an. Er wirkt nur auf dieser Website, und Sie können ihn jederzeit in Ihrem Konto entfernen. Auf anderen Geräten kann dann neben dem Passwort danach oder nach einem Wiederherstellungscode gefragt werden.
offer-passkey-once = Sie werden nicht noch einmal gefragt. In Ihrem Konto können Sie jederzeit einen hinzufügen.
create-passkey = Passkey erstellen
passkey-name = Bezeichnung
passkey-name-hint = Woran Sie ihn erkennen, etwa „blauer Schlüssel“ oder „Laptop im Büro“.
passkey-name-missing = Geben Sie eine Bezeichnung ein.
use-passkey-instead = Stattdessen einen Passkey oder Sicherheitsschlüssel verwenden
passkey-named = Passkey „{ $name }“
passkey-unnamed = Passkey ohne Bezeichnung
passkey-none = Noch keiner. Schneller als ein Code, und er kann keiner falschen Website gegeben werden.
passkey-another = Fügen Sie für jedes Gerät einen hinzu, von dem aus Sie sich anmelden.
passkey-other-domain = Für { $domain } gemacht und hier ohne Nutzen. Entfernen Sie ihn.
passkey-other-model = Von einem Modell, das Ihre Organisation nicht nimmt. Fügen Sie einen anderen hinzu, und entfernen Sie diesen dann.
manage = Verwalten
remove-passkey = Passkey entfernen
remove-passkey-asks = Passkey entfernen …
remove-passkey-lead = Er öffnet Ihr Konto nicht mehr, und Ihre anderen Sitzungen enden.
remove-a-passkey = Diesen Passkey entfernen?
remove-named-passkey = Den Passkey „{ $name }“ entfernen?
keep-passkey = Passkey behalten
passkey-is-added = Der Passkey ist hinzugefügt.
passkey-is-removed = Der Passkey ist entfernt. Löschen Sie ihn auch auf Ihrem Gerät.
passkey-is-renamed = Die Bezeichnung ist gespeichert.
passkey-is-last = Das ist Ihr letzter zweiter Faktor, und { $organisation } will, dass Sie einen haben. Fügen Sie zuerst einen anderen hinzu.
passkey-is-only-way-in = Das ist der einzige Weg in Ihr Konto. Fügen Sie zuerst einen anderen Passkey hinzu, oder legen Sie ein Passwort fest.

## Consent

consent = Darf { $application } Ihr Konto verwenden?
consent-lead = { $application } bittet { $organisation } um Folgendes:
scope-openid = Wissen, wer Sie sind, wenn Sie sich anmelden
scope-profile = Ihren Namen und Ihr Profil sehen
scope-email = Ihre E-Mail-Adresse sehen
scope-phone = Ihre Telefonnummer sehen
scope-address = Ihre Postanschrift sehen
scope-groups = Sehen, zu welchen Gruppen Sie gehören
scope-offline = Angemeldet bleiben, während Sie weg sind
scope-other = „{ $scope }“ verwenden
allow = Erlauben
deny = Nicht erlauben
signed-in-as = Angemeldet als
not-you = Sind Sie das nicht?
someone-else = Als jemand anderes anmelden

## Signing out

sign-out = Abmelden
sign-out-question = Möchten Sie sich abmelden?
sign-out-lead = Diese Anwendungen haben Sie in diesem Browser geöffnet. Wer es wissen will, erfährt, dass Sie sich abmelden; die nächste Seite sagt, welche es nicht erfahren, damit Sie sich auch dort abmelden können.
sign-out-lead-none = In diesem Browser sind Sie bei { $organisation } angemeldet.
stay-signed-in = Angemeldet bleiben
signed-out = Sie sind abgemeldet
signed-out-lead = Ihre Sitzung hier ist beendet. Nicht alle dieser Anwendungen haben ihre geschlossen. Melden Sie sich an einem Computer, den auch andere benutzen, dort ebenfalls ab oder schließen Sie alle Fenster des Browsers.
signed-out-lead-closed = Ihre Sitzung hier ist beendet, und die in diesen Anwendungen auch.
signed-out-lead-none = Ihre Sitzung in diesem Browser ist beendet.
app-closed = Geschlossen
app-pending = Noch keine Antwort
app-pending-hint = Wird erneut benachrichtigt, bis sie antwortet. Schließen Sie bis dahin ihr Fenster.
app-not-told = Nicht benachrichtigt
app-not-told-hint = Schließt von selbst, sobald sie hier nachfragt oder ihre eigene Sitzung endet.
return-to = Zurück zu { $application }
sign-in-again = Wieder anmelden

## Home

your-applications = Ihre Anwendungen
home = Start
console = Konsole
find-application = Anwendung suchen
something-missing = Fehlt etwas? Kontakt: <b>{ $contact }</b>
no-applications = Ihnen ist noch keine Anwendung zugewiesen
no-applications-lead = Anwendungen werden von der Administration zugewiesen. Sobald Sie eine haben, steht sie hier.
no-start-addresses = Ihre Anwendungen starten nicht von hier
no-start-addresses-lead = Sie dürfen Anwendungen öffnen, aber keine davon hat eine Startadresse. Rufen Sie die Anwendung unter ihrer eigenen Adresse auf.
no-application-called = Keine Anwendung heißt „{ $query }“.
all-applications = Alle Anwendungen zeigen

## Profile

profile = Profil
first-name = Vorname
first-name-missing = Geben Sie Ihren Vornamen ein.
last-name = Nachname
last-name-missing = Geben Sie Ihren Nachnamen ein.
occupation = Beruf
department = Abteilung
optional = (optional)
field-too-long = Verwenden Sie höchstens { $most } Zeichen.
field-not-text = Verwenden Sie Buchstaben, Ziffern und Zeichen in einer Zeile.
save-changes = Änderungen speichern
reset = Zurücksetzen
picture = Bild
picture-hint = PNG oder JPEG, bis zu 5 MB.
update-picture = Bild aktualisieren
remove = Entfernen
remove-picture = Bild entfernen
your-picture = Ihr Bild
your-generated-picture = Ihr Bild: die Initialen { $initials }
picture-missing = Wählen Sie zuerst eine Datei.
picture-too-large = Diese Datei ist größer als 5 MB. Wählen Sie eine kleinere.
picture-format = Das ist weder eine PNG- noch eine JPEG-Datei. Speichern Sie das Bild in einem dieser Formate und wählen Sie es noch einmal.
picture-format-named = Das ist eine Datei im Format { $format }. Speichern Sie das Bild als PNG oder JPEG und wählen Sie es noch einmal.
picture-too-many-pixels = Dieses Bild hat { $width } × { $height } Bildpunkte; von dieser Art sind höchstens { $most } Millionen möglich. Verkleinern Sie es und wählen Sie es noch einmal.
picture-print-colours = Dieses Bild hat Druckfarben (CMYK). Speichern Sie es mit Bildschirmfarben (RGB) und wählen Sie es noch einmal.
picture-broken = Diese Datei ist unvollständig oder beschädigt. Wählen Sie eine andere.
picture-saved = Ihr Bild ist gespeichert.
picture-removed = Ihr Bild ist entfernt.
profile-saved = Ihr Profil ist gespeichert.
profile-changed-meanwhile = Ihr Profil wurde inzwischen geändert, in einem anderen Fenster oder von der Administration. Was Sie eingegeben haben, steht unten: Speichern Sie es noch einmal, um es zu behalten, oder <b>zeigen Sie, was gespeichert ist</b>.

linked-accounts = Verknüpfte Konten
linked-accounts-hint = Auch damit melden Sie sich an.
account-linked = Verknüpft am { $date }
account-linked-and-used = Verknüpft am { $linked }, zuletzt verwendet { $used }
account-not-linked = Nicht verknüpft
link-account = Verknüpfen…
link-account-of = Ein Konto bei { $provider } verknüpfen
unlink-account = Lösen…
unlink-account-of = Das Konto bei { $provider } lösen
attach-heading = Ihr Konto bei { $provider } verknüpfen
attach-lead = Melden Sie sich dort mit dem Konto an, das verknüpft werden soll. Wer sich in ihm anmeldet, ist von da an hier in Ihrem Konto angemeldet.
detach-heading = { $provider } lösen?
detach-lead = Ihr Konto dort meldet Sie hier nicht mehr an, und Ihre anderen Sitzungen enden.
detach-button = Konto lösen
keep-linked = Verknüpft lassen
account-attached = Ihr Konto bei { $provider } ist verknüpft: Von nun an meldet es Sie an.
account-detached = Ihr Konto bei { $provider } ist gelöst.
account-taken = Jenes Konto bei { $provider } ist hier mit einem anderen Konto verknüpft. Nichts wurde geändert.
account-only-way-in = { $provider } ist Ihr einziger Weg hinein. Wählen Sie zuerst einen anderen Weg, sich anzumelden.
your-data = Ihre Daten
export-data = Meine personenbezogenen Daten exportieren
export-hint = Alles, was über Sie gespeichert ist, als JSON-Datei.
export = Exportieren
export-lead = Die Datei enthält alles, was { $organisation } hier über Sie speichert: Ihr Profil, wie Sie sich anmelden, Ihre Sitzungen, was Sie Anwendungen erlaubt haben und was geschehen ist. Bewahren Sie sie so auf, dass niemand sonst sie liest.
download = Herunterladen
back-to-profile = Zurück zu Ihrem Profil
delete-account = Konto löschen
delete-hint = Beendet alle Sitzungen. Das kann nicht rückgängig gemacht werden.
delete = Löschen …
delete-question = Ihr Konto löschen?
delete-lead = { $count ->
    [0] Ihre Sitzungen enden, Ihr Profil und Ihr Bild werden entfernt. Das kann nicht rückgängig gemacht werden.
    [one] Sie verlieren sofort den Zugang zu einer Anwendung. Ihre Sitzungen enden, Ihr Profil und Ihr Bild werden entfernt. Das kann nicht rückgängig gemacht werden.
   *[other] Sie verlieren sofort den Zugang zu { $count } Anwendungen. Ihre Sitzungen enden, Ihr Profil und Ihr Bild werden entfernt. Das kann nicht rückgängig gemacht werden.
}
delete-stays = Was { $organisation } über Ihre Anmeldungen festgehalten hat, bleibt so lange wie solche Aufzeichnungen dort aufbewahrt werden, ohne Ihren Namen.
delete-my-account = Mein Konto löschen
keep-my-account = Mein Konto behalten
last-owner = Sie sind die letzte Person, der { $organisation } gehört. Geben Sie diese Rolle zuerst jemand anderem.
account-deleted = Ihr Konto ist gelöscht
account-deleted-lead = Alle Sitzungen sind beendet. Ihre E-Mail-Adresse ist für ein neues Konto frei.

## Settings

settings = Einstellungen
language-setting = Sprache
time-zone = Zeitzone
time-zone-hint = Datum und Uhrzeit werden darin gezeigt. Auch Anwendungen sehen sie.
time-zone-choose = Zeitzone wählen
time-zone-missing = Wählen Sie Ihre Zeitzone.
date-format = Datumsformat
time-format = Zeitformat
save-settings = Einstellungen speichern
settings-saved = Ihre Einstellungen sind gespeichert.
region-africa = Afrika
region-america = Amerika
region-antarctica = Antarktis
region-arctic = Arktis
region-asia = Asien
region-atlantic = Atlantik
region-australia = Australien
region-europe = Europa
region-indian = Indischer Ozean
region-pacific = Pazifik

## Password and two-factor

current-password = Jetziges Passwort
current-password-missing = Geben Sie Ihr jetziges Passwort ein.
current-password-wrong = Das ist nicht Ihr jetziges Passwort. Geben Sie es noch einmal ein.
password-judged-by = Ihr Passwort kennt nur { $service }; dort wird es geprüft. Ändern Sie es dort: Hier wird nichts davon aufbewahrt.
change-password = Passwort ändern
change-password-asks = Passwort ändern …
password-asks-first = Zuerst bestätigen Sie, dass Sie es sind, dann wählen Sie das neue Passwort.
password-last-changed = Zuletzt geändert am { $date }.
password-was-changed = Ihr Passwort wurde geändert. Wo Sie sonst angemeldet waren, sind Sie jetzt abgemeldet.
two-factor = Zwei-Faktor-Anmeldung
two-factor-by-mail = Nach Ihrem Passwort wird nach einem Code gefragt, der an Ihre E-Mail-Adresse geht.
two-factor-off = Aus. Ihr Passwort allein öffnet Ihr Konto.
two-factor-on = An. Nach Ihrem Passwort werden Sie nach einem zweiten Schritt gefragt.
two-factor-required = An. { $organisation } verlangt von allen einen zweiten Schritt.
two-factor-ends-others = Eine Änderung hier meldet Sie überall sonst ab, und jeder Browser wird wieder nach einem Code gefragt.
app-not-set-up = Nicht eingerichtet. Sie geht auch im Ausland und ohne Empfang.
app-added = Hinzugefügt am { $date }
app-added-and-used = Hinzugefügt am { $added }, zuletzt benutzt: { $used }
set-up-app = Einrichten …
replace-app = Ersetzen …
remove-app-asks = Ausschalten …
number-not-set-up = Nicht eingerichtet. Die App funktioniert im Ausland und ohne Empfang.
number-added = Endet auf { $digits }, hinzugefügt am { $date }
number-added-and-used = Endet auf { $digits }, hinzugefügt am { $added }, zuletzt verwendet { $used }
set-up-number-asks = SMS einrichten …
replace-number = Nummer ändern …
remove-number-asks = Nummer entfernen …
recovery-codes = Wiederherstellungscodes
recovery-codes-remaining = { $count ->
    [0] Keiner übrig
    [one] Noch einer
   *[other] Noch { $count }
}
recovery-codes-few = Erstellen Sie neue, bevor sie ausgehen.
recovery-codes-none = Sie haben keine Wiederherstellungscodes. Erstellen Sie jetzt welche: Ohne sie kann Sie nur die Administration wieder hereinlassen, wenn Sie verlieren, womit Sie sich anmelden.
recovery-codes-hint = Für den Tag, an dem Sie Ihr Telefon oder Ihren Schlüssel verlieren.
make-recovery-codes = Neue Codes erstellen …
two-factor-set-up = Der zweite Faktor ist an. Wo Sie sonst angemeldet waren, sind Sie jetzt abgemeldet.
app-removed-done = Die Authenticator-App ist entfernt. Wo Sie sonst angemeldet waren, sind Sie jetzt abgemeldet.
two-factor-removed = Der zweite Faktor ist aus. Wo Sie sonst angemeldet waren, sind Sie jetzt abgemeldet.
recovery-codes-recorded = Ihre Wiederherstellungscodes gelten ab jetzt, und nur diese.
trusted-browsers = Vertraute Browser
trusted-browsers-lead = In diesen werden Sie bis zum jeweils genannten Tag nicht nach dem zweiten Faktor gefragt.
trusted-between = Vertraut seit { $since }, bis { $until }
trusted-used = Zuletzt angemeldet: { $used }
distrust = Wieder fragen
distrust-browser = Wieder fragen: { $device }, { $place }
distrust-all = In allen wieder fragen
browser-distrusted = In diesem Browser werden Sie wieder nach dem zweiten Faktor gefragt.
browsers-distrusted = Sie werden in jedem Browser wieder nach dem zweiten Faktor gefragt.
nothing-was-changed = Es wurde nichts geändert. Fangen Sie hier noch einmal an.
breadcrumb = Sie sind hier
remove-app = Zweiten Faktor ausschalten?
remove-app-crumb = Ausschalten
remove-app-lead = Danach öffnet Ihr Passwort allein Ihr Konto. Die Codes der App und Ihre Wiederherstellungscodes gelten dann nicht mehr.
remove-app-beside = Authenticator-App entfernen?
remove-app-beside-crumb = App entfernen
remove-app-beside-lead = Ihre Codes gelten dann nicht mehr. Mit dem anderen zweiten Faktor Ihres Kontos können Sie sich weiter anmelden.
remove-app-beside-button = Die App entfernen
remove-app-button = Zweiten Faktor ausschalten
keep-app = Eingeschaltet lassen
number-set-up-done = Ab jetzt gehen Codes an Ihr Telefon. Überall sonst, wo Sie angemeldet waren, sind Sie abgemeldet.
number-removed-done = An Ihr Telefon gehen keine Codes mehr. Überall sonst, wo Sie angemeldet waren, sind Sie abgemeldet.
remove-number = Keine Codes mehr an Ihr Telefon senden?
remove-number-crumb = Nummer entfernen
remove-number-lead = Wir vergessen die Nummer. Mit dem anderen zweiten Faktor Ihres Kontos können Sie sich weiter anmelden.
remove-last-number-lead = Wir vergessen die Nummer. Danach öffnet Ihr Passwort allein Ihr Konto, und Ihre Wiederherstellungscodes gelten nicht mehr.
remove-number-button = Nummer entfernen
keep-number = Nummer behalten

## E-mail address

email-yours = Mit dieser Adresse melden Sie sich an, und dorthin geht Ihre Post.
email-none = Hier ist noch keine E-Mail-Adresse von Ihnen hinterlegt.
email-set-by = { $organisation } kümmert sich um Ihre E-Mail-Adresse. Soll es eine andere sein, sagen Sie es dem Kontakt unten.
email-change-asks = E-Mail-Adresse ändern …
email-change-first = Zuerst bestätigen Sie, dass Sie es sind, dann geben Sie die neue Adresse ein.
email-wish = Wartet auf Bestätigung
email-wish-sent = Ein Link wurde an <b>{ $address }</b> gesendet. Bis jemand ihn öffnet und bestätigt, bleibt die alte Adresse. Der Link gilt bis { $time }.
email-wish-late = Der Link, der an <b>{ $address }</b> gesendet wurde, ist zu alt. Senden Sie ihn noch einmal, oder geben Sie eine andere Adresse ein.
email-wish-again = Link noch einmal senden
email-wish-correct = Adresse berichtigen …
email-wish-cancel = Änderung abbrechen
email-wish-was-sent = Der Link ist unterwegs. Die bisherige Adresse erhält eine Nachricht.
email-wish-was-sent-again = Der Link ist noch einmal unterwegs. Frühere E-Mails führen auf dieselbe Seite.
email-wish-was-cancelled = Die Änderung ist abgebrochen. Ihre Adresse bleibt, wie sie ist.
email-too-many = Es wurden zu viele dieser E-Mails angefordert. Versuchen Sie es später noch einmal; der letzte Link gilt weiterhin.
new-email = Neue E-Mail-Adresse
new-email-lead = An die neue Adresse geht ein Link. Ihre Adresse ändert sich, sobald Sie ihn öffnen und bestätigen, in einem beliebigen Browser. Die jetzige Adresse erhält eine Nachricht, mit der sich die Änderung 14 Tage lang rückgängig machen lässt.
new-email-send = Bestätigungslink an die neue Adresse senden
new-email-same = Das ist schon Ihre Adresse. Geben Sie eine andere ein.
new-email-other-organisation = Adressen dieser Domain gehören Personen einer anderen Organisation. Geben Sie eine andere ein.
new-email-not-a-domain = { $organisation } nimmt nur Adressen der eigenen Domains. Geben Sie eine davon ein.
confirm-email = Diese E-Mail-Adresse bestätigen?
confirm-email-lead = Jemand möchte, dass ein Konto bei { $organisation } die Adresse <b>{ $address }</b> verwendet. Bestätigen Sie nur, wenn Sie das waren.
confirm-this-address = Diese Adresse bestätigen
email-confirmed = Ihre neue Adresse ist bestätigt
email-confirmed-lead = Von jetzt an melden Sie sich damit an, und Ihre Post geht dorthin. Mehr ist nicht zu tun.
email-taken = Diese Adresse gehört zu einem anderen Konto
email-taken-lead = Jemand anderes hat sie inzwischen, deshalb wurde nichts geändert. Wählen Sie in Ihrem Konto eine andere Adresse, oder fragen Sie den Kontakt unten.
email-link-late = Dieser Link ist zu alt
email-link-late-lead = Es wurde nichts geändert. In Ihrem Konto können Sie ihn unter „E-Mail“ noch einmal senden lassen.
email-link-dropped = Dieser Link führt nirgends mehr hin
email-link-dropped-lead = Die Änderung wurde abgebrochen, oder danach wurde eine andere Adresse gewünscht. Es wurde nichts geändert.
email-link-voided-lead = Seit er verschickt wurde, ist eine frühere Änderung rückgängig gemacht worden, oder Ihre Organisation hat sich um das Konto gekümmert. Jetzt wurde nichts geändert. Wenn etwas nicht stimmt, sagen Sie es gleich der Kontaktstelle unten.
email-back-to-account = Zu Ihrem Konto
undo-email = Das waren nicht Sie?
undo-email-lead = Dann hat jemand anderes Ihr Konto bei { $organisation } benutzt. Mit dieser Schaltfläche ist <b>{ $address }</b> wieder die Adresse des Kontos. Alle werden abgemeldet, was seither eingerichtet wurde, fällt weg, und das Passwort gilt nicht mehr.
undo-email-ask = Ein neues Passwort wählt man in Ihrer Organisation danach nicht selbst: Die Administration gibt Ihnen eines. Dafür brauchen Sie den Kontakt unten.
undo-email-button = Mein Konto zurückholen
email-undone = Das Konto gehört wieder Ihnen
email-undone-lead = Die bisherige Adresse gilt wieder, und alle sind abgemeldet. Melden Sie sich neu an; geht Ihr Passwort nicht, wählen Sie dort ein neues.
email-undone-ask-lead = Die bisherige Adresse gilt wieder, alle sind abgemeldet, und das Passwort gilt nicht mehr. In Ihrer Organisation gibt Ihnen die Administration ein neues: Wenden Sie sich an den Kontakt unten. Melden Sie sich dann damit an.
email-not-undone-lead = Jemand anderes hat diese Adresse inzwischen, deshalb lässt sie sich von hier aus nicht zurückgeben. Sagen Sie es sofort dem Kontakt unten.

## Sessions

sessions = Sitzungen
sessions-lead = Hier sind Sie angemeldet. Wenn Sie eine Sitzung nicht kennen, beenden Sie sie und lassen Sie sich von Ihrer Organisation ein neues Passwort geben.
times-in-zone = Die Zeiten sind in der Zeitzone { $zone } angegeben.
this-browser = Dieser Browser
end = Beenden
end-session = Sitzung beenden: { $device }, { $place }
end-others = Alle anderen Sitzungen beenden
session-ended = Die Sitzung ist beendet.
sessions-ended = Alle anderen Sitzungen sind beendet.
session-gone = Diese Sitzung war schon beendet.
only-session = Sonst sind Sie nirgends angemeldet.
place-unknown = Ort unbekannt
no-applications-opened = Keine Anwendung geöffnet
device-browser-on-system = { $browser } unter { $system }
device-browser-on-phone = { $browser } auf einem Smartphone
device-browser-on-tablet = { $browser } auf einem Tablet
device-unknown = Unbekannter Browser
since-today = Seit { $time }
since-yesterday = Seit gestern
since-date = Seit { $date }
active-now = Gerade aktiv
active-minutes-ago = { $count ->
    [one] Vor einer Minute aktiv
   *[other] Vor { $count } Minuten aktiv
}
active-today = Heute um { $time } aktiv
active-yesterday = Gestern um { $time } aktiv
active-date = Am { $date } aktiv

## Application access

application-access = Zugriff von Anwendungen
access-lead = Diese Anwendungen dürfen Ihr Konto nutzen. Wenn Sie einer den Zugriff entziehen, endet sofort, was sie von Ihrem Konto hat. Beim nächsten Mal werden Sie wieder gefragt, es sei denn, Ihre Organisation lässt die Anwendung ein.
no-access = Zurzeit nutzt keine Anwendung Ihr Konto.
access-since = Von Ihnen erlaubt am { $date }
access-by-organisation = Von Ihrer Organisation zugelassen
withdraw = Entziehen
withdraw-access-of = Zugriff entziehen: { $application }
access-withdrawn = Der Zugriff ist beendet.
access-gone = Dieser Zugriff war schon beendet.

## Dates

date = { NUMBER($day) }. { $month ->
    [1] Januar
    [2] Februar
    [3] März
    [4] April
    [5] Mai
    [6] Juni
    [7] Juli
    [8] August
    [9] September
    [10] Oktober
    [11] November
   *[12] Dezember
}
date-with-year = { NUMBER($day) }. { $month ->
    [1] Januar
    [2] Februar
    [3] März
    [4] April
    [5] Mai
    [6] Juni
    [7] Juli
    [8] August
    [9] September
    [10] Oktober
    [11] November
   *[12] Dezember
} { $year }
time-24-hours = { $time } Uhr
time-12-hours = { $time } { $half ->
    [am] AM
   *[pm] PM
}
date-and-time = { $date }, { $time }
exact-time = { NUMBER($day) }. { $month ->
    [1] Jan.
    [2] Feb.
    [3] März
    [4] Apr.
    [5] Mai
    [6] Juni
    [7] Juli
    [8] Aug.
    [9] Sept.
    [10] Okt.
    [11] Nov.
   *[12] Dez.
} { $year }, { $clock }

## Refusals

request = Anfrage
reason = Grund
time = Zeit
contact = Kontakt
email = E-Mail
account = Konto
go-to-applications = Zu Ihren Anwendungen
back-to-sign-in = Zurück zur Anmeldung

not-assigned = { $application } können Sie noch nicht öffnen
not-assigned-lead = Diese Anwendung ist Ihnen nicht zugewiesen. Fragen Sie beim Kontakt unten danach und nennen Sie dabei diese Angaben.
not-assigned-reason = Nicht zugewiesen
disabled = Ihr Konto ist abgeschaltet
disabled-lead = Ihre Organisation hat dieses Konto abgeschaltet. Wenn Sie es noch brauchen, wenden Sie sich an den Kontakt unten und nennen Sie dabei diese Angaben.
disabled-reason = Konto abgeschaltet
inactive = Ihr Konto ist inaktiv
inactive-lead = Ihr Konto wurde wegen Inaktivität deaktiviert. Wenden Sie sich an die Administration Ihrer Organisation, um es wieder zu aktivieren.
inactive-reason = Inaktiv
locked = Ihr Konto ist gesperrt
locked-lead = { $tries ->
    [3] Es wurde nach drei falschen Passwörtern in Folge gesperrt. Der Kontakt unten kann es entsperren.
    [5] Es wurde nach fünf falschen Passwörtern in Folge gesperrt. Der Kontakt unten kann es entsperren.
    [10] Es wurde nach zehn falschen Passwörtern in Folge gesperrt. Der Kontakt unten kann es entsperren.
   *[other] Es wurde nach { $tries } falschen Passwörtern in Folge gesperrt. Der Kontakt unten kann es entsperren.
}
locked-reason = Nach falschen Passwörtern gesperrt
locked-codes-lead = Es wurde nach zu vielen falschen Codes in Folge gesperrt. Der Kontakt unten kann es entsperren.
locked-codes-reason = Nach falschen Codes gesperrt
paused = Warten Sie vor dem nächsten Versuch
paused-lead = Es gab mehrere falsche Versuche in Folge. Ab { $time } können Sie es wieder versuchen. An Ihrem Konto hat sich nichts geändert.
paused-reason = Pause nach falschen Versuchen
locked-by-administrator-lead = Dieses Konto wurde von der Administration gesperrt. Fragen Sie beim Kontakt unten, wie es weitergeht.
locked-by-administrator-reason = Von der Administration gesperrt
organisation-closed = { $organisation } ist hier abgeschaltet
organisation-closed-lead = Bei dieser Organisation kann sich zurzeit niemand anmelden. Wenden Sie sich an den Kontakt unten.
organisation-closed-reason = Organisation abgeschaltet
not-enough = Sie brauchen einen weiteren Weg, um zu zeigen, dass Sie es sind
not-enough-lead = { $application } verlangt mehr, als Ihr Konto heute zeigen kann. Bitten Sie den Kontakt unten, das einzurichten.
not-enough-reason = Weiterer Faktor nötig
no-way = Mit diesem Konto kann man sich nicht anmelden
no-way-lead = Dafür ist weder ein Passwort noch ein anderer Weg eingerichtet. Wenden Sie sich an den Kontakt unten.
no-way-reason = Kein Weg zum Anmelden
ask-administrator = Ihr Passwort lässt sich hier nicht wiederherstellen
ask-administrator-lead = In Ihrer Organisation macht das die Administration. Wenden Sie sich an den Kontakt unten; dort werden diese Zeilen gebraucht.
ask-administrator-reason = Administration stellt es wieder her
password-elsewhere = Ihr Passwort liegt nicht hier
password-elsewhere-lead = Sie melden sich hier mit einem Konto von anderswo an; dort wird auch das Passwort wiederhergestellt. Wenn Sie nicht wissen, wo, fragen Sie den Kontakt unten.
password-elsewhere-reason = Passwort liegt anderswo
already-registered = Ihr Konto ist schon eingerichtet
already-registered-lead = Gehen Sie zurück und melden Sie sich an. Wenn Sie das Passwort nicht wissen, stellen Sie es dort wieder her.
already-registered-reason = Schon eingerichtet
invitation-over = Diese Einladung gilt nicht mehr
invitation-over-lead = Sie wurde verbraucht, zurückgezogen oder ist abgelaufen, während Sie hier waren. Bitten Sie die Person, die Sie eingeladen hat, sie noch einmal zu senden.
invitation-over-reason = Die Einladung gilt nicht mehr
registration-closed = Hier können Sie kein Konto anlegen
registration-closed-lead = Ihre Organisation legt Konten selbst an oder lädt per E-Mail an eine andere Adresse ein. Wenden Sie sich an den Kontakt unten.
registration-closed-reason = Keine Registrierung
no-such-step = Zuerst fehlt noch ein Schritt
no-such-step-lead = Ihre Organisation verlangt etwas, das auf diesen Seiten nicht möglich ist. Wenden Sie sich an den Kontakt unten und nennen Sie dabei diese Angaben.
no-such-step-reason = Ein nötiger Schritt ist nicht verfügbar
no-contact = Die Administration Ihrer Organisation

## Expired

sign-in-expired = Ihre Anmeldung hat zu lange gedauert
sign-in-expired-lead = Zu Ihrer Sicherheit endet eine Anmeldung nach einiger Zeit. Es ist nichts verloren gegangen. Beginnen Sie neu; das dauert eine Minute.
sign-in-used = Diese Anmeldung ist abgeschlossen
sign-in-used-lead = Sie sind auf eine Seite zurückgekehrt, die schon benutzt wurde. Es ist nichts verloren gegangen; hier geht es weiter.
sign-in-elsewhere = Diese Anmeldung wurde in einem anderen Browser begonnen
sign-in-elsewhere-lead = Eine Anmeldung geht nur in dem Browser weiter, in dem sie begonnen wurde. Es ist nichts verloren gegangen; beginnen Sie hier neu.
invitation-used = Diese Einladung ist verbraucht
invitation-used-lead = Was sie gibt, wurde dem Konto mit dieser Adresse hinzugefügt. Waren Sie es, melden Sie sich an; wenn nicht, sagen Sie es der Person, die Sie eingeladen hat.
invitation-late = Diese Einladung ist abgelaufen
invitation-late-lead = Einladungen gelten sieben Tage. Bitten Sie die Person, die Sie eingeladen hat, sie noch einmal zu senden.
invitation-revoked = Diese Einladung wurde zurückgezogen
invitation-revoked-lead = Sie gilt nicht mehr. Wenn Sie das überrascht, fragen Sie die Person, die Sie eingeladen hat.
invitation-unknown = Diese Einladung gibt es nicht
invitation-unknown-lead = Vielleicht ist die Adresse abgeschnitten, oder eine neuere Mail enthält einen anderen Link. Öffnen Sie den ganzen Link der neuesten Mail.
create-account = Konto anlegen
create-account-button = Konto anlegen
register-lead = Damit öffnen Sie die Anwendungen von { $organisation }.
register-invited = Sie sind zu { $organisation } eingeladen. Die Einladung gilt bis { $time }.
register-invited-by = { $inviter } hat Sie zu { $organisation } eingeladen. Die Einladung gilt bis { $time }.
account-ready = Ihr Konto ist fertig
account-ready-lead = { $name }, Sie sind angemeldet. Welche Anwendungen Sie öffnen dürfen, entscheidet die Verwaltung Ihrer Organisation.
account-ready-open = { $name }, Sie sind angemeldet, und die ersten Anwendungen warten.
join = Ihrem Konto hinzufügen?
join-lead = { $organisation } lädt Ihr Konto <b>{ $address }</b> zu dem ein, was unten steht. Die Einladung gilt bis { $time }.
join-lead-by = { $inviter } lädt Ihr Konto <b>{ $address }</b> zu dem ein, was unten steht. Die Einladung gilt bis { $time }.
join-nothing = Es gibt nichts hinzuzufügen
join-nothing-lead = Diese Einladung fügt Ihrem Konto <b>{ $address }</b> nichts hinzu.
join-button = Meinem Konto hinzufügen
join-not-now = Jetzt nicht
gifts-applications = Anwendungen
gifts-groups = Gruppen
gifts-roles = Rollen
gifts-left-out = Nicht gegeben
gifts-more = etwas, das es nicht mehr gibt
gifts-left-out-why = Was nicht gegeben wird, gibt es nicht mehr, oder wer Sie eingeladen hat, darf es nicht mehr geben. Die Verwaltung Ihrer Organisation kann helfen.
joined = Ihrem Konto hinzugefügt
joined-lead = Ihr Konto <b>{ $address }</b> hat jetzt, was unten steht.
invitation-not-yours = Diese Einladung ist für jemand anderen
invitation-not-yours-lead = Sie wurde an <b>{ $invited }</b> gesendet, und angemeldet ist hier { $own }. Nichts wurde geändert; die Einladung bleibt offen.
invitation-not-yours-sign-in = Mit dieser Adresse anmelden
invitation-not-yours-hint = { $own } wird hier abgemeldet, sobald Sie sich angemeldet haben.
role-instance-administrator = Verwaltung der Instanz
role-owner = Eigentum der Organisation
role-administrator = Verwaltung
role-help-desk = Service-Desk
role-auditor = Prüfung
role-group-manager = Verwaltung von Gruppen
open-named-application = { $application } öffnen
start-again = Neu beginnen
start-again-at = Neu beginnen bei { $application }

## What is ours to say sorry for, without saying it

back-to-application = Zurück zu { $application }
cannot-continue-to = So lässt sich { $application } nicht öffnen
cannot-continue = Dieser Link funktioniert nicht
unknown-application-lead = Er nennt eine Anwendung, die hier nicht registriert ist. Es ist nichts verloren gegangen. Gehen Sie dorthin zurück, woher Sie kamen, und sagen Sie es denen, die sie betreiben; sie brauchen die Zeile unten.
address-unregistered-lead = { $application } möchte zu einer Adresse zurückkehren, die nicht registriert ist. Es ist nichts verloren gegangen. Sagen Sie es denen, die die Anwendung betreiben; sie brauchen die Zeilen unten.
address-missing-lead = { $application } sagt nicht, wohin es zurückgehen soll. Es ist nichts verloren gegangen. Sagen Sie es denen, die die Anwendung betreiben; sie brauchen die Zeile unten.
parameter-repeated-lead = „{ $parameter }“ kommt darin mehr als einmal vor. Es ist nichts verloren gegangen. Gehen Sie dorthin zurück, woher Sie kamen, und versuchen Sie es noch einmal; wenn es wieder geschieht, sagen Sie es denen, die die Anwendung betreiben.
request-unreadable-lead = Ein Teil davon fehlt oder ist nicht lesbar. Es ist nichts verloren gegangen. Gehen Sie dorthin zurück, woher Sie kamen, und versuchen Sie es noch einmal; wenn es wieder geschieht, sagen Sie es denen, die die Anwendung betreiben.
not-for-people-lead = { $application } arbeitet ohne Menschen: Niemand meldet sich dort an. Es ist nichts verloren gegangen. Sagen Sie es denen, die die Anwendung betreiben.
return-address = Adresse
application = Anwendung
client-id = Client-ID
not-found = Hier gibt es keine Seite
not-found-lead = Vielleicht ist die Adresse vertippt oder veraltet. Es ist nichts verloren gegangen.
wrong-method = So lässt sich diese Seite nicht verwenden
wrong-method-lead = Sie wurde auf eine Weise aufgerufen, die sie nicht kennt. Es ist nichts verloren gegangen. Beginnen Sie von vorn.
wrong-host = Dieser Server hat eine andere Adresse
wrong-host-lead = Unter der Adresse, die Sie benutzt haben, antwortet er nicht. Es ging nichts verloren. Gehen Sie zu der Adresse unten.
too-large = Das war zu viel auf einmal
too-large-lead = Was Sie gesendet haben, ist größer, als diese Seite annimmt. Es wurde nichts gespeichert. Gehen Sie zurück und senden Sie weniger.
unreadable-form = Das Formular kam nicht vollständig an
unreadable-form-lead = Ein Teil davon fehlt oder ist nicht lesbar. Es wurde nichts gespeichert. Gehen Sie zurück, laden Sie die Seite neu und senden Sie das Formular noch einmal.
cross-site = Dieses Formular kam von einer anderen Website
cross-site-lead = Zu Ihrem Schutz nehmen wir Formulare nur von unseren eigenen Seiten an. Es wurde nichts geändert. Beginnen Sie von vorn.
busy = Gerade melden sich viele Menschen an
busy-lead = { $seconds ->
    [one] Es ist nichts verloren gegangen. Warten Sie eine Sekunde und versuchen Sie es noch einmal.
   *[other] Es ist nichts verloren gegangen. Warten Sie { $seconds } Sekunden und versuchen Sie es noch einmal.
}
too-many = Von Ihrem Anschluss kam gerade zu viel
away = Das geht im Moment nicht
try-again = Noch einmal versuchen
internal = Bei uns ist etwas schiefgegangen
internal-lead = Es ist nichts verloren gegangen, und was Sie vorher getan haben, ist sicher. Versuchen Sie es in einer Minute noch einmal. Wenn es wieder geschieht, sagen Sie es dem Kontakt unten und nennen Sie dabei diese Angaben.
cookies = Erlauben Sie dieser Website ein Cookie
cookies-lead = Zum Anmelden ist ein Cookie nötig, und Ihr Browser hat es nicht zurückgesendet. Erlauben Sie Cookies für diese Website und beginnen Sie neu. Es ist nichts verloren gegangen.
to-start = Zum Start

## Going on to the application

going-on = Weiter zu { $application }
going-on-lead = Sie sind angemeldet. Wenn sich die Anwendung nicht von selbst öffnet, geht es mit der Schaltfläche weiter.
continue-to-button = Weiter zu { $application }

## Mails

mail-hello = Guten Tag { $name },
mail-hello-nobody = Guten Tag,
mail-fact = { $name }: { $value }
mail-browser = Browser
mail-network-address = IP-Adresse
mail-see-sessions = Meine Sitzungen ansehen
mail-button-note = Wenn die Schaltfläche nicht funktioniert, fügen Sie diese Adresse in Ihren Browser ein:
mail-because-account = Gesendet an { $address }, weil diese Adresse zu Ihrem Konto bei { $organisation } gehört.
text-message-code = { $code } ist Ihr Code für { $name }. Geben Sie ihn niemandem weiter.
text-message-change-password = { $code } ist Ihr Code für { $name }, um Ihr Passwort zu ändern. Geben Sie ihn niemandem weiter.
text-message-change-email = { $code } ist Ihr Code für { $name }, um Ihre E-Mail-Adresse zu ändern. Geben Sie ihn niemandem weiter.
text-message-add-factor = { $code } ist Ihr Code für { $name }, um einen zweiten Faktor hinzuzufügen oder zu ersetzen. Geben Sie ihn niemandem weiter.
text-message-remove-factor = { $code } ist Ihr Code für { $name }, um einen zweiten Faktor zu entfernen. Geben Sie ihn niemandem weiter.
text-message-new-codes = { $code } ist Ihr Code für { $name }, um neue Wiederherstellungscodes zu erstellen. Geben Sie ihn niemandem weiter.
text-message-export = { $code } ist Ihr Code für { $name }, um Ihre Daten zu exportieren. Geben Sie ihn niemandem weiter.
text-message-delete = { $code } ist Ihr Code für { $name }, um Ihr Konto zu löschen. Geben Sie ihn niemandem weiter.
code-mail-subject = Ihr Code für { $organisation }
code-mail-restore-lead = Jemand möchte für Ihr Konto bei { $organisation } ein neues Passwort wählen, vermutlich Sie selbst. Geben Sie diesen Code auf der Seite ein, auf der Sie ihn angefordert haben:
code-mail-register-lead = Jemand möchte mit Ihrer E-Mail-Adresse ein Konto bei { $organisation } einrichten, vermutlich Sie selbst. Geben Sie diesen Code auf der Seite ein, auf der Sie ihn angefordert haben:
code-mail-prove-lead = Jemand hat das Passwort Ihres Kontos bei { $organisation } eingegeben, vermutlich Sie selbst. Geben Sie diesen Code auf der Seite ein, die danach fragt:
code-mail-good = { $count ->
    [one] Er gilt eine Minute, bis { $time }. Frühere Codes gelten nicht mehr.
    [5] Er gilt fünf Minuten, bis { $time }. Frühere Codes gelten nicht mehr.
   *[other] Er gilt { $count } Minuten, bis { $time }. Frühere Codes gelten nicht mehr.
}
code-mail-not-you = Das waren nicht Sie? Sagen Sie den Code niemandem; sonst ist nichts zu tun, denn ohne ihn ändert sich nichts. Wenn es wieder vorkommt, sagen Sie es dem Kontakt unten.
code-mail-because = Gesendet an { $address }, weil jemand bei { $organisation } einen Code angefordert hat.
link-mail-subject = Neues Passwort für { $organisation } wählen
link-mail-restore-lead = Jemand möchte für Ihr Konto bei { $organisation } ein neues Passwort wählen, vermutlich Sie selbst. Der Link führt auf die Seite dafür.
link-mail-change-lead = Sie haben einen Link angefordert, um das Passwort Ihres Kontos bei { $organisation } zu ändern. Er führt auf die Seite dafür.
link-mail-button = Neues Passwort wählen
link-mail-until = Der Link gilt einmal, bis { $time }.
link-mail-not-you = Das waren nicht Sie? Es ist nichts zu tun: Ohne den Link ändert sich nichts. Wenn es wieder vorkommt, sagen Sie es dem Kontakt unten.
link-mail-because = Gesendet an { $address }, weil jemand bei { $organisation } einen Link angefordert hat.
mail-not-you-session = Das waren nicht Sie? Dann kann sich jemand anderes unter Ihrem Namen anmelden. Beenden Sie diese Sitzung gleich und sagen Sie es dem Kontakt unten.
new-browser-subject = Ihr Konto wurde in einem neuen Browser benutzt
new-browser-lead = Jemand hat sich mit Ihrem Konto bei { $organisation } angemeldet, in einem Browser, den Sie dafür noch nie benutzt haben. Wenn Sie es waren, ist nichts zu tun.
after-wrong-tries-subject = { $count ->
    [one] Ihr Konto wurde nach einem falschen Versuch geöffnet
   *[other] Ihr Konto wurde nach { $count } falschen Versuchen geöffnet
}
after-wrong-tries-lead = Jemand hat sich mit Ihrem Konto bei { $organisation } angemeldet, nachdem mehrere Passwörter oder Codes falsch waren. Wenn Sie es waren, ist nichts zu tun.
password-locked-subject = Ihr Konto ist nach falschen Passwörtern gesperrt
password-locked-lead = Für Ihr Konto bei { $organisation } wurden zu viele falsche Passwörter eingegeben. Niemand ist hineingekommen.
password-locked-until = Ab { $time } können Sie sich wieder anmelden.
password-locked-until-unlocked = Es bleibt gesperrt, bis der Kontakt unten es entsperrt. Auch ein neues Passwort öffnet es nicht.
password-locked-not-you = Das waren nicht Sie? Dann ist nichts zu tun: Niemand hat Ihr Passwort erraten. Wenn es wieder geschieht, sagen Sie es dem Kontakt unten.
codes-locked-subject = Jemand kennt vielleicht Ihr Passwort
codes-locked-lead = Bei { $organisation } ist jemand bis zum zweiten Schritt gekommen und hat dann zu viele falsche Codes eingegeben. Niemand ist hineingekommen.
codes-locked-until = Ab { $time } kann wieder ein Code eingegeben werden.
codes-locked-not-you = Das waren nicht Sie? Dann kennt jemand Ihr Passwort. Lassen Sie sich vom Kontakt unten gleich ein neues geben.
password-set-subject = Ihr Passwort wurde geändert
password-set-lead = Die Administration hat Ihrem Konto bei { $organisation } ein anderes Passwort gegeben. Wo Sie angemeldet waren, sind Sie jetzt abgemeldet.
password-changed-lead = Das Passwort Ihres Kontos bei { $organisation } wurde geändert. Wo Sie sonst angemeldet waren, sind Sie jetzt abgemeldet.
password-chosen-subject = Ihr Konto hat jetzt ein Passwort
password-chosen-lead = Für Ihr Konto bei { $organisation } wurde ein Passwort gewählt. Damit kann man sich anmelden.
mail-not-expected = Das kommt für Sie unerwartet? Sagen Sie es gleich dem Kontakt unten.
app-set-up-subject = Sie haben eine neue Authenticator-App
app-set-up-lead = Für Ihr Konto bei { $organisation } wurde eine Authenticator-App eingerichtet. Mit ihren Codes kann man sich anmelden.
app-replaced-lead = Für Ihr Konto bei { $organisation } wurde eine Authenticator-App eingerichtet. Mit ihren Codes kann man sich anmelden, mit denen der bisherigen App nicht mehr.
account-deleted-subject = Ihr Konto wurde gelöscht
account-deleted-mail-lead = Ihr Konto bei { $organisation } wurde gelöscht, von jemandem, der als Sie angemeldet war und das noch einmal bestätigt hat. Alle Sitzungen sind beendet.

accounts-merged-subject = Zwei Ihrer Konten sind jetzt eines
accounts-merged-lead = Die Verwaltung von { $organisation } hat zwei Konten von Ihnen zusammengelegt. Sie melden sich mit dem an, das bleibt, und mit dem, was Sie beim anderen bei einem Anbieter angemeldet hat. Das andere gibt es nicht mehr; alle Sitzungen beider sind beendet.
inactivity-subject = Ihr Konto bei { $organisation } wird bald inaktiv
inactivity-lead = Ihr Konto bei { $organisation } wurde lange nicht benutzt. Melden Sie sich vor dem { $date } an, sonst wird es inaktiv.
inactivity-advice = Einmal anmelden genügt, im Konto oder in einer beliebigen Anwendung.
inactivity-not-needed = Sie brauchen das Konto nicht mehr? Dann ist nichts zu tun. Ist es einmal inaktiv, kann nur die Administration es wieder öffnen.
email-changed-subject = Ihre E-Mail-Adresse wurde geändert
email-changed-lead = Die Administration hat die E-Mail-Adresse Ihres Kontos bei { $organisation } geändert. Dies ist die bisherige Adresse.
email-undone-mail-lead = Die E-Mail-Adresse Ihres Kontos bei { $organisation } wurde auf die bisherige zurückgesetzt, von jemandem, der die Post dort liest. Alle wurden abgemeldet.
email-moved-lead = Die E-Mail-Adresse Ihres Kontos bei { $organisation } wurde geändert. Dies ist die bisherige Adresse.
email-change-asked-subject = Eine andere E-Mail-Adresse wurde gewünscht
email-change-asked-lead = Jemand, der in Ihrem Konto bei { $organisation } angemeldet ist, wünscht dafür eine andere E-Mail-Adresse. Nichts ändert sich, bis die neue bestätigt ist. Dies ist die jetzige Adresse.
email-change-not-me = Das war ich nicht
email-change-undo-until = Wenn Sie das nicht waren, drücken Sie die Schaltfläche, spätestens bis { $time }: Diese Adresse bleibt oder gehört wieder Ihnen, alle werden abgemeldet, und Sie wählen ein neues Passwort.
email-change-undo-until-ask = Wenn Sie das nicht waren, drücken Sie die Schaltfläche, spätestens bis { $time }: Diese Adresse bleibt oder gehört wieder Ihnen, alle werden abgemeldet, und das Passwort gilt nicht mehr. Ein neues gibt Ihnen die Administration Ihrer Organisation.
email-change-was-me = Das waren Sie? Dann ist nichts zu tun.
email-wish-subject = Bestätigen Sie Ihre E-Mail-Adresse für { $organisation }
email-wish-lead = Jemand möchte, dass ein Konto bei { $organisation } diese E-Mail-Adresse verwendet. Wenn Sie das waren, bestätigen Sie sie auf der Seite, auf die der Link führt.
email-wish-taken-lead = Jemand möchte, dass ein Konto bei { $organisation } diese E-Mail-Adresse verwendet. Es gibt schon ein Konto damit, deshalb ändert sich nichts.
email-wish-taken-advice = Wenn Sie das waren: Melden Sie sich mit dieser Adresse an, oder wählen Sie eine andere.
email-wish-not-you = Das waren nicht Sie? Es ist nichts zu tun: Ohne Ihre Bestätigung ändert sich nichts.
email-wish-because = Gesendet an { $address }, weil jemand bei { $organisation } diese Adresse eingegeben hat.
app-removed-subject = Der zweite Faktor wurde ausgeschaltet
app-removed-lead = Die Authenticator-App Ihres Kontos bei { $organisation } wurde ausgeschaltet, und mit ihr Ihre Wiederherstellungscodes. Ab jetzt öffnet das Passwort allein das Konto.
factors-reset-subject = Ihr zweiter Faktor wurde zurückgesetzt
factors-reset-lead = Die Administration hat den zweiten Faktor Ihres Kontos bei { $organisation } zurückgesetzt: Ihr Authenticator und Ihre Wiederherstellungscodes gelten nicht mehr. Wo Sie angemeldet waren, sind Sie jetzt abgemeldet. Ihr Passwort ist dasselbe.
app-removed-beside-subject = Ihre Authenticator-App wurde entfernt
app-removed-beside-lead = Die Authenticator-App Ihres Kontos bei { $organisation } wurde entfernt. Ihre Codes öffnen nichts mehr; der andere zweite Faktor des Kontos gilt weiter.
number-set-up-subject = Codes gehen an ein Telefon von Ihnen
number-set-up-lead = Für Ihr Konto bei { $organisation } wurde eine Telefonnummer eingerichtet. Mit Codes, die an sie gehen, kann man sich anmelden.
number-replaced-lead = Für Ihr Konto bei { $organisation } wurde eine Telefonnummer eingerichtet. Mit Codes, die an sie gehen, kann man sich anmelden, mit dem, was vorher an ihrer Stelle war, nicht mehr.
number-removed-subject = An Ihr Telefon gehen keine Codes mehr
number-removed-lead = Die Telefonnummer Ihres Kontos bei { $organisation } wurde entfernt. An sie gehen keine Codes mehr.
last-number-removed-lead = Die Telefonnummer Ihres Kontos bei { $organisation } wurde entfernt, und mit ihr Ihre Wiederherstellungscodes. An sie gehen keine Codes mehr. Ab jetzt öffnet das Passwort allein das Konto.
passkey-added-subject = Sie haben einen neuen Passkey
passkey-added-lead = Zu Ihrem Konto bei { $organisation } wurde ein Passkey oder Sicherheitsschlüssel hinzugefügt. Damit kann man sich anmelden.
provider-linked-subject = Ein weiteres Konto meldet bei Ihrem an
provider-linked-lead = Mit Ihrem Konto bei { $organisation } wurde ein Konto eines anderen Anbieters verknüpft. Wer sich dort anmeldet, ist in Ihrem Konto angemeldet.
provider-unlinked-subject = Ein Konto meldet nicht mehr bei Ihrem an
provider-unlinked-lead = Ein Konto eines anderen Anbieters wurde von Ihrem Konto bei { $organisation } gelöst. Es meldet niemanden mehr an.
passkey-removed-subject = Ein Passkey wurde entfernt
passkey-removed-lead = Ein Passkey oder Sicherheitsschlüssel Ihres Kontos bei { $organisation } wurde entfernt. Er öffnet das Konto nicht mehr.
last-passkey-removed-lead = Der letzte Passkey oder Sicherheitsschlüssel Ihres Kontos bei { $organisation } wurde entfernt, und mit ihm Ihre Wiederherstellungscodes. Ab jetzt öffnet das Passwort allein das Konto.
passkey-copied-subject = Ein Passkey wurde vielleicht kopiert
passkey-copied-lead = Bei Ihrem Konto bei { $organisation } hat sich jemand mit einem Passkey angemeldet, der seine Verwendungen zählt, und der Zähler ging zurück. Das geschieht, wenn ein Schlüssel kopiert wird. Wenn Sie es sich nicht erklären können, entfernen Sie diesen Passkey und fügen Sie ihn neu hinzu.
recovery-codes-issued-subject = Sie haben neue Wiederherstellungscodes
recovery-codes-issued-lead = Die Administration hat für Ihr Konto bei { $organisation } Wiederherstellungscodes erstellt. Ab jetzt gelten nur diese.
recovery-codes-renewed-lead = Für Ihr Konto bei { $organisation } wurden Wiederherstellungscodes erstellt. Ab jetzt gelten nur diese.
recovery-code-used-subject = Einer Ihrer Wiederherstellungscodes wurde benutzt
recovery-code-used-lead = Jemand hat bei { $organisation } Ihr richtiges Passwort eingegeben und statt des zweiten Faktors einen Ihrer Wiederherstellungscodes. In Browsern, denen Sie vertraut haben, wird wieder nach dem zweiten Faktor gefragt. Wenn Sie es waren, ist nichts zu tun.
recovery-codes-left = { $count ->
    [one] Ein Wiederherstellungscode ist noch übrig.
   *[other] { $count } Wiederherstellungscodes sind noch übrig.
}
invitation-subject = Einladung zu { $organisation }
invitation-subject-by = { $inviter } lädt Sie zu { $organisation } ein
invitation-lead = Legen Sie Ihr Konto an, um die Anwendungen von { $organisation } zu öffnen. Das dauert etwa zwei Minuten.
invitation-button = Konto anlegen
invitation-until = Der Link gilt einmal, bis { $time }.
invitation-not-expected = Sie wissen nicht, warum Sie das bekommen? Lassen Sie es liegen. Solange Sie kein Konto anlegen, geschieht nichts.
join-mail-lead = Mit Ihrem Konto können Sie bei { $organisation } mehr öffnen. Melden Sie sich an wie immer und sehen Sie, was dazukommt.
join-mail-button = Einladung ansehen
join-mail-not-expected = Sie wissen nicht, warum Sie das bekommen? Lassen Sie es liegen. Solange Sie es Ihrem Konto nicht hinzufügen, geschieht nichts.
mail-because-invitation = Gesendet an { $address }, weil jemand aus der Verwaltung von { $organisation } diese Adresse eingeladen hat.
mail-probe-subject = Testnachricht von { $organisation }
mail-probe-lead = Diese Nachricht zeigt, dass { $organisation } E-Mails senden kann. Es ist nichts zu tun.
mail-because-probe = Gesendet an { $address }, weil jemand, der diesen Server betreibt, einen Test wollte.

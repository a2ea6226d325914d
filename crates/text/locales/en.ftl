# Doorward in English. House style: calm, exact, short; sentence case, verbs, "you"; whole sentences; what to do next.
# No blame, no "please", no exclamation marks. <b>…</b> marks the one part of a sentence that the page shows differently.
# "{ $contact }" is the organisation's own name of its support: "Service desk".

## Around every page

page-title = { $page } – { $organisation }
error-page-title = Error: { $page } – { $organisation }
error-prefix = Error:
skip-to-content = Skip to content
need-help = Need help? { $contact }
privacy-notice = Privacy notice
accessibility = Accessibility
menu = Menu
close-menu = Close menu
your-account = Your account
languages = Languages

## Signing in

sign-in = Sign in
continue-to = to continue to <b>{ $application }</b>
email-address = E-mail address
email-missing = Enter your e-mail address.
email-malformed = Enter an e-mail address with an @, like name@example.org.
company-id = Company ID
company-id-hint = It stands at the top of your registration e-mail.
company-id-missing = Enter your company ID.
user-name = User name
user-name-missing = Enter your user name.
password = Password
password-is-saved = Your password is saved. Sign in with it.
password-missing = Enter your password.
remember = Remember my login
remember-hint = Leave this off on a shared computer.
go-on = Continue
or-sign-in-with = or sign in with
sign-in-with = Sign in with { $provider }
first-time = First time here?
set-up-account = Set up your account
use-company-id = Use a company ID and user name
use-email = Use an e-mail address
things-to-correct = { $count ->
    [2] Two things to correct
    [3] Three things to correct
   *[other] { $count } things to correct
}

# Identity providers: the way there, and what is told when it leads nowhere.
leave-for = Continue to { $provider }
leave-for-lead = You sign in there and come back here.
sign-out-there = Sign out of { $provider } as well
sign-out-there-lead = You are signed out here. There you sign out as well, and come back.
sign-in-another-way = Sign in another way
providers-lead = Choose where you sign in.
links-provider = You already have an account here. Sign in to it once the way you always do: from then on { $provider } signs you in as well.
provider-refused = { $provider } did not sign you in
provider-refused-lead = { $provider }, or a rule of your organisation, doesn’t let you in. If you have several accounts there, try another one.
provider-refused-reason = Refused by the identity provider
provider-misconfigured-lead = The connection with { $provider } isn’t set up correctly. You can’t mend that yourself: your administrator sees what went wrong in the events.
provider-misconfigured-reason = Identity provider set up wrongly
provider-silent-lead = { $provider } doesn’t answer right now. Nothing is wrong with your account. Try again in a few minutes.
provider-silent-reason = Identity provider doesn’t answer
provider-unknown = You have no account here yet
provider-unknown-lead = { $provider } knows you, but no account was made for you here. Ask for one, or sign in with an account that you have.
provider-unknown-reason = No account for this person
provider-other = That is another account
provider-other-lead = At { $provider } you’re signed in with an account that isn’t linked with yours here. Switch there to the account that is, and try again.
provider-other-reason = Another account at the identity provider

enter-password = Enter your password
change = Change
change-email = Change e-mail address
change-user = Change user
show = Show
hide = Hide
show-password = Show password
hide-password = Hide password
restore-password = Restore your password
first-time-or-forgotten = First time login / Forgot password?
restore-lead = Say first whose password it is. We’ll e-mail you how to choose a new one.
restore-lead-elsewhere = Say first whose password it is. { $service } keeps it, and we’ll ask it to help you to a new one.
set-up-account-lead = Say first who you are. We’ll send a code to your e-mail address.
another-way = Sign in another way
email-mismatch = The e-mail address and password don’t match. Check both.
email-mismatch-restore = The e-mail address and password don’t match. Check both, or restore your password.
user-mismatch = The company ID, user name and password don’t match. Check all three.
user-mismatch-restore = The company ID, user name and password don’t match. Check all three, or restore your password.
service-silent = Your organisation’s sign-in service doesn’t answer right now. Your password wasn’t checked. Try again in a few minutes.
password-not-carried = Your organisation’s sign-in service can’t take a password with these characters. Check what you typed.
password-expired-there = Your organisation wants you to change your password first. Change it where you usually do, then sign in here with the new one.
tries-left = { $count ->
    [one] You have one try left before the account is locked.
    [2] You have two tries left before the account is locked.
    [3] You have three tries left before the account is locked.
   *[other] You have { $count } tries left before the account is locked.
}

enter-code = Enter the code from your app
code-lead = Open your authenticator app and find <b>{ $organisation }</b>.
six-digit-code = Six-digit code
code-mismatch = This code doesn’t match. Enter the one that your app shows now. A code is good once: if you used it already, wait for the next one.
trust-device = { $days ->
    [one] Don’t ask for a code on this device for a day
   *[other] Don’t ask for a code on this device for { $days } days
}
trust-device-passkey = { $days ->
    [one] Don’t ask for the passkey on this device for a day
   *[other] Don’t ask for the passkey on this device for { $days } days
}
trust-device-hours = { $hours ->
    [one] Don’t ask for a code on this device for an hour
   *[other] Don’t ask for a code on this device for { $hours } hours
}
trust-device-passkey-hours = { $hours ->
    [one] Don’t ask for the passkey on this device for an hour
   *[other] Don’t ask for the passkey on this device for { $hours } hours
}

enter-recovery-code = Enter a recovery code
recovery-code-lead = Use one of the recovery codes that you recorded. Each works once, and you then replace what you lost.
recovery-code-mismatch = This code doesn’t match, or was used already. Enter another one.
choose-another-way = Choose another way
use-recovery-code = Use a recovery code
use-app-code = Use the code from your app
send-code = Confirm your e-mail address
send-code-lead = We’ll send a code by e-mail to <b>{ $who }</b>.
send-code-button = Send verification code
mailed-code = Enter the code we sent
mailed-code-lead = If <b>{ $who }</b> has an account here, a code is on its way by e-mail.
mailed-code-lead-register = If <b>{ $who }</b> can have an account here, a code is on its way by e-mail.
mailed-code-good = { $count ->
    [one] It was sent at { $time } and is good for a minute. Codes from before are void.
    [5] It was sent at { $time } and is good for five minutes. Codes from before are void.
   *[other] It was sent at { $time } and is good for { $count } minutes. Codes from before are void.
}
mailed-code-label = Code from the e-mail
mailed-code-missing = Enter the digits of the code from the e-mail.
mailed-code-mismatch = This code doesn’t match, or is too old. Enter the one from the newest e-mail, or send a new one below.
mailed-code-spent = There were too many wrong tries with this code. Send a new one below.
send-new-code = Send a new code
again-after-a-minute = You can ask for another one after a minute.
look-again = Nothing arrived? Look again
code-sent-lately = The newest code was sent at { $sent }. You can ask for another one from { $next } on.
ask-code-by-text = Get a code by text message
ask-code-by-mail = Get a code by e-mail
ask-code-lead-phone = We’ll send a code to your phone, whose number ends in <b>{ $digits }</b>.
ask-code-lead-mailbox = We’ll send a code to <b>the e-mail address of your account</b>.
ask-code-button = Send code
sent-code-lead-phone = A code is on its way to your phone, whose number ends in <b>{ $digits }</b>.
sent-code-lead-number = A code is on its way to <b>{ $number }</b>.
sent-code-lead-mailbox = A code is on its way to <b>the e-mail address of your account</b>.
sent-code-missing = Enter the six digits that we sent.
sent-code-mismatch = This code doesn’t match, or is too old. Enter the newest one, or send a new one below.
text-message-delayed = The text message takes longer than it should. We keep trying to send the same code; if it does not come, use another way below.
text-message-failed = The text message could not be delivered. Use another way below, or send a new code.
codes-too-many = So many codes were sent that there are no more for a while. Use another way, or try again later.
codes-paused = No codes can be sent by text message at the moment. Use another way, or try again later.
use-email-code = Get a code by e-mail instead
use-text-code = Get a code by text message instead
use-other-number = Use another number
set-up-number = Get codes by text message
set-up-number-lead = Enter the number of your phone. We’ll send a code there, to see that the phone is yours.
change-number = Change your phone number
change-number-lead = Codes go to the number that ends in <b>{ $digits }</b> now. Enter the new number. We’ll send a code there, to see that the phone is yours.
app-is-safer = An authenticator app is the safer choice. It works abroad and without signal, and nobody can have its codes sent elsewhere.
set-up-app-instead = Set up an app instead
use-number-instead = Get codes by text message instead
number-country = Country
number-country-choose = Choose a country
number-country-missing = Choose the country of the number.
number-countries = Codes are sent to these countries only.
number-of-phone = Phone number
number-missing = Enter your phone number.
number-unreadable = Enter the phone number in digits, without letters or an extension.
number-no-country = No country’s numbers begin like this. Check the digits after the plus.
number-too-short = Digits are missing. Check the number and the country.
number-too-long = These are too many digits. Check the number and the country.
number-premium = Codes don’t go to premium-rate, shared-cost or personal numbers. Enter the number of your phone.
number-not-served = No codes are sent to numbers of this country ({ $country }). Enter a number of one of the countries in the list.
code-verified = The code has been verified
code-verified-lead = You can continue now.
send-link-lead = We’ll e-mail <b>{ $who }</b> a link to choose a new password.
send-link-button = Send the link
link-sent = Check your e-mail
link-sent-lead = If <b>{ $who }</b> has an account here, a link is on its way. It works once, for 30 minutes.
link-sent-nothing = Nothing after a few minutes? Look in the spam folder, or send it again.
send-again = Send it again
reset-requested = Your request was passed on
reset-requested-lead = <b>{ $service }</b> keeps your password. If it knows <b>{ $who }</b>, it tells you how to choose a new one.
reset-requested-nothing = Nothing after a few minutes? Send the request again, or ask the contact below.
request-reset-lead = <b>{ $service }</b> keeps your password. We’ll ask it to help <b>{ $who }</b> to a new one.
request-reset = Ask for a new password
new-password-by-link = Choose a new password
link-expired = This link has expired
link-expired-lead = Links to a new password work once, for 30 minutes, and not after the password was changed.
send-new-link = Send a new link
link-used = This link has done its work
link-used-lead = The password was set with it. Go on and sign in; for another password, ask for a new link.

enrol-totp = Set up your authenticator app
enrol-totp-lead = Scan this picture with an authenticator app on your phone, or type the key into it. Then enter the code that the app shows.
recovery-code-taken = Your recovery code was accepted. When you are done here, what you had before no longer counts.
enrol-totp-picture = QR code with the key for your authenticator app
enrol-totp-key = Key
enrol-totp-trouble = Still having trouble?
enrol-totp-by-hand = Choose in your app to enter a key by hand, with a new code every 30 seconds, and type this:
enrol-totp-here = Open in an app on this device
enrol-totp-which = Which app?
enrol-totp-any = Any authenticator app will do. These are free of charge:
record-codes = Record your recovery codes
record-codes-lead = Each signs you in once in place of your second factor, should you lose it. This is the only time they are shown. They count once you continue.
download-codes = Download as text
print-codes = Print
codes-are-recorded = I have safely recorded them
record-codes-missing = Record the codes, then tick the box.
enrol-later = Not now
enrol-later-until = You can put this off until { $time }.

confirm-lead = Before you go on, confirm once more that it’s you.
confirm-change-password-lead = Before you change your password, confirm once more that it’s you.
confirm-change-email-lead = Before you change your e-mail address, confirm once more that it’s you.
confirm-add-factor-lead = Before you add or replace a second factor, confirm once more that it’s you.
confirm-remove-factor-lead = Before you remove a second factor, confirm once more that it’s you.
confirm-new-codes-lead = Before you make new recovery codes, confirm once more that it’s you.
confirm-change-links-lead = Before you link or unlink an account, confirm once more that it’s you.
confirm-export-lead = Before you export your personal data, confirm once more that it’s you.
confirm-delete-lead = Before you delete your account, confirm once more that it’s you.
cancel = Cancel
choose-password = Choose a password
choose-other-password = Choose another password
password-first-lead = From now on you sign in with it.
password-broken-lead = Your password was right, but it doesn’t keep today’s rules of { $organisation }. Choose another one, then you go on.
password-expired-lead = Your password was right, but it is older than { $organisation } allows. Choose another one, then you go on.
password-demanded-lead = Your password was right. { $organisation } asks you to choose one of your own now, then you go on.
password-recovered-lead = It takes the place of the one that you forgot. Then sign in with it.
password-changed-page-lead = It takes the place of the one that you have now.
other-sessions-end = Wherever else you are signed in, you will be signed out.
new-password = New password
repeat-password = Repeat the new password
save-password = Save the password
new-password-missing = Enter a new password.
new-password-not-repeated = The two passwords aren’t the same. Type both again.
new-password-breaks-rules = This password doesn’t keep all of the rules below. Choose another one.
new-password-common = This password is one of those that are guessed first. Choose another one.
new-password-personal = This password is made of your own data or of names that are easy to guess. Choose another one.
new-password-breached = This password is known from a data breach, so it is tried by whoever breaks in. Choose another one.
new-password-previous = You have had this password before. Choose another one.
rule-min = { $count ->
    [one] At least one character
   *[other] At least { $count } characters
}
rule-max = { $count ->
    [one] At most one character
   *[other] At most { $count } characters
}
rule-lower = A lower-case letter
rule-upper = An upper-case letter
rule-digit = A digit
rule-symbol = A special character, such as # or %
rule-classes = { $count ->
    [one] At least one of these: lower-case letters, upper-case letters, digits, special characters
    [2] At least two of these: lower-case letters, upper-case letters, digits, special characters
   *[other] At least three of these: lower-case letters, upper-case letters, digits, special characters
}
rule-ascii = Only letters from a to z, digits and special characters; no spaces
rule-no-dot-before-at = No full stop right before an @
rule-not-common = None of those that are guessed first
rule-not-personal = Not made of your name, your address or the name of your organisation
rule-not-breached = Not known from a data breach
rule-not-present = Not the one that you have now
rule-not-previous = { $count ->
    [2] Not one of your last two passwords
    [3] Not one of your last three passwords
    [4] Not one of your last four passwords
    [5] Not one of your last five passwords
   *[other] Not one of your last { $count } passwords
}
rule-met = met
rule-unmet = not met
rule-not-yet-met = not yet met
rule-judged-later = checked when you go on

accept-notice = Read the privacy notice
accept-notice-lead = { $organisation } asks everyone to agree to it before going on.
consent-to-notice = I consent to the processing of my personal data as detailed in the <b>Privacy Notice</b>
notice-missing = Tick the box to agree to the privacy notice.

choose-way = Choose how to confirm it’s you
way-password = Password
way-app = Authenticator app
way-passkey = Passkey or security key
way-sms = Text message
way-sms-hint = To the number that ends in { $digits }
way-email = E-mail
way-email-hint = To the e-mail address of your account
way-recovery = Recovery code
way-recovery-hint = One of those you recorded
way-last-used = Used last time
none-at-hand = None of these at hand? { $contact } can reset your account.
none-at-hand-no-contact = None of these at hand? Your organisation can reset your account.
use-passkey = Use your passkey or security key
passkey-lead = Your browser asks for it. Touch the key, or unlock this device as you always do.
go-on-with-passkey = Continue with passkey
sign-in-with-passkey = Sign in with a passkey
passkey-without-script = Passkeys need JavaScript, which is switched off in this browser. Everything else on this page works without it.
add-passkey-without-script = Passkeys need JavaScript, which is switched off in this browser. Switch it on and load this page again, or add the passkey in another browser.
passkey-cancelled = Nothing was chosen. Try again.
passkey-unsupported = This browser can’t use passkeys. Use another browser or device.
passkey-exists = This device or key has a passkey for your account already.
passkey-wrong = What the passkey answered was not accepted. Try again.
passkey-late = That took too long. Try again.
passkey-unknown = This passkey isn’t known here any more. Delete it on your device, and go on another way.
passkey-not-verified = The key didn’t check that it’s you. Set a PIN on it, or use another one.
passkey-backup-changed = This passkey says of itself that it may be copied, and said otherwise when it was added, or the reverse. Some password managers do that. Go on another way, remove the passkey in your account, and add it again.
passkey-too-many = You have 20 passkeys. Remove one before you add another.
passkey-model-not-taken = Your organisation takes passkeys of certain models only, and this one doesn’t show to be of one of them. Use another key, or ask your organisation which ones it takes.
passkey-models-certain = Your organisation takes passkeys of certain models only. Let your browser tell which model yours is.
passkey-model-replaced = Your organisation takes passkeys of certain models only, and the one that you used is of another. Add one that it takes, and remove the other in your account.
passkey-demanded = Here nobody gets in without a passkey: passwords and codes can be lured out of people. Add one now, kept by this device, your phone or a security key.
passkey-no-device = Nothing that could keep one? Ask { $contact }.
passkey-no-device-no-contact = Nothing that could keep one? Ask your organisation.
passkey-lost = Lost your passkey? { $contact } can reset your account.
passkey-lost-no-contact = Lost your passkey? Your organisation can reset your account.
add-passkey = Add a passkey
add-passkey-lead = A passkey is kept by this device, your password manager or a security key. It works on this site alone, so nobody can lure it out of you.
offer-passkey = Sign in faster next time
offer-passkey-lead = Create a passkey, and this device signs you in by your finger, your face or its PIN instead of the password. It works on this site alone, and you can remove it in your account at any time. On other devices you may then be asked for it, or for a recovery code, beside the password.
offer-passkey-once = You won’t be asked again. You can add one in your account whenever you like.
create-passkey = Create a passkey
passkey-name = Name
passkey-name-hint = What you will know it by, such as “blue key” or “work laptop”.
passkey-name-missing = Enter a name.
use-passkey-instead = Use a passkey or security key instead
passkey-named = Passkey “{ $name }”
passkey-unnamed = Passkey without a name
passkey-none = None yet. Quicker than a code, and it can’t be given to a wrong site.
passkey-another = Add one for each device that you sign in from.
passkey-other-domain = Made for { $domain }, and of no use here. Remove it.
passkey-other-model = Of a model that your organisation doesn’t take. Add another, then remove it.
manage = Manage
remove-passkey = Remove passkey
remove-passkey-asks = Remove passkey…
remove-passkey-lead = It opens your account no more, and your other sessions end.
remove-a-passkey = Remove this passkey?
remove-named-passkey = Remove the passkey “{ $name }”?
keep-passkey = Keep passkey
passkey-is-added = The passkey is added.
passkey-is-removed = The passkey is removed. Delete it on your device as well.
passkey-is-renamed = The name is saved.
passkey-is-last = This is your last second factor, and { $organisation } wants you to have one. Add another first.
passkey-is-only-way-in = This is the only way into your account. Add another passkey or set a password first.

## Consent

consent = Allow { $application } to use your account?
consent-lead = { $application } asks { $organisation } for this:
scope-openid = Know who you are when you sign in
scope-profile = See your name and your profile
scope-email = See your e-mail address
scope-phone = See your phone number
scope-address = See your postal address
scope-groups = See which groups you belong to
scope-offline = Stay signed in while you are away
scope-other = Use “{ $scope }”
allow = Allow
deny = Don’t allow
signed-in-as = Signed in as
not-you = Not you?
someone-else = Sign in as someone else

## Signing out

sign-out = Sign out
sign-out-question = Sign out?
sign-out-lead = You opened these applications in this browser. Those that ask to be told are told that you sign out; the next page says which are not, so that you can sign out there too.
sign-out-lead-none = You are signed in to { $organisation } in this browser.
stay-signed-in = Stay signed in
signed-out = You are signed out
signed-out-lead = Your session here has ended. Not all of these applications have closed theirs. On a computer that others use, sign out of those too, or close all windows of the browser.
signed-out-lead-closed = Your session here has ended, and so have those of these applications.
signed-out-lead-none = Your session in this browser has ended.
app-closed = Closed
app-pending = No answer yet
app-pending-hint = Is told again until it answers. Until then, close its window.
app-not-told = Not told
app-not-told-hint = Closes by itself when it next checks here, or when its own session ends.
return-to = Return to { $application }
sign-in-again = Sign in again

## Home

your-applications = Your applications
home = Home
console = Console
find-application = Find an application
something-missing = Something missing? Ask <b>{ $contact }</b>
no-applications = No application is assigned to you yet
no-applications-lead = An administrator assigns applications. As soon as one is yours, it stands here.
no-start-addresses = Your applications don’t start from here
no-start-addresses-lead = You may open applications, but none of them has an address to start at. Go to the application’s own address.
no-application-called = No application is called “{ $query }”.
all-applications = Show all applications

## Profile

profile = Profile
first-name = First name
first-name-missing = Enter your first name.
last-name = Last name
last-name-missing = Enter your last name.
occupation = Occupation
department = Department
optional = (optional)
field-too-long = Use { $most } characters at most.
field-not-text = Use letters, digits and signs on one line.
save-changes = Save changes
reset = Reset
picture = Picture
picture-hint = PNG or JPEG, up to 5 MB.
update-picture = Update picture
remove = Remove
remove-picture = Remove the picture
your-picture = Your picture
your-generated-picture = Your picture: the initials { $initials }
picture-missing = Choose a file first.
picture-too-large = This file is larger than 5 MB. Choose a smaller one.
picture-format = This is neither a PNG nor a JPEG file. Save the picture as one of these and choose it again.
picture-format-named = This file’s format is { $format }. Save the picture as PNG or JPEG and choose it again.
picture-too-many-pixels = This picture has { $width } × { $height } pixels; at most { $most } million are taken of this kind. Make it smaller and choose it again.
picture-print-colours = This picture has colours for printing (CMYK). Save it with colours for screens (RGB) and choose it again.
picture-broken = This file is cut off or damaged. Choose another one.
picture-saved = Your picture is saved.
picture-removed = Your picture is removed.
profile-saved = Your profile is saved.
profile-changed-meanwhile = Your profile was changed meanwhile, in another window or by an administrator. What you typed stands below: save it again to keep it, or <b>show what is saved</b>.

linked-accounts = Linked accounts
linked-accounts-hint = Sign in with these as well.
account-linked = Linked { $date }
account-linked-and-used = Linked { $linked }, last used { $used }
account-not-linked = Not linked
link-account = Link…
link-account-of = Link an account at { $provider }
unlink-account = Unlink…
unlink-account-of = Unlink the account at { $provider }
attach-heading = Link your account at { $provider }
attach-lead = Sign in there with the account that is to be linked. From then on, whoever signs in to it is signed in to your account here.
detach-heading = Unlink { $provider }?
detach-lead = Your account there no longer signs you in here, and your other sessions end.
detach-button = Unlink account
keep-linked = Keep it linked
account-attached = Your account at { $provider } is linked: it signs you in from now on.
account-detached = Your account at { $provider } is unlinked.
account-taken = That account at { $provider } is linked with another account here. Nothing was changed.
account-only-way-in = { $provider } is your only way in. Choose another way to sign in first.
your-data = Your data
export-data = Export my personal data
export-hint = Everything held about you, as a JSON file.
export = Export
export-lead = The file has everything that { $organisation } holds about you here: your profile, how you sign in, your sessions, what you allowed applications, and what happened. Keep it where nobody else reads it.
download = Download
back-to-profile = Back to your profile
delete-account = Delete account
delete-hint = Ends all sessions. This can’t be undone.
delete = Delete…
delete-question = Delete your account?
delete-lead = { $count ->
    [0] Your sessions end, and your profile and your picture are removed. This can’t be undone.
    [one] You will lose access to one application at once. Your sessions end, and your profile and your picture are removed. This can’t be undone.
   *[other] You will lose access to { $count } applications at once. Your sessions end, and your profile and your picture are removed. This can’t be undone.
}
delete-stays = What { $organisation } noted of your sign-ins stays for as long as it keeps such records, without your name.
delete-my-account = Delete my account
keep-my-account = Keep my account
last-owner = You are the last owner of { $organisation }. Make somebody else an owner first.
account-deleted = Your account is deleted
account-deleted-lead = All sessions have ended. Your e-mail address is free for a new account.

## Settings

settings = Settings
language-setting = Language
time-zone = Time zone
time-zone-hint = Dates and times are shown in it. Applications see it too.
time-zone-choose = Choose a time zone
time-zone-missing = Choose your time zone.
date-format = Date format
time-format = Time format
save-settings = Save settings
settings-saved = Your settings are saved.
region-africa = Africa
region-america = America
region-antarctica = Antarctica
region-arctic = Arctic
region-asia = Asia
region-atlantic = Atlantic
region-australia = Australia
region-europe = Europe
region-indian = Indian Ocean
region-pacific = Pacific

## Password and two-factor

current-password = Current password
current-password-missing = Enter your current password.
current-password-wrong = That isn’t your current password. Type it again.
password-judged-by = Your password is known to { $service } alone, and checked there. Change it there; nothing of it is kept here.
change-password = Change password
change-password-asks = Change password…
password-asks-first = First you confirm that it’s you, then you choose the new password.
password-last-changed = Last changed { $date }.
password-was-changed = Your password was changed. Wherever else you were signed in, you are signed out.
two-factor = Two-factor
two-factor-by-mail = After your password you are asked for a code that is sent to your e-mail address.
two-factor-off = Off. Your password alone opens your account.
two-factor-on = On. After your password you are asked for a second step.
two-factor-required = On. { $organisation } asks everyone for a second step.
two-factor-ends-others = A change here signs you out wherever else you are signed in, and every browser is asked for a code again.
app-not-set-up = Not set up. It works abroad and without signal.
app-added = Added { $date }
app-added-and-used = Added { $added }, last used { $used }
set-up-app = Set up…
replace-app = Replace…
remove-app-asks = Switch off…
number-not-set-up = Not set up. The app works abroad and without signal.
number-added = Ends in { $digits }, added { $date }
number-added-and-used = Ends in { $digits }, added { $added }, last used { $used }
set-up-number-asks = Set up text message…
replace-number = Change number…
remove-number-asks = Remove number…
recovery-codes = Recovery codes
recovery-codes-remaining = { $count ->
    [0] None left
    [one] One left
   *[other] { $count } left
}
recovery-codes-few = Make new ones before you run out.
recovery-codes-none = You have no recovery codes. Make some now: without them only an administrator lets you in again when you lose what you sign in with.
recovery-codes-hint = For the day you lose your phone or your key.
make-recovery-codes = Make new codes…
two-factor-set-up = Two-factor is on. Wherever else you were signed in, you are signed out.
app-removed-done = The authenticator app is removed. Wherever else you were signed in, you are signed out.
two-factor-removed = Two-factor is off. Wherever else you were signed in, you are signed out.
recovery-codes-recorded = Your recovery codes are good from now on, and no others are.
trusted-browsers = Trusted browsers
trusted-browsers-lead = In these you are not asked for a second factor until the day that stands beside them.
trusted-between = Trusted since { $since }, until { $until }
trusted-used = Last signed in { $used }
distrust = Ask again
distrust-browser = Ask again: { $device }, { $place }
distrust-all = Ask again in all of them
browser-distrusted = In that browser you are asked for a second factor again.
browsers-distrusted = You are asked for a second factor in every browser again.
nothing-was-changed = Nothing was changed. Begin again here.
breadcrumb = You are here
remove-app = Switch two-factor off?
remove-app-crumb = Switch off
remove-app-lead = From then on your password alone opens your account. The app’s codes and your recovery codes are good for nothing any more.
remove-app-beside = Remove the authenticator app?
remove-app-beside-crumb = Remove app
remove-app-beside-lead = Its codes are good for nothing any more. You can still sign in with the other second factor of your account.
remove-app-beside-button = Remove the app
remove-app-button = Switch two-factor off
keep-app = Keep two-factor
number-set-up-done = Codes go to your phone from now on. Wherever else you were signed in, you are signed out.
number-removed-done = No more codes go to your phone. Wherever else you were signed in, you are signed out.
remove-number = Send no more codes to your phone?
remove-number-crumb = Remove number
remove-number-lead = We forget the number. You can still sign in with the other second factor of your account.
remove-last-number-lead = We forget the number. From then on your password alone opens your account, and your recovery codes are good for nothing any more.
remove-number-button = Remove the number
keep-number = Keep the number

## E-mail address

email-yours = You sign in with this address, and mail for you goes there.
email-none = There is no e-mail address of yours here yet.
email-set-by = { $organisation } looks after your e-mail address. If it should be another one, tell the contact below.
email-change-asks = Change e-mail address…
email-change-first = First you confirm that it’s you, then you enter the new address.
email-wish = Waiting to be confirmed
email-wish-sent = A link was sent to <b>{ $address }</b>. Until somebody opens it and confirms, the old address stays. The link works until { $time }.
email-wish-late = The link that was sent to <b>{ $address }</b> is too old. Send it again, or enter another address.
email-wish-again = Send link again
email-wish-correct = Correct address…
email-wish-cancel = Cancel the change
email-wish-was-sent = The link is on its way. The address from before gets a notice.
email-wish-was-sent-again = The link is on its way again. Earlier mails lead to the same page.
email-wish-was-cancelled = The change is cancelled. Your address stays as it is.
email-too-many = Too many of these mails were asked for. Try again later; the last link still works.
new-email = New e-mail address
new-email-lead = A link goes to the new address. Your address changes once you open the link and confirm, in any browser. The present address gets a notice, with which the change can be undone for 14 days.
new-email-send = Send confirmation link to the new address
new-email-same = This is your address already. Enter another one.
new-email-other-organisation = Addresses of this domain belong to people of another organisation. Enter another one.
new-email-not-a-domain = { $organisation } takes addresses of its own domains only. Enter one of these.
confirm-email = Confirm this e-mail address?
confirm-email-lead = Somebody asked that an account at { $organisation } use <b>{ $address }</b>. Confirm only if it was you.
confirm-this-address = Confirm this address
email-confirmed = Your new address is confirmed
email-confirmed-lead = From now on you sign in with it, and mail for you goes there. There is nothing more to do.
email-taken = This address belongs to another account
email-taken-lead = Somebody else has it by now, so nothing was changed. Choose another address in your account, or ask the contact below.
email-link-late = This link is too old
email-link-late-lead = Nothing was changed. In your account, under E-mail, you can have it sent again.
email-link-dropped = This link leads nowhere any more
email-link-dropped-lead = The change was cancelled, or another address was asked for after it. Nothing was changed.
email-link-voided-lead = Since it was sent, an earlier change was undone, or your organisation looked after the account. Nothing was changed now. If something is wrong, tell the contact below at once.
email-back-to-account = Go to your account
undo-email = It wasn’t you?
undo-email-lead = Then somebody else used your account at { $organisation }. With this button <b>{ $address }</b> is the account’s address again. Everybody is signed out, what was set up since then is void, and the password works no more.
undo-email-ask = Your organisation lets nobody choose a new password themselves after that: an administrator gives you one. You’ll need the contact below.
undo-email-button = Take my account back
email-undone = The account is yours again
email-undone-lead = The address from before is back, and everybody is signed out. Sign in again; if your password doesn’t work, choose a new one there.
email-undone-ask-lead = The address from before is back, everybody is signed out, and the password works no more. In your organisation an administrator gives you a new one: ask the contact below. Then sign in with it.
email-not-undone-lead = Somebody else has this address by now, so it can’t be given back from here. Tell the contact below at once.

## Sessions

sessions = Sessions
sessions-lead = Where you are signed in. If you don’t recognise one, end it and ask your organisation for a new password.
times-in-zone = Times are those of the time zone { $zone }.
this-browser = This browser
end = End
end-session = End { $device }, { $place }
end-others = End all other sessions
session-ended = The session has ended.
sessions-ended = All other sessions have ended.
session-gone = That session had ended already.
only-session = You are signed in nowhere else.
place-unknown = Place unknown
no-applications-opened = No applications opened
device-browser-on-system = { $browser } on { $system }
device-browser-on-phone = { $browser } on a phone
device-browser-on-tablet = { $browser } on a tablet
device-unknown = Unknown browser
since-today = Since { $time }
since-yesterday = Since yesterday
since-date = Since { $date }
active-now = Active now
active-minutes-ago = { $count ->
    [one] Active a minute ago
   *[other] Active { $count } minutes ago
}
active-today = Active today at { $time }
active-yesterday = Active yesterday at { $time }
active-date = Active { $date }

## Application access

application-access = Application access
access-lead = These applications may use your account. When you withdraw one, what it holds of your account ends at once. The next time, you are asked again, unless your organisation lets the application in.
no-access = No application uses your account at the moment.
access-since = Allowed by you on { $date }
access-by-organisation = Let in by your organisation
withdraw = Withdraw
withdraw-access-of = Withdraw the access of { $application }
access-withdrawn = The access has ended.
access-gone = That access had ended already.

## Dates

date = { NUMBER($day) } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
date-with-year = { NUMBER($day) } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }
time-24-hours = { $time }
time-12-hours = { $time } { $half ->
    [am] am
   *[pm] pm
}
date-and-time = { $date }, { $time }
exact-time = { NUMBER($day) } { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
} { $year }, { $clock }

## Refusals

request = Request
reason = Reason
time = Time
contact = Contact
email = E-mail
account = Account
go-to-applications = Go to your applications
back-to-sign-in = Back to sign in

not-assigned = You can’t open { $application } yet
not-assigned-lead = This application isn’t assigned to you. Ask the contact below for it; they will need these lines.
not-assigned-reason = Not assigned
disabled = Your account is switched off
disabled-lead = Your organisation has switched this account off. If you still need it, ask the contact below; they will need these lines.
disabled-reason = Account switched off
inactive = Your account is inactive
inactive-lead = Your account has been deactivated due to inactivity. Contact your organisation’s Administrator to reactivate it.
inactive-reason = Inactive
locked = Your account is locked
locked-lead = { $tries ->
    [3] It was locked after three wrong passwords in a row. Ask the contact below to unlock it.
    [5] It was locked after five wrong passwords in a row. Ask the contact below to unlock it.
    [10] It was locked after ten wrong passwords in a row. Ask the contact below to unlock it.
   *[other] It was locked after { $tries } wrong passwords in a row. Ask the contact below to unlock it.
}
locked-reason = Locked after wrong passwords
locked-codes-lead = It was locked after too many wrong codes in a row. Ask the contact below to unlock it.
locked-codes-reason = Locked after wrong codes
paused = Wait before you try again
paused-lead = There were several wrong tries in a row. You can try again from { $time } on. Nothing has changed in your account.
paused-reason = Paused after wrong tries
locked-by-administrator-lead = An administrator has locked this account. Ask the contact below how to go on.
locked-by-administrator-reason = Locked by an administrator
organisation-closed = { $organisation } is switched off here
organisation-closed-lead = Nobody can sign in to this organisation at the moment. Ask the contact below.
organisation-closed-reason = Organisation switched off
not-enough = You need another way to confirm it’s you
not-enough-lead = { $application } asks for more than your account can show today. Ask the contact below to set it up.
not-enough-reason = Another factor is needed
no-way = There is no way to sign in with this account
no-way-lead = No password or other way to sign in is set up for it. Ask the contact below.
no-way-reason = No way to sign in
ask-administrator = Your password can’t be restored here
ask-administrator-lead = In your organisation an administrator does that. Ask the contact below; they will need these lines.
ask-administrator-reason = An administrator restores it
password-elsewhere = Your password isn’t kept here
password-elsewhere-lead = You sign in here with an account from elsewhere, and its password is restored there. Ask the contact below if you don’t know where.
password-elsewhere-reason = Password kept elsewhere
already-registered = Your account is set up already
already-registered-lead = Go back and sign in. If you don’t know the password, restore it there.
already-registered-reason = Set up already
invitation-over = This invitation can’t be used any more
invitation-over-lead = It was used, taken back or has expired while you were here. Ask whoever invited you to send it again.
invitation-over-reason = The invitation is over
registration-closed = You can’t create an account here
registration-closed-lead = Your organisation makes accounts itself, or invites by e-mail to another address. Ask the contact below.
registration-closed-reason = No registration
no-such-step = One step is missing first
no-such-step-lead = Your organisation asks for something that can’t be done on these pages. Ask the contact below; they will need these lines.
no-such-step-reason = A required step is not available
no-contact = Your organisation’s administrator

## Expired

sign-in-expired = Your sign-in took too long
sign-in-expired-lead = For your safety a sign-in ends after a while. Nothing was lost. Start again; it takes a minute.
sign-in-used = This sign-in is finished
sign-in-used-lead = You have come back to a page that was used already. Nothing was lost; go on from here.
sign-in-elsewhere = This sign-in was begun in another browser
sign-in-elsewhere-lead = A sign-in goes on only in the browser where it began. Nothing was lost; start again here.
invitation-used = This invitation has been used
invitation-used-lead = What it gives was added to the account with this address. If that was you, sign in; if not, tell whoever invited you.
invitation-late = This invitation has expired
invitation-late-lead = Invitations work for seven days. Ask whoever invited you to send it again.
invitation-revoked = This invitation was taken back
invitation-revoked-lead = It can’t be used any more. If that surprises you, ask whoever invited you.
invitation-unknown = There is no such invitation
invitation-unknown-lead = The address may have been cut off, or a newer mail has another link. Open the link of the newest mail, whole.
create-account = Create your account
create-account-button = Create account
register-lead = With it you open the applications of { $organisation }.
register-invited = You are invited to { $organisation }. The invitation is good until { $time }.
register-invited-by = { $inviter } invited you to { $organisation }. The invitation is good until { $time }.
account-ready = Your account is ready
account-ready-lead = { $name }, you are signed in. An administrator decides which applications you may open.
account-ready-open = { $name }, you are signed in, and the first applications are waiting.
join = Add this to your account?
join-lead = { $organisation } invites your account <b>{ $address }</b> to what stands below. The invitation is good until { $time }.
join-lead-by = { $inviter } invites your account <b>{ $address }</b> to what stands below. The invitation is good until { $time }.
join-nothing = There is nothing to add
join-nothing-lead = This invitation adds nothing to your account <b>{ $address }</b>.
join-button = Add to my account
join-not-now = Not now
gifts-applications = Applications
gifts-groups = Groups
gifts-roles = Roles
gifts-left-out = Not given
gifts-more = something that is no longer there
gifts-left-out-why = What is not given is no longer there, or whoever invited you may no longer give it. An administrator can help.
joined = Added to your account
joined-lead = Your account <b>{ $address }</b> now has what stands below.
invitation-not-yours = This invitation is for somebody else
invitation-not-yours-lead = It was sent to <b>{ $invited }</b>, and you are signed in as { $own }. Nothing was changed; the invitation stays open.
invitation-not-yours-sign-in = Sign in with that address
invitation-not-yours-hint = { $own } is signed out here once you have signed in.
role-instance-administrator = Administrator of the instance
role-owner = Owner
role-administrator = Administrator
role-help-desk = Help desk
role-auditor = Auditor
role-group-manager = Group manager
open-named-application = Open { $application }
start-again = Start again
start-again-at = Start again at { $application }

## What is ours to say sorry for, without saying it

back-to-application = Back to { $application }
cannot-continue-to = { $application } can’t be opened this way
cannot-continue = This link doesn’t work
unknown-application-lead = It names an application that isn’t registered here. Nothing was lost. Go back to where you came from and tell the people who run it; they will need the line below.
address-unregistered-lead = { $application } asks to return to an address that isn’t registered. Nothing was lost. Tell the people who run it; they will need the lines below.
address-missing-lead = { $application } doesn’t say where to return to. Nothing was lost. Tell the people who run it; they will need the line below.
parameter-repeated-lead = It says “{ $parameter }” more than once. Nothing was lost. Go back to where you came from and try again; if it happens again, tell the people who run it.
request-unreadable-lead = A part of it is missing or can’t be read. Nothing was lost. Go back to where you came from and try again; if it happens again, tell the people who run it.
not-for-people-lead = { $application } works without people: nobody signs in to it. Nothing was lost. Tell the people who run it.
return-address = Address
application = Application
client-id = Client ID
not-found = There is no page here
not-found-lead = The address may be mistyped or out of date. Nothing was lost.
wrong-method = This page can’t be used like that
wrong-method-lead = It was asked for in a way it doesn’t know. Nothing was lost. Begin at the start.
wrong-host = This server has another address
wrong-host-lead = It doesn’t answer to the address that you used. Nothing was lost. Go on at the address below.
too-large = That was too much at once
too-large-lead = What you sent is larger than this page takes. Nothing was saved. Go back and send less.
unreadable-form = The form didn’t arrive whole
unreadable-form-lead = A part of it is missing or can’t be read. Nothing was saved. Go back, load the page again and send it once more.
cross-site = This form came from another site
cross-site-lead = To protect you, forms are only taken from our own pages. Nothing was changed. Begin at the start.
busy = Many people are signing in right now
busy-lead = { $seconds ->
    [one] Nothing was lost. Wait a second and try again.
   *[other] Nothing was lost. Wait { $seconds } seconds and try again.
}
too-many = Too much came from your connection
away = This does not work right now
try-again = Try again
internal = Something went wrong on our side
internal-lead = Nothing was lost, and what you did before is safe. Try again in a minute. If it happens again, tell the contact below; they will need these lines.
cookies = Let this site keep a cookie
cookies-lead = Signing in needs one cookie, and your browser didn’t send it back. Allow cookies for this site, then start again. Nothing was lost.
to-start = Go to the start

## Going on to the application

going-on = Going on to { $application }
going-on-lead = You are signed in. If the application doesn’t open by itself, continue with the button.
continue-to-button = Continue to { $application }

## Mails

mail-hello = Hello { $name },
mail-hello-nobody = Hello,
mail-fact = { $name }: { $value }
mail-browser = Browser
mail-network-address = IP address
mail-see-sessions = See where you are signed in
mail-button-note = If the button doesn’t work, paste this address into your browser:
mail-because-account = Sent to { $address } because it belongs to your account at { $organisation }.
text-message-code = { $code } is your code for { $name }. Tell it to nobody.
text-message-change-password = { $code } is your code for { $name }, to change your password. Tell it to nobody.
text-message-change-email = { $code } is your code for { $name }, to change your e-mail address. Tell it to nobody.
text-message-add-factor = { $code } is your code for { $name }, to add or replace a second factor. Tell it to nobody.
text-message-remove-factor = { $code } is your code for { $name }, to remove a second factor. Tell it to nobody.
text-message-new-codes = { $code } is your code for { $name }, to make new recovery codes. Tell it to nobody.
text-message-export = { $code } is your code for { $name }, to export your data. Tell it to nobody.
text-message-delete = { $code } is your code for { $name }, to delete your account. Tell it to nobody.
code-mail-subject = Your code for { $organisation }
code-mail-restore-lead = Somebody wants to choose a new password for your account at { $organisation }, most likely you. Enter this code on the page where you asked for it:
code-mail-register-lead = Somebody wants to set up an account at { $organisation } with your e-mail address, most likely you. Enter this code on the page where you asked for it:
code-mail-prove-lead = Somebody has entered the password of your account at { $organisation }, most likely you. Enter this code on the page that asks for it:
code-mail-good = { $count ->
    [one] It is good for a minute, until { $time }. Codes from before are void.
    [5] It is good for five minutes, until { $time }. Codes from before are void.
   *[other] It is good for { $count } minutes, until { $time }. Codes from before are void.
}
code-mail-not-you = It wasn’t you? Tell the code to nobody, and there is nothing to do: without it, nothing changes. If it happens again, tell the contact below.
code-mail-because = Sent to { $address } because somebody asked for a code at { $organisation }.
link-mail-subject = Choose a new password for { $organisation }
link-mail-restore-lead = Somebody wants to choose a new password for your account at { $organisation }, most likely you. The link leads to the page for it.
link-mail-change-lead = You asked for a link to change the password of your account at { $organisation }. It leads to the page for it.
link-mail-button = Choose a new password
link-mail-until = The link works once, until { $time }.
link-mail-not-you = It wasn’t you? There is nothing to do: without the link, nothing changes. If it happens again, tell the contact below.
link-mail-because = Sent to { $address } because somebody asked for a link at { $organisation }.
mail-not-you-session = It wasn’t you? Then somebody else can sign in as you. End that session now, and tell the contact below.
new-browser-subject = Your account was used in a new browser
new-browser-lead = Somebody signed in to your account at { $organisation } in a browser where you hadn’t signed in before. If it was you, there is nothing to do.
after-wrong-tries-subject = { $count ->
    [one] Your account was opened after a wrong try
   *[other] Your account was opened after { $count } wrong tries
}
after-wrong-tries-lead = Somebody signed in to your account at { $organisation } after several wrong passwords or codes. If it was you, there is nothing to do.
password-locked-subject = Your account is locked after wrong passwords
password-locked-lead = Too many wrong passwords were typed for your account at { $organisation }. Nobody got in.
password-locked-until = You can sign in again from { $time } on.
password-locked-until-unlocked = It stays locked until the contact below unlocks it. Restoring the password does not open it.
password-locked-not-you = It wasn’t you? There is nothing to do: nobody guessed your password. If it happens again, tell the contact below.
codes-locked-subject = Somebody may know your password
codes-locked-lead = At { $organisation } somebody came as far as the second step, and then typed too many wrong codes. Nobody got in.
codes-locked-until = Another code can be typed from { $time } on.
codes-locked-not-you = It wasn’t you? Then somebody knows your password. Ask the contact below for a new one now.
password-set-subject = Your password was changed
password-set-lead = An administrator gave your account at { $organisation } another password. Wherever you were signed in, you are signed out.
password-changed-lead = The password of your account at { $organisation } was changed. Wherever else you were signed in, you are signed out.
password-chosen-subject = Your account has a password now
password-chosen-lead = A password was chosen for your account at { $organisation }. It can be used to sign in.
mail-not-expected = You didn’t expect this? Tell the contact below now.
app-set-up-subject = You have a new authenticator app
app-set-up-lead = An authenticator app was set up for your account at { $organisation }. Its codes can be used to sign in.
app-replaced-lead = An authenticator app was set up for your account at { $organisation }. Its codes can be used to sign in; those of the app from before can’t any more.
account-deleted-subject = Your account was deleted
account-deleted-mail-lead = Your account at { $organisation } was deleted, by somebody who signed in as you and proved it again. All sessions have ended.

accounts-merged-subject = Two of your accounts are one now
accounts-merged-lead = An administrator of { $organisation } merged two accounts of yours. You sign in with the one that stays, and with what signed in to the other at another provider. The other is gone, and all sessions of both have ended.
inactivity-subject = Your account at { $organisation } is about to become inactive
inactivity-lead = Your account at { $organisation } hasn’t been used for a long time. Sign in before { $date }, or it becomes inactive.
inactivity-advice = Signing in once is enough, to your account or to any application.
inactivity-not-needed = You don’t need the account any more? Then there is nothing to do. Once it is inactive, only an administrator can open it again.
email-changed-subject = Your e-mail address was changed
email-changed-lead = An administrator changed the e-mail address of your account at { $organisation }. This is the address from before.
email-undone-mail-lead = The e-mail address of your account at { $organisation } was changed back to the one from before, by somebody who reads that. Everybody was signed out.
email-moved-lead = The e-mail address of your account at { $organisation } was changed. This is the address from before.
email-change-asked-subject = Another e-mail address was asked for
email-change-asked-lead = Somebody who is signed in to your account at { $organisation } wants another e-mail address for it. Nothing changes until the new one is confirmed. This is the present address.
email-change-not-me = It wasn’t me
email-change-undo-until = If it wasn’t you, press the button, by { $time } at the latest: this address stays or is yours again, everybody is signed out, and you choose a new password.
email-change-undo-until-ask = If it wasn’t you, press the button, by { $time } at the latest: this address stays or is yours again, everybody is signed out, and the password works no more. An administrator of your organisation gives you a new one.
email-change-was-me = It was you? There is nothing to do.
email-wish-subject = Confirm your e-mail address for { $organisation }
email-wish-lead = Somebody asked that an account at { $organisation } use this e-mail address. If it was you, confirm it on the page that the link leads to.
email-wish-taken-lead = Somebody asked that an account at { $organisation } use this e-mail address. There is an account with it already, so nothing changes.
email-wish-taken-advice = If it was you: sign in with this address, or choose another one.
email-wish-not-you = It wasn’t you? There is nothing to do: unless you confirm, nothing changes.
email-wish-because = Sent to { $address } because somebody entered this address at { $organisation }.
app-removed-subject = Two-factor was switched off
app-removed-lead = The authenticator app of your account at { $organisation } was switched off, and your recovery codes with it. From now on the password alone opens it.
factors-reset-subject = Your second factor was reset
factors-reset-lead = An administrator reset two-factor for your account at { $organisation }: your authenticator, and your recovery codes with it, no longer count. Wherever you were signed in, you are signed out. Your password is the same.
app-removed-beside-subject = Your authenticator app was removed
app-removed-beside-lead = The authenticator app of your account at { $organisation } was removed. Its codes open nothing any more; the other second factor of the account still counts.
number-set-up-subject = Codes are sent to a phone of yours
number-set-up-lead = A phone number was set up for your account at { $organisation }. Codes that are sent to it can be used to sign in.
number-replaced-lead = A phone number was set up for your account at { $organisation }. Codes that are sent to it can be used to sign in; what was set up before in its place can’t be used any more.
number-removed-subject = Codes are sent to your phone no more
number-removed-lead = The phone number of your account at { $organisation } was removed. No more codes are sent to it.
last-number-removed-lead = The phone number of your account at { $organisation } was removed, and your recovery codes with it. No more codes are sent to it. From now on the password alone opens the account.
passkey-added-subject = You have a new passkey
passkey-added-lead = A passkey or security key was added to your account at { $organisation }. It can be used to sign in.
provider-linked-subject = Another account signs in to yours
provider-linked-lead = An account at another provider was linked with your account at { $organisation }. Whoever signs in there is signed in to your account.
provider-unlinked-subject = An account no longer signs in to yours
provider-unlinked-lead = An account at another provider was unlinked from your account at { $organisation }. It no longer signs anybody in.
passkey-removed-subject = A passkey was removed
passkey-removed-lead = A passkey or security key of your account at { $organisation } was removed. It opens the account no more.
last-passkey-removed-lead = The last passkey or security key of your account at { $organisation } was removed, and your recovery codes with it. From now on the password alone opens the account.
passkey-copied-subject = A passkey may have been copied
passkey-copied-lead = Somebody signed in to your account at { $organisation } with a passkey that counts its uses, and the count went back. That happens when a key is copied. If you can’t explain it, remove that passkey and add it again.
recovery-codes-issued-subject = You have new recovery codes
recovery-codes-issued-lead = An administrator made recovery codes for your account at { $organisation }. From now on only these are good.
recovery-codes-renewed-lead = Recovery codes were made for your account at { $organisation }. From now on only these are good.
recovery-code-used-subject = A recovery code of yours was used
recovery-code-used-lead = Somebody typed the right password of your account at { $organisation } and, in place of the second factor, one of your recovery codes. Browsers that you trusted are asked for the second factor again. If it was you, there is nothing to do.
recovery-codes-left = { $count ->
    [one] One recovery code is left.
   *[other] { $count } recovery codes are left.
}
invitation-subject = You are invited to { $organisation }
invitation-subject-by = { $inviter } invites you to { $organisation }
invitation-lead = Create your account to open the applications of { $organisation }. You need about two minutes.
invitation-button = Create your account
invitation-until = The link works once, until { $time }.
invitation-not-expected = You don’t know why you got this? Leave it be. Nothing happens unless you create the account.
join-mail-lead = With the account that you have you can open more at { $organisation }. Sign in as always and look at what is added.
join-mail-button = Look at the invitation
join-mail-not-expected = You don’t know why you got this? Leave it be. Nothing happens unless you add it to your account.
mail-because-invitation = Sent to { $address } because an administrator of { $organisation } invited this address.
mail-probe-subject = Test message from { $organisation }
mail-probe-lead = This message shows that { $organisation } can send e-mail. There is nothing to do.
mail-because-probe = Sent to { $address } because whoever runs this server asked for a test.

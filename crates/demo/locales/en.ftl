# The demonstration in English: start page, outbox, sample applications, and what is said of journeys and people.
# Tone and signs as in crates/text/locales. What stands in quotation marks is a text of Doorward's or of these pages, word for word.

## Around every page

demo-name = Doorward demo
demo = Demo
start = Start
outbox = Outbox
languages = Languages
breadcrumb = Breadcrumb
privacy-notice = Privacy notice
go-to-start = Go to the start page

## Start page

running = Doorward is running
running-lead = A single sign-on server: it signs people in, once, and opens all their applications. Five organisations play a journey each, with a policy of their own.
on-this-computer = This is a demonstration, on this computer alone. { $keeping } The passwords are no secrets: don’t use them elsewhere.
keeping-temporary = Its data is temporary: it goes when you stop the demo.
keeping-directory = Its data is kept in { $directory }.
begin-here = Begin here
journeys = Journeys
journey = Journey { $number }: { $name }
sign-in-to = Sign in to { $application }
sign-in-as = <b>{ $name }</b>, with the password
mail-to = Open the mail to { $name }
account-pages = Account pages
people = People
company-id = Company ID
user-name = User name
email = E-mail
password = Password
none-yet = None yet
not-kept = Not kept here
code-now = Code now
next-code = Next code
for-your-app = For your own authenticator app
copy-key = Copy this key into it, for codes that change with time:
not-assigned = not assigned
places = What runs where
doorward-what = Where people sign in, and find their applications
provider-what = Where the people of Tern Freight sign in: a second Doorward
sample-application = Sample application
nothing-sent = Nothing has been sent yet
messages-sent = { $count ->
    [one] One message
   *[other] { $count } messages
}

## Journey 1

northwind-journey = Passport
northwind-shows = One account for every application: e-mail address and password, and a code where two-factor is on. Ten wrong passwords lock the account.
northwind-1 = Sign in to Almanac as Ines Halvorsen. There, press “Open Ledgerline”: it asks for nothing more.
northwind-2 = On the account pages, change profile and password, switch two-factor on, and see where Ines is signed in.
northwind-3 = Sign out, and both applications are closed. Then register as Robin Vale: the invitation is in the outbox.
ines = Password only. Owns the organisation, and may open both applications.
tomas = Came from an older system with a bcrypt hash, which is replaced at the first sign-in.
mirela = Two-factor is on: after the password comes a code from the authenticator app.
jonas = May open Almanac, but not Ledgerline: see how he is turned away there.
viktor = His password is older than today’s rules. It is right, and he chooses another on the way in.
paula = Locked by an administrator. The right password tells her so, and whom to ask.
robin = Is invited and has no account yet. The link in the mail leads to the form.

## Journey 2

lumen-journey = Company ID and user name
lumen-shows = Drivers give a company ID and a user name in place of an e-mail address. Two-factor is for those who want it.
lumen-1 = Open the mail to Kofi Mensah. Its link lets him choose a password, and set up an authenticator app if he likes.
lumen-2 = Sign out and in again, with company ID, user name and password; where there is an app, its code follows.
lumen-3 = Begin as Bram Oosterhuis and press “Restore your password”. He has two-factor, so only an administrator may help: the page says whom to ask.
dana = Company ID, user name and password.
bram = The same, then a code from the authenticator app.
kofi = An administrator made his account. The mail with the link to choose a password is in the outbox.

## Journey 3

harbour-journey = Sign-in through a service of one’s own
harbour-shows = Passwords are judged by the organisation’s own web service. Doorward keeps none, not even a hash.
harbour-1 = Sign in to Almanac as Sofia Marini: the service judges her password.
harbour-2 = Look at what the service was asked: it is among the places below, as “Harbour’s service”.
harbour-3 = Take the service out of order there, and see what the sign-in says while it does not answer.
sofia = Her password is known to her organisation’s service alone.
tern-journey = Sign-in at a provider
tern-shows = The people of the organisation are known to a provider of OpenID Connect, which is a second Doorward here. They sign in there and come back; nobody has to be made here before.
tern-1 = Sign in to Almanac as Elif Kaya. Her address leads to “Tern Account”: type address and password there. She comes back with an account that there was not before.
tern-2 = Sign out: the session at the provider ends as well. Then sign in again: the account is the same.
tern-3 = Begin as Freya Lund, go back from the provider’s page, and type her address again: her password is kept here, for the day on which the provider is down.
elif = Her password is known to the provider alone. She has no account here until she first comes.
freya = Her password is kept here: the other way in.

## Journey 4

petal-journey = Password and second step
petal-shows = Two-factor is each person’s choice, and passwords are sentences: fifteen characters or more, of any kind.
petal-1 = Sign in to Almanac as Lea Marchetti. On the account pages, add a passkey or set up an authenticator app, and record the recovery codes.
petal-2 = Sign out and in again: a passkey signs in by itself; after the password comes the app’s code, or a recovery code when the phone is lost. A browser that you trust is not asked for thirty days; the Two-factor tab lists it.
petal-3 = Then have codes sent to a phone: 020 7946 0958 of the United Kingdom is nobody’s, and what is sent there is in the outbox. Or press “Restore your password” when signing in: the link comes there, too.
lea = Password only: a long one that is easy to remember.
yusuf = Password, then a code from the authenticator app.

## Journey 5

cinder-journey = First-time login
cinder-shows = Everybody needs an authenticator app; setting it up can wait for a week. Accounts that nobody used for a year are put to rest.
cinder-1 = Begin as Noor Haddad. Beside the password, press “First time login / Forgot password?”: the code comes to the outbox.
cinder-2 = Type the code, choose a password, and set up the authenticator app.
cinder-3 = Sign out and in again: address, password, code. Whoever forgets the password restores it with the mailed code and the app.
anneke = E-mail address, password, code: no way around the code.
mertens = Has no authenticator app yet: sets it up while signing in, or puts that off.
noor = Has never signed in and has no password yet.
pieter = Not seen for a year, so the account is put to rest. The right password tells him so, and whom to ask.

## Outbox

service = Harbour’s service
service-what = Judges the passwords of Harbour Mutual.
service-lead = This stands in for a web service of the organisation’s own. Doorward asks it for each password that is typed there, and lets in only who it answers 200 for.
service-answers = It answers.
service-is-out = It is out of order: whatever is asked, it answers 503.
service-break = Take it out of order
service-repair = Put it in order
service-unasked = Nothing was asked yet.
outbox-lead = Every e-mail and text message that Doorward “sends” in this demo stays here. None leaves this computer.
outbox-empty = Invitations, links to restore a password, codes and notices will stand here as soon as Doorward sends them.
only-newest = { $count ->
    [one] Only the newest messages are kept: an older one is gone.
   *[other] Only the newest messages are kept: { $count } older ones are gone.
}
email-to = E-mail to { $to }
text-message-to = Text message to { $to }
message = Message { $number }
to = To
from = From
sent = Sent
links-in-it = Links in it
as-it-looks = As it looks
as-html = The message as HTML
as-plain-text = As plain text
message-gone = That message is gone
message-gone-lead = Only the newest messages are kept, and none when the demo is started anew.
go-to-outbox = Go to the outbox

## Privacy notice

notice-lead = Of the organisations of this demonstration, version 1.
notice-what = What you type into the form stays on this computer: name, e-mail address, time zone, occupation and department, the hash of your password, and when and in which browser you sign in. Applications are told what they ask for and you may see.
notice-rights = { $keeping } “Profile” shows what is held about you, and lets you change it.

## Sample applications: around their pages

sample-strip = Sample application, part of the Doorward demo.
sample-foot = { $application } knows Doorward only by its issuer, <b>{ $issuer }</b>.
known-as = Doorward knows it as <b>{ $client }</b>.
almanac-purpose = Plan the year together
ledgerline-purpose = Keep every account in line
sign-in = Sign in
sign-in-again = Sign in again
sign-out = Sign out
go-to = Go to { $application }
open-application = Open { $application }
welcome = Welcome
no-passwords = { $application } has no passwords of its own. It sends you to Doorward, and Doorward tells it who you are.
signed-out = You are signed out
signed-out-here = { $application } has forgotten you, and Doorward has ended your session.
signed-out-both = { $application } has forgotten you, and Doorward has ended your session: { $other } is closed too.
signed-out-there = Your session at Doorward has ended, so { $application } has signed you out as well.

## Sample applications: signed in

signed-in = Signed in
signed-in-as = Signed in as { $name }
told = Doorward told { $application } who you are; { $application } checked every word. All of it stands below.
second-sign-in = { $application } is another application. It will not ask you to sign in a second time.
refresh-tokens = Refresh tokens
tokens-refreshed = <b>Tokens refreshed.</b> At { $time } { $application } exchanged its refresh token for new tokens.
old-token-ended = The old access token ended
new-token-ends = The new one ends
not-said = not said
refresh-token = Refresh token
token-rotated = Replaced by a new one: the old one is good for nothing any more.
token-same = Stays the same.
how-you-got-here = How you got here
path-discovery = <b>Discovery.</b> { $application } asked Doorward for its endpoints and keys.
path-there = <b>To Doorward.</b> Your browser went there with a state, a nonce and a PKCE challenge that belong to this one sign-in and this one browser.
path-back = <b>And back.</b> Doorward sent it back with a code. { $application } compared state and issuer.
path-exchange = <b>Code for tokens.</b> Server to server, { $application } exchanged the code and proved who it is ({ $method }) and that the sign-in was its own (PKCE).
path-checked = <b>Checked.</b> Signature, issuer, audience, times, nonce and at_hash of the ID token, then the subject of userinfo.
id-token = ID token
id-token-hint = Says to { $application }, and to nobody else, who signed in, when and how. Signed by Doorward.
its-header = Its header
as-it-came = As it came
userinfo = Userinfo
userinfo-hint = Asked for with the access token, just now: what the scopes <b>{ $scope }</b> allow { $application } to know about you.
two-tokens = Access and refresh token
access-token = Access token
ends-in = { $count ->
    [one] Ends { $time } (in one second)
   *[other] Ends { $time } (in { $count } seconds)
}
end-unknown = Doorward did not say when it ends
refresh-kept = Kept on the server of { $application }. It never reaches your browser, so it isn’t shown.
refresh-none = Doorward gave none.
token-sealed = The access token is a sealed reference that only Doorward can read: { $application } hands it back, to userinfo for instance. Applications that name an API as audience get a signed one that the API reads by itself.
token-open = { $application } hands the access token to APIs and need not look inside. This is what an API would see.
confidential = Confidential
open-confidential = Open what is confidential
confidential-lead = { $application } keeps this behind an API of its own, which wants a sign-in with two factors in the last five minutes.
path-api = <b>Asked.</b> { $application } called its API with the access token; the API asked Doorward what that is good for.
path-challenge = <b>Challenged.</b> Where the sign-in is weaker or older, the API says what it wants (RFC 9470).
path-step-up = <b>Stepped up.</b> Then Doorward asks for no more than what is missing, and the API answers.
api-answered = What the API answered
not-enough = A second factor is missing
not-enough-text = The API of { $application } wants a sign-in with two factors, and this account has no second one. Set two-factor up on the account pages, then come back.
back-to = Back to { $application }
claim = Claim
value = Value
what-it-says = What it says

## What a claim says

claim-alg = How the token is signed. The application decides which ways it accepts, never the token.
claim-kid = Which of Doorward’s published keys signed it.
claim-typ = What kind of token it is, so that no kind can stand for another.
claim-iss = Who issued it: exactly the issuer that this application was set up with.
claim-sub = Who you are to this application. It never changes, even when your name or e-mail address does.
claim-aud = Whom it is meant for. A token for another application is refused.
claim-azp = Which application it was given to.
claim-exp = When it stops being valid.
claim-iat = When it was issued.
claim-nbf = When it begins to be valid.
claim-auth-time = When you last proved who you are. It may be long before the token was issued.
claim-nonce = Echoes a random value of this one sign-in, so that a token of another can’t be slipped in.
claim-acr = How strong the sign-in was.
claim-amr = How you proved who you are: “pwd” a password, “otp” a one-time code, “mfa” more than one factor.
claim-at-hash = Half a hash of the access token: the two belong together.
claim-c-hash = Half a hash of the code: the two belong together.
claim-sid = Which session at Doorward this belongs to. A log-out names it.
claim-jti = The name of this one token, so that it can be called back.
claim-scope = What the token may be used for.
claim-name = Your name, as it is shown.
claim-given-name = Your first name.
claim-family-name = Your last name.
claim-middle-name = Your middle name.
claim-nickname = What you are called.
claim-preferred-username = The name you like to be known by. It can change; the subject can’t.
claim-page = A page about you.
claim-picture = Your picture.
claim-gender = Your gender, as you gave it.
claim-birthdate = Your date of birth.
claim-zoneinfo = Your time zone, as you set it.
claim-locale = Your language, as you set it.
claim-updated-at = When your profile last changed.
claim-email = Your e-mail address. It can change; the subject can’t.
claim-email-verified = Whether the address was shown to be yours.
claim-phone-number = Your phone number.
claim-phone-number-verified = Whether the number was shown to be yours.
claim-address = Your postal address.
claim-groups = The groups you belong to in your organisation.
claim-roles = What you may administer in your organisation.
claim-organisation = The organisation that you belong to.
claim-grant = The sign-in to this application that the token comes from. It ends with it.
claim-other = A claim beyond the standard ones.

## What keeps somebody out

begin-again = Begin again
sign-in-as-other = Sign in as someone else
what-was-seen = What was seen
error = Error
description = Description
reason = Reason
not-waiting = This sign-in is not waiting here any more
not-waiting-text = It was finished already, it began more than half an hour ago, or it began in another browser. Nothing is lost: begin again.
answered-by-another = The answer did not come from Doorward
answered-by-another-text = It names { $issuer } as its sender. Answers of strangers are not taken, so nothing was done with it.
answered-by-nobody-text = It does not name its sender, although Doorward always does. Answers of strangers are not taken, so nothing was done with it.
access-denied = Doorward did not let you in
access-denied-text = Either you said no, or this application is not assigned to you. Sign in as somebody who may open it, or ask your administrator for it.
would-have-to-ask = Doorward would have had to ask you something
login-required-text = The application asked Doorward to answer without asking you, and nobody is signed in there.
consent-required-text = The application asked Doorward to answer without asking you, and your consent is missing.
interaction-required-text = The application asked Doorward to answer without asking you, and Doorward needs to.
not-right-now = Doorward can’t answer right now
not-right-now-text = Nothing is lost. Wait a moment, then begin again.
request-refused = Doorward refused the request
invalid-scope-text = The application asked for something that Doorward does not give it.
unauthorized-client-text = This application may not sign people in this way.
request-refused-text = The application’s request was not to its liking. What it answered stands below.
no-code = Doorward’s answer had no code in it
no-code-text = A sign-in ends with a code, which the application exchanges for tokens. Begin again.
no-tokens = Doorward gave no tokens
no-tokens-text = Without them the application does not know who you are. What was seen stands below.
no-id-token-text = The ID token says who signed in; without it nobody did.
no-refresh-token = There is nothing to refresh with
no-refresh-token-text = Doorward gave this application no refresh token.
distrusted = A token was not believed
distrusted-text = The application checks every token before it believes it, and did nothing with this one.
userinfo-refused = Doorward’s word about you was not taken
unreachable = Doorward can’t be reached
unreachable-text = Is it still running? What was seen stands below.
other-issuer = This application knows another Doorward
other-issuer-text = It was asked to sign you in at { $issuer }, and it trusts only the issuer that it was set up with.
not-from-here = That form was not sent from this application
not-from-here-text = Another site may have sent it, so nothing was done. Use the button on this application’s own page.
said-twice = That address says one thing twice
said-twice-text = The parameter “{ $name }” came twice, so it is not clear which one counts.

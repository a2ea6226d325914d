//! Codes by e-mail and by text message: six digits, eight where nothing else is proven, good for five minutes, for the sign-in that asked for them and the mailbox or
//! number that they went to (REG-01 to REG-08, SMS-04). What is stored of one is a keyed hash (REG-10).

use crypto::{
    mailed_code::{Length, MailedCode},
    seal::Sealer,
    token::TokenHash,
};
use jose::base64url;
use model::{
    Authenticator, Id, Span, Time,
    id::{self, Org, SignIn, User},
    sign_in::{Challenge, Purpose},
};

use super::Verified;
use store::{
    Change, Guard, Read,
    attempts::{self, Budget},
};

use crate::{
    Doorward, Result, commit::Commit as _, guesses, instance_mac_key, jobs::CODE_LIFE, new_id, people::person::NOBODY,
};

/// How many wrong answers a code takes; the right one is no better afterwards (REG-02).
const TRIES: u32 = 5;

/// The same as they are counted.
const TRIES_OF_CODE: Budget = Budget::within(TRIES as i64, Span::hours(1));

/// The guard of the tries of a code, where they are counted beside the row of its sign-in.
pub(crate) const TRIES_LEFT: Guard = Guard("tries of a code left");

/// Whoever asks again so soon is sent nothing new, and nothing is void: the message is on its way.
pub const PAUSE: Span = Span::minutes(1);

/// Takes one of the code's tries, before it is judged (REG-04). Guard: one is left. Two clicks take two tries, and neither overtakes
/// the other's row.
pub(crate) fn take_try(mac_key: &Sealer, change: &mut Change, challenge: &Challenge, now: Time) {
    attempts::take(change, &tries_key(mac_key, challenge), TRIES_OF_CODE, now, TRIES_LEFT);
}

/// Whether none of them is left.
pub(crate) async fn is_spent(read: &mut Read, mac_key: &Sealer, challenge: &Challenge, now: Time) -> Result<bool> {
    let row = attempts::get(read, &tries_key(mac_key, challenge)).await?;
    Ok(guesses::left(TRIES_OF_CODE, row, now) == 0)
}

fn tries_key(mac_key: &Sealer, challenge: &Challenge) -> [u8; 32] {
    mac_key.mac("attempts", &[b"tries of a code", challenge.id.as_bytes()])
}

/// The same in a change of its own. False where none is left.
pub(crate) async fn try_taken(doorward: &Doorward, challenge: &Challenge, now: Time) -> Result<bool> {
    let mut change = Change::new();
    take_try(instance_mac_key::get(doorward).await?, &mut change, challenge, now);
    Ok(doorward.store.commit(change).await?.is_ok())
}

/// What a code is tied to: in another sign-in, for another purpose, person, mailbox or number it is wrong (REG-07).
#[derive(Debug, Clone)]
pub(crate) struct Bound {
    pub(crate) sign_in: Id<SignIn>,
    pub(crate) purpose: Purpose,
    /// The account that it is about, and its epoch; nobody's, where one may be made.
    pub(crate) owner: (Id<Org>, Id<User>, i64),
    /// The address or number that it was sent to.
    pub(crate) to: String,
}

impl Bound {
    /// Whether it is about nobody who has an account.
    pub(crate) fn is_newcomer(&self) -> bool {
        (self.owner.0, self.owner.1) == NOBODY
    }
}

/// A code that was sent, to be compared with what was typed. Without what it is tied to it was sent to nobody, and nothing is right.
pub(crate) struct Sent {
    pub(crate) challenge: Challenge,
    pub(crate) bound: Option<Bound>,
}

/// A new code, and the challenge that is kept of it.
pub(crate) fn challenge(
    doorward: &Doorward,
    mac_key: &Sealer,
    bound: Option<&Bound>,
    by: (Authenticator, Purpose),
    sent: (&str, Time),
) -> (MailedCode, Challenge) {
    let length = match by.1 {
        Purpose::SignIn | Purpose::Confirm(_) => Length::Six,
        // What stands alone is guessed at by strangers: it is worth so little that many wrong ones need not keep the owner out.
        Purpose::Recover | Purpose::Register => Length::Eight,
    };
    let code = MailedCode::generate(&*doorward.entropy, length);
    let challenge = challenge_of(mac_key, (new_id(doorward, sent.1), &code), bound, by, sent);
    (code, challenge)
}

/// The challenge that is kept of this code.
pub(crate) fn challenge_of(
    mac_key: &Sealer,
    (id, code): (Id<id::Challenge>, &MailedCode),
    bound: Option<&Bound>,
    (authenticator, purpose): (Authenticator, Purpose),
    (sent_to, sent_at): (&str, Time),
) -> Challenge {
    Challenge {
        id,
        authenticator,
        purpose,
        sent_at,
        expires_at: sent_at + CODE_LIFE,
        tries_left: TRIES,
        sent_to: sent_to.to_owned(),
        data: base64url::encode(mac(mac_key, (authenticator, id.as_bytes()), bound, code)),
    }
}

/// Whether this is the code that was sent. It uses up nothing but its own challenge, which goes with the proof.
pub(crate) async fn verify(
    doorward: &Doorward,
    sent: Option<&Sent>,
    code: &MailedCode,
    now: Time,
) -> Result<Option<Verified>> {
    let mac_key = instance_mac_key::get(doorward).await?;
    let Some(sent) = sent else { return Ok(None) };
    let Challenge { id, data, authenticator, .. } = &sent.challenge;
    let expected = base64url::decode(data.as_bytes()).ok().and_then(|bytes| bytes.try_into().ok());
    let given = TokenHash::from_bytes(mac(mac_key, (*authenticator, id.as_bytes()), sent.bound.as_ref(), code));
    let right = expected.map(TokenHash::from_bytes) == Some(given);
    Ok((right && sent.bound.is_some()).then(|| Verified::new(Id::from_bytes(*id.as_bytes()), 0, now)))
}

fn mac(
    mac_key: &Sealer,
    (authenticator, challenge): (Authenticator, &[u8; 16]),
    bound: Option<&Bound>,
    code: &MailedCode,
) -> [u8; 32] {
    let sent_by = format!("{authenticator:?}");
    let Some(Bound { sign_in, purpose, owner: (org, user, epoch), to }) = bound else {
        return mac_key.mac("sent code to nobody", &[sent_by.as_bytes(), challenge, code.expose().as_bytes()]);
    };
    let (purpose, epoch) = (format!("{purpose:?}"), epoch.to_be_bytes());
    let parts: [&[u8]; 9] = [
        sent_by.as_bytes(),
        challenge,
        sign_in.as_bytes(),
        purpose.as_bytes(),
        org.as_bytes(),
        user.as_bytes(),
        &epoch,
        to.as_bytes(),
        code.expose().as_bytes(),
    ];
    mac_key.mac("sent code", &parts)
}

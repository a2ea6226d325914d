//! Receipts of text messages: a gateway that took one tells later what became of it (PITFALLS S5), at an address that is good for that
//! message alone. The address is the leave to tell: it holds whose message it was under a keyed hash, and nobody but the gateway was given
//! it ([why so](../../../../docs/decisions/0027-receipts-of-text-messages.md)).

use std::sync::atomic::{AtomicU64, Ordering};

use crypto::seal::Sealer;
use jose::base64url;
use model::{
    Id, Span, Time,
    id::{Job, Org, User},
    phone::PhoneNumber,
};
use notify::Receipt;
use serde_json::{Value, json};
use store::{
    Change,
    jobs::{self, JobRow},
};

use super::text_code;
use crate::{
    Caller, Doorward, Error, Result, TextMessages,
    commit::Commit as _,
    events::{self, EventKind, EventSubject},
    instance_mac_key,
};

/// For how long a gateway may tell: networks try for up to three days.
const TOLD_WITHIN: Span = Span::days(4);

/// The bytes of a token: message, organisation, user, country and keyed hash.
const TOKEN: usize = 16 + 16 + 16 + 2 + 32;

/// What gateways told a node of messages.
#[derive(Debug, Default)]
pub(crate) struct Received {
    delivered: AtomicU64,
    undelivered: AtomicU64,
}

/// Text messages that gateways told a node of since it began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextReceipts {
    /// That arrived.
    pub delivered: u64,
    /// That did not.
    pub undelivered: u64,
}

/// The message that a token is for.
struct Token {
    job: Id<Job>,
    org: Id<Org>,
    user: Id<User>,
    country: [u8; 2],
}

impl Token {
    fn claims(&self) -> Vec<u8> {
        [&self.job.as_bytes()[..], self.org.as_bytes(), self.user.as_bytes(), &self.country].concat()
    }

    fn write(&self, mac_key: &Sealer) -> String {
        let claims = self.claims();
        let mac = mac_key.mac("receipt of a text message", &[&claims]);
        base64url::encode([&claims[..], &mac].concat())
    }

    fn read(mac_key: &Sealer, text: &str) -> Option<Self> {
        let bytes: [u8; TOKEN] = base64url::decode(text).ok()?.try_into().ok()?;
        let (claims, mac) = bytes.split_at(TOKEN - 32);
        if !mac_key.is_mac("receipt of a text message", &[claims], mac) {
            return None;
        }
        let id = |from: usize| claims.get(from..from + 16).and_then(|bytes| <[u8; 16]>::try_from(bytes).ok());
        let country = claims.get(48..50).and_then(|bytes| <[u8; 2]>::try_from(bytes).ok())?;
        Some(Self { job: Id::from_bytes(id(0)?), org: Id::from_bytes(id(16)?), user: Id::from_bytes(id(32)?), country })
    }

    fn is_over(&self, now: Time) -> bool {
        self.job < Id::first_at(now - TOLD_WITHIN)
    }
}

/// The address at which the gateway tells what became of this message; empty where it is not asked to.
pub(super) async fn address(
    doorward: &Doorward,
    settings: &TextMessages,
    (row, user): (&JobRow, Id<User>),
    to: &PhoneNumber,
) -> Result<String> {
    let (true, Some(org)) = (settings.gateway.receipts().is_some(), row.org) else { return Ok(String::new()) };
    let country = to.country().code.as_bytes().try_into().map_err(|_| Error::Corrupt("the code of a country"))?;
    let token = Token { job: row.id, org, user, country }.write(instance_mac_key::get(doorward).await?);
    Ok(format!("{}/sms/receipt/{token}", doorward.instance.issuer.as_str().trim_end_matches('/')))
}

impl Doorward {
    /// A gateway tells what became of the message that this token is for. Whether it is a token at all, and not too old: nothing is
    /// written otherwise.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn text_receipt(&self, caller: &Caller, token: &str, told: &Value) -> Result<bool> {
        let receipts = self.instance.text_messages.as_ref().and_then(|settings| settings.gateway.receipts());
        let token = Token::read(instance_mac_key::get(self).await?, token).filter(|token| !token.is_over(caller.now));
        let (Some(receipts), Some(token)) = (receipts, token) else { return Ok(false) };
        match receipts.judge(told) {
            Receipt::Delivered => _ = self.received.delivered.fetch_add(1, Ordering::Relaxed),
            Receipt::Failed(reason) => undelivered(self, caller, &token, &reason).await?,
            Receipt::Other => {}
        }
        Ok(true)
    }

    /// What gateways told this node of text messages.
    pub fn text_receipts(&self) -> TextReceipts {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        TextReceipts { delivered: read(&self.received.delivered), undelivered: read(&self.received.undelivered) }
    }
}

/// The page tells it as it tells of a message that the gateway refused. Once for a message, whatever a gateway repeats.
async fn undelivered(doorward: &Doorward, caller: &Caller, token: &Token, reason: &str) -> Result<()> {
    let country = String::from_utf8_lossy(&token.country).into_owned();
    let trouble = format!("undelivered: {}", if reason.is_empty() { "no reason told" } else { reason });
    let mut change = Change::new();
    let of = (token.org, text_code::CODE.word);
    jobs::failed_after_all(&mut change, token.job, of, caller.now, &trouble);
    let (by, concerning) = (caller.system(), EventSubject::user((token.org, token.user)));
    let details = json!({ "country": country, "reason": reason });
    events::record(doorward, &mut change, &by, EventKind::TextMessageUndelivered, concerning, &details);
    if doorward.store.commit(change).await?.is_ok() {
        doorward.received.undelivered.fetch_add(1, Ordering::Relaxed);
        tracing::warn!(job = %token.job, country, reason, "a text message was not delivered");
    }
    Ok(())
}

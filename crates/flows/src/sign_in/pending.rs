//! What a browser is on its way to. It travels sealed in the URL of the sign-in pages, so that a GET writes nothing;
//! its row in the database begins with the first POST.

use std::sync::Arc;

use crypto::token::Token;
use model::{Id, Span, Time, id::SignIn, sign_in::Purpose};
use serde::{Deserialize, Serialize};
use store::{Json, sign_ins};

use super::{Turn, link::Link, stored::StoredSignIn};
use crate::{Application, Caller, Cookie, Doorward, Result, applications::asked::Asked, new_id};

/// How long a sign-in may take, from the application's request to its end.
pub(crate) const LIFE: Span = Span::hours(1);

/// For how long a sign-in that expired can be begun again.
const AGAIN: Span = Span::hours(24);

/// What sealed texts of sign-ins are sealed for; no other text opens as one.
const SEALED_FOR: &str = "sign-in";

/// Where a sign-in leads.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Destination {
    /// To the list of applications.
    Home,
    /// To one of our own pages, by path and query.
    Page(String),
    /// Back to an application that asked.
    Application(Asked),
}

/// A sign-in that somebody is on their way through.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Pending {
    /// One for each tab; the key of the row.
    pub(crate) handle: Id<SignIn>,
    /// The hash of the secret in the browser that it was begun in.
    #[serde(with = "hash")]
    pub(crate) browser: [u8; 32],
    /// When it was begun.
    pub(crate) begun_at: Time,
    /// What it is for.
    pub(crate) purpose: Purpose,
    /// The slug of the organisation to sign in to, if that is known.
    pub(crate) organisation: Option<String>,
    /// What to fill in as identifier.
    pub(crate) hint: Option<String>,
    /// Where it leads.
    pub(crate) destination: Destination,
    /// The link of a mail that it began from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) link: Option<Link>,
    /// Whether it was opened from an address, which may be opened again: arriving then uses it up.
    #[serde(skip)]
    pub(crate) from_address: bool,
}

/// A sign-in that goes on with this request.
#[derive(Clone)]
pub(super) struct Resolved<'a> {
    pub(super) doorward: &'a Doorward,
    pub(super) caller: &'a Caller,
    pub(super) pending: Pending,
    /// The application that it leads to, as it was when the request came.
    pub(super) application: Option<Arc<Application>>,
}

/// Why a sign-in can't go on. Each has a way back.
#[derive(Debug, Clone)]
pub enum NotPending {
    /// Cut off, altered, or sealed under a key that is gone: where it led is unknown.
    Unreadable,
    /// The application that it led to is switched off or gone.
    Gone,
    /// Too long ago.
    Expired(Box<Pending>),
    /// Begun in another browser, or the cookie was refused or removed.
    OtherBrowser(Box<Pending>),
}

impl NotPending {
    /// Without where it leads and who was named, unless this is the browser that it was begun in: for somebody who has it from elsewhere
    /// than the address of its pages.
    pub(super) fn without_foreign_destination(self, caller: &Caller) -> Self {
        let shorn = |pending: Box<Pending>| match pending.is_in(caller) {
            true => pending,
            false => Box::new(Pending { destination: Destination::Home, hint: None, ..*pending }),
        };
        match self {
            Self::Expired(pending) => Self::Expired(shorn(pending)),
            Self::OtherBrowser(pending) => Self::OtherBrowser(shorn(pending)),
            Self::Unreadable | Self::Gone => self,
        }
    }
}

impl Pending {
    /// One that begins now in this browser, and the cookie that it needs if it has none yet.
    pub(crate) fn new(
        doorward: &Doorward,
        caller: &Caller,
        purpose: Purpose,
        destination: Destination,
        organisation: Option<String>,
        hint: Option<String>,
    ) -> (Self, Option<Cookie>) {
        let (browser, cookie) = match &caller.browser {
            Some(token) => (token.clone(), None),
            None => {
                let token = Token::mint(&*doorward.entropy);
                (token.clone(), Some(Cookie::Browser(token)))
            }
        };
        let pending = Self {
            handle: new_id(doorward, caller.now),
            browser: *browser.hash().as_bytes(),
            begun_at: caller.now,
            purpose,
            organisation,
            hint,
            destination,
            link: None,
            from_address: false,
        };
        (pending, cookie)
    }

    pub(crate) fn expires_at(&self) -> Time {
        self.begun_at + LIFE
    }

    /// Reads the application that it leads to, once for the whole request: it must still be there, and would still be answered
    /// where and as it asked.
    pub(super) async fn resolve<'a>(
        self,
        doorward: &'a Doorward,
        caller: &'a Caller,
    ) -> Result<std::result::Result<Resolved<'a>, NotPending>> {
        let application = match &self.destination {
            Destination::Home | Destination::Page(_) => None,
            Destination::Application(asked) => {
                let application = doorward.application(asked.request().client_id()).await?;
                let Some(application) = application.filter(|application| asked.request().still_holds(application))
                else {
                    return Ok(Err(NotPending::Gone));
                };
                Some(application)
            }
        };
        Ok(Ok(Resolved { doorward, caller, pending: self, application }))
    }

    /// What a sign-in that this very request began comes to without a page.
    pub(crate) async fn conclude(self, doorward: &Doorward, caller: &Caller) -> Result<Turn> {
        match self.resolve(doorward, caller).await? {
            Ok(resolved) => resolved.conclude().await,
            Err(not_pending) => Ok(Turn::NotPending(not_pending)),
        }
    }

    /// Whether it was begun in this browser. The secret of the browser is what counts; its hash is no secret, so plain comparison will do.
    fn is_in(&self, caller: &Caller) -> bool {
        caller.browser.as_ref().map(|token| *token.hash().as_bytes()) == Some(self.browser)
    }

    /// The text for the URL.
    pub(crate) fn seal(&self, doorward: &Doorward) -> String {
        let plain = serde_json::to_vec(self).unwrap_or_default();
        doorward.sealer.seal_text(&*doorward.entropy, SEALED_FOR, b"", &plain)
    }
}

impl<'a> Resolved<'a> {
    /// What was sealed into the address, if what it leads to is still there.
    pub(super) async fn unseal(
        doorward: &'a Doorward,
        caller: &'a Caller,
        at: &str,
    ) -> Result<std::result::Result<Self, NotPending>> {
        match doorward.pending(caller, at) {
            Ok(pending) => Pending { from_address: true, ..pending }.resolve(doorward, caller).await,
            Err(why) => Ok(Err(why)),
        }
    }
}

impl Doorward {
    /// Begins a sign-in in this browser, or what else a purpose names. Answers the sealed text for the URL, and the cookie if it has none yet.
    pub fn begin(
        &self,
        caller: &Caller,
        purpose: Purpose,
        destination: Destination,
        organisation: Option<String>,
        hint: Option<String>,
    ) -> (String, Option<Cookie>) {
        let (pending, cookie) = Pending::new(self, caller, purpose, destination, organisation, hint);
        (pending.seal(self), cookie)
    }

    /// Begins again what expired or was begun elsewhere, in this browser; nothing, when it is too old or its application
    /// would not be answered any more. It begins as a plain sign-in: what else was begun is for whoever began it, and whoever opens
    /// its address may be somebody else. What a link began, or would have confirmed an action, does not begin again.
    pub async fn begin_again(&self, caller: &Caller, pending: Pending) -> Result<Option<(String, Option<Cookie>)>> {
        let own = pending.link.is_some() || matches!(pending.purpose, Purpose::Confirm(_));
        if own || caller.now >= pending.begun_at + AGAIN {
            return Ok(None);
        }
        let Ok(Resolved { pending, .. }) = pending.resolve(self, caller).await? else { return Ok(None) };
        Ok(Some(self.begin(caller, Purpose::SignIn, pending.destination, pending.organisation, pending.hint)))
    }

    /// Begins something else than what was begun, for the same destination and whoever was named: restoring a password instead of
    /// signing in with it, or the way back. Writes nothing.
    pub async fn begin_instead(
        &self,
        caller: &Caller,
        at: &str,
        purpose: Purpose,
    ) -> Result<std::result::Result<String, NotPending>> {
        let pending = match self.pending(caller, at) {
            Ok(pending) => pending,
            Err(why) => return Ok(Err(why)),
        };
        let row = sign_ins::by_id::<Json<StoredSignIn>>(&mut self.store.read().await?, pending.handle).await?;
        let kept = row.filter(|row| row.browser == pending.browser).map(|row| StoredSignIn::clone(&row.facts));
        let kept = kept.unwrap_or_default();
        let filled = |text: String| Some(text).filter(|text| !text.is_empty());
        // Whether anybody may come to an account is said before an address is typed, by the organisation of the one before.
        let governing = match kept.organisation.filter(|_| purpose == Purpose::Register) {
            Some(org) => Some(self.organisation(org).await?.slug.clone()),
            None => None,
        };
        let organisation = pending.organisation.or(filled(kept.company)).or(governing);
        let hint = filled(kept.typed).or(pending.hint);
        Ok(Ok(self.begin(caller, purpose, pending.destination, organisation, hint).0))
    }

    /// Opens the sealed text of a URL, for the browser that it was sealed for.
    pub fn pending(&self, caller: &Caller, at: &str) -> std::result::Result<Pending, NotPending> {
        let text = self.sealer.open_text(SEALED_FOR, b"", at).map_err(|_| NotPending::Unreadable)?;
        let pending: Pending = store::json::read_bytes(&text).map_err(|_| NotPending::Unreadable)?;
        if caller.now >= pending.expires_at() {
            return Err(NotPending::Expired(Box::new(pending)));
        }
        if !pending.is_in(caller) {
            return Err(NotPending::OtherBrowser(Box::new(pending)));
        }
        Ok(pending)
    }
}

/// 32 bytes as base64url, which is shorter than a list of numbers.
pub(super) mod hash {
    use jose::base64url;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(in crate::sign_in) fn serialize<S: Serializer>(
        hash: &[u8; 32],
        serializer: S,
    ) -> std::result::Result<S::Ok, S::Error> {
        serializer.serialize_str(&base64url::encode(hash))
    }

    pub(in crate::sign_in) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<[u8; 32], D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        let bytes = base64url::decode(text.as_bytes()).map_err(D::Error::custom)?;
        bytes.try_into().map_err(|_| D::Error::custom("not 32 bytes"))
    }
}

//! People: everything that makes or changes a user goes through here, whoever asks – a document, a command, a program, and
//! later the console, registration and upstreams.
//!
//! What a user shall be is a [`UserPatch`]. It is held against what is stored (`stored`) and becomes a `plan::UserPlan`:
//! pure, with no transaction open. Passwords are compared and hashed between the two (`passwords`). The plan is written
//! into a `Change`, with guards and with its event. One at a time that is a verb (`verbs`), many at once it is `apply`.

pub(crate) mod avatar;
pub(crate) mod chosen_password;
pub(crate) mod credentials;
mod departure;
pub mod due;
mod email_change;
mod export;
pub mod groups;
mod guesses;
mod identifiers;
pub(crate) mod links;
mod merge;
mod own;
pub(crate) mod passwords;
pub(crate) mod person;
pub(crate) mod plan;
mod profile;
pub(crate) mod roles;
pub(crate) mod rules;
pub(crate) mod stored;
pub(crate) mod upstream;
mod verbs;

use std::fmt;

use crypto::{Password, totp};
use model::{
    Id, Key, Policy, Role,
    account::{JoinedBy, State},
    id::{Org, User},
    password::Rule,
    permission::Denied,
};
use serde_json::{Map, Value};
use zeroize::Zeroizing;

pub use chosen_password::{JudgedRule, NotChosen};
pub use departure::Departure;
pub use email_change::{EmailFollowed, EmailLink, EmailRefusal, EmailWish};
pub use export::Export;
pub use merge::{Merge, MergeRefusal, Merged};
pub use own::{OwnSettings, ProfileRefusal, profile_tag};

use crate::Organisation;

/// What a user shall be. What is absent stays as it is.
#[derive(Debug, Clone, Default)]
pub struct UserPatch {
    /// An address to be found by in the whole instance, taken as verified.
    pub email: Option<Identifier>,
    /// A name to be found by in the organisation.
    pub user_name: Option<Identifier>,
    /// How applications know the user; the identifier of a new user who is given none.
    pub subject: Option<String>,
    /// What was made of the account.
    pub state: Option<State>,
    /// Whether inactivity is counted from now on, whatever the state was.
    pub reactivated: bool,
    /// What is known of the person, as a merge patch (RFC 7396) over the claims as they are stored.
    pub claims: Map<String, Value>,
    /// The password.
    pub password: Option<NewPassword>,
    /// Whether the user has to choose another at the next sign-in.
    pub must_change: bool,
    /// Whether the organisation's notice of today counts as accepted.
    pub accepted_notice: bool,
    /// The secret of the one authenticator app.
    pub totp: Option<totp::Secret>,
    /// Whether the password is kept here although the organisation's own service judges those of its people.
    pub local: Option<bool>,
    /// Every role that the user has.
    pub roles: Option<Vec<Role>>,
    /// How a new user came here.
    pub joined_by: JoinedBy,
}

/// What is typed to be found: the folded form, and as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identifier {
    /// The folded form.
    pub key: Key,
    /// As it was written.
    pub display: String,
}

/// A password in the clear, or a hash from elsewhere that `crypto` can verify.
#[derive(Clone)]
pub enum NewPassword {
    /// To be hashed here.
    Plain(Password),
    /// Kept as it is until the next sign-in.
    Hash(Zeroizing<String>),
}

impl fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NewPassword(…)")
    }
}

/// The home organisation, as far as its people follow from it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Home<'h> {
    pub(crate) id: Id<Org>,
    pub(crate) slug: &'h str,
    pub(crate) name: &'h str,
    pub(crate) product: &'h str,
    pub(crate) policy: &'h Policy,
}

impl<'h> From<&'h Organisation> for Home<'h> {
    fn from(org: &'h Organisation) -> Self {
        let (name, product) = (&org.name, &org.branding.product_name);
        Self { id: org.id, slug: &org.slug, name, product, policy: &org.policy }
    }
}

/// Why nothing was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// There is no such user, or no longer.
    Unknown,
    /// Whoever asks may not.
    Denied(Denied),
    /// The organisation's rules for passwords that the password breaks.
    Rules(Vec<Rule>),
    /// The organisation's passwords are kept elsewhere.
    KeptElsewhere,
    /// What is to be typed is somebody's already.
    IdentifierTaken,
    /// The subject is another user's, or an application's client id (RFC 9068 §5).
    SubjectTaken,
    /// A group that the user was to be in is not there, or no longer.
    NoSuchGroup,
    /// The organisation would be left without an owner.
    LastOwner,
    /// A claim is of a kind that it can't be.
    Claims(String),
}

impl From<Denied> for Refused {
    fn from(denied: Denied) -> Self {
        Self::Denied(denied)
    }
}

/// What a verb answers.
pub type Done<T = ()> = Result<T, Refused>;

/// The primary key of a user.
pub(crate) type UserKey = (Id<Org>, Id<User>);

/// Where a key is unique: in the instance for addresses, in the organisation for user names, if one is known.
pub(crate) fn scope(org: Option<Id<Org>>, key: &Key) -> [u8; 16] {
    match org {
        Some(org) if key.domain().is_none() => *org.as_bytes(),
        _ => store::users::INSTANCE_SCOPE,
    }
}

//! Invitations: somebody is asked to register, with what they get when they do. The link that is mailed holds a token; what is
//! stored is its hash. It is used up by the registration that it leads to, by joining with an account that is there, or by coming to
//! one otherwise with the address proven, and by nothing before: opening it writes nothing, so that mail scanners and second looks
//! cost nobody their invitation.

mod gifts;
mod join;
mod offer;
mod sending;
mod stored;
mod verbs;

use model::{
    Id, Role, Time,
    id::{self, App, User},
    permission::Denied,
};
use serde_json::{Map, Value};

pub(crate) use gifts::JudgedGifts;
pub use gifts::NamedGifts;
pub(crate) use join::seal as seal_join;
pub use join::{Addressed, JoinPage, JoinView};
pub(crate) use offer::CLAIMS;
use stored::StoredInvitation;
pub(crate) use stored::{OpenInvitation, reached, signs_in};

use crate::people::Identifier;

/// Whom to invite, and what they get.
#[derive(Debug, Clone)]
pub struct Invitee {
    /// The address that the link goes to. Whoever registers is found by it, and by no other.
    pub email: Identifier,
    /// What is known of them already: claims, with which the form is filled in.
    pub claims: Map<String, Value>,
    /// Roles that they get.
    pub roles: Vec<Role>,
    /// Groups that they get into, by name.
    pub groups: Vec<String>,
    /// Applications that they are assigned; the organisation subscribes to each.
    pub applications: Vec<Id<App>>,
    /// The application that they go on to when they have registered.
    pub leads_to: Option<Id<App>>,
    /// The language of the mail (BCP 47); the organisation's, when absent.
    pub language: Option<String>,
}

impl Invitee {
    /// Somebody of whom only the address is known.
    pub fn new(email: Identifier) -> Self {
        Self {
            email,
            claims: Map::new(),
            roles: Vec::new(),
            groups: Vec::new(),
            applications: Vec::new(),
            leads_to: None,
            language: None,
        }
    }
}

/// What became of an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvitationState {
    /// Its link can be used.
    Open,
    /// Its link is too old. Sent again, it has another one.
    Expired,
    /// It was taken back.
    Revoked,
    /// Somebody registered or joined with it.
    Used,
}

/// An invitation, as lists show it. Its link is not in it: whoever may see invitations may not use them (REG-15).
#[derive(Debug, Clone)]
pub struct Invitation {
    /// The identifier.
    pub id: Id<id::Invitation>,
    /// The address, as it was written.
    pub email: String,
    /// The user whom it was made for, where they were made before; once it was used, who used it.
    pub user: Option<Id<User>>,
    /// What became of it.
    pub state: InvitationState,
    /// When it was made.
    pub created_at: Time,
    /// When its link ends.
    pub expires_at: Time,
}

/// An invitation that was made or sent again.
#[derive(Debug, Clone)]
pub struct Invited {
    /// The identifier.
    pub id: Id<id::Invitation>,
    /// The address that it goes to, as it was written.
    pub email: String,
    /// The address of the page where the person registers, for the operator alone: whoever knows it can do so in their place, and it
    /// shows that the mailbox is theirs (REG-15).
    pub link: Option<String>,
    /// Until when it can be used.
    pub expires_at: Time,
    /// Whether it goes out by mail; without a mail server it has to be handed over otherwise.
    pub mailed: bool,
    /// Whether they have an account, with which they join.
    pub joins: bool,
}

/// Why nobody was invited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InvitationRefusal {
    /// Whoever asks may not.
    Denied(Denied),
    /// The organisation's policy lets nobody register by an invitation, or keeps no passwords.
    Closed,
    /// This user has the address already, and nothing was to be added; or a password already; or it is them whom
    /// [`Doorward::invite_user`] has to invite.
    ///
    /// [`Doorward::invite_user`]: crate::Doorward::invite_user
    IsUser(Id<User>),
    /// The organisation has no group of this name.
    NoSuchGroup(String),
    /// The organisation does not subscribe to this application.
    NotSubscribed(Id<App>),
    /// There is no such invitation.
    Unknown,
    /// Somebody used it, or it was taken back.
    Over,
    /// What is known of the person does not fit.
    Claims(String),
    /// The user has no address that the link could go to.
    NoAddress,
    /// It was mailed three times within a quarter of an hour, or ten times within a day. The link that was mailed last holds.
    MailedLately,
}

impl From<Denied> for InvitationRefusal {
    fn from(denied: Denied) -> Self {
        Self::Denied(denied)
    }
}

/// What a verb answers.
pub type Answered<T> = std::result::Result<T, InvitationRefusal>;

//! Who does something, when, and from where: what every change is judged at and recorded with.

use model::{
    Id, Time,
    event::Actor,
    id::{ApiToken, App, Request, User},
};

use crate::{Caller, Doorward, new_id};

/// Who acts, when, and from where.
#[derive(Debug, Clone)]
pub struct AuditContext {
    /// Who.
    pub actor: Actor,
    /// The user for whom the actor acts, where that is somebody else.
    pub on_behalf_of: Option<Id<User>>,
    /// When. Everything in the change is judged and recorded at this time.
    pub now: Time,
    /// From where.
    pub origin: Origin,
}

/// Where a change comes from.
#[derive(Debug, Clone)]
pub struct Origin {
    /// The client's address; empty for the command line.
    pub address: String,
    /// The request; a command is one, whatever it changes.
    pub request: Id<Request>,
}

impl AuditContext {
    /// Doorward itself, of its own accord.
    pub(crate) fn system(doorward: &Doorward, now: Time) -> Self {
        let origin = Origin { address: String::new(), request: new_id(doorward, now) };
        Self { actor: Actor::System, on_behalf_of: None, now, origin }
    }
}

impl Caller {
    /// Nobody who proved anything in this request.
    pub(crate) fn anonymous(&self) -> AuditContext {
        self.by(Actor::Anonymous)
    }

    /// The user who is signed in, or just proved who they are.
    pub(crate) fn user(&self, user: Id<User>) -> AuditContext {
        self.by(Actor::User(user))
    }

    /// An application that acts for a user.
    pub(crate) fn application(&self, app: Id<App>, on_behalf_of: Id<User>) -> AuditContext {
        AuditContext { on_behalf_of: Some(on_behalf_of), ..self.by(Actor::Application(app)) }
    }

    /// A defence of Doorward's own, in answer to this request.
    pub(crate) fn system(&self) -> AuditContext {
        self.by(Actor::System)
    }

    /// A program with a token for the API.
    pub(crate) fn api_token(&self, token: Id<ApiToken>) -> AuditContext {
        self.by(Actor::ApiToken(token))
    }

    fn by(&self, actor: Actor) -> AuditContext {
        let origin = Origin { address: self.address.clone(), request: self.request };
        AuditContext { actor, on_behalf_of: None, now: self.now, origin }
    }
}

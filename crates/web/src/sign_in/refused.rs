//! A sign-in that does not go on, and why.

use flows::Complaint;
use model::{
    Time,
    sign_in::{Purpose, Step},
};
use pages::{Href, Page, Refused, RefusedReason};

use super::{
    answer,
    page::{Sheet, form},
};
use crate::address::own_address;

impl Sheet<'_> {
    /// Locked for everybody alike, whether anybody is called so or not.
    pub(super) fn locked(&self, until: Option<Time>) -> RefusedReason<'_> {
        match until {
            Some(until) => RefusedReason::Paused { until },
            None => RefusedReason::Locked { tries: self.view.attempts },
        }
    }

    /// Why not; a step that has no page here is refused as well.
    pub(super) fn refusal(&self) -> RefusedReason<'_> {
        use model::sign_in::Refusal as Why;
        let application = self.view.application.as_ref().map_or("", |application| &application.name);
        let Step::Refuse(why) = &self.view.step else {
            tracing::info!(request = %self.context.id(), step = ?self.view.step.kind(), "refused: no page takes this step");
            return RefusedReason::NoSuchStep;
        };
        match why {
            Why::Disabled => RefusedReason::Disabled,
            Why::Inactive => RefusedReason::Inactive,
            Why::Locked => RefusedReason::LockedByAdministrator,
            Why::PasswordLocked => self.locked(None),
            Why::SecondFactorLocked => {
                self.view.codes_open_at.map_or(RefusedReason::LockedCodes, |until| RefusedReason::Paused { until })
            }
            Why::NoAccess(_) => RefusedReason::NotAssigned { application },
            Why::LevelOutOfReach => RefusedReason::NotEnough { application },
            Why::NothingToProve => RefusedReason::NoWay,
            Why::AskAdministrator => RefusedReason::AskAdministrator,
            Why::PasswordElsewhere => RefusedReason::PasswordElsewhere,
            Why::AlreadyRegistered => RefusedReason::AlreadyRegistered,
            Why::InvitationNeeded if self.view.by_invitation => RefusedReason::InvitationOver,
            Why::InvitationNeeded | Why::RegistrationClosed | Why::DomainNotAllowed | Why::UnknownHere => {
                RefusedReason::RegistrationClosed
            }
            _ => RefusedReason::NoSuchStep,
        }
    }

    pub(super) fn refused(&self, refusal: RefusedReason<'_>) -> String {
        let chrome = self.theme.chrome();
        let signs_in = self.view.purpose == Purpose::SignIn;
        let failed = matches!(refusal, RefusedReason::Provider { .. });
        let back = match &self.view.confirms {
            Some(page) if failed => own_address(page).to_owned(),
            // Whoever was named goes on to what else they may be asked for.
            None if failed && !self.view.by_providers && !self.view.identifier.is_empty() => self.with("next=yes"),
            _ if signs_in => self.with("change=yes"),
            _ => self.instead(Purpose::SignIn),
        };
        let (action, passkey) = (self.action(), self.with("next=yes&way=passkey"));
        // What can't be guessed stays open where codes are closed.
        let takes_passkey = matches!(self.complaint, Some(Complaint::CodeLocked(_))) && self.view.passkey.is_some();
        let proven = self.view.name.is_some() && signs_in;
        let told = matches!(refusal, RefusedReason::NotAssigned { .. } | RefusedReason::NotEnough { .. });
        // An invitation leads to no sign-in of which the first question could be asked again.
        let by_invitation = matches!(refusal, RefusedReason::AlreadyRegistered | RefusedReason::InvitationOver);
        let page = Refused {
            chrome: &chrome,
            refusal,
            who: self.view.name.as_deref().or(Some(self.view.identifier.as_str()).filter(|typed| !typed.is_empty())),
            request: self.context.id(),
            passkey: takes_passkey.then(|| Href::own(&passkey)),
            home: told.then(|| Href::own("/")),
            someone_else: (proven && !failed).then(|| form(&action, &[("answer", answer::SOMEBODY_ELSE)])),
            back: (!proven || failed).then(|| if by_invitation { Href::own("/") } else { Href::own(&back) }),
        };
        page.html()
    }
}

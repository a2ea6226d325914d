//! A sign-in that does not go on, and why.

use model::{Time, sign_in::Step};
use pages::{Href, Page, Refusal, Refused};

use super::{
    answer,
    page::{Sheet, form},
};

impl Sheet<'_> {
    /// Locked for everybody alike, whether anybody is called so or not.
    pub(super) fn locked(&self, until: Option<Time>) -> Refusal<'_> {
        match until {
            Some(until) => Refusal::Paused { until },
            None => Refusal::Locked { tries: self.view.attempts },
        }
    }

    /// Why not; a step that has no page here is refused as well.
    pub(super) fn refusal(&self) -> Refusal<'_> {
        use model::sign_in::Refusal as Why;
        let application = self.view.application.as_ref().map_or("", |application| &application.name);
        let Step::Refuse(why) = &self.view.step else {
            tracing::info!(request = %self.visit.id(), step = ?self.view.step.kind(), "refused: no page takes this step");
            return Refusal::NoSuchStep;
        };
        match why {
            Why::Disabled => Refusal::Disabled,
            Why::Inactive => Refusal::Inactive,
            Why::Locked => Refusal::LockedByAdministrator,
            Why::SecondFactorLocked => Refusal::LockedCodes,
            Why::NoAccess(_) => Refusal::NotAssigned { application },
            Why::LevelOutOfReach => Refusal::NotEnough { application },
            Why::NothingToProve => Refusal::NoWay,
            _ => Refusal::NoSuchStep,
        }
    }

    pub(super) fn refused(&self, refusal: Refusal<'_>) -> String {
        let chrome = self.look.chrome();
        let (action, back) = (self.action(), self.with("change=yes"));
        let proven = self.view.name.is_some();
        let told = matches!(refusal, Refusal::NotAssigned { .. } | Refusal::NotEnough { .. });
        let page = Refused {
            chrome: &chrome,
            refusal,
            who: self.view.name.as_deref().or(Some(self.view.identifier.as_str()).filter(|typed| !typed.is_empty())),
            request: self.visit.id(),
            home: told.then(|| Href::own("/")),
            someone_else: proven.then(|| form(&action, &[("answer", answer::SOMEBODY_ELSE)])),
            back: (!proven).then(|| Href::own(&back)),
        };
        page.html()
    }
}

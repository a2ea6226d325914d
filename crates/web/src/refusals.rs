//! What the chassis refuses, as pages.

use flows::Doorward;
use model::Span;
use pages::{Href, Page, Problem, ProblemPage, Way};

use crate::{
    Looks,
    chassis::{Refusal, surroundings::RefusalPage},
};

/// The pages of refusals.
pub(crate) fn pages(doorward: Doorward, looks: Looks) -> RefusalPage {
    std::sync::Arc::new(move |refusal, visit| {
        let look = looks.of(visit, &doorward, None);
        let chrome = look.chrome();
        let page = ProblemPage {
            chrome: &chrome,
            problem: problem(refusal),
            way: Some(Way::Start(Href::own("/"))),
            request: visit.id(),
        };
        page.html()
    })
}

fn span(seconds: u16) -> Span {
    Span::seconds(i64::from(seconds))
}

fn problem(refusal: Refusal) -> Problem<'static> {
    match refusal {
        Refusal::NotFound => Problem::NotFound,
        Refusal::MethodNotAllowed => Problem::WrongMethod,
        Refusal::UriTooLong | Refusal::HeadersTooLarge | Refusal::BodyTooLarge => Problem::TooLarge,
        Refusal::CrossSite => Problem::CrossSite,
        Refusal::Busy { seconds } => Problem::Busy { retry_after: span(seconds) },
        Refusal::TooMany { seconds } => Problem::TooMany { retry_after: span(seconds) },
        Refusal::Away { seconds } => Problem::Away { retry_after: span(seconds) },
        Refusal::Broken => Problem::Internal,
        _ => Problem::UnreadableForm,
    }
}

//! What the chassis refuses, as pages.

use flows::Doorward;
use model::Span;
use pages::{Href, Page, Problem, ProblemPage, Way};

use crate::{
    Themes,
    chassis::{RequestError, surroundings::RefusalPage},
};

/// The pages of refusals.
pub(crate) fn pages(doorward: Doorward, themes: Themes) -> RefusalPage {
    std::sync::Arc::new(move |refusal, context| {
        let theme = themes.of(context, &doorward, None);
        let mut chrome = theme.chrome();
        if refusal == RequestError::WrongHost {
            // Nothing is kept for a host that is not ours, a choice of language neither: the browser's own wishes decide.
            chrome.languages = None;
        }
        let issuer = doorward.instance().issuer.as_str();
        let start = match refusal {
            RequestError::WrongHost => Href::site(issuer).unwrap_or(Href::own("/")),
            _ => Href::own("/"),
        };
        let page = ProblemPage {
            chrome: &chrome,
            problem: problem(refusal, issuer),
            way: Some(Way::Start(start)),
            request: context.id(),
        };
        page.html()
    })
}

fn span(seconds: u16) -> Span {
    Span::seconds(i64::from(seconds))
}

fn problem(refusal: RequestError, issuer: &str) -> Problem<'_> {
    match refusal {
        RequestError::NotFound => Problem::NotFound,
        RequestError::MethodNotAllowed => Problem::WrongMethod,
        RequestError::UriTooLong | RequestError::HeadersTooLarge | RequestError::BodyTooLarge => Problem::TooLarge,
        RequestError::WrongHost => Problem::WrongHost { address: issuer },
        RequestError::CrossSite => Problem::CrossSite,
        RequestError::Busy { seconds } => Problem::Busy { retry_after: span(seconds) },
        RequestError::TooMany { seconds } => Problem::TooMany { retry_after: span(seconds) },
        RequestError::Away { seconds } => Problem::Away { retry_after: span(seconds) },
        RequestError::Broken => Problem::Internal,
        _ => Problem::UnreadableForm,
    }
}

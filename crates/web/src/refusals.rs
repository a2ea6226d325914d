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
        let chrome = theme.chrome();
        let page = ProblemPage {
            chrome: &chrome,
            problem: problem(refusal),
            way: Some(Way::Start(Href::own("/"))),
            request: context.id(),
        };
        page.html()
    })
}

fn span(seconds: u16) -> Span {
    Span::seconds(i64::from(seconds))
}

fn problem(refusal: RequestError) -> Problem<'static> {
    match refusal {
        RequestError::NotFound => Problem::NotFound,
        RequestError::MethodNotAllowed => Problem::WrongMethod,
        RequestError::UriTooLong | RequestError::HeadersTooLarge | RequestError::BodyTooLarge => Problem::TooLarge,
        RequestError::CrossSite => Problem::CrossSite,
        RequestError::Busy { seconds } => Problem::Busy { retry_after: span(seconds) },
        RequestError::TooMany { seconds } => Problem::TooMany { retry_after: span(seconds) },
        RequestError::Away { seconds } => Problem::Away { retry_after: span(seconds) },
        RequestError::Broken => Problem::Internal,
        _ => Problem::UnreadableForm,
    }
}

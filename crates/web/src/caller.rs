//! From a visit to a caller: cookies read, the browser in words. And cookies back.

use axum::response::{IntoResponseParts, ResponseParts};
use crypto::token::Token;
use flows::{Caller, Cookie};
use model::Span;

use crate::chassis::{CookieName, Lifetime, Refusal, SetCookie, Visit};

/// Who asks, as flows want to know it.
pub(crate) fn caller(visit: &Visit) -> Caller {
    let token = |name| visit.cookie(name).and_then(Token::parse);
    Caller {
        request: visit.id(),
        now: visit.now(),
        address: visit.address().to_string(),
        agent: visit.user_agent(),
        language: visit.cookie(CookieName::Language).map(str::to_owned),
        languages: visit.languages().to_owned(),
        browser: token(CookieName::Browser),
        session: token(CookieName::Session),
        device: token(CookieName::Device),
    }
}

/// The headers that carry cookies of a flow.
pub(crate) fn set_cookies(visit: &Visit, cookies: &[Cookie]) -> SetCookies {
    SetCookies(cookies.iter().map(|cookie| set_cookie(visit, cookie)).collect())
}

/// Several cookies; put them into a tuple in front of the answer.
pub(crate) struct SetCookies(Vec<SetCookie>);

impl IntoResponseParts for SetCookies {
    type Error = Refusal;

    fn into_response_parts(self, parts: ResponseParts) -> Result<ResponseParts, Refusal> {
        self.0.into_iter().try_fold(parts, |parts, cookie| cookie.into_response_parts(parts))
    }
}

/// The header that carries one cookie.
pub(crate) fn set_cookie(visit: &Visit, cookie: &Cookie) -> SetCookie {
    let kept = |seconds: i64| Lifetime::Persistent(Span::seconds(seconds));
    match cookie {
        Cookie::Browser(token) => visit.set_cookie(CookieName::Browser, &token.expose(), Lifetime::BrowserSession),
        Cookie::Session(token, None) => {
            visit.set_cookie(CookieName::Session, &token.expose(), Lifetime::BrowserSession)
        }
        Cookie::Session(token, Some(seconds)) => visit.set_cookie(CookieName::Session, &token.expose(), kept(*seconds)),
        Cookie::Device(token, seconds) => visit.set_cookie(CookieName::Device, &token.expose(), kept(*seconds)),
        Cookie::NoSession => visit.remove_cookie(CookieName::Session),
    }
}

//! From a visit to a caller: cookies read, the browser in words. And cookies back.

use crypto::token::Token;
use flows::{Caller, Cookie, SignedIn};
use model::Span;

use crate::{
    Web,
    chassis::{CookieName, Lifetime, Visit},
};

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

/// Who asks, and who is signed in in that browser. A renewed secret of the session goes out with the answer, whatever that
/// becomes: whoever shows a former one for long is taken for a thief.
pub(crate) async fn signed_in(web: &Web, visit: &Visit) -> flows::Result<(Caller, Option<SignedIn>)> {
    let caller = caller(visit);
    let who = Box::pin(web.doorward.signed_in(&caller)).await?;
    keep(visit, who.iter().filter_map(|who| who.cookie.as_ref()));
    Ok((caller, who))
}

/// Sets what flows want the browser to keep, with the answer.
pub(crate) fn keep<'a>(visit: &Visit, cookies: impl IntoIterator<Item = &'a Cookie>) {
    let kept = |seconds: i64| Lifetime::Persistent(Span::seconds(seconds));
    for cookie in cookies {
        match cookie {
            Cookie::Browser(token) => visit.set_cookie(CookieName::Browser, &token.expose(), Lifetime::BrowserSession),
            Cookie::Session(token, None) => {
                visit.set_cookie(CookieName::Session, &token.expose(), Lifetime::BrowserSession);
            }
            Cookie::Session(token, Some(seconds)) => {
                visit.set_cookie(CookieName::Session, &token.expose(), kept(*seconds));
            }
            Cookie::Device(token, seconds) => visit.set_cookie(CookieName::Device, &token.expose(), kept(*seconds)),
            Cookie::NoSession => visit.remove_cookie(CookieName::Session),
        }
    }
}

//! From a visit to a caller: cookies read, the browser in words. And cookies back.

use crypto::token::Token;
use flows::{Caller, Cookie, SignedIn};
use model::Span;

use crate::{
    Web,
    chassis::{CookieName, Lifetime, RequestContext},
};

/// Who asks, as flows want to know it.
pub(crate) fn caller(context: &RequestContext) -> Caller {
    let token = |name| context.cookie(name).and_then(Token::parse);
    Caller {
        request: context.id(),
        now: context.now(),
        address: context.address().to_string(),
        agent: context.user_agent(),
        language: context.cookie(CookieName::Language).map(str::to_owned),
        languages: context.languages().to_owned(),
        browser: token(CookieName::Browser),
        session: token(CookieName::Session),
        device: token(CookieName::Device),
    }
}

/// Who asks, and who is signed in in that browser. A renewed secret of the session goes out with the answer, whatever that
/// becomes: whoever shows a previous one for long is taken for a thief.
pub(crate) async fn signed_in(web: &Web, context: &RequestContext) -> flows::Result<(Caller, Option<SignedIn>)> {
    let caller = caller(context);
    let who = Box::pin(web.doorward.signed_in(&caller)).await?;
    keep(context, who.iter().filter_map(|who| who.cookie.as_ref()));
    Ok((caller, who))
}

/// Sets what flows want the browser to keep, with the answer.
pub(crate) fn keep<'a>(context: &RequestContext, cookies: impl IntoIterator<Item = &'a Cookie>) {
    let kept = |seconds: i64| Lifetime::Persistent(Span::seconds(seconds));
    for cookie in cookies {
        match cookie {
            Cookie::Browser(token) => {
                context.set_cookie(CookieName::Browser, &token.expose(), Lifetime::BrowserSession);
            }
            Cookie::Session(token, None) => {
                context.set_cookie(CookieName::Session, &token.expose(), Lifetime::BrowserSession);
            }
            Cookie::Session(token, Some(seconds)) => {
                context.set_cookie(CookieName::Session, &token.expose(), kept(*seconds));
            }
            Cookie::Device(token, seconds) => context.set_cookie(CookieName::Device, &token.expose(), kept(*seconds)),
            Cookie::SignedOut => {
                context.remove_cookie(CookieName::Session);
                context.remove_cookie(CookieName::Browser);
            }
        }
    }
}

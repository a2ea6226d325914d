//! The language menu. A choice is kept by this browser, and by whoever is signed in as their own setting.

use axum::{extract::State, response::Response};
use model::Span;
use text::Language;

use crate::{
    Web,
    address::own_address,
    caller::signed_in,
    chassis::{CookieName, Form as Posted, Lifetime, RequestContext, respond},
    failure::answered,
};

/// For how long a browser keeps the choice.
const KEPT: Lifetime = Lifetime::Persistent(Span::days(365));

/// POST `/language`: `language` is chosen; then `back` to the page.
pub(crate) async fn choose(State(web): State<Web>, context: RequestContext, Posted(fields): Posted) -> Response {
    let back = own_address(fields.get("back").unwrap_or_default());
    let Some(language) = fields.get("language").and_then(Language::of_tag) else { return respond::see_other(back) };
    answered(&context, async {
        let (caller, who) = signed_in(&web, &context).await?;
        if let Some(who) = who {
            web.doorward.set_language(&caller, &who, language.tag()).await?;
        }
        keep_choice(&context, language);
        Ok(respond::see_other(back))
    })
    .await
}

/// Keeps the choice in this browser.
pub(crate) fn keep_choice(context: &RequestContext, language: Language) {
    context.set_cookie(CookieName::Language, language.tag(), KEPT);
}

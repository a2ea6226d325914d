//! The language menu. A choice is kept by this browser, and by whoever is signed in as their own setting.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use model::Span;
use text::Language;

use crate::{
    Web,
    address::own_address,
    caller::{caller, set_cookie},
    chassis::{CookieName, Form as Posted, Lifetime, SetCookie, Visit, respond},
    failure::answered,
};

/// For how long a browser keeps the choice.
const KEPT: Lifetime = Lifetime::Persistent(Span::days(365));

/// POST `/language`: `language` is chosen; then `back` to the page.
pub(crate) async fn choose(State(web): State<Web>, visit: Visit, Posted(fields): Posted) -> Response {
    let back = own_address(fields.get("back").unwrap_or_default());
    let Some(language) = fields.get("language").and_then(Language::of_tag) else { return respond::see_other(back) };
    answered(&visit, async {
        let caller = caller(&visit);
        let renewed = match web.doorward.signed_in(&caller).await? {
            Some(who) => {
                web.doorward.set_language(&caller, &who, language.tag()).await?;
                who.cookie.as_ref().map(|cookie| set_cookie(&visit, cookie))
            }
            None => None,
        };
        Ok((renewed, chosen(&visit, language), respond::see_other(back)).into_response())
    })
    .await
}

/// Keeps the choice in this browser.
pub(crate) fn chosen(visit: &Visit, language: Language) -> SetCookie {
    visit.set_cookie(CookieName::Language, language.tag(), KEPT)
}

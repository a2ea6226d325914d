//! The language menu. A choice is kept by this browser, and by whoever is signed in as their own setting.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use model::{Span, policy::IdentifyBy};
use pages::Href;
use text::Language;

use crate::{
    Web,
    caller::{caller, set_cookie},
    chassis::{CookieName, Fields, Form as Posted, Lifetime, SetCookie, Visit, paths, respond},
    failure::answered,
    sign_in::Typed,
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

/// The first page of a sign-in in another language, with what was typed so far; passwords aside.
pub(crate) async fn choose_while_typing(
    web: &Web,
    visit: &Visit,
    at: &str,
    language: Language,
    fields: &mut Fields,
) -> Response {
    let organisation = fields.take("organisation");
    let by = if organisation.is_some() { IdentifyBy::OrganisationAndUserName } else { IdentifyBy::Email };
    let typed = Typed {
        identifier: Some(fields.take("email").or_else(|| fields.take("user")).unwrap_or_default()),
        remember: fields.has("remember"),
        language: Some(language),
        organisation,
        way: None,
    };
    answered(visit, async {
        let turn = web.doorward.ask_again(&caller(visit), at, Some(by)).await?;
        Ok((chosen(visit, language), web.turned(visit, at, turn, &typed)).into_response())
    })
    .await
}

fn chosen(visit: &Visit, language: Language) -> SetCookie {
    visit.set_cookie(CookieName::Language, language.tag(), KEPT)
}

/// An address of ours, or else the start: a form can not send anybody elsewhere.
pub(crate) fn own_address(back: &str) -> &str {
    let path = back.split('?').next().unwrap_or_default();
    if paths::is_plain(path) { Href::own(back).as_str() } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::own_address;

    #[test]
    fn nobody_is_sent_elsewhere() {
        for back in
            ["/", "/sign-in?at=a&next=yes", "/account/sessions", "/oauth/authorize?redirect_uri=https://a.example/"]
        {
            assert_eq!(own_address(back), back);
        }
        for back in [
            "",
            "sign-in",
            "https://evil.example/",
            "//evil.example/",
            "/\\evil.example/",
            "/.//evil.example",
            "/%2f/evil.example",
            "/sign-in?a\r\nLocation: //evil.example",
            "/sign-in?\\",
            "javascript:alert(1)",
        ] {
            assert_eq!(own_address(back), "/", "{back:?}");
        }
    }
}

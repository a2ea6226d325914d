//! The language menu on the first page of a sign-in, where something may have been typed already.

use axum::response::Response;
use model::policy::IdentifyBy;
use text::Language;

use super::Typed;
use crate::{
    Web,
    caller::caller,
    chassis::{Fields, Visit},
    failure::answered,
    language::keep_choice,
};

/// The first page of a sign-in in another language, with what was typed so far; passwords aside.
pub(super) async fn choose_while_typing(
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
        keep_choice(visit, language);
        Ok(web.turned(visit, at, turn, &typed))
    })
    .await
}

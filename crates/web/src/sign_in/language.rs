//! The language menu on the first page of a sign-in, where something may have been typed already.

use axum::response::Response;
use model::policy::IdentifyBy;
use text::Language;

use super::Typed;
use crate::{
    Web,
    caller::caller,
    chassis::{Fields, RequestContext},
    failure::answered,
    language::keep_choice,
};

/// The first page of a sign-in in another language, with what was typed so far; passwords aside.
pub(super) async fn choose_while_typing(
    web: &Web,
    context: &RequestContext,
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
        ..Typed::default()
    };
    answered(context, async {
        let turn = web.doorward.ask_again(&caller(context), at, Some(by)).await?;
        keep_choice(context, language);
        Ok(web.turned(context, at, turn, &typed))
    })
    .await
}

//! The language menu on pages of a sign-in where something may have been typed already.

use axum::response::Response;
use flows::{Answer, Turn};
use model::{Authenticator, policy::IdentifyBy};
use text::Language;

use super::{Typed, answer};
use crate::{
    Web,
    caller::caller,
    chassis::{Fields, RequestContext},
    failure::answered,
    language::keep_choice,
};

/// The page of a sign-in in another language, with what was typed so far; passwords aside.
pub(super) async fn choose_while_typing(
    web: &Web,
    context: &RequestContext,
    at: &str,
    language: Language,
    fields: &mut Fields,
) -> Response {
    match fields.get("answer") {
        Some(answer::SEND_TO_NUMBER) => choose_while_typing_number(web, context, at, language, fields).await,
        Some(answer::REGISTER) => choose_while_registering(web, context, at, language, fields).await,
        _ => choose_while_naming(web, context, at, language, fields).await,
    }
}

/// The form of a registration.
async fn choose_while_registering(
    web: &Web,
    context: &RequestContext,
    at: &str,
    language: Language,
    fields: &mut Fields,
) -> Response {
    let typed = Typed { language: Some(language), ..Typed::default() };
    let registered = answer::read(fields);
    answered(context, async {
        let mut turn = web.doorward.show(&caller(context), at, true).await?;
        if let (Turn::Show(view, _), Some(Answer::Register(form))) = (&mut turn, registered)
            && let Some(registration) = &mut view.registration
        {
            registration.fields = form.fields;
        }
        keep_choice(context, language);
        Ok(web.turned(context, at, turn, &typed))
    })
    .await
}

/// The number that codes are to go to.
async fn choose_while_typing_number(
    web: &Web,
    context: &RequestContext,
    at: &str,
    language: Language,
    fields: &mut Fields,
) -> Response {
    let typed = Typed {
        way: Some(Authenticator::Sms),
        country: fields.take("country"),
        number: fields.take("number"),
        language: Some(language),
        ..Typed::default()
    };
    answered(context, async {
        let turn = web.doorward.show(&caller(context), at, true).await?;
        keep_choice(context, language);
        Ok(web.turned(context, at, turn, &typed))
    })
    .await
}

/// The first page.
async fn choose_while_naming(
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

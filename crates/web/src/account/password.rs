//! The password tab: another password in one form, or question by question for whoever is asked for more than the present one.

use axum::extract::State;
use axum::response::Response;
use flows::{Complaint, PasswordForm, SignedIn, Turn, View, confirmed::ChangePassword};
use http::StatusCode;
use pages::{
    Form, Href, NewPasswordFields, Page,
    account::{PasswordElsewhere, PasswordOutcome, PasswordTab},
};

use super::confirm;
use crate::{
    Web,
    caller::keep,
    chassis::{Form as Posted, Query, RequestContext, respond},
    failure::answered,
    sign_in::{Typed, set_password},
    signed_in::SignedInPage,
};

const PATH: &str = "/account/password";
/// Where the sign-in that changes it leads back to.
const CHANGED: &str = "/account/password?changed=yes";

/// GET `/account/password`; `changed` says that it was just done.
pub(crate) async fn show(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Query(query): Query,
) -> Response {
    answered(&context, async {
        if let Some(service) = signed_in.who.password_judged_by() {
            let chrome = signed_in.theme.chrome();
            return Ok(respond::page(
                PasswordElsewhere { chrome: &chrome, account: signed_in.account(), service }.html(),
            ));
        }
        let outcome = query.has("changed").then_some(PasswordOutcome::Changed);
        let html = page(&web, &context, &signed_in, (None, outcome)).await?;
        Ok(respond::page(html))
    })
    .await
}

/// POST `/account/password`: `current`, `password` and `repeat`, and `at`, what the form was filled with; without `current`, the questions
/// follow one by one.
pub(crate) async fn submit(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Posted(mut fields): Posted,
) -> Response {
    answered(&context, async {
        let SignedInPage { caller, who, .. } = &signed_in;
        let Some(present) = fields.take("current") else {
            return Ok(confirm::<ChangePassword>(&web, &context, &signed_in, CHANGED));
        };
        let [new, repeated] = ["password", "repeat"].map(|name| fields.take(name).unwrap_or_default());
        let (at, typed) = (fields.get("at").unwrap_or_default(), (&*present, &*new, &*repeated));
        let form = web.doorward.change_password(caller, who, (CHANGED, at), typed).await?;
        keep(&context, &form.cookie);
        match told(&form) {
            Some((view, complaint)) => {
                let told = (Some((view, complaint)), of_current(complaint));
                let html = page(&web, &context, &signed_in, told).await?;
                Ok(respond::page_with(StatusCode::UNPROCESSABLE_ENTITY, html))
            }
            None => Ok(web.turned(&context, &form.at, form.turn, &Typed::default())),
        }
    })
    .await
}

/// What is wrong with the present password, if it is that.
const fn of_current(complaint: Complaint) -> Option<PasswordOutcome> {
    match complaint {
        Complaint::PasswordMissing => Some(PasswordOutcome::CurrentMissing),
        Complaint::PasswordWrong => Some(PasswordOutcome::CurrentWrong),
        _ => None,
    }
}

/// What this page says of the form; none where the sign-in has an answer of its own: it is changed, more is asked, or the account is
/// locked.
fn told(form: &PasswordForm) -> Option<(&View, Complaint)> {
    let Turn::Show(view, Some(complaint)) = &form.turn else { return None };
    let is_lock = matches!(complaint, Complaint::PasswordLocked(_) | Complaint::CodeLocked(_));
    (!is_lock).then_some((view, *complaint))
}

async fn page(
    web: &Web,
    context: &RequestContext,
    signed_in: &SignedInPage,
    (told, outcome): (Option<(&View, Complaint)>, Option<PasswordOutcome>),
) -> flows::Result<String> {
    let SignedInPage { caller, who, .. } = signed_in;
    let in_one = web.doorward.password_alone_confirms(caller, who).await?;
    let own = web.doorward.own_authenticators(who).await?;
    let judged = told.map(|(view, _)| view.rules.as_slice()).filter(|rules| !rules.is_empty());
    let rules = match judged {
        Some(judged) => set_password::rules(judged),
        None => set_password::rules(&web.doorward.own_password_rules(who).await?),
    };
    let error = told.filter(|_| outcome.is_none()).map(|(_, complaint)| set_password::error(complaint));
    let chrome = signed_in.theme.chrome();
    // Each form is a sign-in of its own: one that was answered wrong does not remember a present password that was right.
    let (at, cookie) = web.doorward.confirm::<ChangePassword>(caller, who, CHANGED);
    keep(context, &cookie);
    let page = PasswordTab {
        chrome: &chrome,
        account: signed_in.account(),
        form: Form { action: Href::own(PATH), hidden: &[("at", &at)] },
        user_name: user_name(who),
        changed_at: own.password_changed_at,
        fields: in_one.then_some(NewPasswordFields { rules: &rules, error }),
        outcome,
    };
    Ok(page.html())
}

/// What password managers keep it under.
fn user_name(who: &SignedIn) -> &str {
    who.profile.email.as_deref().or(who.profile.preferred_username.as_deref()).unwrap_or_default()
}

//! Passkeys on the two-factor tab: one is added, called otherwise, removed.

use axum::{extract::State, response::Response};
use flows::{
    NewPasskeyAnswer, OwnPasskey, PasskeyAdded, PasskeyProblem, PasskeyRemoved, PasskeyRequest,
    confirmed::{AddFactor, RemoveFactor},
};
use http::StatusCode;
use model::{Id, id::Credential};
use pages::{
    Form, Href, Page, PasskeyForm,
    account::{Passkey, PasskeyKept, PasskeyTab, RemovePasskeyPage},
    sign_in::{AddPasskeyPage, Instead},
};

use super::{
    confirm, confirmed,
    two_factor::{PATH, to_codes, to_tab},
};
use crate::{
    Web,
    chassis::{Form as Posted, Query, RequestContext, pairs, respond},
    failure::answered,
    sign_in::passkey::{default_label, error, model_note},
    signed_in::SignedInPage,
};

pub(super) const ADD: &str = "/account/two-factor/add-passkey";
pub(super) const ONE: &str = "/account/two-factor/passkey";
pub(super) const REMOVE: &str = "/account/two-factor/remove-passkey";

/// The page of each of these, and what browsers know them by, with blanks between.
pub(super) fn pages_and_ids(keys: &[OwnPasskey]) -> (Vec<String>, String) {
    let ids: Vec<&str> = keys.iter().map(|key| key.credential_id.as_str()).collect();
    (keys.iter().map(|key| of(ONE, key.id)).collect(), ids.join(" "))
}

/// As the tab lists it.
pub(super) fn listed<'a>(key: &'a OwnPasskey, page: &'a str) -> Passkey<'a> {
    Passkey {
        page: Href::own(page),
        label: &key.label,
        added_at: key.added_at,
        used_at: key.used_at,
        other_domain: key.other_domain.as_deref(),
        other_model: key.other_model,
    }
}

fn of(page: &str, which: Id<Credential>) -> String {
    format!("{page}?{}", pairs::encode([("which", which.to_string().as_str())]))
}

fn which(text: Option<&str>) -> Option<Id<Credential>> {
    text?.parse().ok()
}

/// GET `/account/two-factor/add-passkey?confirmed=…`.
pub(crate) async fn new(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Query(query): Query,
) -> Response {
    answered(&context, async { add_page(&web, &context, &signed_in, (query.get("confirmed"), None, None)).await }).await
}

async fn add_page(
    web: &Web,
    context: &RequestContext,
    signed_in: &SignedInPage,
    (sealed, label, problem): (Option<&str>, Option<&str>, Option<PasskeyProblem>),
) -> flows::Result<Response> {
    let Some(leave) = confirmed::<AddFactor>(web, signed_in, sealed).await? else { return Ok(to_tab("nothing")) };
    let request = web.doorward.begin_own_passkey(&signed_in.caller, &signed_in.who, &leave).await?;
    let Some(request) = request else { return Ok(to_tab("nothing")) };
    let (chrome, hidden) = (signed_in.theme.chrome(), [("confirmed", sealed.unwrap_or_default())]);
    let default = default_label(context, &chrome);
    let page = AddPasskeyPage {
        chrome: &chrome,
        passkey: form_of(&request, &hidden, problem),
        label: label.unwrap_or(&default),
        note: model_note(&signed_in.who.organisation.policy),
        later: None,
        later_until: None,
        instead: Instead::default(),
        cancel: Some(Href::own(PATH)),
    };
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(respond::page_with(status, page.html()))
}

/// The form that a new passkey answers.
fn form_of<'a>(
    request: &'a PasskeyRequest,
    hidden: &'a [(&'a str, &'a str)],
    problem: Option<PasskeyProblem>,
) -> PasskeyForm<'a> {
    PasskeyForm {
        form: Form { action: Href::own(ADD), hidden },
        options: &request.options,
        challenge: &request.challenge,
        renew: None,
        error: problem.map(error),
        unknown: None,
    }
}

/// POST `/account/two-factor/add-passkey`: what the new passkey answered.
pub(crate) async fn add(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Posted(fields): Posted,
) -> Response {
    answered(&context, async {
        let sealed = fields.get("confirmed");
        let Some(leave) = confirmed(&web, &signed_in, sealed).await? else { return Ok(to_tab("nothing")) };
        let field = |name| fields.get(name).unwrap_or_default();
        let default = default_label(&context, &signed_in.theme.chrome());
        let label = Some(field("label")).filter(|label| !label.trim().is_empty()).unwrap_or(&default);
        let made = NewPasskeyAnswer { credential: field("credential"), challenge: field("challenge"), label };
        Ok(match web.doorward.add_own_passkey(&signed_in.caller, &signed_in.who, leave, made).await? {
            PasskeyAdded::Done(None) => to_tab("passkey_added"),
            PasskeyAdded::Done(Some(codes)) => to_codes(&codes, "passkey_added"),
            PasskeyAdded::Problem(problem) => {
                return add_page(&web, &context, &signed_in, (sealed, fields.get("label"), Some(problem))).await;
            }
            PasskeyAdded::Nothing => to_tab("nothing"),
        })
    })
    .await
}

/// Why it was not removed.
fn kept(word: Option<&str>) -> Option<PasskeyKept> {
    match word {
        Some("last") => Some(PasskeyKept::Last),
        Some("only") => Some(PasskeyKept::OnlyWayIn),
        _ => None,
    }
}

/// GET `/account/two-factor/passkey?which=…`.
pub(crate) async fn show(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Query(query): Query,
) -> Response {
    let (wanted, kept) = (which(query.get("which")), kept(query.get("kept")));
    answered(&context, async { one_page(&web, &signed_in, wanted, (kept, false)).await }).await
}

async fn one_page(
    web: &Web,
    signed_in: &SignedInPage,
    wanted: Option<Id<Credential>>,
    (kept, is_nameless): (Option<PasskeyKept>, bool),
) -> flows::Result<Response> {
    let keys = web.doorward.own_passkeys(&signed_in.who).await?;
    let Some(key) = keys.iter().find(|key| Some(key.id) == wanted) else { return Ok(to_tab("nothing")) };
    let (page, id, chrome) = (of(ONE, key.id), key.id.to_string(), signed_in.theme.chrome());
    let hidden = [("which", id.as_str())];
    let asks = [("which", id.as_str()), ("act", "remove")];
    let page = PasskeyTab {
        chrome: &chrome,
        account: signed_in.account(),
        form: Form { action: Href::own(ONE), hidden: &hidden },
        remove: Form { action: Href::own(ONE), hidden: &asks },
        passkey: listed(key, &page),
        is_nameless,
        kept,
        back: Href::own(PATH),
    };
    let status = if is_nameless { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(respond::page_with(status, page.html()))
}

/// POST `/account/two-factor/passkey`: another name; or `act=remove`, which is to be confirmed first.
pub(crate) async fn rename(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Posted(fields): Posted,
) -> Response {
    let Some(id) = which(fields.get("which")) else { return to_tab("nothing") };
    if fields.get("act") == Some("remove") {
        return confirm::<RemoveFactor>(&web, &context, &signed_in, &of(REMOVE, id));
    }
    answered(&context, async {
        let label = fields.get("label").unwrap_or_default();
        if label.trim().is_empty() {
            return one_page(&web, &signed_in, Some(id), (None, true)).await;
        }
        let done = web.doorward.rename_own_passkey(&signed_in.caller, &signed_in.who, id, label).await?;
        Ok(to_tab(if done { "passkey_renamed" } else { "nothing" }))
    })
    .await
}

/// GET `/account/two-factor/remove-passkey?which=…&confirmed=…`: the question.
pub(crate) async fn ask_to_remove(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Query(query): Query,
) -> Response {
    answered(&context, async {
        let sealed = query.get("confirmed");
        let keys = web.doorward.own_passkeys(&signed_in.who).await?;
        let wanted = which(query.get("which"));
        let key = keys.iter().find(|key| Some(key.id) == wanted);
        let leave = confirmed::<RemoveFactor>(&web, &signed_in, sealed).await?;
        let (Some(key), Some(_)) = (key, leave) else { return Ok(to_tab("nothing")) };
        let (id, chrome) = (key.id.to_string(), signed_in.theme.chrome());
        let page = RemovePasskeyPage {
            chrome: &chrome,
            account: signed_in.account(),
            form: Form {
                action: Href::own(REMOVE),
                hidden: &[("which", id.as_str()), ("confirmed", sealed.unwrap_or_default())],
            },
            label: &key.label,
            keep: Href::own(PATH),
        };
        Ok(respond::page(page.html()))
    })
    .await
}

/// POST `/account/two-factor/remove-passkey`.
pub(crate) async fn remove(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Posted(fields): Posted,
) -> Response {
    answered(&context, async {
        let Some(id) = which(fields.get("which")) else { return Ok(to_tab("nothing")) };
        let Some(leave) = confirmed(&web, &signed_in, fields.get("confirmed")).await? else {
            return Ok(to_tab("nothing"));
        };
        let removed = web.doorward.remove_own_passkey(&signed_in.caller, &signed_in.who, leave, id).await?;
        let stays = |why| respond::see_other(&format!("{}&kept={why}", of(ONE, id)));
        Ok(match removed {
            PasskeyRemoved::Done => to_tab("passkey_removed"),
            PasskeyRemoved::Last => stays("last"),
            PasskeyRemoved::OnlyWayIn => stays("only"),
            PasskeyRemoved::Nothing => to_tab("nothing"),
        })
    })
    .await
}

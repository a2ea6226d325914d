//! Accounts at identity providers, linked and detached by whoever they are. Each act is confirmed first, on the pages of the sign-in, and
//! comes back to a page here; what became of it the profile says.

use axum::{extract::State, response::Response};
use flows::{AttachBegun, Detached, OwnLink, ProviderProblem, confirmed::ChangeLinks};
use pages::{
    Form, Href, Page,
    account::{AttachPage, DetachPage, LinkOutcome, LinkedAccount},
    sign_in::{LeavingPage, Provider},
};

use super::{confirm, confirmed, profile};
use crate::{
    Web,
    caller::keep,
    chassis::{Fields, Form as Posted, Query, RequestContext, pairs, respond},
    failure::answered,
    sign_in::mark,
    signed_in::SignedInPage,
};

pub(super) const PATH: &str = "/account/linked";
pub(super) const ATTACH: &str = "/account/linked/attach";
pub(super) const DETACH: &str = "/account/linked/detach";

/// A page about this provider.
fn of(page: &str, provider: &str) -> String {
    format!("{page}?{}", pairs::encode([("provider", provider)]))
}

/// To the profile, which says what became of it.
fn to_profile(provider: &str, done: &str) -> Response {
    respond::see_other(&format!("{}&done={done}", of(profile::PATH, provider)))
}

/// What was just done. Anybody can write the address, so it carries words of ours.
pub(super) fn outcome(word: &str) -> Option<LinkOutcome> {
    Some(match word {
        "linked" => LinkOutcome::Attached,
        "detached" => LinkOutcome::Detached,
        "taken" => LinkOutcome::Taken,
        "only" => LinkOutcome::OnlyWayIn,
        "refused" => LinkOutcome::Refused,
        "misconfigured" => LinkOutcome::Misconfigured,
        "silent" => LinkOutcome::Silent,
        "nothing" => LinkOutcome::Nothing,
        _ => return None,
    })
}

/// A provider, as the profile lists it.
pub(super) fn listed(link: &OwnLink) -> LinkedAccount<'_> {
    let provider = Provider { id: &link.key, name: &link.name, mark: mark(link.preset) };
    LinkedAccount { provider, linked: link.linked, may_detach: link.may_detach }
}

/// POST `/account/linked`: `act` with an account at `provider` is to be confirmed first.
pub(crate) async fn submit(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Posted(fields): Posted,
) -> Response {
    let provider = fields.get("provider").unwrap_or_default();
    match fields.get("act") {
        Some("attach") => confirm::<ChangeLinks>(&web, &context, &signed_in, &of(ATTACH, provider)),
        Some("detach") => confirm::<ChangeLinks>(&web, &context, &signed_in, &of(DETACH, provider)),
        _ => respond::see_other(profile::PATH),
    }
}

/// The confirmation and the provider that an address names, where both are there; `wanted` says of which.
async fn asked(
    web: &Web,
    signed_in: &SignedInPage,
    query: &Fields,
    wanted: fn(&OwnLink) -> bool,
) -> flows::Result<Option<OwnLink>> {
    if confirmed::<ChangeLinks>(web, signed_in, query.get("confirmed")).await?.is_none() {
        return Ok(None);
    }
    let key = query.get("provider").unwrap_or_default();
    let links = web.doorward.own_links(&signed_in.who).await?;
    Ok(links.into_iter().find(|link| link.key == key && wanted(link)))
}

/// GET `/account/linked/attach?provider=…&confirmed=…`: what follows, before somebody is sent there.
pub(crate) async fn ask_to_attach(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Query(query): Query,
) -> Response {
    answered(&context, async {
        let free = |link: &OwnLink| link.linked.is_none();
        let Some(link) = asked(&web, &signed_in, &query, free).await? else { return Ok(to_profile("", "nothing")) };
        let chrome = signed_in.theme.chrome();
        let hidden = [("provider", link.key.as_str()), ("confirmed", query.get("confirmed").unwrap_or_default())];
        let page = AttachPage {
            chrome: &chrome,
            account: signed_in.account(),
            form: Form { action: Href::own(ATTACH), hidden: &hidden },
            provider: &link.name,
            cancel: Href::own(profile::PATH),
        };
        Ok(respond::page(page.html()))
    })
    .await
}

/// POST `/account/linked/attach`: on to the provider.
pub(crate) async fn attach(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Posted(fields): Posted,
) -> Response {
    answered(&context, async {
        let key = fields.get("provider").unwrap_or_default();
        let Some(leave) = confirmed(&web, &signed_in, fields.get("confirmed")).await? else {
            return Ok(to_profile(key, "nothing"));
        };
        let to = (key, of(profile::PATH, key));
        let begun = web.doorward.begin_attach(&signed_in.caller, &signed_in.who, leave, (to.0, &to.1)).await?;
        Ok(match begun {
            AttachBegun::Elsewhere { address, provider, cookie } => {
                keep(&context, &cookie);
                leaving(&signed_in, &address, &provider)
            }
            AttachBegun::Problem(problem) => to_profile(key, ProviderProblem::word(problem)),
            AttachBegun::Nothing => to_profile(key, "nothing"),
        })
    })
    .await
}

fn leaving(signed_in: &SignedInPage, address: &str, provider: &str) -> Response {
    let chrome = signed_in.theme.chrome();
    match Href::site(address) {
        Some(href) => respond::page(LeavingPage { chrome: &chrome, provider, signs_out: false, href }.html()),
        None => respond::see_other(profile::PATH),
    }
}

/// GET `/account/linked/detach?provider=…&confirmed=…`: the question.
pub(crate) async fn ask_to_detach(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Query(query): Query,
) -> Response {
    answered(&context, async {
        let own = |link: &OwnLink| link.may_detach;
        let Some(link) = asked(&web, &signed_in, &query, own).await? else { return Ok(to_profile("", "nothing")) };
        let chrome = signed_in.theme.chrome();
        let hidden = [("provider", link.key.as_str()), ("confirmed", query.get("confirmed").unwrap_or_default())];
        let page = DetachPage {
            chrome: &chrome,
            account: signed_in.account(),
            form: Form { action: Href::own(DETACH), hidden: &hidden },
            provider: &link.name,
            keep: Href::own(profile::PATH),
        };
        Ok(respond::page(page.html()))
    })
    .await
}

/// POST `/account/linked/detach`.
pub(crate) async fn detach(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Posted(fields): Posted,
) -> Response {
    answered(&context, async {
        let key = fields.get("provider").unwrap_or_default();
        let Some(leave) = confirmed(&web, &signed_in, fields.get("confirmed")).await? else {
            return Ok(to_profile(key, "nothing"));
        };
        Ok(match web.doorward.detach_own_link(&signed_in.caller, &signed_in.who, leave, key).await? {
            Detached::Done => to_profile(key, "detached"),
            Detached::OnlyWayIn => to_profile(key, "only"),
            Detached::Nothing => to_profile(key, "nothing"),
        })
    })
    .await
}

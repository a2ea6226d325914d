//! The sign-in: one address, whose page follows from the facts. A form names its answer, a file for each page.

mod answer;
mod code;
mod company;
mod consent;
mod email;
mod enrol_totp;
mod instead;
mod language;
mod mailed_code;
mod mailed_link;
mod notice;
mod page;
pub(crate) mod passkey;
mod password;
mod provider;
mod record_codes;
mod recovery_code;
mod refused;
mod register;
mod restore;
pub(crate) mod sent_code;
pub(crate) mod set_password;
mod ways;

use axum::{extract::State, response::Response};
use flows::{Answer, Destination, NotPending, Turn};
use model::{Authenticator, Time, identifier::Slug, policy::IdentifyBy, sign_in::Purpose};
use text::Language;

pub(crate) use mailed_link::open as open_link;
pub(crate) use provider::{answered as provider_answered, logged_out as provider_logged_out, mark};
pub(crate) use restore::begin as begin_instead;

use crate::{
    Web,
    address::{self, own_address},
    caller::{caller, keep},
    chassis::{Form as Posted, Query, RequestContext, respond},
    failure::answered,
};

/// GET `/sign-in?at=…`: the page of the step. `next` comes from an answer: the back button leads to an address without it,
/// and so to the first question. `change` and `by` ask that question again.
pub(crate) async fn show(State(web): State<Web>, context: RequestContext, Query(query): Query) -> Response {
    let Some(at) = query.filled("at") else { return respond::see_other("/") };
    let by = match query.get("by") {
        Some("company") => Some(IdentifyBy::OrganisationAndUserName),
        Some("email") => Some(IdentifyBy::Email),
        _ => None,
    };
    answered(&context, async {
        let caller = caller(&context);
        let turn = if by.is_some() || query.has("change") {
            web.doorward.ask_again(&caller, at, by).await?
        } else {
            web.doorward.show(&caller, at, query.has("next")).await?
        };
        let way = query.get("way").and_then(instead::named);
        let choosing = query.get("way") == Some(ways::CHOOSE);
        let (verified, again) = (query.has("verified"), query.get("again").and_then(sent_at));
        let typed = Typed { way, choosing, verified, again, ..Typed::default() };
        let chosen = by.is_some() || query.has("change") || way.is_some() || choosing;
        if let Turn::Show(view, None) = &turn
            && let Some(provider) = view.hinted.as_ref().filter(|_| !chosen)
        {
            return Ok(web.leading(&context, at, view, provider));
        }
        Ok(web.turned(&context, at, turn, &typed))
    })
    .await
}

/// POST `/sign-in?at=…`: an answer to the page that was shown.
pub(crate) async fn submit(
    State(web): State<Web>,
    context: RequestContext,
    Query(query): Query,
    Posted(mut fields): Posted,
) -> Response {
    let Some(at) = query.filled("at") else { return respond::see_other("/") };
    if let Some(language) = fields.take("language").and_then(|tag| Language::of_tag(&tag)) {
        return language::choose_while_typing(&web, &context, at, language, &mut fields).await;
    }
    if let Some(response) = ways::chosen(at, &fields) {
        return response;
    }
    let typed = Typed { organisation: fields.get("organisation").map(str::to_owned), ..Typed::default() };
    let typed = Typed {
        trust: fields.has("trust"),
        country: fields.get("country").map(str::to_owned),
        number: fields.get("number").map(str::to_owned),
        ..typed
    };
    let again = fields.get("again").and_then(sent_at);
    let Some(mut answer) = answer::read(&mut fields) else { return respond::see_other(&address::sign_in(at)) };
    if let Answer::EnrolPasskey { label, .. } = &mut answer
        && label.trim().is_empty()
    {
        *label = passkey::default_label(&context, &web.themes.of(&context, &web.doorward, None).chrome());
    }
    let verifies = matches!(answer, Answer::EmailCode { .. });
    answered(&context, async {
        let turn = web.doorward.answer(&caller(&context), at, answer).await?;
        if verifies && matches!(turn, Turn::NextStep) {
            return Ok(respond::see_other(&format!("{}&next=yes&verified=yes", address::sign_in(at))));
        }
        if let (Some(again), Turn::NextStep) = (again, &turn) {
            let next = format!("{}&next=yes&again={}", address::sign_in(at), again.millis());
            return Ok(respond::see_other(&next));
        }
        Ok(web.turned(&context, at, turn, &typed))
    })
    .await
}

/// The time that a form or an address names.
pub(crate) fn sent_at(text: &str) -> Option<Time> {
    text.parse().ok().map(Time::from_millis)
}

/// GET `/sign-in/again?at=…`: begins anew what expired or was begun in another browser.
pub(crate) async fn again(State(web): State<Web>, context: RequestContext, Query(query): Query) -> Response {
    let caller = caller(&context);
    let pending = match web.doorward.pending(&caller, query.get("at").unwrap_or_default()) {
        Ok(pending) => pending,
        Err(NotPending::Expired(pending) | NotPending::OtherBrowser(pending)) => *pending,
        Err(NotPending::Unreadable | NotPending::Gone) => return respond::see_other("/"),
    };
    answered(&context, async {
        let Some((at, cookie)) = web.doorward.begin_again(&caller, pending).await? else {
            return Ok(web.not_pending(&context, "", &NotPending::Gone));
        };
        keep(&context, &cookie);
        Ok(respond::see_other(&address::sign_in(&at)))
    })
    .await
}

/// What the address of an organisation's own sign-in begins with; its slug follows. Mails lead there.
const OF_ORGANISATION: &str = "/?organization=";

/// What was typed on a page that is shown again, besides what the flow remembers.
#[derive(Default)]
pub(crate) struct Typed {
    pub(crate) organisation: Option<String>,
    /// The address or user name, where the language was changed before it was sent, with the tick below it.
    pub(crate) identifier: Option<String>,
    pub(crate) remember: bool,
    /// Whether "Don't ask on this device" was ticked.
    pub(crate) trust: bool,
    /// The authenticator that was chosen among those that the step takes.
    pub(crate) way: Option<Authenticator>,
    /// The country and the number, where one is set up.
    pub(crate) country: Option<String>,
    pub(crate) number: Option<String>,
    /// Whether the choice between those is asked for.
    pub(crate) choosing: bool,
    /// The language that is chosen with this request.
    pub(crate) language: Option<Language>,
    /// Whether a code was just typed: the page says so, if it was right.
    pub(crate) verified: bool,
    /// When the code was sent that another one was to replace.
    pub(crate) again: Option<Time>,
}

impl Web {
    /// Begins a sign-in that leads back to the page that was asked for.
    pub(crate) fn to_sign_in(&self, context: &RequestContext) -> Response {
        let here = own_address(context.here());
        let organisation = here.strip_prefix(OF_ORGANISATION).and_then(|slug| Slug::typed(slug).ok());
        let destination = match here {
            page if page == "/" || organisation.is_some() => Destination::Home,
            page => Destination::Page(page.to_owned()),
        };
        let organisation = organisation.map(|slug| slug.as_str().to_owned());
        let (at, cookie) = self.doorward.begin(&caller(context), Purpose::SignIn, destination, organisation, None);
        keep(context, &cookie);
        respond::see_other(&address::sign_in(&at))
    }
}

//! The telephone that codes are sent to, in the two-factor tab: its number is typed, then the code that was sent there.

use axum::{extract::State, response::Response};
use flows::{
    CODES_PAUSE, Confirmed, NumberAsked, NumberSetUp, SentNumber, TextState,
    confirmed::{AddFactor, RemoveFactor},
};
use http::StatusCode;
use model::{Time, reader::Reader};
use pages::{
    Form, Href, Page,
    account::RemoveNumberPage,
    sign_in::{EnrolNumberPage, Instead, NotSent, SentCodeError, SentCodePage, SentTo},
};

use text::Language;

use super::{
    confirmed,
    two_factor::{self, to_codes, to_tab},
};
use crate::{
    Web,
    chassis::{Form as Posted, Query, RequestContext, pairs, respond},
    failure::answered,
    sign_in::{
        sent_at,
        sent_code::{delivery, likely_country, not_sent},
    },
    signed_in::SignedInPage,
};

pub(super) const PATH: &str = "/account/two-factor/number";
pub(super) const CODE: &str = "/account/two-factor/number/code";
pub(super) const REMOVE: &str = "/account/two-factor/number/remove";

/// What was typed, or nothing yet.
#[derive(Default)]
struct Typed<'a> {
    country: Option<&'a str>,
    number: &'a str,
    problem: Option<NotSent>,
}

/// GET `/account/two-factor/number?confirmed=…`: which number.
pub(crate) async fn show(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Query(query): Query,
) -> Response {
    let typed = Typed::default();
    answered(&context, async { number_page(&web, &context, &signed_in, query.get("confirmed"), &typed).await }).await
}

/// POST `/account/two-factor/number`: a code is to be sent there.
pub(crate) async fn send(
    State(web): State<Web>,
    context: RequestContext,
    mut signed_in: SignedInPage,
    Posted(fields): Posted,
) -> Response {
    answered(&context, async {
        let sealed = fields.get("confirmed");
        let typed = (fields.get("country").unwrap_or_default(), fields.get("number").unwrap_or_default());
        if let Some(language) = fields.get("language").and_then(Language::of_tag) {
            signed_in.choose_language(&web, &context, language).await?;
            let typed = Typed { country: Some(typed.0), number: typed.1, problem: None };
            return number_page(&web, &context, &signed_in, sealed, &typed).await;
        }
        let Some(leave) = confirmed::<AddFactor>(&web, &signed_in, sealed).await? else { return Ok(to_tab("nothing")) };
        match web.doorward.send_to_own_number(&signed_in.caller, &signed_in.who, &leave, typed).await? {
            NumberAsked::Sent(sent) => Ok(to_code(sealed.unwrap_or_default(), &sent, fields.get("again"))),
            NumberAsked::Problem(problem) => {
                let typed = Typed { country: Some(typed.0), number: typed.1, problem: Some(not_sent(problem)) };
                number_page(&web, &context, &signed_in, sealed, &typed).await
            }
            NumberAsked::Nothing => Ok(to_tab("nothing")),
        }
    })
    .await
}

/// To the page for the code. `again` is when the code was sent that another one was to replace.
fn to_code(sealed: &str, sent: &str, again: Option<&str>) -> Response {
    let again = again.map(|again| ("again", again));
    let query = pairs::encode([("confirmed", sealed), ("sent", sent)].into_iter().chain(again));
    respond::see_other(&format!("{CODE}?{query}"))
}

async fn number_page(
    web: &Web,
    context: &RequestContext,
    signed_in: &SignedInPage,
    sealed: Option<&str>,
    typed: &Typed<'_>,
) -> flows::Result<Response> {
    let leave: Option<Confirmed<AddFactor>> = confirmed(web, signed_in, sealed).await?;
    let countries = web.doorward.countries_of_numbers(&signed_in.who).await?.filter(|_| leave.is_some());
    let Some(countries) = countries else { return Ok(to_tab("nothing")) };
    let own = web.doorward.own_authenticators(&signed_in.who).await?;
    let zone = Reader::of(&signed_in.who.profile).zoneinfo;
    let likely = || likely_country(&countries, zone.as_deref(), context.languages());
    let chrome = signed_in.theme.chrome();
    let page = EnrolNumberPage {
        chrome: &chrome,
        form: Form { action: Href::own(PATH), hidden: &[("confirmed", sealed.unwrap_or_default())] },
        countries: &countries,
        country: typed.country.filter(|code| !code.is_empty()).or_else(likely).unwrap_or_default(),
        number: typed.number,
        replaces: own.number.as_ref().map(|number| number.last_digits.as_str()),
        is_lost: false,
        problem: typed.problem,
        app: None,
        later: None,
        instead: Instead::default(),
        cancel: Some(Href::own(two_factor::PATH)),
    };
    let status = if typed.problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(respond::page_with(status, page.html()))
}

/// GET `/account/two-factor/number/code?confirmed=…&sent=…`: the code.
pub(crate) async fn code(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Query(query): Query,
) -> Response {
    answered(&context, async {
        let (sealed, sent) = (query.get("confirmed"), query.get("sent"));
        let again = query.get("again").and_then(sent_at);
        code_page(&web, &signed_in, (sealed, sent), again.map(|sent_at| (sent_at, context.now())), None).await
    })
    .await
}

async fn code_page(
    web: &Web,
    signed_in: &SignedInPage,
    (sealed, sent): (Option<&str>, Option<&str>),
    again: Option<(Time, Time)>,
    error: Option<SentCodeError>,
) -> flows::Result<Response> {
    let Some(leave) = confirmed::<AddFactor>(web, signed_in, sealed).await? else { return Ok(to_tab("nothing")) };
    let told = web.doorward.sent_to_own_number(&leave, sent.unwrap_or_default()).await?;
    let Some(told) = told else { return Ok(to_tab("nothing")) };
    let SentNumber { number, at, life, state } = &told;
    let (sealed, sent) = (sealed.unwrap_or_default(), sent.unwrap_or_default());
    let other = format!("{PATH}?{}", pairs::encode([("confirmed", sealed)]));
    let (chrome, sent_at) = (signed_in.theme.chrome(), at.millis().to_string());
    let next = *at + CODES_PAUSE;
    let look = format!("{CODE}?{}", pairs::encode([("confirmed", sealed), ("sent", sent)]));
    let page = SentCodePage {
        chrome: &chrome,
        form: Form { action: Href::own(CODE), hidden: &[("confirmed", sealed), ("sent", sent)] },
        again: Form {
            action: Href::own(PATH),
            hidden: &[("confirmed", sealed), ("number", number), ("again", &sent_at)],
        },
        to: SentTo::Number(number),
        sent: (*at, *life),
        next: again.filter(|(of, now)| of == at && *now < next).map(|_| next),
        delivery: delivery(*state),
        look: (*state != TextState::Failed).then(|| Href::own(&look)),
        trust: None,
        error,
        instead: Instead { number: Some(Href::own(&other)), ..Instead::default() },
        cancel: Some(Href::own(two_factor::PATH)),
        confirms: None,
    };
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(respond::page_with(status, page.html()))
}

/// POST `/account/two-factor/number/code`: what was typed.
pub(crate) async fn set_up(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Posted(fields): Posted,
) -> Response {
    answered(&context, async {
        let (sealed, sent) = (fields.get("confirmed"), fields.get("sent"));
        let Some(leave) = confirmed::<AddFactor>(&web, &signed_in, sealed).await? else { return Ok(to_tab("nothing")) };
        let typed = (fields.get("code").unwrap_or_default(), sent.unwrap_or_default());
        let error = match web.doorward.set_up_own_number(&signed_in.caller, &signed_in.who, leave, typed).await? {
            NumberSetUp::Done(None) => return Ok(to_tab("number")),
            NumberSetUp::Done(Some(codes)) => return Ok(to_codes(&codes, "number")),
            NumberSetUp::Nothing => return Ok(to_tab("nothing")),
            NumberSetUp::Missing => SentCodeError::Missing,
            NumberSetUp::CodeWrong => SentCodeError::Mismatch,
            NumberSetUp::CodeSpent => SentCodeError::Spent,
        };
        code_page(&web, &signed_in, (sealed, sent), None, Some(error)).await
    })
    .await
}

/// GET `/account/two-factor/number/remove?confirmed=…`: the question.
pub(crate) async fn ask_to_remove(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Query(query): Query,
) -> Response {
    answered(&context, async {
        let sealed = query.get("confirmed");
        if confirmed::<RemoveFactor>(&web, &signed_in, sealed).await?.is_none() {
            return Ok(to_tab("nothing"));
        }
        let own = web.doorward.own_authenticators(&signed_in.who).await?;
        let chrome = signed_in.theme.chrome();
        let page = RemoveNumberPage {
            chrome: &chrome,
            account: signed_in.account(),
            form: Form { action: Href::own(REMOVE), hidden: &[("confirmed", sealed.unwrap_or_default())] },
            is_last: own.number_removal.is_last,
            keep: Href::own(two_factor::PATH),
        };
        Ok(respond::page(page.html()))
    })
    .await
}

/// POST `/account/two-factor/number/remove`.
pub(crate) async fn remove(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Posted(fields): Posted,
) -> Response {
    answered(&context, async {
        let Some(leave) = confirmed(&web, &signed_in, fields.get("confirmed")).await? else {
            return Ok(to_tab("nothing"));
        };
        let removed = web.doorward.remove_own_number(&signed_in.caller, &signed_in.who, leave).await?;
        Ok(to_tab(if removed { "number_removed" } else { "nothing" }))
    })
    .await
}

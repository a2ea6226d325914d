//! The telephone that codes are sent to, in the two-factor tab: its number is typed, then the code that was sent there.

use axum::{extract::State, response::Response};
use flows::{
    Confirmed, NumberAsked, NumberSetUp, SentNumber,
    confirmed::{AddFactor, RemoveFactor},
};
use http::StatusCode;
use pages::{
    Form, Href, Page,
    account::RemoveNumberPage,
    sign_in::{EnrolNumberPage, Instead, NotSent, Reached, SentCodeError, SentCodePage},
};

use super::{
    confirmed,
    two_factor::{self, CODES, to_tab},
};
use crate::{
    Web,
    chassis::{Form as Posted, Query, RequestContext, pairs, respond},
    failure::answered,
    sign_in::sent_code::{delivery, not_sent},
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
    answered(&context, async { number_page(&web, &signed_in, query.get("confirmed"), &Typed::default()).await }).await
}

/// POST `/account/two-factor/number`: a code is to be sent there.
pub(crate) async fn send(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Posted(fields): Posted,
) -> Response {
    answered(&context, async {
        let sealed = fields.get("confirmed");
        let Some(leave) = confirmed::<AddFactor>(&web, &signed_in, sealed).await? else { return Ok(to_tab("nothing")) };
        let typed = (fields.get("country").unwrap_or_default(), fields.get("number").unwrap_or_default());
        let asked = web.doorward.send_to_own_number(&signed_in.caller, &signed_in.who, &leave, typed).await?;
        match asked {
            NumberAsked::Sent(sent) => {
                let query = pairs::encode([("confirmed", sealed.unwrap_or_default()), ("sent", sent.as_str())]);
                Ok(respond::see_other(&format!("{CODE}?{query}")))
            }
            NumberAsked::Problem(problem) => {
                let typed = Typed { country: Some(typed.0), number: typed.1, problem: Some(not_sent(problem)) };
                number_page(&web, &signed_in, sealed, &typed).await
            }
            NumberAsked::Nothing => Ok(to_tab("nothing")),
        }
    })
    .await
}

async fn number_page(
    web: &Web,
    signed_in: &SignedInPage,
    sealed: Option<&str>,
    typed: &Typed<'_>,
) -> flows::Result<Response> {
    let leave: Option<Confirmed<AddFactor>> = confirmed(web, signed_in, sealed).await?;
    let countries = web.doorward.countries_of_numbers(&signed_in.who).await?.filter(|_| leave.is_some());
    let Some(countries) = countries else { return Ok(to_tab("nothing")) };
    let chrome = signed_in.theme.chrome();
    let page = EnrolNumberPage {
        chrome: &chrome,
        form: Form { action: Href::own(PATH), hidden: &[("confirmed", sealed.unwrap_or_default())] },
        countries: &countries,
        country: typed.country.or(countries.first().copied()).unwrap_or_default(),
        number: typed.number,
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
        code_page(&web, &signed_in, (sealed, sent), None).await
    })
    .await
}

async fn code_page(
    web: &Web,
    signed_in: &SignedInPage,
    (sealed, sent): (Option<&str>, Option<&str>),
    error: Option<SentCodeError>,
) -> flows::Result<Response> {
    let Some(leave) = confirmed::<AddFactor>(web, signed_in, sealed).await? else { return Ok(to_tab("nothing")) };
    let told = web.doorward.sent_to_own_number(&leave, sent.unwrap_or_default()).await?;
    let Some(told) = told else { return Ok(to_tab("nothing")) };
    let SentNumber { number, at, life, state } = &told;
    let (sealed, sent) = (sealed.unwrap_or_default(), sent.unwrap_or_default());
    let other = format!("{PATH}?{}", pairs::encode([("confirmed", sealed)]));
    let chrome = signed_in.theme.chrome();
    let page = SentCodePage {
        chrome: &chrome,
        form: Form { action: Href::own(CODE), hidden: &[("confirmed", sealed), ("sent", sent)] },
        again: Form { action: Href::own(PATH), hidden: &[("confirmed", sealed), ("number", number)] },
        to: Reached::Number(number),
        sent: (*at, *life),
        delivery: delivery(*state),
        trust: None,
        error,
        instead: Instead { number: Some(Href::own(&other)), ..Instead::default() },
        cancel: Some(Href::own(two_factor::PATH)),
        confirms: false,
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
            NumberSetUp::Done(Some(codes)) => {
                return Ok(respond::see_other(&format!("{CODES}?{}", pairs::encode([("confirmed", codes.as_str())]))));
            }
            NumberSetUp::Nothing => return Ok(to_tab("nothing")),
            NumberSetUp::Missing => SentCodeError::Missing,
            NumberSetUp::CodeWrong => SentCodeError::Mismatch,
            NumberSetUp::CodeSpent => SentCodeError::Spent,
        };
        code_page(&web, &signed_in, (sealed, sent), Some(error)).await
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

//! The links of mails about moving an address. They work in any browser, without a cookie; nothing happens until a button is pressed, for
//! scanners of mail follow links (PITFALLS L1).

use axum::{
    extract::{Path, State},
    response::Response,
};
use flows::people::{EmailFollowed, EmailLink};
use http::StatusCode;
use pages::{
    Form, Href, Page, Problem, ProblemPage, Way,
    account::{EmailOutcome, EmailOutcomePage, EmailQuestion, EmailQuestionPage},
};

use crate::{
    Web,
    account::email::PATH as TAB,
    caller::caller,
    chassis::{Form as Posted, Query, RequestContext, pairs, respond},
    failure::answered,
    theme::Theme,
};

const PAGE: &str = "/email";

/// GET `/email/{token}`: on to the question. The token leaves the address at once (REG-11).
pub(crate) async fn open(State(web): State<Web>, context: RequestContext, Path(token): Path<String>) -> Response {
    opened(&web, &context, &token, false).await
}

/// GET `/email-undo/{token}`: the same for the link that undoes it.
pub(crate) async fn open_undo(State(web): State<Web>, context: RequestContext, Path(token): Path<String>) -> Response {
    opened(&web, &context, &token, true).await
}

async fn opened(web: &Web, context: &RequestContext, token: &str, undo: bool) -> Response {
    answered(context, async {
        Ok(match web.doorward.open_email_link(&caller(context), token, undo).await? {
            Some(at) => respond::see_other(&format!("{PAGE}?{}", pairs::encode([("at", at.as_str())]))),
            None => unknown(web, context),
        })
    })
    .await
}

/// GET `/email?at=…`: the question, or why there is none.
pub(crate) async fn ask(State(web): State<Web>, context: RequestContext, Query(query): Query) -> Response {
    answered(&context, async {
        let at = query.get("at").unwrap_or_default();
        let (address, home, question) = match web.doorward.email_link(&caller(&context), at).await? {
            EmailLink::Unknown => return Ok(unknown(&web, &context)),
            EmailLink::Over(over, home) => {
                let theme = web.themes.of(&context, &web.doorward, Some(&home));
                return Ok(outcome(&theme, &over));
            }
            EmailLink::Confirm(address, home) => (address, home, EmailQuestion::Confirm),
            EmailLink::Undo(address, false, home) => (address, home, EmailQuestion::Undo),
            EmailLink::Undo(address, true, home) => (address, home, EmailQuestion::UndoAndAsk),
        };
        let theme = web.themes.of(&context, &web.doorward, Some(&home));
        let chrome = theme.chrome();
        let form = Form { action: Href::own(PAGE), hidden: &[("at", at)] };
        Ok(respond::page(EmailQuestionPage { chrome: &chrome, form, address: &address, question }.html()))
    })
    .await
}

/// POST `/email`: the button of the question was pressed.
pub(crate) async fn follow(State(web): State<Web>, context: RequestContext, Posted(fields): Posted) -> Response {
    answered(&context, async {
        let at = fields.get("at").unwrap_or_default();
        let Some((followed, home)) = web.doorward.follow_email_link(&caller(&context), at).await? else {
            return Ok(unknown(&web, &context));
        };
        if let EmailFollowed::UndoneTo(path) = &followed {
            return Ok(respond::see_other(path));
        }
        Ok(outcome(&web.themes.of(&context, &web.doorward, Some(&home)), &followed))
    })
    .await
}

fn outcome(theme: &Theme, followed: &EmailFollowed) -> Response {
    let (status, outcome) = match followed {
        EmailFollowed::Confirmed => (StatusCode::OK, EmailOutcome::Confirmed),
        EmailFollowed::Taken => (StatusCode::CONFLICT, EmailOutcome::Taken),
        EmailFollowed::NotUndone => (StatusCode::CONFLICT, EmailOutcome::NotUndone),
        EmailFollowed::Late => (StatusCode::GONE, EmailOutcome::Late),
        EmailFollowed::Dropped => (StatusCode::GONE, EmailOutcome::Dropped),
        EmailFollowed::Voided => (StatusCode::GONE, EmailOutcome::Voided),
        EmailFollowed::Undone | EmailFollowed::UndoneTo(_) => (StatusCode::OK, EmailOutcome::Undone),
        EmailFollowed::UndoneAskAdministrator => (StatusCode::OK, EmailOutcome::UndoneAskAdministrator),
    };
    let chrome = theme.chrome();
    let on = match outcome {
        EmailOutcome::Taken | EmailOutcome::Late | EmailOutcome::Dropped => TAB,
        _ => "/",
    };
    respond::page_with(status, EmailOutcomePage { chrome: &chrome, outcome, on: Href::own(on) }.html())
}

fn unknown(web: &Web, context: &RequestContext) -> Response {
    let theme = web.themes.of(context, &web.doorward, None);
    let chrome = theme.chrome();
    let (problem, way) = (Problem::RequestUnreadable { application: None }, Some(Way::Start(Href::own("/"))));
    let page = ProblemPage { chrome: &chrome, problem, way, request: context.id() };
    respond::page_with(StatusCode::NOT_FOUND, page.html())
}

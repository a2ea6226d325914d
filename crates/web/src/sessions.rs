//! One's own sessions: where one is signed in, and ending it.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use model::{Id, id::Session};
use pages::{
    Form, Href, Page,
    account::{Account, SessionRow, SessionsDone, SessionsPage},
    device::Device,
};

use crate::{
    Web,
    caller::{caller, set_cookie},
    chassis::{Form as Posted, Query, Visit, respond},
    failure::answered,
};

/// GET `/account/sessions`; `ended` says what was just done.
pub(crate) async fn show(State(web): State<Web>, visit: Visit, Query(query): Query) -> Response {
    answered(&visit, async {
        let caller = caller(&visit);
        let Some(who) = web.doorward.signed_in(&caller).await? else { return Ok(web.to_sign_in(&visit)) };
        let listed = web.doorward.list_sessions(&caller, &who).await?;
        let look = web.looks.for_user(&visit, &web.doorward, &who);
        let (chrome, name) = (look.chrome(), who.name());
        let ids: Vec<String> = listed.iter().map(|session| session.id.to_string()).collect();
        let names: Vec<Vec<&str>> =
            listed.iter().map(|session| session.applications.iter().map(String::as_str).collect()).collect();
        let mut sessions: Vec<SessionRow<'_>> = listed
            .iter()
            .zip(ids.iter().zip(&names))
            .map(|(session, (id, applications))| SessionRow {
                id,
                device: Device::of_user_agent(&session.agent),
                place: Some(&session.address),
                since: session.created_at,
                last_seen: session.seen_at,
                current: session.this_one,
                applications,
            })
            .collect();
        sessions.sort_by_key(|session| !session.current);
        let page = SessionsPage {
            chrome: &chrome,
            account: Account { name: &name, console: None },
            form: Form { action: Href::own("/account/sessions"), hidden: &[] },
            sessions: &sessions,
            done: match query.get("ended") {
                Some("0") => Some(SessionsDone::Gone),
                Some(count) => count.parse().ok().map(SessionsDone::Ended),
                None => None,
            },
        };
        let cookie = who.cookie.as_ref().map(|cookie| set_cookie(&visit, cookie));
        Ok((cookie, respond::page(page.html())).into_response())
    })
    .await
}

/// POST `/account/sessions`: `end` is a session's id, or `others`.
pub(crate) async fn submit(State(web): State<Web>, visit: Visit, Posted(fields): Posted) -> Response {
    answered(&visit, async {
        let caller = caller(&visit);
        let Some(who) = web.doorward.signed_in(&caller).await? else { return Ok(web.to_sign_in(&visit)) };
        let ended = match fields.get("end") {
            Some("others") => {
                let others = web.doorward.list_sessions(&caller, &who).await?.len().saturating_sub(1);
                web.doorward.end_session_of(&caller, &who, None).await?;
                others
            }
            Some(id) => match id.parse::<Id<Session>>() {
                Ok(id) => usize::from(web.doorward.end_session_of(&caller, &who, Some(id)).await?),
                Err(_) => 0,
            },
            None => 0,
        };
        let cookie = who.cookie.as_ref().map(|cookie| set_cookie(&visit, cookie));
        Ok((cookie, respond::see_other(&format!("/account/sessions?ended={ended}"))).into_response())
    })
    .await
}

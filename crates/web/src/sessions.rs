//! One's own sessions: where one is signed in, and ending it.

use axum::{extract::State, response::Response};
use model::{Id, id::Session};
use pages::{
    Form, Href, Page,
    account::{SessionRow, SessionsDone, SessionsPage},
    device::Device,
};

use crate::{
    Web,
    chassis::{Form as Posted, Query, Visit, respond},
    failure::answered,
    signed_in::SignedInPage,
};

/// GET `/account/sessions`; `ended` says what was just done.
pub(crate) async fn show(
    State(web): State<Web>,
    visit: Visit,
    signed_in: SignedInPage,
    Query(query): Query,
) -> Response {
    answered(&visit, async {
        let listed = web.doorward.list_sessions(&signed_in.caller, &signed_in.who).await?;
        let chrome = signed_in.look.chrome();
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
            account: signed_in.account(),
            form: Form { action: Href::own("/account/sessions"), hidden: &[] },
            sessions: &sessions,
            done: match query.get("ended") {
                Some("0") => Some(SessionsDone::Gone),
                Some(count) => count.parse().ok().map(SessionsDone::Ended),
                None => None,
            },
        };
        Ok(respond::page(page.html()))
    })
    .await
}

/// POST `/account/sessions`: `end` is a session's id, or `others`.
pub(crate) async fn submit(
    State(web): State<Web>,
    visit: Visit,
    signed_in: SignedInPage,
    Posted(fields): Posted,
) -> Response {
    answered(&visit, async {
        let SignedInPage { caller, who, .. } = &signed_in;
        let ended = match fields.get("end") {
            Some("others") => {
                let others = web.doorward.list_sessions(caller, who).await?.len().saturating_sub(1);
                web.doorward.end_session_of(caller, who, None).await?;
                others
            }
            Some(id) => match id.parse::<Id<Session>>() {
                Ok(id) => usize::from(web.doorward.end_session_of(caller, who, Some(id)).await?),
                Err(_) => 0,
            },
            None => 0,
        };
        Ok(respond::see_other(&format!("/account/sessions?ended={ended}")))
    })
    .await
}

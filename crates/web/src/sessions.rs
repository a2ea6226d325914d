//! One's own sessions: where one is signed in, and ending it.

use axum::{extract::State, response::Response};
use flows::ListedSession;
use model::{Id, id::Session};
use pages::{
    Form, Href, Page,
    account::{SessionRow, SessionsDone, SessionsPage},
    device::Device,
};

use crate::{
    Web,
    chassis::{Form as Posted, Query, RequestContext, respond},
    failure::answered,
    signed_in::SignedInPage,
};

/// GET `/account/sessions`; `ended` says what was just done.
pub(crate) async fn show(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Query(query): Query,
) -> Response {
    answered(&context, async {
        let listed = web.doorward.list_sessions(&signed_in.caller, &signed_in.who).await?;
        let chrome = signed_in.theme.chrome();
        let mut entries: Vec<Entry<'_>> = listed.iter().map(Entry::of).collect();
        entries.sort_by_key(|entry| !entry.session.this_one);
        let sessions: Vec<SessionRow<'_>> = entries.iter().map(Entry::row).collect();
        let page = SessionsPage {
            chrome: &chrome,
            account: signed_in.account(),
            form: Form { action: Href::own("/account/sessions"), hidden: &[] },
            sessions: &sessions,
            done: query.get("ended").and_then(done),
        };
        Ok(respond::page(page.html()))
    })
    .await
}

/// A session, with what its row on the page borrows.
struct Entry<'l> {
    session: &'l ListedSession,
    id: String,
    applications: Vec<&'l str>,
}

impl<'l> Entry<'l> {
    fn of(session: &'l ListedSession) -> Self {
        let applications = session.applications.iter().map(String::as_str).collect();
        Self { session, id: session.id.to_string(), applications }
    }

    fn row(&self) -> SessionRow<'_> {
        SessionRow {
            id: &self.id,
            device: Device::of_user_agent(&self.session.agent),
            place: Some(&self.session.address),
            since: self.session.created_at,
            last_seen: self.session.seen_at,
            current: self.session.this_one,
            applications: &self.applications,
        }
    }
}

/// What was just done. Anybody can write the address, so it carries words of ours and no number.
fn done(ended: &str) -> Option<SessionsDone> {
    match ended {
        "one" => Some(SessionsDone::One),
        "others" => Some(SessionsDone::Others),
        "gone" => Some(SessionsDone::Gone),
        _ => None,
    }
}

/// POST `/account/sessions`: `end` is a session's id, or `others`.
pub(crate) async fn submit(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Posted(fields): Posted,
) -> Response {
    answered(&context, async {
        let SignedInPage { caller, who, .. } = &signed_in;
        let ended = match fields.get("end") {
            Some("others") => {
                web.doorward.end_session_of(caller, who, None).await?;
                "others"
            }
            Some(id) => match id.parse::<Id<Session>>() {
                Ok(id) if web.doorward.end_session_of(caller, who, Some(id)).await? => "one",
                _ => "gone",
            },
            None => "gone",
        };
        Ok(respond::see_other(&format!("/account/sessions?ended={ended}")))
    })
    .await
}

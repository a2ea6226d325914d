//! The applications that may use the account, and withdrawing that.

use axum::{extract::State, response::Response};
use flows::ApplicationAccess;
use model::{Id, id::App};
use pages::{
    Application, Form, Href, Page,
    account::{AccessDone, AccessPage, AccessRow},
};

use crate::{
    Web,
    chassis::{Form as Posted, Query, RequestContext, respond},
    failure::answered,
    signed_in::SignedInPage,
    theme::logo,
};

const PATH: &str = "/account/applications";

/// GET `/account/applications`; `withdrawn` says what was just done.
pub(crate) async fn show(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Query(query): Query,
) -> Response {
    answered(&context, async {
        let listed = web.doorward.application_access(&signed_in.caller, &signed_in.who).await?;
        let chrome = signed_in.theme.chrome();
        let entries: Vec<Entry<'_>> = listed.iter().map(Entry::of).collect();
        let rows: Vec<AccessRow<'_>> = entries.iter().map(Entry::row).collect();
        let page = AccessPage {
            chrome: &chrome,
            account: signed_in.account(),
            form: Form { action: Href::own(PATH), hidden: &[] },
            rows: &rows,
            done: query.get("withdrawn").and_then(done),
        };
        Ok(respond::page(page.html()))
    })
    .await
}

/// An application's access, with what its row on the page borrows.
struct Entry<'l> {
    access: &'l ApplicationAccess,
    id: String,
    scopes: Vec<&'l str>,
}

impl<'l> Entry<'l> {
    fn of(access: &'l ApplicationAccess) -> Self {
        Self { access, id: access.app.to_string(), scopes: access.scopes.iter().map(String::as_str).collect() }
    }

    fn row(&self) -> AccessRow<'_> {
        AccessRow {
            id: &self.id,
            application: Application { name: &self.access.name, logo: logo(self.access.logo.as_deref()) },
            scopes: &self.scopes,
            since: self.access.allowed_at,
        }
    }
}

fn done(withdrawn: &str) -> Option<AccessDone> {
    match withdrawn {
        "yes" => Some(AccessDone::Withdrawn),
        "gone" => Some(AccessDone::Gone),
        _ => None,
    }
}

/// POST `/account/applications`: `withdraw` is an application's id.
pub(crate) async fn submit(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Posted(fields): Posted,
) -> Response {
    answered(&context, async {
        let SignedInPage { caller, who, .. } = &signed_in;
        let withdrawn = match fields.get("withdraw").and_then(|id| id.parse::<Id<App>>().ok()) {
            Some(app) if web.doorward.withdraw_access(caller, who, app).await? => "yes",
            _ => "gone",
        };
        Ok(respond::see_other(&format!("{PATH}?withdrawn={withdrawn}")))
    })
    .await
}

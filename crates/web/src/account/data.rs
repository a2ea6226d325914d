//! One's own data: the file with all of it, and deleting the account. Each begins with a fresh proof and comes back with it.

use axum::{
    body::Body,
    extract::State,
    response::{IntoResponse, Response},
};
use flows::{
    confirmed::{DeleteAccount, ExportData},
    people::{Departure, Export},
};
use futures_util::stream;
use http::{
    HeaderName, HeaderValue,
    header::{CONTENT_DISPOSITION, CONTENT_TYPE},
};
use pages::{
    Form, Href, Page,
    account::{DeletePage, DeletedPage, ExportPage},
};

use super::{confirm, confirmed};
use crate::{
    Web,
    caller::keep,
    chassis::{Form as Posted, Query, RequestContext, respond},
    failure::answered,
    signed_in::SignedInPage,
};

const PROFILE: &str = "/account/profile";
const EXPORT: &str = "/account/export";
const DELETE: &str = "/account/delete";

const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

/// GET `/account/export?confirmed=…`: the button that downloads the file.
pub(crate) async fn ask_to_export(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Query(query): Query,
) -> Response {
    answered(&context, async {
        let sealed = query.get("confirmed").unwrap_or_default();
        if confirmed::<ExportData>(&web, &signed_in, Some(sealed)).await?.is_none() {
            return Ok(respond::see_other(PROFILE));
        }
        let chrome = signed_in.theme.chrome();
        let form = Form { action: Href::own(EXPORT), hidden: &[("confirmed", sealed)] };
        Ok(respond::page(ExportPage { chrome: &chrome, account: signed_in.account(), form }.html()))
    })
    .await
}

/// POST `/account/export`: the file, with `confirmed`; without it, the proof comes first.
pub(crate) async fn export(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Posted(fields): Posted,
) -> Response {
    answered(&context, async {
        let Some(sealed) = fields.get("confirmed") else {
            return Ok(confirm::<ExportData>(&web, &context, &signed_in, EXPORT));
        };
        let SignedInPage { caller, who, .. } = &signed_in;
        let Some(leave) = confirmed(&web, &signed_in, Some(sealed)).await? else {
            return Ok(respond::see_other(PROFILE));
        };
        let export = web.doorward.export_own_data(caller, who, leave).await?;
        Ok(export.map_or_else(|| respond::see_other(PROFILE), file))
    })
    .await
}

/// The file, written as it is read. One that can't be read to its end breaks off, so that no browser takes it for whole.
fn file(export: Export) -> Response {
    let parts = stream::unfold(Some(export), |export| async move {
        let mut export = export?;
        match export.next().await {
            Ok(Some(part)) => Some((Ok(part), Some(export))),
            Ok(None) => None,
            Err(error) => Some((Err(error), None)),
        }
    });
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"personal-data.json\"")),
    ];
    (headers, Body::from_stream(Box::pin(parts))).into_response()
}

/// GET `/account/delete?confirmed=…`: the question.
pub(crate) async fn ask_to_delete(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Query(query): Query,
) -> Response {
    answered(&context, async {
        let sealed = query.get("confirmed").unwrap_or_default();
        if confirmed::<DeleteAccount>(&web, &signed_in, Some(sealed)).await?.is_none() {
            return Ok(respond::see_other(PROFILE));
        }
        question(&web, &signed_in, sealed, false).await
    })
    .await
}

/// POST `/account/delete`: the account goes, with `confirmed`; without it, the proof comes first.
pub(crate) async fn delete(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Posted(fields): Posted,
) -> Response {
    answered(&context, async {
        let Some(sealed) = fields.get("confirmed") else {
            return Ok(confirm::<DeleteAccount>(&web, &context, &signed_in, DELETE));
        };
        let SignedInPage { caller, who, .. } = &signed_in;
        let Some(leave) = confirmed(&web, &signed_in, Some(sealed)).await? else {
            return Ok(respond::see_other(PROFILE));
        };
        match web.doorward.delete_own_account(caller, who, leave).await? {
            Departure::Done(cookie) => {
                keep(&context, &[cookie]);
                let chrome = signed_in.theme.chrome();
                let page = DeletedPage { chrome: &chrome, sign_in: Href::own("/sign-in") };
                let forgotten = [(CLEAR_SITE_DATA, HeaderValue::from_static("\"cache\""))];
                Ok((forgotten, respond::page(page.html())).into_response())
            }
            Departure::LastOwner => question(&web, &signed_in, "", true).await,
            Departure::Nothing => Ok(respond::see_other(PROFILE)),
        }
    })
    .await
}

async fn question(web: &Web, signed_in: &SignedInPage, sealed: &str, last_owner: bool) -> flows::Result<Response> {
    let chrome = signed_in.theme.chrome();
    let page = DeletePage {
        chrome: &chrome,
        account: signed_in.account(),
        form: Form { action: Href::own(DELETE), hidden: &[("confirmed", sealed)] },
        applications: web.doorward.applications_to_lose(&signed_in.who).await?,
        last_owner,
    };
    Ok(respond::page(page.html()))
}

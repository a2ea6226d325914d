//! Files: stylesheet, scripts, logos, and the colours of organisations.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use pages::assets::{self, Asset as Embedded};

use crate::{
    Web,
    chassis::{Asset, Conditional, RequestContext, RequestError},
    failure::answered,
};

/// A file that is built in, by hash and name.
pub(crate) async fn asset(condition: Conditional, Path((hash, name)): Path<(String, String)>) -> Response {
    match assets::find(&format!("/assets/{hash}/{name}")) {
        Some(file) => condition.answer(&served(file, true)),
        None => RequestError::NotFound.into_response(),
    }
}

/// What browsers ask for unasked.
pub(crate) async fn favicon(condition: Conditional) -> Response {
    condition.answer(&served(&assets::FAVICON, false))
}

fn served(file: &'static Embedded, immutable: bool) -> Asset {
    Asset {
        bytes: Bytes::from_static(file.body),
        content_type: file.media_type,
        hash: file.hash().to_owned(),
        immutable,
    }
}

/// An organisation's colours, or the instance's. A sheet of a previous accent is gone.
pub(crate) async fn brand(
    State(web): State<Web>,
    context: RequestContext,
    condition: Conditional,
    Path((slug, sheet)): Path<(String, String)>,
) -> Response {
    answered(&context, async {
        let accent = match slug.as_str() {
            "-" => Some(web.doorward.instance().branding.accent),
            slug => web.doorward.organisation_by_slug(slug).await?.map(|organisation| organisation.branding.accent),
        };
        let found = accent.map(|accent| web.themes.sheet(accent));
        Ok(match found.filter(|found| sheet.strip_suffix(".css") == Some(&found.hash)) {
            Some(found) => condition.answer(&Asset {
                bytes: Bytes::from(found.css.clone()),
                content_type: "text/css; charset=utf-8",
                hash: found.hash.clone(),
                immutable: true,
            }),
            None => RequestError::NotFound.into_response(),
        })
    })
    .await
}

//! The person's picture: uploaded and removed on the profile, shown to whoever has its address.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use http::{
    HeaderName, HeaderValue, StatusCode,
    header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE},
};
use pages::account::PictureError;
use picture::Refusal;

use super::profile;
use crate::{
    Web,
    chassis::{Multipart, RequestContext, RequestError, respond},
    failure::answered,
    signed_in::SignedInPage,
};

/// The most bytes of the form: a file that is somewhat too large is told so, one that is far too large is not taken in.
pub(super) const MAX_BODY: u64 = picture::MAX_BYTES as u64 + 1024 * 1024;

const CROSS_ORIGIN_RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// POST `/account/picture`: a file as `picture`, or `remove`.
pub(crate) async fn submit(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    form: Multipart,
) -> Response {
    answered(&context, async {
        let SignedInPage { caller, who, .. } = &signed_in;
        if form.get("remove").is_some() {
            web.doorward.remove_picture(caller, who).await?;
            return Ok(respond::see_other("/account/profile?picture=removed"));
        }
        let upload = form.get("picture").map(|file| file.to_vec()).unwrap_or_default();
        Ok(match web.doorward.set_picture(caller, who, upload).await? {
            Ok(()) => respond::see_other("/account/profile?picture=saved"),
            Err(refusal) => {
                let html = profile::with_picture_error(&web, &signed_in, error(refusal)).await?;
                respond::page_with(StatusCode::UNPROCESSABLE_ENTITY, html)
            }
        })
    })
    .await
}

const fn error(refusal: Refusal) -> PictureError {
    match refusal {
        Refusal::Empty => PictureError::Missing,
        Refusal::TooLarge => PictureError::TooLarge,
        Refusal::Format(name) => PictureError::Format(name),
        Refusal::TooManyPixels { width, height, most } => PictureError::TooManyPixels { width, height, most },
        Refusal::PrintColours => PictureError::PrintColours,
        Refusal::Broken => PictureError::Broken,
    }
}

/// GET `/account/picture`: where somebody comes to who had to sign in first. The form is on the profile.
pub(crate) async fn form() -> Response {
    respond::see_other("/account/profile")
}

/// GET `/avatar/{name}`: for applications, too, which show it on pages of their own. It is kept by the browser of whoever has its
/// address and by nobody in between, and can do nothing (AVA-06).
pub(crate) async fn show(State(web): State<Web>, context: RequestContext, Path(name): Path<String>) -> Response {
    answered(&context, async {
        let Some((media_type, image)) = web.doorward.picture(&name).await? else {
            return Ok(RequestError::NotFound.into_response());
        };
        let media_type = if media_type == "image/png" { "image/png" } else { "image/jpeg" };
        let headers = [
            (CONTENT_TYPE, HeaderValue::from_static(media_type)),
            (CACHE_CONTROL, HeaderValue::from_static("private, max-age=86400, immutable")),
            (CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
            (CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue::from_static("cross-origin")),
        ];
        Ok((headers, image).into_response())
    })
    .await
}

//! How the demonstration looks: Doorward's stylesheet and parts, each place in its own colours, and a sheet of its own.

use axum::{
    Router,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
    routing::get,
};

/// Doorward's own colour, of the instance's pages.
pub(crate) const DOORWARD_ACCENT: &str = "#2f4a5e";

/// The mark of Doorward.
pub(crate) const DOORWARD_MARK: &str = include_str!("../assets/doorward.svg");

/// What stands for the outbox.
pub(crate) const OUTBOX_ICON: &str = include_str!("../assets/outbox.svg");

/// What only the demonstration has.
const DEMO_SHEET: &str = include_str!("../assets/demo.css");

/// The colours that an accent gives.
pub(crate) fn brand(accent: &str) -> String {
    accent.parse().map_or_else(|_| String::new(), pages::brand::brand_sheet)
}

/// The stylesheets and the logo, the same for every visitor.
pub(crate) fn assets(brand: String, logo: &'static str) -> Router {
    Router::new()
        .route("/doorward.css", get(|| async { sheet(pages::assets::DOORWARD.body) }))
        .route("/demo.css", get(|| async { sheet(DEMO_SHEET) }))
        .route("/brand.css", get(move || async move { sheet(brand) }))
        .route("/logo.svg", get(move || async move { svg(logo) }))
}

/// An SVG document, shut in: as a page of its own it could not do anything.
pub(crate) fn svg(document: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("image/svg+xml")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    (headers, document).into_response()
}

fn sheet(text: impl IntoResponse) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/css; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    (headers, text).into_response()
}

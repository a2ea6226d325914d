//! How people want to read: language, time zone, the look of dates and times.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use flows::people::OwnSettings;
use model::reader::{DateFormat, Formats, Reader, TimeFormat};
use pages::{Form, Href, Page, account::SettingsPage};
use text::{Language, zones};

use crate::{
    Web,
    chassis::{Fields, Form as Posted, Malformed, Query, RequestContext, RequestError, respond},
    failure::answered,
    language::keep_choice,
    signed_in::SignedInPage,
};

const PATH: &str = "/account/settings";

/// GET `/account/settings`; `saved` says what was just done.
pub(crate) async fn show(signed_in: SignedInPage, Query(query): Query) -> Response {
    let chrome = signed_in.theme.chrome();
    let reader = Reader::of(&signed_in.who.profile);
    let organisations = signed_in.who.organisation.branding.time_zone.as_deref();
    let zone = [reader.zoneinfo.as_deref(), organisations].into_iter().flatten().find_map(zones::listed);
    let page = SettingsPage {
        chrome: &chrome,
        account: signed_in.account(),
        form: Form { action: Href::own(PATH), hidden: &[] },
        language: chrome.text.language(),
        zone: zone.unwrap_or(zones::UTC),
        formats: reader.formats,
        saved: query.has("saved"),
    };
    respond::page(page.html())
}

/// POST `/account/settings`. What no list of ours offers did not come from our page. The language becomes this browser's
/// choice, too, which comes before the setting.
pub(crate) async fn submit(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Posted(fields): Posted,
) -> Response {
    let Some(wanted) = wanted(&fields) else { return RequestError::BadForm(Malformed::Value).into_response() };
    answered(&context, async {
        web.doorward.save_settings(&signed_in.caller, &signed_in.who, &wanted).await?;
        keep_choice(&context, wanted.language);
        Ok(respond::see_other(&format!("{PATH}?saved=yes")))
    })
    .await
}

fn wanted(fields: &Fields) -> Option<OwnSettings> {
    let formats = Formats {
        date: DateFormat::parse(fields.get("date_format")?)?,
        time: TimeFormat::parse(fields.get("time_format")?)?,
    };
    let language = fields.get("language")?;
    let language = Language::ALL.into_iter().find(|one| one.tag() == language)?;
    Some(OwnSettings { language, zone: zones::listed(fields.get("zoneinfo")?)?, formats })
}

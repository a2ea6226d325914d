//! What people say of themselves.

use axum::{extract::State, response::Response};
use flows::people::{ProfileRefusal, profile_tag};
use http::StatusCode;
use model::profile_data::{FieldError, ProfileData, ProfileField};
use pages::{
    Form, Href, Page,
    account::{LinkOutcome, PictureError, ProfileOutcome, ProfilePage},
};

use super::linked;
use crate::{
    Web,
    chassis::{Fields, Form as Posted, Query, RequestContext, respond},
    failure::answered,
    signed_in::SignedInPage,
};

pub(super) const PATH: &str = "/account/profile";

/// GET `/account/profile`; `saved` and `picture` say what was just done, or that the picture was not taken in, and `done` what became of the
/// account at a `provider`.
pub(crate) async fn show(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Query(query): Query,
) -> Response {
    answered(&context, async {
        if query.get("picture") == Some("too_large") {
            return Ok(respond::page(with_picture_error(&web, &signed_in, PictureError::TooLarge).await?));
        }
        let outcome = match query.get("picture") {
            Some("saved") => Some(ProfileOutcome::PictureSaved),
            Some("removed") => Some(ProfileOutcome::PictureRemoved),
            _ => query.has("saved").then_some(ProfileOutcome::Saved),
        };
        let link = query.get("done").and_then(linked::outcome).zip(query.get("provider"));
        let shown = Shown { outcome, link, ..Shown::default() };
        let data = ProfileData::of(&signed_in.who.profile);
        Ok(respond::page(page(&web, &signed_in, &data, shown).await?))
    })
    .await
}

/// The page with what is wrong with the file that was chosen as picture.
pub(super) async fn with_picture_error(
    web: &Web,
    signed_in: &SignedInPage,
    error: PictureError,
) -> flows::Result<String> {
    let shown = Shown { picture_error: Some(error), ..Shown::default() };
    page(web, signed_in, &ProfileData::of(&signed_in.who.profile), shown).await
}

/// What the page says beside the data.
#[derive(Clone, Copy, Default)]
struct Shown<'a> {
    errors: &'a [(ProfileField, FieldError)],
    outcome: Option<ProfileOutcome>,
    picture_error: Option<PictureError>,
    /// What became of the account at the provider of this key.
    link: Option<(LinkOutcome, &'a str)>,
}

/// POST `/account/profile`: a field for each claim, and `seen`, which stands for what the form was filled with.
pub(crate) async fn submit(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Posted(fields): Posted,
) -> Response {
    answered(&context, async {
        let (typed, seen) = (typed(&fields), fields.get("seen").unwrap_or_default());
        let saved = web.doorward.save_profile(&signed_in.caller, &signed_in.who, &typed, seen).await?;
        Ok(match saved {
            Ok(()) => respond::see_other(&format!("{PATH}?saved=yes")),
            Err(ProfileRefusal::Fields(errors)) => respond::page_with(
                StatusCode::UNPROCESSABLE_ENTITY,
                page(&web, &signed_in, &typed, Shown { errors: &errors, ..Shown::default() }).await?,
            ),
            Err(ProfileRefusal::ChangedMeanwhile) => {
                let outcome = Some(ProfileOutcome::ChangedMeanwhile);
                respond::page_with(
                    StatusCode::CONFLICT,
                    page(&web, &signed_in, &typed, Shown { outcome, ..Shown::default() }).await?,
                )
            }
        })
    })
    .await
}

fn typed(fields: &Fields) -> ProfileData {
    let [given_name, family_name, occupation, department] =
        ProfileField::ALL.map(|field| fields.get(field.claim()).unwrap_or_default().to_owned());
    ProfileData { given_name, family_name, occupation, department }
}

async fn page(web: &Web, signed_in: &SignedInPage, data: &ProfileData, shown: Shown<'_>) -> flows::Result<String> {
    let links = web.doorward.own_links(&signed_in.who).await?;
    let listed: Vec<_> = links.iter().map(linked::listed).collect();
    let named = |key: &str| links.iter().find(|link| link.key == key).map_or("", |link| &link.name);
    let chrome = signed_in.theme.chrome();
    let seen = profile_tag(&ProfileData::of(&signed_in.who.profile));
    let page = ProfilePage {
        chrome: &chrome,
        account: signed_in.account(),
        form: Form { action: Href::own(PATH), hidden: &[("seen", &seen)] },
        data,
        errors: shown.errors,
        outcome: shown.outcome,
        picture_error: shown.picture_error,
        linked: &listed,
        // Of a provider that is not listed only the plain word is told.
        link_outcome: shown.link.map(|(outcome, key)| match named(key) {
            "" => (LinkOutcome::Nothing, ""),
            name => (outcome, name),
        }),
    };
    Ok(page.html())
}

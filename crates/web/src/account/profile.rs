//! What people say of themselves.

use axum::{extract::State, response::Response};
use flows::people::{ProfileRefusal, profile_tag};
use http::StatusCode;
use model::profile_data::{FieldError, ProfileData, ProfileField};
use pages::{
    Form, Href, Page,
    account::{PictureError, ProfileOutcome, ProfilePage},
};

use crate::{
    Web,
    chassis::{Fields, Form as Posted, Query, RequestContext, respond},
    failure::answered,
    signed_in::SignedInPage,
};

const PATH: &str = "/account/profile";

/// GET `/account/profile`; `saved` and `picture` say what was just done, or that the picture was not taken in.
pub(crate) async fn show(signed_in: SignedInPage, Query(query): Query) -> Response {
    if query.get("picture") == Some("too_large") {
        return respond::page(with_picture_error(&signed_in, PictureError::TooLarge));
    }
    let outcome = match query.get("picture") {
        Some("saved") => Some(ProfileOutcome::PictureSaved),
        Some("removed") => Some(ProfileOutcome::PictureRemoved),
        _ => query.has("saved").then_some(ProfileOutcome::Saved),
    };
    respond::page(page(&signed_in, &ProfileData::of(&signed_in.who.profile), Shown { outcome, ..Shown::default() }))
}

/// The page with what is wrong with the file that was chosen as picture.
pub(super) fn with_picture_error(signed_in: &SignedInPage, error: PictureError) -> String {
    let shown = Shown { picture_error: Some(error), ..Shown::default() };
    page(signed_in, &ProfileData::of(&signed_in.who.profile), shown)
}

/// What the page says beside the data.
#[derive(Clone, Copy, Default)]
struct Shown<'a> {
    errors: &'a [(ProfileField, FieldError)],
    outcome: Option<ProfileOutcome>,
    picture_error: Option<PictureError>,
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
                page(&signed_in, &typed, Shown { errors: &errors, ..Shown::default() }),
            ),
            Err(ProfileRefusal::ChangedMeanwhile) => {
                let outcome = Some(ProfileOutcome::ChangedMeanwhile);
                respond::page_with(
                    StatusCode::CONFLICT,
                    page(&signed_in, &typed, Shown { outcome, ..Shown::default() }),
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

fn page(signed_in: &SignedInPage, data: &ProfileData, shown: Shown<'_>) -> String {
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
    };
    page.html()
}

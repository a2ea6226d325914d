//! The fields in which people say who they are: part of the profile, and of registering.

use model::profile_data::{FieldError, MOST, ProfileData, ProfileField};

use crate::Chrome;

/// A field of such a form.
pub(crate) struct Field<'a> {
    /// Its name in the form, too.
    pub(crate) id: &'static str,
    pub(crate) label: &'static str,
    pub(crate) value: &'a str,
    /// What the browser may fill in.
    pub(crate) autocomplete: &'static str,
    pub(crate) is_required: bool,
    pub(crate) error: Option<String>,
}

/// The four of them, in their order.
pub(crate) fn profile_fields<'a>(
    chrome: &Chrome,
    data: &'a ProfileData,
    errors: &[(ProfileField, FieldError)],
) -> [Field<'a>; 4] {
    ProfileField::ALL.map(|field| {
        let error = errors.iter().find(|(wrong, _)| *wrong == field);
        let error = error.map(|(_, error)| words(chrome, field, *error));
        let (label, autocomplete, is_required) = description(chrome, field);
        Field { id: field.claim(), label, value: data.get(field), autocomplete, is_required, error }
    })
}

fn description(chrome: &Chrome, field: ProfileField) -> (&'static str, &'static str, bool) {
    let text = chrome.text;
    match field {
        ProfileField::GivenName => (text.first_name(), "given-name", true),
        ProfileField::FamilyName => (text.last_name(), "family-name", true),
        ProfileField::Occupation => (text.occupation(), "organization-title", false),
        ProfileField::Department => (text.department(), "off", false),
    }
}

fn words(chrome: &Chrome, field: ProfileField, error: FieldError) -> String {
    let text = chrome.text;
    match (error, field) {
        (FieldError::Missing, ProfileField::GivenName) => text.first_name_missing().to_owned(),
        (FieldError::Missing, _) => text.last_name_missing().to_owned(),
        (FieldError::TooLong, _) => text.field_too_long(&MOST.to_string()),
        (FieldError::NotText, _) => text.field_not_text().to_owned(),
    }
}

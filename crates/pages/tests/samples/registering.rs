//! “Create your account”, in its states.

use model::{
    password::{Class, Rule},
    profile_data::{FieldError, ProfileData, ProfileField},
};
use pages::{NewPasswordError, NewPasswordFields, sign_in::RegisterPage};

use super::*;

const RULES: [(Rule, Option<bool>); 6] = [
    (Rule::Min(8), None),
    (Rule::Class(Class::Lower), None),
    (Rule::Class(Class::Upper), None),
    (Rule::Class(Class::Digit), None),
    (Rule::Class(Class::Symbol), None),
    (Rule::NotCommon, None),
];

const BROKEN: [(Rule, Option<bool>); 6] = [
    (Rule::Min(8), Some(true)),
    (Rule::Class(Class::Lower), Some(true)),
    (Rule::Class(Class::Upper), Some(true)),
    (Rule::Class(Class::Digit), Some(false)),
    (Rule::Class(Class::Symbol), Some(false)),
    (Rule::NotCommon, Some(true)),
];

fn data(given_name: &str, family_name: &str) -> ProfileData {
    ProfileData { given_name: given_name.into(), family_name: family_name.into(), ..ProfileData::default() }
}

fn register<'a>(chrome: &'a Chrome, data: &'a ProfileData) -> RegisterPage<'a> {
    RegisterPage {
        chrome,
        form: form(),
        invited_by: Some("Mirela Dube"),
        until: Some(chrome.clock.now + model::Span::days(5)),
        email: "tomas.brandt@northwind.example",
        data,
        errors: &[],
        password: NewPasswordFields { rules: &RULES, error: None },
        zone: "Europe/Copenhagen",
        is_zone_wrong: false,
        notice: Some(false),
    }
}

pub(crate) fn add(samples: &mut Samples) {
    super::add(samples, "register", NORTHWIND, |chrome| html(&register(chrome, &data("Tomas", "Brandt"))));
    super::add(samples, "register-nobody", LUMEN, |chrome| {
        let nothing = ProfileData::default();
        let page = register(chrome, &nothing);
        html(&RegisterPage { invited_by: None, zone: "", notice: None, ..page })
    });
    super::add(samples, "register-open", NORTHWIND, |chrome| {
        let nothing = ProfileData::default();
        let page = register(chrome, &nothing);
        html(&RegisterPage { invited_by: None, until: None, ..page })
    });
    super::add(samples, "register-one-error", NORTHWIND, |chrome| {
        let known = data("Tomas", "Brandt");
        let page = register(chrome, &known);
        html(&RegisterPage { notice: Some(true), ..page })
    });
    super::add(samples, "register-errors", NORTHWIND, |chrome| {
        let typed = data("", "Brandt");
        let page = register(chrome, &typed);
        html(&RegisterPage {
            errors: &[(ProfileField::GivenName, FieldError::Missing), (ProfileField::Department, FieldError::TooLong)],
            password: NewPasswordFields { rules: &BROKEN, error: Some(NewPasswordError::Rules) },
            zone: "",
            is_zone_wrong: true,
            notice: Some(true),
            ..page
        })
    });
}

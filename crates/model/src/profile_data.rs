//! What people are asked to say of themselves: first and last name, occupation, department. Nothing else of a profile can be
//! named by those forms (REG-20).

use unicode_normalization::UnicodeNormalization;

use crate::release::Profile;

/// The most characters of one field.
pub const MOST: usize = 100;

/// The fields, as typed or as stored; what is not known is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProfileData {
    /// First name (claim `given_name`).
    pub given_name: String,
    /// Last name (claim `family_name`).
    pub family_name: String,
    /// Occupation (`occupation`).
    pub occupation: String,
    /// Department (`department`).
    pub department: String,
}

/// One of the fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProfileField {
    /// First name.
    GivenName,
    /// Last name.
    FamilyName,
    /// Occupation.
    Occupation,
    /// Department.
    Department,
}

impl ProfileField {
    /// Every field, in the order of the form.
    pub const ALL: [Self; 4] = [Self::GivenName, Self::FamilyName, Self::Occupation, Self::Department];

    /// The claim that holds it, which is also its name in forms.
    pub const fn claim(self) -> &'static str {
        match self {
            Self::GivenName => "given_name",
            Self::FamilyName => "family_name",
            Self::Occupation => "occupation",
            Self::Department => "department",
        }
    }

    const fn is_required(self) -> bool {
        matches!(self, Self::GivenName | Self::FamilyName)
    }
}

/// What is to be corrected in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FieldError {
    /// It is empty, and may not be.
    Missing,
    /// It has more than [`MOST`] characters.
    TooLong,
    /// It has characters that are no text: controls, line breaks, marks that turn the direction of writing.
    NotText,
}

impl ProfileData {
    /// What a profile says.
    pub fn of(profile: &Profile) -> Self {
        let text = |claim: &Option<String>| claim.clone().unwrap_or_default();
        Self {
            given_name: text(&profile.given_name),
            family_name: text(&profile.family_name),
            occupation: text(&profile.occupation),
            department: text(&profile.department),
        }
    }

    /// One field.
    pub fn get(&self, field: ProfileField) -> &str {
        match field {
            ProfileField::GivenName => &self.given_name,
            ProfileField::FamilyName => &self.family_name,
            ProfileField::Occupation => &self.occupation,
            ProfileField::Department => &self.department,
        }
    }

    /// As it is kept: composed characters (NFC), and no spaces around.
    pub fn tidied(&self) -> Self {
        let tidy = |text: &str| text.trim().nfc().collect();
        Self {
            given_name: tidy(&self.given_name),
            family_name: tidy(&self.family_name),
            occupation: tidy(&self.occupation),
            department: tidy(&self.department),
        }
    }

    /// With what is no usable text left out, and which fields that were.
    pub fn usable(self) -> (Self, Vec<ProfileField>) {
        let errors = self.errors().into_iter().filter(|(_, error)| *error != FieldError::Missing);
        let left_out: Vec<ProfileField> = errors.map(|(field, _)| field).collect();
        let kept = |field: ProfileField| if left_out.contains(&field) { "" } else { self.get(field) }.to_owned();
        let usable = Self {
            given_name: kept(ProfileField::GivenName),
            family_name: kept(ProfileField::FamilyName),
            occupation: kept(ProfileField::Occupation),
            department: kept(ProfileField::Department),
        };
        (usable, left_out)
    }

    /// What is to be corrected, in the order of the form. Spaces around do not count.
    pub fn errors(&self) -> Vec<(ProfileField, FieldError)> {
        let tidied = self.tidied();
        let error = |field: ProfileField| Some((field, error_in(tidied.get(field), field.is_required())?));
        ProfileField::ALL.into_iter().filter_map(error).collect()
    }
}

fn error_in(text: &str, required: bool) -> Option<FieldError> {
    let no_text = |letter: char| {
        letter.is_control() || matches!(letter, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    match () {
        () if text.is_empty() && required => Some(FieldError::Missing),
        () if text.chars().any(no_text) => Some(FieldError::NotText),
        () if text.chars().count() > MOST => Some(FieldError::TooLong),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data(given: &str, family: &str, occupation: &str, department: &str) -> ProfileData {
        let [given_name, family_name, occupation, department] =
            [given, family, occupation, department].map(str::to_owned);
        ProfileData { given_name, family_name, occupation, department }
    }

    #[test]
    fn names_are_required_and_the_rest_is_not() {
        assert_eq!(data("Ines", "Halvorsen", "", "").errors(), []);
        let missing = [(ProfileField::GivenName, FieldError::Missing), (ProfileField::FamilyName, FieldError::Missing)];
        assert_eq!(data("", " \u{3000} ", "CTO", "IT").errors(), missing);
    }

    #[test]
    fn fields_hold_text_of_a_bounded_length() {
        let most = "é".repeat(MOST);
        assert_eq!(data(&most, "李", "👩🏽‍🔧", "نرم‌افزار").errors(), []);
        let long = format!("{most}x");
        let errors = data(&long, "a\u{202e}b", "a\nb", "a\u{2028}b").errors();
        let expected = [FieldError::TooLong, FieldError::NotText, FieldError::NotText, FieldError::NotText];
        assert_eq!(errors, ProfileField::ALL.into_iter().zip(expected).collect::<Vec<_>>());
    }

    #[test]
    fn what_is_kept_is_composed_and_has_no_spaces_around() {
        let kept = data(" Ine\u{301}s ", "Halvorsen\u{a0}", "", " ").tidied();
        assert_eq!(kept, data("In\u{e9}s", "Halvorsen", "", ""));
    }

    #[test]
    fn fields_are_claims_of_a_profile() {
        let profile = Profile { department: Some("IT".into()), given_name: Some("Ada".into()), ..Profile::default() };
        assert_eq!(ProfileData::of(&profile), data("Ada", "", "", "IT"));
        let json = serde_json::to_value(&profile).unwrap();
        for field in ProfileField::ALL {
            assert_eq!(json[field.claim()].as_str().unwrap_or_default(), ProfileData::of(&profile).get(field));
        }
    }
}

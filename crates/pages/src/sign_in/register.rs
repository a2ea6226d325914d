//! “Create your account”: the form of somebody who was invited, or who registers by themselves (J1.3, J1.4).

use askama::Template;
use model::{
    Time,
    profile_data::{FieldError, ProfileData, ProfileField},
};
use text::zones::{self, ZoneChoice};

use crate::{
    Chrome, Form, NewPasswordFields, Page,
    profile_fields::{Field, profile_fields},
};

/// Asks for everything that an account begins with. Posts a field by the name of each claim, `password`, `repeat`, `zoneinfo`
/// and, when ticked, `accept=yes`.
#[derive(Debug, Template)]
#[template(path = "sign_in/register.html", whitespace = "minimize")]
pub struct RegisterPage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Where the form goes.
    pub form: Form<'a>,
    /// What to call whoever invited.
    pub invited_by: Option<&'a str>,
    /// Until when the invitation can be used; none where there is no invitation.
    pub until: Option<Time>,
    /// The address, which can't be changed here.
    pub email: &'a str,
    /// What was typed, or is known.
    pub data: &'a ProfileData,
    /// What is to be corrected of it, in the order of the form.
    pub errors: &'a [(ProfileField, FieldError)],
    /// The password.
    pub password: NewPasswordFields<'a>,
    /// The time zone that was chosen.
    pub zone: &'a str,
    /// Whether what was chosen is none.
    pub is_zone_wrong: bool,
    /// Whether a notice has to be accepted, and whether the tick is missing from what was sent.
    pub notice: Option<bool>,
}

impl RegisterPage<'_> {
    fn lead(&self) -> String {
        let Chrome { text, organisation, clock, .. } = self.chrome;
        match (self.invited_by, self.until) {
            (Some(inviter), Some(until)) => text.register_invited_by(inviter, organisation, &clock.at(*text, until)),
            (None, Some(until)) => text.register_invited(organisation, &clock.at(*text, until)),
            (_, None) => text.register_lead(organisation),
        }
    }

    fn fields(&self) -> [Field<'_>; 4] {
        profile_fields(self.chrome, self.data, self.errors)
    }

    fn zones(&self) -> Vec<(&'static str, Vec<ZoneChoice>)> {
        zones::by_region(self.chrome.text, self.chrome.clock.now)
    }

    /// Each thing to be corrected: the field that it stands beside, and the words.
    fn problems(&self) -> Vec<(&'static str, String)> {
        let text = self.chrome.text;
        let mut problems: Vec<_> = self
            .fields()
            .into_iter()
            .filter_map(|field| Some((field.id, format!("{}: {}", field.label, field.error?))))
            .collect();
        problems.extend(self.password.error_words(self.chrome).map(|words| ("password", words.to_owned())));
        problems.extend(self.is_zone_wrong.then(|| ("zoneinfo", text.time_zone_missing().to_owned())));
        problems.extend((self.notice == Some(true)).then(|| ("accept", text.notice_missing().to_owned())));
        problems
    }

    fn wrong(&self) -> i64 {
        i64::try_from(self.problems().len()).unwrap_or(i64::MAX)
    }
}

impl Page for RegisterPage<'_> {
    fn heading(&self) -> String {
        self.chrome.text.create_account().to_owned()
    }

    fn is_wrong(&self) -> bool {
        self.wrong() > 0
    }

    fn keeps_what_was_typed(&self) -> bool {
        true
    }
}

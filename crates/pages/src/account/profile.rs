//! Profile: what people say of themselves (J1.13).

use askama::Template;
use model::profile_data::{FieldError, ProfileData, ProfileField};

use super::{Account, LinkOutcome, LinkedAccount, Tab};
use crate::{
    Chrome, Form, Page,
    profile_fields::{Field, profile_fields},
};

/// Shows the profile's data to be changed. Posts a field by the name of each claim.
#[derive(Debug, Template)]
#[template(path = "account/profile.html", whitespace = "minimize")]
pub struct ProfilePage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Whose account it is.
    pub account: Account<'a>,
    /// Where the form goes.
    pub form: Form<'a>,
    /// What is stored, or was typed.
    pub data: &'a ProfileData,
    /// What is to be corrected, in the order of the form.
    pub errors: &'a [(ProfileField, FieldError)],
    /// What came of the last answer.
    pub outcome: Option<ProfileOutcome>,
    /// What is to be corrected in the file that was chosen as picture.
    pub picture_error: Option<PictureError>,
    /// The identity providers of the organisation.
    pub linked: &'a [LinkedAccount<'a>],
    /// What came of linking an account there, or detaching it, with what people call the provider.
    pub link_outcome: Option<(LinkOutcome, &'a str)>,
}

/// What is to be corrected in the file that was chosen as picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureError {
    /// None was chosen.
    Missing,
    /// More than 5 MB.
    TooLarge,
    /// Neither PNG nor JPEG; what it is, where that is known.
    Format(Option<&'static str>),
    /// More pixels than are taken of a picture of its kind.
    TooManyPixels {
        /// How many in a line.
        width: u32,
        /// How many lines.
        height: u32,
        /// How many pixels are taken.
        most: u64,
    },
    /// Colours for printing.
    PrintColours,
    /// Cut off or damaged.
    Broken,
}

/// What came of the last answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProfileOutcome {
    /// It is saved.
    Saved,
    /// The picture is.
    PictureSaved,
    /// The picture is removed.
    PictureRemoved,
    /// Somebody else was quicker; what was typed is not saved.
    ChangedMeanwhile,
}

impl ProfilePage<'_> {
    const TAB: Tab = Tab::Profile;

    fn fields(&self) -> [Field<'_>; 4] {
        profile_fields(self.chrome, self.data, self.errors)
    }

    /// What is wrong with the chosen file.
    fn picture_words(&self) -> Option<String> {
        let text = self.chrome.text;
        Some(match self.picture_error? {
            PictureError::Missing => text.picture_missing().to_owned(),
            PictureError::TooLarge => text.picture_too_large().to_owned(),
            PictureError::Format(None) => text.picture_format().to_owned(),
            PictureError::Format(Some(name)) => text.picture_format_named(name),
            PictureError::TooManyPixels { width, height, most } => {
                let millions = (most / 1_000_000).to_string();
                text.picture_too_many_pixels(&width.to_string(), &height.to_string(), &millions)
            }
            PictureError::PrintColours => text.picture_print_colours().to_owned(),
            PictureError::Broken => text.picture_broken().to_owned(),
        })
    }

    fn wrong(&self) -> i64 {
        i64::try_from(self.errors.len()).unwrap_or(i64::MAX)
    }
}

impl Page for ProfilePage<'_> {
    fn heading(&self) -> String {
        self.chrome.text.profile().to_owned()
    }

    fn is_wrong(&self) -> bool {
        !self.errors.is_empty() || self.picture_error.is_some()
    }
}

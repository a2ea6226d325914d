//! What every page with a passkey has: the form that a module fills in, and what it says.

use text::Texts;

use crate::{Form, Href};

/// A form that a passkey answers. Its hidden fields hold what the server sealed; the module fills in `credential`.
#[derive(Debug, Clone, Copy)]
pub struct PasskeyForm<'a> {
    /// Where it goes, with `answer` and the like.
    pub form: Form<'a>,
    /// The options of Web Authentication, as JSON.
    pub options: &'a str,
    /// The sealed challenge.
    pub challenge: &'a str,
    /// Where another challenge is fetched before this one ends.
    pub renew: Option<Href<'a>>,
    /// What was wrong with the answer before.
    pub error: Option<PasskeyError>,
    /// The passkey that is known to nobody, so that the browser may forget it: its domain, and its ID.
    pub unknown: Option<(&'a str, &'a str)>,
}

/// Why a passkey's answer was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasskeyError {
    /// It is none, or of something else.
    Wrong,
    /// Too late.
    Late,
    /// Known to nobody who could sign in so.
    Unknown,
    /// It verified nobody.
    NotVerified,
    /// It says another thing of being copied than before.
    BackupChanged,
    /// Somebody has it already.
    Exists,
    /// There are as many as anybody may have.
    TooMany,
    /// It does not prove to be of a model that the organisation takes.
    ModelNotTaken,
}

impl PasskeyError {
    pub(crate) fn words(self, text: Texts) -> &'static str {
        match self {
            Self::Wrong => text.passkey_wrong(),
            Self::Late => text.passkey_late(),
            Self::Unknown => text.passkey_unknown(),
            Self::NotVerified => text.passkey_not_verified(),
            Self::BackupChanged => text.passkey_backup_changed(),
            Self::Exists => text.passkey_exists(),
            Self::TooMany => text.passkey_too_many(),
            Self::ModelNotTaken => text.passkey_model_not_taken(),
        }
    }
}

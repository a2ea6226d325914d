//! The account of a signed-in user: a page for each of its tabs.

mod access;
mod avatar;
mod data;
mod email;
mod home;
mod join;
mod linked;
mod passkey;
mod password;
mod profile;
mod registered;
mod sessions;
mod settings;
mod two_factor;

pub use access::{AccessDone, AccessPage, AccessRow};
pub use data::{DeletePage, DeletedPage, ExportPage};
pub use email::{
    EmailDone, EmailOutcome, EmailOutcomePage, EmailQuestion, EmailQuestionPage, EmailTab, NewEmailError, NewEmailPage,
};
pub use home::{HomePage, Tile};
pub use join::{Gifts, JoinPage, JoinStage, NotYoursPage};
pub use linked::{AttachPage, DetachPage, LinkOutcome, LinkedAccount};
pub use passkey::{Passkey, PasskeyKept, PasskeyTab, RemovePasskeyPage};
pub use password::{PasswordElsewhere, PasswordOutcome, PasswordTab};
pub use profile::{PictureError, ProfileOutcome, ProfilePage};
pub use registered::RegisteredPage;
pub use sessions::{SessionRow, SessionsDone, SessionsPage};
pub use settings::SettingsPage;
pub use two_factor::{
    App, Number, PasskeySignal, RemoveAppPage, RemoveNumberPage, TrustedBrowser, TwoFactorDone, TwoFactorPage,
};

use text::Texts;

use crate::{Chrome, Href};

/// Whose account it is, for the bar of every account page.
#[derive(Debug, Clone, Copy)]
pub struct Account<'a> {
    /// The user's name as shown.
    pub name: &'a str,
    /// What the generated picture follows from: the user's identifier.
    pub seed: &'a str,
    /// The picture that they uploaded.
    pub picture: Option<Href<'a>>,
    /// To the console, for those who have a role.
    pub console: Option<Href<'a>>,
    /// The places that the person is offered, of [`Tab::ALL`] and in that order.
    pub tabs: &'a [Tab],
}

impl Account<'_> {
    /// The lines of the generated picture.
    pub(crate) fn lines(&self) -> String {
        avatar::lines(self.seed)
    }

    /// The first letters of the first and the last word of the name.
    pub(crate) fn initials(&self) -> String {
        let letter = |word: &str| {
            word.chars().find(|letter| letter.is_alphanumeric()).map(|letter| letter.to_uppercase().to_string())
        };
        let mut letters = self.name.split_whitespace().filter_map(letter);
        let first = letters.next().unwrap_or_default();
        first + &letters.next_back().unwrap_or_default()
    }
}

macro_rules! tabs {
    ($($(#[$doc:meta])* $tab:ident: $href:literal, $name:expr, $icon:literal;)*) => {
        /// A place in the account's navigation.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Tab { $($(#[$doc])* $tab,)* }

        impl Tab {
            /// Every place, in the order of the navigation.
            pub const ALL: &'static [Self] = &[$(Self::$tab,)*];

            /// The address of its page.
            pub const fn href(self) -> &'static str {
                match self { $(Self::$tab => $href,)* }
            }

            pub(crate) fn name(self, chrome: &Chrome) -> &'static str {
                let name: fn(Texts) -> &'static str = match self { $(Self::$tab => $name,)* };
                name(chrome.text)
            }

            /// The icon's path on the 20 px grid.
            pub(crate) const fn icon(self) -> &'static str {
                match self { $(Self::$tab => $icon,)* }
            }
        }
    };
}

// A line is a place: its address, its text, its icon. To whom it is offered is said in `web`.
tabs! {
    /// The applications that the person may open.
    Home: "/", |text| text.home(), "M3 9.5 10 3.5l7 6M5 8v8.5h10V8";
    /// What the person says of themselves.
    Profile: "/account/profile", |text| text.profile(), "M10 10a3.25 3.25 0 1 0 0-6.5 3.25 3.25 0 0 0 0 6.5ZM3.5 17c.6-3 3.2-4.5 6.5-4.5s5.9 1.5 6.5 4.5";
    /// The address that the person is found by.
    Email: "/account/email", |text| text.email(), "M2.5 4.5h15v11h-15zM2.5 5.5l7.5 5.5 7.5-5.5";
    /// The password that is kept here.
    Password: "/account/password", |text| text.password(), "M4.5 9h11v8h-11zM6.5 9V6.5a3.5 3.5 0 0 1 7 0V9";
    /// The second factor.
    TwoFactor: "/account/two-factor", |text| text.two_factor(), "M6 2.5h8v15H6zM9 15h2";
    /// How the person wants to read.
    Settings: "/account/settings", |text| text.settings(), "M10 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM10 2.5v2.5M10 15v2.5M2.5 10h2.5M15 10h2.5M4.7 4.7l1.8 1.8M13.5 13.5l1.8 1.8M15.3 4.7l-1.8 1.8M6.5 13.5l-1.8 1.8";
    /// Where the person is signed in.
    Sessions: "/account/sessions", |text| text.sessions(), "M2.5 4h15v9.5h-15zM7 17h6M10 13.5V17";
    /// What may use the account.
    Applications: "/account/applications", |text| text.application_access(), "M3.5 3.5h5v5h-5zM11.5 3.5h5v5h-5zM3.5 11.5h5v5h-5zM11.5 11.5h5v5h-5z";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_of_the_first_and_last_name() {
        let initials = |name| Account { name, seed: "", picture: None, console: None, tabs: &[] }.initials();
        assert_eq!(
            ["Ines Halvorsen", "Ana de la Cruz", "Plato", "", "“élise” ørsted", "42"].map(initials),
            ["IH", "AC", "P", "", "ÉØ", "4"]
        );
    }
}

//! “Set up your authenticator app”: the second step is not there yet, or the old one was lost.

use askama::Template;
use model::{Time, policy::TotpApp};
use qrcodegen::{QrCode, QrCodeEcc};

use super::Instead;
use crate::{Chrome, Form, Href, Page};

/// Shows a key as picture and text, and asks for the code that the app makes of it.
///
/// Posts `code`. The picture is drawn here, so that the key goes nowhere else.
#[derive(Debug, Template)]
#[template(path = "sign_in/enrol_totp.html", whitespace = "minimize")]
pub struct EnrolTotpPage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Where the form goes.
    pub form: Form<'a>,
    /// The `otpauth://` address.
    pub uri: &'a str,
    /// The key in groups.
    pub key: &'a str,
    /// The account that the app shows it for.
    pub user_name: &'a str,
    /// The apps that the organisation recommends.
    pub apps: &'a [TotpApp],
    /// Whether the code that was typed does not match.
    pub is_wrong: bool,
    /// Where to put it off, where it may be.
    pub later: Option<Form<'a>>,
    /// Until when it may be put off; `None` where nothing ends that.
    pub later_until: Option<Time>,
    /// Other ways.
    pub instead: Instead<'a>,
    /// Where somebody goes back to who sets it up from their account; none in a sign-in.
    pub cancel: Option<Href<'a>>,
    /// Whether it takes the place of an app that is lost: a recovery code was used.
    pub is_lost: bool,
}

/// What an app is called, and where it is to be had.
struct App {
    name: &'static str,
    app_store: &'static str,
    google_play: &'static str,
}

impl From<TotpApp> for App {
    fn from(app: TotpApp) -> Self {
        let (name, app_store, google_play) = match app {
            TotpApp::Microsoft => (
                "Microsoft Authenticator",
                "https://apps.apple.com/app/microsoft-authenticator/id983156458",
                "https://play.google.com/store/apps/details?id=com.azure.authenticator",
            ),
            TotpApp::Google => (
                "Google Authenticator",
                "https://apps.apple.com/app/google-authenticator/id388497605",
                "https://play.google.com/store/apps/details?id=com.google.android.apps.authenticator2",
            ),
            TotpApp::TwoFas => (
                "2FAS",
                "https://apps.apple.com/app/2fa-authenticator-2fas/id1217793794",
                "https://play.google.com/store/apps/details?id=com.twofasapp",
            ),
            TotpApp::FreeOtp => (
                "FreeOTP",
                "https://apps.apple.com/app/freeotp-authenticator/id872559395",
                "https://play.google.com/store/apps/details?id=org.fedorahosted.freeotp",
            ),
        };
        Self { name, app_store, google_play }
    }
}

/// Light modules around the picture; the rest of the quiet zone (ISO/IEC 18004 §6.3.8) is its padding.
const QUIET: i32 = 1;

/// A QR code: how many modules it has on each side with its margin, and the path of the dark ones, run by run.
struct Picture {
    size: i32,
    path: String,
}

impl EnrolTotpPage<'_> {
    fn recommended(&self) -> impl Iterator<Item = App> {
        self.apps.iter().map(|app| App::from(*app))
    }

    fn later_words(&self) -> Option<String> {
        let Chrome { text, clock, .. } = self.chrome;
        self.later_until.map(|until| text.enrol_later_until(&clock.at(*text, until)))
    }

    /// The picture; none where the address is too long for one.
    fn picture(&self) -> Option<Picture> {
        let code = QrCode::encode_text(self.uri, QrCodeEcc::Low).ok()?;
        let mut path = String::new();
        for y in 0..code.size() {
            let mut x = 0;
            while x < code.size() {
                let run = (x..code.size()).take_while(|x| code.get_module(*x, y)).count();
                if run > 0 {
                    path.push_str(&format!("M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET));
                }
                x += i32::try_from(run).unwrap_or_default() + 1;
            }
        }
        Some(Picture { size: code.size() + 2 * QUIET, path })
    }
}

impl Page for EnrolTotpPage<'_> {
    fn heading(&self) -> String {
        self.chrome.text.enrol_totp().to_owned()
    }

    fn is_wrong(&self) -> bool {
        self.is_wrong
    }
}

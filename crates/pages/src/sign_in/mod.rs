//! The steps of a sign-in, one page each: who, password, code, another way, another password, a notice, consent.

mod code;
mod company;
mod consent;
mod email;
mod enrol_totp;
mod mailed_code;
mod mailed_link;
mod notice;
mod password;
mod record_codes;
mod recovery_code;
mod register;
mod restore;
mod sent_code;
mod set_password;
mod ways;

pub use code::{CodeError, CodePage, Trust};
pub use company::{CompanyErrors, CompanyPage};
pub use consent::ConsentPage;
pub use email::{EmailError, EmailPage, Mark, Provider};
pub use enrol_totp::EnrolTotpPage;
pub use mailed_code::{CodeVerifiedPage, MailedCodeError, MailedCodePage, SendCodePage};
pub use mailed_link::{LinkSentPage, SendLinkPage};
pub use notice::NoticePage;
pub use password::{PasswordError, PasswordPage};
pub use record_codes::RecordCodesPage;
pub use recovery_code::RecoveryCodePage;
pub use register::RegisterPage;
pub use restore::{Named, RestorePage};
pub use sent_code::{AskCodePage, Delivery, EnrolNumberPage, Instead, NotSent, Reached, SentCodeError, SentCodePage};
pub use set_password::SetPasswordPage;
pub use ways::{Way, WaysPage};

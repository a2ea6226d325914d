//! What a form answers: it says so in its field `answer`.

use flows::{Answer, Registration, RegistrationFields};
use model::{policy::Notice, profile_data::ProfileData};

use crate::chassis::Fields;

pub(super) const EMAIL: &str = "email";
pub(super) const COMPANY: &str = "company";
pub(super) const PASSWORD: &str = "password";
pub(super) const CODE: &str = "code";
pub(super) const RECOVERY_CODE: &str = "recovery_code";
pub(super) const PASSKEY: &str = "passkey";
pub(super) const ENROL_PASSKEY: &str = "enrol_passkey";
pub(super) const WAY: &str = "way";
pub(super) const USER: &str = "user";
pub(super) const SEND_CODE: &str = "send_code";
pub(super) const REQUEST_RESET: &str = "request_reset";
pub(super) const SEND_LINK: &str = "send_link";
pub(super) const EMAIL_CODE: &str = "email_code";
pub(super) const SEND_TEXT: &str = "send_text";
pub(super) const TEXT_CODE: &str = "text_code";
pub(super) const SEND_TO_NUMBER: &str = "send_to_number";
pub(super) const ENROL_NUMBER: &str = "enrol_number";
pub(super) const ENROL_TOTP: &str = "enrol_totp";
pub(super) const RECORD_CODES: &str = "record_codes";
pub(super) const NEW_PASSWORD: &str = "new_password";
pub(super) const ACCEPT: &str = "accept";
pub(super) const POSTPONE: &str = "postpone";
pub(super) const REGISTER: &str = "register";
pub(super) const CONSENT: &str = "consent";
pub(super) const PROVIDER: &str = "provider";
pub(super) const SOMEBODY_ELSE: &str = "somebody_else";

/// The answer in these fields; none where a page of ours could not have sent them.
pub(super) fn read(fields: &mut Fields) -> Option<Answer> {
    let (remember, trust, accepted) = (fields.filled("remember").is_some(), fields.has("trust"), fields.has("accept"));
    let (recorded, makes_passkeys) = (fields.has("recorded"), fields.filled("makes_passkeys").is_some());
    let named = fields.take("answer")?;
    // The button of a provider stands in the form of the page.
    if let Some(provider) = fields.take("provider").filter(|key| !key.is_empty()) {
        return Some(Answer::Provider(provider));
    }
    let mut typed = |name| fields.take(name).unwrap_or_default();
    Some(match named.as_str() {
        EMAIL => Answer::Email { email: typed("email"), remember },
        COMPANY => Answer::Company {
            organisation: typed("organisation"),
            user: typed("user"),
            password: typed("password"),
            remember,
            makes_passkeys,
        },
        PASSWORD => Answer::Password { password: typed("password"), makes_passkeys },
        CODE => Answer::Code { code: typed("code"), trust },
        RECOVERY_CODE => Answer::RecoveryCode(typed("code")),
        PASSKEY => Answer::Passkey { credential: typed("credential"), challenge: typed("challenge"), trust, remember },
        ENROL_PASSKEY => Answer::EnrolPasskey {
            credential: typed("credential"),
            challenge: typed("challenge"),
            label: typed("label"),
        },
        USER => Answer::User { organisation: typed("organisation"), user: typed("user") },
        SEND_CODE => Answer::SendCode,
        REQUEST_RESET => Answer::RequestReset,
        SEND_LINK => Answer::SendLink,
        EMAIL_CODE => Answer::EmailCode { code: typed("code"), trust },
        SEND_TEXT => Answer::SendText,
        TEXT_CODE => Answer::TextCode { code: typed("code"), trust },
        SEND_TO_NUMBER => Answer::SendToNumber { country: typed("country"), number: typed("number") },
        ENROL_NUMBER => Answer::EnrolNumber(typed("code")),
        ENROL_TOTP => Answer::EnrolTotp { code: typed("code"), sealed: typed("enrolment") },
        RECORD_CODES => Answer::RecordCodes(recorded),
        NEW_PASSWORD => Answer::NewPassword { password: typed("password"), repeated: typed("repeat") },
        ACCEPT => Answer::Accept { notice: Notice { text: typed("notice"), version: typed("version") }, accepted },
        POSTPONE => Answer::Postpone,
        REGISTER => Answer::Register(Box::new(Registration {
            fields: RegistrationFields {
                data: ProfileData {
                    given_name: typed("given_name"),
                    family_name: typed("family_name"),
                    occupation: typed("occupation"),
                    department: typed("department"),
                },
                zone: typed("zoneinfo"),
                accepted: accepted.then(|| Notice { text: typed("notice"), version: typed("version") }),
            },
            password: typed("password"),
            repeated: typed("repeat"),
        })),
        CONSENT => Answer::Consent { allowed: typed("consent") == "allow", question_mac: typed("for") },
        SOMEBODY_ELSE => Answer::SomebodyElse,
        _ => return None,
    })
}

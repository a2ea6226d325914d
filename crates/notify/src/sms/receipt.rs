//! What gateways tell afterwards: whether a message that they took reached the telephone.

use serde_json::Value;

/// The longest reason that is kept.
const REASON: usize = 40;

/// Where in what a gateway tells its outcome stands, and the words that it uses. What it posts as a form is read as an object of texts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Receipts {
    /// Where the outcome stands (RFC 6901).
    pub field: String,
    /// What stands there when the message arrived.
    pub delivered: Vec<String>,
    /// What stands there when it never will.
    pub failed: Vec<String>,
    /// Where the reason stands; nowhere when empty.
    pub reason: String,
}

/// What became of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Receipt {
    /// It arrived.
    Delivered,
    /// It will not: the gateway's code for why, as far as it is one.
    Failed(String),
    /// It is on its way, or the gateway says something else.
    Other,
}

impl Receipts {
    /// What this says.
    pub fn judge(&self, told: &Value) -> Receipt {
        let outcome = at(told, &self.field).unwrap_or_default();
        let is = |words: &[String]| words.contains(&outcome);
        match () {
            () if is(&self.delivered) => Receipt::Delivered,
            () if is(&self.failed) => Receipt::Failed(self.reason(told)),
            () => Receipt::Other,
        }
    }

    /// A code, and no sentence: gateways like to repeat numbers.
    fn reason(&self, told: &Value) -> String {
        let reason = if self.reason.is_empty() { None } else { at(told, &self.reason) };
        let is_code = |text: &String| {
            let is_of_code = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
            text.len() <= REASON && text.bytes().all(is_of_code) && text.bytes().filter(u8::is_ascii_digit).count() < 7
        };
        reason.filter(is_code).unwrap_or_default()
    }
}

fn at(told: &Value, pointer: &str) -> Option<String> {
    Some(match told.pointer(pointer)? {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::Preset;

    /// S5: what Twilio and Vonage document that they tell.
    #[test]
    fn what_known_gateways_tell() {
        let twilio = Preset::Twilio.receipts().unwrap().1;
        let told = |status: &str| twilio.judge(&json!({ "MessageStatus": status, "ErrorCode": "30003" }));
        let unreachable = Receipt::Failed("30003".into());
        for (status, receipt) in [
            ("delivered", Receipt::Delivered),
            ("undelivered", unreachable.clone()),
            ("failed", unreachable),
            ("sent", Receipt::Other),
            ("DELIVERED", Receipt::Other),
        ] {
            assert_eq!(told(status), receipt, "{status}");
        }
        let vonage = Preset::Vonage.receipts().unwrap().1;
        let told = |status: &str| vonage.judge(&json!({ "status": status, "err-code": 6 }));
        for status in ["failed", "rejected", "expired"] {
            assert_eq!(told(status), Receipt::Failed("6".into()));
        }
        assert_eq!((told("delivered"), told("buffered")), (Receipt::Delivered, Receipt::Other));
        assert!(Preset::Modem.receipts().is_none());
    }

    #[test]
    fn a_reason_is_a_code() {
        let rule =
            Receipts { field: "/s".into(), failed: vec!["x".into()], reason: "/e/0".into(), ..Receipts::default() };
        let reason = |why: Value| rule.judge(&json!({ "s": "x", "e": [why] }));
        assert_eq!(reason(json!("absent-subscriber")), Receipt::Failed("absent-subscriber".into()));
        for none in [
            json!("+442079460958"),
            json!("442079460958"),
            json!("no such subscriber"),
            json!(["x"]),
            json!("x".repeat(41)),
        ] {
            assert_eq!(reason(none), Receipt::Failed(String::new()));
        }
        assert_eq!(rule.judge(&json!([])), Receipt::Other);
    }
}

//! Gateways that are known: what of their settings is the same for everybody.

use super::{HttpSettings, Receipts, Success};

/// A gateway whose settings are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Preset {
    /// Twilio: the user is the account's SID, the secret its auth token.
    Twilio,
    /// Vonage: the user is the API key, the secret the API secret.
    Vonage,
    /// A modem of one's own, on a router of Teltonika or a gateway that is asked alike: `url` has its address.
    Modem,
}

impl Preset {
    /// What its body ends with where it is to tell what became of a message, and how it tells.
    ///
    /// - Twilio: “Outbound message status in status callbacks”.
    /// - Vonage: SMS API, “Delivery receipts”.
    pub fn receipts(self) -> Option<(&'static str, Receipts)> {
        let words = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect();
        match self {
            Self::Twilio => {
                let (delivered, failed) = (words(&["delivered"]), words(&["undelivered", "failed"]));
                let (field, reason) = ("/MessageStatus".into(), "/ErrorCode".into());
                Some(("&StatusCallback={receipt}", Receipts { field, delivered, failed, reason }))
            }
            Self::Vonage => {
                let (delivered, failed) = (words(&["delivered"]), words(&["failed", "rejected", "expired"]));
                let (field, reason) = ("/status".into(), "/err-code".into());
                Some(("&callback={receipt}", Receipts { field, delivered, failed, reason }))
            }
            Self::Modem => None,
        }
    }

    /// Its settings; the address is empty where everybody has their own.
    pub fn settings(self) -> HttpSettings {
        let form = "application/x-www-form-urlencoded";
        let words = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect();
        match self {
            Self::Twilio => HttpSettings {
                url: "https://api.twilio.com/2010-04-01/Accounts/{user}/Messages.json".into(),
                method: "POST".into(),
                content_type: form.into(),
                headers: vec![("authorization".into(), "Basic {basic}".into())],
                body: "To={to}&From={from}&Body={text}".into(),
                success: Success {
                    status: vec![201],
                    field: "/status".into(),
                    values: words(&["accepted", "queued", "sending", "sent", "delivered"]),
                    ..Success::default()
                },
                receipts: None,
            },
            Self::Vonage => HttpSettings {
                url: "https://rest.nexmo.com/sms/json".into(),
                method: "POST".into(),
                content_type: form.into(),
                headers: Vec::new(),
                body: "api_key={user}&api_secret={secret}&to={digits}&from={from}&text={text}&type={alphabet}&client-ref={id}"
                    .into(),
                success: Success {
                    field: "/messages/0/status".into(),
                    values: words(&["0"]),
                    // Throttled, and an error of theirs.
                    later: words(&["1", "5"]),
                    ..Success::default()
                },
                receipts: None,
            },
            Self::Modem => HttpSettings {
                url: String::new(),
                method: "POST".into(),
                content_type: form.into(),
                headers: Vec::new(),
                body: "username={user}&password={secret}&number={dialled}&text={text}".into(),
                success: Success { contains: "OK".into(), ..Success::default() },
                receipts: None,
            },
        }
    }
}

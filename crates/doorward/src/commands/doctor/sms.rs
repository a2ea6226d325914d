//! Text messages: where they go, and whether the gateway takes one.

use std::str::FromStr;

use crypto::entropy::{self, System};
use flows::{Doorward, TextMessages};
use model::{
    Id,
    id::Request,
    phone::{Country, PhoneNumber},
};
use notify::{TextMessage, TextOutcome};

use super::Findings;
use crate::commands::Context;

const SMS: &str = "text messages";

/// A number in international form.
#[derive(Debug, Clone)]
pub(super) struct Number(PhoneNumber);

impl FromStr for Number {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wanted = "write it in international form, as +442079460958";
        let country = Country::all().first().ok_or(wanted)?;
        let number = text.trim_start().starts_with('+').then(|| PhoneNumber::parse(text, country));
        match number {
            Some(Ok(number)) => Ok(Self(number)),
            Some(Err(bad)) => Err(format!("{bad}; {wanted}")),
            None => Err(wanted.to_owned()),
        }
    }
}

/// The gateway: what is known of it, or what it made of a test message to this number.
pub(super) async fn gateway(context: &Context, to: Option<&Number>, findings: &mut Findings) {
    let settings = match context.configuration.instance() {
        Ok(instance) => instance.text_messages,
        Err(trouble) => return findings.problem(SMS, trouble.to_string(), "correct the configuration"),
    };
    match (settings, to) {
        (None, Some(_)) => findings.problem(SMS, "none can be sent: there is no gateway", "fill in [sms]"),
        (None, None) => findings.ok(SMS, "none is sent: there is no [sms] in the configuration"),
        (Some(settings), None) => findings.ok(SMS, told(&settings)),
        (Some(settings), Some(Number(to))) => test_message(context, &settings, to, findings).await,
    }
}

/// Text messages that did not arrive, as far as the gateway told.
pub(super) async fn undelivered(context: &Context, doorward: &Doorward, findings: &mut Findings) {
    let count = doorward.given_up(context.now).await.unwrap_or_default().texts;
    if count > 0 {
        let found = format!("{count} of the last 30 days were not delivered");
        findings.warning(SMS, found, "the events `text_message.undelivered` and the log of `doorward serve` say why");
    }
}

fn told(settings: &TextMessages) -> String {
    let codes: Vec<&str> = settings.countries.iter().map(|country| country.code).collect();
    let (a_day, to_one) = (settings.a_day, settings.a_day_to_one_country);
    format!(
        "at most {a_day} go out a day, {to_one} to one country: {}; --sms-to NUMBER sends a test message",
        codes.join(", ")
    )
}

async fn test_message(context: &Context, settings: &TextMessages, to: &PhoneNumber, findings: &mut Findings) {
    let id = Id::<Request>::new(context.now, entropy::bytes(&System)).to_string();
    let message = TextMessage { to, text: "This is a test of text messages from Doorward.", id: &id, receipt: "" };
    match settings.gateway.deliver(&message, context.now).await {
        TextOutcome::Accepted => findings.ok(SMS, format!("the gateway took a test message for {}", to.as_str())),
        TextOutcome::Later(error) | TextOutcome::Never(error) => {
            findings.problem(SMS, format!("{error}: {}", error.detail), error.remedy());
        }
    }
}

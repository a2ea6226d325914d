//! `[sms]`: what of it `notify` and the flows need to know, checked.

use std::{fmt::Display, sync::Arc};

use flows::TextMessages;
use model::phone::Country;
use notify::{HttpGateway, HttpSettings, Preset, Receipts, SmsAccount, Success};
use zeroize::Zeroizing;

use super::{Configuration, Sms, SmsGateway, SmsReceipt, SmsSuccess};
use crate::Trouble;

impl Configuration {
    /// How text messages leave, when any are sent. Nobody is asked yet.
    ///
    /// # Errors
    /// When a file can't be read, or the settings can't be used.
    pub(super) fn text_messages(&self, egress: &egress::Client) -> Result<Option<TextMessages>, Trouble> {
        let Some(sms) = &self.sms else { return Ok(None) };
        let gateway = HttpGateway::new(&settings(sms)?, self.account(sms)?, egress.apart());
        let gateway =
            gateway.map_err(|bad| wrong("sms", &bad, "docs/guide/text-messages.md says what each key means"))?;
        if sms.countries.is_empty() {
            let remedy = "list the countries that your people are in, as [\"DE\", \"AT\", \"CH\"]";
            return Err(Trouble::key("sms.countries", "is empty", remedy));
        }
        Ok(Some(TextMessages {
            gateway: Arc::new(gateway),
            countries: countries("sms.countries", &sms.countries)?,
            countries_without_host: countries("sms.countries_without_host", &sms.countries_without_host)?,
            a_day: sms.a_day.get(),
            a_day_to_one_country: sms.a_day_to_one_country.get(),
        }))
    }

    fn account(&self, sms: &Sms) -> Result<SmsAccount, Trouble> {
        let secret = match (&sms.secret, &sms.secret_file) {
            (None, None) => Zeroizing::default(),
            (given, file) => {
                let secret = self.secret("sms.secret", given.as_ref(), file.as_deref())?;
                Zeroizing::new(secret.expose().to_owned())
            }
        };
        Ok(SmsAccount { user: sms.user.clone(), secret, from: sms.from.clone() })
    }
}

fn wrong(key: &str, bad: &dyn Display, remedy: &str) -> Trouble {
    Trouble::key(key, &format!("is wrong: {bad}"), remedy)
}

/// The preset's settings, with what the operator says otherwise.
fn settings(sms: &Sms) -> Result<HttpSettings, Trouble> {
    let preset = match sms.gateway {
        SmsGateway::Twilio => Some(Preset::Twilio),
        SmsGateway::Vonage => Some(Preset::Vonage),
        SmsGateway::Modem => Some(Preset::Modem),
        SmsGateway::Http => None,
    };
    let receipts = match (sms.receipts, preset.and_then(Preset::receipts)) {
        (true, None) => {
            let remedy = "put {receipt} into sms.body, and fill in [sms.receipt]";
            return Err(Trouble::key("sms.receipts", "is known of twilio and vonage only", remedy));
        }
        (wanted, known) => known.filter(|_| wanted),
    };
    let preset = preset.map_or_else(any_other, Preset::settings);
    let (suffix, receipts) = receipts.map_or(("", None), |(suffix, receipts)| (suffix, Some(receipts)));
    let mut headers = preset.headers;
    headers.retain(|(name, _)| !sms.headers.keys().any(|own| own.eq_ignore_ascii_case(name)));
    headers.extend(sms.headers.clone());
    Ok(HttpSettings {
        url: sms.url.clone().unwrap_or(preset.url),
        method: sms.method.clone().unwrap_or(preset.method),
        content_type: sms.content_type.clone().unwrap_or(preset.content_type),
        headers,
        body: sms.body.clone().unwrap_or_else(|| format!("{}{suffix}", preset.body)),
        success: sms.success.clone().map_or(preset.success, success),
        receipts: sms.receipt.clone().map(receipt).or(receipts),
    })
}

fn any_other() -> HttpSettings {
    HttpSettings { method: "POST".to_owned(), content_type: "application/json".to_owned(), ..HttpSettings::default() }
}

fn receipt(SmsReceipt { field, delivered, failed, reason }: SmsReceipt) -> Receipts {
    Receipts { field, delivered, failed, reason }
}

fn success(SmsSuccess { status, field, values, later, contains }: SmsSuccess) -> Success {
    Success { status, field, values, later, contains }
}

fn countries(key: &str, codes: &[String]) -> Result<Vec<&'static Country>, Trouble> {
    let known = |code: &String| {
        let remedy = "write countries by their codes of two letters (ISO 3166), as \"DE\"";
        Country::of_code(code).ok_or_else(|| Trouble::key(key, &format!("has {code:?}, which is no country"), remedy))
    };
    codes.iter().map(known).collect()
}

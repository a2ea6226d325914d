//! A gateway that is asked over HTTP, as its operator describes it.

use std::{fmt, time::Duration};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use egress::{Call, Target};
use model::{Time, phone::PhoneNumber};
use zeroize::Zeroizing;

use super::{
    Alphabet, BadTemplate, DeliverText, Encoding, Receipts, Success, TextDelivery, TextError, TextMessage, TextOutcome,
    TextStage, template::Template,
};

/// How long the gateway may take.
const WITHIN: Duration = Duration::from_secs(10);

/// How a gateway is asked, and what it answers when it took the message. Address, headers and body are templates.
#[derive(Debug, Clone, Default)]
pub struct HttpSettings {
    /// The address.
    pub url: String,
    /// The method.
    pub method: String,
    /// What the body is.
    pub content_type: String,
    /// Further headers, by name.
    pub headers: Vec<(String, String)>,
    /// The body; none is sent when it is empty.
    pub body: String,
    /// What its answer looks like.
    pub success: Success,
    /// What it tells afterwards, where it is to.
    pub receipts: Option<Receipts>,
}

/// Who we are there, and whom messages come from.
#[derive(Clone, Default)]
pub struct Account {
    /// The user.
    pub user: String,
    /// The secret.
    pub secret: Zeroizing<String>,
    /// A number, or up to eleven letters.
    pub from: String,
}

/// Why settings can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// A template that is none: which, and why.
    #[error("sms.{0} can't be used: {1}")]
    Template(&'static str, BadTemplate),
    /// No place for the number or the text.
    #[error("sms.url, sms.body and sms.headers have no place for {{{0}}}")]
    NoPlace(&'static str),
    /// A place for the address of receipts, and nothing that says how to read them.
    #[error("sms.receipt is missing, which says how to read what comes to {{receipt}}")]
    NoReceipts,
    /// A rule for receipts that names no place, or no word for what never arrives.
    #[error("sms.receipt wants `field`, as \"/status\", and `failed`")]
    ReceiptsUnread,
    /// A value that has its place and is not given.
    #[error("sms.{0} is missing")]
    Missing(&'static str),
    /// An address that is none, in words.
    #[error("sms.url can't be used: {0}")]
    Url(String),
    /// No method of HTTP that sends anything.
    #[error("sms.method is neither GET, POST nor PUT")]
    Method,
    /// A header that is none.
    #[error("sms.headers has a header {0:?} that can't be sent")]
    Header(String),
    /// A rule that looks at a field and knows no value of it.
    #[error("sms.success names a field and none of its values")]
    NoValues,
}

/// A gateway that is asked over HTTP.
pub struct HttpGateway {
    method: http::Method,
    url: Template,
    headers: Vec<(http::HeaderName, Template)>,
    body: Template,
    encoding: Encoding,
    success: Success,
    receipts: Option<Receipts>,
    account: Account,
    basic: Zeroizing<String>,
    egress: egress::Client,
}

/// A request to the gateway, with everything in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Request {
    pub(super) method: http::Method,
    pub(super) url: String,
    pub(super) headers: http::HeaderMap,
    pub(super) body: String,
}

impl HttpGateway {
    /// The gateway of these settings. Nothing is asked yet.
    ///
    /// # Errors
    /// Why they can't be used.
    pub fn new(settings: &HttpSettings, account: Account, egress: egress::Client) -> Result<Self, Unfit> {
        let template = |key, text: &str| Template::parse(text).map_err(|bad| Unfit::Template(key, bad));
        let method = match settings.method.to_ascii_uppercase().as_str() {
            "GET" => http::Method::GET,
            "POST" => http::Method::POST,
            "PUT" => http::Method::PUT,
            _ => return Err(Unfit::Method),
        };
        let (url, body) = (template("url", &settings.url)?, template("body", &settings.body)?);
        let mut headers = Vec::new();
        if !settings.body.is_empty() {
            headers.push((http::header::CONTENT_TYPE, template("content_type", &settings.content_type)?));
        }
        for (name, value) in &settings.headers {
            let parsed = name.parse().map_err(|_| Unfit::Header(name.clone()))?;
            headers.push((parsed, template("headers", value)?));
        }
        let basic = BASE64_STANDARD.encode(format!("{}:{}", account.user, *account.secret));
        let gateway = Self {
            method,
            url,
            headers,
            body,
            encoding: encoding(&settings.content_type),
            success: settings.success.clone(),
            receipts: settings.receipts.clone(),
            account,
            basic: Zeroizing::new(basic),
            egress,
        };
        gateway.check()
    }

    fn check(self) -> Result<Self, Unfit> {
        let has = |name| {
            let templates = [&self.url, &self.body].into_iter().chain(self.headers.iter().map(|(_, value)| value));
            templates.into_iter().any(|template| template.has(name))
        };
        if !["to", "digits", "dialled"].into_iter().any(has) {
            return Err(Unfit::NoPlace("to"));
        }
        if !has("text") {
            return Err(Unfit::NoPlace("text"));
        }
        let given = [("user", &self.account.user), ("secret", &*self.account.secret), ("from", &self.account.from)];
        for (name, value) in given {
            if value.is_empty() && (has(name) || (name != "from" && has("basic"))) {
                return Err(Unfit::Missing(name));
            }
        }
        if !self.success.field.is_empty() && self.success.values.is_empty() {
            return Err(Unfit::NoValues);
        }
        match &self.receipts {
            None if has("receipt") => return Err(Unfit::NoReceipts),
            Some(_) if !has("receipt") => return Err(Unfit::NoPlace("receipt")),
            Some(rule) if !rule.field.starts_with('/') || rule.failed.is_empty() => return Err(Unfit::ReceiptsUnread),
            _ => {}
        }
        // With a number in its place: that alone may make it none.
        let number = PhoneNumber::of_stored("+442079460958");
        if let Some(to) = &number {
            let request = self.request(&TextMessage { to, text: "1", id: "1", receipt: "1" })?;
            request.url.parse::<Target>().map_err(|bad| Unfit::Url(bad.to_string()))?;
        }
        Ok(self)
    }

    /// What is asked for this message.
    pub(super) fn request(&self, message: &TextMessage<'_>) -> Result<Request, Unfit> {
        let to = message.to.as_str();
        let digits = to.trim_start_matches('+');
        let dialled = format!("00{digits}");
        let alphabet = match Alphabet::of(message.text) {
            Alphabet::Gsm7 => "text",
            Alphabet::Ucs2 => "unicode",
        };
        let value = |name: &str| match name {
            "to" => to,
            "digits" => digits,
            "dialled" => &dialled,
            "text" => message.text,
            "from" => &self.account.from,
            "id" => message.id,
            "receipt" => message.receipt,
            "user" => &self.account.user,
            "secret" => &*self.account.secret,
            "basic" => &*self.basic,
            _ => alphabet,
        };
        let mut headers = http::HeaderMap::new();
        for (name, template) in &self.headers {
            let value = http::HeaderValue::try_from(template.fill(Encoding::Line, value));
            let mut value = value.map_err(|_| Unfit::Header(name.to_string()))?;
            value.set_sensitive(true);
            headers.insert(name.clone(), value);
        }
        let (url, body) = (self.url.fill(Encoding::Percent, value), self.body.fill(self.encoding, value));
        Ok(Request { method: self.method.clone(), url, headers, body })
    }

    async fn send(&self, message: &TextMessage<'_>, now: Time) -> TextOutcome {
        let error = |stage, status, detail: String| TextError { stage, status, detail };
        let request = match self.request(message) {
            Ok(request) => request,
            Err(bad) => return TextOutcome::Never(error(TextStage::Message, None, bad.to_string())),
        };
        let Ok(target) = request.url.parse::<Target>() else {
            return TextOutcome::Never(error(TextStage::Message, None, "no address".to_owned()));
        };
        let Request { method, headers, body, .. } = request;
        let call = Call { method, target: &target, headers, body: body.into(), within: WITHIN, waits: Duration::ZERO };
        match self.egress.send(call, now).await {
            Ok(reply) => self.success.judge(reply.status.as_u16(), &reply.body),
            Err(why) => {
                let detail = why.detail().map_or_else(|| why.to_string(), |detail| format!("{why}: {detail}"));
                let stage = if why.may_have_arrived() { TextStage::Answer } else { TextStage::Reach };
                TextOutcome::Later(error(stage, None, detail))
            }
        }
    }
}

impl DeliverText for HttpGateway {
    fn deliver<'a>(&'a self, message: &'a TextMessage<'a>, now: Time) -> TextDelivery<'a> {
        Box::pin(self.send(message, now))
    }

    fn receipts(&self) -> Option<&Receipts> {
        self.receipts.as_ref()
    }
}

/// How values are written in a body of this type.
fn encoding(content_type: &str) -> Encoding {
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "application/x-www-form-urlencoded" => Encoding::Percent,
        essence if essence.ends_with("json") => Encoding::Json,
        essence if essence.ends_with("xml") => Encoding::Xml,
        _ => Encoding::Line,
    }
}

impl fmt::Debug for HttpGateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HttpGateway(…)")
    }
}

#[cfg(test)]
mod tests {
    use model::phone::Country;

    use super::*;
    use crate::Preset;

    const RECEIPT: &str = "https://id.example/sms/receipt/x";

    fn account() -> Account {
        Account { user: "AC 1".into(), secret: Zeroizing::new("s&cret".into()), from: "Northwind".into() }
    }

    fn gateway(settings: &HttpSettings, account: Account) -> Result<HttpGateway, Unfit> {
        HttpGateway::new(settings, account, egress::Client::new(egress::Rules::default()))
    }

    fn request(settings: &HttpSettings) -> Request {
        let to = PhoneNumber::parse("020 7946 0958", Country::of_code("GB").unwrap()).unwrap();
        let message = TextMessage { to: &to, text: "204117 is it & more", id: "job-1", receipt: RECEIPT };
        gateway(settings, account()).unwrap().request(&message).unwrap()
    }

    #[test]
    fn twilio() {
        let asked = request(&Preset::Twilio.settings());
        assert_eq!(asked.url, "https://api.twilio.com/2010-04-01/Accounts/AC%201/Messages.json");
        assert_eq!(asked.body, "To=%2B442079460958&From=Northwind&Body=204117%20is%20it%20%26%20more");
        assert_eq!(asked.headers["authorization"], "Basic QUMgMTpzJmNyZXQ=");
        assert_eq!(asked.headers["content-type"], "application/x-www-form-urlencoded");
    }

    #[test]
    fn vonage_and_a_modem() {
        let asked = request(&Preset::Vonage.settings());
        assert!(asked.body.contains("api_secret=s%26cret&to=442079460958&from=Northwind&"), "{}", asked.body);
        assert!(asked.body.ends_with("&type=text&client-ref=job-1"), "{}", asked.body);
        let modem = HttpSettings { url: "http://10.0.0.1/cgi-bin/sms_send".into(), ..Preset::Modem.settings() };
        assert!(request(&modem).body.contains("&number=00442079460958&"));
    }

    #[test]
    fn any_other_in_json_or_xml() {
        let own = HttpSettings {
            url: "https://sms.example/send?id={id}".into(),
            method: "put".into(),
            content_type: "application/json; charset=utf-8".into(),
            headers: vec![("x-key".into(), "{secret}".into())],
            body: r#"{"to":["{to}"],"message":{"text":"{text}"}}"#.into(),
            success: Success::default(),
            receipts: None,
        };
        let asked = request(&own);
        assert_eq!(asked.body, r#"{"to":["+442079460958"],"message":{"text":"204117 is it & more"}}"#);
        assert_eq!(
            (asked.url.as_str(), asked.headers["x-key"].is_sensitive()),
            ("https://sms.example/send?id=job-1", true)
        );
        let xml = HttpSettings { content_type: "text/xml".into(), body: "<m to='{to}'>{text}</m>".into(), ..own };
        assert_eq!(request(&xml).body, "<m to='+442079460958'>204117 is it &amp; more</m>");
    }

    #[test]
    fn where_receipts_go() {
        for (preset, ends) in [(Preset::Twilio, "&StatusCallback="), (Preset::Vonage, "&callback=")] {
            let (suffix, receipts) = preset.receipts().unwrap();
            let settings = preset.settings();
            assert!(!request(&settings).body.contains(ends), "none are asked for");
            let settings =
                HttpSettings { body: format!("{}{suffix}", settings.body), receipts: Some(receipts), ..settings };
            let body = request(&settings).body;
            assert!(body.ends_with(&format!("{ends}https%3A%2F%2Fid.example%2Fsms%2Freceipt%2Fx")), "{body}");
            assert!(gateway(&settings, account()).unwrap().receipts().is_some());
            let why = |receipts| gateway(&HttpSettings { receipts, ..settings.clone() }, account()).unwrap_err();
            assert_eq!(why(None), Unfit::NoReceipts);
            assert_eq!(why(Some(Receipts::default())), Unfit::ReceiptsUnread);
        }
        let (_, receipts) = Preset::Twilio.receipts().unwrap();
        let nowhere = HttpSettings { receipts: Some(receipts), ..Preset::Twilio.settings() };
        assert_eq!(gateway(&nowhere, account()).unwrap_err(), Unfit::NoPlace("receipt"));
    }

    #[test]
    fn what_can_not_be_used() {
        let good = || HttpSettings {
            url: "https://sms.example/{to}".into(),
            method: "GET".into(),
            body: "{text}".into(),
            ..HttpSettings::default()
        };
        let why = |settings: &HttpSettings, account| gateway(settings, account).unwrap_err();
        assert!(gateway(&good(), Account::default()).is_ok());
        assert_eq!(why(&HttpSettings { method: "DELETE".into(), ..good() }, account()), Unfit::Method);
        assert_eq!(why(&HttpSettings { body: String::new(), ..good() }, account()), Unfit::NoPlace("text"));
        assert_eq!(
            why(&HttpSettings { url: "https://sms.example/".into(), ..good() }, account()),
            Unfit::NoPlace("to")
        );
        assert_eq!(
            why(&HttpSettings { body: "{text}{secret}".into(), ..good() }, Account::default()),
            Unfit::Missing("secret")
        );
        let basic = vec![("authorization".into(), "Basic {basic}".into())];
        assert_eq!(why(&HttpSettings { headers: basic, ..good() }, Account::default()), Unfit::Missing("user"));
        let spaced = vec![("x y".into(), String::new())];
        assert_eq!(why(&HttpSettings { headers: spaced, ..good() }, account()), Unfit::Header("x y".into()));
        let rule = Success { field: "/status".into(), ..Success::default() };
        assert_eq!(why(&HttpSettings { success: rule, ..good() }, account()), Unfit::NoValues);
        assert!(matches!(why(&HttpSettings { body: "{txt}".into(), ..good() }, account()), Unfit::Template("body", _)));
        assert_eq!(format!("{:?}", gateway(&good(), account()).unwrap()), "HttpGateway(…)");
    }
}

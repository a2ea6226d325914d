//! What a gateway tells of a text message, over HTTP: the message goes out to a real server, which was given the address for it.

use http::{Method, StatusCode};
use model::{
    Authenticator, Policy,
    policy::{RecoverBy, Recovery, SecondFactor, SecondFactorRule},
};
use testbed::texts::{Sink, work};
use web::chassis::pairs::Pairs;

use super::{
    Browser, Wire,
    browser::Page,
    content::{Organisation, application, organisation, somebody},
    on_both_texting, request,
};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const JSON: (&str, &str) = ("content-type", "application/json");
/// What the page says then.
const FAILED: &str = "could not be delivered";
const UNDELIVERED: &str = "MessageSid=SM1&MessageStatus=undelivered&ErrorCode=30003&To=%2B442079460958";

/// Where everybody has a second factor, and it may be a telephone.
pub(super) fn mint() -> Organisation {
    let authenticators = vec![Authenticator::Totp, Authenticator::Sms];
    let rule = SecondFactor::Required;
    let second_factor = SecondFactorRule { rule, authenticators, trust: None, ..SecondFactorRule::default() };
    let recovery = Recovery { by: RecoverBy::Nobody, ..Recovery::default() };
    organisation("mint", Policy { second_factor, recovery, ..Policy::default() }, vec![somebody("mia@mint.example")])
}

/// Mia types a number, and the message leaves: the page that waits for the code, and the path at which the gateway tells of it.
async fn sent(wire: &Wire, sink: &Sink, browser: &mut Browser) -> (Page, String) {
    let page = browser.sign_in(wire, &request("wiki", ""), "mia@mint.example").await;
    let fields = [("answer", "send_to_number"), ("country", "GB"), ("number", "020 7946 0958")];
    let page = browser.answer(wire, &page, fields).await;
    work(&wire.doorward, wire.now()).await;
    let callback = format!("at={}", sink.last("StatusCallback"));
    let decoded = Pairs::decode(callback.as_bytes()).unwrap();
    let (_, address) = decoded.iter().next().unwrap();
    (page, address.strip_prefix("https://id.example").unwrap_or_else(|| panic!("{address}")).to_owned())
}

/// S5: an address that was given out with a message is the leave to tell of it; nothing else is told anything.
#[tokio::test]
async fn a_gateway_tells_at_the_address_of_a_message() {
    on_both_texting(async |wire, sink| {
        let mut wiki = application("wiki");
        wiki.subscribers.push(("mint".into(), true));
        wire.add(&[mint()], &[wiki]).await;
        let mut browser = Browser::default();
        let (page, path) = Box::pin(sent(wire, sink, &mut browser)).await;
        let tell = async |path: &str, header, body: &str| wire.send(Method::POST, path, &[header], body).await.status;

        assert_eq!(tell(&path, FORM, "MessageStatus=sent").await, StatusCode::NO_CONTENT);
        let (start, token) = path.split_at("/sms/receipt/".len());
        for wrong in [format!("{path}A"), format!("{start}B{}", &token[1..]), format!("{start}x")] {
            assert_eq!(tell(&wrong, FORM, UNDELIVERED).await, StatusCode::NOT_FOUND, "{wrong}");
        }
        for none in ["", "{", "MessageStatus=%FF", "MessageStatus=Undelivered"] {
            assert_eq!(tell(&path, FORM, none).await, StatusCode::NO_CONTENT, "{none}");
            assert_eq!(tell(&path, JSON, none).await, StatusCode::NO_CONTENT, "{none}");
        }
        assert_eq!(tell(&path, FORM, &"a".repeat(1 << 20)).await, StatusCode::PAYLOAD_TOO_LARGE);
        let got = wire.send(Method::GET, &format!("{path}?{UNDELIVERED}"), &[], "").await;
        assert_eq!(got.status, StatusCode::METHOD_NOT_ALLOWED, "a GET writes nothing");
        assert!(!browser.go(wire, &page.at).await.answer.body.contains(FAILED));
        assert_eq!(wire.events("text_message.undelivered").await, 0);

        assert_eq!(tell(&path, FORM, UNDELIVERED).await, StatusCode::NO_CONTENT);
        assert_eq!(tell(&path, JSON, r#"{"MessageStatus":"failed"}"#).await, StatusCode::NO_CONTENT);
        let shown = browser.go(wire, &page.at).await.answer.body;
        assert!(shown.contains(FAILED) && !shown.contains("30003"), "{shown}");
        assert_eq!(wire.events("text_message.undelivered").await, 1);
    })
    .await;
}

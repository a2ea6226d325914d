//! The number that codes are to go to, over HTTP: its country, the language of its page, and another code that is asked for too early.

use http::{Method, StatusCode};
use model::Span;
use testbed::texts::Sink;

use super::{
    Browser, Wire, account::hidden, browser::Page, content::application, on_both_texting, request, sms_receipts::mint,
};

const LATELY: &str = "The newest code was sent at";

/// Mia, at the page for her number.
async fn at_number(wire: &Wire, browser: &mut Browser) -> Page {
    let page = browser.sign_in(wire, &request("wiki", ""), "mia@mint.example").await;
    browser.go(wire, &format!("{}&way=sms", page.at)).await
}

async fn play(scene: impl AsyncFn(&Wire, &Sink)) {
    on_both_texting(async |wire, sink| {
        let mut wiki = application("wiki");
        wiki.subscribers.push(("mint".into(), true));
        wire.add(&[mint()], &[wiki]).await;
        Box::pin(scene(wire, sink)).await;
    })
    .await;
}

/// Where nothing says which country it is, it is asked for; a number with a plus needs none.
#[tokio::test]
async fn no_country_is_made_up() {
    play(async |wire, _| {
        let mut browser = Browser::default();
        let page = at_number(wire, &mut browser).await;
        assert!(page.answer.body.contains("<option value=\"\" selected>Choose a country</option>"), "{page:?}");
        let fields = [("answer", "send_to_number"), ("country", ""), ("number", "020 7946 0958")];
        let page = browser.answer(wire, &page, fields).await;
        assert_eq!(page.answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        let body = &page.answer.body;
        assert!(
            body.contains("Choose the country of the number.") && body.contains("value=\"020 7946 0958\""),
            "{body}"
        );
        assert_eq!(wire.events("sign_in.code_sent").await, 0);
        let fields = [("answer", "send_to_number"), ("country", ""), ("number", "+44 20 7946 0958")];
        let page = browser.answer(wire, &page, fields).await;
        assert!(page.asks("code"), "{page:?}");

        let cookies: Vec<String> = browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let cookies = cookies.join("; ");
        let headers = [("accept-language", "sv, en-IE;q=0.8, en-GB;q=0.7"), ("cookie", cookies.as_str())];
        let page = wire.send(Method::GET, &format!("{}&way=sms", page.at), &headers, "").await.body;
        assert!(page.contains("<option value=\"IE\" selected>") && !page.contains("<option value=\"\""), "{page}");
    })
    .await;
}

/// Another language keeps what was typed, and sends nothing.
#[tokio::test]
async fn a_number_stays_in_another_language() {
    play(async |wire, _| {
        let mut browser = Browser::default();
        let page = at_number(wire, &mut browser).await;
        let fields = [("language", "de"), ("country", "IE"), ("number", "085 012 3456"), ("answer", "send_to_number")];
        let body = browser.answer(wire, &page, fields).await.answer.body;
        assert!(body.contains("Codes per SMS erhalten") && body.contains("value=\"085 012 3456\""), "{body}");
        assert!(body.contains("<option value=\"IE\" selected>"), "{body}");
        assert_eq!(wire.events("sign_in.code_sent").await, 0);
    })
    .await;
}

/// Asked for within a minute, another code is not sent, and the page says from when on it would be.
#[tokio::test]
async fn another_code_too_early_is_told() {
    play(async |wire, _| {
        let mut browser = Browser::default();
        let page = at_number(wire, &mut browser).await;
        let fields = [("answer", "send_to_number"), ("country", "GB"), ("number", "020 7946 0958")];
        let page = browser.answer(wire, &page, fields).await;
        assert!(page.asks("code") && !page.answer.body.contains(LATELY), "{page:?}");
        let (number, again) = (hidden(&page.answer.body, "number"), hidden(&page.answer.body, "again"));
        let fields = [("answer", "send_to_number"), ("country", ""), ("number", &number), ("again", &again)];

        wire.later(Span::seconds(30));
        let early = browser.answer(wire, &page, fields).await;
        assert!(early.answer.body.contains(LATELY), "{early:?}");
        assert_eq!(wire.events("sign_in.code_sent").await, 1);
        wire.later(Span::seconds(30));
        assert!(!browser.go(wire, &early.at).await.answer.body.contains(LATELY), "a minute has gone by");
        let sent = browser.answer(wire, &page, fields).await;
        assert!(sent.asks("code") && !sent.answer.body.contains(LATELY), "{sent:?}");
        assert_eq!(wire.events("sign_in.code_sent").await, 2);
    })
    .await;
}

//! The SMS gateway over HTTP, against a real server on loopback.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::sync::{Arc, Mutex};

use model::{
    Time,
    phone::{Country, PhoneNumber},
};
use notify::{DeliverText as _, HttpGateway, HttpSettings, Preset, SmsAccount, TextMessage, TextOutcome, TextStage};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

const NOW: Time = Time::from_millis(1_700_000_000_000);

/// A server that answers every request so, and keeps what it was asked.
struct Sink {
    url: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Sink {
    async fn answering(answer: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/send", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let kept = asked.clone();
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut request = String::new();
                // The body is the last that is sent, and ends with the text.
                while !request.ends_with("more") {
                    let mut bytes = [0; 4096];
                    let read = stream.read(&mut bytes).await.unwrap();
                    request.push_str(str::from_utf8(&bytes[..read]).unwrap());
                }
                kept.lock().unwrap().push(request);
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
        });
        Self { url, asked }
    }

    async fn outcome(&self) -> TextOutcome {
        outcome(&self.url).await
    }
}

async fn outcome(url: &str) -> TextOutcome {
    let settings = HttpSettings { url: url.to_owned(), ..Preset::Modem.settings() };
    let account = SmsAccount { user: "admin".into(), secret: "s&cret".to_owned().into(), from: String::new() };
    let gateway = HttpGateway::new(&settings, account, egress::Client::new(egress::Rules::loopback())).unwrap();
    let to = PhoneNumber::parse("020 7946 0958", Country::of_code("GB").unwrap()).unwrap();
    gateway.deliver(&TextMessage { to: &to, text: "204117 & more", id: "job-1", receipt: "" }, NOW).await
}

#[tokio::test]
async fn a_message_arrives_whole() {
    let sink = Sink::answering("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nOK").await;
    assert_eq!(sink.outcome().await, TextOutcome::Accepted);
    let asked = sink.asked.lock().unwrap().clone();
    let [asked] = &asked[..] else { panic!("{asked:?}") };
    assert!(asked.starts_with("POST /send HTTP/1.1\r\n"), "{asked}");
    assert!(
        asked.ends_with("\r\n\r\nusername=admin&password=s%26cret&number=00442079460958&text=204117%20%26%20more"),
        "{asked}"
    );
}

/// S5, S6: an error inside of a 200 is final; what may pass is tried again; no error shows number or secret.
#[tokio::test]
async fn what_a_gateway_may_answer() {
    for (answer, is_final, stage) in [
        ("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nERROR", true, TextStage::Message),
        ("HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n", true, TextStage::Message),
        ("HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n", false, TextStage::Login),
        ("HTTP/1.1 503 Unavailable\r\ncontent-length: 0\r\n\r\n", false, TextStage::Reach),
        ("HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n", false, TextStage::Reach),
        ("HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n", false, TextStage::Answer),
        ("no HTTP at all", false, TextStage::Answer),
    ] {
        let outcome = Sink::answering(answer).await.outcome().await;
        let (was_final, error) = match &outcome {
            TextOutcome::Never(error) => (true, error),
            TextOutcome::Later(error) => (false, error),
            TextOutcome::Accepted => panic!("{answer}"),
        };
        assert_eq!((was_final, error.stage), (is_final, stage), "{answer}: {error:?}");
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("7946") && !shown.contains("cret") && !shown.contains("204117"), "{shown}");
    }
}

#[tokio::test]
async fn nobody_there() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/send", listener.local_addr().unwrap());
    drop(listener);
    assert!(matches!(outcome(&url).await, TextOutcome::Later(error) if error.stage == TextStage::Reach));
}

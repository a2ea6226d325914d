//! Text messages that leave as to Twilio, by a real server on loopback that keeps what it is asked.

use std::sync::{Arc, Mutex};

use flows::{Doorward, TextMessages};
use model::{Time, phone::Country};
use notify::{HttpGateway, HttpSettings, Nowhere, Preset, SmsAccount};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

const ANSWER: &str = "HTTP/1.1 201 Created\r\ncontent-length: 19\r\nconnection: close\r\n\r\n{\"status\":\"queued\"}";

/// What the server was asked, the body of each request.
#[derive(Debug, Clone, Default)]
pub struct Sink(Arc<Mutex<Vec<String>>>);

impl Sink {
    /// How messages leave to such a server. It is asked to tell what became of them.
    pub async fn twilio() -> (TextMessages, Self) {
        let (listener, sink) = (TcpListener::bind("127.0.0.1:0").await.unwrap(), Self::default());
        let (suffix, receipts) = Preset::Twilio.receipts().unwrap();
        let preset = Preset::Twilio.settings();
        let settings = HttpSettings {
            url: format!("http://{}/Messages.json", listener.local_addr().unwrap()),
            body: format!("{}{suffix}", preset.body),
            receipts: Some(receipts),
            ..preset
        };
        let account = SmsAccount { user: "AC1".into(), secret: "s&cret".to_owned().into(), from: "Northwind".into() };
        let gateway = HttpGateway::new(&settings, account, egress::Client::new(egress::Rules::loopback())).unwrap();
        tokio::spawn(serve(listener, sink.clone()));
        let text_messages = TextMessages {
            gateway: Arc::new(gateway),
            countries: vec![Country::of_code("GB").unwrap()],
            countries_without_host: Vec::new(),
            a_day: 1000,
            a_day_to_one_country: 1000,
        };
        (text_messages, sink)
    }

    /// What the last request has as this field of its form, still encoded.
    pub fn last(&self, field: &str) -> String {
        let asked = self.0.lock().unwrap();
        let last = asked.last().unwrap_or_else(|| panic!("no message was sent"));
        let value = last.split('&').find_map(|pair| pair.strip_prefix(field)?.strip_prefix('='));
        value.unwrap_or_else(|| panic!("no {field}: {last}")).to_owned()
    }
}

async fn serve(listener: TcpListener, sink: Sink) {
    loop {
        let (mut stream, _) = listener.accept().await.unwrap();
        let body = body_of(&mut stream).await;
        sink.0.lock().unwrap().push(body);
        stream.write_all(ANSWER.as_bytes()).await.unwrap();
    }
}

async fn body_of(stream: &mut TcpStream) -> String {
    let mut request = String::new();
    loop {
        let mut bytes = [0; 4096];
        let read = stream.read(&mut bytes).await.unwrap();
        assert!(read > 0, "it ends early: {request}");
        request.push_str(str::from_utf8(&bytes[..read]).unwrap());
        let Some((head, body)) = request.split_once("\r\n\r\n") else { continue };
        let length =
            head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
        if body.len() == length.unwrap_or(0) {
            return body.to_owned();
        }
    }
}

/// Does all the work that is due; there is no mail server.
pub async fn work(doorward: &Doorward, now: Time) {
    for kind in Doorward::kinds_of_jobs() {
        for job in doorward.lease_jobs(kind, now, 50).await.unwrap() {
            doorward.carry_out(job, &Nowhere, &move || now).await.unwrap();
        }
    }
}

//! An organisation's own service, which judges passwords, over real HTTP.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::watch,
};

/// What the service answers.
#[derive(Clone)]
pub(crate) enum Answers {
    /// This status, whatever is asked.
    Status(u16),
    /// 200 for this password, else 401.
    Password(&'static str),
    /// These bytes, then the end of the connection.
    Raw(&'static str),
    /// Nothing, until [`Service::release`].
    Held(&'static str),
}

/// One, which notes what it is asked: method and target, headers, and body.
#[derive(Clone)]
pub(crate) struct Service {
    pub(crate) port: u16,
    asked: Arc<Mutex<Vec<String>>>,
    answers: Arc<Mutex<Answers>>,
    released: watch::Sender<bool>,
}

impl Service {
    pub(crate) async fn new(answers: Answers) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (asked, answers, released) = (Arc::default(), Arc::new(Mutex::new(answers)), watch::Sender::new(false));
        let service = Self { port, asked, answers, released };
        let own = service.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let own = own.clone();
                tokio::spawn(async move { own.serve(stream).await });
            }
        });
        service
    }

    pub(crate) fn answers(&self, answers: Answers) {
        *self.answers.lock().unwrap() = answers;
    }

    /// Lets what is held go on, from now on.
    pub(crate) fn release(&self) {
        self.released.send_replace(true);
    }

    /// What came since this was asked before.
    pub(crate) fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }

    /// How much came so far that was not taken.
    pub(crate) fn count(&self) -> usize {
        self.asked.lock().unwrap().len()
    }

    /// A document in which this service judges the passwords of an organisation's people.
    pub(crate) fn document(&self, slug: &str) -> Value {
        json!({ "version": 1, "organisations": [{ "slug": slug, "policy": { "preset": "external" }, "identity_providers": [self.provider()] }] })
    }

    /// The provider that it is.
    pub(crate) fn provider(&self) -> Value {
        json!({
            "key": "staff", "name": "Staff service",
            "rest": {
                "url": format!("http://127.0.0.1:{}/check?org={{{{ORGID}}}}", self.port),
                "body": r#"{"mail":"{{USEREMAIL}}","password":"{{USERPASSWORD}}","id":"{{USEREXTERNALID}}","os":"{{DEVICEOS}}"}"#,
                "headers": { "X-Key": "a key that nobody may read" },
                "forgot_password_url": format!("http://127.0.0.1:{}/forgot?mail={{{{USEREMAIL}}}}&os={{{{DEVICEOS}}}}", self.port),
            },
        })
    }

    async fn serve(self, mut stream: TcpStream) {
        let Some(request) = read(&mut stream).await else { return };
        self.asked.lock().unwrap().push(request.clone());
        let answers = self.answers.lock().unwrap().clone();
        let status = |status: u16| format!("HTTP/1.1 {status} X\r\ncontent-length: 0\r\nlocation: /x\r\n\r\n");
        let judged = |password: &str| {
            let quoted = serde_json::Value::from(password).to_string();
            status(if request.contains(&quoted) { 200 } else { 401 })
        };
        let answer = match answers {
            Answers::Status(code) => status(code),
            Answers::Password(password) => judged(password),
            Answers::Raw(bytes) => bytes.to_owned(),
            Answers::Held(password) => {
                let mut released = self.released.subscribe();
                tokio::select! {
                    _ = released.wait_for(|released| *released) => judged(password),
                    _ = stream.read_u8() => return,
                }
            }
        };
        let _ = stream.write_all(answer.as_bytes()).await;
    }
}

async fn read(stream: &mut TcpStream) -> Option<String> {
    let mut read = Vec::new();
    loop {
        let mut some = [0; 4096];
        let Ok(length @ 1..) = stream.read(&mut some).await else { return None };
        read.extend_from_slice(&some[..length]);
        let text = String::from_utf8_lossy(&read).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
        if length.unwrap_or(0) == body.len() {
            return Some(text);
        }
    }
}

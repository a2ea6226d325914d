//! What a mail server gets to read, of one that takes addresses beyond ASCII and one that does not.

#![expect(clippy::unwrap_used, reason = "a test says so when something is amiss")]

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::mpsc::{Receiver, channel},
    thread,
};

use model::Time;
use notify::{Deliver as _, Mail, Outcome, Security, Sender, Smtp, SmtpSettings, Stage};

/// A mail server for one connection. Everything that it read is sent when that ends.
fn server(smtp_utf8: bool) -> (SocketAddr, Receiver<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (send, heard) = channel();
    thread::spawn(move || send.send(talk(&listener.accept().unwrap().0, smtp_utf8)));
    (address, heard)
}

fn talk(stream: &TcpStream, smtp_utf8: bool) -> Vec<u8> {
    let (mut heard, mut reader, mut out) = (Vec::new(), BufReader::new(stream), stream);
    let greeting =
        if smtp_utf8 { "250-mail.example\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n" } else { "250 mail.example\r\n" };
    out.write_all(b"220 mail.example\r\n").unwrap();
    let mut is_content = false;
    loop {
        let mut line = Vec::new();
        if reader.read_until(b'\n', &mut line).unwrap() == 0 {
            return heard;
        }
        heard.extend_from_slice(&line);
        let answer = match &line[..] {
            b".\r\n" => {
                is_content = false;
                "250 taken\r\n"
            }
            _ if is_content => continue,
            line if line.starts_with(b"EHLO") => greeting,
            line if line.starts_with(b"DATA") => {
                is_content = true;
                "354 go on\r\n"
            }
            line if line.starts_with(b"QUIT") => "221 bye\r\n",
            _ => "250 ok\r\n",
        };
        out.write_all(answer.as_bytes()).unwrap();
    }
}

fn to_server(address: SocketAddr) -> Smtp {
    Smtp::new(SmtpSettings {
        host: address.ip().to_string(),
        port: address.port(),
        security: Security::None,
        login: None,
        authorities: None,
        hello: "localhost".into(),
    })
    .unwrap()
}

fn mail(from: &str, to: &str, reply_to: Option<&str>) -> Mail {
    Mail {
        id: "job_1".into(),
        from: from.parse().unwrap(),
        to: to.parse().unwrap(),
        reply_to: reply_to.map(|text| text.parse().unwrap()),
        subject: "Grüße".into(),
        text: "Grüße".into(),
        html: "<p>Grüße</p>".into(),
        language: "de",
        at: Time::from_seconds(1_790_000_000),
    }
}

/// The outcome, and all that the server read.
async fn sent(smtp_utf8: bool, mail: &Mail) -> (Outcome, String) {
    let (address, heard) = server(smtp_utf8);
    let smtp = to_server(address);
    let outcome = smtp.deliver(mail).await;
    drop(smtp);
    (outcome, String::from_utf8(heard.recv().unwrap()).unwrap())
}

#[tokio::test]
async fn without_smtputf8_nothing_beyond_ascii_is_sent() {
    let reply = mail("Büro <no-reply@acme.example>", "mira@acme.example", Some("büro@acme.example"));
    let (outcome, heard) = sent(false, &reply).await;
    assert_eq!(outcome, Outcome::Accepted);
    assert!(heard.is_ascii() && !heard.contains("Reply-To") && !heard.contains("SMTPUTF8"), "{heard}");
    let (outcome, _) = sent(false, &mail("no-reply@acme.example", "bürger@acme.example", None)).await;
    assert!(matches!(outcome, Outcome::Never(ref why) if why.stage == Stage::Recipient), "{outcome:?}");
    let (outcome, heard) = sent(false, &mail("büro@acme.example", "mira@acme.example", None)).await;
    assert!(matches!(outcome, Outcome::Later(ref why) if why.stage == Stage::Sender), "{outcome:?}");
    assert!(heard.is_ascii(), "{heard}");
}

#[tokio::test]
async fn with_smtputf8_the_sender_says_that_an_address_needs_it() {
    let (sender, recipient) = ("no-reply@acme.example", "mira@acme.example");
    for (needs, mail) in [
        (true, mail(sender, recipient, Some("büro@acme.example"))),
        (true, mail("Büro <büro@acme.example>", recipient, None)),
        (true, mail(sender, "bürger@acme.example", None)),
        (false, mail("Büro <no-reply@acme.example>", recipient, Some("desk@acme.example"))),
    ] {
        let (outcome, heard) = sent(true, &mail).await;
        assert_eq!(outcome, Outcome::Accepted, "{heard}");
        let from = heard.lines().find(|line| line.starts_with("MAIL FROM")).unwrap();
        assert_eq!(from.contains("SMTPUTF8"), needs, "{heard}");
        assert_eq!(heard.contains("Reply-To: "), mail.reply_to.is_some(), "{heard}");
    }
}

#[tokio::test]
async fn a_sender_that_is_not_taken_is_told_before_there_is_mail() {
    for (smtp_utf8, sender, taken) in
        [(false, "no-reply@acme.example", true), (false, "büro@acme.example", false), (true, "büro@acme.example", true)]
    {
        let (address, _heard) = server(smtp_utf8);
        let sender: Sender = sender.parse().unwrap();
        let greeted = to_server(address).greet(&sender).await;
        assert_eq!(greeted.is_ok(), taken, "{greeted:?}");
    }
}

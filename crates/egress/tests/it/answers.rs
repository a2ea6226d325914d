//! What is answered, and what of it counts.

use std::time::{Duration, Instant};

use bytes::Bytes;
use egress::{Call, Client, EgressError, Rules};
use http::HeaderValue;
use model::Span;

use crate::{
    NOW, post,
    server::{Does, Server},
};

async fn answer(does: Does) -> Result<egress::Reply, EgressError> {
    let server = Server::new(does).await;
    post(&Client::new(Rules::loopback()), &server.url()).await
}

#[tokio::test]
async fn egr_03_redirects_are_failures() {
    for status in ["301", "302", "303", "307", "308"] {
        let elsewhere = Server::new(Does::Says("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")).await;
        let head: &'static str = format!(
            "HTTP/1.1 {status} Moved\r\nlocation: {}\r\nrefresh: 0; url={}\r\ncontent-length: 0\r\n\r\n",
            elsewhere.url(),
            elsewhere.url()
        )
        .leak();
        let refused = answer(Does::Says(head)).await.unwrap_err();
        assert_eq!(refused, EgressError::Redirect(status.parse().unwrap()));
        assert_eq!(elsewhere.connections(), 0, "{status}");
    }
}

#[tokio::test]
async fn other_statuses_are_answers() {
    for status in [200, 204, 400, 403, 500, 503] {
        let head: &'static str = format!("HTTP/1.1 {status} X\r\ncontent-length: 0\r\n\r\n").leak();
        assert_eq!(answer(Does::Says(head)).await.unwrap().status, status);
    }
}

#[tokio::test]
async fn egr_06_who_hangs_or_drips_is_not_waited_for() {
    for does in [
        Does::Hangs(""),
        Does::Hangs("HTTP/1.1 200 OK\r\n"),
        Does::Hangs("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nab"),
        Does::Repeats("", "HTTP/1.1 100 Continue\r\n\r\n"),
    ] {
        let server = Server::new(does).await;
        let target = server.url().parse().unwrap();
        let mut call = Call::post(&target, HeaderValue::from_static("text/plain"), Bytes::from_static(b"a=b"));
        call.within = Duration::from_millis(200);
        let begun = Instant::now();
        let late = Client::new(Rules::loopback()).send(call, NOW).await;
        assert!(matches!(late, Err(EgressError::Unanswered(_))), "{late:?}");
        assert!(begun.elapsed() < Duration::from_secs(5));
    }
}

/// A host that kept callers waiting rests from when it did, not from when they began.
#[tokio::test]
async fn egr_06_a_host_rests_from_the_last_failure_on() {
    let server = Server::new(Does::Hangs("")).await;
    let (target, client) = (server.url().parse().unwrap(), Client::new(Rules::loopback()));
    let asks = async |at| {
        let mut call = Call::post(&target, HeaderValue::from_static("text/plain"), Bytes::from_static(b"a=b"));
        call.within = Duration::from_millis(100);
        client.send(call, at).await.unwrap_err()
    };
    for _ in 0..5 {
        assert!(matches!(asks(NOW).await, EgressError::Unanswered(_)));
    }
    assert_eq!(asks(NOW + Span::seconds(30)).await, EgressError::Resting, "thirty seconds after they began");
    assert!(matches!(asks(NOW + Span::minutes(1)).await, EgressError::Unanswered(_)));
}

#[tokio::test]
async fn egr_07_what_is_too_large_is_not_read() {
    for does in [
        Does::Repeats("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", "4\r\nmore\r\n"),
        Does::Repeats("HTTP/1.1 200 OK\r\n\r\n", "and so on "),
        Does::Repeats("HTTP/1.1 200 OK\r\nx: ", "and so on "),
        Does::Repeats("HTTP/1.1 200 OK\r\n", "x: y\r\n"),
    ] {
        let refused = answer(does).await;
        assert_eq!(refused.unwrap_err(), EgressError::TooLarge);
    }
}

#[tokio::test]
async fn egr_07_nothing_is_decompressed() {
    let head = "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 4\r\n\r\nbomb";
    assert_eq!(answer(Does::Says(head)).await.unwrap().body, "bomb");
}

#[tokio::test]
async fn what_breaks_off_is_no_answer() {
    for text in [
        "",
        "nonsense\r\n\r\n",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nab",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nab",
    ] {
        let broken = answer(Does::Says(text)).await;
        assert!(matches!(broken, Err(EgressError::Unreadable(_))), "{text:?}: {broken:?}");
    }
}

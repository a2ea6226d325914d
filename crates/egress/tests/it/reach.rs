//! Where requests go, and where they don't.

use egress::{Client, EgressError, Rules};

use crate::{
    Says, post,
    server::{Does, Server},
};

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

#[tokio::test]
async fn egr_01_what_is_not_public_sees_nothing() {
    let server = Server::new(Does::Says(OK)).await;
    let port = server.port();
    let rules = Rules { plain_http: true, ports: vec![port], ..Rules::default() };
    let client = Client::new(rules);
    for host in [
        "127.0.0.1",
        "127.1",
        "0",
        "2130706433",
        "0x7f.1",
        "017700000001",
        "[::ffff:127.0.0.1]",
        "[::]",
        "[::1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "169.254.169.254",
        "[fd00:ec2::254]",
        "[fe80::1]",
        "100.64.0.1",
        "10.0.0.1",
        "localhost",
        "localhost.",
        "LOCALHOST",
        "１２７.0.0.1",
    ] {
        for scheme in ["http", "https"] {
            let refused = post(&client, &format!("{scheme}://{host}:{port}/")).await;
            assert!(matches!(refused, Err(EgressError::NotPublic(_))), "{scheme} {host}: {refused:?}");
        }
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn egr_01_names_that_lead_inside_see_nothing() {
    let server = Server::new(Does::Says(OK)).await;
    let port = server.port();
    for answers in [&["127.0.0.1"][..], &["1.1.1.1", "127.0.0.1"], &["::ffff:127.0.0.1"], &["::1"]] {
        let rules = Rules { plain_http: true, ports: vec![port], ..Rules::default() };
        let client = Client::resolving(rules, Says::new(&[answers]));
        let refused = post(&client, &format!("https://app.example:{port}/")).await;
        assert!(matches!(refused, Err(EgressError::NotPublic(_))), "{answers:?}: {refused:?}");
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn egr_02_a_name_is_resolved_once_and_that_address_is_connected_to() {
    let judged = Server::at("127.0.0.2:0", Does::Says(OK)).await;
    let inside = Server::at(&format!("127.0.0.1:{}", judged.port()), Does::Says(OK)).await;
    let mut rules = Rules { plain_http: true, ..Rules::default() };
    rules.named.add("127.0.0.2").unwrap();
    let names = Says::new(&[&["127.0.0.2"], &["127.0.0.1"]]);
    let client = Client::resolving(rules, names.clone());
    let url = format!("http://app.example:{}/", judged.port());
    assert_eq!(post(&client, &url).await.unwrap().body, "ok");
    assert_eq!((names.asked(), judged.connections(), inside.connections()), (1, 1, 0));
    let refused = post(&client, &url).await;
    assert!(matches!(refused, Err(EgressError::NotPublic(_))), "the second answer is judged anew: {refused:?}");
    assert_eq!(inside.connections(), 0);
}

#[tokio::test]
async fn what_the_operator_named_is_asked_as_it_was_called() {
    let server = Server::new(Does::Says(OK)).await;
    let mut rules = Rules { plain_http: true, ..Rules::default() };
    rules.named.add("Intern.example.").unwrap();
    let client = Client::resolving(rules, Says::new(&[&["127.0.0.1"]]));
    let url = format!("http://intern.EXAMPLE:{}/in?x=1", server.port());
    assert_eq!(post(&client, &url).await.unwrap().status, 200);
    let asked = server.requests().remove(0);
    assert!(asked.starts_with("post /in?x=1 http/1.1\r\n"), "{asked}");
    assert!(asked.contains(&format!("\r\nhost: intern.example:{}\r\n", server.port())), "{asked}");
    assert!(asked.contains("\r\nuser-agent: doorward\r\n") && asked.ends_with("\r\n\r\na=b"), "{asked}");
    assert!(!asked.contains("accept-encoding"), "{asked}");
}

#[tokio::test]
async fn another_address_is_tried_where_one_does_not_answer() {
    let server = Server::new(Does::Says(OK)).await;
    let client = Client::resolving(Rules::loopback(), Says::new(&[&["127.0.0.3", "127.0.0.1"]]));
    assert_eq!(post(&client, &format!("http://app.example:{}/", server.port())).await.unwrap().status, 200);
}

#[tokio::test]
async fn egr_08_errors_tell_nothing_of_inner_networks() {
    let unknown = post(&Client::resolving(Rules::default(), Says::new(&[])), "https://app.example/").await;
    let inner = Client::resolving(Rules::default(), Says::new(&[&["10.1.2.3"]]));
    let inner = post(&inner, "https://app.example/").await.unwrap_err();
    assert_eq!(unknown.unwrap_err().to_string(), inner.to_string());
    assert_eq!(inner.detail(), Some("its address 10.1.2.3 is not public"));
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let refused = post(&Client::new(Rules::loopback()), &format!("http://{nobody}/")).await.unwrap_err();
    assert_eq!(refused.to_string(), "it can't be reached");
}

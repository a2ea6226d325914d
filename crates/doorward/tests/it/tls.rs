//! TLS by Doorward itself, with certificates that change while it runs.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    sync::Arc,
    time::{Duration, Instant},
};

use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::{
    ClientConfig, ClientConnection, RootCertStore, Stream,
    pki_types::{CertificateDer, ServerName},
};

use crate::place::{Place, Ran, free_address};

/// A certificate for `localhost` in the place's files, and itself.
fn certify(place: &Place) -> CertificateDer<'static> {
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    place.write("key.pem", signing_key.serialize_pem());
    place.write("certificate.pem", cert.pem());
    cert.der().clone()
}

/// A request over TLS by somebody who believes this certificate alone: the protocol that was agreed on, and the answer.
fn get(
    address: SocketAddr,
    believed: &CertificateDer<'static>,
    alpn: &str,
) -> Result<(Vec<u8>, String), std::io::Error> {
    let mut roots = RootCertStore::empty();
    roots.add(believed.clone()).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let mut config = config.with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = vec![alpn.as_bytes().to_vec()];
    let mut connection = ClientConnection::new(Arc::new(config), ServerName::try_from("localhost").unwrap())
        .map_err(std::io::Error::other)?;
    let mut socket = TcpStream::connect(address)?;
    let mut stream = Stream::new(&mut connection, &mut socket);
    let request = format!("GET /healthz HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\n\r\n", address.port());
    stream.write_all(request.as_bytes())?;
    let mut answer = String::new();
    // The server may close without a farewell of TLS's own; the answer has a length.
    let _ = stream.read_to_string(&mut answer);
    Ok((connection.alpn_protocol().unwrap_or_default().to_vec(), answer))
}

#[test]
fn a_new_certificate_is_taken_while_the_server_runs() {
    let place = Place::new();
    let address = free_address();
    let first = certify(&place);
    let issuer = format!("https://localhost:{}", address.port());
    let files = ["--tls-certificate", "certificate.pem", "--tls-key", "key.pem"];
    place.run(&[&["init", "--issuer", &issuer][..], &files].concat()).succeeded();
    let server = place.serve_when(|| get(address, &first, "http/1.1").is_ok(), address);
    let (protocol, answer) = get(address, &first, "http/1.1").unwrap();
    assert_eq!(protocol, b"http/1.1");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    // Never on localhost: it would bind whatever else a person runs there.
    assert!(!answer.contains("strict-transport-security"), "{answer}");
    // Half of a pair is not taken, nor does it end anything.
    let half = generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    place.write("key.pem", half.signing_key.serialize_pem());
    let second = certify(&place);
    let begun = Instant::now();
    while get(address, &second, "http/1.1").is_err() {
        assert!(begun.elapsed() < Duration::from_secs(60), "the new certificate was not taken");
    }
    assert!(get(address, &first, "http/1.1").is_err());
    let (code, log) = server.end();
    assert_eq!(code, Some(0), "{log}");
}

/// `check` says what `serve` would say, of every file that the configuration names.
#[test]
fn what_serve_would_refuse_check_refuses() {
    let place = Place::new();
    place.run(&["init", "--issuer", "https://localhost"]).succeeded();
    certify(&place);
    let other = generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    place.write("two.key", other.signing_key.serialize_pem());
    place.write("encrypted.key", place.read("key.pem").replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"));
    place.write("bom.pem", format!("\u{feff}{}", place.read("certificate.pem")));
    let written = place.read("doorward.toml");
    let tls = |certificate: &str, key: &str| {
        format!("{written}\n[server.tls]\ncertificate = \"{certificate}\"\nkey = \"{key}\"\n")
    };
    let database = |url: &str| written.replace("\"sqlite:doorward.db\"", &format!("\"{url}\""));
    for (text, why) in [
        (tls("certificate.pem", "two.key"), "certificate and key do not fit: the private key is not the certificate's"),
        (tls("certificate.pem", "absent.key"), "absent.key can't be read"),
        (tls("certificate.pem", "encrypted.key"), "encrypted.key, line 1: the private key is encrypted"),
        (tls("bom.pem", "key.pem"), "bom.pem begins with a byte order mark"),
        (database("postgres://u@db.acme.example/x?sslmode=prefer"), "would fall back to plain text"),
        (
            database("postgres://u@db.acme.example/x?sslmode=require&sslrootcert=/not/there.pem"),
            "/not/there.pem can't be read",
        ),
        (database("postgress://u@db/x"), "postgress://"),
    ] {
        place.write("doorward.toml", text);
        let (check, serve) = (place.run(&["check"]), place.run(&["serve"]));
        assert!(check.code == 3 && check.err.contains(why), "{why}: {} {}", check.code, check.err);
        assert_eq!((serve.code, serve.err), (3, check.err));
    }
}

#[test]
fn a_key_of_another_certificate_is_refused_at_the_start() {
    let place = Place::new();
    place.run(&["init", "--issuer", "https://localhost"]).succeeded();
    certify(&place);
    let other = generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    place.write("key.pem", other.signing_key.serialize_pem());
    place.set("server.tls", "key = \"key.pem\"");
    place.set("server.tls", "certificate = \"certificate.pem\"");
    let ran = Ran::of(&mut place.command(&["serve"]));
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("server.tls can't be used: certificate and key do not fit"), "{}", ran.err);
}

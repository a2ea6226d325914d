//! Traces: what a collector gets to see of a request, decoded with OpenTelemetry's own definitions.

use crate::place::Place;

#[cfg(not(feature = "otlp"))]
#[test]
fn a_build_without_traces_says_how_to_get_them() {
    let (place, _) = Place::configured();
    place.set("traces", "endpoint = \"http://127.0.0.1:4318\"");
    let ran = place.run(&["serve"]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("--features otlp"), "{}", ran.err);
}

#[cfg(feature = "otlp")]
mod collected {
    use std::{
        io::{BufRead as _, BufReader, Read as _, Write as _},
        net::{SocketAddr, TcpListener, TcpStream},
        sync::mpsc::{Receiver, channel},
        thread,
        time::Duration,
    };

    use opentelemetry_proto::tonic::{
        collector::trace::v1::ExportTraceServiceRequest,
        common::v1::{KeyValue, any_value::Value},
        trace::v1::{Span, span::SpanKind},
    };
    use prost::Message as _;

    use super::Place;
    use crate::place::free_address;

    /// A collector: gives the path and the body of everything that is posted.
    fn collector(address: SocketAddr) -> Receiver<(String, Vec<u8>)> {
        let listener = TcpListener::bind(address).unwrap();
        let (sender, received) = channel();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let sender = sender.clone();
                thread::spawn(move || {
                    let mut reader = BufReader::new(stream);
                    while let Some(posted) = take(&mut reader) {
                        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
                        let _ = sender.send(posted);
                        let _ = reader.get_mut().write_all(answer);
                    }
                });
            }
        });
        received
    }

    fn take(reader: &mut BufReader<TcpStream>) -> Option<(String, Vec<u8>)> {
        let (mut path, mut length) = (String::new(), 0);
        for turn in 0.. {
            let mut line = String::new();
            if reader.read_line(&mut line).ok()? == 0 {
                return None;
            }
            if turn == 0 {
                path = line.split(' ').nth(1)?.to_owned();
            } else if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().ok()?;
            } else if line == "\r\n" {
                break;
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).ok()?;
        Some((path, body))
    }

    fn attribute(attributes: &[KeyValue], key: &str) -> Option<String> {
        let value = attributes.iter().find(|attribute| attribute.key == key)?.value.as_ref()?.value.as_ref()?;
        Some(match value {
            Value::StringValue(text) => text.clone(),
            Value::IntValue(number) => number.to_string(),
            other => format!("{other:?}"),
        })
    }

    #[test]
    fn a_collector_sees_requests_by_route_and_id() {
        let (place, address) = Place::configured();
        let collecting = free_address();
        let received = collector(collecting);
        place.set("traces", &format!("endpoint = \"http://{collecting}\""));
        let server = place.serve(address);
        let (_, answer) = server.get("/oauth/jwks").unwrap();
        let id = answer.lines().find_map(|line| line.strip_prefix("x-request-id: ")).unwrap().trim().to_owned();
        let (code, log) = server.end();
        assert_eq!(code, Some(0), "{log}");
        let mut spans: Vec<Span> = Vec::new();
        while let Ok((path, body)) = received.recv_timeout(Duration::from_millis(500)) {
            assert_eq!(path, "/v1/traces");
            let request = ExportTraceServiceRequest::decode(body.as_slice()).unwrap();
            for of_resource in request.resource_spans {
                let attributes = of_resource.resource.unwrap().attributes;
                assert_eq!(attribute(&attributes, "service.name").as_deref(), Some("doorward"));
                spans.extend(of_resource.scope_spans.into_iter().flat_map(|of_scope| of_scope.spans));
            }
        }
        let ours = spans.iter().find(|span| attribute(&span.attributes, "request").as_ref() == Some(&id)).unwrap();
        assert_eq!((ours.name.as_str(), ours.kind()), ("/oauth/jwks", SpanKind::Server));
        assert_eq!(attribute(&ours.attributes, "http.response.status_code").as_deref(), Some("200"));
        assert!(ours.end_time_unix_nano > ours.start_time_unix_nano);
        // Making the first keys is no request, and writes.
        assert!(spans.iter().any(|span| span.name == "database write"), "{spans:?}");
        // Spans are for collectors; log lines stay as they are.
        assert!(!log.contains("otel") && log.contains(&id), "{log}");
    }
}

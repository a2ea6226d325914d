//! `/metrics`, read by a parser of the format's rules.

use std::collections::BTreeMap;

use crate::place::{Place, free_address, get};

#[test]
fn metrics_are_served_on_a_listener_of_their_own() {
    let (place, address) = Place::configured();
    let metrics = free_address();
    place.set("metrics", &format!("listen = \"{metrics}\""));
    let server = place.serve(address);
    for _ in 0..3 {
        server.get("/oauth/jwks").unwrap();
    }
    server.get("/nowhere").unwrap();
    assert_eq!(server.get("/metrics").unwrap().0, 404);
    let (status, answer) = get(metrics, "/metrics").unwrap();
    assert_eq!(status, 200);
    let (head, page) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.contains("text/plain; version=0.0.4"), "{head}");
    let samples = parsed(page);
    assert_eq!(samples["doorward_requests_total{route=\"/oauth/jwks\",answer=\"2xx\"}"], 3.0);
    assert_eq!(samples["doorward_request_duration_seconds_count{route=\"/oauth/jwks\"}"], 3.0);
    assert_eq!(samples["doorward_request_duration_seconds_bucket{route=\"/oauth/jwks\",le=\"+Inf\"}"], 3.0);
    assert!(samples["process_resident_memory_bytes"] > 1e6 && samples["process_open_fds"] > 3.0);
    assert_eq!(samples["doorward_database_up"], 1.0);
    assert_eq!(samples["doorward_jobs_waiting"], 0.0);
    assert_eq!(samples["doorward_jobs_total{kind=\"notice.lock\",outcome=\"done\"}"], 0.0);
    // No address, name or number of a request in it.
    assert!(!page.contains("127.0.0.1") && !page.contains("req_"), "{page}");
}

/// Every sample by its name and labels. Each family is announced before its samples, once, with help and type.
fn parsed(page: &str) -> BTreeMap<String, f64> {
    let (mut samples, mut announced) = (BTreeMap::new(), BTreeMap::new());
    for line in page.lines() {
        if let Some(rest) = line.strip_prefix("# TYPE ") {
            let (name, kind) = rest.split_once(' ').unwrap();
            assert!(announced.insert(name.to_owned(), kind.to_owned()).is_none(), "{name} twice");
        } else if !line.starts_with("# HELP ") {
            let (series, value) = line.rsplit_once(' ').unwrap();
            let name = series.split('{').next().unwrap();
            let family = ["_bucket", "_sum", "_count"]
                .iter()
                .find_map(|end| name.strip_suffix(end))
                .filter(|family| announced.contains_key(*family));
            assert!(announced.contains_key(family.unwrap_or(name)), "{name} was not announced");
            assert!(samples.insert(series.to_owned(), value.parse().unwrap()).is_none(), "{series} twice");
        }
    }
    samples
}

//! A request's target: what is a plain path for us is one for everybody, and its query is read as the form is.

#![no_main]

use std::{
    pin::pin,
    task::{Context, Poll, Waker},
};

use axum::extract::FromRequestParts;
use fuzz::chassis::{pairs::Pairs, paths, queries::QueryPairs, request_error::RequestError};
use http::{Request, Uri};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(uri) = Uri::try_from(bytes) else { return };
    let path = uri.path();
    if paths::is_plain(path) {
        let absolute =
            url::Url::parse(&format!("https://login.example.com{path}")).expect("a plain path is an address");
        assert_eq!(absolute.path(), path, "browsers see the same path");
        assert!(!path.contains("..") || !path.split('/').any(|segment| segment == ".."));
    }
    let expected = Pairs::decode(uri.query().unwrap_or_default().as_bytes());
    let (mut parts, ()) = Request::builder().uri(uri.clone()).body(()).expect("a request").into_parts();
    let reading = <QueryPairs as FromRequestParts<()>>::from_request_parts(&mut parts, &());
    match pin!(reading).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Ok(QueryPairs(pairs))) => assert_eq!(Ok(pairs), expected),
        Poll::Ready(Err(refusal)) => assert_eq!(Err(refusal), expected.map_err(RequestError::BadQuery)),
        Poll::Pending => panic!("a query is there at once"),
    }
});

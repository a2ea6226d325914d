//! The reader of cookies: believes only a value that is there once and that we could have written, and none can be
//! written that reads otherwise.

#![no_main]

use fuzz::chassis::cookies::{self, CookieName, Lifetime, SetCookie};
use libfuzzer_sys::fuzz_target;

const NAME: &str = "__Host-session";

fuzz_target!(|bytes: &[u8]| {
    let headers: Vec<&[u8]> = bytes.split(|&byte| byte == b'\n').collect();
    let found = cookies::find(headers.iter().copied(), NAME);
    // The same again, by counting instead of searching.
    let pairs = headers.iter().flat_map(|header| header.split(|&byte| byte == b';')).map(<[u8]>::trim_ascii);
    let values: Vec<&[u8]> = pairs.filter_map(|pair| pair.strip_prefix(b"__Host-session=")).collect();
    match (found, values.as_slice()) {
        (Some(found), [value]) => assert_eq!(found.as_bytes(), *value),
        (Some(_), _) => panic!("believed a cookie that is absent or repeated"),
        (None, [value]) => assert!(written(value).is_none(), "one of ours was not found"),
        (None, _) => {}
    }
    if let Some(header) = written(bytes) {
        let (pair, attributes) = header.split_once("; ").expect("attributes");
        assert_eq!(attributes, "Path=/; Secure; HttpOnly; SameSite=Lax");
        assert_eq!(cookies::find([pair.as_bytes()], NAME).map(str::as_bytes), Some(bytes));
    }
});

/// The header that sets this value, if it can be one.
fn written(value: &[u8]) -> Option<String> {
    let value = str::from_utf8(value).ok()?;
    let cookie = SetCookie::new(CookieName::Session, value, Lifetime::BrowserSession, true);
    let header = cookies::headers(vec![cookie])?.pop()?;
    Some(header.to_str().expect("text").to_owned())
}

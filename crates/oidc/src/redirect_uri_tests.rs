//! OAU-01 and OAU-03: every trick that moved an answer elsewhere in some product, and what may be
//! registered at all.

use super::*;
use crate::client::ApplicationType::{Native, Web};

const REGISTERED: &str = "https://rp.example/app/callback?tenant=1";

/// None of these may be taken for [`REGISTERED`].
const MUTATIONS: &[&str] = &[
    "",
    " https://rp.example/app/callback?tenant=1",
    "https://rp.example/app/callback?tenant=1 ",
    "https://rp.example/app/callback?tenant=1\n",
    "https://rp.example/app/callback\t?tenant=1",
    "https://rp.exa\tmple/app/callback?tenant=1",
    "https://rp.example/app/callback?tenant=1\0",
    "https://rp.example/app/callback?tenant=1%00",
    "https://rp.example/app/callback?tenant=1%0d%0a",
    "http://rp.example/app/callback?tenant=1",
    "HTTPS://rp.example/app/callback?tenant=1",
    "https:rp.example/app/callback?tenant=1",
    "https:/rp.example/app/callback?tenant=1",
    "https:///rp.example/app/callback?tenant=1",
    "//rp.example/app/callback?tenant=1",
    "/app/callback?tenant=1",
    "rp.example/app/callback?tenant=1",
    "javascript:alert(1)//https://rp.example/app/callback?tenant=1",
    "data:text/html,https://rp.example/app/callback?tenant=1",
    "https://RP.example/app/callback?tenant=1",
    "https://rp.example./app/callback?tenant=1",
    "https://rp.example:443/app/callback?tenant=1",
    "https://rp.example:8443/app/callback?tenant=1",
    "https://rp.example:/app/callback?tenant=1",
    "https://a.rp.example/app/callback?tenant=1",
    "https://example/app/callback?tenant=1",
    "https://rpaexample/app/callback?tenant=1",
    "https://rp.example.evil.example/app/callback?tenant=1",
    "https://evilrp.example/app/callback?tenant=1",
    "https://xn--rp-xka.example/app/callback?tenant=1",
    "https://r\u{440}.example/app/callback?tenant=1",
    "https://rp\u{3002}example/app/callback?tenant=1",
    "https://rp.example%2eevil.example/app/callback?tenant=1",
    "https://rp.example@evil.example/app/callback?tenant=1",
    "https://evil.example@rp.example/app/callback?tenant=1",
    "https://rp.example:443@evil.example/app/callback?tenant=1",
    "https://a@b@rp.example/app/callback?tenant=1",
    "https://@rp.example/app/callback?tenant=1",
    "https://evil.example#@rp.example/app/callback?tenant=1",
    "https://evil.example?@rp.example/app/callback?tenant=1",
    "https://evil.example\\@rp.example/app/callback?tenant=1",
    "https://evil.example;@rp.example/app/callback?tenant=1",
    "https:\\\\rp.example\\app\\callback?tenant=1",
    "https://rp.example\\app/callback?tenant=1",
    "https://rp.example/App/callback?tenant=1",
    "https://rp.example/app/callback/?tenant=1",
    "https://rp.example/app//callback?tenant=1",
    "https://rp.example//app/callback?tenant=1",
    "https://rp.example/app/./callback?tenant=1",
    "https://rp.example/app/x/../callback?tenant=1",
    "https://rp.example/app/callback/../evil?tenant=1",
    "https://rp.example/app/callback/..;/evil?tenant=1",
    "https://rp.example/app/callback/%2e%2e/evil?tenant=1",
    "https://rp.example/app/callback/%2E%2E/evil?tenant=1",
    "https://rp.example/app/callback/%252e%252e/evil?tenant=1",
    "https://rp.example/app/callback%2f..%2fevil?tenant=1",
    "https://rp.example/app/callback%5c..%5cevil?tenant=1",
    "https://rp.example/app/callback;evil?tenant=1",
    "https://rp.example/app/c%61llback?tenant=1",
    "https://rp.example/app/callbackx?tenant=1",
    "https://rp.example/app/callbac?tenant=1",
    "https://rp.example/app/?tenant=1",
    "https://rp.example/?tenant=1",
    "https://rp.example/app/callback",
    "https://rp.example/app/callback?",
    "https://rp.example/app/callback?tenant=1&",
    "https://rp.example/app/callback?tenant=1&x=2",
    "https://rp.example/app/callback?x=2&tenant=1",
    "https://rp.example/app/callback?tenant=2",
    "https://rp.example/app/callback?tenant=%31",
    "https://rp.example/app/callback?Tenant=1",
    "https://rp.example/app/callback?tenant=1#",
    "https://rp.example/app/callback?tenant=1#x",
    "https://rp.example/app/callback#?tenant=1",
    "https://rp.example/app/*?tenant=1",
    "https://*.example/app/callback?tenant=1",
    ".*",
    "*",
];

#[test]
fn oau_01_only_the_very_bytes_match() {
    const { assert!(MUTATIONS.len() >= 60) };
    for application in [Web, Native] {
        assert!(matches(REGISTERED, REGISTERED, application));
        for asked in MUTATIONS {
            assert!(!matches(REGISTERED, asked, application), "{asked}");
        }
    }
}

#[test]
fn oau_01_only_the_port_of_a_native_loopback_address_is_free() {
    let table = [
        ("http://127.0.0.1/cb", "http://127.0.0.1:1/cb", true),
        ("http://127.0.0.1/cb", "http://127.0.0.1:65535/cb", true),
        ("http://127.0.0.1:8000/cb", "http://127.0.0.1:9000/cb", true),
        ("http://127.0.0.1:8000/cb", "http://127.0.0.1/cb", true),
        ("http://[::1]/cb?a=1", "http://[::1]:5000/cb?a=1", true),
        ("http://127.0.0.1", "http://127.0.0.1:5000", true),
        ("http://127.0.0.1/cb", "http://127.0.0.1:5000/cb/", false),
        ("http://127.0.0.1/cb", "http://127.0.0.1:5000/CB", false),
        ("http://127.0.0.1/cb", "http://127.0.0.1:5000/cb?x", false),
        ("http://127.0.0.1/cb", "http://[::1]:5000/cb", false),
        ("http://127.0.0.1/cb", "http://localhost:5000/cb", false),
        ("http://127.0.0.1/cb", "https://127.0.0.1:5000/cb", false),
        ("http://127.0.0.1/cb", "http://127.0.0.1:80@evil.example/cb", false),
        ("http://127.0.0.1/cb", "http://127.0.0.1:0/cb", false),
        ("http://127.0.0.1/cb", "http://127.0.0.1:080/cb", false),
        ("http://127.0.0.1/cb", "http://127.0.0.1:65536/cb", false),
        ("http://127.0.0.1/cb", "http://127.0.0.1:/cb", false),
        ("http://127.0.0.1/cb", "http://127.0.0.1:-1/cb", false),
        ("http://127.0.0.1/cb", "http://127.0.0.1.evil.example:80/cb", false),
        ("http://127.0.0.1", "http://127.0.0.1.evil.example", false),
        ("http://127.0.0.1", "http://127.0.0.1:80.evil.example", false),
        ("http://127.0.0.1", "http://127.0.0.1:80@evil.example", false),
        ("http://127.0.0.1", "http://127.0.0.10", false),
        ("http://127.0.0.1.evil.example/cb", "http://127.0.0.1:80.evil.example/cb", false),
        ("http://127.0.0.1/cb", "http://127.1:5000/cb", false),
        ("http://localhost/cb", "http://localhost:5000/cb", false),
        ("http://localhost:8000/cb", "http://localhost:5000/cb", false),
        ("https://rp.example/cb", "https://rp.example:8443/cb", false),
        ("com.example.app:/cb", "com.example.app:8/cb", false),
    ];
    for (registered, asked, same) in table {
        assert_eq!(matches(registered, asked, Native), same, "{registered} {asked}");
        assert!(!matches(registered, asked, Web), "only native applications: {asked}");
    }
}

#[test]
fn oau_03_what_may_be_registered() {
    let table = [
        ("https://rp.example/cb", Web),
        ("https://rp.example", Web),
        ("https://rp.example/cb?next=%2Fhome", Web),
        ("https://rp.example:8443/cb", Web),
        ("https://[2001:db8::1]/cb", Web),
        ("http://localhost:3000/cb", Web),
        ("http://127.0.0.1:3000/cb", Web),
        ("http://[::1]/cb", Native),
        ("com.example.app:/cb", Native),
        ("com.example.app://cb", Native),
    ];
    for (uri, application) in table {
        assert_eq!(check(uri, application), Ok(()), "{uri}");
    }
}

#[test]
fn oau_03_what_may_not_be_registered() {
    use RedirectUriError::{Fragment, Http, NotAUri, NotCanonical, Scheme, TooLong, Userinfo, Wildcard};
    let long = format!("https://rp.example/{}", "x".repeat(MAX_LENGTH));
    let table = [
        ("", NotAUri),
        ("/cb", NotAUri),
        ("rp.example/cb", NotAUri),
        ("https://", NotAUri),
        (&long, TooLong),
        ("https://*.rp.example/cb", Wildcard),
        ("https://rp.example/*", Wildcard),
        ("*", Wildcard),
        ("https://rp.example/cb#", Fragment),
        ("https://rp.example/cb#x", Fragment),
        ("https://user@rp.example/cb", Userinfo),
        ("https://user:pass@rp.example/cb", Userinfo),
        ("https://@rp.example/cb", Userinfo),
        ("https://:@rp.example/cb", Userinfo),
        ("http://127.0.0.1:80@evil.example/cb", Userinfo),
        ("http://rp.example/cb", Http),
        ("http://localhost.evil.example/cb", Http),
        ("http://127.0.0.2/cb", Http),
        ("http://10.0.0.1/cb", Http),
        ("javascript:alert(1)", Scheme),
        ("JavaScript:alert(1)", Scheme),
        ("data:text/html,x", Scheme),
        ("DATA:text/html,x", Scheme),
        ("vbscript:x", Scheme),
        ("file:///etc/passwd", Scheme),
        ("blob:https://rp.example/x", Scheme),
        ("ftp://rp.example/cb", Scheme),
        ("myapp:/cb", Scheme),
        ("urn:ietf:wg:oauth:2.0:oob", Scheme),
        ("HTTPS://rp.example/cb", NotCanonical),
        ("https://RP.example/cb", NotCanonical),
        ("https://r{p.example/cb", NotCanonical),
        ("https://rp.example./cb", NotCanonical),
        ("https://rp..example/cb", NotCanonical),
        ("https://a234567890123456789012345678901234567890123456789012345678901234.example/cb", NotCanonical),
        ("https://rp.example;script-src/cb", NotCanonical),
        ("https://rp'.example/cb", NotCanonical),
        ("https://rp.example:443/cb", NotCanonical),
        ("https://rp.example/a/../cb", NotCanonical),
        ("https://rp.example/%2e%2e/cb", NotCanonical),
        ("https://rp.example/a%2fcb", NotCanonical),
        ("https://rp.example/..;/cb", NotCanonical),
        ("https://rp.example\\cb", NotCanonical),
        ("https://rp.example/c b", NotCanonical),
        ("https://rp.example/cb\n", NotCanonical),
        (" https://rp.example/cb", NotCanonical),
        ("https://r\u{fc}.example/cb", NotCanonical),
        ("https://rp.example/\u{fc}", NotCanonical),
    ];
    for (uri, why) in table {
        assert_eq!(check(uri, Native), Err(why), "{uri}");
        assert!(check(uri, Web).is_err(), "{uri}");
    }
    assert_eq!(check("com.example.app:/cb", Web), Err(Scheme));
}

proptest::proptest! {
    #[test]
    fn oau_01_what_matches_a_web_address_is_equal(asked in "https://rp\\.example(/app/callback|\\PC{0,12})(\\?tenant=1)?\\PC{0,4}") {
        proptest::prop_assert_eq!(matches(REGISTERED, &asked, Web), asked == REGISTERED);
    }

    #[test]
    fn no_text_panics(uri in "\\PC{0,60}", native: bool) {
        let application = if native { Native } else { Web };
        let _ = check(&uri, application);
        let _ = matches("http://127.0.0.1/cb", &uri, application);
    }
}

#[test]
fn pages_may_have_a_fragment_and_no_other_scheme() {
    for good in ["https://app.example/#/inbox", "https://app.example", "http://127.0.0.1:8080/x", "http://localhost/"] {
        assert_eq!(check_page(good), Ok(()), "{good}");
    }
    for bad in [
        "http://127.0.0.1.evil.example/",
        "http://localhost.evil.example/",
        "http://app.example/",
        "javascript:alert(1)//#https://app.example",
        "https://me@app.example/",
        "https://app.example/#a b",
    ] {
        assert!(check_page(bad).is_err(), "{bad}");
    }
}

#[test]
fn origins_of_web_addresses() {
    for (uri, origin) in [
        ("https://spa.example/", Some("https://spa.example")),
        ("https://spa.example:8443/callback?a=b", Some("https://spa.example:8443")),
        ("http://127.0.0.1:3000/callback", Some("http://127.0.0.1:3000")),
        ("http://[::1]/", Some("http://[::1]")),
        ("com.example.app:/callback", None),
        ("not an address", None),
    ] {
        assert_eq!(web_origin(uri).as_deref(), origin, "{uri}");
    }
}

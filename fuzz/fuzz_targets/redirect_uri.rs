//! Redirect URIs: what may be registered means the same to a browser, and what matches it leads to the same place.
//! Input: the registered URI and, on a second line, the one that a request asks for.

#![no_main]

use fuzz::chassis::form_action::FormAction;
use libfuzzer_sys::fuzz_target;
use oidc::{
    client::ApplicationType::{Native, Web},
    redirect_uri::{self, MAX_LENGTH},
};
use url::Url;

fuzz_target!(|input: &str| {
    let (registered, asked) = input.split_once('\n').unwrap_or((input, input));
    // Nothing that a stranger sends becomes more than one plain source of a policy.
    for uri in [registered, asked] {
        if let Some(action) = FormAction::of_redirect_uri(uri) {
            assert!(action.as_str().bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-._:/".contains(&byte)));
            assert!(!action.as_str().starts_with("javascript:") && !action.as_str().starts_with("data:"));
        }
    }
    for application in [Web, Native] {
        if redirect_uri::check(registered, application).is_err() {
            continue;
        }
        let url = Url::parse(registered).expect("a registered address is one");
        assert!(registered.len() <= MAX_LENGTH && url.fragment().is_none() && url.username().is_empty());
        assert!(redirect_uri::matches(registered, registered, application), "it matches itself");
        let action = FormAction::of_redirect_uri(registered).expect("a form may lead to it");
        let scheme = format!("{}:", url.scheme());
        assert!(action.as_str() == scheme || action.as_str() == url.origin().ascii_serialization());
        if redirect_uri::matches(registered, asked, application) && registered != asked {
            let asked = Url::parse(asked).expect("what matches an address is one");
            assert!(application == Native, "only a native application's port is free");
            assert_eq!((url.scheme(), url.host(), url.path()), (asked.scheme(), asked.host(), asked.path()));
            assert_eq!((url.query(), asked.username(), asked.fragment()), (asked.query(), "", None));
        }
    }
});

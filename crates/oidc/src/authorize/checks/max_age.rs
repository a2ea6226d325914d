//! `max_age`: how old the authentication may be. When it is asked for, or the client's metadata asks, the ID token says
//! when the user signed in (OIDC Core §2, §3.1.2.1).

use super::{Identified, Outcome, Surroundings, Valid};
use crate::error::ErrorCode;

pub(super) fn check(request: &Identified<'_>, _: Surroundings<'_>, valid: &mut Valid) -> Outcome {
    let client = request.client();
    valid.max_age = match request.parameters().get("max_age") {
        None => client.default_max_age,
        Some(text) => Some(seconds(text).ok_or((ErrorCode::InvalidRequest, "max_age is not a number of seconds"))?),
    };
    valid.auth_time = client.require_auth_time || valid.max_age.is_some();
    Ok(())
}

/// Digits only. A number too great to be kept is as good as the greatest.
fn seconds(text: &str) -> Option<u32> {
    let digits = text.len() <= 20 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::Client;
    use crate::sample::{client, refused, valid, valid_of, with};

    #[test]
    fn oau_25_the_greatest_age() {
        assert_eq!((valid("").max_age, valid("").auth_time), (None, false));
        assert_eq!((valid("&max_age=0").max_age, valid("&max_age=0").auth_time), (Some(0), true));
        assert_eq!(valid("&max_age=15000").max_age, Some(15_000));
        assert_eq!(valid("&max_age=99999999999").max_age, Some(u32::MAX));
        for bad in ["-1", "+1", "1.5", "x", "0x1", "%EF%BC%91", "999999999999999999999"] {
            assert_eq!(refused(&format!("&max_age={bad}")), ErrorCode::InvalidRequest, "{bad}");
        }
    }

    #[test]
    fn the_client_has_a_say_when_the_request_has_none() {
        let strict = Client { default_max_age: Some(60), ..client() };
        assert_eq!(valid_of(&strict, &with(&[])).max_age, Some(60));
        assert_eq!(valid_of(&strict, &with(&[("max_age", "90")])).max_age, Some(90));
        let timed = valid_of(&Client { require_auth_time: true, ..client() }, &with(&[]));
        assert_eq!((timed.max_age, timed.auth_time), (None, true));
    }
}

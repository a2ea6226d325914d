//! Request objects are not taken yet, by value or by reference, and clients do not register themselves here
//! (OIDC Core §6, §7.2.1). Saying so is better than ignoring parameters that would have overridden others.

use super::{Identified, Outcome, Surroundings, Valid};
use crate::error::ErrorCode;

pub(super) fn check(request: &Identified<'_>, _: Surroundings<'_>, _: &mut Valid) -> Outcome {
    let unsupported = [
        ("request", ErrorCode::RequestNotSupported, "request objects are not supported"),
        ("request_uri", ErrorCode::RequestUriNotSupported, "request_uri is not supported"),
        ("registration", ErrorCode::RegistrationNotSupported, "registration is not supported"),
    ];
    match unsupported.into_iter().find(|(name, ..)| request.parameters().sent(name)) {
        Some((_, error, description)) => Err((error, description)),
        None => Ok(()),
    }
}

/// The `response_mode` that a request object names, whoever made it: it decides no more than how the refusal of this very
/// object is sent, to an address that is registered anyway.
pub(in crate::authorize) fn response_mode(object: &str) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Claims {
        response_mode: String,
    }
    let claims = jose::base64url::decode(object.split('.').nth(1)?).ok()?;
    serde_json::from_slice::<Claims>(&claims).ok().map(|claims| claims.response_mode)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{answer, client, judge, refused, with};

    #[test]
    fn its_refusal_is_sent_as_it_asks() {
        let object = |claims: &str| format!("eyJhbGciOiJub25lIn0.{}.", jose::base64url::encode(claims));
        let mode = |request: &str, more: &str| {
            let query = with(&[]) + &format!("&request={request}{more}");
            judge(&client(), &query).unwrap_err().response_mode()
        };
        use crate::authorize::ResponseMode::{FormPost, Fragment, Query};
        assert_eq!(mode(&object(r#"{"response_mode":"form_post"}"#), ""), FormPost);
        assert_eq!(mode(&object(r#"{"response_mode":"form_post"}"#), "&response_mode=fragment"), Fragment);
        for other in [r#"{"response_mode":"jwt"}"#, r#"{"response_mode":1}"#, "{}", "[]", "x"] {
            assert_eq!(mode(&object(other), ""), Query, "{other}");
        }
        for unreadable in ["x.%C3%BF", "..", "."] {
            assert!(answer(&format!("&request={unreadable}")).contains("error=request_not_supported"), "{unreadable}");
        }
    }

    #[test]
    fn oau_37_oau_38_nothing_is_read_or_fetched() {
        assert_eq!(refused("&request=eyJhbGciOiJub25lIn0.e30."), ErrorCode::RequestNotSupported);
        assert_eq!(refused("&request_uri=https%3A%2F%2Frp.example%2Fr"), ErrorCode::RequestUriNotSupported);
        assert_eq!(refused("&registration=%7B%7D"), ErrorCode::RegistrationNotSupported);
    }
}

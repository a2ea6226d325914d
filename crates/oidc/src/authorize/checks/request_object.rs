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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::refused;

    #[test]
    fn oau_37_oau_38_nothing_is_read_or_fetched() {
        assert_eq!(refused("&request=eyJhbGciOiJub25lIn0.e30."), ErrorCode::RequestNotSupported);
        assert_eq!(refused("&request_uri=https%3A%2F%2Frp.example%2Fr"), ErrorCode::RequestUriNotSupported);
        assert_eq!(refused("&registration=%7B%7D"), ErrorCode::RegistrationNotSupported);
    }
}

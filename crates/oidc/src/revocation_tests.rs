//! OAU-36: public clients may revoke, and nobody revokes what is another's.

use super::*;
use crate::{client::ClientAuthMethod, error::ErrorCode};

fn parse(body: &[u8]) -> Result<RevocationRequest, TokenError> {
    let content_type = Some(&b"application/x-www-form-urlencoded"[..]);
    RevocationRequest::parse(&Post { authorization: None, content_type, body })
}

#[test]
fn oau_36_public_clients_may_ask() {
    let request = parse(b"token=t&client_id=rp&token_type_hint=refresh_token").unwrap();
    assert_eq!((request.token.as_str(), request.hint), ("t", Some(TokenTypeHint::RefreshToken)));
    assert_eq!(request.credentials.method(), ClientAuthMethod::None);
    assert_eq!(
        parse(b"token=t&client_id=rp&token_type_hint=access_token").unwrap().hint,
        Some(TokenTypeHint::AccessToken)
    );
    assert_eq!(parse(b"token=t&client_id=rp&token_type_hint=pot_of_gold").unwrap().hint, None);
}

#[test]
fn only_ones_own() {
    assert_eq!(check("rp", "rp"), Ok(()));
    assert_eq!(check("rp", "other").unwrap_err().error, ErrorCode::InvalidGrant);
    assert_eq!(parse(b"client_id=rp").unwrap_err().error, ErrorCode::InvalidRequest);
    assert_eq!(parse(b"client_id=rp&token=a&token=b").unwrap_err().error, ErrorCode::InvalidRequest);
    assert_eq!(parse(b"token=t").unwrap_err().error, ErrorCode::InvalidClient);
}

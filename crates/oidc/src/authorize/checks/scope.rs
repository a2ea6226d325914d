//! `scope`. Names that the client may not have, or that nobody knows, are left out, as OIDC Core §3.1.2.1 advises and
//! RFC 6749 §3.3 allows: the token answer says what was granted. If nothing is left, the request is refused.
//! Without `openid` it is a plain OAuth 2.0 request and there will be no ID token.

use super::{Identified, Outcome, Surroundings, Valid};
use crate::{client::GrantType, error::ErrorCode, scope::Scopes};

pub(super) fn check(request: &Identified<'_>, _: Surroundings<'_>, valid: &mut Valid) -> Outcome {
    let text = request.parameters().get("scope").ok_or((ErrorCode::InvalidScope, "scope is missing"))?;
    let asked = Scopes::parse(text).map_err(|_| (ErrorCode::InvalidScope, "scope is malformed"))?;
    let client = request.client();
    let refreshable = client.may_use(GrantType::RefreshToken);
    // Offline access is nothing but a refresh token (OIDC Core §11).
    valid.scope = asked.only(|name| client.scope.contains(name) && (name != "offline_access" || refreshable));
    if valid.scope.is_empty() {
        return Err((ErrorCode::InvalidScope, "the client may have none of these scopes"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{client, refused_of, valid_of, with};

    #[test]
    fn scopes_are_cut_to_what_the_client_may_have() {
        let table = [
            ("openid", "openid"),
            ("email openid", "email openid"),
            ("openid admin urn:x", "openid"),
            ("openid offline_access", "openid offline_access"),
            ("email", "email"),
        ];
        for (asked, granted) in table {
            assert_eq!(valid_of(&client(), &with(&[("scope", asked)])).scope.to_string(), granted, "{asked}");
        }
        let mut online = client();
        online.grant_types = vec![GrantType::AuthorizationCode];
        assert_eq!(valid_of(&online, &with(&[("scope", "openid offline_access")])).scope.to_string(), "openid");
    }

    #[test]
    fn oau_56_nothing_left_or_malformed_is_refused() {
        for asked in ["", "admin", "openid\"", "open\u{e9}id", &"a ".repeat(10_000)] {
            assert_eq!(refused_of(&client(), &with(&[("scope", asked)])), ErrorCode::InvalidScope, "{asked}");
        }
    }
}

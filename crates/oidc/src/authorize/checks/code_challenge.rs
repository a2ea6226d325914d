//! Proof Key for Code Exchange (RFC 7636), S256 only. Demanded of public clients always and of all others unless their
//! registration says otherwise (OAU-09). What is sent must be whole even when it is not demanded (OAU-10).

use super::{Identified, Outcome, Surroundings, Valid};
use crate::error::ErrorCode;

pub(super) fn check(request: &Identified<'_>, _: Surroundings<'_>, valid: &mut Valid) -> Outcome {
    let parameters = request.parameters();
    let sent = parameters.sent("code_challenge") || parameters.sent("code_challenge_method");
    if !sent {
        return if request.client().needs_pkce() {
            Err((ErrorCode::InvalidRequest, "code_challenge is missing"))
        } else {
            Ok(())
        };
    }
    // A missing method would mean `plain` (RFC 7636 §4.3).
    if parameters.get("code_challenge_method") != Some("S256") {
        return Err((ErrorCode::InvalidRequest, "code_challenge_method must be S256"));
    }
    let challenge = parameters.get("code_challenge").unwrap_or_default();
    if !jose::base64url::decode(challenge).is_ok_and(|bytes| bytes.len() == 32) {
        return Err((ErrorCode::InvalidRequest, "code_challenge is malformed"));
    }
    valid.code_challenge = Some(challenge.to_owned());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::{Client, ClientAuthMethod};
    use crate::sample::{CHALLENGE, client, refused_of, valid_of, with, without};

    #[test]
    fn oau_09_pkce_is_demanded_by_default_and_of_public_clients_always() {
        let lenient = Client { require_pkce: false, ..client() };
        let public = Client { token_endpoint_auth_method: ClientAuthMethod::None, ..lenient.clone() };
        let bare = without(&["code_challenge", "code_challenge_method"]);
        assert_eq!(refused_of(&client(), &bare), ErrorCode::InvalidRequest);
        assert_eq!(refused_of(&public, &bare), ErrorCode::InvalidRequest);
        assert_eq!(valid_of(&lenient, &bare).code_challenge, None);
        assert_eq!(valid_of(&client(), &with(&[])).code_challenge.as_deref(), Some(CHALLENGE));
    }

    #[test]
    fn oau_09_oau_10_nothing_but_a_whole_s256_challenge() {
        let lenient = Client { require_pkce: false, ..client() };
        let table: &[&[(&str, &str)]] = &[
            &[("code_challenge_method", "plain")],
            &[("code_challenge_method", "s256")],
            &[("code_challenge_method", "")],
            &[("code_challenge", "")],
            &[("code_challenge", "short")],
            &[("code_challenge", &CHALLENGE[1..])],
            &[("code_challenge", &format!("{CHALLENGE}="))],
            &[("code_challenge", &format!("{CHALLENGE}AAAA"))],
            &[("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM")],
        ];
        for changed in table {
            for client in [&client(), &lenient] {
                assert_eq!(refused_of(client, &with(changed)), ErrorCode::InvalidRequest, "{changed:?}");
            }
        }
        for missing in ["code_challenge", "code_challenge_method"] {
            assert_eq!(refused_of(&lenient, &without(&[missing])), ErrorCode::InvalidRequest, "{missing}");
        }
    }
}

//! `id_token_hint`: an ID token that we gave this client earlier, whose subject the answer must be about. An old one
//! will do, for clients keep them longer than they are good (OIDC Core §3.1.2.1).

use super::{Identified, Outcome, Surroundings, Valid};
use crate::{error::ErrorCode, id_token};

pub(super) fn check(request: &Identified<'_>, surroundings: Surroundings<'_>, valid: &mut Valid) -> Outcome {
    let Some(token) = request.parameters().get("id_token_hint") else { return Ok(()) };
    let hint = id_token::read_hint(token, surroundings.issuer, surroundings.keyring.verifying())
        .map_err(|_| (ErrorCode::InvalidRequest, "id_token_hint is not an ID token of this issuer"))?;
    if !hint.is_for(&request.client().client_id) {
        return Err((ErrorCode::InvalidRequest, "id_token_hint was given to another client"));
    }
    if valid.subject.as_ref().is_some_and(|other| *other != hint.sub) {
        return Err((ErrorCode::InvalidRequest, "id_token_hint and claims name two subjects"));
    }
    valid.subject = Some(hint.sub);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{ISSUER, client, key, refused_of, valid_of, with};

    fn hint(typ: &str, iss: &str, aud: &str) -> String {
        key().sign(typ, &serde_json::json!({"iss": iss, "aud": aud, "sub": "ann", "exp": 1})).unwrap()
    }

    #[test]
    fn oau_25_the_hint_names_the_subject() {
        let valid = valid_of(&client(), &with(&[("id_token_hint", &hint("JWT", ISSUER, "rp"))]));
        assert_eq!(valid.subject.as_deref(), Some("ann"));
    }

    #[test]
    fn oau_20_oau_21_oau_22_nothing_else_is_a_hint() {
        let other = jose::SigningKey::generate(jose::Algorithm::ES256).unwrap();
        let table = [
            "x".to_owned(),
            hint("at+jwt", ISSUER, "rp"),
            hint("JWT", "https://other.example", "rp"),
            hint("JWT", ISSUER, "other"),
            other.sign("JWT", &serde_json::json!({"iss": ISSUER, "aud": "rp", "sub": "ann"})).unwrap(),
        ];
        for token in table {
            let error = refused_of(&client(), &with(&[("id_token_hint", &token)]));
            assert_eq!(error, ErrorCode::InvalidRequest, "{token}");
        }
    }

    #[test]
    fn two_subjects_are_refused() {
        let token = hint("JWT", ISSUER, "rp");
        let claims = r#"{"id_token":{"sub":{"value":"bob"}}}"#;
        let request = with(&[("id_token_hint", &token), ("claims", claims)]);
        assert_eq!(refused_of(&client(), &request), ErrorCode::InvalidRequest);
    }
}

//! `claims` (OIDC Core §5.5). Three entries are more than wishes: `acr` sets the level and may demand it (§5.5.1.1,
//! OAU-59), `sub` names the user that the answer must be about (§5.5.1), `auth_time` makes the ID token say it.

use serde_json::Value;

use super::{Identified, Outcome, Surroundings, Valid, acr_values};
use crate::{
    authorize::{Acr, ClaimRequest, ClaimsRequest},
    error::ErrorCode,
    userinfo,
};

const MALFORMED: (ErrorCode, &str) = (ErrorCode::InvalidRequest, "claims is malformed");

pub(super) fn check(request: &Identified<'_>, _: Surroundings<'_>, valid: &mut Valid) -> Outcome {
    let Some(text) = request.parameters().get("claims") else { return Ok(()) };
    let mut claims = ClaimsRequest::parse(text).ok_or(MALFORMED)?;
    // What a client may not have by scope it may not have singly either (OAU-18).
    let may_have = |claim: &str| userinfo::scope_of(claim).is_none_or(|scope| request.client().scope.contains(scope));
    claims.id_token.retain(|claim, _| may_have(claim));
    claims.userinfo.retain(|claim, _| may_have(claim));
    valid.auth_time |= claims.id_token.contains_key("auth_time");
    if let Some(Some(acr)) = claims.id_token.get("acr") {
        let values = wanted(acr).ok_or(MALFORMED)?;
        if !acr_values::are_bounded(&values) {
            return Err(MALFORMED);
        }
        if !values.is_empty() {
            valid.acr = Acr { values, essential: acr.essential };
        }
    }
    for place in [&claims.id_token, &claims.userinfo] {
        if let Some(Some(ClaimRequest { value: Some(subject), .. })) = place.get("sub") {
            let subject = subject.as_str().ok_or(MALFORMED)?;
            if valid.subject.as_ref().is_some_and(|other| other != subject) {
                return Err((ErrorCode::InvalidRequest, "claims names two subjects"));
            }
            valid.subject = Some(subject.to_owned());
        }
    }
    valid.claims = claims;
    Ok(())
}

/// The values that are wanted, all of which must be text.
fn wanted(claim: &ClaimRequest) -> Option<Vec<String>> {
    claim.value.iter().chain(&claim.values).map(|value| Value::as_str(value).map(str::to_owned)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{client, refused_of, valid_of, with};

    fn valid(claims: &str) -> Valid {
        valid_of(&client(), &with(&[("claims", claims)]))
    }

    #[test]
    fn single_claims_are_kept() {
        let valid = valid(r#"{"userinfo":{"name":{"essential":true},"email":null,"x":{"y":1}},"other":{}}"#);
        assert!(valid.claims.userinfo["name"].as_ref().is_some_and(|name| name.essential));
        assert!(valid.claims.userinfo["email"].is_none());
        assert!(valid.claims.id_token.is_empty() && !valid.auth_time);
    }

    #[test]
    fn oau_18_claims_of_scopes_that_the_client_may_not_have_are_left_out() {
        let mut client = client();
        client.scope = crate::Scopes::parse("openid email").unwrap();
        let text = r#"{"userinfo":{"address":null,"email":null,"x":null},"id_token":{"phone_number":null,"acr":null}}"#;
        let claims = valid_of(&client, &with(&[("claims", text)])).claims;
        assert_eq!(claims.userinfo.keys().collect::<Vec<_>>(), ["email", "x"]);
        assert_eq!(claims.id_token.keys().collect::<Vec<_>>(), ["acr"]);
    }

    #[test]
    fn oau_59_acr_may_be_demanded() {
        let essential = valid(r#"{"id_token":{"acr":{"essential":true,"values":["mfa","hwk"]}}}"#);
        assert_eq!(essential.acr, Acr { values: vec!["mfa".into(), "hwk".into()], essential: true });
        let voluntary = valid(r#"{"id_token":{"acr":{"value":"mfa"}}}"#);
        assert_eq!(voluntary.acr, Acr { values: vec!["mfa".into()], essential: false });
        assert_eq!(valid(r#"{"id_token":{"acr":{"essential":true}}}"#).acr, Acr::default());
    }

    #[test]
    fn the_subject_and_the_time_of_sign_in() {
        let asked = valid(r#"{"id_token":{"sub":{"value":"ann"},"auth_time":{"essential":true}}}"#);
        assert_eq!((asked.subject.as_deref(), asked.auth_time), (Some("ann"), true));
        assert!(valid(r#"{"id_token":{"auth_time":null}}"#).auth_time);
    }

    #[test]
    fn oau_56_malformed_or_too_rich_is_refused() {
        let many: Vec<String> = (0..65).map(|number| format!("\"c{number}\":null")).collect();
        let many = format!("{{\"userinfo\":{{{}}}}}", many.join(","));
        let long = format!("{{\"userinfo\":{{\"{}\":null}}}}", "x".repeat(8 * 1024));
        let deep = format!("{{\"userinfo\":{}1{}}}", "{\"a\":".repeat(1000), "}".repeat(1000));
        let table = [
            "x",
            "[]",
            "1",
            "{",
            r#"{"userinfo":[]}"#,
            r#"{"userinfo":{"name":1}}"#,
            r#"{"id_token":{"acr":{"values":[1]}}}"#,
            r#"{"id_token":{"acr":{"values":"mfa"}}}"#,
            r#"{"id_token":{"sub":{"value":1}}}"#,
            r#"{"id_token":{"sub":{"value":"ann"}},"userinfo":{"sub":{"value":"bob"}}}"#,
            &many,
            &long,
            &deep,
        ];
        for claims in table {
            assert_eq!(refused_of(&client(), &with(&[("claims", claims)])), ErrorCode::InvalidRequest, "{claims}");
        }
    }
}

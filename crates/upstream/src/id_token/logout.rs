//! Log-out tokens (OIDC Back-Channel Logout 1.0 §2.4): a provider says that a session there ended. Judged as §2.6 says; what an ID token
//! shares with it is judged by the same rules.

use jose::{Algorithm, Jws, JwsError, Typ, VerifyingKeys};
use model::{Span, Time, openid_connect::OpenidConnect};
use serde_json::{Map, Value};

use super::{Expected, IdTokenError, SKEW, is_subject, rules};
use crate::{Claims, issuer::issuer_of};

/// What it is typed as, or was before the standard was final.
const LOGOUT_TOKEN: Typ = Typ { names: &["logout+jwt", "JWT"], absent: true };
/// The event that it has to hold (§2.4).
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
/// How old one may be that does not say until when it is good: drafts of the standard had no `exp`.
const LIFE: Span = Span::minutes(10);

/// A log-out token that was found right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogoutToken {
    /// The issuer that it is of, as it is set.
    pub issuer: String,
    /// Whose sessions ended, where it says that; all of them, where it names no session.
    pub subject: Option<String>,
    /// Which session ended, where it says that.
    pub sid: Option<String>,
    /// What names the token: good once.
    pub jti: String,
    /// Until when it would be taken.
    pub until: Time,
}

impl LogoutToken {
    /// Judges a token.
    ///
    /// # Errors
    /// The first rule that it breaks.
    pub fn verify(
        token: &str,
        keys: &VerifyingKeys,
        (connector, algorithms): (&OpenidConnect, &[Algorithm]),
        now: Time,
    ) -> Result<Self, IdTokenError> {
        let jws = Jws::parse(token).map_err(IdTokenError::Token)?;
        let algorithm = jws.unverified_header().algorithm;
        let unknown = jws.unverified_header().kid.as_deref().is_none_or(|kid| !keys.knows(kid));
        let verified = jws.verify(keys, algorithms, LOGOUT_TOKEN).map_err(|error| match error {
            JwsError::Signature if unknown => IdTokenError::UnknownKey,
            other => IdTokenError::Token(other),
        })?;
        let claims: Map<String, Value> = verified.claims().map_err(IdTokenError::Token)?;
        let claims = Claims::new(claims);
        let expected = Expected { connector, algorithms, nonce: "", access_token: None, max_age: None, now };
        for (_, rule) in rules::OF_LOGOUT {
            rule(&rules::Judged { claims: &claims, algorithm, expected: &expected })?;
        }
        let until = until(&claims, now)?;
        // What makes an ID token must not be in it, so that neither passes for the other.
        if claims.get("nonce").is_some() {
            return Err(IdTokenError::Nonce);
        }
        if !claims.get("events").and_then(|events| events.get(EVENT)).is_some_and(Value::is_object) {
            return Err(IdTokenError::Claim("events"));
        }
        let text = |name: &'static str| match claims.get(name) {
            None => Ok(None),
            Some(_) => claims
                .text(name)
                .filter(|text| is_subject(text))
                .map(|text| Some(text.to_owned()))
                .ok_or(IdTokenError::Claim(name)),
        };
        let (subject, sid) = (text("sub")?, text("sid")?);
        if subject.is_none() && sid.is_none() {
            return Err(IdTokenError::Claim("sub"));
        }
        let jti = text("jti")?.ok_or(IdTokenError::Claim("jti"))?;
        let issuer = issuer_of(connector, claims.text("tid")).unwrap_or_default().into_owned();
        Ok(Self { issuer, subject, sid, jti, until })
    }
}

/// Until when it is taken: what it says, else ten minutes after it was made.
fn until(claims: &Claims, now: Time) -> Result<Time, IdTokenError> {
    let time = |name: &'static str| claims.time(name).map_err(|_| IdTokenError::Claim(name));
    let made = time("iat")?.ok_or(IdTokenError::Claim("iat"))?;
    let until = time("exp")?.unwrap_or(made + LIFE);
    if until + SKEW <= now { Err(IdTokenError::Expired { by: now.since(until) }) } else { Ok(until + SKEW) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        Said,
        sample::{self, ISSUER, NOW},
    };

    /// The claims of a token that passes, with others in their place or beside them; null takes one away.
    fn with(changes: &[(&str, Value)]) -> Value {
        let mut claims = json!({
            "iss": ISSUER, "sub": "s", "sid": "08a5019c", "aud": "rp", "iat": NOW, "exp": NOW + 120, "jti": "bWJq",
            "events": { EVENT: {} },
        });
        let members = claims.as_object_mut().unwrap();
        for (name, value) in changes {
            match value {
                Value::Null => drop(members.remove(*name)),
                value => drop(members.insert((*name).to_owned(), value.clone())),
            }
        }
        claims
    }

    fn judged_as(typ: &str, claims: &Value) -> Result<LogoutToken, IdTokenError> {
        let token = sample::key().sign(typ, claims).unwrap();
        let algorithms = [Algorithm::ES256];
        LogoutToken::verify(&token, &sample::keys(), (&sample::connector(), &algorithms), sample::now())
    }

    fn judged(changes: &[(&str, Value)]) -> Result<LogoutToken, IdTokenError> {
        judged_as("logout+jwt", &with(changes))
    }

    #[test]
    fn a_right_one_is_taken_whole() {
        let read = judged(&[]).unwrap();
        assert_eq!((read.issuer.as_str(), read.subject.as_deref()), (ISSUER, Some("s")));
        assert_eq!((read.sid.as_deref(), read.jti.as_str()), (Some("08a5019c"), "bWJq"));
        assert_eq!(judged_as("JWT", &with(&[])).unwrap(), read, "drafts had no type of their own");
        assert_eq!(judged(&[("sid", Value::Null)]).unwrap().sid, None);
        assert_eq!(judged(&[("sub", Value::Null)]).unwrap().subject, None);
    }

    #[test]
    fn its_signature_is_the_provider_s() {
        let stranger = jose::SigningKey::generate(Algorithm::ES256).unwrap();
        let token = stranger.sign("logout+jwt", &with(&[])).unwrap();
        let verify = |token: &str, algorithms: &[Algorithm]| {
            LogoutToken::verify(token, &sample::keys(), (&sample::connector(), algorithms), sample::now())
        };
        assert_eq!(verify(&token, &[Algorithm::ES256]), Err(IdTokenError::UnknownKey));
        let own = sample::key().sign("logout+jwt", &with(&[])).unwrap();
        assert_eq!(verify(&own, &[Algorithm::RS256]), Err(IdTokenError::Token(JwsError::Algorithm)));
        let unsigned = format!("{}.", own.rsplit_once('.').unwrap().0);
        assert_eq!(verify(&unsigned, &[Algorithm::ES256]), Err(IdTokenError::Token(JwsError::Signature)));
        assert_eq!(judged_as("at+jwt", &with(&[])), Err(IdTokenError::Token(JwsError::Typ)));
    }

    #[test]
    fn it_is_of_the_issuer_and_for_us() {
        let other = json!("https://evil.example");
        let found = Said::new("https://evil.example");
        assert_eq!(judged(&[("iss", other)]), Err(IdTokenError::Issuer { found }));
        assert_eq!(judged(&[("aud", json!("other"))]), Err(IdTokenError::Audience { found: Said::new("other") }));
    }

    #[test]
    fn it_is_of_now() {
        let ahead = IdTokenError::Ahead { claim: "iat", by: Span::seconds(61) };
        assert_eq!(judged(&[("iat", json!(NOW + 61))]), Err(ahead));
        assert_eq!(judged(&[("iat", Value::Null)]), Err(IdTokenError::Claim("iat")));
        assert!(judged(&[("exp", json!(NOW - 59))]).is_ok(), "clocks differ");
        assert_eq!(judged(&[("exp", json!(NOW - 60))]), Err(IdTokenError::Expired { by: SKEW }));
        assert_eq!(judged(&[("exp", json!("x"))]), Err(IdTokenError::Claim("exp")));
        let drafted = |iat: i64| judged(&[("exp", Value::Null), ("iat", json!(iat))]);
        assert!(drafted(NOW - 600).is_ok());
        assert!(matches!(drafted(NOW - 660), Err(IdTokenError::Expired { .. })));
    }

    #[test]
    fn a_nonce_makes_it_something_else() {
        assert_eq!(judged(&[("nonce", json!("n"))]), Err(IdTokenError::Nonce));
    }

    #[test]
    fn it_holds_the_event() {
        for bad in [Value::Null, json!({}), json!([EVENT]), json!({ EVENT: true }), json!({ "other": {} })] {
            assert_eq!(judged(&[("events", bad)]), Err(IdTokenError::Claim("events")));
        }
    }

    #[test]
    fn it_names_itself_and_whose_sessions() {
        for bad in [Value::Null, json!(""), json!(1)] {
            assert_eq!(judged(&[("jti", bad)]), Err(IdTokenError::Claim("jti")));
        }
        assert_eq!(judged(&[("sub", Value::Null), ("sid", Value::Null)]), Err(IdTokenError::Claim("sub")));
        for claim in ["sub", "sid"] {
            assert_eq!(judged(&[(claim, json!(7))]), Err(IdTokenError::Claim(claim)), "none of another type");
        }
    }
}

//! `auth_time`: where an age was asked, it is told and kept (OIDC Core §3.1.3.7, rule 13; §3.1.2.1).

use super::{IdTokenError, Judged, Outcome, SKEW, named};

pub(super) fn check(judged: &Judged<'_>) -> Outcome {
    let at = judged.claims.time("auth_time").map_err(named("auth_time"))?;
    let Some(max_age) = judged.expected.max_age else { return Ok(()) };
    let (at, now) = (at.ok_or(IdTokenError::AuthTimeMissing)?, judged.expected.now);
    if at > now + SKEW {
        return Err(IdTokenError::Ahead { claim: "auth_time", by: at.since(now) });
    }
    if now <= at + max_age + SKEW { Ok(()) } else { Err(IdTokenError::TooOld { age: now.since(at) }) }
}

#[cfg(test)]
mod tests {
    use model::Span;
    use serde_json::{Value, json};

    use super::*;
    use crate::{Expected, IdToken, sample, sample::NOW};

    fn judged(auth_time: Value, max_age: Option<i64>) -> Outcome {
        let connector = sample::connector();
        let expected = Expected { max_age: max_age.map(Span::seconds), ..sample::expected(&connector) };
        let token = sample::key().sign("JWT", &sample::with(&[("auth_time", auth_time)])).unwrap();
        IdToken::verify(&token, &sample::keys(), &expected).map(|_| ())
    }

    #[test]
    fn fed_06_o18_older_than_asked_or_not_told() {
        let ahead = Err(IdTokenError::Ahead { claim: "auth_time", by: Span::seconds(61) });
        let table = [
            (Value::Null, None, Ok(())),
            (json!(NOW - 86_400), None, Ok(())),
            (Value::Null, Some(300), Err(IdTokenError::AuthTimeMissing)),
            (json!(NOW - 360), Some(300), Ok(())),
            (json!(NOW - 361), Some(300), Err(IdTokenError::TooOld { age: Span::seconds(361) })),
            (json!(NOW - 60), Some(0), Ok(())),
            (json!(NOW - 61), Some(0), Err(IdTokenError::TooOld { age: Span::seconds(61) })),
            (json!(NOW + 61), Some(300), ahead),
            (json!("x"), None, Err(IdTokenError::Claim("auth_time"))),
        ];
        for (auth_time, max_age, outcome) in table {
            assert_eq!(judged(auth_time.clone(), max_age), outcome, "{auth_time} {max_age:?}");
        }
    }
}

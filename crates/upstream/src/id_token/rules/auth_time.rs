//! `auth_time`: where an age was asked, it is told and kept (OIDC Core §3.1.3.7, rule 13; §3.1.2.1). Where it was asked beside a sign-in of
//! now, it is kept where it is told.

use super::{IdTokenError, Judged, MaxAge, Outcome, SKEW, named};

pub(super) fn check(judged: &Judged<'_>) -> Outcome {
    let at = judged.claims.time("auth_time").map_err(named("auth_time"))?;
    let Some(MaxAge { at_most, must_be_told }) = judged.expected.max_age else { return Ok(()) };
    let at = match at {
        Some(at) => at,
        None if must_be_told => return Err(IdTokenError::AuthTimeMissing),
        None => return Ok(()),
    };
    let now = judged.expected.now;
    if at > now + SKEW {
        return Err(IdTokenError::Ahead { claim: "auth_time", by: at.since(now) });
    }
    if now <= at + at_most + SKEW { Ok(()) } else { Err(IdTokenError::TooOld { age: now.since(at) }) }
}

#[cfg(test)]
mod tests {
    use model::Span;
    use serde_json::{Value, json};

    use super::*;
    use crate::{Expected, IdToken, sample, sample::NOW};

    fn judged(auth_time: Value, max_age: Option<i64>) -> Outcome {
        of(auth_time, max_age.map(|age| MaxAge { at_most: Span::seconds(age), must_be_told: true }))
    }

    fn of(auth_time: Value, max_age: Option<MaxAge>) -> Outcome {
        let connector = sample::connector();
        let expected = Expected { max_age, ..sample::expected(&connector) };
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
    #[test]
    fn fed_06_beside_a_sign_in_of_now_what_is_told_is_kept() {
        let lenient = Some(MaxAge { at_most: Span::seconds(300), must_be_told: false });
        assert_eq!(of(Value::Null, lenient), Ok(()));
        assert_eq!(of(json!(NOW - 360), lenient), Ok(()));
        assert_eq!(of(json!(NOW - 361), lenient), Err(IdTokenError::TooOld { age: Span::seconds(361) }));
    }
}

//! `sub`: a text of at most 255 characters (OIDC Core §2).

use super::{IdTokenError, Judged, Outcome};
use crate::id_token::MAX_SUBJECT;

pub(super) fn check(judged: &Judged<'_>) -> Outcome {
    let subject = judged.claims.text("sub").filter(|subject| subject.chars().count() <= MAX_SUBJECT);
    subject.map(|_| ()).ok_or(IdTokenError::Claim("sub"))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::sample;

    #[test]
    fn nobody_is_nobody() {
        let connector = sample::connector();
        let most = json!("s".repeat(MAX_SUBJECT));
        assert!(sample::judged(&connector, &sample::with(&[("sub", most)])).is_ok());
        for bad in [Value::Null, json!(""), json!(1), json!("s".repeat(MAX_SUBJECT + 1))] {
            assert_eq!(sample::refused(&connector, &[("sub", bad)]), IdTokenError::Claim("sub"));
        }
    }
}

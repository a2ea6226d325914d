//! `sub`: a text of at most 255 characters (OIDC Core §2), that can be kept and told apart.

use super::{IdTokenError, Judged, Outcome};
use crate::id_token::is_subject;

pub(super) fn check(judged: &Judged<'_>) -> Outcome {
    let subject = judged.claims.text("sub").filter(|subject| is_subject(subject));
    subject.map(|_| ()).ok_or(IdTokenError::Claim("sub"))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::{id_token::MAX_SUBJECT, sample};

    #[test]
    fn nobody_is_nobody() {
        let connector = sample::connector();
        let most = json!("s".repeat(MAX_SUBJECT));
        assert!(sample::judged(&connector, &sample::with(&[("sub", most)])).is_ok());
        for bad in [Value::Null, json!(""), json!(1), json!("  "), json!("a\0b"), json!("s".repeat(MAX_SUBJECT + 1))] {
            assert_eq!(sample::refused(&connector, &[("sub", bad)]), IdTokenError::Claim("sub"));
        }
    }
}

//! `acr_values`: the levels the client would like, best first (OIDC Core §3.1.2.1). A wish; only the `claims`
//! parameter can make it a demand.

use super::{Identified, Outcome, Surroundings, Valid};
use crate::{authorize::Acr, error::ErrorCode};

const MAX_VALUES: usize = 16;
const MAX_LENGTH: usize = 128;

pub(super) fn check(request: &Identified<'_>, _: Surroundings<'_>, valid: &mut Valid) -> Outcome {
    let Some(text) = request.parameters().get("acr_values") else {
        valid.acr = Acr { values: request.client().default_acr_values.clone(), essential: false };
        return Ok(());
    };
    let values: Vec<String> = text.split(' ').filter(|value| !value.is_empty()).map(str::to_owned).collect();
    if !are_bounded(&values) {
        return Err((ErrorCode::InvalidRequest, "acr_values has too many or too long values"));
    }
    valid.acr = Acr { values, essential: false };
    Ok(())
}

/// Whether there are few and short enough.
pub(super) fn are_bounded(values: &[String]) -> bool {
    values.len() <= MAX_VALUES && values.iter().all(|value| value.len() <= MAX_LENGTH)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::Client;
    use crate::sample::{client, refused, valid, valid_of, with};

    #[test]
    fn levels_in_order_of_preference() {
        assert_eq!(
            valid("&acr_values=mfa+pwd").acr,
            Acr { values: vec!["mfa".into(), "pwd".into()], essential: false }
        );
        let wishing = Client { default_acr_values: vec!["mfa".into()], ..client() };
        assert_eq!(valid_of(&wishing, &with(&[])).acr.values, ["mfa"]);
        assert_eq!(valid_of(&wishing, &with(&[("acr_values", "pwd")])).acr.values, ["pwd"]);
        assert_eq!(refused(&format!("&acr_values={}", "a+".repeat(MAX_VALUES + 1))), ErrorCode::InvalidRequest);
        assert_eq!(refused(&format!("&acr_values={}", "a".repeat(MAX_LENGTH + 1))), ErrorCode::InvalidRequest);
    }
}

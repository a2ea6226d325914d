//! `login_hint` (OIDC Core §3.1.2.1): shown in the first field. One that can not be an identifier is ignored.

use super::{Identified, Outcome, Surroundings, Valid};

const MAX_LENGTH: usize = 320;

#[expect(clippy::unnecessary_wraps, reason = "a row of the table of checks")]
pub(super) fn check(request: &Identified<'_>, _: Surroundings<'_>, valid: &mut Valid) -> Outcome {
    let hint = request.parameters().get("login_hint").map(str::trim);
    valid.login_hint = hint
        .filter(|hint| !hint.is_empty() && hint.len() <= MAX_LENGTH && !hint.contains(char::is_control))
        .map(str::to_owned);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::valid;

    #[test]
    fn kept_when_it_can_be_an_identifier() {
        assert_eq!(valid("&login_hint=ann%40example.com+").login_hint.as_deref(), Some("ann@example.com"));
        for hint in ["", "+", "a%0Ab", &"x".repeat(MAX_LENGTH + 1)] {
            assert_eq!(valid(&format!("&login_hint={hint}")).login_hint, None, "{hint}");
        }
    }
}

//! `idp_hint`, as others call it too: the key of an identity provider that the user is led to at once. One that can be no key is ignored, as
//! is one that nobody here has.

use model::identifier::Slug;

use super::{Identified, Outcome, Surroundings, Valid};

#[expect(clippy::unnecessary_wraps, reason = "a row of the table of checks")]
pub(super) fn check(request: &Identified<'_>, _: Surroundings<'_>, valid: &mut Valid) -> Outcome {
    let hint = request.parameters().get("idp_hint").map(str::trim);
    valid.idp_hint = hint.filter(|hint| Slug::typed(hint).is_ok_and(|key| key.as_str() == *hint)).map(str::to_owned);
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::sample::valid;

    #[test]
    fn kept_when_it_can_be_a_key() {
        assert_eq!(valid("&idp_hint=okta+").idp_hint.as_deref(), Some("okta"));
        for hint in ["", "+", "a%0Ab", "https%3A%2F%2Fevil.example", &"x".repeat(200)] {
            assert_eq!(valid(&format!("&idp_hint={hint}")).idp_hint, None, "{hint}");
        }
    }
}

//! `ui_locales` (OIDC Core §3.1.2.1): languages in order of preference. What is no language tag is ignored, and so are
//! `display` and `claims_locales`, for which there is nothing to choose from.

use super::{Identified, Outcome, Surroundings, Valid};

const MAX_LOCALES: usize = 16;

#[expect(clippy::unnecessary_wraps, reason = "a row of the table of checks")]
pub(super) fn check(request: &Identified<'_>, _: Surroundings<'_>, valid: &mut Valid) -> Outcome {
    let text = request.parameters().get("ui_locales").unwrap_or_default();
    valid.ui_locales = text.split(' ').filter(|tag| is_tag(tag)).take(MAX_LOCALES).map(str::to_owned).collect();
    Ok(())
}

/// The look of a language tag (RFC 5646 §2.1): parts of one to eight letters or digits, joined by hyphens.
fn is_tag(tag: &str) -> bool {
    tag.len() <= 35
        && tag
            .split('-')
            .all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use crate::sample::valid;

    #[test]
    fn tags_in_order_and_nothing_else() {
        assert_eq!(valid("&ui_locales=de-CH+fr+%3Cb%3E++en_US+x-").ui_locales, ["de-CH", "fr"]);
        assert_eq!(valid(&format!("&ui_locales={}", "de+".repeat(99))).ui_locales.len(), 16);
        assert!(valid("&display=popup&display_=x&claims_locales=fr&unknown=1").ui_locales.is_empty());
    }
}

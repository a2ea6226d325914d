//! Tokens for the API in a document.

use model::Permission;

use super::{Fields, Node, Problems, Secrets, WantedToken, WantedTokenContent, name, slug};
use crate::administration::tokens::{PERMISSIONS, SECRET_LENGTH};

const KNOWN: &[&str] = &["organisation", "name", "token", "permissions", "expires_at", "state"];

pub(super) fn read(node: &Node, place: &str, secrets: &dyn Secrets, problems: &Problems) -> Option<WantedToken> {
    let fields = Fields::of(node, place, KNOWN, problems)?;
    if fields.get("name").is_none() {
        fields.wrong("name", "is needed");
    }
    let (organisation, name) = (slug(&fields, "organisation"), name(&fields, "name"));
    let absent = fields.word("state", &[("present", false), ("absent", true)]).unwrap_or(false);
    let secret = fields.secret("token", secrets);
    if secret.as_ref().is_some_and(|secret| secret.expose().len() < SECRET_LENGTH || !is_bearer(secret.expose())) {
        let remedy = "make a random one (openssl rand -base64 32)";
        fields.wrong(
            "token",
            format!("must have {SECRET_LENGTH} characters or more of A-Z a-z 0-9 - . _ ~ + / =: {remedy}"),
        );
    }
    let permissions = fields.texts("permissions").map(|texts| {
        let named = |word: &str| PERMISSIONS.into_iter().find(|permission| permission.as_str() == word);
        for (place, word) in texts.iter().filter(|(_, word)| named(word).is_none()) {
            problems.add(place, super::super::reader::unknown_word(word, &PERMISSIONS.map(Permission::as_str)));
        }
        texts.into_iter().filter_map(|(_, word)| named(word)).collect()
    });
    let expires_at = fields.written("expires_at").map(|_| fields.time("expires_at"));
    let content = WantedTokenContent { secret, permissions, expires_at };
    Some(WantedToken {
        organisation: organisation?,
        name: name?,
        present: (!absent).then_some(content),
        place: place.to_owned(),
    })
}

/// RFC 6750 §2.1, `b64token`.
fn is_bearer(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    !body.is_empty() && body.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte))
}

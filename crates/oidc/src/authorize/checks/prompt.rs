//! `prompt` (OIDC Core §3.1.2.1): `none` stands alone; values that nobody knows are an error, for a client that asks
//! for more than we can do must not believe that it was done.

use super::{Identified, Outcome, Surroundings, Valid};
use crate::{authorize::Prompt, error::ErrorCode};

pub(super) fn check(request: &Identified<'_>, _: Surroundings<'_>, valid: &mut Valid) -> Outcome {
    let mut prompt = Prompt::default();
    for value in request.parameters().get("prompt").unwrap_or_default().split(' ').filter(|value| !value.is_empty()) {
        match value {
            "none" => prompt.none = true,
            "login" => prompt.login = true,
            "consent" => prompt.consent = true,
            "select_account" => prompt.select_account = true,
            "create" => prompt.create = true,
            _ => return Err((ErrorCode::InvalidRequest, "prompt has an unknown value")),
        }
    }
    if prompt.none && (prompt.login || prompt.consent || prompt.select_account || prompt.create) {
        return Err((ErrorCode::InvalidRequest, "prompt=none must stand alone"));
    }
    valid.prompt = prompt;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{refused, valid};

    #[test]
    fn oau_25_prompts_are_read() {
        let none = Prompt::default();
        assert_eq!(valid("").prompt, none);
        assert_eq!(valid("&prompt=none").prompt, Prompt { none: true, ..none });
        assert_eq!(valid("&prompt=login+consent").prompt, Prompt { login: true, consent: true, ..none });
        assert_eq!(valid("&prompt=create").prompt, Prompt { create: true, ..none });
        assert_eq!(valid("&prompt=select_account").prompt, Prompt { select_account: true, ..none });
    }

    #[test]
    fn oau_25_none_stands_alone() {
        for value in
            ["none+login", "consent+none", "none+select_account", "none+create", "creates", "NONE", "none,login"]
        {
            assert_eq!(refused(&format!("&prompt={value}")), ErrorCode::InvalidRequest, "{value}");
        }
    }
}

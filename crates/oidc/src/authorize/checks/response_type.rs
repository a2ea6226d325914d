//! `response_type`: only what the client registered, and no access token in the front channel (OAU-26).

use super::{Identified, Outcome, Surroundings, Valid};
use crate::{client::ResponseType, error::ErrorCode};

pub(super) fn check(request: &Identified<'_>, _: Surroundings<'_>, valid: &mut Valid) -> Outcome {
    let asked = match request.parameters().get("response_type") {
        None => return Err((ErrorCode::InvalidRequest, "response_type is missing")),
        Some("code") => ResponseType::Code,
        Some(_) => return Err((ErrorCode::UnsupportedResponseType, "response_type is not supported")),
    };
    if !request.client().response_types.contains(&asked) {
        return Err((ErrorCode::UnauthorizedClient, "the client is not registered for this response_type"));
    }
    valid.response_type = asked;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{answer_to, client, refused_of, with};

    #[test]
    fn oau_26_only_registered_response_types() {
        let table = [
            ("", ErrorCode::InvalidRequest),
            ("token", ErrorCode::UnsupportedResponseType),
            ("id_token", ErrorCode::UnsupportedResponseType),
            ("id_token token", ErrorCode::UnsupportedResponseType),
            ("code token", ErrorCode::UnsupportedResponseType),
            ("code code", ErrorCode::UnsupportedResponseType),
            ("none", ErrorCode::UnsupportedResponseType),
            ("CODE", ErrorCode::UnsupportedResponseType),
        ];
        for (types, error) in table {
            assert_eq!(refused_of(&client(), &with(&[("response_type", types)])), error, "{types}");
        }
        let mut none = client();
        none.response_types.clear();
        assert_eq!(refused_of(&none, &with(&[])), ErrorCode::UnauthorizedClient);
    }

    #[test]
    fn errors_go_where_the_response_type_would_have_gone() {
        let front = answer_to(&client(), &with(&[("response_type", "id_token")]));
        assert!(front.starts_with("https://rp.example/cb?tenant=1#error=unsupported_response_type"), "{front}");
        let asked = answer_to(&client(), &with(&[("response_type", "id_token"), ("response_mode", "query")]));
        assert!(asked.contains('#'), "{asked}");
        let query = answer_to(&client(), &with(&[("response_type", "none")]));
        assert!(query.starts_with("https://rp.example/cb?tenant=1&error=unsupported_response_type"), "{query}");
    }
}

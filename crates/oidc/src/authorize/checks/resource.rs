//! `resource`, which may be sent several times (RFC 8707 §2.1): the APIs that access tokens are wanted for.

use super::{Identified, Outcome, Surroundings, Valid};
use crate::{error::ErrorCode, resource};

pub(super) fn check(request: &Identified<'_>, surroundings: Surroundings<'_>, valid: &mut Valid) -> Outcome {
    let named = resource::of(request.parameters());
    valid.resources = resource::asked(&named, &[], request.client(), surroundings.issuer)
        .map_err(|_| (ErrorCode::InvalidTarget, "the client may have no tokens for this resource"))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::{
        client::Client,
        error::ErrorCode,
        sample::{client, refused_of, valid_of, with},
    };

    #[test]
    fn the_clients_own_apis_several_at_once() {
        let audiences = vec!["https://api.example".to_owned(), "urn:example:b".to_owned()];
        let client = Client { audiences: audiences.clone(), ..client() };
        let both = with(&[]) + "&resource=https%3A%2F%2Fapi.example&resource=urn%3Aexample%3Ab";
        assert_eq!(valid_of(&client, &both).resources, audiences);
        assert!(valid_of(&client, &with(&[])).resources.is_empty());
        for other in ["&resource=https%3A%2F%2Fother.example", "&resource=https%3A%2F%2Fapi.example&resource=x"] {
            assert_eq!(refused_of(&client, &(with(&[]) + other)), ErrorCode::InvalidTarget, "{other}");
        }
    }
}

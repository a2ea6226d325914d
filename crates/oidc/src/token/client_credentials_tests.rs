//! OAU-18: a client's own token.

use super::*;
use crate::{client::ClientAuthMethod, sample};

fn machine() -> Client {
    Client {
        grant_types: vec![GrantType::ClientCredentials],
        scope: Scopes::parse("openid email groups offline_access reports.read reports.write").unwrap(),
        ..sample::client()
    }
}

fn judge(client: &Client, asked: Option<&str>) -> Result<String, ErrorCode> {
    let ask = Ask { scope: asked.map(|text| Scopes::parse(text).unwrap()), resources: Vec::new() };
    check(client, &ask).map(|scope| scope.to_string()).map_err(|error| error.error)
}

#[test]
fn oau_18_registered_scopes_that_speak_of_no_user() {
    assert_eq!(judge(&machine(), None).as_deref(), Ok("reports.read reports.write"));
    assert_eq!(judge(&machine(), Some("reports.read")).as_deref(), Ok("reports.read"));
    for more in ["reports.delete", "reports.read admin", "openid", "email", "groups", "offline_access"] {
        assert_eq!(judge(&machine(), Some(more)), Err(ErrorCode::InvalidScope), "{more}");
    }
}

#[test]
fn oau_28_only_confidential_clients_that_registered_it() {
    let public = Client { token_endpoint_auth_method: ClientAuthMethod::None, ..machine() };
    assert_eq!(judge(&public, None), Err(ErrorCode::UnauthorizedClient));
    assert_eq!(judge(&sample::client(), None), Err(ErrorCode::UnauthorizedClient));
}

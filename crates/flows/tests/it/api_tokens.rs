//! Tokens for the API: who is let in, and for how long.

use flows::{
    administration::tokens::{MintRefusal, NewApiToken, NoAccess},
    granted::{ManageApiTokens, ReadUsers},
};
use model::{Id, Permission, Span, Time, id::Org, permission::Denied};
use serde_json::json;

use crate::{
    apply::applied,
    search::{Canary, dump},
    world::{NOW, World, caller, doorward, on_both},
};

const READ: &[Permission] = &[Permission::UsersRead];

async fn acme(world: &World) -> Id<Org> {
    world.doorward.organisation_by_slug("acme").await.unwrap().unwrap().id
}

/// The organisation whose people the bearer may see.
async fn shown(world: &World, header: &str, now: Time) -> Result<Id<Org>, NoAccess> {
    let principal = world.doorward.bearer(Some(header.as_bytes()), &caller(now)).await.unwrap()?;
    let org = principal.org().unwrap();
    let granted = world.doorward.allow::<ReadUsers>(&principal, org).await.unwrap();
    Ok(granted.expect("that is what it is for").on())
}

async fn last_used(world: &World) -> Option<Time> {
    world.doorward.list_api_tokens(&world.granted(acme(world).await), "", 10).await.unwrap()[0].last_used_at
}

#[tokio::test]
async fn a_token_is_good_for_its_organisation_and_permissions_until_it_ends() {
    on_both(async |world| {
        let org = acme(world).await;
        let ends = NOW + Span::days(2);
        let new = NewApiToken { name: "t", permissions: READ, expires_at: Some(ends) };
        let token = world.doorward.mint_api_token(&world.granted(org), &new).await.unwrap().unwrap();
        assert!(token.starts_with("dwt_") && token.len() == 47);
        let again = NewApiToken { permissions: &[], expires_at: None, ..new };
        let again = world.doorward.mint_api_token(&world.granted(org), &again).await.unwrap();
        assert_eq!(again, Err(MintRefusal::NameTaken), "a name once");
        let header = format!("Bearer {token}");
        assert_eq!(last_used(world).await, None);
        assert_eq!(shown(world, &header, NOW).await, Ok(org));
        assert_eq!(shown(world, &format!("bearer  {token}"), NOW).await, Ok(org));
        let principal = world.doorward.bearer(Some(header.as_bytes()), &caller(NOW)).await.unwrap().unwrap();
        let denied = world.doorward.allow::<ManageApiTokens>(&principal, org).await.unwrap().map(drop);
        assert_eq!(denied, Err(Denied::Permission));
        let blue = world.doorward.organisation_by_slug("blue").await.unwrap().unwrap().id;
        let denied = world.doorward.allow::<ReadUsers>(&principal, blue).await.unwrap().map(drop);
        assert_eq!(denied, Err(Denied::Foreign), "ADM-01");
        for header in ["", "Bearer", "Bearer ", "Basic eDp5", &token] {
            assert_eq!(shown(world, header, NOW).await, Err(NoAccess::Missing), "{header}");
        }
        let cut = &header[..header.len() - 1];
        // RFC 6750 §3.1: a token that can't be one of ours was sent all the same.
        let (long, two) = (format!("Bearer {}", "x".repeat(600)), format!("{header} {token}"));
        for header in
            [cut, &long, &two, &format!("{header}A"), "Bearer x", &header.to_uppercase().replace("BEARER", "Bearer")]
        {
            assert_eq!(shown(world, header, NOW).await, Err(NoAccess::Invalid), "{header}");
        }
        assert_eq!(shown(world, &header, ends - Span::millis(1)).await, Ok(org));
        assert_eq!(shown(world, &header, ends).await, Err(NoAccess::Invalid));
        let found = Canary::new("a token", token.as_bytes()).found_in(&dump(&world.database).await);
        assert_eq!(found, Vec::<String>::new());
    })
    .await;
}

#[tokio::test]
async fn uses_are_noted_to_an_hour_and_revoking_holds_at_once_on_every_node() {
    on_both(async |world| {
        let org = acme(world).await;
        let new = NewApiToken { name: "t", permissions: READ, expires_at: None };
        let minted = world.doorward.mint_api_token(&world.granted(org), &new).await.unwrap();
        let header = format!("Bearer {}", minted.unwrap());
        let mut noted = Vec::new();
        for minutes in [0, 59, 60, 61] {
            assert!(shown(world, &header, NOW + Span::minutes(minutes)).await.is_ok());
            noted.push(last_used(world).await.unwrap());
        }
        assert!(noted[0] == noted[1] && noted[1] < noted[2] && noted[2] == noted[3], "{noted:?}");
        // An organisation that is shut has nobody who may ask.
        let state = |state: &str| json!({ "version": 1, "organisations": [{ "slug": "acme", "state": state }] });
        applied(world, &state("disabled")).await;
        assert_eq!(shown(world, &header, NOW).await, Err(NoAccess::Invalid));
        applied(world, &state("active")).await;
        assert!(shown(world, &header, NOW).await.is_ok());
        assert!(doorward(&world.store, 7).revoke_api_token(&world.granted(org), "t").await.unwrap());
        assert_eq!(shown(world, &header, NOW).await, Err(NoAccess::Invalid));
        assert!(!world.doorward.revoke_api_token(&world.granted(org), "t").await.unwrap());
    })
    .await;
}

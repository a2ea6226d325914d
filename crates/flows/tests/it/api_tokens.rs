//! Tokens for the API: who is let in, and for how long.

use flows::administration::tokens::NoAccess;
use model::{Id, Span, Time, id::Org};
use serde_json::json;

use crate::{
    apply::applied,
    search::{Canary, dump},
    world::{NOW, World, doorward, on_both},
};

const READ: &str = "users:read";

async fn acme(world: &World) -> Id<Org> {
    world.doorward.organisation_by_slug("acme").await.unwrap().unwrap().id
}

async fn shown(world: &World, header: &str, permission: &str, now: Time) -> Result<Id<Org>, NoAccess> {
    let bearer = world.doorward.bearer(Some(header.as_bytes()), permission, now).await.unwrap();
    bearer.map(|bearer| bearer.org)
}

async fn last_used(world: &World) -> Option<String> {
    world.doorward.list_api_tokens(acme(world).await, "", 10).await.unwrap()[0].last_used_at.clone()
}

#[tokio::test]
async fn a_token_is_good_for_its_organisation_and_permissions_until_it_ends() {
    on_both(async |world| {
        let org = acme(world).await;
        let ends = NOW + Span::days(2);
        let minted = world.doorward.mint_api_token(org, ("t", &[READ.to_owned()]), Some(ends), NOW).await.unwrap();
        let token = minted.unwrap();
        assert!(token.starts_with("dwt_") && token.len() == 47);
        assert_eq!(world.doorward.mint_api_token(org, ("t", &[]), None, NOW).await.unwrap(), None, "a name once");
        let header = format!("Bearer {token}");
        assert_eq!(last_used(world).await, None);
        assert_eq!(shown(world, &header, READ, NOW).await, Ok(org));
        assert_eq!(shown(world, &format!("bearer  {token}"), READ, NOW).await, Ok(org));
        assert_eq!(shown(world, &header, "users:write", NOW).await, Err(NoAccess::Permission));
        for header in ["", "Bearer", "Bearer ", "Basic eDp5", &token, &format!("Bearer {token} {token}")] {
            assert_eq!(shown(world, header, READ, NOW).await, Err(NoAccess::Missing), "{header}");
        }
        let cut = &header[..header.len() - 1];
        for header in [cut, &format!("{header}A"), "Bearer x", &header.to_uppercase().replace("BEARER", "Bearer")] {
            assert_eq!(shown(world, header, READ, NOW).await, Err(NoAccess::Invalid), "{header}");
        }
        assert_eq!(shown(world, &header, READ, ends - Span::millis(1)).await, Ok(org));
        assert_eq!(shown(world, &header, READ, ends).await, Err(NoAccess::Invalid));
        let found = Canary::new("a token", token.as_bytes()).found_in(&dump(&world.database).await);
        assert_eq!(found, Vec::<String>::new());
    })
    .await;
}

#[tokio::test]
async fn uses_are_noted_to_an_hour_and_revoking_holds_at_once_on_every_node() {
    on_both(async |world| {
        let org = acme(world).await;
        let minted = world.doorward.mint_api_token(org, ("t", &[READ.to_owned()]), None, NOW).await.unwrap();
        let header = format!("Bearer {}", minted.unwrap());
        let mut noted = Vec::new();
        for minutes in [0, 59, 60, 61] {
            assert!(shown(world, &header, READ, NOW + Span::minutes(minutes)).await.is_ok());
            noted.push(last_used(world).await.unwrap());
        }
        assert!(noted[0] == noted[1] && noted[1] < noted[2] && noted[2] == noted[3], "{noted:?}");
        // An organisation that is shut has nobody who may ask.
        let state = |state: &str| json!({ "version": 1, "organisations": [{ "slug": "acme", "state": state }] });
        applied(world, &state("disabled")).await;
        assert_eq!(shown(world, &header, READ, NOW).await, Err(NoAccess::Invalid));
        applied(world, &state("active")).await;
        assert!(shown(world, &header, READ, NOW).await.is_ok());
        assert!(doorward(&world.store, 7).revoke_api_token(org, "t", NOW).await.unwrap());
        assert_eq!(shown(world, &header, READ, NOW).await, Err(NoAccess::Invalid));
        assert!(!world.doorward.revoke_api_token(org, "t", NOW).await.unwrap());
    })
    .await;
}

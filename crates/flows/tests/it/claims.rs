//! What applications are told of a user's groups, and in ID tokens.

use flows::people::groups::Memberships;
use oidc::{Scopes, token::TokenResponse};
use serde_json::{Value, json};

use crate::{
    browser::Browser,
    content::application,
    world::{NOW, World, exchange, on_both, request},
};

const SINGLY: &str = "&scope=openid&claims=%7B%22id_token%22%3A%7B%22groups%22%3Anull%7D%2C%22userinfo%22%3A%7B%22groups%22%3Anull%7D%7D";

/// `board`, which may know groups; anna is in two.
async fn board(world: &World, id_token_claims: &[&str]) {
    let mut board = application("board");
    board.settings.client_mut().unwrap().scope = Scopes::parse("openid email groups").unwrap();
    board.settings.client_mut().unwrap().id_token_claims =
        id_token_claims.iter().map(|&claim| claim.to_owned()).collect();
    world.add(vec![], vec![board]).await;
    let (org, user) = world.user("anna@acme.example").await;
    let joins = Memberships { added: vec![user], ..Memberships::default() };
    for (name, is_in) in [("workshop", true), ("board", true), ("others", false)] {
        let group = world.doorward.create_group(&world.granted(org), name).await.unwrap().unwrap();
        if is_in {
            world.doorward.change_members(&world.granted((org, group.id)), &joins).await.unwrap().unwrap();
        }
    }
}

async fn tokens(world: &World, more: &str, email: &str) -> TokenResponse {
    let code = Browser::new(world).sign_in(&request("board", more), email).await.arrives();
    world.token(NOW, &exchange("board", &code)).await.unwrap()
}

async fn groups_of(world: &World, tokens: &TokenResponse) -> (Value, Value) {
    let userinfo = world.userinfo(NOW, &tokens.access_token).await.unwrap();
    (userinfo.get("groups").cloned().unwrap_or_default(), id_token(tokens)["groups"].clone())
}

fn id_token(tokens: &TokenResponse) -> Value {
    jose::Jws::parse(tokens.id_token.as_ref().unwrap()).unwrap().unverified_claims().unwrap()
}

#[tokio::test]
async fn groups_are_told_where_they_were_asked_for() {
    on_both(async |world| {
        board(world, &[]).await;
        let both = json!(["board", "workshop"]);
        let by_scope = tokens(world, "&scope=openid+email+groups", "anna@acme.example").await;
        assert_eq!(by_scope.scope.to_string(), "openid email groups");
        assert_eq!(groups_of(world, &by_scope).await, (both.clone(), Value::Null));
        let singly = tokens(world, SINGLY, "anna@acme.example").await;
        assert_eq!(groups_of(world, &singly).await, (both.clone(), both));
        let unasked = tokens(world, "&scope=openid", "anna@acme.example").await;
        assert_eq!(groups_of(world, &unasked).await, (Value::Null, Value::Null));
        let none = tokens(world, SINGLY, "bert@acme.example").await;
        assert_eq!(groups_of(world, &none).await, (Value::Null, Value::Null), "in no group: no claim");
    })
    .await;
}

#[tokio::test]
async fn an_application_may_want_claims_in_each_id_token() {
    on_both(async |world| {
        board(world, &["email", "groups"]).await;
        let claims = id_token(&tokens(world, "&scope=openid+email+groups", "anna@acme.example").await);
        assert_eq!((&claims["email"], &claims["groups"]), (&json!("anna@acme.example"), &json!(["board", "workshop"])));
        let less = id_token(&tokens(world, "&scope=openid+email", "anna@acme.example").await);
        assert_eq!((&less["email"], &less["groups"]), (&json!("anna@acme.example"), &Value::Null), "the scope decides");
    })
    .await;
}

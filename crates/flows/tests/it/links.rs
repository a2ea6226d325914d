//! Applications that are a link: a tile that leads somewhere, and nothing that signs anybody in.

use serde_json::{Value, json};

use crate::{
    apply::{applied, problems},
    browser::{Browser, Place},
    world::{CLIENT_SECRET, NOW, on_both, request},
};

fn document(more: &Value) -> Value {
    let mut canteen = json!({
        "client_id": "canteen", "client_name": "Canteen", "organisation": "acme", "protocol": "link",
        "launch_url": "https://canteen.example/menu", "description": "What there is today",
        "subscriptions": [{ "organisation": "acme", "everyone": true }],
    });
    for (key, value) in more.as_object().unwrap() {
        canteen[key] = value.clone();
    }
    json!({ "version": 1, "applications": [canteen] })
}

#[tokio::test]
async fn a_link_is_a_tile_and_signs_nobody_in() {
    on_both(async |world| {
        applied(world, &document(&json!({}))).await;
        assert_eq!(applied(world, &document(&json!({}))).await.unchanged, 1, "the second time nothing changes");
        let mut browser = Browser::new(world);
        browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let who = world.doorward.signed_in(&browser.caller()).await.unwrap().unwrap();
        let tiles = world.doorward.tiles(&who).await.unwrap();
        let tile = tiles.iter().find(|tile| tile.name == "Canteen").expect("a tile");
        assert_eq!(
            (tile.launch_url.as_deref().unwrap_or_default(), tile.description.as_str()),
            ("https://canteen.example/menu", "What there is today")
        );
        assert!(matches!(browser.authorize(&request("canteen", "")).await, Place::Problem(_)));
        let own = format!("grant_type=client_credentials&client_id=canteen&client_secret={CLIENT_SECRET}");
        assert!(world.token(NOW, &own).await.is_err());
        let canteen = world.doorward.find_application(&world.doorward.operator(NOW), "canteen").await.unwrap().unwrap();
        let shown = world.doorward.show_application(&world.granted(canteen)).await.unwrap().unwrap();
        assert_eq!((shown.entry.name.as_str(), shown.settings.client()), ("Canteen", None));
    })
    .await;
}

#[tokio::test]
async fn what_a_link_can_not_have_is_told() {
    on_both(async |world| {
        for (more, place) in [
            (
                json!({ "redirect_uris": ["https://canteen.example/back"] }),
                "redirect_uris: goes with the protocol oidc",
            ),
            (json!({ "launch_url": null }), "launch_url: is needed for a link"),
            (json!({ "launch_url": "javascript:alert(1)" }), "launch_url: "),
            (json!({ "client_secret": "a secret of more than 24 characters" }), "client_secret: goes with"),
            (json!({ "protocol": "saml" }), "protocol: "),
        ] {
            let told = problems(world, &document(&more)).await;
            assert!(told.iter().any(|problem| problem.contains(place)), "{place}: {told:?}");
        }
        let wiki = json!({ "version": 1, "applications": [{ "client_id": "wiki", "protocol": "link" }] });
        let told = problems(world, &wiki).await;
        assert!(told.iter().any(|problem| problem.contains("protocol: can't be changed")), "{told:?}");
    })
    .await;
}

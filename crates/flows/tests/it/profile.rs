//! What people set for themselves.

use model::release::Profile;
use store::{Json, users};

use crate::{
    browser::Browser,
    world::{NOW, World, caller, on_both, request},
};

async fn profile(world: &World, email: &str) -> (Json<Profile>, Profile) {
    let (org, user) = world.user(email).await;
    let row = users::by_id(&mut world.store.read().await.unwrap(), org, user).await.unwrap().unwrap();
    (row.profile.clone(), row.profile.into_inner())
}

#[tokio::test]
async fn a_chosen_language_is_the_users_setting() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let who = world.doorward.signed_in(&browser.caller()).await.unwrap().unwrap();
        world.doorward.set_language(&browser.caller(), &who, "de").await.unwrap();
        let (_, set) = profile(world, "anna@acme.example").await;
        assert_eq!(set, Profile { locale: Some("de".into()), ..who.profile.clone() }, "and nothing else changed");
        assert_eq!(world.events("profile.changed").await, 1);

        // The session stays, and knows it at once.
        let who = world.doorward.signed_in(&browser.caller()).await.unwrap().unwrap();
        assert_eq!(who.profile.locale.as_deref(), Some("de"));
        world.doorward.set_language(&browser.caller(), &who, "de").await.unwrap();
        assert_eq!(world.events("profile.changed").await, 1, "nothing to write");
    })
    .await;
}

#[tokio::test]
async fn a_region_stays_where_the_language_is_the_same() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let (was, mut swiss) = profile(world, "anna@acme.example").await;
        swiss.locale = Some("de-CH".into());
        let owner = world.user("anna@acme.example").await;
        let swiss = was.replaced(swiss);
        world.change(|change| users::set_profile(change, owner, &was, &swiss)).await;
        let who = world.doorward.signed_in(&browser.caller()).await.unwrap().unwrap();
        world.doorward.set_language(&browser.caller(), &who, "de").await.unwrap();
        assert_eq!(profile(world, "anna@acme.example").await.0, swiss);
    })
    .await;
}

/// Somebody changes the profile between reading and writing: both changes are in it.
#[tokio::test]
async fn a_language_overwrites_nothing_that_others_changed_meanwhile() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let who = world.doorward.signed_in(&browser.caller()).await.unwrap().unwrap();
        let (was, mut renamed) = profile(world, "anna@acme.example").await;
        renamed.family_name = Some("Married".into());
        let owner = world.user("anna@acme.example").await;
        let renamed = was.replaced(renamed);
        world.change(|change| users::set_profile(change, owner, &was, &renamed)).await;
        world.doorward.set_language(&caller(NOW), &who, "fr").await.unwrap();
        let (_, now) = profile(world, "anna@acme.example").await;
        assert_eq!((now.locale.as_deref(), now.family_name.as_deref()), (Some("fr"), Some("Married")));
    })
    .await;
}

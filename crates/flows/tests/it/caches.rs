//! What one node changes, the others see; and nobody brings back what was.

use crate::{
    browser::{Browser, Place},
    content::application,
    paused::polled,
    world::{World, doorward, on_both, request},
};

/// Registers one address for wiki in place of the others.
async fn register(world: &World, address: &str) {
    let mut wiki = application("wiki");
    wiki.settings.client_mut().unwrap().redirect_uris = vec![address.to_owned()];
    world.add(vec![], vec![wiki]).await;
}

#[tokio::test]
async fn a_changed_application_is_seen_after_a_refresh() {
    on_both(async |world| {
        let other = doorward(&world.store, 7);
        other.refresh().await.unwrap();
        let mut browser = Browser::at(&other);
        assert!(matches!(browser.authorize(&request("wiki", "")).await, Place::Page(..)));
        register(world, "https://wiki.example/elsewhere").await;
        assert!(matches!(browser.authorize(&request("wiki", "")).await, Place::Page(..)), "it is held");
        other.refresh().await.unwrap();
        let place = browser.authorize(&request("wiki", "")).await;
        assert!(matches!(place, Place::Problem(_)), "an address that was taken back: {place:?}");
        let mut here = Browser::new(world);
        assert!(
            matches!(here.authorize(&request("wiki", "")).await, Place::Problem(_)),
            "who changes it knows at once"
        );
    })
    .await;
}

/// Somebody reads an application, is held up anywhere on the way, and goes on after it was changed.
#[tokio::test]
async fn a_late_reader_brings_nothing_back() {
    on_both(async |world| {
        let mut overtaken = false;
        for times in 0..20 {
            let node = doorward(&world.store, 7);
            node.refresh().await.unwrap();
            let (before, after) =
                (format!("https://wiki.example/{times}/1"), format!("https://wiki.example/{times}/2"));
            register(world, &before).await;
            node.refresh().await.unwrap();
            let mut late = Box::pin(node.application("wiki"));
            let early = polled(late.as_mut(), times).await;
            register(world, &after).await;
            node.refresh().await.unwrap();
            let read = match early {
                Some(read) => read,
                None => late.await,
            };
            let read = read.unwrap().unwrap();
            overtaken |= read.settings.client().unwrap().redirect_uris == [before];
            let now = node.application("wiki").await.unwrap().unwrap();
            assert_eq!(now.settings.client().unwrap().redirect_uris, [after], "held up after {times}");
        }
        assert!(overtaken, "nobody was overtaken");
    })
    .await;
}

//! What each operation asks of the database. More than this is slower on PostgreSQL, whose own CPU runs out before ours; a
//! number that falls may be lowered here.

use model::Span;
use store::testing::{Cost, Work};

use crate::{
    browser::Browser,
    world::{NOW, World, on_both, refresh, request},
};

/// What it cost, which is to be at most `most`; and the work itself.
fn bounded(what: &str, work: &[Work], most: Cost) {
    let cost = Cost::of(work);
    let within = cost.reads <= most.reads && cost.writes <= most.writes && cost.commits <= most.commits;
    assert!(within, "{what}: {cost:?}, {} round trips: {work:#?}", cost.round_trips());
}

/// Somebody who signed in to `wiki`, its code, and what is kept in memory is there.
async fn signed_in(world: &World) -> (Browser, String) {
    let mut browser = Browser::new(world);
    browser.clone().sign_in(&request("mail", ""), "anna@acme.example").await.arrives();
    let code = browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
    (browser, code)
}

#[tokio::test]
async fn an_operation_asks_the_database_for_little() {
    on_both(async |world| {
        let (mut browser, code) = signed_in(world).await;
        let (place, work) = world.store.work_of(browser.authorize(&request("mail", ""))).await;
        place.arrives();
        bounded("a second application", &work, Cost { reads: 5, writes: 2, commits: 1 });
        let (tokens, work) = world.store.work_of(world.tokens(NOW, &code)).await;
        bounded("the exchange of a code", &work, Cost { reads: 1, writes: 3, commits: 1 });
        let (known, work) = world.store.work_of(world.userinfo(NOW, &tokens.access_token)).await;
        known.unwrap();
        bounded("userinfo", &work, Cost { reads: 1, writes: 0, commits: 0 });
        let (active, work) = world.store.work_of(world.is_active(NOW, "wiki", &tokens.access_token)).await;
        assert!(active);
        bounded("introspection", &work, Cost { reads: 1, writes: 0, commits: 0 });
        let token = tokens.refresh_token.unwrap();
        let (answer, work) = world.store.work_of(world.token(NOW, &refresh("wiki", &token))).await;
        answer.unwrap();
        bounded("a refresh", &work, Cost { reads: 1, writes: 3, commits: 1 });
    })
    .await;
}

/// Opening an application writes the session's row only where it notes a use of five minutes, or where what is given
/// outlives the session, and must not be given beside its end.
#[tokio::test]
async fn the_session_is_written_where_it_has_to_be() {
    on_both(async |world| {
        let (mut browser, _) = signed_in(world).await;
        let writes_session = |work: &[Work]| work.contains(&Work::Write("store::sessions::STILL_OPEN"));
        let offline = request("mail", "&scope=openid+offline_access&prompt=consent");
        let at = browser.authorize(&offline).await.asks_for(model::sign_in::StepKind::Consent);
        let (_, work) = world.store.work_of(browser.consents(&at, true)).await;
        assert!(writes_session(&work), "for use without the user: {work:?}");
        let (_, work) = world.store.work_of(browser.authorize(&request("mail", ""))).await;
        assert!(!writes_session(&work), "{work:?}");
        browser.later(Span::minutes(5));
        let (_, work) = world.store.work_of(browser.authorize(&request("mail", ""))).await;
        assert!(writes_session(&work), "five minutes later: {work:?}");
        let (_, work) = world.store.work_of(browser.authorize(&request("mail", ""))).await;
        assert!(!writes_session(&work), "{work:?}");
    })
    .await;
}

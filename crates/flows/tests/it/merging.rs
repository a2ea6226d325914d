//! Merging two accounts of one person: what is shown, what it comes to, and whom it is refused.

use flows::{
    Answer, UserRef,
    granted::MergeUsers,
    people::{Merge, MergeRefusal, Refused},
};
use model::{account::State, permission::Denied, sign_in::StepKind};
use serde_json::{Value, json};
use store::params;

use crate::{
    apply::applied,
    browser::Browser,
    openid_provider::OpenidProvider,
    people::principal,
    races::at_once,
    world::{NOW, World, exchange, on_both, request},
};

store::statements! {
    LINKS = "select subject from identity_links order by subject";
    ABOUT = "select data from events where kind = $1 order by id";
    ORDERED = "select count(*) from jobs where kind = 'notice.credential'";
    CLOSED = "select id from applications where client_id = $1";
    RETIRED = "select count(*) from retired_subjects where subject = $1";
}

const ANNA: &str = "anna@acme.example";
const BERT: &str = "bert@acme.example";

/// At Acme's provider anna is `A 1` and bert `B 1`; bert is in a group, has an application of his own, and is an auditor.
async fn acme(world: &World) -> OpenidProvider {
    let provider = OpenidProvider::new().await;
    let link = |subject: &str| json!([{ "provider": "okta", "issuer": provider.issuer(), "subject": subject }]);
    let bert =
        json!({ "email": BERT, "subject": "4711", "groups": ["engines"], "roles": ["auditor"], "links": link("B 1") });
    let document = json!({ "version": 1, "organisations": [{
        "slug": "acme", "identity_providers": [provider.document("okta")], "groups": [{ "name": "engines" }],
        "users": [{ "email": ANNA, "links": link("A 1") }, bert],
    }] });
    applied(world, &document).await;
    let user = world.whom(BERT).await;
    let app = closed(world).await;
    world.change(|change| store::applications::assign_to_user(change, user.org, app, user.user, NOW)).await;
    provider
}

async fn closed(world: &World) -> model::Id<model::id::App> {
    let mut read = world.store.read().await.unwrap();
    read.one::<(model::Id<model::id::App>,)>(&CLOSED, params!["closed"]).await.unwrap().unwrap().0
}

async fn preview(world: &World, kept: UserRef, gone: UserRef) -> Result<Merge, MergeRefusal> {
    world.doorward.preview_merge(&world.granted::<MergeUsers>(kept), gone).await.unwrap()
}

async fn merge(world: &World, kept: UserRef, shown: &Merge) -> Result<(), MergeRefusal> {
    world.doorward.merge_users(&world.granted::<MergeUsers>(kept), shown).await.unwrap()
}

async fn words(world: &World) -> Vec<String> {
    let rows = world.store.read().await.unwrap().page::<(String,)>(&LINKS, params![]).await.unwrap();
    rows.into_iter().map(|(subject,)| subject).collect()
}

async fn about(world: &World, kind: &str) -> Vec<Value> {
    let rows = world.store.read().await.unwrap().page::<(String,)>(&ABOUT, params![kind]).await.unwrap();
    rows.iter().map(|(data,)| serde_json::from_str(data).unwrap()).collect()
}

async fn count(world: &World, statement: &'static store::Statement, parameters: Vec<store::Value>) -> i64 {
    world.store.read().await.unwrap().one::<(i64,)>(statement, parameters).await.unwrap().unwrap().0
}

#[tokio::test]
async fn what_one_account_has_goes_to_the_other_and_it_is_gone() {
    on_both(async |world| {
        let provider = acme(world).await;
        let (mut anna, mut bert) = (Browser::new(world), Browser::new(world));
        anna.sign_in(&request("wiki", ""), ANNA).await.arrives();
        bert.sign_in(&request("wiki", ""), BERT).await.arrives();
        let (kept, gone) = (world.whom(ANNA).await, world.whom(BERT).await);
        let shown = preview(world, kept, gone).await.unwrap();
        assert_eq!(shown.links, [("okta".to_owned(), "B 1".to_owned())]);
        assert_eq!(
            (shown.groups.as_slice(), shown.applications.as_slice()),
            (&["engines".to_owned()][..], &["CLOSED".to_owned()][..])
        );
        assert_eq!(
            (shown.roles_lost.as_slice(), shown.gone.found_by.as_slice()),
            (&["auditor".to_owned()][..], &[BERT.to_owned()][..])
        );
        assert!(world.doorward.signed_in(&bert.caller()).await.unwrap().is_some(), "looking changes nothing");

        assert_eq!(merge(world, kept, &shown).await, Ok(()));
        assert_eq!(words(world).await, ["A 1", "B 1"]);
        for browser in [&anna, &bert] {
            assert!(
                world.doorward.signed_in(&browser.caller()).await.unwrap().is_none(),
                "sessions of both have ended"
            );
        }
        assert_eq!(preview(world, kept, gone).await, Err(MergeRefusal::Refused(Refused::Unknown)));
        assert_eq!(count(world, &RETIRED, params!["4711"]).await, 1, "no newcomer is taken for who is gone");
        assert_eq!(count(world, &ORDERED, params![]).await, 2, "both addresses are told");
        assert_eq!(about(world, "user.merged").await[0]["merged"], json!(gone.user));
        assert_eq!(about(world, "user.deleted").await[0]["merged_into"], json!(kept.user));
        assert_eq!(about(world, "identity.linked").await.last().unwrap()["shown_by"], "merge");

        let mut other = Browser::new(world);
        let at = other.authorize(&request("closed", "&organization=acme")).await.asks_for(StepKind::Identify);
        let address = other.answer(&at, Answer::Provider("okta".into())).await.elsewhere();
        let arrived =
            other.returns(("acme", "okta"), &provider.signs_in(&address, json!({ "sub": "B 1" }))).await.arrives();
        let person = world.doorward.user(&world.granted(kept)).await.unwrap().unwrap();
        assert_eq!((person.id, person.groups, person.roles), (kept.user, vec!["engines".to_owned()], vec![]));
        let given = world.token(NOW, &exchange("closed", &arrived)).await.expect("the code is good");
        assert_eq!(world.userinfo(NOW, &given.access_token).await.unwrap()["sub"], json!(shown.kept.subject));
    })
    .await;
}

#[tokio::test]
async fn accounts_that_may_not_be_one_stay_two() {
    on_both(async |world| {
        acme(world).await;
        let (kept, gone) = (world.whom(ANNA).await, world.whom(BERT).await);
        assert_eq!(preview(world, kept, kept).await, Err(MergeRefusal::Same));
        let foreign = world.whom("ben@blue.example").await;
        assert_eq!(preview(world, kept, foreign).await, Err(MergeRefusal::Organisations));

        let shown = preview(world, kept, gone).await.unwrap();
        applied(world, &json!({ "version": 1, "organisations": [{ "slug": "acme", "users": [{ "email": BERT, "roles": ["owner"] }] }] })).await;
        assert_eq!(merge(world, kept, &shown).await, Err(MergeRefusal::Changed), "he is somebody else's owner now");
        let shown = preview(world, kept, gone).await.unwrap();
        assert_eq!(merge(world, kept, &shown).await, Err(MergeRefusal::Refused(Refused::LastOwner)));

        world.doorward.set_user_state(&world.granted(gone), State::Disabled).await.unwrap().unwrap();
        assert_eq!(preview(world, kept, gone).await, Err(MergeRefusal::NotActive(gone.user)));
        assert_eq!(words(world).await, ["A 1", "B 1"]);
        assert_eq!(count(world, &ORDERED, params![]).await, 0);
    })
    .await;
}

#[tokio::test]
async fn adm_04_nobody_merges_an_account_that_may_do_more() {
    on_both(async |world| {
        acme(world).await;
        let people = json!([{ "email": ANNA, "roles": ["administrator"] }, { "email": BERT, "roles": ["owner"] }]);
        applied(world, &json!({ "version": 1, "organisations": [{ "slug": "acme", "users": people }] })).await;
        let anna = principal(world, ANNA).await;
        let (tom, bert, tina) =
            (world.whom("tom@acme.example").await, world.whom(BERT).await, world.whom("tina@acme.example").await);
        let above = Err(MergeRefusal::Refused(Refused::Denied(Denied::Above)));
        let granted = world.doorward.allow::<MergeUsers>(&anna, tom).await.unwrap().unwrap();
        assert_eq!(
            world.doorward.preview_merge(&granted, bert).await.unwrap(),
            above,
            "an owner is not taken away by her"
        );
        assert_eq!(world.doorward.allow::<MergeUsers>(&anna, bert).await.unwrap().err(), Some(Denied::Above));
        let shown = world.doorward.preview_merge(&granted, tina).await.unwrap().unwrap();
        assert_eq!(world.doorward.merge_users(&granted, &shown).await.unwrap(), Ok(()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_who_merge_at_once_one_does() {
    on_both(async |world| {
        acme(world).await;
        let (kept, gone) = (world.whom("tom@acme.example").await, world.whom(BERT).await);
        let shown = preview(world, kept, gone).await.unwrap();
        let granted = world.granted::<MergeUsers>(kept);
        let merge = |_| {
            let (doorward, granted, shown) = (world.doorward.clone(), granted.clone(), shown.clone());
            async move { Box::pin(doorward.merge_users(&granted, &shown)).await.unwrap() }
        };
        let merged = at_once((0..8).map(merge)).await;
        assert_eq!(merged.iter().filter(|merged| merged.is_ok()).count(), 1, "{merged:?}");
        assert_eq!(
            (words(world).await, world.events("user.merged").await),
            (vec!["A 1".to_owned(), "B 1".to_owned()], 1)
        );
    })
    .await;
}

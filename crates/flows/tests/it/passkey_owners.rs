//! Whose a passkey is, and when it is so no more: of another organisation, another domain, lost, or added by somebody who was signed out meanwhile.

use flows::{Answer, Complaint, Destination, NewPasskeyAnswer, PasskeyAdded, PasskeyProblem};
use model::{
    Authenticator as Kind, Policy,
    policy::{SecondFactor, SecondFactorRule},
    sign_in::{Purpose, StepKind},
};
use serde_json::Value;
use store::params;

use crate::{
    authenticator::Authenticator,
    browser::{Browser, Place},
    content::{application, organisation, somebody},
    passkeys::{answer, asked},
    paused::polled,
    world::{World, on_both, request},
};

const TIA: &str = "tia@must.example";

store::statements! {
    MOVE_PASSKEYS = "update credentials set data = replace(data, 'id.example', 'old.example') where kind = 'passkey'";
    TAKE_USER = "update users set version = version where org = $1 and id = $2";
    END_WITHOUT_PASSKEY = "update users set epoch = epoch + 1000, version = version + 1 where org = $1 and id = $2 \
        and not exists (select id from credentials where org = $1 and user_id = $2 and kind = 'passkey')";
    COUNT_PASSKEYS = "select count(*) from credentials where kind = 'passkey'";
}

/// An organisation whose people need a passkey beside their password, with one person.
async fn must(world: &World) {
    let required = SecondFactorRule {
        rule: SecondFactor::Required,
        authenticators: vec![Kind::Passkey],
        trust: None,
        ..SecondFactorRule::default()
    };
    let policy = Policy { second_factor: required, ..Policy::default() };
    world.add(vec![organisation("must", policy, vec![somebody(TIA).await])], vec![]).await;
    let mut wiki = application("wiki");
    wiki.subscribers = vec![("must".into(), true)];
    world.add(vec![], vec![wiki]).await;
}

async fn passkeys(world: &World) -> i64 {
    let mut read = world.store.read().await.unwrap();
    read.one::<(i64,)>(&COUNT_PASSKEYS, params![]).await.unwrap().unwrap().0
}

/// What makes this key the person's whose page it is.
fn enrols(key: &mut Authenticator, place: Place) -> (String, Answer) {
    let (at, view) = place.shown();
    let new = view.new_passkey.expect("one is asked for");
    let options: Value = serde_json::from_str(&new.options).unwrap();
    assert_eq!(options["excludeCredentials"], serde_json::json!([]), "nothing that is there is to be made again");
    let answer =
        Answer::EnrolPasskey { credential: key.creates(&new.options), challenge: new.challenge, label: "key".into() };
    (at, answer)
}

/// Tia, who adds this key on her way in; her recovery codes.
async fn tia_with(world: &World, key: &mut Authenticator) -> (Browser, Vec<String>) {
    let mut browser = Browser::new(world);
    let place = browser.sign_in(&request("wiki", ""), TIA).await;
    let (at, sent) = enrols(key, place);
    let (at, view) = browser.answer(&at, sent).await.shown();
    browser.answer(&at, Answer::RecordCodes(true)).await.arrives();
    (browser, view.codes)
}

/// RCV-02, R3: after a recovery code what there was is taken for lost, and the same key can be made anew.
#[tokio::test]
async fn what_a_recovery_code_stood_in_for_is_taken_for_lost() {
    on_both(async |world| {
        must(world).await;
        let (mut lost, mut new) = (Authenticator::new(1), Authenticator::new(2));
        let (_, codes) = tia_with(world, &mut lost).await;
        let mut browser = Browser::new(world);
        let (at, _) = browser.sign_in(&request("wiki", ""), TIA).await.shown();
        let place = browser.answer(&at, Answer::RecoveryCode(codes[0].clone())).await;
        let (at, sent) = enrols(&mut new, place);
        browser.answer(&at, sent).await.arrives();
        assert_eq!(passkeys(world).await, 1);
        let mut thief = Browser::new(world);
        let (at, view) = thief.authorize(&request("wiki", "")).await.shown();
        let place = thief.answer(&at, answer(&mut lost, &asked(&view))).await;
        assert_eq!(place.complaint(), Some(Complaint::Passkey(PasskeyProblem::Unknown)));
        let (at, view) = thief.authorize(&request("wiki", "")).await.shown();
        thief.answer(&at, answer(&mut new, &asked(&view))).await.arrives();
    })
    .await;
}

/// Signed out everywhere while a passkey is added on the way in: it is not added. However far it had come.
#[tokio::test]
async fn a_passkey_is_not_added_once_everything_has_ended() {
    on_both(async |world| {
        must(world).await;
        for times in 0..200 {
            let (mut browser, mut key) = (Browser::new(world), Authenticator::new(1));
            let place = browser.sign_in(&request("wiki", ""), TIA).await;
            let (at, sent) = enrols(&mut key, place);
            let mut slow = Box::pin(browser.answer(&at, sent));
            let early = polled(slow.as_mut(), times).await;
            if !has_ended_without_passkey(world).await {
                assert!(times > 0, "nothing was held up");
                return;
            }
            if early.is_none() {
                slow.await;
            }
            assert_eq!(passkeys(world).await, 0, "held up after {times}");
        }
        panic!("it never ended");
    })
    .await;
}

/// Ends everything that was given to Tia, unless she has a passkey by then: whether it did.
async fn has_ended_without_passkey(world: &World) -> bool {
    let (org, user) = world.user(TIA).await;
    let epoch = async || {
        let mut read = world.store.read().await.unwrap();
        store::users::by_id(&mut read, org, user).await.unwrap().unwrap().epoch
    };
    let before = epoch().await;
    world
        .change(|change| {
            change.add(&TAKE_USER, params![org, user]);
            change.add(&END_WITHOUT_PASSKEY, params![org, user]);
        })
        .await;
    // Adding one ends what was given, too, by one epoch.
    epoch().await >= before + 1000
}

/// Where the sign-in is one to an organisation, nobody of another has a passkey.
#[tokio::test]
async fn wan_03_a_passkey_of_another_organisation_is_unknown() {
    on_both(async |world| {
        must(world).await;
        let mut key = Authenticator::new(1);
        tia_with(world, &mut key).await;
        for (slug, is_known) in [("acme", false), ("must", true)] {
            let mut browser = Browser::new(world);
            let organisation = Some(slug.to_owned());
            let (at, cookie) =
                world.doorward.begin(&browser.caller(), Purpose::SignIn, Destination::Home, organisation, None);
            browser.keep(cookie);
            let (at, view) = browser.show(&at, false).await.shown();
            let place = browser.answer(&at, answer(&mut key, &asked(&view))).await;
            match is_known {
                true => assert!(browser.session.is_some(), "{place:?}"),
                false => {
                    assert_eq!(place.complaint(), Some(Complaint::Passkey(PasskeyProblem::Unknown)));
                    assert_eq!(
                        place.view().unknown_passkey,
                        None,
                        "it opens another organisation: no browser may forget it"
                    );
                }
            }
        }
    })
    .await;
}

/// A passkey is for the domain that it was made for. Of another it proves nothing, also where its answer fits, and the tab says so.
#[tokio::test]
async fn wan_02_a_passkey_of_another_domain_is_of_no_use() {
    on_both(async |world| {
        must(world).await;
        let mut key = Authenticator::new(1);
        let (known, _) = tia_with(world, &mut key).await;
        world.change(|change| _ = change.add(&MOVE_PASSKEYS, params![])).await;
        let own = world.doorward.own_passkeys(&known.who().await).await.unwrap();
        assert_eq!(own[0].other_domain.as_deref(), Some("old.example"));
        let mut browser = Browser::new(world);
        let (_, view) = browser.sign_in(&request("wiki", ""), TIA).await.shown();
        assert_eq!(view.step.kind(), StepKind::Prove, "the factor is not gone");
        assert_eq!(view.passkey, None, "an empty list would ask for whichever there is");
        let mut elsewhere = Browser::new(world);
        let (other, view) = elsewhere.authorize(&request("wiki", "")).await.shown();
        let place = elsewhere.answer(&other, answer(&mut key, &asked(&view))).await;
        assert_eq!(place.complaint(), Some(Complaint::Passkey(PasskeyProblem::Unknown)));
        assert_eq!(place.view().unknown_passkey, None, "its owner has it still");
    })
    .await;
}

/// Added from the account by two at once under confirmations of their own: what the first wrote ends the second's.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_passkeys_added_at_once_are_one() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let (caller, who) = (browser.caller(), browser.who().await);
        let mut ready = Vec::new();
        for id in 1..3 {
            let (leave, request) = browser.may_add().await;
            let made = Authenticator::new(id).creates(&request.options);
            ready.push((leave, made, request.challenge));
        }
        let done = crate::races::at_once(ready.into_iter().map(|(leave, made, challenge)| {
            let (doorward, caller, who) = (world.doorward.clone(), caller.clone(), who.clone());
            async move {
                let sent = NewPasskeyAnswer { credential: &made, challenge: &challenge, label: "" };
                let done = Box::pin(doorward.add_own_passkey(&caller, &who, leave, sent)).await.unwrap();
                matches!(done, PasskeyAdded::Done(_))
            }
        }));
        assert_eq!(done.await.into_iter().filter(|done| *done).count(), 1);
        assert_eq!(passkeys(world).await, 1);
    })
    .await;
}

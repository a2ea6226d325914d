//! What an operator does for people: find, list, unlock, password, state, sessions; and secrets and keys.

use flows::{Complaint, UserRef, granted::ManageApplication, people::Refused};
use jose::Algorithm;
use model::{Span, account::State, password::Rule, sign_in::Refusal};
use serde_json::json;
use store::testing::Work;

use crate::{
    browser::Browser,
    world::{NOW, PASSWORD, caller, code, doorward, on_both, post, request, token, userinfo},
};

fn password(text: &str) -> crypto::Password {
    crypto::Password::new(text).unwrap()
}

const WRONG: Option<Complaint> = Some(Complaint::PasswordWrong);
const UNTIL_UNLOCKED: Option<Complaint> = Some(Complaint::PasswordLocked(None));

#[tokio::test]
async fn lgn_08_an_operator_unlocks_what_was_typed_and_the_account_itself() {
    on_both(async |world| {
        let gus = world.whom("gus@grey.example").await;
        // Known from a browser of his own, which a stranger at it can lock as well.
        let mut known = Browser::new(world);
        known.sign_in(&request("wiki", ""), "gus@grey.example").await.arrives();
        known.session = None;
        let mut stranger = Browser::new(world);
        for browser in [&mut stranger, &mut known] {
            let at = browser.goes_to_password(&request("wiki", ""), "gus@grey.example").await;
            for complaint in [WRONG, WRONG, UNTIL_UNLOCKED] {
                assert_eq!(browser.password(&at, "a guess").await.complaint(), complaint);
            }
        }
        assert_eq!(world.doorward.locked_until(&world.granted(gus)).await.unwrap(), Some(model::Time::NEVER));
        assert_eq!(world.doorward.unlock(&world.granted(gus)).await.unwrap(), Ok(()));
        assert_eq!(world.doorward.locked_until(&world.granted(gus)).await.unwrap(), None);
        for mut browser in [stranger, known] {
            let at = browser.goes_to_password(&request("wiki", ""), "gus@grey.example").await;
            browser.password(&at, PASSWORD).await.arrives();
        }
        assert_eq!(world.events("user.unlocked").await, 1);
    })
    .await;
}

/// Locks are looked for, and opened, by one statement, from however many browsers somebody is known.
#[tokio::test]
async fn locks_are_read_and_opened_by_one_statement() {
    on_both(async |world| {
        let gus = world.whom("gus@grey.example").await;
        for _ in 0..6 {
            Browser::new(world).sign_in(&request("wiki", ""), "gus@grey.example").await.arrives();
        }
        let granted = world.granted(gus);
        let of_attempts = |work: &[Work]| {
            let counted = |work: &&Work| {
                matches!(work, Work::Read(name, _) | Work::Write(name) if name.starts_with("store::attempts::"))
            };
            work.iter().filter(counted).count()
        };
        let (_, work) = world.store.work_of(world.doorward.locked_until(&world.granted(gus))).await;
        assert_eq!(of_attempts(&work), 1, "{work:?}");
        let (_, work) = world.store.work_of(world.doorward.unlock(&granted)).await;
        assert_eq!(of_attempts(&work), 1, "{work:?}");
    })
    .await;
}

#[tokio::test]
async fn an_operator_unlocks_a_second_factor() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let at = browser.sign_in(&request("wiki", ""), "tom@acme.example").await.asks_for_code();
        for _ in 0..5 {
            browser.code(&at, "000000").await;
        }
        assert_eq!(browser.code(&at, &code(0)).await.refusal(), Refusal::SecondFactorLocked);
        world.doorward.unlock(&world.granted(world.whom("tom@acme.example").await)).await.unwrap().unwrap();
        browser.show(&at, true).await.asks_for_code();
        browser.code(&at, &code(0)).await.arrives();
    })
    .await;
}

#[tokio::test]
async fn an_operator_resets_second_factors_and_the_password_stays() {
    on_both(async |world| {
        let tom = world.whom("tom@acme.example").await;
        let codes = world.doorward.issue_recovery_codes(&world.granted(tom)).await.unwrap().unwrap();
        let mut browser = Browser::new(world);
        let at = browser.sign_in(&request("wiki", ""), "tom@acme.example").await.asks_for_code();
        browser.code(&at, &code(0)).await.arrives();
        assert_eq!(world.doorward.reset_second_factors(&world.granted(tom)).await.unwrap(), Ok(()));
        browser.authorize(&request("wiki", "")).await.asks_for_identify_or_password();
        // Neither the app nor a code of paper is asked for any more, and neither is left.
        Browser::new(world).sign_in(&request("wiki", ""), "tom@acme.example").await.arrives();
        let mut read = world.store.read().await.unwrap();
        let left = store::credentials::of_user(&mut read, tom.org, tom.user).await.unwrap();
        assert_eq!((codes.len(), left.len()), (10, 1));
        assert_eq!(world.events("user.second_factors_reset").await, 1);
    })
    .await;
}

#[tokio::test]
async fn pwd_a_password_set_by_the_operator_keeps_the_rules_and_ends_everything() {
    on_both(async |world| {
        let anna = world.whom("anna@acme.example").await;
        let mut browser = Browser::new(world);
        browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let set =
            async |text: &str| world.doorward.set_password(&world.granted(anna), &password(text), false).await.unwrap();
        assert_eq!(set("k7-wq-zx").await, Err(Refused::Rules(vec![Rule::Min(15)])));
        assert_eq!(set("passwordpassword").await, Err(Refused::Rules(vec![Rule::NotCommon])));
        assert!(world.doorward.signed_in(&browser.caller()).await.unwrap().is_some(), "nothing happened yet");

        // Locked out by somebody's guesses at the previous password.
        let mut stranger = Browser::new(world);
        let at = stranger.goes_to_password(&request("wiki", ""), "anna@acme.example").await;
        for _ in 0..10 {
            stranger.password(&at, "a guess").await;
        }
        assert_eq!(set("seventeen violet lanterns").await, Ok(()));
        assert!(world.doorward.signed_in(&browser.caller()).await.unwrap().is_none(), "SES-08");
        let mut again = Browser::new(world);
        let at = again.goes_to_password(&request("wiki", ""), "anna@acme.example").await;
        assert_eq!(again.password(&at, PASSWORD).await.complaint(), WRONG);
        again.password(&at, "seventeen violet lanterns").await.arrives();

        // Somebody who has none gets one.
        let ned = world.whom("ned@acme.example").await;
        world
            .doorward
            .set_password(&world.granted(ned), &password("seventeen violet lanterns"), false)
            .await
            .unwrap()
            .unwrap();
        let mut browser = Browser::new(world);
        let at = browser.goes_to_password(&request("wiki", ""), "ned@acme.example").await;
        browser.password(&at, "seventeen violet lanterns").await.arrives();
        assert_eq!(world.events("user.password_set").await, 2);
    })
    .await;
}

#[tokio::test]
async fn states_and_sessions_end_at_once_on_every_node() {
    on_both(async |world| {
        let other = doorward(&world.store, 7);
        let anna = world.whom("anna@acme.example").await;
        let mut browser = Browser::new(world);
        let code = browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let tokens = world.tokens(NOW, &code).await;
        assert!(userinfo(&other, NOW, &tokens.access_token).await.is_ok());
        world.doorward.end_sessions_of(&world.granted(anna)).await.unwrap().unwrap();
        assert!(other.signed_in(&browser.caller()).await.unwrap().is_none());
        assert!(userinfo(&other, NOW, &tokens.access_token).await.is_err());
        let refresh = crate::world::refresh("wiki", tokens.refresh_token.as_ref().unwrap());
        assert!(token(&other, NOW, &refresh).await.is_err());

        world.doorward.set_user_state(&world.granted(anna), State::Disabled).await.unwrap().unwrap();
        let mut again = Browser::at(&other);
        again.sign_in(&request("wiki", ""), "anna@acme.example").await.refusal();
        world.doorward.set_user_state(&world.granted(anna), State::Active).await.unwrap().unwrap();
        Browser::at(&other).sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let nobody = UserRef { org: anna.org, user: model::Id::from_bytes([9; 16]) };
        assert_eq!(world.doorward.unlock(&world.granted(nobody)).await.unwrap(), Err(Refused::Unknown));
    })
    .await;
}

/// Pages by key: everybody once, whatever the page's length, and nobody of another organisation.
#[tokio::test]
async fn people_are_listed_and_searched_by_page() {
    on_both(async |world| {
        let users: Vec<_> = (0..25)
            .map(|number| {
                json!({
                    "email": format!("u{number:02}@list.example"),
                    // Everybody has several words that begin with "an".
                    "claims": { "given_name": "Anna", "family_name": format!("Andersen{}", number % 3), "nickname": "Änni" },
                    "roles": if number == 3 { json!(["auditor", "help_desk"]) } else { json!([]) },
                })
            })
            .collect();
        let document = json!({ "version": 1, "organisations": [
            { "slug": "list", "groups": [{ "name": "g", "members": ["u03@list.example"] }], "users": users },
            { "slug": "acme", "users": [{ "email": "other@acme.example", "claims": { "given_name": "Anna" } }] },
        ] });
        crate::apply::applied(world, &document).await;
        let org = world.doorward.organisation_by_slug("list").await.unwrap().unwrap().id;
        let all = async |begins: Option<&str>, limit| {
            let (mut found, mut after) = (Vec::new(), None::<String>);
            loop {
                let page = world.doorward.list_users(&world.granted(org), begins, after.as_deref(), limit).await.unwrap().unwrap();
                assert!(page.users.len() <= limit);
                found.extend(page.users.into_iter().map(|person| person.emails[0].clone()));
                match page.next {
                    Some(next) => after = Some(next),
                    None => return found,
                }
            }
        };
        let everybody: Vec<String> = (0..25).map(|number| format!("u{number:02}@list.example")).collect();
        for limit in [1, 7, 25, 200] {
            let mut listed = all(None, limit).await;
            listed.sort_unstable();
            assert_eq!(listed, everybody, "{limit}");
            for begins in ["an", "AN", "anna", "änn"] {
                let mut found = all(Some(begins), limit).await;
                found.sort_unstable();
                assert_eq!(found, everybody, "{begins} {limit}");
            }
            assert_eq!(all(Some("andersen1"), limit).await.len(), 8, "{limit}");
            assert_eq!(all(Some("u03@"), limit).await, ["u03@list.example"]);
        }
        assert_eq!(all(Some("nobody"), 5).await, Vec::<String>::new());
        let page = world.doorward.list_users(&world.granted(org), Some("u03"), None, 5).await.unwrap().unwrap();
        let person = &page.users[0];
        assert_eq!((&person.roles, &person.groups), (&vec!["auditor".into(), "help_desk".to_owned()], &vec!["g".to_owned()]));
        assert_eq!(person.name, "Anna Andersen0");

        let operator = world.doorward.operator(NOW);
        let found = async |typed: &str, org| world.doorward.find_user(&operator, typed, org).await.unwrap().map(|whom| whom.user);
        assert_eq!(found("U03@list.example", None).await, Some(person.id));
        assert_eq!(found(&person.id.to_string(), None).await, Some(person.id));
        assert_eq!(found(&person.subject, None).await, Some(person.id));
        let acme = world.doorward.organisation_by_slug("acme").await.unwrap().unwrap().id;
        assert_eq!(found(&person.id.to_string(), Some(acme)).await, None, "of another organisation");
        let blue = world.doorward.organisation_by_slug("blue").await.unwrap().unwrap().id;
        assert!(found("ben", Some(blue)).await.is_some() && found("ben", None).await.is_none());
    })
    .await;
}

#[tokio::test]
async fn another_secret_with_and_without_an_overlap() {
    on_both(async |world| {
        let is_good = async |secret: &str, now| {
            let body = format!("client_id=wiki&client_secret={secret}&token=x");
            world.doorward.introspect(&caller(now), &post(&body)).await.unwrap().is_ok()
        };
        let previous = crate::world::CLIENT_SECRET;
        let wiki = world.doorward.find_application(&world.doorward.operator(NOW), "wiki").await.unwrap().unwrap();
        let leave = world.granted::<ManageApplication>(wiki);
        let first = world.doorward.rotate_secret(&leave, Span::days(1)).await.unwrap().unwrap();
        assert!(is_good(previous, NOW).await && is_good(&first, NOW).await);
        assert!(!is_good(previous, NOW + Span::days(1)).await && is_good(&first, NOW + Span::days(1)).await);
        let second = world.doorward.rotate_secret(&leave, Span::default()).await.unwrap().unwrap();
        assert!(!is_good(previous, NOW).await && !is_good(&first, NOW).await && is_good(&second, NOW).await);
        assert_eq!(world.doorward.find_application(&world.doorward.operator(NOW), "nobody").await.unwrap(), None);
        let grey = world.doorward.organisation_by_slug("grey").await.unwrap().unwrap().id;
        let foreign = world.granted::<ManageApplication>((grey, wiki.1));
        assert_eq!(world.doorward.rotate_secret(&foreign, Span::default()).await.unwrap(), None, "ADM-02: not grey's");
        assert!(is_good(&second, NOW).await);
    })
    .await;
}

#[tokio::test]
async fn a_signing_key_in_other_hands_is_replaced_at_once() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let code = browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let tokens = world.tokens(NOW, &code).await;
        assert!(world.userinfo(NOW, &tokens.access_token).await.is_ok());
        // Another one waits already; it may be in those hands as well.
        let waiting = world.doorward.rotate_key(&world.everything(), Algorithm::RS256).await.unwrap();
        let new = world.doorward.replace_key(&world.everything(), Algorithm::RS256).await.unwrap();
        world.doorward.replace_key(&world.everything(), Algorithm::ES256).await.unwrap();
        world.doorward.replace_key(&world.everything(), flows::KeyUse::AccessTokens).await.unwrap();
        let keys = world.doorward.public_keys(NOW).await.unwrap();
        assert_eq!(keys.keyring.signing(Algorithm::RS256).unwrap().kid(), new);
        let published: Vec<_> = keys.keyring.published().keys.iter().filter_map(|key| key.kid()).collect();
        assert!(published.contains(&new.as_str()) && !published.contains(&waiting.as_str()));
        assert_eq!(published.len(), 3);
        assert!(world.userinfo(NOW, &tokens.access_token).await.is_err(), "what the old one signed is not believed");
        let listed = world.doorward.list_signing_keys(&world.everything()).await.unwrap();
        let states: Vec<_> = listed.iter().filter(|key| key.algorithm == "RS256").map(|key| key.state).collect();
        assert_eq!(states.iter().filter(|state| **state == "current").count(), 1, "{listed:?}");
        assert_eq!(states.iter().filter(|state| **state == "revoked").count(), 2, "{listed:?}");
        world.doorward.prune(NOW + Span::days(1)).await.unwrap();
        assert_eq!(
            world
                .doorward
                .list_signing_keys(&world.doorward.operator(NOW + Span::days(1)).granted(()))
                .await
                .unwrap()
                .len(),
            4
        );
    })
    .await;
}

/// What was ended after the backup is in the backup still, and must not come back with it.
#[tokio::test]
async fn rel_23_a_restored_database_revives_nothing() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let code = browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let tokens = world.tokens(NOW, &code).await;
        let mut half = Browser::new(world);
        let at = half.goes_to_password(&request("wiki", ""), "bert@acme.example").await;
        let refresh = crate::world::refresh("wiki", tokens.refresh_token.as_ref().unwrap());
        assert!(world.doorward.signed_in(&browser.caller()).await.unwrap().is_some());

        // Revoked after the backup was made, which has it as it was.
        let revoked: Vec<_> = world
            .doorward
            .list_signing_keys(&world.everything())
            .await
            .unwrap()
            .into_iter()
            .map(|key| key.id)
            .collect();

        world.doorward.after_restore(&world.everything()).await.unwrap();
        let keys = world.doorward.list_signing_keys(&world.everything()).await.unwrap();
        let signing: Vec<_> = keys.iter().filter(|key| key.state == "current").collect();
        assert_eq!(signing.len(), 4, "{keys:?}");
        assert!(signing.iter().all(|key| !revoked.contains(&key.id)), "{keys:?}");
        let published = world.doorward.public_keys(NOW).await.unwrap().keyring.published().keys.len();
        assert_eq!(published, 3, "what the previous keys signed is not believed");
        assert!(world.doorward.signed_in(&browser.caller()).await.unwrap().is_none());
        assert!(world.userinfo(NOW, &tokens.access_token).await.is_err());
        assert!(world.token(NOW, &refresh).await.is_err());
        assert_eq!(world.sign_ins().await, 0);
        half.password(&at, PASSWORD).await;
        Browser::new(world).sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        assert_eq!(world.events("database.restored").await, 1);
    })
    .await;
}

//! Nobody can find out who is called what: pages and complaints are the same whoever is, or is not, behind a name.

use flows::{Complaint, Turn, View};
use model::sign_in::StepKind;
use store::users;

use crate::{
    browser::{Browser, Place},
    content::{organisation, somebody, strict},
    world::{PASSWORD, World, on_both, request},
};

const NAMES: [&str; 7] = ["known", "unknown", "disabled", "inactive", "locked", "no-password", "with-app"];

/// An organisation with people of every kind, three attempts each.
async fn people(world: &World) {
    let mut users = Vec::new();
    for name in NAMES.iter().filter(|name| **name != "unknown") {
        users.push(somebody(&format!("{name}@slate.example")).await);
    }
    users[4].password = None;
    users[5].totp = Some(testbed::requests::totp());
    world.add(vec![organisation("slate", strict(), users)], vec![]).await;
    for state in ["disabled", "inactive", "locked"] {
        world.set_state(&format!("{state}@slate.example"), state).await;
    }
}

/// What a page shows, but for the challenge that a passkey would answer: that is random each time.
fn without_challenge(mut view: View) -> View {
    if let Some(asked) = &mut view.passkey {
        let mut options: serde_json::Value = serde_json::from_str(&asked.options).unwrap();
        options["challenge"] = serde_json::Value::Null;
        (asked.options, asked.challenge) = (options.to_string(), String::new());
    }
    view
}

/// Everything that a browser is told on the way to a lock, and after it, with the name taken out.
async fn told(world: &World, name: &str) -> Vec<String> {
    let email = format!("{name}@slate.example");
    let mut browser = Browser::new(world);
    let mut told = Vec::new();
    let at = browser.authorize(&request("wiki", "")).await.asks_for(StepKind::Identify);
    let mut note = |place: &Place| {
        let Place::Page(at, view, complaint) = place else { panic!("{name}: {place:?}") };
        let view = without_challenge((**view).clone());
        told.push(format!("{view:?} {complaint:?}").replace(&email, "…"));
        at.clone()
    };
    note(&browser.email(&at, &email).await);
    note(&browser.show(&at, false).await);
    let too_long = "x".repeat(5000);
    for password in ["", &too_long, "wrong the first time", "wrong again", "wrong at last", "wrong in vain", PASSWORD] {
        note(&browser.password(&at, password).await);
    }
    note(&browser.show(&at, true).await);
    told
}

#[tokio::test]
async fn lgn_01_09_every_name_is_answered_alike() {
    on_both(async |world| {
        people(world).await;
        let known = told(world, "known").await;
        let complaints = ["PasswordMissing", "PasswordWrong", "PasswordWrong", "PasswordWrong", "PasswordLocked(None)"];
        for (page, complaint) in known[2..].iter().zip(complaints) {
            assert!(page.ends_with(&format!("Some({complaint})")), "{page}");
        }
        assert_eq!(known[6], known[7], "after the lock …");
        assert_eq!(known[7], known[8], "… LGN-09: a right password is answered as a wrong one");
        for name in &NAMES[1..] {
            assert_eq!(told(world, name).await, known, "{name}");
        }
    })
    .await;
}

#[tokio::test]
async fn lgn_03_an_address_tells_its_organisation_only() {
    on_both(async |world| {
        let view = async |email: &str| {
            let mut browser = Browser::new(world);
            let at = browser.authorize(&request("wiki", "")).await.asks_for(StepKind::Identify);
            let Place::Page(_, view, None) = browser.email(&at, email).await else { panic!("no page") };
            format!("{:?}", without_challenge(*view)).replace(email, "…")
        };
        assert_eq!(view("anna@acme.example").await, view("nobody@acme.example").await);
        assert_eq!(view("tom@acme.example").await, view("ned@acme.example").await);
        // An account elsewhere than its address says: the page is the address's, not the account's.
        let (org, user) = world.user("anna@acme.example").await;
        let other = users::IdentifierRow {
            kind: users::IdentifierKind::Email.into(),
            key: "anna@mail.example".into(),
            shown: "anna@mail.example".into(),
            verified_at: None,
        };
        world.change(|change| users::insert_identifier(change, &users::INSTANCE_SCOPE, (org, user), &other)).await;
        assert_eq!(view("anna@mail.example").await, view("nobody@mail.example").await);
        Browser::new(world).sign_in(&request("wiki", ""), "anna@mail.example").await.arrives();
    })
    .await;
}

#[tokio::test]
async fn pwd_13_no_password_is_the_password_of_none() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let at = browser.goes_to_password(&request("wiki", ""), "ned@acme.example").await;
        for password in ["null", " ", PASSWORD, "[]"] {
            assert_eq!(browser.password(&at, password).await.complaint(), Some(Complaint::PasswordWrong));
        }
        assert_eq!(browser.password(&at, "").await.complaint(), Some(Complaint::PasswordMissing));
        assert!(matches!(world.doorward.show(&browser.caller(), &at, true).await, Ok(Turn::Show(..))));
    })
    .await;
}

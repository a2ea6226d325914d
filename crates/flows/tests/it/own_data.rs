//! Everything that is held about somebody: as a file, and gone.

use crypto::Password;
use flows::{
    SignedIn,
    confirmed::{DeleteAccount, ExportData},
    granted::{AssignRoles, CreateUser, SetState},
    people::{Departure, Identifier, NewPassword, Refused, UserPatch, profile_tag},
};
use model::{Key, Role, Span, account::State, profile_data::ProfileData, sign_in::StepKind};
use serde_json::Value;
use store::{params, users};

use crate::{
    browser::Browser,
    content::{User, organisation, somebody},
    races::at_once,
    world::{NOW, PASSWORD, TOTP, World, caller, exchange, on_both, refresh, request},
};

store::statements! {
    OWNERS = "select count(*) from role_members where org = $1 and role = 'owner'";
    TRACES = "select count(*) from events where user_id = $1";
    LEFT = "select count(*) from grants where user_id = $1";
}

const ANNA: &str = "anna@acme.example";
const PAGE: &str = "/account/x";

async fn signed_in(world: &World, email: &str) -> Browser {
    let mut browser = Browser::new(world);
    browser.sign_in(&request("wiki", ""), email).await.arrives();
    browser
}

impl Browser {
    /// The confirmation of an act, by the password.
    async fn proves<A: flows::SensitiveAct>(&mut self) -> String {
        let at = self.begins_to_confirm::<A>(PAGE).await;
        self.password(&at, PASSWORD).await.confirmation(PAGE)
    }

    pub(crate) async fn export(&mut self) -> String {
        let sealed = self.proves::<ExportData>().await;
        let (caller, who) = (self.caller(), self.who().await);
        let confirmed = self.doorward.confirmed(&caller, &who, &sealed).await.unwrap().expect("it was given just now");
        let mut export = self.doorward.export_own_data(&caller, &who, confirmed).await.unwrap().expect("an export");
        let mut whole = Vec::new();
        while let Some(part) = export.next().await.unwrap() {
            whole.extend(part);
        }
        String::from_utf8(whole).unwrap()
    }

    pub(crate) async fn delete(&mut self) -> Departure {
        let sealed = self.proves::<DeleteAccount>().await;
        let who = self.who().await;
        self.delete_with(&sealed, &who).await
    }

    async fn delete_with(&self, sealed: &str, who: &SignedIn) -> Departure {
        let confirmed = self.doorward.confirmed(&self.caller(), who, sealed).await.unwrap();
        let confirmed = confirmed.expect("it was given just now");
        self.doorward.delete_own_account(&self.caller(), who, confirmed).await.unwrap()
    }
}

async fn count(world: &World, statement: &'static store::Statement, params: store::Params) -> i64 {
    let mut read = world.store.read().await.unwrap();
    read.one::<(i64,)>(statement, params).await.unwrap().unwrap().0
}

/// ACC-01: everything that the account pages show is in it, nothing that opens anything, and nothing of others.
#[tokio::test]
async fn acc_01_an_export_is_whole_and_ones_own() {
    on_both(async |world| {
        let mut bert = Browser::new(world);
        bert.sign_in(&request("shop", ""), "bert@acme.example").await.asks_for(StepKind::Consent);
        let mut browser = signed_in(world, ANNA).await;
        let at = browser.authorize(&request("shop", "&scope=openid+offline_access")).await.asks_for(StepKind::Consent);
        let tokens = world.token(NOW, &exchange("shop", &browser.consents(&at, true).await.arrives())).await.unwrap();
        // More events than one page of them.
        let who = browser.who().await;
        let mut seen = profile_tag(&ProfileData::of(&who.profile));
        for number in 0..230 {
            let [given_name, family_name, occupation, department] =
                ["Anna", "Ahlgren", "", ["Vaults", "Workshop"][number % 2]].map(str::to_owned);
            let typed = ProfileData { given_name, family_name, occupation, department };
            // A hundred a day.
            let day = caller(NOW - Span::hours(50 - 25 * i64::try_from(number / 100).unwrap()));
            world.doorward.save_profile(&day, &who, &typed, &seen).await.unwrap().unwrap();
            seen = profile_tag(&typed);
        }
        browser.wishes("anna.new@mailbox.test").await.unwrap();
        browser.later(Span::minutes(1));
        let text = browser.export().await;
        let document: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(document["claims"]["email"], ANNA);
        assert_eq!(document["identifiers"][0]["value"], ANNA);
        assert_eq!(document["account"]["id"], who.user().to_string());
        assert_eq!(document["sessions"][0]["applications"].as_array().unwrap().len(), 2);
        assert_eq!(document["known_browsers"].as_array().unwrap().len(), 1);
        assert_eq!(document["credentials"][0]["kind"], "password");
        assert_eq!(document["consents"][0]["application"], "SHOP");
        let moves = (&document["email_changes"][0]["from"], &document["email_changes"][0]["to"]);
        assert_eq!(moves, (&Value::from(ANNA), &Value::from("anna.new@mailbox.test")));
        let history = document["history"].as_array().unwrap();
        let user = world.user(ANNA).await.1;
        assert_eq!(i64::try_from(history.len()).unwrap(), count(world, &TRACES, params![user]).await);
        assert!(history.len() > 230 && history.iter().any(|event| event["event"] == "consent.given"));
        assert!(history.iter().all(|event| event["by"] == "you" || event["by"] == "application"), "{text}");
        assert_eq!(history.last().unwrap()["event"], "profile.exported");
        let times: Vec<&str> = history.iter().map(|event| event["at"].as_str().unwrap()).collect();
        assert!(times.iter().all(|at| at.ends_with('Z')) && times.is_sorted(), "times say their zone");
        for secret in [
            world.password_hash(ANNA).await,
            browser.session.as_ref().unwrap().expose(),
            browser.device.as_ref().unwrap().expose(),
            tokens.access_token.clone(),
            tokens.refresh_token.clone().unwrap(),
            String::from_utf8(TOTP.to_vec()).unwrap(),
        ] {
            assert!(!text.contains(&secret), "{secret}");
        }
        assert!(!text.contains("bert") && !text.contains(&world.user("bert@acme.example").await.1.to_string()));
    })
    .await;
}

/// ACC-01, SES-13: one proof, one export.
#[tokio::test]
async fn an_export_takes_a_proof_of_its_own() {
    on_both(async |world| {
        let mut browser = signed_in(world, ANNA).await;
        let sealed = browser.proves::<ExportData>().await;
        let (caller, who) = (browser.caller(), browser.who().await);
        assert!(world.doorward.confirmed::<DeleteAccount>(&caller, &who, &sealed).await.unwrap().is_none());
        let mut both = Vec::new();
        for _ in 0..2 {
            both.push(world.doorward.confirmed::<ExportData>(&caller, &who, &sealed).await.unwrap().unwrap());
        }
        let mut begun = 0;
        for confirmed in both {
            begun += usize::from(world.doorward.export_own_data(&caller, &who, confirmed).await.unwrap().is_some());
        }
        assert_eq!((begun, world.events("profile.exported").await), (1, 1));
    })
    .await;
}

/// ACC-02, ACC-03, ACC-04: everything ends at once, the address is free, who comes next is somebody else, and the trail stays.
#[tokio::test]
async fn acc_02_a_deleted_account_is_gone_at_once() {
    on_both(async |world| {
        let mut browser = signed_in(world, ANNA).await;
        let mut other = signed_in(world, ANNA).await;
        let at = other.authorize(&request("shop", "&scope=openid+offline_access")).await.asks_for(StepKind::Consent);
        let offline = world.token(NOW, &exchange("shop", &other.consents(&at, true).await.arrives())).await.unwrap();
        let (org, user) = world.user(ANNA).await;
        assert!(matches!(browser.delete().await, Departure::Done(_)));
        assert!(world.doorward.signed_in(&browser.caller()).await.unwrap().is_none());
        assert!(world.doorward.signed_in(&other.caller()).await.unwrap().is_none());
        assert!(world.userinfo(NOW, &offline.access_token).await.is_err());
        assert!(!world.is_active(NOW, "shop", &offline.access_token).await);
        assert!(world.token(NOW, &refresh("shop", offline.refresh_token.as_ref().unwrap())).await.is_err());
        assert_eq!(count(world, &LEFT, params![user]).await, 0);
        let mut read = world.store.read().await.unwrap();
        assert!(users::by_id(&mut read, org, user).await.unwrap().is_none());
        drop(read);
        assert!(count(world, &TRACES, params![user]).await > 2, "what happened stays");
        assert_eq!(world.events("user.deleted").await, 1);
        let place = Browser::new(world).sign_in(&request("wiki", ""), ANNA).await;
        assert!(place.complaint().is_some(), "nobody is called so");

        // The same address, somebody else.
        world.add(vec![organisation("acme", model::Policy::default(), vec![somebody(ANNA).await])], vec![]).await;
        let code = Browser::new(world).sign_in(&request("wiki", ""), ANNA).await.arrives();
        let claims = world.userinfo(NOW, &world.tokens(NOW, &code).await.access_token).await.unwrap();
        assert_ne!(claims["sub"], user.to_string());
        assert_eq!(world.user(ANNA).await.0, org);
    })
    .await;
}

/// ACC-03: a subject that was given from outside is never given again, whoever asks.
#[tokio::test]
async fn acc_03_a_subject_is_never_given_again() {
    on_both(async |world| {
        let known = User { subject: Some("ada-1815".into()), ..somebody("ada@acme.example").await };
        world.add(vec![organisation("acme", model::Policy::default(), vec![known])], vec![]).await;
        let mut ada = signed_in(world, "ada@acme.example").await;
        assert!(matches!(ada.delete().await, Departure::Done(_)));
        let granted = world.granted::<CreateUser>(world.user(ANNA).await.0);
        let patch = |subject: &str| UserPatch {
            email: Some(Identifier {
                key: Key::email("eve@acme.example").unwrap(),
                display: "eve@acme.example".into(),
            }),
            subject: Some(subject.to_owned()),
            password: Some(NewPassword::Plain(Password::new(PASSWORD).unwrap())),
            ..UserPatch::default()
        };
        let refused = world.doorward.create_user(&granted, &patch("ada-1815"), &[]).await.unwrap();
        assert_eq!(refused.unwrap_err(), Refused::SubjectTaken);
        assert!(world.doorward.create_user(&granted, &patch("eve-1"), &[]).await.unwrap().is_ok());
    })
    .await;
}

/// ACC-02: the last owner stays; two owners who leave at the same moment leave one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn acc_02_an_organisation_keeps_an_owner() {
    on_both(async |world| {
        let owners = [ANNA, "bert@acme.example"];
        for email in owners {
            let granted = world.granted::<AssignRoles>(world.whom(email).await);
            world.doorward.assign_roles(&granted, &[Role::Owner]).await.unwrap().unwrap();
        }
        let mut leaving = Vec::new();
        for email in owners {
            let mut browser = signed_in(world, email).await;
            let sealed = browser.proves::<DeleteAccount>().await;
            let who = browser.who().await;
            leaving.push(async move { browser.delete_with(&sealed, &who).await });
        }
        let left = at_once(leaving).await;
        let done = left.iter().filter(|departure| matches!(departure, Departure::Done(_))).count();
        let kept = left.iter().filter(|departure| matches!(departure, Departure::LastOwner)).count();
        assert_eq!((done, kept), (1, 1), "{left:?}");
        let org = world.user("tom@acme.example").await.0;
        assert_eq!(count(world, &OWNERS, params![org]).await, 1);
    })
    .await;
}

/// X3: who is disabled between proof and act is not deleted, and stays disabled; a proof is used up by neither.
#[tokio::test]
async fn a_disabled_person_does_not_wash_it_off() {
    on_both(async |world| {
        let mut browser = signed_in(world, ANNA).await;
        let sealed = browser.proves::<DeleteAccount>().await;
        let who = browser.who().await;
        let granted = world.granted::<SetState>(world.whom(ANNA).await);
        world.doorward.set_user_state(&granted, State::Disabled).await.unwrap().unwrap();
        assert!(matches!(browser.delete_with(&sealed, &who).await, Departure::Nothing));
        let (org, user) = world.user(ANNA).await;
        let row = users::by_id(&mut world.store.read().await.unwrap(), org, user).await.unwrap().unwrap();
        assert_eq!(row.state.known(), Some(State::Disabled));
        assert_eq!(world.events("user.deleted").await, 0);
    })
    .await;
}

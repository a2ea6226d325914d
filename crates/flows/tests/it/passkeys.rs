//! Passkeys: alone, beside a password, added, called otherwise and removed.

use flows::{
    Answer, Complaint, Confirmed, NewPasskeyAnswer, PasskeyAdded, PasskeyProblem, PasskeyRemoved, PasskeyRequest, View,
    confirmed::{AddFactor, RemoveFactor},
};
use model::{
    Authenticator as Kind, Policy, Span,
    policy::{SecondFactor, SecondFactorRule},
    sign_in::StepKind,
};
use serde_json::Value;

use crate::{
    authenticator::Authenticator,
    browser::{Browser, Place},
    content::{application, organisation, somebody},
    world::{PASSWORD, World, on_both, request},
};

pub(crate) const ADD: &str = "/account/two-factor/add-passkey";
const ANNA: &str = "anna@acme.example";

/// What a passkey answers to this request, alone or beside a password.
pub(crate) fn answer(key: &mut Authenticator, request: &PasskeyRequest) -> Answer {
    let (credential, challenge) = (key.proves(&request.options), request.challenge.clone());
    Answer::Passkey { credential, challenge, trust: false, remember: false }
}

pub(crate) fn asked(view: &View) -> PasskeyRequest {
    view.passkey.clone().expect("a passkey is asked for")
}

impl Place {
    pub(crate) fn shown(self) -> (String, Box<View>) {
        match self {
            Self::Page(at, view, _) => (at, view),
            other => panic!("{other:?}"),
        }
    }
}

impl Browser {
    /// Confirms with the password that a factor is added, and adds this one.
    async fn adds(&mut self, key: &mut Authenticator, label: &str) -> PasskeyAdded {
        let at = self.begins_to_confirm::<AddFactor>(ADD).await;
        let sealed = self.password(&at, PASSWORD).await.confirmation(ADD);
        self.adds_under(&sealed, key, label).await
    }

    pub(crate) async fn adds_under(&self, sealed: &str, key: &mut Authenticator, label: &str) -> PasskeyAdded {
        let (caller, who) = (self.caller(), self.who().await);
        let leave = self.doorward.confirmed::<AddFactor>(&caller, &who, sealed).await.unwrap().expect("it is good");
        let request = self.doorward.begin_own_passkey(&caller, &who, &leave).await.unwrap().expect("it is offered");
        let made = key.creates(&request.options);
        let sent = NewPasskeyAnswer { credential: &made, challenge: &request.challenge, label };
        Box::pin(self.doorward.add_own_passkey(&caller, &who, leave, sent)).await.unwrap()
    }

    /// Leave to add a passkey, confirmed by the password, and what it is made with.
    pub(crate) async fn may_add(&mut self) -> (Confirmed<AddFactor>, PasskeyRequest) {
        let at = self.begins_to_confirm::<AddFactor>(ADD).await;
        let sealed = self.password(&at, PASSWORD).await.confirmation(ADD);
        let (caller, who) = (self.caller(), self.who().await);
        let leave = self.doorward.confirmed::<AddFactor>(&caller, &who, &sealed).await.unwrap().expect("it is good");
        let request = self.doorward.begin_own_passkey(&caller, &who, &leave).await.unwrap().expect("it is offered");
        (leave, request)
    }

    /// Comes from the application to the first page.
    async fn first_page(&mut self) -> (String, PasskeyRequest) {
        let (at, view) = self.authorize(&request("wiki", "")).await.shown();
        let request = asked(&view);
        (at, request)
    }
}

/// Anna with a passkey, signed in.
async fn anna_with(world: &World, key: &mut Authenticator) -> Browser {
    let mut browser = Browser::new(world);
    browser.sign_in(&request("wiki", ""), ANNA).await.arrives();
    let done = browser.adds(key, "blue key").await;
    assert!(matches!(done, PasskeyAdded::Done(Some(_))), "{done:?}");
    browser
}

/// It says who it is and is two factors: nothing is typed. What was used once opens nothing more (WAN-01, K9).
#[tokio::test]
async fn wan_01_a_passkey_signs_in_alone_and_its_answer_is_good_once() {
    on_both(async |world| {
        let mut key = Authenticator::new(1);
        let known = anna_with(world, &mut key).await;
        let mut next = Browser::new(world);
        let (at, request) = next.first_page().await;
        let options: Value = serde_json::from_str(&request.options).unwrap();
        assert_eq!(options["allowCredentials"], serde_json::json!([]), "WAN-10");
        assert_eq!(
            (options["userVerification"].as_str(), options["rpId"].as_str()),
            (Some("required"), Some("id.example"))
        );
        let answer = answer(&mut key, &request);
        let Answer::Passkey { credential, challenge, .. } = &answer else { unreachable!() };
        let (credential, challenge) = (credential.clone(), challenge.clone());
        let again = || Answer::Passkey {
            credential: credential.clone(),
            challenge: challenge.clone(),
            trust: false,
            remember: false,
        };
        let before = next.clone();
        next.answer(&at, answer).await.arrives();
        // The click that comes twice, from the browser whose answer got lost, arrives in the same session.
        let mut lost = before.clone();
        lost.answer(&at, again()).await.arrives();
        assert_eq!(lost.who().await.id(), next.who().await.id());
        let own = world.doorward.own_passkeys(&known.who().await).await.unwrap();
        assert_eq!((own[0].label.as_str(), own[0].used_at.is_some()), ("blue key", true));
        // The same answer in a sign-in of somebody else's browser, and in another one of this browser.
        for mut other in [Browser::new(world), Browser { session: None, ..before }] {
            let (at, _) = other.first_page().await;
            let place = other.answer(&at, again()).await;
            assert_eq!(place.complaint(), Some(Complaint::Passkey(PasskeyProblem::Wrong)));
        }
        assert_eq!(world.events("sign_in.wrong_passkey").await, 2);
    })
    .await;
}

/// The answer opens nothing more in its own sign-in either, once somebody else was named there (WAN-01).
#[tokio::test]
async fn wan_01_an_answer_is_good_once_in_its_own_sign_in() {
    on_both(async |world| {
        let mut key = Authenticator::new(1);
        anna_with(world, &mut key).await;
        let mut browser = Browser::new(world);
        let (at, view) = browser.authorize(&request("shop", "&scope=openid+profile+offline_access")).await.shown();
        let request = asked(&view);
        let (credential, challenge) = (key.proves(&request.options), request.challenge);
        let sent = || Answer::Passkey {
            credential: credential.clone(),
            challenge: challenge.clone(),
            trust: false,
            remember: false,
        };
        let at = browser.answer(&at, sent()).await.asks_for(StepKind::Consent);
        browser.answer(&at, Answer::SomebodyElse).await.asks_for(StepKind::Identify);
        assert!(!browser.answer(&at, sent()).await.is_at(StepKind::Consent), "the answer was replayed");
        assert!(!browser.show(&at, true).await.is_at(StepKind::Consent));
    })
    .await;
}

/// Each is refused for its reason; nothing is taken from anybody's attempts, and another try is all that is needed.
#[tokio::test]
async fn what_a_passkey_answers_wrong_is_told_and_counts_against_nobody() {
    on_both(async |world| {
        let mut key = Authenticator::new(1);
        anna_with(world, &mut key).await;
        let mut browser = Browser::new(world);
        let (at, first) = browser.first_page().await;
        let wrong = async |browser: &mut Browser, key: &mut Authenticator, request: &PasskeyRequest| {
            let place = browser.answer(&at, answer(key, request)).await;
            match place.complaint() {
                Some(Complaint::Passkey(problem)) => problem,
                other => panic!("{other:?}"),
            }
        };
        for _ in 0..12 {
            key.origin = "https://id.example.evil.example".into();
            assert_eq!(wrong(&mut browser, &mut key, &first).await, PasskeyProblem::Wrong, "WAN-02");
        }
        key.origin = "https://id.example".into();
        key.verifies = false;
        assert_eq!(wrong(&mut browser, &mut key, &first).await, PasskeyProblem::NotVerified, "WAN-04");
        key.verifies = true;
        key.backup_eligible = true;
        assert_eq!(wrong(&mut browser, &mut key, &first).await, PasskeyProblem::BackupChanged, "K7");
        key.backup_eligible = false;
        let mut unknown = Authenticator::new(9);
        let place = browser.answer(&at, answer(&mut unknown, &first)).await;
        assert_eq!(place.complaint(), Some(Complaint::Passkey(PasskeyProblem::Unknown)));
        let (_, view) = place.shown();
        assert_eq!(view.unknown_passkey.map(|(rp_id, _)| rp_id).as_deref(), Some("id.example"), "K6");
        assert_eq!((view.name, view.step.kind()), (None, StepKind::Prove), "nothing is shown of anybody");
        browser.later(Span::minutes(6));
        assert_eq!(wrong(&mut browser, &mut key, &first).await, PasskeyProblem::Late);
        let fresh = world.doorward.passkey_again(&browser.caller(), &at).await.unwrap().expect("another one");
        assert_ne!(fresh.challenge, first.challenge);
        browser.answer(&at, answer(&mut key, &fresh)).await.arrives();
        Browser::new(world).sign_in(&request("wiki", ""), ANNA).await.asks_for(StepKind::Prove);
    })
    .await;
}

/// X's key is worth nothing in V's flow: beside V's password it is unknown, and alone it signs X in (WAN-03).
#[tokio::test]
async fn wan_03_a_passkey_is_its_owners_alone() {
    on_both(async |world| {
        let (mut annas, mut berts) = (Authenticator::new(1), Authenticator::new(2));
        anna_with(world, &mut annas).await;
        let mut bert = Browser::new(world);
        bert.sign_in(&request("wiki", ""), "bert@acme.example").await.arrives();
        assert!(matches!(bert.adds(&mut berts, "").await, PasskeyAdded::Done(_)));
        let mut browser = Browser::new(world);
        let (at, view) = browser.sign_in(&request("wiki", ""), ANNA).await.shown();
        let second = asked(&view);
        let options: Value = serde_json::from_str(&second.options).unwrap();
        assert_eq!(options["allowCredentials"][0]["id"], jose::base64url::encode([1; 32]));
        assert_eq!(options["allowCredentials"][0]["transports"][0], "internal", "K11");
        assert_eq!(options["userVerification"], "discouraged", "K8");
        let place = browser.answer(&at, answer(&mut berts, &second)).await;
        assert_eq!(place.complaint(), Some(Complaint::Passkey(PasskeyProblem::Unknown)));
        // A challenge of the first page is none of the second step's.
        let (other, first) = Browser { session: None, ..browser.clone() }.first_page().await;
        let place = browser.answer(&at, answer(&mut annas, &first)).await;
        assert_eq!(place.complaint(), Some(Complaint::Passkey(PasskeyProblem::Wrong)), "{other}");
        annas.verifies = false;
        browser.answer(&at, answer(&mut annas, &second)).await.arrives();
        // Whatever was typed before: the passkey says who it is.
        let mut third = Browser::new(world);
        let (at, _) = third.first_page().await;
        let (at, view) = third.email(&at, ANNA).await.shown();
        third.answer(&at, answer(&mut berts, &asked(&view))).await.arrives();
        assert_eq!(third.who().await.name(), bert.who().await.name());
    })
    .await;
}

/// The same passkey twice, and another's: neither is added (WAN-06, K1). A confirmation adds one.
#[tokio::test]
async fn wan_06_nobody_has_a_passkey_that_somebody_has() {
    on_both(async |world| {
        let mut key = Authenticator::new(1);
        let mut anna = anna_with(world, &mut key).await;
        let handle = key.handle.clone();
        let mut bert = Browser::new(world);
        bert.sign_in(&request("wiki", ""), "bert@acme.example").await.arrives();
        assert!(matches!(bert.adds(&mut key, "").await, PasskeyAdded::Problem(PasskeyProblem::Exists)));
        assert!(world.doorward.own_passkeys(&bert.who().await).await.unwrap().is_empty());
        assert_ne!(key.handle, handle, "one handle for each account");
        key.handle = handle;
        assert!(matches!(anna.own_passkey_twice(&mut key).await, PasskeyAdded::Problem(PasskeyProblem::Exists)));
    })
    .await;
}

impl Browser {
    async fn own_passkey_twice(&mut self, key: &mut Authenticator) -> PasskeyAdded {
        let at = self.begins_to_confirm::<AddFactor>(ADD).await;
        let (at, view) = self.password(&at, PASSWORD).await.shown();
        let sealed = self.answer(&at, answer(key, &asked(&view))).await.confirmation(ADD);
        self.adds_under(&sealed, key, "again").await
    }
}

/// A count that goes back lets in, and is told: an event, and a mail to the owner (WAN-07).
#[tokio::test]
async fn wan_07_a_count_that_goes_back_is_told() {
    on_both(async |world| {
        let mut key = Authenticator::new(1);
        key.counter = 7;
        anna_with(world, &mut key).await;
        for (counter, events) in [(8, 0), (8, 1), (3, 2), (4, 2)] {
            key.counter = counter;
            let mut browser = Browser::new(world);
            let (at, request) = browser.first_page().await;
            browser.answer(&at, answer(&mut key, &request)).await.arrives();
            assert_eq!(world.events("credential.count_went_back").await, events, "{counter}");
        }
    })
    .await;
}

/// Removing takes a fresh proof, ends other sessions, and is refused for the last factor that everybody has to have (WAN-09).
#[tokio::test]
async fn wan_09_a_passkey_is_removed_with_proof_but_not_the_last_one() {
    on_both(async |world| {
        let required = SecondFactorRule {
            rule: SecondFactor::Required,
            authenticators: vec![Kind::Passkey],
            trust: None,
            ..SecondFactorRule::default()
        };
        let policy = Policy { second_factor: required, ..Policy::default() };
        let people = vec![somebody("tia@must.example").await];
        world.add(vec![organisation("must", policy, people)], vec![]).await;
        let mut wiki = application("wiki");
        wiki.subscribers = vec![("must".into(), true)];
        world.add(vec![], vec![wiki]).await;
        let mut key = Authenticator::new(1);
        let mut browser = Browser::new(world);
        let (at, view) = browser.sign_in(&request("wiki", ""), "tia@must.example").await.shown();
        let new = view.new_passkey.clone().expect("it is asked for");
        let sent = Answer::EnrolPasskey {
            credential: key.creates(&new.options),
            challenge: new.challenge,
            label: "first".into(),
        };
        let (at, _) = browser.answer(&at, sent).await.shown();
        browser.answer(&at, Answer::RecordCodes(true)).await.arrives();
        let remove = async |browser: &mut Browser, key: &mut Authenticator| {
            let at = browser.begins_to_confirm::<RemoveFactor>("/x").await;
            let (at, view) = browser.password(&at, PASSWORD).await.shown();
            let sealed = browser.answer(&at, answer(key, &asked(&view))).await.confirmation("/x");
            let (caller, who) = (browser.caller(), browser.who().await);
            let leave = world.doorward.confirmed::<RemoveFactor>(&caller, &who, &sealed).await.unwrap().unwrap();
            let which = world.doorward.own_passkeys(&who).await.unwrap()[0].id;
            Box::pin(world.doorward.remove_own_passkey(&caller, &who, leave, which)).await.unwrap()
        };
        assert_eq!(remove(&mut browser, &mut key).await, PasskeyRemoved::Last);
        let mut second = Authenticator::new(2);
        let at = browser.begins_to_confirm::<AddFactor>(ADD).await;
        let (at, view) = browser.password(&at, PASSWORD).await.shown();
        let sealed = browser.answer(&at, answer(&mut key, &asked(&view))).await.confirmation(ADD);
        assert!(matches!(browser.adds_under(&sealed, &mut second, "").await, PasskeyAdded::Done(None)));
        let elsewhere = browser.clone();
        assert_eq!(remove(&mut browser, &mut key).await, PasskeyRemoved::Done);
        drop(elsewhere);
        let own = world.doorward.own_passkeys(&browser.who().await).await.unwrap();
        assert_eq!(own.len(), 1);
        assert!(
            world
                .doorward
                .rename_own_passkey(&browser.caller(), &browser.who().await, own[0].id, " my\nkey ")
                .await
                .unwrap()
        );
        let own = world.doorward.own_passkeys(&browser.who().await).await.unwrap();
        assert_eq!(own[0].label, "my key");
        assert_eq!(world.events("credential.removed").await, 1);
        let foreign = Browser::new(world).sign_in_as_anna().await;
        assert!(
            !world.doorward.rename_own_passkey(&foreign.caller(), &foreign.who().await, own[0].id, "x").await.unwrap()
        );
    })
    .await;
}

impl Browser {
    async fn sign_in_as_anna(mut self) -> Self {
        self.sign_in(&request("wiki", ""), ANNA).await.arrives();
        self
    }
}

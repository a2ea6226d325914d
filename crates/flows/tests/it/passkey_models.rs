//! Passkeys of certain models only: what a new one has to show, and what becomes of those that there were before (WAN-05).

use std::sync::Arc;

use flows::{Answer, Complaint, Doorward, Instance, PasskeyProblem, View, confirmed::NewRecoveryCodes};
use model::{
    Policy,
    policy::PasskeyModels,
    sign_in::{Enrolment, Level, Step, StepKind},
};
use serde_json::Value;
use testbed::instance::{Setup, instance};
use webauthn::{Aaguid, Model, Models, Standing};

use crate::{
    authenticator::Authenticator,
    browser::{Browser, Place},
    content::{application, organisation, somebody},
    maker::{Maker, names_model},
    passkeys::{answer, asked},
    world::{World, on_both, request},
};

const KIM: &str = "kim@keys.example";

/// Two models of one maker.
const A: Aaguid = Aaguid([0xa1; 16]);
const B: Aaguid = Aaguid([0xb2; 16]);

/// An organisation that takes these models.
async fn takes(world: &World, passkey_models: PasskeyModels, level: Level) {
    let policy = Policy { passkey_models, level, ..Policy::default() };
    world.add(vec![organisation("keys", policy, vec![somebody(KIM).await])], vec![]).await;
    let mut wiki = application("wiki");
    wiki.subscribers = vec![("keys".into(), true)];
    world.add(vec![], vec![wiki]).await;
}

fn only(model: Aaguid) -> PasskeyModels {
    PasskeyModels::Listed { aaguids: vec![model.to_string()] }
}

/// A node whose list has both models, which stand so. Two of one world begin with another randomness each.
fn knows(world: &World, maker: &Maker, standings: [Standing; 2], seed: u64) -> Doorward {
    let model = |standing| Model { name: "key".into(), standing, roots: vec![maker.root()] };
    let known = [(A, model(standings[0])), (B, model(standings[1]))];
    let passkey_models = Some(Arc::new(Models::new(1, "2030-01-01".into(), known)));
    Setup { instance: Instance { passkey_models, ..instance() }, ..Setup::new(seed) }.on(&world.store)
}

fn on(node: &Doorward, world: &World) -> Browser {
    Browser { doorward: node.clone(), ..Browser::new(world) }
}

/// An authenticator of this model, of this maker.
fn key(id: u8, model: Aaguid, maker: &Maker) -> Authenticator {
    let mut key = Authenticator::new(id);
    (key.aaguid, key.batch) = (model.0, Some(maker.batch(|_| {})));
    key
}

fn makes(key: &mut Authenticator, view: &View) -> Answer {
    let new = view.new_passkey.as_ref().expect("one is to be added");
    let options: Value = serde_json::from_str(&new.options).unwrap();
    assert_eq!(options["attestation"], "direct");
    let (credential, challenge) = (key.creates(&new.options), new.challenge.clone());
    Answer::EnrolPasskey { credential, challenge, label: String::new() }
}

/// Makes a passkey where one is asked for, and goes where the sign-in leads.
async fn adds(browser: &mut Browser, place: Place, key: &mut Authenticator) {
    let (at, view) = place.shown();
    let place = browser.answer(&at, makes(key, &view)).await;
    match place.is_at(StepKind::RecordCodes) {
        true => browser.answer(&place.shown().0, Answer::RecordCodes(true)).await.arrives(),
        false => place.arrives(),
    };
}

fn why(place: &Place) -> Option<Enrolment> {
    match place.view().step {
        Step::Enrol { why, .. } => Some(why),
        _ => None,
    }
}

/// What shows no model, another one, or one that is withdrawn is refused in words, and the page stays.
#[tokio::test]
async fn wan_05_a_new_passkey_shows_to_be_of_a_model_that_is_taken() {
    on_both(async |world| {
        let (maker, other) = (Maker::new(), Maker::new());
        takes(world, only(A), Level::PhishingResistant).await;
        let good = [Standing::Known; 2];
        let withdrawn = [Standing::Withdrawn, Standing::Known];
        let refused = [
            ("none where direct is required", knows(world, &maker, good, 30), Authenticator::new(1)),
            ("of another maker", knows(world, &maker, good, 31), key(1, A, &other)),
            ("another model", knows(world, &maker, good, 32), key(1, B, &maker)),
            ("an unknown one", knows(world, &maker, good, 33), key(1, Aaguid([7; 16]), &maker)),
            ("withdrawn", knows(world, &maker, withdrawn, 34), key(1, A, &maker)),
            ("no list", world.doorward.clone(), key(1, A, &maker)),
        ];
        for (what, node, mut key) in refused {
            let mut browser = on(&node, world);
            let (at, view) = browser.sign_in(&request("wiki", ""), KIM).await.shown();
            let place = browser.answer(&at, makes(&mut key, &view)).await;
            assert_eq!(place.complaint(), Some(Complaint::Passkey(PasskeyProblem::ModelNotTaken)), "{what}");
        }
        let (node, mut taken) = (knows(world, &maker, good, 40), key(1, A, &maker));
        let mut browser = on(&node, world);
        let place = browser.sign_in(&request("wiki", ""), KIM).await;
        adds(&mut browser, place, &mut taken).await;
        let own = node.own_passkeys(&browser.who().await).await.unwrap();
        assert_eq!((own.len(), own[0].other_model), (1, false));
        let mut next = on(&node, world);
        let (at, view) = next.authorize(&request("wiki", "")).await.shown();
        next.answer(&at, answer(&mut taken, &asked(&view))).await.arrives();
    })
    .await;
}

/// A key from before FIDO2 says no model: it is of the one that its certificate names, then and later.
#[tokio::test]
async fn wan_05_an_old_key_stays_of_the_model_that_its_certificate_names() {
    on_both(async |world| {
        let maker = Maker::new();
        takes(world, only(A), Level::PhishingResistant).await;
        let node = knows(world, &maker, [Standing::Known; 2], 30);
        let mut old = key(1, Aaguid([0; 16]), &maker);
        (old.old, old.batch) = (true, Some(maker.batch(|params| params.custom_extensions.push(names_model(A.0)))));
        let mut browser = on(&node, world);
        let place = browser.sign_in(&request("wiki", ""), KIM).await;
        adds(&mut browser, place, &mut old).await;
        assert!(!node.own_passkeys(&browser.who().await).await.unwrap()[0].other_model);
        let mut next = on(&node, world);
        let (at, view) = next.authorize(&request("wiki", "")).await.shown();
        next.answer(&at, answer(&mut old, &asked(&view))).await.arrives();
    })
    .await;
}

/// Certified is what the list of today says.
#[tokio::test]
async fn wan_05_certified_models_are_those_of_todays_list() {
    on_both(async |world| {
        let maker = Maker::new();
        takes(world, PasskeyModels::Certified, Level::PhishingResistant).await;
        let (before, today) = ([Standing::Known; 2], [Standing::Certified, Standing::Known]);
        let mut taken = key(1, A, &maker);
        let mut browser = on(&knows(world, &maker, before, 31), world);
        let (at, view) = browser.sign_in(&request("wiki", ""), KIM).await.shown();
        let place = browser.answer(&at, makes(&mut taken, &view)).await;
        assert_eq!(place.complaint(), Some(Complaint::Passkey(PasskeyProblem::ModelNotTaken)));
        let mut browser = on(&knows(world, &maker, today, 32), world);
        let place = browser.sign_in(&request("wiki", ""), KIM).await;
        adds(&mut browser, place, &mut taken).await;
        for (seed, standings, wanted) in [(33, today, None), (34, before, Some(Enrolment::ModelNotTaken))] {
            let mut next = on(&knows(world, &maker, standings, seed), world);
            let (at, view) = next.authorize(&request("wiki", "")).await.shown();
            let place = next.answer(&at, answer(&mut taken, &asked(&view))).await;
            match wanted {
                None => assert!(!place.arrives().is_empty()),
                Some(wanted) => assert_eq!(why(&place), Some(wanted)),
            }
        }
    })
    .await;
}

/// A passkey from before still shows who it is, and opens nothing until one that is taken is added; beside the password, too.
#[tokio::test]
async fn wan_05_passkeys_from_before_lead_to_one_that_is_taken() {
    on_both(async |world| {
        let maker = Maker::new();
        let node = knows(world, &maker, [Standing::Known; 2], 31);
        takes(world, PasskeyModels::Any, Level::PhishingResistant).await;
        // What it says of its model proves nothing.
        let mut old = Authenticator::new(1);
        old.aaguid = A.0;
        let mut browser = on(&node, world);
        let (at, view) = browser.sign_in(&request("wiki", ""), KIM).await.shown();
        let new = view.new_passkey.expect("one is to be added");
        assert!(new.options.contains("\"attestation\":\"none\""), "{}", new.options);
        let (credential, challenge) = (old.creates(&new.options), new.challenge);
        let sent = Answer::EnrolPasskey { credential, challenge, label: String::new() };
        let (at, _) = browser.answer(&at, sent).await.shown();
        browser.answer(&at, Answer::RecordCodes(true)).await.arrives();

        takes(world, only(A), Level::One).await;
        let node = knows(world, &maker, [Standing::Known; 2], 32);
        let mut alone = on(&node, world);
        let (at, view) = alone.authorize(&request("wiki", "")).await.shown();
        let place = alone.answer(&at, answer(&mut old, &asked(&view))).await;
        assert_eq!(why(&place), Some(Enrolment::ModelNotTaken));
        assert!(alone.session.is_none(), "nothing is opened");
        let mut beside = on(&node, world);
        let (at, view) = beside.sign_in(&request("wiki", ""), KIM).await.shown();
        let place = beside.answer(&at, answer(&mut old, &asked(&view))).await;
        assert_eq!(why(&place), Some(Enrolment::ModelNotTaken));
        let mut taken = key(2, A, &maker);
        adds(&mut beside, place, &mut taken).await;
        let own = node.own_passkeys(&beside.who().await).await.unwrap();
        assert_eq!(own.iter().map(|one| one.other_model).collect::<Vec<_>>(), [true, false]);
        let mut next = on(&node, world);
        let (at, view) = next.authorize(&request("wiki", "")).await.shown();
        next.answer(&at, answer(&mut taken, &asked(&view))).await.arrives();
    })
    .await;
}

/// Nor does it confirm anything in a session from before: it leads to one that is taken, which does.
#[tokio::test]
async fn wan_05_a_passkey_from_before_confirms_nothing() {
    on_both(async |world| {
        let maker = Maker::new();
        let node = knows(world, &maker, [Standing::Known; 2], 31);
        takes(world, only(A), Level::PhishingResistant).await;
        let (mut taken, mut other) = (key(1, A, &maker), key(2, B, &maker));
        let mut browser = on(&node, world);
        let place = browser.sign_in(&request("wiki", ""), KIM).await;
        adds(&mut browser, place, &mut taken).await;

        takes(world, only(B), Level::One).await;
        browser.doorward = knows(world, &maker, [Standing::Known; 2], 32);
        let at = browser.begins_to_confirm::<NewRecoveryCodes>("/account/two-factor").await;
        let (at, view) = browser.show(&at, true).await.shown();
        let place = browser.answer(&at, answer(&mut taken, &asked(&view))).await;
        assert_eq!(why(&place), Some(Enrolment::ModelNotTaken));
        let (at, view) = place.shown();
        browser.answer(&at, makes(&mut other, &view)).await.confirmation("/account/two-factor");
    })
    .await;
}

/// A model that the list calls withdrawn later, as keys of it were copied: its passkeys sign nobody in, and confirm nothing.
#[tokio::test]
async fn wan_05_a_model_that_is_withdrawn_later_proves_nothing_more() {
    on_both(async |world| {
        let maker = Maker::new();
        let node = knows(world, &maker, [Standing::Known; 2], 31);
        let both = PasskeyModels::Listed { aaguids: vec![A.to_string(), B.to_string()] };
        takes(world, both, Level::PhishingResistant).await;
        let (mut lost, mut other) = (key(1, A, &maker), key(2, B, &maker));
        let mut here = on(&node, world);
        let place = here.sign_in(&request("wiki", ""), KIM).await;
        adds(&mut here, place, &mut lost).await;
        assert!(!node.own_passkeys(&here.who().await).await.unwrap()[0].other_model);

        let node = knows(world, &maker, [Standing::Withdrawn, Standing::Known], 32);
        here.doorward = node.clone();
        assert!(node.own_passkeys(&here.who().await).await.unwrap()[0].other_model);
        let at = here.begins_to_confirm::<NewRecoveryCodes>("/account/two-factor").await;
        let (at, view) = here.show(&at, true).await.shown();
        let place = here.answer(&at, answer(&mut lost, &asked(&view))).await;
        assert_eq!(why(&place), Some(Enrolment::ModelNotTaken), "it confirms nothing");

        let mut next = on(&node, world);
        let (at, view) = next.authorize(&request("wiki", "")).await.shown();
        let place = next.answer(&at, answer(&mut lost, &asked(&view))).await;
        assert_eq!(why(&place), Some(Enrolment::ModelNotTaken), "it opens nothing");
        adds(&mut next, place, &mut other).await;
    })
    .await;
}

//! People who make their accounts themselves: where the policy lets anybody with an address of certain domains.

use flows::{Answer, Complaint, Registration, RegistrationFields};
use model::{
    Authenticator, Policy,
    policy::Registration as Allowed,
    profile_data::ProfileData,
    sign_in::{Refusal, Step, StepKind},
};

use crate::{
    browser::{Browser, Place},
    content::{organisation, somebody},
    mailed_codes::{code_in, statement},
    world::{NOW, PASSWORD, World, on_both, request},
};

pub(crate) async fn open(world: &World) {
    let registration = Allowed::Open { domains: vec!["acme.example".into()] };
    let policy = Policy { registration, ..Policy::default() };
    world.add(vec![organisation("acme", policy, vec![somebody("anna@acme.example").await])], vec![]).await;
}

pub(crate) fn form() -> Answer {
    let [given_name, family_name, occupation, department] = ["Ada", "Lovelace", "", ""].map(str::to_owned);
    Answer::Register(Box::new(Registration {
        fields: RegistrationFields {
            data: ProfileData { given_name, family_name, occupation, department },
            zone: "Europe/London".into(),
            accepted: None,
        },
        password: PASSWORD.into(),
        repeated: PASSWORD.into(),
    }))
}

/// Comes from an application to make an account with this address, up to the page that offers a code.
pub(crate) async fn comes(browser: &mut Browser, email: &str) -> Place {
    let at = browser.authorize(&request("wiki", "&prompt=create&organization=acme")).await.asks_for(StepKind::Identify);
    browser.email(&at, email).await
}

fn offers_code(place: &Place) -> bool {
    matches!(place, Place::Page(_, view, None) if view.step.takes(Authenticator::EmailCode).is_some())
}

/// The code that was mailed to this address.
pub(crate) async fn code_for(world: &World, email: &str) -> String {
    let mails = world.mails(NOW).await;
    let mail = mails.iter().find(|mail| mail.to.as_str() == email).expect("a mail to the newcomer");
    code_in(mail).expect("a code")
}

#[tokio::test]
async fn an_address_that_may_is_proven_and_becomes_an_account() {
    on_both(async |world| {
        open(world).await;
        let mut ada = Browser::new(world);
        let place = comes(&mut ada, "Ada@acme.example").await;
        assert!(offers_code(&place), "{place:?}");
        let Place::Page(at, ..) = place else { unreachable!() };
        // REG-18: nothing before the mailbox is shown to be theirs.
        let early = ada.answer(&at, form()).await;
        assert!(offers_code(&early), "{early:?}");
        ada.answer(&at, Answer::SendCode).await;
        let code = code_for(world, "Ada@acme.example").await;
        ada.answer(&at, Answer::EmailCode { code, trust: false }).await.asks_for(StepKind::Register);
        let arrived = ada.answer(&at, form()).await;
        assert!(matches!(arrived, Place::Application(_)), "the application that they came from: {arrived:?}");
        let (org, _) = world.user("ada@acme.example").await;
        assert_eq!(org, world.user("anna@acme.example").await.0);
        assert_eq!(world.events("user.registered").await, 1);
    })
    .await;
}

#[tokio::test]
async fn reg_16_nobody_else_registers() {
    on_both(async |world| {
        open(world).await;
        let mut eve = Browser::new(world);
        let place = comes(&mut eve, "eve@elsewhere.example").await;
        let refused = |place: &Place, why| matches!(place, Place::Page(_, view, _) if view.step == Step::Refuse(why));
        assert!(refused(&place, Refusal::DomainNotAllowed), "{place:?}");
        // Where accounts are made by invitation alone, asking for one leads nowhere.
        world
            .add(vec![organisation("acme", Policy::default(), vec![somebody("anna@acme.example").await])], vec![])
            .await;
        let place = eve.authorize(&request("wiki", "&prompt=create&organization=acme")).await;
        assert!(refused(&place, Refusal::InvitationNeeded), "{place:?}");
        assert_eq!(world.events("user.registered").await, 0);
    })
    .await;
}

/// REG-03, for addresses that nobody has: there are as many as anybody likes, so their codes are guessed at together. What one network
/// spends is told nobody, whether anybody has the address or not, and keeps no other network out.
#[tokio::test]
async fn reg_03_newcomers_have_one_budget_of_wrong_codes() {
    on_both(async |world| {
        open(world).await;
        let mut first = Browser::new(world);
        let first_at = sends_code(&mut first, "first@acme.example").await;
        let right = code_for(world, "first@acme.example").await;
        assert_eq!(right.len(), 8, "longer than where wrong ones are counted by account");
        let wrong = || Answer::EmailCode { code: "000000".into(), trust: false };
        let mut mailed = 0;
        for number in 0..20 {
            let mut eve = Browser::new(world);
            let at = sends_code(&mut eve, &format!("r{number}@acme.example")).await;
            mailed += world.mails(NOW).await.len();
            for _ in 0..5 {
                eve.answer(&at, wrong()).await;
            }
        }
        assert_eq!(mailed, 20, "it is open up to the last of a hundred");
        let refused = first.answer(&first_at, Answer::EmailCode { code: right, trust: false }).await;
        assert_eq!(refused.complaint(), Some(Complaint::SentCodeWrong));
        let mut told = Vec::new();
        for email in ["late@acme.example", "anna@acme.example"] {
            let mut browser = Browser::new(world);
            let at = sends_code(&mut browser, email).await;
            let (place, work) = world.store.work_of(browser.answer(&at, wrong())).await;
            told.push((place.complaint(), work.iter().map(statement).collect::<Vec<_>>()));
        }
        assert_eq!(told[0], told[1]);
        let mails = world.mails(NOW).await;
        assert!(mails.iter().all(|mail| mail.to.as_str() != "late@acme.example"));
        let mut elsewhere = Browser { address: "198.51.100.7".into(), ..Browser::new(world) };
        let at = sends_code(&mut elsewhere, "late@acme.example").await;
        let code = code_for(world, "late@acme.example").await;
        elsewhere.answer(&at, Answer::EmailCode { code, trust: false }).await.asks_for(StepKind::Register);
        // A day later it is open again.
        let mut late = Browser::new(world);
        late.later(model::Span::hours(25));
        sends_code(&mut late, "later@acme.example").await;
        assert!(world.mails(late.now).await.iter().any(|mail| mail.to.as_str() == "later@acme.example"));
    })
    .await;
}

/// Comes to make an account with this address, and asks for a code.
async fn sends_code(browser: &mut Browser, email: &str) -> String {
    let Place::Page(at, ..) = comes(browser, email).await else { panic!("no code is offered") };
    browser.answer(&at, Answer::SendCode).await;
    at
}

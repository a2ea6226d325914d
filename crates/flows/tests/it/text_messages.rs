//! Codes by text message and by e-mail as second factor: whom they reach, what they cost, and what is told when they do not come.

use std::sync::{Arc, Mutex};

use flows::{
    Answer, Complaint, Doorward, GivenUp, Instance, NumberAsked, NumberProblem, NumberSetUp, TextMessages, TextState,
    confirmed::{AddFactor, RemoveFactor},
};
use model::{
    Authenticator, Policy, Span, Time,
    phone::{Country, NotANumber},
    policy::{RecoverBy, Recovery, RecoveryCodes, SecondFactor, SecondFactorRule},
    sign_in::{Part, Step, StepKind},
};
use notify::{DeliverText, Preset, Receipts, TextDelivery, TextError, TextMessage, TextOutcome, TextStage};
use testbed::instance::Setup;

use crate::{
    browser::{Browser, Place},
    content::{User, application, organisation, somebody},
    mails::{Post, leased},
    races::at_once,
    world::{NOW, PASSWORD, World, instance, on_both, request},
};

const NUMBER: &str = "+442079460958";

/// Telephones: a text message as it came, by number, text and job.
type Texted = (String, String, String);

/// A gateway that keeps what it is given, and answers as it is told.
#[derive(Debug, Default)]
struct Phones {
    texts: Mutex<Vec<Texted>>,
    /// Where the gateway tells what became of the last one.
    receipt: Mutex<String>,
    answers: Mutex<Option<fn() -> TextOutcome>>,
    receipts: Receipts,
}

impl Phones {
    fn answer(&self, answers: Option<fn() -> TextOutcome>) {
        *self.answers.lock().unwrap() = answers;
    }

    fn taken(&self) -> Vec<Texted> {
        std::mem::take(&mut *self.texts.lock().unwrap())
    }

    fn count(&self) -> usize {
        self.texts.lock().unwrap().len()
    }
}

impl DeliverText for Phones {
    fn deliver<'a>(&'a self, message: &'a TextMessage<'a>, _: Time) -> TextDelivery<'a> {
        let text = (message.to.as_str().to_owned(), message.text.to_owned(), message.id.to_owned());
        self.texts.lock().unwrap().push(text);
        message.receipt.clone_into(&mut self.receipt.lock().unwrap());
        let answer = *self.answers.lock().unwrap();
        Box::pin(std::future::ready(answer.map_or(TextOutcome::Accepted, |answer| answer())))
    }

    fn receipts(&self) -> Option<&Receipts> {
        Some(&self.receipts)
    }
}

fn error(stage: TextStage) -> TextError {
    TextError { stage, status: None, detail: "canary".into() }
}

fn away() -> TextOutcome {
    TextOutcome::Later(error(TextStage::Reach))
}

fn silent() -> TextOutcome {
    TextOutcome::Later(error(TextStage::Answer))
}

fn refused() -> TextOutcome {
    TextOutcome::Never(error(TextStage::Message))
}

/// A node that sends text messages, so many a day to one country.
fn node(world: &World, a_day_to_one_country: u32) -> (Doorward, Arc<Phones>) {
    let (_, receipts) = Preset::Twilio.receipts().unwrap();
    let phones = Arc::new(Phones { receipts, ..Phones::default() });
    let text_messages = TextMessages {
        gateway: phones.clone(),
        countries: ["GB", "DE"].map(|code| Country::of_code(code).unwrap()).to_vec(),
        countries_without_host: vec![Country::of_code("DE").unwrap()],
        a_day: 1000,
        a_day_to_one_country,
    };
    let instance = Instance { text_messages: Some(text_messages), ..instance() };
    (Setup { instance, ..Setup::new(77) }.on(&world.store), phones)
}

const PAGE: &str = "/account/two-factor/number";

fn policy(rule: SecondFactor, authenticators: Vec<Authenticator>) -> Policy {
    let second_factor = SecondFactorRule { rule, authenticators, trust: None, ..SecondFactorRule::default() };
    let recovery_codes = RecoveryCodes { offered: false, recorded: false };
    let recovery = Recovery { by: RecoverBy::Nobody, ..Recovery::default() };
    Policy { second_factor, recovery_codes, recovery, ..Policy::default() }
}

/// An organisation whose people use the app or text messages; `wiki` is theirs, too.
async fn company(world: &World, slug: &str, policy: Policy, people: &[&str]) {
    let mut users = Vec::new();
    for name in people {
        let user = somebody(&format!("{name}@{slug}.example")).await;
        let profile = model::release::Profile { email_verified: true, ..user.profile.clone() };
        users.push(User { profile, ..user });
    }
    world.add(vec![organisation(slug, policy, users)], vec![]).await;
    let mut wiki = application("wiki");
    wiki.subscribers = vec![(slug.into(), true)];
    world.add(vec![], vec![wiki]).await;
}

const APP_AND_TEXT: [Authenticator; 2] = [Authenticator::Totp, Authenticator::Sms];

impl Browser {
    /// The work that waits, done now.
    async fn works(&self) {
        for job in leased(&self.doorward, self.now, 50).await {
            let now = self.now;
            self.doorward.carry_out(job, &Post::default(), &move || now).await.unwrap();
        }
    }

    async fn types_number(&mut self, at: &str, country: &str, number: &str) -> Place {
        self.answer(at, Answer::SendToNumber { country: country.into(), number: number.into() }).await
    }

    async fn text_code(&mut self, at: &str, code: &str) -> Place {
        self.answer(at, Answer::TextCode { code: code.into(), trust: false }).await
    }

    /// Signs in with the password, and sets a telephone up on the way.
    async fn sets_phone_up(&mut self, phones: &Phones, email: &str, number: &str) -> Place {
        let at = self.sign_in(&request("wiki", ""), email).await.asks_for(StepKind::Enrol);
        self.types_number(&at, "GB", number).await.asks_for(StepKind::Enrol);
        self.works().await;
        let code = only_code(phones);
        self.answer(&at, Answer::EnrolNumber(code)).await
    }
}

/// The code in the only message.
fn only_code(phones: &Phones) -> String {
    let taken = phones.taken();
    let [(_, text, _)] = &taken[..] else { panic!("{taken:?}") };
    text[..6].to_owned()
}

fn mailed_code(mails: &[notify::Mail]) -> String {
    let mail = mails.iter().find(|mail| mail.subject == "Your code for MINT").expect("a code");
    assert!(mail.text.contains("entered the password"), "{}", mail.text);
    let digits = |line: &&str| line.len() == 6 && line.bytes().all(|byte| byte.is_ascii_digit());
    mail.text.lines().map(str::trim).find(digits).expect("six digits").to_owned()
}

fn other_than(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000)
}

fn number_problem(place: &Place) -> Option<NumberProblem> {
    match place.complaint() {
        Some(Complaint::Number(problem)) => Some(problem),
        _ => None,
    }
}

/// J4.4: a number is confirmed with the six digits that were sent there, and asked for at the next sign-in. The owner is told, and
/// the level is that of two factors.
#[tokio::test]
async fn a_telephone_is_set_up_on_the_way_in_and_asked_for() {
    on_both(async |world| {
        company(world, "mint", policy(SecondFactor::Required, APP_AND_TEXT.to_vec()), &["mia"]).await;
        let (doorward, phones) = node(world, 100);
        let mut browser = Browser::at(&doorward);
        let place = browser.sign_in(&request("wiki", ""), "mia@mint.example").await;
        let texted = place.view().texted.clone().expect("text messages are offered beside the app (SMS-05)");
        assert!(place.view().enrolment.is_some() && texted.countries == ["GB", "DE"] && texted.number.is_none());
        let at = place.asks_for(StepKind::Enrol);
        for (typed, problem) in [
            ("", NumberProblem::NotANumber(NotANumber::Missing)),
            ("020 79", NumberProblem::NotANumber(NotANumber::TooShort)),
            ("+1 212 555 0123", NumberProblem::Country("US")),
            ("07781 123456", NumberProblem::Country("GG")),
        ] {
            assert_eq!(number_problem(&browser.types_number(&at, "GB", typed).await), Some(problem), "{typed}");
        }
        let place = browser.types_number(&at, "gb", "020 7946 0958").await;
        let shown = place.view().texted.as_ref().and_then(|texted| texted.number.clone()).unwrap();
        assert_eq!(shown.replace('\u{a0}', " "), "+44 207 946 0958");
        browser.types_number(&at, "GB", "+44 (0)20 7946 0958").await.asks_for(StepKind::Enrol);
        browser.works().await;
        let taken = phones.taken();
        let [(to, text, _)] = &taken[..] else { panic!("asked twice within a minute, one is sent: {taken:?}") };
        let code = text[..6].to_owned();
        assert_eq!(to, NUMBER);
        assert!(text.contains("MINT") && text.ends_with(&format!("\n\n@id.example #{code}")), "{text}");

        let wrong = browser.answer(&at, Answer::EnrolNumber(other_than(&code))).await;
        assert_eq!(wrong.complaint(), Some(Complaint::SentCodeWrong));
        browser.answer(&at, Answer::EnrolNumber(format!(" {code} "))).await.arrives();
        let mails = world.mails(NOW).await;
        assert!(mails.iter().any(|mail| mail.subject == "Codes are sent to a phone of yours"), "{mails:?}");

        let mut next = Browser::at(&doorward);
        let place = next.sign_in(&request("wiki", "&acr_values=mfa"), "mia@mint.example").await;
        let texted = place.view().texted.clone().unwrap();
        assert_eq!((texted.number.as_deref(), texted.sent), (Some("58"), None), "nothing is sent unasked");
        let at = place.asks_for_code();
        next.answer(&at, Answer::SendText).await.asks_for_code();
        let place = next.answer(&at, Answer::SendText).await;
        assert_eq!(place.view().sent_last, Some(Authenticator::Sms), "whatever was used last");
        next.works().await;
        let code = only_code(&phones);
        assert_eq!(next.text_code(&at, "12").await.complaint(), Some(Complaint::SentCodeMissing(Authenticator::Sms)));
        assert_eq!(next.text_code(&at, &other_than(&code)).await.complaint(), Some(Complaint::SentCodeWrong));
        let granted = next.text_code(&at, &code).await.arrives();
        let tokens = crate::world::token(&doorward, NOW, &crate::world::exchange("wiki", &granted)).await.unwrap();
        let claims = jose::Jws::parse(tokens.id_token.as_ref().unwrap()).unwrap();
        let claims: serde_json::Value = claims.unverified_claims().unwrap();
        assert_eq!(claims["amr"], serde_json::json!(["mfa", "pwd", "sms"]));
    })
    .await;
}

/// One code, two clicks at once: both arrive in one session.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_double_click_on_a_code_arrives() {
    on_both(async |world| {
        company(world, "mint", policy(SecondFactor::Required, APP_AND_TEXT.to_vec()), &["mia"]).await;
        let (doorward, phones) = node(world, 100);
        Browser::at(&doorward).sets_phone_up(&phones, "mia@mint.example", NUMBER).await.arrives();
        let mut browser = Browser::at(&doorward);
        let at = browser.sign_in(&request("wiki", ""), "mia@mint.example").await.asks_for_code();
        browser.answer(&at, Answer::SendText).await.asks_for_code();
        browser.works().await;
        let code = only_code(&phones);
        let clicks = at_once((0..2).map(|_| {
            let (mut browser, at, code) = (browser.clone(), at.clone(), code.clone());
            async move { matches!(browser.text_code(&at, &code).await, Place::Application(_)) }
        }));
        assert_eq!(clicks.await, [true, true]);
        // Later, or from somebody else, the same code is good for nothing.
        browser.later(Span::minutes(2));
        assert!(!matches!(browser.text_code(&at, &code).await, Place::Application(_)));
        let mut other = Browser::at(&doorward);
        let at = other.sign_in(&request("wiki", ""), "mia@mint.example").await.asks_for_code();
        other.answer(&at, Answer::SendText).await.asks_for_code();
        assert!(other.text_code(&at, &code).await.complaint().is_some(), "REG-07: it is another sign-in's");
    })
    .await;
}

/// SMS-04, REG-02: five wrong ones make a code void, also the right one.
#[tokio::test]
async fn sms_04_a_code_takes_five_wrong_answers() {
    on_both(async |world| {
        company(world, "mint", policy(SecondFactor::Required, APP_AND_TEXT.to_vec()), &["mia"]).await;
        let (doorward, phones) = node(world, 100);
        let mut browser = Browser::at(&doorward);
        let at = browser.sign_in(&request("wiki", ""), "mia@mint.example").await.asks_for(StepKind::Enrol);
        browser.types_number(&at, "GB", NUMBER).await;
        browser.works().await;
        let code = only_code(&phones);
        for tried in 1..=5 {
            let complaint = browser.answer(&at, Answer::EnrolNumber(other_than(&code))).await.complaint();
            assert_eq!(complaint, Some(Complaint::SentCodeWrong), "{tried}");
        }
        let right = browser.answer(&at, Answer::EnrolNumber(code)).await.complaint();
        assert_eq!(right, Some(Complaint::SentCodeSpent));
        // Another one is sent at once: nobody waits for one that is void. Too late is as wrong.
        browser.types_number(&at, "GB", NUMBER).await;
        browser.works().await;
        let code = only_code(&phones);
        browser.later(Span::minutes(5));
        assert!(browser.answer(&at, Answer::EnrolNumber(code)).await.complaint().is_some(), "late");
    })
    .await;
}

/// SMS-01: many accounts that are made to send to many numbers of one country reach its cap, and one alert; what goes to numbers
/// that are somebody's is not used up by them.
#[tokio::test]
async fn sms_01_toll_fraud_is_capped() {
    on_both(async |world| {
        let people: Vec<String> = (0..12).map(|number| format!("p{number}")).collect();
        let people: Vec<&str> = people.iter().map(String::as_str).collect();
        let rule = policy(SecondFactor::Required, APP_AND_TEXT.to_vec());
        company(world, "mint", rule, &[&people[..], &["mia"]].concat()).await;
        let (doorward, phones) = node(world, 16);
        Browser::at(&doorward).sets_phone_up(&phones, "mia@mint.example", NUMBER).await.arrives();
        let (mut sent, mut paused) = (0, 0);
        for (place, name) in people.iter().enumerate() {
            let mut browser = Browser { address: format!("198.51.100.{place}"), ..Browser::at(&doorward) };
            let at = browser.sign_in(&request("wiki", ""), &format!("{name}@mint.example")).await;
            let at = at.asks_for(StepKind::Enrol);
            match number_problem(&browser.types_number(&at, "GB", &format!("020 7946 {:04}", place)).await) {
                None => sent += 1,
                Some(NumberProblem::Paused) => paused += 1,
                other => panic!("{other:?}"),
            }
        }
        // A quarter of the sixteen goes to new numbers; one of them went to Mia's.
        assert_eq!((sent, paused), (3, 9));
        assert_eq!(world.events("text_messages.paused").await, 1, "one alert");
        let mut mia = Browser::at(&doorward);
        let at = mia.sign_in(&request("wiki", ""), "mia@mint.example").await.asks_for_code();
        mia.answer(&at, Answer::SendText).await.asks_for_code();
        mia.works().await;
        assert!(
            phones.taken().iter().any(|(to, ..)| to == NUMBER),
            "numbers that are somebody's have a share of their own"
        );
    })
    .await;
}

/// SMS-01: what one organisation's people use up leaves a quarter to the others.
#[tokio::test]
async fn sms_01_an_organisation_leaves_the_others_theirs() {
    on_both(async |world| {
        let rule = policy(SecondFactor::Required, APP_AND_TEXT.to_vec());
        company(world, "mint", rule.clone(), &["a", "b", "mia"]).await;
        company(world, "pine", rule, &["pia"]).await;
        let (doorward, phones) = node(world, 16);
        let people = ["a@mint.example", "b@mint.example", "mia@mint.example", "pia@pine.example"];
        let mut known = Vec::new();
        for (place, email) in people.into_iter().enumerate() {
            let mut browser = Browser::at(&doorward);
            browser.sets_phone_up(&phones, email, &format!("020 7946 {place:04}")).await.arrives();
            known.push(browser);
        }
        let asks = async |browser: &mut Browser, email: &str| {
            browser.session = None;
            let at = browser.sign_in(&request("wiki", ""), email).await.asks_for_code();
            number_problem(&browser.answer(&at, Answer::SendText).await)
        };
        for email in &people[..3] {
            for _ in 0..3 {
                assert_eq!(asks(&mut Browser::at(&doorward), email).await, None, "{email}");
            }
        }
        let spent = asks(&mut known[2], people[2]).await;
        assert_eq!(spent, Some(NumberProblem::Paused), "twelve of sixteen are theirs");
        assert_eq!(world.events("text_messages.paused").await, 1);
        assert_eq!(asks(&mut known[3], people[3]).await, None, "the others have theirs");
    })
    .await;
}

/// SMS-01: an account has ten messages a day to numbers that are not shown to be its own, however often it signs in between.
#[tokio::test]
async fn sms_01_new_numbers_are_counted_by_account() {
    on_both(async |world| {
        let mut rule = policy(SecondFactor::Required, APP_AND_TEXT.to_vec());
        rule.second_factor.grace = Some(Span::days(7));
        company(world, "mint", rule, &["ann"]).await;
        let (doorward, _) = node(world, 1000);
        let mut browser = Browser::at(&doorward);
        let mut sent = Vec::new();
        for place in 0..5 {
            let at =
                browser.sign_in(&request("wiki", "&prompt=login"), "ann@mint.example").await.asks_for(StepKind::Enrol);
            sent.push(number_problem(&browser.types_number(&at, "GB", &format!("020 7946 {place:04}")).await));
            browser.answer(&at, Answer::Postpone).await.arrives();
            browser.session = None;
        }
        let too_many = Some(NumberProblem::TooMany);
        assert_eq!(sent, [None, None, None, too_many, too_many], "three in a quarter of an hour");
    })
    .await;
}

/// SMS-01, SMS-03: a number that is nobody's yet gets three a day, however it is spelled and whoever types it; a person ten, a
/// quarter of an hour three.
#[tokio::test]
async fn sms_03_a_number_is_counted_in_one_form() {
    on_both(async |world| {
        let rule = policy(SecondFactor::Required, APP_AND_TEXT.to_vec());
        company(world, "mint", rule, &["a", "b", "c", "d"]).await;
        let (doorward, phones) = node(world, 100);
        let spelled = ["+44 20 7946 0958", "0044 (0)20 7946-0958", "０２０ ７９４６ ０９５８", "44 20 7946 0958"];
        for (name, typed) in ["a", "b", "c", "d"].into_iter().zip(spelled) {
            let mut browser = Browser::at(&doorward);
            let at = browser.sign_in(&request("wiki", ""), &format!("{name}@mint.example")).await;
            let at = at.asks_for(StepKind::Enrol);
            let problem = number_problem(&browser.types_number(&at, "GB", typed).await);
            assert_eq!(problem, (name == "d").then_some(NumberProblem::TooMany), "{typed}");
            browser.works().await;
        }
        assert_eq!(phones.count(), 3);
    })
    .await;
}

/// SMS-01: whoever knows the password uses up what strangers have, and nothing of what the owner's own browser has.
#[tokio::test]
async fn sms_01_strangers_leave_the_owner_theirs() {
    on_both(async |world| {
        company(world, "mint", policy(SecondFactor::Required, APP_AND_TEXT.to_vec()), &["mia"]).await;
        let (doorward, phones) = node(world, 100);
        let mut own = Browser::at(&doorward);
        own.sets_phone_up(&phones, "mia@mint.example", NUMBER).await.arrives();
        let asks = async |browser: &mut Browser| {
            browser.session = None;
            let at = browser.sign_in(&request("wiki", ""), "mia@mint.example").await.asks_for_code();
            number_problem(&browser.answer(&at, Answer::SendText).await)
        };
        let mut refused = 0;
        for place in 0..5 {
            let mut stranger = Browser { address: format!("198.51.100.{place}"), ..Browser::at(&doorward) };
            refused += usize::from(asks(&mut stranger).await == Some(NumberProblem::TooMany));
        }
        assert_eq!(refused, 2, "three of five go out in a quarter of an hour");
        assert_eq!(asks(&mut own).await, None);
    })
    .await;
}

/// S5, S6, SMS-07: a gateway that is away is tried again with the same code; one that refuses is told of on the page, where the app is
/// offered, and another code can be asked for at once. Nothing lets anybody in.
#[tokio::test]
async fn sms_07_what_does_not_come_is_told() {
    on_both(async |world| {
        company(world, "mint", policy(SecondFactor::Required, APP_AND_TEXT.to_vec()), &["mia"]).await;
        let (doorward, phones) = node(world, 100);
        let mut browser = Browser::at(&doorward);
        let at = browser.sign_in(&request("wiki", ""), "mia@mint.example").await.asks_for(StepKind::Enrol);
        let state = async |browser: &mut Browser| {
            let place = browser.show(&at, true).await;
            assert!(place.is_at(StepKind::Enrol) && place.view().enrolment.is_some());
            place.view().texted.clone().unwrap().state
        };
        browser.types_number(&at, "GB", NUMBER).await;
        phones.answer(Some(away));
        browser.works().await;
        assert_eq!(state(&mut browser).await, TextState::Delayed);
        phones.answer(None);
        browser.later(Span::seconds(20));
        browser.works().await;
        assert_eq!(state(&mut browser).await, TextState::Sent);
        let taken = phones.taken();
        assert_eq!(taken.len(), 2, "{taken:?}");
        assert_eq!(taken[0], taken[1], "S6: the same code, under the same name");

        browser.later(Span::minutes(2));
        browser.types_number(&at, "GB", NUMBER).await;
        phones.answer(Some(refused));
        browser.works().await;
        assert_eq!(state(&mut browser).await, TextState::Failed);
        phones.answer(None);
        phones.taken();
        browser.types_number(&at, "GB", NUMBER).await;
        browser.works().await;
        assert_eq!((phones.count(), state(&mut browser).await), (1, TextState::Sent), "no need to wait a minute");
    })
    .await;
}

/// S6, SMS-01: a gateway that takes messages and answers nothing is asked twice for one code, never more, whatever it costs.
#[tokio::test]
async fn sms_01_a_silent_gateway_is_asked_twice() {
    on_both(async |world| {
        company(world, "mint", policy(SecondFactor::Required, APP_AND_TEXT.to_vec()), &["mia"]).await;
        let (doorward, phones) = node(world, 100);
        let mut browser = Browser::at(&doorward);
        let at = browser.sign_in(&request("wiki", ""), "mia@mint.example").await.asks_for(StepKind::Enrol);
        browser.types_number(&at, "GB", NUMBER).await;
        phones.answer(Some(silent));
        for _ in 0..5 {
            browser.works().await;
            browser.later(Span::minutes(1));
        }
        let taken = phones.taken();
        assert_eq!((taken.len(), &taken[0]), (2, &taken[1]), "the same code, under the same name");
        assert_eq!(doorward.jobs_status(browser.now).await.unwrap().given_up, 1);
    })
    .await;
}

/// SMS-08, J4.4: from the account, with a fresh proof: set up, changed and removed. Other sessions end each time, and the owner is told.
#[tokio::test]
async fn sms_08_a_telephone_is_looked_after_from_the_account() {
    on_both(async |world| {
        company(world, "mint", policy(SecondFactor::Optional, APP_AND_TEXT.to_vec()), &["mia"]).await;
        let (doorward, phones) = node(world, 100);
        let mut here = Browser::at(&doorward);
        here.sign_in(&request("wiki", ""), "mia@mint.example").await.arrives();
        let mut elsewhere = Browser::at(&doorward);
        elsewhere.sign_in(&request("wiki", ""), "mia@mint.example").await.arrives();
        let at = here.begins_to_confirm::<AddFactor>(PAGE).await;
        let sealed = here.password(&at, PASSWORD).await.confirmation(PAGE);
        let (caller, who) = (here.caller(), here.who().await);
        let leave =
            async || doorward.confirmed::<AddFactor>(&caller, &who, &sealed).await.unwrap().expect("it is good");
        let asked = doorward.send_to_own_number(&caller, &who, &leave().await, ("GB", "020 7946 0958")).await.unwrap();
        let NumberAsked::Sent(sent) = asked else { panic!("{asked:?}") };
        let told = doorward.sent_to_own_number(&leave().await, &sent).await.unwrap().unwrap();
        assert_eq!(told.number.replace('\u{a0}', " "), "+44 207 946 0958");
        here.works().await;
        let code = only_code(&phones);
        let sets_up = async |typed: &str, sent: &str| {
            doorward.set_up_own_number(&caller, &who, leave().await, (typed, sent)).await.unwrap()
        };
        assert!(matches!(sets_up("12", &sent).await, NumberSetUp::Missing));
        assert!(matches!(sets_up(&other_than(&code), &sent).await, NumberSetUp::CodeWrong));
        assert!(matches!(sets_up(&code, &sent[1..]).await, NumberSetUp::Nothing), "a text of somebody's own making");
        assert!(doorward.own_authenticators(&who).await.unwrap().number.is_none(), "no factor yet");
        assert!(matches!(sets_up(&code, &sent).await, NumberSetUp::Done(None)));
        assert!(doorward.confirmed::<AddFactor>(&caller, &who, &sealed).await.unwrap().is_none(), "once");
        assert!(doorward.signed_in(&elsewhere.caller()).await.unwrap().is_none(), "elsewhere");
        let own = doorward.own_authenticators(&here.who().await).await.unwrap();
        assert_eq!(own.number.map(|number| number.last_digits).as_deref(), Some("58"));
        let subject = |subject: &'static str, mails: &[notify::Mail]| mails.iter().any(|mail| mail.subject == subject);
        assert!(subject("Codes are sent to a phone of yours", &world.mails(NOW).await));

        // Removing takes both factors.
        const REMOVE: &str = "/account/two-factor/number/remove";
        let at = here.begins_to_confirm::<RemoveFactor>(REMOVE).await;
        let at = here.password(&at, PASSWORD).await.asks_for_code();
        here.answer(&at, Answer::SendText).await.asks_for_code();
        here.works().await;
        let taken = phones.taken();
        let [(_, text, _)] = &taken[..] else { panic!("{taken:?}") };
        assert!(text.contains("to remove a second factor"), "it says what the code confirms: {text}");
        let sealed = here.text_code(&at, &text[..6]).await.confirmation(REMOVE);
        let (caller, who) = (here.caller(), here.who().await);
        let leave = doorward.confirmed::<RemoveFactor>(&caller, &who, &sealed).await.unwrap().unwrap();
        assert!(doorward.remove_own_number(&caller, &who, leave).await.unwrap());
        assert!(doorward.own_authenticators(&here.who().await).await.unwrap().number.is_none());
        assert!(subject("Two-factor was switched off", &world.mails(NOW).await), "nothing else is left");
        Browser::at(&doorward).sign_in(&request("wiki", ""), "mia@mint.example").await.arrives();
    })
    .await;
}

/// The button pressed twice, at once or within the pause, sends one message, and both presses lead to its code. After a minute, or where
/// the code can't be answered any more, there is another one.
#[tokio::test]
async fn two_clicks_in_the_account_send_one_message() {
    on_both(async |world| {
        company(world, "mint", policy(SecondFactor::Optional, APP_AND_TEXT.to_vec()), &["mia"]).await;
        let (doorward, phones) = node(world, 100);
        let mut here = Browser::at(&doorward);
        here.sign_in(&request("wiki", ""), "mia@mint.example").await.arrives();
        let at = here.begins_to_confirm::<AddFactor>(PAGE).await;
        let sealed = here.password(&at, PASSWORD).await.confirmation(PAGE);
        let press = async |browser: &Browser| {
            let (caller, who) = (browser.caller(), browser.who().await);
            let leave = doorward.confirmed::<AddFactor>(&caller, &who, &sealed).await.unwrap().expect("it is good");
            let asked = doorward.send_to_own_number(&caller, &who, &leave, ("GB", NUMBER)).await.unwrap();
            let NumberAsked::Sent(sent) = asked else { panic!("{asked:?}") };
            sent
        };
        let (one, two) = tokio::join!(press(&here), press(&here));
        here.later(Span::seconds(59));
        let three = press(&here).await;
        here.works().await;
        let code = only_code(&phones);
        let sets_up = async |browser: &Browser, typed: &str, sent: &str| {
            let (caller, who) = (browser.caller(), browser.who().await);
            let leave = doorward.confirmed::<AddFactor>(&caller, &who, &sealed).await.unwrap().expect("it is good");
            doorward.set_up_own_number(&caller, &who, leave, (typed, sent)).await.unwrap()
        };
        for sent in [&one, &two, &three] {
            assert!(matches!(sets_up(&here, &other_than(&code), sent).await, NumberSetUp::CodeWrong));
        }
        for sent in [&one, &two] {
            assert!(matches!(sets_up(&here, &other_than(&code), sent).await, NumberSetUp::CodeWrong));
        }
        let after_spent = press(&here).await;
        here.works().await;
        let code = only_code(&phones);
        assert!(
            matches!(sets_up(&here, &other_than(&code), &after_spent).await, NumberSetUp::CodeWrong),
            "its own tries"
        );
        here.later(Span::minutes(1));
        let later = press(&here).await;
        here.works().await;
        assert!(matches!(sets_up(&here, &only_code(&phones), &later).await, NumberSetUp::Done(_)));
    })
    .await;
}

/// REG-02: a code to a number that is set up from the account takes five tries as well, in however many pages.
#[tokio::test]
async fn sms_04_five_tries_from_the_account() {
    on_both(async |world| {
        company(world, "mint", policy(SecondFactor::Optional, APP_AND_TEXT.to_vec()), &["mia"]).await;
        let (doorward, phones) = node(world, 100);
        let mut here = Browser::at(&doorward);
        here.sign_in(&request("wiki", ""), "mia@mint.example").await.arrives();
        let at = here.begins_to_confirm::<AddFactor>(PAGE).await;
        let sealed = here.password(&at, PASSWORD).await.confirmation(PAGE);
        let (caller, who) = (here.caller(), here.who().await);
        let leave =
            async || doorward.confirmed::<AddFactor>(&caller, &who, &sealed).await.unwrap().expect("it is good");
        let asked = doorward.send_to_own_number(&caller, &who, &leave().await, ("GB", NUMBER)).await.unwrap();
        let NumberAsked::Sent(sent) = asked else { panic!("{asked:?}") };
        here.works().await;
        let code = only_code(&phones);
        for _ in 0..5 {
            let typed = other_than(&code);
            let tried = doorward.set_up_own_number(&caller, &who, leave().await, (&typed, &sent)).await.unwrap();
            assert!(matches!(tried, NumberSetUp::CodeWrong), "{tried:?}");
        }
        let right = doorward.set_up_own_number(&caller, &who, leave().await, (&code, &sent)).await.unwrap();
        assert!(matches!(right, NumberSetUp::CodeSpent), "{right:?}");
    })
    .await;
}

/// SMS-06: a code by e-mail as second factor, where e-mail sets no password; it raises no level, and says what it was.
#[tokio::test]
async fn sms_06_a_code_by_e_mail_beside_the_password() {
    on_both(async |world| {
        company(world, "mint", policy(SecondFactor::Optional, vec![Authenticator::EmailCode]), &["mia"]).await;
        let mut browser = Browser::new(world);
        let place = browser.sign_in(&request("wiki", ""), "mia@mint.example").await;
        let Step::Prove { any_of, part: Part::Second } = &place.view().step else { panic!("{place:?}") };
        assert_eq!(any_of, &[Authenticator::EmailCode]);
        assert_eq!(place.view().sent_last, None);
        let at = place.asks_for_code();
        let place = browser.answer(&at, Answer::SendCode).await;
        assert_eq!(place.view().sent_last, Some(Authenticator::EmailCode), "whatever there is besides");
        place.asks_for_code();
        let code = mailed_code(&world.mails(NOW).await);
        let typed = |code: &str| Answer::EmailCode { code: code.into(), trust: false };
        assert_eq!(browser.answer(&at, typed(&other_than(&code))).await.complaint(), Some(Complaint::SentCodeWrong));
        let granted = browser.answer(&at, typed(&code)).await.arrives();
        let tokens = world.tokens(NOW, &granted).await;
        let claims = jose::Jws::parse(tokens.id_token.as_ref().unwrap()).unwrap();
        let claims: serde_json::Value = claims.unverified_claims().unwrap();
        assert_eq!(claims["amr"], serde_json::json!(["email", "pwd"]), "no mfa");
        assert!(world.doorward.own_authenticators(&browser.who().await).await.unwrap().by_mail, "the tab says so");

        // An act is confirmed by one as well, which is another one.
        browser.later(Span::minutes(2));
        let act = browser.begins_to_confirm::<AddFactor>(PAGE).await;
        let act = browser.password(&act, PASSWORD).await.asks_for_code();
        assert_eq!(
            browser.answer(&act, typed(&code)).await.complaint(),
            Some(Complaint::SentCodeWrong),
            "none was sent"
        );
        browser.answer(&act, Answer::SendCode).await.asks_for_code();
        let again = mailed_code(&world.mails(browser.now).await);
        assert_eq!(
            browser.answer(&act, typed(&code)).await.complaint(),
            Some(Complaint::SentCodeWrong),
            "of the sign-in"
        );
        browser.answer(&act, typed(&again)).await.confirmation(PAGE);
    })
    .await;
}

/// Where text messages can't be sent, nobody is offered any.
#[tokio::test]
async fn without_a_gateway_nobody_is_offered_text_messages() {
    on_both(async |world| {
        company(world, "mint", policy(SecondFactor::Required, APP_AND_TEXT.to_vec()), &["mia"]).await;
        let mut browser = Browser::new(world);
        let place = browser.sign_in(&request("wiki", ""), "mia@mint.example").await;
        assert!(place.view().texted.is_none() && place.view().enrolment.is_some());
        let at = place.asks_for(StepKind::Enrol);
        browser.types_number(&at, "GB", NUMBER).await.asks_for(StepKind::Enrol);
        assert_eq!(world.events("sign_in.code_sent").await, 0);
    })
    .await;
}

impl Phones {
    /// The token in the address at which the gateway tells what became of the last message.
    fn receipt(&self) -> String {
        let address = self.receipt.lock().unwrap().clone();
        address.strip_prefix("https://id.example/sms/receipt/").unwrap_or_else(|| panic!("{address}")).to_owned()
    }
}

/// What Twilio posts of a message.
fn told(status: &str) -> serde_json::Value {
    serde_json::json!({ "MessageStatus": status, "ErrorCode": "30005", "To": NUMBER })
}

/// S5: a message that the gateway took, and that never arrived, is told on the page of that sign-in, once as an event, and to whoever
/// runs the installation. What arrived, or is on its way, changes nothing.
#[tokio::test]
async fn what_a_gateway_tells_later_is_told() {
    on_both(async |world| {
        company(world, "mint", policy(SecondFactor::Required, APP_AND_TEXT.to_vec()), &["mia"]).await;
        let (doorward, phones) = node(world, 100);
        let mut browser = Browser::at(&doorward);
        let at = browser.sign_in(&request("wiki", ""), "mia@mint.example").await.asks_for(StepKind::Enrol);
        browser.types_number(&at, "GB", NUMBER).await.asks_for(StepKind::Enrol);
        browser.works().await;
        let (code, token) = (only_code(&phones), phones.receipt());
        let caller = browser.caller();
        let state = async |browser: &mut Browser| browser.show(&at, true).await.view().texted.as_ref().unwrap().state;
        for status in ["queued", "sent", "delivered", "anything"] {
            assert!(doorward.text_receipt(&caller, &token, &told(status)).await.unwrap());
        }
        assert_eq!(state(&mut browser).await, TextState::Sent);
        for _ in 0..2 {
            assert!(doorward.text_receipt(&caller, &token, &told("undelivered")).await.unwrap());
        }
        assert_eq!(state(&mut browser).await, TextState::Failed);
        assert_eq!(world.events("text_message.undelivered").await, 1, "once");
        let receipts = doorward.text_receipts();
        assert_eq!((receipts.delivered, receipts.undelivered), (1, 1));
        let given_up = GivenUp { texts: 1, ..GivenUp::default() };
        assert_eq!(doorward.given_up(browser.now).await.unwrap(), given_up, "it is no mail");
        assert_eq!(doorward.jobs_status(browser.now).await.unwrap().waiting, 0, "nothing is sent again");

        // Another one may be sent at once; and the first is good still, should it come after all.
        browser.types_number(&at, "GB", NUMBER).await.asks_for(StepKind::Enrol);
        assert_eq!(state(&mut browser).await, TextState::Sent);
        browser.works().await;
        assert_eq!((phones.count(), phones.receipt() != token), (1, true));
        assert_ne!(only_code(&phones), code);
    })
    .await;
}

/// A receipt that is quicker than the node that sent the message: what it tells stays.
#[tokio::test]
async fn a_receipt_before_the_message_counts_as_handed_over_stays() {
    on_both(async |world| {
        company(world, "mint", policy(SecondFactor::Required, APP_AND_TEXT.to_vec()), &["mia"]).await;
        let (doorward, phones) = node(world, 100);
        let mut browser = Browser::at(&doorward);
        let at = browser.sign_in(&request("wiki", ""), "mia@mint.example").await.asks_for(StepKind::Enrol);
        browser.types_number(&at, "GB", NUMBER).await.asks_for(StepKind::Enrol);
        // Sent once without an answer, so that the token is known while the job is still there.
        phones.answer(Some(away));
        browser.works().await;
        phones.answer(None);
        browser.later(Span::seconds(30));
        let leases = leased(&doorward, browser.now, 50).await;
        assert_eq!(leases.len(), 1);
        assert!(doorward.text_receipt(&browser.caller(), &phones.receipt(), &told("failed")).await.unwrap());
        for lease in leases {
            let now = browser.now;
            doorward.carry_out(lease, &Post::default(), &move || now).await.unwrap();
        }
        let place = browser.show(&at, true).await;
        assert_eq!(place.view().texted.as_ref().unwrap().state, TextState::Failed);
        assert_eq!(world.events("text_message.undelivered").await, 1);
    })
    .await;
}

/// Whoever was not given the address of a message tells nothing of it, and an old one is good no more.
#[tokio::test]
async fn nobody_but_the_gateway_tells_of_a_message() {
    on_both(async |world| {
        company(world, "mint", policy(SecondFactor::Required, APP_AND_TEXT.to_vec()), &["mia"]).await;
        let (doorward, phones) = node(world, 100);
        let mut browser = Browser::at(&doorward);
        let at = browser.sign_in(&request("wiki", ""), "mia@mint.example").await.asks_for(StepKind::Enrol);
        browser.types_number(&at, "GB", NUMBER).await.asks_for(StepKind::Enrol);
        browser.works().await;
        let token = phones.receipt();
        let tells = async |browser: &Browser, token: &str| {
            doorward.text_receipt(&browser.caller(), token, &told("undelivered")).await.unwrap()
        };
        let bytes = jose::base64url::decode(&token).unwrap();
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert!(!tells(&browser, &jose::base64url::encode(changed)).await, "byte {at}");
        }
        for none in ["", "x", &token[1..], &format!("{token}A")] {
            assert!(!tells(&browser, none).await, "{none}");
        }
        let mut late = browser.clone();
        assert!(!tells(late.later(Span::days(5)), &token).await, "too old");
        assert_eq!(world.events("text_message.undelivered").await, 0);
        assert!(tells(&browser, &token).await);
    })
    .await;
}

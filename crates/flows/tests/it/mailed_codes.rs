//! Codes by e-mail: whom they reach, how long and how often they are good, and that nobody learns from them who is called what.

use flows::{Answer, Complaint, Destination, Error, View};
use model::{
    Authenticator, Policy, Span, Time,
    policy::{PasswordRule, RecoverBy, RecoverWithFactor, Recovery, Registration},
    sign_in::{Part, Purpose, Refusal, Step, StepKind},
};
use notify::Mail;
use store::testing::Work;
use testbed::requests::totp;

use crate::{
    browser::{Browser, Place, password_answer},
    content::{User, organisation, somebody},
    own_email::both,
    passwords::ANOTHER,
    races::at_once,
    search::dump,
    world::{NOW, PASSWORD, World, code, on_both, request},
};

/// An organisation of the fifth journey: `fay` has set up everything, `newt` has never signed in.
pub(crate) async fn flux(world: &World) {
    let fay = User { totp: Some(totp()), user_name: Some("fay".into()), ..somebody("fay@flux.example").await };
    let newt = User { password: None, ..somebody("newt@flux.example").await };
    world.add(vec![organisation("flux", policy(), vec![fay, newt])], vec![]).await;
}

/// The fifth journey's, but for its password rule, which refuses [`PASSWORD`].
fn policy() -> Policy {
    Policy { inactivity: None, password: PasswordRule::default(), ..Policy::first_time_login() }
}

impl Browser {
    /// Begins with this purpose and says who it is: the text in the address of the page that offers a code.
    async fn begins(&mut self, purpose: Purpose, email: &str) -> String {
        // Whether anybody may register is known once the organisation is.
        let organisation = (purpose == Purpose::Register).then(|| "flux".to_owned());
        let (at, cookie) = self.doorward.begin(&self.caller(), purpose, Destination::Home, organisation, None);
        self.keep(cookie);
        let at = self.show(&at, false).await.asks_for(StepKind::Identify);
        self.email(&at, email).await.offers_code()
    }

    async fn sends_code(&mut self, at: &str) -> Place {
        self.answer(at, Answer::SendCode).await
    }

    pub(crate) async fn mailed_code(&mut self, at: &str, code: &str) -> Place {
        self.answer(at, Answer::EmailCode { code: code.into(), trust: false }).await
    }

    /// Begins, and asks for a code.
    pub(crate) async fn asks(&mut self, purpose: Purpose, email: &str) -> String {
        let at = self.begins(purpose, email).await;
        self.sends_code(&at).await.offers_code()
    }
}

impl Place {
    fn offers_code(self) -> String {
        let by_mail = |step: &Step| step.takes(Authenticator::EmailCode) == Some(Part::First);
        match self {
            Self::Page(at, view, None) if by_mail(&view.step) => at,
            place => panic!("no code is offered: {place:?}"),
        }
    }

    pub(crate) fn view(&self) -> &View {
        match self {
            Self::Page(_, view, _) => view,
            place => panic!("no page: {place:?}"),
        }
    }
}

impl World {
    /// The codes that were sent by now, in their order.
    async fn codes(&self, now: Time) -> Vec<String> {
        self.mails(now).await.iter().filter_map(code_in).collect()
    }

    /// The only one.
    pub(crate) async fn only_code(&self, now: Time) -> String {
        let codes = self.codes(now).await;
        assert_eq!(codes.len(), 1, "one code was sent");
        codes[0].clone()
    }
}

/// The code in a mail, which stands alone: six digits, or eight where it is the only proof.
pub(crate) fn code_in(mail: &Mail) -> Option<String> {
    let digits = |line: &&str| matches!(line.len(), 6 | 8) && line.bytes().all(|byte| byte.is_ascii_digit());
    mail.text.lines().map(str::trim).find(digits).map(str::to_owned)
}

/// Another code than this.
fn other_than(code: &str) -> String {
    let next = (code.parse::<u64>().unwrap() + 1) % 10_u64.pow(code.len() as u32);
    format!("{next:0width$}", width = code.len())
}

#[tokio::test]
async fn a_code_restores_a_password_with_the_second_factor() {
    on_both(async |world| {
        flux(world).await;
        let mut browser = Browser::new(world);
        let at = browser.asks(Purpose::Recover, "fay@flux.example").await;
        let mails = world.mails(NOW).await;
        let [mail] = &mails[..] else { panic!("{mails:?}") };
        assert_eq!((mail.to.as_str(), mail.subject.as_str()), ("fay@flux.example", "Your code for FLUX"));
        for words in
            ["Hello Robin,", "Firefox on Linux", "192.0.2.1", "for five minutes, until 14 Nov 2023, 22:18:30 UTC"]
        {
            assert!(mail.text.replace('\n', " ").contains(words), "{words} in {}", mail.text);
        }
        let sent = code_in(mail).unwrap();
        // RST-02: the mailbox alone is not enough.
        let at = browser.mailed_code(&at, &format!("Your code is {sent}")).await.asks_for_code();
        let step = browser.code(&at, &code(0)).await.view().step.clone();
        assert!(matches!(step, Step::SetPassword { .. }), "{step:?}");
        assert!(browser.session.is_none(), "RST-03: nobody is signed in by it");
    })
    .await;
}

/// J5.2: whoever never signed in comes to a first password by the same way, and by the one for newcomers.
#[tokio::test]
async fn a_code_leads_to_a_first_password() {
    on_both(async |world| {
        flux(world).await;
        for purpose in [Purpose::Recover, Purpose::Register] {
            let mut browser = Browser::new(world);
            let at = browser.asks(purpose, "newt@flux.example").await;
            let sent = world.only_code(NOW).await;
            let place = browser.mailed_code(&at, &sent).await;
            assert!(matches!(place.view().step, Step::SetPassword { .. }), "{place:?}");
            assert!(place.view().mailbox_proven);
        }
        let mut browser = Browser::new(world);
        let at = browser.asks(Purpose::Register, "fay@flux.example").await;
        let sent = world.only_code(NOW).await;
        assert_eq!(browser.mailed_code(&at, &sent).await.refusal(), Refusal::AlreadyRegistered);
    })
    .await;
}

/// J2.5: by policy, whoever has a second factor is sent to an administrator; told only once the mailbox was shown.
#[tokio::test]
async fn rst_02_with_a_second_factor_an_administrator_only() {
    on_both(async |world| {
        let recovery = Recovery { by: RecoverBy::EmailCode, with_second_factor: RecoverWithFactor::AdministratorOnly };
        let fay = User { totp: Some(totp()), ..somebody("fay@strictly.example").await };
        let plain = somebody("pia@strictly.example").await;
        let policy = Policy { recovery, ..Policy::default() };
        world.add(vec![organisation("strictly", policy, vec![fay, plain])], vec![]).await;
        let mut browser = Browser::new(world);
        let at = browser.asks(Purpose::Recover, "fay@strictly.example").await;
        let sent = world.only_code(NOW).await;
        assert_eq!(browser.mailed_code(&at, &sent).await.refusal(), Refusal::AskAdministrator);
        browser.code(&at, &code(0)).await.refusal();
        let at = browser.asks(Purpose::Recover, "pia@strictly.example").await;
        let sent = world.only_code(NOW).await;
        let place = browser.mailed_code(&at, &sent).await;
        assert!(matches!(place.view().step, Step::SetPassword { .. }), "{place:?}");
    })
    .await;
}

const NAMES: [&str; 6] = ["fay", "newt", "unknown", "disabled", "inactive", "locked"];

/// Everything that a browser is told, and what the database is asked, from naming somebody to a spent code.
async fn told(world: &World, purpose: Purpose, name: &str) -> (Vec<String>, Vec<Vec<&'static str>>) {
    let email = format!("{name}@flux.example");
    let mut browser = Browser::new(world);
    let (mut told, mut works) = (Vec::new(), Vec::new());
    let at = browser.begins(purpose, &email).await;
    for answer in 0..9 {
        let act = async {
            match answer {
                0 | 2 => browser.sends_code(&at).await,
                1 => browser.mailed_code(&at, "no code").await,
                // One of a million is right; with these seeds it is none.
                _ => browser.mailed_code(&at, "000000").await,
            }
        };
        let (place, work) = world.store.work_of(act).await;
        let Place::Page(_, view, complaint) = &place else { panic!("{name}: {place:?}") };
        told.push(format!("{view:?} {complaint:?}").replace(&email, "…"));
        works.push(work.iter().map(statement).collect());
    }
    (told, works)
}

/// What was asked of the database, whatever it answered.
pub(crate) fn statement(work: &Work) -> &'static str {
    match work {
        Work::Read(name, _) | Work::Write(name) => name,
        Work::Commit => "commit",
    }
}

/// RST-04, REG-17: the same answers, the same reads and writes, whoever is called so.
#[tokio::test]
async fn rst_04_every_name_is_told_the_same_at_the_same_price() {
    on_both(async |world| {
        flux(world).await;
        let more = ["disabled", "inactive", "locked"];
        let mut users = Vec::new();
        for name in more {
            users.push(somebody(&format!("{name}@flux.example")).await);
        }
        world.add(vec![organisation("flux", policy(), users)], vec![]).await;
        for name in more {
            world.set_state(&format!("{name}@flux.example"), name).await;
        }
        let registers =
            Policy { registration: Registration::Open { domains: vec!["flux.example".into()] }, ..policy() };
        for (purpose, policy) in
            [(Purpose::Recover, policy()), (Purpose::Register, policy()), (Purpose::Register, registers)]
        {
            world.add(vec![organisation("flux", policy, vec![])], vec![]).await;
            let (known, work) = told(world, purpose, NAMES[0]).await;
            let complaints = ["None", "Some(SentCodeMissing(EmailCode))", "None", "Some(SentCodeWrong)"];
            for (page, complaint) in known.iter().zip(complaints) {
                assert!(page.ends_with(complaint), "{page}");
            }
            assert!(known[7].ends_with("Some(SentCodeSpent)"), "{}", known[7]);
            assert!(known[8].ends_with("Some(SentCodeWrong)"), "a spent code: {}", known[8]);
            for name in &NAMES[1..] {
                let (other, work_of_other) = told(world, purpose, name).await;
                for (at, page) in known.iter().enumerate() {
                    assert_eq!(&other[at], page, "{name}, {purpose:?}");
                    assert_eq!(work_of_other[at], work[at], "{name}, {purpose:?}, answer {at}");
                }
            }
        }
    })
    .await;
}

/// RST-01: whatever is answered in whatever order, without the mailbox nobody comes to a new password: neither the page nor the password
/// itself.
#[tokio::test]
async fn rst_01_without_the_mailbox_there_is_no_new_password() {
    on_both(async |world| {
        flux(world).await;
        let before = world.password_hash("fay@flux.example").await;
        let mut now = NOW;
        for (purpose, name) in [(Purpose::Recover, "fay@flux.example"), (Purpose::Register, "newt@flux.example")] {
            let answers: [&dyn Fn() -> Answer; 8] = [
                &|| Answer::SendCode,
                &|| password_answer(PASSWORD),
                &|| Answer::Code { code: code(0), trust: true },
                &|| Answer::RecoveryCode("AAAA-AAAA-AAAA-AAAA".into()),
                &|| Answer::RecordCodes(true),
                &|| Answer::Postpone,
                &|| Answer::Email { email: name.into(), remember: true },
                &|| Answer::SomebodyElse,
            ];
            for between in answers {
                now = now + Span::hours(25);
                let mut browser = Browser::new(world);
                browser.now = now;
                let at = browser.asks(purpose, name).await;
                let wrong = other_than(&world.only_code(now).await);
                let guess = || Answer::EmailCode { code: wrong.clone(), trust: true };
                let new = || Answer::NewPassword { password: ANOTHER.into(), repeated: ANOTHER.into() };
                for answer in [between(), guess(), between(), new(), guess(), new(), between()] {
                    let reached = browser.answer(&at, answer).await;
                    let kind = reached.view().step.kind();
                    assert!(matches!(kind, StepKind::Identify | StepKind::Prove), "{purpose:?}: {reached:?}");
                }
                assert!(browser.session.is_none());
            }
        }
        assert_eq!(world.password_hash("fay@flux.example").await, before);
    })
    .await;
}

#[tokio::test]
async fn reg_02_after_five_wrong_tries_a_code_is_dead() {
    on_both(async |world| {
        flux(world).await;
        let mut browser = Browser::new(world);
        let at = browser.asks(Purpose::Recover, "newt@flux.example").await;
        let sent = world.only_code(NOW).await;
        for _ in 0..4 {
            let place = browser.mailed_code(&at, &other_than(&sent)).await;
            assert_eq!(place.complaint(), Some(Complaint::SentCodeWrong));
        }
        let mut fifth = browser.clone();
        let place = fifth.mailed_code(&at, &other_than(&sent)).await;
        assert_eq!(place.complaint(), Some(Complaint::SentCodeSpent));
        let place = browser.mailed_code(&at, &sent).await;
        assert_eq!(place.complaint(), Some(Complaint::SentCodeWrong), "the right one, too late");
        // A new one is sent at once: the old one is no use any more.
        browser.sends_code(&at).await.offers_code();
        let sent = world.only_code(NOW).await;
        assert_eq!(browser.mailed_code(&at, &sent).await.view().step.kind(), StepKind::SetPassword);
    })
    .await;
}

/// REG-04: guesses at the same moment get at most the tries that are left.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reg_04_guesses_at_once_get_what_is_left() {
    on_both(async |world| {
        flux(world).await;
        for _ in 0..3 {
            let mut browser = Browser::new(world);
            let at = browser.asks(Purpose::Recover, "newt@flux.example").await;
            let sent = world.only_code(NOW).await;
            let before = world.events("sign_in.wrong_code").await;
            let guess = |_| {
                let (mut browser, at, wrong) = (browser.clone(), at.clone(), other_than(&sent));
                async move { _ = browser.mailed_code(&at, &wrong).await }
            };
            while world.events("sign_in.wrong_code").await - before < 5 {
                at_once((0..20).map(guess)).await;
            }
            assert_eq!(world.events("sign_in.wrong_code").await - before, 5);
            assert_eq!(browser.mailed_code(&at, &sent).await.complaint(), Some(Complaint::SentCodeWrong));
        }
    })
    .await;
}

/// REG-06: 300 seconds by the server's clock; what is too late looks like what is wrong.
#[tokio::test]
async fn reg_06_a_code_is_good_for_five_minutes() {
    on_both(async |world| {
        flux(world).await;
        for (seconds, good) in [(299, true), (300, false), (301, false)] {
            let mut browser = Browser::new(world);
            let at = browser.asks(Purpose::Recover, "newt@flux.example").await;
            let sent = world.only_code(NOW).await;
            browser.later(Span::seconds(seconds));
            let wrong = browser.clone().mailed_code(&at, &other_than(&sent)).await;
            let place = browser.mailed_code(&at, &sent).await;
            assert_eq!(place.complaint().is_none(), good, "after {seconds} s: {place:?}");
            assert!(good || format!("{place:?}") == format!("{wrong:?}"));
        }
    })
    .await;
}

/// REG-07: bound to the sign-in, its purpose, the person and their epoch.
#[tokio::test]
async fn reg_07_a_code_is_good_where_it_was_asked_for() {
    on_both(async |world| {
        flux(world).await;
        let wrong = Some(Complaint::SentCodeWrong);
        let mut browser = Browser::new(world);
        let at = browser.asks(Purpose::Recover, "newt@flux.example").await;
        let sent = world.only_code(NOW).await;
        // Another browser, and another sign-in of the same one.
        let mut other = Browser::new(world);
        let elsewhere = other.asks(Purpose::Recover, "newt@flux.example").await;
        assert_eq!(other.mailed_code(&elsewhere, &sent).await.complaint(), wrong);
        assert!(matches!(other.mailed_code(&at, &sent).await, Place::NotPending(_)));
        // Another purpose.
        let registers = browser.asks(Purpose::Register, "newt@flux.example").await;
        assert_eq!(browser.mailed_code(&registers, &sent).await.complaint(), wrong);
        world.codes(NOW).await;
        // Somebody else was named since: what was sent is void, also when the first name comes again.
        let mut again = browser.clone();
        again.email(&at, "fay@flux.example").await.offers_code();
        again.email(&at, "newt@flux.example").await.offers_code();
        assert_eq!(again.mailed_code(&at, &sent).await.complaint(), wrong);
        // RST-07: everything of the account ended meanwhile.
        let mut third = Browser { now: NOW + Span::minutes(15), ..Browser::new(world) };
        let at = third.asks(Purpose::Recover, "newt@flux.example").await;
        let sent = world.only_code(third.now).await;
        world.end_everything_of("newt@flux.example").await;
        assert_eq!(third.mailed_code(&at, &sent).await.complaint(), wrong);
    })
    .await;
}

/// REG-05, REG-08: a new code voids the one before, a used one is void; within the first minute nothing is sent and nothing void.
#[tokio::test]
async fn reg_08_only_the_newest_code_is_good() {
    on_both(async |world| {
        flux(world).await;
        let mut browser = Browser::new(world);
        let at = browser.asks(Purpose::Recover, "newt@flux.example").await;
        browser.later(Span::seconds(59));
        browser.sends_code(&at).await.offers_code();
        let first = world.only_code(browser.now).await;
        browser.later(Span::seconds(1));
        browser.sends_code(&at).await.offers_code();
        let second = world.only_code(browser.now).await;
        assert_eq!(browser.mailed_code(&at, &first).await.complaint(), Some(Complaint::SentCodeWrong));
        assert_eq!(browser.mailed_code(&at, &second).await.view().step.kind(), StepKind::SetPassword);
        browser.email(&at, "newt@flux.example").await.offers_code();
        assert_eq!(browser.mailed_code(&at, &second).await.complaint(), Some(Complaint::SentCodeWrong));
    })
    .await;
}

/// REG-03: fifty tries a day of one account from one network, however many codes are sent and browsers used; who comes from elsewhere is not
/// kept out.
#[tokio::test]
async fn reg_03_tries_of_an_account_are_bounded() {
    on_both(async |world| {
        flux(world).await;
        let mut judged = 0;
        let mut closed = false;
        for number in 0..12 {
            let mut browser = Browser::new(world);
            let at = browser.asks(Purpose::Recover, "fay@flux.example").await;
            for _ in 0..5 {
                match browser.mailed_code(&at, "000000").await.complaint() {
                    Some(Complaint::CodeLocked(until)) => {
                        assert_eq!(until, NOW + Span::days(1));
                        closed = true;
                    }
                    Some(_) => judged += 1,
                    None => panic!("the {number}th code"),
                }
            }
        }
        assert!(closed, "{judged}");
        assert_eq!(judged, 49, "the fiftieth closes it");
        assert_eq!(world.events("sign_in.wrong_code").await, 49);
        world.mails(NOW).await;
        let mut elsewhere = Browser { address: "198.51.100.7".into(), ..Browser::new(world) };
        let at = elsewhere.asks(Purpose::Recover, "fay@flux.example").await;
        let sent = world.only_code(NOW).await;
        elsewhere.mailed_code(&at, &sent).await.asks_for_code();
        // The password is another matter (RST-09).
        world.mails(NOW).await;
        let mut owner = Browser::new(world);
        let (at, cookie) = world.doorward.begin(&owner.caller(), Purpose::SignIn, Destination::Home, None, None);
        owner.keep(cookie);
        let at = owner.email(&at, "fay@flux.example").await.asks_for_password();
        let at = owner.password(&at, PASSWORD).await.asks_for_code();
        assert!(matches!(owner.code(&at, &code(0)).await, Place::Home));
        // A browser that the owner signed in from has tries, and mails, of its own.
        let at = owner.asks(Purpose::Recover, "fay@flux.example").await;
        let sent = world.codes(NOW).await.pop().expect("a mail for a known browser");
        owner.mailed_code(&at, &sent).await.asks_for_code();
    })
    .await;
}

/// REG-03: the account's own tries are spent under whichever name, and then the right code is wrong under every other one.
#[tokio::test]
async fn reg_03_another_name_brings_no_more_tries() {
    on_both(async |world| {
        flux(world).await;
        for number in 0..100 {
            let address = format!("203.0.113.{}", number / 10);
            let mut by_address = Browser { address, ..Browser::new(world) };
            let at = by_address.asks(Purpose::Recover, "fay@flux.example").await;
            for _ in 0..5 {
                by_address.mailed_code(&at, "000000").await;
            }
        }
        world.codes(NOW).await;
        let later = NOW + Span::minutes(70);
        let mut by_name = Browser { now: later, ..Browser::new(world) };
        let at = by_name.begins(Purpose::Recover, "newt@flux.example").await;
        let named = Answer::User { organisation: "flux".into(), user: "fay".into() };
        let at = by_name.answer(&at, named).await.offers_code();
        by_name.sends_code(&at).await.offers_code();
        let sent = world.codes(later).await.pop().expect("a mail");
        assert_eq!(by_name.mailed_code(&at, &sent).await.complaint(), Some(Complaint::SentCodeWrong));
    })
    .await;
}

/// A mail that is one too many replaces nothing: the code that came stays good.
#[tokio::test]
async fn a_mail_beyond_the_budget_leaves_the_code_that_came() {
    on_both(async |world| {
        flux(world).await;
        let mut browser = Browser::new(world);
        let at = browser.asks(Purpose::Recover, "fay@flux.example").await;
        for _ in 0..3 {
            browser.later(Span::seconds(61));
            browser.sends_code(&at).await.offers_code();
        }
        let codes = world.codes(browser.now).await;
        assert_eq!(codes.len(), 3, "the fourth is one too many");
        browser.mailed_code(&at, &codes[2]).await.asks_for_code();
    })
    .await;
}

/// REG-09, DOS-12: so many mails from one network and to one mailbox, and none of them shows; what one network asks for leaves the
/// owner enough.
#[tokio::test]
async fn reg_09_a_stranger_uses_up_no_mails_of_the_owners() {
    on_both(async |world| {
        flux(world).await;
        let mut pages = Vec::new();
        for _ in 0..50 {
            let mut stranger = Browser::new(world);
            let at = stranger.begins(Purpose::Recover, "newt@flux.example").await;
            pages.push(format!("{:?}", stranger.sends_code(&at).await.view()));
        }
        assert!(pages.iter().all(|page| *page == pages[0]), "what was not sent looks sent");
        assert_eq!(world.codes(NOW).await.len(), 3);
        // All day long, five; and from other networks up to six an hour.
        let mut later = NOW;
        for _ in 0..8 {
            later = later + Span::minutes(15);
            let mut stranger = Browser { now: later, ..Browser::new(world) };
            stranger.asks(Purpose::Recover, "newt@flux.example").await;
        }
        assert_eq!(world.codes(later).await.len(), 2);
        let mut owner = Browser { now: later, address: "198.51.100.7".into(), ..Browser::new(world) };
        let at = owner.asks(Purpose::Recover, "newt@flux.example").await;
        let sent = world.only_code(later).await;
        assert_eq!(owner.mailed_code(&at, &sent).await.view().step.kind(), StepKind::SetPassword);
        for network in 0..20 {
            let address = format!("203.0.113.{network}");
            let mut stranger = Browser { now: later, address, ..Browser::new(world) };
            stranger.asks(Purpose::Recover, "newt@flux.example").await;
        }
        assert_eq!(world.codes(later).await.len(), 3, "six an hour in all, with the two and the owner's");
        // An hour later there are others for the owner, from wherever they come.
        later = later + Span::hours(1);
        let mut owner = Browser { now: later, address: "198.51.100.8".into(), ..Browser::new(world) };
        owner.asks(Purpose::Recover, "newt@flux.example").await;
        world.only_code(later).await;
    })
    .await;
}

/// REG-09: whatever is typed, a network asks for so many mails, and is told so; what is answered rightly is given back.
#[tokio::test]
async fn reg_09_a_network_asks_for_so_many_mails() {
    on_both(async |world| {
        flux(world).await;
        for number in 0..99 {
            Browser::new(world).asks(Purpose::Recover, &format!("made-up-{number}@flux.example")).await;
        }
        let mut newt = Browser::new(world);
        let at = newt.asks(Purpose::Recover, "newt@flux.example").await;
        let more = async || {
            let mut browser = Browser::new(world);
            let at = browser.begins(Purpose::Recover, "fay@flux.example").await;
            Box::pin(world.doorward.answer(&browser.caller(), &at, Answer::SendCode)).await
        };
        assert!(matches!(more().await, Err(Error::TooMany { .. })));
        let sent = world.only_code(NOW).await;
        assert_eq!(newt.mailed_code(&at, &sent).await.view().step.kind(), StepKind::SetPassword);
        assert!(more().await.is_ok(), "one was given back");
        assert!(matches!(more().await, Err(Error::TooMany { .. })));
        let mut elsewhere = Browser { address: "198.51.100.7".into(), ..Browser::new(world) };
        elsewhere.asks(Purpose::Recover, "newt@flux.example").await;
    })
    .await;
}

/// RST-07, REG-07: whoever has shown the mailbox from before comes to no password once the address has moved.
#[tokio::test]
async fn rst_07_a_mailbox_that_was_left_shows_nothing() {
    on_both(async |world| {
        let recovery = Recovery { by: RecoverBy::EmailCode, ..Policy::default().recovery };
        world.add(vec![organisation("acme", Policy { recovery, ..Policy::default() }, vec![])], vec![]).await;
        let mut anna = Browser::new(world);
        anna.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let before = world.password_hash("anna@acme.example").await;
        let mut eve = Browser::new(world);
        let at = eve.asks(Purpose::Recover, "anna@acme.example").await;
        let sent = world.only_code(NOW).await;
        assert_eq!(eve.mailed_code(&at, &sent).await.view().step.kind(), StepKind::SetPassword);
        anna.wishes("anna@elsewhere.example").await.unwrap();
        let (confirm, _) = both(world, NOW).await;
        anna.presses(&confirm).await;
        let chosen = Answer::NewPassword { password: ANOTHER.into(), repeated: ANOTHER.into() };
        assert_eq!(eve.answer(&at, chosen).await.view().step.kind(), StepKind::Prove);
        assert_eq!(world.password_hash("anna@elsewhere.example").await, before);
    })
    .await;
}

/// REG-10, REG-22: the code is nowhere but in its job, sealed, until the mail server took it.
#[tokio::test]
async fn reg_10_the_code_is_stored_nowhere() {
    on_both(async |world| {
        flux(world).await;
        let mut browser = Browser::new(world);
        let at = browser.asks(Purpose::Recover, "newt@flux.example").await;
        let sent = world.only_code(NOW).await;
        browser.mailed_code(&at, &sent).await;
        let stored = dump(&world.database).await;
        let holds = |text: &str| stored.windows(text.len()).any(|window| window == text.as_bytes());
        assert!(holds("newt@flux.example"), "the dump is one");
        assert!(!holds(&sent));
    })
    .await;
}

/// REG-16, RST-10: where nobody registers or restores anything here, a code is neither offered nor sent.
#[tokio::test]
async fn reg_16_a_code_is_sent_only_where_the_step_asks_for_one() {
    on_both(async |world| {
        let closed = Policy { registration: Registration::Closed, recovery: nobody(), ..Policy::default() };
        let external = Policy::external();
        let olga = User { password: None, ..somebody("olga@outside.example").await };
        world
            .add(
                vec![
                    organisation("closed", closed, vec![somebody("cleo@closed.example").await]),
                    organisation("outside", external, vec![olga]),
                ],
                vec![],
            )
            .await;
        for email in ["cleo@closed.example", "olga@outside.example", "nobody@closed.example"] {
            for purpose in [Purpose::Recover, Purpose::Register, Purpose::SignIn] {
                let mut browser = Browser::new(world);
                let (at, cookie) = world.doorward.begin(&browser.caller(), purpose, Destination::Home, None, None);
                browser.keep(cookie);
                browser.email(&at, email).await;
                browser.sends_code(&at).await;
                browser.mailed_code(&at, "000000").await;
            }
        }
        assert_eq!(world.waiting().await, 0);
        // In a plain sign-in a code by e-mail is no answer.
        let mut browser = Browser::new(world);
        let at = browser.goes_to_password(&request("wiki", ""), "anna@acme.example").await;
        browser.sends_code(&at).await.asks_for_password();
        assert_eq!(world.waiting().await, 0);
    })
    .await;
}

fn nobody() -> Recovery {
    Recovery { by: RecoverBy::Nobody, ..Recovery::default() }
}

//! Links by mail to a new password: whom they reach, what they are good for, how long and how often.

use flows::{Answer, Complaint, Destination, OpenedInvitation, OpenedLink};
use model::{
    Authenticator, Policy, Span, Time,
    policy::PasswordChange,
    sign_in::{Action, NewPassword, Part, Purpose, Refusal, Step, StepKind},
};
use store::testing::Work;

use crate::{
    browser::{Browser, Place},
    content::{organisation, somebody},
    mailed_codes::statement,
    passwords::ANOTHER,
    races::at_once,
    world::{NOW, PASSWORD, World, code, on_both, request},
};

impl Browser {
    /// Asks for a link to a new password.
    async fn asks_for_link(&mut self, email: &str) -> String {
        self.forgot_password(email).await.offers_link()
    }

    /// Says whose password is to be restored.
    pub(crate) async fn forgot_password(&mut self, email: &str) -> Place {
        let (at, cookie) = self.doorward.begin(&self.caller(), Purpose::Recover, Destination::Home, None, None);
        self.keep(cookie);
        let at = self.show(&at, false).await.asks_for(StepKind::Identify);
        self.email(&at, email).await
    }

    /// Opens the link of a mail.
    async fn opens(&mut self, token: &str) -> Place {
        match self.doorward.open_link(&self.caller(), token).await.unwrap() {
            OpenedLink::Leads(at, cookie) => {
                self.keep(cookie);
                self.show(&at, true).await
            }
            OpenedLink::Used(_) => Place::Completed,
            OpenedLink::Unknown => panic!("no such link"),
        }
    }
}

impl Place {
    fn offers_link(self) -> String {
        let by_mail = |step: &Step| step.takes(Authenticator::EmailLink) == Some(Part::First);
        match self {
            Self::Page(at, view, None) if by_mail(&view.step) => at,
            place => panic!("no link is offered: {place:?}"),
        }
    }
}

impl World {
    /// The tokens of the links that were mailed by now, in their order.
    async fn links(&self, now: Time) -> Vec<String> {
        let token = |line: &str| line.trim().strip_prefix("https://id.example/restore/").map(str::to_owned);
        self.mails(now).await.iter().filter_map(|mail| mail.text.lines().find_map(token)).collect()
    }

    /// The only one.
    async fn only_link(&self, now: Time) -> String {
        let links = self.links(now).await;
        assert_eq!(links.len(), 1, "one link was mailed");
        links[0].clone()
    }
}

/// J1.10, J4.2, RST-03, REG-11: in any browser the link leads to a new password, once; it signs nobody in and ends what was given.
#[tokio::test]
async fn a_link_restores_a_password_once() {
    on_both(async |world| {
        let mut owner = Browser::new(world);
        owner.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let mut browser = Browser::new(world);
        let at = browser.asks_for_link("anna@acme.example").await;
        let Place::Page(_, view, None) = browser.show(&at, true).await else { panic!("no page") };
        assert!(view.mailed_link.is_some());
        let token = world.only_link(NOW).await;
        let mut elsewhere = Browser::new(world);
        let at = elsewhere.opens(&token).await.asks_for_new_password(NewPassword::Recovered);
        let at = elsewhere.chooses(&at, ANOTHER).await.asks_for_password();
        assert!(elsewhere.session.is_none(), "nobody is signed in by it");
        assert!(world.doorward.signed_in(&owner.caller()).await.unwrap().is_none(), "who was signed in is signed out");
        assert!(matches!(elsewhere.password(&at, ANOTHER).await, Place::Home));
        assert!(matches!(Browser::new(world).opens(&token).await, Place::Completed), "it has done its work");
        let mails = world.mails(NOW).await;
        assert!(mails.iter().any(|mail| mail.subject.contains("password")), "the owner is told: {mails:?}");
    })
    .await;
}

/// J1.10: the sign-in to an application waits while the password is restored; the link leads on to it in the browser that asked for it, and in
/// no other. Asked for once more elsewhere, it is for that browser.
#[tokio::test]
async fn a_link_goes_on_to_the_application_in_the_browser_that_asked() {
    on_both(async |world| {
        let asks = async |browser: &mut Browser| {
            let at = browser.authorize(&request("wiki", "")).await.asks_for(StepKind::Identify);
            let at = world.doorward.begin_instead(&browser.caller(), &at, Purpose::Recover).await.unwrap().unwrap();
            let at = browser.show(&at, false).await.asks_for(StepKind::Identify);
            browser.email(&at, "anna@acme.example").await.offers_link();
        };
        let (mut stranger, mut browser) = (Browser::new(world), Browser::new(world));
        asks(&mut stranger).await;
        asks(&mut browser).await;
        let tokens = world.links(NOW).await;
        assert_eq!(tokens[0], tokens[1], "what holds is mailed again");
        for elsewhere in [&mut stranger, &mut Browser::new(world)] {
            let place = elsewhere.opens(&tokens[0]).await;
            let Place::Page(_, view, _) = &place else { panic!("no page: {place:?}") };
            assert!(view.application.is_none(), "where strangers lead nobody");
        }
        let at = browser.opens(&tokens[0]).await.asks_for_new_password(NewPassword::Recovered);
        let at = browser.chooses(&at, ANOTHER).await.asks_for_password();
        let place = browser.password(&at, ANOTHER).await;
        assert!(matches!(place, Place::Application(_)), "{place:?}");
    })
    .await;
}

/// REG-12: whoever looks at links before people do, and at the pages behind them, writes nothing and uses nothing up.
#[tokio::test]
async fn reg_12_looking_at_a_link_uses_nothing_up() {
    on_both(async |world| {
        Browser::new(world).asks_for_link("anna@acme.example").await;
        let token = world.only_link(NOW).await;
        for _ in 0..3 {
            let mut scanner = Browser::new(world);
            let (place, work) = world.store.work_of(scanner.opens(&token)).await;
            place.asks_for_new_password(NewPassword::Recovered);
            assert!(!work.iter().any(|one| matches!(one, Work::Write(_))), "{work:?}");
        }
        let mut owner = Browser::new(world);
        let at = owner.opens(&token).await.asks_for_new_password(NewPassword::Recovered);
        owner.chooses(&at, ANOTHER).await.asks_for_password();
        assert!(matches!(world.doorward.open_link(&owner.caller(), "x").await, Ok(OpenedLink::Unknown)));
    })
    .await;
}

/// REG-11: of twenty who use it at once one sets a password.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reg_11_a_link_is_used_once() {
    on_both(async |world| {
        Browser::new(world).asks_for_link("anna@acme.example").await;
        let token = world.only_link(NOW).await;
        let mut choosing = Vec::new();
        for number in 0..12 {
            let mut browser = Browser::new(world);
            let at = browser.opens(&token).await.asks_for_new_password(NewPassword::Recovered);
            choosing.push(async move { _ = browser.chooses(&at, &format!("{ANOTHER} {number}")).await });
        }
        at_once(choosing).await;
        assert_eq!(world.events("user.password_chosen").await, 1);
    })
    .await;
}

/// RST-07: it dies with its half hour, another password, and whatever ends everything; what opens then offers a new one.
#[tokio::test]
async fn rst_07_a_link_dies() {
    on_both(async |world| {
        Browser::new(world).asks_for_link("anna@acme.example").await;
        let token = world.only_link(NOW).await;
        let over = async |now: Time| {
            let mut browser = Browser { now, ..Browser::new(world) };
            let place = browser.opens(&token).await;
            assert!(place.view().link_over, "{place:?}");
            let at = place.offers_link();
            // Out of turn, nothing is set by it.
            browser.chooses(&at, ANOTHER).await.offers_link();
            (browser, at)
        };
        let late = NOW + Span::minutes(30);
        let mut in_time = Browser { now: late - Span::seconds(1), ..Browser::new(world) };
        in_time.opens(&token).await.asks_for_new_password(NewPassword::Recovered);
        let (mut browser, at) = over(late).await;
        browser.answer(&at, Answer::SendLink).await.offers_link();
        let again = world.only_link(late).await;
        assert_ne!(again, token);
        world.end_everything_of("anna@acme.example").await;
        let place = Browser { now: late, ..Browser::new(world) }.opens(&again).await;
        assert!(place.view().link_over, "its epoch ended: {place:?}");
    })
    .await;
}

/// What still holds is mailed again, so that whoever asks voids nothing; another one is made towards its end.
#[tokio::test]
async fn a_link_that_holds_is_mailed_again() {
    on_both(async |world| {
        let links = async |minutes: i64| {
            let now = NOW + Span::minutes(minutes);
            Browser { now, ..Browser::new(world) }.asks_for_link("anna@acme.example").await;
            world.only_link(now).await
        };
        let first = links(0).await;
        assert_eq!(links(9).await, first);
        let second = links(16).await;
        assert_ne!(second, first);
        let mut browser = Browser { now: NOW + Span::minutes(17), ..Browser::new(world) };
        assert!(matches!(world.doorward.open_link(&browser.caller(), &first).await, Ok(OpenedLink::Unknown)));
        browser.opens(&second).await.asks_for_new_password(NewPassword::Recovered);
        // RST-08: it is the link of no invitation.
        let invitation = world.doorward.open_invitation(&browser.caller(), &second).await;
        assert!(matches!(invitation, Ok(OpenedInvitation::Unknown)));
    })
    .await;
}

/// RST-02, RST-06: with a second factor that too, and of nobody but whom it was mailed to.
#[tokio::test]
async fn rst_06_a_link_is_its_readers_alone() {
    on_both(async |world| {
        Browser::new(world).asks_for_link("tom@acme.example").await;
        let token = world.only_link(NOW).await;
        let mut browser = Browser::new(world);
        let at = browser.opens(&token).await.asks_for_code();
        // Named otherwise, it stays about whom it was mailed to.
        browser.email(&at, "anna@acme.example").await;
        browser.chooses(&at, ANOTHER).await;
        let place = browser.show(&at, true).await;
        assert_eq!(place.view().identifier, "tom@acme.example");
        let at = place.asks_for_code();
        let at = browser.code(&at, &code(0)).await.asks_for_new_password(NewPassword::Recovered);
        browser.chooses(&at, ANOTHER).await.asks_for_password();
        Browser::new(world).sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
    })
    .await;
}

/// RST-04: the same answer, reads and writes for every name.
#[tokio::test]
async fn rst_04_a_link_is_sent_to_everybody_alike() {
    on_both(async |world| {
        world.set_state("bert@acme.example", "disabled").await;
        let told = async |email: &str| {
            let mut browser = Browser::new(world);
            let (at, cookie) = world.doorward.begin(&browser.caller(), Purpose::Recover, Destination::Home, None, None);
            browser.keep(cookie);
            let (place, work) = world.store.work_of(browser.email(&at, email)).await;
            let statements: Vec<_> = work.iter().map(statement).collect();
            (format!("{:?}", place.view()).replace(email, "…"), statements)
        };
        told("somebody@acme.example").await;
        let known = told("anna@acme.example").await;
        for email in ["nobody@acme.example", "bert@acme.example", "tom@acme.example", "ned@acme.example"] {
            let (page, work) = told(email).await;
            assert_eq!(work, known.1, "{email}");
            assert_eq!(page, known.0, "{email}");
        }
        let mails = world.mails(NOW).await;
        assert_eq!(mails.len(), 4, "nobody is written to where nobody is: {mails:?}");
        // Told only to whoever reads the mail.
        let links: Vec<String> = mails
            .iter()
            .filter(|mail| mail.to.as_str() == "bert@acme.example")
            .filter_map(|mail| {
                mail.text.lines().find_map(|line| line.trim().strip_prefix("https://id.example/restore/"))
            })
            .map(str::to_owned)
            .collect();
        assert_eq!(Browser::new(world).opens(&links[0]).await.refusal(), Refusal::Disabled);
    })
    .await;
}

/// J1.9: a lock until unlocked is opened by an administrator alone. Whoever restores the password is told so once they have shown their
/// mailbox, and nothing is set; a browser that they are known from goes by its own counter, and a password that is restored there leaves the lock
/// closed for everybody else.
#[tokio::test]
async fn a_restored_password_opens_no_lock_until_unlocked() {
    on_both(async |world| {
        let gus = "gus@grey.example";
        let mut known = Browser::new(world);
        known.sign_in(&request("wiki", ""), gus).await.arrives();
        known.session = None;
        let mut stranger = Browser::new(world);
        let guessed = stranger.goes_to_password(&request("wiki", ""), gus).await;
        stranger.password(&guessed, "a guess").await;
        let mut here = Browser::new(world);
        here.asks_for_link(gus).await;
        let link = world.only_link(NOW).await;
        here.opens(&link).await.asks_for_new_password(NewPassword::Recovered);
        stranger.password(&guessed, "a guess").await;
        let locked = Some(Complaint::PasswordLocked(None));
        assert_eq!(stranger.password(&guessed, "a guess").await.complaint(), locked);
        assert_eq!(here.opens(&link).await.refusal(), Refusal::PasswordLocked);

        let at = known.opens(&link).await.asks_for_new_password(NewPassword::Recovered);
        known.chooses(&at, ANOTHER).await;
        assert_eq!(stranger.password(&guessed, ANOTHER).await.complaint(), locked, "an administrator unlocks");
        world.doorward.unlock(&world.granted(world.whom(gus).await)).await.unwrap().unwrap();
        stranger.password(&guessed, ANOTHER).await.arrives();
    })
    .await;
}

/// What was guessed before a lock closed is forgotten with a restored password, and so is a timed lock.
#[tokio::test]
async fn a_restored_password_forgets_other_guesses() {
    on_both(async |world| {
        for (email, guesses) in [("gus@grey.example", 2), ("anna@acme.example", 10)] {
            let mut stranger = Browser::new(world);
            let guessed = stranger.goes_to_password(&request("wiki", ""), email).await;
            for _ in 0..guesses {
                stranger.password(&guessed, "a guess").await;
            }
            let mut here = Browser::new(world);
            here.asks_for_link(email).await;
            let at = here.opens(&world.only_link(NOW).await).await.asks_for_new_password(NewPassword::Recovered);
            here.chooses(&at, ANOTHER).await;
            let wrong = Some(Complaint::PasswordWrong);
            for _ in 0..2 {
                assert_eq!(stranger.password(&guessed, "a guess").await.complaint(), wrong, "{email}");
            }
        }
    })
    .await;
}

/// J4.1: whoever is signed in changes the password by a link, where the policy says so; the session here goes on.
#[tokio::test]
async fn a_password_is_changed_by_a_link() {
    on_both(async |world| {
        let policy = Policy { password_change: PasswordChange::EmailLink, ..Policy::default() };
        world.add(vec![organisation("petal", policy, vec![somebody("pia@petal.example").await])], vec![]).await;
        let mut browser = Browser::new(world);
        let (at, cookie) = world.doorward.begin(&browser.caller(), Purpose::SignIn, Destination::Home, None, None);
        browser.keep(cookie);
        let at = browser.email(&at, "pia@petal.example").await.asks_for_password();
        assert!(matches!(browser.password(&at, PASSWORD).await, Place::Home));
        let page = Destination::Page("/account/password".into());
        let confirm = Purpose::Confirm(Action::ChangePassword);
        let (at, _) = world.doorward.begin(&browser.caller(), confirm, page, None, None);
        let at = browser.show(&at, true).await.offers_link();
        browser.answer(&at, Answer::SendLink).await.offers_link();
        let token = world.only_link(NOW).await;
        let mut other = browser.clone();
        let at = browser.opens(&token).await.asks_for_new_password(NewPassword::Changed);
        browser.chooses(&at, ANOTHER).await;
        assert!(world.doorward.signed_in(&browser.caller()).await.unwrap().is_some(), "still signed in");
        other.session = None;
        assert!(matches!(other.opens(&token).await, Place::Completed), "used");
    })
    .await;
}

//! Moving one's own e-mail address: what is wished, confirmed and undone, and by whom.

use flows::{
    AppSetUp, OpenedLink, Turn,
    confirmed::{AddFactor, ChangeEmail},
    people::{EmailFollowed, EmailLink, EmailRefusal},
};
use model::{
    Policy, Span, Time,
    account::State,
    password::Rule,
    policy::{EmailChange, RecoverBy, RecoverWithFactor, Recovery},
    sign_in::NewPassword,
};
use notify::Mail;
use store::testing::Work;

use crate::{
    browser::Browser,
    ceremony::totp_code,
    content::{application, organisation, somebody},
    passwords::ANOTHER,
    races::at_once,
    world::{NOW, PASSWORD, World, caller, on_both, request},
};

const OLD: &str = "anna@acme.example";
const NEW: &str = "Anna.New@mailbox.test";
/// The page on which an app is set up.
const APP: &str = "/account/two-factor/app";

async fn anna(world: &World) -> Browser {
    let mut browser = Browser::new(world);
    browser.sign_in(&request("wiki", ""), OLD).await.arrives();
    browser
}

impl Browser {
    /// Wishes another address, with a fresh proof.
    pub(crate) async fn wishes(&mut self, address: &str) -> Result<(), EmailRefusal> {
        let sealed = self.confirms::<ChangeEmail>().await;
        self.wishes_with(&sealed, address).await
    }

    async fn wishes_with(&self, sealed: &str, address: &str) -> Result<(), EmailRefusal> {
        let (caller, who) = (self.caller(), self.who().await);
        let leave = self.doorward.confirmed(&caller, &who, sealed).await.unwrap().expect("it is good");
        self.doorward.wish_email(&caller, &who, leave, address).await.unwrap()
    }

    /// Sets an app up under a confirmation, at this step of codes. Gives its key.
    async fn sets_app_up(&mut self, sealed: &str, steps: i64) -> String {
        let (caller, who) = (self.caller(), self.who().await);
        let leave = self.doorward.confirmed(&caller, &who, sealed).await.unwrap().expect("it is good");
        let enrolment = self.doorward.begin_own_app(&who, &leave).await.unwrap().expect("one may be set up");
        let code = totp_code(&enrolment.key, steps);
        let set_up = self.doorward.set_up_own_app(&caller, &who, leave, (&code, &enrolment.sealed)).await.unwrap();
        assert!(matches!(set_up, AppSetUp::Done(_)));
        enrolment.key
    }

    /// Opens the link of a mail: what its page is about.
    async fn opens_email(&self, link: &str) -> (String, EmailLink) {
        let (page, token) = link.rsplit_once('/').unwrap();
        let sealed = self
            .doorward
            .open_email_link(&self.caller(), token, page.ends_with("-undo"))
            .await
            .unwrap()
            .expect("a link");
        let leads_to = self.doorward.email_link(&self.caller(), &sealed).await.unwrap();
        (sealed, leads_to)
    }

    /// Opens the link of a mail, and presses the button.
    pub(crate) async fn presses(&self, link: &str) -> EmailFollowed {
        let (sealed, _) = self.opens_email(link).await;
        self.doorward.follow_email_link(&self.caller(), &sealed).await.unwrap().expect("a link").0
    }

    /// The address that the account has.
    async fn address_here(&self) -> String {
        self.who().await.profile.email.unwrap_or_default()
    }
}

/// The link in a mail to this page.
fn link_in(mail: &Mail, page: &str) -> Option<String> {
    let prefix = format!("https://id.example/{page}/");
    mail.text.lines().map(str::trim).find(|line| line.starts_with(&prefix)).map(str::to_owned)
}

/// The links to this page in the mails that go out now, and all of them.
async fn links(world: &World, now: Time, page: &str) -> (Vec<String>, Vec<Mail>) {
    let mails = world.mails(now).await;
    (mails.iter().filter_map(|mail| link_in(mail, page)).collect(), mails)
}

/// The link to the new address, and the one that undoes it, of a wish that was made just now.
pub(crate) async fn both(world: &World, now: Time) -> (String, String) {
    let mails = world.mails(now).await;
    let only = |page: &str| mails.iter().find_map(|mail| link_in(mail, page)).expect("a link");
    (only("email"), only("email-undo"))
}

/// J1.17, E1, E5, REG-11, REG-12: the address stays until the link is opened and its button pressed, in any browser; looking writes nothing.
#[tokio::test]
async fn mai_07_an_address_moves_when_its_mailbox_confirms() {
    on_both(async |world| {
        let mut here = anna(world).await;
        here.wishes(NEW).await.unwrap();
        let wish = world.doorward.email_wish(&here.who().await).await.unwrap().unwrap();
        assert_eq!((wish.address.as_str(), here.address_here().await.as_str()), (NEW, OLD));
        let mails = world.mails(NOW).await;
        let to = |address: &str| mails.iter().find(|mail| mail.to.to_string() == address).expect("a mail");
        let (new, old) = (to(NEW), to(OLD));
        for secret in [OLD, "Robin", "192.0.2.1"] {
            assert!(!new.text.contains(secret) && !new.html.contains(secret), "{secret} is told a stranger");
        }
        assert!(!old.text.contains(NEW) && link_in(old, "email-undo").is_some());
        let link = link_in(new, "email").unwrap();

        let scanner = Browser::new(world);
        let (opened, work) = world.store.work_of(scanner.opens_email(&link)).await;
        assert!(matches!(&opened.1, EmailLink::Confirm(address, _) if address == NEW));
        assert!(!work.iter().any(|one| matches!(one, Work::Write(_))), "{work:?}");
        Browser::new(world).sign_in(&request("wiki", ""), OLD).await.arrives();

        assert_eq!(Browser::new(world).presses(&link).await, EmailFollowed::Confirmed);
        assert_eq!(here.address_here().await, NEW, "the session goes on");
        assert!(here.who().await.profile.email_verified);
        Browser::new(world).sign_in(&request("wiki", ""), "anna.new@mailbox.test").await.arrives();
        let mut stale = Browser::new(world);
        let at = stale.goes_to_password(&request("wiki", ""), OLD).await;
        assert!(stale.password(&at, PASSWORD).await.complaint().is_some(), "nobody is called so any more");
        assert_eq!(Browser::new(world).presses(&link).await, EmailFollowed::Confirmed, "it says that it is done");
        assert_eq!(world.events("email.changed").await, 1);
        let (undo, mails) = links(world, NOW, "email-undo").await;
        assert_eq!((undo.len(), mails[0].to.to_string().as_str()), (1, OLD), "the address from before is told");
    })
    .await;
}

/// E1: a second wish ends the first one's link; the same link is sent again, not within a minute; one that is given up is over.
#[tokio::test]
async fn mai_08_a_wish_is_followed_repeated_and_given_up() {
    on_both(async |world| {
        let mut here = anna(world).await;
        here.wishes("typo@mailbox.test").await.unwrap();
        let (first, _) = both(world, NOW).await;
        here.wishes(NEW).await.unwrap();
        let (second, _) = both(world, NOW).await;
        assert_eq!(here.presses(&first).await, EmailFollowed::Dropped);
        let again = async |here: &Browser| {
            world.doorward.wish_email_again(&here.caller(), &here.who().await).await.unwrap().unwrap();
            links(world, here.now, "email").await.0
        };
        assert!(again(&here).await.is_empty(), "it is on its way");
        here.later(Span::minutes(2));
        assert_eq!(again(&here).await, [second.as_str()], "the same link");
        world.doorward.cancel_email_wish(&here.caller(), &here.who().await).await.unwrap();
        assert_eq!(here.presses(&second).await, EmailFollowed::Dropped);
        assert!(world.doorward.email_wish(&here.who().await).await.unwrap().is_none());
        let nothing = world.doorward.wish_email_again(&here.caller(), &here.who().await).await.unwrap();
        assert_eq!(nothing, Err(EmailRefusal::Nothing));
        assert_eq!(here.address_here().await, OLD);
    })
    .await;
}

/// A link is too old after a day; and it ends with everything that was given to the person.
#[tokio::test]
async fn mai_09_a_link_ends() {
    on_both(async |world| {
        let mut here = anna(world).await;
        here.wishes(NEW).await.unwrap();
        let (link, _) = both(world, NOW).await;
        let mut late = Browser::new(world);
        late.later(Span::hours(24));
        assert_eq!(late.presses(&link).await, EmailFollowed::Late);
        world.end_everything_of(OLD).await;
        assert_eq!(Browser::new(world).presses(&link).await, EmailFollowed::Dropped);
        assert!(world.doorward.open_email_link(&caller(NOW), "x", false).await.unwrap().is_none());
        let token = link.rsplit_once('/').unwrap().1;
        assert!(
            world.doorward.open_email_link(&caller(NOW), token, true).await.unwrap().is_none(),
            "it undoes nothing"
        );
    })
    .await;
}

/// E3, no enumeration: an address that is somebody's is answered like any other; only its mailbox is told. One that is taken meanwhile
/// stays where it is.
#[tokio::test]
async fn mai_10_a_taken_address_is_told_its_mailbox_alone() {
    on_both(async |world| {
        let taken = organisation("mine", Policy::default(), vec![somebody("taken@mailbox.test").await]);
        world.add(vec![taken], vec![]).await;
        let mut here = anna(world).await;
        here.wishes("first@mailbox.test").await.unwrap();
        let sealed = here.confirms::<ChangeEmail>().await;
        let (free, work_free) = world.store.work_of(here.wishes_with(&sealed, NEW)).await;
        let sealed = here.confirms::<ChangeEmail>().await;
        let (taken, work_taken) = world.store.work_of(here.wishes_with(&sealed, "taken@mailbox.test")).await;
        assert_eq!((free, taken), (Ok(()), Ok(())));
        assert_eq!(work_free.len(), work_taken.len(), "the same reads and writes");
        let (confirms, mails) = links(world, NOW, "email").await;
        assert!(
            confirms.is_empty(),
            "those before were followed by it, and whoever has it is asked nothing: {confirms:?}"
        );
        assert!(mails.iter().any(|mail| mail.to.to_string() == "taken@mailbox.test"));

        here.wishes(NEW).await.unwrap();
        let (link, _) = both(world, NOW).await;
        world.add(vec![organisation("newer", Policy::default(), vec![somebody(NEW).await])], vec![]).await;
        assert_eq!(Browser::new(world).presses(&link).await, EmailFollowed::Taken);
        assert_eq!(here.address_here().await, OLD);
    })
    .await;
}

/// E4: only the case changes.
#[tokio::test]
async fn mai_11_another_spelling_is_no_collision() {
    on_both(async |world| {
        let mut here = anna(world).await;
        assert_eq!(here.wishes(OLD).await, Err(EmailRefusal::Same));
        here.wishes("Anna@acme.example").await.unwrap();
        let (link, _) = both(world, NOW).await;
        assert_eq!(here.presses(&link).await, EmailFollowed::Confirmed);
        assert_eq!(here.address_here().await, "Anna@acme.example");
        Browser::new(world).sign_in(&request("wiki", ""), OLD).await.arrives();
    })
    .await;
}

/// E2: the undo of a day later gives the address back whatever came after it: other addresses, an app, a password. Everything that was given
/// ends, and it leads to a new password.
#[tokio::test]
async fn mai_12_undoing_takes_the_account_back() {
    on_both(async |world| {
        let mut thief = anna(world).await;
        thief.wishes("thief@mailbox.test").await.unwrap();
        let (link, undo) = both(world, NOW).await;
        assert_eq!(thief.presses(&link).await, EmailFollowed::Confirmed);
        world.mails(NOW).await;
        thief.wishes("second@mailbox.test").await.unwrap();
        let (link, undo_of_thief) = both(world, NOW).await;
        assert_eq!(thief.presses(&link).await, EmailFollowed::Confirmed);
        let at = thief.begins_to_confirm::<AddFactor>(APP).await;
        let sealed = thief.password(&at, PASSWORD).await.confirmation(APP);
        thief.sets_app_up(&sealed, 0).await;

        let mut owner = Browser::new(world);
        owner.later(Span::hours(24));
        assert!(matches!(owner.opens_email(&undo).await.1, EmailLink::Undo(address, false, _) if address == OLD));
        let EmailFollowed::UndoneTo(path) = owner.presses(&undo).await else { panic!("it leads nowhere") };
        assert!(world.doorward.signed_in(&thief.caller()).await.unwrap().is_none(), "the thief is signed out");
        assert_eq!(Browser::new(world).presses(&undo_of_thief).await, EmailFollowed::Voided, "it gives nothing back");
        let at = owner.goes_to_password(&request("wiki", ""), OLD).await;
        assert!(owner.password(&at, PASSWORD).await.complaint().is_some(), "the password that the thief knows");

        let token = path.strip_prefix("/restore/").unwrap();
        let OpenedLink::Leads(at, cookie) = world.doorward.open_link(&owner.caller(), token).await.unwrap() else {
            panic!("no way to a new password")
        };
        owner.keep(cookie);
        let at = owner.show(&at, true).await.asks_for_new_password(NewPassword::Recovered);
        let at = owner.chooses(&at, ANOTHER).await.asks_for_password();
        owner.password(&at, ANOTHER).await;
        let who = owner.who().await;
        assert_eq!(who.profile.email.as_deref(), Some(OLD));
        assert!(world.doorward.own_authenticators(&who).await.unwrap().app.is_none(), "the thief's app");
        assert_eq!(world.events("email.change_undone").await, 1);
        let told = world.mails(owner.now).await;
        assert!(told.iter().any(|mail| mail.to.to_string() == "second@mailbox.test"), "who loses it is told");
    })
    .await;
}

/// RST-02: the link that undoes a wish which was given up takes away no second factor that was set up later.
#[tokio::test]
async fn mai_22_a_wish_that_was_given_up_takes_no_factor() {
    on_both(async |world| {
        let mut owner = anna(world).await;
        owner.wishes(NEW).await.unwrap();
        let (_, undo) = both(world, NOW).await;
        world.doorward.cancel_email_wish(&owner.caller(), &owner.who().await).await.unwrap();
        let at = owner.begins_to_confirm::<AddFactor>(APP).await;
        let sealed = owner.password(&at, PASSWORD).await.confirmation(APP);
        owner.sets_app_up(&sealed, 0).await;
        let mut reader = Browser::new(world);
        reader.later(Span::days(8));
        let EmailFollowed::UndoneTo(path) = reader.presses(&undo).await else { panic!("it leads nowhere") };
        let opened = world.doorward.open_link(&reader.caller(), path.strip_prefix("/restore/").unwrap()).await;
        let OpenedLink::Leads(at, cookie) = opened.unwrap() else { panic!("no way to a new password") };
        reader.keep(cookie);
        reader.show(&at, true).await.asks_for_code();
    })
    .await;
}

/// Whoever takes the account back chooses no password that the thief set or knew, at once or ever, whatever the policy says of previous ones.
#[tokio::test]
async fn mai_21_a_password_that_a_thief_knew_does_not_come_back() {
    on_both(async |world| {
        for history in [0, 2] {
            let (email, set) = (format!("owner{history}@fern.example"), "the thief chose this one");
            let mut policy = Policy { passkey_alone: false, ..Policy::default() };
            policy.password.history = history;
            let slug = format!("fern{history}");
            world.add(vec![organisation(&slug, policy, vec![somebody(&email).await])], vec![]).await;
            let mut wiki = application("wiki");
            wiki.subscribers = vec![(slug, true)];
            world.add(vec![], vec![wiki]).await;
            let change = async |browser: &Browser, present: &str, new: &str| {
                let (caller, who) = (browser.caller(), browser.who().await);
                let page = ("/account/password?changed=yes", "");
                Box::pin(world.doorward.change_password(&caller, &who, page, (present, new, new))).await.unwrap().turn
            };

            let mut thief = Browser::new(world);
            thief.sign_in(&request("wiki", ""), &email).await.arrives();
            thief.wishes("thief@mailbox.test").await.unwrap();
            let (_, undo) = both(world, NOW).await;
            assert!(matches!(change(&thief, PASSWORD, set).await, Turn::Arrived(..)));

            let mut owner = Browser::new(world);
            let EmailFollowed::UndoneTo(path) = owner.presses(&undo).await else { panic!("it leads nowhere") };
            let opened = world.doorward.open_link(&owner.caller(), path.strip_prefix("/restore/").unwrap()).await;
            let OpenedLink::Leads(at, cookie) = opened.unwrap() else { panic!("no way to a new password") };
            owner.keep(cookie);
            let at = owner.show(&at, true).await.asks_for_new_password(NewPassword::Recovered);
            let had = vec![Rule::NotPrevious(history.max(1))];
            for known in [set, PASSWORD] {
                assert_eq!(owner.chooses(&at, known).await.broken().1, had, "{known}");
            }
            let at = owner.chooses(&at, ANOTHER).await.asks_for_password();
            owner.password(&at, ANOTHER).await;
            for known in [set, PASSWORD] {
                let Turn::Show(view, _) = change(&owner, ANOTHER, known).await else { panic!("{known} comes back") };
                let broken: Vec<Rule> =
                    view.rules.iter().filter(|one| one.met == Some(false)).map(|one| one.rule).collect();
                assert_eq!(broken, had, "{known}");
            }
            let granted = world.granted(world.whom(&email).await);
            let given = crypto::Password::new("handed out by somebody").unwrap();
            world.doorward.set_password(&granted, &given, false).await.unwrap().unwrap();
            let mut owner = Browser::new(world);
            let at = owner.goes_to_password(&request("wiki", ""), &email).await;
            owner.password(&at, "handed out by somebody").await.arrives();
            assert!(matches!(change(&owner, "handed out by somebody", set).await, Turn::Show(..)), "nor later");
        }
    })
    .await;
}

/// Where only an administrator helps who forgot the password, to everybody or to whoever has a second factor, mail, question and answer of the
/// undo say so, and it makes no link that would be refused. The account is the owner's all the same, and what an administrator sets lets them in.
#[tokio::test]
async fn mai_23_where_nobody_restores_a_password_the_undo_says_whom_to_ask() {
    on_both(async |world| {
        for (slug, by, with_factor) in [("larch", RecoverBy::Nobody, false), ("alder", RecoverBy::EmailLink, true)] {
            let email = format!("owner@{slug}.example");
            let mut policy = Policy { passkey_alone: false, ..Policy::default() };
            policy.recovery = Recovery { by, with_second_factor: RecoverWithFactor::AdministratorOnly };
            world.add(vec![organisation(slug, policy, vec![somebody(&email).await])], vec![]).await;
            let mut wiki = application("wiki");
            wiki.subscribers = vec![(slug.to_owned(), true)];
            world.add(vec![], vec![wiki]).await;
            let mut browser = Browser::new(world);
            browser.sign_in(&request("wiki", ""), &email).await.arrives();
            let sealed = if with_factor {
                let at = browser.begins_to_confirm::<AddFactor>(APP).await;
                let sealed = browser.password(&at, PASSWORD).await.confirmation(APP);
                let key = browser.sets_app_up(&sealed, 0).await;
                browser.confirms_with_code::<ChangeEmail>("/account/email/new", &totp_code(&key, 1)).await
            } else {
                browser.confirms::<ChangeEmail>().await
            };
            browser.wishes_with(&sealed, &format!("thief@{slug}.test")).await.unwrap();
            let told = world.mails(browser.now).await;
            let told = told.iter().find_map(|mail| Some((link_in(mail, "email-undo")?, mail))).expect("a way back");
            let text = told.1.text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(text.contains("An administrator of your organisation gives you a new one."), "{slug}: {text}");

            let mut owner = Browser::new(world);
            owner.later(Span::hours(1));
            assert!(matches!(owner.opens_email(&told.0).await.1, EmailLink::Undo(_, true, _)), "{slug}");
            for press in 1..=2 {
                assert_eq!(owner.presses(&told.0).await, EmailFollowed::UndoneAskAdministrator, "{slug} {press}");
            }
            assert!(world.doorward.signed_in(&browser.caller()).await.unwrap().is_none(), "the thief is signed out");
            let at = owner.goes_to_password(&request("wiki", ""), &email).await;
            assert!(owner.password(&at, PASSWORD).await.complaint().is_some(), "the password that the thief knows");

            owner.later(Span::minutes(5));
            let granted = world.doorward.operator(owner.now).granted(world.whom(&email).await);
            let given = crypto::Password::new("handed out by somebody").unwrap();
            world.doorward.set_password(&granted, &given, true).await.unwrap().unwrap();
            assert_eq!(owner.presses(&told.0).await, EmailFollowed::Undone, "nobody is to be asked any more: {slug}");
            let at = owner.goes_to_password(&request("wiki", ""), &email).await;
            let turn = owner.password(&at, "handed out by somebody").await;
            match with_factor {
                true => drop(turn.asks_for_code()),
                false => drop(turn.asks_for_new_password(NewPassword::Demanded)),
            }
        }
    })
    .await;
}

/// Whoever looks after the account from then on is not undone by a link that lies in a mailbox of before (RST-07).
#[tokio::test]
async fn mai_17_an_administrator_ends_every_undo() {
    let acts: [(&str, EmailFollowed); 4] = [
        ("password", EmailFollowed::Voided),
        ("factors", EmailFollowed::Voided),
        ("disabled and enabled", EmailFollowed::Voided),
        ("disabled", EmailFollowed::Voided),
    ];
    for (act, followed) in acts {
        on_both(async |world| {
            let mut thief = anna(world).await;
            thief.wishes("thief@mailbox.test").await.unwrap();
            let (_, undo) = both(world, NOW).await;
            let anna = world.whom(OLD).await;
            match act {
                "password" => {
                    let password = crypto::Password::new(ANOTHER).unwrap();
                    world.doorward.set_password(&world.granted(anna), &password, false).await.unwrap().unwrap();
                }
                "factors" => world.doorward.reset_second_factors(&world.granted(anna)).await.unwrap().unwrap(),
                _ => {
                    world.doorward.set_user_state(&world.granted(anna), State::Disabled).await.unwrap().unwrap();
                    if act != "disabled" {
                        world.doorward.set_user_state(&world.granted(anna), State::Active).await.unwrap().unwrap();
                    }
                }
            }
            assert_eq!(Browser::new(world).presses(&undo).await, followed, "{act}");
            assert_eq!(world.events("email.change_undone").await, 0, "{act}");
        })
        .await;
    }
}

/// Where the account had a second factor when another address was wished, undoing leaves one, so that the mailbox alone opens nothing
/// (RST-02).
#[tokio::test]
async fn mai_18_undoing_leaves_no_account_without_its_second_factor() {
    on_both(async |world| {
        let mut owner = anna(world).await;
        let at = owner.begins_to_confirm::<AddFactor>(APP).await;
        let sealed = owner.password(&at, PASSWORD).await.confirmation(APP);
        let key = owner.sets_app_up(&sealed, 0).await;
        let sealed = owner.confirms_with_code::<ChangeEmail>("/account/email/new", &totp_code(&key, 1)).await;
        owner.wishes_with(&sealed, NEW).await.unwrap();
        let (_, undo) = both(world, owner.now).await;
        // The app moves to another phone: its row is newer than the wish.
        let sealed = owner.confirms_with_code::<AddFactor>(APP, &totp_code(&key, 2)).await;
        owner.sets_app_up(&sealed, 2).await;
        let mut reader = Browser::new(world);
        reader.later(Span::hours(1));
        let EmailFollowed::UndoneTo(path) = reader.presses(&undo).await else { panic!("it leads nowhere") };
        let token = path.strip_prefix("/restore/").unwrap();
        let OpenedLink::Leads(at, cookie) = world.doorward.open_link(&reader.caller(), token).await.unwrap() else {
            panic!("no way to a new password")
        };
        reader.keep(cookie);
        reader.show(&at, true).await.asks_for_code();
    })
    .await;
}

/// What a link led to stays in a browser's history, and is good for an hour there.
#[tokio::test]
async fn mai_19_the_page_of_a_link_ends() {
    on_both(async |world| {
        anna(world).await.wishes(NEW).await.unwrap();
        let (_, undo) = both(world, NOW).await;
        let (sealed, _) = Browser::new(world).opens_email(&undo).await;
        let mut later = Browser::new(world);
        later.later(Span::hours(1));
        assert!(world.doorward.follow_email_link(&later.caller(), &sealed).await.unwrap().is_none());
        assert!(matches!(later.presses(&undo).await, EmailFollowed::UndoneTo(_)), "the mail opens it again");
    })
    .await;
}

/// An undo before anything was confirmed keeps the address, and ends what the thief has all the same. It is good for two weeks.
#[tokio::test]
async fn mai_13_a_wish_is_undone_before_it_is_confirmed() {
    on_both(async |world| {
        let mut thief = anna(world).await;
        thief.wishes("thief@mailbox.test").await.unwrap();
        let (link, undo) = both(world, NOW).await;
        let owner = world.user(OLD).await.1;
        let mut late = Browser::new(world);
        late.later(Span::days(14));
        assert_eq!(late.presses(&undo).await, EmailFollowed::Late);
        assert!(matches!(Browser::new(world).presses(&undo).await, EmailFollowed::UndoneTo(_)));
        assert!(world.doorward.signed_in(&thief.caller()).await.unwrap().is_none());
        assert_eq!(Browser::new(world).presses(&link).await, EmailFollowed::Dropped);
        assert_eq!(world.user(OLD).await.1, owner);
    })
    .await;
}

/// One account asks for so many of these mails and no more; the proof that was given is not spent by a refusal.
#[tokio::test]
async fn mai_14_an_account_floods_nobody() {
    on_both(async |world| {
        let mut here = anna(world).await;
        for number in 0..5 {
            here.wishes(&format!("stranger{number}@mailbox.test")).await.unwrap();
        }
        let sealed = here.confirms::<ChangeEmail>().await;
        assert_eq!(here.wishes_with(&sealed, NEW).await, Err(EmailRefusal::TooMany));
        here.later(Span::minutes(4));
        assert_eq!(here.wishes_with(&sealed, NEW).await, Err(EmailRefusal::TooMany), "asked once more");
        here.later(Span::minutes(16));
        here.wishes(NEW).await.unwrap();
    })
    .await;
}

/// Strangers who wish the address of a mailbox, again and again, from several accounts, use up nothing that its owner needs; and the
/// mailbox gets so many of their mails a day and no more.
#[tokio::test]
async fn mai_20_strangers_use_up_no_mailbox() {
    on_both(async |world| {
        let mut strangers = Vec::new();
        for number in 0..3 {
            strangers.push(somebody(&format!("eve{number}@acme.example")).await);
        }
        world.add(vec![organisation("acme", Policy::default(), strangers)], vec![]).await;
        let of_mailbox = async |now: Time| {
            let mails = world.mails(now).await;
            mails.iter().filter(|mail| mail.to.to_string() == NEW && link_in(mail, "email").is_some()).count()
        };
        let mut got = Vec::new();
        for number in 0..3 {
            let mut eve = Browser::new(world);
            eve.sign_in(&request("wiki", ""), &format!("eve{number}@acme.example")).await.arrives();
            for wish in 0..10 {
                if wish == 5 {
                    eve.later(Span::minutes(16));
                }
                eve.wishes(NEW).await.unwrap();
                got.push(of_mailbox(eve.now).await);
            }
        }
        assert_eq!(got.iter().sum::<usize>(), 3 * 2 + 10, "two of each account, and ten of all together: {got:?}");
        let mut owner = anna(world).await;
        owner.later(Span::minutes(17));
        owner.wishes(NEW).await.unwrap();
        assert_eq!(of_mailbox(owner.now).await, 1, "the owner's own wish gets through");
        owner.later(Span::minutes(2));
        world.doorward.wish_email_again(&owner.caller(), &owner.who().await).await.unwrap().unwrap();
        assert_eq!(of_mailbox(owner.now).await, 1, "once more, too");
    })
    .await;
}

/// Where people may move: not into another organisation's domain, and as the policy has it.
#[tokio::test]
async fn mai_15_the_policy_says_where_to() {
    on_both(async |world| {
        let mut here = anna(world).await;
        let sealed = here.confirms::<ChangeEmail>().await;
        assert_eq!(here.wishes_with(&sealed, "anna@blue.example").await, Err(EmailRefusal::OtherOrganisation));
        assert!(matches!(here.wishes_with(&sealed, "anna at home").await, Err(EmailRefusal::Malformed(_))));
        let ruled = async |email_change| {
            let people = vec![somebody(OLD).await];
            let acme = organisation("acme", Policy { email_change, ..Policy::default() }, people);
            world.add(vec![acme], vec![]).await;
        };
        ruled(EmailChange::MailDomains).await;
        assert_eq!(here.wishes_with(&sealed, NEW).await, Err(EmailRefusal::NotAMailDomain));
        here.wishes_with(&sealed, "anna.b@acme.example").await.unwrap();
        let (link, _) = both(world, NOW).await;
        ruled(EmailChange::Nobody).await;
        assert_eq!(here.presses(&link).await, EmailFollowed::Dropped, "the rule of today");
        let sealed = here.confirms::<ChangeEmail>().await;
        assert_eq!(here.wishes_with(&sealed, "anna.c@acme.example").await, Err(EmailRefusal::Closed));
        assert!(!world.doorward.may_move_email(&here.who().await));
    })
    .await;
}

/// REG-19: of wishes at the same moment, each link confirms the address that it was sent to and no other, and one of them at most.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reg_19_of_wishes_at_once_each_link_is_for_its_own_address() {
    on_both(async |world| {
        let mut here = anna(world).await;
        let mut wishes = Vec::new();
        for name in ["mine", "theirs", "yours", "ours"] {
            let (sealed, browser) = (here.confirms::<ChangeEmail>().await, here.clone());
            let address = format!("{name}@mailbox.test");
            wishes.push(async move { browser.wishes_with(&sealed, &address).await });
        }
        at_once(wishes).await;
        let mut moved = Vec::new();
        for mail in world.mails(NOW).await {
            let Some(link) = link_in(&mail, "email") else { continue };
            let address = mail.to.to_string();
            if here.presses(&link).await == EmailFollowed::Confirmed {
                assert_eq!(here.address_here().await, address);
                moved.push(address);
            }
        }
        assert_eq!(moved.len(), 1, "{moved:?}");
    })
    .await;
}

/// However many press at once, the address moves once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mai_16_two_at_once_move_it_once() {
    on_both(async |world| {
        let mut here = anna(world).await;
        here.wishes(NEW).await.unwrap();
        let (link, undo) = both(world, NOW).await;
        for (link, kind) in [(&link, "email.changed"), (&undo, "email.change_undone")] {
            let presses = (0..4).map(|_| {
                let (browser, link) = (Browser::new(world), link.clone());
                async move { browser.presses(&link).await }
            });
            // Whoever presses twice is told what the first press did.
            for followed in at_once(presses).await {
                let done =
                    matches!(followed, EmailFollowed::Confirmed | EmailFollowed::Undone | EmailFollowed::UndoneTo(_));
                assert!(done, "{followed:?}");
            }
            assert_eq!(world.events(kind).await, 1, "{kind}");
        }
    })
    .await;
}

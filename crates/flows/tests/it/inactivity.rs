//! Accounts that nobody uses: whom is warned, when, and who is let in no more (X4, J5.8).

use std::sync::Arc;

use flows::{Answer, Complaint, Doorward};
use model::{
    Policy, Span, Time,
    account::State,
    policy::{Remember, SecondFactor},
    release::Profile,
    sign_in::{Refusal, StepKind},
};
use notify::{Deliver, Delivery, DeliveryError, Mail, Outcome, Stage};
use store::{Change, inactivity};
use tokio::sync::Barrier;

use crate::{
    browser::Browser,
    content::{Organisation, User, application, organisation, somebody},
    mails::{Post, away, leased},
    world::{NOW, PASSWORD, World, doorward, on_both, refresh, request, without_mail},
};

const PIA: &str = "pia@plum.example";

/// The last day of a year that nobody used, and the one in people's favour.
const END: i64 = 366;

fn day(day: i64) -> Time {
    NOW + Span::days(day)
}

fn policy(inactivity: Option<Span>) -> Policy {
    let mut policy = Policy { inactivity, remember: Remember::Choice { span: Span::days(3000) }, ..Policy::default() };
    policy.second_factor.rule = SecondFactor::Off;
    policy
}

fn year() -> Policy {
    policy(Some(Span::days(365)))
}

fn plum(policy: Policy, users: Vec<User>) -> Organisation {
    organisation("plum", policy, users)
}

/// Pia reads German, in Tokyo, with dates as numbers.
async fn pia() -> User {
    let pia = somebody(PIA).await;
    let profile = Profile {
        locale: Some("de".into()),
        zoneinfo: Some("Asia/Tokyo".into()),
        date_format: Some("dd.MM.y".into()),
        ..pia.profile.clone()
    };
    User { profile, ..pia }
}

/// An organisation with this policy and with Pia, whose people open `wiki`.
async fn with_pia(world: &World, policy: Policy) {
    world.add(vec![plum(policy, vec![pia().await])], vec![]).await;
    let mut wiki = application("wiki");
    wiki.subscribers.push(("plum".into(), true));
    world.add(vec![], vec![wiki]).await;
}

/// The mails of a look at this time.
async fn warnings(world: &World, now: Time) -> Vec<Mail> {
    world.doorward.look_after_unused_accounts(now).await.unwrap();
    world.mails(now).await
}

/// How many mails a look at this time brings.
async fn warned(world: &World, now: Time) -> usize {
    warnings(world, now).await.len()
}

/// A look, and its work with a mail server that answers so.
async fn warned_by(world: &World, now: Time, post: &dyn Deliver) {
    world.doorward.look_after_unused_accounts(now).await.unwrap();
    for job in leased(&world.doorward, now, 20).await {
        world.doorward.carry_out(job, post, &move || now).await.unwrap();
    }
}

async fn comes(world: &World, now: Time) -> crate::browser::Place {
    let mut browser = Browser::new(world);
    browser.now = now;
    browser.sign_in(&request("wiki", ""), PIA).await
}

/// Signs Pia in for as long as the policy allows.
async fn signs_in_remembered(browser: &mut Browser) -> String {
    let at = browser.authorize(&request("wiki", "")).await.asks_for(StepKind::Identify);
    let email = Answer::Email { email: PIA.into(), remember: true };
    let at = browser.answer(&at, email).await.asks_for_password();
    browser.password(&at, PASSWORD).await.arrives()
}

/// The text without its line breaks.
fn words(mail: &Mail) -> String {
    mail.text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A mailbox that is not there.
struct NoMailbox;

impl Deliver for NoMailbox {
    fn deliver<'a>(&'a self, _: &'a Mail) -> Delivery<'a> {
        let gone = DeliveryError { stage: Stage::Recipient, code: Some(550), detail: "gone".into() };
        Box::pin(std::future::ready(Outcome::Never(gone)))
    }
}

/// A mail server that is not reached.
struct Away;

impl Deliver for Away {
    fn deliver<'a>(&'a self, _: &'a Mail) -> Delivery<'a> {
        Box::pin(std::future::ready(away()))
    }
}

#[tokio::test]
async fn lgn_17_a_year_without_use_is_warned_of_three_times_and_then_over() {
    on_both(async |world| {
        with_pia(world, year()).await;
        let mut here = Browser::new(world);
        signs_in_remembered(&mut here).await;
        assert_eq!(warned(world, day(336) - Span::millis(1)).await, 0);
        let first = warnings(world, day(336)).await;
        assert_eq!((first.len(), first[0].language, first[0].to.to_string().as_str()), (1, "de", PIA));
        // 14 November 2024, 22:13:30 UTC, is the 15th in Tokyo.
        assert!(words(&first[0]).contains("vor dem 15.11.2024 an"), "{}", first[0].text);
        assert!(first[0].text.contains("https://id.example/?organization=plum"), "{}", first[0].text);
        for (at, mails) in [(337, 0), (358, 0), (359, 1), (360, 0), (364, 0), (365, 1), (365, 0)] {
            let got = warnings(world, day(at)).await;
            assert_eq!(got.len(), mails, "day {at}");
            assert!(got.iter().all(|mail| words(mail).contains("vor dem 15.11.2024 an")), "day {at}");
        }
        assert_eq!(world.events("user.inactivity_warned").await, 3);
        assert_eq!(warned(world, day(END) - Span::millis(1)).await, 0);
        assert_eq!(world.events("user.became_inactive").await, 0);

        assert_eq!(warned(world, day(END)).await, 0);
        assert_eq!(world.events("user.became_inactive").await, 1);
        here.now = day(END);
        assert!(world.doorward.signed_in(&here.caller()).await.unwrap().is_none(), "what was given has ended");
        let mut late = Browser::new(world);
        late.now = day(END);
        let at = late.goes_to_password(&request("wiki", ""), PIA).await;
        assert_eq!(late.password(&at, "not hers").await.complaint(), Some(Complaint::PasswordWrong));
        assert_eq!(late.password(&at, PASSWORD).await.refusal(), Refusal::Inactive, "J5.8: told after the right one");
    })
    .await;
}

#[tokio::test]
async fn lgn_17_who_is_made_active_again_is_not_caught_the_same_night() {
    on_both(async |world| {
        with_pia(world, year()).await;
        for at in [336, 359, 365, END] {
            warned(world, day(at)).await;
        }
        assert_eq!(comes(world, day(END)).await.refusal(), Refusal::Inactive);
        let whom = world.whom(PIA).await;
        let leave = world.doorward.operator(day(400)).granted(whom);
        world.doorward.set_user_state(&leave, State::Active).await.unwrap().unwrap();
        for hours in [0, 1, 8, 24] {
            assert_eq!(warned(world, day(400) + Span::hours(hours)).await, 0);
        }
        comes(world, day(400) + Span::hours(24)).await.arrives();
        assert_eq!(warned(world, day(401 + 335)).await, 0);
        assert_eq!(warned(world, day(401 + 336)).await, 1, "and counted anew from there");
    })
    .await;
}

/// Every proof counts: a password, the session of a remembered sign-in, single sign-on. What an application does by itself does not.
#[tokio::test]
async fn lgn_17_inactivity_is_counted_from_the_last_use_of_any_kind() {
    on_both(async |world| {
        with_pia(world, year()).await;
        assert_eq!(warned(world, day(336)).await, 1, "who never came: from when the account was made");
        let mut browser = Browser::new(world);
        browser.now = day(340);
        let code = signs_in_remembered(&mut browser).await;
        let tokens = world.tokens(browser.now, &code).await;
        for at in [359, 365, END, 340 + 335] {
            assert_eq!(warned(world, day(at)).await, 0, "a sign-in ends what was announced: day {at}");
        }
        let expired = world.token(day(341), &refresh("wiki", tokens.refresh_token.as_deref().unwrap())).await;
        assert!(expired.is_ok(), "an application goes on by itself");
        assert_eq!(warned(world, day(340 + 336)).await, 1, "which proves nothing of the person");

        browser.now = day(680);
        let who = world.doorward.signed_in(&browser.caller()).await.unwrap().expect("remembered");
        browser.keep(who.cookie);
        assert_eq!(warned(world, day(680 + 335)).await, 0, "a page of ours, by a remembered sign-in");
        assert_eq!(warned(world, day(680 + 336)).await, 1);
        browser.now = day(1020);
        browser.authorize(&request("wiki", "")).await.arrives();
        assert_eq!(warned(world, day(1020 + 335)).await, 0, "single sign-on to an application");
        assert_eq!(warned(world, day(1020 + 336)).await, 1);
    })
    .await;
}

#[tokio::test]
async fn lgn_17_a_policy_that_is_switched_on_warns_before_it_shuts_anybody_out() {
    on_both(async |world| {
        with_pia(world, policy(None)).await;
        assert_eq!(warned(world, day(1000)).await, 0, "without the rule");
        world.add(vec![plum(year(), vec![])], vec![]).await;
        // The mail server is away for a while: no day counts before somebody can have read of it.
        for at in [1000, 1001, 1002, 1010, 1023, 1030, 1040] {
            warned_by(world, day(at), &Away).await;
            assert_eq!(world.events("user.inactivity_warned").await, 0);
        }
        let post = Post::default();
        for at in [1041, 1046, 1047, 1048] {
            warned_by(world, day(at), &post).await;
        }
        let mails = post.taken();
        assert_eq!(mails.len(), 1, "begun again, once");
        for at in 1049..1100 {
            let before = world.events("user.became_inactive").await;
            warned_by(world, day(at), &post).await;
            if world.events("user.became_inactive").await > before {
                assert!(at >= 1046 + 30, "day {at}");
                assert_eq!(post.taken().len(), 2, "7 days and 1 day before");
                assert_eq!(comes(world, day(at)).await.refusal(), Refusal::Inactive);
                return;
            }
        }
        panic!("it never ended");
    })
    .await;
}

/// A first mail that waited for the mail server for two days names a day that is two days later, and that holds.
#[tokio::test]
async fn lgn_17_the_notice_runs_from_when_the_first_mail_left() {
    on_both(async |world| {
        with_pia(world, year()).await;
        for at in [336, 337] {
            warned_by(world, day(at), &Away).await;
        }
        let first = warnings(world, day(338)).await;
        assert_eq!(first.len(), 1);
        assert!(words(&first[0]).contains("vor dem 17.11.2024 an"), "{}", first[0].text);
        for (at, mails) in [(359, 0), (360, 0), (361, 1), (366, 0), (367, 1), (367, 0)] {
            assert_eq!(warned(world, day(at)).await, mails, "day {at}");
        }
        assert_eq!(warned(world, day(368) - Span::millis(1)).await, 0);
        assert_eq!(world.events("user.became_inactive").await, 0);
        assert_eq!(warned(world, day(368)).await, 0);
        assert_eq!(world.events("user.became_inactive").await, 1);
    })
    .await;
}

#[tokio::test]
async fn lgn_17_whom_no_mail_reaches_has_the_same_notice() {
    on_both(async |world| {
        with_pia(world, policy(None)).await;
        let nobody = User { profile: Profile::default(), ..somebody("noa@plum.example").await };
        world.add(vec![plum(year(), vec![nobody])], vec![]).await;
        for at in [1000, 1029] {
            warned_by(world, day(at), &NoMailbox).await;
            assert_eq!(world.events("user.became_inactive").await, 0);
        }
        for at in [1030, 1031] {
            warned_by(world, day(at), &NoMailbox).await;
        }
        assert_eq!(world.events("user.became_inactive").await, 2, "one whose mailbox is gone, and one without");
        assert_eq!(world.events("user.inactivity_warned").await, 0);
    })
    .await;
    on_both(async |world| {
        with_pia(world, policy(None)).await;
        world.add(vec![plum(year(), vec![])], vec![]).await;
        let node = without_mail(&world.store, 91);
        for at in [1000, 1023, 1029] {
            node.look_after_unused_accounts(day(at)).await.unwrap();
            assert_eq!((world.waiting().await, world.events("user.became_inactive").await), (0, 0), "day {at}");
        }
        node.look_after_unused_accounts(day(1030)).await.unwrap();
        assert_eq!(world.events("user.became_inactive").await, 1, "without a mail server");
    })
    .await;
}

#[tokio::test]
async fn lgn_17_who_comes_between_order_and_mail_gets_none_and_stays() {
    on_both(async |world| {
        with_pia(world, year()).await;
        world.doorward.look_after_unused_accounts(day(336)).await.unwrap();
        assert_eq!(world.waiting().await, 1);
        comes(world, day(336)).await.arrives();
        assert_eq!(world.mails(day(336)).await.len(), 0);
        assert_eq!(warned(world, day(359)).await, 0);
        comes(world, day(END)).await.arrives();
        assert_eq!(world.events("user.became_inactive").await, 0);
    })
    .await;
}

#[tokio::test]
async fn an_organisation_that_is_switched_off_or_more_patient_ends_what_was_announced() {
    on_both(async |world| {
        with_pia(world, year()).await;
        assert_eq!(warned(world, day(336)).await, 1);
        world.add(vec![plum(policy(Some(Span::days(400))), vec![])], vec![]).await;
        assert_eq!(warned(world, day(359)).await, 0);
        assert_eq!(warned(world, day(END)).await, 0);
        assert_eq!(warned(world, day(371)).await, 1, "30 days before the new day");
        world.add(vec![plum(policy(None), vec![])], vec![]).await;
        for at in [394, 400, 401, 500] {
            assert_eq!(warned(world, day(at)).await, 0);
        }
        comes(world, day(500)).await.arrives();
    })
    .await;
}

/// More accounts than a page has, looked after by two nodes at once, over and over: each owner gets one mail of each kind.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lgn_17_two_nodes_at_once_warn_once() {
    on_both(async |world| {
        let people = (0..130).map(|number| {
            let email = format!("p{number}@plum.example");
            let profile = Profile { email: Some(email.clone()), ..Profile::default() };
            User { email: Some(email), profile, ..User::default() }
        });
        world.add(vec![plum(year(), people.collect())], vec![]).await;
        let other = doorward(&world.store, 90);
        for at in [336, 359, 365, END] {
            let both = Arc::new(Barrier::new(2));
            let look = |node: &Doorward| {
                let (node, both) = (node.clone(), both.clone());
                tokio::spawn(async move {
                    for _ in 0..4 {
                        both.wait().await;
                        node.look_after_unused_accounts(day(at)).await.unwrap();
                    }
                })
            };
            let looks = [look(&world.doorward), look(&other)];
            for look in looks {
                look.await.unwrap();
            }
            let mut to = Vec::new();
            loop {
                let some = world.mails(day(at)).await;
                if some.is_empty() {
                    break;
                }
                to.extend(some.into_iter().map(|mail| mail.to.to_string()));
            }
            to.sort_unstable();
            let all = to.len();
            to.dedup();
            assert_eq!((all, to.len()), if at == END { (0, 0) } else { (130, 130) }, "day {at}");
        }
        assert_eq!(world.events("user.became_inactive").await, 130);
    })
    .await;
}

/// A node that was thought dead comes back with what it had leased: what another node sent meanwhile is not sent again.
#[tokio::test]
async fn lgn_17_a_node_that_comes_back_sends_nothing_twice() {
    on_both(async |world| {
        with_pia(world, year()).await;
        let other = doorward(&world.store, 90);
        for (at, hours) in [(336, 0), (359, 1), (365, 2)] {
            let now = day(at) + Span::hours(hours);
            world.doorward.look_after_unused_accounts(now).await.unwrap();
            let held_up = leased(&world.doorward, now, 20).await;
            assert_eq!(held_up.len(), 1);
            let (post, later) = (Post::default(), now + Span::minutes(3));
            for job in leased(&other, later, 20).await {
                other.carry_out(job, &post, &move || later).await.unwrap();
            }
            for job in held_up {
                world.doorward.carry_out(job, &post, &move || later).await.unwrap();
            }
            assert_eq!(post.taken().len(), 1, "day {at}");
        }
    })
    .await;
}

/// What was announced before a backup was made says nothing after it was restored: people may have come since.
#[tokio::test]
async fn lgn_17_after_a_restore_everybody_is_warned_anew() {
    on_both(async |world| {
        with_pia(world, year()).await;
        for at in [336, 359, 365] {
            assert_eq!(warned(world, day(at)).await, 1);
        }
        world.doorward.after_restore(&world.everything()).await.unwrap();
        let again = warnings(world, day(END)).await;
        assert_eq!((again.len(), world.events("user.became_inactive").await), (1, 0));
        assert!(words(&again[0]).contains("vor dem 15.12.2024 an"), "{}", again[0].text);
    })
    .await;
}

/// Who signs in while a node makes the account inactive is either in, and it stays active, or is refused.
#[tokio::test]
async fn lgn_17_an_account_that_was_used_since_it_was_read_does_not_end() {
    on_both(async |world| {
        with_pia(world, year()).await;
        for at in [336, 359, 365] {
            assert_eq!(warned(world, day(at)).await, 1);
        }
        let due = inactivity::due(&mut world.store.read().await.unwrap(), day(END), 10).await.unwrap();
        comes(world, day(END)).await.arrives();
        let mut change = Change::new();
        inactivity::end(&mut change, &due[0]);
        let outcome = world.store.write(change).await.unwrap();
        assert!(matches!(outcome, store::Outcome::Refused(_)), "{outcome:?}");
        comes(world, day(END)).await.arrives();
    })
    .await;
}

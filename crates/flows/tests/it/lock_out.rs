//! Guessing, and what it leads to (LGN-04…09, TOT-01).

use flows::{Answer, Caller, Complaint, Error, Limits, Rate, Turn};
use model::{
    Policy, Span, Time,
    policy::{LockOut, Opens},
    sign_in::{Refusal, StepKind},
};

use crate::{
    browser::{Browser, password_answer},
    content::{organisation, somebody},
    world::{NOW, PASSWORD, World, code, doorward, limited, on_both, request},
};

store::statements! {
    REPLANT = "update credentials set secret = $3 where org = $1 and user_id = $2 and kind = 'totp'";
}

const WRONG: Option<Complaint> = Some(Complaint::PasswordWrong);
const UNTIL_UNLOCKED: Option<Complaint> = Some(Complaint::PasswordLocked(None));
const CODE_WRONG: Option<Complaint> = Some(Complaint::CodeWrong);

fn locked_until(time: Time) -> Option<Complaint> {
    Some(Complaint::PasswordLocked(Some(time)))
}

/// Three attempts, then a lock that opens by itself.
async fn timed(world: &World) {
    let policy = Policy { lock_out: LockOut { attempts: 3, opens: Opens::Timed }, ..Policy::default() };
    let tess = somebody("tess@teal.example").await;
    world.add(vec![organisation("teal", policy, vec![tess])], vec![]).await;
    let mut wiki = crate::content::application("wiki");
    wiki.subscribers = vec![("teal".into(), true)];
    world.add(vec![], vec![wiki]).await;
}

#[tokio::test]
async fn a_timed_lock_doubles_to_an_hour() {
    on_both(async |world| {
        timed(world).await;
        let mut browser = Browser::new(world);
        let mut at = browser.goes_to_password(&request("wiki", ""), "tess@teal.example").await;
        for _ in 0..2 {
            assert_eq!(browser.password(&at, "a guess").await.complaint(), WRONG);
        }
        for minutes in [1, 2, 4, 8, 16, 32, 60, 60] {
            let opens = browser.now + Span::minutes(minutes);
            assert_eq!(browser.password(&at, "a guess").await.complaint(), locked_until(opens));
            browser.now = opens - Span::millis(1);
            at = browser.goes_to_password(&request("wiki", ""), "tess@teal.example").await;
            assert_eq!(browser.password(&at, PASSWORD).await.complaint(), locked_until(opens), "LGN-09");
            browser.now = opens;
        }
        at = browser.goes_to_password(&request("wiki", ""), "tess@teal.example").await;
        browser.password(&at, PASSWORD).await.arrives();
        // A right one has given back all of them.
        let mut stranger = Browser::new(world);
        stranger.now = browser.now;
        let at = stranger.goes_to_password(&request("wiki", ""), "tess@teal.example").await;
        assert_eq!(stranger.password(&at, "a guess").await.complaint(), WRONG);
    })
    .await;
}

#[tokio::test]
async fn a_lock_until_unlocked_outlasts_everything() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let at = browser.goes_to_password(&request("wiki", ""), "gus@grey.example").await;
        for complaint in [WRONG, WRONG, UNTIL_UNLOCKED] {
            assert_eq!(browser.password(&at, "a guess").await.complaint(), complaint);
        }
        browser.later(Span::days(364));
        world.doorward.prune(browser.now).await.unwrap();
        let at = browser.goes_to_password(&request("wiki", ""), "gus@grey.example").await;
        assert_eq!(browser.password(&at, PASSWORD).await.complaint(), UNTIL_UNLOCKED);
    })
    .await;
}

#[tokio::test]
async fn a_known_browser_keeps_its_own_counter() {
    on_both(async |world| {
        let mut known = Browser::new(world);
        known.sign_in(&request("wiki", ""), "gus@grey.example").await.arrives();
        known.session = None;
        let mut stranger = Browser::new(world);
        let at = stranger.goes_to_password(&request("wiki", ""), "gus@grey.example").await;
        for complaint in [WRONG, WRONG, UNTIL_UNLOCKED] {
            assert_eq!(stranger.password(&at, "a guess").await.complaint(), complaint);
        }
        known.sign_in(&request("wiki", ""), "gus@grey.example").await.arrives();
        assert_eq!(stranger.password(&at, PASSWORD).await.complaint(), UNTIL_UNLOCKED, "the stranger stays out");

        // What is known to one user is a stranger to another.
        let mut shared = Browser::new(world);
        shared.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        shared.session = None;
        let at = shared.goes_to_password(&request("wiki", ""), "gus@grey.example").await;
        assert_eq!(shared.password(&at, PASSWORD).await.complaint(), UNTIL_UNLOCKED);

        // Nor does the browser stay known when everything that the user was given has ended.
        world.end_everything_of("gus@grey.example").await;
        known.session = None;
        let at = known.goes_to_password(&request("wiki", ""), "gus@grey.example").await;
        assert_eq!(known.password(&at, PASSWORD).await.complaint(), UNTIL_UNLOCKED);
    })
    .await;
}

/// LGN-08: the owner gets in from a browser that they used before, for as long as somebody else keeps the lock closed, however many
/// wrong passwords that takes.
#[tokio::test]
async fn lgn_08_a_lock_that_is_kept_closed_keeps_no_known_browser_out() {
    on_both(async |world| {
        timed(world).await;
        let mut known = Browser::new(world);
        known.sign_in(&request("wiki", ""), "tess@teal.example").await.arrives();
        known.session = None;
        let mut stranger = Browser::new(world);
        let mut closed = 0;
        for _ in 0..150 {
            stranger.later(Span::minutes(30));
            let at = stranger.goes_to_password(&request("wiki", ""), "tess@teal.example").await;
            let told = stranger.password(&at, "a guess").await.complaint();
            closed += usize::from(matches!(told, Some(Complaint::PasswordLocked(_))));
        }
        assert!(closed > 100, "{closed}");
        let mut new = Browser::new(world);
        (known.now, new.now) = (stranger.now, stranger.now);
        let at = new.goes_to_password(&request("wiki", ""), "tess@teal.example").await;
        assert!(matches!(new.password(&at, PASSWORD).await.complaint(), Some(Complaint::PasswordLocked(_))));
        known.sign_in(&request("wiki", ""), "tess@teal.example").await.arrives();
    })
    .await;
}

#[tokio::test]
async fn a_known_browser_can_be_locked_as_well() {
    on_both(async |world| {
        let mut known = Browser::new(world);
        known.sign_in(&request("wiki", ""), "gus@grey.example").await.arrives();
        known.session = None;
        let at = known.goes_to_password(&request("wiki", ""), "gus@grey.example").await;
        for complaint in [WRONG, WRONG, UNTIL_UNLOCKED] {
            assert_eq!(known.password(&at, "a guess").await.complaint(), complaint);
        }
        assert_eq!(known.password(&at, PASSWORD).await.complaint(), UNTIL_UNLOCKED);
        Browser::new(world).sign_in(&request("wiki", ""), "gus@grey.example").await.arrives();
        assert_eq!(known.password(&at, PASSWORD).await.complaint(), UNTIL_UNLOCKED);
    })
    .await;
}

/// LGN-10, RLP-07: one source guesses wrong so often, at however many accounts and whatever it guesses, and then waits; so it
/// does when it begins sign-ins. Others are not kept out by that.
#[tokio::test]
async fn lgn_10_one_source_goes_round_so_many_accounts() {
    on_both(async |world| {
        let rate = Some(Rate { burst: 3, per_minute: 6 });
        let node = limited(&world.store, Limits { wrong_guesses: rate, ..Limits::default() });
        let mut browser = Browser::at(&node);
        let mut pages = Vec::new();
        for email in ["anna@acme.example", "bert@acme.example", "nobody@acme.example"] {
            pages.push(browser.goes_to_password(&request("wiki", ""), email).await);
        }
        let mut tom = Browser::at(&node);
        let at_code = tom.sign_in(&request("wiki", ""), "tom@acme.example").await.asks_for_code();
        // Right answers cost nothing; a wrong code costs what a wrong password does.
        assert_eq!(tom.code(&at_code, "000000").await.complaint(), CODE_WRONG);
        for at in &pages[..2] {
            assert_eq!(browser.password(at, "a guess").await.complaint(), WRONG);
        }
        let answer = async |browser: &Browser, at: &str, answer: Answer| {
            Box::pin(node.answer(&browser.caller(), at, answer)).await.map(|_| ())
        };
        for guess in ["a guess", PASSWORD] {
            let told = answer(&browser, &pages[2], password_answer(guess)).await;
            assert!(matches!(told, Err(Error::TooMany { retry_after_seconds: 11 })), "{told:?}");
        }
        let told = answer(&tom, &at_code, Answer::Code { code: code(0), trust: false }).await;
        assert!(matches!(told, Err(Error::TooMany { .. })), "{told:?}");
        let elsewhere = Caller { address: "198.51.100.7".into(), ..tom.caller() };
        let turn = Box::pin(node.answer(&elsewhere, &at_code, Answer::Code { code: code(0), trust: false })).await;
        assert!(matches!(turn, Ok(Turn::Arrived(..))), "another source");
        browser.later(Span::seconds(11));
        assert_eq!(browser.password(&pages[2], "a guess").await.complaint(), WRONG);

        let node = limited(&world.store, Limits { unfinished_sign_ins: rate, ..Limits::default() });
        let mut browser = Browser::at(&node);
        for email in ["carl@acme.example", "dora@acme.example", "emil@acme.example"] {
            browser.goes_to_password(&request("wiki", ""), email).await;
        }
        let at = browser.authorize(&request("wiki", "")).await.asks_for(StepKind::Identify);
        let email = Answer::Email { email: "anna@acme.example".into(), remember: false };
        let told = Box::pin(node.answer(&browser.caller(), &at, email)).await.map(|_| ());
        assert!(matches!(told, Err(Error::TooMany { .. })), "{told:?}");
    })
    .await;
}

#[tokio::test]
async fn lgn_06_spellings_share_a_counter() {
    on_both(async |world| {
        let mut policy = Policy::company_id();
        policy.lock_out = LockOut { attempts: 3, opens: Opens::UntilUnlocked };
        let mut olive = somebody("olive@olive.example").await;
        olive.user_name = Some("olive.o".into());
        world.add(vec![organisation("olive", policy, vec![olive])], vec![]).await;

        let mut browser = Browser::new(world);
        let at = browser.goes_to_password(&request("wiki", ""), " Olive@OLIVE.example").await;
        assert_eq!(browser.password(&at, "a guess").await.complaint(), WRONG);
        let mut browser = Browser::new(world);
        let at = browser.authorize(&request("wiki", "&organization=olive")).await.asks_for(StepKind::Identify);
        let company = |user: &str, password: &str| Answer::Company {
            organisation: "olive".into(),
            user: user.into(),
            password: password.into(),
            remember: false,
            makes_passkeys: false,
        };
        assert_eq!(browser.answer(&at, company("OLIVE.o ", "a guess")).await.complaint(), WRONG);
        assert_eq!(browser.answer(&at, company("olive@olive.example", "a guess")).await.complaint(), WRONG);
        // The account has had its three. No page says so, since no spelling has; but nothing is looked at any more.
        assert_eq!(browser.answer(&at, company("olive.o", PASSWORD)).await.complaint(), WRONG);
        assert_eq!(browser.answer(&at, company("olive.o", PASSWORD)).await.complaint(), UNTIL_UNLOCKED);

        // Nobody's counter runs as well, over all spellings.
        let mut browser = Browser::new(world);
        for (email, complaint) in
            [("who@grey.example", WRONG), ("WHO@grey.example ", WRONG), ("Who@Grey.example", UNTIL_UNLOCKED)]
        {
            let at = browser.goes_to_password(&request("wiki", ""), email).await;
            assert_eq!(browser.password(&at, "a guess").await.complaint(), complaint, "{email}");
        }
    })
    .await;
}

#[tokio::test]
async fn tot_03_lgn_11_codes_have_a_budget_of_their_own_over_all_sign_ins() {
    on_both(async |world| {
        let mut first = Browser::new(world);
        let mut second = Browser::new(world);
        let at_first = first.sign_in(&request("wiki", ""), "tom@acme.example").await.asks_for_code();
        let at_second = second.sign_in(&request("wiki", ""), "tom@acme.example").await.asks_for_code();
        for guess in ["000000", "111111", "222222"] {
            assert_eq!(first.code(&at_first, guess).await.complaint(), CODE_WRONG);
        }
        assert_eq!(second.code(&at_second, "000000").await.complaint(), CODE_WRONG);
        let locked = Some(Complaint::CodeLocked(NOW + Span::minutes(15)));
        assert_eq!(second.code(&at_second, "111111").await.complaint(), locked);
        let place = second.show(&at_second, true).await;
        assert_eq!(place.view().codes_open_at, Some(NOW + Span::minutes(15)), "the page says until when");
        assert_eq!(place.refusal(), Refusal::SecondFactorLocked);
        assert_eq!(first.code(&at_first, &code(0)).await.refusal(), Refusal::SecondFactorLocked);

        // The password is judged all the same, and leads no further.
        let mut third = Browser::new(world);
        let at = third.goes_to_password(&request("wiki", ""), "tom@acme.example").await;
        assert_eq!(third.password(&at, "a guess").await.complaint(), WRONG);
        assert_eq!(third.password(&at, PASSWORD).await.refusal(), Refusal::SecondFactorLocked);

        first.later(Span::minutes(15));
        first.show(&at_first, true).await.asks_for_code();
        first.code(&at_first, &code(30)).await.arrives();

        // The other way round: passwords are spent, codes are not.
        let mut trusted = first.clone();
        trusted.session = None;
        let at = trusted.sign_in(&request("wiki", ""), "tom@acme.example").await.asks_for_code();
        let mut stranger = Browser::new(world);
        stranger.now = trusted.now;
        let spent = stranger.goes_to_password(&request("wiki", ""), "tom@acme.example").await;
        for _ in 0..10 {
            stranger.password(&spent, "a guess").await;
        }
        assert!(matches!(stranger.password(&spent, PASSWORD).await.complaint(), Some(Complaint::PasswordLocked(_))));
        trusted.code(&at, &code(31)).await.arrives();
    })
    .await;
}

#[tokio::test]
async fn lgn_08_a_lock_stops_what_began_before_it() {
    on_both(async |world| {
        let mut early = Browser::new(world);
        let at_early = early.sign_in(&request("wiki", ""), "tom@acme.example").await.asks_for_code();
        let mut stranger = Browser::new(world);
        let at = stranger.goes_to_password(&request("wiki", ""), "tom@acme.example").await;
        for _ in 0..10 {
            stranger.password(&at, "a guess").await;
        }
        early.code(&at_early, &code(0)).await.asks_for_password();
        assert!(early.session.is_none());
    })
    .await;
}

/// Browsers that are all asked for the code of one account.
async fn asked_for_code<const N: usize>(world: &World) -> [(Browser, String); N] {
    let mut waiting = Vec::new();
    for _ in 0..N {
        let mut browser = Browser::new(world);
        let at = browser.sign_in(&request("wiki", ""), "tom@acme.example").await.asks_for_code();
        waiting.push((browser, at));
    }
    waiting.try_into().ok().unwrap()
}

#[tokio::test]
async fn tot_01_a_step_is_good_once_and_for_three_steps() {
    on_both(async |world| {
        let [(mut first, at_first), (mut second, at_second)] = asked_for_code(world).await;
        assert_eq!(first.code(&at_first, &code(2)).await.complaint(), CODE_WRONG, "two steps early");
        assert_eq!(first.code(&at_first, &code(-2)).await.complaint(), CODE_WRONG, "two steps late");
        first.code(&at_first, &code(-1)).await.arrives();
        assert_eq!(second.code(&at_second, &code(-1)).await.complaint(), CODE_WRONG, "once");
        second.code(&at_second, &code(1)).await.arrives();
    })
    .await;
}

#[tokio::test]
async fn tot_02_a_step_spends_those_before_it() {
    on_both(async |world| {
        let [(mut first, at_first), (mut second, at_second)] = asked_for_code(world).await;
        first.code(&at_first, &code(1)).await.arrives();
        for steps in [0, -1] {
            assert_eq!(second.code(&at_second, &code(steps)).await.complaint(), CODE_WRONG, "{steps}");
        }
        second.later(Span::seconds(30));
        second.code(&at_second, &code(2)).await.arrives();
    })
    .await;
}

#[tokio::test]
async fn tot_08_a_clock_that_is_set_back_opens_nothing_again() {
    on_both(async |world| {
        let [(mut first, at_first), (mut second, at_second)] = asked_for_code(world).await;
        first.code(&at_first, &code(0)).await.arrives();
        second.now = NOW - Span::seconds(60);
        for steps in [-2, -1] {
            assert_eq!(second.code(&at_second, &code(steps)).await.complaint(), CODE_WRONG, "{steps}");
        }
        second.now = NOW + Span::seconds(30);
        second.code(&at_second, &code(1)).await.arrives();
    })
    .await;
}

/// RLP-06: two nodes on one database share what was guessed, and one that starts anew knows it.
#[tokio::test]
async fn rlp_06_budgets_are_shared_and_survive_a_node() {
    on_both(async |world| {
        let nodes = [world.doorward.clone(), doorward(&world.store, 21), doorward(&world.store, 22)];
        for (node, complaint) in nodes.iter().zip([WRONG, WRONG, UNTIL_UNLOCKED]) {
            let mut browser = Browser::at(node);
            let at = browser.goes_to_password(&request("wiki", ""), "gus@grey.example").await;
            assert_eq!(browser.password(&at, "a guess").await.complaint(), complaint);
        }
        let restarted = doorward(&world.store, 23);
        let mut browser = Browser::at(&restarted);
        let at = browser.goes_to_password(&request("wiki", ""), "gus@grey.example").await;
        assert_eq!(browser.password(&at, PASSWORD).await.complaint(), UNTIL_UNLOCKED);

        // Codes as well: five over three nodes.
        for (node, guess) in nodes.iter().cycle().zip(["000000", "111111", "222222", "333333", "444444"]) {
            let mut browser = Browser::at(node);
            let at = browser.sign_in(&request("wiki", ""), "tom@acme.example").await.asks_for_code();
            assert!(browser.code(&at, guess).await.complaint().is_some());
        }
        let mut browser = Browser::at(&restarted);
        assert_eq!(
            browser.sign_in(&request("wiki", ""), "tom@acme.example").await.refusal(),
            Refusal::SecondFactorLocked
        );
    })
    .await;
}

/// TOT-05: a secret that was copied to another account opens nothing there, right code or not.
#[tokio::test]
async fn tot_05_a_sealed_secret_belongs_to_its_row() {
    on_both(async |world| {
        // Everybody's app has the same secret, so that only its place can tell.
        let [(tom_org, tom), (tina_org, tina)] =
            [world.user("tom@acme.example").await, world.user("tina@acme.example").await];
        let mut read = world.store.read().await.unwrap();
        let of_tina = store::credentials::of_user(&mut read, tina_org, tina).await.unwrap();
        drop(read);
        let sealed = &of_tina.iter().find(|row| row.kind == store::credentials::CredentialKind::Totp).unwrap().secret;
        world.change(|change| _ = change.add(&REPLANT, store::params![tom_org, tom, sealed.as_slice()])).await;
        let mut browser = Browser::new(world);
        let at = browser.sign_in(&request("wiki", ""), "tom@acme.example").await.asks_for_code();
        let answer = Answer::Code { code: code(0), trust: false };
        let refused = world.doorward.answer(&browser.caller(), &at, answer).await;
        assert!(matches!(refused, Err(flows::Error::Corrupt(_))), "told in the log, and nobody is let in");
        assert!(browser.session.is_none());
        let mut browser = Browser::new(world);
        let at = browser.sign_in(&request("wiki", ""), "tina@acme.example").await.asks_for_code();
        browser.code(&at, &code(0)).await.arrives();
    })
    .await;
}

//! Browsers that are not asked for the second factor for a while: listed, and asked again.

use flows::{Answer, TrustedBrowser};
use model::{
    Policy, Span,
    policy::{SecondFactor, SecondFactorRule},
    sign_in::{Level, StepKind},
};

use crate::{
    browser::{Browser, Place},
    content::organisation,
    paused::polled,
    world::{NOW, PASSWORD, World, code, on_both, request},
};

const TOM: &str = "tom@acme.example";
const TINA: &str = "tina@acme.example";

impl Browser {
    /// Signs in with both factors, so many steps of the app's clock after the beginning, and is trusted from then on.
    async fn becomes_trusted(world: &World, email: &str, steps: i64) -> Self {
        let mut browser = Self::new(world);
        browser.later(Span::seconds(30 * steps));
        let at = browser.sign_in(&request("wiki", ""), email).await.asks_for_code();
        browser.answer(&at, Answer::Code { code: code(steps), trust: true }).await.arrives();
        browser
    }

    /// What stands on the tab of this browser's person.
    async fn trusted(&self) -> Vec<TrustedBrowser> {
        self.doorward.trusted_browsers(&self.caller(), &self.who().await).await.unwrap()
    }

    async fn distrusts(&self, which: Option<&TrustedBrowser>) -> bool {
        let which = which.map(|one| one.id);
        self.doorward.distrust_browser(&self.caller(), &self.who().await, which).await.unwrap()
    }

    /// Signs in anew by the password, and is asked for the second factor or not.
    async fn is_asked(&mut self, email: &str) -> bool {
        let mut again = Self { session: None, ..self.clone() };
        match again.sign_in(&request("wiki", ""), email).await {
            Place::Application(_) => {
                self.device = again.device;
                false
            }
            place => {
                place.asks_for_code();
                true
            }
        }
    }
}

async fn policy(world: &World, policy: Policy) {
    world.add(vec![organisation("acme", policy, Vec::new())], Vec::new()).await;
}

fn trusting(change: impl FnOnce(&mut SecondFactorRule)) -> Policy {
    let mut policy = Policy::default();
    change(&mut policy.second_factor);
    policy
}

/// Statement 3, ACC-01: it is told since when, until when, from where and when it was used last; what others trust is not.
#[tokio::test]
async fn a_trusted_browser_is_listed_to_its_owner() {
    on_both(async |world| {
        let mut phone = Browser::becomes_trusted(world, TOM, 0).await;
        let desk = Browser::becomes_trusted(world, TOM, 1).await;
        let tina = Browser::becomes_trusted(world, TINA, 0).await;
        let mut untrusted = Browser::new(world);
        let at = untrusted.later(Span::minutes(5)).sign_in(&request("wiki", ""), TOM).await.asks_for_code();
        untrusted.code(&at, &code(10)).await.arrives();

        let span = Policy::default().second_factor.trust.expect("by default");
        phone.session = None;
        phone.address = "203.0.113.9".to_owned();
        phone.later(Span::days(2)).sign_in(&request("wiki", ""), TOM).await.arrives();
        let listed = phone.trusted().await;
        let [here, other] = &listed[..] else { panic!("{listed:?}") };
        assert_eq!((here.this_one, other.this_one), (true, false));
        assert_eq!((here.since, here.until), (NOW, NOW + span), "a sign-in in between prolongs nothing");
        assert_eq!((here.seen_at, here.address.as_str()), (phone.now, "203.0.113.9"));
        assert_eq!((other.since, other.address.as_str()), (NOW + Span::seconds(30), desk.address.as_str()));
        assert_eq!(tina.trusted().await.len(), 1);
        phone.later(span);
        assert!(phone.is_asked(TOM).await, "over");
    })
    .await;
}

/// Statement 3: it is asked again from the next sign-in on; the others are not; nobody takes back the trust of others (D2).
#[tokio::test]
async fn trust_is_taken_back_in_one_browser_or_in_all() {
    on_both(async |world| {
        let mut desk = Browser::becomes_trusted(world, TOM, 0).await;
        let mut phone = Browser::becomes_trusted(world, TOM, 1).await;
        let mut tablet = Browser::becomes_trusted(world, TOM, 2).await;
        let tina = Browser::becomes_trusted(world, TINA, 0).await;
        desk.now = tablet.now;
        let listed = desk.trusted().await;
        let of_phone = listed.iter().find(|one| one.since == phone.now).unwrap();
        assert!(!tina.distrusts(Some(of_phone)).await, "somebody else's");
        assert!(!phone.is_asked(TOM).await);
        assert_eq!(world.events("browser.distrusted").await, 0);

        // The browser has had another secret since its line was shown.
        assert!(desk.distrusts(Some(of_phone)).await);
        assert!(phone.is_asked(TOM).await);
        assert!(!desk.is_asked(TOM).await && !tablet.is_asked(TOM).await);
        assert!(!desk.distrusts(Some(of_phone)).await, "once");
        assert_eq!(world.events("browser.distrusted").await, 1);
        assert_eq!(desk.who().await.user(), phone.who().await.user(), "sessions go on");
    })
    .await;
}

#[tokio::test]
async fn trust_is_taken_back_in_all_browsers() {
    on_both(async |world| {
        let mut desk = Browser::becomes_trusted(world, TOM, 0).await;
        let mut phone = Browser::becomes_trusted(world, TOM, 1).await;
        let mut tina = Browser::becomes_trusted(world, TINA, 0).await;
        assert!(phone.distrusts(None).await);
        assert!(phone.trusted().await.is_empty());
        assert!(desk.is_asked(TOM).await && phone.is_asked(TOM).await);
        assert!(!tina.is_asked(TINA).await);
        assert!(!phone.distrusts(None).await, "there are none");
        assert_eq!(world.events("browser.distrusted").await, 1);
    })
    .await;
}

/// Statement 3: what today's policy does not believe is not shown as believed, and is not believed again when the policy is what it was.
#[tokio::test]
async fn trust_that_a_policy_takes_away_stays_away() {
    let off = trusting(|rule| rule.trust = None);
    let required = trusting(|rule| (rule.rule, rule.trust) = (SecondFactor::Required, None));
    let shorter = trusting(|rule| rule.trust = Some(Span::days(1)));
    let resistant = Policy { level: Level::Two, ..Policy::default() };
    on_both(async |world| {
        for (round, stricter) in (0..).zip([&off, &required, &shorter, &resistant]) {
            let mut browser = Browser::becomes_trusted(world, TOM, 2 * round).await;
            let mut other = Browser::becomes_trusted(world, TINA, 2 * round).await;
            policy(world, stricter.clone()).await;
            assert!(browser.trusted().await.is_empty(), "{stricter:?}");
            assert!(browser.is_asked(TOM).await, "{stricter:?}");
            assert!(!browser.distrusts(None).await);
            policy(world, Policy::default()).await;
            assert!(browser.trusted().await.is_empty(), "{stricter:?}");
            assert!(browser.is_asked(TOM).await && other.is_asked(TINA).await, "{stricter:?}");
        }
    })
    .await;
}

/// A change of the policy that takes no trust leaves what there is.
#[tokio::test]
async fn trust_outlives_a_policy_that_gives_as_much() {
    on_both(async |world| {
        let mut browser = Browser::becomes_trusted(world, TOM, 0).await;
        policy(world, trusting(|rule| rule.trust = Some(Span::days(60)))).await;
        policy(world, Policy { passkey_offered: true, ..trusting(|rule| rule.trust = Some(Span::days(60))) }).await;
        assert_eq!(browser.trusted().await.len(), 1);
        assert!(!browser.is_asked(TOM).await);
    })
    .await;
}

/// WAN-08: trust stands in for the second factor in a sign-in, not for adding one.
#[tokio::test]
async fn wan_08_a_trusted_browser_is_offered_no_passkey() {
    on_both(async |world| {
        policy(world, Policy { passkey_offered: true, ..Policy::default() }).await;
        let mut browser = Browser::becomes_trusted(world, TOM, 0).await;
        browser.session = None;
        let password = || Answer::Password { password: PASSWORD.into(), makes_passkeys: true };
        let at = browser.goes_to_password(&request("wiki", ""), TOM).await;
        browser.answer(&at, password()).await.arrives();
        // Whoever proves the second factor is offered one.
        let mut elsewhere = Browser::new(world);
        elsewhere.later(Span::seconds(30));
        let at = elsewhere.goes_to_password(&request("wiki", ""), TOM).await;
        elsewhere.answer(&at, password()).await.asks_for_code();
        elsewhere.code(&at, &code(1)).await.asks_for(StepKind::Enrol);
    })
    .await;
}

/// J1.2: in a trusted browser, too, a password that is not to stay is replaced, by whoever proves the second factor.
#[tokio::test]
async fn a_password_that_is_not_to_stay_is_replaced_in_a_trusted_browser() {
    on_both(async |world| {
        let mut aged = Policy::default();
        aged.password.max_age = Some(Span::days(10));
        policy(world, aged).await;
        let mut browser = Browser::becomes_trusted(world, TOM, 0).await;
        browser.session = None;
        let at = browser.later(Span::days(20)).sign_in(&request("wiki", ""), TOM).await.asks_for_code();
        browser.code(&at, &code(20 * 86_400 / 30)).await.asks_for(StepKind::SetPassword);
        let chosen = "violet otters in the basin".to_owned();
        let answer = Answer::NewPassword { password: chosen.clone(), repeated: chosen };
        browser.answer(&at, answer).await.arrives();
        assert!(browser.trusted().await.is_empty(), "trust ends with the old password");
    })
    .await;
}

/// D1: who used a recovery code has lost something, and the browsers on it are asked again, whether another factor follows or not.
#[tokio::test]
async fn a_recovery_code_ends_the_trust_in_every_browser() {
    on_both(async |world| {
        let mut lost = Browser::becomes_trusted(world, TOM, 0).await;
        assert!(!lost.is_asked(TOM).await);
        let codes = crate::ceremony::recovery_codes(world, TOM).await;
        let mut other = Browser::new(world);
        let at = other.sign_in(&request("wiki", ""), TOM).await.asks_for_code();
        other.answer(&at, Answer::RecoveryCode(codes[0].clone())).await.asks_for(StepKind::Enrol);
        assert!(lost.is_asked(TOM).await);
    })
    .await;
}

/// Statement 3: in whichever order taking trust back and a sign-in by it come, no sign-in that is written afterwards goes by it, and the next
/// one is asked.
#[tokio::test]
async fn a_sign_in_by_trust_that_was_taken_back_meanwhile_is_asked() {
    on_both(async |world| {
        let mut held_up = 0;
        for round in 0..25 {
            let owner = Browser::becomes_trusted(world, TOM, 10 * round).await;
            let mut browser = Browser { session: None, ..owner.clone() };
            let at = browser.goes_to_password(&request("wiki", ""), TOM).await;
            let before = world.events("sign_in.succeeded").await;
            let mut answer = Box::pin(browser.password(&at, PASSWORD));
            let early = polled(answer.as_mut(), usize::try_from(round).unwrap() + 1).await;
            owner.distrusts(None).await;
            // Written before trust was taken back, if it is written now.
            let arrived = early.is_some() || world.events("sign_in.succeeded").await > before;
            let place = match early {
                Some(place) => place,
                None => answer.as_mut().await,
            };
            drop(answer);
            if !arrived && !matches!(place, Place::Application(_)) {
                held_up += 1;
            }
            assert!(arrived || !matches!(place, Place::Application(_)), "by trust that was gone, in round {round}");
            assert!(browser.is_asked(TOM).await, "round {round}");
        }
        assert!(held_up > 0, "none was held up between reading and writing");
    })
    .await;
}

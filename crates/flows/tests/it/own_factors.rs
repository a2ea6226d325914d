//! The authenticator app, the recovery codes and the password, as people look after them from their account.

use flows::{
    Answer, AppSetUp, Complaint, Confirmed, SensitiveAct, Turn,
    confirmed::{AddFactor, ChangePassword, NewRecoveryCodes, RemoveFactor},
};
use model::{
    Authenticator, Policy, Span,
    policy::{SecondFactor, SecondFactorRule},
};

use crate::{
    browser::Browser,
    ceremony::totp_code,
    content::{application, organisation, somebody},
    world::{PASSWORD, World, code, on_both, request},
};

const APP: &str = "/account/two-factor/app";
const ANOTHER: &str = "violet otters in the basin";
const THIRD: &str = "amber herons on the weir";

impl Browser {
    pub(crate) async fn confirmed<A: SensitiveAct>(&self, sealed: &str) -> Confirmed<A> {
        let leave = self.doorward.confirmed(&self.caller(), &self.who().await, sealed).await.unwrap();
        leave.expect("it is good")
    }

    /// Sends the first code of an app that is set up under this confirmation.
    async fn sets_up(&self, confirmation: &str, code: &str, sealed: &str) -> AppSetUp {
        let (caller, who) = (self.caller(), self.who().await);
        let leave = self.confirmed::<AddFactor>(confirmation).await;
        self.doorward.set_up_own_app(&caller, &who, leave, (code, sealed)).await.unwrap()
    }
}

async fn anna(world: &World) -> Browser {
    let mut browser = Browser::new(world);
    browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
    browser
}

/// J1.19, TOT-06: an app is set up with a fresh proof and its first code; until then there is none. Other sessions end with
/// it, this one goes on, and the recovery codes that are shown next are good once they are recorded.
#[tokio::test]
async fn tot_06_an_app_is_set_up_from_the_account() {
    on_both(async |world| {
        let (mut here, elsewhere) = (anna(world).await, anna(world).await);
        let at = here.begins_to_confirm::<AddFactor>(APP).await;
        let confirmation = here.password(&at, PASSWORD).await.confirmation(APP);
        let who = here.who().await;
        let begun = async |browser: &Browser| {
            let leave = browser.confirmed::<AddFactor>(&confirmation).await;
            world.doorward.begin_own_app(&browser.who().await, &leave).await.unwrap().expect("it is offered")
        };
        let enrolment = begun(&here).await;
        assert_eq!(begun(&here).await.key, enrolment.key, "the page is loaded again");
        let wrong = here.sets_up(&confirmation, "000000", &enrolment.sealed).await;
        assert!(matches!(&wrong, AppSetUp::CodeWrong(again) if again.key == enrolment.key), "{wrong:?}");
        // A secret of somebody's own choosing, and one that was sealed for another page, set up nothing.
        for foreign in ["", "x", &enrolment.sealed[1..]] {
            assert!(matches!(here.sets_up(&confirmation, "000000", foreign).await, AppSetUp::Nothing));
        }
        assert!(world.doorward.own_authenticators(&who).await.unwrap().app.is_none(), "no factor yet");
        let done = here.sets_up(&confirmation, &totp_code(&enrolment.key, 0), &enrolment.sealed).await;
        let AppSetUp::Done(Some(codes)) = done else { panic!("{done:?}") };

        assert_eq!(here.who().await.id(), who.id(), "the session goes on");
        assert!(world.doorward.signed_in(&elsewhere.caller()).await.unwrap().is_none(), "elsewhere");
        let shown = async || {
            let leave = here.confirmed::<NewRecoveryCodes>(&codes).await;
            world.doorward.offered_recovery_codes(&here.who().await, &leave).await.unwrap().expect("ten codes")
        };
        let offered = shown().await;
        assert_eq!((offered.len(), shown().await == offered), (10, true), "the page is loaded again");
        assert_eq!(world.doorward.own_authenticators(&here.who().await).await.unwrap().recovery_codes, 0);
        let leave = here.confirmed::<NewRecoveryCodes>(&codes).await;
        assert!(world.doorward.record_recovery_codes(&here.caller(), &here.who().await, leave).await.unwrap());
        let own = world.doorward.own_authenticators(&here.who().await).await.unwrap();
        assert_eq!((own.app.is_some(), own.recovery_codes), (true, 10));

        let mut next = Browser::new(world);
        let at = next.sign_in(&request("wiki", ""), "anna@acme.example").await.asks_for_code();
        assert_eq!(next.code(&at, &totp_code(&enrolment.key, 0)).await.complaint(), Some(Complaint::CodeWrong), "used");
        next.answer(&at, Answer::RecoveryCode(offered[0].clone())).await.enrols();
        let kinds = ["credential.enrolled", "recovery_codes.issued"];
        assert_eq!((world.events(kinds[0]).await, world.events(kinds[1]).await), (1, 1));
    })
    .await;
}

/// One app, however many set one up at once: each of two confirmations was good.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tot_06_two_at_once_set_up_one_app() {
    on_both(async |world| {
        let mut browser = anna(world).await;
        let mut ready = Vec::new();
        for _ in 0..2 {
            let at = browser.begins_to_confirm::<AddFactor>(APP).await;
            let confirmation = browser.password(&at, PASSWORD).await.confirmation(APP);
            let leave = browser.confirmed::<AddFactor>(&confirmation).await;
            let enrolment = world.doorward.begin_own_app(&browser.who().await, &leave).await.unwrap().unwrap();
            ready.push((leave, enrolment));
        }
        let (caller, who) = (browser.caller(), browser.who().await);
        let done = crate::races::at_once(ready.into_iter().map(|(leave, enrolment)| {
            let (doorward, caller, who) = (world.doorward.clone(), caller.clone(), who.clone());
            async move {
                let code = totp_code(&enrolment.key, 0);
                let done = doorward.set_up_own_app(&caller, &who, leave, (&code, &enrolment.sealed)).await.unwrap();
                matches!(done, AppSetUp::Done(_))
            }
        }));
        assert_eq!(done.await.into_iter().filter(|done| *done).count(), 1);
        assert_eq!(world.events("credential.enrolled").await, 1);
    })
    .await;
}

/// TOT-07: an app is switched off with both factors, its recovery codes with it; other sessions and the trust in browsers end.
#[tokio::test]
async fn tot_07_an_app_is_switched_off_with_proof() {
    on_both(async |world| {
        let mut here = Browser::new(world);
        let at = here.sign_in(&request("wiki", ""), "tom@acme.example").await.asks_for_code();
        here.answer(&at, Answer::Code { code: code(0), trust: true }).await.arrives();
        let mut trusted = here.clone();
        crate::ceremony::recovery_codes(world, "tom@acme.example").await;
        let sealed = here.confirms_with_code::<RemoveFactor>("/account/two-factor/remove", &code(1)).await;
        let leave = here.confirmed::<RemoveFactor>(&sealed).await;
        assert!(world.doorward.remove_own_app(&here.caller(), &here.who().await, leave).await.unwrap());
        let own = world.doorward.own_authenticators(&here.who().await).await.unwrap();
        assert_eq!((own.app.is_none(), own.recovery_codes), (true, 0));
        assert_eq!(world.events("credential.removed").await, 1);
        trusted.session = None;
        trusted.later(Span::seconds(60));
        trusted.sign_in(&request("wiki", ""), "tom@acme.example").await.arrives();
    })
    .await;
}

/// LGN-16: what the organisation asks of everybody is not switched off, whatever was confirmed.
#[tokio::test]
async fn lgn_16_an_enforced_second_factor_is_not_switched_off() {
    on_both(async |world| {
        let rule = |rule, may_switch_off| {
            let authenticators = vec![Authenticator::Totp];
            let second_factor =
                SecondFactorRule { rule, authenticators, trust: None, may_switch_off, ..SecondFactorRule::default() };
            Policy { second_factor, ..Policy::default() }
        };
        for (name, policy) in
            [("must", rule(SecondFactor::Required, true)), ("stay", rule(SecondFactor::Optional, false))]
        {
            let email = format!("tia@{name}.example");
            let tia = testbed::content::with_app(somebody(&email).await);
            world.add(vec![organisation(name, policy, vec![tia])], vec![]).await;
            let mut wiki = application("wiki");
            wiki.subscribers = vec![(name.into(), true)];
            world.add(vec![], vec![wiki]).await;
            let mut browser = Browser::new(world);
            let at = browser.sign_in(&request("wiki", ""), &email).await.asks_for_code();
            browser.code(&at, &code(0)).await.arrives();
            let sealed = browser.confirms_with_code::<RemoveFactor>("/account/two-factor/remove", &code(1)).await;
            let leave = browser.confirmed::<RemoveFactor>(&sealed).await;
            assert!(!world.doorward.remove_own_app(&browser.caller(), &browser.who().await, leave).await.unwrap());
            assert!(world.doorward.own_authenticators(&browser.who().await).await.unwrap().app.is_some());
        }
        assert_eq!(world.events("credential.removed").await, 0);
    })
    .await;
}

/// The form that was sent twice, one after the other or at once, changes the password once, and arrives twice; no guess is taken, and the
/// form changes nothing more. A form that was answered wrong remembers no present password.
#[tokio::test]
async fn pwd_10_a_form_that_is_sent_twice_changes_the_password_once() {
    on_both(async |world| {
        let here = anna(world).await;
        let page = "/account/password?changed=yes";
        let change = async |at: String, present: &'static str, new: &'static str| {
            let (caller, who) = (here.caller(), here.who().await);
            let typed = (present, new, new);
            let form = Box::pin(world.doorward.change_password(&caller, &who, (page, &at), typed)).await.unwrap();
            let complaint = match &form.turn {
                Turn::Show(_, complaint) => *complaint,
                _ => None,
            };
            (matches!(form.turn, Turn::Arrived(..)), complaint)
        };
        let at = async || world.doorward.confirm::<ChangePassword>(&here.caller(), &here.who().await, page).0;
        let wrong = (false, Some(Complaint::PasswordWrong));

        let form = at().await;
        assert_eq!(change(form.clone(), PASSWORD, "short").await.1, Some(Complaint::NewPasswordRules));
        let form = at().await;
        for _ in 0..12 {
            assert_eq!(change(form.clone(), PASSWORD, ANOTHER).await, (true, None));
        }
        assert_eq!(world.events("user.password_chosen").await, 1);
        assert_eq!(world.events("sign_in.wrong_password").await, 0);
        assert_eq!(change(form.clone(), PASSWORD, THIRD).await, wrong, "another password is another wish");
        assert_eq!(change(form.clone(), ANOTHER, THIRD).await, (true, None));

        let form = at().await;
        let (one, two) = tokio::join!(change(form.clone(), THIRD, PASSWORD), change(form, THIRD, PASSWORD));
        assert_eq!((one, two), ((true, None), (true, None)));
        assert_eq!(world.events("user.password_chosen").await, 3);
        assert_eq!(world.events("sign_in.wrong_password").await, 1);
    })
    .await;
}

/// J1.18, PWD-10: the present password and a new one in one form; a wrong one counts like any other guess, and whoever has a
/// second factor is asked for it first.
#[tokio::test]
async fn pwd_10_the_password_tab_asks_for_the_present_one() {
    on_both(async |world| {
        let (mut here, elsewhere) = (anna(world).await, anna(world).await);
        let change = async |browser: &Browser, present: &str, new: &str, repeated: &str| {
            let (caller, who) = (browser.caller(), browser.who().await);
            let page = ("/account/password?changed=yes", "");
            Box::pin(world.doorward.change_password(&caller, &who, page, (present, new, repeated))).await.unwrap()
        };
        assert!(world.doorward.password_alone_confirms(&here.caller(), &here.who().await).await.unwrap());
        let complaint = |form: &flows::PasswordForm| match &form.turn {
            Turn::Show(_, complaint) => *complaint,
            _ => None,
        };
        let wrong = change(&here, "wrong", ANOTHER, ANOTHER).await;
        assert_eq!(complaint(&wrong), Some(Complaint::PasswordWrong));
        assert_eq!(complaint(&change(&here, PASSWORD, "short", "short").await), Some(Complaint::NewPasswordRules));
        let differs = change(&here, PASSWORD, ANOTHER, PASSWORD).await;
        assert_eq!(complaint(&differs), Some(Complaint::NewPasswordNotRepeated));
        let changed = change(&here, PASSWORD, ANOTHER, ANOTHER).await;
        let place = here.went(&changed.at, changed.turn);
        assert!(
            matches!(&place, crate::browser::Place::OwnPage(at) if at == "/account/password?changed=yes"),
            "{place:?}"
        );
        here.who().await;
        assert!(world.doorward.signed_in(&elsewhere.caller()).await.unwrap().is_none());
        for _ in 0..9 {
            assert_eq!(complaint(&change(&here, "wrong", ANOTHER, ANOTHER).await), Some(Complaint::PasswordWrong));
        }
        let tenth = complaint(&change(&here, "wrong", ANOTHER, ANOTHER).await);
        assert!(matches!(tenth, Some(Complaint::PasswordLocked(_))), "{tenth:?}");

        let mut tom = Browser::new(world);
        let at = tom.sign_in(&request("wiki", ""), "tom@acme.example").await.asks_for_code();
        tom.code(&at, &code(0)).await.arrives();
        assert!(!world.doorward.password_alone_confirms(&tom.caller(), &tom.who().await).await.unwrap());
        let asked = change(&tom, PASSWORD, ANOTHER, ANOTHER).await;
        assert!(matches!(asked.turn, Turn::NextStep), "the code first");
        assert_eq!(world.events("user.password_chosen").await, 1);
    })
    .await;
}

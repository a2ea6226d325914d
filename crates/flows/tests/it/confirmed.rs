//! Confirming an act of one's own: what a confirmation is good for, and how often.

use flows::{
    Answer, SensitiveAct, SignedIn,
    confirmed::{AddFactor, NewRecoveryCodes},
};
use model::Span;

use crate::{
    browser::{Browser, Place},
    world::{PASSWORD, World, code, on_both, request},
};

const PAGE: &str = "/account/two-factor/recovery-codes";

impl Browser {
    pub(crate) async fn who(&self) -> SignedIn {
        self.doorward.signed_in(&self.caller()).await.unwrap().expect("somebody is signed in")
    }

    /// Begins to confirm an act: the text in the address of the page that asks for the password.
    pub(crate) async fn begins_to_confirm<A: SensitiveAct>(&mut self, page: &str) -> String {
        let (at, cookie) = self.doorward.confirm::<A>(&self.caller(), &self.who().await, page);
        self.keep(cookie);
        self.show(&at, false).await.asks_for_password()
    }

    /// Confirms an act with password and code, half a minute later.
    pub(crate) async fn confirms_with_code<A: SensitiveAct>(&mut self, page: &str, code: &str) -> String {
        let at = self.begins_to_confirm::<A>(page).await;
        let at = self.password(&at, PASSWORD).await.asks_for_code();
        self.later(Span::seconds(30));
        self.code(&at, code).await.confirmation(page)
    }

    /// Confirms an act with the password alone, and answers the text of the confirmation.
    pub(crate) async fn confirms<A: SensitiveAct>(&mut self) -> String {
        let at = self.begins_to_confirm::<A>(PAGE).await;
        self.password(&at, PASSWORD).await.confirmation(PAGE)
    }
}

impl Place {
    /// Sent back to this page of ours: the confirmation in its address.
    pub(crate) fn confirmation(self, page: &str) -> String {
        let Self::OwnPage(address) = self else { panic!("not back: {self:?}") };
        let sealed = address.strip_prefix(page).and_then(|rest| rest.strip_prefix("?confirmed="));
        sealed.unwrap_or_else(|| panic!("{address}")).to_owned()
    }
}

async fn anna(world: &World) -> Browser {
    let mut browser = Browser::new(world);
    browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
    browser
}

/// SES-13: a confirmation is good for one act, of one user, in one session, for five minutes.
#[tokio::test]
async fn ses_13_a_confirmation_is_for_one_act_of_one_session() {
    on_both(async |world| {
        let (mut here, elsewhere) = (anna(world).await, anna(world).await);
        let mut bert = Browser::new(world);
        bert.sign_in(&request("wiki", ""), "bert@acme.example").await.arrives();
        let sealed = here.confirms::<NewRecoveryCodes>().await;
        let is_good = async |browser: &Browser, sealed: &str| {
            let (caller, who) = (browser.caller(), browser.who().await);
            world.doorward.confirmed::<NewRecoveryCodes>(&caller, &who, sealed).await.unwrap().is_some()
        };
        assert!(is_good(&here, &sealed).await);
        assert!(!is_good(&elsewhere, &sealed).await, "another session");
        assert!(!is_good(&bert, &sealed).await, "another user");
        for nothing in ["", "x", &sealed[1..]] {
            assert!(!is_good(&here, nothing).await);
        }
        let other = world.doorward.confirmed::<AddFactor>(&here.caller(), &here.who().await, &sealed).await.unwrap();
        assert!(other.is_none(), "another act");
        here.later(Span::minutes(5));
        assert!(is_good(&here, &sealed).await);
        here.later(Span::millis(1));
        assert!(!is_good(&here, &sealed).await, "five minutes later");
    })
    .await;
}

/// A session that has just begun confirms nothing, nor does a browser that is not asked for a code; whoever has a second
/// factor gives both.
#[tokio::test]
async fn ses_13_everything_is_proven_anew() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let at = browser.sign_in(&request("wiki", ""), "tom@acme.example").await.asks_for_code();
        browser.answer(&at, Answer::Code { code: code(0), trust: true }).await.arrives();
        let at = browser.begins_to_confirm::<NewRecoveryCodes>(PAGE).await;
        assert_eq!(browser.password(&at, "wrong").await.complaint(), Some(flows::Complaint::PasswordWrong));
        let place = browser.password(&at, PASSWORD).await;
        assert_eq!(place.view().trust, None, "what is asked of everybody is not spared");
        let at = place.asks_for_code();
        browser.later(Span::seconds(30));
        let sealed = browser.code(&at, &code(1)).await.confirmation(PAGE);
        let caller = browser.caller();
        assert!(
            world
                .doorward
                .confirmed::<NewRecoveryCodes>(&caller, &browser.who().await, &sealed)
                .await
                .unwrap()
                .is_some()
        );
    })
    .await;
}

/// One confirmation, one act: also where two of them are sent at the same moment, each of which has seen it unused.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ses_13_a_confirmation_is_used_once() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let at = browser.sign_in(&request("wiki", ""), "tom@acme.example").await.asks_for_code();
        browser.code(&at, &code(0)).await.arrives();
        let sealed = browser.confirms_with_code::<NewRecoveryCodes>(PAGE, &code(1)).await;
        let (caller, who) = (browser.caller(), browser.who().await);
        let mut both = Vec::new();
        for _ in 0..2 {
            let confirmed = world.doorward.confirmed(&caller, &who, &sealed).await.unwrap();
            both.push(confirmed.expect("it was not used yet"));
        }
        let recorded = crate::races::at_once(both.into_iter().map(|confirmed| {
            let (doorward, caller, who) = (world.doorward.clone(), caller.clone(), who.clone());
            async move { doorward.record_recovery_codes(&caller, &who, confirmed).await.unwrap() }
        }));
        assert_eq!(recorded.await.into_iter().filter(|recorded| *recorded).count(), 1);
        let again = world.doorward.confirmed::<NewRecoveryCodes>(&caller, &who, &sealed).await.unwrap();
        assert!(again.is_none(), "used");
    })
    .await;
}

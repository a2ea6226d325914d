//! Linking an account at an identity provider with one's own, and detaching it (J1.15), one way round each rule at a time.

use flows::{AttachBegun, Detached, ProviderProblem, confirmed::ChangeLinks};
use model::{Span, sign_in::StepKind};
use serde_json::{Value, json};
use store::params;

use crate::{
    apply::applied,
    browser::{Browser, Place},
    openid_provider::{Bends, OpenidProvider, parameters},
    races::at_once,
    world::{World, on_both, request},
};

store::statements! {
    LINKS = "select subject from identity_links where subject <> 'A 1' order by subject";
    ABOUT = "select data from events where kind = $1 order by id";
    ORDERED = "select count(*) from jobs where kind = 'notice.credential'";
}

const OKTA: (&str, &str) = ("acme", "okta");
const PAGE: &str = "/account/profile?provider=okta";
const ANNA: &str = "anna@acme.example";
const BERT: &str = "bert@acme.example";

/// Acme has a provider, at which anna is `A 1`, and whose accounts people may detach themselves.
async fn acme(world: &World, policy: Value) -> OpenidProvider {
    let provider = OpenidProvider::new().await;
    let link = json!([{ "provider": "okta", "issuer": provider.issuer(), "subject": "A 1" }]);
    let document = json!({ "version": 1, "organisations": [{
        "slug": "acme", "policy": policy, "identity_providers": [provider.document("okta")],
        "users": [{ "email": ANNA, "links": link }],
    }] });
    applied(world, &document).await;
    provider
}

async fn signed_in(world: &World, email: &str) -> Browser {
    let mut browser = Browser::new(world);
    browser.sign_in(&request("wiki", ""), email).await.arrives();
    browser
}

impl Browser {
    /// Confirms with the password, and goes on to the provider: the address there.
    async fn attaches(&mut self) -> String {
        let sealed = self.confirms::<ChangeLinks>().await;
        match self.begins_to_attach(&sealed, "okta").await {
            AttachBegun::Elsewhere { address, .. } => address,
            other => panic!("not at the provider: {other:?}"),
        }
    }

    async fn begins_to_attach(&self, sealed: &str, key: &str) -> AttachBegun {
        let leave = self.confirmed::<ChangeLinks>(sealed).await;
        self.doorward.begin_attach(&self.caller(), &self.who().await, leave, (key, PAGE)).await.unwrap()
    }

    /// What the profile says when it comes back.
    async fn told(&mut self, query: &str) -> String {
        match self.returns(OKTA, query).await {
            Place::OwnPage(page) => page.strip_prefix(&format!("{PAGE}&done=")).unwrap().to_owned(),
            place => panic!("not at the profile: {place:?}"),
        }
    }

    async fn detaches(&mut self) -> Detached {
        let sealed = self.confirms::<ChangeLinks>().await;
        let leave = self.confirmed::<ChangeLinks>(&sealed).await;
        self.doorward.detach_own_link(&self.caller(), &self.who().await, leave, "okta").await.unwrap()
    }
}

async fn links(world: &World) -> Vec<String> {
    let rows = world.store.read().await.unwrap().page::<(String,)>(&LINKS, params![]).await.unwrap();
    rows.into_iter().map(|(subject,)| subject).collect()
}

async fn about(world: &World, kind: &str) -> Vec<Value> {
    let rows = world.store.read().await.unwrap().page::<(String,)>(&ABOUT, params![kind]).await.unwrap();
    rows.iter().map(|(data,)| serde_json::from_str(data).unwrap()).collect()
}

async fn ordered(world: &World) -> i64 {
    world.store.read().await.unwrap().one::<(i64,)>(&ORDERED, params![]).await.unwrap().unwrap().0
}

/// J1.15: from then on either signs in; who detaches it is back to one.
#[tokio::test]
async fn j1_15_an_account_is_linked_and_detached() {
    on_both(async |world| {
        let provider = acme(world, json!({ "users_detach_links": true })).await;
        let mut bert = signed_in(world, BERT).await;
        let own = world.doorward.own_links(&bert.who().await).await.unwrap();
        assert_eq!((own.len(), own[0].name.as_str(), own[0].linked, own[0].may_detach), (1, "Acme Okta", None, false));
        let address = bert.attaches().await;
        let asked = parameters(&address);
        assert_eq!((asked["prompt"].as_str(), asked["max_age"].as_str()), ("login", "300"), "a sign-in of now");
        let old = json!({ "sub": "B 1", "auth_time": crate::world::NOW.seconds() - 3600 });
        assert_eq!(bert.told(&provider.signs_in(&address, old)).await, "refused");
        let address = bert.attaches().await;
        let query = provider.signs_in(&address, json!({ "sub": "B 1" }));
        assert_eq!(bert.told(&query).await, "linked");
        assert_eq!((links(world).await, ordered(world).await), (vec!["B 1".to_owned()], 1), "linked, and told");
        assert_eq!(about(world, "identity.linked").await[0]["shown_by"], "its user");
        let own = world.doorward.own_links(&bert.who().await).await.unwrap();
        assert!(own[0].linked.is_some() && own[0].may_detach);

        let mut other = Browser::new(world);
        let at = other.authorize(&request("wiki", "&organization=acme")).await.asks_for(StepKind::Identify);
        let address = other.answer(&at, flows::Answer::Provider("okta".into())).await.elsewhere();
        other.returns(OKTA, &provider.signs_in(&address, json!({ "sub": "B 1" }))).await.arrives();
        assert_eq!(bert.detaches().await, Detached::Done);
        assert!(links(world).await.is_empty());
        assert_eq!(
            (about(world, "identity.unlinked").await[0]["subject"].clone(), ordered(world).await),
            (json!("B 1"), 2)
        );
        assert!(world.doorward.signed_in(&other.caller()).await.unwrap().is_none(), "what came by it has ended");
        assert!(world.doorward.signed_in(&bert.caller()).await.unwrap().is_some());
        assert_eq!(bert.detaches().await, Detached::Nothing, "there is none any more");
    })
    .await;
}

/// FED-04: what comes back counts once, in the browser and the session that began it, for ten minutes, and nothing is left of it once
/// anything was detached.
#[tokio::test]
async fn fed_04_a_link_is_made_once_in_the_browser_and_the_session_that_began_it() {
    on_both(async |world| {
        let provider = acme(world, json!({ "users_detach_links": true })).await;
        let person = || json!({ "sub": "B 1" });
        let mut bert = signed_in(world, BERT).await;
        let address = bert.attaches().await;
        let query = provider.signs_in(&address, person());
        provider.take();
        // Another browser, signed in as whoever.
        let mut tom = signed_in(world, ANNA).await;
        let place = tom.returns(OKTA, &query).await;
        assert!(matches!(place, Place::NotPending(flows::NotPending::OtherBrowser(_))), "{place:?}");
        // The browser, in which somebody else is signed in by now.
        let mut lent = bert.clone();
        lent.session.clone_from(&signed_in(world, ANNA).await.session);
        assert_eq!(lent.told(&query).await, "nothing");
        // Nobody, who signed out; the same person, who signed in again; and too late.
        let mut out = bert.clone();
        out.session = None;
        assert_eq!(out.told(&query).await, "nothing");
        out.sign_in(&request("wiki", ""), BERT).await.arrives();
        assert_eq!(out.told(&query).await, "nothing", "another session");
        let mut late = bert.clone();
        late.later(Span::seconds(601));
        assert_eq!(late.told(&query).await, "nothing");
        assert!(links(world).await.is_empty());
        assert_eq!(provider.count("/token"), 0, "nobody was asked");

        assert_eq!(bert.told(&query).await, "linked");
        assert_eq!(bert.told(&query).await, "nothing", "a second time");
        assert_eq!(provider.count("/token"), 1);
        // What is begun before something is detached ends with it.
        let sealed = bert.confirms::<ChangeLinks>().await;
        assert!(matches!(bert.begins_to_attach(&sealed, "okta").await, AttachBegun::Nothing), "one at each provider");
        assert_eq!(bert.detaches().await, Detached::Done);
        let address = bert.attaches().await;
        let query = provider.signs_in(&address, person());
        world.set_state(BERT, "disabled").await;
        world.set_state(BERT, "active").await;
        assert!(!matches!(bert.returns(OKTA, &query).await, Place::OwnPage(page) if page.ends_with("linked")));
        assert!(links(world).await.is_empty(), "what was given has ended, and this with it");
    })
    .await;
}

/// FED-04, SES-13: a confirmation is one link's, and one that was used is nobody's.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fed_04_a_confirmation_begins_one_link() {
    on_both(async |world| {
        acme(world, json!({})).await;
        let mut bert = signed_in(world, BERT).await;
        let sealed = bert.confirms::<ChangeLinks>().await;
        assert!(matches!(bert.begins_to_attach(&sealed, "nobody").await, AttachBegun::Nothing));
        let mut leaves = Vec::new();
        for _ in 0..4 {
            leaves.push(bert.confirmed::<ChangeLinks>(&sealed).await);
        }
        let (caller, who) = (bert.caller(), bert.who().await);
        let begun = at_once(leaves.into_iter().map(|leave| {
            let (doorward, caller, who) = (world.doorward.clone(), caller.clone(), who.clone());
            async move { doorward.begin_attach(&caller, &who, leave, ("okta", PAGE)).await.unwrap() }
        }));
        let begun = begun.await;
        assert_eq!(begun.iter().filter(|begun| matches!(begun, AttachBegun::Elsewhere { .. })).count(), 1, "{begun:?}");
    })
    .await;
}

/// FED-01: an identity is one user's. Whose it is nobody learns.
#[tokio::test]
async fn fed_01_somebody_else_s_identity_is_not_taken() {
    on_both(async |world| {
        let provider = acme(world, json!({})).await;
        let mut bert = signed_in(world, BERT).await;
        let address = bert.attaches().await;
        let place = bert.returns(OKTA, &provider.signs_in(&address, json!({ "sub": "A 1", "email": BERT }))).await;
        let Place::OwnPage(page) = place else { panic!("{place:?}") };
        assert_eq!(page, format!("{PAGE}&done=taken"));
        assert!(links(world).await.is_empty() && ordered(world).await == 0);
    })
    .await;
}

/// What fails is told to the person in a word, and to the administrator whole.
#[tokio::test]
async fn what_fails_on_the_way_is_told() {
    on_both(async |world| {
        let provider = acme(world, json!({})).await;
        let mut bert = signed_in(world, BERT).await;
        let address = bert.attaches().await;
        let query = provider.signs_in(&address, json!({ "sub": "B 1" }));
        provider.bend(Bends { foreign_key: true, ..Bends::default() });
        assert_eq!(bert.told(&query).await, "misconfigured");
        assert_eq!(about(world, "sign_in.provider_failed").await[0]["cause"], "Keys");
        provider.bend(Bends::default());
        let address = bert.attaches().await;
        let query = provider.signs_in(&address, json!({}));
        let (_, rest) = query.split_once("&state=").unwrap();
        assert_eq!(bert.told(&format!("error=access_denied&state={rest}")).await, "nothing", "they went back");
        // Out of reach from the beginning.
        let fresh = crate::world::doorward(&world.store, 78);
        provider.bend(Bends { status: Some(503), ..Bends::default() });
        let sealed = bert.confirms::<ChangeLinks>().await;
        let leave = bert.confirmed::<ChangeLinks>(&sealed).await;
        let begun = fresh.begin_attach(&bert.caller(), &bert.who().await, leave, ("okta", PAGE)).await.unwrap();
        assert!(matches!(begun, AttachBegun::Problem(ProviderProblem::Silent)), "{begun:?}");
        assert!(links(world).await.is_empty());
    })
    .await;
}

/// FED-11: never the last way in; and not at all where the organisation leaves it to its administrators.
#[tokio::test]
async fn fed_11_nobody_shuts_themselves_out() {
    on_both(async |world| {
        let provider = acme(world, json!({})).await;
        let mut anna = signed_in(world, ANNA).await;
        assert_eq!(anna.detaches().await, Detached::Nothing, "an administrator's act");
        let document = |policy: Value| json!({ "version": 1, "organisations": [{ "slug": "acme", "policy": policy }] });
        applied(world, &document(json!({ "users_detach_links": true, "sign_in": "providers" }))).await;
        let (at, cookie) = world.doorward.confirm::<ChangeLinks>(&anna.caller(), &anna.who().await, "/x");
        anna.keep(cookie);
        anna.show(&at, false).await;
        let address = anna.answer(&at, flows::Answer::Provider("okta".into())).await.elsewhere();
        let person = json!({ "sub": "A 1", "auth_time": crate::world::NOW.seconds() });
        let sealed = anna.returns(OKTA, &provider.signs_in(&address, person)).await.confirmation("/x");
        let leave = anna.confirmed::<ChangeLinks>(&sealed).await;
        let detached = world.doorward.detach_own_link(&anna.caller(), &anna.who().await, leave, "okta").await.unwrap();
        assert_eq!(detached, Detached::OnlyWayIn, "the password that she has lets nobody in");
        applied(world, &document(json!({ "sign_in": "password" }))).await;
        assert_eq!(anna.detaches().await, Detached::Done);
    })
    .await;
}

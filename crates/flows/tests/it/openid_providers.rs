//! Signing in through a provider of OpenID Connect, over real HTTP, with one flaw at a time.

use flows::{Answer, Complaint, NotPending, ProviderProblem, confirmed::NewRecoveryCodes};
use model::{
    Span,
    sign_in::{Refusal, StepKind},
};
use serde_json::{Value, json};
use store::{directory, params, users};

use crate::{
    apply::{applied, problems},
    browser::{Browser, Place},
    openid_provider::{ACCESS_TOKEN, Bends, CLIENT, OpenidProvider, SECRET, parameters},
    races::at_once,
    search::{Canary, dump, keep_logs, logs},
    world::{NOW, PASSWORD, World, code, on_both, request},
};

store::statements! {
    LINKS = "select count(*) from identity_links";
    PEOPLE = "select count(*) from users";
    ABOUT = "select data from events where kind = $1 order by id";
    USED = "select last_used_at from identity_links where subject = $1";
    ORDERED = "select count(*) from jobs where kind = 'notice.credential'";
}

const OKTA: (&str, &str) = ("acme", "okta");
const ANNA: &str = "anna@acme.example";

/// Acme has a provider to which the people of its domain are led; anna is linked with the subject `A 1`. That their addresses are theirs was
/// shown by ned and tom, and by nobody else.
async fn acme(world: &World) -> OpenidProvider {
    acme_with(world, json!({ "domains": ["acme.example"] })).await
}

async fn acme_with(world: &World, rules: Value) -> OpenidProvider {
    let provider = OpenidProvider::new().await;
    change(world, &provider, rules, json!({})).await;
    provider
}

/// Applies the provider with these rules, and more of the organisation.
async fn change(world: &World, provider: &OpenidProvider, rules: Value, more: Value) {
    let mut wanted = provider.document("okta");
    wanted.as_object_mut().unwrap().extend(rules.as_object().unwrap().clone());
    let link = json!([{ "provider": "okta", "issuer": provider.issuer(), "subject": "A 1" }]);
    let proven = |email: &str| json!({ "email": email, "claims": { "email_verified": true } });
    let mut acme = json!({
        "slug": "acme", "domains": ["acme.example"], "identity_providers": [wanted],
        "users": [{ "email": ANNA, "links": link }, proven("ned@acme.example"), proven("tom@acme.example")],
    });
    acme.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    applied(world, &json!({ "version": 1, "organisations": [acme] })).await;
}

fn anna() -> Value {
    json!({ "sub": "A 1" })
}

/// Somebody whom nobody here knows.
fn nora(more: &Value) -> Value {
    let mut nora = json!({ "sub": "N 1", "email": "nora@acme.example", "email_verified": true, "given_name": "Nora", "family_name": "Ny" });
    nora.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    nora
}

/// Types an address of the domain, and is led to the provider: the sign-in, and the address there.
async fn led(browser: &mut Browser, email: &str) -> (String, String) {
    let at = browser.authorize(&request("wiki", "")).await.asks_for(StepKind::Identify);
    let address = browser.email(&at, email).await.elsewhere();
    (at, address)
}

/// Signs in there as this person.
async fn through(browser: &mut Browser, provider: &OpenidProvider, person: Value) -> Place {
    let (_, address) = led(browser, "somebody@acme.example").await;
    let query = provider.signs_in(&address, person);
    browser.returns(OKTA, &query).await
}

async fn count(world: &World, statement: &'static store::Statement) -> i64 {
    world.store.read().await.unwrap().one::<(i64,)>(statement, params![]).await.unwrap().unwrap().0
}

async fn about(world: &World, kind: &str) -> Vec<Value> {
    let rows = world.store.read().await.unwrap().page::<(String,)>(&ABOUT, params![kind]).await.unwrap();
    rows.iter().map(|(data,)| serde_json::from_str(data).unwrap()).collect()
}

fn problem(place: &Place) -> ProviderProblem {
    match place.complaint() {
        Some(Complaint::Provider(problem)) => problem,
        other => panic!("no provider failed: {other:?}"),
    }
}

/// FED-07: the request binds browser, code and token, and says what the application wished; amr and acr of our own tell no more than is
/// known.
#[tokio::test]
async fn whoever_is_linked_is_led_there_and_arrives() {
    on_both(async |world| {
        let provider = acme(world).await;
        let mut browser = Browser::new(world);
        let wishes = "&prompt=login&max_age=300&ui_locales=fr";
        let at = browser.authorize(&request("wiki", wishes)).await.asks_for(StepKind::Identify);
        let address = browser.email(&at, "Anna@Acme.example").await.elsewhere();
        let asked = parameters(&address);
        assert_eq!(asked["code_challenge_method"], "S256");
        assert_eq!((asked["prompt"].as_str(), asked["max_age"].as_str()), ("login", "300"));
        assert_eq!(
            (asked["scope"].as_str(), asked["login_hint"].as_str()),
            ("openid profile email", "Anna@Acme.example")
        );
        assert_eq!(asked["redirect_uri"], "https://id.example/sign-in/provider/acme/okta");
        assert_eq!((asked["state"].len(), asked["nonce"].len()), (43, 43), "O6: short");
        let query = provider.signs_in(&address, json!({ "sub": "A 1", "auth_time": NOW.seconds() - 10 }));
        let code = browser.returns(OKTA, &query).await.arrives();
        let tokens = world.tokens(NOW, &code).await;
        let claims: Value = id_token(tokens.id_token.as_deref().unwrap());
        assert_eq!((&claims["acr"], &claims["auth_time"]), (&json!("urn:doorward:acr:1"), &json!(NOW.seconds() - 10)));
        assert!(claims["amr"].as_array().is_none_or(Vec::is_empty), "what it used is not known here: {claims}");
        let used = world.store.read().await.unwrap().one::<(Option<i64>,)>(&USED, params!["A 1"]).await.unwrap();
        assert_eq!(used, Some((Some(NOW.millis()),)));
        assert_eq!((provider.count("/token"), provider.count("/.well-known/openid-configuration")), (1, 1));
        let mut again = Browser::new(world);
        through(&mut again, &provider, anna()).await.arrives();
        assert_eq!(provider.count("/keys"), 1, "kept for an hour");
    })
    .await;
}

fn id_token(token: &str) -> Value {
    let part = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&jose::base64url::decode(part).unwrap()).unwrap()
}

/// FED-08: a callback works once, in the browser that was sent, for the sign-in that it was sent from.
#[tokio::test]
async fn fed_08_an_answer_counts_once_and_in_the_browser_that_was_sent() {
    on_both(async |world| {
        let provider = acme(world).await;
        let (mut own, mut other) = (Browser::new(world), Browser::new(world));
        let (_, address) = led(&mut own, ANNA).await;
        led(&mut other, ANNA).await;
        let query = provider.signs_in(&address, anna());
        for browser in [&mut other, &mut Browser::new(world)] {
            let place = browser.returns(OKTA, &query).await;
            assert!(matches!(place, Place::NotPending(NotPending::OtherBrowser(_))), "{place:?}");
            assert!(browser.session.is_none());
        }
        assert_eq!(provider.count("/token"), 0, "nobody was asked for another browser");
        let state = parameters(&address)["state"].clone();
        let guessed = format!("{}{}", &state[..42], if state.ends_with('A') { "E" } else { "A" });
        let place = own.returns(OKTA, &query.replace(&state, &guessed)).await;
        assert!(matches!(place, Place::NotPending(NotPending::Unreadable)), "the sign-in alone is no state: {place:?}");
        own.returns(OKTA, &query).await.arrives();
        own.returns(OKTA, &query).await.arrives();
        let mut back = own.clone();
        back.later(Span::seconds(61));
        assert!(matches!(back.returns(OKTA, &query).await, Place::Completed));
        assert_eq!(provider.count("/token"), 1, "a second answer never reaches the provider");
        for garbage in
            ["", "code=x", "code=x&state=y", &query.replace("state=", "state=A"), "error=access_denied&state=x"]
        {
            let place = own.returns(OKTA, garbage).await;
            assert!(matches!(place, Place::NotPending(NotPending::Unreadable)), "{garbage}: {place:?}");
        }
        let mut late = Browser::new(world);
        let (_, address) = led(&mut late, ANNA).await;
        let query = provider.signs_in(&address, anna());
        let place = late.later(Span::hours(1)).returns(OKTA, &query).await;
        assert!(matches!(place, Place::NotPending(NotPending::Expired(_))), "{place:?}");
    })
    .await;
}

/// The same answer twice at once: the code is exchanged once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fed_08_of_many_at_once_one_reaches_the_provider() {
    on_both(async |world| {
        let provider = acme(world).await;
        let mut browser = Browser::new(world);
        let (_, address) = led(&mut browser, ANNA).await;
        let query = provider.signs_in(&address, anna());
        let press = |_| {
            let (mut browser, query) = (browser.clone(), query.clone());
            async move { matches!(browser.returns(OKTA, &query).await, Place::Application(_)) }
        };
        let arrived = at_once((0..8).map(press)).await;
        assert_eq!(provider.count("/token"), 1);
        assert_eq!(arrived, [true; 8], "each comes to the same");
    })
    .await;
}

/// FED-08: a page that is loaded again while the provider is slow comes to what the first answer comes to, although nobody waits for that.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fed_08_a_page_that_is_loaded_again_comes_to_the_same() {
    on_both(async |world| {
        let provider = acme(world).await;
        let mut browser = Browser::new(world);
        let (_, address) = led(&mut browser, ANNA).await;
        let query = provider.signs_in(&address, anna());
        provider.bend(Bends { hangs: Some("/token"), ..Bends::default() });
        let load = |mut browser: Browser, query: String| {
            tokio::spawn(async move { (browser.returns(OKTA, &query).await, browser) })
        };
        let first = load(browser.clone(), query.clone());
        while provider.count("/token") == 0 {
            tokio::task::yield_now().await;
        }
        first.abort();
        assert!(first.await.is_err_and(|died| died.is_cancelled()), "the browser hung up");
        let second = load(browser.clone(), query.clone());
        provider.let_go();
        let (place, second) = second.await.unwrap();
        place.arrives();
        assert!(world.doorward.signed_in(&second.caller()).await.unwrap().is_some());
        assert_eq!(provider.count("/token"), 1);

        // What failed is known at once, and whoever comes again chooses.
        let mut failing = Browser::new(world);
        let (_, address) = led(&mut failing, ANNA).await;
        let query = provider.signs_in(&address, json!({ "sub": "A 1", "nonce": "another" }));
        assert_eq!(problem(&failing.returns(OKTA, &query).await), ProviderProblem::Misconfigured);
        let begun = std::time::Instant::now();
        assert!(failing.returns(OKTA, &query).await.is_at(StepKind::Prove));
        assert!(begun.elapsed() < std::time::Duration::from_secs(5), "nobody waits for it");
    })
    .await;
}

/// FED-08: whoever learns of a state, from the address at the provider, begins nothing of whom it is in a browser of their own.
#[tokio::test]
async fn fed_08_a_state_leads_nobody_else_where_it_was_to_lead() {
    on_both(async |world| {
        let provider = acme(world).await;
        let mut own = Browser::new(world);
        let (_, address) = led(&mut own, ANNA).await;
        let query = provider.signs_in(&address, anna());
        let mut other = Browser::new(world);
        other.authorize(&request("wiki", "")).await.asks_for(StepKind::Identify);
        for late in [Span::seconds(0), Span::hours(2)] {
            other.later(late);
            let returned = world.doorward.provider_answered(&other.caller(), OKTA, &query).await.unwrap();
            let why = world.doorward.pending(&other.caller(), &returned.at).unwrap_err();
            let (NotPending::OtherBrowser(pending) | NotPending::Expired(pending)) = why else { panic!("{why:?}") };
            let (at, cookie) = world.doorward.begin_again(&other.caller(), *pending).await.unwrap().unwrap();
            other.keep(cookie);
            let Place::Page(at, view, None) = other.show(&at, false).await else { panic!() };
            assert!(view.application.is_none() && view.identifier.is_empty(), "nobody is named");
            let mut arriving = other.clone();
            arriving.email(&at, "bert@acme.example").await.elsewhere();
            arriving.later(Span::seconds(11));
            let at = arriving.email(&at, "bert@acme.example").await.asks_for_password();
            let place = arriving.password(&at, PASSWORD).await;
            assert!(matches!(place, Place::Home), "not at the application: {place:?}");
        }
    })
    .await;
}

/// FED-06: a sign-in of now is asked by age as well, and one that is told to be old is none. Who does not tell is believed.
#[tokio::test]
async fn fed_06_prompt_login_takes_no_old_sign_in() {
    on_both(async |world| {
        let provider = acme(world).await;
        let arriving = async |auth_time: Value| {
            let mut browser = Browser::new(world);
            let at = browser.authorize(&request("wiki", "&prompt=login")).await.asks_for(StepKind::Identify);
            let address = browser.email(&at, ANNA).await.elsewhere();
            let asked = parameters(&address);
            assert_eq!((asked["prompt"].as_str(), asked["max_age"].as_str()), ("login", "300"));
            browser.returns(OKTA, &provider.signs_in(&address, json!({ "sub": "A 1", "auth_time": auth_time }))).await
        };
        arriving(json!(NOW.seconds() - 10)).await.arrives();
        arriving(Value::Null).await.arrives();
        for old in [NOW.seconds() - 3 * 86_400, 0] {
            assert_eq!(problem(&arriving(json!(old)).await), ProviderProblem::Refused, "{old}");
        }
    })
    .await;
}

/// FED-07: what answers is who was asked: by its own address, by `iss` (RFC 9207), by the state of that way.
#[tokio::test]
async fn fed_07_another_provider_s_answer_is_not_taken() {
    on_both(async |world| {
        let provider = acme(world).await;
        let evil = OpenidProvider::new().await;
        let second = json!({ "version": 1, "organisations": [{ "slug": "acme", "identity_providers": [evil.document("evil")] }] });
        applied(world, &second).await;
        let mut browser = Browser::new(world);
        let (_, address) = led(&mut browser, ANNA).await;
        let query = provider.signs_in(&address, anna());
        let place = browser.returns(("acme", "evil"), &query).await;
        assert!(matches!(place, Place::NotPending(NotPending::Unreadable)), "{place:?}");
        let other = query.replace(&provider.port.to_string(), &evil.port.to_string());
        assert_eq!(problem(&browser.returns(OKTA, &other).await), ProviderProblem::Misconfigured, "iss of another");
        let mut unnamed = Browser::new(world);
        let (_, address) = led(&mut unnamed, ANNA).await;
        let query = provider.signs_in(&address, anna());
        let without = query.split_once("&iss=").unwrap().0;
        assert_eq!(problem(&unnamed.returns(OKTA, without).await), ProviderProblem::Misconfigured, "iss is promised");
        assert_eq!((provider.count("/token"), evil.count("/token")), (0, 0), "no code leaves to anybody");
        let failed = about(world, "sign_in.provider_failed").await;
        assert!(failed[0]["trace"].to_string().contains("does not name the provider"), "{failed:?}");
    })
    .await;
}

/// FED-06: one flaw at a time; nobody is in, and the administrator reads why.
#[tokio::test]
async fn fed_06_one_flaw_at_a_time() {
    on_both(async |world| {
        let provider = acme(world).await;
        let claims = |value: Value| Bends { claims: value.as_object().unwrap().clone(), ..Bends::default() };
        let now = NOW.seconds();
        let flaws = [
            (Bends { unsigned: true, ..Bends::default() }, "algorithm", "Keys"),
            (Bends { foreign_key: true, ..Bends::default() }, "a key that the key set does not have", "Keys"),
            (claims(json!({ "nonce": "another" })), "nonce of this sign-in", "Provider"),
            (claims(json!({ "aud": "somebody else" })), "for somebody else", "Audience"),
            (claims(json!({ "iss": "https://evil.example" })), "its issuer is https://evil.example", "Issuer"),
            (claims(json!({ "exp": now - 61 })), "expired 61 seconds ago", "Clock"),
            (claims(json!({ "iat": now + 3600, "exp": now + 7200 })), "ahead of this server", "Clock"),
            (claims(json!({ "sub": null })), "sub", "Permission"),
        ];
        for (at, (bends, line, cause)) in flaws.into_iter().enumerate() {
            provider.bend(bends);
            let mut browser = Browser::new(world);
            let place = through(&mut browser, &provider, anna()).await;
            assert!(
                matches!(problem(&place), ProviderProblem::Misconfigured | ProviderProblem::Refused),
                "{line}: {place:?}"
            );
            assert!(browser.session.is_none(), "{line}");
            let failed = about(world, "sign_in.provider_failed").await;
            assert_eq!(failed.len(), at + 1, "{line}: {failed:?}");
            let told = |one: &&Value| one["trace"].to_string().contains(line) && one["cause"] == cause;
            assert!(failed.iter().any(|one| told(&one)), "{line}: {failed:?}");
            let said = json!(failed).to_string();
            assert!(!said.contains(ACCESS_TOKEN) && !said.contains(SECRET), "{said}");
        }
        provider.claim(&json!({ "nonce": null }));
        let place = through(&mut Browser::new(world), &provider, anna()).await;
        assert_eq!(problem(&place), ProviderProblem::Misconfigured, "no nonce");
        provider.bend(Bends::default());
        through(&mut Browser::new(world), &provider, anna()).await.arrives();
    })
    .await;
}

/// A group that is mapped and not there is told, to whoever tries the provider and as an event, and keeps nobody out.
#[tokio::test]
async fn a_mapped_group_that_is_not_there_is_told() {
    on_both(async |world| {
        let groups = json!({ "sales": "Nobody made it", "staff": "Nor this" });
        let provider = OpenidProvider::new().await;
        let mut connector = provider.document("okta")["openid_connect"].take();
        connector["mapping"] = json!({ "groups": "groups" });
        let rules = json!({ "domains": ["acme.example"], "groups": groups, "openid_connect": connector });
        change(world, &provider, rules, json!({})).await;
        let leave = world.granted::<flows::granted::TryProvider>(world.user(ANNA).await.0);
        let trial = world.doorward.try_connector(&leave, "okta").await.unwrap().unwrap();
        let told = |name: &str| trial.lines.iter().any(|line| line.contains(name));
        assert!(!trial.good && told("Nobody made it") && told("Nor this"), "{trial:?}");
        for _ in 0..2 {
            let person = json!({ "sub": "A 1", "groups": ["sales"] });
            through(&mut Browser::new(world), &provider, person).await.arrives();
        }
        let told = about(world, "identity_provider.group_missing").await;
        assert_eq!(told, [json!({ "provider": "okta", "groups": ["Nobody made it"] })], "once");
    })
    .await;
}

/// `idp_hint` leads to a provider of the organisation that is asked for, once; any other is ignored, and shows nothing.
#[tokio::test]
async fn a_hint_leads_to_a_provider_of_the_organisation() {
    on_both(async |world| {
        let provider = acme(world).await;
        let hinted = async |query: &str| {
            let mut browser = Browser::new(world);
            let place = browser.authorize(&request("wiki", query)).await;
            let Place::Page(at, view, None) = place else { panic!("{place:?}") };
            (browser, at, view.hinted.map(|one| one.key))
        };
        for ignored in [
            "",
            "&idp_hint=okta",
            "&organization=acme",
            "&organization=acme&idp_hint=other",
            "&organization=grey&idp_hint=okta",
        ] {
            assert_eq!(hinted(ignored).await.2, None, "{ignored}");
        }
        let wanted =
            "&organization=acme&idp_hint=okta&login_hint=anna@acme.example&ui_locales=de+en&prompt=select_account";
        let (mut browser, at, led_to) = hinted(wanted).await;
        assert_eq!(led_to.as_deref(), Some("okta"));
        let address = browser.answer(&at, Answer::Provider("okta".into())).await.elsewhere();
        let asked = parameters(&address);
        assert_eq!((asked["login_hint"].as_str(), asked["ui_locales"].as_str()), (ANNA, "de en"));
        assert_eq!(asked["prompt"], "select_account");
        // Whoever goes back chooses.
        let state = &asked["state"];
        let place = browser.returns(OKTA, &format!("error=access_denied&state={state}")).await;
        let Place::Page(_, view, _) = place else { panic!("{place:?}") };
        assert!(view.hinted.is_none());
        drop(provider);
    })
    .await;
}

/// O8: a key that is new is fetched, at most once a minute.
#[tokio::test]
async fn a_provider_s_keys_may_change() {
    on_both(async |world| {
        let provider = acme(world).await;
        through(&mut Browser::new(world), &provider, anna()).await.arrives();
        provider.rotate();
        let mut soon = Browser::new(world);
        assert_eq!(problem(&through(&mut soon, &provider, anna()).await), ProviderProblem::Misconfigured);
        assert_eq!(provider.count("/keys"), 1, "not within a minute");
        let mut later = Browser::new(world);
        later.later(Span::minutes(1));
        through(&mut later, &provider, anna()).await.arrives();
        assert_eq!(provider.count("/keys"), 2);
    })
    .await;
}

/// A key that took the place of another under its name is looked for as well, at most once a minute.
#[tokio::test]
async fn a_key_may_change_under_its_name() {
    on_both(async |world| {
        let provider = acme(world).await;
        provider.bend(Bends { kid: Some("the only one"), ..Bends::default() });
        through(&mut Browser::new(world), &provider, anna()).await.arrives();
        provider.rotate();
        let mut soon = Browser::new(world);
        assert_eq!(problem(&through(&mut soon, &provider, anna()).await), ProviderProblem::Misconfigured);
        assert_eq!(provider.count("/keys"), 1, "not within a minute");
        let mut later = Browser::new(world);
        later.later(Span::minutes(1));
        through(&mut later, &provider, anna()).await.arrives();
        assert_eq!(provider.count("/keys"), 2);
    })
    .await;
}

/// Where discovery fails, what is old is gone by, and the provider is asked again once a minute, not by everybody who comes.
#[tokio::test]
async fn what_is_old_is_gone_by_while_a_provider_does_not_answer() {
    on_both(async |world| {
        let provider = acme(world).await;
        let mut browser = Browser::new(world);
        through(&mut browser, &provider, anna()).await.arrives();
        let discovery = || provider.count("/.well-known/openid-configuration");
        let soon = browser.now + Span::hours(2);
        let of_then = json!({ "iat": soon.seconds(), "exp": soon.seconds() + 600 });
        let claims = of_then.as_object().unwrap().clone();
        provider.bend(Bends { discovery_status: Some(503), claims, ..Bends::default() });
        for (now, asked) in [(soon, 2), (soon + Span::seconds(59), 2), (soon + Span::minutes(1), 3)] {
            let mut late = Browser::new(world);
            late.now = now;
            through(&mut late, &provider, anna()).await.arrives();
            assert_eq!(discovery(), asked, "at {now:?}");
        }
    })
    .await;
}

/// FED-01, FED-02, FED-05: an address finds nobody unless the provider is believed about it.
#[tokio::test]
async fn fed_01_02_05_an_address_finds_nobody_by_itself() {
    on_both(async |world| {
        let provider = acme_with(world, json!({})).await;
        let person = |email: &str, verified: Value| json!({ "sub": "B 1", "email": email, "email_verified": verified });
        let begin = async || {
            let mut browser = Browser::new(world);
            let at = browser.authorize(&request("wiki", "&organization=acme")).await.asks_for(StepKind::Identify);
            let address = browser.answer(&at, Answer::Provider("okta".into())).await.elsewhere();
            (browser, address)
        };
        let bert = "bert@acme.example";
        for verified in [json!("true"), json!(1), json!(false), Value::Null] {
            let (mut browser, address) = begin().await;
            let place = browser.returns(OKTA, &provider.signs_in(&address, person(bert, verified.clone()))).await;
            assert_eq!(problem(&place), ProviderProblem::Unknown, "{verified}");
        }
        assert_eq!(count(world, &LINKS).await, 1, "anna's");
        // Verified, but the organisation did not say that it is believed about the domain: the account is proven first.
        let (mut browser, address) = begin().await;
        let place = browser.returns(OKTA, &provider.signs_in(&address, person(bert, json!(true)))).await;
        let Place::Page(at, view, None) = place else { panic!("{place:?}") };
        assert_eq!(
            (view.identifier.as_str(), view.provider.as_deref(), view.step.kind()),
            (bert, Some("Acme Okta"), StepKind::Prove)
        );
        assert_eq!(count(world, &LINKS).await, 1);
        assert_eq!(browser.password(&at, "wrong").await.complaint(), Some(Complaint::PasswordWrong));
        browser.password(&at, PASSWORD).await.arrives();
        assert_eq!((count(world, &LINKS).await, count(world, &ORDERED).await), (2, 1), "linked, and told");
        assert_eq!(about(world, "identity.linked").await[0]["shown_by"], "proof of the account");
        let (mut linked, address) = begin().await;
        linked.returns(OKTA, &provider.signs_in(&address, person("other@acme.example", json!(false)))).await.arrives();

        // Believed about the domain: whoever has the address is linked.
        change(world, &provider, json!({ "domains": ["acme.example", "grey.example"] }), json!({})).await;
        let tina = json!({ "sub": "T 1", "email": "ned@acme.example", "email_verified": true });
        through(&mut Browser::new(world), &provider, tina).await.arrives();
        let linked = about(world, "identity.linked").await;
        assert!(linked.len() == 2 && linked.iter().any(|one| one["shown_by"] == "mail domain"), "{linked:?}");
        // Once: whoever is given the address after them is somebody else.
        let after = json!({ "sub": "T 2", "email": "ned@acme.example", "email_verified": true });
        let place = through(&mut Browser::new(world), &provider, after).await;
        assert!(place.is_at(StepKind::Prove), "{place:?}");
        // A domain that is not the organisation's is not believed, whatever the rules say.
        let gus = json!({ "sub": "G 1", "email": "gus@grey.example", "email_verified": true });
        let place = through(&mut Browser::new(world), &provider, gus).await;
        assert_eq!(problem(&place), ProviderProblem::Unknown);
    })
    .await;
}

/// FED-03: whoever prepared an account with somebody else's address does not come to share it.
#[tokio::test]
async fn fed_03_an_account_that_anybody_can_have_prepared_is_proven_first() {
    on_both(async |world| {
        let provider = acme(world).await;
        let person = json!({ "sub": "B 1", "email": "bert@acme.example", "email_verified": true });
        let place = through(&mut Browser::new(world), &provider, person).await;
        assert!(place.is_at(StepKind::Prove), "{place:?}");
        assert_eq!(count(world, &LINKS).await, 1);
    })
    .await;
}

/// FED-10: whoever writes addresses at the provider does not come to be an owner, nor who is to get in without the provider.
#[tokio::test]
async fn fed_10_whoever_may_do_what_no_claim_gives_is_proven_first() {
    on_both(async |world| {
        let provider = acme(world).await;
        for (email, more) in
            [("ned@acme.example", json!({ "roles": ["owner"] })), ("tom@acme.example", json!({ "local": true }))]
        {
            let mut user = json!({ "email": email });
            user.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            applied(world, &json!({ "version": 1, "organisations": [{ "slug": "acme", "users": [user] }] })).await;
            let person = json!({ "sub": email, "email": email, "email_verified": true });
            let place = through(&mut Browser::new(world), &provider, person).await;
            assert!(place.is_at(StepKind::Prove), "{email}: {place:?}");
        }
        assert_eq!(count(world, &LINKS).await, 1, "anna's");
    })
    .await;
}

/// FED-04: what came is linked with whom it was for, in this sign-in, once; another address forgets it.
#[tokio::test]
async fn fed_04_naming_somebody_else_forgets_what_came() {
    on_both(async |world| {
        let provider = acme_with(world, json!({})).await;
        let begins = async |person: Value| {
            let mut browser = Browser::new(world);
            let at = browser.authorize(&request("wiki", "&organization=acme")).await.asks_for(StepKind::Identify);
            let address = browser.answer(&at, Answer::Provider("okta".into())).await.elsewhere();
            let query = provider.signs_in(&address, person);
            let at = browser.returns(OKTA, &query).await.asks_for(StepKind::Prove);
            (browser, at, query)
        };
        let person = json!({ "sub": "B 1", "email": "bert@acme.example", "email_verified": true });
        let (mut browser, at, query) = begins(person.clone()).await;
        browser.email(&at, "tina@acme.example").await.asks_for_password();
        let asked = browser.password(&at, PASSWORD).await.asks_for_code();
        browser.code(&asked, &code(0)).await.arrives();
        assert_eq!(count(world, &LINKS).await, 1, "tina is not linked");
        let again = browser.returns(OKTA, &query).await;
        assert!(matches!(again, Place::NotPending(_) | Place::Completed), "{again:?}");

        // A trusted browser and a session are no proof of now: with two-factor, both factors are.
        let tom = json!({ "sub": "T 1", "email": "tom@acme.example", "email_verified": true });
        let mut trusting = Browser::new(world);
        let at = trusting.sign_in(&request("wiki", ""), "tom@acme.example").await.asks_for_code();
        trusting.answer(&at, Answer::Code { code: code(0), trust: true }).await.arrives();
        trusting.later(Span::seconds(60));
        let at = trusting.authorize(&request("wiki", "&prompt=login&organization=acme")).await;
        let at = at.asks_for_identify_or_password();
        let address = trusting.answer(&at, Answer::Provider("okta".into())).await.elsewhere();
        let at = trusting.returns(OKTA, &provider.signs_in(&address, tom)).await.asks_for_password();
        trusting.password(&at, PASSWORD).await.asks_for_code();
        assert_eq!(count(world, &LINKS).await, 1);
        trusting.code(&at, &code(2)).await.arrives();
        assert_eq!(count(world, &LINKS).await, 2);
        let mut session = Browser::new(world);
        session.sign_in(&request("wiki", ""), "bert@acme.example").await.arrives();
        let at = session.authorize(&request("wiki", "&prompt=select_account&organization=acme")).await;
        let at = at.asks_for_identify_or_password();
        let address = session.answer(&at, Answer::Provider("okta".into())).await.elsewhere();
        session.returns(OKTA, &provider.signs_in(&address, person)).await.asks_for_password();
    })
    .await;
}

/// J2.7, FED-09: no local second factor by default; one by rule, unless the provider is believed when it says that it used two.
#[tokio::test]
async fn fed_09_the_second_factor_is_the_rule_s() {
    on_both(async |world| {
        let provider = acme(world).await;
        let tom = |more: Value| {
            let mut tom = json!({ "sub": "T 1", "email": "tom@acme.example", "email_verified": true });
            tom.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            tom
        };
        through(&mut Browser::new(world), &provider, tom(json!({}))).await.arrives();
        change(world, &provider, json!({ "second_factor": "required" }), json!({})).await;
        let mut asked = Browser::new(world);
        let at = through(&mut asked, &provider, tom(json!({ "amr": ["pwd", "mfa"] }))).await.asks_for_code();
        asked.code(&at, &code(0)).await.arrives();
        let place = through(&mut Browser::new(world), &provider, anna()).await;
        assert!(place.is_at(StepKind::Enrol), "whoever has none sets one up: {place:?}");

        change(world, &provider, json!({ "second_factor": "none", "vouches_for_two_factors": true }), json!({})).await;
        let to_vault = async |person: Value| {
            let mut browser = Browser::new(world);
            let at = browser.authorize(&request("vault", "")).await.asks_for(StepKind::Identify);
            let address = browser.email(&at, ANNA).await.elsewhere();
            browser.returns(OKTA, &provider.signs_in(&address, person)).await
        };
        let code = to_vault(json!({ "sub": "A 1", "amr": ["mfa"] })).await.arrives();
        let tokens = world.token(NOW, &crate::world::exchange("vault", &code)).await.unwrap();
        let claims = id_token(tokens.id_token.as_deref().unwrap());
        assert_eq!((&claims["acr"], &claims["amr"]), (&json!("urn:doorward:acr:2"), &json!(["mfa"])));
        let place = to_vault(json!({ "sub": "A 1", "amr": ["pwd"] })).await;
        assert!(place.is_at(StepKind::Prove), "one factor is not enough: {place:?}");
    })
    .await;
}

/// Just-in-time: profile, groups and roles as the claims say, refreshed at each sign-in; FED-10: what is lost is lost, and no claim makes
/// an owner.
#[tokio::test]
async fn fed_10_an_account_is_made_by_rule_and_follows_the_claims() {
    on_both(async |world| {
        let provider = OpenidProvider::new().await;
        let mut wanted = provider.document("okta");
        wanted["openid_connect"]["mapping"] =
            json!({ "groups": "groups", "roles": "realm.roles", "department": "dept" });
        for (key, value) in [
            ("domains", json!(["acme.example"])),
            ("creates_users", json!(true)),
            ("groups", json!({ "CN=Sales, EMEA": "Sales", "ops": "Operations" })),
            ("roles", json!({ "desk": "help_desk", "audit": "auditor" })),
        ] {
            wanted[key] = value;
        }
        let document = |wanted: &Value| {
            json!({ "version": 1, "organisations": [{
                "slug": "acme", "domains": ["acme.example"], "identity_providers": [wanted],
                "groups": [{ "name": "Sales" }, { "name": "Operations" }, { "name": "By hand" }],
            }] })
        };
        applied(world, &document(&wanted)).await;
        let claims =
            json!({ "groups": ["CN=Sales, EMEA", "unmapped"], "realm": { "roles": ["desk"] }, "dept": "Sales" });
        through(&mut Browser::new(world), &provider, nora(&claims)).await.arrives();
        let (org, user) = world.user("nora@acme.example").await;
        let state = async || {
            let mut read = world.store.read().await.unwrap();
            let roles = directory::roles(&mut read, org, &[user]).await.unwrap();
            let groups = directory::groups(&mut read, org, &[user]).await.unwrap();
            let row = users::by_id(&mut read, org, user).await.unwrap().unwrap();
            (roles.into_iter().map(|(_, role)| role).collect::<Vec<_>>(), groups.len(), row)
        };
        let (roles, groups, row) = state().await;
        assert_eq!((roles, groups, row.facts.external), (vec!["help_desk".to_owned()], 1, true));
        let profile =
            (row.profile.given_name.as_deref(), row.profile.department.as_deref(), row.profile.email_verified);
        assert_eq!(profile, (Some("Nora"), Some("Sales"), true));

        let moved =
            json!({ "groups": ["ops", "CN=Sales, EMEA"], "realm": { "roles": ["audit"] }, "given_name": "Nora Lee" });
        through(&mut Browser::new(world), &provider, nora(&moved)).await.arrives();
        let (roles, groups, row) = state().await;
        assert_eq!((roles, groups), (vec!["auditor".to_owned()], 2));
        assert_eq!(
            (row.profile.given_name.as_deref(), row.profile.department.as_deref()),
            (Some("Nora Lee"), Some("Sales"))
        );
        // O14: a claim that does not come takes nothing away; an empty one takes all that is mapped.
        through(&mut Browser::new(world), &provider, nora(&json!({}))).await.arrives();
        assert_eq!((state().await.0.len(), state().await.1), (1, 2));
        through(&mut Browser::new(world), &provider, nora(&json!({ "groups": [], "realm": { "roles": [] } })))
            .await
            .arrives();
        assert_eq!((state().await.0, state().await.1), (vec![], 0));

        for role in ["owner", "instance_administrator", "boss"] {
            wanted["roles"] = json!({ "x": role });
            let found = problems(world, &document(&wanted)).await;
            assert!(found.len() == 1 && found[0].contains("identity_providers[0].roles.x"), "{found:?}");
        }
    })
    .await;
}

/// FED-05: an address that is not the organisation's is no name to be found by.
#[tokio::test]
async fn fed_05_a_foreign_address_is_no_name_to_be_found_by() {
    on_both(async |world| {
        let domains = json!(["acme.example", "elsewhere.example"]);
        let provider = acme_with(world, json!({ "domains": domains, "creates_users": true })).await;
        let before = count(world, &PEOPLE).await;
        for (sub, email) in [("1", "gus@grey.example"), ("2", "new@elsewhere.example")] {
            let person = json!({ "sub": sub, "email": email, "email_verified": true });
            through(&mut Browser::new(world), &provider, person).await.arrives();
        }
        assert_eq!(count(world, &PEOPLE).await, before + 2);
        let mut read = world.store.read().await.unwrap();
        assert!(
            users::by_identifier(&mut read, &users::INSTANCE_SCOPE, "new@elsewhere.example").await.unwrap().is_none()
        );
        let gus = users::by_identifier(&mut read, &users::INSTANCE_SCOPE, "gus@grey.example").await.unwrap().unwrap();
        assert_ne!(gus.org, world.user(ANNA).await.0, "he is who he was");
    })
    .await;
}

/// FED-05: an address that is somebody's here, or of another organisation's domain, is told to nobody: an application that goes by it
/// would take whoever has it there for somebody else. Any other is told as one that nobody vouched for.
#[tokio::test]
async fn fed_05_a_new_account_carries_no_address_of_somebody_else() {
    on_both(async |world| {
        let provider = acme_with(world, json!({ "domains": ["acme.example"], "creates_users": true })).await;
        let told = async |sub: &str, email: &str, verified: bool| {
            let person = json!({ "sub": sub, "email": email, "email_verified": verified });
            let code = through(&mut Browser::new(world), &provider, person).await.arrives();
            let tokens = world.tokens(NOW, &code).await;
            let userinfo = world.userinfo(NOW, &tokens.access_token).await.unwrap();
            (userinfo.get("email").cloned(), userinfo.get("email_verified").cloned())
        };
        assert_eq!(
            told("1", "x@elsewhere.example", true).await,
            (Some(json!("x@elsewhere.example")), Some(json!(false)))
        );
        assert_eq!(told("2", "nobody@grey.example", true).await, (None, None), "the domain is another's");
        assert_eq!(told("3", "gus@grey.example", true).await, (None, None));
        assert_eq!(told("4", "ned@acme.example", false).await, (None, None), "somebody of the organisation");
    })
    .await;
}

/// Whoever was shut out does not come back as somebody new, and nothing that the provider tells is written of them.
#[tokio::test]
async fn fed_02_who_is_disabled_does_not_come_back_as_somebody_new() {
    on_both(async |world| {
        let provider = acme_with(world, json!({ "domains": ["acme.example"], "creates_users": true })).await;
        through(&mut Browser::new(world), &provider, nora(&json!({}))).await.arrives();
        let before = count(world, &PEOPLE).await;
        world.set_state("nora@acme.example", "disabled").await;
        let place = through(&mut Browser::new(world), &provider, nora(&json!({ "given_name": "Changed" }))).await;
        assert_eq!(place.refusal(), Refusal::Disabled);
        let (org, user) = world.user("nora@acme.example").await;
        let row = users::by_id(&mut world.store.read().await.unwrap(), org, user).await.unwrap().unwrap();
        assert_eq!(row.profile.given_name.as_deref(), Some("Nora"), "what is known stays");
        let other = nora(&json!({ "sub": "N 2", "email_verified": false }));
        let place = through(&mut Browser::new(world), &provider, other).await;
        assert_eq!(problem(&place), ProviderProblem::Unknown);
        assert_eq!(count(world, &PEOPLE).await, before);
    })
    .await;
}

/// Two tabs of one newcomer at once make one account.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_tabs_of_one_newcomer_one_makes_the_account() {
    on_both(async |world| {
        let provider = acme_with(world, json!({ "domains": ["acme.example"], "creates_users": true })).await;
        let before = count(world, &PEOPLE).await;
        let mut tabs = Vec::new();
        for tab in 0..6 {
            let mut browser = Browser::new(world);
            let (_, address) = led(&mut browser, "nora@acme.example").await;
            // Half of them without an address of their own: the identity alone keeps them apart.
            let more = if tab % 2 == 0 { json!({}) } else { json!({ "email": null }) };
            tabs.push((browser, provider.signs_in(&address, nora(&more))));
        }
        let arrive = |(mut browser, query): (Browser, String)| async move { browser.returns(OKTA, &query).await };
        for place in at_once(tabs.into_iter().map(arrive)).await {
            place.arrives();
        }
        assert_eq!((count(world, &PEOPLE).await, count(world, &LINKS).await), (before + 1, 2));
    })
    .await;
}

/// J4, decision 16: a provider that is down lets nobody in, and keeps nobody out who has a password here.
#[tokio::test]
async fn a_provider_that_is_down_leaves_the_way_by_the_password() {
    on_both(async |world| {
        let provider = acme(world).await;
        provider.bend(Bends { status: Some(503), ..Bends::default() });
        let mut browser = Browser::new(world);
        let at = browser.authorize(&request("wiki", "")).await.asks_for(StepKind::Identify);
        let place = browser.email(&at, ANNA).await;
        assert_eq!(problem(&place), ProviderProblem::Silent);
        let at = browser.show(&at, true).await.asks_for_password();
        browser.password(&at, PASSWORD).await.arrives();

        // Whoever was led and comes back by themselves is asked for the password as well.
        provider.bend(Bends::default());
        let mut back = Browser::new(world);
        back.now = NOW + Span::seconds(60);
        let (at, _) = led(&mut back, ANNA).await;
        back.later(Span::seconds(30));
        back.email(&at, ANNA).await.asks_for_password();
        back.password(&at, PASSWORD).await.arrives();

        // What fails at the token endpoint is no verdict either; what the person breaks off is no failure at all.
        provider.bend(Bends { token_status: Some(503), ..Bends::default() });
        let mut late = back.clone();
        (late.session, late.browser) = (None, None);
        assert_eq!(problem(&through(&mut late, &provider, anna()).await), ProviderProblem::Silent);
        let failed = world.events("sign_in.provider_failed").await;
        let mut cancels = Browser::new(world);
        let (_, address) = led(&mut cancels, ANNA).await;
        let query = provider.signs_in(&address, anna());
        let state = parameters(&address)["state"].clone();
        let iss = query.split_once("&iss=").unwrap().1;
        let place = cancels.returns(OKTA, &format!("error=access_denied&state={state}&iss={iss}")).await;
        place.asks_for_password();
        assert_eq!(world.events("sign_in.provider_failed").await, failed);
    })
    .await;
}

/// Where providers alone let people in nobody is asked for a password.
#[tokio::test]
async fn by_providers_alone_nobody_types_a_password() {
    on_both(async |world| {
        let provider = acme(world).await;
        change(world, &provider, json!({ "domains": [] }), json!({ "policy": { "sign_in": "providers" } })).await;
        let mut browser = Browser::new(world);
        let (at, _) = led(&mut browser, ANNA).await;
        browser.password(&at, PASSWORD).await.asks_for(StepKind::Prove);
        assert!(browser.session.is_none());
        through(&mut browser, &provider, anna()).await.arrives();
        let mut offered = Browser::new(world);
        let place = offered.authorize(&request("wiki", "&organization=acme")).await;
        let Place::Page(_, view, None) = place else { panic!("{place:?}") };
        assert_eq!((view.by_providers, view.providers.len(), view.providers[0].key.as_str()), (true, 1, "okta"));
    })
    .await;
}

/// SES-13: an act of one's own is confirmed by one's own account there, by a sign-in of now.
#[tokio::test]
async fn ses_13_an_act_is_confirmed_by_one_s_own_account_there() {
    on_both(async |world| {
        let provider = acme(world).await;
        change(world, &provider, json!({}), json!({ "policy": { "sign_in": "providers" } })).await;
        let mut browser = Browser::new(world);
        through(&mut browser, &provider, anna()).await.arrives();
        let confirming = async |browser: &mut Browser| {
            let at = browser.begins_to_confirm::<NewRecoveryCodes>("/account/two-factor").await;
            let address = browser.answer(&at, Answer::Provider("okta".into())).await.elsewhere();
            assert_eq!(
                (parameters(&address)["prompt"].as_str(), parameters(&address)["max_age"].as_str()),
                ("login", "300")
            );
            address
        };
        let fresh = |sub: &str, age: i64| json!({ "sub": sub, "auth_time": NOW.seconds() - age });
        for (person, why) in [
            (fresh("B 1", 0), ProviderProblem::OtherAccount),
            (fresh("A 1", 3600), ProviderProblem::Refused),
            (anna(), ProviderProblem::Misconfigured),
        ] {
            let address = confirming(&mut browser).await;
            assert_eq!(problem(&browser.returns(OKTA, &provider.signs_in(&address, person)).await), why);
        }
        let address = confirming(&mut browser).await;
        let place = browser.returns(OKTA, &provider.signs_in(&address, fresh("A 1", 0))).await;
        assert!(!place.confirmation("/account/two-factor").is_empty());

        // Whoever keeps a second factor here proves it as well, although the provider is enough to come in.
        let tom =
            || json!({ "sub": "T 1", "email": "tom@acme.example", "email_verified": true, "auth_time": NOW.seconds() });
        let mut browser = Browser::new(world);
        through(&mut browser, &provider, tom()).await.arrives();
        let address = confirming(&mut browser).await;
        let at = browser.returns(OKTA, &provider.signs_in(&address, tom())).await.asks_for_code();
        assert!(!browser.code(&at, &code(0)).await.confirmation("/account/two-factor").is_empty());
    })
    .await;
}

/// O11: each way to show who we are, exactly one of them.
#[tokio::test]
async fn o11_each_way_to_show_who_we_are() {
    on_both(async |world| {
        let provider = acme(world).await;
        provider.bend(Bends { client_authentication: Some("client_secret_post"), ..Bends::default() });
        through(&mut Browser::new(world), &provider, anna()).await.arrives();
        let asked = provider.take();
        let token = asked.iter().find(|request| request.starts_with("POST /token")).unwrap();
        assert!(token.contains("client_secret=") && !token.to_lowercase().contains("authorization:"), "{token}");

        provider.bend(Bends { client_authentication: Some("private_key_jwt"), ..Bends::default() });
        let mut later = Browser::new(world);
        later.later(Span::hours(1));
        assert_eq!(
            problem(&through(&mut later, &provider, anna()).await),
            ProviderProblem::Misconfigured,
            "only a secret"
        );
        let key = rcgen::KeyPair::generate().unwrap().serialize_pem();
        let mut wanted = provider.document("okta");
        wanted["openid_connect"]["client_secret"] = Value::Null;
        wanted["openid_connect"]["client_key"] = json!(key);
        applied(world, &json!({ "version": 1, "organisations": [{ "slug": "acme", "identity_providers": [wanted] }] }))
            .await;
        through(&mut Browser::new(world), &provider, anna()).await.arrives();
        let asked = provider.take();
        let token = asked.iter().rev().find(|request| request.starts_with("POST /token")).unwrap();
        let assertion = token.split("client_assertion=").nth(1).unwrap().split('&').next().unwrap();
        let claims = id_token(assertion);
        assert_eq!((&claims["iss"], &claims["sub"]), (&json!(CLIENT), &json!(CLIENT)));
        assert_eq!(claims["aud"], json!(format!("{}/token", provider.issuer())));
        let leave = world.granted::<flows::granted::TryProvider>(world.user(ANNA).await.0);
        let trial = world.doorward.try_connector(&leave, "okta").await.unwrap().unwrap();
        assert!(trial.good && trial.public_key.unwrap().contains("\"P-256\""));
        assert_eq!(trial.redirect_uri, "https://id.example/sign-in/provider/acme/okta");
        provider.bend(Bends {
            metadata: json!({ "issuer": "https://other.example" }).as_object().unwrap().clone(),
            ..Bends::default()
        });
        let fresh = crate::world::doorward(&world.store, 77);
        let trial = fresh.try_connector(&leave, "okta").await.unwrap().unwrap();
        assert!(!trial.good && trial.lines.iter().any(|line| line.contains("https://other.example")), "{trial:?}");
    })
    .await;
}

/// P8: what the ID token lacks is asked of userinfo, of the same person alone.
#[tokio::test]
async fn userinfo_completes_what_the_token_lacks() {
    on_both(async |world| {
        let provider = acme_with(world, json!({ "domains": ["acme.example"], "creates_users": true })).await;
        let userinfo = |sub: &str| {
            Some(json!({ "sub": sub, "email": "nora@acme.example", "email_verified": true, "given_name": "Nora" }))
        };
        provider.bend(Bends { userinfo: userinfo("somebody else"), ..Bends::default() });
        let place = through(&mut Browser::new(world), &provider, json!({ "sub": "N 1" })).await;
        assert_eq!(problem(&place), ProviderProblem::Misconfigured);
        provider.bend(Bends { userinfo: userinfo("N 1"), ..Bends::default() });
        through(&mut Browser::new(world), &provider, json!({ "sub": "N 1" })).await.arrives();
        world.user("nora@acme.example").await;
    })
    .await;
}

/// FED-13, FED-14: no token is kept, no secret is anywhere, and what finds a sign-in again is no session.
#[tokio::test]
async fn fed_13_14_nothing_is_kept_that_opens_anything() {
    keep_logs();
    on_both(async |world| {
        let provider = acme(world).await;
        let mut browser = Browser::new(world);
        let (_, address) = led(&mut browser, ANNA).await;
        let asked = parameters(&address);
        let mut as_session = Browser::new(world);
        as_session.session = crypto::token::Token::parse(&asked["state"]);
        assert!(as_session.session.is_some(), "it has the form of one");
        as_session.authorize(&request("wiki", "")).await.asks_for(StepKind::Identify);
        let before = dump(&world.database).await;
        browser.returns(OKTA, &provider.signs_in(&address, anna())).await.arrives();
        let (stored, logged) = (dump(&world.database).await, logs());
        for (name, secret) in [
            ("access token", ACCESS_TOKEN.as_bytes()),
            ("client secret", SECRET.as_bytes()),
            ("state", asked["state"].as_bytes()),
            ("nonce", asked["nonce"].as_bytes()),
        ] {
            let canary = Canary::new(name, secret);
            assert_eq!(canary.found_in(&before), Vec::<String>::new());
            assert_eq!(canary.found_in(&stored), Vec::<String>::new());
            assert_eq!(canary.found_in(&logged), Vec::<String>::new());
        }
    })
    .await;
}

/// A second click leads to the same; a disabled account, and one of a provider that is shut, are not let in.
#[tokio::test]
async fn what_holds_when_the_answer_comes_decides() {
    on_both(async |world| {
        let provider = acme(world).await;
        let mut browser = Browser::new(world);
        let (at, address) = led(&mut browser, ANNA).await;
        assert_eq!(browser.answer(&at, Answer::Provider("okta".into())).await.elsewhere(), address, "the same click");
        assert!(browser.answer(&at, Answer::Provider("nobody".into())).await.is_at(StepKind::Prove));
        world.set_state(ANNA, "disabled").await;
        let place = browser.returns(OKTA, &provider.signs_in(&address, anna())).await;
        assert_eq!(place.refusal(), Refusal::Disabled);
        world.set_state(ANNA, "active").await;
        let mut shut = Browser::new(world);
        let (_, address) = led(&mut shut, ANNA).await;
        change(world, &provider, json!({ "state": "disabled" }), json!({})).await;
        let query = provider.signs_in(&address, anna());
        provider.take();
        shut.returns(OKTA, &query).await.asks_for_password();
        assert!(shut.session.is_none());
        assert_eq!(provider.count("/token"), 0, "one that is shut is not asked");
    })
    .await;
}

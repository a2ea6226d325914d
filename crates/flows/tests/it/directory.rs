//! An organisation whose own directory judges the passwords of its people: OpenLDAP's server, over real connections.

use flows::{Complaint, ProviderProblem, granted::TryProvider};
use model::sign_in::StepKind;
use serde_json::{Value, json};
use store::params;
use tokio::{
    io::AsyncReadExt as _,
    net::TcpListener,
    time::{Duration, Instant},
};
use zeroize::Zeroizing;

use crate::{
    apply::{applied, problems, tried},
    browser::{Browser, Place},
    search::{Canary, dump, keep_logs, logs},
    slapd::{READER, READERS_PASSWORD, Slapd, group, person, uuid_of, word},
    world::{World, on_both, request},
};

store::statements! {
    LINKS = "select subject from identity_links order by subject";
    MEMBER_OF = "select g.name from group_members m join groups g on g.org = m.org and g.id = m.group_id \
        join users u on u.org = m.org and u.id = m.user_id where u.subject = $1 order by g.name";
    OF_SUBJECT = "select u.subject from identity_links l join users u on u.org = l.org and u.id = l.user_id where l.subject = $1";
    ABOUT = "select data from events where kind = 'sign_in.provider_failed' order by id";
    NAME = "select u.profile from identity_links l join users u on u.org = l.org and u.id = l.user_id where l.subject = $1";
}

const ANNA: &str = "anna@acme.example";
const NORA: &str = "nora@acme.example";
const ANNAS_DN: &str = "uid=anna,ou=people,dc=acme,dc=example";
const WRONG: Option<Complaint> = Some(Complaint::PasswordWrong);
const SILENT: Option<Complaint> = Some(Complaint::ServiceSilent);

fn anna() -> String {
    person("anna", 1, "mail: anna@acme.example\nmail: annie@acme.example\ngivenName: Anna")
}

fn nora() -> String {
    person("nora", 2, "mail: nora@acme.example\ngivenName: Nora\ntitle: Head of Sales")
}

/// Acme's people are judged by the directory; three wrong passwords lock. Anna's address was shown to be hers.
async fn judged_by(world: &World, provider: Value) {
    let proven = json!({ "email": ANNA, "claims": { "email_verified": true } });
    let document = json!({ "version": 1, "organisations": [{
        "slug": "acme", "domains": ["acme.example"],
        "policy": { "preset": "external", "lock_out": { "attempts": 3 } },
        "identity_providers": [provider], "users": [proven],
    }] });
    applied(world, &document).await;
}

pub(crate) async fn tries(world: &World, email: &str, password: &str) -> Place {
    let mut browser = Browser::new(world);
    let at = browser.goes_to_password(&request("wiki", ""), email).await;
    browser.password(&at, password).await
}

async fn texts(world: &World, statement: &'static store::Statement, of: Option<&str>) -> Vec<String> {
    let mut read = world.store.read().await.unwrap();
    let found = match of {
        Some(of) => read.page::<(String,)>(statement, params![of]).await,
        None => read.page::<(String,)>(statement, params![]).await,
    };
    found.unwrap().into_iter().map(|(text,)| text).collect()
}

/// J3.8, L3: whoever has an account is found by the directory's own identifier from then on; each password that is typed is one bind.
#[tokio::test]
async fn whoever_binds_arrives_and_is_linked_by_the_unique_identifier() {
    on_both(async |world| {
        let server = Slapd::new(&[anna(), nora()]).await;
        judged_by(world, server.provider()).await;
        let mut browser = Browser::new(world);
        let at = browser.goes_to_password(&request("wiki", ""), ANNA).await;
        assert_eq!(browser.password(&at, "a guess").await.complaint(), WRONG);
        assert_eq!(server.binds(ANNAS_DN), 1);
        let mut second_click = browser.clone();
        let code = browser.password(&at, &word("anna")).await.arrives();
        assert!(world.token(browser.now, &crate::world::exchange("wiki", &code)).await.is_ok());
        assert_eq!(server.binds(ANNAS_DN), 2, "one for each");
        second_click.password(&at, &word("anna")).await.arrives();
        assert_eq!(texts(world, &LINKS, None).await, [uuid_of(1)]);
        tries(world, ANNA, &word("anna")).await.arrives();
        assert_eq!(server.binds(READER), 1, "the connection that searches is kept");
        // What is confirmed is confirmed by the same entry.
        let at = browser.begins_to_confirm::<flows::confirmed::ExportData>("/account/x").await;
        assert_eq!(browser.password(&at, &word("nora")).await.complaint(), WRONG);
        assert!(!browser.password(&at, &word("anna")).await.confirmation("/account/x").is_empty());
    })
    .await;
}

/// LDP-01, LDP-03: what is typed is a value and nothing else, and of several entries none is taken.
#[tokio::test]
async fn ldp_01_03_exactly_one_entry_and_no_wildcard() {
    on_both(async |world| {
        let twin = |uid: &str, uuid| person(uid, uuid, "mail: twins@acme.example");
        let server = Slapd::new(&[anna(), twin("castor", 3), twin("pollux", 4)]).await;
        judged_by(world, server.provider()).await;
        for email in ["*@acme.example", "ann*@acme.example", "nobody@acme.example"] {
            assert_eq!(tries(world, email, &word("anna")).await.complaint(), WRONG, "{email}");
        }
        assert_eq!(tries(world, "twins@acme.example", &word("castor")).await.complaint(), WRONG);
        assert_eq!(server.binds("uid="), 0, "nobody bound: {}", server.log());
        let told = texts(world, &ABOUT, None).await;
        assert!(told.len() == 1 && told[0].contains("several entries"), "{told:?}");
    })
    .await;
}

/// LDP-02: this server takes a bind without a password for a success.
#[tokio::test]
async fn ldp_02_an_empty_password_never_binds() {
    on_both(async |world| {
        let server = Slapd::new(&[anna()]).await;
        judged_by(world, server.provider()).await;
        assert_eq!(tries(world, ANNA, "").await.complaint(), Some(Complaint::PasswordMissing));
        let org = world.user(ANNA).await.0;
        let leave = world.granted::<TryProvider>(org);
        let empty = Zeroizing::new(String::new());
        let trial = world.doorward.try_directory(&leave, "staff", Some((ANNA, &empty))).await.unwrap().unwrap();
        assert!(
            !trial.good && trial.lines.iter().any(|line| line.starts_with("Bind with this password: FAILED")),
            "{trial:?}"
        );
        assert_eq!(server.binds(ANNAS_DN), 0);
    })
    .await;
}

/// LDP-04: TLS of a certificate that is trusted, or nothing is said.
#[tokio::test]
async fn ldp_04_tls_is_verified_and_never_left_out() {
    on_both(async |world| {
        let (server, bare) = (Slapd::new(&[anna()]).await, Slapd::without_tls(&[anna()]).await);
        let other = Slapd::new(&[]).await;
        let start_tls = |of: &Slapd| format!("ldap://127.0.0.1:{}", of.plain);
        judged_by(world, server.provider_at(&start_tls(&server), false)).await;
        tries(world, ANNA, &word("anna")).await.arrives();
        let before = server.binds("");
        let mut strange = server.provider();
        strange["ldap"]["authorities"] = json!(other.authority);
        let mut strange_start = server.provider_at(&start_tls(&server), false);
        strange_start["ldap"]["authorities"] = json!(other.authority);
        let stripped = bare.provider_at(&start_tls(&bare), false);
        let by_name = server.provider_at(&format!("ldaps://localhost:{}", server.secure), false);
        for provider in [strange, strange_start, stripped, by_name] {
            judged_by(world, provider.clone()).await;
            assert_eq!(tries(world, ANNA, &word("anna")).await.complaint(), SILENT, "{provider}");
        }
        assert_eq!((server.binds(""), bare.binds("")), (before, 0), "nothing was said");
        // Where the installation allows it, a directory on this machine may stay plain.
        judged_by(world, bare.provider_at(&start_tls(&bare), true)).await;
        tries(world, ANNA, &word("anna")).await.arrives();
    })
    .await;
}

/// LDP-05: however somebody is called when a password is guessed, the guesses are counted together.
#[tokio::test]
async fn ldp_05_all_spellings_of_somebody_are_counted_together() {
    on_both(async |world| {
        let server = Slapd::new(&[anna()]).await;
        judged_by(world, server.provider()).await;
        tries(world, ANNA, &word("anna")).await.arrives();
        for email in ["annie@acme.example", "Annie@ACME.example", ANNA] {
            tries(world, email, "a guess").await.complaint();
        }
        let before = server.binds(ANNAS_DN);
        for email in [ANNA, "annie@acme.example"] {
            assert!(tries(world, email, &word("anna")).await.complaint().is_some(), "{email}");
        }
        assert_eq!(server.binds(ANNAS_DN), before, "nobody is asked any more");
        world.unlock(ANNA).await;
        tries(world, ANNA, &word("anna")).await.arrives();
        assert_eq!(texts(world, &LINKS, None).await, [uuid_of(1)], "one person");
    })
    .await;
}

/// LDP-06, L4: what the directory says of an account holds; only what follows from the right password is told to whoever typed it.
#[tokio::test]
async fn ldp_06_expired_reset_and_locked_accounts() {
    on_both(async |world| {
        let policy = "pwdPolicySubentry: cn=short,ou=policies,dc=acme,dc=example\npwdChangedTime: 20200101000000Z";
        let server = Slapd::new(&[
            person("old", 5, &format!("mail: old@acme.example\n{policy}")),
            person("reset", 6, "mail: reset@acme.example\npwdReset: TRUE"),
            person("shut", 7, "mail: shut@acme.example\npwdAccountLockedTime: 000001010000Z"),
        ])
        .await;
        judged_by(world, server.provider()).await;
        for uid in ["old", "reset"] {
            let email = format!("{uid}@acme.example");
            assert_eq!(tries(world, &email, "a guess").await.complaint(), WRONG, "{uid}");
            for _ in 0..4 {
                let complaint = tries(world, &email, &word(uid)).await.complaint();
                assert_eq!(complaint, Some(Complaint::PasswordExpiredThere), "{uid}: no attempt is lost");
            }
        }
        assert_eq!(tries(world, "shut@acme.example", &word("shut")).await.complaint(), WRONG);
        let told = texts(world, &ABOUT, None).await;
        assert!(told.len() == 1 && told[0].contains("locked there"), "{told:?}");
        assert_eq!(texts(world, &LINKS, None).await, Vec::<String>::new(), "nobody came in");
    })
    .await;
}

/// FED-02, FED-10, L6, L7, L9: whoever is new gets an account by rule; names, groups and roles are as the directory says at each sign-in; a
/// person who has another name, address and place there is the same.
#[tokio::test]
async fn people_are_made_and_refreshed_as_the_directory_says() {
    on_both(async |world| {
        let (sales, staff) = ("Sales\\, EMEA", "staff");
        let nora_dn = "uid=nora,ou=people,dc=acme,dc=example";
        let in_groups = "cn=Sales\\, EMEA,ou=groups,dc=acme,dc=example";
        let circle = [group(sales, &[nora_dn, "cn=staff,ou=groups,dc=acme,dc=example"]), group(staff, &[in_groups])];
        let mut server = Slapd::new(&[vec![nora()], circle.to_vec()].concat()).await;
        let mut provider = server.provider();
        provider["groups"] =
            json!({ "CN=Sales\\2C EMEA,OU=Groups,DC=acme,DC=example": "Sellers", "staff": "Everybody" });
        provider["roles"] = json!({ "staff": "help_desk" });
        let document = json!({ "version": 1, "organisations": [{
            "slug": "acme", "groups": [{ "name": "Sellers" }, { "name": "Everybody" }],
        }] });
        applied(world, &document).await;
        judged_by(world, provider.clone()).await;
        let mut browser = Browser::new(world);
        let at = browser.goes_to_password(&request("wiki", ""), NORA).await;
        browser.password(&at, &word("nora")).await;
        let subjects = texts(world, &OF_SUBJECT, Some(&uuid_of(2))).await;
        assert_eq!(subjects.len(), 1);
        let profile = texts(world, &NAME, Some(&uuid_of(2))).await.remove(0);
        assert!(profile.contains("Nora") && profile.contains("Head of Sales") && profile.contains(NORA), "{profile}");
        assert_eq!(texts(world, &MEMBER_OF, Some(&subjects[0])).await, ["Everybody", "Sellers"], "nested, in a circle");
        let nora = world.user(NORA).await;

        // Another name, address and unit; in no group.
        let moved = person("nora.ny", 2, "mail: ny@acme.example\ngivenName: Nora").replace("nora.ny and", "nora and");
        server.holds(&[moved, group(staff, &[READER])]).await;
        tries(world, "ny@acme.example", &word("nora")).await;
        assert_eq!(texts(world, &OF_SUBJECT, Some(&uuid_of(2))).await, subjects, "the same person");
        assert_eq!(texts(world, &MEMBER_OF, Some(&subjects[0])).await, Vec::<String>::new());
        assert_eq!(world.user(NORA).await, nora);

        // Without the rule nobody is made, and the page says so.
        provider["creates_users"] = json!(false);
        judged_by(world, provider).await;
        server.holds(&[person("zoe", 9, "mail: zoe@acme.example")]).await;
        let place = tries(world, "zoe@acme.example", &word("zoe")).await;
        assert_eq!(place.complaint(), Some(Complaint::Provider(ProviderProblem::Unknown)));
    })
    .await;
}

/// EXT-12: whoever may not come in here is not asked for there, and is answered as everybody.
#[tokio::test]
async fn ext_12_who_is_disabled_here_does_not_bind_there() {
    on_both(async |world| {
        let server = Slapd::new(&[anna()]).await;
        judged_by(world, server.provider()).await;
        world.set_state(ANNA, "disabled").await;
        assert_eq!(tries(world, ANNA, &word("anna")).await.complaint(), WRONG);
        assert_eq!(server.binds(ANNAS_DN), 0);
    })
    .await;
}

/// PITFALLS K3, FED-03: an account that is somebody else's at the directory, or that may have been prepared, is handed to nobody.
#[tokio::test]
async fn fed_03_an_account_is_not_handed_over_by_its_address() {
    on_both(async |world| {
        let mut server = Slapd::new(&[anna()]).await;
        judged_by(world, server.provider()).await;
        tries(world, ANNA, &word("anna")).await.arrives();
        server.holds(&[person("anna", 8, "mail: anna@acme.example")]).await;
        let place = tries(world, ANNA, &word("anna")).await;
        assert_eq!(place.complaint(), Some(Complaint::Provider(ProviderProblem::Unknown)), "made anew: another person");
        assert_eq!(texts(world, &LINKS, None).await, [uuid_of(1)]);
    })
    .await;
}

/// EXT-13, L10: an outage takes no attempt; afterwards the connections that were kept, and are dead, hold up nobody.
#[tokio::test]
async fn ext_13_an_outage_of_a_directory_takes_no_attempt() {
    on_both(async |world| {
        let mut server = Slapd::new(&[anna()]).await;
        judged_by(world, server.provider()).await;
        tries(world, ANNA, &word("anna")).await.arrives();
        server.stop();
        server.start().await;
        tries(world, ANNA, &word("anna")).await.arrives();
        server.stop();
        for email in [ANNA, "nobody@acme.example", ANNA, ANNA] {
            assert_eq!(tries(world, email, &word("anna")).await.complaint(), SILENT, "{email}");
        }
        server.start().await;
        tries(world, ANNA, &word("anna")).await.arrives();
        let mut provider = server.provider();
        provider["ldap"]["bind_password"] = json!("another one");
        judged_by(world, provider).await;
        assert_eq!(tries(world, ANNA, &word("anna")).await.complaint(), SILENT, "our own account is refused");
    })
    .await;
}

/// LDP-08: a directory that takes connections and answers nothing is not waited for, and the next address is asked.
#[tokio::test]
async fn ldp_08_a_directory_that_hangs_is_left_within_five_seconds() {
    on_both(async |world| {
        let server = Slapd::new(&[anna()]).await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let hangs = format!("ldap://127.0.0.1:{}", listener.local_addr().unwrap().port());
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                tokio::spawn(async move { while stream.read(&mut [0; 512]).await.is_ok_and(|read| read > 0) {} });
            }
        });
        let mut provider = server.provider();
        provider["ldap"]["addresses"] = json!([hangs]);
        judged_by(world, provider.clone()).await;
        let begun = Instant::now();
        assert_eq!(tries(world, ANNA, &word("anna")).await.complaint(), SILENT);
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
        provider["ldap"]["addresses"] = json!([hangs, format!("ldaps://127.0.0.1:{}", server.secure)]);
        judged_by(world, provider).await;
        tries(world, ANNA, &word("anna")).await.arrives();
    })
    .await;
}

/// PWD-14, LDP-07, EGR-09: nothing of a password is in database, log or report; a trial tells each step; who changes where it is asked has to
/// give the secret again.
#[tokio::test]
async fn ldp_07_secrets_are_nowhere_and_a_trial_tells_each_step() {
    on_both(async |world| {
        keep_logs();
        let server = Slapd::new(&[anna()]).await;
        judged_by(world, server.provider()).await;
        tries(world, ANNA, &word("anna")).await.arrives();
        let leave = world.granted::<TryProvider>(world.user(ANNA).await.0);
        let password = Zeroizing::new(word("anna"));
        let trial = world.doorward.try_directory(&leave, "staff", Some(("anna", &password))).await.unwrap().unwrap();
        assert!(trial.good && trial.lines.len() == 7, "{trial:#?}");
        let wrong = Zeroizing::new("a guess".to_owned());
        let failed = world.doorward.try_directory(&leave, "staff", Some(("anna", &wrong))).await.unwrap().unwrap();
        assert!(!failed.good, "{failed:#?}");
        let mut elsewhere = server.provider();
        elsewhere["ldap"]["addresses"] = json!(["ldaps://sink.example"]);
        elsewhere["ldap"].as_object_mut().unwrap().remove("bind_password");
        let document =
            json!({ "version": 1, "organisations": [{ "slug": "acme", "identity_providers": [elsewhere] }] });
        let found = problems(world, &document).await;
        assert!(found.len() == 1 && found[0].contains("ldap.bind_password: is needed"), "{found:?}");
        let places = [dump(&world.database).await, logs(), format!("{trial:?} {failed:?}").into_bytes()];
        for (place, at) in places.iter().zip(["database", "log", "trial"]) {
            for secret in [READERS_PASSWORD, &word("anna")] {
                assert_eq!(Canary::new("the secret", secret.as_bytes()).found_in(place), Vec::<String>::new(), "{at}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_with_a_directory_is_told_at_its_field() {
    on_both(async |world| {
        let provider = json!({
            "key": "staff", "second_factor": "required",
            "ldap": {
                "addresses": ["https://a.example"], "authorities": "no PEM", "bind_dn": "reader", "bind_password": "x",
                "base": "people", "filter": "(uid=*)", "attributes": { "email": "e mail" },
                "groups": { "attribute": "memberOf", "nested": true },
            },
        });
        let document = json!({ "version": 1, "organisations": [{ "slug": "acme", "identity_providers": [provider] }] });
        let found = problems(world, &document).await;
        let place = "organisations[0].identity_providers[0]";
        for part in ["addresses", "authorities", "bind_dn", "base", "filter", "attributes", "groups"] {
            let at = format!("{place}.ldap.{part}: ");
            assert_eq!(found.iter().filter(|one| one.starts_with(&at)).count(), 1, "{part}: {found:#?}");
        }
        assert!(found.iter().any(|one| one.contains("policy.sign_in.external")), "{found:#?}");
        let two = json!({ "key": "two", "rest": { "url": "https://a.example/", "authentication": "basic" }, "ldap": provider["ldap"] });
        let document = json!({ "version": 1, "organisations": [{ "slug": "acme", "identity_providers": [two] }] });
        assert!(tried(world, &document, true).await.is_err_and(|found| found.iter().any(|one| one.to_string().contains("stands beside"))));
        let mut browser = Browser::new(world);
        browser.authorize(&request("wiki", "")).await.asks_for(StepKind::Identify);
    })
    .await;
}

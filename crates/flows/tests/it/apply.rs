//! A document is applied: everything in it at once, or nothing; a second time nothing; beside servers that run.

use flows::{
    Error,
    apply::{Document, Node, Options, Problem, Progress, Report, Secrets},
};
use model::sign_in::StepKind;
use serde_json::{Value, json};

use crate::{
    browser::Browser,
    paused::polled,
    search::{Canary, dump},
    world::{CLIENT_SECRET, NOW, PASSWORD, TOTP, World, code, doorward, on_both, request},
};

/// `TOTP` in base32.
const TOTP_TEXT: &str = "OR3WK3TUPEQHGZLDOJSXIIDCPF2GK4ZB";

/// A secret that the document does not hold.
struct Elsewhere;

impl Secrets for Elsewhere {
    fn variable(&self, name: &str) -> Option<String> {
        (name == "WIKI2_SECRET").then(|| format!("{CLIENT_SECRET}\n"))
    }

    fn file(&self, path: &str) -> Result<String, String> {
        if path == "password" { Ok(format!("{PASSWORD}\r\n")) } else { Err("no such file".to_owned()) }
    }
}

fn read(document: &Value) -> Document {
    Document::read(&serde_json::from_value::<Node>(document.clone()).unwrap(), &Elsewhere)
}

pub(crate) async fn tried(world: &World, document: &Value, dry_run: bool) -> Result<Report, Vec<Problem>> {
    let options = Options { dry_run, progress: &|_| {} };
    Box::pin(world.doorward.apply(&world.everything(), &read(document), &options)).await.unwrap()
}

pub(crate) async fn applied(world: &World, document: &Value) -> Report {
    tried(world, document, false).await.unwrap_or_else(|problems| panic!("{problems:#?}"))
}

/// `place: text` of each problem.
pub(crate) async fn problems(world: &World, document: &Value) -> Vec<String> {
    let problems = tried(world, document, false).await.expect_err("something is wrong with it");
    problems.iter().map(ToString::to_string).collect()
}

fn whole() -> Value {
    json!({
        "version": 1,
        "organisations": [{
            "slug": "Onyx",
            "name": "Onyx Works",
            "policy": { "preset": "default", "lock_out": { "attempts": 5 }, "session": { "idle": "2h" } },
            "branding": { "product_name": "Onyx ID", "accent": "#102030", "support": { "email": "help@onyx.example" } },
            "domains": ["onyx.example"],
            "groups": [{ "name": "staff", "members": ["olga@onyx.example"] }, { "name": "guests" }],
            "users": [
                {
                    "email": "Olga@onyx.example",
                    "subject": "4711",
                    "password": { "file": "password" },
                    "totp_secret": TOTP_TEXT,
                    "roles": ["owner"],
                    "claims": {
                        "given_name": "Olga", "family_name": "Petrova", "birthdate": "1990-02-28",
                        "address": { "locality": "Varna", "country": "BG" }, "updated_at": 1_700_000_000,
                    },
                },
                { "email": "oleg@onyx.example", "user_name": "oleg", "password": PASSWORD, "groups": ["guests"] },
                {
                    "email": "otto@onyx.example", "state": "disabled",
                    "password_hash": "$2b$05$1jOAJdeTaWKVux/1qhEtguBk4L7ecIGodjN5I..dTGIHsbkMFAaBW",
                },
            ],
        }],
        "applications": [{
            "client_id": "wiki2",
            "client_name": "Wiki Two",
            "organisation": "onyx",
            "client_secret": { "env": "WIKI2_SECRET" },
            "token_endpoint_auth_method": "client_secret_post",
            "redirect_uris": ["https://wiki2.example/back"],
            "grant_types": ["authorization_code", "refresh_token"],
            "id_token_signed_response_alg": "ES256",
            "subscriptions": [{ "organisation": "onyx", "users": ["oleg@onyx.example"], "groups": ["staff"] }],
        }],
        "api_tokens": [{
            "organisation": "onyx", "name": "bench", "token": "a-token-of-32-characters-at-least",
            "permissions": ["users:read"], "expires_at": "2030-01-01T00:00:00Z",
        }],
    })
}

#[tokio::test]
async fn all_of_a_document_at_once_and_nothing_the_second_time() {
    on_both(async |world| {
        let dry = tried(world, &whole(), true).await.unwrap();
        let wet = applied(world, &whole()).await;
        assert_eq!(format!("{:?}", dry.items), format!("{:?}", wet.items), "a dry run says the same");
        assert_eq!((wet.created(), wet.changed(), wet.unchanged), (8, 0, 0), "{:#?}", wet.items);

        let mut browser = Browser::new(world);
        let at = browser.sign_in(&request("wiki2", ""), "olga@onyx.example").await.asks_for(StepKind::Prove);
        let code = browser.code(&at, &code(0)).await.arrives();
        let tokens = world.token(NOW, &crate::world::exchange("wiki2", &code)).await.unwrap();
        let known = world.userinfo(NOW, &tokens.access_token).await.unwrap();
        assert_eq!((&known["sub"], &known["given_name"]), (&"4711".into(), &"Olga".into()));
        assert_eq!((&known["email"], &known["email_verified"]), (&"Olga@onyx.example".into(), &true.into()));
        Browser::new(world).sign_in(&request("wiki2", ""), "oleg@onyx.example").await.arrives();

        let again = applied(world, &whole()).await;
        assert_eq!((again.items.len(), again.unchanged), (0, 8), "{:#?}", again.items);
        assert_eq!(world.events("user.created").await, 3);
        assert_eq!(world.events("user.changed").await, 0);
        for secret in [PASSWORD.as_bytes(), TOTP, CLIENT_SECRET.as_bytes(), b"a-token-of-32-characters-at-least"] {
            let found = Canary::new("a secret of the document", secret).found_in(&dump(&world.database).await);
            assert_eq!(found, Vec::<String>::new());
        }
    })
    .await;
}

#[tokio::test]
async fn a_dry_run_writes_nothing() {
    on_both(async |world| {
        let before = world.events("user.created").await;
        tried(world, &whole(), true).await.unwrap();
        assert!(world.doorward.organisation_by_slug("onyx").await.unwrap().is_none());
        assert_eq!(world.events("user.created").await, before);
    })
    .await;
}

#[tokio::test]
async fn what_differs_is_changed_field_by_field_and_the_rest_stays() {
    on_both(async |world| {
        applied(world, &whole()).await;
        let change = json!({
            "version": 1,
            "organisations": [{
                "slug": "onyx",
                "policy": { "inactivity": "90d" },
                "branding": { "support": { "phone": "+359 2 1" } },
                "groups": [{ "name": "staff", "members": ["oleg.new@onyx.example"] }],
                "users": [
                    { "email": "olga@ONYX.example", "claims": { "nickname": "Olya", "birthdate": null } },
                    { "user_name": "oleg", "email": "oleg.new@onyx.example", "roles": ["owner", "auditor"] },
                ],
            }],
            "applications": [{
                "client_id": "wiki2", "require_auth_time": true,
                "subscriptions": [{ "organisation": "onyx", "groups": [] }, { "organisation": "acme", "everyone": true }],
            }],
        });
        let report = applied(world, &change).await;
        let fields: Vec<String> = report
            .items
            .iter()
            .flat_map(|item| item.fields.iter().map(move |f| format!("{} {}: {:?} {:?}", item.name, f.field, f.from, f.to)))
            .collect();
        let expected = [
            r#"onyx policy.inactivity: None Some("90d")"#,
            r#"onyx branding.support.phone: None Some("+359 2 1")"#,
            r#"olga@ONYX.example email: Some("Olga@onyx.example") Some("olga@ONYX.example")"#,
            r#"olga@ONYX.example claims.birthdate: Some("1990-02-28") None"#,
            r#"olga@ONYX.example claims.nickname: None Some("Olya")"#,
            r#"olga@ONYX.example groups: Some("staff") None"#,
            r#"oleg.new@onyx.example email: Some("oleg@onyx.example") Some("oleg.new@onyx.example")"#,
            r#"oleg.new@onyx.example claims.email: Some("oleg@onyx.example") Some("oleg.new@onyx.example")"#,
            r#"oleg.new@onyx.example roles: None Some("owner")"#,
            r#"oleg.new@onyx.example roles: None Some("auditor")"#,
            r#"oleg.new@onyx.example groups: None Some("staff")"#,
            r#"wiki2 require_auth_time: Some("false") Some("true")"#,
            r#"wiki2 subscriptions.onyx.groups: Some("1") Some("0")"#,
            r#"wiki2 subscriptions.acme: None Some("everyone")"#,
        ];
        assert_eq!(fields, expected);
        // Nobody is found by the previous address, and a new one is found at once.
        let row = |email: &'static str| async move {
            let mut read = world.store.read().await.unwrap();
            store::users::by_identifier(&mut read, &store::users::INSTANCE_SCOPE, email).await.unwrap()
        };
        assert!(row("oleg@onyx.example").await.is_none());
        assert_eq!(row("oleg.new@onyx.example").await.unwrap().epoch, 1, "nothing that was given to him ends");
        assert_eq!(applied(world, &change).await.items.len(), 0);
    })
    .await;
}

#[tokio::test]
async fn another_password_or_state_ends_everything_and_the_same_password_nothing() {
    on_both(async |world| {
        applied(world, &whole()).await;
        let user = |fields: Value| {
            let mut user = json!({ "email": "oleg@onyx.example" });
            user.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
            json!({ "version": 1, "organisations": [{ "slug": "onyx", "users": [user] }] })
        };
        let mut browser = Browser::new(world);
        browser.sign_in(&request("wiki2", ""), "oleg@onyx.example").await.arrives();
        let hash = world.password_hash("oleg@onyx.example").await;
        assert!(applied(world, &user(json!({ "password": PASSWORD }))).await.is_empty());
        assert_eq!(world.password_hash("oleg@onyx.example").await, hash);
        assert!(world.doorward.signed_in(&browser.caller()).await.unwrap().is_some());

        let other = user(json!({ "password": "quite another secret than before" }));
        let report = applied(world, &other).await;
        assert!(report.items[0].fields[0].secret && !format!("{report:?}").contains("quite another"), "{report:?}");
        assert!(world.doorward.signed_in(&browser.caller()).await.unwrap().is_none(), "SES-08");
        assert!(applied(world, &other).await.is_empty());
        applied(world, &user(json!({ "password": PASSWORD }))).await;

        browser = Browser::new(world);
        browser.sign_in(&request("wiki2", ""), "oleg@onyx.example").await.arrives();
        applied(world, &user(json!({ "state": "disabled" }))).await;
        assert!(world.doorward.signed_in(&browser.caller()).await.unwrap().is_none());
    })
    .await;
}

/// A hash from elsewhere is replaced at the first sign-in; a first password is replaced by the user.
#[tokio::test]
async fn what_became_of_a_given_password_is_left_alone() {
    on_both(async |world| {
        let document = json!({ "version": 1, "organisations": [{ "slug": "acme", "users": [
            {
                "email": "new@acme.example",
                "password_hash": "$2b$05$1jOAJdeTaWKVux/1qhEtguBk4L7ecIGodjN5I..dTGIHsbkMFAaBW",
            },
            { "email": "anna@acme.example", "password": "a first password for everybody", "must_change_password": true },
        ] }] });
        let before = world.password_hash("anna@acme.example").await;
        applied(world, &document).await;
        assert_eq!(world.password_hash("anna@acme.example").await, before, "she has chosen one already");
        let mut browser = Browser::new(world);
        let at = browser.goes_to_password(&request("wiki", ""), "new@acme.example").await;
        browser.password(&at, "correct horse battery staple").await;
        let upgraded = world.password_hash("new@acme.example").await;
        assert!(upgraded.starts_with("$argon2id$"), "{upgraded}");
        assert!(applied(world, &document).await.is_empty());
        assert_eq!(world.password_hash("new@acme.example").await, upgraded);
    })
    .await;
}

#[tokio::test]
async fn everything_that_is_wrong_is_told_at_once_with_its_place_and_nothing_is_written() {
    on_both(async |world| {
        let wrong = json!({
            "version": 2,
            "organisation": [],
            "organisations": [
                {
                    "slug": "o", "nmae": "x", "state": "activ",
                    "policy": { "preset": "pasport", "lock_out": { "attemps": 5, "opens": "never" }, "inactivity": 5 },
                    "branding": { "accent": "blue" }, "domains": ["no domain"],
                    "users": [
                        { "emial": "a@b.example" },
                        { "email": "a@b@c", "roles": ["ownr"], "claims": { "given_nam": "A", "name": 5 } },
                        { "email": "x@o.example", "password": "a", "password_hash": "b" },
                        { "email": "y@o.example", "password_hash": "md5", "totp_secret": "1", "password": { "env": "NO" } },
                    ],
                },
            ],
            "applications": [{ "client_id": "x", "redirect_uri": [], "client_secret": "short", "level": "three" }],
            "api_tokens": [{ "organisation": "acme", "name": "t", "token": "short", "permissions": ["users:write"] }],
        });
        let found = problems(world, &wrong).await;
        let expected = [
            "organisation: is an unknown key; did you mean `organisations`?",
            "version: is not one that this Doorward knows: it knows 1",
            "organisations[0].nmae: is an unknown key; did you mean `name`?",
            "organisations[0].slug: a company ID is 2 to 40",
            "organisations[0].state: `activ` is unknown; did you mean `active`?",
            "organisations[0].policy.preset: `pasport` is unknown; did you mean `passport`?",
            "organisations[0].policy.lock_out.attemps: is an unknown key; did you mean `attempts`?",
            "organisations[0].policy.lock_out.opens: `never` is unknown; known here: timed, until_unlocked",
            "organisations[0].policy.inactivity: has no unit: write it as 90s, 15m, 12h or 30d",
            "organisations[0].branding.accent: can't be read: a colour is # and six",
            "organisations[0].domains[0]: is no mail domain",
            "organisations[0].users[0].emial: is an unknown key; did you mean `email`?",
            "organisations[0].users[0]: has nothing to be found by",
            "organisations[0].users[1].email: can't be one: not an e-mail address",
            "organisations[0].users[1].roles[0]: `ownr` is unknown; did you mean `owner`?",
            "organisations[0].users[1].claims.given_nam: is an unknown key; did you mean `given_name`?",
            "organisations[0].users[1].claims.name: is no text: put it in quotes",
            "organisations[0].users[2].password_hash: is one password too many",
            "organisations[0].users[3].password: the environment variable NO is not set",
            "organisations[0].users[3].password_hash: is no password hash that is known here",
            "organisations[0].users[3].totp_secret: is no base32",
            "applications[0].redirect_uri: is an unknown key; did you mean `redirect_uris`?",
            "applications[0].client_secret: has fewer than 24 characters",
            "applications[0].level: `three` is unknown; known here: one, two, phishing_resistant",
            "applications[0].redirect_uris: at least one is needed",
            "applications[0].organisation: is needed for a new application",
            "api_tokens[0].token: must have 32 characters or more",
            "api_tokens[0].permissions[0]: `users:write` is unknown; known here: users:read",
        ];
        for expected in expected {
            assert!(found.iter().any(|found| found.starts_with(expected)), "{expected}\nin\n{}", found.join("\n"));
        }
        assert_eq!(found.len(), expected.len(), "{}", found.join("\n"));
    })
    .await;
}

#[tokio::test]
async fn what_does_not_fit_what_is_there_is_told_and_nothing_is_written() {
    on_both(async |world| {
        let wrong = json!({
            "version": 1,
            "organisations": [
                {
                    "slug": "acme", "policy": { "password": { "min": 4 } }, "domains": ["blue.example", "acme.example"],
                    "groups": [{ "name": "g", "members": ["nobody@acme.example", "ben@blue.example"] }],
                    "users": [
                        { "email": "ben@blue.example" },
                        { "email": "fresh@acme.example", "groups": ["h"] },
                        { "email": "fresh@acme.example" },
                    ],
                },
                { "slug": "acme" },
            ],
            "applications": [
                { "client_id": "wiki", "organisation": "blue" },
                { "client_id": "newer" },
                { "client_id": "newest", "organisation": "acme", "redirect_uris": ["http://evil.example/"] },
            ],
            "api_tokens": [{ "organisation": "acme", "name": "t" }, { "organisation": "nowhere", "name": "t" }],
        });
        let found = problems(world, &wrong).await;
        for expected in ["organisations[0].users[2]: the address", "organisations[1]: the organisation `acme` is"] {
            assert!(found.iter().any(|found| found.starts_with(expected)), "{expected}\nin\n{}", found.join("\n"));
        }
        let mut once = wrong.clone();
        once["organisations"].as_array_mut().unwrap().pop();
        once["organisations"][0]["users"].as_array_mut().unwrap().pop();
        let found = problems(world, &once).await;
        let expected = [
            "organisations[0].policy.password.min: must be at least 8",
            "organisations[0].domains[0]: `blue.example` is the domain of the organisation `blue`",
            "organisations[0].users[0].email: is somebody's in another organisation",
            "organisations[0].groups[0].members[0]: is nobody in this organisation",
            "organisations[0].users[1].groups[0]: there is no group `h`",
            "applications[0].organisation: is another organisation's application already",
            "applications[1].organisation: is needed for a new application",
            "applications[1].redirect_uris: at least one is needed",
            "applications[1].client_secret: is needed for client_secret_basic",
            "applications[2].redirect_uris[0]: http is allowed on loopback addresses only",
            "applications[2].client_secret: is needed for client_secret_basic",
            "api_tokens[0].token: is needed for a new token",
            "api_tokens[0].permissions: is needed for a new token",
            "api_tokens[1].organisation: there is no organisation `nowhere`",
        ];
        for expected in expected {
            assert!(found.iter().any(|found| found.starts_with(expected)), "{expected}\nin\n{}", found.join("\n"));
        }
        assert_eq!(found.len(), expected.len(), "{}", found.join("\n"));
        assert_eq!(world.events("user.created").await + world.events("organisation.changed").await, 0);
    })
    .await;
}

/// Types, limits, references and addresses: whatever stage finds them.
#[tokio::test]
async fn problems_of_every_stage_are_told_together() {
    on_both(async |world| {
        let wrong = json!({
            "version": 1,
            "organisations": [{
                "slug": "onyx",
                "policy": { "password": { "min": "4" }, "lock_out": { "attempts": 101 }, "inactivity": "0d" },
                "branding": { "privacy_url": "javascript:alert(1)", "logo": "../key" },
                "users": [{
                    "email": "a@onyx.example", "groups": ["nobody's"],
                    "claims": { "picture": "javascript:alert(1)", "website": "ftp://a.example", "profile": "/me" },
                }],
            }, {
                "slug": "no slug", "policy": { "lock_out": { "attempts": 101 } }, "branding": { "logo": "../key" },
            }],
            "applications": [{
                "client_id": "new", "organisation": "onyx", "client_secret": CLIENT_SECRET,
                "launch_url": "http://127.0.0.1.evil.example/",
                "redirect_uris": ["http://a.example/", "https://b.example/", "https://c.example/#"],
                "tos_uri": "data:text/html,x", "logo": "/etc/passwd", "default_max_age": "1h",
                "jwks_uri": "https://a.example/keys", "dpop_bound_access_tokens": true, "client_name#de": "Neu",
                "subscriptions": [{ "organisation": "nowhere", "users": ["x@onyx.example"] }],
            }, {
                "organisation": "onyx", "redirect_uris": ["http://a.example/"],
            }, {
                "client_id": "astray", "organisation": "nowhere", "redirect_uris": ["https://a.example/"],
                "subscriptions": [{ "organisation": "onyx", "groups": ["nobody's"] }],
            }],
        });
        let found = problems(world, &wrong).await;
        let expected = [
            "organisations[0].policy.password.min: is text, but a whole number is needed",
            "organisations[0].policy.lock_out.attempts: must be 3 to 100",
            "organisations[0].policy.inactivity: must be longer than nothing",
            "organisations[0].branding.privacy_url: must begin with https://",
            "organisations[0].branding.logo: must be the plain name of an asset",
            "organisations[0].users[0].claims.picture: is no web address",
            "organisations[0].users[0].claims.website: is no web address",
            "organisations[0].users[0].claims.profile: is no web address",
            "organisations[0].users[0].groups[0]: there is no group `nobody's`",
            "applications[0].launch_url: http is allowed on loopback addresses only",
            "applications[0].redirect_uris[0]: http is allowed on loopback addresses only",
            "applications[0].redirect_uris[2]: a fragment is not allowed",
            "applications[0].tos_uri: not an https address",
            "applications[0].logo: must be the plain name of an asset",
            "applications[0].default_max_age: is text, but a whole number is needed",
            "applications[0].jwks_uri: is not in this version of Doorward",
            "applications[0].dpop_bound_access_tokens: is not in this version of Doorward",
            "applications[0].client_name#de: is not in this version of Doorward",
            "applications[0].subscriptions[0].organisation: there is no organisation `nowhere`",
            "organisations[1].slug: a company ID is 2 to 40",
            "organisations[1].policy.lock_out.attempts: must be 3 to 100",
            "organisations[1].branding.logo: must be the plain name of an asset",
            "applications[1].client_id: is needed",
            "applications[1].redirect_uris[0]: http is allowed on loopback addresses only",
            "applications[2].organisation: there is no organisation `nowhere`",
            "applications[2].client_secret: is needed for client_secret_basic",
            "applications[2].subscriptions[0].groups[0]: there is no group `nobody's`",
        ];
        for expected in expected {
            assert!(found.iter().any(|found| found.starts_with(expected)), "{expected}\nin\n{}", found.join("\n"));
        }
        assert_eq!(found.len(), expected.len(), "{}", found.join("\n"));
        assert_eq!(world.events("organisation.created").await, 0);
    })
    .await;
}

#[tokio::test]
async fn an_organisation_keeps_an_owner() {
    on_both(async |world| {
        let roles = |people: [(&str, Value); 2]| {
            let users = people.map(|(email, roles)| json!({ "email": email, "roles": roles }));
            json!({ "version": 1, "organisations": [{ "slug": "acme", "users": users }] })
        };
        let (anna, bert) = ("anna@acme.example", "bert@acme.example");
        applied(world, &roles([(anna, json!(["owner"])), (bert, json!([]))])).await;
        let found = problems(world, &roles([(anna, json!([])), (bert, json!(["auditor"]))])).await;
        assert_eq!(
            found,
            ["organisations[0].users[0].roles: would leave the organisation without an owner: make somebody else one"]
        );
        // Handed over, whoever comes first in the document.
        applied(world, &roles([(anna, json!([])), (bert, json!(["owner"]))])).await;
        let mut read = world.store.read().await.unwrap();
        let owners = store::users::owner_ids(&mut read, world.user(anna).await.0).await.unwrap();
        assert_eq!(owners, [world.user(bert).await.1]);
    })
    .await;
}

/// Somebody is disabled between reading and writing: what the document wanted was decided from another state, and nothing of
/// that batch is written.
#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_was_overtaken_is_refused_whole() {
    on_both(async |world| {
        let document = read(&json!({ "version": 1, "organisations": [{ "slug": "acme", "users": [
            { "email": "anna@acme.example", "password": "quite another secret than before" },
            { "email": "bert@acme.example", "claims": { "nickname": "Bertie" } },
        ] }] }));
        let before = world.password_hash("anna@acme.example").await;
        let meanwhile = |progress: Progress| {
            if progress.what == "passwords compared" {
                let disable = async || world.set_state("anna@acme.example", "disabled").await;
                tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(disable()));
            }
        };
        let options = Options { dry_run: false, progress: &meanwhile };
        let refused = Box::pin(world.doorward.apply(&world.everything(), &document, &options)).await;
        assert!(matches!(refused, Err(Error::Guard("user unchanged"))), "{refused:?}");
        assert_eq!(world.password_hash("anna@acme.example").await, before);
        assert_eq!(world.events("user.changed").await, 0, "nor is what stood beside it");
        let options = Options { dry_run: false, progress: &|_| {} };
        let report = Box::pin(world.doorward.apply(&world.everything(), &document, &options)).await.unwrap().unwrap();
        assert_eq!(report.changed(), 2, "applied again it is done");
    })
    .await;
}

/// The same document is applied by somebody else while this one is held up anywhere on its way: whoever is overtaken is told
/// so, and never that something is wrong with the document.
#[tokio::test]
async fn a_document_that_was_overtaken_is_not_wrong() {
    on_both(async |world| {
        let options = Options { dry_run: false, progress: &|_| {} };
        for times in 0..200 {
            let document = read(&onyx(&format!("onyx{times}")));
            let everything = world.everything();
            let mut held_up = Box::pin(world.doorward.apply(&everything, &document, &options));
            let early = polled(held_up.as_mut(), times).await;
            let done = early.is_some();
            let other = Box::pin(world.doorward.apply(&world.everything(), &document, &options)).await;
            let late = match early {
                Some(early) => early,
                None => held_up.await,
            };
            let mut applied = 0;
            for one in [other, late] {
                match one {
                    Ok(Ok(_)) => applied += 1,
                    Err(Error::Guard(_)) => {}
                    wrong => panic!("held up after {times}: {wrong:?}"),
                }
            }
            assert!(applied > 0, "held up after {times}");
            let again =
                Box::pin(world.doorward.apply(&world.everything(), &document, &options)).await.unwrap().unwrap();
            assert!(again.is_empty(), "held up after {times}: {again:?}");
            if done {
                return;
            }
        }
        panic!("it never ended");
    })
    .await;
}

/// The same, after everything was read and before anything is written: then it is certain who is overtaken.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_overtaken_is_told_so() {
    on_both(async |world| {
        let mut document = onyx("onyx");
        document["organisations"][0]["users"][0]["password"] = json!(PASSWORD);
        let document = read(&document);
        let other = Options { dry_run: false, progress: &|_| {} };
        let meanwhile = |progress: Progress| {
            if progress.what == "passwords hashed" {
                let everything = world.everything();
                let apply = Box::pin(world.doorward.apply(&everything, &document, &other));
                let applied = tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(apply));
                assert!(applied.unwrap().is_ok());
            }
        };
        let options = Options { dry_run: false, progress: &meanwhile };
        let overtaken = Box::pin(world.doorward.apply(&world.everything(), &document, &options)).await;
        assert!(matches!(overtaken, Err(Error::Guard(_))), "{overtaken:?}");
        let again = Box::pin(world.doorward.apply(&world.everything(), &document, &other)).await.unwrap().unwrap();
        assert!(again.is_empty(), "{again:?}");
    })
    .await;
}

/// An organisation with somebody in it.
fn onyx(slug: &str) -> Value {
    json!({ "version": 1, "organisations": [{
        "slug": slug, "name": "Onyx", "domains": [format!("{slug}.example")],
        "users": [{ "email": format!("a@{slug}.example") }],
    }] })
}

/// A node that runs meanwhile goes by what was applied as soon as it asks, which is every second.
#[tokio::test]
async fn a_running_node_notices() {
    on_both(async |world| {
        let node = doorward(&world.store, 7);
        assert_eq!(node.application("wiki").await.unwrap().unwrap().name, "WIKI");
        let document = json!({ "version": 1, "applications": [{ "client_id": "wiki", "client_name": "Other" }] });
        applied(world, &document).await;
        node.refresh().await.unwrap();
        assert_eq!(node.application("wiki").await.unwrap().unwrap().name, "Other");
    })
    .await;
}

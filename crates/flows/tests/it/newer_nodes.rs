//! While nodes are upgraded one after the other: what a newer one wrote, with fields and words that this one does not know, is
//! read by this one, and people go on signing in.

use model::{Id, Span, id, sign_in::StepKind};
use serde_json::json;
use store::{Read, params};

use crate::{
    apply::applied,
    browser::Browser,
    mails::leased,
    world::{NOW, World, code, on_both, refresh, request},
};

store::statements! {
    // What a newer node would have written: every document has a member that nobody knows.
    ORGANISATIONS = "update organisations set policy = replace(policy, '{', '{\"new\":[1],'), \
        branding = replace(branding, '{', '{\"new\":{\"deep\":1},')";
    WORDS = "update organisations set policy = replace(replace(policy, '\"opens\":\"timed\"', '\"opens\":\"at_noon\"'), \
        '\"authenticators\":[', '\"authenticators\":[\"palm\",')";
    APPLICATIONS = "update applications set settings = replace(settings, '{', '{\"new\":null,')";
    USERS = "update users set profile = replace(profile, '{', '{\"new\":\"n\",'), facts = replace(facts, '{', '{\"new\":1,')";
    CREDENTIALS = "update credentials set data = replace(data, '{', '{\"new\":true,') where data <> ''";
    SIGN_INS = "update sign_ins set facts = replace(facts, '{', '{\"new\":1,')";
    SESSIONS = "update sessions set proofs = replace(replace(proofs, '{', '{\"new\":1,'), '[', \
        '[{\"authenticator\":\"palm\",\"purpose\":\"sign_in\",\"at\":1},')";
    GRANTS = "update grants set request = replace(request, '{', '{\"new\":1,')";
    KEYS = "update signing_keys set public = replace(public, '{', '{\"new\":1,')";
    OTHER_USE = "insert into signing_keys (id, use, algorithm, secret, public, created_at, effective_at) \
        select 'other-use', 'saml', algorithm, secret, public, created_at, effective_at from signing_keys where algorithm = 'RS256'";
    OTHER_ALGORITHM = "insert into signing_keys (id, use, algorithm, secret, public, created_at, effective_at) \
        select 'other-algorithm', use, 'SLH-DSA', secret, '?', created_at, effective_at from signing_keys where use = 'oidc' and algorithm = 'RS256'";
    TEXTS = "select profile, facts from users where org = $1 and id = $2 union all \
        select policy, branding from organisations where id = $1 union all \
        select settings, client_id from applications where client_id = $3";
    SEALED_JOBS = "select id, data from jobs";
    SET_JOB = "update jobs set data = $2 where id = $1";
    NEW_KIND = "update jobs set kind = 'notice.new' where id = $1";
    NEW_PROTOCOL = "update applications set settings = replace(settings, '\"protocol\":\"oidc\"', '\"protocol\":\"new\"') \
        where client_id = $1";
    STRANGE = "update applications set settings = replace(settings, '\"client_secret_post\"', '\"by_moonlight\"') \
        where client_id = $1";
}

/// What a newer node does to everything that is stored.
async fn newer(world: &World) {
    let all = [&ORGANISATIONS, &WORDS, &APPLICATIONS, &USERS, &CREDENTIALS, &SIGN_INS, &SESSIONS, &GRANTS, &KEYS];
    world
        .change(|change| {
            for statement in all {
                change.add(statement, params![]);
            }
            store::versions::bump(change);
        })
        .await;
    world.doorward.refresh().await.unwrap();
}

#[tokio::test]
async fn what_a_newer_node_wrote_is_read_by_this_one() {
    on_both(async |world| {
        let mut before = Browser::new(world);
        let first = before.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let tokens = world.tokens(before.now, &first).await;
        let unused = before.authorize(&request("wiki", "")).await.arrives();
        let mut begun = Browser::new(world);
        let at = begun.sign_in(&request("wiki", ""), "tom@acme.example").await.asks_for_code();
        newer(world).await;

        // What was begun goes on, what was given is good.
        begun.code(&at, &code(0)).await.arrives();
        assert!(world.doorward.signed_in(&before.caller()).await.unwrap().is_some());
        before.authorize(&request("wiki", "&prompt=none")).await.arrives();
        assert!(world.userinfo(before.now, &tokens.access_token).await.is_ok());
        assert!(world.is_active(before.now, "wiki", &tokens.access_token).await);
        world.token(before.now, &refresh("wiki", tokens.refresh_token.as_ref().unwrap())).await.unwrap();
        world.tokens(before.now, &unused).await;
        // And so do people who come now.
        for email in ["anna@acme.example", "gus@grey.example"] {
            Browser::new(world).sign_in(&request("wiki", ""), email).await.arrives();
        }
        let tom = Browser::new(world).later(Span::minutes(1)).sign_in(&request("wiki", ""), "tom@acme.example").await;
        tom.asks_for_code();
    })
    .await;
}

/// What this one changes in rows that a newer node wrote keeps what it does not know.
#[tokio::test]
async fn what_this_node_writes_keeps_what_a_newer_one_wrote() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        newer(world).await;
        let who = world.doorward.signed_in(&browser.caller()).await.unwrap().unwrap();
        world.doorward.set_language(&browser.caller(), &who, "sv").await.unwrap();
        let user = json!({ "email": "anna@acme.example", "claims": { "nickname": "Ann" }, "state": "disabled" });
        let document = json!({
            "version": 1,
            "organisations": [{
                "slug": "acme", "policy": { "password": { "min": 9 } }, "branding": { "language": "nl" }, "users": [user],
            }],
            "applications": [{ "client_id": "wiki", "description": "Pages that everybody writes" }],
        });
        applied(world, &document).await;
        let mut read = world.store.read().await.unwrap();
        let (org, user) = world.user("anna@acme.example").await;
        let texts: Vec<(String, String)> = read.all(&TEXTS, params![org, user, "wiki"]).await.unwrap();
        let [(profile, facts), (policy, branding), (settings, _)] = &texts[..] else { panic!("{texts:?}") };
        for (text, new) in [
            (profile, r#""nickname":"Ann""#), (profile, r#""locale":"sv""#), (policy, r#""min":9"#),
            (branding, r#""language":"nl""#), (settings, "everybody writes"),
        ] {
            assert!(text.contains(new) && text.contains(r#""new":"#), "{new} in {text}");
        }
        assert!(policy.contains(r#"["palm","#) && policy.contains(r#""at_noon""#) && facts.contains(r#""new":1"#));
    })
    .await;
}

/// An application of a protocol that this node does not know is none to it; the others stay.
#[tokio::test]
async fn an_unknown_protocol_stops_only_its_application() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let who = world.doorward.signed_in(&browser.caller()).await.unwrap().unwrap();
        let before = world.doorward.tiles(&who).await.unwrap();
        world.change(|change| _ = change.add(&NEW_PROTOCOL, params!["mail"])).await;
        world.change(store::versions::bump).await;
        world.doorward.refresh().await.unwrap();
        assert!(world.doorward.application("mail").await.is_err());
        let after = world.doorward.tiles(&who).await.unwrap();
        assert!(after.iter().any(|tile| tile.name == "WIKI"), "{after:?}");
        assert!(!after.iter().any(|tile| tile.name == "MAIL") && after.len() < before.len(), "{before:?}");
        browser.authorize(&request("wiki", "&prompt=none")).await.arrives();
    })
    .await;
}

/// A word that has no stand-in stops what depends on it, and nothing else.
#[tokio::test]
async fn an_unknown_word_stops_only_what_depends_on_it() {
    on_both(async |world| {
        let stopped = async |world: &World| world.doorward.application("mail").await.is_err();
        assert!(!stopped(world).await);
        world.change(|change| _ = change.add(&STRANGE, params!["mail"])).await;
        world.change(store::versions::bump).await;
        world.doorward.refresh().await.unwrap();
        assert!(stopped(world).await, "nobody authenticates to it in a way that this node does not know");
        let mut browser = Browser::new(world);
        browser.authorize(&request("wiki", "")).await.asks_for(StepKind::Identify);
        browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
    })
    .await;
}

/// Keys that a newer node made, for another use or with another algorithm, are left to it: the others sign and are published as
/// before, and another key for a use of ours ends none of them.
#[tokio::test]
async fn a_key_for_an_unknown_use_stops_no_other() {
    on_both(async |world| {
        let (mut browser, by) = (Browser::new(world), world.everything());
        let before = world.doorward.public_keys(NOW).await.unwrap();
        world
            .change(|change| {
                change.add(&OTHER_USE, params![]);
                change.add(&OTHER_ALGORITHM, params![]);
                store::versions::bump(change);
            })
            .await;
        world.doorward.refresh().await.unwrap();
        world.doorward.ensure_keys(NOW).await.unwrap();
        let after = world.doorward.public_keys(NOW).await.unwrap();
        let signing = |keys: &flows::Keys| keys.keyring.signing(jose::Algorithm::RS256).unwrap().kid().to_owned();
        assert_eq!(signing(&before), signing(&after));
        assert_eq!(before.keyring.published().keys.len(), after.keyring.published().keys.len());
        let code = browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        world.tokens(browser.now, &code).await;
        world.doorward.rotate_key(&by, jose::Algorithm::RS256).await.unwrap();
        world.doorward.replace_key(&by, jose::Algorithm::RS256).await.unwrap();
        let listed = world.doorward.list_signing_keys(&by).await.unwrap();
        for id in ["other-use", "other-algorithm"] {
            let key = listed.iter().find(|key| key.id == id).unwrap();
            assert_eq!((key.state, key.retires_at), ("current", None), "{key:?}");
        }
    })
    .await;
}

async fn jobs(read: &mut Read) -> Vec<(Id<id::Job>, Vec<u8>)> {
    read.all(&SEALED_JOBS, params![]).await.unwrap()
}

/// A job of an unknown kind waits for a node that knows it, and holds up no other.
#[tokio::test]
async fn a_job_of_an_unknown_kind_is_left_to_others() {
    on_both(async |world| {
        for _ in 0..3 {
            Browser::new(world).sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        }
        let found = jobs(&mut world.store.read().await.unwrap()).await;
        let [(strange, _), (known, data)] = &found[..] else { panic!("{}", found.len()) };
        // A member that nobody knows yet.
        let sealer = crypto::seal::Sealer::new(&crate::world::sealing_key(), &[]);
        let place = crypto::seal::SealContext { table: "jobs", column: "data", row: known.as_bytes() };
        let plain = String::from_utf8(sealer.open(place, data).unwrap().to_vec()).unwrap();
        let newer =
            sealer.seal(&crypto::entropy::Seeded::new(9), place, plain.replacen('{', r#"{"new":{},"#, 1).as_bytes());
        world
            .change(|change| {
                change.add(&NEW_KIND, params![strange]);
                change.add(&SET_JOB, params![known, newer]);
            })
            .await;
        let due = leased(&world.doorward, NOW, 1).await;
        assert_eq!(due.len(), 1, "the unknown one is older, and not in the way");
        let post = crate::mails::Post::default();
        for job in due {
            world.doorward.carry_out(job, &post, &|| NOW).await.unwrap();
        }
        assert_eq!(post.taken().len(), 1);
        assert!(leased(&world.doorward, NOW + Span::days(2), 9).await.is_empty());
        assert_eq!(world.doorward.jobs_status(NOW).await.unwrap().waiting, 1, "it waits");
    })
    .await;
}

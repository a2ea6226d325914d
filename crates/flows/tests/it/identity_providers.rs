//! Identity providers by a document, who people are at them, and trying one.

use flows::{
    Verdict,
    administration::NoTrial,
    granted::{ReadOrganisation, TryProvider},
};
use serde_json::{Value, json};
use store::params;
use zeroize::Zeroizing;

use crate::{
    apply::{applied, problems, tried},
    browser::Browser,
    search::{Canary, dump},
    service::{Answers, Service},
    world::{PASSWORD, World, on_both, request},
};

store::statements! {
    LINKS = "select count(*) from identity_links where org = $1";
    NEWER = "update identity_providers set connector = '{\"carrier_pigeon\":{}}', version = version + 1 where org = $1";
    ABOUT = "select data from events where kind like 'identity_provider.%' order by id";
}

const RIGHT: &str = "right as rain";

fn with_users(provider: &Value, users: &Value) -> Value {
    json!({ "version": 1, "organisations": [{ "slug": "acme", "identity_providers": [provider], "users": users }] })
}

async fn links(world: &World) -> i64 {
    let org = world.user("anna@acme.example").await.0;
    world.store.read().await.unwrap().one::<(i64,)>(&LINKS, params![org]).await.unwrap().unwrap().0
}

#[tokio::test]
async fn ext_14_a_provider_is_made_changed_and_shut_by_a_document_and_its_secrets_are_nowhere() {
    on_both(async |world| {
        let service = Service::new(Answers::Status(200)).await;
        let provider = service.provider();
        let document = with_users(&provider, &json!([]));
        let report = applied(world, &document).await;
        assert_eq!(report.items.iter().map(|item| item.kind).collect::<Vec<_>>(), ["identity_provider"]);
        assert!(applied(world, &document).await.is_empty(), "a second time nothing");

        let mut other = provider.clone();
        other["name"] = json!("People of Acme");
        other["rest"]["headers"]["X-Key"] = json!("another key that nobody may read");
        other["rest"]["method"] = json!("put");
        other["state"] = json!("disabled");
        let report = applied(world, &with_users(&other, &json!([]))).await;
        let fields: Vec<&str> = report.items[0].fields.iter().map(|field| field.field.as_str()).collect();
        assert_eq!(fields, ["name", "state", "rest.method", "headers"]);
        let org = world.user("anna@acme.example").await.0;
        let listed = world.doorward.list_providers(&world.granted::<ReadOrganisation>(org)).await.unwrap();
        assert_eq!((listed.len(), listed[0].key.as_str(), listed[0].active), (1, "staff", false));

        let events = world.store.read().await.unwrap().page::<(String,)>(&ABOUT, params![]).await.unwrap();
        assert_eq!(events.len(), 2);
        let stored = dump(&world.database).await;
        for key in ["a key that nobody may read", "another key that nobody may read"] {
            assert_eq!(Canary::new("the header", key.as_bytes()).found_in(&stored), Vec::<String>::new());
            assert!(!format!("{listed:?} {report:?} {events:?}").contains(key));
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_with_a_provider_is_told_at_its_field() {
    on_both(async |world| {
        let provider = json!({
            "key": "staff",
            "rest": {
                "url": "https://{{ORGID}}.acme.example/", "body": "{\"p\": \"{{PASSWORD}}\"}", "data": "yaml",
                "headers": { "Host": "x", "X-Key": null },
            },
        });
        let found = problems(world, &with_users(&provider, &json!([]))).await;
        let place = "organisations[0].identity_providers[0].rest";
        for part in ["url", "body", "data", "headers.Host", "headers.X-Key"] {
            let at = format!("{place}.{part}: ");
            assert_eq!(found.iter().filter(|one| one.starts_with(&at)).count(), 1, "{part}: {found:#?}");
        }
        let vouches = json!({ "key": "staff", "rest": { "url": "https://a.example/", "authentication": "basic" }, "creates_users": true });
        let found = problems(world, &with_users(&vouches, &json!([]))).await;
        assert!(found.len() == 1 && found[0].contains("it judges passwords"), "{found:?}");
        let second = json!({ "key": "other", "rest": { "url": "https://a.example/", "authentication": "basic" } });
        let mut two = with_users(&second, &json!([]));
        two["organisations"][0]["identity_providers"].as_array_mut().unwrap().push(json!({ "key": "more", "rest": second["rest"] }));
        let found = problems(world, &two).await;
        assert!(found.len() == 1 && found[0].contains("all but one must be `disabled`"), "{found:?}");
        let none = json!({ "key": "none" });
        let found = problems(world, &with_users(&none, &json!([]))).await;
        assert!(found[0].contains("no connector"), "{found:?}");
    })
    .await;
}

/// FED: an identity is a provider, an issuer and a subject, and one user's.
#[tokio::test]
async fn an_identity_is_one_users_and_goes_with_them() {
    on_both(async |world| {
        let service = Service::new(Answers::Status(200)).await;
        let link = |subject: &str| json!([{ "provider": "staff", "subject": subject }]);
        let anna = json!({ "email": "anna@acme.example", "links": link("E 1") });
        let bert = json!({ "email": "bert@acme.example", "links": link("E 1") });
        let report = applied(world, &with_users(&service.provider(), &json!([anna]))).await;
        assert!(report.items.iter().any(|item| item.kind == "user" && item.fields[0].field == "links"), "{report:?}");
        assert_eq!(links(world).await, 1);
        let found = problems(world, &with_users(&service.provider(), &json!([bert]))).await;
        assert!(found.len() == 1 && found[0].contains("somebody else is at the provider"), "{found:?}");
        let unknown = json!({ "email": "bert@acme.example", "links": [{ "provider": "students", "subject": "1" }] });
        let found = problems(world, &with_users(&service.provider(), &json!([unknown]))).await;
        assert!(found[0].contains("no identity provider `students`"), "{found:?}");

        let moved = json!({ "email": "anna@acme.example", "links": link("E 2") });
        applied(world, &with_users(&service.provider(), &json!([moved]))).await;
        assert_eq!(links(world).await, 1);
        let mut anna = Browser::new(world);
        anna.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let export: Value = serde_json::from_str(&anna.export().await).unwrap();
        assert_eq!(export["links"][0]["subject"], "E 2");
        assert_eq!(export["links"][0]["provider"], "Staff service");
        anna.delete().await;
        assert_eq!(
            world
                .store
                .read()
                .await
                .unwrap()
                .one::<(i64,)>(&LINKS, params![world.user("bert@acme.example").await.0])
                .await
                .unwrap()
                .unwrap()
                .0,
            0
        );
    })
    .await;
}

/// What a newer node knows and this one does not: everything else of the organisation goes on.
#[tokio::test]
async fn an_unknown_connector_refuses_only_what_depends_on_it() {
    on_both(async |world| {
        let service = Service::new(Answers::Status(200)).await;
        applied(world, &with_users(&service.provider(), &json!([]))).await;
        let org = world.user("anna@acme.example").await.0;
        world
            .change(|change| {
                change.add(&NEWER, params![org]);
                store::versions::bump(change);
            })
            .await;
        world.doorward.refresh().await.unwrap();
        let listed = world.doorward.list_providers(&world.granted::<ReadOrganisation>(org)).await.unwrap();
        assert!(listed[0].connector.is_none() && listed[0].active);
        Browser::new(world).sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
    })
    .await;
}

/// J3.7, PITFALLS R1: the request is shown with its secrets masked, and a service that takes any password is found out.
#[tokio::test]
async fn egr_09_a_provider_is_tried_before_it_is_switched_on() {
    on_both(async |world| {
        let service = Service::new(Answers::Password(RIGHT)).await;
        let mut provider = service.provider();
        provider["state"] = json!("disabled");
        let link = json!([{ "email": "anna@acme.example", "links": [{ "provider": "staff", "subject": "E 1" }] }]);
        applied(world, &with_users(&provider, &link)).await;
        let anna = world.whom("anna@acme.example").await;
        let leave = world.granted::<TryProvider>(anna.org);
        let with = async |password: &str| {
            let password = Zeroizing::new(password.to_owned());
            world.doorward.try_provider(&leave, "staff", (anna, &password)).await.unwrap().unwrap()
        };
        let trial = with(RIGHT).await;
        assert_eq!((&trial.verdict, &trial.made_up), (&Verdict::Right, &Some(Verdict::Wrong(401))));
        let shown = trial.request.join("\n");
        assert!(shown.starts_with("POST http://127.0.0.1:") && shown.contains("/check?org=acme"), "{shown}");
        assert!(shown.contains(r#""mail":"anna@acme.example","password":"********","id":"E 1""#), "{shown}");
        assert!(
            shown.contains("x-key: ********") && !shown.contains(RIGHT) && !shown.contains("nobody may read"),
            "{shown}"
        );
        let asked = service.take();
        assert!(asked.len() == 2 && asked[0].contains("x-key: a key that nobody may read") && asked[0].contains(RIGHT));
        let trial = with("wrong").await;
        assert_eq!((trial.verdict, trial.made_up), (Verdict::Wrong(401), None));
        service.answers(Answers::Status(200));
        assert_eq!(with("anything").await.made_up, Some(Verdict::Right), "it takes any password");
        service.answers(Answers::Status(503));
        assert!(matches!(with(RIGHT).await.verdict, Verdict::Silent(_)));
        let password = Zeroizing::new(PASSWORD.to_owned());
        let other = world.doorward.try_provider(&leave, "other", (anna, &password)).await.unwrap();
        assert_eq!(other.unwrap_err(), NoTrial::Unknown);
        let stranger = world.whom("gus@grey.example").await;
        let nobody = world.doorward.try_provider(&leave, "staff", (stranger, &password)).await.unwrap();
        assert_eq!(nobody.unwrap_err(), NoTrial::Nobody);
        assert!(tried(world, &with_users(&provider, &link), true).await.unwrap().is_empty());
    })
    .await;
}

//! A directory that is read as a whole: OpenLDAP's server, over real connections.

use flows::{SyncReport, granted::SyncDirectory};
use model::{Id, Span, Time, id::Org};
use serde_json::{Value, json};
use store::params;
use testbed::instance::NOW;

use crate::{
    apply::applied,
    slapd::{Slapd, group, person, uuid_of, word},
    world::{World, on_both},
};

store::statements! {
    STATES = "select u.state from identity_links l join users u on u.org = l.org and u.id = l.user_id order by l.subject";
    STATE = "select u.state from identity_links l join users u on u.org = l.org and u.id = l.user_id where l.subject = $1";
    PROFILE = "select u.profile from identity_links l join users u on u.org = l.org and u.id = l.user_id where l.subject = $1";
    OF_GROUP = "select l.subject from group_members m join groups g on g.org = m.org and g.id = m.group_id \
        join identity_links l on l.org = m.org and l.user_id = m.user_id where g.name = $1 order by l.subject";
    TOLD = "select data from events where kind = 'identity_provider.synced' order by id";
}

const DAY: Span = Span::hours(24);

fn provider(server: &Slapd, sync: &Value) -> Value {
    let mut provider = server.provider();
    provider["ldap"]["sync"] = sync.clone();
    provider["groups"] = json!({ "staff": "Everybody" });
    provider
}

fn every(hours: u16) -> Value {
    json!({ "every_hours": hours, "filter": "(objectClass=inetOrgPerson)" })
}

/// Acme's people are those of the directory.
async fn read_from(world: &World, provider: Value) {
    let document = json!({ "version": 1, "organisations": [{
        "slug": "acme", "domains": ["acme.example"], "groups": [{ "name": "Everybody" }],
        "policy": { "preset": "external" }, "identity_providers": [provider],
        "users": [{ "email": "anna@acme.example", "claims": { "email_verified": true } }],
    }] });
    applied(world, &document).await;
}

async fn acme(world: &World) -> Id<Org> {
    world.user("anna@acme.example").await.0
}

async fn synced(world: &World, at: Time, dry: bool) -> SyncReport {
    let leave = world.doorward.operator(at).granted::<SyncDirectory>(acme(world).await);
    world.doorward.sync_directory(&leave, "staff", dry).await.unwrap().unwrap()
}

async fn texts(world: &World, statement: &'static store::Statement, of: Option<&str>) -> Vec<String> {
    let mut read = world.store.read().await.unwrap();
    let found = match of {
        Some(of) => read.page::<(String,)>(statement, params![of]).await,
        None => read.page::<(String,)>(statement, params![]).await,
    };
    found.unwrap().into_iter().map(|(text,)| text).collect()
}

fn somebody(number: u8, more: &str) -> String {
    let uid = if number == 1 { "anna".to_owned() } else { format!("p{number:03}") };
    person(&uid, number, &format!("mail: {uid}@acme.example\ngivenName: First{more}"))
}

fn dn(number: u8) -> String {
    let uid = if number == 1 { "anna".to_owned() } else { format!("p{number:03}") };
    format!("uid={uid},ou=people,dc=acme,dc=example")
}

fn searches(server: &Slapd) -> usize {
    server.log().lines().filter(|line| line.contains(" SRCH base=")).count()
}

/// A search for each page, and none for anybody alone; whoever is made is found, linked and in the groups, and signs in.
#[tokio::test]
async fn everybody_is_read_in_pages_and_made_by_the_rules() {
    on_both(async |world| {
        let everybody: Vec<String> = (1..=230).map(|number| somebody(number, "")).collect();
        let names: Vec<String> = (1..=230).filter(|number| number % 2 == 0).map(dn).collect();
        let members: Vec<&str> = names.iter().map(String::as_str).collect();
        let inner = group("inner", &members);
        let outer = group("staff", &["cn=inner,ou=groups,dc=acme,dc=example"]);
        let server = Slapd::new(&[everybody, vec![inner, outer]].concat()).await;
        read_from(world, provider(&server, &every(6))).await;

        let would = synced(world, NOW, true).await;
        assert_eq!((would.found, would.made, would.linked, would.trouble.clone()), (230, 229, 1, None), "{would:?}");
        assert_eq!(texts(world, &STATES, None).await.len(), 0, "nothing is written");
        assert_eq!(world.events("identity_provider.synced").await, 0);

        let before = searches(&server);
        let report = synced(world, NOW, false).await;
        assert_eq!(report, would);
        let asked = searches(&server) - before;
        assert!(asked <= 4, "{asked} searches for 230 people and two groups");
        assert_eq!(texts(world, &STATES, None).await, vec!["active"; 230]);
        assert_eq!(texts(world, &OF_GROUP, Some("Everybody")).await.len(), 115, "nested");
        let told = texts(world, &TOLD, None).await;
        assert!(told.len() == 1 && told[0].contains(r#""made":229"#), "{told:?}");

        // Read again, nothing differs, and nothing is written but the event.
        let again = synced(world, NOW + DAY, false).await;
        let same = SyncReport { found: 230, ..SyncReport::default() };
        assert_eq!(again, same);
        crate::directory::tries(world, "p200@acme.example", &word("p200")).await;
        assert_eq!(texts(world, &STATES, None).await.len(), 230, "nobody is made twice");
    })
    .await;
}

/// Who changed is changed, who is gone is disabled and nothing else, who is back is active again; but not who an administrator disabled, nor
/// whoever keeps a password here.
#[tokio::test]
async fn ldp_06_who_is_gone_is_disabled_and_who_is_back_is_active() {
    on_both(async |world| {
        let of = |numbers: &[u8]| numbers.iter().map(|number| somebody(*number, "")).collect::<Vec<_>>();
        let mut server = Slapd::new(&of(&[1, 2, 3, 4, 5, 6])).await;
        read_from(world, provider(&server, &every(6))).await;
        synced(world, NOW, false).await;
        let local = json!({ "version": 1, "organisations": [{ "slug": "acme", "users": [{ "email": "p006@acme.example", "local": true }] }] });
        applied(world, &local).await;

        server.holds(&[of(&[1, 2]), vec![somebody(5, "Anew")]].concat()).await;
        let report = synced(world, NOW + DAY, false).await;
        assert_eq!((report.changed, report.gone, report.disabled, report.left), (1, 3, 2, 1), "{report:?}");
        let expected = ["active", "active", "disabled", "disabled", "active", "active"];
        assert_eq!(texts(world, &STATES, None).await, expected, "the local one stays");
        assert!(texts(world, &PROFILE, Some(&uuid_of(5))).await[0].contains("FirstAnew"));
        assert_eq!(world.events("user.disabled").await, 2);

        // One of them an administrator enabled, and disabled for another reason.
        for state in [model::account::State::Active, model::account::State::Disabled] {
            let whom = world.whom("p004@acme.example").await;
            let leave = world.doorward.operator(NOW + DAY).granted::<flows::granted::SetState>(whom);
            world.doorward.set_user_state(&leave, state).await.unwrap().unwrap();
        }
        server.holds(&of(&[1, 2, 3, 4, 5, 6])).await;
        let report = synced(world, NOW + DAY + DAY, false).await;
        assert_eq!((report.enabled, report.gone), (1, 0), "{report:?}");
        assert_eq!(texts(world, &STATE, Some(&uuid_of(3))).await, ["active"]);
        assert_eq!(texts(world, &STATE, Some(&uuid_of(4))).await, ["disabled"], "an administrator's word holds");
    })
    .await;
}

/// A directory that shows little or nothing disables nobody, and says so.
#[tokio::test]
async fn where_too_many_would_be_gone_nobody_is_disabled() {
    on_both(async |world| {
        let of = |numbers: std::ops::RangeInclusive<u8>| numbers.map(|number| somebody(number, "")).collect::<Vec<_>>();
        let mut server = Slapd::new(&of(1..=20)).await;
        read_from(world, provider(&server, &every(6))).await;
        synced(world, NOW, false).await;
        for (holds, gone) in [(of(1..=16), 4), (Vec::new(), 20)] {
            server.holds(&holds).await;
            let report = synced(world, NOW + DAY, false).await;
            assert_eq!((report.gone, report.disabled), (gone, 0), "{report:?}");
            assert!(report.trouble.as_ref().is_some_and(|why| why.contains("nobody was disabled")), "{report:?}");
            let leave = world.granted(acme(world).await);
            assert_eq!(world.doorward.sync_troubles(&leave).await.unwrap().len(), 1, "doctor tells it");
        }
        assert_eq!(texts(world, &STATES, None).await, vec!["active"; 20]);
        // Three are few.
        server.holds(&of(1..=17)).await;
        let report = synced(world, NOW + DAY, false).await;
        assert_eq!((report.disabled, report.trouble), (3, None));
        let leave = world.granted(acme(world).await);
        assert_eq!(world.doorward.sync_troubles(&leave).await.unwrap(), []);
    })
    .await;
}

/// On its schedule, by one of many nodes; what broke off disables nobody and is tried again within the hour.
#[tokio::test]
async fn one_of_many_nodes_reads_what_is_due() {
    on_both(async |world| {
        let mut server = Slapd::new(&[somebody(1, ""), somebody(2, "")]).await;
        read_from(world, provider(&server, &json!({ "filter": "(uid=*)" }))).await;
        world.doorward.sync_directories(NOW).await.unwrap();
        assert_eq!(world.events("identity_provider.synced").await, 0, "by hand alone");
        read_from(world, provider(&server, &every(6))).await;
        let (first, second) = tokio::join!(world.doorward.sync_directories(NOW), world.doorward.sync_directories(NOW));
        first.unwrap();
        second.unwrap();
        assert_eq!(world.events("identity_provider.synced").await, 1, "by one");
        let at = |hours: i64| NOW + Span::hours(hours);
        world.doorward.sync_directories(at(5)).await.unwrap();
        assert_eq!(world.events("identity_provider.synced").await, 1, "not due");
        server.stop();
        world.doorward.sync_directories(at(6)).await.unwrap();
        let told = texts(world, &TOLD, None).await;
        assert!(told.len() == 2 && told[1].contains("nobody was disabled"), "{told:?}");
        assert_eq!(texts(world, &STATES, None).await, ["active", "active"]);
        server.start().await;
        world.doorward.sync_directories(at(7)).await.unwrap();
        assert!(texts(world, &TOLD, None).await[2].contains(r#""trouble":null"#));
    })
    .await;
}

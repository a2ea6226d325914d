//! Groups are made, filled, renamed and deleted in one place, and each change names whom it concerns.

use flows::{
    Granted, Principal,
    granted::{CreateGroup, CreateUser, ManageGroup},
    people::{
        Refused, UserPatch,
        groups::{Group, GroupRefusal, MOST, Memberships},
    },
};
use model::{
    Id, Permission, Policy, Role,
    id::{Org, User},
    permission::{Denied, Target},
};
use serde_json::{Value, json};
use store::{Change, Outcome, groups, params};

use crate::{
    apply::applied,
    browser::Browser,
    content::{self, organisation, somebody},
    world::{World, on_both, request},
};

store::statements! {
    GROUP_EVENTS = "select kind || ' ' || data from events where kind in ('group.created', 'group.changed', 'group.deleted') \
        order by 1";
    GROUP_ROWS = "select g.name || ' ' || cast(g.created_at as text) || ' ' || u.subject from groups g \
        left join group_members m on m.org = g.org and m.group_id = g.id \
        left join users u on u.org = m.org and u.id = m.user_id where g.name = $1 order by 1";
    ASSIGNMENTS = "select count(*) from assignments where kind = 'group'";
}

async fn texts(world: &World, statement: &'static store::Statement, params: store::Params) -> Vec<String> {
    let mut read = world.store.read().await.unwrap();
    read.page::<(String,)>(statement, params).await.unwrap().into_iter().map(|(row,)| row).collect()
}

/// What was recorded of groups: kind and details, without the group's own identifier; in the order of their texts.
async fn events(world: &World) -> Vec<(String, Value)> {
    let rows = texts(world, &GROUP_EVENTS, params![]).await;
    let read = |row: &String| {
        let (kind, data) = row.split_once(' ').unwrap();
        let mut data: Value = serde_json::from_str(data).unwrap();
        let id = data.as_object_mut().unwrap().remove("group_id").unwrap();
        assert!(id.as_str().unwrap().starts_with("grp_"));
        (kind.to_owned(), data)
    };
    sorted(rows.iter().map(read).collect())
}

fn sorted(mut events: Vec<(String, Value)>) -> Vec<(String, Value)> {
    events.sort_by_key(|(kind, data)| format!("{kind} {data}"));
    events
}

async fn made(world: &World, org: Id<Org>, name: &str) -> Group {
    world.doorward.create_group(&world.granted(org), name).await.unwrap().unwrap()
}

async fn added(world: &World, org: Id<Org>, group: &Group, users: &[Id<User>]) -> Result<Memberships, GroupRefusal> {
    let wanted = Memberships { added: users.to_vec(), removed: Vec::new() };
    world.doorward.change_members(&world.granted((org, group.id)), &wanted).await.unwrap()
}

async fn members(world: &World, org: Id<Org>, group: &Group) -> Vec<Id<User>> {
    let found = world.doorward.group_members(&world.granted((org, group.id)), None, 500).await.unwrap();
    found.into_iter().map(|member| member.id).collect()
}

#[tokio::test]
async fn each_change_of_a_group_names_whom_it_concerns() {
    on_both(async |world| {
        let (org, anna) = world.user("anna@acme.example").await;
        let (_, bert) = world.user("bert@acme.example").await;
        let group = made(world, org, " Workshop ").await;
        assert_eq!(group.name, "Workshop");
        let both = [bert, anna];
        let mut in_order = both.to_vec();
        in_order.sort_unstable();
        assert_eq!(added(world, org, &group, &both).await.unwrap().added, in_order);
        assert!(added(world, org, &group, &both).await.unwrap().is_empty(), "they are in it already");
        let granted = world.granted::<ManageGroup>((org, group.id));
        let leaves = Memberships { added: vec![bert], removed: vec![anna] };
        let changed = world.doorward.change_members(&granted, &leaves).await.unwrap().unwrap();
        assert_eq!(changed, Memberships { added: vec![], removed: vec![anna] });
        assert_eq!(members(world, org, &group).await, [bert]);
        world.doorward.rename_group(&granted, "Atelier").await.unwrap().unwrap();
        world.doorward.rename_group(&granted, "Atelier").await.unwrap().unwrap();
        world.doorward.delete_group(&granted).await.unwrap().unwrap();
        assert_eq!(world.doorward.delete_group(&granted).await.unwrap(), Err(GroupRefusal::Unknown));
        let recorded = events(world).await;
        let expected = [
            ("group.created", json!({ "group": "Workshop" })),
            ("group.changed", json!({ "group": "Workshop", "added": in_order, "removed": [] })),
            ("group.changed", json!({ "group": "Workshop", "added": [], "removed": [anna] })),
            ("group.changed", json!({ "group": "Atelier", "previous_name": "Workshop" })),
            ("group.deleted", json!({ "group": "Atelier" })),
        ];
        assert_eq!(recorded, sorted(expected.map(|(kind, data)| (kind.to_owned(), data)).to_vec()));
    })
    .await;
}

/// A document and the verbs make the same group: the same rows, and the same events.
#[tokio::test]
async fn a_group_is_the_same_by_every_way_in() {
    on_both(async |world| {
        let (org, anna) = world.user("anna@acme.example").await;
        let by_verb = made(world, org, "verb").await;
        added(world, org, &by_verb, &[anna]).await.unwrap();
        let document = json!({ "version": 1, "organisations": [{ "slug": "acme",
            "groups": [{ "name": "document", "members": ["anna@acme.example"] }, { "name": "user" }],
            "users": [{ "email": "anna@acme.example", "groups": ["user", "verb", "document"] }] }] });
        applied(world, &document).await;
        let rows = async |name: &str| -> Vec<String> {
            let rows = texts(world, &GROUP_ROWS, params![name]).await;
            rows.iter().map(|row| row.split_once(' ').unwrap().1.to_owned()).collect()
        };
        let of = |name: &str, recorded: &[(String, Value)]| -> Vec<(String, Value)> {
            let mut of_group: Vec<_> = recorded.iter().filter(|(_, data)| data["group"] == name).cloned().collect();
            of_group.iter_mut().for_each(|(_, data)| data["group"] = Value::Null);
            sorted(of_group)
        };
        let recorded = events(world).await;
        for name in ["document", "user"] {
            assert_eq!(rows(name).await, rows("verb").await, "{name}");
            assert_eq!(of(name, &recorded), of("verb", &recorded), "{name}");
        }
        assert_eq!(rows("verb").await.len(), 1);
        assert_eq!(of("verb", &recorded).len(), 2);
        // A list without a group takes the user out of it, though the document does not name the group.
        let without = json!({ "version": 1, "organisations": [{ "slug": "acme",
            "users": [{ "email": "anna@acme.example", "groups": ["user"] }] }] });
        applied(world, &without).await;
        assert_eq!(members(world, org, &by_verb).await, []);
        let left = json!({ "group": "verb", "added": [], "removed": [anna] });
        assert!(events(world).await.contains(&("group.changed".to_owned(), left)));
    })
    .await;
}

/// However many come or go, each is named, and no event grows with them.
#[tokio::test]
async fn an_event_names_a_hundred_members_at_most() {
    on_both(async |world| {
        let users: Vec<Value> = (0..250).map(|at| json!({ "email": format!("m{at}@wide.example") })).collect();
        let emails: Vec<Value> = users.iter().map(|user| user["email"].clone()).collect();
        let document = json!({ "version": 1, "organisations": [{ "slug": "wide", "users": users,
            "groups": [{ "name": "all", "members": emails }] }] });
        applied(world, &document).await;
        let (org, first) = world.user("m0@wide.example").await;
        let group = world.doorward.find_group(&world.granted(org), "all").await.unwrap().unwrap();
        let everybody = members(world, org, &group).await;
        let wanted = Memberships { added: vec![], removed: everybody.clone() };
        world.doorward.change_members(&world.granted((org, group.id)), &wanted).await.unwrap().unwrap();
        for list in ["added", "removed"] {
            let named: Vec<Vec<Value>> = events(world)
                .await
                .into_iter()
                .filter_map(|(_, data)| data[list].as_array().cloned().filter(|named| !named.is_empty()))
                .collect();
            let mut lengths: Vec<usize> = named.iter().map(Vec::len).collect();
            lengths.sort_unstable();
            assert_eq!(lengths, [50, 100, 100], "{list}");
            let mut named: Vec<Value> = named.into_iter().flatten().collect();
            named.sort_by_key(Value::to_string);
            let mut expected: Vec<Value> = everybody.iter().map(|user| json!(user)).collect();
            expected.sort_by_key(Value::to_string);
            assert_eq!(named, expected, "{list}");
        }
        let too_many = vec![first; MOST + 1];
        assert_eq!(added(world, org, &group, &too_many).await, Err(GroupRefusal::TooMany));
    })
    .await;
}

#[tokio::test]
async fn names_are_sound_and_one_groups_each() {
    on_both(async |world| {
        let org = world.whom("anna@acme.example").await.org;
        let (one, two) = (made(world, org, "one").await, made(world, org, "two").await);
        let create = world.granted::<CreateGroup>(org);
        let created = world.doorward.create_group(&create, "one").await.unwrap();
        assert_eq!(created, Err(GroupRefusal::NameTaken));
        let granted = world.granted::<ManageGroup>((org, two.id));
        assert_eq!(world.doorward.rename_group(&granted, "one").await.unwrap(), Err(GroupRefusal::NameTaken));
        for name in ["", "  ", "a\nb", &"x".repeat(121)] {
            assert_eq!(world.doorward.create_group(&create, name).await.unwrap(), Err(GroupRefusal::Name), "{name:?}");
            assert_eq!(world.doorward.rename_group(&granted, name).await.unwrap(), Err(GroupRefusal::Name), "{name:?}");
        }
        let listed = world.doorward.list_groups(&world.granted(org), "", 10).await.unwrap();
        assert_eq!(listed, [one, two.clone()]);
        assert_eq!(world.doorward.list_groups(&world.granted(org), "one", 10).await.unwrap(), [two]);
    })
    .await;
}

/// Nobody of another organisation is put into a group, and nobody into a group of another one (ADM-02).
#[tokio::test]
async fn adm_02_groups_have_members_of_their_own_organisation() {
    on_both(async |world| {
        let (acme, anna) = world.user("anna@acme.example").await;
        let (blue, ben) = world.user("ben@blue.example").await;
        let group = made(world, acme, "workshop").await;
        assert_eq!(added(world, acme, &group, &[anna, ben]).await, Err(GroupRefusal::Nobody(ben)));
        assert_eq!(members(world, acme, &group).await, []);
        assert_eq!(added(world, blue, &group, &[ben]).await, Err(GroupRefusal::Unknown));
        let create = world.granted::<CreateUser>(blue);
        let patch = UserPatch { subject: Some("new".to_owned()), ..UserPatch::default() };
        let user = world.doorward.create_user(&create, &patch, std::slice::from_ref(&group)).await.unwrap();
        assert_eq!(user, Err(Refused::NoSuchGroup));
        assert!(
            world.doorward.find_user(&world.doorward.operator(crate::world::NOW), "new", None).await.unwrap().is_none()
        );
    })
    .await;
}

/// What was assigned to a group is its members' as long as it is there.
#[tokio::test]
async fn a_deleted_group_opens_nothing() {
    on_both(async |world| {
        let document = json!({ "version": 1,
            "organisations": [{ "slug": "acme", "groups": [{ "name": "keys", "members": ["anna@acme.example"] }] }],
            "applications": [{ "client_id": "closed", "subscriptions": [{ "organisation": "acme", "groups": ["keys"] }] }] });
        applied(world, &document).await;
        let org = world.whom("anna@acme.example").await.org;
        Browser::new(world).sign_in(&request("closed", ""), "anna@acme.example").await.arrives();
        let group = world.doorward.find_group(&world.granted(org), "keys").await.unwrap().unwrap();
        world.doorward.delete_group(&world.granted((org, group.id))).await.unwrap().unwrap();
        let mut read = world.store.read().await.unwrap();
        assert_eq!(read.one::<(i64,)>(&ASSIGNMENTS, params![]).await.unwrap().unwrap().0, 0);
        drop(read);
        let anna = world.whom("anna@acme.example").await;
        assert_eq!(world.doorward.user(&world.granted(anna)).await.unwrap().unwrap().groups, Vec::<String>::new());
        // A new one of that name has neither its members nor its applications.
        let again = made(world, org, "keys").await;
        added(world, org, &again, &[anna.user]).await.unwrap();
        assert_eq!(world.events("sign_in.refused").await, 0);
        Browser::new(world).sign_in(&request("closed", ""), "anna@acme.example").await;
        assert_eq!(world.events("sign_in.refused").await, 1);
    })
    .await;
}

/// Two who change the same group at once both get what they asked for.
#[tokio::test]
async fn changes_of_one_group_at_once_are_all_made() {
    on_both(async |world| {
        let (org, anna) = world.user("anna@acme.example").await;
        let (_, bert) = world.user("bert@acme.example").await;
        let group = made(world, org, "busy").await;
        let (first, second, third) = ([anna, bert], [bert], [bert, anna]);
        let (one, two, three) = tokio::join!(
            added(world, org, &group, &first),
            added(world, org, &group, &second),
            added(world, org, &group, &third),
        );
        let count = [one, two, three].into_iter().map(|done| done.unwrap().added.len()).sum::<usize>();
        assert_eq!(count, 2, "each joined once");
        let mut both = vec![anna, bert];
        both.sort_unstable();
        assert_eq!(members(world, org, &group).await, both);
        // Whoever was slower writes nothing, so that no event names a membership that somebody else gave or took.
        let mut joins = Change::new();
        groups::join(&mut joins, org, anna, group.id);
        assert_eq!(world.store.write(joins).await, Ok(Outcome::Refused(groups::MEMBERS_UNCHANGED)));
        let mut leaves = Change::new();
        (0..2).for_each(|_| groups::leave(&mut leaves, org, anna, group.id));
        assert_eq!(world.store.write(leaves).await, Ok(Outcome::Refused(groups::MEMBERS_UNCHANGED)));
    })
    .await;
}

/// The same table as for people decides: who may manage groups, and in which organisation.
#[tokio::test]
async fn adm_01_groups_are_managed_by_those_who_may() {
    on_both(async |world| {
        let mut users = Vec::new();
        for role in Role::ALL {
            let email = format!("{}@jade.example", role.as_str());
            users.push(content::User { roles: vec![role.as_str().to_owned()], ..somebody(&email).await });
        }
        let mut wiki = crate::content::application("wiki");
        wiki.subscribers.push(("jade".into(), true));
        world.add(vec![organisation("jade", Policy::default(), users)], vec![wiki]).await;
        let own = world.whom("owner@jade.example").await.org;
        let foreign = world.whom("anna@acme.example").await.org;
        for role in Role::ALL {
            let asks = principal(world, &format!("{}@jade.example", role.as_str())).await;
            for org in [own, foreign] {
                let group = made(world, org, &format!("of {}", role.as_str())).await;
                let expected =
                    model::role::authority(own, &[role]).check(Permission::GroupsManage, Target::Organisation(org));
                let create = world.doorward.allow::<CreateGroup>(&asks, org).await.unwrap();
                assert_eq!(create.as_ref().map(drop).map_err(|why| *why), expected, "{role:?}");
                let manage: Result<Granted<ManageGroup>, Denied> =
                    world.doorward.allow(&asks, (org, group.id)).await.unwrap();
                assert_eq!(manage.as_ref().map(drop).map_err(|why| *why), expected, "{role:?}");
                if let Ok(granted) = manage {
                    world.doorward.delete_group(&granted).await.unwrap().unwrap();
                }
            }
        }
    })
    .await;
}

async fn principal(world: &World, email: &str) -> Principal {
    let mut browser = Browser::new(world);
    browser.sign_in(&request("wiki", ""), email).await.arrives();
    let who = world.doorward.signed_in(&browser.caller()).await.unwrap().unwrap();
    world.doorward.principal(&browser.caller(), &who).await.unwrap()
}

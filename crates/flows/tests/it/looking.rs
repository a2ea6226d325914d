//! Looking at others, through the verbs that look: role × act × own and foreign organisation, and the whole instance.

use flows::{
    Act, Granted, Principal, UserRef,
    granted::{
        ReadApplication, ReadApplications, ReadGroups, ReadOrganisation, ReadOrganisations, ReadUser, ReadUsers,
    },
};
use model::{
    Id, Role,
    id::{App, Org},
    permission::Denied,
};
use serde_json::json;

use crate::{
    apply::applied,
    content::application,
    people::{people_with_roles, principal},
    world::{World, on_both},
};

/// What each role may look at, in the order of [`Role::ALL`], and somebody without a role: in every organisation, in their own,
/// or nowhere. In other words than the code's, on purpose.
const TABLE: [(&str, [&str; 7]); 7] = [
    ("users", ["all", "own", "own", "own", "own", "own", "-"]),
    ("user", ["all", "own", "own", "own", "own", "own", "-"]),
    ("groups", ["all", "own", "own", "own", "own", "own", "-"]),
    ("domains", ["all", "own", "own", "-", "own", "-", "-"]),
    ("application", ["all", "own", "own", "-", "own", "-", "-"]),
    ("organisations", ["all", "-", "-", "-", "-", "-", "-"]),
    ("applications", ["all", "-", "-", "-", "-", "-", "-"]),
];

/// An organisation, and one of each thing in it.
struct Place {
    slug: &'static str,
    org: Id<Org>,
    user: UserRef,
    app: Id<App>,
}

impl Place {
    async fn of(world: &World, slug: &'static str, email: &str, client_id: &str) -> Self {
        let user = world.whom(email).await;
        let app = world.doorward.application(client_id).await.unwrap().unwrap();
        assert_eq!(app.org, user.org);
        Self { slug, org: user.org, user, app: app.id }
    }
}

/// Somebody who looks.
struct Looks<'a> {
    world: &'a World,
    asks: Principal,
}

impl Looks<'_> {
    async fn leave<A: Act>(&self, on: A::On) -> Result<Granted<A>, Denied> {
        self.world.doorward.allow::<A>(&self.asks, on).await.unwrap()
    }

    /// Looks at what belongs to a place, and sees that and nothing else.
    async fn at(&self, what: &str, place: &Place) -> Result<(), Denied> {
        let (doorward, slug) = (&self.world.doorward, place.slug);
        match what {
            "users" => {
                let page = doorward.list_users(&self.leave::<ReadUsers>(place.org).await?, None, None, 200).await;
                let users = page.unwrap().unwrap().users;
                let emails: Vec<&String> = users.iter().flat_map(|user| &user.emails).collect();
                let domain = format!("@{slug}.example");
                assert!(emails.len() > 2 && emails.iter().all(|email| email.ends_with(&domain)), "{emails:?}");
            }
            "user" => {
                let leave = self.leave::<ReadUser>(place.user).await?;
                assert_eq!(doorward.user(&leave).await.unwrap().map(|user| user.id), Some(place.user.user));
                assert_eq!(doorward.locked_until(&leave).await.unwrap(), None);
                assert_eq!(doorward.due_of(&leave).await.unwrap(), []);
            }
            "groups" => {
                let leave = self.leave::<ReadGroups>(place.org).await?;
                assert!(doorward.find_group(&leave, slug).await.unwrap().is_some());
            }
            "domains" => {
                let leave = self.leave::<ReadOrganisation>(place.org).await?;
                assert_eq!(doorward.domains_of(&leave).await.unwrap(), [format!("{slug}.example")]);
            }
            "application" => {
                let leave = self.leave::<ReadApplication>((place.org, place.app)).await?;
                assert_eq!(doorward.show_application(&leave).await.unwrap().unwrap().organisation, slug);
            }
            "organisations" => {
                let all = doorward.list_organisations(&self.leave::<ReadOrganisations>(()).await?, "", 9).await;
                assert_eq!(all.unwrap().len(), 4);
            }
            "applications" => {
                let all = doorward.list_applications(&self.leave::<ReadApplications>(()).await?, "", 9).await;
                assert_eq!(all.unwrap().len(), 6);
            }
            _ => panic!("{what}"),
        }
        Ok(())
    }

    /// ADM-02: what is another organisation's is not found under one's own.
    async fn finds_nothing_mixed(&self, own: &Place, foreign: &Place) {
        let doorward = &self.world.doorward;
        let user = UserRef { org: own.org, user: foreign.user.user };
        if let Ok(leave) = self.leave::<ReadUser>(user).await {
            assert!(doorward.user(&leave).await.unwrap().is_none());
            assert_eq!(doorward.due_of(&leave).await.unwrap(), []);
        }
        if let Ok(leave) = self.leave::<ReadApplication>((own.org, foreign.app)).await {
            assert!(doorward.show_application(&leave).await.unwrap().is_none());
        }
        if let Ok(leave) = self.leave::<ReadGroups>(own.org).await {
            assert!(doorward.find_group(&leave, foreign.slug).await.unwrap().is_none());
        }
    }
}

#[tokio::test]
async fn adm_01_02_every_role_looks_at_what_is_its_own() {
    on_both(async |world| {
        people_with_roles(world).await;
        let mut jewel = application("jewel");
        jewel.owner = "jade".into();
        world.add(vec![], vec![jewel]).await;
        let group = |slug: &str| json!({ "slug": slug, "groups": [{ "name": slug }] });
        applied(world, &json!({ "version": 1, "organisations": [group("jade"), group("acme")] })).await;
        let own = Place::of(world, "jade", "plain@jade.example", "jewel").await;
        let foreign = Place::of(world, "acme", "anna@acme.example", "wiki").await;
        let names = Role::ALL.iter().map(|role| role.as_str()).chain(["plain"]);
        for (at, name) in names.enumerate() {
            let looks = Looks { world, asks: principal(world, &format!("{name}@jade.example")).await };
            for (what, reach) in TABLE {
                let whole = matches!(what, "organisations" | "applications");
                let expected = match (reach[at], whole) {
                    ("all", _) => [Ok(()), Ok(())],
                    (_, true) => [Err(Denied::Foreign), Err(Denied::Foreign)],
                    ("own", false) => [Ok(()), Err(Denied::Foreign)],
                    (_, false) => [Err(Denied::Permission), Err(Denied::Foreign)],
                };
                let seen = [looks.at(what, &own).await, looks.at(what, &foreign).await];
                assert_eq!(seen, expected, "{name}: {what}");
            }
            looks.finds_nothing_mixed(&own, &foreign).await;
        }
    })
    .await;
}

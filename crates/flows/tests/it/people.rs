//! People are made and changed in one place, whoever asks; and who may ask is checked in one place.

use flows::{
    Principal, UserRef,
    administration::tokens::{MintRefusal, NewApiToken},
    granted::{AssignRoles, CreateUser, ManageApiTokens, Recover, SetState},
    people::{NewPassword, Refused, UserPatch},
};
use model::{Permission, Policy, Role, Time, account::State, due::Due, password::Rule, permission::Denied};
use serde_json::json;
use store::params;

use testbed::person;

use crate::{
    apply::{applied, tried},
    browser::Browser,
    content::{User, application, organisation, somebody},
    world::{NOW, PASSWORD, World, exchange, on_both, request},
};

store::statements! {
    ACTORS = "select kind || ' ' || actor || ' ' || case when actor_id is null then '-' else 'id' end || ' ' \
        || case when on_behalf_of is null then '-' else 'for' end from events where kind <> $1 order by kind";
}

const TOTP_TEXT: &str = "OR3WK3TUPEQHGZLDOJSXIIDCPF2GK4ZB";

/// By a document.
async fn by_document(world: &World) {
    let user = json!({
        "email": "Ada@acme.example", "user_name": "ada", "subject": "4711", "password": PASSWORD,
        "totp_secret": TOTP_TEXT, "claims": { "given_name": "Ada", "family_name": "Byron" },
        "roles": ["auditor", "help_desk"], "groups": ["engines"],
    });
    applied(world, &json!({ "version": 1, "organisations": [{ "slug": "acme", "users": [user] }] })).await;
}

/// By the verb that commands, programs and pages call.
async fn by_verb(world: &World, granted: &flows::Granted<CreateUser>) {
    let org = granted.on();
    let group = world.doorward.find_group(&world.granted(org), "engines").await.unwrap().unwrap();
    let patch = UserPatch { subject: Some("4711".to_owned()), ..person::ada(PASSWORD) };
    let made = world.doorward.create_user(granted, &patch, &[group]).await.unwrap();
    assert_eq!(made.map(|whom| whom.org), Ok(org));
}

#[tokio::test]
async fn a_person_is_the_same_by_every_door() {
    let mut seen: Vec<Vec<String>> = Vec::new();
    for engine in store::testing::ENGINES {
        for door in ["document", "operator", "administrator"] {
            let world = World::fresh(engine).await;
            let groups = json!({ "version": 1, "organisations": [{ "slug": "acme", "groups": [{ "name": "engines" }],
                "users": [{ "email": "anna@acme.example", "roles": ["administrator"] }] }] });
            applied(&world, &groups).await;
            let anna = principal(&world, "anna@acme.example").await;
            let org = anna.org().unwrap();
            match door {
                "document" => by_document(&world).await,
                "operator" => by_verb(&world, &world.granted(org)).await,
                _ => by_verb(&world, &world.doorward.allow(&anna, org).await.unwrap().unwrap()).await,
            }
            let rows = person::rows(&world.store, person::EMAIL).await;
            assert!(rows.len() > 12, "{rows:#?}");
            Browser::new(&world).sign_in(&request("wiki", ""), "ada@acme.example").await.asks_for_code();
            if let Some(first) = seen.first() {
                assert_eq!(&rows, first, "by {door} on {engine:?}");
            }
            seen.push(rows);
            world.database.remove().await;
        }
    }
}

/// Somebody who is signed in, with the roles of this moment.
pub(crate) async fn principal(world: &World, email: &str) -> Principal {
    let mut browser = Browser::new(world);
    browser.sign_in(&request("wiki", ""), email).await.arrives();
    let who = world.doorward.signed_in(&browser.caller()).await.unwrap().unwrap();
    world.doorward.principal(&browser.caller(), &who).await.unwrap()
}

/// One user of each role, and two of none.
pub(crate) async fn people_with_roles(world: &World) {
    let mut users: Vec<User> = Vec::new();
    for role in Role::ALL {
        let email = format!("{}@jade.example", role.as_str());
        users.push(User { roles: vec![role.as_str().to_owned()], ..somebody(&email).await });
    }
    users.push(somebody("plain@jade.example").await);
    users.push(somebody("other@jade.example").await);
    let mut wiki = application("wiki");
    wiki.subscribers.push(("jade".into(), true));
    world.add(vec![organisation("jade", Policy::default(), users)], vec![wiki]).await;
}

/// Who may set whose password: nobody that of somebody who may do more, nobody in another organisation.
#[tokio::test]
async fn adm_04_nobody_acts_on_somebody_who_may_do_more() {
    on_both(async |world| {
        people_with_roles(world).await;
        let names: Vec<&str> = Role::ALL.iter().map(|role| role.as_str()).chain(["plain"]).collect();
        for (at, by) in names.iter().enumerate() {
            let by_roles: Vec<Role> = Role::ALL.get(at).copied().into_iter().collect();
            let asks = principal(world, &format!("{by}@jade.example")).await;
            for (at, on) in names.iter().enumerate() {
                let on_roles: Vec<Role> = Role::ALL.get(at).copied().into_iter().collect();
                let whom = world.whom(&format!("{on}@jade.example")).await;
                let granted = world.doorward.allow::<Recover>(&asks, whom).await.unwrap();
                let target = model::permission::Target::Holder(whom.org, model::role::permissions(&on_roles));
                let expected = model::role::authority(whom.org, &by_roles).check(Permission::UsersRecover, target);
                assert_eq!(granted.map(drop), expected, "{by} on {on}");
            }
            let foreign = world.whom("anna@acme.example").await;
            let granted = world.doorward.allow::<Recover>(&asks, foreign).await.unwrap().map(drop);
            let everywhere = *by == "instance_administrator";
            assert_eq!(granted, if everywhere { Ok(()) } else { Err(Denied::Foreign) }, "ADM-01: {by}");
            let mixed = UserRef { org: world.whom("plain@jade.example").await.org, user: foreign.user };
            if let Ok(granted) = world.doorward.allow::<SetState>(&asks, mixed).await.unwrap() {
                let done = world.doorward.set_user_state(&granted, State::Disabled).await.unwrap();
                assert_eq!(done, Err(Refused::Unknown), "ADM-02: {by}");
            }
        }
    })
    .await;
}

/// The check is made again when the user is read for the change: whoever rose meanwhile is not acted on.
#[tokio::test]
async fn adm_04_who_rises_meanwhile_is_above() {
    on_both(async |world| {
        people_with_roles(world).await;
        let asks = principal(world, "help_desk@jade.example").await;
        let plain = world.whom("plain@jade.example").await;
        let granted = world.doorward.allow::<Recover>(&asks, plain).await.unwrap().unwrap();
        let password = crypto::Password::new("seventeen violet lanterns").unwrap();
        let before = world.password_hash("plain@jade.example").await;
        let owner = world.granted::<AssignRoles>(plain);
        world.doorward.assign_roles(&owner, &[Role::Owner]).await.unwrap().unwrap();
        let set = world.doorward.set_password(&granted, &password, false).await.unwrap();
        assert_eq!(set, Err(Refused::Denied(Denied::Above)));
        assert_eq!(world.password_hash("plain@jade.example").await, before);
        world.doorward.assign_roles(&owner, &[]).await.unwrap().unwrap();
        assert_eq!(world.doorward.set_password(&granted, &password, false).await.unwrap(), Ok(()));
    })
    .await;
}

#[tokio::test]
async fn adm_04_nobody_gives_what_they_lack() {
    on_both(async |world| {
        people_with_roles(world).await;
        let plain = world.whom("plain@jade.example").await;
        let administrator = principal(world, "administrator@jade.example").await;
        let granted = world.doorward.allow::<AssignRoles>(&administrator, plain).await.unwrap().unwrap();
        for role in Role::ALL {
            let done = world.doorward.assign_roles(&granted, &[role]).await.unwrap();
            let above = matches!(role, Role::Owner | Role::InstanceAdministrator);
            assert_eq!(done, if above { Err(Refused::Denied(Denied::Above)) } else { Ok(()) }, "{role:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn adm_04_nobody_makes_a_user_who_may_do_more() {
    on_both(async |world| {
        people_with_roles(world).await;
        let org = world.whom("plain@jade.example").await.org;
        let administrator = principal(world, "administrator@jade.example").await;
        let create = world.doorward.allow::<CreateUser>(&administrator, org).await.unwrap().unwrap();
        let of = |role: Role| UserPatch {
            roles: Some(vec![role]),
            subject: Some(role.as_str().to_owned()),
            ..UserPatch::default()
        };
        let made = world.doorward.create_user(&create, &of(Role::Owner), &[]).await.unwrap();
        assert_eq!(made, Err(Refused::Denied(Denied::Above)));
        world.doorward.create_user(&create, &of(Role::HelpDesk), &[]).await.unwrap().unwrap();
    })
    .await;
}

#[tokio::test]
async fn adm_04_nobody_gives_a_token_what_they_lack() {
    on_both(async |world| {
        people_with_roles(world).await;
        let org = world.whom("plain@jade.example").await.org;
        let owner = principal(world, "owner@jade.example").await;
        let tokens = world.doorward.allow::<ManageApiTokens>(&owner, org).await.unwrap().unwrap();
        let mint = async |permission: Permission| {
            let new = NewApiToken { name: permission.as_str(), permissions: &[permission], expires_at: None };
            world.doorward.mint_api_token(&tokens, &new).await.unwrap().map(drop)
        };
        assert_eq!(mint(Permission::UsersRead).await, Ok(()));
        assert_eq!(mint(Permission::InstanceManage).await, Err(MintRefusal::Denied(Denied::Above)));
        // The API does nothing with it yet, so that no token is made today that may more tomorrow.
        assert_eq!(mint(Permission::UsersCreate).await, Err(MintRefusal::NotForTokens(Permission::UsersCreate)));
    })
    .await;
}

/// A role that was taken allows nothing with the next request.
#[tokio::test]
async fn adm_08_roles_are_read_with_each_request() {
    on_both(async |world| {
        people_with_roles(world).await;
        let plain = world.whom("plain@jade.example").await;
        let mut browser = Browser::new(world);
        browser.sign_in(&request("wiki", ""), "help_desk@jade.example").await.arrives();
        let may = async || {
            let who = world.doorward.signed_in(&browser.caller()).await.unwrap().unwrap();
            let asks = world.doorward.principal(&browser.caller(), &who).await.unwrap();
            world.doorward.allow::<Recover>(&asks, plain).await.unwrap().map(drop)
        };
        assert_eq!(may().await, Ok(()));
        let desk = world.granted::<AssignRoles>(world.whom("help_desk@jade.example").await);
        world.doorward.assign_roles(&desk, &[]).await.unwrap().unwrap();
        assert_eq!(may().await, Err(Denied::Permission));
    })
    .await;
}

#[tokio::test]
async fn an_organisation_keeps_an_owner() {
    on_both(async |world| {
        people_with_roles(world).await;
        let owner = world.granted::<AssignRoles>(world.whom("owner@jade.example").await);
        let auditor = [Role::Auditor];
        assert_eq!(world.doorward.assign_roles(&owner, &auditor).await.unwrap(), Err(Refused::LastOwner));
        let plain = world.granted::<AssignRoles>(world.whom("plain@jade.example").await);
        world.doorward.assign_roles(&plain, &[Role::Owner]).await.unwrap().unwrap();
        assert_eq!(world.doorward.assign_roles(&owner, &auditor).await.unwrap(), Ok(()));
    })
    .await;
}

/// RFC 9068 §5: a token that an application was given for itself has its client id as subject.
#[tokio::test]
async fn a_subject_is_no_client_id_either_way_round() {
    on_both(async |world| {
        let org = world.whom("anna@acme.example").await.org;
        let named = |subject: &str| UserPatch { subject: Some(subject.to_owned()), ..UserPatch::default() };
        let create = world.granted::<CreateUser>(org);
        let made = world.doorward.create_user(&create, &named("wiki"), &[]).await.unwrap();
        assert_eq!(made, Err(Refused::SubjectTaken));
        world.doorward.create_user(&create, &named("4711"), &[]).await.unwrap().unwrap();
        assert_eq!(world.doorward.create_user(&create, &named("4711"), &[]).await.unwrap(), Err(Refused::SubjectTaken));

        let user = json!({ "version": 1, "organisations": [{ "slug": "acme", "users": [{ "subject": "mail" }] }] });
        let problems = tried(world, &user, false).await.unwrap_err();
        assert!(problems[0].to_string().contains("client_id of an application"), "{problems:?}");
        let application = |client_id: &str| {
            json!({ "organisation": "acme", "client_id": client_id, "token_endpoint_auth_method": "none",
                "redirect_uris": ["https://new.example/back"] })
        };
        let document = json!({ "version": 1, "applications": [application("4711")] });
        let problems = tried(world, &document, false).await.unwrap_err();
        assert!(problems[0].to_string().contains("subject of a user"), "{problems:?}");
        let both = json!({ "version": 1, "organisations": [{ "slug": "acme", "users": [{ "subject": "twin" }] }],
            "applications": [application("twin")] });
        let problems = tried(world, &both, false).await.unwrap_err();
        assert!(problems[0].to_string().contains("subject of a user"), "{problems:?}");
    })
    .await;
}

/// Everything that is known of somebody, in every place where a password is chosen for them.
#[tokio::test]
async fn no_password_is_made_of_what_is_known() {
    on_both(async |world| {
        let org = world.whom("anna@acme.example").await.org;
        let claims = json!({ "given_name": "Philippa", "family_name": "Featherstonehaugh" });
        let patch = |password: &str| UserPatch {
            subject: Some("philippa".to_owned()),
            claims: claims.as_object().unwrap().clone(),
            password: Some(NewPassword::Plain(crypto::Password::new(password).unwrap())),
            ..UserPatch::default()
        };
        let personal = Err(Refused::Rules(vec![Rule::NotPersonal]));
        let create = world.granted::<CreateUser>(org);
        for password in ["PhilippaFeatherstonehaugh1", "acme-philippa-acme"] {
            let made = world.doorward.create_user(&create, &patch(password), &[]).await.unwrap();
            assert_eq!(made.map(drop), personal, "{password}");
        }
        let made = world.doorward.create_user(&create, &patch(PASSWORD), &[]).await.unwrap().unwrap();
        let password = crypto::Password::new("featherstonehaugh!99").unwrap();
        let set = world.doorward.set_password(&world.granted(made), &password, false).await.unwrap();
        assert_eq!(set, personal);
    })
    .await;
}

/// Guesses at a previous password say nothing of the one that took its place, whoever set it.
#[tokio::test]
async fn another_password_forgets_guesses_by_every_door() {
    on_both(async |world| {
        for door in ["document", "verb"] {
            let gus = world.whom("gus@grey.example").await;
            let mut browser = Browser::new(world);
            let at = browser.goes_to_password(&request("wiki", ""), "gus@grey.example").await;
            for _ in 0..3 {
                browser.password(&at, "not his password").await;
            }
            let locked = world.doorward.locked_until(&world.granted(gus)).await.unwrap();
            assert_eq!(locked, Some(Time::NEVER), "{door}");
            let text = format!("seventeen violet lanterns by {door}");
            let user = json!({ "email": "gus@grey.example", "password": text });
            match door {
                "document" => {
                    let document = json!({ "version": 1, "organisations": [{ "slug": "grey", "users": [user] }] });
                    drop(applied(world, &document).await);
                }
                _ => {
                    let password = crypto::Password::new(&text).unwrap();
                    world.doorward.set_password(&world.granted(gus), &password, false).await.unwrap().unwrap();
                }
            }
            assert_eq!(world.doorward.locked_until(&world.granted(gus)).await.unwrap(), None, "{door}");
        }
    })
    .await;
}

/// AUD-01: who did it stands beside what was done.
#[tokio::test]
async fn aud_01_every_event_names_its_actor() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let at = browser.goes_to_password(&request("wiki", ""), "anna@acme.example").await;
        browser.password(&at, "not her password").await;
        let code = browser.password(&at, PASSWORD).await.arrives();
        world.token(NOW, &exchange("wiki", &code)).await.unwrap();
        let anna = world.whom("anna@acme.example").await;
        world.doorward.end_sessions_of(&world.granted(anna)).await.unwrap().unwrap();
        let mut read = world.store.read().await.unwrap();
        let told = read.page::<(String,)>(&ACTORS, params!["user.created"]).await.unwrap();
        let told: Vec<&str> = told.iter().map(|(row,)| row.as_str()).collect();
        assert_eq!(
            told,
            [
                "sign_in.succeeded user id -",
                "sign_in.wrong_password anonymous - -",
                "token.issued application id for",
                "user.sessions_ended operator - -",
            ]
        );
    })
    .await;
}

/// What is asked at the next sign-in is told of before: by the document's report, and of each user.
#[tokio::test]
async fn what_the_next_sign_in_asks_is_told_of_before() {
    on_both(async |world| {
        let report = applied(
            world,
            &json!({ "version": 1, "organisations": [{ "slug": "opal",
                "policy": { "preset": "passport", "second_factor": { "rule": "required" } },
                "users": [
                    { "email": "mira@opal.example", "accepted_notice": true, "password_hash": "$2b$10$WmgJGTP547vpmvmTgvig1e6okzOUhLY.woN7XzsoioKHudb8BWgsy" },
                    { "email": "lea@opal.example", "accepted_notice": true, "password": "Tulip-River 4242", "must_change_password": true,
                      "totp_secret": TOTP_TEXT },
                    { "email": "good@opal.example", "accepted_notice": true, "password": PASSWORD, "totp_secret": TOTP_TEXT },
                ] }] }),
        )
        .await;
        let notes = report.notes.join("\n");
        assert!(notes.contains("users[2].password") && notes.contains("asked to choose another"), "{notes}");
        let due = async |email: &str| world.doorward.due_of(&world.granted(world.whom(email).await)).await.unwrap();
        assert_eq!(due("mira@opal.example").await, []);
        assert_eq!(due("lea@opal.example").await, [Due::Password(model::sign_in::NewPassword::Demanded)]);
        assert_eq!(due("good@opal.example").await, []);

        // A hash tells nothing of the password's length.
        let hashes = json!({ "version": 1, "organisations": [{ "slug": "ruby", "users": [
            { "email": "jonas@ruby.example", "password_hash": "$2b$10$n.KJToJw9AS3RmXmjclcJeHo41Rg18uIFcePBkJai6s44LdEks5bm" },
        ] }] });
        let notes = applied(world, &hashes).await.notes.join("\n");
        assert!(notes.contains("asks for 15 characters") && notes.contains("min: 8"), "{notes}");
    })
    .await;
}

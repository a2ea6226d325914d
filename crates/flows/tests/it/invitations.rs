//! Invitations: what one is good for, how long, and for whom.

use crypto::password::Places;
use flows::{
    Answer, Granted, OpenedInvitation, Principal, Registration, RegistrationFields, RegistrationProblems,
    granted::CreateUser,
    invitations::{InvitationRefusal, InvitationState, Invited, Invitee},
    people::{Identifier, NotChosen},
};
use model::{
    Key, Policy, Role, Span,
    id::Org,
    permission::Denied,
    policy::{Notice, Registration as Allowed},
    profile_data::{FieldError, ProfileData, ProfileField},
    sign_in::{Refusal, Step, StepKind},
};
use serde_json::json;
use store::params;

use crate::{
    browser::{Browser, Place},
    content::{User, organisation, somebody},
    mails::{Post, leased},
    races::at_once,
    world::{NOW, PASSWORD, World, on_both, request},
};

store::statements! {
    JOINED = "select u.profile || ' ' || u.facts from users u join identifiers i on i.user_id = u.id where i.key = $1";
    USERS_CALLED = "select count(*) from identifiers where key = $1";
    ROLES = "select r.role from role_members r join identifiers i on i.user_id = r.user_id where i.key = $1";
    ANOTHER_ADDRESS = "update users set profile = replace(profile, 'ned@acme.example', 'ned.n@acme.example')";
    ANOTHER_KEY = "update identifiers set key = 'ned.n@acme.example', shown = 'ned.n@acme.example' where key = 'ned@acme.example'";
    NAMED_IN_EVENTS = "select count(*) from events where data like '%@acme.example%'";
    ASSIGNED = "select count(*) from assignments a join identifiers i on i.user_id = a.holder where i.key = $1";
}

pub(crate) const ADA: &str = "ada.l@acme.example";

pub(crate) fn invitee(email: &str) -> Invitee {
    Invitee::new(Identifier { key: Key::email(email).unwrap(), display: email.to_owned() })
}

pub(crate) fn token(invited: &Invited) -> &str {
    let link = invited.link.as_deref().expect("the operator sees it");
    link.strip_prefix("https://id.example/join/").expect("the page where people register")
}

pub(crate) async fn acme(world: &World) -> model::Id<Org> {
    world.user("anna@acme.example").await.0
}

pub(crate) async fn invited(world: &World, wanted: &Invitee) -> Invited {
    let org = acme(world).await;
    world.doorward.invite(&world.granted(org), wanted).await.unwrap().unwrap()
}

/// Opens the link: the form.
pub(crate) async fn opens(browser: &mut Browser, token: &str) -> String {
    match browser.doorward.open_invitation(&browser.caller(), token).await.unwrap() {
        OpenedInvitation::Registration(at, cookie) => {
            browser.keep(cookie);
            browser.show(&at, false).await.asks_for(StepKind::Register)
        }
        OpenedInvitation::Join(_) => panic!("somebody has an account"),
        OpenedInvitation::Over(state, _) => panic!("the invitation is {state:?}"),
        OpenedInvitation::Unknown => panic!("there is no such invitation"),
    }
}

pub(crate) async fn state(world: &World, token: &str) -> Option<InvitationState> {
    match world.doorward.open_invitation(&Browser::new(world).caller(), token).await.unwrap() {
        OpenedInvitation::Registration(..) | OpenedInvitation::Join(_) => Some(InvitationState::Open),
        OpenedInvitation::Over(state, _) => Some(state),
        OpenedInvitation::Unknown => None,
    }
}

pub(crate) fn filled_in() -> Registration {
    let [given_name, family_name, occupation, department] = ["Ada", " Lovelace ", "", "Engines"].map(str::to_owned);
    Registration {
        fields: RegistrationFields {
            data: ProfileData { given_name, family_name, occupation, department },
            zone: "Europe/London".into(),
            accepted: None,
        },
        password: PASSWORD.into(),
        repeated: PASSWORD.into(),
    }
}

pub(crate) fn answer(form: Registration) -> Answer {
    Answer::Register(Box::new(form))
}

pub(crate) async fn called(world: &World, email: &str) -> i64 {
    let mut read = world.store.read().await.unwrap();
    read.one::<(i64,)>(&USERS_CALLED, params![email]).await.unwrap().unwrap().0
}

#[tokio::test]
async fn an_invitation_becomes_an_account_with_what_it_is_for() {
    on_both(async |world| {
        let org = acme(world).await;
        let group = world.doorward.create_group(&world.granted(org), "Engineers").await.unwrap().unwrap();
        let mut wanted = invitee("Ada.L@ACME.example");
        wanted.claims = json!({ "given_name": "A.", "nickname": "Countess" }).as_object().unwrap().clone();
        wanted.roles = vec![Role::HelpDesk];
        wanted.groups = vec!["Engineers".into()];
        wanted.applications = vec![world.doorward.application("closed").await.unwrap().unwrap().id];
        let invited = invited(world, &wanted).await;
        assert!(invited.mailed);
        let mut ada = Browser::new(world);
        let at = opens(&mut ada, token(&invited)).await;
        let Place::OwnPage(page) = ada.answer(&at, answer(filled_in())).await else { panic!("not registered") };
        assert_eq!(page, "/registered");
        assert!(ada.session.is_some(), "whoever registers is signed in");
        let mut read = world.store.read().await.unwrap();
        let (joined,) = read.one::<(String,)>(&JOINED, params![ADA]).await.unwrap().unwrap();
        for known in [
            r#""given_name":"Ada""#,
            r#""family_name":"Lovelace""#,
            r#""nickname":"Countess""#,
            r#""department":"Engines""#,
            r#""zoneinfo":"Europe/London""#,
            r#""email":"Ada.L@ACME.example""#,
            r#""email_verified":true"#,
            r#""joined_by":"invitation""#,
        ] {
            assert!(joined.contains(known), "{known} in {joined}");
        }
        let (role,) = read.one::<(String,)>(&ROLES, params![ADA]).await.unwrap().unwrap();
        let (assigned,) = read.one::<(i64,)>(&ASSIGNED, params![ADA]).await.unwrap().unwrap();
        assert_eq!((role.as_str(), assigned), ("help_desk", 1));
        drop(read);
        let members = world.doorward.group_members(&world.granted((org, group.id)), None, 9).await.unwrap();
        assert_eq!(members.iter().map(|member| member.name.as_str()).collect::<Vec<_>>(), ["Ada Lovelace"]);
        for (kind, times) in [("invitation.sent", 1), ("invitation.used", 1), ("user.registered", 1)] {
            assert_eq!(world.events(kind).await, times, "{kind}");
        }
        assert_eq!(state(world, token(&invited)).await, Some(InvitationState::Used));
        // The password is theirs from now on, everywhere.
        let mut elsewhere = Browser::new(world);
        assert!(matches!(elsewhere.sign_in(&request("closed", ""), ADA).await, Place::Application(_)));
    })
    .await;
}

/// Each thing that is wrong is said, at once, and the invitation stays good (I4).
#[tokio::test]
async fn a_form_with_problems_uses_nothing_up() {
    on_both(async |world| {
        let policy =
            Policy { notice: Some(Notice { text: "privacy".into(), version: "2".into() }), ..Policy::default() };
        world.add(vec![organisation("acme", policy, vec![somebody("anna@acme.example").await])], vec![]).await;
        let invited = invited(world, &invitee(ADA)).await;
        let mut ada = Browser::new(world);
        let at = opens(&mut ada, token(&invited)).await;
        let form = Registration { password: "ada".into(), repeated: "eve".into(), ..Registration::default() };
        let Place::Page(_, view, Some(flows::Complaint::Registration)) = ada.answer(&at, answer(form)).await else {
            panic!("a form without a name was taken")
        };
        let problems = view.registration.unwrap().problems;
        let missing = [ProfileField::GivenName, ProfileField::FamilyName].map(|field| (field, FieldError::Missing));
        assert_eq!((problems.data.as_slice(), problems.zone, problems.not_accepted), (&missing[..], true, true));
        assert!(matches!(problems.password, Some(NotChosen::Rules(_))), "{problems:?}");
        let differs = Registration { repeated: "another one of that length".into(), ..filled_in() };
        let Place::Page(_, view, _) = ada.answer(&at, answer(differs)).await else { panic!("two passwords") };
        assert_eq!(view.registration.unwrap().problems.password, Some(NotChosen::NotRepeated));
        let unticked = ada.answer(&at, answer(filled_in())).await;
        let Place::Page(_, view, _) = unticked else { panic!("the notice was not accepted") };
        let registration = view.registration.unwrap();
        assert_eq!(registration.problems, RegistrationProblems { not_accepted: true, ..Default::default() });
        assert_eq!(registration.fields, filled_in().fields, "what was typed is there");
        assert_eq!((called(world, ADA).await, world.sign_ins().await), (0, 0));
        // Two days later.
        let mut later = Browser::new(world);
        let at = opens(later.later(Span::days(2)), token(&invited)).await;
        let mut form = filled_in();
        form.fields.accepted = Some(Notice { text: "privacy".into(), version: "1".into() });
        let previous = later.answer(&at, answer(form.clone())).await;
        assert!(matches!(previous, Place::Page(..)), "a notice of before was accepted");
        form.fields.accepted = Some(Notice { text: "privacy".into(), version: "2".into() });
        assert!(matches!(later.answer(&at, answer(form)).await, Place::OwnPage(_)));
        let mut read = world.store.read().await.unwrap();
        let (joined,) = read.one::<(String,)>(&JOINED, params![ADA]).await.unwrap().unwrap();
        assert!(joined.contains(r#""accepted":{"text":"privacy","version":"2""#), "REG-24: {joined}");
    })
    .await;
}

#[tokio::test]
async fn reg_12_looking_at_a_link_writes_nothing() {
    on_both(async |world| {
        let invited = invited(world, &invitee(ADA)).await;
        for _ in 0..3 {
            opens(&mut Browser::new(world), token(&invited)).await;
        }
        assert_eq!((world.sign_ins().await, state(world, token(&invited)).await), (0, Some(InvitationState::Open)));
        let mut ada = Browser::new(world);
        let at = opens(&mut ada, token(&invited)).await;
        assert!(matches!(ada.answer(&at, answer(filled_in())).await, Place::OwnPage(_)));
    })
    .await;
}

#[tokio::test]
async fn reg_13_the_address_is_the_one_that_was_invited() {
    on_both(async |world| {
        let invited = invited(world, &invitee(ADA)).await;
        let mut ada = Browser::new(world);
        let at = opens(&mut ada, token(&invited)).await;
        ada.email(&at, "eve@acme.example").await;
        ada.answer(&at, Answer::SomebodyElse).await;
        assert!(matches!(ada.answer(&at, answer(filled_in())).await, Place::OwnPage(_)));
        assert_eq!((called(world, ADA).await, called(world, "eve@acme.example").await), (1, 0));
    })
    .await;
}

#[tokio::test]
async fn reg_14_an_invitation_that_is_over_opens_nothing() {
    on_both(async |world| {
        let org = acme(world).await;
        let revoked = invited(world, &invitee(ADA)).await;
        let mut ada = Browser::new(world);
        let at = opens(&mut ada, token(&revoked)).await;
        world.doorward.revoke_invitation(&world.granted(org), revoked.id).await.unwrap().unwrap();
        let again = world.doorward.revoke_invitation(&world.granted(org), revoked.id).await.unwrap();
        assert_eq!(again, Err(InvitationRefusal::Over));
        let refused = ada.answer(&at, answer(filled_in())).await;
        assert!(matches!(refused, Place::Page(_, view, None) if view.step == Step::Refuse(Refusal::InvitationNeeded)));
        assert_eq!(state(world, token(&revoked)).await, Some(InvitationState::Revoked));

        // Sent again it has another link, and the one from before is none.
        let renewed = world.doorward.invite_again(&world.granted(org), revoked.id).await.unwrap().unwrap();
        assert_eq!((renewed.id, state(world, token(&revoked)).await), (revoked.id, None));
        let mut late = Browser::new(world);
        let at = opens(&mut late, token(&renewed)).await;
        late.later(Span::days(7));
        let expired = late.doorward.open_invitation(&late.caller(), token(&renewed)).await.unwrap();
        assert!(matches!(expired, OpenedInvitation::Over(InvitationState::Expired, _)));
        assert!(matches!(late.answer(&at, answer(filled_in())).await, Place::NotPending(_)), "an hour is over, too");
        assert_eq!(called(world, ADA).await, 0);
    })
    .await;
}

/// The invitation is looked at when the form comes, and once more when the account is written: it may be taken back between.
#[tokio::test]
async fn reg_14_taken_back_while_the_password_waits_to_be_hashed() {
    on_both(async |world| {
        let org = acme(world).await;
        let invited = invited(world, &invitee(ADA)).await;
        let mut ada = Browser::new(world);
        let at = opens(&mut ada, token(&invited)).await;
        let mut permits = Vec::new();
        for _ in 0..Places::default().permits.get() {
            permits.push(world.hasher.permit().await.unwrap());
        }
        let form =
            tokio::spawn(async move { (ada.doorward.answer(&ada.caller(), &at, answer(filled_in())).await, ada) });
        while world.hasher.load().waiting == 0 {
            tokio::task::yield_now().await;
        }
        world.doorward.revoke_invitation(&world.granted(org), invited.id).await.unwrap().unwrap();
        drop(permits);
        let (turn, _) = form.await.unwrap();
        assert!(matches!(turn.unwrap(), flows::Turn::NextStep));
        assert_eq!((called(world, ADA).await, world.events("user.registered").await), (0, 0));
    })
    .await;
}

#[tokio::test]
async fn reg_11_one_link_makes_one_account() {
    on_both(async |world| {
        let invited = invited(world, &invitee(ADA)).await;
        let mut forms = Vec::new();
        for _ in 0..8 {
            let mut browser = Browser::new(world);
            let at = opens(&mut browser, token(&invited)).await;
            forms.push(
                async move { browser.doorward.answer(&browser.caller(), &at, answer(filled_in())).await.is_ok() },
            );
        }
        assert_eq!(at_once(forms).await.len(), 8);
        assert_eq!((called(world, ADA).await, world.events("user.registered").await), (1, 1));
        assert_eq!(world.events("invitation.used").await, 1);
    })
    .await;
}

#[tokio::test]
async fn nobody_gives_by_an_invitation_what_they_may_not_give() {
    on_both(async |world| {
        let org = acme(world).await;
        for (email, role) in [("anna@acme.example", Role::Administrator), ("bert@acme.example", Role::HelpDesk)] {
            world.doorward.assign_roles(&world.granted(world.whom(email).await), &[role]).await.unwrap().unwrap();
        }
        let wanted = |roles: Vec<Role>| Invitee { roles, ..invitee(ADA) };
        let [administrator, help_desk] =
            [signed_in(world, "anna@acme.example").await, signed_in(world, "bert@acme.example").await];
        let not = world.doorward.allow::<CreateUser>(&help_desk, org).await.unwrap();
        assert_eq!(not.unwrap_err(), Denied::Permission);
        let may: Granted<CreateUser> = world.doorward.allow(&administrator, org).await.unwrap().unwrap();
        let above = world.doorward.invite(&may, &wanted(vec![Role::Owner])).await.unwrap();
        assert_eq!(above.unwrap_err(), InvitationRefusal::Denied(Denied::Above));
        // What the operator invited somebody into, an administrator does not send again.
        let owner = invited(world, &wanted(vec![Role::Owner])).await;
        let again = world.doorward.invite_again(&may, owner.id).await.unwrap();
        assert_eq!(again.unwrap_err(), InvitationRefusal::Denied(Denied::Above));
        let theirs = world.doorward.invite(&may, &wanted(vec![Role::HelpDesk])).await.unwrap().unwrap();
        assert_eq!(
            (theirs.id, theirs.link.is_none()),
            (owner.id, true),
            "invited once, and REG-15: only the mail has the link"
        );
        let mails = world.mails(NOW).await;
        let text = &mails.last().expect("a mail").text;
        let theirs = text.lines().find_map(|line| line.trim().strip_prefix("https://id.example/join/")).unwrap();
        let mut ada = Browser::new(world);
        let at = opens(&mut ada, theirs).await;
        let Place::Page(_, view, _) = ada.show(&at, true).await else { panic!("no form") };
        assert_eq!(view.registration.unwrap().invited_by.as_deref(), Some("Robin"), "who invites is named");
    })
    .await;
}

pub(crate) async fn signed_in(world: &World, email: &str) -> Principal {
    let mut browser = Browser::new(world);
    browser.sign_in(&request("wiki", ""), email).await;
    let caller = browser.caller();
    let who = world.doorward.signed_in(&caller).await.unwrap().expect("a session");
    world.doorward.principal(&caller, &who).await.unwrap()
}

#[tokio::test]
async fn who_can_not_be_invited() {
    on_both(async |world| {
        let org = acme(world).await;
        let refused =
            async |wanted: Invitee| world.doorward.invite(&world.granted(org), &wanted).await.unwrap().unwrap_err();
        let anna = world.user("anna@acme.example").await.1;
        assert_eq!(refused(invitee("Anna@acme.example")).await, InvitationRefusal::IsUser(anna));
        let group = Invitee { groups: vec!["Nobody".into()], ..invitee(ADA) };
        assert_eq!(refused(group).await, InvitationRefusal::NoSuchGroup("Nobody".into()));
        let claims = json!({ "given_name": 7 }).as_object().unwrap().clone();
        assert!(matches!(refused(Invitee { claims, ..invitee(ADA) }).await, InvitationRefusal::Claims(_)));
        // REG-20: an invitation says nothing by which somebody is reached or recognised.
        for claim in ["email", "email_verified", "picture", "phone_number", "preferred_username"] {
            let claims = json!({ claim: "eve@evil.example" }).as_object().unwrap().clone();
            let told = refused(Invitee { claims, ..invitee(ADA) }).await;
            assert!(matches!(told, InvitationRefusal::Claims(_)), "{claim}");
        }
        let policy = Policy { registration: Allowed::Closed, ..Policy::default() };
        world.add(vec![organisation("acme", policy, vec![somebody("anna@acme.example").await])], vec![]).await;
        assert_eq!(refused(invitee(ADA)).await, InvitationRefusal::Closed);
    })
    .await;
}

/// Somebody who has an account in another organisation is told so when they register, and nobody else is.
#[tokio::test]
async fn an_address_that_is_somebodys_elsewhere() {
    on_both(async |world| {
        let invited = invited(world, &invitee("ben@blue.example")).await;
        let mut ben = Browser::new(world);
        let at = opens(&mut ben, token(&invited)).await;
        let told = ben.answer(&at, answer(filled_in())).await;
        assert!(matches!(told, Place::Page(_, view, None) if view.step == Step::Refuse(Refusal::AlreadyRegistered)));
        assert_eq!(called(world, "ben@blue.example").await, 1);
        assert_eq!(state(world, token(&invited)).await, Some(InvitationState::Open));
    })
    .await;
}

/// The mail holds the link; an invitation of a group that is gone gives what is left.
#[tokio::test]
async fn the_mail_and_what_is_left_of_it() {
    on_both(async |world| {
        let org = acme(world).await;
        let [here, gone] = [
            world.doorward.create_group(&world.granted(org), "Here").await.unwrap().unwrap(),
            world.doorward.create_group(&world.granted(org), "Gone").await.unwrap().unwrap(),
        ];
        let wanted =
            Invitee { groups: vec!["Here".into(), "Gone".into()], language: Some("sv".into()), ..invitee(ADA) };
        let invited = invited(world, &wanted).await;
        let post = Post::default();
        for job in leased(&world.doorward, NOW, 9).await {
            world.doorward.carry_out(job, &post, &|| NOW).await.unwrap();
        }
        let mails = post.taken();
        assert_eq!((mails.len(), mails[0].to.as_str(), mails[0].language), (1, ADA, "sv"));
        let link = invited.link.as_deref().unwrap();
        assert!(mails[0].text.contains(link) && mails[0].html.contains(link));
        world.doorward.delete_group(&world.granted((org, gone.id))).await.unwrap().unwrap();
        let mut ada = Browser::new(world);
        let at = opens(&mut ada, token(&invited)).await;
        assert!(matches!(ada.answer(&at, answer(filled_in())).await, Place::OwnPage(_)));
        assert_eq!(world.doorward.group_members(&world.granted((org, here.id)), None, 9).await.unwrap().len(), 1);
    })
    .await;
}

/// REG-09, L12: nobody is flooded by being invited again and again. What is not mailed is refused, and leaves the link that was mailed
/// as it is; what one organisation sends keeps no other one's away.
#[tokio::test]
async fn reg_09_an_invitation_that_is_not_mailed_replaces_none() {
    on_both(async |world| {
        let org = acme(world).await;
        let mut last = invited(world, &invitee(ADA)).await;
        for _ in 0..2 {
            last = world.doorward.invite_again(&world.granted(org), last.id).await.unwrap().unwrap();
        }
        let refused = world.doorward.invite_again(&world.granted(org), last.id).await.unwrap();
        assert_eq!(refused.unwrap_err(), InvitationRefusal::MailedLately);
        assert_eq!(world.mails(NOW).await.len(), 3);
        assert_eq!(state(world, token(&last)).await, Some(InvitationState::Open));
    })
    .await;
}

/// J2.1: the mail of somebody who signs in by company ID and user name says both, since nothing else tells them.
#[tokio::test]
async fn the_mail_says_what_to_sign_in_as() {
    on_both(async |world| {
        let bo = User { password: None, user_name: Some("bo.b".into()), ..somebody("bo@blue.example").await };
        world.add(vec![organisation("blue", Policy::company_id(), vec![bo])], vec![]).await;
        let bo = world.whom("bo@blue.example").await;
        world.doorward.invite_user(&world.granted(bo)).await.unwrap().unwrap();
        let mails = world.mails(NOW).await;
        let [mail] = &mails[..] else { panic!("one mail") };
        assert!(mail.text.contains("Company ID: blue") && mail.text.contains("User name: bo.b"), "{}", mail.text);
    })
    .await;
}

/// Somebody who was made before chooses a first password, once (J2.1).
#[tokio::test]
async fn a_user_who_was_made_chooses_a_password() {
    on_both(async |world| {
        let ned = world.whom("ned@acme.example").await;
        let invited = world.doorward.invite_user(&world.granted(ned)).await.unwrap().unwrap();
        let mut browsers = Vec::new();
        for _ in 0..2 {
            let mut browser = Browser::new(world);
            let OpenedInvitation::Registration(at, cookie) =
                world.doorward.open_invitation(&browser.caller(), token(&invited)).await.unwrap()
            else {
                panic!("no way to a password")
            };
            browser.keep(cookie);
            browser.show(&at, false).await.asks_for(StepKind::SetPassword);
            browsers.push((browser, at));
        }
        let chosen = || Answer::NewPassword { password: PASSWORD.into(), repeated: PASSWORD.into() };
        let (mut first, at) = browsers.remove(0);
        assert!(matches!(first.answer(&at, chosen()).await, Place::OwnPage(_)));
        let hash = world.password_hash("ned@acme.example").await;
        let (mut second, at) = browsers.remove(0);
        let place = second.answer(&at, chosen()).await;
        assert!(matches!(&place, Place::Page(_, view, _) if matches!(view.step, Step::Refuse(_))), "{place:?}");
        assert_eq!(world.password_hash("ned@acme.example").await, hash);
        assert_eq!(state(world, token(&invited)).await, Some(InvitationState::Used));
        let refused = world.doorward.invite_user(&world.granted(ned)).await.unwrap();
        assert_eq!(refused.unwrap_err(), InvitationRefusal::IsUser(ned.user));
    })
    .await;
}

/// Who reads an address that is no longer the user's chooses no password for them, whichever link they have.
#[tokio::test]
async fn a_first_password_is_for_the_address_of_today() {
    on_both(async |world| {
        let ned = world.whom("ned@acme.example").await;
        let first = world.doorward.invite_user(&world.granted(ned)).await.unwrap().unwrap();
        world.change(|change| _ = change.add(&ANOTHER_ADDRESS, params![])).await;
        world.change(|change| _ = change.add(&ANOTHER_KEY, params![])).await;
        let mut stranger = Browser::new(world);
        let OpenedInvitation::Registration(at, cookie) =
            world.doorward.open_invitation(&stranger.caller(), token(&first)).await.unwrap()
        else {
            panic!("it is open until it is used")
        };
        stranger.keep(cookie);
        let place = stranger.show(&at, false).await;
        assert!(matches!(&place, Place::Page(_, view, _) if matches!(view.step, Step::Refuse(_))), "{place:?}");
        // Another one, at the right address, takes the first one back.
        let second = world.doorward.invite_user(&world.granted(ned)).await.unwrap().unwrap();
        assert_eq!(state(world, token(&first)).await, Some(InvitationState::Revoked));
        assert_eq!(state(world, token(&second)).await, Some(InvitationState::Open));
        let org = ned.org;
        let again = world.doorward.invite_again(&world.granted(org), second.id).await.unwrap();
        assert_eq!(again.unwrap_err(), InvitationRefusal::IsUser(ned.user));
        let mut read = world.store.read().await.unwrap();
        let (named,) = read.one::<(i64,)>(&NAMED_IN_EVENTS, params![]).await.unwrap().unwrap();
        assert_eq!(named, 0, "events outlive people, and hold no address");
    })
    .await;
}

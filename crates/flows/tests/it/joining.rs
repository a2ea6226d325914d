//! Invitations to people who have an account, or who come to one otherwise; and what of an invitation is still given when it is used.

use flows::{
    Answer, OpenedInvitation,
    invitations::{InvitationState, Invited, Invitee, JoinPage, JoinView},
    people::{Identifier, NewPassword, UserPatch},
};
use model::{
    Id, Key, Role, Span,
    account::State,
    id::Org,
    sign_in::{Purpose, StepKind},
};
use serde_json::{Value, json};
use store::{params, testing::Work};

use crate::{
    browser::{Browser, Place},
    invitations::{ADA, acme, answer, called, filled_in, invited, invitee, opens, signed_in, state, token},
    mailed_codes::{flux, statement},
    races::at_once,
    self_registration::{code_for, comes, form, open},
    world::{NOW, PASSWORD, World, on_both, request},
};

store::statements! {
    HAS = "select (select count(*) from role_members r where r.user_id = i.user_id and r.role = 'help_desk'), \
        (select count(*) from group_members m where m.user_id = i.user_id), \
        (select count(*) from assignments a where a.holder = i.user_id) from identifiers i where i.key = $1";
    USED = "select data from events where kind = 'invitation.used'";
    UNSUBSCRIBE = "update subscriptions set state = 'disabled' where org = $1";
}

const ANNA: &str = "anna@acme.example";
const BERT: &str = "bert@acme.example";

/// A role, a group and an application, for this address.
async fn everything(world: &World, email: &str) -> Invitee {
    let org = acme(world).await;
    let made = world.doorward.create_group(&world.granted(org), "Engineers").await.unwrap();
    assert!(made.is_ok() || email != ADA, "the group is there once");
    let closed = world.doorward.application("closed").await.unwrap().unwrap().id;
    let (roles, groups, applications) = (vec![Role::HelpDesk], vec!["Engineers".to_owned()], vec![closed]);
    Invitee { roles, groups, applications, ..invitee(email) }
}

/// How many of roles, groups and applications of [`everything`] somebody has.
async fn has(world: &World, email: &str) -> (i64, i64, i64) {
    let mut read = world.store.read().await.unwrap();
    read.one(&HAS, params![email]).await.unwrap().unwrap()
}

/// What the event of the only invitation that was used says.
async fn used(world: &World) -> Value {
    let mut read = world.store.read().await.unwrap();
    let (data,): (String,) = read.one(&USED, params![]).await.unwrap().expect("one was used");
    serde_json::from_str(&data).unwrap()
}

/// The page that the link leads to.
async fn joins(browser: &Browser, invited: &Invited) -> String {
    match browser.doorward.open_invitation(&browser.caller(), token(invited)).await.unwrap() {
        OpenedInvitation::Join(at) => at,
        OpenedInvitation::Registration(..) => panic!("a second registration is asked"),
        OpenedInvitation::Over(state, _) => panic!("the invitation is {state:?}"),
        OpenedInvitation::Unknown => panic!("there is no such invitation"),
    }
}

impl Browser {
    async fn join_page(&self, at: &str) -> JoinPage {
        let who = self.doorward.signed_in(&self.caller()).await.unwrap();
        self.doorward.join_page(&self.caller(), who.as_ref(), at).await.unwrap()
    }

    async fn asked(&self, at: &str) -> JoinView {
        match self.join_page(at).await {
            JoinPage::Question(view) => *view,
            page => panic!("no question: {page:?}"),
        }
    }

    /// Presses the button, and sees what came of it.
    async fn presses_join(&self, at: &str) -> JoinPage {
        self.doorward.join(&self.caller(), &self.who().await, at).await.unwrap();
        self.join_page(at).await
    }
}

async fn here(world: &World, email: &str) -> Browser {
    let mut browser = Browser::new(world);
    browser.sign_in(&request("wiki", ""), email).await.arrives();
    browser
}

/// I2: the link leads through the sign-in to a button; looking changes nothing, and what they have already is no hindrance.
#[tokio::test]
async fn i2_who_has_an_account_joins_by_a_button() {
    on_both(async |world| {
        let org = acme(world).await;
        let old = world.doorward.create_group(&world.granted(org), "Old hands").await.unwrap().unwrap();
        let anna = world.whom(ANNA).await;
        let already = flows::people::groups::Memberships { added: vec![anna.user], ..Default::default() };
        world.doorward.change_members(&world.granted((org, old.id)), &already).await.unwrap().unwrap();
        world.doorward.assign_roles(&world.granted(anna), &[Role::Auditor]).await.unwrap().unwrap();
        let wanted = everything(world, "Anna@ACME.example").await;
        let wanted = Invitee { groups: vec!["Old hands".into(), "Engineers".into()], ..wanted };
        let invited = invited(world, &wanted).await;
        assert!(invited.joins && invited.mailed);
        let mails = world.mails(NOW).await;
        let mail = mails.iter().find(|mail| mail.text.contains("/join/")).expect("a mail");
        let text = mail.text.replace('\n', " ");
        assert!(text.contains("Sign in as always") && !text.contains("Create your account"), "{text}");

        let stranger = Browser::new(world);
        let at = joins(&stranger, &invited).await;
        assert!(matches!(stranger.join_page(&at).await, JoinPage::SignIn(to) if to.email == "Anna@ACME.example"));
        let here = here(world, ANNA).await;
        let (view, work) = world.store.work_of(here.asked(&at)).await;
        assert!(!work.iter().any(|one| matches!(one, Work::Write(_))), "REG-12: {work:?}");
        assert_eq!((view.gives.groups.join(" "), view.gives.roles.len()), ("Old hands Engineers".to_owned(), 1));
        assert!(view.left_out.is_empty() && view.gives.applications == ["CLOSED"], "{view:?}");
        assert_eq!(
            (has(world, ANNA).await, state(world, token(&invited)).await),
            ((0, 1, 0), Some(InvitationState::Open))
        );

        let JoinPage::Joined(view) = here.presses_join(&at).await else { panic!("not added") };
        assert_eq!(view.gives.groups, ["Old hands", "Engineers"]);
        assert_eq!((has(world, ANNA).await, called(world, ANNA).await), ((1, 2, 1), 1));
        let roles = world.doorward.principal(&here.caller(), &here.who().await).await.unwrap();
        assert!(format!("{roles:?}").contains("EventsRead"), "what they had stays: {roles:?}");
        // Once; its link says so to whoever used it, and to others that it was used.
        assert!(matches!(here.presses_join(&at).await, JoinPage::Joined(_)));
        assert_eq!((world.events("invitation.used").await, world.events("user.registered").await), (1, 0));
        assert!(matches!(here.join_page(&joins(&here, &invited).await).await, JoinPage::Joined(_)));
        assert_eq!(state(world, token(&invited)).await, Some(InvitationState::Used));
        assert!(matches!(stranger.join_page(&at).await, JoinPage::Over(InvitationState::Used, _)));
    })
    .await;
}

/// L4: whoever else is signed in is told both, changes nothing, and stays signed in.
#[tokio::test]
async fn l4_somebody_else_joins_nothing() {
    on_both(async |world| {
        let invited = invited(world, &everything(world, ANNA).await).await;
        let bert = here(world, BERT).await;
        let at = joins(&bert, &invited).await;
        for _ in 0..2 {
            let JoinPage::NotYours(to) = bert.presses_join(&at).await else { panic!("it is not refused") };
            assert_eq!(to.email, ANNA);
        }
        assert_eq!((has(world, BERT).await, has(world, ANNA).await), ((0, 0, 0), (0, 0, 0)));
        assert_eq!(
            (state(world, token(&invited)).await, bert.who().await.name()),
            (Some(InvitationState::Open), "Robin".to_owned())
        );
        assert_eq!(world.events("invitation.used").await, 0);
        assert!(matches!(here(world, ANNA).await.presses_join(&at).await, JoinPage::Joined(_)));
    })
    .await;
}

/// REG-11, REG-14: pressed many times at once it acts once; taken back, expired or sent again, and an hour after it was opened, not at all.
#[tokio::test]
async fn reg_14_joining_with_what_is_over() {
    on_both(async |world| {
        let org = acme(world).await;
        let first = invited(world, &everything(world, ANNA).await).await;
        let anna = here(world, ANNA).await;
        let at = joins(&anna, &first).await;
        let again = world.doorward.invite_again(&world.granted(org), first.id).await.unwrap().unwrap();
        assert!(matches!(anna.presses_join(&at).await, JoinPage::Unknown), "it was sent again");
        let at = joins(&anna, &again).await;
        world.doorward.revoke_invitation(&world.granted(org), again.id).await.unwrap().unwrap();
        assert!(matches!(anna.presses_join(&at).await, JoinPage::Over(InvitationState::Revoked, _)));
        let last = world.doorward.invite_again(&world.granted(org), again.id).await.unwrap().unwrap();
        let at = joins(&anna, &last).await;
        let mut late = Browser::new(world);
        late.later(Span::hours(1)).sign_in(&request("wiki", ""), ANNA).await.arrives();
        assert!(matches!(late.presses_join(&at).await, JoinPage::Unknown), "an hour is over");
        assert_eq!((has(world, ANNA).await, world.events("invitation.used").await), ((0, 0, 0), 0));
        let (caller, who, doorward) = (anna.caller(), anna.who().await, world.doorward.clone());
        let presses = (0..8).map(|_| {
            let (caller, who, doorward, at) = (caller.clone(), who.clone(), doorward.clone(), at.clone());
            async move { doorward.join(&caller, &who, &at).await.is_ok() }
        });
        assert!(at_once(presses.collect::<Vec<_>>()).await.into_iter().all(|ok| ok));
        assert_eq!((has(world, ANNA).await, world.events("invitation.used").await), ((1, 1, 1), 1));
    })
    .await;
}

/// I3: whoever makes their account before they open the link has what it gives, once the address is proven; the link says that it was used.
#[tokio::test]
async fn i3_who_registers_by_themselves_is_given_it_all_the_same() {
    on_both(async |world| {
        open(world).await;
        let invited = invited(world, &everything(world, ADA).await).await;
        world.mails(NOW).await;
        let mut ada = Browser::new(world);
        let Place::Page(at, ..) = comes(&mut ada, "Ada.L@acme.example").await else { panic!("no code") };
        ada.answer(&at, Answer::SendCode).await;
        let code = code_for(world, "Ada.L@acme.example").await;
        ada.answer(&at, Answer::EmailCode { code, trust: false }).await.asks_for(StepKind::Register);
        assert_eq!(
            state(world, token(&invited)).await,
            Some(InvitationState::Open),
            "nothing before the account is made"
        );
        ada.answer(&at, form()).await;
        assert_eq!(has(world, ADA).await, (1, 1, 1));
        assert_eq!(used(world).await, json!({ "invitation": invited.id, "by": "address" }));
        assert_eq!(state(world, token(&invited)).await, Some(InvitationState::Used));
        let at = joins(&ada, &invited).await;
        let JoinPage::Joined(view) = ada.join_page(&at).await else { panic!("its link says so") };
        assert_eq!(view.gives.groups, ["Engineers"]);
    })
    .await;
}

/// I3: the same by a first password with a mailed code, whichever button led there, and however the account was made.
#[tokio::test]
async fn i3_a_first_password_by_code_uses_the_invitation() {
    for purpose in [Purpose::Register, Purpose::Recover] {
        on_both(async |world| {
            flux(world).await;
            let newt = world.whom("newt@flux.example").await;
            let group = world.doorward.create_group(&world.granted(newt.org), "Engineers").await.unwrap().unwrap();
            let wanted = Invitee { groups: vec![group.name], ..invitee("newt@flux.example") };
            let invited = world.doorward.invite(&world.granted(newt.org), &wanted).await.unwrap().unwrap();
            assert!(!invited.joins, "there is nothing yet to sign in with");
            world.mails(NOW).await;
            let mut browser = Browser::new(world);
            let at = browser.asks(purpose, "newt@flux.example").await;
            let code = world.only_code(NOW).await;
            browser.mailed_code(&at, &code).await.asks_for(StepKind::SetPassword);
            let chosen = Answer::NewPassword { password: PASSWORD.into(), repeated: PASSWORD.into() };
            browser.answer(&at, chosen).await;
            assert_eq!(has(world, "newt@flux.example").await, (0, 1, 0), "{purpose:?}");
            assert_eq!(used(world).await["by"], "address");
            assert_eq!(state(world, token(&invited)).await, Some(InvitationState::Used));
        })
        .await;
    }
}

/// Restoring the password of an account that is there is no way to accept anything: that takes the button.
#[tokio::test]
async fn a_restored_password_uses_no_invitation() {
    on_both(async |world| {
        let recovery = model::policy::Recovery { by: model::policy::RecoverBy::EmailCode, ..Default::default() };
        let policy = model::Policy { recovery, ..model::Policy::default() };
        world.add(vec![crate::content::organisation("acme", policy, vec![])], vec![]).await;
        let invited = invited(world, &everything(world, ANNA).await).await;
        world.mails(NOW).await;
        let mut anna = Browser::new(world);
        let at = anna.asks(Purpose::Recover, ANNA).await;
        let code = world.only_code(NOW).await;
        anna.mailed_code(&at, &code).await.asks_for(StepKind::SetPassword);
        let another = "another one of that length";
        anna.answer(&at, Answer::NewPassword { password: another.into(), repeated: another.into() }).await;
        assert_eq!(
            (has(world, ANNA).await, state(world, token(&invited)).await),
            ((0, 0, 0), Some(InvitationState::Open))
        );
    })
    .await;
}

/// Somebody was invited, then made by an administrator, who invites them to a first password: they get what waited for them.
#[tokio::test]
async fn an_account_that_was_made_meanwhile_gets_what_waits() {
    on_both(async |world| {
        let ned = world.whom("ned@acme.example").await;
        let waits = invited(world, &everything(world, "ned@acme.example").await).await;
        let invited = world.doorward.invite_user(&world.granted(ned)).await.unwrap().unwrap();
        assert_eq!((invited.id, state(world, token(&waits)).await), (waits.id, None), "one invitation of an address");
        let mut browser = Browser::new(world);
        let OpenedInvitation::Registration(at, cookie) =
            world.doorward.open_invitation(&browser.caller(), token(&invited)).await.unwrap()
        else {
            panic!("no way to a password")
        };
        browser.keep(cookie);
        browser.show(&at, false).await.asks_for(StepKind::SetPassword);
        browser.answer(&at, Answer::NewPassword { password: PASSWORD.into(), repeated: PASSWORD.into() }).await;
        assert_eq!(has(world, "ned@acme.example").await, (1, 1, 1));
    })
    .await;
}

/// An administrator who invited, and what became of them, or of what they gave.
async fn invited_by_anna(world: &World, email: &str) -> Invited {
    let anna = world.whom(ANNA).await;
    world.doorward.assign_roles(&world.granted(anna), &[Role::Administrator]).await.unwrap().unwrap();
    let wanted = everything(world, email).await;
    let administrator = signed_in(world, ANNA).await;
    let may = world.doorward.allow(&administrator, anna.org).await.unwrap().unwrap();
    let invited = world.doorward.invite(&may, &wanted).await.unwrap().unwrap();
    // Whoever has the mail has the link; the inviter has not.
    let mails = world.mails(NOW).await;
    let link = mails.iter().find_map(|mail| {
        mail.text.lines().map(str::trim).find(|line| line.starts_with("https://id.example/join/")).map(str::to_owned)
    });
    Invited { link, ..invited }
}

/// What an inviter may no longer give when the invitation is used, or is gone, is not given; the account is made, and the event says it.
#[tokio::test]
async fn reg_13_what_an_inviter_may_no_longer_give() {
    let cases: [(&str, (i64, i64, i64)); 6] = [
        ("nothing", (1, 1, 1)),
        ("roles", (0, 0, 0)),
        ("groups alone", (0, 1, 0)),
        ("disabled", (0, 0, 0)),
        ("the group", (1, 0, 1)),
        ("the subscription", (1, 1, 0)),
    ];
    for (lost, given) in cases {
        on_both(async |world| {
            let invited = invited_by_anna(world, ADA).await;
            let mut ada = Browser::new(world);
            let at = opens(&mut ada, token(&invited)).await;
            lose(world, lost).await;
            assert!(matches!(ada.answer(&at, answer(filled_in())).await, Place::OwnPage(_)), "{lost}");
            assert_eq!(has(world, ADA).await, given, "{lost}");
            let told = world.doorward.left_out(&ada.who().await).await.unwrap();
            let left_out = &used(world).await["left_out"];
            assert_eq!((told.is_empty(), left_out.is_null()), (given == (1, 1, 1), given == (1, 1, 1)), "{lost}");
            if lost == "roles" {
                assert_eq!(
                    (told.roles.as_slice(), told.groups.join(" ")),
                    (&[Role::HelpDesk][..], "Engineers".to_owned())
                );
                assert_eq!(left_out["roles"], json!(["help_desk"]));
            }
            assert_eq!(told.more, matches!(lost, "the group" | "the subscription"), "{lost}: it has no name any more");
        })
        .await;
    }
}

async fn lose(world: &World, lost: &str) {
    let (anna, org) = (world.whom(ANNA).await, acme(world).await);
    let roles = async |roles: &[Role]| {
        world.doorward.assign_roles(&world.granted(anna), roles).await.unwrap().unwrap();
    };
    match lost {
        "roles" => roles(&[]).await,
        "groups alone" => roles(&[Role::GroupManager]).await,
        "disabled" => {
            world.doorward.set_user_state(&world.granted(anna), State::Disabled).await.unwrap().unwrap();
        }
        "the group" => {
            let group = world.doorward.find_group(&world.granted(org), "Engineers").await.unwrap().unwrap();
            world.doorward.delete_group(&world.granted((org, group.id))).await.unwrap().unwrap();
        }
        "the subscription" => world.change(|change| _ = change.add(&UNSUBSCRIBE, params![org])).await,
        _ => {}
    }
}

/// The same of somebody who joins: the question says before what is not given, and roles go to nobody who may do more than the inviter by
/// then.
#[tokio::test]
async fn adm_04_nobody_gives_roles_to_who_may_do_more() {
    on_both(async |world| {
        let invited = invited_by_anna(world, BERT).await;
        let bert = here(world, BERT).await;
        let at = joins(&bert, &invited).await;
        assert!(bert.asked(&at).await.left_out.is_empty());
        let owner = world.whom(BERT).await;
        world.doorward.assign_roles(&world.granted(owner), &[Role::Owner]).await.unwrap().unwrap();
        assert_eq!(bert.asked(&at).await.left_out.roles, [Role::HelpDesk]);
        let JoinPage::Joined(view) = bert.presses_join(&at).await else { panic!("not added") };
        assert_eq!((view.left_out.roles.as_slice(), view.gives.roles.len()), (&[Role::HelpDesk][..], 0));
        assert_eq!(has(world, BERT).await, (0, 1, 1));
        // Nor is anybody invited so.
        let administrator = signed_in(world, ANNA).await;
        let may = world.doorward.allow(&administrator, acme(world).await).await.unwrap().unwrap();
        let refused = world.doorward.invite(&may, &everything(world, BERT).await).await.unwrap();
        let denied = flows::invitations::InvitationRefusal::Denied(model::permission::Denied::Above);
        assert_eq!(refused.unwrap_err(), denied);
    })
    .await;
}

/// Whoever sends it again answers for what it gives from then on; the operator always may.
#[tokio::test]
async fn who_sends_again_answers_for_it() {
    on_both(async |world| {
        let invited = invited_by_anna(world, ADA).await;
        let org: Id<Org> = acme(world).await;
        lose(world, "roles").await;
        let again = world.doorward.invite_again(&world.granted(org), invited.id).await.unwrap().unwrap();
        let mut ada = Browser::new(world);
        let at = opens(&mut ada, token(&again)).await;
        assert!(matches!(ada.answer(&at, answer(filled_in())).await, Place::OwnPage(_)));
        assert_eq!((has(world, ADA).await, used(world).await["left_out"].is_null()), ((1, 1, 1), true));
    })
    .await;
}

/// I3: where people come to an account by a mailed code, somebody new who was invited types the address on the sign-in page instead of opening
/// the link, by the one way that there is to a first or a forgotten password. The code leads to the form, filled in as the invitation has it.
/// Whoever was not invited is told the same at the same price, and mailed nothing.
#[tokio::test]
async fn i3_whoever_was_invited_types_the_address_and_is_mailed_a_code() {
    for purpose in [Purpose::Recover, Purpose::Register] {
        on_both(async |world| {
            flux(world).await;
            let org = world.whom("newt@flux.example").await.org;
            let group = world.doorward.create_group(&world.granted(org), "Engineers").await.unwrap().unwrap();
            let claims = json!({ "given_name": "Nova" }).as_object().unwrap().clone();
            let wanted = Invitee { groups: vec![group.name], claims, ..invitee("Nova@flux.example") };
            let invited = world.doorward.invite(&world.granted(org), &wanted).await.unwrap().unwrap();
            world.mails(NOW).await;
            let mut work = Vec::new();
            // The first one fills this node's cache of organisations.
            for email in ["somebody@flux.example", "nobody@flux.example", "nova@flux.example"] {
                let mut browser = Browser::new(world);
                let (_, done) = world.store.work_of(browser.asks(purpose, email)).await;
                work.push(done.iter().map(statement).collect::<Vec<_>>());
            }
            assert_eq!(work[1], work[2], "{purpose:?}");
            assert_eq!(world.mails(NOW).await.len(), 1, "nobody is called nobody, and was not invited");

            let mut nova = Browser::new(world);
            let at = nova.asks(purpose, "Nova@flux.example").await;
            let code = world.only_code(NOW).await;
            let place = nova.mailed_code(&at, &code).await;
            let Place::Page(_, view, None) = &place else { panic!("no form: {place:?}") };
            let shown = view.registration.as_ref().expect("the form");
            assert_eq!(shown.fields.data.given_name, "Nova", "as the invitation has it");
            let refused = nova.answer(&at, form_of_short_password()).await;
            assert!(refused.complaint().is_some(), "{refused:?}");
            assert_eq!(
                state(world, token(&invited)).await,
                Some(InvitationState::Open),
                "a refused form uses nothing up"
            );
            nova.answer(&at, form()).await;
            assert_eq!(has(world, "nova@flux.example").await, (0, 1, 0), "{purpose:?}");
            assert_eq!(used(world).await["by"], "address");
            assert_eq!(state(world, token(&invited)).await, Some(InvitationState::Used));
        })
        .await;
    }
}

fn form_of_short_password() -> Answer {
    let Answer::Register(mut form) = form() else { unreachable!() };
    (form.password, form.repeated) = ("x".to_owned(), "x".to_owned());
    Answer::Register(form)
}

/// The invitation is read at each step: taken back, it makes nobody an account whose code was right.
#[tokio::test]
async fn reg_14_taken_back_while_the_form_is_filled_in_after_a_code() {
    on_both(async |world| {
        flux(world).await;
        let org = world.whom("newt@flux.example").await.org;
        let invited = world.doorward.invite(&world.granted(org), &invitee("nova@flux.example")).await.unwrap().unwrap();
        world.mails(NOW).await;
        let mut nova = Browser::new(world);
        let at = nova.asks(Purpose::Recover, "nova@flux.example").await;
        let code = world.only_code(NOW).await;
        nova.mailed_code(&at, &code).await.asks_for(StepKind::Register);
        world.doorward.revoke_invitation(&world.granted(org), invited.id).await.unwrap().unwrap();
        nova.answer(&at, form()).await;
        assert_eq!(called(world, "nova@flux.example").await, 0);
        assert_eq!(world.events("user.registered").await, 0);
    })
    .await;
}

/// I2: an account that is found by a user name alone is the one that its address means: a first password is chosen for it, and an invitation
/// is joined with it. No second account is made, by link or by code.
#[tokio::test]
async fn i2_who_is_known_by_a_user_name_alone_makes_no_second_account() {
    on_both(async |world| {
        open(world).await;
        let org = acme(world).await;
        let made = async |name: &str, password: Option<&str>| {
            let claims = json!({ "email": format!("{name}@acme.example") }).as_object().unwrap().clone();
            let user_name = Identifier { key: Key::user_name(name).unwrap(), display: name.to_owned() };
            let password = password.map(|text| NewPassword::Plain(crypto::Password::new(text).unwrap()));
            let patch = UserPatch { user_name: Some(user_name), claims, password, ..UserPatch::default() };
            world.doorward.create_user(&world.granted(org), &patch, &[]).await.unwrap().unwrap()
        };
        // One who has no password yet, and types the address in place of opening the link.
        let uma = made("uma", None).await;
        let first = world.doorward.invite_user(&world.granted(uma)).await.unwrap().unwrap();
        world.mails(NOW).await;
        let mut browser = Browser::new(world);
        let Place::Page(at, ..) = comes(&mut browser, "uma@acme.example").await else { panic!("no page") };
        browser.answer(&at, Answer::SendCode).await;
        let code = code_for(world, "uma@acme.example").await;
        browser.answer(&at, Answer::EmailCode { code, trust: false }).await.asks_for(StepKind::SetPassword);
        browser.answer(&at, Answer::NewPassword { password: PASSWORD.into(), repeated: PASSWORD.into() }).await;
        assert_eq!(state(world, token(&first)).await, Some(InvitationState::Used));

        // One who has a password, and is invited to more by the address of the profile.
        made("vic", Some(PASSWORD)).await;
        let more = invited(world, &everything(world, "vic@acme.example").await).await;
        assert!(more.joins, "an account is there");
        joins(&Browser::new(world), &more).await;

        // Two who share a mailbox: nobody of them is meant.
        for name in ["one", "two"] {
            let claims = json!({ "email": "desk@acme.example" }).as_object().unwrap().clone();
            let user_name = Identifier { key: Key::user_name(name).unwrap(), display: name.to_owned() };
            let patch = UserPatch { user_name: Some(user_name), claims, ..UserPatch::default() };
            world.doorward.create_user(&world.granted(org), &patch, &[]).await.unwrap().unwrap();
        }
        let desk = invited(world, &invitee("desk@acme.example")).await;
        assert!(!desk.joins);
        opens(&mut Browser::new(world), token(&desk)).await;
        assert_eq!(world.events("user.registered").await, 0);
    })
    .await;
}

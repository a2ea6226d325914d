//! Where an invitation leads whoever has an account, and whoever has one now.

use model::{Role, Span};
use pages::account::{Gifts, JoinPage, JoinStage, NotYoursPage, RegisteredPage};

use super::*;

/// One application, many groups, a role.
struct Named {
    applications: Vec<String>,
    groups: Vec<String>,
}

fn named() -> Named {
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    Named {
        applications: owned(&["Calibration Desk", "Field Notes"]),
        groups: owned(&["Workshop", "Buyers of spare parts", "Steering committee 2027"]),
    }
}

impl Named {
    fn gifts(&self) -> Gifts<'_> {
        let roles = &[Role::HelpDesk, Role::GroupManager];
        Gifts { applications: &self.applications, groups: &self.groups, roles, more: false }
    }
}

/// What is not given: something of each kind, and something that has no name any more.
fn left_out(groups: &[String]) -> Gifts<'_> {
    Gifts { groups, roles: &[Role::Administrator], more: true, ..Gifts::default() }
}

pub(crate) fn add(to: &mut Samples) {
    let lost = ["Night shift".to_owned()];
    let named = named();
    let application = Some(("Calibration Desk", Href::site("https://calibration.example/").unwrap()));
    super::add(to, "registered", NORTHWIND, |chrome| {
        let left_out = Gifts::default();
        html(&RegisteredPage { chrome, name: "Tomas", application: None, has_applications: false, left_out })
    });
    super::add(to, "registered-application", NORTHWIND, |chrome| {
        let left_out = left_out(&lost);
        html(&RegisteredPage { chrome, name: "Tomas Brandt", application, has_applications: true, left_out })
    });
    let page =
        |chrome: &Chrome, gives, left_out, stage| html(&JoinPage { chrome, address: WHO, gives, left_out, stage });
    let asked = |chrome: &Chrome, invited_by| {
        let form = Form { action: Href::own("/join"), hidden: &[("at", "x")] };
        JoinStage::Asked { form, invited_by, until: chrome.clock.now + Span::days(5) }
    };
    super::add(to, "join", NORTHWIND, |chrome| {
        page(chrome, named.gifts(), Gifts::default(), asked(chrome, Some("Mirela Dube")))
    });
    super::add(to, "join-nothing", LUMEN, |chrome| {
        page(chrome, Gifts::default(), left_out(&lost), asked(chrome, None))
    });
    super::add(to, "joined", NORTHWIND, |chrome| {
        page(chrome, named.gifts(), left_out(&lost), JoinStage::Joined(application))
    });
    super::add(to, "invitation-not-yours", LUMEN, |chrome| {
        let (sign_in, stay) = (Href::own("/sign-in?at=x"), Href::own("/"));
        html(&NotYoursPage {
            chrome,
            invited: "tomas.brandt@lumen.example",
            own: "ines.halvorsen@lumen.example",
            sign_in,
            stay,
        })
    });
}

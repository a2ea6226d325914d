//! Pages whose names and addresses, which are other people's, are one long word each.

use model::Span;
use pages::{
    Application, Farewell, Href, OpenApplication, Problem, ProblemPage, Refused, RefusedReason, SignOut, SignedOut,
    ToldApplication,
    account::{AccessPage, AccessRow, Account, HomePage, SessionRow, SessionsPage, Tab, Tile},
    device::Device,
};

use super::*;

const LONG: Organisation = (
    "Donaudampfschifffahrtsgesellschaftsverwaltung",
    "northwind",
    "#14594a",
    Support {
        name: "Anwenderbetreuungsbereitschaftsdienst",
        phone: Some("+49-30-5550142-5550143-5550144-5550145"),
        email: Some("anwenderbetreuung@donaudampfschifffahrtsgesellschaftsverwaltung.example"),
        page: None,
    },
);
const APPLICATION: &str = "Reisekostenabrechnungsgenehmigungsverfahren";
const ACCOUNT: Account = Account {
    name: "Wolfeschlegelsteinhausenbergerdorff",
    seed: "usr_1",
    picture: None,
    console: None,
    tabs: Tab::ALL,
};
const APPLICATIONS: [Application; 2] =
    [Application { name: APPLICATION, logo: None }, Application { name: "Wiki", logo: None }];

pub(crate) fn add(samples: &mut Samples) {
    signed_in(samples);
    signing_out(samples);
    refused(samples);
}

fn signed_in(to: &mut Samples) {
    super::add(to, "home-long", LONG, |chrome| {
        let tile = Tile {
            name: APPLICATION,
            description: "Reisekostenabrechnungsgenehmigungsantragsformular",
            logo: None,
            href: Href::own("/open/x"),
        };
        html(&HomePage { chrome, account: ACCOUNT, tiles: &[tile, tile], none_starts_here: false, query: None })
    });
    super::add(to, "home-nothing-found-long", LONG, |chrome| {
        html(&HomePage { chrome, account: ACCOUNT, tiles: &[], none_starts_here: false, query: Some(APPLICATION) })
    });
    super::add(to, "sessions-long", LONG, |chrome| {
        let now = clock().now;
        let session = |id, current| SessionRow {
            id,
            device: Device::of_user_agent("curl/8.5.0"),
            place: Some("2001:db8:85a3:1319:8a2e:1370:7334:1428"),
            since: now - Span::days(8),
            last_seen: now,
            current,
            applications: &[APPLICATION, "Wiki"],
        };
        let form = Form { action: Href::own("/account/sessions"), hidden: &[] };
        let sessions = [session("ses_1", true), session("ses_2", false)];
        html(&SessionsPage { chrome, account: ACCOUNT, form, sessions: &sessions, done: None })
    });
    super::add(to, "access-long", LONG, |chrome| {
        let row = AccessRow {
            id: "app_1",
            application: APPLICATIONS[0],
            scopes: &["reisekostenabrechnungsgenehmigungsverfahren.antragsformular"],
            since: None,
        };
        let form = Form { action: Href::own("/account/applications"), hidden: &[] };
        html(&AccessPage { chrome, account: ACCOUNT, form, rows: &[row], done: None })
    });
}

fn signing_out(to: &mut Samples) {
    super::add(to, "sign-out-long", LONG, |chrome| {
        let since = clock().now - Span::hours(20);
        let form = Form { action: Href::own("/sign-out"), hidden: &[("at", "x")] };
        let applications = APPLICATIONS.map(|application| OpenApplication { application, since });
        html(&SignOut { chrome, form, stay: Href::own("/"), applications: &applications })
    });
    super::add(to, "signed-out-long", LONG, |chrome| {
        let sign_in = Href::own("/sign-in");
        let applications = APPLICATIONS.map(|application| ToldApplication { application, farewell: Farewell::Untold });
        html(&SignedOut { chrome, applications: &applications, return_to: None, sign_in })
    });
}

fn refused(to: &mut Samples) {
    super::add(to, "refused-long", LONG, |chrome| {
        html(&Refused {
            chrome,
            refusal: RefusedReason::NotAssigned { application: APPLICATION },
            who: Some("wolfeschlegelsteinhausenbergerdorff@donaudampfschifffahrtsgesellschaftsverwaltung.example"),
            request: request(),
            passkey: None,
            home: Some(Href::own("/")),
            someone_else: Some(Form { action: Href::own("/sign-in?at=x"), hidden: &[("way", "change")] }),
            back: None,
        })
    });
    super::add(to, "problem-long", LONG, |chrome| {
        html(&ProblemPage { chrome, problem: Problem::Internal, way: None, request: request() })
    });
}

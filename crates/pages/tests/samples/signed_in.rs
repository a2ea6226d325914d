//! Home, sessions, signing out.

use model::{
    Span,
    profile_data::ProfileData,
    reader::{DateFormat, Formats, TimeFormat},
};
use pages::{
    Farewell, Href, OpenApplication, ReturnTo, SignOut, SignedOut, ToldApplication,
    account::{
        AccessDone, AccessPage, AccessRow, Account, AttachPage, DeletePage, DeletedPage, DetachPage, EmailOutcome,
        EmailOutcomePage, EmailQuestion, EmailQuestionPage, EmailTab, ExportPage, HomePage, LinkOutcome, LinkedAccount,
        NewEmailError, NewEmailPage, PictureError, ProfileOutcome, ProfilePage, SessionRow, SessionsDone, SessionsPage,
        SettingsPage, Tab, Tile,
    },
    device::Device,
    sign_in::{Mark, Provider},
};

use text::zones;

use super::*;

const ACCOUNT: Account =
    Account { name: "Ines Halvorsen", seed: "usr_1", picture: None, console: None, tabs: Tab::ALL };

const TILES: [(&str, &str, &str); 8] = [
    ("Calibration Desk", "Instruments and certificates", "calibration"),
    ("Field Notes", "Visits, photos, signatures", "fieldnotes"),
    ("Ledgerline", "Invoices and expenses", "ledgerline"),
    ("Parts Store", "Order spares for the workshop", "parts"),
    ("Shift Planner", "Your shifts and holidays", "shift"),
    ("Service Tickets", "Ask the service desk", "tickets"),
    ("Travel Desk", "Trips and allowances", "travel"),
    ("Wiki", "", "wiki"),
];

pub(crate) fn add(samples: &mut Samples) {
    homes(samples);
    profiles(samples);
    emails(samples);
    settings(samples);
    data(samples);
    sessions(samples);
    access(samples);
    signing_out(samples);
}

fn homes(to: &mut Samples) {
    let tiles = TILES.map(|(name, description, logo)| {
        let logo = assets::logo(logo).map(|logo| logo.path);
        Tile { name, description, logo, href: Href::own("/open/x") }
    });
    super::add(to, "home", NORTHWIND, |chrome| {
        html(&HomePage { chrome, account: ACCOUNT, tiles: &tiles, none_starts_here: false, query: Some("") })
    });
    super::add(to, "home-two", LUMEN, |chrome| {
        let account = Account { name: "Berit", console: Some(Href::own("/console")), ..ACCOUNT };
        html(&HomePage {
            chrome,
            account,
            tiles: &[tiles[4], Tile { logo: None, ..tiles[6] }],
            none_starts_here: false,
            query: None,
        })
    });
    super::add(to, "home-empty", NORTHWIND, |chrome| {
        html(&HomePage { chrome, account: ACCOUNT, tiles: &[], none_starts_here: false, query: None })
    });
    super::add(to, "home-nothing-found", NORTHWIND, |chrome| {
        html(&HomePage { chrome, account: ACCOUNT, tiles: &[], none_starts_here: false, query: Some("brandstetter") })
    });
}

fn profiles(to: &mut Samples) {
    let data = |given: &str, family: &str, occupation: &str, department: &str| {
        let [given_name, family_name, occupation, department] =
            [given, family, occupation, department].map(str::to_owned);
        ProfileData { given_name, family_name, occupation, department }
    };
    let page = |chrome: &Chrome, data: &ProfileData, outcome| {
        let form = Form { action: Href::own("/account/profile"), hidden: &[("seen", "x")] };
        let errors = &data.errors();
        html(&ProfilePage {
            chrome,
            account: ACCOUNT,
            form,
            data,
            errors,
            outcome,
            picture_error: None,
            linked: &[],
            link_outcome: None,
        })
    };
    let ines = data("Ines", "Halvorsen", "Calibration engineer", "Pressure and flow");
    super::add(to, "profile", NORTHWIND, |chrome| page(chrome, &ines, None));
    super::add(to, "profile-picture", NORTHWIND, |chrome| {
        let account = Account { picture: Some(Href::own(assets::MARK.path)), ..ACCOUNT };
        let form = Form { action: Href::own("/account/profile"), hidden: &[("seen", "x")] };
        let (data, outcome) = (&ines, Some(ProfileOutcome::PictureSaved));
        html(&ProfilePage {
            chrome,
            account,
            form,
            data,
            errors: &[],
            outcome,
            picture_error: None,
            linked: &[],
            link_outcome: None,
        })
    });
    super::add(to, "profile-picture-refused", NORTHWIND, |chrome| {
        let form = Form { action: Href::own("/account/profile"), hidden: &[("seen", "x")] };
        let picture_error = Some(PictureError::TooManyPixels { width: 12_000, height: 9_000, most: 16_777_216 });
        let (data, account) = (&ines, ACCOUNT);
        html(&ProfilePage {
            chrome,
            account,
            form,
            data,
            errors: &[],
            outcome: None,
            picture_error,
            linked: &[],
            link_outcome: None,
        })
    });
    linked_accounts(to, &ines);
    super::add(to, "profile-saved", LUMEN, |chrome| page(chrome, &ines, Some(ProfileOutcome::Saved)));
    super::add(to, "profile-changed-meanwhile", NORTHWIND, |chrome| {
        page(chrome, &ines, Some(ProfileOutcome::ChangedMeanwhile))
    });
    super::add(to, "profile-missing", NORTHWIND, |chrome| page(chrome, &data("Ines", "", "", ""), None));
    let wrong = data("", "Halvorsen", &"x".repeat(101), "Pressure\tand flow");
    super::add(to, "profile-errors", NORTHWIND, |chrome| page(chrome, &wrong, None));
}

fn linked_accounts(to: &mut Samples, ines: &ProfileData) {
    let of = |id, name, mark| Provider { id, name, mark };
    let (directory, linkedin) =
        (of("directory", "Northwind Directory", Mark::Microsoft), of("linkedin", "LinkedIn", Mark::LinkedIn));
    let linked = move |chrome: &Chrome, is_used: bool, may_detach| {
        let since = chrome.clock.now - Span::days(40);
        let used = is_used.then(|| chrome.clock.now - Span::hours(2));
        let directory = LinkedAccount { provider: directory, linked: Some((since, used)), may_detach };
        [directory, LinkedAccount { provider: linkedin, linked: None, may_detach: false }]
    };
    let page = |chrome: &Chrome, linked: &[LinkedAccount<'_>], outcome| {
        let form = Form { action: Href::own("/account/profile"), hidden: &[("seen", "x")] };
        let (account, link_outcome) = (ACCOUNT, Some((outcome, "Northwind Directory")));
        html(&ProfilePage {
            chrome,
            account,
            form,
            data: ines,
            errors: &[],
            outcome: None,
            picture_error: None,
            linked,
            link_outcome,
        })
    };
    super::add(to, "profile-linked", NORTHWIND, |chrome| {
        page(chrome, &linked(chrome, false, true), LinkOutcome::Attached)
    });
    super::add(to, "profile-link-taken", NORTHWIND, |chrome| {
        page(chrome, &linked(chrome, true, false), LinkOutcome::Taken)
    });
    super::add(to, "profile-only-way-in", NORTHWIND, |chrome| {
        page(chrome, &linked(chrome, true, true), LinkOutcome::OnlyWayIn)
    });
    let form = Form { action: Href::own("/account/linked/attach"), hidden: &[("confirmed", "x")] };
    let (provider, back) = ("Northwind Directory", Href::own("/account/profile"));
    super::add(to, "attach", NORTHWIND, |chrome| {
        html(&AttachPage { chrome, account: ACCOUNT, form, provider, cancel: back })
    });
    super::add(to, "detach", NORTHWIND, |chrome| {
        html(&DetachPage { chrome, account: ACCOUNT, form, provider, keep: back })
    });
}

fn emails(to: &mut Samples) {
    let form = Form { action: Href::own("/account/email"), hidden: &[("confirmed", "x")] };
    let (old, new) = ("ines.halvorsen@northwind.example", "ines@halvorsen-kalibrering.example");
    let tab = |chrome: &Chrome, may_move, wish| {
        html(&EmailTab { chrome, account: ACCOUNT, form, address: Some(old), may_move, wish, done: None })
    };
    super::add(to, "email-set-by", NORTHWIND, |chrome| tab(chrome, false, None));
    super::add(to, "email-wish", NORTHWIND, |chrome| {
        tab(chrome, true, Some((new, chrome.clock.now + Span::hours(23))))
    });
    super::add(to, "email-new", NORTHWIND, |chrome| {
        let error = Some(NewEmailError::OtherOrganisation);
        html(&NewEmailPage { chrome, account: ACCOUNT, form, email: new, error, keep: Href::own("/account/email") })
    });
    for (name, address, question) in [
        ("email-confirm", new, EmailQuestion::Confirm),
        ("email-undo", old, EmailQuestion::Undo),
        ("email-undo-ask", old, EmailQuestion::UndoAndAsk),
    ] {
        super::add(to, name, NORTHWIND, |chrome| html(&EmailQuestionPage { chrome, form, address, question }));
    }
    for (name, outcome) in [
        ("email-confirmed", EmailOutcome::Confirmed),
        ("email-taken", EmailOutcome::Taken),
        ("email-undone-ask", EmailOutcome::UndoneAskAdministrator),
    ] {
        super::add(to, name, NORTHWIND, |chrome| html(&EmailOutcomePage { chrome, outcome, on: Href::own("/") }));
    }
}

fn data(to: &mut Samples) {
    let form = Form { action: Href::own("/account/x"), hidden: &[("confirmed", "x")] };
    super::add(to, "export", NORTHWIND, |chrome| html(&ExportPage { chrome, account: ACCOUNT, form }));
    for (name, applications, last_owner) in [("delete", 8, false), ("delete-last-owner", 1, true)] {
        super::add(to, name, NORTHWIND, |chrome| {
            html(&DeletePage { chrome, account: ACCOUNT, form, applications, last_owner })
        });
    }
    super::add(to, "deleted", LUMEN, |chrome| html(&DeletedPage { chrome, sign_in: Href::own("/sign-in") }));
}

fn settings(to: &mut Samples) {
    for (name, organisation, saved, zone, formats) in [
        ("settings", NORTHWIND, false, "Europe/Copenhagen", Formats::default()),
        (
            "settings-saved",
            LUMEN,
            true,
            zones::UTC,
            Formats { date: DateFormat::YearMonthDay, time: TimeFormat::Hours12 },
        ),
    ] {
        super::add(to, name, organisation, |chrome| {
            let form = Form { action: Href::own("/account/settings"), hidden: &[] };
            let language = chrome.text.language();
            html(&SettingsPage { chrome, account: ACCOUNT, form, language, zone, formats, saved })
        });
    }
}

fn sessions(to: &mut Samples) {
    let now = clock().now;
    let device = Device::of_user_agent;
    let rows = [
        SessionRow {
            id: "ses_1",
            device: device("Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"),
            place: Some("192.0.2.17"),
            since: now - Span::minutes(39),
            last_seen: now,
            current: true,
            applications: &["Calibration Desk", "Field Notes"],
        },
        SessionRow {
            id: "ses_2",
            device: device("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148 Safari/604.1"),
            place: Some("2001:db8:85a3:0:0:8a2e:370:7334"),
            since: now - Span::hours(20),
            last_seen: now - Span::minutes(20),
            current: false,
            applications: &["Shift Planner"],
        },
        SessionRow {
            id: "ses_3",
            device: device("curl/8.5.0"),
            place: None,
            since: now - Span::days(8),
            last_seen: now - Span::days(2),
            current: false,
            applications: &[],
        },
    ];
    let page = |chrome: &Chrome, sessions: &[SessionRow], done| {
        let form = Form { action: Href::own("/account/sessions"), hidden: &[] };
        html(&SessionsPage { chrome, account: ACCOUNT, form, sessions, done })
    };
    super::add(to, "sessions", NORTHWIND, |chrome| page(chrome, &rows, None));
    super::add(to, "sessions-ended", NORTHWIND, |chrome| page(chrome, &rows[..1], Some(SessionsDone::Others)));
}

fn access(to: &mut Samples) {
    let rows = [
        AccessRow {
            id: "app_1",
            application: app("Field Notes", "fieldnotes"),
            scopes: &["openid", "profile", "email", "offline_access", "reports.read"],
            since: Some(clock().now - Span::days(8)),
        },
        AccessRow { id: "app_2", application: app("Ledgerline", "ledgerline"), scopes: &[], since: None },
    ];
    let page = |chrome: &Chrome, rows: &[AccessRow], done| {
        let form = Form { action: Href::own("/account/applications"), hidden: &[] };
        html(&AccessPage { chrome, account: ACCOUNT, form, rows, done })
    };
    super::add(to, "access", NORTHWIND, |chrome| page(chrome, &rows, None));
    super::add(to, "access-withdrawn", LUMEN, |chrome| page(chrome, &[], Some(AccessDone::Withdrawn)));
}

fn signing_out(to: &mut Samples) {
    let apps =
        [app("Calibration Desk", "calibration"), app("Field Notes", "fieldnotes"), app("Ledgerline", "ledgerline")];
    let form = Form { action: Href::own("/sign-out"), hidden: &[("at", "x")] };
    let stay = Href::own("/");
    super::add(to, "sign-out", NORTHWIND, |chrome| {
        let now = clock().now;
        let since = [now - Span::minutes(39), now - Span::minutes(31), now - Span::hours(20)];
        let applications: Vec<_> =
            apps.into_iter().zip(since).map(|(application, since)| OpenApplication { application, since }).collect();
        html(&SignOut { chrome, form, stay, applications: &applications })
    });
    super::add(to, "sign-out-alone", LUMEN, |chrome| html(&SignOut { chrome, form, stay, applications: &[] }));
    super::add(to, "signed-out", NORTHWIND, |chrome| {
        let href = Href::application("https://calibration.example/signed-out").unwrap();
        let return_to = Some(ReturnTo { application: "Calibration Desk", href });
        let farewells = [Farewell::Closed, Farewell::Closed, Farewell::Pending].into_iter();
        let told =
            apps.into_iter().zip(farewells).map(|(application, farewell)| ToldApplication { application, farewell });
        let applications: Vec<_> = told.collect();
        html(&SignedOut { chrome, applications: &applications, return_to, sign_in: Href::own("/sign-in") })
    });
    super::add(to, "signed-out-alone", LUMEN, |chrome| {
        html(&SignedOut { chrome, applications: &[], return_to: None, sign_in: Href::own("/sign-in") })
    });
}

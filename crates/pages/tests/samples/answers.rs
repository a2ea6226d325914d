//! Refusals, what expired, problems, and the form that goes on by itself.

use model::Span;
use pages::{Expired, ExpiredBecause, FormPost, Href, NotVouched, Problem, ProblemPage, Refused, RefusedReason, Way};

use super::*;

pub(crate) fn add(samples: &mut Samples) {
    refusals(samples);
    expired(samples);
    problems(samples);
    super::add(samples, "form-post", NORTHWIND, |chrome| {
        let action = Href::site("https://calibration.example/callback").unwrap();
        html(&FormPost {
            chrome,
            application: "Calibration Desk",
            action,
            fields: &[("code", "c0de"), ("state", "\"><script>")],
        })
    });
}

fn refusals(to: &mut Samples) {
    let application = "Ledgerline";
    super::add(to, "refused-not-assigned", NORTHWIND, |chrome| {
        html(&Refused {
            chrome,
            refusal: RefusedReason::NotAssigned { application },
            who: Some(WHO),
            request: request(),
            passkey: None,
            home: Some(Href::own("/")),
            someone_else: Some(Form { action: Href::own("/sign-in?at=x"), hidden: &[("way", "change")] }),
            back: None,
        })
    });
    for (name, refusal) in [
        ("disabled", RefusedReason::Disabled),
        ("inactive", RefusedReason::Inactive),
        ("locked", RefusedReason::Locked { tries: 10 }),
        ("locked-codes", RefusedReason::LockedCodes),
        ("paused", RefusedReason::Paused { until: clock().now + Span::minutes(4) }),
        ("locked-by-administrator", RefusedReason::LockedByAdministrator),
        ("organisation-closed", RefusedReason::OrganisationClosed),
        ("not-enough", RefusedReason::NotEnough { application }),
        ("no-way", RefusedReason::NoWay),
        ("ask-administrator", RefusedReason::AskAdministrator),
        ("password-elsewhere", RefusedReason::PasswordElsewhere),
        ("already-registered", RefusedReason::AlreadyRegistered),
        ("invitation-over", RefusedReason::InvitationOver),
        ("registration-closed", RefusedReason::RegistrationClosed),
        ("no-such-step", RefusedReason::NoSuchStep),
        ("provider-refused", not_vouched(NotVouched::Refused)),
        ("provider-misconfigured", not_vouched(NotVouched::Misconfigured)),
        ("provider-silent", not_vouched(NotVouched::Silent)),
        ("provider-unknown", not_vouched(NotVouched::Unknown)),
        ("provider-other", not_vouched(NotVouched::OtherAccount)),
    ] {
        super::add(to, &format!("refused-{name}"), NORTHWIND, |chrome| {
            let back = Some(Href::own("/sign-in?at=x"));
            html(&Refused {
                chrome,
                refusal,
                who: None,
                request: request(),
                passkey: None,
                home: None,
                someone_else: None,
                back,
            })
        });
    }
    super::add(to, "refused-no-support", NORTHWIND, |chrome| {
        let chrome = &Chrome { support: None, ..chrome.clone() };
        let refusal = RefusedReason::Locked { tries: 7 };
        html(&Refused {
            chrome,
            refusal,
            who: None,
            request: request(),
            passkey: None,
            home: None,
            someone_else: None,
            back: None,
        })
    });
}

fn expired(to: &mut Samples) {
    let href = Href::site("https://fieldnotes.example/").unwrap();
    for (name, because, way) in [
        ("late", ExpiredBecause::Late, Way::AgainAt { application: "Field Notes", href }),
        ("used", ExpiredBecause::Used, Way::Home(Href::own("/"))),
        ("elsewhere", ExpiredBecause::Elsewhere, Way::Again(Href::own("/sign-in"))),
        ("invitation-used", ExpiredBecause::InvitationUsed, Way::SignIn(Href::own("/"))),
        ("invitation-late", ExpiredBecause::InvitationLate, Way::SignIn(Href::own("/"))),
        ("invitation-revoked", ExpiredBecause::InvitationRevoked, Way::SignIn(Href::own("/"))),
        ("invitation-unknown", ExpiredBecause::InvitationUnknown, Way::SignIn(Href::own("/"))),
        ("link-used", ExpiredBecause::LinkUsed, Way::SignIn(Href::own("/"))),
    ] {
        super::add(to, &format!("expired-{name}"), NORTHWIND, |chrome| {
            html(&Expired { chrome, because, way, request: request() })
        });
    }
}

fn problems(to: &mut Samples) {
    let application = "Almanac";
    let address = "https://almanac.example/a/rather/long/address/that/has/no/place/to/break?with=a&query=too";
    let start = Some(Way::Start(Href::own("/")));
    for (name, problem, way) in [
        ("unknown-application", Problem::UnknownApplication { client_id: Some("app_<b>nobody</b>") }, None),
        ("unknown-application-bare", Problem::UnknownApplication { client_id: None }, None),
        ("address-unregistered", Problem::AddressUnregistered { application, address }, None),
        ("address-missing", Problem::AddressMissing { application }, None),
        ("parameter-repeated", Problem::ParameterRepeated { parameter: "client_id" }, None),
        ("request-unreadable", Problem::RequestUnreadable { application: None }, None),
        ("request-unreadable-named", Problem::RequestUnreadable { application: Some(application) }, None),
        ("not-for-people", Problem::NotForPeople { application }, None),
        ("not-found", Problem::NotFound, start),
        ("wrong-method", Problem::WrongMethod, start),
        ("too-large", Problem::TooLarge, None),
        (
            "wrong-host",
            Problem::WrongHost { address: "https://id.example" },
            Href::site("https://id.example").map(Way::Start),
        ),
        ("unreadable-form", Problem::UnreadableForm, Some(Way::Retry(Href::own("/sign-in?at=x")))),
        ("cross-site", Problem::CrossSite, start),
        ("busy", Problem::Busy { retry_after: Span::seconds(5) }, Some(Way::Retry(Href::own("/sign-in?at=x")))),
        ("too-many", Problem::TooMany { retry_after: Span::seconds(30) }, Some(Way::Start(Href::own("/")))),
        ("away", Problem::Away { retry_after: Span::seconds(2) }, Some(Way::Start(Href::own("/")))),
        ("internal", Problem::Internal, start),
        ("cookie-missing", Problem::CookieMissing, Some(Way::Again(Href::own("/sign-in")))),
        (
            "application-way",
            Problem::RequestUnreadable { application: None },
            Href::site("https://almanac.example/").map(|href| Way::Application { application, href }),
        ),
    ] {
        super::add(to, &format!("problem-{name}"), NORTHWIND, |chrome| {
            html(&ProblemPage { chrome, problem, way, request: request() })
        });
    }
}

fn not_vouched(because: NotVouched) -> RefusedReason<'static> {
    RefusedReason::Provider { provider: "Northwind Okta", because }
}

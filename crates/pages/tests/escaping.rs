//! Nothing that comes from outside becomes markup (WEB-07): every text of every page, with a payload in it.

use model::{Id, Span, Time, policy::TotpApp, profile_data::ProfileData, reader::Formats};
use pages::{
    Application, Chrome, Expired, ExpiredBecause, Farewell, Form, FormPost, Href, LanguageMenu, OnwardPage,
    OpenApplication, Page, PasskeyError, PasskeyForm, Problem, ProblemPage, Refused, RefusedReason, ReturnTo, SignOut,
    SignedOut, Support, ToldApplication, Way, Who,
    account::{
        AccessPage, AccessRow, Account, AttachPage, DeletePage, DeletedPage, DetachPage, ExportPage, Gifts, HomePage,
        JoinPage, JoinStage, LinkOutcome, LinkedAccount, NotYoursPage, ProfilePage, SessionRow, SessionsPage, Tab,
        Tile,
    },
    device::Device,
    sign_in::{
        AddPasskeyPage, CodePage, CodeVerifiedPage, CompanyErrors, CompanyPage, ConsentPage, EmailPage, EnrolTotpPage,
        Instead, LeadingPage, LeavingPage, LinkSentPage, MailedCodePage, Mark, Named, OfferPasskeyPage, PasskeyNote,
        PasskeyPage, PasswordError, PasswordPage, Provider, ProvidersPage, RecoveryCodePage, ResetRequestPage,
        RestorePage, SendCodePage, SendLinkPage, Way as SignInWay, WaysPage,
    },
};
use text::{Clock, Language, Texts, Zone};

/// Breaks out of text, of an attribute in either quotes, of a title.
const EVIL: &str = "</title></p>\"'><script>alert(1)</script><img src=x onerror=alert(1)>&lt;@evil";
const OWN: &str = "/x?\"'><script>alert(1)</script>";
const SITE: &str = "https://evil.example/\"'><script>alert(1)</script>";

#[expect(clippy::unwrap_used, reason = "the payload's address is one of a site")]
fn pages() -> Vec<(&'static str, String)> {
    let own = Href::own(OWN);
    let chrome = &Chrome {
        organisation: EVIL,
        logo: Some(EVIL),
        brand: EVIL,
        support: Some(Support { name: EVIL, phone: Some(EVIL), email: Some(EVIL), page: Href::site(SITE) }),
        text: Texts::new(Language::English),
        languages: Some(LanguageMenu { back: own }),
        privacy: Some(own),
        accessibility: Some(own),
        clock: Clock { now: Time::from_millis(0), zone: Zone::UTC, formats: Formats::default() },
    };
    let form = Form { action: own, hidden: &[(EVIL, EVIL)] };
    let application = Application { name: EVIL, logo: Some(EVIL) };
    let link = Some(own);
    let providers = &[Provider { id: EVIL, name: EVIL, mark: Mark::Initial }];
    let mut pages = sign_in(chrome, form, application, providers);
    let (request, time) = (Id::from_bytes([0; 16]), Time::from_millis(0));
    let href = Href::application(SITE).unwrap();

    let account = Account { name: EVIL, seed: EVIL, picture: link, console: link, tabs: Tab::ALL };
    let tiles = &[Tile { name: EVIL, description: EVIL, logo: Some(EVIL), href }];
    pages.push(("home", HomePage { chrome, account, tiles, none_starts_here: false, query: Some(EVIL) }.html()));
    pages.push((
        "nothing found",
        HomePage { chrome, account, tiles: &[], none_starts_here: false, query: Some(EVIL) }.html(),
    ));
    let [given_name, family_name, occupation, department] = [EVIL; 4].map(str::to_owned);
    let data = &ProfileData { given_name, family_name, occupation, department };
    pages.push((
        "profile",
        ProfilePage {
            chrome,
            account,
            form,
            data,
            errors: &[],
            outcome: None,
            picture_error: None,
            linked: &[LinkedAccount { provider: providers[0], linked: None, may_detach: true }],
            link_outcome: Some((LinkOutcome::Taken, EVIL)),
        }
        .html(),
    ));
    pages.push(("attach", AttachPage { chrome, account, form, provider: EVIL, cancel: own }.html()));
    pages.push(("detach", DetachPage { chrome, account, form, provider: EVIL, keep: own }.html()));
    let evil = [EVIL.to_owned()];
    let gives = Gifts { applications: &evil, groups: &evil, ..Gifts::default() };
    let stage = JoinStage::Asked { form, invited_by: Some(EVIL), until: time };
    pages.push(("join", JoinPage { chrome, address: EVIL, gives, left_out: gives, stage }.html()));
    let not_yours = NotYoursPage { chrome, invited: EVIL, own: EVIL, sign_in: own, stay: own };
    pages.push(("not yours", not_yours.html()));
    pages.push(("export", ExportPage { chrome, account, form }.html()));
    let (applications, last_owner) = (2, false);
    pages.push(("delete", DeletePage { chrome, account, form, applications, last_owner }.html()));
    pages.push(("deleted", DeletedPage { chrome, sign_in: own }.html()));
    let (device, applications) = (Device::of_user_agent(EVIL), &[EVIL][..]);
    let row =
        SessionRow { id: EVIL, device, place: Some(EVIL), since: time, last_seen: time, current: false, applications };
    pages.push(("sessions", SessionsPage { chrome, account, form, sessions: &[row], done: None }.html()));

    let row = AccessRow { id: EVIL, application, scopes: &[EVIL], since: None };
    pages.push(("access", AccessPage { chrome, account, form, rows: &[row], done: None }.html()));

    let open = &[OpenApplication { application, since: time }];
    pages.push(("sign out", SignOut { chrome, form, stay: own, applications: open }.html()));
    let closed = &[ToldApplication { application, farewell: Farewell::Pending }];
    let return_to = Some(ReturnTo { application: EVIL, href });
    pages.push(("signed out", SignedOut { chrome, applications: closed, return_to, sign_in: own }.html()));

    for refusal in [
        RefusedReason::NotAssigned { application: EVIL },
        RefusedReason::NotEnough { application: EVIL },
        RefusedReason::OrganisationClosed,
    ] {
        let (who, home, someone_else, back) = (Some(EVIL), link, Some(form), link);
        pages.push((
            "refused",
            Refused { chrome, refusal, who, request, passkey: None, home, someone_else, back }.html(),
        ));
    }
    let way = Way::AgainAt { application: EVIL, href };
    pages.push(("expired", Expired { chrome, because: ExpiredBecause::Late, way, request }.html()));
    for problem in [
        Problem::UnknownApplication { client_id: Some(EVIL) },
        Problem::AddressUnregistered { application: EVIL, address: EVIL },
        Problem::AddressMissing { application: EVIL },
        Problem::ParameterRepeated { parameter: EVIL },
        Problem::RequestUnreadable { application: Some(EVIL) },
        Problem::NotForPeople { application: EVIL },
        Problem::Busy { retry_after: Span::seconds(1) },
        Problem::TooMany { retry_after: Span::seconds(1) },
        Problem::Away { retry_after: Span::seconds(1) },
        Problem::Internal,
    ] {
        let way = Some(Way::Application { application: EVIL, href });
        pages.push(("problem", ProblemPage { chrome, problem, way, request }.html()));
    }
    let fields = &[(EVIL, EVIL)];
    pages.push(("form post", FormPost { chrome, application: EVIL, action: href, fields }.html()));
    pages
}

/// A form that a passkey answers, with everything in it that comes from elsewhere.
fn passkey<'a>(form: Form<'a>) -> PasskeyForm<'a> {
    PasskeyForm {
        form,
        options: EVIL,
        challenge: EVIL,
        renew: Some(Href::own(OWN)),
        error: Some(PasskeyError::Unknown),
        unknown: Some((EVIL, EVIL)),
    }
}

fn sign_in(
    chrome: &Chrome,
    form: Form,
    application: Application,
    providers: &[Provider],
) -> Vec<(&'static str, String)> {
    let link = Some(Href::own(OWN));
    let (remember, application_asked) = (Some(true), Some(application));
    let email = EmailPage {
        chrome,
        form,
        application: application_asked,
        email: EVIL,
        remember,
        error: None,
        by_company: link,
        first_time: link,
        passkey: Some(passkey(form)),
        providers,
    };
    let company = CompanyPage {
        chrome,
        form,
        application: application_asked,
        organisation: EVIL,
        user: EVIL,
        remember,
        errors: CompanyErrors { mismatch: true, user_missing: true, ..CompanyErrors::default() },
        restore: link,
        by_email: link,
        first_time: link,
        providers,
    };
    let password = |who| PasswordPage {
        chrome,
        form,
        who,
        change: link,
        error: Some(PasswordError::Mismatch),
        tries_left: Some(2),
        restore: link,
        first_time: true,
        register: Some(Href::own(OWN)),
        another_way: link,
        cancel: link,
        confirms: None,
        is_saved: false,
        providers,
        links: Some(EVIL),
    };
    let code = CodePage {
        chrome,
        form,
        issuer: EVIL,
        trust: None,
        is_wrong: false,
        instead: Instead { recovery: link, text: link, change: link, ..Instead::default() },
        cancel: link,
        confirms: None,
    };
    let instead = Instead { app: link, email: link, change: link, ..Instead::default() };
    let recovery = RecoveryCodePage { chrome, form, is_wrong: true, instead, cancel: link, confirms: None };
    let enrol = EnrolTotpPage {
        chrome,
        form,
        uri: EVIL,
        key: EVIL,
        user_name: EVIL,
        apps: &TotpApp::ALL,
        is_wrong: true,
        later: Some(form),
        later_until: None,
        instead,
        cancel: link,
        is_lost: false,
    };
    let passkeys = PasskeyPage { chrome, passkey: passkey(form), trust: None, instead, cancel: link, confirms: None };
    let add_passkey = AddPasskeyPage {
        chrome,
        passkey: passkey(form),
        label: EVIL,
        note: Some(PasskeyNote::Demanded),
        later: Some(form),
        later_until: None,
        instead,
        cancel: link,
    };
    let offer_passkey = OfferPasskeyPage { chrome, passkey: passkey(form), label: EVIL, later: form };
    let own = Href::own(OWN);
    let restore = |named| {
        let by_other = link;
        RestorePage {
            chrome,
            form,
            application: application_asked,
            first_time: false,
            service: None,
            named,
            by_other,
            back: own,
        }
        .html()
    };
    let mailed = |who| MailedCodePage {
        chrome,
        form,
        again: form,
        who,
        registers: false,
        sent_at: chrome.clock.now,
        next: None,
        minutes: 5,
        error: None,
        change: own,
    };
    let (by_email, by_user) = (Who::Email(EVIL), Who::User { organisation: EVIL, user: EVIL });
    let named = Named::User { organisation: EVIL, user: EVIL, organisation_wrong: true, user_wrong: false };
    let ways = WaysPage { chrome, form, who: EVIL, change: link, ways: &[(SignInWay::Sms(EVIL), false)] };
    let consent = ConsentPage { chrome, form, application, scopes: &[EVIL], who: EVIL, change: link };
    let by_providers =
        ProvidersPage { chrome, form, who: Some(EVIL), change: link, providers, cancel: link, confirms: None };
    vec![
        ("providers", by_providers.html()),
        ("onward", OnwardPage { chrome, application: EVIL, href: own, signed_out: false }.html()),
        ("leading", LeadingPage { chrome, form, provider: EVIL, otherwise: own }.html()),
        ("leaving", LeavingPage { chrome, provider: EVIL, signs_out: true, href: own }.html()),
        ("email", email.html()),
        ("company", company.html()),
        ("recovery code", recovery.html()),
        ("enrol app", enrol.html()),
        ("passkey", passkeys.html()),
        ("add passkey", add_passkey.html()),
        ("offer passkey", offer_passkey.html()),
        ("password", password(Who::Email(EVIL)).html()),
        ("password of a user", password(Who::User { organisation: EVIL, user: EVIL }).html()),
        ("code", code.html()),
        ("restore", restore(Named::Email { email: EVIL, error: None })),
        ("restore of a user", restore(named)),
        ("send code", SendCodePage { chrome, form, who: by_email, change: own }.html()),
        ("mailed code", mailed(by_email).html()),
        ("mailed code of a user", MailedCodePage { registers: true, ..mailed(by_user) }.html()),
        (
            "reset request",
            ResetRequestPage { chrome, form, service: EVIL, who: by_email, requested: true, back: own }.html(),
        ),
        ("send link", SendLinkPage { chrome, form, who: by_email, expired: true, back: link, cancel: link }.html()),
        ("link sent", LinkSentPage { chrome, again: form, who: by_email, back: link, cancel: link }.html()),
        ("code verified", CodeVerifiedPage { chrome, who: by_email, next: own }.html()),
        ("ways", ways.html()),
        ("consent", consent.html()),
    ]
}

#[test]
fn no_payload_becomes_markup() {
    for (name, html) in pages() {
        assert!(!html.contains("<script>") && !html.contains("<img src=x") && !html.contains("<img src=\"x"), "{name}");
        // Each tag is one of ours: the payload's quotes never ended an attribute.
        for tag in html.split('<').skip(1).filter_map(|rest| rest.split_once('>')).map(|(tag, _)| tag) {
            assert!(!tag.contains("alert(1)") || tag.contains("&#60;script&#62;"), "{name}: {tag}");
            assert_eq!(tag.matches('"').count() % 2, 0, "{name}: {tag}");
            assert!(!tag.contains('\''), "{name}: {tag}");
        }
        assert!(html.contains("&#60;script&#62;alert(1)&#60;/script&#62;"), "{name}: the payload is shown as text");
        assert!(!html.contains("&lt;@evil"), "{name}: what looks escaped is escaped again");
    }
}

#[test]
fn addresses_keep_their_scheme_and_nothing_else() {
    for (name, html) in pages() {
        for address in ["href=\"", "action=\""].iter().flat_map(|start| html.split(start).skip(1)) {
            let known = ["/", "#", "https://", "mailto:"].iter().any(|start| address.starts_with(start));
            // The brand sheet's path is ours; here it is the payload, which starts with a tag.
            assert!(known || address.starts_with("&#60;/title&#62;"), "{name}: {}", &address[..40]);
        }
    }
}

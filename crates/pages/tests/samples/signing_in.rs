//! The steps of a sign-in.

use model::{Span, policy::TotpApp};
use pages::{Chrome, Href, PasskeyError, PasskeyForm, Support, Who, sign_in::*};

use super::*;

const PROVIDERS: &[Provider] = &[
    Provider { id: "microsoft", name: "Microsoft", mark: Mark::Microsoft },
    Provider { id: "linkedin", name: "LinkedIn", mark: Mark::LinkedIn },
    Provider { id: "okta", name: "Okta", mark: Mark::Okta },
];

fn email<'a>(chrome: &'a Chrome) -> EmailPage<'a> {
    EmailPage {
        chrome,
        form: form(),
        application: Some(app("Calibration Desk", "calibration")),
        email: "",
        remember: Some(false),
        error: None,
        by_company: None,
        first_time: None,
        passkey: None,
        providers: &[],
    }
}

fn passkey<'a>(error: Option<PasskeyError>) -> PasskeyForm<'a> {
    PasskeyForm { form: form(), options: "{}", challenge: "x", renew: None, error, unknown: None }
}

fn company<'a>(chrome: &'a Chrome) -> CompanyPage<'a> {
    CompanyPage {
        chrome,
        form: form(),
        application: Some(app("Shift Planner", "shift")),
        organisation: "lumen-north",
        user: "",
        remember: None,
        errors: CompanyErrors::default(),
        restore: Some(Href::own("/restore")),
        by_email: None,
        first_time: None,
        providers: &[],
    }
}

fn password<'a>(chrome: &'a Chrome) -> PasswordPage<'a> {
    PasswordPage {
        chrome,
        form: form(),
        who: Who::Email(WHO),
        change: Some(Href::own("/sign-in?at=x")),
        error: None,
        tries_left: None,
        restore: Some(Href::own("/restore")),
        first_time: false,
        register: None,
        another_way: Some(Href::own("/sign-in?at=x&way=choose")),
        cancel: None,
        confirms: None,
        is_saved: false,
        providers: &[],
        links: None,
    }
}

fn providers_page<'a>(chrome: &'a Chrome) -> ProvidersPage<'a> {
    ProvidersPage {
        chrome,
        form: form(),
        who: Some(WHO),
        change: Some(Href::own("/sign-in?at=x")),
        providers: PROVIDERS,
        cancel: None,
        confirms: None,
    }
}

fn code<'a>(chrome: &'a Chrome) -> CodePage<'a> {
    CodePage {
        chrome,
        form: form(),
        issuer: "Northwind Instruments",
        trust: Some(Trust { span: Span::days(30), checked: false }),
        is_wrong: false,
        instead: Instead { text: Some(Href::own("/sign-in?at=x&way=sms")), ..Instead::default() },
        cancel: None,
        confirms: None,
    }
}

pub(crate) fn add(samples: &mut Samples) {
    emails(samples);
    companies(samples);
    passwords(samples);
    providers(samples);
    codes(samples);
    recovery_codes(samples);
    mailed_codes(samples);
    enrolments(samples);
    passkeys(samples);
    choices(samples);
}

fn emails(to: &mut Samples) {
    let first_time = Some(Href::own("/first"));
    super::add(to, "sign-in", NORTHWIND, |chrome| {
        html(&EmailPage { providers: PROVIDERS, first_time, ..email(chrome) })
    });
    super::add(to, "sign-in-bare", NORTHWIND, |chrome| {
        html(&EmailPage {
            application: None,
            remember: None,
            by_company: Some(Href::own("/sign-in?by=company")),
            ..email(chrome)
        })
    });
    super::add(to, "sign-in-passkey", NORTHWIND, |chrome| {
        html(&EmailPage { passkey: Some(passkey(None)), providers: &PROVIDERS[..2], ..email(chrome) })
    });
    super::add(to, "sign-in-missing", NORTHWIND, |chrome| {
        html(&EmailPage { error: Some(EmailError::Missing), ..email(chrome) })
    });
    super::add(to, "sign-in-malformed", NORTHWIND, |chrome| {
        html(&EmailPage {
            error: Some(EmailError::Malformed),
            email: "ines.halvorsen",
            remember: Some(true),
            ..email(chrome)
        })
    });
    for organisation in ORGANISATIONS {
        super::add(to, &format!("accent-{}", organisation.1), organisation, |chrome| {
            html(&EmailPage { remember: Some(true), providers: &PROVIDERS[..2], ..email(chrome) })
        });
    }
    super::add(to, "sign-in-long", NORTHWIND, |chrome| {
        let support = Support { name: "Zentrale Anwenderbetreuung der Verwaltungsgemeinschaft", ..NORTHWIND.3 };
        let organisation = "Donaudampfschifffahrtsgesellschaft Verwaltungs- und Beteiligungsgesellschaft";
        let application = Some(app("Reisekostenabrechnungsanwendung für Außendienstmitarbeiterinnen", "travel"));
        let providers: &[Provider] =
            &[Provider { id: "x", name: "Rechtsschutzversicherungsgesellschaften", mark: Mark::Initial }; 4];
        let chrome = Chrome { organisation, support: Some(support), logo: None, ..chrome.clone() };
        html(&EmailPage { application, providers, ..email(&chrome) })
    });
    super::add(to, "sign-in-no-support", NORTHWIND, |chrome| {
        let chrome = Chrome { support: None, privacy: None, ..chrome.clone() };
        html(&email(&chrome))
    });
}

fn companies(to: &mut Samples) {
    super::add(to, "company", LUMEN, |chrome| html(&company(chrome)));
    super::add(to, "company-two-missing", LUMEN, |chrome| {
        let errors = CompanyErrors { organisation_missing: true, password_missing: true, ..CompanyErrors::default() };
        html(&CompanyPage { organisation: "", user: "berit", errors, ..company(chrome) })
    });
    super::add(to, "company-user-missing", LUMEN, |chrome| {
        let errors = CompanyErrors { user_missing: true, ..CompanyErrors::default() };
        html(&CompanyPage { errors, ..company(chrome) })
    });
    super::add(to, "company-mismatch", LUMEN, |chrome| {
        let errors = CompanyErrors { mismatch: true, tries_left: Some(3), ..CompanyErrors::default() };
        html(&CompanyPage { user: "berit", errors, remember: Some(true), ..company(chrome) })
    });
}

/// The page that leads to one is none of them: it does not stay to be looked at.
fn providers(to: &mut Samples) {
    super::add(to, "providers", NORTHWIND, |chrome| html(&providers_page(chrome)));
    super::add(to, "providers-one", NORTHWIND, |chrome| {
        html(&ProvidersPage { providers: &PROVIDERS[2..], who: None, change: None, ..providers_page(chrome) })
    });
    super::add(to, "providers-confirm", NORTHWIND, |chrome| {
        let cancel = Some(Href::own("/account"));
        html(&ProvidersPage { providers: &PROVIDERS[2..], change: None, cancel, ..providers_page(chrome) })
    });
    super::add(to, "password-providers", NORTHWIND, |chrome| {
        html(&PasswordPage { providers: &PROVIDERS[..2], another_way: None, ..password(chrome) })
    });
    super::add(to, "password-links", NORTHWIND, |chrome| {
        html(&PasswordPage { links: Some("Northwind Okta"), another_way: None, ..password(chrome) })
    });
}

fn passwords(to: &mut Samples) {
    super::add(to, "password", NORTHWIND, |chrome| html(&password(chrome)));
    super::add(to, "password-mismatch", NORTHWIND, |chrome| {
        html(&PasswordPage { error: Some(PasswordError::Mismatch), ..password(chrome) })
    });
    super::add(to, "password-last-try", NORTHWIND, |chrome| {
        let error = Some(PasswordError::Mismatch);
        html(&PasswordPage { error, tries_left: Some(1), restore: None, another_way: None, ..password(chrome) })
    });
    super::add(to, "password-missing", NORTHWIND, |chrome| {
        html(&PasswordPage { error: Some(PasswordError::Missing), ..password(chrome) })
    });
    super::add(to, "password-first-time", NORTHWIND, |chrome| {
        html(&PasswordPage { first_time: true, another_way: None, ..password(chrome) })
    });
    super::add(to, "password-register", NORTHWIND, |chrome| {
        html(&PasswordPage { register: Some(Href::own("/sign-in/instead")), another_way: None, ..password(chrome) })
    });
    super::add(to, "password-user", LUMEN, |chrome| {
        let who = Who::User { organisation: "lumen-north", user: "berit.a-rather-long-user-name-that-somebody-chose" };
        html(&PasswordPage { who, another_way: None, ..password(chrome) })
    });
}

fn codes(to: &mut Samples) {
    let cancel = Some(Href::own("/account/two-factor"));
    super::add(to, "password-confirm", NORTHWIND, |chrome| {
        html(&PasswordPage { cancel, change: None, restore: None, another_way: None, ..password(chrome) })
    });
    super::add(to, "code-confirm", NORTHWIND, |chrome| {
        html(&CodePage { cancel, trust: None, instead: Instead::default(), ..code(chrome) })
    });
    super::add(to, "code", NORTHWIND, |chrome| html(&code(chrome)));
    super::add(to, "code-mismatch", NORTHWIND, |chrome| html(&CodePage { is_wrong: true, ..code(chrome) }));
    super::add(to, "code-bare", LUMEN, |chrome| {
        let change = Some(Href::own("/sign-in?at=x&way=change"));
        let instead = Instead { change, ..Instead::default() };
        html(&CodePage { trust: None, instead, issuer: "Lumen Freight", ..code(chrome) })
    });
}

fn recovery_codes(to: &mut Samples) {
    super::add(to, "code-recovery-link", NORTHWIND, |chrome| {
        let recovery = Some(Href::own("/sign-in?at=x&way=recovery_code"));
        let change = Some(Href::own("/sign-in?at=x&way=change"));
        html(&CodePage { instead: Instead { recovery, change, ..Instead::default() }, ..code(chrome) })
    });
    for (name, is_wrong) in [("recovery-code", false), ("recovery-code-mismatch", true)] {
        super::add(to, name, NORTHWIND, |chrome| {
            let (app, change) = (Some(Href::own("/sign-in?at=x")), Some(Href::own("/sign-in?at=x&way=change")));
            let instead = Instead { app, change, ..Instead::default() };
            html(&RecoveryCodePage { chrome, form: form(), is_wrong, instead, cancel: None, confirms: None })
        });
    }
}

fn restore<'a>(chrome: &'a Chrome) -> RestorePage<'a> {
    RestorePage {
        chrome,
        service: None,
        form: form(),
        application: Some(app("Calibration Desk", "calibration")),
        first_time: false,
        named: Named::Email { email: WHO, error: None },
        by_other: None,
        back: Href::own("/sign-in?at=x"),
    }
}

fn mailed_code<'a>(chrome: &'a Chrome) -> MailedCodePage<'a> {
    MailedCodePage {
        chrome,
        form: form(),
        again: form(),
        who: Who::Email(WHO),
        registers: false,
        sent_at: chrome.clock.now,
        next: None,
        minutes: 5,
        error: None,
        change: Href::own("/sign-in?at=x"),
    }
}

fn restores(to: &mut Samples) {
    super::add(to, "restore", NORTHWIND, |chrome| html(&restore(chrome)));
    super::add(to, "restore-malformed", NORTHWIND, |chrome| {
        let named = Named::Email { email: "ines", error: Some(EmailError::Malformed) };
        let by_other = Some(Href::own("/sign-in?at=x&by=company"));
        html(&RestorePage { named, by_other, application: None, ..restore(chrome) })
    });
    super::add(to, "restore-first-time", NORTHWIND, |chrome| {
        html(&RestorePage { first_time: true, ..restore(chrome) })
    });
    super::add(to, "restore-elsewhere", NORTHWIND, |chrome| {
        html(&RestorePage { service: Some("Staff service"), ..restore(chrome) })
    });
    for (name, organisation, organisation_wrong, user_wrong) in
        [("", "lumen-north", false, false), ("-missing", "lumen-north", false, true), ("-two-missing", "", true, true)]
    {
        let named = Named::User { organisation, user: "", organisation_wrong, user_wrong };
        super::add(to, &format!("restore-company{name}"), LUMEN, |chrome| {
            html(&RestorePage { named, ..restore(chrome) })
        });
    }
}

fn mailed_links(to: &mut Samples) {
    let back = Some(Href::own("/sign-in?at=x"));
    let cancel = Some(Href::own("/account/password"));
    for (name, expired, back, cancel) in [
        ("send-link", false, back, None),
        ("send-link-signed-in", false, None, cancel),
        ("link-expired", true, back, None),
    ] {
        super::add(to, name, NORTHWIND, |chrome| {
            html(&SendLinkPage { chrome, form: form(), who: Who::Email(WHO), expired, back, cancel })
        });
    }
    for (name, requested) in [("request-reset", false), ("reset-requested", true)] {
        super::add(to, name, NORTHWIND, |chrome| {
            let (who, back) = (Who::Email(WHO), Href::own("/sign-in?at=x"));
            html(&ResetRequestPage { chrome, form: form(), service: "Staff service", who, requested, back })
        });
    }
    super::add(to, "link-sent", NORTHWIND, |chrome| {
        html(&LinkSentPage { chrome, again: form(), who: Who::Email(WHO), back, cancel: None })
    });
}

fn mailed_codes(to: &mut Samples) {
    restores(to);
    for (name, who) in
        [("send-code", Who::Email(WHO)), ("send-code-user", Who::User { organisation: "lumen", user: "berit" })]
    {
        super::add(to, name, NORTHWIND, |chrome| {
            html(&SendCodePage { chrome, form: form(), who, change: Href::own("/sign-in?at=x") })
        });
    }
    super::add(to, "mailed-code", NORTHWIND, |chrome| html(&mailed_code(chrome)));
    super::add(to, "mailed-code-register", LUMEN, |chrome| {
        html(&MailedCodePage { registers: true, ..mailed_code(chrome) })
    });
    for (name, error) in [
        ("missing", MailedCodeError::Missing),
        ("mismatch", MailedCodeError::Mismatch),
        ("spent", MailedCodeError::Spent),
    ] {
        super::add(to, &format!("mailed-code-{name}"), NORTHWIND, |chrome| {
            html(&MailedCodePage { error: Some(error), ..mailed_code(chrome) })
        });
    }
    mailed_links(to);
    super::add(to, "code-verified", NORTHWIND, |chrome| {
        html(&CodeVerifiedPage { chrome, who: Who::Email(WHO), next: Href::own("/sign-in?at=x&next=yes") })
    });
}

fn enrolments(to: &mut Samples) {
    for (name, is_wrong, may_wait) in
        [("enrol-app", false, false), ("enrol-app-later", false, true), ("enrol-app-mismatch", true, false)]
    {
        super::add(to, name, NORTHWIND, |chrome| {
            html(&EnrolTotpPage {
                chrome,
                form: form(),
                uri: "otpauth://totp/Northwind%20Instruments:ines.halvorsen%40northwind.example?secret=\
                    JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Northwind%20Instruments&algorithm=SHA1&digits=6&period=30",
                key: "JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP",
                user_name: WHO,
                apps: &TotpApp::ALL,
                is_wrong,
                later: may_wait.then(form),
                later_until: may_wait.then_some(chrome.clock.now + model::Span::days(7)),
                instead: Instead {
                    passkey: may_wait.then(|| Href::own("/sign-in?at=x&way=passkey")),
                    set_up_number: may_wait.then(|| Href::own("/sign-in?at=x&way=sms")),
                    change: Some(Href::own("/sign-in?at=x&way=change")),
                    ..Instead::default()
                },
                cancel: None,
                is_lost: false,
            })
        });
    }
    for (name, is_missing) in [("record-codes", false), ("record-codes-missing", true)] {
        super::add(to, name, NORTHWIND, |chrome| {
            let codes: Vec<String> = (0..10).map(|code| format!("4k7mf-2q9xr-0hd3{code}")).collect();
            let cancel = Some(Href::own("/account/two-factor"));
            html(&RecordCodesPage { chrome, form: form(), codes: &codes, ticks: true, is_missing, cancel })
        });
    }
}

fn passkeys(to: &mut Samples) {
    for (name, error) in [("passkey", None), ("passkey-unknown", Some(PasskeyError::Unknown))] {
        super::add(to, name, NORTHWIND, |chrome| {
            let (choose, change) = (Some(Href::own("/sign-in?at=x")), Some(Href::own("/sign-in?at=x")));
            let trust = Some(Trust { span: Span::days(30), checked: false });
            let instead = Instead { choose, change, ..Instead::default() };
            html(&PasskeyPage { chrome, passkey: passkey(error), trust, instead, cancel: None, confirms: None })
        });
    }
    super::add(to, "offer-passkey", NORTHWIND, |chrome| {
        html(&OfferPasskeyPage { chrome, passkey: passkey(None), label: "Firefox on Linux", later: form() })
    });
    super::add(to, "add-passkey-backup", NORTHWIND, |chrome| {
        html(&AddPasskeyPage {
            chrome,
            passkey: passkey(Some(PasskeyError::BackupChanged)),
            label: "Firefox on Linux",
            note: Some(PasskeyNote::OtherModel),
            later: Some(form()),
            later_until: None,
            instead: Instead {
                set_up_app: Some(Href::own("/sign-in?at=x&way=totp")),
                change: Some(Href::own("/sign-in?at=x")),
                ..Instead::default()
            },
            cancel: None,
        })
    });
}

fn choices(to: &mut Samples) {
    super::add(to, "ways", NORTHWIND, |chrome| {
        let ways = &[
            (sign_in::Way::Totp, true),
            (sign_in::Way::Passkey, false),
            (sign_in::Way::Sms("41"), false),
            (sign_in::Way::Email, false),
            (sign_in::Way::Recovery, false),
            (sign_in::Way::Password, false),
        ];
        html(&WaysPage { chrome, form: form(), who: WHO, change: Some(Href::own("/sign-in?at=x")), ways })
    });
    super::add(to, "consent", NORTHWIND, |chrome| {
        let scopes = &["openid", "profile", "email", "groups", "offline_access", "ledger:read"];
        let change = Some(Href::own("/sign-in?at=x&way=change"));
        html(&ConsentPage {
            chrome,
            form: form(),
            application: app("Field Notes", "fieldnotes"),
            scopes,
            who: WHO,
            change,
        })
    });
    super::add(to, "consent-bare", NORTHWIND, |chrome| {
        let scopes = &["openid"];
        html(&ConsentPage {
            chrome,
            form: form(),
            application: app("Partner Portal", ""),
            scopes,
            who: WHO,
            change: None,
        })
    });
}
use pages::sign_in;

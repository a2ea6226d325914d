//! Every mail in its states, from invented organisations to invented people: for the tests, and for
//! `cargo run -p notify --example mails`.

#![expect(clippy::unwrap_used, reason = "the samples are constant: what does not parse is a mistake here")]

use std::sync::Mutex;

use model::{Branding, Span, Time, branding::Support, reader::Formats};
use notify::{
    CodeMail, CodePurpose, Deliver, Delivery, Happened, InactivityWarning, Invitation, Letterhead, LinkMail,
    LinkPurpose, Mail, Notice, Outcome, Sender, probe,
};
use text::{Language, Texts, Zone};

/// 22 November 2026, 08:41:07 in Copenhagen.
const NOW: Time = Time::from_seconds(1_795_333_267);

/// Where an invitation leads.
pub(crate) const INVITATION_LINK: &str =
    "https://id.northwind.example/join/AbCdEfGhIjKlMnOpQrStUvWxYz0123456789_-AbCdE";

const AGENT: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
    Version/18.0 Mobile/15E148 Safari/604.1";

/// An organisation: its name, its accent, whom its people turn to.
pub(crate) type Organisation = (&'static str, &'static str, [Option<&'static str>; 3]);

pub(crate) const NORTHWIND: Organisation = (
    "Northwind Instruments",
    "#14594a",
    [Some("Service desk"), Some("service-desk@northwind.example"), Some("extension 4100")],
);
/// An accent that wants black on it, and nobody to turn to.
pub(crate) const LUMEN: Organisation = ("Lumen Freight", "#ffd400", [None, None, None]);
/// Near black: paper in the dark.
pub(crate) const SLATE: Organisation = ("Slate & Søn", "#1b1b1f", [Some("Hjælp"), None, None]);

/// Names and addresses of one long word each.
pub(crate) const LONG: Organisation = (
    "Donaudampfschifffahrtsgesellschaftsverwaltung",
    "#14594a",
    [Some("Anwenderbetreuungsbereitschaftsdienst"), Some("anwender@donaudampfschifffahrtsgesellschaft.example"), None],
);

pub(crate) const HAPPENINGS: [(&str, Happened); 25] = [
    ("new-browser", Happened::NewBrowser),
    ("after-wrong-try", Happened::AfterWrongTries(1)),
    ("after-wrong-tries", Happened::AfterWrongTries(7)),
    ("password-locked", Happened::PasswordLocked(None)),
    ("password-locked-until", Happened::PasswordLocked(Some(Time::from_seconds(1_795_333_927)))),
    ("password-set", Happened::PasswordSet),
    ("password-chosen", Happened::PasswordChosen),
    ("app-set-up", Happened::AppSetUp),
    ("app-replaced", Happened::AppReplaced),
    ("app-removed", Happened::AppRemoved),
    ("factors-reset", Happened::FactorsReset),
    ("passkey-added", Happened::PasskeyAdded),
    ("provider-linked", Happened::ProviderLinked),
    ("provider-unlinked", Happened::ProviderUnlinked),
    ("passkey-removed", Happened::PasskeyRemoved),
    ("last-number-removed", Happened::LastNumberRemoved),
    ("last-passkey-removed", Happened::LastPasskeyRemoved),
    ("passkey-copied", Happened::PasskeyCountWentBack),
    ("account-deleted", Happened::AccountDeleted),
    ("accounts-merged", Happened::AccountsMerged),
    ("email-changed", Happened::EmailChanged),
    ("recovery-codes-issued", Happened::RecoveryCodesIssued),
    ("recovery-code-used", Happened::RecoveryCodeUsed(7)),
    ("recovery-code-used-last-but-one", Happened::RecoveryCodeUsed(1)),
    ("codes-locked", Happened::CodesLocked(Time::from_seconds(1_795_334_167))),
];

pub(crate) fn sender() -> Sender {
    "Example <no-reply@id.example>".parse().unwrap()
}

pub(crate) fn branding((_, accent, [label, email, phone]): Organisation) -> Branding {
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let support = Support { label: owned(label), email: owned(email), phone: owned(phone) };
    Branding { accent: accent.parse().unwrap(), support, ..Branding::default() }
}

pub(crate) fn notice(organisation: Organisation, language: Language, happened: Happened, name: Option<&str>) -> Mail {
    let (branding, sender) = (branding(organisation), sender());
    let head = Letterhead {
        organisation: organisation.0,
        branding: &branding,
        sender: &sender,
        text: Texts::new(language),
        zone: Zone::named("Europe/Copenhagen").unwrap(),
        formats: Formats::default(),
    };
    let notice = Notice {
        to: &"tomas.brandt@northwind.example".parse().unwrap(),
        name,
        happened,
        at: NOW,
        seen: (!matches!(happened, Happened::PasswordSet | Happened::RecoveryCodesIssued | Happened::EmailChanged))
            .then_some((AGENT, "2001:db8:85a3::8a2e:370:7334")),
        sessions: "https://id.northwind.example/account/sessions",
    };
    notice.mail(&head, "job_01k9sample")
}

/// Somebody is asked to register.
pub(crate) fn invitation(
    organisation: Organisation,
    language: Language,
    people: [Option<&str>; 2],
    joins: bool,
) -> Mail {
    let (branding, sender) = (branding(organisation), sender());
    let head = Letterhead {
        organisation: organisation.0,
        branding: &branding,
        sender: &sender,
        text: Texts::new(language),
        zone: Zone::named("Europe/Copenhagen").unwrap(),
        formats: Formats::default(),
    };
    let invitation = Invitation {
        to: &"tomas.brandt@northwind.example".parse().unwrap(),
        name: people[0],
        invited_by: people[1],
        link: INVITATION_LINK,
        joins,
        signs_in_as: None,
        at: NOW,
        expires_at: NOW + Span::days(7),
    };
    invitation.mail(&head, "job_01k9sample")
}

/// Where a warning of inactivity leads.
pub(crate) const SIGN_IN: &str = "https://id.northwind.example/?organization=northwind";

/// Somebody did not use their account for long.
pub(crate) fn inactivity_warning(language: Language) -> Mail {
    let (branding, sender) = (branding(NORTHWIND), sender());
    let head = Letterhead {
        organisation: NORTHWIND.0,
        branding: &branding,
        sender: &sender,
        text: Texts::new(language),
        zone: Zone::named("Europe/Copenhagen").unwrap(),
        formats: Formats::default(),
    };
    let warning = InactivityWarning {
        to: &"tomas.brandt@northwind.example".parse().unwrap(),
        name: Some("Tomas"),
        at: NOW,
        ends_at: NOW + Span::days(30),
        sign_in: SIGN_IN,
    };
    warning.mail(&head, "job_01k9sample")
}

/// The code in every sample of a mail with one.
pub(crate) const CODE: &str = "204117";

pub(crate) fn code_mail(language: Language, purpose: CodePurpose) -> Mail {
    let (branding, sender) = (branding(NORTHWIND), sender());
    let head = Letterhead {
        organisation: NORTHWIND.0,
        branding: &branding,
        sender: &sender,
        text: Texts::new(language),
        zone: Zone::named("Europe/Copenhagen").unwrap(),
        formats: Formats::default(),
    };
    let mail = CodeMail {
        to: &"tomas.brandt@northwind.example".parse().unwrap(),
        name: Some("Tomas"),
        purpose,
        code: CODE,
        at: NOW,
        life: Span::minutes(5),
        seen: (AGENT, "2001:db8:85a3::8a2e:370:7334"),
    };
    mail.mail(&head, "job_01k9sample")
}

/// The link in every sample of a mail with one to a new password.
pub(crate) const PASSWORD_LINK: &str =
    "https://id.northwind.example/restore/r4QmB0w5cW9xJ2sT7uVnKpLdEfGhAzYi1oXbCqNtMk8";

pub(crate) fn link_mail(language: Language, purpose: LinkPurpose) -> Mail {
    let (branding, sender) = (branding(NORTHWIND), sender());
    let head = Letterhead {
        organisation: NORTHWIND.0,
        branding: &branding,
        sender: &sender,
        text: Texts::new(language),
        zone: Zone::named("Europe/Copenhagen").unwrap(),
        formats: Formats::default(),
    };
    let mail = LinkMail {
        to: &"tomas.brandt@northwind.example".parse().unwrap(),
        name: Some("Tomas"),
        purpose,
        link: PASSWORD_LINK,
        at: NOW,
        expires_at: NOW + Span::minutes(30),
        seen: (AGENT, "2001:db8:85a3::8a2e:370:7334"),
    };
    mail.mail(&head, "job_01k9sample")
}

/// Keeps what it is given.
#[derive(Default)]
pub(crate) struct Kept(Mutex<Vec<Mail>>);

impl Deliver for Kept {
    fn deliver<'a>(&'a self, mail: &'a Mail) -> Delivery<'a> {
        self.0.lock().unwrap().push(mail.clone());
        Box::pin(std::future::ready(Outcome::Accepted))
    }
}

/// The test message.
pub(crate) async fn test_message(language: Language) -> Mail {
    let (kept, branding, sender) = (Kept::default(), branding(NORTHWIND), sender());
    let head = Letterhead {
        organisation: "Doorward",
        branding: &branding,
        sender: &sender,
        text: Texts::new(language),
        zone: Zone::UTC,
        formats: Formats::default(),
    };
    probe(&kept, &head, &"root@northwind.example".parse().unwrap(), ("test-1", NOW)).await.unwrap();
    kept.0.lock().unwrap().remove(0)
}

/// Every mail, with a name for its file.
pub(crate) async fn all(language: Language) -> Vec<(String, Mail)> {
    let mut all: Vec<(String, Mail)> =
        HAPPENINGS.map(|(name, what)| (name.to_owned(), notice(NORTHWIND, language, what, Some("Tomas")))).into();
    all.push(("new-browser-lumen".to_owned(), notice(LUMEN, language, Happened::NewBrowser, None)));
    all.push(("new-browser-slate".to_owned(), notice(SLATE, language, Happened::NewBrowser, Some("Søren"))));
    all.push((
        "new-browser-long".to_owned(),
        notice(LONG, language, Happened::NewBrowser, Some("Wolfeschlegelsteinhausen")),
    ));
    let invited = |organisation, people| invitation(organisation, language, people, false);
    all.push(("invitation".to_owned(), invited(NORTHWIND, [Some("Tomas"), Some("Mirela Dube")])));
    all.push(("invitation-nobody".to_owned(), invited(SLATE, [None, None])));
    let joins = invitation(NORTHWIND, language, [Some("Tomas"), Some("Mirela Dube")], true);
    all.push(("invitation-join".to_owned(), joins));
    all.push(("invitation-long".to_owned(), invited(LONG, [Some("Wolfeschlegelsteinhausen"), None])));
    all.push(("inactivity".to_owned(), inactivity_warning(language)));
    all.push(("code-restore".to_owned(), code_mail(language, CodePurpose::Restore)));
    all.push(("code-register".to_owned(), code_mail(language, CodePurpose::Register)));
    all.push(("link-restore".to_owned(), link_mail(language, LinkPurpose::Restore)));
    all.push(("link-change".to_owned(), link_mail(language, LinkPurpose::ChangePassword)));
    all.push(("test-message".to_owned(), test_message(language).await));
    all
}

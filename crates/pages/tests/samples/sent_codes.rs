//! Codes by text message and by e-mail beside a password, and the number that they go to.

use model::{Span, phone::NotANumber, sign_in::Action};
use pages::{Chrome, Href, sign_in::*};

use super::*;

fn instead() -> Instead<'static> {
    Instead {
        app: Some(Href::own("/sign-in?at=x&way=totp")),
        recovery: Some(Href::own("/sign-in?at=x&way=recovery_code")),
        change: Some(Href::own("/sign-in?at=x&change=yes")),
        ..Instead::default()
    }
}

fn sent<'a>(chrome: &'a Chrome) -> SentCodePage<'a> {
    SentCodePage {
        chrome,
        form: form(),
        again: form(),
        to: SentTo::Own(Reached::Phone("41")),
        sent: (chrome.clock.now, Span::minutes(5)),
        next: None,
        delivery: Delivery::Sent,
        look: Some(Href::own("/sign-in?at=x&next=yes&way=sms")),
        trust: Some(Trust { span: Span::days(30), checked: false }),
        error: None,
        instead: instead(),
        cancel: None,
        confirms: None,
    }
}

fn number<'a>(chrome: &'a Chrome) -> EnrolNumberPage<'a> {
    EnrolNumberPage {
        chrome,
        form: form(),
        countries: &["AT", "CH", "DE", "FR", "GB", "NL", "SE"],
        country: "GB",
        number: "",
        replaces: None,
        is_lost: false,
        problem: None,
        app: Some(Href::own("/sign-in?at=x&way=totp")),
        later: None,
        instead: Instead { change: Some(Href::own("/sign-in?at=x&change=yes")), ..Instead::default() },
        cancel: None,
    }
}

pub(super) fn add(to: &mut Samples) {
    super::add(to, "text-code-ask", NORTHWIND, |chrome| {
        let to = Reached::Phone("41");
        html(&AskCodePage { chrome, form: form(), to, problem: None, instead: instead(), cancel: None, confirms: None })
    });
    super::add(to, "text-code-confirms", NORTHWIND, |chrome| {
        let (to, cancel, confirms) = (Reached::Phone("41"), Some(Href::own("/account")), Some(Action::DeleteAccount));
        let instead = Instead { change: None, ..instead() };
        html(&AskCodePage { chrome, form: form(), to, problem: None, instead, cancel, confirms })
    });
    super::add(to, "text-code-too-many", NORTHWIND, |chrome| {
        let (to, problem) = (Reached::Mailbox, Some(NotSent::TooMany));
        html(&AskCodePage { chrome, form: form(), to, problem, instead: instead(), cancel: None, confirms: None })
    });
    super::add(to, "text-code", NORTHWIND, |chrome| html(&sent(chrome)));
    super::add(to, "text-code-lately", NORTHWIND, |chrome| {
        html(&SentCodePage { next: Some(chrome.clock.now + Span::minutes(1)), trust: None, ..sent(chrome) })
    });
    super::add(to, "text-code-failed", NORTHWIND, |chrome| {
        let error = Some(SentCodeError::Mismatch);
        html(&SentCodePage { delivery: Delivery::Failed, look: None, error, trust: None, ..sent(chrome) })
    });
    super::add(to, "enrol-number", NORTHWIND, |chrome| html(&number(chrome)));
    super::add(to, "enrol-number-wrong", NORTHWIND, |chrome| {
        let problem = Some(NotSent::NotANumber(NotANumber::TooShort));
        html(&EnrolNumberPage { number: "020 79", problem, later: Some(form()), ..number(chrome) })
    });
    super::add(to, "enrol-number-country", NORTHWIND, |chrome| {
        let problem = Some(NotSent::NotANumber(NotANumber::CountryMissing));
        html(&EnrolNumberPage { country: "", number: "0170 1234567", problem, is_lost: true, ..number(chrome) })
    });
    super::add(to, "enrol-number-change", NORTHWIND, |chrome| {
        let cancel = Some(Href::own("/account/two-factor"));
        html(&EnrolNumberPage {
            replaces: Some("41"),
            app: None,
            instead: Instead::default(),
            cancel,
            ..number(chrome)
        })
    });
    super::add(to, "enrol-number-code", NORTHWIND, |chrome| {
        let instead = Instead { number: Some(Href::own("/x")), ..Instead::default() };
        let cancel = Some(Href::own("/account/two-factor"));
        let to = SentTo::Number("+44\u{a0}207\u{a0}946\u{a0}0958");
        html(&SentCodePage { to, delivery: Delivery::Delayed, trust: None, instead, cancel, ..sent(chrome) })
    });
}

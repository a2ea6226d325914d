//! Codes by text message and by e-mail beside a password, and the number that they go to.

use model::{Span, phone::NotANumber};
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
        to: Reached::Phone("41"),
        sent: (chrome.clock.now, Span::minutes(5)),
        delivery: Delivery::Sent,
        trust: Some(Trust { days: 30, checked: false }),
        error: None,
        instead: instead(),
        cancel: None,
        confirms: false,
    }
}

fn number<'a>(chrome: &'a Chrome) -> EnrolNumberPage<'a> {
    EnrolNumberPage {
        chrome,
        form: form(),
        countries: &["AT", "CH", "DE", "FR", "GB", "NL", "SE"],
        country: "GB",
        number: "",
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
        html(&AskCodePage { chrome, form: form(), to, problem: None, instead: instead(), cancel: None })
    });
    super::add(to, "text-code-too-many", NORTHWIND, |chrome| {
        let (to, problem) = (Reached::Mailbox, Some(NotSent::TooMany));
        html(&AskCodePage { chrome, form: form(), to, problem, instead: instead(), cancel: None })
    });
    super::add(to, "text-code", NORTHWIND, |chrome| html(&sent(chrome)));
    super::add(to, "text-code-failed", NORTHWIND, |chrome| {
        let error = Some(SentCodeError::Mismatch);
        html(&SentCodePage { delivery: Delivery::Failed, error, trust: None, ..sent(chrome) })
    });
    super::add(to, "enrol-number", NORTHWIND, |chrome| html(&number(chrome)));
    super::add(to, "enrol-number-wrong", NORTHWIND, |chrome| {
        let problem = Some(NotSent::NotANumber(NotANumber::TooShort));
        html(&EnrolNumberPage { number: "020 79", problem, later: Some(form()), ..number(chrome) })
    });
    super::add(to, "enrol-number-code", NORTHWIND, |chrome| {
        let instead = Instead { number: Some(Href::own("/x")), ..Instead::default() };
        let cancel = Some(Href::own("/account/two-factor"));
        let to = Reached::Number("+44\u{a0}207\u{a0}946\u{a0}0958");
        html(&SentCodePage { to, delivery: Delivery::Delayed, trust: None, instead, cancel, ..sent(chrome) })
    });
}

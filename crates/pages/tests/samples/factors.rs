//! The account's tabs for password and two-factor.

use model::{Span, password::Rule};
use pages::{
    NewPasswordError, NewPasswordFields,
    account::{
        Account, App, Number, Passkey, PasskeyKept, PasskeyTab, PasswordOutcome, PasswordTab, RemoveAppPage,
        RemoveNumberPage, RemovePasskeyPage, Tab, TrustedBrowser, TwoFactorDone, TwoFactorPage,
    },
    device::Device,
};

use super::*;

const ACCOUNT: Account =
    Account { name: "Ines Halvorsen", seed: "usr_1", picture: None, console: None, tabs: Tab::ALL };
const RULES: [(Rule, Option<bool>); 4] =
    [(Rule::Min(15), None), (Rule::NotCommon, None), (Rule::NotPersonal, None), (Rule::NotPrevious(0), None)];

pub(crate) fn add(to: &mut Samples) {
    passwords(to);
    two_factors(to);
}

fn passwords(to: &mut Samples) {
    let broken = RULES.map(|(rule, _)| (rule, Some(rule != Rule::Min(15))));
    let fields = |rules, error| Some(NewPasswordFields { rules, error });
    let states = [
        ("account-password", fields(&RULES[..], None), None),
        ("account-password-changed", fields(&RULES, None), Some(PasswordOutcome::Changed)),
        ("account-password-current-missing", fields(&RULES, None), Some(PasswordOutcome::CurrentMissing)),
        ("account-password-current-wrong", fields(&RULES, None), Some(PasswordOutcome::CurrentWrong)),
        ("account-password-rules", fields(&broken, Some(NewPasswordError::Rules)), None),
        ("account-password-asks", None, None),
    ];
    for (name, fields, outcome) in states {
        super::add(to, name, NORTHWIND, |chrome| {
            let form = Form { action: Href::own("/account/password"), hidden: &[] };
            let changed_at = Some(chrome.clock.now - Span::days(161));
            html(&PasswordTab { chrome, account: ACCOUNT, form, user_name: WHO, changed_at, fields, outcome })
        });
    }
}

fn keys() -> [Passkey<'static>; 2] {
    let now = clock().now;
    let key = Passkey {
        page: Href::own("/account/two-factor/passkey?which=x"),
        label: "Blue key",
        added_at: now - Span::days(200),
        used_at: Some(now - Span::hours(2)),
        other_domain: None,
        other_model: false,
    };
    [key, Passkey { label: "", used_at: None, other_domain: Some("old.northwind.example"), ..key }]
}

fn browsers() -> [TrustedBrowser<'static>; 2] {
    let now = clock().now;
    let here = TrustedBrowser {
        id: "brw_1",
        device: Device::of_user_agent("Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"),
        place: "192.0.2.17",
        since: now - Span::days(3),
        until: now + Span::days(27),
        seen_at: now - Span::minutes(39),
        current: true,
    };
    let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148 Safari/604.1";
    let place = "2001:db8:85a3:0:0:8a2e:370:7334";
    let seen_at = now - Span::days(2);
    [here, TrustedBrowser { id: "brw_2", device: Device::of_user_agent(phone), place, seen_at, current: false, ..here }]
}

fn two_factors(to: &mut Samples) {
    let now = clock().now;
    let used = App { added_at: now - Span::days(265), used_at: Some(now - Span::hours(1)) };
    let phone = Number { last_digits: "41", added_at: now - Span::days(30), used_at: Some(now - Span::days(1)) };
    let new = App { added_at: now, used_at: None };
    let states = [
        ("two-factor-off", None, None, Some(0), (false, true), None),
        ("two-factor-on", Some(used), Some(phone), Some(8), (false, true), None),
        ("two-factor-few-codes", Some(used), None, Some(1), (true, false), None),
        ("two-factor-no-codes", Some(new), None, None, (false, false), Some(TwoFactorDone::SetUp)),
        ("two-factor-removed", None, None, None, (false, true), Some(TwoFactorDone::Removed)),
        ("two-factor-recorded", None, Some(phone), Some(10), (false, true), Some(TwoFactorDone::Codes)),
        ("two-factor-nothing", Some(new), None, Some(0), (false, true), Some(TwoFactorDone::Nothing)),
    ];
    for (name, app, number, codes, (is_required, may_remove), done) in states {
        super::add(to, name, NORTHWIND, |chrome| {
            let form = Form { action: Href::own("/account/two-factor"), hidden: &[] };
            let keys = keys();
            let passkeys = if name == "two-factor-on" { &keys[..] } else { &[] };
            let trusted = browsers();
            html(&TwoFactorPage {
                chrome,
                account: ACCOUNT,
                form,
                app,
                offers_app: true,
                number,
                offers_number: codes.is_some(),
                passkeys,
                offers_passkeys: !is_required,
                passkeys_count: true,
                signal: None,
                trusted: if name == "two-factor-on" { &trusted } else { &[] },
                codes,
                is_required,
                by_mail: false,
                may_remove,
                may_remove_number: may_remove,
                done,
                with_codes: name == "two-factor-no-codes",
            })
        });
    }
    super::add(to, "two-factor-remove-number", NORTHWIND, |chrome| {
        let form = Form { action: Href::own("/account/two-factor/number/remove"), hidden: &[("confirmed", "x")] };
        let keep = Href::own("/account/two-factor");
        html(&RemoveNumberPage { chrome, account: ACCOUNT, form, is_last: true, keep })
    });
    super::add(to, "passkey-last", NORTHWIND, |chrome| {
        let form = Form { action: Href::own("/account/two-factor/passkey"), hidden: &[("which", "x")] };
        let (passkey, back, kept) = (keys()[0], Href::own("/account/two-factor"), Some(PasskeyKept::Last));
        html(&PasskeyTab { chrome, account: ACCOUNT, form, remove: form, passkey, is_nameless: false, kept, back })
    });
    super::add(to, "passkey-nameless", NORTHWIND, |chrome| {
        let form = Form { action: Href::own("/account/two-factor/passkey"), hidden: &[("which", "x")] };
        let (passkey, back) = (keys()[0], Href::own("/account/two-factor"));
        html(&PasskeyTab { chrome, account: ACCOUNT, form, remove: form, passkey, is_nameless: true, kept: None, back })
    });
    super::add(to, "passkey-remove", NORTHWIND, |chrome| {
        let form = Form { action: Href::own("/account/two-factor/remove-passkey"), hidden: &[("which", "x")] };
        let keep = Href::own("/account/two-factor");
        html(&RemovePasskeyPage { chrome, account: ACCOUNT, form, label: "Blue key", keep })
    });
    super::add(to, "two-factor-remove", NORTHWIND, |chrome| {
        let form = Form { action: Href::own("/account/two-factor/remove"), hidden: &[("confirmed", "x")] };
        let keep = Href::own("/account/two-factor");
        html(&RemoveAppPage { chrome, account: ACCOUNT, form, is_last: true, keep })
    });
    super::add(to, "two-factor-remove-beside", NORTHWIND, |chrome| {
        let form = Form { action: Href::own("/account/two-factor/remove"), hidden: &[("confirmed", "x")] };
        let keep = Href::own("/account/two-factor");
        html(&RemoveAppPage { chrome, account: ACCOUNT, form, is_last: false, keep })
    });
}

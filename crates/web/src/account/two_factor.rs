//! The two-factor tab: the authenticator app, passkeys, the recovery codes and the trusted browsers. Each act is confirmed first, on the
//! pages of the sign-in, and comes back to a page here; taking trust back is done at once.

use axum::{extract::State, response::Response};
use flows::{
    AppSetUp, OwnNumber, TotpEnrolment,
    confirmed::{AddFactor, NewRecoveryCodes, RemoveFactor},
};
use http::StatusCode;
use model::{Authenticator, policy::SecondFactor};
use pages::{
    Form, Href, Page,
    account::{App, Number, PasskeySignal, RemoveAppPage, TwoFactorDone, TwoFactorPage},
    sign_in::{EnrolTotpPage, Instead, RecordCodesPage},
};

use super::{confirm, confirmed, number, passkeys, trusted_browsers};
use crate::{
    Web,
    chassis::{Form as Posted, Query, RequestContext, pairs, respond},
    failure::answered,
    signed_in::SignedInPage,
};

pub(super) const PATH: &str = "/account/two-factor";
pub(super) const APP: &str = "/account/two-factor/app";
pub(super) const REMOVE: &str = "/account/two-factor/remove";
pub(super) const CODES: &str = "/account/two-factor/recovery-codes";

/// GET `/account/two-factor`; `done` says what was just done.
pub(crate) async fn show(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Query(query): Query,
) -> Response {
    answered(&context, async {
        let own = web.doorward.own_authenticators(&signed_in.who).await?;
        let keys = web.doorward.own_passkeys(&signed_in.who).await?;
        let (pages, accepted) = passkeys::pages_and_ids(&keys);
        let listed: Vec<_> = keys.iter().zip(&pages).map(|(key, page)| passkeys::listed(key, page)).collect();
        let signal = web.doorward.passkey_signals(&signed_in.who).await?;
        let trusted = web.doorward.trusted_browsers(&signed_in.caller, &signed_in.who).await?;
        let ids: Vec<String> = trusted.iter().map(|one| one.id.to_string()).collect();
        let trusted: Vec<_> = trusted.iter().zip(&ids).map(|(one, id)| trusted_browsers::listed(one, id)).collect();
        let policy = &signed_in.who.organisation.policy;
        let chrome = signed_in.theme.chrome();
        let page = TwoFactorPage {
            chrome: &chrome,
            account: signed_in.account(),
            form: Form { action: Href::own(PATH), hidden: &[] },
            app: own.app.map(|app| App { added_at: app.added_at, used_at: app.used_at }),
            number: own.number.as_ref().map(shown),
            offers_app: own.may_have_app,
            offers_number: own.may_have_number,
            passkeys: &listed,
            offers_passkeys: web.doorward.offers_passkeys(&signed_in.who),
            passkeys_count: policy.second_factors().any(|one| one == Authenticator::Passkey),
            signal: signal.as_ref().map(|(rp_id, user)| PasskeySignal { rp_id, user, accepted: &accepted }),
            trusted: &trusted,
            codes: policy.recovery_codes.offered.then_some(own.recovery_codes),
            is_required: policy.second_factor.rule == SecondFactor::Required,
            by_mail: own.by_mail,
            may_remove: own.app_removal.is_allowed,
            may_remove_number: own.number_removal.is_allowed,
            done: query.get("done").and_then(done),
            with_codes: query.has("codes"),
        };
        Ok(respond::page(page.html()))
    })
    .await
}

fn shown(number: &OwnNumber) -> Number<'_> {
    Number { last_digits: &number.last_digits, added_at: number.added_at, used_at: number.used_at }
}

/// What was just done. Anybody can write the address, so it carries words of ours.
fn done(word: &str) -> Option<TwoFactorDone> {
    match word {
        "set_up" => Some(TwoFactorDone::SetUp),
        "removed" => Some(TwoFactorDone::Removed),
        "number" => Some(TwoFactorDone::NumberSetUp),
        "number_removed" => Some(TwoFactorDone::NumberRemoved),
        "passkey_added" => Some(TwoFactorDone::PasskeyAdded),
        "passkey_removed" => Some(TwoFactorDone::PasskeyRemoved),
        "passkey_renamed" => Some(TwoFactorDone::PasskeyRenamed),
        "distrusted" => Some(TwoFactorDone::Distrusted),
        "all_distrusted" => Some(TwoFactorDone::AllDistrusted),
        "codes" => Some(TwoFactorDone::Codes),
        "nothing" => Some(TwoFactorDone::Nothing),
        _ => None,
    }
}

pub(super) fn to_tab(done: &str) -> Response {
    respond::see_other(&format!("{PATH}?done={done}"))
}

/// To the codes that come with what was just done.
pub(super) fn to_codes(confirmed: &str, done: &str) -> Response {
    respond::see_other(&format!("{CODES}?{}", pairs::encode([("confirmed", confirmed), ("after", done)])))
}

/// POST `/account/two-factor`: `act` is to be confirmed first; `distrust` is done.
pub(crate) async fn submit(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Posted(fields): Posted,
) -> Response {
    if let Some(which) = fields.get("distrust") {
        return trusted_browsers::distrust(&web, &context, &signed_in, which).await;
    }
    match fields.get("act") {
        Some("set_up") => confirm::<AddFactor>(&web, &context, &signed_in, APP),
        Some("remove") => confirm::<RemoveFactor>(&web, &context, &signed_in, REMOVE),
        Some("set_up_number") => confirm::<AddFactor>(&web, &context, &signed_in, number::PATH),
        Some("remove_number") => confirm::<RemoveFactor>(&web, &context, &signed_in, number::REMOVE),
        Some("add_passkey") => confirm::<AddFactor>(&web, &context, &signed_in, passkeys::ADD),
        Some("codes") => confirm::<NewRecoveryCodes>(&web, &context, &signed_in, CODES),
        _ => respond::see_other(PATH),
    }
}

/// GET `/account/two-factor/app?confirmed=…`: the picture and the key.
pub(crate) async fn app(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Query(query): Query,
) -> Response {
    answered(&context, async {
        let sealed = query.get("confirmed");
        let Some(leave) = confirmed::<AddFactor>(&web, &signed_in, sealed).await? else { return Ok(to_tab("nothing")) };
        Ok(match web.doorward.begin_own_app(&signed_in.who, &leave).await? {
            Some(enrolment) => respond::page(app_page(&signed_in, sealed.unwrap_or_default(), &enrolment, false)),
            None => to_tab("nothing"),
        })
    })
    .await
}

/// POST `/account/two-factor/app`: the first code.
pub(crate) async fn set_up(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Posted(fields): Posted,
) -> Response {
    answered(&context, async {
        let sealed = fields.get("confirmed");
        let Some(leave) = confirmed(&web, &signed_in, sealed).await? else { return Ok(to_tab("nothing")) };
        let typed = (fields.get("code").unwrap_or_default(), fields.get("enrolment").unwrap_or_default());
        Ok(match web.doorward.set_up_own_app(&signed_in.caller, &signed_in.who, leave, typed).await? {
            AppSetUp::Done(None) => to_tab("set_up"),
            AppSetUp::Done(Some(codes)) => to_codes(&codes, "set_up"),
            AppSetUp::CodeWrong(enrolment) => {
                let html = app_page(&signed_in, sealed.unwrap_or_default(), &enrolment, true);
                respond::page_with(StatusCode::UNPROCESSABLE_ENTITY, html)
            }
            AppSetUp::Nothing => to_tab("nothing"),
        })
    })
    .await
}

fn app_page(signed_in: &SignedInPage, sealed: &str, enrolment: &TotpEnrolment, is_wrong: bool) -> String {
    let chrome = signed_in.theme.chrome();
    let page = EnrolTotpPage {
        chrome: &chrome,
        form: Form {
            action: Href::own(APP),
            hidden: &[("confirmed", sealed), ("enrolment", enrolment.sealed.as_str())],
        },
        uri: &enrolment.uri,
        key: &enrolment.key,
        user_name: &enrolment.user_name,
        apps: &signed_in.who.organisation.policy.second_factor.recommended_apps,
        is_wrong,
        later: None,
        later_until: None,
        instead: Instead::default(),
        cancel: Some(Href::own(PATH)),
        is_lost: false,
    };
    page.html()
}

/// GET `/account/two-factor/remove?confirmed=…`: the question.
pub(crate) async fn ask_to_remove(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Query(query): Query,
) -> Response {
    answered(&context, async {
        let sealed = query.get("confirmed");
        if confirmed::<RemoveFactor>(&web, &signed_in, sealed).await?.is_none() {
            return Ok(to_tab("nothing"));
        }
        let own = web.doorward.own_authenticators(&signed_in.who).await?;
        let chrome = signed_in.theme.chrome();
        let page = RemoveAppPage {
            chrome: &chrome,
            account: signed_in.account(),
            form: Form { action: Href::own(REMOVE), hidden: &[("confirmed", sealed.unwrap_or_default())] },
            is_last: own.app_removal.is_last,
            keep: Href::own(PATH),
        };
        Ok(respond::page(page.html()))
    })
    .await
}

/// POST `/account/two-factor/remove`.
pub(crate) async fn remove(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Posted(fields): Posted,
) -> Response {
    answered(&context, async {
        let Some(leave) = confirmed(&web, &signed_in, fields.get("confirmed")).await? else {
            return Ok(to_tab("nothing"));
        };
        let removed = web.doorward.remove_own_app(&signed_in.caller, &signed_in.who, leave).await?;
        Ok(to_tab(if removed { "removed" } else { "nothing" }))
    })
    .await
}

/// GET `/account/two-factor/recovery-codes?confirmed=…`: the codes, which are good once they are recorded.
pub(crate) async fn codes(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Query(query): Query,
) -> Response {
    let after = query.get("after");
    answered(&context, async { codes_page(&web, &signed_in, (query.get("confirmed"), after), false).await }).await
}

/// POST `/account/two-factor/recovery-codes`: they are recorded.
pub(crate) async fn record(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Posted(fields): Posted,
) -> Response {
    answered(&context, async {
        let sealed = fields.get("confirmed");
        let ticks = signed_in.who.organisation.policy.recovery_codes.recorded;
        if ticks && !fields.has("recorded") {
            return codes_page(&web, &signed_in, (sealed, fields.get("after")), true).await;
        }
        let Some(leave) = confirmed(&web, &signed_in, sealed).await? else { return Ok(to_tab("nothing")) };
        let recorded = web.doorward.record_recovery_codes(&signed_in.caller, &signed_in.who, leave).await?;
        Ok(match fields.get("after").filter(|after| done(after).is_some()) {
            _ if !recorded => to_tab("nothing"),
            Some(after) => to_tab(&format!("{after}&codes=yes")),
            None => to_tab("codes"),
        })
    })
    .await
}

async fn codes_page(
    web: &Web,
    signed_in: &SignedInPage,
    (sealed, after): (Option<&str>, Option<&str>),
    is_missing: bool,
) -> flows::Result<Response> {
    let Some(leave) = confirmed::<NewRecoveryCodes>(web, signed_in, sealed).await? else {
        return Ok(to_tab("nothing"));
    };
    let Some(codes) = web.doorward.offered_recovery_codes(&signed_in.who, &leave).await? else {
        return Ok(to_tab("nothing"));
    };
    let chrome = signed_in.theme.chrome();
    let after = after.filter(|after| done(after).is_some()).unwrap_or_default();
    let tab = if after.is_empty() { PATH.to_owned() } else { format!("{PATH}?done={after}") };
    let page = RecordCodesPage {
        chrome: &chrome,
        form: Form { action: Href::own(CODES), hidden: &[("confirmed", sealed.unwrap_or_default()), ("after", after)] },
        codes: &codes,
        ticks: signed_in.who.organisation.policy.recovery_codes.recorded,
        is_missing,
        cancel: Some(Href::own(&tab)),
    };
    let status = if is_missing { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(respond::page_with(status, page.html()))
}

//! Identity providers: where they alone let people in, the way to one, and the way back.

use axum::{
    extract::{Path, RawQuery, State},
    response::{IntoResponse as _, Response},
};
use flows::{Arrived, Leaving, ProviderProblem, ProviderView, Turn, View};
use http::StatusCode;
use model::openid_connect::Preset;
use pages::{
    Href, NotVouched, Page, RefusedReason,
    sign_in::{LeadingPage, LeavingPage, Mark, Provider, ProvidersPage},
};

use super::{
    Typed, answer,
    page::{Sheet, form},
};
use crate::{
    Web, address,
    caller::{caller, keep},
    chassis::{Pairs, RequestContext, respond},
    deliver,
    endpoints::Body,
    failure,
};

/// GET `/sign-in/provider/{slug}/{key}?…`: a provider answers. It is the one GET without a session that writes: what it may write is bound
/// to what a POST of this browser began, and to one answer.
pub(crate) async fn answered(
    State(web): State<Web>,
    context: RequestContext,
    Path((slug, key)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    failure::answered(&context, async {
        let query = query.unwrap_or_default();
        let returned = web.doorward.provider_answered(&caller(&context), (&slug, &key), &query).await?;
        Ok(match returned.turn {
            Turn::Arrived(Arrived::Application(response), cookies) => {
                keep(&context, &cookies);
                deliver::to_application_by_page(&web, &context, response)
            }
            turn => web.turned(&context, &returned.at, turn, &Typed::default()),
        })
    })
    .await
}

/// POST `/sign-in/provider/{slug}/{key}/log-out`: a provider says that a session there ended (OIDC Back-Channel Logout 1.0 §2.5, §2.8).
pub(crate) async fn logged_out(
    State(web): State<Web>,
    context: RequestContext,
    Path((slug, key)): Path<(String, String)>,
    body: Body,
) -> Response {
    failure::answered(&context, async {
        let pairs = Pairs::decode(body.bytes()).ok();
        let sent = pairs.as_ref().and_then(|pairs| pairs.iter().find(|(name, _)| *name == "logout_token"));
        let token = sent.map(|(_, token)| token).unwrap_or_default();
        Ok(match web.doorward.provider_logged_out(&caller(&context), (&slug, &key), token).await? {
            Ok(()) => respond::empty(StatusCode::OK),
            Err(flows::LogOutRefused) => respond::empty(StatusCode::BAD_REQUEST),
        })
    })
    .await
}

impl Web {
    /// The page that sends the form which leads to the provider that the application named.
    pub(super) fn leading(&self, context: &RequestContext, at: &str, view: &View, provider: &ProviderView) -> Response {
        let theme = self.themes.for_sign_in(context, &self.doorward, view, None);
        let (chrome, action) = (theme.chrome(), address::sign_in(at));
        let change = format!("{action}&change=yes");
        let hidden = [("answer", answer::PROVIDER), ("provider", provider.key.as_str())];
        let page = LeadingPage {
            chrome: &chrome,
            form: form(&action, &hidden),
            provider: &provider.name,
            otherwise: Href::own(&change),
        };
        respond::page(page.html()).into_response()
    }

    /// The page that leads to a provider.
    pub(super) fn leaving(&self, context: &RequestContext, leaving: &Leaving) -> Response {
        let theme = self.themes.for_sign_in(context, &self.doorward, &leaving.view, None);
        let chrome = theme.chrome();
        let Some(href) = Href::site(&leaving.address) else { return respond::see_other("/") };
        respond::page(LeavingPage { chrome: &chrome, provider: &leaving.provider, signs_out: false, href }.html())
            .into_response()
    }
}

impl Sheet<'_> {
    /// The page where providers alone let people in.
    pub(super) fn by_providers(&self) -> String {
        let (action, change) = (self.action(), self.with("change=yes"));
        let chrome = self.theme.chrome();
        let who = Some(self.view.identifier.as_str()).filter(|typed| !typed.is_empty()).or(self.view.name.as_deref());
        let page = ProvidersPage {
            chrome: &chrome,
            form: form(&action, &[("answer", answer::PROVIDER)]),
            who,
            change: self.change(&change).filter(|_| who.is_some()),
            providers: &self.provider_buttons(),
            cancel: self.cancel(),
            confirms: self.confirms(),
        };
        page.html()
    }

    /// A button for each provider that the step takes.
    pub(super) fn provider_buttons(&self) -> Vec<Provider<'_>> {
        let button = |provider: &ProviderView| mark(provider.preset);
        let all = self.view.providers.iter();
        all.map(|one| Provider { id: &one.key, name: &one.name, mark: button(one) }).collect()
    }

    /// Why a provider's word is not taken.
    pub(super) fn not_vouched(&self, problem: ProviderProblem) -> (StatusCode, RefusedReason<'_>) {
        let provider = self.view.provider.as_deref().unwrap_or_default();
        let (status, because) = match problem {
            ProviderProblem::Refused => (StatusCode::FORBIDDEN, NotVouched::Refused),
            ProviderProblem::Misconfigured => (StatusCode::BAD_GATEWAY, NotVouched::Misconfigured),
            ProviderProblem::Silent => (StatusCode::SERVICE_UNAVAILABLE, NotVouched::Silent),
            ProviderProblem::Unknown => (StatusCode::FORBIDDEN, NotVouched::Unknown),
            ProviderProblem::OtherAccount => (StatusCode::FORBIDDEN, NotVouched::OtherAccount),
        };
        (status, RefusedReason::Provider { provider, because })
    }
}

/// The mark of a provider.
pub(crate) const fn mark(preset: Preset) -> Mark {
    match preset {
        Preset::EntraTenant | Preset::EntraTenants | Preset::MicrosoftAccount => Mark::Microsoft,
        Preset::Linkedin => Mark::LinkedIn,
        Preset::Okta => Mark::Okta,
        _ => Mark::Initial,
    }
}

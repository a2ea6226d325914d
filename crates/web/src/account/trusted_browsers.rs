//! The trusted browsers of the two-factor tab.

use axum::response::Response;
use flows::TrustedBrowser;
use model::{Id, id::KnownBrowser};
use pages::{account::TrustedBrowser as Listed, device::Device};

use super::two_factor::to_tab;
use crate::{Web, chassis::RequestContext, failure::answered, signed_in::SignedInPage};

/// One, as the tab lists it.
pub(super) fn listed<'a>(browser: &'a TrustedBrowser, id: &'a str) -> Listed<'a> {
    Listed {
        id,
        device: Device::of_user_agent(&browser.agent),
        place: &browser.address,
        since: browser.since,
        until: browser.until,
        seen_at: browser.seen_at,
        current: browser.this_one,
    }
}

/// Takes trust back in the browser that is named, or in `all`.
pub(super) async fn distrust(web: &Web, context: &RequestContext, signed_in: &SignedInPage, which: &str) -> Response {
    answered(context, async {
        let all = which == "all";
        let named = which.parse::<Id<KnownBrowser>>().ok();
        let any = named.is_some() || all;
        let done = any && web.doorward.distrust_browser(&signed_in.caller, &signed_in.who, named).await?;
        // One that is trusted no more is what was wanted, whoever was quicker.
        Ok(to_tab(match (any, all) {
            (true, true) => "all_distrusted",
            (true, false) if done => "distrusted",
            _ => "nothing",
        }))
    })
    .await
}

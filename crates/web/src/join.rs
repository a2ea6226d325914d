//! The links of invitations, and the page at which somebody arrives who has registered.

use axum::{
    extract::{Path, State},
    response::Response,
};
use flows::{OpenedInvitation, invitations::InvitationState};
use http::StatusCode;
use pages::{Expired, ExpiredBecause, Href, Page, Way, account::RegisteredPage};

use crate::{
    Web, address,
    caller::{caller, keep},
    chassis::{Query, RequestContext, respond},
    failure::answered,
    signed_in::SignedInPage,
    theme::Theme,
};

/// GET `/join/{token}`: on to the form. The token leaves the address at once (REG-11), and nothing is written (REG-12).
pub(crate) async fn open(State(web): State<Web>, context: RequestContext, Path(token): Path<String>) -> Response {
    answered(&context, async {
        Ok(match web.doorward.open_invitation(&caller(&context), &token).await? {
            OpenedInvitation::Registration(at, cookie) => {
                keep(&context, &cookie);
                respond::see_other(&address::sign_in(&at))
            }
            OpenedInvitation::Over(state, home) => {
                over(&context, &web.themes.of(&context, &web.doorward, Some(&home)), because(state))
            }
            OpenedInvitation::Unknown => {
                over(&context, &web.themes.of(&context, &web.doorward, None), ExpiredBecause::InvitationUnknown)
            }
        })
    })
    .await
}

/// GET `/registered`, perhaps with `app`, the application that the invitation leads to.
pub(crate) async fn registered(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Query(query): Query,
) -> Response {
    answered(&context, async {
        let tiles = web.doorward.tiles(&signed_in.who).await?;
        let wanted = query.get("app").unwrap_or_default();
        // Only what they may open: an address is no reason to show the name of anything else.
        let application = tiles.iter().find(|tile| tile.app.to_string() == wanted);
        let application =
            application.and_then(|tile| Some((tile.name.as_str(), Href::site(tile.launch_url.as_deref()?)?)));
        let chrome = signed_in.theme.chrome();
        let name = signed_in.account().name;
        let page = RegisteredPage { chrome: &chrome, name, application, has_applications: !tiles.is_empty() };
        Ok(respond::page(page.html()))
    })
    .await
}

fn over(context: &RequestContext, theme: &Theme, because: ExpiredBecause) -> Response {
    let chrome = theme.chrome();
    let page = Expired { chrome: &chrome, because, way: Way::SignIn(Href::own("/")), request: context.id() };
    respond::page_with(StatusCode::GONE, page.html())
}

const fn because(state: InvitationState) -> ExpiredBecause {
    match state {
        InvitationState::Used => ExpiredBecause::InvitationUsed,
        InvitationState::Expired => ExpiredBecause::InvitationLate,
        // One that is open leads nowhere only where its organisation is switched off.
        InvitationState::Revoked | InvitationState::Open => ExpiredBecause::InvitationRevoked,
    }
}

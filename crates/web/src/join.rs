//! The links of invitations, and the page at which somebody arrives who has registered.

use axum::{
    extract::{Path, State},
    response::Response,
};
use flows::{
    OpenedInvitation, SignedIn,
    invitations::{InvitationState, NamedGifts},
};
use http::StatusCode;
use model::{Id, id::App};
use pages::{
    Expired, ExpiredBecause, Href, Page, Way,
    account::{Gifts, RegisteredPage},
};

use crate::{
    Web, address,
    caller::{caller, keep},
    chassis::{Query, RequestContext, respond},
    failure::answered,
    join_page,
    signed_in::SignedInPage,
    theme::Theme,
};

/// GET `/join/{token}`: on to the form, or to the page on which whoever has an account joins. The token leaves the address at once (REG-11), and nothing is written (REG-12).
pub(crate) async fn open(State(web): State<Web>, context: RequestContext, Path(token): Path<String>) -> Response {
    answered(&context, async {
        Ok(match web.doorward.open_invitation(&caller(&context), &token).await? {
            OpenedInvitation::Registration(at, cookie) => {
                keep(&context, &cookie);
                respond::see_other(&address::sign_in(&at))
            }
            OpenedInvitation::Join(at) => respond::see_other(&join_page::address(&at)),
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
        let wanted = query.get("app").and_then(|app| app.parse().ok());
        let opened = Opened::of(&web, &signed_in.who, wanted).await?;
        let left_out = web.doorward.left_out(&signed_in.who).await?;
        let chrome = signed_in.theme.chrome();
        let page = RegisteredPage {
            chrome: &chrome,
            name: signed_in.account().name,
            application: opened.application(),
            has_applications: opened.any,
            left_out: gifts(&left_out),
        };
        Ok(respond::page(page.html()))
    })
    .await
}

/// What somebody may open who has come by an invitation.
pub(crate) struct Opened {
    /// Whether there is anything.
    any: bool,
    /// The application that the invitation leads to, by name and address.
    leads_to: Option<(String, String)>,
}

impl Opened {
    /// Only what they may open: an address is no reason to show the name of anything else.
    pub(crate) async fn of(web: &Web, who: &SignedIn, wanted: Option<Id<App>>) -> flows::Result<Self> {
        let tiles = web.doorward.tiles(who).await?;
        let any = !tiles.is_empty();
        let found = tiles.into_iter().find(|tile| Some(tile.app) == wanted);
        Ok(Self { any, leads_to: found.and_then(|tile| Some((tile.name, tile.launch_url?))) })
    }

    pub(crate) fn application(&self) -> Option<(&str, Href<'_>)> {
        let (name, address) = self.leads_to.as_ref()?;
        Some((name, Href::site(address)?))
    }
}

/// Gifts as pages show them.
pub(crate) fn gifts(named: &NamedGifts) -> Gifts<'_> {
    Gifts { applications: &named.applications, groups: &named.groups, roles: &named.roles, more: named.more }
}

pub(crate) fn over(context: &RequestContext, theme: &Theme, because: ExpiredBecause) -> Response {
    let chrome = theme.chrome();
    let page = Expired { chrome: &chrome, because, way: Way::SignIn(Href::own("/")), request: context.id() };
    respond::page_with(StatusCode::GONE, page.html())
}

pub(crate) const fn because(state: InvitationState) -> ExpiredBecause {
    match state {
        InvitationState::Used => ExpiredBecause::InvitationUsed,
        InvitationState::Expired => ExpiredBecause::InvitationLate,
        // One that is open leads nowhere only where its organisation is switched off.
        InvitationState::Revoked | InvitationState::Open => ExpiredBecause::InvitationRevoked,
    }
}

//! The page on which somebody who has an account joins with an invitation (PITFALLS I2, L4). Nothing happens until its button is pressed,
//! and it acts for the account that the invitation was sent to, and for no other.

use axum::{extract::State, response::Response};
use flows::{
    Caller, Destination, SignedIn,
    invitations::{Addressed, JoinPage as Joins, JoinView},
};
use model::sign_in::Purpose;
use pages::{
    ExpiredBecause, Form, Href, Page,
    account::{JoinPage, JoinStage, NotYoursPage},
};

use crate::{
    Web, address as addresses,
    caller::{keep, signed_in},
    chassis::{Form as Posted, Query, RequestContext, pairs, respond},
    failure::answered,
    join::{Opened, because, gifts, over},
};

const PAGE: &str = "/join";

/// The address of the page of an invitation.
pub(crate) fn address(at: &str) -> String {
    format!("{PAGE}?{}", pairs::encode([("at", at)]))
}

/// GET `/join?at=…`: the question, what came of it, or why there is none. Whoever is not signed in does that first.
pub(crate) async fn ask(State(web): State<Web>, context: RequestContext, Query(query): Query) -> Response {
    answered(&context, async {
        let at = query.get("at").unwrap_or_default();
        let (caller, who) = signed_in(&web, &context).await?;
        let page = web.doorward.join_page(&caller, who.as_ref(), at).await?;
        let here = Here { web: &web, context: &context, caller: &caller, at };
        match (page, who) {
            (Joins::Question(view), Some(who)) => here.joins(&who, &view, true).await,
            (Joins::Joined(view), Some(who)) => here.joins(&who, &view, false).await,
            (Joins::NotYours(invited), Some(who)) => Ok(here.not_yours(&who, &invited)),
            (Joins::SignIn(invited), _) => Ok(respond::see_other(&here.sign_in(&invited))),
            (Joins::Over(state, home), _) => {
                Ok(over(&context, &web.themes.of(&context, &web.doorward, Some(&home)), because(state)))
            }
            _ => Ok(over(&context, &web.themes.of(&context, &web.doorward, None), ExpiredBecause::InvitationUnknown)),
        }
    })
    .await
}

/// POST `/join`: the button was pressed. The same address says what came of it.
pub(crate) async fn submit(State(web): State<Web>, context: RequestContext, Posted(fields): Posted) -> Response {
    answered(&context, async {
        let at = fields.get("at").unwrap_or_default();
        let (caller, who) = signed_in(&web, &context).await?;
        if let Some(who) = who {
            web.doorward.join(&caller, &who, at).await?;
        }
        Ok(respond::see_other(&address(at)))
    })
    .await
}

/// A request for the page of an invitation.
struct Here<'a> {
    web: &'a Web,
    context: &'a RequestContext,
    caller: &'a Caller,
    at: &'a str,
}

impl Here<'_> {
    async fn joins(&self, who: &SignedIn, view: &JoinView, asks: bool) -> flows::Result<Response> {
        let opened = Opened::of(self.web, who, view.leads_to).await?;
        let theme = self.web.themes.for_user(self.context, &self.web.doorward, who);
        let chrome = theme.chrome();
        let hidden = [("at", self.at)];
        let form = Form { action: Href::own(PAGE), hidden: &hidden };
        let page = JoinPage {
            chrome: &chrome,
            address: &view.email,
            gives: gifts(&view.gives),
            left_out: gifts(&view.left_out),
            stage: match asks {
                true => JoinStage::Asked { form, invited_by: view.invited_by.as_deref(), until: view.until },
                false => JoinStage::Joined(opened.application()),
            },
        };
        Ok(respond::page(page.html()))
    }

    /// Both are named, and nobody is signed out: that is for whoever signs in as the other.
    fn not_yours(&self, who: &SignedIn, invited: &Addressed) -> Response {
        let theme = self.web.themes.for_user(self.context, &self.web.doorward, who);
        let chrome = theme.chrome();
        let (own, sign_in) = (who.profile.email.clone().unwrap_or_else(|| who.name()), self.sign_in(invited));
        let sign_in = format!("{sign_in}&change=yes");
        let page = NotYoursPage {
            chrome: &chrome,
            invited: &invited.email,
            own: &own,
            sign_in: Href::own(&sign_in),
            stay: Href::own("/"),
        };
        respond::page_with(http::StatusCode::FORBIDDEN, page.html())
    }

    /// The address of a sign-in of whoever was invited, which leads back here.
    fn sign_in(&self, invited: &Addressed) -> String {
        let (slug, email) = (Some(invited.home.slug.clone()), Some(invited.email.clone()));
        let back = Destination::Page(address(self.at));
        let (at, cookie) = self.web.doorward.begin(self.caller, Purpose::SignIn, back, slug, email);
        keep(self.context, &cookie);
        addresses::sign_in(&at)
    }
}

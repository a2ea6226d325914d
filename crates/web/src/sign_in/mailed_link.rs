//! A link by e-mail: sending it, and what it leads to when it is opened.

use axum::{
    extract::{Path, State},
    response::Response,
};
use flows::OpenedLink;
use http::StatusCode;
use model::sign_in::Purpose;
use pages::{
    Expired, ExpiredBecause, Href, Page, Problem, ProblemPage, Way,
    sign_in::{LinkSentPage, SendLinkPage},
};

use super::{
    answer,
    page::{Sheet, form},
};
use crate::{
    Web, address,
    caller::{caller, keep},
    chassis::{RequestContext, respond},
    failure::answered,
};

/// GET `/restore/{token}`: the link of a mail. It leads to a page with a button, and away from its own address.
pub(crate) async fn open(State(web): State<Web>, context: RequestContext, Path(token): Path<String>) -> Response {
    answered(&context, async {
        Ok(match web.doorward.open_link(&caller(&context), &token).await? {
            OpenedLink::Leads(at, cookie) => {
                keep(&context, &cookie);
                respond::see_other(&format!("{}&next=yes", address::sign_in(&at)))
            }
            OpenedLink::Used(home) => {
                let theme = web.themes.of(&context, &web.doorward, Some(&home));
                let chrome = theme.chrome();
                let (because, way) = (ExpiredBecause::LinkUsed, Way::SignIn(Href::own("/")));
                let page = Expired { chrome: &chrome, because, way, request: context.id() };
                respond::page_with(StatusCode::GONE, page.html())
            }
            OpenedLink::Unknown => {
                let theme = web.themes.of(&context, &web.doorward, None);
                let chrome = theme.chrome();
                let (problem, way) =
                    (Problem::RequestUnreadable { application: None }, Some(Way::Start(Href::own("/"))));
                let page = ProblemPage { chrome: &chrome, problem, way, request: context.id() };
                respond::page_with(StatusCode::NOT_FOUND, page.html())
            }
        })
    })
    .await
}

impl Sheet<'_> {
    /// That a link was sent, or the offer to send one.
    pub(super) fn email_link(&self) -> String {
        let (action, back) = (self.action(), self.instead(Purpose::SignIn));
        let chrome = self.theme.chrome();
        let form = form(&action, &[("answer", answer::SEND_LINK)]);
        let (back, cancel) = (self.change(&back), self.cancel());
        if self.view.mailed_link.is_some() {
            return LinkSentPage { chrome: &chrome, again: form, who: self.who(), back, cancel }.html();
        }
        let expired = self.view.link_over;
        SendLinkPage { chrome: &chrome, form, who: self.who(), expired, back, cancel }.html()
    }
}

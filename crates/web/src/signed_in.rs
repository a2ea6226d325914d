//! Pages of somebody who is signed in: who that is, and how their pages look. Everybody else is sent to sign in.

use axum::{
    extract::FromRequestParts,
    response::{IntoResponse, Response},
};
use flows::{Caller, SignedIn};
use http::request::Parts;
use pages::account::Account;

use crate::{Web, caller, chassis::Visit, failure::failed, look::Look};

/// What a page of somebody who is signed in is made with. Its being there means that they are.
pub(crate) struct SignedInPage {
    pub(crate) caller: Caller,
    pub(crate) who: SignedIn,
    pub(crate) look: Look,
    name: String,
}

impl SignedInPage {
    /// What the page's head says of the person.
    pub(crate) fn account(&self) -> Account<'_> {
        Account { name: &self.name, console: None }
    }
}

impl FromRequestParts<Web> for SignedInPage {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
        let visit = Visit::from_request_parts(parts, web).await.map_err(IntoResponse::into_response)?;
        match caller::signed_in(web, &visit).await {
            Ok((caller, Some(who))) => {
                let (look, name) = (web.looks.for_user(&visit, &web.doorward, &who), who.name());
                Ok(Self { caller, who, look, name })
            }
            Ok((_, None)) => Err(web.to_sign_in(&visit)),
            Err(error) => Err(failed(&visit, &error)),
        }
    }
}

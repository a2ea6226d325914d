//! Pages of somebody who is signed in: who that is, and how their pages look. Everybody else is sent to sign in.

use axum::{
    extract::FromRequestParts,
    response::{IntoResponse, Response},
};
use flows::{Caller, SignedIn};
use http::request::Parts;
use model::{Authenticator, Policy};
use pages::{
    Href,
    account::{Account, Tab},
};

use text::{Language, Texts};

use crate::{Web, caller, chassis::RequestContext, failure::failed, language::keep_choice, theme::Theme};

/// What a page of somebody who is signed in is made with. Its being there means that they are.
pub(crate) struct SignedInPage {
    pub(crate) caller: Caller,
    pub(crate) who: SignedIn,
    pub(crate) theme: Theme,
    name: String,
    seed: String,
    picture: Option<String>,
    tabs: Vec<Tab>,
}

impl SignedInPage {
    /// What the page's head says of the person.
    pub(crate) fn account(&self) -> Account<'_> {
        let picture = self.picture.as_deref().map(Href::own);
        Account { name: &self.name, seed: &self.seed, picture, console: None, tabs: &self.tabs }
    }

    /// The page is in this language from here on, as all of the person's are that follow.
    pub(crate) async fn choose_language(
        &mut self,
        web: &Web,
        context: &RequestContext,
        language: Language,
    ) -> flows::Result<()> {
        web.doorward.set_language(&self.caller, &self.who, language.tag()).await?;
        keep_choice(context, language);
        self.theme.text = Texts::new(language);
        Ok(())
    }
}

impl FromRequestParts<Web> for SignedInPage {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
        let context = RequestContext::from_request_parts(parts, web).await.map_err(IntoResponse::into_response)?;
        match caller::signed_in(web, &context).await {
            Ok((caller, Some(who))) => {
                let theme = web.themes.for_user(&context, &web.doorward, &who);
                let (name, tabs) = (who.name(), tabs(&who.organisation.policy));
                let (seed, picture) =
                    (who.user().to_string(), web.doorward.picture_path(&who.profile).map(str::to_owned));
                Ok(Self { caller, who, theme, name, seed, picture, tabs })
            }
            Ok((_, None)) => Err(web.to_sign_in(&context)),
            Err(error) => Err(failed(&context, &error)),
        }
    }
}

/// The places that people of an organisation with this policy are offered.
fn tabs(policy: &Policy) -> Vec<Tab> {
    Tab::ALL.iter().copied().filter(|tab| is_offered(*tab, policy)).collect()
}

/// Whether people of an organisation with this policy have any use for a place.
fn is_offered(tab: Tab, policy: &Policy) -> bool {
    match tab {
        Tab::Password => policy.keeps_passwords() || policy.is_external(),
        Tab::TwoFactor => [Authenticator::Totp, Authenticator::Sms].iter().any(|factor| policy.offers_own(*factor)),
        Tab::Home | Tab::Profile | Tab::Email | Tab::Settings | Tab::Sessions | Tab::Applications => true,
    }
}

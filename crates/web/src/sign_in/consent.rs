//! “Allow the application to use your account?”

use pages::{Application, Href, Page, sign_in::ConsentPage};

use super::{
    answer,
    page::{Sheet, form},
};

impl Sheet<'_> {
    pub(super) fn consent(&self, scopes: &[String]) -> String {
        let (action, change) = (self.action(), self.with("change=yes"));
        let chrome = self.theme.chrome();
        let scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
        let hidden = [("answer", answer::CONSENT), ("for", self.view.consent_for.as_str())];
        let page = ConsentPage {
            chrome: &chrome,
            form: form(&action, &hidden),
            application: self.application().unwrap_or(Application { name: "", logo: None }),
            scopes: &scopes,
            who: self.view.name.as_deref().unwrap_or(&self.view.identifier),
            change: Some(Href::own(&change)),
        };
        page.html()
    }
}

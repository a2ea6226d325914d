//! Where the browser is sent: the authorization code flow with PKCE (RFC 6749 §4.1.1, RFC 7636 §4.3, OIDC Core §3.1.2.1).

use jose::{base64url, digest};
use model::{
    Span,
    openid_connect::{Deviation, OpenidConnect},
};
use url::Url;

use crate::Metadata;

/// What the provider is to show (OIDC Core §3.1.2.1). Never `none`: who has to go to a provider is not there yet (O18).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prompt {
    /// Ask the person to sign in, whatever session they have.
    Login,
    /// Ask which account.
    SelectAccount,
}

/// What the asking side wishes, passed on (O18).
#[derive(Debug, Clone, Copy, Default)]
pub struct Wishes<'a> {
    /// What to show.
    pub prompt: Option<Prompt>,
    /// How old the sign-in there may be.
    pub max_age: Option<Span>,
    /// Who is probably asking: what was typed.
    pub login_hint: Option<&'a str>,
    /// Languages, the best first (BCP 47).
    pub ui_locales: &'a [&'a str],
}

/// A request, with what was drawn for it.
#[derive(Clone, Copy)]
pub struct AuthorizationRequest<'a> {
    /// Whose provider it is.
    pub connector: &'a OpenidConnect,
    /// What is known of it.
    pub metadata: &'a Metadata,
    /// Where the answer goes.
    pub redirect_uri: &'a str,
    /// What finds the start again. Short, since providers cut or refuse long queries (O6): the rest is kept here.
    pub state: &'a str,
    /// What the ID token has to hold.
    pub nonce: &'a str,
    /// What the code is bound to (RFC 7636 §4.1).
    pub code_verifier: &'a str,
    /// What the asking side wishes.
    pub wishes: Wishes<'a>,
}

impl AuthorizationRequest<'_> {
    /// The address; none where the endpoint's can not be read. A query that the endpoint has already is kept (RFC 6749 §3.1).
    pub fn location(&self) -> Option<String> {
        let mut url = Url::parse(&self.metadata.authorization_endpoint).ok()?;
        url.set_fragment(None);
        let pairs = self.pairs();
        url.query_pairs_mut().extend_pairs(pairs.iter().map(|(name, value)| (*name, value.as_str())));
        Some(url.into())
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = vec![
            ("response_type", "code".to_owned()),
            ("client_id", self.connector.client_id.clone()),
            ("redirect_uri", self.redirect_uri.to_owned()),
            ("scope", self.scopes().join(" ")),
            ("state", self.state.to_owned()),
        ];
        if !self.connector.deviates(Deviation::PkceOff) {
            pairs.push(("code_challenge", base64url::encode(digest::sha256(self.code_verifier))));
            pairs.push(("code_challenge_method", "S256".to_owned()));
        }
        if !self.connector.deviates(Deviation::NoIdToken) {
            pairs.push(("nonce", self.nonce.to_owned()));
            pairs.extend(self.openid_wishes());
        }
        pairs
    }

    /// Those that are set, and those of the preset that the metadata have: an unknown one would be an error for everybody (P7).
    fn scopes(&self) -> Vec<&str> {
        let has = |scope: &&&str| self.metadata.scopes_supported.iter().any(|known| known == **scope);
        let set = self.connector.scopes.iter().map(String::as_str);
        let optional = self.connector.preset.facts().optional_scopes.iter().filter(has).copied();
        let mut scopes: Vec<&str> = set.collect();
        for scope in optional {
            if !scopes.contains(&scope) {
                scopes.push(scope);
            }
        }
        scopes
    }

    fn openid_wishes(&self) -> Vec<(&'static str, String)> {
        let wishes = &self.wishes;
        let prompt = wishes.prompt.map(|prompt| match prompt {
            Prompt::Login => "login".to_owned(),
            Prompt::SelectAccount => "select_account".to_owned(),
        });
        let joined = |texts: &[&str]| (!texts.is_empty()).then(|| texts.join(" "));
        let levels: Vec<&str> = self.connector.acr_values.iter().map(String::as_str).collect();
        let hosted = match self.connector.hosted_domains.as_slice() {
            // Of several none is sent: it would keep the others' people out (P9).
            [only] => Some(only.clone()),
            _ => None,
        };
        let pairs = [
            ("prompt", prompt),
            ("max_age", wishes.max_age.map(|age| age.as_seconds().to_string())),
            ("acr_values", joined(&levels)),
            ("login_hint", wishes.login_hint.map(str::to_owned)),
            ("ui_locales", joined(wishes.ui_locales)),
            ("hd", hosted),
        ];
        pairs.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }
}

#[cfg(test)]
#[path = "authorization_request_tests.rs"]
mod tests;

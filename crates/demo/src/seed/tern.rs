//! Tern Freight plays journey 3 in its other way: its people sign in at a provider of OpenID Connect, a second Doorward, and
//! come to an account here at their first sign-in.

use model::{Branding, Policy};
use serde_json::{Value, json};

use super::{Begin, Journey, Judge, Organisation, User, applications::derive, branding};
use crate::{Secret, Texts};

pub(super) const SLUG: &str = "tern";

/// Its mail domain, whose addresses lead to the provider.
const DOMAIN: &str = "tern.example";

/// The provider of an organisation, and what it and Doorward know of each other.
#[derive(Debug, Clone)]
pub struct Provider {
    /// The slug of the organisation whose people it knows; its own organisation is called the same.
    pub organisation: &'static str,
    /// What it calls itself.
    pub name: &'static str,
    /// What stands for it in addresses of Doorward.
    pub key: &'static str,
    /// Its issuer.
    pub issuer: String,
    /// What Doorward calls itself there.
    pub client_id: &'static str,
    /// What proves Doorward there.
    pub secret: Secret,
    /// How its pages look: another accent than the organisation's here, so that it is seen where one is.
    pub branding: Branding,
}

impl Provider {
    pub(super) fn new(issuer: &str, master: &[u8; 32]) -> Self {
        let branding = branding(SLUG, "Tern Account", "#8a4b08", SUPPORT);
        let secret = Secret::new(jose::base64url::encode(derive(master, "provider client secret")));
        Self {
            organisation: SLUG,
            name: "Tern Account",
            key: "account",
            issuer: issuer.to_owned(),
            client_id: "doorward",
            secret,
            branding,
        }
    }

    /// Client metadata (RFC 7591 §2) of Doorward at the provider; `issuer` is Doorward's.
    pub fn client(&self, issuer: &str) -> Value {
        let answers = format!("{issuer}/sign-in/provider/{}/{}", self.organisation, self.key);
        json!({
            "client_name": "Doorward",
            "redirect_uris": [answers],
            "post_logout_redirect_uris": [format!("{issuer}/signed-out")],
            "backchannel_logout_uri": format!("{answers}/log-out"),
            "token_endpoint_auth_method": "client_secret_basic",
            "scope": "openid profile email",
        })
    }

    /// The provider as an operator tells Doorward of it.
    pub fn entry(&self) -> Value {
        json!({
            "key": self.key,
            "name": self.name,
            "openid_connect": {
                "issuer": self.issuer,
                "client_id": self.client_id,
                "client_secret": self.secret.reveal(),
            },
            "domains": [DOMAIN],
            "creates_users": true,
            "signs_out_there": true,
        })
    }
}

const SUPPORT: [&str; 3] = ["Tern service desk", "+00 555 0177", "desk@tern.example"];

pub(super) fn organisation() -> Organisation {
    Organisation {
        slug: SLUG,
        name: "Tern Freight",
        journey: Journey {
            number: 3,
            name: Texts::tern_journey,
            shows: Texts::tern_shows,
            steps: vec![Texts::tern_1, Texts::tern_2, Texts::tern_3],
            begin: Begin::SignIn("elif.kaya@tern.example"),
        },
        policy: Policy::default(),
        branding: branding(SLUG, "Tern ID", "#0b6b75", SUPPORT),
        domains: vec![DOMAIN],
        judge: Judge::Provider,
        invited: None,
        users: vec![
            User::new("Elif", "Kaya", Texts::elif)
                .found_by_email("elif.kaya@tern.example")
                .known_elsewhere("Eleven containers in fog"),
            User::new("Freya", "Lund", Texts::freya)
                .found_by_email("freya.lund@tern.example")
                .plain("Nine lamps on the quay"),
        ],
    }
}

//! What is measured, and what each takes at the least.

use jose::Algorithm;
use serde::Serialize;

use crate::{client::Client, http::Failed};

/// A thing that a client does, with all its requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Case {
    pub(crate) kind: CaseKind,
    pub(crate) algorithm: Algorithm,
}

/// The kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CaseKind {
    ClientCredentials,
    SignIn,
    SecondApplication,
    Refresh,
    Introspection,
    Userinfo,
    Discovery,
    Keys,
    /// The raw limit: a server that does nothing but answer.
    Bare,
}

/// All of them, in the order of the table.
pub(crate) const KINDS: [CaseKind; 8] = [
    CaseKind::ClientCredentials,
    CaseKind::SignIn,
    CaseKind::SecondApplication,
    CaseKind::Refresh,
    CaseKind::Introspection,
    CaseKind::Userinfo,
    CaseKind::Discovery,
    CaseKind::Keys,
];

/// What a kind is made of that the machine sets the price of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Parts {
    pub(crate) requests: u32,
    pub(crate) signatures: u32,
    pub(crate) durable_writes: u32,
}

impl CaseKind {
    /// As `--only` takes it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::ClientCredentials => "client-credentials",
            Self::SignIn => "sign-in",
            Self::SecondApplication => "second-application",
            Self::Refresh => "refresh",
            Self::Introspection => "introspection",
            Self::Userinfo => "userinfo",
            Self::Discovery => "discovery",
            Self::Keys => "keys",
            Self::Bare => "bare",
        }
    }

    /// As the table has it.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::ClientCredentials => "`client_credentials`",
            Self::SignIn => "password sign-in to tokens",
            Self::SecondApplication => "second application, session there",
            Self::Refresh => "refresh with rotation",
            Self::Introspection => "introspection",
            Self::Userinfo => "userinfo",
            Self::Discovery => "discovery",
            Self::Keys => "JWKS",
            Self::Bare => "a bare axum answer",
        }
    }

    /// Whether the algorithm makes a difference.
    pub(crate) const fn signs(self) -> bool {
        !matches!(self, Self::Discovery | Self::Keys | Self::Bare)
    }

    /// What it is made of.
    pub(crate) const fn parts(self) -> Parts {
        let (requests, signatures, durable_writes) = match self {
            Self::ClientCredentials => (1, 1, 0),
            // The application's request, two pages, two forms, the exchange. Its writes: the row of the sign-in, a guess
            // taken, the arrival, the exchange.
            Self::SignIn => (6, 2, 4),
            // The application's request, the exchange; both write.
            Self::SecondApplication => (2, 2, 2),
            Self::Refresh => (1, 2, 1),
            Self::Introspection | Self::Userinfo | Self::Discovery | Self::Keys | Self::Bare => (1, 0, 0),
        };
        Parts { requests, signatures, durable_writes }
    }

    /// What the design allows, in microseconds of server CPU on SQLite; `signature` is what one costs here.
    pub(crate) fn bound(self, algorithm: Algorithm, signature: f64) -> f64 {
        let rsa = algorithm == Algorithm::RS256;
        match self {
            Self::ClientCredentials if rsa => 1.2 * signature,
            Self::ClientCredentials => 60.0,
            Self::SignIn if rsa => 1000.0,
            Self::SignIn => 500.0,
            Self::SecondApplication if rsa => 700.0,
            Self::SecondApplication => 300.0,
            Self::Refresh if rsa => 600.0,
            Self::Refresh => 200.0,
            Self::Introspection | Self::Userinfo => 70.0,
            Self::Discovery | Self::Keys | Self::Bare => 20.0,
        }
    }
}

impl Case {
    /// Does it once. An answer that is not what it should be is an error.
    pub(crate) async fn once(self, client: &mut Client) -> Result<(), Failed> {
        match self.kind {
            CaseKind::ClientCredentials => client.client_credentials(self.algorithm).await,
            CaseKind::SignIn => {
                client.become_next();
                let code = Box::pin(client.sign_in(self.algorithm, model::Time::from_millis(0))).await?;
                client.exchange(&code).await.map(drop)
            }
            CaseKind::SecondApplication => {
                let code = client.open_second(self.algorithm).await?;
                client.exchange(&code).await.map(drop)
            }
            CaseKind::Refresh => client.refresh(self.algorithm).await.map(drop),
            CaseKind::Introspection => client.introspect(self.algorithm).await,
            CaseKind::Userinfo => client.userinfo().await,
            CaseKind::Discovery => client.discovery().await,
            CaseKind::Keys => client.keys().await,
            CaseKind::Bare => client.bare().await,
        }
    }
}

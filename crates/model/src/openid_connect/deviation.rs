//! What a provider does otherwise than the standards. Each is an exception of the presets that name it, and of no others
//! (SECURITY_BAR decision 17 is the rule; `preset.rs` says who deviates).

/// One exception.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Deviation {
    /// The discovered issuer holds the literal `{tenantid}`, which the token's `tid` fills.
    TenantIssuer,
    /// The ID token's `iss` may lack `https://`.
    IssuerWithoutScheme,
    /// The subject is `oid`, not `sub`.
    SubjectIsObjectId,
    /// No `email_verified`; an address counts as verified only by `xms_edov`.
    EmailUnproven,
    /// The ID token may lack the nonce.
    NonceMissing,
    /// No PKCE.
    PkceOff,
    /// Codes of its own for "the person went back".
    CancelCodes,
    /// OAuth 2.0 alone: no ID token, no key set, no discovery document.
    NoIdToken,
}

impl Deviation {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::TenantIssuer,
        Self::IssuerWithoutScheme,
        Self::SubjectIsObjectId,
        Self::EmailUnproven,
        Self::NonceMissing,
        Self::PkceOff,
        Self::CancelCodes,
        Self::NoIdToken,
    ];

    /// Why it is allowed, and what holds in its place.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::TenantIssuer => {
                "One document serves every tenant, so its issuer holds {tenantid}. The token's tid is put there, and has to \
                 be one of the tenants that are allowed."
            }
            Self::IssuerWithoutScheme => {
                "Google documents both https://accounts.google.com and accounts.google.com as iss. The signature, which is \
                 by Google's keys, holds for both."
            }
            Self::SubjectIsObjectId => {
                "Its sub differs by app registration, so that a renewed one would make everybody a stranger. oid is the \
                 same in all registrations of a tenant, and the tenant is part of the issuer."
            }
            Self::EmailUnproven => {
                "Any tenant's administrator can type any address as mail, and there is no email_verified. An address is \
                 believed only with xms_edov, or where the connector is to one tenant alone, the organisation's own."
            }
            Self::NonceMissing => {
                "LinkedIn leaves the nonce out. The code comes by TLS from the token endpoint, to the browser that holds \
                 the state. A nonce that is there is checked."
            }
            Self::PkceOff => {
                "LinkedIn refuses PKCE unless it was enabled for the app. The code is useless without the client's secret."
            }
            Self::CancelCodes => {
                "LinkedIn says user_cancelled_login and user_cancelled_authorize instead of access_denied."
            }
            Self::NoIdToken => {
                "GitHub has no OpenID Connect for people. Who signed in is asked of its API with the access token that the \
                 token endpoint gave to us over TLS; the state binds the browser, PKCE the code."
            }
        }
    }
}

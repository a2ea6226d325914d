//! Who arrives, as far as the provider says: what a link, an account and a proof are made of.

use model::{
    Key, Time,
    openid_connect::{Deviation, OpenidConnect, Preset},
    profile_data::ProfileData,
};
use serde_json::Value;

use crate::{Claims, IdTokenError, Memberships, Note, Said, id_token::is_subject, memberships};

/// The longest language tag.
const MAX_LOCALE: usize = 35;

/// A person, as a provider tells of them. A picture is not fetched (FED-13), and no token is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// Whose subject it is: with the provider, what a link holds (FED-01).
    pub issuer: String,
    /// The person, for ever.
    pub subject: String,
    /// Their address.
    pub email: Option<Email>,
    /// First and last name, occupation, department; empty where nothing usable was said.
    pub profile: ProfileData,
    /// Language (BCP 47), as it was written.
    pub locale: Option<String>,
    /// Groups.
    pub groups: Memberships,
    /// Roles.
    pub roles: Memberships,
    /// How they signed in there.
    pub authenticated: Authenticated,
    /// The session there, by which it is told that it ended; none of OAuth 2.0 alone.
    pub session: Option<SessionThere>,
    /// What an administrator may wish to know.
    pub notes: Vec<Note>,
}

/// An e-mail address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email {
    /// As it was written; one that mail can be sent to.
    pub address: String,
    /// Whether the provider vouches for it. Whether it is believed depends on the organisation's domains, too (FED-05).
    pub verified: bool,
}

/// A session at the provider, as its log-out tokens name it (OIDC Back-Channel Logout 1.0 §2.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionThere {
    /// Whose: `sub`, whatever claim people are known by here.
    pub subject: String,
    /// Which one (`sid`), where that is told.
    pub sid: Option<String>,
}

/// How a person signed in at the provider.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Authenticated {
    /// When.
    pub at: Option<Time>,
    /// The level.
    pub acr: Option<String>,
    /// The authenticators (RFC 8176).
    pub amr: Vec<String>,
}

/// Levels that stand for two factors wherever they are told: Doorward's own two, and REFEDS MFA 1.0.
const TWO_FACTORS: &[&str] = &["urn:doorward:acr:2", "phr", "https://refeds.org/profile/mfa"];

impl Authenticated {
    /// Whether the provider says that it used two factors: it lists `mfa` (RFC 8176 §2), names a level that stands for that, or one of
    /// those that the connector demands. Whether it is believed is the organisation's rule (FED-09).
    pub fn used_two_factors(&self, connector: &OpenidConnect) -> bool {
        let demanded = |acr: &str| connector.acr_values.iter().any(|level| level == acr);
        let level = self.acr.as_deref().is_some_and(|acr| TWO_FACTORS.contains(&acr) || demanded(acr));
        level || self.amr.iter().any(|one| one == "mfa")
    }
}

impl Arrival {
    /// Reads the claims of whoever signed in with a connector. `issuer` is that of their ID token.
    ///
    /// # Errors
    /// When they name nobody.
    pub fn read(connector: &OpenidConnect, issuer: &str, claims: &Claims) -> Result<Self, IdTokenError> {
        let mut notes = Vec::new();
        let mapping = &connector.mapping;
        Ok(Self {
            issuer: issuer.to_owned(),
            subject: subject(connector, claims)?,
            email: email(connector, claims, &mut notes),
            profile: profile(connector, claims, &mut notes),
            locale: mapped(claims, &mapping.locale).filter(|locale| is_locale(locale)).map(str::to_owned),
            groups: list(claims, &mapping.groups, &mut notes),
            roles: list(claims, &mapping.roles, &mut notes),
            authenticated: authenticated(claims),
            session: session(connector, claims),
            notes,
        })
    }
}

fn session(connector: &OpenidConnect, claims: &Claims) -> Option<SessionThere> {
    let subject = claims.text("sub").filter(|_| !connector.is_oauth_alone())?;
    let fits = |sid: &&str| is_subject(sid);
    Some(SessionThere { subject: subject.to_owned(), sid: claims.text("sid").filter(fits).map(str::to_owned) })
}

fn mapped<'a>(claims: &'a Claims, claim: &Option<String>) -> Option<&'a str> {
    claims.text(claim.as_deref()?)
}

/// A text; a whole number only where there is no ID token to have one (P11).
fn subject(connector: &OpenidConnect, claims: &Claims) -> Result<String, IdTokenError> {
    let subject = match claims.get(&connector.mapping.subject) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) if connector.is_oauth_alone() && number.is_u64() => number.to_string(),
        _ => return Err(IdTokenError::Claim("the claim of the subject")),
    };
    if is_subject(&subject) { Ok(subject) } else { Err(IdTokenError::Claim("the claim of the subject")) }
}

fn email(connector: &OpenidConnect, claims: &Claims, notes: &mut Vec<Note>) -> Option<Email> {
    let address = mapped(claims, &connector.mapping.email)?;
    if Key::email(address).is_err() {
        notes.push(Note::EmailUnreadable);
        return None;
    }
    let verified = is_verified(connector, claims);
    if !verified {
        notes.push(Note::EmailUnverified);
    }
    Some(Email { address: address.to_owned(), verified })
}

/// `email_verified` counts when it is the boolean true, and nothing else does (O13, FED-02). Entra has no such claim: there it is
/// `xms_edov`, or a connector to one tenant, which is the organisation's own (P2).
fn is_verified(connector: &OpenidConnect, claims: &Claims) -> bool {
    let is_true = |name: &str| claims.get(name) == Some(&Value::Bool(true));
    match connector.deviates(Deviation::EmailUnproven) {
        true => connector.preset == Preset::EntraTenant || is_true("xms_edov"),
        false => is_true("email_verified"),
    }
}

/// Fields that are usable; the others stay empty, to be asked of the person where the policy asks.
fn profile(connector: &OpenidConnect, claims: &Claims, notes: &mut Vec<Note>) -> ProfileData {
    let mapping = &connector.mapping;
    let text = |claim: &Option<String>| mapped(claims, claim).unwrap_or_default().to_owned();
    let data = ProfileData {
        given_name: text(&mapping.given_name),
        family_name: text(&mapping.family_name),
        occupation: text(&mapping.occupation),
        department: text(&mapping.department),
    }
    .tidied();
    let (data, left_out) = data.usable();
    notes.extend(left_out.into_iter().map(|field| Note::FieldLeftOut(field.claim())));
    data
}

fn is_locale(text: &str) -> bool {
    text.len() <= MAX_LOCALE && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

fn list(claims: &Claims, claim: &Option<String>, notes: &mut Vec<Note>) -> Memberships {
    let (memberships, left_out) = memberships::of(claims, claim.as_deref());
    let claim = || Said::new(claim.as_deref().unwrap_or_default());
    if let Memberships::Unknown(why) = memberships {
        notes.push(Note::ListUnknown { claim: claim(), why });
    }
    if left_out > 0 {
        notes.push(Note::EntriesLeftOut { claim: claim(), count: left_out });
    }
    memberships
}

/// What is not as the standard says is not told further: a proof says what is known.
fn authenticated(claims: &Claims) -> Authenticated {
    Authenticated {
        // Zero is what is written where nothing is known.
        at: claims.time("auth_time").ok().flatten().filter(|at| at.seconds() > 0),
        acr: claims.text("acr").map(str::to_owned),
        amr: claims.texts("amr").unwrap_or_default().into_iter().map(str::to_owned).collect(),
    }
}

#[cfg(test)]
#[path = "arrival_tests.rs"]
mod tests;

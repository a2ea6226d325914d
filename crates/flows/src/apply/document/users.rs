//! Users of a document.

use std::sync::LazyLock;

use crypto::{Password, password::Stored, totp::Secret as TotpSecret};
use model::{
    Key, Role,
    account::{JoinedBy, State},
    release::Profile,
};
use serde_json::{Map, Value};

use super::{
    super::{
        overlay,
        value_type::{Keys, ValueType},
    },
    Fields, Node, Problems, Secrets, WantedUser, keycloak, providers,
};
use crate::people::{Identifier, NewPassword, UserPatch};

const KNOWN: &[&str] = &[
    "email",
    "user_name",
    "subject",
    "state",
    "password",
    "password_hash",
    "must_change_password",
    "accepted_notice",
    "totp_secret",
    "keycloak_credentials",
    "local",
    "links",
    "claims",
    "roles",
    "groups",
];

const STATES: [(&str, State); 4] = [
    ("active", State::Active),
    ("disabled", State::Disabled),
    ("inactive", State::Inactive),
    ("locked", State::Locked),
];

/// The claims of OpenID Connect Core 1.0 §5.1 that a person may have, and four of ours; all but `sub`, which is `subject`.
const CLAIMS: Keys = &[
    ("name", ValueType::Text),
    ("given_name", ValueType::Text),
    ("family_name", ValueType::Text),
    ("middle_name", ValueType::Text),
    ("nickname", ValueType::Text),
    ("preferred_username", ValueType::Text),
    ("profile", ValueType::WebAddress),
    ("picture", ValueType::WebAddress),
    ("website", ValueType::WebAddress),
    ("email", ValueType::Text),
    ("email_verified", ValueType::Bool),
    ("gender", ValueType::Text),
    ("birthdate", ValueType::Text),
    ("zoneinfo", ValueType::Text),
    ("locale", ValueType::Text),
    ("phone_number", ValueType::Text),
    ("phone_number_verified", ValueType::Bool),
    ("address", ValueType::Section(ADDRESS)),
    ("occupation", ValueType::Text),
    ("department", ValueType::Text),
    ("date_format", ValueType::Word(&["d MMMM y", "dd/MM/y", "dd.MM.y", "MM/dd/y", "y-MM-dd"])),
    ("time_format", ValueType::Word(&["HH:mm", "h:mm a"])),
    ("updated_at", ValueType::Seconds),
];

const ADDRESS: Keys = &[
    ("formatted", ValueType::Text),
    ("street_address", ValueType::Text),
    ("locality", ValueType::Text),
    ("region", ValueType::Text),
    ("postal_code", ValueType::Text),
    ("country", ValueType::Text),
];

static NOBODY: LazyLock<Value> = LazyLock::new(|| serde_json::to_value(Profile::default()).unwrap_or(Value::Null));

pub(super) fn read(node: &Node, place: &str, secrets: &dyn Secrets, problems: &Problems) -> Option<WantedUser> {
    let fields = Fields::of(node, place, KNOWN, problems)?;
    let email = identifier(&fields, "email", Key::email);
    let user_name = identifier(&fields, "user_name", Key::user_name);
    let subject = subject(&fields);
    if ["email", "user_name", "subject"].iter().all(|key| fields.get(key).is_none()) {
        problems.add(place, "has nothing to be found by: give an `email`, a `user_name` or a `subject`");
    }
    let keycloak = keycloak::read(&fields, secrets, problems);
    let password = password(&fields, secrets).or(keycloak.password);
    let must_change = fields.bool("must_change_password").unwrap_or(keycloak.must_change);
    if must_change && ["password", "password_hash", "keycloak_credentials"].iter().all(|key| fields.get(key).is_none())
    {
        fields.wrong("must_change_password", "is said of a first password, but there is none: give `password` too");
    }
    let claims = fields.get("claims").map(|node| claims(node, &fields.place("claims"), problems));
    let patch = UserPatch {
        email,
        user_name,
        subject,
        state: fields.word("state", &STATES),
        reactivated: false,
        password,
        must_change,
        accepted_notice: fields.bool("accepted_notice").unwrap_or(false),
        totp: totp(&fields, secrets).or(keycloak.totp),
        claims: claims.unwrap_or_default(),
        local: fields.bool("local"),
        roles: roles(&fields, problems),
        joined_by: JoinedBy::Import,
    };
    let links = fields
        .list("links")
        .map(|links| links.into_iter().filter_map(|(place, node)| providers::link(node, &place, problems)).collect());
    let groups = fields.texts("groups").map(|texts| owned(&texts));
    Some(WantedUser { patch, links, groups, place: place.to_owned() })
}

pub(super) fn owned(texts: &[(String, &str)]) -> Vec<(String, String)> {
    texts.iter().map(|(place, text)| (place.clone(), (*text).to_owned())).collect()
}

fn identifier(
    fields: &Fields<'_>,
    key: &str,
    read: fn(&str) -> Result<Key, model::identifier::NotAnIdentifier>,
) -> Option<Identifier> {
    let text = fields.text(key)?;
    match read(text) {
        Ok(key) => Some(Identifier { key, display: text.trim().to_owned() }),
        Err(why) => {
            fields.wrong(key, format!("can't be one: {why}"));
            None
        }
    }
}

/// OpenID Connect Core 1.0 §2: at most 255 ASCII characters.
fn subject(fields: &Fields<'_>) -> Option<String> {
    let text = fields.text("subject")?;
    let sound = (1..=255).contains(&text.len()) && text.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    if !sound {
        fields.wrong("subject", "must have 1 to 255 printable ASCII characters");
    }
    sound.then(|| text.to_owned())
}

fn password(fields: &Fields<'_>, secrets: &dyn Secrets) -> Option<NewPassword> {
    let plain = fields.secret("password", secrets);
    let hash = fields.secret("password_hash", secrets);
    match (plain, hash) {
        (Some(_), Some(_)) => {
            fields.wrong("password_hash", "is one password too many: give `password` or `password_hash`");
            None
        }
        (Some(plain), None) if plain.expose().is_empty() => {
            fields.wrong("password", "is empty: leave it out for a user without a password");
            None
        }
        (Some(plain), None) => match Password::new(plain.expose()) {
            Ok(password) => Some(NewPassword::Plain(password)),
            Err(_) => {
                fields.wrong("password", "is longer than 1024 bytes");
                None
            }
        },
        (None, Some(hash)) => match Stored::parse(hash.expose()) {
            Ok(_) => Some(NewPassword::Hash(hash.expose().to_owned().into())),
            Err(why) => {
                fields.wrong("password_hash", why.to_string());
                None
            }
        },
        (None, None) => None,
    }
}

fn totp(fields: &Fields<'_>, secrets: &dyn Secrets) -> Option<TotpSecret> {
    match TotpSecret::parse(fields.secret("totp_secret", secrets)?.expose()) {
        Ok(secret) => Some(secret),
        Err(why) => {
            fields.wrong("totp_secret", why.to_string());
            None
        }
    }
}

fn roles(fields: &Fields<'_>, problems: &Problems) -> Option<Vec<Role>> {
    let mut roles = Vec::new();
    for (place, word) in fields.texts("roles")? {
        match Role::parse(word) {
            None => problems.add(place, super::super::reader::unknown_word(word, &Role::ALL.map(Role::as_str))),
            Some(role) if roles.contains(&role) => {}
            Some(role) => roles.push(role),
        }
    }
    Some(roles)
}

fn claims(node: &Node, place: &str, problems: &Problems) -> Map<String, Value> {
    let leaves = overlay::leaves(node, place, CLAIMS, problems);
    overlay::patch(&overlay::fitting::<Profile>(&NOBODY, leaves, problems))
}

#[cfg(test)]
mod tests {
    use model::release::Address;

    use super::*;
    use crate::apply::value_type;

    #[test]
    fn every_claim_of_a_profile_can_be_given() {
        let text = || Some("x".to_owned());
        let address = Address {
            formatted: text(),
            street_address: text(),
            locality: text(),
            region: text(),
            postal_code: text(),
            country: text(),
        };
        let whole = Profile { address: Some(address), ..Profile::default() };
        value_type::assert_keys(CLAIMS, &serde_json::to_value(whole).unwrap());
    }
}

//! Users of a document.

use std::sync::LazyLock;

use crypto::{
    Password,
    password::Stored,
    totp::{self, Secret as TotpSecret},
};
use model::{Key, account::State, release::Profile};
use serde_json::Value;

use super::{
    super::overlay::{self, Leaf, Shape},
    Fields, Node, Problems, Secrets, WantedPassword, WantedUser,
};

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

/// The roles that there are.
const ROLES: [&str; 4] = ["owner", "administrator", "help_desk", "auditor"];

/// The claims of OpenID Connect Core 1.0 §5.1 that a person may have, and two of ours; all but `sub`, which is `subject`.
const CLAIMS: &[&str] = &[
    "name",
    "given_name",
    "family_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "email",
    "email_verified",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "phone_number",
    "phone_number_verified",
    "address",
    "occupation",
    "department",
    "updated_at",
];

const ADDRESS: &[&str] = &["formatted", "street_address", "locality", "region", "postal_code", "country"];

static NOBODY: LazyLock<Value> = LazyLock::new(|| serde_json::to_value(Profile::default()).unwrap_or(Value::Null));

pub(super) fn read(node: &Node, place: &str, secrets: &dyn Secrets, problems: &Problems) -> Option<WantedUser> {
    let fields = Fields::of(node, place, KNOWN, problems)?;
    let email = identifier(&fields, "email", Key::email);
    let user_name = identifier(&fields, "user_name", Key::user_name);
    let subject = subject(&fields);
    if ["email", "user_name", "subject"].iter().all(|key| fields.get(key).is_none()) {
        problems.add(place, "has nothing to be found by: give an `email`, a `user_name` or a `subject`");
    }
    let password = password(&fields, secrets);
    let must_change = fields.bool("must_change_password").unwrap_or(false);
    if must_change && fields.get("password").is_none() && fields.get("password_hash").is_none() {
        fields.wrong("must_change_password", "is said of a first password, but there is none: give `password` too");
    }
    let claims = fields.get("claims").map(|node| claims(node, &fields.place("claims"), problems));
    Some(WantedUser {
        email,
        user_name,
        subject,
        state: fields.word("state", &STATES),
        password,
        must_change,
        accepted_notice: fields.bool("accepted_notice").unwrap_or(false),
        totp: totp(&fields, secrets),
        claims: claims.unwrap_or_default(),
        roles: roles(&fields, problems),
        groups: fields.texts("groups").map(|texts| owned(&texts)),
        place: place.to_owned(),
    })
}

pub(super) fn owned(texts: &[(String, &str)]) -> Vec<(String, String)> {
    texts.iter().map(|(place, text)| (place.clone(), (*text).to_owned())).collect()
}

fn identifier(
    fields: &Fields<'_>,
    key: &str,
    read: fn(&str) -> Result<Key, model::identifier::NotAnIdentifier>,
) -> Option<(Key, String)> {
    let text = fields.text(key)?;
    match read(text) {
        Ok(read) => Some((read, text.trim().to_owned())),
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

fn password(fields: &Fields<'_>, secrets: &dyn Secrets) -> Option<WantedPassword> {
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
            Ok(password) => Some(WantedPassword::Plain(password, plain)),
            Err(_) => {
                fields.wrong("password", "is longer than 1024 bytes");
                None
            }
        },
        (None, Some(hash)) if Stored::parse(hash.expose()).is_ok() => Some(WantedPassword::Hash(hash)),
        (None, Some(_)) => {
            let known = "Argon2, bcrypt, scrypt, PBKDF2 (PHC, Django, passlib, Keycloak), SSHA";
            fields.wrong("password_hash", format!("is no hash that can be verified here; known: {known}"));
            None
        }
        (None, None) => None,
    }
}

fn totp(fields: &Fields<'_>, secrets: &dyn Secrets) -> Option<TotpSecret> {
    let secret = fields.secret("totp_secret", secrets)?;
    let read = totp::Secret::from_base32(secret.expose());
    if read.is_none() {
        fields.wrong("totp_secret", "is no authenticator's secret: 26 or more characters of base32 (A to Z, 2 to 7)");
    }
    read
}

fn roles(fields: &Fields<'_>, problems: &Problems) -> Option<Vec<String>> {
    let mut roles = Vec::new();
    for (place, role) in fields.texts("roles")? {
        if !ROLES.contains(&role) {
            problems.add(place, super::super::reader::unknown_word(role, &ROLES));
        } else if !roles.iter().any(|known| known == role) {
            roles.push(role.to_owned());
        }
    }
    Some(roles)
}

fn claims(node: &Node, place: &str, problems: &Problems) -> Vec<Leaf> {
    let node = &with_seconds(node);
    let shape = Shape { keys: CLAIMS, sections: &[("address", ADDRESS)], spans: &[] };
    let leaves = overlay::leaves(node, place, &shape, problems);
    overlay::fit::<Profile>(&NOBODY, &leaves, problems);
    leaves
}

/// `updated_at` is in seconds on the wire, as in the standard, and in milliseconds at rest.
fn with_seconds(node: &Node) -> Node {
    let Node::Map(entries) = node else { return node.clone() };
    let entries = entries.iter().map(|(key, node)| match node {
        Node::Int(seconds) if key == "updated_at" => (key.clone(), Node::Int(seconds.saturating_mul(1000))),
        _ => (key.clone(), node.clone()),
    });
    Node::Map(entries.collect())
}

#[cfg(test)]
mod tests {
    use model::release::Address;

    use super::*;

    #[test]
    fn every_claim_of_a_profile_can_be_given() {
        let known = |keys: &serde_json::Map<String, Value>| keys.keys().cloned().collect::<Vec<_>>();
        let mut ours: Vec<String> = CLAIMS.iter().map(|&claim| claim.to_owned()).collect();
        let mut theirs = known(NOBODY.as_object().unwrap());
        ours.sort_unstable();
        theirs.sort_unstable();
        assert_eq!(ours, theirs);
        let text = || Some("x".to_owned());
        let whole = Address {
            formatted: text(),
            street_address: text(),
            locality: text(),
            region: text(),
            postal_code: text(),
            country: text(),
        };
        let mut theirs = known(serde_json::to_value(whole).unwrap().as_object().unwrap());
        let mut ours: Vec<String> = ADDRESS.iter().map(|&part| part.to_owned()).collect();
        ours.sort_unstable();
        theirs.sort_unstable();
        assert_eq!(ours, theirs);
    }
}

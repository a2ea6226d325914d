//! What each claim says, for somebody who sees one for the first time.

use jose::Header;
use model::Time;
use serde_json::{Map, Value};

use crate::view::date;

/// One line of a table of claims.
pub(crate) struct Claim {
    pub(crate) name: String,
    pub(crate) value: String,
    /// The same as a date, where the value is a point in time.
    pub(crate) time: Option<String>,
    pub(crate) meaning: &'static str,
}

/// The claims that are told first: who says it, of whom, to whom, until when. The others follow by name.
const ORDER: [&str; 19] = [
    "iss",
    "sub",
    "aud",
    "azp",
    "client_id",
    "exp",
    "iat",
    "auth_time",
    "nonce",
    "acr",
    "amr",
    "at_hash",
    "sid",
    "jti",
    "scope",
    "name",
    "preferred_username",
    "email",
    "email_verified",
];

/// The claims, the most telling first.
pub(crate) fn explain(claims: &Map<String, Value>) -> Vec<Claim> {
    let mut lines: Vec<Claim> = claims.iter().map(|(name, value)| claim(name, value)).collect();
    lines.sort_by_key(|line| ORDER.iter().position(|name| *name == line.name).unwrap_or(ORDER.len()));
    lines
}

/// The header of a token.
pub(crate) fn explain_header(header: &Header) -> Vec<Claim> {
    let mut lines = vec![line("alg", header.algorithm.name())];
    lines.extend(header.kid.as_ref().map(|kid| line("kid", kid)));
    lines.extend(header.typ.as_ref().map(|typ| line("typ", typ)));
    lines
}

fn line(name: &str, value: &str) -> Claim {
    claim(name, &Value::String(value.to_owned()))
}

fn claim(name: &str, value: &Value) -> Claim {
    let shown = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let is_time = matches!(name, "exp" | "iat" | "nbf" | "auth_time" | "updated_at");
    let time = value.as_i64().filter(|_| is_time).map(|seconds| date(Time::from_seconds(seconds)));
    Claim { name: name.to_owned(), value: shown, time, meaning: meaning(name) }
}

fn meaning(name: &str) -> &'static str {
    match name {
        "alg" => "How the token is signed. The application decides which ways it accepts, never the token.",
        "kid" => "Which of Doorward’s published keys signed it.",
        "typ" => "What kind of token it is, so that no kind can stand for another.",
        "iss" => "Who issued it: exactly the issuer that this application was set up with.",
        "sub" => "Who you are to this application. It never changes, even when your name or e-mail address does.",
        "aud" => "Whom it is meant for. A token for another application is refused.",
        "azp" => "Which application it was given to.",
        "exp" => "When it stops being valid.",
        "iat" => "When it was issued.",
        "nbf" => "When it begins to be valid.",
        "auth_time" => "When you last proved who you are. It may be long before the token was issued.",
        "nonce" => "Echoes a random value of this one sign-in, so that a token of another can’t be slipped in.",
        "acr" => "How strong the sign-in was.",
        "amr" => "How you proved who you are: “pwd” a password, “otp” a one-time code, “mfa” more than one factor.",
        "at_hash" => "Half a hash of the access token: the two belong together.",
        "c_hash" => "Half a hash of the code: the two belong together.",
        "sid" => "Which session at Doorward this belongs to. A log-out names it.",
        "jti" => "The name of this one token, so that it can be called back.",
        "client_id" => "The application that the token was given to.",
        "scope" => "What the token may be used for.",
        "name" => "Your name, as it is shown.",
        "given_name" => "Your first name.",
        "family_name" => "Your last name.",
        "middle_name" => "Your middle name.",
        "nickname" => "What you are called.",
        "preferred_username" => "The name you like to be known by. It can change; the subject can’t.",
        "profile" | "website" => "A page about you.",
        "picture" => "Your picture.",
        "gender" => "Your gender, as you gave it.",
        "birthdate" => "Your date of birth.",
        "zoneinfo" => "Your time zone, as you set it.",
        "locale" => "Your language, as you set it.",
        "updated_at" => "When your profile last changed.",
        "email" => "Your e-mail address. It can change; the subject can’t.",
        "email_verified" => "Whether the address was shown to be yours.",
        "phone_number" => "Your phone number.",
        "phone_number_verified" => "Whether the number was shown to be yours.",
        "address" => "Your postal address.",
        "groups" => "The groups you belong to in your organisation.",
        "roles" => "What you may administer in your organisation.",
        "org" | "org_id" | "organisation" | "organization" => "The organisation that you belong to.",
        "grant" | "gid" | "grant_id" => "The sign-in to this application that the token comes from. It ends with it.",
        _ => "A claim beyond the standard ones.",
    }
}

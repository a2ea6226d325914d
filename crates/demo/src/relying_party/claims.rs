//! What each claim says, for somebody who sees one for the first time.

use jose::Header;
use model::Time;
use serde_json::{Map, Value};

use crate::{Texts, texts::Say, view::date};

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
pub(crate) fn explain(text: Texts, claims: &Map<String, Value>) -> Vec<Claim> {
    let mut lines: Vec<Claim> = claims.iter().map(|(name, value)| claim(text, name, value)).collect();
    lines.sort_by_key(|line| ORDER.iter().position(|name| *name == line.name).unwrap_or(ORDER.len()));
    lines
}

/// The header of a token.
pub(crate) fn explain_header(text: Texts, header: &Header) -> Vec<Claim> {
    let line = |name: &str, value: &str| claim(text, name, &Value::String(value.to_owned()));
    let mut lines = vec![line("alg", header.algorithm.name())];
    lines.extend(header.kid.as_ref().map(|kid| line("kid", kid)));
    lines.extend(header.typ.as_ref().map(|typ| line("typ", typ)));
    lines
}

fn claim(text: Texts, name: &str, value: &Value) -> Claim {
    let shown = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let is_time = matches!(name, "exp" | "iat" | "nbf" | "auth_time" | "updated_at");
    let time = value.as_i64().filter(|_| is_time).map(|seconds| date(text, Time::from_seconds(seconds)));
    Claim { name: name.to_owned(), value: shown, time, meaning: meaning(name)(text) }
}

fn meaning(name: &str) -> Say {
    match name {
        "alg" => Texts::claim_alg,
        "kid" => Texts::claim_kid,
        "typ" => Texts::claim_typ,
        "iss" => Texts::claim_iss,
        "sub" => Texts::claim_sub,
        "aud" => Texts::claim_aud,
        "azp" => Texts::claim_azp,
        "exp" => Texts::claim_exp,
        "iat" => Texts::claim_iat,
        "nbf" => Texts::claim_nbf,
        "auth_time" => Texts::claim_auth_time,
        "nonce" => Texts::claim_nonce,
        "acr" => Texts::claim_acr,
        "amr" => Texts::claim_amr,
        "at_hash" => Texts::claim_at_hash,
        "c_hash" => Texts::claim_c_hash,
        "sid" => Texts::claim_sid,
        "jti" => Texts::claim_jti,
        "client_id" => Texts::claim_azp,
        "scope" => Texts::claim_scope,
        "name" => Texts::claim_name,
        "given_name" => Texts::claim_given_name,
        "family_name" => Texts::claim_family_name,
        "middle_name" => Texts::claim_middle_name,
        "nickname" => Texts::claim_nickname,
        "preferred_username" => Texts::claim_preferred_username,
        "profile" | "website" => Texts::claim_page,
        "picture" => Texts::claim_picture,
        "gender" => Texts::claim_gender,
        "birthdate" => Texts::claim_birthdate,
        "zoneinfo" => Texts::claim_zoneinfo,
        "locale" => Texts::claim_locale,
        "updated_at" => Texts::claim_updated_at,
        "email" => Texts::claim_email,
        "email_verified" => Texts::claim_email_verified,
        "phone_number" => Texts::claim_phone_number,
        "phone_number_verified" => Texts::claim_phone_number_verified,
        "address" => Texts::claim_address,
        "groups" => Texts::claim_groups,
        "roles" => Texts::claim_roles,
        "org" | "org_id" | "organisation" | "organization" => Texts::claim_organisation,
        "grant" | "gid" | "grant_id" => Texts::claim_grant,
        _ => Texts::claim_other,
    }
}

//! Resource indicators (RFC 8707): the APIs that an access token is for, and so its audience and its form.

use crate::{
    audience::Audience,
    client::{AccessTokenFormat, Client},
    issuer::Issuer,
    parameters::Parameters,
    scope::Scopes,
};

/// The most APIs that one request may name, and one client may have.
pub const MAX_RESOURCES: usize = 16;
const MAX_LENGTH: usize = 255;

/// What was asked for is no API of this client's, or more than was granted: `invalid_target`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a resource that the client may have tokens for")]
pub struct InvalidTarget;

/// Whether the text can name an API: an absolute URI without a fragment (RFC 8707 §2).
pub fn is_resource(text: &str) -> bool {
    let printable = text.bytes().all(|byte| matches!(byte, 0x21..=0x7e) && byte != b'"' && byte != b'\\');
    printable && text.len() <= MAX_LENGTH && !text.contains('#') && url::Url::parse(text).is_ok()
}

/// The APIs that a request names, each once. `granted`: what the authorization was given for, which may only shrink; empty
/// for an authorization request itself, and for one that named none.
///
/// # Errors
/// When one of them is neither the client's nor, for userinfo, Doorward itself; or was not granted.
pub fn asked(
    parameters: &[String],
    granted: &[String],
    client: &Client,
    issuer: &Issuer,
) -> Result<Vec<String>, InvalidTarget> {
    let may = |name: &String| match granted.is_empty() {
        true => client.audiences.contains(name) || name == issuer.as_str(),
        false => granted.contains(name),
    };
    let mut resources: Vec<String> = Vec::new();
    for name in parameters {
        if !may(name) {
            return Err(InvalidTarget);
        }
        if !resources.contains(name) {
            resources.push(name.clone());
        }
    }
    if resources.len() > MAX_RESOURCES { Err(InvalidTarget) } else { Ok(resources) }
}

/// Every `resource` of a request.
pub(crate) fn of(parameters: &Parameters) -> Vec<String> {
    parameters.all("resource").map(str::to_owned).collect()
}

/// Whom an access token is for. Without a named API it is for all of the client's, and for userinfo where `openid` allows
/// that; a client without any has tokens for Doorward alone. What the client lost since is left out.
pub fn audience(resources: &[String], scope: &Scopes, client: &Client, issuer: &Issuer) -> Audience {
    let own = issuer.to_string();
    let mut names: Vec<String> = match resources {
        [] => client.audiences.clone(),
        named => named.iter().filter(|name| client.audiences.contains(name) || **name == own).cloned().collect(),
    };
    if names.is_empty() || (resources.is_empty() && scope.contains("openid")) {
        names.push(own);
    }
    match names.as_slice() {
        [only] => Audience::One(only.clone()),
        _ => Audience::Many(names),
    }
}

/// Whether a token for this audience is a JWT (RFC 9068), because somebody else than Doorward reads it, or because the
/// client insists.
pub fn is_jwt(audience: &Audience, client: &Client, issuer: &Issuer) -> bool {
    client.access_token_format == AccessTokenFormat::Jwt || audience.names() != [issuer.to_string()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    const API: &str = "https://api.example/v1";
    const OTHER: &str = "urn:example:other";

    fn client() -> Client {
        Client { audiences: vec![API.into(), OTHER.into()], ..sample::client() }
    }

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn absolute_uris_without_a_fragment() {
        let long = format!("https://api.example/{}", "x".repeat(MAX_LENGTH));
        for (text, good) in [
            (API, true),
            (OTHER, true),
            ("https://api.example/v1#x", false),
            ("api", false),
            ("/v1", false),
            ("", false),
            ("https://api.example/a b", false),
            (&long, false),
        ] {
            assert_eq!(is_resource(text), good, "{text}");
        }
    }

    #[test]
    fn only_the_clients_own_and_never_more_than_was_granted() {
        let issuer = sample::issuer();
        let ask = |named: &[&str], granted: &[&str]| asked(&names(named), &names(granted), &client(), &issuer);
        assert_eq!(ask(&[API, OTHER, API], &[]), Ok(names(&[API, OTHER])));
        assert_eq!(ask(&[sample::ISSUER], &[]), Ok(names(&[sample::ISSUER])));
        assert_eq!(ask(&[], &[API]), Ok(vec![]));
        assert_eq!(ask(&[API], &[API, OTHER]), Ok(names(&[API])));
        for (named, granted) in [(&["https://api.example"][..], &[][..]), (&[OTHER], &[API]), (&[API, "x"], &[])] {
            assert_eq!(ask(named, granted), Err(InvalidTarget), "{named:?}");
        }
    }

    #[test]
    fn an_audience_of_doorward_alone_needs_no_jwt() {
        let issuer = sample::issuer();
        let scope = |text: &str| Scopes::parse(text).unwrap();
        let bare = sample::client();
        /// Resources, scope, client; audience, and whether it is a JWT.
        type Case<'a> = (&'a [&'a str], &'a str, &'a Client, &'a [&'a str], bool);
        let table: [Case<'_>; 7] = [
            (&[], "openid", &bare, &[sample::ISSUER], false),
            (&[], "read", &bare, &[sample::ISSUER], false),
            (&[], "openid", &client(), &[API, OTHER, sample::ISSUER], true),
            (&[], "read", &client(), &[API, OTHER], true),
            (&[API], "openid", &client(), &[API], true),
            (&[sample::ISSUER], "openid", &client(), &[sample::ISSUER], false),
            (&[API], "openid", &bare, &[sample::ISSUER], false),
        ];
        for (resources, scopes, client, audience, jwt) in table {
            let found = super::audience(&names(resources), &scope(scopes), client, &issuer);
            assert_eq!(found.names(), names(audience), "{resources:?} {scopes}");
            assert_eq!(is_jwt(&found, client, &issuer), jwt, "{resources:?} {scopes}");
        }
        let insists = Client { access_token_format: AccessTokenFormat::Jwt, ..bare };
        assert!(is_jwt(&Audience::One(sample::ISSUER.into()), &insists, &issuer));
    }
}

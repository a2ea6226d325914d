//! Where the browser is sent to end the session at the provider (OIDC RP-Initiated Logout 1.0 §2). No ID token is kept here, so that it is
//! `client_id` that says who asks.

use model::openid_connect::OpenidConnect;
use url::Url;

use crate::Metadata;

/// The address; none where the provider has no such endpoint.
pub fn log_out_address(
    connector: &OpenidConnect,
    metadata: &Metadata,
    (back, state): (&str, Option<&str>),
) -> Option<String> {
    let mut url = Url::parse(metadata.end_session_endpoint.as_deref()?).ok()?;
    url.set_fragment(None);
    let pairs =
        [("client_id", Some(connector.client_id.as_str())), ("post_logout_redirect_uri", Some(back)), ("state", state)];
    url.query_pairs_mut().extend_pairs(pairs.into_iter().filter_map(|(name, value)| Some((name, value?))));
    Some(url.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn it_says_who_asks_and_where_to_go_back() {
        let (connector, mut metadata) = (sample::connector(), sample::metadata());
        let back = ("https://id.example/signed-out", Some("s"));
        assert_eq!(log_out_address(&connector, &metadata, back), None);
        metadata.end_session_endpoint = Some("https://op.example/end?x=1#y".into());
        let whole = "https://op.example/end?x=1&client_id=rp&post_logout_redirect_uri=https%3A%2F%2Fid.example%2Fsigned-out&state=s";
        assert_eq!(log_out_address(&connector, &metadata, back).as_deref(), Some(whole));
        assert!(!log_out_address(&connector, &metadata, (back.0, None)).unwrap().contains("state"));
    }
}

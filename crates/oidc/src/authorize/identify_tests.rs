//! OAU-01, OAU-02, OAU-04: who gets a page and never a redirect; and OAU-11: every answer says who we are.

use super::*;
use crate::sample;
use crate::{
    authorize::{AuthorizationResponse, Delivery},
    client::ApplicationType,
};

fn identify(client: Option<&Client>, query: &str) -> Result<String, PageError> {
    Ok(Unidentified::parse(query.as_bytes())?.identify(client)?.redirect_uri().to_owned())
}

#[test]
fn oau_02_a_bad_client_or_address_gets_a_page() {
    let client = sample::client();
    let other = Client { client_id: "other".into(), ..client.clone() };
    let machine = Client { grant_types: vec![GrantType::ClientCredentials], ..client.clone() };
    let good = sample::with(&[]);
    let table: [(Option<&Client>, String, PageError); 9] = [
        (None, good.clone(), PageError::ClientUnknown),
        (Some(&other), good.clone(), PageError::ClientUnknown),
        (Some(&machine), good.clone(), PageError::ClientNotForThis),
        (Some(&client), sample::without(&["client_id"]), PageError::ClientMissing),
        (Some(&client), sample::without(&["redirect_uri"]), PageError::RedirectUriMissing),
        (Some(&client), sample::with(&[("redirect_uri", "https://evil.example/")]), PageError::RedirectUriUnregistered),
        (Some(&client), good.clone() + "&client_id=rp", PageError::Repeated),
        (Some(&client), good.clone() + "&redirect_uri=https%3A%2F%2Fevil.example", PageError::Repeated),
        (Some(&client), good.clone() + "&x=%ff", PageError::Unreadable(ParametersError::Encoding)),
    ];
    for (client, query, error) in table {
        assert_eq!(identify(client, &query), Err(error), "{query}");
    }
    assert_eq!(identify(Some(&client), &good).as_deref(), Ok("https://rp.example/cb?tenant=1"));
}

#[test]
fn oau_04_no_registered_address_allows_none() {
    let empty = Client { redirect_uris: vec![], ..sample::client() };
    for uri in ["https://rp.example/cb", "", "null"] {
        assert!(identify(Some(&empty), &sample::with(&[("redirect_uri", uri)])).is_err(), "{uri}");
    }
}

#[test]
fn oau_01_native_addresses_keep_the_port_that_was_asked_for() {
    let native = Client {
        application_type: ApplicationType::Native,
        redirect_uris: vec!["http://127.0.0.1/cb".into()],
        ..sample::client()
    };
    let asked = sample::with(&[("redirect_uri", "http://127.0.0.1:49152/cb")]);
    assert_eq!(identify(Some(&native), &asked).as_deref(), Ok("http://127.0.0.1:49152/cb"));
}

#[test]
fn oau_11_every_answer_names_the_issuer_and_only_registered_parameters() {
    let issuer = sample::issuer();
    for mode in ["query", "fragment", "form_post"] {
        let valid = sample::valid(&format!("&response_mode={mode}&state=s"));
        let granted = AuthorizationResponse::code(&valid, &issuer, "c0de".into());
        let refusal = valid.refuse(ErrorCode::AccessDenied, "the user said no");
        for (answer, names) in [
            (granted, &["code", "state", "iss"][..]),
            (AuthorizationResponse::refusal(&refusal, &issuer), &["error", "error_description", "state", "iss"]),
        ] {
            assert!(!format!("{answer:?}").contains("c0de"));
            let sent: Vec<(String, String)> = match answer.deliver() {
                Delivery::FormPost { action, fields } => {
                    assert_eq!((action.as_str(), mode), ("https://rp.example/cb?tenant=1", "form_post"));
                    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
                }
                Delivery::Redirect(location) => {
                    let start = if mode == "query" {
                        "https://rp.example/cb?tenant=1&"
                    } else {
                        "https://rp.example/cb?tenant=1#"
                    };
                    let rest = location.strip_prefix(start).unwrap();
                    url::form_urlencoded::parse(rest.as_bytes()).into_owned().collect()
                }
            };
            assert_eq!(sent.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), names, "{mode}");
            assert_eq!(sent.last().unwrap().1, sample::ISSUER);
        }
    }
}

#[test]
fn oau_60_descriptions_are_plain() {
    let everything = [
        "&prompt=none+login",
        "&max_age=x",
        "&claims=x",
        "&request=x",
        "&nonce=a&nonce=b",
        "&organization=A",
        "&response_mode=x",
        "&id_token_hint=x",
        "&acr_values=a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a",
    ];
    for more in everything {
        let refusal = sample::judge(&sample::client(), &(sample::with(&[]) + more)).unwrap_err();
        assert!(crate::error::is_description(refusal.description), "{}", refusal.description);
    }
    assert!(!crate::error::is_description("a \"b\"") && !crate::error::is_description("a\nb"));
}

#[test]
fn a_redirect_uri_without_or_with_a_query() {
    use crate::authorize::with_query;
    assert_eq!(with_query("https://a/cb", "x=1"), "https://a/cb?x=1");
    assert_eq!(with_query("https://a/cb?", "x=1"), "https://a/cb?x=1");
    assert_eq!(with_query("https://a/cb?y=2", "x=1"), "https://a/cb?y=2&x=1");
    assert_eq!(with_query("com.example.app:/cb", "x=1"), "com.example.app:/cb?x=1");
}

#[test]
fn a_valid_request_survives_being_stored() {
    let valid = sample::valid(
        "&state=s&nonce=n&prompt=login&max_age=5&login_hint=ann&idp_hint=okta&ui_locales=de&acr_values=mfa&organization=acme\
         &claims=%7B%22userinfo%22%3A%7B%22name%22%3A%7B%22essential%22%3Atrue%7D%2C%22email%22%3Anull%7D%7D",
    );
    let stored = serde_json::to_string(&valid).unwrap();
    assert_eq!(serde_json::from_str::<crate::authorize::Valid>(&stored).unwrap(), valid);
    assert_eq!(valid.claims.userinfo.len(), 2);
}

proptest::proptest! {
    #[test]
    fn no_query_panics(bytes: Vec<u8>, more in "(&[a-z_]{1,12}=[ -~]{0,20}){0,6}") {
        let client = sample::client();
        if let Ok(request) = Unidentified::parse(&bytes) {
            let _ = request.identify(Some(&client));
        }
        let query = sample::with(&[]) + &more;
        if let Ok(request) = Unidentified::parse(query.as_bytes())
            && let Ok(identified) = request.identify(Some(&client))
        {
            let (issuer, keyring) = (sample::issuer(), sample::keyring());
            let answer = identified.validate(Surroundings { issuer: &issuer, keyring: &keyring });
            let uri = answer.map_or_else(|refusal| refusal.redirect_uri, |valid| valid.redirect_uri);
            proptest::prop_assert_eq!(uri, "https://rp.example/cb?tenant=1");
        }
    }
}

//! The exchange of a code (RFC 6749 §4.1.3, RFC 7636 §4.5).

use base64::{Engine, engine::general_purpose::STANDARD};
use model::openid_connect::{Deviation, OpenidConnect};
use url::form_urlencoded;

/// What shows who we are, in the way that was chosen.
#[derive(Clone, Copy)]
pub enum Credential<'a> {
    /// The secret, in the header.
    Basic(&'a str),
    /// The secret, in the body.
    Post(&'a str),
    /// A signed [`crate::ClientAssertion`].
    Assertion(&'a str),
    /// Nothing.
    None,
}

/// What is exchanged.
#[derive(Clone, Copy)]
pub struct Exchange<'a> {
    /// Whose provider it is.
    pub connector: &'a OpenidConnect,
    /// What came back.
    pub code: &'a str,
    /// Where it came back to.
    pub redirect_uri: &'a str,
    /// What the code is bound to.
    pub code_verifier: &'a str,
}

/// The request: POST, `application/x-www-form-urlencoded`, `Accept: application/json`. Holds secrets, so it has no `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct TokenRequest {
    /// The Authorization header.
    pub authorization: Option<String>,
    /// The body.
    pub body: String,
}

impl TokenRequest {
    /// With exactly one client authentication. `client_id` stands in the body unless the header has it (RFC 6749 §4.1.3).
    pub fn new(exchange: &Exchange<'_>, credential: Credential<'_>) -> Self {
        let client_id = exchange.connector.client_id.as_str();
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.append_pair("grant_type", "authorization_code")
            .append_pair("code", exchange.code)
            .append_pair("redirect_uri", exchange.redirect_uri);
        if !exchange.connector.deviates(Deviation::PkceOff) {
            body.append_pair("code_verifier", exchange.code_verifier);
        }
        let mut authorization = None;
        match credential {
            Credential::Basic(secret) => authorization = Some(basic(client_id, secret)),
            Credential::None => _ = body.append_pair("client_id", client_id),
            Credential::Post(secret) => {
                body.append_pair("client_id", client_id).append_pair("client_secret", secret);
            }
            Credential::Assertion(jwt) => {
                body.append_pair("client_id", client_id)
                    .append_pair("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                    .append_pair("client_assertion", jwt);
            }
        }
        Self { authorization, body: body.finish() }
    }
}

/// Both are form-encoded before they are joined (RFC 6749 §2.3.1), so that a colon or an accent is no riddle.
fn basic(client_id: &str, secret: &str) -> String {
    let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    format!("Basic {}", STANDARD.encode(format!("{}:{}", encoded(client_id), encoded(secret))))
}

#[cfg(test)]
mod tests {
    use model::openid_connect::Preset;

    use super::*;
    use crate::sample;

    const EXCHANGED: &str = "grant_type=authorization_code&code=a%2Bb&redirect_uri=https%3A%2F%2Fid.example%2Fcb";

    fn request(connector: &OpenidConnect, credential: Credential<'_>) -> TokenRequest {
        let exchange = Exchange { connector, code: "a+b", redirect_uri: "https://id.example/cb", code_verifier: "v" };
        TokenRequest::new(&exchange, credential)
    }

    #[test]
    fn o11_exactly_one_client_authentication() {
        let connector = sample::connector();
        let jwt_bearer = "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer";
        let table = [
            (Credential::None, None, "&client_id=rp".to_owned()),
            (Credential::Post("s&1"), None, "&client_id=rp&client_secret=s%261".to_owned()),
            (
                Credential::Assertion("a.b.c"),
                None,
                format!("&client_id=rp&client_assertion_type={jwt_bearer}&client_assertion=a.b.c"),
            ),
            (Credential::Basic("secret"), Some("Basic cnA6c2VjcmV0"), String::new()),
        ];
        for (credential, authorization, rest) in table {
            let request = request(&connector, credential);
            assert_eq!(request.authorization.as_deref(), authorization);
            assert_eq!(request.body, format!("{EXCHANGED}&code_verifier=v{rest}"));
        }
    }

    #[test]
    fn a_colon_in_the_secret_is_no_end_of_the_name() {
        let connector = OpenidConnect { client_id: "https://rp".into(), ..sample::connector() };
        let header = request(&connector, Credential::Basic("p:w é+%")).authorization.unwrap();
        let decoded = STANDARD.decode(header.strip_prefix("Basic ").unwrap()).unwrap();
        assert_eq!(str::from_utf8(&decoded), Ok("https%3A%2F%2Frp:p%3Aw+%C3%A9%2B%25"));
    }

    #[test]
    fn p10_linkedin_gets_no_verifier() {
        let linkedin = OpenidConnect::of(Preset::Linkedin, "rp");
        assert_eq!(request(&linkedin, Credential::Post("s")).body, format!("{EXCHANGED}&client_id=rp&client_secret=s"));
    }
}

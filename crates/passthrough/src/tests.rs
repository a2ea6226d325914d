use std::collections::BTreeMap;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use model::provider::{Rest, RestAuthentication, RestData, RestMethod};
use proptest::prelude::*;
use serde_json::Value;
use url::Url;

use super::*;

/// Everything that has a meaning somewhere.
const NASTY: &str = "a\"&<>{}\\%0d%0a/../?#+ ;=\u{2028}\u{e4}'{{USEREMAIL}}\u{1F600}";

const EMAIL: &str = "{{USERPASSWORD}}@harbour.example";

fn rest(url: &str, data: RestData, body: &str) -> Rest {
    Rest {
        url: url.to_owned(),
        method: RestMethod::Post,
        data,
        body: (!body.is_empty()).then(|| body.to_owned()),
        authentication: RestAuthentication::None,
        headers: Vec::new(),
        forgot_password_url: None,
    }
}

fn values(password: &str) -> Values<'_> {
    Values {
        user_id: "usr_1",
        email: EMAIL,
        password,
        external_id: "E 1/2",
        org_id: "harbour",
        device_os: "Linux",
        device_name: "Firefox",
        device_ip: "2001:db8::1",
    }
}

fn open(rest: &Rest, headers: &[(&str, &str)]) -> Result<Request, Vec<String>> {
    let headers: BTreeMap<String, String> =
        headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let rules = Rules { password_in_url: true };
    let said = |flaws: Vec<Flaw>| flaws.into_iter().map(|flaw| format!("{} {}", flaw.field, flaw.text)).collect();
    Request::new(rest, &headers, rules).map_err(said)
}

#[track_caller]
fn refused(rest: &Rest, headers: &[(&str, &str)], says: &str) {
    let flaws = open(rest, headers).expect_err(says);
    assert!(flaws.iter().any(|flaw| flaw.contains(says)), "{says}: {flaws:?}");
}

const URL: &str = "https://people.harbour.example/check";

/// What an XML reader makes of references; nothing else is written by us.
fn from_xml(text: &str) -> String {
    let mut out = text.to_owned();
    for (reference, c) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#9;", "\t"),
        ("&#10;", "\n"),
        ("&#13;", "\r"),
        ("&amp;", "&"),
    ] {
        out = out.replace(reference, c);
    }
    out
}

fn between<'t>(text: &'t str, before: &str, after: &str) -> &'t str {
    text.strip_prefix(before).and_then(|rest| rest.strip_suffix(after)).expect(text)
}

#[test]
fn ext_03_each_value_arrives_as_it_is_and_in_its_place() {
    let json =
        open(&rest(URL, RestData::Json, r#"{"user":{"mail":"{{USEREMAIL}}"},"password":"{{USERPASSWORD}}"}"#), &[])
            .unwrap();
    let with_nul = format!("{NASTY}\0\r\n");
    let sent: Value = serde_json::from_str(&json.fill(&values(&with_nul)).unwrap().body).unwrap();
    assert_eq!(sent, serde_json::json!({ "user": { "mail": EMAIL }, "password": with_nul }));

    let form = open(&rest(URL, RestData::UrlEncoded, "a=1&p={{USERPASSWORD}}&z=2"), &[])
        .unwrap()
        .fill(&values(&with_nul))
        .unwrap();
    let url = Url::parse(&format!("https://a.example/?{}", &*form.body)).unwrap();
    let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    assert_eq!(pairs, [("a".to_owned(), "1".to_owned()), ("p".to_owned(), with_nul), ("z".to_owned(), "2".to_owned())]);
    assert!(!form.body.contains('+'), "a blank is %20 and a plus %2B: {}", &*form.body);

    let xml = r#"<?xml version="1.0" encoding="UTF-8"?><auth mail='{{USEREMAIL}}'><p>{{USERPASSWORD}}</p></auth>"#;
    let with_ends = format!(" {NASTY}\t\r\n");
    let sent = open(&rest(URL, RestData::Xml, xml), &[]).unwrap().fill(&values(&with_ends)).unwrap().body;
    let begins = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?><auth mail='{EMAIL}'><p>");
    assert_eq!(from_xml(between(&sent, &begins, "</p></auth>")), with_ends);

    let address = "https://people.harbour.example/u/{{USEREXTERNALID}}/check?p={{USERPASSWORD}}&ip={{DEVICEIP}}";
    let sent = open(&rest(address, RestData::Json, ""), &[]).unwrap().fill(&values(NASTY)).unwrap().url;
    let url = Url::parse(&sent).unwrap();
    let segments: Vec<&str> = url.path_segments().unwrap().collect();
    assert_eq!((url.host_str(), segments), (Some("people.harbour.example"), vec!["u", "E%201%2F2", "check"]));
    let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    assert_eq!(pairs, [("p".to_owned(), NASTY.to_owned()), ("ip".to_owned(), "2001:db8::1".to_owned())]);
}

#[test]
fn ext_05_nothing_leaves_a_header() {
    let whole =
        open(&rest(URL, RestData::Json, ""), &[("X-Password", "p:{{USERPASSWORD}}"), ("X-Key", "k\u{e9}y")]).unwrap();
    let sent = whole.fill(&values("p\u{e4}ss {{ORGID}}")).unwrap();
    assert_eq!(sent.headers.len(), 2);
    assert_eq!(sent.headers["x-password"].as_bytes(), "p:p\u{e4}ss {{ORGID}}".as_bytes());
    assert!(sent.headers.values().all(http::HeaderValue::is_sensitive));
    for bad in ["a\r\nX-Admin: yes", "a\nb", "a\0b", "a\tb", "blank ", "\u{7f}", "\u{85}"] {
        assert_eq!(whole.fill(&values(bad)).unwrap_err(), NotCarried::Header, "{bad:?}");
        assert_eq!(whole.carries(bad), Err(NotCarried::Header), "{bad:?}");
    }
}

#[test]
fn ext_06_what_was_filled_in_is_not_filled_again() {
    let request = open(&rest(URL, RestData::Json, r#"["{{USEREMAIL}}","{{USERPASSWORD}}"]"#), &[]).unwrap();
    let sent = request.fill(&values("{{USERID}}")).unwrap();
    assert_eq!(&*sent.body, r#"["{{USERPASSWORD}}@harbour.example","{{USERID}}"]"#);
}

#[test]
fn ext_04_a_value_changes_neither_host_nor_path() {
    for (address, says) in [
        ("https://{{ORGID}}.example/check", "path and query only"),
        ("https://harbour.example:{{ORGID}}", "path and query only"),
        ("https://harbour.example{{ORGID}}", "path and query only"),
        ("{{ORGID}}://harbour.example/", "must begin with"),
        ("https://user:{{USERPASSWORD}}@harbour.example/", "path and query only"),
        ("https://user:pw@harbour.example/", "user name or password"),
        ("https://harbour.example/#{{ORGID}}", "# part"),
        ("https://harbour.example/a/../{{ORGID}}", "`.` or `..`"),
        ("https://harbour.example/%2E%2e/{{ORGID}}", "`.` or `..`"),
        ("https://harbour.example/a b", "a blank"),
        ("ftp://harbour.example/{{ORGID}}", "must begin with"),
        ("file:///etc/passwd", "must begin with"),
    ] {
        refused(&rest(address, RestData::UrlEncoded, "p={{USERPASSWORD}}"), &[], says);
    }
    let address = "https://harbour.example/u/{{USERPASSWORD}}/{{ORGID}}";
    let request = open(&rest(address, RestData::Json, ""), &[]).unwrap();
    for (value, sent) in
        [("../../x", "..%2F..%2Fx"), ("@evil", "%40evil"), ("//evil", "%2F%2Fevil"), ("...", "..."), ("%2e", "%252e")]
    {
        assert_eq!(
            request.fill(&values(value)).unwrap().url.as_str(),
            format!("https://harbour.example/u/{sent}/harbour")
        );
    }
    for value in [".", "..", ""] {
        assert_eq!(request.fill(&values(value)).unwrap_err(), NotCarried::Path, "{value:?}");
    }
    let two = open(&rest("https://harbour.example/{{USERPASSWORD}}{{USERPASSWORD}}", RestData::Json, ""), &[]).unwrap();
    assert_eq!(two.fill(&values(".")).unwrap_err(), NotCarried::Path);
}

#[test]
fn ext_07_unknown_and_broken_placeholders_are_refused() {
    for (body, says) in [
        (r#"{"p":"{{7*7}}"}"#, "unknown"),
        (r#"{"p":"{{userpassword}}"}"#, "unknown"),
        (r#"{"p":"{{ USERPASSWORD }}"}"#, "unknown"),
        (r#"{"p":"{{USERID"}"#, "without `}}`"),
        (r#"{"p":"{USERPASSWORD}"}"#, "a brace too few"),
        (r#"{"p":"{{USERPASSWORD}}","u":"{USERID}}"}"#, "a brace too few"),
        (r#"{"p":{{USERPASSWORD}}}"#, "outside of quotes"),
        (r#"{"p":"\{{USERPASSWORD}}"}"#, "outside of quotes"),
        (r#"{"{{USERPASSWORD}}":1}"#, "name of a member"),
        (r#"[{"a":{"{{USERPASSWORD}}":1}}]"#, "name of a member"),
        (r#"{"p":"{{USERPASSWORD}}""#, "is no JSON"),
        (r#"{"p":"1"}"#, "sends no password"),
    ] {
        refused(&rest(URL, RestData::Json, body), &[], says);
    }
    for (body, says) in [
        ("p={{USERPASSWORD}}&{{USERID}}=1", "values only"),
        ("{{USERPASSWORD}}", "values only"),
        ("p=a b&q={{USERPASSWORD}}", "is no form"),
    ] {
        refused(&rest(URL, RestData::UrlEncoded, body), &[], says);
    }
    for body in [
        "<{{USERPASSWORD}}/>",
        "<a {{USERPASSWORD}}='1'/>",
        "<a><!-- {{USERPASSWORD}} --></a>",
        "<a><![CDATA[{{USERPASSWORD}}]]></a>",
        "<!DOCTYPE a [<!ENTITY e 'x'>]><a>{{USERPASSWORD}}</a>",
        "<?xml version='1.0' encoding='latin1'?><a>{{USERPASSWORD}}</a>",
        "<a><?php {{USERPASSWORD}} ?></a>",
        "<a>{{USERPASSWORD}}</b>",
        "<a>{{USERPASSWORD}} & more</a>",
        "<a b='<'>{{USERPASSWORD}}</a>",
        "<a>{{USERPASSWORD}}</a><b/>",
        "<a>{{USERPASSWORD}}",
    ] {
        assert!(open(&rest(URL, RestData::Xml, body), &[]).is_err(), "{body}");
    }
    assert!(open(&rest(URL, RestData::Xml, "<a x = \"1\" >&#x41;<b/>{{USERPASSWORD}}&amp;</a>\n"), &[]).is_ok());
}

#[test]
fn ext_08_headers_that_frame_the_request_are_refused() {
    let request = rest(URL, RestData::Json, r#""{{USERPASSWORD}}""#);
    for name in [
        "Host",
        "content-length",
        "Transfer-Encoding",
        "Connection",
        "TE",
        "Upgrade",
        "Content-Type",
        "Proxy-Authorization",
    ] {
        refused(&request, &[(name, "x")], "can't be set");
    }
    refused(&request, &[("a b", "x")], "no name of a header");
    refused(&request, &[("X-Key", "a\nb")], "control character");
    let basic = Rest { authentication: RestAuthentication::Basic, ..request };
    refused(&basic, &[("authorization", "Bearer x")], "already");
}

#[test]
fn ext_09_a_password_in_an_address_is_the_operators_to_allow() {
    let request = rest("https://harbour.example/?p={{USERPASSWORD}}", RestData::Json, "");
    let flaws = Request::new(&request, &BTreeMap::new(), Rules::default()).unwrap_err();
    assert!(flaws.len() == 1 && flaws[0].field == "url" && flaws[0].text.contains("addresses are logged"), "{flaws:?}");
    assert_eq!(open(&request, &[]).unwrap().notes().len(), 1);
}

#[test]
fn ext_10_basic_takes_no_colon_in_the_name() {
    let basic =
        Rest { authentication: RestAuthentication::Basic, method: RestMethod::Get, ..rest(URL, RestData::Json, "") };
    let request = open(&basic, &[]).unwrap();
    let sent = request.fill(&Values { email: "\u{e4}@b.example", ..values("p:\u{df} ") }).unwrap();
    let expected = format!("Basic {}", STANDARD.encode("\u{e4}@b.example:p:\u{df} "));
    assert_eq!((sent.headers["authorization"].to_str().unwrap(), sent.body.as_str()), (&*expected, ""));
    let colon = Values { email: "a:b@c.example", ..values("p") };
    assert_eq!(request.fill(&colon).unwrap_err(), NotCarried::Basic);
    assert_eq!(request.carries("a\nb"), Err(NotCarried::Basic));
}

#[test]
fn ext_18_the_type_is_that_of_the_body_and_get_has_none() {
    for (data, body, kind) in [
        (RestData::Json, r#""{{USERPASSWORD}}""#, "application/json"),
        (RestData::UrlEncoded, "p={{USERPASSWORD}}", "application/x-www-form-urlencoded"),
        (RestData::Xml, "<p>{{USERPASSWORD}}</p>", "application/xml; charset=utf-8"),
    ] {
        let sent = open(&rest(URL, data, body), &[]).unwrap().fill(&values("x")).unwrap();
        assert_eq!(sent.headers["content-type"], kind);
        refused(&Rest { method: RestMethod::Get, ..rest(URL, data, body) }, &[], "can't go with GET");
    }
    let xml = open(&rest(URL, RestData::Xml, "<p>{{USERPASSWORD}}</p>"), &[]).unwrap();
    for bad in ["\0", "\u{1}", "\u{b}", "\u{ffff}"] {
        assert_eq!(xml.carries(bad), Err(NotCarried::Xml), "{bad:?}");
    }
}

#[test]
fn nothing_of_a_request_is_shown() {
    let request = open(&rest(URL, RestData::Json, r#""{{USERPASSWORD}} and more""#), &[("X-Key", "key")]).unwrap();
    let sent = request.fill(&values("typed")).unwrap();
    let shown = format!("{request:?} {sent:?} {:?}", values("typed"));
    assert!(!shown.contains("key") && !shown.contains("typed") && !shown.contains("more"), "{shown}");
}

proptest! {
    /// Whatever is typed: it arrives octet for octet where its place is, and around it nothing changes – or nothing is sent.
    #[test]
    fn ext_03_any_value_stays_in_its_place(password in ".{0,40}|(\\PC|[\u{0}-\u{20}%&<>\"'./\\\\{}]){0,40}") {
        let json = open(&rest(URL, RestData::Json, r#"{"a":["{{USERPASSWORD}}"],"b":"{{ORGID}}"}"#), &[]).unwrap();
        let sent: Value = serde_json::from_str(&json.fill(&values(&password)).unwrap().body).unwrap();
        prop_assert_eq!(sent, serde_json::json!({ "a": [&password], "b": "harbour" }));

        let form = open(&rest(URL, RestData::UrlEncoded, "p={{USERPASSWORD}}&q=1"), &[]).unwrap().fill(&values(&password)).unwrap();
        let url = Url::parse(&format!("https://a.example/?{}", &*form.body)).unwrap();
        let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        prop_assert_eq!(pairs, [("p".to_owned(), password.clone()), ("q".to_owned(), "1".to_owned())]);

        let xml = open(&rest(URL, RestData::Xml, "<a><b c='{{USERPASSWORD}}'/></a>"), &[]).unwrap();
        if let Ok(sent) = xml.fill(&values(&password)) {
            let inside = between(&sent.body, "<a><b c='", "'/></a>");
            prop_assert!(!inside.contains(['<', '>', '\'', '"', '\t', '\n', '\r']));
            prop_assert_eq!(from_xml(inside), password.clone());
        }

        let address = open(&rest("https://a.example/x/{{USERPASSWORD}}/y?z={{USERPASSWORD}}", RestData::Json, ""), &[]).unwrap();
        if let Ok(sent) = address.fill(&values(&password)) {
            let url = Url::parse(&sent.url).unwrap();
            prop_assert_eq!((url.host_str(), url.path_segments().unwrap().count()), (Some("a.example"), 3));
            prop_assert_eq!(url.query_pairs().into_owned().collect::<Vec<_>>(), [("z".to_owned(), password.clone())]);
            prop_assert_eq!(&url[..], &**sent.url, "the address is in its one form already");
        }

        let header = open(&rest(URL, RestData::Json, ""), &[("X-P", "{{USERPASSWORD}}")]).unwrap();
        if let Ok(sent) = header.fill(&values(&password)) {
            prop_assert_eq!(sent.headers["x-p"].as_bytes(), password.as_bytes());
        }
    }
}

fn forgotten(rest: Rest, headers: &[(&str, &str)]) -> Request {
    let url = "https://people.harbour.example/forgot?u={{USEREMAIL}}&id={{USEREXTERNALID}}&ip={{DEVICEIP}}";
    open(&Rest { forgot_password_url: Some(url.to_owned()), ..rest }, headers).unwrap()
}

/// J3.5: a GET with the same placeholders, each encoded for where it stands.
#[test]
fn ext_17_a_reset_is_asked_for_by_get_without_a_password() {
    let body = r#"{"p":"{{USERPASSWORD}}"}"#;
    let basic = Rest { authentication: RestAuthentication::Basic, ..rest(URL, RestData::Json, body) };
    let headers = [("X-Key", "secret"), ("X-Pass", "p {{USERPASSWORD}}"), ("X-Org", "{{ORGID}}")];
    let request = forgotten(basic, &headers);
    let filled = request.fill_forgotten(&values("hunter2")).unwrap().unwrap();
    assert_eq!((filled.method.as_str(), &**filled.body), ("GET", ""));
    let url = Url::parse(&filled.url).unwrap();
    let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(pairs, [pair("u", EMAIL), pair("id", "E 1/2"), pair("ip", "2001:db8::1")]);
    let names: Vec<&str> = filled.headers.keys().map(http::HeaderName::as_str).collect();
    assert_eq!(names, ["x-key", "x-org"], "neither Basic nor what would hold a password goes along");
    assert_eq!(open(&rest(URL, RestData::Json, body), &[]).unwrap().fill_forgotten(&values("x")).map(|_| ()), None);
}

#[test]
fn ext_17_an_address_of_a_reset_holds_no_password_and_keeps_its_host() {
    let body = r#"{"p":"{{USERPASSWORD}}"}"#;
    for (url, says) in [
        ("https://people.harbour.example/forgot?p={{USERPASSWORD}}", "has typed none"),
        ("https://{{ORGID}}.harbour.example/forgot", "in its path and query only"),
        ("people.harbour.example/forgot", "must begin with"),
        ("https://people.harbour.example/forgot?{{MAIL}}", "is unknown"),
    ] {
        let bad = Rest { forgot_password_url: Some(url.to_owned()), ..rest(URL, RestData::Json, body) };
        refused(&bad, &[], says);
        let flaws = open(&bad, &[]).unwrap_err();
        assert!(flaws.iter().all(|flaw| flaw.starts_with("forgot_password_url ")), "{flaws:?}");
    }
}

use model::openid_connect::Preset;

use super::*;
use crate::sample;

fn judged(connector: &OpenidConnect, query: &str) -> Result<String, CallbackError> {
    Callback::read(query)?.code(connector, &sample::metadata())
}

fn answer(query: &str) -> Result<String, CallbackError> {
    judged(&sample::connector(), &format!("state=s&iss=https%3A%2F%2Fop.example&{query}"))
}

#[test]
fn a_code_and_what_finds_the_start() {
    assert_eq!(answer("code=a%2Bb&session_state=x").as_deref(), Ok("a+b"));
    assert_eq!(Callback::read("state=a%20b&code=c").unwrap().state(), "a b");
    assert_eq!(format!("{:?}", Callback::read("state=SECRET&code=SECRET").unwrap()).find("SECRET"), None);
}

#[test]
fn fed_07_the_answer_names_the_provider_where_that_is_promised() {
    let connector = sample::connector();
    assert_eq!(judged(&connector, "state=s&code=c"), Err(CallbackError::Issuer), "promised and missing");
    for other in ["https%3A%2F%2Fevil.example", "https%3A%2F%2Fop.example%2F", "op.example"] {
        assert_eq!(judged(&connector, &format!("state=s&code=c&iss={other}")), Err(CallbackError::Issuer), "{other}");
        let error = judged(&connector, &format!("state=s&error=access_denied&iss={other}"));
        assert_eq!(error, Err(CallbackError::Issuer), "another provider's error says nothing either");
    }
    let silent = Metadata { iss_in_answers: false, ..sample::metadata() };
    let read = |query| Callback::read(query).unwrap().code(&connector, &silent);
    assert_eq!(read("state=s&code=c").as_deref(), Ok("c"));
    assert_eq!(read("state=s&code=c&iss=https%3A%2F%2Fevil.example"), Err(CallbackError::Issuer));
}

#[test]
fn malformed_answers_are_none() {
    for query in [
        "",
        "state=s",
        "code=c",
        "state=&code=c",
        "state=s&code=",
        "state=s&code=c&error=access_denied",
        "state=s&state=t&code=c",
        "state=s&code=c&code=d",
        "state=s&code=c&iss=a&iss=b",
        "state=s&error=a&error=b",
    ] {
        assert_eq!(Callback::read(query), Err(CallbackError::Malformed), "{query}");
    }
    let long = format!("state=s&code={}", "c".repeat(MAX_BYTES));
    assert_eq!(Callback::read(&long), Err(CallbackError::Malformed));
}

#[test]
fn o19_what_an_error_means() {
    let words = || (Said::new("E"), Said::new("why"));
    let of = |code: &str| match answer(&format!("error={code}&error_description=why")).unwrap_err() {
        CallbackError::Refused { error, description } => {
            assert_eq!((error, description), (Said::new(code), words().1));
            "refused"
        }
        CallbackError::Misconfigured { .. } => "misconfigured",
        CallbackError::Outage { .. } => "outage",
        CallbackError::Cancelled => "cancelled",
        CallbackError::Malformed | CallbackError::Issuer => "no answer",
    };
    for (code, meaning) in [
        ("access_denied", "cancelled"),
        ("login_required", "refused"),
        ("interaction_required", "refused"),
        ("consent_required", "refused"),
        ("unmet_authentication_requirements", "refused"),
        ("something_of_its_own", "refused"),
        ("user_cancelled_login", "refused"),
        ("invalid_request", "misconfigured"),
        ("invalid_scope", "misconfigured"),
        ("unauthorized_client", "misconfigured"),
        ("redirect_uri_mismatch", "misconfigured"),
        ("server_error", "outage"),
        ("temporarily_unavailable", "outage"),
    ] {
        assert_eq!(of(code), meaning, "{code}");
    }
}

#[test]
fn p10_linkedin_s_own_words_for_going_back() {
    for code in ["user_cancelled_login", "user_cancelled_authorize"] {
        let query = format!("state=s&error={code}");
        let silent = Metadata { iss_in_answers: false, ..sample::metadata() };
        let of = |preset| Callback::read(&query).unwrap().code(&sample::connector_of(preset), &silent).unwrap_err();
        assert_eq!(of(Preset::Linkedin), CallbackError::Cancelled);
        assert!(matches!(of(Preset::Google), CallbackError::Refused { .. }));
    }
}

proptest::proptest! {
    #[test]
    fn no_query_panics(query in ".{0,200}") {
        let _ = judged(&sample::connector(), &query);
    }
}

//! Statement 7 of external authentication: what failed, for whom it is to be mended, and what to look at.

use model::{Span, openid_connect::ClientAuthMethod};

use super::*;
use crate::Said;

fn refused(error: &str) -> Failure {
    TokenError::Refused { error: Said::new(error), description: Said::default() }.into()
}

#[test]
fn each_failure_has_its_likely_cause() {
    let at = Stage::Token;
    let asked = |error: &str| {
        let (error, description) = (Said::new(error), Said::default());
        Failure::from(CallbackError::Misconfigured { error, description })
    };
    let table: [(Failure, Kind, Cause); 18] = [
        (CallbackError::Cancelled.into(), Kind::Cancelled, Cause::Person),
        (IdTokenError::Expired { by: Span::hours(2) }.into(), Kind::Misconfigured, Cause::Clock),
        (IdTokenError::Ahead { claim: "iat", by: Span::hours(2) }.into(), Kind::Misconfigured, Cause::Clock),
        (IdTokenError::Audience { found: Said::new("x") }.into(), Kind::Misconfigured, Cause::Audience),
        (asked("redirect_uri_mismatch"), Kind::Misconfigured, Cause::Redirect),
        (asked("invalid_scope"), Kind::Misconfigured, Cause::Permission),
        (refused("invalid_grant"), Kind::Misconfigured, Cause::Redirect),
        (refused("invalid_client"), Kind::Misconfigured, Cause::Secret),
        (refused("incorrect_client_credentials"), Kind::Misconfigured, Cause::Secret),
        (NoAuthentication.into(), Kind::Misconfigured, Cause::Secret),
        (Failure::Unreached { at, why: Unreached::Certificate }, Kind::Misconfigured, Cause::Certificate),
        (Failure::Unreached { at, why: Unreached::Silent }, Kind::Outage, Cause::Provider),
        (Failure::Status { at, status: 503 }, Kind::Outage, Cause::Provider),
        (Failure::Status { at, status: 404 }, Kind::Misconfigured, Cause::Issuer),
        (TokenError::Outage(503).into(), Kind::Outage, Cause::Provider),
        (IdTokenError::UnknownKey.into(), Kind::Misconfigured, Cause::Keys),
        (IdTokenError::Tenant { found: Said::new("t") }.into(), Kind::Refused, Cause::Rule),
        (UserinfoError::Subject.into(), Kind::Misconfigured, Cause::Provider),
    ];
    for (failure, kind, cause) in table {
        assert_eq!((failure.kind(), failure.cause()), (kind, cause), "{failure}");
    }
}

#[test]
fn an_account_is_lines_to_read() {
    let trace = Trace {
        notes: vec![
            Note::Keys { usable: 2, skipped: vec![] },
            Note::Exchanged(ClientAuthMethod::ClientSecretBasic),
            Note::EmailUnverified,
        ],
        failure: Some(IdTokenError::Expired { by: Span::seconds(7_200) }.into()),
    };
    assert_eq!(
        trace.lines(),
        [
            "key set: 2 keys can be used",
            "token endpoint: the code was exchanged with client_secret_basic",
            "e-mail: the provider does not say that it was verified",
            "ID token: it expired 7200 seconds ago by this server's clock",
            "Compare the clocks of this server and of the provider; let both be set by NTP.",
        ]
    );
    assert_eq!(Trace::default().lines(), Vec::<String>::new());
}

use super::*;

fn sample() -> OpenidConnect {
    OpenidConnect { issuer: "https://op.example".into(), ..OpenidConnect::of(Preset::OpenidConnect, "rp") }
}

#[test]
fn what_a_preset_fills_in_lacks_what_only_the_customer_knows() {
    for preset in Preset::ALL {
        let filled = OpenidConnect { tenants: vec!["t".into()], ..OpenidConnect::of(preset, "rp") };
        let missing =
            if preset.facts().issuer.is_some() { vec![] } else { vec![OpenidConnectError::Address("issuer")] };
        assert_eq!(filled.check(), missing, "{preset:?}");
    }
}

#[test]
fn one_fault_at_a_time() {
    let good = sample();
    assert_eq!(good.check(), []);
    let jwks = |address: &str| Overrides { jwks: Some(address.into()), ..Overrides::default() };
    let table = [
        (OpenidConnect { issuer: "http://op.example".into(), ..good.clone() }, OpenidConnectError::Address("issuer")),
        (OpenidConnect { issuer: "https://op.example?a".into(), ..good.clone() }, OpenidConnectError::Issuer),
        (
            OpenidConnect { issuer: "https://op.example/{tenantid}".into(), ..good.clone() },
            OpenidConnectError::Template,
        ),
        (OpenidConnect { preset: Preset::EntraTenants, ..good.clone() }, OpenidConnectError::Template),
        (OpenidConnect::of(Preset::EntraTenants, "rp"), OpenidConnectError::Tenants),
        (OpenidConnect { metadata: Some("file:///x".into()), ..good.clone() }, OpenidConnectError::Address("metadata")),
        (
            OpenidConnect { endpoints: jwks("http://10.0.0.1/keys"), ..good.clone() },
            OpenidConnectError::Address("endpoints.jwks"),
        ),
        (OpenidConnect { client_id: String::new(), ..good.clone() }, OpenidConnectError::ClientId),
        (
            OpenidConnect { scopes: vec!["openid".into(), "a b".into()], ..good.clone() },
            OpenidConnectError::Scope("a b".into()),
        ),
        (OpenidConnect { scopes: vec!["profile".into()], ..good.clone() }, OpenidConnectError::Openid),
        (
            OpenidConnect { mapping: Mapping { subject: String::new(), ..Mapping::default() }, ..good.clone() },
            OpenidConnectError::Subject,
        ),
        (
            OpenidConnect { mapping: Mapping { subject: "email".into(), ..Mapping::default() }, ..good.clone() },
            OpenidConnectError::SubjectChanges("email".into()),
        ),
    ];
    for (connector, error) in table {
        assert_eq!(connector.check(), [error], "{connector:?}");
    }
    let loopback = OpenidConnect { issuer: "http://localhost:4000".into(), ..good };
    assert_eq!(loopback.check(), [], "for trying it out");
}

#[test]
fn stored_by_name_and_what_is_not_known_is_not_gone_by() {
    let connector = OpenidConnect { tenants: vec!["t".into()], ..OpenidConnect::of(Preset::EntraTenants, "rp") };
    let json = serde_json::to_value(&connector).unwrap();
    assert_eq!(serde_json::from_value::<OpenidConnect>(json.clone()).unwrap(), connector);
    for unknown in [serde_json::json!({"preset": "of a newer node"}), serde_json::json!({"rule of a newer node": 1})] {
        assert!(serde_json::from_value::<OpenidConnect>(unknown.clone()).is_err(), "{unknown}");
    }
}

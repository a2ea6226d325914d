//! The list of the FIDO Alliance: what is read of it, and each thing that makes it nobody's (WAN-05).

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{RSA_PKCS1_SHA256, RsaKeyPair},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use jose::base64url;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, PKCS_RSA_SHA256, RsaKeySize};
use serde_json::{Value, json};
use webauthn::{Aaguid, Models, NotMetadata, PUBLISHER, Standing, UnixTime, read_metadata};

const NOW: UnixTime = UnixTime::since_unix_epoch(std::time::Duration::from_secs(1_790_000_000));
const MODEL: &str = "ee882879-721c-4913-9775-3dfcce97072a";

/// Who signs lists.
struct Publisher {
    root: CertifiedIssuer<'static, KeyPair>,
    key: KeyPair,
}

impl Publisher {
    fn new() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let root = CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("a root");
        Self { root, key: KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048).expect("a key") }
    }

    /// This list, signed with a certificate for that name.
    fn signs(&self, name: &str, header: &Value, list: &Value) -> String {
        let params = CertificateParams::new([name.to_owned()]).expect("a name");
        let certificate = params.signed_by(&self.key, &self.root).expect("a certificate");
        let mut header = header.clone();
        header["x5c"] = json!([STANDARD.encode(certificate.der())]);
        let encoded = |part: &Value| base64url::encode(part.to_string());
        let signed = format!("{}.{}", encoded(&header), encoded(list));
        let key = RsaKeyPair::from_pkcs8(&self.key.serialize_der()).expect("the same key");
        let mut signature = vec![0; key.public_modulus_len()];
        key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), signed.as_bytes(), &mut signature).expect("a signature");
        format!("{signed}.{}", base64url::encode(signature))
    }

    fn reads(&self, blob: &str) -> Result<Models, NotMetadata> {
        read_metadata(blob, self.root.der(), NOW)
    }
}

fn header() -> Value {
    json!({ "alg": "RS256", "typ": "JWT" })
}

/// A list with one model, of which this was reported.
fn list(reports: &[(&str, &str)]) -> Value {
    let report = |(day, status): &(&str, &str)| json!({ "effectiveDate": day, "status": status });
    let reports: Vec<Value> = reports.iter().map(report).collect();
    let statement =
        json!({ "description": "A key", "attestationRootCertificates": ["AA\n EC"], "protocolFamily": "fido2" });
    json!({ "legalHeader": "", "no": 7, "nextUpdate": "2026-12-30", "entries": [
        { "aaguid": MODEL, "metadataStatement": statement, "statusReports": reports, "timeOfLastStatusChange": "" },
        { "attestationCertificateKeyIdentifiers": ["00"], "metadataStatement": {}, "statusReports": [] },
    ] })
}

fn standing(reports: &[(&str, &str)]) -> Standing {
    let publisher = Publisher::new();
    let models = publisher.reads(&publisher.signs(PUBLISHER, &header(), &list(reports))).expect("it is good");
    models.get(Aaguid::parse(MODEL).expect("an AAGUID")).expect("it is there").standing
}

#[test]
fn what_is_read_of_a_list_is_kept_as_a_file() {
    let publisher = Publisher::new();
    let blob = publisher.signs(PUBLISHER, &header(), &list(&[("2020-01-01", "FIDO_CERTIFIED_L1")]));
    let models = publisher.reads(&format!("{blob}\n")).expect("it is good");
    assert_eq!((models.number, models.next_update.as_str(), models.len()), (7, "2026-12-30", 1));
    let model = models.get(Aaguid::parse(MODEL).expect("an AAGUID")).expect("it is there");
    assert_eq!((model.name.as_str(), model.standing), ("A key", Standing::Certified));
    assert_eq!(model.roots, [vec![0, 1, 2]], "broken lines are taken");
    assert_eq!(Models::parse(models.json().as_bytes()), Ok(models));
    for wrong in [
        "",
        "{}",
        "[]",
        r#"{"number":1,"next_update":"","models":[{"aaguid":"x","name":"","standing":"known","roots":[]}]}"#,
    ] {
        assert!(Models::parse(wrong.as_bytes()).is_err(), "{wrong}");
    }
}

#[test]
fn a_model_stands_as_its_reports_say() {
    assert_eq!(standing(&[]), Standing::Known);
    assert_eq!(standing(&[("2019-01-01", "NOT_FIDO_CERTIFIED")]), Standing::Known);
    let later = [("2020-01-01", "FIDO_CERTIFIED"), ("2019-01-01", "NOT_FIDO_CERTIFIED")];
    assert_eq!(standing(&later), Standing::Certified);
    let lost =
        [("2019-01-01", "FIDO_CERTIFIED_L2"), ("2020-01-01", "NOT_FIDO_CERTIFIED"), ("2021-01-01", "UPDATE_AVAILABLE")];
    assert_eq!(standing(&lost), Standing::Known);
    for status in [
        "REVOKED",
        "USER_VERIFICATION_BYPASS",
        "ATTESTATION_KEY_COMPROMISE",
        "USER_KEY_REMOTE_COMPROMISE",
        "USER_KEY_PHYSICAL_COMPROMISE",
    ] {
        let reports = [("2020-01-01", status), ("2021-01-01", "FIDO_CERTIFIED_L1")];
        assert_eq!(standing(&reports), Standing::Withdrawn, "{status}");
    }
}

#[test]
fn wan_05_a_list_is_the_publishers_and_whole() {
    let (publisher, other) = (Publisher::new(), Publisher::new());
    let good = publisher.signs(PUBLISHER, &header(), &list(&[]));
    assert!(publisher.reads(&good).is_ok());
    let refused = |blob: &str| publisher.reads(blob).expect_err("it is refused");
    let is_of_certificate = |refused: &NotMetadata| matches!(refused, NotMetadata::Certificate(_));
    assert!(is_of_certificate(&refused(&other.signs(PUBLISHER, &header(), &list(&[])))), "of another root");
    assert!(is_of_certificate(&refused(&publisher.signs("mds.example.org", &header(), &list(&[])))), "of another name");
    let long_ago = UnixTime::since_unix_epoch(std::time::Duration::ZERO);
    assert!(is_of_certificate(&read_metadata(&good, publisher.root.der(), long_ago).expect_err("not valid yet")));
    assert!(is_of_certificate(&read_metadata(&good, webauthn::ROOT, NOW).expect_err("not of the real root")));
    let (signed, signature) = good.rsplit_once('.').expect("three parts");
    let (head, _) = signed.split_once('.').expect("three parts");
    let changed = base64url::encode(list(&[("2020-01-01", "FIDO_CERTIFIED")]).to_string());
    assert_eq!(refused(&format!("{head}.{changed}.{signature}")), NotMetadata::Signature);
    assert_eq!(refused(&format!("{signed}.AAAA")), NotMetadata::Signature);
    let unsigned = publisher.signs(PUBLISHER, &json!({ "alg": "none" }), &list(&[]));
    for wrong in ["", "a.b", "a.b.c", head, unsigned.as_str(), &publisher.signs(PUBLISHER, &header(), &json!({}))] {
        assert!(matches!(refused(wrong), NotMetadata::Malformed(_)), "{wrong}");
    }
}

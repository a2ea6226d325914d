//! Groups and roles that a provider names (O14, O15, P4). What is not known takes nothing away.

use serde_json::Value;

use crate::Claims;

/// The most entries of a list.
const MOST: usize = 2_000;
/// The longest entry, in bytes: names of directories are long (`CN=…,OU=…`).
const LONGEST: usize = 1_024;

/// What a list claim says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Memberships {
    /// No claim is mapped.
    NotMapped,
    /// It does not say; memberships stay as they are.
    Unknown(WhyUnknown),
    /// All of them, and no others; each whole, as it was written (P8).
    Known(Vec<String>),
}

/// Why a list is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WhyUnknown {
    /// The claim is missing: a scope that was not granted, a mapper that was not set up, userinfo that did not answer.
    #[error("the claim is missing")]
    Absent,
    /// Entra's overage: a person in too many groups gets an address in place of the list.
    #[error(
        "the person is in more groups than the provider puts into a token; let it send groups assigned to the application, or app \
         roles"
    )]
    Overage,
    /// Neither a text nor a list.
    #[error("the claim is neither a text nor a list")]
    OtherType,
    /// A directory did not answer, or not with all of them.
    #[error("the directory did not say all of them")]
    Unanswered,
    /// Longer than what is read.
    #[error("the list is longer than 2000 entries")]
    TooMany,
}

/// What a claim says, and how many of its entries were no texts, or too long, and were left out.
pub(crate) fn of(claims: &Claims, claim: Option<&str>) -> (Memberships, usize) {
    let Some(claim) = claim else { return (Memberships::NotMapped, 0) };
    let unknown = |why| (Memberships::Unknown(why), 0);
    match claims.get(claim) {
        _ if is_overage(claims, claim) => unknown(WhyUnknown::Overage),
        None => unknown(WhyUnknown::Absent),
        // Not split: a name may hold commas and spaces.
        Some(Value::String(one)) => known(std::slice::from_ref(&Value::String(one.clone()))),
        Some(Value::Array(many)) if many.len() > MOST => unknown(WhyUnknown::TooMany),
        Some(Value::Array(many)) => known(many),
        Some(_) => unknown(WhyUnknown::OtherType),
    }
}

/// Entra names the claim in `_claim_names`, or says `hasgroups` (P4).
fn is_overage(claims: &Claims, claim: &str) -> bool {
    let elsewhere = claims.get("_claim_names").is_some_and(|names| names.get(claim).is_some());
    elsewhere || (claim == "groups" && matches!(claims.get("hasgroups"), Some(Value::Bool(true))))
}

fn known(entries: &[Value]) -> (Memberships, usize) {
    let texts = entries.iter().filter_map(Value::as_str).filter(|text| !text.is_empty() && text.len() <= LONGEST);
    let mut names: Vec<String> = texts.map(str::to_owned).collect();
    let left_out = entries.len() - names.len();
    names.sort_unstable();
    names.dedup();
    (Memberships::Known(names), left_out)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::sample;

    fn groups(value: Value) -> (Memberships, usize) {
        of(&sample::person(&[("groups", value)]), Some("groups"))
    }

    fn names(names: &[&str]) -> Memberships {
        Memberships::Known(names.iter().map(|name| (*name).to_owned()).collect())
    }

    #[test]
    fn o14_only_a_list_that_is_there_takes_away() {
        assert_eq!(groups(Value::Null), (Memberships::Unknown(WhyUnknown::Absent), 0));
        assert_eq!(groups(json!([])), (names(&[]), 0), "empty is a list");
        for other in [json!({"a": 1}), json!(1), json!(true)] {
            assert_eq!(groups(other), (Memberships::Unknown(WhyUnknown::OtherType), 0));
        }
        assert_eq!(of(&sample::person(&[("groups", json!(["a"]))]), None), (Memberships::NotMapped, 0));
    }

    #[test]
    fn o15_p8_one_text_is_a_list_of_one_and_names_stay_whole() {
        let dn = r"CN=Sales\, EMEA,OU=Groups,DC=acme,DC=example";
        assert_eq!(groups(json!(dn)), (names(&[dn]), 0));
        assert_eq!(groups(json!(["b", 1, null, "a", {}, "", "a"])), (names(&["a", "b"]), 4));
        assert_eq!(groups(json!(["x".repeat(LONGEST + 1), "a"])), (names(&["a"]), 1));
    }

    #[test]
    fn p4_an_overage_is_unknown() {
        let overage = (Memberships::Unknown(WhyUnknown::Overage), 0);
        let elsewhere = json!({"groups": "src1"});
        assert_eq!(of(&sample::person(&[("_claim_names", elsewhere.clone())]), Some("groups")), overage);
        assert_eq!(of(&sample::person(&[("hasgroups", json!(true))]), Some("groups")), overage);
        let beside = [("_claim_names", elsewhere), ("groups", json!(["a"]))];
        assert_eq!(of(&sample::person(&beside), Some("groups")), overage, "what is beside it is not all");
        assert_eq!(
            of(&sample::person(&[("hasgroups", json!(true)), ("roles", json!(["r"]))]), Some("roles")).0,
            names(&["r"])
        );
        let many: Vec<_> = (0..=MOST).map(|number| number.to_string()).collect();
        assert_eq!(groups(json!(many)), (Memberships::Unknown(WhyUnknown::TooMany), 0));
    }

    #[test]
    fn nested_roles_are_found() {
        let person = sample::person(&[("realm_access", json!({"roles": ["admin"]}))]);
        assert_eq!(of(&person, Some("realm_access.roles")).0, names(&["admin"]));
    }
}

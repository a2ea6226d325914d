use super::*;

#[test]
fn presets_are_good_and_stay_what_they_are_in_json() {
    for (name, policy) in Policy::presets() {
        assert_eq!(policy.check(), [], "{name}");
        let json = serde_json::to_string(&policy).unwrap();
        assert_eq!(serde_json::from_str::<Policy>(&json).unwrap(), policy, "{name}");
    }
}

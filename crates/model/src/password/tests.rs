use super::*;

fn judged(policy: &Policy, password: &str, context: &[&str]) -> Vec<(Rule, bool)> {
    check(policy, password, context).into_iter().map(|check| (check.rule, check.met)).collect()
}

fn broken(policy: &Policy, password: &str, context: &[&str]) -> Vec<Rule> {
    judged(policy, password, context).into_iter().filter(|(_, met)| !met).map(|(rule, _)| rule).collect()
}

#[test]
fn the_modern_rule_asks_for_length() {
    let policy = Policy::default();
    assert_eq!(broken(&policy, "purple otters la", &[]), []);
    assert_eq!(broken(&policy, "fifteen of them", &[]), []);
    assert_eq!(broken(&policy, "fourteen of em", &[]), [Rule::Min(15)]);
    assert_eq!(broken(&policy, "violetotterbasin", &[]), [], "lower case alone is good");
    let mut required = policy.clone();
    required.second_factor.rule = crate::policy::SecondFactor::Required;
    assert_eq!(broken(&required, "ei otter", &[]), []);
    assert_eq!(broken(&required, "svn oot", &[]), [Rule::Min(8)]);
    let long: String = "violet otter basin ".chars().cycle().take(129).collect();
    assert_eq!(broken(&policy, &long[..128], &[]), []);
    assert_eq!(broken(&policy, &long, &[]), [Rule::Max(128)]);
}

#[test]
fn characters_are_counted_after_nfc() {
    let policy = Policy::default();
    let composed = "éàüöçñåéàüöçñåé";
    let decomposed: String = composed.nfd().collect();
    assert!(decomposed.chars().count() > 15);
    assert_eq!(normalised(&decomposed), composed);
    assert_eq!(broken(&policy, &decomposed, &[]), broken(&policy, composed, &[]));
    let short: String = "éàüöçñå".nfd().collect();
    assert_eq!(short.chars().count(), 14);
    assert!(broken(&policy, &short, &[]).contains(&Rule::Min(15)));
    assert!(matches!(normalised("ascii"), Cow::Borrowed("ascii")));
}

#[test]
fn what_is_over_the_cap_is_not_looked_at() {
    let policy = Policy::default();
    let over: String = "violet otter basin ".chars().cycle().take(MAX_BYTES + 1).collect();
    assert!(judged(&policy, &over, &[]).iter().all(|(_, met)| !met));
    assert_eq!(broken(&policy, &over[1..], &[]), [Rule::Max(128)]);
}

#[test]
fn legacy_rules_are_named_one_by_one() {
    let passport = Policy::passport();
    assert_eq!(broken(&passport, "Brolga7!", &[]), []);
    for (lacking, class) in ["BROLGA7!", "brolga7!", "Brolgas!", "Brolga77"].into_iter().zip(Class::ALL) {
        assert_eq!(broken(&passport, lacking, &[]), [Rule::Class(class)], "{lacking}");
    }
    let first = Policy::first_time_login();
    let rules = [
        Rule::Min(8),
        Rule::Max(16),
        Rule::Classes(3),
        Rule::AsciiWithoutSpace,
        Rule::NoDotBeforeAt,
        Rule::NotCommon,
        Rule::NotPersonal,
    ];
    assert_eq!(super::rules(&first), rules);
    assert_eq!(broken(&first, "Brolga77", &[]), []);
    assert_eq!(broken(&first, "Brolga77otters!!", &[]), []);
    assert_eq!(broken(&first, "Brolga77otters!!x", &[]), [Rule::Max(16)]);
    assert_eq!(broken(&first, "brolga77", &[]), [Rule::Classes(3)]);
    assert_eq!(broken(&first, "Brolga 77", &[]), [Rule::AsciiWithoutSpace]);
    assert_eq!(broken(&first, "Brölga77", &[]), [Rule::AsciiWithoutSpace]);
    assert_eq!(broken(&first, "Brolga7.@x", &[]), [Rule::NoDotBeforeAt]);
    assert_eq!(broken(&first, "Brolga7@.x", &[]), []);
}

#[test]
fn nothing_personal() {
    let policy = Policy::default();
    let context = ["ada.lovelace@example.com", "Ada", "Lovelace", "Analytical Engines"];
    for personal in
        ["ada.lovelace@example.com", "ada.lovelace@EXAMPLE.com1", "lovelacelovelace", "AnalyticalEngines99!"]
    {
        assert_eq!(broken(&policy, personal, &context).last(), Some(&Rule::NotPersonal), "{personal}");
    }
    for own in ["lovelace likes numbers", "adaadaadaada violets", "violet-otter-7-basin"] {
        assert_eq!(broken(&policy, own, &context), [], "{own}");
    }
    for personal in ["analytical ottr", "analytical123456789", "Doorward12345678", "doorward.doorward"] {
        let broken = broken(&policy, personal, &context);
        assert_eq!(broken.last(), Some(&Rule::NotPersonal), "{personal}: five characters are left at most");
    }
    assert_eq!(broken(&policy, "analytical otter", &context), [], "six are left");
    assert_eq!(broken(&policy, "analytical20384716", &context), [], "digits that count nothing up");
    assert_eq!(broken(&policy, "violet-otter-7-basin", &["", " ", "a"]), []);
    let mut lenient = policy;
    (lenient.password.not_personal, lenient.password.not_common) = (false, false);
    assert_eq!(broken(&lenient, "lovelacelovelace", &context), []);
}

#[test]
fn well_known_ones_are_refused() {
    let policy = Policy::default();
    assert_eq!(broken(&policy, "PasswordPassword", &[]), [Rule::NotCommon]);
    assert_eq!(broken(&policy, "passwordpassword", &[]), [Rule::NotCommon]);
    assert_eq!(broken(&policy, "violet otters sing", &[]), []);
}

use super::*;
#[test]
fn folds() {
    assert_eq!(Key::email(" Ada@Example.COM ").unwrap().as_str(), "ada@example.com");
}

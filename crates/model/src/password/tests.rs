use super::*;
#[test]
fn modern() {
    assert!(is_good(&Policy::default(), "correct horse battery staple", &[]));
}

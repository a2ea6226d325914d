//! The reader of forms: it never panics, keeps its bounds, and whatever it takes, a lenient reader reads the same.

#![no_main]

use fuzz::chassis::pairs::{self, MAX_FIELDS, MAX_NAME, MAX_VALUE, Pairs};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(pairs) = Pairs::decode(bytes) else { return };
    let own: Vec<_> = pairs.iter().collect();
    assert!(own.len() <= MAX_FIELDS);
    for (name, value) in &own {
        assert!(!name.is_empty() && name.len() <= MAX_NAME && value.len() <= MAX_VALUE);
        assert!(!name.contains('\0') && !value.contains('\0'));
    }
    let lenient: Vec<_> = url::form_urlencoded::parse(bytes).collect();
    assert!(own.iter().copied().eq(lenient.iter().map(|(name, value)| (&**name, &**value))), "two readers differ");
    let written = pairs::encode(own.iter().copied());
    assert_eq!(Pairs::decode(written.as_bytes()).as_ref(), Ok(&pairs), "what we write we read");
    let mut names: Vec<_> = own.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(pairs.clone().unique().is_ok(), names.len() == own.len());
});

//! The reader of what directories answer: it never panics, what it takes is as long as it says, and nothing that it reads of an entry is
//! more than came. Names and filters, which administrators and directories write, are read by the same crate.

#![no_main]

use ldap::{BindVerdict, Filter, Name, Operation, Response};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let length = ldap::length_of(bytes);
    if let Ok(read) = Response::read(bytes) {
        assert_eq!(length, Ok(Some(bytes.len())), "a message is as long as it says");
        judge(&read, bytes.len());
    }
    if let Ok(Some(length)) = length {
        assert!(length <= ldap::MOST_BYTES);
    }
    let Ok(text) = str::from_utf8(bytes) else { return };
    if let Some(name) = Name::parse(text) {
        assert!(name.is_same(&name.clone()) && name.is_called(name.first()));
    }
    if let Ok(filter) = Filter::parse(text, "{{LOGIN}}") {
        // However it is filled, the filter keeps its shape: a value is its own length longer, and no more than that.
        let [short, long] = ["a", "a)(uid=*"].map(|value| filter.fill(value.as_bytes()).len());
        assert!(long > short);
    }
});

fn judge(read: &Response, came: usize) {
    match &read.operation {
        Operation::Entry(entry) => {
            let values: usize = entry.attributes.iter().flat_map(|(_, values)| values).map(Vec::len).sum();
            assert!(values + entry.dn.len() <= came);
            for (name, _) in &entry.attributes {
                let _ = (entry.is_partial(name), entry.text(name));
                // Whoever it is can be searched for again.
                assert!(entry.subject(name).is_none_or(|subject| ldap::subject_octets(name, &subject).is_some()));
            }
        }
        Operation::Bind(result) => {
            let _ = BindVerdict::of(result, &read.controls);
        }
        _ => {}
    }
}

//! LDAPv3 (RFC 4511) from the side that asks: what a sign-in needs of it, and nothing else.
//!
//! Pure: requests become bytes, bytes become responses. What is read is bounded before it is read, and by what is expected there: no depth of
//! what a directory sends leads anywhere. A filter is a tree before anything is put into it, so no value can become a part of it
//! (RFC 4515); names are compared by what they say (RFC 4514).

mod ber;
mod entry;
mod filter;
mod name;
mod request;
mod response;
mod verdict;

pub use ber::Malformed;
pub use entry::{Entry, subject_octets};
pub use filter::{BadFilter, Filter, any_of, equals, present};
pub use name::Name;
pub use request::{PAGED_RESULTS, PASSWORD_POLICY, Scope, Search, bind, search, search_page, start_tls, unbind};
pub use response::{Control, LdapResult, MOST_BYTES, Operation, Response, length_of};
pub use verdict::{BindVerdict, MustChange, Refusal};

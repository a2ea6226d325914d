//! Pages: typed values that become HTML. No HTTP, no clock, no policy; what a page shows is in its fields.
//!
//! Each page is a struct with a template in `templates/`, checked by the compiler. [`Page::html`] gives the whole document.
//! Texts come from `text`, colours from [`brand`], files from [`assets`]. Markup and look follow the design of the mock:
//! no inline script or style, no colour named outside the brand sheet, every form works without script.

pub mod account;
pub mod assets;
pub mod brand;
mod chrome;
pub mod device;
mod form_post;
mod href;
mod new_password;
mod passkey;
mod problem;
mod profile_fields;
mod refused;
mod scopes;
pub mod sign_in;
mod sign_out;

pub use chrome::{Application, Chrome, Form, LanguageMenu, Page, Support, Who};
pub use form_post::{FormPost, OnwardPage};
pub use href::Href;
pub use new_password::{NewPasswordError, NewPasswordFields};
pub use passkey::{PasskeyError, PasskeyForm};
pub use problem::{Expired, ExpiredBecause, Problem, ProblemPage, Way};
pub use refused::{NotVouched, Refused, RefusedReason};
pub use sign_out::{Farewell, OpenApplication, ReturnTo, SignOut, SignedOut, ToldApplication};

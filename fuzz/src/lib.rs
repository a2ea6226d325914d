//! The readers of `web`'s chassis, compiled without the house around them: sanitizers make everything slow to build,
//! and the readers need neither flows nor databases. The files are `web`'s own.

#[path = "../../crates/web/src/chassis"]
pub mod chassis {
    pub mod cookies;
    pub mod form_action;
    pub mod pairs;
    pub mod paths;
    pub mod queries;
    pub mod request_error;
    pub mod site;
}

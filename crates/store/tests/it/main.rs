//! The data layer on both engines.

mod contracts;

//! Everything that is tested of pages from outside. One binary: each costs its linking.

mod brand;
mod escaping;
mod markup;
mod samples;

//! What an operator does at the command line, and later an administrator in the console: look at what there is, make it,
//! change it. Each change carries its event.

pub mod tokens;

//! Against a small issuer of the test's own.

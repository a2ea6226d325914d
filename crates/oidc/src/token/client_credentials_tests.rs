//! Tests of the file of this name.

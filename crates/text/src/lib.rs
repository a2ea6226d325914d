//! What Doorward says, by language.

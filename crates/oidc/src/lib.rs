//! OpenID Connect and OAuth 2 as pure functions: parse, validate, decide, respond.

//! Development only: the shipped wiring on either engine, with a clock, an outbox and a browser's cookie jar.

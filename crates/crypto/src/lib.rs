//! Password hashing, sealing at rest, minted tokens, one-time codes.

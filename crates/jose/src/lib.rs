//! JSON Object Signing: keys, JWS and JWK over aws-lc.

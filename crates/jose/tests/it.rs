//! Everything that is tested of signatures and keys from outside. One binary: each costs its linking.

mod hostile;
mod vectors;

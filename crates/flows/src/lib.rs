//! The verbs: use cases in order, each read, decide, write.

//! How many files the process may have open at one time. Each connection is one, and systems begin with 1024.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Raises what the process may open to what it is allowed to allow itself (DOS-11).
pub(crate) fn raise_limit() {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current == maximum {
        return;
    }
    match setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }) {
        Ok(()) => tracing::debug!(?current, ?maximum, "more files may be open"),
        Err(error) => tracing::warn!(%error, ?current, ?maximum, "the number of open files stays as it was"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dos_11_as_many_as_are_allowed() {
        let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
        let fewer = maximum.map_or(4096, |most| most - 1);
        setrlimit(Resource::Nofile, Rlimit { current: Some(fewer), maximum }).unwrap();
        raise_limit();
        assert_eq!(getrlimit(Resource::Nofile).current, maximum);
    }
}

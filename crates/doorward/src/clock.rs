//! The one place that asks what time it is.

use std::{
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

use model::Time;

/// The computer's clock.
pub fn system_clock() -> Arc<dyn Fn() -> Time + Send + Sync> {
    #[expect(clippy::disallowed_methods, reason = "the one place that asks what time it is")]
    let now = || {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Time::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    };
    Arc::new(now)
}

//! Certificate files that change while the server runs, as they do every few weeks.

use std::{
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use web::chassis::Tls;

use crate::{Configuration, Trouble, configuration};

/// How often the files are looked at. Whoever writes them writes two: the second look finds both.
const LOOK: Duration = Duration::from_secs(5);

/// Certificate and key of a listener, and the files they came from.
pub(crate) struct Certificates {
    pub(crate) tls: Tls,
    certificate: PathBuf,
    key: PathBuf,
    seen: [Option<SystemTime>; 2],
}

impl Certificates {
    /// What the files hold now.
    pub(crate) fn read(configuration: &Configuration, files: &configuration::Tls) -> Result<Self, Trouble> {
        let (certificate, key) = (configuration.path(&files.certificate), configuration.path(&files.key));
        let seen = [changed(&certificate), changed(&key)];
        let tls = Tls::new(&certificate, &key).map_err(|bad| {
            Trouble::key(
                "server.tls",
                &format!("can't be used: {bad}"),
                "give the PEM files of one certificate and its key",
            )
        })?;
        Ok(Self { tls, certificate, key, seen })
    }

    /// Takes new files as they come. What can't be used is told, and the certificate before stays.
    pub(crate) async fn watch(mut self) {
        let mut look = tokio::time::interval(LOOK);
        loop {
            look.tick().await;
            let now = [changed(&self.certificate), changed(&self.key)];
            if now == self.seen || now.contains(&None) {
                continue;
            }
            match self.tls.renew(&self.certificate, &self.key) {
                Ok(()) => {
                    self.seen = now;
                    tracing::info!(certificate = %self.certificate.display(), "took the new certificate");
                }
                // Perhaps only one of the two is there yet: looked at again until both fit.
                Err(bad) => tracing::warn!(%bad, "a new certificate can't be used; the one before stays"),
            }
        }
    }
}

fn changed(file: &Path) -> Option<SystemTime> {
    std::fs::metadata(file).and_then(|data| data.modified()).ok()
}

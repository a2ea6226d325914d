//! Certificate files that change while the server runs, as they do every few weeks.

use std::{
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use web::chassis::Tls;

use crate::{Configuration, Trouble, configuration};

/// How often the files are compared with what is in use. Two files are written, so a first comparison may find one of them.
const INTERVAL: Duration = Duration::from_secs(5);

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

    /// Takes new files as they come. Files that can't be used are logged, and the certificate before stays in use.
    pub(crate) async fn watch(mut self) {
        let mut interval = tokio::time::interval(INTERVAL);
        loop {
            interval.tick().await;
            let now = [changed(&self.certificate), changed(&self.key)];
            if now == self.seen || now.contains(&None) {
                continue;
            }
            match self.tls.renew(&self.certificate, &self.key) {
                Ok(()) => {
                    self.seen = now;
                    tracing::info!(certificate = %self.certificate.display(), "took the new certificate");
                }
                // Perhaps only one of the two was written yet: tried again until both fit.
                Err(bad) => tracing::warn!(%bad, "a new certificate can't be used; the one before stays"),
            }
        }
    }
}

fn changed(file: &Path) -> Option<SystemTime> {
    std::fs::metadata(file).and_then(|data| data.modified()).ok()
}

//! Text that must not be seen, and the files it is kept in.

use std::{fmt, fs, io::Write as _, path::Path};

use serde::Deserialize;
use zeroize::ZeroizeOnDrop;

use crate::Trouble;

/// A secret of the configuration. It can't be printed.
#[derive(Clone, Deserialize, ZeroizeOnDrop)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// The text of a file that holds nothing else. White space around it is dropped, since files end in a newline.
    ///
    /// # Errors
    /// When it can't be read, or is empty; `key` is named in the message.
    pub fn read(file: &Path, key: &str) -> Result<Self, Trouble> {
        let wrong =
            |what: String| Trouble::key(key, &what, "check the path, and that the user Doorward runs as may read it");
        let mut text = fs::read_to_string(file).map_err(|error| wrong(format!("is in {}: {error}", file.display())))?;
        let secret = Self(text.trim().to_owned());
        zeroize::Zeroize::zeroize(&mut text);
        if secret.0.is_empty() {
            return Err(wrong(format!("is in {}, which is empty", file.display())));
        }
        Ok(secret)
    }

    /// The text itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// Writes a new file that only its owner reads.
///
/// # Errors
/// When it is there already, or can't be written.
pub fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

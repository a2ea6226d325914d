//! A key of the instance's own, for keyed hashes that must outlive the sealing key: what counts guesses goes on counting
//! when the sealing key is changed. It is made once, and lies sealed in the database.

use crypto::seal::{SealContext, Sealer, SealingKey};
use store::{Change, Outcome, instance_secrets};

use crate::{Doorward, Error, Result};

/// Its name in the database.
const NAME: &str = "instance_mac_key";

/// What a sealing key that does not fit looks like.
const WRONG: Error =
    Error::Corrupt("the instance's own key (is the sealing key the one that this database was made with?)");

impl Doorward {
    /// Whether the configured sealing key is the one that this database was made with. A database that has seen none yet
    /// takes it from here on.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when it is another; nothing was written.
    pub async fn check_sealing_key(&self) -> Result<()> {
        get(self).await.map(drop)
    }
}

/// The key. The first to ask for it makes it, whichever node that is; nothing is written when the sealing key does not
/// open the one that is there.
pub(crate) async fn get(doorward: &Doorward) -> Result<&Sealer> {
    match doorward.instance_mac_key.get() {
        Some(key) => Ok(key),
        // Once; on the heap, so that those who ask for the key do not all carry what makes it.
        None => Box::pin(doorward.instance_mac_key.get_or_try_init(|| read_or_make_lasting_key(doorward))).await,
    }
}

async fn read_or_make_lasting_key(doorward: &Doorward) -> Result<Sealer> {
    if let Some(key) = read_lasting_key(doorward).await? {
        return Ok(key);
    }
    let made = SealingKey::generate(&*doorward.entropy);
    let sealed = doorward.sealer.seal(&*doorward.entropy, seal_context(NAME), made.expose().as_bytes());
    let mut change = Change::new();
    instance_secrets::insert(&mut change, NAME, &sealed);
    match doorward.store.write(change).await? {
        Outcome::Refused(guard) => Err(Error::Guard(guard.0)),
        Outcome::Done | Outcome::Unknown => read_lasting_key(doorward).await?.ok_or(Error::Unknown),
    }
}

async fn read_lasting_key(doorward: &Doorward) -> Result<Option<Sealer>> {
    let Some(sealed) = instance_secrets::get(&mut doorward.store.read().await?, NAME).await? else { return Ok(None) };
    let text = doorward.sealer.open(seal_context(NAME), &sealed).map_err(|_| WRONG)?;
    let key = str::from_utf8(&text).ok().and_then(|text| SealingKey::parse(text).ok()).ok_or(WRONG)?;
    Ok(Some(Sealer::new(&key, &[])))
}

/// Where a secret of the instance is sealed to.
pub(crate) fn seal_context(name: &str) -> SealContext<'_> {
    SealContext { table: "instance_secrets", column: "secret", row: name.as_bytes() }
}

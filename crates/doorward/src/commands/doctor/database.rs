//! The database: whether it answers, fits this binary, is ours, and agrees on the time.

use flows::Doorward;
use store::{Store, StoreError};

use super::Findings;
use crate::{Trouble, commands::Context, system_clock};

const DATABASE: &str = "database";
const SEALING: &str = "sealing key";
const CLOCK: &str = "clock";

/// Clocks that differ by more make tokens that are not yet, or no longer, valid elsewhere.
const SKEW: i64 = 2_000;

/// The flows over the database, when they can be had.
pub(super) async fn look(context: &Context, findings: &mut Findings) -> Result<Option<Doorward>, Trouble> {
    let location = context.configuration.location()?;
    let store = match Store::open(&location, store::Options::default()).await {
        Ok(store) => store,
        Err(error) => {
            findings.problem(
                DATABASE,
                format!("it can't be used: {error}"),
                error.remedy().unwrap_or("mend database.url"),
            );
            return Ok(None);
        }
    };
    if let Err(error) = store.check_schema().await {
        findings.problem(
            DATABASE,
            error.to_string(),
            "do that with this binary, or use the one that the schema is for",
        );
        return Ok(None);
    }
    match store.about().await {
        Ok(about) => {
            findings.ok(DATABASE, format!("{} answers, and its schema fits this binary", about.engine));
            clock(about.now.millis() - system_clock()().millis(), findings);
            for (found, remedy) in about.worries {
                findings.warning(DATABASE, found, remedy);
            }
        }
        Err(error) => {
            findings.problem(
                DATABASE,
                format!("it does not answer: {error}"),
                error.remedy().unwrap_or("look into its log"),
            );
        }
    }
    let doorward = context.node()?.attach(false).await?;
    sealing(context, &doorward, findings).await;
    Ok(Some(doorward))
}

fn clock(skew: i64, findings: &mut Findings) {
    let seconds = skew.abs() / 1000;
    match skew.abs() > SKEW {
        true => {
            let found = format!("the database's clock and this machine's differ by {seconds} s");
            findings.problem(CLOCK, found, "set both by NTP (timedatectl set-ntp true)");
        }
        false => findings.ok(CLOCK, "the database's clock and this machine's agree"),
    }
}

async fn sealing(context: &Context, doorward: &Doorward, findings: &mut Findings) {
    match doorward.keys(context.now).await {
        Ok(_) => findings.ok(SEALING, "it decrypts what the database holds"),
        Err(flows::Error::Store(error @ StoreError::Unavailable(_))) => {
            findings.problem(DATABASE, format!("it does not answer: {error}"), "look into its log");
        }
        Err(error) => findings.problem(
            SEALING,
            format!("it does not decrypt what the database holds ({error})"),
            "name the key that this database was made with in secrets.sealing_key_file, or add it to \
            secrets.previous_sealing_key_files",
        ),
    }
}

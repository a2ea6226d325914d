//! `doorward check`: the configuration alone, with nothing asked and nothing changed. For deployments.

use serde_json::json;

use super::{Arguments, say};
use crate::{Configuration, Node, Trouble, system_clock};

pub(super) fn run(arguments: &Arguments) -> Result<(), Trouble> {
    let configuration = Configuration::read(&arguments.config)?;
    // Reads the files with keys as well.
    Node::configured(&configuration, system_clock())?;
    let text = format!("{} can be used. `doorward doctor` looks further.", arguments.config.display());
    say(arguments.json, &text, &json!({ "issuer": configuration.issuer }))
}

//! `doorward check`: the configuration and the files that it names, read as `serve` reads them. Nobody is asked, and nothing is
//! changed. For deployments.

use serde_json::json;

use super::{Arguments, say, serve};
use crate::{Configuration, Trouble};

pub(super) fn run(arguments: &Arguments) -> Result<(), Trouble> {
    let configuration = Configuration::read(&arguments.config)?;
    serve::prepare(&configuration)?;
    let text = format!("{} can be used. `doorward doctor` looks further.", arguments.config.display());
    say(arguments.json, &text, &json!({ "issuer": configuration.issuer }))
}

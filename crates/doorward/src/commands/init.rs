//! `doorward init`: a commented configuration and a fresh sealing key, beside each other. Nothing is overwritten.

use std::path::{Path, PathBuf};

use crypto::{entropy::System, seal::SealingKey};
use serde_json::json;
use web::chassis::Site;

use super::say;
use crate::{
    Trouble,
    configuration::{template, write_private},
};

/// What the first configuration says.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The address at which browsers will reach Doorward. It can't be changed later
    #[arg(long, value_name = "URL", default_value = "http://localhost:8080")]
    issuer: String,
    /// Where the data will be: sqlite:PATH, or postgresql://…
    #[arg(long, value_name = "URL", default_value = "sqlite:doorward.db")]
    database: String,
}

pub(super) fn run(arguments: &super::Arguments, options: &Arguments) -> Result<(), Trouble> {
    let issuer = options.issuer.trim_end_matches('/');
    Site::new(issuer, &[]).map_err(|bad| Trouble::Refused(format!("--issuer: {bad}.")))?;
    let file = arguments.config.as_path();
    let directory = file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let key_file: PathBuf = directory.join("sealing.key");
    for path in [file, &key_file] {
        if path.exists() {
            let text =
                format!("{} is there already. Move it away first, or name another with --config.", path.display());
            return Err(Trouble::Refused(text));
        }
    }
    let written = |path: &Path, text: &str| {
        write_private(path, text).map_err(|error| {
            Trouble::File(format!("{} can't be written: {error}. Choose another place with --config.", path.display()))
        })
    };
    std::fs::create_dir_all(directory)
        .map_err(|error| Trouble::File(format!("{} can't be made: {error}.", directory.display())))?;
    written(&key_file, &format!("{}\n", *SealingKey::generate(&System).expose()))?;
    written(file, &template(issuer, &options.database))?;
    let (config, key) = (file.display(), key_file.display());
    let text = format!(
        "Written: {config}, and {key}.\n\n\
        Keep a copy of {key} apart from the database's backups: without it nothing that is sealed can be read.\n\
        Next: look through {config}, then\n\n  doorward --config {config} doctor\n  doorward --config {config} serve"
    );
    say(arguments.json, &text, &json!({ "configuration": file, "sealing_key": key_file }))
}

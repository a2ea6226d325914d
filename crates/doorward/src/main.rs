//! The command.

use std::process::ExitCode;

use clap::Parser as _;
use doorward::commands::{self, Arguments};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match commands::run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            commands::complain(&arguments, &trouble);
            ExitCode::from(&trouble)
        }
    }
}

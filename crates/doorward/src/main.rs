//! The command.

use std::process::ExitCode;

use clap::Parser as _;
use doorward::commands::{self, Arguments};

/// Gives memory back that a storm took: glibc's keeps what was freed in small pieces.
#[cfg(unix)]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

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

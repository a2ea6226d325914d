//! `doorward completions SHELL` and `doorward man`: made from the same table of commands that parses them.

use std::io::Write as _;

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::Trouble;

/// For which shell.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// bash, elvish, fish, powershell or zsh
    shell: Shell,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Trouble> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut super::Arguments::command(), "doorward", &mut script);
    print(&script)
}

/// The manual page, with a section for each command.
pub(super) fn manual() -> Result<(), Trouble> {
    let mut command = super::Arguments::command();
    command.build();
    let mut page = Vec::new();
    let rendered = clap_mangen::Man::new(command.clone()).render(&mut page).and_then(|()| {
        for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
            subcommand(sub, &format!("doorward {}", sub.get_name()), &mut page)?;
        }
        Ok(())
    });
    rendered.map_err(|source| Trouble::System { what: "The manual page can't be made", source })?;
    print(&page)
}

/// A section of the one page: what the command does, how it is called, its options.
fn subcommand(command: &clap::Command, name: &str, page: &mut Vec<u8>) -> std::io::Result<()> {
    writeln!(page, ".SH {}", name.to_uppercase())?;
    let man = clap_mangen::Man::new(command.clone().bin_name(name.to_owned()));
    man.render_description_section(&mut without_heading(page))?;
    man.render_synopsis_section(&mut without_heading(page))?;
    if command.get_arguments().any(|argument| !argument.is_global_set() && argument.get_id() != "help") {
        man.render_options_section(&mut without_heading(page))?;
    }
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        subcommand(sub, &format!("{name} {}", sub.get_name()), page)?;
    }
    Ok(())
}

/// A writer that turns the headings of a section into paragraphs.
fn without_heading(page: &mut Vec<u8>) -> impl std::io::Write + '_ {
    struct Lines<'a>(&'a mut Vec<u8>, Vec<u8>);
    impl std::io::Write for Lines<'_> {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.1.extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    impl Drop for Lines<'_> {
        fn drop(&mut self) {
            for line in self.1.split_inclusive(|&byte| byte == b'\n') {
                self.0.extend_from_slice(if line.starts_with(b".SH") { b".PP\n" } else { line });
            }
        }
    }
    Lines(page, Vec::new())
}

fn print(text: &[u8]) -> Result<(), Trouble> {
    let mut out = std::io::stdout().lock();
    let said = out.write_all(text).and_then(|()| out.flush());
    said.map_err(Trouble::output)
}

//! `courtesy completions SHELL` and `courtesy man`: made from the same definitions as `--help`.

use super::Exit;
use super::output::{self, Failure};
use clap::CommandFactory;
use clap_complete::Shell;

#[derive(Debug, clap::Args)]
pub(super) struct Completions {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

pub(super) fn completions(arguments: &Completions) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(
        arguments.shell,
        &mut super::Arguments::command(),
        "courtesy",
        &mut script,
    );
    output::print(&script)?;
    Ok(Exit::Clean)
}

/// One page: the program, and after it each command.
pub(super) fn man() -> Result<Exit, Failure> {
    let mut page = Vec::new();
    let mut program = super::Arguments::command();
    program.build();
    // Not the list of commands: it would name a page for each, and this is the only one.
    let manual = clap_mangen::Man::new(program.clone());
    manual.render_title(&mut page)?;
    manual.render_name_section(&mut page)?;
    manual.render_synopsis_section(&mut page)?;
    manual.render_description_section(&mut page)?;
    manual.render_options_section(&mut page)?;
    for command in program.get_subcommands() {
        // `help` repeats the others.
        if command.get_name() == "help" {
            continue;
        }
        let name = format!("courtesy {}", command.get_name());
        let manual = clap_mangen::Man::new(command.clone().display_name(name.clone()));
        page.extend_from_slice(format!(".SH \"{}\"\n", name.to_uppercase()).as_bytes());
        manual.render_description_section(&mut page)?;
        manual.render_synopsis_section(&mut page)?;
        manual.render_options_section(&mut page)?;
    }
    manual.render_version_section(&mut page)?;
    output::print(&page)?;
    Ok(Exit::Clean)
}

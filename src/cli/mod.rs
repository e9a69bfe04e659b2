//! The command line: arguments, one file a command, exit codes.

mod calendar;
mod check;
mod config;
mod explain;
mod fix;
mod generated;
mod holidays;
mod hours;
mod init;
mod lsp;
mod output;
mod progress;
mod rules;
mod schema;
mod settings;
mod statistics;
mod watch;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// How a run ends. The same for every output format.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Exit {
    /// Nothing at or over `--fail-on`.
    Clean,
    /// Findings at or over `--fail-on`.
    Findings,
    /// The arguments or the settings are wrong.
    Usage,
    /// No Courtesy document under the given paths.
    NothingToCheck,
    /// We failed, not the user.
    Internal,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::Usage => 2,
            Exit::NothingToCheck => 3,
            Exit::Internal => 4,
        })
    }
}

/// A linter for outbound campaigns.
///
/// Courtesy reads campaign and cadence definitions in YAML, works out every moment at which a
/// person could be contacted, and reports what would break the law of the place, your own limits
/// or ordinary courtesy, before anything is sent. It is not legal advice.
///
/// Exit codes: 0 nothing at or over --fail-on, 1 findings, 2 usage or configuration error,
/// 3 nothing to check, 4 internal failure.
#[derive(Debug, Parser)]
#[command(name = "courtesy", version = VERSION, propagate_version = false)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

/// The version and the release of the time zone data.
const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), " (time zones 2026f)");

#[derive(Debug, Subcommand)]
enum Command {
    /// Check campaign definitions.
    Check(check::Arguments),
    /// Explain a rule: what it checks, why, the law, a bad and a good example.
    Explain(explain::Arguments),
    /// List the rules.
    Rules(rules::Arguments),
    /// Show every contact that one person would get, or the whole campaign, day by day.
    Calendar(calendar::Arguments),
    /// List the public holidays of regions.
    Holidays(holidays::Arguments),
    /// Say when people in a region may be contacted, and which provisions say so.
    Hours(hours::Arguments),
    /// Show the settings in force for a file, and where each comes from.
    Config(config::Arguments),
    /// Write a courtesy.yaml with comments and a first campaign that passes; never over a file that is there.
    Init(init::Arguments),
    /// Print the JSON Schema of the format or of courtesy.yaml, for editors.
    Schema(schema::Arguments),
    /// Print a script that completes arguments in a shell.
    Completions(generated::Completions),
    /// Speak to an editor over standard input and output (Language Server Protocol).
    Lsp,
    /// Print the manual page.
    Man,
}

/// Runs the program.
pub fn run() -> Exit {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are answers, not errors. A closed pipe is nobody's fault.
            let exit = if error.use_stderr() {
                Exit::Usage
            } else {
                Exit::Clean
            };
            let _closed_pipe = error.print();
            return exit;
        }
    };
    let ended = match arguments.command {
        Command::Check(arguments) => check::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Rules(arguments) => rules::run(&arguments),
        Command::Calendar(arguments) => calendar::run(&arguments),
        Command::Holidays(arguments) => holidays::run(&arguments),
        Command::Hours(arguments) => hours::run(&arguments),
        Command::Config(arguments) => config::run(&arguments),
        Command::Init(arguments) => init::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Completions(arguments) => generated::completions(&arguments),
        Command::Lsp => lsp::run(),
        Command::Man => generated::man(),
    };
    match ended {
        Ok(exit) => exit,
        // Whoever read our output has seen enough.
        Err(output::Failure::Closed) => Exit::Clean,
        Err(output::Failure::Told(message, exit)) => {
            output::tell(&format!("error: {message}"));
            exit
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn every_help_text_begins_with_a_capital() {
        fn texts(command: &clap::Command) -> Vec<String> {
            let of_arguments = command.get_arguments().flat_map(|argument| {
                let values = argument.get_possible_values();
                let of_values = values.iter().filter_map(|it| it.get_help().cloned());
                let own = argument.get_help().cloned();
                own.into_iter().chain(of_values).collect::<Vec<_>>()
            });
            let own = command.get_about().cloned().into_iter();
            let own = own.chain(of_arguments).map(|it| it.to_string());
            let below = command.get_subcommands().flat_map(texts);
            own.chain(below).collect()
        }
        let texts = texts(&Arguments::command());
        assert!(texts.len() > 60, "{texts:?}");
        for text in texts {
            // A name in code is spelt as it is.
            let begins = text.starts_with(|c: char| c.is_uppercase() || c == '`');
            assert!(begins && !text.ends_with('.'), "{text:?}");
        }
    }

    #[test]
    fn the_version_names_the_release_of_the_zones() {
        assert!(VERSION.contains(crate::calendar::Zone::release()));
    }
}

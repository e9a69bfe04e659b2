//! Standard output and standard error, and the ways in which they fail.

use super::Exit;
use std::io::{self, IsTerminal, Write};

/// Why a command ended before its time.
#[derive(Debug)]
pub(super) enum Failure {
    /// The reader closed the pipe; that is success.
    Closed,
    /// Something to tell the user, and the exit code.
    Told(String, Exit),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::Closed,
            _ => Self::Told(
                format!("the output could not be written: {error}"),
                Exit::Internal,
            ),
        }
    }
}

/// The arguments or the settings are wrong.
pub(super) fn usage(message: impl Into<String>) -> Failure {
    Failure::Told(message.into(), Exit::Usage)
}

/// Says something beside the findings.
pub(super) fn tell(message: &str) {
    let clean: String = message
        .chars()
        .map(|c| {
            if c.is_control() && c != '\n' {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect();
    // Nobody may be listening on standard error; that is no reason to fail.
    let _unheard = writeln!(io::stderr().lock(), "{clean}");
}

/// Writes to standard output, whole.
pub(super) fn print(text: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text)?;
    out.flush()?;
    Ok(())
}

/// When to use colour.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub(super) enum ColourChoice {
    /// On a terminal, unless `NO_COLOR` is set; always if `CLICOLOR_FORCE` is.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl ColourChoice {
    /// Whether standard output gets colour.
    pub(super) fn for_stdout(self) -> bool {
        let set = |name: &str| {
            std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0")
        };
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto if set("NO_COLOR") => false,
            Self::Auto if set("CLICOLOR_FORCE") => true,
            Self::Auto => {
                io::stdout().is_terminal()
                    && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
            }
        }
    }
}

/// Columns of the terminal, if there is one.
pub(super) fn terminal_width() -> Option<usize> {
    terminal_size::terminal_size().map(|(width, _)| usize::from(width.0))
}

//! How a run is told: one file a format, each made from the [`Outcome`] alone.
//!
//! A new format is a variant of [`Format`], a file, and a line in [`report`].
//! No format decides whether a run failed; the summary says that.

mod concise;
mod excerpt;
mod human;
mod json;
mod jsonl;
mod text;

use crate::diagnostics::Outcome;
use std::fmt;
use std::io::{self, BufWriter, Write};
use std::str::FromStr;

/// The ways to tell it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Format {
    /// For people: source lines, examples, law, help.
    #[default]
    Human,
    /// One line a finding: `path:line:column: severity[rule] message`.
    Concise,
    /// One JSON document, version 1.
    Json,
    /// One JSON object a finding, each on its line.
    Jsonl,
}

impl Format {
    /// All of them, as help texts list them.
    pub const ALL: [Self; 4] = [Self::Human, Self::Concise, Self::Json, Self::Jsonl];

    /// The name on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Concise => "concise",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Format {
    type Err = String;

    /// Reads a format's name; the error lists all names.
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|format| format.as_str() == text)
            .ok_or_else(|| {
                let names = Self::ALL.map(Self::as_str).join(", ");
                format!("`{text}` is not a format; the formats are {names}")
            })
    }
}

/// With which characters frames and arrows are drawn, and control characters shown.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Charset {
    /// Box drawing characters.
    #[default]
    Unicode,
    /// ASCII alone.
    Ascii,
}

/// What the terminal can do and the user wants; the caller decides. Machine formats ignore it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "switches of the command line, each by its name"
)]
pub struct Options {
    /// Whether ANSI colours are written.
    pub colour: bool,
    /// Columns of the terminal; 0 counts as very narrow.
    pub width: usize,
    /// The characters to draw with.
    pub charset: Charset,
    /// Whether citations become terminal links (OSC 8).
    pub hyperlinks: bool,
    /// Whether findings that were set aside are listed too, with the reason.
    pub show_suppressed: bool,
    /// Whether the last lines say what the run came to.
    pub summary: bool,
}

impl Default for Options {
    /// Plain text, 100 columns.
    fn default() -> Self {
        Self {
            colour: false,
            width: 100,
            charset: Charset::Unicode,
            hyperlinks: false,
            show_suppressed: false,
            summary: true,
        }
    }
}

/// Writes a run in a format.
///
/// Errors are those of the writer. A broken pipe is one of them; whether it is a
/// failure is for the caller to say.
pub fn report(
    format: Format,
    outcome: &Outcome,
    out: &mut dyn Write,
    options: &Options,
) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    match format {
        Format::Human => human::write(outcome, &mut out, options),
        Format::Concise => concise::write(outcome, &mut out, options),
        Format::Json => json::write(outcome, &mut out),
        Format::Jsonl => jsonl::write(outcome, &mut out),
    }?;
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_reads_what_it_prints() {
        for format in Format::ALL {
            assert_eq!(format.to_string().parse(), Ok(format));
        }
        assert_eq!(
            "xml".parse::<Format>().unwrap_err(),
            "`xml` is not a format; the formats are human, concise, json, jsonl"
        );
    }
}

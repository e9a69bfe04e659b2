//! How a run is told: one file a format, each made from the [`Outcome`] alone.
//!
//! A new format is a variant of [`Format`], a file, and a line in [`report`].
//! No format decides whether a run failed; the summary says that.

mod checkstyle;
mod concise;
mod excerpt;
mod fingerprint;
mod github;
mod gitlab;
mod human;
mod json;
mod jsonl;
mod junit;
mod markdown;
mod rdjson;
mod sarif;
mod text;
mod xml;

use crate::diagnostics::{Outcome, RuleMeta};
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
    /// SARIF 2.1.0, for code scanning services.
    Sarif,
    /// Annotations of GitHub's workflows.
    Github,
    /// GitLab's code quality report.
    Gitlab,
    /// JUnit's XML, for servers that know tests alone.
    Junit,
    /// Checkstyle's XML.
    Checkstyle,
    /// Reviewdog's JSON.
    Rdjson,
    /// A table for a comment or a job's summary.
    Markdown,
}

impl Format {
    /// All of them, as help texts list them.
    pub const ALL: [Self; 11] = [
        Self::Human,
        Self::Concise,
        Self::Json,
        Self::Jsonl,
        Self::Sarif,
        Self::Github,
        Self::Gitlab,
        Self::Junit,
        Self::Checkstyle,
        Self::Rdjson,
        Self::Markdown,
    ];

    /// The name on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Concise => "concise",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Sarif => "sarif",
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Junit => "junit",
            Self::Checkstyle => "checkstyle",
            Self::Rdjson => "rdjson",
            Self::Markdown => "markdown",
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

/// A rule as its page describes it, for formats that tell what was looked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RulePage {
    /// Its name, family and severity.
    pub meta: RuleMeta,
    /// One sentence on it.
    pub summary: &'static str,
    /// What it checks, as Markdown.
    pub checks: &'static str,
    /// The whole page, as Markdown.
    pub body: &'static str,
}

/// How lines of files and what is said of them are shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Snippets {
    /// With lines and arrows.
    Drawn,
    /// In words alone, for a screen reader or a braille display.
    Narrated,
}

/// What the terminal can do and the user wants; the caller decides. Machine formats ignore it, but for the rules.
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
    /// How the human report shows lines of files.
    pub snippets: Snippets,
    /// Whether citations become terminal links (OSC 8).
    pub hyperlinks: bool,
    /// Whether findings that were set aside are listed too, with the reason.
    pub show_suppressed: bool,
    /// Whether the last lines say what the run came to.
    pub summary: bool,
    /// Every rule that there is; SARIF describes them.
    pub rules: &'static [RulePage],
}

impl Default for Options {
    /// Plain text, 100 columns.
    fn default() -> Self {
        Self {
            colour: false,
            width: 100,
            charset: Charset::Unicode,
            snippets: Snippets::Drawn,
            hyperlinks: false,
            show_suppressed: false,
            summary: true,
            rules: &[],
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
        Format::Sarif => sarif::write(outcome, &mut out, options),
        Format::Github => github::write(outcome, &mut out),
        Format::Gitlab => gitlab::write(outcome, &mut out),
        Format::Junit => junit::write(outcome, &mut out),
        Format::Checkstyle => checkstyle::write(outcome, &mut out),
        Format::Rdjson => rdjson::write(outcome, &mut out),
        Format::Markdown => markdown::write(outcome, &mut out),
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
            "`xml` is not a format; the formats are human, concise, json, jsonl, sarif, github, gitlab, junit, checkstyle, rdjson, markdown"
        );
    }
}

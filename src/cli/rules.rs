//! `courtesy rules`: the list.

use super::Exit;
use super::output::{self, Failure};
use crate::rules::{Page, RULES, families};
use serde_json::json;
use std::fmt::Write;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// How to print the list.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// The forms in which rules and pages are printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub(super) enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// For documents.
    Markdown,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let text = match arguments.format {
        Format::Text => text(),
        Format::Json => json_list(),
        Format::Markdown => markdown(),
    };
    output::print(text.as_bytes())?;
    Ok(Exit::Clean)
}

fn text() -> String {
    let widest = RULES
        .iter()
        .map(|rule| rule.meta().name.len())
        .max()
        .unwrap_or(0);
    let mut out = String::new();
    for family in families() {
        let _ = writeln!(out, "{family}");
        for rule in RULES.iter().filter(|rule| rule.meta().family == family) {
            let (meta, page) = (rule.meta(), Page::read(rule.page()));
            let _ = writeln!(
                out,
                "  {:widest$}  {:7}  {}",
                meta.name,
                meta.severity.as_str(),
                page.summary()
            );
        }
    }
    let _ = writeln!(
        out,
        "\n{} rules. `courtesy explain RULE` shows a rule's page.",
        RULES.len()
    );
    out
}

fn json_list() -> String {
    let rules: Vec<_> = RULES
        .iter()
        .map(|rule| {
            let (meta, page) = (rule.meta(), Page::read(rule.page()));
            json!({
                "name": meta.name,
                "family": meta.family,
                "severity": meta.severity.as_str(),
                "since": page.field("since"),
                "summary": page.summary(),
            })
        })
        .collect();
    format!("{:#}\n", json!({ "version": 1, "rules": rules }))
}

/// The reference of all rules, which is committed as `docs/rules.md`.
fn markdown() -> String {
    let mut out = String::from(
        "# The rules\n\nMade by `courtesy rules --format markdown` from the pages under `rules/catalog/`. \
         What is said here about law is a reading aid, not legal advice.\n",
    );
    for family in families() {
        let _ = write!(
            out,
            "\n## {family}\n\n| rule | severity | fires when |\n|---|---|---|\n"
        );
        for rule in RULES.iter().filter(|rule| rule.meta().family == family) {
            let (meta, page) = (rule.meta(), Page::read(rule.page()));
            let _ = writeln!(
                out,
                "| [{0}](../rules/catalog/{family}/{0}.md) | {1} | {2} |",
                meta.name,
                meta.severity.as_str(),
                page.summary(),
            );
        }
    }
    out
}

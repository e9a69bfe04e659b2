//! `courtesy explain RULE`: the rule's page.

use super::Exit;
use super::output::{self, Failure, usage};
use super::rules::Format;
use crate::rules::{HEADINGS, Page, RULES, Rule, named};
use crate::yaml;
use serde_json::{Map, Value, json};
use std::fmt::Write;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The rule's name, as a finding shows it in brackets.
    rule: String,
    /// How to print the page.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let Some(rule) = named(&arguments.rule) else {
        let names = RULES.iter().map(|rule| rule.meta().name);
        let near = yaml::nearest(&arguments.rule, names)
            .map_or("`courtesy rules` lists them all".to_owned(), |near| {
                format!("did you mean `{near}`?")
            });
        return Err(usage(format!(
            "there is no rule `{}`; {near}",
            arguments.rule
        )));
    };
    let text = match arguments.format {
        Format::Text => text(rule),
        Format::Json => json_page(rule),
        Format::Markdown => format!("{}\n", Page::read(rule.page()).body.trim_end()),
    };
    output::print(text.as_bytes())?;
    Ok(Exit::Clean)
}

fn text(rule: &dyn Rule) -> String {
    let (meta, page) = (rule.meta(), Page::read(rule.page()));
    let mut out = format!(
        "{} ({}, {})\n{}\n",
        meta.name,
        meta.family,
        meta.severity.as_str(),
        page.summary()
    );
    for heading in HEADINGS {
        let Some(section) = page.section(heading) else {
            continue;
        };
        let _ = writeln!(out, "\n{}", heading.to_uppercase());
        for line in section.lines() {
            let fence = line.starts_with("```");
            let _ = if line.is_empty() || fence {
                writeln!(out)
            } else {
                writeln!(out, "  {line}")
            };
        }
    }
    out
}

fn json_page(rule: &dyn Rule) -> String {
    let (meta, page) = (rule.meta(), Page::read(rule.page()));
    let sections: Map<String, Value> = HEADINGS
        .into_iter()
        .filter_map(|heading| {
            Some((
                heading.to_lowercase().replace(' ', "_"),
                json!(page.section(heading)?),
            ))
        })
        .collect();
    let object = json!({
        "version": 1,
        "name": meta.name,
        "family": meta.family,
        "severity": meta.severity.as_str(),
        "since": page.field("since"),
        "summary": page.summary(),
        "sections": sections,
    });
    format!("{object:#}\n")
}

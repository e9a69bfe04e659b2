//! The five stories for which this program exists, and their honest twins:
//! what fires in each is exactly what its head says.
//!
//! A head may name rules that are still to be written; they are not expected yet.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod support;

use courtesy::rules::RULES;
use std::collections::BTreeMap;
use support::{Findings, Ran, courtesy, repository};

/// A day before any of the campaigns begins.
const TODAY: &str = "2026-10-01";

const FOLDER: &str = "fixtures/stories";

/// The stories and their twins, as paths from the root of the repository.
fn stories() -> Vec<String> {
    let mut stories = Vec::new();
    for folder in [FOLDER.to_owned(), format!("{FOLDER}/honest")] {
        for entry in std::fs::read_dir(repository().join(&folder)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            if std::path::Path::new(&name)
                .extension()
                .is_some_and(|it| it == "yaml")
                && name != "courtesy.yaml"
            {
                stories.push(format!("{folder}/{name}"));
            }
        }
    }
    stories.sort();
    assert_eq!(
        stories.len(),
        10,
        "five stories and their twins: {stories:?}"
    );
    stories
}

/// The rules that the head of a story names and that exist, by name.
fn expected(story: &str) -> Vec<String> {
    let text = std::fs::read_to_string(repository().join(story)).unwrap();
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("# expects: "));
    let line = line.unwrap_or_else(|| panic!("{story} does not say what it expects"));
    let mut names: Vec<String> = line.split(", ").map(str::to_owned).collect();
    names.retain(|name| RULES.iter().any(|rule| rule.meta().name == name));
    assert_eq!(
        story.contains("/honest/"),
        line == "nothing",
        "{story}: only the honest expect nothing"
    );
    names.sort();
    names
}

fn check(path: &str) -> Findings {
    let arguments = ["check", path, "--today", TODAY, "--format", "json"];
    Ran::of(courtesy().args(arguments)).findings()
}

/// Compares what fires with what each story expects, by story.
fn compare(found: &BTreeMap<String, Findings>) {
    let mut faults = Vec::new();
    for (story, findings) in found {
        let expected = expected(story);
        if findings.rules() != expected {
            let silent: Vec<_> = expected.iter().filter(|name| !findings.has(name)).collect();
            faults.push(format!(
                "{story}\nexpected and silent: {silent:?}\nfound:\n{findings}"
            ));
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn the_stories_of_one_run_are_told_and_the_honest_are_clean() {
    let findings = check(FOLDER);
    let mut by_story: BTreeMap<String, Findings> = stories()
        .into_iter()
        .map(|story| (story, Findings(Vec::new())))
        .collect();
    for finding in findings.0 {
        let story = by_story.get_mut(&finding.path);
        story.expect("a finding lies in a story").0.push(finding);
    }
    compare(&by_story);
}

#[test]
fn each_story_alone_is_told_the_same() {
    let alone = stories().into_iter().map(|story| {
        let findings = check(&story);
        (story, findings)
    });
    compare(&alone.collect());
}

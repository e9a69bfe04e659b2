//! The stories that hang on words, told in the other languages: what fires is what fires in English,
//! and the honest twins stay clean. The messages stand in `fixtures/story-texts`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod support;

use courtesy::rules::RULES;
use serde_yaml::{Mapping, Value};
use support::{Folder, repository};

/// A day before any of the campaigns begins.
const TODAY: &str = "2026-10-01";

const STORIES: [&str; 6] = [
    "2-no-decline-popup",
    "4-prepay-chat-pitch",
    "5-immovable-licence",
    "honest/2-no-decline-popup-honest",
    "honest/4-prepay-chat-pitch-honest",
    "honest/5-immovable-licence-honest",
];

fn read(path: &str) -> String {
    std::fs::read_to_string(repository().join("fixtures/stories").join(path)).unwrap()
}

/// The rules that the head of a story names and that exist.
fn expected(story: &str) -> Vec<&str> {
    let mut lines = story.lines();
    let line = lines.find_map(|line| line.strip_prefix("# expects: "));
    let mut names: Vec<&str> = line.unwrap().split(", ").collect();
    names.retain(|name| RULES.iter().any(|rule| rule.meta().name == *name));
    names.sort_unstable();
    names
}

/// A story with its messages in another language.
fn translated(story: &str, language: &Value, words: &Mapping) -> String {
    let mut story: Value = serde_yaml::from_str(story).unwrap();
    story.apply_merge().unwrap();
    for (name, message) in story["messages"].as_mapping_mut().unwrap() {
        let words = words
            .get(name)
            .unwrap_or_else(|| panic!("no translation of {name:?}"));
        message["language"] = language.clone();
        message["body"] = words["body"].clone();
        if let Some(subject) = words.get("subject") {
            message["subject"] = subject.clone();
        }
        let labels = words.get("choices").and_then(Value::as_sequence);
        for (at, label) in labels.into_iter().flatten().enumerate() {
            message["choices"][at]["label"] = label.clone();
        }
    }
    serde_yaml::to_string(&story).unwrap()
}

/// Tells all stories in one language.
fn told_in(code: &str) {
    let file: Value = serde_yaml::from_str(
        &std::fs::read_to_string(repository().join(format!("fixtures/story-texts/{code}.yaml")))
            .unwrap(),
    )
    .unwrap();
    let words = file["messages"].as_mapping().unwrap();
    let settings = read("courtesy.yaml");
    let mut faults = Vec::new();
    for name in STORIES {
        let story = read(&format!("{name}.yaml"));
        let text = translated(&story, &file["language"], words);
        let folder = Folder::with([("courtesy.yaml", &*settings), ("story.yaml", &*text)]);
        let arguments = ["check", "story.yaml", "--today", TODAY, "--format", "json"];
        let findings = folder.run(&arguments).findings();
        if findings.rules() != expected(&story) {
            faults.push(format!(
                "{name}: expected {:?}\n{findings}",
                expected(&story)
            ));
        }
    }
    assert!(faults.is_empty(), "{code}\n{}", faults.join("\n"));
}

#[test]
fn in_german() {
    told_in("de");
}

#[test]
fn in_spanish() {
    told_in("es");
}

#[test]
fn in_french() {
    told_in("fr");
}

#[test]
fn in_italian() {
    told_in("it");
}

#[test]
fn in_dutch() {
    told_in("nl");
}

#[test]
fn in_portuguese() {
    told_in("pt");
}

//! What is found in messages as people write them, held against labels that were given by hand.
//!
//! `cargo test --test corpus -- --nocapture` prints precision and recall of each rule, language and series.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod support;

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use support::{Folder, repository};

const LEAST_PRECISION: f64 = 0.95;
const LEAST_RECALL: f64 = 0.85;
const LEAST_TEXTS: usize = 200;

#[derive(Deserialize)]
struct Situations {
    judged: Vec<String>,
    settings: String,
    situations: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct File {
    language: String,
    currency: String,
    texts: Vec<Labelled>,
}

#[derive(Deserialize)]
struct Labelled {
    situation: String,
    text: String,
    language: Option<String>,
    currency: Option<String>,
    #[serde(default)]
    choices: Vec<(String, String)>,
    expect: BTreeSet<String>,
}

/// How often a rule was right.
#[derive(Default)]
struct Score {
    rightly: u32,
    wrongly: u32,
    missed: u32,
}

impl Score {
    fn count(&mut self, expected: bool, found: bool) {
        match (expected, found) {
            (true, true) => self.rightly += 1,
            (false, true) => self.wrongly += 1,
            (true, false) => self.missed += 1,
            (false, false) => {}
        }
    }

    /// Of what was found, how much should be.
    fn precision(&self) -> f64 {
        share(self.rightly, self.wrongly)
    }

    /// Of what should be found, how much was.
    fn recall(&self) -> f64 {
        share(self.rightly, self.missed)
    }
}

fn share(part: u32, rest: u32) -> f64 {
    if part + rest == 0 {
        1.0
    } else {
        f64::from(part) / f64::from(part + rest)
    }
}

fn read<T: for<'de> Deserialize<'de>>(name: &str) -> T {
    let path = repository().join("fixtures/corpus").join(name);
    let text = std::fs::read_to_string(path).unwrap();
    serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The files of texts: `en` is the first series of its language, `en-2` the second.
fn names() -> BTreeSet<String> {
    std::fs::read_dir(repository().join("fixtures/corpus"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter_map(|name| Some(name.strip_suffix(".yaml")?.to_owned()))
        .filter(|name| name != "situations")
        .collect()
}

/// Of which series a text is.
fn series(id: &str) -> &'static str {
    match id.rsplit('-').nth(1) {
        Some("2") => "second series",
        Some("3") => "third series",
        _ => "first series",
    }
}

/// A JSON string is a scalar of YAML, whatever is in it.
fn scalar(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

fn document(template: &str, id: &str, file: &File, labelled: &Labelled) -> String {
    let choices: Vec<String> = labelled
        .choices
        .iter()
        .map(|(label, action)| match action.as_str() {
            "snooze" => format!("{{label: {}, action: snooze, for: 60d}}", scalar(label)),
            _ => format!("{{label: {}, action: {action}}}", scalar(label)),
        })
        .collect();
    let language = labelled.language.as_ref().unwrap_or(&file.language);
    let currency = labelled.currency.as_ref().unwrap_or(&file.currency);
    template
        .replace("SITUATION", &labelled.situation)
        .replace("LANGUAGE", language)
        .replace("CURRENCY", currency)
        .replace("CHOICES", &format!("[{}]", choices.join(", ")))
        .replace("ID", id)
        .replace("TEXT", &scalar(&labelled.text))
}

#[test]
fn what_is_found_is_what_a_careful_reader_finds() {
    let situations: Situations = read("situations.yaml");
    let folder = Folder::new();
    folder.write("courtesy.yaml", &situations.settings);
    let mut labels: BTreeMap<String, Labelled> = BTreeMap::new();
    for name in names() {
        let mut file: File = read(&format!("{name}.yaml"));
        for (number, labelled) in std::mem::take(&mut file.texts).into_iter().enumerate() {
            let template = &situations.situations[&labelled.situation];
            let id = format!("{name}-{:02}", number + 1);
            let text = document(template, &id, &file, &labelled);
            folder.write(&format!("{id}.yaml"), text);
            labels.insert(id, labelled);
        }
    }
    let judged = situations.judged.join(",");
    let mut found: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let findings = folder.findings(&[".", "--select", &judged]);
    for finding in &findings.0 {
        assert_eq!(
            finding.verdict, "violation",
            "every text is understood: {finding}"
        );
        let id = finding.path.trim_end_matches(".yaml");
        found.entry(id).or_default().insert(&finding.rule);
    }

    let mut by_rule: BTreeMap<&str, Score> = BTreeMap::new();
    let mut by_group: BTreeMap<&str, Score> = BTreeMap::new();
    let mut wrong = String::new();
    for (id, labelled) in &labels {
        let here = found.remove(id.as_str()).unwrap_or_default();
        for rule in &situations.judged {
            let (expected, found) = (labelled.expect.contains(rule), here.contains(&**rule));
            by_rule.entry(rule).or_default().count(expected, found);
            for group in [&id[..2], series(id)] {
                by_group.entry(group).or_default().count(expected, found);
            }
            if expected != found {
                let which = if expected { "missed" } else { "wrongly" };
                let _ = writeln!(wrong, "{id}: {rule} {which}: {}", labelled.text.trim_end());
            }
        }
    }
    assert!(found.is_empty(), "findings in no text: {found:?}");

    let mut report = format!("{} texts\n", labels.len());
    for (name, score) in by_rule.iter().chain(&by_group) {
        let Score {
            rightly,
            wrongly,
            missed,
        } = score;
        let (precision, recall) = (score.precision(), score.recall());
        let _ = writeln!(
            report,
            "{name:30} precision {precision:.2} recall {recall:.2} ({rightly} rightly, {wrongly} wrongly, {missed} missed)"
        );
    }
    println!("{report}{wrong}");
    assert!(labels.len() >= LEAST_TEXTS, "{} texts", labels.len());
    for (rule, score) in &by_rule {
        assert!(
            score.rightly + score.missed > 0,
            "no text is labelled {rule}"
        );
        assert!(
            score.precision() >= LEAST_PRECISION && score.recall() >= LEAST_RECALL,
            "{rule}\n{report}{wrong}"
        );
    }
}

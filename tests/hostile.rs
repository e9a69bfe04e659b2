//! No input makes the program panic, hang or fall silent about what it could not check.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod support;

use std::fmt::Write as _;
use support::{Folder, Ran, repository};

/// Checks a file of `fixtures/hostile`, alone: the others would be read with it.
fn hostile(name: &str) -> Ran {
    let folder = Folder::new();
    folder.write(
        name,
        std::fs::read(repository().join("fixtures/hostile").join(name)).unwrap(),
    );
    folder.check(&[name, "--format", "json"])
}

#[test]
fn every_hostile_file_ends_in_words() {
    for entry in std::fs::read_dir(repository().join("fixtures/hostile")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if std::path::Path::new(&name)
            .extension()
            .is_none_or(|it| it != "yaml")
        {
            continue;
        }
        let ran = hostile(&name);
        match ran.code {
            0 | 1 => drop(ran.findings()),
            // It holds no definition, and that is said.
            3 => assert!(ran.err.contains("nothing to check"), "{name}\n{ran}"),
            _ => panic!("{name}\n{ran}"),
        }
    }
}

/// In one project `campaign-overlap` laid out every minute of a campaign without end for each other campaign's people.
#[test]
fn campaigns_without_measure_end_beside_each_other() {
    let read = |name| std::fs::read(repository().join("fixtures/hostile").join(name)).unwrap();
    let folder = Folder::new();
    for name in ["numbers.yaml", "years.yaml"] {
        folder.write(name, read(name));
    }
    let findings = folder.findings(&["."]);
    let unverified = findings.of("attempts-per-window");
    assert!(
        unverified
            .iter()
            .any(|it| it.message.contains("12000 contacts")),
        "{findings}"
    );
}

#[test]
fn days_past_the_ends_of_time_are_findings() {
    let findings = hostile("years.yaml").findings();
    let wrong: Vec<&str> = findings
        .of("invalid-value")
        .iter()
        .map(|it| it.pointer.as_str())
        .collect();
    for pointer in [
        "/campaigns/year-0/starts",
        "/campaigns/year-99999/ends",
        "/campaigns/no-month/starts",
        "/campaigns/signed/starts",
        "/cadences/all/steps/3/wait",
        "/cadences/all/steps/4/on",
        "/cadences/all/steps/5/on",
    ] {
        assert!(wrong.contains(&pointer), "{pointer}\n{findings}");
    }
}

#[test]
fn ten_thousand_steps_end() {
    let mut text = "\
campaigns:
  long: {purpose: sales, starts: 2027-01-01, ends: 2027-12-31, audience: {regions: [CA-MB], type: business}, cadence: steps}
cadences:
  steps:
    send_window: {days: mon-fri, hours: \"09:00-17:00\", time_zone: recipient, zone_from: address, holidays: observe}
    steps:
"
    .to_owned();
    for number in 0..10_000 {
        let _ = writeln!(
            text,
            "      - {{id: s{number}, day: {number}, channel: email}}"
        );
    }
    let folder = Folder::with([("long.yaml", text.as_str())]);
    let findings = folder.findings(&["long.yaml"]);
    assert!(!findings.has("syntax"), "{findings}");
    // The same with an id twice, and with waits, each of which hangs on the one before.
    let text = text
        .replace("id: s9999,", "id: s0,")
        .replace("day: 1,", "wait: 1d,");
    folder.write("long.yaml", text);
    assert_eq!(folder.findings(&["long.yaml"]).of("duplicate-id").len(), 1);
}

#[test]
fn huge_texts_and_names_end() {
    let folder = Folder::new();
    let word = "upgrade now for $5 {{".repeat(100_000);
    folder.write(
        "huge.yaml",
        format!(
            "campaigns:\n  {}: {{purpose: sales, starts: 2027-01-01, ends: 2027-01-31, audience: {{regions: [CA-MB], type: business}}, cadence: c}}\ncadences:\n  c: {{steps: [{{channel: email, message: m}}]}}\nmessages:\n  m: {{channel: email, language: en, body: \"{word}\"}}\n",
            "n".repeat(1000),
        ),
    );
    for format in ["human", "json"] {
        let ran = folder.check(&["--format", format]);
        assert!(ran.code <= 1, "{format}: {}", ran.code);
    }
}

#[test]
fn thousands_of_misspelt_names_end() {
    let mut text = "campaigns:\n".to_owned();
    for number in 0..3000 {
        let _ = writeln!(
            text,
            "  c{number}: {{purpose: sales, starts: 2027-01-01, ends: 2027-01-31, audience: people-{number}x, cadence: c}}"
        );
    }
    text += "cadences:\n  c: {steps: [{channel: post}]}\naudiences:\n";
    for number in 0..3000 {
        let _ = writeln!(
            text,
            "  people-{number}: {{regions: [CA-MB], type: business}}"
        );
    }
    let folder = Folder::with([("many.yaml", text.as_str())]);
    let findings = folder.findings(&["--select", "definition", "."]);
    assert_eq!(findings.of("unresolved-reference").len(), 3000);
}

#[test]
fn a_terminal_is_not_driven_by_its_input() {
    let folder = Folder::with([(
        "a.yaml",
        "audiences:\n  \"a\\e[31mred\": {regions: [CA], colour\u{202e}: \"\\e]0;title\\a\"}\n",
    )]);
    for format in ["human", "concise", "json", "jsonl"] {
        let ran = folder.check(&["--format", format]);
        let shown = ran.out + &ran.err;
        let driven = shown.chars().any(|c| {
            (c.is_control() && c != '\n')
                || (c == '\u{202e}' && format != "json" && format != "jsonl")
        });
        assert!(!driven, "{format}: {shown:?}");
    }
}

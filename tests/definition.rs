//! The files themselves: every mistake at its place, and none hides another.

mod support;

use support::{Findings, Folder, check};

/// What `definition` finds; what other families say of short texts does not matter here.
fn definition(findings: Findings) -> Findings {
    const FAMILY: [&str; 10] = [
        "syntax",
        "unknown-field",
        "invalid-value",
        "missing-field",
        "unresolved-reference",
        "duplicate-id",
        "unused-definition",
        "unreachable-step",
        "ended-campaign",
        "yaml-trap",
    ];
    Findings(
        findings
            .0
            .into_iter()
            .filter(|it| FAMILY.contains(&it.rule.as_str()))
            .collect(),
    )
}

/// Ten mistakes. That nothing refers to `people` is the fourth, told where it was made.
const TEN: &str = "\
campaigns:
  spring:
    purpose: saels
    starts: 2027-02-30
    audiance: people
    audience: peolpe
    cadence: mails
    colour: green
cadences:
  mails:
    send_window: {days: mon-fri, time_zone: Mars/Olympus, holidays: observe}
    steps:
      - {id: first, day: 0, channel: e-mail}
      - {id: second, day: 3}
      - {id: first, day: 5, channel: email, attempts: 0}
audiences:
  people: {regions: [CA-MB], type: business}
";

#[test]
fn ten_mistakes_are_ten_findings_at_ten_places() {
    let findings = definition(check(TEN));
    assert_eq!(
        findings.places(),
        [
            "3:14 invalid-value",
            "4:13 invalid-value",
            "5:5 unknown-field",
            "6:15 unresolved-reference",
            "8:5 unknown-field",
            "11:45 invalid-value",
            "13:38 invalid-value",
            "14:9 missing-field",
            "15:14 duplicate-id",
            "15:55 invalid-value",
        ],
        "\n{findings}"
    );
    let unknown = findings.of("unknown-field");
    assert!(
        unknown[0].help.as_ref().unwrap().contains("`audience`"),
        "{findings}"
    );
    let lost = findings.one("unresolved-reference");
    assert_eq!(lost.help.as_deref(), Some("did you mean `people`?"));
}

#[test]
fn a_broken_neighbour_does_not_stop_the_others() {
    let alone = Folder::with([("ten.yaml", TEN)]).findings(&["."]);
    let folder = Folder::with([
        ("ten.yaml", TEN),
        (
            "broken.yaml",
            "campaigns:\n  a: {audience: [\n  b: c\ncadences: }\n",
        ),
        ("latin.yaml", ""),
        ("none.yaml", ""),
    ]);
    folder.write("latin.yaml", b"campaigns: {caf\xe9: }\n");
    let findings = folder.findings(&["."]);
    let of = |path: &str| -> Vec<String> {
        let here = findings.0.iter().filter(|it| it.path == path);
        here.map(ToString::to_string).collect()
    };
    let expected: Vec<String> = alone.0.iter().map(ToString::to_string).collect();
    assert_eq!(of("ten.yaml"), expected);
    assert!(
        of("broken.yaml").iter().any(|it| it.contains(" syntax ")),
        "{findings}"
    );
    assert!(
        of("latin.yaml").iter().any(|it| it.contains("not UTF-8")),
        "{findings}"
    );
    assert!(of("none.yaml").is_empty());
}

#[test]
fn a_broken_block_does_not_hide_the_rest_of_its_file() {
    let findings = check(
        "\
audiences:
  one: {regions: [CA-MB}
  two:
    regions: [CA-XX]
messages:
  three: {chanel: email}
",
    );
    for (rule, line) in [("syntax", 2), ("invalid-value", 4), ("unknown-field", 6)] {
        let found = findings.of(rule);
        assert!(
            found.iter().any(|it| it.span.start.line == line),
            "{rule}\n{findings}"
        );
    }
}

#[test]
fn an_id_in_two_files_is_shown_in_both() {
    let folder = Folder::with([
        ("courtesy.yaml", "version: 1\n"),
        ("a.yaml", "audiences:\n  people: {regions: [CA-MB]}\n"),
        ("b.yaml", "audiences:\n  people: {regions: [CA-ON]}\n"),
    ]);
    let findings = folder.findings(&["."]);
    let twice = findings.one("duplicate-id");
    assert_eq!(
        (twice.path.as_str(), twice.place().as_str()),
        ("b.yaml", "2:3 duplicate-id")
    );
    let first = &twice.related[0];
    assert_eq!((first.path.as_str(), first.span.start.line), ("a.yaml", 2));
    // The second alone is told the same; the first is not at fault.
    assert!(folder.findings(&["b.yaml"]).has("duplicate-id"));
    assert!(!folder.findings(&["a.yaml"]).has("duplicate-id"));
}

#[test]
fn one_id_in_two_sections_is_two_ids() {
    let findings = check("audiences:\n  a: {regions: [CA]}\nsenders:\n  a: {role: sales}\n");
    assert!(!findings.has("duplicate-id"), "{findings}");
}

#[test]
fn a_reference_into_the_wrong_section_says_so() {
    let text = "\
campaigns:
  c: {purpose: sales, starts: 2027-03-01, audience: letters, cadence: letters}
cadences:
  letters: {steps: [{channel: post, by: zoe}]}
";
    let findings = check(text);
    let wrong = findings.of("unresolved-reference");
    assert_eq!(
        wrong[0].help.as_deref(),
        Some("`letters` is a cadence; what is needed here is an audience")
    );
    assert_eq!(
        wrong[1].help.as_deref(),
        Some("nothing defines a sender in this project; add it under `senders:`")
    );
}

#[test]
fn what_could_not_be_read_is_not_missing() {
    let findings = definition(check(
        "campaigns:\n  c:\n    audience: {regions: [CA-MB]}\n    cadence: {steps: [{channel: emial}]}\n",
    ));
    assert_eq!(findings.rules(), ["invalid-value"], "{findings}");
}

#[test]
fn an_article_fits_its_noun() {
    let findings = check("advisories:\n  a: {product: {name: Pad}, harm: minor}\n");
    assert_eq!(
        findings.one("missing-field").message,
        "an advisory needs `status`"
    );
}

#[test]
fn what_is_the_users_own_is_not_read() {
    let findings = check(
        "\
x-team: {on: NO}
audiences:
  a: {regions: [CA], x-hours: 09:00, x-flag: yes}
campaigns:
  c: {starts: 2027-03-01, audience: a, cadence: {steps: [{channel: post, x-id: 007}]}}
",
    );
    assert!(definition(findings.clone()).0.is_empty(), "{findings}");
}

#[test]
fn documents_of_other_programs_are_not_read() {
    let text = "\
kind: Deployment
enabled: yes
---
audiences:
  a: {regions: [NO]}
---
- 09:00
";
    let findings = definition(check(text));
    assert_eq!(findings.of("yaml-trap").len(), 1, "{findings}");
    assert_eq!(findings.one("yaml-trap").span.start.line, 5);
}

#[test]
fn columns_count_characters_and_offsets_bytes() {
    let findings = check("audiences:\n  a: {name: \"Größe \u{1f600}\", regoins: [CA]}\n");
    let at = findings.one("unknown-field").span.start;
    assert_eq!((at.line, at.column, at.offset), (2, 24, 39));
}

#[test]
fn carriage_returns_and_marks_move_nothing() {
    let plain = definition(check(TEN));
    let crlf = definition(check(&TEN.replace('\n', "\r\n")));
    assert_eq!(crlf.places(), plain.places());
    let marked = definition(check(&format!("\u{feff}{TEN}")));
    assert_eq!(marked.places(), plain.places());
}

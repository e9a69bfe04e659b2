//! Waivers as a user writes them: what they cover, what they cannot, and what
//! is said of those that are wrong.

mod support;

use courtesy::calendar::Day;
use courtesy::project::{Request, Settings, Waived, load};
use proptest::prelude::*;
use support::{Folder, TODAY, check, check_on};

/// What is set aside and what is left in a definition: `line rule` each.
fn told(yaml: &str) -> (Vec<String>, Vec<String>) {
    let folder = Folder::with([("definition.yaml", yaml)]);
    told_of(&folder, &[])
}

fn told_of(folder: &Folder, arguments: &[&str]) -> (Vec<String>, Vec<String>) {
    let ran = folder.check(&[&["--format", "json"], arguments].concat());
    let report = ran.json();
    let (mut waived, mut left) = (Vec::new(), Vec::new());
    for finding in report["diagnostics"].as_array().expect("a list") {
        let line = &finding["span"]["start"]["line"];
        let rule = finding["rule"].as_str().expect("a name");
        let list = if finding["suppressed"].is_null() {
            &mut left
        } else {
            &mut waived
        };
        list.push(format!("{line} {rule}"));
    }
    (waived, left)
}

/// Four traps for other readers of YAML: `NO` on lines 5, 6, 8 and 11.
const TRAPS: &str = "\
# line 1
audiences:
  # line 3
  north:
    regions: [NO] # line 5
    languages: [NO]
    relationship:
      NO
  # line 9
  south:
    regions: [NO]
    # line 12
";

/// The traps, with a comment in the place of the one that names its line.
fn traps(line: u32, waiver: &str) -> String {
    let place = format!("# line {line}\n");
    assert!(TRAPS.contains(&place));
    TRAPS.replace(&place, &format!("# courtesy: {waiver}\n"))
}

fn lines_waived(yaml: &str) -> String {
    let (waived, _) = told(yaml);
    let lines = waived.iter().filter_map(|it| it.strip_suffix(" yaml-trap"));
    lines.collect::<Vec<_>>().join(" ")
}

#[test]
fn a_waiver_covers_the_entry_below_or_the_one_at_whose_end_it_stands() {
    let covered = |line| {
        lines_waived(&traps(
            line,
            "allow[yaml-trap]: our platform reads YAML 1.2",
        ))
    };
    assert_eq!(lines_waived(TRAPS), "");
    assert_eq!(covered(1), "5 6 8 11", "above the first line: the document");
    assert_eq!(covered(3), "5 6 8", "above an entry: the entry");
    assert_eq!(covered(5), "5", "at the end of a line: what ends there");
    assert_eq!(covered(9), "11", "above the last entry");
    assert_eq!(
        covered(12),
        "",
        "at the end of a block there is nothing below"
    );
}

/// A text in which `W` stands for a waiver and `~` marks the lines that it must cover.
fn covers_what_is_marked(marked: &str) {
    let yaml: String = marked
        .lines()
        .map(|line| {
            line.trim_end_matches('~')
                .trim_end()
                .replace('W', "# courtesy: allow[yaml-trap]: agreed")
                + "\n"
        })
        .collect();
    let expected: Vec<String> = marked
        .lines()
        .enumerate()
        .filter(|(_, line)| line.ends_with('~'))
        .map(|(number, _)| (number + 1).to_string())
        .collect();
    for text in [
        yaml.clone(),
        yaml.replace('\n', "\r\n"),
        yaml.trim_end().to_owned(),
    ] {
        assert_eq!(lines_waived(&text), expected.join(" "), "{marked}\n{}", {
            let (waived, left) = told(&text);
            format!("waived {waived:?}\nleft {left:?}")
        });
    }
}

#[test]
fn lists_without_brackets() {
    covers_what_is_marked(
        "audiences:
  a:
    regions:
      W
      - NO ~
      - NO
  b:
    regions:
      - NO
      W
      - NO ~
  c:
    regions: W
      - NO ~
      - NO ~
  d:
    regions:
    - NO W ~
    - NO",
    );
    covers_what_is_marked(
        "cadences:
  a:
    steps:
      W
      - id: NO ~
        wait: NO ~
      - id: NO
        wait: NO
  b:
    steps:
      - id: NO
        W
        wait: NO ~
      - id: NO W ~
        wait: NO
      - W
        id: NO ~
        wait: NO ~
      -
        W
        id: NO ~
        wait: NO
      - - NO
        - NO
      W
      - - NO ~
        - NO ~
      - W
        - NO ~
        - NO ~
      - - W
          NO ~
        - NO",
    );
}

#[test]
fn brackets() {
    covers_what_is_marked(
        "audiences:
  a: {regions: [NO], languages: mean} W ~
  b: {
    regions: NO, W ~
    W
    languages: [NO, ~
      NO], ~
    relationship: NO,
    W
    consent: NO ~
    W
  }
  c: { W
    regions: NO ~
  }
  d:
    regions: [
      NO, W ~
      NO,
      W
      NO ~
    ]
    W
    languages:
      [NO] ~
    relationship: [
      NO ~
    ] W",
    );
}

#[test]
fn other_shapes() {
    covers_what_is_marked(
        "audiences:
  W
  W

  # a remark
  a:
    regions: NO ~
  b:
    regions: NO
",
    );
}

#[test]
fn an_alias_is_covered_where_it_leads_and_not_where_it_stands() {
    covers_what_is_marked(
        "audiences:
  a:
    regions: &north [NO]
  b:
    W
    regions: *north
  c:
    W
    regions: &south [NO] ~
    languages: *south
  d:
    regions: !!seq &east W
      - NO ~",
    );
}

#[test]
fn several_documents() {
    covers_what_is_marked(
        "W
audiences:
  a: {regions: NO} ~
---
audiences:
  b: {regions: NO}
W
---
audiences:
  c: {regions: NO} ~
--- W
audiences:
  d: {regions: NO} ~
...
---
audiences:
  e: {regions: NO}",
    );
}

/// One open advisory without details, below a waiver.
fn advisory(comment: &str) -> String {
    format!(
        "advisories:\n  {comment}\n  slow-start:\n    product: {{name: Notebook, current_version: \"5.0\"}}\n    harm: minor\n    status: open\n    known_since: 2026-11-20\n"
    )
}

#[test]
fn rules_and_families_are_named_and_the_record_is_kept() {
    for names in [
        "advisory-without-details",
        "trust",
        "tone, trust",
        "trust,advisory-without-details",
    ] {
        let yaml = advisory(&format!(
            "# courtesy: allow[{names}] until=2026-12-31: the page comes on Monday "
        ));
        let folder = Folder::with([("a.yaml", &*yaml)]);
        let ran = folder.check(&["--format", "json", "--ignore", "waiver-unused"]);
        assert_eq!(ran.code, 0, "{ran}");
        let report = ran.json();
        assert_eq!(report["summary"]["suppressed"], 1);
        assert_eq!(report["summary"]["warnings"], 0);
        assert_eq!(
            report["diagnostics"][0]["suppressed"].to_string(),
            r#"{"kind":"waiver","reason":"the page comes on Monday","until":"2026-12-31"}"#
        );
    }
}

#[test]
fn waived_findings_are_listed_when_asked_for() {
    let yaml = advisory("# courtesy: allow[trust]: the page comes on Monday");
    let folder = Folder::with([("a.yaml", &*yaml)]);
    let listed = "a.yaml:3:3: warning[advisory-without-details] ";
    for format in ["concise", "human"] {
        let ran = folder.check(&["--format", format]);
        assert!(!ran.out.contains("advisory-without-details"), "{ran}");
        let ran = folder.check(&["--format", format, "--show-suppressed"]);
        assert!(
            ran.out.contains("waived: the page comes on Monday"),
            "{ran}"
        );
        assert!(ran.code == 0 && ran.out.contains(listed), "{ran}");
    }
}

#[test]
fn the_innermost_waiver_gets_the_credit() {
    let yaml = advisory("# courtesy: allow[trust]: near");
    let outer = format!("# courtesy: allow[trust, tone]: far\n{yaml}");
    let findings = check(&outer);
    // The first of the lines is the document's.
    assert_eq!(
        findings.places(),
        ["1:19 waiver-unused", "1:26 waiver-unused"]
    );
    let expired = outer.replace("allow[trust]: near", "allow[trust] until=2026-01-01: near");
    let (waived, left) = told(&expired);
    assert_eq!(
        waived,
        ["4 advisory-without-details"],
        "the one around it still holds"
    );
    assert_eq!(left, ["1 waiver-unused", "3 waiver-expired"]);
}

#[test]
fn the_last_day_is_the_last_day() {
    let yaml = advisory("# courtesy: allow[trust] until=2026-11-22: the page comes on Monday");
    let rules = |today| {
        let folder = Folder::with([("definition.yaml", &*yaml)]);
        let ran = folder.run(&["check", "--today", today, "--format", "concise"]);
        (
            ran.code,
            ran.out.matches("waiver-expired").count(),
            ran.out.matches("without-details").count(),
        )
    };
    assert_eq!(rules("2026-11-22"), (0, 0, 0));
    assert_eq!(rules("2026-11-23"), (1, 1, 1));
    assert!(
        check_on("2026-11-23", &yaml)
            .one("waiver-expired")
            .message
            .contains("2026-11-22")
    );
}

#[test]
fn a_waiver_that_waives_nothing_is_found_name_by_name() {
    let yaml = advisory("# courtesy: allow[trust, yaml-trap]: agreed");
    let findings = check(&yaml);
    let unused = findings.one("waiver-unused");
    assert_eq!(
        (unused.place(), unused.severity.as_str()),
        ("2:28 waiver-unused".to_owned(), "warning")
    );
    assert_eq!(unused.pointer, "/advisories/slow-start");
    assert_eq!(
        unused.span.end.offset - unused.span.start.offset,
        "yaml-trap".len()
    );
}

#[test]
fn of_rules_that_did_not_run_nothing_is_said() {
    let yaml = advisory("# courtesy: allow[trust, tone, yaml-trap]: agreed")
        .replace("status: open", "status: fixed");
    let folder = Folder::with([("a.yaml", &*yaml)]);
    let unused = |arguments: &[&str]| folder.findings(arguments).of("waiver-unused").len();
    assert_eq!(unused(&[]), 3);
    assert_eq!(unused(&["--ignore", "yaml-trap"]), 2);
    assert_eq!(unused(&["--select", "waiver-unused,tone"]), 1);
    assert_eq!(unused(&["--ignore", "definition"]), 0);
    folder.write("courtesy.yaml", "rules: {tone: off, yaml-trap: off}\n");
    assert_eq!(unused(&[]), 1);
    folder.write("courtesy.yaml", "rules: {waiver-unused: off}\n");
    assert_eq!(unused(&[]), 0);
    folder.write("courtesy.yaml", "rules: {waiver-unused: error}\n");
    assert_eq!(
        folder.findings(&[]).of("waiver-unused")[0].severity,
        "error"
    );
}

#[test]
fn a_document_that_cannot_be_read_whole_says_nothing_of_its_waivers() {
    let yaml = advisory("# courtesy: allow[tone]: agreed");
    assert!(check(&yaml).has("waiver-unused"));
    let broken = format!("{yaml}    - nothing: [\n");
    let findings = check(&broken);
    assert!(
        findings.has("syntax") && !findings.has("waiver-unused"),
        "{findings}"
    );
}

#[test]
fn unknown_names_come_with_the_nearest() {
    let help = |names: &str| {
        let findings = check(&advisory(&format!("# courtesy: allow[{names}]: agreed")));
        findings
            .one("waiver-unknown")
            .help
            .clone()
            .unwrap_or_default()
    };
    assert_eq!(
        help("advisory-without-detail"),
        "did you mean `advisory-without-details`?"
    );
    assert_eq!(help("trsut"), "did you mean `trust`?");
    assert_eq!(
        help("everything-there-is"),
        "`courtesy rules` lists all rules and families"
    );
}

#[test]
fn defects_of_waivers_and_of_the_text_cannot_be_waived() {
    for name in [
        "syntax",
        "waiver-unused",
        "waiver-unknown",
        "waiver-expired",
        "waiver-without-reason",
    ] {
        let findings = check(&advisory(&format!("# courtesy: allow[{name}]: agreed")));
        let finding = findings.one("waiver-unknown");
        assert_eq!(
            finding.message,
            format!("findings of `{name}` cannot be waived")
        );
    }
    // The family leaves them out.
    let yaml = "# courtesy: allow[definition]: agreed\nadvisories:\n  # courtesy: allow[nothing]: agreed\n  # courtesy: allow[trust]\n  # courtesy: allow[trust] until=2026-01-01: agreed\n  # courtesy: allow[tone]: agreed\n  a: {statsu: open}\n  b: [\n";
    let (waived, left) = told(yaml);
    for rule in [
        "3 waiver-unknown",
        "4 waiver-without-reason",
        "5 waiver-expired",
    ] {
        assert!(left.iter().any(|it| it == rule), "{rule}: {left:?}");
    }
    assert!(left.iter().any(|it| it.ends_with(" syntax")), "{left:?}");
    assert!(
        waived.iter().any(|it| it == "7 unknown-field"),
        "{waived:?}"
    );
    assert!(
        waived
            .iter()
            .all(|it| !it.contains("waiver-") && !it.contains("syntax"))
    );
}

#[test]
fn a_waiver_without_a_reason_waives_nothing() {
    for written in [
        "allow[trust]",
        "allow[trust]:",
        "allow[trust]: --",
        "allow[trust] until=2026-12-31",
        "allow[trust] until=2026-12-31 : . ",
    ] {
        let findings = check(&advisory(&format!("# courtesy: {written}")));
        assert_eq!(
            findings.rules(),
            ["advisory-without-details", "waiver-without-reason"],
            "{written}"
        );
    }
}

#[test]
fn what_is_meant_as_a_waiver_is_never_passed_over() {
    for (written, message) in [
        (
            "# courtesy: alow[trust]: agreed",
            "`alow` is not `allow`, so this waives nothing",
        ),
        (
            "# courtesy: Allow[trust]: agreed",
            "`Allow` is not `allow`, so this waives nothing",
        ),
        (
            "# courtesy: ignore[trust]: agreed",
            "only `allow[...]` can follow `# courtesy:`",
        ),
        ("# courtesy:", "only `allow[...]` can follow `# courtesy:`"),
        (
            "# courtesy: allow trust: agreed",
            "`allow` names no rule: `[` is missing after it",
        ),
        (
            "# courtesy: allow[trust: agreed",
            "the list of rules is not closed: `]` is missing",
        ),
        (
            "# courtesy: allow[ , ]: agreed",
            "the list of rules is empty",
        ),
        (
            "# courtesy: allow[trust] because",
            "`until=` with a date, or a colon and the reason, come after the list",
        ),
        (
            "# courtesy: allow[trust] until 2026-12-31: agreed",
            "`until=` with a date, or a colon and the reason, come after the list",
        ),
        (
            "# courtesy: allow[trust] until=soon: agreed",
            "`soon` is not a date; write it as 2026-10-12",
        ),
        (
            "# courtesy: allow[trust] until=2026-02-30: agreed",
            "there is no day 2026-02-30 in the calendar",
        ),
        (
            "# courtesy: allow[trust] until=2026-12-31 agreed",
            "a colon and the reason come after the date",
        ),
        (
            "# courtesy allow[trust]: agreed",
            "the colon after `courtesy` is missing, so this waives nothing",
        ),
        (
            "# Courtesy: allow[trust]: agreed",
            "`Courtesy` is not `courtesy`, so this waives nothing",
        ),
        (
            "#curtesy:allow[trust]: agreed",
            "`curtesy` is not `courtesy`, so this waives nothing",
        ),
    ] {
        let findings = check(&advisory(written));
        let expected = ["advisory-without-details", "waiver-unknown"];
        assert_eq!(findings.rules(), expected, "{written}: {findings}");
        let finding = findings.one("waiver-unknown");
        assert_eq!(finding.message, message, "{written}");
        assert!(
            finding
                .help
                .as_deref()
                .unwrap_or_default()
                .starts_with("a waiver reads: # courtesy: allow[")
        );
    }
    for prose in [
        "# Courtesy calls come first: see [1]",
        "# a courtesy: allow us",
        "# Courtesy: be kind",
        "# zizmor: ignore[trust]",
    ] {
        assert_eq!(
            check(&advisory(prose)).rules(),
            ["advisory-without-details"],
            "{prose}"
        );
    }
    for written in [
        "#courtesy:allow[trust]:agreed",
        "##  courtesy: allow [ trust ] until=2026-12-31:agreed: twice",
    ] {
        let (waived, left) = told(&advisory(written));
        assert_eq!(waived, ["3 advisory-without-details"], "{written}");
        assert_eq!(left, [""; 0], "{written}");
    }
}

#[test]
fn a_text_in_quotes_is_no_comment() {
    let yaml = advisory("# no waiver").replace("Notebook", "\"# courtesy: alow[x]\"")
        + "    details: |\n      # courtesy: allow[trust]: agreed\n";
    assert!(
        !check(&yaml)
            .rules()
            .iter()
            .any(|rule| rule.starts_with("waiver-"))
    );
}

#[test]
fn the_text_of_a_message_file_is_covered_where_it_is_named() {
    let definition = |comment: &str| {
        format!(
            "messages:\n  {comment}\n  reply:\n    reply_to: complaint\n    language: en\n    body_file: reply.txt\n"
        )
    };
    let reply = "You obviously did not read the manual. Calm down.\n";
    let folder = Folder::with([("a.yaml", &*definition("#")), ("reply.txt", reply)]);
    let findings = folder.findings(&[]);
    assert_eq!(
        findings.of("belittling-reply")[0].path,
        "reply.txt",
        "{findings}"
    );
    folder.write(
        "a.yaml",
        definition("# courtesy: allow[tone]: quoted from a novel"),
    );
    let (waived, left) = told_of(&folder, &[]);
    assert!(!waived.is_empty() && left.is_empty(), "{waived:?} {left:?}");
    // Settings hold for it too.
    folder.write("a.yaml", definition("#"));
    folder.write("courtesy.yaml", "rules: {tone: off}\n");
    assert_eq!(folder.findings(&[]).rules(), [""; 0]);
}

#[test]
fn a_pile_of_waivers_takes_no_time() {
    let pile = "# courtesy: allow[tone]: agreed\n".repeat(30_000);
    let yaml = format!("{pile}{}", advisory("# courtesy: allow[trust]: agreed"));
    let folder = Folder::with([("a.yaml", &*yaml)]);
    let ran = folder.run(&[
        "check",
        "--today",
        TODAY,
        "--format",
        "concise",
        "--max-diagnostics",
        "1",
    ]);
    assert_eq!(ran.code, 0, "{}", ran.err);
}

/// Texts of all that decides what a comment covers, in any order.
fn scraps() -> impl Strategy<Value = String> {
    let scraps = [
        "# courtesy: allow[tone]: agreed\n",
        "  # courtesy: allow[tone]: agreed\r\n",
        " # courtesy: alow[é\n",
        "# courtesy: allow[é,\u{85}] until=é:é",
        "# other\n",
        "audiences:\n",
        "  a: ",
        "é: ",
        "- ",
        "? ",
        "{",
        "}",
        "[",
        "]",
        ", ",
        ": ",
        "\n",
        "\r",
        "\r\n",
        "  ",
        "\t",
        "&x ",
        "*x",
        "!!seq ",
        "|\n",
        "'",
        "\"",
        "---\n",
        "--- ",
        "...\n",
        "%YAML 1.2\n",
        "NO",
        "\u{2028}",
        "\u{feff}",
        "<<: *x\n",
    ];
    prop::collection::vec(prop::sample::select(scraps.to_vec()), 0..40)
        .prop_map(|scraps| format!("audiences:\n{}", scraps.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_has_its_waivers_read(text in scraps()) {
        let request = Request {
            cwd: "/nowhere".into(),
            paths: Vec::new(),
            standard_input: Some(("a.yaml".into(), text.clone().into_bytes())),
            settings: Settings::Defaults,
            today: Day::from_ymd(2026, 11, 22).expect("a day"),
            profile: None,
        };
        let project = load(&request);
        for file in &project.files {
            for waiver in &file.waivers {
                let text = &file.source.text;
                prop_assert!(text[waiver.span.start as usize..waiver.span.end as usize].starts_with('#'));
                if let Some(cover) = waiver.covers {
                    let span = cover.span;
                    prop_assert!(text.get(span.start as usize..span.end as usize).is_some());
                    prop_assert!(span.start <= file.tree.span(cover.node).start);
                    prop_assert!(file.tree.span(cover.node).end <= span.end);
                }
                if let Err(misread) = &waiver.says {
                    let span = misread.span;
                    prop_assert!(text.get(span.start as usize..span.end as usize).is_some());
                }
            }
        }
        // Nothing was found, so that every waiver that holds is unused.
        let holding = project.files.iter().flat_map(|file| &file.waivers).any(|waiver| {
            waiver.covers.is_none() && waiver.holding_on(project.today).is_some()
        });
        let unused = Waived::of(&project, Vec::new()).unused(&project);
        prop_assert!(!holding || !unused.is_empty());
    }
}

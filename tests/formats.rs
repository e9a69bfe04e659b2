//! The formats that other programs read: one run of everything that is hard to
//! write, told in each of them.

mod support;

use courtesy::calendar::Day;
use courtesy::diagnostics::{
    Citation, Confidence, Contact, Counterexample, Diagnostic, Edit, FailOn, Fix, Force, Label,
    Outcome, RuleMeta, Severity, Site, Summary, Suppressed, Suppression, put_in_order,
};
use courtesy::report::{Format, Options, RulePage, report};
use courtesy::source::{SourceFile, Span};
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::Arc;
use support::Folder;

const HOLIDAY: RuleMeta = RuleMeta {
    name: "holiday-contact",
    family: "timing",
    severity: Severity::Error,
};
const TRAP: RuleMeta = RuleMeta {
    name: "yaml-trap",
    family: "definition",
    severity: Severity::Warning,
};
const ENDED: RuleMeta = RuleMeta {
    name: "ended-campaign",
    family: "definition",
    severity: Severity::Advice,
};

static PAGES: [RulePage; 2] = [
    RulePage {
        meta: HOLIDAY,
        summary: "A contact can land on a public holiday.",
        checks: "Every day on which a step can reach somebody.",
        body: "# holiday-contact\n\n## Why\n\nPeople rest.\n",
    },
    RulePage {
        meta: TRAP,
        summary: "An unquoted scalar.",
        checks: "Scalars.",
        body: "# yaml-trap\n",
    },
];

const TEXT: &str = "\
campaigns:
  née: {cadence: 😀, from: NO}
cadences:
  nag:
    steps: []
";

fn on(source: &Arc<SourceFile>, needle: &str, text: &str) -> Label {
    let start = source.text.find(needle).expect("the text holds it") as u32;
    let span = Span {
        start,
        end: start + needle.len() as u32,
    };
    Label::new(source, span, text)
}

/// Everything that a finding can have, with characters that mean something in one format or another.
fn full() -> Diagnostic {
    let source = SourceFile::new("camps/a b,c:1%.yaml", TEXT);
    let law = SourceFile::new("rules/law/CA.yaml", "holidays: []\n");
    let no = on(&source, "NO", "50% of \"these\"");
    let edit = Edit {
        site: Site::clone(&no.site),
        text: "\"NO\"".into(),
    };
    Diagnostic::violation(&HOLIDAY, no)
        .because("`NO` rings <b>people</b> & \"you\" | @team, 100%: see ::error::")
        .at("/campaigns/née/from")
        .see(on(&law, "holidays", "the day is closed"))
        .help("Quote it:\n  from: \"NO\"")
        .cite(Citation {
            provision: "CA-TEST".into(),
            reference: "S.C. 2010, c. 23, s. 6(2)".into(),
            url: Some("https://example.com/law".into()),
            source: None,
            in_force_from: Some("2014-07-01".into()),
            force: Force::Law,
            confidence: Confidence::High,
            own_reading: None,
        })
        .counterexample(Counterexample {
            region: "CA-MB".into(),
            time_zone: "America/Winnipeg".into(),
            contacts: vec![Contact {
                campaign: "née".into(),
                date: "2026-10-12".into(),
                ..Contact::default()
            }],
            affected: None,
        })
        .fix(Fix::safe("Quote it", vec![edit]))
}

/// One over several lines, one of a control character, one that counts for nothing, and two that were set aside.
fn everything(fail_on: FailOn) -> Outcome {
    let nag = SourceFile::new("nag.yaml", TEXT);
    let several = Diagnostic::unverified(&TRAP, on(&nag, "nag:\n    steps: []", "all of it"))
        .because("nobody says\u{1b}[2J\nwhen")
        .at("/cadences/nag");
    let again = Diagnostic::violation(&TRAP, on(&nag, "steps", ""))
        .because("the same node again")
        .at("/cadences/nag");
    let advice = Diagnostic::violation(&ENDED, on(&nag, "campaigns", "over")).because("it is over");
    let waived = Diagnostic::violation(&HOLIDAY, on(&nag, "cadences", "")).because("waived");
    let old = Diagnostic::violation(&HOLIDAY, on(&nag, "cadence:", "")).because("old");
    let mut diagnostics = vec![full(), several, again, advice];
    put_in_order(&mut diagnostics);
    let waiver = |reason: &str| Suppression::Waiver {
        reason: reason.into(),
        until: Day::from_ymd(2026, 12, 31),
    };
    let suppressed = vec![
        Suppressed {
            diagnostic: old,
            by: Suppression::Baseline,
        },
        Suppressed {
            diagnostic: waived,
            by: waiver("agreed <with> legal"),
        },
    ];
    Outcome {
        summary: Summary::count(2, 1, fail_on, &diagnostics, &suppressed),
        diagnostics,
        suppressed,
        version: "0.1.0",
        today: Day::from_ymd(2026, 11, 22).expect("a day"),
    }
}

fn told(format: Format, outcome: &Outcome) -> String {
    let options = Options {
        rules: &PAGES,
        ..Options::default()
    };
    let mut out = Vec::new();
    report(format, outcome, &mut out, &options).expect("a vector takes everything");
    String::from_utf8(out).expect("reports are UTF-8")
}

fn json(format: Format, outcome: &Outcome) -> Value {
    serde_json::from_str(&told(format, outcome)).expect("JSON")
}

fn many(severity: Severity, count: usize) -> Vec<Diagnostic> {
    let meta = RuleMeta { severity, ..TRAP };
    let text = "a: b\n".repeat(count);
    let source = SourceFile::new("many.yaml", text);
    let at = |number: usize| Span {
        start: number as u32 * 5,
        end: number as u32 * 5 + 1,
    };
    (0..count)
        .map(|number| {
            let label = Label::new(&source, at(number), "");
            Diagnostic::violation(&meta, label).because(format!("number {number}"))
        })
        .collect()
}

fn outcome(mut diagnostics: Vec<Diagnostic>) -> Outcome {
    put_in_order(&mut diagnostics);
    Outcome {
        summary: Summary::count(1, 0, FailOn::default(), &diagnostics, &[]),
        diagnostics,
        suppressed: Vec::new(),
        ..everything(FailOn::default())
    }
}

#[test]
fn every_format_tells_it_its_way() {
    let outcome = everything(FailOn::default());
    for format in Format::ALL {
        // The others have their own tests.
        if !matches!(
            format,
            Format::Human | Format::Concise | Format::Json | Format::Jsonl
        ) {
            insta::assert_snapshot!(format.as_str(), told(format, &outcome));
        }
    }
}

#[test]
fn nothing_found_is_told_too() {
    let outcome = outcome(Vec::new());
    assert_eq!(json(Format::Gitlab, &outcome), serde_json::json!([]));
    assert_eq!(told(Format::Github, &outcome), "");
    assert_eq!(
        json(Format::Rdjson, &outcome)["diagnostics"],
        serde_json::json!([])
    );
    assert_eq!(
        json(Format::Sarif, &outcome)["runs"][0]["results"],
        serde_json::json!([])
    );
    assert_eq!(
        told(Format::Markdown, &outcome),
        "**Courtesy passed.** 1 file, 0 campaigns: nothing found\n"
    );
    assert!(
        told(Format::Checkstyle, &outcome)
            .ends_with("<checkstyle version=\"4.3\">\n</checkstyle>\n")
    );
    assert!(told(Format::Junit, &outcome).contains("tests=\"1\" failures=\"0\""));
}

#[test]
fn annotations_are_ten_of_a_kind_and_the_rest_a_number() {
    let lines = |outcome: &Outcome| -> Vec<String> {
        told(Format::Github, outcome)
            .lines()
            .map(str::to_owned)
            .collect()
    };
    let count =
        |lines: &[String], kind: &str| lines.iter().filter(|line| line.starts_with(kind)).count();
    let kinds = |errors, warnings, advice| {
        let findings = [
            many(Severity::Advice, advice),
            many(Severity::Error, errors),
            many(Severity::Warning, warnings),
        ];
        let lines = lines(&outcome(findings.concat()));
        let counts = [
            count(&lines, "::error "),
            count(&lines, "::warning "),
            count(&lines, "::notice "),
        ];
        let last = lines.last().cloned().unwrap_or_default();
        (counts, last)
    };
    assert_eq!(kinds(10, 10, 10).0, [10, 10, 10], "nothing is left");
    let left = |number: &str| format!("::notice title=courtesy::{number} not shown here");
    assert_eq!(kinds(11, 0, 0), ([10, 0, 1], left("1 more finding is")));
    assert_eq!(
        kinds(11, 10, 10),
        ([10, 10, 10], left("2 more findings are"))
    );
    assert_eq!(
        kinds(30, 20, 15),
        ([10, 10, 10], left("36 more findings are"))
    );
    assert_eq!(kinds(0, 0, 11), ([0, 0, 10], left("2 more findings are")));
    let all = [many(Severity::Advice, 1), many(Severity::Error, 1)].concat();
    let lines = lines(&outcome(all));
    assert!(lines[0].starts_with("::error ") && lines[1].starts_with("::notice "));
}

#[test]
fn findings_that_were_cut_off_are_counted() {
    let mut outcome = outcome(many(Severity::Error, 5));
    outcome.diagnostics.truncate(2);
    assert!(told(Format::Github, &outcome).ends_with("::3 more findings are not shown here\n"));
    assert!(told(Format::Markdown, &outcome).ends_with("\n3 more findings are not shown.\n"));
    let long = self::outcome(many(Severity::Error, 101));
    assert!(told(Format::Markdown, &long).ends_with("\n1 more finding is not shown.\n"));
}

#[test]
fn a_case_fails_if_its_finding_fails_the_run() {
    let failures = |fail_on| {
        let told = told(Format::Junit, &everything(fail_on));
        (
            told.matches("<failure ").count(),
            told.matches("<skipped ").count(),
        )
    };
    assert_eq!(failures(FailOn::Never), (0, 2));
    assert_eq!(failures(FailOn::AtLeast(Severity::Error)), (1, 2));
    assert_eq!(failures(FailOn::AtLeast(Severity::Warning)), (3, 2));
    assert_eq!(failures(FailOn::AtLeast(Severity::Advice)), (4, 2));
}

fn fingerprints(report: &Value) -> Vec<String> {
    let results = report["runs"][0]["results"].as_array().expect("a list");
    let print = |result: &Value| result["partialFingerprints"]["ruleFileNode/v1"].to_string();
    results.iter().map(print).collect()
}

#[test]
fn fingerprints_stay_when_lines_move_and_differ_from_each_other() {
    let definition = "audiences:\n  a:\n    regions: [NO, NO]\n    langauges: NO\n";
    let folder = Folder::with([("a.yaml", definition)]);
    let prints = || fingerprints(&folder.check(&["--format", "sarif"]).json());
    let before = prints();
    assert!(before.len() >= 4, "{before:?}");
    let distinct: BTreeSet<&String> = before.iter().collect();
    assert_eq!(distinct.len(), before.len());
    folder.write("a.yaml", format!("# a line\n\n{definition}"));
    assert_eq!(prints(), before);
    let twice = outcome(vec![full(), full().because("another")]);
    let twice = fingerprints(&json(Format::Sarif, &twice));
    assert_ne!(twice[0], twice[1]);
}

#[test]
fn every_rule_is_described_with_its_page() {
    let folder = Folder::with([("a.yaml", "audiences:\n  a:\n    regions: [NO]\n")]);
    let log = folder.check(&["--format", "sarif"]).json();
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("a list");
    assert_eq!(rules.len(), courtesy::rules::RULES.len());
    for rule in rules {
        for field in [
            &rule["shortDescription"]["text"],
            &rule["fullDescription"]["text"],
            &rule["help"]["markdown"],
        ] {
            assert!(
                field.as_str().is_some_and(|text| text.len() > 10),
                "{rule:#}"
            );
        }
    }
    let results = run["results"].as_array().expect("a list");
    assert!(!results.is_empty());
    for result in results {
        let index = result["ruleIndex"].as_u64().expect("a number") as usize;
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
}

#[test]
fn several_formats_in_one_run_and_one_verdict() {
    let bad = "audiences:\n  a:\n    regions: [NO]\n    langauges: [en]\n";
    for (definition, code) in [(bad, 1), ("audiences: {}\n", 0)] {
        let folder = Folder::with([("a.yaml", definition)]);
        for format in Format::ALL {
            let name = format.as_str();
            let alone = folder.check(&["--format", name]);
            assert_eq!(alone.code, code, "{name}: {alone}");
            let target = format!("{name}=out.{name}");
            let ran = folder.check(&["--format", "human", "--format", &target]);
            assert_eq!(ran.code, code, "{name}: {ran}");
            assert_eq!(folder.read(&format!("out.{name}")), alone.out, "{name}");
        }
    }
}

#[test]
fn statistics_and_timings_go_beside_the_findings() {
    let text = "audiences:\n  # courtesy: allow[unused-definition]: kept for spring\n  a:\n    regions: [NO, NO]\n    langauges: [en]\n    languages: [NO]\n";
    let folder = Folder::with([("a.yaml", text)]);
    let plain = folder.check(&["--format", "json"]);
    let ran = folder.check(&["--format", "json", "--statistics", "--max-diagnostics", "1"]);
    assert_eq!(
        ran.err,
        "  found  waived  baseline  rule\n      3       0         0  yaml-trap\n      2       0         0  unknown-field\n      0       1         0  unused-definition\n"
    );
    let ran = folder.check(&["--format", "json", "--timings"]);
    assert_eq!((ran.code, &ran.out), (plain.code, &plain.out));
    let parts: Vec<&str> = ran
        .err
        .lines()
        .filter_map(|line| line.split(" ms  ").nth(1))
        .collect();
    assert_eq!(parts, ["reading", "rules", "reports", "together"]);
    let clean = Folder::with([("a.yaml", "audiences: {}\n")]);
    assert_eq!(clean.check(&["--statistics"]).err, "");
}

#[test]
fn shells_and_the_manual_know_every_command_and_option() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ran = folder.run(&["completions", shell]);
        assert!(
            ran.code == 0 && ran.out.contains("update-baseline"),
            "{shell}: {ran}"
        );
    }
    assert_eq!(folder.run(&["completions", "cobol"]).code, 2);
    let manual = folder.run(&["man"]);
    assert!(
        manual.out.starts_with(".ie") || manual.out.starts_with(".TH"),
        "{}",
        manual.out
    );
    for part in [
        "COURTESY CHECK",
        "COURTESY HOLIDAYS",
        "update\\-baseline",
        "Exit codes",
    ] {
        assert!(manual.out.contains(part), "{part}: {}", manual.out);
    }
}

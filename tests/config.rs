//! Settings: where each value comes from, levels by path, and profiles.

mod support;

use support::{Folder, Ran};

/// A file with a finding of the law (a call in Florida at seven), one of courtesy (no holidays observed) and others.
const EARLY: &str = "\
campaigns:
  early:
    purpose: sales
    starts: 2027-03-01
    ends: 2027-05-31
    audience: {regions: [US-FL], type: consumer}
    cadence:
      send_window: {days: mon-fri, hours: \"07:00-10:00\", time_zone: recipient, zone_from: address, holidays: ignore}
      steps: [{day: 0, channel: call}]
";

fn shown(folder: &Folder, arguments: &[&str]) -> Ran {
    let mut all = vec!["config", "--show"];
    all.extend(arguments);
    folder.run(&all)
}

#[test]
fn each_value_is_shown_with_its_origin() {
    let folder = Folder::with([
        (
            "courtesy.yaml",
            "version: 1\nlimits:\n  per_day: {any: 1}\n  hours: {call: [\"10:00-12:00\", \"14:00-18:00\"]}\nrules: {tone: off}\nlanguages: [en, fr]\n",
        ),
        ("a/deep.yaml", EARLY),
    ]);
    let run = shown(&folder, &["a/deep.yaml"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let line = |start: &str| {
        let found = run
            .out
            .lines()
            .find(|line| line.trim_start().starts_with(start));
        found
            .unwrap_or_else(|| panic!("no line `{start}` in\n{}", run.out))
            .to_owned()
    };
    assert!(line("any: 1").ends_with("# courtesy.yaml:3"));
    assert!(line("call: 1").ends_with("# default"));
    assert!(line("call: [\"10:00-12:00\", \"14:00-18:00\"]").ends_with("# courtesy.yaml:4"));
    assert!(line("tone: off").ends_with("# courtesy.yaml:5"));
    assert!(line("min_gap: 4 hours").ends_with("# default"));
    assert!(line("profile: courtesy").ends_with("# default"));
}

#[test]
fn what_is_shown_is_a_settings_file_with_the_same_effect() {
    let first = Folder::with([(
        "courtesy.yaml",
        "limits: {per_7_days: {any: 9}, min_gap: 90m, holidays: [call]}\nrules: {quiet-hours: warning}\noverrides: [{files: [old/**], rules: {timing: off}}]\nseller: {legal_name: \"A: b\", regions: [US]}\nextra_holidays: [{regions: [CA-MB], dates: [2027-10-06], name: Fair, reason: \"ours: all\"}]\nnot_holidays: [{regions: [CA-MB], dates: [2027-10-11], reason: open}]\n",
    )]);
    let values = |text: &str| -> Vec<String> {
        let bare = |line: &str| {
            line.split("  #")
                .next()
                .unwrap_or_default()
                .trim_end()
                .to_owned()
        };
        text.lines().map(bare).collect()
    };
    let once = shown(&first, &[]);
    let second = Folder::with([("courtesy.yaml", once.out.as_str())]);
    let twice = shown(&second, &[]);
    assert_eq!(twice.code, 0, "{}", twice.err);
    assert_eq!(values(&once.out), values(&twice.out));
}

#[test]
fn settings_with_a_mistake_are_told_with_their_line() {
    let folder = Folder::with([("courtesy.yaml", "version: 1\nrules: {tonne: off}\n")]);
    let run = shown(&folder, &[]);
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("courtesy.yaml:2") && run.err.contains("`tone`"),
        "{}",
        run.err
    );
}

#[test]
fn an_override_holds_for_its_files_and_the_last_one_counts() {
    let settings = "\
rules: {quiet-hours: error}
overrides:
  - {files: [old/**], rules: {quiet-hours: off}}
  - {files: [old/again.yaml], rules: {timing: advice}}
";
    let folder = Folder::with([
        ("courtesy.yaml", settings),
        ("new.yaml", EARLY),
        ("old/gone.yaml", &EARLY.replace("early", "gone")),
        ("old/again.yaml", &EARLY.replace("early", "again")),
    ]);
    let found = folder.findings(&["--select", "quiet-hours"]);
    let seen: Vec<(&str, &str)> = found
        .0
        .iter()
        .map(|it| (it.path.as_str(), it.severity.as_str()))
        .collect();
    assert_eq!(seen, [("new.yaml", "error"), ("old/again.yaml", "advice")]);
}

#[test]
fn mistakes_in_an_override_are_told() {
    for (settings, says) in [
        (
            "overrides: [{files: [a], rules: {quiet-ours: off}}]",
            "did you mean `quiet-hours`",
        ),
        (
            "overrides: [{files: [\"a[\"], rules: {tone: off}}]",
            "is not a glob",
        ),
        ("overrides: [{rules: {tone: off}}]", "names no files"),
        ("profile: strickt", "strict"),
    ] {
        let folder = Folder::with([("courtesy.yaml", settings), ("it.yaml", EARLY)]);
        let run = folder.run(&["check"]);
        assert_eq!(run.code, 2, "{settings}");
        assert!(run.err.contains(says), "{settings}: {}", run.err);
    }
}

#[test]
fn the_profile_law_leaves_what_the_law_demands() {
    let folder = Folder::with([("it.yaml", EARLY)]);
    let courtesy = folder.findings(&[]);
    let law = folder.findings(&["--profile", "law"]);
    assert!(law.has("quiet-hours") && courtesy.has("quiet-hours"));
    assert!(courtesy.has("holiday-contact") && !law.has("holiday-contact"));
    assert!(law.0.len() < courtesy.0.len());
    // Lawful hours that are none of courtesy's default ones.
    let lawful = EARLY.replace("07:00-10:00", "08:00-08:30");
    let folder = Folder::with([("it.yaml", lawful.as_str())]);
    assert!(folder.findings(&[]).has("quiet-hours"));
    assert!(!folder.findings(&["--profile", "law"]).has("quiet-hours"));
    folder.write("courtesy.yaml", "profile: law\n");
    assert!(!folder.findings(&[]).has("quiet-hours"));
}

#[test]
fn the_profile_strict_raises_each_severity() {
    let folder = Folder::with([("it.yaml", EARLY)]);
    let usual = folder.findings(&[]);
    let strict = folder.findings(&["--profile", "strict"]);
    assert_eq!(usual.rules(), strict.rules());
    let of = |found: &support::Findings, rule: &str| found.of(rule)[0].severity.clone();
    assert_eq!(of(&usual, "unbounded-lateness"), "advice");
    assert_eq!(of(&strict, "unbounded-lateness"), "warning");
    // A line of the settings beats the profile.
    folder.write("courtesy.yaml", "rules: {unbounded-lateness: advice}\n");
    assert_eq!(
        of(
            &folder.findings(&["--profile", "strict"]),
            "unbounded-lateness"
        ),
        "advice"
    );
}

//! The baseline as a user keeps it: what it sets aside, what it does not, and
//! when the file is written.

mod support;

use support::{Folder, Ran};

/// Definitions with so many unquoted `NO` (warnings) and unknown fields (errors).
fn file(traps: usize, unknown: usize) -> String {
    let traps = "NO, ".repeat(traps);
    let mut yaml = format!("audiences:\n  a:\n    regions: [{traps}]\n");
    for number in 0..unknown {
        yaml += &format!("    field{number}: 1\n");
    }
    yaml
}

const CHECK: [&str; 4] = [
    "--select",
    "yaml-trap,unknown-field",
    "--baseline",
    "base.json",
];

fn compare(folder: &Folder, more: &[&str]) -> Ran {
    folder.check(&[&CHECK, more].concat())
}

fn update(folder: &Folder, more: &[&str]) {
    let ran = compare(folder, &[&["--update-baseline"], more].concat());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran}");
}

#[test]
fn what_was_there_is_set_aside_and_what_is_more_fails() {
    let folder = Folder::with([("a.yaml", &*file(3, 2)), ("sub/b.yaml", &*file(0, 1))]);
    assert_eq!(folder.check(&[]).code, 1);
    update(&folder, &[]);
    assert_eq!(
        folder.read("base.json"),
        "{\n  \"version\": 1,\n  \"findings\": {\n    \"a.yaml\": {\n      \"unknown-field\": 2,\n      \"yaml-trap\": 3\n    },\n    \"sub/b.yaml\": {\n      \"unknown-field\": 1\n    }\n  }\n}\n"
    );
    let ran = compare(&folder, &["--format", "json"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran}");
    let report = ran.json();
    assert_eq!(report["summary"]["baselined"], 6);
    assert_eq!(report["summary"]["errors"], 0);
    assert_eq!(report["diagnostics"][0]["suppressed"]["kind"], "baseline");

    // Other lines, same counts.
    folder.write("a.yaml", format!("# new\n\n{}", file(3, 2)));
    assert_eq!(compare(&folder, &[]).code, 0);

    // One more than before: nobody can tell which, so all of them count.
    folder.write("a.yaml", file(3, 3));
    let ran = compare(&folder, &["--format", "concise"]);
    assert_eq!((ran.code, ran.out.lines().count()), (1, 3), "{ran}");
    assert!(
        ran.out
            .lines()
            .all(|line| line.contains("error[unknown-field]")),
        "{ran}"
    );
    assert_eq!(
        ran.err,
        "note: a.yaml has 3 findings of unknown-field and the baseline 2; which are new cannot be told, so all are shown\n"
    );
    assert_eq!(
        compare(&folder, &["--quiet", "--format", "concise"]).err,
        ""
    );
}

#[test]
fn only_an_update_writes_and_it_writes_what_is_there() {
    let folder = Folder::with([("a.yaml", &*file(3, 2))]);
    update(&folder, &[]);
    let before = folder.read("base.json");
    folder.write("a.yaml", file(1, 1));
    let ran = compare(&folder, &[]);
    assert_eq!(ran.code, 0, "{ran}");
    assert_eq!(
        ran.err,
        "note: the baseline has 3 findings that are gone; --update-baseline takes them out\n"
    );
    assert_eq!(folder.read("base.json"), before);
    update(&folder, &[]);
    assert!(
        folder
            .read("base.json")
            .contains("\"unknown-field\": 1,\n      \"yaml-trap\": 1")
    );
    folder.write("a.yaml", file(1, 2));
    assert_eq!(
        compare(&folder, &[]).code,
        1,
        "what shrank does not grow again by itself"
    );
    update(&folder, &[]);
    assert_eq!(compare(&folder, &[]).code, 0, "but does when told to");
    folder.write("a.yaml", file(0, 0));
    update(&folder, &[]);
    assert_eq!(
        folder.read("base.json"),
        "{\n  \"version\": 1,\n  \"findings\": {}\n}\n"
    );
}

#[test]
fn what_takes_no_part_in_a_run_keeps_its_counts() {
    let folder = Folder::with([("a.yaml", &*file(2, 2)), ("b.yaml", &*file(1, 1))]);
    update(&folder, &[]);
    let before = folder.read("base.json");
    folder.write("b.yaml", file(0, 0));
    let ran = compare(&folder, &["a.yaml"]);
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (0, ""),
        "b.yaml was not checked: {ran}"
    );
    update(&folder, &["a.yaml"]);
    assert_eq!(folder.read("base.json"), before);
    folder.write("a.yaml", file(0, 0));
    let arguments = [
        "--select",
        "yaml-trap",
        "--baseline",
        "base.json",
        "--update-baseline",
    ];
    assert_eq!(folder.check(&arguments).code, 0);
    assert_eq!(
        folder.read("base.json"),
        "{\n  \"version\": 1,\n  \"findings\": {\n    \"a.yaml\": {\n      \"unknown-field\": 2\n    },\n    \"b.yaml\": {\n      \"unknown-field\": 1\n    }\n  }\n}\n"
    );
    // A file that is gone has no findings.
    std::fs::remove_file(folder.path("b.yaml")).expect("it is ours");
    let ran = compare(&folder, &[]);
    assert!(ran.err.contains("has 3 findings that are gone"), "{ran}");
    update(&folder, &["a.yaml"]);
    assert!(!folder.read("base.json").contains("b.yaml"));
}

#[test]
fn paths_are_those_of_the_folder_of_the_baseline() {
    let folder = Folder::with([("camps/a.yaml", &*file(0, 1)), ("ci/README", "")]);
    let run = |from: &str, baseline: &str, more: &[&str]| {
        let fixed = [
            "check",
            "--today",
            support::TODAY,
            "--select",
            "unknown-field",
            "--baseline",
            baseline,
        ];
        Ran::of(
            support::courtesy_in(&folder.path(from))
                .args(fixed)
                .args(more),
        )
    };
    assert_eq!(run(".", "ci/base.json", &["--update-baseline"]).code, 0);
    assert!(folder.read("ci/base.json").contains("\"../camps/a.yaml\""));
    assert_eq!(run("camps", "../ci/base.json", &[]).code, 0);
    assert_eq!(run("camps", "../ci/base.json", &["./a.yaml"]).code, 0);
    let absolute = folder.path("ci/base.json");
    assert_eq!(
        run("ci", absolute.to_str().expect("UTF-8"), &["../camps"]).code,
        0
    );
}

#[test]
fn what_is_waived_is_not_counted_twice_and_what_cannot_be_set_aside_is_not() {
    let waived = file(1, 1).replace(
        "  a:",
        "  # courtesy: allow[yaml-trap]: agreed\n  # courtesy: allow[tone]\n  a:",
    );
    let folder = Folder::with([("a.yaml", &*format!("{waived}    b: [\n"))]);
    let arguments = [
        "--ignore",
        "unused-definition,invalid-value",
        "--baseline",
        "base.json",
        "--format",
        "concise",
    ];
    let ran = folder.check(&[&arguments[..], &["--update-baseline"]].concat());
    assert_eq!(ran.code, 1, "{ran}");
    assert!(
        ran.out.contains("error[syntax]") && ran.out.contains("error[waiver-without-reason]"),
        "{ran}"
    );
    assert_eq!(ran.out.lines().count(), 2, "{ran}");
    assert_eq!(
        folder.read("base.json"),
        "{\n  \"version\": 1,\n  \"findings\": {\n    \"a.yaml\": {\n      \"unknown-field\": 1\n    }\n  }\n}\n"
    );
}

#[test]
fn a_baseline_that_is_none_ends_the_run() {
    let folder = Folder::with([("a.yaml", &*file(0, 0)), ("README.md", "# Read me\n")]);
    let ran = compare(&folder, &[]);
    assert_eq!(ran.code, 2);
    assert_eq!(
        ran.err,
        "error: there is no baseline base.json; --update-baseline makes it\n"
    );
    for more in [&[][..], &["--update-baseline"]] {
        let arguments = [&["--baseline", "README.md"], more].concat();
        let ran = folder.check(&arguments);
        assert_eq!(ran.code, 2, "{ran}");
        assert!(
            ran.err
                .starts_with("error: README.md: this is no baseline: "),
            "{ran}"
        );
        assert_eq!(folder.read("README.md"), "# Read me\n");
    }
    assert_eq!(
        folder.check(&["--update-baseline"]).code,
        2,
        "it names no file"
    );
    let ran = folder.check(&["--baseline", "no/such/folder.json", "--update-baseline"]);
    assert_eq!(ran.code, 2, "{ran}");
}

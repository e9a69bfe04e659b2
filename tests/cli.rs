//! What a user sees: exit codes, settings, formats, and files of every kind.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod support;

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use support::{Folder, Ran, TODAY, courtesy_in, repository};

/// Nothing is wrong with it.
const CLEAN: &str = "\
advisories:
  slow-start: {product: {name: Pad}, harm: minor, status: open, details: here}
";

/// One warning.
const WARNING: &str = "\
advisories:
  slow-pause: {product: {name: Pad}, harm: minor, status: open}
";

/// One error.
const ERROR: &str = "\
advisories:
  slow-crash: {product: {name: Pad}, harm: minor, status: shut}
";

const NOT_OURS: &str = "kind: Deployment\n";

#[test]
fn exit_codes() {
    let folder = Folder::with([
        ("clean.yaml", CLEAN),
        ("warning.yaml", WARNING),
        ("error.yaml", ERROR),
        ("other.yaml", NOT_OURS),
        ("nothing/other.yaml", NOT_OURS),
    ]);
    for (arguments, code) in [
        (&["clean.yaml"][..], 0),
        (&["warning.yaml"], 0),
        (&["error.yaml"], 1),
        (&["."], 1),
        (&["warning.yaml", "--fail-on", "warning"], 1),
        (&["warning.yaml", "--fail-on", "advice"], 1),
        (&["error.yaml", "--fail-on", "never"], 0),
        (&["error.yaml", "--fail-on", "errors"], 2),
        (&["error.yaml", "--colour"], 2),
        (&["error.yaml", "--today", "yesterday"], 2),
        (&["error.yaml", "--format", "xml"], 2),
        (&["error.yaml", "--format", "json="], 2),
        (&["error.yaml", "--format", "json=no/such/folder.json"], 2),
        (&["error.yaml", "--jobs", "many"], 2),
        (&["error.yaml", "--config", "none.yaml"], 2),
        (&["error.yaml", "--config", "none.yaml", "--isolated"], 2),
        (&["no-such-file.yaml"], 1),
        (&["nothing"], 3),
        (&["other.yaml"], 3),
        (&["clean.yaml", "other.yaml"], 0),
    ] {
        let ran = folder.check(arguments);
        assert_eq!(ran.code, code, "{arguments:?}\n{ran}");
        assert!(
            code < 2 || !ran.err.is_empty(),
            "{arguments:?}: nothing is said"
        );
    }
}

#[test]
fn the_same_exit_code_in_every_format() {
    let folder = Folder::with([("error.yaml", ERROR), ("warning.yaml", WARNING)]);
    for format in ["human", "concise", "json", "jsonl"] {
        assert_eq!(folder.check(&["--format", format]).code, 1, "{format}");
        let warned = folder.check(&["warning.yaml", "--format", format]);
        assert_eq!(warned.code, 0, "{format}");
    }
}

#[test]
fn a_hook_that_names_files_of_others_is_content() {
    let folder = Folder::with([("other.yaml", NOT_OURS), ("text.txt", "hello")]);
    let hook = |arguments: &[&str]| {
        let mut command = courtesy_in(&folder.path("."));
        Ran::of(command.env("PRE_COMMIT", "1").arg("check").args(arguments))
    };
    assert_eq!(hook(&["other.yaml", "text.txt"]).code, 0);
    assert_eq!(hook(&["."]).code, 3);
    assert_eq!(folder.check(&["other.yaml", "text.txt"]).code, 3);
}

#[test]
fn a_named_file_without_sections_is_reported_and_a_found_one_is_not() {
    let folder = Folder::with([("clean.yaml", CLEAN), ("other.yaml", NOT_OURS)]);
    let named = folder.check(&["clean.yaml", "other.yaml"]);
    assert!(
        named
            .err
            .contains("other.yaml holds no Courtesy definition"),
        "{named}"
    );
    let found = folder.check(&["."]);
    assert!(found.err.is_empty(), "{found}");
}

#[test]
fn rules_and_families_are_selected_and_left_out() {
    let folder = Folder::with([
        ("a.yaml", WARNING),
        ("b.yaml", &ERROR.replace("slow-crash", "other")),
    ]);
    let rules = |arguments: &[&str]| {
        let findings = folder.findings(arguments);
        findings.rules().join(" ")
    };
    assert_eq!(rules(&[]), "advisory-without-details invalid-value");
    assert_eq!(rules(&["--select", "trust"]), "advisory-without-details");
    assert_eq!(rules(&["--select", "invalid-value"]), "invalid-value");
    assert_eq!(
        rules(&["--ignore", "definition"]),
        "advisory-without-details"
    );
    assert_eq!(
        rules(&["--select", "trust,definition", "--ignore", "invalid-value"]),
        "advisory-without-details"
    );
    let unknown = folder.check(&["--select", "invalid-valu"]);
    assert_eq!(unknown.code, 2);
    assert!(
        unknown.err.contains("did you mean `invalid-value`?"),
        "{unknown}"
    );
    assert_eq!(folder.check(&["--ignore", "nonsense"]).code, 2);
}

#[test]
fn settings_change_severities_and_a_rule_beats_its_family() {
    let severity = |rules: &str| {
        let settings = format!("version: 1\nrules: {rules}\n");
        let folder = Folder::with([("courtesy.yaml", settings.as_str()), ("a.yaml", WARNING)]);
        let findings = folder.findings(&["."]);
        findings.0.first().map(|it| it.severity.clone())
    };
    let is = |severity: &str| Some(severity.to_owned());
    assert_eq!(severity("{}"), is("warning"));
    assert_eq!(severity("{trust: error}"), is("error"));
    assert_eq!(severity("{trust: off}"), None);
    assert_eq!(
        severity("{trust: off, advisory-without-details: advice}"),
        is("advice")
    );
    assert_eq!(
        severity("{advisory-without-details: off, trust: error}"),
        None
    );
}

#[test]
fn a_mistake_in_the_settings_ends_the_run() {
    for (settings, said) in [
        (
            "rules: {holiday-contakt: off}",
            "there is no rule or family `holiday-contakt`",
        ),
        ("rules: {trus: off}", "did you mean `trust`?"),
        ("rules: {trust: of}", "found `of`"),
        ("lmits: {}", "unknown field `lmits`"),
        ("version: 2", "version 2"),
        ("exclude: ['[']", "is not a glob"),
        ("limits: {min_gap: soon}", "soon"),
        (
            "limits: {hours: {call: \"20:00-09:00\"}}",
            "20:00-09:00 ends before it starts",
        ),
        ("a: [", "the settings have"),
    ] {
        let folder = Folder::with([("courtesy.yaml", settings), ("a.yaml", CLEAN)]);
        let ran = folder.check(&["."]);
        assert_eq!(ran.code, 2, "{settings}\n{ran}");
        assert!(ran.err.contains(said), "{settings}\n{ran}");
        assert!(ran.out.is_empty(), "{settings}\n{ran}");
        assert_eq!(folder.check(&[".", "--isolated"]).code, 0, "{settings}");
    }
}

#[test]
fn the_nearest_settings_hold() {
    let folder = Folder::with([
        ("courtesy.yaml", "version: 1\nrules: {trust: off}\n"),
        ("a.yaml", WARNING),
        ("deep/courtesy.yaml", "version: 1\n"),
        (
            "deep/er/b.yaml",
            &WARNING.replace("slow-pause", "slow-stop"),
        ),
    ]);
    let findings = folder.findings(&["."]);
    assert_eq!(
        findings.one("advisory-without-details").path,
        "deep/er/b.yaml"
    );
    assert_eq!(
        folder
            .findings(&[".", "--isolated"])
            .of("advisory-without-details")
            .len(),
        2
    );
    folder.write(
        "mine.yaml",
        "version: 1\nrules: {advisory-without-details: error}\n",
    );
    let findings = folder.findings(&[".", "--config", "mine.yaml"]);
    assert_eq!(findings.of("advisory-without-details").len(), 2);
    assert!(
        findings.0.iter().all(|it| it.severity == "error"),
        "{findings}"
    );
}

#[test]
fn settings_above_the_repository_do_not_hold() {
    let folder = Folder::with([
        ("courtesy.yaml", "version: 1\nrules: {trust: off}\n"),
        ("repository/a.yaml", WARNING),
        ("repository/.git/HEAD", ""),
    ]);
    assert!(
        folder
            .findings(&["repository"])
            .has("advisory-without-details")
    );
}

#[test]
fn files_are_included_excluded_and_ignored() {
    let paths = |settings: &str, ignored: &str| {
        let folder = Folder::with([
            ("courtesy.yaml", settings),
            (".gitignore", ignored),
            ("campaigns/a.yaml", &ERROR.replace("slow-crash", "a")),
            ("archive/old/b.yaml", &ERROR.replace("slow-crash", "b")),
            ("c.yml", &ERROR.replace("slow-crash", "c")),
            ("d.txt", ERROR),
            (".hidden/e.yaml", ERROR),
        ]);
        let findings = folder.findings(&["."]);
        let paths: Vec<String> = findings.0.iter().map(|it| it.path.clone()).collect();
        paths.join(" ")
    };
    assert_eq!(
        paths("version: 1", ""),
        "archive/old/b.yaml c.yml campaigns/a.yaml"
    );
    assert_eq!(paths("include: [campaigns/**]", ""), "campaigns/a.yaml");
    for archive in ["archive/**", "archive/", "./archive", "archive"] {
        let settings = format!("exclude: [{archive}]");
        assert_eq!(paths(&settings, ""), "c.yml campaigns/a.yaml", "{archive}");
    }
    assert_eq!(paths("version: 1", "archive/\n*.yml\n"), "campaigns/a.yaml");
}

#[test]
fn an_excluded_file_that_is_named_is_left_out_and_said() {
    let folder = Folder::with([
        ("courtesy.yaml", "exclude: [archive]"),
        ("archive/a.yaml", ERROR),
        ("b.yaml", CLEAN),
    ]);
    let ran = folder.check(&["archive/a.yaml", "b.yaml"]);
    assert_eq!(ran.code, 0, "{ran}");
    assert!(ran.err.contains("archive/a.yaml was not checked"), "{ran}");
}

#[test]
fn one_file_alone_knows_the_ids_of_its_project() {
    let folder = Folder::with([
        ("courtesy.yaml", "version: 1\n"),
        ("products.yaml", "products:\n  pad: {name: Pad}\n"),
        (
            "deep/er/a.yaml",
            "advisories:\n  a: {product: pad, harm: minor, status: open}\n",
        ),
    ]);
    let alone = folder.findings(&["deep/er/a.yaml"]);
    assert_eq!(alone.rules(), ["advisory-without-details"], "{alone}");
    let text = folder.read("deep/er/a.yaml").replace("minor", "mynor");
    let mut command = courtesy_in(&folder.path("."));
    let arguments = [
        "check",
        "-",
        "--stdin-filename",
        "deep/er/a.yaml",
        "--format",
        "json",
    ];
    let piped = Ran::of(command.args(arguments).write_stdin(text)).findings();
    assert_eq!(
        piped.rules(),
        ["advisory-without-details", "invalid-value"],
        "{piped}"
    );
    assert!(piped.0.iter().all(|it| it.path == "deep/er/a.yaml"));
}

#[test]
fn one_file_by_all_its_names_is_one_file() {
    let folder = Folder::with([
        ("courtesy.yaml", "version: 1\n"),
        ("sub/a.yaml", ERROR),
        ("other/b.yaml", CLEAN.replace("slow-start", "b").as_str()),
    ]);
    let absolute = folder.path("sub/a.yaml");
    let said = |at: &str, path: &str| {
        let mut command = courtesy_in(&folder.path(at));
        let ran = Ran::of(command.args(["check", path, "--today", TODAY, "--format", "concise"]));
        assert_eq!(ran.code, 1, "{at} {path}\n{ran}");
        ran.out
    };
    let usual = said(".", "sub/a.yaml");
    assert!(
        usual.starts_with("sub/a.yaml:2:59: error[invalid-value]"),
        "{usual}"
    );
    for path in [
        "./sub/a.yaml",
        "sub",
        ".",
        "other/../sub/a.yaml",
        absolute.to_str().unwrap(),
    ] {
        assert_eq!(said(".", path), usual, "{path}");
    }
    assert_eq!(said("sub", "a.yaml"), usual.replace("sub/", ""));
    assert_eq!(said("other", "../sub/a.yaml"), format!("../{usual}"));
    let twice = folder.check(&["sub/a.yaml", "sub", "./sub/a.yaml", "--format", "concise"]);
    assert_eq!(twice.out, usual);
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};

    #[test]
    fn a_loop_of_links_ends() {
        let folder = Folder::with([("courtesy.yaml", "version: 1\n"), ("sub/a.yaml", ERROR)]);
        symlink(folder.path("."), folder.path("sub/loop")).unwrap();
        symlink(folder.path("sub/self.yaml"), folder.path("sub/self.yaml")).unwrap();
        let findings = folder.findings(&["."]);
        assert_eq!(findings.rules(), ["invalid-value"], "{findings}");
        let named = folder.findings(&["sub/self.yaml"]);
        assert_eq!(named.rules(), ["syntax"], "{named}");
    }

    #[test]
    fn a_link_to_a_neighbour_is_that_neighbour() {
        let folder = Folder::with([("courtesy.yaml", "version: 1\n"), ("sub/a.yaml", ERROR)]);
        symlink(folder.path("sub/a.yaml"), folder.path("link.yaml")).unwrap();
        symlink(folder.path("sub"), folder.path("linked")).unwrap();
        for path in [".", "link.yaml", "linked", "linked/a.yaml"] {
            let findings = folder.findings(&[path]);
            assert_eq!(findings.rules(), ["invalid-value"], "{path}\n{findings}");
            assert_eq!(findings.0[0].path, "sub/a.yaml", "{path}");
        }
    }

    #[test]
    fn a_link_out_of_the_folder_is_not_followed_in_silence() {
        let elsewhere = Folder::with([("a.yaml", ERROR)]);
        let folder = Folder::with([("b.yaml", CLEAN)]);
        symlink(elsewhere.path("."), folder.path("out")).unwrap();
        symlink(elsewhere.path("a.yaml"), folder.path("out.yaml")).unwrap();
        let ran = folder.check(&["."]);
        assert_eq!(ran.code, 0, "{ran}");
        for path in ["out ", "out.yaml "] {
            assert!(
                ran.err.contains(&format!("{path}was not followed")),
                "{ran}"
            );
        }
        assert_eq!(folder.check(&["out.yaml"]).code, 1, "named, it is read");
    }

    #[test]
    fn a_pipe_is_not_waited_for() {
        let folder = Folder::with([("a.yaml", CLEAN)]);
        let made = Command::new("mkfifo")
            .arg(folder.path("pipe.yaml"))
            .status();
        assert!(made.unwrap().success());
        for path in [".", "pipe.yaml"] {
            let findings = folder.findings(&[path]);
            assert!(
                findings.one("syntax").message.contains("pipe"),
                "{findings}"
            );
        }
    }

    #[test]
    fn what_may_not_be_read_is_a_finding() {
        let folder = Folder::with([("a.yaml", CLEAN), ("sub/b.yaml", CLEAN)]);
        let forbid = |path: &str| {
            let mode = std::fs::Permissions::from_mode(0o000);
            std::fs::set_permissions(folder.path(path), mode).unwrap();
        };
        forbid("a.yaml");
        forbid("sub");
        if std::fs::read(folder.path("a.yaml")).is_ok() {
            // Nothing is forbidden to the system's administrator.
            return;
        }
        let findings = folder.findings(&["."]);
        assert_eq!(findings.of("syntax").len(), 2, "{findings}");
        let mode = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(folder.path("sub"), mode).unwrap();
    }
}

#[test]
fn a_folder_named_like_a_file_is_a_folder() {
    let folder = Folder::with([("x.yaml/a.yaml", ERROR)]);
    for path in [".", "x.yaml"] {
        assert_eq!(folder.findings(&[path]).0[0].path, "x.yaml/a.yaml");
    }
}

#[test]
fn odd_bytes_are_findings() {
    let folder = Folder::new();
    for (name, bytes, said) in [
        ("latin.yaml", &b"campaigns: {caf\xe9: }\n"[..], "not UTF-8"),
        ("utf16.yaml", b"\xff\xfec\0a\0", "UTF-16"),
        ("nul.yaml", b"advisories:\n  a\0b: {}\n", "NUL"),
    ] {
        folder.write(name, bytes);
        let findings = folder.findings(&[name]);
        assert!(
            findings
                .of("syntax")
                .iter()
                .any(|it| it.message.contains(said)),
            "{name}\n{findings}"
        );
        let mut command = courtesy_in(&folder.path("."));
        let arguments = ["check", "-", "--format", "json"];
        let piped = Ran::of(command.args(arguments).write_stdin(bytes)).findings();
        assert!(
            piped
                .of("syntax")
                .iter()
                .any(|it| it.message.contains(said)),
            "{name}\n{piped}"
        );
    }
}

#[test]
fn standard_input_is_checked_under_its_name() {
    let folder = Folder::with([("a.yaml", CLEAN)]);
    let piped = |arguments: &[&str], text: &str| {
        let mut command = courtesy_in(&folder.path("."));
        Ran::of(command.arg("check").args(arguments).write_stdin(text))
    };
    let named = piped(
        &["-", "--stdin-filename", "a.yaml", "--format", "concise"],
        ERROR,
    );
    assert!(named.out.starts_with("a.yaml:2:59: error"), "{named}");
    let unnamed = piped(&["-", "--format", "concise"], ERROR);
    assert!(
        unnamed.out.starts_with("stdin.yaml:2:59: error"),
        "{unnamed}"
    );
    let marked = piped(&["-", "--format", "concise"], &format!("\u{feff}{ERROR}"));
    assert_eq!(marked.out, unnamed.out);
    assert_eq!(piped(&["-"], "").code, 3);
    assert_eq!(piped(&["-"], NOT_OURS).code, 3);
    assert_eq!(piped(&["-"], &CLEAN.replace("slow-start", "other")).code, 0);
}

#[test]
fn reports_go_to_files_and_to_the_screen() {
    let folder = Folder::with([("a.yaml", ERROR)]);
    let ran = folder.check(&[
        "--format",
        "json=out.json",
        "--format",
        "concise",
        "--format",
        "jsonl=out.jsonl",
    ]);
    assert_eq!(ran.out.lines().count(), 1, "{ran}");
    let report: serde_json::Value = serde_json::from_str(&folder.read("out.json")).unwrap();
    let line: serde_json::Value = serde_json::from_str(folder.read("out.jsonl").trim()).unwrap();
    assert_eq!(report["diagnostics"][0]["rule"], "invalid-value");
    assert_eq!(line["rule"], "invalid-value");
    let left = std::fs::read_dir(folder.path(".")).unwrap().count();
    assert_eq!(left, 4, "the settings' edge, the file and two reports");
    let only = folder.check(&["--format", "json=out.json"]);
    assert!(only.out.is_empty() && only.code == 1, "{only}");
}

/// The keys of an object in order, from its text: a map of the reader sorts them.
fn keys(text: &str, indent: usize) -> Vec<&str> {
    let start = format!("{}\"", " ".repeat(indent));
    let keys = text
        .lines()
        .filter_map(|line| line.strip_prefix(&start)?.split_once("\": "));
    keys.map(|(key, _)| key).collect()
}

#[test]
fn the_json_report_has_the_promised_shape() {
    let folder = Folder::with([("campaigns/a.yaml", ERROR)]);
    let ran = folder.check(&["--format", "json"]);
    let report = ran.json();
    assert_eq!(
        keys(&ran.out, 2),
        ["version", "tool", "today", "summary", "diagnostics"]
    );
    assert_eq!(report["version"], 1);
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(
        report["tool"],
        serde_json::json!({"name": "courtesy", "version": version})
    );
    assert_eq!(report["today"], TODAY);
    assert_eq!(
        report["summary"],
        serde_json::json!({"files": 1, "campaigns": 0, "errors": 1, "warnings": 0, "advice": 0,
            "unverified": 0, "suppressed": 0, "baselined": 0, "failed": true})
    );
    assert_eq!(
        keys(&ran.out, 6),
        [
            "rule",
            "family",
            "severity",
            "verdict",
            "message",
            "help",
            "docs",
            "path",
            "pointer",
            "span",
            "related",
            "counterexample",
            "citations",
            "fix",
            "suppressed"
        ]
    );
    let finding = &report["diagnostics"][0];
    assert_eq!(finding["path"], "campaigns/a.yaml");
    assert_eq!(finding["pointer"], "/advisories/slow-crash/status");
    let start = ERROR.find("shut").unwrap();
    assert_eq!(
        finding["span"],
        serde_json::json!({"start": {"line": 2, "column": 59, "offset": start},
            "end": {"line": 2, "column": 63, "offset": start + 4}})
    );
    assert!(
        repository()
            .join(finding["docs"].as_str().unwrap())
            .is_file()
    );
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    for format in ["human", "concise", "json", "jsonl"] {
        let with = |jobs: &str| {
            let mut command = courtesy_in(repository());
            let arguments = [
                "check",
                "fixtures/cadences",
                "fixtures/stories",
                "--today",
                "2026-10-01",
            ];
            Ran::of(
                command
                    .args(arguments)
                    .args(["--format", format, "--jobs", jobs]),
            )
            .out
        };
        let one = with("1");
        assert!(!one.is_empty());
        for jobs in ["2", "7"] {
            assert!(with(jobs) == one, "{format} differs with {jobs} threads");
        }
    }
}

#[test]
fn too_many_findings_are_counted_and_not_shown() {
    let mut text = "advisories:\n".to_owned();
    for number in 0..9 {
        text += &format!("  a{number}: {{product: {{name: Pad}}, harm: minor, status: shut}}\n");
    }
    let folder = Folder::with([("a.yaml", text.as_str())]);
    let ran = folder.check(&["--max-diagnostics", "2", "--format", "json"]);
    assert_eq!(ran.findings().0.len(), 2);
    assert_eq!(ran.json()["summary"]["errors"], 9);
    let none = folder.check(&["--max-diagnostics", "0", "--format", "concise"]);
    assert_eq!((none.code, none.out.as_str()), (1, ""));
}

#[test]
fn quiet_is_findings_only() {
    let folder = Folder::with([("a.yaml", ERROR), ("b.yaml", NOT_OURS), ("c.yaml", CLEAN)]);
    let loud = folder.check(&["a.yaml", "b.yaml"]);
    let quiet = folder.check(&["a.yaml", "b.yaml", "--quiet"]);
    assert!(
        loud.out.contains("1 error") && !loud.err.is_empty(),
        "{loud}"
    );
    assert!(
        !quiet.out.contains("1 error") && quiet.err.is_empty(),
        "{quiet}"
    );
    assert!(quiet.out.contains("error[invalid-value]"), "{quiet}");
    assert_eq!(folder.check(&["c.yaml", "-q"]).out, "");
}

#[test]
fn colour_is_for_those_who_ask() {
    let folder = Folder::with([("a.yaml", ERROR)]);
    let coloured = |variables: &[(&str, &str)], arguments: &[&str]| {
        let mut command = courtesy_in(&folder.path("."));
        let command = command
            .arg("check")
            .args(arguments)
            .envs(variables.iter().copied());
        Ran::of(command).out.contains('\u{1b}')
    };
    assert!(!coloured(&[], &[]));
    assert!(coloured(&[], &["--color", "always"]));
    assert!(coloured(&[("CLICOLOR_FORCE", "1")], &[]));
    assert!(!coloured(
        &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")],
        &[]
    ));
    assert!(!coloured(&[("CLICOLOR_FORCE", "1")], &["--color", "never"]));
    assert!(!coloured(&[("CLICOLOR_FORCE", "1")], &["--format", "json"]));
}

#[test]
fn a_reader_who_has_seen_enough_is_no_failure() {
    let folder = Folder::new();
    let mut text = "advisories:\n".to_owned();
    for number in 0..5000 {
        text += &format!("  a{number}: {{product: {{name: Pad}}, harm: minor, status: shut}}\n");
    }
    folder.write("a.yaml", text);
    for format in ["human", "concise", "json", "jsonl"] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_courtesy"))
            .args([
                "check",
                "a.yaml",
                "--format",
                "json=out.json",
                "--format",
                format,
            ])
            .env_clear()
            .current_dir(folder.path("."))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = String::new();
        let mut out = BufReader::with_capacity(64, child.stdout.take().unwrap());
        out.read_line(&mut first).unwrap();
        drop(out);
        let ended = child.wait_with_output().unwrap();
        assert!(ended.status.success(), "{format}: {ended:?}");
        assert!(ended.stderr.is_empty(), "{format}: {ended:?}");
        assert!(
            folder.read("out.json").ends_with("}\n"),
            "{format}: the file is whole"
        );
        std::fs::remove_file(folder.path("out.json")).unwrap();
    }
}

#[test]
fn a_rule_is_explained() {
    let folder = Folder::new();
    let text = folder.run(&["explain", "late-notice"]);
    assert!(
        text.code == 0 && text.out.starts_with("late-notice (trust, error)\n"),
        "{text}"
    );
    for heading in [
        "WHAT IT CHECKS",
        "WHY",
        "BAD",
        "GOOD",
        "OPTIONS",
        "WHAT IT CANNOT SEE",
    ] {
        assert!(
            text.out.contains(&format!("\n{heading}\n")),
            "{heading}\n{text}"
        );
    }
    let json = folder
        .run(&["explain", "late-notice", "--format", "json"])
        .json();
    assert_eq!(json["name"], "late-notice");
    assert!(
        json["sections"]["bad"]
            .as_str()
            .unwrap()
            .contains("```yaml")
    );
    let page =
        std::fs::read_to_string(repository().join("rules/catalog/trust/late-notice.md")).unwrap();
    let markdown = folder.run(&["explain", "late-notice", "--format", "markdown"]);
    assert!(
        markdown.out.starts_with("# late-notice\n") && page.ends_with(&markdown.out),
        "{markdown}"
    );
    let unknown = folder.run(&["explain", "late-notise"]);
    assert_eq!(unknown.code, 2);
    assert!(
        unknown.err.contains("did you mean `late-notice`?"),
        "{unknown}"
    );
    assert_eq!(folder.run(&["explain", "xyzzy"]).code, 2);
}

#[test]
fn the_rules_are_listed() {
    let folder = Folder::new();
    let text = folder.run(&["rules"]).out;
    let json = folder.run(&["rules", "--format", "json"]).json();
    let rules = json["rules"].as_array().unwrap();
    assert_eq!(rules.len(), courtesy::rules::RULES.len());
    for rule in rules {
        assert!(text.contains(rule["name"].as_str().unwrap()));
    }
}

#[test]
fn help_and_version_are_answers() {
    let folder = Folder::new();
    for arguments in [&["--help"][..], &["--version"], &["check", "--help"]] {
        let ran = folder.run(arguments);
        assert!(
            ran.code == 0 && !ran.out.is_empty() && ran.err.is_empty(),
            "{ran}"
        );
    }
    let bare = folder.run(&[]);
    assert!(bare.code == 2 && bare.out.is_empty(), "{bare}");
}

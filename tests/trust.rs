//! What people rely on who let a program loose on their files: it writes where it is told to and nowhere else,
//! reads nothing outside the project, and stays within bounds.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;
use support::{Folder, TODAY, repository};

const STORY: &str = include_str!("../fixtures/stories/1-thanksgiving-calls.yaml");

/// Every file below a folder, with its bytes and the time of its last change.
fn everything(folder: &Path) -> BTreeMap<PathBuf, (Vec<u8>, SystemTime)> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(everything(&path));
        } else {
            let changed = path.metadata().unwrap().modified().unwrap();
            found.insert(path.clone(), (std::fs::read(&path).unwrap(), changed));
        }
    }
    found
}

#[test]
fn only_what_is_asked_to_write_writes() {
    let folder = Folder::with([
        ("courtesy.yaml", "version: 1\n"),
        ("story.yaml", STORY),
        ("trap.yaml", "audiences:\n  a: {regions: [NO]}\n"),
    ]);
    folder.check(&["--baseline", "base.json", "--update-baseline", "trap.yaml"]);
    let before = everything(&folder.path(""));
    assert_eq!(before.len(), 4);
    for arguments in [
        &["check", "--today", TODAY][..],
        &["check", "--today", TODAY, "--diff", "--unsafe-fixes"],
        &["check", "--baseline", "base.json", "--show-suppressed"],
        &["check", "--statistics", "--timings", "--format", "sarif"],
        &["explain", "holiday-contact"],
        &["rules", "--format", "markdown"],
        &["calendar", "ddos-follow-up", "--format", "ics"],
        &["holidays", "CA-MB", "--year", "2026"],
        &["hours", "CA-MB"],
        &["config", "--show", "story.yaml"],
        &["schema"],
        &["completions", "bash"],
        &["man"],
        // There is a `courtesy.yaml`.
        &["init"],
    ] {
        folder.run(arguments);
        assert_eq!(everything(&folder.path("")), before, "{arguments:?}");
    }
    // With each of the four that write, what is asked for changes and nothing else.
    folder.check(&["--format", "json=report.json"]);
    folder.check(&["--fix", "trap.yaml"]);
    folder.check(&["--baseline", "base.json", "--update-baseline"]);
    folder.run(&["init", "new"]);
    let after = everything(&folder.path(""));
    let changed = after
        .iter()
        .filter(|(path, now)| before.get(*path) != Some(now));
    let changed: Vec<String> = changed
        .map(|(path, _)| {
            let path = path.strip_prefix(folder.path("")).unwrap();
            path.display().to_string()
        })
        .collect();
    assert!(
        changed.iter().all(|it| it.starts_with("new/")
            || ["base.json", "report.json", "trap.yaml"].contains(&it.as_str())),
        "{changed:?}"
    );
    assert!(changed.len() >= 5, "{changed:?}");
}

#[test]
fn nothing_outside_the_project_is_read_without_a_word() {
    let outside = Folder::with([
        ("secret.md", "The word is swordfish.\n"),
        (
            "secret.yaml",
            "jurisdiction: CA\nname: swordfish\nprovisions: []\n",
        ),
    ]);
    let secret = outside.path("secret.md").display().to_string();
    let folder = Folder::with([("a.yaml", "")]);
    let mut ways = vec![secret.clone()];
    // As many levels up as there are, and down again.
    ways.push(format!("{}{secret}", "../".repeat(40)));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&secret, folder.path("link.md")).unwrap();
        std::os::unix::fs::symlink(outside.path(""), folder.path("folder")).unwrap();
        ways.extend(["link.md".to_owned(), "folder/secret.md".to_owned()]);
    }
    for way in ways {
        folder.write(
            "a.yaml",
            format!(
                "messages:\n  m: {{channel: email, language: en, body_file: \"{way}\"}}\ncampaigns:\n  c: {{purpose: sales, starts: 2026-12-01, audience: {{regions: [CA-MB]}}, cadence: {{steps: [{{channel: email, message: m}}]}}}}\n"
            ),
        );
        for format in ["human", "json", "sarif"] {
            let ran = folder.check(&["a.yaml", "--format", format]);
            let told = format!("{}{}", ran.out, ran.err).replace(['\n', '│', '×'], " ");
            let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(!told.contains("swordfish"), "{way}: {ran}");
            assert!(told.contains("outside the project"), "{way}: {ran}");
        }
    }
    // Law is not fetched from elsewhere either.
    let law = outside.path("secret.yaml").display().to_string();
    folder.write("courtesy.yaml", format!("packs: [\"{law}\"]\n"));
    let ran = folder.check(&["a.yaml"]);
    assert_eq!(ran.code, 2, "{ran}");
    assert!(ran.err.contains("outside the project"), "{ran}");
    assert!(!ran.err.contains("swordfish"), "{ran}");
}

#[test]
fn a_file_that_comes_and_goes_does_no_harm() {
    let folder = Folder::with([("stays.yaml", STORY)]);
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                for number in 0..20 {
                    folder.write(&format!("sub/{number}.yaml"), "audiences:\n  a: {}\n");
                }
                std::fs::remove_dir_all(folder.path("sub")).unwrap();
            }
        });
        for _ in 0..15 {
            let ran = folder.check(&[".", "--format", "json"]);
            // What was there all the time is found each time.
            assert!(ran.findings().has("attempts-per-day"), "{ran}");
        }
        done.store(true, Ordering::Relaxed);
    });
}

/// A hundred thousand take ten times as long; that was measured, and is too long for every run of the tests.
#[test]
fn ten_thousand_files_are_all_looked_at() {
    let folder = Folder::with([("courtesy.yaml", "version: 1\n")]);
    for number in 0..10_000 {
        folder.write(
            &format!("{}/{number}.yaml", number / 100),
            format!("audiences:\n  a{number}: {{regions: [CA-MB]}}\n"),
        );
    }
    let findings = folder.findings(&["."]);
    assert_eq!(findings.of("unused-definition").len(), 10_000);
}

/// A shell sets the bound; the program is given two threads, for each takes room of its own.
#[cfg(target_os = "linux")]
#[test]
fn hostile_files_are_checked_in_little_memory() {
    let folder = Folder::new();
    for entry in std::fs::read_dir(repository().join("fixtures/hostile")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.extension().is_none_or(|it| it != "yaml") {
            continue;
        }
        folder.write(&name, std::fs::read(&path).unwrap());
        let line = format!(
            "ulimit -v 400000; exec {} check {name} --jobs 2 --isolated --format json",
            env!("CARGO_BIN_EXE_courtesy")
        );
        let ran = support::Ran::of(
            assert_cmd::Command::new("/bin/sh")
                .args(["-c", &line])
                .current_dir(folder.path("")),
        );
        assert!([0, 1, 3].contains(&ran.code), "{name}: {ran}");
        std::fs::remove_file(folder.path(&name)).unwrap();
    }
}

//! The same files give the same findings, however they are named and from wherever the program is run: what is
//! found in a file is what is found in it together with the whole project, each time.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod support;

use std::path::{Path, PathBuf};
use support::{Folder, Ran, TODAY, courtesy_in};

/// Files that lean on one another: by id, by a text in a file of its own, by limits that two campaigns break
/// together, by an id that stands twice, and by settings of which the nearer ones count.
const FILES: &[(&str, &str)] = &[
    ("courtesy.yaml", "version: 1\nlanguages: [en]\n"),
    (
        "campaigns/spring.yaml",
        "\
campaigns:
  spring:
    nmae: Spring
    purpose: sales
    starts: 2026-12-01
    ends: 2026-12-31
    audience: people
    suppress: never-again
    cadence: calls
",
    ),
    (
        "campaigns/summer.yaml",
        "\
campaigns:
  summer:
    purpose: sales
    starts: 2026-12-01
    ends: 2026-12-31
    audience: people
    suppress: never-agian
    cadence: calls
  # courtesy: allow[unused-definition]: kept for next year
cadences:
  calls: {steps: [{day: 0, channel: call, attempts: 2, message: script}]}
",
    ),
    (
        "shared/people.yaml",
        "audiences:\n  people: {regions: [NO], type: consumer}\n  others: {regions: [CA-MB]}\nsuppressions:\n  never-again: {kind: internal}\n",
    ),
    (
        "shared/deep/texts.yml",
        "messages:\n  script: {channel: call, language: en, body_file: script.md}\naudiences:\n  others: {regions: [NO]}\n",
    ),
    (
        "shared/deep/courtesy.yaml",
        "rules: {yaml-trap: error}\nmerge_fields: [first_name]\n",
    ),
    ("shared/deep/script.md", "Hello {{first_nmae}}, TODO.\n"),
    ("compose.yaml", "services: {web: {image: nginx}}\n"),
];

/// The files of ours.
const OURS: [&str; 4] = [
    "campaigns/spring.yaml",
    "campaigns/summer.yaml",
    "shared/people.yaml",
    "shared/deep/texts.yml",
];

fn project() -> Folder {
    Folder::with(FILES.iter().copied())
}

/// What is found in one file, and in the text that it names, by its path in the project. Paths in messages lead
/// from where the program is run; of each only the name is kept.
fn told(ran: &Ran, from: &Path, root: &Path, file: &str) -> Vec<String> {
    let real = |path: PathBuf| path.canonicalize().unwrap();
    let mut wanted = vec![real(root.join(file))];
    if file == "shared/deep/texts.yml" {
        wanted.push(real(root.join("shared/deep/script.md")));
    }
    let words = |text: &str| -> String {
        let words = text.split(' ').map(|word| word.rsplit('/').next().unwrap());
        words.collect::<Vec<_>>().join(" ")
    };
    let found = ran.findings().0;
    let here = found
        .iter()
        .filter(|it| wanted.contains(&real(from.join(&it.path))));
    here.map(|it| {
        let related = it.related.iter();
        let related = related.map(|it| (words(&it.path), it.span, &it.message));
        format!(
            "{} {} {} {} {} {:?} {:?}",
            it.place(),
            it.severity,
            it.verdict,
            it.pointer,
            words(&it.message),
            it.help.as_deref().map(words),
            related.collect::<Vec<_>>()
        )
    })
    .collect()
}

/// A run in a folder, as JSON.
fn run(from: &Path, paths: &[&str]) -> Ran {
    let mut command = courtesy_in(from);
    command.args(["check", "--today", TODAY, "--format", "json"]);
    Ran::of(command.args(paths))
}

#[test]
fn a_file_gives_the_same_findings_however_it_is_named() {
    let folder = project();
    let root = folder.path("").canonicalize().unwrap();
    let whole = run(&root, &["."]);
    let rules = whole.findings();
    for rule in [
        "campaign-overlap",
        "duplicate-id",
        "unresolved-reference",
        "unrendered-placeholder",
        "leftover-draft",
        "waiver-unused",
        "yaml-trap",
    ] {
        assert!(rules.has(rule), "{rule}\n{rules}");
    }
    let outside = Folder::new();
    let far = outside.path("");
    let beside = root.join("campaigns");
    for file in OURS {
        let expected = told(&whole, &root, &root, file);
        assert!(!expected.is_empty(), "{file}\n{rules}");
        let absolute = root.join(file).display().to_string();
        let dotted = format!("./{file}");
        let roundabout = format!("shared/../{file}");
        let up = format!("../{file}");
        let from_root = root.display().to_string();
        let folder_of = Path::new(file).parent().unwrap().display().to_string();
        let ways: [(&Path, Vec<&str>); 9] = [
            (&root, vec![file]),
            (&root, vec![&dotted]),
            (&root, vec![&roundabout]),
            (&root, vec![&absolute]),
            (&root, vec![&folder_of]),
            (&beside, vec![&up]),
            (&beside, vec![&absolute]),
            (&far, vec![&absolute]),
            (&far, vec![&from_root]),
        ];
        for (from, paths) in ways {
            let ran = run(from, &paths);
            let found = told(&ran, from, &root, file);
            assert_eq!(found, expected, "{paths:?} in {}", from.display());
        }
    }
}

#[test]
fn a_hook_that_names_what_has_changed_finds_what_the_folder_has() {
    let folder = project();
    let root = folder.path("").canonicalize().unwrap();
    let whole = run(&root, &["."]);
    let hook = |paths: &[&str]| {
        let mut command = courtesy_in(&root);
        command.env("PRE_COMMIT", "1");
        command.args(["check", "--today", TODAY, "--format", "json"]);
        Ran::of(command.args(paths))
    };
    let all = [&OURS[..], &["compose.yaml", "courtesy.yaml"]].concat();
    let at_once = hook(&all);
    assert_eq!(at_once.code, whole.code);
    for file in OURS {
        let expected = told(&whole, &root, &root, file);
        assert_eq!(told(&at_once, &root, &root, file), expected, "{file}");
        assert_eq!(told(&hook(&[file]), &root, &root, file), expected, "{file}");
    }
    // What is none of ours is no failure of a hook.
    assert_eq!(hook(&["compose.yaml"]).code, 0);
    assert_eq!(run(&root, &["compose.yaml"]).code, 3);
}

#[test]
fn a_text_that_is_piped_in_is_judged_as_the_file_that_it_stands_for() {
    let folder = project();
    let root = folder.path("").canonicalize().unwrap();
    let whole = run(&root, &["."]);
    for file in OURS {
        let mut command = courtesy_in(&root);
        command.args(["check", "--today", TODAY, "--format", "json", "-"]);
        command.args(["--stdin-filename", file]);
        let ran = Ran::of(command.write_stdin(folder.read(file)));
        let expected = told(&whole, &root, &root, file);
        assert_eq!(told(&ran, &root, &root, file), expected, "{file}");
    }
}

#[test]
fn where_nothing_says_what_belongs_together_that_is_said() {
    let folder = project();
    for it in [".git", "courtesy.yaml", "shared/deep/courtesy.yaml"] {
        let path = folder.path(it);
        std::fs::remove_dir(&path)
            .or_else(|_| std::fs::remove_file(&path))
            .unwrap();
    }
    let alone = folder.check(&["campaigns/spring.yaml"]);
    assert!(
        alone.err.contains("only the named files were read"),
        "{alone}"
    );
    let whole = folder.check(&["."]);
    assert!(!whole.err.contains("only the named files"), "{whole}");
    let quiet = folder.check(&["campaigns/spring.yaml", "--quiet"]);
    assert!(!quiet.err.contains("only the named files"), "{quiet}");
}

#[cfg(unix)]
#[test]
fn a_link_to_a_folder_leads_to_the_same_files() {
    let folder = project();
    let root = folder.path("").canonicalize().unwrap();
    let whole = run(&root, &["."]);
    let elsewhere = Folder::new();
    std::os::unix::fs::symlink(&root, elsewhere.path("link")).unwrap();
    let from = elsewhere.path("").canonicalize().unwrap();
    for file in OURS {
        let ran = run(&from, &[&format!("link/{file}")]);
        let expected = told(&whole, &root, &root, file);
        assert_eq!(told(&ran, &from, &root, file), expected, "{file}");
    }
}

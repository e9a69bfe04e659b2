//! `courtesy init` as a user meets it.

mod support;

use support::Folder;

#[test]
fn what_it_writes_passes_without_a_word() {
    let folder = Folder::new();
    let run = folder.run(&["init", "--today", "2026-11-22"]);
    assert_eq!(run.code, 0, "{}", run.err);
    // On the day itself, and on any day until the campaign starts.
    for today in ["2026-11-22", "2026-12-05"] {
        let run = folder.run(&["check", "--today", today, "--fail-on", "advice"]);
        assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    }
    assert!(
        folder
            .read("campaigns/first.yaml")
            .contains("starts: 2026-12-06")
    );
}

#[test]
fn the_settings_it_shows_are_the_defaults() {
    let folder = Folder::new();
    folder.run(&["init", "--today", "2026-11-22"]);
    // Two mornings of a call a week are within the defaults, three in a day are not; with and without the file.
    let calls = "campaigns: {it: {audience: {regions: [CA-MB]}, cadence: {steps: [{day: 0, channel: call, attempts: 3, spacing: 5m}]}}}";
    folder.write("campaigns/calls.yaml", calls);
    let with = folder.findings(&["campaigns/calls.yaml"]);
    std::fs::remove_file(folder.path("courtesy.yaml")).expect("it was written");
    let without = folder.findings(&["campaigns/calls.yaml"]);
    assert_eq!(with.rules(), without.rules());
    assert!(with.has("attempts-per-day") && with.has("retry-spacing"));
}

#[test]
fn it_never_writes_over_a_file() {
    for there in ["courtesy.yaml", "campaigns/first.yaml"] {
        let folder = Folder::with([(there, "mine: yes\n")]);
        let run = folder.run(&["init"]);
        assert_eq!(run.code, 2);
        assert!(run.err.contains(there), "{}", run.err);
        assert_eq!(folder.read(there), "mine: yes\n");
        let other =
            ["courtesy.yaml", "campaigns/first.yaml"].map(|path| folder.path(path).exists());
        assert_eq!(other.iter().filter(|exists| **exists).count(), 1);
    }
}

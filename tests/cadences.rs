//! Cadences as people publish them: what the program says of each, line by line.
//!
//! A changed snapshot is read before it is accepted: is each line true, and
//! would the author of the cadence be glad of it?

mod support;

use std::panic::{AssertUnwindSafe, catch_unwind};
use support::{Ran, courtesy, repository};

const FOLDER: &str = "fixtures/cadences";

#[test]
fn what_is_said_of_each_cadence() {
    let mut names: Vec<String> = std::fs::read_dir(repository().join(FOLDER))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "courtesy.yaml")
        .collect();
    names.sort();
    // All of them in one run of the test, and not only the first that changed.
    let changed: Vec<&String> = names
        .iter()
        .filter(|name| catch_unwind(AssertUnwindSafe(|| hold(name))).is_err())
        .collect();
    assert!(changed.is_empty(), "changed: {changed:#?}");
}

/// Holds what is said of a cadence against its snapshot.
fn hold(name: &str) {
    let path = format!("{FOLDER}/{name}");
    let arguments = [
        "check",
        &path,
        "--today",
        "2026-10-01",
        "--format",
        "concise",
        // No notes on the standard error.
        "--quiet",
    ];
    let ran = Ran::of(courtesy().args(arguments));
    assert!(ran.code <= 1 && ran.err.is_empty(), "{ran}");
    insta::assert_snapshot!(name.trim_end_matches(".yaml"), ran.out);
}

//! SARIF and JUnit as their own schemas have them: what the program writes of findings, waivers, a baseline and
//! fixes is held against the schemas that the readers of these formats go by.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod support;

use serde_json::Value;
use support::{Folder, repository};
use uppsala::{XsdValidator, parse};

fn schema(name: &str) -> String {
    std::fs::read_to_string(repository().join("tests/schemas").join(name)).unwrap()
}

/// The stories, one finding that is waived, and a file whose findings a baseline sets aside.
fn of_everything() -> Folder {
    let old = "audiences:\n  old:\n    regions: [NO]\n    langauges: [en]\n";
    let folder = Folder::with([("old & <gone>/a b.yaml", old)]);
    folder.check(&["--baseline", "base.json", "--update-baseline"]);
    folder.write(
        "waived.yaml",
        "audiences:\n  # courtesy: allow[definition] until=2026-12-31: \"agreed\" <with> legal & sales\n  kept:\n    regions: [NO, NO]\n",
    );
    for entry in std::fs::read_dir(repository().join("fixtures/stories")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let name = path.file_name().unwrap().to_str().unwrap();
            folder.write(name, std::fs::read(&path).unwrap());
        }
    }
    folder
}

fn told(folder: &Folder, format: &str) -> String {
    let ran = folder.check(&["--baseline", "base.json", "--format", format]);
    assert_eq!(ran.code, 1, "{ran}");
    ran.out
}

#[test]
fn sarif_has_its_schema() {
    // The pattern of a language has a bracket that not every reader of patterns takes for one.
    let text = schema("sarif-2.1.0.json").replace("{2}]?$", "{2}\\\\]?$");
    let schema: Value = serde_json::from_str(&text).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let faults = |log: &Value| -> Vec<String> {
        let faults = schema.iter_errors(log);
        faults
            .map(|it| format!("{}: {it}", it.instance_path()))
            .collect()
    };
    let log: Value = serde_json::from_str(&told(&of_everything(), "sarif")).unwrap();
    assert_eq!(faults(&log), [""; 0]);

    // Everything that a finding can carry was there to be held against it.
    let results = log["runs"][0]["results"].as_array().unwrap();
    let of_kind = |kind: &str| {
        let aside = results.iter().filter(|it| {
            let suppressions = it["suppressions"].as_array().unwrap();
            suppressions.iter().any(|by| by["kind"] == kind)
        });
        aside.count()
    };
    assert!(of_kind("inSource") > 0 && of_kind("external") > 0);
    for field in ["fixes", "relatedLocations", "partialFingerprints"] {
        let there = |it: &&Value| match &it[field] {
            Value::Array(list) => !list.is_empty(),
            other => !other.is_null(),
        };
        assert!(results.iter().any(|it| there(&it)), "no {field}");
    }

    let empty = Folder::with([("a.yaml", "audiences: {}\n")]).check(&["--format", "sarif"]);
    assert_eq!(faults(&empty.json()), [""; 0]);
    // The schema is one that finds something.
    let mut wrong = log;
    wrong["runs"][0]["results"][0]["level"] = "advice".into();
    assert_ne!(faults(&wrong), [""; 0]);
}

#[test]
fn junit_has_its_schema() {
    let schema = schema("junit-10.xsd");
    let schema = parse(&schema).unwrap();
    let schema = XsdValidator::from_schema(&schema).unwrap();
    let faults = |report: &str| -> Vec<String> {
        let faults = schema.validate(&parse(report).unwrap());
        faults.iter().map(ToString::to_string).collect()
    };
    let report = told(&of_everything(), "junit");
    assert_eq!(faults(&report), [""; 0]);
    for element in ["<failure ", "<skipped ", "<system-out>"] {
        assert!(report.contains(element), "no {element}");
    }

    let empty = Folder::with([("a.yaml", "audiences: {}\n")]).check(&["--format", "junit"]);
    assert_eq!(faults(&empty.out), [""; 0]);
    assert_ne!(faults(&report.replace(" errors=\"0\"", "")), [""; 0]);
}

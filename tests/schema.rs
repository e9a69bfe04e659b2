//! The JSON Schema that editors use: it is the one that the program prints, it accepts what the program
//! accepts, and it refuses the slips that an editor should underline.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod support;

use jsonschema::Validator;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use support::{check, courtesy, repository};

fn committed(name: &str) -> Value {
    let text = std::fs::read_to_string(repository().join("schema").join(name)).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn definitions() -> Validator {
    jsonschema::validator_for(&committed("courtesy.json")).unwrap()
}

/// Every document of a file, as an editor sees it.
fn documents(text: &str) -> Vec<Value> {
    use serde::Deserialize;
    serde_yaml::Deserializer::from_str(text)
        .map(|document| {
            let mut yaml = serde_yaml::Value::deserialize(document).unwrap();
            yaml.apply_merge().unwrap();
            serde_json::to_value(yaml).unwrap()
        })
        .collect()
}

fn yaml_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            yaml_files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "yaml") {
            found.push(path);
        }
    }
}

#[test]
fn the_committed_schemas_are_what_the_program_prints() {
    for (argument, name) in [
        ("definitions", "courtesy.json"),
        ("settings", "courtesy-settings.json"),
    ] {
        let run = courtesy().args(["schema", argument]).output().unwrap();
        let printed: Value = serde_json::from_slice(&run.stdout).unwrap();
        assert!(
            committed(name) == printed,
            "schema/{name} is stale: courtesy schema {argument} > schema/{name}"
        );
        jsonschema::meta::validate(&printed).unwrap();
    }
}

#[test]
fn the_stories_and_the_public_cadences_have_the_schema() {
    let validator = definitions();
    let of_settings = jsonschema::validator_for(&committed("courtesy-settings.json")).unwrap();
    let mut files = Vec::new();
    for folder in ["fixtures/stories", "fixtures/cadences"] {
        yaml_files(&repository().join(folder), &mut files);
    }
    assert!(files.len() > 30, "{}", files.len());
    for file in files {
        let settings = file.file_name().is_some_and(|name| name == "courtesy.yaml");
        for document in documents(&std::fs::read_to_string(&file).unwrap()) {
            let validator = if settings { &of_settings } else { &validator };
            let wrong: Vec<String> = validator
                .iter_errors(&document)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect();
            assert!(wrong.is_empty(), "{}: {wrong:#?}", file.display());
        }
    }
}

/// A sound file, and what is done to it.
fn sound() -> Value {
    json!({
        "campaigns": {"spring": {"purpose": "marketing", "audience": ["readers"], "cadence": "one"}},
        "audiences": {"readers": {"regions": ["CA-MB"]}},
        "cadences": {"one": {"steps": [{"day": 0, "channel": "email", "x-note": 1}]}},
    })
}

#[test]
fn an_editor_underlines_what_the_linter_reports() {
    let validator = definitions();
    assert!(validator.is_valid(&sound()));
    for (pointer, key, value, rule) in [
        (
            "/campaigns/spring",
            "purpose",
            json!("salse"),
            "invalid-value",
        ),
        (
            "/campaigns/spring",
            "porpose",
            json!("sales"),
            "unknown-field",
        ),
        ("/campaigns/spring", "starts", json!(true), "invalid-value"),
        (
            "/campaigns/spring",
            "audience",
            Value::Null,
            "missing-field",
        ),
        ("/campaigns/spring", "cadence", Value::Null, "missing-field"),
        ("/cadences/one", "steps", Value::Null, "missing-field"),
        (
            "/cadences/one/steps/0",
            "channel",
            Value::Null,
            "missing-field",
        ),
        (
            "/cadences/one/steps/0",
            "channel",
            json!("fax"),
            "invalid-value",
        ),
        ("", "campains", json!({}), "unknown-field"),
    ] {
        let mut wrong = sound();
        let object = wrong.pointer_mut(pointer).unwrap().as_object_mut().unwrap();
        if value.is_null() {
            object.remove(key);
        } else {
            object.insert(key.to_owned(), value);
        }
        assert!(!validator.is_valid(&wrong), "{wrong}");
        let found = check(&wrong.to_string());
        assert!(found.has(rule), "{key}: {:?}", found.rules());
    }
}

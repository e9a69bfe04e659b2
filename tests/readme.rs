//! What the README shows is what happens.

mod support;

use support::{Ran, check, courtesy};

const README: &str = include_str!("../README.md");

#[test]
fn the_diagnostic_in_the_readme_is_real() {
    let (_, shown) = README
        .split_once("```text\n$ courtesy ")
        .expect("the README shows a run");
    let (command, rest) = shown.split_once('\n').expect("a command and its output");
    let (output, _) = rest.split_once("\n```").expect("the block ends");
    let ran = Ran::of(courtesy().args(command.split(' ')));
    assert_eq!(ran.out.trim_end(), output.trim_end());
}

#[test]
fn the_definition_in_the_readme_holds_no_mistake() {
    let (_, shown) = README
        .split_once("```yaml\n")
        .expect("the README shows a definition");
    let (definition, _) = shown.split_once("```").expect("the block ends");
    let mut findings = check(definition).0;
    findings.retain(|it| {
        courtesy::rules::named(&it.rule).is_some_and(|rule| rule.meta().family == "definition")
    });
    assert!(findings.is_empty(), "{findings:?}");
}

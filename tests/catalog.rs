//! The catalogue: every rule has its page, every page its rule, and every
//! example on a page does what the page says.

mod support;

use courtesy::rules::{HEADINGS, Page, RULES, Rule};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use support::{Findings, Folder, Ran, courtesy, repository};

fn name(rule: &dyn Rule) -> &'static str {
    rule.meta().name
}

/// Fails with all that went wrong, and not with the first of it.
fn none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn every_rule_is_listed_once_and_families_stand_together() {
    let mut names = BTreeSet::new();
    let mut families: Vec<&str> = Vec::new();
    for rule in RULES {
        let meta = rule.meta();
        assert!(names.insert(meta.name), "{} is listed twice", meta.name);
        if families.last() != Some(&meta.family) {
            assert!(
                !families.contains(&meta.family),
                "{} stands apart from its family {}",
                meta.name,
                meta.family
            );
            families.push(meta.family);
        }
    }
    for family in families {
        assert!(!names.contains(family), "{family} is a rule and a family");
    }
}

#[test]
fn every_page_has_its_rule() {
    let catalog = repository().join("rules/catalog");
    let mut pages = BTreeSet::new();
    for family in std::fs::read_dir(catalog).unwrap() {
        let family = family.unwrap();
        if !family.file_type().unwrap().is_dir() {
            continue;
        }
        for page in std::fs::read_dir(family.path()).unwrap() {
            let page = page.unwrap().file_name().into_string().unwrap();
            let family = family.file_name().into_string().unwrap();
            pages.insert(format!("{family}/{page}"));
        }
    }
    // That each rule has its page is shown by the fact that this compiles.
    let rules = RULES.iter().map(|rule| {
        let meta = rule.meta();
        format!("{}/{}.md", meta.family, meta.name)
    });
    let rules: BTreeSet<String> = rules.collect();
    let without: Vec<&String> = pages.difference(&rules).collect();
    assert!(without.is_empty(), "pages without a rule: {without:?}");
}

#[test]
fn the_front_matter_says_what_the_rule_says() {
    let mut faults = Vec::new();
    for rule in RULES {
        let (meta, page) = (rule.meta(), Page::read(rule.page()));
        let mut expect = |field: &str, expected: &str| {
            let found = page.field(field);
            if found != Some(expected) {
                faults.push(format!(
                    "{}: `{field}` is {found:?}, not {expected:?}",
                    meta.name
                ));
            }
        };
        expect("name", meta.name);
        expect("family", meta.family);
        expect("severity", meta.severity.as_str());
        let since = page.field("since").unwrap_or_default();
        if since.split('.').count() != 3
            || !since.split('.').all(|part| part.parse::<u32>().is_ok())
        {
            faults.push(format!("{}: `since` is {since:?}, no version", meta.name));
        }
        let summary = page.summary();
        if summary.len() < 10 || !summary.ends_with('.') || summary.contains('|') {
            faults.push(format!(
                "{}: `summary` is no sentence, or breaks a table: {summary:?}",
                meta.name
            ));
        }
        if !page.body.starts_with(&format!("# {}\n", meta.name)) {
            faults.push(format!("{}: the title is not the rule's name", meta.name));
        }
    }
    none(&faults);
}

/// The headings of a page, without what looks like one in a code block.
fn headings<'p>(page: &Page<'p>) -> Vec<&'p str> {
    let mut in_code = false;
    let lines = page.body.lines().filter(|line| {
        in_code ^= line.starts_with("```");
        !in_code
    });
    lines.filter_map(|line| line.strip_prefix("## ")).collect()
}

#[test]
fn the_headings_are_complete_and_in_order() {
    let mut faults = Vec::new();
    for rule in RULES {
        let page = Page::read(rule.page());
        let found = headings(&page);
        let expected: Vec<&str> = HEADINGS
            .into_iter()
            .filter(|heading| *heading != "Law" || found.contains(heading))
            .collect();
        if found != expected {
            faults.push(format!("{}: {found:?}, not {expected:?}", name(*rule)));
        }
        for heading in found {
            if page.section(heading).unwrap_or_default().len() < 5 {
                faults.push(format!("{}: nothing under {heading}", name(*rule)));
            }
        }
    }
    none(&faults);
}

/// Checks the code blocks of a section, each as a file: the second word after the fence is its name.
fn check_example(rule: &dyn Rule, heading: &str) -> Result<Findings, String> {
    let folder = Folder::new();
    let mut definitions = 0;
    for (number, (language, code)) in Page::read(rule.page()).code(heading).iter().enumerate() {
        let mut words = language.split(' ');
        match (words.next(), words.next()) {
            (Some("yaml"), None) => {
                definitions += 1;
                folder.write(&format!("example-{}.yaml", number + 1), code);
            }
            (Some("yaml" | "text"), Some(file)) => folder.write(file, code),
            _ => return Err(format!("a code block of the language `{language}`")),
        }
    }
    if definitions == 0 {
        return Err("no definition".to_owned());
    }
    let ran = folder.check(&["--format", "json"]);
    if ran.code > 1 {
        return Err(format!("the example cannot be checked: {ran}"));
    }
    Ok(ran.findings())
}

/// Runs an example of every rule and fails for those that `fault` finds fault with.
fn every_example(heading: &str, fault: impl Fn(&dyn Rule, &Findings) -> bool) {
    let mut faults = String::new();
    for rule in RULES {
        let told = match check_example(*rule, heading) {
            Err(error) => error,
            Ok(findings) if fault(*rule, &findings) => format!("\n{findings}"),
            Ok(_) => continue,
        };
        let _ = writeln!(faults, "{}, {heading}: {told}", name(*rule));
    }
    assert!(faults.is_empty(), "\n{faults}");
}

#[test]
fn the_bad_example_breaks_this_rule_and_no_other() {
    every_example("Bad", |rule, findings| findings.rules() != [name(rule)]);
}

#[test]
fn the_good_example_is_clean() {
    every_example("Good", |_, findings| !findings.0.is_empty());
}

#[test]
fn the_reference_is_fresh() {
    let ran = Ran::of(courtesy().args(["rules", "--format", "markdown"]));
    let committed = std::fs::read_to_string(repository().join("docs/rules.md")).unwrap_or_default();
    assert!(
        ran.out == committed,
        "docs/rules.md is stale; write it anew: cargo run -q -- rules --format markdown > docs/rules.md"
    );
}

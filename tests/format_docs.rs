//! The format's page: its examples are files that the program accepts, and it names every field that there is.

#![allow(
    clippy::unwrap_used,
    clippy::format_collect,
    reason = "a test that cannot go on must fail"
)]

mod support;

use courtesy::rules::RULES;
use std::collections::BTreeSet;
use support::{Findings, Folder, check, repository};

/// A code block of the page.
struct Block {
    /// The line of its fence, from 1.
    line: usize,
    /// What stands after the fence: `yaml fragment`.
    language: String,
    code: String,
}

fn page() -> String {
    std::fs::read_to_string(repository().join("docs/format.md")).unwrap()
}

fn blocks(language: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    for (number, line) in page().lines().enumerate() {
        match (line.strip_prefix("```"), open) {
            (Some(language), false) => {
                open = true;
                blocks.push(Block {
                    line: number + 1,
                    language: language.to_owned(),
                    code: String::new(),
                });
            }
            (Some(_), true) => open = false,
            (None, true) => {
                let block = blocks.last_mut().unwrap();
                block.code += line;
                block.code.push('\n');
            }
            (None, false) => {}
        }
    }
    blocks.retain(|block| block.language == language);
    assert!(!blocks.is_empty(), "no block of `{language}`");
    blocks
}

/// The findings that make an example wrong: an example shows a part of a project, and may show what is bad.
fn faults(findings: Findings) -> Vec<String> {
    let of_definition = |rule: &str| {
        let known = RULES.iter().find(|it| it.meta().name == rule);
        known.is_some_and(|it| it.meta().family == "definition")
    };
    let faults = findings.0.into_iter().filter(|it| {
        // The days of the examples go by, and a fragment has no campaign to waive anything for.
        let expected = ["unused-definition", "ended-campaign", "waiver-unused"];
        of_definition(&it.rule) && !expected.contains(&it.rule.as_str())
    });
    faults.map(|it| it.to_string()).collect()
}

#[test]
fn the_examples_are_sound() {
    for block in blocks("yaml") {
        let faults = faults(check(&block.code));
        assert!(faults.is_empty(), "line {}: {faults:#?}", block.line);
    }
}

#[test]
fn the_fragments_are_sound_where_they_belong() {
    for block in blocks("yaml fragment") {
        let (tree, problems) = courtesy::yaml::parse(&block.code);
        assert!(problems.is_empty(), "line {}: {problems:#?}", block.line);
        let root = tree.documents()[0];
        let keys = tree.entries(&block.code, root);
        let indented = |spaces: usize| -> String {
            let lines = block.code.lines();
            lines
                .map(|line| format!("{}{line}\n", " ".repeat(spaces)))
                .collect()
        };
        // A fragment is a section, or a field of a campaign, a cadence or a message.
        let text = match tree.text(&block.code, keys[0].0) {
            "trigger" => format!(
                "campaigns:\n  a:\n    audience: {{regions: [CA]}}\n    cadence: {{steps: [{{channel: post}}]}}\n{}",
                indented(4)
            ),
            "send_window" => format!(
                "cadences:\n  a:\n    steps: [{{channel: post}}]\n{}",
                indented(4)
            ),
            "steps" => format!("cadences:\n  a:\n{}", indented(4)),
            "messages" => block.code.clone(),
            _ => format!("messages:\n  a:\n{}", indented(4)),
        };
        let folder = Folder::with([
            ("definition.yaml", text.as_str()),
            ("templates/long-letter.md", "The winter plan is here."),
        ]);
        let faults = faults(folder.findings(&["."]));
        assert!(
            faults.is_empty(),
            "line {}: {faults:#?}\n{text}",
            block.line
        );
    }
}

/// The settings of the page, as far as this version reads them.
fn settings() -> String {
    let [block] = &blocks("yaml settings")[..] else {
        panic!("one block of settings");
    };
    // Packs are told of on the page and not read yet: the program refuses them rather than pass over them.
    let lines = block
        .code
        .lines()
        .filter(|line| !line.starts_with("packs:"));
    let text: String = lines.map(|line| format!("{line}\n")).collect();
    if courtesy::rules::is_known("tone") {
        text
    } else {
        text.replace("tone: off, ", "")
    }
}

#[test]
fn the_settings_are_sound() {
    let folder = Folder::with([
        ("courtesy.yaml", settings().as_str()),
        ("campaigns/a.yaml", "senders:\n  a: {role: sales}\n"),
    ]);
    let ran = folder.check(&["."]);
    assert!(ran.code <= 1, "{ran}");
}

#[test]
fn the_limits_on_the_page_are_those_that_hold_without_them() {
    use courtesy::model::Channel;
    use courtesy::project::{LimitsInForce, Request, Settings, load};
    let folder = Folder::with([
        ("courtesy.yaml", settings().as_str()),
        ("campaigns/a.yaml", "senders:\n  a: {role: sales}\n"),
    ]);
    let project = load(&Request {
        cwd: folder.path(""),
        paths: vec![folder.path("campaigns")],
        standard_input: None,
        settings: Settings::Nearest,
        today: "2026-11-22".parse().unwrap(),
        profile: None,
    });
    let said = |limits: &LimitsInForce| -> String {
        let by_channel = Channel::ALL.iter().map(|channel| {
            let per_day = limits.per_day(*channel).map(|it| it.value);
            let per_7_days = limits.per_7_days(*channel).map(|it| it.value);
            let hours = limits.hours(*channel).map(|it| it.0);
            let on_holidays = limits.holidays.contains(channel);
            format!("{channel}: {per_day:?} {per_7_days:?} {hours:?} {on_holidays}\n")
        });
        let any = format!(
            "{:?} {:?} {} {} {}",
            limits.per_day_any().map(|it| it.value),
            limits.per_7_days_any().map(|it| it.value),
            limits.min_gap.value,
            limits.nag_interval.value,
            limits.late_notice.value,
        );
        by_channel.collect::<String>() + &any
    };
    assert_eq!(
        said(&project.configs[0].limits),
        said(&LimitsInForce::default())
    );
}

/// The fields of the format, as the source declares them: structs whose fields are read by their names.
fn fields(source: &str) -> BTreeSet<String> {
    let text = std::fs::read_to_string(repository().join(source)).unwrap();
    let mut fields = BTreeSet::new();
    let mut renamed: Option<String> = None;
    for line in text.lines() {
        let line = line.trim();
        if let Some(name) = line.strip_prefix("#[serde(rename = \"") {
            renamed = name.split('"').next().map(str::to_owned);
            continue;
        }
        let Some((name, kind)) = line.split_once(": ") else {
            continue;
        };
        let Some(name) = name.strip_prefix("pub ") else {
            continue;
        };
        if ["Field<", "List<", "Map<"]
            .iter()
            .any(|it| kind.starts_with(it))
        {
            fields.insert(renamed.take().unwrap_or_else(|| name.to_owned()));
        }
    }
    // One field a channel, written by a macro.
    fields.retain(|field| !field.starts_with('$'));
    fields
}

#[test]
fn the_page_names_every_field() {
    let page = page();
    let words: BTreeSet<&str> = page
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .collect();
    for (source, least) in [
        ("src/model/definitions.rs", 120),
        ("src/project/config.rs", 10),
    ] {
        let fields = fields(source);
        assert!(
            fields.len() >= least,
            "{source}: only {} fields were found",
            fields.len()
        );
        let missing: Vec<&String> = fields
            .iter()
            .filter(|it| !words.contains(it.as_str()))
            .collect();
        assert!(missing.is_empty(), "{source}: not on the page: {missing:?}");
    }
}

#[test]
fn the_page_names_every_word() {
    use courtesy::model::{
        AdvisoryStatus, Answer, AudienceType, BuyingRole, Channel, ChoiceAction, ConsentKind,
        Dialer, Enrollment, Harm, IfClosed, OfferFor, OptOutMethod, Per, Purpose, RefundKind,
        Relationship, SenderRole, SourceKind, Status, StopScope, SupportChannel, SuppressionKind,
        Voice, ZoneFrom,
    };
    let page = page();
    let mut missing = Vec::new();
    macro_rules! every {
        ($($kind:ident)*) => {$(
            for word in $kind::ALL {
                if !page.contains(&format!("`{word}`")) {
                    missing.push(format!("{} {word}", stringify!($kind)));
                }
            }
        )*};
    }
    every!(AdvisoryStatus Answer AudienceType BuyingRole Channel ChoiceAction ConsentKind Dialer Enrollment Harm IfClosed
        OfferFor OptOutMethod Per Purpose RefundKind Relationship SenderRole SourceKind Status StopScope SupportChannel
        SuppressionKind Voice ZoneFrom);
    assert!(missing.is_empty(), "not on the page: {missing:#?}");
}

//! What the layer promises, on texts small enough to be read.

use super::*;
use crate::calendar::{Day, MinuteRange, Weekdays};
use crate::source::Span;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// The first document as a `T`, with all problems of both steps.
fn read<T: DeserializeOwned>(text: &str) -> (Option<T>, Vec<Problem>) {
    let (tree, mut problems) = parse(text);
    let root = tree.documents().first().copied().unwrap_or_default();
    let value = decode(&tree, text, 0, root, &mut problems);
    problems.sort_by_key(|problem| problem.span.start);
    (value, problems)
}

fn slice(text: &str, span: Span) -> &str {
    &text[span.start as usize..span.end as usize]
}

/// Each problem as `what it points at: message (help)`.
fn lines(text: &str, problems: &[Problem]) -> Vec<String> {
    let line = |problem: &Problem| {
        let help = problem.help.as_ref().map(|help| format!(" ({help})"));
        format!(
            "{:?}: {}{}",
            slice(text, problem.span),
            problem.message,
            help.unwrap_or_default()
        )
    };
    problems.iter().map(line).collect()
}

/// The messages of the syntax.
fn mistakes(text: &str) -> Vec<String> {
    lines(text, &parse(text).1)
}

#[derive(Deserialize, Debug, PartialEq, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum Channel {
    Call,
    SupportChat,
    Email,
}

#[derive(Deserialize, Debug, Default, PartialEq)]
#[serde(default)]
struct Step {
    id: Field<String>,
    day: Field<u16>,
    channel: Field<Channel>,
    attempts: Field<u8>,
    on: Field<Day>,
    hours: List<MinuteRange>,
    days: Field<Weekdays>,
    final_step: Field<bool>,
}

#[derive(Deserialize, Debug, Default, PartialEq)]
#[serde(default)]
struct Cadence {
    name: Field<String>,
    steps: List<Step>,
    #[serde(alias = "license")]
    licence: Field<String>,
    amount: Field<Text<rust_decimal::Decimal>>,
    regions: List<String>,
}

#[derive(Deserialize, Debug, Default, PartialEq)]
#[serde(default)]
struct File {
    cadences: Map<Cadence>,
}

#[test]
fn ten_mistakes_of_one_file_are_ten_problems_at_ten_places() {
    let text = "\
# Zürich
cadences:
  zürich:
    nmae: Grüezi
    steps:
      - {id: a, day: -1, channel: Call, attemps: 2}
      - id: b
        day: soon
        id: c
        channel: support-chat
        on: 2026-02-29
        hours: [\"09:00-17:00\", 9-5]
        days: {from: mon}
        final_step: yes
    amount: ten dollars
";
    let (file, problems) = read::<File>(text);
    assert_eq!(
        lines(text, &problems),
        [
            r#""nmae": unknown field `nmae` (did you mean `name`?)"#,
            r#""-1": expected a whole number from 0 to 65535, found the number `-1`"#,
            r#""Call": expected `call`, `support_chat` or `email`, found `Call` (did you mean `call`?)"#,
            r#""attemps": unknown field `attemps` (did you mean `attempts`?)"#,
            r#""soon": expected a whole number, found the text `soon`"#,
            r#""id": `id` is given twice (keep one of them; the first is read)"#,
            r#""support-chat": expected `call`, `support_chat` or `email`, found `support-chat` (did you mean `support_chat`?)"#,
            r#""2026-02-29": there is no day 2026-02-29 in the calendar"#,
            r#""9-5": `9` is not a time of day; write it as 09:00, 24-hour"#,
            r#""{from: mon}": expected weekdays such as mon-fri, found a mapping"#,
            r#""yes": expected true or false, found the text `yes` (write `true`)"#,
            r#""ten dollars": `ten dollars` is not an amount; write it as 178.20"#,
        ]
        .map(String::from)
    );
    // The rest has been read.
    let file = file.unwrap();
    let (_, cadence) = file.cadences.given().next().unwrap();
    assert_eq!(cadence.steps.len(), 2);
    assert_eq!(cadence.steps[1].id.value().unwrap(), "b");
    assert_eq!(cadence.steps[1].hours.len(), 1);
    assert_eq!(cadence.steps[1].hours.left_out, 1);
    assert!(cadence.steps[1].day.is_invalid());
    assert!(cadence.name.is_missing());
}

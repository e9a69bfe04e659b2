//! What the layer promises, on texts small enough to be read.

use super::*;
use crate::calendar::{Day, MinuteRange, Weekdays};
use crate::source::Span;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::fmt::Write;

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
    is_last: Field<bool>,
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
        is_last: yes
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

// ---- The tree.

/// The tree of a text in which nothing is wrong.
fn good(text: &str) -> Tree {
    let (tree, problems) = parse(text);
    assert_eq!(problems, []);
    tree
}

/// The node of a pointer.
fn find(tree: &Tree, text: &str, pointer: &str) -> NodeId {
    (0..tree.len() as u32)
        .map(NodeId)
        .find(|node| !tree.is_key(*node) && tree.pointer(text, *node) == pointer)
        .unwrap()
}

#[test]
fn spans_hold_quotes_brackets_and_block_headers() {
    let text = "\
ä: 'it''s'   # one
flow: [1, {k: \"v\"}]
list:
  - first
  - second line
     goes on
text: |2-  # not | this
    indented
  rest

folded: >

  x

none:
last: ~
";
    let tree = good(text);
    let span = |pointer: &str| slice(text, tree.span(find(&tree, text, pointer)));
    assert_eq!(span("/ä"), "'it''s'");
    assert_eq!(span("/flow"), "[1, {k: \"v\"}]");
    assert_eq!(span("/flow/1"), "{k: \"v\"}");
    assert_eq!(span("/flow/1/k"), "\"v\"");
    assert_eq!(span("/list"), "first\n  - second line\n     goes on");
    assert_eq!(span("/text"), "|2-  # not | this\n    indented\n  rest");
    assert_eq!(span("/folded"), ">\n\n  x");
    assert_eq!(span("/none"), "");
    assert_eq!(span(""), text.trim_end());
    let none = find(&tree, text, "/none");
    assert_eq!(
        tree.span(none).start as usize,
        text.find("none:").unwrap() + 5
    );
    assert_eq!(slice(text, tree.visible_span(none)), "none");
    assert_eq!(slice(text, tree.key_span(none).unwrap()), "none");

    let value = |pointer: &str| tree.text(text, find(&tree, text, pointer));
    assert_eq!(value("/ä"), "it's");
    assert_eq!(value("/flow/1/k"), "v");
    assert_eq!(value("/list/1"), "second line goes on");
    assert_eq!(value("/text"), "  indented\nrest");
    assert_eq!(value("/folded"), "\nx\n");
    assert_eq!(value("/list"), "");
}

#[test]
fn pointers_parents_and_keys_lead_back() {
    let text = "a/b:\n  - x~y: [p, [q]]\n? [complex, key]\n: here\n---\nsecond: 1\n";
    let tree = good(text);
    let q = find(&tree, text, "/a~1b/0/x~0y/1/0");
    assert_eq!(tree.text(text, q), "q");
    let x = tree.parent(tree.parent(q).unwrap()).unwrap();
    assert_eq!(slice(text, tree.key_span(x).unwrap()), "x~y");
    assert_eq!(tree.pointer(text, tree.key(x).unwrap()), "/a~1b/0/x~0y");
    let [first, second] = tree.documents()[..] else {
        panic!("two documents")
    };
    let (key, here) = tree.raw_entries(first).nth(1).unwrap();
    assert_eq!(tree.key(here), Some(key));
    assert_eq!(tree.kind(key), Kind::Sequence);
    assert_eq!(tree.document(q), first);
    let one = tree.get(text, second, "second").unwrap();
    assert_eq!(tree.document(one), second);
    assert_eq!(tree.pointer(text, one), "/second");
    assert_eq!((tree.parent(first), tree.key(first)), (None, None));
}

#[test]
fn every_byte_finds_its_innermost_node() {
    let text = "a: [x, {b: 'yy'}]\n\nc:\n  - z\n# end\n";
    let tree = good(text);
    let at = |needle: &str| {
        let node = tree.node_at(text.find(needle).unwrap() as u32);
        node.map(|node| slice(text, tree.span(node)))
    };
    assert_eq!(at("x"), Some("x"));
    assert_eq!(at(", "), Some("[x, {b: 'yy'}]"));
    assert_eq!(at("b"), Some("b"));
    assert_eq!(at("yy"), Some("'yy'"));
    assert_eq!(at("}"), Some("{b: 'yy'}"));
    assert_eq!(at("z"), Some("z"));
    assert_eq!(at("\n\n"), Some("a: [x, {b: 'yy'}]\n\nc:\n  - z"));
    assert_eq!(at("# end"), None);
    assert_eq!(tree.node_at(u32::MAX), None);
}

#[test]
fn comments_are_kept_with_their_places() {
    let text = "# top\na: 1 # beside\nb: |  # header\n  # text, no comment\n[]: '# nor this' # ü\n\t# tab\n";
    let tree = good(text);
    let comments: Vec<_> = tree
        .comments()
        .iter()
        .map(|comment| (slice(text, comment.span), comment.trailing))
        .collect();
    assert_eq!(
        comments,
        [
            ("# top", false),
            ("# beside", true),
            ("# header", true),
            ("# ü", true),
            ("# tab", false),
        ]
    );
}

#[test]
fn only_null_tilde_and_nothing_are_null_and_no_is_text() {
    let text =
        "[~, null, , 'null', no, NO, on, off, yes, !!str null, true, 08:00, 2026-10-12, 017]";
    let text = text.replace(", ,", ", \"\",");
    let tree = good(&text);
    let nulls: Vec<_> = tree
        .items(tree.documents()[0])
        .map(|item| tree.is_null(&text, item))
        .collect();
    assert_eq!(nulls.iter().filter(|null| **null).count(), 2);
    let (value, problems) = read::<serde_json::Value>(&text);
    assert_eq!(problems, []);
    assert_eq!(
        value.unwrap(),
        serde_json::json!([
            null,
            null,
            "",
            "null",
            "no",
            "NO",
            "on",
            "off",
            "yes",
            "null",
            true,
            "08:00",
            "2026-10-12",
            "017"
        ])
    );
}

#[test]
fn merges_give_way_to_own_entries_and_keep_their_places() {
    let text = "\
base: &base {a: 1, b: 2}
more: &more {b: 3, c: 4, <<: *base}
both:
  <<: [*more, *base]
  a: own
single: {<<: *base}
";
    let tree = good(text);
    let root = tree.documents()[0];
    let entries = |name: &str| -> Vec<(&str, &str)> {
        let node = tree.get(text, root, name).unwrap();
        tree.entries(text, node)
            .into_iter()
            .map(|(key, value)| (tree.text(text, key), tree.text(text, value)))
            .collect()
    };
    assert_eq!(entries("both"), [("a", "own"), ("b", "3"), ("c", "4")]);
    assert_eq!(entries("single"), [("a", "1"), ("b", "2")]);
    let both = tree.get(text, root, "both").unwrap();
    let c = tree.get(text, both, "c").unwrap();
    assert_eq!(tree.pointer(text, c), "/more/c");
    assert_eq!(tree.raw_entries(both).count(), 2);
}

#[test]
fn aliases_are_edges() {
    let text = "a: &x [1, 2]\nb: *x\n*x : 3\n";
    let tree = good(text);
    let root = tree.documents()[0];
    let b = tree.get(text, root, "b").unwrap();
    assert!(tree.is_alias(b));
    assert_eq!(slice(text, tree.span(b)), "*x");
    assert_eq!(tree.kind(b), Kind::Sequence);
    assert_eq!(tree.items(b).count(), 2);
    assert_eq!(slice(text, tree.span(tree.resolve(b))), "[1, 2]");
}

#[test]
fn a_node_of_no_tree_is_invalid_and_harmless() {
    let tree = Tree::default();
    let node = NodeId(7);
    assert_eq!(tree.kind(node), Kind::Invalid);
    assert_eq!(tree.pointer("", node), "");
    assert_eq!(tree.key(node), None);
    assert_eq!(tree.text("", node), "");
    assert_eq!(tree.node_at(0), None);
    let mut problems = Vec::new();
    assert_eq!(decode::<String>(&tree, "", 0, node, &mut problems), None);
}

// ---- Mistakes of the syntax.

#[test]
fn mistakes_of_the_syntax_are_told_in_plain_words() {
    let told = |text: &str| mistakes(text).join("\n");
    assert_eq!(
        told("a:\n\tb: 1\n"),
        "\"b: 1\": a tab stands where only spaces can (indent with spaces, and put one after `:` and `-`)"
    );
    assert_eq!(
        told("a: \"open\nb: 1\n"),
        "\"\\\"open\": the text that begins here with \" is not closed (end it with \"; lines that go on are indented)"
    );
    assert_eq!(
        told("a: [1, 2\nb: 1\n"),
        "\"[1, 2\": the list that begins here with `[` is not closed (end it with `]`)"
    );
    assert_eq!(
        told("a: {x: 1\nb: 1\n"),
        "\"{x: 1\": the mapping that begins here with `{` is not closed (end it with `}`)"
    );
    assert_eq!(
        told("body: {{name}} hello\n"),
        "\"{{name}} hello\": a text that begins with `{{` must be in quotes (write it as \"{{...}} ...\")"
    );
    assert_eq!(
        told("a: @team\n"),
        "\"@team\": a value cannot begin with `@` (put the value in quotes)"
    );
    assert!(told("a: b: c\n").starts_with("\": c\": `:` cannot stand here"));
    assert!(told("a: 1\njust words\n").starts_with("\"just words\": expected `key: value` here"));
    assert_eq!(
        told("a: *nowhere\n"),
        "\"*nowhere\": `*nowhere` names nothing (mark the value that is meant with `&nowhere` before this line, or put the text in quotes)"
    );
    assert_eq!(
        told("a: &me [*me]\n"),
        "\"*me\": `*me` stands inside the value that it names"
    );
    assert_eq!(
        told("a: {<<: 5}\n"),
        "\"5\": `<<` takes a mapping, or a list of mappings"
    );
}

#[test]
fn one_slip_does_not_hide_the_rest() {
    let text = "\
good: 1
bad: \"x
more: 2
ok:
  a: [1
  b: 2
  c: 3
end: 4
---
other: document
";
    let (tree, problems) = parse(text);
    let root = tree.documents()[0];
    let read: Vec<_> = tree
        .raw_entries(root)
        .map(|(key, _)| tree.text(text, key))
        .collect();
    assert_eq!(read, ["good", "more", "ok", "end"]);
    assert!(tree.is_damaged(root));
    assert!(!tree.is_damaged(tree.documents()[1]));
    assert_eq!(problems.len(), 2);
    assert_eq!(slice(text, problems[0].span), "\"x");
    assert_eq!(problems[0].related, None);
    assert_eq!(slice(text, problems[1].span), "[1");
    // The second may follow from the first, and says so.
    assert_eq!(problems[1].related.as_ref().unwrap().0, problems[0].span);
    // What was not touched has its places.
    let three = tree
        .get(text, tree.get(text, root, "ok").unwrap(), "c")
        .unwrap();
    assert_eq!(slice(text, tree.span(three)), "3");
}

#[test]
fn more_mistakes_than_rounds_still_end_and_later_documents_are_read() {
    let broken = "k: ]\n\n\n\n".repeat(40);
    let text = format!("{broken}---\ngood: 1\n---\nx: [\n---\nlast: 2\n");
    let (tree, problems) = parse(&text);
    assert!((5..=12).contains(&problems.len()), "{}", problems.len());
    let last = *tree.documents().last().unwrap();
    assert!(tree.get(&text, last, "last").is_some());
    let good = tree
        .documents()
        .iter()
        .find(|root| tree.get(&text, **root, "good").is_some());
    assert!(!tree.is_damaged(*good.unwrap()));
}

#[test]
fn equal_keys_are_reported_with_the_first_and_the_first_is_read() {
    let text = "a: 1\nb: 2\n'a': 3\n";
    let (value, problems) = read::<serde_json::Value>(text);
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].kind, ProblemKind::DuplicateKey);
    assert_eq!(slice(text, problems[0].span), "'a'");
    let (first, word) = problems[0].related.clone().unwrap();
    assert_eq!((first.start, word.as_str()), (0, "first given here"));
    assert_eq!(value.unwrap(), serde_json::json!({"a": 1, "b": 2}));
    // Also in a mapping of many keys.
    let many = (0..50).fold(String::new(), |text, n| text + &format!("k{n}: {n}\n"));
    assert_eq!(mistakes(&format!("{many}k3: again\nk49: again\n")).len(), 2);
    assert_eq!(mistakes(&many), Vec::<String>::new());
}

// ---- Strange texts.

#[test]
fn line_breaks_marks_and_nul_do_no_harm() {
    let crlf = "a: 1\r\nb: |\r\n  x\r\n  y\r\nc: [\r\n  z\r\n]\r\n";
    let tree = good(crlf);
    let b = find(&tree, crlf, "/b");
    assert_eq!(tree.text(crlf, b), "x\ny\n");
    assert_eq!(slice(crlf, tree.span(b)), "|\r\n  x\r\n  y");
    assert_eq!(slice(crlf, tree.span(find(&tree, crlf, "/c/0"))), "z");

    let marked = "\u{feff}a: ü\n";
    let tree = good(marked);
    assert_eq!(slice(marked, tree.span(find(&tree, marked, "/a"))), "ü");

    let nul = "a: 1\nb: x\0y\nc: 2\n";
    let (tree, problems) = parse(nul);
    assert_eq!(problems.len(), 1);
    assert_eq!(slice(nul, problems[0].span), "\0");
    assert_eq!(tree.raw_entries(tree.documents()[0]).count(), 3);
}

#[test]
fn nothing_and_comments_alone_are_no_document() {
    for text in ["", "\n\n", "# only\n# comments\n", "   ", "\u{feff}"] {
        let tree = good(text);
        assert!(tree.is_empty(), "{text:?}");
        assert!(tree.documents().is_empty());
    }
    assert_eq!(good("---\n").documents().len(), 1);
    assert_eq!(good("# only\n").comments().len(), 1);
}

#[test]
fn deep_nesting_ends_quickly_with_a_problem() {
    let block: String = (0..5_000).map(|n| " ".repeat(n) + "a:\n").collect();
    for text in [
        "[".repeat(100_000),
        "{a: ".repeat(100_000),
        "- ".repeat(50_000),
        "? ".repeat(50_000),
        "[".repeat(100_000) + &"]".repeat(100_000),
        block,
    ] {
        let text = text + "\n---\nafter: 1\n";
        let (tree, problems) = parse(&text);
        let told = &problems[0].message;
        assert!(told.contains("nested more than 128 levels"), "{told}");
        let mut problems = Vec::new();
        for root in tree.documents() {
            decode::<serde_json::Value>(&tree, &text, 0, *root, &mut problems);
        }
        let last = *tree.documents().last().unwrap();
        assert!(tree.get(&text, last, "after").is_some());
    }
}

/// Nested as often as somebody likes.
#[derive(Deserialize, Debug, Default)]
#[serde(default)]
struct Nested {
    a: Field<Box<Nested>>,
    list: List<Nested>,
}

#[test]
fn nesting_through_aliases_is_bounded_when_decoding() {
    let mut text = String::from("l0: &l0 {a: {}}\n");
    for n in 1..300 {
        writeln!(text, "l{n}: &l{n} {{a: {{a: *l{}}}}}", n - 1).unwrap();
    }
    let (tree, mut problems) = parse(&text);
    assert_eq!(problems, []);
    let last = tree.get(&text, tree.documents()[0], "l299").unwrap();
    decode::<Nested>(&tree, &text, 0, last, &mut problems);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].message.contains("nested more than 128 levels"));
}

#[test]
fn alias_bombs_end_quickly_with_a_problem() {
    let mut text = String::from("l0: &l0 {list: [{}, {}, {}]}\n");
    for n in 1..40 {
        let below = format!("*l{}", n - 1);
        writeln!(
            text,
            "l{n}: &l{n} {{list: [{below}, {below}, {below}, {below}]}}"
        )
        .unwrap();
    }
    let (tree, mut problems) = parse(&text);
    assert_eq!(problems, []);
    let last = tree.get(&text, tree.documents()[0], "l39").unwrap();
    decode::<Nested>(&tree, &text, 0, last, &mut problems);
    assert_eq!(
        problems.iter().map(|it| &it.message).collect::<Vec<_>>(),
        ["the aliases of this file expand to too many values"]
    );
    // What is left of the file's allowance is gone, and stays gone.
    problems.clear();
    decode::<serde_json::Value>(&tree, &text, 0, last, &mut problems);
    assert_eq!(problems.len(), 1);
}

#[test]
fn merge_bombs_end_quickly() {
    // Each merges the one before it twice, and adds a key: linear, because each is merged once.
    let mut text = String::from("m0: &m0 {k0: 0}\n");
    for n in 1..500 {
        let below = format!("*m{}", n - 1);
        writeln!(text, "m{n}: &m{n} {{<<: [{below}, {below}], k{n}: {n}}}").unwrap();
    }
    let tree = good(&text);
    let root = tree.documents()[0];
    let last = tree.get(&text, root, "m499").unwrap();
    assert_eq!(tree.entries(&text, last).len(), 500);
    let mut problems = Vec::new();
    decode::<serde_json::Value>(&tree, &text, 0, root, &mut problems);
    assert!(problems.len() <= 1);
}

#[test]
fn huge_scalars_are_read() {
    let word = "x".repeat(3_000_000);
    let text = format!("plain: {word}\nquoted: \"{word}\\n\"\nblock: |\n  {word}\n");
    let tree = good(&text);
    for (pointer, length) in [("/plain", 0), ("/quoted", 1), ("/block", 1)] {
        let node = find(&tree, &text, pointer);
        assert_eq!(tree.text(&text, node).len(), word.len() + length);
    }
    let (value, problems) = read::<Vec<u8>>(&text[7..]);
    assert_eq!(value, None);
    assert!(problems.iter().all(|problem| problem.message.len() < 200));
}

// ---- Decoding.

#[test]
fn private_keys_are_passed_over_everywhere() {
    let text = "x-mine: 1\ncadences:\n  x-draft: nonsense\n  a: {x-note: {deep: 1}, name: A}\n";
    let (file, problems) = read::<File>(text);
    assert_eq!(problems, []);
    let file = file.unwrap();
    assert_eq!(file.cadences.len(), 1);
    assert_eq!(file.cadences[0].0.value, "a");
}

#[test]
fn lists_take_a_single_value_and_remember_whether_they_are_given() {
    let (value, problems) = read::<Cadence>("regions: CA-MB\nsteps: {id: only}\n");
    let cadence = value.unwrap();
    assert_eq!(problems, []);
    assert_eq!(cadence.regions.values().collect::<Vec<_>>(), ["CA-MB"]);
    assert_eq!(cadence.regions[0].place, cadence.regions.place.unwrap());
    assert_eq!(cadence.steps[0].id.value().unwrap(), "only");
    let (value, _) = read::<Cadence>("regions: []\nsteps:\n");
    let cadence = value.unwrap();
    assert!(cadence.regions.is_given() && cadence.regions.is_empty());
    assert!(!cadence.steps.is_given());
    assert!(!Cadence::default().regions.is_given());
    let (value, problems) = read::<Cadence>("regions: [CA, [x], ~, {y: 1}, US]\n");
    let regions = value.unwrap().regions;
    assert_eq!(regions.values().collect::<Vec<_>>(), ["CA", "US"]);
    assert_eq!(regions.left_out, 3);
    assert_eq!(problems.len(), 3);
}

#[test]
fn fields_tell_missing_wrong_and_given_apart() {
    let text = "id: ~\nday: x\nchannel: email\n";
    let (tree, mut problems) = parse(text);
    let step: Step = decode(&tree, text, 4, tree.documents()[0], &mut problems).unwrap();
    assert!(step.id.is_missing() && step.on.is_missing());
    assert_eq!(step.id.place(), None);
    assert!(step.day.is_invalid());
    let place = step.channel.place().unwrap();
    assert_eq!(place.file, 4);
    assert_eq!(slice(text, tree.span(place.node)), "email");
    assert_eq!(slice(text, tree.span(step.day.place().unwrap().node)), "x");
    assert_eq!(step.channel.value(), Some(&Channel::Email));
    assert_eq!(**step.channel.at().unwrap(), Channel::Email);
}

#[test]
fn other_names_of_a_field_are_known_and_both_at_once_are_one_problem() {
    for text in ["licence: a\n", "license: a\n"] {
        let (cadence, problems) = read::<Cadence>(text);
        assert_eq!(problems, []);
        assert_eq!(cadence.unwrap().licence.value().unwrap(), "a");
    }
    let text = "licence: a\nnmae: x\nlicense: b\n";
    let (_, problems) = read::<Cadence>(text);
    assert_eq!(
        lines(text, &problems),
        [
            "\"nmae\": unknown field `nmae` (did you mean `name`?)",
            "\"license\": `licence` is given twice, under two names (keep one of them)",
        ]
    );
}

#[test]
fn unknown_fields_without_a_near_name_list_what_is_accepted() {
    let text = "colour: red\n";
    let (_, problems) = read::<Nested>(text);
    assert_eq!(
        lines(text, &problems),
        ["\"colour\": unknown field `colour` (accepted: `a` or `list`)"]
    );
    assert_eq!(problems[0].kind, ProblemKind::UnknownField);
}

#[derive(Deserialize, Debug, PartialEq)]
struct Strict {
    name: String,
    count: u8,
    #[serde(default)]
    ratio: Option<f64>,
    #[serde(default)]
    tags: Vec<String>,
}

#[test]
fn plain_structs_are_read_by_us_and_by_plain_serde_alike() {
    let text = "name: a\ncount: 3\nratio: 0.5\ntags: [x, y]\n";
    let (ours, problems) = read::<Strict>(text);
    assert_eq!(problems, []);
    let theirs: Strict = serde_yaml::from_str(text).unwrap();
    assert_eq!(ours.unwrap(), theirs);
    // The tolerant types are plain wrappers to others, without places.
    let json = r#"{"name": "n", "steps": [{"id": "a", "day": 2, "on": "2026-10-12"}], "regions": ["CA"], "amount": "5"}"#;
    let cadence: Cadence = serde_json::from_str(json).unwrap();
    assert_eq!(cadence.steps[0].day.value(), Some(&2));
    assert_eq!(cadence.steps[0].on.place(), Some(Place::default()));
    assert!(cadence.steps[0].channel.is_missing());
    let map: Map<u8> = serde_json::from_str(r#"{"a": 1}"#).unwrap();
    assert_eq!(map.get("a").unwrap().value(), Some(&1));
}

#[test]
fn what_is_missing_is_shown_at_the_key_of_its_mapping() {
    let text = "- name: a\n";
    let (_, problems) = read::<List<Strict>>(text);
    assert_eq!(lines(text, &problems), ["\"name\": `count` is missing"]);
    assert_eq!(problems[0].kind, ProblemKind::MissingField);
    let text = "first: {name: a}\n";
    let (_, problems) = read::<Map<Strict>>(text);
    assert_eq!(lines(text, &problems), ["\"first\": `count` is missing"]);
}

#[test]
fn numbers_say_their_range_and_how_to_write_them() {
    let told = |text: &str| {
        let (value, problems) = read::<u8>(text);
        assert_eq!(value, None);
        lines(text, &problems).join("\n")
    };
    assert_eq!(
        told("300"),
        "\"300\": expected a whole number from 0 to 255, found the number `300`"
    );
    assert_eq!(
        told("1.5"),
        "\"1.5\": expected a whole number, found the number `1.5`"
    );
    assert_eq!(
        told("'5'"),
        "\"'5'\": expected a whole number, found the text `5` (write it without quotes)"
    );
    assert_eq!(
        told("007"),
        "\"007\": expected a whole number, found the text `007` (write it without the leading zero: 7)"
    );
    assert_eq!(
        told("99999999999999999999999999999999999999999999"),
        "\"99999999999999999999999999999999999999999999\": expected a whole number, found the number `9999999999999999999999999999999999999999...`"
    );
    assert_eq!(told("[]"), "\"[]\": expected a whole number, found a list");
    assert_eq!(read::<i64>("-9").0, Some(-9));
    assert_eq!(read::<u16>("0x1F").0, Some(31));
    assert_eq!(read::<f64>("3").0, Some(3.0));
}

#[test]
fn text_is_taken_as_written_whatever_it_looks_like() {
    for text in ["5.0", "2026-10-12", "NO", "true", "0x1F", "1_000", "'~'"] {
        let (value, problems) = read::<String>(text);
        assert_eq!(problems, []);
        assert_eq!(value.unwrap(), text.trim_matches('\''));
    }
    let (value, problems) = read::<String>("~");
    assert_eq!(value, None);
    assert_eq!(
        lines("~", &problems),
        ["\"~\": expected text, found nothing"]
    );
    let (value, _) = read::<Text<rust_decimal::Decimal>>("178.20");
    assert_eq!(value.unwrap().to_string(), "178.20");
    for wrong in ["1e3", "1_000", "1.2.3", "-", "$5", "178.", "1,5"] {
        assert_eq!(
            read::<Text<rust_decimal::Decimal>>(wrong).0,
            None,
            "{wrong}"
        );
    }
}

#[test]
fn a_placeholder_without_quotes_is_recognized() {
    let text = "name: {{first_name}}\n";
    let (_, problems) = read::<Cadence>(text);
    assert_eq!(
        lines(text, &problems),
        [
            "\"{{first_name}}\": expected text, found a mapping (put text that begins with `{{` in quotes)"
        ]
    );
}

#[test]
fn keys_are_text_and_others_are_told() {
    let text = "1: a\nno: b\n~: c\n[x]: d\n2026-10-12: e\n";
    let (map, problems) = read::<Map<String>>(text);
    let names: Vec<_> = map
        .unwrap()
        .0
        .into_iter()
        .map(|(name, _)| name.value)
        .collect();
    assert_eq!(names, ["1", "no", "~", "2026-10-12"]);
    assert_eq!(
        lines(text, &problems),
        ["\"[x]\": a key must be text (put a key that holds brackets in quotes)"]
    );
}

#[test]
fn mistakes_behind_an_alias_are_reported_once() {
    let text = "a: &a {id: one, day: soon}\nb: *a\nc: {<<: *a, id: two}\nd: *a\n";
    let (map, problems) = read::<Map<Step>>(text);
    let map = map.unwrap();
    assert_eq!(map.len(), 4);
    assert_eq!(lines(text, &problems).len(), 1);
    let c = map.get("c").unwrap().value().unwrap();
    assert_eq!(c.id.value().unwrap(), "two");
    assert!(c.day.is_invalid());
    // A wrong alias is reported where it is written.
    let text = "a: &a word\nday: *a\n";
    let (tree, mut problems) = parse(text);
    let day = tree.get(text, tree.documents()[0], "day").unwrap();
    decode::<u8>(&tree, text, 0, day, &mut problems);
    assert_eq!(
        lines(text, &problems),
        ["\"*a\": expected a whole number, found the text `word`"]
    );
}

// An id, or the definition itself: how a type says that it may be written in several ways.

#[derive(Debug, PartialEq)]
enum Reference {
    Id(String),
    Inline(Box<Step>),
}

impl<'de> Deserialize<'de> for Reference {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Either::deserialize(deserializer)? {
            Either::Scalar(id) => Self::Id(id),
            Either::Mapping(step) => Self::Inline(step),
        })
    }
}

/// `observe`, a list of regions, or a mapping, which is told apart in words of its own.
#[derive(Debug, PartialEq)]
enum Holidays {
    Observe,
    Of(List<String>),
}

impl<'de> Deserialize<'de> for Holidays {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error;
        match Shape::<String, List<String>, serde::de::IgnoredAny>::deserialize(deserializer)? {
            Shape::Scalar(word) if word == "observe" => Ok(Self::Observe),
            Shape::Scalar(word) => Err(D::Error::unknown_variant(&word, &["observe"])),
            Shape::Sequence(regions) => Ok(Self::Of(regions)),
            Shape::Mapping(_) => Err(D::Error::custom("holidays are `observe` or regions")),
        }
    }
}

#[test]
fn a_type_can_be_written_in_several_ways_and_keeps_its_places() {
    let text = "[greet, {id: x, day: soon, hours: 09:00-10:00}, [no], &d {id: y}, *d]";
    let (list, problems) = read::<List<Reference>>(text);
    let list = list.unwrap();
    assert_eq!(list.len(), 4);
    assert_eq!(list[0].value, Reference::Id("greet".into()));
    let Reference::Inline(step) = &list[1].value else {
        panic!("a definition")
    };
    assert!(step.day.is_invalid());
    let place = step.hours[0].place;
    let (tree, _) = parse(text);
    assert_eq!(slice(text, tree.span(place.node)), "09:00-10:00");
    assert_eq!(
        lines(text, &problems),
        [
            "\"soon\": expected a whole number, found the text `soon`",
            "\"[no]\": expected a single value or a mapping, found a list",
        ]
    );
    assert_eq!(read::<Holidays>("observe").0, Some(Holidays::Observe));
    let (holidays, problems) = read::<Holidays>("[CA, {}, US]");
    assert!(matches!(holidays, Some(Holidays::Of(list)) if list.len() == 2));
    assert_eq!(problems.len(), 1);
    let (_, problems) = read::<Holidays>("obsreve");
    assert_eq!(
        lines("obsreve", &problems),
        ["\"obsreve\": expected `observe`, found `obsreve` (did you mean `observe`?)"]
    );
    let (_, problems) = read::<Holidays>("{a: 1}");
    assert_eq!(
        lines("{a: 1}", &problems),
        ["\"{a: 1}\": holidays are `observe` or regions"]
    );
}

#[test]
fn enums_with_content_are_a_mapping_of_one_key() {
    #[derive(Deserialize, Debug, PartialEq)]
    #[serde(rename_all = "snake_case")]
    enum Action {
        Stop,
        Snooze(Day),
        Retry { times: u8 },
    }
    assert_eq!(read::<Action>("stop").0, Some(Action::Stop));
    let day = "2026-10-12".parse().unwrap();
    assert_eq!(
        read::<Action>("snooze: 2026-10-12").0,
        Some(Action::Snooze(day))
    );
    assert_eq!(
        read::<Action>("retry: {times: 2}").0,
        Some(Action::Retry { times: 2 })
    );
    let told = |text: &str| lines(text, &read::<Action>(text).1).join("\n");
    assert_eq!(
        told("snooze"),
        "\"snooze\": `snooze` needs a value of its own (write it as `snooze: ...`)"
    );
    assert_eq!(told("stop: 5"), "\"5\": `stop` takes no value");
    assert_eq!(
        told("{snoose: 1}"),
        "\"snoose\": expected `stop`, `snooze` or `retry`, found `snoose` (did you mean `snooze`?)"
    );
    assert!(told("[stop]").contains("expected `stop`, `snooze` or `retry`, found a list"));
}

#[test]
fn the_nearest_word_is_suggested_within_reason() {
    let words = ["support_chat", "call", "email"];
    assert_eq!(nearest("Support-Chat", words), Some("support_chat"));
    assert_eq!(nearest("emial", words), Some("email"));
    assert_eq!(nearest("cal", words), Some("call"));
    assert_eq!(nearest("fax", words), None);
    assert_eq!(nearest(&"x".repeat(10_000), words), None);
    assert_eq!(nearest("", words), None);
}

#[test]
fn thousands_of_mistakes_are_not_all_told() {
    let twice = "a: 1\n".repeat(5_000);
    let (tree, problems) = parse(&twice);
    assert_eq!(problems.len(), 1_000);
    assert_eq!(tree.entries(&twice, tree.documents()[0]).len(), 1);
    let wrong = format!("[{}]", "x, ".repeat(5_000));
    let (numbers, problems) = read::<List<u8>>(&wrong);
    assert_eq!(problems.len(), 1_000);
    assert_eq!(numbers.unwrap().left_out, 5_000);
}

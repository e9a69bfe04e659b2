//! The YAML layer held against another reader: on generated documents and on
//! damaged copies of them, both must agree on the values wherever both accept
//! the text, and nothing may panic, whatever the text.
//!
//! The seeds are fixed, so that a failure can be repeated.

use courtesy::yaml::{self, NodeId, Problem, Tree};
use serde::Deserialize;
use serde_json::Value;
use std::fmt::Write;

/// A small generator of numbers (splitmix64), the same on every machine.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number under `sides`.
    fn roll(&mut self, sides: usize) -> usize {
        (self.next() % sides as u64) as usize
    }

    fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.roll(choices.len())]
    }

    /// True once in `n` times.
    fn once_in(&mut self, n: usize) -> bool {
        self.roll(n) == 0
    }
}

const PLAIN: &[&str] = &[
    "a",
    "no",
    "NO",
    "on",
    "true",
    "False",
    "null",
    "~",
    "",
    "12",
    "-3",
    "017",
    "0x1F",
    "0o17",
    "1.5",
    "-.5",
    "1e3",
    "1_000",
    ".inf",
    "12:30",
    "2026-10-12",
    "mon-fri",
    "08:00-17:00",
    "CA-MB",
    "178.20 USD",
    "Zürich",
    "é 😀",
    "a b  c",
    "it's",
    "a#b",
    "x:y",
    "-x",
    "?x",
    "1-2",
    "+1",
    "+",
    "-",
    ".",
    "5.",
    "18446744073709551615",
    "-9223372036854775808",
    "1e400",
    "0",
    "-0",
    "00",
];
const QUOTED: &[&str] = &[
    "''",
    "'it''s'",
    "'a: b'",
    "\"a\\tb\"",
    "\"\\u00e9\\x41\"",
    "\"12\"",
    "\"x\\\n                    y\"",
    "'two\n                    lines'",
    "\"{{offer.price}}\"",
    "\"\\\"\"",
    "'# no comment'",
    "\"(광고)\"",
];
const BLOCKS: &[&str] = &["|", "|-", "|+", ">", ">-", "| # note", "|2"];
const KEYS: &[&str] = &[
    "name", "steps", "a b", "\"q: k\"", "'s'", "12", "true", "~x", "x-own", "é", "on", "long-key",
];

/// One random document after the other.
struct Writer<'d> {
    dice: &'d mut Dice,
    text: String,
    /// The number of the document's first anchor, and of the next one.
    first: usize,
    anchors: usize,
    merges: bool,
}

impl Writer<'_> {
    fn scalar(&mut self, flow: bool) -> String {
        if self.dice.once_in(4) {
            return self.dice.pick(QUOTED).to_owned();
        }
        loop {
            let text = self.dice.pick(PLAIN);
            if !flow || !text.starts_with(['-', '?']) {
                return text.to_owned();
            }
        }
    }

    fn flow(&mut self, depth: usize) -> String {
        match self.dice.roll(4) {
            0 if depth > 0 => {
                let items: Vec<String> = (0..self.dice.roll(4))
                    .map(|_| self.flow(depth - 1))
                    .collect();
                format!("[{}]", items.join(", "))
            }
            1 if depth > 0 => {
                let mut entries = Vec::new();
                for nth in 0..self.dice.roll(4) {
                    entries.push(format!("k{nth}: {}", self.flow(depth - 1)));
                }
                format!("{{{}}}", entries.join(", "))
            }
            _ => {
                let text = self.scalar(true);
                if text.is_empty() { "~".into() } else { text }
            }
        }
    }

    /// What stands after `key:` or `-`, up to and with the line break.
    fn value(&mut self, indent: usize, depth: usize) {
        if self.anchors > self.first && self.dice.once_in(12) {
            let target = self.first + self.dice.roll(self.anchors - self.first);
            let _ = writeln!(self.text, " *a{target}");
            return;
        }
        if depth > 0 && self.dice.once_in(2) {
            let comment = if self.dice.once_in(6) { " # why" } else { "" };
            let _ = writeln!(self.text, "{comment}");
            if self.dice.once_in(2) {
                self.mapping(indent, depth - 1);
            } else {
                self.sequence(indent, depth - 1);
            }
            return;
        }
        let anchored = self.dice.once_in(8);
        if anchored {
            let _ = write!(self.text, " &a{}", self.anchors);
        }
        match self.dice.roll(6) {
            0 => {
                let flow = self.flow(2);
                let _ = writeln!(self.text, " {flow}");
            }
            1 => {
                let header = self.dice.pick(BLOCKS);
                let _ = writeln!(self.text, " {header}");
                for _ in 0..self.dice.roll(4) {
                    let line = self
                        .dice
                        .pick(&["two words", "  deeper", "", "# text", "ü: x"]);
                    let _ = writeln!(self.text, "{}x {line}", " ".repeat(indent));
                }
            }
            _ => {
                let scalar = self.scalar(false);
                let comment = self.dice.pick(&["", "", "", "  # note"]);
                let _ = writeln!(self.text, " {scalar}{comment}");
            }
        }
        self.anchors += usize::from(anchored);
    }

    fn mapping(&mut self, indent: usize, depth: usize) {
        let pad = " ".repeat(indent);
        // With merges the oracle goes through values whose keys are not all text.
        let keys: Vec<&str> = KEYS
            .iter()
            .copied()
            .filter(|key| !self.merges || !matches!(*key, "12" | "true"))
            .collect();
        let from = self.dice.roll(keys.len());
        for nth in 0..=self.dice.roll(4) {
            if self.dice.once_in(10) {
                let _ = writeln!(self.text, "{pad}# a line of its own");
            }
            let _ = write!(self.text, "{pad}{}:", keys[(from + nth) % keys.len()]);
            self.value(indent + 2, depth);
        }
        if self.merges && self.dice.once_in(3) {
            let _ = writeln!(self.text, "{pad}<<: {{name: merged, extra: 1}}");
        }
    }

    fn sequence(&mut self, indent: usize, depth: usize) {
        let pad = " ".repeat(indent);
        for _ in 0..=self.dice.roll(3) {
            let _ = write!(self.text, "{pad}-");
            self.value(indent + 2, depth);
        }
    }
}

fn file(dice: &mut Dice, merges: bool) -> String {
    let mut text = String::new();
    let mut anchors = 0;
    for _ in 0..=dice.roll(3) {
        text.push_str(dice.pick(&["---\n", "--- # doc\n", "# c\n---\n"]));
        let mut writer = Writer {
            dice,
            text,
            first: anchors,
            anchors,
            merges,
        };
        writer.mapping(0, 3);
        (text, anchors) = (writer.text, writer.anchors);
    }
    if dice.once_in(6) {
        text = text.replace('\n', "\r\n");
    }
    text
}

/// A copy with one to three slips of the keyboard.
fn damage(dice: &mut Dice, text: &str) -> String {
    const SLIPS: &[&str] = &[
        " ", "\t", "\n", ":", ": ", "- ", "#", "[", "]", "{", "}", "\"", "'", "&z ", "*z", "!",
        "|", ">", "%", "@", "?", ",", "\r", "---\n", "...\n", "ü", "\\", "  ", "0", "\u{feff}",
    ];
    let mut chars: Vec<char> = text.chars().collect();
    for _ in 0..=dice.roll(3) {
        if chars.is_empty() {
            break;
        }
        let at = dice.roll(chars.len());
        match dice.roll(4) {
            0 => {
                chars.remove(at);
            }
            1 => {
                let to = dice.roll(chars.len());
                chars.swap(at, to);
            }
            2 => {
                let end = (at + dice.roll(12)).min(chars.len());
                chars.drain(at..end);
            }
            _ => {
                let slip: Vec<char> = dice.pick(SLIPS).chars().collect();
                chars.splice(at..at, slip);
            }
        }
    }
    // A line break ends the text: the readers differ, harmlessly, on a text block that the end of the file cuts.
    chars.push('\n');
    chars.into_iter().collect()
}

/// What our layer reads: the value of each document, if it finds nothing wrong.
fn ours(text: &str) -> Result<Vec<Value>, Vec<Problem>> {
    let (tree, mut problems) = yaml::parse(text);
    check_tree(&tree, text);
    let mut values = Vec::new();
    if tree.is_empty() {
        // The oracle takes a text without any document for an empty one.
        values.push(Value::Null);
    }
    for root in tree.documents() {
        values.extend(yaml::decode::<Value>(&tree, text, 0, *root, &mut problems));
    }
    for problem in &problems {
        let range = problem.span.start as usize..problem.span.end as usize;
        assert!(text.get(range).is_some(), "{problem:?} in {text:?}");
    }
    if problems.is_empty() {
        Ok(values)
    } else {
        Err(problems)
    }
}

/// What the oracle reads.
fn theirs(text: &str) -> Result<Vec<Value>, String> {
    serde_yaml::Deserializer::from_str(text)
        .map(|document| Value::deserialize(document).map_err(|error| error.to_string()))
        .collect()
}

/// Whether the oracle errs on the text's anchors: it mixes up those that follow a name used again, and ends
/// a name at a colon or the like, which YAML 1.2 counts as part of it.
fn has_doubtful_anchors(text: &str) -> bool {
    let name = |rest: &str| rest.split_whitespace().next().map(str::to_owned);
    let mut names: Vec<_> = text.split(['&', '*']).skip(1).map(name).collect();
    let odd = |name: &String| !name.chars().all(char::is_alphanumeric);
    let any_odd = names.iter().flatten().any(odd);
    names = text.split('&').skip(1).map(name).collect();
    names.sort();
    any_odd || names.windows(2).any(|pair| pair[0] == pair[1])
}

/// What holds of every tree, whatever the text.
fn check_tree(tree: &Tree, text: &str) {
    let mut before = 0;
    for id in (0..tree.len() as u32).map(NodeId) {
        let span = tree.span(id);
        let written = text.get(span.start as usize..span.end as usize);
        let written = written.unwrap_or_else(|| panic!("{id:?} has {span:?} in {text:?}"));
        assert!(
            before <= span.start,
            "{id:?} stands before its elder in {text:?}"
        );
        before = span.start;
        if let Some(parent) = tree.parent(id) {
            let outer = tree.span(parent);
            assert!(
                parent < id && outer.start <= span.start && span.end <= outer.end,
                "{id:?} {span:?} is not in {parent:?} {outer:?} of {text:?}"
            );
        }
        let found = tree.node_at(span.start).map(|node| tree.span(node));
        assert!(
            span.start == span.end || found.is_some_and(|it| it.start <= span.start),
            "{id:?} is not found in {text:?}"
        );
        if let Some(key) = tree.key(id) {
            let parent = tree.parent(id).unwrap_or_default();
            let mut entries = tree.raw_entries(parent);
            assert_eq!(entries.find(|(_, value)| *value == id), Some((key, id)));
        }
        if tree.is_plain(id) && !tree.is_alias(id) && !written.contains(['\n', '\r', '\u{85}']) {
            assert_eq!(tree.text(text, id), written, "{id:?} of {text:?}");
        }
        let pointer = tree.pointer(text, id);
        assert_eq!(pointer.is_empty(), tree.parent(id).is_none());
    }
    for comment in tree.comments() {
        let span = comment.span.start as usize..comment.span.end as usize;
        assert!(
            text.get(span).is_some_and(|it| it.starts_with('#')),
            "{text:?}"
        );
    }
}

#[test]
fn generated_documents_are_read_as_the_oracle_reads_them() {
    let mut dice = Dice(20_261_122);
    let (mut accepted, mut strange) = (0, Vec::new());
    for _ in 0..400 {
        let text = file(&mut dice, false);
        match (ours(&text), theirs(&text)) {
            (Ok(ours), Ok(theirs)) => {
                assert_eq!(ours, theirs, "{text}");
                accepted += 1;
            }
            (Err(_), Err(_)) => {}
            (ours, theirs) => strange.push((text, ours.err(), theirs.err())),
        }
    }
    assert!(
        accepted > 300,
        "the generator writes too few good documents: {accepted}"
    );
    assert!(
        strange.is_empty(),
        "{} differ, such as {:#?}",
        strange.len(),
        strange[0]
    );
}

#[test]
fn damaged_documents_are_read_as_the_oracle_reads_them_or_refused() {
    let mut dice = Dice(404);
    let (mut both, mut neither, mut ours_alone, mut theirs_alone) = (0, 0, 0, 0);
    for _ in 0..250 {
        let text = file(&mut dice, false);
        for _ in 0..10 {
            let text = damage(&mut dice, &text);
            if has_doubtful_anchors(&text) {
                continue;
            }
            match (ours(&text), theirs(&text)) {
                (Ok(ours), Ok(theirs)) => {
                    assert_eq!(ours, theirs, "{text}");
                    both += 1;
                }
                (Err(_), Err(_)) => neither += 1,
                (Ok(_), Err(_)) => ours_alone += 1,
                (Err(_), Ok(_)) => theirs_alone += 1,
            }
        }
    }
    // Two readers never agree on all that is broken; here on at least nine tenths.
    let counts = format!("{both} {neither} {ours_alone} {theirs_alone}");
    assert!(both > 100 && neither > 100, "{counts}");
    assert!(
        (ours_alone + theirs_alone) * 10 < both + neither,
        "{counts}"
    );
}

#[test]
fn merges_are_applied_as_the_oracle_applies_them() {
    let mut dice = Dice(7);
    let mut accepted = 0;
    for _ in 0..150 {
        let text = file(&mut dice, true);
        let theirs: Result<Vec<Value>, _> = serde_yaml::Deserializer::from_str(&text)
            .map(|document| {
                let mut value = serde_yaml::Value::deserialize(document)?;
                value.apply_merge()?;
                Value::deserialize(value)
            })
            .collect();
        if let (Ok(ours), Ok(theirs)) = (ours(&text), theirs) {
            assert_eq!(ours, theirs, "{text}");
            accepted += usize::from(text.contains("<<"));
        }
    }
    assert!(accepted > 50, "{accepted}");
}

#[test]
fn noise_never_panics() {
    const NOISE: &[&str] = &[
        "a",
        "b:",
        ": ",
        "- ",
        "\n",
        "\n  ",
        "\n\t",
        " ",
        "[",
        "]",
        "{",
        "}",
        ",",
        "\"",
        "'",
        "&x ",
        "*x",
        "!!str ",
        "!<",
        "|\n",
        ">-\n",
        "#",
        "# c\n",
        "---\n",
        "...\n",
        "%YAML 1.2\n",
        "<<: ",
        "? ",
        "\0",
        "\r",
        "\r\n",
        "ü",
        "\u{feff}",
        "\u{2028}",
        "\\",
        "~",
        "12",
        "@",
        "`",
        "{{",
    ];
    let mut dice = Dice(99);
    for _ in 0..6_000 {
        let text: String = (0..dice.roll(40)).map(|_| dice.pick(NOISE)).collect();
        let _ = ours(&text);
    }
}

#[test]
fn hostile_files_are_read_or_refused_in_words() {
    let told = |name: &str| -> String {
        let path = std::path::Path::new("fixtures/hostile").join(name);
        let file = match courtesy::source::read(&path) {
            Ok(file) => file,
            Err(error) => return error.to_string(),
        };
        let (tree, mut problems) = yaml::parse(&file.text);
        check_tree(&tree, &file.text);
        for root in tree.documents() {
            yaml::decode::<Value>(&tree, &file.text, 0, *root, &mut problems);
        }
        let first = problems.into_iter().next();
        first.map_or_else(String::new, |problem| {
            let at = file.position(problem.span.start);
            format!("{}:{} {}", at.line, at.column, problem.message)
        })
    };
    let expected = [
        (
            "alias-bomb.yaml",
            "7:32 the aliases of this file expand to too many values",
        ),
        (
            "alias-in-itself.yaml",
            "2:15 `*c` stands inside the value that it names",
        ),
        (
            "brackets.yaml",
            "1:139 this is nested more than 128 levels deep",
        ),
        ("comments.yaml", ""),
        ("controls.yaml", ""),
        ("crlf.yaml", ""),
        (
            "dashes.yaml",
            "1:257 this is nested more than 128 levels deep",
        ),
        (
            "directives.yaml",
            "1:1 a YAML tag or directive (`!...`, `%...`) is not right",
        ),
        ("empty.yaml", ""),
        (
            "latin-1.yaml",
            "this file is not UTF-8 text (byte 23); save it as UTF-8",
        ),
        ("long-line.yaml", ""),
        ("mark.yaml", ""),
        ("merge-bomb.yaml", ""),
        (
            "nul.yaml",
            "2:15 this file holds a NUL byte, which is not text",
        ),
        (
            "placeholder.yaml",
            "3:11 a text that begins with `{{` must be in quotes",
        ),
        ("same-key.yaml", "3:3 `x` is given twice"),
        (
            "staircase.yaml",
            "129:129 this is nested more than 128 levels deep",
        ),
        ("tabs.yaml", "2:2 a tab stands where only spaces can"),
        (
            "unclosed-bracket.yaml",
            "3:15 the list that begins here with `[` is not closed",
        ),
        (
            "unclosed-quote.yaml",
            "3:11 the text that begins here with \" is not closed",
        ),
        ("utf-16.yaml", "this file is UTF-16; save it as UTF-8"),
    ];
    let found: Vec<_> = expected
        .iter()
        .map(|(name, _)| (*name, told(name)))
        .collect();
    let expected: Vec<_> = expected
        .iter()
        .map(|(name, told)| (*name, (*told).to_owned()))
        .collect();
    assert_eq!(found, expected);
}

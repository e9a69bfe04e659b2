//! Random texts in random styles, edited at random places, held against the YAML organisation's own reader: the
//! edit changes the value that it is to change, and no comment.

use super::*;
use crate::diagnostics::Edit;
use crate::source::SourceFile;
use crate::yaml::{self, Kind, NodeId, Tree};
use proptest::prelude::*;
use serde_yaml::{Mapping, Value};
use std::sync::Arc;

/// What a text is to say.
#[derive(Clone, Debug)]
enum Doc {
    Nothing,
    Word(String),
    Map(Vec<(String, Doc)>),
    List(Vec<Doc>),
}

fn doc() -> impl Strategy<Value = Doc> {
    let leaf = prop_oneof![
        1 => Just(Doc::Nothing),
        4 => "[a-z]{1,6}".prop_map(Doc::Word),
        1 => Just(Doc::Word("NO".to_owned())),
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            3 => prop::collection::btree_map("[a-z]{1,5}", inner.clone(), 0..5)
                .prop_map(|map| Doc::Map(map.into_iter().collect())),
            1 => prop::collection::vec(inner, 0..4).prop_map(Doc::List),
        ]
    })
}

/// Writes a text in one of its many spellings, and says what it means.
struct Writer {
    text: String,
    dice: u64,
    line_end: &'static str,
    /// What each anchor stands for; nothing as long as it is being written.
    anchors: Vec<Option<Value>>,
    /// Whether the last thing written is a text in a block, whose line end is part of it.
    open_ended: bool,
}

impl Writer {
    fn one_in(&mut self, of: u64) -> bool {
        self.dice = self
            .dice
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.dice >> 33).is_multiple_of(of)
    }

    fn say(&mut self, text: &str) {
        self.text.push_str(text);
        self.open_ended = false;
    }

    fn end_line(&mut self) {
        if self.one_in(4) {
            self.say("   # said here");
        }
        let line_end = self.line_end;
        self.say(line_end);
        if self.one_in(6) {
            self.say(line_end);
        }
    }

    fn comment_line(&mut self, indent: usize) {
        if self.one_in(5) {
            let line = format!("{}# before{}", " ".repeat(indent), self.line_end);
            self.say(&line);
        }
    }

    fn word(&mut self, word: &str) -> String {
        match (self.one_in(4), self.one_in(4)) {
            (true, _) => format!("\"{word}\""),
            (_, true) => format!("'{word}'"),
            _ => word.to_owned(),
        }
    }

    /// A value in brackets or on one line.
    fn flow(&mut self, doc: &Doc) -> Value {
        match doc {
            Doc::Nothing => {
                self.say("~");
                Value::Null
            }
            Doc::Word(word) => {
                let written = self.word(word);
                self.say(&written);
                Value::String(word.clone())
            }
            Doc::Map(entries) => {
                let mut map = Mapping::new();
                self.say("{");
                for (number, (key, value)) in entries.iter().enumerate() {
                    if number > 0 {
                        self.say(", ");
                    }
                    let written = format!("{}: ", self.word(key));
                    self.say(&written);
                    map.insert(Value::String(key.clone()), self.flow(value));
                }
                if !entries.is_empty() && self.one_in(5) {
                    self.say(",");
                }
                self.say("}");
                Value::Mapping(map)
            }
            Doc::List(items) => {
                let mut list = Vec::new();
                self.say("[");
                for (number, item) in items.iter().enumerate() {
                    if number > 0 {
                        self.say(", ");
                    }
                    list.push(self.flow(item));
                }
                if self.one_in(5) {
                    self.say(" ");
                }
                self.say("]");
                Value::Sequence(list)
            }
        }
    }

    /// A value behind a `:` or a dash, up to the end of its line or block.
    fn value(&mut self, doc: &Doc, indent: usize, after_dash: bool) -> Value {
        if let Some(Some(known)) = self.anchors.last().cloned()
            && self.one_in(12)
        {
            self.say(&format!(" *a{}", self.anchors.len() - 1));
            self.end_line();
            return known;
        }
        let in_block = matches!(doc, Doc::Map(it) if !it.is_empty())
            || matches!(doc, Doc::List(it) if !it.is_empty());
        let anchored = self.one_in(10) && !matches!(doc, Doc::Nothing);
        if anchored && !(after_dash && in_block) {
            let number = self.anchors.len();
            self.anchors.push(None);
            self.say(&format!(" &a{number}"));
            let value = self.unanchored(doc, indent, false);
            self.anchors[number] = Some(value.clone());
            return value;
        }
        self.unanchored(doc, indent, after_dash)
    }

    fn unanchored(&mut self, doc: &Doc, indent: usize, after_dash: bool) -> Value {
        match doc {
            Doc::Nothing => {
                let written = if self.one_in(2) { "" } else { " null" };
                self.say(written);
                self.end_line();
                Value::Null
            }
            Doc::Word(word) if self.one_in(6) => {
                let (header, end) = match (self.one_in(3), self.one_in(3)) {
                    (true, _) => ("|-", ""),
                    (_, true) => (">", "\n"),
                    _ => ("|", "\n"),
                };
                let line = format!(
                    " {header}{nl}{}{word}{nl}",
                    " ".repeat(indent + 3),
                    nl = self.line_end
                );
                self.say(&line);
                self.open_ended = true;
                Value::String(format!("{word}{end}"))
            }
            Doc::Map(entries) if !entries.is_empty() && !self.one_in(3) => {
                if after_dash {
                    self.say(" ");
                    return self.map(entries, indent + 2, true);
                }
                self.end_line();
                let deeper = if self.one_in(3) { 4 } else { 2 };
                self.map(entries, indent + deeper, false)
            }
            Doc::List(items) if !items.is_empty() && !self.one_in(3) && !after_dash => {
                self.end_line();
                let deeper = if self.one_in(2) { 2 } else { 0 };
                self.list(items, indent + deeper)
            }
            _ => {
                self.say(" ");
                let value = self.flow(doc);
                self.end_line();
                value
            }
        }
    }

    fn map(&mut self, entries: &[(String, Doc)], indent: usize, mut first: bool) -> Value {
        let mut map = Mapping::new();
        for (key, value) in entries {
            if !first {
                self.comment_line(indent);
                self.say(&" ".repeat(indent));
            }
            first = false;
            let key_written = format!("{}:", self.word(key));
            self.say(&key_written);
            map.insert(Value::String(key.clone()), self.value(value, indent, false));
        }
        Value::Mapping(map)
    }

    fn list(&mut self, items: &[Doc], indent: usize) -> Value {
        let mut list = Vec::new();
        for item in items {
            self.comment_line(indent);
            self.say(&format!("{}-", " ".repeat(indent)));
            list.push(self.value(item, indent, true));
        }
        Value::Sequence(list)
    }
}

/// A text and what it means.
fn written(entries: &[(String, Doc)], dice: u64) -> (String, Value) {
    let mut writer = Writer {
        text: String::new(),
        dice,
        line_end: "\n",
        anchors: Vec::new(),
        open_ended: false,
    };
    if writer.one_in(3) {
        writer.line_end = "\r\n";
    }
    let value = writer.map(entries, 0, false);
    if writer.one_in(3) && !writer.open_ended {
        let end = writer.text.trim_end().len();
        writer.text.truncate(end);
    }
    (writer.text, value)
}

fn comments(tree: &Tree, text: &str) -> Vec<String> {
    let spans = tree.comments().iter();
    spans
        .map(|it| text[it.span.start as usize..it.span.end as usize].to_owned())
        .collect()
}

/// The value at a pointer.
fn at<'v>(value: &'v mut Value, pointer: &str) -> &'v mut Value {
    pointer
        .split('/')
        .skip(1)
        .fold(value, |value, part| match value {
            Value::Sequence(items) => &mut items[part.parse::<usize>().unwrap()],
            Value::Mapping(map) => map.get_mut(part).unwrap(),
            _ => panic!("{pointer} leads nowhere"),
        })
}

fn put(map: &mut Value, key: &str, value: Value) {
    let Value::Mapping(map) = map else {
        panic!("no mapping")
    };
    map.insert(Value::String(key.to_owned()), value);
}

/// Makes an edit at a node and the same change in the value; nothing if there is no edit to make.
fn change(
    draft: &Draft<'_>,
    tree: &Tree,
    text: &str,
    node: NodeId,
    what: u8,
    value: &mut Value,
) -> Option<Vec<Edit>> {
    let word = |text: &str| Value::String(text.to_owned());
    let pointer = tree.pointer(text, node);
    let parent = |pointer: &str| pointer.rsplit_once('/').unwrap().0.to_owned();
    match (what, tree.kind(node)) {
        (0, Kind::Mapping) => {
            let entries = [
                Entry::new("zz-new", "{snooze: 90d}"),
                Entry::with(
                    "zz-more",
                    vec![Entry::new("a", "stop"), Entry::new("b", "\"09:00\"")],
                ),
            ];
            let edits = draft.write(node, &entries)?;
            let map = at(value, &pointer);
            put(
                map,
                "zz-new",
                serde_yaml::from_str("{snooze: 90d}").unwrap(),
            );
            put(
                map,
                "zz-more",
                serde_yaml::from_str("{a: stop, b: '09:00'}").unwrap(),
            );
            Some(edits)
        }
        (1, Kind::Mapping) => {
            // The first key gets another value, in whatever shape its old one is.
            let (key, _) = tree.raw_entries(node).next()?;
            let key = tree.text(text, key);
            let edits = draft.write(node, &[Entry::new(key, "{stop: campaign}")])?;
            let new = serde_yaml::from_str("{stop: campaign}").unwrap();
            put(at(value, &pointer), key, new);
            Some(edits)
        }
        (2, Kind::Sequence) => {
            let edits = draft.append(node, "{label: \"No, thank you\"}")?;
            let Value::Sequence(items) = at(value, &pointer) else {
                panic!("no list")
            };
            items.push(serde_yaml::from_str("{label: \"No, thank you\"}").unwrap());
            Some(edits)
        }
        (2, Kind::Scalar) if !tree.is_key(node) && !tree.is_null(text, node) => {
            let edits = draft.append(node, "another")?;
            let old = std::mem::take(at(value, &pointer));
            *at(value, &pointer) = Value::Sequence(vec![old, word("another")]);
            Some(edits)
        }
        (3, Kind::Scalar) if tree.is_key(node) => {
            let edits = draft.rename(node, "zz-renamed")?;
            let map = at(value, &parent(&pointer));
            let Value::Mapping(map) = map else {
                panic!("no mapping")
            };
            let old = map.remove(tree.text(text, node)).unwrap();
            map.insert(word("zz-renamed"), old);
            Some(edits)
        }
        (3, Kind::Scalar) if !tree.is_null(text, node) => {
            let edits = draft.rename(node, "NO")?;
            *at(value, &pointer) = word("NO");
            Some(edits)
        }
        (4, Kind::Scalar) if !tree.is_key(node) => draft.quote(node).inspect(|_| {
            if tree.is_null(text, node) {
                *at(value, &pointer) = word(tree.text(text, node));
            }
        }),
        _ => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn an_edit_changes_what_it_is_to_change_and_nothing_else(
        entries in prop::collection::btree_map("[a-z]{1,5}", doc(), 1..5),
        dice in any::<u64>(),
    ) {
        let entries: Vec<(String, Doc)> = entries.into_iter().collect();
        let (text, value) = written(&entries, dice);
        let (tree, problems) = yaml::parse(&text);
        prop_assert!(problems.is_empty(), "{text:?}\n{problems:?}");
        prop_assert_eq!(&serde_yaml::from_str::<Value>(&text).unwrap(), &value, "the writer is wrong: {:?}", text);
        let source = SourceFile::new("a.yaml", text.as_str());
        let draft = Draft::of(&source, &tree);
        for number in 0..tree.len() as u32 {
            let node = NodeId(number);
            if tree.is_alias(node) || draft.reach(node) == Reach::Elsewhere {
                continue;
            }
            for what in 0..5 {
                let mut expected = value.clone();
                let Some(edits) = change(&draft, &tree, &text, node, what, &mut expected) else {
                    continue;
                };
                let replacements: Vec<Replacement<'_>> = edits.iter().map(Replacement::from).collect();
                let made = splice(&text, &replacements).unwrap();
                let read = serde_yaml::from_str::<Value>(&made);
                prop_assert!(read.is_ok(), "{what} at {}:\n{text}\n->\n{made}\n{read:?}", tree.pointer(&text, node));
                prop_assert_eq!(read.unwrap(), expected, "{} at {}:\n{}\n->\n{}", what, tree.pointer(&text, node), text, made);
                let (again, problems) = yaml::parse(&made);
                prop_assert!(problems.is_empty(), "{made:?}\n{problems:?}");
                prop_assert_eq!(comments(&again, &made), comments(&tree, &text));
                // The line ends that are there, and an end as it was.
                let bare = |text: &str| text.replace("\r\n", "").contains('\n');
                let kept = |made: bool, text: bool| text || !made;
                let none_before = !text.contains('\n');
                prop_assert!(none_before || kept(bare(&made), bare(&text)), "{made:?}");
                prop_assert!(kept(made.contains('\r'), text.contains('\r')), "{made:?}");
                prop_assert_eq!(made.ends_with('\n'), text.ends_with('\n'));
            }
        }
    }
}

/// The text after some edits.
fn edited(
    text: &str,
    edit: impl Fn(&Draft<'_>, &Tree, NodeId) -> Option<Vec<Edit>>,
) -> Option<String> {
    let (tree, _) = yaml::parse(text);
    let source: Arc<SourceFile> = SourceFile::new("a.yaml", text);
    let draft = Draft::of(&source, &tree);
    let edits = edit(&draft, &tree, tree.documents()[0])?;
    let replacements: Vec<Replacement<'_>> = edits.iter().map(Replacement::from).collect();
    splice(text, &replacements)
}

fn with_entry(text: &str) -> Option<String> {
    edited(text, |draft, _, root| {
        draft.write(root, &[Entry::new("z", "1")])
    })
}

#[test]
fn most_edits_can_be_made() {
    // Were the edits of the random test refused, it would show nothing.
    let simple = "a:\n  b: [c, {d: e}]\n  f: |\n    text\n  g:\n  - h\n";
    let (tree, _) = yaml::parse(simple);
    let source = SourceFile::new("a.yaml", simple);
    let draft = Draft::of(&source, &tree);
    let value: Value = serde_yaml::from_str(simple).unwrap();
    let made = (0..tree.len() as u32)
        .flat_map(|node| (0..5).map(move |what| (NodeId(node), what)))
        .filter(|(node, what)| {
            change(&draft, &tree, simple, *node, *what, &mut value.clone()).is_some()
        });
    assert!(made.count() >= 20);
}

#[test]
fn what_is_not_understood_to_the_byte_is_left_alone() {
    for text in [
        // The blank lines belong to the text.
        "a: |+\n  text\n\n\n",
        // A key that is marked as one.
        "? a\n: b\n",
        // Broken.
        "a: [1\nb: 2\n",
        "[a: b]",
    ] {
        assert_eq!(with_entry(text), None, "{text:?}");
    }
    let replaced = |text: &str| {
        edited(text, |draft, _, root| {
            draft.write(root, &[Entry::new("a", "stop")])
        })
    };
    for text in [
        "a:\n  b: c # why\n  d: e\n",
        "a: [b, # why\n  c]\n",
        "a: |\n  text\n",
        "x: &x 1\na: *x\n",
    ] {
        assert_eq!(replaced(text), None, "{text:?}");
    }
    assert_eq!(replaced("a:\n  b: c\nd: e\n").unwrap(), "a: stop\nd: e\n");
    assert_eq!(
        replaced("a: &x\nd: e\n"),
        None,
        "an anchor stands where the value would"
    );
}

#[test]
fn entries_go_behind_the_last_one_and_its_comment() {
    for (text, expected) in [
        ("a: b # c\n# d\n", "a: b # c\nz: 1\n# d\n"),
        ("a:\n  - b\n---\nc: d\n", "a:\n  - b\nz: 1\n---\nc: d\n"),
        ("a: b", "a: b\nz: 1"),
        ("a: b\r\nc: d", "a: b\r\nc: d\r\nz: 1"),
        ("a: b\rc: d\r", "a: b\rc: d\rz: 1\r"),
        ("{}", "{z: 1}"),
        ("{a: b,\n c: d # e\n}\n", "{a: b,\n c: d, z: 1 # e\n}\n"),
        (
            "--- # x\na: \"b\n\n  c\"\n...\n",
            "--- # x\na: \"b\n\n  c\"\nz: 1\n...\n",
        ),
    ] {
        assert_eq!(with_entry(text).as_deref(), Some(expected), "{text:?}");
    }
}

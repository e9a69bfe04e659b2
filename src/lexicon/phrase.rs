//! The small language of phrases: `pay <amount-words> [in full] (up front | in advance)`.
//!
//! | written | means |
//! |---|---|
//! | `word` | that word, in small or capital letters |
//! | `(a \| b c)` | one of them |
//! | `[a \| b]` | one of them or nothing |
//! | `<list>` | one entry of the lexicon's list |
//! | `{money}` `{term}` `{number}` `{percent}` `{link}` `{phone}` | such a thing, placeholders that render it included |
//! | `?` | here one sentence may end and the next begin |
//! | `...` | up to five other words of the sentence, none of them a negation |
//!
//! A phrase becomes a short program without loops, run at the places of the
//! text where its first word stands.

use super::vocabulary::{Vocabulary, WordId};
use std::collections::BTreeMap;

/// Something in a phrase that is not a fixed word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Slot {
    Money,
    Term,
    Number,
    Percent,
    Link,
    Phone,
}

impl Slot {
    pub(super) const ALL: [Self; 6] = [
        Self::Money,
        Self::Term,
        Self::Number,
        Self::Percent,
        Self::Link,
        Self::Phone,
    ];

    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "money" => Self::Money,
            "term" => Self::Term,
            "number" => Self::Number,
            "percent" => Self::Percent,
            "link" => Self::Link,
            "phone" => Self::Phone,
            _ => return None,
        })
    }
}

/// The most words that `...` passes over in a sentence, and in a label that is one phrase as a whole.
const LONGEST_GAP: usize = 5;
const LONGEST_GAP_IN_LABEL: usize = 12;

/// The most steps that one phrase may take at one place; more is the mark of a phrase gone wrong.
const MOST_STEPS: u32 = 4_000;

/// A phrase as it is written.
#[derive(Clone, Debug)]
enum Node {
    Words(Vec<WordId>),
    /// Any one of several single words, sorted.
    Set(Vec<WordId>),
    Slot(Slot),
    Gap,
    SentenceEnd,
    All(Vec<Node>),
    OneOf(Vec<Node>),
    Perhaps(Box<Node>),
}

#[derive(Clone, Debug)]
enum Op {
    Word(WordId),
    Set(Box<[WordId]>),
    Slot(Slot),
    Gap,
    SentenceEnd,
    /// Goes on at both places.
    Fork(u32, u32),
    Jump(u32),
    End,
}

/// A phrase, ready to be held against a text.
#[derive(Debug)]
pub(super) struct Phrase {
    ops: Vec<Op>,
}

/// With what a phrase can begin.
#[derive(Debug, Default)]
pub(super) struct Starts {
    pub(super) words: Vec<WordId>,
    pub(super) slots: Vec<Slot>,
}

/// What a phrase asks of the text that it is held against.
pub(super) trait Sequence {
    /// The word at a place, if the place is in the same sentence as the one before it.
    fn word(&self, at: usize) -> Option<WordId>;
    /// The same, without regard to the sentence: for the first place of a phrase.
    fn first_word(&self, at: usize) -> Option<WordId>;
    /// The place behind the slot's thing, if one begins here.
    fn slot(&self, slot: Slot, at: usize) -> Option<usize>;
    /// The place behind the token here, if `...` may pass over it.
    fn pass(&self, at: usize) -> Option<usize>;
}

/// Reads phrases, with the lists that they use.
pub(super) struct PhraseReader<'a> {
    vocabulary: &'a mut Vocabulary,
    lists: &'a BTreeMap<String, String>,
    read: BTreeMap<&'a str, Node>,
}

impl<'a> PhraseReader<'a> {
    pub(super) fn new(vocabulary: &'a mut Vocabulary, lists: &'a BTreeMap<String, String>) -> Self {
        Self {
            vocabulary,
            lists,
            read: BTreeMap::new(),
        }
    }

    /// Reads one phrase; the error says what is wrong with it.
    pub(super) fn read(&mut self, text: &str) -> Result<(Phrase, Starts), String> {
        let mut rest = text;
        let node = self.alternatives(&mut rest, 0)?;
        if !rest.is_empty() {
            return Err(format!("`{rest}` in `{text}` closes what was never opened"));
        }
        let mut starts = Starts::default();
        if first(&node, &mut starts)? {
            return Err(format!("`{text}` can be empty"));
        }
        let mut ops = Vec::new();
        emit(&node, &mut ops);
        ops.push(Op::End);
        Ok((Phrase { ops }, starts))
    }

    fn alternatives(&mut self, rest: &mut &str, depth: u32) -> Result<Node, String> {
        if depth > 8 {
            return Err("brackets or lists stand in each other too deeply".to_owned());
        }
        let mut branches = vec![self.sequence(rest, depth)?];
        while let Some(after) = rest.strip_prefix('|') {
            *rest = after;
            branches.push(self.sequence(rest, depth)?);
        }
        if branches.len() == 1 {
            return Ok(branches.remove(0));
        }
        let mut set = Vec::new();
        for branch in &branches {
            match branch {
                Node::Words(words) if words.len() == 1 => set.push(words[0]),
                Node::Set(words) => set.extend(words),
                _ => return Ok(Node::OneOf(branches)),
            }
        }
        set.sort_unstable();
        set.dedup();
        Ok(Node::Set(set))
    }

    fn sequence(&mut self, rest: &mut &str, depth: u32) -> Result<Node, String> {
        let mut parts = Vec::new();
        loop {
            *rest = rest.trim_start();
            let Some(letter) = rest.chars().next() else {
                break;
            };
            let inside = &rest[letter.len_utf8()..];
            match letter {
                '|' | ')' | ']' => break,
                '(' | '[' => {
                    let close = if letter == '(' { ')' } else { ']' };
                    *rest = inside;
                    let node = self.alternatives(rest, depth + 1)?;
                    *rest = rest
                        .strip_prefix(close)
                        .ok_or_else(|| format!("`{letter}` is not closed by `{close}`"))?;
                    parts.push(if letter == '(' {
                        node
                    } else {
                        Node::Perhaps(Box::new(node))
                    });
                }
                '{' => {
                    let (name, after) = inside.split_once('}').ok_or("`{` is not closed by `}`")?;
                    let slot = Slot::from_name(name).ok_or_else(|| {
                        format!("`{{{name}}}` is none of {{money}}, {{term}}, {{number}}, {{percent}}, {{link}} and {{phone}}")
                    })?;
                    parts.push(Node::Slot(slot));
                    *rest = after;
                }
                '<' => {
                    let (name, after) = inside.split_once('>').ok_or("`<` is not closed by `>`")?;
                    parts.push(self.list(name, depth)?);
                    *rest = after;
                }
                '?' => {
                    parts.push(Node::SentenceEnd);
                    *rest = inside;
                }
                _ if rest.starts_with("...") => {
                    parts.push(Node::Gap);
                    *rest = &rest[3..];
                }
                _ => {
                    let length = rest
                        .find(|c: char| {
                            c.is_whitespace()
                                || matches!(c, '|' | '(' | ')' | '[' | ']' | '{' | '<' | '?')
                        })
                        .unwrap_or(rest.len())
                        .max(letter.len_utf8());
                    let length = rest[..length].find("...").unwrap_or(length);
                    let words = self.vocabulary.add(&rest[..length]);
                    parts.push(Node::Words(words));
                    *rest = &rest[length..];
                }
            }
        }
        match parts.len() {
            0 => Err("an alternative is empty".to_owned()),
            1 => Ok(parts.remove(0)),
            _ => Ok(Node::All(parts)),
        }
    }

    fn list(&mut self, name: &str, depth: u32) -> Result<Node, String> {
        let lists = self.lists;
        let (name, text) = lists
            .get_key_value(name)
            .ok_or_else(|| format!("there is no list `{name}`"))?;
        if let Some(node) = self.read.get(name.as_str()) {
            return Ok(node.clone());
        }
        let mut rest = text.as_str();
        let node = self.alternatives(&mut rest, depth + 1)?;
        if !rest.is_empty() {
            return Err(format!("the list `{name}` closes what it never opened"));
        }
        self.read.insert(name, node.clone());
        Ok(node)
    }
}

/// Collects with what a node can begin; true if it can be empty.
fn first(node: &Node, starts: &mut Starts) -> Result<bool, String> {
    match node {
        Node::Words(words) => {
            starts.words.extend(words.first());
            Ok(words.is_empty())
        }
        Node::Set(words) => {
            starts.words.extend(words);
            Ok(false)
        }
        Node::Slot(slot) => {
            starts.slots.push(*slot);
            Ok(false)
        }
        Node::Gap | Node::SentenceEnd => Err("a phrase cannot begin with `...` or `?`".to_owned()),
        Node::All(parts) => {
            for part in parts {
                if !first(part, starts)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        Node::OneOf(branches) => {
            let mut empty = false;
            for branch in branches {
                empty |= first(branch, starts)?;
            }
            Ok(empty)
        }
        Node::Perhaps(inner) => {
            first(inner, starts)?;
            Ok(true)
        }
    }
}

fn emit(node: &Node, ops: &mut Vec<Op>) {
    match node {
        Node::Words(words) => ops.extend(words.iter().map(|word| Op::Word(*word))),
        Node::Set(words) => ops.push(Op::Set(words.clone().into())),
        Node::Slot(slot) => ops.push(Op::Slot(*slot)),
        Node::Gap => ops.push(Op::Gap),
        Node::SentenceEnd => ops.push(Op::SentenceEnd),
        Node::All(parts) => parts.iter().for_each(|part| emit(part, ops)),
        Node::Perhaps(inner) => {
            let fork = ops.len();
            ops.push(Op::End);
            emit(inner, ops);
            ops[fork] = Op::Fork(fork as u32 + 1, ops.len() as u32);
        }
        Node::OneOf(branches) => {
            let mut jumps = Vec::new();
            for (n, branch) in branches.iter().enumerate() {
                let fork = ops.len();
                let last = n + 1 == branches.len();
                if !last {
                    ops.push(Op::End);
                }
                emit(branch, ops);
                if !last {
                    jumps.push(ops.len());
                    ops.push(Op::End);
                    ops[fork] = Op::Fork(fork as u32 + 1, ops.len() as u32);
                }
            }
            let end = ops.len() as u32;
            for jump in jumps {
                ops[jump] = Op::Jump(end);
            }
        }
    }
}

/// One phrase at one place of a text.
struct Attempt {
    /// Where the phrase must end, if that matters.
    last: Option<usize>,
    /// How many steps are left.
    steps: u32,
}

impl Attempt {
    fn new(last: Option<usize>) -> Self {
        Self {
            last,
            steps: MOST_STEPS,
        }
    }
}

impl Phrase {
    /// The place at which the phrase ends if it begins at `at`: the furthest, but for `...`, which is as short as can be.
    pub(super) fn end(&self, text: &impl Sequence, at: usize) -> Option<usize> {
        self.run(0, text, at, at, &mut Attempt::new(None))
    }

    /// The same, for a phrase that must end at `last`.
    pub(super) fn ends_at(&self, text: &impl Sequence, at: usize, last: usize) -> Option<usize> {
        self.run(0, text, at, at, &mut Attempt::new(Some(last)))
    }

    /// Runs from an operation on. `start` is where a sentence may begin.
    fn run(
        &self,
        mut op: usize,
        text: &impl Sequence,
        mut start: usize,
        mut at: usize,
        attempt: &mut Attempt,
    ) -> Option<usize> {
        loop {
            let word = |at: usize| {
                if at == start {
                    text.first_word(at)
                } else {
                    text.word(at)
                }
            };
            attempt.steps = attempt.steps.checked_sub(1)?;
            match &self.ops[op] {
                Op::Word(wanted) => {
                    if word(at)? != *wanted {
                        return None;
                    }
                    at += 1;
                    op += 1;
                }
                Op::Set(wanted) => {
                    wanted.binary_search(&word(at)?).ok()?;
                    at += 1;
                    op += 1;
                }
                Op::Slot(slot) => {
                    word(at)?;
                    at = text.slot(*slot, at)?;
                    op += 1;
                }
                Op::Fork(one, other) => {
                    let first = self.run(*one as usize, text, start, at, attempt);
                    let second = self.run(*other as usize, text, start, at, attempt);
                    return first.max(second);
                }
                Op::SentenceEnd => {
                    start = at;
                    op += 1;
                }
                Op::Jump(to) => op = *to as usize,
                // The nearest continuation: what stands close together belongs together.
                Op::Gap => {
                    let longest = match attempt.last {
                        Some(_) => LONGEST_GAP_IN_LABEL,
                        None => LONGEST_GAP,
                    };
                    for _ in 0..longest {
                        if let Some(end) = self.run(op + 1, text, start, at, attempt) {
                            return Some(end);
                        }
                        at = text.pass(at)?;
                    }
                    op += 1;
                }
                Op::End => return attempt.last.is_none_or(|last| last == at).then_some(at),
            }
        }
    }
}

//! The small language of phrases: `pay <amount-words> [in full] (up front | in advance)`.
//!
//! | written | means |
//! |---|---|
//! | `word` | that word, in small or capital letters |
//! | `(a \| b c)` | one of them |
//! | `[a \| b]` | one of them or nothing |
//! | `<list>` | one entry of the lexicon's list |
//! | `{money}` `{term}` `{number}` `{percent}` `{link}` `{phone}` `{date}` | such a thing, placeholders that render it included |
//! | `?` | here one sentence may end and the next begin |
//! | `...` | up to five other words of the sentence, none of them a negation; an amount, a length of time and a date count as one |
//!
//! A phrase becomes a short program without loops, run at the places of the
//! text where its first word stands. All programs of a lexicon stand in one
//! list with relative jumps: a start-up reads them all, so that nothing is
//! allocated for one phrase alone.

use super::vocabulary::{Vocabulary, WordId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::Range;

/// Something in a phrase that is not a fixed word.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) enum Slot {
    Money,
    Term,
    Number,
    Percent,
    Link,
    Phone,
    Date,
}

impl Slot {
    pub(super) const ALL: [Self; 7] = [
        Self::Money,
        Self::Term,
        Self::Number,
        Self::Percent,
        Self::Link,
        Self::Phone,
        Self::Date,
    ];

    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "money" => Self::Money,
            "term" => Self::Term,
            "number" => Self::Number,
            "percent" => Self::Percent,
            "link" => Self::Link,
            "phone" => Self::Phone,
            "date" => Self::Date,
            _ => return None,
        })
    }
}

/// The most words that `...` passes over in a sentence, and in a label that is one phrase as a whole.
const LONGEST_GAP: usize = 5;
const LONGEST_GAP_IN_LABEL: usize = 12;

/// The most steps that one phrase may take at one place; more is the mark of a phrase gone wrong.
const MOST_STEPS: u32 = 4_000;

#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
enum Op {
    Word(WordId),
    /// Any word of a set, by its number.
    Set(u32),
    /// Goes on if the next word is in the set, without taking it: many branches are refused at once.
    Guard(u32),
    Slot(Slot),
    Gap,
    SentenceEnd,
    /// Goes on at the next operation and so many further.
    Fork(u32),
    /// Goes on so many operations further.
    Jump(u32),
    End,
}

/// The phrases of a lexicon, ready to be held against a text.
#[derive(PartialEq, Debug, Default, Serialize, Deserialize)]
pub(super) struct Programs {
    ops: Vec<Op>,
    /// Where in `set_words` the words of each set stand, sorted.
    sets: Vec<Range<u32>>,
    set_words: Vec<WordId>,
}

/// A phrase of [`Programs`].
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub(super) struct Phrase {
    start: u32,
    /// The slots without which it cannot be, a bit each.
    pub(super) needs: u8,
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
    /// The place behind the word or thing here, if `...` may pass over it.
    fn pass(&self, at: usize) -> Option<usize>;
}

/// Reads phrases, with the lists that they use.
pub(super) struct PhraseReader<'a> {
    vocabulary: &'a mut Vocabulary,
    lists: &'a BTreeMap<String, String>,
    /// The lists that have been used.
    read: BTreeMap<&'a str, Box<[Op]>>,
    programs: Programs,
    needs: u8,
}

impl<'a> PhraseReader<'a> {
    pub(super) fn new(vocabulary: &'a mut Vocabulary, lists: &'a BTreeMap<String, String>) -> Self {
        Self {
            vocabulary,
            lists,
            read: BTreeMap::new(),
            programs: Programs::default(),
            needs: 0,
        }
    }

    /// All phrases that have been read.
    pub(super) fn finish(self) -> Programs {
        self.programs
    }

    /// Reads one phrase and adds the words and slots with which it can begin to `starts`; the error
    /// says what is wrong with it.
    pub(super) fn read(&mut self, text: &str, starts: &mut Starts) -> Result<Phrase, String> {
        let start = self.programs.ops.len();
        self.needs = 0;
        let mut rest = text;
        let read = self.alternatives(&mut rest, 0).and_then(|()| {
            if !rest.is_empty() {
                return Err(format!("`{rest}` closes what was never opened"));
            }
            self.programs.ops.push(Op::End);
            self.programs.starts(start, starts)
        });
        if let Err(error) = read {
            self.programs.ops.truncate(start);
            return Err(error);
        }
        Ok(Phrase {
            start: start as u32,
            needs: self.needs,
        })
    }

    fn alternatives(&mut self, rest: &mut &str, depth: u32) -> Result<(), String> {
        if depth > 8 {
            return Err("brackets or lists stand in each other too deeply".to_owned());
        }
        let start = self.programs.ops.len();
        let needed = self.needs;
        self.sequence(rest, depth)?;
        if !rest.starts_with('|') {
            return Ok(());
        }
        let mut ends = vec![self.programs.ops.len()];
        while let Some(after) = rest.strip_prefix('|') {
            *rest = after;
            self.sequence(rest, depth)?;
            ends.push(self.programs.ops.len());
        }
        // What stands in one branch only is not needed.
        self.needs = needed;
        let branches = self.programs.ops.split_off(start);
        if branches.len() == ends.len()
            && let Some(set) = self.programs.union(&branches)
        {
            self.programs.ops.push(set);
            return Ok(());
        }
        let mut from = 0;
        let last = ends.pop();
        // Behind each branch but the last: the operations up to the end of them all.
        let mut left = branches.len() + 2 * ends.len();
        for end in ends {
            let length = end - start - from;
            self.programs.ops.push(Op::Fork(length as u32 + 2));
            self.programs.ops.extend(&branches[from..from + length]);
            left -= length + 2;
            self.programs.ops.push(Op::Jump(left as u32 + 1));
            from += length;
        }
        debug_assert_eq!(last, Some(start + branches.len()));
        self.programs.ops.extend(&branches[from..]);
        self.programs.guard(start);
        Ok(())
    }

    fn sequence(&mut self, rest: &mut &str, depth: u32) -> Result<(), String> {
        let start = self.programs.ops.len();
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
                    let (from, needed) = (self.programs.ops.len(), self.needs);
                    *rest = inside;
                    self.alternatives(rest, depth + 1)?;
                    *rest = rest
                        .strip_prefix(close)
                        .ok_or_else(|| format!("`{letter}` is not closed by `{close}`"))?;
                    if letter == '[' {
                        self.needs = needed;
                        let length = self.programs.ops.len() - from;
                        self.programs.ops.insert(from, Op::Fork(length as u32 + 1));
                    }
                }
                '{' => {
                    let (name, after) = inside.split_once('}').ok_or("`{` is not closed by `}`")?;
                    let slot = Slot::from_name(name).ok_or_else(|| {
                        format!("`{{{name}}}` is none of {{money}}, {{term}}, {{number}}, {{percent}}, {{link}}, {{phone}} and {{date}}")
                    })?;
                    self.needs |= 1 << slot as u8;
                    self.programs.ops.push(Op::Slot(slot));
                    *rest = after;
                }
                '<' => {
                    let (name, after) = inside.split_once('>').ok_or("`<` is not closed by `>`")?;
                    self.list(name, depth)?;
                    *rest = after;
                }
                '?' => {
                    self.programs.ops.push(Op::SentenceEnd);
                    *rest = inside;
                }
                '.' if rest.starts_with("...") => {
                    self.programs.ops.push(Op::Gap);
                    *rest = &rest[3..];
                }
                // Other full stops and commas are passed over, as in a text.
                '.' | ',' => *rest = inside,
                _ => {
                    // All that ends a word is ASCII.
                    let length = rest
                        .bytes()
                        .position(|b| b.is_ascii_whitespace() || b"|()[]{<?.".contains(&b))
                        .unwrap_or(rest.len())
                        .max(letter.len_utf8());
                    let ops = &mut self.programs.ops;
                    self.vocabulary
                        .intern(&rest[..length], |word| ops.push(Op::Word(word)));
                    *rest = &rest[length..];
                }
            }
        }
        if self.programs.ops.len() == start {
            return Err("an alternative is empty".to_owned());
        }
        Ok(())
    }

    fn list(&mut self, name: &str, depth: u32) -> Result<(), String> {
        let lists = self.lists;
        let (name, text) = lists
            .get_key_value(name)
            .ok_or_else(|| format!("there is no list `{name}`"))?;
        if let Some(ops) = self.read.get(name.as_str()) {
            self.programs.ops.extend(ops.iter());
            return Ok(());
        }
        let (start, needed) = (self.programs.ops.len(), self.needs);
        let mut rest = text.as_str();
        self.alternatives(&mut rest, depth + 1)?;
        if !rest.is_empty() {
            return Err(format!("the list `{name}` closes what it never opened"));
        }
        self.needs = needed;
        self.read.insert(name, self.programs.ops[start..].into());
        Ok(())
    }
}

impl Programs {
    /// Puts a guard before the operations from `start` on, if they can begin with words alone.
    fn guard(&mut self, start: usize) {
        let mut starts = Starts::default();
        if self.starts(start, &mut starts).is_ok() && starts.slots.is_empty() {
            let set = self.add_set(starts.words);
            self.ops.insert(start, Op::Guard(set));
        }
    }

    fn add_set(&mut self, mut words: Vec<WordId>) -> u32 {
        words.sort_unstable();
        words.dedup();
        let from = self.set_words.len() as u32;
        self.set_words.append(&mut words);
        self.sets.push(from..self.set_words.len() as u32);
        self.sets.len() as u32 - 1
    }

    /// The set of all words, if the operations are single words and sets of them.
    fn union(&mut self, ops: &[Op]) -> Option<Op> {
        let mut words = Vec::with_capacity(ops.len());
        for op in ops {
            match op {
                Op::Word(word) => words.push(*word),
                Op::Set(set) => words.extend_from_slice(self.set(*set)),
                _ => return None,
            }
        }
        Some(Op::Set(self.add_set(words)))
    }

    fn set(&self, number: u32) -> &[WordId] {
        let range = &self.sets[number as usize];
        &self.set_words[range.start as usize..range.end as usize]
    }

    /// Collects with what the phrase can begin that stands from an operation on.
    fn starts(&self, at: usize, starts: &mut Starts) -> Result<(), String> {
        match self.ops.get(at).copied().unwrap_or(Op::End) {
            Op::Word(word) => starts.words.push(word),
            Op::Set(set) | Op::Guard(set) => starts.words.extend_from_slice(self.set(set)),
            Op::Slot(slot) => starts.slots.push(slot),
            Op::Gap | Op::SentenceEnd => {
                return Err("a phrase cannot begin with `...` or `?`".to_owned());
            }
            Op::Fork(further) => {
                self.starts(at + 1, starts)?;
                self.starts(at + further as usize, starts)?;
            }
            Op::Jump(further) => self.starts(at + further as usize, starts)?,
            Op::End => return Err("nothing in it is needed".to_owned()),
        }
        Ok(())
    }

    /// The place at which a phrase ends if it begins at `at`: the furthest, but for `...`, which is
    /// as short as can be.
    pub(super) fn end(&self, phrase: Phrase, text: &impl Sequence, at: usize) -> Option<usize> {
        self.run(phrase.start as usize, text, at, at, &mut Attempt::new(None))
    }

    /// The same, for a phrase that must end at `last`.
    pub(super) fn ends_at(
        &self,
        phrase: Phrase,
        text: &impl Sequence,
        at: usize,
        last: usize,
    ) -> Option<usize> {
        self.run(
            phrase.start as usize,
            text,
            at,
            at,
            &mut Attempt::new(Some(last)),
        )
    }

    /// Whether an operation asks for a word that is not the next one. Most branches end so, and asking
    /// first is cheaper than running them; it counts as the one step that they would take.
    fn refuses(&self, op: usize, next: impl Fn() -> Option<WordId>) -> bool {
        match self.ops[op] {
            Op::Word(wanted) => next() != Some(wanted),
            Op::Set(wanted) | Op::Guard(wanted) => {
                next().is_none_or(|word| self.set(wanted).binary_search(&word).is_err())
            }
            _ => false,
        }
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
            match self.ops[op] {
                Op::Word(wanted) => {
                    if word(at)? != wanted {
                        return None;
                    }
                    at += 1;
                    op += 1;
                }
                Op::Set(wanted) => {
                    self.set(wanted).binary_search(&word(at)?).ok()?;
                    at += 1;
                    op += 1;
                }
                Op::Guard(wanted) => {
                    self.set(wanted).binary_search(&word(at)?).ok()?;
                    op += 1;
                }
                Op::Slot(slot) => {
                    word(at)?;
                    at = text.slot(slot, at)?;
                    op += 1;
                }
                Op::Fork(further) => {
                    let mut branch = |op: usize| {
                        if self.refuses(op, || word(at)) {
                            attempt.steps = attempt.steps.saturating_sub(1);
                            return None;
                        }
                        self.run(op, text, start, at, attempt)
                    };
                    let first = branch(op + 1);
                    let second = branch(op + further as usize);
                    return first.max(second);
                }
                Op::SentenceEnd => {
                    start = at;
                    op += 1;
                }
                Op::Jump(further) => op += further as usize,
                // The nearest continuation: what stands close together belongs together.
                Op::Gap => {
                    let longest = match attempt.last {
                        Some(_) => LONGEST_GAP_IN_LABEL,
                        None => LONGEST_GAP,
                    };
                    for _ in 0..longest {
                        if self.refuses(op + 1, || word(at)) {
                            attempt.steps = attempt.steps.saturating_sub(1);
                        } else if let Some(end) = self.run(op + 1, text, start, at, attempt) {
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

//! The words that a lexicon knows, as small numbers, and names made of several of them.

use super::token::{Gap, Token, fold, is_sign};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// A word of the vocabulary.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct WordId(u32);

impl WordId {
    /// A word that the lexicon never mentions.
    pub(super) const UNKNOWN: Self = Self(0);

    /// For tables with a row a word.
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// What long words are made of, in languages that write numbers as one word.
#[derive(Debug, Default)]
struct Compounds {
    numbers: Vec<Box<str>>,
    inside: Vec<Box<str>>,
    units: Vec<Box<str>>,
}

impl Compounds {
    /// The length of the longest of the parts that a word begins with.
    fn longest(parts: &[Box<str>], word: &str) -> Option<usize> {
        let found = parts.iter().filter(|part| word.starts_with(&***part));
        found.map(|part| part.len()).max()
    }
}

/// Every word that occurs in the lexicon.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    ids: FxHashMap<Box<str>, u32>,
    /// How many words have an id.
    words: u32,
    abbreviations: Vec<WordId>,
    /// Words that are cut off at their apostrophe, folded.
    elisions: Vec<Box<str>>,
    compounds: Compounds,
    /// Words before which the full stop of an ordinal does not end the sentence: `31. Dezember`.
    behind_ordinals: Vec<WordId>,
    /// Room for one word, kept between words.
    folded: String,
}

impl Vocabulary {
    /// The id of a folded word.
    pub(super) fn id(&self, folded: &str) -> WordId {
        self.ids
            .get(folded)
            .map_or(WordId::UNKNOWN, |id| WordId(*id))
    }

    /// How many ids there are, the unknown word included.
    pub(super) fn len(&self) -> usize {
        self.words as usize + 1
    }

    /// Adds the words of a name, cut where a text would be cut.
    pub(super) fn add(&mut self, name: &str) -> Vec<WordId> {
        let mut words = Vec::new();
        for piece in name.split_whitespace() {
            self.intern(piece, |word| words.push(word));
        }
        words
    }

    /// Adds the words of a text without blanks.
    pub(super) fn intern(&mut self, text: &str, mut then: impl FnMut(WordId)) {
        let mut folded = std::mem::take(&mut self.folded);
        if text.bytes().all(|b| b.is_ascii_alphanumeric()) && !text.is_empty() {
            folded.clear();
            fold(text, &mut folded);
            then(self.add_word(&folded));
            self.folded = folded;
            return;
        }
        for piece in text.split(['-', '/', ',']) {
            let mut rest = piece;
            while let Some(letter) = rest.chars().next() {
                let length = if is_sign(letter) {
                    letter.len_utf8()
                } else {
                    rest.find(is_sign).unwrap_or(rest.len())
                };
                folded.clear();
                fold(&rest[..length], &mut folded);
                let mut word = folded.as_str();
                while let Some(cut) = self.elided(word) {
                    then(self.add_word(&word[..cut]));
                    word = &word[cut..];
                }
                if !word.is_empty() {
                    then(self.add_word(word));
                }
                rest = &rest[length..];
            }
        }
        self.folded = folded;
    }

    fn add_word(&mut self, folded: &str) -> WordId {
        if let Some(id) = self.ids.get(folded) {
            return WordId(*id);
        }
        self.words += 1;
        self.ids.insert(folded.into(), self.words);
        WordId(self.words)
    }

    /// Notes a word that stands joined to the next: `l'`. Names that were added before do not heed it.
    pub(super) fn add_elision(&mut self, word: &str) {
        let mut folded = String::new();
        fold(word, &mut folded);
        self.elisions.push(folded.into());
    }

    /// Where a folded word is cut behind a word that is joined to it.
    pub(super) fn elided(&self, folded: &str) -> Option<usize> {
        let at = folded.find('\'')? + 1;
        let known = self.elisions.iter().any(|it| **it == folded[..at]);
        known.then_some(at)
    }

    /// Notes of what words the long ones are made; without words inside of numbers none is cut.
    pub(super) fn add_compounds<'w>(
        &mut self,
        numbers: impl Iterator<Item = &'w str>,
        inside: impl Iterator<Item = &'w str>,
        units: impl Iterator<Item = &'w str>,
    ) {
        let folded = |word: &str| {
            let mut folded = String::new();
            fold(word, &mut folded);
            folded.into()
        };
        self.compounds = Compounds {
            numbers: numbers.map(folded).collect(),
            inside: inside.map(folded).collect(),
            units: units.map(folded).collect(),
        };
    }

    /// The lengths of the parts of a folded word that begins with a number: `drei`, `jahres` and
    /// `vertrag`, or `ein`, `und` and `zwanzig`. Empty if it is not made so.
    pub(super) fn parts(&self, folded: &str) -> Vec<usize> {
        let mut parts = Vec::new();
        let mut rest = folded;
        while let Some(length) = Compounds::longest(&self.compounds.numbers, rest)
            .or_else(|| Compounds::longest(&self.compounds.inside, rest).filter(|_| rest != folded))
        {
            parts.push(length);
            rest = &rest[length..];
        }
        if parts.is_empty() || rest.is_empty() {
            return parts;
        }
        let Some(unit) = Compounds::longest(&self.compounds.units, rest) else {
            return Vec::new();
        };
        parts.push(unit);
        if unit < rest.len() {
            parts.push(rest.len() - unit);
        }
        parts
    }

    /// Lets every word be found with other letters in place of some, unless that is a word of its own.
    pub(super) fn add_spellings(&mut self, letters: &BTreeMap<char, String>) {
        if letters.is_empty() {
            return;
        }
        let mut others: Vec<(Box<str>, u32)> = Vec::new();
        for (word, id) in &self.ids {
            if word.is_ascii() {
                continue;
            }
            let mut other = String::with_capacity(word.len());
            for letter in word.chars() {
                match letters.get(&letter) {
                    Some(typed) => other.push_str(typed),
                    None => other.push(letter),
                }
            }
            others.push((other.into(), *id));
        }
        // Of two words that are typed alike the first one in the file goes first.
        others.sort_unstable_by_key(|(_, id)| *id);
        for (word, id) in others {
            self.ids.entry(word).or_insert(id);
        }
    }

    /// Notes a word after which a full stop need not end the sentence.
    pub(super) fn add_abbreviation(&mut self, word: &str) {
        let words = self.add(word.trim_end_matches('.'));
        self.abbreviations.extend(words);
    }

    /// Notes a word before which a number with a full stop is an ordinal.
    pub(super) fn add_behind_ordinals(&mut self, word: &str) {
        let words = self.add(word);
        self.behind_ordinals.extend(words);
    }

    pub(super) fn is_behind_ordinals(&self, word: WordId) -> bool {
        self.behind_ordinals.contains(&word)
    }

    pub(super) fn is_abbreviation(&self, word: WordId) -> bool {
        self.abbreviations.contains(&word)
    }
}

/// A set of words, a bit each.
#[derive(Clone, Debug, Default)]
pub(super) struct WordSet(Vec<u64>);

impl WordSet {
    fn insert(&mut self, word: WordId) {
        let row = word.index() / 64;
        if self.0.len() <= row {
            self.0.resize(row + 1, 0);
        }
        self.0[row] |= 1 << (word.index() % 64);
    }

    pub(super) fn contains(&self, word: WordId) -> bool {
        self.0
            .get(word.index() / 64)
            .is_some_and(|row| row >> (word.index() % 64) & 1 == 1)
    }

    /// Adds all words of another set.
    pub(super) fn extend(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (row, more) in self.0.iter_mut().zip(&other.0) {
            *row |= more;
        }
    }
}

/// Names of one or several words, each with its meaning.
#[derive(Debug)]
pub(super) struct Names<T> {
    /// By their first word; the longest first.
    by_first: FxHashMap<WordId, Vec<Name<T>>>,
    /// Their first words: most words of a text begin no name.
    firsts: WordSet,
}

#[derive(Debug)]
struct Name<T> {
    words: Box<[WordId]>,
    meaning: T,
}

impl<T> Default for Names<T> {
    fn default() -> Self {
        Self {
            by_first: FxHashMap::default(),
            firsts: WordSet::default(),
        }
    }
}

impl<T> Names<T> {
    /// Adds a name. One without words is left out.
    pub(super) fn add(&mut self, words: Vec<WordId>, meaning: T) {
        let Some(first) = words.first() else { return };
        self.firsts.insert(*first);
        let names = self.by_first.entry(*first).or_default();
        let at = names.partition_point(|other| other.words.len() >= words.len());
        names.insert(
            at,
            Name {
                words: words.into(),
                meaning,
            },
        );
    }

    /// The words with which the names begin.
    pub(super) fn firsts(&self) -> &WordSet {
        &self.firsts
    }

    /// The longest name that begins at a token, and the token after it.
    pub(super) fn find(&self, tokens: &[Token], at: usize) -> Option<(&T, usize)> {
        let first = tokens.get(at)?;
        if !self.firsts.contains(first.word) {
            return None;
        }
        self.by_first.get(&first.word)?.iter().find_map(|name| {
            let end = at + name.words.len();
            let found = tokens.get(at..end)?;
            (found
                .iter()
                .zip(name.words.iter())
                .all(|(t, w)| t.word == *w)
                && found[1..].iter().all(|t| t.before <= Gap::Slash))
            .then_some((&name.meaning, end))
        })
    }
}

impl Names<()> {
    /// The token after the longest name that begins at a token.
    pub(super) fn end(&self, tokens: &[Token], at: usize) -> Option<usize> {
        self.find(tokens, at).map(|((), end)| end)
    }
}

//! The words that a lexicon knows, as small numbers, and names made of several of them.

use super::token::{Gap, Token, fold, is_sign};
use rustc_hash::FxHashMap;

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

/// Every word that occurs in the lexicon.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    ids: FxHashMap<Box<str>, u32>,
    abbreviations: Vec<WordId>,
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
        self.ids.len() + 1
    }

    /// Adds the words of a phrase, cut where a text would be cut.
    pub(super) fn add(&mut self, phrase: &str) -> Vec<WordId> {
        let mut words = Vec::new();
        let mut folded = String::new();
        for piece in phrase.split(|c: char| c.is_whitespace() || matches!(c, '-' | '/' | ',')) {
            let mut rest = piece;
            while let Some(letter) = rest.chars().next() {
                let length = if is_sign(letter) {
                    letter.len_utf8()
                } else {
                    rest.find(is_sign).unwrap_or(rest.len())
                };
                folded.clear();
                fold(&rest[..length], &mut folded);
                words.push(self.add_word(&folded));
                rest = &rest[length..];
            }
        }
        words
    }

    fn add_word(&mut self, folded: &str) -> WordId {
        if let Some(id) = self.ids.get(folded) {
            return WordId(*id);
        }
        let id = self.ids.len() as u32 + 1;
        self.ids.insert(folded.into(), id);
        WordId(id)
    }

    /// Notes a word after which a full stop need not end the sentence.
    pub(super) fn add_abbreviation(&mut self, word: &str) {
        let words = self.add(word.trim_end_matches('.'));
        self.abbreviations.extend(words);
    }

    pub(super) fn is_abbreviation(&self, word: WordId) -> bool {
        self.abbreviations.contains(&word)
    }
}

/// Names of one or several words, each with its meaning.
#[derive(Debug)]
pub(super) struct Names<T> {
    /// By their first word; the longest first.
    by_first: FxHashMap<WordId, Vec<Name<T>>>,
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
        }
    }
}

impl<T> Names<T> {
    /// Adds a name. One without words is left out.
    pub(super) fn add(&mut self, words: Vec<WordId>, meaning: T) {
        let Some(first) = words.first() else { return };
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

    /// The longest name that begins at a token, and the token after it.
    pub(super) fn find(&self, tokens: &[Token], at: usize) -> Option<(&T, usize)> {
        let first = tokens.get(at)?;
        if first.word == WordId::UNKNOWN {
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

//! The phrases of a language, ready to be held against texts.
//!
//! Reading them takes longer than the check of a small campaign, so that the
//! build script does it for the languages that are built in, with this very
//! code, and the program finds them ready (`built_in.rs`). This file, and those
//! that it uses, therefore know nothing of the rest of the crate.

use super::Saying;
use super::file::{Find, LexiconFile, alternatives, lines};
use super::phrase::{Phrase, PhraseReader, Programs, Slot, Starts};
use super::vocabulary::{Vocabulary, WordId};
use serde::{Deserialize, Serialize};

/// All phrases of a lexicon file, and the words in them.
#[derive(PartialEq, Debug, Default, Serialize, Deserialize)]
pub(super) struct Phrasebook {
    pub(super) vocabulary: Vocabulary,
    pub(super) programs: Programs,
    pub(super) phrases: Vec<Entry>,
    /// The phrases that are looked for in texts.
    pub(super) in_texts: Index,
    /// The phrases that are looked for in labels only.
    pub(super) in_labels: Index,
    /// What the file says how to say.
    pub(super) covered: Vec<Saying>,
}

/// Which phrases can begin with a word or a slot.
#[derive(PartialEq, Debug, Default, Serialize, Deserialize)]
pub(super) struct Index {
    /// Where the phrases of each word begin in `phrases`, by the word's id; one more at the end.
    rows: Vec<u32>,
    phrases: Vec<u32>,
    by_slot: [Vec<u32>; Slot::ALL.len()],
}

impl Index {
    /// From pairs of a word and a phrase, in the order of the phrases.
    fn new(words: usize, pairs: &[(WordId, u32)], by_slot: [Vec<u32>; Slot::ALL.len()]) -> Self {
        let mut rows = vec![0_u32; words + 1];
        for (word, _) in pairs {
            rows[word.index() + 1] += 1;
        }
        for row in 1..rows.len() {
            rows[row] += rows[row - 1];
        }
        let mut next = rows.clone();
        let mut phrases = vec![0; pairs.len()];
        for (word, phrase) in pairs {
            let place = &mut next[word.index()];
            phrases[*place as usize] = *phrase;
            *place += 1;
        }
        Self {
            rows,
            phrases,
            by_slot,
        }
    }

    pub(super) fn of_word(&self, word: WordId) -> &[u32] {
        let row = |at: usize| self.rows.get(at).map_or(0, |row| *row as usize);
        self.phrases
            .get(row(word.index())..row(word.index() + 1))
            .unwrap_or_default()
    }

    pub(super) fn of_slot(&self, slot: Slot) -> &[u32] {
        &self.by_slot[slot as usize]
    }
}

/// A phrase in its group.
#[derive(PartialEq, Debug, Serialize, Deserialize)]
pub(super) struct Entry {
    pub(super) saying: Saying,
    pub(super) find: Find,
    pub(super) part: Part,
    pub(super) phrase: Phrase,
}

/// On which side of its group a phrase stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) enum Part {
    Says,
    Except,
}

impl Phrasebook {
    /// Reads all phrases of a file; the errors say what is wrong in it.
    pub(super) fn compile(file: &LexiconFile) -> Result<Self, Vec<String>> {
        let mut book = Self::default();
        let mut errors = Vec::new();
        // What the vocabulary must know of words before it meets them.
        for word in alternatives(&file.abbreviations) {
            book.vocabulary.add_abbreviation(word);
        }
        for word in alternatives(&file.elisions) {
            book.vocabulary.add_elision(word);
        }
        book.add_groups(file, &mut errors);
        book.vocabulary.settle();
        if errors.is_empty() {
            Ok(book)
        } else {
            Err(errors)
        }
    }

    fn add_groups(&mut self, file: &LexiconFile, errors: &mut Vec<String>) {
        let mut reader = PhraseReader::new(&mut self.vocabulary, &file.lists);
        let mut starts = Starts::default();
        let mut words: [Vec<(WordId, u32)>; 2] = Default::default();
        let mut slots: [[Vec<u32>; Slot::ALL.len()]; 2] = Default::default();
        for (name, group) in &file.says {
            let Some(saying) = Saying::from_name(name) else {
                errors.push(format!("`says` has no group `{name}`"));
                continue;
            };
            self.covered.push(saying);
            let index = usize::from(group.find == Find::Whole);
            let says = lines(&group.phrases).map(|line| (Part::Says, line));
            let except = lines(&group.except).map(|line| (Part::Except, line));
            for (part, line) in says.chain(except) {
                starts.words.clear();
                starts.slots.clear();
                let phrase = match reader.read(line, &mut starts) {
                    Ok(phrase) => phrase,
                    Err(error) => {
                        errors.push(format!("{name}: `{line}`: {error}"));
                        continue;
                    }
                };
                let number = self.phrases.len() as u32;
                self.phrases.push(Entry {
                    saying,
                    find: group.find,
                    part,
                    phrase,
                });
                // A word that begins two alternatives of a phrase needs one row only.
                starts.words.sort_unstable();
                starts.words.dedup();
                words[index].extend(starts.words.iter().map(|word| (*word, number)));
                for slot in &starts.slots {
                    let phrases = &mut slots[index][*slot as usize];
                    if phrases.last() != Some(&number) {
                        phrases.push(number);
                    }
                }
            }
        }
        self.programs = reader.finish();
        let known = self.vocabulary.len();
        let [text_words, label_words] = words;
        let [text_slots, label_slots] = slots;
        self.in_texts = Index::new(known, &text_words, text_slots);
        self.in_labels = Index::new(known, &label_words, label_slots);
    }
}

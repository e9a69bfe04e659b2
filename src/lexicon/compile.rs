//! A lexicon file made ready for reading texts.

use super::Saying;
use super::file::{Find, LexiconFile, Separator, alternatives, lines};
use super::phrase::{Phrase, PhraseReader, Slot};
use super::vocabulary::{Names, Vocabulary};
use crate::calendar::Duration;
use crate::model::Currency;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// How one language says the things that the rules ask about.
#[derive(Debug)]
pub struct Lexicon {
    pub(super) language: Box<str>,
    pub(super) vocabulary: Vocabulary,
    pub(super) decimal: Separator,
    pub(super) number_words: Names<u32>,
    pub(super) multipliers: Names<u32>,
    pub(super) joiners: Names<()>,
    pub(super) articles: Names<()>,
    pub(super) ranges: Names<()>,
    pub(super) percent: Names<()>,
    pub(super) coins: Names<Coin>,
    pub(super) codes_that_are_words: Vec<Currency>,
    pub(super) per: Names<()>,
    pub(super) per_what: Names<()>,
    pub(super) units: Names<Duration>,
    pub(super) lengths: Names<Duration>,
    pub(super) fillers: Names<()>,
    pub(super) negation: Names<()>,
    pub(super) negation_stops: Names<()>,
    pub(super) negation_after: Names<()>,
    pub(super) phrases: Vec<Entry>,
    /// The phrases that can begin with a word, by the word's id.
    pub(super) by_word: Vec<Vec<u32>>,
    /// The phrases that can begin with a slot, in the order of [`Slot::ALL`].
    pub(super) by_slot: [Vec<u32>; Slot::ALL.len()],
    covered: Vec<Saying>,
}

/// What a spelling of a currency means.
#[derive(Clone, Debug)]
pub(super) struct Coin {
    /// The currencies that are spelled so.
    pub(super) currencies: Arc<[Currency]>,
    /// Whether it is the hundredth part (or the thousandth, as the currency has it).
    pub(super) size: CoinSize,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum CoinSize {
    Main,
    Minor,
}

/// A phrase in its group.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) saying: Saying,
    pub(super) find: Find,
    pub(super) part: Part,
    pub(super) phrase: Phrase,
}

/// On which side of its group a phrase stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Part {
    Says,
    Except,
}

/// The languages that are built in, with their files.
const BUILT_IN: &[(&str, &str)] = &[("en", include_str!("../../rules/lexicon/en.yaml"))];

impl Lexicon {
    /// The lexicon of a language, by its BCP 47 tag; regions and scripts are passed over (`en-US` is
    /// English). `None` if there is no lexicon: then nothing can be proved of a text in that language.
    ///
    /// A language is read when it is first asked for, and kept.
    pub fn for_language(tag: &str) -> Option<&'static Self> {
        static READ: [OnceLock<Option<Lexicon>>; BUILT_IN.len()] =
            [const { OnceLock::new() }; BUILT_IN.len()];
        let language = tag.split(['-', '_']).next()?;
        let number = BUILT_IN
            .iter()
            .position(|(name, _)| name.eq_ignore_ascii_case(language))?;
        READ[number]
            .get_or_init(|| Self::from_yaml(BUILT_IN[number].1).ok())
            .as_ref()
    }

    /// Reads a lexicon file; the errors say what is wrong in it, in the order of its text.
    pub fn from_yaml(text: &str) -> Result<Self, Vec<String>> {
        Self::compile(&LexiconFile::from_yaml(text)?)
    }

    /// Makes a file ready; the errors say what is wrong in it.
    pub(super) fn compile(file: &LexiconFile) -> Result<Self, Vec<String>> {
        let mut vocabulary = Vocabulary::default();
        let mut errors = Vec::new();
        let v = &mut vocabulary;

        let number_words = numbers(v, &file.numbers.words);
        let multipliers = numbers(v, &file.numbers.multipliers);
        let coins = coins(v, file, &mut errors);
        let codes_that_are_words = alternatives(&file.money.codes_that_are_words)
            .filter_map(|code| code.parse().map_err(|e| errors.push(e)).ok())
            .collect();
        let units = lengths(v, &file.time.units, &mut errors);
        let own_lengths = lengths(v, &file.time.lengths, &mut errors);
        for word in alternatives(&file.abbreviations) {
            v.add_abbreviation(word);
        }
        let mut lexicon = Self {
            language: file.language.as_str().into(),
            decimal: file.numbers.decimal,
            number_words,
            multipliers,
            joiners: names(v, &file.numbers.joiners),
            articles: names(v, &file.numbers.articles),
            ranges: names(v, &file.numbers.ranges),
            percent: names(v, &file.numbers.percent),
            coins,
            codes_that_are_words,
            per: names(v, &file.money.per),
            per_what: names(v, &file.money.per_what),
            units,
            lengths: own_lengths,
            fillers: names(v, &file.time.fillers),
            negation: names(v, &file.negation.before),
            negation_stops: names(v, &file.negation.stops),
            negation_after: names(v, &file.negation.after),
            phrases: Vec::new(),
            by_word: Vec::new(),
            by_slot: Default::default(),
            covered: Vec::new(),
            vocabulary,
        };
        lexicon.add_groups(file, &mut errors);
        if errors.is_empty() {
            Ok(lexicon)
        } else {
            Err(errors)
        }
    }

    fn add_groups(&mut self, file: &LexiconFile, errors: &mut Vec<String>) {
        let mut starts = Vec::new();
        let mut reader = PhraseReader::new(&mut self.vocabulary, &file.lists);
        for (name, group) in &file.says {
            let Some(saying) = Saying::from_name(name) else {
                errors.push(format!("`says` has no group `{name}`"));
                continue;
            };
            self.covered.push(saying);
            let says = lines(&group.phrases).map(|line| (Part::Says, line));
            let except = lines(&group.except).map(|line| (Part::Except, line));
            for (part, line) in says.chain(except) {
                match reader.read(line) {
                    Ok((phrase, first)) => {
                        starts.push(first);
                        self.phrases.push(Entry {
                            saying,
                            find: group.find,
                            part,
                            phrase,
                        });
                    }
                    Err(error) => errors.push(format!("{name}: `{line}`: {error}")),
                }
            }
        }
        self.by_word = vec![Vec::new(); self.vocabulary.len()];
        for (number, first) in starts.into_iter().enumerate() {
            let number = number as u32;
            for word in first.words {
                let phrases = &mut self.by_word[word.index()];
                if phrases.last() != Some(&number) {
                    phrases.push(number);
                }
            }
            for slot in first.slots {
                let phrases = &mut self.by_slot[slot as usize];
                if phrases.last() != Some(&number) {
                    phrases.push(number);
                }
            }
        }
    }

    /// The language, as its file names it: `en`.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// Whether the language's file says how this is said. If not, its absence from a text proves nothing.
    pub fn covers(&self, saying: Saying) -> bool {
        self.covered.contains(&saying)
    }
}

fn names(vocabulary: &mut Vocabulary, text: &str) -> Names<()> {
    let mut names = Names::default();
    for name in alternatives(text) {
        names.add(vocabulary.add(name), ());
    }
    names
}

fn numbers(vocabulary: &mut Vocabulary, words: &BTreeMap<String, u32>) -> Names<u32> {
    let mut names = Names::default();
    for (word, value) in words {
        names.add(vocabulary.add(word), *value);
    }
    names
}

fn lengths(
    vocabulary: &mut Vocabulary,
    words: &BTreeMap<String, String>,
    errors: &mut Vec<String>,
) -> Names<Duration> {
    let mut names = Names::default();
    for (length, spellings) in words {
        match length.parse::<Duration>() {
            Ok(length) => {
                for spelling in alternatives(spellings) {
                    names.add(vocabulary.add(spelling), length);
                }
            }
            Err(error) => errors.push(error),
        }
    }
    names
}

fn coins(vocabulary: &mut Vocabulary, file: &LexiconFile, errors: &mut Vec<String>) -> Names<Coin> {
    let mut names = Names::default();
    for (spellings, size) in [
        (&file.money.spellings, CoinSize::Main),
        (&file.money.minor, CoinSize::Minor),
    ] {
        for (codes, spelled) in spellings {
            let currencies: Arc<[Currency]> = codes
                .split_whitespace()
                .filter_map(|code| code.parse().map_err(|e| errors.push(e)).ok())
                .collect();
            for spelling in alternatives(spelled) {
                names.add(
                    vocabulary.add(spelling),
                    Coin {
                        currencies: currencies.clone(),
                        size,
                    },
                );
            }
        }
    }
    names
}

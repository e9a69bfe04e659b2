//! A lexicon file made ready for reading texts.

use super::Saying;
use super::built_in::{self, BUILT_IN};
use super::file::{LexiconFile, Separator, alternatives};
use super::phrase::Programs;
use super::phrasebook::{Entry, Index, Phrasebook};
use super::vocabulary::{Names, Vocabulary, WordSet};
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
    /// Between a digit and a ten that are written as one word.
    pub(super) inside: Names<()>,
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
    pub(super) months: Names<u32>,
    pub(super) ordinals: Names<()>,
    pub(super) date_joiners: Names<()>,
    pub(super) negation: Names<()>,
    pub(super) negation_stops: Names<()>,
    pub(super) negation_after: Names<()>,
    /// The words with which a number, an amount or a length can begin.
    pub(super) begin_things: WordSet,
    pub(super) programs: Programs,
    pub(super) phrases: Vec<Entry>,
    /// The phrases that are looked for in texts.
    pub(super) in_texts: Index,
    /// The phrases that are looked for in labels only.
    pub(super) in_labels: Index,
    covered: Vec<Saying>,
}

/// What a spelling of a currency means.
#[derive(Clone, Debug)]
pub(super) struct Coin {
    /// The currencies that are spelled so.
    pub(super) currencies: Arc<[Currency]>,
    /// How many decimals they have; two if they differ.
    pub(super) decimals: u32,
    /// Whether it is the hundredth part (or the thousandth, as the currency has it).
    pub(super) size: CoinSize,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum CoinSize {
    Main,
    Minor,
}

impl Coin {
    pub(super) fn new(currencies: Arc<[Currency]>, size: CoinSize) -> Self {
        let mut digits = currencies.iter().map(|c| c.minor_digits());
        let decimals = match digits.next() {
            Some(first) if digits.all(|d| d == first) => first,
            _ => 2,
        };
        Self {
            currencies,
            decimals,
            size,
        }
    }
}

impl Lexicon {
    /// The lexicon of a language, by its BCP 47 tag; regions and scripts are passed over (`en-US` is
    /// English). `None` if there is no lexicon: then nothing can be proved of a text in that language.
    ///
    /// A language is made ready when it is first asked for, and kept.
    pub fn for_language(tag: &str) -> Option<&'static Self> {
        static READY: [OnceLock<Option<Lexicon>>; BUILT_IN.len()] =
            [const { OnceLock::new() }; BUILT_IN.len()];
        let language = tag.split(['-', '_']).next()?;
        let number = BUILT_IN
            .iter()
            .position(|(name, _)| name.eq_ignore_ascii_case(language))?;
        READY[number]
            .get_or_init(|| {
                let (file, phrases) = built_in::open(BUILT_IN[number].1)?;
                Self::assemble(&file, phrases).ok()
            })
            .as_ref()
    }

    /// Reads a lexicon file; the errors say what is wrong in it.
    pub fn from_yaml(text: &str) -> Result<Self, Vec<String>> {
        Self::compile(&built_in::read(text)?)
    }

    /// Makes a file ready; the errors say what is wrong in it.
    pub(super) fn compile(file: &LexiconFile) -> Result<Self, Vec<String>> {
        Self::assemble(file, Phrasebook::compile(file)?)
    }

    /// Puts the words for figures beside the phrases, which cost more and have been read before.
    fn assemble(file: &LexiconFile, phrasebook: Phrasebook) -> Result<Self, Vec<String>> {
        let Phrasebook {
            mut vocabulary,
            programs,
            phrases,
            in_texts,
            in_labels,
            covered,
        } = phrasebook;
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
        if alternatives(&file.dates.ordinals).any(|it| it == ".") {
            for month in file.dates.months.keys() {
                v.add_behind_ordinals(month);
            }
        }
        let mut lexicon = Self {
            language: file.language.as_str().into(),
            decimal: file.numbers.decimal,
            number_words,
            multipliers,
            joiners: names(v, &file.numbers.joiners),
            inside: names(v, &file.numbers.inside),
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
            months: numbers(v, &file.dates.months),
            ordinals: names(v, &file.dates.ordinals),
            date_joiners: names(v, &file.dates.joiners),
            negation: names(v, &file.negation.before),
            negation_stops: names(v, &file.negation.stops),
            negation_after: names(v, &file.negation.after),
            begin_things: WordSet::default(),
            programs,
            phrases,
            in_texts,
            in_labels,
            covered,
            vocabulary,
        };
        for firsts in [
            lexicon.number_words.firsts(),
            lexicon.articles.firsts(),
            lexicon.coins.firsts(),
            lexicon.lengths.firsts(),
            lexicon.months.firsts(),
        ] {
            lexicon.begin_things.extend(firsts);
        }
        lexicon.add_long_words(file);
        lexicon.vocabulary.add_spellings(&file.letters);
        if errors.is_empty() {
            Ok(lexicon)
        } else {
            Err(errors)
        }
    }

    /// Tells of which parts the words are made that begin with a number.
    fn add_long_words(&mut self, file: &LexiconFile) {
        if file.numbers.inside.is_empty() {
            return;
        }
        let one_word = |name: &&str| !name.contains([' ', '-']);
        let numbers = file
            .numbers
            .words
            .keys()
            .chain(file.numbers.multipliers.keys());
        let units = file
            .time
            .units
            .values()
            .flat_map(|names| alternatives(names));
        self.vocabulary.add_compounds(
            numbers
                .map(String::as_str)
                .chain(alternatives(&file.numbers.articles))
                .filter(one_word),
            alternatives(&file.numbers.inside),
            units.filter(one_word),
        );
    }

    /// The language, as its file names it: `en`.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// Whether it is the lexicon of the language of a tag (`en-US` is English).
    pub fn is_for(&self, tag: &str) -> bool {
        let language = tag.split(['-', '_']).next();
        language.is_some_and(|it| it.eq_ignore_ascii_case(&self.language))
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
            let coin = Coin::new(currencies, size);
            for spelling in alternatives(spelled) {
                names.add(vocabulary.add(spelling), coin.clone());
            }
        }
    }
    names
}

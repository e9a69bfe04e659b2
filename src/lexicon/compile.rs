//! A lexicon file made ready for reading texts.

use super::Saying;
use super::file::{Find, LexiconFile, Separator, alternatives, lines};
use super::phrase::{Phrase, PhraseReader, Programs, Slot, Starts};
use super::vocabulary::{Names, Vocabulary, WordId, WordSet};
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

/// Which phrases can begin with a word or a slot.
#[derive(Debug, Default)]
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
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) saying: Saying,
    pub(super) find: Find,
    pub(super) part: Part,
    pub(super) phrase: Phrase,
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

/// On which side of its group a phrase stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Part {
    Says,
    Except,
}

/// The languages that are built in, with their files.
pub(super) const BUILT_IN: &[(&str, &str)] = &[
    ("de", include_str!("../../rules/lexicon/de.yaml")),
    ("en", include_str!("../../rules/lexicon/en.yaml")),
    ("es", include_str!("../../rules/lexicon/es.yaml")),
    ("fr", include_str!("../../rules/lexicon/fr.yaml")),
    ("it", include_str!("../../rules/lexicon/it.yaml")),
    ("nl", include_str!("../../rules/lexicon/nl.yaml")),
    ("pt", include_str!("../../rules/lexicon/pt.yaml")),
];

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

        for word in alternatives(&file.elisions) {
            v.add_elision(word);
        }
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
            programs: Programs::default(),
            phrases: Vec::new(),
            in_texts: Index::default(),
            in_labels: Index::default(),
            covered: Vec::new(),
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
        lexicon.add_groups(file, &mut errors);
        lexicon.add_long_words(file);
        lexicon.vocabulary.add_spellings(&file.letters);
        if errors.is_empty() {
            Ok(lexicon)
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

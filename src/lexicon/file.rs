//! The shape of a lexicon file; `rules/lexicon/README.md` explains it to translators.

use crate::yaml;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A whole file. Names joined by `|` are alternatives.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LexiconFile {
    /// BCP 47.
    pub(super) language: String,
    pub(super) numbers: Numbers,
    pub(super) money: MoneyWords,
    pub(super) time: TimeWords,
    #[serde(default)]
    pub(super) dates: DateWords,
    pub(super) negation: Negation,
    /// Words after which a full stop need not end a sentence.
    #[serde(default)]
    pub(super) abbreviations: String,
    /// Lists that phrases use as `<name>`.
    #[serde(default)]
    pub(super) lists: BTreeMap<String, String>,
    /// What people type for letters that their keyboard lacks: `ü: ue`.
    #[serde(default)]
    pub(super) letters: BTreeMap<char, String>,
    /// Words that lose their end before a vowel and stand joined to the next word: `l' | d'`.
    #[serde(default)]
    pub(super) elisions: String,
    pub(super) says: BTreeMap<String, Group>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Numbers {
    /// `point` or `comma`.
    pub(super) decimal: Separator,
    pub(super) words: BTreeMap<String, u32>,
    pub(super) multipliers: BTreeMap<String, u32>,
    /// Between the parts of a number.
    #[serde(default)]
    pub(super) joiners: String,
    /// Between a digit and the ten behind it, where numbers are written as one word: `und` in
    /// `einundzwanzig`. A word that begins with a number is then cut behind it, and behind a unit of time.
    #[serde(default)]
    pub(super) inside: String,
    /// Words that count as one before a unit.
    #[serde(default)]
    pub(super) articles: String,
    /// Between the ends of a range.
    #[serde(default)]
    pub(super) ranges: String,
    pub(super) percent: String,
}

/// What stands before the fraction.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Separator {
    Point,
    Comma,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MoneyWords {
    /// Each key is a code, or several parted by blanks if a spelling can mean any of them.
    pub(super) spellings: BTreeMap<String, String>,
    /// The same for the smallest unit: cents, pence.
    pub(super) minor: BTreeMap<String, String>,
    /// Codes that are words as well: they count only behind the number.
    #[serde(default)]
    pub(super) codes_that_are_words: String,
    /// Before the period of a price.
    pub(super) per: String,
    /// What else a price can be for: a user, a seat.
    #[serde(default)]
    pub(super) per_what: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TimeWords {
    /// Names of the units; each key is a length of time as the format writes it.
    pub(super) units: BTreeMap<String, String>,
    /// Words that are a length by themselves.
    #[serde(default)]
    pub(super) lengths: BTreeMap<String, String>,
    /// Between a number and its unit.
    #[serde(default)]
    pub(super) fillers: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DateWords {
    /// Names of the months, from 1 to 12.
    #[serde(default)]
    pub(super) months: BTreeMap<String, u32>,
    /// Behind the number of a day: `31st`.
    #[serde(default)]
    pub(super) ordinals: String,
    /// Between a day and its month: `31st of December`.
    #[serde(default)]
    pub(super) joiners: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Negation {
    /// In front of what is denied, at most four words away.
    pub(super) before: String,
    /// Beyond these nothing is denied.
    #[serde(default)]
    pub(super) stops: String,
    /// Right behind what is denied.
    #[serde(default)]
    pub(super) after: String,
}

/// The phrases that say one thing. All lists have one entry a line; a line that starts with `#` is a comment.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Group {
    /// What the phrases say, for people.
    #[allow(dead_code, reason = "for the reader of the file")]
    pub(super) meaning: String,
    /// How the phrases are held against the text.
    #[serde(default)]
    pub(super) find: Find,
    pub(super) phrases: String,
    /// Where one of these overlaps a phrase, the phrase does not count.
    #[serde(default)]
    pub(super) except: String,
    /// Texts that must say it.
    #[cfg_attr(not(test), allow(dead_code, reason = "run by the tests"))]
    #[serde(default)]
    pub(super) matches: String,
    /// Texts that must not.
    #[cfg_attr(not(test), allow(dead_code, reason = "run by the tests"))]
    #[serde(default)]
    pub(super) not: String,
}

/// How phrases are held against the text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Find {
    /// Anywhere, unless denied.
    #[default]
    Asserted,
    /// Anywhere, even if a negation stands before: the phrases hold their own.
    Anywhere,
    /// The phrase is the whole text: labels of buttons.
    Whole,
}

impl LexiconFile {
    /// Reads the first document of a text.
    pub(super) fn from_yaml(text: &str) -> Result<Self, Vec<String>> {
        let (tree, mut problems) = yaml::parse(text);
        let file = tree
            .documents()
            .first()
            .and_then(|root| yaml::decode(&tree, text, 0, *root, &mut problems));
        match file {
            Some(file) if problems.is_empty() => Ok(file),
            _ if problems.is_empty() => Err(vec!["the file is empty".to_owned()]),
            _ => Err(problems.into_iter().map(|p| p.message).collect()),
        }
    }
}

/// The entries of a field with one a line.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The entries of a field with `|` between them.
pub(super) fn alternatives(text: &str) -> impl Iterator<Item = &str> {
    text.split('|')
        .map(str::trim)
        .filter(|name| !name.is_empty())
}

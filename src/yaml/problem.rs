//! What is told to people, and the error that carries it through serde.

use super::NodeId;
use super::suggest::{either, nearest};
use crate::source::Span;
use serde::de::{self, Expected, Unexpected};
use std::fmt;

/// What kind of mistake.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ProblemKind {
    /// The text is not YAML.
    Syntax,
    /// A key that the mapping does not have.
    UnknownField,
    /// A value of the wrong kind or out of range.
    InvalidValue,
    /// A required key is absent.
    MissingField,
    /// The same key twice.
    DuplicateKey,
}

/// A mistake of the text, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// What kind.
    pub kind: ProblemKind,
    /// Where.
    pub span: Span,
    /// The node it is about, for its pointer; the parent mapping if something is missing.
    pub node: NodeId,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
    /// Another place that belongs to it (the first of two equal keys), with a word on it.
    pub related: Option<(Span, String)>,
    /// What to write in the place of the node, where that is known to the letter.
    pub instead: Option<Instead>,
}

/// What to write in the place of a scalar.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Instead {
    /// The same value, as it is read here: `true` for `yes`.
    Spelling(String),
    /// The nearest word that is accepted.
    Nearest(String),
}

/// A mistake on its way to whoever tolerates it.
#[derive(Debug)]
pub(super) struct Mistake(pub(super) Box<Details>);

#[derive(Debug)]
pub(super) struct Details {
    pub(super) kind: ProblemKind,
    pub(super) message: String,
    pub(super) help: Option<String>,
    pub(super) instead: Option<Instead>,
    pub(super) node: Option<NodeId>,
    /// Whether it has been recorded already, or follows from one that has.
    pub(super) recorded: bool,
}

impl Mistake {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self(Box::new(Details {
            kind: ProblemKind::InvalidValue,
            message: message.into(),
            help: None,
            instead: None,
            node: None,
            recorded: false,
        }))
    }

    pub(super) fn recorded() -> Self {
        let mut it = Self::new("");
        it.0.recorded = true;
        it
    }

    pub(super) fn of_kind(mut self, kind: ProblemKind) -> Self {
        self.0.kind = kind;
        self
    }

    pub(super) fn help(mut self, help: Option<String>) -> Self {
        self.0.help = help.or(self.0.help);
        self
    }

    /// What to write in its place.
    pub(super) fn instead(mut self, instead: Option<Instead>) -> Self {
        self.0.instead = instead.or(self.0.instead);
        self
    }

    /// What was probably meant among some words, or else all of them.
    pub(super) fn one_of(self, found: &str, accepted: &[&str]) -> Self {
        match nearest(found, accepted.iter().copied()) {
            Some(word) => self.meaning(Some(word)),
            None if accepted.is_empty() => self,
            None => self.help(Some(format!(
                "accepted: {}",
                either(accepted.iter().copied())
            ))),
        }
    }

    /// That a word was probably meant.
    pub(super) fn meaning(self, word: Option<&str>) -> Self {
        let nearest = word.map(|word| Instead::Nearest(word.to_owned()));
        self.help(word.map(|word| format!("did you mean `{word}`?")))
            .instead(nearest)
    }

    /// The node it is about, unless somebody nearer has said.
    pub(super) fn at(mut self, node: NodeId) -> Self {
        self.0.node.get_or_insert(node);
        self
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for Mistake {}

impl de::Error for Mistake {
    fn custom<M: fmt::Display>(message: M) -> Self {
        Self::new(message.to_string())
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(format!(
            "expected {}, found {}",
            plain_words(expected),
            found_words(&found)
        ))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_type(found, expected)
    }

    fn invalid_length(length: usize, expected: &dyn Expected) -> Self {
        Self::new(format!(
            "expected {}, found {length}",
            plain_words(expected)
        ))
    }

    fn unknown_variant(found: &str, accepted: &'static [&'static str]) -> Self {
        unknown_word(found, accepted)
    }

    fn unknown_field(found: &str, accepted: &'static [&'static str]) -> Self {
        Self::new(format!("unknown field `{}`", brief(found)))
            .of_kind(ProblemKind::UnknownField)
            .one_of(found, accepted)
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new(format!("`{field}` is missing")).of_kind(ProblemKind::MissingField)
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::new(format!("`{field}` is given twice, under two names"))
            .of_kind(ProblemKind::DuplicateKey)
            .help(Some("keep one of them".into()))
    }
}

/// Serde's words for what it expects, in ours.
pub(super) fn plain_words(expected: &dyn Expected) -> String {
    let words = expected.to_string();
    match words.as_str() {
        "a string" => "text".into(),
        "a boolean" => "true or false".into(),
        "a sequence" => "a list".into(),
        "a map" => "a mapping".into(),
        "a character" => "a single character".into(),
        "unit" => "nothing".into(),
        "f32" | "f64" => "a number".into(),
        "u8" | "u16" | "u32" | "u64" | "usize" | "i8" | "i16" | "i32" | "i64" | "isize" => {
            "a whole number".into()
        }
        _ if words.starts_with("struct ") => "a mapping".into(),
        _ if words.starts_with("enum ") => "one of the known words".into(),
        _ => words,
    }
}

pub(super) fn found_words(found: &Unexpected<'_>) -> String {
    match found {
        Unexpected::Bool(value) => format!("`{value}`"),
        Unexpected::Unsigned(number) => format!("the number `{number}`"),
        Unexpected::Signed(number) => format!("the number `{number}`"),
        Unexpected::Float(number) => format!("the number `{number}`"),
        Unexpected::Char(c) => format!("the text `{c}`"),
        Unexpected::Str(text) => format!("the text `{}`", brief(text)),
        Unexpected::Unit | Unexpected::Option => "nothing".into(),
        Unexpected::Seq | Unexpected::TupleVariant => "a list".into(),
        Unexpected::Map | Unexpected::StructVariant => "a mapping".into(),
        other => other.to_string(),
    }
}

/// A text, cut if it is too long for a message.
pub(super) fn brief(text: &str) -> String {
    let text = text.trim_end();
    match text.char_indices().nth(40) {
        Some((at, _)) => format!("{}...", &text[..at]),
        None => text.to_owned(),
    }
}

pub(super) fn unknown_word(found: &str, accepted: &[&str]) -> Mistake {
    let words = either(accepted.iter().copied());
    let message = format!("expected {words}, found `{}`", brief(found));
    Mistake::new(message).meaning(nearest(found, accepted.iter().copied()))
}

//! From a file's text to its shape, and what went wrong on the way.

use crate::source::{SourceFile, Span};
use crate::yaml::{self, Problem, Tree};
use serde::de::DeserializeOwned;

/// A mistake in a holiday file, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PackProblem {
    /// The bytes that are wrong, or the first line of the entry that is.
    pub span: Span,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
}

/// A part of a file, to be read by itself: mistakes and places are still those of the whole file.
pub(super) struct Part<'a> {
    pub text: &'a str,
    /// The byte at which it starts.
    pub start: u32,
}

impl<'a> Part<'a> {
    /// The bytes of a span.
    pub(super) fn of(source: &'a SourceFile, span: Span) -> Self {
        Self {
            text: source.slice(span),
            start: span.start,
        }
    }

    /// The whole file.
    pub(super) fn whole(source: &'a SourceFile) -> Self {
        Self {
            text: &source.text,
            start: 0,
        }
    }

    /// A span of the part as one of the file.
    pub(super) fn place(&self, span: Span) -> Span {
        Span {
            start: span.start + self.start,
            end: span.end + self.start,
        }
    }
}

/// Reads a part's first document as a `T`.
pub(super) fn load<T: DeserializeOwned>(
    part: &Part<'_>,
    problems: &mut Vec<PackProblem>,
) -> Option<(T, Tree)> {
    let (tree, mut found) = yaml::parse(part.text);
    let value = tree
        .documents()
        .first()
        .and_then(|root| yaml::decode(&tree, part.text, 0, *root, &mut found));
    problems.extend(
        found
            .into_iter()
            .map(|Problem { span, message, .. }| PackProblem {
                span: part.place(span),
                message,
            }),
    );
    value.map(|value| (value, tree))
}

/// Where the parts of a country's file are.
pub(super) struct Layout {
    /// Everything before `subdivisions:`.
    pub head: Span,
    /// Each subdivision's key, and its lines.
    pub subdivisions: Vec<(String, Span)>,
}

impl Layout {
    /// Finds the line `subdivisions:` and the keys below it, by their indentation.
    pub(super) fn of(text: &str) -> Self {
        let mut head = Span {
            start: 0,
            end: text.len() as u32,
        };
        let mut subdivisions: Vec<(String, Span)> = Vec::new();
        let mut below = false;
        let mut indent = None;
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let start = at;
            at += line.len() as u32;
            let words = line.trim();
            if !below {
                below = !line.starts_with(' ') && words == "subdivisions:";
                head.end = if below { start } else { at };
                continue;
            }
            let blanks = line.len() - line.trim_start_matches(' ').len();
            let bare = words.is_empty() || words.starts_with('#');
            if !bare && *indent.get_or_insert(blanks) == blanks {
                let key = words.split(':').next().unwrap_or(words);
                let key = key.trim_matches(['"', '\'']).to_owned();
                subdivisions.push((key, Span { start, end: at }));
            } else if let Some((_, block)) = subdivisions.last_mut() {
                block.end = at;
            }
        }
        Self { head, subdivisions }
    }
}

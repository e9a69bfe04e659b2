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
    path: &'a str,
    pub text: &'a str,
    /// The byte at which it starts.
    pub start: u32,
}

impl<'a> Part<'a> {
    /// The bytes of a span.
    pub(super) fn of(source: &'a SourceFile, span: Span) -> Self {
        Self {
            path: &source.path,
            text: source.slice(span),
            start: span.start,
        }
    }

    /// The whole file.
    pub(super) fn whole(source: &'a SourceFile) -> Self {
        Self {
            path: &source.path,
            text: &source.text,
            start: 0,
        }
    }

    /// Its nodes: made ready if it is part of a built-in file, else parsed.
    fn tree(&self) -> (Tree, Vec<Problem>) {
        let part = Span {
            start: self.start,
            end: self.start + self.text.len() as u32,
        };
        let ready = yaml::ready(self.path, part).map(|tree| (tree, Vec::new()));
        ready.unwrap_or_else(|| yaml::parse(self.text))
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
    let (tree, mut found) = part.tree();
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

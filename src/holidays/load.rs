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

/// Reads the first document of a file as a `T`.
pub(super) fn load<T: DeserializeOwned>(
    source: &SourceFile,
    problems: &mut Vec<PackProblem>,
) -> Option<(T, Tree)> {
    let (tree, mut found) = yaml::parse(&source.text);
    let value = tree
        .documents()
        .first()
        .and_then(|root| yaml::decode(&tree, &source.text, 0, *root, &mut found));
    problems.extend(
        found
            .into_iter()
            .map(|Problem { span, message, .. }| PackProblem { span, message }),
    );
    value.map(|value| (value, tree))
}

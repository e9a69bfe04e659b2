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

    /// Its nodes, if it is part of a built-in file.
    fn ready(&self) -> Option<Tree> {
        let part = Span {
            start: self.start,
            end: self.start + self.text.len() as u32,
        };
        yaml::ready(self.path, part)
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
    let ready = part.ready();
    if let Some(tree) = &ready
        && let Some(root) = tree.documents().first()
        && let Some(value) = yaml::decode_trusted(tree, part.text, *root)
    {
        return ready.map(|tree| (value, tree));
    }
    let (tree, mut found) = match ready {
        Some(tree) => (tree, Vec::new()),
        None => yaml::parse(part.text),
    };
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

#[cfg(test)]
mod tests {
    use super::super::file::{AnnouncedText, CountryFile, SectionText, SetsFile};
    use super::*;
    use std::collections::BTreeMap;
    use std::fmt::Debug;

    fn assert_both_agree<T: DeserializeOwned + Debug>(path: &str, part: &Part<'_>) {
        let tree = part.ready().expect(path);
        let root = tree.documents()[0];
        let mut problems = Vec::new();
        let checked = yaml::decode::<T>(&tree, part.text, 0, root, &mut problems);
        let trusted = yaml::decode_trusted::<T>(&tree, part.text, root);
        assert_eq!(problems, [], "{path}");
        assert!(trusted.is_some(), "{path} from byte {}", part.start);
        assert_eq!(format!("{trusted:?}"), format!("{checked:?}"), "{path}");
    }

    #[test]
    fn what_is_trusted_is_read_as_what_is_not() {
        for folder in ["rules/holidays", "rules/holidays/announced"] {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let name = path.file_stem().unwrap().to_str().unwrap();
                let shown = path.to_str().unwrap();
                if path.extension().is_none_or(|end| end != "yaml") {
                    continue;
                }
                let source = SourceFile::new(shown, std::fs::read_to_string(&path).unwrap());
                for (nth, span) in yaml::ready_parts(shown).enumerate() {
                    let part = Part::of(&source, span);
                    if folder.ends_with("announced") {
                        assert_both_agree::<BTreeMap<String, AnnouncedText>>(shown, &part);
                    } else if name.len() > 2 {
                        assert_both_agree::<SetsFile>(shown, &part);
                    } else if nth == 0 {
                        assert_both_agree::<CountryFile>(shown, &part);
                    } else {
                        assert_both_agree::<BTreeMap<String, SectionText>>(shown, &part);
                    }
                }
            }
        }
    }
}

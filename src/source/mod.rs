//! The text of a file, and where in it something stands.

use std::sync::{Arc, OnceLock};

/// A range of bytes of one file's text, `start` included, `end` excluded.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

/// A place in a text as people count: line and column from 1, columns in characters; and in bytes from 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// Byte offset, from 0.
    pub offset: u32,
}

/// One file: the path that people see, and its text.
#[derive(Debug)]
pub struct SourceFile {
    /// The path as shown, with `/` between its parts.
    pub path: String,
    /// The text, without a byte order mark.
    pub text: Box<str>,
    lines: OnceLock<Vec<u32>>,
}

impl SourceFile {
    /// A file with its text.
    pub fn new(path: impl Into<String>, text: impl Into<Box<str>>) -> Arc<Self> {
        Arc::new(Self {
            path: path.into(),
            text: text.into(),
            lines: OnceLock::new(),
        })
    }

    /// The byte offset at which each line starts; made when first asked for.
    pub fn line_starts(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            std::iter::once(0)
                .chain(
                    self.text
                        .bytes()
                        .enumerate()
                        .filter(|(_, b)| *b == b'\n')
                        .map(|(i, _)| i as u32 + 1),
                )
                .collect()
        })
    }

    /// The line and column of a byte; a byte past the end is at the end.
    pub fn position(&self, offset: u32) -> Position {
        let mut at = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        let starts = self.line_starts();
        let line = starts.partition_point(|start| *start as usize <= at).max(1) - 1;
        let column = self.text[starts[line] as usize..at].chars().count() as u32 + 1;
        Position {
            line: line as u32 + 1,
            column,
            offset: at as u32,
        }
    }
}

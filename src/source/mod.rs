//! The text of a file, and where in it something stands.

mod read;
mod span;

pub use read::{MAX_BYTES, ReadError, from_bytes, read, read_as, shown_path};
pub use span::Span;

use std::sync::{Arc, OnceLock};

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
    /// How many characters come before each block of [`BLOCK`] bytes; made for long lines alone.
    blocks: OnceLock<Vec<u32>>,
}

/// Lines up to this many bytes are counted when asked for; the characters of longer ones are looked up.
const BLOCK: usize = 4096;

impl SourceFile {
    /// A file with its text.
    pub fn new(path: impl Into<String>, text: impl Into<Box<str>>) -> Arc<Self> {
        Arc::new(Self {
            path: path.into(),
            text: text.into(),
            lines: OnceLock::new(),
            blocks: OnceLock::new(),
        })
    }

    /// The bytes of a span; empty if it does not fit the text.
    pub fn slice(&self, span: Span) -> &str {
        self.text
            .get(span.start as usize..span.end as usize)
            .unwrap_or_default()
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

    /// The text of a line, counted from 1, without its line break; empty if there is no such line.
    pub fn line(&self, line: u32) -> &str {
        let starts = self.line_starts();
        let nth = (line as usize).wrapping_sub(1);
        let Some(start) = starts.get(nth) else {
            return "";
        };
        let end = starts
            .get(nth + 1)
            .copied()
            .unwrap_or(self.text.len() as u32);
        self.slice(Span { start: *start, end })
            .trim_end_matches(['\n', '\r'])
    }

    /// The line and column of a byte; a byte past the end is at the end, one inside a character at its start.
    pub fn position(&self, offset: u32) -> Position {
        let mut at = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        let starts = self.line_starts();
        let line = starts.partition_point(|start| *start as usize <= at).max(1) - 1;
        let start = starts[line] as usize;
        let characters = if at - start > BLOCK {
            self.characters_before(at) - self.characters_before(start)
        } else {
            characters(&self.text.as_bytes()[start..at])
        };
        Position {
            line: line as u32 + 1,
            column: characters + 1,
            offset: at as u32,
        }
    }

    /// How many characters come before a byte.
    fn characters_before(&self, at: usize) -> u32 {
        let blocks = self.blocks.get_or_init(|| {
            let counts = self.text.as_bytes().chunks(BLOCK).map(characters);
            let mut before = 0;
            std::iter::once(0)
                .chain(counts.map(|count| {
                    before += count;
                    before
                }))
                .collect()
        });
        let block = at / BLOCK;
        blocks[block] + characters(&self.text.as_bytes()[block * BLOCK..at])
    }
}

/// How many characters begin in these bytes of UTF-8.
fn characters(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .filter(|b| **b & 0b1100_0000 != 0b1000_0000)
        .count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_whatever_the_line_breaks() {
        let file = SourceFile::new("a.yaml", "a: Zürich\r\nb: \u{1f600} x\n\nlast");
        let at = |needle: &str| {
            let position = file.position(file.text.find(needle).unwrap() as u32);
            (position.line, position.column)
        };
        assert_eq!(at("a:"), (1, 1));
        assert_eq!(at("rich"), (1, 6));
        assert_eq!(at("\r"), (1, 10));
        assert_eq!(at("b:"), (2, 1));
        assert_eq!(at(" x"), (2, 5));
        assert_eq!(at("last"), (4, 1));
        assert_eq!(file.line(1), "a: Zürich");
        assert_eq!(file.line(3), "");
        assert_eq!(file.line(4), "last");
        assert_eq!((file.line(0), file.line(5)), ("", ""));
    }

    #[test]
    fn a_byte_inside_a_character_or_past_the_end_has_a_place_too() {
        let file = SourceFile::new("a.yaml", "ü");
        assert_eq!(file.position(1), file.position(0));
        assert_eq!(file.position(99).column, 2);
        assert_eq!(file.position(99).offset, 2);
        let empty = SourceFile::new("a.yaml", "");
        assert_eq!(empty.position(7), empty.position(0));
        assert_eq!(empty.slice(Span { start: 3, end: 9 }), "");
    }

    #[test]
    fn long_lines_are_counted_the_same_way() {
        let text = format!("first\n{}", "aü".repeat(10_000));
        let file = SourceFile::new("a.yaml", text);
        for offset in [6, 7, 4_102, 4_103, 12_288, 20_000, 30_006] {
            let position = file.position(offset);
            let expected = file.text[6..position.offset as usize].chars().count() + 1;
            assert_eq!(position.column as usize, expected, "byte {offset}");
        }
    }
}

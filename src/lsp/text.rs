//! Places and paths in the terms of the protocol.

use crate::source::{SourceFile, Span};
use lsp_types::{Position, Range, Uri};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// A byte as line and column, both from 0, columns in units of UTF-16.
pub(super) fn position(source: &SourceFile, offset: u32) -> Position {
    let at = source.position(offset);
    let start = line_start(source, at.line - 1);
    let before = source.slice(Span {
        start,
        end: at.offset,
    });
    Position {
        line: at.line - 1,
        character: before.encode_utf16().count() as u32,
    }
}

/// The byte of a line and column. Past the end of a line is its end, past the last line the end of the text.
pub(super) fn offset(source: &SourceFile, position: Position) -> u32 {
    let lines = source.line_starts().len() as u32;
    if position.line >= lines {
        return source.text.len() as u32;
    }
    let start = line_start(source, position.line);
    let line = source.line(position.line + 1);
    let mut units = 0;
    for (at, c) in line.char_indices() {
        if units >= position.character {
            return start + at as u32;
        }
        units += c.len_utf16() as u32;
    }
    start + line.len() as u32
}

fn line_start(source: &SourceFile, line: u32) -> u32 {
    source
        .line_starts()
        .get(line as usize)
        .copied()
        .unwrap_or(source.text.len() as u32)
}

/// A range of bytes.
pub(super) fn range(source: &SourceFile, span: Span) -> Range {
    Range {
        start: position(source, span.start),
        end: position(source, span.end.max(span.start)),
    }
}

/// The path of a `file:` reference; none of any other.
pub(super) fn path(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.as_str().strip_prefix("file://")?;
    // A host comes before the first slash; only our own has files.
    let path = &rest[rest.find('/')?..];
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
        } else {
            byte
        });
    }
    let path = String::from_utf8(bytes).ok()?;
    // `/C:/x` on Windows.
    let drive = cfg!(windows) && path.as_bytes().get(2) == Some(&b':');
    Some(PathBuf::from(if drive { &path[1..] } else { &path }))
}

/// The reference to a file.
pub(super) fn uri(path: &Path) -> Option<Uri> {
    let path = path.to_str()?;
    let mut uri = String::from("file://");
    if !path.starts_with('/') {
        uri.push('/');
    }
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            b'\\' if cfg!(windows) => uri.push('/'),
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_counted_in_utf_16() {
        let source = SourceFile::new("a.yaml", "a: ü\u{1f600}x\r\nb: y");
        let at = |needle: char| source.text.find(needle).unwrap() as u32;
        for (needle, line, character) in
            [('ü', 0, 3), ('\u{1f600}', 0, 4), ('x', 0, 6), ('y', 1, 3)]
        {
            let place = Position { line, character };
            assert_eq!(position(&source, at(needle)), place);
            assert_eq!(offset(&source, place), at(needle));
        }
        let far = |line, character| offset(&source, Position { line, character });
        assert_eq!(far(0, 99), at('\r'));
        assert_eq!(far(99, 0), source.text.len() as u32);
        assert_eq!(far(0, 5), at('x'), "inside of a character");
    }

    #[test]
    fn paths_there_and_back() {
        for name in ["/srv/a b/Zürich 100%.yaml", "/x/#1?.yaml"] {
            let uri = uri(Path::new(name)).unwrap();
            assert_eq!(path(&uri).unwrap(), Path::new(name));
        }
        for other in [
            "untitled:Untitled-1",
            "file:///a%2",
            "file:///a%zz",
            "https://x/y",
        ] {
            let parsed: Result<Uri, _> = other.parse();
            assert_eq!(parsed.ok().and_then(|uri| path(&uri)), None, "{other}");
        }
    }
}

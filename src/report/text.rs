//! Text for terminals: nothing that steers the terminal or hides other text
//! gets through, and prose is broken at spaces.

use super::Charset;
use crate::diagnostics::{Diagnostic, Verdict};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns between tab stops.
pub(super) const TAB: usize = 4;

/// Whether a character would steer a terminal, break a line, or reorder the text around it.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61c}' | '\u{200e}' | '\u{200f}'       // direction marks
            | '\u{2028}' | '\u{2029}'                 // line and paragraph separators
            | '\u{202a}'..='\u{202e}'                 // embeddings and overrides
            | '\u{2066}'..='\u{2069}'                 // isolates
            | '\u{fff9}'..='\u{fffb}') // interlinear annotations
}

/// Appends a character so that it can be seen; a tab is left to the caller.
pub(super) fn push_visible(out: &mut String, c: char, charset: Charset) {
    if !is_hidden(c) {
        return out.push(c);
    }
    match (charset, c) {
        (Charset::Unicode, '\0'..='\x1f') => {
            out.push(char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'));
        }
        (Charset::Unicode, '\x7f') => out.push('\u{2421}'),
        (Charset::Unicode, _) => out.push('\u{fffd}'),
        (Charset::Ascii, '\0'..='\x1f') => {
            out.push('^');
            out.push(char::from(c as u8 + 0x40));
        }
        (Charset::Ascii, '\x7f') => out.push_str("^?"),
        (Charset::Ascii, _) => out.push('?'),
    }
}

/// One line of text that is safe to print: tabs become spaces, line ends become visible.
pub(super) fn visible(text: &str, charset: Charset) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' => out.push(' '),
            c => push_visible(&mut out, c, charset),
        }
    }
    out
}

/// Columns that a character takes at a column, counted from 0, once it is made visible.
pub(super) fn char_columns(c: char, column: usize, charset: Charset) -> usize {
    match (charset, c) {
        (_, '\t') => TAB - column % TAB,
        (Charset::Ascii, '\0'..='\x1f' | '\x7f') => 2,
        (_, c) if is_hidden(c) => 1,
        (_, c) => c.width().unwrap_or(0),
    }
}

/// Columns of a line that holds no control characters but tabs.
pub(super) fn columns(line: &str) -> usize {
    line.chars().fold(0, |column, c| {
        column + char_columns(c, column, Charset::Unicode)
    })
}

/// Breaks prose at spaces so that lines keep within `width` columns where words allow it.
/// Words are never cut: an URL stays whole.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split_whitespace() {
        let columns = word.width();
        if used > 0 && used + 1 + columns > width {
            lines.push(String::new());
            used = 0;
        }
        if let Some(line) = lines.last_mut() {
            if used > 0 {
                line.push(' ');
                used += 1;
            }
            line.push_str(word);
            used += columns;
        }
    }
    lines
}

/// What a finding says, for formats that have no other place for the verdict.
pub(super) fn sentence(finding: &Diagnostic) -> String {
    match finding.verdict {
        Verdict::Violation => finding.message.clone(),
        Verdict::Unverified => format!("{} (unverified)", finding.message),
    }
}

/// `1 file`, `3 files`.
pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_the_terminal() {
        let evil = "a\x1b[31mb\x07\r\n\u{9b}2J\u{202e}c\td\x7f";
        assert_eq!(
            visible(evil, Charset::Unicode),
            "a␛[31mb␇␍␊\u{fffd}2J\u{fffd}c d␡"
        );
        assert_eq!(visible(evil, Charset::Ascii), "a^[[31mb^G^M^J?2J?c d^?");
    }

    #[test]
    fn words_stay_whole() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(
            wrap("see https://example.com/long", 10),
            ["see", "https://example.com/long"]
        );
        assert_eq!(wrap("", 10), [""]);
    }

    #[test]
    fn wide_characters_and_tabs_take_their_columns() {
        assert_eq!(columns("日本"), 4);
        assert_eq!(columns("a\tb"), 5);
    }
}

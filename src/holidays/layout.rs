//! Which lines of a country's file are whose, so that nobody has to read all of it for one place.
//! `build.rs` goes by it too.

use crate::source::Span;

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

//! Edits of a YAML text that change what is meant and nothing else.
//!
//! An edit is made only where the text around it is understood to the byte. What is reached through an
//! alias, stands in a part that could not be read, or would cost a comment is left alone: no edits.

use super::entry::{Entry, Value, word};
use crate::diagnostics::{Edit, Site};
use crate::source::{SourceFile, Span};
use crate::yaml::{Kind, NodeId, Tree};
use std::sync::Arc;

/// The text of a file that is to be changed.
#[derive(Clone, Copy, Debug)]
pub struct Draft<'a> {
    source: &'a Arc<SourceFile>,
    tree: &'a Tree,
}

/// How far a change at a node reaches.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reach {
    /// It changes what is meant here alone.
    Here,
    /// The node, or one around it, is what an alias elsewhere stands for.
    Elsewhere,
}

impl<'a> Draft<'a> {
    /// A text and its nodes.
    pub fn of(source: &'a Arc<SourceFile>, tree: &'a Tree) -> Self {
        Self { source, tree }
    }

    fn text(&self) -> &'a str {
        &self.source.text
    }

    fn bytes(&self) -> &'a [u8] {
        self.text().as_bytes()
    }

    fn edit(&self, start: usize, end: usize, text: impl Into<String>) -> Edit {
        let span = Span {
            start: start as u32,
            end: end as u32,
        };
        Edit {
            site: Site::new(self.source, span),
            text: text.into(),
        }
    }

    fn range(&self, node: NodeId) -> (usize, usize) {
        let span = self.tree.span(node);
        (span.start as usize, span.end as usize)
    }

    fn slice(&self, node: NodeId) -> &'a str {
        self.source.slice(self.tree.span(node))
    }

    /// Whether a node may be changed at all.
    fn is_open(&self, node: NodeId) -> bool {
        !self.tree.is_alias(node)
            && self.tree.kind(node) != Kind::Invalid
            && !self.tree.is_damaged(node)
    }

    /// How far a change at a node reaches.
    pub fn reach(&self, node: NodeId) -> Reach {
        let mut at = Some(node);
        while let Some(node) = at {
            if self.tree.is_aliased(node) {
                return Reach::Elsewhere;
            }
            at = self.tree.parent(node);
        }
        Reach::Here
    }

    /// The mapping that holds a key in whose value the node stands, or of which the node is the value.
    pub fn around(&self, node: NodeId, key: &str) -> Option<NodeId> {
        let mut at = node;
        loop {
            let parent = self.tree.parent(at)?;
            if self.tree.key(at).is_some_and(|it| self.is(it, key)) {
                return Some(parent);
            }
            at = parent;
        }
    }

    /// Writes entries into a mapping: new keys after the last one, values of keys that are there in their place.
    pub fn write(&self, mapping: NodeId, entries: &[Entry]) -> Option<Vec<Edit>> {
        if !self.is_open(mapping) || self.tree.kind(mapping) != Kind::Mapping {
            return None;
        }
        let mut edits = Vec::new();
        let mut new = Vec::new();
        for entry in entries {
            match (self.own(mapping, &entry.key), &entry.value) {
                (Some(value), Value::Block(inner)) if self.tree.kind(value) == Kind::Mapping => {
                    edits.extend(self.write(value, inner)?);
                }
                (Some(value), _) if self.tree.is_aliased(value) => return None,
                (Some(value), written) => edits.push(self.put(value, &written.flow())?),
                // It would hide what comes by `<<`.
                (None, Value::Block(_)) if self.has(mapping, &entry.key) => return None,
                (None, _) => new.push(entry),
            }
        }
        if !new.is_empty() {
            edits.push(self.insert(mapping, &new)?);
        }
        Some(edits)
    }

    /// Writes another value in the place of one.
    pub fn replace(&self, value: NodeId, with: &str) -> Option<Vec<Edit>> {
        Some(vec![self.put(value, with)?])
    }

    /// Writes another value in the place of one, if its key is the one that is meant.
    pub fn replace_entry(&self, value: NodeId, entry: &Entry) -> Option<Vec<Edit>> {
        let key = self.tree.key(value)?;
        self.is(key, &entry.key).then_some(())?;
        self.replace(value, &entry.value.flow())
    }

    /// Writes another key with another value in the place of both, if the key is the one that is meant.
    pub fn put_instead(&self, value: NodeId, key: &str, entry: &Entry) -> Option<Vec<Edit>> {
        let written = self.tree.key(value).filter(|it| self.is(*it, key))?;
        let mut edits = self.rename(written, &entry.key)?;
        edits.extend(self.replace(value, &entry.value.flow())?);
        Some(edits)
    }

    /// Writes another word in the place of a key or a scalar, in the quotes that are there.
    pub fn rename(&self, node: NodeId, to: &str) -> Option<Vec<Edit>> {
        if !self.is_open(node) || self.tree.kind(node) != Kind::Scalar {
            return None;
        }
        if self.tree.is_key(node) && self.own(self.tree.parent(node)?, to).is_some() {
            return None;
        }
        let plain = word(to)?;
        let (start, end) = self.range(node);
        let written = self.slice(node);
        let meant = self.tree.text(self.text(), node);
        if written == meant {
            return Some(vec![self.edit(start, end, plain)]);
        }
        // Only what no escape has changed: then the text is what stands between the quotes.
        let quoted =
            written.len() == meant.len() + 2 && written.get(1..=meant.len()) == Some(meant);
        let quote = written.starts_with(['"', '\'']);
        (quoted && quote && !to.contains('\'')).then(|| vec![self.edit(start + 1, end - 1, to)])
    }

    /// Puts a scalar in quotes.
    pub fn quote(&self, scalar: NodeId) -> Option<Vec<Edit>> {
        let written = self.slice(scalar);
        let simple = !written.is_empty()
            && self.tree.is_plain(scalar)
            && !written.contains(['"', '\\', '\n', '\r']);
        if !simple || !self.is_open(scalar) {
            return None;
        }
        let (start, end) = self.range(scalar);
        Some(vec![self.edit(start, end, format!("\"{written}\""))])
    }

    /// Adds an element to the end of a list; a single value without brackets becomes the first of a list.
    pub fn append(&self, list: NodeId, item: &str) -> Option<Vec<Edit>> {
        if !self.is_open(list) {
            return None;
        }
        let (start, end) = self.range(list);
        if self.tree.kind(list) != Kind::Sequence {
            let one_line = start < end && !self.slice(list).contains(['\n', '\r']);
            let single = match self.tree.kind(list) {
                Kind::Mapping => self.bytes().get(start) == Some(&b'{'),
                _ => !self.slice(list).starts_with(['|', '>']),
            };
            return (one_line && single).then(|| {
                vec![
                    self.edit(start, start, "["),
                    self.edit(end, end, format!(", {item}]")),
                ]
            });
        }
        let mut items = self.tree.items(list);
        if self.tree.is_flow(list) {
            if self.bytes().get(start) != Some(&b'[') {
                return None;
            }
            let edit = match items.by_ref().last() {
                None => self.edit(start + 1, start + 1, item),
                Some(last) => {
                    let (from, to) = self.range(last);
                    (from < to).then(|| self.edit(to, to, format!(", {item}")))?
                }
            };
            return Some(vec![edit]);
        }
        let dashes = items.filter_map(|item| self.dash_column(self.range(item).0));
        let column = dashes.last()?;
        let (at, break_) = self.end_of_block(list)?;
        let line = format!("{break_}{}- {item}", " ".repeat(column));
        Some(vec![self.edit(at, at, line)])
    }

    /// Adds a line to the end of a text that is written line by line (`|`).
    pub fn append_line(&self, text: NodeId, line: &str) -> Option<Vec<Edit>> {
        if !self.is_open(text) {
            return None;
        }
        let written = self.slice(text);
        let (header, lines) = written.split_once('\n')?;
        // A header that gives the indentation, or keeps what blank lines there are, is left alone.
        if !matches!(header.trim_end(), "|" | "|-") {
            return None;
        }
        let first = lines.lines().find(|it| !it.trim().is_empty())?;
        let indent = &first[..first.len() - first.trim_start_matches(' ').len()];
        let (start, _) = self.range(text);
        let end = start + written.trim_end().len();
        let rest = self.text().get(end..)?;
        let at = end + rest.find(['\n', '\r']).unwrap_or(rest.len());
        let break_ = if header.ends_with('\r') { "\r\n" } else { "\n" };
        Some(vec![self.edit(at, at, format!("{break_}{indent}{line}"))])
    }

    /// Takes a comment out: its line, if nothing else stands on it.
    pub fn remove_comment(&self, span: Span) -> Vec<Edit> {
        let (start, mut end) = (span.start as usize, span.end as usize);
        let bytes = self.bytes();
        let blank = |byte: u8| matches!(byte, b' ' | b'\t');
        while bytes.get(end).is_some_and(|byte| blank(*byte)) {
            end += 1;
        }
        let mut from = start;
        while from > 0 && blank(bytes[from - 1]) {
            from -= 1;
        }
        if from == 0 || matches!(bytes[from - 1], b'\n' | b'\r') {
            end += self.line_break(end).len();
            // The last line has no break of its own; the one before it stays.
            return vec![self.edit(from, end, "")];
        }
        vec![self.edit(from, end, "")]
    }

    /// Takes a range out of the text as it is.
    pub fn cut(&self, span: Span) -> Vec<Edit> {
        vec![self.edit(span.start as usize, span.end as usize, "")]
    }

    /// Writes another text in the place of a range.
    pub fn overwrite(&self, span: Span, with: &str) -> Vec<Edit> {
        vec![self.edit(span.start as usize, span.end as usize, with)]
    }

    /// The value of a mapping's own key, without what comes by `<<`.
    fn own(&self, mapping: NodeId, key: &str) -> Option<NodeId> {
        let mut entries = self.tree.raw_entries(mapping);
        entries
            .find(|(it, _)| self.tree.kind(*it) == Kind::Scalar && self.is(*it, key))
            .map(|(_, value)| value)
    }

    /// Whether a mapping has a key, of its own or by `<<`.
    fn has(&self, mapping: NodeId, key: &str) -> bool {
        self.tree.get(self.text(), mapping, key).is_some()
    }

    fn is(&self, scalar: NodeId, text: &str) -> bool {
        self.tree.text(self.text(), scalar) == text
    }

    /// The edit that writes YAML of one line in the place of a value.
    fn put(&self, value: NodeId, with: &str) -> Option<Edit> {
        if !self.is_open(value) {
            return None;
        }
        let (start, end) = self.range(value);
        let written = self.slice(value);
        if written.is_empty() {
            let rest = self.text().get(end..)?.trim_start_matches([' ', '\t']);
            let nothing_follows =
                rest.is_empty() || rest.starts_with(['#', '\n', '\r', ',', '}', ']']);
            let after_colon = start > 0 && self.bytes()[start - 1] == b':';
            return (nothing_follows && after_colon)
                .then(|| self.edit(start, start, format!(" {with}")));
        }
        let named_inside = self.tree.within(value).any(|it| self.tree.is_aliased(it));
        if named_inside || self.has_comments(start, end) || written.starts_with(['|', '>']) {
            return None;
        }
        let Some(key) = self.tree.key(value) else {
            return Some(self.edit(start, end, with));
        };
        let key_end = self.range(key).1;
        let between = self.text().get(key_end..start)?;
        if !between.contains(['\n', '\r']) {
            return Some(self.edit(start, end, with));
        }
        // A block below its key: the value comes beside the key.
        let colon = between.find(':')?;
        let alone = between
            .bytes()
            .all(|b| b.is_ascii_whitespace() || b == b':');
        alone.then(|| self.edit(key_end + colon + 1, end, format!(" {with}")))
    }

    fn has_comments(&self, start: usize, end: usize) -> bool {
        let comments = self.tree.comments();
        let from = comments.partition_point(|it| (it.span.start as usize) < start);
        comments
            .get(from)
            .is_some_and(|it| (it.span.start as usize) < end)
    }

    /// The edit that adds keys to the end of a mapping.
    fn insert(&self, mapping: NodeId, entries: &[&Entry]) -> Option<Edit> {
        let (start, _) = self.range(mapping);
        if self.tree.is_flow(mapping) {
            if self.bytes().get(start) != Some(&b'{') {
                return None;
            }
            let flow: Vec<String> = entries.iter().map(|entry| entry.flow()).collect();
            let flow = flow.join(", ");
            return match self.tree.raw_entries(mapping).last() {
                None => Some(self.edit(start + 1, start + 1, flow)),
                Some((_, value)) => {
                    let (from, to) = self.range(value);
                    (from < to).then(|| self.edit(to, to, format!(", {flow}")))
                }
            };
        }
        let keys = self.tree.raw_entries(mapping).map(|(key, _)| key);
        let column = self.column(keys)?;
        let (at, break_) = self.end_of_block(mapping)?;
        let indent = " ".repeat(column);
        let mut lines = String::new();
        for line in entries.iter().flat_map(|entry| entry.lines()) {
            lines.push_str(break_);
            lines.push_str(&indent);
            lines.push_str(&line);
        }
        Some(self.edit(at, at, lines))
    }

    /// The column at which the keys of a block stand, in bytes from 0: of one that is first on its line, or
    /// else of the one behind the dash of a list.
    fn column(&self, keys: impl Iterator<Item = NodeId>) -> Option<usize> {
        let mut behind_a_dash = None;
        for key in keys {
            let start = self.range(key).0;
            let before = self.before(start);
            if before.bytes().all(|b| b == b' ') {
                return Some(before.len());
            }
            // Of `- - key` and `- key` alike.
            let dashes = before.bytes().all(|b| matches!(b, b' ' | b'-')) && !before.contains("--");
            if dashes && before.ends_with(' ') {
                behind_a_dash.get_or_insert(before.len());
            }
        }
        behind_a_dash
    }

    /// What stands before a byte on its line, as far as it can be indentation; a character that cannot be
    /// is the first of what is given.
    fn before(&self, at: usize) -> &'a str {
        let bytes = self.bytes();
        let mut from = at;
        while from > 0 && !matches!(bytes[from - 1], b'\n' | b'\r') {
            from -= 1;
            if !matches!(bytes[from], b' ' | b'-') {
                while !self.text().is_char_boundary(from) {
                    from -= 1;
                }
                break;
            }
        }
        self.text().get(from..at).unwrap_or_default()
    }

    /// The column of the dash before an item, if nothing but blanks stands before it.
    fn dash_column(&self, item: usize) -> Option<usize> {
        let before = self.before(item);
        let (indent, rest) = before.split_once('-')?;
        let alone = indent.bytes().all(|b| b == b' ') && rest.starts_with(' ');
        (alone && rest.bytes().all(|b| b == b' ')).then_some(indent.len())
    }

    /// The end of the last line of a block, behind its comment, and the line break that is used there.
    fn end_of_block(&self, block: NodeId) -> Option<(usize, &'static str)> {
        let (start, end) = self.range(block);
        let text = self.text();
        let end = start + text.get(start..end)?.trim_end().len();
        // Blank lines at the end of such a text belong to it.
        if self.ends_in_kept_lines(block) {
            return None;
        }
        let rest = text.get(end..)?;
        let at = end + rest.find(['\n', '\r']).unwrap_or(rest.len());
        let behind = text[end..at].trim_start_matches([' ', '\t']);
        if !behind.is_empty() && !behind.starts_with(['#', '&', '!']) {
            return None;
        }
        let break_ = match self.line_break(at) {
            "" => {
                let first = text.find(['\n', '\r']).unwrap_or(at);
                match self.line_break(first) {
                    "" => "\n",
                    other => other,
                }
            }
            own => own,
        };
        Some((at, break_))
    }

    /// Whether the last scalar of a block is a text that keeps the blank lines after it, `|+`.
    fn ends_in_kept_lines(&self, block: NodeId) -> bool {
        let last = self.tree.within(block).next_back().unwrap_or(block);
        let written = self.slice(last);
        let header = written.lines().next().unwrap_or_default();
        let header = header.split('#').next().unwrap_or_default();
        self.tree.kind(last) == Kind::Scalar
            && header.starts_with(['|', '>'])
            && header.contains('+')
    }

    /// The line break that begins at a byte, if one does.
    fn line_break(&self, at: usize) -> &'static str {
        let rest = self.bytes().get(at..).unwrap_or_default();
        match rest {
            [b'\r', b'\n', ..] => "\r\n",
            [b'\n', ..] => "\n",
            [b'\r', ..] => "\r",
            _ => "",
        }
    }
}

//! Text to nodes. Everything that we use of the parser stands in this file.
//!
//! The parser stops at the first mistake of a document. One slip must not hide
//! the rest of a file, so the line with the mistake and the lines indented
//! deeper are overwritten with blanks of the same length, which leaves every
//! offset as it is, and the document is read again.

use super::problem::brief;
use super::tree::{NONE, Node, NodeId, Raw, Tree, flag};
use super::{Comment, Kind, Problem, ProblemKind};
use crate::source::Span;
use granit_parser::{ErrorKind, Event, Options, Parser, ScalarStyle, StructureStyle, Tag};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// How deep brackets and indentation may be nested, each.
const MAX_DEPTH: usize = 128;
/// How often one document is read again after a mistake.
const MAX_ROUNDS: u32 = 10;
/// How many bytes of a file may be read again because of mistakes, so that a huge broken file ends too.
const MAX_REREAD: usize = 16 << 20;
/// A mistake this near to an earlier one, in lines, is taken for its echo.
const ECHO_LINES: usize = 2;
/// Up to so many keys are compared pair by pair.
const FEW_KEYS: usize = 12;
/// So many mistakes of the syntax, and as many others, are reported of one file; more help nobody.
const MAX_PROBLEMS: usize = 1000;

/// Reads all documents of a text.
///
/// Whatever the text, there is a tree of what could be read, and a problem for what could not. A mistake
/// after the first in the same document may only follow from it; such a problem is `related` to the first.
pub fn parse(text: &str) -> (Tree, Vec<Problem>) {
    let mut reading = Reading::default();
    if u32::try_from(text.len()).is_err() {
        reading.report(syntax(
            Span::default(),
            "this file is larger than 4 GB".into(),
            None,
        ));
        return (reading.tree, reading.problems);
    }
    let mut work = Cow::Borrowed(text);
    if let Some(nul) = text.find('\0') {
        let at = nul as u32;
        reading.syntax.push(syntax(
            Span {
                start: at,
                end: at + 1,
            },
            "this file holds a NUL byte, which is not text".into(),
            Some("save the file as UTF-8 text".into()),
        ));
        work = Cow::Owned(text.replace('\0', " "));
    }
    // The tree is usually 2.3 bytes for each byte of the text; growing it by doubling would cost a copy.
    reading.tree.nodes.reserve(text.len() / 12);
    let mut reread = 0;
    while let Some(mistake) = reading.read(&work, reread < MAX_REREAD) {
        reread += mistake.offset.saturating_sub(reading.resume) + 1;
        reading.rounds += 1;
        let first_line = mistake.opened.unwrap_or(mistake.offset);
        let blanked = blank_block(work.to_mut(), first_line, reading.resume);
        reading.report_mistake(&work, text, &mistake);
        if !blanked {
            reading.rounds = MAX_ROUNDS;
        }
        reading.restart();
    }
    reading.finish(text)
}

fn syntax(span: Span, message: String, help: Option<String>) -> Problem {
    Problem {
        kind: ProblemKind::Syntax,
        span,
        node: NodeId::default(),
        message,
        help,
        related: None,
        instead: None,
    }
}

/// A collection that has been opened.
struct Open {
    node: u32,
    /// Keys and values, or elements, so far.
    children: u32,
    /// Where the last of them ends.
    end: u32,
}

/// How much there was at the end of the last complete document.
#[derive(Default, Clone, Copy)]
struct Mark {
    nodes: usize,
    decoded: usize,
    texts: usize,
    comments: usize,
    roots: usize,
    problems: usize,
}

/// Where the parser gave up, and why.
struct Mistake {
    offset: usize,
    kind: ErrorKind,
    /// The bracket or quote that was opened and not closed.
    opened: Option<usize>,
}

#[derive(Default)]
struct Reading {
    tree: Tree,
    problems: Vec<Problem>,
    /// The mistakes of the syntax, which outlive the reading in which they were found.
    syntax: Vec<Problem>,
    open: Vec<Open>,
    anchors: FxHashMap<usize, u32>,
    /// Where the last token ended.
    cursor: usize,
    /// Where the document that is being read begins.
    resume: usize,
    mark: Mark,
    /// Whether the parser has passed over a broken document and not yet begun the next, so that it is not
    /// known where that begins.
    between: bool,
    /// How often the document has been read again.
    rounds: u32,
    /// The mistakes of the document so far: the line within it, and the number in `syntax`.
    seen: Vec<(usize, usize)>,
}

impl Reading {
    /// Reads from the start of the document at `resume` to the end of the text, or to a mistake that can be blanked.
    fn read(&mut self, work: &str, may_mend: bool) -> Option<Mistake> {
        let base = self.resume;
        let mut options = Options::default();
        options.emit_unresolved_aliases = true;
        options.flow_nesting_limit = MAX_DEPTH;
        options.block_nesting_limit = MAX_DEPTH;
        options.max_buffered_comment_events = usize::MAX;
        let mut parser = Parser::new_from_str_with_options(&work[base..], options);
        while let Some(event) = parser.next_event() {
            match event {
                Ok((event, span)) => {
                    // The parser knows bytes whenever it reads from a `str`.
                    let range = span.byte_range().unwrap_or_default();
                    let span = Span {
                        start: (base + range.start) as u32,
                        end: (base + range.end) as u32,
                    };
                    self.event(work, base, event, span);
                }
                Err(error) => {
                    let offset = base + error.marker().byte_offset().unwrap_or_default();
                    let offset = offset.min(work.len());
                    let mistake = Mistake {
                        offset,
                        opened: self.opener(work, offset, error.kind()),
                        kind: error.kind().clone(),
                    };
                    let mendable = !matches!(mistake.kind, ErrorKind::RecursionLimitExceeded);
                    if may_mend && mendable && !self.between && self.rounds < MAX_ROUNDS {
                        return Some(mistake);
                    }
                    self.report_mistake(work, work, &mistake);
                    self.abandon(work);
                    match parser.proceed_next_document() {
                        Ok(true) => {
                            self.document_ends(offset);
                            self.between = true;
                        }
                        _ => return None,
                    }
                }
            }
        }
        None
    }

    fn event(&mut self, work: &str, base: usize, event: Event<'_>, span: Span) {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let id = self.scalar(work, base, &text, style, tag.as_deref(), span);
                self.anchor(anchor, id);
            }
            Event::SequenceStart(style, anchor, _) => {
                self.start(Raw::Sequence, style, anchor, span);
            }
            Event::MappingStart(style, anchor, _) => self.start(Raw::Mapping, style, anchor, span),
            Event::SequenceEnd | Event::MappingEnd => self.end(work, span),
            Event::Alias(anchor) => self.alias(work, anchor, span),
            Event::UnresolvedAlias(name) => {
                let id = self.push(Raw::Invalid, 0, span, 0);
                self.cursor = span.end as usize;
                self.report(Problem {
                    kind: ProblemKind::InvalidValue,
                    span,
                    node: id,
                    message: format!("`*{name}` names nothing"),
                    help: Some(format!(
                        "mark the value that is meant with `&{name}` before this line, or put the text in quotes"
                    )),
                    related: None,
                    instead: None,
                });
            }
            Event::Comment(..) => {
                let line = &work[..span.start as usize];
                let before = line.trim_end_matches([' ', '\t']);
                let own_line = before.is_empty() || before.ends_with(['\n', '\r', '\u{feff}']);
                self.tree.comments.push(Comment {
                    span,
                    trailing: !own_line,
                });
            }
            Event::DocumentStart(explicit, _) => {
                if explicit {
                    self.cursor = span.end as usize;
                }
                if self.between {
                    self.between = false;
                    self.resume = span.start as usize;
                }
            }
            Event::DocumentEnd => self.document_ends(span.end as usize),
            _ => {}
        }
    }

    /// Adds a node below the innermost open collection.
    fn push(&mut self, raw: Raw, mut flags: u32, span: Span, of: u32) -> NodeId {
        let id = self.tree.nodes.len() as u32;
        let (parent, nth) = if let Some(open) = self.open.last_mut() {
            let mut nth = open.children;
            if self.tree.nodes[open.node as usize].raw() == Raw::Mapping {
                if nth.is_multiple_of(2) {
                    flags |= flag::KEY;
                }
                nth /= 2;
            }
            open.children += 1;
            open.end = span.end;
            (open.node, nth)
        } else {
            self.tree.roots.push(NodeId(id));
            (NONE, self.tree.roots.len() as u32 - 1)
        };
        self.tree
            .nodes
            .push(Node::new(raw, flags, nth, span, of, parent));
        NodeId(id)
    }

    fn anchor(&mut self, anchor: usize, id: NodeId) {
        if anchor != 0 {
            self.anchors.insert(anchor, id.0);
        }
    }

    fn scalar(
        &mut self,
        work: &str,
        base: usize,
        text: &str,
        style: ScalarStyle,
        tag: Option<&Tag>,
        mut span: Span,
    ) -> NodeId {
        let mut flags = 0;
        let mut quotes = 0;
        match style {
            ScalarStyle::Plain => {
                if span.start == span.end {
                    span.start = self.empty_at(work, span.start as usize) as u32;
                    span.end = span.start;
                }
                let text_by_tag = tag
                    .is_some_and(|tag| tag.is_yaml_core_schema_tag("str") || tag.original() == "!");
                if !text_by_tag {
                    flags |= flag::PLAIN;
                }
            }
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => quotes = 1,
            ScalarStyle::Literal | ScalarStyle::Folded => {
                // The parser's span begins with the content and runs into the next line's indentation.
                let content = span;
                let header = self.token_start(work, content.start as usize);
                if matches!(work.as_bytes().get(header), Some(b'|' | b'>')) {
                    span.start = header as u32;
                }
                let written = work
                    .get(span.start as usize..content.end as usize)
                    .unwrap_or_default()
                    .trim_end();
                span.end = span.start + written.len() as u32;
                // A comment behind the header of an empty block is not part of it.
                if content.start == content.end {
                    let header = written
                        .find(|c: char| c.is_whitespace())
                        .unwrap_or(written.len());
                    span.end = span.start + header as u32;
                }
            }
        }
        self.cursor = span.end as usize;

        // A slice of the file if the parser handed one out, which its address says.
        let offset = (text.as_ptr() as usize)
            .checked_sub(work.as_ptr() as usize)
            .filter(|offset| *offset >= base);
        let inner = span.start as usize + quotes..(span.end as usize).saturating_sub(quotes);
        let is_slice = offset == Some(inner.start)
            && inner.len() == text.len()
            && !matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
        let is_nothing = span.start == span.end && style == ScalarStyle::Plain;
        if is_slice || is_nothing {
            if quotes == 1 {
                flags |= flag::QUOTED;
            }
            return self.push(Raw::Scalar, flags, span, 0);
        }
        let nth = self.tree.decoded_ends.len() as u32;
        self.tree.decoded.push_str(text);
        self.tree.decoded_ends.push(self.tree.decoded.len() as u32);
        self.push(Raw::Scalar, flags | flag::DECODED, span, nth)
    }

    /// Where a node belongs of which nothing is written: after the last token, and the `:` of its key. The parser
    /// puts it before that `:`, or on the next line.
    fn empty_at(&self, work: &str, reported: usize) -> usize {
        let before = work.get(self.cursor..reported).unwrap_or_default();
        let at = reported - (before.len() - before.trim_end().len());
        let is_value = self.open.last().is_some_and(|open| open.children % 2 == 1);
        at + usize::from(is_value && work[at..].starts_with(':'))
    }

    /// Where the next token after the cursor begins, anchors, tags and comments passed over.
    fn token_start(&self, work: &str, limit: usize) -> usize {
        let bytes = work.as_bytes();
        let limit = limit.min(bytes.len());
        let mut at = self.cursor;
        let until = |from: usize, stop: &[u8]| {
            (from..limit)
                .find(|i| stop.contains(&bytes[*i]))
                .unwrap_or(limit)
        };
        while at < limit {
            match bytes[at] {
                b'#' => at = until(at, b"\n\r"),
                b'&' | b'!' => at = until(at, b" \t\n\r"),
                b' ' | b'\t' | b'\n' | b'\r' | b':' | b'-' | b'?' | b',' | b'[' | b'{' => at += 1,
                _ => return at,
            }
        }
        at
    }

    fn start(&mut self, raw: Raw, style: StructureStyle, anchor: usize, span: Span) {
        let flow = style == StructureStyle::Flow;
        let flags = if flow { flag::FLOW } else { 0 };
        let id = self.push(raw, flags, span, NONE);
        self.open.push(Open {
            node: id.0,
            children: 0,
            end: span.end,
        });
        if flow {
            self.cursor = span.end as usize;
        }
        self.anchor(anchor, id);
    }

    fn end(&mut self, work: &str, span: Span) {
        let Some(open) = self.open.pop() else {
            return;
        };
        let after = self.tree.nodes.len() as u32;
        let first = self
            .tree
            .nodes
            .get(open.node as usize + 1)
            .map(|child| child.span.start);
        let node = &mut self.tree.nodes[open.node as usize];
        node.of = after;
        if node.has(flag::FLOW) {
            node.span.end = span.end;
            self.cursor = span.end as usize;
        } else {
            node.span.start = first.unwrap_or(node.span.start);
            node.span.end = open.end.max(node.span.start);
        }
        let end = node.span.end;
        if let Some(parent) = self.open.last_mut() {
            parent.end = end;
        }
        if self.tree.nodes[open.node as usize].raw() == Raw::Mapping {
            self.check_keys(work, NodeId(open.node));
        }
    }

    fn alias(&mut self, work: &str, anchor: usize, span: Span) {
        self.cursor = span.end as usize;
        let name = work
            .get(span.start as usize..span.end as usize)
            .unwrap_or_default();
        let target = self.anchors.get(&anchor).copied();
        let inside = target.is_some_and(|target| self.open.iter().any(|it| it.node == target));
        match target {
            Some(target) if !inside => {
                self.push(Raw::Alias, 0, span, target);
            }
            _ => {
                let node = self.push(Raw::Invalid, 0, span, 0);
                self.report(Problem {
                    kind: ProblemKind::InvalidValue,
                    span,
                    node,
                    message: format!("`{name}` stands inside the value that it names"),
                    help: None,
                    related: None,
                    instead: None,
                });
            }
        }
    }

    /// Equal keys of a mapping, and a `<<` that merges no mapping.
    fn check_keys(&mut self, work: &str, mapping: NodeId) {
        let tree = &self.tree;
        let mut keys: Vec<(NodeId, &str)> = Vec::new();
        let mut known: FxHashMap<&str, NodeId> = FxHashMap::default();
        let mut problems = Vec::new();
        let (mut merges, mut repeats) = (false, false);
        for (key, value) in tree.raw_entries(mapping) {
            if tree.kind(key) != Kind::Scalar {
                continue;
            }
            let name = tree.text(work, key);
            if tree.is_merge_key(work, key) {
                merges = true;
                let mergeable = |node| matches!(tree.kind(node), Kind::Mapping | Kind::Invalid);
                let fits = mergeable(value)
                    || tree.kind(value) == Kind::Sequence && tree.items(value).all(mergeable);
                if !fits {
                    problems.push(Problem {
                        kind: ProblemKind::InvalidValue,
                        span: tree.visible_span(value),
                        node: value,
                        message: "`<<` takes a mapping, or a list of mappings".into(),
                        help: None,
                        related: None,
                        instead: None,
                    });
                }
            }
            let first = if keys.len() < FEW_KEYS {
                keys.iter()
                    .find(|(_, it)| *it == name)
                    .map(|(first, _)| *first)
            } else {
                if known.is_empty() {
                    known.extend(keys.iter().map(|(node, name)| (*name, *node)));
                }
                known.get(name).copied()
            };
            repeats |= first.is_some();
            match first {
                Some(_) if self.problems.len() + problems.len() >= MAX_PROBLEMS => {}
                Some(first) => problems.push(Problem {
                    kind: ProblemKind::DuplicateKey,
                    span: tree.span(key),
                    node: key,
                    message: format!("`{}` is given twice", brief(name)),
                    help: Some(if name == "<<" {
                        "merge several mappings with a list: `<<: [*first, *second]`".into()
                    } else {
                        "keep one of them; the first is read".into()
                    }),
                    related: Some((tree.span(first), "first given here".into())),
                    instead: None,
                }),
                None if known.is_empty() => keys.push((key, name)),
                None => {
                    known.insert(name, key);
                }
            }
        }
        let node = &mut self.tree.nodes[mapping.0 as usize];
        if merges {
            node.set(flag::MERGES);
        }
        if repeats {
            node.set(flag::REPEATS);
        }
        for problem in problems {
            self.report(problem);
        }
    }

    fn report(&mut self, problem: Problem) {
        if self.problems.len() < MAX_PROBLEMS {
            self.problems.push(problem);
        }
    }

    /// The bracket or quote that was opened before `offset` and explains a mistake of this kind there.
    fn opener(&self, work: &str, offset: usize, kind: &ErrorKind) -> Option<usize> {
        match kind {
            ErrorKind::UnclosedQuotedScalar
            | ErrorKind::InvalidQuotedScalarIndent
            | ErrorKind::DocumentIndicatorInQuotedScalar => {
                let quote = self.token_start(work, work.len());
                matches!(work.as_bytes().get(quote), Some(b'"' | b'\'')).then_some(quote)
            }
            ErrorKind::InvalidColonPlacement
            | ErrorKind::ExpectedFlowSequenceSeparator
            | ErrorKind::ExpectedFlowMappingSeparator
            | ErrorKind::UnexpectedEofFlowSequence
            | ErrorKind::UnexpectedEofFlowMapping
            | ErrorKind::UnexpectedEofImplicitFlowMapping
            | ErrorKind::UnclosedFlowCollection { .. }
            | ErrorKind::BlockEntryInFlowCollection
            | ErrorKind::InvalidFlowScalarIndent
            | ErrorKind::MappingValueNotAllowed
            | ErrorKind::InvalidIndentation => {
                let nodes = self
                    .open
                    .iter()
                    .map(|open| &self.tree.nodes[open.node as usize]);
                let outermost = nodes.into_iter().find(|node| node.has(flag::FLOW));
                let bracket = outermost.map(|node| node.span.start as usize)?;
                work.get(bracket..offset)?.contains('\n').then_some(bracket)
            }
            _ => None,
        }
    }

    /// Reports a mistake of the syntax, unless it is the echo of an earlier one. `work` is the text as the parser
    /// saw it, `shown` the text as it is.
    fn report_mistake(&mut self, work: &str, shown: &str, mistake: &Mistake) {
        let from = mistake.opened.unwrap_or(mistake.offset).min(work.len());
        let from = placeholder_before(shown, from).unwrap_or(from);
        let line = work
            .get(self.resume..from)
            .unwrap_or_default()
            .matches('\n')
            .count();
        let echo = self
            .seen
            .iter()
            .any(|(seen, _)| seen.abs_diff(line) <= ECHO_LINES);
        if echo || self.syntax.len() >= MAX_PROBLEMS {
            return;
        }
        let span = mistake_span(shown, from);
        let (message, help) = if shown[span.start as usize..].starts_with("{{") {
            (
                "a text that begins with `{{` must be in quotes".into(),
                Some("write it as \"{{...}} ...\"".into()),
            )
        } else {
            in_plain_words(shown, mistake)
        };
        let mut problem = syntax(span, message, help);
        if let Some((_, first)) = self.seen.first() {
            problem.related = Some((
                self.syntax[*first].span,
                "mend this first: the other may only follow from it".into(),
            ));
        }
        self.seen.push((line, self.syntax.len()));
        self.syntax.push(problem);
    }

    /// Forgets what has been read of the document.
    fn restart(&mut self) {
        let mark = self.mark;
        self.tree.nodes.truncate(mark.nodes);
        self.tree.decoded.truncate(mark.decoded);
        self.tree.decoded_ends.truncate(mark.texts);
        self.tree.roots.truncate(mark.roots);
        self.problems.truncate(mark.problems);
        // Comments can be handed out before the end of the document that they follow.
        let comments = &mut self.tree.comments;
        comments.truncate(mark.comments);
        while comments
            .last()
            .is_some_and(|last| last.span.start as usize >= self.resume)
        {
            comments.pop();
        }
        self.open.clear();
        self.anchors.clear();
        self.cursor = self.resume;
    }

    /// Keeps what has been read of a document that cannot be read to its end.
    fn abandon(&mut self, work: &str) {
        while let Some(open) = self.open.pop() {
            // A key without its value has none.
            let node = &self.tree.nodes[open.node as usize];
            if node.raw() == Raw::Mapping && !open.children.is_multiple_of(2) {
                self.open.push(Open {
                    node: open.node,
                    ..open
                });
                let at = open.end;
                self.push(Raw::Scalar, flag::PLAIN, Span { start: at, end: at }, 0);
                continue;
            }
            self.open.push(open);
            let end = self.open.last().map_or(0, |open| open.end);
            self.end(work, Span { start: end, end });
        }
    }

    fn document_ends(&mut self, at: usize) {
        if !self.seen.is_empty()
            && let Some(root) = self.tree.roots.get(self.mark.roots)
        {
            self.tree.damaged.push(*root);
        }
        self.seen.clear();
        self.rounds = 0;
        self.resume = at;
        self.cursor = at;
        self.anchors.clear();
        self.mark = Mark {
            nodes: self.tree.nodes.len(),
            decoded: self.tree.decoded.len(),
            texts: self.tree.decoded_ends.len(),
            comments: self.tree.comments.len(),
            roots: self.tree.roots.len(),
            problems: self.problems.len(),
        };
    }

    fn finish(mut self, text: &str) -> (Tree, Vec<Problem>) {
        self.document_ends(text.len());
        let mut tree = self.tree;
        tree.nodes.shrink_to_fit();
        let in_order = |comments: &[Comment]| {
            comments
                .windows(2)
                .all(|pair| pair[0].span.start < pair[1].span.start)
        };
        if !in_order(&tree.comments) {
            tree.comments.sort_by_key(|comment| comment.span.start);
            tree.comments.dedup_by_key(|comment| comment.span.start);
        }
        let mut problems = self.problems;
        for mut problem in self.syntax {
            let before = tree
                .roots
                .partition_point(|root| tree.span(*root).start <= problem.span.start);
            let document = tree.roots.get(before.saturating_sub(1)).copied();
            problem.node = tree
                .node_at(problem.span.start)
                .or(document)
                .unwrap_or_default();
            problems.push(problem);
        }
        problems.sort_by_key(|problem| problem.span.start);
        (tree, problems)
    }
}

/// Where on the line, before a mistake, a value begins with a placeholder, `{{`, which explains the mistake.
fn placeholder_before(text: &str, offset: usize) -> Option<usize> {
    // The parser may stop at the second brace.
    let before = text.get(..offset + 1).or_else(|| text.get(..offset))?;
    let line = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let at = line + before[line..].find("{{")?;
    text[line..at]
        .trim_end()
        .ends_with([':', '-'])
        .then_some(at)
}

/// From the place of a mistake to the end of what stands on its line.
fn mistake_span(text: &str, from: usize) -> Span {
    let mut start = from.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let rest = &text[start..];
    let line = rest.split(['\n', '\r']).next().unwrap_or_default();
    let mut end = start + line.trim_end().len();
    if end == start {
        // Nothing is left of the line: what stands before the place is what is wrong.
        let before = text[..start].trim_end();
        end = before.len();
        let line_start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let line = &before[line_start..];
        start = line_start + (line.len() - line.trim_start().len());
    }
    Span {
        start: start as u32,
        end: end as u32,
    }
}

/// Overwrites the line of `offset` and the lines after it that are indented deeper with blanks. False if
/// there was nothing to overwrite.
fn blank_block(text: &mut String, offset: usize, from: usize) -> bool {
    let is_break = |b: &u8| matches!(b, b'\n' | b'\r');
    let line_at = |text: &str, start: usize| {
        let bytes = text.as_bytes();
        let end = bytes[start..].iter().position(is_break);
        start..end.map_or(bytes.len(), |len| start + len)
    };
    let bytes = text.as_bytes();
    let mut start = offset.min(bytes.len());
    // The line of the mistake, or the last line before it on which something stands.
    let mut line = loop {
        start = bytes[..start]
            .iter()
            .rposition(is_break)
            .map_or(0, |at| at + 1);
        let line = line_at(text, start.max(from));
        if !text.get(line.clone()).unwrap_or_default().trim().is_empty() {
            break line;
        }
        if start <= from {
            return false;
        }
        start -= 1;
    };
    let is_marker = |line: &str| line.starts_with("---") || line.starts_with("...");
    let indentation = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let first = &text[line.clone()];
    let own = indentation(first);
    if is_marker(first) {
        line.start += 3;
        if text[line.clone()].trim().is_empty() {
            return false;
        }
    }
    loop {
        let end = line.end;
        text.replace_range(line.clone(), &" ".repeat(line.len()));
        // The next line on which something stands, if it belongs to this one.
        let mut next = end;
        let deeper = loop {
            if next >= text.len() {
                break None;
            }
            let range = line_at(text, next + 1);
            let content = &text[range.clone()];
            if content.trim().is_empty() {
                next = range.end;
            } else {
                break (indentation(content) > own && !is_marker(content)).then_some(range);
            }
        };
        match deeper {
            Some(range) => line = range,
            None => return true,
        }
    }
}

/// What is wrong, for people who have never heard of a scanner, and what to do about it.
fn in_plain_words(text: &str, mistake: &Mistake) -> (String, Option<String>) {
    use ErrorKind as E;
    let say = |message: &str, help: &str| {
        let help = (!help.is_empty()).then(|| help.to_owned());
        (message.to_owned(), help)
    };
    if let Some(opened) = mistake.opened {
        let rest = &text[opened..];
        return match rest.as_bytes()[0] {
            quote @ (b'"' | b'\'') => {
                let quote = quote as char;
                (
                    format!("the text that begins here with {quote} is not closed"),
                    Some(format!(
                        "end it with {quote}; lines that go on are indented"
                    )),
                )
            }
            b'[' => say(
                "the list that begins here with `[` is not closed",
                "end it with `]`",
            ),
            _ => say(
                "the mapping that begins here with `{` is not closed",
                "end it with `}`",
            ),
        };
    }
    match &mistake.kind {
        E::RecursionLimitExceeded => (
            format!("this is nested more than {MAX_DEPTH} levels deep"),
            Some("what follows in this document is not read".into()),
        ),
        E::MappingValueNotAllowed | E::InvalidColonPlacement | E::MappingKeyNotAllowed => say(
            "`:` cannot stand here",
            "put a text that holds `: ` in quotes; or look at the line before: it may lack its `:` or be indented otherwise",
        ),
        E::TabNotAllowed
        | E::TabInBlockIndentation
        | E::TabInIndentation
        | E::TabAtBlockScalarStart
        | E::TabInPlainScalar
        | E::InvalidBlockEntryWhitespace
        | E::InvalidMappingValueWhitespace => say(
            "a tab stands where only spaces can",
            "indent with spaces, and put one after `:` and `-`",
        ),
        E::UnclosedQuotedScalar
        | E::InvalidQuotedScalarIndent
        | E::DocumentIndicatorInQuotedScalar => say(
            "a text in quotes is not closed",
            "end it with the quote with which it begins",
        ),
        E::InvalidTrailingSingleQuotedScalar | E::InvalidTrailingDoubleQuotedScalar => say(
            "something stands after the closing quote",
            "put the whole text in one pair of quotes; a quote inside is written '' in single and \\\" in double quotes",
        ),
        E::UnexpectedEofFlowSequence
        | E::ExpectedFlowSequenceSeparator
        | E::UnclosedFlowCollection { open: '[' } => say(
            "expected `,` or `]` in this list",
            "put `,` between the elements and `]` at the end",
        ),
        E::UnexpectedEofFlowMapping
        | E::UnexpectedEofImplicitFlowMapping
        | E::ExpectedFlowMappingSeparator
        | E::UnclosedFlowCollection { .. } => say(
            "expected `,` or `}` in this mapping",
            "put `,` between the entries and `}` at the end; put text with `{{...}}` in quotes",
        ),
        E::MismatchedFlowCollectionEnd { open, close } => (
            format!("`{close}` does not close `{open}`"),
            Some("`[` is closed by `]`, `{` by `}`".into()),
        ),
        E::MisplacedFlowCollectionEnd => say(
            "a closing bracket without an opening one",
            "remove it, or put a text that holds brackets in quotes",
        ),
        E::ExpectedBlockMappingKey | E::SimpleKeyExpected | E::InvalidSimpleKey => say(
            "expected `key: value` here",
            "write a key, `:` and a space, indented like the lines that belong with it",
        ),
        E::ExpectedBlockSequenceEntry
        | E::BlockSequenceEntryNotAllowed
        | E::BlockEntryInFlowCollection
        | E::InvalidIndentation
        | E::InvalidBlockScalarIndent
        | E::InvalidFlowScalarIndent
        | E::ExpectedNodeContent => say(
            "this line does not fit the lines around it",
            "indent what belongs together by the same number of spaces; begin each element of a list with `- `",
        ),
        E::UnexpectedCharacter { character } => (
            format!("a value cannot begin with `{}`", character.escape_debug()),
            Some("put the value in quotes".into()),
        ),
        E::PlainScalarStartsWithDashFlowIndicator | E::FlowMappingValueAdjacentCollection => {
            say("a space is missing here", "put a space after `-` and `:`")
        }
        E::UnknownQuotedScalarEscape
        | E::InvalidQuotedScalarHexEscape
        | E::InvalidLowSurrogateHexEscape
        | E::InvalidLowSurrogate
        | E::MissingLowSurrogate
        | E::UnpairedLowSurrogate
        | E::InvalidUnicodeEscape => say(
            "a `\\` in double quotes is followed by something unknown",
            "write `\\\\` for a backslash, or use single quotes",
        ),
        E::CommentNotSeparated => say("a space is missing before `#`", ""),
        E::CommentInterceptedScalar => say(
            "a comment interrupts a text that goes on",
            "put the comment before or after the text",
        ),
        E::ZeroBlockScalarIndent | E::InvalidBlockScalarHeader => say(
            "something stands after the sign of a text block",
            "write `|` or `>` alone at the end of the line, and the text below it",
        ),
        E::MissingAnchorOrAliasName => say(
            "`&` or `*` without a name",
            "put a text that begins with `&` or `*` in quotes",
        ),
        E::BomInsideDocument => say(
            "a byte order mark stands inside the text",
            "save the file as UTF-8 without one",
        ),
        E::InvalidDocumentEnd | E::ExpectedDocumentStart | E::MissingDocumentEndBeforeDirective => {
            say(
                "expected a new document here",
                "begin one with `---` on a line of its own",
            )
        }
        kind if is_about_tags(kind) => say(
            "a YAML tag or directive (`!...`, `%...`) is not right",
            "put a text that begins with `!` or `%` in quotes",
        ),
        _ => say(
            "this is not YAML",
            "check the quotes and the indentation of this line",
        ),
    }
}

fn is_about_tags(kind: &ErrorKind) -> bool {
    use ErrorKind as E;
    matches!(
        kind,
        E::DuplicateVersionDirective
            | E::UnsupportedYamlMajorVersion
            | E::DuplicateTagDirective
            | E::UndeclaredTagHandle
            | E::ExpectedTagBang
            | E::ExpectedTagDirectiveBang
            | E::InvalidGlobalTagCharacter
            | E::InvalidDirectiveTerminator
            | E::MissingYamlVersionSeparator
            | E::MissingDirectiveName
            | E::InvalidDirectiveName
            | E::DirectiveByteLimitExceeded { .. }
            | E::TooManyReservedDirectiveParams { .. }
            | E::YamlVersionTooLong
            | E::MissingYamlVersion
            | E::InvalidTagDirectiveTerminator
            | E::InvalidTagTerminator
            | E::MissingTagUri
            | E::UnclosedVerbatimTag
            | E::InvalidTagEscape
            | E::InvalidTagUtf8LeadingByte
            | E::InvalidTagUtf8TrailingByte
            | E::InvalidTagUtf8
    )
}

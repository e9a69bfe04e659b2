//! Waivers: comments by which somebody answers for a finding.
//!
//! `# courtesy: allow[rule-a, family-b] until=2026-12-31: why`
//!
//! On a line of its own a waiver covers what begins on the next line that is not a comment: a
//! mapping's entry, a list's item, or, above the first line of a document, the document. At the end
//! of a line it covers the entry or item that the line ends in. Either way it covers all that stands
//! inside, as it is written: what an alias leads to is covered where it stands and nowhere else.
//!
//! A comment that is meant as a waiver and cannot be read as one is kept as such, so that a rule
//! can say so. Nothing that begins like a waiver is passed over.

use super::{File, Project};
use crate::calendar::Day;
use crate::diagnostics::{Diagnostic, Site, Suppressed, Suppression};
use crate::source::Span;
use crate::yaml::{self, Comment, Kind, NodeId, Tree};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A comment that is meant as a waiver.
#[derive(Clone, Debug)]
pub struct Waiver {
    /// Its bytes.
    pub span: Span,
    /// What it covers; nothing if nothing stands there.
    pub covers: Option<Cover>,
    /// What it says, or why that cannot be read.
    pub says: Result<Allowance, Misread>,
}

/// What a waiver covers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cover {
    /// The value of the entry, or the item, or the document's root.
    pub node: NodeId,
    /// Its bytes, the key of an entry included.
    pub span: Span,
}

/// What a waiver says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Allowance {
    /// The rules and families that it names, known or not.
    pub names: Vec<Name>,
    /// The last day on which it holds.
    pub until: Option<Day>,
    /// Why; nothing if it does not say.
    pub reason: Option<String>,
}

/// A name in a waiver.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Name {
    /// As written.
    pub text: String,
    /// Its bytes.
    pub span: Span,
}

/// Why a comment cannot be read as a waiver.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Misread {
    /// The bytes that do not fit.
    pub span: Span,
    /// What is wrong with them.
    pub message: String,
    /// What to write instead.
    pub help: String,
}

/// How a waiver is written.
const GRAMMAR: &str = "a waiver reads: # courtesy: allow[rule-or-family] until=2026-12-31: why (`until` may be left out)";

/// Whether a rule's findings can be set aside at all. What cannot be read must never look checked, and
/// the defects of waivers are not for waivers to hide.
pub fn can_be_set_aside(rule: &str) -> bool {
    rule != "syntax" && !rule.starts_with("waiver-")
}

impl Waiver {
    /// Whether it holds on a day: it can be read, says why, and has not expired.
    pub fn holding_on(&self, today: Day) -> Option<&Allowance> {
        let says = self.says.as_ref().ok()?;
        let holds = says.reason.is_some() && says.until.is_none_or(|until| today <= until);
        holds.then_some(says)
    }
}

/// The waivers of a text, in order.
pub(super) fn waivers(tree: &Tree, text: &str) -> Vec<Waiver> {
    let comments = tree.comments();
    // What is below the last of several comments is below all of them; from the last to the first, so
    // that a pile of comments is read once.
    let mut below = Vec::new();
    let mut waivers = Vec::new();
    for (number, comment) in comments.iter().enumerate() {
        let written = slice(text, comment.span.start, comment.span.end).trim_end();
        let reader = Reader {
            text: written,
            base: comment.span.start,
            at: 0,
        };
        let Some(says) = reader.waiver() else {
            continue;
        };
        if below.is_empty() {
            below = ends_of_piles(comments, text);
        }
        waivers.push(Waiver {
            span: Span {
                start: comment.span.start,
                end: comment.span.start + written.len() as u32,
            },
            covers: if comment.trailing {
                at_the_end_of(tree, text, comment)
            } else {
                under(tree, text, comment, below[number])
            },
            says,
        });
    }
    waivers
}

/// Of each comment, the end of the last of those that follow it with nothing in between.
fn ends_of_piles(comments: &[Comment], text: &str) -> Vec<u32> {
    let mut ends: Vec<u32> = comments.iter().map(|comment| comment.span.end).collect();
    for number in (0..comments.len().saturating_sub(1)).rev() {
        let next = comments[number + 1];
        if !next.trailing && slice(text, ends[number], next.span.start).trim().is_empty() {
            ends[number] = ends[number + 1];
        }
    }
    ends
}

fn slice(text: &str, start: u32, end: u32) -> &str {
    text.get(start as usize..end as usize).unwrap_or_default()
}

/// Reads one comment.
struct Reader<'a> {
    text: &'a str,
    /// The byte of the file at which the comment starts.
    base: u32,
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    /// The letters and hyphens that come next.
    fn word(&mut self) -> &'a str {
        let rest = self.rest();
        let end = rest
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_')
            .unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn take(&mut self, expected: char) -> bool {
        let found = self.rest().starts_with(expected);
        self.at += if found { expected.len_utf8() } else { 0 };
        found
    }

    fn span(&self, from: usize, to: usize) -> Span {
        Span {
            start: self.base + from as u32,
            end: self.base + to as u32,
        }
    }

    fn misread(&self, from: usize, to: usize, message: impl Into<String>) -> Misread {
        Misread {
            span: self.span(from, to.max(from)),
            message: message.into(),
            help: GRAMMAR.to_owned(),
        }
    }

    /// What the comment says; nothing if it is not meant as a waiver.
    fn waiver(mut self) -> Option<Result<Allowance, Misread>> {
        self.at = self.text.len() - self.text.trim_start_matches('#').len();
        self.blanks();
        let from = self.at;
        let tool = self.word();
        let to = self.at;
        self.blanks();
        let colon = self.take(':');
        self.blanks();
        if tool == "courtesy" && colon {
            return Some(self.allowance());
        }
        let order = self.word();
        self.blanks();
        // Prose may well begin with such a word; only what goes on like a waiver is meant as one.
        let meant = self.rest().starts_with('[')
            && is_or_nears(order, "allow")
            && is_or_nears(tool, "courtesy");
        meant.then(|| {
            let message = match tool {
                "courtesy" => {
                    "the colon after `courtesy` is missing, so this waives nothing".to_owned()
                }
                _ => format!("`{tool}` is not `courtesy`, so this waives nothing"),
            };
            Err(self.misread(from, to, message))
        })
    }

    /// What comes after `# courtesy:`.
    fn allowance(&mut self) -> Result<Allowance, Misread> {
        let from = self.at;
        let order = self.word();
        if order != "allow" {
            let (to, message) = if is_or_nears(order, "allow") {
                (
                    self.at,
                    format!("`{order}` is not `allow`, so this waives nothing"),
                )
            } else {
                (
                    self.text.len(),
                    "only `allow[...]` can follow `# courtesy:`".to_owned(),
                )
            };
            return Err(self.misread(from, to, message));
        }
        self.blanks();
        let open = self.at;
        if !self.take('[') {
            return Err(self.misread(from, open, "`allow` names no rule: `[` is missing after it"));
        }
        let Some(length) = self.rest().find(']') else {
            return Err(self.misread(
                open,
                self.text.len(),
                "the list of rules is not closed: `]` is missing",
            ));
        };
        let names = self.names(length);
        self.at += length + 1;
        if names.is_empty() {
            return Err(self.misread(open, self.at, "the list of rules is empty"));
        }
        let mut until = None;
        loop {
            self.blanks();
            if self.rest().is_empty() {
                return Ok(Allowance {
                    names,
                    until,
                    reason: None,
                });
            }
            if self.take(':') {
                let reason = self.rest().trim();
                // A dash or a dot is no reason.
                let says_something = reason.chars().any(char::is_alphanumeric);
                let reason = says_something.then(|| reason.to_owned());
                return Ok(Allowance {
                    names,
                    until,
                    reason,
                });
            }
            let from = self.at;
            let word = self.word();
            if word != "until" || !self.take('=') || until.is_some() {
                let message = if until.is_some() {
                    "a colon and the reason come after the date"
                } else {
                    "`until=` with a date, or a colon and the reason, come after the list"
                };
                return Err(self.misread(from, self.text.len(), message));
            }
            let date = self.word();
            let day = date.parse::<Day>();
            until = Some(day.map_err(|error| self.misread(from, self.at, error))?);
        }
    }

    /// The names in the next `length` bytes.
    fn names(&self, length: usize) -> Vec<Name> {
        let mut names = Vec::new();
        let mut from = self.at;
        for part in self.rest()[..length].split(',') {
            let name = part.trim();
            if !name.is_empty() {
                let start = from + (part.len() - part.trim_start().len());
                names.push(Name {
                    text: name.to_owned(),
                    span: self.span(start, start + name.len()),
                });
            }
            from += part.len() + 1;
        }
        names
    }
}

fn is_or_nears(word: &str, meant: &str) -> bool {
    word == meant || yaml::nearest(word, [meant]).is_some()
}

/// The nodes that begin where the first node after a byte does, outermost first: down to the first that
/// holds no other, along first children.
fn beginning_after(tree: &Tree, offset: u32) -> Vec<NodeId> {
    let mut chain: Vec<NodeId> = Vec::new();
    let mut next = tree.first_from(offset);
    while let Some(node) = next {
        chain.push(node);
        let child = NodeId(node.0 + 1);
        let goes_on = !tree.is_flow(node) && tree.parent(child) == Some(node);
        next = (goes_on && !tree.is_alias(node)).then_some(child);
    }
    chain
}

/// How many of the first nodes are lists without brackets.
fn lists(tree: &Tree, chain: &[NodeId]) -> usize {
    let is_list = |node: &&NodeId| {
        tree.kind(**node) == Kind::Sequence && !tree.is_flow(**node) && !tree.is_alias(**node)
    };
    chain.iter().take_while(is_list).count()
}

/// What stands between a comment and the node after it.
#[derive(Default)]
struct Between {
    /// The dashes of list items.
    dashes: usize,
    /// The column, in bytes from 0, of the first thing there is.
    column: Option<usize>,
    /// Whether something ends before anything begins.
    ends: bool,
}

/// Reads the indicators from a byte on, up to the first node.
fn between(text: &str, from: u32) -> Between {
    let mut found = Between::default();
    let mut at = from as usize;
    // The byte stands at the end of a line.
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let word = rest.split(char::is_whitespace).next().unwrap_or_default();
        let line_start = text[..at].rfind('\n').map_or(0, |line| line + 1);
        let first_on_line = text[line_start..at].chars().all(char::is_whitespace);
        let line = || rest.find('\n').unwrap_or(rest.len());
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        if c == '#' || (c == '%' && at == line_start) {
            at += line();
            continue;
        }
        if word == "---" && at == line_start {
            at += word.len();
            continue;
        }
        if matches!(c, ']' | '}') || (word == "..." && at == line_start) {
            found.ends = found.column.is_none();
            return found;
        }
        if first_on_line && found.column.is_none() {
            found.column = Some(at - line_start);
        }
        match word {
            "-" => found.dashes += 1,
            _ if c == '&' || c == '!' => {}
            "?" | "," => {}
            _ => return found,
        }
        at += word.len();
    }
    found.ends = true;
    found
}

/// What a comment on a line of its own covers; `from` is the end of the last comment of its pile.
fn under(tree: &Tree, text: &str, comment: &Comment, from: u32) -> Option<Cover> {
    let Between {
        dashes,
        column,
        ends,
    } = between(text, from);
    let chain = beginning_after(tree, from);
    let first = *chain.first()?;
    if ends {
        return None;
    }
    if tree.parent(first).is_none() {
        return Some(entry_or_item(tree, first));
    }
    // At the end of a block a comment stands deeper than what comes next, and is not about it.
    let own = comment.span.start as usize;
    let own_column = own - text[..own].rfind('\n').map_or(0, |line| line + 1);
    let in_brackets = tree
        .parent(first)
        .is_some_and(|parent| tree.is_flow(parent));
    if !in_brackets && column.is_some_and(|column| column < own_column) {
        return None;
    }
    if dashes == 0 {
        let at = lists(tree, &chain);
        let node = *chain.get(at)?;
        let opens_a_block = tree.kind(node) == Kind::Mapping && !tree.is_flow(node);
        let node = match chain.get(at + 1) {
            Some(key) if opens_a_block && !tree.is_alias(node) => *key,
            _ => node,
        };
        return Some(entry_or_item(tree, node));
    }
    // The first dash is that of the first list that begins here, or of an item of one that began before.
    let at = (lists(tree, &chain) + 1).checked_sub(dashes)?;
    chain.get(at).map(|item| entry_or_item(tree, *item))
}

/// What a comment at the end of a line covers.
fn at_the_end_of(tree: &Tree, text: &str, comment: &Comment) -> Option<Cover> {
    let start = comment.span.start as usize;
    let line_start = text[..start].rfind('\n').map_or(0, |line| line + 1);
    let mut line = text[line_start..start].trim_end();
    loop {
        line = line.trim_end_matches(|c: char| c.is_whitespace() || c == ',');
        let last = tree.node_at(((line_start + line.len()) as u32).checked_sub(1)?);
        if let Some(leaf) = last.filter(|node| is_leaf(tree, *node)) {
            return Some(entry_or_item(tree, leaf));
        }
        if let Some(key) = line.strip_suffix(':') {
            let end = (line_start + key.trim_end().len()) as u32;
            let key = tree.node_at(end.checked_sub(1)?)?;
            return tree.is_key(key).then(|| entry_or_item(tree, key));
        }
        let word = line.rsplit(char::is_whitespace).next().unwrap_or_default();
        match word.chars().next() {
            // An anchor or a tag stands before the node that it is about.
            Some('&' | '!') => line = &line[..line.len() - word.len()],
            // The item, or the document, begins after the comment.
            Some('-') => {
                let chain = beginning_after(tree, comment.span.end);
                let dashes = between(text, comment.span.end).dashes;
                let at = match word {
                    "-" => lists(tree, &chain).checked_sub(dashes)?,
                    _ => 0,
                };
                return chain.get(at).map(|node| entry_or_item(tree, *node));
            }
            // A bracket.
            _ => {
                let collection = last.filter(|node| tree.is_flow(*node))?;
                return Some(entry_or_item(tree, collection));
            }
        }
    }
}

fn is_leaf(tree: &Tree, node: NodeId) -> bool {
    tree.is_alias(node) || !matches!(tree.kind(node), Kind::Sequence | Kind::Mapping)
}

/// A key with its value, a value with its key, or an item.
fn entry_or_item(tree: &Tree, node: NodeId) -> Cover {
    if tree.is_key(node) {
        let value = tree.value_of(node).unwrap_or(node);
        return Cover {
            node: value,
            span: Span {
                start: tree.span(node).start,
                end: tree.span(value).end.max(tree.span(node).end),
            },
        };
    }
    let span = tree.span(node);
    let key = tree.key_span(node);
    Cover {
        node,
        span: Span {
            start: key.map_or(span.start, |key| key.start),
            end: span.end,
        },
    }
}

/// A name in a file's waivers: which waiver, which of its names.
type Mention = (usize, usize);

/// The waivers of one file that hold, by what they cover; two such places are nested or apart.
struct Nest<'f> {
    /// By start, and of equal starts the wider first: the place, and the first waiver of each name for it.
    places: Vec<(Span, FxHashMap<&'f str, Mention>)>,
    /// The place around each.
    around: Vec<Option<usize>>,
}

impl<'f> Nest<'f> {
    fn of(file: &'f File, today: Day) -> Self {
        let mut by_span: BTreeMap<(u32, Reverse<u32>), FxHashMap<&str, Mention>> = BTreeMap::new();
        for (number, waiver) in file.waivers.iter().enumerate() {
            let (Some(cover), Some(says)) = (waiver.covers, waiver.holding_on(today)) else {
                continue;
            };
            let names = by_span
                .entry((cover.span.start, Reverse(cover.span.end)))
                .or_default();
            for (nth, name) in says.names.iter().enumerate() {
                names.entry(&name.text).or_insert((number, nth));
            }
        }
        let mut nest = Self {
            places: Vec::with_capacity(by_span.len()),
            around: Vec::with_capacity(by_span.len()),
        };
        let mut open: Vec<usize> = Vec::new();
        for ((start, Reverse(end)), names) in by_span {
            while open
                .last()
                .is_some_and(|last| nest.places[*last].0.end < end)
            {
                open.pop();
            }
            nest.around.push(open.last().copied());
            open.push(nest.places.len());
            nest.places.push((Span { start, end }, names));
        }
        nest
    }

    /// The innermost waiver that covers a finding at a place.
    fn covering(&self, span: Span, finding: &Diagnostic) -> Option<Mention> {
        let after = self
            .places
            .partition_point(|(place, _)| place.start <= span.start);
        let mut next = after.checked_sub(1);
        while let Some(at) = next {
            let (place, names) = &self.places[at];
            let mention = names
                .get(finding.rule)
                .or_else(|| names.get(finding.family));
            match mention {
                Some(mention) if span.start.max(span.end) <= place.end => return Some(*mention),
                _ => next = self.around[at],
            }
        }
        None
    }
}

/// What waivers did to the findings of a run.
#[derive(Debug)]
pub struct Waived {
    /// The findings that no waiver covers, in the order in which they came.
    pub findings: Vec<Diagnostic>,
    /// The findings that one covers.
    pub suppressed: Vec<Suppressed>,
    /// The names that set something aside: the file's number, and which.
    used: FxHashSet<(usize, Mention)>,
}

/// A name in a waiver that holds and covers no finding by it.
#[derive(Clone, Copy, Debug)]
pub struct Unused<'p> {
    /// The file.
    pub file: &'p File,
    /// The waiver.
    pub waiver: &'p Waiver,
    /// The name.
    pub name: &'p Name,
}

impl Waived {
    /// Sets aside the findings that waivers cover.
    pub fn of(project: &Project, all: Vec<Diagnostic>) -> Self {
        let mut waived = Self {
            findings: Vec::with_capacity(all.len()),
            suppressed: Vec::new(),
            used: FxHashSet::default(),
        };
        let mut nests: FxHashMap<usize, Nest<'_>> = FxHashMap::default();
        for finding in all {
            if !can_be_set_aside(finding.rule) {
                waived.findings.push(finding);
                continue;
            }
            let covering = project
                .standing(&finding.primary.site)
                .and_then(|(number, span)| {
                    let file = &project.files[number];
                    let nest = nests
                        .entry(number)
                        .or_insert_with(|| Nest::of(file, project.today));
                    let mention = nest.covering(span, &finding)?;
                    let says = file.waivers.get(mention.0)?.says.as_ref().ok()?;
                    Some(((number, mention), says))
                });
            match covering {
                Some((used, says)) => {
                    waived.used.insert(used);
                    waived.suppressed.push(Suppressed {
                        diagnostic: finding,
                        by: Suppression::Waiver {
                            reason: says.reason.clone().unwrap_or_default(),
                            until: says.until,
                        },
                    });
                }
                None => waived.findings.push(finding),
            }
        }
        waived
    }

    /// The names that set nothing aside, of waivers that hold in the files that are checked.
    pub fn unused<'p>(&self, project: &'p Project) -> Vec<Unused<'p>> {
        let mut unused = Vec::new();
        for (at, file) in project
            .files
            .iter()
            .enumerate()
            .filter(|(_, file)| file.selected)
        {
            for (number, waiver) in file.waivers.iter().enumerate() {
                let Some(says) = waiver.holding_on(project.today) else {
                    continue;
                };
                // What seems to be in order in a document of which parts are missing may not be.
                if waiver
                    .covers
                    .is_some_and(|cover| file.tree.is_damaged(cover.node))
                {
                    continue;
                }
                let names = says.names.iter().enumerate();
                unused.extend(
                    names
                        .filter(|(nth, _)| !self.used.contains(&(at, (number, *nth))))
                        .map(|(_, name)| Unused { file, waiver, name }),
                );
            }
        }
        unused
    }
}

impl Project {
    /// The number of the file that a place belongs to, and where in it. What stands in the text of a
    /// message that is a file of its own belongs to the node that names that file.
    pub fn standing(&self, site: &Site) -> Option<(usize, Span)> {
        let by_path = self
            .files
            .binary_search_by(|file| file.source.path.as_str().cmp(&site.source.path));
        if let Ok(file) = by_path {
            return Some((file, site.span));
        }
        self.files.iter().enumerate().find_map(|(number, file)| {
            let of_site = |body: &super::BodyFile| {
                body.as_ref()
                    .is_ok_and(|source| Arc::ptr_eq(source, &site.source))
            };
            let mut bodies = file.bodies.iter();
            let (place, _) = bodies.find(|(_, body)| of_site(body))?;
            Some((number, file.tree.span(place.node)))
        })
    }
}

//! The lines that a finding shows, cut out of its files and made safe to print.
//!
//! A finding may point at several places of several files. This module decides
//! which lines belong to one picture, clips lines that are longer than the
//! terminal around what they are about, makes control characters visible, and
//! carries the places along, so that whoever draws the picture needs neither the
//! files nor any care. Lines are found by binary search in each file's line
//! table; nothing here reads a file from its start.

use super::Charset;
use super::text::{char_columns, columns, push_visible, visible, wrap};
use crate::diagnostics::{Diagnostic, Label};
use crate::source::SourceFile;
use std::ops::Range;
use std::sync::Arc;

/// Lines shown before and after the lines that a label is on.
const CONTEXT: usize = 1;
/// Labels further apart than this many unlabelled lines get pictures of their own.
const GAP: usize = 3;
/// A label over more lines than this is drawn on its first line alone.
const TALLEST: usize = 6;
/// Places shown beside the primary one; more only bury it.
const MOST_RELATED: usize = 8;
/// Columns of a line that are shown however narrow the terminal is.
const NARROWEST: usize = 20;
/// Characters shown for each column of room: accents and joiners take no column, but a
/// line of nothing else must end too.
const DENSEST: usize = 8;
/// Columns that a label's words get however far right the label stands.
const NARROWEST_LABEL: usize = 16;

/// Pictures cut from files, one after the other in `text`.
#[derive(Debug)]
pub(super) struct Excerpt {
    /// The printable lines of all pictures, each ended by `\n`.
    pub text: String,
    /// The pictures, the one with the primary place first.
    pub pictures: Vec<Picture>,
    /// The places, in the order of `text`.
    pub marks: Vec<Mark>,
    /// Related places that are not shown.
    pub left_out: usize,
}

/// Consecutive lines of one file.
#[derive(Debug)]
pub(super) struct Picture {
    /// The file's path, printable.
    pub path: String,
    /// Its bytes in the excerpt's text.
    pub range: Range<usize>,
    /// The number of its first line in the file, from 0.
    pub first_line: usize,
    /// How many lines it has.
    pub lines: usize,
}

/// A place in the excerpt's text.
#[derive(Debug)]
pub(super) struct Mark {
    /// Its bytes in the excerpt's text.
    pub range: Range<usize>,
    /// What is to be seen there, printable, wrapped to what room there is; may be empty.
    pub text: String,
    /// Whether the finding is about this place.
    pub primary: bool,
    /// Its line in the file, from 1.
    pub line: u32,
    /// Its column in the file, in characters from 1.
    pub column: u32,
}

/// A label as it will be drawn.
struct Place<'a> {
    source: &'a Arc<SourceFile>,
    /// Bytes of the file.
    range: Range<usize>,
    /// First and last line, from 0.
    lines: (usize, usize),
    texts: Vec<&'a str>,
    /// Rank in the finding: 0 is the primary place.
    rank: usize,
}

/// The room there is.
#[derive(Clone, Copy)]
struct Room {
    width: usize,
    charset: Charset,
}

impl Excerpt {
    /// Cuts out what a finding points at, for a terminal of `width` columns.
    pub(super) fn of(finding: &Diagnostic, width: usize, charset: Charset) -> Self {
        let mut places: Vec<Place> = Vec::new();
        let shown = finding.related.iter().take(MOST_RELATED);
        for (rank, label) in std::iter::once(&finding.primary).chain(shown).enumerate() {
            let place = Place::of(label, rank);
            let same = places.iter_mut().find(|other| {
                Arc::ptr_eq(other.source, place.source) && other.range == place.range
            });
            match same {
                Some(other) => other.texts.extend(place.texts),
                None => places.push(place),
            }
        }
        let room = Room { width, charset };
        let mut excerpt = Self {
            text: String::new(),
            pictures: Vec::new(),
            marks: Vec::new(),
            left_out: finding.related.len().saturating_sub(MOST_RELATED),
        };
        for group in grouped(places, room) {
            excerpt.draw(&group, room);
        }
        excerpt
    }

    /// The picture that holds a byte range of the text, if one holds all of it.
    pub(super) fn picture_of(&self, range: Range<usize>) -> Option<&Picture> {
        self.pictures
            .iter()
            .find(|picture| picture.range.start <= range.start && range.end <= picture.range.end)
    }

    /// The mark that starts at a byte of the text.
    pub(super) fn mark_at(&self, start: usize) -> Option<&Mark> {
        self.marks.iter().find(|mark| mark.range.start == start)
    }

    /// Adds the picture of places of one file, which are in order and do not overlap.
    fn draw(&mut self, group: &[Place], room: Room) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else {
            return;
        };
        let source = first.source;
        let (top, bottom) = (first.lines.0, last.lines.1);
        let blank = |line: usize| source.text[line_range(source, line)].trim().is_empty();
        let top = match top.checked_sub(CONTEXT) {
            Some(above) if !blank(above) => above,
            _ => top,
        };
        let below = bottom + CONTEXT;
        let bottom = if below < source.line_starts().len() && !blank(below) {
            below
        } else {
            bottom
        };

        // ` 12 │ ` and, beside a label over several lines, `╭─▶ `.
        let beside = if group.iter().any(Place::is_tall) {
            4
        } else {
            0
        };
        let gutter = (bottom + 1).to_string().len() + 4 + beside;
        let line_room = room.width.saturating_sub(gutter).max(NARROWEST);

        let start = self.text.len();
        let mut ranges: Vec<Range<usize>> = vec![0..0; group.len()];
        let mut middles = vec![0; group.len()];
        for line in top..=bottom {
            let bytes = line_range(source, line);
            let content = &source.text[bytes.clone()];
            let here: Vec<(usize, Range<usize>)> = group
                .iter()
                .enumerate()
                .filter(|(_, place)| place.lines.0 == line || place.lines.1 == line)
                .map(|(index, place)| (index, place.on_line(line, &bytes)))
                .collect();
            let focus = here
                .iter()
                .fold(None, |union: Option<Range<usize>>, (_, range)| {
                    Some(union.map_or(range.clone(), |union| {
                        union.start.min(range.start)..union.end.max(range.end)
                    }))
                });
            // The words of the rightmost label hang below its middle and need room too.
            let words = here.last().map_or(0, |(index, _)| {
                let widest = group[*index].texts.iter().map(|text| columns(text)).max();
                widest.unwrap_or(0).min(NARROWEST_LABEL) + 4
            });
            let window = Window::of(content, focus, words, line_room, room.charset);

            let line_start = self.text.len();
            window.push(content, &mut self.text, room.charset);
            let printed = &self.text[line_start..];
            for (index, range) in here {
                let place = &group[index];
                let from = window.map(content, range.start, room.charset);
                let to = window.map(content, range.end, room.charset);
                if place.lines.0 == line {
                    ranges[index].start = line_start + from;
                }
                if place.lines.1 == line {
                    ranges[index].end = line_start + to;
                }
                middles[index] = if place.is_tall() {
                    0
                } else {
                    usize::midpoint(columns(&printed[..from]), columns(&printed[..to]))
                };
            }
            self.text.push('\n');
        }
        self.pictures.push(Picture {
            path: visible(&source.path, room.charset),
            range: start..self.text.len(),
            first_line: top,
            lines: bottom - top + 1,
        });
        for ((place, range), middle) in group.iter().zip(ranges).zip(middles) {
            let at = source.position(place.range.start as u32);
            let text_room = line_room.saturating_sub(middle + 4).max(NARROWEST_LABEL);
            let words = place.texts.iter().filter(|text| !text.is_empty());
            let lines: Vec<String> = words
                .flat_map(|text| wrap(&visible(text, room.charset), text_room))
                .collect();
            self.marks.push(Mark {
                range,
                text: lines.join("\n"),
                primary: place.rank == 0,
                line: at.line,
                column: at.column,
            });
        }
    }
}

impl<'a> Place<'a> {
    /// Where a label is drawn: inside the text, between characters, not over line ends that
    /// it only touches, and not over more lines than one wants to see.
    fn of(label: &'a Label, rank: usize) -> Self {
        let source = &label.site.source;
        let text = &*source.text;
        let mut start = floor(text, label.site.span.start as usize);
        let mut end = floor(text, label.site.span.end as usize).max(start);
        if text[..start].ends_with('\r') && text[start..].starts_with('\n') {
            start -= 1;
        }
        let labelled = &text[start..end];
        if labelled.contains('\n') || text[end..].starts_with('\n') {
            end = start + labelled.trim_end_matches(['\n', '\r', ' ', '\t']).len();
        }
        let mut lines = (line_of(source, start), line_of(source, end));
        if lines.1 - lines.0 >= TALLEST {
            end = line_range(source, lines.0).end.max(start);
            lines.1 = lines.0;
        }
        Self {
            source,
            range: start..end,
            lines,
            texts: vec![&label.text],
            rank,
        }
    }

    /// Whether it is on several lines.
    fn is_tall(&self) -> bool {
        self.lines.0 != self.lines.1
    }

    /// What a line must show of it, as bytes of that line.
    fn on_line(&self, line: usize, bytes: &Range<usize>) -> Range<usize> {
        let length = bytes.len();
        let inside = |at: usize| at.saturating_sub(bytes.start).min(length);
        let (start, end) = (inside(self.range.start), inside(self.range.end));
        match (self.lines.0 == line, self.lines.1 == line) {
            (true, true) => start..end,
            (true, false) => start..start,
            _ => end..end,
        }
    }
}

/// Sorts places into pictures: of one file, near each other, not overlapping, and, on a
/// long line, near enough to be seen at once. The picture of the primary place comes first.
fn grouped(places: Vec<Place>, room: Room) -> Vec<Vec<Place>> {
    let mut groups: Vec<Vec<Place>> = Vec::new();
    let mut rest = places;
    // Each round takes at least one place, and there are at most nine.
    while let Some(source) = rest.first().map(|place| Arc::clone(place.source)) {
        let (mut same, other): (Vec<_>, Vec<_>) = rest
            .into_iter()
            .partition(|place| Arc::ptr_eq(place.source, &source));
        same.sort_by_key(|place| (place.range.start, place.range.end));
        let mut group: Vec<Place> = Vec::new();
        rest = Vec::new();
        for place in same {
            if fits(&group, &place, room) {
                group.push(place);
            } else {
                rest.push(place);
            }
        }
        groups.push(group);
        rest.extend(other);
    }
    groups.sort_by_key(|group| group.iter().map(|place| place.rank).min());
    groups
}

/// Whether a place can be drawn in a picture of the places before it.
fn fits(group: &[Place], next: &Place, room: Room) -> bool {
    let Some(last) = group.last() else {
        return true;
    };
    let line = next.lines.0;
    let apart = next.range.start >= last.range.end && next.range.start > last.range.start;
    // Two labels over several lines that meet on one line cannot be told apart.
    let clear = !(last.is_tall() || next.is_tall()) || line > last.lines.1;
    let near = line <= last.lines.1 + GAP + 1;
    let seen_at_once = group
        .iter()
        .find(|place| place.lines.1 == line)
        .is_none_or(|first| {
            let both = next.range.end.saturating_sub(first.range.start);
            let whole = line_range(next.source, line).len();
            whole.min(both * 2) <= room.width.saturating_sub(10).max(NARROWEST)
        });
    apart && clear && near && seen_at_once
}

/// The part of a line that is shown.
struct Window {
    /// Bytes of the line.
    bytes: Range<usize>,
    /// Whether something is left out before and after.
    cut: (bool, bool),
}

impl Window {
    /// Chooses what to show of a line in `room` columns: all of it if it fits, otherwise
    /// what the focus is about, so that `words` columns of text fit below the focus.
    fn of(
        line: &str,
        focus: Option<Range<usize>>,
        words: usize,
        room: usize,
        charset: Charset,
    ) -> Self {
        let dots = ellipsis(charset).chars().count();
        let focus = focus.unwrap_or(0..0);
        let fits = take(line, room, charset) == line.len();
        if fits {
            let from = visible_columns(&line[..focus.start], charset);
            let to = visible_columns(&line[..focus.end], charset);
            if usize::midpoint(from, to) + words <= room {
                return Self {
                    bytes: 0..line.len(),
                    cut: (false, false),
                };
            }
        }
        // A third of the room before the focus; less if the words below need it.
        let wide = take(&line[focus.start..focus.end], room, charset);
        let half = visible_columns(&line[focus.start..focus.start + wide], charset) / 2;
        let before = (room / 3).min(room.saturating_sub(half + words + dots));
        let start = take_back(&line[..focus.start], before, charset);
        let mut bytes = start..line.len();
        let left = if start > 0 { dots } else { 0 };
        if take(&line[start..], room - left, charset) < line.len() - start {
            bytes.end = start + take(&line[start..], room - left - dots, charset);
        }
        let cut = (bytes.start > 0, bytes.end < line.len());
        Self { bytes, cut }
    }

    /// Appends the shown part, printable.
    fn push(&self, line: &str, out: &mut String, charset: Charset) {
        if self.cut.0 {
            out.push_str(ellipsis(charset));
        }
        push_line(&line[self.bytes.clone()], out, charset);
        if self.cut.1 {
            out.push_str(ellipsis(charset));
        }
    }

    /// Where a byte of the line stands in what [`Window::push`] appends.
    fn map(&self, line: &str, at: usize, charset: Charset) -> usize {
        let dots = ellipsis(charset).len();
        if at < self.bytes.start {
            return 0;
        }
        let inside = at.min(self.bytes.end);
        let mut before = String::new();
        push_line(&line[self.bytes.start..inside], &mut before, charset);
        let left = if self.cut.0 { dots } else { 0 };
        let right = if at > self.bytes.end { dots } else { 0 };
        left + before.len() + right
    }
}

/// What stands for text that is left out.
fn ellipsis(charset: Charset) -> &'static str {
    match charset {
        Charset::Unicode => "…",
        Charset::Ascii => "...",
    }
}

/// Appends a line with its tabs, everything else made visible.
fn push_line(line: &str, out: &mut String, charset: Charset) {
    for c in line.chars() {
        match c {
            '\t' => out.push('\t'),
            c => push_visible(out, c, charset),
        }
    }
}

fn visible_columns(text: &str, charset: Charset) -> usize {
    text.chars()
        .fold(0, |column, c| column + char_columns(c, column, charset))
}

/// How many bytes of the text's start fit in so many columns. Stops there: the rest may be long.
fn take(text: &str, room: usize, charset: Charset) -> usize {
    let mut column = 0;
    for (count, (at, c)) in text.char_indices().enumerate() {
        column += char_columns(c, column, charset);
        if column > room || count >= room * DENSEST {
            return at;
        }
    }
    text.len()
}

/// From which byte on the text's end fits in so many columns.
fn take_back(text: &str, room: usize, charset: Charset) -> usize {
    let mut column = 0;
    for (count, (at, c)) in text.char_indices().rev().enumerate() {
        column += char_columns(c, 0, charset);
        if column > room || count >= room * DENSEST {
            return at + c.len_utf8();
        }
    }
    0
}

/// The line that a byte is on, from 0.
fn line_of(source: &SourceFile, at: usize) -> usize {
    let starts = source.line_starts();
    starts
        .partition_point(|start| *start as usize <= at)
        .saturating_sub(1)
}

/// The bytes of a line, without its end.
fn line_range(source: &SourceFile, line: usize) -> Range<usize> {
    let starts = source.line_starts();
    let text = &*source.text;
    let start = starts.get(line).map_or(text.len(), |start| *start as usize);
    let end = starts
        .get(line + 1)
        .map_or(text.len(), |next| *next as usize - 1);
    let content = &text[start..end.max(start)];
    start..start + content.strip_suffix('\r').unwrap_or(content).len()
}

/// The nearest place between two characters, at or before a byte.
fn floor(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at)
}

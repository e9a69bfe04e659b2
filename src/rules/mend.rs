//! What would mend a finding: the lines that its help shows and the edits that its fix makes, from one source.

use super::Findings;
use crate::diagnostics::{Diagnostic, Edit, Fix, Safety};
use crate::fix::{Draft, Entry, Reach};
use crate::project::Project;
use crate::yaml::Place;

/// Lines to write, and the fix that writes them if that can be done without a doubt.
#[derive(Clone, Debug)]
pub struct Mend {
    lines: Vec<String>,
    /// What is to be said after the lines.
    rest: String,
    fix: Option<Fix>,
}

impl Mend {
    fn new(lines: Vec<String>, fix: Option<Fix>) -> Self {
        Self {
            lines,
            rest: String::new(),
            fix,
        }
    }

    /// Lines that nobody but the author can put in their place.
    pub fn by_hand(lines: &str) -> Self {
        Self::new(lines.lines().map(str::to_owned).collect(), None)
    }

    /// Shows another line than the one that is written: the whole of what it becomes a part of.
    pub fn shown_as(mut self, line: String) -> Self {
        self.lines = vec![line];
        self
    }

    /// Says something more after the lines: another way out, a doubt.
    pub fn and(mut self, rest: &str) -> Self {
        self.rest.push('\n');
        self.rest.push_str(rest);
        self
    }

    /// Writes entries into the mapping at a place: new ones after its last, those that are there in their place.
    pub fn write(
        findings: &Findings<'_>,
        mapping: Place,
        entries: &[Entry],
        safety: Safety,
        title: impl Into<String>,
    ) -> Self {
        let edits = draft(findings.project(), mapping).and_then(|draft| {
            Some((
                draft.write(mapping.node, entries)?,
                draft.reach(mapping.node),
            ))
        });
        Self::new(
            entries.iter().flat_map(Entry::lines).collect(),
            fix(edits, safety, title),
        )
    }

    /// Writes another value in the place of one; `entry` is the whole line, with the key.
    pub fn instead(
        findings: &Findings<'_>,
        value: Place,
        entry: &Entry,
        safety: Safety,
        title: impl Into<String>,
    ) -> Self {
        let edits = draft(findings.project(), value).and_then(|draft| {
            Some((
                draft.replace_entry(value.node, entry)?,
                draft.reach(value.node),
            ))
        });
        Self::new(entry.lines(), fix(edits, safety, title))
    }

    /// Writes other values in the places of several, all of them or none; `lines` are what is shown.
    pub fn instead_of_each(
        findings: &Findings<'_>,
        values: &[(Place, Entry)],
        lines: Vec<String>,
        title: impl Into<String>,
    ) -> Self {
        let edits = values.iter().map(|(value, entry)| {
            draft(findings.project(), *value)?.replace_entry(value.node, entry)
        });
        let edits: Option<Vec<Vec<Edit>>> = edits.collect();
        let fix = edits.map(|edits| Fix::needs_a_look(title, edits.concat()));
        Self::new(lines, fix)
    }

    /// Adds an element to the end of the list at a place.
    pub fn append(
        findings: &Findings<'_>,
        list: Place,
        item: &str,
        safety: Safety,
        title: impl Into<String>,
    ) -> Self {
        let edits = draft(findings.project(), list)
            .and_then(|draft| Some((draft.append(list.node, item)?, draft.reach(list.node))));
        Self::new(vec![format!("- {item}")], fix(edits, safety, title))
    }
}

/// Writes entries into the send window at a place or around it; where there is none, the place is the step or
/// cadence that gets one.
pub(super) fn in_window(
    findings: &Findings<'_>,
    place: Place,
    entries: Vec<Entry>,
    safety: Safety,
    title: impl Into<String>,
) -> Mend {
    const KEY: &str = "send_window";
    let window = draft(findings.project(), place).and_then(|draft| draft.around(place.node, KEY));
    let node = window.unwrap_or(place.node);
    let entry = Entry::with(KEY, entries);
    Mend::write(findings, Place { node, ..place }, &[entry], safety, title)
}

/// The file in which a place lies, to be changed; none for the settings.
pub(super) fn draft(project: &Project, place: Place) -> Option<Draft<'_>> {
    let file = project.file(place)?;
    Some(Draft::of(&file.source, &file.tree))
}

/// What an alias stands for elsewhere changes there too, at which somebody must look.
fn fix(edits: Option<(Vec<Edit>, Reach)>, safety: Safety, title: impl Into<String>) -> Option<Fix> {
    let (edits, reach) = edits?;
    Some(match (safety, reach) {
        (Safety::Safe, Reach::Here) => Fix::safe(title, edits),
        _ => Fix::needs_a_look(title, edits),
    })
}

impl Diagnostic {
    /// Why it matters, and below it the lines to write, which the fix writes too.
    pub(super) fn mend(mut self, why: &str, mend: Mend) -> Self {
        let mut help = why.to_owned();
        for line in &mend.lines {
            help.push_str("\n  ");
            help.push_str(line);
        }
        help.push_str(&mend.rest);
        self.help = Some(help);
        self.fix = mend.fix;
        self
    }

    /// A fix, if there is one.
    pub(super) fn fix_if_any(mut self, fix: Option<Fix>) -> Self {
        self.fix = fix;
        self
    }
}

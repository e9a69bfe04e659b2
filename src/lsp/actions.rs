//! What an editor offers to do about a finding: its fix, and a waiver.

use super::text;
use super::workspace::{Spot, Workspace};
use crate::diagnostics::{Diagnostic, Edit, Fix, Safety};
use crate::fix;
use crate::project::can_be_set_aside;
use crate::source::Span;
use crate::yaml::{Kind, NodeId};
use lsp_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, CodeActionResponse,
    TextEdit, Uri, WorkspaceEdit,
};
use std::collections::HashMap;
use std::sync::Arc;

pub(super) fn answer(
    workspace: &mut Workspace,
    asked: &CodeActionParams,
) -> Option<CodeActionResponse> {
    let uri = &asked.text_document.uri;
    workspace.check();
    let workspace = &*workspace;
    let spot = workspace.look(uri, asked.range.start)?;
    let (seen, file) = (spot.seen, spot.file);
    let end = text::offset(&file.source, asked.range.end);
    let of_file: Vec<&Diagnostic> = seen
        .findings
        .iter()
        .filter(|it| Arc::ptr_eq(&it.primary.site.source, &file.source))
        .collect();
    let mut actions = Vec::new();
    let wanted = |kind: &CodeActionKind| match &asked.context.only {
        None => *kind != CodeActionKind::SOURCE_FIX_ALL,
        Some(only) => only.iter().any(|it| kind.as_str().starts_with(it.as_str())),
    };
    if wanted(&CodeActionKind::QUICKFIX) {
        let here = |it: &&&Diagnostic| {
            let span = it.primary.site.span;
            span.start <= end && spot.offset <= span.end
        };
        for finding in of_file.iter().filter(here) {
            let shown = workspace.shown(seen, finding);
            if let Some(fix) = &finding.fix {
                actions.extend(mend(workspace, &spot, fix, &shown));
            }
            if can_be_set_aside(finding.rule) {
                actions.extend(waive(workspace, &spot, finding, &shown));
            }
        }
    }
    if wanted(&CodeActionKind::SOURCE_FIX_ALL) {
        let safe = fix::compatible(of_file.iter().copied().filter(|finding| {
            let fix = finding.fix.as_ref();
            fix.is_some_and(|fix| fix.safety == Safety::Safe)
        }));
        let edits = safe.iter().filter_map(|it| it.fix.as_ref());
        let edits: Vec<&Edit> = edits.flat_map(|fix| &fix.edits).collect();
        if !edits.is_empty() {
            actions.push(CodeAction {
                title: "Mend all that is safe to mend".to_owned(),
                kind: Some(CodeActionKind::SOURCE_FIX_ALL),
                edit: Some(edit(workspace, &spot, edits)?),
                ..CodeAction::default()
            });
        }
    }
    let actions = actions.into_iter();
    Some(actions.map(CodeActionOrCommand::CodeAction).collect())
}

fn mend(
    workspace: &Workspace,
    spot: &Spot<'_>,
    fix: &Fix,
    shown: &lsp_types::Diagnostic,
) -> Option<CodeAction> {
    let title = match fix.safety {
        Safety::Safe => fix.title.clone(),
        Safety::Unsafe => format!("{} (look at it first)", fix.title),
    };
    Some(CodeAction {
        title,
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![shown.clone()]),
        edit: Some(edit(workspace, spot, fix.edits.iter().collect())?),
        is_preferred: Some(fix.safety == Safety::Safe),
        ..CodeAction::default()
    })
}

/// The edits by file.
#[allow(
    clippy::mutable_key_type,
    reason = "the protocol's type; a reference does not change"
)]
fn edit(workspace: &Workspace, spot: &Spot<'_>, edits: Vec<&Edit>) -> Option<WorkspaceEdit> {
    let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
    for edit in edits {
        let source = &edit.site.source;
        let uri = workspace.uri(&spot.seen.path(source)?)?;
        changes.entry(uri).or_default().push(TextEdit {
            range: text::range(source, edit.site.span),
            new_text: edit.text.clone(),
        });
    }
    Some(WorkspaceEdit {
        changes: Some(changes),
        ..WorkspaceEdit::default()
    })
}

/// A waiver above the entry or item in which the finding stands. It says no reason, and waives nothing until
/// somebody has written one.
#[allow(
    clippy::mutable_key_type,
    reason = "the protocol's type; a reference does not change"
)]
fn waive(
    workspace: &Workspace,
    spot: &Spot<'_>,
    finding: &Diagnostic,
    shown: &lsp_types::Diagnostic,
) -> Option<CodeAction> {
    let source = &spot.file.source;
    let line = line_of(spot, finding.primary.site.span)?;
    let indent = &source.text[line.start as usize..line.end as usize];
    let indent: String = indent.chars().take_while(|c| *c == ' ').collect();
    let rest = source.text.get(line.end as usize..)?;
    let ends = rest.find('\n').map_or("", |at| &rest[..=at]);
    let line_end = if ends.ends_with("\r\n") { "\r\n" } else { "\n" };
    let start = Span {
        start: line.start,
        end: line.start,
    };
    let edit = TextEdit {
        range: text::range(source, start),
        new_text: format!("{indent}# courtesy: allow[{}]: {line_end}", finding.rule),
    };
    let uri = workspace.uri(&spot.file.path)?;
    Some(CodeAction {
        title: format!("Waive `{}` here (write the reason behind it)", finding.rule),
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![shown.clone()]),
        edit: Some(WorkspaceEdit {
            changes: Some(HashMap::from([(uri, vec![edit])])),
            ..WorkspaceEdit::default()
        }),
        ..CodeAction::default()
    })
}

/// From the start of a line to the first key or item on it: the innermost line on which an entry or item
/// begins that holds a span.
fn line_of(spot: &Spot<'_>, span: Span) -> Option<Span> {
    let tree = &spot.file.tree;
    let text = &spot.file.source.text;
    let mut at: Option<NodeId> = tree.node_at(span.start);
    while let Some(node) = at {
        let in_brackets = tree.parent(node).is_some_and(|parent| tree.is_flow(parent));
        let begins = tree.key(node).unwrap_or(node);
        let start = tree.span(begins).start as usize;
        let line = text[..start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let before = &text[line..start];
        let dashes = before.bytes().all(|b| matches!(b, b' ' | b'-')) && !before.contains("--");
        let stands = tree.parent(node).is_some() && tree.kind(node) != Kind::Invalid;
        if !in_brackets && dashes && stands {
            return Some(Span {
                start: line as u32,
                end: start as u32,
            });
        }
        at = tree.parent(node);
    }
    None
}

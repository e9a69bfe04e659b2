//! What a file defines, as an outline: sections, definitions, and the steps of cadences.

use super::text;
use super::workspace::Workspace;
use crate::project::{File, Section};
use crate::source::Span;
use crate::yaml::{Kind, NodeId};
use lsp_types::{
    DocumentSymbol, DocumentSymbolParams, DocumentSymbolResponse, Position, SymbolKind,
};

pub(super) fn answer(
    workspace: &mut Workspace,
    asked: &DocumentSymbolParams,
) -> Option<DocumentSymbolResponse> {
    let spot = workspace.place(&asked.text_document.uri, Position::default())?;
    let file = spot.file;
    let written = &file.source.text;
    let tree = &file.tree;
    let sections = file.roots().flat_map(|root| tree.raw_entries(root));
    let outline = sections.filter_map(|(key, value)| {
        let name = tree.text(written, key);
        let section = Section::ALL.into_iter().find(|it| it.key() == name)?;
        let definitions = tree.raw_entries(value).map(|(id, definition)| {
            let steps = match section {
                Section::Cadences => steps(file, definition),
                _ => Vec::new(),
            };
            let id_text = tree.text(written, id).to_owned();
            symbol(file, id_text, SymbolKind::CLASS, id, definition, steps)
        });
        let definitions = definitions.collect();
        let name = name.to_owned();
        Some(symbol(
            file,
            name,
            SymbolKind::NAMESPACE,
            key,
            value,
            definitions,
        ))
    });
    Some(DocumentSymbolResponse::Nested(outline.collect()))
}

/// The steps of a cadence, by their ids or else their channels.
fn steps(file: &File, cadence: NodeId) -> Vec<DocumentSymbol> {
    let (tree, written) = (&file.tree, &file.source.text);
    let Some(steps) = tree.get(written, cadence, "steps") else {
        return Vec::new();
    };
    // What an alias leads to stands elsewhere.
    let items = tree.items(steps).filter(|_| !tree.is_alias(steps));
    items
        .enumerate()
        .map(|(number, step)| {
            let named = ["id", "channel"].iter().find_map(|key| {
                let name = tree.get(written, step, key)?;
                (tree.kind(name) == Kind::Scalar).then_some(name)
            });
            let name = match named.map(|node| tree.text(written, node)) {
                Some(name) if !name.is_empty() => name.to_owned(),
                _ => format!("step {}", number + 1),
            };
            symbol(file, name, SymbolKind::EVENT, step, step, Vec::new())
        })
        .collect()
}

#[allow(deprecated, reason = "the protocol's type has a field that is")]
fn symbol(
    file: &File,
    name: String,
    kind: SymbolKind,
    key: NodeId,
    value: NodeId,
    children: Vec<DocumentSymbol>,
) -> DocumentSymbol {
    let (key, value) = (file.tree.span(key), file.tree.span(value));
    let whole = Span {
        start: key.start.min(value.start),
        end: key.end.max(value.end),
    };
    DocumentSymbol {
        // An empty name is none to an editor.
        name: if name.is_empty() {
            "?".to_owned()
        } else {
            name
        },
        detail: None,
        kind,
        tags: None,
        deprecated: None,
        range: text::range(&file.source, whole),
        selection_range: text::range(&file.source, key),
        children: (!children.is_empty()).then_some(children),
    }
}

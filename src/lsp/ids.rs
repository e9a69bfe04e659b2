//! From an id to its definition, and to everything that refers to it.

use super::text;
use super::workspace::{Seen, Spot, Workspace};
use crate::project::{Reference, Section};
use crate::yaml::Place;
use lsp_types::{
    GotoDefinitionParams, GotoDefinitionResponse, Location, ReferenceParams,
    TextDocumentPositionParams,
};

pub(super) fn definition(
    workspace: &mut Workspace,
    asked: &GotoDefinitionParams,
) -> Option<GotoDefinitionResponse> {
    let (section, id) = id_at(workspace, &asked.text_document_position_params)?;
    let seen = workspace.seen()?;
    let place = seen.project.index.place(section, &id)?;
    let location = location(workspace, seen, place)?;
    Some(GotoDefinitionResponse::Scalar(location))
}

pub(super) fn references(
    workspace: &mut Workspace,
    asked: &ReferenceParams,
) -> Option<Vec<Location>> {
    let (section, id) = id_at(workspace, &asked.text_document_position)?;
    let seen = workspace.seen()?;
    let declared = asked
        .context
        .include_declaration
        .then(|| seen.project.index.place(section, &id))
        .flatten();
    let references = seen.project.files.iter().flat_map(|it| &it.walk.references);
    let places = references
        .filter(|it| it.section == section && it.id == id)
        .map(|it| it.place);
    let mut places: Vec<Place> = declared.into_iter().chain(places).collect();
    places.sort_unstable();
    Some(
        places
            .into_iter()
            .filter_map(|place| location(workspace, seen, place))
            .collect(),
    )
}

fn location(workspace: &Workspace, seen: &Seen, place: Place) -> Option<Location> {
    let site = seen.project.value(place).site;
    Some(Location {
        uri: workspace.uri(&seen.path(&site.source)?)?,
        range: text::range(&site.source, site.span),
    })
}

/// The id at a place, be it where it is defined or where it is referred to.
fn id_at(workspace: &mut Workspace, at: &TextDocumentPositionParams) -> Option<(Section, String)> {
    let spot = workspace.spot(at)?;
    reference(&spot)
        .map(|it| (it.section, it.id.clone()))
        .or_else(|| key(&spot))
}

fn reference<'s>(spot: &Spot<'s>) -> Option<&'s Reference> {
    let references = spot.file.walk.references.iter();
    references
        .filter(|it| it.place.file == spot.number)
        .find(|it| {
            let span = spot.file.tree.span(it.place.node);
            span.start <= spot.offset && spot.offset <= span.end
        })
}

/// The id that is defined here: a key of a section.
fn key(spot: &Spot<'_>) -> Option<(Section, String)> {
    let tree = &spot.file.tree;
    let text = &spot.file.source.text;
    // The pointer may stand behind the last letter.
    let node = [spot.offset, spot.offset.checked_sub(1)?]
        .into_iter()
        .filter_map(|at| tree.node_at(at))
        .find(|node| tree.is_key(*node))?;
    let section = tree.key(tree.parent(node)?)?;
    tree.parent(tree.parent(section)?).is_none().then_some(())?;
    let section = Section::ALL
        .into_iter()
        .find(|it| it.key() == tree.text(text, section))?;
    Some((section, tree.text(text, node).to_owned()))
}

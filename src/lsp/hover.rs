//! What an editor shows of the thing under the pointer: the rules that find something there, with the
//! provisions that they cite; the page of a rule that a waiver names; a region; the place of an id.

use super::text;
use super::workspace::{Spot, Workspace};
use crate::calendar::{Region, Zone};
use crate::diagnostics::{Citation, Diagnostic};
use crate::rules::{self, Page};
use crate::source::Span;
use crate::yaml::Kind;
use lsp_types::{Hover, HoverContents, HoverParams, MarkupContent, MarkupKind};
use std::fmt::Write;

/// The sections of a page that are shown; the whole is told by `courtesy explain`.
const SHOWN: [&str; 3] = ["What it checks", "Why", "What it cannot see"];

pub(super) fn answer(workspace: &mut Workspace, asked: &HoverParams) -> Option<Hover> {
    let spot = workspace.spot(&asked.text_document_position_params)?;
    let (text, span) = named_rule(&spot)
        .or_else(|| found(&spot))
        .or_else(|| region(&spot))?;
    Some(Hover {
        contents: HoverContents::Markup(MarkupContent {
            kind: MarkupKind::Markdown,
            value: text,
        }),
        range: Some(text::range(&spot.file.source, span)),
    })
}

fn holds(span: Span, offset: u32) -> bool {
    span.start <= offset && offset <= span.end
}

/// The page of a rule that a waiver names.
fn named_rule(spot: &Spot<'_>) -> Option<(String, Span)> {
    let waivers = spot.file.waivers.iter();
    let names = waivers.filter_map(|waiver| waiver.says.as_ref().ok());
    let name = names
        .flat_map(|says| &says.names)
        .find(|name| holds(name.span, spot.offset))?;
    let rule = rules::named(&name.text)?;
    Some((page(rule.page()), name.span))
}

/// The rules that find something here.
fn found(spot: &Spot<'_>) -> Option<(String, Span)> {
    let here = |finding: &&Diagnostic| {
        let site = &finding.primary.site;
        std::sync::Arc::ptr_eq(&site.source, &spot.file.source) && holds(site.span, spot.offset)
    };
    let findings: Vec<&Diagnostic> = spot.seen.findings.iter().filter(here).collect();
    let span = findings.first()?.primary.site.span;
    let mut text = String::new();
    let mut told: Vec<&str> = Vec::new();
    for finding in findings {
        if told.contains(&finding.rule) {
            continue;
        }
        told.push(finding.rule);
        if !text.is_empty() {
            text.push_str("\n\n---\n\n");
        }
        if let Some(rule) = rules::named(finding.rule) {
            text.push_str(&page(rule.page()));
        }
        for citation in &finding.citations {
            text.push_str("\n\n");
            text.push_str(&cited(citation));
        }
    }
    Some((text, span))
}

/// The part of a rule's page that fits an editor.
fn page(text: &str) -> String {
    let page = Page::read(text);
    let name = page.field("name").unwrap_or_default();
    let mut shown = format!(
        "**{name}** ({})",
        page.field("severity").unwrap_or_default()
    );
    for heading in SHOWN {
        if let Some(section) = page.section(heading) {
            let _ = write!(shown, "\n\n**{heading}.** {}", section.trim());
        }
    }
    let _ = write!(shown, "\n\n`courtesy explain {name}` shows the whole page.");
    shown
}

fn cited(citation: &Citation) -> String {
    let mut text = format!("**{}**: {}", citation.force.as_str(), citation.reference);
    if let Some(from) = &citation.in_force_from {
        let _ = write!(text, ", in force from {from}");
    }
    let _ = write!(text, ", confidence {}", citation.confidence.as_str());
    if let Some(url) = &citation.url {
        let _ = write!(text, "\n<{url}>");
    }
    text.push_str("\n\nThis is not legal advice.");
    text
}

/// A place and its clocks.
fn region(spot: &Spot<'_>) -> Option<(String, Span)> {
    let tree = &spot.file.tree;
    let node = tree.node_at(spot.offset)?;
    (tree.kind(node) == Kind::Scalar && !tree.is_key(node)).then_some(())?;
    let written = tree.text(&spot.file.source.text, node);
    // Words such as `no` or `at` are regions too; only what is written as one is meant.
    let upper = written.starts_with(|c: char| c.is_ascii_uppercase());
    let region: Region = written.parse().ok().filter(|_| upper)?;
    let zones: Vec<&str> = region.distinct_zones().map(Zone::name).collect();
    let text = format!("**{}**\n\n{}", region.full_name(), zones.join(", "));
    Some((text, tree.span(node)))
}

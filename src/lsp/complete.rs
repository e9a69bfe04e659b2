//! What can be written at a place: ids where ids are written, rules in a waiver and in the settings, regions
//! and time zones.
//!
//! The place is read from the lines around it and not from nodes, because what is being typed is seldom YAML.

use super::workspace::{Seen, Workspace};
use crate::calendar::{Region, Zone};
use crate::project::{CONFIG_NAME, Section};
use crate::rules::{self, Page, RULES};
use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionParams, CompletionResponse, Position,
};

/// What is written at a place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Wanted {
    Ids(Section),
    Regions,
    Zones,
    Rules,
}

pub(super) fn answer(
    workspace: &mut Workspace,
    asked: &CompletionParams,
) -> Option<CompletionResponse> {
    let at = &asked.text_document_position;
    let is_settings = at.text_document.uri.as_str().ends_with(CONFIG_NAME);
    let text = workspace.text(&at.text_document.uri)?;
    let wanted = wanted(text, at.position, is_settings)?;
    let items = match wanted {
        Wanted::Ids(section) => ids(workspace.check(), section),
        Wanted::Regions => regions(),
        Wanted::Zones => zones(),
        Wanted::Rules => rules(),
    };
    Some(CompletionResponse::Array(items))
}

fn item(label: &str, detail: Option<String>, kind: CompletionItemKind) -> CompletionItem {
    CompletionItem {
        label: label.to_owned(),
        detail,
        kind: Some(kind),
        ..CompletionItem::default()
    }
}

fn ids(seen: &Seen, section: Section) -> Vec<CompletionItem> {
    let mut ids: Vec<&str> = seen.project.index.ids(section).collect();
    ids.sort_unstable();
    let one = |id: &&str| {
        item(
            id,
            Some(section.one().to_owned()),
            CompletionItemKind::REFERENCE,
        )
    };
    ids.iter().map(one).collect()
}

fn regions() -> Vec<CompletionItem> {
    let all = Region::countries().flat_map(|country| {
        let parts: Vec<Region> = country.subdivisions().collect();
        std::iter::once(country).chain(parts)
    });
    all.map(|region| {
        let name = Some(region.full_name());
        item(region.code(), name, CompletionItemKind::ENUM_MEMBER)
    })
    .collect()
}

fn zones() -> Vec<CompletionItem> {
    let recipient = item(
        "recipient",
        Some("the recipient's own clock".to_owned()),
        CompletionItemKind::KEYWORD,
    );
    let named = Zone::all().filter(|zone| !zone.is_abbreviation());
    std::iter::once(recipient)
        .chain(named.map(|zone| item(zone.name(), None, CompletionItemKind::ENUM_MEMBER)))
        .collect()
}

fn rules() -> Vec<CompletionItem> {
    let families = rules::families().into_iter().map(|family| {
        let detail = Some("a family of rules".to_owned());
        item(family, detail, CompletionItemKind::MODULE)
    });
    RULES
        .iter()
        .map(|rule| {
            let summary = Page::read(rule.page()).summary().to_owned();
            item(
                rule.meta().name,
                Some(summary),
                CompletionItemKind::FUNCTION,
            )
        })
        .chain(families)
        .collect()
}

/// What is written where the pointer stands; nothing if it is none of these.
fn wanted(text: &str, at: Position, is_settings: bool) -> Option<Wanted> {
    let lines: Vec<&str> = text.lines().take(at.line as usize + 1).collect();
    let line = lines.get(at.line as usize)?;
    let mut units = 0;
    let end = line.char_indices().find(|(_, c)| {
        let here = units >= at.character;
        units += c.len_utf16() as u32;
        here
    });
    let before = &line[..end.map_or(line.len(), |(at, _)| at)];
    if let Some((_, comment)) = before.split_once('#') {
        let list = comment.trim_start().strip_prefix("courtesy:")?.trim_start();
        let inside = list.starts_with("allow[") && !list.contains(']');
        return inside.then_some(Wanted::Rules);
    }
    let key = key_of(before).or_else(|| key_above(&lines, before))?;
    if is_settings {
        let above = key_above(&lines, before);
        return (key == "rules" || above == Some("rules")).then_some(Wanted::Rules);
    }
    Some(match key {
        "audience" | "exclude" | "overlaps" | "disjoint_from" => Wanted::Ids(Section::Audiences),
        "suppress" => Wanted::Ids(Section::Suppressions),
        "cadence" => Wanted::Ids(Section::Cadences),
        "offer" => Wanted::Ids(Section::Offers),
        "advisory" => Wanted::Ids(Section::Advisories),
        "message" => Wanted::Ids(Section::Messages),
        "by" | "hand_off" => Wanted::Ids(Section::Senders),
        "product" => Wanted::Ids(Section::Products),
        "regions" | "holidays" => Wanted::Regions,
        "time_zone" | "time_zones" => Wanted::Zones,
        _ => return None,
    })
}

/// The key whose value is being written on a line: the last one before the pointer that is not closed by a
/// comma or a bracket, or the one of the list in brackets that is open.
fn key_of(before: &str) -> Option<&str> {
    let mut depth = 0;
    let mut list = false;
    for (at, c) in before.char_indices().rev() {
        match c {
            ']' | '}' => depth += 1,
            '[' | '{' if depth > 0 => depth -= 1,
            '[' => list = true,
            '{' => return None,
            ',' if depth == 0 && !list && !in_a_list(&before[..at]) => return None,
            ':' if depth == 0 => {
                let behind = &before[at + 1..];
                let is_key = behind.is_empty() || behind.starts_with([' ', '[', '{']);
                if is_key {
                    return Some(word_before(&before[..at]));
                }
            }
            _ => {}
        }
    }
    None
}

/// Whether a bracket of a list is open at the end.
fn in_a_list(before: &str) -> bool {
    let mut depth = 0;
    for c in before.chars().rev() {
        match c {
            ']' | '}' => depth += 1,
            '[' | '{' if depth > 0 => depth -= 1,
            '[' => return true,
            '{' => return false,
            _ => {}
        }
    }
    false
}

fn word_before(text: &str) -> &str {
    let from = text
        .rfind(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-' | '.'))
        .map_or(0, |at| {
            at + text[at..].chars().next().map_or(1, char::len_utf8)
        });
    let word = &text[from..];
    // The dash of a list is no part of a key.
    word.trim_start_matches('-')
}

/// The key above whose block the line stands in: the nearest line that is set in less and ends in a colon.
fn key_above<'t>(lines: &[&'t str], before: &str) -> Option<&'t str> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let is_item = before.trim_start().starts_with('-');
    let own = indent(before);
    let (_, above) = lines.split_last()?;
    above
        .iter()
        .rev()
        .filter(|line| {
            let content = line.trim();
            !content.is_empty() && !content.starts_with('#')
        })
        // The items of a list may stand right below their key.
        .find(|line| {
            let dash = line.trim_start().starts_with('-');
            indent(line) < own || (is_item && !dash && indent(line) == own)
        })
        .and_then(|line| {
            let content = line.split(" #").next().unwrap_or_default().trim_end();
            content.strip_suffix(':').map(word_before)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is wanted at the `|` of a text.
    fn at(marked: &str) -> Option<Wanted> {
        let at = marked.find('|').unwrap();
        let text = marked.replacen('|', "", 1);
        let line = text[..at].matches('\n').count() as u32;
        let start = text[..at].rfind('\n').map_or(0, |it| it + 1);
        let character = text[start..at].encode_utf16().count() as u32;
        wanted(&text, Position { line, character }, false)
    }

    #[test]
    fn the_place_is_known_while_one_types() {
        let audiences = Some(Wanted::Ids(Section::Audiences));
        for (text, expected) in [
            ("    audience: |", audiences),
            ("    audience: man|itoba", audiences),
            ("    audience: [a, |", audiences),
            ("    audience:\n      - |", audiences),
            ("    audience:\n    - a\n    - b|", audiences),
            ("  x: {name: ü, audience: [a, b|", audiences),
            ("  - {by: |", Some(Wanted::Ids(Section::Senders))),
            (
                "  - {by: a, message: |}",
                Some(Wanted::Ids(Section::Messages)),
            ),
            (
                "    responses: {not_now: {hand_off: |",
                Some(Wanted::Ids(Section::Senders)),
            ),
            ("  a: {regions: [CA|", Some(Wanted::Regions)),
            ("    time_zone: Am|", Some(Wanted::Zones)),
            ("  # courtesy: allow[quiet-|", Some(Wanted::Rules)),
            ("  # courtesy: allow[quiet-hours]: |", None),
            ("  - {by: a, |", None),
            ("  audience: [a], |", None),
            ("    hours: 09:|", None),
            ("|", None),
            ("name: |", None),
        ] {
            assert_eq!(at(text), expected, "{text}");
        }
    }

    #[test]
    fn the_rules_of_the_settings() {
        let at = |text: &str, line, character| wanted(text, Position { line, character }, true);
        assert_eq!(
            at("rules: {ho", 0, 10),
            None,
            "a key in brackets is not told from a value"
        );
        assert_eq!(at("rules:\n  ho", 1, 4), Some(Wanted::Rules));
        assert_eq!(at("version: ", 0, 9), None);
    }
}

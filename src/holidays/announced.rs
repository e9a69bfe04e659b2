//! Dates that governments announce year by year: swaps and bridge days, sighted moons, days of mourning.

use super::engine::{Announced, Role, Substitutes};
use super::entry::{Basis, Holiday};
use super::file::{AnnouncedDayText, AnnouncedText, placed};
use super::load::{PackProblem, Part, load};
use super::pack::{self, Pack};
use crate::calendar::Region;
use crate::diagnostics::Site;
use crate::source::{SourceFile, Span};
use crate::yaml::{self, Tree};
use std::collections::BTreeMap;
use std::sync::Arc;

macro_rules! announced {
    ($($year:literal $name:literal),*) => {
        [$((
            $year,
            concat!("rules/holidays/announced/", $name, ".yaml"),
            include_str!(concat!("../../rules/holidays/announced/", $name, ".yaml")),
        )),*]
    };
}

/// Year, path and text. The days of a country stand in the drafted files until somebody has reviewed the country.
pub(super) static FILES: [(i32, &str, &str); 8] = announced![
    2024 "2024", 2025 "2025", 2026 "2026", 2027 "2027",
    2024 "2024-drafted", 2025 "2025-drafted", 2026 "2026-drafted", 2027 "2027-drafted"
];

/// Adds to a pack what has been announced for its country and subdivisions.
pub(super) fn collect(pack: &mut Pack, problems: &mut Vec<PackProblem>) {
    for (year, path, text) in FILES {
        // The build has cut the file at every country.
        let is_theirs = |part: &Span| {
            let rest = text
                .get(part.start as usize..)
                .and_then(|it| it.strip_prefix("  "));
            rest.is_some_and(|it| it.starts_with(pack.country()))
        };
        let Some(block) = yaml::ready_parts(path).find(is_theirs) else {
            continue;
        };
        let source = SourceFile::new(path, text);
        let part = Part::of(&source, block);
        let Some((regions, tree)) = load::<BTreeMap<String, AnnouncedText>>(&part, problems) else {
            continue;
        };
        let file = File {
            source: &source,
            part: &part,
            tree: &tree,
            year,
        };
        for (code, announced) in regions {
            add(pack, &code, announced, &file, problems);
        }
    }
}

/// The file that is being read.
struct File<'a> {
    source: &'a Arc<SourceFile>,
    /// The country's block of it, and its nodes.
    part: &'a Part<'a>,
    tree: &'a Tree,
    year: i32,
}

fn add(
    pack: &mut Pack,
    code: &str,
    mut announced: AnnouncedText,
    file: &File<'_>,
    problems: &mut Vec<PackProblem>,
) {
    let mut wrong = |span, message| problems.push(PackProblem { span, message });
    let (region, working) = match (code.parse::<Region>(), pack::days(&announced.working)) {
        (Ok(region), Ok(working)) => (region, working),
        (Err(message), _) | (_, Err(message)) => {
            wrong(Span::default(), format!("{code}: {message}"));
            return;
        }
    };
    for day in working {
        pack.work_on(region.clone(), day);
    }
    let days = std::mem::take(&mut announced.days);
    for day in placed(days, file.tree, file.part) {
        match one(pack, &region, &announced, &day, file) {
            Ok(one) => pack.announce(region.clone(), one),
            Err(message) => wrong(day.span, format!("`{}`: {message}", day.id)),
        }
    }
}

fn one(
    pack: &Pack,
    region: &Region,
    announced: &AnnouncedText,
    day: &AnnouncedDayText,
    file: &File<'_>,
) -> Result<Announced, String> {
    let known = pack.holiday(region, &day.id);
    let name = match (&day.name, known) {
        (Some(name), _) => name.as_str().into(),
        (None, Some(known)) => known.name.clone(),
        (None, None) => {
            return Err("the country has no such holiday, and it has no name".to_owned());
        }
    };
    let dates = pack::days(&day.dates)?;
    if let Some(other) = dates.iter().find(|date| date.year() != file.year) {
        return Err(format!("{other} is not in {}", file.year));
    }
    let classes = match known {
        Some(known) if day.class.0.is_empty() => known.classes,
        _ => pack::classes(&day.class)?,
    };
    let text =
        |own: Option<&String>, all: Option<&String>| own.or(all).map(|text| text.as_str().into());
    let substitutes = match day.substitutes.as_deref() {
        None => Substitutes::Listed,
        Some("by-rule") => Substitutes::ByRule,
        Some(other) => {
            return Err(format!(
                "`{other}` is not known; write `substitutes: by-rule`"
            ));
        }
    };
    Ok(Announced {
        substitutes,
        settles: known.is_some(),
        holiday: Arc::new(Holiday {
            id: day.id.as_str().into(),
            name,
            local_names: known.map_or_else(Vec::new, |known| known.local_names.clone()),
            classes,
            hours: known.and_then(|known| known.hours),
            basis: Basis::Announced,
            cite: text(day.cite.as_ref(), Some(&announced.cite)),
            url: text(
                day.url.as_ref(),
                announced.url.as_ref().filter(|_| day.cite.is_none()),
            ),
            site: Site {
                source: Arc::clone(file.source),
                span: day.span,
            },
        }),
        year: file.year,
        dates,
        role: day
            .role
            .as_ref()
            .map_or(Ok(Role::Actual), |role| role.parse())?,
        confirmed: day.confirmed.unwrap_or(announced.confirmed),
    })
}

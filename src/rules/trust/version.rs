//! Versions as people write them (`5`, `v5.0`, `2026.1-rc2`), and ranges of them
//! (`<5.1`, `>=5.0 <5.2`, `5.x`, `5.0 - 5.4`, `5.0..5.4`, `~5.1`, `^5`).
//!
//! Not every maker counts by three numbers, so that this is no semantic
//! versioning: numbers between dots are compared one by one, what is missing is
//! zero, and what follows a hyphen comes before the version itself.

use std::cmp::Ordering;

/// Whether two texts name one version: `5`, `v5` and `5.0` do.
pub(super) fn same(one: &str, other: &str) -> bool {
    match (Version::read(one), Version::read(other)) {
        (Some(one), Some(other)) => one.compare(&other) == Ordering::Equal,
        _ => one.trim().eq_ignore_ascii_case(other.trim()),
    }
}

/// Whether a text stands for several versions.
pub(super) fn is_range(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    lower.contains(['<', '>', '=', '*', '~', '^'])
        || lower.split('.').any(|part| part == "x")
        || lower.contains(" - ")
        || lower.contains("..")
}

/// Whether a range holds a version; none if one of them cannot be read.
pub(super) fn holds(range: &str, version: &str) -> Option<bool> {
    let version = Version::read(version)?;
    let mut all = true;
    for bound in bounds(range)? {
        all &= bound.holds(&version);
    }
    Some(all)
}

/// Numbers, and a word for what comes before the version.
#[derive(Debug)]
struct Version<'t> {
    numbers: Vec<u64>,
    before: Option<&'t str>,
}

impl<'t> Version<'t> {
    fn read(text: &'t str) -> Option<Self> {
        let text = text.trim();
        let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
        // What stands behind a plus tells builds of one version apart.
        let text = text.split('+').next()?;
        let (numbers, before) = match text.split_once('-') {
            Some((numbers, before)) => (numbers, Some(before)),
            None => (text, None),
        };
        let numbers: Option<Vec<u64>> = numbers.split('.').map(|it| it.parse().ok()).collect();
        Some(Self {
            numbers: numbers?,
            before,
        })
    }

    fn number(&self, at: usize) -> u64 {
        self.numbers.get(at).copied().unwrap_or(0)
    }

    fn compare(&self, other: &Self) -> Ordering {
        let length = self.numbers.len().max(other.numbers.len());
        let numbers = (0..length)
            .map(|at| self.number(at).cmp(&other.number(at)))
            .find(|order| order.is_ne());
        numbers.unwrap_or_else(|| match (self.before, other.before) {
            (None, None) => Ordering::Equal,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(one), Some(other)) => one.to_ascii_lowercase().cmp(&other.to_ascii_lowercase()),
        })
    }

    /// Whether it begins with the same numbers.
    fn begins_with(&self, numbers: &[u64]) -> bool {
        numbers
            .iter()
            .enumerate()
            .all(|(at, number)| self.number(at) == *number)
    }
}

/// One condition of a range.
#[derive(Debug)]
enum Bound<'t> {
    Less(Version<'t>),
    AtMost(Version<'t>),
    More(Version<'t>),
    AtLeast(Version<'t>),
    Equal(Version<'t>),
    /// `5.x`: these numbers and any others.
    Family(Vec<u64>),
}

impl Bound<'_> {
    fn holds(&self, version: &Version<'_>) -> bool {
        match self {
            Self::Less(end) => version.compare(end).is_lt(),
            Self::AtMost(end) => version.compare(end).is_le(),
            Self::More(start) => version.compare(start).is_gt(),
            Self::AtLeast(start) => version.compare(start).is_ge(),
            Self::Equal(one) => version.compare(one).is_eq(),
            Self::Family(numbers) => version.begins_with(numbers),
        }
    }
}

/// The conditions of a range, all of which hold.
fn bounds(range: &str) -> Option<Vec<Bound<'_>>> {
    let range = range.trim();
    let ends = range.split_once(" - ").or_else(|| range.split_once(".."));
    if let Some((start, end)) = ends {
        let end = end.strip_prefix(['.', '=']).unwrap_or(end);
        return Some(vec![
            Bound::AtLeast(Version::read(start)?),
            Bound::AtMost(Version::read(end)?),
        ]);
    }
    let mut bounds = Vec::new();
    let mut rest = range;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        if rest.is_empty() {
            break;
        }
        let length = rest.len() - rest.trim_start_matches(['<', '>', '=', '~', '^']).len();
        let (sign, behind) = rest.split_at(length);
        let behind = behind.trim_start();
        let end = behind.find([' ', ',']).unwrap_or(behind.len());
        let (version, next) = behind.split_at(end);
        bounds.push(bound(sign, version)?);
        rest = next;
    }
    (!bounds.is_empty()).then_some(bounds)
}

fn bound<'t>(sign: &str, version: &'t str) -> Option<Bound<'t>> {
    let parts: Vec<&str> = version.split('.').collect();
    let open = parts.iter().position(|it| matches!(*it, "x" | "X" | "*"));
    if let Some(open) = open {
        let numbers: Option<Vec<u64>> = parts[..open]
            .iter()
            .map(|it| it.trim_start_matches(['v', 'V']).parse().ok())
            .collect();
        return matches!(sign, "" | "=" | "==").then_some(Bound::Family(numbers?));
    }
    let version = Version::read(version)?;
    Some(match sign {
        "<" => Bound::Less(version),
        "<=" | "=<" => Bound::AtMost(version),
        ">" => Bound::More(version),
        ">=" | "=>" => Bound::AtLeast(version),
        "" | "=" | "==" => Bound::Equal(version),
        // The last number that is named may grow.
        "~" => Bound::Family(version.numbers[..version.numbers.len().clamp(1, 2)].to_vec()),
        "^" => Bound::Family(version.numbers[..1].to_vec()),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{holds, is_range, same};

    #[test]
    fn one_version_is_written_in_several_ways() {
        for (one, other) in [
            ("5.0", "5"),
            ("v5.0.0", "5.0"),
            ("2026", "2026"),
            ("5.0-RC", "5.0-rc"),
            ("Vista", "vista"),
        ] {
            assert!(same(one, other), "{one} {other}");
        }
        for (one, other) in [("5.0", "5.1"), ("5", "50"), ("5.0", "5.0-rc"), ("XP", "7")] {
            assert!(!same(one, other), "{one} {other}");
        }
    }

    #[test]
    fn a_range_is_known_as_one() {
        for range in ["<5.1", ">= 5.0", "5.x", "5.*", "4.0 - 5.0", "4.0..5.0"] {
            assert!(is_range(range), "{range}");
        }
        for version in ["5.0", "2026", "5.0-rc1", "xp", "11.2"] {
            assert!(!is_range(version), "{version}");
        }
    }

    #[test]
    fn a_range_holds_what_lies_in_it() {
        for (range, inside, outside) in [
            ("<5.1", "5.0.9", "5.1"),
            ("<5.1", "5.1-rc1", "5.10"),
            ("<= 5.1", "5.1", "5.1.1"),
            (">=5.0 <5.2", "5.1.7", "5.2"),
            (">=5.0, <5.2", "5.0", "4.9"),
            ("5.x", "5.9", "6.0"),
            ("5.1.*", "5.1.3", "5.2"),
            ("5.0 - 5.4", "5.4", "5.4.1"),
            ("5.0..5.4", "5.2", "4"),
            ("~5.1", "5.1.9", "5.2"),
            ("^5.1", "5.9", "6"),
            (">2025", "2026.1", "2025"),
        ] {
            assert_eq!(holds(range, inside), Some(true), "{range} {inside}");
            assert_eq!(holds(range, outside), Some(false), "{range} {outside}");
        }
        for (range, version) in [("<Vista", "5"), ("<5", "Vista"), ("<>5", "5"), (">", "5")] {
            assert_eq!(holds(range, version), None, "{range} {version}");
        }
    }
}

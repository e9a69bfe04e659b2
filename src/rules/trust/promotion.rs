//! Campaigns that offer a version of a product, beside the advisories on that version.

use crate::model::{Advisory, AdvisoryStatus, Campaign, Harm, Offer, Product, Ref, Status};
use crate::project::{Def, Project};
use crate::yaml::{Field, Place};
use rustc_hash::FxHashMap;

/// Whether a version has the defect of an advisory.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Affected {
    /// It has.
    Yes,
    /// It has not.
    No,
    /// The versions are written as a range, which is not read.
    Range,
    /// A part of what decides could not be read, and has been reported.
    Unreadable,
}

/// The version that an offer sells.
#[derive(Clone, Copy, Debug)]
pub(super) enum Version<'p> {
    /// The version, and where it is written: in the offer or in the product.
    Known(&'p str, Place),
    /// Neither the offer nor the product says.
    Unsaid,
    /// What is written could not be read, and has been reported.
    Unreadable,
}

/// An offer in a campaign, of a product on which there is an advisory.
#[derive(Clone, Copy, Debug)]
pub(super) struct Promotion<'p> {
    pub(super) campaign: Def<'p, Campaign>,
    /// Where the campaign names the offer.
    pub(super) reference: Place,
    pub(super) offer: Def<'p, Offer>,
    pub(super) product: Def<'p, Product>,
    pub(super) version: Version<'p>,
    pub(super) advisory: Def<'p, Advisory>,
}

impl Promotion<'_> {
    /// Whether what is offered has the defect; nothing if nobody says which version that is.
    pub(super) fn affected(&self) -> Option<Affected> {
        match self.version {
            Version::Known(version, _) => Some(affected(self.advisory.value, version)),
            // Every version has it.
            _ if !self.advisory.versions.is_given() => Some(Affected::Yes),
            Version::Unreadable => Some(Affected::Unreadable),
            Version::Unsaid => None,
        }
    }

    /// The product and its version as people say it: `Notebook 5.0`.
    pub(super) fn goods(&self) -> String {
        let name = name_of(self.product);
        match self.version {
            Version::Known(version, _) => format!("{name} {version}"),
            _ => name.to_owned(),
        }
    }

    /// Whether it goes on today, as far as the campaign says.
    pub(super) fn is_active(&self) -> bool {
        matches!(
            self.campaign.status,
            Field::Missing
                | Field::Given(crate::yaml::At {
                    value: Status::Active,
                    ..
                })
        )
    }
}

/// What people call a product.
pub(super) fn name_of(product: Def<'_, Product>) -> &str {
    let name = product.value.name.value().map(String::as_str);
    name.or(product.id).unwrap_or("the product")
}

/// Whether an advisory is open and of a kind that hurts people.
pub(super) fn is_harmful(advisory: &Advisory) -> bool {
    is_open(advisory)
        && matches!(
            advisory.harm.value(),
            Some(Harm::DataLoss | Harm::Security | Harm::Safety | Harm::Billing)
        )
}

/// Whether the defect is still there.
pub(super) fn is_open(advisory: &Advisory) -> bool {
    advisory.status.value() == Some(&AdvisoryStatus::Open)
}

/// What a defect does, after "is known to".
pub(super) fn does(advisory: &Advisory) -> &'static str {
    match advisory.harm.value() {
        Some(Harm::DataLoss) => "lose data",
        Some(Harm::Security) => "have a security hole",
        Some(Harm::Safety) => "be unsafe",
        Some(Harm::Billing) => "bill wrongly",
        Some(Harm::Outage) => "fail",
        Some(Harm::Minor) | None => "have a defect",
    }
}

/// Whether a version has the defect.
pub(super) fn affected(advisory: &Advisory, version: &str) -> Affected {
    let versions = &advisory.versions;
    if !versions.is_given() || versions.values().any(|listed| same(listed, version)) {
        Affected::Yes
    } else if versions.left_out > 0 {
        Affected::Unreadable
    } else if versions.values().any(|listed| is_range(listed)) {
        Affected::Range
    } else {
        Affected::No
    }
}

/// Whether two texts name one version: `5`, `v5` and `5.0` do.
fn same(one: &str, other: &str) -> bool {
    fn plain(version: &str) -> &str {
        let version = version.trim();
        let version = version.strip_prefix(['v', 'V']).unwrap_or(version);
        let mut shorter = version;
        while let Some(rest) = shorter.strip_suffix(".0") {
            shorter = rest;
        }
        shorter
    }
    plain(one).eq_ignore_ascii_case(plain(other))
}

/// Whether a text stands for several versions.
fn is_range(version: &str) -> bool {
    let lower = version.to_ascii_lowercase();
    lower.contains(['<', '>', '=', '*', '~', '^'])
        || lower.split('.').any(|part| part == "x")
        || lower.contains(" - ")
        || lower.contains("..")
}

/// Every advisory of a project that fits, those written in place in a campaign included.
pub(super) fn advisories(
    project: &Project,
    fits: impl Fn(&Advisory) -> bool,
) -> Vec<Def<'_, Advisory>> {
    let in_place = project
        .all::<Campaign>()
        .flat_map(|campaign| campaign.value.advisory.iter())
        .filter(|at| matches!(at.value, Ref::Inline(_)))
        .filter_map(|at| project.resolve(at));
    let mut all: Vec<_> = project.all::<Advisory>().chain(in_place).collect();
    all.retain(|advisory| fits(advisory.value));
    // What an alias leads to is one advisory, however often it is written.
    let mut seen = rustc_hash::FxHashSet::default();
    all.retain(|advisory| seen.insert(advisory.place));
    all
}

/// Every offer of a product on which there is one of the advisories, in every campaign.
pub(super) fn promotions<'p>(
    project: &'p Project,
    advisories: &[Def<'p, Advisory>],
) -> Vec<Promotion<'p>> {
    let mut by_product: FxHashMap<Place, Vec<Def<'p, Advisory>>> = FxHashMap::default();
    for advisory in advisories {
        let product = advisory.value.product.at();
        if let Some(product) = product.and_then(|at| project.resolve(at)) {
            by_product.entry(product.place).or_default().push(*advisory);
        }
    }
    let mut promotions = Vec::new();
    if by_product.is_empty() {
        return promotions;
    }
    for campaign in project.all::<Campaign>() {
        for at in &campaign.value.offer {
            let Some(offer) = project.resolve(at) else {
                continue;
            };
            let product = offer.value.product.at();
            let Some(product) = product.and_then(|at| project.resolve(at)) else {
                continue;
            };
            let version = match (&offer.value.version, &product.value.current_version) {
                (Field::Given(at), _) | (Field::Missing, Field::Given(at)) => {
                    Version::Known(&at.value, at.place)
                }
                (Field::Invalid(_), _) | (_, Field::Invalid(_)) => Version::Unreadable,
                (Field::Missing, Field::Missing) => Version::Unsaid,
            };
            for advisory in by_product.get(&product.place).into_iter().flatten() {
                promotions.push(Promotion {
                    campaign,
                    reference: at.place,
                    offer,
                    product,
                    version,
                    advisory: *advisory,
                });
            }
        }
    }
    promotions
}

#[cfg(test)]
mod tests {
    use super::{is_range, same};

    #[test]
    fn one_version_is_written_in_several_ways() {
        for (one, other) in [
            ("5.0", "5"),
            ("v5.0.0", "5.0"),
            ("2026", "2026"),
            ("5.0-RC", "5.0-rc"),
        ] {
            assert!(same(one, other), "{one} {other}");
        }
        for (one, other) in [("5.0", "5.1"), ("5", "50"), ("5.0", "5.0-rc")] {
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
}

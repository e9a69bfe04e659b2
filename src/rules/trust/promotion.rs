//! Campaigns that offer a version of a product, beside the advisories on that version.

use super::version::{holds, is_range, same};
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
    /// The versions are written as a range that cannot be held against it.
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

/// Whether a version has the defect; a range of versions has it if one of them may.
pub(super) fn affected(advisory: &Advisory, version: &str) -> Affected {
    let versions = &advisory.versions;
    if !versions.is_given() {
        // Where it is mended, it is gone from then on.
        let mended = advisory.fixed_in.value().and_then(|fixed| {
            (!is_range(version)).then(|| holds(&format!(">={}", fixed.trim()), version))?
        });
        return if mended == Some(true) {
            Affected::No
        } else {
            Affected::Yes
        };
    }
    let mut known = true;
    for listed in versions.values() {
        let has = match (is_range(listed), is_range(version)) {
            (false, false) => Some(same(listed, version)),
            (true, false) => holds(listed, version),
            (false, true) => holds(version, listed),
            // Two ranges are not held against each other.
            (true, true) => None,
        };
        match has {
            Some(true) => return Affected::Yes,
            Some(false) => {}
            None => known = false,
        }
    }
    if versions.left_out > 0 {
        Affected::Unreadable
    } else if known {
        Affected::No
    } else {
        Affected::Range
    }
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

//! Which campaigns reach the same people, so that a no to one is a no to the other.

use crate::model::{Audience, Campaign, Ref, Status};
use crate::project::{CampaignView, Def, Project, Sharing, leaves_out};
use crate::yaml::List;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::Cell;

/// Which campaigns contact the people of an audience.
pub(super) struct People<'p> {
    project: &'p Project,
    /// The soliciting campaigns of an audience.
    campaigns: FxHashMap<&'p str, Vec<Def<'p, Campaign>>>,
    /// The audiences that can hold people of an audience, by either's word.
    overlaps: FxHashMap<&'p str, Vec<&'p str>>,
    /// Every campaign that goes on.
    all: Vec<Def<'p, Campaign>>,
    /// How many pairs of campaigns may still be held against each other.
    left: Cell<usize>,
}

/// All that say no to one side only are together held against so many others for each campaign, so that the
/// search grows with the project and not with its square. One of them alone is held against them all.
const TRIED_PER_CAMPAIGN: usize = 64;

/// What goes on after a no.
pub(super) enum After<'p> {
    /// Nothing: all campaigns were looked at.
    Nothing,
    /// This campaign.
    Campaign(Def<'p, Campaign>, Sharing),
    /// The search ended before all campaigns had been looked at.
    Unknown,
}

/// The ids in a list of audiences.
fn ids(list: &List<Ref<Audience>>) -> impl Iterator<Item = &str> {
    list.values().filter_map(|audience| match audience {
        Ref::Id(id) => Some(id.as_str()),
        Ref::Inline(_) => None,
    })
}

impl<'p> People<'p> {
    pub(super) fn of(project: &'p Project, all: &[Def<'p, Campaign>]) -> Self {
        let mut campaigns: FxHashMap<&str, Vec<Def<'_, Campaign>>> = FxHashMap::default();
        let mut all = all.to_vec();
        all.retain(|campaign| goes_on(project, campaign));
        for campaign in &all {
            for id in ids(&campaign.value.audience) {
                campaigns.entry(id).or_default().push(*campaign);
            }
        }
        let mut overlaps: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
        for audience in project.all::<Audience>() {
            for other in audience.value.overlaps.values() {
                let id = audience.id.unwrap_or_default();
                overlaps.entry(id).or_default().push(other);
                overlaps.entry(other).or_default().push(id);
            }
        }
        Self {
            project,
            campaigns,
            overlaps,
            left: Cell::new(all.len().saturating_mul(TRIED_PER_CAMPAIGN)),
            all,
        }
    }

    /// Takes one pair off what is left to try.
    fn spend(&self) -> bool {
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        left > 0
    }

    /// The first other campaign that reaches people of this one and goes on after a no: one that surely
    /// reaches them before one that may.
    pub(super) fn other(
        &self,
        campaign: Def<'p, Campaign>,
        goes_on: impl Fn(Def<'p, Campaign>) -> bool,
    ) -> After<'p> {
        let own: Vec<Def<'p, Audience>> = self.audiences(campaign);
        let surely = own.iter().flat_map(|audience| {
            let id = audience.id.unwrap_or_default();
            let by_id = self.overlaps.get(id).map_or(&[][..], Vec::as_slice);
            let written = audience.value.overlaps.values().map(String::as_str);
            std::iter::once(id)
                .chain(by_id.iter().copied())
                .chain(written)
        });
        let mut seen = FxHashSet::default();
        let surely = surely
            .filter_map(|id| self.campaigns.get(id))
            .flatten()
            .filter(|other| other.place != campaign.place && seen.insert(other.place));
        for other in surely {
            if !self.spend() {
                return After::Unknown;
            }
            if self.share(&own, campaign, *other) == Sharing::Stated && goes_on(*other) {
                return After::Campaign(*other, Sharing::Stated);
            }
        }
        let others = self.all.iter();
        for other in others.filter(|other| other.place != campaign.place) {
            if !self.spend() {
                return After::Unknown;
            }
            if self.share(&own, campaign, *other) >= Sharing::Possible && goes_on(*other) {
                return After::Campaign(*other, Sharing::Possible);
            }
        }
        After::Nothing
    }

    fn audiences(&self, campaign: Def<'p, Campaign>) -> Vec<Def<'p, Audience>> {
        let audiences = campaign.value.audience.iter();
        audiences
            .filter_map(|at| self.project.resolve(at))
            .collect()
    }

    /// Whether two campaigns reach the same people.
    fn share(
        &self,
        own: &[Def<'p, Audience>],
        campaign: Def<'p, Campaign>,
        other: Def<'p, Campaign>,
    ) -> Sharing {
        let theirs = self.audiences(other);
        let pairs = own
            .iter()
            .flat_map(|own| theirs.iter().map(move |it| (own, it)));
        pairs
            .filter(|(own, their)| {
                !leaves_out(campaign.value, **their) && !leaves_out(other.value, **own)
            })
            .filter(|(own, their)| own.place == their.place || meet(own.value, their.value))
            .map(|(own, their)| Sharing::of(*own, *their))
            .max()
            .unwrap_or(Sharing::Never)
    }
}

/// Whether two audiences have a place in common; one that names none may be anywhere.
fn meet(one: &Audience, other: &Audience) -> bool {
    if one.regions.is_empty() || other.regions.is_empty() {
        return true;
    }
    one.regions.values().any(|a| {
        let others = other.regions.values();
        others.into_iter().any(|b| a.is_within(b) || b.is_within(a))
    })
}

/// Whether a campaign still wants something of people.
fn goes_on(project: &Project, campaign: &Def<'_, Campaign>) -> bool {
    let ended = campaign.status.value() == Some(&Status::Ended)
        || campaign
            .ends
            .value()
            .is_some_and(|ends| *ends < project.today);
    !ended && CampaignView::of(project, *campaign).solicits()
}

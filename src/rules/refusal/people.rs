//! Which campaigns reach the same people, so that a no to one is a no to the other.

use crate::model::{Audience, Campaign, Ref, Status};
use crate::project::{CampaignView, Def, Project};
use crate::yaml::List;
use rustc_hash::FxHashMap;

/// Which campaigns contact the people of an audience.
pub(super) struct People<'p> {
    project: &'p Project,
    /// The soliciting campaigns of an audience.
    campaigns: FxHashMap<&'p str, Vec<Def<'p, Campaign>>>,
    /// The audiences that can hold people of an audience, by either's word.
    overlaps: FxHashMap<&'p str, Vec<&'p str>>,
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
        for campaign in all.iter().filter(|campaign| goes_on(project, campaign)) {
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
        }
    }

    /// The first other campaign that reaches people of this one.
    pub(super) fn other(&self, campaign: Def<'p, Campaign>) -> Option<Def<'p, Campaign>> {
        let reached = campaign.value.audience.iter().flat_map(|at| {
            let (own, more): (Option<&str>, &[&str]) = match &at.value {
                Ref::Id(id) => (
                    Some(id),
                    self.overlaps.get(id.as_str()).map_or(&[], Vec::as_slice),
                ),
                Ref::Inline(_) => (None, &[]),
            };
            let inline = self.project.resolve(at).filter(|def| def.id.is_none());
            let written = inline
                .into_iter()
                .flat_map(|def| def.value.overlaps.values());
            own.map(|id| (id, id))
                .into_iter()
                .chain(more.iter().map(move |id| (own.unwrap_or_default(), *id)))
                .chain(written.map(|id| ("", id.as_str())))
        });
        let mut reached = reached;
        reached.find_map(|(own, theirs)| {
            let here = self.campaigns.get(theirs)?;
            here.iter().copied().find(|other| {
                other.place != campaign.place
                    && !ids(&other.value.exclude).any(|id| id == own || id == theirs)
                    && !ids(&campaign.value.exclude).any(|id| id == theirs || id == own)
            })
        })
    }
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

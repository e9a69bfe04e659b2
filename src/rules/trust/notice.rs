//! Campaigns that warn: whom they reach, and when first.

use super::version::{holds, is_range, same};
use crate::calendar::{Day, Region};
use crate::model::{Audience, Campaign, Purpose, Uses};
use crate::plan::{Cast, Enrollment};
use crate::project::{CampaignView, Def, Project};
use crate::yaml::{Field, Place};

/// A campaign that tells people of something, by its own word.
#[derive(Debug)]
pub(super) struct Notice<'p> {
    pub(super) view: CampaignView<'p>,
}

/// When people hear of it: the first and the last day on which somebody gets the first contact.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Heard {
    pub(super) first: Day,
    pub(super) last: Day,
}

impl Heard {
    fn and(self, other: Self) -> Self {
        Self {
            first: self.first.min(other.first),
            last: self.last.max(other.last),
        }
    }
}

/// Whether a campaign is a notice by its own word.
pub(super) fn is_notice(campaign: &Campaign) -> bool {
    matches!(
        campaign.purpose.value(),
        Some(Purpose::ServiceNotice | Purpose::SafetyNotice)
    )
}

/// Every notice of a project that names an advisory.
pub(super) fn notices(project: &Project) -> Vec<Notice<'_>> {
    let naming = project
        .all::<Campaign>()
        .filter(|campaign| is_notice(campaign.value) && !campaign.value.advisory.is_empty());
    naming
        .map(|campaign| Notice {
            view: CampaignView::of(project, campaign),
        })
        .collect()
}

impl Notice<'_> {
    /// Whether it tells of the advisory at a place.
    pub(super) fn tells_of(&self, advisory: Place) -> bool {
        self.view.advisories.iter().any(|it| it.place == advisory)
    }

    /// Whether everybody in an audience is among those whom it is for.
    pub(super) fn covers(&self, audience: Def<'_, Audience>) -> bool {
        let project = self.view.project;
        let exclude = &self.view.value.exclude;
        let excluded = exclude
            .iter()
            .filter_map(|at| project.resolve(at))
            .any(|it| it.place == audience.place);
        let reaches = |own: &Def<'_, Audience>| is_part(project, audience, *own);
        !excluded && self.view.audiences.iter().any(reaches)
    }

    /// When people hear of it; nothing if nobody does or a part of it cannot be read.
    pub(super) fn heard(&self) -> Option<Heard> {
        let cast = Cast::of(&self.view);
        let enrollment = Enrollment::of(&self.view);
        let once = self.view.value.enrollment.value() == Some(&crate::model::Enrollment::Once);
        let last_enrolled = if once {
            enrollment.first
        } else {
            enrollment.last
        };
        if cast.people.is_empty() && !cast.gaps.is_empty() {
            // Nobody says where they are, which another rule reports; the day is good enough.
            return Some(Heard {
                first: enrollment.first,
                last: last_enrolled,
            });
        }
        let timing = cast.timing();
        let heard = timing.plans().filter_map(|(_, plan)| {
            let of = |enrolled: Day| {
                let contacts = plan.contacts(enrolled);
                contacts
                    .iter()
                    .filter(|contact| !contact.skipped)
                    .filter(|contact| {
                        let step = self.view.steps.get(contact.step);
                        step.is_some_and(crate::project::StepView::reaches_people)
                    })
                    .map(|contact| contact.day)
                    .min()
            };
            Some(Heard {
                first: of(enrollment.first)?,
                last: of(last_enrolled)?,
            })
        });
        heard.reduce(Heard::and)
    }
}

/// Whether a version, or a range of them, is among those that another text names.
fn covers_version(around: &str, inside: &str) -> bool {
    same(around, inside)
        || is_range(around) && !is_range(inside) && holds(around, inside) == Some(true)
}

/// Whether everybody in `inner` fits what `outer` says of its people: the same definition, or one that is no narrower.
fn is_part(project: &Project, inner: Def<'_, Audience>, outer: Def<'_, Audience>) -> bool {
    /// What the outer one does not say excludes nobody.
    fn agrees<T: PartialEq>(inner: &Field<T>, outer: &Field<T>) -> bool {
        outer.is_missing() || outer.value().is_some() && outer.value() == inner.value()
    }
    if inner.place == outer.place {
        return true;
    }
    let (inside, around) = (inner.value, outer.value);
    let within = |region: &Region| around.regions.values().any(|it| region.is_within(it));
    let regions = !inside.regions.is_empty() && inside.regions.values().all(within);
    let product = |uses: &Uses| {
        let at = uses.product.at()?;
        project.resolve(at).map(|product| product.place)
    };
    let uses = |own: &Uses| {
        around.uses.values().any(|other| {
            let every = !other.versions.is_given();
            let listed = || {
                own.versions.is_given()
                    && own.versions.values().all(|version| {
                        other
                            .versions
                            .values()
                            .any(|it| covers_version(it, version))
                    })
            };
            product(own).is_some() && product(own) == product(other) && (every || listed())
        })
    };
    regions
        && agrees(&inside.kind, &around.kind)
        && agrees(&inside.relationship, &around.relationship)
        && agrees(&inside.role, &around.role)
        && (!around.uses.is_given() || !inside.uses.is_empty() && inside.uses.values().all(uses))
}

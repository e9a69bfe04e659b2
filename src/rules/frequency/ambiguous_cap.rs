use super::caps::{self, Cap};
use super::words::counted;
use crate::diagnostics::Diagnostic;
use crate::model::Limits;
use crate::project::{CampaignView, LimitsInForce, Project};
use crate::rules::{Findings, Rule, about, rule};
use crate::yaml::Place;

rule! {
    /// A limit of which nobody can say what it allows.
    AmbiguousCap, "ambiguous-cap", "frequency", Warning
}

impl Rule for AmbiguousCap {
    about!();

    fn check_campaign(&self, campaign: &CampaignView<'_>, findings: &mut Findings<'_>) {
        let Some(limits) = campaign.value.limits.value() else {
            return;
        };
        let of_project = campaign.project.limits(campaign.place);
        for doubt in doubts(limits, &campaign.limits, Some(of_project)) {
            let finding = findings.violation(doubt.place, doubt.label);
            findings.push(doubt.say(finding));
        }
    }

    fn check_project(&self, project: &Project, findings: &mut Findings<'_>) {
        for (limits, campaign) in caps::of_settings(project) {
            for doubt in doubts(limits, project.limits(campaign), None) {
                let spot = project.key(campaign);
                let finding = findings
                    .violation_at(spot, "is held to it")
                    .see(project.value(doubt.place).site.label(doubt.label));
                findings.push(doubt.say(finding));
            }
        }
    }
}

/// What can be read in two ways.
struct Doubt {
    place: Place,
    label: &'static str,
    message: String,
    help: String,
}

impl Doubt {
    fn say(self, finding: Diagnostic) -> Diagnostic {
        finding.because(self.message).help(self.help)
    }
}

/// The doubts about limits that are written at one place: `in_force` with them, `wider` without them
/// if they can only narrow others.
fn doubts(limits: &Limits, in_force: &LimitsInForce, wider: Option<&LimitsInForce>) -> Vec<Doubt> {
    let mut doubts: Vec<Doubt> = gap(limits).into_iter().collect();
    // Of numbers for a team `throttle-not-cap` tells.
    let caps = caps::written(limits);
    for cap in caps.iter().filter(|cap| !cap.is_for_a_team()) {
        let without = wider.and_then(|wider| cap.period.limit(wider, cap.channel));
        let any = cap.period.limit(in_force, None);
        if let Some(most) = without.filter(|most| *most < cap.most) {
            doubts.push(without_effect(cap, most));
        } else if let Some(any) = any.filter(|any| *any < cap.most && cap.channel.is_some()) {
            doubts.push(over_all(cap, any));
        }
    }
    doubts
}

/// A distance in days: twenty-four hours to one, the next date to another.
fn gap(limits: &Limits) -> Option<Doubt> {
    let at = limits.min_gap.at()?;
    let gap = at.value;
    if gap.days == 0 && gap.months == 0 {
        return None;
    }
    let hours = gap.approx_minutes().div_ceil(60);
    Some(Doubt {
        place: at.place,
        label: "hours or dates?",
        message: format!(
            "`min_gap` of {gap} does not say whether a day is 24 hours or the next date: from 17:00 to 09:00 the next morning are 16 hours"
        ),
        help: format!(
            "If hours are meant, write hours; if dates are, limit the day:\n  limits:\n    min_gap: {hours}h\n    per_day: {{any: 1}}"
        ),
    })
}

/// What a campaign allows itself and does not have.
fn without_effect(cap: &Cap, most: u32) -> Doubt {
    Doubt {
        place: cap.place,
        label: "has no effect",
        message: format!(
            "`{}` allows what the project does not: at most {} in {}, and a campaign can only narrow that",
            cap.line(),
            counted(most, cap.channel),
            cap.period.words(),
        ),
        help: format!(
            "Whoever reads it here takes it for what holds. Delete it, or write fewer than the project:\n  limits:\n    {}",
            Cap { most, ..*cap }.line()
        ),
    }
}

/// A channel that is allowed more than all channels together.
fn over_all(cap: &Cap, any: u32) -> Doubt {
    Doubt {
        place: cap.place,
        label: "more than of all channels together",
        message: format!(
            "`{}` allows {} in {} where all channels together are allowed {any} (`any`): the smaller number holds, whichever is meant",
            cap.line(),
            counted(cap.most, cap.channel),
            cap.period.words(),
        ),
        help: format!(
            "Say which it is:\n  limits:\n    {}",
            Cap { most: any, ..*cap }.line()
        ),
    }
}

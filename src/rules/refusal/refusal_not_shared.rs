use super::path::Run;
use super::scope::leaves_out;
use super::{is_whole, steps};
use crate::diagnostics::Safety;
use crate::fix::Entry;
use crate::model::{Action, Answer, Ref, StopScope};
use crate::project::{CampaignView, StepView};
use crate::rules::{Case, Findings, Mend, Rule, about, rule};
use crate::yaml::{Field, Place};

rule! {
    /// Several senders work the same people without sharing the answers.
    RefusalNotShared, "refusal-not-shared", "refusal", Error
}

impl Rule for RefusalNotShared {
    about!();

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        let campaign = case.campaign;
        let run = Run {
            campaign,
            timing: case.timing,
        };
        let another = |said: &StepView<'_>, then: &StepView<'_>, _| {
            leaves_out(StopScope::Sender, said.value, then.value)
        };
        let Some(cadence) = campaign.cadence.filter(|_| campaign.solicits()) else {
            return;
        };
        let team = Team::of(campaign);
        let shares = &cadence.value.shares_responses;
        match (shares, team.others.as_slice()) {
            (Field::Given(at), _) if at.value => {}
            (Field::Given(at), [other, ..]) => {
                let finding = findings
                    .violation(at.place, "answers stay with whoever got them")
                    .because(format!(
                        "a no to {} is not known to {}, who contacts the same people",
                        team.first_named(),
                        other.name
                    ))
                    .see_all(team.labels(campaign))
                    .mend(HELP, instead(at.place, findings));
                findings.push(match run.within(another) {
                    Some(path) => path.onto(finding),
                    None => finding,
                });
            }
            (Field::Given(at), []) => {
                let reaching = campaign.steps.iter().filter(|step| step.reaches_people());
                if let Some(step) = team.unnamed.filter(|_| reaching.count() > 1) {
                    let finding = findings
                        .unverified(at.place, "answers stay with whoever got them")
                        .because(format!(
                            "senders do not share answers here, and {} does not say who sends it: it may be somebody who has not heard the no",
                            steps::named(step)
                        ))
                        .mend(
                            HELP,
                            instead(at.place, findings)
                                .and("or say at every step who sends it:\n  by: sales-team"),
                        );
                    findings.push(finding);
                }
            }
            (Field::Missing, [other, ..]) if is_whole(campaign.project, cadence.place) => {
                let finding = findings
                    .unverified(cadence.place, "does not say whether answers are shared")
                    .because(format!(
                        "nothing says that a no to {} is known to {}, who contacts the same people",
                        team.first_named(),
                        other.name
                    ))
                    .see_all(team.labels(campaign))
                    .mend(
                        HELP,
                        Mend::write(findings, cadence.place, &[share()], Safety::Unsafe, TITLE),
                    );
                findings.push(finding);
            }
            (Field::Missing | Field::Invalid(_), _) => {}
        }
    }
}

const HELP: &str = "To the person it is one firm, and the second caller who does not know of the no is the firm not listening. Let everybody see the answers before the next contact, and write in the cadence:";

const TITLE: &str = "Share the answers with all senders";

fn share() -> Entry {
    Entry::new("shares_responses", "true")
}

fn instead(written: Place, findings: &Findings<'_>) -> Mend {
    Mend::instead(findings, written, &share(), Safety::Unsafe, TITLE)
}

/// A sender of a cadence.
struct Member<'p> {
    id: Option<&'p str>,
    /// As it stands in a sentence.
    name: String,
    place: Place,
}

/// The senders of a cadence: the first, and all that are not the first.
struct Team<'v, 'p> {
    first: Option<Member<'p>>,
    others: Vec<Member<'p>>,
    /// A step that does not say who sends it.
    unnamed: Option<&'v StepView<'p>>,
}

impl<'v, 'p> Team<'v, 'p> {
    fn of(campaign: &'v CampaignView<'p>) -> Self {
        let mut team = Self {
            first: None,
            others: Vec::new(),
            unnamed: None,
        };
        for step in campaign.steps.iter().filter(|step| step.reaches_people()) {
            match &step.value.by {
                Field::Missing => team.unnamed = team.unnamed.or(Some(step)),
                Field::Invalid(_) => {}
                Field::Given(at) => {
                    let (id, name) = match &at.value {
                        Ref::Id(id) => (Some(id.as_str()), format!("`{id}`")),
                        Ref::Inline(sender) => (
                            None,
                            sender.name.value().map_or_else(
                                || format!("the sender of {}", steps::named(step)),
                                Clone::clone,
                            ),
                        ),
                    };
                    team.add(Member {
                        id,
                        name,
                        place: at.place,
                    });
                }
            }
        }
        for answer in Answer::ALL {
            if let Some(at) = campaign.response(*answer)
                && let Action::HandOff(id) = &at.value
            {
                team.add(Member {
                    id: Some(id),
                    name: format!("`{id}`"),
                    place: at.place,
                });
            }
        }
        team
    }

    fn add(&mut self, member: Member<'p>) {
        // Two senders that are written in place are two, unless one place is read twice.
        let same = |known: &Member<'p>| {
            known.id == member.id && (known.id.is_some() || known.place == member.place)
        };
        match &self.first {
            None => self.first = Some(member),
            Some(first) if same(first) || self.others.iter().any(same) => {}
            // More than can be shown need not be told apart.
            Some(_) if self.others.len() == 2 => {}
            Some(_) => self.others.push(member),
        }
    }

    fn first_named(&self) -> &str {
        self.first.as_ref().map_or("", |first| &first.name)
    }

    fn labels<'a>(
        &'a self,
        campaign: &'a CampaignView<'_>,
    ) -> impl Iterator<Item = crate::diagnostics::Label> + 'a {
        let all = self.first.iter().chain(&self.others);
        all.enumerate().map(move |(position, member)| {
            let text = if position == 0 {
                "one sender"
            } else {
                "another"
            };
            campaign.project.value(member.place).site.label(text)
        })
    }
}

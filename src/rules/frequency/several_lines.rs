use crate::calendar::Day;
use crate::model::Channel;
use crate::plan::{Contact, People};
use crate::project::CampaignView;
use crate::rules::{Case, Findings, Rule, about, rule};
use crate::yaml::At;

rule! {
    /// One person is tried on several numbers or accounts on the same day.
    SeveralLines, "several-lines", "frequency", Error
}

/// What a number or account belongs to: two numbers of the telephone are two lines, a number and a mailbox are not.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Network {
    Telephone,
    Other(Channel),
}

fn network(channel: Channel) -> Network {
    match channel {
        Channel::Call | Channel::Voicemail | Channel::Sms => Network::Telephone,
        other => Network::Other(other),
    }
}

impl Rule for SeveralLines {
    about!();

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        let lines = Lines::of(case.campaign);
        if !lines.several {
            return;
        }
        // One finding a cadence: the first day on which two meet shows what is wrong.
        let Some(meeting) = meeting(case, &lines) else {
            return;
        };
        let [one, other] = meeting.lines;
        let message = format!(
            "one person in {} is tried on two lines on {}: `{}` and `{}`",
            meeting.people.region.code(),
            meeting.contacts[0].day.with_weekday(),
            one.value,
            other.value,
        );
        let finding = findings
            .violation(other.place, "another line on the same day")
            .because(message)
            .see(case.campaign.project.value(one.place).site.label("one line"))
            .counterexample(case.itinerary(meeting.people, meeting.enrolled, &meeting.contacts))
            .help("Who does not answer on one number has not asked to be tried on the next. Keep to one line, or give the other a day of its own:\n  wait: 2d");
        findings.push(finding);
    }
}

/// The lines on which the steps of a cadence reach people.
struct Lines<'p> {
    by_step: Vec<Option<(Network, &'p At<String>)>>,
    /// Whether any two belong together.
    several: bool,
}

impl<'p> Lines<'p> {
    fn of(campaign: &CampaignView<'p>) -> Self {
        let by_step: Vec<_> = campaign
            .steps
            .iter()
            .map(|step| Some((network(step.channel?), step.value.to.at()?)))
            .collect();
        let mut first: Vec<(Network, &At<String>)> = Vec::new();
        let mut several = false;
        for line in by_step.iter().flatten() {
            match first.iter().find(|(network, _)| *network == line.0) {
                Some(known) => several |= known.1.value != line.1.value,
                None => first.push(*line),
            }
        }
        Self { by_step, several }
    }

    /// The first two of some contacts that are made on lines which belong together.
    fn two<'c>(&self, contacts: &'c [Contact]) -> Option<([&'p At<String>; 2], [&'c Contact; 2])> {
        let mut before: Vec<(Network, &'p At<String>, &'c Contact)> = Vec::new();
        for contact in contacts {
            let Some((network, line)) = self.by_step[contact.step] else {
                continue;
            };
            let mut others = before.iter().filter(|(of, ..)| *of == network);
            if let Some((_, one, first)) = others.find(|(_, other, _)| other.value != line.value) {
                return Some(([one, line], [first, contact]));
            }
            before.push((network, line, contact));
        }
        None
    }
}

/// A person who is tried on two lines on one day.
struct Meeting<'c, 'p> {
    people: &'c People<'p>,
    enrolled: Day,
    lines: [&'p At<String>; 2],
    contacts: [Contact; 2],
}

/// The first person to whom it happens.
fn meeting<'c, 'p>(case: &Case<'c, 'p>, lines: &Lines<'p>) -> Option<Meeting<'c, 'p>> {
    case.timing.plans().find_map(|(people, plan)| {
        let on_a_line = |step: usize| lines.by_step[step].is_some();
        plan.crowded(1, on_a_line).into_iter().find_map(|enrolled| {
            let mut contacts = plan.contacts(enrolled);
            contacts.retain(|it| !it.skipped && on_a_line(it.step));
            let mut days = contacts.chunk_by(|a, b| a.day == b.day);
            let (lines, [first, second]) = days.find_map(|day| lines.two(day))?;
            Some(Meeting {
                people,
                enrolled,
                lines,
                contacts: [first.clone(), second.clone()],
            })
        })
    })
}

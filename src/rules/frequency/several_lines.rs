use crate::calendar::Day;
use crate::model::Channel;
use crate::plan::{Contact, People};
use crate::rules::{Case, Findings, Rule, about, rule};

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
        let steps = &case.campaign.steps;
        for (a, first) in steps.iter().enumerate() {
            for (b, second) in steps.iter().enumerate().skip(a + 1) {
                let (Some(one), Some(other)) = (first.value.to.at(), second.value.to.at()) else {
                    continue;
                };
                let (Some(by), Some(also)) = (first.channel, second.channel) else {
                    continue;
                };
                if one.value == other.value || network(by) != network(also) {
                    continue;
                }
                // One finding a cadence: the first pair that meets shows what is wrong.
                if let Some((people, day, contacts)) = meeting(case, a, b) {
                    let message = format!(
                        "one person in {} is tried on two lines on {}: `{}` and `{}`",
                        people.region.code(),
                        day.with_weekday(),
                        one.value,
                        other.value,
                    );
                    let finding = findings
                        .violation(other.place, "another line on the same day")
                        .because(message)
                        .see(case.campaign.project.value(one.place).site.label("one line"))
                        .counterexample(case.itinerary(people, contacts.0, &contacts.1))
                        .help("Who does not answer on one number has not asked to be tried on the next. Keep to one line, or give the other a day of its own:\n  wait: 2d");
                    findings.push(finding);
                    return;
                }
            }
        }
    }
}

/// One person, the day, and the enrollment with the contacts of that day.
type Meeting<'c, 'p> = (&'c People<'p>, Day, (Day, Vec<Contact>));

/// The first person to whom two steps happen on one day.
fn meeting<'c, 'p>(case: &Case<'c, 'p>, a: usize, b: usize) -> Option<Meeting<'c, 'p>> {
    for (people, plan) in case.timing.plans() {
        let both = plan.reach(a);
        let shared = plan.reach(b);
        if !shared.iter().any(|day| both.contains(day)) {
            continue;
        }
        for enrolled in plan.enrollment_days() {
            let contacts = plan.contacts(enrolled);
            let made = |step: usize| {
                contacts
                    .iter()
                    .filter(move |it| it.step == step && !it.skipped)
            };
            if let Some(first) = made(a).find(|first| made(b).any(|second| second.day == first.day))
            {
                let day = first.day;
                let on_the_day = contacts
                    .iter()
                    .filter(|it| it.day == day && !it.skipped && (it.step == a || it.step == b))
                    .cloned()
                    .collect();
                return Some((people, day, (enrolled, on_the_day)));
            }
        }
    }
    None
}

use super::{and_these, apart};
use crate::calendar::Day;
use crate::law::Practice;
use crate::lexicon::Saying;
use crate::project::{Language, Reading};
use crate::rules::law_beside::forbids;
use crate::rules::wording::{at_words, not_understood, on_one_line};
use crate::rules::{Breaks, Case, Findings, Rule, Words, about, rule};
use crate::source::Span;
use crate::yaml::At;

rule! {
    /// A text urges people on, and nothing in the offer is short of time.
    FalseUrgency, "false-urgency", "tone", Warning
}

/// So many days before the end of a discount there is no need to hurry.
const SOON: i32 = 14;

impl Rule for FalseUrgency {
    about!();

    fn law(&self) -> Option<Breaks> {
        Some(|demand, words| {
            forbids(demand, Practice::FalseUrgency)
                || words == Words::Subject && forbids(demand, Practice::MisleadingSubject)
        })
    }

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        let campaign = case.campaign;
        // A warning of danger has a reason to hurry, and an invoice has a day.
        if !campaign.sells() || !campaign.solicits() {
            return;
        }
        let ends = campaign
            .offers
            .iter()
            .filter_map(|offer| offer.value.discount.value()?.until.at())
            .max_by_key(|until| until.value);
        for reading in campaign.readings() {
            if reading.language != Language::Understood {
                if let Some(finding) =
                    not_understood(reading, findings, "urges people on without a reason")
                {
                    findings.push(finding);
                }
                continue;
            }
            scarce(case, reading, findings);
            match ends {
                None => unsupported(case, reading, findings),
                Some(until) => too_soon(case, reading, until, findings),
            }
        }
    }
}

/// How many are left is nothing that an offer can say.
fn scarce(case: &Case<'_, '_>, reading: &Reading<'_>, findings: &mut Findings<'_>) {
    let said = apart(reading.text.all(Saying::Scarcity).map(|said| said.span));
    let Some((first, others)) = said.split_first() else {
        return;
    };
    let project = case.campaign.project;
    let words = on_one_line(reading.words(*first));
    let finding = at_words(project, findings, reading, *first, "how many are left?")
        .because(format!(
            "the text says \"{words}\", and nothing in the offer says that there are only so many"
        ))
        .help("People who find out that there were always more believe nothing else you write. Take it out; or, if it is so, say why in a comment:\n  # courtesy: allow[false-urgency]: forty seats, booked one by one");
    findings.push(and_these(finding, project, reading, others));
}

fn unsupported(case: &Case<'_, '_>, reading: &Reading<'_>, findings: &mut Findings<'_>) {
    let said = pressing(reading, Days::Named);
    let Some((first, others)) = said.split_first() else {
        return;
    };
    let project = case.campaign.project;
    let words = on_one_line(reading.words(*first));
    let nothing = if case.campaign.offers.is_empty() {
        "and the campaign has no offer that could end"
    } else {
        "and nothing in the offer ends"
    };
    let mut finding = at_words(project, findings, reading, *first, "why the hurry?")
        .because(format!("the text says \"{words}\", {nothing}"))
        .help("Who is rushed decides badly, and finds the same offer there a week later. Take it out; or, if the offer does end, say when:\n  discount: {from: {amount: 9.95, currency: USD, per: month}, since: 2027-03-01, until: 2027-03-31}");
    if let Some(offer) = case.campaign.offers.first() {
        let site = project.key(offer.place).site;
        finding = finding.see(site.label("no `discount` with an `until`"));
    }
    findings.push(and_these(finding, project, reading, others));
}

/// Pressing words about a discount that holds for weeks after they are read.
fn too_soon(
    case: &Case<'_, '_>,
    reading: &Reading<'_>,
    until: &At<Day>,
    findings: &mut Findings<'_>,
) {
    let said = pressing(reading, Days::Unnamed);
    let Some((first, others)) = said.split_first() else {
        return;
    };
    let uses = |position: &usize| {
        let step = &case.campaign.steps[*position];
        step.message
            .is_some_and(|message| message.place == reading.message.place)
    };
    let steps: Vec<usize> = (0..case.campaign.steps.len()).filter(uses).collect();
    let earliest = case
        .timing
        .people()
        .flat_map(|(people, plan)| {
            let steps = steps.iter();
            steps.filter_map(move |step| {
                let days = case.times(people, *step).iter();
                let day = days.filter_map(|times| times.days.first()).min()?;
                Some((day, people, plan, *step))
            })
        })
        .min_by_key(|(day, ..)| *day);
    let Some((day, people, plan, step)) = earliest else {
        return;
    };
    let left = until.value.0 - day.0;
    if left <= SOON {
        return;
    }
    let project = case.campaign.project;
    let words = on_one_line(reading.words(*first));
    let range = case.range_on(people, step, day);
    let finding = at_words(project, findings, reading, *first, "there is no hurry")
        .because(format!(
            "the text says \"{words}\" as early as {}, {left} days before the discount ends",
            day.with_weekday()
        ))
        .see(project.value(until.place).site.label("it lasts until then"))
        .counterexample(case.example(people, plan, step, day, range))
        .help(format!(
            "Who is rushed decides badly, and finds the same offer there a week later. Say the day instead, and let people choose:\n  The price holds until {}.",
            until.value
        ));
    findings.push(and_these(finding, project, reading, others));
}

/// Whether a day that is named as the last one counts as pressing.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Days {
    /// It does: there is no such day.
    Named,
    /// Of a day that the offer may have, `price-mismatch` speaks.
    Unnamed,
}

/// Everything in a text that presses, in its order.
fn pressing(reading: &Reading<'_>, days: Days) -> Vec<Span> {
    let text = &reading.text;
    let mut spans: Vec<Span> = text.all(Saying::Urgency).map(|said| said.span).collect();
    if days == Days::Named {
        spans.extend(text.deadlines().map(|date| date.span));
    }
    spans.sort_by_key(|span| span.start);
    apart(spans)
}

use super::words::{self, Sure, counted};
use crate::calendar::{Day, Duration, Region};
use crate::law::{Bearing, BoundCap, Fact, Law, Requirement};
use crate::law::{CalendarPeriod, Cap, CapPer, CapWhen, Counted, Facts, Period, Provision};
use crate::model::Channel;
use crate::plan::{Contact, Example, People, Plan, Span, Spell, Unfollowed};
use crate::project::{Limit, StepView};
use crate::rules::timing::words::doubt;
use crate::rules::{Case, Findings, Rule, about, authority, rule};
use std::cmp::Reverse;
use std::fmt::Write;
use std::ops::RangeInclusive;

rule! {
    /// More attempts on one person over a rolling or calendar period than allowed.
    AttemptsPerWindow, "attempts-per-window", "frequency", Error
}

impl Rule for AttemptsPerWindow {
    about!();

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        if words::too_many(case, findings) {
            return;
        }
        let mut open = None;
        let law = by_law(case, &mut open);
        let own = by_limits(case, &mut open);
        if law.is_empty() && own.is_empty() && open.is_some() {
            words::not_followed(case, findings);
        }
        let told = law.iter().filter(|it| it.is_certain()).any(|it| {
            own.iter()
                .all(|own| same_steps(&it.excess.spell, &own.excess.spell))
        });
        report_law(case, &law, findings);
        if !told {
            report_own(case, &own, findings);
        }
    }
}

fn same_steps(a: &Spell, b: &Spell) -> bool {
    let has = |spell: &Spell, step: usize| spell.contacts.iter().any(|it| it.step == step);
    b.contacts.iter().all(|it| has(a, it.step))
}

/// More attempts in a stretch of time than a limit.
#[derive(Clone)]
struct Excess {
    spell: Spell,
    /// The smallest example: the earliest enrollment, and no more contacts than it takes.
    shown: Example,
}

impl Excess {
    /// Nothing if the limit holds. `count` tells how many of some contacts are held against it.
    fn of(spell: Option<Spell>, limit: u32, count: impl Fn(&[Contact]) -> u32) -> Option<Self> {
        let spell = spell.filter(|spell| spell.count > limit)?;
        let fullest = Example {
            enrolled: spell.enrolled,
            contacts: spell.contacts.clone(),
        };
        let mut shown = spell
            .first
            .clone()
            .filter(|first| count(&first.contacts) > limit)
            .or_else(|| (count(&fullest.contacts) > limit).then_some(fullest))?;
        let enough = (1..shown.contacts.len()).find(|end| count(&shown.contacts[..*end]) > limit);
        shown
            .contacts
            .truncate(enough.unwrap_or(shown.contacts.len()));
        Some(Self { spell, shown })
    }

    /// By what examples are put in order, the smallest first.
    fn order(&self) -> (Day, Option<Day>, usize) {
        let contacts = &self.shown.contacts;
        let begins = contacts.first().map(|it| it.day);
        (self.shown.enrolled, begins, contacts.len())
    }

    /// ` (7 at worst)`, if the smallest example does not show the most.
    fn at_worst(&self, most: u32) -> String {
        if most as usize > self.shown.contacts.len() {
            format!(" ({most} at worst)")
        } else {
            String::new()
        }
    }

    /// `, from Tue 2027-03-02 on`.
    fn since(&self) -> String {
        let first = self.shown.contacts.first();
        first.map_or(String::new(), |it| {
            format!(", from {} on", it.day.with_weekday())
        })
    }
}

/// A limit of the company that is broken.
struct Broken<'c, 'p> {
    channel: Option<Channel>,
    limit: Limit<u32>,
    people: &'c People<'p>,
    excess: Excess,
    /// The most in seven days, over all people.
    most: u32,
}

/// `open` is filled if a limit was not seen to be broken, but not all could be followed.
fn by_limits<'c, 'p>(case: &Case<'c, 'p>, open: &mut Option<Unfollowed>) -> Vec<Broken<'c, 'p>> {
    let limits = &case.campaign.limits;
    let any = limits.per_7_days_any().map(|limit| (None, limit));
    let by_channel = Channel::ALL
        .iter()
        .filter_map(|channel| Some((Some(*channel), limits.per_7_days(*channel)?)));
    let mut broken = Vec::new();
    for (channel, limit) in any.into_iter().chain(by_channel) {
        let counts: Vec<bool> = case
            .campaign
            .steps
            .iter()
            .map(|step| counts_for(step, channel))
            .collect();
        let found: Vec<(&People<'p>, Excess)> = case
            .timing
            .plans()
            .filter_map(|(people, plan): (&'c People<'p>, &Plan<'_>)| {
                if plan.surely_keeps(Span::Days(7), limit.value, |step| counts[step]) {
                    return None;
                }
                let spell = plan
                    .most_within(Span::Days(7), limit.value, |step| counts[step])
                    .unwrap_or_else(|why| {
                        *open = Some(why);
                        None
                    });
                let excess = Excess::of(spell, limit.value, |it| beyond_the_day(case, it))?;
                Some((people, excess))
            })
            .collect();
        let most = found.iter().map(|it| it.1.spell.count).max().unwrap_or(0);
        let first = found.into_iter().min_by_key(|it| it.1.order());
        broken.extend(first.map(|(people, excess)| Broken {
            channel,
            limit,
            people,
            excess,
            most,
        }));
    }
    broken
}

fn counts_for(step: &StepView<'_>, channel: Option<Channel>) -> bool {
    match channel {
        None => step.reaches_people() && step.channel.is_some(),
        Some(channel) => step.channel == Some(channel),
    }
}

/// How many of some contacts would be left if every day kept its own limits: what breaks those is
/// told by `attempts-per-day`.
fn beyond_the_day(case: &Case<'_, '_>, contacts: &[Contact]) -> u32 {
    let limits = &case.campaign.limits;
    contacts
        .chunk_by(|a, b| a.day == b.day)
        .map(|day| {
            let of = |channel: &Channel| {
                let own = day
                    .iter()
                    .filter(|it| case.campaign.steps[it.step].channel == Some(*channel));
                let count = own.count() as u32;
                limits
                    .per_day(*channel)
                    .map_or(count, |limit| count.min(limit.value))
            };
            let all: u32 = Channel::ALL.iter().map(of).sum();
            limits
                .per_day_any()
                .map_or(all, |limit| all.min(limit.value))
        })
        .sum()
}

fn report_own(case: &Case<'_, '_>, broken: &[Broken<'_, '_>], findings: &mut Findings<'_>) {
    let Some(first) = broken.first() else { return };
    let contacts = &first.excess.shown.contacts;
    let Some(mut finding) = words::finding_of(case.campaign, contacts, Sure::Certain, findings)
    else {
        return;
    };
    let mut message = format!(
        "one person in {} gets {} in 7 days{}{}, where at most {} {} allowed",
        first.people.region.code(),
        counted(contacts.len() as u32, first.channel),
        first.excess.since(),
        first.excess.at_worst(first.most),
        first.limit.value,
        if first.limit.value == 1 { "is" } else { "are" },
    );
    for other in &broken[1..] {
        let _ = write!(
            message,
            "; up to {}, where at most {} {} allowed",
            counted(other.most, other.channel),
            other.limit.value,
            if other.limit.value == 1 { "is" } else { "are" },
        );
    }
    let places: Vec<_> = broken.iter().filter_map(|it| it.limit.place).collect();
    for place in &places {
        finding = finding.see(case.campaign.project.key(*place).site.label("the limit"));
    }
    let whose = if places.is_empty() {
        "The built-in limits (`per_7_days`)"
    } else {
        "The limits (`per_7_days`)"
    };
    let help = format!(
        "Who is asked every day is worn down, not convinced. {whose} are on one person, over all channels, numbers and senders. {}",
        remedy(case, contacts)
    );
    let mut example = case.itinerary(first.people, first.excess.shown.enrolled, contacts);
    example.affected = first.excess.spell.affected();
    findings.push(finding.because(message).counterexample(example).help(help));
}

fn remedy(case: &Case<'_, '_>, contacts: &[Contact]) -> String {
    let last = contacts.last().map(|it| &case.campaign.steps[it.step]);
    match last {
        Some(step) if step.value.repeat.at().is_some() => {
            "Let more time pass from one to the next:\n  repeat: {every: 14d, times: 2}".to_owned()
        }
        Some(step) if step.value.attempts.value().is_some_and(|count| *count > 1) => {
            "Make fewer, further apart:\n  attempts: 2\n  spacing: 4d".to_owned()
        }
        _ => "Leave some out, or put more days between them, for example:\n  wait: 4d".to_owned(),
    }
}

/// A cap of law that is broken, or may be.
struct Breach<'c, 'p> {
    bound: BoundCap<'c>,
    people: &'c People<'p>,
    excess: Excess,
}

impl Breach<'_, '_> {
    /// Whether the provision binds, and what it counts is what the plan counts.
    fn is_certain(&self) -> bool {
        self.bound.binding.bearing.binds() && self.bound.cap.counts != Counted::Completed
    }

    /// The part of a country whose law it is, if of people no more than the country is known.
    fn part(&self) -> Option<Region> {
        let open = Bearing::Unverified {
            fact: Fact::Subdivision,
        };
        let provision = self.bound.binding.provision;
        (self.bound.binding.bearing == open)
            .then(|| provision.jurisdiction.parse().ok())
            .flatten()
    }

    /// The place whose law it is, or where people are.
    fn place(&self) -> String {
        let whole = || self.people.region.code().to_owned();
        self.part()
            .map_or_else(whole, |part| part.code().to_owned())
    }
}

/// The attempts that a cap counts, in one place.
struct Subject<'c> {
    bound: BoundCap<'c>,
    counts: Vec<bool>,
}

/// What is asked of a plan.
#[derive(PartialEq, Eq)]
struct Question {
    script: usize,
    span: Span,
    most: u32,
    /// The days of the plan on which the cap is in force.
    days: RangeInclusive<Day>,
    counts: Vec<bool>,
}

impl Question {
    fn answer(&self, plan: &Plan<'_>) -> Result<Option<Excess>, Unfollowed> {
        let counts = |step: usize| self.counts[step];
        if plan.surely_keeps(self.span, self.most, counts) {
            return Ok(None);
        }
        let spell = plan.most_within_days(self.span, self.most, &self.days, counts)?;
        Ok(Excess::of(spell, self.most, |contacts| {
            contacts.len() as u32
        }))
    }
}

fn by_law<'c, 'p>(case: &Case<'c, 'p>, open: &mut Option<Unfollowed>) -> Vec<Breach<'c, 'p>> {
    let steps = &case.campaign.steps;
    let mut found = Vec::new();
    // People of one script whom the same cap protects get the same.
    let mut known: Vec<(Question, Option<Excess>)> = Vec::new();
    for (people, plan) in case.timing.people() {
        let mut asked: Vec<(Facts, Vec<BoundCap<'c>>)> = Vec::new();
        let mut subjects: Vec<Subject<'c>> = Vec::new();
        let (first, last) = plan.span();
        for (position, step) in steps.iter().enumerate().filter(|it| it.1.reaches_people()) {
            let Some(facts) = case.facts(people, step) else {
                continue;
            };
            let index = asked.iter().position(|(known, _)| *known == facts);
            let index = index.unwrap_or_else(|| {
                let mut caps = case.law.caps_between(&facts, first, last);
                caps.extend(caps_of_parts(case.law, &facts, first, last));
                asked.push((facts, caps));
                asked.len() - 1
            });
            for bound in &asked[index].1 {
                add(&mut subjects, bound, step, position, steps);
            }
        }
        for Subject { bound, counts } in subjects {
            let Some(span) = span(&bound.cap.period) else {
                continue;
            };
            let in_force = &bound.binding.provision.in_force;
            let question = Question {
                script: people.script(),
                span,
                most: bound.cap.max,
                days: first.max(in_force.first())..=last.min(in_force.last()),
                counts,
            };
            let at = known.iter().position(|(asked, _)| *asked == question);
            let at = at.unwrap_or_else(|| {
                let answer = question.answer(plan).unwrap_or_else(|why| {
                    *open = Some(why);
                    None
                });
                known.push((question, answer));
                known.len() - 1
            });
            if let Some(excess) = known[at].1.clone() {
                found.push(Breach {
                    bound,
                    people,
                    excess,
                });
            }
        }
    }
    found.sort_by_key(|it| {
        (
            !it.is_certain(),
            Reverse(it.bound.binding.severity_cap()),
            it.excess.order(),
            Reverse(it.excess.spell.count.saturating_sub(it.bound.cap.max)),
        )
    });
    found
}

/// The caps of a country's parts, for people of whom no more than the country is known.
fn caps_of_parts<'c>(law: &'c Law, facts: &Facts, first: Day, last: Day) -> Vec<BoundCap<'c>> {
    let parts = law.of_parts(facts, |it| matches!(it, Requirement::Cap(_)));
    let caps = parts.into_iter().filter_map(|(_, binding)| {
        let in_force = &binding.provision.in_force;
        let binds = in_force.first() <= last && first <= in_force.last();
        let cap = binding.provision.cap().filter(|_| binds)?;
        Some(BoundCap { cap, binding })
    });
    caps.collect()
}

/// Adds a step to what a cap counts. A cap on each number counts the steps of each number apart.
fn add<'c>(
    subjects: &mut Vec<Subject<'c>>,
    bound: &BoundCap<'c>,
    step: &StepView<'_>,
    position: usize,
    steps: &[StepView<'_>],
) {
    if bound.cap.when == CapWhen::AfterContact || bound.cap.counts == Counted::Channels {
        return;
    }
    let line = |step: &StepView<'_>| step.value.to.value().cloned();
    let known = subjects.iter_mut().find(|subject| {
        std::ptr::eq(subject.bound.cap, bound.cap)
            && (bound.cap.per != CapPer::Number
                || (0..)
                    .zip(&subject.counts)
                    .all(|(other, counts): (usize, _)| {
                        !counts || line(&steps[other]) == line(step)
                    }))
    });
    if let Some(subject) = known {
        subject.counts[position] = true;
        // What binds for certain outweighs what may bind.
        if bound.binding.bearing.binds() && !subject.bound.binding.bearing.binds() {
            subject.bound = bound.clone();
        }
    } else {
        let mut counts = vec![false; steps.len()];
        counts[position] = true;
        subjects.push(Subject {
            bound: bound.clone(),
            counts,
        });
    }
}

fn span(period: &Period) -> Option<Span> {
    match period {
        Period::Rolling(Duration {
            months,
            days,
            minutes,
        }) => match (*months, *days, *minutes) {
            (0, 0, 0) => None,
            (0, 0, minutes) => Some(Span::Minutes(minutes)),
            // The shortest months there are: what fits into them fits into all.
            (months, days, _) => Some(Span::Days(months * 28 + days)),
        },
        Period::Calendar(CalendarPeriod::Day) => Some(Span::Days(1)),
        Period::Calendar(CalendarPeriod::Week) => Some(Span::Week),
        Period::Calendar(CalendarPeriod::Month) => Some(Span::Month),
    }
}

fn report_law(case: &Case<'_, '_>, breaches: &[Breach<'_, '_>], findings: &mut Findings<'_>) {
    let Some(first) = breaches.first() else {
        return;
    };
    let cap: &Cap = first.bound.cap;
    let provision: &Provision = first.bound.binding.provision;
    let sure = if first.is_certain() {
        Sure::Certain
    } else {
        Sure::Doubtful
    };
    let contacts = &first.excess.shown.contacts;
    let Some(finding) = words::finding_of(case.campaign, contacts, sure, findings) else {
        return;
    };
    let mut message = format!(
        "one person in {} gets {} in {}{}{}; {} allows {}",
        words::place(first.people),
        counted(
            contacts.len() as u32,
            words::common_channel(case.campaign, contacts)
        ),
        cap.period.to_string().trim_start_matches("any "),
        first.excess.since(),
        first.excess.at_worst(first.excess.spell.count),
        first.part().map_or_else(
            || authority::there(&first.bound.binding),
            |part| authority::at(&first.bound.binding, &words::place_of(&part)),
        ),
        cap.max,
    );
    if cap.counts == Counted::Completed {
        message.push_str(" that are answered, and each of these may be");
    }
    if let Some(doubt) = doubt(&first.bound.binding.bearing) {
        let _ = write!(message, ", and {doubt}");
    }
    message.push_str(&others(case, first, &breaches[1..]));
    let mut example = case.itinerary(first.people, first.excess.shown.enrolled, contacts);
    example.affected = first.excess.spell.affected();
    let region = words::label_at(case.campaign, first.people.place, "where people are");
    let rule = provision
        .site
        .clone()
        .label(provision.says.trim_end_matches('.'));
    let mut finding = finding
        .because(message)
        .see(region)
        .see(rule)
        .counterexample(example)
        .at_most(first.bound.binding.severity_cap())
        .help(format!(
            "The law counts every attempt on one person, whoever makes it and from whatever number. {}",
            remedy(case, contacts)
        ));
    let mut cited: Vec<&str> = Vec::new();
    for breach in breaches {
        let provision = breach.bound.binding.provision;
        if !cited.contains(&provision.id.as_str()) {
            cited.push(&provision.id);
            finding = finding.cite(provision.citation());
        }
    }
    findings.push(finding);
}

/// The other limits that are broken, as the end of a sentence: those of other places that are alike are counted,
/// and of those that differ the first are told.
fn others(case: &Case<'_, '_>, first: &Breach<'_, '_>, rest: &[Breach<'_, '_>]) -> String {
    const TOLD: usize = 3;
    let terms = |it: &Breach<'_, '_>| (it.bound.cap.max, it.bound.cap.period.to_string());
    let mut alike = vec![first.place()];
    let mut different: Vec<&Breach<'_, '_>> = Vec::new();
    for breach in rest {
        if terms(breach) == terms(first) {
            let place = breach.place();
            if !alike.contains(&place) {
                alike.push(place);
            }
        } else if different.iter().all(|it| terms(it) != terms(breach)) {
            different.push(breach);
        }
    }
    let mut said = match alike.len() - 1 {
        0 => String::new(),
        1 => "; 1 more place has the same limit".to_owned(),
        many => format!("; {many} more places have the same limit"),
    };
    for breach in different.iter().take(TOLD) {
        let cap = breach.bound.cap;
        let contacts = &breach.excess.spell.contacts;
        let channel = words::common_channel(case.campaign, contacts);
        let place = if breach.place() == first.place() {
            String::new()
        } else {
            let people = || words::place(breach.people);
            let place = breach.part().map_or_else(people, |it| words::place_of(&it));
            format!(" in {place}")
        };
        let may = if breach.is_certain() || !first.is_certain() {
            ""
        } else {
            "perhaps "
        };
        let _ = write!(
            said,
            "; {may}up to {} in {}{place}, where at most {} {} allowed",
            counted(breach.excess.spell.count, channel),
            cap.period.to_string().trim_start_matches("any "),
            cap.max,
            if cap.max == 1 { "is" } else { "are" },
        );
    }
    match different.len().saturating_sub(TOLD) {
        0 => {}
        1 => said.push_str("; 1 more limit is broken"),
        many => {
            let _ = write!(said, "; {many} more limits are broken");
        }
    }
    said
}

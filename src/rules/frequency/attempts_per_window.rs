use super::words::{self, Sure, counted};
use crate::calendar::Duration;
use crate::law::{Bearing, BoundCap};
use crate::law::{CalendarPeriod, Cap, CapPer, CapWhen, Counted, Facts, Period, Provision};
use crate::model::Channel;
use crate::plan::{Contact, People, Plan, Span, Spell};
use crate::project::{Limit, StepView};
use crate::rules::{Case, Findings, Rule, about, rule};
use std::cmp::Reverse;
use std::fmt::Write;

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
        let law = by_law(case);
        let own = by_limits(case);
        let told = law
            .iter()
            .filter(|it| it.is_certain())
            .any(|it| own.iter().all(|own| same_steps(&it.spell, &own.spell)));
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

/// The most attempts in a stretch of time, if they are more than a limit.
fn too_many(plan: &Plan<'_>, span: Span, limit: u32, counts: &[bool]) -> Option<Spell> {
    if plan.surely_keeps(span, limit, |step| counts[step]) {
        return None;
    }
    plan.most_within(span, limit, |step| counts[step])
        .filter(|spell| spell.count > limit)
}

/// A limit of the company that is broken.
struct Broken<'c, 'p> {
    channel: Option<Channel>,
    limit: Limit<u32>,
    people: &'c People<'p>,
    spell: Spell,
}

fn by_limits<'c, 'p>(case: &Case<'c, 'p>) -> Vec<Broken<'c, 'p>> {
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
        let worst = case
            .timing
            .plans()
            .filter_map(|(people, plan): (&'c People<'p>, &Plan<'_>)| {
                let spell = too_many(plan, Span::Days(7), limit.value, &counts)?;
                Some((people, spell))
            })
            .filter(|(_, spell)| beyond_the_day(case, &spell.contacts) > limit.value)
            .min_by_key(|(_, spell)| (Reverse(spell.count), spell.enrolled));
        broken.extend(worst.map(|(people, spell)| Broken {
            channel,
            limit,
            people,
            spell,
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
    let Some(mut finding) = words::finding_of(
        case.campaign,
        &first.spell.contacts,
        Sure::Certain,
        findings,
    ) else {
        return;
    };
    let mut message = format!(
        "one person in {} gets {} in 7 days{}, where at most {} {} allowed",
        first.people.region.code(),
        counted(first.spell.count, first.channel),
        since(&first.spell),
        first.limit.value,
        if first.limit.value == 1 { "is" } else { "are" },
    );
    for other in &broken[1..] {
        let _ = write!(
            message,
            "; {}, where at most {} {} allowed",
            counted(other.spell.count, other.channel),
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
        remedy(case, &first.spell)
    );
    let mut example = case.itinerary(first.people, first.spell.enrolled, &first.spell.contacts);
    example.affected = Some((first.spell.over, first.spell.of));
    findings.push(finding.because(message).counterexample(example).help(help));
}

/// `, from Tue 2027-03-02 on`.
fn since(spell: &Spell) -> String {
    spell.contacts.first().map_or(String::new(), |it| {
        format!(", from {} on", it.day.with_weekday())
    })
}

fn remedy(case: &Case<'_, '_>, spell: &Spell) -> String {
    let last = spell
        .contacts
        .last()
        .map(|it| &case.campaign.steps[it.step]);
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
    spell: Spell,
}

impl Breach<'_, '_> {
    /// Whether the provision binds, and what it counts is what the plan counts.
    fn is_certain(&self) -> bool {
        self.bound.binding.bearing.binds() && self.bound.cap.counts != Counted::Completed
    }
}

/// The attempts that a cap counts, in one place.
struct Subject<'c> {
    bound: BoundCap<'c>,
    counts: Vec<bool>,
}

/// A question that was asked of a plan: its script, span, cap and counted steps, and the answer.
type Asked = (usize, Span, u32, Vec<bool>, Option<Spell>);

fn by_law<'c, 'p>(case: &Case<'c, 'p>) -> Vec<Breach<'c, 'p>> {
    let steps = &case.campaign.steps;
    let mut found = Vec::new();
    // People of one script whom the same cap protects get the same.
    let mut known: Vec<Asked> = Vec::new();
    for (people, plan) in case.timing.people() {
        let mut asked: Vec<(Facts, Vec<BoundCap<'c>>)> = Vec::new();
        let mut subjects: Vec<Subject<'c>> = Vec::new();
        for (position, step) in steps.iter().enumerate().filter(|it| it.1.reaches_people()) {
            let Some(facts) = case.facts(people, step) else {
                continue;
            };
            let index = asked.iter().position(|(known, _)| *known == facts);
            let index = index.unwrap_or_else(|| {
                let (first, last) = plan.span();
                let mut caps = case.law.caps(&facts, first);
                for later in case.law.caps(&facts, last) {
                    if !caps.iter().any(|cap| std::ptr::eq(cap.cap, later.cap)) {
                        caps.push(later);
                    }
                }
                asked.push((facts, caps));
                asked.len() - 1
            });
            for bound in &asked[index].1 {
                add(&mut subjects, bound, step, position, steps);
            }
        }
        for Subject { bound, counts } in subjects {
            let max = bound.cap.max;
            let Some(span) = span(&bound.cap.period) else {
                continue;
            };
            let at = known
                .iter()
                .position(|it| (it.0, it.1, it.2, &it.3) == (people.script(), span, max, &counts));
            let at = at.unwrap_or_else(|| {
                let spell = too_many(plan, span, max, &counts);
                known.push((people.script(), span, max, counts, spell));
                known.len() - 1
            });
            let Some(spell) = known[at].4.clone() else {
                continue;
            };
            let day = spell.contacts.first().map(|it| it.day);
            let in_force = day.is_some_and(|day| {
                let facts = asked
                    .iter()
                    .flat_map(|(facts, _)| case.law.caps(facts, day));
                facts
                    .into_iter()
                    .any(|cap| std::ptr::eq(cap.cap, bound.cap))
            });
            if in_force {
                found.push(Breach {
                    bound,
                    people,
                    spell,
                });
            }
        }
    }
    found.sort_by_key(|it| {
        (
            !it.is_certain(),
            Reverse(it.bound.binding.severity_cap()),
            Reverse(it.spell.count.saturating_sub(it.bound.cap.max)),
            it.spell.enrolled,
        )
    });
    found
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
    let contacts = &first.spell.contacts;
    let Some(finding) = words::finding_of(case.campaign, contacts, sure, findings) else {
        return;
    };
    let mut message = format!(
        "one person in {} gets {} in {}{}; the law there allows {}",
        words::place(first.people),
        counted(
            first.spell.count,
            words::common_channel(case.campaign, contacts)
        ),
        cap.period.to_string().trim_start_matches("any "),
        since(&first.spell),
        cap.max,
    );
    if cap.counts == Counted::Completed {
        message.push_str(" that are answered, and each of these may be");
    }
    if let Some(doubt) = doubt(&first.bound.binding.bearing) {
        let _ = write!(message, ", and {doubt}");
    }
    let mut others: Vec<&str> = breaches.iter().map(|it| it.people.region.code()).collect();
    others.sort_unstable();
    others.dedup();
    match others.len() {
        0 | 1 => {}
        2 => message.push_str("; 1 more place has such a limit"),
        count => {
            let _ = write!(message, "; {} more places have such limits", count - 1);
        }
    }
    let mut example = case.itinerary(first.people, first.spell.enrolled, contacts);
    example.affected = Some((first.spell.over, first.spell.of));
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
            remedy(case, &first.spell)
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

/// What keeps a provision from binding for certain, as the end of a sentence.
fn doubt(bearing: &Bearing) -> Option<String> {
    match bearing {
        Bearing::Certain | Bearing::Exempt { .. } | Bearing::NotYet { .. } => None,
        Bearing::Disputed { because } => Some(format!(
            "it is disputed whether it still binds although {because}"
        )),
        Bearing::Unverified { fact } => Some(format!("{} (`{}`)", fact.why(), fact.field())),
    }
}

use super::pitch::pitches;
use super::sums::{Sum, dearer, saved, terms};
use super::{in_words, named};
use crate::calendar::{Day, Duration};
use crate::law::Practice;
use crate::lexicon::{AmountRole, Saying};
use crate::model::{Discount, Offer};
use crate::project::{CampaignView, Def, Language, Project, Reading};
use crate::rules::law_beside::forbids;
use crate::rules::wording::{at_words, not_understood, on_one_line};
use crate::rules::{Breaks, Case, Findings, Rule, Words, about, rule};
use crate::yaml::{At, Place};
use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

rule! {
    /// A former price or the end of a discount that the offer's own history contradicts.
    FalseReferencePrice, "false-reference-price", "offer", Warning
}

/// A discount that begins again within so many days has not ended.
const AGAIN: i32 = 30;

impl Rule for FalseReferencePrice {
    about!();

    fn law(&self) -> Option<Breaks> {
        Some(|demand, words| {
            forbids(demand, Practice::FalseReferencePrice)
                || words == Words::Subject && forbids(demand, Practice::MisleadingSubject)
        })
    }

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        let campaign = case.campaign;
        let written = &campaign.value.offer;
        if written.left_out > 0 || campaign.offers.len() < written.len() {
            return;
        }
        for reading in campaign.readings() {
            if campaign.offers.is_empty() {
                continue;
            }
            if reading.language == Language::Understood {
                former_price(campaign, reading, findings);
                percentage(campaign, reading, findings);
                continue;
            }
            let text = &reading.text;
            if (text.amounts().len() > 1 || !text.percentages().is_empty())
                && let Some(finding) = not_understood(
                    reading,
                    findings,
                    "names a former price that was never asked",
                )
            {
                findings.push(finding);
            }
        }
        for offer in &campaign.offers {
            if let Some(discount) = offer.value.discount.at() {
                over(case, *offer, &discount.value, findings);
            }
        }
    }

    fn check_project(&self, project: &Project, findings: &mut Findings<'_>) {
        let offers: Vec<_> = project.all::<Offer>().collect();
        for offer in &offers {
            not_dearer(project, *offer, findings);
        }
        moved(project, &offers, findings);
    }
}

const HOLD: &str = "a price that was never asked makes the new one look small, and people who have a longer memory know it. Name the price that was openly asked before:";

/// "Was 12.95" of something that never cost it.
fn former_price(campaign: &CampaignView<'_>, reading: &Reading<'_>, findings: &mut Findings<'_>) {
    let offers = || campaign.offers.iter().map(|offer| offer.value);
    let sums: Vec<Sum> = offers().flat_map(dearer).collect();
    let terms: Vec<Duration> = offers().flat_map(terms).collect();
    let wrong = reading.text.amounts().iter().find(|amount| {
        amount.role == AmountRole::Former && !sums.iter().any(|sum| sum.is(amount, &terms))
    });
    let Some(amount) = wrong else { return };
    let project = campaign.project;
    let words = on_one_line(reading.words(amount.span));
    let message = named("the message", reading.message);
    let from = campaign.offers.iter().find_map(|offer| {
        let from = offer.value.discount.value()?.from.at()?;
        Some((*offer, from))
    });
    if let Some((offer, from)) = from {
        let finding = at_words(project, findings, reading, amount.span, "never asked")
            .because(format!(
                "{message} says that it cost {words} before, and {} cost {}",
                named("the offer", offer),
                in_words(&from.value)
            ))
            .see(project.value(from.place).site.label("the former price"))
            .help(format!("{HOLD}\n  {{{{offer.discount.from}}}}"));
        findings.push(finding);
        return;
    }
    let unread = |offer: &&Def<'_, Offer>| offer.value.discount.is_invalid();
    if campaign.offers.iter().any(|offer| unread(&offer)) {
        return;
    }
    let offer = campaign.offers[0];
    let mut finding = findings
        .unverified(offer.place, "has no `discount`")
        .because(format!(
            "{message} says that it cost {words} before, and nothing shows that {} ever did",
            named("the offer", offer)
        ))
        .help(format!(
            "{HOLD}\n  discount: {{from: {{amount: 9.95, currency: USD, per: month}}, since: 2027-03-01, until: 2027-03-31}}"
        ));
    if let Some(spot) = reading.spot(project, amount.span) {
        finding = finding.see(spot.site.label("named here"));
    }
    findings.push(finding);
}

/// "40 % off" of what is 20 % cheaper.
fn percentage(campaign: &CampaignView<'_>, reading: &Reading<'_>, findings: &mut Findings<'_>) {
    let text = &reading.text;
    let claimed = text.percentages().iter().find(|percentage| {
        text.all(Saying::Pitch).any(|said| {
            said.span.start <= percentage.span.start && percentage.span.end <= said.span.end
        })
    });
    let Some(claimed) = claimed else { return };
    let real = campaign
        .offers
        .iter()
        .filter_map(|offer| Some((saved(offer.value)?, *offer)))
        .max_by_key(|(saved, _)| *saved);
    let Some((real, offer)) = real else { return };
    // People round to whole numbers, and half of one per cent misleads nobody.
    if claimed.value <= real.ceil() {
        return;
    }
    let project = campaign.project;
    let words = on_one_line(reading.words(claimed.span));
    let mut finding = at_words(
        project,
        findings,
        reading,
        claimed.span,
        "more than is saved",
    )
    .because(format!(
        "{} says {words}, and {} is {} % cheaper than before",
        named("the message", reading.message),
        named("the offer", offer),
        real.round_dp(1).normalize().max(Decimal::ZERO)
    ))
    .help(format!(
        "Who works it out finds out. Say what is saved:\n  {} % less than before",
        real.floor().max(Decimal::ZERO)
    ));
    if let Some(from) = offer.value.discount.value().and_then(|it| it.from.place()) {
        finding = finding.see(project.value(from).site.label("the former price"));
    }
    findings.push(finding);
}

/// A discount that has not begun, or is over, when people read of it.
fn over<'p>(
    case: &Case<'_, 'p>,
    offer: Def<'p, Offer>,
    discount: &Discount,
    findings: &mut Findings<'_>,
) {
    let campaign = case.campaign;
    let pitched: Vec<Place> = pitches(campaign, offer)
        .iter()
        .map(|pitch| pitch.reading.message.place)
        .collect();
    let steps = campaign.steps.iter().enumerate().filter(|(_, step)| {
        let message = step.message.map(|message| message.place);
        message.is_some_and(|message| pitched.contains(&message))
    });
    let steps: Vec<usize> = steps.map(|(position, _)| position).collect();
    let project = campaign.project;
    let mut first_bad: Option<(Day, Diagnosed)> = None;
    for (number, (people, _)) in case.timing.people().enumerate() {
        for step in &steps {
            for times in case.times(people, *step) {
                for day in times.days.iter() {
                    let wrong = match (discount.since.at(), discount.until.at()) {
                        (_, Some(until)) if day > until.value => Wrong::Over,
                        (Some(since), _) if day < since.value => Wrong::NotBegun,
                        _ => continue,
                    };
                    if first_bad.is_none_or(|(known, _)| day < known) {
                        first_bad = Some((day, (number, *step, wrong)));
                    }
                    break;
                }
            }
        }
    }
    let Some((day, (number, step, wrong))) = first_bad else {
        return;
    };
    let Some((people, plan)) = case.timing.people().nth(number) else {
        return;
    };
    let (at, label, happens, help) = match wrong {
        Wrong::Over => (
            discount.until.at(),
            "it is over then",
            "after the discount has ended",
            "a promise that has lapsed is read as a promise all the same. End the campaign in time, or take the discount out of the message:",
        ),
        Wrong::NotBegun => (
            discount.since.at(),
            "it has not begun then",
            "before the discount has begun",
            "whoever wants the price at once pays more than they were told. Start the campaign with the discount:",
        ),
    };
    let Some(at) = at else { return };
    let name = campaign.steps[step].name();
    let line = match wrong {
        Wrong::Over => format!("ends: {}\n  hard_stop: true", at.value),
        Wrong::NotBegun => format!("starts: {}", at.value),
    };
    let range = case.range_on(people, step, day);
    let finding = findings
        .violation(at.place, label)
        .because(format!(
            "the step `{name}` of `{}` can pitch {} on {}, {happens}",
            campaign.id,
            named("the offer", offer),
            day.with_weekday()
        ))
        .see(
            project
                .value(campaign.steps[step].name_place())
                .site
                .label("pitches it"),
        )
        .counterexample(case.example(people, plan, step, day, range))
        .help(format!("{help}\n  {line}"));
    findings.push(finding);
}

/// The number of some people, a step, and what is wrong with its day.
type Diagnosed = (usize, usize, Wrong);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Wrong {
    Over,
    NotBegun,
}

/// A former price that is no higher than the new one.
fn not_dearer(project: &Project, offer: Def<'_, Offer>, findings: &mut Findings<'_>) {
    let Some(from) = offer.value.discount.value().and_then(|it| it.from.at()) else {
        return;
    };
    let (Some(price), Some(saved)) = (offer.value.price.at(), saved(offer.value)) else {
        return;
    };
    if saved > Decimal::ZERO {
        return;
    }
    let finding = findings
        .violation(from.place, "not more than now")
        .because(format!(
            "{} costs {}, and its former price is {}: nothing is saved",
            named("the offer", offer),
            in_words(&price.value),
            in_words(&from.value)
        ))
        .see(project.value(price.place).site.label("the price now"))
        .help("A discount that saves nothing is only a word. Name the price that was openly asked before, or leave `discount` out");
    findings.push(finding);
}

/// An offer and the last day of its discount.
type Ending<'p> = (Def<'p, Offer>, &'p At<Day>);

/// The same thing at the same price, once more until a later day.
fn moved(project: &Project, offers: &[Def<'_, Offer>], findings: &mut Findings<'_>) {
    let mut by_product: FxHashMap<Place, Vec<Ending<'_>>> = FxHashMap::default();
    for offer in offers {
        let product = offer.value.product.at();
        let product = product.and_then(|at| project.resolve(at));
        let until = offer.value.discount.value().and_then(|it| it.until.at());
        if let (Some(product), Some(until)) = (product, until) {
            let known = by_product.entry(product.place).or_default();
            known.push((*offer, until));
        }
    }
    for offers in by_product.values_mut() {
        offers.sort_by_key(|(offer, until)| (until.value, offer.place));
        for pair in offers.windows(2) {
            let [(before, ended), (again, until)] = pair else {
                continue;
            };
            let begins = again.value.discount.value();
            let begins = begins.and_then(|it| it.since.value().copied());
            let at_once = begins.is_none_or(|day| day.0 - ended.value.0 <= AGAIN);
            // Side by side is one season for different people.
            let after = begins.is_none_or(|day| day > ended.value);
            if ended.value == until.value
                || !at_once
                || !after
                || !same_price(before.value, again.value)
            {
                continue;
            }
            let finding = findings
                .violation(until.place, "the last day has been moved")
                .because(format!(
                    "{} was to end on {}, and {} gives the same price until {}",
                    named("the offer", *before),
                    ended.value,
                    named("the offer", *again),
                    until.value
                ))
                .see(project.value(ended.place).site.label("said to be the last day"))
                .help("Who hurried because of the first day has been had. Let it end, or say that it is the price");
            findings.push(finding);
        }
    }
}

fn same_price(one: &Offer, other: &Offer) -> bool {
    match (one.price.value(), other.price.value()) {
        (Some(one), Some(other)) => one.money == other.money && one.per == other.per,
        _ => false,
    }
}

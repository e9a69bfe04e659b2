use super::{Prepayment, named, takes_money};
use crate::calendar::Day;
use crate::lexicon::Saying;
use crate::model::{Audience, Offer, OfferFor, Product, Purpose, Ref, Relationship};
use crate::project::{CampaignView, Def, Language};
use crate::rules::wording::{at_words, on_one_line};
use crate::rules::{Findings, Rule, about, rule};
use crate::yaml::{At, Field};

rule! {
    /// People are charged for a time that they have already paid for.
    PrepaidOverlap, "prepaid-overlap", "offer", Error
}

const CREDIT: &str = "People who have paid notice when they pay twice. Credit what is paid, and say so:\n  credits_prepaid: true\n\
or wait until the time that is paid for ends";

impl Rule for PrepaidOverlap {
    about!();

    fn check_campaign(&self, campaign: &CampaignView<'_>, findings: &mut Findings<'_>) {
        let first = first_contact(campaign);
        for offer in campaign
            .offers
            .iter()
            .filter(|offer| takes_money(offer.value))
        {
            for audience in &campaign.audiences {
                if !same_product(offer.value, audience.value) {
                    continue;
                }
                match &audience.value.prepaid_until {
                    Field::Given(until) if until.value > first => {
                        charged_twice(campaign, *offer, *audience, until, findings);
                    }
                    Field::Missing => unknown(campaign, *offer, *audience, findings),
                    Field::Given(_) | Field::Invalid(_) => {}
                }
            }
            promised(campaign, *offer, findings);
        }
    }
}

/// A text that promises to credit what the offer does not.
fn promised(campaign: &CampaignView<'_>, offer: Def<'_, Offer>, findings: &mut Findings<'_>) {
    let Some(credits) = offer.value.credits_prepaid.at().filter(|at| !at.value) else {
        return;
    };
    // Of several offers nobody knows which one a text speaks of.
    if campaign.offers.len() > 1 {
        return;
    }
    for reading in campaign.readings() {
        let said = reading.text.says(Saying::CreditsPrepaid);
        let Some(words) = said.filter(|_| reading.language == Language::Understood) else {
            continue;
        };
        let finding = at_words(campaign.project, findings, reading, words, "it is not")
            .because(format!(
                "{} says \"{}\", and {} does not credit what is already paid",
                named("the message", reading.message),
                on_one_line(reading.words(words)),
                named("the offer", offer)
            ))
            .see(campaign.project.value(credits.place).site.label("what is paid is not credited"))
            .help("Who is promised the money and pays twice has been cheated. Take the sentence out, or credit it:\n  credits_prepaid: true");
        findings.push(finding);
    }
}

fn charged_twice(
    campaign: &CampaignView<'_>,
    offer: Def<'_, Offer>,
    audience: Def<'_, Audience>,
    until: &At<Day>,
    findings: &mut Findings<'_>,
) {
    let (offered, who) = (named("the offer", offer), named("the audience", audience));
    let value = |place| campaign.project.value(place).site;
    let finding = match &offer.value.credits_prepaid {
        Field::Given(credits) if credits.value => return,
        Field::Given(credits) => findings
            .violation(until.place, "paid for until this day")
            .because(format!(
                "{who} has paid until {}, and {offered} charges that time again",
                until.value
            ))
            .see(value(credits.place).label("what is paid is not credited"))
            .help(CREDIT),
        // A renewal begins where the time that is paid for ends.
        Field::Missing if campaign.purpose() == Some(Purpose::Renewal) => return,
        Field::Missing => findings
            .unverified(offer.place, "has no `credits_prepaid`")
            .because(format!(
                "{who} has paid until {}, and {offered} does not say whether that is credited",
                until.value
            ))
            .see(value(until.place).label("paid for until this day"))
            .help(CREDIT),
        Field::Invalid(_) => return,
    };
    findings.push(finding);
}

/// Customers may have paid ahead; an offer that takes money in advance has to know.
fn unknown(
    campaign: &CampaignView<'_>,
    offer: Def<'_, Offer>,
    audience: Def<'_, Audience>,
    findings: &mut Findings<'_>,
) {
    let customers = audience.value.relationship.value() == Some(&Relationship::Customer);
    let open = offer.value.open_to.value() != Some(&OfferFor::NewCustomers);
    let credited = match &offer.value.credits_prepaid {
        Field::Given(credits) => credits.value,
        Field::Missing => campaign.purpose() == Some(Purpose::Renewal),
        Field::Invalid(_) => true,
    };
    let Some(prepayment) = Prepayment::of(offer.value) else {
        return;
    };
    if !customers || !open || credited {
        return;
    }
    let (offered, who) = (named("the offer", offer), named("the audience", audience));
    let finding = findings
        .unverified(audience.place, "has no `prepaid_until`")
        .because(format!(
            "{offered} takes {} in advance, and nothing says up to which day {who} has already paid",
            prepayment.in_words()
        ))
        .see(
            campaign
                .project
                .value(prepayment.place)
                .site
                .label("taken in advance"),
        )
        .help("Customers must not pay twice for the same months. Give the last day that any of them has paid for:\n  prepaid_until: 2027-06-30\n\
or credit what they have paid, in the offer:\n  credits_prepaid: true");
    findings.push(finding);
}

/// The earliest day on which anybody can be contacted.
fn first_contact(campaign: &CampaignView<'_>) -> Day {
    let today = campaign.project.today;
    let starts = campaign
        .value
        .starts
        .value()
        .copied()
        .unwrap_or(today)
        .max(today);
    let Some(step) = campaign.steps.iter().find(|step| step.reaches_people()) else {
        return starts;
    };
    // Open days are not counted here: they only lie further apart.
    let days = step.value.day.value().or(step.value.business_day.value());
    match (step.value.on.value(), days) {
        (Some(on), _) => (*on).max(starts),
        (None, Some(days)) => starts.plus(i32::try_from(*days).unwrap_or(i32::MAX / 2)),
        (None, None) => starts,
    }
}

/// Whether what is offered may be what the people already pay for.
fn same_product(offer: &Offer, audience: &Audience) -> bool {
    fn id(at: &Field<Ref<Product>>) -> Option<&str> {
        match at.value()? {
            Ref::Id(id) => Some(id),
            Ref::Inline(_) => None,
        }
    }
    let used: Option<Vec<&str>> = audience
        .uses
        .values()
        .map(|uses| id(&uses.product))
        .collect();
    match (id(&offer.product), used) {
        (Some(offered), Some(used)) if !used.is_empty() => used.contains(&offered),
        _ => true,
    }
}

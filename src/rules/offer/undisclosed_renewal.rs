use super::pitch::{no_words, pitches};
use super::{in_words, named, prepayment, takes_money};
use crate::law::{OfferKind, Term};
use crate::lexicon::{OfferField, Saying, Text};
use crate::listed::listed;
use crate::model::{Offer, Price, Renewal};
use crate::project::{CampaignView, Def};
use crate::rules::law_beside::asks_for;
use crate::rules::{Breaks, Findings, Rule, about, rule};
use crate::yaml::{At, Field};

rule! {
    /// An offer renews by itself, and the message that pitches it does not say so.
    UndisclosedRenewal, "undisclosed-renewal", "offer", Error
}

const HELP: &str = "People pay for years what they wanted for a month, because nobody told them that it goes on. Say it beside the price, in these words or your own:\n  \
It renews automatically at {{offer.renews.price}}. You can stop the renewal on your account page.";

impl Rule for UndisclosedRenewal {
    about!();

    fn law(&self) -> Option<Breaks> {
        Some(|demand, _| {
            let terms = &[Term::Renewal, Term::HowToStop, Term::StopBy];
            asks_for(demand, terms, Some(OfferKind::Renewing))
        })
    }

    fn check_campaign(&self, campaign: &CampaignView<'_>, findings: &mut Findings<'_>) {
        for offer in &campaign.offers {
            match &offer.value.renews {
                Field::Given(renews) => {
                    check(campaign, *offer, renews, findings);
                }
                Field::Missing if is_periodic(offer.value) => {
                    let finding = findings
                        .unverified(offer.place, "has no `renews`")
                        .because(format!(
                            "{} has a price for a period, and nothing says whether it goes on by itself",
                            named("the offer", *offer)
                        ))
                        .help("Say whether it renews by itself:\n  renews: {automatically: false}");
                    findings.push(finding);
                }
                Field::Missing | Field::Invalid(_) => {}
            }
        }
    }
}

fn check<'p>(
    campaign: &CampaignView<'p>,
    offer: Def<'p, Offer>,
    renews: &At<Renewal>,
    findings: &mut Findings<'_>,
) {
    let automatically = match &renews.value.automatically {
        Field::Given(at) if at.value => at,
        Field::Missing => {
            let finding = findings
                .unverified(renews.place, "has no `automatically`")
                .because(format!(
                    "nothing says whether {} renews by itself",
                    named("the offer", offer)
                ))
                .help("Say whether it does:\n  automatically: false");
            findings.push(finding);
            return;
        }
        Field::Given(_) | Field::Invalid(_) => return,
    };
    let site = campaign.project.value(automatically.place).site;
    let see = site.label("it renews by itself");
    if let Some(finding) = no_words(campaign, offer, findings, "that it renews by itself") {
        findings.push(finding.see(see));
        return;
    }
    for pitch in pitches(campaign, offer) {
        let text = &pitch.reading.text;
        if let Some(words) = text
            .says(Saying::NoRenewal)
            .filter(|_| text.states_renewal().is_none())
        {
            let finding = pitch
                .denies(campaign.project, findings, words, offer, "renews by itself")
                .see(see.clone());
            findings.push(finding);
            continue;
        }
        let missing = missing(&pitch.reading.text, offer.value, &renews.value);
        if missing.is_empty() {
            continue;
        }
        let missing = listed(&missing);
        let finding = pitch
            .silent_on(campaign.project, findings, &missing, HELP.to_owned())
            .see(see.clone());
        findings.push(finding);
    }
}

/// What a text does not say of the renewal.
fn missing(text: &Text, offer: &Offer, renews: &Renewal) -> Vec<String> {
    let mut missing = Vec::new();
    if text.states_renewal().is_none() {
        missing.push("that it renews by itself".to_owned());
    }
    if let Some(later) = dearer(offer, renews)
        && !states(text, later)
    {
        missing.push(format!("that it then costs {}", in_words(later)));
    }
    if text.states_how_to_stop().is_none() {
        missing.push("how to stop the renewal".to_owned());
    }
    missing
}

/// The price of the renewal, if it is another one than that of the first time.
fn dearer<'p>(offer: &Offer, renews: &'p Renewal) -> Option<&'p Price> {
    let later = renews.price.value()?;
    let same = offer
        .price
        .value()
        .is_some_and(|price| price.money == later.money && price.per == later.per);
    (!same).then_some(later)
}

/// Whether a text states the price of the renewal; the placeholder for the first price does not.
fn states(text: &Text, later: &Price) -> bool {
    let per = later.per.map(prepayment::length);
    text.renders(OfferField::RenewalPrice).is_some()
        || text
            .amounts()
            .iter()
            .any(|amount| amount.is(&later.money) && (amount.per.is_none() || amount.per == per))
}

fn is_periodic(offer: &Offer) -> bool {
    takes_money(offer) && offer.price.value().is_some_and(|price| price.per.is_some())
}

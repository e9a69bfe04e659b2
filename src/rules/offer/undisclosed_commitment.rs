use super::pitch::{no_words, pitches};
use super::{named, states_term};
use crate::calendar::Duration;
use crate::law::Term;
use crate::lexicon::{OfferField, Saying, Text};
use crate::model::Offer;
use crate::project::CampaignView;
use crate::rules::law_beside::asks_for;
use crate::rules::{Breaks, Findings, Rule, about, rule};
use crate::source::Span;

rule! {
    /// Buyers are bound for a time that the message which pitches the offer does not state.
    UndisclosedCommitment, "undisclosed-commitment", "offer", Error
}

const HELP: &str = "Who does not know how long it binds cannot judge the price. Say it beside the price, in figures or by a placeholder:\n  \
The contract runs for {{offer.commitment}}.";

impl Rule for UndisclosedCommitment {
    about!();

    fn law(&self) -> Option<Breaks> {
        Some(|demand, _| asks_for(demand, &[Term::Term], None))
    }

    fn check_campaign(&self, campaign: &CampaignView<'_>, findings: &mut Findings<'_>) {
        for offer in &campaign.offers {
            let Some(commitment) = offer.value.commitment.at().filter(|at| !at.value.is_zero())
            else {
                continue;
            };
            let term = commitment.value;
            let site = campaign.project.value(commitment.place).site;
            let see = site.label(format!("{} binds for {term}", named("the offer", *offer)));
            let unknown = format!("that it binds for {term}");
            if let Some(finding) = no_words(campaign, *offer, findings, &unknown) {
                findings.push(finding.see(see));
                continue;
            }
            for pitch in pitches(campaign, *offer) {
                if let Some(words) = unbound(&pitch.reading.text, offer.value, term) {
                    let is = format!("binds for {term}");
                    let finding = pitch
                        .denies(campaign.project, findings, words, *offer, &is)
                        .see(see.clone());
                    findings.push(finding);
                    continue;
                }
                if discloses(&pitch.reading.text, offer.value, term) {
                    continue;
                }
                let finding = pitch
                    .silent_on(campaign.project, findings, &unknown, HELP.to_owned())
                    .see(see.clone());
                findings.push(finding);
            }
        }
    }
}

/// Where a text says that nobody is bound, and the offer binds for longer than one period of its price.
fn unbound(text: &Text, offer: &Offer, term: Duration) -> Option<Span> {
    let per = offer.price.value().and_then(|price| price.per);
    let period = per.map_or(Duration::months(1), super::prepayment::length);
    text.says(Saying::NoCommitment)
        .filter(|_| term.approx_minutes() > period.approx_minutes())
}

/// Whether a text states the term, in words or through a placeholder that renders just that time.
fn discloses(text: &Text, offer: &Offer, term: Duration) -> bool {
    let every = offer
        .billing
        .value()
        .and_then(|billing| billing.every.value());
    let period = offer
        .price
        .value()
        .and_then(|price| price.per)
        .map(super::prepayment::length);
    states_term(text, term)
        || every == Some(&term) && text.renders(OfferField::Billing).is_some()
        || period == Some(term) && text.renders(OfferField::Price).is_some()
}

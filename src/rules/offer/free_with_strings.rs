use super::pitch::pitches;
use super::{Prepayment, in_words, named, states_term, takes_money};
use crate::law::Practice;
use crate::lexicon::{Nearness, OfferField, Saying, Text};
use crate::listed::listed;
use crate::model::Offer;
use crate::project::{CampaignView, Language, Reading};
use crate::rules::law_beside::forbids;
use crate::rules::wording::{at_words, not_understood, on_one_line};
use crate::rules::{Breaks, Findings, Rule, about, rule};
use crate::source::Span;
use crate::yaml::Place;

rule! {
    /// Something is called free, and its conditions stand elsewhere or nowhere.
    FreeWithStrings, "free-with-strings", "offer", Error
}

/// A heading and the paragraph under it are read together.
const NEAR: Nearness = Nearness::Paragraphs(1);

impl Rule for FreeWithStrings {
    about!();

    fn law(&self) -> Option<Breaks> {
        Some(|demand, _| forbids(demand, Practice::FreeWithStrings))
    }

    fn check_campaign(&self, campaign: &CampaignView<'_>, findings: &mut Findings<'_>) {
        for offer in &campaign.offers {
            for pitch in pitches(campaign, *offer) {
                let reading = pitch.reading;
                if reading.language != Language::Understood {
                    if !strings(offer.value, reading).is_empty()
                        && let Some(finding) =
                            not_understood(reading, findings, "calls something free that is not")
                    {
                        findings.push(finding);
                    }
                    continue;
                }
                let Some(free) = claim(reading) else { continue };
                let strings: Vec<Condition> = strings(offer.value, reading)
                    .into_iter()
                    .filter(|string| !string.is_beside(reading, free))
                    .collect();
                if strings.is_empty() {
                    continue;
                }
                let project = campaign.project;
                let words = on_one_line(reading.words(free));
                let costs: Vec<String> = strings.iter().map(|it| it.words.clone()).collect();
                let mut finding = at_words(project, findings, reading, free, "free, they read")
                    .because(format!(
                        "{} says \"{words}\", and does not say beside it {}",
                        named("the message", reading.message),
                        listed(&costs)
                    ))
                    .help("The word is read by everybody and the condition by few. Put the condition into the same breath:\n  30 days free, then {{offer.price}} unless you cancel.");
                for string in strings {
                    finding = match string
                        .said
                        .first()
                        .and_then(|it| reading.spot(project, *it))
                    {
                        Some(spot) => finding.see(spot.site.label("and this is far from it")),
                        None => {
                            finding.see(project.value(string.place).site.label("the condition"))
                        }
                    };
                }
                findings.push(finding);
            }
        }
    }
}

/// Where a text first says that it is free, in the body if it does so there.
fn claim(reading: &Reading<'_>) -> Option<Span> {
    let said = || reading.text.all(Saying::Free).map(|said| said.span);
    said()
        .find(|span| !reading.is_subject(*span))
        .or_else(|| said().next())
}

/// A condition of what is free.
struct Condition {
    /// After "does not say beside it".
    words: String,
    place: Place,
    /// Where the text says it.
    said: Vec<Span>,
}

impl Condition {
    fn is_beside(&self, reading: &Reading<'_>, free: Span) -> bool {
        let text = &reading.text;
        self.said.iter().any(|span| {
            // Under a subject line comes the beginning of the text.
            if reading.is_subject(free) {
                text.paragraph_of(*span) <= 1
            } else {
                text.nearness(free, *span) <= NEAR
            }
        })
    }
}

/// The conditions of an offer. Of one that is said nowhere and that another rule asks for, that rule speaks.
fn strings(offer: &Offer, reading: &Reading<'_>) -> Vec<Condition> {
    let text = &reading.text;
    let mut strings = Vec::new();
    let trial = offer.trial.value();
    let converts = trial.is_some_and(|trial| trial.converts_to_paid.value() == Some(&true));
    let without_card = trial.is_some() && !converts;
    if let Some(price) = offer
        .price
        .at()
        .filter(|_| takes_money(offer) && !without_card)
    {
        let said = prices(text, offer);
        let spoken_of = converts || Prepayment::of(offer).is_some();
        if !(said.is_empty() && spoken_of) {
            let words = match trial {
                Some(_) => format!("that it costs {} after the trial", in_words(&price.value)),
                None => format!("that it costs {}", in_words(&price.value)),
            };
            strings.push(Condition {
                words,
                place: price.place,
                said,
            });
        }
    }
    if let Some(due) = offer.due_now.at().filter(|due| {
        !due.value.amount.is_zero()
            && offer
                .price
                .value()
                .is_none_or(|it| it.money.amount.is_zero())
    }) {
        let said = text.states_total_due(&due.value).into_iter().collect();
        strings.push(Condition {
            words: format!("that {} is due now", due.value),
            place: due.place,
            said,
        });
    }
    if let Some(term) = offer.commitment.at().filter(|at| !at.value.is_zero())
        && states_term(text, term.value)
    {
        strings.push(Condition {
            words: format!("that it binds for {}", term.value),
            place: term.place,
            said: text.states_term(term.value).into_iter().collect(),
        });
    }
    if let Some(licence) = offer.licence.at() {
        let limits = [
            licence
                .value
                .devices
                .value()
                .and_then(|it| text.states_device_limit(*it)),
            (licence.value.transferable.value() == Some(&false))
                .then(|| text.states_not_transferable())
                .flatten(),
        ];
        for (limit, words) in limits.into_iter().zip([
            "for how many machines it is",
            "that it cannot be transferred",
        ]) {
            if let Some(span) = limit {
                strings.push(Condition {
                    words: words.to_owned(),
                    place: licence.place,
                    said: vec![span],
                });
            }
        }
    }
    strings
}

/// Everywhere that a text names what the offer costs.
fn prices(text: &Text, offer: &Offer) -> Vec<Span> {
    let terms = super::sums::terms(offer);
    let sums = super::sums::asked(offer);
    let named = text
        .amounts()
        .iter()
        .filter(|amount| sums.iter().any(|sum| sum.is(amount, &terms)));
    let rendered = text.placeholders().iter().filter(|placeholder| {
        matches!(
            placeholder.field(),
            Some(OfferField::Price | OfferField::DueNow | OfferField::RenewalPrice)
        )
    });
    named
        .map(|amount| amount.span)
        .chain(rendered.map(|placeholder| placeholder.span))
        .collect()
}

use super::sums::{Sum, asked, dearer, terms};
use super::{in_words, named, prepayment};
use crate::calendar::{Day, Duration};
use crate::law::Practice;
use crate::lexicon::{Amount, AmountRole, Length, LengthRole, NamedDay, Said, Saying};
use crate::model::Offer;
use crate::project::{CampaignView, Def, Language, Reading};
use crate::rules::law_beside::forbids;
use crate::rules::wording::{at_words, not_understood, on_one_line};
use crate::rules::{Breaks, Findings, Rule, Words, about, rule};
use crate::source::Span;
use crate::yaml::Place;

rule! {
    /// A message names a price, a term or a day that the offer does not have.
    PriceMismatch, "price-mismatch", "offer", Error
}

impl Rule for PriceMismatch {
    about!();

    fn law(&self) -> Option<Breaks> {
        Some(|demand, words| {
            words == Words::Subject && forbids(demand, Practice::MisleadingSubject)
        })
    }

    fn check_campaign(&self, campaign: &CampaignView<'_>, findings: &mut Findings<'_>) {
        let written = &campaign.value.offer;
        // With an offer that could not be found or read, what is named may be its.
        if campaign.offers.is_empty()
            || written.left_out > 0
            || campaign.offers.len() < written.len()
        {
            return;
        }
        let offers = Offers::of(campaign);
        for reading in campaign.readings() {
            if reading.language != Language::Understood {
                if !reading.text.amounts().is_empty()
                    && let Some(finding) =
                        not_understood(reading, findings, "names another price than the offer has")
                {
                    findings.push(finding);
                }
                continue;
            }
            offers.amounts(reading, findings);
            offers.terms(reading, findings);
            offers.days(reading, findings);
        }
    }
}

/// The offers of a campaign with what follows from them.
struct Offers<'v, 'p> {
    campaign: &'v CampaignView<'p>,
    sums: Vec<Sum>,
    /// What a price may be added up over.
    terms: Vec<Duration>,
}

impl<'v, 'p> Offers<'v, 'p> {
    fn of(campaign: &'v CampaignView<'p>) -> Self {
        let offers = || campaign.offers.iter().map(|offer| offer.value);
        let sums = offers()
            .flat_map(|offer| asked(offer).into_iter().chain(dearer(offer)))
            .collect();
        Self {
            campaign,
            sums,
            terms: offers().flat_map(terms).collect(),
        }
    }

    fn any(&self, of: impl Fn(&'p Offer) -> bool) -> bool {
        self.campaign.offers.iter().any(|offer| of(offer.value))
    }

    /// The first price in a text that the offers do not have.
    fn wrong_amount<'r>(&self, reading: &'r Reading<'_>) -> Option<&'r Amount> {
        reading.text.amounts().iter().find(|amount| {
            is_price(reading, amount) && !self.sums.iter().any(|sum| sum.is(amount, &self.terms))
        })
    }

    /// Prices that the offers do not have.
    fn amounts(&self, reading: &Reading<'_>, findings: &mut Findings<'_>) {
        let Some(amount) = self.wrong_amount(reading) else {
            return;
        };
        let free = amount.amount.is_zero() && self.any(|offer| offer.trial.at().is_some());
        // What an offer costs whose price could not be read is not known to anybody.
        if free || self.any(|offer| offer.price.is_invalid() || offer.due_now.is_invalid()) {
            return;
        }
        let project = self.campaign.project;
        let words = on_one_line(reading.words(amount.span));
        let message = named("the message", reading.message);
        let Some((offer, place, price)) = self.price() else {
            let offer = self.campaign.offers[0];
            let mut finding = findings
                .unverified(offer.place, "has no `price`")
                .because(format!(
                    "{message} names {words}, and {} does not say what it costs",
                    named("the offer", offer)
                ))
                .help("Say it, so that the two can be compared:\n  price: {amount: 4.95, currency: USD, per: month}");
            if let Some(spot) = reading.spot(project, amount.span) {
                finding = finding.see(spot.site.label("named here"));
            }
            findings.push(finding);
            return;
        };
        let finding = at_words(project, findings, reading, amount.span, "another price")
            .because(format!(
                "{message} names {words}, and {} costs {price}",
                named("the offer", offer)
            ))
            .see(project.value(place).site.label("what it costs"))
            .help("Who is told one price and charged another has been cheated, whoever mistyped it. Let the placeholder write it:\n  {{offer.price}}");
        findings.push(finding);
    }

    /// The first price of the offers, in words.
    fn price(&self) -> Option<(Def<'p, Offer>, Place, String)> {
        self.campaign.offers.iter().find_map(|offer| {
            let price = offer.value.price.at();
            let due = offer.value.due_now.at();
            price
                .map(|at| (*offer, at.place, in_words(&at.value)))
                .or_else(|| due.map(|at| (*offer, at.place, at.value.to_string())))
        })
    }

    /// Times for which nobody is bound or billed, and a trial or a right to money back of another length.
    fn terms(&self, reading: &Reading<'_>, findings: &mut Findings<'_>) {
        for length in reading.text.lengths() {
            let Some(kind) = Kind::of(reading, length) else {
                continue;
            };
            let known: Vec<(Duration, Place)> = self
                .campaign
                .offers
                .iter()
                .flat_map(|offer| kind.of_offer(offer.value))
                .collect();
            // A price for a year is for twelve months, whether or not anybody is bound.
            let period = |offer: &Offer| {
                let prices = [
                    offer.price.value(),
                    offer.renews.value().and_then(|it| it.price.value()),
                ];
                let mut periods = prices.into_iter().flatten().filter_map(|price| price.per);
                periods.any(|per| length.is(prepayment::length(per)))
            };
            if known.iter().any(|(known, _)| length.is(*known))
                || kind == Kind::Bound && self.any(period)
            {
                continue;
            }
            let has = known.first();
            if has.is_none() && kind != Kind::Bound {
                continue;
            }
            let project = self.campaign.project;
            let words = on_one_line(reading.words(length.span));
            let offer = self.campaign.offers[0];
            let mut finding = at_words(project, findings, reading, length.span, "another time")
                .because(format!(
                    "{} says {words}, and {} {}",
                    named("the message", reading.message),
                    named("the offer", offer),
                    match has {
                        Some((known, _)) => format!("{} {known}", kind.verb()),
                        None => "does not bind anybody for a time".to_owned(),
                    }
                ))
                .help(match kind {
                    Kind::Bound => "who is told one time and bound for another cannot judge the price. Let the placeholder write it, or correct the offer:\n  {{offer.commitment}}",
                    Kind::Trial => "who is told one day and charged on another pays for what they did not want. Let the placeholder write it, or correct the offer:\n  {{offer.trial.length}}",
                    Kind::Refund => "who leaves in time by the letter and too late by the offer has lost the money. Let the placeholder write it, or correct the offer:\n  {{offer.refund.within}}",
                });
            if let Some((_, place)) = has {
                finding = finding.see(project.value(*place).site.label("what the offer says"));
            }
            findings.push(finding);
            return;
        }
    }

    /// A last day that is none of the offers'.
    fn days(&self, reading: &Reading<'_>, findings: &mut Findings<'_>) {
        let ends: Vec<(Def<'_, Offer>, Day, Place)> = self
            .campaign
            .offers
            .iter()
            .filter_map(|offer| {
                let until = offer.value.discount.value()?.until.at()?;
                Some((*offer, until.value, until.place))
            })
            .collect();
        // Of a last day in a text where no offer has one, `false-urgency` speaks.
        let Some((offer, until, place)) = ends.first() else {
            return;
        };
        let campaign = self.campaign.value;
        let prepaid = self.campaign.audiences.iter();
        let prepaid = prepaid.filter_map(|it| it.value.prepaid_until.value());
        let others = [campaign.starts.value(), campaign.ends.value()];
        let known: Vec<Day> = prepaid
            .chain(others.into_iter().flatten())
            .copied()
            .chain(ends.iter().map(|(_, day, _)| *day))
            .collect();
        let can_be = |date: &&NamedDay| !known.iter().any(|day| date.can_be(*day));
        let Some(date) = reading.text.deadlines().find(can_be) else {
            return;
        };
        let project = self.campaign.project;
        let words = on_one_line(reading.words(date.span));
        let finding = at_words(project, findings, reading, date.span, "another day")
            .because(format!(
                "{} names {words} as the last day, and {} ends on {until}",
                named("the message", reading.message),
                named("the offer", *offer)
            ))
            .see(project.value(*place).site.label("the last day of the offer"))
            .help("A last day that is not the last is pressure, and one that has passed is a promise broken. Let the placeholder write it:\n  {{offer.discount.until}}");
        findings.push(finding);
    }
}

/// Whether a text names another sum than is due, so that this rule speaks and not the one that misses the sum.
pub(super) fn names_another_sum(campaign: &CampaignView<'_>, reading: &Reading<'_>) -> bool {
    let text = &reading.text;
    Offers::of(campaign)
        .wrong_amount(reading)
        .is_some_and(|amount| {
            let total = [Saying::TotalDue, Saying::Prepayment].iter();
            total
                .flat_map(|saying| text.all(*saying))
                .any(|said| overlap(said.span, amount.span))
        })
}

/// Whether a text names another length of the trial, so that this rule speaks and not the one that misses the length.
pub(super) fn names_another_trial(reading: &Reading<'_>, length: Duration) -> bool {
    let lengths = reading.text.lengths().iter();
    lengths
        .filter(|said| Kind::of(reading, said) == Some(Kind::Trial))
        .any(|said| !said.is(length))
}

/// Whether an amount is held out as a price: for a period, as a sum that is due, or in words that sell.
fn is_price(reading: &Reading<'_>, amount: &Amount) -> bool {
    let text = &reading.text;
    let touches = |sayings: &[Saying]| {
        sayings.iter().any(|saying| {
            text.all(*saying)
                .any(|said| overlap(said.span, amount.span))
        })
    };
    amount.role == AmountRole::Asked
        && !touches(&[Saying::CancellationCost, Saying::Refund])
        && (amount.per.is_some()
            || touches(&[
                Saying::TotalDue,
                Saying::Prepayment,
                Saying::Pitch,
                Saying::TrialConversion,
            ]))
}

/// What a time in a text is of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Bound,
    Trial,
    Refund,
}

impl Kind {
    fn of(reading: &Reading<'_>, length: &Length) -> Option<Self> {
        let text = &reading.text;
        let near = |saying: Saying, apart: u32| {
            text.all(saying).any(|said: &Said| {
                overlap(said.span, length.span)
                    || length.span.start.abs_diff(said.span.end) <= apart
                    || said.span.start.abs_diff(length.span.end) <= apart
            })
        };
        if near(Saying::Refund, 1) {
            Some(Self::Refund)
        } else if near(Saying::TrialConversion, 0) || near(Saying::Free, 1) {
            Some(Self::Trial)
        } else if near(Saying::MinimumTerm, 0) {
            Some(Self::Bound)
        } else {
            // "You pay 178.20 now, in advance for three years."
            let behind = [Saying::Prepayment, Saying::TotalDue].iter().any(|saying| {
                text.all(Saying::Term).any(|term| {
                    overlap(term.span, length.span)
                        && text.all(*saying).any(|said| {
                            overlap(said.span, term.span) || said.span.end + 1 == term.span.start
                        })
                })
            });
            (length.role == LengthRole::Term && behind).then_some(Self::Bound)
        }
    }

    /// The times of this kind that an offer has.
    fn of_offer(self, offer: &Offer) -> Vec<(Duration, Place)> {
        let own = |at: Option<&crate::yaml::At<Duration>>| at.map(|at| (at.value, at.place));
        let commitment = own(offer.commitment.at());
        let billing = own(offer.billing.value().and_then(|it| it.every.at()));
        let trial = own(offer.trial.value().and_then(|it| it.length.at()));
        let refund = own(offer.refund.value().and_then(|it| it.within.at()));
        let of_prices = || {
            let renews = offer.renews.value();
            let prices = [offer.price.at(), renews.and_then(|it| it.price.at())];
            let prices = prices.into_iter().flatten();
            let prices = prices
                .filter_map(|at| Some((prepayment::length(at.value.per?), at.place)))
                .collect::<Vec<_>>();
            let notice = own(renews.and_then(|it| it.notice.at()));
            prices.into_iter().chain(notice)
        };
        match self {
            Self::Bound => {
                let bound: Vec<_> = commitment.into_iter().chain(billing).collect();
                if bound.is_empty() {
                    return Vec::new();
                }
                let others = of_prices().chain(trial).chain(refund);
                bound.into_iter().chain(others).collect()
            }
            // A first month may be free without being a trial.
            Self::Trial => trial.into_iter().collect(),
            Self::Refund => refund.into_iter().collect(),
        }
    }

    /// Before the time that the offer has.
    fn verb(self) -> &'static str {
        match self {
            Self::Bound => "binds or is billed for",
            Self::Trial => "has a trial of",
            Self::Refund => "gives money back within",
        }
    }
}

fn overlap(one: Span, other: Span) -> bool {
    one.start < other.end && other.start < one.end
}

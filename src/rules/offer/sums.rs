//! The sums and times that follow from an offer: what a text may name without contradicting it.

use super::prepayment::{Prepayment, length};
use crate::calendar::Duration;
use crate::lexicon::Amount;
use crate::model::{Money, Offer, Price};
use rust_decimal::{Decimal, RoundingStrategy};

/// A sum for a time; once if there is no time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sum {
    pub(super) money: Money,
    pub(super) per: Option<Duration>,
}

impl Sum {
    pub(super) fn of(price: &Price) -> Self {
        Self {
            money: price.money,
            per: price.per.map(length),
        }
    }

    /// Whether an amount of a text is this sum: `$59.40 a year` is `$4.95 a month`.
    ///
    /// An amount without a time is the sum of one period, or of one of the `terms`.
    pub(super) fn is(&self, amount: &Amount, terms: &[Duration]) -> bool {
        if !amount.can_be(self.money.currency) {
            return false;
        }
        match (amount.per, self.per) {
            (None, None) => amount.amount == self.money.amount,
            (None, Some(per)) => {
                amount.amount == self.money.amount
                    || terms.iter().any(|term| {
                        self.over(per, *term)
                            .is_some_and(|sum| self.rounds_to(sum, amount.amount))
                    })
            }
            (Some(named), Some(per)) => self
                .over(per, named)
                .is_some_and(|sum| self.rounds_to(sum, amount.amount)),
            (Some(_), None) => false,
        }
    }

    /// What it comes to over another time than its own; none if the two cannot be compared.
    fn over(&self, per: Duration, other: Duration) -> Option<Decimal> {
        let (own, other) = comparable(per, other)?;
        self.money.amount.checked_mul(other)?.checked_div(own)
    }

    /// Whether an exact sum is written as this amount: rounded up or down to the currency's smallest unit or, for short, to a whole number.
    fn rounds_to(&self, exact: Decimal, written: Decimal) -> bool {
        let digits = self.money.currency.minor_digits();
        let to = |strategy| exact.round_dp_with_strategy(digits, strategy) == written;
        to(RoundingStrategy::ToZero) || to(RoundingStrategy::AwayFromZero)
    }
}

/// Two lengths in one unit: months, or minutes.
fn comparable(one: Duration, other: Duration) -> Option<(Decimal, Decimal)> {
    let in_months = |it: Duration| it.days == 0 && it.minutes == 0 && it.months > 0;
    let in_minutes = |it: Duration| {
        (it.months == 0 && !it.is_zero()).then(|| u64::from(it.days) * 1440 + u64::from(it.minutes))
    };
    if in_months(one) && in_months(other) {
        return Some((one.months.into(), other.months.into()));
    }
    if let (Some(one), Some(other)) = (in_minutes(one), in_minutes(other)) {
        return Some((one.into(), other.into()));
    }
    // A day, a week, a month and a year told by each other: people take a year for 52 weeks or 365 days.
    let days = |it: Duration| {
        if in_months(it) {
            it.months
                .is_multiple_of(12)
                .then(|| Decimal::from(it.months / 12 * 365))
        } else {
            in_minutes(it).map(|minutes| Decimal::from(minutes) / Decimal::from(1440))
        }
    };
    Some((days(one)?, days(other)?))
}

/// The sums that an offer asks for: its price, what is due now, what it renews at. What is paid once is for the time that it binds or is billed for.
pub(super) fn asked(offer: &Offer) -> Vec<Sum> {
    let billed = offer.billing.value().and_then(|it| it.every.value());
    let prepayment = Prepayment::of(offer);
    let covers = prepayment.and_then(|it| it.covers);
    let bound = covers.or_else(|| offer.commitment.value().or(billed).copied());
    let for_all = |sum: Sum| Sum {
        per: sum.per.or(bound),
        ..sum
    };
    let renews = offer.renews.value().and_then(|it| it.price.value());
    let once = |money: Option<Money>| money.map(|money| Sum { money, per: None });
    let due = offer.due_now.value().copied();
    let prices = offer.price.value().into_iter().chain(renews).map(Sum::of);
    prices
        .chain(once(due))
        .chain(once(prepayment.and_then(|it| it.due)))
        .map(for_all)
        .collect()
}

/// The former price that an offer names, and the price that it will have: what it is cheaper than.
pub(super) fn dearer(offer: &Offer) -> Vec<Sum> {
    let from = offer.discount.value().and_then(|it| it.from.value());
    let later = offer.renews.value().and_then(|it| it.price.value());
    from.into_iter().chain(later).map(Sum::of).collect()
}

/// The times of an offer over which its price may be added up: what it binds for, is billed for, and a year.
pub(super) fn terms(offer: &Offer) -> Vec<Duration> {
    let billing = offer.billing.value();
    let renews = offer.renews.value().and_then(|it| it.price.value());
    let own = [
        offer.commitment.value().copied(),
        billing.and_then(|it| it.every.value().copied()),
        offer.price.value().and_then(|it| it.per).map(length),
        renews.and_then(|it| it.per).map(length),
        Some(Duration::months(12)),
    ];
    let mut terms: Vec<Duration> = own.into_iter().flatten().collect();
    terms.dedup();
    terms
}

/// What of a former price is saved, in per cent; none if the two prices are not of one kind.
pub(super) fn saved(offer: &Offer) -> Option<Decimal> {
    let (price, from) = (offer.price.value()?, offer.discount.value()?.from.value()?);
    if price.money.currency != from.money.currency || from.money.amount.is_zero() {
        return None;
    }
    let now = match (price.per, from.per) {
        (None, None) => price.money.amount,
        (Some(own), Some(other)) => {
            let (own, other) = comparable(length(own), length(other))?;
            price.money.amount.checked_mul(other)?.checked_div(own)?
        }
        _ => return None,
    };
    let less = from.money.amount.checked_sub(now)?;
    less.checked_mul(Decimal::ONE_HUNDRED)?
        .checked_div(from.money.amount)
}

/// What a price comes to in the month, or once; none if it is for days or weeks.
pub(super) fn monthly(price: &Price) -> Option<(Decimal, bool)> {
    match price.per {
        None => Some((price.money.amount, false)),
        Some(per) => {
            let (own, month) = comparable(length(per), Duration::months(1))?;
            let amount = price.money.amount.checked_mul(month)?.checked_div(own)?;
            Some((amount, true))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::{Lexicon, Text};

    fn fits(money: &str, per: Option<Duration>, terms: &[Duration], body: &str) -> bool {
        let text = Text::read(Lexicon::for_language("en").unwrap(), body);
        let sum = Sum {
            money: money.parse().unwrap(),
            per,
        };
        let [amount] = text.amounts() else {
            panic!("{body}: {:?}", text.amounts())
        };
        sum.is(amount, terms)
    }

    #[test]
    fn one_price_is_told_in_many_ways() {
        let (month, year) = (Duration::months(1), Duration::months(12));
        let three = Duration::months(36);
        for body in [
            "$4.95",
            "$4.95 a month",
            "$59.40 a year",
            "$59.40",
            "$178.20",
            "USD 178.20",
            "$178.20 every three years",
        ] {
            assert!(
                fits("4.95 USD", Some(month), &[year, three], body),
                "{body}"
            );
        }
        for body in ["$5.95", "$4.95 a year", "$60 a year", "€4.95", "$9.90"] {
            assert!(
                !fits("4.95 USD", Some(month), &[year, three], body),
                "{body}"
            );
        }
        // A third of a cent is told up or down.
        for body in ["$8.33 a month", "$8.34 a month"] {
            assert!(fits("100 USD", Some(year), &[], body), "{body}");
        }
        assert!(!fits("100 USD", Some(year), &[], "$8.35 a month"));
        // The yen has no hundredth.
        assert!(fits("1000 JPY", Some(year), &[], "¥83 a month"));
        assert!(fits("178.20 USD", Some(three), &[], "$4.95 a month"));
        assert!(!fits("178.20 USD", Some(three), &[year], "$178.20 a year"));
        assert!(!fits("178.20 USD", None, &[year], "$178.20 a year"));
    }
}

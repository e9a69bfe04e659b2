//! What an offer takes before it has given anything.

use crate::calendar::Duration;
use crate::model::{Money, Offer, Per, Price};
use crate::yaml::Place;
use rust_decimal::Decimal;

/// Money taken in advance for a term.
#[derive(Clone, Copy, Debug)]
pub struct Prepayment {
    /// What is due on the day of purchase; none if the offer does not say enough to work it out.
    pub due: Option<Money>,
    /// How long that pays for; none if the offer does not say.
    pub covers: Option<Duration>,
    /// The field of the offer that shows it best.
    pub place: Place,
}

impl Prepayment {
    /// What it takes, in words: `178.20 USD for 3 years`.
    pub fn in_words(&self) -> String {
        match (self.due, self.covers) {
            (Some(due), Some(covers)) => format!("{due} for {covers}"),
            (Some(due), None) => due.to_string(),
            (None, Some(covers)) => format!("the price of {covers}"),
            (None, None) => "the whole price".to_owned(),
        }
    }

    /// Whether more is due than the price comes to for the time that is paid for.
    pub fn exceeds_the_price(&self, offer: &Offer) -> bool {
        let price = offer.price.value();
        let whole = price
            .zip(self.covers)
            .and_then(|(price, covers)| times(price, covers));
        self.due
            .zip(whole)
            .is_some_and(|(due, whole)| due.currency == whole.currency && due.amount > whole.amount)
    }

    /// The money taken in advance by an offer, if it takes any.
    ///
    /// It does if a bill comes before a time longer than the one that the price is named for, if
    /// more is due at once than the price of one period, or if the price of a commitment is paid
    /// before it begins. What has been reported as wrong proves nothing.
    pub fn of(offer: &Offer) -> Option<Self> {
        if !takes_money(offer) {
            return None;
        }
        let price = offer.price.value();
        let due = offer.due_now.at();
        let commitment = offer.commitment.at();
        let billing = offer.billing.at();
        let in_advance = billing.is_some_and(|at| at.value.in_advance.value() == Some(&true));
        let every = billing.and_then(|at| at.value.every.at());
        let period = price.and_then(|price| price.per).map(length);

        let more_is_due = due.zip(price).is_some_and(|(due, price)| {
            price.per.is_some()
                && due.value.currency == price.money.currency
                && due.value.amount > price.money.amount
        });
        // More can be due for other reasons, a fee at the start for instance; it pays for the
        // commitment if the sums agree.
        let pays_commitment = || {
            let whole = times(price?, commitment?.value)?;
            commitment.filter(|_| due.is_some_and(|due| due.value == whole))
        };
        let covers = if in_advance {
            every.or(commitment)
        } else {
            pays_commitment()
        };
        let longer = covers.is_some_and(|covers| {
            // A price that is paid once pays for all of it.
            period.is_none_or(|period| covers.value.approx_minutes() > period.approx_minutes())
        });
        if !more_is_due && !longer {
            return None;
        }
        let covers = covers.filter(|_| longer).map(|at| at.value);
        let place = due
            .map(|due| due.place)
            .or(offer.billing.place())
            .or(offer.commitment.place())?;
        Some(Self {
            due: due.map(|due| due.value).or_else(|| times(price?, covers?)),
            covers,
            place,
        })
    }
}

/// Whether it asks for money at all, as far as it says.
pub fn takes_money(offer: &Offer) -> bool {
    let price = offer.price.value().map(|price| price.money.amount);
    let due = offer.due_now.value().map(|due| due.amount);
    price
        .into_iter()
        .chain(due)
        .any(|amount| amount > Decimal::ZERO)
}

/// The length of a price's period.
pub(super) fn length(per: Per) -> Duration {
    match per {
        Per::Day => Duration::days(1),
        Per::Week => Duration::days(7),
        Per::Month => Duration::months(1),
        Per::Quarter => Duration::months(3),
        Per::Year => Duration::months(12),
    }
}

/// The price of a term; none if the term is no whole number of the price's periods.
fn times(price: &Price, term: Duration) -> Option<Money> {
    let Some(per) = price.per else {
        return Some(price.money);
    };
    let count = periods(term, length(per))?;
    let amount = price.money.amount.checked_mul(count.into())?;
    Some(Money {
        amount,
        ..price.money
    })
}

/// How many periods a term is, if it is a whole number of them.
fn periods(term: Duration, period: Duration) -> Option<u32> {
    let whole =
        |term: u32, period: u32| (period > 0 && term.is_multiple_of(period)).then(|| term / period);
    if term.minutes > 0 {
        None
    } else if period.months > 0 && term.days == 0 {
        whole(term.months, period.months)
    } else if period.days > 0 && term.months == 0 {
        whole(term.days, period.days)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prepaid(fields: &str) -> Option<String> {
        let text = format!("{{{fields}}}");
        let (tree, mut problems) = crate::yaml::parse(&text);
        let root = tree.documents()[0];
        let offer: Offer = crate::yaml::decode(&tree, &text, 0, root, &mut problems).unwrap();
        assert!(problems.is_empty(), "{problems:?}");
        Prepayment::of(&offer).map(|prepayment| prepayment.in_words())
    }

    #[test]
    fn money_in_advance() {
        let monthly = "price: {amount: 4.95, currency: USD, per: month}";
        for (more, words) in [
            (
                "due_now: 178.20 USD, commitment: 3y, billing: {every: 3y, in_advance: true}",
                "178.20 USD for 3 years",
            ),
            (
                "commitment: 3y, billing: {in_advance: true}",
                "178.20 USD for 3 years",
            ),
            (
                "billing: {every: 36mo, in_advance: true}",
                "178.20 USD for 3 years",
            ),
            (
                "due_now: 178.20 USD, commitment: 3y",
                "178.20 USD for 3 years",
            ),
            ("due_now: 54.95 USD, commitment: 3y", "54.95 USD"),
            ("due_now: 54.95 USD", "54.95 USD"),
            (
                "billing: {every: 10w, in_advance: true}",
                "the price of 70 days",
            ),
        ] {
            assert_eq!(
                prepaid(&format!("{monthly}, {more}")).as_deref(),
                Some(words),
                "{more}"
            );
        }
        let once = "price: 178.20 USD, commitment: 3y, billing: {in_advance: true}";
        assert_eq!(prepaid(once).as_deref(), Some("178.20 USD for 3 years"));
    }

    #[test]
    fn no_money_in_advance() {
        let monthly = "price: {amount: 4.95, currency: USD, per: month}";
        for more in [
            "commitment: 3y",
            "due_now: 4.95 USD, commitment: 3y",
            "due_now: 178.20 CAD",
            "billing: {every: 1mo, in_advance: true}, commitment: 3y",
            "billing: {every: 3y, in_advance: false}",
            "billing: {every: 3y}",
        ] {
            assert_eq!(prepaid(&format!("{monthly}, {more}")), None, "{more}");
        }
        for fields in [
            "commitment: 3y, billing: {every: 3y, in_advance: true}",
            "price: 0 USD, commitment: 3y, billing: {every: 3y, in_advance: true}",
            "price: {amount: 59.40, currency: USD, per: year}, billing: {every: 1y, in_advance: true}",
            "price: 49 USD",
            "price: 49 USD, due_now: 49 USD",
        ] {
            assert_eq!(prepaid(fields), None, "{fields}");
        }
    }
}

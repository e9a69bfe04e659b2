//! Consent: which kind must have been given before a contact, when it lapses, and that it can be shown.

use super::Shaped;
use crate::calendar::Duration;
use crate::model::{ConsentKind, Relationship, SourceKind};

/// Consent that must have been given before the contact.
#[derive(Clone, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentNeeded {
    /// The kinds that will do, the weakest first.
    pub accepts: Vec<ConsentKind>,
    /// Where it cannot come from, beside sources that never carry consent to anybody.
    #[serde(default)]
    pub not_from: Vec<SourceKind>,
}

impl Shaped for ConsentNeeded {
    fn mistake(&self) -> Option<&'static str> {
        let nothing = self.accepts.is_empty() || self.accepts.contains(&ConsentKind::None);
        nothing.then_some("`accepts` names the kinds of consent that will do")
    }
}

impl ConsentNeeded {
    /// What most countries ask for before a marketing message: consent that was given.
    pub fn opt_in() -> Self {
        Self {
            accepts: vec![
                ConsentKind::Express,
                ConsentKind::ExpressWritten,
                ConsentKind::DoubleOptIn,
            ],
            not_from: Vec::new(),
        }
    }

    /// The kind that is asked for, as a sentence takes it before "consent": the weakest that will do.
    pub fn asked(&self) -> &'static str {
        match self.accepts.first() {
            Some(ConsentKind::None) | None => "no",
            Some(ConsentKind::Implied) => "at least implied",
            Some(ConsentKind::LegitimateInterest) => "a legitimate interest or",
            Some(ConsentKind::Express) => "express",
            Some(ConsentKind::ExpressWritten | ConsentKind::DoubleOptIn) => "express written",
        }
    }
}

/// Consent that does not last.
#[derive(Clone, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentLapse {
    /// The kinds that lapse.
    pub of: Vec<ConsentKind>,
    /// How long after it was obtained.
    pub after: Duration,
    /// What the time counts from.
    pub since: LapseSince,
    /// What else lets a contact go on.
    #[serde(default)]
    pub unless: Vec<LapseUnless>,
}

impl Shaped for ConsentLapse {
    fn mistake(&self) -> Option<&'static str> {
        if self.of.is_empty() {
            Some("`of` names no kind of consent")
        } else {
            self.after.is_zero().then_some("`after` is no time at all")
        }
    }
}

/// What the life of a consent counts from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LapseSince {
    /// The day on which it was given.
    Grant,
    /// The last purchase, or the end of the contract.
    Purchase,
    /// The inquiry.
    Inquiry,
}

impl LapseSince {
    /// Whether it is what the time counts from for people of such a relationship. Of one that is not
    /// stated nobody knows; it is taken for the shorter of the two.
    pub fn concerns(self, relationship: Option<Relationship>) -> bool {
        use Relationship::{Customer, Inquirer, Lapsed, Prospect, Trial};
        match self {
            Self::Grant => true,
            Self::Purchase => matches!(relationship, Some(Customer | Lapsed)),
            Self::Inquiry => matches!(relationship, Some(Prospect | Inquirer | Trial) | None),
        }
    }
}

/// What lets a contact go on although consent has lapsed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LapseUnless {
    /// The consent named its own end.
    EndStated,
    /// The numbers are checked against a public registry of the place: without the consent that
    /// lifts it, the registry decides.
    RegistryChecked,
}

/// Consent must be provable.
#[derive(Clone, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentProof {
    /// How long the proof must be kept; as long as it is relied on if absent.
    pub kept_for: Option<Duration>,
}

impl Shaped for ConsentProof {
    fn mistake(&self) -> Option<&'static str> {
        self.kept_for
            .is_some_and(Duration::is_zero)
            .then_some("`kept_for` is no time at all")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_purchase_lets_customers_lapse_and_an_inquiry_those_who_asked() {
        use Relationship::{Customer, Inquirer, Lapsed, Prospect, Trial};
        for (since, concerned, others) in [
            (
                LapseSince::Purchase,
                &[Customer, Lapsed][..],
                &[Inquirer, Prospect, Trial][..],
            ),
            (
                LapseSince::Inquiry,
                &[Inquirer, Prospect, Trial],
                &[Customer, Lapsed],
            ),
            (
                LapseSince::Grant,
                &[Customer, Lapsed, Inquirer, Prospect, Trial],
                &[],
            ),
        ] {
            assert!(
                concerned.iter().all(|it| since.concerns(Some(*it))),
                "{since:?}"
            );
            assert!(
                !others.iter().any(|it| since.concerns(Some(*it))),
                "{since:?}"
            );
        }
        // The shorter time is taken of people of whom nothing is said.
        assert!(LapseSince::Inquiry.concerns(None) && !LapseSince::Purchase.concerns(None));
    }

    #[test]
    fn a_demand_that_demands_nothing_is_a_mistake() {
        let mut needed = ConsentNeeded::opt_in();
        assert_eq!(needed.mistake(), None);
        needed.accepts.push(ConsentKind::None);
        assert!(needed.mistake().is_some());
        needed.accepts.clear();
        assert!(needed.mistake().is_some());
        let lapse = ConsentLapse {
            of: vec![ConsentKind::Implied],
            after: Duration::default(),
            since: LapseSince::Grant,
            unless: Vec::new(),
        };
        assert!(lapse.mistake().is_some());
    }
}

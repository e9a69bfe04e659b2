use super::pitch::{no_words, pitches};
use super::price_mismatch::names_another_sum;
use super::{Prepayment, named, states_term};
use crate::diagnostics::Verdict;
use crate::law::{Practice, Term};
use crate::lexicon::{OfferField, Saying, Text};
use crate::model::Offer;
use crate::project::Def;
use crate::rules::law_beside::{self, asks_for, forbids};
use crate::rules::{Breaks, Case, Findings, Rule, about, rule};

rule! {
    /// Money is taken in advance, and the message that pitches the offer does not say so.
    UndisclosedPrepay, "undisclosed-prepay", "offer", Error
}

impl Rule for UndisclosedPrepay {
    about!();

    fn law(&self) -> Option<Breaks> {
        Some(|demand, _| asks_for(demand, &[Term::Total], None))
    }

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        let campaign = case.campaign;
        for offer in &campaign.offers {
            let Some(prepayment) = Prepayment::of(offer.value) else {
                continue;
            };
            let label = format!("takes {} in advance", prepayment.in_words());
            let see = campaign.project.value(prepayment.place).site.label(label);
            if let Some(unverified) = incomplete(*offer, &prepayment, findings) {
                findings.push(unverified.see(see.clone()));
            }
            let unknown = format!("that {} is taken in advance", prepayment.in_words());
            if let Some(finding) = no_words(campaign, *offer, findings, &unknown) {
                findings.push(finding.see(see));
                continue;
            }
            for pitch in pitches(campaign, *offer) {
                if let Some(words) = pitch.reading.text.says(Saying::NoPrepayment) {
                    let is = format!("takes {} in advance", prepayment.in_words());
                    let finding = pitch
                        .denies(campaign.project, findings, words, *offer, &is)
                        .see(see.clone());
                    findings.push(finding);
                    continue;
                }
                let Some(missing) = missing(&pitch.reading.text, offer.value, &prepayment) else {
                    continue;
                };
                if names_another_sum(campaign, pitch.reading) {
                    continue;
                }
                let help = format!(
                    "Whoever learns at the till what is due has been misled about the price. Say it beside the price, in these words or your own:\n  {}",
                    sentence(offer.value, &prepayment)
                );
                let mut finding = pitch
                    .silent_on(campaign.project, findings, &missing, help)
                    .see(see.clone());
                // What is due on top of the price is a charge that the price hides.
                if finding.verdict == Verdict::Violation
                    && prepayment.exceeds_the_price(offer.value)
                {
                    finding = law_beside::beside(case, finding, |demand| {
                        forbids(demand, Practice::HiddenTotal)
                    });
                }
                findings.push(finding);
            }
        }
    }
}

/// What is due must follow from the offer.
fn incomplete(
    offer: Def<'_, Offer>,
    prepayment: &Prepayment,
    findings: &Findings<'_>,
) -> Option<crate::diagnostics::Diagnostic> {
    let unsaid = prepayment.due.is_none()
        && offer.value.due_now.is_missing()
        && !offer.value.price.is_invalid();
    unsaid.then(|| {
        findings
            .unverified(offer.place, "has no `due_now`")
            .because(format!(
                "{} takes money in advance, and nothing says how much is due on the day of purchase",
                named("the offer", offer)
            ))
            .help("Say what is due at once:\n  due_now: 178.20 USD")
    })
}

/// What a text does not say of the money and the time, in words.
fn missing(text: &Text, offer: &Offer, prepayment: &Prepayment) -> Option<String> {
    let due = prepayment.due.filter(|due| {
        let once = offer
            .price
            .value()
            .is_some_and(|price| price.per.is_none() && price.money == *due);
        text.states_total_due(due).is_none() && !(once && text.renders(OfferField::Price).is_some())
    });
    // Of a commitment, undisclosed-commitment speaks.
    let term = prepayment.covers.filter(|covers| {
        offer.commitment.value() != Some(covers)
            && !states_term(text, *covers)
            && text.renders(OfferField::Billing).is_none()
    });
    match (due, term) {
        (Some(due), Some(term)) => Some(format!("that {due} is due now, for {term}")),
        (Some(due), None) => Some(format!("that {due} is due now")),
        (None, Some(term)) => Some(format!("that {term} must be paid in advance")),
        (None, None) => None,
    }
}

/// A sentence that says it.
fn sentence(offer: &Offer, prepayment: &Prepayment) -> String {
    let due = match prepayment.due {
        _ if offer.due_now.at().is_some() => "{{offer.due_now}}".to_owned(),
        Some(due) => due.to_string(),
        None => "178.20 USD".to_owned(),
    };
    match prepayment.covers {
        Some(covers) if offer.commitment.value() == Some(&covers) => {
            format!("You pay {due} now, in advance for {{{{offer.commitment}}}}.")
        }
        Some(covers) => format!("You pay {due} now, in advance for {covers}."),
        None => format!("You pay {due} now."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    /// What a text leaves unsaid of an offer.
    fn unsaid(fields: &str, body: &str) -> Option<String> {
        let text = format!("{{{fields}}}");
        let (tree, mut problems) = crate::yaml::parse(&text);
        let root = tree.documents()[0];
        let offer: Offer = crate::yaml::decode(&tree, &text, 0, root, &mut problems).unwrap();
        let prepayment = Prepayment::of(&offer).unwrap();
        let body = Text::read(Lexicon::for_language("en").unwrap(), body);
        missing(&body, &offer, &prepayment)
    }

    const YEARLY: &str =
        "price: {amount: 5, currency: USD, per: month}, billing: {every: 1y, in_advance: true}";

    #[test]
    fn both_the_sum_and_the_time_must_be_said() {
        for said in [
            "Only $5 a month: you pay $60 now, in advance for one year.",
            "$5 a month, billed at $60.00 a year.",
            "{{offer.price}}, and 60 USD is due today for 12 months.",
        ] {
            assert_eq!(unsaid(YEARLY, said), None, "{said}");
        }
        assert_eq!(
            unsaid(YEARLY, "Only $5 a month.").as_deref(),
            Some("that 60.00 USD is due now, for 1 year")
        );
        assert_eq!(
            unsaid(YEARLY, "Only $5 a month, $60 due now.").as_deref(),
            Some("that 1 year must be paid in advance")
        );
        assert_eq!(
            unsaid(YEARLY, "Only $5 a month. You save $60 over one year.").as_deref(),
            Some("that 60.00 USD is due now, for 1 year")
        );
    }

    #[test]
    fn of_a_commitment_another_rule_speaks() {
        let bound = format!("{YEARLY}, commitment: 1y");
        assert_eq!(unsaid(&bound, "Only $5 a month, $60 due now."), None);
    }

    #[test]
    fn a_price_paid_once_is_its_own_total() {
        let once = "price: 178.20 USD, billing: {every: 3y, in_advance: true}";
        assert_eq!(unsaid(once, "{{offer.price}} for three years."), None);
        assert_eq!(
            unsaid(once, "Upgrade now!").as_deref(),
            Some("that 178.20 USD is due now, for 3 years")
        );
    }
}

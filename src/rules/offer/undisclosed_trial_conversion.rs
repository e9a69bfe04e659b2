use super::pitch::{no_words, pitches};
use super::price_mismatch::names_another_trial;
use super::{in_words, named, prepayment};
use crate::law::{OfferKind, Term};
use crate::lexicon::{OfferField, Text};
use crate::listed::listed;
use crate::model::{Offer, Relationship, Trial};
use crate::project::{CampaignView, Def};
use crate::rules::law_beside::asks_for;
use crate::rules::{Breaks, Findings, Rule, about, rule};
use crate::yaml::{At, Field};

rule! {
    /// A trial turns into a paid contract, and the message that pitches it does not say so.
    UndisclosedTrialConversion, "undisclosed-trial-conversion", "offer", Error
}

const HELP: &str = "Who forgets a trial that nobody said would cost anything pays for what they did not want. Say it beside the trial, in these words or your own:\n  \
30 days free, then {{offer.price}}. To cancel before that, go to your account page.";

impl Rule for UndisclosedTrialConversion {
    about!();

    fn law(&self) -> Option<Breaks> {
        Some(|demand, _| {
            let terms = &[Term::TrialConversion, Term::ChargeDate, Term::StopBy];
            [OfferKind::Trial, OfferKind::Renewing]
                .iter()
                .any(|kind| asks_for(demand, terms, Some(*kind)))
        })
    }

    fn check_campaign(&self, campaign: &CampaignView<'_>, findings: &mut Findings<'_>) {
        for offer in &campaign.offers {
            if let Some(trial) = offer.value.trial.at() {
                check(campaign, *offer, trial, findings);
            }
        }
    }
}

fn check<'p>(
    campaign: &CampaignView<'p>,
    offer: Def<'p, Offer>,
    trial: &At<Trial>,
    findings: &mut Findings<'_>,
) {
    let converts = match &trial.value.converts_to_paid {
        Field::Given(at) if at.value => at,
        // Without a card nothing can be charged.
        Field::Missing if trial.value.card_required.value() != Some(&false) => {
            let finding = findings
                .unverified(trial.place, "has no `converts_to_paid`")
                .because(format!(
                    "nothing says whether the trial of {} turns into a paid contract by itself",
                    named("the offer", offer)
                ))
                .help("Say whether it does:\n  converts_to_paid: false");
            findings.push(finding);
            return;
        }
        Field::Given(_) | Field::Missing | Field::Invalid(_) => return,
    };
    let site = campaign.project.value(converts.place).site;
    let see = site.label("the trial turns into a paid contract");
    let unknown = "that the trial turns into a paid contract";
    if let Some(finding) = no_words(campaign, offer, findings, unknown) {
        findings.push(finding.see(see));
        return;
    }
    // Whoever is in the trial knows how long it lasts.
    let in_trial = campaign
        .audiences
        .iter()
        .all(|audience| audience.value.relationship.value() == Some(&Relationship::Trial));
    for pitch in pitches(campaign, offer) {
        let text = &pitch.reading.text;
        let mut missing = missing(text, offer.value);
        let another = trial.value.length.value();
        let another = another.is_some_and(|length| names_another_trial(pitch.reading, *length));
        if !in_trial && !another && !states_length(text, &trial.value) {
            missing.push("how long the trial lasts".to_owned());
        }
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

/// What a text does not say of the contract that the trial turns into.
fn missing(text: &Text, offer: &Offer) -> Vec<String> {
    let mut missing = Vec::new();
    if text.states_trial_conversion().is_none() && text.renders(OfferField::Trial).is_none() {
        missing.push("that the trial turns into a paid contract".to_owned());
    }
    if let Some(price) = offer.price.value() {
        let per = price.per.map(prepayment::length);
        if text.states_price(&price.money, per).is_none() {
            missing.push(format!("that it then costs {}", in_words(price)));
        }
    }
    // Of an automatic renewal and how to stop that, undisclosed-renewal speaks.
    let renews = offer.renews.value();
    let renews = renews.is_some_and(|renews| renews.automatically.value() == Some(&true));
    if !renews && text.states_how_to_stop().is_none() {
        missing.push("how to stop that".to_owned());
    }
    missing
}

fn states_length(text: &Text, trial: &Trial) -> bool {
    trial.length.value().is_none_or(|length| {
        text.lengths().iter().any(|said| said.is(*length))
            || text.renders(OfferField::Trial).is_some()
    })
}

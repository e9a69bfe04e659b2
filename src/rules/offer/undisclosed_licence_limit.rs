use super::named;
use super::pitch::{no_words, pitches};
use crate::law::Term;
use crate::lexicon::{Saying, Text};
use crate::listed::listed;
use crate::model::Licence;
use crate::project::CampaignView;
use crate::rules::law_beside::asks_for;
use crate::rules::{Breaks, Findings, Rule, about, rule};
use crate::source::Span;
use crate::yaml::{Field, Place};

rule! {
    /// What a licence does not allow is not stated where it is offered.
    UndisclosedLicenceLimit, "undisclosed-licence-limit", "offer", Error
}

impl Rule for UndisclosedLicenceLimit {
    about!();

    fn law(&self) -> Option<Breaks> {
        Some(|demand, _| asks_for(demand, &[Term::Limits], None))
    }

    fn check_campaign(&self, campaign: &CampaignView<'_>, findings: &mut Findings<'_>) {
        for offer in &campaign.offers {
            let Some(licence) = offer.value.licence.value() else {
                continue;
            };
            let limits = limits(licence);
            if limits.is_empty() {
                continue;
            }
            if let Some(mut finding) = no_words(campaign, *offer, findings, &words(&limits)) {
                for limit in &limits {
                    let site = campaign.project.value(limit.place).site;
                    finding = finding.see(site.label(limit.kind.label()));
                }
                findings.push(finding);
                continue;
            }
            for pitch in pitches(campaign, *offer) {
                let text = &pitch.reading.text;
                if let Some((words, limit)) = denied(text, &limits) {
                    let site = campaign.project.value(limit.place).site;
                    let finding = pitch
                        .denies(campaign.project, findings, words, *offer, &limit.kind.is())
                        .see(site.label(limit.kind.label()));
                    findings.push(finding);
                    continue;
                }
                let unsaid: Vec<Limit<'_>> = limits
                    .iter()
                    .copied()
                    .filter(|limit| !limit.kind.is_stated(text))
                    .collect();
                if unsaid.is_empty() {
                    continue;
                }
                let help = format!(
                    "A buyer who learns of a limit when the machine has died feels cheated. Say it beside {}, in these words or your own:\n  {}",
                    named("the offer", *offer),
                    unsaid
                        .iter()
                        .map(|limit| limit.kind.sentence())
                        .collect::<Vec<_>>()
                        .join("\n  ")
                );
                let mut finding =
                    pitch.silent_on(campaign.project, findings, &words(&unsaid), help);
                for limit in unsaid {
                    let site = campaign.project.value(limit.place).site;
                    finding = finding.see(site.label(limit.kind.label()));
                }
                findings.push(finding);
            }
        }
    }
}

/// A limit and where it is written.
#[derive(Clone, Copy)]
struct Limit<'p> {
    kind: LimitKind<'p>,
    place: Place,
}

/// What a licence does not allow.
#[derive(Clone, Copy)]
enum LimitKind<'p> {
    Devices(u32),
    Seats(u32),
    NotTransferable,
    Proof(&'p str),
}

/// The limits that a licence sets.
fn limits(licence: &Licence) -> Vec<Limit<'_>> {
    let mut limits = Vec::new();
    if let Field::Given(devices) = &licence.devices {
        limits.push(Limit {
            kind: LimitKind::Devices(devices.value),
            place: devices.place,
        });
    }
    if let Field::Given(seats) = &licence.seats {
        limits.push(Limit {
            kind: LimitKind::Seats(seats.value),
            place: seats.place,
        });
    }
    if let Field::Given(transferable) = &licence.transferable
        && !transferable.value
    {
        limits.push(Limit {
            kind: LimitKind::NotTransferable,
            place: transferable.place,
        });
    }
    if let Field::Given(proof) = &licence.proof {
        limits.push(Limit {
            kind: LimitKind::Proof(&proof.value),
            place: proof.place,
        });
    }
    limits
}

/// Where a text says the opposite of a limit: more machines, a licence that moves.
fn denied<'p>(text: &Text, limits: &[Limit<'p>]) -> Option<(Span, Limit<'p>)> {
    limits.iter().find_map(|limit| {
        let words = match limit.kind {
            _ if limit.kind.is_stated(text) => None,
            LimitKind::NotTransferable => text.says(Saying::Transferable),
            LimitKind::Devices(number) | LimitKind::Seats(number) => text
                .all(Saying::DeviceLimit)
                .find(|said| said.number.is_some_and(|said| said > number.into()))
                .map(|said| said.span),
            LimitKind::Proof(_) => None,
        };
        Some((words?, *limit))
    })
}

impl LimitKind<'_> {
    /// After "and the offer".
    fn is(self) -> String {
        match self {
            Self::Devices(1) => "works on one machine only".to_owned(),
            Self::Devices(number) => format!("works on {number} machines at most"),
            Self::Seats(1) => "is for one person only".to_owned(),
            Self::Seats(number) => format!("is for {number} people at most"),
            Self::NotTransferable => "has a licence that cannot be transferred".to_owned(),
            Self::Proof(_) => "asks for a proof of purchase".to_owned(),
        }
    }

    fn is_stated(self, text: &Text) -> bool {
        let stated = match self {
            Self::Devices(number) | Self::Seats(number) => text.states_device_limit(number),
            Self::NotTransferable => text.states_not_transferable(),
            Self::Proof(_) => text.states_proof_of_purchase(),
        };
        stated.is_some()
    }

    /// After "does not state" or "whether people are told".
    fn words(self) -> String {
        match self {
            Self::Devices(1) => "that it works on one machine only".to_owned(),
            Self::Devices(number) => format!("that it works on {number} machines at most"),
            Self::Seats(1) => "that it is for one person only".to_owned(),
            Self::Seats(number) => format!("that it is for {number} people at most"),
            Self::NotTransferable => "that it cannot be transferred".to_owned(),
            Self::Proof(_) => "what proves the purchase".to_owned(),
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Devices(_) => "so many machines",
            Self::Seats(_) => "so many people",
            Self::NotTransferable => "it cannot move",
            Self::Proof(_) => "what a buyer has to keep",
        }
    }

    /// A sentence that says it.
    fn sentence(self) -> String {
        match self {
            Self::Devices(1) => "The licence is for one machine.".to_owned(),
            Self::Devices(number) => format!("The licence is for {number} machines."),
            Self::Seats(1) => "The licence is for one user.".to_owned(),
            Self::Seats(number) => format!("The licence is for {number} users."),
            Self::NotTransferable => "It cannot be transferred to another machine.".to_owned(),
            Self::Proof(proof) => format!("Keep the {proof} as proof of purchase."),
        }
    }
}

fn words(limits: &[Limit<'_>]) -> String {
    let words: Vec<String> = limits.iter().map(|limit| limit.kind.words()).collect();
    listed(&words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    #[test]
    fn each_sentence_says_what_it_is_for() {
        let lexicon = Lexicon::for_language("en").unwrap();
        for kind in [
            LimitKind::Devices(1),
            LimitKind::Devices(3),
            LimitKind::Seats(1),
            LimitKind::Seats(25),
            LimitKind::NotTransferable,
            LimitKind::Proof("serial number on the package"),
        ] {
            let sentence = kind.sentence();
            assert!(
                kind.is_stated(&Text::read(lexicon, &sentence)),
                "{sentence}"
            );
        }
    }
}

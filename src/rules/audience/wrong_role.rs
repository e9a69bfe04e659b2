use crate::model::{AudienceType, BuyingRole, Offer};
use crate::project::{CampaignView, Def};
use crate::rules::offer::{Prepayment, named, takes_money};
use crate::rules::{Findings, Rule, about, rule};
use crate::yaml::Place;

rule! {
    /// People are asked for a decision that is not theirs.
    WrongRole, "wrong-role", "audience", Error
}

const HELP: &str = "Who cannot decide can only be embarrassed, or has to beg somebody else for the money. Put it to those who hold the purse:\n  role: finance\n\
or offer something that needs no money in advance";

impl Rule for WrongRole {
    about!();

    fn check_campaign(&self, campaign: &CampaignView<'_>, findings: &mut Findings<'_>) {
        for offer in &campaign.offers {
            let Some(demand) = Demand::of(*offer) else {
                continue;
            };
            let offered = named("the offer", *offer);
            for audience in &campaign.audiences {
                let who = named("the audience", *audience);
                let place = campaign.project.value(demand.place).site;
                let finding = match audience.value.role.at() {
                    Some(role) => {
                        let Some(people) = without_purse(role.value) else {
                            continue;
                        };
                        findings
                            .violation(role.place, "somebody else holds the purse")
                            .because(format!(
                                "{offered} {}, and {who} is made of {people}, who do not decide about {}",
                                demand.wants, demand.about
                            ))
                            .help(HELP)
                    }
                    // A consumer's purse is his own.
                    None if audience.value.kind.value() == Some(&AudienceType::Consumer) => continue,
                    None if audience.value.role.is_missing() && demand.in_advance => findings
                        .unverified(audience.place, "has no `role`")
                        .because(format!(
                            "{offered} {}, and {who} does not say whether its people decide about money",
                            demand.wants
                        ))
                        .help("Say what they decide, one of technical, user, buyer, owner and finance:\n  role: owner"),
                    None => continue,
                };
                findings.push(finding.see(place.label(demand.label)));
            }
        }
    }
}

/// What an offer wants on the day of purchase.
struct Demand {
    /// After the name of the offer: "takes 178.20 USD for 3 years in advance".
    wants: String,
    /// What has to be decided about.
    about: &'static str,
    in_advance: bool,
    place: Place,
    label: &'static str,
}

impl Demand {
    fn of(offer: Def<'_, Offer>) -> Option<Self> {
        if let Some(prepayment) = Prepayment::of(offer.value) {
            return Some(Self {
                wants: format!("takes {} in advance", prepayment.in_words()),
                about: "money",
                in_advance: true,
                place: prepayment.place,
                label: "what has to be paid at once",
            });
        }
        if !takes_money(offer.value) {
            return None;
        }
        if let Some(due) = offer.value.due_now.at() {
            return Some(Self {
                wants: format!("takes {} at once", due.value),
                about: "money",
                in_advance: false,
                place: due.place,
                label: "what has to be paid at once",
            });
        }
        // Who signs for years decides about the money of years, whenever it is taken.
        let bound = offer.value.commitment.at()?;
        Some(Self {
            wants: format!("binds the buyer for {}", bound.value),
            about: "contracts",
            in_advance: false,
            place: bound.place,
            label: "for how long it binds",
        })
    }
}

fn without_purse(role: BuyingRole) -> Option<&'static str> {
    match role {
        BuyingRole::Technical => Some("technical contacts"),
        BuyingRole::User => Some("users"),
        BuyingRole::Buyer | BuyingRole::Owner | BuyingRole::Finance => None,
    }
}

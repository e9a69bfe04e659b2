use crate::model::{AudienceType, BuyingRole, Offer};
use crate::project::{CampaignView, Def};
use crate::rules::offer::{Prepayment, named, takes_money};
use crate::rules::{Findings, Rule, about, rule};
use crate::yaml::Place;

rule! {
    /// People are asked for a decision that is not theirs.
    WrongRole, "wrong-role", "audience", Error
}

const HELP: &str = "who cannot decide can only be embarrassed, or has to beg somebody else for the money. Put it to those who hold the purse:\n  role: finance\n\
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
                                "{offered} takes {} at once, and {who} is made of {people}, who do not decide about money",
                                demand.takes
                            ))
                            .help(HELP)
                    }
                    // A consumer's purse is his own.
                    None if audience.value.kind.value() == Some(&AudienceType::Consumer) => continue,
                    None if audience.value.role.is_missing() && demand.in_advance => findings
                        .unverified(audience.place, "has no `role`")
                        .because(format!(
                            "{offered} takes {} in advance, and {who} does not say whether its people decide about money",
                            demand.takes
                        ))
                        .help("Say what they decide, one of technical, user, buyer, owner and finance:\n  role: owner"),
                    None => continue,
                };
                findings.push(finding.see(place.label("what has to be paid at once")));
            }
        }
    }
}

/// What an offer wants on the day of purchase.
struct Demand {
    takes: String,
    in_advance: bool,
    place: Place,
}

impl Demand {
    fn of(offer: Def<'_, Offer>) -> Option<Self> {
        if let Some(prepayment) = Prepayment::of(offer.value) {
            return Some(Self {
                takes: prepayment.in_words(),
                in_advance: true,
                place: prepayment.place,
            });
        }
        let due = offer.value.due_now.at()?;
        takes_money(offer.value).then(|| Self {
            takes: due.value.to_string(),
            in_advance: false,
            place: due.place,
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

use super::{named, takes_money};
use crate::calendar::Region;
use crate::model::{Offer, Support};
use crate::project::{CampaignView, Def};
use crate::rules::{Findings, Rule, about, rule};
use crate::yaml::Field;

rule! {
    /// Nobody helps the people to whom it is sold.
    SupportRouteMissing, "support-route-missing", "offer", Error
}

const ROUTE: &str = "Name a way to reach people, and for whom it is open:\n  support: [{channel: phone, staffed: true, regions: [US], at: \"+1 804 555 0142\"}]";

impl Rule for SupportRouteMissing {
    about!();

    fn check_campaign(&self, campaign: &CampaignView<'_>, findings: &mut Findings<'_>) {
        for offer in &campaign.offers {
            if offer.value.product.is_missing() || is_free(offer.value) {
                continue;
            }
            check(campaign, *offer, findings);
        }
    }
}

fn check(campaign: &CampaignView<'_>, offer: Def<'_, Offer>, findings: &mut Findings<'_>) {
    let support = &offer.value.support;
    // A route that could not be read may be the one that is missed.
    if support.left_out > 0 || support.values().any(|route| route.staffed.is_invalid()) {
        return;
    }
    let offered = named("the offer", offer);
    let Some(place) = support.place else {
        let finding = findings
            .unverified(offer.place, "has no `support`")
            .because(format!(
                "{offered} does not say who helps the people who buy it"
            ))
            .help(ROUTE);
        findings.push(finding);
        return;
    };
    let staffed: Vec<&Support> = support
        .values()
        .filter(|route| route.staffed.value() == Some(&true))
        .collect();
    if staffed.is_empty() {
        let finding = if support.values().any(|route| route.staffed.is_missing()) {
            findings
                .unverified(place, "has no `staffed`")
                .because(format!(
                    "nothing says whether people answer those who have bought {offered}"
                ))
                .help("Say of each route whether people answer on it:\n  staffed: true")
        } else {
            let mut finding = findings
                .lacking(place, "nobody answers here")
                .because(format!("no person answers those who have bought {offered}"));
            for route in support.values() {
                if let Some(no) = route.staffed.place() {
                    finding = finding.see(
                        campaign
                            .project
                            .value(no)
                            .site
                            .label("not answered by people"),
                    );
                }
            }
            finding.help(format!(
                "Whoever has paid and is stuck needs a person who answers. {ROUTE}"
            ))
        };
        findings.push(finding);
        return;
    }
    let product = offer
        .value
        .product
        .at()
        .and_then(|at| campaign.project.resolve(at));
    let platforms: Vec<&str> = product.map_or(Vec::new(), |product| {
        product
            .value
            .platforms
            .values()
            .map(String::as_str)
            .collect()
    });
    if platforms.is_empty()
        && let Some(product) = product
        && product.value.platforms.left_out == 0
        && staffed.iter().all(|route| route.platforms.is_given())
    {
        let finding = findings
            .unverified(product.place, "has no `platforms`")
            .because(format!(
                "people answer for some platforms only, and nothing says on which ones {} runs",
                named("the product", product)
            ))
            .see(
                campaign
                    .project
                    .value(place)
                    .site
                    .label("who helps, and on which platforms"),
            )
            .help("Say on which platforms it is sold:\n  platforms: [windows, mac]");
        findings.push(finding);
        return;
    }
    let left_alone = left_alone(campaign, &staffed, &platforms);
    let Some(first) = left_alone.first() else {
        return;
    };
    let more = match left_alone.len() - 1 {
        0 => String::new(),
        more => format!(", nor {more} more"),
    };
    let finding = findings
        .lacking(place, format!("nobody for {first}"))
        .because(format!(
            "{offered} is sold to people in {first}, and no support that people answer is open to them{more}"
        ))
        .help(format!("Whoever has paid and is stuck needs a person who answers. {ROUTE}"));
    findings.push(finding);
}

/// The regions and platforms of the campaign for which no staffed route is open, in words.
fn left_alone(
    campaign: &CampaignView<'_>,
    staffed: &[&Support],
    platforms: &[&str],
) -> Vec<String> {
    let mut regions: Vec<&Region> = campaign
        .audiences
        .iter()
        .flat_map(|audience| audience.value.regions.values())
        .collect();
    regions.sort_unstable();
    regions.dedup();
    let mut left = Vec::new();
    for region in regions {
        let serves: Vec<_> = staffed
            .iter()
            .filter(|route| serves(route, region))
            .collect();
        if serves.is_empty() {
            left.push(region.full_name());
            continue;
        }
        for platform in platforms {
            let covered = serves.iter().any(|route| {
                !route.platforms.is_given()
                    || route
                        .platforms
                        .values()
                        .any(|it| it.eq_ignore_ascii_case(platform))
            });
            if !covered {
                left.push(format!("{} on {platform}", region.full_name()));
            }
        }
    }
    left
}

fn serves(route: &Support, region: &Region) -> bool {
    !route.regions.is_given()
        || route.regions.left_out > 0
        || route.regions.values().any(|open| region.is_within(open))
}

/// Whether it asks for nothing, and says so.
fn is_free(offer: &Offer) -> bool {
    let says = matches!(offer.price, Field::Given(_)) || matches!(offer.due_now, Field::Given(_));
    says && !takes_money(offer)
}

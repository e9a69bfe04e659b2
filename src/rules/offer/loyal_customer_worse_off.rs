use super::sums::monthly;
use super::{in_words, named};
use crate::listed::listed;
use crate::model::{Campaign, Offer, OfferFor, RefundKind, Relationship};
use crate::project::{Def, Project};
use crate::rules::{Findings, Rule, about, rule};
use crate::yaml::Place;
use rustc_hash::FxHashMap;
use std::cmp::Ordering;

rule! {
    /// Existing customers are offered worse terms than new ones for the same thing.
    LoyalCustomerWorseOff, "loyal-customer-worse-off", "offer", Warning
}

/// So many offers of one product are compared with each.
const MOST_COMPARED: usize = 200;

impl Rule for LoyalCustomerWorseOff {
    about!();

    fn check_project(&self, project: &Project, findings: &mut Findings<'_>) {
        let offers = offers(project);
        let mut by_product: FxHashMap<Place, Vec<&Open<'_>>> = FxHashMap::default();
        for offer in &offers {
            by_product.entry(offer.product).or_default().push(offer);
        }
        for loyal in offers.iter().filter(|it| it.who == Who::Existing) {
            let others = by_product.get(&loyal.product).into_iter().flatten();
            let worse = others
                .take(MOST_COMPARED)
                .filter(|other| {
                    other.who == Who::New && alike(loyal.offer.value, other.offer.value)
                })
                .find_map(|other| {
                    let worse = worse(loyal.offer.value, other.offer.value)?;
                    Some((*other, worse))
                });
            if let Some((other, worse)) = worse {
                report(project, loyal.offer, other.offer, &worse, findings);
            }
        }
    }
}

/// Whom an offer is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Who {
    New,
    Existing,
}

/// An offer of a product to some people.
struct Open<'p> {
    offer: Def<'p, Offer>,
    product: Place,
    who: Who,
}

/// Every offer of a product that is for new customers only or for existing ones only: by its own word, or by the people of the campaigns that make it.
fn offers(project: &Project) -> Vec<Open<'_>> {
    let mut made: FxHashMap<Place, (Def<'_, Offer>, Vec<Option<Who>>)> = FxHashMap::default();
    for offer in project.all::<Offer>() {
        made.entry(offer.place).or_insert((offer, Vec::new()));
    }
    for campaign in project.all::<Campaign>() {
        let people = campaign.value.audience.iter();
        let people: Vec<Option<Who>> = people
            .filter_map(|at| project.resolve(at))
            .map(|audience| audience.value.relationship.value().map(|it| who(*it)))
            .collect();
        for offer in &campaign.value.offer {
            if let Some(offer) = project.resolve(offer) {
                let entry = made.entry(offer.place).or_insert((offer, Vec::new()));
                entry.1.extend(&people);
            }
        }
    }
    let mut open: Vec<Open<'_>> = made
        .into_values()
        .filter_map(|(offer, people)| {
            let product = project.resolve(offer.value.product.at()?)?.place;
            let who = match offer.value.open_to.value() {
                Some(OfferFor::NewCustomers) => Who::New,
                Some(OfferFor::ExistingCustomers) => Who::Existing,
                // What everybody can have is no worse for anybody.
                Some(OfferFor::Everyone) => return None,
                None => {
                    let first = (*people.first()?)?;
                    people
                        .iter()
                        .all(|it| *it == Some(first))
                        .then_some(first)?
                }
            };
            Some(Open {
                offer,
                product,
                who,
            })
        })
        .collect();
    open.sort_by_key(|open| open.offer.place);
    open
}

fn who(relationship: Relationship) -> Who {
    match relationship {
        Relationship::Customer => Who::Existing,
        Relationship::Prospect
        | Relationship::Inquirer
        | Relationship::Trial
        | Relationship::Lapsed => Who::New,
    }
}

/// Whether two offers are of the same thing: nothing tells them apart but the terms.
fn alike(one: &Offer, other: &Offer) -> bool {
    let (version, others) = (one.version.value(), other.version.value());
    let (name, other_name) = (one.name.value(), other.name.value());
    let differ = |one: Option<&String>, other: Option<&String>| {
        one.is_some() && other.is_some() && one != other
    };
    !differ(version, others) && !differ(name, other_name)
}

/// In what the first offer is worse than the second; none if it is so in nothing, or better in anything.
fn worse(loyal: &Offer, new: &Offer) -> Option<Vec<String>> {
    let mut worse = Vec::new();
    let mut better = false;
    let mut compare = |order: Option<Ordering>, words: String| match order {
        Some(Ordering::Greater) => worse.push(words),
        Some(Ordering::Less) => better = true,
        Some(Ordering::Equal) | None => {}
    };
    if let (Some(own), Some(other)) = (loyal.price.value(), new.price.value())
        && own.money.currency == other.money.currency
        && let (Some((a, per)), Some((b, other_per))) = (monthly(own), monthly(other))
        && per == other_per
    {
        compare(
            Some(a.cmp(&b)),
            format!("it costs {} and not {}", in_words(own), in_words(other)),
        );
    }
    let minutes = |offer: &Offer| offer.commitment.value().map_or(0, |it| it.approx_minutes());
    compare(
        Some(minutes(loyal).cmp(&minutes(new))),
        match loyal.commitment.value() {
            Some(term) => format!("it binds for {term}"),
            None => String::new(),
        },
    );
    let gives = |offer: &Offer| {
        let kind = offer.refund.value()?.kind.value()?;
        Some(match kind {
            RefundKind::None => 2,
            RefundKind::Prorated => 1,
            RefundKind::Full => 0,
        })
    };
    compare(
        gives(loyal).zip(gives(new)).map(|(a, b)| a.cmp(&b)),
        "less money comes back".to_owned(),
    );
    let devices = |offer: &Offer| offer.licence.value()?.devices.value().copied();
    compare(
        devices(loyal).zip(devices(new)).map(|(a, b)| b.cmp(&a)),
        "it is for fewer machines".to_owned(),
    );
    let seats = |offer: &Offer| offer.licence.value()?.seats.value().copied();
    compare(
        seats(loyal).zip(seats(new)).map(|(a, b)| b.cmp(&a)),
        "it is for fewer people".to_owned(),
    );
    (!better && !worse.is_empty()).then_some(worse)
}

fn report(
    project: &Project,
    loyal: Def<'_, Offer>,
    new: Def<'_, Offer>,
    worse: &[String],
    findings: &mut Findings<'_>,
) {
    let at = loyal.value.price.place().unwrap_or(loyal.place);
    let theirs = new.value.price.place().unwrap_or(new.place);
    let finding = findings
        .violation(at, "for those who have stayed")
        .because(format!(
            "{} gives customers worse terms than {} gives those who come new: {}",
            named("the offer", loyal),
            named("the offer", new),
            listed(worse)
        ))
        .see(project.value(theirs).site.label("for those who come new"))
        .help("Whoever has stayed for years learns that it would have paid to leave, and the next time they will. Let both have the same:\n  for: everyone");
    findings.push(finding);
}

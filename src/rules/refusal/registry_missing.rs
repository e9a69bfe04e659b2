use super::is_whole;
use super::registries::{is_about, may_be_any, names};
use crate::law::{Refresh, Registry};
use crate::rules::duty::{self, Duty};
use crate::rules::timing::words;
use crate::rules::{Case, Findings, Rule, about, rule};
use crate::yaml::Place;
use std::collections::BTreeMap;

rule! {
    /// A registry that binds this channel, audience and place is not among the suppressions.
    RegistryMissing, "registry-missing", "refusal", Error
}

impl Rule for RegistryMissing {
    about!();

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        let campaign = case.campaign;
        let written = &campaign.value.suppress;
        // Of a list that cannot be found or read, something else has been said already.
        let unread = written.left_out > 0 || campaign.suppressions.len() < written.len();
        // A law says itself which purposes it is about; some lists keep off collectors too.
        if unread || !is_whole(campaign.project, campaign.place) {
            return;
        }
        let mut lacking: BTreeMap<&str, Vec<(&Duty<'_, '_>, &Registry)>> = BTreeMap::new();
        for duty in case.duties().iter().filter(|it| !it.is_of_a_part()) {
            let Some(registry) = duty.demands::<Registry>() else {
                continue;
            };
            let consulted = campaign
                .suppressions
                .iter()
                .any(|list| names(list, registry) && is_about(list, duty.channel));
            if !consulted {
                lacking
                    .entry(&registry.id)
                    .or_default()
                    .push((duty, registry));
            }
        }
        for duties in lacking.into_values() {
            report(case, &duties, findings);
        }
        parts_of_countries(case, findings);
    }
}

/// Registries of parts of a country where the audience names the country alone: nobody knows who
/// of the people lives there.
fn parts_of_countries(case: &Case<'_, '_>, findings: &mut Findings<'_>) {
    let campaign = case.campaign;
    let mut lists: Vec<(&Duty<'_, '_>, &Registry)> = Vec::new();
    for duty in case.duties().iter().filter(|it| it.is_of_a_part()) {
        let Some(registry) = duty.demands::<Registry>() else {
            continue;
        };
        let consulted = campaign
            .suppressions
            .iter()
            .any(|list| names(list, registry) && is_about(list, duty.channel));
        // The country's own list is spoken of anyway.
        let is_its_own = registry.id.starts_with(&duty.provision().jurisdiction);
        if is_its_own && !consulted {
            lists.push((duty, registry));
        }
    }
    let mut places: Vec<Place> = lists.iter().map(|(duty, _)| duty.people.place).collect();
    places.dedup();
    for place in places {
        let mut found: Vec<(&Duty<'_, '_>, &Registry)> = Vec::new();
        for (duty, registry) in &lists {
            let known = found.iter().any(|(_, it)| it.id == registry.id);
            if duty.people.place == place && !known {
                found.push((duty, registry));
            }
        }
        let Some((first, registry)) = found.first() else {
            continue;
        };
        let also = match found.len() {
            1 => String::new(),
            2 => ", and one more part has a list of its own".to_owned(),
            many => format!(", and {} more parts have lists of their own", many - 1),
        };
        let ids: Vec<&str> = found.iter().map(|(.., it)| it.id.as_str()).collect();
        let finding = findings
            .unverified(place, "the country alone")
            .because(format!(
                "`{}` does not say in which part of the country people live: in {} the {} (`{}`) must be consulted too{also}",
                first.people.region,
                first.place(),
                registry.name,
                registry.id
            ))
            .help(format!(
                "Name the parts where people live, or take out those who stand on any of these lists: {}.",
                ids.join(", ")
            ));
        findings.push(duty::resting_on(
            finding,
            found.iter().map(|(duty, _)| *duty),
        ));
    }
}

/// Says that one registry is not consulted.
fn report(
    case: &Case<'_, '_>,
    lacking: &[(&Duty<'_, '_>, &Registry)],
    findings: &mut Findings<'_>,
) {
    let campaign = case.campaign;
    let mut duties: Vec<&Duty<'_, '_>> = lacking.iter().map(|(duty, _)| *duty).collect();
    duty::gravest_first(&mut duties);
    let (Some(first), Some((_, registry))) = (duties.first(), lacking.first()) else {
        return;
    };
    let listed = format!(
        "people in {} can be {} although they stand on the {} (`{}`)",
        first.place(),
        words::reached(Some(first.channel)),
        registry.name,
        registry.id,
    );
    let elsewhere = duty::elsewhere(duties.iter().copied());
    let unnamed = campaign.suppressions.iter().find(|list| may_be_any(list));
    let elsewhere_only = campaign
        .suppressions
        .iter()
        .find(|list| names(list, registry));
    let finding = match (campaign.value.suppress.place, unnamed, elsewhere_only) {
        (_, Some(list), _) => findings
            .unverified(list.place, "does not say which registry it is")
            .because(format!(
                "nothing says that this is the {} (`{}`), which must be consulted before people in {} are {}{elsewhere}",
                registry.name,
                registry.id,
                first.place(),
                words::reached(Some(first.channel)),
            )),
        (_, _, Some(list)) => findings
            .lacking(
                list.channels.place.unwrap_or(list.place),
                format!("not for the channel {}", first.channel),
            )
            .because(format!("{listed}: the list is kept for other channels only{elsewhere}")),
        (None, _, _) => findings
            .unverified(campaign.place, "has no `suppress`")
            .because(format!("nothing shows that they are left out: {listed}{elsewhere}")),
        (Some(place), _, _) if first.binds() => findings
            .lacking(place, format!("`{}` is not among them", registry.id))
            .because(format!("{listed}: no list of the campaign takes them out{elsewhere}")),
        (Some(place), _, _) => findings
            .unverified(place, format!("`{}` is not among them", registry.id))
            .because(format!(
                "{listed}, unless they fall outside the provision{elsewhere}"
            )),
    };
    let breaks = match (&first.provision().code, first.binds()) {
        (Some(code), _) => format!("breaks the code `{code}`, which binds you"),
        (None, true) => "breaks the law".to_owned(),
        (None, false) => "may break the law".to_owned(),
    };
    let doubt = first
        .doubt()
        .map_or(String::new(), |doubt| format!("\n{doubt}"));
    let mut finding = finding.help(format!(
        "They have asked everybody to be left alone, so each of these contacts {breaks}. Take them out before the first contact, and name the list under `suppress`:\n  suppressions:\n    {}: {{kind: registry, registry: {}, refreshed: {}, refresh_every: {}}}{doubt}",
        registry.id.to_lowercase(),
        registry.id,
        campaign.project.today,
        often_enough(registry),
    ));
    if let Some(example) = first.example(case) {
        finding = finding.counterexample(example);
    }
    findings.push(duty::resting_on(finding, duties));
}

/// How often to look at a registry so that no look is too old.
fn often_enough(registry: &Registry) -> String {
    match registry.refresh {
        Some(Refresh::Within(age)) if age.days > 0 && age.months == 0 => format!("{}d", age.days),
        Some(Refresh::EachMonth) => "4w".to_owned(),
        Some(Refresh::EachQuarter) => "1mo".to_owned(),
        _ => "1w".to_owned(),
    }
}

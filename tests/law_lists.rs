//! Every do-not-call list of every pack, as a user meets it: a campaign that names no list is told of
//! it with its provision, and one that has looked at the list is not.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod support;

use courtesy::calendar::Day;
use courtesy::law::{Law, Protects, Provision, Requirement};
use serde_json::Value;
use support::{Folder, all_provisions};

/// Whether `registry-missing` cites a provision for a campaign that names these lists.
fn missed(provision: &Provision, on: Day, suppressions: &str) -> bool {
    let scope = &provision.applies;
    let audience = match scope.protects {
        Protects::Businesses => "business",
        _ => "consumer",
    };
    let sectors: Vec<&str> = scope.sectors.iter().map(AsRef::as_ref).collect();
    let campaign = format!(
        r#"campaigns:
  one:
    purpose: {purpose}
    enrollment: once
    starts: {on}
    ends: {on}
    audience: {{regions: ["{region}"], type: {audience}, relationship: prospect, consent: {{kind: none}}}}
    suppress: own
    offer: it
    cadence:
      send_window: {{days: daily, hours: "11:00-12:00", time_zone: recipient}}
      steps: [{{id: only, day: 0, channel: {channel}, by: caller}}]
offers:
  it: {{product: it, price: 5 USD}}
products:
  it: {{sector: [{sectors}]}}
senders:
  caller: {{role: sales, voice: {voice}}}
suppressions:
{suppressions}"#,
        purpose = scope.purposes[0].as_str(),
        region = provision.jurisdiction,
        channel = scope.channels[0],
        sectors = sectors.join(", "),
        voice = scope.voices.first().map_or("human", |voice| voice.as_str()),
    );
    let code = provision.code.as_deref().unwrap_or_default();
    let settings = format!("version: 1\nadheres_to: [{code}]\n");
    let folder = Folder::with([("courtesy.yaml", &*settings), ("c.yaml", &*campaign)]);
    let today = on.plus(-1).to_string();
    let select = ["--select", "registry-missing", "--today", &today];
    let ran = folder.run(&[&["check", "c.yaml", "--format", "json"], &select[..]].concat());
    let report: Value = ran.json();
    let mut findings = report["diagnostics"].as_array().unwrap().iter();
    findings.any(|finding| {
        let mut cited = finding["citations"].as_array().unwrap().iter();
        cited.any(|it| it["provision"] == *provision.id)
    })
}

#[test]
fn every_list_is_missed_until_it_has_been_looked_at() {
    let law = Law::built_in();
    let mut tried = 0;
    for provision in all_provisions(&law) {
        let Requirement::Registry(registry) = &provision.requires else {
            continue;
        };
        let (first, last) = (provision.in_force.first(), provision.in_force.last());
        let on = ["2026-06-03", "2020-06-03"]
            .map(|day| day.parse::<Day>().unwrap())
            .into_iter()
            .find(|day| (first..=last).contains(day))
            .unwrap();
        let id = &provision.id;
        let own = "  own: {kind: internal, scope: seller}\n";
        assert!(missed(provision, on, own), "{id} on {on}");
        let looked = format!(
            "  own: {{kind: registry, registry: {}, refreshed: {}, refresh_every: 1d}}\n",
            registry.id,
            on.plus(-1)
        );
        assert!(!missed(provision, on, &looked), "{id} on {on}, looked at");
        tried += 1;
    }
    assert!(tried > 55, "{tried}");
}

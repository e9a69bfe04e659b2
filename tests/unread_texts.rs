//! A text in a language without a lexicon is unverified, never clean, and that is told once.

mod support;

use support::{Findings, check};

/// Hosting that is paid three years ahead, offered by a channel in words of a language.
fn offered(channel: &str, language: &str, body: &str) -> Findings {
    check(&format!(
        r#"
campaigns:
  tarjous:
    purpose: sales
    starts: 2027-01-11
    ends: 2027-01-15
    audience: {{regions: [FI], type: business, relationship: prospect, role: owner}}
    cadence: {{steps: [{{id: step, day: 0, channel: {channel}, message: kirje}}]}}
    offer:
      price: {{amount: 4.95, currency: EUR, per: month}}
      due_now: {{amount: 178.20, currency: EUR}}
      commitment: 3y
      billing: {{every: 3y, in_advance: true}}
      renews: {{automatically: false}}
      refund: {{kind: none}}
messages:
  kirje: {{channel: {channel}, language: {language}, opt_out: {{method: spoken}}, body: "{body}"}}
"#
    ))
}

/// The rules that are named in the finding about a text.
fn left_open(findings: &Findings) -> String {
    let unread: Vec<_> = findings
        .0
        .iter()
        .filter(|it| it.message.contains("are not understood"))
        .collect();
    let [one] = &unread[..] else {
        panic!("one finding for one text:\n{findings}");
    };
    assert_eq!(one.verdict, "unverified");
    one.message.clone()
}

#[test]
fn every_rule_that_reads_says_that_it_could_not_and_all_say_it_once() {
    let found = offered("email", "fi", "Nyt vain 4,95 € kuukaudessa!");
    let open = left_open(&found);
    for rule in [
        "undisclosed-prepay",
        "undisclosed-commitment",
        "price-mismatch",
        "free-with-strings",
        "refund-terms-missing",
        "false-urgency",
        "guilt-pressure",
        "leftover-draft",
    ] {
        assert!(open.contains(rule), "{rule}: {open}");
        assert!(
            !found
                .0
                .iter()
                .any(|it| it.rule == rule && it.verdict == "violation")
        );
    }
}

#[test]
fn the_gravest_rule_speaks() {
    let found = offered("email", "fi", "Nyt vain 4,95 € kuukaudessa!");
    let rules: Vec<&str> = found
        .0
        .iter()
        .filter(|it| it.message.contains("are not understood"))
        .map(|it| it.rule.as_str())
        .collect();
    assert_eq!(rules, ["undisclosed-prepay"]);
}

#[test]
fn a_script_in_an_unknown_language_may_hold_an_objection_loop() {
    let script = "Hyvää päivää. Jos asiakas sanoo ei, kysy uudestaan.";
    assert!(left_open(&offered("call", "fi", script)).contains("objection-loop"));
    // A letter tells nobody what to say.
    assert!(!left_open(&offered("email", "fi", script)).contains("objection-loop"));
}

#[test]
fn buttons_in_an_unknown_language_are_one_finding_too() {
    let found = check(
        r#"
campaigns:
  ikkuna:
    purpose: marketing
    starts: 2027-01-11
    ends: 2027-01-15
    audience: {regions: [FI], type: consumer, relationship: trial}
    cadence:
      steps:
        - id: ikkuna
          day: 0
          channel: popup
          message: {channel: popup, language: fi, choices: [{label: Osta, action: purchase}, {label: "Ei", action: decline_forever}]}
"#,
    );
    let labels: Vec<&str> = found
        .0
        .iter()
        .filter(|it| it.message.contains("not given or not understood"))
        .map(|it| it.message.as_str())
        .collect();
    let [one] = labels[..] else {
        panic!("{found}");
    };
    assert!(
        one.contains("confirm-shaming") && one.contains("silence-is-not-consent"),
        "{one}"
    );
}

#[test]
fn one_language_that_is_known_leaves_nothing_open() {
    let found = offered("email", "de", "Nur 4,95 € im Monat!");
    assert!(
        !found
            .0
            .iter()
            .any(|it| it.message.contains("not understood")),
        "{found}"
    );
}

#[test]
fn a_waiver_for_one_rule_leaves_the_others_open() {
    let found = check(
        r#"
campaigns:
  tarjous:
    purpose: sales
    starts: 2027-01-11
    ends: 2027-01-15
    audience: {regions: [FI], type: business, relationship: prospect, role: owner}
    cadence: {steps: [{id: step, day: 0, channel: email, message: kirje}]}
messages:
  # courtesy: allow[false-urgency]: read by Aino Laine on 2026-11-20
  kirje: {channel: email, language: fi, opt_out: {method: one_click}, body: "Hyvää päivää!"}
"#,
    );
    let open = left_open(&found);
    assert!(
        !open.contains("false-urgency") && open.contains("guilt-pressure"),
        "{open}"
    );
}

//! The law of Asia, Australia, Africa and Latin America beside hours, days and numbers: of each
//! provision a campaign that breaks it, with a finding that cites it, and its honest twin, of which
//! nothing is found.

// A test may panic; that is how it fails.
#![allow(clippy::unwrap_used)]

mod support;

use support::{Folder, TODAY};

/// A careful campaign of one contact. Where a place asks for a list, a number or a label of its own,
/// [`honest`] fills it in.
const CAMPAIGN: &str = r#"campaigns:
  garden-visits:
    purpose: sales
    enrollment: once
    starts: 2027-03-23
    ends: 2027-03-31
    re_enrollment: never
    audience: gardeners
    suppress: [do-not-contact, public-list, other-list]
    cadence: one-step
cadences:
  one-step:
    send_window: {days: mon-thu, hours: "10:00-13:00", time_zone: recipient, zone_from: address, holidays: observe}
    max_lateness: 1h
    steps:
      - {id: step, day: 0, channel: CHANNEL, to: HOW, by: robin, message: words}
    responses: {opt_out: stop, not_interested: stop, not_now: {snooze: 90d}, complaint: stop, wrong_person: stop, no_answer: stop, dismissed: stop, replied: stop, purchased: stop, bounced: stop}
    shares_responses: true
    honors_refusal_within: 1d
audiences:
  gardeners: {regions: [PLACE], type: consumer, relationship: prospect, role: buyer, source: {kind: form}, consent: {kind: express, channels: [call, sms, email], obtained: 2026-11-20, proof: form archive}}
messages:
  words:
    channel: CHANNEL
    language: en
WORDS
senders:
  robin: {role: sales, name: Robin, legal_name: Example Gardens LLC, postal_address: "1 Main St, Atlanta, GA 30303, USA", caller_id: "NUMBER", caller_id_shown: true, voice: human, dialer: manual}
suppressions:
  do-not-contact: {kind: internal, scope: seller, refreshed: 2026-11-20, refresh_every: 1d, honored_within: 1d, keeps_for: forever}
  public-list: {kind: registry, registry: LIST, refreshed: 2026-11-20, refresh_every: 1w}
  other-list: {kind: registry, registry: OTHER, refreshed: 2026-11-20, refresh_every: 1w}
"#;

const SCRIPT: &str = r#"    body: |
      Good morning, this is Robin of Example Gardens LLC. I am calling to sell you a visit of our gardener.
      If you would rather not be called again, tell me and you will not be.
    opt_out: {method: spoken, steps: 1, needs_login: false, live_for: 60d}
    identifies: {within: 10s, seller: true, caller: true, purpose: true, callback: "+1 404 555 0100"}"#;

const LETTER: &str = r#"    subject: "LABELA visit of our gardener"
    body: |
      Our gardener visits you and looks at your roses. Example Gardens LLC, {{sender.postal_address}}, +1 404 555 0100. No more letters: {{unsubscribe_url}}
    opt_out: {method: one_click, steps: 1, needs_login: false, live_for: 60d}"#;

const TEXT: &str = r#"    body: "LABELExample Gardens LLC: our gardener visits you. +1 404 555 0100. Reply STOP to get no more."
    opt_out: {method: reply, words: [STOP, END, QUIT, CANCEL, UNSUBSCRIBE], steps: 1, needs_login: false, live_for: 60d}"#;

/// The public lists of a place, its labels, and the beginning of the numbers that it allows.
fn asked(place: &str) -> (&'static [&'static str], &'static str, &'static str) {
    match place {
        "AE" => (&["AE-DNCR"], "", "+971 4 555 0100"),
        "AR" => (&["AR-no-llame"], "", ""),
        "AU" => (&["AU-DNCR"], "", ""),
        "BR-SP" => (&["BR-SP-nao-me-ligue", "BR-nao-me-perturbe"], "", ""),
        "CL" => (&["CL-no-molestar"], "", "809 555 0100"),
        "CO" => (&["CO-RNE"], "", ""),
        "HK" => (&["HK-DNC"], "", ""),
        "IL" => (&["IL-DNC"], "פרסומת ", ""),
        "IN" => (&["IN-NCPR"], "", "140 555 0100"),
        "KR" => (&["KR-DNC"], "(광고) ", ""),
        "MX" => (&["MX-REPEP", "MX-REUS"], "", ""),
        "NG" => (&["NG-DND"], "", ""),
        "SG" => (&["SG-DNC"], "<ADV> ", ""),
        "TR" => (&["TR-IYS"], "", ""),
        "UY" => (&["UY-no-llame"], "", ""),
        "VN" => (&["VN-DNC"], "[QC] ", ""),
        "ZA" => (&["ZA-NCC"], "", ""),
        _ => (&[], "", ""),
    }
}

/// The careful campaign for people in a place, on a channel.
fn honest(place: &str, channel: &str) -> String {
    let (lists, label, number) = asked(place);
    let (how, words) = match channel {
        "call" => ("home", SCRIPT),
        "email" => ("email", LETTER),
        _ => ("mobile", TEXT),
    };
    let mut text = CAMPAIGN
        .replace("WORDS", words)
        .replace("CHANNEL", channel)
        .replace("HOW", how)
        .replace("PLACE", place)
        .replace("LABEL", label);
    text = text.replace(
        "NUMBER",
        Some(number)
            .filter(|it| !it.is_empty())
            .unwrap_or("+1 404 555 0100"),
    );
    for (at, id, name) in [(1, "other-list", "OTHER"), (0, "public-list", "LIST")] {
        if let Some(list) = lists.get(at) {
            text = text.replace(name, list);
        } else {
            text = text.replace(&format!(", {id}]"), "]");
            text.truncate(text.find(&format!("  {id}:")).unwrap());
        }
    }
    text
}

/// A rule that found something, and the provisions that it cites.
type Found = (String, Vec<String>);

/// Every finding in a text under settings.
fn findings(settings: &str, text: &str) -> Vec<Found> {
    let folder = Folder::with([("courtesy.yaml", settings), ("definition.yaml", text)]);
    let arguments = [
        "check",
        "--today",
        TODAY,
        "--format",
        "json",
        "definition.yaml",
    ];
    let found = folder.run(&arguments).json();
    let text = |it: &serde_json::Value| it.as_str().unwrap().to_owned();
    let found = found["diagnostics"].as_array().unwrap().iter();
    found
        .map(|it| {
            let cited = it["citations"].as_array().into_iter().flatten();
            let cited = cited.map(|it| text(&it["provision"])).collect();
            (text(&it["rule"]), cited)
        })
        .collect()
}

/// Whether anything that is found rests on a provision.
fn rests(found: &[Found], provision: &str) -> bool {
    found
        .iter()
        .any(|(_, cited)| cited.iter().any(|it| it == provision))
}

/// A passage of the careful campaign and what stands there instead.
type Change = (&'static str, &'static str);

const NO_CONSENT: Change = (
    "consent: {kind: express, channels: [call, sms, email], obtained: 2026-11-20, proof: form archive}",
    "consent: {kind: none}",
);
const NO_LIST: Change = (
    "suppress: [do-not-contact, public-list",
    "suppress: [do-not-contact",
);
const OLD_LIST: Change = ("refresh_every: 1w", "refresh_every: 90d");
const LATE: Change = ("honors_refusal_within: 1d", "honors_refusal_within: 30d");
const SHORT: Change = ("live_for: 60d", "live_for: 7d");
const LOGIN: Change = ("needs_login: false", "needs_login: true");
const SPOKEN: Change = ("method: one_click", "method: spoken");
const FORGETS: Change = ("keeps_for: forever", "keeps_for: 30d");
const REBUTS: Change = ("not_interested: stop", "not_interested: {rebut: 1}");
const NO_PROOF: Change = (", proof: form archive", "");
const NO_CONTACT: Change = (", +1 404 555 0100. No", ". No");
const EARLY: Change = ("hours: \"10:00-13:00\"", "hours: \"07:00-08:00\"");
const MACHINE: Change = ("voice: human", "voice: prerecorded");
const FIRM: Change = ("type: consumer", "type: business");

/// A provision, the rule that finds a breach, the channel, the place, and what breaks it.
type Case = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static [Change],
);

#[rustfmt::skip]
const CASES: &[Case] = &[
    ("AU-end-on-refusal", "objection-loop", "call", "AU", &[REBUTS]),
    ("AU-registry", "registry-missing", "call", "AU", &[NO_CONSENT, NO_LIST]),
    ("AU-registry", "registry-stale", "call", "AU", &[NO_CONSENT, OLD_LIST]),
    ("AU-refusal-messages", "refusal-deadline", "email", "AU", &[LATE]),
    ("AU-opt-out", "opt-out-friction", "email", "AU", &[SHORT]),
    ("AU-opt-out-form", "opt-out-friction", "email", "AU", &[LOGIN]),
    ("NZ-refusal-messages", "refusal-deadline", "sms", "NZ", &[LATE]),
    ("NZ-opt-out", "opt-out-friction", "email", "NZ", &[SPOKEN]),
    ("NZ-opt-out", "opt-out-friction", "sms", "NZ", &[SHORT]),
    ("JP-refusal-lasts", "refusal-expires", "call", "JP", &[FORGETS]),
    ("KR-refusal", "refusal-deadline", "email", "KR", &[LATE]),
    ("KR-registry", "registry-missing", "call", "KR", &[NO_CONSENT, NO_LIST]),
    ("KR-registry", "registry-stale", "call", "KR", &[NO_CONSENT, OLD_LIST]),
    ("CN-consent-sms", "consent-missing", "sms", "CN", &[NO_CONSENT]),
    ("CN-consent-messages", "consent-missing", "email", "CN-BJ", &[NO_CONSENT]),
    ("CN-sender", "sender-identity", "email", "CN", &[NO_CONTACT]),
    ("CN-refusal-sms", "refusal-deadline", "sms", "CN", &[LATE]),
    ("HK-refusal-messages", "refusal-deadline", "email", "HK", &[LATE]),
    ("HK-refusal-recorded", "refusal-deadline", "call", "HK", &[MACHINE, LATE]),
    ("HK-opt-out-messages", "opt-out-friction", "sms", "HK", &[SHORT]),
    ("HK-opt-out-recorded", "opt-out-friction", "call", "HK", &[MACHINE, SHORT]),
    ("HK-registry-sms", "registry-missing", "sms", "HK", &[NO_CONSENT, NO_LIST]),
    ("HK-registry-recorded", "registry-missing", "call", "HK", &[MACHINE, NO_CONSENT, NO_LIST]),
    ("SG-registry", "registry-missing", "call", "SG", &[NO_CONSENT, NO_LIST]),
    ("SG-registry", "registry-stale", "call", "SG", &[NO_CONSENT, OLD_LIST]),
    ("SG-registry-sms", "registry-missing", "sms", "SG", &[NO_CONSENT, NO_LIST]),
    ("SG-consent-proof", "consent-unproven", "sms", "SG", &[NO_PROOF]),
    ("SG-refusal", "refusal-deadline", "call", "SG", &[LATE]),
    ("SG-refusal-messages", "refusal-deadline", "email", "SG", &[LATE]),
    ("SG-opt-out", "opt-out-friction", "email", "SG", &[NO_CONSENT, SHORT]),
    ("SG-sender", "sender-identity", "email", "SG", &[NO_CONSENT, NO_CONTACT]),
    ("VN-registry", "registry-missing", "call", "VN", &[NO_LIST]),
    ("VN-refusal", "refusal-deadline", "email", "VN", &[LATE]),
    ("IN-registry", "registry-missing", "call", "IN", &[NO_CONSENT, NO_LIST]),
    ("AE-registry", "registry-missing", "call", "AE", &[NO_LIST]),
    ("AE-registry-messages", "registry-missing", "sms", "AE", &[NO_LIST]),
    ("AE-consent", "consent-missing", "call", "AE", &[NO_CONSENT]),
    ("AE-refusal-lasts", "refusal-expires", "call", "AE", &[FORGETS]),
    ("AE-refusal-lasts-messages", "refusal-expires", "sms", "AE", &[FORGETS]),
    ("SA-refusal", "refusal-deadline", "call", "SA", &[LATE]),
    ("IL-registry", "registry-missing", "call", "IL", &[NO_CONSENT, NO_LIST]),
    ("IL-registry", "registry-stale", "call", "IL", &[NO_CONSENT, OLD_LIST]),
    ("IL-consent-proof", "consent-unproven", "call", "IL", &[NO_PROOF]),
    ("IL-sender", "sender-identity", "email", "IL", &[NO_CONTACT]),
    ("TR-refusal", "refusal-deadline", "email", "TR", &[LATE]),
    ("TR-registry", "registry-missing", "email", "TR", &[FIRM, NO_LIST]),
    ("ZA-registry", "registry-missing", "sms", "ZA", &[NO_LIST]),
    ("ZA-registry", "registry-stale", "email", "ZA", &[OLD_LIST]),
    ("NG-registry", "registry-missing", "sms", "NG", &[NO_LIST]),
    ("KE-consent-email", "consent-missing", "email", "KE", &[NO_CONSENT]),
    ("KE-consent-recorded", "automated-voice", "call", "KE", &[MACHINE, NO_CONSENT]),
    ("KE-sender", "sender-identity", "email", "KE", &[NO_CONTACT]),
    ("KE-consent", "consent-missing", "call", "KE", &[NO_CONSENT]),
    ("BR-SP-registry", "registry-missing", "call", "BR-SP", &[NO_LIST]),
    ("BR-SP-registry-messages", "registry-missing", "sms", "BR-SP", &[NO_LIST]),
    ("MX-registry", "registry-missing", "call", "MX", &[NO_CONSENT, NO_LIST]),
    ("AR-registry", "registry-missing", "sms", "AR", &[NO_CONSENT, NO_LIST]),
    ("AR-registry", "registry-stale", "sms", "AR", &[NO_CONSENT, OLD_LIST]),
    ("CL-registry", "registry-missing", "email", "CL", &[NO_LIST]),
    ("CO-registry", "registry-missing", "email", "CO", &[NO_LIST]),
    ("PE-refusal", "refusal-deadline", "call", "PE", &[LATE]),
    ("UY-hours", "quiet-hours", "call", "UY", &[EARLY]),
    ("UY-registry", "registry-missing", "call", "UY", &[NO_CONSENT, NO_LIST]),
    ("UY-registry", "registry-stale", "sms", "UY", &[NO_CONSENT, OLD_LIST]),
];

/// The same, under settings that bring a trade or a code to bear.
#[rustfmt::skip]
const SETTLED: &[(&str, Case)] = &[
    ("seller: {sector: insurance}", ("CN-hours-insurance", "quiet-hours", "call", "CN", &[EARLY])),
    ("seller: {sector: insurance}", ("CN-refusal-lasts-insurance", "refusal-expires", "call", "CN", &[FORGETS])),
    ("seller: {sector: financial}", ("MX-registry-financial", "registry-missing", "email", "MX", &[(", other-list]", "]")])),
    ("adheres_to: [BR-nao-me-perturbe]", ("BR-registry", "registry-missing", "call", "BR-SP", &[(", other-list]", "]")])),
];

/// That a case is found, and that nothing is found of its honest twin.
fn holds(settings: &str, (provision, rule, channel, place, changes): Case) {
    let careful = honest(place, channel);
    assert_eq!(findings(settings, &careful), [], "{place} on {channel}");
    let mut broken = careful;
    for (old, new) in changes {
        assert!(broken.contains(old), "{provision}: {old}");
        broken = broken.replacen(old, new, 1);
    }
    let found = findings(settings, &broken);
    assert!(
        found
            .iter()
            .any(|it| it.0 == rule && rests(std::slice::from_ref(it), provision)),
        "{provision} by {rule}: {found:?}"
    );
}

#[test]
fn each_breach_is_found_and_its_honest_twin_is_clean() {
    for case in CASES {
        holds("version: 1\n", *case);
    }
}

#[test]
fn trades_and_codes_bind_those_who_name_them() {
    for (setting, case) in SETTLED {
        holds(&format!("version: 1\n{setting}\n"), *case);
        // Who is in no such trade, or no member, is free.
        let (provision, _, channel, place, changes) = *case;
        let mut text = honest(place, channel);
        for (old, new) in changes {
            text = text.replacen(old, new, 1);
        }
        let found = findings("version: 1\n", &text);
        assert!(!rests(&found, provision), "{provision}");
    }
}

/// What `courtesy hours` tells of a place, of a contact on a day.
fn told(arguments: &str) -> String {
    let words: Vec<&str> = std::iter::once("hours")
        .chain(arguments.split(' '))
        .collect();
    Folder::with([("empty.txt", "")]).run(&words).out
}

#[test]
fn what_no_campaign_shows_stands_in_the_answer_to_consumers_alone() {
    for (provision, place) in [
        ("AU-withdrawal", "AU"),
        ("NZ-withdrawal", "NZ"),
        ("JP-withdrawal", "JP"),
        ("JP-terms-renewing", "JP"),
        ("KR-notice-trial", "KR"),
        ("KR-notice-change", "KR"),
        ("KR-dark-patterns", "KR --channel popup"),
        ("CN-popups", "CN --channel popup"),
        ("HK-opt-out-first", "HK --channel post"),
        ("ZA-withdrawal", "ZA"),
        ("ZA-renewal-notice", "ZA"),
        ("KE-opt-out", "KE --channel sms"),
        ("BR-withdrawal", "BR"),
        ("BR-SP-registry-collections", "BR-SP --purpose collections"),
    ] {
        let line = format!("\n  {provision} (");
        let consumers = told(&format!("{place} --on 2026-11-23"));
        assert!(consumers.contains(&line), "{provision}: {consumers}");
        let firms = told(&format!("{place} --on 2026-11-23 --audience business"));
        let (_, besides) = firms
            .split_once("Asked of such contacts besides")
            .unwrap_or_default();
        assert!(!besides.contains(&line), "{provision}: {firms}");
    }
    // What is told to everybody.
    for (provision, place) in [
        ("KR-opt-out", "KR --channel push"),
        ("CN-opt-out", "CN --channel email"),
        ("HK-subject", "HK --channel email"),
        ("SG-subject", "SG --channel email"),
        ("VN-opt-out", "VN --channel sms"),
        ("IL-opt-out", "IL --channel email"),
        ("TR-opt-out", "TR --channel email"),
        ("ZA-opt-out", "ZA --channel email"),
    ] {
        let answer = told(&format!("{place} --on 2026-11-23"));
        assert!(
            answer.contains(&format!("\n  {provision} (")),
            "{provision}: {answer}"
        );
    }
}

#[test]
fn a_list_is_as_old_as_the_law_of_its_day_lets_it_be() {
    // Singapore let a check hold for 30 days before it let it hold for 21.
    for (on, holds, gone) in [
        ("2021-01-31", "SG-registry-2014 (", "SG-registry ("),
        ("2021-02-01", "SG-registry (", "SG-registry-2014 ("),
    ] {
        let answer = told(&format!("SG --on {on}"));
        let (_, besides) = answer.split_once("Asked of such contacts besides").unwrap();
        assert!(besides.contains(holds), "{on}: {answer}");
        let later = besides.lines().find(|line| line.contains(gone));
        assert!(
            later.is_none_or(|line| line.contains("it is not in force")),
            "{on}: {answer}"
        );
    }
}

#[test]
fn an_old_customer_of_israel_is_not_called_about_something_new() {
    let customers = honest("IL", "call")
        .replacen("relationship: prospect", "relationship: customer", 1)
        .replacen(NO_CONSENT.0, NO_CONSENT.1, 1)
        .replacen(NO_LIST.0, NO_LIST.1, 1);
    let found = findings("version: 1\n", &customers);
    assert!(rests(&found, "IL-registry"), "{found:?}");
    // Those of Australia may be.
    let customers = customers.replacen("[IL]", "[AU]", 1);
    assert_eq!(
        findings("version: 1\n", &customers)
            .iter()
            .find(|(by, _)| by == "registry-missing"),
        None
    );
}

#[test]
fn what_sellers_of_these_places_send_abroad_is_bound_at_home_too() {
    let abroad = honest("TH", "email").replacen(LATE.0, LATE.1, 1);
    for (seller, provision) in [
        ("AU", "AU-refusal-messages"),
        ("NZ", "NZ-refusal-messages"),
        ("HK", "HK-refusal-messages"),
        ("SG", "SG-refusal-messages"),
    ] {
        let settings = format!("version: 1\nseller: {{regions: [{seller}]}}\n");
        let found = findings(&settings, &abroad);
        assert!(rests(&found, provision), "{seller}: {found:?}");
    }
    assert!(
        findings("version: 1\n", &abroad)
            .iter()
            .all(|(by, _)| by != "refusal-deadline")
    );
}

#[test]
fn macao_and_taiwan_are_not_judged_by_the_law_of_china() {
    for place in ["CN-MO", "CN-TW", "MO", "TW"] {
        assert!(
            told(place).starts_with("Courtesy holds no law for "),
            "{place}"
        );
    }
    assert!(told("CN-HK --channel sms").contains("HK-registry-sms"));
    assert!(!told("CN-HK --channel sms").contains("CN-consent-sms"));
}

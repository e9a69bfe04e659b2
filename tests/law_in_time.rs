//! Law in time: every kind of demand binds from its first day to its last, is announced as advice
//! in the year before it begins, and says nothing once it has ended. Every cap of every pack is tried
//! at its number, one above it, and before it began.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod support;

use courtesy::law::{Cap, CapWhen, Counted, Law, Protects, Provision};
use courtesy::model::Channel;
use serde_json::Value;
use support::{Folder, all_provisions};

/// A kind of demand, as a pack of one's own writes it, and the rule that looks for it.
struct Kind {
    demand: &'static str,
    channels: &'static str,
    rule: &'static str,
}

const fn kind(demand: &'static str, channels: &'static str, rule: &'static str) -> Kind {
    Kind {
        demand,
        channels,
        rule,
    }
}

const KINDS: [Kind; 27] = [
    kind("bot_disclosure: {when: at_start}", "chat", "bot-disclosure"),
    kind("caller_number: {shown: true}", "call", "sender-identity"),
    kind(
        "cap: {max: 1, rolling: 24h, counts: attempts, per: person, when: always}\n    clock: [recipient]",
        "call",
        "attempts-per-window",
    ),
    kind("consent: {accepts: [express]}", "sms", "consent-missing"),
    kind(
        "consent_lapse: {of: [implied], after: 30d, since: purchase}",
        "sms",
        "consent-expired",
    ),
    kind("consent_proof: {}", "sms", "consent-unproven"),
    kind(
        "emergency_ban: {declared: [{name: A storm, from: 2010-01-01}]}\n    clock: [recipient]",
        "call",
        "holiday-contact",
    ),
    kind("end_on_refusal: {}", "call", "objection-loop"),
    kind("forbids: [confirm_shaming]", "popup", "confirm-shaming"),
    kind("forbids: [no_decline]", "push", "no-decline-choice"),
    kind("forbids: [false_urgency]", "sms", "false-urgency"),
    kind("forbids: [misleading_subject]", "email", "false-urgency"),
    kind(
        "holiday_ban: AW-days\n    clock: [recipient]",
        "call",
        "holiday-contact",
    ),
    kind("honour_refusal: {within: 24h}", "call", "refusal-deadline"),
    kind(
        "hours: {mon-sun: \"10:00-12:00\"}\n    clock: [recipient]",
        "call",
        "quiet-hours",
    ),
    kind(
        "identify: {within: 10s, says: [seller]}",
        "call",
        "identify-within",
    ),
    kind(
        "keywords: {stop: [STOP, END], help: HELP}",
        "sms",
        "sms-keywords",
    ),
    kind(
        "label: {any_of: [\"[AD]\"], at: start}",
        "email",
        "message-label",
    ),
    kind(
        "notice: {of: renewal, earliest: 45d, latest: 15d}",
        "any",
        "renewal-notice",
    ),
    kind(
        "offer_terms: {say: [renewal]}",
        "any",
        "undisclosed-renewal",
    ),
    kind("one_click: {above: 5000}", "email", "one-click-unsubscribe"),
    kind(
        "opt_out: {live_for: 30d, max_steps: 1, forbids: [login]}",
        "email",
        "opt-out-friction",
    ),
    kind(
        "refusal_lasts: {for: forever, after: [opt_out]}",
        "call",
        "refusal-expires",
    ),
    kind("refusal_reaches: {scope: seller}", "call", "refusal-scope"),
    kind(
        "registry: {id: AW-DNC, name: the list of Aruba, refresh: 31d}",
        "call",
        "registry-missing",
    ),
    kind(
        "sender_details: {says: [postal_address]}",
        "email",
        "postal-address",
    ),
    kind("withdrawal: {within: 14d}", "any", "refund-terms-missing"),
];

/// A campaign that breaks all of them, to a place of whose law nothing else is held.
const CAMPAIGN: &str = r#"campaigns:
  everything:
    purpose: sales
    starts: YEAR-03-01
    ends: YEAR-03-31
    audience: {regions: [AW], type: consumer, relationship: lapsed, size: 100000, consent: {kind: implied, obtained: YEAR-01-05}}
    suppress: own
    offer: storage
    cadence:
      send_window: {days: mon-sun, hours: "09:00-17:00", time_zone: recipient}
      honors_refusal_within: 10d
      responses: {opt_out: {stop: seller, for: 1y}, not_interested: {rebut: 2}, complaint: {stop: channel}}
      steps:
        - {id: call, day: 0, channel: call, by: rep, attempts: 3, spacing: 1h, message: script}
        - {id: text, day: 40, channel: sms, message: {channel: sms, language: en, body: "Storage from Example. Only today! Reply STOP to end.", opt_out: {method: reply, words: [STOP]}}}
        - {id: mail, day: 41, channel: email, message: {channel: email, language: en, subject: "Last chance!", body: "Storage for 5 USD a month. To end, use this link.", opt_out: {method: link, steps: 3, needs_login: true, live_for: 10d}}}
        - {id: chat, day: 42, channel: chat, by: machine, message: {channel: chat, language: en, body: "Hello! Would you like to buy storage for 5 USD a month?"}}
        - {id: prompt, day: 43, channel: popup, message: {channel: popup, language: en, body: Buy storage, choices: [{label: Buy, action: purchase}, {label: "No, I hate saving money", action: decline_forever}]}}
        - {id: push, day: 44, channel: push, message: {channel: push, language: en, body: Buy storage, choices: [{label: Buy, action: purchase}, {label: Later, action: snooze, for: 90d}]}}
messages:
  script:
    channel: call
    language: en
    body: Good morning, this is Sam of Example Inc. I call to sell you storage.
    identifies: {within: 40s, seller: true}
offers:
  storage: {price: {amount: 5, currency: USD, per: month}, billing: {every: 1mo}, renews: {automatically: true, notice: 5d}, refund: {kind: none}}
senders:
  rep: {role: sales, name: Sam, legal_name: Example Inc., caller_id_shown: false, voice: human}
  machine: {role: system, voice: ai}
suppressions:
  own: {kind: internal, scope: seller}
"#;

fn pack(kind: &Kind) -> String {
    format!(
        "jurisdiction: AW\nname: Aruba\nchecked: 2026-11-22\nprovisions:\n  - id: AW-it\n    says: It is so.\n    applies: {{channels: [{}], protects: anyone, purposes: [sales]}}\n    lifted_by: {{standing: nothing}}\n    {}\n    force: law\n    in_force: {{from: 2020-01-01, to: 2024-12-31}}\n    citation: Act 1 of 2019\n    confidence: high\n    basis: text\n",
        kind.channels, kind.demand
    )
}

/// The findings that cite the provision, of a campaign of that year that is checked in that year.
fn citing(kind: &Kind, year: u32) -> Vec<Value> {
    let campaign = CAMPAIGN.replace("YEAR", &year.to_string());
    let folder = Folder::with([
        ("courtesy.yaml", "version: 1\npacks: [law/aw.yaml]\n"),
        ("law/aw.yaml", &pack(kind)),
        ("c.yaml", &campaign),
    ]);
    let today = format!("{year}-02-01");
    let ran = folder.run(&["check", "c.yaml", "--format", "json", "--today", &today]);
    let report: Value = ran.json();
    let cites = |finding: &&Value| {
        let mut cited = finding["citations"].as_array().unwrap().iter();
        cited.any(|it| it["provision"] == "AW-it")
    };
    let all = report["diagnostics"].as_array().unwrap();
    all.iter().filter(cites).cloned().collect()
}

#[test]
fn every_kind_of_law_binds_in_its_own_years_and_is_announced_the_year_before() {
    for kind in &KINDS {
        let what = kind.demand;
        assert_eq!(
            citing(kind, 2018),
            [] as [Value; 0],
            "{what}: two years before"
        );
        assert_eq!(
            citing(kind, 2025),
            [] as [Value; 0],
            "{what}: after its end"
        );

        let in_force = citing(kind, 2022);
        let own = in_force.iter().find(|it| it["rule"] == kind.rule);
        assert!(own.is_some(), "{what}: {in_force:#?}");

        let ahead = citing(kind, 2019);
        let own = ahead.iter().find(|it| it["rule"] == kind.rule);
        let own = own.unwrap_or_else(|| panic!("{what} is not announced: {ahead:#?}"));
        let cited = own["citations"].as_array().unwrap();
        let date = cited.iter().find(|it| it["provision"] == "AW-it").unwrap();
        assert_eq!(date["in_force_from"], "2020-01-01", "{what}");
        // Whatever else is wrong there, the law that is not in force yet makes nothing worse than advice.
        if cited.len() == 1 && own["message"].as_str().unwrap().contains("not the law yet") {
            assert_eq!(own["severity"], "advice", "{what}: {own:#}");
            assert!(
                own["message"]
                    .as_str()
                    .unwrap()
                    .ends_with("it begins on 2020-01-01"),
                "{own:#}"
            );
        }
    }
}

/// A campaign of so many attempts within some hours, of a contact that falls under a provision.
fn attempts(provision: &Provision, count: u32, year: i32) -> Folder {
    let scope = &provision.applies;
    let channel = scope.channels.first().copied().unwrap_or(Channel::Call);
    let audience = match scope.protects {
        Protects::Businesses => "business",
        _ => "consumer",
    };
    let purpose = scope.purposes.first().unwrap();
    let sectors: Vec<&str> = scope.sectors.iter().map(AsRef::as_ref).collect();
    let voice = scope.voices.first().map_or("human", |voice| voice.as_str());
    let code = provision.code.as_deref().unwrap_or_default();
    let settings = format!("version: 1\nadheres_to: [{code}]\n");
    let campaign = format!(
        r#"campaigns:
  calls:
    purpose: {purpose}
    starts: {year}-03-01
    ends: {year}-03-31
    audience: {{regions: ["{region}"], type: {audience}, relationship: prospect}}
    offer: it
    cadence:
      send_window: {{days: daily, hours: "10:00-17:00", time_zone: recipient}}
      steps:
        - {{id: first, day: 0, channel: {channel}, by: caller, attempts: {count}, spacing: 10m}}
offers:
  it: {{product: it, price: 5 USD}}
products:
  it: {{sector: [{sectors}]}}
senders:
  caller: {{role: sales, voice: {voice}}}
"#,
        purpose = purpose.as_str(),
        region = provision.jurisdiction,
        sectors = sectors.join(", "),
    );
    Folder::with([("courtesy.yaml", &*settings), ("c.yaml", &*campaign)])
}

/// Whether the rule on caps cites a provision.
fn is_over(provision: &Provision, count: u32, year: i32) -> bool {
    let folder = attempts(provision, count, year);
    let today = format!("{year}-02-01");
    let select = ["--select", "attempts-per-window", "--today", &today];
    let report = folder
        .run(&[&["check", "c.yaml", "--format", "json"], &select[..]].concat())
        .json();
    let findings = report["diagnostics"].as_array().unwrap();
    findings.iter().any(|finding| {
        let said = finding["message"].as_str().unwrap();
        let mut cited = finding["citations"].as_array().unwrap().iter();
        !said.contains("not the law yet") && cited.any(|it| it["provision"] == *provision.id)
    })
}

#[test]
fn every_cap_holds_at_its_number_and_breaks_one_above() {
    let law = Law::built_in();
    let mut tried = 0;
    for provision in all_provisions(&law) {
        let Some(cap) = provision.cap() else { continue };
        // What depends on an answer, or on how many channels there are, no campaign tells.
        let Cap { counts, when, .. } = cap;
        if *when == CapWhen::AfterContact || *counts == Counted::Channels {
            continue;
        }
        let (first, last) = (provision.in_force.first(), provision.in_force.last());
        let first_whole_year = first.year() + i32::from(first.ymd() != (first.year(), 1, 1));
        let year = first_whole_year.max(2026);
        // Of a law that has ended, a year in which it held.
        let year = if last.year() <= year {
            last.year() - 1
        } else {
            year
        };
        assert!(
            !is_over(provision, cap.max, year),
            "{}: {}",
            provision.id,
            cap.max
        );
        assert!(
            is_over(provision, cap.max + 1, year),
            "{}: {}",
            provision.id,
            cap.max + 1
        );
        if first.year() > 1990 {
            let before = first.year() - 1;
            assert!(
                !is_over(provision, cap.max + 1, before),
                "{}: {before}",
                provision.id
            );
        }
        tried += 1;
    }
    assert!(tried >= 15, "{tried}");
}

#[test]
fn every_provision_leads_to_a_page() {
    let law = Law::built_in();
    let without: Vec<&str> = all_provisions(&law)
        .into_iter()
        .filter(|provision| {
            let address = provision.address();
            !address.is_some_and(|it| it.starts_with("https://") || it.starts_with("http://"))
        })
        .map(|provision| provision.id.as_str())
        .collect();
    assert_eq!(without, [""; 0]);
}

/// What `courtesy hours` tells of a day: the hours that are left, and the provisions that set them.
fn told(arguments: &[&str], on: &str) -> (String, Vec<String>) {
    let folder = Folder::with([("courtesy.yaml", "version: 1\n")]);
    let asked = [&["hours"], arguments, &["--on", on, "--format", "json"]].concat();
    let answer: Value = folder.run(&asked).json();
    let spans = answer["allowed"].as_array().unwrap().iter();
    let allowed: Vec<String> = spans
        .map(|span| {
            let at = |end: usize| span[end].as_str().unwrap();
            format!("{}-{}", at(0), at(1))
        })
        .collect();
    let provisions = answer["provisions"].as_array().unwrap().iter();
    let ids = provisions.map(|it| it["id"].as_str().unwrap().to_owned());
    (allowed.join(", "), ids.collect())
}

#[test]
fn hours_of_2026_change_on_their_day() {
    let pennsylvania: &[&str] = &["US-PA"];
    let firms: &[&str] = &["US-PA", "--audience", "business"];
    let french_texts: &[&str] = &["FR", "--channel", "sms"];
    for (asked, before, hours_before, on, hours) in [
        // A Saturday, and the Monday after; the Sunday between them, and the one a week earlier.
        (
            pennsylvania,
            "2026-10-17",
            "08:00-21:00",
            "2026-10-19",
            "09:00-19:00",
        ),
        (pennsylvania, "2026-10-11", "08:00-21:00", "2026-10-18", ""),
        // Firms had no hours before.
        (
            firms,
            "2026-10-17",
            "00:00-24:00",
            "2026-10-19",
            "09:00-19:00",
        ),
        // A Saturday, and the Sunday after it, on which the new charter began.
        (
            french_texts,
            "2026-02-28",
            "08:00-22:00",
            "2026-03-01",
            "08:00-21:30",
        ),
        (french_texts, "2026-02-22", "", "2026-03-08", "08:00-21:30"),
        // Bastille Day, a year before and after.
        (french_texts, "2025-07-14", "", "2026-07-14", "08:00-21:30"),
    ] {
        assert_eq!(told(asked, before).0, hours_before, "{asked:?} {before}");
        assert_eq!(told(asked, on).0, hours, "{asked:?} {on}");
    }
}

#[test]
fn one_provision_ends_and_the_next_begins() {
    let texts: &[&str] = &["FR", "--channel", "sms"];
    for (asked, old, new, last, first) in [
        (
            &["US-PA"][..],
            Some("US-PA-hours"),
            "US-PA-hours-2026",
            "2026-10-17",
            "2026-10-18",
        ),
        (
            texts,
            Some("FR-hours-sms"),
            "FR-hours-sms-2026",
            "2026-02-28",
            "2026-03-01",
        ),
        (
            texts,
            Some("FR-holidays-sms"),
            "FR-holidays-sms-2026",
            "2026-02-28",
            "2026-03-01",
        ),
        (
            texts,
            None,
            "FR-sundays-sms-2026",
            "2026-02-28",
            "2026-03-01",
        ),
    ] {
        let (before, on) = (told(asked, last).1, told(asked, first).1);
        let has = |ids: &[String], id: &str| ids.iter().any(|it| it == id);
        assert!(!has(&before, new) && has(&on, new), "{new}");
        if let Some(old) = old {
            assert!(has(&before, old) && !has(&on, old), "{old}");
        }
    }
    let law = Law::built_in();
    let all = all_provisions(&law);
    let of = |id: &str| *all.iter().find(|it| *it.id == *id).unwrap();
    let first_of_unfair_trading = of("AU-unfair-trading").in_force.first();
    assert_eq!(first_of_unfair_trading.to_string(), "2027-07-01");
    for (old, new) in [
        ("NG-identify", "NG-identify-2024"),
        ("NG-terms", "NG-terms-2024"),
        ("NG-withdrawal", "NG-withdrawal-2024"),
    ] {
        let (last, first) = (of(old).in_force.last(), of(new).in_force.first());
        assert_eq!(last.to_string(), "2024-07-29", "{old}");
        assert_eq!(first.to_string(), "2024-07-30", "{new}");
    }
}

/// A seller who rings Spain for electricity from a fixed line, with a legitimate interest.
fn spanish_calls(starts: &str, ends: &str, caller_id: &str) -> Vec<String> {
    let campaign = format!(
        r#"campaigns:
  calls:
    purpose: sales
    starts: {starts}
    ends: {ends}
    audience: {{regions: [ES], type: consumer, relationship: prospect, consent: {{kind: legitimate_interest, channels: [call], obtained: 2026-05-01, proof: form}}}}
    offer: power
    cadence:
      send_window: {{days: mon-fri, hours: "10:00-12:00", time_zone: recipient}}
      steps:
        - {{id: ring, day: 0, channel: call, by: rep}}
offers:
  power: {{product: power, price: 60 EUR}}
products:
  power: {{sector: [energy]}}
senders:
  rep: {{role: sales, voice: human, caller_id: "{caller_id}", caller_id_shown: true}}
"#
    );
    let folder = Folder::with([
        (
            "courtesy.yaml",
            "version: 1
",
        ),
        ("c.yaml", &campaign),
    ]);
    let ran = folder.run(&["check", "c.yaml", "--format", "json", "--today", starts]);
    let report = ran.json();
    let findings = report["diagnostics"].as_array().unwrap().iter();
    let of_today =
        findings.filter(|it| !it["message"].as_str().unwrap().contains("not the law yet"));
    let cited = of_today.flat_map(|it| it["citations"].as_array().unwrap());
    cited
        .map(|it| it["provision"].as_str().unwrap().to_owned())
        .filter(|id| ["ES-caller-number-400", "ES-consent-energy"].contains(&id.as_str()))
        .collect()
}

#[test]
fn spain_has_its_own_numbers_and_asks_for_consent_about_electricity() {
    let fixed = "+34 91 123 45 67";
    // The days before and after, all of them working days.
    let none: [&str; 0] = [];
    assert_eq!(spanish_calls("2026-06-08", "2026-06-11", fixed), none);
    assert_eq!(
        spanish_calls("2026-06-12", "2026-06-15", fixed),
        ["ES-consent-energy"]
    );
    assert_eq!(
        spanish_calls("2026-10-13", "2026-10-16", fixed),
        ["ES-consent-energy"]
    );
    let both = spanish_calls("2026-10-19", "2026-10-22", fixed);
    assert!(
        both.contains(&"ES-caller-number-400".to_owned()),
        "{both:?}"
    );
    assert_eq!(
        spanish_calls("2026-10-19", "2026-10-22", "+34 400 123 456"),
        ["ES-consent-energy"]
    );
}

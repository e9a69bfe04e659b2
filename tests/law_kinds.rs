//! What law demands beside hours, days and numbers: registries, deadlines of a no, ways out, notices
//! of renewal, emergencies; and the user's own packs. Through the library what the packs say, through
//! the binary what a user sees.

// A test may panic; that is how it fails.
#![allow(clippy::unwrap_used)]

mod support;

use courtesy::calendar::{Day, Minute, MinuteRange, Region, Zone};
use courtesy::diagnostics::Severity;
use courtesy::law::{
    Bearing, BuiltInSets, EmergencyBan, Fact, Facts, Forbidden, HonourRefusal, Law, Line, Notice,
    NoticeOf, Pack, Practice, Provision, RefusalLasts, RefusalReaches, Registry, Requirement,
};
use courtesy::model::{AudienceType, Channel, KeepsFor, Purpose, Relationship, Voice};
use courtesy::source::SourceFile;
use support::{CALL, Folder, changed, check, check_on, check_with};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn zone(name: &str) -> Zone {
    Zone::named(name).unwrap()
}

fn consumer(code: &str, channel: Channel) -> Facts {
    Facts {
        audience: Some(AudienceType::Consumer),
        purpose: Some(Purpose::Sales),
        voice: Some(Voice::Human),
        ..Facts::new(code.parse::<Region>().unwrap(), channel)
    }
}

/// The provisions of a kind that have to do with a contact, with how they bear on a day.
fn bearing(
    law: &Law,
    facts: &Facts,
    on: &str,
    kind: fn(&Requirement) -> bool,
) -> Vec<(String, Bearing)> {
    let binding = law.binding(facts, day(on)).into_iter();
    binding
        .filter(|binding| kind(&binding.provision.requires))
        .map(|binding| (binding.provision.id.clone(), binding.bearing))
        .collect()
}

fn binds(law: &Law, facts: &Facts, on: &str, kind: fn(&Requirement) -> bool) -> Vec<String> {
    bearing(law, facts, on, kind)
        .into_iter()
        .filter(|(_, bearing)| bearing.binds())
        .map(|(id, _)| id)
        .collect()
}

fn is_registry(requirement: &Requirement) -> bool {
    matches!(requirement, Requirement::Registry(_))
}

fn provision<'l>(law: &'l Law, id: &str) -> &'l Provision {
    law.provision(id)
        .unwrap_or_else(|| panic!("{id} is not held"))
}

/// Every provision of the folder, with its text.
fn all(law: &Law) -> Vec<&Provision> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir("rules/law").unwrap() {
        let path = entry.unwrap().path();
        let code = path.file_stem().unwrap().to_str().unwrap();
        if path.extension().is_some_and(|it| it == "yaml") {
            found.extend(law.packs(code).flat_map(|pack| &pack.provisions));
        }
    }
    assert!(found.len() > 150);
    found
}

#[test]
fn each_demand_begins_on_its_day_and_ends_with_it() {
    let law = Law::built_in();
    let mut tried = 0;
    for provision in all(&law) {
        let in_force = &provision.in_force;
        if provision.requires.is_timed() || in_force.from.is_none() {
            continue;
        }
        // A demand on the audience, purpose and voice that it is about.
        let facts = Facts {
            audience: Some(match provision.applies.protects {
                courtesy::law::Protects::Businesses => AudienceType::Business,
                _ => AudienceType::Consumer,
            }),
            purpose: provision.applies.purposes.first().copied(),
            voice: Some(*provision.applies.voices.first().unwrap_or(&Voice::Human)),
            sectors: provision
                .applies
                .sectors
                .iter()
                .map(|it| it.as_str().into())
                .collect(),
            ..Facts::new(
                provision
                    .jurisdiction
                    .parse()
                    .unwrap_or_else(|_| "DE".parse().unwrap()),
                provision.applies.channels[0],
            )
        };
        let codes = provision.code.iter().cloned().collect();
        let law = Law::built_in().for_members_of(codes);
        let on = |day: Day| {
            let found = law.binding(&facts, day).into_iter();
            found
                .filter(|it| it.provision.id == provision.id)
                .map(|it| it.bearing)
                .next()
        };
        let first = in_force.first();
        assert_eq!(
            on(first.plus(-1)),
            Some(Bearing::NotYet { from: first }),
            "{}",
            provision.id
        );
        assert!(on(first).unwrap().binds(), "{}", provision.id);
        if let Some(last) = in_force.to {
            assert!(on(last).unwrap().binds(), "{}", provision.id);
            assert_eq!(on(last.plus(1)), None, "{}", provision.id);
        }
        tried += 1;
    }
    assert!(tried > 30, "{tried}");
}

#[test]
fn every_registry_has_one_name_and_one_id_everywhere() {
    let law = Law::built_in();
    let mut known: Vec<(&str, &str)> = Vec::new();
    for registry in all(&law).iter().filter_map(|it| it.demands::<Registry>()) {
        match known.iter().find(|(id, _)| *id == registry.id) {
            Some((_, name)) => assert_eq!(*name, registry.name, "{}", registry.id),
            None => known.push((&registry.id, &registry.name)),
        }
        let place = registry.id.split('-').next().unwrap();
        assert_eq!(place.len(), 2, "{} begins with its country", registry.id);
    }
    assert!(known.len() >= 5);
}

#[test]
fn a_registry_binds_whom_its_provision_names() {
    let law = Law::built_in();
    let on = "2026-11-23";
    let texas = consumer("US-TX", Channel::Call);
    assert_eq!(
        binds(&law, &texas, on, is_registry),
        ["US-TX-registry", "US-registry"]
    );
    // Mail is not rung up.
    assert_eq!(
        binds(&law, &consumer("US-TX", Channel::Email), on, is_registry),
        [""; 0]
    );
    let signed = Facts {
        consent: Some(courtesy::model::ConsentKind::ExpressWritten),
        ..texas.clone()
    };
    assert_eq!(binds(&law, &signed, on, is_registry), ["US-TX-registry"]);
    let customer = Facts {
        relationship: Some(Relationship::Customer),
        ..texas.clone()
    };
    assert_eq!(binds(&law, &customer, on, is_registry), [""; 0]);
}

#[test]
fn trap_11_an_old_customer_is_not_lifted_for_ever() {
    let law = Law::built_in();
    let lapsed = Facts {
        relationship: Some(Relationship::Lapsed),
        ..consumer("US-GA", Channel::Call)
    };
    assert_eq!(
        bearing(&law, &lapsed, "2026-11-23", is_registry),
        [(
            "US-registry".to_owned(),
            Bearing::Unverified {
                fact: Fact::RelationshipAge
            }
        )]
    );
}

#[test]
fn trap_12_the_clocks_of_a_no_differ() {
    let law = Law::built_in();
    let within = |id: &str| {
        provision(&law, id)
            .demands::<HonourRefusal>()
            .unwrap()
            .within
    };
    for (id, days) in [
        ("US-refusal-calls", "10 business days"),
        ("US-revocation", "10 business days"),
        ("US-refusal-email", "10 business days"),
        ("US-refusal-mailboxes", "2 days"),
    ] {
        assert_eq!(within(id).to_string(), days, "{id}");
    }
    // A carrier's wish is no law, and Florida's 15 days are a shield in court and no deadline.
    let mailboxes = provision(&law, "US-refusal-mailboxes");
    assert_eq!(mailboxes.severity_cap(), Severity::Advice);
    let florida = law.packs("US-FL").flat_map(|pack| &pack.provisions);
    assert!(
        florida
            .into_iter()
            .all(|it| it.demands::<HonourRefusal>().is_none())
    );
}

#[test]
fn trap_13_a_no_outlives_the_campaign() {
    let law = Law::built_in();
    for (id, years) in [
        ("US-refusal-calls-lasts", 5),
        ("US-SC-refusal-lasts", 5),
        ("US-VA-refusal-lasts", 10),
        ("US-VA-refusal-lasts-sms", 10),
        ("US-WA-refusal-lasts", 1),
    ] {
        let lasts = provision(&law, id).demands::<RefusalLasts>().unwrap();
        let KeepsFor::Time(time) = lasts.time else {
            panic!("{id}")
        };
        assert_eq!(time.months, years * 12, "{id}");
    }
}

#[test]
fn trap_15_dead_rules_bind_nobody() {
    let law = Law::built_in();
    let machine = Facts {
        voice: Some(Voice::Prerecorded),
        ..consumer("US-OH", Channel::Call)
    };
    let reaches = |requirement: &Requirement| matches!(requirement, Requirement::RefusalReaches(_));
    // It was to begin on 2026-04-11 and was put off.
    for on in ["2026-04-11", "2026-11-22", "2027-01-30"] {
        assert_eq!(
            bearing(&law, &machine, on, reaches),
            [(
                "US-revoke-all".to_owned(),
                Bearing::NotYet {
                    from: day("2027-01-31")
                }
            )]
        );
    }
    assert_eq!(
        binds(&law, &machine, "2027-01-31", reaches),
        ["US-revoke-all"]
    );
    assert!(
        provision(&law, "US-revoke-all")
            .demands::<RefusalReaches>()
            .is_some()
    );
    // The new text of September 2026 is said to leave what informs out of it.
    let collections = Facts {
        purpose: Some(Purpose::Collections),
        ..machine
    };
    assert_eq!(
        binds(&law, &collections, "2027-01-31", reaches),
        ["US-revoke-all-informational"]
    );
    let caps = ["US-revoke-all", "US-revoke-all-informational"]
        .map(|id| provision(&law, id).severity_cap());
    assert_eq!(caps, [Severity::Warning, Severity::Advice]);
    // The vacated rules on one-to-one consent and on cancelling with a click are nowhere.
    for dead in ["16 CFR 425", "one-to-one"] {
        assert!(
            all(&law)
                .iter()
                .all(|it| !it.citation.contains(dead) && !it.says.contains(dead))
        );
    }
}

#[test]
fn trap_17_a_firm_can_stand_on_the_list_of_pennsylvania() {
    let law = Law::built_in();
    let firm = Facts {
        audience: Some(AudienceType::Business),
        line: Some(Line::Business),
        ..consumer("US-PA", Channel::Call)
    };
    assert_eq!(
        binds(&law, &firm, "2026-11-23", is_registry),
        ["US-PA-registry"]
    );
    // The mobile of somebody in a firm is presumed private.
    let mobile = Facts {
        line: Some(Line::Mobile),
        ..firm.clone()
    };
    assert_eq!(
        binds(&law, &mobile, "2026-11-23", is_registry),
        ["US-PA-registry", "US-registry"]
    );
    let unknown = Facts { line: None, ..firm };
    assert!(
        bearing(&law, &unknown, "2026-11-23", is_registry).contains(&(
            "US-registry".to_owned(),
            Bearing::Unverified { fact: Fact::Line }
        ))
    );
}

#[test]
fn trap_21_an_emergency_is_a_switch_that_somebody_throws() {
    let law = Law::built_in();
    let bans: Vec<&str> = all(&law)
        .into_iter()
        .filter(|it| it.demands::<EmergencyBan>().is_some())
        .map(|it| it.id.as_str())
        .collect();
    assert_eq!(bans, ["US-LA-emergency", "US-NY-emergency"]);
    let open = |law: &Law, code: &str, on: &str, name: &str| {
        let facts = consumer(code, Channel::Call);
        let hours = law.hours(&facts, day(on), zone(name), &BuiltInSets);
        hours.allowed.to_string()
    };
    assert_eq!(
        open(&law, "US-LA", "2026-11-23", "America/Chicago"),
        "08:00-20:00"
    );
    let thrown = own_pack(
        "US-NY",
        &provision_text(
            "US-NY-emergency",
            "emergency_ban: {declared: [{name: The blizzard, from: 2026-11-23, to: 2026-11-25, places: [US-NY/Erie]}]}\n    clock: [recipient]\n    reason: declared on 2026-11-23",
        ),
    );
    let law = Law::built_in().with_packs(thrown);
    let new_york = "America/New_York";
    assert_eq!(
        open(&law, "US-NY/Erie", "2026-11-22", new_york),
        "08:00-21:00"
    );
    for on in ["2026-11-23", "2026-11-25"] {
        assert_eq!(open(&law, "US-NY/Erie", on, new_york), "closed", "{on}");
        assert_eq!(
            open(&law, "US-NY/Kings", on, new_york),
            "08:00-21:00",
            "{on}"
        );
        // Of the whole state nobody knows who lives where.
        assert_eq!(open(&law, "US-NY", on, new_york), "08:00-21:00", "{on}");
    }
    assert_eq!(
        open(&law, "US-NY/Erie", "2026-11-26", new_york),
        "08:00-21:00"
    );
    let timetable = law.timetable(
        &consumer("US-NY", Channel::Call),
        zone(new_york),
        day("2026-11-24"),
        day("2026-11-24"),
        &BuiltInSets,
    );
    let noon = MinuteRange {
        start: Minute(720),
        end: Minute(721),
    };
    let perhaps = &timetable.breaches(day("2026-11-24"), noon)[0];
    assert_eq!(perhaps.binding.provision.id, "US-NY-emergency");
    assert!(!perhaps.binding.bearing.binds());
}

#[test]
fn trap_22_a_subject_line_that_lies_is_forbidden_in_washington() {
    let law = Law::built_in();
    let practice = provision(&law, "US-WA-misleading-subject");
    let forbidden = practice.demands::<Forbidden>().unwrap();
    assert!(forbidden.0.contains(&Practice::FalseUrgency));
}

#[test]
fn one_reminder_suits_the_states_of_the_study() {
    // "Send 25-30 days before": inside CA 15-45, NY 15-45, MA 5-30 and CO 25-40.
    let law = Law::built_in();
    let renewals: Vec<&Notice> = all(&law)
        .into_iter()
        .filter(|it| it.jurisdiction.starts_with("US-"))
        .filter_map(|it| it.demands::<Notice>())
        .filter(|it| it.of == NoticeOf::Renewal)
        .collect();
    assert_eq!(renewals.len(), 4);
    let suits = |days: u32| {
        renewals.iter().all(|it| {
            let (latest, earliest) = (it.latest.unwrap(), it.earliest.unwrap());
            latest.most_days() <= days && days <= earliest.fewest_days()
        })
    };
    let suiting: Vec<u32> = (0..100).filter(|days| suits(*days)).collect();
    assert_eq!((suiting[0], suiting[suiting.len() - 1]), (25, 30));
}

#[test]
fn what_a_country_asks_of_its_senders_follows_them_abroad() {
    let abroad = consumer("PR", Channel::Email);
    let deadline = |requirement: &Requirement| matches!(requirement, Requirement::HonourRefusal(_));
    let nobody = Law::built_in();
    assert_eq!(binds(&nobody, &abroad, "2026-11-23", deadline), [""; 0]);
    let american = Law::built_in().for_seller_in(vec!["US-CA".parse().unwrap()]);
    assert!(
        binds(&american, &abroad, "2026-11-23", deadline).contains(&"US-refusal-email".to_owned())
    );
    // Hours are the recipient's: those of California do not follow its callers.
    let call = consumer("PR", Channel::Call);
    assert!(binds(&american, &call, "2026-11-23", Requirement::is_timed).is_empty());
}

// ---- Packs of one's own ------------------------------------------------------------------------

fn provision_text(id: &str, demand: &str) -> String {
    format!(
        "  - id: {id}\n    says: Our own reading.\n    applies: {{channels: [call], protects: consumers, purposes: [sales]}}\n    lifted_by: {{standing: nothing}}\n    {demand}\n    force: law\n    citation: our counsel's letter\n    confidence: high\n    basis: text\n"
    )
}

fn pack_text(jurisdiction: &str, provisions: &str) -> String {
    format!(
        "jurisdiction: {jurisdiction}\nname: A place\nchecked: 2026-11-22\nprovisions:\n{provisions}"
    )
}

fn own_pack(jurisdiction: &str, provisions: &str) -> Vec<Pack> {
    let text = pack_text(jurisdiction, provisions);
    let (packs, problems) = Pack::read_own(&SourceFile::new("ours.yaml", text));
    assert_eq!(problems, []);
    packs
}

const WEEKDAYS: &str = "hours: {mon-fri: 10:00-12:00, sat-sun: closed}\n    clock: [recipient]";

#[test]
fn a_pack_of_ones_own_replaces_with_a_reason_and_only_then() {
    let replaced = provision_text("US-FL-hours", WEEKDAYS);
    let (packs, problems) =
        Pack::read_own(&SourceFile::new("ours.yaml", pack_text("US-FL", &replaced)));
    assert!(packs[0].provisions.is_empty());
    assert!(
        problems[0].message.contains("say why in `reason`"),
        "{problems:?}"
    );
    let idle = provision_text("US-FL-own", &format!("{WEEKDAYS}\n    reason: because"));
    let (_, problems) = Pack::read_own(&SourceFile::new("ours.yaml", pack_text("US-FL", &idle)));
    assert!(
        problems[0]
            .message
            .contains("nothing to give a `reason` for"),
        "{problems:?}"
    );

    let told = provision_text(
        "US-FL-hours",
        &format!("{WEEKDAYS}\n    reason: we are licensed"),
    );
    let law = Law::built_in().with_packs(own_pack("US-FL", &told));
    let facts = consumer("US-FL", Channel::Call);
    let hours = law.hours(
        &facts,
        day("2027-06-07"),
        zone("America/New_York"),
        &BuiltInSets,
    );
    assert_eq!(hours.allowed.to_string(), "10:00-12:00");
    let ids: Vec<&str> = hours
        .by
        .iter()
        .map(|it| it.binding.provision.id.as_str())
        .collect();
    assert_eq!(ids.iter().filter(|id| **id == "US-FL-hours").count(), 1);
    assert!(
        provision(&law, "US-FL-hours")
            .says
            .contains("we are licensed")
    );
}

// ---- What a user sees --------------------------------------------------------------------------

/// The careful campaign with one passage changed.
fn but(old: &str, new: &str) -> String {
    changed(CALL, &[(old, new)])
}

const OURS: [&str; 4] = [
    "registry-missing",
    "registry-stale",
    "refusal-deadline",
    "refusal-expires",
];

#[test]
fn the_careful_campaign_is_clean() {
    let found = check(CALL);
    assert!(OURS.iter().all(|rule| !found.has(rule)), "{found}");
}

#[test]
fn a_registry_that_is_not_consulted_is_missed() {
    let found = check(&but("[do-not-contact, us-dnc]", "do-not-contact"));
    let missing = found.one("registry-missing");
    assert_eq!(
        (missing.verdict.as_str(), missing.severity.as_str()),
        ("violation", "error")
    );
    assert!(missing.message.contains("Georgia (US-GA)"), "{missing}");
    assert!(missing.message.contains("`US-DNC`"), "{missing}");
    let pack = missing
        .related
        .iter()
        .find(|it| it.path == "rules/law/US.yaml");
    assert!(pack.is_some(), "{:?}", missing.related);
    let help = missing.help.as_deref().unwrap();
    assert!(
        help.contains("us-dnc: {kind: registry, registry: US-DNC"),
        "{help}"
    );
}

#[test]
fn a_registry_is_known_by_its_other_names_and_by_its_channels() {
    let clean = check(&but("registry: US-DNC,", "registry: national-dnc,"));
    assert!(!clean.has("registry-missing"), "{clean}");
    let found = check(&but(
        "registry: US-DNC,",
        "registry: US-DNC, channels: [sms],",
    ));
    assert!(
        found
            .one("registry-missing")
            .message
            .contains("other channels"),
        "{found}"
    );
    let found = check(&but("registry: US-DNC,", ""));
    let unnamed = found.one("registry-missing");
    assert!(unnamed.is_unverified(), "{unnamed}");
}

#[test]
fn without_any_list_the_registry_is_unverified() {
    let found = check(&but("    suppress: [do-not-contact, us-dnc]\n", ""));
    assert!(found.one("registry-missing").is_unverified(), "{found}");
}

#[test]
fn of_a_whole_country_the_lists_of_its_parts_are_unverified() {
    let found = check(&but("[US-GA]", "[US]"));
    let parts = found.one("registry-missing");
    assert!(parts.is_unverified(), "{parts}");
    assert!(
        parts
            .message
            .contains("the Indiana do-not-call list (`US-IN-DNC`)"),
        "{parts}"
    );
    assert!(
        parts.help.as_deref().unwrap().contains("US-TX-DNC"),
        "{parts:?}"
    );
}

#[test]
fn an_unknown_audience_is_unverified_and_names_the_field() {
    let text = but("[do-not-contact, us-dnc]", "do-not-contact");
    let found = check(&text.replacen("type: consumer, ", "", 1));
    let missing = found.one("registry-missing");
    assert!(missing.is_unverified(), "{missing}");
    assert!(
        missing.help.as_deref().unwrap().contains("`audience.type`"),
        "{missing:?}"
    );
}

#[test]
fn a_registry_grows_old_to_the_day() {
    // Refreshed on 20 November and looked at on 21 December: 31 days. A day later it is too old.
    let fresh = check_on("2026-12-21", CALL);
    assert!(!fresh.has("registry-stale"), "{fresh}");
    let stale = check_on("2026-12-22", CALL);
    assert_eq!(stale.of("registry-stale").len(), 1, "{stale}");
    let stale = stale.of("registry-stale");
    assert!(
        stale
            .iter()
            .any(|it| it.message.contains("us-dnc") && it.message.contains("32 days before")),
        "{stale:?}"
    );
}

#[test]
fn a_registry_that_is_not_refreshed_again_is_unverified_and_one_that_is_too_seldom_is_wrong() {
    let once = check(&but(
        "refreshed: 2026-11-20, refresh_every: 30d}",
        "refreshed: 2026-11-20}",
    ));
    let once = once.one("registry-stale");
    assert!(
        once.is_unverified() && once.message.contains("refreshed again"),
        "{once}"
    );
    let seldom = check(&but("refresh_every: 30d", "refresh_every: 60d"));
    let seldom = seldom.one("registry-stale");
    assert!(!seldom.is_unverified(), "{seldom}");
    let never = check(&but(
        "registry: US-DNC, refreshed: 2026-11-20, refresh_every: 30d}",
        "registry: US-DNC}",
    ));
    assert!(never.one("registry-stale").is_unverified(), "{never}");
}

#[test]
fn a_list_of_ones_own_is_kept_up_or_says_how() {
    let own = "refreshed: 2026-11-20, refresh_every: 1d, honored_within";
    let once = check(&but(own, "refreshed: 2026-11-20, honored_within"));
    let once = once.one("registry-stale");
    assert!(once.is_unverified(), "{once}");
    let seldom = check(&but(
        own,
        "refreshed: 2026-11-20, refresh_every: 60d, honored_within",
    ));
    let seldom = seldom.one("registry-stale");
    assert!(
        seldom
            .message
            .contains("a no must count within 10 business days there"),
        "{seldom}"
    );
    let unsaid = check(&but(own, "honored_within"));
    assert!(!unsaid.has("registry-stale"), "{unsaid}");
}

#[test]
fn trap_16_business_days_are_held_against_the_worst_sunday() {
    for (promise, fires) in [("12d", false), ("13d", true), ("2w", true), ("30d", true)] {
        let found = check(&but(
            "honors_refusal_within: 1d",
            &format!("honors_refusal_within: {promise}"),
        ));
        assert_eq!(found.has("refusal-deadline"), fires, "{promise}: {found}");
    }
    let found = check(&but(
        "honors_refusal_within: 1d",
        "honors_refusal_within: 30d",
    ));
    let late = found.one("refusal-deadline");
    assert!(
        late.message.contains("10 business days at the most"),
        "{late}"
    );
    assert!(
        late.message
            .contains("a no said on Sun 2026-11-22 must count by Fri 2026-12-04"),
        "{late}"
    );
}

#[test]
fn a_list_that_promises_too_much_time_is_late_too() {
    let found = check(&but("honored_within: 1d", "honored_within: 30d"));
    let late = found.one("refusal-deadline");
    assert!(
        late.pointer.ends_with("/do-not-contact/honored_within"),
        "{}",
        late.pointer
    );
}

#[test]
fn a_no_that_lapses_before_the_law_lets_it_cites_the_law() {
    let found = check(&but("keeps_for: forever", "keeps_for: 2y").replacen("US-GA", "US-VA", 1));
    let expires = found.one("refusal-expires");
    assert!(
        expires
            .message
            .contains("The law in Virginia (US-VA) makes it hold for 10 years at the least"),
        "{expires}"
    );
    assert_eq!(expires.severity, "error");
    // Ten years are enough for the law and not for courtesy.
    let found = check(&but("keeps_for: forever", "keeps_for: 10y").replacen("US-GA", "US-VA", 1));
    assert!(
        !found.one("refusal-expires").message.contains("The law"),
        "{found}"
    );
}

#[test]
fn the_trade_of_a_product_or_of_the_seller_brings_its_own_law() {
    let illinois = but("[US-GA]", "[US-IL]").replacen("10:00-17:00", "10:00-20:59", 1);
    let sunday = illinois.replacen("days: mon-fri", "days: sun", 1);
    // Securities may not be offered on a Sunday before noon.
    let plain = check_with(
        "version: 1\nlimits: {hours: {call: \"08:00-21:00\"}}\n",
        &sunday,
    );
    assert!(!plain.has("quiet-hours"), "{plain}");
    let seller = check_with(
        "version: 1\nlimits: {hours: {call: \"08:00-21:00\"}}\nseller: {sector: securities}\n",
        &sunday,
    );
    let finding = seller.one("quiet-hours");
    assert!(
        finding
            .related
            .iter()
            .any(|it| it.path == "rules/law/US-IL.yaml"),
        "{finding:?}"
    );
    let offered = sunday.replacen(
        "    cadence: one-call\n",
        "    cadence: one-call\n    offer: shares\n",
        1,
    ) + "offers:\n  shares: {product: fund}\nproducts:\n  fund: {name: A fund, sector: securities}\n";
    let product = check_with(
        "version: 1\nlimits: {hours: {call: \"08:00-21:00\"}}\n",
        &offered,
    );
    assert!(product.has("quiet-hours"), "{product}");
}

#[test]
fn a_pack_of_ones_own_counts_in_a_check() {
    let settings = "version: 1\npacks: [rules/our-law.yaml]\n";
    let folder = Folder::with([("courtesy.yaml", settings), ("definition.yaml", CALL)]);
    folder.write(
        "rules/our-law.yaml",
        pack_text(
            "US-GA",
            &provision_text(
                "US-GA-own",
                "hours: {daily: 11:00-16:00}\n    clock: [recipient]",
            ),
        ),
    );
    let found = folder.findings(&["definition.yaml"]);
    let hours = found.one("quiet-hours");
    assert!(
        hours
            .related
            .iter()
            .any(|it| it.path == "rules/our-law.yaml"),
        "{hours:?}"
    );

    // A mistake in it is told at its place, and nothing is checked.
    folder.write(
        "rules/our-law.yaml",
        pack_text(
            "US-GA",
            &provision_text(
                "US-GA-own",
                "hours: {mon: 11:00-16:00}\n    clock: [recipient]",
            ),
        ),
    );
    let ran = folder.check(&["definition.yaml"]);
    assert_eq!(ran.code, 2, "{ran}");
    assert!(
        ran.err.contains("our-law.yaml") && ran.err.contains("no hours are given for"),
        "{ran}"
    );

    folder.write("rules/our-law.yaml", "colours: [red]\n");
    let ran = folder.check(&["definition.yaml"]);
    assert_eq!(ran.code, 2, "{ran}");
    assert!(ran.err.contains("no file of law"), "{ran}");
    folder.write("courtesy.yaml", "version: 1\npacks: [nowhere.yaml]\n");
    let ran = folder.check(&["definition.yaml"]);
    assert_eq!(ran.code, 2, "{ran}");
    assert!(ran.err.contains("there is no file nowhere.yaml"), "{ran}");
}

#[test]
fn a_replaced_provision_says_so_in_the_finding() {
    let settings = "version: 1\npacks: our-law.yaml\n";
    let campaign = but("[US-GA]", "[US-FL]");
    let folder = Folder::with([("courtesy.yaml", settings), ("definition.yaml", &campaign)]);
    folder.write(
        "our-law.yaml",
        pack_text(
            "US-FL",
            &provision_text(
                "US-FL-hours",
                &format!("{WEEKDAYS}\n    reason: counsel reads it so"),
            ),
        ),
    );
    let found = folder.findings(&["definition.yaml"]);
    let hours = found.one("quiet-hours");
    let told = hours
        .related
        .iter()
        .find(|it| it.path == "our-law.yaml")
        .unwrap();
    assert!(
        told.message
            .contains("in place of the built-in one: counsel reads it so"),
        "{told:?}"
    );
}

#[test]
fn a_ban_on_days_that_nobody_holds_is_unverified_in_a_check() {
    let settings = "version: 1\npacks: our-law.yaml\n";
    let folder = Folder::with([("courtesy.yaml", settings), ("definition.yaml", CALL)]);
    folder.write(
        "our-law.yaml",
        pack_text(
            "US-GA",
            &provision_text(
                "US-GA-days",
                "holiday_ban: US-GA-own-days\n    clock: [recipient]",
            ),
        ),
    );
    let found = folder.findings(&["definition.yaml"]);
    let unverified = found.one("holiday-contact");
    assert!(unverified.is_unverified(), "{unverified}");
    assert!(
        unverified.message.contains("`US-GA-own-days`"),
        "{unverified}"
    );
}

#[test]
fn every_format_tells_why_the_law_is_ones_own_reading() {
    // Those that show neither labels nor citations said nothing of it.
    let campaign = but("[US-GA]", "[US-FL]");
    let folder = Folder::with([
        ("courtesy.yaml", "version: 1\npacks: our-law.yaml\n"),
        ("definition.yaml", &campaign),
    ]);
    let own = provision_text(
        "US-FL-hours",
        &format!("{WEEKDAYS}\n    reason: counsel reads it so"),
    );
    folder.write("our-law.yaml", pack_text("US-FL", &own));
    for format in [
        "human",
        "concise",
        "json",
        "jsonl",
        "sarif",
        "github",
        "gitlab",
        "junit",
        "checkstyle",
        "rdjson",
        "markdown",
    ] {
        let run = folder.run(&["check", ".", "--today", "2026-11-22", "--format", format]);
        let out = run.out.replace("\n  │ ", " ");
        assert!(out.contains("counsel reads it so"), "{format}: {out}");
    }
    let run = folder.run(&["check", ".", "--today", "2026-11-22", "--format", "json"]);
    let found = run.json();
    let hours = found["diagnostics"].as_array().unwrap().iter();
    let mut hours = hours.filter(|it| it["rule"] == "quiet-hours");
    let cited = &hours.next().unwrap()["citations"][0];
    assert_eq!(cited["own_reading"], "counsel reads it so", "{cited}");
}

#[test]
fn all_that_is_wrong_with_a_pack_is_told_in_one_run() {
    // One slip in a provision hid the others, and one at the top all of them.
    let folder = Folder::with([("courtesy.yaml", "version: 1\npacks: [one.yaml, two.yaml]\n")]);
    folder.write(
        "one.yaml",
        "jurisdiction: US-FL
checked: 2026-13-22
colour: red
provisions:
  - id: US-FL-cap
    says: Six.
    applies: {channels: [call, voicemial], protects: consumers, purposes: [sals]}
    lifted_by: {standing: nothing, relationship: [customer]}
    cap: {max: six, rolling: 24h, counts: attempts, per: person, when: always}
    hours: {daily: 09:00-17:00}
    clock: [Mars/Olympus]
    force: law
    citation: ''
    confidence: certain
    in_force: {from: 2027-02-30, to: never}
  - id: US-GA-hours
    says: Nine to five.
    applies: {channels: [call]}
    hours: {mon-fri: 09:00-25:00}
  - id: US-FL-own
    says: Nothing in particular.
    applies: {channels: [call], protects: consumers, purposes: [sales]}
    lifted_by: {standing: nothing}
    force: law
    citation: Example Code 1
    confidence: high
    basis: text
    in_force: {from: 2027-02-01, to: 2026-02-01}
",
    );
    let again = provision_text("US-TX-own", WEEKDAYS);
    folder.write("two.yaml", pack_text("US-TX", &format!("{again}{again}")));
    let run = folder.run(&["check", ".", "--format", "concise"]);
    assert_eq!(run.code, 2, "{run}");
    let all = run.err.replace("\n  │ ", " ");
    let found: Vec<&str> = all.split("error[configuration]").skip(1).collect();
    let expected = [
        ("one.yaml:1:15", "`name` is missing"),
        (
            "one.yaml:2:10",
            "there is no day 2026-13-22 in the calendar",
        ),
        ("one.yaml:3:1", "unknown field `colour`"),
        ("one.yaml:5:9", "`US-FL-cap` is built in"),
        ("one.yaml:5:9", "`basis` is missing"),
        (
            "one.yaml:7:32",
            "`voicemial` is no channel; did you mean `voicemail`?",
        ),
        ("one.yaml:7:76", "`sals`"),
        (
            "one.yaml:8:16",
            "`lifted_by` lists what lifts it unless the standing is `nothing`",
        ),
        (
            "one.yaml:9:16",
            "expected a whole number, found the text `six`",
        ),
        ("one.yaml:10:12", "a provision makes one demand"),
        ("one.yaml:11:13", "`Mars/Olympus` is not a clock"),
        ("one.yaml:13:15", "`citation` is empty"),
        (
            "one.yaml:14:17",
            "expected `low`, `medium` or `high`, found `certain`",
        ),
        (
            "one.yaml:15:22",
            "there is no day 2027-02-30 in the calendar",
        ),
        ("one.yaml:15:38", "`never` is not a date"),
        ("one.yaml:16:9", "`US-GA-hours` must begin with `US-FL-`"),
        (
            "one.yaml:16:9",
            "`lifted_by`, `force`, `citation`, `confidence` and `basis` are missing",
        ),
        ("one.yaml:18:14", "`protects` and `purposes` are missing"),
        ("one.yaml:19:22", "`25:00` is not a time of day"),
        ("one.yaml:20:9", "write what it demands"),
        ("one.yaml:28:15", "it ends before it begins"),
        (
            "two.yaml:15:9",
            "`US-TX-own` is the id of an earlier provision",
        ),
    ];
    assert_eq!(found.len(), expected.len(), "{run}");
    for (place, told) in expected {
        let here = |it: &&&str| it.contains(&format!("[{place}]")) && it.contains(told);
        assert!(found.iter().any(|it| here(&it)), "{place}: {told}\n{run}");
    }
}

#[test]
fn two_packs_that_read_one_provision_each_in_its_own_way_are_refused() {
    // Both counted, and neither finding said that there was another.
    let folder = Folder::with([("courtesy.yaml", "version: 1\npacks: [one.yaml, two.yaml]\n")]);
    let own = provision_text("US-FL-hours", &format!("{WEEKDAYS}\n    reason: counsel"));
    for name in ["one.yaml", "two.yaml"] {
        folder.write(name, pack_text("US-FL", &own));
    }
    let run = folder.run(&["check", "."]);
    assert_eq!(run.code, 2, "{run}");
    let all = format!("{}{}", run.out, run.err);
    assert!(
        all.contains("`US-FL-hours` stands in one.yaml:9 too; keep one of the two"),
        "{all}"
    );
    // Named twice, a file is read once.
    folder.write("courtesy.yaml", "version: 1\npacks: [one.yaml, one.yaml]\n");
    let run = folder.run(&["hours", "US-FL", "--on", "2026-11-23"]);
    assert_eq!(run.code, 0, "{run}");
    assert!(run.out.contains("in place of the built-in one: counsel"));
}

// ---- courtesy hours --at -----------------------------------------------------------------------

fn hours(arguments: &str) -> support::Ran {
    let words: Vec<&str> = std::iter::once("hours")
        .chain(arguments.split(' '))
        .collect();
    Folder::with([("empty.txt", "")]).run(&words)
}

#[test]
fn a_moment_is_allowed_to_the_minute() {
    for (moment, allowed, next) in [
        ("2026-11-23T07:59", false, Some("2026-11-23T13:00Z")),
        ("2026-11-23T08:00", true, None),
        ("2026-11-23T19:59", true, None),
        ("2026-11-23T20:00", false, Some("2026-11-24T13:00Z")),
        ("2026-11-23T12:59Z", false, Some("2026-11-23T13:00Z")),
        ("2026-11-23T14:00+01:00", true, None),
    ] {
        let answer = hours(&format!("US-FL/Miami-Dade --at {moment} --format json")).json();
        let one = hours(&format!("US-CT --at {moment} --format json")).json();
        assert_eq!(one["region"], "US-CT", "{moment}");
        // All of Florida has two clocks; a county has one.
        if answer["clocks"].as_array().unwrap().len() == 1 {
            assert_eq!(answer["allowed"], allowed, "{moment}: {answer}");
            assert_eq!(answer["next_allowed"].as_str(), next, "{moment}: {answer}");
        }
    }
}

#[test]
fn a_closed_day_says_why_and_when_next() {
    let answer = hours("US-LA --at 2027-02-09T10:00 --format json").json();
    assert_eq!(answer["allowed"], false);
    assert_eq!(answer["because"][0]["provision"], "US-LA-holidays");
    assert_eq!(answer["because"][0]["legal_day"], "Mardi Gras");
    assert_eq!(answer["next_allowed"], "2027-02-10T14:00Z");
    let text = hours("US-LA --at 2027-02-09T10:00").out;
    assert!(text.starts_with("Not allowed: in Louisiana a consumer may not be called on Tue 2027-02-09 at 10:00, local time.\n"), "{text}");
    assert!(
        text.contains("Next allowed: Wed 2027-02-10 at 08:00 there (2027-02-10T14:00Z)."),
        "{text}"
    );
}

#[test]
fn a_state_with_two_clocks_must_allow_it_on_both() {
    // 08:30 in Nashville is 09:30 in Knoxville; 08:30 in Knoxville is 07:30 in Nashville.
    let both = hours("US-TN --at 2026-11-23T14:30Z --format json").json();
    assert_eq!(both["allowed"], true, "{both}");
    let one = hours("US-TN --at 2026-11-23T13:30Z --format json").json();
    assert_eq!(one["allowed"], false, "{one}");
    assert_eq!(one["next_allowed"], "2026-11-23T14:00Z", "{one}");
    assert_eq!(one["clocks"].as_array().unwrap().len(), 2);
}

#[test]
fn a_place_without_law_is_answered_by_courtesy() {
    let text = hours("TH --at 2026-11-23T07:00").out;
    assert!(text.contains("Courtesy holds no law"), "{text}");
    assert!(text.contains("should not be called"), "{text}");
    let wrong = hours("US-FL --at tomorrow");
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("is no moment"), "{wrong}");
}

#[test]
fn an_hour_that_is_allowed_is_no_leave_without_the_consent_that_is_asked_for() {
    // Once the answer was "may be called from 10:00 to 13:00" and no more.
    let asks = "Only people who have agreed to it beforehand (consent `express`, `express_written` or `double_opt_in`): FR-consent-calls";
    for question in ["FR --on 2026-11-23", "FR --at 2026-11-23T10:00"] {
        let none = hours(question).out;
        assert!(none.contains(asks), "{none}");
        let given = hours(&format!("{question} --consent express")).out;
        assert!(!given.contains("have agreed to it beforehand"), "{given}");
    }
    let list = hours("US-GA --at 2026-11-23T10:00 --format json").json();
    assert_eq!(list["conditions"][0]["provision"], "US-registry", "{list}");
    // On a closed day nothing else matters.
    let closed = hours("FR --on 2026-11-22").out;
    assert!(!closed.contains("have agreed to it beforehand"), "{closed}");
}

#[test]
fn a_moment_that_a_part_of_the_country_forbids_is_not_simply_allowed() {
    let answer = hours("US --at 2027-02-09T10:00 --format json").json();
    assert_eq!(answer["allowed"], true);
    assert_eq!(answer["beyond_doubt"], false);
    assert_eq!(answer["not_in"], serde_json::json!(["US-LA"]));
    let text = hours("US --at 2027-02-09T10:00").out;
    assert!(text.contains("forbids it then: US-LA."), "{text}");
    // At half past eight in the evening many more do.
    let evening = hours("US --at 2027-02-10T20:30 --format json").json();
    let not_in = evening["not_in"].as_array().unwrap();
    assert!(not_in.contains(&"US-FL".into()), "{evening}");
    let noon = hours("US --at 2027-02-10T12:00 --format json").json();
    assert_eq!(noon["not_in"], serde_json::json!([]), "{noon}");
}

#[test]
fn a_moment_on_a_public_holiday_is_told_with_the_day_and_the_limits() {
    let text = hours("US-GA --at 2026-12-25T10:00").out;
    assert!(text.starts_with("Allowed: "), "{text}");
    assert!(text.contains("Public holiday on Fri 2026-12-25: Christmas Day."));
    assert!(text.contains("keep the channel call off public holidays"));
}

#[test]
fn the_next_allowed_moment_is_told_on_the_clocks_of_the_place() {
    // The same moment for everybody is nine o'clock for some ...
    let text = hours("US-SD --at 2027-03-02T05:30Z").out;
    assert!(
        text.contains("Next allowed, on every clock there at once: Tue 2027-03-02 at 09:00 (America/Chicago), Tue 2027-03-02 at 08:00 (America/Denver), that is 2027-03-02T15:00Z."),
        "{text}"
    );
    // ... and who asks about the clock where the person is, is answered on that clock.
    let text = hours("US-SD --at 2027-03-01T21:30").out;
    let second = text.lines().nth(1);
    assert_eq!(
        second,
        Some("Next allowed: Tue 2027-03-02 at 08:00, on every clock there.")
    );
    let json = hours("US-SD --at 2027-03-01T21:30 --format json").json();
    assert_eq!(json["next_allowed"], "2027-03-02T08:00", "{json}");
    let clocks = json["clocks"].as_array().unwrap();
    assert!(
        clocks
            .iter()
            .all(|it| it["next_allowed"] == "2027-03-02T08:00")
    );
}

#[test]
fn the_first_two_lines_tell_of_a_holiday_that_the_limits_keep_free() {
    // Thanksgiving in Manitoba was once "may be called from 09:00 to 21:30", and the holiday stood at the end.
    let text = hours("CA-MB --on 2026-10-12").out;
    let second = "By courtesy not at all that day: it is Thanksgiving Day, a public holiday there (limit `holidays`).";
    assert_eq!(text.lines().nth(1), Some(second), "{text}");
    let json = hours("CA-MB --on 2026-10-12 --format json").json();
    assert_eq!(json["public_holiday"], "Thanksgiving Day", "{json}");
    assert_eq!(json["by_limits"], serde_json::json!([]));
    let text = hours("CA-MB --at 2026-10-12T10:00").out;
    assert_eq!(
        text.lines().nth(1),
        Some(
            "By courtesy not: it is Thanksgiving Day, a public holiday there (limit `holidays`). Next by law and limits: Tue 2026-10-13 at 09:00 there (2026-10-13T14:00Z)."
        )
    );
    let json = hours("CA-MB --at 2026-10-12T10:00 --format json").json();
    assert_eq!(json["allowed"], true, "{json}");
    assert_eq!(json["by_limits"]["allowed"], false);
    assert_eq!(json["by_limits"]["next_allowed"], "2026-10-13T14:00Z");
    // The limits for hours stand there too, and only where they leave less.
    let text = hours("CA-MB --on 2026-10-13").out;
    let second = "By courtesy from 09:00 to 20:00 (limit `hours`).";
    assert_eq!(text.lines().nth(1), Some(second), "{text}");
    let narrow = hours("FR --on 2026-11-23").out;
    assert!(!narrow.contains("By courtesy"), "{narrow}");
    // A warning of danger waits for no holiday.
    let warning = hours("CA-MB --on 2026-10-12 --purpose safety_notice").out;
    assert!(!warning.contains("not at all that day"), "{warning}");
}

#[test]
fn courtesy_does_not_call_on_christmas_where_no_law_is_held() {
    // "By courtesy a consumer may be called on Fri 2026-12-25" it said once.
    let text = hours("GR --at 2026-12-25T10:00").out;
    assert!(text.contains("should not be called"), "{text}");
    assert!(
        text.contains("By courtesy not: it is Christmas Day"),
        "{text}"
    );
    let json = hours("GR --at 2026-12-25T10:00 --format json").json();
    assert_eq!(json["allowed"], false, "{json}");
    // The 26th is a holiday too.
    assert_eq!(json["next_allowed"], "2026-12-27T07:00Z");
    let day = hours("JE --on 2026-12-25 --format json").json();
    assert_eq!(day["allowed"], serde_json::json!([]), "{day}");
    assert_eq!(
        day["closed_because"],
        "Christmas Day (public holiday; the limit `holidays`, not law)"
    );
}

#[test]
fn what_could_not_be_verified_is_not_answered_with_may() {
    // A firm's number may be a private line; the hours of a holiday list that nobody has seen.
    let text = hours("US-UT --on 2027-05-31").out;
    assert!(
        text.starts_with(
            "Whether a consumer in Utah may be called at all on Mon 2027-05-31 could not be verified (US-UT-holidays-2027, Memorial Day: "
        ),
        "{text}"
    );
    let text = hours("US-UT --at 2027-05-31T10:00").out;
    assert!(text.starts_with("Could not be verified: "), "{text}");
    let early = hours("US-FL --audience business --at 2026-11-23T07:30 --format json").json();
    assert_eq!(early["beyond_doubt"], false, "{early}");
    assert_eq!(early["next_allowed"], "2026-11-23T08:00");
    let own_line = hours("US-FL --audience business --line business --at 2026-11-23T07:30").out;
    assert!(own_line.starts_with("Allowed: "), "{own_line}");
}

#[test]
fn the_middle_of_ramadan_is_ramadan_on_whichever_day_it_began() {
    // Every day of the month once counted as one that may be outside it: "from 00:00 to 01:00 and 09:00 to 24:00".
    for (day, safe) in [
        ("2026-02-17", [["12:00", "22:00"]].as_slice()),
        ("2026-02-20", &[["00:00", "01:00"], ["12:00", "24:00"]]),
        ("2026-03-01", &[["00:00", "01:00"], ["12:00", "24:00"]]),
        ("2026-04-15", &[["09:00", "22:00"]]),
    ] {
        let answer = hours(&format!("SA --on {day} --format json")).json();
        assert_eq!(answer["safe"], serde_json::json!(safe), "{day}: {answer}");
    }
}

#[test]
fn a_time_that_a_clock_skips_or_shows_twice_is_said_to_be_one() {
    let skipped = hours("US-GA --at 2027-03-14T02:30");
    assert!(
        skipped.out.contains("There is no 02:30 that day on the clock of America/New_York: it is set forward, and 03:00 is taken."),
        "{skipped}"
    );
    let twice = hours("US-GA --at 2026-11-01T01:30 --format json").json();
    assert_eq!(twice["clocks"][0]["clock_change"], "repeated", "{twice}");
    let usual = hours("US-GA --at 2026-11-02T01:30 --format json").json();
    assert_eq!(usual["clocks"][0].get("clock_change"), None, "{usual}");
}

#[test]
fn nothing_is_allowed_by_law_that_nobody_knows_yet() {
    // The day after the last one that Courtesy knows was once "next allowed, at midnight".
    let end = hours("FR --at 2199-12-31T23:00 --format json").json();
    assert_eq!(end["next_allowed"], serde_json::Value::Null, "{end}");
    let end = hours("FR --at 2199-12-31T23:00Z --format json").json();
    assert_eq!(end["next_allowed"], serde_json::Value::Null, "{end}");
}

#[test]
fn the_ban_of_a_trade_is_told_to_those_who_name_it() {
    let ban = hours("FR --on 2026-11-23 --sector energy_renovation").out;
    assert!(
        ban.starts_with("In France a consumer may not be called at all on Mon 2026-11-23: it is forbidden on every day (FR-renovation, "),
        "{ban}"
    );
    let never = hours("FR --at 2026-11-23T10:00 --sector energy_renovation").out;
    assert_eq!(
        never.lines().nth(1),
        Some("Next allowed: never within 400 days, as far as is known.")
    );
    let slip = hours("FR --on 2026-11-23 --sector energy_renovations").out;
    assert!(
        slip.contains("No law that Courtesy holds there is about the trade `energy_renovations`; what it holds there is about energy_renovation, "),
        "{slip}"
    );
}

#[test]
fn clocks_that_agree_are_not_listed_one_by_one() {
    let agree = hours("RU --at 2026-12-24T10:00").out;
    assert!(!agree.contains("Asia/Omsk"), "{agree}");
    let differ = hours("US --at 2026-11-23T14:30Z").out;
    assert!(
        differ
            .contains("\n  no: Mon 2026-11-23 at 07:30 there (America/Denver, America/Phoenix)\n"),
        "{differ}"
    );
    assert!(
        differ.starts_with("Not allowed: in the United States a consumer may not be called at 2026-11-23T14:30Z on all clocks there, only on some.\n"),
        "{differ}"
    );
}

#[test]
fn courtesy_does_not_approve_of_midnight_where_it_knows_no_hours() {
    let text = hours("JP --channel sms --at 2026-11-22T23:59").out;
    assert!(text.contains("nothing that it knows decides"), "{text}");
    assert!(!text.contains("By courtesy"), "{text}");
}

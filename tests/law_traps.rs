//! The traps of the two studies of contact law that are about what a user sees, each by its number.
//! The others stand in `law.rs`, `law_kinds.rs` and `law_world.rs`; `tests/README.md` lists all.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod support;

use courtesy::calendar::{Day, Minute, Region, Zone};
use courtesy::law::{Bearing, ConsentLapse, Facts, HonourRefusal, Law, Registry, Requirement};
use courtesy::model::{AudienceType, Channel, ConsentKind, Purpose, Voice};
use support::{CALL, Findings, Folder, changed, check, check_on, courtesy};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn region(code: &str) -> Region {
    code.parse().unwrap()
}

fn consumer(code: &str, channel: Channel) -> Facts {
    Facts {
        audience: Some(AudienceType::Consumer),
        purpose: Some(Purpose::Sales),
        voice: Some(Voice::Human),
        ..Facts::new(region(code), channel)
    }
}

/// The ids of the provisions of a kind that bind for certain on a day.
fn binding(facts: &Facts, on: &str, kind: impl Fn(&Requirement) -> bool) -> Vec<String> {
    let law = Law::built_in();
    let all = law.binding(facts, day(on)).into_iter();
    all.filter(|it| it.bearing == Bearing::Certain && kind(&it.provision.requires))
        .map(|it| it.provision.id.clone())
        .collect()
}

/// The careful campaign with some passages changed.
fn but(changes: &[(&str, &str)]) -> Findings {
    check(&changed(CALL, changes))
}

// ---- The United States -------------------------------------------------------------------------

#[test]
fn us_trap_2_arizona_has_two_clocks_in_summer() {
    let zones = |on: &str| {
        let clocks = region("US-AZ");
        let mut noons: Vec<_> = clocks
            .distinct_zones()
            .map(|zone| zone.instant(day(on), Minute(720)))
            .map(|time| format!("{time:?}"))
            .collect();
        noons.sort_unstable();
        noons.dedup();
        noons.len()
    };
    // The Navajo Nation changes its clocks, the rest does not.
    assert_eq!((zones("2027-01-15"), zones("2027-07-15")), (1, 2));
    // Half past seven in Phoenix is half past eight over there.
    let sender = "hours: \"10:00-19:30\", time_zone: America/Phoenix";
    let own = "hours: \"10:00-17:00\", time_zone: recipient";
    let states = ("[US-GA]", "[US-AZ]");
    let summer = but(&[
        (own, sender),
        states,
        ("2027-03-01", "2027-07-01"),
        ("2027-03-31", "2027-07-31"),
    ]);
    assert!(summer.to_string().contains("Denver"), "{summer}");
    for code in ["US-HI", "PR", "GU"] {
        let place = region(code);
        let zone: Zone = place.distinct_zones().next().unwrap();
        let offset = |on: &str| zone.instant(day(on), Minute(720));
        let days = day("2027-07-15").0 - day("2027-01-15").0;
        let (winter, summer) = (offset("2027-01-15"), offset("2027-07-15"));
        let minutes = |time| match time {
            courtesy::calendar::LocalTime::Once(at) => at.0,
            other => panic!("{other:?}"),
        };
        assert_eq!(
            minutes(summer) - minutes(winter),
            i64::from(days) * 1440,
            "{code}"
        );
    }
}

#[test]
fn us_trap_3_an_area_code_is_no_place() {
    assert!(!but(&[]).has("unknown-zone"));
    let guessed = but(&[("zone_from: address", "zone_from: phone_prefix")]);
    assert!(guessed.has("unknown-zone"), "{guessed}");
}

const TEXT: &str = "{channel: sms, language: en, body: \"Example Gardens: a visit? Reply STOP to end, HELP for help.\", opt_out: {method: reply, words: [WORDS], steps: 1, needs_login: false}, identifies: {seller: true}}";

#[test]
fn us_trap_14_every_word_that_must_stop_texts_is_wanted_whatever_its_letters() {
    let texts = |words: &str| {
        but(&[
            (
                "channel: call, to: home, by: robin, message: script",
                &format!(
                    "channel: sms, by: robin, message: {}",
                    TEXT.replace("WORDS", words)
                ),
            ),
            ("channels: [call]", "channels: [sms]"),
        ])
    };
    let deaf = texts("STOP");
    let finding = deaf.one("sms-keywords");
    // Those of the carriers and those of the commission.
    for word in ["QUIT", "CANCEL", "END", "UNSUBSCRIBE", "REVOKE"] {
        assert!(
            finding.message.to_uppercase().contains(word),
            "{word}: {finding}"
        );
    }
    let all = "stop, quit, End, revoke, opt out, cancel, Unsubscribe, stopall, HELP";
    let heard = texts(all);
    assert!(!heard.has("sms-keywords"), "{heard}");
}

#[test]
fn us_trap_16_contracts_that_go_on_fall_under_the_law_of_today() {
    // A contract of before 2025-07-01 that renews after it counts as extended.
    let facts = consumer("US-CA", Channel::Email);
    let notices = |on: &str| binding(&facts, on, |it| matches!(it, Requirement::Notice(_)));
    assert!(notices("2026-11-22").contains(&"US-CA-annual-reminder".to_owned()));
    assert!(!notices("2025-06-30").contains(&"US-CA-annual-reminder".to_owned()));
}

#[test]
fn us_trap_18_an_ai_voice_is_an_artificial_voice() {
    let consent = |voice: Voice| {
        let facts = Facts {
            voice: Some(voice),
            ..consumer("US-GA", Channel::Call)
        };
        binding(&facts, "2026-11-22", |it| {
            matches!(it, Requirement::Consent(_))
        })
    };
    assert_eq!(consent(Voice::Ai), ["US-consent-recorded"]);
    assert_eq!(consent(Voice::Human), [""; 0]);
    let machine = but(&[("voice: human", "voice: ai")]);
    let finding = machine.of("automated-voice");
    assert!(
        finding
            .iter()
            .any(|it| it.message.contains("written consent")),
        "{machine}"
    );
    // California wants to hear a person first.
    let california = but(&[("voice: human", "voice: ai"), ("[US-GA]", "[US-CA]")]);
    let told = california.of("automated-voice");
    assert!(
        told.iter()
            .any(|it| it.message.contains("a machine speaks")),
        "{california}"
    );
}

#[test]
fn us_trap_19_messages_by_another_road_are_texts_where_the_law_says_so() {
    let messenger = |code: &str| {
        let facts = consumer(code, Channel::Dm);
        binding(&facts, "2026-11-22", |it| {
            matches!(
                it,
                Requirement::Hours(_) | Requirement::Consent(_) | Requirement::Registry(_)
            )
        })
    };
    assert!(messenger("US-CT").contains(&"US-CT-hours-dm".to_owned()));
    assert!(messenger("US-IN").contains(&"US-IN-registry".to_owned()));
    // The federal rules and those of other states speak of calls and texts.
    assert_eq!(messenger("US-GA"), [""; 0]);
}

#[test]
fn us_trap_20_a_pitch_in_a_support_talk_is_a_pitch() {
    let talk = but(&[
        ("channel: call, to: home", "channel: support_chat"),
        ("channel: call\n", "channel: support_chat\n"),
    ]);
    assert!(talk.has("support-channel-pitch"), "{talk}");
}

#[test]
fn us_trap_23_a_window_in_utc_drifts_by_an_hour_twice_a_year() {
    // Half past eight in winter, half past nine in summer.
    let drifts = but(&[
        (
            "hours: \"10:00-17:00\", time_zone: recipient",
            "hours: \"13:30-20:00\", time_zone: UTC",
        ),
        ("enrollment: once", "enrollment: rolling"),
        ("starts: 2027-03-01", "starts: 2027-01-04"),
        ("ends: 2027-03-31", "ends: 2027-07-31"),
    ]);
    assert!(drifts.has("dst-drift"), "{drifts}");
    assert!(!but(&[]).has("dst-drift"));
}

// ---- The world ---------------------------------------------------------------------------------

#[test]
fn world_trap_14_a_refusal_is_answered_by_silence_everywhere() {
    for place in ["FR", "JP", "AE", "US-GA"] {
        let again = but(&[
            ("[US-GA]", &format!("[{place}]")),
            (
                "not_interested: stop",
                "not_interested: {retry: 1, after: 60d}",
            ),
        ]);
        let finding = again.one("refusal-ignored");
        assert_eq!(finding.severity, "error", "{place}: {finding}");
    }
}

#[test]
fn world_trap_15_the_age_of_a_look_is_not_the_time_to_honour_a_no() {
    let old = but(&[("refresh_every: 30d", "refresh_every: 60d")]);
    assert!(
        old.has("registry-stale") && !old.has("refusal-deadline"),
        "{old}"
    );
    let slow = but(&[("honors_refusal_within: 1d", "honors_refusal_within: 30d")]);
    assert!(
        slow.has("refusal-deadline") && !slow.has("registry-stale"),
        "{slow}"
    );
    // In the packs they are fields of different kinds of demand.
    let law = Law::built_in();
    let us = law.packs("US").next().unwrap();
    let look = us.provisions.iter().find_map(|it| it.demands::<Registry>());
    let no = us
        .provisions
        .iter()
        .find_map(|it| it.demands::<HonourRefusal>());
    assert_eq!(look.unwrap().refresh.unwrap().to_string(), "every 31 days");
    assert_eq!(no.unwrap().within.to_string(), "10 business days");
}

#[test]
fn world_trap_20_implied_consent_ages_and_express_consent_does_not() {
    let canada = |kind: &str, relationship: &str, obtained: &str| {
        but(&[
            ("[US-GA]", "[CA-ON]"),
            (
                "relationship: prospect",
                &format!("relationship: {relationship}"),
            ),
            (
                "consent: {kind: express, channels: [call], obtained: 2026-09-01",
                &format!("consent: {{kind: {kind}, channels: [email], obtained: {obtained}"),
            ),
            (
                "channel: call, to: home, by: robin, message: script",
                "channel: email, by: robin, message: script",
            ),
            ("channel: call\n", "channel: email\n"),
        ])
        .has("consent-expired")
    };
    // Two years from a purchase, six months from an inquiry.
    assert!(canada("implied", "lapsed", "2025-02-27"));
    assert!(!canada("implied", "lapsed", "2025-03-02"));
    assert!(canada("implied", "inquirer", "2026-08-30"));
    assert!(!canada("implied", "inquirer", "2026-09-02"));
    assert!(!canada("express", "inquirer", "2015-01-01"));
    let law = Law::built_in();
    let lapses = |code: &str| {
        let packs = law.packs(code).flat_map(|pack| &pack.provisions);
        packs
            .filter_map(|it| it.demands::<ConsentLapse>())
            .filter(|it| it.of.contains(&ConsentKind::Express))
            .map(|it| it.after.to_string())
            .collect::<Vec<String>>()
    };
    // Each place has a time of its own, and most have none.
    assert_eq!(lapses("CA"), [""; 0]);
    assert!(!lapses("KR").is_empty() && !lapses("AU").is_empty());
}

#[test]
fn world_trap_21_no_rate_of_silent_calls_is_a_pass() {
    let rate = but(&[("dialer: manual", "dialer: predictive, abandon_rate: 2")]);
    let unknown = rate.of("unknown-field");
    assert!(
        unknown.iter().any(|it| it.message.contains("abandon_rate")),
        "{rate}"
    );
}

#[test]
fn world_trap_23_what_has_ended_binds_nobody() {
    let consent = |on: &str| {
        let facts = Facts {
            relationship: Some(courtesy::model::Relationship::Customer),
            ..consumer("NL", Channel::Call)
        };
        binding(&facts, on, |it| matches!(it, Requirement::Consent(_)))
    };
    // The way that the Netherlands left open to customers ended with June 2026.
    assert!(!consent("2026-06-30").contains(&"NL-consent-calls".to_owned()));
    assert!(consent("2026-07-01").contains(&"NL-consent-calls".to_owned()));
    let registries = |code: &str| {
        let facts = consumer(code, Channel::Call);
        binding(&facts, "2026-11-22", |it| {
            matches!(it, Requirement::Registry(_))
        })
    };
    // Bloctel and the bel-me-niet register are gone.
    assert_eq!(registries("FR"), [""; 0]);
    assert_eq!(registries("NL"), [""; 0]);
    // The prefix 0303 is no longer asked for.
    let prefix = binding(
        &consumer("BR", Channel::Call),
        "2026-11-22",
        |it| matches!(it, Requirement::CallerNumber(number) if format!("{number:?}").contains("0303")),
    );
    assert_eq!(prefix, [""; 0]);
}

#[test]
fn world_trap_28_what_is_not_known_of_a_state_or_province_is_said() {
    let hours = |place: &str| {
        let ran = courtesy()
            .args(["hours", place, "--on", "2026-11-23", "--isolated"])
            .output();
        String::from_utf8(ran.unwrap().stdout).unwrap()
    };
    let bahia = hours("BR-BA");
    assert!(bahia.contains("Courtesy holds no law of"), "{bahia}");
    assert!(bahia.contains("Not held:"), "{bahia}");
    let canada = hours("CA-AB");
    assert!(canada.contains("Courtesy holds no law of"), "{canada}");
}

#[test]
fn world_trap_29_a_way_out_is_read_in_the_language_of_the_message() {
    let mail = |language: &str, body: &str| {
        let text = CALL
            .replace(
                "channel: call, to: home, by: robin, message: script",
                "channel: email, by: robin, message: script",
            )
            .replace(
                "channel: call\n    language: en",
                &format!("channel: email\n    language: {language}"),
            )
            .replace("channels: [call]", "channels: [email]")
            .replace(
                "    opt_out: {method: spoken, steps: 1, needs_login: false}\n",
                "",
            );
        let start = text.find("      Good morning").unwrap();
        let end = text.find("    identifies").unwrap();
        let text = format!("{}      {body}\n{}", &text[..start], &text[end..]);
        check_on("2026-11-22", &text)
    };
    let french = mail(
        "fr",
        "Bonjour, découvrez nos jardins. Pour vous désabonner, cliquez ici : https://example.com/stop",
    );
    assert!(!french.has("missing-opt-out"), "{french}");
    // What cannot be read is never a pass.
    let finnish = mail(
        "fi",
        "Hyvää päivää, tutustu puutarhoihimme. Peruuta tilaus: https://example.com/stop",
    );
    assert!(finnish.one("missing-opt-out").is_unverified(), "{finnish}");
}

// ---- What a lawyer does by rules/README.md ------------------------------------------------------

const CORRECTION: &str = r#"jurisdiction: US-TX
name: Texas
checked: 2026-11-22
provisions:
  - id: US-TX-hours
    says: A sales call may be made only from 10 in the morning to 7 in the evening.
    applies: {channels: [call, voicemail], protects: consumers, purposes: [sales, marketing, renewal]}
    lifted_by: {standing: nothing}
    hours: {mon-sun: "10:00-19:00"}
    clock: [recipient]
    force: law
    citation: Tex. Bus. & Com. Code 301.051
    confidence: high
    basis: text
    reason: a correction
"#;

#[test]
fn a_correction_is_tried_without_building_the_program() {
    let folder = Folder::with([
        ("courtesy.yaml", "version: 1\npacks: [try.yaml]\n"),
        ("try.yaml", CORRECTION),
    ]);
    let ask = |arguments: &[&str]| {
        let day = ["hours", "US-TX", "--on", "2027-06-07", "--format", "json"];
        folder.run(&[&day[..], arguments].concat()).json()["allowed"].to_string()
    };
    assert_eq!(ask(&[]), r#"[["10:00","19:00"]]"#);
    assert_eq!(ask(&["--isolated"]), r#"[["09:00","21:00"]]"#);
    let at = |minute: &str| {
        let moment = format!("2027-06-07T{minute}");
        let asked = ["hours", "US-TX", "--at", &moment, "--format", "json"];
        folder.run(&asked).json()["allowed"].to_string()
    };
    assert_eq!(
        (at("18:59"), at("19:00")),
        ("true".to_owned(), "false".to_owned())
    );
    let text = folder.run(&["hours", "US-TX", "--on", "2027-06-07"]).out;
    assert!(text.contains("By the settings of courtesy.yaml"), "{text}");
    assert!(
        text.contains("in place of the built-in one: a correction"),
        "{text}"
    );
}

#[test]
fn a_pack_of_a_place_that_there_is_not_is_refused_and_not_passed_over() {
    // Law under a code that nobody lives under binds nobody: once that was taken in silence.
    for (wrong, says) in [
        ("US-TZ", "did you mean US-"),
        ("us-tx", "write the code in capital letters: US-TX"),
        ("UK", "did you mean"),
    ] {
        let pack = CORRECTION
            .replace("US-TX", wrong)
            .replace("    reason: a correction\n", "");
        let folder = Folder::with([
            ("courtesy.yaml", "version: 1\npacks: [try.yaml]\n"),
            ("try.yaml", &pack),
        ]);
        let ran = folder.check(&[]);
        assert_eq!(ran.code, 2, "{wrong}: {ran}");
        assert!(ran.err.contains("try.yaml:1:15"), "{wrong}: {ran}");
        assert!(ran.err.contains(says), "{wrong}: {ran}");
    }
    let union = CORRECTION.replace("name: Texas\n", "name: Texas\nwithin: [UE]\n");
    let folder = Folder::with([
        ("courtesy.yaml", "version: 1\npacks: [try.yaml]\n"),
        ("try.yaml", &union),
    ]);
    let ran = folder.check(&[]);
    assert!(ran.err.contains("no law is held of a union `UE`"), "{ran}");
}

#[test]
fn a_reason_under_a_mistyped_id_is_told_the_right_one() {
    let pack = CORRECTION.replace("US-TX-hours", "US-TX-hour");
    let folder = Folder::with([
        ("courtesy.yaml", "version: 1\npacks: [try.yaml]\n"),
        ("try.yaml", &pack),
    ]);
    let ran = folder.check(&[]);
    let told = ran.err.replace('│', "");
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("did you mean"), "{ran}");
    assert!(told.contains("`US-TX-hours`?"), "{ran}");
}

#[test]
fn a_code_and_a_holiday_of_ones_own_count_in_the_hours() {
    let folder = Folder::with([(
        "courtesy.yaml",
        "version: 1\nadheres_to: [IT-telemarketing-code]\nlimits: {hours: {call: \"11:00-12:00\"}}\nextra_holidays:\n  - {regions: [IT], dates: [2027-06-09], name: Our day, reason: ours}\n",
    )]);
    let told = folder.run(&["hours", "IT", "--on", "2027-06-09"]);
    assert!(told.out.contains("Our day"), "{told:?}");
    assert!(
        told.out
            .contains("Your own limit for the channel call: 11:00 to 12:00"),
        "{told:?}"
    );
    let binds = |arguments: &[&str]| {
        let asked = ["hours", "IT", "--on", "2027-06-09"];
        folder
            .run(&[&asked[..], arguments].concat())
            .out
            .contains("What does not bind here")
    };
    assert!(!binds(&[]) && binds(&["--isolated"]));
}

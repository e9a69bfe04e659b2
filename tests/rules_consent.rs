//! Consent, in ways that no page shows: who needs it where, from when on, for how long, and what
//! cannot be told.

mod support;

use support::{Findings, check};

/// One contact on a channel to an audience of these lines, in these days.
fn contact_in(days: (&str, &str), channel: &str, audience: &str, sender: &str) -> Findings {
    check(&format!(
        "campaigns:
  spring:
    purpose: sales
    starts: {}
    ends: {}
    audience: people
    suppress: [own-list, au-list]
    cadence: plan
cadences:
  plan:
    send_window: {{days: mon-fri, hours: \"12:00-15:00\", time_zone: recipient, zone_from: address, holidays: observe}}
    steps: [{{id: note, day: 0, channel: {channel}, to: mobile, by: anna, message: words}}]
audiences:
  people: {{{audience}}}
messages:
  words: {{channel: {channel}, language: en, body: \"Anna of Example Ltd., +1 204 555 0100, with the spring list. Reply STOP to opt out.\"}}
senders:
  anna: {{role: sales, name: Anna, legal_name: Example Ltd., caller_id: \"+1 204 555 0100\", caller_id_shown: true{sender}}}
suppressions:
  own-list: {{kind: internal, keeps_for: forever}}
  au-list: {{kind: registry, registry: AU-DNCR, refreshed: 2027-02-20, refresh_every: 1d}}
",
        days.0, days.1
    ))
}

/// The same in March 2027, by a person.
fn contact(channel: &str, audience: &str) -> Findings {
    contact_in(("2027-03-01", "2027-03-31"), channel, audience, "")
}

/// Severity and verdict of the one finding of a rule; none if it is silent.
fn told(found: &Findings, rule: &str) -> Option<(String, String)> {
    let findings = found.of(rule);
    assert!(findings.len() < 2, "{found}");
    let first = findings.first()?;
    Some((first.severity.clone(), first.verdict.clone()))
}

fn is(told: Option<(String, String)>) -> String {
    told.map_or_else(
        || "silent".to_owned(),
        |(severity, verdict)| format!("{severity} {verdict}"),
    )
}

#[test]
fn who_must_have_agreed_where() {
    for (place, channel, who, expected) in [
        // A consumer in the Union must have agreed to mail, a customer need not have.
        (
            "DE",
            "email",
            "type: consumer, relationship: prospect, consent: {kind: none}",
            "error violation",
        ),
        (
            "DE",
            "email",
            "type: consumer, relationship: customer, consent: {kind: none}",
            "silent",
        ),
        (
            "DE",
            "email",
            "type: consumer, relationship: lapsed, consent: {kind: none}",
            "error unverified",
        ),
        (
            "DE",
            "email",
            "type: business, relationship: prospect, consent: {kind: legitimate_interest}",
            "error violation",
        ),
        (
            "SE",
            "email",
            "type: business, relationship: prospect, consent: {kind: none}",
            "silent",
        ),
        (
            "SE",
            "email",
            "type: consumer, relationship: prospect, consent: {kind: implied}",
            "error violation",
        ),
        // Sales calls: Germany asks consumers, and of firms a presumed interest; Sweden does not.
        (
            "DE",
            "call",
            "type: consumer, relationship: customer, consent: {kind: implied}",
            "error violation",
        ),
        (
            "DE",
            "call",
            "type: business, relationship: prospect, consent: {kind: legitimate_interest}",
            "silent",
        ),
        (
            "DE",
            "call",
            "type: business, relationship: prospect, consent: {kind: none}",
            "error violation",
        ),
        (
            "SE",
            "call",
            "type: consumer, relationship: prospect, consent: {kind: none}",
            "silent",
        ),
        // Mail is free in the United States; texts are not, by law and by the carriers' terms.
        (
            "US-GA",
            "email",
            "type: consumer, relationship: prospect, consent: {kind: none}",
            "silent",
        ),
        (
            "US-GA",
            "sms",
            "type: consumer, relationship: prospect, consent: {kind: none}",
            "warning violation",
        ),
        (
            "US-CT",
            "call",
            "type: consumer, relationship: prospect, consent: {kind: express}",
            "error violation",
        ),
        (
            "US-CT",
            "call",
            "type: consumer, relationship: prospect, consent: {kind: express_written}",
            "silent",
        ),
        // Implied consent will do in Canada and Australia.
        (
            "CA-MB",
            "email",
            "type: business, relationship: inquirer, consent: {kind: implied, obtained: 2027-02-01}",
            "silent",
        ),
        (
            "CA-MB",
            "email",
            "type: business, relationship: prospect, consent: {kind: none}",
            "error violation",
        ),
        (
            "AU",
            "email",
            "type: consumer, relationship: prospect, consent: {kind: implied}",
            "silent",
        ),
    ] {
        let found = contact(channel, &format!("regions: [{place}], {who}"));
        assert_eq!(
            is(told(&found, "consent-missing")),
            expected,
            "{place} {channel} {who}\n{found}"
        );
    }
}

#[test]
fn consent_that_is_not_stated_is_unverified_and_the_lines_are_given() {
    let found = contact(
        "email",
        "regions: [PL], type: business, relationship: prospect",
    );
    let finding = found.one("consent-missing");
    assert!(finding.is_unverified());
    assert!(
        finding.pointer.ends_with("/audiences/people"),
        "{}",
        finding.pointer
    );
    let help = finding.help.as_deref().unwrap_or_default();
    assert!(
        help.contains("consent: {kind: express, channels: [email]"),
        "{help}"
    );
    let found = contact(
        "email",
        "regions: [PL], type: business, consent: {obtained: 2027-01-05}",
    );
    assert!(
        found.one("consent-missing").pointer.ends_with("/consent"),
        "{found}"
    );
    // What cannot be read is not called unsaid.
    let found = contact(
        "email",
        "regions: [PL], type: business, consent: {kind: written}",
    );
    assert!(
        found.has("invalid-value") && !found.has("consent-missing"),
        "{found}"
    );
}

#[test]
fn consent_for_another_channel_is_none() {
    let found = contact(
        "email",
        "regions: [PL], type: business, consent: {kind: double_opt_in, channels: [sms], obtained: 2027-01-05}",
    );
    let finding = found.one("consent-missing");
    assert!(
        finding.pointer.ends_with("/channels"),
        "{}",
        finding.pointer
    );
    assert!(
        finding.message.contains("other channels than email"),
        "{}",
        finding.message
    );
}

#[test]
fn who_is_addressed_decides_and_must_be_said() {
    let found = contact(
        "email",
        "regions: [SE], relationship: prospect, consent: {kind: none}",
    );
    let finding = found.one("consent-missing");
    assert!(finding.is_unverified());
    assert!(
        finding
            .help
            .as_deref()
            .unwrap_or_default()
            .contains("`audience.type`"),
        "{found}"
    );
}

#[test]
fn a_notice_needs_no_consent() {
    let text = "campaigns:
  outage: {purpose: service_notice, starts: 2027-03-01, ends: 2027-03-02, audience: people, cadence: {steps: [{channel: email}]}}
audiences:
  people: {regions: [DE], type: consumer, relationship: prospect}
";
    assert!(!check(text).has("consent-missing"));
    // What does not say its purpose may sell.
    let found = check(&text.replace("purpose: service_notice, ", ""));
    assert!(found.one("consent-missing").is_unverified(), "{found}");
}

#[test]
fn a_law_counts_from_the_day_it_came_into_force() {
    let french = "regions: [FR], type: consumer, relationship: prospect, consent: {kind: none}";
    let before = contact_in(("2026-08-03", "2026-08-10"), "call", french, "");
    assert!(!before.has("consent-missing"), "{before}");
    let across = contact_in(("2026-08-03", "2026-08-11"), "call", french, "");
    let finding = across.one("consent-missing");
    assert!(finding.message.contains("France"), "{}", finding.message);
    // A Dutch customer could be called until the end of June 2026.
    let dutch = "regions: [NL], type: consumer, relationship: customer, consent: {kind: none}";
    let before = contact_in(("2026-06-01", "2026-06-30"), "call", dutch, "");
    assert!(!before.has("consent-missing"), "{before}");
    let after = contact_in(("2026-07-01", "2026-07-31"), "call", dutch, "");
    assert_eq!(is(told(&after, "consent-missing")), "error violation");
}

#[test]
fn of_a_place_whose_law_is_not_held_nobody_can_tell() {
    let nowhere = "regions: [TH], type: consumer, relationship: prospect";
    let found = contact("email", &format!("{nowhere}, consent: {{kind: implied}}"));
    assert_eq!(is(told(&found, "consent-missing")), "warning unverified");
    let found = contact(
        "email",
        &format!("{nowhere}, consent: {{kind: express, obtained: 2027-01-05}}"),
    );
    assert!(!found.has("consent-missing"), "{found}");
    let found = contact("call", &format!("{nowhere}, consent: {{kind: none}}"));
    assert!(!found.has("consent-missing"), "{found}");
}

#[test]
fn implied_consent_lapses_after_six_months_and_after_two_years() {
    let canada = |relationship: &str, obtained: &str| {
        let consent =
            format!("consent: {{kind: implied, channels: [email], obtained: {obtained}}}");
        contact(
            "email",
            &format!("regions: [CA-MB], type: business, relationship: {relationship}, {consent}"),
        )
    };
    for (relationship, obtained, expected) in [
        // Campaign: 2027-03-01 to 2027-03-31, on weekdays; the last is a Wednesday.
        ("inquirer", "2026-09-30", "error violation"),
        ("inquirer", "2026-10-01", "silent"),
        ("prospect", "2026-08-01", "error violation"),
        ("lapsed", "2025-03-30", "error violation"),
        ("lapsed", "2025-03-31", "silent"),
        // The contract of a customer may still run.
        ("customer", "2024-01-01", "error unverified"),
        ("customer", "2025-06-01", "silent"),
    ] {
        let found = canada(relationship, obtained);
        assert_eq!(
            is(told(&found, "consent-expired")),
            expected,
            "{relationship} {obtained}\n{found}"
        );
    }
    let found = canada("inquirer", "2026-09-30");
    let finding = found.one("consent-expired");
    assert!(
        finding.message.contains("Wed 2027-03-31"),
        "{}",
        finding.message
    );
    assert!(
        finding.pointer.ends_with("/obtained"),
        "{}",
        finding.pointer
    );
    let found = contact(
        "email",
        "regions: [CA-MB], type: business, relationship: inquirer, consent: {kind: implied}",
    );
    assert!(found.one("consent-expired").is_unverified(), "{found}");
    // Express consent does not lapse in Canada.
    let found = contact(
        "email",
        "regions: [CA-MB], type: business, relationship: inquirer, consent: {kind: express, obtained: 2016-01-01}",
    );
    assert!(!found.has("consent-expired"), "{found}");
}

#[test]
fn consent_to_calls_ages_where_no_list_is_checked() {
    let consent = |place: &str, consent: &str| {
        contact(
            "call",
            &format!(
                "regions: [{place}], type: consumer, relationship: prospect, consent: {{kind: express, {consent}}}"
            ),
        )
    };
    // Israel: one year. The list of Australia is checked in this campaign, that of Israel is not.
    assert!(consent("IL", "obtained: 2026-03-30").has("consent-expired"));
    assert!(!consent("IL", "obtained: 2026-03-31").has("consent-expired"));
    assert!(!consent("AU", "obtained: 2026-03-31").has("consent-expired"));
    // Spain: two years, as announced: a warning.
    let found = consent("ES", "obtained: 2025-03-01");
    assert_eq!(is(told(&found, "consent-expired")), "warning violation");
    let found = contact(
        "sms",
        "regions: [KR], type: consumer, relationship: prospect, consent: {kind: express, obtained: 2025-03-01}",
    );
    assert_eq!(is(told(&found, "consent-expired")), "error violation");
}

#[test]
fn consent_ends_on_the_day_that_the_definition_gives() {
    let ends = |place: &str, day: &str| {
        contact(
            "email",
            &format!(
                "regions: [{place}], type: consumer, relationship: prospect, consent: {{kind: express, obtained: 2027-01-05, expires: {day}}}"
            ),
        )
    };
    let found = ends("DE", "2027-03-12");
    let finding = found.one("consent-expired");
    assert_eq!(finding.severity, "error");
    assert!(
        finding.message.contains("Mon 2027-03-15"),
        "{}",
        finding.message
    );
    assert!(finding.pointer.ends_with("/expires"), "{}", finding.pointer);
    assert!(!ends("DE", "2027-03-31").has("consent-expired"));
    // Where no law asks for consent it is a matter of courtesy.
    assert_eq!(
        is(told(&ends("US-GA", "2027-03-12"), "consent-expired")),
        "warning violation"
    );
}

#[test]
fn consent_on_which_a_contact_rests_is_proven() {
    let german = |rest: &str| {
        contact(
            "email",
            &format!("regions: [DE], type: consumer, relationship: prospect, {rest}"),
        )
    };
    for (rest, missing) in [
        (
            "source: {kind: form}, consent: {kind: express, obtained: 2027-01-05}",
            "proof:",
        ),
        (
            "source: {kind: form}, consent: {kind: express, proof: crm}",
            "obtained:",
        ),
        (
            "consent: {kind: express, obtained: 2027-01-05, proof: crm}",
            "source:",
        ),
    ] {
        let found = german(rest);
        let finding = found.one("consent-unproven");
        assert_eq!(finding.severity, "warning");
        let help = finding.help.as_deref().unwrap_or_default();
        assert!(help.contains(missing), "{rest}: {help}");
    }
    let found =
        german("source: {kind: form}, consent: {kind: express, obtained: 2027-01-05, proof: crm}");
    assert!(!found.has("consent-unproven"), "{found}");
    // Mail to Georgia rests on no consent, and no claim is none to prove.
    let found = contact(
        "email",
        "regions: [US-GA], type: consumer, consent: {kind: express}",
    );
    assert!(!found.has("consent-unproven"), "{found}");
    assert!(!german("consent: {kind: none}").has("consent-unproven"));
}

#[test]
fn a_source_that_carries_no_consent_speaks_before_the_consent() {
    let german = |source: &str, consent: &str| {
        contact(
            "email",
            &format!(
                "regions: [DE], type: consumer, relationship: prospect, source: {{kind: {source}}}, consent: {{kind: {consent}, obtained: 2027-01-05, proof: crm}}"
            ),
        )
    };
    for (source, consent, expected) in [
        ("scraped", "none", "error violation"),
        ("social_signal", "express", "error violation"),
        ("purchased_list", "none", "error violation"),
        ("purchased_list", "express", "error unverified"),
        ("form", "none", "silent"),
        ("public_directory", "express", "silent"),
    ] {
        let found = german(source, consent);
        assert_eq!(
            is(told(&found, "harvested-audience")),
            expected,
            "{source} {consent}\n{found}"
        );
        let short = source == "form";
        assert_eq!(
            found.has("consent-missing"),
            short,
            "{source} {consent}\n{found}"
        );
    }
    // Where nobody asks for consent, nobody asks where the address comes from.
    let found = contact(
        "email",
        "regions: [US-GA], type: consumer, source: {kind: scraped}",
    );
    assert!(!found.has("harvested-audience"), "{found}");
    // American carriers say that a bought opt-in is none.
    let found = contact(
        "sms",
        "regions: [US-GA], type: consumer, source: {kind: purchased_list}, consent: {kind: express_written, obtained: 2027-01-05, proof: crm}",
    );
    assert_eq!(is(told(&found, "harvested-audience")), "warning violation");
}

#[test]
fn a_machine_needs_more_consent_than_a_person() {
    let by = |voice: &str, place: &str, consent: &str| {
        let audience = format!(
            "regions: [{place}], type: consumer, relationship: customer, consent: {{kind: {consent}, obtained: 2027-01-05}}"
        );
        contact_in(
            ("2027-03-01", "2027-03-31"),
            "call",
            &audience,
            &format!(", voice: {voice}"),
        )
    };
    for (voice, place, consent, expected) in [
        ("human", "US-GA", "none", "silent"),
        ("ai", "US-GA", "express", "error violation"),
        ("prerecorded", "US-GA", "none", "error violation"),
        ("ai", "US-GA", "express_written", "silent"),
        ("prerecorded", "CA-MB", "implied", "error violation"),
        ("prerecorded", "CA-MB", "express", "silent"),
        ("prerecorded", "US-MA", "express", "error violation"),
        ("prerecorded", "IE", "none", "error violation"),
    ] {
        let found = by(voice, place, consent);
        assert_eq!(
            is(told(&found, "automated-voice")),
            expected,
            "{voice} {place} {consent}\n{found}"
        );
        assert!(
            !found.has("consent-missing"),
            "{voice} {place} {consent}\n{found}"
        );
    }
}

#[test]
fn an_artificial_voice_says_what_it_is_where_it_must() {
    let audience = "regions: [US-CA], type: consumer, relationship: customer, consent: {kind: express_written, obtained: 2027-01-05}";
    let days = ("2027-03-01", "2027-03-31");
    let found = contact_in(days, "call", audience, ", voice: ai");
    let finding = found.one("automated-voice");
    assert!(
        finding.message.contains("a machine speaks"),
        "{}",
        finding.message
    );
    assert!(finding.pointer.ends_with("/body"), "{}", finding.pointer);
    let georgia = audience.replace("US-CA", "US-GA");
    assert!(!contact_in(days, "call", &georgia, ", voice: ai").has("automated-voice"));
}

#[test]
fn several_places_are_one_finding() {
    let found = contact(
        "email",
        "regions: [DE, PL, AT], type: consumer, relationship: prospect, consent: {kind: none}",
    );
    let finding = found.one("consent-missing");
    assert!(
        finding
            .message
            .contains("; the same in Poland (PL) and Austria (AT)"),
        "{}",
        finding.message
    );
}

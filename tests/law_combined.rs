//! The law of several places, codes and firms' own limits at once: that each finding says by whose law
//! it is made, for whom and what to write instead. Each test is named for what went wrong once.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod support;

use support::{CALL, Finding, Findings, Folder, changed, check, check_on, check_with};

/// Nobody has agreed to anything.
const UNASKED: (&str, &str) = (
    "{kind: express, channels: [call], obtained: 2026-09-01, proof: form archive}",
    "{kind: none}",
);
/// People come in on any day of March 2027.
const ROLLING: (&str, &str) = ("enrollment: once", "enrollment: rolling");

const MAIL: &str = r#"campaigns:
  news: {purpose: marketing, enrollment: once, starts: 2027-03-01, ends: 2027-03-31, audience: readers, suppress: own-list, cadence: one-mail}
cadences:
  one-mail:
    send_window: {days: mon-fri, hours: "10:00-17:00", time_zone: recipient, zone_from: address, holidays: observe}
    max_lateness: 1h
    steps: [{id: mail, day: 0, channel: email, by: desk, message: letter}]
    responses: {opt_out: stop, not_interested: stop, complaint: stop}
    honors_refusal_within: 1d
audiences:
  readers: {regions: [US-GA], type: consumer, relationship: prospect, source: {kind: form}, consent: {kind: none}}
messages:
  letter:
    channel: email
    language: en
    subject: Roses in spring
    body: |
      Example Gardens LLC would like to sell you a visit. Unsubscribe: {{unsubscribe_url}}
      Example Gardens LLC, 1 Main St, Atlanta, GA 30303, USA. Ring +1 404 555 0100.
    opt_out: {method: one_click, steps: 1, needs_login: false, live_for: 60d}
senders:
  desk: {role: sales, name: Robin, legal_name: Example Gardens LLC, postal_address: "1 Main St, Atlanta, GA 30303, USA", voice: human}
suppressions:
  own-list: {kind: internal, scope: seller, refreshed: 2026-11-20, refresh_every: 1d, honored_within: 1d, keeps_for: forever}
"#;

fn call(changes: &[(&str, &str)]) -> Findings {
    check(&changed(CALL, changes))
}

fn help(finding: &Finding) -> &str {
    finding.help.as_deref().unwrap()
}

fn cited(finding: &Finding) -> Vec<&str> {
    let citations = finding.citations.iter();
    citations.map(|it| it.provision.as_str()).collect()
}

fn says(finding: &Finding, part: &str) {
    assert!(finding.message.contains(part), "{finding}");
}

#[test]
fn the_law_of_the_sellers_home_is_not_called_the_law_there() {
    let home = "seller: {regions: [AU]}\n";
    let missing = check_with(home, MAIL);
    says(
        missing.one("consent-missing"),
        "people in Georgia (US-GA) are e-mailed without having agreed to it; the law of Australia (where the seller is) asks for at least implied consent",
    );
    let slow = changed(
        MAIL,
        &[("honors_refusal_within: 1d", "honors_refusal_within: 8d")],
    );
    says(
        check_with(home, &slow).one("refusal-deadline"),
        "the law of Australia (where the seller is) lets a no take 5 business days",
    );
    // Whoever sells from home is told of the law there.
    let at_home = check_with(home, &changed(MAIL, &[("US-GA", "AU")]));
    says(at_home.one("consent-missing"), "; the law there asks");
    assert!(!check(MAIL).has("consent-missing"));
}

#[test]
fn the_economic_area_is_under_the_law_of_the_union_without_a_file_of_its_own() {
    for place in ["IS", "LI"] {
        let found = check(&changed(MAIL, &[("US-GA", place)]));
        let missing = found.one("consent-missing");
        assert!(!missing.is_unverified(), "{missing}");
        assert_eq!(cited(missing), ["EU-consent-messages"]);
    }
}

#[test]
fn a_code_is_not_called_law() {
    let text = changed(
        CALL,
        &[
            ("US-GA", "IT"),
            ("mon-fri", "mon-sat"),
            ("10:00-17:00", "09:00-17:00"),
            ROLLING,
        ],
    );
    let member = check_with("adheres_to: [IT-telemarketing-code]\n", &text);
    says(
        member.one("quiet-hours"),
        "the code `IT-telemarketing-code` (it binds you) allows 10:00 to 19:00",
    );
    assert!(!check(&text).has("quiet-hours"));
    let sweden = changed(CALL, &[("US-GA", "SE"), UNASKED]);
    let list = check_with("adheres_to: [SE-NIX]\n", &sweden);
    let said = help(list.one("registry-missing"));
    assert!(
        said.contains("breaks the code `SE-NIX`, which binds you"),
        "{said}"
    );
}

#[test]
fn a_misspelt_code_does_not_silently_bind_nobody() {
    let run = |code: &str| {
        let settings = format!("adheres_to: [{code}]\n");
        let files = [
            ("courtesy.yaml", settings.as_str()),
            ("definition.yaml", CALL),
        ];
        Folder::with(files).check(&[])
    };
    for wrong in ["IT-telemarketing-cod", "it-telemarketing-code", "XX-code"] {
        let ran = run(wrong);
        assert_eq!(ran.code, 2, "{ran}");
        let said = format!("{}{}", ran.out, ran.err);
        assert!(
            said.contains(&format!("no provision of a code `{wrong}`")),
            "{ran}"
        );
        assert_eq!(
            said.contains("did you mean `IT-telemarketing-code`?"),
            wrong != "XX-code",
            "{ran}"
        );
    }
    assert_eq!(run("IT-telemarketing-code").code, 0);
}

#[test]
fn hours_that_are_proposed_hold_on_every_day_of_the_week() {
    // Once the hours of the first day were proposed, and the run after it complained of the weekend.
    let wide = [
        ("US-GA", "ES, AU"),
        ("mon-fri", "daily"),
        ("10:00-17:00", "08:00-22:00"),
        ROLLING,
    ];
    let found = call(&wide);
    let hours = found.one("quiet-hours");
    assert!(help(hours).contains("days: mon-fri\n"), "{}", help(hours));
    assert!(help(hours).contains("hours: \"09:00-20:00\""));
    let mended = changed(
        &changed(CALL, &wide),
        &[("daily", "mon-fri"), ("08:00-22:00", "09:00-20:00")],
    );
    assert!(!check(&mended).has("quiet-hours"));
    // Where a Saturday is open for a shorter time, it is left out rather than that the week is cut.
    let both = call(&[
        ("US-GA", "AU, CA"),
        ("mon-fri", "daily"),
        ("10:00-17:00", "08:00-22:00"),
        ROLLING,
    ]);
    let hours = help(both.one("quiet-hours"));
    assert!(hours.contains("days: mon-fri\n"), "{hours}");
    assert!(hours.contains("hours: \"09:00-20:00\""), "{hours}");
    // Whoever calls on weekends alone is told the hours of the weekend.
    let weekend = call(&[
        ("US-GA", "CA"),
        ("mon-fri", "[sat, sun]"),
        ("10:00-17:00", "09:00-20:00"),
        ROLLING,
    ]);
    let hours = help(weekend.one("quiet-hours"));
    assert!(hours.contains("hours: \"10:00-18:00\""), "{hours}");
    assert!(!hours.contains("days: "), "{hours}");
}

#[test]
fn a_closed_weekday_is_shown_where_the_weekdays_are_written() {
    let found = call(&[("US-GA", "ES"), ("mon-fri", "mon-sat"), UNASKED, ROLLING]);
    let hours = found.one("quiet-hours");
    says(
        hours,
        "on Sat 2027-03-06; the law there allows no hour of that day",
    );
    let labels: Vec<&str> = hours.related.iter().map(|it| it.message.as_str()).collect();
    assert!(labels.contains(&"Saturday is among them"), "{labels:?}");
}

#[test]
fn where_limits_and_law_leave_nothing_no_window_is_proposed() {
    let late = changed(CALL, &[("US-GA", "US-FL"), ("10:00-17:00", "20:00-22:00")]);
    let settings = "limits:\n  hours: {call: \"20:00-22:00\"}\n";
    let found = check_with(settings, &late);
    let help = help(found.one("quiet-hours"));
    assert!(
        help.starts_with("The law leaves none of the hours to which you limit yourself"),
        "{help}"
    );
    assert!(!help.contains("time_zone"), "{help}");
}

#[test]
fn the_law_is_named_where_courtesy_speaks_first() {
    let found = call(&[("US-GA", "FR"), ("10:00-17:00", "09:00-21:00")]);
    let hours = found.one("quiet-hours");
    says(
        hours,
        "courtesy (the built-in limit `hours`) allows 09:00 to 20:00; the law there allows 10:00 to 13:00 and 14:00 to 20:00",
    );
    let pack = "rules/law/FR.yaml";
    assert!(hours.related.iter().any(|it| it.path == pack), "{hours}");
    // What may bind is not said to.
    let unsaid = call(&[
        ("US-GA", "US-FL"),
        ("type: consumer, ", ""),
        ("10:00-17:00", "08:00-21:00"),
    ]);
    says(
        unsaid.one("quiet-hours"),
        "; the law there may allow no more than 08:00 to 20:00",
    );
}

#[test]
fn hours_that_are_proposed_for_a_country_name_the_part_that_allows_less() {
    let found = call(&[("US-GA", "US"), ("10:00-17:00", "07:00-22:00")]);
    let hours = found.one("quiet-hours");
    assert!(
        help(hours).contains("`US` does not say in which part of the country people live: in "),
        "{}",
        help(hours)
    );
    assert!(cited(hours).iter().any(|it| it.starts_with("US-")));
    // A part that is named has no parts.
    let georgia = call(&[("10:00-17:00", "07:00-22:00")]);
    assert!(!help(georgia.one("quiet-hours")).contains("part of the country"));
}

#[test]
fn every_cap_that_is_broken_is_told_with_its_number() {
    let step = "      - {id: call, day: 0, channel: call, to: home, by: robin, message: script}\n";
    let steps: String = [0, 1, 2, 4, 8]
        .iter()
        .map(|day| {
            step.replace("id: call", &format!("id: call-{day}"))
                .replace("day: 0", &format!("business_day: {day}"))
        })
        .collect();
    let found = call(&[("US-GA", "AE, FR"), ("US-DNC", "AE-DNCR"), (step, &steps)]);
    let caps = found.one("attempts-per-window");
    says(
        caps,
        "one person in the United Arab Emirates (AE) gets 3 calls in a calendar week",
    );
    says(caps, "; the law there allows 2; ");
    says(caps, "where at most 2 are allowed");
    says(
        caps,
        "up to 5 calls in 30 days in France (FR), where at most 4 are allowed",
    );
}

#[test]
fn limits_that_differ_are_not_called_the_same() {
    let found = call(&[("US-GA", "DE, US-VA, US-TX"), ("forever", "2y")]);
    says(
        found.one("refusal-expires"),
        "The law in Germany (DE) makes it hold for good; in Virginia (US-VA) for 10 years at the least; in Texas (US-TX) for 5 years at the least",
    );
    let slow = call(&[
        ("US-GA", "US-GA, US-TX, SA"),
        ("honors_refusal_within: 1d", "honors_refusal_within: 20d"),
    ]);
    says(
        slow.one("refusal-deadline"),
        "; the same in Texas (US-TX); in Saudi Arabia (SA) 24 hours at the most",
    );
    let late = call(&[
        ("US-GA", "US-NM, US-NJ, US-FL"),
        ("within: 10s", "within: 90s"),
    ]);
    says(
        late.one("identify-within"),
        "the law there allows 15 seconds; in New Jersey (US-NJ) and Florida (US-FL) 30 seconds",
    );
}

#[test]
fn a_stricter_law_that_may_bind_is_named_beside_the_one_that_does() {
    // Nobody says in which state people are: the federal five years are certain, the ten of Virginia are not.
    let found = call(&[("US-GA", "US"), ("forever", "2y")]);
    let expires = found.one("refusal-expires");
    says(
        expires,
        "The law in the United States (US) makes it hold for 5 years at the least",
    );
    says(
        expires,
        "perhaps in Virginia (US-VA) for 10 years at the least",
    );
    assert_eq!(expires.severity, "error");
    assert!(cited(expires).contains(&"US-VA-refusal-lasts"));
}

#[test]
fn what_may_bind_elsewhere_is_not_said_to() {
    let found = call(&[("US-GA", "US"), ("voice: human", "voice: prerecorded")]);
    let machine = found.of("automated-voice")[0];
    assert!(!machine.is_unverified(), "{machine}");
    says(machine, "; perhaps also in 3 more places");
}

#[test]
fn a_number_that_is_proposed_may_be_used_there() {
    let found = call(&[("US-GA", "ES"), ("caller_id: \"+1 404 555 0100\", ", "")]);
    let number = help(found.one("sender-identity"));
    assert!(number.contains("caller_id: \"+34400 ...\""), "{number}");
    assert!(!number.contains("+1 800"), "{number}");
}

#[test]
fn addresses_that_were_collected_are_told_with_the_consent_of_each_place() {
    let found = check(&changed(
        MAIL,
        &[("US-GA", "DE, CA-MB"), ("{kind: form}", "{kind: scraped}")],
    ));
    says(
        found.one("harvested-audience"),
        "; in Manitoba (CA-MB) for at least implied consent",
    );
}

#[test]
fn one_line_of_consent_is_enough_for_all_channels_and_laws() {
    let step = "{id: mail, day: 0, channel: email, by: desk, message: letter}";
    let both = format!("{step}, {{id: text, day: 3, channel: sms, by: desk}}");
    let text = changed(MAIL, &[("US-GA", "CA-MB, DE"), (step, &both)]);
    let found = check(&text);
    assert!(
        help(found.one("consent-missing")).contains("{kind: express, channels: [email, sms], "),
        "{found}"
    );
    let line = "{kind: express, channels: [email, sms], obtained: 2026-10-23, proof: crm}";
    let agreed = check(&changed(&text, &[("{kind: none}", line)]));
    assert!(!agreed.has("consent-missing"), "{agreed}");
}

#[test]
fn the_day_that_is_proposed_for_lapsed_consent_is_late_enough() {
    // Once the day before the check was proposed, from which consent lapses before the campaign too.
    let australia = [("US-GA", "AU"), ROLLING];
    let found = call(&australia);
    let lapsed = found.one("consent-expired");
    let proposed = "obtained: 2026-12-31   # or later";
    assert!(help(lapsed).contains(proposed), "{}", help(lapsed));
    assert!(help(lapsed).contains("expires: "), "{}", help(lapsed));
    let text = changed(CALL, &australia);
    for (day, lapses) in [("2026-12-31", false), ("2026-12-30", true)] {
        let again = changed(
            &text,
            &[("obtained: 2026-09-01", &format!("obtained: {day}"))],
        );
        assert_eq!(
            check_on("2027-01-05", &again).has("consent-expired"),
            lapses,
            "{day}"
        );
    }
}

#[test]
fn an_exemption_that_nobody_has_claimed_names_the_field() {
    let text = changed(MAIL, &[("US-GA", "DE"), ("relationship: prospect, ", "")]);
    let found = check(&text);
    let missing = found.one("consent-missing");
    assert!(!missing.is_unverified(), "{missing}");
    assert!(help(missing).contains("(`audience.relationship`)"));
}

#[test]
fn the_hours_of_ramadan_are_told_on_a_day_that_is_surely_in_it() {
    let text = changed(
        CALL,
        &[
            ("US-GA", "SA"),
            ("mon-fri", "sun-thu"),
            ("10:00-17:00", "10:00-23:00"),
            ("2027-03-01", "2026-02-15"),
            ("2027-03-31", "2026-02-26"),
            ROLLING,
        ],
    );
    let found = check_on("2026-01-05", &text);
    let day = found.one("holiday-contact");
    assert!(!day.is_unverified(), "{day}");
    says(
        day,
        "people in Saudi Arabia (SA) can be called on Mon 2026-02-23 between 10:00 and 12:00, Ramadan, when the law there allows 00:00 to 01:00 and 12:00 to 24:00",
    );
    assert!(
        help(day).contains("(`hours: 12:00-23:00`)"),
        "{}",
        help(day)
    );
    // The usual hours of the same law are told too.
    says(
        found.one("quiet-hours"),
        "the law there allows 09:00 to 22:00",
    );
}

#[test]
fn the_days_of_a_law_are_listed_and_not_the_first_alone() {
    let text = changed(
        CALL,
        &[
            ("US-GA", "'NO'"),
            UNASKED,
            ROLLING,
            ("holidays: observe", "holidays: ignore"),
            ("2027-03-01", "2026-04-01"),
            ("2027-03-31", "2026-05-29"),
        ],
    );
    let folder = Folder::with([
        ("courtesy.yaml", "profile: law\n"),
        ("definition.yaml", &text),
    ]);
    let arguments = ["check", "--today", "2026-03-01", "--format", "json"];
    let found = folder.run(&arguments).findings();
    let day = found.one("holiday-contact");
    says(
        day,
        "on Thu 2026-04-02, Maundy Thursday, when the law there forbids it",
    );
    let help = help(day);
    assert!(
        help.contains("closed on 2026-04-02, 2026-04-03, 2026-04-06 and 3 more days of its list"),
        "{help}"
    );
    assert!(help.contains("kept by:\n  holidays: observe"), "{help}");
}

#[test]
fn a_holiday_of_courtesy_names_the_law_that_may_forbid_it_too() {
    let text = changed(
        CALL,
        &[
            ("US-GA", "'NO'"),
            ("type: consumer, ", ""),
            UNASKED,
            ("holidays: observe", "holidays: ignore"),
            ("2027-03-01", "2026-05-01"),
            ("2027-03-31", "2026-05-29"),
        ],
    );
    let found = check_on("2026-03-01", &text);
    let day = found.one("holiday-contact");
    assert_eq!(
        (day.severity.as_str(), day.is_unverified()),
        ("error", false)
    );
    says(day, "; the law there may forbid contact on such a day too");
    assert!(day.related.iter().any(|it| it.path == "rules/law/NO.yaml"));
}

#[test]
fn a_place_of_whose_law_nothing_is_held_does_not_pass_in_silence() {
    let found = call(&[("US-GA", "TZ, UG, US-GA")]);
    let hours = found.one("quiet-hours");
    assert_eq!(
        (hours.severity.as_str(), hours.is_unverified()),
        ("advice", true)
    );
    says(
        hours,
        "nothing is known here of the law of Tanzania and Uganda: the hours",
    );
    let member = call(&[("US-GA", "TZ, HU")]);
    says(
        member.one("quiet-hours"),
        "nothing is known here of the law of Tanzania and of the law of Hungary only that of the Union is held: the hours",
    );
    // A place of which somebody has found no hours is another thing.
    assert!(!call(&[("US-GA", "GB")]).has("quiet-hours"));
    // Of messages without consent another rule says so.
    let mail = check(&changed(MAIL, &[("US-GA", "TZ")]));
    assert!(
        mail.has("consent-missing") && !mail.has("quiet-hours"),
        "{mail}"
    );
}

const OFFERS: &str = "offers:
  garden: {price: {amount: 5, currency: USD, per: month}, commitment: 1y, billing: {every: 1y}, renews: {automatically: true, notice: 5d, stop_by: account page}, refund: {kind: full, within: 30d}}
";

#[test]
fn a_notice_that_is_proposed_suits_the_places_too_where_the_given_one_was_right() {
    // Once 32 days were proposed for California and Colorado, which Massachusetts forbids.
    let places = "US-CA, US-CO, US-MA";
    let text = changed(
        MAIL,
        &[
            ("US-GA", places),
            ("audience: readers, ", "audience: readers, offer: garden, "),
            ("audiences:", &format!("{OFFERS}audiences:")),
        ],
    );
    let found = check(&text);
    let notice = found.one("renewal-notice");
    says(
        notice,
        "buyers in California (US-CA) must be told between 45 days and 15 days before it renews",
    );
    assert!(help(notice).contains("notice: 27d"), "{}", help(notice));
    let mended = check(&changed(&text, &[("notice: 5d", "notice: 27d")]));
    assert!(!mended.has("renewal-notice"), "{mended}");
}

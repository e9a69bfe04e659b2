//! Law of which it is open whether it binds, what the parts of a country forbid on days of their own, and
//! what people in a trial must be told.

mod support;

use support::{Findings, changed, check, check_with};

/// A call that sells to people in Virginia, with one list of the people who have said no.
const BRIEF_CALL: &str = r#"campaigns:
  visits: {purpose: sales, enrollment: once, starts: 2027-03-01, ends: 2027-03-31, audience: gardeners, suppress: own-list, cadence: one-call}
cadences:
  one-call:
    send_window: {days: mon-fri, hours: "10:00-17:00", time_zone: recipient, zone_from: address, holidays: observe}
    max_lateness: 1h
    steps: [{id: call, day: 0, channel: call, to: home, by: robin}]
    responses: {opt_out: stop, not_interested: stop, complaint: stop}
audiences:
  gardeners: {regions: [US-VA], type: consumer, relationship: prospect}
senders:
  robin: {role: sales, name: Robin, voice: human}
suppressions:
  own-list: {kind: internal, scope: seller, honored_within: 1d, keeps_for: 2y}
"#;

/// The ids of the provisions that a finding of a rule cites.
fn cited(found: &Findings, rule: &str) -> Vec<String> {
    let citations = &found.one(rule).citations;
    citations.iter().map(|it| it.provision.clone()).collect()
}

const OF_LAW: &str = "profile: law\n";

#[test]
fn a_no_that_lapses_cites_the_law_of_people_who_may_not_be_consumers() {
    // Once only law that binds for certain was cited, and a run about law alone was silent.
    for unsaid in [("type: consumer, ", ""), ("US-VA", "US")] {
        // The federal five years are kept.
        let text = changed(BRIEF_CALL, &[unsaid, ("keeps_for: 2y", "keeps_for: 6y")]);
        for found in [check(&text), check_with(OF_LAW, &text)] {
            let expires = found.one("refusal-expires");
            assert!(
                expires
                    .message
                    .contains("The law in Virginia (US-VA) may make it hold for 10 years"),
                "{expires}"
            );
            assert!(expires.help.as_deref().unwrap().contains("Not certain: "));
            assert!(cited(&found, "refusal-expires")[0].starts_with("US-VA-"));
        }
    }
    let certain = check(BRIEF_CALL);
    let expires = certain.one("refusal-expires");
    assert!(expires.message.contains("makes it hold"), "{expires}");
    assert!(!expires.help.as_deref().unwrap().contains("Not certain"));
}

#[test]
fn a_list_that_does_not_say_how_long_it_keeps_a_no_names_the_law() {
    let text = changed(BRIEF_CALL, &[(", keeps_for: 2y", "")]);
    let found = check_with(OF_LAW, &text);
    let expires = found.one("refusal-expires");
    assert!(expires.is_unverified(), "{expires}");
    assert!(expires.message.contains("Virginia (US-VA) makes it hold"));
}

#[test]
fn a_run_about_law_counts_a_weak_source_no_higher_than_it_is() {
    // Canada's three years are known at medium confidence: courtesy makes an error of it, law a warning.
    let text = changed(BRIEF_CALL, &[("US-VA", "CA-MB")]);
    assert_eq!(check(&text).one("refusal-expires").severity, "error");
    let found = check_with(OF_LAW, &text);
    assert_eq!(found.one("refusal-expires").severity, "warning", "{found}");
    let sure = check_with(OF_LAW, BRIEF_CALL);
    assert_eq!(sure.one("refusal-expires").severity, "error", "{sure}");
}

/// An e-mail that asks for a login before it takes a no.
const MAIL: &str = "campaigns:
  spring: {purpose: marketing, enrollment: once, starts: 2027-03-01, ends: 2027-03-31, audience: readers, cadence: letters}
cadences:
  letters:
    steps: [{id: letter, day: 0, channel: email, message: note}]
audiences:
  readers: {regions: [IE], type: consumer}
messages:
  note: {channel: email, language: en, body: \"Spring. {{unsubscribe_url}}\", opt_out: {method: link, steps: 1, needs_login: true, live_for: 60d}}
";

#[test]
fn a_hurdle_cites_the_law_that_may_forbid_it() {
    let certain = check_with(OF_LAW, &changed(MAIL, &[("IE", "AU")]));
    let friction = certain.one("opt-out-friction");
    assert!(friction.message.contains("(AU) forbids"), "{friction}");
    // What a campaign is for decides whether the act binds.
    let text = changed(MAIL, &[("IE", "AU"), ("purpose: marketing, ", "")]);
    let open = check_with(OF_LAW, &text);
    let friction = open.one("opt-out-friction");
    assert!(friction.message.contains("(AU) may forbid"), "{friction}");
    assert!(
        friction
            .help
            .as_deref()
            .unwrap()
            .contains("`campaign.purpose`"),
        "{friction:?}"
    );
    // Irish law has no word on logins: it is courtesy alone.
    assert!(!check_with(OF_LAW, MAIL).has("opt-out-friction"));
    assert!(cited(&check(MAIL), "opt-out-friction").is_empty());
}

#[test]
fn who_speaks_where_no_person_dials_is_not_known() {
    // A sender with an automatic dialer and no voice passed for a person.
    let consent = "relationship: prospect, consent: {kind: express, channels: [call], obtained: 2026-09-01, proof: forms}";
    let call = |sender: &str| {
        let changes = [
            ("relationship: prospect", consent),
            ("role: sales, name: Robin, voice: human", sender),
        ];
        check(&changed(BRIEF_CALL, &changes))
    };
    let found = call("role: sales, name: Robin, dialer: automatic");
    let open = found.one("automated-voice");
    assert!(open.is_unverified(), "{open}");
    assert!(
        open.message.contains("called by what may be a machine on"),
        "{open}"
    );
    assert!(
        open.help.as_deref().unwrap().contains("`sender.voice`"),
        "{open:?}"
    );
    for known in [
        "role: sales, name: Robin",
        "role: sales, name: Robin, dialer: predictive",
        "role: sales, name: Robin, dialer: automatic, voice: human",
    ] {
        assert!(!call(known).has("automated-voice"), "{known}");
    }
}

/// The call on the days about Mardi Gras, somewhere in the United States.
#[test]
fn a_way_out_that_does_not_say_how_it_works_is_unverified_where_law_asks() {
    // What was left out passed, and to say nothing at all was the surest way to pass.
    let mail = |region: &str, opt_out: &str| {
        let written = "opt_out: {method: link, steps: 1, needs_login: true, live_for: 60d}";
        check(&changed(MAIL, &[("IE", region), (written, opt_out)]))
    };
    for (opt_out, fields) in [
        (
            "opt_out: {method: link, live_for: 60d}",
            ["needs_login: false", "steps: 1"].as_slice(),
        ),
        (
            "opt_out: {method: link, steps: 1, live_for: 60d}",
            &["needs_login: false"],
        ),
        ("opt_out: {method: one_click}", &["live_for: 60d"]),
        (
            "",
            &[
                "method: link",
                "live_for: 60d",
                "needs_login: false",
                "steps: 1",
            ],
        ),
    ] {
        let found = mail("US-GA", opt_out);
        let open = found.one("opt-out-friction");
        assert!(open.is_unverified(), "{open}");
        let help = open.help.as_deref().unwrap();
        for field in [
            "method: link",
            "live_for: 60d",
            "needs_login: false",
            "steps: 1",
        ] {
            assert_eq!(
                help.contains(field),
                fields.contains(&field),
                "{opt_out}: {help}"
            );
        }
        assert!(cited(&found, "opt-out-friction").contains(&"US-optout-email".to_owned()));
        // In Ireland the law asks for neither.
        assert!(!mail("IE", opt_out).has("opt-out-friction"), "{opt_out}");
    }
    let whole = "opt_out: {method: link, steps: 1, needs_login: false, live_for: 60d}";
    assert!(!mail("US-GA", whole).has("opt-out-friction"));
    // A header or a reply is no page: it has no login and no second step.
    let header = mail("US-GA", "opt_out: {method: one_click, live_for: 60d}");
    assert!(!header.has("opt-out-friction"), "{header}");
    // Where no way out is told at all, missing-opt-out says so, and it alone.
    let silent = check(&changed(
        MAIL,
        &[
            ("IE", "US-GA"),
            (" {{unsubscribe_url}}", ""),
            (
                ", opt_out: {method: link, steps: 1, needs_login: true, live_for: 60d}",
                "",
            ),
        ],
    ));
    assert!(
        silent.has("missing-opt-out") && !silent.has("opt-out-friction"),
        "{silent}"
    );
}

#[test]
fn a_limit_of_ones_own_on_the_way_out_asks_too() {
    let folder = support::Folder::with([("courtesy.yaml", "version: 1\npacks: own.yaml\n")]);
    let mail = changed(
        MAIL,
        &[(
            "steps: 1, needs_login: true, live_for: 60d",
            "needs_login: false",
        )],
    );
    folder.write("definition.yaml", mail);
    folder.write(
        "own.yaml",
        "jurisdiction: IE
name: Ireland
checked: 2026-11-22
provisions:
  - id: IE-way-out
    says: Our board wants one page and no more.
    applies: {channels: [email], protects: anyone, purposes: [marketing]}
    lifted_by: {standing: nothing}
    opt_out: {max_steps: 1}
    force: law
    citation: minutes of the board, 2026-11-02
    confidence: high
    basis: text
",
    );
    let found = folder.findings(&["definition.yaml"]);
    let open = found.one("opt-out-friction");
    assert!(open.is_unverified(), "{open}");
    assert!(
        open.message.contains("nothing says how many steps it takes to say no; in Ireland (IE) it may take 1 step at the most"),
        "{open}"
    );
}

fn in_february(changes: &[(&str, &str)]) -> String {
    let about = [
        ("US-VA", "US"),
        ("2027-03-01", "2027-02-09"),
        ("2027-03-31", "2027-02-10"),
        ("10:00-17:00", "13:00-17:00"),
    ];
    changed(&changed(BRIEF_CALL, &about), changes)
}

#[test]
fn a_day_that_the_law_of_a_part_forbids_is_not_passed_over_for_the_country() {
    // Once nothing was said of it where the audience named the country alone.
    for settings in ["version: 1\n", OF_LAW] {
        let text = in_february(&[("holidays: observe", "holidays: ignore")]);
        let found = check_with(settings, &text);
        let holiday = found.one("holiday-contact");
        assert!(holiday.is_unverified(), "{holiday}");
        assert!(
            holiday.message.contains(
                "in Louisiana they would be called on Tue 2027-02-09, Mardi Gras, when the law there forbids it"
            ),
            "{holiday}"
        );
        assert_eq!(cited(&found, "holiday-contact"), ["US-LA-holidays"]);
    }
    // Whoever keeps off the holidays where people live keeps off this one.
    assert!(!check(&in_february(&[])).has("holiday-contact"));
    // The holidays of the country are not those of its parts.
    let national = in_february(&[("holidays: observe", "holidays: [US]")]);
    assert!(check(&national).has("holiday-contact"));
    // Other parts have no such day.
    let narrower = in_february(&[
        ("holidays: observe", "holidays: ignore"),
        ("[US]", "[US-VA]"),
    ]);
    assert!(!check(&narrower).has("holiday-contact"));
    // No law names days for letters.
    let letters = in_february(&[
        ("holidays: observe", "holidays: ignore"),
        ("channel: call", "channel: email"),
    ]);
    assert!(!check_with(OF_LAW, &letters).has("holiday-contact"));
}

#[test]
fn a_day_that_is_a_holiday_of_the_country_is_told_once() {
    let text = changed(
        BRIEF_CALL,
        &[
            ("US-VA", "US"),
            ("2027-03-01", "2027-05-31"),
            ("2027-03-31", "2027-05-31"),
            ("holidays: observe", "holidays: ignore"),
        ],
    );
    let found = check(&text);
    let holiday = found.one("holiday-contact");
    assert!(holiday.message.contains("Memorial Day"), "{holiday}");
    assert!(!holiday.is_unverified());
    // A run about law alone has no courtesy that would tell of it.
    let found = check_with(OF_LAW, &text);
    assert!(found.one("holiday-contact").is_unverified(), "{found}");
}

/// An e-mail that sells a trial in California, and another that may tell people of its end.
const TRIAL: &str = r#"campaigns:
  try-it: {purpose: sales, enrollment: once, starts: 2027-03-01, ends: 2027-03-31, audience: shops, cadence: letters, offer: plan}
  in-the-trial:
    purpose: transactional
    enrollment: triggered
    trigger: {event: trial_start}
    starts: 2027-03-01
    ends: 2027-04-30
    audience: shops
    cadence:
      send_window: {days: daily, holidays: ignore}
      steps: [{id: before-the-end, day: 46, channel: email, message: ending}]
cadences:
  letters:
    steps: [{id: letter, day: 0, channel: email, message: note}]
audiences:
  shops: {regions: [US-CA], type: consumer}
offers:
  plan: {price: {amount: 9.00, currency: USD, per: month}, trial: {length: 60d, converts_to_paid: true, card_required: true}}
messages:
  note: {channel: email, language: en, body: "Try it for 60 days. After the trial you pay 9.00 USD per month. To cancel before that, go to your account page. {{unsubscribe_url}}"}
  ending: {channel: email, language: en, body: "Your trial ends soon. After the trial you pay 9.00 USD per month. To cancel before that, go to your account page."}
"#;

fn trial(changes: &[(&str, &str)]) -> Findings {
    check(&changed(TRIAL, changes))
}

#[test]
fn whoever_is_in_a_trial_is_told_of_its_end_between_three_weeks_and_three_days_before() {
    for (day, misses) in [
        (38, Some("too early")),
        (39, None),
        (57, None),
        (58, Some("too late")),
        (60, Some("too late")),
        (61, Some("too late")),
    ] {
        let found = trial(&[("day: 46", &format!("day: {day}"))]);
        let Some(misses) = misses else {
            assert!(!found.has("renewal-notice"), "{day}: {found}");
            continue;
        };
        let notice = found.one("renewal-notice");
        assert_eq!(notice.verdict, "violation", "{day}: {notice}");
        assert_eq!(notice.severity, "error");
        for words in [misses, "California (US-CA)", "between 21 days and 3 days"] {
            assert!(notice.message.contains(words), "{day}, {words}: {notice}");
        }
        assert!(
            notice.pointer.ends_with("/steps/0/id"),
            "{}",
            notice.pointer
        );
        assert!(
            notice.help.as_deref().unwrap().contains("day: 48"),
            "{notice:?}"
        );
        assert_eq!(cited(&found, "renewal-notice"), ["US-CA-trial-notice"]);
    }
}

#[test]
fn a_notice_that_weekends_push_past_the_last_day_is_late() {
    // Three days before the end, unless that is a Saturday or a Sunday.
    let shifted = [
        ("day: 46", "day: 57"),
        (
            "{days: daily, holidays: ignore}",
            "{days: mon-fri, holidays: ignore}",
        ),
    ];
    let notice = trial(&shifted);
    let notice = notice.one("renewal-notice");
    assert!(notice.message.contains("on Mon 2027-"), "{notice}");
    assert!(notice.message.contains("too late"), "{notice}");
}

#[test]
fn a_trial_of_whose_end_nothing_tells_is_unverified() {
    let silent: [&[(&str, &str)]; 4] = [
        // The message says nothing of the end.
        &[(
            "message: ending",
            "message: {channel: email, language: en, body: Welcome.}",
        )],
        // It goes out at some other time.
        &[("event: trial_start", "event: sign_up")],
        // It goes to others.
        &[(
            "ends: 2027-04-30\n    audience: shops",
            "ends: 2027-04-30\n    audience: {regions: [US-GA], type: consumer}",
        )],
        // It is over.
        &[(
            "    starts: 2027-03-01\n",
            "    starts: 2027-03-01\n    status: ended\n",
        )],
    ];
    for changes in silent {
        let found = trial(changes);
        let notice = found.one("renewal-notice");
        assert!(notice.is_unverified(), "{changes:?}: {notice}");
        assert!(notice.pointer.ends_with("/trial"), "{}", notice.pointer);
        let help = notice.help.as_deref().unwrap();
        assert!(help.contains("trigger: {event: trial_start}"), "{help}");
        assert!(help.contains("day: 48"), "{help}");
    }
}

#[test]
fn trials_of_which_the_law_says_nothing() {
    let gone = ("event: trial_start", "event: sign_up");
    // The law begins with the 32nd day, and protects consumers.
    assert!(trial(&[gone, ("length: 60d", "length: 32d")]).has("renewal-notice"));
    assert!(!trial(&[gone, ("length: 60d", "length: 31d")]).has("renewal-notice"));
    assert!(!trial(&[gone, ("type: consumer", "type: business")]).has("renewal-notice"));
    assert!(!trial(&[gone, ("US-CA", "US-GA")]).has("renewal-notice"));
    let free = ("converts_to_paid: true", "converts_to_paid: false");
    assert!(!trial(&[gone, free]).has("renewal-notice"));
    // Without a length it is open whether it is one of those.
    let found = trial(&[("length: 60d, ", "")]);
    let notice = found.one("renewal-notice");
    assert!(notice.is_unverified(), "{notice}");
    assert!(
        notice.message.contains("if it lasts 32 days or longer"),
        "{notice}"
    );
    // Nobody says in which state people are.
    let found = trial(&[gone, ("US-CA", "US")]);
    let notice = found.one("renewal-notice");
    assert!(notice.help.as_deref().unwrap().contains("Not certain"));
    // Korean law asks it of every trial, as far as we know.
    let found = trial(&[gone, ("US-CA", "KR"), ("length: 60d", "length: 14d")]);
    let notice = found.one("renewal-notice");
    assert_eq!(notice.severity, "warning", "{notice}");
    assert_eq!(cited(&found, "renewal-notice"), ["KR-notice-trial"]);
}

//! Saying no, in ways that no page shows: written in place, over several
//! campaigns, on other channels, half said.

mod support;

use support::{Findings, check, check_with};

/// A campaign with this cadence, whose one message is told how to say no by a link.
fn with_cadence(cadence: &str) -> String {
    with(
        "purpose: marketing\n    audience: shops\n    suppress: own-list\n    cadence: plan",
        cadence,
    )
}

/// A campaign of these lines with a cadence of these lines, and everything that they may refer to.
fn with(campaign: &str, cadence: &str) -> String {
    format!(
        "campaigns:
  spring:
    {campaign}
cadences:
  plan:
    {cadence}
audiences:
  shops: {{regions: [CA-MB], type: business}}
suppressions:
  own-list: {{kind: internal, scope: seller, keeps_for: forever}}
messages:
  note: {{channel: email, language: en, body: \"Spring. {{{{unsubscribe_url}}}}\"}}
senders:
  anna: {{role: sales}}
  ben: {{role: sales}}
"
    )
}

/// Two e-mails and these answers.
fn two_mails(responses: &str) -> Findings {
    check(&with_cadence(&format!(
        "steps:
      - {{id: letter, day: 0, channel: email, by: anna, message: note}}
      - {{id: again, day: 9, channel: email, by: anna, message: note}}
    responses: {responses}"
    )))
}

/// One e-mail and these answers.
fn one_mail(responses: &str) -> Findings {
    check(&with_cadence(&format!(
        "steps: [{{id: letter, channel: email, by: anna, message: note}}]
    responses: {responses}"
    )))
}

const STOPS: &str = "opt_out: stop, not_interested: stop, complaint: stop, purchased: stop";

/// A prompt with this repeat, these choices and these answers.
fn prompt(repeat: &str, choices: &str, responses: &str) -> String {
    with_cadence(&format!(
        "steps:
      - id: window
        channel: popup
        by: anna
        repeat: {repeat}
        message: {{channel: popup, language: en, body: Spring., choices: {choices}}}
    responses: {{{STOPS}, {responses}}}"
    ))
}

const BUY_OR_NO: &str = "[{label: Buy, action: purchase}, {label: No, action: decline}]";

#[test]
fn every_answer_that_is_no_stop_is_an_ignored_no() {
    for action in [
        "continue",
        "{snooze: 30d}",
        "{retry: 2, after: 1d}",
        "{hand_off: ben}",
    ] {
        for answer in ["opt_out", "not_interested", "complaint"] {
            let stops = STOPS.replace(&format!("{answer}: stop"), &format!("{answer}: {action}"));
            let found = two_mails(&format!("{{{stops}}}"));
            let finding = found.one("refusal-ignored");
            assert_eq!(finding.verdict, "violation", "{answer}: {action}");
            assert!(finding.pointer.ends_with(answer), "{}", finding.pointer);
            assert!(
                finding.message.contains("`again` (email)"),
                "{}",
                finding.message
            );
        }
    }
}

#[test]
fn unsaid_answers_are_one_finding_that_names_them() {
    let found = two_mails("{opt_out: stop, purchased: stop}");
    let finding = found.one("refusal-ignored");
    assert!(finding.is_unverified());
    assert!(finding.message.contains("`not_interested` or `complaint`"));
    assert!(finding.pointer.ends_with("/responses"));
    let help = finding.help.as_deref().unwrap_or_default();
    assert!(
        help.contains("\n  responses:\n    not_interested: stop\n    complaint: stop"),
        "{help}"
    );
}

#[test]
fn what_cannot_be_read_is_not_called_unsaid() {
    let found =
        two_mails("{opt_out: stopp, not_interested: stop, complaint: stop, purchased: stop}");
    assert!(found.has("invalid-value"));
    assert!(!found.has("refusal-ignored"), "{found}");
    let found = two_mails("[stop]");
    assert!(found.has("invalid-value"));
    assert!(
        !found.has("refusal-ignored") && !found.has("purchase-ignored"),
        "{found}"
    );
}

#[test]
fn after_the_only_contact_a_plain_no_has_nothing_to_stop() {
    let found = one_mail(&format!(
        "{{{}}}",
        STOPS.replace("not_interested: stop", "not_interested: continue")
    ));
    assert!(!found.has("refusal-ignored"), "{found}");
    let found = one_mail(&format!(
        "{{{}}}",
        STOPS.replace("opt_out: stop", "opt_out: continue")
    ));
    assert!(
        found
            .one("refusal-ignored")
            .message
            .contains("next campaign"),
        "{found}"
    );
    let found = one_mail("{opt_out: stop, not_interested: stop, complaint: stop}");
    assert!(!found.has("purchase-ignored"), "{found}");
}

#[test]
fn a_notice_asks_nothing_that_one_could_refuse() {
    let steps = "steps:
      - {id: letter, day: 0, channel: email}
      - {id: again, day: 9, channel: email}";
    for purpose in [
        "service_notice",
        "safety_notice",
        "transactional",
        "collections",
    ] {
        let found = check(&with(
            &format!("purpose: {purpose}\n    audience: shops\n    cadence: plan"),
            steps,
        ));
        let refusal = [
            "refusal-ignored",
            "missing-opt-out",
            "suppression-missing",
            "purchase-ignored",
        ];
        assert!(
            refusal.iter().all(|rule| !found.has(rule)),
            "{purpose}: {found}"
        );
    }
    // What does not say its purpose may want anything.
    let found = check(&with("audience: shops\n    cadence: plan", steps));
    assert!(
        found.has("refusal-ignored") && found.has("suppression-missing"),
        "{found}"
    );
}

#[test]
fn one_cadence_of_two_campaigns_is_one_finding() {
    let text = with_cadence(
        "steps:
      - {id: letter, day: 0, channel: email, message: note}
      - {id: again, day: 9, channel: email, message: note}
    responses: {opt_out: stop, not_interested: continue, complaint: stop}",
    )
    .replace(
        "cadences:",
        "  autumn: {purpose: sales, audience: shops, suppress: own-list, cadence: plan}\ncadences:",
    );
    let found = check(&text);
    assert_eq!(found.of("refusal-ignored").len(), 1, "{found}");
    assert_eq!(found.of("purchase-ignored").len(), 1, "{found}");
}

#[test]
fn a_final_no_to_less_than_the_seller_is_too_narrow() {
    for scope in ["campaign", "channel", "sender", "number"] {
        for answer in ["opt_out", "complaint"] {
            let stops = STOPS.replace(
                &format!("{answer}: stop"),
                &format!("{answer}: {{stop: {scope}}}"),
            );
            let found = one_mail(&format!("{{{stops}}}"));
            assert!(
                found.one("refusal-scope").pointer.ends_with(answer),
                "{found}"
            );
        }
    }
}

#[test]
fn a_plain_no_must_reach_every_step_of_the_cadence() {
    let steps = |first: &str, second: &str, scope: &str| {
        check(&with_cadence(&format!(
            "steps:
      - {{id: letter, day: 0, {first}, message: note}}
      - {{id: again, day: 9, {second}, message: note}}
    shares_responses: true
    responses: {{opt_out: stop, not_interested: {{stop: {scope}}}, complaint: stop, purchased: stop}}"
        )))
    };
    let verdict = |found: &Findings| {
        found
            .of("refusal-scope")
            .first()
            .map(|it| it.verdict.clone())
    };
    let violation = Some("violation".to_owned());
    let unverified = Some("unverified".to_owned());
    // The same channel, sender or number reaches both; another does not.
    for (first, second, scope, expected) in [
        ("channel: email", "channel: email", "channel", &None),
        ("channel: email", "channel: dm", "channel", &violation),
        (
            "channel: email, by: anna",
            "channel: dm, by: anna",
            "sender",
            &None,
        ),
        (
            "channel: email, by: anna",
            "channel: email, by: ben",
            "sender",
            &violation,
        ),
        (
            "channel: email, by: anna",
            "channel: email",
            "sender",
            &unverified,
        ),
        (
            "channel: call, to: mobile",
            "channel: sms, to: mobile",
            "number",
            &None,
        ),
        (
            "channel: call, to: mobile",
            "channel: call, to: office",
            "number",
            &violation,
        ),
        ("channel: call", "channel: email", "number", &violation),
        ("channel: call", "channel: call", "number", &unverified),
        ("channel: email", "channel: task", "channel", &None),
    ] {
        let found = steps(first, second, scope);
        assert_eq!(
            &verdict(&found),
            expected,
            "{first} / {second} / {scope}\n{found}"
        );
    }
}

/// Two campaigns whose plain no ends themselves only.
fn two_campaigns(first: &str, second: &str, audiences: &str) -> Findings {
    check(&format!(
        "campaigns:
  spring: {{purpose: sales, suppress: own-list, cadence: {{steps: [{{channel: task}}, {{channel: post}}], responses: {{opt_out: stop, not_interested: {{stop: campaign}}, complaint: stop}}}}, {first}}}
  autumn: {{suppress: own-list, cadence: {{steps: [{{channel: post}}], responses: {{{STOPS}}}}}, {second}}}
audiences:
{audiences}
suppressions:
  own-list: {{kind: internal, keeps_for: forever}}
"
    ))
}

#[test]
fn a_no_to_one_campaign_is_a_no_to_others_with_the_same_people() {
    let shops = "  shops: {regions: [CA-MB], disjoint_from: farms}\n  farms: {regions: [CA-MB]}";
    let found = two_campaigns(
        "audience: shops",
        "purpose: sales, audience: [farms, shops]",
        shops,
    );
    let finding = found.one("refusal-scope");
    assert!(finding.message.contains("`autumn`"), "{}", finding.message);
    // Other people, or nothing to refuse.
    for second in [
        "purpose: sales, audience: farms",
        "purpose: sales, audience: shops, exclude: shops",
        "purpose: service_notice, audience: shops",
        "purpose: sales, audience: shops, status: ended",
    ] {
        let found = two_campaigns("audience: shops", second, shops);
        assert!(!found.has("refusal-scope"), "{second}\n{found}");
    }
    // People in both, by either's word.
    for audiences in [
        "  shops: {regions: [CA-MB], overlaps: farms}\n  farms: {regions: [CA-MB]}",
        "  shops: {regions: [CA-MB]}\n  farms: {regions: [CA-MB], overlaps: [shops]}",
    ] {
        let found = two_campaigns(
            "audience: shops",
            "purpose: sales, audience: farms",
            audiences,
        );
        assert!(found.has("refusal-scope"), "{audiences}\n{found}");
    }
}

#[test]
fn a_list_holds_for_the_seller_and_for_every_channel() {
    let list = |own: &str| {
        let text = with_cadence(&format!(
            "steps: [{{id: letter, channel: email, message: note}}]\n    responses: {{{STOPS}}}"
        ));
        check(&text.replace(
            "own-list: {kind: internal, scope: seller",
            &format!("own-list: {{kind: internal, {own}"),
        ))
    };
    assert!(!list("scope: seller").has("refusal-scope"));
    assert!(!list("channels: [email, call]").has("refusal-scope"));
    assert!(
        list("scope: campaign")
            .one("refusal-scope")
            .pointer
            .ends_with("/scope")
    );
    let found = list("channels: [call, sms]");
    let finding = found.one("refusal-scope");
    assert!(finding.pointer.ends_with("/channels"));
    assert!(
        finding.message.contains("`letter` (email)"),
        "{}",
        finding.message
    );
}

#[test]
fn a_public_registry_is_no_list_of_your_own() {
    let campaign = "purpose: sales\n    audience: shops\n    cadence: {steps: [{channel: post}]}\n    suppress: ";
    let with_list = |list: &str| {
        check(&with(
            &format!("{campaign}{list}"),
            "steps: [{channel: post}]",
        ))
    };
    let found = with_list("[{kind: registry, registry: CA-DNCL}]");
    assert_eq!(found.one("suppression-missing").verdict, "violation");
    assert_eq!(
        with_list("[]").one("suppression-missing").verdict,
        "violation"
    );
    assert!(!with_list("[{kind: internal}]").has("suppression-missing"));
    // A list that cannot be found is reported as that.
    let found = with_list("not-there");
    assert!(
        found.has("unresolved-reference") && !found.has("suppression-missing"),
        "{found}"
    );
}

#[test]
fn whoever_takes_over_must_know_the_answers() {
    let plan = |steps: &str, rest: &str| {
        check(&with_cadence(&format!(
            "steps: [{steps}]\n    responses: {{{STOPS}}}{rest}"
        )))
    };
    let both = "{id: a, channel: email, by: anna, message: note}, {id: b, day: 9, channel: email, by: ben, message: note}";
    assert!(plan(both, "").one("refusal-not-shared").is_unverified());
    assert_eq!(
        plan(both, "\n    shares_responses: false")
            .one("refusal-not-shared")
            .verdict,
        "violation"
    );
    assert!(!plan(both, "\n    shares_responses: true").has("refusal-not-shared"));
    let one = both.replace("ben", "anna");
    assert!(!plan(&one, "\n    shares_responses: false").has("refusal-not-shared"));
    let unnamed = one.replace("by: anna, ", "");
    assert!(
        plan(&unnamed, "\n    shares_responses: false")
            .one("refusal-not-shared")
            .is_unverified()
    );
    // By an answer, not by a step.
    let text = with_cadence(&format!(
        "steps: [{one}]\n    responses: {{{STOPS}, replied: {{hand_off: ben}}}}"
    ));
    assert!(check(&text).one("refusal-not-shared").is_unverified());
}

#[test]
fn a_no_that_lapses_is_a_pause() {
    let found = two_mails(
        "{opt_out: {stop: seller, for: 2y}, not_interested: stop, complaint: stop, purchased: stop}",
    );
    assert!(
        found.one("refusal-expires").message.contains("2 years"),
        "{found}"
    );
    for (keeps, verdict) in [
        ("5y", Some("violation")),
        ("~", Some("unverified")),
        ("forever", None),
        ("soon", None),
    ] {
        let text = with_cadence(&format!(
            "steps: [{{channel: email, message: note}}]\n    responses: {{{STOPS}}}"
        ))
        .replace("keeps_for: forever", &format!("keeps_for: {keeps}"));
        let found = check(&text);
        let first = found
            .of("refusal-expires")
            .first()
            .map(|it| it.verdict.clone());
        assert_eq!(first.as_deref(), verdict, "{keeps}\n{found}");
    }
}

#[test]
fn a_rebuttal_is_a_loop_and_nothing_else() {
    for (answer, rest) in [
        ("not_interested", ""),
        ("not_now", ", not_interested: stop"),
    ] {
        let found = two_mails(&format!(
            "{{opt_out: stop, complaint: stop, purchased: stop, {answer}: {{rebut: 2}}{rest}}}"
        ));
        assert!(
            found.one("objection-loop").pointer.ends_with(answer),
            "{found}"
        );
        assert!(!found.has("refusal-ignored"), "{found}");
    }
}

#[test]
fn a_script_that_asks_again_is_a_loop_at_those_words() {
    let script = |text: &str| {
        message(
            "call",
            &format!("language: en, body: \"{text}\", opt_out: {{method: spoken}}"),
        )
    };
    let found = script(
        "Ask for five minutes. If they say no, ask whether you may ring next week. If they decline, offer half the price.",
    );
    let finding = found.one("objection-loop");
    assert_eq!(finding.related.len(), 1, "{found}");
    assert!(
        finding.message.contains("If they say no, ask whether"),
        "{found}"
    );
    for innocent in [
        "At any no: thank them, note it, end the call.",
        "If they say no, offer to take them off our list.",
        "If they say no, do not ask again.",
    ] {
        let found = script(innocent);
        assert!(!found.has("objection-loop"), "{innocent}\n{found}");
    }
}

/// An e-mail, or a message on another channel, with these lines.
fn message(channel: &str, lines: &str) -> Findings {
    check(&with_cadence(&format!(
        "steps: [{{id: it, channel: {channel}, message: {{channel: {channel}, {lines}}}}}]
    responses: {{{STOPS}}}"
    )))
}

#[test]
fn the_way_out_is_declared_or_told() {
    let verdict = |channel: &str, lines: &str| {
        let found = message(channel, lines);
        found
            .of("missing-opt-out")
            .first()
            .map(|it| it.verdict.clone())
    };
    let violation = Some("violation".to_owned());
    let unverified = Some("unverified".to_owned());
    for (channel, lines, expected) in [
        ("email", "language: en, body: Hello.", &violation),
        (
            "email",
            "language: en, body: \"Unsubscribe: {{unsubscribe_url}}\"",
            &None,
        ),
        (
            "email",
            "language: en, body: Hello., opt_out: {method: link}",
            &None,
        ),
        ("email", "body: Hello., opt_out: {method: none}", &violation),
        (
            "email",
            "language: en, body: Hello., opt_out: {steps: 1}",
            &violation,
        ),
        ("sms", "language: en, body: Reply STOP to opt out.", &None),
        (
            "sms",
            "language: en, body: Hello., opt_out: {method: reply, words: [STOP]}",
            &violation,
        ),
        (
            "sms",
            "language: fr, body: ARRET et c'est fini., opt_out: {method: reply, words: [arret]}",
            &None,
        ),
        (
            "sms",
            "language: en, body: Do not stopwatch us., opt_out: {method: reply, words: [stop]}",
            &violation,
        ),
        (
            "call",
            "language: en, body: Say so and we will not call again.",
            &None,
        ),
        (
            "call",
            "language: en, body: \"{{unsubscribe_url}}\"",
            &violation,
        ),
        ("dm", "language: xx, body: Hello.", &unverified),
        ("dm", "language: xx, body: \"{{unsubscribe_url}}\"", &None),
        ("dm", "body: Hello.", &unverified),
        ("dm", "language: en", &unverified),
        ("post", "language: en, body: Hello.", &None),
        ("popup", "language: en, body: Hello.", &None),
        ("task", "language: en, body: Hello.", &None),
    ] {
        assert_eq!(&verdict(channel, lines), expected, "{channel}: {lines}");
    }
}

#[test]
fn the_settings_say_the_language() {
    let text = with_cadence(&format!(
        "steps: [{{channel: dm, message: {{channel: dm, body: Hello.}}}}]\n    responses: {{{STOPS}}}"
    ));
    let found = check_with("version: 1\nlanguages: [en]\n", &text);
    assert_eq!(found.one("missing-opt-out").verdict, "violation");
}

#[test]
fn steps_without_a_message_are_one_finding() {
    let found = check(&with_cadence(&format!(
        "steps: [{{channel: email}}, {{day: 3, channel: call}}, {{day: 9, channel: popup}}, {{day: 12, channel: task}}]
    responses: {{{STOPS}, dismissed: stop}}"
    )));
    let finding = found.one("missing-opt-out");
    assert!(finding.is_unverified() && finding.pointer.ends_with("/steps"));
    assert!(
        finding
            .message
            .starts_with("step 1 (email) and step 2 (call)"),
        "{}",
        finding.message
    );
    assert!(found.one("no-decline-choice").is_unverified());
}

#[test]
fn getting_out_takes_no_login_no_walk_and_no_call() {
    let friction = |channel: &str, opt_out: &str| {
        let lines = format!("language: en, body: Hello., opt_out: {{{opt_out}}}");
        message(channel, &lines).has("opt-out-friction")
    };
    for (channel, opt_out, found) in [
        ("email", "method: link, needs_login: true", true),
        ("email", "method: link, steps: 2", true),
        ("email", "method: spoken", true),
        ("call", "method: spoken", false),
        (
            "email",
            "method: link, steps: 1, needs_login: false, live_for: 60d",
            false,
        ),
    ] {
        assert_eq!(friction(channel, opt_out), found, "{channel}: {opt_out}");
    }
}

#[test]
fn a_transaction_that_sells_needs_the_list() {
    let receipt = |campaign: &str, body: &str| {
        let campaign =
            format!("purpose: transactional\n    audience: shops\n    cadence: plan{campaign}");
        check(&with(
            &campaign,
            &format!(
                "steps: [{{channel: email, message: {{channel: email, language: en, body: \"{body}\"}}}}]"
            ),
        ))
    };
    assert!(!receipt("", "Your order is on its way.").has("suppression-bypass"));
    let found = receipt("", "Your order is on its way. Upgrade now!");
    let finding = found.one("suppression-bypass");
    assert!(finding.pointer.ends_with("/purpose"));
    // The words that sell, and the law on commercial e-mail.
    assert_eq!(finding.related.len(), 2);
    assert!(!receipt("\n    suppress: own-list", "Upgrade now!").has("suppression-bypass"));
    assert!(receipt("\n    offer: {price: 5.00 CAD}", "On its way.").has("suppression-bypass"));
}

#[test]
fn a_prompt_takes_a_no_for_good() {
    let found = |choices: &str| {
        check(&prompt(
            "{every: 30d, times: 2}",
            choices,
            "dismissed: {snooze: 90d}",
        ))
    };
    assert!(!found(BUY_OR_NO).has("no-decline-choice"));
    assert!(!found("[{label: Never, action: decline_forever}]").has("no-decline-choice"));
    for choices in [
        "[{label: Buy, action: purchase}, {label: Later, action: snooze, for: 60d}]",
        "[{label: Buy, action: purchase}, {label: Close, action: close}]",
        "{label: Buy, action: purchase}",
        "[]",
    ] {
        assert_eq!(
            found(choices).one("no-decline-choice").verdict,
            "violation",
            "{choices}"
        );
    }
    // What cannot be read may be the no.
    let found = found("[{label: Buy, action: purchase}, {label: No, action: declin}]");
    assert!(
        found.has("invalid-value") && !found.has("no-decline-choice"),
        "{found}"
    );
}

#[test]
fn a_button_that_closes_does_not_buy() {
    let found = |label: &str| {
        let choices =
            format!("[{{label: {label}, action: purchase}}, {{label: No, action: decline}}]");
        check(&prompt(
            "{every: 30d, times: 2}",
            &choices,
            "dismissed: {snooze: 90d}",
        ))
        .has("silence-is-not-consent")
    };
    for (label, fires) in [
        ("Buy", false),
        ("Close", true),
        ("Remind me later", true),
        ("No thanks", true),
    ] {
        assert_eq!(found(label), fires, "{label}");
    }
}

#[test]
fn only_a_count_or_an_answer_ends_a_prompt() {
    let endless = |repeat: &str, campaign: &str| {
        let text = prompt(repeat, BUY_OR_NO, "dismissed: {snooze: 90d}").replace(
            "purpose: marketing",
            &format!("purpose: marketing{campaign}"),
        );
        check(&text).has("endless-cadence")
    };
    for (repeat, campaign, fires) in [
        ("{every: 30d}", "", true),
        ("{every: 30d, until: purchased}", "", true),
        ("{every: 30d, until: replied}", "", false),
        ("{every: 30d, times: 9, until: purchased}", "", false),
        ("{every: 30d, times: many}", "", false),
        ("{every: 30d}", "\n    ends: 2027-03-31", true),
        ("{every: 30d}", "\n    hard_stop: true", true),
        (
            "{every: 30d}",
            "\n    ends: 2027-03-31\n    hard_stop: true",
            false,
        ),
    ] {
        assert_eq!(endless(repeat, campaign), fires, "{repeat}{campaign}");
    }
}

#[test]
fn a_prompt_keeps_its_distance() {
    let snooze = "[{label: Later, action: snooze, for: 3d}, {label: No, action: decline}]";
    let open = "[{label: Later, action: snooze}, {label: No, action: decline}]";
    let monthly = "{every: 30d, times: 2}";
    for (repeat, choices, responses, expected) in [
        (monthly, BUY_OR_NO, "dismissed: {snooze: 14d}", None),
        (
            "{every: 2d, times: 3}",
            BUY_OR_NO,
            "dismissed: {snooze: 14d}",
            Some("/repeat/every"),
        ),
        (
            "{every: 2d, times: 1}",
            BUY_OR_NO,
            "dismissed: {snooze: 1d}",
            None,
        ),
        (monthly, snooze, "dismissed: stop", Some("/choices/0/for")),
        (
            monthly,
            BUY_OR_NO,
            "dismissed: {snooze: 1d}",
            Some("/dismissed"),
        ),
        (
            monthly,
            BUY_OR_NO,
            "dismissed: stop, not_now: {snooze: 1d}",
            Some("/not_now"),
        ),
        (
            monthly,
            BUY_OR_NO,
            "dismissed: continue",
            Some("/dismissed"),
        ),
        (
            monthly,
            BUY_OR_NO,
            "not_now: stop",
            Some("/responses unverified"),
        ),
        (
            monthly,
            open,
            "dismissed: stop",
            Some("/choices/0 unverified"),
        ),
        (
            "{times: 2}",
            BUY_OR_NO,
            "dismissed: stop",
            Some("/repeat unverified"),
        ),
    ] {
        let found = check(&prompt(repeat, choices, responses));
        let place = found.of("nag-interval").first().map(|it| {
            let verdict = if it.is_unverified() {
                " unverified"
            } else {
                ""
            };
            format!("{}{verdict}", it.pointer)
        });
        let case = format!("{repeat} {choices} {responses}: {place:?}");
        match (expected, place) {
            (None, None) => {}
            (Some(end), Some(place)) => assert!(place.ends_with(end), "{case}"),
            _ => panic!("{case}\n{found}"),
        }
        assert!(found.of("nag-interval").len() < 2, "{case}");
    }
}

#[test]
fn the_limit_of_the_settings_is_shown() {
    let text = prompt("{every: 30d, times: 2}", BUY_OR_NO, "dismissed: stop");
    let found = check_with("version: 1\nlimits: {nag_interval: 60d}\n", &text);
    let finding = found.one("nag-interval");
    assert!(
        finding.message.ends_with("the limit is 60 days"),
        "{}",
        finding.message
    );
    assert!(
        finding
            .related
            .iter()
            .any(|it| it.path.ends_with("courtesy.yaml"))
    );
}

/// A campaign of two e-mails and one of two calls, to these people; what one says of a plain no.
fn mail_and_calls(not_interested: &str, second: &str, audiences: &str) -> Findings {
    check(&format!(
        "campaigns:
  mails:
    purpose: sales
    starts: 2027-03-01
    ends: 2027-03-31
    audience: shops
    suppress: own-list
    cadence:
      send_window: {{days: mon-fri, hours: \"09:00-17:00\", time_zone: recipient, holidays: observe}}
      steps:
        - {{id: letter, day: 0, channel: email, by: anna, to: office}}
        - {{id: again, day: 7, channel: email, by: anna, to: office}}
      responses: {{opt_out: stop, not_interested: {not_interested}, complaint: stop}}
  calls:
    purpose: sales
    starts: 2027-03-01
    ends: 2027-03-31
    suppress: own-list
    {second}
    cadence:
      send_window: {{days: mon-fri, hours: \"09:00-17:00\", time_zone: recipient, holidays: observe}}
      steps: [{{id: ring, day: 1, channel: call, by: ben, to: desk}}]
      responses: {{{STOPS}}}
audiences:
{audiences}
suppressions:
  own-list: {{kind: internal, scope: seller, keeps_for: forever}}
senders:
  anna: {{role: sales}}
  ben: {{role: sales}}
"
    ))
}

#[test]
fn a_no_to_one_channel_or_sender_is_followed_into_other_campaigns() {
    let shops = "  shops: {regions: [CA-MB], type: business}";
    for narrow in [
        "{stop: campaign}",
        "{stop: channel}",
        "{stop: sender}",
        "{stop: number}",
    ] {
        let found = mail_and_calls(narrow, "audience: shops", shops);
        let finding = found.one("refusal-scope");
        assert_eq!(finding.verdict, "violation", "{narrow}\n{found}");
        assert!(finding.message.contains("`calls`"), "{}", finding.message);
        let help = finding.help.as_deref().unwrap_or_default();
        assert!(
            help.starts_with("Whoever says no to `anna` in the step `letter` on Mon 2027-03-01 at 09:00 still gets `ring` of `calls` by `ben` on Tue 2027-03-02 at 09:00."),
            "{narrow}: {help}"
        );
    }
    for (narrow, second) in [
        ("stop", "audience: shops"),
        ("{stop: seller}", "audience: shops"),
        ("{stop: channel}", "audience: shops\n    exclude: shops"),
        ("{stop: channel}", "audience: shops\n    status: ended"),
    ] {
        let found = mail_and_calls(narrow, second, shops);
        assert!(!found.has("refusal-scope"), "{narrow} {second}\n{found}");
    }
}

#[test]
fn people_who_may_be_in_both_audiences_are_not_known_to_be_spared() {
    let found = |audiences: &str| mail_and_calls("{stop: channel}", "audience: farms", audiences);
    let shops_and = |farms: &str| format!("  shops: {{regions: [CA-MB], type: business}}\n{farms}");
    let may = found(&shops_and("  farms: {regions: [CA], type: mixed}"));
    let finding = may.one("refusal-scope");
    assert!(finding.is_unverified(), "{may}");
    assert!(
        finding
            .help
            .as_deref()
            .unwrap_or_default()
            .contains("disjoint_from")
    );
    for farms in [
        "  farms: {regions: [CA], type: mixed, disjoint_from: shops}",
        "  farms: {regions: [US], type: business}",
        "  farms: {regions: [CA], type: consumer}",
    ] {
        let apart = found(&shops_and(farms));
        assert!(!apart.has("refusal-scope"), "{farms}\n{apart}");
    }
}

#[test]
fn the_path_of_a_no_within_a_cadence_is_shown() {
    let plan = |answers: &str| {
        check(&with(
            "purpose: sales\n    starts: 2027-03-01\n    ends: 2027-03-31\n    audience: shops\n    suppress: own-list\n    cadence: plan",
            &format!(
                "send_window: {{days: mon-fri, hours: \"09:00-17:00\", time_zone: recipient, holidays: observe}}
    steps:
      - {{id: first, day: 0, channel: call, by: anna, to: desk}}
      - {{id: office-line, wait: 20m, channel: call, by: ben, to: office}}
    {answers}"
            ),
        ))
    };
    let starts = |found: &Findings, rule: &str, wanted: &str| {
        let help = found.one(rule).help.clone().unwrap_or_default();
        assert!(help.starts_with(wanted), "{rule}: {help}");
    };
    let same_day = "Whoever says no to `anna` in the step `first` on Mon 2027-03-01 at 09:00 still gets `office-line` by `ben` on Mon 2027-03-01 at 09:20.";
    let found = plan(
        "responses: {opt_out: stop, not_interested: continue, complaint: stop}\n    shares_responses: false",
    );
    starts(&found, "refusal-ignored", same_day);
    starts(&found, "refusal-not-shared", same_day);
    let found = plan(
        "responses: {opt_out: stop, not_interested: {stop: number}, complaint: stop}\n    shares_responses: true",
    );
    starts(&found, "refusal-scope", same_day);
    let found = plan(
        "responses: {opt_out: stop, not_interested: stop, complaint: stop, not_now: continue}\n    shares_responses: true",
    );
    starts(
        &found,
        "silence-is-not-consent",
        &same_day.replace("says no", "says \"not now\""),
    );
    // Whoever takes over is no answer to a no.
    let found = plan(
        "responses: {opt_out: stop, not_interested: {hand_off: ben}, complaint: stop}\n    shares_responses: true",
    );
    starts(&found, "refusal-ignored", same_day);
    // After a pause of ten days nothing is left of this plan; one of none at all.
    let found = plan(
        "responses: {opt_out: stop, not_interested: {snooze: 10d}, complaint: stop}\n    shares_responses: true",
    );
    let help = found
        .one("refusal-ignored")
        .help
        .clone()
        .unwrap_or_default();
    assert!(help.starts_with("A no is an answer"), "{help}");
}

#[test]
fn not_now_is_a_no_for_now() {
    for (action, fires) in [
        ("continue", true),
        ("{retry: 1, after: 1d}", true),
        ("{hand_off: ben}", true),
        ("{snooze: 90d}", false),
        ("stop", false),
    ] {
        let found = two_mails(&format!("{{{STOPS}, not_now: {action}}}"));
        assert_eq!(
            found.has("silence-is-not-consent"),
            fires,
            "{action}\n{found}"
        );
        // With one letter there is nothing that could go on.
        let one = one_mail(&format!("{{{STOPS}, not_now: {action}}}"));
        assert!(!one.has("silence-is-not-consent"), "{action}\n{one}");
    }
}

#[test]
fn whoever_said_no_is_shown_what_still_comes_before_the_promise_is_kept() {
    let plan = |promise: &str| {
        check(&with(
            "purpose: sales\n    starts: 2027-03-01\n    ends: 2027-03-31\n    audience: shops\n    suppress: own-list\n    cadence: plan",
            &format!(
                "send_window: {{days: daily, hours: \"09:00-17:00\", time_zone: recipient, holidays: observe}}
    steps:
      - {{id: first, day: 0, channel: email, by: anna, to: office}}
      - {{id: again, day: 20, channel: email, by: anna, to: office}}
    responses: {{{STOPS}}}
    honors_refusal_within: {promise}"
            ),
        ).replace("CA-MB", "US-GA"))
    };
    let found = plan("30d");
    let help = found
        .one("refusal-deadline")
        .help
        .clone()
        .unwrap_or_default();
    assert!(
        help.contains("in the step `first` on Mon 2027-03-01")
            && help.contains("still gets `again`"),
        "{help}"
    );
    assert!(!plan("1d").has("refusal-deadline"));
}

#[test]
fn the_search_for_a_leak_ends_nowhere() {
    // Only the last of sixty campaigns goes on with the people of the first.
    let campaign = |id: &str, answer: &str, channel: &str| {
        format!(
            "  {id}: {{purpose: sales, suppress: own-list, audience: shops, cadence: {{steps: [{{channel: {channel}}}], responses: {{opt_out: stop, not_interested: {answer}, complaint: stop}}}}}}"
        )
    };
    let mut lines = vec!["campaigns:".to_owned()];
    lines.push(campaign("first", "{stop: channel}", "email"));
    for number in 0..60 {
        lines.push(campaign(&format!("same-{number}"), "stop", "email"));
    }
    lines.push(campaign("zz-last", "stop", "call"));
    lines.push("audiences:\n  shops: {regions: [CA-MB]}".to_owned());
    lines.push("suppressions:\n  own-list: {kind: internal, keeps_for: forever}\n".to_owned());
    let found = check(&lines.join("\n"));
    let finding = found.one("refusal-scope");
    assert!(finding.message.contains("`zz-last`"), "{}", finding.message);
}

//! The five stories told in other ways: on another channel, by two campaigns instead of one, written in
//! place instead of by name. What was wrong stays wrong, and the honest twins stay clean.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod support;

use serde_yaml::{Mapping, Value};
use support::{Findings, Folder, repository};

/// A day before any of the campaigns begins.
const TODAY: &str = "2026-10-01";

fn read(path: &str) -> String {
    std::fs::read_to_string(repository().join("fixtures/stories").join(path)).unwrap()
}

fn check(text: &str) -> Findings {
    let folder = Folder::with([
        ("courtesy.yaml", &*read("courtesy.yaml")),
        ("story.yaml", text),
    ]);
    let arguments = ["check", "story.yaml", "--today", TODAY, "--format", "json"];
    folder.run(&arguments).findings()
}

/// A story with some of its words replaced; each must be there.
fn told(story: &str, changes: &[(&str, &str)]) -> Findings {
    let mut text = read(story);
    for (from, to) in changes {
        assert!(text.contains(from), "{from} is not in {story}");
        text = text.replace(from, to);
    }
    check(&text)
}

fn has_all(findings: &Findings, rules: &[&str]) {
    let silent: Vec<&&str> = rules.iter().filter(|rule| !findings.has(rule)).collect();
    assert!(silent.is_empty(), "silent: {silent:?}\n{findings}");
}

#[test]
fn the_thanksgiving_calls_by_text_message() {
    let findings = told(
        "1-thanksgiving-calls.yaml",
        &[
            ("channel: call\n        to", "channel: sms\n        to"),
            ("channel: voicemail\n        to", "channel: sms\n        to"),
            ("channel: call\n    language", "channel: sms\n    language"),
            (
                "channel: voicemail\n    language",
                "channel: sms\n    language",
            ),
        ],
    );
    has_all(
        &findings,
        &[
            "holiday-contact",
            "attempts-per-day",
            "several-lines",
            "refusal-ignored",
            "refusal-not-shared",
            "objection-loop",
            "incident-pitch",
            "channel-mismatch",
            "retry-spacing",
        ],
    );
}

#[test]
fn the_thanksgiving_calls_as_two_campaigns() {
    // The second salesman has a campaign of his own, and the no ends the first one only.
    let text = read("1-thanksgiving-calls.yaml");
    let (steps, rest) = text
        .split_once("      - id: second-salesman-voicemail\n")
        .unwrap();
    let (second, rest) = rest.split_once("    responses:\n").unwrap();
    let (answers, rest) = rest.split_once("\naudiences:\n").unwrap();
    let second = second.replace("wait: 1h", "day: 0");
    let campaign = steps
        .split_once("campaigns:\n")
        .and_then(|(_, it)| it.split_once("\ncadences:\n"))
        .unwrap()
        .0;
    let copy = campaign
        .replace("ddos-follow-up:", "ddos-second-try:")
        .replace("cadence: call-until-answer", "cadence: second-salesman");
    let window = "    send_window: {days: mon-fri, hours: \"09:00-17:00\", time_zone: recipient, zone_from: address, holidays: ignore}\n    max_lateness: 2h\n";
    let steps = steps.replace("\ncadences:\n", &format!("{copy}\ncadences:\n"));
    let narrow = answers.replace(
        "not_interested: continue",
        "not_interested: {stop: campaign}",
    );
    let text = format!(
        "{steps}    responses:\n{narrow}\n  second-salesman:\n{window}    steps:\n      - id: second-salesman-voicemail\n{second}    responses:\n{answers}\naudiences:\n{rest}"
    );
    let findings = check(&text);
    has_all(
        &findings,
        &[
            "holiday-contact",
            "refusal-scope",
            "objection-loop",
            "incident-pitch",
            "channel-mismatch",
        ],
    );
    let scope = findings.of("refusal-scope");
    assert!(
        scope
            .iter()
            .any(|it| it.message.contains("`ddos-second-try`")),
        "{findings}"
    );
}

#[test]
fn the_prompt_as_a_notification() {
    let findings = told(
        "2-no-decline-popup.yaml",
        &[("channel: popup", "channel: push")],
    );
    has_all(
        &findings,
        &[
            "no-decline-choice",
            "nag-interval",
            "endless-cadence",
            "support-route-missing",
            "no-completion-notice",
            "forced-interruption",
            "attempts-per-window",
        ],
    );
}

#[test]
fn the_upgrade_by_range_and_by_another_channel() {
    let rules = [
        "known-defect-promotion",
        "customers-not-warned",
        "notice-held-back",
        "late-notice",
    ];
    let range = (
        "versions: [\"5.0\"]\n    harm",
        "versions: [\">=5.0 <5.1\"]\n    harm",
    );
    has_all(&told("3-data-loss-upgrade.yaml", &[range]), &rules);
    let letter = (
        "channel: email, to: account-email, by: notebook-marketing",
        "channel: post, to: account-address, by: notebook-marketing",
    );
    has_all(&told("3-data-loss-upgrade.yaml", &[letter]), &rules);
    let unnamed = ("    version: \"5.0\"\n", "");
    has_all(&told("3-data-loss-upgrade.yaml", &[unnamed]), &rules);
}

#[test]
fn the_prepay_pitch_by_mail_and_in_other_words() {
    let rules = [
        "undisclosed-prepay",
        "undisclosed-commitment",
        "support-channel-pitch",
        "wrong-role",
        "prepaid-overlap",
        "refund-terms-missing",
    ];
    let mail = (
        "channel: support_chat, to: the-open-chat",
        "channel: email, to: account-email",
    );
    has_all(&told("4-prepay-chat-pitch.yaml", &[mail]), &rules);
    for words in [
        "$4.95/mo",
        "4.95 US dollars per month",
        "a price that will please you",
    ] {
        let findings = told("4-prepay-chat-pitch.yaml", &[("{{offer.price}}", words)]);
        has_all(&findings, &rules);
    }
    let computed = ("    due_now: {amount: 178.20, currency: USD}\n", "");
    has_all(&told("4-prepay-chat-pitch.yaml", &[computed]), &rules);
    let denied = (
        "Shall I set it up?",
        "No contract, and nothing to pay today. Shall I set it up?",
    );
    has_all(&told("4-prepay-chat-pitch.yaml", &[denied]), &rules);
}

#[test]
fn the_licence_in_a_chat() {
    let rules = [
        "undisclosed-licence-limit",
        "upsell-as-remedy",
        "belittling-reply",
    ];
    let chat = (
        "channel: email, to: asking-email, by: cellar-support",
        "channel: chat, to: open-chat, by: cellar-support",
    );
    has_all(&told("5-immovable-licence.yaml", &[chat]), &rules);
    let praise = (
        "holds a free licence for Cellar",
        "holds a licence for Cellar, on all your computers",
    );
    has_all(&told("5-immovable-licence.yaml", &[praise]), &rules);
}

#[test]
fn the_thanksgiving_calls_with_other_answers() {
    let story = "1-thanksgiving-calls.yaml";
    let plain_no = "not_interested: continue ";
    for (action, rule) in [
        ("{retry: 2, after: 1h}", "refusal-ignored"),
        ("{hand_off: wall-sales-2}", "refusal-ignored"),
        ("{snooze: 1d}", "refusal-ignored"),
        ("{rebut: 2}", "objection-loop"),
        ("{stop: sender}", "refusal-scope"),
        ("{stop: number}", "refusal-scope"),
        ("{stop: seller, for: 90d}", "refusal-expires"),
    ] {
        let findings = told(story, &[(plain_no, &format!("not_interested: {action} "))]);
        assert!(findings.has(rule), "{action}: {rule}\n{findings}");
    }
}

#[test]
fn the_thanksgiving_calls_after_another_misfortune() {
    for event in ["data_breach", "bereavement", "layoff", "move_out"] {
        let findings = told(
            "1-thanksgiving-calls.yaml",
            &[("event: service_outage", &format!("event: {event}"))],
        );
        assert!(findings.has("incident-pitch"), "{event}\n{findings}");
    }
    let honest = [("event: service_outage", "event: content_download")];
    assert!(!told("1-thanksgiving-calls.yaml", &honest).has("incident-pitch"));
}

#[test]
fn the_thanksgiving_calls_with_the_objections_in_other_words() {
    for words in [
        "Never take no for an answer.",
        "Overcome every objection before you hang up.",
        "If the customer declines, offer the smaller plan.",
        "On the first objection, suggest a call next week.",
    ] {
        let findings = told(
            "1-thanksgiving-calls.yaml",
            &[
                (
                    "If they are happy with their provider: ask whether you may set up a call for later.",
                    words,
                ),
                (
                    "      If they say no to that: ask whether you may leave your details.\n",
                    "",
                ),
            ],
        );
        assert!(findings.has("objection-loop"), "{words}\n{findings}");
    }
}

#[test]
fn the_prompt_with_other_buttons() {
    let later = "{label: Remind me later, action: snooze, for: 1d}";
    for buttons in [
        "{label: Ask me tomorrow, action: snooze, for: 1d}",
        "{label: Close, action: close}",
        "{label: Tell me more, action: learn_more}",
    ] {
        let findings = told("2-no-decline-popup.yaml", &[(later, buttons)]);
        has_all(&findings, &["no-decline-choice", "endless-cadence"]);
    }
    let no = "{label: \"No, thank you\", action: decline_forever}";
    let findings = told("2-no-decline-popup.yaml", &[(later, no)]);
    assert!(!findings.has("no-decline-choice"), "{findings}");
    let shames = "{label: \"No, I like losing my notes\", action: decline_forever}";
    assert!(told("2-no-decline-popup.yaml", &[(later, shames)]).has("confirm-shaming"));
}

#[test]
fn the_prompt_that_comes_so_many_times() {
    let findings = told(
        "2-no-decline-popup.yaml",
        &[(
            "repeat: {every: 1d, until: purchased}",
            "repeat: {every: 1d, times: 30}",
        )],
    );
    has_all(
        &findings,
        &["no-decline-choice", "nag-interval", "attempts-per-window"],
    );
    assert!(!findings.has("endless-cadence"), "{findings}");
}

#[test]
fn the_upgrade_with_another_harm() {
    for harm in ["security", "safety", "billing"] {
        let findings = told(
            "3-data-loss-upgrade.yaml",
            &[("harm: data_loss", &format!("harm: {harm}"))],
        );
        has_all(
            &findings,
            &[
                "known-defect-promotion",
                "customers-not-warned",
                "notice-held-back",
            ],
        );
    }
    let minor = told(
        "3-data-loss-upgrade.yaml",
        &[("harm: data_loss", "harm: minor")],
    );
    assert!(!minor.has("known-defect-promotion"), "{minor}");
}

#[test]
fn the_upgrade_whose_warning_waits_for_marketing() {
    let sent = (
        "status: draft                   # ready since August",
        "status: active",
    );
    for held in ["[support, marketing]", "[growth]", "sales"] {
        let findings = told(
            "3-data-loss-upgrade.yaml",
            &[
                ("approvals: [support, sales]", &format!("approvals: {held}")),
                sent,
            ],
        );
        assert!(findings.has("notice-held-back"), "{held}\n{findings}");
    }
    let findings = told(
        "3-data-loss-upgrade.yaml",
        &[
            ("approvals: [support, sales]", "approvals: [support]"),
            sent,
        ],
    );
    assert!(!findings.has("notice-held-back"), "{findings}");
}

#[test]
fn the_prepay_pitch_to_other_roles_and_by_other_hands() {
    for role in ["technical", "user"] {
        let findings = told(
            "4-prepay-chat-pitch.yaml",
            &[("role: technical", &format!("role: {role}"))],
        );
        assert!(findings.has("wrong-role"), "{role}\n{findings}");
    }
    for role in ["buyer", "owner", "finance"] {
        let findings = told(
            "4-prepay-chat-pitch.yaml",
            &[("role: technical", &format!("role: {role}"))],
        );
        assert!(!findings.has("wrong-role"), "{role}\n{findings}");
    }
    for event in ["ticket_opened", "support_request", "complaint"] {
        let findings = told(
            "4-prepay-chat-pitch.yaml",
            &[
                ("event: ticket_solved", &format!("event: {event}")),
                ("channel: support_chat, to", "channel: email, to"),
                ("role: support, name: Robin", "role: sales, name: Robin"),
            ],
        );
        assert!(findings.has("support-channel-pitch"), "{event}\n{findings}");
    }
}

#[test]
fn the_pitch_that_binds_and_takes_nothing_now() {
    let findings = told(
        "4-prepay-chat-pitch.yaml",
        &[
            ("    due_now: {amount: 178.20, currency: USD}\n", ""),
            (
                "billing: {every: 3y, in_advance: true}",
                "billing: {every: 1mo, in_advance: false}",
            ),
        ],
    );
    let finding = findings.one("wrong-role");
    assert!(
        finding.message.contains("binds the buyer for 3 years"),
        "{}",
        finding.message
    );
}

#[test]
fn the_pitch_in_the_chat_in_which_support_was_asked() {
    let by_sales = [
        (
            "channel: support_chat, to: the-open-chat",
            "channel: chat, to: the-open-chat",
        ),
        ("role: support, name: Robin", "role: sales, name: Robin"),
        ("event: ticket_solved", "event: page_visit"),
    ];
    let findings = told("4-prepay-chat-pitch.yaml", &by_sales);
    let finding = findings.one("support-channel-pitch");
    assert!(
        finding
            .message
            .contains("inside a conversation with support"),
        "{}",
        finding.message
    );
}

#[test]
fn the_prepay_pitch_that_promises_to_credit_what_is_paid() {
    let promise = "Shall I set it up? Whatever you have already paid is deducted.";
    let findings = told(
        "4-prepay-chat-pitch.yaml",
        &[("Shall I set it up?", promise)],
    );
    let words = findings.of("prepaid-overlap");
    assert!(
        words
            .iter()
            .any(|it| it.message.contains("already paid is deducted")),
        "{findings}"
    );
}

#[test]
fn the_licence_in_other_words() {
    for (reply, rules) in [
        (
            "Buy another one.",
            &["upsell-as-remedy", "belittling-reply"][..],
        ),
        (
            "You will need to purchase a new copy.",
            &["upsell-as-remedy", "belittling-reply"],
        ),
        (
            "We can move your licence to the new machine.",
            &["belittling-reply"],
        ),
    ] {
        let findings = told("5-immovable-licence.yaml", &[("Buy another one.", reply)]);
        has_all(&findings, rules);
    }
    let moved = told(
        "5-immovable-licence.yaml",
        &[(
            "Buy another one.",
            "We can move your licence to the new machine.",
        )],
    );
    assert!(!moved.has("upsell-as-remedy"), "{moved}");
    let paid = told(
        "5-immovable-licence.yaml",
        &[(
            "price: {amount: 0, currency: USD}",
            "price: {amount: 49, currency: USD}",
        )],
    );
    has_all(&paid, &["undisclosed-licence-limit", "free-with-strings"]);
}

/// A definition in the place of each reference to it.
struct Inliner {
    sections: Mapping,
}

impl Inliner {
    fn definition(&self, section: &str, reference: &Value) -> Option<Value> {
        let Value::String(_) = reference else {
            return None;
        };
        let mut found = self.sections.get(section)?.get(reference)?.clone();
        // What is written in place has no name by which others could leave it out.
        if section == "audiences" && found.get("disjoint_from").is_some() {
            return None;
        }
        if section == "cadences" {
            self.cadence(&mut found);
        }
        Some(found)
    }

    /// One reference or a list of them.
    fn replace(&self, owner: &mut Value, key: &str, section: &str) {
        let Some(value) = owner.get_mut(key) else {
            return;
        };
        match value {
            Value::Sequence(items) => {
                for item in items {
                    if let Some(definition) = self.definition(section, item) {
                        *item = definition;
                    }
                }
            }
            other => {
                if let Some(definition) = self.definition(section, other) {
                    *other = definition;
                }
            }
        }
    }

    fn cadence(&self, cadence: &mut Value) {
        let steps = cadence.get_mut("steps").and_then(Value::as_sequence_mut);
        for step in steps.into_iter().flatten() {
            self.replace(step, "message", "messages");
            self.replace(step, "by", "senders");
        }
    }
}

/// Takes out of the audiences what they say of those of other stories.
fn alone(root: &mut Mapping) {
    let Some(audiences) = root.get_mut("audiences").and_then(Value::as_mapping_mut) else {
        return;
    };
    let known: Vec<Value> = audiences.keys().cloned().collect();
    for (_, audience) in audiences.iter_mut() {
        let audience = audience.as_mapping_mut().unwrap();
        let Some(Value::Sequence(others)) = audience.get_mut("disjoint_from") else {
            continue;
        };
        others.retain(|other| known.contains(other));
        if others.is_empty() {
            audience.remove("disjoint_from");
        }
    }
}

/// A story in which everything is written where it is used.
fn in_place(story: &str) -> String {
    let mut root: Value = serde_yaml::from_str(&read(story)).unwrap();
    root.apply_merge().unwrap();
    let mut root = root.as_mapping().unwrap().clone();
    alone(&mut root);
    let inliner = Inliner {
        sections: root.clone(),
    };
    let campaigns = root.get_mut("campaigns").unwrap().as_mapping_mut().unwrap();
    for (_, campaign) in campaigns.iter_mut() {
        for (key, section) in [
            ("cadence", "cadences"),
            ("offer", "offers"),
            ("suppress", "suppressions"),
            ("audience", "audiences"),
        ] {
            inliner.replace(campaign, key, section);
        }
    }
    for section in ["cadences", "offers", "suppressions", "messages", "senders"] {
        root.remove(section);
    }
    let audiences = root.get_mut("audiences").and_then(Value::as_mapping_mut);
    if let Some(audiences) = audiences {
        audiences.retain(|_, audience| audience.get("disjoint_from").is_some());
        if audiences.is_empty() {
            root.remove("audiences");
        }
    }
    serde_yaml::to_string(&root).unwrap()
}

#[test]
fn what_is_written_in_place_is_told_the_same() {
    for story in [
        "1-thanksgiving-calls.yaml",
        "2-no-decline-popup.yaml",
        "3-data-loss-upgrade.yaml",
        "4-prepay-chat-pitch.yaml",
        "5-immovable-licence.yaml",
    ] {
        let named = check(&read(story));
        let text = in_place(story);
        let found = check(&text);
        assert_eq!(found.rules(), named.rules(), "{story}\n{text}\n{found}");
    }
    for story in [
        "honest/1-thanksgiving-calls-honest.yaml",
        "honest/2-no-decline-popup-honest.yaml",
        "honest/3-data-loss-upgrade-honest.yaml",
        "honest/4-prepay-chat-pitch-honest.yaml",
        "honest/5-immovable-licence-honest.yaml",
    ] {
        let text = in_place(story);
        let found = check(&text);
        assert!(found.0.is_empty(), "{story}\n{text}\n{found}");
    }
}

//! How people are spoken to: variations of the letters and windows on the rules' own pages.

mod support;

use courtesy::rules::{self, Page};
use support::{Finding, Findings, check, check_with};

/// The good example of a rule's page, with parts of it replaced.
fn good(rule: &str, changes: &[(&str, &str)]) -> String {
    let page = Page::read(rules::named(rule).expect("a rule of the catalogue").page());
    let code = page.code("Good");
    let (_, text) = code.last().expect("an example");
    let mut text = (*text).to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "{from} is not in\n{text}");
        text = text.replace(from, to);
    }
    text
}

fn of<'f>(findings: &'f Findings, rule: &str) -> Vec<&'f Finding> {
    findings.of(rule)
}

#[test]
fn a_label_that_says_no_says_nothing_else() {
    let rule = "confirm-shaming";
    let found = |label: &str, more: &str| {
        let choice = format!("{{label: \"{label}\", action: decline_forever}}{more}");
        check(&good(
            rule,
            &[(
                "{label: \"No, thank you\", action: decline_forever}",
                &*choice,
            )],
        ))
    };
    for label in [
        "No, I like paying full price",
        "I don't care about my data",
        "No thanks, I hate saving money",
        "I'll take my chances",
    ] {
        assert!(found(label, "").has(rule), "{label}");
    }
    for label in ["No", "No, thank you", "Keep my plan", "Don't ask again"] {
        assert!(!found(label, "").has(rule), "{label}");
    }
    // A button that buys may boast.
    let boast = "\n      - {label: \"No, I like paying more\", action: purchase}";
    assert!(!found("No", boast).has(rule));
    let foreign = good(rule, &[("language: en", "language: xx")]);
    assert!(check(&foreign).one(rule).is_unverified());
}

const PRICE_HOLDS: &str = "There is no hurry: the price holds as long as we sell the plan.";

const DISCOUNT: (&str, &str) = (
    "    for: everyone",
    "    discount: {from: {amount: 9.95, currency: USD, per: month}, since: 2027-02-01, until: 2027-03-05}\n    for: everyone",
);

#[test]
fn hurry_needs_an_end_that_is_near() {
    let rule = "false-urgency";
    let says = |words: &str, more: &[(&str, &str)]| {
        let mut changes = vec![(PRICE_HOLDS, words)];
        changes.extend(more);
        check(&good(rule, &changes))
    };
    for words in [
        "Hurry!",
        "Last chance.",
        "Today only.",
        "Only two days left.",
    ] {
        assert!(says(words, &[]).has(rule), "{words}");
        // The letter goes out on the first of March.
        assert!(!says(words, &[DISCOUNT]).has(rule), "{words}");
        let far = ("2027-03-05", "2027-06-05");
        let found = says(words, &[DISCOUNT, far]);
        let finding = found.one(rule);
        assert!(
            finding.message.contains("Mon 2027-03-01, 96 days before"),
            "{}",
            finding.message
        );
    }
    // How many are left no offer can say.
    assert!(says("Only 3 left.", &[DISCOUNT]).has(rule));
    for words in [
        "Your trial ends tomorrow.",
        "Take your time.",
        "Do not miss a call again.",
    ] {
        assert!(!says(words, &[]).has(rule), "{words}");
    }
    // A warning has a reason to hurry.
    let warning = [
        ("purpose: sales", "purpose: safety_notice"),
        ("    offer: plan\n", ""),
    ];
    assert!(!says("Act now: your data is at risk.", &warning).has(rule));
}

#[test]
fn guilt_and_what_is_left_of_a_draft() {
    let guilt = |words: &str| {
        let found = check(&good(
            "guilt-pressure",
            &[("If this is not for you, that is fine.", words)],
        ));
        of(&found, "guilt-pressure").len()
    };
    assert_eq!(
        guilt("It is the least you can do. My job depends on you."),
        1
    );
    assert_eq!(guilt("We are sorry that we have let you down."), 0);
    let draft = |words: &str| {
        let found = check(&good(
            "leftover-draft",
            &[("Questions? Answer this mail.", words)],
        ));
        of(&found, "leftover-draft").len()
    };
    for words in [
        "Lorem ipsum dolor.",
        "TBD",
        "Your text here",
        "This is a test email.",
    ] {
        assert_eq!(draft(words), 1, "{words}");
    }
    for words in [
        "Manage your to-do list.",
        "Take a test drive.",
        "Do not send this code to anybody.",
    ] {
        assert_eq!(draft(words), 0, "{words}");
    }
    let subject = [("subject: A longer plan", "subject: TODO subject")];
    assert!(check(&good("leftover-draft", &subject)).has("leftover-draft"));
}

const SETTINGS: &str = "version: 1\nmerge_fields: [first_name, Company Name]\n";

/// What is said of the greeting of a letter: verdict and message of each finding.
fn greeted(settings: &str, greeting: &str, more: &[(&str, &str)]) -> Vec<(String, String)> {
    let rule = "unrendered-placeholder";
    let mut changes = vec![("{{first_name}}", greeting)];
    changes.extend(more);
    let found = check_with(settings, &good(rule, &changes));
    let found = of(&found, rule).into_iter();
    found
        .map(|it| (it.verdict.clone(), it.message.clone()))
        .collect()
}

#[test]
fn a_name_that_something_fills_in() {
    for greeting in [
        "{{first_name}}",
        "{{ first_name | default: \"there\" }}",
        "{{ contact.first_name }}",
        "*|FIRST_NAME|*",
        "%%first_name%%",
        "[[first_name]]",
        "<%= first_name %>",
        "{{First Name}}",
        "{{company_name}}",
        "{{sender.name}}",
        "{{product.name}}",
        "{% for it in list %}{{it.title}}{% endfor %}",
        "everybody, 100%% of you",
    ] {
        assert_eq!(greeted(SETTINGS, greeting, &[]), [], "{greeting}");
    }
    for (greeting, words) in [
        ("{{fist_name}}", "`fist_name`"),
        ("*|LNAME|*", "`LNAME`"),
        ("{last_name}", "`last_name`"),
        ("${last_name}", "`last_name`"),
        ("{{first_name}", "`{{first_name}"),
        ("{{offer.prize}}", "`offer.prize`"),
        ("{{sender.nickname}}", "`sender.nickname`"),
        ("{{offer.due_now}}", "no `due_now`"),
        ("{{offer.trial.length}}", "no `trial`"),
    ] {
        let found = greeted(SETTINGS, greeting, &[]);
        assert_eq!(found.len(), 1, "{greeting}: {found:?}");
        assert_eq!(found[0].0, "violation", "{greeting}");
        assert!(found[0].1.contains(words), "{greeting}: {found:?}");
    }
}

#[test]
fn what_fills_it_in_must_have_a_value() {
    let nameless = [("name: Jo Vigil, ", "")];
    let found = greeted(SETTINGS, "{{first_name}}", &nameless);
    assert!(
        found[0].1.contains("the sender `sales` has no `name`"),
        "{found:?}"
    );
    let sent_by_nobody = [("by: sales, ", "")];
    let found = greeted(SETTINGS, "{{first_name}}", &sent_by_nobody);
    assert!(
        found[0].1.contains("does not say who sends it"),
        "{found:?}"
    );
    let nothing_offered = [
        ("    offer: plan\n", ""),
        ("4.95 USD per month", "{{offer.price}}"),
    ];
    let found = greeted(SETTINGS, "{{first_name}}", &nothing_offered);
    assert!(
        found[0].1.contains("the campaign has no `offer`"),
        "{found:?}"
    );
    // Without a list nobody knows what the platform fills in.
    let unknown = greeted("version: 1\n", "{{first_name}}", &[]);
    assert_eq!(unknown.len(), 1);
    assert_eq!(unknown[0].0, "unverified");
}

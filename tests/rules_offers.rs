//! What is offered, to whom and in which words: variations of the examples on the rules' own pages.

use courtesy::calendar::Day;
use courtesy::diagnostics::{Diagnostic, RuleMeta, Severity, Verdict};
use courtesy::project::{Project, Request, Settings, load};
use courtesy::rules::{self, Page, Selection};
use std::path::{Path, PathBuf};

/// Everything at its own severity.
struct All;

impl Selection for All {
    fn runs(&self, _: &RuleMeta) -> bool {
        true
    }

    fn severity(&self, _: &Project, finding: &Diagnostic) -> Option<Severity> {
        Some(finding.severity)
    }
}

fn check_paths(cwd: &Path, paths: Vec<PathBuf>, text: Option<&str>, today: Day) -> Vec<Diagnostic> {
    let request = Request {
        cwd: cwd.to_owned(),
        paths,
        standard_input: text.map(|text| (cwd.join("campaign.yaml"), text.as_bytes().to_vec())),
        settings: Settings::Nearest,
        today,
        profile: None,
    };
    rules::check(&load(&request), &All)
}

fn today() -> Day {
    Day::from_ymd(2026, 11, 22).expect("a day of the calendar")
}

/// A finding as a reader sees it: its verdict, and the words that it points at.
fn seen(finding: &Diagnostic) -> String {
    let verdict = match finding.verdict {
        Verdict::Violation => "wrong",
        Verdict::Unverified => "unknown",
    };
    let site = &finding.primary.site;
    format!("{verdict}: {}", site.source.slice(site.span))
}

/// What one rule finds in a text.
fn found(rule: &str, text: &str) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder to look in");
    let findings = check_paths(folder.path(), Vec::new(), Some(text), today());
    let broken: Vec<_> = findings.iter().filter(|it| it.rule == "syntax").collect();
    assert!(broken.is_empty(), "{broken:?}\n{text}");
    let findings = findings.iter().filter(|it| it.rule == rule);
    findings.map(seen).collect()
}

/// An example of a rule's page, with parts of it replaced.
fn example(rule: &str, heading: &str, changes: &[(&str, &str)]) -> String {
    let page = Page::read(rules::named(rule).expect("a rule of the catalogue").page());
    let (_, code) = page.code(heading)[0];
    let mut text = code.to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "{from} is not in\n{text}");
        text = text.replace(from, to);
    }
    text
}

fn good(rule: &str, changes: &[(&str, &str)]) -> Vec<String> {
    found(rule, &example(rule, "Good", changes))
}

fn bad(rule: &str, changes: &[(&str, &str)]) -> Vec<String> {
    found(rule, &example(rule, "Bad", changes))
}

const NOTHING: [&str; 0] = [];

#[test]
fn the_stories_find_what_they_say() {
    let stories = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/stories");
    let today = Day::from_ymd(2026, 10, 1).unwrap();
    let findings = check_paths(&stories, vec![stories.clone()], None, today);
    let of = |story: &str| {
        let families = ["offer", "audience", "tone"];
        let mut rules: Vec<&str> = findings
            .iter()
            .filter(|it| it.primary.site.source.path.contains(story))
            .filter(|it| families.contains(&it.family))
            .map(|it| it.rule)
            .collect();
        rules.sort_unstable();
        rules
    };
    for rule in ["support-route-missing", "forced-interruption"] {
        assert!(of("2-no-decline-popup.yaml").contains(&rule), "{rule}");
    }
    for rule in [
        "undisclosed-prepay",
        "undisclosed-commitment",
        "support-channel-pitch",
        "wrong-role",
        "prepaid-overlap",
    ] {
        assert!(of("4-prepay-chat-pitch.yaml").contains(&rule), "{rule}");
    }
    for rule in [
        "undisclosed-licence-limit",
        "upsell-as-remedy",
        "belittling-reply",
    ] {
        assert!(of("5-immovable-licence.yaml").contains(&rule), "{rule}");
    }
    assert!(!of("5-immovable-licence.yaml").contains(&"support-channel-pitch"));
    assert!(of("1-thanksgiving-calls.yaml").contains(&"incident-pitch"));
    assert_eq!(of("honest"), NOTHING);
}

#[test]
fn the_sum_and_the_time_are_said_in_any_spelling() {
    let rule = "undisclosed-prepay";
    let told = "You pay {{offer.due_now}} now, in advance for one year.";
    for words in [
        "You pay $59.40 now, in advance for 12 months.",
        "That is 59.40 USD a year, due today.",
        "Fifty-nine dollars and forty cents are due now for the first year, which is 12 months paid up front.",
    ] {
        assert_eq!(good(rule, &[(told, words)]), NOTHING, "{words}");
    }
    // A wrong sum is a finding of its own, and the only one.
    let other = [(told, "You pay $49.40 now, in advance for one year.")];
    assert_eq!(good(rule, &other), NOTHING);
    assert_eq!(
        found("price-mismatch", &example(rule, "Good", &other)),
        ["wrong: $49.40"]
    );
    for words in [
        "You pay {{offer.due_now}} now.",
        "You save 59.40 USD with us, and others wait for one year.",
        "",
    ] {
        let wrong = ["wrong: 4.95 USD per month"];
        assert_eq!(good(rule, &[(told, words)]), wrong, "{words}");
    }
}

#[test]
fn what_is_written_in_place_is_read_as_well() {
    let message = "message: {language: en, body: \"Hosting for \\\"only\\\" 4.95 USD per month!\"}";
    let inline = example(
        "undisclosed-prepay",
        "Bad",
        &[
            ("message: letter", message),
            (
                "offer: plan",
                "offer: {price: {amount: 4.95, currency: USD, per: month}, billing: {every: 1y, in_advance: true}}",
            ),
        ],
    );
    let wrong = ["wrong: 4.95 USD per month"];
    assert_eq!(found("undisclosed-prepay", &inline), wrong);
}

#[test]
fn a_text_in_a_file_of_its_own_is_pointed_at_there() {
    let folder = tempfile::tempdir().unwrap();
    let text = example(
        "undisclosed-prepay",
        "Bad",
        &[
            ("    body: |", "    body_file: letter.txt\n    x-old: |"),
            ("    language: en\n", ""),
        ],
    );
    std::fs::write(folder.path().join("c.yaml"), text).unwrap();
    std::fs::write(
        folder.path().join("letter.txt"),
        "Dear friend,\nonly $4.95 a month!\n",
    )
    .unwrap();
    std::fs::write(
        folder.path().join("courtesy.yaml"),
        "version: 1\nlanguages: [en]\n",
    )
    .unwrap();
    let findings = check_paths(folder.path(), vec![folder.path().to_owned()], None, today());
    let found: Vec<_> = findings
        .iter()
        .filter(|it| it.rule == "undisclosed-prepay")
        .collect();
    assert_eq!(found.len(), 1);
    assert!(found[0].primary.site.source.path.ends_with("letter.txt"));
    assert_eq!(seen(found[0]), "wrong: $4.95 a month");
}

#[test]
fn a_language_that_is_not_understood_proves_nothing() {
    let rule = "undisclosed-prepay";
    assert_eq!(
        bad(rule, &[("    language: en\n", "")]),
        ["unknown: letter"]
    );
    assert_eq!(
        bad(rule, &[("language: en", "language: fi")]),
        ["unknown: language"]
    );
    let told = "4.95 USD / kk, {{offer.due_now}}, {{offer.billing.every}}";
    let finnish = [
        ("language: en", "language: fi"),
        ("4.95 USD per month", told),
    ];
    assert_eq!(bad(rule, &finnish), NOTHING);
}

#[test]
fn without_a_text_nothing_is_known() {
    let rule = "undisclosed-prepay";
    let step = "{id: letter, day: 0, channel: email, by: sales}";
    let silent = bad(rule, &[(", message: letter", "")]);
    assert_eq!(silent, [format!("unknown: {step}")]);
    // The reference is what is wrong, and has been reported.
    assert_eq!(
        bad(rule, &[(", message: letter", ", message: latter")]),
        NOTHING
    );
    // Nobody is reached.
    assert_eq!(
        bad(rule, &[("channel: email, by", "channel: task, by")]),
        NOTHING
    );
}

#[test]
fn of_several_offers_each_is_held_against_its_own_message() {
    let second = "offer: [plan, free]\n";
    let free = "offers:\n  free: {price: 0 USD, commitment: 5y}\n";
    let both = [("offer: plan\n", second), ("offers:\n", free)];
    assert_eq!(good("undisclosed-prepay", &both), NOTHING);
    let wrong = ["wrong: 4.95 USD per month"];
    assert_eq!(bad("undisclosed-prepay", &both), wrong);
}

#[test]
fn what_was_wrong_in_itself_is_not_called_missing() {
    let rule = "undisclosed-prepay";
    assert_eq!(
        bad(
            rule,
            &[
                ("every: 1y", "every: soon"),
                ("due_now: {amount: 59.40, currency: USD}", "due_now: much")
            ]
        ),
        NOTHING
    );
    assert_eq!(
        bad(
            "forced-interruption",
            &[("can_postpone: false", "can_postpone: maybe")]
        ),
        NOTHING
    );
    assert_eq!(
        bad(
            "support-route-missing",
            &[("staffed: false", "staffed: maybe")]
        ),
        NOTHING
    );
    assert_eq!(
        bad("wrong-role", &[("role: technical", "role: engineer")]),
        NOTHING
    );
    assert_eq!(good("region-unknown", &[("CA-MB", "CA-XX")]), NOTHING);
}

#[test]
fn a_sum_that_cannot_be_worked_out_is_asked_for() {
    let odd = [
        ("    due_now: {amount: 59.40, currency: USD}\n", ""),
        ("every: 1y", "every: 10w"),
    ];
    let found = bad("undisclosed-prepay", &odd);
    assert!(found.contains(&"unknown: plan".to_owned()), "{found:?}");
}

#[test]
fn a_commitment_is_stated_in_any_spelling() {
    let rule = "undisclosed-commitment";
    for words in ["24 months", "two full years", "{{offer.commitment}}"] {
        assert_eq!(good(rule, &[("two years", words)]), NOTHING, "{words}");
    }
    for words in ["three years", "our word"] {
        let wrong = ["wrong: 4.95 USD per month"];
        assert_eq!(good(rule, &[("two years", words)]), wrong, "{words}");
    }
    // The price is named for just that time.
    let monthly = [("commitment: 2y", "commitment: 1mo")];
    assert_eq!(bad(rule, &monthly), NOTHING);
}

#[test]
fn only_the_limits_that_there_are_must_be_said() {
    let rule = "undisclosed-licence-limit";
    assert_eq!(
        bad(
            rule,
            &[(
                "licence: {devices: 1, transferable: false}",
                "license: {transferable: true}"
            )]
        ),
        NOTHING
    );
    let text = example(rule, "Good", &[("devices: 1", "devices: 2")]);
    let folder = tempfile::tempdir().unwrap();
    let findings = check_paths(folder.path(), Vec::new(), Some(&text), today());
    let finding = findings.iter().find(|it| it.rule == rule).unwrap();
    assert!(
        finding.message.contains("2 machines"),
        "{}",
        finding.message
    );
    assert!(
        !finding.message.contains("transferred"),
        "{}",
        finding.message
    );
    // Whether the text sells or not: it names the product that is offered.
    let plain = [(": 49.00 USD, paid once.", " comes with every box.")];
    assert_eq!(bad(rule, &plain), ["wrong: Dock hosting"]);
}

#[test]
fn paid_twice() {
    let rule = "prepaid-overlap";
    assert_eq!(bad(rule, &[]), ["wrong: 2027-12-31"]);
    assert_eq!(
        bad(rule, &[("    credits_prepaid: false\n", "")]),
        ["unknown: plan"]
    );
    // Paid until before anybody is contacted.
    assert_eq!(
        bad(
            rule,
            &[("prepaid_until: 2027-12-31", "prepaid_until: 2027-03-01")]
        ),
        NOTHING
    );
    assert_eq!(
        bad(
            rule,
            &[("prepaid_until: 2027-12-31", "prepaid_until: 2027-03-02")]
        ),
        ["wrong: 2027-03-02"]
    );
    assert_eq!(
        bad(
            rule,
            &[
                ("prepaid_until: 2027-12-31", "prepaid_until: 2027-03-02"),
                ("day: 0", "day: 5")
            ]
        ),
        NOTHING
    );
    // Something else is sold.
    assert_eq!(
        bad(
            rule,
            &[("product: hosting, versions", "product: mail, versions")]
        ),
        NOTHING
    );
    // A customer may have paid ahead.
    let unsaid = ("    prepaid_until: 2027-12-31\n", "");
    assert_eq!(bad(rule, &[unsaid]), ["unknown: owners"]);
    assert_eq!(
        bad(rule, &[unsaid, ("for: everyone", "for: new_customers")]),
        NOTHING
    );
    assert_eq!(
        bad(
            rule,
            &[unsaid, ("relationship: customer", "relationship: prospect")]
        ),
        NOTHING
    );
    // A renewal begins where the paid time ends.
    assert_eq!(
        bad(
            rule,
            &[
                ("purpose: sales", "purpose: renewal"),
                ("    credits_prepaid: false\n", "")
            ]
        ),
        NOTHING
    );
}

#[test]
fn support_for_each_place_and_platform() {
    let rule = "support-route-missing";
    assert_eq!(
        good(rule, &[("regions: [US], at", "regions: [CA], at")]),
        ["wrong: support"]
    );
    assert_eq!(good(rule, &[("regions: [US], at", "at")]), NOTHING);
    assert_eq!(
        good(rule, &[("regions: [US-GA]", "regions: [US-GA, FR]")]),
        ["wrong: support"]
    );
    let mac = ("staffed: true,", "staffed: true, platforms: [Mac],");
    let sold_on = |platforms: &'static str| [mac, ("name: Dock hosting,", platforms)];
    assert_eq!(good(rule, &sold_on("platforms: [mac],")), NOTHING);
    assert_eq!(
        good(rule, &sold_on("platforms: [mac, windows],")),
        ["wrong: support"]
    );
    assert_eq!(good(rule, &[mac]), ["unknown: hosting"]);
    let none =
        "    support: [{channel: phone, staffed: true, regions: [US], at: \"+1 404 555 0142\"}]\n";
    assert_eq!(good(rule, &[(none, "")]), ["unknown: plan"]);
    assert_eq!(
        good(rule, &[(none, "    support: []\n")]),
        ["wrong: support"]
    );
    assert_eq!(good(rule, &[("staffed: true, ", "")]), ["unknown: support"]);
    // What costs nothing is not sold.
    assert_eq!(
        good(rule, &[(none, ""), ("amount: 4.95", "amount: 0")]),
        NOTHING
    );
}

#[test]
fn delivery_that_interrupts() {
    let rule = "forced-interruption";
    assert_eq!(bad(rule, &[]), ["wrong: false"]);
    assert_eq!(
        bad(rule, &[("can_postpone: false, ", "")]),
        ["unknown: fulfilment"]
    );
    assert_eq!(
        bad(rule, &[("requires_closing: [browser, office], ", "")]),
        NOTHING
    );
}

#[test]
fn whoever_holds_no_purse() {
    let rule = "wrong-role";
    assert_eq!(bad(rule, &[]), ["wrong: technical"]);
    assert_eq!(
        bad(rule, &[("role: technical", "role: user")]),
        ["wrong: user"]
    );
    let unsaid = ("    role: technical\n", "");
    assert_eq!(bad(rule, &[unsaid]), ["unknown: owners"]);
    assert_eq!(
        bad(rule, &[unsaid, ("type: business", "type: consumer")]),
        NOTHING
    );
    // What is billed month by month needs no purse of one's own.
    let monthly = [
        ("    due_now: {amount: 59.40, currency: USD}\n", ""),
        ("every: 1y", "every: 1mo"),
    ];
    assert_eq!(bad(rule, &monthly), NOTHING);
    let shared = [
        ("audience: owners", "audience: [owners, others]"),
        (
            "audiences:\n  owners:\n",
            "audiences:\n  others: &others {regions: [US-GA], role: user}\n  more: *others\n  owners:\n",
        ),
    ];
    assert_eq!(bad(rule, &shared), ["wrong: technical", "wrong: user"]);
}

#[test]
fn selling_where_people_come_for_help() {
    let rule = "support-channel-pitch";
    assert_eq!(bad(rule, &[]), ["wrong: help-desk"]);
    assert_eq!(
        bad(rule, &[("channel: email, by", "channel: support_chat, by")]),
        ["wrong: support_chat"]
    );
    let ticket = (
        "enrollment: once",
        "enrollment: triggered\n    trigger: {event: ticket_solved, seen_on: email}",
    );
    assert_eq!(good(rule, &[ticket]), ["wrong: ticket_solved"]);
    assert_eq!(bad(rule, &[ticket]), ["wrong: help-desk"]);
    // Work within the firm reaches nobody; a notice with an offer has a rule of its own.
    assert_eq!(
        bad(rule, &[("channel: email, by", "channel: task, by")]),
        NOTHING
    );
    assert_eq!(
        bad(rule, &[("purpose: sales", "purpose: service_notice")]),
        NOTHING
    );
    assert_eq!(
        bad(
            rule,
            &[
                ("purpose: sales", "purpose: transactional"),
                ("    offer: plan\n", "")
            ]
        ),
        NOTHING
    );
}

#[test]
fn replies_that_sell() {
    let reply = |reply_to: &str, body: &str| {
        format!("messages:\n  answer: {{language: en, reply_to: {reply_to}, body: \"{body}\"}}\n")
    };
    let rule = "support-channel-pitch";
    let pitch =
        "Your key is below. Would you like to upgrade to our new plan for 4.95 USD a month?";
    assert_eq!(found(rule, &reply("problem_report", pitch)).len(), 1);
    assert_eq!(found(rule, &reply("pricing_question", pitch)), NOTHING);
    assert_eq!(
        found(rule, &reply("problem_report", "Your key is below.")),
        NOTHING
    );
    let again = "Your licence is gone. Buy another one.";
    assert_eq!(found(rule, &reply("problem_report", again)), NOTHING);
    let rule = "upsell-as-remedy";
    assert_eq!(
        found(rule, &reply("problem_report", again)),
        ["wrong: Buy another one"]
    );
    assert_eq!(found(rule, &reply("purchase_question", again)), NOTHING);
    let mended = "Here is a new key at no cost, or you can buy another one.";
    assert_eq!(found(rule, &reply("problem_report", mended)), NOTHING);
    let foreign = reply("problem_report", again).replace("language: en", "language: fi");
    assert_eq!(found(rule, &foreign), ["unknown: language"]);
    assert_eq!(found("belittling-reply", &foreign), ["unknown: language"]);
    // Without `reply_to` it answers nobody.
    assert_eq!(found(rule, &reply("~", again)), NOTHING);
}

#[test]
fn a_reply_in_a_step_is_a_reply() {
    let slight = "message: {language: en, reply_to: problem, body: It is your own fault. Here is a new key at no cost.}";
    let inline = [("message: licence-reply", slight)];
    let found = good("belittling-reply", &inline);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("your own fault"), "{found:?}");
}

#[test]
fn misfortunes_and_what_answers_them() {
    let rule = "incident-pitch";
    for event in ["bereavement", "layoff", "data_breach"] {
        let wrong = [format!("wrong: {event}")];
        assert_eq!(bad(rule, &[("service_outage", event)]), wrong);
    }
    let survey = [
        ("purpose: sales", "purpose: survey"),
        ("    offer: plan\n", ""),
    ];
    assert_eq!(bad(rule, &survey), ["wrong: service_outage"]);
    let notice = [
        ("purpose: sales", "purpose: service_notice"),
        ("    offer: plan\n", ""),
    ];
    assert_eq!(bad(rule, &notice), NOTHING);
    assert_eq!(bad(rule, &[("service_outage", "x-my-outage")]), NOTHING);
}

#[test]
fn where_people_live() {
    let rule = "region-unknown";
    assert_eq!(bad(rule, &[]), ["wrong: audience"]);
    assert_eq!(good(rule, &[("[CA-MB]", "[]")]), ["wrong: []"]);
    // Who is only left out, and whoever gets no contact, may live anywhere.
    let excluded = [(
        "    cadence:\n",
        "    exclude: {type: business}\n    cadence:\n",
    )];
    assert_eq!(good(rule, &excluded), NOTHING);
    assert_eq!(bad(rule, &[("channel: post", "channel: task")]), NOTHING);
}

#[test]
fn whether_it_renews() {
    let rule = "undisclosed-renewal";
    assert_eq!(bad(rule, &[]), ["wrong: 59.40 USD per year"]);
    let automatic = "automatically: true, price: {amount: 99.00, currency: USD, per: year}, notice: 30d, stop_by: account page";
    assert_eq!(bad(rule, &[(automatic, "automatically: false")]), NOTHING);
    assert_eq!(
        bad(rule, &[(automatic, "notice: 30d")]),
        ["unknown: renews"]
    );
    let unsaid = (&*format!("    renews: {{{automatic}}}\n"), "");
    assert_eq!(bad(rule, &[unsaid]), ["unknown: plan"]);
    // What is paid once has no next time.
    let once = (
        "currency: USD, per: year}\n    billing",
        "currency: USD}\n    billing",
    );
    assert_eq!(bad(rule, &[unsaid, once]), NOTHING);
    // Each of the three must be said.
    let placeholders = ("99.00 USD per year. You", "{{offer.renews.price}}. You");
    assert_eq!(good(rule, &[placeholders]), NOTHING);
    for (words, mended) in [
        (
            "it renews automatically at 99.00 USD per year",
            "it costs 99.00 USD per year",
        ),
        (" at 99.00 USD per year", ""),
        (" You can stop the renewal on your account page.", ""),
    ] {
        let wrong = ["wrong: 59.40 USD per year"];
        assert_eq!(good(rule, &[(words, mended)]), wrong, "{words}");
    }
    // At the same price there is no other price to state.
    let same = ("amount: 99.00", "amount: 59.40");
    assert_eq!(good(rule, &[same, (" at 99.00 USD per year", "")]), NOTHING);
}

#[test]
fn whether_a_trial_converts() {
    let rule = "undisclosed-trial-conversion";
    assert_eq!(bad(rule, &[]), ["wrong: 4.95 USD per month"]);
    assert_eq!(
        bad(
            rule,
            &[("converts_to_paid: true", "converts_to_paid: false")]
        ),
        NOTHING
    );
    assert_eq!(
        bad(rule, &[("converts_to_paid: true, ", "")]),
        ["unknown: trial"]
    );
    assert_eq!(
        bad(
            rule,
            &[(
                "converts_to_paid: true, card_required: true",
                "card_required: false"
            )]
        ),
        NOTHING
    );
    for (words, mended) in [
        ("After the trial you pay", "You pay"),
        ("To cancel before that, go to your account page.", ""),
        ("for 30 days", "for a while"),
    ] {
        let wrong = ["wrong: 4.95 USD per month"];
        assert_eq!(good(rule, &[(words, mended)]), wrong, "{words}");
    }
    // Whoever is in the trial knows how long it is.
    let inside = ("relationship: prospect", "relationship: trial");
    assert_eq!(
        good(rule, &[inside, ("for 30 days", "for a while")]),
        NOTHING
    );
}

#[test]
fn the_total_stands_by_the_price() {
    let rule = "headline-price";
    assert_eq!(bad(rule, &[]), ["wrong: 4.95 USD per month"]);
    // A heading and what follows it are near enough.
    let heading = (
        "    Our machines stand in Atlanta, and somebody watches them at night.\n\n      Your pages move by themselves.\n\n  ",
        "  ",
    );
    assert_eq!(bad(rule, &[heading]), NOTHING);
    // What is not said at all is for another rule.
    assert_eq!(
        bad(
            rule,
            &[(
                "You pay {{offer.due_now}} now, in advance for one year.",
                ""
            )]
        ),
        NOTHING
    );
    assert_eq!(
        bad(
            rule,
            &[
                ("{{offer.due_now}}", "59.40 USD"),
                ("4.95 USD per month", "{{offer.price}}")
            ]
        ),
        ["wrong: {{offer.price}}"]
    );
}

#[test]
fn whether_money_comes_back() {
    let rule = "refund-terms-missing";
    assert_eq!(bad(rule, &[]), ["wrong: plan"]);
    let silent = (
        ", and if you leave early we refund the months that are left.",
        ".",
    );
    assert_eq!(good(rule, &[silent]), ["wrong: 4.95 USD per month"]);
    let told = ("    refund: {kind: prorated}\n", "");
    assert_eq!(good(rule, &[told]), NOTHING);
    let never = ("we refund the months that are left", "there is no refund");
    let none = ("refund: {kind: prorated}", "refund: {kind: none}");
    assert_eq!(good(rule, &[never, none]), NOTHING);
    // What is said is the opposite of what is so.
    assert_eq!(good(rule, &[never]), ["wrong: no refund"]);
    assert_eq!(good(rule, &[none]), ["wrong: refund"]);
    // Nothing is taken in advance.
    let monthly = (
        "due_now: {amount: 59.40, currency: USD}\n    billing: {every: 1y,",
        "billing: {every: 1mo,",
    );
    assert_eq!(bad(rule, &[monthly]), NOTHING);
}

#[test]
fn whether_anybody_says_that_it_is_done() {
    let rule = "no-completion-notice";
    assert_eq!(bad(rule, &[]), ["wrong: false"]);
    let unsaid = (", confirms_completion: false", "");
    assert_eq!(bad(rule, &[unsaid]), NOTHING);
    let closing = (
        "can_postpone: true",
        "can_postpone: true, requires_closing: office",
    );
    assert_eq!(bad(rule, &[unsaid, closing]), ["unknown: fulfilment"]);
}

#[test]
fn answers_on_another_channel() {
    let rule = "channel-mismatch";
    assert_eq!(bad(rule, &[]), ["wrong: visit"]);
    assert_eq!(
        bad(rule, &[("channel: visit, by", "channel: sms, by")]),
        ["wrong: sms"]
    );
    assert_eq!(
        bad(rule, &[("channel: visit, by", "channel: email, by")]),
        NOTHING
    );
    assert_eq!(
        bad(rule, &[("seen_on: linkedin", "seen_on: visit")]),
        NOTHING
    );
    assert_eq!(
        bad(rule, &[("seen_on: linkedin", "seen_on: our-fair")]),
        NOTHING
    );
    assert_eq!(bad(rule, &[("social_post", "form_submission")]), NOTHING);
    assert_eq!(
        bad(rule, &[("channels: [dm]", "channels: [visit]")]),
        NOTHING
    );
    // Something gentler goes first.
    let later = (
        "steps: [",
        "steps: [{id: note, day: 0, channel: dm, by: sales, message: letter}, ",
    );
    assert_eq!(
        bad(
            rule,
            &[later, ("{id: letter, day: 0", "{id: letter, day: 5")]
        ),
        NOTHING
    );
    assert_eq!(
        bad(
            rule,
            &[
                ("purpose: sales", "purpose: service_notice"),
                ("    offer: plan\n", "")
            ]
        ),
        NOTHING
    );
}

#[test]
fn the_subject_line_says_things_too() {
    let rule = "undisclosed-prepay";
    let subject = |words: &'static str| [("subject: A longer plan", words)];
    let told = "subject: \"59.40 USD now, in advance for one year\"";
    assert_eq!(bad(rule, &subject(told)), NOTHING);
    // What it sells must be disclosed as well.
    let pitch = [
        ("subject: A longer plan", "subject: 20% off, for you"),
        ("for 4.95 USD per month", "with us"),
    ];
    assert_eq!(bad(rule, &pitch), ["wrong: 20% off"]);
    let slight = [("subject: Your licence", "subject: It is your own fault")];
    let found = good("belittling-reply", &slight);
    assert!(
        found.len() == 1 && found[0].contains("your own fault"),
        "{found:?}"
    );
    let headline = [
        ("subject: A longer plan", "subject: 4.95 USD per month"),
        ("for 4.95 USD per month", "with us"),
    ];
    assert_eq!(bad("headline-price", &headline), NOTHING);
}

/// What one rule finds where the good letter on the page of `price-mismatch` says something else of another offer.
fn letter(rule: &str, terms: &[(&str, &str)], body: &str) -> Vec<String> {
    let own = "You can have your hosting for 4.95 USD per month. It is billed at the end of each month, has no minimum term and does not renew by itself.";
    let mut changes = terms.to_vec();
    changes.push((own, body));
    found(rule, &example("price-mismatch", "Good", &changes))
}

const THREE_YEARS: (&str, &str) = (
    "billing: {every: 1mo, in_advance: false}",
    "due_now: {amount: 178.20, currency: USD}\n    commitment: 3y\n    billing: {every: 3y, in_advance: true}",
);

const DISCOUNT: (&str, &str) = (
    "    for: everyone",
    "    discount: {from: {amount: 9.95, currency: USD, per: month}, since: 2027-03-01, until: 2027-03-31}\n    for: everyone",
);

const RENEWS: (&str, &str) = (
    "renews: {automatically: false}",
    "renews: {automatically: true, price: {amount: 9.95, currency: USD, per: month}, stop_by: account page}",
);

#[test]
fn one_price_has_many_spellings() {
    for body in [
        "Hosting for $4.95 a month, which is $59.40 a year.",
        "Hosting for four dollars and ninety-five cents a month.",
        "Only $178.20 for three years, or $4.95 a month.",
        "{{offer.price}} on a 36-month plan: USD 178,20 now, in advance for 3 years.",
        "You pay 178.20 US dollars once, for thirty-six months.",
        "The package runs for three years at $4.95/mo; that is $59.40/yr.",
        "$0.17 a day? Yes: $4.95 a month, plus $3 postage.",
        "You are paying $12.95 a month now. Our plan costs $4.95 a month.",
        "Others charge $12.95 a month; we ask $4.95 a month.",
        "Save $20 with us.",
        "We raised $5 million. It costs $4.95 a month.",
    ] {
        let wrong = letter("price-mismatch", &[THREE_YEARS], body);
        assert_eq!(wrong, NOTHING, "{body}");
    }
}

#[test]
fn another_price_is_seen_wherever_it_stands() {
    for (body, words) in [
        ("Hosting for only $3.95 a month.", "$3.95 a month"),
        ("Hosting for $4.95 a year.", "$4.95 a year"),
        ("Hosting for €4.95 a month.", "€4.95 a month"),
        ("$4.95 a month: you pay $118.80 now.", "$118.80"),
        ("$4.95 a month, billed at $60 a year.", "$60 a year"),
        (
            "Three ninety-five? $4.95 a month, $178.20 in total, and $2 per user a month.",
            "$2 per user a month",
        ),
    ] {
        assert_eq!(
            letter("price-mismatch", &[THREE_YEARS], body),
            [format!("wrong: {words}")],
            "{body}"
        );
    }
    let unpriced = ("    price: {amount: 4.95, currency: USD, per: month}\n", "");
    assert_eq!(
        letter("price-mismatch", &[unpriced], "Hosting for $4.95 a month."),
        ["unknown: plan"]
    );
}

#[test]
fn another_time_is_seen() {
    let rule = "price-mismatch";
    for (body, words) in [
        (
            "You pay $178.20 now, in advance for two years.",
            "two years",
        ),
        ("$4.95 a month. It is a 24-month contract.", "24-month"),
        (
            "$4.95 a month, $178.20 now. The minimum term is one year.",
            "one year",
        ),
    ] {
        assert_eq!(
            letter(rule, &[THREE_YEARS], body),
            [format!("wrong: {words}")],
            "{body}"
        );
    }
    for body in [
        "You pay $178.20 now, in advance for 36 months. We keep your backups for 30 days.",
        "We have done this for ten years. $4.95 a month on a three-year plan.",
    ] {
        assert_eq!(letter(rule, &[THREE_YEARS], body), NOTHING, "{body}");
    }
    assert_eq!(
        letter(rule, &[], "$4.95 a month. It is a 12-month contract."),
        ["wrong: 12-month"]
    );
    let refund = (
        "refund: {kind: prorated}",
        "refund: {kind: full, within: 30d}",
    );
    let sixty = "$4.95 a month, with a 60-day money-back guarantee.";
    assert_eq!(letter(rule, &[refund], sixty), ["wrong: 60-day"]);
    let trial = (
        "refund: {kind: prorated}",
        "refund: {kind: prorated}\n    trial: {length: 14d, converts_to_paid: false}",
    );
    let month = "30 days free, then $4.95 a month if you like it.";
    assert_eq!(letter(rule, &[trial], month), ["wrong: 30 days"]);
}

#[test]
fn the_last_day_is_that_of_the_offer() {
    let rule = "price-mismatch";
    for body in [
        "$4.95 a month until 31 March 2027.",
        "$4.95 a month. Offer ends March 31st.",
        "$4.95 a month, valid until 2027-03-31.",
        "$4.95 a month. You have paid until 30 June 2027.",
    ] {
        assert_eq!(letter(rule, &[DISCOUNT], body), NOTHING, "{body}");
    }
    let late = "$4.95 a month. The price holds until 15 April 2027.";
    assert_eq!(letter(rule, &[DISCOUNT], late), ["wrong: 15 April 2027"]);
    // Where nothing ends, a last day is pressure.
    assert_eq!(letter(rule, &[], late), NOTHING);
    assert_eq!(letter("false-urgency", &[], late), ["wrong: 15 April 2027"]);
}

#[test]
fn the_opposite_of_the_offer_is_no_disclosure() {
    for (rule, terms, body, words) in [
        (
            "undisclosed-commitment",
            THREE_YEARS,
            "{{offer.price}}, for three years, $178.20 now. No contract!",
            "No contract",
        ),
        (
            "undisclosed-commitment",
            THREE_YEARS,
            "{{offer.price}}, for three years, $178.20 now. Cancel any time.",
            "Cancel any time",
        ),
        (
            "undisclosed-prepay",
            THREE_YEARS,
            "{{offer.price}} for three years, $178.20. You pay nothing today.",
            "pay nothing today",
        ),
        (
            "undisclosed-renewal",
            RENEWS,
            "{{offer.price}}. It does not renew by itself; cancel in your account.",
            "does not renew by itself",
        ),
    ] {
        assert_eq!(
            letter(rule, &[terms], body),
            [format!("wrong: {words}")],
            "{body}"
        );
    }
    let licence = (
        "    for: everyone",
        "    licence: {devices: 1, transferable: false}\n    for: everyone",
    );
    for (body, words) in [
        (
            "{{offer.price}}, and you can move it to a new machine. For one machine.",
            "can move it",
        ),
        (
            "{{offer.price}}. Works on 3 machines. It cannot be transferred.",
            "on 3 machines",
        ),
    ] {
        let wrong = letter("undisclosed-licence-limit", &[licence], body);
        assert_eq!(wrong.len(), 1, "{body}: {wrong:?}");
        assert!(wrong[0].contains(words), "{body}: {wrong:?}");
    }
}

#[test]
fn free_and_what_it_costs_all_the_same() {
    let rule = "free-with-strings";
    let far = "Our machines stand in Atlanta.\n\n      Your pages move by themselves.\n\n      ";
    let trial = (
        "refund: {kind: prorated}",
        "refund: {kind: prorated}\n    trial: {length: 30d, converts_to_paid: true}",
    );
    let beside = "Free for 30 days, then $4.95 a month. Cancel in your account.";
    assert_eq!(letter(rule, &[trial], beside), NOTHING);
    let apart = format!("Free for 30 days!\n\n      {far}After the trial you pay $4.95 a month.");
    assert_eq!(letter(rule, &[trial], &apart), ["wrong: Free for 30 days"]);
    // Of a price that is said nowhere, the rule on trials speaks.
    assert_eq!(letter(rule, &[trial], "Free for 30 days!"), NOTHING);
    assert_eq!(
        letter(
            "undisclosed-trial-conversion",
            &[trial],
            "Free for 30 days!"
        )
        .len(),
        1
    );
    assert_eq!(
        letter(rule, &[], "Get your free account."),
        ["wrong: Get your free"]
    );
    for body in [
        "Feel free to ask. It costs $4.95 a month.",
        "Call us free of charge: hosting for four people.",
        "Free shipping on the router. Hosting: see below.\n\n      a\n\n      b\n\n      $4.95 a month.",
        "An ad-free plan.",
    ] {
        assert_eq!(letter(rule, &[], body), NOTHING, "{body}");
    }
    let gift = (
        "price: {amount: 4.95, currency: USD, per: month}",
        "price: {amount: 0, currency: USD}",
    );
    assert_eq!(letter(rule, &[gift], "Get your free copy."), NOTHING);
}

#[test]
fn what_it_cost_before() {
    let rule = "false-reference-price";
    for body in [
        "Now $4.95 a month, was $9.95.",
        "$4.95 instead of $9.95 a month.",
        "$4.95 a month. It used to cost $119.40 a year.",
        "50% off: $4.95 a month.",
        "Save up to 50%: $4.95 a month.",
    ] {
        assert_eq!(letter(rule, &[DISCOUNT], body), NOTHING, "{body}");
    }
    for (body, words) in [
        ("Now $4.95 a month, was $19.95.", "$19.95"),
        ("70% off: $4.95 a month.", "70%"),
    ] {
        assert_eq!(
            letter(rule, &[DISCOUNT], body),
            [format!("wrong: {words}")],
            "{body}"
        );
    }
    assert_eq!(
        letter(rule, &[], "Now $4.95 a month, was $9.95."),
        ["unknown: plan"]
    );
    let cheaper = ("from: {amount: 9.95", "from: {amount: 3.95");
    let from = letter(rule, &[DISCOUNT, cheaper], "$4.95 a month.");
    assert_eq!(from, ["wrong: {amount: 3.95, currency: USD, per: month}"]);
    // Two steps, the second after the end.
    let later = (
        "steps: [{id: letter, day: 0, channel: email, by: sales, message: letter}]",
        "steps: [{id: letter, day: 0, channel: email, by: sales, message: letter}, {id: again, day: 45, channel: email, by: sales, message: letter}]",
    );
    assert_eq!(
        letter(rule, &[DISCOUNT, later], "$4.95 a month."),
        ["wrong: 2027-03-31"]
    );
}

#[test]
fn a_last_day_that_moves() {
    let again = (
        "messages:\n",
        "  plan-again:\n    product: hosting\n    price: {amount: 4.95, currency: USD, per: month}\n    discount: {from: {amount: 9.95, currency: USD, per: month}, since: 2027-04-02, until: 2027-04-30}\nmessages:\n",
    );
    let body = "$4.95 a month.";
    let rule = "false-reference-price";
    assert_eq!(
        letter(rule, &[DISCOUNT, again], body),
        ["wrong: 2027-04-30"]
    );
    let year = (
        again.0,
        &*again
            .1
            .replace("2027-04-02", "2027-11-02")
            .replace("2027-04-30", "2027-11-30"),
    );
    assert_eq!(letter(rule, &[DISCOUNT, year], body), NOTHING);
}

#[test]
fn whoever_stays_is_no_worse_off() {
    let rule = "loyal-customer-worse-off";
    assert_eq!(
        bad(rule, &[]),
        ["wrong: {amount: 7.95, currency: USD, per: month}"]
    );
    // By the year it is the same.
    let yearly = (
        "{amount: 7.95, currency: USD, per: month}",
        "{amount: 59.40, currency: USD, per: year}",
    );
    assert_eq!(bad(rule, &[yearly]), NOTHING);
    // Better in something else: who would say which is worse?
    let longer = (
        "    for: new_customers",
        "    commitment: 3y\n    for: new_customers",
    );
    assert_eq!(bad(rule, &[longer]), NOTHING);
    // Whom they are for follows from the campaigns.
    let unsaid = [
        ("    for: new_customers\n", ""),
        ("    for: existing_customers\n", ""),
    ];
    assert_eq!(bad(rule, &unsaid).len(), 1);
    let everyone = ("for: existing_customers", "for: everyone");
    assert_eq!(bad(rule, &[everyone]), NOTHING);
}

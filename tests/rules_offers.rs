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
    for words in [
        "You pay $49.40 now, in advance for one year.",
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
    assert_eq!(good(rule, &[never]), NOTHING);
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

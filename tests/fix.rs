//! Fixes as a user sees them: what they write, what they leave alone, and what becomes of a text in which they
//! cannot be made.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod support;

use courtesy::rules::{Page, RULES};
use proptest::prelude::*;
use std::fmt::Write as _;
use std::process::Command;
use support::{Folder, Ran, TODAY, courtesy_in};

/// A clean definition in which `WINDOW` and `RESPONSES` stand where fields of the cadence are written.
const CAMPAIGN: &str = "\
campaigns:
  check-in:
    purpose: survey
    starts: 2026-12-01
    ends: 2026-12-20
    enrollment: once
    audience: [people]
    suppress: [do-not-contact]
    cadence: one-mail
cadences:
  one-mail:
    send_window: {days: mon-fri, hours: \"09:00-17:00\", time_zone: recipient, zone_from: address, holidays: observe}
    max_lateness: 2h
    steps:
      - {id: mail, day: 0, channel: email, message: question}
    responses: {opt_out: stop, not_interested: stop, complaint: stop}
audiences:
  people: {regions: [CA-MB], type: business, relationship: customer, consent: {kind: express}}
suppressions:
  do-not-contact: {kind: internal, scope: seller, keeps_for: forever}
messages:
  question:
    channel: email
    language: en
    subject: How are we doing?
    body: |
      Tell us what you think.
      To hear no more from us, follow this link: {{unsubscribe_url}}
    opt_out: {method: link, steps: 1, needs_login: false, live_for: 60d}
";

/// The definition with one thing in it written otherwise, which must be there.
fn with(from: &str, to: &str) -> String {
    assert_eq!(CAMPAIGN.matches(from).count(), 1, "{from}");
    CAMPAIGN.replace(from, to)
}

/// What a file is after `--fix`, which must leave nothing to be found.
fn mended(yaml: &str, how: &str) -> String {
    let folder = Folder::with([("a.yaml", yaml)]);
    let ran = folder.check(&["a.yaml", how, "--format", "concise"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{ran}");
    let mended = folder.read("a.yaml");
    let again = folder.check(&["a.yaml", how]);
    assert_eq!(folder.read("a.yaml"), mended, "a second time");
    assert!(!again.err.contains("fix"), "{again}");
    mended
}

#[test]
fn the_definition_is_clean() {
    let folder = Folder::with([("a.yaml", CAMPAIGN)]);
    let ran = folder.check(&["--format", "concise", "--fail-on", "advice"]);
    assert_eq!(ran.code, 0, "{ran}");
    let fixed = folder.check(&["--fix"]);
    assert_eq!(fixed.err, "", "nothing to mend");
    assert_eq!(folder.read("a.yaml"), CAMPAIGN);
}

#[test]
fn a_missing_answer_is_added_in_the_style_that_is_there() {
    let flow = "{opt_out: stop, not_interested: stop, complaint: stop}";
    for (written, expected) in [
        // In brackets, with and without a comma and a comment at the end.
        (
            "{opt_out: stop, not_interested: stop}",
            "{opt_out: stop, not_interested: stop, complaint: stop}",
        ),
        (
            "{opt_out: stop, not_interested: stop,} # no",
            "{opt_out: stop, not_interested: stop, complaint: stop,} # no",
        ),
        (
            "{}",
            "{opt_out: stop, not_interested: stop, complaint: stop}",
        ),
        // In a block, however far it is set in, before what comes next.
        (
            "\n      opt_out: stop  # at once\n      not_interested: stop   # and for good\n\n      # nothing more\n",
            "\n      opt_out: stop  # at once\n      not_interested: stop   # and for good\n      complaint: stop\n\n      # nothing more\n",
        ),
        (
            "\n            \"opt_out\": stop\n            not_interested: stop",
            "\n            \"opt_out\": stop\n            not_interested: stop\n            complaint: stop",
        ),
        // Of a value that is not written.
        ("", "{opt_out: stop, not_interested: stop, complaint: stop}"),
        (
            " # to come",
            " {opt_out: stop, not_interested: stop, complaint: stop} # to come",
        ),
        (
            "~",
            "{opt_out: stop, not_interested: stop, complaint: stop}",
        ),
    ] {
        let yaml = with(flow, written);
        let yaml = yaml
            .replace("responses: \n", "responses:\n")
            .replace("responses:  #", "responses: #");
        let expected = with(flow, expected)
            .replace("responses: \n", "responses:\n")
            .replace("responses:  {", "responses: {");
        assert_eq!(mended(&yaml, "--fix"), expected);
        // The same with the line ends of another system, and without one at the end.
        let crlf = |text: &str| text.replace('\n', "\r\n").trim_end().to_owned();
        assert_eq!(mended(&crlf(&yaml), "--fix"), crlf(&expected));
        let marked = format!("\u{feff}{yaml}");
        assert_eq!(mended(&marked, "--fix"), format!("\u{feff}{expected}"));
    }
}

#[test]
fn where_a_mapping_is_missing_it_is_made() {
    let yaml = with(
        "    responses: {opt_out: stop, not_interested: stop, complaint: stop}\n",
        "    # no answers yet\n\n",
    );
    assert_eq!(
        mended(&yaml, "--fix"),
        yaml.replace(
            "message: question}\n",
            "message: question}\n    responses:\n      opt_out: stop\n      not_interested: stop\n      complaint: stop\n"
        )
    );
}

#[test]
fn slips_of_the_pen_are_corrected_in_the_quotes_that_are_there() {
    for (right, wrong) in [
        ("    purpose: survey", "    purpos: survey"),
        ("    purpose: survey", "    'Purpose': survey"),
        ("purpose: survey", "purpose: \"sruvey\""),
        ("needs_login: false", "needs_login: no"),
        ("steps: 1,", "steps: \"1\","),
        ("audience: [people]", "audience: [\"People\"]"),
        ("cadence: one-mail", "cadence: one_mail"),
        ("regions: [CA-MB]", "regions: [NO]"),
    ] {
        let yaml = with(right, wrong);
        let expected = match wrong {
            "    'Purpose': survey" => with(right, "    'purpose': survey"),
            "purpose: \"sruvey\"" => with(right, "purpose: \"survey\""),
            "audience: [\"People\"]" => with(right, "audience: [\"people\"]"),
            "regions: [NO]" => with(right, "regions: [\"NO\"]"),
            _ => CAMPAIGN.to_owned(),
        };
        assert_eq!(mended(&yaml, "--fix"), expected, "{wrong}");
    }
}

#[test]
fn a_guess_is_not_safe() {
    for (from, to, meant) in [
        // Another list is other people.
        (
            "audience: [people]",
            "audience: [poeple]",
            "audience: [people]",
        ),
        (
            "keeps_for: forever}",
            "keeps_for: 90d}",
            "keeps_for: forever}",
        ),
        (
            "    max_lateness: 2h\n",
            "    max_lateness: 3d\n",
            "    max_lateness: 2h\n",
        ),
        (
            " not_interested: stop",
            " not_interested: {rebut: 2}",
            " not_interested: stop",
        ),
        (
            " opt_out: stop",
            " opt_out:\n        stop: campaign\n        for: 1y",
            "",
        ),
    ] {
        let yaml = if meant.is_empty() {
            with(
                "responses: {opt_out: stop, not_interested: stop, complaint: stop}",
                "responses:\n      opt_out:\n        {stop: campaign}\n      not_interested: stop\n      complaint: stop",
            )
        } else {
            with(from, to)
        };
        let folder = Folder::with([("a.yaml", &*yaml)]);
        let safe = folder.check(&["--fix"]);
        assert_eq!(folder.read("a.yaml"), yaml, "{safe}");
        let expected = if meant.is_empty() {
            with(
                "responses: {opt_out: stop, not_interested: stop, complaint: stop}",
                "responses:\n      opt_out: stop\n      not_interested: stop\n      complaint: stop",
            )
        } else {
            CAMPAIGN.to_owned()
        };
        assert_eq!(mended(&yaml, "--unsafe-fixes"), expected, "{to}");
    }
}

#[test]
fn the_one_list_of_ones_own_is_named() {
    let registry = "suppressions:\n  ca-dncl: {kind: registry, registry: CA-DNCL, refreshed: 2026-11-20, refresh_every: 30d}\n";
    for (written, expected) in [
        ("", "    suppress: do-not-contact\n"),
        (
            "    suppress: ca-dncl # the law\n",
            "    suppress: [ca-dncl, do-not-contact] # the law\n",
        ),
        (
            "    suppress: [ca-dncl]\n",
            "    suppress: [ca-dncl, do-not-contact]\n",
        ),
        (
            "    suppress:\n    - ca-dncl   # the law\n",
            "    suppress:\n    - ca-dncl   # the law\n    - do-not-contact\n",
        ),
        (
            "    suppress:\n        -   ca-dncl\n",
            "    suppress:\n        -   ca-dncl\n        - do-not-contact\n",
        ),
    ] {
        let text = |line: &str| {
            let line = if written.is_empty() && line.is_empty() {
                ""
            } else {
                line
            };
            CAMPAIGN
                .replace("    suppress: [do-not-contact]\n", line)
                .replace(
                    "suppressions:\n",
                    if written.is_empty() {
                        "suppressions:\n"
                    } else {
                        registry
                    },
                )
        };
        let expected = if written.is_empty() {
            // What is new comes last.
            text("").replace(
                "cadence: one-mail\n",
                &format!("cadence: one-mail\n{expected}"),
            )
        } else {
            text(expected)
        };
        assert_eq!(mended(&text(written), "--fix"), expected);
    }
    let two = CAMPAIGN
        .replace("    suppress: [do-not-contact]\n", "")
        .replace(
            "suppressions:\n",
            "suppressions:\n  another: {kind: internal, keeps_for: forever}\n",
        );
    let folder = Folder::with([("a.yaml", &*two)]);
    folder.check(&["--unsafe-fixes"]);
    assert_eq!(folder.read("a.yaml"), two, "which of the two, nobody knows");
}

#[test]
fn waivers_that_waive_nothing_are_taken_out() {
    for (line, left) in [
        ("  # courtesy: allow[holiday-contact]: agreed\n", ""),
        (
            "\t # courtesy: allow[holiday-contact, quiet-hours]: agreed  \n",
            "",
        ),
        (
            "  # courtesy: allow[holiday-contact, yaml-trap]: agreed\n",
            "  # courtesy: allow[yaml-trap]: agreed\n",
        ),
        (
            "  # courtesy: allow[yaml-trap,   holiday-contact]: agreed\n",
            "  # courtesy: allow[yaml-trap]: agreed\n",
        ),
    ] {
        let people = "  people: {regions: [";
        let text = |line: &str, region: &str| {
            CAMPAIGN
                .replace(people, &format!("{line}{people}"))
                .replace("CA-MB", region)
        };
        let region = if left.is_empty() { "CA-MB" } else { "NO" };
        assert_eq!(
            mended(&text(line, region), "--fix"),
            text(left, region),
            "{line}"
        );
    }
    let trailing = with(
        "max_lateness: 2h\n",
        "max_lateness: 2h   # courtesy: allow[tone]: agreed\n",
    );
    assert_eq!(mended(&trailing, "--fix"), CAMPAIGN);
    let last = format!("{CAMPAIGN}# courtesy: allow[tone]: agreed");
    assert_eq!(mended(&last, "--fix"), CAMPAIGN);
}

/// Found by fuzzing: where a text is broken, the line of a comment may be what parts two pieces that can be read.
#[test]
fn a_waiver_in_a_text_that_cannot_be_read_is_left_alone() {
    let expired = "  # courtesy: allow[tone] until=2026-10-31: agreed\n";
    let people = "audiences:\n  a: {regions: [CA-MB]}\n";
    for (text, mends) in [
        (format!("{people}{expired}"), true),
        (format!("{people}  b: {{regions:\n{expired}  c: 1\n"), false),
    ] {
        let folder = Folder::with([("a.yaml", &*text)]);
        let report = folder.check(&["a.yaml", "--format", "json"]).json();
        let findings = report["diagnostics"].as_array().unwrap();
        let of = |rule: &str| findings.iter().find(|it| it["rule"] == rule);
        let waiver = of("waiver-expired").unwrap();
        assert_eq!(waiver["fix"].is_object(), mends, "{report:#}");
        assert_eq!(of("syntax").is_none(), mends, "{report:#}");
    }
}

#[test]
fn what_an_alias_stands_for_is_never_changed_without_a_look() {
    let yaml = with(
        "responses: {opt_out: stop, not_interested: stop, complaint: stop}",
        "responses: *answers",
    )
    .replace(
        "cadences:\n",
        "x-shared:\n  answers: &answers {opt_out: stop, complaint: stop}\ncadences:\n",
    );
    let folder = Folder::with([("a.yaml", &*yaml)]);
    let ran = folder.check(&["--unsafe-fixes"]);
    assert_eq!(
        folder.read("a.yaml"),
        yaml,
        "the alias leads elsewhere: {ran}"
    );
    // What comes by `<<` is left alone, and the own entry is written beside it.
    let merged = with(
        "responses: {opt_out: stop, not_interested: stop, complaint: stop}",
        "responses: {<<: *answers}",
    )
    .replace(
        "cadences:\n",
        "x-shared:\n  answers: &answers {opt_out: stop, complaint: stop}\ncadences:\n",
    );
    assert_eq!(
        mended(&merged, "--fix"),
        merged.replace("{<<: *answers}", "{<<: *answers, not_interested: stop}")
    );
}

/// A prompt that comes back, in which everything but its intervals is in order.
const PROMPT: &str = "\
campaigns:
  tips:
    purpose: marketing
    starts: 2026-12-01
    ends: 2026-12-20
    audience: users
    suppress: no-more
    cadence: prompts
cadences:
  prompts:
    send_window: {days: mon-fri, hours: \"09:00-17:00\", time_zone: recipient, zone_from: device, holidays: observe}
    max_lateness: 2h
    steps:
      - {id: tip, day: 0, channel: popup, message: tip, repeat: {every: 14d, times: 3}}
    responses:
      opt_out: stop # at once
      not_interested: stop
      complaint: stop
      not_now: {snooze: 30d}
      dismissed: {snooze: 90d}
      purchased: stop
audiences:
  users: {regions: [CA-MB], type: business, relationship: customer, consent: {kind: express_written, channels: [popup], obtained: 2026-06-01, proof: crm}}
suppressions:
  no-more: {kind: internal, scope: seller, refreshed: 2026-11-20, refresh_every: 1d, keeps_for: forever}
messages:
  tip:
    channel: popup
    language: en
    body: Did you know that drafts can be shared?
    choices:
      - {label: Show me, action: learn_more}
      - {label: Remind me later, action: snooze, for: 14d}
      - {label: \"No, thank you\", action: decline_forever}
";

#[test]
fn a_prompt_that_comes_back_too_soon_leaves_people_alone_for_longer() {
    let folder = Folder::with([("a.yaml", PROMPT)]);
    let rules = folder.findings(&["a.yaml"]);
    assert!(!rules.has("nag-interval"), "{rules}");
    let few = |yaml: &str| {
        let folder = Folder::with([("a.yaml", yaml)]);
        let ran = folder.check(&["a.yaml", "--unsafe-fixes", "--select", "nag-interval"]);
        assert_eq!(ran.code, 0, "{ran}");
        folder.read("a.yaml")
    };
    for (right, wrong) in [
        ("every: 14d", "every: 1d"),
        ("for: 14d", "for: 1h"),
        ("not_now: {snooze: 30d}", "not_now: {snooze: 1d}"),
        ("dismissed: {snooze: 90d}", "dismissed: continue"),
    ] {
        let expected = PROMPT.replace(
            "{snooze: 30d}",
            match wrong {
                "not_now: {snooze: 1d}" => "{snooze: 14d}",
                _ => "{snooze: 30d}",
            },
        );
        assert_eq!(few(&PROMPT.replace(right, wrong)), expected, "{wrong}");
    }
    // Several at once, with the line ends of another system.
    let all = PROMPT
        .replace("every: 14d", "every: 1d")
        .replace("for: 14d", "for: 1d");
    assert_eq!(few(&all), PROMPT);
    let crlf = |text: &str| text.replace('\n', "\r\n");
    assert_eq!(few(&crlf(&all)), crlf(PROMPT));
    // What is not said is added.
    let unsaid = PROMPT.replace("      dismissed: {snooze: 90d}\n", "");
    let expected = unsaid.replace(
        "purchased: stop\n",
        "purchased: stop\n      dismissed: {snooze: 90d}\n",
    );
    assert_eq!(few(&unsaid), expected);
    let unsaid = PROMPT.replace(", for: 14d", "");
    assert_eq!(few(&unsaid), PROMPT);
}

#[test]
fn hours_that_can_only_mean_one_thing_are_written_so() {
    let hours = |written: &str| with("\"09:00-17:00\"", written);
    // The end of a day is 24:00, and there is no other.
    assert_eq!(
        mended(&hours("18:00-00:00"), "--fix"),
        hours("\"18:00-24:00\"")
    );
    // An afternoon on the 12-hour clock is a guess.
    let wrong = hours("'09:00-05:00'");
    let folder = Folder::with([("a.yaml", &*wrong)]);
    folder.check(&["--fix"]);
    assert_eq!(folder.read("a.yaml"), wrong);
    let expected = hours("\"09:00-17:00\"");
    assert_eq!(mended(&wrong, "--unsafe-fixes"), expected);
    // The day or the night, nobody knows.
    let either = hours("\"20:00-08:00\"");
    folder.write("a.yaml", &either);
    folder.check(&["--unsafe-fixes"]);
    assert_eq!(folder.read("a.yaml"), either);
}

#[test]
fn an_email_gets_its_link_below_its_text() {
    let line = "      To hear no more from us, follow this link: {{unsubscribe_url}}\n";
    let opt_out = "    opt_out: {method: link, steps: 1, needs_login: false, live_for: 60d}\n";
    let without = with("purpose: survey", "purpose: marketing")
        .replace(line, "")
        .replace("method: link, ", "");
    let fix = |yaml: &str| {
        let folder = Folder::with([("a.yaml", yaml)]);
        folder.check(&["a.yaml", "--unsafe-fixes", "--select", "missing-opt-out"]);
        folder.read("a.yaml")
    };
    let link = "      No more mail from us: {{unsubscribe_url}}\n";
    let text = "      Tell us what you think.\n";
    assert_eq!(
        fix(&without),
        without.replace(text, &format!("{text}{link}"))
    );
    let crlf = |text: &str| text.replace('\n', "\r\n");
    assert_eq!(fix(&crlf(&without)), crlf(&fix(&without)));
    // Where nothing says how the link works and the law asks, the link alone mends nothing.
    let unsaid = with("purpose: survey", "purpose: marketing")
        .replace(line, "")
        .replace(opt_out, "");
    assert_eq!(fix(&unsaid), unsaid);
    // Words of another language are the author's.
    let german = without.replace("language: en", "language: de");
    assert_eq!(fix(&german), german);
    let one_line = without.replace(
        "body: |\n      Tell us what you think.\n",
        "body: Tell us what you think.\n",
    );
    assert_eq!(fix(&one_line), one_line);
}

/// Both with the line ends of one system and of another.
fn of_both_systems(check: impl Fn(&dyn Fn(&str) -> String)) {
    check(&|text| text.to_owned());
    check(&|text| text.replace('\n', "\r\n"));
}

#[test]
fn a_window_with_a_name_gets_the_recipients_clock_and_holidays() {
    let window = "    send_window: {days: mon-fri, hours: \"09:00-17:00\", time_zone: recipient, zone_from: address, holidays: observe}\n";
    let yaml = with(
        window,
        "    send_window: &office\n      days: mon-fri\t#\tas in the office\n      hours: \"09:00-17:00\"\n      time_zone: America/New_York   # ours\n      zone_from: address\n      # the end\n",
    )
    .replace("CA-MB", "CA-BC")
    .replace("channel: email, message: question", "channel: call")
    .replace("2026-12-01", "2026-12-25")
    .replace("2026-12-20", "2026-12-31");
    let expected = yaml.replace("America/New_York", "recipient").replace(
        "zone_from: address\n",
        "zone_from: address\n      holidays: observe\n",
    );
    of_both_systems(|written| {
        let folder = Folder::with([("a.yaml", &*written(&yaml))]);
        folder.check(&["a.yaml", "--unsafe-fixes", "--select", "timing"]);
        assert_eq!(folder.read("a.yaml"), written(&expected));
    });
}

#[test]
fn a_button_that_says_no_is_added_in_the_style_that_is_there() {
    let no = "{label: \"No, thank you\", action: decline_forever}";
    let block = PROMPT.replace(&format!("      - {no}\n"), "      # and no more\n");
    let flow = PROMPT.replace(
        &PROMPT[PROMPT.find("    choices:").unwrap()..],
        "    choices: [{label: Show me, action: learn_more}, {label: Later, action: snooze, for: 14d}] #\ttwo\n",
    );
    for (yaml, before, after) in [
        (
            &block,
            "      # and no more",
            format!("      - {no}\n      # and no more"),
        ),
        (&flow, "for: 14d}]", format!("for: 14d}}, {no}]")),
    ] {
        of_both_systems(|written| {
            let folder = Folder::with([("a.yaml", &*written(yaml))]);
            folder.check(&["a.yaml", "--unsafe-fixes", "--select", "no-decline-choice"]);
            assert_eq!(
                folder.read("a.yaml"),
                written(&yaml.replace(before, &after))
            );
        });
    }
}

#[test]
fn comments_with_tabs_in_them_stay_as_they_are() {
    let tabs = with(
        "responses: {opt_out: stop, not_interested: stop, complaint: stop}",
        "responses:\t# what\tthey say\n      opt_out: stop\t\t#\tat once\n      not_interested: stop\n      #\tand so on",
    );
    let expected = tabs.replace(
        "      not_interested: stop\n",
        "      not_interested: stop\n      complaint: stop\n",
    );
    assert_eq!(mended(&tabs, "--fix"), expected);
}

/// A trap whose quotes the settings forbid would need no fix; this one has two findings on one line.
const TWO_TRAPS: &str = "audiences:\n  a: {regions: [NO], x-note: no}\n  b: {regions: [NO]} # no\n";

#[test]
fn a_diff_shows_what_would_be_written_and_writes_nothing() {
    let folder = Folder::with([("sub/a.yaml", TWO_TRAPS), ("clean.yaml", CAMPAIGN)]);
    let ran = folder.check(&["--diff", "--select", "yaml-trap"]);
    assert_eq!(ran.code, 1, "{ran}");
    assert_eq!(
        ran.out,
        "--- a/sub/a.yaml\n+++ b/sub/a.yaml\n@@ -1,3 +1,3 @@\n audiences:\n\
-  a: {regions: [NO], x-note: no}\n-  b: {regions: [NO]} # no\n\
+  a: {regions: [\"NO\"], x-note: no}\n+  b: {regions: [\"NO\"]} # no\n"
    );
    assert_eq!(folder.read("sub/a.yaml"), TWO_TRAPS);
    // Another program makes of it what --fix makes.
    std::fs::write(folder.path("fix.patch"), &ran.out).unwrap();
    let applied = Command::new("patch")
        .args(["-s", "-p1", "-i", "fix.patch"])
        .current_dir(folder.path("."))
        .status()
        .unwrap();
    assert!(applied.success());
    let patched = folder.read("sub/a.yaml");
    folder.write("sub/a.yaml", TWO_TRAPS);
    folder.check(&["--fix", "--select", "yaml-trap"]);
    assert_eq!(folder.read("sub/a.yaml"), patched);
    let nothing = folder.check(&["--diff"]);
    assert_eq!(
        (nothing.code, nothing.out.as_str(), nothing.err.as_str()),
        (0, "", "")
    );
}

/// Runs the program with a text on standard input.
fn pipe(text: &str, arguments: &[&str]) -> Ran {
    let folder = Folder::new();
    let mut command = courtesy_in(&folder.path("."));
    Ran::of(
        command
            .args(["check", "--today", TODAY])
            .args(arguments)
            .write_stdin(text),
    )
}

#[test]
fn the_mended_text_of_standard_input_goes_to_standard_output() {
    let ran = pipe(TWO_TRAPS, &["-", "--fix", "--format", "concise"]);
    assert_eq!(ran.out, TWO_TRAPS.replace("[NO]", "[\"NO\"]"));
    assert!(
        ran.err
            .contains("stdin.yaml:2:3: advice[unused-definition]"),
        "{ran}"
    );
    assert!(!ran.err.contains("yaml-trap]"), "{ran}");
    let marked = format!("\u{feff}{}", TWO_TRAPS.replace('\n', "\r\n"));
    let ran = pipe(&marked, &["-", "--fix"]);
    assert_eq!(ran.out, marked.replace("[NO]", "[\"NO\"]"));
    let clean = pipe(CAMPAIGN, &["-", "--fix"]);
    assert_eq!((clean.code, clean.out.as_str()), (0, CAMPAIGN));
    let other = pipe("kind: Deployment\n", &["-", "--fix"]);
    assert_eq!((other.code, other.out.as_str()), (3, "kind: Deployment\n"));
    let diff = pipe(TWO_TRAPS, &["-", "--diff", "--stdin-filename", "x/y.yaml"]);
    assert_eq!(diff.code, 1);
    assert!(diff.out.starts_with("--- a/x/y.yaml\n"), "{diff}");
    assert_eq!(pipe(CAMPAIGN, &["-", "a.yaml", "--fix"]).code, 2);
}

#[test]
fn a_fix_that_would_bring_another_finding_is_not_made_and_the_user_is_told() {
    // On Thursdays alone a mail a week; kept off the holiday, the one before falls on the day of the next.
    let yaml = with("holidays: observe}", "holidays: ignore}")
        .replace("starts: 2026-12-01", "starts: 2026-12-17")
        .replace("ends: 2026-12-20", "ends: 2026-12-17")
        .replace(
            "      - {id: mail, day: 0, channel: email, message: question}\n",
            "      - {id: mail, day: 8, channel: call, message: question}\n      - {id: again, day: 11, channel: call, message: question}\n",
        );
    let folder = Folder::with([("a.yaml", &*yaml)]);
    let before = folder.findings(&[]);
    assert!(before.has("holiday-contact"), "{before}");
    let ran = folder.check(&[
        "--unsafe-fixes",
        "--select",
        "holiday-contact",
        "--fail-on",
        "never",
    ]);
    assert!(
        ran.err.contains("not fixed a.yaml") && ran.err.contains("that it does not have now"),
        "{ran}"
    );
    assert_eq!(folder.read("a.yaml"), yaml);
}

#[test]
fn a_file_that_is_broken_is_left_as_it_is() {
    for broken in [
        "audiences:\n  a: {regions: [NO]\n  b: [\n",
        "audiences:\n  a: {regions: [NO]}\n  a: \"x\n",
    ] {
        let folder = Folder::with([("a.yaml", broken)]);
        folder.check(&["--unsafe-fixes"]);
        assert_eq!(folder.read("a.yaml"), broken);
    }
}

#[test]
fn only_what_was_named_is_written() {
    let folder = Folder::with([
        ("courtesy.yaml", "version: 1\n"),
        ("a.yaml", TWO_TRAPS),
        ("b.yaml", "audiences:\n  c: {regions: [NO]}\n"),
    ]);
    folder.check(&["a.yaml", "--fix"]);
    assert!(folder.read("a.yaml").contains("\"NO\""));
    assert!(!folder.read("b.yaml").contains("\"NO\""));
}

#[cfg(unix)]
#[test]
fn the_permissions_stay_and_what_may_not_be_written_is_not() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::with([
        ("a.yaml", TWO_TRAPS),
        (
            "b.yaml",
            &TWO_TRAPS.replace(" a:", " c:").replace(" b:", " d:"),
        ),
    ]);
    let mode = |name: &str, mode: u32| {
        let permissions = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(folder.path(name), permissions).unwrap();
    };
    mode("a.yaml", 0o640);
    mode("b.yaml", 0o444);
    let ran = folder.check(&["--fix"]);
    assert_eq!(ran.code, 2, "{ran}");
    assert!(
        ran.err
            .contains("b.yaml was not mended: it may not be written"),
        "{ran}"
    );
    assert!(!folder.read("b.yaml").contains("\"NO\""));
    assert!(folder.read("a.yaml").contains("\"NO\""));
    let about = std::fs::metadata(folder.path("a.yaml")).unwrap();
    assert_eq!(about.permissions().mode() & 0o777, 0o640);
    let files = std::fs::read_dir(folder.path(".")).unwrap();
    let names: Vec<_> = files
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(names.len(), 3, "nothing else is left: {names:?}");
    // A link is not replaced by a file.
    mode("b.yaml", 0o644);
    let elsewhere = Folder::with([("c.yaml", TWO_TRAPS)]);
    std::fs::remove_file(folder.path("a.yaml")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path("c.yaml"), folder.path("a.yaml")).unwrap();
    let ran = folder.check(&["a.yaml", "--fix"]);
    assert!(ran.err.contains("it is a link"), "{ran}");
    assert_eq!(elsewhere.read("c.yaml"), TWO_TRAPS);
}

#[test]
fn a_fix_is_in_every_format_that_can_carry_one() {
    let folder = Folder::with([("a.yaml", "audiences:\n  a: {regions: [NO]}\n")]);
    let run = |format: &str| folder.check(&["--select", "yaml-trap", "--format", format]);
    let json = run("json").json();
    let fix = &json["diagnostics"][0]["fix"];
    assert_eq!(
        *fix,
        serde_json::json!({"safety": "safe", "title": "Put `NO` in quotes",
            "edits": [{"path": "a.yaml", "start": 27, "end": 29, "text": "\"NO\""}]})
    );
    let sarif = run("sarif").json();
    let replacement =
        &sarif["runs"][0]["results"][0]["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(replacement["insertedContent"]["text"], "\"NO\"");
    let rdjson = run("rdjson").json();
    assert_eq!(rdjson["diagnostics"][0]["suggestions"][0]["text"], "\"NO\"");
    let human = run("human").out;
    assert!(
        human.contains("fix: Put `NO` in quotes (courtesy check --fix)"),
        "{human}"
    );
}

/// The fixes of the bad example of every page, one by one: each takes its own finding away.
#[test]
fn every_fix_of_the_catalogue_mends_what_it_is_for() {
    let mut faults = String::new();
    let mut mended: Vec<&str> = Vec::new();
    for rule in RULES {
        let name = rule.meta().name;
        let folder = Folder::new();
        for (number, (language, code)) in Page::read(rule.page()).code("Bad").iter().enumerate() {
            let file = language
                .split(' ')
                .nth(1)
                .map_or(format!("example-{}.yaml", number + 1), str::to_owned);
            folder.write(&file, code);
        }
        let before = folder.check(&["--format", "json"]).json();
        let with_fix = before["diagnostics"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|it| !it["fix"].is_null())
            .count();
        if with_fix == 0 {
            continue;
        }
        mended.push(name);
        let ran = folder.check(&["--unsafe-fixes", "--format", "json"]);
        let after = ran.json();
        let left = after["diagnostics"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|it| !it["fix"].is_null());
        for finding in left {
            let _ = writeln!(faults, "{name}: {}\n  {}", finding["message"], ran.err);
        }
    }
    assert!(faults.is_empty(), "\n{faults}");
    assert!(mended.len() >= 24, "{mended:?}");
}

/// Ways in which a definition can be written worse.
const WORSE: &[(&str, &str)] = &[
    ("opt_out: stop, ", ""),
    ("not_interested: stop, ", "not_interested: continue, "),
    (", complaint: stop", ", complaint: {snooze: 30d}"),
    (
        "    responses: {",
        "    # answers\n    responses: &answers {",
    ),
    (", holidays: observe", ""),
    ("time_zone: recipient", "time_zone: America/New_York"),
    (", zone_from: address", ""),
    ("    max_lateness: 2h\n", ""),
    ("channel: email, message", "channel: call, message"),
    ("day: 0, ", "day: 0, repeat: {every: 1d}, "),
    ("day: 0, ", "day: 0, attempts: 3, "),
    ("    suppress: [do-not-contact]\n", ""),
    (", keeps_for: forever", ""),
    ("scope: seller", "scope: campaign"),
    ("purpose: survey", "purpose: sales"),
    ("[CA-MB]", "[NO, CA-MB]"),
    ("cadence: one-mail", "cadence: one-mial"),
    (
        "    starts:",
        "    # courtesy: allow[tone]: agreed\n    starts:",
    ),
    ("hours: \"09:00-17:00\"", "hours: \"06:00-23:00\""),
    ("needs_login: false", "needs_login: off"),
    ("    language: en\n", ""),
    ("send_window: {", "send_windw: {"),
    ("cadences:\n", "cadences: # all\n"),
    ("\"09:00-17:00\"", "\"09:00-05:00\""),
    ("    max_lateness", "    # \ta tab\n    max_lateness"),
];

/// How many findings each rule has, by verdict.
fn census(ran: &Ran) -> std::collections::BTreeMap<String, usize> {
    let mut census = std::collections::BTreeMap::new();
    for finding in &ran.findings().0 {
        *census
            .entry(format!("{} {}", finding.rule, finding.verdict))
            .or_default() += 1;
    }
    census
}

/// The comments of a text that are no waivers.
fn comments(text: &str) -> Vec<String> {
    let (tree, problems) = courtesy::yaml::parse(text);
    assert!(problems.is_empty(), "{text}\n{problems:?}");
    let texts = tree.comments().iter();
    texts
        .map(|it| {
            text[it.span.start as usize..it.span.end as usize]
                .trim_end()
                .to_owned()
        })
        .filter(|it| !it.contains("courtesy:"))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_wrong_fixes_keep_comments_end_and_add_nothing(
        worse in prop::sample::subsequence((0..WORSE.len()).collect::<Vec<_>>(), 1..8),
        crlf in any::<bool>(),
        safe in any::<bool>(),
    ) {
        let mut yaml = CAMPAIGN.to_owned();
        for number in worse {
            let (from, to) = WORSE[number];
            yaml = yaml.replacen(from, to, 1);
        }
        if crlf {
            yaml = yaml.replace('\n', "\r\n");
        }
        let how = if safe { "--fix" } else { "--unsafe-fixes" };
        let folder = Folder::with([("a.yaml", &*yaml)]);
        let before = census(&folder.check(&["--format", "json"]));
        let first = folder.check(&[how, "--format", "json"]);
        let after = census(&first);
        for (rule, count) in &after {
            prop_assert!(before.get(rule).is_some_and(|known| count <= known), "{rule}: {yaml}\n{first}");
        }
        let made = folder.read("a.yaml");
        prop_assert_eq!(comments(&made), comments(&yaml));
        prop_assert_eq!(made.matches('\r').count(), if crlf { made.matches('\n').count() } else { 0 });
        let second = folder.check(&[how]);
        prop_assert_eq!(folder.read("a.yaml"), made, "{}", second);
        prop_assert!(!second.err.lines().any(|line| line.starts_with("fixed")), "{}", second);
    }
}

//! What a user reads: every format over findings made by hand, one for each
//! thing that is hard to print.

use courtesy::calendar::Day;
use courtesy::diagnostics::{
    Citation, Confidence, Contact, Counterexample, Diagnostic, Edit, FailOn, Fix, Force, Label,
    Outcome, RuleMeta, Severity, Site, Summary, Suppressed, Suppression, put_in_order,
};
use courtesy::report::{Charset, Format, Options, report};
use courtesy::source::{SourceFile, Span};
use proptest::prelude::*;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::sync::Arc;

const HOLIDAY: RuleMeta = RuleMeta {
    name: "holiday-contact",
    family: "timing",
    severity: Severity::Error,
};
const QUIET: RuleMeta = RuleMeta {
    name: "quiet-hours",
    family: "timing",
    severity: Severity::Error,
};
const OPT_OUT: RuleMeta = RuleMeta {
    name: "missing-opt-out",
    family: "refusal",
    severity: Severity::Warning,
};
const LATE: RuleMeta = RuleMeta {
    name: "unbounded-lateness",
    family: "timing",
    severity: Severity::Advice,
};

const CAMPAIGN: &str = "\
campaigns:
  ddos-follow-up:
    name: After the outage
    audience: [manitoba-smb]
    cadence: call-until-answer

audiences:
  manitoba-smb:
    regions: [CA-MB]

cadences:
  call-until-answer:
    send_window:
      days: mon-fri
      hours: \"08:00-17:00\"
      time_zone: recipient
      holidays: ignore
    steps:
      - id: first-call
        channel: call
        attempts: 2
        spacing: 4h
      - {id: second-rep, wait: 1h, channel: voicemail}
";

const LAW: &str = "\
jurisdiction: CA-MB
holidays:
  - id: thanksgiving
    name: Thanksgiving Day
    rule: second monday of october
";

fn campaign() -> Arc<SourceFile> {
    SourceFile::new("campaigns/ddos.yaml", CAMPAIGN)
}

/// The span of the `nth` (from 0) occurrence of some text.
fn nth(source: &SourceFile, needle: &str, nth: usize) -> Span {
    let (start, found) = source
        .text
        .match_indices(needle)
        .nth(nth)
        .expect("the text holds it");
    Span {
        start: start as u32,
        end: (start + found.len()) as u32,
    }
}

fn on(source: &Arc<SourceFile>, needle: &str, text: &str) -> Label {
    Label::new(source, nth(source, needle, 0), text)
}

fn contact(date: &str, step: &str, attempt: u32, from: &str, to: &str) -> Contact {
    Contact {
        campaign: "ddos-follow-up".into(),
        enrolled: "2026-10-09".into(),
        step: step.into(),
        attempt,
        channel: "call".into(),
        date: date.into(),
        from: from.into(),
        to: to.into(),
        holiday: (date == "2026-10-12").then(|| "Thanksgiving Day".into()),
    }
}

fn citation(force: Force, url: Option<&str>) -> Citation {
    Citation {
        provision: "US-TEST-HOURS".into(),
        reference: "47 CFR 64.1200(c)(1)".into(),
        url: url.map(Into::into),
        source: None,
        in_force_from: Some("2003-10-01".into()),
        force,
        confidence: Confidence::High,
        own_reading: None,
    }
}

/// Three places of the campaign, one of the law, an example, law and help.
fn thanksgiving() -> Diagnostic {
    let file = campaign();
    let law = SourceFile::new("rules/law/CA-MB.yaml", LAW);
    Diagnostic::violation(&HOLIDAY, on(&file, "first-call", "can fall on Mon 2026-10-12"))
        .because("a call can reach somebody in CA-MB on Thanksgiving Day, Mon 2026-10-12, from 08:00")
        .at("/cadences/call-until-answer/steps/0")
        .see(on(&file, "holidays: ignore", "holidays are not observed"))
        .see(on(&file, "CA-MB", "these people are in Manitoba"))
        .see(on(&law, "second monday of october", "a public holiday there"))
        .counterexample(Counterexample {
            region: "CA-MB".into(),
            time_zone: "America/Winnipeg".into(),
            contacts: vec![
                contact("2026-10-12", "first-call", 1, "08:00", "17:00"),
                contact("2026-10-12", "first-call", 2, "12:00", "17:00"),
                contact("2026-10-13", "second-rep", 1, "08:00", "17:00"),
            ],
            affected: Some((5, 365)),
        })
        .cite(citation(Force::Law, Some("https://www.ecfr.gov/current/title-47/section-64.1200")))
        .help("Observe the holidays of the people who are rung; nobody likes to be sold something on a day off:\n  send_window:\n    holidays: observe")
        .fix(Fix::needs_a_look("Observe the recipient's holidays", vec![Edit {
            site: Site::new(&file, nth(&file, "ignore", 0)),
            text: "observe".into(),
        }]))
}

/// Something that is not there: the label is on the parent's key.
fn no_window() -> Diagnostic {
    let file = campaign();
    Diagnostic::unverified(
        &QUIET,
        on(&file, "audiences", "no audience says where `zone_from` comes from"),
    )
    .because("nobody can say at which local time these calls ring, because the zone of the recipients is not known")
    .at("/audiences")
    .help("Say where the people's zone is known from:\nsend_window:\n  zone_from: address")
}

fn outcome_of(mut diagnostics: Vec<Diagnostic>, fail_on: FailOn) -> Outcome {
    put_in_order(&mut diagnostics);
    Outcome {
        summary: Summary::count(3, 1, fail_on, &diagnostics, &[]),
        diagnostics,
        suppressed: Vec::new(),
        version: "0.1.0",
        today: Day::from_ymd(2026, 11, 22).expect("a day"),
    }
}

fn outcome(diagnostics: Vec<Diagnostic>) -> Outcome {
    outcome_of(diagnostics, FailOn::default())
}

fn text(format: Format, outcome: &Outcome, options: &Options) -> String {
    let mut out = Vec::new();
    report(format, outcome, &mut out, options).expect("a vector takes everything");
    String::from_utf8(out).expect("reports are UTF-8")
}

fn human(diagnostics: Vec<Diagnostic>, width: usize) -> String {
    let options = Options {
        width,
        ..Options::default()
    };
    text(Format::Human, &outcome(diagnostics), &options)
}

/// A finding with one label on some text of a file.
fn simple(path: &str, text: &str, needle: &str) -> Diagnostic {
    let file = SourceFile::new(path, text);
    Diagnostic::violation(&LATE, on(&file, needle, "here")).because("something is odd")
}

fn wide_and_narrow(diagnostics: &[Diagnostic]) -> String {
    let mut both = String::new();
    for width in [100, 50] {
        let rule = "=".repeat(width);
        let _ = writeln!(both, "{rule}\n{}", human(diagnostics.to_vec(), width));
    }
    both
}

#[test]
fn a_finding_with_everything_and_one_that_misses_something() {
    insta::assert_snapshot!(wide_and_narrow(&[thanksgiving(), no_window()]));
}

#[test]
fn the_same_in_ascii() {
    let options = Options {
        charset: Charset::Ascii,
        width: 70,
        ..Options::default()
    };
    let shown = text(Format::Human, &outcome(vec![thanksgiving()]), &options);
    assert!(shown.is_ascii());
    insta::assert_snapshot!(shown);
}

#[test]
fn the_same_for_machines() {
    let outcome = outcome(vec![thanksgiving(), no_window()]);
    let shown = |format| text(format, &outcome, &Options::default());
    insta::assert_snapshot!("concise", shown(Format::Concise));
    insta::assert_snapshot!("json", shown(Format::Json));
    let lines: Vec<serde_json::Value> = shown(Format::Jsonl)
        .lines()
        .map(|line| serde_json::from_str(line).expect("each line is an object"))
        .collect();
    let json: serde_json::Value = serde_json::from_str(&shown(Format::Json)).expect("JSON");
    assert_eq!(json["diagnostics"].as_array(), Some(&lines));
}

#[test]
fn nothing_found() {
    let outcome = outcome(vec![]);
    let shown = |format| text(format, &outcome, &Options::default());
    assert_eq!(shown(Format::Human), "3 files, 1 campaign: nothing found\n");
    assert_eq!(shown(Format::Concise), "");
    assert_eq!(shown(Format::Jsonl), "");
    insta::assert_snapshot!(shown(Format::Json));
}

#[test]
fn awkward_text() {
    let crlf = "campaigns:\r\n  x:\r\n    cadence: y\r\n    purpose: sales\r\n";
    let crlf = SourceFile::new("crlf.yaml", crlf);
    let cadence = nth(&crlf, "cadence: y", 0);
    let line_end = Span {
        start: cadence.end + 1,
        end: cadence.end + 2,
    };
    let findings = [
        Diagnostic::violation(&LATE, Label::new(&crlf, cadence, "the cadence"))
            .because("lines end in CR LF")
            .see(Label::new(&crlf, line_end, "between CR and LF")),
        simple(
            "non-ascii.yaml",
            "name: Überraschung für 日本 👋 {hours: daily}\n",
            "daily",
        ),
        simple("tab.yaml", "steps:\n\t- id:\tfirst\n", "first"),
        simple("empty.yaml", "", ""),
        Diagnostic::violation(
            &LATE,
            Label::new(
                &crlf,
                Span {
                    start: 9_000,
                    end: 9_001,
                },
                "past the end",
            ),
        )
        .because("the span lies beyond the file"),
        simple("no-newline.yaml", "campaigns:\n  last: line", "line"),
        Diagnostic::violation(
            &LATE,
            Label::new(
                &SourceFile::new("end.yaml", "a: b"),
                Span { start: 4, end: 4 },
                "more is missing here",
            ),
        )
        .because("the file stops too early"),
    ];
    insta::assert_snapshot!(wide_and_narrow(&findings));
}

#[test]
fn control_characters_are_shown_and_do_nothing() {
    let evil = "name: \u{1b}]0;owned\u{7}\u{1b}[2J \u{9b}31m\u{202e}gnp\u{0}\u{7f} a\rb\n";
    let file = SourceFile::new("ev\u{1b}[31mil\n.yaml", evil);
    let finding = Diagnostic::violation(&LATE, on(&file, "gnp", "a\u{1b}[0m\nlabel"))
        .because("a \u{1b}[31mred\u{1b}[0m\nmessage")
        .help("write\u{7}\n  name:\u{1b} x")
        .counterexample(Counterexample {
            region: "CA\u{1b}c".into(),
            contacts: vec![contact("2026-10-12\u{8}", "a\u{1b}", 1, "08:00\r", "")],
            ..Counterexample::default()
        })
        .cite(citation(Force::Code, Some("javascript:\u{1b}[1m")));
    let unicode = human(vec![finding.clone()], 100);
    let plain = Options {
        charset: Charset::Ascii,
        ..Options::default()
    };
    let ascii = text(Format::Human, &outcome(vec![finding.clone()]), &plain);
    let concise = text(Format::Concise, &outcome(vec![finding]), &plain);
    for shown in [&unicode, &ascii, &concise] {
        assert!(!shown.contains(|c: char| c.is_control() && c != '\n'));
    }
    insta::assert_snapshot!([unicode, ascii, concise].join("\n==========\n"));
}

#[test]
fn many_labels_in_one_file() {
    let text = "limits: {per_day: {any: 3, call: 2}, per_week: {any: 9}}\nsteps:\n  - id: a\n    channel: call\n    spacing: 1h\n\n  - id: b\n    channel: sms\n    wait: 1h\n    by: west\n    to: mobile\n    attempts: 3\n    spacing: 2h\n";
    let file = SourceFile::new("many.yaml", text);
    let line = Diagnostic::violation(&LATE, on(&file, "call: 2", "two calls"))
        .because("labels on one line, one inside another, and one said twice")
        .see(on(&file, "any: 3", "three of any kind"))
        .see(on(&file, "{any: 3, call: 2}", "the day's limits"))
        .see(on(&file, "call: 2", "said again"));
    let tall = Diagnostic::violation(
        &LATE,
        on(&file, "id: a\n    channel: call\n    spacing: 1h\n", "a step of three lines"),
    )
    .because("labels over several lines")
    .see(on(&file, "id: b\n    channel: sms\n    wait: 1h\n    by: west\n    to: mobile\n    attempts: 3\n    spacing: 2h\n", "a step too tall to be framed"));
    insta::assert_snapshot!(wide_and_narrow(&[line, tall]));
}

#[test]
fn a_long_line_is_clipped_around_its_label() {
    let filler = "and so on ".repeat(120);
    let text = format!("script: {filler}BUY NOW {filler}LATER {filler}\nnext: {filler}\n");
    let file = SourceFile::new("long.yaml", text);
    let finding = Diagnostic::violation(&OPT_OUT, on(&file, "BUY NOW", "the pitch"))
        .because("two places of one line of more than 3,000 characters")
        .see(on(&file, "LATER", "the only other choice"))
        .see(on(
            &file,
            filler.as_str(),
            "a label longer than any terminal",
        ));
    let shown = wide_and_narrow(&[finding]);
    assert!(
        shown.lines().all(|line| line.chars().count() <= 100),
        "{shown}"
    );
    insta::assert_snapshot!(shown);
}

#[test]
fn a_long_line_without_width_is_clipped_too() {
    let text = format!("a: {}\nb: c\n", "\u{301}".repeat(100_000));
    let shown = human(vec![simple("accents.yaml", &text, "b")], 100);
    assert!(shown.len() < 5_000, "{} bytes", shown.len());
}

#[test]
fn what_is_too_much_is_counted() {
    let file = campaign();
    let mut finding = thanksgiving();
    finding.related = CAMPAIGN
        .match_indices('\n')
        .map(|(at, _)| {
            Label::new(
                &file,
                Span {
                    start: at as u32 - 1,
                    end: at as u32,
                },
                "a place",
            )
        })
        .collect();
    if let Some(person) = &mut finding.counterexample {
        person.contacts = (1..=12)
            .map(|attempt| contact("2026-10-13", "nag", attempt, "00:00", "24:00"))
            .collect();
    }
    insta::assert_snapshot!(human(vec![finding], 100));
}

#[test]
fn several_campaigns_in_one_example() {
    let mut finding = no_window();
    let other = Contact {
        campaign: "spring-sale".into(),
        enrolled: "2026-10-01".into(),
        ..contact("2026-10-12", "offer", 1, "09:00", "09:00")
    };
    finding.counterexample = Some(Counterexample {
        region: "CA-MB".into(),
        time_zone: "America/Winnipeg".into(),
        contacts: vec![
            contact("2026-10-12", "first-call", 1, "08:00", "17:00"),
            other,
        ],
        affected: None,
    });
    insta::assert_snapshot!(wide_and_narrow(&[finding]));
}

#[test]
fn findings_set_aside_and_findings_not_shown() {
    let diagnostics = vec![simple("a.yaml", "late: yes\n", "late")];
    let suppressed = vec![
        Suppressed {
            diagnostic: thanksgiving(),
            by: Suppression::Waiver {
                reason: "the customer asked for a call on that day".into(),
                until: Day::from_ymd(2026, 12, 31),
            },
        },
        Suppressed {
            diagnostic: no_window(),
            by: Suppression::Baseline,
        },
    ];
    let mut all = diagnostics.clone();
    all.push(simple("b.yaml", "late: yes\n", "late"));
    let outcome = Outcome {
        summary: Summary::count(2, 1, FailOn::AtLeast(Severity::Advice), &all, &suppressed),
        diagnostics,
        suppressed,
        ..outcome(vec![])
    };
    let options = Options {
        show_suppressed: true,
        ..Options::default()
    };
    insta::assert_snapshot!("aside-human", text(Format::Human, &outcome, &options));
    insta::assert_snapshot!("aside-concise", text(Format::Concise, &outcome, &options));
    let json: serde_json::Value =
        serde_json::from_str(&text(Format::Json, &outcome, &options)).expect("JSON");
    let aside: Vec<_> = json["diagnostics"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|finding| finding["suppressed"].to_string())
        .collect();
    assert_eq!(
        aside,
        [
            "null",
            r#"{"kind":"waiver","reason":"the customer asked for a call on that day","until":"2026-12-31"}"#,
            r#"{"kind":"baseline","reason":null,"until":null}"#,
        ]
    );
    assert_eq!(json["summary"]["suppressed"], 1);
    assert_eq!(json["summary"]["baselined"], 1);
}

#[test]
fn links_and_colours_only_when_asked_for() {
    let outcome = outcome(vec![thanksgiving()]);
    let plain = text(Format::Human, &outcome, &Options::default());
    assert!(!plain.contains('\u{1b}'));
    let linked = Options {
        hyperlinks: true,
        ..Options::default()
    };
    let linked = text(Format::Human, &outcome, &linked);
    let link = "\u{1b}]8;;https://www.ecfr.gov/current/title-47/section-64.1200\u{1b}\\47 CFR 64.1200(c)(1), in force since 2003-10-01, confidence high\u{1b}]8;;\u{1b}\\";
    assert!(linked.contains(link), "{linked}");
    let colour = Options {
        colour: true,
        ..Options::default()
    };
    let coloured = text(Format::Human, &outcome, &colour);
    assert!(coloured.contains("\u{1b}[1;31merror[holiday-contact]\u{1b}[0m"));
    assert_eq!(without_colours(&coloured), plain, "colour changes no text");
}

fn without_colours(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push_str(part.split_once('m').map_or("", |(_, rest)| rest));
    }
    plain
}

/// Takes a little, then the reader is gone.
struct Pipe(usize);

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0 == 0 {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        let taken = bytes.len().min(self.0);
        self.0 -= taken;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_broken_pipe_is_told_to_the_caller() {
    let outcome = outcome(vec![thanksgiving(); 50]);
    for format in Format::ALL {
        let error = report(format, &outcome, &mut Pipe(20), &Options::default())
            .expect_err("the pipe is broken");
        assert_eq!(error.kind(), io::ErrorKind::BrokenPipe, "{format}");
    }
}

/// Texts of what is hard to print, line ends above all.
fn nasty() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "key: ",
        "  - ",
        "\n",
        "\r\n",
        "\r",
        "\t",
        " ",
        "é",
        "日",
        "👩‍👩‍👧",
        "e\u{301}",
        "\u{0}",
        "\u{1b}[31m",
        "\u{85}",
        "\u{2028}",
        "\u{202e}",
        "\u{feff}",
        "{a: [b, c]}",
        "a long word that goes on and on and on and on",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_span_on_any_text_prints_in_every_format(
        texts in prop::collection::vec(nasty(), 1..3),
        spans in prop::collection::vec((0..2_usize, 0..400_u32, 0..400_u32, nasty()), 1..12),
        width in 0..140_usize,
        ascii in any::<bool>(),
    ) {
        let files: Vec<_> = texts.iter().map(|text| SourceFile::new("a.yaml", text.as_str())).collect();
        let mut labels = spans.into_iter().map(|(file, start, end, text)| {
            Label::new(&files[file % files.len()], Span { start, end }, text)
        });
        let primary = labels.next().expect("at least one");
        let words = primary.text.clone();
        let finding = Diagnostic::unverified(&QUIET, primary)
            .because(words.clone())
            .help(words)
            .see_all(labels);
        let options = Options {
            width,
            charset: if ascii { Charset::Ascii } else { Charset::Unicode },
            ..Options::default()
        };
        let outcome = outcome(vec![finding]);
        for format in [Format::Human, Format::Concise] {
            let shown = text(format, &outcome, &options);
            prop_assert!(!shown.contains(|c: char| c.is_control() && c != '\n'), "{shown:?}");
            prop_assert!(!shown.contains("Failed to read"), "{shown}");
            // The fallback for a picture that cannot be drawn is never needed.
            prop_assert!(format == Format::Concise || shown.contains(if ascii { ",-[" } else { "╭─[" }), "{shown}");
        }
        let json: serde_json::Value = serde_json::from_str(&text(Format::Json, &outcome, &options)).expect("JSON");
        prop_assert_eq!(json["diagnostics"].as_array().map(Vec::len), Some(1));
    }

    #[test]
    fn the_labelled_text_is_in_the_picture(
        lines in prop::collection::vec("[a-zé日 :-]{0,300}", 1..12),
        crlf in any::<bool>(),
        picks in (any::<prop::sample::Index>(), 0..300_usize, 1..15_usize),
        width in 40..140_usize,
    ) {
        let end = if crlf { "\r\n" } else { "\n" };
        let number = picks.0.index(lines.len());
        let line = &lines[number];
        let chars: Vec<(usize, char)> = line.char_indices().collect();
        prop_assume!(!chars.is_empty());
        let from = chars[picks.1 % chars.len()].0;
        let labelled: String = line[from..].chars().take(picks.2).collect();
        let before: usize = lines[..number].iter().map(|line| line.len() + end.len()).sum();
        let start = (before + from) as u32;
        let span = Span { start, end: start + labelled.len() as u32 };
        let file = SourceFile::new("a.yaml", lines.join(end));
        let finding = Diagnostic::violation(&LATE, Label::new(&file, span, "here"));
        let shown = human(vec![finding], width);
        let gutter = format!(" {} │ ", number + 1);
        let row = shown.lines().find(|row| row.starts_with(&gutter) || row.starts_with(&format!(" {gutter}")));
        let row = row.expect("the labelled line is shown");
        prop_assert!(row.contains(labelled.trim_end()), "{labelled:?} in\n{shown}");
        prop_assert!(shown.contains("here"), "{shown}");
    }
}

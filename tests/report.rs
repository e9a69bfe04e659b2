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
        in_force_from: Some("2003-10-01".into()),
        force,
        confidence: Confidence::High,
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

#[test]
fn look() {
    let options = Options {
        colour: true,
        width: 90,
        hyperlinks: false,
        ..Options::default()
    };
    println!(
        "{}",
        text(
            Format::Human,
            &outcome(vec![thanksgiving(), no_window()]),
            &options
        )
    );
    println!("{}", text(Format::Human, &outcome(vec![]), &options));
}

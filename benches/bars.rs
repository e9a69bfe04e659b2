//! The bars of speed and size, measured as ratios within one run.
//!
//! ```sh
//! cargo build --release --example bare_clap && cargo bench --bench bars
//! cargo bench --bench bars -- holidays size   # these alone
//! ```
//!
//! Wall times of single processes are medians over many runs. CPU times of long runs are
//! those that the system counts (`/proc`, so Linux only), in ticks of ten milliseconds.
//! What came out stands in `benches/README.md`.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    missing_docs,
    reason = "a program that measures and prints, and that stops at the first surprise"
)]

use courtesy::calendar::{Day, Region};
use courtesy::diagnostics::{Diagnostic, Label, Outcome, RuleMeta, Severity, Summary};
use courtesy::holidays;
use courtesy::model::Campaign;
use courtesy::project::{Project, Request, Settings, load};
use courtesy::report::{Format, Options, report};
use courtesy::rules::{Member, Selection, check};
use courtesy::source::{SourceFile, Span};
use granit_parser::Parser;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// All rules, at the severities that they have.
struct All;

impl Selection for All {
    fn runs(&self, _: &RuleMeta) -> bool {
        true
    }

    fn severity(&self, _: &Project, finding: &Diagnostic) -> Option<Severity> {
        Some(finding.severity)
    }
}

const TODAY: &str = "2026-11-22";

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    // Cargo adds `--bench` to what the user names.
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with('-'))
        .collect();
    let run = |name: &str, measure: &dyn Fn()| {
        if wanted.is_empty() || wanted.iter().any(|word| word == name) {
            measure();
        }
    };
    run("start-up", &|| start_up(folder));
    run("many-files", &|| many_files(folder));
    run("sixty-regions", &|| sixty_regions(folder));
    run("growth", &|| growth(folder));
    run("rendering", &rendering);
    run("holidays", &region_years);
    run("size", &size);
}

/// A year of holidays of every region, after the first look at each, and the bytes behind them.
fn region_years() {
    let regions: Vec<Region> = holidays::countries()
        .flat_map(|country| {
            let parts = holidays::pack(country).unwrap().subdivisions();
            std::iter::once(country.to_owned()).chain(parts)
        })
        .map(|code| code.parse().unwrap())
        .collect();
    let year = |region: &Region| holidays::occurrences(region, 2027..=2027).unwrap().len();
    let start = Instant::now();
    let days: usize = regions.iter().map(year).sum();
    let first = start.elapsed();
    let mut times: Vec<Duration> = regions
        .iter()
        .map(|region| {
            let mut runs: Vec<Duration> = (0..21)
                .map(|_| {
                    let start = Instant::now();
                    std::hint::black_box(year(region));
                    start.elapsed()
                })
                .collect();
            runs.sort_unstable();
            runs[runs.len() / 2]
        })
        .collect();
    times.sort_unstable();
    println!(
        "holidays of 2027 in {} regions ({days} days): {first:.2?} with the reading of all files; then for a region {:.2?} in the middle, {:.2?} at most",
        regions.len(),
        times[times.len() / 2],
        times[times.len() - 1],
    );
    holiday_bytes();
}

/// The first byte and the end of a part of a file, and where its nodes begin.
type Part = (u32, u32, u32);

/// The files of the rules whose nodes the build has made ready.
#[allow(
    clippy::unreadable_literal,
    reason = "nobody reads what the build writes"
)]
static READY: &[(&str, &[Part])] = include!(concat!(env!("OUT_DIR"), "/parts_of_rules.rs"));

/// What `rules/holidays` puts into the program, but for tables of some kilobytes that a unit test counts too.
fn holiday_bytes() {
    let size_of = |path: &Path| std::fs::metadata(path).unwrap().len();
    let files = |folder: &str, end: &str| -> Vec<PathBuf> {
        let files = std::fs::read_dir(folder)
            .unwrap()
            .map(|file| file.unwrap().path());
        files
            .filter(|path| path.extension().is_some_and(|it| it == end))
            .collect()
    };
    let countries = files(env!("OUT_DIR"), "lz4");
    let countries: u64 = countries.iter().map(|path| size_of(path)).sum();
    let as_written = files("rules/holidays/announced", "yaml");
    let as_written: u64 = as_written.iter().map(|path| size_of(path)).sum();
    let as_written = as_written + size_of(Path::new("rules/holidays/sets.yaml"));
    let all_nodes = size_of(Path::new(concat!(env!("OUT_DIR"), "/trees")));
    let mut starts: Vec<(u32, bool)> = READY
        .iter()
        .flat_map(|(path, parts)| {
            let of_holidays = path.starts_with("rules/holidays/");
            parts.iter().map(move |part| (part.2, of_holidays))
        })
        .collect();
    starts.push((all_nodes as u32, false));
    starts.sort_unstable();
    let nodes: u64 = starts
        .windows(2)
        .filter(|pair| pair[0].1)
        .map(|pair| u64::from(pair[1].0 - pair[0].0))
        .sum();
    println!(
        "  in the binary: countries {countries}, sets and announcements {as_written}, nodes {nodes}: {} bytes (bar: under 1,000,000)",
        countries + as_written + nodes
    );
}

fn courtesy() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_courtesy"));
    command
        .env_clear()
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// The middle of so many runs of a process, from start to exit.
fn median(runs: usize, mut process: impl FnMut() -> Command) -> Duration {
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            process().status().unwrap();
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[runs / 2]
}

fn ratio(one: Duration, other: Duration) -> f64 {
    one.as_secs_f64() / other.as_secs_f64()
}

fn start_up(folder: &Path) {
    let file = folder.join("one.yaml");
    std::fs::write(&file, campaign(0, "CA-MB", 1, "2027-05-31")).unwrap();
    let bare: PathBuf = std::env::current_exe().unwrap();
    let bare = bare
        .parent()
        .unwrap()
        .parent()
        .unwrap()
        .join("examples/bare_clap");
    assert!(
        bare.exists(),
        "first: cargo build --release --example bare_clap"
    );
    let bare = median(300, || {
        let mut command = Command::new(&bare);
        command.arg("--version").env_clear().stdout(Stdio::null());
        command
    });
    let version = median(300, || {
        let mut command = courtesy();
        command.arg("--version");
        command
    });
    let check = median(300, || {
        let mut command = courtesy();
        command.args(["check", "--today", TODAY]).arg(&file);
        command
    });
    println!(
        "start-up, medians of 300: bare clap {bare:.2?}, courtesy --version {version:.2?}, courtesy check of one small file {check:.2?}"
    );
    println!(
        "  ratio to bare clap {:.2} (bar: at most 3)",
        ratio(check, bare)
    );
}

/// A campaign that keeps every rule, with an audience, a cadence and a message of its own.
fn campaign(number: usize, regions: &str, steps: usize, ends: &str) -> String {
    let mut text = format!(
        "# A survey of customers, {number}.
campaigns:
  survey-{number}:
    name: How was it, number {number}
    owner: care@example.com
    purpose: survey
    status: active
    starts: 2027-03-01
    ends: {ends}
    re_enrollment: never
    audience: customers-{number}
    suppress: asked-not-to-{number}
    cadence: ask-{number}
cadences:
  ask-{number}:
    send_window:
      days: mon-fri
      hours: \"10:00-17:00\"
      time_zone: recipient
      zone_from: address
      holidays: observe
    if_closed: shift
    max_lateness: 1h
    steps:
"
    );
    for step in 0..steps {
        let _ = writeln!(
            text,
            "      - {{id: letter-{step}, day: {}, channel: email, by: care-{number}, message: questions-{number}}}",
            step * 15
        );
    }
    let _ = write!(
        text,
        "    responses: {{opt_out: stop, not_interested: stop, not_now: {{snooze: 90d}}, complaint: stop, wrong_person: stop, no_answer: stop, replied: stop, purchased: stop, bounced: stop}}
    shares_responses: true
    honors_refusal_within: 1d
audiences:
  customers-{number}:
    regions: [{regions}]
    type: business
    relationship: customer
    role: user
    source: {{kind: purchase}}
    consent: {{kind: express, channels: [email], obtained: 2026-09-01, proof: contract}}
messages:
  questions-{number}:
    channel: email
    language: en
    subject: Two questions about our service
    body: |
      Good morning,

      how did the move to the new machines go for you? Two questions, two minutes:
      https://example.com/survey/{number}

      If you would rather not hear from us, unsubscribe here: {{{{unsubscribe_url}}}}

      Example Hosting Inc., 1 Main St, Winnipeg
    opt_out: {{method: one_click, steps: 1, needs_login: false, live_for: 60d}}
senders:
  care-{number}: {{role: success, name: Robin, legal_name: Example Hosting Inc., postal_address: \"1 Main St, Winnipeg\", voice: human}}
suppressions:
  asked-not-to-{number}: {{kind: internal, scope: seller, refreshed: 2026-11-20, refresh_every: 1d, honored_within: 1d, keeps_for: forever}}
"
    );
    text
}

/// User and system time of the children that have ended, in ticks of 10 ms.
fn children_cpu() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = stat
        .rsplit_once(')')
        .unwrap()
        .1
        .split_whitespace()
        .collect();
    let ticks: u64 = fields[13].parse::<u64>().unwrap() + fields[14].parse::<u64>().unwrap();
    Duration::from_millis(ticks * 10)
}

fn own_cpu() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = stat
        .rsplit_once(')')
        .unwrap()
        .1
        .split_whitespace()
        .collect();
    let ticks: u64 = fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap();
    Duration::from_millis(ticks * 10)
}

/// Runs the linter over a folder: its CPU time, and the most memory that it held.
fn check_folder(folder: &Path) -> (Duration, u64) {
    let before = children_cpu();
    let mut child = courtesy()
        .args(["check", "--today", TODAY, "--format", "concise"])
        .arg(folder)
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0;
    while child.try_wait().unwrap().is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
        most = most.max(kib.unwrap_or(0));
        std::thread::sleep(Duration::from_millis(2));
    }
    (children_cpu().saturating_sub(before), most)
}

const REGIONS: [&str; 10] = [
    "CA-MB", "US-GA", "US-NY", "GB-ENG", "DE-BY", "FR", "AU-NSW", "JP", "US-TX", "CA-ON",
];

fn many_files(folder: &Path) {
    let folder = folder.join("many");
    std::fs::create_dir(&folder).unwrap();
    let mut texts = Vec::new();
    for number in 0..10_000 {
        let mut text = campaign(number, REGIONS[number % 10], 3, "2027-05-31");
        if number % 20 == 0 {
            // One in twenty has something to report.
            text = text.replace("not_interested: stop", "not_interested: continue");
        }
        let inner = folder.join(format!("{:02}", number % 100));
        let _ = std::fs::create_dir(&inner);
        std::fs::write(inner.join(format!("{number}.yaml")), &text).unwrap();
        texts.push(text);
    }
    let bytes: usize = texts.iter().map(String::len).sum();
    let before = own_cpu();
    let mut events = 0_usize;
    for text in &texts {
        events += Parser::new_from_str(text).count();
    }
    let bare = own_cpu().saturating_sub(before);
    let (cpu, memory) = check_folder(&folder);
    println!(
        "10,000 files, {} bytes on average, {events} events: bare event pass {bare:.2?} of CPU, courtesy check {cpu:.2?}",
        bytes / 10_000
    );
    println!("  ratio {:.2} (bar: at most 2)", ratio(cpu, bare));
    println!(
        "  memory {} MB for {} MB of input (bar: under 4 times the input plus 20 MB, {} MB)",
        memory / 1024,
        bytes / 1_000_000,
        bytes * 4 / 1_000_000 + 20
    );
}

/// A project of some texts, each a file.
fn project(folder: &Path, texts: &[String]) -> Project {
    let folder = tempfile::tempdir_in(folder).unwrap();
    for (number, text) in texts.iter().enumerate() {
        std::fs::write(folder.path().join(format!("{number}.yaml")), text).unwrap();
    }
    load(&Request {
        cwd: folder.path().to_owned(),
        paths: vec![PathBuf::from(".")],
        standard_input: None,
        settings: Settings::Defaults,
        today: TODAY.parse::<Day>().unwrap(),
        profile: None,
    })
}

/// The least time of several checks of a loaded project, on one thread.
fn checking(project: &Project) -> Duration {
    let times = (0..15).map(|_| {
        let start = Instant::now();
        std::hint::black_box(check(project, &All));
        start.elapsed()
    });
    times.min().unwrap()
}

fn sixty() -> String {
    let states = [
        "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "FL", "GA", "HI", "ID", "IL", "IN", "IA",
        "KS", "KY", "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ",
        "NM", "NY", "NC", "ND", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT",
        "VA", "WA",
    ];
    let provinces = [
        "AB", "BC", "MB", "NB", "NL", "NS", "NT", "NU", "ON", "PE", "QC", "SK", "YT",
    ];
    let states = states.iter().map(|state| format!("US-{state}"));
    let all: Vec<String> = states
        .chain(provinces.iter().map(|it| format!("CA-{it}")))
        .collect();
    assert_eq!(all.len(), 60);
    all.join(", ")
}

fn sixty_regions(folder: &Path) {
    rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build_global()
        .unwrap();
    let regions = sixty();
    let mail = project(folder, &[campaign(0, &regions, 12, "2028-02-28")]);
    let calls =
        campaign(0, &regions, 12, "2028-02-28").replace("channel: email, by", "channel: call, by");
    let calls = project(folder, &[calls]);
    let start = Instant::now();
    std::hint::black_box(check(&mail, &All));
    println!(
        "one campaign over a year, 12 steps, 60 regions: the first time {:.2?} (packs are read), e-mail {:.2?}, calls {:.2?} (bar: under 5 ms)",
        start.elapsed(),
        checking(&mail),
        checking(&calls)
    );
    println!(
        "  the plan alone (people, scripts, plans, local times and attempts a day of every step), calendars and no law: e-mail {:.2?}, calls {:.2?}",
        planning(&mail),
        planning(&calls)
    );
}

/// The least time of several plans of a loaded project.
fn planning(project: &Project) -> Duration {
    let times = (0..15).map(|_| {
        let start = Instant::now();
        for campaign in project.all::<Campaign>() {
            let member = Member::of(project, campaign);
            for (_, plan) in member.cast.timing().plans() {
                for step in 0..member.view.steps.len() {
                    std::hint::black_box(plan.times(step));
                }
                let _ = std::hint::black_box(plan.per_day(|_| true));
            }
        }
        start.elapsed()
    });
    times.min().unwrap()
}

fn growth(folder: &Path) {
    let one = |steps, ends| {
        checking(&project(
            folder,
            &[campaign(0, "CA-MB, US-GA", steps, ends)],
        ))
    };
    println!("growth (twice as much should cost about twice as much):");
    println!(
        "  steps 25, 50, 100: {:.2?} {:.2?} {:.2?}",
        one(25, "2028-02-28"),
        one(50, "2028-02-28"),
        one(100, "2028-02-28")
    );
    println!(
        "  years 1, 2, 4: {:.2?} {:.2?} {:.2?}",
        one(12, "2028-02-28"),
        one(12, "2029-02-28"),
        one(12, "2031-02-28")
    );
    // States and provinces, nearly each with a calendar of its own.
    let regions = sixty();
    let places = |count: usize| {
        let regions: Vec<&str> = regions.split(", ").take(count).collect();
        checking(&project(
            folder,
            &[campaign(0, &regions.join(", "), 12, "2028-02-28")],
        ))
    };
    println!(
        "  regions 15, 30, 60: {:.2?} {:.2?} {:.2?}",
        places(15),
        places(30),
        places(60)
    );
    let many = |count: usize| {
        let texts: Vec<String> = (0..count)
            .map(|it| campaign(it, REGIONS[it % 10], 3, "2027-05-31"))
            .collect();
        checking(&project(folder, &texts))
    };
    println!(
        "  campaigns 250, 500, 1000: {:.2?} {:.2?} {:.2?}",
        many(250),
        many(500),
        many(1000)
    );
}

fn rendering() {
    let text: String = (0..20_000).fold(String::new(), |mut text, line| {
        let _ = writeln!(text, "    step-{line}: {{day: {line}, channel: call}}");
        text
    });
    let source = SourceFile::new("campaigns/large.yaml", text);
    let rule = RuleMeta {
        name: "holiday-contact",
        family: "timing",
        severity: Severity::Error,
    };
    let findings = (0..1_000).map(|number| {
        let start = source.line_starts()[number * 20];
        let label = |from: u32, text: &str| {
            Label::new(
                &source,
                Span {
                    start: start + from,
                    end: start + from + 6,
                },
                text,
            )
        };
        Diagnostic::violation(&rule, label(4, "here"))
            .because("people in Manitoba (CA-MB) can be called on Mon 2026-10-12, Thanksgiving Day")
            .see(label(18, "and here"))
            .help("Keep off the recipient's holidays:\n  holidays: observe")
    });
    let diagnostics: Vec<Diagnostic> = findings.collect();
    let outcome = Outcome {
        summary: Summary {
            errors: diagnostics.len(),
            failed: true,
            ..Summary::default()
        },
        diagnostics,
        suppressed: Vec::new(),
        version: "0",
        today: Day(0),
    };
    let times = (0..5).map(|_| {
        let start = Instant::now();
        let mut out = Vec::new();
        report(Format::Human, &outcome, &mut out, &Options::default()).unwrap();
        std::hint::black_box(out);
        start.elapsed()
    });
    println!(
        "1,000 findings in one file of 20,000 lines, human: {:.2?} (bar: under 50 ms)",
        times.min().unwrap()
    );
}

fn size() {
    let bytes = std::fs::metadata(env!("CARGO_BIN_EXE_courtesy"))
        .unwrap()
        .len();
    println!("binary: {:.1} MB (bar: under 15 MB)", bytes as f64 / 1e6);
}

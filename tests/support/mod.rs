//! Runs the program as a user does, in a folder of its own, with an
//! environment and a day into which the machine does not leak.

// Each test file is a program of its own and uses a part of this one.
#![allow(dead_code, reason = "every test file uses a part")]

use assert_cmd::Command;
use courtesy::law::{Law, Provision};
use serde::Deserialize;
use std::fmt;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The day of every run that names no other.
pub(crate) const TODAY: &str = "2026-11-22";

/// The root of the repository.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every provision of every pack in the folder.
pub(crate) fn all_provisions(law: &Law) -> Vec<&Provision> {
    let files = std::fs::read_dir(repository().join("rules/law")).expect("the packs are there");
    let mut codes: Vec<String> = files
        .filter_map(|file| {
            let name = file.expect("the folder can be read").file_name();
            name.to_str()?.strip_suffix(".yaml").map(str::to_owned)
        })
        .collect();
    codes.sort_unstable();
    let packs = codes.iter().flat_map(|code| law.packs(code));
    packs.flat_map(|pack| &pack.provisions).collect()
}

/// The program, in a folder, with nothing of the machine's environment but a width of 100 columns.
pub(crate) fn courtesy_in(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_courtesy"));
    command
        .env_clear()
        .env("COLUMNS", "100")
        .current_dir(folder)
        // A test that hangs must fail.
        .timeout(std::time::Duration::from_mins(4));
    command
}

/// The program at the root of the repository.
pub(crate) fn courtesy() -> Command {
    courtesy_in(repository())
}

/// A new folder that ends where it begins: no settings and no `.gitignore` above it hold in it.
#[derive(Debug)]
pub(crate) struct Folder(TempDir);

impl Folder {
    /// An empty one.
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().expect("a temporary folder can be made");
        std::fs::create_dir(folder.path().join(".git")).expect("the folder is ours");
        Self(folder)
    }

    /// One with these files in it: paths and texts.
    pub(crate) fn with<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let folder = Self::new();
        for (path, text) in files {
            folder.write(path, text);
        }
        folder
    }

    /// Writes a file, and makes the folders on the way to it.
    pub(crate) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(path);
        let parent = path.parent().expect("a file lies in a folder");
        std::fs::create_dir_all(parent).expect("the folder is ours");
        std::fs::write(path, bytes).expect("the folder is ours");
    }

    /// A file as it is now.
    pub(crate) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path(path)).expect("the file was written")
    }

    /// The absolute path of something in it.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    /// Runs the program in it.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(courtesy_in(self.0.path()).args(arguments))
    }

    /// Runs `courtesy check` in it.
    pub(crate) fn check(&self, arguments: &[&str]) -> Ran {
        self.run(&[&["check", "--today", TODAY], arguments].concat())
    }

    /// What `courtesy check` finds in it.
    pub(crate) fn findings(&self, arguments: &[&str]) -> Findings {
        self.check(&[&["--format", "json"], arguments].concat())
            .findings()
    }
}

/// What is found in one file with this text, checked alone.
pub(crate) fn check(yaml: &str) -> Findings {
    Folder::with([("definition.yaml", yaml)]).findings(&["definition.yaml"])
}

/// What is found in one file with this text on another day.
pub(crate) fn check_on(today: &str, yaml: &str) -> Findings {
    let folder = Folder::with([("definition.yaml", yaml)]);
    let arguments = ["check", "--today", today, "--format", "json"];
    folder.run(&arguments).findings()
}

/// What is found in one file with this text under these settings.
pub(crate) fn check_with(settings: &str, yaml: &str) -> Findings {
    Folder::with([("courtesy.yaml", settings), ("definition.yaml", yaml)])
        .findings(&["definition.yaml"])
}

/// How a run ended and what it printed.
#[derive(Debug)]
pub(crate) struct Ran {
    /// The exit code.
    pub(crate) code: i32,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

impl Ran {
    /// Runs a command to its end.
    pub(crate) fn of(command: &mut Command) -> Self {
        let output = command.output().expect("the program can be started");
        let text = |bytes| String::from_utf8(bytes).expect("the program prints UTF-8");
        let ran = Self {
            code: output.status.code().expect("the program was not killed"),
            out: text(output.stdout),
            err: text(output.stderr),
        };
        assert!(!ran.err.contains("panicked"), "{ran}");
        ran
    }

    /// The report, if it was printed as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("no JSON ({error}): {self}"))
    }

    /// The findings that count, if they were printed as JSON.
    pub(crate) fn findings(&self) -> Findings {
        #[derive(Deserialize)]
        struct Report {
            diagnostics: Vec<Finding>,
        }
        assert!(self.code <= 1, "{self}");
        let mut report: Report = serde_json::from_str(&self.out)
            .unwrap_or_else(|error| panic!("no report ({error}): {self}"));
        report.diagnostics.retain(|it| it.suppressed.is_none());
        Findings(report.diagnostics)
    }
}

impl fmt::Display for Ran {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "exit code {}\n--- standard output\n{}--- standard error\n{}",
            self.code, self.out, self.err
        )
    }
}

/// A place in a text, from 1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Deserialize)]
pub(crate) struct Point {
    /// The line.
    pub(crate) line: u32,
    /// The column, in characters.
    pub(crate) column: u32,
    /// The byte, from 0.
    pub(crate) offset: usize,
}

/// From where to where.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
pub(crate) struct Range {
    /// The first character.
    pub(crate) start: Point,
    /// The character after the last.
    pub(crate) end: Point,
}

/// Another place that a finding shows.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Related {
    /// The file.
    pub(crate) path: String,
    /// Where in it.
    pub(crate) span: Range,
    /// What is to be seen there.
    pub(crate) message: String,
}

/// One finding of the JSON report.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Finding {
    /// The rule.
    pub(crate) rule: String,
    /// `error`, `warning` or `advice`.
    pub(crate) severity: String,
    /// `violation` or `unverified`.
    pub(crate) verdict: String,
    /// What is wrong.
    pub(crate) message: String,
    /// What to do about it.
    pub(crate) help: Option<String>,
    /// The file.
    pub(crate) path: String,
    /// The node.
    pub(crate) pointer: String,
    /// The text.
    pub(crate) span: Range,
    /// Other places.
    pub(crate) related: Vec<Related>,
    /// The provisions.
    pub(crate) citations: Vec<Cited>,
    /// Why it does not count.
    suppressed: Option<serde_json::Value>,
}

/// A provision that a finding cites.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub(crate) struct Cited {
    /// Its id.
    pub(crate) provision: String,
}

impl Finding {
    /// Whether it says that something could not be verified.
    pub(crate) fn is_unverified(&self) -> bool {
        self.verdict == "unverified"
    }

    /// `line:column rule`.
    pub(crate) fn place(&self) -> String {
        let at = self.span.start;
        format!("{}:{} {}", at.line, at.column, self.rule)
    }
}

/// `path:line:column rule (verdict): message`, for the messages of failed tests.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.span.start;
        write!(
            f,
            "{}:{}:{} {} ({}): {}",
            self.path, at.line, at.column, self.rule, self.verdict, self.message
        )
    }
}

/// The findings of a run, in their order.
#[derive(Clone, Debug)]
pub(crate) struct Findings(pub(crate) Vec<Finding>);

impl Findings {
    /// The rules that fired, each once, by name.
    pub(crate) fn rules(&self) -> Vec<&str> {
        let mut rules: Vec<&str> = self.0.iter().map(|it| it.rule.as_str()).collect();
        rules.sort_unstable();
        rules.dedup();
        rules
    }

    /// The findings of one rule.
    pub(crate) fn of(&self, rule: &str) -> Vec<&Finding> {
        self.0.iter().filter(|it| it.rule == rule).collect()
    }

    /// The one finding of a rule; any other number of them is a failure.
    pub(crate) fn one(&self, rule: &str) -> &Finding {
        match self.of(rule)[..] {
            [finding] => finding,
            _ => panic!("not one finding of {rule}:\n{self}"),
        }
    }

    /// `line:column rule` of each.
    pub(crate) fn places(&self) -> Vec<String> {
        self.0.iter().map(Finding::place).collect()
    }

    /// Whether a rule fired.
    pub(crate) fn has(&self, rule: &str) -> bool {
        self.0.iter().any(|it| it.rule == rule)
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("  nothing was found\n");
        }
        for finding in &self.0 {
            writeln!(f, "  {finding}")?;
        }
        Ok(())
    }
}

/// A careful campaign of one sales call to consumers in Georgia, of which nothing is to be said: where a
/// place or a law is tried, the tests change a passage of it.
pub(crate) const CALL: &str = r#"campaigns:
  visits:
    purpose: sales
    enrollment: once
    starts: 2027-03-01
    ends: 2027-03-31
    re_enrollment: never
    audience: gardeners
    suppress: [do-not-contact, us-dnc]
    cadence: one-call
cadences:
  one-call:
    send_window: {days: mon-fri, hours: "10:00-17:00", time_zone: recipient, zone_from: address, holidays: observe}
    max_lateness: 1h
    steps:
      - {id: call, day: 0, channel: call, to: home, by: robin, message: script}
    responses: {opt_out: stop, not_interested: stop, not_now: {snooze: 90d}, complaint: stop, wrong_person: stop, no_answer: stop, dismissed: stop, replied: stop, purchased: stop, bounced: stop}
    shares_responses: true
    honors_refusal_within: 1d
audiences:
  gardeners: {regions: [US-GA], type: consumer, relationship: prospect, role: buyer, source: {kind: form}, consent: {kind: express, channels: [call], obtained: 2026-09-01, proof: form archive}}
messages:
  script:
    channel: call
    language: en
    body: |
      Good morning, this is Robin of Example Gardens LLC. I am calling to sell you a visit of our gardener.
      If you would rather not be called again, tell me and you will not be.
    opt_out: {method: spoken, steps: 1, needs_login: false}
    identifies: {within: 10s, seller: true, caller: true, purpose: true, callback: "+1 404 555 0100"}
senders:
  robin: {role: sales, name: Robin, legal_name: Example Gardens LLC, postal_address: "1 Main St, Atlanta, GA 30303, USA", caller_id: "+1 404 555 0100", caller_id_shown: true, voice: human, dialer: manual}
suppressions:
  do-not-contact: {kind: internal, scope: seller, refreshed: 2026-11-20, refresh_every: 1d, honored_within: 1d, keeps_for: forever}
  us-dnc: {kind: registry, registry: US-DNC, refreshed: 2026-11-20, refresh_every: 30d}
"#;

/// A text with some passages changed, each where it first stands.
pub(crate) fn changed(text: &str, changes: &[(&str, &str)]) -> String {
    changes.iter().fold(text.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "{old}");
        text.replacen(old, new, 1)
    })
}

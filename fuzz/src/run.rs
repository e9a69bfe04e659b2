//! A whole run of `courtesy check` in memory, without a disk.

use crate::places;
use courtesy::calendar::Day;
use courtesy::diagnostics::{
    Diagnostic, FailOn, Outcome, RuleMeta, Severity, Summary, put_in_order,
};
use courtesy::fix::{Replacement, splice};
use courtesy::law::Pack;
use courtesy::project::{self, Project, Request, Settings, Texts};
use courtesy::report::{Format, Options, report};
use courtesy::rules::{self, Selection};
use courtesy::yaml;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A folder that there is not, so that nothing of this machine is read.
const FOLDER: &str = "/there-is-no-such-folder";

/// Every rule runs, and counts as the settings say.
struct BySettings;

impl Selection for BySettings {
    fn runs(&self, _: &RuleMeta) -> bool {
        true
    }

    fn severity(&self, project: &Project, finding: &Diagnostic) -> Option<Severity> {
        let rule = rules::named(finding.rule).expect("a rule has found it");
        project.severity(finding, rule.meta().severity)
    }
}

/// What is checked.
pub(crate) struct Run {
    request: Request,
    texts: Texts,
    law: Vec<Pack>,
}

impl Run {
    /// One file of campaigns.
    pub(crate) fn new(campaigns: &[u8], settings: Settings) -> Self {
        let request = Request {
            cwd: PathBuf::from(FOLDER),
            paths: Vec::new(),
            standard_input: Some((PathBuf::from("input.yaml"), campaigns.to_vec())),
            settings,
            today: Day::from_ymd(2026, 11, 22).expect("it is a day"),
            profile: None,
        };
        Self {
            request,
            texts: Texts::new(),
            law: Vec::new(),
        }
    }

    /// One file of campaigns under some settings.
    pub(crate) fn with_settings(campaigns: &[u8], settings: &[u8]) -> Self {
        let path = PathBuf::from(FOLDER).join("courtesy.yaml");
        let mut run = Self::new(campaigns, Settings::File(path.clone()));
        let text = String::from_utf8_lossy(settings).into_owned();
        run.texts.insert(path, text);
        run
    }

    /// One file of campaigns under law of the user's own.
    pub(crate) fn with_law(campaigns: &[u8], law: Vec<Pack>) -> Self {
        Self {
            law,
            ..Self::with_settings(campaigns, b"version: 1\n")
        }
    }

    /// Dies if something about the run is not as it must be.
    pub(crate) fn is_sound(&self) {
        let outcome = self.outcome();
        let told = told(&outcome);
        readable(&told);
        assert!(
            told == self::told(&self.outcome()),
            "two runs tell two stories"
        );
        for finding in &outcome.diagnostics {
            places::stand(finding);
            mends(finding);
        }
    }

    fn outcome(&self) -> Outcome {
        let mut project = project::load_with(&self.request, &self.texts);
        for config in &mut project.configs {
            config.packs.clone_from(&self.law);
        }
        let mut diagnostics = rules::faults_of_settings(&project.configs);
        let mut suppressed = Vec::new();
        // As for the user: with broken settings nothing is checked.
        if diagnostics.is_empty() {
            let mut found = rules::check(&project, &BySettings);
            put_in_order(&mut found);
            let waived = rules::waive(&project, &BySettings, found);
            (diagnostics, suppressed) = (waived.findings, waived.suppressed);
        }
        put_in_order(&mut diagnostics);
        Outcome {
            summary: Summary::count(
                project.files.len(),
                0,
                FailOn::default(),
                &diagnostics,
                &suppressed,
            ),
            diagnostics,
            suppressed,
            version: "0.0.0",
            today: self.request.today,
        }
    }
}

/// What every format makes of it.
fn told(outcome: &Outcome) -> BTreeMap<&'static str, String> {
    let options = Options {
        show_suppressed: true,
        ..Options::default()
    };
    let told = Format::ALL.iter().map(|format| {
        let mut out = Vec::new();
        report(*format, outcome, &mut out, &options).expect("memory takes everything");
        let out = String::from_utf8(out).expect("reports are text");
        (format.as_str(), out)
    });
    told.collect()
}

/// Dies if a report cannot be read.
fn readable(told: &BTreeMap<&'static str, String>) {
    for (format, text) in told {
        match *format {
            "json" | "sarif" | "gitlab" | "rdjson" => {
                serde_json::from_str::<serde_json::Value>(text).expect(format);
            }
            "jsonl" => {
                for line in text.lines() {
                    serde_json::from_str::<serde_json::Value>(line).expect(format);
                }
            }
            "junit" | "checkstyle" => {
                roxmltree::Document::parse(text).expect(format);
            }
            "human" | "concise" => {
                let control = text.chars().find(|c| c.is_control() && *c != '\n');
                assert!(control.is_none(), "{format} passes {control:?} on");
            }
            "github" | "markdown" => assert!(!text.contains('\u{1b}'), "{format}"),
            _ => unreachable!("a format of which nothing is known"),
        }
    }
}

/// Dies if the fix of a finding cannot be made, or if its file can then be read no more.
fn mends(finding: &Diagnostic) {
    let Some(fix) = &finding.fix else { return };
    let mut files: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for edit in &fix.edits {
        let path = edit.site.source.path.as_str();
        files.entry(path).or_default().push(edit);
    }
    for edits in files.into_values() {
        let before = &*edits[0].site.source.text;
        let replacements: Vec<Replacement<'_>> =
            edits.iter().map(|edit| Replacement::from(*edit)).collect();
        let after = splice(before, &replacements).expect("the edits fit together");
        let problems = |text: &str| yaml::parse(text).1.len();
        assert!(
            problems(&after) <= problems(before),
            "`{}` of {} breaks the file:\n{after}",
            fix.title,
            finding.rule
        );
    }
}

//! The baseline: how many findings of each rule each file had when somebody decided to begin there.
//!
//! Counts, not lines, so that a file can be edited without its old findings coming back as new. A file
//! that has no more findings of a rule than the baseline says has them set aside. With one more, nobody
//! can tell which is the new one, so that all of them count and are shown. Only an explicit update
//! writes the file, whether counts shrink or grow.

use super::{Project, can_be_set_aside, discover};
use crate::diagnostics::{Diagnostic, Suppressed, Suppression};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

/// The version of the file's form.
const VERSION: u32 = 1;

/// Findings by file and rule. Paths are relative to the folder of the baseline's own file.
type Counts = BTreeMap<String, BTreeMap<String, usize>>;

/// A baseline.
#[derive(Clone, Debug)]
pub struct Baseline {
    /// The folder that its paths are relative to.
    folder: PathBuf,
    counts: Counts,
}

/// As it stands in the file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    version: u32,
    findings: Counts,
}

/// Which part of a baseline.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    /// What the run looked at, and files that are gone.
    Judged,
    /// What it did not look at.
    Unjudged,
}

/// What a baseline did to the findings of a run.
#[derive(Debug)]
pub struct Compared {
    /// The findings that it does not cover, in the order in which they came.
    pub findings: Vec<Diagnostic>,
    /// The findings that it covers.
    pub suppressed: Vec<Suppressed>,
    /// What the user should know: counts that are exceeded, and counts that are too high.
    pub notes: Vec<String>,
}

impl Baseline {
    /// One that sets nothing aside, for a file at a path that is relative to `cwd`.
    pub fn empty(cwd: &Path, file: &Path) -> Self {
        let file = discover::absolute(cwd, file);
        Self {
            folder: file.parent().unwrap_or(Path::new("/")).to_owned(),
            counts: Counts::new(),
        }
    }

    /// Reads the text of the file at a path. The error says what is wrong with it.
    pub fn read(cwd: &Path, file: &Path, text: &str) -> Result<Self, String> {
        let written: Written =
            serde_json::from_str(text).map_err(|error| format!("this is no baseline: {error}"))?;
        if written.version != VERSION {
            return Err(format!(
                "version {} of the baseline is not known",
                written.version
            ));
        }
        Ok(Self {
            counts: written.findings,
            ..Self::empty(cwd, file)
        })
    }

    /// The text of the file: the same counts give the same bytes.
    pub fn to_text(&self) -> String {
        let written = Written {
            version: VERSION,
            findings: self.counts.clone(),
        };
        // Text and numbers in maps with text keys cannot fail to be written.
        let json = serde_json::to_string_pretty(&written).unwrap_or_default();
        format!("{json}\n")
    }

    /// The name under which the file of a finding is counted.
    fn key(&self, project: &Project, finding: &Diagnostic) -> Option<String> {
        let (file, _) = project.standing(&finding.primary.site)?;
        Some(relative(&project.files[file].path, &self.folder))
    }

    fn count(&self, project: &Project, findings: &[Diagnostic]) -> Counts {
        let mut counts = Counts::new();
        for finding in findings.iter().filter(|it| can_be_set_aside(it.rule)) {
            if let Some(key) = self.key(project, finding) {
                let rules = counts.entry(key).or_default();
                *rules.entry(finding.rule.to_owned()).or_default() += 1;
            }
        }
        counts
    }

    /// The counts of files and rules that took part in the run, and of files that are gone; or the others.
    fn counts_of<'b>(
        &'b self,
        project: &'b Project,
        ran: &'b Ran<'b>,
        part: Part,
    ) -> impl Iterator<Item = (&'b str, &'b str, usize)> {
        let checked: FxHashMap<&Path, bool> = project
            .files
            .iter()
            .map(|file| (file.path.as_path(), file.selected))
            .collect();
        let counts = self.counts.iter().flat_map(move |(file, rules)| {
            let path = discover::absolute(&self.folder, Path::new(file));
            let selected = checked.get(path.as_path()).copied();
            let gone = selected.is_none() && !path.exists();
            rules
                .iter()
                .map(move |(rule, count)| (gone, selected, file.as_str(), rule.as_str(), *count))
        });
        counts
            .filter(move |(gone, selected, _, rule, _)| {
                let judged = *gone || (*selected == Some(true) && ran(rule));
                judged == (part == Part::Judged)
            })
            .map(|(_, _, file, rule, count)| (file, rule, count))
    }

    /// Sets aside what the baseline covers. `ran` says whether a rule took part in the run.
    pub fn compare(&self, project: &Project, all: Vec<Diagnostic>, ran: &Ran<'_>) -> Compared {
        let found = self.count(project, &all);
        let allowed = |file: &str, rule: &str| of(&self.counts, file, rule);
        let mut compared = Compared {
            findings: Vec::new(),
            suppressed: Vec::new(),
            notes: Vec::new(),
        };
        for finding in all {
            let covered = self.key(project, &finding).is_some_and(|file| {
                can_be_set_aside(finding.rule)
                    && of(&found, &file, finding.rule) <= allowed(&file, finding.rule)
            });
            if covered {
                compared.suppressed.push(Suppressed {
                    diagnostic: finding,
                    by: Suppression::Baseline,
                });
            } else {
                compared.findings.push(finding);
            }
        }
        for (file, rules) in &found {
            for (rule, count) in rules {
                let allowed = allowed(file, rule);
                if (1..*count).contains(&allowed) {
                    compared.notes.push(format!(
                        "{file} has {count} findings of {rule} and the baseline {allowed}; which are new cannot be told, so all are shown"
                    ));
                }
            }
        }
        let gone: usize = self
            .counts_of(project, ran, Part::Judged)
            .map(|(file, rule, count)| count.saturating_sub(of(&found, file, rule)))
            .sum();
        if gone > 0 {
            let findings = if gone == 1 {
                "finding that is"
            } else {
                "findings that are"
            };
            compared.notes.push(format!(
                "the baseline has {gone} {findings} gone; --update-baseline takes them out"
            ));
        }
        compared
    }

    /// The baseline that sets aside exactly these findings. Of files and rules that took no part in the
    /// run it keeps what it had.
    pub fn updated(&self, project: &Project, findings: &[Diagnostic], ran: &Ran<'_>) -> Self {
        let mut counts = self.count(project, findings);
        for (file, rule, count) in self.counts_of(project, ran, Part::Unjudged) {
            let kept = counts.entry(file.to_owned()).or_default();
            kept.insert(rule.to_owned(), count);
        }
        Self {
            folder: self.folder.clone(),
            counts,
        }
    }
}

/// Whether a rule took part in a run.
pub type Ran<'a> = dyn Fn(&str) -> bool + 'a;

fn of(counts: &Counts, file: &str, rule: &str) -> usize {
    let count = counts.get(file).and_then(|rules| rules.get(rule));
    count.copied().unwrap_or(0)
}

/// A path as it is written in a folder, with `/` between its parts.
fn relative(path: &Path, folder: &Path) -> String {
    let mut to: Vec<Component<'_>> = path.components().collect();
    let mut from: Vec<Component<'_>> = folder.components().collect();
    let shared = to.iter().zip(&from).take_while(|(a, b)| a == b).count();
    if shared == 0 {
        // Another drive.
        return path.to_string_lossy().replace('\\', "/");
    }
    let up = from.drain(shared..).map(|_| "..".to_owned());
    let down = to
        .drain(shared..)
        .map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_to_the_baseline() {
        let relative = |path: &str, folder: &str| relative(Path::new(path), Path::new(folder));
        assert_eq!(relative("/a/b/c.yaml", "/a"), "b/c.yaml");
        assert_eq!(relative("/a/b/c.yaml", "/a/b"), "c.yaml");
        assert_eq!(relative("/a/c.yaml", "/a/ci/x"), "../../c.yaml");
    }

    #[test]
    fn what_is_no_baseline_is_refused() {
        let read = |text: &str| {
            Baseline::read(Path::new("/a"), Path::new("b.json"), text)
                .map(|baseline| baseline.to_text())
        };
        for text in [
            "",
            "[]",
            "{}",
            r#"{"version": 1, "findings": {"a": 3}}"#,
            r#"{"version": 1, "findings": {}, "more": 1}"#,
        ] {
            assert!(
                read(text).unwrap_err().starts_with("this is no baseline: "),
                "{text}"
            );
        }
        assert_eq!(
            read(r#"{"version": 2, "findings": {}}"#).unwrap_err(),
            "version 2 of the baseline is not known"
        );
        let text = "{\n  \"version\": 1,\n  \"findings\": {\n    \"a.yaml\": {\n      \"quiet-hours\": 2\n    }\n  }\n}\n";
        assert_eq!(read(text).as_deref(), Ok(text));
    }
}

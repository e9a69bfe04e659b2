//! How much a finding counts: the settings of its file, path by path, and the profile of the run.

use super::{Config, Level, Project};
use crate::diagnostics::{Diagnostic, Force, Severity};
use schemars::JsonSchema;
use serde::Deserialize;
use std::path::Path;

/// Which findings a run is about, where no line of the settings says otherwise.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize, JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum Profile {
    /// What the law or a regulator demands, and the limits that are written down; no default limits.
    Law,
    /// Law and courtesy.
    #[default]
    Courtesy,
    /// As `courtesy`, each severity one step higher.
    Strict,
}

impl Profile {
    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Law => "law",
            Self::Courtesy => "courtesy",
            Self::Strict => "strict",
        }
    }

    /// How much a finding counts; nothing if it is not what the profile is about. `usual` is the severity
    /// that its rule has by default: a finding below it rests on a weak source, which `strict` respects.
    fn severity(self, finding: &Diagnostic, usual: Severity) -> Option<Severity> {
        match self {
            Self::Courtesy => Some(finding.severity),
            Self::Law => demanded(finding).then(|| match finding.by_law {
                Some(most) => finding.severity.min(most),
                None => finding.severity,
            }),
            Self::Strict if finding.severity < usual => Some(finding.severity),
            Self::Strict => Some(match finding.severity {
                Severity::Advice => Severity::Warning,
                Severity::Warning | Severity::Error => Severity::Error,
            }),
        }
    }
}

/// Whether the law is why a finding is reported, or the finding is why the law cannot be told.
fn demanded(finding: &Diagnostic) -> bool {
    let binding = |force: Force| matches!(force, Force::Law | Force::Regulator);
    finding.family == "definition"
        || ["region-unknown", "unknown-zone"].contains(&finding.rule)
        || finding.citations.iter().any(|it| binding(it.force))
}

impl Config {
    /// The level of a rule in a file of this absolute path: the last override that fits the path and names the
    /// rule or its family, then the general lines. A rule's own line beats its family's.
    fn level(&self, file: &Path, rule: &str, family: &str) -> Option<Level> {
        let within = file.strip_prefix(&self.folder).unwrap_or(file);
        let overrides = self.written.overrides.iter().zip(&self.overrides).rev();
        let fitting = overrides
            .filter(|(_, globs)| globs.is_match(within))
            .map(|(written, _)| &written.value.rules);
        let mut all = fitting.chain([&self.written.rules]);
        all.find_map(|levels| {
            let named = |name: &str| levels.get(name).and_then(|level| level.value());
            named(rule).or_else(|| named(family)).copied()
        })
    }
}

impl Project {
    /// How much a finding counts where it stands; nothing if it is off there. `usual` is the severity that
    /// its rule has by default.
    pub fn severity(&self, finding: &Diagnostic, usual: Severity) -> Option<Severity> {
        let file = self.standing(&finding.primary.site);
        let file = file.map(|(file, _)| &self.files[file]);
        let config = file.and_then(|file| self.configs.get(file.config?));
        let level = file
            .zip(config)
            .and_then(|(file, config)| config.level(&file.path, finding.rule, finding.family));
        let Some(level) = level else {
            let written = config.and_then(|config| config.written.profile.value().copied());
            let profile = self.profile.or(written).unwrap_or_default();
            return profile.severity(finding, usual);
        };
        let severity = level.severity()?;
        // Settings may lower what a weak source yields, never raise it over what its rule allows.
        Some(if finding.severity < usual {
            severity.min(finding.severity)
        } else {
            severity
        })
    }
}

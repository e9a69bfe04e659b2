//! By which settings a question is answered that is about no file: the nearest `courtesy.yaml`, a named
//! one, or none.

use super::output::{Failure, usage};
use crate::calendar::Day;
use crate::project::{self, Config, Request, Settings};
use crate::rules;
use std::path::PathBuf;

/// The arguments that say so.
#[derive(Debug, clap::Args)]
pub(super) struct WhichSettings {
    /// The settings that count: their own law and codes, limits, and `extra_holidays`, `not_holidays`
    /// and `confirm`; the nearest courtesy.yaml by default.
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    config: Option<PathBuf>,
    /// Answer from what is built in, whatever courtesy.yaml says.
    #[arg(long)]
    isolated: bool,
}

impl WhichSettings {
    /// The settings; none if there are none or they are not to count. Fails if they have mistakes.
    pub(super) fn read(&self, today: Day) -> Result<Option<Config>, Failure> {
        let settings = match (&self.config, self.isolated) {
            (Some(file), _) if !file.is_file() => {
                return Err(usage(format!("there is no file {}", file.display())));
            }
            (Some(file), _) => Settings::File(file.clone()),
            (None, true) => return Ok(None),
            (None, false) => Settings::Nearest,
        };
        let cwd = std::env::current_dir()
            .map_err(|error| usage(format!("the current folder cannot be read: {error}")))?;
        let request = Request {
            cwd,
            paths: Vec::new(),
            standard_input: None,
            settings,
            profile: None,
            today,
        };
        let Some(config) = project::settings_for(&request, &request.cwd) else {
            return Ok(None);
        };
        let fault = |name: &str| (!rules::is_known(name)).then(String::new);
        if config.mistakes(fault).is_empty() && config.pack_problems.is_empty() {
            Ok(Some(config))
        } else {
            Err(usage(format!(
                "{} has mistakes; `courtesy check` says which, and --isolated does without it",
                config.source.path
            )))
        }
    }
}

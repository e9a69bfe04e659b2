//! `courtesy config --show`: the settings in force for a file, and where each comes from.

use super::Exit;
use super::output::{self, Failure, usage};
use crate::calendar::{Day, Region};
use crate::model::Channel;
use crate::project::{
    self, Config, ConfigFile, Level, Limit, LimitsInForce, Profile, Request, Settings,
};
use crate::rules;
use crate::yaml::{List, Map, Place};
use std::fmt::{Display, Write as _};
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Show the settings that hold for this file or folder, and where each comes from.
    #[arg(long, value_name = "FILE", num_args = 0..=1, required = true, default_missing_value = ".")]
    show: PathBuf,
    /// Take the settings from this file instead of the nearest courtesy.yaml.
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    config: Option<PathBuf>,
    /// Ignore every courtesy.yaml.
    #[arg(long)]
    isolated: bool,
    /// Show what this profile would make of them.
    #[arg(long, value_enum, value_name = "PROFILE")]
    profile: Option<Profile>,
}

/// Prints them as YAML that is a settings file itself, each value with its origin as a comment.
pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let cwd = std::env::current_dir()
        .map_err(|error| usage(format!("the current folder cannot be read: {error}")))?;
    let settings = match (&arguments.config, arguments.isolated) {
        (Some(file), _) => Settings::File(file.clone()),
        (None, true) => Settings::Defaults,
        (None, false) => Settings::Nearest,
    };
    let request = Request {
        cwd,
        paths: Vec::new(),
        standard_input: None,
        settings,
        today: Day::today(),
        profile: arguments.profile,
    };
    let config = project::settings_for(&request, &arguments.show);
    if let Some(config) = &config {
        let mistakes = config.mistakes(rules::fault_of);
        if let Some(first) = mistakes.first() {
            let line = config.source.position(first.span.start).line;
            return Err(usage(format!(
                "{}:{line}: {}{}",
                config.source.path,
                first.message,
                match mistakes.len() {
                    1 => String::new(),
                    more => format!(" (and {} more; `courtesy check` says which)", more - 1),
                }
            )));
        }
    }
    let shown = Shown {
        config: config.as_ref(),
        lines: Vec::new(),
    };
    output::print(shown.all(arguments.profile).as_bytes())?;
    Ok(Exit::Clean)
}

/// The lines, with what their comments say.
struct Shown<'a> {
    config: Option<&'a Config>,
    lines: Vec<(String, String)>,
}

impl Shown<'_> {
    /// What is said of holidays, a statement a line.
    fn holidays(&mut self, written: &ConfigFile) {
        let said =
            |regions: &List<Region>, dates: &List<Day>, name: &str, reason: Option<&String>| {
                let regions: Vec<&str> = regions.values().map(Region::code).collect();
                let dates: Vec<String> = dates.values().map(ToString::to_string).collect();
                format!(
                    "  - {{regions: [{}], dates: [{}], {name}reason: {}}}",
                    regions.join(", "),
                    dates.join(", "),
                    quoted(reason.map_or("", String::as_str))
                )
            };
        if !written.extra_holidays.is_empty() {
            self.heading("extra_holidays:");
        }
        for at in &written.extra_holidays {
            let it = &at.value;
            let name = it
                .name
                .value()
                .map_or(String::new(), |name| format!("name: {}, ", quoted(name)));
            let line = said(&it.regions, &it.dates, &name, it.reason.value());
            self.put(&line, Some(at.place));
        }
        for (field, list) in [
            ("not_holidays:", &written.not_holidays),
            ("confirm:", &written.confirm),
        ] {
            if !list.is_empty() {
                self.heading(field);
            }
            for at in list {
                let it = &at.value;
                let line = said(&it.regions, &it.dates, "", it.reason.value());
                self.put(&line, Some(at.place));
            }
        }
    }

    fn all(mut self, asked: Option<Profile>) -> String {
        let defaults = LimitsInForce::of(asked.unwrap_or_default());
        let limits = self.config.map_or(&defaults, |config| &config.limits);
        let written = self.config.map(|config| &config.written);
        let empty = ConfigFile::default();
        let written = written.unwrap_or(&empty);

        self.put("version: 1", written.version.place());
        let profile = asked.or(written.profile.value().copied());
        let line = format!("profile: {}", profile.unwrap_or_default().as_str());
        match asked {
            Some(_) => self.lines.push((line, "--profile".to_owned())),
            None => self.put(&line, written.profile.place()),
        }
        self.list("include", &written.include);
        self.list("exclude", &written.exclude);
        self.limits(limits);
        if !written.rules.is_empty() {
            self.heading("rules:");
        }
        self.levels("  ", &written.rules);
        if !written.overrides.is_empty() {
            self.heading("overrides:");
        }
        for it in &written.overrides {
            let files: Vec<String> = it.value.files.values().map(|it| quoted(it)).collect();
            self.put(
                &format!("  - files: [{}]", files.join(", ")),
                Some(it.place),
            );
            self.heading("    rules:");
            self.levels("      ", &it.value.rules);
        }
        self.holidays(written);
        self.list("packs", &written.packs);
        self.list("adheres_to", &written.adheres_to);
        if let Some(seller) = written.seller.value() {
            self.heading("seller:");
            if let Some(name) = seller.legal_name.at() {
                self.put(
                    &format!("  legal_name: {}", quoted(&name.value)),
                    Some(name.place),
                );
            }
            self.list("  regions", &seller.regions);
            self.list("  sector", &seller.sector);
        }
        self.list("merge_fields", &written.merge_fields);
        self.list("languages", &written.languages);
        self.text()
    }

    fn levels(&mut self, indent: &str, levels: &Map<Level>) {
        for (name, level) in levels.given() {
            let word = level.value.as_str();
            self.put(
                &format!("{indent}{}: {word}", name.value),
                Some(level.place),
            );
        }
    }

    fn limits(&mut self, limits: &LimitsInForce) {
        self.heading("limits:");
        for (name, any, of) in [
            (
                "per_day",
                limits.per_day_any(),
                LimitsInForce::per_day as fn(&LimitsInForce, Channel) -> Option<Limit<u32>>,
            ),
            (
                "per_7_days",
                limits.per_7_days_any(),
                LimitsInForce::per_7_days,
            ),
        ] {
            let channels = Channel::ALL.iter();
            let channels =
                channels.filter_map(|channel| Some((channel.as_str(), of(limits, *channel)?)));
            let all: Vec<_> = any
                .map(|any| ("any", any))
                .into_iter()
                .chain(channels)
                .collect();
            if !all.is_empty() {
                self.heading(&format!("  {name}:"));
            }
            for (channel, limit) in all {
                self.put(&format!("    {channel}: {}", limit.value), limit.place);
            }
        }
        for (name, limit) in [
            ("min_gap", &limits.min_gap),
            ("nag_interval", &limits.nag_interval),
            ("late_notice", &limits.late_notice),
        ] {
            // The profile `law` has no limits of its own.
            if limit.place.is_some() || !limits.holidays.is_empty() {
                self.put(&format!("  {name}: {}", limit.value), limit.place);
            }
        }
        let hours: Vec<_> = Channel::ALL
            .iter()
            .filter_map(|channel| Some((channel, limits.hours(*channel)?)))
            .collect();
        if !hours.is_empty() {
            self.heading("  hours:");
        }
        for (channel, (ranges, place)) in hours {
            let ranges: Vec<String> = ranges.iter().map(|range| format!("\"{range}\"")).collect();
            self.put(&format!("    {channel}: [{}]", ranges.join(", ")), place);
        }
        let channels: Vec<&str> = limits.holidays.iter().map(|it| it.as_str()).collect();
        self.put(
            &format!("  holidays: [{}]", channels.join(", ")),
            limits.holidays_place,
        );
    }

    fn list<T: Display>(&mut self, name: &str, list: &List<T>) {
        if list.is_given() {
            let items: Vec<String> = list.values().map(|it| quoted(&it.to_string())).collect();
            self.put(&format!("{name}: [{}]", items.join(", ")), list.place);
        }
    }

    fn heading(&mut self, line: &str) {
        self.lines.push((line.to_owned(), String::new()));
    }

    fn put(&mut self, line: &str, place: Option<Place>) {
        let origin = match (place, self.config) {
            (Some(place), Some(config)) => {
                let start = config.tree.span(place.node).start;
                let line = config.source.position(start).line;
                format!("{}:{line}", config.source.path)
            }
            _ => "default".to_owned(),
        };
        self.lines.push((line.to_owned(), origin));
    }

    fn text(&self) -> String {
        let wide = |(line, _): &(String, String)| line.chars().count();
        // A long list does not push the comments of the short lines to the right.
        let column = self.lines.iter().map(wide).filter(|it| *it < 48).max();
        let mut text = String::new();
        for (line, origin) in &self.lines {
            let _infallible = match origin.as_str() {
                "" => writeln!(text, "{line}"),
                origin => writeln!(text, "{line:0$}  # {origin}", column.unwrap_or(0)),
            };
        }
        text
    }
}

/// Text as a double-quoted scalar of YAML.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

//! `courtesy init`: settings with comments, and a first campaign that passes.

use super::Exit;
use super::output::{self, Failure, usage};
use crate::calendar::Day;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

const SETTINGS: &str = include_str!("init/courtesy.yaml");
const FIRST: &str = include_str!("init/first.yaml");

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The folder to begin in.
    #[arg(default_value = ".")]
    folder: PathBuf,
    /// Begin as if today were this day.
    #[arg(long, value_name = "DATE")]
    today: Option<Day>,
}

/// Writes both files; neither if one of them is there already.
pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let today = arguments.today.unwrap_or_else(Day::today);
    let files = [
        (arguments.folder.join("courtesy.yaml"), SETTINGS.to_owned()),
        (arguments.folder.join("campaigns/first.yaml"), first(today)),
    ];
    if let Some((there, _)) = files.iter().find(|(path, _)| path.exists()) {
        return Err(usage(format!(
            "{} is there already; nothing was written",
            there.display()
        )));
    }
    for (path, text) in &files {
        write_new(path, text)
            .map_err(|error| usage(format!("{} cannot be written: {error}", path.display())))?;
        output::tell(&format!("wrote {}", path.display()));
    }
    output::tell("now run: courtesy check");
    Ok(Exit::Clean)
}

/// The first campaign with dates around today.
fn first(today: Day) -> String {
    let day = |days: i32| today.plus(days).to_string();
    FIRST
        .replace("{starts}", &day(14))
        .replace("{ends}", &day(74))
        .replace("{obtained}", &day(-30))
        .replace("{today}", &day(0))
}

/// Writes a file that must not be there yet.
fn write_new(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())
}

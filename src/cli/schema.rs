//! `courtesy schema`: the JSON Schema of the format, for editors.

use super::Exit;
use super::output::{self, Failure};
use crate::model::schema;
use crate::project::ConfigFile;

/// Which file is described.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Of {
    /// Files of campaigns, cadences, audiences and the rest.
    Definitions,
    /// `courtesy.yaml`.
    Settings,
}

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The file to describe.
    #[arg(value_name = "FILE", default_value = "definitions")]
    of: Of,
}

/// Prints the schema.
pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let schema = match arguments.of {
        Of::Definitions => schema::of_definitions(),
        Of::Settings => schema::of::<ConfigFile>("Courtesy: settings"),
    };
    output::print(format!("{schema:#}\n").as_bytes())?;
    Ok(Exit::Clean)
}

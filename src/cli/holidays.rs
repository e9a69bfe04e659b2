use super::Exit;
use super::output::Failure;
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {}
pub(super) fn run(_: &Arguments) -> Result<Exit, Failure> {
    Ok(Exit::Clean)
}

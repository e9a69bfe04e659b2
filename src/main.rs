//! Arguments in, exit code out.

fn main() -> std::process::ExitCode {
    courtesy::cli::run().into()
}

//! The least that a program with arguments costs to start: the yardstick of `benches/bars.rs`.

fn main() {
    let command = clap::Command::new("bare")
        .version("1.0.0")
        .subcommand(clap::Command::new("check").arg(clap::Arg::new("path")));
    let _ = command.get_matches();
}

//! Makes the languages of `rules/lexicon` ready for the program, which would
//! otherwise spend more time on them at every start than on the campaign.
//!
//! The code is the program's own; what it makes is held against the files by a test
//! (`src/lexicon/built_in.rs`). A file that cannot be read stops the build, with the reason.

use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// The part of `src/lexicon` that reads phrases. What it does not use here the program uses.
#[allow(
    dead_code,
    unreachable_pub,
    reason = "the program uses what the build does not"
)]
#[path = "src/lexicon"]
mod lexicon {
    mod file;
    mod phrase;
    mod phrasebook;
    mod saying;
    mod token;
    mod vocabulary;

    use saying::Saying;

    /// A lexicon file as bytes, its phrases made ready.
    pub fn ready(text: &str) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
        let file: file::LexiconFile = serde_yaml::from_str(text)?;
        let phrases = phrasebook::Phrasebook::compile(&file).map_err(|wrong| wrong.join("; "))?;
        Ok(postcard::to_allocvec(&(file.without_phrases(), phrases))?)
    }
}

/// What the lexicon uses of the crate around it.
#[allow(
    dead_code,
    unreachable_pub,
    reason = "the program uses what the build does not"
)]
#[path = "src/source"]
mod source {
    mod span;
    pub use span::Span;
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new("rules/lexicon");
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    for read in [
        "build.rs",
        "rules/lexicon",
        "src/lexicon",
        "src/source/span.rs",
    ] {
        println!("cargo::rerun-if-changed={read}");
    }
    // A program at a fixed address needs no relocation, which a check of one small file feels:
    // tables of zones and calendars are full of addresses.
    let target = |name: &str| std::env::var(format!("CARGO_CFG_TARGET_{name}")).unwrap_or_default();
    if target("OS") == "linux" && target("ENV") == "gnu" {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        files.push(entry?.path());
    }
    files.retain(|path| path.extension().is_some_and(|it| it == "yaml"));
    files.sort_unstable();
    let mut list = String::from("&[");
    for path in files {
        let language = path.file_stem().unwrap_or_default().to_string_lossy();
        let ready = lexicon::ready(&std::fs::read_to_string(&path)?)
            .map_err(|wrong| format!("{}: {wrong}", path.display()))?;
        let file = out.join(format!("{language}.lexicon"));
        std::fs::write(&file, ready)?;
        let file = file.to_str().ok_or("the build's folder is no text")?;
        write!(list, "({language:?}, include_bytes!({file:?})), ")?;
    }
    list.push(']');
    std::fs::write(out.join("lexicons.rs"), list)?;
    Ok(())
}

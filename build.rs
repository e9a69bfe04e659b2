//! Makes what stands in `rules/` ready for the program, which would otherwise spend more time on
//! it at every start than on the campaign: the phrases of the languages, and the nodes of the
//! files of law and holidays; and makes the text of the holidays small.
//!
//! The code is the program's own; what it makes is held against the files by tests
//! (`src/lexicon/built_in.rs`, `src/yaml/ready.rs`). A file that cannot be read stops the build,
//! with the reason.

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

/// The part of `src/yaml` that makes nodes of a text. What it does not use here the program uses.
#[allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    reason = "the program uses what the build does not"
)]
#[path = "src/yaml"]
mod yaml {
    mod packed;
    mod parse;
    mod problem;
    mod scalar;
    mod suggest;
    mod tree;

    pub use parse::parse;
    pub use problem::{Problem, ProblemKind};
    pub use tree::{Comment, Kind, NodeId, Tree};
}

/// The part of `src/holidays` that knows which lines are whose.
#[allow(dead_code, reason = "the program uses what the build does not")]
#[path = "src/holidays"]
mod holidays {
    mod layout;

    use crate::source::Span;
    use std::path::Path;

    /// The parts in which the program reads a file: a country's head and its subdivisions, what is
    /// announced for a country, or the whole.
    pub(super) fn parts(path: &Path, text: &str) -> Vec<Span> {
        let whole = Span {
            start: 0,
            end: text.len() as u32,
        };
        let folder = path.parent().and_then(Path::file_name);
        if folder.is_some_and(|it| it == "announced") {
            return announced(text);
        }
        if path.file_stem().is_some_and(|it| it.len() > 2) {
            return vec![whole];
        }
        let layout = layout::Layout::of(text);
        let subdivisions = layout.subdivisions.into_iter().map(|it| it.1);
        std::iter::once(layout.head).chain(subdivisions).collect()
    }

    /// The lines of each country and its subdivisions in a year's file of announcements: from the first
    /// key of theirs, two blanks in, to the next that is not.
    fn announced(text: &str) -> Vec<Span> {
        let mut blocks: Vec<(&str, Span)> = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let start = at;
            at += line.len() as u32;
            let country = line
                .strip_prefix("  ")
                .filter(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
                .and_then(|rest| rest.get(..2));
            match (blocks.last_mut(), country) {
                (last, Some(country)) if last.as_ref().is_none_or(|(of, _)| *of != country) => {
                    blocks.push((country, Span { start, end: at }));
                }
                (Some((_, block)), _) => block.end = at,
                (None, _) => {}
            }
        }
        blocks.into_iter().map(|(_, block)| block).collect()
    }
}

/// What they use of the crate around them.
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
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    for read in [
        "build.rs",
        "rules/holidays",
        "rules/law",
        "rules/lexicon",
        "src/holidays/layout.rs",
        "src/lexicon",
        "src/source/span.rs",
        "src/yaml",
    ] {
        println!("cargo::rerun-if-changed={read}");
    }
    // A program at a fixed address needs no relocation, which a check of one small file feels:
    // tables of zones and calendars are full of addresses.
    let target = |name: &str| std::env::var(format!("CARGO_CFG_TARGET_{name}")).unwrap_or_default();
    if target("OS") == "linux" && target("ENV") == "gnu" {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
    lexicons(&out)?;
    texts(&out)?;
    trees(&out)
}

/// The files of a folder that are YAML, in order.
fn files(folder: &str) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        files.push(entry?.path());
    }
    files.retain(|path| path.extension().is_some_and(|it| it == "yaml"));
    files.sort_unstable();
    Ok(files)
}

fn lexicons(out: &Path) -> Result<(), Box<dyn Error>> {
    let mut list = String::from("&[");
    for path in files("rules/lexicon")? {
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

/// First and last byte of a part of a file, and where its nodes begin.
type Part = (u32, u32, usize);

/// The nodes of each part that the program reads of a file, all in one file, and where each begins.
fn trees(out: &Path) -> Result<(), Box<dyn Error>> {
    let mut trees = Vec::new();
    let mut files_and_parts: Vec<(String, Vec<Part>)> = Vec::new();
    for folder in ["rules/law", "rules/holidays", "rules/holidays/announced"] {
        for path in files(folder)? {
            let name = path.to_str().ok_or("a path is no text")?.replace('\\', "/");
            let text = std::fs::read_to_string(&path)?;
            let whole = source::Span {
                start: 0,
                end: text.len() as u32,
            };
            let found = match folder {
                "rules/law" => vec![whole],
                _ => holidays::parts(&path, &text),
            };
            let mut parts = Vec::new();
            for part in found {
                let (tree, problems) = yaml::parse(&text[part.start as usize..part.end as usize]);
                if let Some(problem) = problems.first() {
                    let before = &text[..(part.start + problem.span.start) as usize];
                    let line = before.matches('\n').count() + 1;
                    return Err(format!("{name}:{line}: {}", problem.message).into());
                }
                parts.push((part.start, part.end, trees.len()));
                trees.extend(tree.packed());
            }
            files_and_parts.push((name, parts));
        }
    }
    files_and_parts.sort_unstable();
    let mut list = String::from("&[");
    for (name, parts) in files_and_parts {
        write!(list, "({name:?}, &{parts:?}), ")?;
    }
    list.push(']');
    std::fs::write(out.join("trees"), trees)?;
    std::fs::write(out.join("parts_of_rules.rs"), list)?;
    Ok(())
}

/// The text of each country's holidays, compressed: it is half of what the program would carry of
/// them otherwise, and a run looks at few countries.
fn texts(out: &Path) -> Result<(), Box<dyn Error>> {
    for path in files("rules/holidays")? {
        let name = path.file_stem().ok_or("a file has no name")?;
        // The legal sets are no country.
        if name.len() != 2 {
            continue;
        }
        let text = std::fs::read(&path)?;
        let small = lz4_flex::block::compress_prepend_size(&text);
        std::fs::write(out.join(name).with_extension("lz4"), small)?;
    }
    Ok(())
}

//! The languages that come with the program: every file of `rules/lexicon`,
//! made ready by `build.rs`.

use super::file::LexiconFile;
use super::phrasebook::Phrasebook;
use crate::yaml;

/// Each language with its words and phrases as bytes, sorted by name. A test holds them against the files.
pub(super) static BUILT_IN: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/lexicons.rs"));

/// What the build script wrote.
pub(super) fn open(bytes: &[u8]) -> Option<(LexiconFile, Phrasebook)> {
    postcard::from_bytes(bytes).ok()
}

/// Reads the first document of a text as a lexicon file; the errors are in the order of the text.
pub(super) fn read(text: &str) -> Result<LexiconFile, Vec<String>> {
    let (tree, mut problems) = yaml::parse(text);
    let file = tree
        .documents()
        .first()
        .and_then(|root| yaml::decode(&tree, text, 0, *root, &mut problems));
    match file {
        Some(file) if problems.is_empty() => Ok(file),
        _ if problems.is_empty() => Err(vec!["the file is empty".to_owned()]),
        _ => Err(problems.into_iter().map(|p| p.message).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_built_in_is_what_the_files_say() {
        let mut names = Vec::new();
        for entry in std::fs::read_dir("rules/lexicon").unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|it| it != "yaml") {
                continue;
            }
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let file = read(&std::fs::read_to_string(&path).unwrap()).unwrap();
            assert_eq!(file.language, name);
            let phrases = Phrasebook::compile(&file).unwrap();
            let ready = BUILT_IN.iter().find(|(built, _)| *built == name);
            let ready = open(ready.expect("the build script takes every file").1);
            assert!(ready == Some((file.without_phrases(), phrases)), "{name}");
            names.push(name);
        }
        names.sort_unstable();
        assert_eq!(names, BUILT_IN.iter().map(|it| it.0).collect::<Vec<_>>());
    }
}

//! Words of the user's own: a language that is not built in, or phrases for one that is.
//!
//! The files are those of `rules/lexicon`. What they say of themselves is held against them when they
//! are read: a phrase that finds what it should not would hide a fault, so that every example of the
//! user's, and every innocent sentence of the built-in file, is tried.

use super::built_in::{self, BUILT_IN};
use super::file::{
    DateWords, Find, Group, LexiconFile, MoneyWords, Negation, Numbers, TimeWords, lines,
};
use super::phrase::{PhraseReader, Starts};
use super::vocabulary::Vocabulary;
use super::{Lexicon, Saying, Text};
use crate::source::{SourceFile, Span};
use crate::yaml::{self, At, Map, Problem, ProblemKind, Tree};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The files of the languages that are built in. A test holds them against those that are made ready.
static FILES: &[(&str, &str)] = &[
    ("de", include_str!("../../rules/lexicon/de.yaml")),
    ("en", include_str!("../../rules/lexicon/en.yaml")),
    ("es", include_str!("../../rules/lexicon/es.yaml")),
    ("fr", include_str!("../../rules/lexicon/fr.yaml")),
    ("it", include_str!("../../rules/lexicon/it.yaml")),
    ("nl", include_str!("../../rules/lexicon/nl.yaml")),
    ("pt", include_str!("../../rules/lexicon/pt.yaml")),
];

/// A file as the user writes it. For a language that is built in it has `lists` and `says` alone.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnFile {
    language: At<String>,
    numbers: Option<At<Numbers>>,
    money: Option<At<MoneyWords>>,
    time: Option<At<TimeWords>>,
    dates: Option<At<DateWords>>,
    negation: Option<At<Negation>>,
    abbreviations: Option<At<String>>,
    #[serde(default)]
    lists: BTreeMap<String, String>,
    letters: Option<At<BTreeMap<char, String>>>,
    elisions: Option<At<String>>,
    #[serde(default)]
    says: Map<OwnGroup>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnGroup {
    meaning: Option<String>,
    find: Option<At<Find>>,
    phrases: Option<At<String>>,
    except: Option<At<String>>,
    matches: Option<At<String>>,
    not: Option<At<String>>,
}

/// A file with its nodes.
struct Opened<'s> {
    source: &'s Arc<SourceFile>,
    tree: Tree,
    written: OwnFile,
}

/// What is wrong with a file.
type Mistake = (Arc<SourceFile>, Problem);

/// Reads the user's files: one lexicon for each language of which they speak, and everything that is
/// wrong with them. A language with mistakes is left out.
pub fn read(sources: &[Arc<SourceFile>]) -> (Vec<Lexicon>, Vec<Mistake>) {
    let mut mistakes = Vec::new();
    let mut files: Vec<Opened<'_>> = Vec::new();
    for source in sources {
        let (tree, mut problems) = yaml::parse(&source.text);
        let root = tree.documents().first().copied();
        let written = root
            .and_then(|root| yaml::decode::<OwnFile>(&tree, &source.text, 0, root, &mut problems));
        let whole = problems.is_empty();
        mistakes.extend(problems.into_iter().map(|it| (Arc::clone(source), it)));
        files.extend(written.filter(|_| whole).map(|written| Opened {
            source,
            tree,
            written,
        }));
    }
    let mut languages: Vec<&str> = files.iter().map(Opened::language).collect();
    languages.sort_unstable();
    languages.dedup();
    let mut lexicons = Vec::new();
    for language in languages {
        let own: Vec<&Opened<'_>> = files
            .iter()
            .filter(|file| file.language() == language)
            .collect();
        let before = mistakes.len();
        if let Some(lexicon) = assemble(language, &own, &mut mistakes)
            && mistakes.len() == before
        {
            lexicons.push(lexicon);
        }
    }
    (lexicons, mistakes)
}

/// The lexicon of a language from the built-in file, if there is one, and the user's.
fn assemble(language: &str, own: &[&Opened<'_>], mistakes: &mut Vec<Mistake>) -> Option<Lexicon> {
    let built_in = FILES.iter().find(|(name, _)| *name == language);
    let built_in = built_in.and_then(|(_, text)| built_in::read(text).ok());
    let mut rest = own.iter();
    let mut file = match &built_in {
        Some(file) => file.clone(),
        None => rest.next()?.whole(mistakes)?,
    };
    for opened in rest {
        opened.add_to(&mut file, mistakes);
    }
    for opened in own {
        opened.try_phrases(&file, mistakes);
    }
    let first = own.first()?;
    if mistakes
        .iter()
        .any(|(at, _)| own.iter().any(|it| Arc::ptr_eq(it.source, at)))
    {
        return None;
    }
    let lexicon = match Lexicon::compile(&file) {
        Ok(lexicon) => lexicon,
        Err(errors) => {
            let span = first.tree.span(first.written.language.place.node);
            mistakes.extend(errors.into_iter().map(|error| first.mistake(span, error)));
            return None;
        }
    };
    for opened in own {
        opened.try_examples(&lexicon, built_in.as_ref(), mistakes);
    }
    Some(lexicon)
}

impl Opened<'_> {
    fn language(&self) -> &str {
        &self.written.language.value
    }

    fn mistake(&self, span: Span, message: impl Into<String>) -> Mistake {
        let problem = Problem {
            kind: ProblemKind::InvalidValue,
            span,
            node: self.written.language.place.node,
            message: message.into(),
            help: None,
            related: None,
            instead: None,
        };
        (Arc::clone(self.source), problem)
    }

    fn at_language(&self, message: impl Into<String>) -> Mistake {
        let span = self.tree.span(self.written.language.place.node);
        self.mistake(span, message)
    }

    /// A line of a block of lines, where it stands in the file.
    fn line(&self, block: &At<String>, line: &str) -> Span {
        let whole = self.tree.span(block.place.node);
        let text = self.source.slice(whole);
        match text.find(line) {
            Some(at) => {
                let start = whole.start + u32::try_from(at).unwrap_or(0);
                Span {
                    start,
                    end: start + u32::try_from(line.len()).unwrap_or(0),
                }
            }
            None => whole,
        }
    }

    /// A file of a language that is not built in.
    fn whole(&self, mistakes: &mut Vec<Mistake>) -> Option<LexiconFile> {
        let language = self.language();
        let plain =
            (2..=3).contains(&language.len()) && language.bytes().all(|it| it.is_ascii_lowercase());
        if !plain {
            mistakes.push(self.at_language(format!(
                "`{language}` is no language alone; write its code without a region, such as `pl`"
            )));
            return None;
        }
        let written = &self.written;
        let missing = [
            ("numbers", written.numbers.is_none()),
            ("money", written.money.is_none()),
            ("time", written.time.is_none()),
            ("negation", written.negation.is_none()),
        ];
        let missing: Vec<&str> = missing
            .iter()
            .filter_map(|(name, missing)| missing.then_some(*name))
            .collect();
        if !missing.is_empty() {
            let known: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).collect();
            mistakes.push(self.at_language(format!(
                "`{language}` is not built in ({} are), so that its file must be whole: `{}` is missing",
                known.join(", "),
                missing.join("`, `")
            )));
            return None;
        }
        let mut file = LexiconFile {
            language: language.to_owned(),
            numbers: written.numbers.as_ref()?.value.clone(),
            money: written.money.as_ref()?.value.clone(),
            time: written.time.as_ref()?.value.clone(),
            dates: written
                .dates
                .as_ref()
                .map(|it| it.value.clone())
                .unwrap_or_default(),
            negation: written.negation.as_ref()?.value.clone(),
            abbreviations: text(written.abbreviations.as_ref()),
            lists: BTreeMap::new(),
            letters: written
                .letters
                .as_ref()
                .map(|it| it.value.clone())
                .unwrap_or_default(),
            elisions: text(written.elisions.as_ref()),
            says: BTreeMap::new(),
        };
        self.add_phrases(&mut file, mistakes);
        Some(file)
    }

    /// Adds the file to one that has the words for figures already.
    fn add_to(&self, file: &mut LexiconFile, mistakes: &mut Vec<Mistake>) {
        let written = &self.written;
        let settled = [
            ("numbers", written.numbers.as_ref().map(|it| it.place)),
            ("money", written.money.as_ref().map(|it| it.place)),
            ("time", written.time.as_ref().map(|it| it.place)),
            ("dates", written.dates.as_ref().map(|it| it.place)),
            ("negation", written.negation.as_ref().map(|it| it.place)),
            (
                "abbreviations",
                written.abbreviations.as_ref().map(|it| it.place),
            ),
            ("letters", written.letters.as_ref().map(|it| it.place)),
            ("elisions", written.elisions.as_ref().map(|it| it.place)),
        ];
        for (name, place) in settled {
            if let Some(place) = place {
                mistakes.push(self.mistake(
                    self.tree.span(place.node),
                    format!(
                        "`{}` has its `{name}` already; a pack adds to `lists` and `says` alone",
                        self.language()
                    ),
                ));
            }
        }
        self.add_phrases(file, mistakes);
    }

    fn add_phrases(&self, file: &mut LexiconFile, mistakes: &mut Vec<Mistake>) {
        for (name, entries) in &self.written.lists {
            let list = file.lists.entry(name.clone()).or_default();
            if !list.is_empty() {
                list.push_str(" | ");
            }
            list.push_str(entries);
        }
        for (name, group) in self.written.says.given() {
            let at_name = self.tree.span(name.place.node);
            if Saying::from_name(&name.value).is_none() {
                let known = Saying::ALL.iter().map(|it| it.as_str());
                let near = yaml::nearest(&name.value, known);
                let hint = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
                mistakes.push(
                    self.mistake(at_name, format!("there is no group `{}`{hint}", name.value)),
                );
                continue;
            }
            let group = &group.value;
            let find = group.find.as_ref().map(|it| it.value);
            let held = file
                .says
                .entry(name.value.clone())
                .or_insert_with(|| Group {
                    meaning: group.meaning.clone().unwrap_or_default(),
                    find: find.unwrap_or_default(),
                    phrases: String::new(),
                    except: String::new(),
                    matches: String::new(),
                    not: String::new(),
                });
            if let Some(find) = &group.find
                && find.value != held.find
            {
                mistakes.push(self.mistake(
                    self.tree.span(find.place.node),
                    "the phrases of this group are held against texts in another way already; leave `find` out",
                ));
            }
            for (own, all) in [
                (&group.phrases, &mut held.phrases),
                (&group.except, &mut held.except),
            ] {
                all.push('\n');
                all.push_str(&text(own.as_ref()));
            }
        }
    }

    /// Says which phrases cannot be read.
    fn try_phrases(&self, file: &LexiconFile, mistakes: &mut Vec<Mistake>) {
        let mut vocabulary = Vocabulary::default();
        let mut reader = PhraseReader::new(&mut vocabulary, &file.lists);
        let mut starts = Starts::default();
        for (_, group) in self.written.says.given() {
            let blocks = [&group.value.phrases, &group.value.except];
            for block in blocks.into_iter().flatten() {
                for line in lines(&block.value) {
                    if let Err(error) = reader.read(line, &mut starts) {
                        mistakes.push(self.mistake(self.line(block, line), error));
                    }
                }
            }
        }
    }

    /// Holds the examples of the file, and the innocent ones of the built-in file, against what is read.
    fn try_examples(
        &self,
        lexicon: &Lexicon,
        built_in: Option<&LexiconFile>,
        mistakes: &mut Vec<Mistake>,
    ) {
        for (name, group) in self.written.says.given() {
            let Some(saying) = Saying::from_name(&name.value) else {
                continue;
            };
            let says = |line: &str| Text::read(lexicon, line).says(saying).is_some();
            for (block, wanted) in [(&group.value.matches, true), (&group.value.not, false)] {
                let Some(block) = block else { continue };
                for line in lines(&block.value).filter(|line| says(line) != wanted) {
                    let message = if wanted {
                        format!("no phrase of `{}` is found in this", name.value)
                    } else {
                        format!("a phrase of `{}` is found in this", name.value)
                    };
                    mistakes.push(self.mistake(self.line(block, line), message));
                }
            }
            let innocent = built_in.and_then(|file| file.says.get(&name.value));
            let innocent = innocent.map_or("", |group| &group.not);
            for line in lines(innocent).filter(|line| says(line)) {
                mistakes.push(self.mistake(
                    self.tree.span(name.place.node),
                    format!(
                        "a phrase of `{}` is found in \"{line}\", which does not say it",
                        name.value
                    ),
                ));
            }
        }
    }
}

fn text(given: Option<&At<String>>) -> String {
    given.map_or(String::new(), |at| at.value.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_are_those_that_are_made_ready() {
        let names = FILES.iter().map(|(name, _)| *name);
        let ready = BUILT_IN.iter().map(|(name, _)| *name);
        assert!(names.eq(ready));
    }
}

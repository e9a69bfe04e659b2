//! What a text says: amounts, terms, refusals, tone.
//!
//! A message discloses what its text states, not what a checkbox claims. The
//! knowledge of a language is data (`rules/lexicon/en.yaml`); the code here
//! knows tokens, numbers and phrases, and no language. Precision goes before
//! completeness: a sentence that only resembles a disclosure is not one.
//!
//! ```
//! use courtesy::lexicon::{Lexicon, Text};
//! let lexicon = Lexicon::for_language("en-US").expect("English is built in");
//! let text = Text::read(lexicon, "Pay $178.20 up front for three years.");
//! assert!(text.states_term("36 months".parse().unwrap()).is_some());
//! assert!(text.states_prepayment().is_some());
//! ```

mod amount;
mod built_in;
mod compile;
mod date;
mod file;
mod own;
mod phrase;
mod phrasebook;
mod saying;
mod text;
mod token;
mod vocabulary;

pub use compile::Lexicon;
pub use date::NamedDay;
pub use own::read as read_own;
pub use saying::Saying;
pub use text::{
    Amount, AmountRole, Length, LengthRole, Nearness, OfferField, Percentage, Placeholder, Said,
    Text,
};

#[cfg(test)]
mod tests {
    use super::*;
    use file::lines;

    /// Every example of every group of every file, run.
    #[test]
    fn the_examples_hold() {
        let mut wrong = Vec::new();
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/rules/lexicon");
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|it| it != "yaml") {
                continue;
            }
            let language = path.file_stem().unwrap().to_str().unwrap();
            let text = std::fs::read_to_string(&path).unwrap();
            let file = built_in::read(&text).unwrap_or_else(|e| panic!("{language}: {e:?}"));
            let lexicon = Lexicon::compile(&file).unwrap_or_else(|e| panic!("{language}: {e:#?}"));
            for (name, group) in &file.says {
                let saying = Saying::from_name(name).unwrap();
                for (examples, wanted) in [(&group.matches, true), (&group.not, false)] {
                    assert!(
                        lines(examples).count() > 1,
                        "{language}: {name} needs examples"
                    );
                    for example in lines(examples) {
                        let span = Text::read(&lexicon, example).says(saying);
                        if span.is_some() != wanted {
                            let found = span.map(|s| &example[s.start as usize..s.end as usize]);
                            wrong.push(format!("{language}: {name}: {example:?} found {found:?}"));
                        }
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn every_language_says_everything_that_is_asked() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/rules/lexicon");
        let files = std::fs::read_dir(folder)
            .unwrap()
            .map(|it| it.unwrap().path());
        let files = files.filter(|path| path.extension().is_some_and(|it| it == "yaml"));
        assert_eq!(files.count(), built_in::BUILT_IN.len(), "files and table");
        for (language, _) in built_in::BUILT_IN {
            let lexicon = Lexicon::for_language(language).unwrap();
            for saying in Saying::ALL {
                assert!(lexicon.covers(*saying), "{language}: {}", saying.as_str());
            }
        }
    }
}

//! What must hold of any input, whatever it is. One function a target; each dies if something does not hold.
//!
//! That nothing panics and that every run ends in time is watched by the fuzzer itself. Beyond that:
//!
//! - every place that is spoken of lies in its file, and begins and ends between two characters;
//! - the same input gives the same answer, in every format, byte for byte;
//! - what a format writes can be read by a reader of that format;
//! - a text with a fix made can be read as well as without it.

mod places;
mod run;

use courtesy::law::Pack;
use courtesy::lexicon::{Lexicon, Saying, Text};
use courtesy::project::Settings;
use courtesy::source::{SourceFile, Span, from_bytes};
use courtesy::yaml::{self, Kind};
use places::within;
use run::Run;
use std::sync::{Arc, LazyLock};

/// A project in which there is something for every kind of law and every setting to be about.
const SAMPLE: &str = include_str!("../sample.yaml");

fn text(bytes: &[u8]) -> Option<Arc<SourceFile>> {
    from_bytes("input.yaml", bytes.to_vec()).ok()
}

/// Any bytes as YAML: every node and every problem has its place in the text, twice the same.
pub fn yaml(bytes: &[u8]) {
    let Some(source) = text(bytes) else { return };
    let read = || {
        let (tree, problems) = yaml::parse(&source.text);
        for problem in &problems {
            within(&source.text, problem.span);
            assert!(!problem.message.is_empty());
        }
        let mut seen = String::new();
        for root in tree.documents() {
            for node in tree.within(*root) {
                within(&source.text, tree.span(node));
                within(&source.text, tree.visible_span(node));
                if let Some(span) = tree.key_span(node) {
                    within(&source.text, span);
                }
                seen.push_str(&tree.pointer(&source.text, node));
                seen.push_str(tree.text(&source.text, node));
                if tree.kind(node) == Kind::Mapping {
                    for (key, value) in tree.entries(&source.text, node) {
                        assert!(tree.is_key(key) && !tree.is_key(value));
                    }
                }
            }
        }
        for comment in tree.comments() {
            within(&source.text, comment.span);
        }
        (seen, problems)
    };
    assert_eq!(read(), read());
}

/// Any bytes as a file of campaigns: all rules, every format, every fix.
pub fn format(bytes: &[u8]) {
    let run = Run::new(bytes, Settings::Defaults);
    run.is_sound();
}

/// Any bytes as `courtesy.yaml`, over a sound project.
pub fn config(bytes: &[u8]) {
    if text(bytes).is_some() {
        Run::with_settings(SAMPLE.as_bytes(), bytes).is_sound();
    }
}

/// Any bytes as law of the user's own, over a sound project.
pub fn law(bytes: &[u8]) {
    let Some(source) = text(bytes) else { return };
    let (packs, problems) = Pack::read_own(&source);
    for problem in &problems {
        within(&source.text, problem.span);
        assert!(!problem.message.is_empty());
    }
    Run::with_law(SAMPLE.as_bytes(), packs).is_sound();
}

/// Any text in every language that there is.
pub fn lexicon(bytes: &[u8]) {
    static LANGUAGES: LazyLock<Vec<&'static Lexicon>> = LazyLock::new(|| {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../rules/lexicon");
        let files = std::fs::read_dir(folder).expect("the lexicons stand there");
        let names = files.filter_map(|file| {
            let path = file.ok()?.path();
            Lexicon::for_language(path.file_stem()?.to_str()?)
        });
        names.collect()
    });
    let Ok(body) = std::str::from_utf8(bytes) else {
        return;
    };
    for lexicon in LANGUAGES.iter() {
        let text = Text::read(lexicon, body);
        let said = Saying::ALL.iter().flat_map(|it| text.all(*it));
        let spans = said
            .map(|it| it.span)
            .chain(text.amounts().iter().map(|it| it.span))
            .chain(text.lengths().iter().map(|it| it.span))
            .chain(text.percentages().iter().map(|it| it.span))
            .chain(text.dates().iter().map(|it| it.span))
            .chain(text.placeholders().iter().map(|it| it.span));
        let spans: Vec<Span> = spans.collect();
        for span in &spans {
            within(body, *span);
            assert!(span.start < span.end, "something is said in no words");
            let _near = text.nearness(*span, spans[0]);
        }
        let again = Text::read(lexicon, body);
        assert_eq!(format!("{text:?}"), format!("{again:?}"));
    }
}

//! The text of a message, read in its language.
//!
//! A campaign reads each of its texts once, when a rule first asks for it.

use super::{Def, MessageText, Project, Spot, message_text};
use crate::diagnostics::Site;
use crate::lexicon::{Lexicon, Text};
use crate::model::Message;
use crate::source::Span;
use crate::yaml::{At, Field};
use std::borrow::Cow;

/// What a message says, and how sure that is.
#[derive(Debug)]
pub struct Reading<'p> {
    /// The message.
    pub message: Def<'p, Message>,
    /// Its text and where it stands.
    pub body: MessageText<'p>,
    /// What the text says, and after it, as a paragraph of its own, the subject line: what stands there is said too.
    pub text: Text,
    /// Whether there was a lexicon for it.
    pub language: Language<'p>,
}

/// Whether a text was read in its own language.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Language<'p> {
    /// It was: what is not found in it is not said.
    Understood,
    /// Neither the message nor the settings say which it is. Amounts and placeholders were read all the same.
    Unsaid,
    /// There is no lexicon of this language. Amounts and placeholders were read all the same.
    Unknown(&'p str),
}

impl<'p> Reading<'p> {
    /// Reads a message; none if it has no text, or if text or language could not be read, which has been reported.
    pub fn of(project: &'p Project, message: Def<'p, Message>) -> Option<Self> {
        let body = message_text(project, message)?;
        let tag = match &message.value.language {
            Field::Given(tag) => Some(&*tag.value),
            Field::Missing => language_of(project, message),
            Field::Invalid(_) => return None,
        };
        let lexicon = tag.and_then(|tag| project.lexicon(message.place, tag));
        let language = match (tag, lexicon) {
            (_, Some(_)) => Language::Understood,
            (Some(tag), None) => Language::Unknown(tag),
            (None, None) => Language::Unsaid,
        };
        // Figures and placeholders are much the same everywhere.
        let lexicon = lexicon.or_else(|| Lexicon::for_language("en"))?;
        let whole = match message.value.subject.value() {
            Some(subject) => Cow::Owned(format!("{}{BREAK}{subject}", body.body)),
            None => Cow::Borrowed(&*body.body),
        };
        let text = Text::read(lexicon, &whole);
        Some(Self {
            message,
            body,
            text,
            language,
        })
    }

    /// Whether words stand in the subject line.
    pub fn is_subject(&self, span: Span) -> bool {
        self.subject_start() <= span.start as usize
    }

    fn subject_start(&self) -> usize {
        self.body.body.len() + BREAK.len()
    }

    /// The subject line, and words of it counted from its own start.
    fn in_subject(&self, span: Span) -> Option<(&'p At<String>, Span)> {
        let subject = self.message.value.subject.at()?;
        let start = u32::try_from(self.subject_start()).ok()?;
        let span = Span {
            start: span.start.checked_sub(start)?,
            end: span.end.checked_sub(start)?,
        };
        Some((subject, span))
    }

    /// Words of the text or the subject, as they stand there.
    pub fn words(&self, span: Span) -> &str {
        match self.in_subject(span) {
            Some((subject, span)) => words(&subject.value, span),
            None => words(&self.body.body, span),
        }
    }

    /// Where words stand in their file, up to the end of their line; none where the file spells them otherwise.
    pub fn spot(&self, project: &Project, span: Span) -> Option<Spot> {
        if let Some((subject, span)) = self.in_subject(span) {
            return words_at(project, subject, span);
        }
        self.body.spot(project, span)
    }
}

impl MessageText<'_> {
    /// Where words of it stand in their file, up to the end of their line; none where the file spells them otherwise.
    pub fn spot(&self, project: &Project, span: Span) -> Option<Spot> {
        let spot = project.value(self.place);
        match self.file {
            Some(file) => Some(Spot {
                site: Site::new(file, span),
                ..spot
            }),
            None => find(spot, &self.body, span),
        }
    }
}

/// Where words of a text that is a value stand in its file; none where the file spells them otherwise.
pub fn words_at(project: &Project, text: &At<String>, span: Span) -> Option<Spot> {
    find(project.value(text.place), &text.value, span)
}

/// What parts the subject line from the text.
const BREAK: &str = "\n\n";

fn words(text: &str, span: Span) -> &str {
    text.get(span.start as usize..span.end as usize)
        .unwrap_or_default()
}

/// The first line of words of a value, within the spot of that value. Escapes and indentation can make
/// the spelling another one.
fn find(value: Spot, text: &str, span: Span) -> Option<Spot> {
    let words = words(text, span).lines().next()?;
    let before = text.get(..span.start as usize)?;
    let Site { source, span } = &value.site;
    let occurrence = before.matches(words).count();
    let (at, _) = source.slice(*span).match_indices(words).nth(occurrence)?;
    let start = span.start + u32::try_from(at).ok()?;
    let found = Span {
        start,
        end: start + u32::try_from(words.len()).ok()?,
    };
    Some(Spot {
        site: Site::new(source, found),
        pointer: value.pointer,
    })
}

/// The one language of the settings, if there is just one.
fn language_of<'p>(project: &'p Project, message: Def<'p, Message>) -> Option<&'p str> {
    let config = project.config(message.place)?;
    match &*config.written.languages {
        [one] => Some(&one.value),
        _ => None,
    }
}

//! The text of a message, read in its language.
//!
//! A campaign reads each of its texts once, when a rule first asks for it.

use super::{Def, MessageText, Project, Spot, message_text};
use crate::diagnostics::Site;
use crate::lexicon::{Lexicon, Text};
use crate::model::Message;
use crate::source::Span;
use crate::yaml::Field;

/// What a message says, and how sure that is.
#[derive(Debug)]
pub struct Reading<'p> {
    /// The message.
    pub message: Def<'p, Message>,
    /// Its text and where it stands.
    pub body: MessageText<'p>,
    /// What the text says.
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
        let lexicon = tag.and_then(Lexicon::for_language);
        let language = match (tag, lexicon) {
            (_, Some(_)) => Language::Understood,
            (Some(tag), None) => Language::Unknown(tag),
            (None, None) => Language::Unsaid,
        };
        // Figures and placeholders are much the same everywhere.
        let lexicon = lexicon.or_else(|| Lexicon::for_language("en"))?;
        let text = Text::read(lexicon, &body.body);
        Some(Self {
            message,
            body,
            text,
            language,
        })
    }

    /// Words of the text, as they stand there.
    pub fn words(&self, span: Span) -> &str {
        let range = span.start as usize..span.end as usize;
        self.body.body.get(range).unwrap_or_default()
    }

    /// Where words of the text stand in its file, up to the end of their line; none where the file spells them otherwise.
    pub fn spot(&self, project: &Project, span: Span) -> Option<Spot> {
        let mut spot = project.value(self.body.place);
        if let Some(file) = self.body.file {
            spot.site = Site::new(file, span);
            return Some(spot);
        }
        let words = self.words(span).lines().next()?;
        let before = self.body.body.get(..span.start as usize)?;
        let raw = spot.site.source.slice(spot.site.span);
        let occurrence = before.matches(words).count();
        let (at, _) = raw.match_indices(words).nth(occurrence)?;
        let start = spot.site.span.start + u32::try_from(at).ok()?;
        spot.site.span = Span {
            start,
            end: start + u32::try_from(words.len()).ok()?,
        };
        Some(spot)
    }
}

/// The one language of the settings, if there is just one.
fn language_of<'p>(project: &'p Project, message: Def<'p, Message>) -> Option<&'p str> {
    let config = project.config(message.place)?;
    match &*config.written.languages {
        [one] => Some(&one.value),
        _ => None,
    }
}

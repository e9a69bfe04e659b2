//! Whether the text of a message tells people how to say no.

use crate::lexicon::{Lexicon, Saying, Text};
use crate::model::{Channel, Message};
use crate::project::{Def, Project, message_text};
use crate::yaml::{Field, Place};

/// What a text says of the way out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Told {
    /// It tells people how to say no, or where that is cannot be read and has been reported.
    Yes,
    /// It does not; the place of the text.
    No(Place),
    /// There is no text.
    NoText,
    /// Nobody says which language it is in.
    NoLanguage,
    /// There is no lexicon of this language.
    NoLexicon(String),
}

/// The ways out that a text can name. A language whose lexicon lacks one of them proves nothing by its silence.
const WAYS: [Saying; 6] = [
    Saying::OptOutReply,
    Saying::OptOutLink,
    Saying::OptOutSpoken,
    Saying::OptOutContact,
    Saying::OptOutKey,
    Saying::OptOutSetting,
];

/// The languages that a message may be in: its own, or those of the settings.
pub(super) fn languages<'p>(project: &'p Project, message: Def<'p, Message>) -> Vec<&'p str> {
    match &message.value.language {
        Field::Given(language) => vec![&language.value],
        Field::Invalid(_) => Vec::new(),
        Field::Missing => {
            let config = project.config(message.place);
            let set = config.map(|config| config.written.languages.values());
            set.into_iter().flatten().map(String::as_str).collect()
        }
    }
}

/// Whether the text of a message tells people how to say no on a channel.
pub(super) fn told(project: &Project, message: Def<'_, Message>, channel: Channel) -> Told {
    let value = message.value;
    if value.body.is_invalid() || value.body_file.is_invalid() {
        return Told::Yes;
    }
    let Some(text) = message_text(project, message) else {
        // A file that cannot be read has been reported.
        return match value.body_file {
            Field::Given(_) => Told::Yes,
            _ => Told::NoText,
        };
    };
    if names_the_words(value, &text.body) {
        return Told::Yes;
    }
    let languages = languages(project, message);
    let offers = |lexicon: &Lexicon| {
        let read = Text::read(lexicon, &text.body);
        let link = || read.placeholders().iter().any(|it| it.is_opt_out());
        read.offers_opt_out(channel).is_some() || (takes_links(channel) && link())
    };
    let mut unknown = None;
    for language in &languages {
        match Lexicon::for_language(language) {
            Some(lexicon) if offers(lexicon) => return Told::Yes,
            Some(lexicon) if WAYS.iter().all(|way| lexicon.covers(*way)) => {}
            _ => unknown = Some((*language).to_owned()),
        }
    }
    // A placeholder for the link is the same in every language, and English where nobody says which it is.
    if (languages.is_empty() || unknown.is_some())
        && Lexicon::for_language("en").is_some_and(|english| match languages.is_empty() {
            true => offers(english),
            false => {
                let read = Text::read(english, &text.body);
                takes_links(channel) && read.placeholders().iter().any(|it| it.is_opt_out())
            }
        })
    {
        return Told::Yes;
    }
    match unknown {
        Some(language) => Told::NoLexicon(language),
        None if languages.is_empty() => Told::NoLanguage,
        None => Told::No(text.place),
    }
}

/// Whether a link in a message on this channel can be followed.
fn takes_links(channel: Channel) -> bool {
    !matches!(channel, Channel::Call | Channel::Voicemail | Channel::Visit)
}

/// Whether the text holds one of the words that the message says it understands as a no.
fn names_the_words(message: &Message, body: &str) -> bool {
    let Some(opt_out) = message.opt_out.value() else {
        return false;
    };
    let body = body.to_lowercase();
    opt_out.words.values().any(|word| {
        let word = word.trim().to_lowercase();
        let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        !word.is_empty()
            && body.match_indices(&word).any(|(at, _)| {
                !inside(body[..at].chars().next_back())
                    && !inside(body[at + word.len()..].chars().next())
            })
    })
}

/// What is sent on a channel, as it stands in a sentence, and the lines that give it a way out.
pub(super) fn way_out(channel: Channel) -> (&'static str, &'static str) {
    match channel {
        Channel::Email => (
            "the e-mail",
            "Add a line to the text, and say how it works:\n  No more mail from us: {{unsubscribe_url}}\n  opt_out: {method: one_click, steps: 1, needs_login: false, live_for: 60d}",
        ),
        Channel::Sms => (
            "the text message",
            "Add a sentence to the text, and say how it works:\n  Reply STOP to opt out.\n  opt_out: {method: reply, words: [STOP], steps: 1, needs_login: false}",
        ),
        Channel::Call => (
            "the script of the call",
            "Add a sentence to the script, and say how it works:\n  If you would rather not hear from us again, say so, and we will not call again.\n  opt_out: {method: spoken, steps: 1, needs_login: false}",
        ),
        Channel::Voicemail => (
            "the voicemail",
            "Add a sentence to the script, and say how it works:\n  To be taken off our list, call +1 204 555 0100.\n  opt_out: {method: spoken, steps: 1, needs_login: false}",
        ),
        Channel::Push => (
            "the notification",
            "Add a sentence to the text, and say how it works:\n  Turn off these messages in your settings.\n  opt_out: {method: button, steps: 1, needs_login: false}",
        ),
        _ => (
            "the message",
            "Add a sentence to the text, and say how it works:\n  Reply STOP to opt out.\n  opt_out: {method: reply, words: [STOP], steps: 1, needs_login: false}",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentences_that_the_help_suggests_are_understood() {
        let english = Lexicon::for_language("en").expect("English is built in");
        for channel in [
            Channel::Email,
            Channel::Sms,
            Channel::Call,
            Channel::Voicemail,
            Channel::Push,
            Channel::Dm,
            Channel::Chat,
            Channel::SupportChat,
        ] {
            let (_, help) = way_out(channel);
            let sentence = help.lines().nth(1).expect("a sentence");
            let read = Text::read(english, sentence);
            assert!(
                read.offers_opt_out(channel).is_some(),
                "{channel}: {sentence}"
            );
        }
    }
}

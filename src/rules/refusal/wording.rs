//! Whether the text of a message tells people how to say no.

use crate::model::{Channel, Message};
use crate::project::{Def, Language, Reading};
use crate::yaml::Place;

/// What a text says of the way out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Told {
    /// It tells people how to say no, or it cannot be read and that has been reported.
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

/// Whether the text of a message tells people how to say no on a channel.
///
/// `reading` is the text as it was read; none if there is none, or if it could not be read.
pub(super) fn told(
    message: Def<'_, Message>,
    reading: Option<&Reading<'_>>,
    channel: Channel,
) -> Told {
    let Some(reading) = reading else {
        let written = [&message.body, &message.body_file];
        let unwritten = written.iter().all(|field| field.is_missing());
        return if unwritten { Told::NoText } else { Told::Yes };
    };
    // Words of another language that are ours too are a way out as well; a placeholder for the link always is.
    if names_the_words(message.value, &reading.body.body)
        || reading.text.offers_opt_out(channel).is_some()
    {
        return Told::Yes;
    }
    match reading.language {
        Language::Understood => Told::No(reading.body.place),
        Language::Unsaid => Told::NoLanguage,
        Language::Unknown(tag) => Told::NoLexicon(tag.to_owned()),
    }
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
    use crate::lexicon::{Lexicon, Text};

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

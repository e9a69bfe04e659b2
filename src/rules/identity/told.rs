//! What a message tells of the firm behind it: by its own word (`identifies`), or in its text.

use crate::law::SaidAtStart;
use crate::model::{Identifies, Message, Sender, SenderRole};
use crate::project::{CampaignView, Def, Language, Reading};
use crate::yaml::{Field, Place};

/// Whether something is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Told {
    /// It is, or what says so could not be read, which has been reported.
    Yes,
    /// The definition says that it is not.
    Denied(Place),
    /// The text was read and does not hold it.
    No,
    /// Nobody can tell.
    Open,
}

/// A message as the recipient gets it from a sender.
pub(super) struct Telling<'v, 'p> {
    /// The message.
    pub(super) message: Def<'p, Message>,
    reading: Option<&'v Reading<'p>>,
    sender: Option<&'p Sender>,
    /// The firm's name in the settings.
    seller: Option<&'p str>,
}

impl<'v, 'p> Telling<'v, 'p> {
    /// A message of a campaign, from the sender of the first step that uses it.
    pub(super) fn of(campaign: &'v CampaignView<'p>, message: Def<'p, Message>) -> Self {
        let reading = campaign
            .readings()
            .iter()
            .find(|reading| reading.message.place == message.place);
        let step = campaign
            .steps
            .iter()
            .find(|step| step.message.is_some_and(|it| it.place == message.place));
        let sender = step.and_then(|step| step.sender).map(|sender| sender.value);
        let seller = campaign.project.config(campaign.place).and_then(|config| {
            let seller = config.written.seller.value()?;
            seller.legal_name.value().map(String::as_str)
        });
        Self {
            message,
            reading,
            sender,
            seller,
        }
    }

    /// The text as it was read; none if there is none.
    pub(super) fn reading(&self) -> Option<&'v Reading<'p>> {
        self.reading
    }

    /// Whether there is a text, written in the definition or in a file of its own.
    pub(super) fn has_text(&self) -> bool {
        let message = self.message.value;
        !(message.body.is_missing() && message.body_file.is_missing())
    }

    /// Whether the message tells something of the call or of its sender.
    pub(super) fn tells(&self, item: SaidAtStart) -> Told {
        let declared = match &self.message.value.identifies {
            Field::Invalid(_) => return Told::Yes,
            Field::Missing => None,
            Field::Given(at) => declared(&at.value, item),
        };
        if let Some(told) = declared {
            return told;
        }
        let Some(reading) = self.reading else {
            // A text that is there and could not be read has been reported.
            return if self.has_text() {
                Told::Yes
            } else {
                Told::Open
            };
        };
        let text = &reading.body.body;
        let understood = reading.language == Language::Understood;
        let silent = if understood { Told::No } else { Told::Open };
        match item {
            SaidAtStart::Seller => match self.names_the_firm(reading) {
                Some(true) => Told::Yes,
                Some(false) => silent,
                None => Told::Open,
            },
            SaidAtStart::Caller => {
                let rendered = renders(reading, &["sender.name"]);
                let name = self.sender.and_then(|sender| sender.name.value());
                let named = name.is_some_and(|name| {
                    let mut words = name.split_whitespace().filter(|word| word.len() > 1);
                    words.any(|word| contains(text, word))
                });
                if rendered || named {
                    Told::Yes
                } else {
                    Told::Open
                }
            }
            // Whoever holds out an offer has said what it is about.
            SaidAtStart::Purpose if reading.text.pitches().is_some() => Told::Yes,
            SaidAtStart::Purpose => Told::Open,
            SaidAtStart::Callback if holds_contact(reading) => Told::Yes,
            SaidAtStart::Callback => silent,
        }
    }

    /// Whether the text names the firm; unknown if nothing says what it is called.
    fn names_the_firm(&self, reading: &Reading<'_>) -> Option<bool> {
        let placeholders = ["sender.legal_name", "seller.legal_name"];
        // The name of a system is the brand, not that of a person.
        let is_system = |sender: &&Sender| sender.role.value() == Some(&SenderRole::System);
        let system = self.sender.filter(is_system);
        if renders(reading, &placeholders) || system.is_some() && renders(reading, &["sender.name"])
        {
            return Some(true);
        }
        let own = self.sender.and_then(|sender| sender.legal_name.value());
        let brand = system.and_then(|sender| sender.name.value());
        let names = own.into_iter().chain(brand).map(String::as_str);
        let names = names.chain(self.seller);
        let mut names = names.map(stem).filter(|name| !name.is_empty()).peekable();
        names.peek()?;
        let subject = self.message.value.subject.value();
        let text = &reading.body.body;
        Some(names.any(|name| {
            contains(text, name) || subject.is_some_and(|subject| contains(subject, name))
        }))
    }
}

/// What a definition says of an item, if it says so.
fn declared(identifies: &Identifies, item: SaidAtStart) -> Option<Told> {
    let field = match item {
        SaidAtStart::Seller => &identifies.seller,
        SaidAtStart::Caller => &identifies.caller,
        SaidAtStart::Purpose => &identifies.purpose,
        SaidAtStart::Callback => {
            let given = !identifies.callback.is_missing();
            return given.then_some(Told::Yes);
        }
    };
    match field {
        Field::Missing => None,
        Field::Given(at) if !at.value => Some(Told::Denied(at.place)),
        Field::Given(_) | Field::Invalid(_) => Some(Told::Yes),
    }
}

/// Whether a text holds one of some placeholders.
pub(super) fn renders(reading: &Reading<'_>, names: &[&str]) -> bool {
    let mut placeholders = reading.text.placeholders().iter();
    placeholders.any(|placeholder| names.contains(&placeholder.name.as_str()))
}

/// Whether a text gives a telephone number, an e-mail address or a site.
pub(super) fn holds_contact(reading: &Reading<'_>) -> bool {
    let text = &reading.body.body;
    let mail = text.split_whitespace().any(|word| {
        word.split_once('@')
            .is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
    });
    let site = text.contains("://") || contains(text, "www");
    let rendered = reading.text.placeholders().iter().any(|placeholder| {
        let name = placeholder.name.to_lowercase();
        ["phone", "callback", "caller_id", "email", "website"]
            .iter()
            .any(|part| name.contains(part))
    });
    mail || site || rendered || holds_number(text)
}

/// Whether a text holds what looks like a telephone number: nine digits or more with nothing but the
/// usual signs between them. A date has eight.
fn holds_number(text: &str) -> bool {
    let mut digits = 0;
    for letter in text.chars() {
        match letter {
            '0'..='9' => digits += 1,
            // A point can part digits of a number and of an amount; an amount is too short.
            ' ' | '-' | '(' | ')' | '+' | '/' | '.' | '\u{a0}' => {}
            _ => digits = 0,
        }
        if digits >= 9 {
            return true;
        }
    }
    false
}

/// A firm's name without its legal form: `Example` of `Example Inc.`.
fn stem(name: &str) -> &str {
    const FORMS: [&str; 26] = [
        "inc",
        "incorporated",
        "ltd",
        "limited",
        "llc",
        "llp",
        "plc",
        "corp",
        "corporation",
        "co",
        "company",
        "gmbh",
        "ag",
        "kg",
        "ug",
        "sa",
        "sas",
        "sarl",
        "srl",
        "bv",
        "nv",
        "oy",
        "ab",
        "as",
        "pty",
        "kk",
    ];
    let mut name = name.trim();
    while let Some((rest, last)) = name.rsplit_once([' ', ',']) {
        let word: String = last
            .chars()
            .filter(|letter| letter.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect();
        if !(word.is_empty() || FORMS.contains(&word.as_str())) {
            break;
        }
        name = rest.trim_end_matches([' ', ',']);
    }
    name
}

/// Whether a text holds some words as words of their own, whatever the case of their letters.
pub(super) fn contains(text: &str, words: &str) -> bool {
    let (text, words) = (text.to_lowercase(), words.to_lowercase());
    let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !words.is_empty()
        && text.match_indices(&words).any(|(at, _)| {
            !inside(text[..at].chars().next_back())
                && !inside(text[at + words.len()..].chars().next())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_firm_is_called_without_its_legal_form() {
        for (name, expected) in [
            ("Example Inc.", "Example"),
            ("Wall Security, Ltd.", "Wall Security"),
            ("Muster GmbH & Co. KG", "Muster"),
            ("Fence Pty Ltd", "Fence"),
            ("Acme", "Acme"),
            ("Inc.", "Inc."),
        ] {
            assert_eq!(stem(name), expected, "{name}");
        }
    }

    #[test]
    fn words_are_found_as_words() {
        assert!(contains("This is ANNA of Example Ltd.", "Example"));
        assert!(!contains("For examples, see below", "example"));
        assert!(!contains("anything", ""));
    }

    #[test]
    fn what_looks_like_a_telephone_number() {
        for (text, expected) in [
            ("Ring +1 (204) 555-0190.", true),
            ("030/123 45 67", true),
            ("29.00 USD per month for 12 months", false),
            ("on 2026-10-12 at 9", false),
            ("178.20 and 4.95", false),
        ] {
            assert_eq!(holds_number(text), expected, "{text}");
        }
    }
}

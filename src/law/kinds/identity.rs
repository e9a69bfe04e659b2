//! Who speaks: what a caller says and how soon, the number that is shown, what a message says of its
//! sender, labels, the headers of bulk mail, the words of a text programme, machines that say so.

use super::Shaped;
use crate::model::Seconds;

/// What a caller must say at the start.
#[derive(Clone, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identify {
    /// How soon; at the start of the conversation, without a number, if absent.
    pub within: Option<Seconds>,
    /// What.
    pub says: Vec<SaidAtStart>,
}

impl Shaped for Identify {
    fn mistake(&self) -> Option<&'static str> {
        self.says
            .is_empty()
            .then_some("`says` names what the caller must say")
    }
}

/// Something that a caller says of the call.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SaidAtStart {
    /// On whose behalf.
    Seller,
    /// The name of the person who calls.
    Caller,
    /// What the call is for.
    Purpose,
    /// A number or address at which the seller can be reached.
    Callback,
}

impl SaidAtStart {
    /// The field of `identifies` that says so.
    pub fn field(self) -> &'static str {
        match self {
            Self::Seller => "seller",
            Self::Caller => "caller",
            Self::Purpose => "purpose",
            Self::Callback => "callback",
        }
    }

    /// In a sentence: "on whose behalf".
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Seller => "for which firm",
            Self::Caller => "who is speaking",
            Self::Purpose => "what it is about",
            Self::Callback => "where the firm can be reached",
        }
    }
}

/// What must be so of the number from which a call or text comes.
#[derive(Clone, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallerNumber {
    /// Whether it must be shown.
    #[serde(default)]
    pub shown: bool,
    /// Beginnings of numbers that may not be used.
    #[serde(default)]
    pub not: Vec<String>,
    /// The beginnings, one of which it must have.
    #[serde(default)]
    pub only: Vec<String>,
}

/// What is wrong with a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WrongNumber<'l> {
    /// It begins as it may not.
    Forbidden(&'l str),
    /// It begins as none that is allowed.
    NotAllowed,
}

impl Shaped for CallerNumber {
    fn mistake(&self) -> Option<&'static str> {
        let nothing = !self.shown && self.not.is_empty() && self.only.is_empty();
        nothing.then_some("write `shown: true`, or beginnings of numbers under `not` or `only`")
    }
}

impl CallerNumber {
    /// What is wrong with a number, written in any of the usual ways.
    pub fn wrong(&self, number: &str) -> Option<WrongNumber<'_>> {
        let number = digits(number);
        let begins = |start: &&String| number.starts_with(&digits(start));
        if let Some(start) = self.not.iter().find(begins) {
            return Some(WrongNumber::Forbidden(start));
        }
        let allowed = self.only.is_empty() || self.only.iter().any(|start| begins(&start));
        (!allowed).then_some(WrongNumber::NotAllowed)
    }
}

/// A number without blanks and signs, with `+` for an international one.
fn digits(number: &str) -> String {
    let number = number.trim();
    let international = number.starts_with('+');
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix("00") {
        Some(rest) if !international => format!("+{rest}"),
        _ if international => format!("+{digits}"),
        _ => digits,
    }
}

/// What a written message must say of its sender.
#[derive(Clone, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SenderDetails {
    /// What.
    pub says: Vec<SenderDetail>,
}

impl Shaped for SenderDetails {
    fn mistake(&self) -> Option<&'static str> {
        self.says
            .is_empty()
            .then_some("`says` names what the message must say")
    }
}

/// Something that a message says of its sender.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SenderDetail {
    /// The seller's name.
    Name,
    /// A postal address.
    PostalAddress,
    /// A telephone number, an e-mail address or a site.
    Contact,
}

/// A label that a message must carry.
#[derive(Clone, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MessageLabel {
    /// The spellings, any of which will do.
    pub any_of: Vec<String>,
    /// Where.
    pub at: LabelPlace,
}

impl Shaped for MessageLabel {
    fn mistake(&self) -> Option<&'static str> {
        let nothing = self.any_of.iter().all(|label| label.trim().is_empty());
        nothing.then_some("`any_of` names the spellings of the label")
    }
}

/// Where a label stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LabelPlace {
    /// At the beginning of the text; of the subject line, if there is one.
    Start,
    /// At the end of the sender's name.
    SenderName,
}

/// The headers with which a mail program unsubscribes at one click.
#[derive(Clone, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OneClick {
    /// For senders of more messages than this in 24 hours.
    pub above: u64,
}

impl Shaped for OneClick {}

/// The words of a text programme.
#[derive(Clone, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keywords {
    /// Words that must count as a no.
    #[serde(default)]
    pub stop: Vec<String>,
    /// A word that must be answered with help.
    pub help: Option<String>,
}

impl Shaped for Keywords {
    fn mistake(&self) -> Option<&'static str> {
        let nothing = self.stop.is_empty() && self.help.is_none();
        nothing.then_some("write words under `stop`, or one under `help`")
    }
}

/// A machine that writes or speaks must say that it is one.
#[derive(Clone, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BotDisclosure {
    /// When.
    pub when: BotWhen,
}

impl Shaped for BotDisclosure {}

/// When a machine must say that it is one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BotWhen {
    /// At the start of the conversation.
    AtStart,
    /// When it could be taken for a person: a text that does not say so is one that could.
    IfMistakable,
    /// When somebody asks.
    OnRequest,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_the_same_however_it_is_written() {
        let rule = CallerNumber {
            shown: true,
            not: vec!["+346".to_owned()],
            only: Vec::new(),
        };
        for number in ["+34 612 345 678", "0034 612-345-678", "+34(6)12345678"] {
            assert_eq!(
                rule.wrong(number),
                Some(WrongNumber::Forbidden("+346")),
                "{number}"
            );
        }
        for number in ["+34 91 123 45 67", "+1 346 555 0100", "612 345 678"] {
            assert_eq!(rule.wrong(number), None, "{number}");
        }
        let only = CallerNumber {
            shown: true,
            not: Vec::new(),
            only: vec!["+91140".to_owned(), "140".to_owned()],
        };
        assert_eq!(only.wrong("140 123 4567"), None);
        assert_eq!(only.wrong("+91 140 123 4567"), None);
        assert_eq!(only.wrong("+91 98765 43210"), Some(WrongNumber::NotAllowed));
    }
}

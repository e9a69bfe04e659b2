//! What a pack says: provisions, whom they bind, what lifts them, what they demand.

use super::hours::Clock;
use super::kinds::{Cap, Demand, Hours, Requirement};
use super::statutes;
use crate::calendar::Day;
use crate::diagnostics::{Citation, Confidence, Force, Severity, Site};
use crate::model::{Channel, ConsentKind, Purpose, Relationship, Voice};
use std::fmt;
use std::str::FromStr;

/// The law of one jurisdiction, as far as we hold it.
#[derive(Clone, Debug)]
pub struct Pack {
    /// An ISO 3166 code (`US`, `US-FL`), or a union's (`EU`).
    pub jurisdiction: String,
    /// Its name, for people.
    pub name: String,
    /// The unions to whose law its people are subject too: `EU`.
    pub within: Vec<String>,
    /// The day on which the facts were last checked.
    pub checked: Day,
    /// What we know that we do not hold, a sentence each.
    pub gaps: Vec<String>,
    /// The provisions, in the order of the file.
    pub provisions: Vec<Provision>,
}

impl Pack {
    /// The voluntary codes whose provisions it holds.
    pub(crate) fn codes(&self) -> impl Iterator<Item = &str> {
        let codes = self.provisions.iter().map(|it| it.code.as_deref());
        codes.flatten()
    }
}

/// One demand of one law.
#[derive(Clone, Debug)]
pub struct Provision {
    /// Unique over all packs: `US-FL-hours`.
    pub id: String,
    /// The pack's jurisdiction.
    pub jurisdiction: String,
    /// Where its demand stands in its pack, for a label beside the campaign's line.
    pub site: Site,
    /// Which contacts it is about.
    pub applies: Scope,
    /// What takes a contact out of it again.
    pub lifted_by: Lifting,
    /// What it demands.
    pub requires: Requirement,
    /// On whose clock its times and days are read; it must hold on each. None if it has neither.
    pub clocks: Vec<Clock>,
    /// How it binds.
    pub force: Force,
    /// The code whose members it binds, if its force is [`Force::Code`].
    pub code: Option<String>,
    /// From when until when.
    pub in_force: InForce,
    /// As lawyers cite it.
    pub citation: String,
    /// Where we read it, or of it.
    pub url: Option<String>,
    /// How sure we are that the text says today what we say it says.
    pub confidence: Confidence,
    /// The most that it may yield although the text is sure: its reach is in doubt, or it sets a
    /// presumption rather than a ban.
    pub at_most: Option<Severity>,
    /// One sentence in our own words.
    pub says: String,
    /// What a lawyer should know before relying on it.
    pub notes: Option<String>,
    /// Why it takes the place of the built-in provision of the same id, if it does.
    pub reason: Option<String>,
}

impl Provision {
    /// The most that a breach may yield: an error for a law of which we are sure; a warning for a
    /// law that is probably so, a regulator's policy, a code that binds the sender, a carrier's
    /// terms; advice for anything doubtful.
    pub fn severity_cap(&self) -> Severity {
        let by_text = match (self.confidence, self.force) {
            (Confidence::Low, _) => Severity::Advice,
            (Confidence::High, Force::Law) => Severity::Error,
            _ => Severity::Warning,
        };
        self.at_most.map_or(by_text, |most| by_text.min(most))
    }

    /// What a diagnostic says of it.
    pub fn citation(&self) -> Citation {
        let url = self.address();
        Citation {
            provision: self.id.clone(),
            reference: self.citation.clone(),
            source: self.url.clone().filter(|read| url.as_ref() != Some(read)),
            url,
            in_force_from: self.in_force.from.as_ref().map(ToString::to_string),
            force: self.force,
            confidence: self.confidence,
            own_reading: self.reason.clone(),
        }
    }

    /// Where to read it: its publisher's address if we know that, else the page on which we read of it.
    pub fn address(&self) -> Option<String> {
        statutes::address(&self.citation).or_else(|| self.url.clone())
    }

    /// The same, as if it had been in force for ever up to its last day. It goes on telling its true
    /// first day.
    pub(crate) fn as_if_begun(&self) -> Self {
        let mut begun = self.clone();
        if let Some(since) = &mut begun.in_force.from {
            since.first = Day::MIN;
        }
        begun
    }

    /// A user's own reading of a provision that is built in. Whoever is shown it is told so.
    pub(crate) fn in_place_of_the_built_in(mut self, reason: String) -> Self {
        let says = self.says.trim_end_matches('.');
        self.says = format!("{says} (your own reading, in place of the built-in one: {reason})");
        self.reason = Some(reason);
        self
    }

    /// What it demands, if that is of the kind asked for.
    pub fn demands<D: Demand>(&self) -> Option<&D> {
        D::of(&self.requires)
    }

    /// The hours, if it sets any.
    pub fn hours(&self) -> Option<&Hours> {
        self.demands()
    }

    /// The cap, if it sets one.
    pub fn cap(&self) -> Option<&Cap> {
        self.demands()
    }

    /// The named set on whose days it forbids contact, if it does.
    pub fn banned_set(&self) -> Option<&str> {
        match &self.requires {
            Requirement::HolidayBan(set) => Some(set),
            _ => None,
        }
    }
}

/// Which contacts a provision is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Scope {
    /// The channels; a cap counts them together.
    pub channels: Vec<Channel>,
    /// Who or what speaks; every voice if empty. Means nothing in a written channel.
    pub voices: Vec<Voice>,
    /// Whom it protects.
    pub protects: Protects,
    /// The purposes.
    pub purposes: Vec<Purpose>,
    /// The trades; every trade if empty.
    pub sectors: Vec<String>,
    /// Whose contacts.
    pub reach: Reach,
}

/// Whose contacts a provision is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// Those that reach people here, wherever they come from.
    #[default]
    Recipients,
    /// Those, and also what sellers from here send to people elsewhere.
    SendersToo,
    /// Of the law of a union: those in its member states, and not in the economic area around it.
    MembersOnly,
}

/// Whom a provision protects.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Protects {
    /// Everybody, firms included.
    Anyone,
    /// Consumers.
    Consumers,
    /// Whoever is rung on a private line: consumers, and people in firms on lines that are not
    /// known to be the firm's.
    ResidentialLines,
    /// Firms alone: a doubtful reading that counts a firm as a consumer stands in a provision of its own.
    Businesses,
}

/// What takes a contact out of a provision.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lifting {
    /// Whether the sources agree on it.
    pub standing: Standing,
    /// Consent of any of these kinds.
    pub consent: Vec<ConsentKind>,
    /// Any of these relationships.
    pub relationship: Vec<Relationship>,
    /// Relationships that lift it for some months after the purchase or inquiry.
    pub for_a_time: Vec<Relationship>,
    /// What else lifts it and no definition says, or why it is disputed.
    pub note: Option<String>,
}

/// Whether the sources agree on what lifts a provision.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Nothing that a definition can say lifts it.
    Nothing,
    /// What is listed lifts it.
    Settled,
    /// Sources or courts disagree whether what is listed lifts it: it goes on binding, as a warning at most.
    Disputed,
}

/// From when until when a provision is in force.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct InForce {
    /// The first day, as exactly as it is known; long-standing if absent.
    pub from: Option<Since>,
    /// The last day.
    pub to: Option<Day>,
}

impl InForce {
    /// The first day on which it binds; [`Day::MIN`] if it is long-standing.
    pub fn first(&self) -> Day {
        self.from.as_ref().map_or(Day::MIN, |since| since.first)
    }

    /// The last day on which it binds; [`Day::MAX`] if no end is known.
    pub fn last(&self) -> Day {
        self.to.unwrap_or(Day::MAX)
    }
}

/// A beginning known to the day, the month or the year: `2023-10-01`, `2022-06`, `1999`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Since {
    written: String,
    first: Day,
}

impl FromStr for Since {
    type Err = String;

    /// A month or a year stands for its first day: the law may have begun to bind then.
    fn from_str(text: &str) -> Result<Self, String> {
        let full = match text.len() {
            4 => format!("{text}-01-01"),
            7 => format!("{text}-01"),
            _ => text.to_owned(),
        };
        Ok(Self {
            written: text.to_owned(),
            first: full.parse()?,
        })
    }
}

impl fmt::Display for Since {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

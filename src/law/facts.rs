//! What is known of one contact.

use crate::calendar::Region;
use crate::model::{AudienceType, Channel, ConsentKind, Purpose, Relationship, Voice};

/// What a definition says of a contact, as far as law asks. What it does not say is `None`: the
/// law then counts the contact neither as covered nor as free.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Facts {
    /// Where the person is.
    pub region: Region,
    /// How the person is reached.
    pub channel: Channel,
    /// Who is addressed.
    pub audience: Option<AudienceType>,
    /// What the people already are to the seller.
    pub relationship: Option<Relationship>,
    /// What they have agreed to **for this channel**.
    pub consent: Option<ConsentKind>,
    /// What the campaign is for.
    pub purpose: Option<Purpose>,
    /// Who or what speaks, in a call or voicemail.
    pub voice: Option<Voice>,
    /// What kind of line is rung or texted.
    pub line: Option<Line>,
    /// The trades in which the offers are (`securities`). A provision for one trade binds those who
    /// say that they are in it: what is not said is not taken for every trade at once.
    pub sectors: Vec<Box<str>>,
}

impl Facts {
    /// A contact of which nothing is known but the place and the channel.
    pub fn new(region: Region, channel: Channel) -> Self {
        Self {
            region,
            channel,
            audience: None,
            relationship: None,
            consent: None,
            purpose: None,
            voice: None,
            line: None,
            sectors: Vec::new(),
        }
    }
}

/// What kind of telephone line it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Line {
    /// A firm's own line.
    Business,
    /// A mobile, which law tends to presume private.
    Mobile,
    /// A line at somebody's home.
    Residential,
}

/// A fact that was not stated and that would decide whether a provision binds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Fact {
    /// Consumer or business.
    AudienceType,
    /// What the campaign is for.
    Purpose,
    /// Human, prerecorded or artificial.
    Voice,
    /// A firm's own line, a mobile or a home.
    Line,
    /// How long ago the purchase or inquiry was that makes the relationship.
    RelationshipAge,
    /// The days of a named legal set, which the calendars do not hold or not so far ahead.
    LegalSet,
    /// In which part of the country the people are.
    Subdivision,
}

impl Fact {
    /// The field that would settle it, as the format writes it, from the definition that holds it:
    /// `audience.type`, `campaign.purpose`.
    pub fn field(self) -> &'static str {
        match self {
            Self::AudienceType => "audience.type",
            Self::Purpose => "campaign.purpose",
            Self::Voice => "sender.voice",
            Self::Line => "step.to",
            Self::RelationshipAge => "audience.relationship",
            Self::LegalSet => "packs",
            Self::Subdivision => "audience.regions",
        }
    }

    /// Why it matters, in a few words.
    pub fn why(self) -> &'static str {
        match self {
            Self::AudienceType => "it protects consumers, and who is addressed is not said",
            Self::Purpose => "it binds certain purposes, and the campaign's is not said",
            Self::Voice => "it depends on whether a person or a machine speaks, which is not said",
            Self::Line => {
                "a business is outside it only on a line that is known to be a business line"
            }
            Self::RelationshipAge => {
                "an earlier purchase or inquiry lifts it for a time only, and when that was is not said"
            }
            Self::LegalSet => "on which days it applies there is not certain",
            Self::Subdivision => {
                "it is the law of a part of the country, and in which part people are is not said"
            }
        }
    }
}

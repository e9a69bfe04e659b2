//! Whether one provision binds one contact.

use super::facts::{Fact, Facts, Line};
use super::provision::{Lifting, Protects, Provision, Standing};
use crate::calendar::Day;
use crate::diagnostics::{Force, Severity};
use crate::model::{AudienceType, Channel};

/// A provision, and how it bears on a contact.
#[derive(Clone, Debug)]
pub struct Binding<'l> {
    /// The provision.
    pub provision: &'l Provision,
    /// How.
    pub bearing: Bearing,
    /// Why the law of its jurisdiction has a say in the contact at all.
    pub ground: Ground,
}

/// Why the law of a jurisdiction has a say in a contact.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ground {
    /// The people are there.
    Recipient,
    /// The seller is there, and its law follows it abroad.
    Seller,
}

/// How a provision bears on a contact.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Bearing {
    /// It binds.
    Certain,
    /// The contact meets what some say lifts it and others say does not: it binds, as a warning at most.
    Disputed {
        /// What the contact meets.
        because: String,
    },
    /// It would bind, or not, by a fact that is not stated.
    Unverified {
        /// The fact.
        fact: Fact,
    },
    /// It does not bind.
    Exempt {
        /// Why, as the end of a sentence: `it protects consumers`.
        because: String,
    },
    /// It will bind from a later day on.
    NotYet {
        /// Its first day.
        from: Day,
    },
}

impl Bearing {
    /// Whether it binds for certain, be it with a dispute.
    pub fn binds(&self) -> bool {
        matches!(self, Self::Certain | Self::Disputed { .. })
    }
}

impl Binding<'_> {
    /// The most that a breach may yield here: the provision's own cap, lowered by a dispute, and
    /// advice as long as it is not in force.
    pub fn severity_cap(&self) -> Severity {
        let cap = self.provision.severity_cap();
        match self.bearing {
            Bearing::Certain | Bearing::Unverified { .. } => cap,
            Bearing::Disputed { .. } => cap.min(Severity::Warning),
            Bearing::NotYet { .. } | Bearing::Exempt { .. } => Severity::Advice,
        }
    }
}

/// How `provision` bears on a contact at any time when it is in force; `None` if it is about other
/// channels, voices, purposes or trades altogether.
pub(crate) fn bearing(
    provision: &Provision,
    facts: &Facts,
    adheres_to: &[String],
) -> Option<Bearing> {
    let scope = &provision.applies;
    if !scope.channels.contains(&facts.channel) {
        return None;
    }
    if !scope.sectors.is_empty()
        && !facts
            .sectors
            .iter()
            .any(|sector| scope.sectors.iter().any(|s| **s == **sector))
    {
        return None;
    }
    let spoken = matches!(facts.channel, Channel::Call | Channel::Voicemail);
    let mut unknown = None;
    if spoken && !scope.voices.is_empty() {
        match facts.voice {
            Some(voice) if !scope.voices.contains(&voice) => return None,
            Some(_) => {}
            None => unknown = Some(Fact::Voice),
        }
    }
    match facts.purpose {
        Some(purpose) if !scope.purposes.contains(&purpose) => return None,
        Some(_) => {}
        None => unknown = Some(Fact::Purpose),
    }
    let exempt = |because: String| Some(Bearing::Exempt { because });
    if provision.force == Force::Code
        && !provision
            .code
            .as_ref()
            .is_some_and(|code| adheres_to.contains(code))
    {
        return exempt(
            "it binds members of the code, and `adheres_to` does not name it".to_owned(),
        );
    }
    match (scope.protects, facts.audience) {
        (Protects::Anyone, _)
        | (
            Protects::Consumers | Protects::ResidentialLines,
            Some(AudienceType::Consumer | AudienceType::Mixed),
        )
        | (Protects::Businesses, Some(AudienceType::Business | AudienceType::Mixed)) => {}
        (Protects::Consumers, Some(AudienceType::Business)) => {
            return exempt("it protects consumers, and the audience is business".to_owned());
        }
        (Protects::Businesses, Some(AudienceType::Consumer)) => return None,
        (Protects::ResidentialLines, Some(AudienceType::Business)) => match facts.line {
            Some(Line::Business) => {
                return exempt("it protects private lines, and this is a business line".to_owned());
            }
            Some(Line::Mobile | Line::Residential) => {}
            None => unknown = Some(Fact::Line),
        },
        (Protects::Consumers | Protects::ResidentialLines | Protects::Businesses, None) => {
            unknown = Some(Fact::AudienceType);
        }
    }
    match lifted(&provision.lifted_by, facts) {
        Lifted::No => {}
        Lifted::Perhaps => unknown = unknown.or(Some(Fact::RelationshipAge)),
        Lifted::By(because) if provision.lifted_by.standing == Standing::Disputed => {
            if unknown.is_none() {
                return Some(Bearing::Disputed { because });
            }
        }
        Lifted::By(because) => return exempt(because),
    }
    Some(unknown.map_or(Bearing::Certain, |fact| Bearing::Unverified { fact }))
}

enum Lifted {
    No,
    Perhaps,
    By(String),
}

/// An exemption counts only where the provision grants it and the definition claims it: consent or
/// a relationship that is not stated is none.
fn lifted(lifting: &Lifting, facts: &Facts) -> Lifted {
    if lifting.standing == Standing::Nothing {
        return Lifted::No;
    }
    if let Some(consent) = facts.consent.filter(|c| lifting.consent.contains(c)) {
        return Lifted::By(format!("the people have given consent ({consent})"));
    }
    let Some(relationship) = facts.relationship else {
        return Lifted::No;
    };
    if lifting.relationship.contains(&relationship) {
        Lifted::By(format!(
            "there is an established relationship ({relationship})"
        ))
    } else if lifting.for_a_time.contains(&relationship) {
        Lifted::Perhaps
    } else {
        Lifted::No
    }
}

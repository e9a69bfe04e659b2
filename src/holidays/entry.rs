//! A holiday as a definition: what it is called, whom it is for, and on what authority.

use crate::calendar::MinuteRange;
use crate::diagnostics::Site;
use std::fmt;
use std::str::FromStr;

/// What kind of day off; a holiday can be of several kinds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Class {
    /// A public holiday of the place.
    Public,
    /// Banks are closed.
    Bank,
    /// Government offices are closed.
    Government,
    /// Schools are closed.
    School,
    /// Kept by some, by choice, faith or contract.
    Optional,
    /// Only a part of the day.
    HalfDay,
    /// Only in some counties or cities of the place.
    Local,
}

impl Class {
    /// All, in the order in which they are printed.
    pub const ALL: [Self; 7] = [
        Self::Public,
        Self::Bank,
        Self::Government,
        Self::School,
        Self::Optional,
        Self::HalfDay,
        Self::Local,
    ];

    /// As written in the data and in JSON: `public`, `half_day`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Bank => "bank",
            Self::Government => "government",
            Self::School => "school",
            Self::Optional => "optional",
            Self::HalfDay => "half_day",
            Self::Local => "local",
        }
    }
}

impl FromStr for Class {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|class| class.as_str() == text)
            .ok_or_else(|| {
                let known: Vec<_> = Self::ALL.iter().map(|class| class.as_str()).collect();
                format!(
                    "`{text}` is not a class of holiday; write {}",
                    known.join(", ")
                )
            })
    }
}

/// A set of classes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Classes(u8);

impl Classes {
    /// Whether `class` is among them.
    pub fn contains(self, class: Class) -> bool {
        self.0 >> class as u8 & 1 == 1
    }

    /// The same with `class` added.
    pub fn with(self, class: Class) -> Self {
        Self(self.0 | 1 << class as u8)
    }

    /// The classes, in the order of [`Class::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Class> {
        Class::ALL
            .into_iter()
            .filter(move |class| self.contains(*class))
    }
}

/// On what the data rest.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Basis {
    /// A statute or an order whose text says the day or how to find it, and was read for this entry.
    Law,
    /// A statute or an order that is named from general knowledge; its text was not read.
    #[default]
    Named,
    /// A government's announcement of the dates themselves.
    Announced,
    /// Drawn from another holiday package, no law text seen.
    Oracle,
    /// A guess at what will be announced, within a day either side.
    Estimate,
}

impl Basis {
    /// As written in the data.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Law => "law",
            Self::Named => "named",
            Self::Announced => "announced",
            Self::Oracle => "oracle",
            Self::Estimate => "estimate",
        }
    }
}

impl FromStr for Basis {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        [
            Self::Law,
            Self::Named,
            Self::Announced,
            Self::Oracle,
            Self::Estimate,
        ]
        .into_iter()
        .find(|basis| basis.as_str() == text)
        .ok_or_else(|| {
            format!("`{text}` is not a basis; write law, named, announced, oracle or estimate")
        })
    }
}

/// A holiday: everything about it but its dates.
#[derive(Clone)]
pub struct Holiday {
    /// Its id within the country's file.
    pub id: Box<str>,
    /// Its English name.
    pub name: Box<str>,
    /// Its names where it is kept: language (BCP 47) and name.
    pub local_names: Vec<(Box<str>, Box<str>)>,
    /// What kinds of day off it is.
    pub classes: Classes,
    /// The part of the day, if it is not the whole.
    pub hours: Option<MinuteRange>,
    /// On what the dates rest.
    pub basis: Basis,
    /// The statute, order or announcement, as lawyers cite it.
    pub cite: Option<Box<str>>,
    /// Where to read it.
    pub url: Option<Box<str>>,
    /// The lines that say so.
    pub site: Site,
}

impl Holiday {
    /// The name in the country's first language, or the English one.
    pub fn local_name(&self) -> &str {
        self.local_names
            .first()
            .map_or(&self.name, |(_, name)| name)
    }
}

impl fmt::Debug for Holiday {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.id, self.name)
    }
}

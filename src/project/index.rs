//! Ids to definitions, over all files of the project.

use super::File;
use crate::model::{
    Advisory, Audience, Cadence, Campaign, Message, Offer, Product, Sections, Sender, Suppression,
};
use crate::yaml::{Field, Map, Place};
use rustc_hash::FxHashMap;

/// A section of a file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Section {
    /// `campaigns`
    Campaigns,
    /// `cadences`
    Cadences,
    /// `audiences`
    Audiences,
    /// `offers`
    Offers,
    /// `messages`
    Messages,
    /// `senders`
    Senders,
    /// `suppressions`
    Suppressions,
    /// `products`
    Products,
    /// `advisories`
    Advisories,
}

impl Section {
    /// All of them, in the order of the format's page.
    pub const ALL: [Self; 9] = [
        Self::Campaigns,
        Self::Cadences,
        Self::Audiences,
        Self::Offers,
        Self::Messages,
        Self::Senders,
        Self::Suppressions,
        Self::Products,
        Self::Advisories,
    ];

    /// The key in a file.
    pub fn key(self) -> &'static str {
        match self {
            Self::Campaigns => "campaigns",
            Self::Cadences => "cadences",
            Self::Audiences => "audiences",
            Self::Offers => "offers",
            Self::Messages => "messages",
            Self::Senders => "senders",
            Self::Suppressions => "suppressions",
            Self::Products => "products",
            Self::Advisories => "advisories",
        }
    }

    /// One of its definitions that is named next, with an article: `the audience`.
    pub fn named(self) -> &'static str {
        match self {
            Self::Campaigns => "the campaign",
            Self::Cadences => "the cadence",
            Self::Audiences => "the audience",
            Self::Offers => "the offer",
            Self::Messages => "the message",
            Self::Senders => "the sender",
            Self::Suppressions => "the suppression list",
            Self::Products => "the product",
            Self::Advisories => "the advisory",
        }
    }

    /// One of its definitions, with an article: `an audience`.
    pub fn one(self) -> &'static str {
        match self {
            Self::Campaigns => "a campaign",
            Self::Cadences => "a cadence",
            Self::Audiences => "an audience",
            Self::Offers => "an offer",
            Self::Messages => "a message",
            Self::Senders => "a sender",
            Self::Suppressions => "a suppression list",
            Self::Products => "a product",
            Self::Advisories => "an advisory",
        }
    }
}

/// A definition that stands in a section of its own and can be named by an id.
pub trait Definition: Sized {
    /// Its section.
    const SECTION: Section;

    /// The definitions of its kind in a document.
    fn of(sections: &Sections) -> &Map<Self>;
}

macro_rules! definitions {
    ($($kind:ident in $field:ident, $section:ident;)*) => {
        $(impl Definition for $kind {
            const SECTION: Section = Section::$section;

            fn of(sections: &Sections) -> &Map<Self> {
                &sections.$field
            }
        })*

        /// The keys of a section, in the order of the text.
        fn keys(sections: &Sections, section: Section) -> Vec<(&str, Place)> {
            match section {
                $(Section::$section => sections.$field.iter()
                    .map(|(id, _)| (id.value.as_str(), id.place)).collect(),)*
            }
        }
    };
}

definitions! {
    Campaign in campaigns, Campaigns;
    Cadence in cadences, Cadences;
    Audience in audiences, Audiences;
    Offer in offers, Offers;
    Message in messages, Messages;
    Sender in senders, Senders;
    Suppression in suppressions, Suppressions;
    Product in products, Products;
    Advisory in advisories, Advisories;
}

/// A definition with its id, if it has one, and where it stands.
#[derive(Debug)]
pub struct Def<'p, T> {
    /// The id; none if it is written in place.
    pub id: Option<&'p str>,
    /// What is written.
    pub value: &'p T,
    /// The node of its mapping.
    pub place: Place,
}

impl<T> Clone for Def<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Def<'_, T> {}

impl<T> std::ops::Deref for Def<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.value
    }
}

/// Where an id is defined.
#[derive(Clone, Copy, Debug)]
struct Entry {
    file: u32,
    document: u32,
    position: u32,
    key: Place,
}

/// A second definition of an id.
#[derive(Clone, Copy, Debug)]
pub struct Duplicate {
    /// Its section.
    pub section: Section,
    /// The key that came first.
    pub first: Place,
    /// The key that came again.
    pub again: Place,
}

/// All ids of a project.
#[derive(Debug, Default)]
pub struct Index {
    sections: [FxHashMap<Box<str>, Entry>; 9],
    /// Ids that are defined more than once; the first definition is the one that counts.
    pub duplicates: Vec<Duplicate>,
}

impl Index {
    /// Collects the ids of all files, in their order.
    pub(super) fn of(files: &[File]) -> Self {
        let mut index = Self::default();
        for (file, document, sections) in documents(files) {
            for section in Section::ALL {
                for (position, (id, place)) in keys(sections, section).into_iter().enumerate() {
                    let ids = &mut index.sections[section as usize];
                    if let Some(first) = ids.get(id) {
                        // Twice within one mapping is a duplicate key, and has been reported as one.
                        if (first.file, first.document) != (file, document) {
                            index.duplicates.push(Duplicate {
                                section,
                                first: first.key,
                                again: place,
                            });
                        }
                    } else {
                        let entry = Entry {
                            file,
                            document,
                            position: position as u32,
                            key: place,
                        };
                        ids.insert(id.into(), entry);
                    }
                }
            }
        }
        index
    }

    /// Whether anything has this id, sound or not.
    pub fn knows(&self, section: Section, id: &str) -> bool {
        self.sections[section as usize].contains_key(id)
    }

    /// The key that defines an id, sound or not.
    pub fn place(&self, section: Section, id: &str) -> Option<Place> {
        let entry = self.sections[section as usize].get(id)?;
        Some(entry.key)
    }

    /// The ids of a section, in no particular order.
    pub fn ids(&self, section: Section) -> impl Iterator<Item = &str> {
        self.sections[section as usize].keys().map(|id| &**id)
    }

    /// The definition with an id, if it could be read.
    pub(super) fn get<'p, T: Definition>(&self, files: &'p [File], id: &str) -> Option<Def<'p, T>> {
        let entry = self.sections[T::SECTION as usize].get(id)?;
        let sections = files
            .get(entry.file as usize)?
            .documents
            .get(entry.document as usize)?;
        let (id, field) = T::of(sections).0.get(entry.position as usize)?;
        match field {
            Field::Given(at) => Some(Def {
                id: Some(&id.value),
                value: &at.value,
                place: at.place,
            }),
            _ => None,
        }
    }
}

/// Every document of every file, with the numbers of both.
fn documents(files: &[File]) -> impl Iterator<Item = (u32, u32, &Sections)> {
    files.iter().enumerate().flat_map(|(file, loaded)| {
        let numbered = loaded.documents.iter().enumerate();
        numbered.map(move |(document, sections)| (file as u32, document as u32, sections))
    })
}

/// Every readable definition of a kind, in the order of files and text.
pub(super) fn all<T: Definition + 'static>(files: &[File]) -> impl Iterator<Item = Def<'_, T>> {
    documents(files).flat_map(|(_, _, sections)| {
        T::of(sections)
            .iter()
            .filter_map(|(id, field)| match field {
                Field::Given(at) => Some(Def {
                    id: Some(&id.value),
                    value: &at.value,
                    place: at.place,
                }),
                _ => None,
            })
    })
}

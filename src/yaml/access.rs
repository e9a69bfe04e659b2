//! How serde walks through a collection, and how the types of `field.rs` get
//! at places.

use super::decode::{Reader, Role};
use super::problem::{Mistake, ProblemKind, brief};
use super::{Children, Kind, NodeId, Place, RawEntries};
use serde::de::value::{StrDeserializer, U64Deserializer};
use serde::de::{
    self, DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};

/// The elements of a sequence.
pub(super) struct Elements<'a, 's> {
    reader: Reader<'a, 's>,
    items: Children<'a>,
}

impl<'a, 's> Elements<'a, 's> {
    pub(super) fn of(reader: Reader<'a, 's>) -> Self {
        Self {
            reader,
            items: reader.session.tree.items(reader.target),
        }
    }
}

impl<'de> SeqAccess<'de> for Elements<'_, '_> {
    type Error = Mistake;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Mistake> {
        self.items
            .next()
            .map(|item| self.reader.read(item, seed))
            .transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.clone().count())
    }
}

/// The value of a node, and then the node's number.
pub(super) struct ValueThenPlace<'a, 's> {
    pub(super) reader: Reader<'a, 's>,
    /// Whether null is no value, and a mistake is recorded.
    pub(super) tolerant: bool,
    pub(super) read: bool,
}

impl<'de> SeqAccess<'de> for ValueThenPlace<'_, '_> {
    type Error = Mistake;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Mistake> {
        let reader = self.reader;
        if self.read {
            return seed
                .deserialize(U64Deserializer::new(reader.place().pack()))
                .map(Some);
        }
        if self.tolerant && reader.is_null() {
            return Ok(None);
        }
        self.read = true;
        match seed.deserialize(reader) {
            Ok(value) => Ok(Some(value)),
            Err(mistake) if self.tolerant => {
                reader.session.record(mistake.at(reader.node));
                Err(Mistake::recorded())
            }
            Err(mistake) => Err(mistake.at(reader.node)),
        }
    }
}

/// The place of a list, and then its elements, each followed by its place unless it is wrong.
pub(super) struct PlacedElements<'a, 's> {
    reader: Reader<'a, 's>,
    items: Children<'a>,
    /// The only element of a list without brackets.
    single: bool,
    /// The node whose place is asked for next.
    pending: Option<NodeId>,
    opened: bool,
}

impl<'a, 's> PlacedElements<'a, 's> {
    pub(super) fn of(reader: Reader<'a, 's>) -> Self {
        Self {
            reader,
            items: reader.session.tree.items(reader.target),
            single: reader.kind() != Kind::Sequence,
            pending: None,
            opened: false,
        }
    }

    fn place<'de, S: DeserializeSeed<'de>>(
        &self,
        node: NodeId,
        seed: S,
    ) -> Result<Option<S::Value>, Mistake> {
        let place = Place {
            file: self.reader.session.file,
            node,
        };
        seed.deserialize(U64Deserializer::new(place.pack()))
            .map(Some)
    }
}

impl<'de> SeqAccess<'de> for PlacedElements<'_, '_> {
    type Error = Mistake;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Mistake> {
        let reader = self.reader;
        if !self.opened {
            self.opened = true;
            if reader.is_null() {
                self.single = false;
                return Ok(None);
            }
            return self.place(reader.node, seed);
        }
        if let Some(node) = self.pending.take() {
            return self.place(node, seed);
        }
        if reader.session.stopped.get() {
            return Ok(None);
        }
        let (node, value) = if self.single {
            self.single = false;
            (reader.node, seed.deserialize(reader))
        } else if let Some(item) = self.items.next() {
            (item, reader.read(item, seed))
        } else {
            return Ok(None);
        };
        match value {
            Ok(value) => {
                self.pending = Some(node);
                Ok(Some(value))
            }
            Err(mistake) => {
                reader.session.record(mistake.at(node));
                Err(Mistake::recorded())
            }
        }
    }

    /// How many elements there are, not how many steps.
    fn size_hint(&self) -> Option<usize> {
        Some(self.items.clone().count() + usize::from(self.single))
    }
}

/// The keys and values of a mapping.
pub(super) struct Entries<'a, 's> {
    pub(super) reader: Reader<'a, 's>,
    rest: Rest<'a>,
    /// The last key and value handed out.
    pub(super) key: NodeId,
    value: NodeId,
}

/// The entries that are still to come.
enum Rest<'a> {
    /// Those of a mapping all of whose keys are wanted, which is nearly every one.
    AsWritten(RawEntries<'a>),
    Chosen(std::vec::IntoIter<(NodeId, NodeId)>),
}

impl<'a, 's> Entries<'a, 's> {
    fn new(reader: Reader<'a, 's>, rest: Rest<'a>) -> Self {
        Self {
            reader,
            rest,
            key: reader.node,
            value: reader.node,
        }
    }

    /// All entries.
    pub(super) fn all(reader: Reader<'a, 's>) -> Self {
        let entries = reader.session.entries(reader.target);
        Self::new(reader, Rest::Chosen(entries.into_iter()))
    }

    /// The entries of a mapping from the user's own names.
    pub(super) fn of_names(reader: Reader<'a, 's>) -> Self {
        let mut entries = reader.session.entries(reader.target);
        entries.retain(|(key, _)| reader.session.is_name(*key));
        Self::new(reader, Rest::Chosen(entries.into_iter()))
    }

    /// The entries whose keys are fields; the others are recorded.
    pub(super) fn of_struct(reader: Reader<'a, 's>, fields: &[&str]) -> Self {
        let session = reader.session;
        let tree = session.tree;
        let is_field =
            |key: NodeId| fields.contains(&session.text_of(key)) && tree.kind(key) == Kind::Scalar;
        let written = tree.raw_entries(reader.target);
        if tree.is_as_written(reader.target) && written.clone().all(|(key, _)| is_field(key)) {
            return Self::new(reader, Rest::AsWritten(written));
        }
        let mut entries = session.entries(reader.target);
        entries.retain(|(key, _)| {
            if is_field(*key) {
                return true;
            }
            let name = session.text_of(*key);
            if session.is_name(*key) {
                let mistake = Mistake::new(format!("unknown field `{}`", brief(name)))
                    .of_kind(ProblemKind::UnknownField)
                    .one_of(name, fields);
                session.record(mistake.at(*key));
            }
            false
        });
        Self::new(reader, Rest::Chosen(entries.into_iter()))
    }
}

impl<'de> MapAccess<'de> for Entries<'_, '_> {
    type Error = Mistake;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Mistake> {
        let next = match &mut self.rest {
            Rest::AsWritten(entries) => entries.next(),
            Rest::Chosen(entries) => entries.next(),
        };
        let Some((key, value)) = next else {
            return Ok(None);
        };
        (self.key, self.value) = (key, value);
        let mut reader = self.reader.child(key)?;
        reader.role = Role::Key;
        seed.deserialize(reader)
            .map(Some)
            .map_err(|mistake| mistake.at(key))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Mistake> {
        self.reader.read(self.value, seed)
    }

    fn size_hint(&self) -> Option<usize> {
        match &self.rest {
            Rest::AsWritten(_) => None,
            Rest::Chosen(entries) => Some(entries.len()),
        }
    }
}

/// A variant of an enum: a word alone, or the only key of a mapping with its value.
pub(super) struct Variant<'a, 's> {
    pub(super) name: &'a str,
    /// The node of the word.
    pub(super) key: NodeId,
    pub(super) content: Option<Reader<'a, 's>>,
}

impl<'a, 's> Variant<'a, 's> {
    /// The content of a variant that has one.
    fn content(&self) -> Result<Reader<'a, 's>, Mistake> {
        self.content.ok_or_else(|| {
            let message = format!("`{}` needs a value of its own", self.name);
            let help = format!("write it as `{}: ...`", self.name);
            Mistake::new(message).help(Some(help)).at(self.key)
        })
    }
}

impl<'de, 'a, 's> EnumAccess<'de> for Variant<'a, 's> {
    type Error = Mistake;
    type Variant = Variant<'a, 's>;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Mistake> {
        let name: StrDeserializer<'_, Mistake> = self.name.into_deserializer();
        let value = seed
            .deserialize(name)
            .map_err(|mistake| mistake.at(self.key))?;
        Ok((value, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, '_> {
    type Error = Mistake;

    fn unit_variant(self) -> Result<(), Mistake> {
        match self.content {
            Some(content) if !content.is_null() => {
                Err(Mistake::new(format!("`{}` takes no value", self.name)).at(content.node))
            }
            _ => Ok(()),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Mistake> {
        let content = self.content()?;
        seed.deserialize(content)
            .map_err(|mistake| mistake.at(content.node))
    }

    fn tuple_variant<V: Visitor<'de>>(
        self,
        _length: usize,
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        let content = self.content()?;
        de::Deserializer::deserialize_seq(content, visitor)
            .map_err(|mistake| mistake.at(content.node))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        let content = self.content()?;
        de::Deserializer::deserialize_struct(content, "", fields, visitor)
            .map_err(|mistake| mistake.at(content.node))
    }
}

//! Typed values from the trees of the program's own files, which tests have read with every check.
//!
//! [`super::decode`] looks at each key and value for what may be wrong with it, so that it can say so.
//! Here nothing is said: whatever is not as plain as our own files are is an error without words, and
//! whoever gets it asks `decode`. Both give the same values; a run over many places would otherwise
//! spend most of its time on mistakes that are not there.

use super::field::{SHAPES, name};
use super::scalar::{self, Scalar};
use super::{Children, Kind, NodeId, Place, RawEntries, Tree};
use serde::de::value::{StrDeserializer, U64Deserializer};
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use std::fmt;

/// Reads a node as a `T`; nothing if it is wrong, or not plain enough to be read without looking.
/// Places are those of file 0.
pub(crate) fn decode_trusted<T: DeserializeOwned>(
    tree: &Tree,
    text: &str,
    node: NodeId,
) -> Option<T> {
    T::deserialize(Reader { tree, text, node }).ok()
}

/// It is not plain.
#[derive(Clone, Copy, Debug)]
struct Odd;

impl fmt::Display for Odd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not plain")
    }
}

impl std::error::Error for Odd {}

impl de::Error for Odd {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// The deserializer of one node.
#[derive(Clone, Copy)]
struct Reader<'a> {
    tree: &'a Tree,
    text: &'a str,
    node: NodeId,
}

impl<'a> Reader<'a> {
    fn at(self, node: NodeId) -> Self {
        Self { node, ..self }
    }

    /// What the node is; an alias is odd.
    fn kind(self) -> Result<Kind, Odd> {
        if self.tree.is_alias(self.node) {
            return Err(Odd);
        }
        Ok(self.tree.kind(self.node))
    }

    fn written(self) -> &'a str {
        self.tree.text(self.text, self.node)
    }

    fn is_null(self) -> bool {
        self.tree.is_null(self.text, self.node)
    }

    fn given_text(self) -> Result<&'a str, Odd> {
        if self.kind()? == Kind::Scalar && !self.is_null() {
            Ok(self.written())
        } else {
            Err(Odd)
        }
    }

    fn scalar(self) -> Result<Scalar<'a>, Odd> {
        if self.kind()? != Kind::Scalar {
            Err(Odd)
        } else if self.tree.is_plain(self.node) {
            Ok(scalar::plain(self.written()))
        } else {
            Ok(Scalar::Text(self.written()))
        }
    }

    fn entries(self) -> Result<Entries<'a>, Odd> {
        if self.kind()? != Kind::Mapping || !self.tree.is_as_written(self.node) {
            return Err(Odd);
        }
        Ok(Entries {
            reader: self,
            rest: self.tree.raw_entries(self.node),
            value: self.node,
        })
    }

    fn elements(self) -> Result<Elements<'a>, Odd> {
        if self.kind()? != Kind::Sequence {
            return Err(Odd);
        }
        Ok(Elements {
            reader: self,
            items: self.tree.items(self.node),
        })
    }
}

fn place<'de, S: DeserializeSeed<'de>>(node: NodeId, seed: S) -> Result<Option<S::Value>, Odd> {
    let place = Place { file: 0, node };
    seed.deserialize(U64Deserializer::new(place.pack()))
        .map(Some)
}

/// Whole numbers: what does not fit the type is odd.
macro_rules! integers {
    ($($method:ident $visit:ident $type:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Odd> {
            match self.scalar()? {
                Scalar::Integer(number) => visitor.$visit($type::try_from(number).map_err(|_| Odd)?),
                _ => Err(Odd),
            }
        }
    )*};
}

impl<'de> de::Deserializer<'de> for Reader<'_> {
    type Error = Odd;

    /// What a type does not say it wants is not plain.
    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Odd> {
        Err(Odd)
    }

    integers! {
        deserialize_u8 visit_u8 u8
        deserialize_u16 visit_u16 u16
        deserialize_u32 visit_u32 u32
        deserialize_u64 visit_u64 u64
        deserialize_i32 visit_i32 i32
        deserialize_i64 visit_i64 i64
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Odd> {
        match self.scalar()? {
            Scalar::Bool(value) => visitor.visit_bool(value),
            _ => Err(Odd),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Odd> {
        visitor.visit_str(self.given_text()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Odd> {
        visitor.visit_str(self.given_text()?)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Odd> {
        visitor.visit_str(self.given_text()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Odd> {
        if self.is_null() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        of: &'static str,
        visitor: V,
    ) -> Result<V::Value, Odd> {
        match of {
            name::AT | name::FIELD => visitor.visit_seq(ValueThenPlace {
                reader: self,
                next: match (of, self.is_null()) {
                    (name::FIELD, true) => Next::Nothing,
                    _ => Next::Value,
                },
            }),
            name::LIST => visitor.visit_seq(PlacedElements::of(self)?),
            name::MAP => Err(Odd),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Odd> {
        visitor.visit_seq(self.elements()?)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Odd> {
        let entries = self.entries()?;
        // `decode` passes private names over.
        let mut keys = entries.rest.clone();
        if keys.any(|(key, _)| self.at(key).written().starts_with("x-")) {
            return Err(Odd);
        }
        visitor.visit_map(entries)
    }

    /// A key that is no field is for the type to refuse.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Odd> {
        visitor.visit_map(self.entries()?)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        of: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Odd> {
        let kind = self.kind()?;
        if of == name::SHAPE || of == name::EITHER {
            let shape = match kind {
                Kind::Scalar => SHAPES[0],
                Kind::Sequence if of == name::SHAPE => SHAPES[1],
                Kind::Mapping => SHAPES[2],
                Kind::Sequence | Kind::Invalid => return Err(Odd),
            };
            return visitor.visit_enum(Variant {
                word: shape,
                content: Some(self),
            });
        }
        let (word, content) = match kind {
            Kind::Scalar => (self.given_text()?, None),
            Kind::Mapping => {
                let mut entries = self.entries()?.rest;
                let (Some((key, value)), None) = (entries.next(), entries.next()) else {
                    return Err(Odd);
                };
                (self.at(key).given_text()?, Some(self.at(value)))
            }
            Kind::Sequence | Kind::Invalid => return Err(Odd),
        };
        if !variants.contains(&word) {
            return Err(Odd);
        }
        visitor.visit_enum(Variant { word, content })
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Odd> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i128 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct
    }
}

/// The elements of a sequence.
struct Elements<'a> {
    reader: Reader<'a>,
    items: Children<'a>,
}

impl<'de> SeqAccess<'de> for Elements<'_> {
    type Error = Odd;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Odd> {
        let item = self.items.next();
        item.map(|item| seed.deserialize(self.reader.at(item)))
            .transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.clone().count())
    }
}

/// The value of a node, and then the node's number.
struct ValueThenPlace<'a> {
    reader: Reader<'a>,
    next: Next,
}

/// What is asked for next.
#[derive(Clone, Copy)]
enum Next {
    Value,
    /// A field whose value is null has none.
    Nothing,
    Place,
    /// The value was odd: a field that tolerates mistakes must not make a value of it.
    Refusal,
}

impl<'de> SeqAccess<'de> for ValueThenPlace<'_> {
    type Error = Odd;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Odd> {
        match self.next {
            Next::Nothing => Ok(None),
            Next::Place => place(self.reader.node, seed),
            Next::Refusal => Err(Odd),
            Next::Value => {
                let value = seed.deserialize(self.reader);
                self.next = match value {
                    Ok(_) => Next::Place,
                    Err(_) => Next::Refusal,
                };
                value.map(Some)
            }
        }
    }
}

/// The place of a list, and then its elements, each followed by its place.
struct PlacedElements<'a> {
    list: Reader<'a>,
    items: Children<'a>,
    /// The only element of a list without brackets.
    single: Option<NodeId>,
    /// The node whose place is asked for next.
    pending: Option<NodeId>,
    opened: bool,
}

impl<'a> PlacedElements<'a> {
    fn of(list: Reader<'a>) -> Result<Self, Odd> {
        if list.is_null() {
            return Err(Odd);
        }
        Ok(Self {
            list,
            items: list.tree.items(list.node),
            single: (list.kind()? != Kind::Sequence).then_some(list.node),
            pending: None,
            opened: false,
        })
    }
}

impl<'de> SeqAccess<'de> for PlacedElements<'_> {
    type Error = Odd;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Odd> {
        if !self.opened {
            self.opened = true;
            return place(self.list.node, seed);
        }
        if let Some(node) = self.pending.take() {
            return place(node, seed);
        }
        let Some(next) = self.single.take().or_else(|| self.items.next()) else {
            return Ok(None);
        };
        self.pending = Some(next);
        seed.deserialize(self.list.at(next)).map(Some)
    }

    /// How many elements there are, not how many steps.
    fn size_hint(&self) -> Option<usize> {
        Some(self.items.clone().count() + usize::from(self.single.is_some()))
    }
}

/// The keys and values of a mapping.
struct Entries<'a> {
    reader: Reader<'a>,
    rest: RawEntries<'a>,
    /// The value of the last key handed out.
    value: NodeId,
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = Odd;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Odd> {
        let Some((key, value)) = self.rest.next() else {
            return Ok(None);
        };
        self.value = value;
        seed.deserialize(self.reader.at(key)).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Odd> {
        seed.deserialize(self.reader.at(self.value))
    }
}

/// A variant of an enum: a word alone, or the only key of a mapping with its value.
struct Variant<'a> {
    word: &'a str,
    content: Option<Reader<'a>>,
}

impl<'de, 'a> EnumAccess<'de> for Variant<'a> {
    type Error = Odd;
    type Variant = Variant<'a>;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Odd> {
        let word: StrDeserializer<'_, Odd> = self.word.into_deserializer();
        Ok((seed.deserialize(word)?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_> {
    type Error = Odd;

    fn unit_variant(self) -> Result<(), Odd> {
        match self.content {
            Some(content) if !content.is_null() => Err(Odd),
            _ => Ok(()),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Odd> {
        seed.deserialize(self.content.ok_or(Odd)?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Odd> {
        de::Deserializer::deserialize_seq(self.content.ok_or(Odd)?, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Odd> {
        de::Deserializer::deserialize_struct(self.content.ok_or(Odd)?, "", fields, visitor)
    }
}

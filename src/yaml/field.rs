//! Typed values that remember where they stand, and tolerate each other's mistakes.
//!
//! Serde knows nothing of places, so these types ask for them: each calls
//! `deserialize_newtype_struct` with a name that only our deserializer knows
//! (see [`name`]), and gets the value and the number of its node. Any other
//! deserializer takes that for a plain wrapper, and the place is then
//! [`Place::default`].

use super::{NodeId, Place};
use serde::de::{
    Deserialize, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use std::fmt;
use std::marker::PhantomData;

/// The names by which our deserializer knows the types of this file.
pub(super) mod name {
    /// [`super::At`]: the value, then its place.
    pub(in crate::yaml) const AT: &str = "$courtesy::at";
    /// [`super::Field`]: the same; null is no value, and a mistake is recorded before it is handed on.
    pub(in crate::yaml) const FIELD: &str = "$courtesy::field";
    /// [`super::List`]: the place of the list or null, then elements, each but a wrong one followed by its place.
    pub(in crate::yaml) const LIST: &str = "$courtesy::list";
    /// [`super::Map`].
    pub(in crate::yaml) const MAP: &str = "$courtesy::map";
    /// [`super::Shape`]: an enum whose variant is the kind of the node and whose content is the node.
    pub(in crate::yaml) const SHAPE: &str = "$courtesy::shape";
    /// [`super::Either`]: the same without lists.
    pub(in crate::yaml) const EITHER: &str = "$courtesy::either";
}

impl Place {
    /// As one number, the only thing that serde will carry.
    pub(super) fn pack(self) -> u64 {
        u64::from(self.file) << 32 | u64::from(self.node.0)
    }

    fn unpack(number: u64) -> Self {
        Self {
            file: (number >> 32) as u32,
            node: NodeId(number as u32),
        }
    }
}

/// Asks the access for the place of what it has just handed over.
fn place<'de, A: SeqAccess<'de>>(access: &mut A) -> Result<Place, A::Error> {
    access
        .next_element::<u64>()
        .map(|number| number.map(Place::unpack).unwrap_or_default())
}

/// So many elements get their room at once. A list of a million wrong values must not take
/// the room of a million right ones.
const ROOM: usize = 64;

/// A value and the node that it was read from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Its node.
    pub place: Place,
}

impl<T> std::ops::Deref for At<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for At<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(name::AT, AtVisitor(PhantomData))
    }
}

struct AtVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for AtVisitor<T> {
    type Value = At<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<At<T>, A::Error> {
        let value = access
            .next_element()?
            .ok_or_else(|| A::Error::custom("expected a value, found nothing"))?;
        let place = place(&mut access)?;
        Ok(At { value, place })
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, plain: D) -> Result<At<T>, D::Error> {
        let place = Place::default();
        T::deserialize(plain).map(|value| At { value, place })
    }
}

/// A field of a mapping: absent, given but wrong (and reported), or given.
///
/// A struct of `Field`s derives `Deserialize` with `#[serde(default)]`, so that an absent key is `Missing`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Field<T> {
    /// The key is absent, or its value is null.
    #[default]
    Missing,
    /// The value was wrong; a problem has been recorded.
    Invalid(Place),
    /// The value.
    Given(At<T>),
}

impl<T> Field<T> {
    /// The value, if one is given and right.
    pub fn value(&self) -> Option<&T> {
        self.at().map(|at| &at.value)
    }

    /// The value with its place, if one is given and right.
    pub fn at(&self) -> Option<&At<T>> {
        match self {
            Self::Given(at) => Some(at),
            Self::Missing | Self::Invalid(_) => None,
        }
    }

    /// Whether the key is absent or its value null.
    pub fn is_missing(&self) -> bool {
        matches!(self, Self::Missing)
    }

    /// Whether a value is given, but wrong.
    pub fn is_invalid(&self) -> bool {
        matches!(self, Self::Invalid(_))
    }

    /// The node of the value, right or wrong.
    pub fn place(&self) -> Option<Place> {
        match self {
            Self::Missing => None,
            Self::Invalid(place) => Some(*place),
            Self::Given(at) => Some(at.place),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(name::FIELD, FieldVisitor(PhantomData))
    }
}

struct FieldVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for FieldVisitor<T> {
    type Value = Field<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Field<T>, A::Error> {
        match access.next_element() {
            Ok(None) => Ok(Field::Missing),
            Ok(Some(value)) => place(&mut access).map(|place| Field::Given(At { value, place })),
            // Our deserializer has recorded it.
            Err(_) => place(&mut access).map(Field::Invalid),
        }
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, plain: D) -> Result<Field<T>, D::Error> {
        let place = Place::default();
        Ok(match Option::deserialize(plain)? {
            Some(value) => Field::Given(At { value, place }),
            None => Field::Missing,
        })
    }
}

/// A list; a single value without brackets is a list of one. Wrong elements have been reported and left out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct List<T> {
    /// The elements that are right.
    pub items: Vec<At<T>>,
    /// The list's node; `None` if the key is absent or its value null.
    pub place: Option<Place>,
    /// How many wrong elements have been left out. What a list with some does not hold may have been meant.
    pub left_out: u32,
}

impl<T> List<T> {
    /// Whether the key is there with a value, be it an empty list.
    pub fn is_given(&self) -> bool {
        self.place.is_some()
    }

    /// The values without their places.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.items.iter().map(|item| &item.value)
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            place: None,
            left_out: 0,
        }
    }
}

impl<T> std::ops::Deref for List<T> {
    type Target = [At<T>];
    fn deref(&self) -> &[At<T>] {
        &self.items
    }
}

impl<'a, T> IntoIterator for &'a List<T> {
    type Item = &'a At<T>;
    type IntoIter = std::slice::Iter<'a, At<T>>;
    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(name::LIST, ListVisitor(PhantomData))
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ListVisitor<T> {
    type Value = List<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<List<T>, A::Error> {
        let mut list = List {
            place: access.next_element::<u64>()?.map(Place::unpack),
            ..List::default()
        };
        list.items
            .reserve_exact(access.size_hint().unwrap_or(0).min(ROOM));
        loop {
            match access.next_element() {
                Ok(Some(value)) => {
                    let place = place(&mut access)?;
                    list.items.push(At { value, place });
                }
                Ok(None) => {
                    list.items.shrink_to_fit();
                    return Ok(list);
                }
                // Our deserializer has recorded it, and goes on with the next element.
                Err(_) => list.left_out += 1,
            }
        }
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, plain: D) -> Result<List<T>, D::Error> {
        let place = Place::default();
        let items = Vec::deserialize(plain)?;
        Ok(List {
            items: items.into_iter().map(|value| At { value, place }).collect(),
            place: Some(place),
            left_out: 0,
        })
    }
}

/// A mapping from the user's own names, in the order of the text. Wrong values have been reported.
/// Of a `<<`, the entries come after those of the mapping itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Map<T>(pub Vec<(At<String>, Field<T>)>);

impl<T> Map<T> {
    /// The name and value of each entry whose value is right.
    pub fn given(&self) -> impl Iterator<Item = (&At<String>, &At<T>)> {
        self.0
            .iter()
            .filter_map(|(name, field)| field.at().map(|at| (name, at)))
    }

    /// The field of a name; `None` if there is no such name.
    pub fn get(&self, name: &str) -> Option<&Field<T>> {
        self.0
            .iter()
            .find(|(it, _)| it.value == name)
            .map(|(_, field)| field)
    }
}

impl<T> Default for Map<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> std::ops::Deref for Map<T> {
    type Target = [(At<String>, Field<T>)];
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Map<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(name::MAP, MapVisitor(PhantomData))
    }
}

struct MapVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for MapVisitor<T> {
    type Value = Map<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a mapping")
    }

    fn visit_unit<E: Error>(self) -> Result<Map<T>, E> {
        Ok(Map::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Map<T>, A::Error> {
        let mut entries = Vec::with_capacity(access.size_hint().unwrap_or(0).min(ROOM));
        while let Some(entry) = access.next_entry()? {
            entries.push(entry);
        }
        // Definitions are large, most mappings of them small, and all of them are kept.
        entries.shrink_to_fit();
        Ok(Map(entries))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, plain: D) -> Result<Map<T>, D::Error> {
        plain.deserialize_map(self)
    }
}

/// A value that may be written in several ways, told apart by what the node is.
///
/// A hand-written `Deserialize` reads a `Shape` and turns what it gets into its own type; places and the
/// collecting of mistakes are kept, which serde's own `untagged` would lose. Only our deserializer can read it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Shape<S, L, M> {
    /// Text, a number, a truth value.
    Scalar(S),
    /// A list.
    Sequence(L),
    /// A mapping.
    Mapping(M),
}

/// A value that may be written as one scalar or as a mapping: an id or the definition itself, a word or a
/// word with its details. A list is a mistake. Only our deserializer can read it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Either<S, M> {
    /// Text, a number, a truth value.
    Scalar(S),
    /// A mapping.
    Mapping(M),
}

/// The names of the shapes, which are all the variants that there are.
pub(super) const SHAPES: &[&str] = &["scalar", "sequence", "mapping"];

impl<'de, S, L, M> Deserialize<'de> for Shape<S, L, M>
where
    S: Deserialize<'de>,
    L: Deserialize<'de>,
    M: Deserialize<'de>,
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_enum(name::SHAPE, SHAPES, ShapeVisitor(PhantomData))
    }
}

struct ShapeVisitor<S, L, M>(PhantomData<(S, L, M)>);

impl<'de, S, L, M> Visitor<'de> for ShapeVisitor<S, L, M>
where
    S: Deserialize<'de>,
    L: Deserialize<'de>,
    M: Deserialize<'de>,
{
    type Value = Shape<S, L, M>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a single value, a list or a mapping")
    }

    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Self::Value, A::Error> {
        let (kind, content) = access.variant::<String>()?;
        match kind.as_str() {
            "scalar" => content.newtype_variant().map(Shape::Scalar),
            "sequence" => content.newtype_variant().map(Shape::Sequence),
            _ => content.newtype_variant().map(Shape::Mapping),
        }
    }
}

impl<'de, S: Deserialize<'de>, M: Deserialize<'de>> Deserialize<'de> for Either<S, M> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_enum(name::EITHER, SHAPES, EitherVisitor(PhantomData))
    }
}

struct EitherVisitor<S, M>(PhantomData<(S, M)>);

impl<'de, S: Deserialize<'de>, M: Deserialize<'de>> Visitor<'de> for EitherVisitor<S, M> {
    type Value = Either<S, M>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a single value or a mapping")
    }

    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Self::Value, A::Error> {
        let (kind, content) = access.variant::<String>()?;
        match kind.as_str() {
            "scalar" => content.newtype_variant().map(Either::Scalar),
            _ => content.newtype_variant().map(Either::Mapping),
        }
    }
}

//! Typed values that remember where they stand.

use super::Place;

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

/// A field of a mapping: absent, given but wrong (and reported), or given.
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

/// A list; a single value without brackets is a list of one. Wrong elements have been reported and left out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct List<T>(pub Vec<At<T>>);

/// A mapping from the user's own names, in the order of the text. Wrong values have been reported.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Map<T>(pub Vec<(At<String>, Field<T>)>);

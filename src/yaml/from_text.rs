//! Values that are read from the text of a scalar: dates, durations, regions, amounts.

use rust_decimal::Decimal;
use serde::de::{Deserialize, Deserializer, Error, Visitor};
use std::fmt;
use std::marker::PhantomData;

/// A value that is written as one scalar, and read from its text as it stands, even if that looks like a
/// number, a date or a truth value to YAML.
pub trait FromText: Sized {
    /// What is accepted, with an example: `a date such as 2026-10-12`.
    const EXPECTED: &'static str;

    /// Reads it. The error is a sentence without a full stop, for the person who wrote the text.
    fn from_text(text: &str) -> Result<Self, String>;
}

/// Reads a value from a scalar's text; for `#[serde(deserialize_with = "...")]` and hand-written impls.
pub fn from_text<'de, T: FromText, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_str(TextVisitor(PhantomData))
}

struct TextVisitor<T>(PhantomData<T>);

impl<T: FromText> Visitor<'_> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        T::from_text(text).map_err(E::custom)
    }
}

/// A type of another crate, read from text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Text<T>(pub T);

impl<T> std::ops::Deref for Text<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<'de, T: FromText> Deserialize<'de> for Text<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        from_text(deserializer).map(Text)
    }
}

impl FromText for Decimal {
    const EXPECTED: &'static str = "an amount such as 178.20";

    fn from_text(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not an amount; write it as 178.20");
        let (digits, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let digits = digits.strip_prefix(['-', '+']).unwrap_or(digits);
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !is_number(digits) || !is_number(fraction) {
            return Err(wrong());
        }
        Self::from_str_exact(text)
            .map_err(|_| format!("`{text}` has more digits than an amount can have"))
    }
}

/// Gives types with `FromStr<Err = String>` their [`FromText`] and `Deserialize`:
/// `text_types!(Day => "a date such as 2026-10-12");`
macro_rules! text_types {
    ($($type:ty => $expected:literal),* $(,)?) => {$(
        impl $crate::yaml::FromText for $type {
            const EXPECTED: &'static str = $expected;

            fn from_text(text: &str) -> Result<Self, String> {
                text.parse()
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::yaml::from_text(deserializer)
            }
        }

        impl schemars::JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                $crate::yaml::text_schema::<Self>()
            }
        }
    )*};
}
pub(crate) use text_types;

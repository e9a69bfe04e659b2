//! The types of this layer in a JSON Schema: a [`Field`] may be null, a [`List`] may be a single value.

use super::{At, Field, FromText, List, Map};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

/// Text that is read as `T`, described as in our messages.
pub(crate) fn text_schema<T: FromText>() -> Schema {
    json_schema!({"type": "string", "description": T::EXPECTED})
}

/// Declares that a wrapper stands in the schema where it is used, in this form.
macro_rules! wrapper {
    ($name:ident, $inner:ident, $generator:ident => $schema:expr) => {
        impl<$inner: JsonSchema> JsonSchema for $name<$inner> {
            fn schema_name() -> Cow<'static, str> {
                $inner::schema_name()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema($generator: &mut SchemaGenerator) -> Schema {
                $schema
            }
        }
    };
}

wrapper!(At, T, generator => generator.subschema_for::<T>());

wrapper!(Field, T, generator => {
    let value = generator.subschema_for::<T>();
    json_schema!({"anyOf": [value, {"type": "null"}]})
});

wrapper!(List, T, generator => {
    let one = generator.subschema_for::<T>();
    json_schema!({"anyOf": [{"type": "array", "items": one}, one, {"type": "null"}]})
});

wrapper!(Map, T, generator => {
    let value = generator.subschema_for::<Field<T>>();
    json_schema!({
        "type": ["object", "null"],
        "additionalProperties": value,
        "propertyNames": {"pattern": "^[A-Za-z0-9._-]+$"},
    })
});

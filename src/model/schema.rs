//! JSON Schema of the format and of `courtesy.yaml`, for editors, made from the types that read them.

use super::{
    Action, BUSINESS_EVENTS, Currency, HolidaySetting, MISFORTUNES, Money, Per, Price,
    ReEnrollment, Ref, Sections, StopScope,
};
use crate::calendar::{Duration, Region};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};
use std::borrow::Cow;

/// The schema of a type that is the root of a file, as a JSON document.
pub fn of<T: JsonSchema>(title: &str) -> Value {
    // Draft 7 is what the YAML language server reads.
    let generator = SchemaSettings::draft07().into_generator();
    let mut schema = generator.into_root_schema_for::<T>().to_value();
    tidy(&mut schema);
    let events = [MISFORTUNES, BUSINESS_EVENTS].concat();
    if let Some(event) = schema.pointer_mut("/definitions/Event") {
        *event = json!({
            "description": "What happened; your own events start with `x-`.",
            "anyOf": [
                {"enum": events},
                {"type": "string", "pattern": "^x-"},
            ],
        });
    }
    schema["title"] = title.into();
    schema
}

/// The schema of files of definitions.
pub fn of_definitions() -> Value {
    let mut schema = of::<Sections>("Courtesy: campaigns and what they refer to");
    // What the linter reports as missing-field; tests/schema.rs holds the two together.
    for (name, fields) in [
        ("Campaign", &["audience", "cadence"][..]),
        ("Cadence", &["steps"]),
        ("Step", &["channel"]),
    ] {
        schema["definitions"][name]["required"] = fields.into();
    }
    schema
}

/// Says what the types cannot: which keys are the user's own, and which texts may look like numbers.
fn tidy(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(tidy),
        Value::Object(object) => {
            object.remove("default");
            object.remove("format");
            if let Some(words) = object.get("oneOf").and_then(words) {
                object.remove("oneOf");
                object.insert("type".to_owned(), "string".into());
                object.extend(words);
            }
            if let Some(Value::Object(fields)) = object.get_mut("properties") {
                // The other spelling that the format accepts.
                if let Some(licence) = fields.get("licence").cloned() {
                    fields.insert("license".to_owned(), licence);
                }
                for field in fields.values_mut() {
                    loosen(field);
                }
                object.insert("additionalProperties".to_owned(), false.into());
                object.insert("patternProperties".to_owned(), json!({"^x-": {}}));
            }
            object.values_mut().for_each(tidy);
        }
        _ => {}
    }
}

/// The words of an enum whose every word has a description.
fn words(choices: &Value) -> Option<[(String, Value); 2]> {
    let choices = choices.as_array()?;
    let each = |key| -> Option<Value> {
        let values = choices.iter().map(|choice| choice.get(key).cloned());
        values.collect::<Option<Vec<_>>>().map(Value::from)
    };
    Some([
        ("enum".to_owned(), each("const")?),
        ("enumDescriptions".to_owned(), each("description")?),
    ])
}

/// Free text may be written without quotes where it looks like a number: `versions: [5.0]`.
fn loosen(field: &mut Value) {
    match field {
        Value::Array(choices) => choices.iter_mut().for_each(loosen),
        Value::Object(object) => {
            let bare = object.get("type").is_some_and(|kind| kind == "string")
                && !object.contains_key("enum")
                && !object.contains_key("pattern");
            if bare {
                object.insert("type".to_owned(), json!(["string", "number", "boolean"]));
            }
            for key in ["anyOf", "items"] {
                if let Some(inner) = object.get_mut(key) {
                    loosen(inner);
                }
            }
        }
        _ => {}
    }
}

impl<T: JsonSchema> JsonSchema for Ref<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("{}OrId", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let definition = generator.subschema_for::<T>();
        json_schema!({
            "description": "The id of a definition, or the definition itself.",
            "anyOf": [{"type": "string", "pattern": "^[A-Za-z0-9._-]+$"}, definition],
        })
    }
}

/// Declares the schema of a type that is written in several ways.
macro_rules! written {
    ($($name:ident, $generator:ident => $schema:tt;)*) => {$(
        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema($generator: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    )*};
}

written! {
    HolidaySetting, generator => {
        "description": "Which holidays close a day: `observe` those of the recipient's region, `ignore` them, or a list of regions whose holidays are observed instead.",
        "anyOf": [{"enum": ["observe", "ignore"]}, {"type": "array", "items": (generator.subschema_for::<Region>())}],
    };
    Currency, _generator => {
        "description": "An ISO 4217 code.",
        "enum": (Currency::all().map(Currency::code).collect::<Vec<_>>()),
    };
    Money, generator => {
        "description": "A sum: `178.20 USD` or {amount: 178.20, currency: USD}.",
        "anyOf": [
            {"type": "string", "pattern": "^[0-9]"},
            {
                "type": "object",
                "properties": {"amount": {"type": "string"}, "currency": (generator.subschema_for::<Currency>())},
                "required": ["amount", "currency"],
            },
        ],
    };
    Price, generator => {
        "description": "A sum for a period: {amount: 4.95, currency: USD, per: month}; without `per` it is paid once.",
        "anyOf": [
            {"type": "string", "pattern": "^[0-9]"},
            {
                "type": "object",
                "properties": {
                    "amount": {"type": "string"},
                    "currency": (generator.subschema_for::<Currency>()),
                    "per": (generator.subschema_for::<Per>()),
                },
                "required": ["amount", "currency"],
            },
        ],
    };
    ReEnrollment, generator => {
        "description": "`never`, or {after: 90d}.",
        "anyOf": [
            {"const": "never"},
            {"type": "object", "properties": {"after": (generator.subschema_for::<Duration>())}, "required": ["after"]},
        ],
    };
    Action, generator => {
        "description": "What an answer leads to: `stop`, `continue`, {stop: campaign, for: 1y}, {snooze: 30d}, {retry: 2, after: 1d}, {rebut: 2} or {hand_off: sender-id}.",
        "anyOf": [
            {"enum": ["stop", "continue"]},
            {
                "type": "object",
                "properties": {"stop": (generator.subschema_for::<StopScope>()), "for": (generator.subschema_for::<Duration>())},
                "required": ["stop"],
            },
            {"type": "object", "properties": {"snooze": (generator.subschema_for::<Duration>())}, "required": ["snooze"]},
            {
                "type": "object",
                "properties": {"retry": {"type": "integer", "minimum": 0}, "after": (generator.subschema_for::<Duration>())},
                "required": ["retry"],
            },
            {"type": "object", "properties": {"rebut": {"type": "integer", "minimum": 0}}, "required": ["rebut"]},
            {"type": "object", "properties": {"hand_off": {"type": "string"}}, "required": ["hand_off"]},
        ],
    };
}

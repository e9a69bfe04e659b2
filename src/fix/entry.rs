//! What is to be written: a key and its value.

/// A key with its value, to be written into a mapping.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// The key.
    pub(super) key: String,
    pub(super) value: Value,
}

/// A value to be written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Value {
    /// Text of YAML that stands on one line, and inside brackets too: `stop`, `{snooze: 90d}`.
    Inline(String),
    /// A mapping.
    Block(Vec<Entry>),
}

impl Entry {
    /// A key with a value that is YAML on one line and may stand in brackets too.
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            value: Value::Inline(value.into()),
        }
    }

    /// A key with a mapping. Where the mapping is there already, the entries are written into it.
    pub fn with(key: impl Into<String>, entries: Vec<Self>) -> Self {
        Self {
            key: key.into(),
            value: Value::Block(entries),
        }
    }

    /// Its lines in block style, without indentation of the first level.
    pub fn lines(&self) -> Vec<String> {
        match &self.value {
            Value::Inline(value) => vec![format!("{}: {value}", self.key)],
            Value::Block(entries) => {
                let inner = entries.iter().flat_map(Self::lines);
                std::iter::once(format!("{}:", self.key))
                    .chain(inner.map(|line| format!("  {line}")))
                    .collect()
            }
        }
    }

    /// It in flow style, without brackets around it: `key: {a: b}`.
    pub(super) fn flow(&self) -> String {
        format!("{}: {}", self.key, self.value.flow())
    }
}

impl Value {
    /// It on one line.
    pub(super) fn flow(&self) -> String {
        match self {
            Self::Inline(value) => value.clone(),
            Self::Block(entries) => {
                let inner: Vec<String> = entries.iter().map(Entry::flow).collect();
                format!("{{{}}}", inner.join(", "))
            }
        }
    }
}

/// A word as a YAML scalar that every reader takes for text: in quotes unless it cannot be anything else.
/// None if it holds what a quoted scalar would have to escape.
pub fn word(text: &str) -> Option<String> {
    let plain = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
    let other = [
        "true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf",
    ];
    if plain && !other.contains(&text.to_ascii_lowercase().as_str()) {
        return Some(text.to_owned());
    }
    let escapes = text
        .chars()
        .any(|c| c.is_control() || matches!(c, '"' | '\\'));
    (!escapes).then(|| format!("\"{text}\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_entry_in_both_styles() {
        let entry = Entry::with(
            "responses",
            vec![
                Entry::new("opt_out", "stop"),
                Entry::with("dismissed", vec![Entry::new("snooze", "90d")]),
            ],
        );
        assert_eq!(
            entry.lines(),
            [
                "responses:",
                "  opt_out: stop",
                "  dismissed:",
                "    snooze: 90d"
            ]
        );
        assert_eq!(
            entry.flow(),
            "responses: {opt_out: stop, dismissed: {snooze: 90d}}"
        );
    }

    #[test]
    fn words_are_quoted_where_they_could_be_something_else() {
        for (text, expected) in [
            ("do-not-contact", Some("do-not-contact")),
            ("v1.5", Some("v1.5")),
            ("NO", Some("\"NO\"")),
            ("2026-10-12", Some("\"2026-10-12\"")),
            ("", Some("\"\"")),
            ("a b", Some("\"a b\"")),
            ("say \"x\"", None),
            ("a\nb", None),
        ] {
            assert_eq!(word(text).as_deref(), expected, "{text}");
        }
    }
}

//! The one place where a file's text becomes its typed shape.

use crate::source::SourceFile;
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// Reads a file's text as a `T`.
#[cfg(test)]
pub(super) fn load<T: DeserializeOwned>(
    source: &Arc<SourceFile>,
    problems: &mut Vec<String>,
) -> Option<T> {
    serde_yaml::from_str(&source.text)
        .map_err(|wrong| problems.push(wrong.to_string()))
        .ok()
}

/// Reads a file's text as a `T`.
#[cfg(not(test))]
pub(super) fn load<T: DeserializeOwned>(
    source: &Arc<SourceFile>,
    problems: &mut Vec<String>,
) -> Option<T> {
    problems.push(format!("{} cannot be read yet", source.path));
    None
}

//! Where somebody is: ISO 3166 codes, checked against the lists.

use std::fmt;
use std::str::FromStr;

/// A place: a country (`CA`), a subdivision (`CA-MB`), or a county or city of one (`US-AL/Mobile`).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Region(Box<str>);

impl Region {
    /// The code as written, upper-cased: `CA-MB`.
    pub fn code(&self) -> &str {
        &self.0
    }

    /// The country's ISO 3166-1 alpha-2 code.
    pub fn country(&self) -> &str {
        &self.0[..2]
    }

    /// The ISO 3166-2 code, if the region is a subdivision or lies in one.
    pub fn subdivision(&self) -> Option<&str> {
        (self.0.len() > 2).then(|| self.0.split('/').next().unwrap_or(&self.0))
    }

    /// The county or city after the slash.
    pub fn locality(&self) -> Option<&str> {
        self.0.split_once('/').map(|(_, name)| name)
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Region {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // (to be checked against ISO 3166)
        if text.len() < 2 || !text.is_ascii() {
            return Err(format!("`{text}` is not a region"));
        }
        Ok(Self(text.into()))
    }
}

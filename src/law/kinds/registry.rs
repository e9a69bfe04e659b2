//! Lists on which people enter themselves to be left alone.

use super::{Shaped, Span};
use crate::calendar::Duration;
use crate::yaml::text_types;
use std::fmt;
use std::str::FromStr;

/// A list that must be consulted before people are contacted. Whom it protects and on which
/// channels stands in the provision.
#[derive(Clone, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registry {
    /// The id by which a suppression names it: `US-DNC`.
    pub id: String,
    /// Other ids under which people know it.
    #[serde(default)]
    pub also: Vec<String>,
    /// What it is called.
    pub name: String,
    /// How old the last look may be; absent if no number is known.
    pub refresh: Option<Refresh>,
    /// How long after they have entered themselves people may still be contacted. It is not the
    /// age of a look, with which it is often confused.
    pub grace: Option<Span>,
}

impl Shaped for Registry {
    fn mistake(&self) -> Option<&'static str> {
        match self.refresh {
            Some(Refresh::Within(age)) if age.is_zero() => Some("`refresh` is no time at all"),
            _ => None,
        }
    }
}

impl Registry {
    /// Whether a suppression's `registry` means this list; letters count alike, great or small.
    pub fn is_called(&self, name: &str) -> bool {
        std::iter::once(&self.id)
            .chain(&self.also)
            .any(|id| id.eq_ignore_ascii_case(name.trim()))
    }
}

/// How often a list is looked at again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refresh {
    /// No look is older than this: `31d`.
    Within(Duration),
    /// Before the first contact and in every calendar month of the campaign.
    EachMonth,
    /// At the beginning of every quarter of the year.
    EachQuarter,
    /// Before each campaign.
    EachCampaign,
}

impl FromStr for Refresh {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.trim() {
            "each month" => Ok(Self::EachMonth),
            "each quarter" => Ok(Self::EachQuarter),
            "each campaign" => Ok(Self::EachCampaign),
            other => other.parse().map(Self::Within).map_err(|_| {
                format!(
                    "`{other}` does not say how often; write 31d, each month, each quarter or each campaign"
                )
            }),
        }
    }
}

text_types!(Refresh => "how often, such as `31d`, `each month`, `each quarter` or `each campaign`");

impl fmt::Display for Refresh {
    /// As the end of "it must be refreshed": `every 31 days`, `in each calendar month`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Within(age) => write!(f, "every {age}"),
            Self::EachMonth => f.write_str("in each calendar month"),
            Self::EachQuarter => f.write_str("in each quarter of the year"),
            Self::EachCampaign => f.write_str("before each campaign"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_known_by_all_its_names() {
        let list = Registry {
            id: "US-DNC".to_owned(),
            also: vec!["national-dnc".to_owned()],
            name: "National Do Not Call Registry".to_owned(),
            refresh: Some("31d".parse().unwrap()),
            grace: None,
        };
        assert!(list.is_called("us-dnc") && list.is_called(" National-DNC "));
        assert!(!list.is_called("US-TX-DNC"));
        assert_eq!(list.refresh.unwrap().to_string(), "every 31 days");
        assert!("weekly".parse::<Refresh>().is_err());
    }
}

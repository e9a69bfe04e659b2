//! Where a statute can be read: an address from how it is cited, by the table `rules/statutes.yaml`.
//!
//! A provision's own `url` is where we read of it, which is often a commentary; a reader wants the text.

use crate::yaml;
use serde::Deserialize;
use std::sync::LazyLock;

/// One line of the table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    /// How such a citation begins; `{word}` stands for a part of it.
    cited: String,
    /// The address, with the same words.
    at: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    statutes: Vec<Form>,
}

/// Read when the first finding that rests on a law is printed.
static TABLE: LazyLock<Vec<Form>> = LazyLock::new(|| {
    let text = include_str!("../../rules/statutes.yaml");
    let (tree, mut problems) = yaml::parse(text);
    let table = tree
        .documents()
        .first()
        .and_then(|root| yaml::decode::<Table>(&tree, text, 0, *root, &mut problems));
    // A test sees that the table is read without a problem.
    debug_assert!(problems.is_empty(), "{problems:?}");
    table.map_or_else(Vec::new, |table| table.statutes)
});

/// The address of the first statute that a citation names; none for a publisher whose addresses we do not know.
pub(super) fn address(citation: &str) -> Option<String> {
    TABLE.iter().find_map(|form| form.address(citation))
}

impl Form {
    fn address(&self, citation: &str) -> Option<String> {
        let mut address = self.at.clone();
        let mut rest = citation;
        let mut form = self.cited.as_str();
        while let Some((before, hole)) = form.split_once('{') {
            let (word, after) = hole.split_once('}')?;
            rest = rest.strip_prefix(before)?;
            let next = after.split('{').next().unwrap_or_default();
            let value = value(rest, next)?;
            rest = &rest[value.len()..];
            address = address.replace(&format!("{{{word}}}"), value);
            form = after;
        }
        rest.strip_prefix(form)?;
        Some(address)
    }
}

/// What stands for a word: up to the literal text that follows it, or to the end of the number.
fn value<'c>(rest: &'c str, next: &str) -> Option<&'c str> {
    let length = rest
        .find(|c: char| !(c.is_ascii_alphanumeric() || ".:-".contains(c)))
        .unwrap_or(rest.len());
    let length = match next {
        "" => rest[..length].trim_end_matches(['.', '-']).len(),
        _ => rest.find(next).filter(|at| *at <= length)?,
    };
    (length > 0).then(|| &rest[..length])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn citations_lead_to_their_publishers() {
        for (citation, at) in [
            (
                "47 CFR 64.1200(c)(1); exemptions 47 USC 227(a)(4)",
                "https://www.ecfr.gov/current/title-47/section-64.1200",
            ),
            (
                "16 CFR 464",
                "https://www.ecfr.gov/current/title-16/part-464",
            ),
            (
                "15 USC 7704(a)(4)(A)",
                "https://www.law.cornell.edu/uscode/text/15/7704",
            ),
            (
                "Directive 2002/58/EC, art. 13(4)",
                "https://eur-lex.europa.eu/eli/dir/2002/58/oj",
            ),
            (
                "Utah Code 13-25a-103(3), 63G-1-301",
                "https://le.utah.gov/xcode/Title13/Chapter25a/13-25a-S103.html",
            ),
            (
                "PECR 2003, reg. 21(A1)",
                "https://www.legislation.gov.uk/uksi/2003/2426/regulation/21",
            ),
            (
                "UWG (Switzerland), art. 3(1)(o)",
                "https://www.fedlex.admin.ch/eli/cc/1988/223_223_223/de",
            ),
            (
                "NRS 597.814(2)(a)",
                "https://www.leg.state.nv.us/NRS/NRS-597.html#NRS597Sec814",
            ),
        ] {
            assert_eq!(address(citation).as_deref(), Some(at), "{citation}");
        }
        assert_eq!(
            address("CTIA Messaging Principles; 10DLC campaign rules"),
            None
        );
        assert_eq!(address("47 CFR"), None);
    }

    #[test]
    fn every_word_of_an_address_is_one_of_its_citation() {
        for form in TABLE.iter() {
            assert!(form.at.starts_with("https://"), "{}", form.at);
            for (at, _) in form.at.match_indices('{') {
                let word = form.at[at..].split_inclusive('}').next().unwrap();
                assert!(form.cited.contains(word), "{word} in {}", form.at);
            }
        }
    }
}

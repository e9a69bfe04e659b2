//! Edits and the texts that they make.

use crate::diagnostics::Edit;
use crate::source::Span;

/// A replacement of a range of a text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Replacement<'e> {
    /// What is replaced; an empty span is an insertion.
    pub span: Span,
    /// What stands there afterwards.
    pub text: &'e str,
}

impl<'e> From<&'e Edit> for Replacement<'e> {
    fn from(edit: &'e Edit) -> Self {
        Self {
            span: edit.site.span,
            text: &edit.text,
        }
    }
}

impl Replacement<'_> {
    /// Whether two cannot both be made: they share bytes, or the place at which something is put in.
    pub(super) fn clashes(&self, other: &Self) -> bool {
        let (a, b) = (self.span, other.span);
        a.start == b.start || (a.start < b.end && b.start < a.end)
    }
}

/// The text with the replacements made, each at its place in the text as it was. None if two of them clash, or
/// one does not fit the text.
pub fn splice(text: &str, replacements: &[Replacement<'_>]) -> Option<String> {
    let mut sorted = replacements.to_vec();
    sorted.sort_unstable();
    if sorted.windows(2).any(|two| two[0].clashes(&two[1])) {
        return None;
    }
    let mut made = String::with_capacity(text.len());
    let mut at = 0;
    for Replacement { span, text: new } in sorted {
        made.push_str(text.get(at..span.start as usize)?);
        text.get(span.start as usize..span.end as usize)?;
        made.push_str(new);
        at = span.end as usize;
    }
    made.push_str(text.get(at..)?);
    Some(made)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(start: u32, end: u32, text: &str) -> Replacement<'_> {
        Replacement {
            span: Span { start, end },
            text,
        }
    }

    #[test]
    fn every_replacement_counts_from_the_text_as_it_was() {
        let made = splice("abcdef", &[at(4, 4, "-"), at(0, 1, "XYZ"), at(5, 6, "")]);
        assert_eq!(made.unwrap(), "XYZbcd-e");
        assert_eq!(
            splice("abc", &[at(1, 2, "x"), at(2, 2, "y")]).unwrap(),
            "axyc"
        );
    }

    #[test]
    fn what_clashes_or_does_not_fit_makes_nothing() {
        assert_eq!(splice("abc", &[at(0, 2, "x"), at(1, 3, "y")]), None);
        assert_eq!(splice("abc", &[at(1, 1, "x"), at(1, 1, "y")]), None);
        assert_eq!(splice("abc", &[at(2, 9, "x")]), None);
        assert_eq!(splice("ü", &[at(1, 1, "x")]), None);
    }
}

//! Days of the calendar in a text: `31 December 2026`, `December 31st`, `2026-12-31`, `31.12.2026`,
//! and `12/31/2026`, which some read as month and day and others the other way round.

use super::compile::Lexicon;
use super::token::{Gap, Shape, Token};
use super::vocabulary::Names;
use crate::calendar::Day;
use crate::source::Span;

/// A day of the calendar that a text names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NamedDay {
    /// Where.
    pub span: Span,
    year: Option<i32>,
    month: u32,
    day: u32,
    /// Whether day and month can change places: `03/04/2026`.
    order: Order,
}

/// Whether a date in figures says which of them is the month.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Order {
    Certain,
    Either,
}

impl NamedDay {
    /// Whether it can mean this day: without a year it can be in any.
    pub fn can_be(&self, day: Day) -> bool {
        let (year, month, number) = day.ymd();
        let straight = (self.month, self.day) == (month, number);
        let turned = self.order == Order::Either && (self.day, self.month) == (month, number);
        self.year.is_none_or(|own| own == year) && (straight || turned)
    }
}

/// What reads dates from tokens.
pub(super) struct Dates<'a> {
    pub(super) lexicon: &'a Lexicon,
    pub(super) body: &'a str,
    pub(super) tokens: &'a [Token],
}

impl Dates<'_> {
    /// The date that begins at a token, and the token behind it.
    pub(super) fn date(&self, at: usize) -> Option<(NamedDay, usize)> {
        match self.tokens.get(at)?.shape {
            Shape::Number => self
                .dotted(at)
                .or_else(|| self.in_figures(at))
                .or_else(|| self.day_first(at)),
            Shape::Word => self.month_first(at),
            _ => None,
        }
    }

    /// Digits alone, as a number.
    fn digits(&self, at: usize) -> Option<(u32, usize)> {
        let token = self.tokens.get(at)?;
        let text = token.text(self.body);
        let plain = token.shape == Shape::Number && text.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| Some((text.parse().ok()?, text.len())))?
    }

    /// `31.12.2026`, which is one token.
    fn dotted(&self, at: usize) -> Option<(NamedDay, usize)> {
        let mut parts = self.tokens[at].text(self.body).split('.');
        let mut part = || parts.next().map(|it| (it.len(), it.parse::<u32>()));
        let ((2 | 1, Ok(day)), (2 | 1, Ok(month)), (4, Ok(year))) = (part()?, part()?, part()?)
        else {
            return None;
        };
        parts.next().is_none().then_some(())?;
        self.named(at, at + 1, Some(year), month, day, Order::Certain)
    }

    /// `2026-12-31` and `12/31/2026`.
    fn in_figures(&self, at: usize) -> Option<(NamedDay, usize)> {
        let ((one, first), (two, _), (three, last)) =
            (self.digits(at)?, self.digits(at + 1)?, self.digits(at + 2)?);
        let gap = self.tokens[at + 1].before;
        if gap != self.tokens[at + 2].before || !matches!(gap, Gap::Hyphen | Gap::Slash) {
            return None;
        }
        let end = at + 3;
        match (first, last) {
            (4, 1 | 2) => self.named(at, end, Some(one), two, three, Order::Certain),
            (1 | 2, 4) if one > 12 => self.named(at, end, Some(three), two, one, Order::Certain),
            (1 | 2, 4) if two > 12 => self.named(at, end, Some(three), one, two, Order::Certain),
            (1 | 2, 4) => self.named(at, end, Some(three), one, two, Order::Either),
            _ => None,
        }
    }

    /// `31 December 2026`, `31st of December`.
    fn day_first(&self, at: usize) -> Option<(NamedDay, usize)> {
        let (day, 1 | 2) = self.digits(at)? else {
            return None;
        };
        let mut end = self.after(&self.lexicon.ordinals, at + 1, Gap::Joined);
        end = self.after(&self.lexicon.date_joiners, end, Gap::Space);
        self.near(end, Gap::Hyphen.max(Gap::Space))?;
        let (month, end) = self.lexicon.months.find(self.tokens, end)?;
        let (year, end) = self.year(end);
        self.named(at, end, year, *month, day, Order::Certain)
    }

    /// `December 31, 2026`, `Dec 31st`; the month in a capital letter, for it may be a word as well.
    fn month_first(&self, at: usize) -> Option<(NamedDay, usize)> {
        let text = self.tokens[at].text(self.body);
        if !text.starts_with(char::is_uppercase) {
            return None;
        }
        let (month, end) = self.lexicon.months.find(self.tokens, at)?;
        let end = self.after(&self.lexicon.date_joiners, end, Gap::Space);
        self.near(end, Gap::Space)?;
        let (day, 1 | 2) = self.digits(end)? else {
            return None;
        };
        let end = self.after(&self.lexicon.ordinals, end + 1, Gap::Joined);
        let (year, end) = self.year(end);
        self.named(at, end, year, *month, day, Order::Certain)
    }

    /// The year at a token, if one is there.
    fn year(&self, at: usize) -> (Option<u32>, usize) {
        let year = self
            .near(at, Gap::Pause)
            .and_then(|()| self.digits(at))
            .filter(|(year, digits)| *digits == 4 && (1900..2200).contains(year));
        match year {
            Some((year, _)) => (Some(year), at + 1),
            None => (None, at),
        }
    }

    /// The token behind a name, or the same if none is there.
    fn after(&self, names: &Names<()>, at: usize, gap: Gap) -> usize {
        let mut end = at;
        while self.near(end, gap).is_some()
            && let Some(next) = names.end(self.tokens, end)
        {
            end = next;
        }
        end
    }

    fn near(&self, at: usize, gap: Gap) -> Option<()> {
        (self.tokens.get(at)?.before <= gap).then_some(())
    }

    fn named(
        &self,
        at: usize,
        end: usize,
        year: Option<u32>,
        month: u32,
        day: u32,
        order: Order,
    ) -> Option<(NamedDay, usize)> {
        if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return None;
        }
        let named = NamedDay {
            span: Span {
                start: self.tokens[at].span.start,
                end: self.tokens[end - 1].span.end,
            },
            year: year.and_then(|year| i32::try_from(year).ok()),
            month,
            day,
            order,
        };
        Some((named, end))
    }
}

#[cfg(test)]
mod tests {
    use crate::calendar::Day;
    use crate::lexicon::{Lexicon, Text};

    fn names(body: &str, day: (i32, u32, u32)) -> bool {
        let text = Text::read(Lexicon::for_language("en").unwrap(), body);
        let day = Day::from_ymd(day.0, day.1, day.2).unwrap();
        text.dates().iter().any(|it| it.can_be(day))
    }

    #[test]
    fn a_day_is_the_same_in_every_spelling() {
        for body in [
            "until 31 December 2026",
            "until December 31, 2026",
            "until the 31st of December",
            "until Dec 31st 2026.",
            "until 2026-12-31",
            "until 31.12.2026",
            "until 12/31/2026",
            "until 31/12/2026",
        ] {
            assert!(names(body, (2026, 12, 31)), "{body}");
            assert!(!names(body, (2026, 12, 30)), "{body}");
        }
        assert!(names("by 03/04/2026", (2026, 3, 4)));
        assert!(names("by 03/04/2026", (2026, 4, 3)));
        assert!(!names("by 31 December 2025", (2026, 12, 31)));
    }

    #[test]
    fn what_is_no_day_is_none() {
        for body in [
            "you may 31 times",
            "in May 2026",
            "version 5.12.2026.1",
            "24/7/365",
            "call 555-12-31",
            "32 December",
            "May",
            "1",
        ] {
            let text = Text::read(Lexicon::for_language("en").unwrap(), body);
            assert!(text.dates().is_empty(), "{body}: {:?}", text.dates());
        }
    }
}

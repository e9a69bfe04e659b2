//! A set of days within a span of years, one bit a day.

use super::Day;

/// A set of days. Days outside the span that it was made for are never in it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct DateSet {
    first: i32,
    words: Vec<u64>,
}

impl DateSet {
    /// An empty set that can hold `first` to `last`.
    pub fn spanning(first: Day, last: Day) -> Self {
        let days = (last.0 - first.0 + 1).max(0) as usize;
        Self {
            first: first.0,
            words: vec![0; days.div_ceil(64)],
        }
    }

    fn slot(&self, day: Day) -> Option<(usize, u32)> {
        let offset = usize::try_from(i64::from(day.0) - i64::from(self.first)).ok()?;
        (offset / 64 < self.words.len()).then_some((offset / 64, (offset % 64) as u32))
    }

    /// Adds a day; one outside the span is left out.
    pub fn insert(&mut self, day: Day) {
        if let Some((word, bit)) = self.slot(day) {
            self.words[word] |= 1 << bit;
        }
    }

    /// Takes a day out.
    pub fn remove(&mut self, day: Day) {
        if let Some((word, bit)) = self.slot(day) {
            self.words[word] &= !(1 << bit);
        }
    }

    /// Whether `day` is in the set.
    pub fn contains(&self, day: Day) -> bool {
        self.slot(day)
            .is_some_and(|(word, bit)| self.words[word] >> bit & 1 == 1)
    }

    /// The days whose bits are set, `first` being the lowest of the first word.
    pub(crate) fn of_words(first: Day, words: Vec<u64>) -> Self {
        Self {
            first: first.0,
            words,
        }
    }

    /// Adds all days of another set, and room for them.
    pub fn add(&mut self, other: &Self) {
        if other.words.is_empty() {
            return;
        }
        if self.words.is_empty() {
            self.clone_from(other);
            return;
        }
        let apart = i64::from(other.first) - i64::from(self.first);
        if apart == 0 && self.words.len() >= other.words.len() {
            for (word, more) in self.words.iter_mut().zip(&other.words) {
                *word |= more;
            }
            return;
        }
        let end = |set: &Self| set.first + set.words.len() as i32 * 64 - 1;
        let mut both = Self::spanning(
            Day(self.first.min(other.first)),
            Day(end(self).max(end(other))),
        );
        self.iter()
            .chain(other.iter())
            .for_each(|day| both.insert(day));
        *self = both;
    }

    /// The days that are in both sets.
    pub fn intersection(&self, other: &Self) -> Self {
        let mut both = other.clone();
        for day in other.iter().filter(|day| !self.contains(*day)) {
            both.remove(day);
        }
        both
    }

    /// Whether a day is in both sets.
    pub fn meets(&self, other: &Self) -> bool {
        if self.first == other.first {
            return self.words.iter().zip(&other.words).any(|(a, b)| a & b != 0);
        }
        self.iter().any(|day| other.contains(day))
    }

    /// Whether no day is in the set.
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// How many days are in the set.
    pub fn len(&self) -> usize {
        self.words
            .iter()
            .map(|word| word.count_ones() as usize)
            .sum()
    }

    /// The days, earliest first.
    pub fn iter(&self) -> impl Iterator<Item = Day> + '_ {
        self.words
            .iter()
            .enumerate()
            .flat_map(move |(index, word)| {
                let base = self.first + index as i32 * 64;
                std::iter::successors(Some(*word), |rest| Some(rest & rest.wrapping_sub(1)))
                    .take_while(|rest| *rest != 0)
                    .map(move |rest| Day(base + rest.trailing_zeros() as i32))
            })
    }

    /// The earliest day.
    pub fn first(&self) -> Option<Day> {
        self.iter().next()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_days_in_order_and_ignores_those_outside() {
        let mut set = DateSet::spanning(Day(100), Day(300));
        for day in [299, 100, 164, 163, 99, 5000] {
            set.insert(Day(day));
        }
        assert_eq!(
            set.iter().map(|d| d.0).collect::<Vec<_>>(),
            [100, 163, 164, 299]
        );
        assert_eq!(set.len(), 4);
        assert!(set.contains(Day(163)) && !set.contains(Day(99)) && !set.contains(Day(5000)));
        assert_eq!(set.first(), Some(Day(100)));
    }

    #[test]
    fn sets_of_any_spans_add_up() {
        let of = |first: i32, last: i32, days: &[i32]| {
            let mut set = DateSet::spanning(Day(first), Day(last));
            for day in days {
                set.insert(Day(*day));
            }
            set
        };
        let added = |one: &DateSet, other: &DateSet| {
            let mut sum = one.clone();
            sum.add(other);
            sum.iter().map(|day| day.0).collect::<Vec<_>>()
        };
        let one = of(100, 200, &[100, 170]);
        assert_eq!(added(&one, &of(100, 150, &[101])), [100, 101, 170]);
        assert_eq!(added(&of(100, 150, &[101]), &one), [100, 101, 170]);
        assert_eq!(
            added(&one, &of(-30, 400, &[-20, 399])),
            [-20, 100, 170, 399]
        );
        assert_eq!(added(&one, &DateSet::default()), [100, 170]);
        assert_eq!(added(&DateSet::default(), &one), [100, 170]);
    }
}

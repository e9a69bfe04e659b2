//! Numbers, money, lengths of time and percentages, recognised in the tokens of a text.

use super::compile::{Coin, CoinSize, Lexicon};
use super::file::Separator;
use super::token::{Gap, Shape, Token};
use super::vocabulary::Names;
use crate::calendar::Duration;
use crate::model::Currency;
use rust_decimal::Decimal;
use std::borrow::Cow;
use std::sync::Arc;

/// A thing found in the tokens: what it is, and the place behind it.
pub(super) type Found<T> = Option<(T, usize)>;

/// An amount of money before its place in the text is known.
#[derive(Clone, Debug)]
pub(super) struct Sum {
    pub(super) amount: Decimal,
    pub(super) currencies: Arc<[Currency]>,
    pub(super) per: Option<Period>,
}

/// For how long a price is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Period {
    pub(super) length: Duration,
    /// Tokens of a length written with a number: `every 3 years`.
    pub(super) counted: Option<(usize, usize)>,
}

/// The tokens of a text, in a language.
#[derive(Clone, Copy)]
pub(super) struct Amounts<'a> {
    pub(super) lexicon: &'a Lexicon,
    pub(super) body: &'a str,
    pub(super) tokens: &'a [Token],
}

impl Amounts<'_> {
    /// Whether a token stands close enough to the one before it to belong to the same thing.
    fn close(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.before <= Gap::Slash)
    }

    /// A name that belongs to what stands before it.
    fn next<T>(&self, names: &Names<T>, at: usize) -> Found<T>
    where
        T: Clone,
    {
        if !self.close(at) {
            return None;
        }
        names
            .find(self.tokens, at)
            .map(|(meaning, end)| (meaning.clone(), end))
    }

    /// The same for a word without a meaning of its own.
    fn after(&self, names: &Names<()>, at: usize) -> Option<usize> {
        self.next(names, at).map(|((), end)| end)
    }

    /// `36`, `1,234.50`, `thirty-six`, `one hundred and five`, `2.5 million`, `three (3)`.
    pub(super) fn number(&self, at: usize) -> Found<Decimal> {
        self.number_of(at, None)
    }

    /// A number whose separators are read as those of money with so many decimals.
    fn number_of(&self, at: usize, minor_digits: Option<u32>) -> Found<Decimal> {
        let token = self.tokens.get(at)?;
        if token.shape != Shape::Number {
            return self.words(at);
        }
        let (digits, mut end) = self.digits(at, minor_digits);
        let mut value = decimal(&digits, self.lexicon.decimal, minor_digits)?;
        if let Some((times, after)) = self.next(&self.lexicon.multipliers, end) {
            value = value.checked_mul(times.into())?;
            end = after;
        }
        Some((value, end))
    }

    /// The digits of a number. Groups of three that stand apart by blanks belong to one sum of money,
    /// where the comma is decimal: `1 234,50 €`.
    fn digits(&self, at: usize, minor_digits: Option<u32>) -> (Cow<'_, str>, usize) {
        let first = self.tokens[at].text(self.body);
        let plain = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let mut digits = Cow::Borrowed(first);
        let mut end = at + 1;
        if minor_digits.is_none() || self.lexicon.decimal == Separator::Point || first.len() > 3 {
            return (digits, end);
        }
        while plain(digits.rsplit(' ').next().unwrap_or_default())
            && let Some(token) = self.tokens.get(end)
            && token.shape == Shape::Number
            && self.between(end) == " "
            && token
                .text(self.body)
                .find([',', '.'])
                .unwrap_or(token.text(self.body).len())
                == 3
        {
            digits = Cow::Owned(format!("{digits} {}", token.text(self.body)));
            end += 1;
        }
        (digits, end)
    }

    fn words(&self, at: usize) -> Found<Decimal> {
        let lexicon = self.lexicon;
        let (mut total, mut part): (u64, Option<u64>) = (0, None);
        let mut end = at;
        // `a hundred`: the article counts if a multiplier follows.
        if let Some(after) = lexicon.articles.end(self.tokens, at)
            && self.next(&lexicon.multipliers, after).is_some()
        {
            part = Some(1);
            end = after;
        }
        loop {
            if end > at && !self.close(end) {
                break;
            }
            // `cent` counts a hundred times what stands before it, and is a hundred by itself.
            if let Some(so_far) = part
                && let Some((times, after)) = lexicon.multipliers.find(self.tokens, end)
            {
                let product = so_far.checked_mul(u64::from(*times))?;
                if *times < 1000 {
                    part = Some(product);
                } else {
                    total = total.checked_add(product)?;
                    part = None;
                }
                end = after;
            } else if let Some((value, after)) = self.number_word(end) {
                match part {
                    None if value >= 1000 => total = total.checked_add(value)?,
                    None => part = Some(value),
                    Some(so_far) if fits_behind(so_far, value) => part = Some(so_far + value),
                    Some(_) => break,
                }
                end = after;
            } else if let Some(so_far) = part
                && let Some((ten, after)) = self.ten_behind(so_far, end)
            {
                part = Some(so_far + ten);
                end = after;
            } else if end > at
                && let Some(after) = lexicon.joiners.end(self.tokens, end)
                && self
                    .next(&lexicon.number_words, after)
                    .is_some_and(|(value, _)| joins(part, value.into()))
            {
                end = after;
            } else {
                break;
            }
        }
        if end == at {
            return None;
        }
        let value = Decimal::from(total.checked_add(part.unwrap_or(0))?);
        // Contracts say it twice: `three (3) years`.
        if let Some(digits) = self.tokens.get(end)
            && digits.shape == Shape::Number
            && self.between(end).trim() == "("
            && decimal(digits.text(self.body), lexicon.decimal, None) == Some(value)
        {
            end += 1;
        }
        Some((value, end))
    }

    /// A word that is a number; an article is one inside a long word: `einundzwanzig`.
    fn number_word(&self, at: usize) -> Found<u64> {
        if let Some((value, after)) = self.lexicon.number_words.find(self.tokens, at) {
            return Some((u64::from(*value), after));
        }
        let after = self.lexicon.articles.end(self.tokens, at)?;
        self.ten_behind(1, after).map(|_| (1, after))
    }

    /// `undzwanzig` behind `ein`, in one word.
    fn ten_behind(&self, so_far: u64, at: usize) -> Found<u64> {
        let joined = |at: usize| self.tokens.get(at).is_some_and(|t| t.before == Gap::Joined);
        if !(1..10).contains(&(so_far % 100)) || !joined(at) {
            return None;
        }
        let ten = self
            .lexicon
            .inside
            .end(self.tokens, at)
            .filter(|it| joined(*it))?;
        let (value, after) = self.lexicon.number_words.find(self.tokens, ten)?;
        let value = u64::from(*value);
        ((20..100).contains(&value) && value.is_multiple_of(10)).then_some((value, after))
    }

    /// The text between a token and the one before it.
    fn between(&self, at: usize) -> &str {
        let (Some(before), Some(token)) =
            (self.tokens.get(at.wrapping_sub(1)), self.tokens.get(at))
        else {
            return "";
        };
        &self.body[before.span.end as usize..token.span.start as usize]
    }

    /// `20 %`, `twenty percent`.
    pub(super) fn percent(&self, at: usize) -> Found<Decimal> {
        let (value, end) = self.number(at)?;
        let end = self.after(&self.lexicon.percent, end)?;
        Some((value, end))
    }

    /// `3 years`, `36-month`, `a full year`, `two years and six months`, `annual`.
    pub(super) fn length(&self, at: usize) -> Found<Duration> {
        let lexicon = self.lexicon;
        if let Some((length, end)) = lexicon.lengths.find(self.tokens, at) {
            return Some((*length, end));
        }
        if self.ends_range(at) {
            return None;
        }
        let (count, unit, end) = self.counted(at)?;
        let length = times(unit, count)?;
        // Only years and months are said in one breath; `two years and 30 days` are two things.
        if unit == Duration::months(12) {
            let next = self.after(&lexicon.joiners, end).unwrap_or(end);
            if self.close(next)
                && let Some((more, month, after)) = self.counted(next)
                && month == Duration::months(1)
                && let Some(more) = times(month, more)
            {
                return Some((Duration::months(length.months + more.months), after));
            }
        }
        Some((length, end))
    }

    /// A count and its unit.
    fn counted(&self, at: usize) -> Option<(Decimal, Duration, usize)> {
        let lexicon = self.lexicon;
        let (count, mut end) = self.number(at).or_else(|| {
            lexicon
                .articles
                .end(self.tokens, at)
                .map(|end| (Decimal::ONE, end))
        })?;
        while let Some(after) = self.after(&lexicon.fillers, end) {
            end = after;
        }
        let (unit, end) = self.next(&lexicon.units, end)?;
        Some((count, unit, end))
    }

    /// Whether a number is the second of `two to three` or `2-3`.
    fn ends_range(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else {
            return false;
        };
        let hyphen = self.tokens[at].before == Gap::Hyphen && self.number(before).is_some();
        let word = self.lexicon.ranges.end(self.tokens, before).is_some()
            && before
                .checked_sub(1)
                .is_some_and(|n| self.number(n).is_some());
        hyphen || word
    }

    /// `$178.20`, `178,20 EUR`, `a hundred dollars and five cents`, `95 cents`, each with its period.
    pub(super) fn money(&self, at: usize) -> Found<Sum> {
        let (amount, currencies, end) = self
            .product(at)
            .or_else(|| self.coin_first(at))
            .or_else(|| self.number_first(at))
            .or_else(|| self.bare_price(at))?;
        let (per, end) = self
            .period(end)
            .map_or((None, end), |(per, end)| (Some(per), end));
        Some((
            Sum {
                amount,
                currencies,
                per,
            },
            end,
        ))
    }

    /// `36 x $4.95` is one sum, written as how it comes about.
    fn product(&self, at: usize) -> Option<(Decimal, Arc<[Currency]>, usize)> {
        let (count, end) = self.number(at)?;
        let sign = self.tokens.get(end)?;
        if !matches!(sign.text(self.body), "x" | "X" | "×" | "*") {
            return None;
        }
        let one = self
            .coin_first(end + 1)
            .or_else(|| self.number_first(end + 1))?;
        Some((count.checked_mul(one.0)?, one.1, one.2))
    }

    fn coin_first(&self, at: usize) -> Option<(Decimal, Arc<[Currency]>, usize)> {
        let (mut coin, mut end) = self.coin(at, Side::Before)?;
        if self.close(end)
            && let Some((other, after)) = self.coin(end, Side::Before)
        {
            coin = narrowed(&coin, &other)?;
            end = after;
        }
        if coin.size == CoinSize::Minor || !self.close(end) {
            return None;
        }
        let (amount, mut end) = self.number_of(end, Some(coin.decimals))?;
        // `$178.20 CAD`.
        if self.close(end)
            && let Some((other, after)) = self.coin(end, Side::After)
            && let Some(both) = narrowed(&coin, &other)
            && self.number(after).is_none_or(|_| !self.close(after))
        {
            coin = both;
            end = after;
        }
        Some((amount, coin.currencies, end))
    }

    fn number_first(&self, at: usize) -> Option<(Decimal, Arc<[Currency]>, usize)> {
        let (count, end) = self.number_of(at, Some(2)).or_else(|| {
            self.lexicon
                .articles
                .end(self.tokens, at)
                .map(|end| (Decimal::ONE, end))
        })?;
        if !self.close(end) {
            return None;
        }
        let sign = self.tokens.get(end)?.shape == Shape::Sign;
        let (coin, mut end) = self.coin(end, Side::After)?;
        // `a single $178.20`: the sign belongs to what follows.
        if sign
            && let Some(token) = self.tokens.get(end)
            && token.shape == Shape::Number
            && token.before == Gap::Joined
            && !(self.tokens[end - 1].before == Gap::Joined && token.text(self.body).len() == 2)
        {
            return None;
        }
        let digits = coin.decimals;
        if coin.size == CoinSize::Minor {
            return Some((small(count, digits)?, coin.currencies, end));
        }
        // Three decimals are a fraction in Kuwait and a thousand elsewhere.
        let mut amount = if digits == 2 {
            count
        } else {
            self.number_of(at, Some(digits)).map_or(count, |(n, _)| n)
        };
        // `9€95`.
        if let Some(token) = self.tokens.get(end)
            && token.shape == Shape::Number
            && token.before == Gap::Joined
            && token.text(self.body).len() == 2
            && let Some((cents, after)) = self.number(end)
        {
            amount = amount.checked_add(small(cents, digits)?)?;
            return Some((amount, coin.currencies, after));
        }
        // `178 dollars and 20 cents`.
        let next = self.after(&self.lexicon.joiners, end).unwrap_or(end);
        if self.close(next)
            && let Some((cents, after)) = self.number(next)
            && self.close(after)
            && let Some((minor, after)) = self.coin(after, Side::After)
            && minor.size == CoinSize::Minor
            && minor.currencies.iter().any(|c| coin.currencies.contains(c))
        {
            amount = amount.checked_add(small(cents, digits)?)?;
            end = after;
        } else if !sign
            && self.close(next)
            && let Some((cents, after)) = self.number(next)
            && digits == 2
            && (Decimal::TEN..Decimal::ONE_HUNDRED).contains(&cents)
            && cents.scale() == 0
            && (!self.close(after) || self.period(after).is_some())
        {
            // As people speak: `vier Euro fünfundneunzig im Monat`.
            amount = amount.checked_add(small(cents, digits)?)?;
            end = after;
        }
        Some((amount, coin.currencies, end))
    }

    /// `4.95 a month`: no currency, but two decimals and a period.
    fn bare_price(&self, at: usize) -> Option<(Decimal, Arc<[Currency]>, usize)> {
        let token = self.tokens.get(at)?;
        let text = token.text(self.body);
        let cents = text.rsplit(['.', ',']).next().unwrap_or_default().len();
        if token.shape != Shape::Number || cents != 2 || text.len() == 2 {
            return None;
        }
        self.period(at + 1)?;
        let (amount, end) = self.number(at)?;
        Some((amount, Arc::default(), end))
    }

    fn coin(&self, at: usize, side: Side) -> Found<Coin> {
        if let Some((coin, end)) = self.lexicon.coins.find(self.tokens, at) {
            return Some((coin.clone(), end));
        }
        let token = self.tokens.get(at)?;
        if token.shape != Shape::Word || token.span.end - token.span.start != 3 {
            return None;
        }
        let code = token.text(self.body);
        if !code.bytes().all(|b| b.is_ascii_uppercase()) {
            return None;
        }
        let currency: Currency = code.parse().ok()?;
        if side == Side::Before && self.lexicon.codes_that_are_words.contains(&currency) {
            return None;
        }
        let coin = Coin::new(Arc::new([currency]), CoinSize::Main);
        Some((coin, at + 1))
    }

    /// `a month`, `/mo`, `per user per year`, `every 3 years`, `monthly`.
    fn period(&self, at: usize) -> Found<Period> {
        let lexicon = self.lexicon;
        let start = |at: usize| -> Option<usize> {
            if let Some(after) = self.after(&lexicon.per, at) {
                Some(after)
            } else {
                (self.tokens.get(at)?.before == Gap::Slash).then_some(at)
            }
        };
        let mut at = at;
        if let Some(what) = start(at)
            && let Some(after) = self.after(&lexicon.per_what, what)
        {
            at = after;
        }
        let bare = |length: Duration| Period {
            length,
            counted: None,
        };
        if let Some((length, end)) = self.next(&lexicon.lengths, at) {
            return Some((bare(length), end));
        }
        let unit = start(at)?;
        if !self.close(unit) {
            return None;
        }
        if let Some((length, end)) = self.next(&lexicon.units, unit) {
            return Some((bare(length), end));
        }
        let (count, one, end) = self.counted(unit)?;
        let length = times(one, count)?;
        Some((
            Period {
                length,
                counted: Some((unit, end)),
            },
            end,
        ))
    }
}

/// On which side of its number a currency stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
}

/// What two spellings of one currency mean together: `CAD` and `$`.
fn narrowed(one: &Coin, other: &Coin) -> Option<Coin> {
    if one.size != other.size {
        return None;
    }
    let both: Arc<[Currency]> = one
        .currencies
        .iter()
        .copied()
        .filter(|c| other.currencies.contains(c))
        .collect();
    (!both.is_empty()).then_some(Coin::new(both, one.size))
}

/// So many of the smallest unit, in the main one.
fn small(count: Decimal, digits: u32) -> Option<Decimal> {
    count.checked_div(Decimal::from(10_u32.pow(digits)))
}

/// Whether a number word may follow what has been read: `seventy eight`, `one hundred twelve`.
fn fits_behind(so_far: u64, value: u64) -> bool {
    let tens = so_far % 100;
    value > 0
        && ((tens == 0 && so_far > 0 && value < 100)
            || (tens >= 20 && tens.is_multiple_of(10) && value < 10))
}

/// Whether a joiner may stand between what has been read and a number word: `one hundred and five`,
/// `treinta y seis`.
fn joins(so_far: Option<u64>, value: u64) -> bool {
    match so_far {
        None => value < 100,
        Some(so_far) => {
            let tens = so_far % 100;
            so_far > 0
                && ((tens == 0 && value < 100)
                    || (tens >= 20 && tens.is_multiple_of(10) && value > 0 && value < 10))
        }
    }
}

/// A unit so many times; halves of years are months, other fractions are no length.
fn times(unit: Duration, count: Decimal) -> Option<Duration> {
    let part = |one: u32| -> Option<u32> {
        let whole = count.checked_mul(one.into())?;
        if whole.fract().is_zero() {
            u32::try_from(whole.trunc().mantissa() / 10_i128.pow(whole.trunc().scale()))
                .ok()
                .filter(|n| *n <= 1_000_000)
        } else {
            None
        }
    };
    Some(Duration {
        months: part(unit.months)?,
        days: part(unit.days)?,
        minutes: part(unit.minutes)?,
    })
}

/// Reads digits with separators.
///
/// Two kinds of separators: the last is the decimal one. One kind, several times: groups of three.
/// One separator alone: with three digits behind it, it groups if it is not the language's decimal
/// separator or if the number is money of a currency with other than three decimals; else it is decimal.
fn decimal(text: &str, own: Separator, minor_digits: Option<u32>) -> Option<Decimal> {
    let own = match own {
        Separator::Point => '.',
        Separator::Comma => ',',
    };
    let points = text.matches('.').count();
    let commas = text.matches(',').count();
    let others = text
        .chars()
        .any(|c| !c.is_ascii_digit() && c != '.' && c != ',');
    let last = text.rfind(['.', ',']);
    let fraction = match (points, commas) {
        (0, 0) => None,
        (1, 0) | (0, 1) if !others => {
            let at = last?;
            let behind = text.len() - at - 1;
            let groups = behind == 3
                && at <= 3
                && !text.starts_with('0')
                && match minor_digits {
                    Some(3) | None => !text[at..].starts_with(own),
                    Some(_) => true,
                };
            (!groups).then_some(at)
        }
        (1, 0) | (0, 1) => last,
        // Both kinds: the last one stands once.
        (p, c) if p > 0 && c > 0 => {
            let at = last?;
            let once = if text[at..].starts_with('.') { p } else { c };
            if once != 1 {
                return None;
            }
            Some(at)
        }
        _ => None,
    };
    let (whole, rest) = text.split_at(fraction.unwrap_or(text.len()));
    let grouped: Vec<&str> = whole.split(|c: char| !c.is_ascii_digit()).collect();
    let (first, groups) = grouped.split_first()?;
    let last_three = groups.last().is_none_or(|group| group.len() == 3);
    // India groups by two above the thousands.
    let others = groups.iter().all(|group| matches!(group.len(), 2 | 3));
    if !last_three || !others || (!groups.is_empty() && first.len() > 3) {
        return None;
    }
    let mut plain = grouped.concat();
    if plain.len() > 20 || rest.len() > 8 {
        return None;
    }
    if rest.len() > 1 {
        plain.push('.');
        plain.push_str(&rest[1..]);
    }
    Decimal::from_str_exact(&plain).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_are_read_by_their_places() {
        for (text, separator, minor, meant) in [
            ("178.20", Separator::Point, None, Some("178.20")),
            ("178,20", Separator::Point, None, Some("178.20")),
            ("1,234.50", Separator::Comma, None, Some("1234.50")),
            ("1.234,50", Separator::Point, None, Some("1234.50")),
            ("1'234.50", Separator::Point, None, Some("1234.50")),
            ("1\u{a0}234,50", Separator::Comma, None, Some("1234.50")),
            ("1,234", Separator::Point, None, Some("1234")),
            ("1.234", Separator::Point, None, Some("1.234")),
            ("1.234", Separator::Comma, None, Some("1234")),
            ("1.234", Separator::Point, Some(2), Some("1234")),
            ("1.234", Separator::Point, Some(3), Some("1.234")),
            ("0.125", Separator::Point, Some(2), Some("0.125")),
            ("1,78,200.50", Separator::Point, None, Some("178200.50")),
            ("1.234.567", Separator::Point, None, Some("1234567")),
            ("1,2,3", Separator::Point, None, None),
            ("1.2.3.4", Separator::Point, None, None),
            ("1,2.3,4", Separator::Point, None, None),
            (
                "999999999999999999999999999999",
                Separator::Point,
                None,
                None,
            ),
        ] {
            assert_eq!(
                decimal(text, separator, minor),
                meant.map(|m| m.parse().unwrap()),
                "{text}"
            );
        }
    }
}

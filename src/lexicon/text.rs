//! What one text says: everything that the rules ask is found in one reading.

use super::Saying;
use super::amount::Amounts;
use super::compile::Lexicon;
use super::date::{Dates, NamedDay};
use super::file::Find;
use super::phrase::{Sequence, Slot};
use super::phrasebook::Part;
use super::token::{Gap, Shape, Token, cut};
use super::vocabulary::WordId;
use crate::calendar::Duration;
use crate::model::{Channel, Currency, Money};
use crate::source::Span;
use rust_decimal::Decimal;
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::ops::Range;
use std::sync::Arc;

/// How many words before a phrase a negation is looked for.
const NEGATION_REACH: usize = 4;

/// The most words of a button's label; longer texts are not looked at as labels.
const LONGEST_LABEL: usize = 16;

/// A text that has been read. All spans are bytes of the text that was given.
#[derive(Clone, Debug, Default)]
pub struct Text {
    amounts: Vec<Amount>,
    lengths: Vec<Length>,
    percentages: Vec<Percentage>,
    dates: Vec<NamedDay>,
    placeholders: Vec<Placeholder>,
    said: Vec<Said>,
    /// The byte at which each sentence after the first begins.
    sentences: Vec<u32>,
    /// The byte at which each paragraph after the first begins.
    paragraphs: Vec<u32>,
}

/// An amount of money in a text.
#[derive(Clone, Debug)]
pub struct Amount {
    /// Where, its period included.
    pub span: Span,
    /// How much, in the currency's main unit.
    pub amount: Decimal,
    /// For how long, if it says so: `a month`, `/yr`, `every 3 years`.
    pub per: Option<Duration>,
    /// What the amount is to the reader.
    pub role: AmountRole,
    currencies: Arc<[Currency]>,
}

/// What an amount is to the reader.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum AmountRole {
    /// It is asked for, as far as the text tells.
    Asked,
    /// It was asked for before: `was $9.95`.
    Former,
    /// It is saved, worth, credited or given back, or asked by others or for something else.
    NotAPrice,
}

impl Amount {
    /// Whether its spelling can mean this currency: `$` can mean many, a bare number any.
    pub fn can_be(&self, currency: Currency) -> bool {
        self.currencies.is_empty() || self.currencies.contains(&currency)
    }

    /// The one currency that its spelling means; none if it can mean several.
    pub fn currency(&self) -> Option<Currency> {
        match *self.currencies {
            [one] => Some(one),
            _ => None,
        }
    }

    /// Whether it is exactly this much.
    pub fn is(&self, money: &Money) -> bool {
        self.amount == money.amount && self.can_be(money.currency)
    }
}

/// A length of time in a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Length {
    /// Where.
    pub span: Span,
    /// How long; `36 months` and `three years` are equal.
    pub length: Duration,
    /// What the length is of.
    pub role: LengthRole,
}

impl Length {
    /// Whether it is exactly this long, in whatever spelling.
    pub fn is(&self, length: Duration) -> bool {
        same_length(self.length, length)
    }
}

/// What a length of time is of.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LengthRole {
    /// The time for which the reader is bound or pays.
    Term,
    /// Anything else: three years ago, within 30 days.
    Other,
}

/// A percentage in a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Percentage {
    /// Where.
    pub span: Span,
    /// How much: 20 for `20 %`.
    pub value: Decimal,
}

/// A `{{name}}` in a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Placeholder {
    /// Where, braces included.
    pub span: Span,
    /// The name, without blanks and without filters behind a `|`.
    pub name: String,
}

impl Placeholder {
    /// The term of the offer that it renders.
    pub fn field(&self) -> Option<OfferField> {
        OfferField::from_name(&self.name)
    }

    /// Whether it renders a link that lets the reader leave.
    pub fn is_opt_out(&self) -> bool {
        matches!(self.name.as_str(), "unsubscribe_url" | "preferences_url")
    }
}

/// A term of an offer that a placeholder can render.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum OfferField {
    /// `offer.price`.
    Price,
    /// `offer.due_now`.
    DueNow,
    /// `offer.commitment`.
    Commitment,
    /// `offer.billing` and what is in it.
    Billing,
    /// `offer.renews`, `.automatically`, `.notice`.
    Renews,
    /// `offer.renews.price`.
    RenewalPrice,
    /// `offer.renews.stop_by`.
    StopBy,
    /// `offer.trial` and what is in it.
    Trial,
    /// `offer.refund` and what is in it.
    Refund,
    /// `offer.discount` and what is in it.
    Discount,
    /// `offer.discount.until`.
    DiscountUntil,
    /// `offer.licence`: all the limits.
    Licence,
    /// `offer.licence.devices`.
    Devices,
    /// `offer.licence.transferable`.
    Transferable,
    /// `offer.licence.proof`.
    Proof,
}

impl OfferField {
    /// Reads `offer.price`; `license` is accepted for `licence`.
    pub fn from_name(name: &str) -> Option<Self> {
        let mut parts = name.strip_prefix("offer.")?.split('.');
        let (section, part) = (parts.next()?, parts.next());
        Some(match (section, part) {
            ("price", _) => Self::Price,
            ("due_now", _) => Self::DueNow,
            ("commitment", _) => Self::Commitment,
            ("billing", _) => Self::Billing,
            ("renews", Some("price")) => Self::RenewalPrice,
            ("renews", Some("stop_by")) => Self::StopBy,
            ("renews", _) => Self::Renews,
            ("trial", _) => Self::Trial,
            ("refund", _) => Self::Refund,
            ("discount", Some("until")) => Self::DiscountUntil,
            ("discount", _) => Self::Discount,
            ("licence" | "license", Some("devices")) => Self::Devices,
            ("licence" | "license", Some("transferable")) => Self::Transferable,
            ("licence" | "license", Some("proof")) => Self::Proof,
            ("licence" | "license", _) => Self::Licence,
            _ => return None,
        })
    }

    /// Whether it renders what a slot of a phrase stands for.
    fn fills(self, slot: Slot) -> bool {
        match slot {
            Slot::Money => matches!(
                self,
                Self::Price | Self::DueNow | Self::RenewalPrice | Self::Discount
            ),
            Slot::Term => matches!(self, Self::Commitment | Self::Billing | Self::Trial),
            Slot::Number => self == Self::Devices,
            Slot::Date => self == Self::DiscountUntil,
            Slot::Percent | Slot::Link | Slot::Phone => false,
        }
    }
}

/// Something that a text says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Said {
    /// What.
    pub saying: Saying,
    /// Where.
    pub span: Span,
    /// The first number in the phrase, of devices for instance.
    pub number: Option<Decimal>,
}

/// How close two places of a text are.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Nearness {
    /// In one sentence.
    Sentence,
    /// In one paragraph.
    Paragraph,
    /// In different paragraphs, so many apart.
    Paragraphs(u32),
}

impl Text {
    /// Reads a text once and remembers what it says.
    ///
    /// Takes time in proportion to the text. Never fails: what is not understood is not said.
    pub fn read(lexicon: &Lexicon, body: &str) -> Self {
        let tokens = cut(body, &lexicon.vocabulary);
        Reading::new(lexicon, body, &tokens).text()
    }

    /// All amounts of money, in the order of the text.
    pub fn amounts(&self) -> &[Amount] {
        &self.amounts
    }

    /// All lengths of time, in the order of the text.
    pub fn lengths(&self) -> &[Length] {
        &self.lengths
    }

    /// All percentages, in the order of the text.
    pub fn percentages(&self) -> &[Percentage] {
        &self.percentages
    }

    /// All days of the calendar that it names, in the order of the text.
    pub fn dates(&self) -> &[NamedDay] {
        &self.dates
    }

    /// The days that it names as the last on which an offer can be had.
    pub fn deadlines(&self) -> impl Iterator<Item = &NamedDay> {
        self.dates.iter().filter(|date| {
            self.all(Saying::Deadline)
                .any(|said| overlap(said.span, date.span))
        })
    }

    /// All placeholders, in the order of the text.
    pub fn placeholders(&self) -> &[Placeholder] {
        &self.placeholders
    }

    /// Everything of one kind that it says, in the order of the text.
    pub fn all(&self, saying: Saying) -> impl Iterator<Item = &Said> {
        self.said.iter().filter(move |said| said.saying == saying)
    }

    /// Where it first says this.
    pub fn says(&self, saying: Saying) -> Option<Span> {
        self.all(saying).next().map(|said| said.span)
    }

    /// Where a placeholder renders a term of the offer.
    pub fn renders(&self, field: OfferField) -> Option<Span> {
        self.placeholders
            .iter()
            .find(|placeholder| placeholder.field() == Some(field))
            .map(|placeholder| placeholder.span)
    }

    /// Where it asks for exactly this amount, in figures or words or through the placeholder that
    /// renders it. Savings, former prices and credits do not count.
    pub fn states_amount(&self, money: &Money, field: OfferField) -> Option<Span> {
        self.amounts
            .iter()
            .find(|amount| amount.role == AmountRole::Asked && amount.is(money))
            .map(|amount| amount.span)
            .or_else(|| self.renders(field))
    }

    /// Where it asks for exactly this amount for such a period (`None`: once). An amount without a period counts for any.
    pub fn states_price(&self, money: &Money, per: Option<Duration>) -> Option<Span> {
        self.amounts
            .iter()
            .find(|amount| {
                amount.role == AmountRole::Asked
                    && amount.is(money)
                    && (amount.per.is_none() || amount.per == per)
            })
            .map(|amount| amount.span)
            .or_else(|| self.renders(OfferField::Price))
    }

    /// Where it names the whole sum that is due now. Where several amounts equal it, one that is
    /// called a total goes first.
    pub fn states_total_due(&self, due: &Money) -> Option<Span> {
        let equal = || {
            self.amounts
                .iter()
                .filter(|amount| amount.role == AmountRole::Asked && amount.is(due))
                .map(|amount| amount.span)
        };
        let called_total = |span: &Span| {
            self.all(Saying::TotalDue)
                .any(|said| overlap(said.span, *span))
        };
        equal()
            .find(called_total)
            .or_else(|| equal().next())
            .or_else(|| self.renders(OfferField::DueNow))
    }

    /// Where it says that the reader is bound, or pays, for exactly this long, in any spelling.
    pub fn states_term(&self, term: Duration) -> Option<Span> {
        self.lengths
            .iter()
            .find(|length| length.role == LengthRole::Term && same_length(length.length, term))
            .map(|length| length.span)
            .or_else(|| self.renders(OfferField::Commitment))
    }

    /// Where it says that the money is due before the service is rendered.
    pub fn states_prepayment(&self) -> Option<Span> {
        self.says(Saying::Prepayment)
    }

    /// Where it says on how many devices, or for how many users, what is sold works.
    pub fn states_device_limit(&self, devices: u32) -> Option<Span> {
        self.all(Saying::DeviceLimit)
            .find(|said| said.number == Some(devices.into()))
            .or_else(|| self.all(Saying::OneDevice).next().filter(|_| devices == 1))
            .map(|said| said.span)
            .or_else(|| self.renders(OfferField::Devices))
            .or_else(|| self.renders(OfferField::Licence))
    }

    /// Where it says that the licence cannot move to another machine or person.
    pub fn states_not_transferable(&self) -> Option<Span> {
        self.says(Saying::NotTransferable)
            .or_else(|| self.renders(OfferField::Transferable))
            .or_else(|| self.renders(OfferField::Licence))
    }

    /// Where it says what proves the purchase and that it is needed.
    pub fn states_proof_of_purchase(&self) -> Option<Span> {
        self.says(Saying::ProofOfPurchase)
            .or_else(|| self.renders(OfferField::Proof))
            .or_else(|| self.renders(OfferField::Licence))
    }

    /// Where it says that it renews by itself.
    pub fn states_renewal(&self) -> Option<Span> {
        self.says(Saying::Renewal)
            .or_else(|| self.renders(OfferField::Renews))
    }

    /// Where it says how to cancel or to stop the renewal.
    pub fn states_how_to_stop(&self) -> Option<Span> {
        self.says(Saying::HowToStop)
            .or_else(|| self.renders(OfferField::StopBy))
    }

    /// Where it says that a trial turns into something paid.
    pub fn states_trial_conversion(&self) -> Option<Span> {
        self.says(Saying::TrialConversion)
    }

    /// Where it says whether money comes back, or that none does.
    pub fn states_refund(&self) -> Option<Span> {
        self.says(Saying::Refund)
            .or_else(|| self.states_no_refund())
            .or_else(|| self.renders(OfferField::Refund))
    }

    /// Where it says that no money comes back.
    pub fn states_no_refund(&self) -> Option<Span> {
        self.says(Saying::NoRefund)
    }

    /// Where it says that leaving early costs something.
    pub fn states_cancellation_cost(&self) -> Option<Span> {
        self.says(Saying::CancellationCost)
    }

    /// Where it tells the reader how to say no on this channel.
    pub fn offers_opt_out(&self, channel: Channel) -> Option<Span> {
        use Saying::{
            OptOutContact as Contact, OptOutKey as Key, OptOutLink as Link, OptOutReply as Reply,
            OptOutSetting as Setting, OptOutSpoken as Spoken,
        };
        let ways: &[Saying] = match channel {
            Channel::Call => &[Spoken, Key, Contact],
            Channel::Voicemail => &[Contact, Key],
            Channel::Visit => &[Spoken, Contact],
            Channel::Sms | Channel::Dm | Channel::Chat | Channel::SupportChat => {
                &[Reply, Link, Spoken]
            }
            Channel::Email => &[Link, Reply, Contact],
            Channel::Push | Channel::Popup => &[Setting, Link],
            Channel::Post => &[Contact, Link],
            Channel::Task => &[],
        };
        let rendered = || {
            self.placeholders
                .iter()
                .find(|placeholder| placeholder.is_opt_out())
                .map(|placeholder| placeholder.span)
        };
        ways.iter()
            .find_map(|way| self.says(*way))
            .or_else(|| ways.contains(&Link).then(rendered).flatten())
    }

    /// Where a label takes a lasting no, for this offer or for ever.
    pub fn declines(&self) -> Option<Span> {
        self.says(Saying::Decline)
            .or_else(|| self.says(Saying::DeclineForever))
    }

    /// Where a label only puts the question off.
    pub fn snoozes(&self) -> Option<Span> {
        self.says(Saying::Snooze)
    }

    /// Where a label only shuts the window.
    pub fn closes(&self) -> Option<Span> {
        self.says(Saying::Close)
    }

    /// Where it blames, mocks or belittles the reader.
    pub fn belittles(&self) -> Option<Span> {
        self.says(Saying::Belittling)
    }

    /// Where it sells: by its words, or by a placeholder for a price.
    pub fn pitches(&self) -> Option<Span> {
        self.says(Saying::Pitch)
            .or_else(|| self.renders(OfferField::Price))
            .or_else(|| self.renders(OfferField::Discount))
    }

    /// Where it tells the reader to buy again, and offers no other way out of the problem.
    pub fn sells_as_remedy(&self) -> Option<Span> {
        self.says(Saying::BuyAgain)
            .filter(|_| self.says(Saying::OtherRemedy).is_none())
    }

    /// In which sentence a place is, from 0.
    pub fn sentence_of(&self, span: Span) -> usize {
        self.sentences.partition_point(|start| *start <= span.start)
    }

    /// In which paragraph a place is, from 0.
    pub fn paragraph_of(&self, span: Span) -> usize {
        self.paragraphs
            .partition_point(|start| *start <= span.start)
    }

    /// How close two places are.
    pub fn nearness(&self, one: Span, other: Span) -> Nearness {
        if self.sentence_of(one) == self.sentence_of(other) {
            return Nearness::Sentence;
        }
        match self.paragraph_of(one).abs_diff(self.paragraph_of(other)) {
            0 => Nearness::Paragraph,
            apart => Nearness::Paragraphs(apart as u32),
        }
    }
}

/// Whether two lengths are the same time; a year may be given as 365 days, a day as 24 hours.
fn same_length(one: Duration, other: Duration) -> bool {
    fn plain(length: Duration) -> Duration {
        let days = length.days + length.minutes / 1440;
        let years = days / 365;
        if length.months == 0 && days > 0 && days.is_multiple_of(365) {
            Duration {
                months: years * 12,
                days: 0,
                minutes: length.minutes % 1440,
            }
        } else {
            Duration {
                months: length.months,
                days,
                minutes: length.minutes % 1440,
            }
        }
    }
    plain(one) == plain(other)
}

fn overlap(one: Span, other: Span) -> bool {
    one.start < other.end && other.start < one.end
}

/// A phrase found: its number in the lexicon and its tokens.
struct Hit {
    phrase: u32,
    first: u32,
    end: u32,
}

/// The hits of `except` phrases, by what they take back. Many may stand in a long text, so that they are searched, not walked.
struct Exceptions(FxHashMap<Saying, Vec<Reach>>);

/// Where a hit begins, and the furthest end of it and all before it.
struct Reach {
    first: u32,
    furthest: u32,
}

impl Exceptions {
    /// The hits are in the order of the text.
    fn new(lexicon: &Lexicon, hits: &[Hit]) -> Self {
        let mut by_saying: FxHashMap<Saying, Vec<Reach>> = FxHashMap::default();
        for hit in hits {
            let entry = &lexicon.phrases[hit.phrase as usize];
            if entry.part == Part::Except {
                let reaches = by_saying.entry(entry.saying).or_default();
                let before = reaches.last().map_or(0, |reach| reach.furthest);
                reaches.push(Reach {
                    first: hit.first,
                    furthest: hit.end.max(before),
                });
            }
        }
        Self(by_saying)
    }

    fn overlap(&self, saying: Saying, hit: &Hit) -> bool {
        self.0.get(&saying).is_some_and(|reaches| {
            let begun = reaches.partition_point(|reach| reach.first < hit.end);
            begun > 0 && reaches[begun - 1].furthest > hit.first
        })
    }
}

/// One text while it is read.
struct Reading<'a> {
    lexicon: &'a Lexicon,
    body: &'a str,
    tokens: &'a [Token],
    /// For every token, the place behind the thing of each slot that begins there; 0 if none does.
    ends: Vec<[u32; Slot::ALL.len()]>,
    /// The slots for which there is something in the text, a bit each.
    has: u8,
    amounts: Vec<(Amount, usize)>,
    lengths: Vec<(Length, usize)>,
    percentages: Vec<Percentage>,
    dates: Vec<NamedDay>,
    numbers: Vec<(Decimal, usize)>,
    placeholders: Vec<Placeholder>,
}

impl<'a> Reading<'a> {
    fn new(lexicon: &'a Lexicon, body: &'a str, tokens: &'a [Token]) -> Self {
        let mut reading = Self {
            lexicon,
            body,
            tokens,
            ends: vec![[0; Slot::ALL.len()]; tokens.len()],
            has: 0,
            amounts: Vec::new(),
            lengths: Vec::new(),
            percentages: Vec::new(),
            dates: Vec::new(),
            numbers: Vec::new(),
            placeholders: Vec::new(),
        };
        let mut at = 0;
        while at < tokens.len() {
            at = reading.thing(at);
        }
        reading
    }

    fn span(&self, first: usize, end: usize) -> Span {
        Span {
            start: self.tokens[first].span.start,
            end: self.tokens[end - 1].span.end,
        }
    }

    fn mark(&mut self, slot: Slot, at: usize, end: usize) {
        self.has |= 1 << slot as u8;
        self.ends[at][slot as usize] = end as u32;
    }

    /// Notes what begins at a token; returns the token behind it.
    fn thing(&mut self, at: usize) -> usize {
        let amounts = Amounts {
            lexicon: self.lexicon,
            body: self.body,
            tokens: self.tokens,
        };
        let token = self.tokens[at];
        match token.shape {
            Shape::Link => self.mark(Slot::Link, at, at + 1),
            Shape::Phone => self.mark(Slot::Phone, at, at + 1),
            Shape::Placeholder => self.placeholder(at),
            Shape::Word | Shape::Number | Shape::Sign => {}
        }
        // Most words begin nothing.
        let can_begin = match token.shape {
            Shape::Number | Shape::Sign => true,
            Shape::Word => {
                self.lexicon.begin_things.contains(token.word)
                    || token
                        .text(self.body)
                        .bytes()
                        .all(|b| b.is_ascii_uppercase())
            }
            Shape::Link | Shape::Phone | Shape::Placeholder => false,
        };
        if !can_begin {
            return at + 1;
        }
        let dates = Dates {
            lexicon: self.lexicon,
            body: self.body,
            tokens: self.tokens,
        };
        if let Some((date, end)) = dates.date(at) {
            self.mark(Slot::Date, at, end);
            self.dates.push(date);
            return end;
        }
        if let Some((sum, end)) = amounts.money(at) {
            self.mark(Slot::Money, at, end);
            if let Some((first, last)) = sum.per.and_then(|per| per.counted)
                && let Some(per) = sum.per
            {
                // `$178.20 every 3 years` states the term as well.
                self.lengths.push((
                    Length {
                        span: self.span(first, last),
                        length: per.length,
                        role: LengthRole::Term,
                    },
                    first,
                ));
            }
            let amount = Amount {
                span: self.span(at, end),
                amount: sum.amount,
                per: sum.per.map(|per| per.length),
                role: AmountRole::Asked,
                currencies: sum.currencies,
            };
            self.amounts.push((amount, at));
            return end;
        }
        let mut behind = at + 1;
        if let Some((value, end)) = amounts.number(at) {
            self.mark(Slot::Number, at, end);
            self.numbers.push((value, at));
            behind = end;
        }
        if let Some((value, end)) = amounts.percent(at) {
            self.mark(Slot::Percent, at, end);
            let span = self.span(at, end);
            self.percentages.push(Percentage { span, value });
            return end;
        }
        if let Some((length, end)) = amounts.length(at) {
            self.mark(Slot::Term, at, end);
            let length = Length {
                span: self.span(at, end),
                length,
                role: LengthRole::Other,
            };
            self.lengths.push((length, at));
            return end;
        }
        behind
    }

    fn placeholder(&mut self, at: usize) {
        let token = self.tokens[at];
        let inside = token.text(self.body).trim_matches(|c| c == '{' || c == '}');
        let name = inside.split('|').next().unwrap_or_default().trim();
        let placeholder = Placeholder {
            span: token.span,
            name: name.to_owned(),
        };
        if let Some(field) = placeholder.field() {
            for slot in Slot::ALL {
                if field.fills(slot) {
                    self.mark(slot, at, at + 1);
                }
            }
        }
        let last = name.rsplit(['.', '_']).next().unwrap_or_default();
        if matches!(last, "url" | "link" | "email") {
            self.mark(Slot::Link, at, at + 1);
        }
        if matches!(last, "phone" | "number" | "callback") {
            self.mark(Slot::Phone, at, at + 1);
        }
        self.placeholders.push(placeholder);
    }

    fn text(mut self) -> Text {
        let hits = self.hits();
        let exceptions = Exceptions::new(self.lexicon, &hits);
        // A term that is part of a price: `$178.20 every 3 years`.
        let mut said: Vec<Said> = self
            .lengths
            .iter()
            .filter(|(length, _)| length.role == LengthRole::Term)
            .map(|(length, _)| Said {
                saying: Saying::Term,
                span: length.span,
                number: None,
            })
            .collect();
        for hit in &hits {
            let entry = &self.lexicon.phrases[hit.phrase as usize];
            if entry.part == Part::Except || exceptions.overlap(entry.saying, hit) {
                continue;
            }
            let (first, end) = (hit.first as usize, hit.end as usize);
            if entry.find == Find::Asserted && self.denied(first, end) {
                continue;
            }
            self.give_role(entry.saying, first, end);
            said.push(Said {
                saying: entry.saying,
                span: self.span(first, end),
                number: self.numbers[between(&self.numbers, first, end)]
                    .first()
                    .map(|(number, _)| *number),
            });
        }
        // Of phrases within phrases only the outer one is said.
        said.sort_by_key(|said| (said.saying, said.span.start, Reverse(said.span.end)));
        let mut last: Option<Said> = None;
        said.retain(|said| {
            let outer =
                last.is_none_or(|last| last.saying != said.saying || last.span.end < said.span.end);
            if outer {
                last = Some(*said);
            }
            outer
        });
        let starts = |least: Gap| {
            self.tokens
                .iter()
                .skip(1)
                .filter(|token| token.before >= least)
                .map(|token| token.span.start)
                .collect()
        };
        Text {
            sentences: starts(Gap::Sentence),
            paragraphs: starts(Gap::Paragraph),
            amounts: self.amounts.into_iter().map(|(amount, _)| amount).collect(),
            lengths: self.lengths.into_iter().map(|(length, _)| length).collect(),
            percentages: self.percentages,
            dates: self.dates,
            placeholders: self.placeholders,
            said,
        }
    }

    /// Every phrase wherever it stands, in the order of the text.
    fn hits(&self) -> Vec<Hit> {
        let lexicon = self.lexicon;
        let mut hits = Vec::new();
        let is_label = self.tokens.len() <= LONGEST_LABEL;
        let indexes = [
            Some(&lexicon.in_texts),
            is_label.then_some(&lexicon.in_labels),
        ];
        for (at, token) in self.tokens.iter().enumerate() {
            let mut try_all = |phrases: &[u32]| {
                for number in phrases {
                    let entry = &lexicon.phrases[*number as usize];
                    if entry.phrase.needs & !self.has != 0 {
                        continue;
                    }
                    let end = match (entry.find, entry.part) {
                        (Find::Whole, Part::Says) if at > 0 => None,
                        (Find::Whole, Part::Says) => {
                            lexicon
                                .programs
                                .ends_at(entry.phrase, self, at, self.tokens.len())
                        }
                        _ => lexicon.programs.end(entry.phrase, self, at),
                    };
                    if let Some(end) = end {
                        hits.push(Hit {
                            phrase: *number,
                            first: at as u32,
                            end: end as u32,
                        });
                    }
                }
            };
            for index in indexes.into_iter().flatten() {
                if token.word != WordId::UNKNOWN {
                    try_all(index.of_word(token.word));
                }
                for slot in Slot::ALL {
                    if self.ends[at][slot as usize] > 0 {
                        try_all(index.of_slot(slot));
                    }
                }
            }
        }
        hits
    }

    /// Whether a negation stands before the tokens, or right behind them, in the same clause.
    fn denied(&self, first: usize, end: usize) -> bool {
        let lexicon = self.lexicon;
        let mut at = first;
        for _ in 0..NEGATION_REACH {
            if at == 0 || self.tokens[at].before >= Gap::Pause {
                break;
            }
            at -= 1;
            if lexicon.negation_stops.end(self.tokens, at).is_some() {
                break;
            }
            if lexicon
                .negation
                .end(self.tokens, at)
                .is_some_and(|end| end <= first)
            {
                return true;
            }
        }
        self.tokens
            .get(end)
            .is_some_and(|token| token.before < Gap::Pause)
            && lexicon.negation_after.end(self.tokens, end).is_some()
    }

    /// What a phrase says about the amounts and lengths in it.
    fn give_role(&mut self, saying: Saying, first: usize, end: usize) {
        let role = match saying {
            Saying::Term => {
                let inside = between(&self.lengths, first, end);
                for (length, _) in &mut self.lengths[inside] {
                    length.role = LengthRole::Term;
                }
                return;
            }
            Saying::NotAPrice | Saying::OtherPrice => AmountRole::NotAPrice,
            Saying::FormerPrice => AmountRole::Former,
            _ => return,
        };
        let inside = between(&self.amounts, first, end);
        for (amount, _) in &mut self.amounts[inside] {
            amount.role = role;
        }
    }
}

/// Which of the things, sorted by the token that follows each, begin at the tokens from `first` to before `end`.
fn between<T>(things: &[(T, usize)], first: usize, end: usize) -> Range<usize> {
    things.partition_point(|(_, at)| *at < first)..things.partition_point(|(_, at)| *at < end)
}

impl Sequence for Reading<'_> {
    fn word(&self, at: usize) -> Option<WordId> {
        self.tokens
            .get(at)
            .filter(|token| token.before < Gap::Sentence)
            .map(|token| token.word)
    }

    fn first_word(&self, at: usize) -> Option<WordId> {
        self.tokens.get(at).map(|token| token.word)
    }

    fn slot(&self, slot: Slot, at: usize) -> Option<usize> {
        let end = self.ends.get(at)?[slot as usize] as usize;
        (end > 0).then_some(end)
    }

    fn pass(&self, at: usize) -> Option<usize> {
        self.word(at)?;
        // `89 € a year` is one thing to a reader, however many signs it has.
        let thing = [Slot::Money, Slot::Term, Slot::Date].iter();
        if let Some(end) = thing.filter_map(|slot| self.slot(*slot, at)).max() {
            return Some(end);
        }
        // "The part that is not used" denies nothing.
        let denies = self.lexicon.negation.end(self.tokens, at).is_some()
            && self.lexicon.negation_stops.end(self.tokens, at).is_none();
        (!denies).then_some(at + 1)
    }
}

//! Which messages pitch an offer, and how a finding about such a message is made.

use super::named;
use crate::diagnostics::Diagnostic;
use crate::lexicon::{AmountRole, Saying};
use crate::model::Offer;
use crate::project::{CampaignView, Def, Project, Reading, StepView};
use crate::rules::Findings;
use crate::rules::wording::{at_words, not_understood, on_one_line};
use crate::source::Span;

/// A message that pitches an offer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pitch<'v, 'p> {
    /// What it says.
    pub(super) reading: &'v Reading<'p>,
    /// The price, or the words that sell.
    words: Span,
}

/// The messages of a campaign that pitch one of its offers: those that name a price, render a term
/// of it or sell in words; if none does, those that name what is sold; if none does that either, all of them.
pub(super) fn pitches<'v, 'p>(
    campaign: &'v CampaignView<'p>,
    offer: Def<'p, Offer>,
) -> Vec<Pitch<'v, 'p>> {
    let names = names(campaign, offer.value);
    let own = |reading: &Reading<'p>| own_price(reading, offer.value);
    let named = |reading: &Reading<'p>| {
        let text = &reading.body.body;
        names.iter().find_map(|name| find(text, name))
    };
    // Of several offers, each is pitched where its own price or name stands.
    let several = campaign.offers.len() > 1;
    let all = |words: &dyn Fn(&Reading<'p>) -> Option<Span>| -> Vec<Pitch<'v, 'p>> {
        let pitch = |reading| {
            let words = words(reading)?;
            Some(Pitch { reading, words })
        };
        campaign.readings().iter().filter_map(pitch).collect()
    };
    let mut found = Vec::new();
    if several {
        found = all(&|reading| own(reading).or_else(|| named(reading)));
    }
    if found.is_empty() {
        found = all(&|reading| own(reading).or_else(|| selling_words(reading)));
    }
    if found.is_empty() {
        found = all(&named);
    }
    if found.is_empty() {
        // Something is offered in words that are not known to sell: it is offered all the same.
        found = all(&|reading| Some(first_line(&reading.body.body)));
    }
    found
}

/// Where a text names the price of an offer.
fn own_price(reading: &Reading<'_>, offer: &Offer) -> Option<Span> {
    let price = offer.price.value()?;
    let per = price.per.map(super::prepayment::length);
    reading.text.states_price(&price.money, per)
}

/// The words of a text that hold out some offer: a price first, then what sells, then a term of the offer.
fn selling_words(reading: &Reading<'_>) -> Option<Span> {
    let text = &reading.text;
    let asked = text
        .amounts()
        .iter()
        .find(|amount| amount.role == AmountRole::Asked);
    let rendered = || {
        text.placeholders()
            .iter()
            .find(|placeholder| placeholder.name.starts_with("offer."))
    };
    asked
        .map(|amount| amount.span)
        .or_else(|| text.pitches())
        .or_else(|| text.says(Saying::Free))
        .or_else(|| rendered().map(|placeholder| placeholder.span))
}

/// The first line with words on it.
fn first_line(body: &str) -> Span {
    let start = body.len() - body.trim_start().len();
    let line = body[start..].lines().next().unwrap_or_default();
    let length = line.trim_end().len();
    Span {
        start: u32::try_from(start).unwrap_or(0),
        end: u32::try_from(start + length).unwrap_or(0),
    }
}

/// What the offer and its product are called.
fn names<'p>(campaign: &CampaignView<'p>, offer: &'p Offer) -> Vec<&'p str> {
    let product = offer
        .product
        .at()
        .and_then(|at| campaign.project.resolve(at))
        .and_then(|product| product.value.name.value());
    let names = product.into_iter().chain(offer.name.value());
    names
        .map(|name| name.trim())
        .filter(|name| !name.is_empty())
        .collect()
}

/// A name in a text as a word of its own.
fn find(text: &str, name: &str) -> Option<Span> {
    let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let (at, _) = text.match_indices(name).find(|(at, _)| {
        !inside(text[..*at].chars().next_back()) && !inside(text[at + name.len()..].chars().next())
    })?;
    Some(Span {
        start: u32::try_from(at).ok()?,
        end: u32::try_from(at + name.len()).ok()?,
    })
}

impl Pitch<'_, '_> {
    /// A finding about words of the message that say the opposite of the offer; `is` says what the
    /// offer is, after "and the offer".
    pub(super) fn denies(
        &self,
        project: &Project,
        findings: &Findings<'_>,
        words: Span,
        offer: Def<'_, Offer>,
        is: &str,
    ) -> Diagnostic {
        let reading = self.reading;
        at_words(project, findings, reading, words, "the opposite is so")
            .because(format!(
                "{} says \"{}\", and {} {is}",
                named("the message", reading.message),
                on_one_line(reading.words(words)),
                named("the offer", offer)
            ))
            .help("People believe what they are told, and are charged by what was not. Say what is so, or change the offer")
    }

    /// A finding about what the message does not say: a violation at the pitch, or unverified if
    /// the language of the message is not understood.
    pub(super) fn silent_on(
        &self,
        project: &Project,
        findings: &Findings<'_>,
        missing: &str,
        help: String,
    ) -> Diagnostic {
        let reading = self.reading;
        if let Some(unread) = not_understood(reading, findings, &format!("states {missing}")) {
            return unread;
        }
        at_words(project, findings, reading, self.words, "pitched here")
            .because(format!(
                "{} pitches the offer and does not state {missing}",
                named("the message", reading.message)
            ))
            .help(help)
    }
}

/// The step at which a campaign that offers something has nothing to read: none of its steps that
/// reach people has a message. Messages that are given but could not be read have been reported.
fn wordless<'v, 'p>(campaign: &'v CampaignView<'p>) -> Option<&'v StepView<'p>> {
    let mut steps = campaign.steps.iter().filter(|step| step.reaches_people());
    let first = steps.next()?;
    let silent = |step: &StepView<'_>| match step.message {
        Some(message) => message.value.body.is_missing() && message.value.body_file.is_missing(),
        None => step.value.message.is_missing(),
    };
    (silent(first) && steps.all(silent)).then_some(first)
}

/// A finding about a campaign of which no word is known.
pub(super) fn no_words(
    campaign: &CampaignView<'_>,
    offer: Def<'_, Offer>,
    findings: &Findings<'_>,
    unknown: &str,
) -> Option<Diagnostic> {
    let step = wordless(campaign)?;
    let finding = match step.message {
        Some(message) => findings.unverified(message.place, "has no `body`"),
        None => findings.unverified(step.place, "has no `message`"),
    };
    Some(
        finding
            .because(format!(
                "{} is offered without a text to read, so that nothing shows whether people are told {unknown}",
                named("the offer", offer)
            ))
            .help("Say what is said, or name the message that says it:\n  message: the-message"),
    )
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn a_name_is_a_word_of_its_own() {
        assert!(find("a licence for Cellar. Open", "Cellar").is_some());
        assert!(find("Rackspace", "Rack").is_none());
        assert!(find("the Rackspace, the Rack", "Rack").is_some());
        assert!(find("Größe", "Gr").is_none());
    }
}

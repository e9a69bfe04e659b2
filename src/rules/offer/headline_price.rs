use super::pitch::pitches;
use super::{Prepayment, named, prepayment};
use crate::calendar::Duration;
use crate::law::Term;
use crate::lexicon::{AmountRole, Nearness, OfferField, Text};
use crate::model::{Money, Offer};
use crate::project::CampaignView;
use crate::rules::law_beside::asks_for;
use crate::rules::wording::at_words;
use crate::rules::{Breaks, Findings, Rule, about, rule};
use crate::source::Span;

rule! {
    /// A price for a period stands far from the sum that is due and the time that it pays for.
    HeadlinePrice, "headline-price", "offer", Error
}

/// A heading and the paragraph under it are read together.
const NEAR: Nearness = Nearness::Paragraphs(1);

impl Rule for HeadlinePrice {
    about!();

    fn law(&self) -> Option<Breaks> {
        Some(|demand, _| asks_for(demand, &[Term::Total], None))
    }

    fn check_campaign(&self, campaign: &CampaignView<'_>, findings: &mut Findings<'_>) {
        for offer in &campaign.offers {
            let Some(prepayment) = Prepayment::of(offer.value) else {
                continue;
            };
            let (Some(due), Some(term)) = (prepayment.due, prepayment.covers) else {
                continue;
            };
            for pitch in pitches(campaign, *offer) {
                let reading = pitch.reading;
                let text = &reading.text;
                // A subject line stands alone by its nature.
                let headline = headline(text, offer.value).filter(|it| !reading.is_subject(*it));
                let Some(headline) = headline else { continue };
                // Of what is not said at all, undisclosed-prepay and undisclosed-commitment speak.
                let far = [totals(text, &due), terms(text, term)]
                    .iter()
                    .filter_map(|spans| nearest(text, headline, spans))
                    .find(|(_, nearness)| *nearness > NEAR);
                let Some((far, _)) = far else { continue };
                let mut finding = at_words(
                    campaign.project,
                    findings,
                    reading,
                    headline,
                    "the price that catches the eye",
                )
                .because(format!(
                    "{} names the price of a period here, and says far away from it that {due} is due now, for {term}",
                    named("the message", reading.message)
                ))
                .help(format!("A price is read where it stands, and the rest is read by few. Put the sum and the time beside it:\n  {}: you pay {due} now, in advance for {term}.", reading.words(headline)));
                if let Some(spot) = reading.spot(campaign.project, far) {
                    finding = finding.see(spot.site.label("and this is far from it"));
                }
                findings.push(finding);
            }
        }
    }
}

/// Where a text first names the price of a period.
fn headline(text: &Text, offer: &Offer) -> Option<Span> {
    let price = offer.price.value()?;
    let per = prepayment::length(price.per?);
    let named = text.amounts().iter().find(|amount| {
        amount.role == AmountRole::Asked && amount.is(&price.money) && amount.per == Some(per)
    });
    let rendered = text.renders(OfferField::Price);
    named
        .map(|amount| amount.span)
        .into_iter()
        .chain(rendered)
        .min_by_key(|span| span.start)
}

/// Everywhere that a text names the sum that is due.
fn totals(text: &Text, due: &Money) -> Vec<Span> {
    let named = text.amounts().iter().filter(|amount| amount.is(due));
    let spans = named.map(|amount| amount.span);
    spans.chain(rendered(text, &[OfferField::DueNow])).collect()
}

/// Everywhere that a text names the time that is paid for.
fn terms(text: &Text, term: Duration) -> Vec<Span> {
    let lengths = text.lengths().iter().filter(|it| it.is(term));
    let prices = text
        .amounts()
        .iter()
        .filter(|amount| amount.per == Some(term));
    lengths
        .map(|length| length.span)
        .chain(prices.map(|amount| amount.span))
        .chain(rendered(
            text,
            &[OfferField::Commitment, OfferField::Billing],
        ))
        .collect()
}

fn rendered<'t>(text: &'t Text, fields: &'t [OfferField]) -> impl Iterator<Item = Span> + 't {
    let placeholders = text.placeholders().iter();
    placeholders
        .filter(|placeholder| placeholder.field().is_some_and(|it| fields.contains(&it)))
        .map(|placeholder| placeholder.span)
}

/// The place that is nearest to another, and how near it is.
fn nearest(text: &Text, to: Span, places: &[Span]) -> Option<(Span, Nearness)> {
    let places = places.iter().map(|span| (*span, text.nearness(to, *span)));
    places.min_by_key(|(_, nearness)| *nearness)
}

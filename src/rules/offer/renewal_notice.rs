use super::named;
use crate::calendar::Duration;
use crate::law::{Notice, NoticeOf, Span};
use crate::model::{Offer, Renewal};
use crate::project::Def;
use crate::rules::duty::{self, Duty};
use crate::rules::{Case, Findings, Rule, about, rule};
use crate::yaml::At;

rule! {
    /// The notice before a renewal falls outside the time that the place requires.
    RenewalNotice, "renewal-notice", "offer", Error
}

impl Rule for RenewalNotice {
    about!();

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        for offer in &case.campaign.offers {
            let Some(renews) = offer.renews.at() else {
                continue;
            };
            if renews.value.automatically.value() == Some(&true) {
                look(case, *offer, renews, findings);
            }
        }
    }
}

/// Whether a provision is about an offer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum About {
    /// It is.
    Surely,
    /// The offer does not say how long the buyer is bound.
    Perhaps,
}

fn about(offer: &Offer, notice: &Notice) -> Option<About> {
    let term = offer.commitment.value().copied();
    let billed = offer
        .billing
        .value()
        .and_then(|it| it.every.value().copied());
    // Where nothing binds for longer, a period that is paid for is a term.
    let first = term
        .into_iter()
        .chain(billed)
        .max_by_key(|it| it.approx_minutes());
    let again = billed.or(term);
    let lasts = |at_least: Option<Duration>, time: Option<Duration>| match (at_least, time) {
        (None, _) => Some(About::Surely),
        (Some(_), None) => Some(About::Perhaps),
        (Some(at_least), Some(time)) => {
            (time.approx_minutes() >= at_least.approx_minutes()).then_some(About::Surely)
        }
    };
    Some(lasts(notice.if_term, first)?.max(lasts(notice.if_renewed_for, again)?))
}

fn look(
    case: &Case<'_, '_>,
    offer: Def<'_, Offer>,
    renews: &At<Renewal>,
    findings: &mut Findings<'_>,
) {
    let mut bound: Vec<(&Duty<'_, '_>, &Notice, About)> = Vec::new();
    for duty in case.duties() {
        let Some(notice) = duty.demands::<Notice>() else {
            continue;
        };
        if notice.of != NoticeOf::Renewal || notice.latest.is_none() {
            continue;
        }
        let same = |known: &Duty<'_, '_>| {
            std::ptr::eq(known.provision(), duty.provision())
                && known.people.place == duty.people.place
        };
        if bound.iter().any(|(known, ..)| same(known)) {
            continue;
        }
        if let Some(about) = about(offer.value, notice) {
            bound.push((duty, notice, about));
        }
    }
    match renews.value.notice.at() {
        Some(given) => {
            bound.retain(|(_, notice, _)| window(notice).misses(given.value).is_some());
            report(case, offer, renews, Some(given), &bound, findings);
        }
        None if renews.value.notice.is_missing() => {
            report(case, offer, renews, None, &bound, findings);
        }
        None => {}
    }
}

fn report(
    case: &Case<'_, '_>,
    offer: Def<'_, Offer>,
    renews: &At<Renewal>,
    given: Option<&At<Duration>>,
    bound: &[(&Duty<'_, '_>, &Notice, About)],
    findings: &mut Findings<'_>,
) {
    let mut order: Vec<usize> = (0..bound.len()).collect();
    let mut duties: Vec<&Duty<'_, '_>> = bound.iter().map(|(duty, ..)| *duty).collect();
    duty::gravest_first(&mut duties);
    order.sort_by_key(|at| {
        let (duty, _, about) = &bound[*at];
        let rank = duties.iter().position(|it| std::ptr::eq(*it, *duty));
        (*about, rank)
    });
    let Some((first, notice, about)) = order.first().map(|at| &bound[*at]) else {
        return;
    };
    let wanted = window(notice);
    let offer_name = named("the offer", offer);
    let elsewhere = duty::elsewhere(duties.iter().copied());
    let law = format!(
        "buyers in {} must be told {wanted} before {}",
        first.place(),
        notice.before,
    );
    let finding = match (given, about, first.binds()) {
        (None, _, _) => findings
            .unverified(renews.place, "has no `notice`")
            .because(format!(
                "{offer_name} renews by itself, and nothing says when people are told before; {law}{elsewhere}"
            )),
        (Some(given), About::Perhaps, _) => findings
            .unverified(offer.place, "does not say how long the buyer is bound")
            .because(format!(
                "{offer_name} tells of its renewal {} before; if it binds for {} or longer, {law}{elsewhere}",
                given.value,
                notice.if_term.or(notice.if_renewed_for).unwrap_or_default(),
            )),
        (Some(given), About::Surely, binds) => {
            let missed = wanted.misses(given.value).unwrap_or("outside the time");
            let message = format!(
                "{offer_name} tells of its renewal {} before, {missed}: {law}{elsewhere}",
                given.value
            );
            let finding = if binds {
                findings.violation(given.place, missed)
            } else {
                findings.unverified(given.place, missed)
            };
            finding.because(message)
        }
    };
    let line = match suits_all(bound.iter().map(|(_, notice, _)| *notice)) {
        Some(days) => format!("\n  notice: {days}d"),
        None => "\nNo single day suits all of these places; give each its own offer.".to_owned(),
    };
    let doubt = first
        .doubt()
        .map_or(String::new(), |doubt| format!("\n{doubt}"));
    let ordered = order.into_iter().map(|at| bound[at].0);
    let finding = finding
        .see(case.campaign.project.value(first.people.place).site.label("where buyers are"))
        .help(format!(
            "Who is told too early has forgotten it by then, and who is told too late can no longer stop it. Under `renews`, write a time that suits them all:{line}{doubt}"
        ));
    findings.push(duty::resting_on(finding, ordered));
}

/// The days before the renewal between which people are told.
#[derive(Clone, Copy)]
struct Window {
    earliest: Option<Span>,
    latest: Span,
}

fn window(notice: &Notice) -> Window {
    Window {
        earliest: notice.earliest,
        latest: notice.latest.unwrap_or(Span::AtOnce),
    }
}

impl Window {
    /// The most days before, whichever day of the week it is.
    fn most(self) -> Option<u32> {
        self.earliest.map(Span::fewest_days)
    }

    /// The fewest days before, whichever day of the week it is.
    fn fewest(self) -> u32 {
        self.latest.most_days()
    }

    /// How a notice so long before misses it.
    fn misses(self, notice: Duration) -> Option<&'static str> {
        let minutes = notice.approx_minutes();
        let late = match self.latest {
            Span::Time(latest) => minutes < latest.approx_minutes(),
            other => minutes < u64::from(other.most_days()) * 1440,
        };
        let early = match self.earliest {
            None => false,
            Some(Span::Time(earliest)) => minutes > earliest.approx_minutes(),
            Some(other) => minutes > u64::from(other.fewest_days()) * 1440,
        };
        if late {
            Some("too late")
        } else if early {
            Some("too early")
        } else {
            None
        }
    }
}

impl std::fmt::Display for Window {
    /// `15 days to 45 days`, `at least 15 days`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.earliest {
            Some(earliest) => write!(f, "between {earliest} and {}", self.latest),
            None => write!(f, "at least {}", self.latest),
        }
    }
}

/// A number of days before the renewal that lies in every window; in the middle of what all allow.
fn suits_all<'n>(notices: impl Iterator<Item = &'n Notice>) -> Option<u32> {
    let (mut fewest, mut most) = (0, None::<u32>);
    for notice in notices {
        let window = window(notice);
        fewest = fewest.max(window.fewest());
        most = match (most, window.most()) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
    }
    match most {
        Some(most) if most < fewest => None,
        Some(most) => Some(u32::midpoint(fewest, most)),
        None => Some(fewest + 15),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::NoticeBefore;

    fn notice(earliest: Option<&str>, latest: &str) -> Notice {
        Notice {
            of: NoticeOf::Renewal,
            earliest: earliest.map(|text| text.parse().unwrap()),
            latest: Some(latest.parse().unwrap()),
            every: None,
            before: NoticeBefore::Event,
            if_term: None,
            if_renewed_for: None,
            says: Vec::new(),
        }
    }

    fn days(text: &str) -> Duration {
        text.parse().unwrap()
    }

    #[test]
    fn both_ends_of_the_window_are_in_it() {
        let ours = window(&notice(Some("45d"), "15d"));
        assert_eq!(ours.misses(days("15d")), None);
        assert_eq!(ours.misses(days("45d")), None);
        assert_eq!(ours.misses(days("14d")), Some("too late"));
        assert_eq!(ours.misses(days("46d")), Some("too early"));
        let open = window(&notice(None, "15d"));
        assert_eq!(open.misses(days("1y")), None);
        let months = window(&notice(Some("3mo"), "1mo"));
        assert_eq!(months.misses(days("1mo")), None);
        assert_eq!(months.misses(days("4mo")), Some("too early"));
    }

    #[test]
    fn business_days_are_counted_on_the_safe_side() {
        let ours = window(&notice(Some("80 business days"), "40 business days"));
        // Forty business days are at most 56 days of the calendar, eighty at least 110.
        assert_eq!(ours.misses(days("55d")), Some("too late"));
        assert_eq!(ours.misses(days("56d")), None);
        assert_eq!(ours.misses(days("110d")), None);
        assert_eq!(ours.misses(days("111d")), Some("too early"));
    }

    #[test]
    fn one_day_for_four_states() {
        let four = [
            notice(Some("45d"), "15d"),
            notice(Some("30d"), "5d"),
            notice(Some("40d"), "25d"),
        ];
        assert_eq!(suits_all(four.iter()), Some(27));
        let apart = [notice(Some("30d"), "5d"), notice(Some("3mo"), "35d")];
        assert_eq!(suits_all(apart.iter()), None);
    }
}

use super::is_whole;
use super::path::Run;
use super::registries::is_about;
use crate::calendar::{Day, Duration, Weekday};
use crate::diagnostics::Diagnostic;
use crate::law::{HonourRefusal, Span};
use crate::model::SuppressionKind;
use crate::rules::duty::{self, Duty, Limit};
use crate::rules::timing::words;
use crate::rules::{Case, Findings, Rule, about, rule};
use crate::yaml::At;
use std::cmp::Reverse;

rule! {
    /// The promised time to honour a no is longer than law allows.
    RefusalDeadline, "refusal-deadline", "refusal", Error
}

impl Rule for RefusalDeadline {
    about!();

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        let campaign = case.campaign;
        let duties: Vec<&Duty<'_, '_>> = case
            .duties()
            .iter()
            .filter(|duty| duty.demands::<HonourRefusal>().is_some())
            .collect();
        let Some(cadence) = campaign.cadence.filter(|_| !duties.is_empty()) else {
            return;
        };
        let mut promised = false;
        if let Some(promise) = cadence.honors_refusal_within.at() {
            promised = true;
            report(case, promise, &duties, findings);
        }
        let internal = campaign
            .suppressions
            .iter()
            .filter(|list| list.kind.value() == Some(&SuppressionKind::Internal));
        for list in internal {
            let Some(promise) = list.honored_within.at() else {
                continue;
            };
            promised = true;
            let on_its_channels = duties.iter().filter(|duty| is_about(list, duty.channel));
            let on_its_channels: Vec<&Duty<'_, '_>> = on_its_channels.copied().collect();
            report(case, promise, &on_its_channels, findings);
        }
        let missing = cadence.honors_refusal_within.is_missing();
        if !promised && missing && is_whole(campaign.project, cadence.place) {
            unsaid(case, duties, findings);
        }
    }
}

/// What law gives a seller at the most.
fn limit(duty: &Duty<'_, '_>) -> Span {
    duty.demands::<HonourRefusal>()
        .map_or(Span::AtOnce, |honour| honour.within)
}

/// Whether a promise keeps a limit. "At once" is kept by the day after: nobody counts minutes.
fn keeps(limit: Span, promise: Duration) -> bool {
    match limit {
        Span::AtOnce => promise.approx_minutes() <= Duration::days(1).approx_minutes(),
        limit => limit.covers(promise),
    }
}

/// The gravest first, then the strictest.
fn in_order(duties: &mut [&Duty<'_, '_>]) {
    duty::gravest_first(duties);
    duties.sort_by_key(|duty| {
        (
            !duty.binds(),
            Reverse(duty.severity()),
            limit(duty).fewest_days(),
        )
    });
}

fn report(
    case: &Case<'_, '_>,
    promise: &At<Duration>,
    duties: &[&Duty<'_, '_>],
    findings: &mut Findings<'_>,
) {
    let late = duties
        .iter()
        .filter(|duty| !keeps(limit(duty), promise.value));
    let mut late: Vec<&Duty<'_, '_>> = late.copied().collect();
    in_order(&mut late);
    let Some(first) = late.first() else {
        return;
    };
    let message = format!(
        "whoever says no in {} can still be {} {} later; {} lets a no take {}{}{}",
        first.place(),
        words::reached(Some(first.channel)),
        promise.value,
        first.authority(),
        at_most(limit(first)),
        business_days(case, limit(first), promise.value),
        elsewhere(&late),
    );
    let finding = if first.binds() {
        findings.violation(promise.place, format!("up to {}", promise.value))
    } else {
        findings.unverified(promise.place, format!("up to {}", promise.value))
    };
    let finding = finish(finding.because(message), late.clone());
    // Who it happens to: somebody who is contacted after the law's last day and before the promised one.
    let run = Run {
        campaign: case.campaign,
        timing: case.timing,
    };
    let fewest = i32::try_from(limit(first).fewest_days()).unwrap_or(i32::MAX);
    let most = promise.value.after(Day(0)).0;
    let path = run.within(|_, _, days| days > fewest && days <= most);
    findings.push(match path {
        Some(path) => path.onto(finding),
        None => finding,
    });
}

fn unsaid(case: &Case<'_, '_>, mut duties: Vec<&Duty<'_, '_>>, findings: &mut Findings<'_>) {
    in_order(&mut duties);
    let (Some(first), Some(cadence)) = (duties.first(), case.campaign.cadence) else {
        return;
    };
    let finding = findings
        .unverified(cadence.place, "has no `honors_refusal_within`")
        .because(format!(
            "nothing says how soon a no counts; {} lets it take {}{}",
            first.authority_in_its_place(),
            at_most(limit(first)),
            elsewhere(&duties),
        ));
    findings.push(finish(finding, duties));
}

/// What to write, and what it rests on.
fn finish(finding: Diagnostic, duties: Vec<&Duty<'_, '_>>) -> Diagnostic {
    let doubt = duties.first().and_then(|duty| duty.doubt());
    let doubt = doubt.map_or(String::new(), |doubt| format!("\n{doubt}"));
    let finding = finding.help(format!(
        "A no that counts only weeks later is a no that was not heard. A machine needs no more than a day:\n  honors_refusal_within: 1d\n  honored_within: 1d     # in the list of the people who have said no{doubt}"
    ));
    duty::resting_on(finding, duties)
}

/// Where else a no may take so long only.
fn elsewhere(duties: &[&Duty<'_, '_>]) -> String {
    duty::elsewhere_by(duties.iter().copied(), |duty| Limit {
        strictness: u64::from(u32::MAX - limit(duty).fewest_days()),
        words: at_most(limit(duty)),
    })
}

/// A limit as the end of "lets a no take".
fn at_most(limit: Span) -> String {
    match limit {
        Span::AtOnce => "no time at all".to_owned(),
        limit => format!("{limit} at the most"),
    }
}

/// How few days business days can be, shown on a no of a Sunday.
fn business_days(case: &Case<'_, '_>, limit: Span, promise: Duration) -> String {
    let Span::BusinessDays(_) = limit else {
        return String::new();
    };
    let days = limit.fewest_days();
    let said = sunday_after(case.campaign.project.today);
    format!(
        " (a no said on {} must count by {}, {days} days later, and would by {})",
        said.with_weekday(),
        said.plus(days as i32).with_weekday(),
        promise.after(said).with_weekday(),
    )
}

fn sunday_after(day: Day) -> Day {
    let to_sunday = i32::from(Weekday::Sun.index()) - i32::from(day.weekday().index());
    day.plus(to_sunday)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_once_is_by_the_next_day() {
        let promise = |text: &str| text.parse::<Duration>().unwrap();
        assert!(keeps(Span::AtOnce, promise("1d")));
        assert!(!keeps(Span::AtOnce, promise("2d")));
        assert!(keeps(Span::BusinessDays(10), promise("12d")));
        assert!(!keeps(Span::BusinessDays(10), promise("13d")));
    }

    #[test]
    fn the_sunday_is_not_in_the_past() {
        for days in 0..14 {
            let day = Day::from_ymd(2026, 11, 22).unwrap().plus(days);
            let sunday = sunday_after(day);
            assert_eq!(sunday.weekday(), Weekday::Sun);
            assert!((0..7).contains(&(sunday.0 - day.0)));
        }
    }
}

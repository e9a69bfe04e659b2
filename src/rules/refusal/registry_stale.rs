use super::is_whole;
use super::registries::{is_about, names};
use crate::calendar::{DateSet, Day, Duration};
use crate::diagnostics::Diagnostic;
use crate::law::{HonourRefusal, Refresh, Registry};
use crate::model::{Suppression, SuppressionKind};
use crate::project::Def;
use crate::rules::duty::{self, Duty};
use crate::rules::timing::words;
use crate::rules::{Case, Findings, Rule, about, rule};

rule! {
    /// A registry or list was refreshed longer ago than law allows, now or at some time of the campaign.
    RegistryStale, "registry-stale", "refusal", Error
}

impl Rule for RegistryStale {
    about!();

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        if !case.campaign.solicits() {
            return;
        }
        for list in &case.campaign.suppressions {
            if !is_whole(case.campaign.project, list.place) {
                continue;
            }
            let mut demands: Vec<Demanded<'_, '_, '_>> = case
                .duties()
                .iter()
                .filter(|duty| is_about(list, duty.channel))
                .filter_map(|duty| {
                    Some(Demanded {
                        duty,
                        refresh: refresh_of(list, duty)?,
                    })
                })
                .collect();
            demands.sort_by_key(|it| (!it.duty.binds(), it.strictness()));
            look(case, *list, &demands, findings);
        }
    }
}

/// How fresh a duty wants a list to be.
struct Demanded<'a, 'c, 'p> {
    duty: &'a Duty<'c, 'p>,
    refresh: Refresh,
}

impl Demanded<'_, '_, '_> {
    /// Whether the list is a public registry, and not the seller's own.
    fn is_public(&self) -> bool {
        self.duty.demands::<Registry>().is_some()
    }

    /// What the law wants, as the end of a sentence.
    fn wanted(&self) -> String {
        match self.duty.demands::<HonourRefusal>() {
            Some(honour) => format!("a no must count within {} there", honour.within),
            None => format!(
                "{} wants it refreshed {}",
                self.duty.authority(),
                self.refresh
            ),
        }
    }

    /// The shorter, the stricter.
    fn strictness(&self) -> u64 {
        match self.refresh {
            Refresh::Within(age) => age.approx_minutes(),
            Refresh::EachMonth => Duration::months(1).approx_minutes(),
            Refresh::EachQuarter => Duration::months(3).approx_minutes(),
            Refresh::EachCampaign => u64::MAX,
        }
    }
}

/// A public registry is as old as its law allows; on a list of one's own a no must stand before the
/// day by which it must count.
fn refresh_of(list: &Suppression, duty: &Duty<'_, '_>) -> Option<Refresh> {
    if list.kind.value() == Some(&SuppressionKind::Internal) {
        // A list that is not kept up is the business of `refusal-deadline` where it says how soon.
        list.refreshed.value()?;
        let honour = duty.demands::<HonourRefusal>()?;
        let days = honour.within.fewest_days().max(1);
        return Some(Refresh::Within(Duration::days(days)));
    }
    let registry = duty.demands::<Registry>()?;
    names(list, registry).then_some(registry.refresh).flatten()
}

fn look(
    case: &Case<'_, '_>,
    list: Def<'_, Suppression>,
    demands: &[Demanded<'_, '_, '_>],
    findings: &mut Findings<'_>,
) {
    let Some(first) = demands.first() else {
        return;
    };
    let Some(refreshed) = list.refreshed.at() else {
        if list.refreshed.is_missing() {
            let finding = findings
                .unverified(list.place, "has no `refreshed`")
                .because(format!(
                    "nothing says when {}, for people in {}, was last refreshed; {}",
                    called(list),
                    first.duty.place(),
                    first.wanted(),
                ))
                .help(format!(
                    "Whoever has entered themselves since is contacted all the same. Write down the day, and how often it is done:\n  refreshed: {}\n  refresh_every: {}",
                    case.campaign.project.today,
                    interval(first.refresh),
                ));
            findings.push(rest(finding, case, first, None, demands));
        }
        return;
    };
    let schedule = Schedule {
        from: refreshed.value,
        every: list.refresh_every.value().copied(),
    };
    let today = case.campaign.project.today;
    for demanded in demands {
        let Some(met) = schedule.first_stale(case, demanded, today) else {
            continue;
        };
        let age = met.day.0 - schedule.from.0;
        let can = format!(
            "people in {} can be {} on {}",
            demanded.duty.place(),
            words::reached(Some(demanded.duty.channel)),
            met.day.with_weekday(),
        );
        let wanted = demanded.wanted();
        let finding = match (met.why, list.refresh_every.at()) {
            (Why::Now, _) => findings.violation(refreshed.place, format!("{} days ago", today.0 - schedule.from.0)).because(format!(
                "{} was last refreshed on {}, {} days before this check; it is for people in {}, and {wanted}",
                    called(list),
                    schedule.from.with_weekday(),
                    today.0 - schedule.from.0,
                    demanded.duty.place(),
                )),
            (Why::Later, Some(every)) => findings
                .violation(every.place, "not often enough")
                .because(format!(
                    "{can} by a list as old as {}; {wanted}",
                    every.value,
                )),
            (Why::Later, None) => findings
                .unverified(list.place, "has no `refresh_every`")
                .because(format!(
                    "nothing says that {} is refreshed again: {can}, {age} days after it was; {wanted}",
                    called(list),
                )),
        };
        let finding = finding.help(format!(
            "Whoever has entered themselves since is contacted all the same. Refresh it, and go on doing so:\n  refreshed: {today}\n  refresh_every: {}",
            interval(demanded.refresh),
        ));
        findings.push(rest(finding, case, demanded, Some(&met), demands));
        return;
    }
}

fn rest(
    mut finding: Diagnostic,
    case: &Case<'_, '_>,
    demanded: &Demanded<'_, '_, '_>,
    met: Option<&Met>,
    demands: &[Demanded<'_, '_, '_>],
) -> Diagnostic {
    if let Some(met) = met {
        let example = demanded.duty.example_on(case, met.step, met.day);
        finding = finding.counterexample(example);
    }
    // The one that speaks first, then the others of the same list.
    let others = demands.iter().map(|it| it.duty);
    let others = others.filter(|it| !std::ptr::eq(*it, demanded.duty));
    duty::resting_on(finding, std::iter::once(demanded.duty).chain(others))
}

/// A list as it stands in a sentence.
fn called(list: Def<'_, Suppression>) -> String {
    match (list.id, list.registry.value()) {
        (Some(id), _) => format!("the list `{id}`"),
        (None, Some(registry)) => format!("the list of `{registry}`"),
        (None, None) => "this list".to_owned(),
    }
}

/// How often is often enough, as one writes it.
fn interval(refresh: Refresh) -> String {
    match refresh {
        Refresh::Within(age) if age.months == 0 && age.days > 0 => format!("{}d", age.days),
        Refresh::Within(age) => age.to_string(),
        Refresh::EachMonth => "4w".to_owned(),
        Refresh::EachQuarter => "1mo".to_owned(),
        Refresh::EachCampaign => "1w".to_owned(),
    }
}

/// When a list is refreshed: once on a day, and then again and again if that is said.
struct Schedule {
    from: Day,
    every: Option<Duration>,
}

/// A contact that would be made by a list which is too old.
struct Met {
    step: usize,
    day: Day,
    why: Why,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Why {
    /// The list is too old on the day of the check.
    Now,
    /// It will be.
    Later,
}

impl Schedule {
    /// The first contact from the day of the check on that falls under the duty and meets a list
    /// which is too old.
    fn first_stale(
        &self,
        case: &Case<'_, '_>,
        demanded: &Demanded<'_, '_, '_>,
        today: Day,
    ) -> Option<Met> {
        let in_force = &demanded.duty.provision().in_force;
        let times = |step: usize| case.times(demanded.duty.people, step).iter();
        let steps = || demanded.duty.steps.iter().map(|(step, _)| *step);
        let mut reached = DateSet::default();
        for times in steps().flat_map(times) {
            reached.add(&times.days);
        }
        let from = today.max(in_force.first());
        let mut days = reached
            .iter()
            .skip_while(|day| *day < from)
            .take_while(|day| *day <= in_force.last());
        let met = |day: Day, why| {
            let mut steps = steps().filter(|step| times(*step).any(|it| it.days.contains(day)));
            let step = steps.next()?;
            Some(Met { step, day, why })
        };
        if let Refresh::Within(age) = demanded.refresh
            // A list of one's own that is said to be kept up is taken to be.
            && (demanded.is_public() || self.every.is_none())
            && age.after(self.from) < today
        {
            return met(days.next()?, Why::Now);
        }
        if from >= self.from && self.is_always_fresh(demanded.refresh) {
            return None;
        }
        let stale = days.find(|day| !self.is_fresh(demanded.refresh, *day))?;
        met(stale, Why::Later)
    }

    /// Whether the list is fresh enough on a day.
    fn is_fresh(&self, refresh: Refresh, day: Day) -> bool {
        let (year, month, _) = day.ymd();
        let first_of = |month: u32| Day::from_ymd(year, month, 1).unwrap_or(day);
        match refresh {
            Refresh::EachCampaign => true,
            Refresh::Within(age) => {
                let days = (age.months * 30 + age.days + age.minutes / 1440) as i32;
                self.is_refreshed(day.plus(-days), day)
            }
            Refresh::EachMonth => {
                let start = first_of(month);
                self.is_refreshed(start, start.plus_months(1).plus(-1))
            }
            Refresh::EachQuarter => {
                let start = first_of((month - 1) / 3 * 3 + 1);
                self.is_refreshed(start, start.plus_months(3).plus(-1))
            }
        }
    }

    /// Whether it is refreshed so often that it is fresh enough on every day after the first time.
    fn is_always_fresh(&self, refresh: Refresh) -> bool {
        let often = |days: u32| {
            self.every
                .is_some_and(|it| it.months * 31 + it.days + it.minutes / 1440 <= days)
        };
        match refresh {
            Refresh::Within(age) => often(age.months * 30 + age.days + age.minutes / 1440),
            Refresh::EachMonth => often(28),
            Refresh::EachQuarter => often(90),
            Refresh::EachCampaign => true,
        }
    }

    /// Whether the list is refreshed between two days.
    fn is_refreshed(&self, from: Day, to: Day) -> bool {
        if from <= self.from {
            return self.from <= to;
        }
        // A month counts as its longest, so that the promise holds in every month.
        let every = self
            .every
            .map(|it| (it.months * 31 + it.days + it.minutes / 1440).max(1) as i32);
        every.is_some_and(|every| {
            let turns = (from.0 - self.from.0 + every - 1) / every;
            self.from.0 + turns * every <= to.0
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn schedule(from: &str, every: Option<&str>) -> Schedule {
        Schedule {
            from: day(from),
            every: every.map(|text| text.parse().unwrap()),
        }
    }

    #[test]
    fn a_list_ages_to_the_day() {
        let within = "31d".parse().unwrap();
        let once = schedule("2026-10-01", None);
        assert!(once.is_fresh(within, day("2026-11-01")));
        assert!(!once.is_fresh(within, day("2026-11-02")));
        // Before the first look there was none.
        assert!(!once.is_fresh(within, day("2026-09-30")));
        let kept = schedule("2026-10-01", Some("31d"));
        let days = (0..400).map(|days| day("2026-10-01").plus(days));
        assert!(days.clone().all(|it| kept.is_fresh(within, it)));
        let late = schedule("2026-10-01", Some("33d"));
        let stale: Vec<Day> = days.filter(|it| !late.is_fresh(within, *it)).collect();
        assert_eq!(stale[0], day("2026-11-02"));
    }

    #[test]
    fn a_month_of_the_calendar_is_not_thirty_days() {
        let monthly: Refresh = "each month".parse().unwrap();
        let thirty = schedule("2027-01-31", Some("30d"));
        assert!(!thirty.is_fresh(monthly, day("2027-02-15")));
        let four_weeks = schedule("2027-01-31", Some("4w"));
        assert!(four_weeks.is_fresh(monthly, day("2027-02-15")));
        let quarterly = "each quarter".parse().unwrap();
        assert!(thirty.is_fresh(quarterly, day("2027-02-15")));
        assert!(!schedule("2027-03-31", None).is_fresh(quarterly, day("2027-04-01")));
    }

    #[test]
    fn what_is_always_fresh_is_fresh_on_every_day() {
        for every in 1..=100 {
            let kept = schedule("2026-10-01", Some(&format!("{every}d")));
            for refresh in [
                "1d",
                "10d",
                "31d",
                "1mo",
                "90d",
                "each month",
                "each quarter",
            ] {
                let refresh: Refresh = refresh.parse().unwrap();
                let mut days = (0..800).map(|days| day("2026-10-01").plus(days));
                let fresh = days.all(|it| kept.is_fresh(refresh, it));
                assert!(
                    fresh || !kept.is_always_fresh(refresh),
                    "{every}d {refresh}"
                );
            }
        }
        let daily = schedule("2026-10-01", Some("1d"));
        assert!(daily.is_always_fresh("1d".parse().unwrap()));
    }
}

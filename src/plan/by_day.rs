//! Days as a calendar shows them: how many enrollments reach each, and which are open.

use super::reach::Detail;
use super::{Bits, Plan};
use crate::calendar::Day;

impl Plan<'_> {
    /// For every day, earliest first, how many enrollment dates can lead to an attempt of the steps
    /// that count; days that none leads to are left out.
    pub fn enrollments_on(&self, counts: impl Fn(usize) -> bool) -> Vec<(Day, u32)> {
        let line = &self.course.line;
        let mut numbers = vec![0; line.len as usize];
        self.each_group(|enrolled, chains| {
            for own in enrolled {
                let mut days = Bits::with_room(line.len);
                for chain in &chains.chains {
                    let only = own..own + 1;
                    self.course
                        .follow(chains, chain, only, Detail::Together, |leg, _, cloud| {
                            if counts(leg.step as usize) {
                                days.add(&cloud.days());
                            }
                            true
                        });
                }
                for day in days.iter() {
                    numbers[day as usize] += 1;
                }
            }
        });
        (0u32..)
            .zip(numbers)
            .filter(|(_, number)| *number > 0)
            .map(|(day, number)| (line.day(day), number))
            .collect()
    }

    /// Whether the window of a step is open on a day: its weekday is among the window's and it is no
    /// observed holiday. Holidays are known from the first enrollment on.
    pub fn is_open(&self, step: usize, day: Day) -> bool {
        self.script.steps.get(step).is_some_and(|step| {
            step.window.days.contains(day.weekday()) && !step.window.closed.contains(day)
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::calendar::{DateSet, Day, Duration, MinuteRange, Weekdays, Zone};
    use crate::plan::{Anchor, Clock, Entry, IfClosed, Plan, Script, Step, Window};
    use std::sync::Arc;

    /// Two calls on working days from nine to five, the second three hours after the first.
    fn script(entry: Entry) -> Script {
        let window = Arc::new(Window {
            days: "mon-fri".parse::<Weekdays>().unwrap(),
            hours: vec!["09:00-17:00".parse::<MinuteRange>().unwrap()],
            clock: Clock::Recipient,
            closed: Arc::new(DateSet::default()),
        });
        let step = |anchor| Step {
            anchor,
            window: Arc::clone(&window),
            if_closed: IfClosed::Shift,
            attempts: 1,
            spacing: Duration::default(),
            repeat: None,
            retries: None,
        };
        let first: Day = "2026-10-08".parse().unwrap();
        Script {
            first,
            last: first.plus(3),
            entry,
            hard_stop: None,
            horizon: first.plus(30),
            steps: vec![
                step(Anchor::Day(0)),
                step(Anchor::Wait("3h".parse().unwrap())),
            ],
        }
    }

    fn numbers(script: &Script, counts: impl Fn(usize) -> bool) -> Vec<(String, u32)> {
        let plan = Plan::new(script, Zone::UTC);
        let numbers = plan.enrollments_on(counts);
        numbers
            .into_iter()
            .map(|(day, number)| (day.with_weekday(), number))
            .collect()
    }

    #[test]
    fn an_enrollment_counts_once_on_each_day_that_it_can_reach() {
        let on = |day: &str, number| (day.to_owned(), number);
        // Who enters on Thursday is called then; the second call can slip to Friday.
        assert_eq!(
            numbers(&script(Entry::Rolling), |_| true),
            [
                on("Thu 2026-10-08", 1),
                on("Fri 2026-10-09", 2),
                on("Mon 2026-10-12", 3),
                on("Tue 2026-10-13", 2)
            ]
        );
        assert_eq!(
            numbers(&script(Entry::Rolling), |step| step == 0),
            [
                on("Thu 2026-10-08", 1),
                on("Fri 2026-10-09", 1),
                on("Mon 2026-10-12", 2)
            ]
        );
        // Who enters on Friday night is called on Monday.
        let triggered = numbers(&script(Entry::Triggered), |step| step == 0);
        assert_eq!(triggered[2], on("Mon 2026-10-12", 3));
    }

    #[test]
    fn the_same_enrollments_as_one_by_one() {
        for entry in [Entry::Once, Entry::Rolling, Entry::Triggered] {
            let script = script(entry);
            for step in 0..2 {
                let plan = Plan::new(&script, Zone::UTC);
                for (day, number) in plan.enrollments_on(|it| it == step) {
                    let mut only = DateSet::spanning(day, day);
                    only.insert(day);
                    assert_eq!(number, plan.affected(step, &only), "{entry:?} {step} {day}");
                }
            }
        }
    }
}

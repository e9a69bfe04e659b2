//! Random campaigns, the same for the same seed.

use courtesy::calendar::{DateSet, Day, Duration, Minute, MinuteRange, Weekday, Weekdays, Zone};
use courtesy::plan::{Anchor, Clock, Entry, IfClosed, Repeat, Retries, Script, Step, Window};
use std::sync::Arc;

/// A campaign, the recipients' zone, and the number of minutes of which all its times are multiples.
pub(crate) struct Campaign {
    pub(crate) script: Script,
    pub(crate) zone: Zone,
    pub(crate) grain: i64,
}

/// `SplitMix64` (Steele, Lea, Flood 2014): small, and the same everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u32) -> u32 {
        (self.roll() % u64::from(end)) as u32
    }

    fn one_in(&mut self, chances: u32) -> bool {
        self.below(chances) == 0
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as u32) as usize]
    }
}

/// Zones whose offsets and changes are whole hours, some of which change at midnight; and those of
/// half hours.
const WHOLE: [&str; 10] = [
    "America/Winnipeg",
    "America/Los_Angeles",
    "Europe/London",
    "Asia/Tokyo",
    "Pacific/Auckland",
    "UTC",
    "Africa/Cairo",
    "America/Havana",
    "America/Santiago",
    "Asia/Beirut",
];
const HALF: [&str; 4] = [
    "America/St_Johns",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Australia/Adelaide",
];

/// Days near which clocks are changed somewhere.
const CHANGES: [&str; 12] = [
    "2026-04-22",
    "2026-09-04",
    "2026-03-06",
    "2026-03-27",
    "2026-04-03",
    "2026-09-25",
    "2026-10-02",
    "2026-10-23",
    "2026-10-30",
    "2025-11-01",
    "2025-03-08",
    "2027-03-26",
];

pub(crate) fn campaign(seed: u64) -> Campaign {
    let mut dice = Dice(seed.wrapping_mul(0x2545_f491_4f6c_dd1d));
    let half = dice.one_in(4);
    let grain = if half { 30 } else { 60 };
    let zone = |dice: &mut Dice| {
        let name = if half && dice.one_in(2) {
            dice.pick(&HALF)
        } else {
            dice.pick(&WHOLE)
        };
        Zone::named(name).unwrap()
    };
    let first = if dice.one_in(2) {
        let near: Day = dice.pick(&CHANGES).parse().unwrap();
        near.plus(dice.below(4) as i32 - 2)
    } else {
        Day(20_454 + dice.below(700) as i32)
    };
    let last = first.plus(dice.below(9) as i32);
    let mut horizon = last.plus(3 + dice.below(18) as i32);
    if dice.one_in(4) {
        // Room for the end of a long run.
        horizon = horizon.plus(25);
    }
    let recipient = zone(&mut dice);
    let sender = zone(&mut dice);
    let mut closed = DateSet::spanning(first, horizon);
    let holidays = dice.pick(&[3, 8, 30]);
    for day in first.0..=horizon.0 {
        if dice.one_in(holidays) {
            closed.insert(Day(day));
        }
    }
    let closed = Arc::new(closed);
    let mut windows = Vec::new();
    for _ in 0..=dice.below(2) {
        windows.push(Arc::new(window(&mut dice, &closed, sender, grain)));
    }
    let count = 1 + dice.below(5);
    // Most cadences count in days alone, which the plan lays out in another way.
    let by_days = dice.one_in(4);
    let steps = (0..count)
        .map(|index| {
            let mut step = step(&mut dice, index, &windows, first, grain as u32);
            if by_days {
                in_days(&mut step);
            }
            step
        })
        .collect();
    let script = Script {
        first,
        last,
        entry: dice.pick(&[
            Entry::Once,
            Entry::Rolling,
            Entry::Rolling,
            Entry::Triggered,
            Entry::Triggered,
        ]),
        hard_stop: dice.one_in(5).then(|| last.plus(dice.below(6) as i32 - 2)),
        horizon,
        steps,
    };
    Campaign {
        script,
        zone: recipient,
        grain,
    }
}

/// One with three days of enrollment at most: for questions that try everything that every person
/// can get.
pub(crate) fn brief(seed: u64) -> Campaign {
    let mut campaign = campaign(seed);
    let script = &mut campaign.script;
    script.last = script.last.min(script.first.plus((seed % 3) as i32));
    campaign
}

/// Counts in days what a step counts in hours and minutes.
fn in_days(step: &mut Step) {
    let days = |duration: &mut Duration| {
        if duration.minutes > 0 || duration.is_zero() {
            *duration = Duration::days(1 + duration.minutes / 720);
        }
    };
    if let Anchor::Wait(wait) = &mut step.anchor {
        days(wait);
    }
    days(&mut step.spacing);
    if let Some(repeat) = &mut step.repeat {
        days(&mut repeat.every);
    }
    if let Some(retries) = &mut step.retries {
        days(&mut retries.after);
    }
}

fn window(dice: &mut Dice, closed: &Arc<DateSet>, sender: Zone, grain: i64) -> Window {
    let range = |start: u32, end: u32| MinuteRange {
        start: Minute(start as u16),
        end: Minute(end as u16),
    };
    let mut days = dice
        .pick(&["mon-fri", "mon-fri", "daily", "daily", "mon,wed", "sat"])
        .parse()
        .unwrap();
    if dice.one_in(6) {
        days = Weekdays::default();
        for day in Weekday::ALL {
            if dice.one_in(2) {
                days = days.with(day);
            }
        }
    }
    let grain = grain as u32;
    let cells = 1440 / grain;
    let hours = match dice.below(8) {
        0 => vec![],
        1 => vec![range(600, 720), range(840, 1080)],
        2 => vec![range(1320, 120)],
        3 => vec![range(120, 180)],
        4 => {
            let (a, b) = (dice.below(cells), dice.below(cells));
            vec![range(a * grain, b * grain)]
        }
        5 => vec![range(1320, 1440), range(480, 600), range(0, 60)],
        _ => vec![range(480, 1020)],
    };
    Window {
        days,
        hours,
        clock: if dice.one_in(3) {
            Clock::Fixed(sender)
        } else {
            Clock::Recipient
        },
        closed: Arc::clone(closed),
    }
}

fn step(dice: &mut Dice, index: u32, windows: &[Arc<Window>], first: Day, grain: u32) -> Step {
    let clock =
        |dice: &mut Dice, most: u32| Duration::minutes(dice.below(most * 60 / grain) * grain);
    let anchor = match dice.below(12) {
        0..=2 => Anchor::Day(dice.below(5)),
        3 => Anchor::Day(0),
        4 => Anchor::BusinessDay(dice.below(4)),
        5 => Anchor::On(first.plus(dice.below(12) as i32 - 2)),
        6 | 7 => Anchor::Wait(Duration::days(1 + dice.below(3))),
        8..=10 => Anchor::Wait(clock(dice, 30)),
        _ => Anchor::Wait(Duration {
            months: u32::from(dice.one_in(4)),
            days: dice.below(3),
            minutes: clock(dice, 12).minutes,
        }),
    };
    let anchor = if index == 0 && dice.one_in(2) {
        Anchor::Day(0)
    } else {
        anchor
    };
    let spacing = |dice: &mut Dice| match dice.below(6) {
        0 => Duration::days(1 + dice.below(2)),
        1 => Duration::minutes(36 * 60),
        2 => Duration::default(),
        _ => clock(dice, 24),
    };
    let repeat = dice.one_in(7).then(|| Repeat {
        every: match dice.below(3) {
            0 => Duration::minutes(grain * (2 + dice.below(20))),
            1 => Duration::days(1),
            _ => Duration::days(1 + dice.below(5)),
        },
        times: match dice.below(4) {
            0 => None,
            1 => Some(dice.below(5)),
            _ => Some(17 + dice.below(6)),
        },
    });
    Step {
        anchor,
        window: Arc::clone(&windows[dice.below(windows.len() as u32) as usize]),
        if_closed: dice.pick(&[
            IfClosed::Shift,
            IfClosed::Shift,
            IfClosed::Skip,
            IfClosed::Send,
        ]),
        attempts: dice.pick(&[0, 1, 1, 1, 2, 2, 3, 5]),
        spacing: spacing(dice),
        repeat,
        retries: dice.one_in(7).then(|| Retries {
            count: dice.below(4),
            after: spacing(dice),
        }),
    }
}

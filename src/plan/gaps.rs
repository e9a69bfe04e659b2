//! The time between the attempts of a step.

use super::Plan;
use super::answers::Gaps;
use super::leg::{Leg, Link, Part};
use super::reach::Detail;
use super::timeline::NEVER;

/// Attempts on the way from one that is made to the next that is.
#[derive(Clone, Copy)]
struct Way {
    /// The moments of the attempt that was made.
    from: (i64, i64),
    /// Whether each of them leads to one moment of `here`, in their order.
    linked: bool,
    /// Where the latest attempt is.
    here: Part,
    /// Its number.
    number: u32,
}

impl Plan<'_> {
    /// The shortest and the longest time from one attempt of a step to the next that is made, over
    /// all enrollments and free minutes; nothing if no attempt of it follows another.
    pub fn gaps(&self, step: usize) -> Option<Gaps> {
        let of_step = self.course.of_step.get(step)?.clone();
        let mut gaps = None;
        if of_step.len() < 2 {
            return gaps;
        }
        self.each_group(|enrolled, chains| {
            let chain = chains
                .chains
                .iter()
                .find(|chain| chains.legs(chain).contains(&of_step.start));
            let Some(chain) = chain else {
                return;
            };
            self.course.follow(
                chains,
                chain,
                enrolled,
                Detail::Endless,
                |leg, number, cloud| {
                    if leg.step as usize == step {
                        self.course.each_part(cloud, |part| {
                            if !part.skipped {
                                self.next_made(step, part, number, &mut gaps);
                            }
                        });
                    }
                    leg.step as usize <= step
                },
            );
        });
        gaps
    }

    /// The leg of an attempt of a step.
    fn leg_of(&self, step: usize, number: u32) -> Option<&Leg> {
        self.course.of_step[step]
            .clone()
            .map(|index| &self.course.legs[index as usize])
            .find(|leg| leg.attempt <= number && number < leg.attempt.saturating_add(leg.times))
    }

    fn next_made(&self, step: usize, part: Part, number: u32, gaps: &mut Option<Gaps>) {
        let course = &self.course;
        let mut open = vec![Way {
            from: (part.low, part.high),
            linked: true,
            here: part,
            number,
        }];
        while let Some(way) = open.pop() {
            let number = way.number.saturating_add(1);
            let Some(leg) = self.leg_of(step, number) else {
                continue;
            };
            let mut reach = |way: Way| {
                if way.here.skipped {
                    open.push(way);
                } else {
                    way.measure(gaps);
                }
            };
            if let Link::Days(hop) = leg.link {
                let nominal = course.later(hop, way.here.day);
                if nominal == NEVER {
                    continue;
                }
                let opening = course.opening(leg);
                if let Some((day, skipped)) = opening.land(leg.if_closed, nominal) {
                    opening.usable(&course.line, day, |low, high| {
                        reach(Way {
                            linked: false,
                            here: Part {
                                day,
                                skipped,
                                low,
                                high,
                            },
                            number,
                            ..way
                        });
                    });
                }
                continue;
            }
            course.advance(leg, way.here, |landing| {
                let wide = landing.to.high - landing.to.low;
                let from = if way.linked {
                    let before = way.from.0 - way.here.low;
                    (landing.from.0 + before, landing.from.1 + before)
                } else {
                    way.from
                };
                reach(Way {
                    from,
                    linked: way.linked && wide == landing.from.1 - landing.from.0,
                    here: landing.to,
                    number,
                });
            });
        }
    }
}

impl Way {
    fn measure(&self, gaps: &mut Option<Gaps>) {
        let (first, last) = (self.from.0, self.from.1 - 1);
        let (low, high) = (self.here.low, self.here.high - 1);
        let (min, max) = if self.linked {
            (low - first, low - first)
        } else {
            (low - last, high - first)
        };
        let (min, max) = (min.max(0) as u64, max.max(0) as u64);
        let known = gaps.get_or_insert(Gaps { min, max });
        known.min = known.min.min(min);
        known.max = known.max.max(max);
    }
}

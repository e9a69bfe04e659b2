//! When law wants people told of what happens to their contract, and whether a contract is long enough
//! for it.

use crate::calendar::Duration;
use crate::law::{Notice, Span};

/// Whether a provision is about an offer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum About {
    /// It is.
    Surely,
    /// The offer does not say how long something lasts.
    Perhaps,
}

/// Whether something lasts at least so long; nothing if it does not.
pub(super) fn long_enough(at_least: Option<Duration>, time: Option<Duration>) -> Option<About> {
    match (at_least, time) {
        (None, _) => Some(About::Surely),
        (Some(_), None) => Some(About::Perhaps),
        (Some(at_least), Some(time)) => {
            (time.approx_minutes() >= at_least.approx_minutes()).then_some(About::Surely)
        }
    }
}

/// The days before something happens to a contract between which people are told.
#[derive(Clone, Copy)]
pub(super) struct Window {
    earliest: Option<Span>,
    latest: Span,
}

/// When a provision asks for the notice.
pub(super) fn window(notice: &Notice) -> Window {
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
    pub(super) fn misses(self, notice: Duration) -> Option<&'static str> {
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

/// A number of days before that lies in every window; in the middle of what all allow.
pub(super) fn suits_all<'n>(notices: impl Iterator<Item = &'n Notice>) -> Option<u32> {
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
    use crate::law::{NoticeBefore, NoticeOf};

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

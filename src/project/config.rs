//! `courtesy.yaml`: the settings of the files below it.

use super::Profile;
use super::own_holidays::{ExtraHoliday, KnownHoliday};
use crate::calendar::{Duration, Minute, MinuteRange, Region};
use crate::diagnostics::Severity;
use crate::model::{Channel, Limits};
use crate::yaml::{At, Field, List, Map, Place};
use schemars::JsonSchema;
use serde::Deserialize;

/// The name of the settings file.
pub const CONFIG_NAME: &str = "courtesy.yaml";

/// The file as written.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ConfigFile {
    /// The version of the format; 1.
    pub version: Field<u32>,
    /// Globs of the files that take part, relative to this file; all YAML files if absent.
    pub include: List<String>,
    /// Globs of the files that do not.
    pub exclude: List<String>,
    /// Which findings a run is about; `courtesy` if absent.
    pub profile: Field<Profile>,
    /// Severities by rule or family.
    pub rules: Map<Level>,
    /// Severities that hold for some files only; of several that fit a file the last one counts.
    pub overrides: List<Override>,
    /// The company's own limits.
    pub limits: Field<Limits>,
    /// The user's own files of law and of words.
    pub packs: List<String>,
    /// Holidays that the calendars lack.
    pub extra_holidays: List<ExtraHoliday>,
    /// Holidays that the calendars have and should not.
    pub not_holidays: List<KnownHoliday>,
    /// Holidays whose dates have been announced since.
    pub confirm: List<KnownHoliday>,
    /// Voluntary codes that bind the seller.
    pub adheres_to: List<String>,
    /// Who sells.
    pub seller: Field<Seller>,
    /// Placeholders that the sending platform fills in.
    pub merge_fields: List<String>,
    /// The languages of messages that do not say theirs.
    pub languages: List<String>,
}

/// Severities for some files.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Override {
    /// Globs of the files, relative to the settings.
    pub files: List<String>,
    /// Severities by rule or family.
    pub rules: Map<Level>,
}

/// Who sells.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Seller {
    /// The firm's name.
    pub legal_name: Field<String>,
    /// Where the firm is.
    pub regions: List<Region>,
    /// The trades whose own law binds it, whatever it sells: `securities`.
    pub sector: List<String>,
}

/// What a rule's findings count as.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The rule does not run.
    Off,
    /// Worth a thought.
    Advice,
    /// Should be mended.
    Warning,
    /// Must be mended.
    Error,
}

impl Level {
    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Advice => "advice",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The severity; none if the rule is off.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Advice => Some(Severity::Advice),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }
}

/// A limit and where it was written; nowhere if it is the default.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limit<T> {
    /// The limit.
    pub value: T,
    /// The node that set it.
    pub place: Option<Place>,
}

impl<T> Limit<T> {
    const fn default(value: T) -> Self {
        Self { value, place: None }
    }
}

impl<T: Copy> Limit<T> {
    /// Takes over a given field if `narrows` says so.
    fn take(&mut self, field: &Field<T>, narrows: impl Fn(&T, &T) -> bool) {
        if let Field::Given(given) = field
            && narrows(&given.value, &self.value)
        {
            *self = Self {
                value: given.value,
                place: Some(given.place),
            };
        }
    }
}

/// The channels that have limits of their own.
const CHANNELS: usize = Channel::ALL.len();

/// The limits in force for a campaign: the defaults, then `courtesy.yaml`, then the campaign's own where narrower.
#[derive(Clone, Debug)]
pub struct LimitsInForce {
    per_day_any: Option<Limit<u32>>,
    per_day: [Option<Limit<u32>>; CHANNELS],
    per_7_days_any: Option<Limit<u32>>,
    per_7_days: [Option<Limit<u32>>; CHANNELS],
    /// The least time between two attempts.
    pub min_gap: Limit<Duration>,
    /// The least time between two showings of a prompt.
    pub nag_interval: Limit<Duration>,
    /// In order; an empty list is closed all day.
    hours: [Option<Limit<Vec<MinuteRange>>>; CHANNELS],
    /// The channels kept off public holidays, and where that was written.
    pub holidays: Vec<Channel>,
    /// Where `holidays` was written.
    pub holidays_place: Option<Place>,
    /// The longest time from a known defect to its notice.
    pub late_notice: Limit<Duration>,
}

impl Default for LimitsInForce {
    fn default() -> Self {
        let mut limits = Self {
            per_day_any: Some(Limit::default(2)),
            per_day: [None; CHANNELS],
            per_7_days_any: Some(Limit::default(5)),
            per_7_days: [None; CHANNELS],
            min_gap: Limit::default(Duration::minutes(240)),
            nag_interval: Limit::default(Duration::days(14)),
            hours: std::array::from_fn(|_| None),
            holidays: vec![
                Channel::Call,
                Channel::Voicemail,
                Channel::Sms,
                Channel::Chat,
                Channel::Dm,
                Channel::Popup,
            ],
            holidays_place: None,
            late_notice: Limit::default(Duration::days(3)),
        };
        for channel in [Channel::Call, Channel::Sms, Channel::Email, Channel::Popup] {
            limits.per_day[channel as usize] = Some(Limit::default(1));
        }
        limits.per_7_days[Channel::Call as usize] = Some(Limit::default(3));
        limits.hours[Channel::Call as usize] = Some(Limit::default(vec![MinuteRange {
            start: Minute(9 * 60),
            end: Minute(20 * 60),
        }]));
        limits
    }
}

impl LimitsInForce {
    /// The most attempts on one person in one local day, over all channels.
    pub fn per_day_any(&self) -> Option<Limit<u32>> {
        self.per_day_any
    }

    /// The most attempts on one person in one local day on a channel.
    pub fn per_day(&self, channel: Channel) -> Option<Limit<u32>> {
        self.per_day[channel as usize]
    }

    /// The most attempts on one person in seven days, over all channels.
    pub fn per_7_days_any(&self) -> Option<Limit<u32>> {
        self.per_7_days_any
    }

    /// The most attempts on one person in seven days on a channel.
    pub fn per_7_days(&self, channel: Channel) -> Option<Limit<u32>> {
        self.per_7_days[channel as usize]
    }

    /// The courtesy hours of a channel and where they were written; none if the channel has none.
    /// No hours at all close the day: those of the project and of the campaign have none in common.
    pub fn hours(&self, channel: Channel) -> Option<(Vec<MinuteRange>, Option<Place>)> {
        let limit = self.hours[channel as usize].as_ref()?;
        Some((limit.value.clone(), limit.place))
    }

    /// The limits that hold where none are written.
    pub fn of(profile: Profile) -> Self {
        match profile {
            Profile::Law => Self::unset(),
            Profile::Courtesy | Profile::Strict => Self::default(),
        }
    }

    fn unset() -> Self {
        Self {
            per_day_any: None,
            per_day: [None; CHANNELS],
            per_7_days_any: None,
            per_7_days: [None; CHANNELS],
            min_gap: Limit::default(Duration::minutes(0)),
            nag_interval: Limit::default(Duration::minutes(0)),
            hours: std::array::from_fn(|_| None),
            holidays: Vec::new(),
            holidays_place: None,
            // Longer than any notice is awaited.
            late_notice: Limit::default(Duration::days(36_500)),
        }
    }

    /// Puts the limits of `courtesy.yaml` in the place of the defaults.
    pub fn replaced_by(mut self, written: &Limits) -> Self {
        self.apply(written, Replace::Always);
        self
    }

    /// Narrows the limits by those of a campaign; wider ones change nothing.
    pub fn narrowed_by(mut self, written: &Limits) -> Self {
        self.apply(written, Replace::Narrower);
        self
    }

    fn apply(&mut self, written: &Limits, replace: Replace) {
        let fewer = |new: &u32, old: &u32| replace == Replace::Always || new < old;
        let longer = |new: &Duration, old: &Duration| {
            replace == Replace::Always || new.approx_minutes() > old.approx_minutes()
        };
        let shorter = |new: &Duration, old: &Duration| {
            replace == Replace::Always || new.approx_minutes() < old.approx_minutes()
        };
        for (fields, any, by_channel) in [
            (&written.per_day, &mut self.per_day_any, &mut self.per_day),
            (
                &written.per_7_days,
                &mut self.per_7_days_any,
                &mut self.per_7_days,
            ),
        ] {
            let Some(fields) = fields.value() else {
                continue;
            };
            take_count(any, &fields.any, fewer);
            for channel in Channel::ALL {
                if let Some(field) = fields.of(*channel) {
                    take_count(&mut by_channel[*channel as usize], field, fewer);
                }
            }
        }
        self.min_gap.take(&written.min_gap, longer);
        self.nag_interval.take(&written.nag_interval, longer);
        self.late_notice.take(&written.late_notice, shorter);
        if let Some(hours) = written.hours.value() {
            for channel in Channel::ALL {
                if let Some(Field::Given(list)) = hours.of(*channel) {
                    self.take_hours(*channel, list, replace);
                }
            }
        }
        if written.holidays.is_given() {
            if replace == Replace::Always {
                self.holidays.clear();
            }
            for channel in &written.holidays {
                if !self.holidays.contains(&channel.value) {
                    self.holidays.push(channel.value);
                }
            }
            self.holidays_place = written.holidays.place;
        }
    }

    fn take_hours(&mut self, channel: Channel, list: &At<List<MinuteRange>>, replace: Replace) {
        // What ends before it starts says nothing that could hold; `inverted-window` tells of it.
        let given: Vec<MinuteRange> = list
            .value
            .values()
            .copied()
            .filter(|range| range.start < range.end)
            .collect();
        if given.is_empty() {
            return;
        }
        let limit = &mut self.hours[channel as usize];
        let hours = match (replace, &limit) {
            (Replace::Narrower, Some(old)) => old
                .value
                .iter()
                .flat_map(|old| given.iter().filter_map(|new| old.intersect(*new)))
                .collect(),
            _ => given,
        };
        *limit = Some(Limit {
            value: hours,
            place: Some(list.place),
        });
    }
}

/// Whether a written limit replaces the one before it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Replace {
    Always,
    Narrower,
}

fn take_count(
    limit: &mut Option<Limit<u32>>,
    field: &Field<u32>,
    fewer: impl Fn(&u32, &u32) -> bool,
) {
    match limit {
        Some(limit) => limit.take(field, fewer),
        None => {
            if let Field::Given(given) = field {
                *limit = Some(Limit {
                    value: given.value,
                    place: Some(given.place),
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml;

    fn limits(text: &str) -> Limits {
        let (tree, mut problems) = yaml::parse(text);
        let root = tree.documents()[0];
        let limits = yaml::decode(&tree, text, 0, root, &mut problems).unwrap();
        assert!(problems.is_empty(), "{problems:?}");
        limits
    }

    fn call_hours(of_project: &str, of_campaign: &str) -> Vec<String> {
        let in_force = LimitsInForce::default()
            .replaced_by(&limits(of_project))
            .narrowed_by(&limits(of_campaign));
        let (hours, _) = in_force.hours(Channel::Call).unwrap();
        hours.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_campaign_narrows_the_hours_of_the_project() {
        let project = "hours: {call: [\"10:00-13:00\", \"14:00-20:00\"]}";
        assert_eq!(
            call_hours(project, "hours: {call: \"12:00-15:00\"}"),
            ["12:00-13:00", "14:00-15:00"]
        );
        // Wider ones change nothing.
        assert_eq!(
            call_hours(project, "hours: {call: \"08:00-22:00\"}"),
            ["10:00-13:00", "14:00-20:00"]
        );
    }

    #[test]
    fn hours_without_a_common_minute_close_the_day() {
        let none: [String; 0] = [];
        let project = "hours: {call: \"09:00-12:00\"}";
        assert_eq!(call_hours(project, "hours: {call: \"13:00-17:00\"}"), none);
        // The built-in hours end at 20:00.
        assert_eq!(
            call_hours("min_gap: 1h", "hours: {call: \"20:00-21:00\"}"),
            none
        );
    }

    #[test]
    fn hours_that_are_none_change_nothing() {
        let kept = ["09:00-20:00"];
        assert_eq!(
            call_hours("hours: {call: \"20:00-09:00\"}", "min_gap: 1h"),
            kept
        );
        assert_eq!(call_hours("hours: {call: []}", "hours: {call: []}"), kept);
    }
}

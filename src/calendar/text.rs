//! How the types of the calendar are read from YAML: from the text of a scalar.

use super::{Day, Duration, Minute, MinuteRange, Region, Weekday, Weekdays, Zone};
use crate::yaml::text_types;

text_types! {
    Day => "a date such as 2026-10-12",
    Duration => "a duration such as 30d",
    Minute => "a time of day such as 09:00",
    MinuteRange => "a range of hours such as 09:00-17:00",
    Region => "a region such as CA or CA-MB",
    Weekday => "a weekday such as mon",
    Weekdays => "weekdays such as mon-fri",
    Zone => "a time zone such as America/Winnipeg",
}

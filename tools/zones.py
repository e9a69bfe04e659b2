"""Writes src/calendar/zone_table.rs from the IANA time zone database.

    python -m venv .venv && .venv/bin/pip install tzdata==2026.6 pyyaml pycountry
    .venv/bin/python tools/zones.py
    .venv/bin/python tools/places.py      # its table refers to zones by number

The data is the PyPI package `tzdata` (public domain). Zones are sampled
through Python's own `zoneinfo`, so that this program is no TZif reader; the
test tests/zones.rs holds the result against jiff, which is one.
"""

import re
import zoneinfo
from datetime import datetime, timezone
from importlib import resources
from pathlib import Path

import tzdata

FIRST_YEAR, LAST_YEAR = 2020, 2045
STEP = 6 * 3600
ROOT = Path(__file__).resolve().parent.parent

zoneinfo.reset_tzpath(to=[])  # never the machine's own, older files


def database(name):
    """The text of a file of the database: `zone.tab`, `tzdata.zi`."""
    return resources.files("tzdata").joinpath("zoneinfo", name).read_text("utf-8")


def zone_names():
    """Every name, links included, in the order in which Rust compares strings."""
    return sorted(zoneinfo.available_timezones() - {"Factory"})


def links():
    """Link to the zone whose data it uses."""
    return {m[2]: m[1] for m in re.finditer(r"^L (\S+) (\S+)$", database("tzdata.zi"), re.M)}


def offset(zone, at):
    """Minutes east of Greenwich at a Unix time."""
    seconds = datetime.fromtimestamp(at, zone).utcoffset().total_seconds()
    assert seconds % 60 == 0, (zone, at)
    return int(seconds // 60)


def history(name):
    """(minute since 1970, offset from then on), the first at the start of the first year."""
    zone = zoneinfo.ZoneInfo(name)
    at = int(datetime(FIRST_YEAR, 1, 1, tzinfo=timezone.utc).timestamp())
    end = int(datetime(LAST_YEAR + 1, 1, 1, tzinfo=timezone.utc).timestamp())
    now = offset(zone, at)
    changes = [(at // 60, now)]
    while at < end:
        after = min(at + STEP, end)
        if offset(zone, after) != now:
            low, high = at, after
            while high - low > 60:
                middle = (low + high) // 120 * 60
                if offset(zone, middle) == now:
                    low = middle
                else:
                    high = middle
            assert offset(zone, high - 1) == now, (name, high)
            if high < end:
                now = offset(zone, high)
                changes.append((high // 60, now))
            after = high
        at = after
    return tuple(changes)


def wrapped(items, width=150):
    lines, line = [], "   "
    for item in items:
        if len(line) + len(item) + 2 > width:
            lines.append(line)
            line = "   "
        line += f" {item},"
    return "\n".join(lines + [line])


def main():
    names = zone_names()
    target = links()
    histories, numbers = [], []
    for name in names:
        changes = history(name)
        if changes not in histories:
            histories.append(changes)
        numbers.append(histories.index(changes))
    starts, changes = [0], []
    for each in histories:
        changes += each
        starts.append(len(changes))

    def canonical(name):
        while name in target:
            name = target[name]
        return names.index(name)

    end = int(datetime(LAST_YEAR + 1, 1, 1, tzinfo=timezone.utc).timestamp()) // 60
    text = f"""// Made by tools/zones.py from tzdata {tzdata.IANA_VERSION}; do not edit.

use super::zone::Change;

/// The release of the IANA database.
pub(super) const RELEASE: &str = "{tzdata.IANA_VERSION}";
/// The first minute that the table knows: {FIRST_YEAR}-01-01T00:00Z.
pub(super) const START: i64 = {changes[0][0]};
/// The minute after the last that it knows: {LAST_YEAR + 1}-01-01T00:00Z.
pub(super) const END: i64 = {end};
/// The number of `UTC`.
pub(super) const UTC: u16 = {names.index("UTC")};

/// Every zone and link, sorted.
pub(super) static NAMES: [&str; {len(names)}] = [
{wrapped(f'"{name}"' for name in names)}
];

/// The number of each name's own zone: of itself, or of what it is a link to.
pub(super) static CANONICAL: [u16; {len(names)}] = [
{wrapped(str(canonical(name)) for name in names)}
];

/// Which of the {len(histories)} distinct histories each name follows.
pub(super) static HISTORY: [u8; {len(names)}] = [
{wrapped(map(str, numbers))}
];

/// Where each history starts in `CHANGES`; the last entry is its end.
pub(super) static STARTS: [u16; {len(starts)}] = [
{wrapped(map(str, starts))}
];

/// Minutes since 1970 and the offset from then on; a history's first entry is at `START`.
pub(super) static CHANGES: [Change; {len(changes)}] = [
{wrapped(f"Change({at}, {minutes})" for at, minutes in changes)}
];
"""
    (ROOT / "src/calendar/zone_table.rs").write_text(text, "utf-8")
    print(f"{len(names)} names, {len(histories)} histories, {len(changes) - len(histories)} changes")


if __name__ == "__main__":
    main()

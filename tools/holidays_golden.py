"""Says what the Python package `holidays` computes otherwise than the tables under tests/data, as a list of things to look at.

    python -m venv .venv && .venv/bin/pip install holidays==0.109
    .venv/bin/python tools/holidays_golden.py           # compare the installed version with the tables
    .venv/bin/python tools/holidays_golden.py --write   # and write the tables anew

Nothing is merged into our rules by itself: look at each point of the list, hold it against the law, correct
rules/holidays/XX.yaml or announced/YYYY.yaml if the package is right, then write the tables. `cargo test --test
holidays_golden` then names every difference between them and our rules that is not explained.

The tables are what the package (MIT, see tests/data/holidays-golden.LICENSE) computes, category public, for all its
countries and subdivisions. They are held against our rules and never copied into them without saying so (`basis: oracle`).

holidays-golden.csv.gz has 2024 to 2030. Columns: country, subdivision (empty for the country), date, name, category (public, or
makeup_workday for a weekend day that is worked), kind. The kind is `tabulated` for a date that the package lists by
hand for one year, `observed` for one that it gives only as a substitute, else `rule`; `+est` if it calls the date estimated.

holidays-outside.csv.gz has 2010 to 2023 and 2031 to 2035, years on which no rule of ours was fitted, in fewer bytes: country,
subdivision, kind, name, dates. Of a subdivision it has what differs from its country; `-` as the kind is a date that the subdivision lacks.
"""

import argparse
import csv
import gzip
import io
import os
import sys
import warnings
from collections import defaultdict
from datetime import date
from pathlib import Path

# The package speaks the language of the machine unless it is told otherwise.
for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
    os.environ.pop(name, None)
warnings.simplefilter("ignore")

import holidays  # noqa: E402

GOLDEN = range(2024, 2031)
OUTSIDE = [*range(2010, 2024), *range(2031, 2036)]
ROOT = Path(__file__).resolve().parent.parent
GOLDEN_TABLE = ROOT / "tests/data/holidays-golden.csv.gz"
OUTSIDE_TABLE = ROOT / "tests/data/holidays-outside.csv.gz"


def english(kind):
    languages = kind.supported_languages or ()
    if "en_US" in languages:
        return "en_US"
    others = sorted(one for one in languages if one.startswith("en"))
    return others[0] if others else kind.default_language


def calendar(country, subdivision, observed, years):
    kind = getattr(holidays, country)
    return kind(
        years=years,
        subdiv=subdivision or None,
        observed=observed,
        categories=("public",),
        language=english(kind),
        expand=False,
    )


def by_hand(found, years):
    """Dates in the package's tables of single years."""
    names = ["special_public_holidays", "special_public_holidays_observed"]
    if found.subdiv:
        own = found._normalized_subdiv.lower()
        names += [name.replace("special_", f"special_{own}_") for name in names]
    for name in names:
        for year, rows in (getattr(found, name, None) or {}).items():
            if year in years and rows:
                rows = rows if isinstance(rows[0], (tuple, list)) else (rows,)
                yield from (date(year, row[0], row[1]) for row in rows)


def rows(country, subdivision, years):
    found = calendar(country, subdivision, True, years)
    itself = set(calendar(country, subdivision, False, years))
    table = set(by_hand(found, years))
    for day in found:
        if day.year not in years:
            continue
        kind = "tabulated" if day in table else "rule" if day in itself else "observed"
        for name in found.get_list(day):
            estimated = "+est" if "estimated" in name else ""
            yield country, subdivision, day.isoformat(), name, "public", kind + estimated
    for day in found.weekend_workdays:
        if day.year in years:
            yield country, subdivision, day.isoformat(), "make-up working day", "makeup_workday", "tabulated"


def golden():
    known = holidays.list_supported_countries(include_aliases=False)
    table = [("country", "subdivision", "date", "name", "category", "kind")]
    for country in sorted(known):
        table += sorted({row for sub in ["", *known[country]] for row in rows(country, sub, GOLDEN)})
    return table


def outside():
    known = holidays.list_supported_countries(include_aliases=False)
    table = [("country", "subdivision", "kind", "name", "dates")]
    for country in sorted(known):
        national = {row[2:] for row in rows(country, "", OUTSIDE) if row[4] == "public"}
        for sub in ["", *known[country]]:
            own = {row[2:] for row in rows(country, sub, OUTSIDE) if row[4] == "public"} if sub else national
            dates = defaultdict(list)
            for day, name, _, kind in own - national if sub else own:
                dates[kind, name].append(day)
            for day, name, _, _ in national - own:
                dates["-", name].append(day)
            for kind, name in sorted(dates):
                table.append((country, sub, kind, name, " ".join(sorted(dates[kind, name]))))
    return table


def read(path):
    if not path.exists():
        return []
    return [tuple(row) for row in csv.reader(io.StringIO(gzip.decompress(path.read_bytes()).decode()))]


def write(path, table):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(table)
    # Without a time stamp, so that the same table gives the same bytes.
    with open(path, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, 0) as packed:
        packed.write(text.getvalue().encode())


def dates_by_name(table):
    """Region and name, and the dates and kinds of it. That a date is estimated is its kind's to say, not its name's."""
    found = defaultdict(dict)
    for row in table[1:]:
        if len(row) == 6:
            country, sub, day, name, category, kind = row
            name = name if category == "public" else category
            days = [day]
        else:
            country, sub, kind, name, days = row
            name = f"without {name}" if kind == "-" else name
            days = days.split()
        name = name.replace(" (estimated)", "").replace(", estimated)", ")")
        for day in days:
            found[country, sub, name][day] = kind
    return found


def to_do(title, old, new):
    """One line for each holiday whose dates differ, alike regions on one line; returns how many lines there are."""
    before, after = dates_by_name(old), dates_by_name(new)
    points = defaultdict(lambda: defaultdict(list))
    for country, sub, name in sorted(before.keys() | after.keys()):
        was, now = before.get((country, sub, name), {}), after.get((country, sub, name), {})
        both = was.keys() & now.keys()
        words = []
        for what, days in [
            ("new", now.keys() - was.keys()),
            ("gone", was.keys() - now.keys()),
            ("no estimate any more", {day for day in both if "est" in was[day] and "est" not in now[day]}),
            ("an estimate now", {day for day in both if "est" not in was[day] and "est" in now[day]}),
        ]:
            if days:
                words.append(f"{what}: {' '.join(sorted(days))}")
        if words:
            points[country][f"{name}: {'; '.join(words)}"].append(f"{country}-{sub}" if sub else country)
    print(f"# {title}")
    for country in sorted(points):
        print(f"\n## {country}: rules/holidays/{country}.yaml\n")
        for what, regions in points[country].items():
            print(f"- [ ] {' '.join(regions)}, {what}")
    total = sum(map(len, points.values()))
    print(f"\n{total} points in {len(points)} countries to look at\n")
    return total


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--write", action="store_true", help="write the tables")
    arguments = arguments.parse_args()
    left = 0
    for path, make, years in [(GOLDEN_TABLE, golden, "2024 to 2030"), (OUTSIDE_TABLE, outside, "2010 to 2023 and 2031 to 2035")]:
        new = make()
        left += to_do(f"holidays {holidays.__version__} against {path.name}, {years}", read(path), new)
        if arguments.write:
            write(path, new)
    # So that a scheduled job can tell whether there is anything to do.
    sys.exit(1 if left and not arguments.write else 0)


if __name__ == "__main__":
    main()

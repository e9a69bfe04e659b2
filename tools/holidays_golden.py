"""Writes tests/data/holidays-golden.csv.gz, the table that tests/holidays_golden.rs compares with.

    python -m venv .venv && .venv/bin/pip install holidays==0.109
    .venv/bin/python tools/holidays_golden.py

The table is what the Python package `holidays` (MIT, see tests/data/holidays-golden.LICENSE) computes for
2024 to 2030, category public, for all its countries and subdivisions. It is held against our
rules and never copied into them without saying so (`basis: oracle`).

Columns: country, subdivision (empty for the country), date, name, category (public, or makeup_workday for a
weekend day that is worked), kind. The kind is `tabulated` for a date that the package lists by hand for one year,
`observed` for one that it gives only as a substitute, else `rule`; `+est` if it calls the date estimated.
"""

import csv
import gzip
import io
import os
import warnings
from datetime import date
from pathlib import Path

# The package speaks the language of the machine unless it is told otherwise.
for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
    os.environ.pop(name, None)
warnings.simplefilter("ignore")

import holidays  # noqa: E402

YEARS = range(2024, 2031)
ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "tests/data/holidays-golden.csv.gz"


def english(kind):
    languages = kind.supported_languages or ()
    if "en_US" in languages:
        return "en_US"
    others = sorted(one for one in languages if one.startswith("en"))
    return others[0] if others else kind.default_language


def calendar(country, subdivision, observed):
    kind = getattr(holidays, country)
    return kind(
        years=YEARS,
        subdiv=subdivision or None,
        observed=observed,
        categories=("public",),
        language=english(kind),
        expand=False,
    )


def by_hand(found):
    """Dates in the package's tables of single years."""
    names = ["special_public_holidays", "special_public_holidays_observed"]
    if found.subdiv:
        own = found._normalized_subdiv.lower()
        names += [name.replace("special_", f"special_{own}_") for name in names]
    for name in names:
        for year, rows in (getattr(found, name, None) or {}).items():
            if year in YEARS and rows:
                rows = rows if isinstance(rows[0], (tuple, list)) else (rows,)
                yield from (date(year, row[0], row[1]) for row in rows)


def rows(country, subdivision):
    found = calendar(country, subdivision, observed=True)
    itself = set(calendar(country, subdivision, observed=False))
    table = set(by_hand(found))
    for day in found:
        if day.year not in YEARS:
            continue
        kind = "tabulated" if day in table else "rule" if day in itself else "observed"
        for name in found.get_list(day):
            estimated = "+est" if "estimated" in name else ""
            yield country, subdivision, day.isoformat(), name, "public", kind + estimated
    for day in found.weekend_workdays:
        if day.year in YEARS:
            yield country, subdivision, day.isoformat(), "make-up working day", "makeup_workday", "tabulated"


def main():
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["country", "subdivision", "date", "name", "category", "kind"])
    known = holidays.list_supported_countries(include_aliases=False)
    for country in sorted(known):
        found = {row for sub in ["", *known[country]] for row in rows(country, sub)}
        table.writerows(sorted(found))
    # Without a time stamp, so that the same table gives the same bytes.
    with open(TARGET, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, 0) as packed:
        packed.write(text.getvalue().encode())


main()

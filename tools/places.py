"""Writes rules/places/subdivisions.tsv and src/calendar/place_table.rs.

    .venv/bin/pip install tzdata==2026.6 pycountry==26.2.16 iso3166-2==1.8.4 pyyaml
    .venv/bin/python tools/places.py --refresh-names    # after a new release of the code lists
    .venv/bin/python tools/places.py                    # after a change in rules/places

Codes and official names come from pycountry, English names from the package
iso3166-2, zones from tzdata's zone.tab and rules/places/zones.yaml, days of
rest from rules/places/rest_days.yaml. See rules/places/README.md.
"""

import re
import sys
from datetime import date

import yaml

from zones import ROOT, database, links, wrapped, zone_names

PLACES = ROOT / "rules/places"

# Short English names where tzdata's iso3166.tab (public domain) abbreviates or is dated.
COUNTRY_NAMES = {
    "AG": "Antigua and Barbuda", "AS": "American Samoa", "BA": "Bosnia and Herzegovina", "BL": "Saint Barthélemy",
    "BQ": "Caribbean Netherlands", "CD": "Democratic Republic of the Congo", "CF": "Central African Republic",
    "CG": "Republic of the Congo", "CI": "Côte d'Ivoire", "CZ": "Czechia", "GB": "United Kingdom",
    "GS": "South Georgia and the South Sandwich Islands", "HM": "Heard Island and McDonald Islands",
    "KN": "Saint Kitts and Nevis", "KP": "North Korea", "KR": "South Korea", "LC": "Saint Lucia",
    "MF": "Saint Martin", "MM": "Myanmar", "MO": "Macao", "PM": "Saint Pierre and Miquelon",
    "SH": "Saint Helena, Ascension and Tristan da Cunha", "SJ": "Svalbard and Jan Mayen",
    "ST": "São Tomé and Príncipe", "SX": "Sint Maarten", "SZ": "Eswatini", "TC": "Turks and Caicos Islands",
    "TF": "French Southern Territories", "TL": "Timor-Leste", "TR": "Türkiye", "TT": "Trinidad and Tobago",
    "UM": "United States Minor Outlying Islands", "VC": "Saint Vincent and the Grenadines",
    "VG": "British Virgin Islands", "VI": "United States Virgin Islands", "WF": "Wallis and Futuna", "WS": "Samoa",
}

# Countries whose official names are not English and whose English names in iso3166-2 were read and found good.
ENGLISH = set("AT BE CH CN CZ DE DK EG ES FI GR IT NL PL RU SE UA".split())
ENGLISH_NAMES = {
    "AT-3": "Lower Austria", "BE-BRU": "Brussels", "BE-VLG": "Flanders", "BE-WAL": "Wallonia", "BE-VLI": "Limburg",
    "BE-WHT": "Hainaut", "BE-WLX": "Luxembourg", "CH-BL": "Basel-Landschaft", "CH-SG": "St. Gallen", "CH-TG": "Thurgau",
    "CN-MO": "Macao", "DE-MV": "Mecklenburg-Vorpommern", "DE-RP": "Rhineland-Palatinate", "DE-SH": "Schleswig-Holstein", "DE-HH": "Hamburg",
    "DE-BB": "Brandenburg", "DE-HB": "Bremen", "DE-BE": "Berlin",
    "ES-CL": "Castilla y León", "ES-CM": "Castilla-La Mancha", "ES-AS": "Asturias", "ES-O": "Asturias", "ES-CO": "Córdoba", "ES-MC": "Murcia", "ES-MD": "Madrid", "ES-NA": "Navarre",
    "ES-NC": "Navarre", "ES-TF": "Santa Cruz de Tenerife", "ES-VC": "Valencia", "ES-Z": "Zaragoza",
    "ES-A": "Alicante", "ES-BI": "Biscay", "ES-VI": "Álava", "ES-SS": "Gipuzkoa", "ES-CS": "Castellón",
    "ES-IB": "Balearic Islands", "ES-PM": "Balearic Islands", "ES-C": "A Coruña", "ES-GI": "Girona",
    "ES-L": "Lleida", "ES-OR": "Ourense", "ES-V": "Valencia",
    "FI-06": "Kanta-Häme", "FI-16": "Päijät-Häme",
    "IT-BA": "Bari", "IT-CA": "Cagliari", "IT-GE": "Genoa", "IT-32": "Trentino-South Tyrol",
    "NL-AW": "Aruba", "NL-CW": "Curaçao", "NL-GE": "Gelderland", "NL-LI": "Limburg", "NL-OV": "Overijssel",
    "NL-SX": "Sint Maarten", "NL-ZE": "Zeeland",
    "PL-16": "Opole", "PL-26": "Świętokrzyskie", "FI-01": "Åland", "IT-FI": "Florence", "IT-MI": "Milan",
    "IT-NA": "Naples", "IT-RM": "Rome", "IT-TO": "Turin", "IT-VE": "Venice", "IT-PD": "Padua", "IT-MN": "Mantua",
    "RU-AD": "Adygea", "RU-AL": "Altai Republic", "RU-ALT": "Altai Krai", "RU-MOW": "Moscow",
    "RU-MOS": "Moscow Oblast", "RU-SPE": "Saint Petersburg", "RU-LEN": "Leningrad Oblast", "RU-SA": "Sakha (Yakutia)",
    "RU-SE": "North Ossetia", "RU-CHU": "Chukotka", "RU-YAN": "Yamalo-Nenets", "RU-KHM": "Khanty-Mansi",
    "RU-NEN": "Nenets", "RU-YEV": "Jewish Autonomous Oblast", "UA-30": "Kyiv", "UA-32": "Kyiv Oblast", "UA-43": "Crimea",
    "SE-Y": "Västernorrland",
    "BR-DF": "Federal District", "FR-20R": "Corsica", "FR-BRE": "Brittany", "FR-NOR": "Normandy", "FR-974": "Réunion",
    "FR-973": "French Guiana", "FR-NC": "New Caledonia", "FR-PF": "French Polynesia",
    "FR-PM": "Saint Pierre and Miquelon", "FR-TF": "French Southern Territories", "FR-WF": "Wallis and Futuna",
    "MX-CMX": "Mexico City", "MX-MEX": "State of Mexico", "PT-11": "Lisbon", "PT-20": "Azores", "PT-30": "Madeira",
    "TR-34": "Istanbul", "VN-SG": "Ho Chi Minh City", "VN-HN": "Hanoi", "IE-D": "Dublin", "RO-B": "Bucharest",
    "CA-QC": "Quebec", "BR-SP": "São Paulo", "IN-OD": "Odisha", "US-VI": "United States Virgin Islands",
    "IL-JM": "Jerusalem", "IL-TA": "Tel Aviv", "MY-07": "Penang", "MY-04": "Malacca",
    "MY-14": "Kuala Lumpur", "MY-15": "Labuan", "MY-16": "Putrajaya",
    "AE-AZ": "Abu Dhabi", "AE-DU": "Dubai", "AE-SH": "Sharjah", "AE-AJ": "Ajman", "AE-UQ": "Umm Al Quwain",
    "AE-RK": "Ras Al Khaimah", "AE-FU": "Fujairah",
    "SA-01": "Riyadh", "SA-02": "Makkah", "SA-03": "Madinah", "SA-04": "Eastern Province",
}

# Counties of Norway since 2024-01-01, which the packages do not have yet; those that they replaced stay readable.
SUPPLEMENT = {
    "NO-31": "Østfold", "NO-32": "Akershus", "NO-33": "Buskerud", "NO-39": "Vestfold", "NO-40": "Telemark",
    "NO-55": "Troms", "NO-56": "Finnmark",
}

DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def official(name):
    """The name without the other languages that the list puts in brackets."""
    return re.sub(r"\s*\[[^]]*\]", "", name).strip()


def english_names():
    """The first English name of each subdivision by the package iso3166-2."""
    from importlib import resources
    import json

    lists = json.loads(resources.files("iso3166_2").joinpath("iso3166-2.json").read_text("utf-8"))
    found = {}
    for country, subdivisions in lists.items():
        if country not in ENGLISH:
            continue
        for code, entry in subdivisions.items():
            for name in re.split(r",(?![^(]*\))", entry["localOtherName"] or ""):
                if name.strip().endswith("(eng)"):
                    found[code] = name.strip()[:-5].strip()
                    break
    return found | ENGLISH_NAMES


def refresh_names():
    import pycountry

    english = english_names()
    rows = [(s.code, official(s.name), s.parent_code or "") for s in pycountry.subdivisions]
    rows += [(code, name, "") for code, name in SUPPLEMENT.items()]
    lines = [
        "# ISO 3166-2: code, English (else official) name, official name if it differs, the subdivision around it.",
        "# Made by tools/places.py; sorted by code, and searched as it stands.",
    ]
    for code, name, parent in sorted(rows):
        shown = english.get(code, name)
        fields = [code, shown, name if name != shown else "", parent]
        assert not any("\t" in field or "\n" in field for field in fields)
        lines.append("\t".join(fields).rstrip("\t"))
    (PLACES / "subdivisions.tsv").write_text("\n".join(lines) + "\n", "utf-8")

    known = {c.alpha_2 for c in pycountry.countries}
    named = dict(line.split("\t") for line in database("iso3166.tab").splitlines() if not line.startswith("#"))
    assert known == set(named), known ^ set(named)
    named |= COUNTRY_NAMES
    long = {c.alpha_2: c.alpha_3 for c in pycountry.countries}
    lines = ["# ISO 3166-1: code, three-letter code, short English name. Made by tools/places.py."]
    named["XK"], long["XK"] = "Kosovo", "XKX"
    lines += ["\t".join([code, long[code], named[code]]) for code in sorted(named)]
    (PLACES / "countries.tsv").write_text("\n".join(lines) + "\n", "utf-8")


def rows_of(name):
    lines = (PLACES / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def read(name):
    # Every scalar as text: the older YAML that this reader speaks takes `ON` and `NO` for truth values.
    return yaml.load((PLACES / name).read_text("utf-8"), yaml.BaseLoader)


def countries_of_zone_tab():
    found = {}
    for line in database("zone.tab").splitlines():
        if not line.startswith("#"):
            country, _, zone, *_ = line.split("\t")
            found.setdefault(country, []).append(zone)
    return found


def zones(countries, subdivisions, twins):
    """Zones by country, and by subdivision where a country has several sets."""
    by_country, by_subdivision = countries_of_zone_tab(), {}
    parents = {row[0]: row[3] for row in subdivisions if len(row) > 3}
    codes = [row[0] for row in subdivisions]
    sets = read("zones.yaml")
    for country, entry in sets.items():
        unknown = set(entry) - {"source", "main", "zones", "subdivisions", "others"}
        assert country in countries and not unknown and "source" in entry, (country, unknown)
        if "zones" in entry:
            by_country[country] = entry["zones"]
        if "main" in entry:
            by_country[country].sort(key=lambda zone: zone != entry["main"])
            assert by_country[country][0] == entry["main"], country
        named = {f"{country}-{key}": value for key, value in entry.get("subdivisions", {}).items()}
        assert set(named) <= set(codes), set(named) - set(codes)
        for code in codes:
            if not code.startswith(country + "-") or code in twins:
                continue
            around = code
            while around and around not in named:
                around = parents.get(around)
            found = named[around] if around else entry.get("others")
            if found and found != by_country[country]:
                by_subdivision[code] = found
    for subdivision, twin in twins.items():
        by_subdivision[subdivision] = by_subdivision.get(twin) or by_country[twin[:2]]
    assert set(by_country) == set(countries), set(by_country) ^ set(countries)
    return by_country, by_subdivision


def bits(days):
    return sum(1 << DAYS.index(day) for day in days)


def rest_days(countries, codes):
    rows = []
    for places, periods in read("rest_days.yaml").items():
        for place in places.split():
            assert place in countries or place in codes, place
            for number, period in enumerate(periods):
                assert set(period) <= {"from", "days", "half", "confidence", "source"}, period
                assert ("from" in period) == (number > 0), place
                since = (date.fromisoformat(period["from"]) - date(1970, 1, 1)).days if number else None
                rows.append((place, since, bits(period["days"]), bits(period.get("half", [])),
                             period["confidence"].capitalize(), period["source"]))
    rows.sort(key=lambda row: (row[0], row[1] or -(2**31)))
    assert len({row[:2] for row in rows}) == len(rows)
    return rows


def main():
    if "--refresh-names" in sys.argv[1:]:
        refresh_names()
    names = zone_names()
    numbers = {name: number for number, name in enumerate(names)}
    assert set(links()) <= set(names)
    countries = {row[0]: row for row in rows_of("countries.tsv")}
    subdivisions = rows_of("subdivisions.tsv")
    codes = [row[0] for row in subdivisions]
    twins = read("same.yaml")
    assert set(twins) <= set(codes) and set(twins.values()) <= set(codes) | set(countries)
    by_country, by_subdivision = zones(countries, subdivisions, twins)

    def zone_list(found):
        return "&[" + ", ".join(f"z({numbers[name]})" for name in found) + "]"

    country_rows = "\n".join(
        f'    Country {{ code: "{code}", alpha_3: "{row[1]}", name: "{row[2]}", zones: {zone_list(by_country[code])} }},'
        for code, row in sorted(countries.items())
    )
    subdivision_rows = wrapped(f'("{code}", {zone_list(found)})' for code, found in sorted(by_subdivision.items()))
    rest = "\n".join(
        f'    Rest {{ place: "{place}", from: {"i32::MIN" if since is None else since}, days: {days}, half: {half}, '
        f'confidence: Confidence::{confidence}, source: "{source}" }},'
        for place, since, days, half, confidence, source in rest_days(countries, codes)
    )
    pairs = wrapped(f'("{code}", "{twin}")' for code, twin in sorted(twins.items()))
    text = f"""// Made by tools/places.py from rules/places and zone.tab; do not edit.

use super::region::{{Country, Rest}};
use super::Zone;
use crate::diagnostics::Confidence;

const fn z(number: u16) -> Zone {{
    Zone::numbered(number)
}}

/// ISO 3166-1 and XK, sorted.
pub(super) static COUNTRIES: [Country; {len(countries)}] = [
{country_rows}
];

/// Subdivisions that do not have simply all zones of their country, sorted.
pub(super) static SUBDIVISION_ZONES: [(&str, &[Zone]); {len(by_subdivision)}] = [
{subdivision_rows}
];

/// Subdivisions that have a country code too, sorted.
pub(super) static TWINS: [(&str, &str); {len(twins)}] = [
{pairs}
];

/// Weekly days of rest by place and first day, sorted.
pub(super) static REST: [Rest; {rest.count(chr(10)) + 1}] = [
{rest}
];
"""
    (ROOT / "src/calendar/place_table.rs").write_text(text, "utf-8")
    print(f"{len(countries)} countries, {len(codes)} subdivisions, {len(by_subdivision)} with zones of their own")


if __name__ == "__main__":
    main()

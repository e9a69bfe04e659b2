"""Drafts rules/holidays/XX.yaml for countries that nobody has held against their law yet.

    python -m venv .venv && .venv/bin/pip install holidays==0.109
    .venv/bin/python tools/holidays_draft.py            # all countries that are not reviewed
    .venv/bin/python tools/holidays_draft.py KE TZ      # these
    .venv/bin/python tools/holidays_draft.py --print KE # to the screen, also of a reviewed country

What it writes is drawn from the Python package `holidays` (MIT, see tests/data/holidays-golden.LICENSE) and says
so: the first line of a file is MARK, and its entries are `basis: oracle`, or `basis: estimate` where
the package itself estimates. A file without that first line has been reviewed and is left alone: who reviews a
country takes the line out, gives citations and sets `checked`. The days that the package lists one by one for single
years go to rules/holidays/announced/YYYY-drafted.yaml, of which only drafted countries have a part.

How it works. The package is run for FIT with its calls watched, so that a holiday, the day off in its place and
the reason why a day vanished are told apart. Then, for each name:

1. The rule of our grammar that explains the longest run of years is taken (a fixed date, a weekday of a month, a
   weekday near a date, a distance from Easter, a lunar date), again and again, until no rule explains more.
2. What is left are days without a rule. Those of past years that the package is sure of are announced days, all
   others are listed under `dates`.
3. For each rule the days off in its place are put together as a weekday's habit. The draft is then worked out as
   the linter does it; a habit that gives other days is replaced by a list of days.
4. A subdivision has what differs from its country. What several have alike stands in the country's list with `only`.

A rule that fits may fit by chance; the tests compare 2024 to 2030 alone. The same package gives the same bytes.
"""

import os
import re
import sys
import unicodedata
import warnings
from collections import Counter, defaultdict
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path

# The package speaks the language of the machine unless it is told otherwise.
for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
    os.environ.pop(variable, None)
warnings.simplefilter("ignore")

import holidays  # noqa: E402
import holidays.countries  # noqa: E402
from holidays.calendars.chinese import CHINESE_CALENDAR, KOREAN_CALENDAR, _ChineseLunisolar  # noqa: E402
from holidays.calendars.islamic import _IslamicLunar  # noqa: E402
from holidays.calendars.persian import _Persian  # noqa: E402
from holidays.groups import ChineseCalendarHolidays, IslamicHolidays, PersianCalendarHolidays  # noqa: E402
from holidays.registry import COUNTRIES  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
RULES = ROOT / "rules/holidays"
MARK = "# Drafted by tools/holidays_draft.py from the Python package holidays 0.109 (MIT); not held against the law."
CHECKED = "2026-11-22"
# Years on which rules are fitted, in which the result must be right, and for which lists are drafted as announced.
FIT = range(2018, 2041)
EXACT = range(2024, 2031)
ANNOUNCED = range(2024, 2028)
# The last year whose moons have been seen and whose decrees have been signed.
SETTLED = 2026
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAY = timedelta(days=1)


# --- what the package says ------------------------------------------------------------------------------------


@dataclass
class Seen:
    """A holiday on its own day, by the package."""

    status: str = "kept"  # kept, moved, dropped
    estimated: bool = False
    listed: bool = False
    local: str = ""
    instead: list = field(default_factory=list)  # days off in its place


KINDS = {codes[1]: getattr(holidays.countries, codes[0]) for codes in COUNTRIES.values()}


def watched(kind):
    """The package's class of a country, noting what it does."""

    class Watched(kind):
        def __init__(self, *args, **more):
            self.noted = []
            self.origin = []
            self.moving = []
            self.listing = 0
            super().__init__(*args, **more)

        def __setitem__(self, key, value):
            if isinstance(key, date):
                origin = self.origin[-1] if self.origin else None
                self.noted.append(("set", key, value, origin, self.listing > 0))
            super().__setitem__(key, value)

        def pop(self, key, default=None):
            if isinstance(key, date):
                why = "moved" if key in self.moving else "dropped" if key in self.origin else "removed"
                self.noted.append(("pop", key, why, None, False))
            return super().pop(key, default)

        def _add_observed(self, dt=None, *args, **more):
            if dt is None:
                return super()._add_observed(dt, *args, **more)
            day = dt if isinstance(dt, date) else date(self._year, *dt) if len(dt) == 2 else date(*dt)
            self.origin.append(day)
            try:
                return super()._add_observed(dt, *args, **more)
            finally:
                self.origin.pop()

        def _move_holiday(self, dt, **more):
            self.moving.append(dt)
            try:
                return super()._move_holiday(dt, **more)
            finally:
                self.moving.pop()

        def _add_special_holidays(self, *args, **more):
            self.listing += 1
            try:
                return super()._add_special_holidays(*args, **more)
            finally:
                self.listing -= 1

    Watched.__name__ = kind.__name__
    return Watched


def english(kind):
    languages = kind.supported_languages or ()
    if "en_US" in languages:
        return "en_US"
    others = sorted(one for one in languages if one.startswith("en"))
    return others[0] if others else kind.default_language


def stripper(found):
    """Takes the package's remarks off a name: (name, estimated, in place of another day)."""

    def pattern(attribute):
        template = found.tr(getattr(found, attribute, "") or "")
        if "%s" not in template or template == "%s":
            return None
        return re.compile("^" + re.escape(template).replace("%s", "(.+)") + "$")

    both = pattern("observed_estimated_label")
    observed = [p for p in (pattern("observed_label"), pattern("observed_label_before")) if p]
    estimated = pattern("estimated_label")

    def strip(name):
        if both and (m := both.match(name)):
            return m[1], True, True
        instead = sure = False
        for _ in range(3):
            for p in observed:
                if m := p.match(name):
                    name, instead = m[1], True
            if estimated and (m := estimated.match(name)):
                name, sure = m[1], True
        return name, sure, instead

    return strip


def calendar(country, subdivision):
    """name -> {day: Seen}, and the weekend days that are worked."""
    kind = KINDS[country]
    years = [y for y in FIT if kind.start_year <= y <= kind.end_year]

    def run(language):
        return watched(kind)(
            years=years, subdiv=subdivision or None, observed=True, categories=("public",), language=language, expand=False
        )

    found = run(english(kind))
    native = run(kind.default_language)
    alike = len(found.noted) == len(native.noted)
    strip, strip_native = stripper(found), stripper(native)
    seen = defaultdict(dict)
    whose = defaultdict(list)  # day -> names
    late = []
    for at, (what, day, value, origin, listed) in enumerate(found.noted):
        if what == "pop":
            for name in whose[day]:
                if day in seen[name] and seen[name][day].status == "kept":
                    if value == "removed":
                        del seen[name][day]
                    else:
                        seen[name][day].status = value
            if value == "removed":
                late = [one for one in late if one[0] != day]
                whose[day] = []
            continue
        for one in value.split("; "):
            name, estimated, instead = strip(one)
            local = ""
            if alike and "; " not in value:
                local = strip_native(native.noted[at][2])[0]
            if origin != day and (origin is not None or (instead and not listed)):
                late.append((day, name, origin, estimated, local))
                continue
            was = seen[name].get(day)
            if was is None or was.status == "kept":
                seen[name][day] = Seen("kept", estimated, listed, local)
                if name not in whose[day]:
                    whose[day].append(name)
    for day, name, origin, estimated, local in late:
        if day not in found:
            continue
        if origin is None:
            # A day off that the package works out by itself, not by its common habits.
            near = [own for own in seen.get(name, ()) if -3 <= (day - own).days <= 12 and own != day]
            origin = min(near, key=lambda own: abs((day - own).days), default=None)
        names = whose.get(origin, [])
        name = name if name in names else names[0] if names else None
        if name is None or origin not in seen[name]:
            seen[name or value][day] = Seen("kept", estimated, True, local)
        elif day not in seen[name][origin].instead:
            seen[name][origin].instead.append(day)
    # What is not in the end result never was.
    for name in list(seen):
        for day, one in list(seen[name].items()):
            if one.status == "kept" and day not in found:
                del seen[name][day]
        if not seen[name]:
            del seen[name]
    working = sorted(day for day in found.weekend_workdays if day.year in ANNOUNCED)
    return Calendar(dict(seen), working, set(found), kind, years, found)


@dataclass
class Calendar:
    names: dict
    working: list
    days: set
    kind: type
    years: list
    found: object


# --- rules of our grammar -------------------------------------------------------------------------------------


def on_or_after(day, weekday):
    return day + DAY * ((weekday - day.weekday()) % 7)


def easter(year, orthodox=False):
    if orthodox:
        a, b, c = year % 4, year % 7, year % 19
        d = (19 * c + 15) % 30
        e = (2 * a + 4 * b - d + 34) % 7
        month, day = divmod(d + e + 114, 31)
        # From the Julian calendar: good for 1900 to 2099.
        return date(year, month, day + 1) + 13 * DAY
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    f = (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    l = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * l) // 451
    month, day = divmod(h + l - 7 * m + 114, 31)
    return date(year, month, day + 1)


MOON = _IslamicLunar()
# The feasts that the package knows by the Umm al-Qura almanac, and their day there.
HIJRI = {
    "eid_al_fitr": "10-01", "eid_al_adha": "12-10", "hijri_new_year": "01-01", "ashura": "01-10", "mawlid": "03-12",
    "isra_and_miraj": "07-27", "ramadan_beginning": "09-01", "arbaeen": "02-20", "ali_birthday": "07-13",
    "ali_death": "09-21", "eid_al_ghadir": "12-18", "fatima_death": "06-03", "grand_magal_of_touba": "02-18",
    "hari_hol_johor": "02-06", "hasan_al_askari_death": "03-08", "imam_mahdi_birthday": "08-15",
    "laylat_al_qadr": "09-27", "nuzul_al_quran": "09-17", "prophet_death": "02-28", "sadiq_birthday": "03-17",
    "sadiq_death": "10-25", "tasua": "01-09", "maldives_embraced_islam_day": "04-01", "quamee_dhuvas": "03-01",
}  # fmt: skip
CHINESE = {"lunar_new_year": "01-01", "buddha_birthday": "04-08", "dragon_boat": "05-05", "mid_autumn": "08-15",
           "double_ninth": "09-09", "hung_kings": "03-10"}  # fmt: skip


RULES_MADE = {}


def one(text, cost, day_of):
    """A rule that gives a day a year, or none."""

    @cache
    def days(year):
        try:
            day = day_of(year)
        except ValueError:
            return []
        return [day] if day is not None and day.year == year else []

    return Rule(text, cost, days)


@dataclass
class Rule:
    text: str
    cost: float
    days: object

    @property
    def moon(self):
        return self.text.startswith("hijri")


def plus(text, days):
    return f"{text} {days:+d}" if days else text


def glued(text, days):
    return f"{text}{days:+d}" if days else text


def nth(year, weekday, month, number):
    if number == "last":
        end = date(year + month // 12, month % 12 + 1, 1)
        return on_or_after(end - 7 * DAY, weekday)
    day = on_or_after(date(year, month, 1), weekday) + 7 * DAY * (number - 1)
    return day if day.month == month else None


def lunar_days(feast, calendar):
    method = getattr(_ChineseLunisolar(calendar), f"{feast}_date")

    def day(year):
        found = method(year)
        return found[0] if isinstance(found, tuple) else found

    return day


def candidates(days, kind):
    """Rules that could explain some of the days. Calendars that a country does not use would fit by chance alone."""
    rules = {}

    def add(text, cost, day_of):
        if text not in rules:
            rules[text] = RULES_MADE.setdefault(text, one(text, cost, day_of))

    def shifted(day_of, by):
        return lambda year: (lambda found: found and found + DAY * by)(day_of(year))

    for day in days:
        add(f"{day:%m-%d}", 0, lambda y, d=day: date(y, d.month, d.day))
        for orthodox, word in ((False, "easter"), (True, "orthodox")):
            by = (day - easter(day.year, orthodox)).days
            if -70 <= by <= 70:
                add(glued(word, by), 0.2, lambda y, o=orthodox, by=by: easter(y, o) + DAY * by)
        for by in (0, 1, -1, 2, -2, 3, -3, 4, 5, 6, -4, -5, -6):
            at = day - DAY * by
            number = (at.day - 1) // 7 + 1
            word, cost = WEEKDAYS[at.weekday()], 0.4 if by == 0 else 1 + abs(by) / 10
            base = lambda y, w=at.weekday(), m=at.month, n=number: nth(y, w, m, n)  # noqa: E731
            add(plus(f"{number} {word} {at:%m}", by), cost, shifted(base, by))
            if (at + 7 * DAY).month != at.month:
                base = lambda y, w=at.weekday(), m=at.month: nth(y, w, m, "last")  # noqa: E731
                add(plus(f"last {word} {at:%m}", by), cost, shifted(base, by))
    if len(days) >= 5 and max(Counter(d.weekday() for d in days).values()) >= len(days) * 0.7:
        weekday = Counter(d.weekday() for d in days).most_common(1)[0][0]
        starts = {(d - DAY * by) for d in days if d.weekday() == weekday for by in range(7)}
        for start in {(s.month, s.day) for s in starts if (s.month, s.day) != (2, 29)}:
            text = f"{WEEKDAYS[weekday]} from {start[0]:02}-{start[1]:02}"
            add(text, 0.6, lambda y, w=weekday, s=start: on_or_after(date(y, *s), w))
    sun = [("persian 01-01", _Persian().new_year_date)] if issubclass(kind, PersianCalendarHolidays) else []
    if issubclass(kind, ChineseCalendarHolidays):
        sun.append(("solar-term qingming", lunar_days("qingming", CHINESE_CALENDAR)))
    for name, method in sun:
        for by in (0, 1, 2, 3, -1, 12, -2, -30, 76):
            add(plus(name, by), 0.8 + (by != 0) * 0.1, shifted(method, by))
    for feast, when in CHINESE.items() if issubclass(kind, ChineseCalendarHolidays) else ():
        for word, which in (("chinese", CHINESE_CALENDAR), ("korean", KOREAN_CALENDAR)):
            for by in range(-3, 7):
                if word == "korean" and feast not in ("lunar_new_year", "mid_autumn", "buddha_birthday"):
                    continue
                add(plus(f"{word} {when}", by), 0.9 + abs(by) / 20 + (word == "korean") / 50, shifted(lunar_days(feast, which), by))
    if kind.country in ("ER", "ET"):
        for by in (0, 16):
            add(f"ethiopian 01-{1 + by:02}", 0.8, shifted(lambda y: date(y, 9, 12 if (y + 1) % 4 == 0 else 11), by))
    return list(rules.values())


MOONS = []
for feast, when in HIJRI.items():
    for by in (0, 1, -1, 2, 3, -2, 4, 5, 6):

        @cache
        def days(year, feast=feast, by=by):
            out = []
            for y in (year - 1, year, year + 1):
                for found in getattr(MOON, f"{feast}_dates")(y):
                    day = found[0] + DAY * by
                    if day.year == year and day not in out:
                        out.append(day)
            return out

        MOONS.append(Rule(plus(f"hijri {when}", by), 1 + abs(by) / 10 + list(HIJRI).index(feast) / 500, days))
MOON_DAYS = {rule.text: {y: rule.days(y) for y in FIT} for rule in MOONS}


# --- fitting --------------------------------------------------------------------------------------------------


@dataclass
class Piece:
    """One entry of a file."""

    name: str
    local: str = ""
    rule: Rule = None
    dates: list = field(default_factory=list)
    since: int = None
    until: int = None
    every: tuple = None
    nots: list = field(default_factory=list)
    days: int = 1
    estimate: bool = False
    shifts: list = field(default_factory=list)
    role: str = ""
    announced: dict = field(default_factory=lambda: defaultdict(list))  # (year, role) -> days
    own_name: bool = False
    only: list = field(default_factory=list)
    id: str = ""

    def holds(self, day):
        return (
            (self.since is None or day.year >= self.since)
            and (self.until is None or day.year <= self.until)
            and (self.every is None or (day.year - self.every[1]) % self.every[0] == 0)
            and day not in self.nots
        )

    def base(self, year):
        found = self.rule.days(year) if self.rule else [d for d in self.dates if d.year == year]
        return [first for first in found if self.holds(first)]

    def body(self, habits=None):
        """What it says but for its id; shifts in `habits` by their name."""
        words = [f"name: {quoted(self.name)}"]
        if self.local and self.local != self.name:
            words.append(f"local: {{{self.language}: {quoted(self.local)}}}")
        if self.rule:
            words.append(f"on: {self.rule.text}")
        else:
            words.append(f"dates: [{', '.join(d.isoformat() for d in self.dates)}]")
        if self.days > 1:
            words.append(f"days: {self.days}")
        if self.every:
            words.append(f"every: {self.every[0]} from {self.every[1]}")
        if self.since:
            words.append(f"since: {self.since}")
        if self.until:
            words.append(f"until: {self.until}")
        if self.nots:
            words.append(f"not: [{', '.join(d.isoformat() for d in self.nots)}]")
        if self.shifts:
            texts = [(habits or {}).get(shift.text(), shift.text()) for shift in self.shifts]
            words.append(f"shift: {texts[0]}" if len(texts) == 1 else f"shift: [{', '.join(texts)}]")
        if self.role:
            words.append(f"role: {self.role}")
        if self.estimate:
            words.append("basis: estimate")
        return words

    def key(self):
        return tuple(self.body()) + tuple(sorted((k, tuple(v)) for k, v in self.announced.items()))

    language = "und"

@dataclass
class Shift:
    mode: str
    actions: dict  # weekday -> days, "next-free" or "drop"
    since: int = None
    until: int = None

    def text(self):
        words = [self.mode]
        for weekday in sorted(self.actions):
            what = self.actions[weekday]
            words.append(f"{WEEKDAYS[weekday]} {what if isinstance(what, str) else f'{what:+d}'}")
        if self.since:
            words.append(f"since {self.since}")
        if self.until:
            words.append(f"until {self.until}")
        return " ".join(words)


def quoted(text):
    plain = re.fullmatch(r"[^\W\d_][^:#,\[\]{}\"&*!|>%@`\n]*", text) and not text.endswith(" ")
    if plain and text.lower() not in ("yes", "no", "true", "false", "null", "on", "off"):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def runs(good, years):
    """Longest stretches of years in which a rule is right; None is a year of which it says nothing."""
    found, start, last, count = [], None, None, 0
    for year in years:
        if good[year] is None:
            continue
        if good[year]:
            start = year if start is None else start
            last = year
            count += 1
        else:
            if start is not None:
                found.append((count, start, last))
            start, count = None, 0
    if start is not None:
        found.append((count, start, last))
    return found


FITTED = {}


def fit(name, seen, cal):
    """The pieces of one name. Subdivisions mostly have what their country has, and need not be fitted again."""
    key = (cal.kind, name, repr(sorted(seen.items())))
    if key not in FITTED:
        FITTED[key] = fit_anew(name, seen, cal)
    return deepcopy(FITTED[key])


def fit_anew(name, seen, cal):
    pieces = []
    left = {day for day, s in seen.items() if not s.listed}
    years = cal.years
    local = Counter(s.local for s in seen.values()).most_common(1)[0][0]

    def piece(**more):
        made = Piece(name, local, **more)
        language = (cal.kind.default_language or "en").replace("_", "-")
        # Chinese is written in two ways; elsewhere the country says nothing that the file does not.
        made.language = language if language.startswith("zh") else language.split("-")[0]
        if made.language.startswith("en"):
            made.local = ""
        pieces.append(made)
        return made

    def by_moon():
        best = None
        for rule in MOONS:
            exact = near = 0
            taken = {}
            for year in years:
                for day in MOON_DAYS[rule.text][year]:
                    soft = year > SETTLED
                    for off in (0, 1, -1, 2, -2):
                        at = day + DAY * off
                        if at in left and (at not in taken.values()) and (not soft or abs(off) <= 1):
                            taken[day] = at
                            exact += off == 0 and soft
                            near += 1
                            break
            if near >= 5 and exact >= 3:
                score = exact * 3 + near - rule.cost
                if best is None or score > best[0]:
                    best = (score, rule, taken)
        if best is None:
            return False
        _, rule, taken = best
        first, last = min(taken).year, max(taken).year
        # A feast that the package has only in some of the years is another matter.
        wanted = [d for y in range(first, last + 1) for d in MOON_DAYS[rule.text][y]]
        if len(taken) < len(wanted) * 0.75:
            return False
        made = piece(rule=rule, estimate=True)
        if first > max(years[0] + 1, EXACT[0]):
            made.since = first
        if last < years[-1] - 1:
            made.until = last
        for year in ANNOUNCED:
            here = [taken[d] for d in MOON_DAYS[rule.text][year] if d in taken]
            if here and not any(seen[d].estimated for d in here):
                made.announced[(year, "")] = sorted(here)
        for day in wanted:
            if day not in taken and day.year in EXACT and (day.year, "") not in made.announced:
                made.nots.append(day)
        left.difference_update(taken.values())
        made.covers = {d: taken[d] for d in taken}
        return True

    while left:
        best = None
        for rule in candidates(sorted(left), cal.kind):
            good = {}
            for year in years:
                days = rule.days(year)
                good[year] = all(d in left for d in days) if days else None
            for count, first, last in runs(good, years):
                tail = last >= years[-1] - 1
                need = 2 if tail and rule.cost < 0.5 and first >= EXACT[-1] - 2 else 3 if rule.cost < 0.5 else 6
                if count < need:
                    continue
                score = count - rule.cost
                if best is None or score > best[0]:
                    best = (score, rule, first, last, count)
        moony = issubclass(cal.kind, IslamicHolidays) and (
            sum(1 for d in left if seen[d].estimated) >= 4 or (best is None and len(left) >= 12)
        )
        if moony and (best is None or best[4] < 6) and by_moon():
            continue
        cycle = None
        if best is None or best[4] < 4:
            cycle = every(sorted(left), years, cal.kind)
        if cycle:
            rule, step, first = cycle
            made = piece(rule=rule, every=(step, first))
            days = [d for y in years if y >= first and (y - first) % step == 0 for d in rule.days(y)]
            if first - step >= years[0]:
                made.since = first
            left.difference_update(days)
            made.covers = {d: d for d in days}
            continue
        if best is None:
            moved = by_move(sorted(left), years)
            if moved:
                rule, shift, days = moved
                made = piece(rule=rule, shifts=[shift])
                first, last = min(days.values()).year, max(days.values()).year
                if first > years[0]:
                    made.since = first
                if last < years[-1]:
                    made.until = last
                left.difference_update(days.values())
                made.covers = {}
                continue
            break
        _, rule, first, last, _ = best
        # A few years in which it is otherwise do not make two rules of one.
        good = {y: all(d in left for d in rule.days(y)) if rule.days(y) else None for y in years}
        stretches = [run for run in runs(good, years)]
        nots = []
        for count, a, b in sorted(stretches, key=lambda run: run[1]):
            if a > last and a - last <= 4 and count >= 3:
                nots += [d for y in range(last + 1, a) for d in rule.days(y)]
                last = b
        for count, a, b in sorted(stretches, key=lambda run: -run[1]):
            if b < first and first - b <= 4 and count >= 3:
                nots += [d for y in range(b + 1, first) for d in rule.days(y)]
                first = a
        made = piece(rule=rule, nots=sorted(d for d in nots if d.year in EXACT))
        if first > max(years[0], 2000) and any(rule.days(y) for y in range(years[0], first)):
            made.since = first
        if last < years[-1] and any(rule.days(y) for y in range(last + 1, years[-1] + 1)):
            made.until = last
        days = [d for y in range(first, last + 1) for d in rule.days(y) if d not in nots]
        made.covers = {d: d for d in days}
        left.difference_update(days)
    left |= {day for day, s in seen.items() if s.listed}
    left = sorted(day for day in left if day.year in EXACT)
    lists = defaultdict(list)
    for day in left:
        sure = not seen[day].estimated and (seen[day].listed or day.year <= SETTLED or cal.kind.country in BY_STATUTE)
        past = day.year <= (ANNOUNCED[-1] if seen[day].listed else SETTLED)
        lists["announced" if sure and past else "sure" if sure else "estimate"].append(day)
    if lists["estimate"] or lists["sure"] or lists["announced"]:
        made = None
        for kind in ("estimate", "sure"):
            if lists[kind]:
                made = piece(dates=lists[kind], estimate=kind == "estimate")
                made.covers = {d: d for d in lists[kind]}
        if lists["announced"]:
            if made is None or any(d.year in {x.year for x in made.dates} for d in lists["announced"]):
                made = piece(own_name=True)
                made.covers = {}
            for day in lists["announced"]:
                if seen[day].status == "kept":
                    made.announced[(day.year, "")].append(day)
                for day in seen[day].instead:
                    made.announced[(day.year, "substitute")].append(day)
    for made in pieces:
        weekday_habits(made, seen, years)
    return [p for p in pieces if p.own_name or p.until is None or p.until >= EXACT[0]]


# Countries whose statutes list days without a rule for years ahead (Matariki).
BY_STATUTE = {"NZ"}


def every(days, years, kind):
    """A rule that holds every so many years: (rule, step, first)."""
    have = sorted({d.year for d in days})
    for step in range(2, 7):
        for first in have[:3]:
            cycle = [y for y in years if y >= first and (y - first) % step == 0]
            if len(cycle) < 3:
                continue
            for rule in candidates([d for d in days if d.year == first], kind):
                if rule.cost < 0.7 and all(rule.days(y) and all(d in days for d in rule.days(y)) for y in cycle):
                    return rule, step, first
    return None


def by_move(days, years):
    """A fixed date that is moved by a habit of its weekday: (rule, shift, {own day: day})."""
    if len(days) < 6:
        return None
    by_year = defaultdict(list)
    for day in days:
        by_year[day.year].append(day)
    best = None
    for month, number in sorted({((d - DAY * by).month, (d - DAY * by).day) for d in days[:12] for by in range(-4, 7)}):
        if (month, number) == (2, 29):
            continue
        habit, found = {}, {}
        for year in sorted(by_year):
            own = date(year, month, number)
            near = [d for d in by_year[year] if -4 <= (d - own).days <= 6]
            if not near:
                continue
            by = (near[0] - own).days
            if habit.setdefault(own.weekday(), by) == by:
                found[own] = near[0]
        right = len(found)
        score = right - sum(1 for v in habit.values() if v) / 4
        if right >= 6 and right >= 0.8 * len(by_year) and (best is None or score > best[0]):
            best = (score, (month, number), habit, found)
    if best is None:
        return None
    _, own, habit, found = best
    actions = {w: by for w, by in habit.items() if by}
    if not actions:
        return None
    rule = one(f"{own[0]:02}-{own[1]:02}", 0, lambda y: date(y, *own))
    return rule, Shift("move", actions), found


def weekday_habits(made, seen, years):
    """What its weekday does to a piece: shifts, and days off that no habit explains."""
    if made.shifts or not getattr(made, "covers", None):
        return
    outcomes = {}
    for own, day in made.covers.items():
        if made.estimate and made.rule and (day.year, "") in made.announced:
            for other in seen[day].instead:
                made.announced[(day.year, "substitute")].append(other)
            if seen[day].status != "kept":
                made.announced[(day.year, "")].remove(day)
            continue
        outcomes[day] = (seen[day].status, tuple((d - day).days for d in seen[day].instead))
    interesting = {d: o for d, o in outcomes.items() if o != ("kept", ())}
    if not interesting:
        return
    first = min(d.year for d in interesting)
    shifts, odd = [], False
    for mode in ("add", "move"):
        actions = {}
        for weekday in range(7):
            here = {d: o for d, o in outcomes.items() if d.weekday() == weekday and d.year >= first}
            kinds = Counter(o for o in here.values() if o != ("kept", ()))
            if not kinds:
                continue
            (status, by), _ = kinds.most_common(1)[0]
            if (status == "kept") != (mode == "add"):
                continue
            if len(kinds) > 1 and all(len(o[1]) == 1 and o[1][0] > 0 for o in kinds):
                actions[weekday] = "next-free"
            elif not by:
                actions[weekday] = "drop"
            elif len(by) == 1:
                actions[weekday] = by[0]
            else:
                odd = True
        if actions:
            shifts.append(Shift(mode, actions))
    untouched = [d.year for d, o in outcomes.items() if o == ("kept", ()) and any(d.weekday() in s.actions for s in shifts)]
    before = [y for y in untouched if y < first]
    last = max(d.year for d in interesting)
    after = [y for y in untouched if y > last]
    for shift in shifts:
        if before:
            shift.since = first
        if after:
            shift.until = min(after) - 1
    made.shifts = [s for s in shifts if s.until is None or s.until >= EXACT[0]]


# --- working a draft out, as the linter does ------------------------------------------------------------------


def work_out(pieces, rest):
    """day -> (sure, piece, role) of EXACT."""
    found = []
    for piece in pieces:
        settled = {year for year, _ in piece.announced} if not piece.own_name else set()
        for year in range(EXACT[0] - 1, EXACT[-1] + 2):
            if year in settled or piece.own_name:
                continue
            for first in piece.base(year):
                found += [(first + DAY * more, piece, None) for more in range(piece.days)]
        for (year, role), days in piece.announced.items():
            found += [(day, piece, role or "actual") for day in days]
    found.sort(key=lambda one: one[0])

    def action(piece, day):
        for shift in piece.shifts:
            if (shift.since or 0) <= day.year <= (shift.until or 9999) and day.weekday() in shift.actions:
                return shift.mode, shift.actions[day.weekday()]
        return "add", None

    def goes(day, piece, role):
        mode, what = action(piece, day)
        return role is None and (what == "drop" or (mode == "move" and what is not None))

    taken = {day for day, piece, role in found if not goes(day, piece, role)}
    out = defaultdict(list)
    for day, piece, role in found:
        if role is not None:
            out[day].append((True, piece, role))
            continue
        mode, what = action(piece, day)
        if what == "drop":
            continue
        if what is None or mode == "add":
            out[day].append((not piece.estimate, piece, piece.role or "actual"))
        if what is not None:
            target = day + DAY
            if what == "next-free":
                for _ in range(30):
                    if target.weekday() not in rest and target not in taken:
                        break
                    target += DAY
            else:
                target = day + DAY * what
            taken.add(target)
            out[target].append((not piece.estimate, piece, "substitute"))
    return {day: rows for day, rows in out.items() if day.year in EXACT}


def mend(pieces, cal, rest):
    """Replaces habits that give wrong days by lists of days."""
    wanted = {d for d in cal.days if d.year in EXACT}
    for attempt in range(3):
        out = work_out(pieces, rest)
        wrong, missing = [], []
        for day, rows in out.items():
            if day not in wanted and not any((day + DAY * o) in wanted and not r[0] for o in (-1, 1) for r in rows):
                wrong.append((day, rows))
        for day in wanted:
            if day not in out and not any(not r[0] for o in (-1, 1) for r in out.get(day + DAY * o, ())):
                missing.append(day)
        if not wrong and not missing:
            return pieces
        blamed = []
        for day, rows in wrong:
            for sure, piece, role in rows:
                if role == "substitute" and piece.shifts and piece not in blamed:
                    blamed.append(piece)
        for day in missing:
            for name, seen in cal.names.items():
                for own, s in seen.items():
                    if day in s.instead or own == day:
                        blamed += [p for p in pieces if p.name == name and p.shifts and p not in blamed]
        if attempt == 0 and blamed:
            # Perhaps it is the next free day.
            kept = [(p, p.shifts) for p in blamed]
            before = len(wrong) + len(missing)
            for p in blamed:
                p.shifts = [
                    Shift(s.mode, {w: "next-free" if isinstance(a, int) and a > 0 else a for w, a in s.actions.items()}, s.since, s.until)
                    for s in p.shifts
                ]
            out = work_out(pieces, rest)
            after = sum(1 for d in out if d not in wanted) + sum(1 for d in wanted if d not in out)
            if after >= before:
                for p, shifts in kept:
                    p.shifts = shifts
            continue
        for piece in blamed:
            gone = any(s.mode == "move" or "drop" in s.actions.values() for s in piece.shifts)
            listed, nots = [], []
            for own, day in piece.covers.items() if getattr(piece, "covers", None) else ():
                s = cal.names[piece.name].get(day)
                if s is None or day.year not in EXACT or (day.year, "") in piece.announced:
                    continue
                listed += [d for d in s.instead if d.year in EXACT]
                if s.status != "kept":
                    nots.append(own)
            if not getattr(piece, "covers", None):
                continue
            piece.shifts = []
            piece.nots = sorted({*piece.nots, *nots})
            if listed:
                more = Piece(piece.name, piece.local, dates=sorted(set(listed)), role="substitute", estimate=piece.estimate)
                more.language = piece.language
                pieces.append(more)
            _ = gone
    unwanted(pieces, cal, rest, wanted)
    out = work_out(pieces, rest)
    missing = sorted(
        d for d in wanted if d not in out and not any(not r[0] for o in (-1, 1) for r in out.get(d + DAY * o, ()))
    )
    by_name = defaultdict(list)
    for day in missing:
        by_name[cal.found.get_list(day)[0]].append(day)
    for name, days in by_name.items():
        clean, _, instead = stripper(cal.found)(name)
        more = Piece(clean, dates=days, role="substitute" if instead else "", estimate="estimated" in name)
        pieces.append(more)
    return pieces


def unwanted(pieces, cal, rest, wanted):
    """Takes out the days that nobody has, the last resort being a list in the place of a rule."""
    for _ in range(3):
        clean = True
        for day, rows in sorted(work_out(pieces, rest).items()):
            if day in wanted or any((day + DAY * o) in wanted and not r[0] for o in (-1, 1) for r in rows):
                continue
            for _, piece, role in rows:
                clean = False
                if role == "actual" and piece.rule and piece.days == 1 and day in piece.base(day.year):
                    piece.nots = sorted({*piece.nots, day})
                elif piece.rule and not piece.announced:
                    seen = cal.names[piece.name]
                    days = [d for d in seen if d.year in EXACT and seen[d].status == "kept"]
                    listed = sorted({d for own in seen for d in seen[own].instead if d.year in EXACT})
                    piece.rule, piece.shifts, piece.nots, piece.days = None, [], [], 1
                    piece.since = piece.until = piece.every = None
                    piece.dates = sorted({*days, *listed})
                elif piece.shifts:
                    piece.shifts = []
                elif (day.year, role) in piece.announced and day in piece.announced[(day.year, role)]:
                    piece.announced[(day.year, role)].remove(day)
        if clean:
            return


def blocks(pieces):
    """Joins pieces on following days into one."""
    pieces = list(pieces)
    joined = True
    while joined:
        joined = False
        for a in pieces:
            for b in pieces:
                if (
                    a is not b and a.rule and b.rule and a.name == b.name and b.days == 1
                    and not a.shifts and not b.shifts and not a.nots and not b.nots and a.every == b.every
                    and (a.since, a.until, a.estimate) == (b.since, b.until, b.estimate)
                    and not (set(a.announced) ^ set(b.announced))
                    and all(
                        [d + DAY * a.days for d in a.rule.days(y)] == b.rule.days(y) for y in range(2019, 2030)
                    )
                    and any(a.rule.days(y) for y in EXACT)
                ):  # fmt: skip
                    a.days += 1
                    for when, days in b.announced.items():
                        a.announced[when] = sorted({*a.announced[when], *days})
                    a.covers = {**getattr(a, "covers", {}), **getattr(b, "covers", {})}
                    pieces.remove(b)
                    joined = True
                    break
            if joined:
                break
    return pieces


# --- files ----------------------------------------------------------------------------------------------------


IDS = {
    "New Year's Day": "new-year", "Labor Day": "labour", "Labour Day": "labour", "International Workers' Day": "labour",
    "International Labor Day": "labour", "Christmas Day": "christmas", "Independence Day": "independence",
    "Eid al-Fitr": "eid-al-fitr", "Eid al-Adha": "eid-al-adha", "Islamic New Year": "islamic-new-year",
    "Prophet's Birthday": "mawlid", "Easter Sunday": "easter", "All Saints' Day": "all-saints",
}  # fmt: skip


def slug(name):
    if name in IDS:
        return IDS[name]
    name = unicodedata.normalize("NFKD", re.sub(r"\(.*?\)", "", name)).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", " ", name.replace("'s", "").replace("'", "")).split()
    short = [w for w in words if w not in ("day", "the", "of", "and", "holiday", "in", "for", "a", "an")] or words or ["day"]
    return "-".join(short[:4])


def give_ids(pieces, used):
    for piece in pieces:
        if piece.id:
            continue
        base = slug(piece.name) + ("-observed" if piece.role == "substitute" else "")
        if not base[0].isalpha():
            base = "day-" + base
        name, number = base, 2
        while name in used:
            name, number = f"{base}-{number}", number + 1
        used.add(name)
        piece.id = name


def name_habits(pieces):
    """Names for shifts that several entries have: {text: name}."""
    count = Counter(shift.text() for piece in pieces for shift in piece.shifts)
    often = sorted((text for text in count if count[text] > 2), key=lambda text: (-count[text], text))
    return {text: "weekend" if at == 0 else f"weekend-{at + 1}" for at, text in enumerate(often)}


def line(piece, habits):
    words = [f"id: {piece.id}", *piece.body(habits)]
    if piece.only:
        words.append(f"only: [{', '.join(piece.only)}]")
    return "- {" + ", ".join(words) + "}"


INHERITED = ("since", "until", "every", "nots", "shifts", "role", "estimate")


def fitted(country, subdivision, rest=None):
    cal = calendar(country, subdivision)
    pieces = [p for name in sorted(cal.names) for p in fit(name, cal.names[name], cal)]
    # The linter knows one weekend a country when it looks for the next free day.
    rest = rest or {int(d) for d in cal.found._get_weekend(date(2026, 6, 1))}
    pieces = mend(blocks(pieces), cal, rest)
    used = {id(piece) for rows in work_out(pieces, rest).values() for _, piece, _ in rows}
    pieces = [p for p in pieces if id(p) in used]
    pieces.sort(key=lambda p: (first_day(p), p.name))
    return cal, pieces, rest


def first_day(piece):
    for year in (2025, *EXACT):
        days = piece.base(year) if not piece.own_name else []
        if days:
            return days[0].timetuple().tm_yday
    return 400


def weekend(rest):
    days = [WEEKDAYS[d] for d in sorted(rest)]
    return {("sat", "sun"): None, ("fri", "sat"): "fri-sat", ("thu", "fri"): "thu-fri"}.get(tuple(days), ", ".join(days))


NAMES = dict(
    line.split("\t")[::2] for line in (ROOT / "rules/places/countries.tsv").read_text().splitlines() if line[:1] != "#"
)


# What the package calls a subdivision, and its code in ISO 3166-2; the test tests/holidays_golden.rs has the same list.
CODES = {"BQ-BON": "BQ-BO", "BQ-SAB": "BQ-SA", "BQ-STA": "BQ-SE", "IT-AO": "IT-23"}


def iso(country, subdivision):
    """The part of its ISO 3166-2 code after the country, if it has one."""
    code = CODES.get(f"{country}-{subdivision}", f"{country}-{subdivision}")
    return code[3:] if code in REGIONS or code in CODES.values() else None


REGIONS = set((ROOT / "tests/data/holiday-regions.txt").read_text().split())


def draft(country):
    """The text of a country's file, and what goes to the announced files: {year: text}."""
    cal, national, rest = fitted(country, "")
    used = set()
    announced = [p for p in national if p.own_name]
    listed = [p for p in national if not p.own_name]
    give_ids(listed, used)
    give_ids(announced, used)
    sections, later = {}, {}
    for subdivision in sorted(cal.kind.subdivisions):
        if code := iso(country, subdivision):
            sections[code] = fitted(country, subdivision, rest)
    by_key = {p.key(): p for p in listed}
    national_announced = {(p.name, k, tuple(v)) for p in announced for k, v in p.announced.items()}
    shared = defaultdict(list)
    plan = {}
    for code, (_, pieces, _) in sections.items():
        mine = [p for p in pieces if not p.own_name]
        keys = {p.key() for p in mine}
        without = [p for p in listed if p.key() not in keys]
        own = [p for p in mine if p.key() not in by_key]
        extra = [p for p in pieces if p.own_name]
        for p in extra:
            p.announced = {k: v for k, v in p.announced.items() if (p.name, k, tuple(v)) not in national_announced}
        plan[code] = (without, own, [p for p in extra if p.announced])
        for p in own:
            shared[p.key()].append((code, p))
    for key, rows in sorted(shared.items(), key=lambda item: repr(item[0])):
        if len(rows) > 1:
            first = rows[0][1]
            first.only = [code for code, _ in rows]
            first.id = ""
            give_ids([first], used)
            listed.append(first)
    estimates = any(p.estimate or p.announced for p in listed + announced)
    tables = any(p.dates for p in listed) or cal.working
    end = min(2030, cal.kind.end_year)
    horizon = min(SETTLED if estimates or tables else 2030, end)
    out = [MARK, f"country: {country}", f"name: {quoted(NAMES[country])}", f"checked: {CHECKED}", f"horizon: {horizon}"]
    if weekend(rest):
        out.append(f"weekend: {weekend(rest)}")
    habits = name_habits(listed + [p for _, own, _ in plan.values() for p in own if len(shared[p.key()]) == 1])
    out.append("basis: oracle")
    if habits:
        out += ["shifts:", *(f"  {name}: {text}" for text, name in habits.items())]
    out.append("holidays:" if listed else "holidays: []")
    listed.sort(key=lambda p: (first_day(p), p.id))
    out += ["  " + line(p, habits) for p in listed]
    if plan:
        out.append("subdivisions:")
    regions = {country: (announced + [p for p in listed if p.announced and not p.only], cal.working)}
    for code, (without, own, extra) in plan.items():
        here = [p for p in own if len(shared[p.key()]) == 1]
        # A day of its own in the place of a national one of the same name.
        taken = set(used)
        for p in here:
            same = [n for n in without if n.name == p.name and n.id not in {h.id for h in here}]
            # What the national entry says and its own does not would be inherited.
            if same and all(getattr(p, said) or not getattr(same[0], said) for said in INHERITED) and p.days >= same[0].days:
                p.id = same[0].id
        give_ids(here, taken)
        give_ids(extra, taken)
        gone = [n.id for n in without if n.id not in {h.id for h in here}]
        key = f'"{code}"' if code.upper() in ("NO", "ON", "YES", "Y", "N") or code.isdigit() else code
        if not gone and not here:
            out.append(f"  {key}: {{}}")
        else:
            out.append(f"  {key}:")
            if gone:
                out.append(f"    without: [{', '.join(gone)}]")
            if here:
                out.append("    holidays:")
                out += ["      " + line(p, habits) for p in here]
        shares = [q for q in listed if q.only and code in q.only and q.announced]
        regions[f"{country}-{code}"] = (extra + [p for p in here if p.announced] + shares, [])
    years = {}
    for year in ANNOUNCED:
        text = []
        for region, (pieces, working) in regions.items():
            rows = []
            for p in pieces:
                for (when, role), days in sorted(p.announced.items()):
                    if when == year and days:
                        words = [f"id: {p.id}"]
                        if p.own_name:
                            words.append(f"name: {quoted(p.name)}")
                        words.append(f"dates: [{', '.join(d.isoformat() for d in sorted(set(days)))}]")
                        if role:
                            words.append(f"role: {role}")
                        rows.append("      - {" + ", ".join(words) + "}")
            worked = [d for d in working if d.year == year]
            if rows or worked:
                text += [f"  {region}:", "    cite: Python package holidays 0.109", "    confirmed: true"]
                if rows:
                    text += ["    days:", *rows]
                if worked:
                    text.append(f"    working: [{', '.join(d.isoformat() for d in worked)}]")
        years[year] = "\n".join(text) + "\n" if text else ""
    return "\n".join(out) + "\n", years


# Territories of which their mother country's file speaks.
PARTS = set(re.findall(r'\("([A-Z]{2})", "[A-Z]{2}-', (ROOT / "src/holidays/pack.rs").read_text()))


def reviewed(country):
    file = RULES / f"{country}.yaml"
    return file.exists() and not file.read_text().startswith(MARK)


def write_announced(country, years):
    """Puts a country's announced days in the place of those it had."""
    for year, text in years.items():
        file = RULES / f"announced/{year}-drafted.yaml"
        head = f"{MARK}\nyear: {year}\nregions:\n"
        body = file.read_text()[len(head) :] if file.exists() else ""
        parts = re.findall(r"(?m)^  [A-Z]{2}[^\n]*:\n(?:    [^\n]*\n)*", body)
        parts = [p for p in parts if p[2:4] != country]
        parts += re.findall(r"(?m)^  [A-Z]{2}[^\n]*:\n(?:    [^\n]*\n)*", text)
        parts.sort(key=lambda p: p.split(":")[0])
        file.write_text(head + "".join(parts))


def main(arguments):
    only_print = "--print" in arguments
    wanted = [a for a in arguments if not a.startswith("-")]
    for country in wanted or sorted(set(KINDS) - PARTS):
        if only_print:
            text, years = draft(country)
            print(text, *years.values(), sep="\n")
        elif reviewed(country):
            write_announced(country, dict.fromkeys(ANNOUNCED, "")) if wanted else None
            print(f"{country} is reviewed and left alone", file=sys.stderr)
        else:
            print(country, file=sys.stderr)
            try:
                text, years = draft(country)
            except Exception as e:
                import traceback; traceback.print_exc(); continue
            (RULES / f"{country}.yaml").write_text(text)
            write_announced(country, years)


if __name__ == "__main__":
    main(sys.argv[1:])

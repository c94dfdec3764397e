"""Reading a date from a cell: Dutch and ISO notation, words, serials of a spreadsheet, and periods that are no day."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

MONTHS = {
    "januari": 1,
    "jan": 1,
    "februari": 2,
    "feb": 2,
    "maart": 3,
    "mrt": 3,
    "april": 4,
    "apr": 4,
    "mei": 5,
    "juni": 6,
    "jun": 6,
    "juli": 7,
    "jul": 7,
    "augustus": 8,
    "aug": 8,
    "september": 9,
    "sep": 9,
    "sept": 9,
    "oktober": 10,
    "okt": 10,
    "november": 11,
    "nov": 11,
    "december": 12,
    "dec": 12,
}
MONTH_NAMES = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
DAY_FIRST = re.compile(
    r"(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*'?(\d{4}|\d{2})(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?$"
)
ISO = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$"
)
WORDS = re.compile(r"(?:\w+dag\s+)?(\d{1,2})(?:e|ste|de)?[-\s.]*([a-z]+)\.?[-\s]*'?(\d{4}|\d{2})$")
COMPACT = re.compile(r"\d{8}$")
QUARTER = re.compile(r"(?:q|k|kw|kwartaal|(?P<nth>[1-4])e?\s*kwartaal)\s*(?P<q>[1-4])?[\s\-/,']*(?P<y>\d{4}|\d{2})$")
QUARTER_LAST = re.compile(r"(?P<y>\d{4})[\s\-/]*(?:q|k|kw|kwartaal)\s*(?P<q>[1-4])$")
MONTH_YEAR = re.compile(r"(?:eind|medio|begin|half|ca|circa|rond)?\.?\s*([a-z]+|\d{1,2})\.?[-\s/.]+'?(\d{4})$")
YEAR = re.compile(r"(?:eind|in|loop van)?\s*((?:19|20)\d{2})$")
SERIAL_START = date(1899, 12, 30)
SERIALS = range(2, 73_051)  # 1900 to 2099


@dataclass(frozen=True)
class ReadDate:
    """What a cell turned out to be.

    `day` is the date, or None; `how` is exact, two_digits, serial, period, impossible, year or unreadable;
    `last` is the last day of a period; `hint` a date that was perhaps meant.
    """

    day: date | None
    how: str
    last: date | None = None
    hint: date | None = None


def dutch(day: date) -> str:
    """The date for people: 3 maart 2027."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def digits(day: date) -> str:
    """The date as it is typed in a list: 03-03-2027."""
    return f"{day.day:02d}-{day.month:02d}-{day.year:04d}"


def _day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _last_of_month(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _period(text: str) -> date | None:
    """The last day of the quarter, month or year that the text names; None when it names none."""
    match = QUARTER.match(text) or QUARTER_LAST.match(text)
    if match:
        quarter = match.group("q") or (match.groupdict().get("nth"))
        if quarter:
            year = int(match.group("y"))
            return _last_of_month(year + 2000 if year < 100 else year, int(quarter) * 3)
    match = MONTH_YEAR.match(text)
    if match:
        month = MONTHS.get(match.group(1)) or (int(match.group(1)) if match.group(1).isdigit() else 0)
        if 1 <= month <= 12 and 1900 <= int(match.group(2)) <= 2200:
            return _last_of_month(int(match.group(2)), month)
    return None


def _two_digits(year: int, month: int, number: int, today: date, *, birth: bool) -> ReadDate:
    """A year of two digits. A birth is never in the future and, where there is a choice, at least 16 years ago."""
    late, early = _day(2000 + year, month, number), _day(1900 + year, month, number)
    if not birth:
        near = late if late is None or late.year <= today.year + 40 else early
        return ReadDate(near, "two_digits") if near else _impossible(2000 + year, month, number)
    if late and late <= today and (late.year <= today.year - 16 or today.year - (1900 + year) > 105 or early is None):
        return ReadDate(late, "two_digits")
    return ReadDate(early, "two_digits") if early else _impossible(1900 + year, month, number)


def _impossible(year: int, month: int, number: int) -> ReadDate:
    """A day that does not exist; the hint is the swapped day and month, or else the last day of that month."""
    if month > 12:
        return ReadDate(None, "impossible", hint=_day(year, number, month) if number <= 12 else None)
    if 1 <= month <= 12 and 28 < number <= 31 and 1 <= year <= 9999:
        return ReadDate(None, "impossible", hint=_last_of_month(year, month))
    return ReadDate(None, "impossible")


def _exact(year: int, month: int, number: int) -> ReadDate:
    day = _day(year, month, number)
    return ReadDate(day, "exact") if day else _impossible(year, month, number)


def _serial(number: float) -> ReadDate:
    whole = int(number)
    if 1900 <= whole <= 2100:
        return ReadDate(None, "year")
    if whole in SERIALS:
        return ReadDate(SERIAL_START + timedelta(days=whole), "serial")
    return ReadDate(None, "unreadable")


@lru_cache(maxsize=50_000)
def read_text(text: str, today: date, birth: bool) -> ReadDate:
    """Read a date from text; the day comes before the month, as in Dutch notation, except in ISO notation."""
    clean = " ".join(text.replace("–", "-").replace("‑", "-").replace("−", "-").replace("’", "'").casefold().split())
    if COMPACT.match(clean):
        year_first = 1880 <= int(clean[:4]) <= 2100
        parts = (clean[:4], clean[4:6], clean[6:]) if year_first else (clean[4:], clean[2:4], clean[:2])
        return _exact(*(int(part) for part in parts))
    if clean.isascii() and clean.isdigit() and len(clean) <= 5:
        return _serial(int(clean))
    match = ISO.match(clean.upper())
    if match:
        return _exact(*(int(part) for part in match.groups()))
    match = DAY_FIRST.match(clean.upper())
    if match:
        number, month, year_text = int(match.group(1)), int(match.group(2)), match.group(3)
    else:
        match = WORDS.match(clean)
        if not match or match.group(2) not in MONTHS:
            last = _period(clean)
            if last:
                return ReadDate(None, "period", last=last)
            return ReadDate(None, "year" if YEAR.match(clean) else "unreadable")
        number, month, year_text = int(match.group(1)), MONTHS[match.group(2)], match.group(3)
    if len(year_text) == 2:
        return _two_digits(int(year_text), month, number, today, birth=birth)
    return _exact(int(year_text), month, number)


def read_date(cell: object, today: date, *, birth: bool = False) -> ReadDate:
    """Read a date from a cell of any kind: a real date, a number (serial of a spreadsheet) or text."""
    if isinstance(cell, date):
        return ReadDate(cell, "exact")
    if isinstance(cell, bool):
        return ReadDate(None, "unreadable")
    if isinstance(cell, (int, float)):
        if 10_000_000 <= cell <= 99_999_999:
            return read_text(str(int(cell)), today, birth)
        return _serial(cell)
    return read_text(str(cell).strip(), today, birth)

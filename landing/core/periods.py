"""Half-open periods, Dutch working days and terms.

Closed days are those of the Algemene termijnenwet (ATW): Saturdays and Sundays (art. 1), the recognised holidays
(art. 3 section 1), Good Friday (art. 3 section 2) and days equated by decree (art. 3 section 3). A region may add days
on which its offices are closed.

Dates are ``datetime.date``; nothing here reads a clock.
"""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

EARLIEST = date(1900, 1, 1)
LATEST = date(2200, 12, 31)
"""The dates that a document may name. Terms reckoned from them stay far inside what ``date`` can hold."""

LONGEST_TERM_YEARS = 60

Rounding = Literal["next_working_day", "previous_working_day", "none"]
ROUNDINGS: tuple[Rounding, ...] = ("next_working_day", "previous_working_day", "none")

EQUATED_DAYS: tuple[tuple[str, tuple[date, ...]], ...] = (
    (
        "Koninklijk besluit van 31 oktober 2016, Stcrt. 2016, 58653",
        (
            date(2017, 4, 28),
            date(2017, 5, 26),
            date(2018, 5, 11),
            date(2018, 12, 24),
            date(2018, 12, 31),
            date(2019, 5, 31),
            date(2019, 12, 27),
        ),
    ),
    (
        "Besluit gelijkstelling van 28 april 2023, 19 mei 2023, 10 mei 2024, 27 december 2024 en 30 mei 2025",
        (date(2023, 4, 28), date(2023, 5, 19), date(2024, 5, 10), date(2024, 12, 27), date(2025, 5, 30)),
    ),
    (
        "Besluit gelijkstelling van 2 januari 2026, 15 mei 2026, 7 mei 2027, 28 april 2028 en 26 mei 2028",
        (date(2026, 1, 2), date(2026, 5, 15), date(2027, 5, 7), date(2028, 4, 28), date(2028, 5, 26)),
    ),
)
"""Days equated with a holiday by decree (ATW art. 3 section 3), with the decree. Last checked 2026-11-23. The decree
for 2020-2022 is not in the table: nothing in the rulebook reckons that far back."""


def read_day(text: str) -> date | None:
    """The date in ``YYYY-MM-DD``; ``None`` when there is no such date between ``EARLIEST`` and ``LATEST``."""
    if len(text) != 10 or text[4] != "-" or text[7] != "-":
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None


def easter_sunday(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (the anonymous algorithm of Meeus, Jones and Butcher)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - correction + 15) % 30
    leap_years, leap_rest = divmod(rest, 4)
    weekday = (32 + 2 * century_rest + 2 * leap_years - epact - leap_rest) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _sovereigns_birthday(year: int) -> date:
    """King's Day: 27 April since 2014, Queen's Day on 30 April before; a Sunday makes it the Saturday."""
    day = date(year, 4, 27 if year >= 2014 else 30)
    return day - timedelta(days=1) if day.weekday() == 6 else day


@lru_cache(maxsize=512)
def holidays(year: int) -> frozenset[date]:
    """The days of ATW art. 3 in a year, whatever day of the week they fall on, with the equated days."""
    easter = easter_sunday(year)
    days = {
        date(year, 1, 1),
        easter - timedelta(days=2),
        easter + timedelta(days=1),
        _sovereigns_birthday(year),
        date(year, 5, 5),
        easter + timedelta(days=39),
        easter + timedelta(days=50),
        date(year, 12, 25),
        date(year, 12, 26),
    }
    days.update(day for _, decreed in EQUATED_DAYS for day in decreed if day.year == year)
    return frozenset(days)


@dataclass(frozen=True, slots=True)
class Period:
    """From ``start`` up to, not including, ``end``. ``None`` means: no bound on that side."""

    start: date | None
    end: date | None

    def __post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.end <= self.start:
            raise ValueError(f"a period must end after it starts: {self.start} to {self.end}")

    def __contains__(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)

    def overlaps(self, other: "Period") -> bool:
        """Whether the two periods share at least one day."""
        return _before(self.start, other.end) and _before(other.start, self.end)


def _before(start: date | None, end: date | None) -> bool:
    return start is None or end is None or start < end


class WorkingDays:
    """The working days of a region: Monday to Friday without ATW days and without ``extra`` closed days."""

    __slots__ = ("_added", "_closed", "extra")

    def __init__(self, extra: Iterable[date] = ()) -> None:
        self.extra = frozenset(extra)
        self._closed: dict[int, frozenset[date]] = {}
        self._added: dict[tuple[date, int], date] = {}

    def closed_days(self, year: int) -> frozenset[date]:
        """Holidays and extra closed days of a year (Saturdays and Sundays are not in the set)."""
        closed = self._closed.get(year)
        if closed is None:
            closed = holidays(year) | frozenset(day for day in self.extra if day.year == year)
            self._closed[year] = closed
        return closed

    def is_working_day(self, day: date) -> bool:
        """Whether offices are open on the day."""
        return day.weekday() < 5 and day not in self.closed_days(day.year)

    def add(self, day: date, count: int) -> date:
        """The ``count``-th working day after (below zero: before) the day; the day itself does not count."""
        known = self._added.get((day, count))
        if known is not None:
            return known
        start, step = day, _DAY if count > 0 else -_DAY
        left = abs(count)
        while left:
            day += step
            if day.weekday() < 5 and day not in self.closed_days(day.year):
                left -= 1
        if len(self._added) >= _SUMS_KEPT:
            self._added.clear()
        self._added[start, count] = day
        return day

    def rounded(self, day: date, rounding: Rounding) -> date:
        """The day itself when it is a working day, otherwise the next or the previous one as ``rounding`` says."""
        if rounding == "none":
            return day
        if day.weekday() < 5 and day not in self.closed_days(day.year):
            return day
        return self.add(day, 1 if rounding == "next_working_day" else -1)

    def between(self, start: date, end: date) -> int:
        """How many working days lie strictly between two dates (neither of them counts)."""
        days = (end - start).days - 1
        if days <= 0:
            return 0
        weeks, rest = divmod(days, 7)
        first = start + _DAY
        count = weeks * 5 + sum((first + timedelta(days=i)).weekday() < 5 for i in range(rest))
        for year in range(first.year, end.year + 1):
            count -= sum(first <= closed < end and closed.weekday() < 5 for closed in self.closed_days(year))
        return count


_DAY = timedelta(days=1)
_SUMS_KEPT = 20_000
DUTCH_WORKING_DAYS = WorkingDays()


def is_working_day(day: date) -> bool:
    """Whether the day is a working day by the Algemene termijnenwet alone."""
    return DUTCH_WORKING_DAYS.is_working_day(day)


def add_working_days(day: date, count: int) -> date:
    """The ``count``-th working day after (below zero: before) the day by the Algemene termijnenwet alone."""
    return DUTCH_WORKING_DAYS.add(day, count)


def add_months(day: date, months: int) -> date:
    """The same day ``months`` calendar months later; the last day of that month when it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if day.day <= 28:
        return date(year, month + 1, day.day)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


Unit = Literal["day", "week", "month", "year", "working day"]
_TERM = re.compile(r"(-?)(0|[1-9][0-9]{0,4}) (working day|day|week|month|year)(s?)")
_LONGEST: dict[str, int] = {
    "day": LONGEST_TERM_YEARS * 366,
    "working day": LONGEST_TERM_YEARS * 250,
    "week": LONGEST_TERM_YEARS * 52,
    "month": LONGEST_TERM_YEARS * 12,
    "year": LONGEST_TERM_YEARS,
}


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time with a direction: ``-6 months``, ``10 working days``, ``0 days``."""

    count: int
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> "Term":
        """Read a term. Raises ``ValueError`` naming the text when it is not one."""
        found = _TERM.fullmatch(text)
        if found is None:
            raise ValueError(f'{text!r} is not a term such as "10 working days", "-6 months" or "1 year"')
        sign, number, unit, plural = found.groups()
        count = int(number)
        if (count == 1) == bool(plural):
            raise ValueError(f'{text!r}: write "1 {unit}" or "{count if count != 1 else 2} {unit}s"')
        if count > _LONGEST[unit]:
            raise ValueError(f"{text!r} is longer than {LONGEST_TERM_YEARS} years")
        return cls(-count if sign else count, unit)  # type: ignore[arg-type]

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'' if abs(self.count) == 1 else 's'}"

    def __neg__(self) -> "Term":
        return Term(-self.count, self.unit)

    @property
    def usual_rounding(self) -> Rounding:
        """Forward terms end on the next working day, backward terms on the previous one."""
        return "previous_working_day" if self.count < 0 else "next_working_day"

    def from_day(self, day: date, calendar: WorkingDays = DUTCH_WORKING_DAYS) -> date:
        """The day this term ends when it starts on ``day``, before any rounding."""
        if self.unit == "working day":
            return calendar.add(day, self.count)
        if self.unit == "month":
            return add_months(day, self.count)
        if self.unit == "year":
            return add_months(day, 12 * self.count)
        return day + timedelta(days=self.count * (7 if self.unit == "week" else 1))

    def applied(self, day: date, rounding: Rounding | None = None, calendar: WorkingDays = DUTCH_WORKING_DAYS) -> date:
        """The day this term ends, moved off a closed day as ``rounding`` says (default: ``usual_rounding``)."""
        return calendar.rounded(self.from_day(day, calendar), rounding or self.usual_rounding)

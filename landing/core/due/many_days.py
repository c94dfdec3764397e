"""Terms over columns of days. Days count from 1970-01-01 in ``int32``; ``NO_DAY`` stands for an unknown day."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from landing.core.periods import EARLIEST, LATEST, LONGEST_TERM_YEARS, Rounding, Term, WorkingDays

Days = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]

NO_DAY = int(np.iinfo(np.int32).min)
_EPOCH = date(1970, 1, 1).toordinal()
# A term may follow a term (a due date and then its lead time), so the tables reach twice the longest term further.
_FIRST_YEAR = EARLIEST.year - 2 * LONGEST_TERM_YEARS - 1
_LAST_YEAR = LATEST.year + 2 * LONGEST_TERM_YEARS + 1
_FIRST = date(_FIRST_YEAR, 1, 1).toordinal() - _EPOCH


def as_number(day: date | None) -> int:
    """A day as a number; ``None`` becomes ``NO_DAY``."""
    return NO_DAY if day is None else day.toordinal() - _EPOCH


def as_date(number: int) -> date | None:
    """The day of a number; ``NO_DAY`` becomes ``None``."""
    return None if number == NO_DAY else date.fromordinal(int(number) + _EPOCH)


def known(days: Days) -> Mask:
    """Where the day is known."""
    return days != NO_DAY


class ManyWorkingDays:
    """The working days of a calendar as tables, so that a term over a million days is a few look-ups each."""

    def __init__(self, calendar: WorkingDays) -> None:
        length = date(_LAST_YEAR, 12, 31).toordinal() - _EPOCH - _FIRST + 1
        open_days = (np.arange(length) + _FIRST + 3) % 7 < 5  # 1970-01-01 was a Thursday, day 3 of its week
        for year in range(_FIRST_YEAR, _LAST_YEAR + 1):
            for day in calendar.closed_days(year):
                open_days[as_number(day) - _FIRST] = False
        self._upto = np.cumsum(open_days, dtype=np.int32)
        self._working = np.flatnonzero(open_days).astype(np.int32) + np.int32(_FIRST)

    def add(self, days: Days, count: int) -> Days:
        """The ``count``-th working day after (below zero: before) each day."""
        if count > 0:
            return self._working[self._upto[days - _FIRST] + (count - 1)]
        if count < 0:
            return self._working[self._upto[days - _FIRST - 1] + count]
        return days

    def rounded(self, days: Days, rounding: Rounding) -> Days:
        """Each day moved off a closed day."""
        if rounding == "next_working_day":
            return self._working[self._upto[days - _FIRST - 1]]
        if rounding == "previous_working_day":
            return self._working[self._upto[days - _FIRST] - 1]
        return days

    def applied(self, days: Days, term: Term, rounding: Rounding) -> Days:
        """The day on which a term ends that starts on each day; unknown stays unknown."""
        there = known(days)
        start = np.where(there, days, np.int32(0))
        if term.unit == "working day":
            end = self.add(start, term.count)
        elif term.unit in ("month", "year"):
            end = add_months(start, term.count * (12 if term.unit == "year" else 1))
        else:
            end = start + np.int32(term.count * (7 if term.unit == "week" else 1))
        return np.where(there, self.rounded(end, rounding), np.int32(NO_DAY))


@lru_cache(maxsize=8)
def _tables(extra: frozenset[date]) -> ManyWorkingDays:
    return ManyWorkingDays(WorkingDays(extra))


def many_working_days(calendar: WorkingDays) -> ManyWorkingDays:
    """The tables of a calendar, made once for the same closed days."""
    return _tables(calendar.extra)


def add_months(days: Days, months: int) -> Days:
    """The same day of the month some calendar months on; the last day of that month when it has no such day."""
    dates = days.astype("datetime64[D]")
    month = dates.astype("datetime64[M]")
    day_of_month = dates - month.astype("datetime64[D]")
    target = month + np.timedelta64(months, "M")
    first = target.astype("datetime64[D]")
    last = (target + np.timedelta64(1, "M")).astype("datetime64[D]") - first - np.timedelta64(1, "D")
    return (first + np.minimum(day_of_month, last)).astype(np.int64).astype(np.int32)

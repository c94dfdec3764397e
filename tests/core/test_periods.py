"""Terms and working days against a hand-made oracle that shares no line with the code under test."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date, timedelta

import pytest

from landing.core.periods import (
    EARLIEST,
    LATEST,
    Period,
    Term,
    WorkingDays,
    add_months,
    add_working_days,
    easter_sunday,
    holidays,
    is_working_day,
    read_day,
)

EASTER_SUNDAYS = """
2019-04-21 2020-04-12 2021-04-04 2022-04-17 2023-04-09 2024-03-31 2025-04-20 2026-04-05 2027-03-28 2028-04-16 2029-04-01
2030-04-21 2031-04-13 2032-03-28 2033-04-17 2034-04-09 2035-03-25 2036-04-13 2037-04-05 2038-04-25 2039-04-10 2040-04-01
2041-04-21
"""
"""From an almanac, not reckoned. A year more on both sides, because terms cross the edges of 2020-2040."""

KINGS_DAY_ON_THE_26TH = (2025, 2031, 2036)
"""The years of 2019-2041 in which 27 April is a Sunday."""

DECREED = """
2019-05-31 2019-12-27 2023-04-28 2023-05-19 2024-05-10 2024-12-27 2025-05-30 2026-01-02 2026-05-15 2027-05-07 2028-04-28
2028-05-26
"""
"""Equated by decree (ATW art. 3 section 3): Stcrt. 2016, 58653 for 2019; the titles of the decrees for 2023-2025 and
2026-2028 name their days. As the module says, the days of 2020-2022 are not in its table."""

FIRST, LAST = date(2020, 1, 1), date(2040, 12, 31)
LENGTHS = (-60, -20, -10, -5, -1, 0, 1, 2, 5, 10, 20, 60)


def days(text: str) -> list[date]:
    return [date.fromisoformat(word) for word in text.split()]


def closed_by_hand() -> set[date]:
    closed = set(days(DECREED))
    for easter in days(EASTER_SUNDAYS):
        year = easter.year
        closed |= {easter + timedelta(days=days_later) for days_later in (-2, 1, 39, 50)}
        closed |= {date(year, 1, 1), date(year, 5, 5), date(year, 12, 25), date(year, 12, 26)}
        closed.add(date(year, 4, 26 if year in KINGS_DAY_ON_THE_26TH else 27))
    return closed


CLOSED = closed_by_hand()
OPEN = [
    day
    for day in (date(2019, 1, 1) + timedelta(days=number) for number in range(365 * 23))
    if day.isoweekday() not in (6, 7) and day not in CLOSED
]
STARTS = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]


def by_hand(day: date, count: int) -> date:
    """Looked up in the list of open days, where the code under test walks day by day."""
    if count == 0:
        return day
    return OPEN[bisect_right(OPEN, day) + count - 1] if count > 0 else OPEN[bisect_left(OPEN, day) + count]


def test_t34_every_start_of_twenty_one_years_and_twelve_lengths() -> None:
    assert len(STARTS) == 7671
    differences = [
        (start, count)
        for start in STARTS
        for count in LENGTHS
        if add_working_days(start, count) != by_hand(start, count)
    ]
    assert differences == []


def test_every_day_of_twenty_one_years_is_open_or_closed_as_by_hand() -> None:
    opened = set(OPEN)
    assert [day for day in STARTS if is_working_day(day) != (day in opened)] == []


def test_the_days_between_two_dates_are_those_of_the_list() -> None:
    calendar = WorkingDays()
    for start in STARTS[::13]:
        for distance in (-3, 0, 1, 2, 6, 7, 8, 31, 200):
            end = start + timedelta(days=distance)
            expected = max(0, bisect_left(OPEN, end) - bisect_right(OPEN, start))
            assert calendar.between(start, end) == expected, (start, end)


def test_easter_is_that_of_the_almanac() -> None:
    almanac = days(EASTER_SUNDAYS)
    assert [easter_sunday(day.year) for day in almanac] == almanac


@pytest.mark.parametrize(
    ("day", "closed"),
    [
        (date(2026, 4, 3), True),  # Good Friday
        (date(2026, 4, 6), True),
        (date(2026, 5, 5), True),  # not a jubilee year, and closed for terms all the same
        (date(2025, 4, 26), True),  # 27 April 2025 is a Sunday
        (date(2025, 4, 27), False),
        (date(2026, 4, 27), True),
        (date(2013, 4, 30), True),  # Queen's Day, the last one
        (date(2013, 4, 27), False),
        (date(2006, 4, 29), True),  # Queen's Day on a Sunday
        (date(2026, 5, 15), True),  # by decree
        (date(2025, 1, 2), False),
        (date(2026, 12, 31), False),
        (date(2026, 12, 5), False),
    ],
)
def test_the_holidays_of_the_law(day: date, closed: bool) -> None:
    assert (day in holidays(day.year)) is closed


def test_extra_closed_days_of_a_region_are_no_working_days() -> None:
    calendar = WorkingDays([date(2026, 11, 24)])
    assert calendar.add(date(2026, 11, 23), 1) == date(2026, 11, 25)
    assert add_working_days(date(2026, 11, 23), 1) == date(2026, 11, 24)
    assert calendar.between(date(2026, 11, 23), date(2026, 11, 26)) == 1
    assert not calendar.is_working_day(date(2026, 11, 24))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2027-01-31", 1, "2027-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2100-01-31", 1, "2100-02-28"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2028-02-29", 48, "2032-02-29"),
        ("2026-08-31", 1, "2026-09-30"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2027-01-15", -1, "2026-12-15"),
        ("2026-08-31", -6, "2026-02-28"),
        ("2028-08-31", -6, "2028-02-29"),
        ("2027-06-01", -6, "2026-12-01"),
        ("2027-03-31", -6, "2026-09-30"),
        ("2026-11-23", 0, "2026-11-23"),
    ],
)
def test_months_are_calendar_months(day: str, months: int, expected: str) -> None:
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(expected)
    assert Term(months, "month").from_day(date.fromisoformat(day)) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("rounding", "expected"),
    [
        ("next_working_day", "2026-04-07"),
        ("previous_working_day", "2026-04-02"),
        ("none", "2026-04-05"),
        (None, "2026-04-07"),
    ],
)
def test_a_term_that_ends_on_easter_moves_as_the_rule_says(rounding: str | None, expected: str) -> None:
    ends = Term(1, "week").applied(date(2026, 3, 29), rounding)  # type: ignore[arg-type]
    assert ends == date.fromisoformat(expected)


def test_a_term_that_counts_back_ends_on_the_working_day_before() -> None:
    assert Term(-1, "week").applied(date(2026, 4, 12)) == date(2026, 4, 2)
    assert Term(0, "day").applied(date(2026, 4, 5)) == date(2026, 4, 7)


def test_a_working_day_is_never_moved() -> None:
    calendar = WorkingDays()
    for rounding in ("next_working_day", "previous_working_day", "none"):
        assert calendar.rounded(date(2026, 11, 23), rounding) == date(2026, 11, 23)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10 working days", Term(10, "working day")),
        ("1 working day", Term(1, "working day")),
        ("-6 months", Term(-6, "month")),
        ("-1 week", Term(-1, "week")),
        ("0 days", Term(0, "day")),
        ("2 years", Term(2, "year")),
        ("60 years", Term(60, "year")),
    ],
)
def test_a_good_term_is_read_and_written_back(text: str, expected: Term) -> None:
    assert Term.parse(text) == expected
    assert str(expected) == text
    opposite = -expected
    assert (opposite.count, opposite.unit) == (0 - expected.count, expected.unit)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "10",
        "days",
        "ten days",
        "1 days",
        "2 day",
        "0 day",
        "-1 weeks",
        "01 days",
        "+1 day",
        "- 1 day",
        "1.5 days",
        "1  day",
        " 1 day",
        "1 day ",
        "1 day\n",
        "1 Day",
        "1 workingday",
        "2 workings day",
        "3 fortnights",
        "61 years",
        "721 months",
        "99999 days",
        "100000 days",
        "١ day",
        "1 day or 2 days",
    ],
)
def test_a_bad_term_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"term|longer|write") as refused:
        Term.parse(text)
    assert repr(text) in str(refused.value)


@pytest.mark.parametrize("text", ["2026-11-23", "2028-02-29", str(EARLIEST), str(LATEST)])
def test_a_date_is_read(text: str) -> None:
    assert str(read_day(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-02-29",
        "2026-13-01",
        "26-11-23",
        "2026-1-1",
        "20261123",
        "2026-W48-1",
        "23-11-2026",
        "1899-12-31",
        "2201-01-01",
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_day(text) is None


def test_a_period_is_half_open() -> None:
    period = Period(date(2026, 1, 1), date(2026, 2, 1))
    assert date(2026, 1, 1) in period
    assert date(2026, 2, 1) not in period
    assert not period.overlaps(Period(date(2026, 2, 1), None))
    assert period.overlaps(Period(None, date(2026, 1, 2)))
    assert not period.overlaps(Period(None, date(2026, 1, 1)))
    with pytest.raises(ValueError, match="must end after"):
        Period(date(2026, 1, 1), date(2026, 1, 1))

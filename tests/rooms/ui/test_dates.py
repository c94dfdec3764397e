"""Dutch words for days, and reading the days that people type."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landing.ui import dates
from landing.ui.fields import read_date

DAY = dt.date(2026, 11, 27)


def test_a_day_reads_in_full_in_short_and_without_the_year():
    assert dates.long_date(DAY) == "vrijdag 27 november 2026"
    assert dates.long_date(DAY, year=False) == "vrijdag 27 november"
    assert dates.short_date(dt.date(2026, 3, 1)) == "1 mrt 2026"


def test_a_moment_in_utc_reads_as_the_clock_on_the_wall_in_the_netherlands():
    moment = dt.datetime(2026, 7, 31, 22, 30, tzinfo=dt.UTC)
    assert dates.long_moment(moment) == "zaterdag 1 augustus 2026 om 0.30 uur"


@pytest.mark.parametrize(
    ("days", "words"),
    [(-5, "5 dagen te laat"), (-1, "1 dag te laat"), (0, "vandaag"), (1, "morgen"), (2, "over 2 dagen")],
)
def test_a_deadline_says_how_far_it_is(days, words):
    assert dates.relative_days(DAY + dt.timedelta(days), DAY) == words


@pytest.mark.parametrize(
    ("days", "length"),
    [
        (60, "60 dagen"),
        (61, "2 maanden"),
        (91, "2 maanden"),
        (92, "3 maanden"),
        (364, "11 maanden"),
        (365, "12 maanden"),
        (729, "23 maanden"),
        (730, "2 jaar"),
        (1095, "2 jaar"),
        (1096, "3 jaar"),
        (2201, "6 jaar"),
    ],
)
def test_what_is_long_past_is_told_in_months_and_then_in_years(days, length):
    assert dates.relative_days(DAY - dt.timedelta(days), DAY) == f"{length} te laat"
    assert dates.relative_days(DAY - dt.timedelta(days), DAY, deadline=False) == f"{length} geleden"


def test_more_than_sixty_days_are_never_told_as_one_month():
    assert dates.relative_days(dt.date(2026, 7, 1), dt.date(2026, 8, 31)) == "2 maanden te laat"


def test_a_day_that_is_no_deadline_is_never_late():
    assert dates.relative_days(DAY - dt.timedelta(1), DAY, deadline=False) == "gisteren"
    assert dates.relative_days(DAY - dt.timedelta(9), DAY, deadline=False) == "9 dagen geleden"


@pytest.mark.parametrize(
    "typed",
    ["27-11-2026", "27-11-26", "27/11/2026", "27.11.2026", "27 11 2026", "27 november 2026", "27 Nov 2026",
     "27 nov. 26", "vrijdag 27 november 2026", "vr 27 nov 2026", "2026-11-27", "  27  november  2026 "],
)  # fmt: skip
def test_a_typed_day_is_understood(typed):
    assert read_date(typed) == DAY


@pytest.mark.parametrize(
    "typed", ["31-02-2026", "november 2026", "27 brumaire 2026", "morgen", "27-11", "11/27/2026", ""]
)
def test_what_is_no_day_is_refused(typed):
    with pytest.raises(ValueError):
        read_date(typed)


def test_a_birthday_with_two_digits_is_refused_because_it_could_be_two_centuries():
    with pytest.raises(ValueError, match="two digits"):
        read_date("3-2-58", four_digit_year=True)
    assert read_date("3-2-1958", four_digit_year=True) == dt.date(1958, 2, 3)


@given(st.dates(min_value=dt.date(1900, 1, 1)))
def test_every_day_that_is_written_can_be_read_back(day):
    assert read_date(dates.long_date(day)) == day
    assert read_date(dates.short_date(day)) == day
    assert read_date(day.isoformat()) == day

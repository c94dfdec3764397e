"""Words for dates, times and distances in days, in the language of the page; no clock and no locale files.

english: whether they are in English, from a list that asked ``in_english`` once for all its rows; None asks it now.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from landing.core import english as in_words
from landing.ui import languages

WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
SHORT_MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


def in_english() -> bool:
    """Whether the page of now is in English; any other language reads its days in Dutch."""
    return languages.current().code == "en"


def local_date(value: dt.date | dt.datetime) -> dt.date:
    """Return the calendar day of `value`; an aware moment counts as the day it is in the Netherlands."""
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def long_date(value: dt.date | dt.datetime, *, year: bool = True, english: bool | None = None) -> str:
    """Write a day in full: "vrijdag 27 november 2026", or without the year."""
    day = local_date(value)
    if in_english() if english is None else english:
        return in_words.weekday_text(day, year=year)
    words = f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
    return f"{words} {day.year}" if year else words


def short_date(value: dt.date | dt.datetime, *, english: bool | None = None) -> str:
    """Write a day briefly, for tables: "27 nov 2026"."""
    day = local_date(value)
    if in_english() if english is None else english:
        return in_words.short_text(day)
    return f"{day.day} {SHORT_MONTHS[day.month - 1]} {day.year}"


def clock_time(value: dt.datetime | dt.time) -> str:
    """Write a time the Dutch way: "10.00 uur"."""
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    if in_english():
        return in_words.time_text(value.hour, value.minute)
    return f"{value.hour}.{value.minute:02d} uur"


def long_moment(value: dt.datetime) -> str:
    """Write a moment in full: "vrijdag 27 november 2026 om 10.00 uur"."""
    return f"{long_date(value)} {'at' if in_english() else 'om'} {clock_time(value)}"


def days_from(value: dt.date | dt.datetime, today: dt.date) -> int:
    """Count the days from `today` to `value`; negative when `value` lies in the past."""
    return (local_date(value) - local_date(today)).days


def relative_days(
    value: dt.date | dt.datetime, today: dt.date, *, deadline: bool = True, english: bool | None = None
) -> str:
    """Say how far a day is from `today` in words.

    A deadline that has passed reads "5 dagen te laat"; any other past day reads "5 dagen geleden". Longer than 60 days
    is told in whole months, longer than two years in whole years: nobody weighs 2201 days.
    """
    days = days_from(value, today)
    if in_english() if english is None else english:
        return in_words.days_text(days, deadline=deadline)
    if days == 0:
        return "vandaag"
    if days == 1:
        return "morgen"
    if days > 1:
        return f"over {days} dagen"
    if days == -1:
        return "1 dag te laat" if deadline else "gisteren"
    day, now = local_date(value), local_date(today)
    months = (now.year - day.year) * 12 + now.month - day.month - (now.day < day.day)
    if -days <= 60:
        length = f"{-days} dagen"
    elif months < 24:
        length = f"{max(months, 2)} maanden"  # from 1 July to 31 August is 61 days, but no second month yet
    else:
        length = f"{months // 12} jaar"
    return f"{length} te laat" if deadline else f"{length} geleden"

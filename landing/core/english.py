"""Dates and distances in plain English (A2), for the pages of a person who reads English."""

from datetime import date

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def day_text(day: date) -> str:
    """``1 December 2026``"""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def weekday_text(day: date, *, year: bool = True) -> str:
    """``Tuesday 1 December 2026``, or without the year."""
    words = f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
    return f"{words} {day.year}" if year else words


def short_text(day: date) -> str:
    """``1 Dec 2026``"""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def time_text(hour: int, minute: int) -> str:
    """``14:05``: the clock of 24 hours, as it stands on letters and stations here."""
    return f"{hour}:{minute:02d}"


def days_text(days: int, *, deadline: bool) -> str:
    """How far a day is: ``in 3 days``, ``5 days late`` (a deadline) or ``5 days ago``."""
    if days >= 0:
        return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")
    if days == -1 and not deadline:
        return "yesterday"
    number, unit = (-days, "day") if days >= -60 else (-days // 30, "month") if days >= -730 else (-days // 365, "year")
    return f"{number} {unit}{'' if number == 1 else 's'} {'late' if deadline else 'ago'}"

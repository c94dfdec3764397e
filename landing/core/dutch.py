"""Dates, terms, amounts of things and lists in plain Dutch (B1)."""

from collections.abc import Sequence
from datetime import date

from landing.core.periods import Term

WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
MONTHS = (
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
_NUMBERS = (
    "nul één twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien"
    " achttien negentien twintig"
).split()
_UNITS = {
    "day": ("dag", "dagen"),
    "week": ("week", "weken"),
    "month": ("maand", "maanden"),
    "year": ("jaar", "jaar"),
    "working day": ("werkdag", "werkdagen"),
}


def day_text(day: date) -> str:
    """``1 december 2026``"""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def weekday_text(day: date) -> str:
    """``dinsdag 1 december 2026``"""
    return f"{WEEKDAYS[day.weekday()]} {day_text(day)}"


def number_text(number: int) -> str:
    """Numbers up to twenty as a word, higher ones in digits."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else str(number)


def counted(number: int, one: str, many: str) -> str:
    """``één regel``, ``drie regels``"""
    return f"{number_text(number)} {one if number == 1 else many}"


def term_text(term: Term) -> str:
    """How long a term is, without its direction: ``zes maanden``, ``één werkdag``."""
    return counted(abs(term.count), *_UNITS[term.unit])


def every_text(term: Term) -> str:
    """``elke week``, ``elk jaar``, ``elke drie maanden``"""
    one, _ = _UNITS[term.unit]
    if abs(term.count) == 1:
        return f"{'elk' if one == 'jaar' else 'elke'} {one}"
    return f"elke {term_text(term)}"


def from_text(term: Term, noun: str, start: date) -> str:
    """``zes maanden voor de streefdatum (1 juni 2027)``"""
    if term.count == 0:
        return f"op de dag van {noun} ({day_text(start)})"
    return f"{term_text(term)} {'voor' if term.count < 0 else 'na'} {noun} ({day_text(start)})"


def listed(words: Sequence[str], last: str = "en") -> str:
    """``a``, ``a en b``, ``a, b en c``"""
    said = [str(word) for word in words]  # a text may be one that is looked up only now, in the language of the reader
    if len(said) < 2:
        return "".join(said)
    return f"{', '.join(said[:-1])} {last} {said[-1]}"


def capital(text: str) -> str:
    """The text with its first letter as a capital."""
    # Dutch writes no accents on a capital "één".
    return "Eén" + text[3:] if text.startswith("één") else text[:1].upper() + text[1:]

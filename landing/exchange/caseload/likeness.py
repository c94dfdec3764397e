"""Possibly the same people: in two lists, or in a list and in the database. A person decides; this only offers.

It scales by buckets: only people with the same birth date, or with the same name, are compared with each other.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from landing.exchange.caseload.grid import Progress

SAME, MAYBE = "same", "maybe"
SPELLED_OUT = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
MOST_PER_ROW = 5
NEAR_YEARS = range(-100, 101)


@dataclass(frozen=True)
class Person:
    """Somebody to compare. `external_id` only counts against people from the same source: leave it "" otherwise."""

    key: Hashable
    given_name: str
    surname: str
    birth_date: date | None = None
    infix: str = ""
    preferred_name: str = ""
    external_id: str = ""


@dataclass(frozen=True)
class Likeness:
    """A row that may be somebody who exists. `degree` is `same` or `maybe`, `score` from 0 to 100."""

    row_key: Hashable
    person_key: Hashable
    degree: str
    score: int
    reasons_nl: tuple[str, ...]


@lru_cache(maxsize=200_000)
def plain_name(text: str) -> str:
    """Small letters only, without accents, spaces, hyphens and apostrophes; a lost letter stays as "?"."""
    spelled = unicodedata.normalize("NFKD", text.casefold().translate(SPELLED_OUT).replace("\ufffd", "?"))
    return re.sub(r"[^a-z?]", "", "".join(letter for letter in spelled if not unicodedata.combining(letter))) or re.sub(
        r"\s", "", text.casefold()
    )


def name_key(given_name: object, surname: object) -> str:
    """One text for a whole name, to find equal names. The infix does not count: it is often in another place."""
    return f"{plain_name(str(given_name or ''))}|{plain_name(str(surname or ''))}"


@lru_cache(maxsize=100_000)
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile("".join("[a-z?]{1,2}" if letter == "?" else re.escape(letter) for letter in text))


@lru_cache(maxsize=400_000)
def _equal(one: str, other: str) -> bool:
    """Equal, where "?" stands for any letter (or two: æ), as long as enough letters are left to compare."""
    if one == other:
        return bool(one)
    for pattern, text in ((one, other), (other, one)):
        if "?" in pattern and len(pattern) - pattern.count("?") >= 2 and _pattern(pattern).fullmatch(text):
            return True
    return False


@lru_cache(maxsize=400_000)
def _one_off(one: str, other: str) -> bool:
    """Whether one letter was changed, added, left out or swapped with the next, in names of four letters or more."""
    if abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < 4 or one == other:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest_one, rest_other = one[start:], other[start:]
    if rest_one[1:] == rest_other[1:] or rest_one[1:] == rest_other or rest_one == rest_other[1:]:
        return True
    return len(one) == len(other) and rest_one[:2] == rest_other[1::-1] and rest_one[2:] == rest_other[2:]


def _given(row: Person, person: Person) -> tuple[int, str]:
    """How alike the given names are: 3 equal, 2 preferred name, initials or one letter off, 1 one of them unknown."""
    one, other = plain_name(row.given_name), plain_name(person.given_name)
    if _equal(one, other):
        return 3, "dezelfde voornaam"
    preferred = {plain_name(name) for name in (row.preferred_name, person.preferred_name) if name}
    if one in preferred or other in preferred:
        return 2, "de voornaam is de roepnaam van de ander"
    if not one or not other:
        return 1, "bij één van de twee is geen voornaam bekend"
    if one[0] == other[0] and (len(one) == 1 or len(other) == 1 or "." in row.given_name or "." in person.given_name):
        return 2, "de voorletter past bij de voornaam"
    if _one_off(one, other):
        return 2, "de voornaam verschilt één letter"
    if one[0] == other[0] and one[0] != "?" and (one.startswith(other) or other.startswith(one)):
        return 2, "de ene voornaam is het begin van de andere"
    return 0, ""


def _surname(row: Person, person: Person) -> tuple[int, str]:
    """How alike the surnames are: 3 equal, 2 nearly (one letter, or one is part of a double name)."""
    one, other = plain_name(row.surname), plain_name(person.surname)
    if _equal(one, other):
        return 3, "dezelfde achternaam"
    if _equal(plain_name(row.infix + row.surname), plain_name(person.infix + person.surname)):
        return 3, "dezelfde achternaam"
    if _one_off(one, other):
        return 2, "de achternaam verschilt één letter"
    parts = {plain_name(part) for part in re.split(r"[-\s]+", row.surname) if len(part) > 2}
    others = {plain_name(part) for part in re.split(r"[-\s]+", person.surname) if len(part) > 2}
    if parts & others and len(parts) != len(others):
        return 2, "de ene achternaam is een deel van de andere"
    return 0, ""


def near_dates(day: date) -> dict[date, str]:
    """The dates that a slip of the pen makes of this one: day and month swapped, or one digit other; with the reason."""
    near: dict[date, str] = {}
    written = f"{day.day:02d}{day.month:02d}{day.year:04d}"
    for place in range(8):
        for digit in "0123456789":
            if digit != written[place]:
                made = written[:place] + digit + written[place + 1 :]
                number, month, year = int(made[:2]), int(made[2:4]), int(made[4:])
                if (
                    1 <= month <= 12
                    and year >= 1
                    and year - day.year in NEAR_YEARS
                    and 1 <= number <= calendar.monthrange(year, month)[1]
                ):
                    near[date(year, month, number)] = "de geboortedatum verschilt één cijfer"
    if day.day <= 12 and day.day != day.month:
        near[date(day.year, day.day, day.month)] = "dag en maand van de geboortedatum zijn omgewisseld"
    return near


class _People:
    """The existing people in buckets: by birth date, by whole name, by number of the source."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.by_birth: dict[date, list[Person]] = defaultdict(list)
        self.by_name: dict[str, dict[date | None, list[Person]]] = defaultdict(lambda: defaultdict(list))
        self.by_number: dict[str, list[Person]] = defaultdict(list)
        for person in people:
            if person.birth_date:
                self.by_birth[person.birth_date].append(person)
            self.by_name[name_key(person.given_name, person.surname)][person.birth_date].append(person)
            if person.external_id:
                self.by_number[person.external_id.casefold()].append(person)


def _same_birth(row: Person, person: Person) -> Likeness | None:
    surname, surname_reason = _surname(row, person)
    given, given_reason = _given(row, person)
    born = "dezelfde geboortedatum"
    if surname == 3 and given == 3:
        lost = "?" in row.given_name + row.surname + person.given_name + person.surname
        reasons = ("dezelfde naam (verloren letters niet meegeteld)" if lost else "dezelfde naam", born)
        return Likeness(row.key, person.key, SAME, 95 if lost else 100, reasons)
    if surname >= 2 and given >= 2:
        return Likeness(row.key, person.key, MAYBE, 60 + 5 * (surname + given), (surname_reason, given_reason, born))
    if surname == 3 and given == 1:
        return Likeness(row.key, person.key, MAYBE, 60, (surname_reason, given_reason, born))
    if (
        row.given_name
        and _equal(plain_name(row.given_name), plain_name(person.surname))
        and _equal(plain_name(row.surname), plain_name(person.given_name))
    ):
        return Likeness(row.key, person.key, MAYBE, 85, ("voornaam en achternaam zijn omgewisseld", born))
    return None


def _other_birth(row: Person, people: _People) -> Iterable[Likeness]:
    """The same name with a birth date that is missing or has a slip of the pen."""
    named = people.by_name.get(name_key(row.given_name, row.surname))
    if row.birth_date is None:
        for person in (p for bucket in (named or {}).values() for p in bucket):
            yield Likeness(row.key, person.key, MAYBE, 50, ("dezelfde naam", "een geboortedatum ontbreekt"))
        return
    lost = "?" in plain_name(row.given_name) + plain_name(row.surname)
    if not named and not lost:
        return
    for person in (named or {}).get(None, ()):
        yield Likeness(row.key, person.key, MAYBE, 50, ("dezelfde naam", "een geboortedatum ontbreekt"))
    for day, reason in near_dates(row.birth_date).items():
        bucket = people.by_birth.get(day, ()) if lost else (named or {}).get(day, ())
        for person in bucket:
            if not lost or (_surname(row, person)[0] == 3 and _given(row, person)[0] == 3):
                yield Likeness(row.key, person.key, MAYBE, 75, ("dezelfde naam", reason))


def _same_number(row: Person, people: _People) -> Iterable[Likeness]:
    for person in people.by_number.get(row.external_id.casefold(), ()) if row.external_id else ():
        if _surname(row, person)[0] >= 2 or _given(row, person)[0] == 3:
            yield Likeness(row.key, person.key, SAME, 100, ("hetzelfde cliëntnummer", "een naam die past"))
        else:
            yield Likeness(row.key, person.key, MAYBE, 70, ("hetzelfde cliëntnummer, maar een andere naam",))


def _for_row(row: Person, people: _People, most: int) -> list[Likeness]:
    found: dict[Hashable, Likeness] = {}
    same_day = people.by_birth.get(row.birth_date, ()) if row.birth_date else ()
    offered = [_same_birth(row, person) for person in same_day]
    for likeness in [*_same_number(row, people), *offered, *_other_birth(row, people)]:
        if likeness and (likeness.person_key not in found or found[likeness.person_key].score < likeness.score):
            found[likeness.person_key] = likeness
    return sorted(found.values(), key=lambda likeness: -likeness.score)[:most]


def find_likeness(
    rows: Iterable[Person],
    people: Iterable[Person],
    *,
    most_per_row: int = MOST_PER_ROW,
    progress: Progress | None = None,
) -> list[Likeness]:
    """For every row the existing people it may be, best first, at most `most_per_row` of them."""
    buckets = _People(people)
    wanted = list(rows)
    found: list[Likeness] = []
    for done, row in enumerate(wanted, start=1):
        found.extend(_for_row(row, buckets, most_per_row))
        if progress and (done % 500 == 0 or done == len(wanted)):
            progress(done, len(wanted))
    return found

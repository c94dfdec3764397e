"""The citizen service number: checked, kept sealed, shown masked, and never needed (AP: only by a law)."""

from __future__ import annotations

from landing.people import sealing
from landing.people.models import CitizenNumber, Person

WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def plain_number(typed: str) -> str:
    """The nine digits of what somebody typed, with a zero before a number of eight; or an empty text."""
    digits = "".join(letter for letter in typed if letter not in " .-")
    if not digits.isascii() or not digits.isdecimal() or len(digits) not in (8, 9):
        return ""
    return digits.zfill(9)


def is_bsn(digits: str) -> bool:
    """Whether nine digits pass the eleven test; nine zeroes are no number."""
    if len(digits) != 9 or not digits.isdecimal() or digits == "000000000":
        return False
    return sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True)) % 11 == 0


def row_of(person: Person) -> str:
    """For which row a number is sealed: it opens for no other person."""
    return f"people.CitizenNumber:{person.key}"


def opened(number: CitizenNumber) -> str:
    """The number itself. Raises sealing.CannotOpen. Who calls this has checked who is looking."""
    return sealing.unseal(number.sealed, row_of(number.person))


def masked(digits: str) -> str:
    """The number as it may stand on a screen: only the last three digits."""
    return "•" * 6 + digits[-3:]

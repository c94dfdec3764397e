"""Many made persons at once, who share carers, organisations, a peer worker and who is near them."""

from __future__ import annotations

import os
import re
from datetime import timedelta

from tests.cast import NOW, Cast, Subject
from tests.rooms.rights.conftest import fill, fill_plan

_LETTERS = "abcdefghij"
_TEXT = re.compile(rb"zqk([a-z]+?)x([a-z]+?)zz", re.IGNORECASE)


def how_many(usual: int, whole: int) -> int:
    """``usual`` persons in ./test; with LANDING_RECORDS so many, and never more than the programme asks."""
    return min(int(os.environ.get("LANDING_RECORDS", str(usual))), whole)


def bsn(number: int) -> str:
    """A made number that passes the eleven test and is of nobody: they begin with 9999."""
    while True:
        digits = f"9999{number:05d}"
        weighed = sum(int(digit) * weight for digit, weight in zip(digits[:8], range(9, 1, -1), strict=True))
        if (weighed - int(digits[8])) % 11 == 0:
            return digits
        number += 1


def many(cast: Cast, number: int) -> list[Subject]:
    """So many persons of one house with a row in every table, who asked to be erased; each has an account, ``client.`` and
    the code.
    """
    from landing.people import models as people
    from landing.rights.request_models import RightsRequest

    made, then = [], NOW - timedelta(days=20)
    for at in range(number):
        code = "m" + "".join(_LETTERS[int(digit)] for digit in f"{at:03d}")
        subject = cast.add(code, client=f"client.{code}")
        fill(cast, subject, bsn(1000 + 20 * at))
        fill_plan(subject.person, code)
        # One close one with an account of its own, who is near all of them.
        people.Bond.objects.create(
            person=subject.person, kind="close_one", worker=cast.home.workers["close_one"], from_date=NOW.date()
        )
        RightsRequest.objects.create(
            person=subject.person, kind="erasure", state="granted", asked_at=then, asked_by="x", asked_role="client",
            due_on=NOW.date(), decided_at=then, decided_by="Pri Vacystra", decided_role="privacy_officer",
        )  # fmt: skip
        made.append(subject)
    return made


def texts_in(content: bytes) -> dict[str, set[str]]:
    """Which texts of whom stand in an answer: {code: {what, …}}."""
    found: dict[str, set[str]] = {}
    for code, what in _TEXT.findall(content.lower()):
        found.setdefault(code.decode(), set()).add(what.decode())
    return found

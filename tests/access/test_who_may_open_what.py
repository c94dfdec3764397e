"""Every address × every role × every relation to a person × every method, made from the addresses themselves (T1, T11).

What is expected stands in ``matrix.yaml``, reviewed by people; whom somebody may see stands in ``tests/cast.py``.
Neither is asked of the product, so a fault in the product's own access rules cannot hide itself here.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection

from tests.access.logged import logged
from tests.access.matrix import ADD_A_ROW, addresses_now, rows
from tests.access.walk import LOGGED_OUT, Walk
from tests.cast import ROLES, Cast

# The eleven roles, nobody at all, and those who are easily forgotten: who left, who never had a place, next door.
WALKERS = (*ROLES, LOGGED_OUT, "former_worker", "nobody", "colleague", "neighbours.coordinator", "neighbours.client")


def faults_of(found: list[str], limit: int = 25) -> str:
    """A readable message: the first faults, and how many more."""
    more = f"\n… and {len(found) - limit} more" if len(found) > limit else ""
    return f"{len(found)} faults\n" + "\n".join(found[:limit]) + more


def asked_today() -> set[str]:
    """On PostgreSQL six walkers a day by the date, always a client and a carer among them; ``MATRIX=all`` sends all."""
    if os.environ.get("MATRIX") == "all":
        return set(WALKERS)
    others = sorted(set(WALKERS) - {"client", "support_worker"})
    chosen = random.Random(date.today().toordinal()).sample(others, 4)  # noqa: S311, DTZ011  (a choice of tests)
    return {"client", "support_worker", *chosen}


@pytest.mark.parametrize("who", WALKERS)
def test_each_address_answers_this_person_as_the_matrix_says(
    cast: Cast, who: str, record_property: Callable[[str, object], None], capsys: pytest.CaptureFixture[str]
) -> None:
    if connection.vendor == "postgresql" and who not in asked_today():
        pytest.skip(
            "PostgreSQL answers the same policy, which SQLite is asked whole: six walkers a day (MATRIX=all sends all)"
        )
    with logged() as log:
        walk = Walk(cast, who).everything()
    record_property("requests", walk.asked)
    with capsys.disabled():
        print(f"\n  access matrix: {who}: {walk.asked} requests", end="")
    assert walk.asked > 100, "nothing was asked"
    assert not walk.faults, faults_of(walk.faults)
    told = log.getvalue()
    assert "Method Not Allowed" in told, "nothing was logged, so that a clean log would mean nothing"
    spoken_of = [
        code for code, subject in cast.subjects.items() if f"zqk{code}x" in told.lower() or str(subject.key) in told
    ]
    assert not spoken_of, f"the log holds names or keys of {spoken_of}"


def test_every_address_has_a_reviewed_row() -> None:
    missing = [address for address in addresses_now() if address.name not in rows()]
    assert not missing, "\n".join(
        ADD_A_ROW.format(
            name=address.name, path=address.path, methods=f"[{', '.join(address.policy.methods)}]",
            about="true" if address.policy.about_a_person else "false",
        )
        for address in missing
    )  # fmt: skip


def test_every_row_is_of_an_address_that_exists() -> None:
    gone = sorted(set(rows()) - {address.name for address in addresses_now()})
    assert not gone, f"matrix.yaml has rows of addresses that no longer exist; take them out: {gone}"


def test_the_guard_in_the_code_says_what_the_row_says() -> None:
    faults = []
    for address in addresses_now():
        row, policy = rows().get(address.name), address.policy
        assert policy is not None, f"'{address.name}' does not say who may open it"
        if row is None:
            continue
        roles = None if policy.roles is None else frozenset(str(role) for role in policy.roles)
        if roles != row.roles:
            faults.append(f"{address.name}: the code opens it to {sorted(roles or ['everyone'])}, "
                          f"the row to {sorted(row.roles or ['everyone'])}")  # fmt: skip
        if set(policy.methods) != set(row.methods):
            faults.append(f"{address.name}: the code allows {policy.methods}, the row {row.methods}")
        if policy.about_a_person != row.about_a_person:
            faults.append(f"{address.name}: about_a_person is {policy.about_a_person} in the code")
    assert not faults, "a change of who may open what needs a change of matrix.yaml\n" + "\n".join(faults)


def test_every_address_with_a_person_in_it_says_so() -> None:
    named = [address.name for address in addresses_now() if "key" in address.arguments]
    silent = [
        a.name
        for a in addresses_now()
        if a.name in named and a.path.startswith("clienten/") and not a.policy.about_a_person
    ]
    assert not silent, f"these addresses name a person and do not say so (about_a_person=True): {silent}"


def test_no_address_holds_a_running_number_of_a_person() -> None:
    numbered = [a.path for a in addresses_now() if "<int:key>" in a.path or "<int:person" in a.path]
    assert not numbered, f"a running number can be counted on; use the key: {numbered}"


def test_every_row_says_who_and_why_in_a_sentence() -> None:
    short = [name for name, row in rows().items() if len(row.who.split()) < 3 or len(row.why.split()) < 4]
    assert not short, f"say who may open it and why in a sentence: {short}"

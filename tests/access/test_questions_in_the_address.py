"""Search, filter, sort, paging and export are where scoping is forgotten: each parameter that a page asks for is tried.

The parameters are found by listening to the views, so a new one is tried without anybody adding it here.
"""

from __future__ import annotations

from urllib.parse import quote, quote_plus

import pytest
from django.utils.html import escape

from tests.access import answers, arguments
from tests.access.logged import logged
from tests.access.matrix import addresses_now
from tests.access.test_who_may_open_what import faults_of
from tests.access.walk import LOGGED_OUT, Walk, listening
from tests.cast import NO_SUCH_KEY, Cast, canary

WHO = ("client", "support_worker", "coordinator", "administrator", LOGGED_OUT)
# Where a page goes on: a number here is a place in one's own list and not somebody's number.
PAGING = {"versie", "na", "vanaf"}
# One at a time, because the first parameter that trips would hide the next; the rest in all parameters at once.
ONE_BY_ONE = ("\x00", "²", "9" * 25)
ALL_AT_ONCE = (
    "-1",
    "0",
    "' OR 1=1 --",
    "é" * 300,
    "2026-13-45",
    "../../etc",
    "~²",
    "2026-01-01.²",
    "=1+1",
    "%",
    "_",
    "1e9",
)


def pages(walk: Walk) -> list[tuple[str, str]]:
    """The pages with persons that this viewer may open (for the anonymous viewer: those open to all): (name, url)."""
    found = []
    for address in addresses_now():
        policy = address.policy
        public = policy.roles is None
        if "GET" not in policy.methods or public is walk.logged_in or (not public and walk.role not in policy.roles):
            continue
        if not arguments.is_about_somebody(address) or walk.sees(address, "aziza"):
            found.append((address.name, arguments.url(walk.cast, address, "aziza")))
    return found


def parameters(walk: Walk, url: str) -> set[str]:
    """What a page asks of its address, also once the first answers are given."""
    known: set[str] = set()
    for _ in range(2):
        with listening() as asked:
            walk.ask("GET", url, dict.fromkeys(known, "1"))
        if asked <= known:
            break
        known |= asked
    return known


@pytest.mark.parametrize("who", WHO)
def test_no_question_in_the_address_shows_or_betrays_a_foreign_person(cast: Cast, who: str) -> None:
    with logged():
        walk = Walk(cast, who)
        tried = [f"{name}?{parameter}" for name, url in pages(walk) for parameter in questions(walk, name, url)]
    assert not walk.faults, faults_of(walk.faults)
    assert tried or who in {"client", "administrator"}, "no page asked for a parameter: is anything heard?"


def questions(walk: Walk, name: str, url: str) -> set[str]:
    """Ask one page about foreign persons and nonsense in every parameter; returns the parameters."""
    found = parameters(walk, url)
    for parameter in sorted(found):
        for real, none in pairs(walk.cast) if walk.logged_in else ():
            where = f"GET {name}?{parameter}=<{'text' if real == 'zqkcora' else 'key or number'} of a foreign person>"
            looks = []
            for value in (real, none):
                response, body = walk.ask("GET", url, {parameter: value})
                walk.check(where, response, body, asked_for=value)
                looks.append(without_echo(answers.comparable(response, body, "no key"), real, none))
            position = parameter in PAGING and real.isdigit()
            if looks[0] != looks[1] and not position and not shares_number(walk, real):
                walk.fault(where, "is answered otherwise than a question about nobody")
        for value in ONE_BY_ONE:
            response, body = walk.ask("GET", url, {parameter: value})
            walk.check(f"GET {name}?{parameter}={value[:12]!r}", response, body)
    for value in ALL_AT_ONCE if found else ():
        response, body = walk.ask("GET", url, dict.fromkeys(found, value))
        walk.check(f"GET {name}?{'&'.join(sorted(found))}={value[:12]!r}", response, body)
    return found


def pairs(cast: Cast) -> list[tuple[str, str]]:
    """A question about somebody who exists elsewhere, and the same about nobody."""
    foreign, carer = cast.subjects["cora"], cast.neighbours.workers["support_worker"]
    return [
        ("zqkcora", "zqkniem"),
        (str(foreign.key), str(NO_SUCH_KEY)),
        (str(foreign.person.pk), "987654321"),
        (str(foreign.journey.pk), "987654321"),
        (str(carer.pk), "987654321"),
        (str(cast.strangers.organisations["municipality"].pk), "987654321"),
    ]


def without_echo(looks: tuple[object, ...], *values: str) -> str:
    """An answer with the questions themselves taken out, however they were written down.

    Both questions are taken out of both answers: a short number also stands in what has nothing to do with it.
    """
    text = repr(looks)
    for value in sorted(values, key=len, reverse=True):
        for form in {value, escape(value), quote(value), quote_plus(value)}:
            text = text.replace(form, "<asked>")
    return text


def shares_number(walk: Walk, value: str) -> bool:
    """Whether a number is also that of something this viewer may see (numbers of different tables overlap)."""
    if not value.isdigit():
        return False
    cast = walk.cast
    mine = [cast.subjects[code] for code in walk.may_see]
    own = {subject.person.pk for subject in mine} | {subject.journey.pk for subject in mine}
    own |= {bond.worker_id for subject in mine for bond in subject.bonds.values()}
    # Consent is asked for, and handed over to, any organisation of the region: those are no secret.
    own |= {found.pk for house in (cast.home, cast.neighbours) for found in house.organisations.values()}
    own |= {worker.pk for worker in cast.home.workers.values()}
    return int(value) in own


def test_listening_hears_what_a_page_asks(cast: Cast) -> None:
    walk = Walk(cast, "coordinator")
    heard = {name: parameters(walk, url) for name, url in pages(walk)}
    assert "zoek" in heard["desk:clients"], heard


def test_a_search_finds_the_own_person_so_that_finding_nobody_means_something(cast: Cast) -> None:
    walk = Walk(cast, "support_worker")
    address = next(address for address in addresses_now() if address.name == "desk:clients")
    _, body = walk.ask("GET", arguments.url(cast, address, "aziza"), {"zoek": "zqkaziza"})
    assert canary("aziza", "roep").encode() in body

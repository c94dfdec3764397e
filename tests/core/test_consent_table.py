"""Tables that differ a little from the country's own: walls, dates of rules and articles, and which of two flows speaks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from landing.core.consent.decide import decide
from landing.core.consent.request import Bond, Consent, Request, Subject, Viewer
from landing.core.consent.table import AccessTable, Wall
from tests.core.consenting import TABLE, TODAY

DAY = timedelta(days=1)
ASKED = Request(
    TODAY, Viewer("support_worker", "o1", "r1", "w1"), Subject("p1", "r1", "land"), "health", "support",
    bonds=(Bond("support_worker", date(2026, 1, 5), None, "w1"),),
)  # fmt: skip


def changed(flow_id: str = "support-worker-supports", **change: Any) -> AccessTable:
    """The table with one flow changed."""
    return replace(TABLE, flows=tuple(replace(flow, **change) if flow.id == flow_id else flow for flow in TABLE.flows))


def test_a_wall_stands_before_every_flow_even_one_that_would_open() -> None:
    source = TABLE.walls[0].source
    wall = Wall("new-wall", ("support_worker",), ("health",), "Dat is nooit nodig.", source, TODAY, "file", 1)
    walled = replace(TABLE, walls=(*TABLE.walls, wall))
    assert decide(TABLE, ASKED).allowed
    refused = decide(walled, ASKED)
    assert (refused.allowed, refused.code, refused.source) == (False, "never", source)
    assert refused.because[0]["text"] == "Dat is nooit nodig." and refused.would_be_allowed_with == []
    assert decide(walled, ASKED.about("plan")).allowed


def test_a_rule_holds_from_its_first_day_until_the_day_it_ends() -> None:
    table = changed(valid_from=TODAY, valid_to=TODAY + 2 * DAY)
    open_on = [day for day in range(-2, 4) if decide(table, replace(ASKED, today=TODAY + day * DAY)).allowed]
    assert open_on == [0, 1]
    assert decide(table, ASKED).expires_on == TODAY + 2 * DAY


def test_an_article_holds_from_its_first_day_until_the_day_it_ends() -> None:
    basis = replace(TABLE.bases["wmo-5-1-2"], from_day=TODAY, to_day=TODAY + 2 * DAY)
    table = replace(TABLE, bases={**TABLE.bases, basis.id: basis})
    days = [TODAY + number * DAY for number in range(-2, 4)]
    assert [basis.in_force(day) for day in days] == [basis.id in table.bases_in_force(day) for day in days]
    assert [decide(table, replace(ASKED, today=day)).allowed for day in days] == [
        False,
        False,
        True,
        True,
        False,
        False,
    ]
    assert decide(table, ASKED).expires_on == TODAY + 2 * DAY
    assert decide(table, replace(ASKED, today=days[-1])).code == "basis_not_in_force"


def test_an_article_that_consent_can_mend_is_mended_by_consent_that_covers_it() -> None:
    mending = replace(TABLE.bases["wmo-5-1-2"], from_day=None, consent_can_mend=True)
    table = replace(TABLE, bases={**TABLE.bases, mending.id: mending})
    assert decide(table, ASKED).code == "no_consent"
    consent = Consent("c", "o1", frozenset({"health"}), frozenset({"support"}), TODAY, TODAY + DAY)
    found = decide(table, replace(ASKED, consents=(consent,)))
    assert (found.allowed, found.basis, found.consent, found.expires_on) == (True, "consent", "c", TODAY + DAY)
    dead = replace(ASKED.person, deceased=True)
    assert decide(table, replace(ASKED, consents=(consent,), person=dead)).code == "basis_not_in_force"


def test_of_two_flows_the_one_that_holds_longest_speaks_and_of_equals_the_first() -> None:
    flow = TABLE.flow("support-worker-supports")
    second = replace(flow, id="second", valid_to=TODAY + 9 * DAY)
    short = replace(TABLE, flows=(second, *TABLE.flows))
    assert decide(short, ASKED).flow == flow.id and decide(short, ASKED).expires_on is None
    both = replace(TABLE, flows=(replace(second, valid_to=None), *TABLE.flows))
    assert decide(both, ASKED).flow == "second"


def test_of_two_consents_the_longest_is_used_and_of_equals_the_one_with_the_first_id() -> None:
    asked = ASKED.about("crisis_card")
    one = Consent("b", "o1", frozenset({"crisis_card"}), frozenset({"support"}), TODAY, TODAY + 5 * DAY)
    longer, equal = replace(one, id="c", to_date=TODAY + 9 * DAY), replace(one, id="a")
    assert decide(TABLE, replace(asked, consents=(one, longer, equal))).consent == "c"
    for order in ((one, equal), (equal, one)):
        assert decide(TABLE, replace(asked, consents=order)).consent == "a"


def test_words_that_nobody_knows_are_refused_and_never_an_error() -> None:
    for request in (
        ASKED.about("luck"), ASKED.about("health", "fun"), ASKED.about("health", "support", "sing"),
        replace(ASKED, viewer=replace(ASKED.viewer, role="boss")), replace(ASKED, person=replace(ASKED.person, phase="later")),
        replace(ASKED.about("luck", "fun", "sing"), person=replace(ASKED.person, frozen=True)),
    ):  # fmt: skip
        decision = decide(TABLE, request)
        assert (
            not decision.allowed
            and decision.because[0]["text"]
            and decision.shown_to_person.endswith("Dat mocht niet.")
        )

"""The lists, asked as kept questions: the ordinary answer for every viewer, filter and place in the list."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from landing.desk import list_reads, reads
from landing.desk.list_reads import PEOPLE_A_PAGE, After, Narrowing, as_many
from landing.people.kept_questions import Text
from landing.people.models import Organisation, Worker
from landing.route import rulebook
from landing.route.models import Due
from landing.route.reads import PHASES
from tests.cast import MAY_SEE, TODAY, Cast

pytestmark = pytest.mark.django_db
RANDOM = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
WHO = (
    "support_worker", "peer_worker", "coordinator", "process_director", "neighbours.coordinator", "strangers.coordinator",
    "client", "policy_officer", "nobody",
)  # fmt: skip


def narrowings() -> Any:
    """Every filter, each on or off, with values that are there and values that are not."""
    workers = list(Worker.objects.values_list("pk", flat=True))
    houses = list(Organisation.objects.values_list("pk", flat=True))
    rules = sorted(set(Due.objects.values_list("rule", flat=True)[:40])) or ["none"]
    words = some.sampled_from(["zqkaziza", "z", "%", "_", "é", "nobody"]).map(Text)
    return some.builds(
        Narrowing,
        whose=some.sampled_from(["all", "mine"]),
        phase=some.sampled_from(["", *PHASES]),
        due=some.sampled_from(["", "late", "soon"]),
        carer=some.none() | some.sampled_from(workers) | some.just(10**9),
        municipality=some.none() | some.sampled_from(houses) | some.just(10**9),
        words=some.lists(words, max_size=2).map(tuple),
        rules=some.none() | some.sets(some.sampled_from(rules), max_size=3).map(frozenset),
    )


def afters() -> Any:
    days = some.none() | some.integers(-500, 500).map(lambda days: TODAY + timedelta(days=days))
    return some.none() | some.builds(After, pk=some.integers(0, 2**40), day=days)


@RANDOM
@given(data=some.data())
def test_any_list_is_the_ordinary_answer(cast: Cast, data: some.DataObject) -> None:
    viewer = cast.viewer(data.draw(some.sampled_from(WHO)))
    viewer = replace(viewer, today=TODAY + timedelta(days=data.draw(some.integers(-200, 600))))
    narrowing, after = data.draw(narrowings()), data.draw(afters())
    soon = viewer.today + timedelta(days=data.draw(some.integers(0, 60)))
    dated = after if after is not None and after.day is not None else None
    named = data.draw(
        some.none() | some.builds(After, pk=some.integers(0, 99), name=some.sampled_from(["", "z"]).map(Text))
    )
    pressed = list_reads.pressed_people.rows(viewer, narrowing, soon, dated)
    assert pressed == list_reads.pressed_people.plain(viewer, narrowing, soon, dated)
    asked: list[tuple[Any, tuple[Any, ...]]] = [
        (list_reads.dues_by_day, (viewer, narrowing, soon, dated)),
        (list_reads.asking, (viewer, narrowing, after)),
        (list_reads.silent_people, (viewer, narrowing, after)),
        (list_reads.page_of_clients, (viewer, narrowing, soon, False, after)),
        (list_reads.page_of_clients, (viewer, narrowing, soon, True, named)),
        (list_reads.every_client, (viewer, narrowing, soon, False, None)),
    ]
    for question, given_ in asked:
        assert question.rows(*given_) == question.plain(*given_)
    for question, given_ in (
        (list_reads.some_dues, (viewer, narrowing, soon)), (list_reads.some_silent, (viewer, narrowing)),
    ):  # fmt: skip
        assert sorted(question.rows(*given_)) == sorted(question.plain(*given_))
    if pressed:
        journeys = as_many([row[0] for row in pressed], PEOPLE_A_PAGE)
        given_ = (viewer, journeys, narrowing.rules, soon)
        assert list_reads._dues_of.rows(*given_) == list_reads._dues_of.plain(*given_)


@pytest.mark.parametrize("who", WHO)
def test_a_list_holds_whom_one_may_see_and_nobody_else(cast: Cast, who: str) -> None:
    viewer, book = cast.viewer(who), rulebook.current("merwestreek")
    allowed = {cast.subject(code).key for code in MAY_SEE.get(who, frozenset())}
    seen = {row.person for row in reads.clients(viewer, book, reads.Filters()).rows}
    assert seen == allowed
    for found in (reads.tasks_by_person, reads.tasks_by_day, reads.questions):
        assert {row.person for row in found(viewer, book, reads.Filters()).rows} <= allowed


@pytest.mark.parametrize(
    "mark",
    ["2026-11-23.1", "2026-11-23~1", "~1", "5", "zqk~7", "\0~1", "9999-12-31.9", f"2026-11-23.{'9' * 30}", "²", "x.y", ".", "~",
     f"~{'9' * 15}", "2026-W01-1.3", "0001-01-01~1"],
)  # fmt: skip
@pytest.mark.parametrize("sort", ["next_due", "name"])
def test_any_place_in_a_list_gives_an_answer(cast: Cast, mark: str, sort: str) -> None:
    viewer, book = cast.viewer("coordinator"), rulebook.current("merwestreek")
    filters = reads.Filters(after=mark, sort=sort)
    for found in (reads.tasks_by_person, reads.tasks_by_day, reads.questions, reads.clients):
        assert found(viewer, book, filters).rows is not None
    assert reads.silent(viewer, book, filters).rows is not None


def test_every_length_of_a_page_is_one_question() -> None:
    assert as_many([3, 5], 4) == (3, 5, 5, 5)
    assert as_many([1], 1) == (1,)

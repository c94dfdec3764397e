"""The copy of what is due, brought in step for some journeys: those alone, and as if each were reckoned by itself."""

from __future__ import annotations

from typing import Any

import pytest

from landing.route import bulk, dues
from landing.route.models import Due, Journey
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db
SUMMARY = ("next_due_on", "next_due_rule", "recompute_on", "prepare_from", "move_from", "land_from", "rulebook")


def whole(pk: int) -> tuple[Any, Any]:
    """What is kept of a journey: its dues, and what stands with it."""
    rows = set(Due.objects.filter(journey=pk).values_list("rule", *dues.COLUMNS))
    return rows, Journey.objects.values_list(*SUMMARY).get(pk=pk)


def spoil(*journeys: int) -> None:
    """Leave journeys with a copy that is not in step."""
    Due.objects.filter(journey__in=journeys).delete()
    Journey.objects.filter(pk__in=journeys).update(next_due_on=None, next_due_rule="", rulebook="")


def test_the_journeys_named_are_mended_and_no_others(cast: Cast) -> None:
    own, far, left = (cast.subjects[code].journey.pk for code in ("aziza", "daan", "bram"))
    before = {pk: whole(pk) for pk in (own, far)}
    spoil(own, far, left)
    done = bulk.refresh_some([far, own], TODAY)
    assert done.journeys == 2
    assert done.rows == sum(len(rows) for rows, _ in before.values()) + 2
    assert {pk: whole(pk) for pk in (own, far)} == before
    assert not Due.objects.filter(journey=left).exists()


def test_each_region_keeps_its_own_rules(cast: Cast) -> None:
    ids = list(Journey.objects.values_list("pk", flat=True))
    assert Journey.objects.values("person__region").distinct().count() > 1
    before = {pk: whole(pk) for pk in ids}
    spoil(*ids)
    bulk.refresh_some(ids, TODAY)
    assert {pk: whole(pk) for pk in ids} == before


def test_again_writes_nothing_and_keys_come_in_any_order_and_number(cast: Cast) -> None:
    ids = list(Journey.objects.order_by("-pk").values_list("pk", flat=True))
    assert bulk.refresh_some(iter([*ids, *ids, 999_999_999]), TODAY) == bulk.Refreshed(len(ids), 0)
    assert bulk.refresh_some([], TODAY) == bulk.Refreshed(0, 0)


def test_it_goes_by_the_chunk(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "CHUNK", 2)
    ids = list(Journey.objects.values_list("pk", flat=True))
    assert len(ids) > 4
    before = {pk: whole(pk) for pk in ids}
    spoil(*ids)
    assert bulk.refresh_some(ids, TODAY).journeys == len(ids)
    assert {pk: whole(pk) for pk in ids} == before

"""What a change would do is reckoned once and leafed through: the same as without keeping, and nobody else's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from landing.route import actions, bulk, rule_actions, rule_effects, rule_reads, rulebook
from landing.route.models import RulebookChange
from tests.cast import TODAY, Cast

RULE = "tell-key-team"
TEXT = "- override: tell-key-team\n  because: Proef.\n  due: {from: [key_handover, move], offset: -3 working days}\n"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_cache() -> Any:
    caches["process"].clear()
    yield
    caches["process"].clear()


@pytest.fixture
def reckoned(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The regions that were reckoned, one for each time."""
    times: list[str] = []
    really = bulk.what_if

    def counting(region_code: str, *args: Any, **given: Any) -> bulk.WhatIf:
        times.append(region_code)
        return really(region_code, *args, **given)

    monkeypatch.setattr(bulk, "what_if", counting)
    return times


NATIONAL_RULE = "make-action-plan"
NATIONAL_TEXT = "- override: make-action-plan\n  because: Proef.\n  due: {from: [stay_start], offset: 500 days}\n"


def prepared(cast: Cast) -> RulebookChange:
    return rule_actions.prepare(viewer=cast.viewer("administrator"), rule=RULE, text=TEXT, because="Waarom.")


def preview(
    cast: Cast, change: RulebookChange, *, anew: bool = True, who: str = "administrator"
) -> rule_effects.Preview:
    viewer = cast.viewer(who)
    now = rulebook.current(viewer.region_code)
    return rule_effects.of(viewer, change, now, rule_reads.after_change(viewer, change), anew=anew)


def test_it_says_what_reckoning_says(cast: Cast) -> None:
    change = prepared(cast)
    said = bulk.what_if("merwestreek", rule_reads.after_change(cast.viewer("administrator"), change), TODAY)
    found = preview(cast, change)
    assert found.effects == len(said.effects) > 1
    assert found.part(0, 1_000) == said.effects
    assert found.part(1, 1) == said.effects[1:2]
    assert (found.journeys, found.counts) == (said.journeys, said.counts)
    assert found.affected == len(list(said.affected))
    assert found.totals == {"appears": 0, "vanishes": 0, "shifts": len(said.effects)}


def test_leafing_through_reckons_nothing_anew(cast: Cast, client: Client, reckoned: list[str]) -> None:
    address = reverse("route:rule_change", args=[prepared(cast).key])
    client.force_login(cast.accounts["administrator"])
    first = client.get(address)
    second = client.get(address, {"vanaf": "1"})
    assert reckoned == ["merwestreek"]
    assert second.context["effects"] == first.context["effects"]
    assert second.context["lines"] == first.context["lines"][1:]


def test_opening_it_again_reckons_anew_only_when_something_was_written(cast: Cast, reckoned: list[str]) -> None:
    change = prepared(cast)
    before = preview(cast, change)
    assert preview(cast, change) == before
    assert len(reckoned) == 1
    subject = cast.subjects["aziza"]
    actions.mark_step(viewer=cast.viewer("support_worker"), person_key=subject.key, rule=RULE, kind="done", on=TODAY)
    assert preview(cast, change, anew=False) == before
    assert len(reckoned) == 1
    after = preview(cast, change)
    assert len(reckoned) == 2
    assert {effect.journey for effect in before.part(0, 99)} - {effect.journey for effect in after.part(0, 99)} == {
        subject.journey.pk
    }


def test_each_region_version_and_day_is_reckoned_by_itself(cast: Cast, reckoned: list[str]) -> None:
    change = prepared(cast)
    own = preview(cast, change, anew=False)
    other = "strangers.administrator"
    foreign = rule_actions.prepare(viewer=cast.viewer(other), rule=NATIONAL_RULE, text=NATIONAL_TEXT, because="Waarom.")
    theirs = preview(cast, foreign, anew=False, who=other)
    assert len(set(reckoned)) == 2
    assert own.effects and theirs.effects
    assert not {effect.journey for effect in own.part(0, 99)} & {effect.journey for effect in theirs.part(0, 99)}
    change.version += 1
    preview(cast, change, anew=False)
    viewer = cast.viewer("administrator", today=TODAY + timedelta(days=1))
    after = rule_reads.after_change(viewer, change)
    rule_effects.of(viewer, change, rulebook.current(viewer.region_code), after, anew=False)
    assert len(reckoned) == 4


@pytest.mark.parametrize("who", ["coordinator", "client", "process_director", "strangers.administrator"])
def test_what_was_kept_is_for_the_administrator_of_the_region_alone(cast: Cast, who: str) -> None:
    change = prepared(cast)
    viewer = cast.viewer("administrator")
    now, after = rulebook.current(viewer.region_code), rule_reads.after_change(viewer, change)
    preview(cast, change)
    with pytest.raises(PermissionDenied):
        rule_effects.of(cast.viewer(who), change, now, after, anew=False)


def test_nothing_that_is_kept_names_anybody(cast: Cast) -> None:
    found = preview(cast, prepared(cast))
    assert all(isinstance(value, int) for column in found.columns for value in column)
    assert set(found.rules) == {RULE}

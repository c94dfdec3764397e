"""The copy of what is due, brought in step for some journeys: those alone, and as if each were reckoned by itself."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.utils import timezone

from landing.core.due.rules import Rulebook
from landing.route import answers, bulk, dues, rulebook
from landing.route.models import Due, Fact, Journey, RulebookChange
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


def put_live(text: str, rule: str = "tell-key-team") -> Rulebook:
    """Let a change hold without bringing anything in step; gives the rules of before."""
    before, now = rulebook.current("merwestreek"), timezone.now()
    RulebookChange.objects.create(
        region_code="merwestreek", rule=rule, text=text, because="Proef.", state=RulebookChange.State.LIVE,
        made_at=now, live_at=now,
    )  # fmt: skip
    return before


@pytest.mark.parametrize(
    "change",
    [
        "due: {from: [key_handover, move], offset: -3 working days}",
        "who: coordinator",
        "lead_time: 12 working days",
        "title: Een andere naam",
        "when: {fact: household, is: children}",
    ],
)
def test_after_a_changed_rule_everything_is_as_if_all_was_reckoned_anew(cast: Cast, change: str) -> None:
    stale, closed, late = (cast.subjects[code].journey.pk for code in ("bram", "cora", "eva"))
    spoil(stale)
    Journey.objects.filter(pk=closed).update(closed_on=TODAY)
    Journey.objects.filter(pk=late).update(recompute_on=TODAY)
    text = f"- override: tell-key-team\n  because: Proef.\n  {change}\n"
    done = bulk.refresh_changed("merwestreek", put_live(text), TODAY)
    assert done.journeys == Journey.objects.filter(person__region__code="merwestreek").count()
    assert bulk.refresh_all(TODAY, everything=True).rows == 0
    assert bulk.refresh_all(TODAY).journeys == 0


def test_a_changed_rule_reckons_whole_only_the_routes_that_it_changes(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = cast.subjects["aziza"].journey
    Fact.objects.filter(journey=left, kind__in=("key_handover", "move")).delete()
    bulk.refresh_some([left.pk], TODAY)
    whole_ones: list[int] = []
    really = bulk.refresh_some
    monkeypatch.setattr(bulk, "refresh_some", lambda ids, day: (whole_ones.extend(ids), really(ids, day))[1])
    text = (
        "- override: tell-key-team\n  because: Proef.\n  due: {from: [key_handover, move], offset: -3 working days}\n"
    )
    bulk.refresh_changed("merwestreek", put_live(text), TODAY)
    here = set(Journey.objects.filter(person__region__code="merwestreek").values_list("pk", flat=True))
    assert left.pk not in whole_ones
    assert set(whole_ones) == here - {left.pk}


def test_many_at_once_and_a_region_at_once_know_the_same(cast: Cast) -> None:
    ids = sorted(Journey.objects.filter(person__region__code="merwestreek").values_list("pk", flat=True))
    apart = answers.known_of(ids)
    together = {pk: what for known in answers.known_in_region("merwestreek", ids, size=2) for pk, what in known.items()}
    assert together == apart
    some = ids[1::2]
    assert list(answers.known_in_region("merwestreek", some, size=3)) == [
        answers.known_of(some[start : start + 3]) for start in range(0, len(some), 3)
    ]


def test_columns_and_one_by_one_agree_before_1970_and_far_ahead(cast: Cast) -> None:
    """The first due is found by one number for day and rule; days before 1970 are numbers below zero."""
    journey = cast.subjects["aziza"].journey.pk
    book = rulebook.current("merwestreek")
    known = answers.known_of([journey])
    for day in (date(1931, 5, 4), date(1969, 12, 31), date(2099, 3, 1)):
        known[journey].facts |= {"key_handover": day, "move": day + timedelta(days=1), "target_departure": day}
        (alone,) = answers.one_by_one(book, TODAY, known)
        (column,) = answers.by_columns(book, TODAY, known)
        assert column.summary == alone.summary
        assert set(column.rows) == set(alone.rows)


def by_chance(rng: Random, book: Rulebook) -> answers.Known:
    """What might be known of somebody: about half of the facts and a third of the steps."""
    facts: dict[str, Any] = {}
    for fact in book.facts.values():
        if rng.random() < 0.5:
            day = TODAY + timedelta(days=rng.randint(-700, 200))
            facts[fact.id] = day if fact.kind == "date" else rng.choice(list(fact.choices) or [True, False])
    done = {rule: TODAY - timedelta(days=rng.randint(0, 700)) for rule in book.rule_ids if rng.random() < 0.3}
    aside = {rule: TODAY - timedelta(days=rng.randint(0, 700)) for rule in book.rule_ids if rng.random() < 0.1}
    return answers.Known(facts, done, aside)


def test_one_rule_alone_says_what_it_says_among_all(cast: Cast) -> None:
    """A preview reads no more facts than the changed rules look at; none that matters may be left out."""
    book = rulebook.current("merwestreek")
    rng = Random(4)
    known = {pk: by_chance(rng, book) for pk in range(1, 60)}
    whole = {answer.journey: answer.rows for answer in answers.answers(book, TODAY, known)}
    for rule_id in book.rule_ids:
        others = tuple(rule for rule in book.rules if rule.id != rule_id)
        without = Rulebook(
            book.root, book.overlay, book.documents, book.facts, book.settings, book.gates, others, "without"
        )
        alone, nothing = bulk.only_differing(book, without)
        assert (set(alone.rule_ids), set(nothing.rule_ids)) == ({rule_id}, set())
        seen = {fact for rule in alone.rules for fact in answers.facts_of(rule)}
        narrow = {
            pk: answers.Known(
                {fact: value for fact, value in what.facts.items() if fact in seen},
                {rule: day for rule, day in what.done.items() if rule == rule_id},
                {rule: day for rule, day in what.set_aside.items() if rule == rule_id},
            )
            for pk, what in known.items()
        }
        for answer in answers.answers(alone, TODAY, narrow):
            assert answer.rows == [row for row in whole[answer.journey] if row.rule == rule_id]

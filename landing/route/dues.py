"""Keeps the copy of what is due in step with core.due: reckon, compare, write only what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from landing.core.due.reckon import DUE_SOON, OPEN, OVERDUE, WAITING, Reckoning
from landing.core.due.reckon import Due as DueRow
from landing.core.due.rules import Rulebook
from landing.route import reads, rulebook
from landing.route.models import Due, Journey

STATES = frozenset({OVERDUE, DUE_SOON, OPEN})
COLUMNS = ("who", "due_on", "latest_on", "lapses_on")


def row_of(book: Rulebook, today: date, found: DueRow) -> tuple[Any, ...]:
    """One due as the columns of the copy, in the order of COLUMNS."""
    version = book.version_on(found.rule_id, today)
    return version.who if version else "", found.due, found.latest_sensible, found.lapses_on


def is_kept(found: DueRow) -> bool:
    """Whether a due stands in the copy: it can be done now, and there is a day to do it by."""
    return found.state in STATES and (found.due is not None or found.latest_sensible is not None)


def asks(reckoning: Reckoning) -> str:
    """How many steps wait for which unknown fact, as it is kept with the journey."""
    return asks_text(Counter(fact for found in reckoning.dues if found.state == WAITING for fact in found.waits_for))


def asks_text(counts: Mapping[str, int]) -> str:
    """Fact to number as one text, in the order of the facts; the opposite of ``reads.asks_of``."""
    return ",".join(f"{fact}:{counts[fact]}" for fact in sorted(counts))


def refresh(journey: Journey, today: date) -> Reckoning:
    """Reckon one journey anew and bring its copy and its summary in step; writes only what changed."""
    region_code = journey.person.region.code
    book = rulebook.current(region_code)
    reckoning = reads.reckon(region_code, today, reads.known(journey.pk))
    wanted = {found.rule_id: row_of(book, today, found) for found in reckoning.dues if is_kept(found)}
    stored = {
        row[1]: (row[0], row[2:]) for row in Due.objects.filter(journey=journey).values_list("id", "rule", *COLUMNS)
    }
    gone = [pk for rule, (pk, _) in stored.items() if rule not in wanted]
    if gone:
        Due.objects.filter(pk__in=gone).delete()
    Due.objects.bulk_create(
        Due(journey=journey, rule=rule, **dict(zip(COLUMNS, row, strict=True)))
        for rule, row in wanted.items()
        if rule not in stored
    )
    changed = [
        Due(pk=stored[rule][0], journey=journey, rule=rule, **dict(zip(COLUMNS, row, strict=True)))
        for rule, row in wanted.items()
        if rule in stored and stored[rule][1] != row
    ]
    if changed:
        Due.objects.bulk_update(changed, COLUMNS)
    summarise(journey, reckoning, book.fingerprint)
    return reckoning


def summarise(journey: Journey, reckoning: Reckoning, fingerprint: str) -> None:
    """Keep with the journey what lists sort and filter by."""
    first = next_due(reckoning)
    starts = reckoning.phases
    journey.prepare_from, journey.move_from = starts.prepare_from, starts.move_from
    journey.land_from, journey.pilot_flame_from = starts.land_from, starts.pilot_flame_from
    journey.next_due_on = first.due if first else None
    journey.next_due_rule = first.rule_id if first else ""
    journey.recompute_on = next_change(reckoning)
    journey.asks = asks(reckoning)
    journey.rulebook = fingerprint[:64]
    journey.save(
        update_fields=[
            "prepare_from", "move_from", "land_from", "pilot_flame_from", "next_due_on", "next_due_rule",
            "recompute_on", "asks", "rulebook",
        ]
    )  # fmt: skip


def next_due(reckoning: Reckoning) -> DueRow | None:
    """The undone step whose day comes first (it may have passed), or None."""
    dated = [found for found in reckoning.dues if found.due is not None and found.state in STATES]
    return min(dated, key=lambda found: (found.due, found.rule_id), default=None)


def next_change(reckoning: Reckoning) -> date | None:
    """The next day on which this answer changes by itself: something lapses or may be done from then on."""
    days = [day for found in reckoning.dues if not found.settled for day in (found.lapses_on, found.not_before) if day]
    return min((day for day in days if day > reckoning.today), default=None)

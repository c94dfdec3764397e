"""What a change of the rules would do, kept for a while, so that leafing through the list reckons nothing anew.

What is kept names nobody: row numbers of routes, rules and days, in arrays. It stands in Django's cache under one key for
the region, the change and its version, the rules before and after, and the day; so no other region ever finds it, and a
rule that changes meanwhile makes another key. Who may look is asked before the key is made.
"""

from __future__ import annotations

import hashlib
from array import array
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.cache import caches
from django.core.exceptions import PermissionDenied

from landing.core.due.rules import Rulebook
from landing.people.row_security import everyone
from landing.people.viewer import Viewer
from landing.route import bulk
from landing.route.models import RouteEvent, RulebookChange

KEPT_SECONDS = 15 * 60
KINDS = ("appears", "vanishes", "shifts")
_NO_DAY = 0


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change would do. journeys: how many open routes were looked at; affected: for how many something changes;
    counts: {(rule, phase): {kind: how many}}; newest: the last line of history when it was reckoned."""

    journeys: int
    affected: int
    counts: Mapping[tuple[str, str], Counter[str]]
    newest: int
    rules: tuple[str, ...]
    columns: tuple[array[int], array[int], array[int], array[int], array[int]]

    @property
    def effects(self) -> int:
        """How many dues change."""
        return len(self.columns[0])

    @property
    def totals(self) -> dict[str, int]:
        """How many dues appear, vanish and shift in all."""
        return {kind: sum(count[kind] for count in self.counts.values()) for kind in KINDS}

    def part(self, first: int, size: int) -> list[bulk.Effect]:
        """Some of the effects, in the order of the routes."""
        rows = zip(*(column[first : first + size] for column in self.columns), strict=True)
        return [
            bulk.Effect(journey, self.rules[rule], KINDS[kind], _day(before), _day(after))
            for journey, rule, kind, before, after in rows
        ]


@everyone("the preview reckons every route of the region; only an administrator gets here")
def of(viewer: Viewer, change: RulebookChange, now: Rulebook, after: Rulebook, *, anew: bool) -> Preview:
    """What a change of the viewer's region would do.

    anew: reckon again where something was written since; otherwise what was kept is good enough, so that the pages of
    one list belong together. Raises PermissionDenied for whoever may not prepare changes.
    """
    if not viewer.rule.rules or change.region_code != viewer.region_code:
        raise PermissionDenied
    key = _key(viewer.region_code, change, now, after, viewer.today)
    kept: Preview | None = caches["process"].get(key)
    if kept is not None and not anew:
        return kept
    # Every change of a fact or a step writes a line of history, whoever makes it.
    newest = RouteEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    if kept is None or kept.newest != newest:
        kept = _packed(bulk.what_if(viewer.region_code, after, viewer.today, now=now), newest)
        caches["process"].set(key, kept, KEPT_SECONDS)
    return kept


def _key(region_code: str, change: RulebookChange, now: Rulebook, after: Rulebook, today: date) -> str:
    parts = (region_code, str(change.key), str(change.version), now.fingerprint, after.fingerprint, today.isoformat())
    return f"rule-preview:{hashlib.sha256('|'.join(parts).encode()).hexdigest()}"


def _packed(found: bulk.WhatIf, newest: int) -> Preview:
    rules = tuple(dict.fromkeys(effect.rule for effect in found.effects))
    places = {rule: place for place, rule in enumerate(rules)}
    columns = (
        array("q", [effect.journey for effect in found.effects]),
        array("l", [places[effect.rule] for effect in found.effects]),
        array("b", [KINDS.index(effect.kind) for effect in found.effects]),
        array("l", [_number(effect.before) for effect in found.effects]),
        array("l", [_number(effect.after) for effect in found.effects]),
    )
    return Preview(found.journeys, len(set(columns[0])), found.counts, newest, rules, columns)


def _number(day: date | None) -> int:
    return _NO_DAY if day is None else day.toordinal()


def _day(number: int) -> date | None:
    return None if number == _NO_DAY else date.fromordinal(number)

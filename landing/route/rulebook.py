"""The rulebook that speaks in a region now: the national rules, the region's folder, and changes put live.

A change that was put live may no longer fit when the national rules became newer. It is left out then, so that no page
stops: the log says so once, a check at start-up (route.W001) and the administrator's pages say it until it is mended.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from landing.core.due.load import load
from landing.core.due.marked import RulebookFault, RulebookFaults
from landing.core.due.rules import Rulebook
from landing.people.kept_questions import Text, kept
from landing.route.models import RulebookChange

logger = logging.getLogger(__name__)

Changes = list[tuple[str, str]]
"""(name for messages, YAML text), oldest first."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A rulebook made of changes: with those that fit, and the others by name with what is wrong with each."""

    changes: Changes
    book: Rulebook
    left_out: Mapping[str, tuple[RulebookFault, ...]]


_made: dict[tuple[str, str], Composed] = {}
_lock = threading.Lock()


def overlay(region_code: str) -> Path | None:
    """The region's folder with its own version of the rules, or None where it has none."""
    folder = Path(settings.REGIONS_FOLDER) / region_code / "rulebook"
    return folder if region_code and folder.is_dir() else None


def change_name(change: RulebookChange) -> str:
    """The name under which faults of a change are told."""
    return f"wijziging {change.key}"


def live_changes(region_code: str) -> Changes:
    """The changes put live in a region, oldest first."""
    return [(f"wijziging {key}", text) for key, text in _live_changes.rows(Text(region_code))]


@kept
def _live_changes(region_code: str) -> QuerySet[Any, Any]:
    rows = RulebookChange.objects.filter(region_code=region_code, state=RulebookChange.State.LIVE)
    return rows.order_by("live_at").values_list("key", "text")


def current(region_code: str) -> Rulebook:
    """The rulebook of a region, loaded once a process and again when a change was put live or withdrawn."""
    return now(region_code).book


@lru_cache(maxsize=8)
def as_written(region_code: str) -> Rulebook:
    """The rulebook of the files alone, without what was put live since: for words on every page, as it asks no question."""
    return composed(region_code, []).book


def now(region_code: str) -> Composed:
    """As ``current``, with the live changes it is made of and those that no longer fit and are not applied."""
    changes = live_changes(region_code)
    mark = str(hash(tuple(changes))) if changes else ""
    made = _made.get((region_code, mark))
    if made is None:
        with _lock:
            made = _made.get((region_code, mark))
            if made is None:
                made = composed(region_code, changes)
                for old in [key for key in _made if key[0] == region_code]:
                    _made.pop(old, None)
                _made[(region_code, mark)] = made
                for name, faults in made.left_out.items():
                    _warn(region_code, name, faults)
    return made


def _warn(region_code: str, name: str, faults: tuple[RulebookFault, ...]) -> None:
    """One line in the log: which rule, and on which lines; never the text that somebody typed."""
    rule = RulebookChange.objects.filter(key=name.removeprefix("wijziging ")).values_list("rule", flat=True).first()
    lines = ", ".join(str(line) for line in sorted({fault.line for fault in faults if fault.file == name}))
    logger.warning(
        "A live change of rule %s in region %s no longer fits the rules and is left out (%d faults, line %s).",
        rule,
        region_code,
        len(faults),
        lines or "of other files",
    )


def composed(region_code: str, changes: Changes) -> Composed:
    """The rulebook with as many of these changes as fit, tried in their order.

    Raises RulebookFaults when the rules do not stand even without any change.
    """
    try:
        return Composed(changes, with_changes(region_code, changes), {})
    except RulebookFaults:
        kept: Changes = []
        wrong: dict[str, tuple[RulebookFault, ...]] = {}
        book = with_changes(region_code, kept)
        for change in changes:
            try:
                book = with_changes(region_code, [*kept, change])
            except RulebookFaults as faults:
                wrong[change[0]] = faults.faults
            else:
                kept.append(change)
        return Composed(changes, book, wrong)


def with_changes(region_code: str, changes: Changes) -> Rulebook:
    """The rulebook of a region as it would be with all of these changes; raises RulebookFaults naming each fault."""
    return load(Path(settings.RULEBOOK_FOLDER), overlay(region_code), extra=changes)

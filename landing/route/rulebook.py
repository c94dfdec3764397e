"""The rulebook that speaks in a region now: the national rules, the region's folder, and changes put live."""

from __future__ import annotations

import threading
from pathlib import Path

from django.conf import settings

from landing.core.due.load import load
from landing.core.due.rules import Rulebook
from landing.route.models import RulebookChange

_books: dict[tuple[str, str], Rulebook] = {}
_lock = threading.Lock()


def overlay(region_code: str) -> Path | None:
    """The region's folder with its own version of the rules, or None where it has none."""
    folder = Path(settings.REGIONS_FOLDER) / region_code / "rulebook"
    return folder if region_code and folder.is_dir() else None


def live_changes(region_code: str) -> list[tuple[str, str]]:
    """The changes put live in a region, oldest first: (name for messages, YAML text)."""
    rows = RulebookChange.objects.filter(region_code=region_code, state=RulebookChange.State.LIVE).order_by("live_at")
    return [(f"wijziging {key}", text) for key, text in rows.values_list("key", "text")]


def current(region_code: str) -> Rulebook:
    """The rulebook of a region, loaded once a process and again when a change was put live or withdrawn."""
    changes = live_changes(region_code)
    mark = str(hash(tuple(changes))) if changes else ""
    book = _books.get((region_code, mark))
    if book is None:
        with _lock:
            book = _books.get((region_code, mark)) or with_changes(region_code, changes)
            for old in [key for key in _books if key[0] == region_code]:
                _books.pop(old, None)
            _books[(region_code, mark)] = book
    return book


def with_changes(region_code: str, changes: list[tuple[str, str]]) -> Rulebook:
    """The rulebook of a region as it would be with these changes; raises RulebookFaults naming each fault."""
    return load(Path(settings.RULEBOOK_FOLDER), overlay(region_code), extra=changes)

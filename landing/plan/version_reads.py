"""What a card and a plan for when it goes less well were before: each version with what it made different, and by whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from landing.people.roles import Role
from landing.people.viewer import Viewer
from landing.plan import words
from landing.plan.models import CardVersion, SignVersion

COLUMNS = ("number", "at", "by_name", "by_role", "restores", "content")
NEVER = 0
"""The number of no version at all."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version: number, moment, by whom, which parts it changed, and which version it brought back, if it did."""

    number: int
    at: datetime
    by_name: str
    by_role: str
    restores: int | None
    changed: tuple[str, ...]

    @property
    def said(self) -> bool:
        """Whether somebody wrote down for the person what the person said."""
        return self.by_role not in ("", Role.CLIENT)

    def by(self, *, to_person: bool) -> str:
        """Who wrote it, to begin a sentence with: "Jij" for the person self, else a name with what they are."""
        who = words.by_words(self.by_name, self.by_role, to_person=to_person)
        return f"{who[:1].upper()}{who[1:]}"


def told(rows: Iterable[Any], parts: Mapping[str, str], inside: str = "") -> list[Version]:
    """The versions, the newest first; rows: ``COLUMNS``, the oldest first.

    parts: the label of each part. inside: the key of the content under which the parts stand.
    """
    found: list[Version] = []
    before: dict[str, Any] = {}
    for number, at, by_name, by_role, restores, content in rows:
        now = content.get(inside, {}) if inside else content
        changed = tuple(label for name, label in parts.items() if _filled(now, name) != _filled(before, name))
        found.append(Version(number, at, by_name, by_role, restores, changed))
        before = now
    return found[::-1]


def _filled(content: Mapping[str, Any], name: str) -> Any:
    """What stands at a part; a part in which nothing is filled in is as one that is not there."""
    said = content.get(name)
    return ({field: text for field, text in said.items() if text} if isinstance(said, dict) else said) or ""


def number_in(text: str) -> int:
    """The number of a version that an address or form names; ``NEVER`` for anything else."""
    return int(text) if text.isdecimal() and len(text) < 6 else NEVER


def of_card(viewer: Viewer, card_id: int) -> Any:
    """The rows of the versions of a card that the caller fetched for this viewer, the oldest first."""
    return CardVersion.objects.filter(card_id=card_id).order_by("number").values_list(*COLUMNS)


def of_sign_plan(viewer: Viewer, plan_id: int) -> Any:
    """The same of a plan for when it goes less well."""
    return SignVersion.objects.filter(sign_plan_id=plan_id).order_by("number").values_list(*COLUMNS)


def lines(found: list[Version], *, to_person: bool) -> list[tuple[Version, str]]:
    """Each version with who wrote it, for the page."""
    return [(one, one.by(to_person=to_person)) for one in found]

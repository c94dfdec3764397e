"""The versions of a plan told in words: each change, all changes since, and what bringing one back would do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from landing.people.viewer import Viewer
from landing.plan import words
from landing.plan.goal_changes import EMPTY, changes, step_title, title_of
from landing.plan.goal_reads import SHOWN_VERSIONS, Version


@dataclass(frozen=True, slots=True)
class Line:
    """One change: who did what, when, and what became different. may_return: it is not how the plan is now."""

    number: int
    at: datetime
    text: str
    changes: list[str]
    may_return: bool


def lines(found: list[Version], *, to_person: bool) -> list[Line]:
    """The changes, the newest first."""
    told = []
    for at, one in enumerate(found):
        before = found[at + 1].content if at + 1 < len(found) else None
        if before is None and len(found) == SHOWN_VERSIONS:
            break  # what was before it is not here
        text = words.deed_words(one.deed, one.by_name, one.by_role, to_person=to_person)
        told.append(Line(one.number, one.at, text, changes(before or EMPTY, one.content), at > 0))
    return told


@dataclass(frozen=True, slots=True)
class Since:
    """Everything that became different since a version, taken together, and who worked on it."""

    at: datetime
    changes: list[str]
    by: list[str]


def since(found: list[Version], start: Version, *, to_person: bool = True) -> Since:
    """What is different now from how it was in ``start``."""
    later = [one for one in found if one.number > start.number]
    by = dict.fromkeys(words.by_words(one.by_name, one.by_role, to_person=to_person) for one in later)
    return Since(start.at, changes(start.content, found[0].content) if later else [], list(by))


LAST_TIME = "laatst"
"""Instead of a number: since the viewer's own last change."""


def chosen(viewer: Viewer, found: list[Version], text: str) -> Version | None:
    """The version that an address names by its number, or the last one by this viewer; None when there is none."""
    if text == LAST_TIME:
        return last_by(viewer, found)
    number = int(text) if text.isdecimal() and len(text) < 10 else 0
    return next((one for one in found if one.number == number), None)


def last_by(viewer: Viewer, found: list[Version]) -> Version | None:
    """The last version that this viewer made, if others came after it: what they made is new to the viewer."""
    own = next((one for one in found if (one.by_name, one.by_role) == (viewer.name, viewer.role)), None)
    return own if own is not None and own is not found[0] else None


def told(version: Version) -> list[dict[str, Any]]:
    """The goals of a version for the page: title, how it stood, and the steps with whether they were done."""
    return [
        {"title": title_of(goal), "state": words.STATES[goal["state"]], "going": goal["state"] == "going",
         "steps": [(step_title(step), bool(step["done_on"])) for step in goal["steps"]]}
        for goal in version.content["goals"]
    ]  # fmt: skip


def effect(now: Version, then: Version) -> list[str]:
    """What would become different if ``then`` came back: a goal that came later is let go and stays to be read."""
    kept = {goal["key"] for goal in then.content["goals"]}
    later = [{**goal, "state": "let_go"} for goal in now.content["goals"] if goal["key"] not in kept]
    return changes(now.content, {**then.content, "goals": [*then.content["goals"], *later]})

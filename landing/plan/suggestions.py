"""Suggestions that a person can pick: goals with steps for each life condition, and things to follow. Data in ``content/plan``.

Nothing is filled in unasked. A fault in a file is told with the file and the line of thought it breaks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from landing.plan import words
from landing.ui.languages import said as _

FOLDER = Path(__file__).parents[1] / "content" / "plan"
MOST_WORDS = 12
FEWEST, MOST = 4, 8
_ID = re.compile(r"^[a-z]+(?:-[a-z]+)*$")
_ITEM = re.compile(r"^S-\d{3}$")


class ContentFault(Exception):
    """A file of suggestions breaks its rules; ``str()`` says which and where."""


@dataclass(frozen=True, slots=True)
class Idea:
    """A goal that somebody could take over. items: numbers of the statements it comes from, if any."""

    id: str
    condition: str
    words: str
    steps: tuple[str, ...]
    document: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Following:
    """Something that somebody could follow, with a face or a number."""

    id: str
    words: str
    scale: str


def read_ideas(condition: str, said: Any) -> list[Idea]:
    """The suggestions of one file; raises ContentFault when it breaks the rules."""

    def fault(what: str) -> ContentFault:
        return ContentFault(f"{condition}.yaml: {what}")

    if (
        set(said) != {"condition", "suggestions"}
        or said["condition"] != condition
        or not words.CONDITIONS.get(condition)
    ):
        raise fault("begin with condition (the name of the file) and suggestions")
    if not FEWEST <= len(said["suggestions"]) <= MOST:
        raise fault(f"give {FEWEST} to {MOST} suggestions")
    found = []
    for one in said["suggestions"]:
        if not {"id", "words", "steps"} <= set(one) <= {"id", "words", "steps", "source"} or not _ID.match(one["id"]):
            raise fault(f"{one.get('id')}: id, words and steps, and perhaps source")
        source = one.get("source") or {"document": "", "items": []}
        if any(not _ITEM.match(item) for item in source["items"]):
            raise fault(f"{one['id']}: a source names statements as S-123")
        if not 1 <= len(one["steps"]) <= 5:
            raise fault(f"{one['id']}: one to five steps")
        for text in (one["words"], *one["steps"]):
            check_sentence(text, fault)
        found.append(
            Idea(
                one["id"],
                condition,
                _(one["words"]),
                tuple(map(_, one["steps"])),
                source["document"],
                tuple(source["items"]),
            )
        )
    return found


def check_sentence(text: str, fault: Any) -> None:
    """One short sentence that ends with a point."""
    if not text.endswith(".") or text.count(".") > 1 or len(text.split()) > MOST_WORDS:
        raise fault(f"“{text}”: one sentence of at most {MOST_WORDS} words, with a point")


def read_following(said: Any) -> list[Following]:
    """What could be followed; raises ContentFault when the file breaks the rules."""
    found = [Following(one["id"], _(one["words"]), one["scale"]) for one in said["following"]]
    if any(one.scale not in {"face", "ten"} or len(str(one.words).split()) > MOST_WORDS for one in found):
        raise ContentFault(f"following.yaml: scale face or ten, at most {MOST_WORDS} words")
    return found


def _read(name: str) -> Any:
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text())


@cache
def ideas() -> tuple[Idea, ...]:
    """All suggestions for goals, in the order of the headings of the plan."""
    found = [idea for code in words.CONDITIONS if code for idea in read_ideas(code, _read(code))]
    ids = [idea.id for idea in found]
    if len(set(ids)) < len(ids):
        raise ContentFault(f"two suggestions have the same id: {sorted(ids)}")
    return tuple(found)


@cache
def following() -> tuple[Following, ...]:
    """All suggestions for what to follow."""
    return tuple(read_following(_read("following")))


def find(name: str) -> Idea | None:
    """One suggestion, or None when there is none of that name."""
    return next((idea for idea in ideas() if idea.id == name), None)


def by_condition() -> list[tuple[str, str, list[Idea]]]:
    """The suggestions under their headings: (code, heading, suggestions)."""
    return [(code, label, [idea for idea in ideas() if idea.condition == code])
            for code, label in words.CONDITIONS.items() if code]  # fmt: skip

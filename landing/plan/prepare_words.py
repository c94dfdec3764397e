"""What living alone means, what a landlord expects, and what to look for in a neighbourhood.

Data in ``content/preparing``, checked when it is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from landing.plan.models import NeighbourhoodFind
from landing.plan.suggestions import MOST_WORDS, ContentFault
from landing.ui.languages import said as _

FOLDER = Path(__file__).parents[1] / "content" / "preparing"
_ID = re.compile(r"^[a-z]+(?:-[a-z]+)*$")
_ITEM = re.compile(r"^S-\d{3}$")

KINDS: dict[str, str] = {
    "shop": _("Winkels"),
    "doctor": _("Dokter en apotheek"),
    "meet": _("Plekken met mensen"),
    "faith": _("Geloof"),
    "club": _("Club of sport"),
    "travel": _("Bus, tram of trein"),
    "green": _("Park of groen"),
    "other": _("Iets anders"),
}
"""The kinds of places, as the person's own page calls them, in order."""

TRAININGS: dict[str, str] = {
    "housing": _("Leren wonen"),
    "money": _("Leren omgaan met geld"),
    "other": _("Iets anders leren"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that living alone means or that a landlord expects: how it is, what can help, and what one can ask."""

    id: str
    title: str
    says: tuple[str, ...]
    helps: tuple[str, ...]
    ask: str


def _check(said: Any, wanted: str, fault: Any) -> None:
    if set(said) != {"source", wanted} or not said[wanted]:
        raise fault(f"begin with source and {wanted}")
    if not all(_ITEM.match(item) for item in said["source"]["items"]):
        raise fault("a source names statements as S-123")


def _check_texts(texts: list[str], ends: str, most: int, fault: Any) -> tuple[str, ...]:
    if not 1 <= len(texts) <= most:
        raise fault(f"one to {most} texts, not {len(texts)}")
    for text in texts:
        sentences = re.split(r"(?<=[.?])\s", text)
        if not text.endswith(tuple(ends)) or any(len(one.split()) > MOST_WORDS for one in sentences):
            raise fault(f"“{text}”: sentences of at most {MOST_WORDS} words, that end with {' or '.join(ends)}")
    return tuple(map(_, texts))


def read_parts(said: Any, name: str) -> list[Part]:
    """What living alone means, or what a landlord expects; raises ContentFault when the file breaks the rules."""

    def fault(what: str) -> ContentFault:
        return ContentFault(f"{name}.yaml: {what}")

    _check(said, "parts", fault)
    found = []
    for one in said["parts"]:
        if set(one) != {"id", "title", "says", "helps", "ask"} or not _ID.match(one["id"]):
            raise fault(f"{one.get('id')}: id, title, says, helps and ask")
        if len(one["title"].split()) > MOST_WORDS:
            raise fault(f"“{one['title']}”: a title of at most {MOST_WORDS} words")
        found.append(Part(one["id"], _(one["title"]), _check_texts(one["says"], ".", 4, fault),
                          _check_texts(one["helps"], ".", 4, fault), *_check_texts([one["ask"]], "?", 1, fault)))  # fmt: skip
    if len({part.id for part in found}) < len(found):
        raise fault("two parts have the same id")
    return found


def read_look_for(said: Any) -> dict[str, tuple[str, ...]]:
    """What to look for, for every kind of place; raises ContentFault when the file breaks the rules."""

    def fault(what: str) -> ContentFault:
        return ContentFault(f"neighbourhood.yaml: {what}")

    _check(said, "kinds", fault)
    if [one["kind"] for one in said["kinds"]] != NeighbourhoodFind.Kind.values:
        raise fault(f"name each kind once, in this order: {', '.join(NeighbourhoodFind.Kind.values)}")
    return {one["kind"]: _check_texts(one["look_for"], "?", 4, fault) for one in said["kinds"]}


def _read(name: str) -> Any:
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text())


@cache
def alone() -> tuple[Part, ...]:
    """All that living alone means, in order."""
    return tuple(read_parts(_read("alone"), "alone"))


@cache
def landlord() -> tuple[Part, ...]:
    """All that a landlord expects of who rents (S-675), in order."""
    return tuple(read_parts(_read("landlord"), "landlord"))


@cache
def look_for() -> dict[str, tuple[str, ...]]:
    """What to look for, by kind of place."""
    return read_look_for(_read("neighbourhood"))


def kind_in(text: str) -> str:
    """The kind of place that an address names, or none."""
    return text if text in KINDS else ""

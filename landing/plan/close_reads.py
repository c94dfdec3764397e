"""What a person can let somebody close read, and the page for close ones themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from landing.core.consent.decide import decide
from landing.core.consent.request import Request, ShareWith, Subject
from landing.core.consent.request import Viewer as CoreViewer
from landing.people.grounds import table_of
from landing.people.roles import Role
from landing.people.viewer import Viewer
from landing.plan import card_reads, network_reads, sign_reads
from landing.plan.card_words import CONTACTS, PARTS
from landing.plan.reads import Whose
from landing.plan.sign_words import CLOSE_ONES, Kind, parts
from landing.ui.languages import in_own_language
from landing.ui.languages import said as _

CARD, RELAPSE, HELP = "card", "relapse", "help"
SHARED = {
    CARD: _("Mijn noodkaart"),
    RELAPSE: _("Mijn plan voor als het minder gaat"),
    HELP: _("Wie mij helpt, met telefoonnummer"),
}
"""What the person can tick, in words to the person."""
TOPICS = {CARD: "crisis_card", RELAPSE: "plan", HELP: "continuity"}
HEADINGS = {CARD: _("Noodkaart"), RELAPSE: _("Als het minder gaat"), HELP: _("Wie helpt")}
CONTENT = Path(__file__).resolve().parent.parent / "content" / "close_ones"


def may_share(viewer: Viewer, of: Whose, topic: str) -> bool:
    """Whether the table of who may know what lets the person show this topic to somebody close."""
    request = Request(
        today=viewer.today, viewer=CoreViewer(Role.CLIENT.value, None, str(viewer.region), None, str(of.id)),
        person=Subject(str(of.id), str(viewer.region), of.phase, of.lens.frozen), topic=topic, purpose="own", action="share",
        share_with=ShareWith("link", Role.CLOSE_ONE.value),
    )  # fmt: skip
    return decide(table_of(viewer.region_code), request).allowed


def shared(viewer: Viewer, of: Whose, ticked: Iterable[str]) -> list[tuple[str, list[str]]]:
    """What was ticked and may be shown, as headings with lines; an empty part says so."""
    made = {CARD: _card, RELAPSE: _relapse, HELP: _help}
    chosen = set(ticked)
    return [
        (HEADINGS[code], made[code](viewer, of) or [_("Hier staat nog niets.")])
        for code in SHARED if code in chosen and may_share(viewer, of, TOPICS[code])
    ]  # fmt: skip


def _card(viewer: Viewer, of: Whose) -> list[str]:
    found = card_reads.card(viewer, of)
    lines = []
    for part in PARTS:
        if part.name == CONTACTS and found.contacts:
            calls = ("\n".join(", ".join(word for word in (one.name, one.phone, one.what_for) if word)
                               for one in found.contacts))  # fmt: skip
            lines.append(f"{part.label}:\n{calls}")
        elif found.texts.get(part.name):
            lines.append(f"{part.label}: {found.texts[part.name]}")
    return lines


def _relapse(viewer: Viewer, of: Whose) -> list[str]:
    found = sign_reads.plan(viewer, of, Kind.RELAPSE)
    lines = []
    for part in parts(own=False, name=of.name):
        words = [
            f"{question} {text}" for field, question in part.fields if (text := found.at(part.name).get(field, ""))
        ]
        if words and part.name != CLOSE_ONES:
            lines.append("\n".join((f"{part.title}.", *words)))
    return lines


def _help(viewer: Viewer, of: Whose) -> list[str]:
    return [", ".join(word for word in (one.name, in_own_language(one.label), one.organisation, one.phone) if word)
            for one in network_reads.by_bond(viewer, of)]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of the page for close ones: a title, paragraphs, and points of a list."""

    title: str
    paragraphs: tuple[str, ...]
    points: tuple[str, ...]


@lru_cache(maxsize=1)
def chapters() -> tuple[Chapter, ...]:
    """The page for close ones, chapter by chapter, from ``landing/content/close_ones`` in the order of the file names."""
    found = []
    for file in sorted(CONTENT.glob("*.yaml")):
        told = yaml.safe_load(file.read_text())
        found.append(
            Chapter(_(told["title"]), tuple(map(_, told.get("paragraphs", ()))), tuple(map(_, told.get("points", ()))))
        )
    return tuple(found)

"""What happened around consent, told to the person in plain words (A2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from landing.core.dutch import capital
from landing.people.viewer import Viewer
from landing.rights import consent_words as words
from landing.ui.languages import listed
from landing.ui.languages import said as _


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened, in a sentence or two."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Handed:
    """What was handed on: to whom, by whom, and what of it (for the person)."""

    at: datetime
    receiver: str
    by: str
    what: list[str]


# (what the person did, what somebody else did or wrote down)
SENTENCES = {
    "consent:asked": ("", _("{by} vroeg: mag {receiver} iets weten?")),
    "consent:renewal_asked": ("", _("{by} vroeg: mag {receiver} het langer weten?")),
    "consent:taken_back": ("", _("{by} nam de vraag over {receiver} terug.")),
    "consent:given": (_("Jij zei ja tegen {receiver}."), _("{by} schreef op: jij zei ja tegen {receiver}.")),
    "consent:declined": (_("Jij zei nee tegen {receiver}."), _("{by} schreef op: jij zei nee tegen {receiver}.")),
    "consent:talk": (_("Jij wilde eerst praten over {receiver}."), ""),
    "consent:withdrawn": (_("Jij trok je ja voor {receiver} in."), _("{by} trok voor jou je ja voor {receiver} in.")),
    "consent:shortened": (_("Jij liet je ja voor {receiver} eerder stoppen."), ""),
    "representation:added": ("", _("{by} schreef op: {name} mag voor jou beslissen.")),
    "representation:ended": ("", _("{by} schreef op: {name} beslist niet meer voor jou.")),
    "handover": ("", _("{by} gaf dingen over jou door aan {receiver}.")),
}


def told_to_the_person(events: Iterable[dict[str, Any]], viewer: Viewer) -> list[Told]:
    """Lines of history as sentences for the person; what is spoken by the own account is told with "jij"."""
    lines = []
    for event in events:
        mine, theirs = SENTENCES.get(event["about"], ("", ""))
        new = event["new"] or {}
        own = event["account_id"] == viewer.account and mine
        sentence = mine if own else theirs or mine
        if sentence:
            text = sentence.format(
                by=event["by_name"], receiver=new.get("receiver", ""), name=new.get("name", "")
            )  # fmt: skip
            lines.append(Told(event["at"], text))
    return lines


def handed_on(events: Iterable[dict[str, Any]]) -> list[Handed]:
    """What was handed on to new parties, the newest first."""
    found = []
    for event in events:
        if event["about"] == "handover":
            new = event["new"] or {}
            went = [*new.get("by_law", []), *new.get("by_consent", [])]
            found.append(Handed(event["at"], new.get("receiver", ""), event["by_name"], words.abouts(went)))
    return found


def joined(abouts: Iterable[str]) -> str:
    """Topics for the person as one part of a sentence: ``je naam en je woning``."""
    return listed([word[:1].lower() + word[1:] for word in abouts])


def sentence(abouts: Iterable[str]) -> str:
    """Topics for the person as a sentence of its own: ``Je naam en je woning.``"""
    return f"{capital(joined(abouts))}."

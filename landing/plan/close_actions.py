"""What somebody close does with a one-time link, in the name and within the rights of whoever made the link."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied

from landing.people.models import Person
from landing.people.viewer import Viewer
from landing.plan import card_actions, close_reads, network_actions
from landing.plan.card_words import CONTACTS
from landing.plan.gate_actions import tell
from landing.plan.reads import whose


def add_self(*, viewer: Viewer, person: Person, found: dict[str, Any]) -> None:
    """Put the visitor among the person's people; the person says later how close."""
    values = {name: found.get(name, "") for name in ("name", "kind", "role", "phone", "when_to_call")}
    values["may_call"] = bool(found.get("phone"))
    network_actions.add(viewer=viewer, person_key=person.key, values=values)


def offer_for_card(*, viewer: Viewer, person: Person, found: dict[str, Any]) -> None:
    """Keep what the visitor offers for the card until the person says yes or no."""
    phone = found.get("phone", "") if found["part"] == CONTACTS else ""
    card_actions.offer(
        viewer=viewer, person=person, part=found["part"], name=found["name"], phone=phone, words=found.get("words", "")
    )


def read_shared(*, viewer: Viewer, person: Person, found: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """What the person ticked, as it stands today; only when the person may still share it."""
    if not viewer.is_client:
        raise PermissionDenied
    of = whose(viewer, person.key)
    shown = close_reads.shared(viewer, of, found["parts"])
    tell(viewer, of, "shared")
    return shown

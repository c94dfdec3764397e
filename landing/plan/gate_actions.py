"""Ticking steps of the route when what they ask for is there: those that keep the gate ``leave`` closed (S-202, S-293), and
what somebody gets ready with (S-225, S-257, S-294, S-427)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from django.core.exceptions import PermissionDenied

from landing.people.actions import NotPossible, note, require_writer
from landing.people.models import Person, PersonEvent
from landing.people.viewer import Viewer
from landing.plan.reads import Whose, whose
from landing.route import actions as route
from landing.route.models import StepMark

FALLBACK_STEP = "name-fallback-person"
CARD_STEP = "make-sign-plan-or-crisis-card"
TALK_STEP = "hold-awareness-talk"
HOUSING_STEP, MONEY_STEP = "start-housing-training", "train-money-skills"
NEIGHBOURHOOD_STEP = "explore-neighbourhood"


class Ticked(StrEnum):
    """What came of it: ticked now, nothing to tick (no route, or settled before), or somebody else must tick it."""

    NOW = "now"
    NOTHING = "nothing"
    OTHERS = "others"


def tick(*, viewer: Viewer, of: Whose, step: str, on: date | None = None) -> Ticked:
    """Mark a step of the person's route as done (today, or on a day), if there is one, it is open, and this viewer may."""
    if not of.has_route or StepMark.objects.filter(journey__person_id=of.id, rule=step, current=True).exists():
        return Ticked.NOTHING
    try:
        route.mark_step(viewer=viewer, person_key=of.key, rule=step, on=on)
    except NotPossible:
        return Ticked.NOTHING
    except PermissionDenied:
        return Ticked.OTHERS
    return Ticked.NOW


def to_write(viewer: Viewer, key: UUID, topic: str) -> Whose:
    """The person, held for this transaction, of whom the viewer may change this topic; PermissionDenied otherwise."""
    require_writer(viewer)
    found = whose(viewer, key, topic)
    if not found.lens.changes({topic}):
        raise PermissionDenied
    # One writer after the other around one person.
    Person.objects.select_for_update(of=("self",)).get(pk=found.id)
    return found


NOT_SAID = "Zet een vinkje als de persoon erbij is, dit zelf zei en het goedvindt."


def to_take_down(viewer: Viewer, key: UUID, topic: str, *, said: bool) -> Whose:
    """The person, held for this transaction, whose words about this topic the viewer may write down with the person there.

    PermissionDenied for who may not; NotPossible when nobody says that the person is there and agrees.
    """
    found = whose(viewer, key)
    if not found.lens.writes_down({topic}):
        raise PermissionDenied
    if not said:
        raise NotPossible(NOT_SAID)
    Person.objects.select_for_update(of=("self",)).get(pk=found.id)
    return found


def tell(viewer: Viewer, of: Whose, about: str) -> PersonEvent:
    """A line of the person's history: that it was changed and by whom. What it says stands with the thing itself, because
    the history is read by more people than the thing."""
    return note(viewer=viewer, person_id=of.id, about=about, old=None, new={"changed": True})

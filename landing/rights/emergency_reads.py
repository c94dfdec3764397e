"""What of the crisis card an emergency opens: the table of who may know what decides, also then."""

from __future__ import annotations

from landing.core.consent.decide import decide
from landing.core.consent.request import BreakGlass as CoreBreakGlass
from landing.core.consent.request import Request, Subject
from landing.core.consent.request import Viewer as CoreViewer
from landing.people.grounds import EMERGENCY, READ, table_of
from landing.people.policy import WHO_READ_CARDS
from landing.people.row_security import everyone
from landing.people.viewer import Viewer
from landing.plan import card_reads
from landing.plan.card_words import PARTS, Part
from landing.rights.models import BreakGlass
from landing.route.models import Journey
from landing.route.reads import PHASES, phase_for_access


def opens_card(viewer: Viewer) -> bool:
    """Whether an emergency opens a card at all for this role."""
    return viewer.role in WHO_READ_CARDS


@everyone("an opening concerns somebody without a bond of this viewer")
def card(viewer: Viewer, opening: BreakGlass) -> card_reads.Card | None:
    """The card of who was opened by this viewer (``reads.opened``), None when the table keeps it shut (3 queries)."""
    person = opening.person
    journey = Journey.objects.filter(person=person).order_by("closed_on", "-id").first()
    request = Request(
        today=viewer.today,
        viewer=CoreViewer(
            viewer.role.value if viewer.role else "", str(viewer.organisation), str(viewer.region), str(viewer.worker),
        ),
        person=Subject(
            str(person.pk), str(person.region_id), phase_for_access(journey, viewer.today) if journey else PHASES[0],
            person.frozen_on is not None, None, person.died_on is not None,
        ),
        topic=card_reads.TOPIC, purpose=EMERGENCY, action=READ, break_glass=CoreBreakGlass(opening.words),
    )  # fmt: skip
    return card_reads.card_of(person.pk) if decide(table_of(viewer.region_code), request).allowed else None


def rows(found: card_reads.Card) -> list[tuple[Part, str]]:
    """The parts of a card with what stands there."""
    return [(part, found.texts.get(part.name, "")) for part in PARTS]

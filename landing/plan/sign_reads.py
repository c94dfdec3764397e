"""The two plans for when it goes less well, as one viewer may read them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from landing.people import reads as people
from landing.people.viewer import Viewer
from landing.plan.models import SignPhase, SignPlan
from landing.plan.reads import Whose, near
from landing.plan.sign_words import CLOSE_ONES, GENERAL, OF_ALL, OF_PHASE


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan: texts by part and field; id 0: there is none yet."""

    id: int = 0
    changed_at: datetime | None = None
    changed_by: str = ""
    agreed_on: date | None = None
    texts: dict[str, dict[str, str]] = field(default_factory=dict)

    def at(self, part: str) -> dict[str, str]:
        """What stands at a part."""
        return self.texts.get(part, {})

    @property
    def empty(self) -> bool:
        """Whether nothing stands in it."""
        return not any(any(words.values()) for words in self.texts.values())


def plan(viewer: Viewer, of: Whose, kind: str) -> Plan:
    """A plan of a person that the caller's own fetch gave to this viewer for the topic of that plan (2 queries).

    Raises NotVisible for who may read the person's plan and does not stand near enough for this one (``reads.near``).
    """
    if kind == SignPlan.Kind.RELAPSE and not near(of.lens):
        raise people.NotVisible
    row = SignPlan.objects.filter(person_id=of.id, kind=kind).first()
    if row is None:
        return Plan()
    texts = {
        GENERAL: {name: getattr(row, name) for name in OF_ALL},
        CLOSE_ONES: {"close_ones": row.close_ones},
    }
    for phase, *words in SignPhase.objects.filter(sign_plan=row).values_list("phase", *OF_PHASE):
        texts[phase] = dict(zip(OF_PHASE, words, strict=True))
    return Plan(row.pk, row.changed_at, row.changed_by, row.close_ones_agreed_on, texts)

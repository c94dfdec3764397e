"""The two plans for when it goes less well, as one viewer may read them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from landing.people import reads as people
from landing.people.viewer import Viewer
from landing.plan import version_reads
from landing.plan.models import SignPhase, SignPlan, SignVersion
from landing.plan.reads import Whose, near
from landing.plan.sign_words import CLOSE_ONES, GENERAL, OF_ALL, OF_PHASE, parts
from landing.plan.version_reads import Version


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan, as it is or as it was in a version: texts by part and field; id and version 0: there is none yet."""

    id: int = 0
    version: int = 0
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

    def content(self) -> dict[str, Any]:
        """As it is kept in a version."""
        return {"parts": self.texts, "agreed_on": self.agreed_on.isoformat() if self.agreed_on else None}


def plan(viewer: Viewer, of: Whose, kind: str) -> Plan:
    """A plan of a person that the caller's own fetch gave to this viewer for the topic of that plan (2 queries).

    Raises NotVisible for who may read the person's plan and does not stand near enough for this one (``reads.near``).
    """
    if kind == SignPlan.Kind.RELAPSE and not near(of.lens):
        raise people.NotVisible
    row = SignPlan.objects.filter(person_id=of.id, kind=kind).first()
    return stored(viewer, row) if row is not None else Plan()


def stored(viewer: Viewer, row: SignPlan) -> Plan:
    """A row with its phases, that the caller fetched for this viewer (1 query)."""
    texts = {
        GENERAL: {name: getattr(row, name) for name in OF_ALL},
        CLOSE_ONES: {"close_ones": row.close_ones},
    }
    for phase, *words in SignPhase.objects.filter(sign_plan=row).values_list("phase", *OF_PHASE):
        texts[phase] = dict(zip(OF_PHASE, words, strict=True))
    return Plan(row.pk, row.version, row.changed_at, row.changed_by, row.close_ones_agreed_on, texts)


def versions(viewer: Viewer, found: Plan, *, own: bool, name: str) -> list[Version]:
    """Every version of a plan that the caller fetched for this viewer, the newest first (1 query)."""
    labels = {part.name: part.title for part in parts(own=own, name=name)}
    return version_reads.told(version_reads.of_sign_plan(viewer, found.id), labels, inside="parts")


def version(viewer: Viewer, found: Plan, number: int) -> Plan:
    """Such a plan as it was; raises NotVisible for a version that is not there (1 query)."""
    rows = SignVersion.objects.filter(sign_plan_id=found.id, number=number)
    row = rows.values_list("content", "at", "by_name").first()
    if row is None:
        raise people.NotVisible
    content, at, by_name = row
    agreed = date.fromisoformat(content["agreed_on"]) if content["agreed_on"] else None
    return Plan(found.id, number, at, by_name, agreed, content["parts"])

"""Questions about getting ready: talks, what was found in the neighbourhood, and what somebody learns."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from landing.people import reads as people
from landing.people.kept_questions import kept
from landing.people.viewer import Viewer
from landing.plan.models import AwarenessTalk, NeighbourhoodFind, Plan, SkillTraining
from landing.plan.prepare_words import KINDS, TRAININGS
from landing.ui.languages import said as _


def _mark(*said: object) -> str:
    return hashlib.sha256("\x1f".join(str(one or "") for one in said).encode()).hexdigest()[:16]


AGAIN: dict[bool | None, str] = {True: "ja", False: "nee", None: ""}


@dataclass(frozen=True, slots=True)
class Talk:
    """One talk with somebody who did it too."""

    key: UUID
    on: date
    with_name: str
    words: str
    again: bool | None
    at: datetime
    by_name: str
    by_role: str

    @property
    def title(self) -> str:
        return _("Gesprek met {with_name}").format(with_name=self.with_name) if self.with_name else _("Een gesprek")

    @property
    def mark(self) -> str:
        """Changes with every text: what a form was based on."""
        return _mark(self.on, self.with_name, self.words, AGAIN[self.again])


@dataclass(frozen=True, slots=True)
class Find:
    """One place in the neighbourhood that was not taken away."""

    key: UUID
    kind: str
    words: str
    been_on: date | None

    @property
    def title(self) -> str:
        return self.words or KINDS[self.kind]

    @property
    def mark(self) -> str:
        """Changes with every text, and not when somebody goes there."""
        return _mark(self.kind, self.words)


@dataclass(frozen=True, slots=True)
class Gone:
    """A place that was taken away and can still come back. until: the last day for that."""

    key: UUID
    title: str
    until: date


@dataclass(frozen=True, slots=True)
class Training:
    """Something that somebody learns, and how far it is."""

    key: UUID
    kind: str
    words: str
    given_by: str
    sessions: int | None
    sessions_done: int
    from_date: date | None
    done_on: date | None
    stopped_on: date | None
    version: int

    @property
    def title(self) -> str:
        return self.words or TRAININGS[self.kind]

    @property
    def is_going(self) -> bool:
        return self.done_on is None and self.stopped_on is None

    @property
    def is_full(self) -> bool:
        """Whether all the times that were planned are over."""
        return self.sessions is not None and self.sessions_done >= self.sessions


@dataclass(frozen=True, slots=True)
class Preparing:
    """All of getting ready, and what comes next in each part."""

    talks: list[Talk]
    finds: list[Find]
    trainings: list[Training]

    @property
    def talk(self) -> Talk | None:
        return self.talks[0] if self.talks else None

    @property
    def been(self) -> int:
        return sum(find.been_on is not None for find in self.finds)

    @property
    def to_see(self) -> Find | None:
        """The first place where the person has not been."""
        return next((find for find in self.finds if find.been_on is None), None)

    @property
    def going(self) -> list[Training]:
        return [one for one in self.trainings if one.is_going]

    @property
    def over(self) -> list[Training]:
        return [one for one in self.trainings if not one.is_going]

    @property
    def by_kind(self) -> list[tuple[str, str, list[Find]]]:
        """The places under all their headings: (code, heading, places)."""
        return [(kind, label, [one for one in self.finds if one.kind == kind]) for kind, label in KINDS.items()]


def my_plan_id(viewer: Viewer) -> int | None:
    """The number of the client's own plan, when there is one (1 query). It tells the access log."""
    viewer.saw([viewer.person_key] if viewer.person_key else [])
    rows = _plan.rows(viewer.person) if viewer.person is not None else []
    return rows[0][0] if rows else None


@kept
def _plan(person_id: int) -> Any:
    return Plan.objects.filter(person_id=person_id).values_list("id")


def preparing(plan_id: int | None) -> Preparing:
    """All of getting ready (3 queries)."""
    return Preparing(talks(plan_id), finds(plan_id), trainings(plan_id))


def talks(plan_id: int | None) -> list[Talk]:
    """The talks, the newest first (1 query)."""
    return [Talk(*row) for row in _talks.rows(plan_id)] if plan_id else []


@kept
def _talks(plan_id: int) -> Any:
    rows = AwarenessTalk.objects.filter(plan_id=plan_id).order_by("-on", "-id")
    return rows.values_list("key", "on", "with_name", "words", "again", "at", "by_name", "by_role")


def finds(plan_id: int | None) -> list[Find]:
    """The places in the neighbourhood, in order (1 query)."""
    return [Find(*row) for row in _finds.rows(plan_id)] if plan_id else []


@kept
def _finds(plan_id: int) -> Any:
    rows = NeighbourhoodFind.objects.filter(plan_id=plan_id, gone_on__isnull=True).order_by("place", "id")
    return rows.values_list("key", "kind", "words", "been_on")


def gone(viewer: Viewer, plan_id: int | None) -> list[Gone]:
    """The places that were taken away and can still come back, the last one first (1 query)."""
    rows = NeighbourhoodFind.objects.filter(
        plan_id=plan_id, gone_on__gt=viewer.today - timedelta(days=NeighbourhoodFind.GONE_DAYS)
    )
    found = rows.order_by("-gone_on", "-id").values_list("key", "kind", "words", "gone_on") if plan_id else []
    last = timedelta(days=NeighbourhoodFind.GONE_DAYS - 1)
    return [Gone(key, words or KINDS[kind], day + last) for key, kind, words, day in found if day is not None]


def trainings(plan_id: int | None) -> list[Training]:
    """What somebody learns: in the order in which it came (1 query)."""
    return [Training(*row) for row in _trainings.rows(plan_id)] if plan_id else []


@kept
def _trainings(plan_id: int) -> Any:
    return SkillTraining.objects.filter(plan_id=plan_id).order_by("id").values_list(
        "key", "kind", "words", "given_by", "sessions", "sessions_done", "from_date", "done_on", "stopped_on", "version"
    )  # fmt: skip


Row = TypeVar("Row", Talk, Find, Training)


def one_of(rows: Iterable[Row], key: UUID) -> Row:
    """The row of this key; raises NotVisible for another's."""
    for row in rows:
        if row.key == key:
            return row
    raise people.NotVisible

"""Vandaag: what matters to a person today. One statement asks what waits in the plan, on the card and about consent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from landing.desk import client_reads
from landing.desk.client_words import day_words
from landing.desk.message_words import Row
from landing.people.kept_questions import kept
from landing.people.viewer import Viewer
from landing.plan import checkin_reads
from landing.plan import waiting_reads as plan
from landing.plan.words import NO_STEP_WORDS
from landing.rights import waiting_reads as rights
from landing.route import rulebook
from landing.ui.dates import local_date
from landing.ui.languages import said as _

NEAR_DAYS = 42
MOST_STEPS = 2


@kept
def _waiting(person: int, today: date) -> QuerySet[Any, Any]:
    first, *rest = [source(person, today) for source in (*plan.SOURCES, *rights.SOURCES)]
    return first.union(*rest, all=True).order_by("news_at", "news_kind", "news_about")


@dataclass(frozen=True, slots=True)
class PlanStep:
    """The next step of the own plan: words, who does it and by when."""

    key: UUID
    title: str
    who: str
    by_date: date | None


@dataclass(frozen=True, slots=True)
class Waits:
    """Something that waits for the person: what, a second sentence, what somebody wrote, and the one deed."""

    text: str
    more: str
    own_words: str
    url: str
    link: str


@dataclass(frozen=True, slots=True)
class Opened:
    """Somebody opened the record in need: who, of which organisation, and whether the card could be read."""

    row: Row
    card: bool


@dataclass(frozen=True, slots=True)
class Near:
    """A day that comes near: what, when in words, and in how many days."""

    text: str
    when: str
    days: int


@dataclass(frozen=True, slots=True)
class Today:
    """All of Vandaag. steps: of the route, at most two; check_in: what it is time for to say something about."""

    route: client_reads.OwnRoute | None
    step: client_reads.Step | None
    others: list[client_reads.Step]
    plan_step: PlanStep | None
    waits: list[Waits]
    check_in: list[str]
    opened: list[Opened]
    near: list[Near]
    question: bool

    @property
    def calm(self) -> bool:
        """Whether nothing asks for the person today."""
        return not (self.step or self.plan_step or self.waits or self.check_in or self.question)


def of_today(viewer: Viewer, skipped: list[str]) -> Today:
    """What matters to the client today (7 queries). It tells the access log."""
    viewer.saw([viewer.person_key] if viewer.person_key else [])
    own = client_reads.own_route(viewer)
    rows = _rows(viewer)
    step = client_reads.step_now(own) if own else None
    return Today(
        own, step, client_reads.others_now(own, MOST_STEPS if step is None else 1) if own else [],
        next_plan_step(rows), [said for row in rows if (said := _waits(row))], _due(rows, viewer.today),
        [Opened(row, row.role != "process_director") for row in rows if row.kind == "opened"],
        near(own) if own else [], bool(own and client_reads.next_questions(own, skipped)),
    )  # fmt: skip


def _rows(viewer: Viewer) -> list[Row]:
    if viewer.person is None:
        return []
    book = rulebook.as_written(viewer.region_code)
    return [
        Row(book, kind, at, *(value or "" for value in rest))
        for kind, at, *rest in _waiting.rows(viewer.person, viewer.today)
    ]


def next_plan_step(rows: list[Row]) -> PlanStep | None:
    """The open step with the earliest day, else the first that there is."""
    steps = [row for row in rows if row.kind == "step"]
    row = min(steps, key=lambda one: (local_date(one.at) if one.at else date.max, one.about), default=None)
    if row is None:
        return None
    doer = {"other": row.by, "together": _("Samen met %(name)s") % {"name": row.by}}.get(row.role, "") if row.by else ""
    return PlanStep(
        UUID(row.about.partition(":")[2]), row.words or NO_STEP_WORDS, doer, local_date(row.at) if row.at else None
    )


def _waits(row: Row) -> Waits | None:
    match row.kind:
        case "proposal":
            return Waits(
                _("%(who)s stelt iets voor.") % {"who": row.who}, "", row.words, row.to("plan:my_proposal"),
                _("Lees en geef antwoord"),
            )  # fmt: skip
        case "offer":
            return Waits(
                _("%(who)s wil iets op je noodkaart zetten.") % {"who": row.who}, _("Jij beslist."), "",
                reverse("plan:my_card"), _("Kijk op je noodkaart"),
            )  # fmt: skip
        case "question":
            return Waits(
                _("%(receiver)s wil iets over jou weten.") % {"receiver": row.words}, _("Jij beslist."), "",
                row.to("rights:my_consent_question"), _("Lees de vraag"),
            )  # fmt: skip
    return None


def _due(rows: list[Row], today: date) -> list[str]:
    """What it is time for again, as often as the person chose."""
    return [
        row.words for row in rows if row.kind == "followed"
        and (row.at is None or today >= local_date(row.at) + timedelta(days=checkin_reads.EVERY[row.about]))
    ]  # fmt: skip


def near(own: client_reads.OwnRoute) -> list[Near]:
    """The days of the route that come near and that the person knows of, the first on top."""
    said = {
        "contract_signed": _("Je tekent het huurcontract."),
        "key_handover": _("Je krijgt de sleutel."),
        "move": _("Je gaat verhuizen."),
    }
    days = [(own.known.facts.get(fact), text) for fact, text in said.items()]
    last = own.today + timedelta(days=NEAR_DAYS)
    found = sorted((day, text) for day, text in days if isinstance(day, date) and own.today <= day <= last)
    return [Near(text, day_words(day, own.today), (day - own.today).days) for day, text in found]

"""Questions about what somebody is good at, what a good life is for them, and what they save for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from landing.people import reads as people
from landing.people.kept_questions import kept
from landing.plan.goal_reads import OnePlan
from landing.plan.models import GoodLifeWords, Strength, Wish
from landing.ui.languages import said as _

KINDS: dict[str, str] = {
    "talent": _("Daar ben ik goed in"),
    "energy": _("Daar krijg ik energie van"),
    "worked": _("Dat hielp eerder"),
    "around": _("Dat heb ik om mij heen"),
    "": _("Ook sterk"),
}
QUALITIES: dict[str, tuple[str, str]] = {
    "taking_part": (_("Meedoen"), _("Wat wil je doen of hebben om mee te doen?")),
    "belonging": (_("Erbij horen"), _("Bij wie of wat hoor je graag?")),
    "being_oneself": (_("Jezelf zijn"), _("Wanneer voel jij je goed?")),
    "mattering": (_("Ertoe doen"), _("Waar wil jij nodig zijn?")),
}
SHOWN_BEFORE = 60


@dataclass(frozen=True, slots=True)
class Strong:
    """One strength."""

    key: UUID
    kind: str
    words: str
    travels: bool
    added_by: str


def strengths(plan: OnePlan | None) -> list[Strong]:
    """All strengths in order (1 query)."""
    return [Strong(*row) for row in _strengths.rows(plan.id)] if plan else []


@kept
def _strengths(plan_id: int) -> Any:
    return Strength.objects.filter(plan_id=plan_id).order_by("place", "id").values_list(
        "key", "kind", "words", "travels", "added_by"
    )  # fmt: skip


def by_kind(found: list[Strong]) -> list[tuple[str, list[Strong]]]:
    """The strengths under their headings, without empty ones."""
    groups = [(label, [one for one in found if one.kind == kind]) for kind, label in KINDS.items()]
    return [group for group in groups if group[1]]


def strength(plan: OnePlan, key: UUID) -> Strong:
    """One strength; raises NotVisible for another's."""
    found = next((one for one in strengths(plan) if one.key == key), None)
    if found is None:
        raise people.NotVisible
    return found


@dataclass(frozen=True, slots=True)
class Told:
    """What was said about one quality of a good life on a day."""

    quality: str
    words: str
    at: datetime
    by_name: str
    by_role: str


@dataclass(frozen=True, slots=True)
class Quality:
    """One quality of a good life: the newest words, and what was said before."""

    code: str
    title: str
    question: str
    now: Told | None
    before: list[Told]


def good_life(plan: OnePlan | None) -> list[Quality]:
    """The four qualities in order, with all that was said (1 query)."""
    rows = [Told(*row) for row in _good_life.rows(plan.id)] if plan else []
    found = []
    for code, (title, question) in QUALITIES.items():
        said = [row for row in rows if row.quality == code]
        found.append(Quality(code, title, question, said[0] if said else None, [row for row in said[1:] if row.words]))
    return found


@kept
def _good_life(plan_id: int) -> Any:
    rows = GoodLifeWords.objects.filter(plan_id=plan_id).order_by("-id")
    return rows.values_list("quality", "words", "at", "by_name", "by_role")[:SHOWN_BEFORE]


@dataclass(frozen=True, slots=True)
class Saving:
    """Something the person saves for; amounts in euro cents."""

    key: UUID
    words: str
    cost_cents: int | None
    saved_cents: int
    reached_on: date | None
    version: int

    @property
    def left_cents(self) -> int:
        return max((self.cost_cents or 0) - self.saved_cents, 0)

    @property
    def percent(self) -> int:
        return min(100, self.saved_cents * 100 // self.cost_cents) if self.cost_cents else 0

    @property
    def saved(self) -> str:
        return euro(self.saved_cents)

    @property
    def cost(self) -> str:
        return euro(self.cost_cents or 0)

    @property
    def left(self) -> str:
        return euro(self.left_cents)


def euro(cents: int) -> str:
    """Cents as an amount: "€ 12,50", "€ 300"."""
    whole, rest = divmod(cents, 100)
    amount = f"{whole:,}".replace(",", ".")
    return f"€ {amount},{rest:02d}" if rest else f"€ {amount}"


def savings(plan: OnePlan | None) -> list[Saving]:
    """All that is saved for, in order (1 query)."""
    return [Saving(*row) for row in _savings.rows(plan.id)] if plan else []


@kept
def _savings(plan_id: int) -> Any:
    return Wish.objects.filter(plan_id=plan_id).order_by("place", "id").values_list(
        "key", "words", "cost_cents", "saved_cents", "reached_on", "version"
    )  # fmt: skip


def saving(plan: OnePlan, key: UUID) -> Saving:
    """One wish; raises NotVisible for another's."""
    found = next((one for one in savings(plan) if one.key == key), None)
    if found is None:
        raise people.NotVisible
    return found

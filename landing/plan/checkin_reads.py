"""Questions about how it goes: what somebody follows, what they said, and whether it is time to say something again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from landing.people import reads as people
from landing.people.kept_questions import kept
from landing.people.viewer import Viewer
from landing.plan.goal_reads import OnePlan
from landing.plan.models import CheckIn, CheckInScore, Followed
from landing.ui.charts import Point
from landing.ui.languages import said as _

FACES = {1: _("heel slecht"), 2: _("niet goed"), 3: _("gaat wel"), 4: _("goed"), 5: _("heel goed")}
TEN = 10
EVERY = {"day": 1, "week": 7, "month": 30}
SHOWN_DAYS = 183
SHOWN_CHECK_INS = 60


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that the person follows."""

    id: int
    key: UUID
    words: str
    scale: str
    rhythm: str
    from_date: date
    to_date: date | None

    @property
    def lowest(self) -> int:
        return 1 if self.scale == Followed.Scale.FACE else 0

    @property
    def highest(self) -> int:
        return len(FACES) if self.scale == Followed.Scale.FACE else TEN

    @property
    def rhythm_words(self) -> str:
        return Followed.Rhythm(self.rhythm).label

    def said(self, value: int) -> str:
        """A value in words."""
        return (
            FACES[value] if self.scale == Followed.Scale.FACE else _("{value} van {ten}").format(value=value, ten=TEN)
        )


def followed(plan: OnePlan | None, *, stopped: bool = False) -> list[Thing]:
    """What somebody follows now, in order; with ``stopped`` also what they followed before (1 query)."""
    found = [Thing(*row) for row in _followed.rows(plan.id)] if plan else []
    return [one for one in found if stopped or one.to_date is None]


@kept
def _followed(plan_id: int) -> Any:
    return Followed.objects.filter(plan_id=plan_id).order_by("place", "id").values_list(
        "id", "key", "words", "scale", "rhythm", "from_date", "to_date"
    )  # fmt: skip


def thing(plan: OnePlan, key: UUID) -> Thing:
    """One thing that somebody follows; raises NotVisible for another's."""
    found = next((one for one in followed(plan) if one.key == key), None)
    if found is None:
        raise people.NotVisible
    return found


@dataclass(frozen=True, slots=True)
class Said:
    """One check-in: what was said and, for each thing that was followed, the value."""

    id: int
    side: str
    on: date
    words: str
    at: datetime
    by_name: str
    by_role: str
    values: dict[int, int]


def check_ins(viewer: Viewer, plan: OnePlan | None) -> list[Said]:
    """What was said in the last half year, the newest first (2 queries)."""
    if plan is None:
        return []
    start = viewer.today - timedelta(days=SHOWN_DAYS)
    columns = ("id", "side", "on", "words", "at", "by_name", "by_role")
    rows = CheckIn.objects.filter(plan_id=plan.id, on__gte=start).order_by("-on", "-id").values_list(*columns)
    found = [Said(*row, values={}) for row in rows[:SHOWN_CHECK_INS]]
    by_id = {one.id: one for one in found}
    scores = CheckInScore.objects.filter(check_in_id__in=list(by_id)).values_list("check_in_id", "followed_id", "value")
    for check_in, about, value in scores:
        by_id[check_in].values[about] = value
    return found


@dataclass(frozen=True, slots=True)
class Course:
    """How one thing went: the values of the person and of a carer apart, each from old to new, and a sentence."""

    thing: Thing
    own: list[Point]
    other: list[Point]
    sentence: str

    @property
    def other_sentence(self) -> str:
        """What a carer thought last; empty when none did."""
        return (
            _("Geschat: {text}. Dit zei de persoon niet zelf.").format(text=self.other[-1].text) if self.other else ""
        )

    @property
    def ticks(self) -> list[tuple[int, str]]:
        """The words beside the drawing: bottom and top."""
        low, high = self.thing.lowest, self.thing.highest
        if self.thing.scale == Followed.Scale.FACE:
            return [(low, FACES[low]), (high, FACES[high])]
        return [(low, str(low)), (high, str(high))]


def courses(plan: OnePlan | None, things: list[Thing], said: list[Said], *, other: bool) -> list[Course]:
    """The lines of everything that is followed; other: a carer's estimates too. What happened stands with its day."""
    reached = {goal.reached_on: goal.title for goal in plan.goals if goal.reached_on} if plan else {}
    found = []
    for one in things:
        own = _points(one, said, "person", reached)
        theirs = _points(one, said, "supporter", {}) if other else []
        found.append(Course(one, own, theirs, _sentence(own)))
    return found


def _points(one: Thing, said: list[Said], side: str, reached: dict[date, str]) -> list[Point]:
    return [
        Point(row.on, row.values[one.id], one.said(row.values[one.id]), _happened(row, reached))
        for row in reversed(said) if row.side == side and one.id in row.values
    ]  # fmt: skip


def _happened(row: Said, reached: dict[date, str]) -> str:
    goal = reached.get(row.on)
    return " ".join(part for part in (row.words, _("Gelukt: {goal}").format(goal=goal) if goal else "") if part)


def _sentence(points: list[Point]) -> str:
    if not points:
        return _("Hier is nog niets ingevuld.")
    if len(points) == 1:
        return _("Nu: {text}.").format(text=points[-1].text)
    return _("Nu: {text}. De keer ervoor: {text2}.").format(text=points[-1].text, text2=points[-2].text)


def due(viewer: Viewer, plan: OnePlan) -> list[Thing]:
    """What it is time for to say something about again, as often as the person chose; none while the plan rests (2 queries)."""
    things = [one for one in followed(plan) if one.rhythm in EVERY]
    if not things or plan.paused_on is not None:
        return []
    rows = CheckInScore.objects.filter(followed_id__in=[one.id for one in things], check_in__side="person")
    last: dict[int, date] = {}
    for about, on in rows.values_list("followed_id", "check_in__on"):
        last[about] = max(on, last.get(about, on))
    return [one for one in things if viewer.today >= last.get(one.id, date.min) + timedelta(days=EVERY[one.rhythm])
            or one.id not in last]  # fmt: skip

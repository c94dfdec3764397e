"""All writes about getting ready: talks, places in the neighbourhood, and what somebody learns.

The person's own; what staff write is what the person said, and the line of history says who wrote it. A talk and a place are
compared by their texts and a training by its version, so who changes what somebody else changed meanwhile sees both.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from landing.people import reads as people
from landing.people.actions import ChangedMeanwhile, Difference, NotPossible, note
from landing.people.viewer import Viewer
from landing.plan import prepare_reads as reads
from landing.plan.gate_actions import HOUSING_STEP, MONEY_STEP, NEIGHBOURHOOD_STEP, TALK_STEP, Ticked, tick
from landing.plan.goal_actions import next_place
from landing.plan.goal_version_actions import plan_to_write
from landing.plan.models import AwarenessTalk, NeighbourhoodFind, Plan, SkillTraining
from landing.plan.prepare_words import KINDS, TRAININGS
from landing.plan.reads import mine, whose
from landing.ui.dates import long_date
from landing.ui.languages import said as _

TALK_FIELDS = {
    "on": _("Wanneer was het gesprek?"),
    "with_name": _("Met wie praatte je?"),
    "words": _("Wat wil je onthouden?"),
    "again": _("Wil je nog een gesprek?"),
}
FIND_FIELDS = {"kind": _("Wat voor plek is het?"), "words": _("Wat is het?")}
TRAINING_FIELDS = {
    "words": _("Wat leer je?"), "kind": _("Waar gaat het over?"), "given_by": _("Van wie leer je het?"),
    "from_date": _("Wanneer begint het?"), "sessions": _("Hoeveel keer is het?"), "sessions_done": _("Hoe vaak was je er al?"),
}  # fmt: skip
NOT_YET = _("Deze dag komt nog. Kies vandaag of een dag die al was.")
COUNT_CHANGED = _("Iemand anders veranderde dit net. Kijk eerst hoe vaak je er nu was.")
MOST_TIMES = 999
Row = TypeVar("Row", bound=Model)


def _shown(field: str, value: Any) -> str:
    if isinstance(value, date):
        return long_date(value)
    if field == "again":
        return reads.AGAIN[value] or "leeg"
    if field == "kind":
        return {**KINDS, **TRAININGS}.get(str(value), str(value))
    return str(value) if value not in (None, "") else "leeg"


def _tell(viewer: Viewer, plan: Plan) -> None:
    """A line of the person's history that it was changed, and by whom; the texts stand with the thing itself."""
    note(viewer=viewer, person_id=plan.person_id, about="preparing", old=None, new={"changed": True})


def _row(model: type[Row], plan: Plan, key: UUID, **rest: Any) -> Row:
    found = model._default_manager.filter(plan=plan, key=key, **rest).first()
    if found is None:
        raise people.NotVisible
    return found


def _changed(row: Any, values: dict[str, Any], fields: dict[str, str]) -> dict[str, Any]:
    return {name: values[name] for name in fields if name in values and getattr(row, name) != values[name]}


def _differences(
    row: Any, changed: dict[str, Any], fields: dict[str, str], by_name: str = "", at: Any = None
) -> list[Difference]:
    return [Difference(name, fields[name], _shown(name, getattr(row, name)), _shown(name, value), by_name, at)
            for name, value in changed.items()]  # fmt: skip


def _past(viewer: Viewer, day: date | None) -> None:
    if day is not None and day > viewer.today:
        raise NotPossible(NOT_YET)


@transaction.atomic
def add_talk(
    *,
    viewer: Viewer,
    on: date | None = None,
    with_name: str = "",
    words: str = "",
    again: bool | None = None,
    person_key: UUID | None = None,
) -> Ticked:
    """Write down a talk, today when no day is given; says what came of the step of the route."""
    plan = plan_to_write(viewer, person_key)
    day = on or viewer.today
    _past(viewer, day)
    _talk, new = AwarenessTalk.objects.get_or_create(
        plan=plan, on=day, with_name=with_name, words=words, again=again,
        defaults={"at": timezone.now(), "by_name": viewer.name, "by_role": viewer.role or ""},
    )  # fmt: skip
    if not new:
        return Ticked.NOTHING
    _tell(viewer, plan)
    return _tick(viewer, person_key, TALK_STEP, day)


def _tick(viewer: Viewer, person_key: UUID | None, step: str, on: date | None = None) -> Ticked:
    of = mine(viewer) if person_key is None else whose(viewer, person_key, "plan")
    return tick(viewer=viewer, of=of, step=step, on=on)


@transaction.atomic
def change_talk(*, viewer: Viewer, talk_key: UUID, mark: str, values: dict[str, Any]) -> bool:
    """Change a talk; whether that changed anything. ``mark``: of what the form was based on.

    Raises ChangedMeanwhile with both texts when it was changed since.
    """
    plan = plan_to_write(viewer, None)
    row = _row(AwarenessTalk, plan, talk_key)
    values = {**values, "on": values.get("on") or row.on}
    _past(viewer, values["on"])
    changed = _changed(row, values, TALK_FIELDS)
    if not changed:
        return False
    if reads.Talk(row.key, row.on, row.with_name, row.words, row.again, row.at, row.by_name, row.by_role).mark != mark:
        raise ChangedMeanwhile(_differences(row, changed, TALK_FIELDS, row.by_name, row.at))
    for name, value in changed.items():
        setattr(row, name, value)
    row.at, row.by_name, row.by_role = timezone.now(), viewer.name, viewer.role or ""
    row.save()
    _tell(viewer, plan)
    return True


@transaction.atomic
def remove_talk(*, viewer: Viewer, talk_key: UUID) -> bool:
    """Take a talk away for good. The step of the route stays done: there was a talk."""
    plan = plan_to_write(viewer, None)
    _row(AwarenessTalk, plan, talk_key).delete()
    _tell(viewer, plan)
    return True


def _finds_to_write(viewer: Viewer, person_key: UUID | None = None) -> Plan:
    """The plan of that person; what was taken away ``GONE_DAYS`` ago goes for good."""
    plan = plan_to_write(viewer, person_key)
    NeighbourhoodFind.objects.filter(
        plan=plan, gone_on__lte=viewer.today - timedelta(days=NeighbourhoodFind.GONE_DAYS)
    ).delete()
    return plan


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a deed: whether anything changed, and what of a step of the route. True when anything changed."""

    changed: bool
    step: str = ""
    ticked: Ticked = Ticked.NOTHING

    def __bool__(self) -> bool:
        return self.changed


def _explored(viewer: Viewer, plan: Plan, person_key: UUID | None) -> Done:
    """The person was somewhere: with the first place the step of the route about the neighbourhood is done."""
    if NeighbourhoodFind.objects.filter(plan=plan, been_on__isnull=False, gone_on=None).count() > 1:
        return Done(True)
    return Done(True, NEIGHBOURHOOD_STEP, _tick(viewer, person_key, NEIGHBOURHOOD_STEP))


@transaction.atomic
def add_find(*, viewer: Viewer, kind: str, words: str = "", been: bool = False, person_key: UUID | None = None) -> Done:
    """Put a place on the list; true when it is new there. Several of one kind may stand there."""
    plan = _finds_to_write(viewer, person_key)
    rows = NeighbourhoodFind.objects.filter(plan=plan)
    if rows.filter(kind=kind, words=words, gone_on=None).exists():
        return Done(False)
    NeighbourhoodFind.objects.create(
        plan=plan, kind=kind, words=words, been_on=viewer.today if been else None, place=next_place(rows)
    )
    _tell(viewer, plan)
    return _explored(viewer, plan, person_key) if been else Done(True)


@transaction.atomic
def change_find(*, viewer: Viewer, find_key: UUID, mark: str, kind: str, words: str) -> bool:
    """Change a place; whether that changed anything. Raises ChangedMeanwhile with both texts when it was changed since."""
    plan = _finds_to_write(viewer)
    row = _row(NeighbourhoodFind, plan, find_key, gone_on=None)
    changed = _changed(row, {"kind": kind, "words": words}, FIND_FIELDS)
    if not changed:
        return False
    if reads.Find(row.key, row.kind, row.words, row.been_on).mark != mark:
        raise ChangedMeanwhile(_differences(row, changed, FIND_FIELDS))
    row.kind, row.words = kind, words
    row.save(update_fields=["kind", "words"])
    _tell(viewer, plan)
    return True


@transaction.atomic
def be_at(*, viewer: Viewer, find_key: UUID, been: bool) -> Done:
    """Say that the person was there, or not after all; true when that changed anything."""
    plan = _finds_to_write(viewer)
    row = _row(NeighbourhoodFind, plan, find_key, gone_on=None)
    if (row.been_on is not None) == been:
        return Done(False)
    row.been_on = viewer.today if been else None
    row.save(update_fields=["been_on"])
    _tell(viewer, plan)
    return _explored(viewer, plan, None) if been else Done(True)


@transaction.atomic
def remove_find(*, viewer: Viewer, find_key: UUID, gone: bool = True) -> bool:
    """Take a place off the list, or bring it back within ``GONE_DAYS``; whether that changed anything."""
    plan = _finds_to_write(viewer)
    row = _row(NeighbourhoodFind, plan, find_key)
    if (row.gone_on is not None) == gone:
        return False
    row.gone_on = viewer.today if gone else None
    row.save(update_fields=["gone_on"])
    _tell(viewer, plan)
    return True


@transaction.atomic
def add_training(*, viewer: Viewer, values: dict[str, Any], person_key: UUID | None = None) -> Done:
    """Write down what somebody learns, or will learn; every value may stay empty.

    Enrolling is what the step about a housing training asks. Learning about money has begun when the training has: on its
    first day, or with the first time that the person was there.
    """
    plan = plan_to_write(viewer, person_key)
    made = SkillTraining.objects.create(
        plan=plan, **{name: values[name] for name in TRAINING_FIELDS if values.get(name) not in (None, "")}
    )
    _tell(viewer, plan)
    begun = made.kind == SkillTraining.Kind.HOUSING or made.from_date is None or made.from_date <= viewer.today
    return _learning(viewer, made, person_key) if begun or made.sessions_done else Done(True)


STEPS: dict[str, str] = {SkillTraining.Kind.HOUSING: HOUSING_STEP, SkillTraining.Kind.MONEY: MONEY_STEP}


def _learning(viewer: Viewer, row: SkillTraining, person_key: UUID | None) -> Done:
    step = STEPS.get(row.kind, "")
    return Done(True, step, _tick(viewer, person_key, step)) if step else Done(True)


@transaction.atomic
def change_training(*, viewer: Viewer, training_key: UUID, version: int, values: dict[str, Any]) -> bool:
    """Change a training; whether that changed anything. Raises ChangedMeanwhile with both when it was changed since."""
    plan = plan_to_write(viewer, None)
    row = _row(SkillTraining, plan, training_key)
    values = {**values, "sessions_done": values.get("sessions_done") or 0}
    changed = _changed(row, values, TRAINING_FIELDS)
    if not changed:
        return False
    if row.version != version:
        raise ChangedMeanwhile(_differences(row, changed, TRAINING_FIELDS))
    _save_training(viewer, plan, row, **changed)
    return True


def _save_training(viewer: Viewer, plan: Plan, row: SkillTraining, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    _tell(viewer, plan)


@transaction.atomic
def count(*, viewer: Viewer, training_key: UUID, seen: int, times: int, person_key: UUID | None = None) -> Done:
    """Set how often the person was there from ``seen``, which the page showed, to ``times``; true when that changed anything.

    Raises NotPossible when the count is neither: somebody else counted meanwhile.
    """
    plan = plan_to_write(viewer, person_key)
    row = _row(SkillTraining, plan, training_key)
    if row.sessions_done == times:
        return Done(False)
    if row.sessions_done != seen or not 0 <= times <= MOST_TIMES:
        raise NotPossible(COUNT_CHANGED)
    _save_training(viewer, plan, row, sessions_done=times)
    return _learning(viewer, row, person_key) if seen == 0 else Done(True)


@transaction.atomic
def set_training(*, viewer: Viewer, training_key: UUID, state: str) -> bool:
    """Say that a training is ``done``, that the person ``stopped``, or that it is ``going`` on; whether that changed anything."""
    plan = plan_to_write(viewer, None)
    row = _row(SkillTraining, plan, training_key)
    wanted = {
        "done_on": (row.done_on or viewer.today) if state == "done" else None,
        "stopped_on": (row.stopped_on or viewer.today) if state == "stopped" else None,
    }
    if (row.done_on, row.stopped_on) == (wanted["done_on"], wanted["stopped_on"]):
        return False
    _save_training(viewer, plan, row, **wanted)
    return True


@transaction.atomic
def remove_training(*, viewer: Viewer, training_key: UUID) -> bool:
    """Take a training away for good."""
    plan = plan_to_write(viewer, None)
    _row(SkillTraining, plan, training_key).delete()
    _tell(viewer, plan)
    return True

"""Turns a story into a life: days become dates, and what such a person would have done by now is filled in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from landing.core.periods import Rounding, WorkingDays, add_months
from landing.desk.demo.cast import Member
from landing.desk.demo.history import Earlier
from landing.desk.demo.lives import Life
from landing.desk.demo.steps import Mark, Steps
from landing.desk.demo.stories import USUAL, Story
from landing.people.roles import Role

_CALENDAR = WorkingDays()


def day_of(today: date, days: int) -> date:
    """A day of a story as a date on which offices are open."""
    rounding: Rounding = "next_working_day" if days > 0 else "previous_working_day"
    return _CALENDAR.rounded(today + timedelta(days=days), rounding)


def value_of(today: date, value: Any) -> Any:
    """A value of a story: whole numbers are days from today."""
    return day_of(today, value) if isinstance(value, int) and not isinstance(value, bool) else value


def life_of(story: Story, today: date) -> Life:
    """The life that a story tells."""
    given = {kind: value_of(today, value) for kind, value in story.facts.items()}
    usual = {kind: value for kind, value in USUAL.items() if kind not in given} if story.stage != "stay" else {}
    born = add_months(today, -12 * story.age) - timedelta(days=40 + story.age)
    return Life(story.stage, given["stay_start"], born, {**usual, **given}, diligence=1.0)


def marks_of(story: Story, steps: Steps, life: Life, today: date) -> list[Mark]:
    """The steps of a story: what was due long ago is done, less what the story leaves open, plus what it tells."""
    told = {*story.done, *story.aside}
    rng = Random(f"story:{story.key}")  # noqa: S311  (invented people, no secrets)
    usual = steps.marks(rng, life.facts, life.started_on, life.diligence, frozenset({*story.undone, *told}))
    owner = {rule.id: rule.who for rule in steps.rules}
    done = [Mark(rule, owner.get(rule, ""), day_of(today, day)) for rule, day in story.done.items()]
    aside = [Mark(rule, owner.get(rule, ""), day_of(today, day), why) for rule, (day, why) in story.aside.items()]
    return [*(replace(mark, why="") for mark in usual), *done, *aside]


def earlier_of(story: Story, today: date, carer: Member, coordinator: Member) -> list[Earlier]:
    """What changed before, told by the support worker or the coordinator."""
    return [
        Earlier(
            turn.fact, today + timedelta(days=turn.day), turn.hour, value_of(today, turn.old),
            value_of(today, turn.new), turn.why,
            coordinator if turn.by_role == Role.COORDINATOR.value else carer,
        )
        for turn in story.turns
    ]  # fmt: skip

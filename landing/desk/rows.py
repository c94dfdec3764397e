"""Rows as a page shows them: addresses, words and days ready-made.

A page holds up to a hundred rows. Looking up an address or putting a date in words costs more than all the rest of a
row, so it is done once a page here, and the template only writes down what it gets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple
from uuid import UUID, uuid4

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from landing.desk import reads
from landing.desk.overview import Task as PersonTask
from landing.people.viewer import Viewer
from landing.route.words import PHASE_WORDS, WHO_WORDS
from landing.ui.addresses import address, addresses
from landing.ui.dates import in_english, long_date, relative_days, short_date
from landing.ui.states import due_word, tone_class


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A step in a list. about: whose it is and by when; done_url and once: its form, empty where there is none."""

    day: date | None
    url: str
    title: str
    about: str
    because: str
    word: str
    tone: str
    done_url: str
    once: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person on Mijn dag with the first steps and how many more there are."""

    url: str
    name: str
    phase: str
    tasks: list[TaskRow]
    more: int


@dataclass(frozen=True, slots=True)
class SilentRow:
    """Somebody who is silent. about: phase and last contact; contact_url and once: the form that notes a talk."""

    url: str
    name: str
    about: str
    contact_url: str
    once: str


@dataclass(frozen=True, slots=True)
class ClientRow:
    """One line of the client list. by: the day of the next step; late: whether it has passed."""

    url: str
    name: str
    phase: str
    since: str
    next_due: str
    by: str
    late: bool
    municipality: str
    carer: str
    coordinator: str


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A fact to ask for. about: whom, and how many steps wait for it."""

    url: str
    question: str
    about: str


def options(names: Sequence[tuple[int, str]], chosen: int | None) -> SafeString:
    """The choices of a list of colleagues or municipalities: (id, name), one of them chosen."""
    at = next((place for place, (pk, _) in enumerate(names) if pk == chosen), None)
    if at is None:
        return _options(tuple(names))
    picked = format_html('<option value="{}" selected>{}</option>', *names[at])
    return format_html("{}{}{}", _options(tuple(names[:at])), picked, _options(tuple(names[at + 1 :])))


@lru_cache(maxsize=32)
def _options(names: tuple[tuple[int, str], ...]) -> SafeString:
    # A large provider has thousands of colleagues; the same names give the same text, so it is kept by the names.
    return format_html_join("", '<option value="{}">{}</option>', names)


class _Steps(NamedTuple):
    """The addresses of the steps of one person."""

    page: Callable[[str], str]
    done: Callable[[str], str]


class Rows:
    """Makes the rows of one page for one viewer."""

    def __init__(self, viewer: Viewer) -> None:
        self.today, self.may_write, self.english = viewer.today, viewer.rule.writes, in_english()
        self.who = {code: f"{word[:1].upper()}{word[1:]}" for code, word in WHO_WORDS.items()}
        self._days: dict[date, tuple[str, str]] = {}
        self._states: dict[str, tuple[str, str]] = {}
        self._steps_of: dict[UUID, _Steps] = {}

    def _day(self, day: date) -> tuple[str, str]:
        """A day as it stands in a table, and how far away it is."""
        found = self._days.get(day)
        if found is None:
            away = relative_days(day, self.today, english=self.english)
            found = self._days[day] = short_date(day, english=self.english), away
        return found

    def _state(self, state: str) -> tuple[str, str]:
        found = self._states.get(state)
        if found is None:
            word = due_word(state)
            found = self._states[state] = str(word.staff), tone_class(word.tone)
        return found

    def _task(self, task: reads.Task | PersonTask, of: _Steps, about: str, *, settled: bool = False) -> TaskRow:
        done = self.may_write and not settled
        return TaskRow(
            task.due_on, of.page(task.rule), task.title, about, task.because, *self._state(task.state),
            of.done(task.rule) if done else "", str(uuid4()) if done else "",
        )  # fmt: skip

    def _steps(self, person: UUID) -> _Steps:
        found = self._steps_of.get(person)
        if found is None:
            found = self._steps_of[person] = _Steps(
                addresses("route:step", person), addresses("route:step_done", person)
            )
        return found

    def of_day(self, tasks: Iterable[reads.Task], *, show_name: bool) -> list[TaskRow]:
        """Steps on Mijn dag."""
        rows = []
        for task in tasks:
            parts = [task.name] if show_name else []
            parts.append(self.who.get(task.who, task.who))
            if task.due_on:
                parts.append(", ".join(self._day(task.due_on)))
            if task.state == "due_soon" and task.latest_on and task.latest_on <= self.today:
                parts.append("begin nu")
            rows.append(self._task(task, self._steps(task.person), " · ".join(parts)))
        return rows

    def of_days(self, tasks: Iterable[reads.Task]) -> list[tuple[date | None, list[TaskRow]]]:
        """Steps on Mijn dag with the person's name, day by day in the order they come."""
        rows = self.of_day(tasks, show_name=True)
        return [(day, list(those)) for day, those in groupby(rows, attrgetter("day"))]

    def of_people(self, people: Iterable[reads.PersonTasks]) -> list[PersonRow]:
        """People on Mijn dag."""
        return [
            PersonRow(
                address("desk:person", one.person), one.name, PHASE_WORDS.get(one.phase, ""), self.of_day(one.tasks, show_name=False),
                one.more,
            )
            for one in people
        ]  # fmt: skip

    def of_person(self, person: UUID, tasks: Iterable[PersonTask], *, settled: bool = False) -> list[TaskRow]:
        """Steps on the overview of one person; ``settled``: done or set aside, so only their day counts."""
        rows, steps = [], self._steps(person)
        for task in tasks:
            about = self.who.get(task.who, task.who)
            if task.due_on:
                short, away = self._day(task.due_on)
                about += f" · {short}" if settled else f" · {short}, {away}"
            rows.append(self._task(task, steps, about, settled=settled))
        return rows

    def of_questions(self, questions: Iterable[reads.Question]) -> list[QuestionRow]:
        """What we do not know yet."""
        rows = []
        for one in questions:
            wait = "stap wacht" if one.decides == 1 else "stappen wachten"
            about = f"{one.name} · {one.decides} {wait} hierop"
            rows.append(QuestionRow(address("route:facts", one.person) + f"#{one.fact}", one.question, about))
        return rows

    def of_silent(self, people: Iterable[reads.Silent]) -> list[SilentRow]:
        """People with whom it is silent."""
        rows = []
        for one in people:
            said = "nog geen contact genoteerd"
            if one.last_contact_on is not None:
                said = f"laatste contact {long_date(one.last_contact_on)}, {one.days} dagen geleden"
            about = f"{PHASE_WORDS.get(one.phase, '')} · {said}"
            token = str(uuid4()) if self.may_write else ""
            rows.append(
                SilentRow(
                    address("desk:person", one.person), one.name, about, address("route:contact", one.person), token
                )
            )
        return rows

    def of_clients(self, clients: Iterable[reads.ClientRow]) -> list[ClientRow]:
        """The client list."""
        rows = []
        for one in clients:
            since = (
                relative_days(one.phase_since, self.today, deadline=False, english=self.english)
                if one.phase_since
                else ""
            )
            by = ", ".join(self._day(one.next_due_on)) if one.next_due_on else ""
            nobody = "nog niemand" if one.phase else ""  # without a phase this viewer may not know who is around
            late = one.next_due_on is not None and one.next_due_on < self.today
            rows.append(
                ClientRow(
                    address("desk:person", one.person), one.name, PHASE_WORDS.get(one.phase, ""), since, one.next_due, by, late,
                    one.municipality or "nog niet bekend", one.carer or nobody, one.coordinator or nobody,
                )
            )  # fmt: skip
        return rows

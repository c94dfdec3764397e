"""Makes the demo region anew: the same seed and the same day give the same rows, byte for byte."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from django.core.management.color import no_style
from django.db import connection
from django.utils import timezone

from landing.core.due.reckon import reckon
from landing.core.due.rules import Rulebook
from landing.desk.demo import consents, emptying, history, own_words, plans, telling
from landing.desk.demo.accounts import CLIENT
from landing.desk.demo.around import Around, bonds_of
from landing.desk.demo.cast import Cast, uuid_from
from landing.desk.demo.lives import Life, chosen, life
from landing.desk.demo.names import person_name
from landing.desk.demo.region import DUINRAND, MERWESTREEK, Kind, of_kind
from landing.desk.demo.steps import Mark, Steps
from landing.desk.demo.stories import STORIES, Story
from landing.people.access_keep import anchor
from landing.people.actions import name_keys
from landing.people.append_only import lifted
from landing.people.models import Account, Bond, Organisation, Person, PersonEvent, Region, Worker
from landing.route import bulk, rulebook
from landing.route.mass_write import fresh_statistics, insert_rows
from landing.route.models import Due, Fact, GatePass, Journey, RouteEvent, StepMark

MOST_PEOPLE = 70_000
OTHER_REGION_PEOPLE = 8
CHUNK = 1_000

Progress = Callable[[str], Any]

NUMBERED = (Region, Organisation, Account, Worker, Person, Journey)
"""The models whose numbers the demo gives out itself."""
PERSON_COLUMNS = (
    "id", "key", "region", "account", "given_name", "infix", "surname", "call_me", "birth_date", "origin",
    "search_name", "sort_name", "version", "created_at",
)  # fmt: skip
BOND_COLUMNS = ("person", "key", "kind", "worker", "organisation", "name", "phone", "from_date", "to_date")
JOURNEY_COLUMNS = (
    "id", "key", "person", "destination", "started_on", "closed_on", "last_contact_on", "next_due_rule", "asks",
    "rulebook", "version",
)  # fmt: skip
PASS_COLUMNS = ("journey", "gate", "on", "why", "by_name", "by_role", "missing", "current", "recorded_at")


@dataclass(frozen=True, slots=True)
class Made:
    """What a reset made: people in all regions, and rows of what is due."""

    people: int
    dues: int


def reset(*, today: date, people: int = 320, seed: int = 1, progress: Progress = lambda line: None) -> Made:
    """Replace everything by a new demo region of ``people`` persons, in one transaction.

    Raises NotTheDemo outside demo mode, and ValueError for a number of people that cannot be made.
    """
    if not len(STORIES) <= people <= MOST_PEOPLE:
        raise ValueError(f"--people: between {len(STORIES)} and {MOST_PEOPLE}, not {people}")
    emptying.require_demo()
    with lifted(connection):
        emptying.empty()
        with emptying.unlinked():
            making = Making(today, seed)
            making.cast.write()
            for start in range(0, people, CHUNK):
                making.write_people(range(start, min(start + CHUNK, people)), MERWESTREEK)
                progress(f"{dutch(min(start + CHUNK, people))} van {dutch(people)}")
            making.write_people(range(people, people + OTHER_REGION_PEOPLE), DUINRAND)
            own_words.write(today, seed, making.cast)
            with connection.cursor() as cursor:
                for statement in connection.ops.sequence_reset_sql(no_style(), NUMBERED):
                    cursor.execute(statement)
            bulk.refresh_all(today, everything=True, progress=progress)
        emptying.settle()
    # The access log of before is gone with everybody in it; its anchors no longer count.
    anchor(timezone.now(), begun_anew=True)
    fresh_statistics(emptying.product_models(), tidy=True)
    return Made(people + OTHER_REGION_PEOPLE, Due.objects.count())


def dutch(number: int) -> str:
    """A whole number with a point between the thousands."""
    return f"{number:,}".replace(",", ".")


@dataclass(slots=True)
class _Chunk:
    """The rows of some people, until they are written."""

    persons: list[tuple[Any, ...]] = field(default_factory=list)
    bonds: list[tuple[Any, ...]] = field(default_factory=list)
    person_events: list[tuple[Any, ...]] = field(default_factory=list)
    journeys: list[tuple[Any, ...]] = field(default_factory=list)
    passes: list[tuple[Any, ...]] = field(default_factory=list)
    route: history.Rows = field(default_factory=history.Rows)
    consents: consents.Rows = field(default_factory=consents.Rows)
    plans: list[tuple[plans.Telling, plans.TellPlan]] = field(default_factory=list)

    def write(self) -> None:
        insert_rows(Person, PERSON_COLUMNS, self.persons)
        insert_rows(Bond, BOND_COLUMNS, self.bonds)
        insert_rows(PersonEvent, ("person", *history.EVENT_COLUMNS[1:]), [*self.person_events, *self.consents.events])
        self.consents.write()
        insert_rows(Journey, JOURNEY_COLUMNS, self.journeys)
        insert_rows(Fact, history.FACT_COLUMNS, self.route.facts)
        insert_rows(StepMark, history.MARK_COLUMNS, self.route.marks)
        insert_rows(GatePass, PASS_COLUMNS, self.passes)
        insert_rows(RouteEvent, history.EVENT_COLUMNS, self.route.events)
        for writer, plan in self.plans:
            writer.write(plan)


@dataclass(frozen=True, slots=True)
class _Who:
    """Name and houses of one person."""

    given: str
    infix: str
    surname: str
    call_me: str
    origin: str
    destination: str
    provider: str


class Making:
    """Makes people one chunk at a time, so that memory stays small whatever their number."""

    def __init__(self, today: date, seed: int) -> None:
        self.today = today
        self.seed = seed
        self.cast = Cast(today, seed)
        self.books: dict[str, Rulebook] = {code: rulebook.current(code) for code in (MERWESTREEK, DUINRAND)}
        self.steps = {code: Steps(book, today) for code, book in self.books.items()}

    def write_people(self, which: range, region: str) -> None:
        """Make and write the people with these numbers; the first of Merwestreek are those of the stories."""
        chunk = _Chunk()
        for number in which:
            rng = Random(f"{self.seed}:{region}:{number}")  # noqa: S311  (invented people, no secrets)
            if region == MERWESTREEK and number < len(STORIES):
                self._story(chunk, number + 1, rng, STORIES[number])
            else:
                self._someone(chunk, number + 1, rng, region)
        self.cast.write_new()
        chunk.write()

    def _someone(self, chunk: _Chunk, pk: int, rng: Random, region: str) -> None:
        """Somebody made up by chance."""
        lived = life(rng, self.today, self.books[region].facts)
        municipalities = {house.key: house.share for house in of_kind(region, Kind.MUNICIPALITY)}
        origin = chosen(rng, municipalities)
        destination = "" if lived.stage in ("stay", "prepare") and rng.random() < 0.8 else origin
        if lived.facts.get("moves_to_other_municipality"):
            destination = chosen(rng, {key: share for key, share in municipalities.items() if key != origin})
        provider = chosen(rng, {house.key: house.share for house in of_kind(region, Kind.CARE_PROVIDER)})
        who = _Who(*person_name(rng), "", origin, destination, provider)
        around = bonds_of(self.cast, rng, lived, region, provider, origin, destination)
        marks = self.steps[region].marks(rng, lived.facts, lived.started_on, lived.diligence)
        self._add(chunk, pk, rng, region, who, lived, around, marks)

    def _story(self, chunk: _Chunk, pk: int, rng: Random, story: Story) -> None:
        """Somebody of a story, with what happened before and what was let pass."""
        lived = telling.life_of(story, self.today)
        who = _Who(*story.name, story.call_me, story.origin, story.destination, story.provider)
        around = bonds_of(
            self.cast, rng, lived, MERWESTREEK, story.provider, story.origin, story.destination,
            second=story.second, extra=story.around,
        )  # fmt: skip
        marks = telling.marks_of(story, self.steps[MERWESTREEK], lived, self.today)
        earlier = telling.earlier_of(story, self.today, around.carer, around.coordinator)
        self._add(chunk, pk, rng, MERWESTREEK, who, lived, around, marks, earlier)
        if told := plans.PLANS.get(story.key):
            seed, name = f"{self.seed}:plan:{story.key}", story.call_me or story.name[0]
            chunk.plans.append((plans.Telling(seed, pk, name, around.carer, self.today), told))
        for gate, (days, why) in story.passed.items():
            self._pass(chunk, pk, rng, lived, marks, around, gate, telling.day_of(self.today, days), why)

    def _add(
        self, chunk: _Chunk, pk: int, rng: Random, region: str, who: _Who, lived: Life, around: Around,
        marks: list[Mark], earlier: list[history.Earlier] | None = None,
    ) -> None:  # fmt: skip
        names = name_keys(who.given, who.infix, who.surname, who.call_me)
        began = history.at(lived.started_on, 8)
        account = self.cast.accounts[CLIENT] if pk == 1 else None
        houses, carer = self.cast.houses, around.carer
        chunk.persons.append((
            pk, uuid_from(rng), self.cast.regions[region], account, who.given, who.infix, who.surname, who.call_me,
            lived.birth_date, houses[who.origin], names["search_name"], names["sort_name"], 1, began,
        ))  # fmt: skip
        chunk.bonds.extend((pk, uuid_from(rng), *bond) for bond in around.bonds)
        chunk.person_events.append((
            pk, uuid_from(rng), began, carer.account, carer.name, carer.role.value, "person", None, {"added": True},
            "", None,
        ))  # fmt: skip
        chunk.journeys.append((
            pk, uuid_from(rng), pk, houses.get(who.destination), lived.started_on, lived.closed_on,
            lived.facts.get("last_contact"), "", "", "", 1,
        ))  # fmt: skip
        name = who.call_me or who.given
        first = pk - 1 if region == MERWESTREEK else -1
        consents.add(
            chunk.consents, self.cast, f"{self.seed}:consent:{region}:{pk}", pk, region, name, carer, first=first
        )
        told = history.Telling(rng, pk, self.today, lived, carer, around.coordinator)
        told.write(chunk.route, marks, earlier or ())

    def _pass(
        self, chunk: _Chunk, pk: int, rng: Random, lived: Life, marks: list[Mark], around: Around, gate: str, on: date,
        why: str,
    ) -> None:  # fmt: skip
        """A gate that the coordinator let pass, with what was missing on that day."""
        done = {mark.rule: mark.on for mark in marks if not mark.why}
        states = {state.gate_id: state for state in reckon(self.books[MERWESTREEK], on, lived.facts, done).gates}
        missing, by = states[gate].missing, around.coordinator
        row = (pk, gate, on, why, by.name, by.role.value, list(missing), True, history.at(on, 16))
        chunk.passes.append(row)
        chunk.route.events.append(history.gate_event(pk, rng, by, gate, on, why, missing))

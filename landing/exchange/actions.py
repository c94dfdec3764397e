"""Writing a caseload that was checked: all rows in one transaction, and nothing twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Model, Q
from django.utils import timezone

from landing.exchange.caseload.faults import CheckedRow
from landing.exchange.caseload.likeness import SAME, find_likeness
from landing.exchange.caseload.likeness import Person as Compared
from landing.exchange.caseload.places import Known
from landing.exchange.reads import ClosedRecord, Records
from landing.people import access_log
from landing.people import actions as people_actions
from landing.people import reads as people
from landing.people.models import Bond, Likeness, Organisation, Person, PersonEvent, PersonReference, Worker
from landing.people.recorder import WRITE
from landing.people.row_security import everyone
from landing.people.viewer import Viewer
from landing.route import bulk
from landing.route.mass_write import insert_rows
from landing.route.models import Fact, Journey, RouteEvent

FACT_FIELDS = ("stay_start", "target_departure", "stay_kind", "has_debts", "route_kind")
CHUNK = 500
Progress = Callable[[str, int, int], None]


@dataclass
class Imported:
    """What was written: numbers of people, and (row, field id) where the record says something else or is closed to us."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    offered: int = 0
    differences: list[tuple[int, str]] = field(default_factory=list)
    unknown_names: list[tuple[int, str]] = field(default_factory=list)


@transaction.atomic
@everyone("rows of a list become new persons, and are held beside those of the region")
def write_caseload(*, viewer: Viewer, rows: Sequence[CheckedRow], progress: Progress | None = None) -> Imported:
    """Write good rows for the viewer's organisation; what a person knows already is never overwritten.

    Found again by the organisation's number, else by name and birth date among its own people. A second import of the
    same rows changes nothing. ``progress`` hears (what is done, done, in all). Raises PermissionDenied, NotPossible
    for an organisation that keeps no caseload, or ValueError for a row with an error; then nothing is written.
    """
    if not viewer.rule.imports or viewer.organisation is None or viewer.region is None:
        raise PermissionDenied
    if not all(row.is_good for row in rows):
        raise ValueError("only good rows can be written")
    # Held until the end: two imports of one organisation come one after the other.
    place = Organisation.objects.select_for_update().get(pk=viewer.organisation)
    if place.kind not in people.ORGANISATION_BONDS:
        raise people_actions.NotPossible("Alleen een gemeente of een zorgaanbieder kan een lijst inlezen.")
    writing = _Writing(viewer, Bond.Kind(place.kind), progress or (lambda *_: None))
    done = writing.write([row for row in rows if row.repeats is None])
    # Who was touched stands in the access log, in this same transaction; a command has no request that tells it.
    access_log.tell(viewer, writing.seen, action=WRITE, topic="import", page="exchange:import")
    return done


class _Writing:
    def __init__(self, viewer: Viewer, bond: Bond.Kind, say: Progress) -> None:
        self.viewer, self.bond, self.say, self.done, self.now = viewer, bond, say, Imported(), timezone.now()
        self.records = Records(viewer)
        held = self.records.held
        self.journeys = {j.person_id: j for j in Journey.objects.filter(person__in=held, closed_on__isnull=True)}
        self.facts: dict[int, dict[str, tuple[date | None, str]]] = {}
        for journey, kind, on, value in Fact.objects.filter(journey__person__in=held, current=True).values_list(
            "journey_id", "kind", "on", "value"
        ):
            self.facts.setdefault(journey, {})[kind] = (on, value)
        towns = Organisation.objects.filter(region_id=viewer.region, kind=Organisation.Kind.MUNICIPALITY)
        self.towns = {name: pk for pk, name in towns.values_list("id", "name")}
        self.known_towns = Known(self.towns)
        self.workers: dict[str, int | None] = {}
        for pk, name in Worker.objects.filter(
            Q(to_date__isnull=True) | Q(to_date__gt=viewer.today), organisation_id=viewer.organisation,
            from_date__lte=viewer.today,
        ).values_list("id", "name"):  # fmt: skip
            key = people.fold(name)
            self.workers[key] = None if key in self.workers else pk  # two of one name: a person must choose
        open_bonds = Bond.objects.filter(
            person__in=held, to_date__isnull=True, kind__in=("support_worker", "coordinator")
        )
        self.bonds = set(open_bonds.values_list("person_id", "kind"))
        self.around: list[Bond] = []
        self.touched: set[int] = set()
        self.seen: list[UUID] = []

    def write(self, rows: list[CheckedRow]) -> Imported:
        fresh = []
        for number, row in enumerate(rows, start=1):
            if not self._known(row):
                fresh.append(row)
            if number % CHUNK == 0:
                self.say("Bekende mensen bijwerken", number, len(rows))
        made, journeys = self._add(fresh)
        self.seen += (person.key for person in made)
        self._write_around()
        if self.touched:
            Journey.objects.filter(pk__in=self.touched).update(rulebook="", version=F("version") + 1)
        self.say("Bekijken wat er te doen is", 0, 0)
        bulk.refresh_some([*self.touched, *(journey.pk for journey in journeys)], self.viewer.today)
        self.say("Zoeken naar mensen die er al zijn", 0, 0)
        self._offer(made)
        return self.done

    def _known(self, row: CheckedRow) -> bool:
        """Bring a person who stands in the records up to date; False when there is none."""
        try:
            person, by_number = self.records.find(row)
        except ClosedRecord:
            self.done.differences.append((row.number, "external_id"))
            return True
        if person is None:
            return False
        self.seen.append(person.key)
        number = "" if by_number else str(row.values.get("external_id") or "")
        changed = self._fill_person(row, person, number)
        changed |= self._fill_journey(row, person)
        changed |= self._put_around(row, person.pk)
        self.done.changed += changed
        self.done.unchanged += not changed
        return True

    def _fill_person(self, row: CheckedRow, person: Person, number: str) -> bool:
        wanted = {
            "given_name": row.values.get("given_name"), "infix": row.values.get("infix"),
            "surname": row.values.get("surname"), "call_me": row.values.get("preferred_name"),
            "birth_date": row.values.get("birth_date"), "origin_id": self._town(row, "municipality"),
        }  # fmt: skip
        new = self._missing(row, wanted, {name: getattr(person, name) for name in wanted})
        if number:
            self.records.numbers[number.casefold()] = person.pk
            PersonReference.objects.create(person=person, organisation_id=self.viewer.organisation, reference=number)
        if new:
            for name, value in new.items():
                setattr(person, name, value)
            keys = people_actions.name_keys(person.given_name, person.infix, person.surname, person.call_me)
            person.search_name, person.sort_name = keys["search_name"], keys["sort_name"]
            person.version += 1
            person.save()
        if new or number:
            lines = {name: _plain(value) for name, value in new.items()} | ({"reference": True} if number else {})
            people_actions.note(viewer=self.viewer, person_id=person.pk, about="person", old=None, new=lines)
        return bool(new or number)

    def _missing(self, row: CheckedRow, wanted: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
        given = {name: value for name, value in wanted.items() if value not in (None, "")}
        different = [name for name in given if known.get(name) not in (None, "", given[name])]
        self.done.differences += [(row.number, name) for name in different]
        return {name: value for name, value in given.items() if known.get(name) in (None, "")}

    def _fill_journey(self, row: CheckedRow, person: Person) -> bool:
        journey = self.journeys.get(person.pk)
        if journey is None:
            return False
        known = {kind: on or value for kind, (on, value) in self.facts.get(journey.pk, {}).items()}
        new = self._missing(row, self._facts(row), known)
        town = self._missing(
            row, {"destination": self._town(row, "destination_municipality")}, {"destination": journey.destination_id}
        )
        if town:
            Journey.objects.filter(pk=journey.pk).update(destination_id=town["destination"])
        if not new and not town:
            return False
        Fact.objects.bulk_create(self._rows(journey, new))
        self.touched.add(journey.pk)
        lines = {name: _plain(value) for name, value in (new | town).items()}
        self._note(RouteEvent, [{"journey": journey, "about": "import", "old": dict.fromkeys(lines), "new": lines}])
        return True

    def _town(self, row: CheckedRow, name: str) -> int | None:
        text = str(row.values.get(name) or "")
        found = self.known_towns.find(text) if text else None
        if text and found is None:
            self.done.unknown_names.append((row.number, name))
        return self.towns[found] if found else None

    def _facts(self, row: CheckedRow) -> dict[str, Any]:
        return {name: _plain_fact(row.values[name]) for name in FACT_FIELDS if name in row.values}

    def _rows(self, journey: Journey, facts: dict[str, Any]) -> Iterable[Fact]:
        for kind, value in facts.items():
            dated = isinstance(value, date)
            yield Fact(
                journey=journey, kind=kind, on=value if dated else None, value="" if dated else value,
                recorded_at=self.now, recorded_by=self.viewer.name,
            )  # fmt: skip

    def _put_around(self, row: CheckedRow, person: int) -> bool:
        made = False
        for name, kind in (("carer", Bond.Kind.SUPPORT_WORKER), ("coordinator", Bond.Kind.COORDINATOR)):
            text = str(row.values.get(name) or "")
            worker = self.workers.get(people.fold(text)) if text else None
            if text and worker is None:
                self.done.unknown_names.append((row.number, name))
            if worker is None or (person, kind) in self.bonds:
                continue
            self.around.append(Bond(person_id=person, kind=kind, worker_id=worker, from_date=self.viewer.today))
            self.bonds.add((person, kind))
            made = True
        return made

    def _write_around(self) -> None:
        _insert(self.around)
        since = self.viewer.today.isoformat()
        self._note(PersonEvent, [
            {"person_id": bond.person_id, "about": f"bond:{bond.kind}", "old": None,
             "new": {"worker": bond.worker_id, "from": since}}
            for bond in self.around
        ])  # fmt: skip

    def _note(self, model: Any, lines: list[dict[str, Any]]) -> None:
        who = {"at": self.now, "account_id": self.viewer.account, "by_name": self.viewer.name,
               "by_role": self.viewer.role or ""}  # fmt: skip
        _insert([model(**who, **line) for line in lines])

    def _add(self, rows: list[CheckedRow]) -> tuple[list[Person], list[Journey]]:
        if not rows:
            return [], []
        viewer, made = self.viewer, []
        self.say("Nieuwe mensen toevoegen", 0, len(rows))
        for row in rows:
            names = [str(row.values.get(part) or "") for part in ("given_name", "infix", "surname", "preferred_name")]
            made.append(
                Person(
                    region_id=viewer.region, given_name=names[0], infix=names[1], surname=names[2], call_me=names[3],
                    birth_date=row.values.get("birth_date"), origin_id=self._town(row, "municipality"),
                    **people_actions.name_keys(*names),
                )
            )  # fmt: skip
        Person.objects.bulk_create(made, CHUNK)
        _insert(
            [Bond(person=p, kind=self.bond, organisation_id=viewer.organisation, from_date=viewer.today) for p in made]
        )
        pairs = list(zip(made, rows, strict=True))
        _insert([
            PersonReference(person=p, organisation_id=viewer.organisation, reference=str(row.values["external_id"]))
            for p, row in pairs if row.values.get("external_id")
        ])  # fmt: skip
        self._note(PersonEvent, [{"person": p, "about": "person", "old": None, "new": {"added": True}} for p in made])
        self.say("Routes beginnen", len(rows) // 2, len(rows))
        journeys = [
            Journey(person=p, started_on=viewer.today, destination_id=self._town(row, "destination_municipality"))
            for p, row in pairs
        ]
        Journey.objects.bulk_create(journeys, CHUNK)
        started = {"started": viewer.today.isoformat()}
        self._note(RouteEvent, [{"journey": j, "about": "journey", "old": None, "new": started} for j in journeys])
        beside = list(zip(journeys, rows, strict=True))
        _insert([fact for j, row in beside for fact in self._rows(j, self._facts(row))])
        for person, row in pairs:
            self._put_around(row, person.pk)
        self.done.new = len(made)
        return made, journeys

    def _offer(self, made: list[Person]) -> None:
        """Offer the new people who may stand in the region's records already."""
        if not made:
            return
        everyone = Person.objects.filter(region_id=self.viewer.region, joined_into__isnull=True)
        pairs: dict[tuple[int, int], Likeness] = {}
        for found in find_likeness([_compared(p) for p in made], [_compared(p) for p in everyone], most_per_row=6):
            if found.row_key == found.person_key:
                continue
            first, second = sorted((int(str(found.row_key)), int(str(found.person_key))))
            pairs[first, second] = Likeness(
                first_id=first, second_id=second, reasons=list(found.reasons_nl), certain=found.degree == SAME
            )
        Likeness.objects.bulk_create(pairs.values(), CHUNK, ignore_conflicts=True)
        # A pair with somebody who is shielded is there for whom may see both; to others not even its number is told.
        hidden = set(everyone.exclude(people.unshielded(self.viewer)).values_list("pk", flat=True))
        self.done.offered = sum(1 for pair in pairs if not hidden.intersection(pair))


def _insert(rows: Sequence[Model]) -> None:
    """Write many new rows whose keys nobody needs to know."""
    if rows:
        fields = [field for field in rows[0]._meta.local_concrete_fields if not field.primary_key]
        values = ([getattr(row, field.attname) for field in fields] for row in rows)
        insert_rows(type(rows[0]), [field.name for field in fields], values)


def _compared(person: Person) -> Compared:
    return Compared(person.pk, person.given_name, person.surname, person.birth_date, person.infix, person.call_me)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _plain_fact(value: Any) -> Any:
    return ("yes" if value else "no") if isinstance(value, bool) else value

"""A copy of everything about one person (AVG 15 and 20), as ``landing/rulebook/personal_data.yaml`` says it, table by table.

What is kept stands in that file and not here: a table of another room goes along as soon as it is declared there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from django.apps import apps
from django.conf import settings
from django.db.models import Field, ForeignKey, Model, QuerySet

from landing.core.due.rules import Rulebook
from landing.people.bsn import opened
from landing.people.models import Organisation, Person, Region, Worker
from landing.people.roles import ROLES, Role
from landing.people.row_security import everyone
from landing.route.words import WHO_WORDS

SCHEMA = "zachte-landing/kopie/1"
SELF = "self"


@dataclass(frozen=True, slots=True)
class Table:
    """How one table stands to a person: see the head of personal_data.yaml for the words.

    label: "app.Model"; of: the way to the person, "self", or empty; copy: the fields that go along, in order; leave:
    {reason: fields}; erase: "rows", or why rows stay or go with something else.
    """

    label: str
    of: str
    heading: str
    view: str
    copy: tuple[str, ...]
    words: Mapping[str, str]
    only: Mapping[str, Any]
    leave: Mapping[str, tuple[str, ...]]
    erase: str | Mapping[str, str]

    @property
    def model(self) -> type[Model]:
        """The table itself; raises LookupError when there is none of that name."""
        return apps.get_model(self.label)

    @property
    def declared(self) -> list[str]:
        """Every field that the file speaks of, as often as it does."""
        return [*self.copy, *(name for names in self.leave.values() for name in names)]

    def rows(self, persons: QuerySet[Person]) -> QuerySet[Any]:
        """The rows of some persons, in the order in which they were written."""
        manager = self.model._default_manager
        if self.of == SELF:
            return manager.filter(pk__in=persons).order_by("pk")
        return manager.filter(**{f"{self.of}__in": persons}).order_by("pk")


@cache
def tables() -> tuple[Table, ...]:
    """Every table of the product, in the order of the file."""
    found = yaml.safe_load((Path(settings.RULEBOOK_FOLDER) / "personal_data.yaml").read_text())
    return tuple(
        Table(
            label, said.get("of", ""), said.get("heading", ""), said.get("view", "rows"), tuple(said.get("copy", ())),
            said.get("words", {}), said.get("only", {}),
            {reason: tuple(names) for reason, names in said.get("leave", {}).items()}, said.get("erase", ""),
        )
        for label, said in found.items()
    )  # fmt: skip


@cache
def _terms() -> dict[str, Any]:
    return yaml.safe_load((Path(settings.RULEBOOK_FOLDER) / "terms.yaml").read_text())  # type: ignore[no-any-return]


def term(table: Table, field: str) -> Mapping[str, str]:
    """The entry of a field in terms.yaml: ``label``, ``means`` and ``api``. Raises KeyError when there is none."""
    name = table.label.partition(".")[2]
    return _terms().get(f"{name}.{field}") or _terms()[field]  # type: ignore[no-any-return]


def api_name(table: Table, field: str = "") -> str:
    """The name in the file, of a table or of one of its fields. Raises KeyError when terms.yaml gives none."""
    said = term(table, field) if field else _terms()[table.label.partition(".")[2]]
    return str(said["api"])


def same_person(person: Person) -> QuerySet[Person]:
    """The record and every record that was joined into it: they are one person."""
    found, fresh = {person.pk}, {person.pk}
    while fresh:
        fresh = set(Person.objects.filter(joined_into_id__in=fresh).values_list("pk", flat=True)) - found
        found |= fresh
    return Person.objects.filter(pk__in=sorted(found))


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one table that go along; each row maps field names to plain values (see ``_plain``)."""

    table: Table
    rows: list[dict[str, Any]]


@everyone("records that were joined into this one are the same person; whose copy it is was checked by the caller")
def gather(person: Person, book: Rulebook) -> list[Part]:
    """All parts of the copy, for a person whose visibility the caller's own fetch has checked."""
    persons = same_person(person)
    parts = []
    for table in tables():
        if not table.copy:
            continue
        keys = [field.name for field in table.model._meta.local_fields if isinstance(field, ForeignKey)]
        rows = table.rows(persons).filter(**table.only).select_related(*(key for key in keys if key in table.copy))
        parts.append(Part(table, [_row(table, row, book) for row in rows]))
    return parts


def _row(table: Table, row: Model, book: Rulebook) -> dict[str, Any]:
    return {name: _value(table, row, row._meta.get_field(name), book) for name in table.copy}  # type: ignore[arg-type]


def _value(table: Table, row: Model, field: Field[Any, Any], book: Rulebook) -> Any:
    value = getattr(row, field.name)
    how = table.words.get(field.name)
    if value in (None, ""):
        return None
    if how:
        return WORDS[how](value, row, book)
    if field.choices:
        return {"code": value, "tekst": str(dict(field.flatchoices).get(value, value))}
    return _plain(value)


def _plain(value: Any) -> Any:
    """A value as JSON has it: days as 2026-12-31, moments in UTC, a row of another table as its name or key."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Worker):
        return {"naam": value.name, "rol": value.get_role_display()}
    if isinstance(value, (Organisation, Region)):
        return value.name
    if isinstance(value, Model):
        return str(value.key)  # type: ignore[attr-defined]
    return value


def role_word(code: str) -> str:
    """A role in words: those who work here, and those who only do a step."""
    return ROLES[Role(code)].label if code in set(Role) else WHO_WORDS.get(code, code)


def _told(value: Any, row: Any, book: Rulebook) -> Any:
    """What a line of history says, with the name of a worker in the place of a number of the database."""
    if not isinstance(value, dict):
        return value
    told = {name: known for name, known in value.items() if name not in {"worker", "organisation", "origin_id"}}
    if value.get("worker"):
        told["naam"] = Worker.objects.filter(pk=value["worker"]).values_list("name", flat=True).first()
    for name in ("organisation", "origin_id"):
        if value.get(name):
            told[name] = Organisation.objects.filter(pk=value[name]).values_list("name", flat=True).first()
    return told


def _title(value: str, row: Any, book: Rulebook) -> dict[str, str]:
    versions = book.versions(value)
    return {"code": value, "tekst": versions[-1].title if versions else value}


def _fact(value: str, row: Any, book: Rulebook) -> dict[str, str]:
    return {"code": value, "tekst": book.facts[value].label if value in book.facts else value}


def _gate(value: str, row: Any, book: Rulebook) -> dict[str, str]:
    return {"code": value, "tekst": book.gates[value].title if value in book.gates else value}


WORDS: dict[str, Callable[[Any, Any, Rulebook], Any]] = {
    "fact": _fact,
    "rule": _title,
    "gate": _gate,
    "role": lambda value, row, book: {"code": value, "tekst": role_word(value)},
    "told": _told,
    "opened": lambda value, row, book: opened(row),
}


def as_json(person: Person, parts: list[Part], made_on: date) -> dict[str, Any]:
    """The machine-readable copy: stable Dutch names, every part present also when it is empty."""
    return {
        "schema": SCHEMA,
        "gemaaktOp": made_on.isoformat(),
        "persoonSleutel": str(person.key),
        "onderdelen": {
            api_name(part.table): [
                {api_name(part.table, name): value for name, value in row.items()} for row in part.rows
            ]
            for part in parts
        },
    }

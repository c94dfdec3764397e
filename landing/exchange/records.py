"""Whom an organisation knows already: a row of a list is found again by number, else by name and birth date."""

from __future__ import annotations

from datetime import date
from typing import Any

from landing.exchange.caseload.faults import CheckedRow
from landing.people import reads as people
from landing.people.models import Bond, Person, PersonReference
from landing.people.viewer import Viewer


class ClosedRecord(Exception):
    """The number belongs to somebody with whom the organisation has no bond any more: a list opens no record."""


class Records:
    """The people of the viewer's organisation, by its own numbers and by name with birth date."""

    def __init__(self, viewer: Viewer) -> None:
        self.held = Bond.objects.filter(people.bond_holds(viewer)).values("person_id")
        self.own = {p.pk: p for p in Person.objects.filter(pk__in=self.held, joined_into__isnull=True)}
        references = PersonReference.objects.filter(organisation_id=viewer.organisation)
        self.numbers = {
            number.casefold(): pk for number, pk in references.values_list("reference", "person_id").iterator()
        }
        numbered = set(self.numbers.values())
        self.named: dict[tuple[str, date], tuple[Person, bool]] = {
            (_fold(p.given_name, p.infix, p.surname), p.birth_date): (p, p.pk in numbered)
            for p in self.own.values() if p.birth_date
        }  # fmt: skip

    def find(self, row: CheckedRow) -> tuple[Person | None, bool]:
        """The person of a row, and whether the number led there; raises ClosedRecord."""
        number = str(row.values.get("external_id") or "")
        pk = self.numbers.get(number.casefold()) if number else None
        if pk is not None:
            if pk not in self.own:
                raise ClosedRecord
            return self.own[pk], True
        born = row.values.get("birth_date")
        if not isinstance(born, date):
            return None, False
        names = (row.values.get(part) for part in ("given_name", "infix", "surname"))
        found, has_number = self.named.get((_fold(*names), born), (None, False))
        # Two numbers in one organisation are two people, however alike they look.
        return (None if number and has_number else found), False


def _fold(*parts: Any) -> str:
    return people.fold(" ".join(str(part) for part in parts if part))

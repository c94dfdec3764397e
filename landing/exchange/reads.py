"""All questions about imports; a viewer sees the runs of the own organisation only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from landing.exchange.caseload.faults import CheckedRow
from landing.exchange.models import ImportRun, RememberedMapping
from landing.people import reads as people
from landing.people.models import Bond, Organisation, Person, PersonReference
from landing.people.row_security import everyone
from landing.people.viewer import Viewer


def may_import(viewer: Viewer) -> bool:
    """Whether the viewer's organisation keeps a caseload: a municipality or a care provider."""
    if not viewer.rule.imports:
        return False
    return Organisation.objects.filter(pk=viewer.organisation, kind__in=people.ORGANISATION_BONDS).exists()


def runs(viewer: Viewer, limit: int = 20) -> list[ImportRun]:
    """The last imports of the viewer's organisation, the newest first. It tells the access log."""
    viewer.saw(())
    if not viewer.rule.imports:
        return []
    return list(ImportRun.objects.filter(organisation_id=viewer.organisation).order_by("-made_at", "-pk")[:limit])


def run(viewer: Viewer, key: UUID) -> ImportRun:
    """One import of the viewer's organisation; raises NotVisible otherwise. It tells the access log."""
    found = None
    if viewer.rule.imports and viewer.organisation is not None:
        found = ImportRun.objects.filter(organisation_id=viewer.organisation, key=key).first()
    if found is None:
        raise people.NotVisible
    viewer.saw(())  # its rows are no records yet, so there is nobody to name
    return found


def remembered(viewer: Viewer) -> Iterable[dict[str, Any]]:
    """The mappings that the viewer's organisation used before, the last one first."""
    return (
        RememberedMapping.objects.filter(organisation_id=viewer.organisation)
        .order_by("-used_at", "-pk")
        .values_list("mapping", flat=True)
    )


@everyone("a list is held beside who is known; only whose it is comes out")
def known_names(viewer: Viewer) -> dict[str, list[str]]:
    """The names against which a list is checked: the municipalities of the region."""
    towns = Organisation.objects.filter(region_id=viewer.region, kind=Organisation.Kind.MUNICIPALITY)
    names = list(towns.values_list("name", flat=True))
    return {"municipality": names, "destination_municipality": names} if names else {}


class ClosedRecord(Exception):
    """The number belongs to somebody with whom the organisation has no bond any more: a list opens no record."""


class Records:
    """Whom the viewer's organisation knows: a row is found again by number, else by name and birth date."""

    def __init__(self, viewer: Viewer) -> None:
        self.held = Bond.objects.filter(people.bond_holds(viewer)).values("person_id")
        # Who is shielded is answered as somebody with whom the organisation has no bond: the number opens no record,
        # and a name and birth date find nobody. So too for who died.
        own = Person.objects.filter(people.unshielded(viewer), pk__in=self.held, joined_into__isnull=True)
        self.own = {p.pk: p for p in own.filter(died_on__isnull=True)}
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


@everyone("a list is held beside who is known; only whose it is comes out")
def new_rows(viewer: Viewer, rows: Sequence[CheckedRow]) -> int:
    """How many of the rows are people whom the viewer's organisation does not know yet."""
    records = Records(viewer)
    return sum(1 for row in rows if _is_new(records, row))


def _is_new(records: Records, row: CheckedRow) -> bool:
    try:
        return records.find(row)[0] is None
    except ClosedRecord:
        return False

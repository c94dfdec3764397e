"""All questions about imports; a viewer sees the runs of the own organisation only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from landing.exchange.caseload.faults import CheckedRow
from landing.exchange.models import ImportRun, RememberedMapping
from landing.exchange.records import ClosedRecord, Records
from landing.people.models import Organisation
from landing.people.reads import ORGANISATION_BONDS, NotVisible
from landing.people.viewer import Viewer


def may_import(viewer: Viewer) -> bool:
    """Whether the viewer's organisation keeps a caseload: a municipality or a care provider."""
    if not viewer.rule.imports:
        return False
    return Organisation.objects.filter(pk=viewer.organisation, kind__in=ORGANISATION_BONDS).exists()


def runs(viewer: Viewer, limit: int = 20) -> list[ImportRun]:
    """The last imports of the viewer's organisation, the newest first."""
    if not viewer.rule.imports:
        return []
    return list(ImportRun.objects.filter(organisation_id=viewer.organisation).order_by("-made_at", "-pk")[:limit])


def run(viewer: Viewer, key: UUID) -> ImportRun:
    """One import of the viewer's organisation; raises NotVisible otherwise."""
    found = None
    if viewer.rule.imports and viewer.organisation is not None:
        found = ImportRun.objects.filter(organisation_id=viewer.organisation, key=key).first()
    if found is None:
        raise NotVisible
    return found


def remembered(organisation: int) -> Iterable[dict[str, Any]]:
    """The mappings that an organisation used before, the last one first."""
    return (
        RememberedMapping.objects.filter(organisation_id=organisation)
        .order_by("-used_at", "-pk")
        .values_list("mapping", flat=True)
    )


def known_names(viewer: Viewer) -> dict[str, list[str]]:
    """The names against which a list is checked: the municipalities of the region."""
    towns = Organisation.objects.filter(region_id=viewer.region, kind=Organisation.Kind.MUNICIPALITY)
    names = list(towns.values_list("name", flat=True))
    return {"municipality": names, "destination_municipality": names} if names else {}


def new_rows(viewer: Viewer, rows: Sequence[CheckedRow]) -> int:
    """How many of the rows are people whom the viewer's organisation does not know yet."""
    records = Records(viewer)
    return sum(1 for row in rows if _is_new(records, row))


def _is_new(records: Records, row: CheckedRow) -> bool:
    try:
        return records.find(row)[0] is None
    except ClosedRecord:
        return False

"""The list of who may do what, as a file for the yearly check: the room of logins asks, the room of lists writes."""

from __future__ import annotations

from django.http import HttpResponse

from landing.exchange.caseload.writing import csv_chunks
from landing.login import worker_reads
from landing.people import limits
from landing.people.policy import open_to
from landing.people.roles import Role
from landing.people.viewer import ViewerRequest

COLUMNS = ("Naam", "Inlognaam", "Rol", "Organisatie", "Sinds", "Tot", "Laatst ingelogd", "Tweede stap", "Bekeken op",
           "Bekeken door", "Te lang geleden")  # fmt: skip


@open_to({Role.ADMINISTRATOR}, "GET")
def workers_export(request: ViewerRequest) -> HttpResponse:
    """Everybody who works at the organisations of this administrator."""
    viewer = request.viewer
    limits.count(viewer, "export")
    found = (worker_reads.row_of(viewer, worker) for worker in worker_reads.rows(viewer))
    lines = (
        (row.name, row.username, row.role, row.organisation, row.from_date, row.to_date,
         row.last_login.date() if row.last_login else None, "ja" if row.second_step else "nee", row.last_check,
         row.checked_by, "ja" if row.overdue else "nee")
        for row in found
    )  # fmt: skip
    response = HttpResponse(b"".join(csv_chunks(COLUMNS, lines)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="medewerkers.csv"'
    return response

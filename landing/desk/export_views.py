"""The client list as a file: only with a reason, after showing who one is, a few times a day, and for an hour."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from landing.desk import reads
from landing.desk.forms import ExportForm, filters_of, narrowed_by
from landing.exchange import export_actions
from landing.exchange.caseload.writing import WORKBOOK, csv_chunks, write_workbook
from landing.login import staying
from landing.people import limits
from landing.people.once import once
from landing.people.policy import WHO_EXPORT, open_to
from landing.people.recorder import EXPORT
from landing.people.viewer import ViewerRequest
from landing.route import rulebook
from landing.route.words import PHASE_WORDS

COLUMNS = (
    "Naam", "Fase", "Volgende stap", "Dag", "Gemeente", "Begeleider", "Coördinator", "Laatste contact",
)  # fmt: skip
READY_SECONDS = 60 * 60
MOST_READY = 10
# In the session, and in no address or history: what somebody searched for can be a name, and a reason can hold one.
READY, WHY = "exports", "export_why"


@open_to(WHO_EXPORT, "GET", "POST", topic="list")
@once
def clients_export(request: ViewerRequest) -> HttpResponse:
    """Why somebody needs the list as a file, and the file when it was made."""
    viewer = request.viewer
    request.access.nobody()
    book = rulebook.current(viewer.region_code)
    filters = filters_of(request.GET, viewer)
    here = f"{request.path}?{request.GET.urlencode()}"
    form, status = ExportForm(request.POST if request.method == "POST" else None, initial={"why": _why(request)}), 200
    rows = reads.client_count(viewer, book, filters)
    if form.is_bound and form.is_valid():
        if not staying.is_proven(request.session):
            request.session[WHY] = form.cleaned_data["why"]
            return redirect(f"{reverse('login:again')}?{urlencode({'next': here})}")
        refused = limits.refusal(viewer, "export")
        if not refused:
            key = export_actions.record(
                viewer=viewer, rows=rows, why=form.cleaned_data["why"], narrowed=narrowed_by(filters)
            )
            request.access.saw(())  # the making is a line too; who is in it is told with the file
            _keep(request, key)
            return redirect(here)
        form.add_error(None, refused)
        status = 429
    context = {
        "form": form, "rows": rows, "narrowed": narrowed_by(filters), "proven": staying.is_proven(request.session),
        "ready": _ready_for(request), "list_url": f"{reverse('desk:clients')}?{request.GET.urlencode()}",
    }  # fmt: skip
    return render(request, "desk/clients_export.html", context, status=status)


@open_to(WHO_EXPORT, "GET", topic="list")
def clients_export_file(request: ViewerRequest, export: UUID) -> HttpResponse:
    """The file, as the viewer sees the list now; no cell can be a formula. Its name says of which export it is; ``als=xlsx``
    makes it a workbook."""
    viewer = request.viewer
    kept = _ready(request).get(str(export))
    if kept is None:
        raise Http404
    book = rulebook.current(viewer.region_code)
    page = reads.clients(viewer, book, filters_of(QueryDict(kept["query"]), viewer), everything=True)
    request.access.saw((row.person for row in page.rows), action=EXPORT)
    request.access.reason = f"export {str(export)[:8]}"
    lines = (
        (line.name, PHASE_WORDS.get(line.phase, ""), line.next_due, line.next_due_on, line.municipality, line.carer,
         line.coordinator, line.last_contact_on)
        for line in page.rows
    )  # fmt: skip
    name = f"clienten-{viewer.today.isoformat()}-{str(export)[:8]}"
    if request.GET.get("als") == "xlsx":
        book_file = BytesIO()
        write_workbook(book_file, [("Cliënten", COLUMNS, lines)])
        return _attachment(book_file.getvalue(), f"{name}.xlsx", WORKBOOK)
    return _attachment(b"".join(csv_chunks(COLUMNS, lines)), f"{name}.csv", "text/csv; charset=utf-8")


def _attachment(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _why(request: ViewerRequest) -> str:
    """The reason that was typed before somebody had to show who they are."""
    return str(request.session.pop(WHY, "")) if WHY in request.session else ""


def _keep(request: ViewerRequest, key: UUID) -> None:
    """Note in this session, and nowhere else, that a file may be fetched."""
    made = {"query": request.GET.urlencode(), "at": staying.now_seconds(), "worker": request.viewer.worker}
    found = {**_ready(request), str(key): made}
    request.session[READY] = dict(list(found.items())[-MOST_READY:])


def _ready(request: ViewerRequest) -> dict[str, dict[str, Any]]:
    """What may still be fetched: made in this session, in this place of work, less than an hour ago."""
    since = staying.now_seconds() - READY_SECONDS
    made: dict[str, dict[str, Any]] = request.session.get(READY, {})
    return {key: one for key, one in made.items() if one["at"] > since and one["worker"] == request.viewer.worker}


def _ready_for(request: ViewerRequest) -> str:
    """The address of the newest file of the list as it is narrowed on this page; empty when there is none."""
    asked = request.GET.urlencode()
    keys = [key for key, one in _ready(request).items() if one["query"] == asked]
    return reverse("desk:clients_export_file", args=[keys[-1]]) if keys else ""

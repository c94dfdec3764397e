"""The pages of the import: choose a file, say what the columns mean, look at what is wrong, read in, see the result."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from landing.exchange import kept, reads, run_actions, running
from landing.exchange.caseload.grid import column_letter
from landing.exchange.caseload.mapping import ask_words
from landing.exchange.caseload.mending import template_csv, template_workbook
from landing.exchange.caseload.writing import WORKBOOK
from landing.exchange.forms import MappingForm, ReopenForm, UploadForm
from landing.exchange.models import ImportRun
from landing.exchange.uploads import TOO_LARGE
from landing.people import limits
from landing.people.actions import NotPossible
from landing.people.once import once
from landing.people.policy import WHO_IMPORT, open_to
from landing.people.viewer import ViewerRequest

PAGE = 50
State = ImportRun.State
STATE_TONES = {State.DONE: "pos", State.REFUSED: "neg", State.CANCELLED: "quiet"}


@open_to(WHO_IMPORT, "GET", "POST", topic="import")
@once
def import_start(request: ViewerRequest) -> HttpResponse:
    """Choose a file; below it the lists that were read in before."""
    viewer = request.viewer
    allowed = reads.may_import(viewer)
    sent = request.method == "POST"
    form = UploadForm(
        request.POST if sent else None, request.FILES if sent else None, too_large=bool(request.META.get(TOO_LARGE))
    )
    refused = limits.refusal(viewer, "upload") if sent and allowed and form.is_valid() else ""
    if refused:
        form.add_error("list", refused)
    elif sent and allowed and form.is_valid():
        file = form.cleaned_data["list"]
        try:
            run = run_actions.start(viewer=viewer, name=file.name, size=file.size, chunks=file.chunks())
        except NotPossible as reason:
            form.add_error("list", str(reason))
        else:
            return redirect("exchange:import_run", run=run.key)
    rows = [(run, STATE_TONES.get(State(run.state), "info")) for run in reads.runs(viewer)]
    context = {"form": form, "rows": rows, "allowed": allowed}
    return render(request, "exchange/start.html", context, status=429 if refused else 200)


@open_to(WHO_IMPORT, "GET")
def import_template(request: ViewerRequest, kind: str) -> HttpResponse:
    """An empty list to fill in, as CSV or as a workbook with explanation and lists to pick from."""
    if kind == "csv":
        return _attachment(template_csv(), "lege-lijst.csv", "text/csv; charset=utf-8")
    if kind != "xlsx":
        raise Http404
    target = io.BytesIO()
    template_workbook(target, sorted(reads.known_names(request.viewer).get("municipality", ())))
    return _attachment(target.getvalue(), "lege-lijst.xlsx", WORKBOOK)


def _attachment(content: bytes, name: str, kind: str) -> HttpResponse:
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=name, content_type=kind)  # type: ignore[return-value]


@open_to(WHO_IMPORT, "GET", topic="import")
def import_run(request: ViewerRequest, run: UUID) -> HttpResponse:
    """Where a list stands: what is being done, or the result. Goes on to the page where a person must do something."""
    found = reads.run(request.viewer, run)
    next_page = {State.MAPPING: "exchange:import_mapping", State.CHECKED: "exchange:import_preview"}.get(
        State(found.state)
    )
    if next_page:
        return _to(request, reverse(next_page, kwargs={"run": run}))
    if found.state in running.BUSY:
        context = {"run": found, "progress": kept.progress(run), "broken_off": running.is_broken_off(found)}
        return render(request, "exchange/busy.html", context)
    if request.htmx:
        return _to(request, request.path)
    words = running.FIELD_WORDS
    result = found.result
    context = {
        "run": found, "result": result, "kept": kept.is_kept(run), "tone": STATE_TONES.get(State(found.state), "info"),
        "figures": [
            {"number": result.get(name, 0), "label": label}
            for name, label in (("new", "nieuw"), ("changed", "aangevuld"), ("unchanged", "bleven gelijk"))
        ],
        "differences": [(row, words.get(name, name)) for row, name in result.get("differences", ())],
        "unknown_names": [(row, words.get(name, name)) for row, name in result.get("unknown_names", ())],
    }  # fmt: skip
    return render(request, "exchange/result.html", context)


def _to(request: ViewerRequest, url: str) -> HttpResponse:
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


@open_to(WHO_IMPORT, "GET", "POST", topic="import")
@once
def import_mapping(request: ViewerRequest, run: UUID) -> HttpResponse:
    """What stands in each column, and what the words in it mean."""
    viewer = request.viewer
    found = reads.run(viewer, run)
    if found.state not in (State.MAPPING, State.CHECKED):
        return redirect("exchange:import_run", run=run)
    try:
        table = kept.table(run)
    except FileNotFoundError:
        return _gone(request)
    reopen = ReopenForm(request.POST if "reopen" in request.POST else None, table=table)
    form = MappingForm(request.POST if "map" in request.POST else None, table=table, mapping=found.mapping)
    try:
        if reopen.is_bound and reopen.is_valid():
            run_actions.reopen(
                viewer=viewer, run=found, sheet=reopen.cleaned_data.get("sheet", ""),
                heading_row=reopen.cleaned_data["heading_row"],
            )  # fmt: skip
            return redirect("exchange:import_run", run=run)
        if form.is_bound and form.is_valid():
            _seen(request, found)
            run_actions.map_columns(viewer=viewer, run=found, mapping=form.mapping())
            return redirect("exchange:import_run", run=run)
    except NotPossible as reason:
        messages.error(request, str(reason))
        return redirect("exchange:import_run", run=run)
    empty = [word for word in ask_words(table, found.mapping) if word.certain and not word.proposal]
    context = {
        "run": found, "table": table, "form": form, "reopen": reopen, "columns": form.columns_shown(),
        "asked": form.words_shown(sure=False), "sure": form.words_shown(sure=True), "others": form.others_shown(),
        "empty_words": list(dict.fromkeys(word.found for word in empty)), "remembered": found.counts.get("remembered"),
        "unfit": found.counts.get("unfit", ()),
        **_top(table.top),
    }  # fmt: skip
    return render(request, "exchange/mapping.html", context)


def _top(rows: list[tuple[int, list[str]]], widest: int = 8) -> dict[str, Any]:
    """The first rows of the file as they are, to choose the row with the headings."""
    width = min(widest, max((len(cells) for _, cells in rows), default=0))
    return {
        "top_columns": "|".join(["Rij", *(column_letter(index) for index in range(width))]),
        "top": [(number, [*cells, *[""] * width][:width]) for number, cells in rows],
    }


def _seen(request: ViewerRequest, run: ImportRun) -> None:
    """The version on which the page was based; a page from before a colleague's change is refused."""
    seen = request.POST.get("version", "")
    if seen.isdecimal() and len(seen) < 9:
        run.version = int(seen)


def _gone(request: ViewerRequest) -> HttpResponse:
    messages.error(request, "Dit bestand is er niet meer: we bewaren een lijst een dag. Kies het bestand opnieuw.")
    return redirect("exchange:import_start")


@open_to(WHO_IMPORT, "GET", topic="import")
def import_preview(request: ViewerRequest, run: UUID) -> HttpResponse:
    """What is wrong, at its row and column, with how to mend it; then all rows, the good ones, or none."""
    found = reads.run(request.viewer, run)
    if found.state != State.CHECKED:
        return redirect("exchange:import_run", run=run)
    try:
        faults, remarks = kept.check(run)
        table = kept.table(run)
    except FileNotFoundError:
        return _gone(request)
    counts = found.counts
    only, column = request.GET.get("soort", ""), request.GET.get("kolom", "")[:3]
    wanted = [
        fault for fault in faults
        if (only not in ("fouten", "let-op") or (fault.severity == "error") == (only == "fouten"))
        and (not column or fault.letter == column)
    ]  # fmt: skip
    start = request.GET.get("vanaf", "")
    first = min(int(start), len(wanted)) if start.isdecimal() and len(start) < 9 else 0
    here = reverse("exchange:import_preview", kwargs={"run": run})
    context = {
        "run": found, "counts": counts, "remarks": remarks, "notes": table.notes, "skipped": table.skipped[:200],
        "faults": wanted[first : first + PAGE], "first": first + 1, "last": min(first + PAGE, len(wanted)),
        "of": len(wanted), "cut": counts["errors"] + counts["warnings"] > len(faults), "most": kept.MOST_FAULTS,
        "previous": str(max(0, first - PAGE)) if first else None,
        "next": str(first + PAGE) if first + PAGE < len(wanted) else None,
        "columns": [place for place in counts["by_place"] if place[1]], "column": column,
        "tabs": [
            {"label": label, "url": f"{here}?soort={name}" if name else here, "current": only == name, "count": number}
            for name, label, number in (
                ("", "Alles", counts["errors"] + counts["warnings"]), ("fouten", "Fouten", counts["errors"]),
                ("let-op", "Let op", counts["warnings"]),
            )
        ],
        "figures": [
            {"number": counts["good"], "label": "rijen kunnen erin"},
            {"number": counts["bad"], "label": "rijen met een fout"},
            {"number": counts["new"], "label": "nieuwe mensen"},
            {"number": counts["known"], "label": "kennen we al"},
        ],
    }  # fmt: skip
    return render(request, "exchange/preview.html", context)


@open_to(WHO_IMPORT, "POST", topic="import")
@once
def import_read_in(request: ViewerRequest, run: UUID) -> HttpResponse:
    """Read in all rows, or only the good ones when that was chosen."""
    found = reads.run(request.viewer, run)
    _seen(request, found)
    return _do(request, run_actions.read_in, found, only_good=request.POST.get("which") == "good")


@open_to(WHO_IMPORT, "POST", topic="import")
@once
def import_go_on(request: ViewerRequest, run: UUID) -> HttpResponse:
    """Do the step that broke off once more."""
    return _do(request, run_actions.go_on, reads.run(request.viewer, run))


@open_to(WHO_IMPORT, "POST", topic="import")
@once
def import_cancel(request: ViewerRequest, run: UUID) -> HttpResponse:
    """Throw the list away."""
    found = reads.run(request.viewer, run)
    return _do(request, run_actions.cancel, found)


def _do(request: ViewerRequest, deed: Any, run: ImportRun, **values: Any) -> HttpResponse:
    try:
        deed(viewer=request.viewer, run=run, **values)
    except NotPossible as reason:
        messages.error(request, str(reason))
    return redirect("exchange:import_run", run=run.key)


@open_to(WHO_IMPORT, "GET", topic="import")
def import_mend(request: ViewerRequest, run: UUID) -> HttpResponse:
    """The bad rows as a file, with what is wrong and how to mend it."""
    limits.count(request.viewer, "export")
    found = reads.run(request.viewer, run)
    try:
        chunks = running.mend_file(request.viewer, found)
    except FileNotFoundError:
        return _gone(request)
    answer = StreamingHttpResponse(chunks, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="herstellen.csv"'
    return answer  # type: ignore[return-value]

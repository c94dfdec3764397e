"""The client's own pages: who looked at my data, on screen, on paper and as a file; and asking about a look."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation

from landing.exchange.caseload.writing import csv_chunks
from landing.people import access_reads, limits
from landing.people import reads as people
from landing.people.once import once
from landing.people.policy import open_to
from landing.people.recorder import EXPORT, PRINT
from landing.people.roles import Role
from landing.people.viewer import ViewerRequest
from landing.rights import actions, reads, words
from landing.rights.forms import QuestionForm, period_of
from landing.ui.dates import clock_time, local_date, long_date
from landing.ui.languages import DUTCH
from landing.ui.languages import said as _

CLIENT = frozenset({Role.CLIENT})


def _own(request: ViewerRequest) -> UUID:
    """The key of the client's own record."""
    if request.viewer.person_key is None:
        raise people.NotVisible
    return request.viewer.person_key


def _page(request: ViewerRequest, template: str) -> HttpResponse:
    viewer = request.viewer
    form, period = period_of(request.GET, viewer.today)
    too = request.GET.get("zelf") == "1"
    found = reads.looks(viewer, _own(request), period, others_only=not too)
    lines = words.sentences(found.lines, viewer.today)
    questions = reads.own_questions(viewer)
    context = {
        "form": form, "period": period, "lines": lines, "too": too, "today": viewer.today,
        "next": found.next.isoformat() if found.next else "", "questions": questions,
        "asked": {str(one.look) for one in questions},
        "openings": reads.openings_of(viewer), "name": viewer.name,
    }  # fmt: skip
    return render(request, template, context)


@open_to(CLIENT, "GET", topic="access_log")
def who_looked(request: ViewerRequest) -> HttpResponse:
    """Who looked at my data: what, when and why, equal looks of a day joined."""
    return _page(request, "rights/who_looked.html")


@open_to(CLIENT, "GET", topic="access_log")
def who_looked_paper(request: ViewerRequest) -> HttpResponse:
    """The same for paper."""
    request.access.action = PRINT
    return _page(request, "rights/who_looked_paper.html")


@open_to(CLIENT, "GET", topic="access_log")
def who_looked_export(request: ViewerRequest) -> HttpResponse:
    """Every look of the period as a file, one line for each."""
    viewer = request.viewer
    limits.count(viewer, "own_file")
    _form, period = period_of(request.GET, viewer.today)
    found = reads.every_look(viewer, _own(request), period)
    request.access.action = EXPORT
    rows = (
        (
            local_date(look.at), clock_time(look.at), words.who(look, to_the_person=True),
            words.role_word(look.role), look.organisation, words.action_word(look),
            words.topic_word(look, to_the_person=False), words.purpose_word(look), words.basis_word(look),
            "ja" if look.emergency else "nee", "ja" if look.allowed else "nee", look.origin,
        )
        for look in found
    )  # fmt: skip
    with translation.override(DUTCH):  # the file is the log as it is kept
        table = b"".join(csv_chunks(words.EXPORT_COLUMNS, rows))
    response = HttpResponse(table, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="wie-keek.csv"'
    return response


@open_to(CLIENT, "GET", "POST", topic="access_log")
@once
def ask(request: ViewerRequest, look: UUID) -> HttpResponse:
    """Ask about one look: "Klopt dit niet?"."""
    viewer = request.viewer
    found = access_reads.look(viewer, _own(request), look)
    viewer.saw([_own(request)])
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        question = actions.ask(viewer=viewer, look=look, words=form.cleaned_data["words"])
        messages.success(
            request,
            _("Je vraag is verstuurd. Je krijgt antwoord uiterlijk op {due_on}.").format(
                due_on=long_date(question.due_on)
            ),
        )
        return redirect("rights:who_looked")
    line = words.sentences([found], viewer.today)[0]
    done = any(one.look == look for one in reads.own_questions(viewer))
    context = {"form": form, "line": line, "done": done, "today": viewer.today}
    return render(request, "rights/ask.html", context)

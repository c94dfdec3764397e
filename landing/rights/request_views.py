"""The person's own pages about the own data: the hub, the copy, asking, and what became of it."""

from __future__ import annotations

import json
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from landing.people import limits
from landing.people.actions import NotPossible
from landing.people.once import once
from landing.people.policy import open_to
from landing.people.roles import Role
from landing.people.viewer import ViewerRequest
from landing.rights import request_actions as actions
from landing.rights import request_reads as reads
from landing.rights.copy_words import shown
from landing.rights.copying import as_json
from landing.rights.request_forms import WishForm
from landing.rights.request_words import BY_KIND, BY_SLUG, WISHES, about, about_words
from landing.ui.languages import DUTCH
from landing.ui.languages import said as _

CLIENT = frozenset({Role.CLIENT})
# Pages that other parts of the product bring; a link stands on the hub as soon as the address exists.
BESIDE = (
    ("rights:my_consents", _("Met wie deel ik iets?")),
    ("rights:my_access_log", _("Wie keek in mijn gegevens?")),
    ("desk:my_answers", _("Mijn antwoorden bekijken of veranderen")),
)


def links_beside() -> list[tuple[str, str]]:
    """The pages beside these that exist: (address, text)."""
    found = []
    for name, text in BESIDE:
        try:
            found.append((reverse(name), text))
        except NoReverseMatch:
            continue
    return found


@open_to(CLIENT, "GET", topic="requests")
def my_data(request: ViewerRequest) -> HttpResponse:
    """Mijn gegevens: what a person may ask, and what was asked before."""
    viewer = request.viewer
    person = reads.own_person(viewer)
    hidden = "restriction" if person.frozen_on else "lifting"
    context = {
        "person": person,
        "wishes": [wish for wish in WISHES if wish.kind != hidden],
        "asked": [(row, BY_KIND[row.kind]) for row in reads.own_requests(viewer)],
        "speakers": reads.representations(viewer, person),
        "objections": [about_words(row.topic, row.purpose) for row in reads.objections(viewer, person)],
        "beside": links_beside(),
    }
    return render(request, "rights/request_hub.html", context)


@open_to(CLIENT, "GET", topic="copy")
def my_copy(request: ViewerRequest) -> HttpResponse:
    """Everything that is kept about the person, to read and to print."""
    viewer = request.viewer
    with translation.override(DUTCH):  # what is kept is Dutch, and the copy is what is kept
        parts = shown(reads.own_copy(viewer), reads.book(viewer))
    context = {"parts": parts, "today": viewer.today, "name": viewer.name}
    return render(request, "rights/request_copy.html", context)


@open_to(CLIENT, "GET", topic="copy")
def my_copy_file(request: ViewerRequest) -> HttpResponse:
    """The same as a file that another system can read (AVG 20)."""
    viewer = request.viewer
    limits.count(viewer, "own_file")
    with translation.override(DUTCH):
        found = as_json(reads.own_person(viewer), reads.own_copy(viewer), viewer.today)
        text = json.dumps(found, ensure_ascii=False, indent=1)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="mijn-gegevens-{viewer.today.isoformat()}.json"'
    return response


@open_to(CLIENT, "GET", "POST", topic="requests")
@once
def my_request_new(request: ViewerRequest, wish: str) -> HttpResponse:
    """Ask something about the own data."""
    found = BY_SLUG.get(wish)
    if found is None:
        raise Http404
    request.access.saw([request.viewer.person_key] if request.viewer.person_key else [])
    form = WishForm(request.POST or None, wish=found)
    if request.method == "POST" and form.is_valid():
        try:
            asked = actions.ask(viewer=request.viewer, kind=found.kind, **form.values())
        except NotPossible as reason:
            messages.error(request, str(reason))
            return redirect("rights:my_data")
        return redirect("rights:my_request", asked=asked.key)
    last = reads.last_day(request.viewer.today)
    return render(request, "rights/request_new.html", {"wish": found, "form": form, "last_day": last})


@open_to(CLIENT, "GET", "POST", topic="requests")
@once
def my_request(request: ViewerRequest, asked: UUID) -> HttpResponse:
    """One own request: what was asked, by when there is an answer, and the answer; POST takes it back."""
    viewer = request.viewer
    found = reads.request(viewer, asked)
    if request.method == "POST":
        try:
            actions.take_back(viewer=viewer, key=asked)
        except NotPossible as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, _("Je vraag is ingetrokken."))
        return redirect("rights:my_data")
    actions.saw_answer(viewer=viewer, asked=found)
    waits = found.is_open or (found.kind == "erasure" and found.state == "granted")
    context = {"asked": found, "wish": BY_KIND[found.kind], "about": about(found), "waits": waits}
    return render(request, "rights/request_one.html", context)

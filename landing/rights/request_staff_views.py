"""Pages of staff about what persons ask: the worklist, one request, the letter, the printed copy, and one person's rights."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from landing.people.actions import NotPossible
from landing.people.once import once
from landing.people.policy import open_to
from landing.people.roles import Role
from landing.people.viewer import ViewerRequest
from landing.rights import request_actions as actions
from landing.rights import request_reads as reads
from landing.rights import shield_reads
from landing.rights.copy_words import shown
from landing.rights.request_forms import AnswerForm, ReasonForm, WishForForm
from landing.rights.request_words import BY_KIND, about

DECIDERS = frozenset({Role.COORDINATOR, Role.PRIVACY_OFFICER})
NOTERS = frozenset({Role.SUPPORT_WORKER, Role.COORDINATOR, Role.PROCESS_DIRECTOR, Role.PRIVACY_OFFICER})
OVERSEERS = frozenset({Role.PRIVACY_OFFICER})


@open_to(DECIDERS, "GET", topic="requests")
def requests(request: ViewerRequest) -> HttpResponse:
    """What waits for an answer, the first term on top, and what must still be done or told."""
    waiting, answered = reads.worklist(request.viewer)
    context = {"waiting": waiting, "answered": answered, "today": request.viewer.today}
    return render(request, "rights/request_list.html", context)


@open_to(DECIDERS, "GET", "POST", topic="requests")
@once
def request_page(request: ViewerRequest, asked: UUID) -> HttpResponse:
    """One request: answer it, take longer, or note that it was told or done."""
    viewer = request.viewer
    found = reads.request(viewer, asked)
    form = AnswerForm(request.POST if request.POST.get("deed") == "answer" else None)
    later = ReasonForm(request.POST if request.POST.get("deed") == "extend" else None, prefix="later")
    if request.method == "POST":
        deed = request.POST.get("deed")
        if deed == "answer" and form.is_valid():
            granted, reason = form.cleaned_data["answer"] == "yes", form.cleaned_data["reason"]
            return _do(
                request, asked, "Antwoord bewaard. Print de brief of vertel het.",
                lambda: actions.decide(viewer=viewer, key=asked, granted=granted, reason=reason),
            )  # fmt: skip
        if deed == "extend" and later.is_valid():
            why = later.cleaned_data["why"]
            return _do(request, asked, "Verlengd.", lambda: actions.extend(viewer=viewer, key=asked, why=why))
        if deed == "told":
            return _do(request, asked, "Genoteerd.", lambda: actions.mark_told(viewer=viewer, key=asked))
        if deed == "done":
            return _do(request, asked, "Genoteerd.", lambda: actions.mark_done(viewer=viewer, key=asked))
    context = {
        "asked": found, "name": reads.name_of(found.person), "wish": BY_KIND[found.kind], "about": about(found),
        "form": form, "later": later, "may_extend": found.is_open and not found.extended_at, "today": viewer.today,
        "late": found.is_open and found.due_on < viewer.today, "opens_pages": not viewer.rule.oversees,
        "destroy_by": reads.last_day(found.asked_at.date(), reads.DESTROY_MONTHS), "holds": reads.holds(viewer, found.person),
    }  # fmt: skip
    return render(request, "rights/request_page.html", context)


def _do(request: ViewerRequest, asked: UUID, text: str, deed: Callable[[], object]) -> HttpResponse:
    try:
        deed()
    except NotPossible as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, text)
    return redirect("rights:request", asked=asked)


@open_to(DECIDERS, "GET", topic="requests")
def request_letter(request: ViewerRequest, asked: UUID) -> HttpResponse:
    """The answer as a letter in plain Dutch, to print."""
    found = reads.request(request.viewer, asked)
    context = {
        "asked": found, "name": reads.name_of(found.person), "wish": BY_KIND[found.kind], "about": about(found),
        "today": request.viewer.today, "from_organisation": request.viewer.organisation_name,
    }  # fmt: skip
    return render(request, "rights/request_letter.html", context)


@open_to(DECIDERS, "GET", topic="copy")
def request_copy(request: ViewerRequest, asked: UUID) -> HttpResponse:
    """Everything about a person on paper; only from a request of that person for it."""
    viewer = request.viewer
    found = reads.request(viewer, asked)
    parts = shown(reads.copy_for(viewer, found), reads.book(viewer))
    context = {"parts": parts, "today": viewer.today, "name": reads.name_of(found.person), "asked": found}
    return render(request, "rights/request_copy_paper.html", context)


@open_to(NOTERS, "GET", about_a_person=True, topic="requests")
def person(request: ViewerRequest, key: UUID) -> HttpResponse:
    """What concerns the rights of one person: requests, holds, shield, and what can be written down."""
    viewer = request.viewer
    found = reads.person(viewer, key)
    context = {
        "person": found, "name": reads.name_of(found), "oversees": viewer.rule.oversees,
        "requests": reads.of_person(viewer, found), "may_decide": reads.may_decide(viewer),
        "holds": reads.holds(viewer, found), "form": ReasonForm(),
        "shield": shield_reads.shield(viewer, found), "may_shield": shield_reads.may_shield(viewer),
        "objections": reads.objections(viewer, found),
    }  # fmt: skip
    return render(request, "rights/request_person.html", context)


@open_to(NOTERS, "GET", "POST", about_a_person=True, topic="requests")
@once
def request_for(request: ViewerRequest, key: UUID) -> HttpResponse:
    """Write down what a person, or who may speak for the person, asks."""
    viewer = request.viewer
    found = reads.person(viewer, key)
    form = WishForForm(request.POST or None, speakers=reads.speakers(viewer, found), frozen=found.frozen_on is not None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_for(viewer=viewer, person_key=key, **form.values())
        except NotPossible as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "Het verzoek is opgeschreven. Het antwoord moet er binnen een maand zijn.")
            return redirect("rights:person", key=key)
    context = {"person": found, "name": reads.name_of(found), "form": form}
    return render(request, "rights/request_for.html", context)


@open_to(OVERSEERS, "POST", about_a_person=True, topic="requests")
@once
def hold(request: ViewerRequest, key: UUID) -> HttpResponse:
    """Say that a record must be kept."""
    found = reads.person(request.viewer, key)
    form = ReasonForm(request.POST)
    if form.is_valid():
        actions.hold(viewer=request.viewer, person_key=found.key, why=form.cleaned_data["why"])
        messages.success(request, "Bewaarplicht ingesteld. Dit dossier wordt niet gewist tot je hem beëindigt.")
    else:
        messages.error(request, "Schrijf op waarom dit dossier bewaard moet blijven.")
    return redirect("rights:person", key=key)


@open_to(OVERSEERS, "POST", about_a_person=True, topic="requests")
@once
def end_hold(request: ViewerRequest, key: UUID, hold: UUID) -> HttpResponse:
    """The reason to keep a record is gone."""
    actions.end_hold(viewer=request.viewer, person_key=key, hold_key=hold)
    messages.success(request, "Bewaarplicht beëindigd.")
    return redirect("rights:person", key=key)

"""Pages for staff: questions about looks, who looked at a person, opening in an emergency and reviewing that."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from landing.exchange import export_reads
from landing.people import access_log, access_reads, limits
from landing.people import reads as people
from landing.people.actions import NotPossible
from landing.people.once import once
from landing.people.policy import STAFF_WHO_WRITE, WHO_OVERSEES, open_to
from landing.people.recorder import REFUSED
from landing.people.roles import Role
from landing.people.viewer import ViewerRequest
from landing.rights import actions, emergency_reads, reads, words
from landing.rights.forms import AnswerForm, EmergencyForm, ReviewForm, WhoForm, period_of
from landing.rights.reads import name_of

WHO_ANSWER = WHO_OVERSEES | {Role.COORDINATOR}
COORDINATOR = frozenset({Role.COORDINATOR})


def _tabs(request: ViewerRequest, current: str) -> list[dict[str, Any]]:
    """The pages of who oversees; a coordinator has only the questions."""
    if not request.viewer.rule.oversees:
        return []
    found = reads.counts(request.viewer)
    pages = (
        ("questions", "Vragen", found["questions"]), ("openings", "Noodtoegang", found["openings"]),
        ("find_log", "Wie keek bij wie?", None), ("exports", "Lijsten als bestand", None),
    )  # fmt: skip
    return [
        {"label": label, "url": reverse(f"rights:{name}"), "current": name == current, "count": count}
        for name, label, count in pages
    ]


@open_to(WHO_ANSWER, "GET", topic="access_log")
def questions(request: ViewerRequest) -> HttpResponse:
    """Questions of people about who looked, the first due on top."""
    viewer = request.viewer
    context = {
        "tabs": _tabs(request, "questions"), "today": viewer.today,
        "open": [(one, name_of(one.person)) for one in reads.questions(viewer)],
        "done": [(one, name_of(one.person)) for one in reads.questions(viewer, answered=True)],
    }  # fmt: skip
    return render(request, "rights/questions.html", context)


@open_to(WHO_ANSWER, "GET", "POST", topic="access_log")
@once
def question(request: ViewerRequest, question: UUID) -> HttpResponse:
    """One question with the look that it is about; answering it."""
    viewer = request.viewer
    found = reads.question(viewer, question)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.answer(viewer=viewer, question=question, words=form.cleaned_data["words"])
        except NotPossible as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "Je antwoord staat nu bij de persoon.")
            return redirect("rights:questions")
    look = reads.look_of(viewer, found)
    request.access.purpose = "question"
    context = {
        "asked": found, "name": name_of(found.person), "form": form, "today": viewer.today,
        "look": _row(look) if look else None, "oversees": viewer.rule.oversees,
    }  # fmt: skip
    return render(request, "rights/question.html", context)


def _row(look: access_reads.Look) -> dict[str, Any]:
    """A line of the log as staff read it."""
    return {
        "at": look.at, "who": words.who(look, to_the_person=False), "deed": words.action_word(look),
        "what": words.topic_word(look, to_the_person=False), "why": words.purpose_word(look),
        "basis": words.basis_word(look), "origin": look.origin, "allowed": look.allowed, "emergency": look.emergency,
    }  # fmt: skip


@open_to(WHO_OVERSEES, "GET", "POST", topic="access_log")
def find_log(request: ViewerRequest) -> HttpResponse:
    """Find the person whose log is to be looked at: the whole name and the birth date, no browsing."""
    request.access.nobody()
    form, status = WhoForm(request.POST if request.method == "POST" else None), 200
    refused = limits.refusal(request.viewer, "search") if form.is_bound and form.is_valid() else ""
    if refused:
        form.add_error(None, refused)
        status = 429
    elif form.is_bound and form.is_valid():
        try:
            found = actions.find_overseen(
                viewer=request.viewer, name=form.cleaned_data["name"], born=form.cleaned_data["born"]
            )
        except NotPossible as reason:
            form.add_error(None, str(reason))
            request.access.event(REFUSED, None, "not_found")
        else:
            return redirect("rights:person_log", key=found.key)
    context = {"form": form, "tabs": _tabs(request, "find_log")}
    return render(request, "rights/find_log.html", context, status=status)


@open_to(WHO_OVERSEES, "GET", about_a_person=True, topic="access_log")
def person_log(request: ViewerRequest, key: UUID) -> HttpResponse:
    """Who looked at one person, line by line."""
    viewer = request.viewer
    person = access_reads.overseen_person(viewer, key)
    form, period = period_of(request.GET, viewer.today)
    found = reads.looks(viewer, key, period, others_only=False)
    context = {
        "name": name_of(person), "person": person, "form": form, "period": period,
        "rows": [_row(look) for look in found.lines], "next": found.next.isoformat() if found.next else "",
    }  # fmt: skip
    return render(request, "rights/person_log.html", context)


@open_to(WHO_OVERSEES, "GET")
def exports(request: ViewerRequest) -> HttpResponse:
    """Which lists of people were made as a file, by whom and why."""
    found = [(one, words.role_word(one.by_role)) for one in export_reads.exports(request.viewer)]
    return render(request, "rights/exports.html", {"tabs": _tabs(request, "exports"), "exports": found})


@open_to(WHO_OVERSEES, "GET", topic="emergency")
def openings(request: ViewerRequest) -> HttpResponse:
    """Who opened a record in an emergency: to be reviewed, and reviewed."""
    viewer = request.viewer
    context = {
        "tabs": _tabs(request, "openings"), "today": viewer.today, "often": reads.OFTEN,
        "open": reads.openings(viewer), "done": reads.openings(viewer, reviewed=True),
    }  # fmt: skip
    return render(request, "rights/openings.html", context)


@open_to(WHO_OVERSEES, "GET", "POST", topic="emergency")
@once
def opening(request: ViewerRequest, opening: UUID) -> HttpResponse:
    """One opening: why, and whether it was right."""
    viewer = request.viewer
    found = reads.opening(viewer, opening)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            actions.review(viewer=viewer, opening=opening, verdict=given["verdict"], words=given["words"])
        except NotPossible as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "Je oordeel is bewaard.")
            return redirect("rights:openings")
    context = {
        "opening": found, "name": name_of(found.person), "form": form, "today": viewer.today,
        "role": words.role_word(found.by_role),
    }  # fmt: skip
    return render(request, "rights/opening.html", context)


@open_to(STAFF_WHO_WRITE, "GET", "POST", topic="emergency")
@once
def emergency(request: ViewerRequest) -> HttpResponse:
    """The warning, and the form: whom exactly, and why it cannot wait."""
    request.access.nobody()
    form = EmergencyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.open_in_emergency(
                viewer=request.viewer, name=given["name"], born=given["born"], reason=given["reason"],
                words=given["words"],
            )  # fmt: skip
        except NotPossible as reason:
            form.add_error(None, str(reason))
            request.access.event(REFUSED, None, "not_found")
        else:
            return redirect("rights:emergency_page", opening=made.key)
    return render(request, "rights/emergency.html", {
        "form": form, "hours": actions.EMERGENCY_HOURS, "card": emergency_reads.opens_card(request.viewer),
    })  # fmt: skip


@open_to(STAFF_WHO_WRITE, "GET", topic="emergency")
def emergency_page(request: ViewerRequest, opening: UUID) -> HttpResponse:
    """What somebody in an emergency needs of a person, and nothing else."""
    viewer = request.viewer
    found = reads.opened(viewer, opening, access_log.now())
    person, card = found.person, emergency_reads.card(viewer, found)
    context = {
        "opening": found, "person": person, "called": person.call_me,
        "name": people.show_name(person.given_name, person.infix, person.surname),
        "around": reads.for_emergency(found, viewer.today),
        "card": card, "rows": emergency_reads.rows(card) if card else [],
    }  # fmt: skip
    return render(request, "rights/emergency_page.html", context)


@open_to(COORDINATOR, "POST", topic="emergency")
@once
def emergency_seen(request: ViewerRequest, opening: UUID) -> HttpResponse:
    """The coordinator saw the notice."""
    actions.see_notice(viewer=request.viewer, opening=opening)
    return redirect("desk:my_day")

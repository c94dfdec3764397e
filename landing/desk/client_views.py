"""The pages of the person whose route it is: Mijn route, one step, one question, what is known, and paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from landing.desk import client_reads as reads
from landing.desk.client_forms import QuestionForm
from landing.people.actions import ChangedMeanwhile, NotPossible
from landing.people.once import once
from landing.people.policy import open_to
from landing.people.recorder import PRINT
from landing.people.roles import Role
from landing.people.viewer import Viewer, ViewerRequest
from landing.rights import consent_reads
from landing.rights import reads as rights
from landing.route import actions, step_pages
from landing.ui.languages import said as _
from landing.ui.notices import notify

CLIENT = frozenset({Role.CLIENT})
SKIPPED = "skipped_questions"


def page(
    request: ViewerRequest, template: str, own: reads.OwnRoute, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A client page with whom to ask below it."""
    shared = {"own": own, "helper": reads.first_helper(own.around), "today": own.today}
    return render(request, template, shared | context, status=status)


def no_route(request: ViewerRequest, viewer: Viewer) -> HttpResponse:
    """The kind page for somebody without an open route: whom to ask."""
    around = reads.people_around(viewer)
    return render(
        request, "desk/my_no_route.html", {"helper": reads.first_helper(around), "helpers": reads.helpers(around)}
    )


@open_to(CLIENT, "GET", topic="route")
def my_route(request: ViewerRequest) -> HttpResponse:
    """The whole route of the client: what to do now, where one is, and every step before, at and after the move."""
    own = reads.own_route(request.viewer)
    if own is None:
        return no_route(request, request.viewer)
    now = reads.step_now(own)
    context = {
        "now": now,
        "others_now": [] if now else reads.others_now(own),
        "parts": reads.parts(own),
        "helpers": reads.helpers(own.around),
        "questions": len(reads.next_questions(own, request.session.get(SKIPPED, []))),
        "consent_questions": consent_reads.open_questions(request.viewer),
        "openings": rights.openings_of(request.viewer),
    }
    return page(request, "desk/my_route.html", own, context)


@open_to(CLIENT, "GET", topic="route")
def my_paper(request: ViewerRequest) -> HttpResponse:
    """The whole route for paper: nothing folded, with phone numbers."""
    own = reads.own_route(request.viewer)
    request.access.action = PRINT
    if own is None:
        return no_route(request, request.viewer)
    context = {
        "now": reads.step_now(own),
        "parts": reads.parts(own, everything=True),
        "helpers": reads.helpers(own.around),
        "name": request.viewer.name,
    }
    return page(request, "desk/my_paper.html", own, context)


@open_to(CLIENT, "GET", topic="route")
def my_step(request: ViewerRequest, rule: str) -> HttpResponse:
    """One step: what, why, by when, who helps; done, or not done after all."""
    own = reads.own_route(request.viewer)
    if own is None:
        return no_route(request, request.viewer)
    found = reads.step_page(request.viewer, own, rule)
    if found is None:
        raise Http404
    return page(request, "desk/my_step.html", own, {"page": found, "step": found.step,
                                                       "done_at": step_pages.own_page(rule)})  # fmt: skip


def deed(request: ViewerRequest, text: str, do: Callable[[UUID], actions.Written]) -> HttpResponse:
    """Do something on the own route, say so with a way to undo it, and go back to where it was done: Mijn route, or Vandaag."""
    to = "desk:my_today" if request.POST.get("van") == "vandaag" else "desk:my_route"
    own = reads.route.own_journey(request.viewer)
    if own is None:
        return redirect(to)
    try:
        written = do(own.person.key)
    except NotPossible as reason:
        messages.error(request, str(reason))
    else:
        if written.event is None:
            messages.info(request, _("Dit stond al zo."))
        else:
            notify(request, text, undo_url=reverse("desk:my_undo", args=[written.event]))
    return redirect(to)


@open_to(CLIENT, "POST", topic="route")
@once
def my_step_done(request: ViewerRequest, rule: str) -> HttpResponse:
    """The deed "Dit heb ik gedaan": only for the client's own steps (the action refuses others)."""
    viewer = request.viewer
    return deed(
        request, _("Goed gedaan. Deze stap is klaar."),
        lambda key: actions.mark_step(viewer=viewer, person_key=key, rule=rule),
    )  # fmt: skip


@open_to(CLIENT, "POST", topic="route")
@once
def my_step_back(request: ViewerRequest, rule: str) -> HttpResponse:
    """The deed "Toch nog niet klaar": takes back what the client ticked (the action refuses what others ticked)."""
    viewer = request.viewer
    return deed(
        request, _("Deze stap staat weer open."),
        lambda key: actions.take_back_step(viewer=viewer, person_key=key, rule=rule),
    )  # fmt: skip


@open_to(CLIENT, "POST", topic="route")
@once
def my_undo(request: ViewerRequest, event: UUID) -> HttpResponse:
    """Undo a change that the client made."""
    viewer = request.viewer
    own = reads.route.own_journey(viewer)
    if own is None:
        raise Http404
    try:
        written = actions.undo(viewer=viewer, person_key=own.person.key, event=event)
    except NotPossible:
        messages.error(request, _("Dit is daarna veranderd. Vraag hulp aan je begeleider."))
    else:
        messages.success(request, _("Dit is terug zoals het was.") if written.event else _("Dit was al terug."))
    return redirect("desk:my_route")


@open_to(CLIENT, "GET", "POST", topic="facts")
@once
def my_question(request: ViewerRequest) -> HttpResponse:
    """One question a page, the most decisive first; ``?wat=`` asks one question again."""
    viewer = request.viewer
    own = reads.own_route(viewer)
    if own is None:
        return no_route(request, viewer)
    skipped = request.session.get(SKIPPED, [])
    queue = reads.next_questions(own, skipped)
    again = (request.POST if request.method == "POST" else request.GET).get("wat", "")
    asked_as = request.POST.get("vraag", "") if request.method == "POST" else ""
    wanted = asked_as or again or (queue[0].id if queue else "")
    if not wanted:
        facts = [own.book.facts[fact] for fact in skipped if fact in own.book.facts]
        return page(request, "desk/my_question_end.html", own, {"skipped": facts})
    fact = own.book.facts.get(wanted)
    if fact is None or not fact.client_question:
        raise Http404
    form = QuestionForm(
        request.POST or None, book=own.book, fact=fact.id, known=own.known.facts, ids=own.known.ids, today=viewer.today,
        seers=reads.seers(own),
    )  # fmt: skip
    theirs = ""
    if request.method == "POST" and form.is_valid():
        try:
            return keep_answer(request, own, form, again)
        except ChangedMeanwhile as conflict:
            theirs = conflict.differences[0].theirs
            form = with_fresh_mark(form, own)
    context = {"form": form, "theirs": theirs, "left": len(queue), "again": again, "fact": fact}
    return page(request, "desk/my_question.html", own, context, status=409 if theirs else 200)


def keep_answer(request: ViewerRequest, own: reads.OwnRoute, form: QuestionForm, again: str) -> HttpResponse:
    """Record the answer, or remember in the session that the person did not want to give one."""
    kind, answer = form.fact.id, form.value()
    if answer is not None or own.known.facts.get(kind) is not None:
        written = actions.record_facts(
            viewer=request.viewer, person_key=own.journey.person.key, changes={kind: answer},
            seen={kind: form.seen_id()},
        )  # fmt: skip
        if written.event:
            notify(request, _("Je antwoord is bewaard."), undo_url=reverse("desk:my_undo", args=[written.event]))
    others = [fact for fact in request.session.get(SKIPPED, []) if fact != kind]
    request.session[SKIPPED] = [*others, kind] if form.skipped else others
    return redirect("desk:my_answers" if again else "desk:my_question")


def with_fresh_mark(form: QuestionForm, own: reads.OwnRoute) -> QuestionForm:
    """The same form with what was chosen, based on the newest answer, so that sending again is a choice."""
    data = dict(form.data.items())
    data[f"seen_{form.fact.id}"] = str(own.known.ids.get(form.fact.id, 0))
    form.data = data
    return form


@open_to(CLIENT, "GET", topic="facts")
def my_answers(request: ViewerRequest) -> HttpResponse:
    """What is known about the route, each with a way to change it."""
    own = reads.own_route(request.viewer)
    if own is None:
        return no_route(request, request.viewer)
    lines, others = reads.answers(own, request.viewer)
    questions = len(reads.next_questions(own, request.session.get(SKIPPED, [])))
    return page(request, "desk/my_answers.html", own, {"lines": lines, "others": others, "questions": questions})

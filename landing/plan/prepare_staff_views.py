"""Getting ready, as staff see it of one person: all of it, and what they write down on the person's word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from landing.people.actions import NotPossible
from landing.people.once import once
from landing.people.policy import STAFF_WHO_WRITE, STAFF_WITH_PEOPLE, open_to
from landing.people.viewer import ViewerRequest
from landing.plan import goal_reads
from landing.plan import prepare_actions as actions
from landing.plan import prepare_reads as reads
from landing.plan.gate_actions import TALK_STEP, Ticked
from landing.plan.goal_staff_views import page, to_write
from landing.plan.goal_views import number_of
from landing.plan.prepare_forms import SaidFindForm, SaidTalkForm, SaidTrainingForm
from landing.plan.step_pages import step_back, tell_step

PREPARING = "plan:preparing"


def _found(opened: goal_reads.Opened) -> reads.Preparing:
    return reads.preparing(opened.plan.id if opened.plan else None)


def _written(request: ViewerRequest, key: UUID, do: Callable[[], Any], text: str) -> HttpResponse:
    """Write something down, say so, and go back; also what came of the step of the route."""
    try:
        came = do()
    except NotPossible as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, text) if came else messages.info(request, "Dit stond al zo.")
        if isinstance(came, Ticked):
            tell_step(request, key, TALK_STEP, came)
        else:
            tell_step(request, key, came.step, came.ticked)
    return redirect(PREPARING, key=key)


@open_to(STAFF_WITH_PEOPLE, "GET", about_a_person=True, topic="plan")
def preparing(request: ViewerRequest, key: UUID) -> HttpResponse:
    """Talks, places in the neighbourhood and trainings of one person."""
    opened = goal_reads.opened(request.viewer, key)
    found = _found(opened)
    context = {
        "found": found, "places": [one for one in found.by_kind if one[2]], "step_back": step_back(request),
    }  # fmt: skip
    return page(request, "prepare_staff", opened, context)


@open_to(STAFF_WHO_WRITE, "GET", "POST", about_a_person=True, topic="plan")
@once
def preparing_talk(request: ViewerRequest, key: UUID) -> HttpResponse:
    """Write down a talk as the person told of it."""
    viewer, opened = request.viewer, to_write(request, key)
    form = SaidTalkForm(request.POST or None, today=viewer.today, initial={"on": viewer.today})
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in actions.TALK_FIELDS}
        return _written(request, key, lambda: actions.add_talk(viewer=viewer, person_key=key, **values),
                        "Het gesprek staat erbij. De persoon ziet dit ook.")  # fmt: skip
    return page(request, "prepare_staff_write", opened, {"form": form, "what": "Een gesprek"})


@open_to(STAFF_WHO_WRITE, "GET", "POST", about_a_person=True, topic="plan")
@once
def preparing_find(request: ViewerRequest, key: UUID) -> HttpResponse:
    """Write down a place in the neighbourhood that the person told of."""
    viewer, opened = request.viewer, to_write(request, key)
    form = SaidFindForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("kind", "words", "been")}
        return _written(request, key, lambda: actions.add_find(viewer=viewer, person_key=key, **values),
                        "De plek staat op de lijst. De persoon ziet dit ook.")  # fmt: skip
    return page(request, "prepare_staff_write", opened, {"form": form, "what": "Een plek in de buurt"})


@open_to(STAFF_WHO_WRITE, "GET", "POST", about_a_person=True, topic="plan")
@once
def preparing_training(request: ViewerRequest, key: UUID) -> HttpResponse:
    """Enrol the person in a training that they want."""
    viewer, opened = request.viewer, to_write(request, key)
    form = SaidTrainingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _written(request, key, lambda: actions.add_training(
            viewer=viewer, person_key=key, values=form.cleaned_data
        ), "De training staat erbij. De persoon ziet dit ook.")  # fmt: skip
    return page(request, "prepare_staff_write", opened, {"form": form, "what": "Een training"})


@open_to(STAFF_WHO_WRITE, "POST", about_a_person=True, topic="plan")
@once
def preparing_been(request: ViewerRequest, key: UUID, training: UUID) -> HttpResponse:
    """The person was at a training one more time than the page showed."""
    seen = number_of(request.POST.get("seen"))
    return _written(request, key, lambda: actions.count(
        viewer=request.viewer, person_key=key, training_key=training, seen=seen, times=seen + 1
    ), "Eén keer erbij.")  # fmt: skip

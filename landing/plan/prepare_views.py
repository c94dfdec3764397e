"""Je voorbereiden: the person's own pages about what living alone means, the new neighbourhood, and what they learn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from landing.people.actions import ChangedMeanwhile, NotPossible
from landing.people.once import once
from landing.people.policy import open_to
from landing.people.recorder import PRINT
from landing.people.viewer import ViewerRequest
from landing.plan import prepare_actions as actions
from landing.plan import prepare_reads as reads
from landing.plan import prepare_words as words
from landing.plan.gate_actions import TALK_STEP
from landing.plan.goal_views import CLIENT, SAME, deed, number_of, page
from landing.plan.prepare_forms import FindForm, NewFindForm, TalkForm, TrainingForm
from landing.plan.step_pages import step_back, tell_step
from landing.ui.languages import said as _
from landing.ui.notices import notify

YES_NO: dict[bool | None, str] = {True: "yes", False: "no", None: ""}
TALKS, NEIGHBOURHOOD, TRAININGS = "plan:my_talks", "plan:my_neighbourhood", "plan:my_trainings"


def deed_with_undo(request: ViewerRequest, do: Callable[[], Any], text: str, to: str, undo: str = "") -> HttpResponse:
    """Do something, say so with a way back, and go on to a page; also what came of a step of the route.

    undo: the address that takes it back.
    """
    try:
        changed = do()
    except NotPossible as reason:
        messages.error(request, str(reason))
    else:
        if changed:
            notify(request, text, undo_url=undo)
            if isinstance(changed, actions.Done):
                tell_step(request, request.viewer.person_key, changed.step, changed.ticked)
        else:
            messages.info(request, SAME)
    return redirect(to)


@open_to(CLIENT, "GET", topic="plan")
def my_preparing(request: ViewerRequest) -> HttpResponse:
    """The three parts of getting ready, each with what comes next."""
    return page(request, "prepare_mine", {"found": reads.preparing(reads.my_plan_id(request.viewer))})


@open_to(CLIENT, "GET", topic="plan")
def my_alone(request: ViewerRequest) -> HttpResponse:
    """What living alone means, and what to ask somebody who did it too."""
    return page(request, "prepare_mine_alone", {"parts": words.alone()})


@open_to(CLIENT, "GET", topic="plan")
def my_landlord(request: ViewerRequest) -> HttpResponse:
    """What a landlord expects of somebody who rents."""
    return page(request, "prepare_mine_landlord", {"parts": words.landlord()})


@open_to(CLIENT, "GET", topic="plan")
def my_talks(request: ViewerRequest) -> HttpResponse:
    """The talks with somebody who did it too."""
    return page(request, "prepare_mine_talks", {"talks": reads.talks(reads.my_plan_id(request.viewer)),
                                                "step_back": step_back(request)})  # fmt: skip


@open_to(CLIENT, "GET", "POST", topic="plan")
@once
def my_talk_new(request: ViewerRequest) -> HttpResponse:
    """Write down a talk; the step of the route is ticked when that is possible."""
    viewer = request.viewer
    form = TalkForm(request.POST or None, today=viewer.today, initial={"on": viewer.today})
    if request.method == "POST" and form.is_valid():
        try:
            step = actions.add_talk(viewer=viewer, **form.cleaned_data)
        except NotPossible as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, _("Je gesprek is bewaard."))
            tell_step(request, viewer.person_key, TALK_STEP, step)
        return redirect(TALKS)
    return page(request, "prepare_mine_talk_new", {"form": form})


@open_to(CLIENT, "GET", "POST", topic="plan")
@once
def my_talk(request: ViewerRequest, talk: UUID) -> HttpResponse:
    """Change a talk; when it was changed meanwhile, both texts are shown."""
    viewer = request.viewer
    one = reads.one_of(reads.talks(reads.my_plan_id(viewer)), talk)
    form = TalkForm(request.POST or None, today=viewer.today,
                    initial={"on": one.on, "with_name": one.with_name, "words": one.words,
                             "again": YES_NO[one.again]})  # fmt: skip
    both: list[Any] = []
    mark = request.POST.get("mark", "") if request.method == "POST" else one.mark
    if request.method == "POST" and form.is_valid():
        try:
            return deed(request, lambda: actions.change_talk(
                viewer=viewer, talk_key=talk, mark=mark, values=form.cleaned_data
            ), _("Bewaard."), TALKS)  # fmt: skip
        except ChangedMeanwhile as conflict:
            both, mark = conflict.differences, one.mark
    context = {"form": form, "one": one, "both": both, "mark": mark}
    return page(request, "prepare_mine_talk", context, status=409 if both else 200)


@open_to(CLIENT, "GET", "POST", topic="plan")
@once
def my_talk_remove(request: ViewerRequest, talk: UUID) -> HttpResponse:
    """Ask whether a talk may go, and take it away."""
    viewer = request.viewer
    one = reads.one_of(reads.talks(reads.my_plan_id(viewer)), talk)
    if request.method == "POST":
        return deed(request, lambda: actions.remove_talk(viewer=viewer, talk_key=talk), _("Het gesprek is weg."), TALKS)
    return page(request, "prepare_mine_sure", {"one": one, "to": reverse("plan:my_talk", args=[talk])})


@open_to(CLIENT, "GET", topic="plan")
def my_neighbourhood(request: ViewerRequest) -> HttpResponse:
    """What is where in the new neighbourhood, and what to look for."""
    plan_id = reads.my_plan_id(request.viewer)
    found = reads.finds(plan_id)
    groups = [
        (kind, label, places, words.look_for()[kind]) for kind, label, places in reads.Preparing([], found, []).by_kind
    ]
    return page(request, "prepare_mine_neighbourhood", {
        "groups": groups, "any": bool(found), "gone": reads.gone(request.viewer, plan_id),
        "step_back": step_back(request),
    })  # fmt: skip


@open_to(CLIENT, "GET", topic="plan")
def my_neighbourhood_paper(request: ViewerRequest) -> HttpResponse:
    """The neighbourhood on one sheet: what is where, and what is still to be found."""
    request.access.action = PRINT
    found = reads.Preparing([], reads.finds(reads.my_plan_id(request.viewer)), [])
    return page(request, "prepare_mine_paper", {"groups": found.by_kind, "name": request.viewer.name})


@open_to(CLIENT, "GET", "POST", topic="plan")
@once
def my_find_new(request: ViewerRequest) -> HttpResponse:
    """Put a place on the list; ``?soort=``: of this kind."""
    kind = words.kind_in(request.GET.get("soort", ""))
    form = NewFindForm(request.POST or None, initial={"kind": kind})
    if request.method == "POST" and form.is_valid():
        return deed_with_undo(request, lambda: actions.add_find(viewer=request.viewer, **form.cleaned_data),
                              _("Deze plek staat op je lijst."), NEIGHBOURHOOD)  # fmt: skip
    return page(request, "prepare_mine_find_new", {"form": form})


def _my_find(request: ViewerRequest, find: UUID) -> reads.Find:
    return reads.one_of(reads.finds(reads.my_plan_id(request.viewer)), find)


@open_to(CLIENT, "GET", "POST", topic="plan")
@once
def my_find(request: ViewerRequest, find: UUID) -> HttpResponse:
    """Change a place; when it was changed meanwhile, both texts are shown."""
    one = _my_find(request, find)
    form = FindForm(request.POST or None, initial={"kind": one.kind, "words": one.words})
    both: list[Any] = []
    mark = request.POST.get("mark", "") if request.method == "POST" else one.mark
    if request.method == "POST" and form.is_valid():
        try:
            return deed(request, lambda: actions.change_find(
                viewer=request.viewer, find_key=find, mark=mark, **form.cleaned_data
            ), _("Bewaard."), NEIGHBOURHOOD)  # fmt: skip
        except ChangedMeanwhile as conflict:
            both, mark = conflict.differences, one.mark
    context = {"form": form, "one": one, "both": both, "mark": mark}
    return page(request, "prepare_mine_find", context, status=409 if both else 200)


@open_to(CLIENT, "POST", topic="plan")
@once
def my_find_been(request: ViewerRequest, find: UUID) -> HttpResponse:
    """The person was there; with a way to undo it."""
    undo = reverse("plan:my_find_not_been", args=[find])
    return deed_with_undo(request, lambda: actions.be_at(viewer=request.viewer, find_key=find, been=True),
                          _("Goed gedaan. Je bent er geweest."), NEIGHBOURHOOD, undo)  # fmt: skip


@open_to(CLIENT, "POST", topic="plan")
@once
def my_find_not_been(request: ViewerRequest, find: UUID) -> HttpResponse:
    """The person was not there after all."""
    return deed(request, lambda: actions.be_at(viewer=request.viewer, find_key=find, been=False),
                _("Deze plek staat weer open."), NEIGHBOURHOOD)  # fmt: skip


@open_to(CLIENT, "POST", topic="plan")
@once
def my_find_remove(request: ViewerRequest, find: UUID) -> HttpResponse:
    """Take a place off the list, with a way to undo it."""
    undo = reverse("plan:my_find_back", args=[find])
    return deed_with_undo(request, lambda: actions.remove_find(viewer=request.viewer, find_key=find),
                          _("De plek is van je lijst."), NEIGHBOURHOOD, undo)  # fmt: skip


@open_to(CLIENT, "POST", topic="plan")
@once
def my_find_back(request: ViewerRequest, find: UUID) -> HttpResponse:
    """Bring back a place that was taken off the list."""
    return deed(request, lambda: actions.remove_find(viewer=request.viewer, find_key=find, gone=False),
                _("De plek staat weer op je lijst."), NEIGHBOURHOOD)  # fmt: skip


@open_to(CLIENT, "GET", topic="plan")
def my_trainings(request: ViewerRequest) -> HttpResponse:
    """What the person learns, and how far it is."""
    found = reads.Preparing([], [], reads.trainings(reads.my_plan_id(request.viewer)))
    return page(request, "prepare_mine_trainings", {"found": found, "step_back": step_back(request)})


@open_to(CLIENT, "GET", "POST", topic="plan")
@once
def my_training_new(request: ViewerRequest) -> HttpResponse:
    """Write down what the person learns or wants to learn."""
    form = TrainingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return deed_with_undo(request, lambda: actions.add_training(viewer=request.viewer, values=form.cleaned_data),
                              _("Dit staat nu bij wat je leert."), TRAININGS)  # fmt: skip
    return page(request, "prepare_mine_training_new", {"form": form})


def _my_training(request: ViewerRequest, training: UUID) -> reads.Training:
    return reads.one_of(reads.trainings(reads.my_plan_id(request.viewer)), training)


@open_to(CLIENT, "GET", "POST", topic="plan")
@once
def my_training(request: ViewerRequest, training: UUID) -> HttpResponse:
    """Change a training; when it was changed meanwhile, both are shown."""
    one = _my_training(request, training)
    form = TrainingForm(request.POST or None, initial={name: getattr(one, name) for name in TrainingForm.base_fields})
    both: list[Any] = []
    version = one.version if request.method == "GET" else number_of(request.POST.get("version"))
    if request.method == "POST" and form.is_valid():
        try:
            return deed(request, lambda: actions.change_training(
                viewer=request.viewer, training_key=training, version=version, values=form.cleaned_data
            ), _("Bewaard."), TRAININGS)  # fmt: skip
        except ChangedMeanwhile as conflict:
            both = conflict.differences
    context = {"form": form, "one": one, "both": both, "version": one.version if both else version}
    return page(request, "prepare_mine_training", context, status=409 if both else 200)


@open_to(CLIENT, "POST", topic="plan")
@once
def my_training_been(request: ViewerRequest, training: UUID) -> HttpResponse:
    """The person was there one more time than the page showed; with a way to undo it."""
    seen = number_of(request.POST.get("seen"))
    undo = reverse("plan:my_training_undo", args=[training, seen + 1])
    return deed_with_undo(request, lambda: actions.count(
        viewer=request.viewer, training_key=training, seen=seen, times=seen + 1
    ), _("Goed gedaan. Er is een keer bij."), TRAININGS, undo)  # fmt: skip


@open_to(CLIENT, "POST", topic="plan")
@once
def my_training_undo(request: ViewerRequest, training: UUID, number: int) -> HttpResponse:
    """Take back the last time, when the count is still this number."""
    return deed(request, lambda: actions.count(
        viewer=request.viewer, training_key=training, seen=number, times=number - 1
    ), _("Dit is terug zoals het was."), TRAININGS)  # fmt: skip


@open_to(CLIENT, "POST", topic="plan")
@once
def my_training_state(request: ViewerRequest, training: UUID) -> HttpResponse:
    """The person is done, stopped, or goes on."""
    state = request.POST.get("stand", "going")
    texts = {
        "done": _("Goed gedaan! Dit heb je geleerd."),
        "stopped": _("Je bent gestopt. Dat mag."),
        "going": _("Je gaat weer verder."),
    }
    if state not in texts:
        raise Http404
    return deed(request, lambda: actions.set_training(viewer=request.viewer, training_key=training, state=state),
                texts[state], TRAININGS)  # fmt: skip


@open_to(CLIENT, "GET", "POST", topic="plan")
@once
def my_training_remove(request: ViewerRequest, training: UUID) -> HttpResponse:
    """Ask whether a training may go, and take it away."""
    one = _my_training(request, training)
    if request.method == "POST":
        return deed(request, lambda: actions.remove_training(viewer=request.viewer, training_key=training),
                    _("Dit is weg."), TRAININGS)  # fmt: skip
    return page(request, "prepare_mine_sure", {"one": one, "to": reverse("plan:my_training", args=[training])})

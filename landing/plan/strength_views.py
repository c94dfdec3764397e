"""Sterk, goed leven and sparen: the person's own pages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from landing.people.actions import ChangedMeanwhile
from landing.people.once import once
from landing.people.policy import open_to
from landing.people.viewer import ViewerRequest
from landing.plan import goal_reads
from landing.plan import strength_actions as actions
from landing.plan import strength_reads as reads
from landing.plan.goal_views import CLIENT, deed, number_of, page
from landing.plan.strength_forms import GoodLifeForm, PutByForm, StrengthForm, WishForm
from landing.ui.languages import said as _

STRONG, SAVING, GOOD_LIFE = "plan:my_strengths", "plan:my_savings", "plan:my_good_life"


@open_to(CLIENT, "GET", topic="plan")
def my_strengths(request: ViewerRequest) -> HttpResponse:
    """What is strong: in the person, and around them."""
    found = reads.strengths(goal_reads.mine(request.viewer))
    return page(request, "strength_mine", {"groups": reads.by_kind(found)})


@open_to(CLIENT, "GET", "POST", topic="plan")
@once
def my_strength_new(request: ViewerRequest) -> HttpResponse:
    """Write down something strong."""
    form = StrengthForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return deed(
            request, lambda: actions.add_strength(viewer=request.viewer, **form.cleaned_data), _("Bewaard."), STRONG
        )
    return page(request, "strength_mine_new", {"form": form})


@open_to(CLIENT, "GET", "POST", topic="plan")
@once
def my_strength(request: ViewerRequest, strength: UUID) -> HttpResponse:
    """Change something strong; when it was changed meanwhile, both texts are shown."""
    viewer = request.viewer
    one = reads.strength(goal_reads.my_plan(viewer), strength)
    form = StrengthForm(request.POST or None, initial={"words": one.words, "kind": one.kind, "travels": one.travels})
    both: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            return deed(request, lambda: actions.change_strength(
                viewer=viewer, strength_key=strength, seen=request.POST.get("seen", ""), **form.cleaned_data
            ), _("Bewaard."), STRONG)  # fmt: skip
        except ChangedMeanwhile as conflict:
            both = conflict.differences
    return page(request, "strength_mine_one", {"form": form, "one": one, "both": both}, status=409 if both else 200)


@open_to(CLIENT, "POST", topic="plan")
@once
def my_strength_remove(request: ViewerRequest, strength: UUID) -> HttpResponse:
    """Take something strong away."""

    def remove() -> bool:
        actions.remove_strength(viewer=request.viewer, strength_key=strength)
        return True

    return deed(request, remove, _("Dit is weg."), STRONG)


@open_to(CLIENT, "GET", topic="plan")
def my_good_life(request: ViewerRequest) -> HttpResponse:
    """What a good life is for this person, now and before."""
    return page(request, "strength_mine_good_life", {"qualities": reads.good_life(goal_reads.mine(request.viewer))})


@open_to(CLIENT, "GET", "POST", topic="plan")
@once
def my_good_life_tell(request: ViewerRequest) -> HttpResponse:
    """Say what a good life is; when it was changed meanwhile, both texts are shown."""
    viewer = request.viewer
    now = {one.code: one.now.words if one.now else "" for one in reads.good_life(goal_reads.mine(viewer))}
    form = GoodLifeForm(request.POST or None, initial=now)
    both: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            return deed(request, lambda: actions.tell_good_life(viewer=viewer, said=form.said, seen=form.seen), _("Bewaard."),
                        GOOD_LIFE)  # fmt: skip
        except ChangedMeanwhile as conflict:
            both = conflict.differences
    seen = now if both or request.method == "GET" else {code: request.POST.get(f"seen_{code}", "") for code in now}
    context = {"form": form, "both": both, "seen": seen}
    return page(request, "strength_mine_tell", context, status=409 if both else 200)


@open_to(CLIENT, "GET", topic="plan")
def my_savings(request: ViewerRequest) -> HttpResponse:
    """What the person saves for, and how far it is."""
    found = reads.savings(goal_reads.mine(request.viewer))
    context = {
        "busy": [one for one in found if not one.reached_on],
        "reached": [one for one in found if one.reached_on],
    }
    return page(request, "strength_mine_savings", context)


@open_to(CLIENT, "GET", "POST", topic="plan")
@once
def my_saving_new(request: ViewerRequest) -> HttpResponse:
    """Write down something to save for."""
    form = WishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return deed(
            request, lambda: actions.add_wish(viewer=request.viewer, values=form.cleaned_data), _("Bewaard."), SAVING
        )
    return page(request, "strength_mine_saving_new", {"form": form})


@open_to(CLIENT, "GET", "POST", topic="plan")
@once
def my_saving(request: ViewerRequest, saving: UUID) -> HttpResponse:
    """Change what is saved for; when it was changed meanwhile, both are shown."""
    viewer = request.viewer
    one = reads.saving(goal_reads.my_plan(viewer), saving)
    initial = {"words": one.words, "cost_cents": one.cost_cents, "saved_cents": one.saved_cents}
    form = WishForm(request.POST or None, initial=initial)
    both: list[Any] = []
    version = one.version if request.method == "GET" else number_of(request.POST.get("version"))
    if request.method == "POST" and form.is_valid():
        try:
            return deed(request, lambda: actions.change_wish(
                viewer=viewer, wish_key=saving, version=version, values=form.cleaned_data
            ), _("Bewaard."), SAVING)  # fmt: skip
        except ChangedMeanwhile as conflict:
            both = conflict.differences
    context = {"form": form, "one": one, "both": both, "version": one.version if both else version}
    return page(request, "strength_mine_saving", context, status=409 if both else 200)


@open_to(CLIENT, "GET", "POST", topic="plan")
@once
def my_saving_put_by(request: ViewerRequest, saving: UUID) -> HttpResponse:
    """Add to what was saved, or take from it."""
    viewer = request.viewer
    one = reads.saving(goal_reads.my_plan(viewer), saving)
    form = PutByForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        cents = form.cleaned_data["cents"] or 0
        signed = -cents if form.cleaned_data["way"] == "less" else cents
        return deed(
            request, lambda: actions.put_by(viewer=viewer, wish_key=saving, cents=signed), _("Bewaard."), SAVING
        )
    return page(request, "strength_mine_put_by", {"form": form, "one": one})


@open_to(CLIENT, "POST", topic="plan")
@once
def my_saving_reached(request: ViewerRequest, saving: UUID) -> HttpResponse:
    """The person has it now, or not after all."""
    reached = request.POST.get("gelukt", "ja") == "ja"
    return deed(request, lambda: actions.reach_wish(viewer=request.viewer, wish_key=saving, reached=reached),
                _("Mooi! Het is je gelukt.") if reached else _("Je spaart weer verder."), SAVING)  # fmt: skip

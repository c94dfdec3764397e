"""Mijn mensen, and the same people on the page of staff."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from landing.people.actions import ChangedMeanwhile
from landing.people.once import once
from landing.people.policy import STAFF_WHO_WRITE, STAFF_WITH_PEOPLE, open_to
from landing.people.roles import Role
from landing.people.viewer import ViewerRequest
from landing.plan import network_actions as actions
from landing.plan import network_reads as reads
from landing.plan.gate_actions import FALLBACK_STEP
from landing.plan.network_ecogram import RINGS, ecogram, left_out_words
from landing.plan.network_forms import MemberForm, NewMemberForm, SinceForm
from landing.plan.reads import Whose, mine, whose
from landing.plan.step_pages import step_back, tell_step
from landing.ui.languages import said as _
from landing.ui.notices import notify

CLIENT = frozenset({Role.CLIENT})
TOPIC = actions.TOPIC


@dataclass(frozen=True, slots=True)
class Page:
    """One person's people, on the person's own page or on that of staff: the addresses, the frame and the words."""

    of: Whose
    own: bool

    def url(self, name: str, *parts: UUID) -> str:
        """The address of a page of this part."""
        if self.own:
            return reverse(f"plan:my_{name}", args=parts)
        return reverse(f"plan:{name}", args=(self.of.key, *parts))

    @property
    def staff_name(self) -> str:
        """The name for the labels of a form for staff."""
        return "" if self.own else self.of.name

    def render(self, request: ViewerRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        """The page in its own frame."""
        shared = {
            "of": self.of, "own": self.own, "name": self.of.name, "today": request.viewer.today,
            "frame": "people/client_frame.html" if self.own else "people/frame.html", "list_url": self.url("people"),
            "may_write": request.viewer.rule.writes and self.of.lens.changes({TOPIC}),
            "about": "jou" if self.own else self.of.name,
        }  # fmt: skip
        return render(request, f"plan/{template}.html", shared | context, status=status)


def own_page(request: ViewerRequest) -> Page:
    """The page of the client self."""
    return Page(mine(request.viewer), own=True)


def staff_page(request: ViewerRequest, key: UUID) -> Page:
    """The page of a person of whom this member of staff may read who is around them."""
    return Page(whose(request.viewer, key, TOPIC), own=False)


def _people(request: ViewerRequest, page: Page) -> HttpResponse:
    viewer, of = request.viewer, page.of
    found = reads.members(viewer, of)
    since = SinceForm(request.GET or None, today=viewer.today)
    changes, first, last = None, None, None
    if since.is_bound and since.is_valid() and since.cleaned_data["van"]:
        first, last = since.cleaned_data["van"], since.cleaned_data["tot"] or viewer.today
        changes = reads.compare(reads.members(viewer, of, first), reads.members(viewer, of, last))
    drawn = ecogram(found)
    context = {
        "people": [(one, page.url("member", one.key)) for one in found],
        "gone": [(name, day, page.url("member_back", key)) for key, name, day in reads.gone(viewer, of)],
        "bonds": reads.by_bond(viewer, of), "drawing": drawn, "rings": RINGS, "since": since, "changes": changes,
        "first": first, "last": last, "add_url": page.url("people_add"),
        "left_out": left_out_words(drawn),
        "has_fallback": any(one.fallback for one in found), "step_back": step_back(request),
    }  # fmt: skip
    return page.render(request, "network_people", context)


@open_to(CLIENT, "GET", topic=TOPIC)
def my_people(request: ViewerRequest) -> HttpResponse:
    """Everybody around the client: drawn, and the same as a list; and what changed since a day."""
    return _people(request, own_page(request))


@open_to(STAFF_WITH_PEOPLE, "GET", about_a_person=True, topic=TOPIC)
def all_people(request: ViewerRequest, key: UUID) -> HttpResponse:
    """The same for staff who may read it."""
    return _people(request, staff_page(request, key))


def _add(request: ViewerRequest, page: Page) -> HttpResponse:
    form = NewMemberForm(request.POST or None, name=page.staff_name)
    if request.method == "POST" and form.is_valid():
        kept = actions.add(viewer=request.viewer, person_key=page.of.key, values=form.cleaned_data)
        notify(
            request,
            _("{name} staat erbij.").format(name=form.cleaned_data["name"]),
            undo_url=page.url("member_end", kept.key),
        )
        if request.POST.get("verder") == "meer":
            return redirect(page.url("member", kept.key))
        return redirect(page.url("people"))
    return page.render(request, "network_add", {"form": form})


@open_to(CLIENT, "GET", "POST", topic=TOPIC)
@once
def my_people_add(request: ViewerRequest) -> HttpResponse:
    """Somebody more around the client: a name is enough."""
    return _add(request, own_page(request))


@open_to(STAFF_WHO_WRITE, "GET", "POST", about_a_person=True, topic=TOPIC)
@once
def people_add(request: ViewerRequest, key: UUID) -> HttpResponse:
    """The same, written down by staff with the person."""
    return _add(request, staff_page(request, key))


def _member(request: ViewerRequest, page: Page, key: UUID) -> HttpResponse:
    viewer = request.viewer
    one = reads.member(viewer, page.of, key)
    initial = {name: getattr(one, name) for name in actions.LABELS}
    form = MemberForm(request.POST or None, initial=initial, name=page.staff_name)
    differences: list[Any] = []
    if request.method == "POST" and form.is_valid():
        seen = request.POST.get("version", "")
        try:
            kept = actions.change(
                viewer=viewer, person_key=page.of.key, member_key=key, values=form.cleaned_data,
                version=int(seen) if seen.isdecimal() and len(seen) < 9 else 0,
            )  # fmt: skip
        except ChangedMeanwhile as conflict:
            differences = conflict.differences
        else:
            _said(request, page, kept)
            return redirect(page.url("people"))
    version = one.version if differences or request.method == "GET" else request.POST.get("version", "")
    context = {"form": form, "one": one, "version": version, "differences": differences,
               "end_url": page.url("member_end", key), "back_url": page.url("member_back", key)}  # fmt: skip
    return page.render(request, "network_member", context, 409 if differences else 200)


def _said(request: ViewerRequest, page: Page, kept: actions.Kept) -> None:
    messages.success(request, _("Bewaard.") if kept.changed else _("Dit stond al zo."))
    tell_step(request, page.of.key, FALLBACK_STEP, kept.step)


@open_to(CLIENT, "GET", "POST", topic=TOPIC)
@once
def my_member(request: ViewerRequest, member: UUID) -> HttpResponse:
    """Everything about somebody around the client."""
    return _member(request, own_page(request), member)


@open_to(STAFF_WHO_WRITE, "GET", "POST", about_a_person=True, topic=TOPIC)
@once
def member(request: ViewerRequest, key: UUID, member: UUID) -> HttpResponse:
    """The same, written down by staff with the person."""
    return _member(request, staff_page(request, key), member)


def _end(request: ViewerRequest, page: Page, key: UUID) -> HttpResponse:
    if actions.end(viewer=request.viewer, person_key=page.of.key, member_key=key):
        one = reads.member(request.viewer, page.of, key)
        notify(
            request, _("{name} staat er niet meer bij.").format(name=one.name), undo_url=page.url("member_back", key)
        )
    else:
        messages.info(request, _("Dit stond al zo."))
    return redirect(page.url("people"))


@open_to(CLIENT, "POST", topic=TOPIC)
@once
def my_member_end(request: ViewerRequest, member: UUID) -> HttpResponse:
    """Somebody no longer belongs around the client."""
    return _end(request, own_page(request), member)


@open_to(STAFF_WHO_WRITE, "POST", about_a_person=True, topic=TOPIC)
@once
def member_end(request: ViewerRequest, key: UUID, member: UUID) -> HttpResponse:
    """The same, written down by staff."""
    return _end(request, staff_page(request, key), member)


def _back(request: ViewerRequest, page: Page, key: UUID) -> HttpResponse:
    changed = actions.take_end_back(viewer=request.viewer, person_key=page.of.key, member_key=key)
    messages.success(request, _("Deze persoon staat er weer bij.") if changed else _("Dit stond al zo."))
    return redirect(page.url("people"))


@open_to(CLIENT, "POST", topic=TOPIC)
@once
def my_member_back(request: ViewerRequest, member: UUID) -> HttpResponse:
    """Somebody belongs around the client after all."""
    return _back(request, own_page(request), member)


@open_to(STAFF_WHO_WRITE, "POST", about_a_person=True, topic=TOPIC)
@once
def member_back(request: ViewerRequest, key: UUID, member: UUID) -> HttpResponse:
    """The same, written down by staff."""
    return _back(request, staff_page(request, key), member)

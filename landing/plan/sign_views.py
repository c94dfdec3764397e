"""Als het minder gaat (the person's own plan) and the signaleringsplan (the paper of who supports, which the person reads)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from landing.people.actions import ChangedMeanwhile, NotPossible
from landing.people.once import once
from landing.people.policy import STAFF_WHO_WRITE, STAFF_WITH_PEOPLE, open_to
from landing.people.roles import Role
from landing.people.viewer import Viewer, ViewerRequest
from landing.plan import sign_actions as actions
from landing.plan import sign_reads as reads
from landing.plan.gate_actions import CARD_STEP
from landing.plan.reads import Whose, mine, whose
from landing.plan.sign_forms import PartForm
from landing.plan.sign_words import CLOSE_ONES, TOPICS, Kind, parts
from landing.plan.step_pages import step_back, tell_step
from landing.ui.languages import said as _

CLIENT = frozenset({Role.CLIENT})
RELAPSE, EARLY_SIGN = "plan", "early_sign_plan"
TITLES: dict[str, str] = {Kind.RELAPSE: _("Plan voor als het minder gaat"), Kind.EARLY_SIGN: _("Signaleringsplan")}
# Kind: (the page, the page of a part), of staff; those of the client begin with my_.
PAGES: dict[str, tuple[str, str]] = {
    Kind.RELAPSE: ("relapse_plan", "relapse_part"),
    Kind.EARLY_SIGN: ("sign_plan", "sign_part"),
}
# Kind: (the page with what changed, the address that brings one back).
VERSIONS: dict[str, tuple[str, str]] = {
    Kind.RELAPSE: ("relapse_versions", "relapse_back"),
    Kind.EARLY_SIGN: ("sign_versions", "sign_back"),
}


@dataclass(frozen=True, slots=True)
class Page:
    """One plan of one person, on the person's own page or on that of staff."""

    of: Whose
    kind: str
    own: bool

    def url(self, part: str = "") -> str:
        """The address of the plan, or of one part of it."""
        name = ("my_" if self.own else "") + PAGES[self.kind][1 if part else 0]
        return reverse(f"plan:{name}", args=[*([] if self.own else [self.of.key]), *([part] if part else [])])

    def versions_url(self, back_to: int = 0) -> str:
        """The address of what changed in the plan, or with a number the one that brings that version back."""
        name = ("my_" if self.own else "") + (VERSIONS[self.kind][1] if back_to else VERSIONS[self.kind][0])
        return reverse(f"plan:{name}", args=[*([] if self.own else [self.of.key]), *([back_to] if back_to else [])])

    def writes(self, viewer: Viewer) -> bool:
        """Whether this viewer may change the plan."""
        return viewer.rule.writes and self.of.lens.changes({TOPICS[self.kind]})

    def render(self, request: ViewerRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        """The page in its own frame."""
        shared = {
            "of": self.of, "own": self.own, "name": self.of.name, "today": request.viewer.today, "title": TITLES[self.kind],
            "frame": "people/client_frame.html" if self.own else "people/frame.html",
            "relapse": self.kind == Kind.RELAPSE, "list_url": self.url(),
        }  # fmt: skip
        return render(request, f"plan/{template}.html", shared | context, status=status)


def _shown(request: ViewerRequest, page: Page) -> HttpResponse:
    found = reads.plan(request.viewer, page.of, page.kind)
    writes = page.writes(request.viewer)
    rows = [
        (part, [(question, found.at(part.name).get(field, "")) for field, question in part.fields],
         page.url(part.name) if writes else "")
        for part in parts(own=page.own, name=page.of.name)
    ]  # fmt: skip
    context = {"plan": found, "rows": rows, "may_write": writes, "close_ones": CLOSE_ONES,
               "versions_url": page.versions_url() if found.version else "",
               "step_back": step_back(request)}  # fmt: skip
    return page.render(request, "sign_plan", context)


def _part(request: ViewerRequest, page: Page, name: str) -> HttpResponse:
    every = parts(own=page.own, name=page.of.name)
    at = next((place for place, part in enumerate(every) if part.name == name), None)
    if at is None:
        raise Http404
    found = reads.plan(request.viewer, page.of, page.kind)
    form = PartForm(request.POST or None, part=every[at], plan=found, own=page.own, name=page.of.name)
    differences: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            kept = actions.write(
                viewer=request.viewer, person_key=page.of.key, kind=page.kind, part=every[at], values=form.values(),
                seen=form.stood(), agreed_on=form.cleaned_data.get("agreed_on"),
            )  # fmt: skip
        except ChangedMeanwhile as conflict:
            differences = conflict.differences
            form.data = form.data.copy()  # type: ignore[attr-defined]
            form.data["seen"] = form.initial["seen"]  # type: ignore[index]
        except NotPossible as reason:
            form.add_error("agreed_on" if "agreed_on" in form.fields else None, str(reason))
        else:
            messages.success(request, _("Bewaard.") if kept.changed else _("Er is niets veranderd."))
            tell_step(request, page.of.key, CARD_STEP, kept.step)
            more = request.POST.get("verder") == "volgende" and at + 1 < len(every)
            return redirect(page.url(every[at + 1].name) if more else page.url())
    context = {"form": form, "part": every[at], "differences": differences, "number": at + 1, "count": len(every),
               "last": at + 1 == len(every)}  # fmt: skip
    return page.render(request, "sign_part", context, 409 if differences else 200)


@open_to(CLIENT, "GET", topic=RELAPSE)
def my_relapse_plan(request: ViewerRequest) -> HttpResponse:
    """The client's own plan for when it goes less well."""
    return _shown(request, Page(mine(request.viewer), Kind.RELAPSE, own=True))


@open_to(CLIENT, "GET", "POST", topic=RELAPSE)
@once
def my_relapse_part(request: ViewerRequest, part: str) -> HttpResponse:
    """One part of it."""
    return _part(request, Page(mine(request.viewer), Kind.RELAPSE, own=True), part)


@open_to(CLIENT, "GET", topic=EARLY_SIGN)
def my_sign_plan(request: ViewerRequest) -> HttpResponse:
    """What carers wrote about how they notice that it goes less well: the client reads it and does not write in it."""
    return _shown(request, Page(mine(request.viewer), Kind.EARLY_SIGN, own=True))


@open_to(STAFF_WITH_PEOPLE, "GET", about_a_person=True, topic=RELAPSE)
def relapse_plan(request: ViewerRequest, key: UUID) -> HttpResponse:
    """The person's own plan, for staff who may read plans."""
    return _shown(request, Page(whose(request.viewer, key, RELAPSE), Kind.RELAPSE, own=False))


@open_to(STAFF_WHO_WRITE, "GET", "POST", about_a_person=True, topic=RELAPSE)
@once
def relapse_part(request: ViewerRequest, key: UUID, part: str) -> HttpResponse:
    """One part of it, written down with the person."""
    return _part(request, Page(whose(request.viewer, key, RELAPSE), Kind.RELAPSE, own=False), part)


@open_to(STAFF_WITH_PEOPLE, "GET", about_a_person=True, topic=EARLY_SIGN)
def sign_plan(request: ViewerRequest, key: UUID) -> HttpResponse:
    """The early-sign plan, for who supports or treats the person."""
    return _shown(request, Page(whose(request.viewer, key, EARLY_SIGN), Kind.EARLY_SIGN, own=False))


@open_to(STAFF_WHO_WRITE, "GET", "POST", about_a_person=True, topic=EARLY_SIGN)
@once
def sign_part(request: ViewerRequest, key: UUID, part: str) -> HttpResponse:
    """One part of it."""
    return _part(request, Page(whose(request.viewer, key, EARLY_SIGN), Kind.EARLY_SIGN, own=False), part)

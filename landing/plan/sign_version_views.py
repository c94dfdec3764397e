"""What the two plans for when it goes less well were before, and bringing an earlier one back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from landing.people.actions import NotPossible
from landing.people.once import once
from landing.people.policy import STAFF_WHO_WRITE, STAFF_WITH_PEOPLE, open_to
from landing.people.viewer import ViewerRequest
from landing.plan import sign_actions as actions
from landing.plan import sign_reads as reads
from landing.plan.reads import mine, whose
from landing.plan.sign_views import CLIENT, EARLY_SIGN, RELAPSE, Page
from landing.plan.sign_words import CLOSE_ONES, Kind, Part, parts
from landing.plan.version_reads import NEVER, lines, number_in
from landing.ui.languages import said as _


def _shown(request: ViewerRequest, page: Page) -> HttpResponse:
    """Every change; ``?versie=``: the plan as it was then, with what stands there now where that is different."""
    found = reads.plan(request.viewer, page.of, page.kind)
    number = number_in(request.GET.get("versie", ""))
    was = reads.version(request.viewer, found, number) if number != NEVER else None
    rows = _beside(page, was, found) if was else []
    may_write = page.writes(request.viewer)
    context = {
        "plan": found, "was": was, "own_words": page.kind == Kind.RELAPSE,
        "lines": lines(reads.versions(request.viewer, found, own=page.own, name=page.of.name), to_person=page.own),
        "rows": rows, "is_now": number == found.version, "may_write": may_write,
        "versions_url": page.versions_url(), "back_url": page.versions_url(number) if was and may_write else "",
        "close_ones_stay": was is not None and not page.own and _close_ones_differ(was, found),
    }  # fmt: skip
    return page.render(request, "sign_versions", context)


def _close_ones_differ(was: reads.Plan, now: reads.Plan) -> bool:
    """Whether close ones said something then that does not stand there now."""
    said = was.at(CLOSE_ONES).get("close_ones", "")
    return bool(said) and said != now.at(CLOSE_ONES).get("close_ones", "")


def _beside(page: Page, was: reads.Plan, now: reads.Plan) -> list[tuple[Part, list[tuple[str, str, str]]]]:
    """The parts in which something stood or stands, with of each question what stood there and what stands there now."""
    found = []
    for part in parts(own=page.own, name=page.of.name):
        then, here = was.at(part.name), now.at(part.name)
        fields = [(question, then.get(field, ""), here.get(field, "")) for field, question in part.fields]
        fields = [one for one in fields if one[1] or one[2]]
        if fields:
            found.append((part, fields))
    return found


def _back(request: ViewerRequest, page: Page, number: int) -> HttpResponse:
    """Bring one back, and go to the plan; when it was changed meanwhile, to the changes."""
    who: dict[str, Any] = {"viewer": request.viewer, "person_key": page.of.key, "kind": page.kind}
    try:
        done = actions.restore(number=number, seen=number_in(request.POST.get("seen", "")), **who)
    except NotPossible as reason:
        messages.error(request, str(reason))
        return redirect(page.versions_url())
    if not done.changed:
        messages.info(request, _("Dit stond al zo."))
    else:
        messages.success(request, _("Het plan is weer zoals toen. Wat er net stond, is ook bewaard."))
    if done.left_out:
        messages.info(request, _("Wat naasten zeiden is niet teruggezet. Vraag eerst of de persoon dat goed vindt."))
    return redirect(page.url())


@open_to(CLIENT, "GET", topic=RELAPSE)
def my_relapse_versions(request: ViewerRequest) -> HttpResponse:
    """How the client's own plan changed."""
    return _shown(request, Page(mine(request.viewer), Kind.RELAPSE, own=True))


@open_to(CLIENT, "POST", topic=RELAPSE)
@once
def my_relapse_back(request: ViewerRequest, number: int) -> HttpResponse:
    """Bring back how it was."""
    return _back(request, Page(mine(request.viewer), Kind.RELAPSE, own=True), number)


@open_to(CLIENT, "GET", topic=EARLY_SIGN)
def my_sign_versions(request: ViewerRequest) -> HttpResponse:
    """How what carers wrote changed; the client reads it and does not write in it."""
    return _shown(request, Page(mine(request.viewer), Kind.EARLY_SIGN, own=True))


@open_to(STAFF_WITH_PEOPLE, "GET", about_a_person=True, topic=RELAPSE)
def relapse_versions(request: ViewerRequest, key: UUID) -> HttpResponse:
    """How the person's own plan changed, for staff who may read it."""
    return _shown(request, Page(whose(request.viewer, key, RELAPSE), Kind.RELAPSE, own=False))


@open_to(STAFF_WHO_WRITE, "POST", about_a_person=True, topic=RELAPSE)
@once
def relapse_back(request: ViewerRequest, key: UUID, number: int) -> HttpResponse:
    """Bring back how it was, together with the person."""
    return _back(request, Page(whose(request.viewer, key, RELAPSE), Kind.RELAPSE, own=False), number)


@open_to(STAFF_WITH_PEOPLE, "GET", about_a_person=True, topic=EARLY_SIGN)
def sign_versions(request: ViewerRequest, key: UUID) -> HttpResponse:
    """How the early-sign plan changed."""
    return _shown(request, Page(whose(request.viewer, key, EARLY_SIGN), Kind.EARLY_SIGN, own=False))


@open_to(STAFF_WHO_WRITE, "POST", about_a_person=True, topic=EARLY_SIGN)
@once
def sign_back(request: ViewerRequest, key: UUID, number: int) -> HttpResponse:
    """Bring back how it was."""
    return _back(request, Page(whose(request.viewer, key, EARLY_SIGN), Kind.EARLY_SIGN, own=False), number)

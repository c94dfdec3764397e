"""What the two plans for when it goes less well were before, and bringing an earlier one back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from landing.people.actions import NotPossible
from landing.people.once import once
from landing.people.policy import STAFF_WHO_WRITE, STAFF_WITH_PEOPLE, open_to
from landing.people.viewer import ViewerRequest
from landing.plan import sign_actions as actions
from landing.plan import sign_reads as reads
from landing.plan.reads import mine, whose
from landing.plan.sign_views import CLIENT, EARLY_SIGN, RELAPSE, Page
from landing.plan.sign_words import CLOSE_ONES, Kind, parts
from landing.plan.version_reads import NEVER, lines, number_in


def _shown(request: ViewerRequest, page: Page) -> HttpResponse:
    """Every change; ``?versie=``: the plan as it was then, with what stands there now where that is different."""
    found = reads.plan(request.viewer, page.of, page.kind)
    number = number_in(request.GET.get("versie", ""))
    was = reads.version(found, number) if number != NEVER else None
    rows = [
        (part, [(question, then, found.at(part.name).get(field, ""))
                for field, question in part.fields if (then := was.at(part.name).get(field, "")) or found.at(part.name).get(field)])
        for part in parts(own=page.own, name=page.of.name)
    ] if was else []  # fmt: skip
    context = {
        "plan": found, "was": was, "own_words": page.kind == Kind.RELAPSE,
        "lines": lines(reads.versions(found, own=page.own, name=page.of.name), to_person=page.own),
        "rows": [one for one in rows if one[1]], "is_now": number == found.version, "may_write": page.writes(request.viewer),
        "versions_url": page.versions_url(), "back_url": page.versions_url(number) if was else "",
        "close_ones_stay": bool(was) and not page.own and was.at(CLOSE_ONES) != found.at(CLOSE_ONES)
        and any(was.at(CLOSE_ONES).values()),
    }  # fmt: skip
    return page.render(request, "sign_versions", context)


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

"""One-time links: made by staff or by the person, and the page that they open."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from landing.login import link_actions, person_reads, staying
from landing.login.letter_views import PRINTABLE_SECONDS, no_more, quiet
from landing.login.purpose_actions import PURPOSES, purposes_for
from landing.login.sealed import Unreadable, seal, unseal
from landing.people import reads as people
from landing.people.actions import NotPossible
from landing.people.limits import TooOften
from landing.people.once import once
from landing.people.policy import STAFF_WHO_WRITE, open_to
from landing.people.roles import Role
from landing.people.viewer import ViewerRequest
from landing.ui.languages import said as _

NEW_LINKS = "new_links"
"""Name in the session: addresses of links that may still be copied by whoever made them."""


def _fresh(request: ViewerRequest) -> dict[str, str]:
    """The addresses of the links that were just made here, by key."""
    found = {}
    for key, (sealed, made) in request.session.get(NEW_LINKS, {}).items():
        if staying.now_seconds() - made <= PRINTABLE_SECONDS:
            try:
                found[key] = request.build_absolute_uri(reverse("login:link", args=[unseal(sealed)]))
            except Unreadable:
                continue
    return found


def _make(request: ViewerRequest, person: Any) -> int:
    """Make a link that was asked for; 200 when it was made."""
    try:
        link, token = link_actions.make(
            viewer=request.viewer,
            person_key=person.key,
            purpose=request.POST.get("purpose", ""),
            parts=request.POST.getlist("parts"),
        )
    except (TooOften, NotPossible) as reason:
        messages.error(request, str(reason))
        return 429 if isinstance(reason, TooOften) else 400
    kept = request.session.get(NEW_LINKS, {})
    request.session[NEW_LINKS] = kept | {str(link.key): [seal(token), staying.now_seconds()]}
    messages.success(request, _("De link staat hieronder. Geef hem alleen aan wie hem nodig heeft."))
    return 200


def _title(request: ViewerRequest, key: str) -> str:
    """What a link is for, in words to the person or to staff; the key itself for a purpose that is no more."""
    purpose = PURPOSES.get(key)
    if purpose is None:
        return key
    return purpose.own if request.viewer.is_client else purpose.title


def _context(request: ViewerRequest, person: Any) -> dict[str, Any]:
    fresh, now = _fresh(request), timezone.now()
    return {
        "person": person,
        "purposes": [
            (key, purpose.own if request.viewer.is_client else purpose.title, purpose.parts)
            for key, purpose in purposes_for(request.viewer).items()
        ],
        "links": [
            {"link": link, "title": _title(request, link.purpose),
             "state": link.state(now), "works": link.works(now), "address": fresh.get(str(link.key), "")}
            for link in person_reads.links(request.viewer, person.pk)
        ],
        "hours": link_actions.LINK_HOURS,
    }  # fmt: skip


@open_to(STAFF_WHO_WRITE, "GET", "POST", about_a_person=True, topic="links")
@never_cache
@once
def links(request: ViewerRequest, key: UUID) -> HttpResponse:
    """The links of a person, and making one."""
    person, status = people.person(request.viewer, key), 200
    if request.method == "POST":
        status = _make(request, person)
        if status == 200:
            return redirect("login:links", key=key)
    name = people.show_name(person.given_name, person.infix, person.surname, person.call_me)
    return render(request, "login/links.html", _context(request, person) | {"name": name}, status=status)


@open_to(STAFF_WHO_WRITE, "POST", about_a_person=True, topic="links")
@once
def revoke(request: ViewerRequest, key: UUID, link: UUID) -> HttpResponse:
    """Withdraw a link."""
    link_actions.revoke(viewer=request.viewer, person_key=key, link_key=link)
    messages.success(request, _("Ingetrokken. De link werkt niet meer."))
    return redirect("login:links", key=key)


@open_to({Role.CLIENT}, "GET", "POST", topic="links")
@never_cache
@once
def my_links(request: ViewerRequest) -> HttpResponse:
    """The same for the person."""
    person, status = person_reads.own_person(request.viewer), 200
    if request.method == "POST":
        status = _make(request, person)
        if status == 200:
            return redirect("login:my_links")
    return render(request, "login/my_links.html", _context(request, person), status=status)


@open_to({Role.CLIENT}, "POST", topic="links")
@once
def my_revoke(request: ViewerRequest, link: UUID) -> HttpResponse:
    """The person withdraws a link, also one that somebody else made."""
    person = person_reads.own_person(request.viewer)
    link_actions.revoke(viewer=request.viewer, person_key=person.key, link_key=link)
    messages.success(request, _("De link werkt niet meer."))
    return redirect("login:my_links")


@open_to(None, "GET", "POST")
@never_cache
def link(request: ViewerRequest, token: str) -> HttpResponse:
    """What a link opens: looking uses nothing, sending the form does."""
    today = request.viewer.today
    try:
        found = link_actions.find(request, token=token, today=today)
    except TooOften as reason:
        return no_more(request, str(reason), 429)
    if found is None:
        return no_more(request, "", 404)
    purpose = PURPOSES[found.purpose]
    form = purpose.form(request.POST or None)
    name = found.person.call_me or found.person.given_name
    words = {what: getattr(purpose, what).format(name=name) for what in ("question", "told", "thanks", "button")}
    if request.method == "POST" and form.is_valid():
        try:
            sections = link_actions.use(link=found, today=today, found=form.cleaned_data)
        except NotPossible as reason:
            return no_more(request, str(reason), 404)
        except (PermissionDenied, people.NotVisible):
            # Whoever made it may no longer do this.
            return no_more(request, "", 404)
        if sections:
            request.access.saw([found.person.key], topic="shared", purpose="close_support", basis="link")
        return quiet(render(request, "login/link_done.html", words | {"sections": sections}))
    return quiet(render(request, "login/link.html", words | {"form": form, "until": found.expires_at}))

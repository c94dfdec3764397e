"""One-time links: made, withdrawn, and used by somebody without an account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from landing.login import limits
from landing.login.models import OneTimeLink
from landing.login.purpose_actions import PURPOSES, Section, purposes_for
from landing.login.sealed import digest, new_token
from landing.people import actions as people
from landing.people import reads as people_reads
from landing.people.actions import NotPossible
from landing.people.limits import take
from landing.people.row_security import everyone
from landing.people.viewer import Viewer
from landing.ui.languages import said as _

LINK_HOURS = 72


@transaction.atomic
def make(*, viewer: Viewer, person_key: UUID, purpose: str, parts: Sequence[str] = ()) -> tuple[OneTimeLink, str]:
    """Make a link for one purpose; returns it with its token, which is shown once. Raises TooOften.

    parts: what may be read with it, where the purpose is that somebody reads something.
    """
    people.require_writer(viewer)
    person = people_reads.person(viewer, person_key)
    known = purposes_for(viewer).get(purpose)
    if known is None:
        raise NotPossible(_("Deze link bestaat niet. Kies er een uit de lijst."))
    ticked = [code for code, _ in known.parts if code in set(parts)]
    if known.parts and not ticked:
        raise NotPossible(_("Kies eerst wat iemand mag lezen."))
    take(limits.LINKS_A_DAY, "links", str(viewer.account))
    now, token = timezone.now(), new_token()
    link = OneTimeLink.objects.create(
        person=person, purpose=purpose, digest=digest("link", token), made_by_id=viewer.account, made_by_name=viewer.name,
        parts=ticked, made_at=now, expires_at=now + timedelta(hours=LINK_HOURS),
    )  # fmt: skip
    people.note(viewer=viewer, person_id=person.pk, about="link", old=None, new={"link": str(link.key), "for": purpose})
    return link, token


@transaction.atomic
def revoke(*, viewer: Viewer, person_key: UUID, link_key: UUID) -> None:
    """Withdraw a link; withdrawing it twice changes nothing."""
    people.require_writer(viewer)
    person = people_reads.person(viewer, person_key)
    link = OneTimeLink.objects.select_for_update().filter(person=person, key=link_key).first()
    if link is None:
        raise people_reads.NotVisible
    if link.works(timezone.now()):
        link.revoked_at = timezone.now()
        link.save(update_fields=["revoked_at"])
        people.note(viewer=viewer, person_id=person.pk, about="link_off", old={"link": str(link.key)}, new=None)


@everyone("who holds a link has no account; the link can do no more than its maker")
def find(request: HttpRequest, *, token: str, today: date) -> OneTimeLink | None:
    """The link of a token, if it works and whoever made it may still see the person. Raises TooOften.

    Wrong tries are counted for each address.
    """
    tried = take(limits.LINK_OF_ADDRESS, "token", limits.address_of(request))
    link = OneTimeLink.objects.filter(digest=digest("link", token)).select_related("person").first()
    if link is None or not link.works(timezone.now()) or link.purpose not in PURPOSES:
        return None
    if not people_reads.persons(maker_of(link, today)).filter(pk=link.person_id).exists():
        return None
    tried.was_good()
    return link


def maker_of(link: OneTimeLink, today: date) -> Viewer:
    """Whoever made a link, as they are today: a link can do no more than its maker could."""
    return people_reads.viewer_of(account=link.made_by_id, worker=None, today=today)


@transaction.atomic
@everyone("who holds a link has no account; the link can do no more than its maker")
def use(*, link: OneTimeLink, today: date, found: dict[str, Any]) -> list[Section]:
    """Do what a link is for, once; what there is to read. Raises NotPossible when it was used or withdrawn meanwhile."""
    now = timezone.now()
    open_links = OneTimeLink.objects.filter(pk=link.pk, used_at=None, revoked_at=None, expires_at__gt=now)
    if not open_links.update(used_at=now):
        raise NotPossible(_("Deze link werkt niet meer. Vraag om een nieuwe."))
    maker = maker_of(link, today)
    said_by = f"{found.get('name', 'Iemand')} (met een link van {maker.name})"
    told = PURPOSES[link.purpose].do(
        viewer=replace(maker, name=said_by[:120]), person=link.person, found=found | {"parts": link.parts}
    )
    return told or []

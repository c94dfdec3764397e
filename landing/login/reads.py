"""Questions about one's own login, and the few that are asked before anybody is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.utils import timezone

from landing.login.models import AccessEvent, KeptForm, LoginSession
from landing.login.other_actions import provider_named
from landing.login.sealed import Unreadable, unseal_data
from landing.login.session_actions import KEPT_FOR
from landing.people.models import Account
from landing.people.viewer import Viewer

STAFF_FRAME, CLIENT_FRAME = "people/frame.html", "people/client_frame.html"


def frame_of(viewer: Viewer) -> str:
    """The frame of a page that clients and staff share."""
    return CLIENT_FRAME if viewer.is_client else STAFF_FRAME


def demo_accounts() -> list[str]:
    """The login names of the demo region that exist, one for each role; none outside the demo."""
    return list(_demo().order_by("id").values_list("username", flat=True)) if settings.DEMO else []


def demo_account(username: str) -> Account | None:
    """One of them."""
    return _demo().filter(username=username, is_active=True).first() if settings.DEMO else None


def _demo() -> Any:
    return Account.objects.filter(username__in=settings.DEMO_ACCOUNTS)


def own(viewer: Viewer) -> Account:
    """The viewer's own account."""
    return Account.objects.get(pk=viewer.account)


def kinds_of(account_id: int) -> set[str]:
    """Which second steps an account has: totp, webauthn, recovery_codes. The caller knows whose account it is."""
    return set(_factors(account_id).values_list("type", flat=True))


def _factors(account_id: int | None) -> Any:
    return Authenticator.objects.filter(user_id=account_id)


@dataclass(frozen=True, slots=True)
class Factor:
    """A second step of an account as a row."""

    pk: int
    kind: str
    name: str
    made_at: datetime
    used_at: datetime | None


def factors(viewer: Viewer) -> list[Factor]:
    """The viewer's own second steps."""
    rows = Authenticator.objects.filter(user_id=viewer.account).order_by("type", "id")
    return [Factor(row.pk, row.type, row.data.get("name", ""), row.created_at, row.last_used_at) for row in rows]


def recovery_left(viewer: Viewer) -> int | None:
    """How many recovery codes are left; None when there are none at all."""
    row = Authenticator.objects.filter(user_id=viewer.account, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(row.wrap().get_unused_codes()) if row else None


@dataclass(frozen=True, slots=True)
class Place:
    """A browser in which the viewer is logged in."""

    key: UUID
    browser: str
    started_at: datetime
    seen_at: datetime
    here: bool


def sessions(viewer: Viewer, session_key: str | None) -> list[Place]:
    """Where the viewer is logged in, this browser first."""
    rows = LoginSession.objects.filter(account_id=viewer.account).order_by("-seen_at")
    found = [Place(row.key, row.browser, row.started_at, row.seen_at, row.session_key == session_key) for row in rows]
    return sorted(found, key=lambda place: not place.here)


@dataclass(frozen=True, slots=True)
class Other:
    """A login elsewhere: of which provider, and the link when there is one."""

    provider_id: str
    name: str
    link: int | None


def others(viewer: Viewer) -> list[Other]:
    """The logins elsewhere that this installation knows, and to which of them the viewer is linked."""
    links = dict(SocialAccount.objects.filter(user_id=viewer.account).values_list("provider", "pk"))
    known = [Other(one.id, one.name, links.pop(one.id, None)) for one in settings.OIDC]
    return known + [Other(provider, provider, pk) for provider, pk in links.items() if provider_named(provider) is None]


def events(viewer: Viewer, limit: int = 20) -> list[AccessEvent]:
    """What changed about the viewer's own login, newest first."""
    return list(AccessEvent.objects.filter(subject_id=viewer.account).order_by("-id")[:limit])


@dataclass(frozen=True, slots=True)
class Kept:
    """A form that came too late: where it goes, its fields to send, and the words in it to read back."""

    key: UUID
    path: str
    fields: list[tuple[str, str]]
    words: list[str]
    files: bool


def kept_form(viewer: Viewer, key: UUID) -> Kept | None:
    """What was kept for this viewer; None when there is nothing (any more)."""
    since = timezone.now() - KEPT_FOR
    row = KeptForm.objects.filter(account_id=viewer.account, key=key, made_at__gte=since).first()
    if row is None:
        return None
    try:
        found = unseal_data(row.sealed)
    except Unreadable:
        return None
    fields = [(name, value) for name, values in found["fields"].items() for value in values]
    quiet = {"once", "next", "version"}
    words = [value for name, value in fields if value.strip() and name not in quiet and not name.startswith("seen_")]
    return Kept(row.key, row.path, fields, words, found["files"])

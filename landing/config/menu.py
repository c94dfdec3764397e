"""The menu per role, and what every page's frame shows."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from landing.desk import message_reads
from landing.desk.front_forms import COOKIE, screen_of_cookie
from landing.login import staying
from landing.people import language
from landing.people.policy import (
    STAFF_WHO_WRITE,
    STAFF_WITH_PEOPLE,
    WHO_IMPORT,
    WHO_MERGE,
    WHO_OVERSEES,
    WHO_READ_CARDS,
)
from landing.people.roles import ROLES, Role
from landing.ui import languages
from landing.ui.addresses import addressing
from landing.ui.compiled import form_token
from landing.ui.languages import said as _

MESSAGES = "desk:my_messages"
MENU: list[tuple[str, str, frozenset[Role] | None]] = [
    (_("Vandaag"), "desk:my_today", frozenset({Role.CLIENT})),
    (_("Mijn route"), "desk:my_route", frozenset({Role.CLIENT})),
    (_("Mijn plan"), "plan:my_plan", frozenset({Role.CLIENT})),
    (_("Berichten"), MESSAGES, frozenset({Role.CLIENT})),
    (_("Meer"), "desk:my_more", frozenset({Role.CLIENT})),
    ("Mijn dag", "desk:my_day", STAFF_WITH_PEOPLE),
    ("Cliënten", "desk:clients", STAFF_WITH_PEOPLE),
    ("Noodkaarten", "plan:cards", WHO_READ_CARDS),
    ("Inlezen", "exchange:import_start", WHO_IMPORT),
    ("Dubbelen", "route:likenesses", WHO_MERGE),
    ("Verzoeken", "rights:requests", frozenset({Role.COORDINATOR, Role.PRIVACY_OFFICER})),
    ("Medewerkers", "login:workers", frozenset({Role.ADMINISTRATOR})),
    ("Inzage", "rights:questions", frozenset({Role.COORDINATOR})),
    ("Vragen over inzage", "rights:questions", WHO_OVERSEES),
    ("Noodtoegang", "rights:openings", WHO_OVERSEES),
    ("Wie keek bij wie?", "rights:find_log", WHO_OVERSEES),
    ("Noodtoegang", "rights:emergency", STAFF_WHO_WRITE),
    ("Regels wijzigen", "route:rule_changes", frozenset({Role.ADMINISTRATOR})),
    ("Regels", "route:rules", None),
]


FOOTER = [
    {"url": "/over/", "label": _("Over Zachte Landing")},
    {"url": "/regels/", "label": _("De regels van de route")},
]


def screen_class(request: HttpRequest) -> str:
    """How a client or somebody who is not logged in wants the letters, as a class of the page; empty for staff."""
    viewer = getattr(request, "viewer", None)
    if viewer is not None and viewer.role not in (None, Role.CLIENT):
        return ""
    screen = viewer.screen if viewer is not None and viewer.screen.letters else None
    screen = screen or screen_of_cookie(request.COOKIES.get(COOKIE, ""))
    size = "" if screen.letters in ("", "normal") else f"letters-{screen.letters}"
    return " ".join(name for name in (size, "more-contrast" if screen.more_contrast else "") if name)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Menu, viewer and demo accounts for the base templates; works on error pages without a viewer too."""
    viewer = getattr(request, "viewer", None)
    role = viewer.role if viewer else None
    # Asked now, when the page has read what it shows: the line in the access log is written from here on, and whoever asks
    # waits for it. A part of a page has no menu.
    new = message_reads.new_words(viewer) if viewer and role is Role.CLIENT and not request.htmx else ""  # type: ignore[attr-defined]
    address = addressing()
    menu: list[dict[str, Any]] = []
    for label, name, roles in MENU:
        if roles is None and role is Role.CLIENT:
            continue
        if roles is None or role in roles:
            url = address(name)
            menu.append({
                "label": label, "url": url, "current": request.path.startswith(url), "new": new if name == MESSAGES else "",
            })  # fmt: skip
    # Of two that match, the longer address is the page one is on.
    longest = max((len(item["url"]) for item in menu if item["current"]), default=0)
    for item in menu:
        item["current"] = item["current"] and len(item["url"]) == longest
    return {
        "menu": menu,
        "new_messages": new,
        "screen_class": screen_class(request),
        "who": {"name": viewer.name, "role": ROLES[role].label} if viewer and role else None,
        "home_url": address("desk:start"),
        "account_url": address("login:account"),
        "logout_url": address("login:logout"),
        "stay_url": address("login:stay"),
        "switch_url": address("login:switch_role"),
        "letters_url": address("desk:letters"),
        "language_url": address("people:choose_language"),
        # One mask for all forms of an answer, those of compiled templates included.
        "csrf_token": SimpleLazyObject(partial(form_token, request)),
        "footer_links": FOOTER[:1] if role is Role.CLIENT else FOOTER,
        "viewer": viewer,
        "stay": staying.in_frame(request),
        "role_label": languages.in_own_language(ROLES[role].label) if role else "",
        "language": languages.current(),
        "languages": language.choices(request),
        "demo": settings.DEMO,
        "demo_roles": settings.DEMO_ACCOUNTS if settings.DEMO else {},
    }

"""The menu per role, and what every page's frame shows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

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
from landing.ui.languages import said as _

MENU: list[tuple[str, str, frozenset[Role] | None]] = [
    (_("Mijn route"), "desk:my_route", frozenset({Role.CLIENT})),
    (_("Mijn plan"), "plan:my_plan", frozenset({Role.CLIENT})),
    (_("Mijn mensen"), "plan:my_people", frozenset({Role.CLIENT})),
    (_("Noodkaart"), "plan:my_card", frozenset({Role.CLIENT})),
    (_("Mijn gegevens"), "rights:my_data", frozenset({Role.CLIENT})),
    (_("Mijn toestemmingen"), "rights:my_consents", frozenset({Role.CLIENT})),
    (_("Wie keek er?"), "rights:who_looked", frozenset({Role.CLIENT})),
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


def frame(request: HttpRequest) -> dict[str, Any]:
    """Menu, viewer and demo accounts for the base templates; works on error pages without a viewer too."""
    viewer = getattr(request, "viewer", None)
    role = viewer.role if viewer else None
    menu: list[dict[str, Any]] = []
    for label, name, roles in MENU:
        if roles is None and role is Role.CLIENT:
            continue
        if roles is None or role in roles:
            url = reverse(name)
            menu.append({"label": label, "url": url, "current": request.path.startswith(url)})
    # Of two that match, the longer address is the page one is on.
    longest = max((len(item["url"]) for item in menu if item["current"]), default=0)
    for item in menu:
        item["current"] = item["current"] and len(item["url"]) == longest
    return {
        "menu": menu,
        "who": {"name": viewer.name, "role": ROLES[role].label} if viewer and role else None,
        "home_url": reverse("desk:start"),
        "logout_url": reverse("login:logout"),
        "footer_links": FOOTER[:1] if role is Role.CLIENT else FOOTER,
        "viewer": viewer,
        "stay": staying.in_frame(request),
        "role_label": languages.in_own_language(ROLES[role].label) if role else "",
        "language": languages.current(),
        "languages": language.choices(request),
        "demo": settings.DEMO,
        "demo_roles": settings.DEMO_ACCOUNTS if settings.DEMO else {},
    }

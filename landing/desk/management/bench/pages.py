"""The pages that are measured, and a visitor who asks for them the way a web server would."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.handlers.wsgi import WSGIHandler
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH
from django.test import RequestFactory
from django.urls import reverse
from django.utils.crypto import get_random_string

from landing.desk.demo.accounts import CLIENT
from landing.people.middleware import today
from landing.people.models import Account
from landing.people.reads import viewer_of
from landing.route.models import Journey
from landing.route.reads import journeys

CARER = "begeleider"
COORDINATOR = "coordinator"
DIRECTOR = "procesregisseur"
"""Whose lead municipality has a bond with everyone of the region: the largest reach there is."""


class NoDemo(Exception):
    """The database holds no demo region to measure; ``str()`` says what to do."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the product: its name in the table, the account that opens it, its address, and whether it tells of people."""

    name: str
    account: str
    url: str
    about_people: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the HTTP status and the whole body."""

    status: int
    body: bytes


class Visitor:
    """Somebody logged in, who asks for pages through the WSGI handler with every middleware in place."""

    def __init__(self, handler: WSGIHandler, username: str) -> None:
        account = Account.objects.filter(username=username).first()
        if account is None:
            raise NoDemo(f"There is no account {username}: make a demo region first with landing demo reset.")
        self.handler = handler
        self.account = account
        self._asked: dict[str, dict[str, Any]] = {}  # what a web server makes of a request is no work of ours
        self.session = import_module(settings.SESSION_ENGINE).SessionStore()
        self.session[SESSION_KEY] = str(account.pk)
        self.session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        self.session[HASH_SESSION_KEY] = account.get_session_auth_hash()
        self.session.save()
        # A browser that was here before has a token against forged forms, too.
        self._token = get_random_string(CSRF_SECRET_LENGTH, CSRF_ALLOWED_CHARS)
        self.cookie = (
            f"{settings.SESSION_COOKIE_NAME}={self.session.session_key}; {settings.CSRF_COOKIE_NAME}={self._token}"
        )

    def get(self, url: str) -> Answer:
        """Ask for a page and read it to its end."""
        asked = self._asked.get(url)
        if asked is None:
            asked = self._asked[url] = RequestFactory().get(url, headers=self._headers()).environ
        return self._answer(asked)

    def post(self, url: str, fields: dict[str, str]) -> Answer:
        """Send a form that may be sent twice."""
        given = fields | {"csrfmiddlewaretoken": self._token}
        headers = self._headers() | {"origin": "http://localhost"}  # what a made request says of itself
        return self._answer(RequestFactory().post(url, given, headers=headers).environ)

    def _headers(self) -> dict[str, str]:
        return {"cookie": self.cookie, "x-forwarded-proto": "https"}

    def _answer(self, asked: dict[str, Any]) -> Answer:
        status: list[str] = []

        def start_response(line: str, headers: Any, exc_info: Any = None) -> Any:
            status.append(line)

        response = self.handler(asked | {"SERVER_NAME": "localhost"}, start_response)
        body = b"".join(response)
        response.close()
        return Answer(int(status[0].split()[0]), body)

    def leave(self) -> None:
        """Remove the session."""
        self.session.delete()


def own_person(username: str) -> UUID:
    """The key of a person whom an account may see, in the middle of the list; raises NoDemo when there is none."""
    account = Account.objects.filter(username=username).values_list("pk", flat=True).first()
    rows = journeys(viewer_of(account=account, worker=None, today=today())).filter(move_from__isnull=False)
    key = rows.order_by("pk").values_list("person__key", flat=True).first()
    if key is None:
        raise NoDemo(f"The account {username} sees nobody: make a demo region first with landing demo reset.")
    return key


def pages(visit_list: Visitor) -> list[Page]:
    """The pages to measure; the second page of the list is found by asking for the first.

    ``visit_list``: the visitor of the account COORDINATOR.
    """
    day, clients, key = reverse("desk:my_day"), reverse("desk:clients"), own_person(COORDINATOR)
    found = re.search(rb'href="[^"]*[?&](?:amp;)?na=([^"&]+)', visit_list.get(f"{clients}?wie=alles").body)
    if found is None:
        raise NoDemo("The list of the coordinator has no second page: make the demo region larger.")
    handover = today() + timedelta(days=30)
    return [
        Page("Mijn dag, per persoon", CARER, day),
        Page("Mijn dag, per dag", CARER, f"{day}?toon=dag"),
        Page("Mijn dag, vragen", CARER, f"{day}?toon=vragen"),
        Page("Mijn dag, stil", CARER, f"{day}?toon=stil"),
        Page("Mijn dag, hele regio", DIRECTOR, f"{day}?wie=alles"),
        Page("Mijn dag, hele regio per dag", DIRECTOR, f"{day}?wie=alles&toon=dag"),
        Page("Mijn dag, hele regio stil", DIRECTOR, f"{day}?wie=alles&toon=stil"),
        Page("Cliënten", COORDINATOR, f"{clients}?wie=alles"),
        Page("Cliënten, hele regio", DIRECTOR, f"{clients}?wie=alles"),
        Page("Cliënten, zoeken", DIRECTOR, f"{clients}?wie=alles&zoek=jan"),
        Page("Cliënten, fase en termijn", DIRECTOR, f"{clients}?wie=alles&fase=move&termijn=soon"),
        Page("Cliënten, op naam", DIRECTOR, f"{clients}?wie=alles&sorteer=naam"),
        Page("Cliënten, tweede pagina", COORDINATOR, f"{clients}?wie=alles&na={found.group(1).decode()}"),
        Page("Eén persoon", COORDINATOR, reverse("desk:person", args=[key])),
        Page("Gegevens", COORDINATOR, reverse("route:facts", args=[key])),
        Page("Sleuteldatum", COORDINATOR, f"{reverse('route:key_date', args=[key])}?date={handover.isoformat()}"),
        Page("Mijn route", CLIENT, reverse("desk:my_route")),
        Page("Regels", COORDINATOR, reverse("route:rules"), about_people=False),
    ]


def visitors(handler: WSGIHandler) -> dict[str, Visitor]:
    """One visitor for each account that opens a page."""
    return {name: Visitor(handler, name) for name in (CARER, COORDINATOR, DIRECTOR, CLIENT)}


def open_journeys() -> int:
    """How many routes are open in the whole database."""
    return Journey.objects.filter(closed_on__isnull=True).count()

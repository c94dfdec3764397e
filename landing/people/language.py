"""In which language a page is: a client's own choice, before that the choice of this browser; staff read Dutch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from landing.people.viewer import Viewer, ViewerRequest
from landing.ui import languages

COOKIE = "taal"
COOKIE_SECONDS = 365 * 24 * 60 * 60
DUTCH_ROOMS = frozenset({"route"})
"""Rooms that anybody may read and that speak to whoever works here: the rules with their sources."""


def of_request(request: HttpRequest) -> str:
    """The code of the language for a request. Who works here always reads Dutch, whatever was chosen before."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is not None and viewer.role is not None and not viewer.is_client:
        return languages.DUTCH
    chosen = (viewer.language if viewer is not None else "") or request.COOKIES.get(COOKIE, "")
    return chosen if languages.find(chosen) else languages.DUTCH


def choices(request: HttpRequest) -> tuple[languages.Language, ...]:
    """What a page offers: nothing to staff, and nothing on the answer to a form, where a choice would lose what was typed."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None or request.method != "GET" or (viewer.role is not None and not viewer.is_client):
        return ()
    return languages.LANGUAGES


def remember(response: HttpResponse, code: str) -> None:
    """Let this browser keep the choice, for the pages before logging in. It says a language and nothing else."""
    response.set_cookie(
        COOKIE, code, max_age=COOKIE_SECONDS, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


class SpokenLanguage:
    """Stands behind the door (WhoIsLooking): it needs to know who is looking."""

    def __init__(self, get_response: Callable[[ViewerRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: ViewerRequest) -> HttpResponse:
        with translation.override(of_request(request)):
            return self.get_response(request)

    @staticmethod
    def process_view(request: ViewerRequest, *args: Any) -> None:
        """A page that is in Dutch for everybody says so: its frame and its dates are Dutch as well."""
        if request.resolver_match and request.resolver_match.namespace in DUTCH_ROOMS:
            translation.activate(languages.DUTCH)

"""The door: here, and only here, the clock is read, is established who is looking, and is written down what was shown."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.template import loader
from django.utils import timezone

from landing.people import access_log, reads
from landing.people.recorder import LOGIN, LOGOUT, READ, REFUSED, WRITE, Recorder
from landing.people.viewer import ViewerRequest
from landing.ui.policy import Policy

logger = logging.getLogger(__name__)
ONLY_LOOKING = frozenset({"GET", "HEAD", "OPTIONS"})


def today() -> date:
    """The day in the Netherlands, or the fixed day of a demonstration."""
    if settings.DEMO and settings.FIXED_TODAY:
        return date.fromisoformat(settings.FIXED_TODAY)
    return timezone.localdate()


class WhoIsLooking:
    """Puts ``viewer`` on the request: one account in one role on one day; and ``access``, what it is shown."""

    def __init__(self, get_response: Callable[[ViewerRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: ViewerRequest) -> HttpResponse:
        account = request.user.pk if request.user.is_authenticated else None
        request.access = Recorder()
        viewer = reads.viewer_of(account=account, worker=request.session.get("worker"), today=today())
        request.viewer = replace(viewer, access=request.access)
        return self.get_response(request)


class Forgotten(Exception):
    """A page about people did not say whom it showed; ``str()`` names it. It does not leave the house."""


class LogBeforeServe:
    """Writes the line of the access log before the answer leaves, and together with what was changed.

    A request that changes something is one transaction with its line. If the line cannot be written, nothing is changed
    and the answer is 503 without a personal byte.
    """

    def __init__(self, get_response: Callable[[ViewerRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: ViewerRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: ViewerRequest, view: Callable[..., HttpResponse], args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Handle the view in place of Django."""
        policy: Policy | None = getattr(view, "policy", None)
        if policy is None:
            return None
        together: AbstractContextManager[Any] = (
            nullcontext() if request.method in ONLY_LOOKING else transaction.atomic()
        )
        try:
            try:
                with together:
                    response = view(request, *args, **kwargs)
                    _write(request, policy, response)
                    return response
            except (Http404, PermissionDenied) as refusal:
                _write_refusal(request, policy, refusal, kwargs)
                raise
        except access_log.NotWritten as trouble:
            logger.error("the access log cannot be written: %s", trouble)
            return HttpResponse(loader.get_template("503.html").render(), status=503)


def _write(request: ViewerRequest, policy: Policy, response: HttpResponse) -> None:
    """The line of an answer, if somebody was shown or touched, came in or went out."""
    access = request.access
    served = response.status_code < 400 or response.status_code == 409
    went_on = response.status_code >= 300 and request.method in ONLY_LOOKING
    must_tell = served and policy.topic and (policy.about_a_person or not went_on)
    if must_tell and not access.told and request.viewer.account is not None:
        page = _page(request)
        if settings.DEBUG or settings.DEMO:
            raise Forgotten(f"{page} did not tell the access log whom it showed (request.access.saw)")
        logger.error("the page %s did not tell the access log whom it showed", page)
        access.line = True
    if not access.line or not served:
        return
    looking = request.method in ONLY_LOOKING or response.status_code == 200
    if access.action != LOGOUT:
        _append(request, policy, READ if looking else WRITE)
        return
    try:
        with transaction.atomic():
            _append(request, policy, LOGOUT)
    except access_log.NotWritten as trouble:
        # Whoever wants to leave must be able to, whatever is broken.
        logger.error("somebody left and the access log could not be written: %s", trouble)


def _write_refusal(
    request: ViewerRequest, policy: Policy, refusal: Http404 | PermissionDenied, kwargs: dict[str, Any]
) -> None:
    """The line of an attempt that was refused: somebody known, at a page of people or of another role."""
    forbidden = isinstance(refusal, PermissionDenied)
    if request.viewer.account is None or not (forbidden or policy.topic):
        return
    access = request.access
    if policy.about_a_person and "key" in kwargs:
        access.saw([kwargs["key"]])
    access.saw(getattr(refusal, "persons", ()))
    access.action, access.basis, access.consent = REFUSED, "none", None
    access.reason = "role" if forbidden else "not_visible" if isinstance(refusal, reads.NotVisible) else "not_there"
    _append(request, policy, REFUSED)


def _append(request: ViewerRequest, policy: Policy, action: str) -> None:
    access, viewer = request.access, request.viewer
    if access.action == LOGIN and access.account is not None:
        viewer = reads.viewer_of(account=access.account, worker=None, today=viewer.today)
    line = access_log.line_of(
        viewer,
        access,
        page=_page(request),
        action=action,
        topic=policy.topic,
        origin=access_log.origin_of(request.META),
    )
    refused = line.action == REFUSED
    access_log.append(replace(line, allowed=not refused), access.persons)


def _page(request: ViewerRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""

"""The door: here, and only here, the clock is read, is established who is looking, and is written down what was shown."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from landing.people import access_log, limits, reads, row_security
from landing.people.models import Account
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
        day = today()
        login = _ordinary_login(request, day)
        if login is None and request.user.is_authenticated:
            login = reads.login_of(request.user.pk, day)
        elif login is None and SESSION_KEY in request.session:
            request.session.flush()  # of an account that is gone or out of use: Django lets nobody in, and keeps it
        request.access = Recorder()
        viewer = reads.viewer_with(login, worker=request.session.get("worker"), today=day)
        request.viewer = replace(viewer, access=request.access)
        return self.get_response(request)


def _ordinary_login(request: ViewerRequest, day: date) -> reads.Login | None:
    """The account of a session in order, asked together with its places of work; ``request.user`` stays unasked.

    It can only say yes, and only to what Django says yes to: an account in use, of which the password is still the one
    with which the session began. Whatever is not plainly so is None, and Django decides as ever: it also ends the session.
    """
    if not isinstance(request.user, SimpleLazyObject) or hasattr(request, "_cached_user"):
        return None  # somebody before us said who this is
    held = request.session
    number, seal = held.get(SESSION_KEY), held.get(HASH_SESSION_KEY)
    if not number or not seal or not _asks_nothing_more(held.get(BACKEND_SESSION_KEY, "")):
        return None
    login = reads.login_of(int(number), day) if str(number).isdecimal() else None
    if login is None or not login.is_active:
        return None
    account = Account(pk=login.account, password=login.password)
    return login if constant_time_compare(seal, account.get_session_auth_hash()) else None


def _asks_nothing_more(backend: str) -> bool:
    """Whether a backend that may be used finds an account as Django's own does, without conditions of itself."""
    return backend in settings.AUTHENTICATION_BACKENDS and _is_plain(backend)


@lru_cache(maxsize=16)
def _is_plain(backend: str) -> bool:
    kind = import_string(backend)
    return (kind.get_user, kind.user_can_authenticate) == (ModelBackend.get_user, ModelBackend.user_can_authenticate)


class RowSecurity:
    """One transaction for each request, in which PostgreSQL itself gives only the viewer's own rows (row_security)."""

    def __init__(self, get_response: Callable[[ViewerRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: ViewerRequest) -> HttpResponse:
        if not row_security.supported():
            return self.get_response(request)
        with row_security.as_viewer(request.viewer):
            response = self.get_response(request)
            if response.status_code >= 500 and transaction.get_connection().in_atomic_block:
                transaction.set_rollback(True)
            return response


class Forgotten(Exception):
    """A page about people did not say whom it showed; ``str()`` names it. It does not leave the house."""


class LogBeforeServe:
    """Writes the line of the access log before the answer leaves, and together with what was changed.

    A request that changes something, if only what was read, is one transaction with its line. If the line cannot be
    written, nothing is changed and the answer is 503 without a personal byte.
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
            nullcontext() if request.method in ONLY_LOOKING and not policy.keeps else transaction.atomic()
        )
        try:
            if policy.before is not None:
                with row_security.apart("a password is looked at; of persons nothing is read"):
                    policy.before(request)
            try:
                with together, _settled(request):
                    response = view(request, *args, **kwargs)
                    _write(request, policy, response)
                    return response
            except (Http404, PermissionDenied) as refusal:
                _write_refusal(request, policy, refusal, kwargs)
                raise
            except limits.TooOften as reason:
                return _too_often(request, policy, reason)
        except access_log.NotWritten as trouble:
            logger.error("the access log cannot be written: %s", trouble)
            return HttpResponse(loader.get_template("503.html").render(), status=503)


@contextmanager
def _settled(request: ViewerRequest) -> Iterator[None]:
    """A line may go ahead within this, and none is still on its way after it: the connection is not left in the middle."""
    request.access.at_work = True
    try:
        yield
    finally:
        request.access.at_work = False
        if request.access.ahead is not None:
            request.access.ahead.settle()


def line_goes_ahead(request: ViewerRequest) -> dict[str, Any]:
    """A context processor: once a page begins to be rendered it has said whom it shows, and the database can write the
    line meanwhile. It gives the page nothing.
    """
    access: Recorder | None = getattr(request, "access", None)
    policy: Policy | None = getattr(getattr(request.resolver_match, "func", None), "policy", None)
    if access is None or policy is None or access.ahead or not (access.at_work and access.line and access.told):
        return {}
    if request.method == "GET" and request.viewer.account is not None and access.action not in (LOGIN, LOGOUT, REFUSED):
        access.ahead = access_log.ahead(_line(request, policy, READ), access.persons)
    return {}


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
    if not access.line or response.status_code >= 500:
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


def _too_often(request: ViewerRequest, policy: Policy, reason: limits.TooOften) -> HttpResponse:
    """A page that says how long to wait, and the line of it; for what has no page of its own to say it on."""
    request.access.refuse(limits.TOO_OFTEN)
    request.access.persons.clear()  # nobody is shown
    if request.viewer.account is not None:
        _append(request, policy, REFUSED)
    frame = "people/client_frame.html" if request.viewer.is_client else "people/frame.html"
    return render(request, "people/too_often.html", {"reason": reason, "frame": frame}, status=429)


def _append(request: ViewerRequest, policy: Policy, action: str) -> None:
    access, line = request.access, _line(request, policy, action)
    sent = access.ahead
    went_ahead = sent is not None and (sent.line, sent.persons) == (line, tuple(access.persons)) and sent.written()
    if not went_ahead:
        access_log.append(line, access.persons)
    for other in access.beside if line.allowed else ():
        access_log.append(replace(line, topic=other), access.persons)


def _line(request: ViewerRequest, policy: Policy, action: str) -> access_log.NewLine:
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
    return replace(line, allowed=line.action != REFUSED)


def _page(request: ViewerRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""

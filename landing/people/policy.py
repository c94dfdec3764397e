"""Which roles a page is open to. A page without a declared policy stops the start (see checks.py)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseNotAllowed

from landing.people.roles import ROLES, Reach, Role
from landing.people.viewer import ViewerRequest
from landing.ui.policy import Policy, View

STAFF_WITH_PEOPLE = frozenset(
    role for role, rule in ROLES.items() if rule.reach in {Reach.OWN_BOND, Reach.ORGANISATION}
)
STAFF_WHO_WRITE = frozenset(role for role in STAFF_WITH_PEOPLE if ROLES[role].writes)
WHO_IMPORT = frozenset(role for role, rule in ROLES.items() if rule.imports)
WHO_EXPORT = frozenset({Role.COORDINATOR, Role.PROCESS_DIRECTOR})
"""Whom the access table lets make a list of persons as a file (action ``export``); a test holds the two together."""
WHO_READ_CARDS = frozenset({Role.SUPPORT_WORKER, Role.COORDINATOR, Role.PEER_WORKER})
"""Whom the access table lets read a crisis card when the person chose so, and in an emergency; a test holds the two together."""
WHO_MERGE = frozenset(role for role, rule in ROLES.items() if rule.merges)
WHO_OVERSEES = frozenset(role for role, rule in ROLES.items() if rule.oversees)
EVERY_ROLE = frozenset(Role)


def open_to(
    roles: frozenset[Role] | set[Role] | None,
    *methods: str,
    about_a_person: bool = False,
    topic: str = "",
    keeps: bool = False,
    before: Callable[[ViewerRequest], None] | None = None,
) -> Callable[[View], View]:
    """Guard a view: ``@open_to(STAFF_WITH_PEOPLE, "GET")``; ``None`` as roles opens it to everyone.

    topic: what of people it shows or changes (a word of access_words.TOPICS); such a page must tell ``request.access``
    whom it showed, or it does not answer. Without a topic it shows nobody. keeps: that it was looked at is remembered.
    before: done before the transaction of the request begins, because it takes long.

    Not logged in: to the login page. Logged in but another role: 403. Another method: 405.
    """
    named = None if roles is None else frozenset(roles)
    policy = Policy(named, methods or ("GET",), about_a_person, topic, keeps, before)

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: ViewerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in policy.allowed:
                return HttpResponseNotAllowed(policy.allowed)
            if policy.roles is not None:
                if request.viewer.account is None:
                    return redirect_to_login(request.get_full_path())
                if request.viewer.role not in policy.roles:
                    raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.policy = policy  # type: ignore[attr-defined]
        return guarded

    return guard

"""What every view carries: who may open it. The ui room knows only pages that are open to everyone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Policy:
    """Who may open an address and how.

    roles: role names, or None for everyone, logged in or not; methods: the HTTP methods that exist there;
    about_a_person: the address names a person (a foreign or unknown key must give the same 404); topic: what of people
    the page shows or changes, for the access log; empty where it shows nobody; keeps: looking at it is remembered, so it is
    one transaction with its line in the log, as a deed is; before: what takes long, done before that transaction begins,
    so that nobody waits for it.
    """

    roles: frozenset[str] | None
    methods: tuple[str, ...]
    about_a_person: bool = False
    topic: str = ""
    keeps: bool = False
    before: Callable[[Any], None] | None = None

    @property
    def allowed(self) -> list[str]:
        """The methods that are answered: HEAD goes with GET."""
        return [*self.methods, *(["HEAD"] if "GET" in self.methods else [])]


def open_to_everyone(*methods: str) -> Callable[[View], View]:
    """Guard a view that anybody may open: only other methods are refused (405)."""
    policy = Policy(None, methods or ("GET",))

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in policy.allowed:
                return HttpResponseNotAllowed(policy.allowed)
            return view(request, *args, **kwargs)

        guarded.policy = policy  # type: ignore[attr-defined]
        return guarded

    return guard

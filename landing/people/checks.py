"""Configuration faults speak at start-up as numbered checks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver

from landing.people.access_words import TOPICS


def addresses(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    """Every address of the product: (name with namespace, path, pattern)."""
    resolver = resolver or get_resolver()
    namespace = f"{resolver.namespace}:" if getattr(resolver, "namespace", None) else ""
    for pattern in resolver.url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, path)
        else:
            yield f"{namespace}{pattern.name}", path, pattern


@register()
def every_page_declares_who_may_open_it(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """people.E001: a view without ``@open_to`` would be open by accident."""
    return [
        Error(
            f"The address '{path}' ({name}) does not say who may open it.",
            hint="Put @open_to(roles, methods) above the view.",
            id="people.E001",
        )
        for name, path, pattern in addresses()
        if not hasattr(pattern.callback, "policy")
    ]


@register()
def every_page_about_a_person_says_what_it_shows(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """people.E003: the access log must be able to say what of a person was looked at, in words that exist."""
    faults: list[CheckMessage] = []
    for name, path, pattern in addresses():
        policy = getattr(pattern.callback, "policy", None)
        if policy is None or not (policy.about_a_person or policy.topic) or policy.topic in TOPICS:
            continue
        faults.append(
            Error(
                f"The address '{path}' ({name}) does not say what of a person it shows ('{policy.topic}').",
                hint=f"Put topic= in @open_to, one of: {', '.join(TOPICS)}.",
                id="people.E003",
            )
        )
    return faults


@register()
def sqlite_survives_a_power_cut(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """people.E002: SQLite with synchronous other than FULL loses acknowledged writes."""
    database = settings.DATABASES["default"]
    if "sqlite3" in database["ENGINE"] and "synchronous=FULL" not in database["OPTIONS"].get("init_command", ""):
        return [
            Error("SQLite runs without synchronous=FULL.", hint="Keep init_command as delivered.", id="people.E002")
        ]
    return []

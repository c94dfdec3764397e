"""Addresses of pages, for frames and rows that need many of them: the shape of each is looked up once, and filled in."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, partial
from uuid import UUID

from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse

_PLAIN = re.compile(r"[\w-]+", re.ASCII)
"""Words that stand in an address as they are; others are quoted by Django."""


def address(name: str, *given: object) -> str:
    """The address of a page, as ``reverse`` gives it. given: keys and words that stand in it, in order."""
    return _filled(get_script_prefix(), get_urlconf(), name, *given)


def addressing() -> Callable[..., str]:
    """``address`` for a page that needs many: below which address the product is served is asked once."""
    return partial(_filled, get_script_prefix(), get_urlconf())


def _filled(prefix: str, urlconf: str | None, name: str, *given: object) -> str:
    kinds = tuple(map(_kind, given))
    # The prefix and the addresses are those of this thread's request; both are part of what is kept.
    parts = None if object in kinds else _parts(prefix, urlconf, name, kinds)
    if parts is None:
        return reverse(name, args=given)
    if not given:
        return parts[0]
    return parts[0] + "".join([f"{one}{part}" for one, part in zip(given, parts[1:], strict=True)])


def addresses(name: str, *given: object) -> Callable[[str], str]:
    """The addresses of a page that differ in their last word only, for a list: the rest is looked up once for all rows."""
    kinds = (*map(_kind, given), str)
    parts = None if object in kinds else _parts(get_script_prefix(), get_urlconf(), name, kinds)
    if parts is None:
        return lambda last: address(name, *given, last)
    before = parts[0] + "".join([f"{one}{part}" for one, part in zip(given, parts[1:-1], strict=True)])
    after = parts[-1]

    def filled(last: str) -> str:
        return f"{before}{last}{after}" if _PLAIN.fullmatch(last) else address(name, *given, last)

    return filled


def _kind(given: object) -> type:
    if isinstance(given, UUID):
        return UUID
    return str if type(given) is str and _PLAIN.fullmatch(given) else object


@lru_cache(maxsize=1024)
def _parts(prefix: str, urlconf: str | None, name: str, kinds: tuple[type, ...]) -> tuple[str, ...] | None:
    """What stands before, between and after what is given; None where the address does not take it as it is."""
    holes = [UUID(int=(7 << 90) + at) if kind is UUID else f"x7x{at}x" for at, kind in enumerate(kinds)]
    try:
        rest = reverse(name, urlconf, args=holes)
    except NoReverseMatch:
        return None
    parts = []
    for hole in holes:
        before, found, rest = rest.partition(str(hole))
        if not found:
            return None
        parts.append(before)
    return (*parts, rest)

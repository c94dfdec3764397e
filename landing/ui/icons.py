"""The icons of the sprite, drawn into the page itself: no request more, and the colour follows the text."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe

SPRITE = Path(__file__).parent / "static" / "ui" / "icons.svg"
_SYMBOL = re.compile(r'<symbol id="([a-z-]+)"[^>]*>(.*?)</symbol>', re.DOTALL)


@lru_cache(maxsize=1)
def drawings() -> dict[str, str]:
    """Return the drawing of every icon in the sprite by its name."""
    return {name: body.strip() for name, body in _SYMBOL.findall(SPRITE.read_text(encoding="utf-8"))}


@lru_cache(maxsize=64)
def icon_svg(name: str) -> SafeString:
    """Return one icon as SVG that reading software skips: the word beside it tells the same.

    A name that is not in the sprite raises ValueError.
    """
    if name not in drawings():
        raise ValueError(f"unknown icon {name!r}; choose one of {', '.join(sorted(drawings()))}")
    frame = '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>'
    # Safe: the drawing comes from our own sprite file, never from a person.
    return mark_safe(frame.format(drawings()[name]))  # noqa: S308  (made of escaped parts)

"""Messages after a deed, with a way to undo it: confirming beforehand is not needed when undoing is easy."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest

from landing.ui.languages import said as _

LEVELS = {"pos": messages.SUCCESS, "info": messages.INFO, "warn": messages.WARNING, "neg": messages.ERROR}
_UNDO = "undo:"


class Undo(NamedTuple):
    """Where the undo button of a message posts to, and what it says."""

    url: str
    label: str


def notify(
    request: HttpRequest, text: str, *, tone: str = "pos", undo_url: str = "", undo_label: str = _("Ongedaan maken")
) -> None:
    """Show `text` on the next page; with `undo_url` (a path of this site) a button that posts there.

    Raises ValueError for an unknown tone and for an address outside this site.
    """
    if tone not in LEVELS:
        raise ValueError(f"unknown tone {tone!r}; choose one of {', '.join(LEVELS)}")
    extra = ""
    if undo_url:
        parts = urlsplit(undo_url)
        if parts.scheme or parts.netloc or not undo_url.startswith("/"):
            raise ValueError("an undo address must be a path of this site")
        extra = f"{_UNDO}{undo_url} {undo_label}"
    messages.add_message(request, LEVELS[tone], text, extra_tags=extra)


def undo_of(message: Message) -> Undo | None:
    """Read the undo button out of a message that `notify` made; None when there is none."""
    extra = message.extra_tags or ""
    if not extra.startswith(_UNDO):
        return None
    url, _space, label = extra.removeprefix(_UNDO).partition(" ")
    return Undo(url, label)

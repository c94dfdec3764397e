"""The languages in which people read their own pages, and the marks for texts that can be translated (docs/adr/0016).

The Dutch text is the source and the key. Staff read Dutch; a person chooses.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from landing.core import dutch


class Language(NamedTuple):
    """A language: its code, its name in itself, and where a line begins (ltr: left, rtl: right)."""

    code: str
    name: str
    direction: str = "ltr"


DUTCH = "nl"
LANGUAGES = (Language(DUTCH, "Nederlands"), Language("en", "English"))


def _looked_up(text: str) -> str:
    # A page has hundreds of texts, and the Dutch one is the text itself: then nothing is looked up.
    return text if get_language() == DUTCH else gettext(text)


_when_shown = lazy(_looked_up, str)


def said(text: str) -> str:
    """The text in the language of whoever reads it, looked up each time that it is shown."""
    return _when_shown(text)


class DutchText(str):
    """A text that is there in Dutch only, on a page in another language: in a page it says so itself."""

    __slots__ = ()

    def __html__(self) -> SafeString:
        return format_html('<span lang="{}" dir="ltr">{}</span>', DUTCH, str(self))


def in_own_language(text: str) -> str:
    """A text that stands in data (a rule of a region, a role) in the language of now; where there is none, marked as Dutch."""
    if not text or current().code == DUTCH:
        return text
    found = gettext(text)
    return found if found != text else DutchText(text)


def listed(words: Sequence[str]) -> str:
    """Words in a row as a sentence has them: ``a, b en c``, or in another language with its own "and"."""
    return dutch.listed(words, gettext("en"))


def find(code: str) -> Language | None:
    """The language with this code, or None when the product does not speak it."""
    return next((one for one in LANGUAGES if one.code == code), None)


def current() -> Language:
    """The language of now; Dutch for what runs without a reader."""
    code = get_language() or DUTCH
    return LANGUAGES[0] if code == DUTCH else find(code) or LANGUAGES[0]

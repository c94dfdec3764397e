"""The languages in which people read their own pages, and the marks for texts that can be translated (docs/adr/0016).

The Dutch text is the source and the key. Staff read Dutch; a person chooses.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
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


@lru_cache(maxsize=8192, typed=True)
def _translated(code: str, text: str) -> str:
    # Kept by the language; a catalogue does not change while the product runs. Typed: what is safe in a page stays apart.
    return gettext(text)


def _looked_up(text: str) -> str:
    # A page has hundreds of texts, and the Dutch one is the text itself: then nothing is looked up.
    code = get_language() or ""
    return text if code == DUTCH else _translated(code, text)


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
    return reading()(text)


def reading() -> Callable[[str], str]:
    """How texts in data are read in the language of now: for a page that has hundreds, and asks the language once."""
    code = current().code
    return _as_it_stands if code == DUTCH else partial(_read_in, code)


def _as_it_stands(text: str) -> str:
    return text


def _read_in(code: str, text: str) -> str:
    if not text:
        return text
    found = _translated(code, text)
    return found if found != text else DutchText(text)


def saying() -> Callable[[str], str]:
    """How a text of ours is said in the language of now, as ``said`` does, for what asks the language once."""
    code = get_language() or ""
    return _as_it_stands if code == DUTCH else partial(_translated, code)


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

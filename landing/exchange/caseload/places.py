"""Finding a name in a known list (municipalities, care providers) whatever the case, accents or kind of apostrophe."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from landing.exchange.caseload.recognition import plain_words

OTHER_NAMES = {"den haag": "s gravenhage", "den bosch": "s hertogenbosch"}


def place_key(text: str) -> str:
    """What two spellings of one name have in common: 'T VEEN, ’t Veen and "Gemeente 't Veen" are one."""
    words = plain_words(text.replace("’", " ").replace("'", " ").replace("`", " ").replace("‘", " "))
    for prefix in ("gemeente ", "gem "):
        words = words.removeprefix(prefix)
    return OTHER_NAMES.get(words, words)


class Known:
    """A list of known names. `find` gives the name as it is written in the list."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_key = {place_key(name): name for name in names}

    def __bool__(self) -> bool:
        return bool(self._by_key)

    def find(self, text: str) -> str | None:
        """The name in the list that the text means; None when it is not there."""
        return self._by_key.get(place_key(text))

    def nearest(self, text: str) -> str | None:
        """The name that was perhaps meant; None when nothing is near."""
        close = difflib.get_close_matches(place_key(text), self._by_key, n=1, cutoff=0.75)
        return self._by_key[close[0]] if close else None

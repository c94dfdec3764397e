"""Splitting a Dutch name into given name, infix and surname, and seeing where letters were lost."""

from __future__ import annotations

import re
from dataclasses import dataclass

INFIX_WORDS = frozenset(
    (
        "van",
        "de",
        "der",
        "den",
        "het",
        "'t",
        "t",
        "te",
        "ten",
        "ter",
        "in",
        "op",
        "aan",
        "bij",
        "onder",
        "over",
        "uit",
        "uijt",
        "voor",
        "tot",
        "el",
        "al",
        "ben",
        "bin",
        "ibn",
        "ait",
        "abu",
        "di",
        "da",
        "do",
        "dos",
        "das",
        "del",
        "della",
        "du",
        "d'",
        "la",
        "le",
        "les",
        "l'",
        "von",
        "vom",
        "zu",
        "zum",
        "zur",
        "af",
        "av",
        "s'",
        "'s",
        "vd",
        "v.d.",
        "v/d",
        "v.",
    )
)
WEIRD = re.compile(r"[\ufffd\x80-\x9f]")
DOUBLE_CODED = re.compile(r"[ÂÃÄÅÆÐÑÓÅ][\x80-\xbf\u0152-\u2122]")


@dataclass(frozen=True)
class Name:
    """The parts of a name; `certain` is False when another cut is just as likely."""

    given_name: str
    infix: str
    surname: str
    preferred_name: str = ""
    certain: bool = True


def _is_infix(word: str) -> bool:
    return word.casefold().replace("’", "'").replace("`", "'") in INFIX_WORDS


def _leading(words: list[str]) -> int:
    """How many words at the start are infixes, leaving at least one word for the name."""
    count = 0
    while count < len(words) - 1 and _is_infix(words[count]):
        count += 1
    return count


def split_name(text: str) -> Name:
    """Split "Surname, Given infix", "infix Surname, Given" or "Given infix Surname".

    An empty surname means that it could not be found. A name between brackets is the preferred name.
    """
    clean = " ".join(text.split())
    preferred = ""
    bracket = re.search(r"\(([^()]+)\)", clean)
    if bracket:
        preferred = bracket.group(1).strip()
        clean = " ".join((clean[: bracket.start()] + " " + clean[bracket.end() :]).split()).replace(" ,", ",")
    if "," in clean:
        before, _, after = clean.partition(",")
        return _comma(before.split(), after.replace(",", " ").split(), preferred)
    return _in_order(clean.split(), preferred)


def _comma(surname: list[str], given: list[str], preferred: str) -> Name:
    front = _leading(surname)
    tail = len(given)
    while tail > 1 and _is_infix(given[tail - 1]):
        tail -= 1
    infix = " ".join(given[tail:] + surname[:front])
    return Name(" ".join(given[:tail]), infix, " ".join(surname[front:]), preferred, bool(given and surname))


def _in_order(words: list[str], preferred: str) -> Name:
    if len(words) < 2:
        return Name("", "", " ".join(words), preferred, False)
    start = next((i for i in range(1, len(words) - 1) if _is_infix(words[i])), None)
    if start is None:
        front = _leading(words)
        if front:
            return Name("", " ".join(words[:front]), " ".join(words[front:]), preferred, False)
        return Name(words[0], "", " ".join(words[1:]), preferred, len(words) == 2)
    end = start + _leading(words[start:])
    return Name(" ".join(words[:start]), " ".join(words[start:end]), " ".join(words[end:]), preferred)


def lost_letters(text: str) -> bool:
    """Whether a letter was lost on the way: a question mark or a replacement sign in the name."""
    return "?" in text or bool(WEIRD.search(text))


def mended_double_coding(text: str) -> str | None:
    """The name as it was before UTF-8 was read as Windows-1252 ("JoÃ«lle" → "Joëlle"); None when that is not so."""
    if not DOUBLE_CODED.search(text):
        return None
    for encoding in ("cp1252", "latin-1"):
        try:
            mended = text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        if mended != text:
            return mended
    return None

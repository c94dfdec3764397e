"""The crisis card as a PDF (docs/adr/0015): one A4 with a card of 85.6 × 54 mm, front and back with a fold line between.

What does not fit is told beforehand, by measuring the text as it will be set; nothing is ever cut off.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from django.utils import translation

from landing.core import dutch
from landing.plan.card_reads import Card
from landing.plan.card_words import BACK, CONTACTS, FRONT, PART
from landing.ui.dates import long_date
from landing.ui.languages import DUTCH
from landing.ui.languages import said as _

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
TEMPLATE = HERE / "card_paper.typ"
SIDES = {"front": (_("voorkant"), FRONT), "back": (_("achterkant"), BACK)}
LINE_MM = 3.6
"""About one line of text at the smallest size."""


@dataclass(frozen=True, slots=True)
class TooMuch:
    """A side on which the text does not fit at the smallest size. parts: names of its parts, the tallest first."""

    side: str
    lines: int
    parts: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """What the person reads."""
        tallest = dutch.listed([f"“{PART[name].label}”" for name in self.parts[:2]], str(_("of")))
        over = _("1 regel") if self.lines == 1 else _("{lines} regels").format(lines=self.lines)
        return _("De {side} is vol: {over} te veel. Maak de tekst korter bij {tallest}.").format(
            side=self.side, over=over, tallest=tallest
        )


class DoesNotFit(Exception):
    """The card cannot be made as it is; ``troubles``: sentences that say what to shorten or take away, and where."""

    def __init__(self, troubles: list[str], parts: list[str]) -> None:
        super().__init__("the card does not fit")
        self.troubles, self.parts = troubles, parts


def pdf_of(card: Card, *, number: int, on: date, name: str) -> bytes:
    """The card as a tagged PDF (PDF/UA-1), in Dutch. Raises DoesNotFit with what the person can do about it."""
    content = _content(card, number, on, name)
    sizes = fitting_sizes(card, number=number, on=on, name=name)
    content |= {f"{side}_size": size for side, size in sizes.items()}
    made: Any = typst.compile(
        str(TEMPLATE), root=str(HERE), font_paths=[str(FONTS)], ignore_system_fonts=True, format="pdf",
        sys_inputs={"card": json.dumps(content)}, pdf_standards=["ua-1"],
    )  # fmt: skip
    return bytes(made)


def fitting_sizes(card: Card, *, number: int, on: date, name: str) -> dict[str, float]:
    """The largest size of letters at which each side fits; raises DoesNotFit when a side fits at none."""
    strange = _strange(card)
    troubles = [
        _("Deze tekens kunnen niet op papier: {signs}. Haal ze weg bij “{part}”.").format(
            signs=" ".join(signs), part=PART[part].label
        )
        for part, signs in strange.items()
    ]
    found: dict[str, float] = {}
    too_much = []
    for side, rows in _measured(_content(card, number, on, name)).items():
        fits = [row["size"] for row in rows if row["height"] <= row["room"]]
        if fits:
            found[side] = max(fits)
            continue
        smallest = min(rows, key=lambda row: row["size"])
        tallest = [part for part, _height in sorted(smallest["parts"], key=lambda part: -part[1]) if part in PART]
        over = smallest["height"] - smallest["room"]
        too_much.append(TooMuch(SIDES[side][0], max(1, -int(-over // LINE_MM)), tuple(tallest)))
    if troubles or too_much:
        parts = [*strange, *(one.parts[0] for one in too_much)]
        raise DoesNotFit([*troubles, *(one.sentence for one in too_much)], parts)
    return found


def _measured(content: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """For each side how tall it is at each size."""
    told = typst.query(
        str(TEMPLATE), "<tall>", field="value", root=str(HERE), font_paths=[str(FONTS)], ignore_system_fonts=True,
        sys_inputs={"card": json.dumps(content), "ask": "yes"},
    )  # fmt: skip
    sides: dict[str, list[dict[str, Any]]] = {}
    for row in json.loads(told):
        sides.setdefault(row["side"], []).append(row)
    return sides


def _content(card: Card, number: int, on: date, name: str) -> dict[str, Any]:
    """What stands on the paper: Dutch, because whoever finds it helps in Dutch; the person's own language beside each heading."""
    headings = {name: str(part.label) for name, part in PART.items()}
    with translation.override(DUTCH):
        return _in_dutch(card, number, on, name, headings)


def _in_dutch(card: Card, number: int, on: date, name: str, own: dict[str, str]) -> dict[str, Any]:
    called = card.texts.get("call_me") or name
    return {
        "title": f"Noodkaart van {called}",
        "how": "Knip de kaart uit langs de lijn. Vouw hem dubbel op de streepjes. Bewaar hem bij je.",
        "below": "Geef een kaart alleen aan wie jij kiest. Verandert er iets? Maak dan een nieuwe kaart.",
        "version": f"Noodkaart, versie {number}, {long_date(on)}",
        "front": _parts(card, FRONT, called, own), "back": _parts(card, BACK, called, own),
    }  # fmt: skip


def _parts(card: Card, names: tuple[str, ...], called: str, own: dict[str, str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for name in names:
        label = str(PART[name].label)
        label = label if own[name] == label else f"{label} / {own[name]}"
        if name == "call_me":
            found.append({"name": name, "kind": "name", "words": called})
        elif name == CONTACTS and card.contacts:
            found.append(
                {"name": name, "kind": "calls", "label": label, "calls": [one.plain() for one in card.contacts]}
            )
        elif name != CONTACTS and card.texts.get(name):
            found.append({"name": name, "kind": "text", "label": f"{label}:", "words": card.texts[name]})
    return found


@lru_cache(maxsize=1)
def _letters() -> tuple[range, ...]:
    """The signs that the fonts of the card hold."""
    lines = (FONTS / "letters.txt").read_text().split()
    return tuple(
        range(int(first, 16), int(last, 16) + 1) for first, _dash, last in (line.partition("-") for line in lines)
    )


def _strange(card: Card) -> dict[str, list[str]]:
    """The signs that no font of the card holds, by part."""
    found: dict[str, list[str]] = {}
    said = {**card.texts, CONTACTS: " ".join(" ".join(one.plain().values()) for one in card.contacts)}
    for name, words in said.items():
        signs = [sign for sign in dict.fromkeys(words) if sign not in "\n\t\r" and
                 not any(ord(sign) in letters for letters in _letters())]  # fmt: skip
        if signs:
            found[name] = signs
    return found

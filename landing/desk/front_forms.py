"""Clean input of the person's own front: how to see the pages, which page of messages, which parts on paper."""

from __future__ import annotations

from datetime import UTC, datetime

from django import forms
from django.http import QueryDict

from landing.desk.paper_reads import PARTS
from landing.people.screen_actions import LETTERS
from landing.people.viewer import Screen
from landing.ui.forms import KindForm
from landing.ui.languages import said as _

COOKIE = "letters"
"""What somebody chose before logging in: "large" or "large-contrast". It names nobody."""


class PaperForm(KindForm):
    """Which parts go on paper; what is ticked beforehand stands with each part."""

    deel = forms.MultipleChoiceField(
        label=_("Wat wil je op papier?"), choices=[(part.name, part.title) for part in PARTS],
        widget=forms.CheckboxSelectMultiple, help_text=_("Haal weg wat je niet wilt."),
        error_messages={
            "required": _("Kies één of meer dingen."),
            "invalid_choice": _("Dit is er niet. Kies uit de lijst."),
        },
    )  # fmt: skip

    @staticmethod
    def usual() -> list[str]:
        """The parts that are ticked when the person did not choose."""
        return [part.name for part in PARTS if part.ticked]


def moment(asked: QueryDict, name: str) -> datetime | None:
    """A moment of an address, or None when it is none."""
    try:
        return datetime.fromtimestamp(int(asked.get(name, "")) / 1_000_000, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def stamp(value: datetime | None) -> str:
    """A moment as it stands in an address: no letters, no zone."""
    return str(round(value.timestamp() * 1_000_000)) if value else ""


def screen_of_cookie(text: str) -> Screen:
    """What a cookie says of letters and contrast; nothing when it is not one of ours."""
    letters, _dash, contrast = text.partition("-")
    return Screen(letters, contrast == "contrast") if letters in LETTERS else Screen()


def cookie_of(screen: Screen) -> str:
    """The other way round."""
    return f"{screen.letters}-contrast" if screen.more_contrast else screen.letters

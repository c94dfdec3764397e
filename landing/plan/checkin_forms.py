"""Clean input about how it goes. Every answer may stay open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.html import format_html

from landing.plan.checkin_reads import FACES, TEN, Thing
from landing.plan.goal_forms import OwnText
from landing.plan.models import Followed
from landing.ui.forms import DutchDateField, KindForm
from landing.ui.icons import icon_svg
from landing.ui.languages import said as _

SOMETHING = _("Hoe het met mij gaat")
"""What is followed when the person wrote nothing."""
FACE_ICONS = {1: "face-very-bad", 2: "face-bad", 3: "face-so", 4: "face-good", 5: "face-very-good"}
RHYTHMS = [
    (Followed.Rhythm.DAY, _("Elke dag")),
    (Followed.Rhythm.WEEK, _("Elke week")),
    (Followed.Rhythm.MONTH, _("Elke maand")),
    (Followed.Rhythm.WHENEVER, _("Als ik wil")),
]


class ChangeFollowForm(KindForm):
    """Other words, or as often as suits better."""

    words = forms.CharField(label=_("Wat wil je bijhouden?"), max_length=120, required=False, empty_value=SOMETHING,
                            help_text=_("Gebruik je eigen woorden."))  # fmt: skip
    rhythm = forms.ChoiceField(
        label=_("Hoe vaak?"), widget=forms.RadioSelect, choices=RHYTHMS, initial="whenever", required=False
    )

    def clean_rhythm(self) -> str:
        return self.cleaned_data["rhythm"] or Followed.Rhythm.WHENEVER


class FollowForm(ChangeFollowForm):
    """What the person wants to follow."""

    field_order = ("words", "scale", "rhythm")
    scale = forms.ChoiceField(
        label=_("Hoe wil je het zeggen?"), widget=forms.RadioSelect, initial="face", required=False,
        choices=[("face", _("Met een gezicht, van heel slecht tot heel goed")), ("ten", _("Met een cijfer van 0 tot 10"))],
    )  # fmt: skip

    def clean_scale(self) -> str:
        return self.cleaned_data["scale"] or Followed.Scale.FACE


class CheckInForm(KindForm):
    """How it goes: one choice for each thing that is followed, and room for what happened."""

    said = OwnText(label=_("Wil je er iets bij zeggen?"), help_text=_("Bijvoorbeeld wat er gebeurde."))

    def __init__(self, *args: Any, things: Sequence[Thing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for thing in things:
            self.add_field(f"v_{thing.key}", _scale(thing))
        self.order_fields([*(f"v_{thing.key}" for thing in things), "said"])

    @property
    def values(self) -> dict[UUID, int]:
        """What was chosen; what was left open is not in it."""
        found = self.cleaned_data.items()
        return {UUID(name[2:]): value for name, value in found if name.startswith("v_") and value is not None}


def _scale(thing: Thing) -> forms.TypedChoiceField:
    choices: list[tuple[str, str]] = [
        (str(value), format_html("{} {}", icon_svg(FACE_ICONS[value]), text.capitalize()))
        for value, text in reversed(FACES.items())
    ]
    if thing.scale == Followed.Scale.TEN:
        choices = [(str(value), str(value)) for value in range(TEN + 1)]
    widget: Any = forms.RadioSelect if thing.scale == Followed.Scale.FACE else forms.Select
    if thing.scale == Followed.Scale.TEN:
        choices = [("", _("Kies een cijfer")), *choices]
    return forms.TypedChoiceField(
        label=thing.words, required=False, coerce=int, empty_value=None, choices=choices, widget=widget
    )


class StaffCheckInForm(CheckInForm):
    """A carer's estimate, or what the person said about it."""

    whose = forms.ChoiceField(
        label=_("Van wie is dit?"), widget=forms.RadioSelect,
        choices=[("supporter", _("Zo schat ik het in")), ("person", _("Dit zei de persoon zelf"))],
    )  # fmt: skip
    on = DutchDateField(label=_("Op welke dag?"), required=False, help_text=_("Leeg is vandaag."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [name for name in self.fields if name not in {"whose", "on"}]
        self.order_fields(["whose", *names, "on"])

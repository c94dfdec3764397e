"""Clean input about keeping a person out of sight."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms

from landing.rights.shield_reads import KINDS
from landing.ui.forms import KindForm


class ShieldForm(KindForm):
    """Why, and who may see the person all the same."""

    kind = forms.ChoiceField(label="Waarom afschermen?", choices=KINDS, widget=forms.RadioSelect)
    why = forms.CharField(label="Toelichting", help_text="Alleen wie deze persoon mag zien, leest dit.", max_length=300)
    workers = forms.MultipleChoiceField(
        label="Wie mag deze persoon wel zien?", help_text="Een rol bij de persoon blijft ook nodig.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies minstens één medewerker die deze persoon wel mag zien."},
    )  # fmt: skip

    def __init__(self, *args: Any, candidates: list[tuple[str, str]], others: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["workers"].choices = candidates  # type: ignore[attr-defined]
        self.fields["workers"].required = not others

    def chosen(self) -> list[UUID]:
        """The keys of who may see the person."""
        return [UUID(key) for key in self.cleaned_data["workers"]]

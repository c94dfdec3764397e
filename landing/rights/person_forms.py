"""Clean input about the citizen service number and about a death."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from landing.people import bsn
from landing.ui.forms import DutchDateField, KindForm


class NumberForm(KindForm):
    """A number, or nothing to take it away."""

    number = forms.CharField(
        label="Burgerservicenummer (niet verplicht)", help_text="Negen cijfers. Laat leeg om het nummer weg te halen.",
        required=False, max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip

    def clean_number(self) -> str:
        typed = self.cleaned_data["number"].strip()
        if not typed:
            return ""
        number = bsn.plain_number(typed)
        if not bsn.is_bsn(number):
            raise forms.ValidationError("Dit is geen burgerservicenummer. Kijk de cijfers na: het zijn er negen.")
        return number


class WhyForm(KindForm):
    """Why the whole number must be seen."""

    why = forms.CharField(label="Waarvoor heb je het hele nummer nodig?", max_length=200, min_length=5)


class DeathForm(KindForm):
    """The day on which somebody died."""

    died_on = DutchDateField(label="Op welke dag is deze persoon overleden?")

    def __init__(self, *args: Any, today: date, born: date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.born = today, born

    def clean_died_on(self) -> Any:
        day = self.cleaned_data["died_on"]
        if day and day > self.today:
            raise forms.ValidationError("Deze dag ligt in de toekomst. Kijk de datum na.")
        if day and self.born and day < self.born:
            raise forms.ValidationError("Deze dag ligt voor de geboortedatum. Kijk de datum na.")
        return day


class AliveForm(KindForm):
    """Why a death was noted by mistake."""

    why = forms.CharField(label="Hoe weet je dat de persoon leeft?", max_length=300)

"""Clean input about who is who, nothing else."""

from __future__ import annotations

from typing import Any

from django import forms

from landing.people import reads
from landing.people.models import Bond
from landing.people.viewer import Viewer
from landing.ui.forms import DutchDateField, KindForm


class PersonForm(KindForm):
    """A person: nothing but a first name is needed."""

    given_name = forms.CharField(
        label="Voornaam", max_length=80, error_messages={"required": "Vul een voornaam in, of hoe de persoon heet."}
    )
    infix = forms.CharField(label="Tussenvoegsel (niet verplicht)", max_length=20, required=False)
    surname = forms.CharField(label="Achternaam (niet verplicht)", max_length=80, required=False)
    call_me = forms.CharField(
        label="Hoe wil de persoon genoemd worden? (niet verplicht)", max_length=80, required=False
    )
    birth_date = DutchDateField(label="Geboortedatum (niet verplicht)", required=False)
    origin = forms.TypedChoiceField(
        label="Gemeente van herkomst (niet verplicht)", required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        choices = [("", "Niet ingevuld"), *((str(pk), name) for pk, name in reads.municipalities(viewer.region))]
        self.fields["origin"].choices = choices  # type: ignore[attr-defined]

    def clean_birth_date(self) -> Any:
        born = self.cleaned_data["birth_date"]
        if born and born > self.viewer.today:
            raise forms.ValidationError("Deze geboortedatum ligt in de toekomst. Kijk het jaartal na.")
        if born and born.year < self.viewer.today.year - 115:
            raise forms.ValidationError("Deze geboortedatum is meer dan 115 jaar geleden. Kijk het jaartal na.")
        return born


class BondForm(KindForm):
    """Somebody around the person: a colleague from the list, or a name and phone number."""

    kind = forms.ChoiceField(label="Wat is deze persoon voor de cliënt?", choices=Bond.Kind.choices)
    worker = forms.TypedChoiceField(label="Collega", required=False, coerce=int, empty_value=None)
    name = forms.CharField(label="Of een naam", max_length=120, required=False)
    phone = forms.CharField(label="Telefoon (niet verplicht)", max_length=30, required=False)
    from_date = DutchDateField(label="Vanaf (niet verplicht)", required=False)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(pk), f"{name} ({label})") for pk, name, label in reads.workers(viewer)]
        self.fields["worker"].choices = [("", "Niemand uit de lijst"), *people]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if not found.get("worker") and not found.get("name"):
            self.add_error("name", "Kies een collega of vul een naam in.")
        if found.get("kind") == Bond.Kind.COORDINATOR and not found.get("worker"):
            self.add_error("worker", "Kies een collega: een coördinator moet kunnen inloggen.")
        return found

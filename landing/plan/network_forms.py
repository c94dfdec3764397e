"""Clean input about the people around somebody; every label has words for the person (A2) and for staff."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from landing.plan.network_reads import Closeness, Kind, Strength, Support
from landing.ui.forms import DutchDateField, KindForm

NOT_SAID = ("", "Niet ingevuld")
KINDS = [
    (Kind.FAMILY, "Familie"), (Kind.FRIEND, "Een vriend of vriendin"), (Kind.NEIGHBOUR, "Een buur"),
    (Kind.PROFESSIONAL, "Een hulpverlener"), (Kind.OTHER, "Iemand anders"), NOT_SAID,
]  # fmt: skip
CLOSENESS = [
    (Closeness.CLOSE, "Dichtbij: heel belangrijk voor mij"), (Closeness.KNOWN, "Bekend: ik ken deze persoon goed"),
    (Closeness.FAR, "Ver: ik zie deze persoon soms"), NOT_SAID,
]  # fmt: skip
STRENGTHS = [
    (Strength.STRONG, "Sterk: we hebben veel contact"), (Strength.NORMAL, "Gewoon"), (Strength.WEAK, "Zwak: we hebben weinig contact"),
    (Strength.TENSE, "Lastig: het contact kost mij kracht"), NOT_SAID,
]  # fmt: skip
SUPPORT = [
    (Support.PRACTICAL, "Praktische hulp"), (Support.COMPANY, "Gezelligheid"), (Support.ADVICE, "Goede raad"),
    (Support.EMOTIONAL, "Steun als het moeilijk is"),
]  # fmt: skip
STAFF_CLOSENESS = [(Closeness.CLOSE, "Dichtbij"), (Closeness.KNOWN, "Bekend"), (Closeness.FAR, "Ver"), NOT_SAID]
STAFF_STRENGTHS = [(one, one.label.capitalize()) for one in Strength] + [NOT_SAID]
# Field: (for the person, for staff; {name} is the person).
LABELS = {
    "name": ("Hoe heet deze persoon?", "Naam"),
    "kind": ("Wie is dit voor jou?", "Wie is dit voor {name}?"),
    "closeness": ("Hoe dichtbij is deze persoon?", "Hoe dichtbij staat deze persoon, volgens {name}?"),
    "role": ("Wil je er iets bij schrijven?", "Erbij, in eigen woorden"),
    "strength": ("Hoe is het contact?", "Hoe is het contact, volgens {name}?"),
    "gives": ("Wat geeft deze persoon aan jou?", "Wat geeft deze persoon aan {name}?"),
    "gets": ("Wat geef jij aan deze persoon?", "Wat geeft {name} aan deze persoon?"),
    "phone": ("Telefoonnummer", "Telefoon"),
    "may_call": ("Ik mag deze persoon bellen", "{name} mag deze persoon bellen"),
    "when_to_call": ("Wanneer mag je bellen?", "Wanneer mag dat?"),
    "fallback": ("Hier kan ik altijd op terugvallen", "Hier kan {name} altijd op terugvallen"),
}


class NewMemberForm(KindForm):
    """Somebody new: a name is enough."""

    name = forms.CharField(max_length=120)
    kind = forms.ChoiceField(choices=KINDS, required=False, widget=forms.RadioSelect)
    closeness = forms.TypedChoiceField(
        choices=CLOSENESS, required=False, widget=forms.RadioSelect, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, name: str = "", **kwargs: Any) -> None:
        """``name``: the person's, when staff fill it in."""
        super().__init__(*args, **kwargs)
        for field, (own, staff) in LABELS.items():
            if field in self.fields:
                self.fields[field].label = staff.format(name=name) if name else own
        if name:
            self.fields["closeness"].choices = STAFF_CLOSENESS  # type: ignore[attr-defined]
        self.fields["name"].error_messages["required"] = "Vul een naam in. Een voornaam is genoeg."


class MemberForm(NewMemberForm):
    """Everything about somebody; only the name must be there."""

    field_order = tuple(LABELS)
    role = forms.CharField(max_length=120, required=False, help_text="Bijvoorbeeld: mijn zus, of van de muziek.")
    strength = forms.ChoiceField(choices=STRENGTHS, required=False, widget=forms.RadioSelect)
    gives = forms.MultipleChoiceField(choices=SUPPORT, required=False, widget=forms.CheckboxSelectMultiple)
    gets = forms.MultipleChoiceField(choices=SUPPORT, required=False, widget=forms.CheckboxSelectMultiple)
    phone = forms.CharField(
        max_length=30, required=False, widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
    )
    may_call = forms.BooleanField(required=False)
    when_to_call = forms.CharField(max_length=200, required=False, help_text="Bijvoorbeeld: overdag, of altijd.")
    fallback = forms.BooleanField(required=False)

    def __init__(self, *args: Any, name: str = "", **kwargs: Any) -> None:
        super().__init__(*args, name=name, **kwargs)
        if name:
            self.fields["strength"].choices = STAFF_STRENGTHS  # type: ignore[attr-defined]


class SinceForm(KindForm):
    """The two days that are laid side by side; the second is today when it is empty."""

    van = DutchDateField(label="Vanaf welke dag?", required=False)
    tot = DutchDateField(label="Tot welke dag?", required=False, help_text="Leeg is vandaag.")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = found.get("van"), found.get("tot") or self.today
        if first and first > self.today:
            self.add_error("van", "Deze dag moet nog komen. Kies een dag die al voorbij is.")
        elif first and last < first:
            self.add_error("tot", "Deze dag ligt voor de eerste dag. Kies een latere dag.")
        return found

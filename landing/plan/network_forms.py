"""Clean input about the people around somebody; every label has words for the person (A2) and for staff."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from landing.plan.network_reads import Closeness, Kind, Strength, Support
from landing.ui.forms import DutchDateField, KindForm
from landing.ui.languages import said as _

NOT_SAID = ("", _("Niet ingevuld"))
KINDS = [
    (Kind.FAMILY, _("Familie")),
    (Kind.FRIEND, _("Een vriend of vriendin")),
    (Kind.NEIGHBOUR, _("Een buur")),
    (Kind.PROFESSIONAL, _("Een hulpverlener")),
    (Kind.OTHER, _("Iemand anders")),
    NOT_SAID,
]
CLOSENESS = [
    (Closeness.CLOSE, _("Dichtbij: heel belangrijk voor mij")),
    (Closeness.KNOWN, _("Bekend: ik ken deze persoon goed")),
    (Closeness.FAR, _("Ver: ik zie deze persoon soms")),
    NOT_SAID,
]
STRENGTHS = [
    (Strength.STRONG, _("Sterk: we hebben veel contact")),
    (Strength.NORMAL, _("Gewoon")),
    (Strength.WEAK, _("Zwak: we hebben weinig contact")),
    (Strength.TENSE, _("Lastig: het contact kost mij kracht")),
    NOT_SAID,
]
SUPPORT = [
    (Support.PRACTICAL, _("Praktische hulp")),
    (Support.COMPANY, _("Gezelligheid")),
    (Support.ADVICE, _("Goede raad")),
    (Support.EMOTIONAL, _("Steun als het moeilijk is")),
]
STAFF_CLOSENESS = [
    (Closeness.CLOSE, _("Dichtbij")),
    (Closeness.KNOWN, _("Bekend")),
    (Closeness.FAR, _("Ver")),
    NOT_SAID,
]
STAFF_STRENGTHS = [
    (Strength.STRONG, "Sterk"),
    (Strength.NORMAL, "Gewoon"),
    (Strength.WEAK, "Zwak"),
    (Strength.TENSE, "Lastig"),
    NOT_SAID,
]
# Field: (for the person, for staff; {name} is the person).
LABELS = {
    "name": (_("Hoe heet deze persoon?"), _("Naam")),
    "kind": (_("Wie is dit voor jou?"), _("Wie is dit voor {name}?")),
    "closeness": (_("Hoe dichtbij is deze persoon?"), _("Hoe dichtbij staat deze persoon, volgens {name}?")),
    "role": (_("Wil je er iets bij schrijven?"), _("Erbij, in eigen woorden")),
    "strength": (_("Hoe is het contact?"), _("Hoe is het contact, volgens {name}?")),
    "gives": (_("Wat geeft deze persoon aan jou?"), _("Wat geeft deze persoon aan {name}?")),
    "gets": (_("Wat geef jij aan deze persoon?"), _("Wat geeft {name} aan deze persoon?")),
    "phone": (_("Telefoonnummer"), _("Telefoon")),
    "may_call": (_("Ik mag deze persoon bellen"), _("{name} mag deze persoon bellen")),
    "when_to_call": (_("Wanneer mag je bellen?"), _("Wanneer mag dat?")),
    "fallback": (_("Hier kan ik altijd op terugvallen"), _("Hier kan {name} altijd op terugvallen")),
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
        self.fields["name"].error_messages["required"] = _("Vul een naam in. Een voornaam is genoeg.")


class MemberForm(NewMemberForm):
    """Everything about somebody; only the name must be there."""

    field_order = tuple(LABELS)
    role = forms.CharField(max_length=120, required=False, help_text=_("Bijvoorbeeld: mijn zus, of van de muziek."))
    strength = forms.ChoiceField(choices=STRENGTHS, required=False, widget=forms.RadioSelect)
    gives = forms.MultipleChoiceField(choices=SUPPORT, required=False, widget=forms.CheckboxSelectMultiple)
    gets = forms.MultipleChoiceField(choices=SUPPORT, required=False, widget=forms.CheckboxSelectMultiple)
    phone = forms.CharField(
        max_length=30, required=False, widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
    )
    may_call = forms.BooleanField(required=False)
    when_to_call = forms.CharField(max_length=200, required=False, help_text=_("Bijvoorbeeld: overdag, of altijd."))
    fallback = forms.BooleanField(required=False)

    def __init__(self, *args: Any, name: str = "", **kwargs: Any) -> None:
        super().__init__(*args, name=name, **kwargs)
        if name:
            self.fields["strength"].choices = STAFF_STRENGTHS  # type: ignore[attr-defined]


class SinceForm(KindForm):
    """The two days that are laid side by side; the second is today when it is empty."""

    van = DutchDateField(label=_("Vanaf welke dag?"), required=False)
    tot = DutchDateField(label=_("Tot welke dag?"), required=False, help_text=_("Leeg is vandaag."))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = found.get("van"), found.get("tot") or self.today
        if first and first > self.today:
            self.add_error("van", _("Deze dag moet nog komen. Kies een dag die al voorbij is."))
        elif first and last < first:
            self.add_error("tot", _("Deze dag ligt voor de eerste dag. Kies een latere dag."))
        return found

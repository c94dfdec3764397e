"""What somebody close fills in who came with a one-time link (A2; without an account)."""

from __future__ import annotations

from typing import Any

from django import forms

from landing.plan.card_words import CONTACTS, PART
from landing.plan.network_forms import KINDS
from landing.plan.network_reads import Kind
from landing.ui.forms import KindForm
from landing.ui.languages import said as _

NO_NAME = _("Vul je naam in.")
OFFERED = ("looks_like", "helps", "better_not", "practical")
"""The parts of the card for which somebody close can offer words."""


class AddMyselfForm(KindForm):
    """Who I am: a name is enough."""

    name = forms.CharField(
        label=_("Je naam"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": NO_NAME},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("Wie ben je?"), required=False, widget=forms.RadioSelect,
        choices=[choice for choice in KINDS if choice[0] != Kind.PROFESSIONAL],
    )  # fmt: skip
    role = forms.CharField(
        label=_("In je eigen woorden"), max_length=120, required=False, help_text=_("Bijvoorbeeld: ik ben de zus.")
    )
    phone = forms.CharField(
        label=_("Je telefoonnummer"), max_length=30, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )  # fmt: skip
    when_to_call = forms.CharField(
        label=_("Wanneer mag je gebeld worden?"),
        max_length=200,
        required=False,
        help_text=_("Bijvoorbeeld: overdag, of altijd."),
    )


class CardOfferForm(KindForm):
    """A sentence for the card, or myself as somebody to call; one of the two."""

    name = forms.CharField(
        label=_("Je naam"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": NO_NAME},
    )  # fmt: skip
    part = forms.ChoiceField(
        label=_("Waar gaat het over?"), widget=forms.RadioSelect,
        choices=[*((name, PART[name].label) for name in OFFERED), (CONTACTS, _("Ik mag gebeld worden"))],
    )  # fmt: skip
    words = forms.CharField(
        label=_("Wat wil je erop zetten?"), max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kort: een kaart is klein."),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Je telefoonnummer"), max_length=30, required=False, help_text=_("Alleen als je gebeld mag worden."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("part") == CONTACTS and not found.get("phone"):
            self.add_error("phone", _("Vul je telefoonnummer in. Anders kan niemand je bellen."))
        elif found.get("part") in OFFERED and not found.get("words"):
            self.add_error("words", _("Schrijf op wat je op de kaart wilt zetten."))
        return found


class ReadForm(KindForm):
    """Who reads it; the person sees this name in the history."""

    name = forms.CharField(
        label=_("Je naam"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": NO_NAME},
    )  # fmt: skip

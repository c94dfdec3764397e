"""Clean input about the crisis card: nothing in it must be filled in."""

from __future__ import annotations

import json
from typing import Any

from django import forms

from landing.core.dutch import capital
from landing.plan.card_reads import Card, Contact
from landing.plan.card_words import CONTACTS, MOST_CONTACTS, PART, Part
from landing.plan.gate_actions import NOT_SAID
from landing.plan.goal_forms import SaidForm
from landing.plan.models import CardPrint
from landing.ui.forms import KindForm
from landing.ui.languages import said as _

SHORT = {"call_me": 60, "languages": 120}
LONGEST = 2000
EMPTY_PLACE = _("Vul ook een naam in bij plek {number}.")


class CardForm(KindForm):
    """Some parts of the card (all, or one a page). What stood there when it was opened goes along as ``seen``."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, card: Card, parts: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts, self.members = parts, {one.name: one.member for one in card.contacts}
        stood: dict[str, Any] = {}
        for name in parts:
            if name == CONTACTS:
                stood[name] = [one.plain() for one in card.contacts]
                self._add_contacts(card)
            else:
                stood[name] = card.texts.get(name, "")
                self._add_text(PART[name], card)
        self.initial["seen"] = json.dumps(stood)

    def _add_text(self, part: Part, card: Card) -> None:
        box = forms.TextInput() if part.name in SHORT else forms.Textarea(attrs={"rows": part.rows})
        self.add_field(part.name, forms.CharField(
            label=part.question, help_text=part.hint, required=False, widget=box, max_length=SHORT.get(part.name, LONGEST),
            initial=card.texts.get(part.name, ""),
        ))  # fmt: skip

    def _add_contacts(self, card: Card) -> None:
        for number in range(1, MOST_CONTACTS + 1):
            known = card.contacts[number - 1] if number <= len(card.contacts) else Contact("")
            self.add_field(f"name_{number}", forms.CharField(
                label=_("{number}. Naam").format(number=number), required=False, max_length=120, initial=known.name))  # fmt: skip
            self.add_field(f"phone_{number}", forms.CharField(
                label=_("Telefoonnummer van nummer {number}").format(number=number), required=False, max_length=30, initial=known.phone,
                widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})))  # fmt: skip
            self.add_field(
                f"what_{number}",
                forms.CharField(
                    label=_("Waarvoor bellen we nummer {number}?").format(number=number),
                    required=False,
                    max_length=200,
                    initial=known.what_for,
                ),
            )

    @property
    def contact_fields(self) -> list[tuple[Any, Any, Any, bool]]:
        """The boxes of each place: name, phone, what for, and whether it may stay folded."""
        rows = []
        for number in range(1, MOST_CONTACTS + 1):
            name, phone, what = (self[f"{field}_{number}"] for field in ("name", "phone", "what"))
            folded = number > 2 and not any(box.value() or box.errors for box in (name, phone, what))
            rows.append((name, phone, what, folded))
        return rows

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        for number in range(1, MOST_CONTACTS + 1) if CONTACTS in self.parts else ():
            if not found.get(f"name_{number}") and (found.get(f"phone_{number}") or found.get(f"what_{number}")):
                self.add_error(f"name_{number}", EMPTY_PLACE.format(number=number))
        return found

    def values(self) -> dict[str, Any]:
        """What was filled in, by part; empty places between contacts close up."""
        found = self.cleaned_data
        values: dict[str, Any] = {name: found[name] for name in self.parts if name != CONTACTS}
        if CONTACTS in self.parts:
            values[CONTACTS] = [
                Contact(name, found[f"phone_{number}"], found[f"what_{number}"], self.members.get(name, ""))
                for number in range(1, MOST_CONTACTS + 1) if (name := found[f"name_{number}"])
            ]  # fmt: skip
        return values

    def stood(self) -> dict[str, Any]:
        """What stood at these parts when the form was opened; nothing when it cannot be read."""
        try:
            told = json.loads(self.cleaned_data.get("seen") or "{}")
        except ValueError:
            return {}
        return {name: told[name] for name in self.parts if name in told} if isinstance(told, dict) else {}


class SaidCardForm(SaidForm, CardForm):
    """The card as the person tells it, written down by a carer with the person there."""

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["said"].label = _("%(name)s is erbij, zei dit zelf en vindt het goed") % {"name": name}
        self.fields["said"].error_messages["required"] = NOT_SAID
        self.order_fields([*(name for name in self.fields if name != "said"), "said"])


class PrintForm(KindForm):
    """For whom the card is printed."""

    for_whom = forms.CharField(
        label=_("Voor wie is deze kaart?"), max_length=120, required=False,
        help_text=_("Bijvoorbeeld: voor mijzelf, of voor mijn zus. Dan weet je later wie een oude kaart heeft."),
    )  # fmt: skip


class StaffPrintForm(PrintForm):
    """For whom staff print the card, and why; the person reads both."""

    why = forms.ChoiceField(
        label="Waarom print je de kaart?", widget=forms.RadioSelect,
        choices=[(code, capital(str(label))) for code, label in CardPrint.Why.choices],
        error_messages={"required": "Kies waarom je de kaart print. De persoon leest dat ook."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["for_whom"].help_text = _("Bijvoorbeeld: voor de persoon zelf. De persoon ziet dit bij de kaart.")

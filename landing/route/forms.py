"""Clean input about a route. Questions are data: the fields follow from the facts of the rulebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms

from landing.core.due.rules import Fact, Rulebook
from landing.ui.forms import DutchDateField, KindForm
from landing.ui.languages import in_own_language
from landing.ui.languages import said as _

UNKNOWN = ("", "Nog niet bekend")
# What cannot come before what: (earlier, later). The message names both.
ORDER = (
    ("stay_start", "move"),
    ("stay_start", "target_departure"),
    ("stay_start", "contract_signed"),
    ("stay_start", "key_handover"),
    ("offer_received", "offer_accepted"),
    ("contract_signed", "flip_done"),
    ("move", "flip_done"),
    ("move", "pilot_flame_start"),
    ("admission_start", "admission_end"),
)
ALREADY_HAPPENED = frozenset({"last_contact", "gone_from_register", "readmission", "eviction_done"})


class FactsForm(KindForm):
    """Dates and situation of a journey: one field for each fact that is asked.

    The cleaned data holds a date, True or False, a choice, or None for "not known". ``seen`` holds the row ids the
    viewer saw, so that a newer value of somebody else is noticed.
    """

    def __init__(
        self, *args: Any, book: Rulebook, asked: Iterable[str], known: Mapping[str, Any], ids: Mapping[str, int],
        today: date, client: bool = False, **kwargs: Any,
    ) -> None:  # fmt: skip
        initial = {kind: _initial(value) for kind, value in known.items()}
        super().__init__(*args, initial=initial, **kwargs)
        self.book, self.today, self.known = book, today, dict(known)
        for kind in asked:
            self.fields[kind] = _field(book.facts[kind], client=client)
            self.fields[f"seen_{kind}"] = forms.IntegerField(
                required=False, initial=ids.get(kind, 0), widget=forms.HiddenInput
            )

    @property
    def kinds(self) -> list[str]:
        """The facts that are asked, in order."""
        return [name for name in self.fields if not name.startswith("seen_")]

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields as the page shows them: dates apart from the situation."""
        dates = [self[kind] for kind in self.kinds if self.book.facts[kind].kind == "date"]
        others = [self[kind] for kind in self.kinds if self.book.facts[kind].kind != "date"]
        return [("Situatie", others), ("Data van de route", dates)]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        days = {**self.known, **{kind: found.get(kind) for kind in self.kinds if kind in found}}
        for earlier, later in ORDER:
            first, second = days.get(earlier), days.get(later)
            if isinstance(first, date) and isinstance(second, date) and second < first:
                if self.book.facts[earlier].recurs is not None and later not in self.changed_data:
                    continue  # it begins a second time; the end that is known belongs to the first
                target = later if later in self.fields else earlier
                if target in self.fields and (earlier in self.changed_data or later in self.changed_data):
                    labels = self.book.facts
                    self.add_error(
                        target,
                        f"“{labels[later].label}” ligt vóór “{labels[earlier].label}”. Kijk beide datums na.",
                    )
        for kind in ALREADY_HAPPENED.intersection(self.kinds):
            if isinstance(found.get(kind), date) and found[kind] > self.today:
                self.add_error(kind, "Deze dag ligt in de toekomst. Vul de dag in waarop het gebeurde.")
        return found

    def changes(self) -> dict[str, Any]:
        """What differs from what the form showed: {fact: new value}."""
        return {kind: self.cleaned_data[kind] for kind in self.kinds if kind in self.changed_data}

    def seen(self) -> dict[str, int]:
        """The row id of each fact that the viewer saw."""
        return {kind: self.cleaned_data.get(f"seen_{kind}") or 0 for kind in self.kinds}


def _initial(value: Any) -> Any:
    return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


def _yes_no(text: str) -> bool | None:
    return {"yes": True, "no": False}.get(text)


def _field(fact: Fact, *, client: bool) -> forms.Field:
    label = in_own_language(fact.client_question or fact.question) if client else fact.question
    if fact.kind == "date":
        return DutchDateField(label=label, required=False)
    if fact.kind == "yes_no":
        choices = [("yes", _("Ja")), ("no", _("Nee")), ("", _("Weet ik niet") if client else UNKNOWN[1])]
        return forms.TypedChoiceField(
            label=label, choices=choices, required=False, coerce=_yes_no, empty_value=None, widget=forms.RadioSelect
        )
    return ChoiceOrNone(
        label=label, required=False, choices=[UNKNOWN if not client else ("", _("Weet ik niet")), *fact.choices.items()],
        widget=forms.RadioSelect if client else forms.Select,
    )  # fmt: skip


class ChoiceOrNone(forms.ChoiceField):
    """A choice that reads as None when nothing is chosen."""

    def clean(self, value: Any) -> Any:
        return super().clean(value) or None


class StepForm(KindForm):
    """What to do with a step: done on a day, or set aside with a reason."""

    on = DutchDateField(label="Op welke dag?", required=False)
    why = forms.CharField(label="Waarom hoeft deze stap niet?", max_length=500, required=False,
                          widget=forms.Textarea(attrs={"rows": 3}))  # fmt: skip


class GateForm(KindForm):
    """Why a closed gate may be passed."""

    why = forms.CharField(
        label="Waarom kan het toch?", max_length=500, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Schrijf in een of twee zinnen waarom, en wat er alsnog gebeurt. Dit blijft zichtbaar.",
        error_messages={"required": "Schrijf op waarom het toch kan, en wat er alsnog gebeurt."},
    )  # fmt: skip


class KeyDateForm(KindForm):
    """Suppose the key comes on …"""

    date = DutchDateField(label="Stel, de sleutel komt op", required=False)
    other = DutchDateField(label="Of vergelijk met (niet verplicht)", required=False)

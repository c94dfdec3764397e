"""Clean input about looks and emergencies, nothing else."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict

from landing.rights.models import BreakGlass
from landing.rights.reads import PERIOD_DAYS, Period
from landing.ui.fields import DutchDateField
from landing.ui.forms import KindForm
from landing.ui.languages import said as _


class PeriodForm(KindForm):
    """From and to which day; empty means the last three months."""

    van = DutchDateField(label=_("Vanaf"), required=False)
    tot = DutchDateField(label=_("Tot en met"), required=False)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = found.get("van"), found.get("tot")
        if start and end and start > end:
            self.add_error("tot", "De laatste dag ligt voor de eerste. Kijk de datums na.")
        return found


def period_of(asked: QueryDict, today: date) -> tuple[PeriodForm, Period]:
    """The form with what was asked, and the period; a period that cannot be read is the usual one."""
    given = {name: asked.get(name, "") for name in ("van", "tot")}
    form = PeriodForm(given if any(given.values()) else None)
    days = form.cleaned_data if form.is_bound and form.is_valid() else {}
    end = days.get("tot") or today
    start = days.get("van") or min(end, today) - timedelta(days=PERIOD_DAYS)
    try:
        before: date | None = date.fromisoformat(asked.get("voor", ""))
    except ValueError:
        before = None
    # Days far away cannot be a moment in every zone.
    start, end = max(start, date(2000, 1, 1)), min(max(end, date(2000, 1, 1)), date(2200, 1, 1))
    if before is not None and not start <= before <= end:
        before = None
    return form, Period(min(start, end), end, before)


class QuestionForm(KindForm):
    """The person's own words about a look."""

    words = forms.CharField(
        label=_("Wat is je vraag?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Schrijf het in je eigen woorden."),
        error_messages={"required": _("Schrijf op wat je wilt vragen.")},
    )  # fmt: skip


class AnswerForm(KindForm):
    """The answer, in words for the person."""

    words = forms.CharField(
        label="Antwoord aan de persoon", max_length=2000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Korte zinnen, met je. De persoon leest dit precies zo.",
        error_messages={"required": "Schrijf een antwoord."},
    )  # fmt: skip


class WhoForm(KindForm):
    """Exactly one person: the whole name and the birth date."""

    name = forms.CharField(
        label="Voornaam en achternaam", max_length=160,
        error_messages={"required": "Vul de voornaam en de achternaam in."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    born = DutchDateField(
        label="Geboortedatum", four_digit_year=True, error_messages={"required": "Vul de geboortedatum in."}
    )


class EmergencyForm(WhoForm):
    """Whom, and why it cannot wait."""

    reason = forms.ChoiceField(
        label="Waarom?", choices=BreakGlass.Reason.choices, widget=forms.RadioSelect,
        error_messages={"required": "Kies waarom je deze gegevens nu nodig hebt."},
    )  # fmt: skip
    words = forms.CharField(
        label="Wat is er aan de hand?", max_length=500, min_length=10, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Schrijf in een zin wat er aan de hand is.",
                        "min_length": "Schrijf in een hele zin wat er aan de hand is."},
    )  # fmt: skip


class ReviewForm(KindForm):
    """Whether an opening was right, and why."""

    verdict = forms.ChoiceField(
        label="Wat is je oordeel?", choices=BreakGlass.Verdict.choices, widget=forms.RadioSelect,
        error_messages={"required": "Kies een oordeel."},
    )  # fmt: skip
    words = forms.CharField(
        label="Waarom?", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Schrijf op waarom."},
    )  # fmt: skip

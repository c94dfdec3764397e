"""Clean input about strengths, a good life and saving. Every field may stay empty."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from landing.plan.goal_forms import OwnText
from landing.plan.strength_reads import KINDS, QUALITIES
from landing.ui.forms import KindForm, MoneyField
from landing.ui.languages import said as _


class StrengthForm(KindForm):
    """Something strong."""

    words = OwnText(label=_("Wat is sterk?"), help_text=_("Gebruik je eigen woorden."))
    kind = forms.ChoiceField(
        label=_("Wat past hierbij?"), required=False, widget=forms.RadioSelect, choices=list(KINDS.items())
    )
    travels = forms.BooleanField(label=_("Dit mag mee naar wie het overneemt"), required=False)


class GoodLifeForm(KindForm):
    """What a good life is: a text for each of the four qualities, and hidden the words that it was based on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, (title, question) in QUALITIES.items():
            self.add_field(code, OwnText(label=title, help_text=question))

    @property
    def said(self) -> dict[str, str]:
        """The texts as they were typed, by quality."""
        return {code: self.cleaned_data[code] for code in QUALITIES}

    @property
    def seen(self) -> dict[str, str]:
        """The words that this form was based on."""
        return {code: str(self.data.get(f"seen_{code}", "")) for code in QUALITIES}


class EuroField(MoneyField):
    """An amount in euros that is kept in cents."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=Decimal("999999.99"), required=False, **kwargs)

    def clean(self, value: Any) -> int | None:
        amount: Decimal | None = super().clean(value)
        return int(amount * 100) if amount is not None else None

    def prepare_value(self, value: Any) -> Any:
        return super().prepare_value(Decimal(value) / 100 if isinstance(value, int) else value)


class WishForm(KindForm):
    """Something to save for."""

    words = OwnText(label=_("Waar spaar je voor?"), help_text=_("Gebruik je eigen woorden."))
    cost_cents = EuroField(label=_("Wat kost het?"))
    saved_cents = EuroField(label=_("Hoeveel heb je al?"))


class PutByForm(KindForm):
    """What was put by, or taken from it."""

    cents = EuroField(label=_("Hoeveel?"))
    way = forms.ChoiceField(label=_("Wat doe je?"), widget=forms.RadioSelect, initial="more", required=False,
                            choices=[("more", _("Ik leg het erbij")), ("less", _("Ik haal het eraf"))])  # fmt: skip

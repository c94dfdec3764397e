"""Clean input about one part of a plan for when it goes less well."""

from __future__ import annotations

import json
from typing import Any

from django import forms

from landing.plan.sign_reads import Plan
from landing.plan.sign_words import AGREED, CLOSE_ONES, Part
from landing.ui.forms import DutchDateField, KindForm

LONGEST = 4000


class PartForm(KindForm):
    """The texts of one part; nothing must be filled in. What stood there when it was opened goes along as ``seen``."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, part: Part, plan: Plan, own: bool, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.part = part
        stood = {field: plan.at(part.name).get(field, "") for field, _ in part.fields}
        for field, question in part.fields:
            self.add_field(field, forms.CharField(
                label=question, required=False, max_length=LONGEST, initial=stood[field],
                widget=forms.Textarea(attrs={"rows": 3}),
            ))  # fmt: skip
        if part.name == CLOSE_ONES and not own:
            self.add_field("agreed_on", DutchDateField(
                label=AGREED.format(name=name), required=False, initial=plan.agreed_on))  # fmt: skip
        self.initial["seen"] = json.dumps(stood)

    def values(self) -> dict[str, str]:
        """What was filled in, by field."""
        return {field: self.cleaned_data[field] for field, _ in self.part.fields}

    def stood(self) -> dict[str, str]:
        """What stood there when the form was opened; nothing when it cannot be read."""
        try:
            told = json.loads(self.cleaned_data.get("seen") or "{}")
        except ValueError:
            return {}
        return (
            {field: str(told[field]) for field, _ in self.part.fields if field in told}
            if isinstance(told, dict)
            else {}
        )

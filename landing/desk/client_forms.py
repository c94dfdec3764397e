"""The one question of a client page: its answers, and the two ways not to answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join

from landing.core.due.rules import Rulebook
from landing.desk.client_words import choice_words
from landing.route.forms import FactsForm
from landing.ui.forms import speak_plainly
from landing.ui.languages import said as _

UNKNOWN, PRIVATE = "weet-niet", "zeg-niet"
WHY = _("Waarom vragen we dit? Dan weten we welke stappen voor jou gelden.")
SKIPS = ((UNKNOWN, _("Weet ik niet")), (PRIVATE, _("Wil ik niet zeggen")))


class QuestionForm(FactsForm):
    """One fact, asked of the person whose route it is.

    seers: who reads the answer, in a sentence; it stands with the reason above the answers. A date has a button
    beside it for each way not to answer (``skip`` in the data); the other kinds have them among their answers.
    ``skipped`` tells that the person chose not to answer.
    """

    def __init__(
        self, *args: Any, book: Rulebook, fact: str, known: Mapping[str, Any], ids: Mapping[str, int], today: date,
        seers: str = "", **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, book=book, asked=[fact], known=known, ids=ids, today=today, client=True, **kwargs)
        self.fact = book.facts[fact]
        self.is_date = self.fact.kind == "date"
        field = self.fields[fact]
        if not self.is_date:
            answers = [("yes", _("Ja")), ("no", _("Nee"))]
            if self.fact.kind == "choice":
                answers = list(choice_words(self.fact).items())
            field = forms.ChoiceField(label=field.label, choices=[*answers, *SKIPS], widget=forms.RadioSelect)
            self.fields[fact] = field
            field.error_messages["required"] = _("Kies een antwoord. Weet je het niet? Kies dan “Weet ik niet”.")
        else:
            field.required = True
            field.error_messages["required"] = _("Vul een datum in. Bijvoorbeeld: 27-11-2026.")
        example = _("Schrijf de dag zo: 27-11-2026.") if self.is_date else ""
        lines = [line for line in (WHY, seers, example) if line]
        field.help_text = format_html_join(format_html("<br{}>", ""), "{}", [(line,) for line in lines])
        speak_plainly(field, str(field.label))
        if self.data.get("skip") in dict(SKIPS):
            # What stands in the box does not count then, also when it is no date.
            field.required, field.disabled = False, True

    @property
    def question(self) -> forms.BoundField:
        """The field, for the page."""
        return self[self.fact.id]

    @property
    def skipped(self) -> bool:
        """Whether the person chose not to answer; only after ``is_valid``."""
        chosen = self.data.get("skip") if self.is_date else self.cleaned_data.get(self.fact.id)
        return chosen in dict(SKIPS)

    def value(self) -> Any:
        """The answer as the rules read it: a date, True, False or a choice; None when it was not given."""
        if self.skipped:
            return None
        found = self.cleaned_data[self.fact.id]
        return {"yes": True, "no": False}[found] if self.fact.kind == "yes_no" else found

    def seen_id(self) -> int:
        """The row id of the answer that the person saw, 0 for none."""
        return self.cleaned_data.get(f"seen_{self.fact.id}") or 0

    def clean(self) -> dict[str, Any]:
        if self.data.get("skip") in dict(SKIPS):
            return self.cleaned_data
        return super().clean()

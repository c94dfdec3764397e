"""Clean input about what a person asks."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms

from landing.rights.request_words import PURPOSES, TOPICS, WISHES, Wish
from landing.ui.forms import KindForm
from landing.ui.languages import said as _

LONGEST = 2000


class WishForm(KindForm):
    """One wish in the person's own words; an objection also says about what and for what."""

    words = forms.CharField(required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, wish: Wish, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["words"]
        field.required = wish.needs_words
        field.label = wish.label if wish.needs_words else _("{label} (niet verplicht)").format(label=wish.label)
        field.error_messages["required"] = _("Schrijf op wat je wilt zeggen. Een paar woorden is genoeg.")
        if wish.kind == "objection":
            self.add_field("topic", forms.ChoiceField(
                label=_("Waar gaat het over?"), choices=[("", _("Kies iets")), *TOPICS.items()],
            ))  # fmt: skip
            self.add_field("purpose", forms.ChoiceField(
                label=_("Waar mag het niet voor gebruikt worden?"), choices=[("", _("Kies iets")), *PURPOSES.items()],
            ))  # fmt: skip
            self.order_fields(["topic", "purpose", "words"])

    def values(self) -> dict[str, Any]:
        """What the action wants to know."""
        return {name: self.cleaned_data.get(name, "") for name in ("words", "topic", "purpose")}


class WishForForm(KindForm):
    """What somebody asked a worker, or a representative asked for the person."""

    kind = forms.ChoiceField(label="Wat vraagt de persoon?")
    speaker = forms.ChoiceField(label="Wie vraagt het?", required=False)
    words = forms.CharField(
        label="In de woorden van de persoon (niet verplicht)", required=False, max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    topic = forms.ChoiceField(label="Bij bezwaar: waarover? (niet verplicht)", required=False)
    purpose = forms.ChoiceField(label="Bij bezwaar: waarvoor niet? (niet verplicht)", required=False)

    def __init__(self, *args: Any, speakers: list[tuple[str, str]], frozen: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        left_out = "restriction" if frozen else "lifting"
        choices = {
            "kind": [("", "Kies iets"), *((str(w.kind), w.link) for w in WISHES if w.kind != left_out)],
            "speaker": [
                ("", "De persoon zelf"),
                *speakers,
            ],
            "topic": [("", "Geen bezwaar"), *TOPICS.items()],
            "purpose": [("", "Geen bezwaar"), *PURPOSES.items()],
        }
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        kind = found.get("kind")
        if kind == "objection":
            for name, text in (
                ("topic", "Kies waarover het bezwaar gaat."),
                ("purpose", "Kies waarvoor het niet mag."),
            ):
                if name not in self.errors and not found.get(name):
                    self.add_error(name, text)
        if kind in {"correction", "human"} and not found.get("words") and "words" not in self.errors:
            self.add_error("words", "Schrijf op wat de persoon zei. Een paar woorden is genoeg.")
        return found

    def values(self) -> dict[str, Any]:
        """What the action wants to know; topic and purpose only of an objection."""
        found, objects = self.cleaned_data, self.cleaned_data["kind"] == "objection"
        return {
            "kind": found["kind"], "words": found["words"], "topic": found["topic"] if objects else "",
            "purpose": found["purpose"] if objects else "",
            "representation": UUID(found["speaker"]) if found["speaker"] else None,
        }  # fmt: skip


class AnswerForm(KindForm):
    """Yes or no, with the reason in words that the person reads."""

    answer = forms.ChoiceField(
        label="Wat is het antwoord?", choices=[("yes", "Ja"), ("no", "Nee")], widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label="Uitleg voor de persoon", help_text="In korte zinnen. Bij nee moet hier de reden staan.", required=False,
        max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("answer") == "no" and not (found.get("reason") or "").strip():
            self.add_error("reason", "Schrijf op waarom het antwoord nee is. De persoon leest dit.")
        return found


class ReasonForm(KindForm):
    """One sentence that says why."""

    why = forms.CharField(label="Waarom?", max_length=300)

"""Clean input for a change of a rule: plain fields that become the text of a region's override, or that text itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import yaml
from django import forms

from landing.core.due.explain import noun
from landing.core.due.marked import RulebookFault
from landing.core.due.plain_words import TITLE_CHARACTERS
from landing.core.due.rules import Moment, Rule, Rulebook
from landing.core.dutch import listed
from landing.core.periods import Term
from landing.route.words import WHO_WORDS
from landing.ui.forms import KindForm

UNITS = {
    "working day": "werkdagen", "day": "dagen", "week": "weken", "month": "maanden", "year": "jaar",
}  # fmt: skip
DIRECTIONS = [("after", "na"), ("before", "voor")]
LONGEST_TEXT = 8000
NO_TERM = ("", "Geen termijn")

# Which field shows a fault about a key of the text, and in what words.
FIELD_OF = {
    "because": "because", "title": "title", "who": "who", "due": "count", "offset": "count", "from": "anchor",
    "rounding": "count", "lead_time": "lead_count", "fallback": "fallback",
}  # fmt: skip
KINDLY = {
    "because": "Schrijf in hooguit 300 tekens waarom de regio dit anders doet.",
    "title": "Maak de titel korter: hooguit 70 tekens.",
    "who": "Kies een van de mensen uit de lijst.",
    "due": "Deze termijn kan zo niet. Vul een getal in en kies waar het van af telt.",
    "offset": "Deze termijn kan niet. Vul een kleiner getal in.",
    "from": "Kies een dag uit de lijst.",
    "rounding": "Deze afronding past niet bij de termijn.",
    "lead_time": "Bij een doorlooptijd hoort een termijn, en wat iemand doet als de tijd niet meer past.",
    "fallback": "Schrijf op wat iemand doet als de tijd niet meer past.",
}


class RuleChangeForm(KindForm):
    """What the region wants otherwise in one rule. What stays as it is, is not written down."""

    because = forms.CharField(
        label="Waarom doet de regio dit anders?", max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Iedereen leest dit bij de regel. Noem geen namen van mensen.",
    )  # fmt: skip
    title = forms.CharField(label="Titel", max_length=TITLE_CHARACTERS)
    who = forms.ChoiceField(label="Wie doet het?", choices=list(WHO_WORDS.items()))
    count = forms.IntegerField(
        label="Termijn: hoeveel?", required=False, min_value=0, max_value=15000,
        help_text="Alleen het getal. 0 betekent: op de dag zelf.",
    )  # fmt: skip
    unit = forms.ChoiceField(label="Termijn: in wat?", choices=list(UNITS.items()), required=False)
    direction = forms.ChoiceField(
        label="Voor of na die dag?", choices=DIRECTIONS, required=False, widget=forms.RadioSelect
    )
    anchor = forms.ChoiceField(label="Vanaf welke dag tellen we?", required=False)
    lead_count = forms.IntegerField(
        label="Hoe lang duurt het: hoeveel?", required=False, min_value=0, max_value=15000,
        help_text="Laat leeg als dat niet uitmaakt.",
    )  # fmt: skip
    lead_unit = forms.ChoiceField(label="Hoe lang duurt het: in wat?", choices=list(UNITS.items()), required=False)
    fallback = forms.CharField(
        label="Wat doet iemand als de tijd niet meer past?", max_length=600, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    text = forms.CharField(
        label="Tekst van de wijziging (YAML)", max_length=LONGEST_TEXT, required=False, strip=False,
        help_text="Staat hier iets, dan telt alleen deze tekst en tellen de velden hierboven niet.",
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args: Any, book: Rulebook, rule: Rule, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(rule), **kwargs)
        self.book, self.rule, self.today = book, rule, today
        dates = [(fact.id, fact.label) for fact in book.facts.values() if fact.kind == "date"]
        self.fields["anchor"].choices = [NO_TERM, *dates]  # type: ignore[attr-defined]
        if rule.due is not None and len(rule.due.anchors) > 1:
            others = listed([noun(book.facts[fact]) for fact in rule.due.anchors[1:]], "of")
            self.fields["anchor"].help_text = f"Is die dag nog niet bekend, dan telt {others}."

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if (found.get("text") or "").strip():
            # The text speaks for itself: what the fields lack is no fault then, but why is told to everyone.
            for name in [name for name in self.errors if name not in ("because", "text")]:
                del self.errors[name]
            return found
        if found.get("anchor") and found.get("count") is None and "count" not in self.errors:
            self.add_error("count", "Vul in hoeveel. Of kies “Geen termijn” bij “Vanaf welke dag tellen we?”.")
        if found.get("count") is not None and not found.get("anchor") and self.rule.due is None:
            self.add_error("anchor", "Kies vanaf welke dag de termijn telt.")
        if self.rule.due is not None and not found.get("anchor") and "anchor" not in self.errors:
            self.add_error("anchor", "Een regio kan een termijn veranderen, maar niet weghalen. Kies een dag.")
        if found.get("lead_count") is not None and not (found.get("fallback") or "").strip():
            self.add_error("fallback", KINDLY["fallback"])
        if self.rule.lead_time is not None and found.get("lead_count") is None and "lead_count" not in self.errors:
            self.add_error("lead_count", "Een regio kan de duur veranderen, maar niet weghalen. Vul een getal in.")
        if not self.errors and not self._changes(found):
            self.add_error(None, "Je hebt nog niets veranderd. Pas minstens één veld aan.")
        return found

    def override(self) -> str:
        """The change as YAML text: what was typed there, or made of the fields."""
        typed = self.cleaned_data.get("text") or ""
        return typed.replace("\r\n", "\n") if typed.strip() else self.made()

    def made(self) -> str:
        """The YAML text made of the fields alone; only what differs from the rule as it is now stands in it."""
        changed = self._changes(self.cleaned_data)
        item = {"override": self.rule.id, "because": self.cleaned_data["because"].strip(), **changed}
        item["last_checked"] = self.today
        return yaml.safe_dump([item], allow_unicode=True, sort_keys=False, width=110)

    def _changes(self, found: dict[str, Any]) -> dict[str, Any]:
        rule = self.rule
        changed: dict[str, Any] = {}
        for name in ("title", "who", "fallback"):
            value = (found.get(name) or "").strip()
            if value and value != getattr(rule, name):
                changed[name] = value
        due = self._moment(found)
        if due is not None:
            changed["due"] = due
        if found.get("lead_count") is not None:
            lead = Term(found["lead_count"], found.get("lead_unit") or "day")
            if lead != rule.lead_time:
                changed["lead_time"] = str(lead)
        if not rule.setting_source and {"due", "lead_time"} & changed.keys():
            changed["setting_source"] = "local"  # the number is the region's, no longer the source's
        return changed

    def _moment(self, found: dict[str, Any]) -> dict[str, Any] | None:
        """The term as the rule file writes it, or None where it stays as it is."""
        if found.get("count") is None or not found.get("anchor"):
            return None
        old: Moment | None = self.rule.due
        sign = -1 if found.get("direction") == "before" else 1
        term = Term(sign * found["count"], found.get("unit") or "day")
        anchors = (found["anchor"],)
        if old is not None:
            anchors += tuple(fact for fact in old.anchors[1:] if fact != found["anchor"])
            if (term, anchors) == (old.term, old.anchors):
                return None
        moment: dict[str, Any] = {"from": list(anchors), "offset": str(term)}
        if old is not None and old.rounding != old.term.usual_rounding:
            moment["rounding"] = old.rounding
        return moment

    def show_faults(self, faults: Iterable[RulebookFault]) -> None:
        """Say kindly at each field what the loader found; what belongs to no field stands at the text."""
        own_text = bool((self.cleaned_data.get("text") or "").strip())
        for fault in faults:
            key = fault.found.split(":", 1)[0]
            if key in FIELD_OF and not own_text:
                self.add_error(FIELD_OF[key], KINDLY[key])
            else:
                file = "" if fault.file.startswith("wijziging ") else f"In {fault.file}, "
                self.add_error("text", f"{file}regel {fault.line}: {fault.found}; {fault.wanted}.")


def _initial(rule: Rule) -> dict[str, Any]:
    initial: dict[str, Any] = {
        "title": rule.title, "who": rule.who, "fallback": rule.fallback or "", "unit": "working day",
        "direction": "after", "lead_unit": "working day",
    }  # fmt: skip
    if rule.due is not None:
        term = rule.due.term
        initial |= {
            "count": abs(term.count), "unit": term.unit, "anchor": rule.due.anchors[0],
            "direction": "before" if term.count < 0 else "after",
        }  # fmt: skip
    if rule.lead_time is not None:
        initial |= {"lead_count": rule.lead_time.count, "lead_unit": rule.lead_time.unit}
    return initial

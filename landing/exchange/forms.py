"""Clean input of the import: a file, another way to open it, and what the columns and words mean."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms

from landing.exchange.caseload.fields import BY_ID, FIELDS
from landing.exchange.caseload.grid import is_empty, shown
from landing.exchange.caseload.mapping import (
    VERSION,
    ColumnProposal,
    WordQuestion,
    ask_periods,
    ask_words,
    columns_of,
    faults_of,
    propose,
)
from landing.exchange.caseload.reading import looks_like_bsn
from landing.exchange.caseload.recognition import never_reason, word_key
from landing.exchange.caseload.tables import Table
from landing.exchange.uploads import LARGEST
from landing.ui.forms import KindForm

OPEN, EMPTY = "?", "-"
STAYS_OUT = (EMPTY, "Niet inlezen")


class UploadForm(KindForm):
    """One list."""

    list = forms.FileField(
        label="Bestand",
        help_text=f"Een CSV-bestand of een Excel-werkmap (.xlsx), hooguit {LARGEST // 1_048_576} MB.",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
        allow_empty_file=True,  # the reader says it better, and in one place
    )

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if too_large:
            self.fields["list"].error_messages["required"] = (
                f"Dit bestand is te groot. Er kan {LARGEST // 1_048_576} MB in. Haal plaatjes en lege opgemaakte "
                "rijen weg, of splits de lijst in kleinere bestanden."
            )


class ReopenForm(KindForm):
    """Another sheet, or another row with the headings."""

    sheet = forms.ChoiceField(label="Blad", required=False)
    heading_row = forms.IntegerField(label="Rij met de kolomkoppen", min_value=1, max_value=1_048_576)

    def __init__(self, *args: Any, table: Table, **kwargs: Any) -> None:
        kwargs["initial"] = {"sheet": table.sheet, "heading_row": table.heading_row_numbers[-1]}
        super().__init__(*args, **kwargs)
        sheet = self.fields["sheet"]
        if len(table.sheet_names) > 1 and isinstance(sheet, forms.ChoiceField):
            sheet.choices = [(name, name) for name in table.sheet_names]
        else:
            del self.fields["sheet"]


class MappingForm(KindForm):
    """What each column holds, and what the words in it mean: as many questions as the list needs.

    The words that are asked follow from the columns that were chosen, so a form that comes back asks what is new.
    """

    def __init__(self, data: Any = None, *, table: Table, mapping: dict[str, Any]) -> None:
        self.table = table
        self.columns: list[tuple[str, ColumnProposal, str]] = []
        self.asked: dict[str, list[tuple[str, WordQuestion]]] = {}
        self.sure: dict[str, list[tuple[str, WordQuestion]]] = {}
        data = None if data is None else data.copy()
        super().__init__(data)
        chosen = columns_of(mapping)
        for index, proposal in enumerate(propose(table).columns):
            name = f"column_{index}"
            never = never_reason(proposal.heading) or ""
            self.columns.append((name, proposal, never))
            if never:
                continue
            initial = chosen.get(proposal.heading, "")
            self.add_field(name, self._column(proposal, initial))
            if data is not None:
                data.setdefault(name, initial or EMPTY)
        self.chosen = self._chosen(data, mapping)
        self._ask_words(data, mapping)
        self._ask_periods(data, mapping)
        self._ask_bsn(mapping)

    def _column(self, proposal: ColumnProposal, initial: str) -> forms.Field:
        samples = f"Bijvoorbeeld: {' · '.join(proposal.samples)}." if proposal.samples else "Deze kolom is leeg."
        return forms.ChoiceField(
            label=f"{proposal.letter}: {proposal.heading}",
            choices=[STAYS_OUT, *((field.id, field.label) for field in FIELDS)],
            initial=initial or EMPTY,
            help_text=f"{samples} {proposal.reason_nl}".strip(),
        )

    def _chosen(self, data: Any, mapping: dict[str, Any]) -> dict[str, str]:
        """heading → field id, as the person has it now."""
        known = columns_of(mapping)
        return {
            proposal.heading: "" if never else
            (data.get(name, EMPTY).removeprefix(EMPTY) if data is not None else known.get(proposal.heading, ""))
            for name, proposal, never in self.columns
        }  # fmt: skip

    def _ask_words(self, data: Any, mapping: dict[str, Any]) -> None:
        so_far = {"columns": self.chosen, "values": mapping.get("values", {})}
        for question in ask_words(self.table, so_far):
            target = BY_ID[question.field_id]
            if target.kind not in ("choice", "yes_no"):
                continue
            name = _word_name(question)
            if name in self.fields:
                continue
            answer = (question.proposal or EMPTY) if question.certain else OPEN
            times = "1 keer" if question.count == 1 else f"{question.count} keer"
            options = list(target.choices.items()) or [("yes", "Ja"), ("no", "Nee")]
            field = forms.ChoiceField(
                label=f"‘{question.found[:60]}’ ({times})",
                choices=[*([] if question.certain else [(OPEN, "Kies wat dit betekent")]), *options,
                         (EMPTY, "Leeg laten")],
                initial=answer,
                error_messages={"required": f"Kies wat ‘{question.found[:60]}’ betekent."},
            )  # fmt: skip
            self.add_field(name, field)
            (self.sure if question.certain else self.asked).setdefault(target.id, []).append((name, question))
            if data is not None:
                data.setdefault(name, "" if answer == OPEN else answer)
                if data.get(name) == OPEN:
                    data[name] = ""

    def _ask_periods(self, data: Any, mapping: dict[str, Any]) -> None:
        self.periods: dict[str, list[str]] = {}
        for period in ask_periods(self.table, {"columns": self.chosen}):
            self.periods.setdefault(period.field_id, []).append(period.found)
        known = mapping.get("periods", {})
        for field_id, found in self.periods.items():
            self.add_field(
                f"period_{field_id}",
                forms.ChoiceField(
                    label=f"In ‘{BY_ID[field_id].label}’ staan ook tijdvakken, zoals {', '.join(found[:3])}",
                    help_text="Alleen een echte dag telt mee bij termijnen.",
                    choices=[("last_day", "Neem de laatste dag van het tijdvak"), ("leave_out", "Laat deze leeg")],
                    widget=forms.RadioSelect,
                    initial=known.get(field_id),
                    error_messages={"required": "Kies wat er met de tijdvakken moet gebeuren."},
                ),
            )

    def _ask_bsn(self, mapping: dict[str, Any]) -> None:
        for heading, field_id in self.chosen.items():
            target = BY_ID.get(field_id)
            if target is None or target.kind != "code":
                continue
            numbers = [shown(cell) for cell in self.table.column(heading) if not is_empty(cell)]
            like = sum(looks_like_bsn(number) for number in numbers)
            if like:
                self.add_field(
                    f"bsn_{field_id}",
                    forms.BooleanField(
                        label=f"De {target.label.lower()}s zijn zeker geen BSN",
                        help_text=f"{like} van de {len(numbers)} nummers kunnen een BSN zijn. Een BSN nemen we niet over.",
                        required=False,
                        initial=field_id in mapping.get("not_a_bsn", []),
                    ),
                )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for fault in faults_of(self.mapping(cleaned)):
            self.add_error(None, fault)
        return cleaned

    def mapping(self, cleaned: dict[str, Any] | None = None) -> dict[str, Any]:
        """The mapping that was chosen, as it is kept."""
        cleaned = self.cleaned_data if cleaned is None else cleaned
        values: dict[str, dict[str, str]] = {}
        for group in (self.sure, self.asked):
            for field_id, questions in group.items():
                for name, question in questions:
                    if cleaned.get(name):
                        answer = "" if cleaned[name] == EMPTY else cleaned[name]
                        values.setdefault(field_id, {})[word_key(question.found)] = answer
        for question in ask_words(self.table, {"columns": self.chosen}):
            if BY_ID[question.field_id].kind not in ("choice", "yes_no") and question.certain:
                values.setdefault(question.field_id, {})[word_key(question.found)] = question.proposal
        return {
            "version": VERSION,
            "headings": list(self.table.headings),
            "columns": self.chosen,
            "values": values,
            "periods": {field: cleaned[f"period_{field}"] for field in self.periods if cleaned.get(f"period_{field}")},
            "not_a_bsn": [
                name.removeprefix("bsn_") for name in self.fields if name[:4] == "bsn_" and cleaned.get(name)
            ],
        }

    def columns_shown(self) -> list[dict[str, Any]]:
        """For the page: the columns in the order of the file, with their field or the reason why there is none."""
        return [
            {"heading": proposal.heading, "letter": proposal.letter, "never": never,
             "field": None if never else self[name]}
            for name, proposal, never in self.columns
        ]  # fmt: skip

    def words_shown(self, *, sure: bool) -> list[tuple[str, list[forms.BoundField]]]:
        """For the page: (label of the field, its words), those that are sure or those that must be chosen."""
        groups = self.sure if sure else self.asked
        return [(BY_ID[field_id].label, [self[name] for name, _ in asked]) for field_id, asked in groups.items()]

    def others_shown(self) -> list[forms.BoundField]:
        """For the page: the questions about periods and numbers."""
        return [self[name] for name in self.fields if name.startswith(("period_", "bsn_"))]


def _word_name(question: WordQuestion) -> str:
    """The same word keeps its name when other columns are chosen."""
    text = f"{question.field_id}\0{word_key(question.found)}"
    return f"word_{hashlib.sha256(text.encode()).hexdigest()[:12]}"

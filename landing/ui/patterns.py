"""Invented content for the pattern pages: every component once, with names and numbers that belong to nobody."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from landing.ui.forms import DutchDateField, KindForm, MoneyField, TimeField, YesNoField

TODAY = dt.date(2026, 11, 24)
ROWS = (
    {"name": "Samira Voorbeeld", "phase": "Net verhuisd", "small": "12 dagen in de woning", "word": "Huur te laat",
     "tone": "neg", "next": dt.date(2026, 11, 24), "coordinator": "jij"},
    {"name": "Kees Verzonnen", "phase": "Woning aangeboden", "small": "reageren voor 27 november",
     "word": "Nog niet gereageerd", "tone": "warn", "next": dt.date(2026, 11, 26), "coordinator": "jij"},
    {"name": "Fatuma Proef", "phase": "Nazorg", "small": "7 maanden in de woning", "word": "Gaat goed",
     "tone": "pos", "next": dt.date(2026, 12, 1), "coordinator": "Nadia Bedacht"},
)  # fmt: skip


class ExampleForm(KindForm):
    """One field of every kind."""

    title = forms.CharField(label="Korte titel", max_length=40, help_text="In een paar woorden.")
    text = forms.CharField(
        label="Wat is er gebeurd?", widget=forms.Textarea, required=False, help_text="De cliënt kan dit lezen."
    )
    on = DutchDateField(label="Op welke dag?")
    at = TimeField(label="Hoe laat?", required=False)
    amount = MoneyField(label="Hoeveel kost het?", required=False)
    days = forms.IntegerField(
        label="Hoeveel dagen?", min_value=1, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    phase = forms.ChoiceField(
        label="Fase", choices=[("", "Kies een fase"), ("move", "De verhuizing"), ("land", "Landen")]
    )
    share = YesNoField(label="Mag de woningcorporatie dit zien?", help_text="Zij zien dan alleen de datum.")
    topics = forms.MultipleChoiceField(
        label="Waar ging het over?",
        choices=[("home", "Wonen"), ("money", "Geld"), ("health", "Gezondheid")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    sure = forms.BooleanField(label="Ik heb dit met de cliënt besproken")


class ExampleFilter(KindForm):
    """A filter above a list."""

    q = forms.CharField(label="Zoek op naam", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    step = forms.ChoiceField(label="Stap", required=False, choices=[("", "Alle stappen"), ("move", "Net verhuisd")])


class ExampleQuestion(KindForm):
    """One question on a client page."""

    answer = forms.ChoiceField(
        label="Mag Bram je plan delen met Woonhuis?",
        help_text="Woonhuis ziet alleen je naam en je verhuisdatum. Woonhuis ziet niet je gezondheid.",
        choices=[("yes", "Ja, tot 1 mei 2027"), ("no", "Nee"), ("talk", "Ik weet het nog niet. Ik wil praten.")],
        widget=forms.RadioSelect,
    )


def pattern_context(with_errors: bool) -> dict[str, Any]:
    """Everything that the pattern pages show; `with_errors` fills the forms in wrongly."""
    before = {"before": 2, "before_word": "niet goed", "before_when": "in mei"}
    wrong = {"title": "x" * 50, "on": "31-02-2026", "at": "straks", "amount": "veel", "days": "0"}
    return {
        "today": TODAY,
        "rows": ROWS,
        "menu": [
            {"label": "Mijn dag", "url": "#dag", "current": True},
            {"label": "Cliënten", "url": "#clienten", "current": False},
            {"label": "Woningen", "url": "#woningen", "current": False},
            {"label": "Signalen", "url": "#signalen", "current": False},
            {"label": "Regels", "url": "#regels", "current": False},
        ],
        "viewer": {"role": "coordinator", "name": "Nadia Bedacht"},
        "role_label": "Coördinator",
        "logout_url": "/uitloggen/",
        "demo": False,
        "footer_links": [{"label": "Toegankelijkheid", "url": "#a"}, {"label": "Privacy", "url": "#b"}],
        "helper": {"name": "Bram", "phone": "06 00 00 00 00"},
        "form": ExampleForm(wrong) if with_errors else ExampleForm(),
        "filter": ExampleFilter(),
        "question_form": ExampleQuestion({}) if with_errors else ExampleQuestion(),
        "tab_items": [
            {"label": "Overzicht", "url": "#overzicht", "current": True, "count": None},
            {"label": "Te doen", "url": "#doen", "current": False, "count": 4},
            {"label": "Signalen", "url": "#signalen", "current": False, "count": 0},
        ],
        "columns": [
            {"label": "Naam"}, {"label": "Stap"}, {"label": "Signaal"}, {"label": "Volgende afspraak"},
            {"label": "Coördinator"},
        ],
        "identity_facts": [
            ("Stap", "Net verhuisd"), ("Coördinator", "Nadia Bedacht"), ("Toestemming", "tot 1 mei 2027"),
        ],
        "facts": [
            {"label": "Geboortedatum", "value": dt.date(1990, 2, 3).strftime("%d-%m-%Y"), "url": "#wijzig"},
            {"label": "Nieuw adres", "value": "", "url": "#wijzig"},
            ("Zorgaanbieder", "Stichting Verzonnen"),
        ],
        "station_items": [
            {"title": "Voor de verhuizing", "state": "done", "text": "Op 10 november."},
            {"title": "De verhuizing", "state": "here", "text": "Nog 2 dingen te doen."},
            {"title": "Na de verhuizing", "state": "next", "text": "Bram komt elke week langs."},
        ],
        "states": ["overdue", "due_soon", "open", "waiting_for_fact", "not_before", "done", "set_aside"],
        "chart_rows": [("Veerdam", 84), ("Oosterwaard", 41), ("Zandhoek", 23.5), ("Lage Polder", None)],
        "scale_items": [
            {"label": "Wonen", "value": 4, "word": "goed", **before},
            {"label": "Geld", "value": 2, "word": "niet goed", **before},
            {"label": "Gezondheid", "value": 3, "word": "gaat wel"},
        ],
        "figure_items": [
            {"number": 18, "label": "mensen wachten op een woning", "url": "#wachten"},
            {"number": 1234, "label": "dagen gewonnen dit jaar"},
            {"number": None, "label": "mensen kwamen terug"},
        ],
        "moment": dt.datetime(2026, 11, 27, 10, 0, tzinfo=ZoneInfo("Europe/Amsterdam")),
        "days": [dt.date(2026, 11, 19), TODAY, dt.date(2026, 11, 25), dt.date(2026, 11, 27)],
    }  # fmt: skip

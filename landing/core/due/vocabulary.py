"""Reads what rules are made of: documents, facts, settings and gates."""

from collections.abc import Mapping
from dataclasses import replace

from yaml.nodes import MappingNode

from landing.core.due.marked import Entry, each
from landing.core.due.plain_words import check_client_text
from landing.core.due.rules import (
    FACT_KINDS,
    PHASES,
    SETTING_KINDS,
    TOPICS,
    WHO,
    Document,
    Fact,
    Gate,
    Setting,
    SettingChoice,
    SettingValue,
    Source,
)
from landing.core.periods import Term

_ITEM_DIGITS = 3


def read_document(entry: Entry) -> Document | None:
    """One document of ``sources.yaml``; the key is its code."""
    parts = entry.mapping(("title", "authors", "year"), ("title", "authors", "year"))
    if not parts or len(parts) < 3:
        return None
    title, authors, year = parts["title"].text(), parts["authors"].text(), parts["year"].whole(1800, 2200)
    if title is None or authors is None or year is None:
        return None
    return Document(entry.key, title, authors, year)


def read_source(entry: Entry, documents: Mapping[str, Document]) -> Source | None:
    """``{document, heading, items}``: a known document, a heading and inventory numbers such as S-222."""
    parts = entry.mapping(("document", "heading", "items"), ("document", "heading", "items"))
    if not parts or len(parts) < 3:
        return None
    document = parts["document"].choice(documents, "a code of sources.yaml:")
    heading = parts["heading"].text(200)
    items = each(parts["items"].items(), _inventory_number)
    return Source(document, heading, items) if document and heading else None


def _inventory_number(entry: Entry) -> str | None:
    raw = entry.raw or ""
    if raw.startswith("S-") and raw[2:].isascii() and raw[2:].isdigit() and len(raw) == 2 + _ITEM_DIGITS:
        return raw
    entry.wrong("a number of the inventory such as S-222")
    return None


_FACT_KEYS = (
    "id",
    "kind",
    "topic",
    "label",
    "noun",
    "question",
    "client_question",
    "ask_from",
    "choices",
    "client_choices",
    "recurs",
)


def read_fact(entry: Entry) -> Fact | None:
    """One fact of ``facts/*.yaml``."""
    parts = entry.mapping(_FACT_KEYS, ("id", "kind", "topic", "label", "question", "ask_from"))
    if parts is None:
        return None
    fact_id = parts["id"].identifier() if "id" in parts else None
    kind = parts["kind"].choice(FACT_KINDS) if "kind" in parts else None
    topic = parts["topic"].choice(TOPICS) if "topic" in parts else None
    label = parts["label"].text(80) if "label" in parts else None
    question = parts["question"].text(200) if "question" in parts else None
    ask_from = parts["ask_from"].choice(PHASES) if "ask_from" in parts else None
    client_question = parts["client_question"].text(200) if "client_question" in parts else None
    if client_question:
        check_client_text(parts["client_question"], client_question)
    choices = _choices(parts, kind, entry)
    client_choices = _client_choices(parts, choices, entry)
    noun = _noun(parts, kind, entry)
    recurs = _recurs(parts, kind)
    if not (fact_id and kind and topic and label and question and ask_from):
        return None
    return Fact(
        fact_id,
        kind,  # type: ignore[arg-type]
        label,
        question,
        client_question,
        ask_from,
        choices,
        noun,
        client_choices,
        topic,
        recurs,
    )


def _noun(parts: Mapping[str, Entry], kind: str | None, entry: Entry) -> str | None:
    """The fact inside a sentence; terms are told with it, so a date cannot do without."""
    if "noun" not in parts:
        if kind == "date":
            entry.fault(
                "no noun", "the key noun, because the kind is date: the date inside a sentence, such as de sleutel"
            )
        return None
    noun = parts["noun"].text(80)
    if noun is not None and not noun[0].islower():
        parts["noun"].wrong("a noun that begins with a small letter, such as de sleutel")
        return None
    return noun


def _recurs(parts: Mapping[str, Entry], kind: str | None) -> Term | None:
    """``yes``, or how long before its date a deed already belongs to a new event."""
    if "recurs" not in parts:
        return None
    entry = parts["recurs"]
    if kind != "date":
        entry.fault(f"kind is {kind}", "recurs only when the kind is date")
        return None
    if (entry.raw or "").lower() in ("yes", "true"):
        return Term(0, "day")
    try:
        term = Term.parse(entry.raw or "")
    except ValueError:
        term = None
    if term is None or term.count < 1:
        entry.wrong('yes, or how long before the date a deed belongs to it, such as "2 weeks"')
        return None
    return term


def _choices(parts: Mapping[str, Entry], kind: str | None, entry: Entry) -> dict[str, str]:
    if "choices" not in parts:
        if kind == "choice":
            entry.fault("no choices", "the key choices, because the kind is choice")
        return {}
    if kind != "choice":
        parts["choices"].fault(f"kind is {kind}", "choices only when the kind is choice")
    choices: dict[str, str] = {}
    for key, value in (parts["choices"].mapping() or {}).items():
        label = value.text(80)
        if label:
            choices[key] = label
    return choices


def _client_choices(parts: Mapping[str, Entry], choices: Mapping[str, str], entry: Entry) -> dict[str, str]:
    """The choices as the person reads them: all of them, where the person is asked."""
    if "client_choices" not in parts:
        if choices and "client_question" in parts:
            entry.fault("no client_choices", "the key client_choices: the choices for the person (A2)")
        return {}
    given = parts["client_choices"]
    words: dict[str, str] = {}
    for key, value in (given.mapping(tuple(choices)) or {}).items():
        text = value.text(80)
        if text:
            check_client_text(value, text)
            words[key] = text
    missing = [key for key in choices if key not in words]
    if missing:
        given.fault(f"no {', '.join(missing)}", "every choice in the words of the person")
    return words


def read_setting_value(entry: Entry, kind: str) -> SettingValue | None:
    """The value of a setting as its kind wants it."""
    if kind == "term":
        return entry.term()
    if kind == "number":
        return entry.whole()
    if kind == "dates":
        days = each(entry.items(), Entry.day)
        return tuple(sorted(set(days)))
    return entry.identifier()


_SETTING_KEYS = ("label", "kind", "value", "choices", "note", "last_checked")


def read_setting(entry: Entry, documents: Mapping[str, Document]) -> Setting | None:
    """One setting of ``settings.yaml``; the key is its id."""
    parts = entry.mapping(_SETTING_KEYS, ("label", "kind", "value", "choices", "last_checked"))
    if parts is None or not {"label", "kind", "value", "choices", "last_checked"} <= parts.keys():
        return None
    kind = parts["kind"].choice(SETTING_KINDS)
    label, last_checked = parts["label"].text(120), parts["last_checked"].day()
    note = parts["note"].text() if "note" in parts else None
    if kind is None or label is None or last_checked is None:
        return None
    value = read_setting_value(parts["value"], kind)
    choices = each(parts["choices"].items(), lambda item: _setting_choice(item, kind, documents))
    if value is None:
        return None
    if kind == "choice" and value not in {choice.value for choice in choices}:
        parts["value"].wrong(f"one of {', '.join(str(choice.value) for choice in choices)}")
    return Setting(entry.key, label, kind, value, choices, note, last_checked)


def _setting_choice(entry: Entry, kind: str, documents: Mapping[str, Document]) -> SettingChoice | None:
    parts = entry.mapping(("value", "source", "note"), ("value", "source"))
    if not parts or not {"value", "source"} <= parts.keys():
        return None
    value, source = read_setting_value(parts["value"], kind), read_source(parts["source"], documents)
    note = parts["note"].text() if "note" in parts else None
    return SettingChoice(value, source, note) if value is not None and source else None


def read_chosen_setting(
    entry: Entry, settings: Mapping[str, Setting], documents: Mapping[str, Document]
) -> Setting | None:
    """What a region chose: ``id: value`` or ``id: {value, because}``; a setting of its own stands in full."""
    national = settings.get(entry.key)
    if national is None:
        return read_setting(entry, documents)
    value_entry: Entry | None = entry
    because: str | None = None
    if isinstance(entry.node, MappingNode):
        parts = entry.mapping(("value", "because", "last_checked"), ("value", "because")) or {}
        value_entry = parts.get("value")
        because = parts["because"].text(200) if "because" in parts else None
        if "last_checked" in parts:
            parts["last_checked"].day()
    value = read_setting_value(value_entry, national.kind) if value_entry else None
    if value is None:
        return None
    if national.kind == "choice" and value not in {choice.value for choice in national.choices}:
        entry.wrong(f"one of {', '.join(str(choice.value) for choice in national.choices)}")
    return replace(national, value=value, because=because or "Keuze van de regio.")


_GATE_KEYS = ("id", "title", "client", "why", "closes_at", "mandate", "source", "last_checked")


def read_gate(entry: Entry, facts: Mapping[str, Fact], documents: Mapping[str, Document]) -> Gate | None:
    """One gate of ``gates/*.yaml``."""
    parts = entry.mapping(_GATE_KEYS, _GATE_KEYS)
    if parts is None or len(parts) < len(_GATE_KEYS):
        return None
    gate_id, title, client = parts["id"].identifier(), parts["title"].text(70), parts["client"].text(70)
    if client:
        check_client_text(parts["client"], client)
    why, source, last_checked = (
        parts["why"].text(),
        read_source(parts["source"], documents),
        parts["last_checked"].day(),
    )
    dates = [fact.id for fact in facts.values() if fact.kind == "date"]
    closes_at = each(parts["closes_at"].items(), lambda item: item.choice(dates, "a date fact:"))
    mandate = each(parts["mandate"].items(), lambda item: item.choice(WHO))
    if not (gate_id and title and client and why and source and last_checked):
        return None
    return Gate(gate_id, title, client, why, closes_at, mandate, source, last_checked)

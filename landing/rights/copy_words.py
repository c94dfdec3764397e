"""The copy of everything in plain Dutch (A2), part by part, for the screen and for paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from landing.core.due.explain import fact_value_text
from landing.core.due.rules import Rulebook
from landing.core.dutch import capital
from landing.people.roles import Role
from landing.rights.copying import Part, term
from landing.rights.request_words import SAID
from landing.route import storyline
from landing.route.actions import from_plain
from landing.ui.dates import long_date, long_moment


@dataclass(frozen=True, slots=True)
class Shown:
    """One part on the page: sentences, or rows of (what, text); both empty when there is nothing."""

    heading: str
    sentences: list[str] = field(default_factory=list)
    rows: list[list[tuple[str, str]]] = field(default_factory=list)


def shown(parts: list[Part], book: Rulebook) -> list[Shown]:
    """Every part in words, in the order of the file."""
    return [_part(part, book) for part in parts]


def _part(part: Part, book: Rulebook) -> Shown:
    sentence = SENTENCES.get(part.table.view)
    if sentence:
        return Shown(part.table.heading, sentences=[sentence(row, book) for row in part.rows])
    rows = [
        [
            (capital(term(part.table, name)["label"]), words(said(name, value)))
            for name, value in row.items() if value is not None and name not in UNSPOKEN
        ]
        for row in part.rows
    ]  # fmt: skip
    return Shown(part.table.heading, rows=[row for row in rows if row])


UNSPOKEN = {"key", "joined_into", "joined", "journey"}


def said(name: str, value: Any) -> Any:
    """A topic or purpose in the person's words; anything else as it is."""
    if name == "topics" and isinstance(value, list):
        return [SAID.get(one, one) for one in value]
    return SAID.get(value, value) if name in {"topic", "purpose"} else value


def words(value: Any) -> str:
    """A plain value of the copy as a person reads it."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, dict):
        return str(value.get("tekst") or ", ".join(told for part in value.values() if part and (told := words(part))))
    if isinstance(value, list):
        return ", ".join(told for part in value if (told := words(part)))
    return _moment(value) if isinstance(value, str) else str(value)


def _moment(text: str) -> str:
    try:
        return day_words(text) if len(text) == 10 else long_moment(datetime.fromisoformat(text))
    except ValueError:
        return text


def day_words(text: str) -> str:
    """An ISO day in words."""
    return long_date(date.fromisoformat(text))


def _by(row: dict[str, Any]) -> str:
    role = row.get("by_role") or {}
    if role.get("code") == Role.CLIENT:
        return "jou"
    return ", ".join(part for part in (row.get("by_name"), role.get("tekst")) if part) or "onbekend"


def _fact(row: dict[str, Any], book: Rulebook) -> str:
    kind = row["kind"]["code"]
    value = from_plain(row["on"] or row["value"])
    text = fact_value_text(book.facts[kind], value) if kind in book.facts else str(value)
    ended = "" if row["current"] else " Dit geldt nu niet meer."
    by = f", door {row['recorded_by']}" if row["recorded_by"] else ""
    return f"{row['kind']['tekst']}: {text}. Opgeschreven op {_moment(row['recorded_at'])}{by}.{ended}"


def _step(row: dict[str, Any], book: Rulebook) -> str:
    what = "klaar" if row["kind"]["code"] == "done" else "niet nodig"
    why = f" {capital(row['why'])}." if row["why"] else ""
    ended = "" if row["current"] else " Dit geldt nu niet meer."
    return f"{row['rule']['tekst']}: {what} op {day_words(row['on'])}, door {_by(row)}.{why}{ended}"


def _gate(row: dict[str, Any], book: Rulebook) -> str:
    missing = ", ".join(storyline.rule_title(book, rule) for rule in row["missing"] or [])
    left = f" Dit was nog niet klaar: {missing}." if missing else ""
    ended = "" if row["current"] else " Dit geldt nu niet meer."
    return f"{row['gate']['tekst']}: op {day_words(row['on'])}, door {_by(row)}. {capital(row['why'])}.{left}{ended}"


def _due(row: dict[str, Any], book: Rulebook) -> str:
    when = f" Niet later dan {day_words(row['due_on'])}." if row["due_on"] else ""
    return f"{row['rule']['tekst']}. Wie doet dit: {row['who']['tekst']}.{when}"


def _history(line: storyline.Line) -> str:
    changes = "; ".join(f"{label}: van {old} naar {new}" for label, old, new in line.changes)
    why = f" {capital(line.why)}." if line.why else ""
    told = f"{line.title}: {changes}" if changes else line.title
    return f"{capital(long_moment(line.at))}, door {line.by}. {told}.{why}"


def _line(row: dict[str, Any]) -> dict[str, Any]:
    code = (row["by_role"] or {}).get("code", "")
    return row | {
        "by_role": code, "by_name": row["by_name"] or "", "why": row["why"] or "", "at": datetime.fromisoformat(row["at"]),
    }  # fmt: skip


SENTENCES: dict[str, Callable[[dict[str, Any], Rulebook], str]] = {
    "facts": _fact,
    "steps": _step,
    "gates": _gate,
    "dues": _due,
    "route_history": lambda row, book: _history(storyline.history_line(book, _line(row))),
    "person_history": lambda row, book: _history(storyline.person_line(_line(row))),
}

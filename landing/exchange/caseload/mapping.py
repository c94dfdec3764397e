"""The mapping: which column fills which field, and what the words in it mean. A plain dict that can be kept as JSON.

    {"version": 1, "headings": [...], "columns": {heading: field id or ""}, "values": {field id: {word: value}},
     "periods": {field id: "last_day" | "leave_out"}, "not_a_bsn": [field id]}

A word in `values` is written as `word_key` makes it; "" means "leave empty"; for yes_no the values are
"yes", "no" and "".
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from landing.exchange.caseload.dates import read_date
from landing.exchange.caseload.fields import BY_ID, Field
from landing.exchange.caseload.grid import Cell, column_letter, is_empty, shown
from landing.exchange.caseload.recognition import (
    guess_word,
    means_nothing,
    never_reason,
    plain_words,
    recognise,
    word_key,
)
from landing.exchange.caseload.tables import Table

VERSION = 1
CERTAIN, LIKELY = 0.9, 0.6
LOOKED_AT = 500
MOST_WORDS = 60
Mapping = dict[str, object]


@dataclass(frozen=True)
class ColumnProposal:
    """What a column probably is. `field_id` is "" when it stays out; `reason_nl` says why."""

    heading: str
    letter: str
    field_id: str
    certainty: float
    reason_nl: str
    samples: tuple[str, ...] = ()


@dataclass(frozen=True)
class WordQuestion:
    """A word in a column with choices: how often it stands there and what it probably means.

    `proposal` is a choice id, "yes", "no" or "" (leave empty); `certain` is False when a person must choose.
    """

    field_id: str
    found: str
    count: int
    proposal: str
    certain: bool


@dataclass(frozen=True)
class PeriodQuestion:
    """A text that names a period and no day ("Q3 2027"), how often it stands there, and the last day of it."""

    field_id: str
    found: str
    count: int
    last_day: date


@dataclass
class Proposal:
    """A proposed mapping with its grounds. `mapping` holds only what is certain enough to start from."""

    mapping: Mapping
    columns: list[ColumnProposal]
    words: list[WordQuestion] = field(default_factory=list)
    periods: list[PeriodQuestion] = field(default_factory=list)

    @property
    def open_words(self) -> list[WordQuestion]:
        """The words that a person must still give a meaning."""
        return [word for word in self.words if not word.certain]


def signature(headings: Iterable[str]) -> str:
    """A fingerprint of the headings; the order and the accents do not matter, columns that we added do not count."""
    names = sorted(plain_words(name) for name in headings if plain_words(name) and not _added(name))
    return hashlib.sha256(json.dumps(names).encode()).hexdigest()


def _added(heading: str) -> bool:
    return plain_words(heading) in ("rij in het bestand", "wat is er mis", "hoe herstel je dit")


def find_remembered(headings: Iterable[str], remembered: Iterable[Mapping]) -> tuple[Mapping, float] | None:
    """The remembered mapping that fits these headings best, with its likeness (1.0 = the same); None below 0.8."""
    own = {plain_words(name) for name in headings if not _added(name)}
    best: tuple[Mapping, float] | None = None
    for mapping in remembered:
        kept = mapping.get("headings")
        theirs = {plain_words(str(name)) for name in kept if not _added(str(name))} if isinstance(kept, list) else set()
        likeness = len(own & theirs) / len(own | theirs) if own | theirs else 0.0
        if likeness >= 0.8 and (best is None or likeness > best[1]):
            best = (mapping, likeness)
    return best


def columns_of(mapping: Mapping) -> dict[str, str]:
    """heading → field id of a mapping, without the columns that stay out and without fields that do not exist."""
    columns = mapping.get("columns")
    if not isinstance(columns, dict):
        return {}
    return {str(heading): str(name) for heading, name in columns.items() if name in BY_ID}


def words_of(mapping: Mapping, field_id: str) -> dict[str, str]:
    """word → value of one field of a mapping."""
    values = mapping.get("values")
    words = values.get(field_id) if isinstance(values, dict) else None
    return {word_key(str(word)): str(value) for word, value in words.items()} if isinstance(words, dict) else {}


def _samples(cells: list[Cell]) -> tuple[str, ...]:
    seen: dict[str, None] = {}
    for cell in cells:
        if not is_empty(cell):
            seen.setdefault(shown(cell)[:60])
        if len(seen) == 3:
            break
    return tuple(seen)


def _share_of_dates(cells: list[Cell]) -> float:
    filled = [cell for cell in cells if not is_empty(cell) and not means_nothing(shown(cell))]
    if not filled:
        return 1.0
    today = date(2100, 1, 1)  # only the form counts here, not whether the day lies ahead
    return sum(read_date(cell, today).how not in ("unreadable", "year") for cell in filled) / len(filled)


def _judge_column(heading: str, cells: list[Cell]) -> tuple[str, float, str]:
    """(field id, certainty, reason) for one column, looking at its heading and its cells."""
    reason = never_reason(heading)
    if reason:
        return "", 1.0, reason
    match = recognise(heading)
    if match is None:
        return "", 0.0, "We herkennen deze kop niet. Kies zelf wat hier staat, of laat de kolom weg."
    target, certainty = BY_ID[match[0]], match[1]
    if target.kind in ("date", "birth_date") and _share_of_dates(cells) < 0.5:
        return "", 0.3, f"De kop lijkt op ‘{target.label}’, maar in de kolom staan geen datums."
    if not target.by_default:
        return "", certainty, target.help
    if certainty >= CERTAIN:
        return target.id, certainty, f"De kop betekent ‘{target.label}’."
    return target.id, certainty, f"De kop lijkt op ‘{target.label}’. Kijk of dat klopt."


def _names_as_parts(judged: list[tuple[str, float, str]], table: Table) -> None:
    """“Naam” beside “Voornaam” is the surname, unless its cells hold a comma; whole and parts never go together."""
    found = {name: index for index, (name, _, _) in enumerate(judged) if name}
    if "full_name" not in found:
        return
    index = found["full_name"]
    cells = [shown(row[index]) for row in table.rows[:LOOKED_AT] if not is_empty(row[index])]
    commas = sum("," in cell for cell in cells)
    if "given_name" in found and "surname" not in found and commas * 2 < max(len(cells), 1):
        judged[index] = ("surname", 0.8, "Er is ook een kolom met de voornaam. Dit lijkt dus de achternaam.")
    elif "surname" in found:
        judged[index] = ("", 0.5, "De achternaam staat al in een eigen kolom.")
    else:
        for part in ("given_name", "infix"):
            if part in found:
                judged[found[part]] = ("", 0.5, "De hele naam staat al in één kolom.")


def propose(table: Table) -> Proposal:
    """Propose a mapping for a table from its headings and cells; every field gets at most one column."""
    columns = [[row[index] for row in table.rows[:LOOKED_AT]] for index in range(len(table.headings))]
    judged = [_judge_column(heading, cells) for heading, cells in zip(table.headings, columns, strict=True)]
    best: dict[str, int] = {}
    for index, (name, certainty, _) in enumerate(judged):
        if name and (name not in best or certainty > judged[best[name]][1]):
            best[name] = index
    for index, (name, certainty, _) in enumerate(judged):
        if name and best[name] != index:
            judged[index] = ("", certainty, f"‘{BY_ID[name].label}’ staat al in kolom {column_letter(best[name])}.")
    _names_as_parts(judged, table)
    proposals = [
        ColumnProposal(
            heading,
            column_letter(index),
            judged[index][0],
            judged[index][1],
            judged[index][2],
            _samples(columns[index]),
        )
        for index, heading in enumerate(table.headings)
    ]
    chosen = {p.heading: p.field_id if p.certainty >= LIKELY else "" for p in proposals}
    mapping: Mapping = {
        "version": VERSION,
        "headings": list(table.headings),
        "columns": chosen,
        "values": {},
        "periods": {},
        "not_a_bsn": [],
    }
    words = ask_words(table, mapping)
    values: dict[str, dict[str, str]] = {}
    for word in words:
        if word.certain:
            values.setdefault(word.field_id, {})[word_key(word.found)] = word.proposal
    mapping["values"] = values
    return Proposal(mapping, proposals, words, ask_periods(table, mapping))


def ask_periods(table: Table, mapping: Mapping) -> list[PeriodQuestion]:
    """The periods in date columns. Whether they may be read as their last day, a person says in `periods`."""
    questions: list[PeriodQuestion] = []
    for heading, name in columns_of(mapping).items():
        if BY_ID[name].kind != "date" or heading not in table.headings:
            continue
        counts: Counter[str] = Counter(cell.strip() for cell in table.column(heading) if isinstance(cell, str))
        for text, count in counts.most_common(MOST_WORDS * 20):
            last = read_date(text, date(2100, 1, 1)).last
            if last and len(questions) < MOST_WORDS:
                questions.append(PeriodQuestion(name, text, count, last))
    return questions


def ask_words(table: Table, mapping: Mapping) -> list[WordQuestion]:
    """Every different word in the columns with choices, most frequent first; a word the mapping knows is certain.

    For other columns only the words that mean "nothing known" are listed, so that a person sees what is left empty.
    """
    questions = []
    for heading, name in columns_of(mapping).items():
        if heading not in table.headings:
            continue
        target, known = BY_ID[name], words_of(mapping, name)
        counts: Counter[str] = Counter(shown(cell).strip() for cell in table.column(heading) if not is_empty(cell))
        asked = 0
        for text, count in counts.most_common():
            if asked == MOST_WORDS:
                break
            if target.kind in ("choice", "yes_no"):
                guess = guess_word(target, text) or ("", False)
            elif target.kind not in ("full_name", "name", "code") and means_nothing(text):
                guess = ("", True)
            else:
                continue
            key = word_key(text)
            asked += 1
            questions.append(WordQuestion(name, text, count, known.get(key, guess[0]), key in known or guess[1]))
    return questions


def faults_of(mapping: Mapping) -> list[str]:
    """What must change before this mapping can be used, as Dutch sentences; empty when it can."""
    columns = columns_of(mapping)
    faults = []
    for name, count in Counter(columns.values()).items():
        if count > 1:
            faults.append(f"‘{BY_ID[name].label}’ is bij {count} kolommen gekozen. Kies één kolom.")
    chosen = set(columns.values())
    if not chosen & {"full_name", "surname"}:
        faults.append("Kies in welke kolom de naam staat: ‘Naam’ of ‘Achternaam’.")
    if {"full_name", "surname"} <= chosen:
        faults.append("Kies ‘Naam’ of ‘Achternaam’, niet allebei.")
    if not chosen & {"external_id", "birth_date"}:
        faults.append(
            "Kies een kolom voor het cliëntnummer of de geboortedatum. Anders herkennen we niemand bij een "
            "volgende import."
        )
    for name in chosen:
        allowed = _allowed(BY_ID[name])
        for word, value in words_of(mapping, name).items():
            if allowed is not None and value not in allowed:
                faults.append(f"De keuze voor ‘{word}’ bij ‘{BY_ID[name].label}’ bestaat niet.")
    return faults


def _allowed(target: Field) -> set[str] | None:
    if target.kind == "yes_no":
        return {"", "yes", "no"}
    return {"", *target.choices} if target.kind == "choice" else None

"""A rule told in Dutch: when it holds, by when, how often, where it comes from; as lines to set side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from landing.core.due.conditions import (
    AllOf,
    AnyOf,
    Before,
    Condition,
    FactTest,
    FirstOfMonth,
    In,
    Is,
    Known,
    NoneOf,
    OnOrAfter,
)
from landing.core.due.explain import fact_value_text, noun
from landing.core.due.rules import Moment, Repeat, Rule, Rulebook, SettingValue, Source
from landing.core.dutch import capital, day_text, every_text, listed, term_text
from landing.core.periods import Rounding, Term
from landing.route.words import LIFE_CONDITION_WORDS, PHASE_WORDS, WHO_WORDS

DONE_BY_WORDS = {
    "tick": "Iemand vinkt de stap af.",
    "document": "Het document is er.",
    "contact": "Er was contact.",
    "decision": "Er is een besluit.",
}
ROUNDING_WORDS: dict[Rounding, str] = {
    "next_working_day": "Is dat geen werkdag, dan de volgende werkdag.",
    "previous_working_day": "Is dat geen werkdag, dan de werkdag ervoor.",
    "none": "Ook als dat geen werkdag is.",
}
SETTING_WORDS = {
    "contact_and_rent": "contact en huur betalen",
    "visit_and_income_management": "huisbezoek en inkomensbeheer",
    "before_costs": "voordat de kosten zijn gemaakt",
    "within_three_months": "tot drie maanden na de kosten",
    "ask_municipality": "vraag het de gemeente",
    "necessary": "ja, noodzakelijk",
    "not_necessary": "nee, niet noodzakelijk",
}
NOT_SAID = "niet ingevuld"


@dataclass(frozen=True, slots=True)
class Clause:
    """A condition in words: one test (no parts), or a heading such as "Minstens één hiervan" with its parts."""

    text: str
    parts: tuple[Clause, ...] = ()


def clause(book: Rulebook, condition: Condition) -> Clause:
    """When a rule holds, as a tree of sentences."""
    match condition:
        case AllOf(parts):
            return Clause("Alles hiervan", tuple(clause(book, part) for part in parts))
        case AnyOf(parts):
            return Clause("Minstens één hiervan", tuple(clause(book, part) for part in parts))
        case NoneOf(parts):
            return Clause("Niets hiervan", tuple(clause(book, part) for part in parts))
        case FactTest():
            return Clause(_test(book, condition))
    raise TypeError(f"unknown condition {type(condition).__name__}")


def _test(book: Rulebook, test: FactTest) -> str:
    fact = book.facts[test.fact]
    match test:
        case Is(value=value):
            return f"{fact.label}: {fact_value_text(fact, value)}"
        case In(values=values):
            return f"{fact.label}: {listed([fact_value_text(fact, value) for value in values], 'of')}"
        case Known(known=known):
            return f"{fact.label}: {'bekend' if known else 'nog niet bekend'}"
        case OnOrAfter(day=day):
            return f"{fact.label}: op {day_text(day)} of later"
        case Before(day=day):
            return f"{fact.label}: vóór {day_text(day)}"
        case FirstOfMonth(first=first):
            return f"{fact.label}: {'op' if first else 'niet op'} de eerste dag van de maand"
    raise TypeError(f"unknown test {type(test).__name__}")


def flat(found: Clause) -> str:
    """A clause as one line, for a comparison."""
    if not found.parts:
        return found.text
    return f"{found.text}: ({'; '.join(flat(part) for part in found.parts)})"


def from_fact(book: Rulebook, term: Term, anchors: Sequence[str]) -> str:
    """``tien werkdagen na de sleutel``; further anchors as "of, zolang die niet bekend is, …"."""
    nouns = [noun(book.facts[anchor]) for anchor in anchors]
    if term.count == 0:
        text = f"op de dag van {nouns[0]}"
    else:
        text = f"{term_text(term)} {'voor' if term.count < 0 else 'na'} {nouns[0]}"
    if len(nouns) > 1:
        text += f" (zolang die dag niet bekend is: {listed(nouns[1:], 'of')})"
    return text


def lapse_text(book: Rulebook, rule: Rule) -> str | None:
    """How long after which day an undone step falls silent."""
    if rule.lapses is None or rule.due is None:
        return None
    return f"{capital(from_fact(book, rule.lapses, rule.due.anchors[:1]))}, als de stap dan niet is gedaan."


def again_text(book: Rulebook, rule: Rule) -> str | None:
    """After which events what was done must be done anew."""
    again = [fact for fact in dict.fromkeys(rule.asked_by) if book.facts[fact].recurs is not None]
    return f"Bij elke nieuwe datum van {listed([noun(book.facts[fact]) for fact in again], 'of')}." if again else None


def moment_text(book: Rulebook, moment: Moment) -> str:
    """A term in one or two sentences."""
    # Dutch sets the accent on a capital only where it must: "Eén", not "Één".
    text = capital(from_fact(book, moment.term, moment.anchors)).replace("Één", "Eén", 1)
    return f"{text}. {ROUNDING_WORDS[moment.rounding]}"


def repeat_text(repeat: Repeat) -> str:
    """How often a rule comes back."""
    return f"Komt {every_text(repeat.every)} terug, geteld vanaf de laatste keer. {ROUNDING_WORDS[repeat.rounding]}"


def short_term(book: Rulebook, rule: Rule) -> str:
    """By when, in a few words for a list."""
    parts = []
    if rule.due is not None:
        parts.append(from_fact(book, rule.due.term, rule.due.anchors[:1]))
    if rule.repeat is not None:
        parts.append(every_text(rule.repeat.every))
    return ", daarna ".join(parts) or "zonder termijn"


def source_text(book: Rulebook, source: Source) -> str:
    """Document title, heading and inventory numbers on one line."""
    document = book.documents.get(source.document)
    items = f" ({', '.join(source.items)})" if source.items else ""
    return f"{document.title if document else source.document}: {source.heading}{items}"


def validity_text(rule: Rule) -> str:
    """From when to when a version speaks."""
    if rule.valid_to is None:
        return f"vanaf {day_text(rule.valid_from)}"
    return f"vanaf {day_text(rule.valid_from)} tot {day_text(rule.valid_to)}"


def setting_value_text(value: SettingValue) -> str:
    """The value of a setting in words."""
    if isinstance(value, Term):
        return term_text(value)
    if isinstance(value, tuple):
        return listed([day_text(day) for day in value]) or "geen"
    return SETTING_WORDS.get(value, value) if isinstance(value, str) else str(value)


def title_of(book: Rulebook, rule_id: str, today: date) -> str:
    """The title of a rule that another one names."""
    return book.last_version(rule_id, today).title if book.versions(rule_id) else rule_id


def told(book: Rulebook, rule: Rule, today: date) -> list[tuple[str, str]]:
    """Everything a version says as (label, text), in a fixed order, so that two versions can be set side by side."""
    titles = [title_of(book, other, today) for other in rule.after]
    silent = [noun(book.facts[fact]) for fact in rule.until]
    gates = [book.gates[gate].title for gate in rule.blocks]
    rows: list[tuple[str, str | None]] = [
        ("Titel", rule.title),
        ("Tekst voor de cliënt", rule.client),
        ("Waarom", rule.why),
        ("Waarom, voor de cliënt", rule.client_why),
        ("Wanneer geldt dit", flat(clause(book, rule.when)) if rule.when else "Altijd"),
        ("Termijn", moment_text(book, rule.due) if rule.due else "Zonder termijn"),
        ("Kan niet eerder dan", moment_text(book, rule.not_before) if rule.not_before else None),
        ("Hoe lang het duurt", term_text(rule.lead_time) if rule.lead_time else None),
        ("Als de tijd niet meer past", rule.fallback),
        ("Hoe vaak", repeat_text(rule.repeat) if rule.repeat else "Eén keer"),
        ("Komt opnieuw terug", again_text(book, rule)),
        ("Vervalt bij", listed(silent, "of") or None),
        ("Vervalt na een tijd", lapse_text(book, rule)),
        ("Wat komt eerst", "; ".join(titles) or None),
        ("Houdt deze poort dicht", "; ".join(gates) or None),
        ("Wie", WHO_WORDS[rule.who]),
        ("Fase", PHASE_WORDS[rule.phase]),
        ("Leefgebied", LIFE_CONDITION_WORDS[rule.life_condition]),
        ("Klaar als", DONE_BY_WORDS[rule.done_by]),
        ("Bron", "; ".join(source_text(book, source) for source in (rule.source, *rule.more_sources))),
        ("Het getal komt van", "de regio of van ons, niet uit de bron" if rule.setting_source else "de bron"),
        ("Geldt", validity_text(rule)),
        ("Waarom de regio het anders doet", rule.override_because),
        ("Nagekeken op", day_text(rule.last_checked)),
    ]
    return [(label, text or NOT_SAID) for label, text in rows]

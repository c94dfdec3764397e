"""Reads one rule of the route, as a file or a region's override of it says."""

from collections.abc import Mapping
from dataclasses import dataclass

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
from landing.core.due.marked import Entry, each
from landing.core.due.plain_words import (
    CLIENT_WHY_WORDS,
    TITLE_CHARACTERS,
    check_client_text,
    check_sentence_count,
)
from landing.core.due.rules import (
    DONE_BY,
    LIFE_CONDITIONS,
    PHASES,
    WHO,
    Document,
    Fact,
    Gate,
    Moment,
    Repeat,
    Rule,
    Setting,
    Source,
)
from landing.core.due.vocabulary import read_source
from landing.core.periods import ROUNDINGS, Rounding, Term

NEEDED = (
    "id",
    "title",
    "why",
    "life_condition",
    "phase",
    "who",
    "done_by",
    "source",
    "valid_from",
    "last_checked",
)
OPTIONAL = (
    "client",
    "client_why",
    "when",
    "due",
    "not_before",
    "lead_time",
    "fallback",
    "repeat",
    "until",
    "lapses",
    "again_after",
    "after",
    "blocks",
    "more_sources",
    "setting_source",
    "valid_to",
)
_DEEPEST_CONDITION = 8
_TEST_KEYS = ("is", "in", "known", "on_or_after", "before", "first_of_month")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that rules may use."""

    documents: Mapping[str, Document]
    facts: Mapping[str, Fact]
    settings: Mapping[str, Setting]
    gates: Mapping[str, Gate]


@dataclass(slots=True)
class RawRule:
    """The entries of one rule before they are read; a region's override replaces some of them."""

    entry: Entry
    parts: dict[str, Entry]
    place: str
    folder_phase: str | None
    regional: bool = False
    override_because: str | None = None


class RuleReader:
    """Reads rules against a vocabulary; every fault goes to the file of the key that is wrong."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.words = vocabulary

    def rule(self, raw: RawRule) -> Rule | None:
        """The rule, or ``None`` when something in it is wrong (the faults are noted)."""
        parts, faults = raw.parts, raw.entry.file.faults
        before = len(faults)
        for key in NEEDED:
            if key not in parts:
                raw.entry.file.fault(raw.entry.line, f"rule: no {key}", f"wanted: the key {key}")
        got = {key: self._part(key, entry) for key, entry in parts.items()}
        self._check_together(raw, got)
        if len(faults) > before:
            return None
        defaults: dict[str, object] = dict.fromkeys(OPTIONAL)
        defaults |= {"until": (), "again_after": (), "after": (), "blocks": (), "more_sources": ()}
        return Rule(
            **{**defaults, **got},  # type: ignore[arg-type]
            file=raw.place,
            line=raw.entry.line,
            regional=raw.regional,
            override_because=raw.override_because,
        )

    def _part(self, key: str, entry: Entry) -> object:
        match key:
            case "id":
                return entry.identifier()
            case "title" | "client" | "why" | "client_why" | "fallback":
                return self._words(key, entry)
            case "life_condition":
                return entry.choice(LIFE_CONDITIONS)
            case "phase":
                return entry.choice(PHASES)
            case "who":
                return entry.choice(WHO)
            case "done_by":
                return entry.choice(DONE_BY)
            case "setting_source":
                return entry.choice(("local",))
            case "when":
                return self.condition(entry)
            case "due" | "not_before":
                return self.moment(entry)
            case "lead_time" | "lapses":
                return self._forward_term(entry, 0 if key == "lead_time" else 1)[0]
            case "repeat":
                return self._repeat(entry)
            case "until":
                return each(entry.one_or_more(), self._date_fact)
            case "again_after":
                return each(entry.one_or_more(), self._recurring_fact)
            case "after":
                return each(entry.one_or_more(), Entry.identifier)
            case "blocks":
                return each(entry.one_or_more(), lambda item: item.choice(self.words.gates, "a gate:"))
            case "source":
                return self._source(entry)
            case "more_sources":
                return each(entry.items(), self._source)
        return entry.day()

    def _words(self, key: str, entry: Entry) -> str | None:
        text = entry.text(TITLE_CHARACTERS if key in ("title", "client") else 600)
        if text is None:
            return None
        if key == "client":
            check_client_text(entry, text)
        elif key == "client_why":
            check_sentence_count(entry, text, 1)
            check_client_text(entry, text, CLIENT_WHY_WORDS)
        elif key == "why":
            check_sentence_count(entry, text, 2)
        return text

    def _source(self, entry: Entry) -> Source | None:
        return read_source(entry, self.words.documents)

    def _date_fact(self, entry: Entry) -> str | None:
        raw = entry.raw
        if raw is not None and raw in self.words.facts and self.words.facts[raw].kind == "date":
            return raw
        entry.wrong("a date fact of facts/*.yaml" if raw not in self.words.facts else "a fact that is a date")
        return None

    def _recurring_fact(self, entry: Entry) -> str | None:
        fact = self._date_fact(entry)
        if fact is not None and self.words.facts[fact].recurs is None:
            entry.wrong("a date fact that recurs (key recurs in facts/*.yaml)")
            return None
        return fact

    def _check_together(self, raw: RawRule, got: Mapping[str, object]) -> None:
        parts = raw.parts
        if "lead_time" in parts and "fallback" not in parts:
            parts["lead_time"].fault(
                "no fallback beside it", "the key fallback: what to do when the time no longer fits"
            )
        if "lead_time" in parts and "due" not in parts:
            parts["lead_time"].fault("no due beside it", "the key due, or no lead_time")
        if "lapses" in parts and "due" not in parts:
            parts["lapses"].fault("no due beside it", "the key due, or no lapses")
        start, end = got.get("valid_from"), got.get("valid_to")
        if start and end and end <= start:  # type: ignore[operator]
            parts["valid_to"].wrong(f"a date after valid_from {start}")
        phase = got.get("phase")
        if phase and raw.folder_phase in PHASES and phase != raw.folder_phase:
            parts["phase"].fault(repr(phase), f"{raw.folder_phase}, because the file stands in that folder")
        own = got.get("id")
        for item in got.get("after") or ():  # type: ignore[attr-defined]
            if item == own:
                parts["after"].fault(f"{item} itself", "another rule")

    def moment(self, entry: Entry) -> Moment | None:
        """``{from, offset, rounding}``: a day reckoned from the first known of some date facts."""
        parts = entry.mapping(("from", "offset", "rounding"), ("from", "offset"))
        if not parts or not {"from", "offset"} <= parts.keys():
            return None
        anchors = each(parts["from"].one_or_more(), self._date_fact)
        if len(set(anchors)) < len(anchors):
            parts["from"].fault("a fact stands there twice", "every fact once")
        term, setting = self._term(parts["offset"])
        if term is None or not anchors:
            return None
        return Moment(anchors, term, self._rounding(parts, term), setting)

    def _repeat(self, entry: Entry) -> Repeat | None:
        parts = entry.mapping(("every", "rounding"), ("every",))
        if not parts or "every" not in parts:
            return None
        term, setting = self._forward_term(parts["every"], 1)
        return Repeat(term, self._rounding(parts, term), setting) if term else None

    def _rounding(self, parts: Mapping[str, Entry], term: Term) -> Rounding:
        chosen = parts["rounding"].choice(ROUNDINGS) if "rounding" in parts else None
        return chosen or term.usual_rounding  # type: ignore[return-value]

    def _forward_term(self, entry: Entry, least: int = 0) -> tuple[Term | None, str | None]:
        term, setting = self._term(entry)
        if term is not None and term.count < least:
            entry.wrong("a term of at least one day" if least else "a term that is not below zero")
            return None, None
        return term, setting

    def _term(self, entry: Entry) -> tuple[Term | None, str | None]:
        raw = entry.raw or ""
        back = raw.startswith("-setting:")
        if not back and not raw.startswith("setting:"):
            return entry.term(), None
        name = raw.split(":", 1)[1]
        setting = self.words.settings.get(name)
        if setting is None or not isinstance(setting.value, Term):
            terms = ", ".join(known.id for known in self.words.settings.values() if known.kind == "term")
            entry.wrong(f"a setting that is a term: {terms}")
            return None, None
        return (-setting.value if back else setting.value), name

    def condition(self, entry: Entry, depth: int = 0) -> Condition | None:
        """A fact test, or ``all``, ``any`` and ``none`` of further conditions."""
        if depth > _DEEPEST_CONDITION:
            entry.fault("nested too deep", f"at most {_DEEPEST_CONDITION} levels")
            return None
        parts = entry.mapping(("all", "any", "none", "fact", *_TEST_KEYS))
        if parts is None:
            return None
        if "fact" in parts:
            return self._tests(entry, parts)
        for key in parts:
            if key in _TEST_KEYS:
                parts[key].fault("stands without a fact", "the key fact beside it")
        made: list[Condition] = []
        for key, kind in (("all", AllOf), ("any", AnyOf), ("none", NoneOf)):
            if key in parts:
                inner = each(parts[key].items(), lambda item: self.condition(item, depth + 1))
                if not inner:
                    parts[key].wrong("at least one condition")
                made.append(kind(inner))
        if not made:
            entry.wrong("all, any, none or a fact test")
            return None
        return made[0] if len(made) == 1 else AllOf(tuple(made))

    def _tests(self, entry: Entry, parts: Mapping[str, Entry]) -> Condition | None:
        fact = self.words.facts.get(parts["fact"].raw or "")
        if fact is None:
            parts["fact"].wrong("a fact of facts/*.yaml")
            return None
        for key in ("all", "any", "none"):
            if key in parts:
                parts[key].fault("stands beside a fact test", "either a fact test or all, any, none")
        tests = each((parts[key] for key in _TEST_KEYS if key in parts), lambda test: self._test(fact, test))
        if not tests:
            if not any(key in parts for key in _TEST_KEYS):
                parts["fact"].fault("no test beside it", f"one of {', '.join(_TEST_KEYS)}")
            return None
        return tests[0] if len(tests) == 1 else AllOf(tests)

    def _test(self, fact: Fact, entry: Entry) -> FactTest | None:
        key = entry.key
        if key == "known":
            flag = entry.flag()
            return None if flag is None else Known(fact.id, flag)
        fits = {"date": ("on_or_after", "before", "first_of_month"), "yes_no": ("is",), "choice": ("is", "in")}[
            fact.kind
        ]
        if key not in fits:
            entry.fault(f"{fact.id} is of kind {fact.kind}", f"a test that fits it: {', '.join((*fits, 'known'))}")
            return None
        if key == "is" and fact.kind == "choice":
            chosen = entry.choice(fact.choices)
            return Is(fact.id, chosen) if chosen else None
        if key == "in":
            values = each(entry.items(), lambda item: item.choice(fact.choices))
            return In(fact.id, values) if values else None
        if key in ("is", "first_of_month"):
            flag = entry.flag()
            if flag is None:
                return None
            return Is(fact.id, flag) if key == "is" else FirstOfMonth(fact.id, flag)
        day = entry.day()
        if day is None:
            return None
        return OnOrAfter(fact.id, day) if key == "on_or_after" else Before(fact.id, day)

"""What a rulebook holds: facts, settings, gates, sources and rules with their versions. All of it is read-only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Literal

from landing.core.due.conditions import Condition
from landing.core.periods import Rounding, Term, WorkingDays

PHASES = ("stay", "prepare", "move", "land", "pilot_flame")
LIFE_CONDITIONS = ("health", "housing", "income", "activities", "relations", "continuity")
WHO = (
    "client",
    "support_worker",
    "coordinator",
    "process_director",
    "housing_officer",
    "advocate",
    "peer_worker",
    "income_officer",
    "fiduciary",
    "neighbourhood_team",
    "treating_party",
    "close_one",
)
DONE_BY = ("tick", "document", "contact", "decision")
SETTING_KINDS = ("term", "choice", "number", "dates")
FACT_KINDS = ("date", "yes_no", "choice")
TOPICS = (
    "identity",
    "contact",
    "continuity",
    "health",
    "housing",
    "income",
    "activities",
    "relations",
    "money",
    "signs",
)
"""What a fact can be about. Who may read a topic of a person is another question than what is due."""

_DAYS_KEPT = 400

FactKind = Literal["date", "yes_no", "choice"]
SettingValue = Term | str | int | tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule comes from: document code, heading and the numbers of the inventory."""

    document: str
    heading: str
    items: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """The source as it stands in every answer."""
        return {"document": self.document, "heading": self.heading, "items": list(self.items)}


@dataclass(frozen=True, slots=True)
class Document:
    """A document that rules refer to."""

    code: str
    title: str
    authors: str
    year: int


@dataclass(frozen=True, slots=True)
class Fact:
    """Something about a journey that rules may ask for."""

    id: str
    kind: FactKind
    label: str
    question: str
    client_question: str | None
    ask_from: str
    choices: Mapping[str, str]
    noun: str | None = None
    """The fact inside a Dutch sentence, with its article ("de sleutel"); every date has one."""
    client_choices: Mapping[str, str] = field(default_factory=dict)
    """The choices in the words of the person (A2)."""
    topic: str = ""
    """One of TOPICS: whoever may not read the topic is not shown the fact, nor what follows from it."""
    recurs: Term | None = None
    """``None`` for what happens once. Otherwise every new date is a new event, and a deed done at most this long before
    the date belongs to it already (0 days for what is only known afterwards)."""


@dataclass(frozen=True, slots=True)
class SettingChoice:
    """A value that a region may choose, with the source that names it."""

    value: SettingValue
    source: Source
    note: str | None


@dataclass(frozen=True, slots=True)
class Setting:
    """A number on which sources differ or which is local policy."""

    id: str
    label: str
    kind: str
    value: SettingValue
    choices: tuple[SettingChoice, ...]
    note: str | None
    last_checked: date
    because: str | None = None
    """Why the region chose this value; ``None`` when the national value stands."""


@dataclass(frozen=True, slots=True)
class Gate:
    """A passage that stays closed until the rules that block it are done."""

    id: str
    title: str
    client: str
    why: str
    closes_at: tuple[str, ...]
    mandate: tuple[str, ...]
    source: Source
    last_checked: date


@dataclass(frozen=True, slots=True)
class Moment:
    """A day reckoned from the first known of ``anchors``."""

    anchors: tuple[str, ...]
    term: Term
    rounding: Rounding
    setting: str | None


@dataclass(frozen=True, slots=True)
class Repeat:
    """How long after it was last done a rule comes back."""

    every: Term
    rounding: Rounding
    setting: str | None


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of a rule of the route."""

    id: str
    title: str
    client: str | None
    why: str
    client_why: str | None
    life_condition: str
    phase: str
    who: str
    when: Condition | None
    due: Moment | None
    not_before: Moment | None
    lead_time: Term | None
    fallback: str | None
    repeat: Repeat | None
    until: tuple[str, ...]
    lapses: Term | None
    """How long after the date from which the term counts an undone rule falls silent."""
    again_after: tuple[str, ...]
    """Recurring facts of which a new date asks for the rule anew, besides the date from which its term counts."""
    after: tuple[str, ...]
    blocks: tuple[str, ...]
    done_by: str
    source: Source
    more_sources: tuple[Source, ...]
    setting_source: str | None
    valid_from: date
    valid_to: date | None
    last_checked: date
    file: str
    line: int
    regional: bool = False
    """The rule stands in the region's overlay."""
    override_because: str | None = None
    """Why the region changed this national rule."""

    @property
    def first_anchor(self) -> str | None:
        """The fact that the rule is about: from its date the term counts, others only stand in for it."""
        return self.due.anchors[0] if self.due is not None else None

    @property
    def asked_by(self) -> tuple[str, ...]:
        """The facts whose new date may ask for the rule anew, when they recur."""
        return self.again_after if self.due is None else (self.due.anchors[0], *self.again_after)

    def valid_on(self, day: date) -> bool:
        """Whether this version speaks on the day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class Speaking:
    """The rules that speak on one day, one version of each."""

    rules: tuple[Rule, ...]
    by_id: Mapping[str, Rule]
    after: Mapping[str, tuple[str, ...]]
    """Only the rules that come after others."""
    blocks: Mapping[str, tuple[str, ...]]
    """Only the rules that keep a gate closed."""


@dataclass(slots=True, eq=False)
class Rulebook:
    """Everything of one folder, with a region's overlay laid over it. Compare rulebooks by ``fingerprint``."""

    root: Path
    overlay: Path | None
    documents: Mapping[str, Document]
    facts: Mapping[str, Fact]
    settings: Mapping[str, Setting]
    gates: Mapping[str, Gate]
    rules: tuple[Rule, ...]
    fingerprint: str
    _versions: dict[str, tuple[Rule, ...]] = field(default_factory=dict, repr=False)
    _speaking: dict[date, Speaking] = field(default_factory=dict, repr=False)
    _calendar: WorkingDays | None = field(default=None, repr=False)
    _depths: dict[str, int] = field(default_factory=dict, repr=False)
    _topics: dict[tuple[str, date], frozenset[str]] = field(default_factory=dict, repr=False)
    recurring: frozenset[str] = field(default=frozenset(), init=False, repr=False)
    """The ids of the rules that a new date of a recurring fact asks for again."""

    def __post_init__(self) -> None:
        versions: dict[str, list[Rule]] = {}
        for rule in self.rules:
            versions.setdefault(rule.id, []).append(rule)
        self._versions = {
            rule_id: tuple(sorted(same, key=lambda rule: rule.valid_from)) for rule_id, same in versions.items()
        }
        again = {fact.id for fact in self.facts.values() if fact.recurs is not None}
        self.recurring = frozenset(rule.id for rule in self.rules if again.intersection(rule.asked_by))

    @property
    def sources(self) -> Mapping[str, Document]:
        """The documents that rules refer to, by code."""
        return self.documents

    @property
    def rule_ids(self) -> Iterable[str]:
        """Every rule id once, in the order of the files."""
        return self._versions.keys()

    def versions(self, rule_id: str) -> tuple[Rule, ...]:
        """All versions of a rule, oldest first; empty when there is no such rule."""
        return self._versions.get(rule_id, ())

    def version_on(self, rule_id: str, day: date) -> Rule | None:
        """The version that speaks on the day; ``None`` when the rule does not exist or does not hold then."""
        return self.speaking(day).by_id.get(rule_id)

    def last_version(self, rule_id: str, day: date) -> Rule:
        """The version that spoke last on or before the day, or the first one. Raises ``KeyError`` for an unknown id."""
        versions = self._versions[rule_id]
        if len(versions) == 1:
            return versions[0]
        return next((rule for rule in reversed(versions) if rule.valid_from <= day), versions[0])

    def ends_on(self, rule: Rule) -> date | None:
        """The first day on which no version of the rule speaks after this one; ``None`` when there is no such day."""
        last = self._versions[rule.id][-1]
        return last.valid_to

    def speaking(self, day: date) -> Speaking:
        """The rules that speak on the day, in the order of the files."""
        speaking = self._speaking.get(day)
        if speaking is None:
            rules = tuple(rule for same in self._versions.values() for rule in same if rule.valid_on(day))
            speaking = Speaking(
                rules,
                {rule.id: rule for rule in rules},
                {rule.id: rule.after for rule in rules if rule.after},
                {rule.id: rule.blocks for rule in rules if rule.blocks},
            )
            if len(self._speaking) >= _DAYS_KEPT:
                self._speaking.clear()
            self._speaking[day] = speaking
        return speaking

    def topics_of(self, rule: Rule) -> frozenset[str]:
        """What a step tells about a person: its own life condition, and every fact that it hangs on.

        Who sees that a step is due knows that its conditions hold; so it is shown only to who may read all its topics.
        """
        key = (rule.id, rule.valid_from)
        found = self._topics.get(key)
        if found is None:
            asked = {test.fact for test in rule.when.tests()} if rule.when is not None else set()
            asked.update(rule.until, rule.again_after)
            for moment in (rule.due, rule.not_before):
                asked.update(moment.anchors if moment is not None else ())
            told = {self.facts[fact].topic for fact in asked if fact in self.facts}
            found = self._topics[key] = frozenset(told | {rule.life_condition}) - {""}
        return found

    @property
    def depths(self) -> Mapping[str, int]:
        """Per rule id how many rules in a row come before it: a rule lies deeper than all it must come after."""
        if not self._depths and self._versions:
            after = {
                rule_id: {target for rule in same for target in rule.after if target in self._versions}
                for rule_id, same in self._versions.items()
            }
            depths: dict[str, int] = {}
            for rule_id in TopologicalSorter(after).static_order():
                depths[rule_id] = 1 + max((depths[target] for target in after[rule_id]), default=-1)
            self._depths = depths  # whole at once: other threads of the server reckon with the same rulebook
        return self._depths

    @property
    def calendar(self) -> WorkingDays:
        """The working days of the region: those of the law, less the extra closed days of the setting ``closed_days``."""
        if self._calendar is None:
            setting = self.settings.get("closed_days")
            extra = setting.value if setting is not None and isinstance(setting.value, tuple) else ()
            self._calendar = WorkingDays(extra)
        return self._calendar

    @property
    def soon_days(self) -> int:
        """How many days ahead a due is called soon (setting ``soon_days``, 14 when the folder has none)."""
        setting = self.settings.get("soon_days")
        return setting.value if setting is not None and isinstance(setting.value, int) else 14

"""What the client's own pages show: one route, before – move – after, in words of one person. Own person only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from landing.core.due.explain import rule_of
from landing.core.due.reckon import DONE, DUE_SOON, NOT_BEFORE, OPEN, OVERDUE, SET_ASIDE, WAITING, Due, Reckoning
from landing.core.due.reckon import reckon as core_reckon
from landing.core.due.rules import Fact, Rule, Rulebook
from landing.desk.client_words import (
    BOND_WORDS,
    BONDS_OF,
    GATE_WORDS,
    OTHER_GATE,
    PART_OF_PHASE,
    PARTS,
    StepWords,
    answer_words,
    seers_words,
    who_words,
)
from landing.people import reads as people
from landing.people.roles import Role
from landing.people.viewer import Viewer
from landing.route import reads as route
from landing.route import rulebook
from landing.route.models import Fact as FactRow
from landing.route.models import Journey, StepMark
from landing.ui.addresses import addresses
from landing.ui.languages import in_own_language
from landing.ui.languages import said as _

NEAR_DAYS = 42
SHOWN_IN_PART = 6
HELPERS = ("support_worker", "coordinator", "peer_worker", "buddy", "care_provider", "municipality")


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody whom the client may ask: what they are, their name and their phone (both may be empty)."""

    what: str
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step in the client's words. Each is made when it is shown: a folded list has a hundred steps and shows little of each.

    row: what is due; None for a step that does not stand in the route now.
    """

    told: Rule
    row: Due | None
    route: OwnRoute

    @property
    def rule(self) -> str:
        return self.told.id

    @property
    def title(self) -> str:
        return self.route.words.read(self.told.client or "")

    @property
    def why(self) -> str:
        return self.route.words.read(self.told.client_why or "")

    @property
    def state(self) -> str:
        """One of core.due."""
        return self.row.state if self.row is not None else NOT_BEFORE

    @property
    def own(self) -> bool:
        """Whether the client does it."""
        return self.told.who == Role.CLIENT

    @property
    def who(self) -> str:
        return who_words(self.told.who, self.route.name_of(self.told.who))

    @property
    def doer(self) -> str:
        return self.route.words.doer(self.told.who)

    @property
    def when(self) -> str:
        """By when, or when it was done, in a sentence or an empty text."""
        row = self.row
        if row is None or row.state == SET_ASIDE:
            return ""
        if row.state == DONE:
            return self.route.words.when(None, None, row.done_on)
        return self.route.words.when(row.due, row.not_before, None)

    @property
    def done_on(self) -> date | None:
        return self.row.done_on if self.row is not None else None

    @property
    def url(self) -> str:
        """The page of the step."""
        return self.route.step_url(self.told.id)

    @property
    def settled(self) -> bool:
        return self.state in (DONE, SET_ASIDE)

    @property
    def late_of_other(self) -> bool:
        """Late, but not the client's fault: said in words without alarm."""
        return self.state == OVERDUE and not self.own


@dataclass(frozen=True, slots=True)
class GateList:
    """A passage of the route: what must be done first, in the client's words; others: how many have no such words."""

    title: str
    steps: list[Step]
    others: int
    passed: bool


@dataclass(slots=True)
class Part:
    """Before, the move, or after. near: now and soon; later: certain but far; maybe: not known yet whether it holds."""

    name: str
    title: str
    station: str
    near: list[Step] = field(default_factory=list)
    later: list[Step] = field(default_factory=list)
    maybe: list[Step] = field(default_factory=list)
    done: list[Step] = field(default_factory=list)
    aside: list[Step] = field(default_factory=list)
    gates: list[GateList] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many steps certainly belong to this part."""
        return len(self.near) + len(self.later) + len(self.done)

    @property
    def left(self) -> int:
        return self.count - len(self.done)


@dataclass(frozen=True, slots=True)
class OwnRoute:
    """A client's journey with all that follows from it today."""

    journey: Journey
    book: Rulebook
    known: route.Known
    reckoning: Reckoning
    around: list[people.Around]
    today: date
    words: StepWords
    step_url: Callable[[str], str]

    def step(self, row: Due, rule: Rule | None = None) -> Step:
        """A due in the client's words."""
        return Step(rule or rule_of(self.book, row), row, self)

    def name_of(self, who: str) -> str:
        """The name of the person around the client who does the work of a role, or an empty text."""
        kinds = BONDS_OF.get(who, (who,))
        return next((line.name for kind in kinds for line in self.around if line.kind == kind and line.name), "")

    def certain(self, row: Due, rule: Rule) -> bool:
        """Whether it is known that the step holds for this person; only its date may be unknown."""
        return row.state != WAITING or rule.when is None or rule.when.holds(self.known.facts) is True


def own_route(viewer: Viewer) -> OwnRoute | None:
    """The client's own open journey and what follows from it today; None when there is none (6 queries)."""
    journey = route.own_journey(viewer)
    if journey is None:
        return None
    known = route.known(journey.pk)
    book = rulebook.current(viewer.region_code)
    reckoning = core_reckon(book, viewer.today, known.facts, known.done, known.set_aside, passed=known.passed)
    return OwnRoute(
        journey, book, known, reckoning, people_around(viewer), viewer.today, StepWords(viewer.today), addresses("desk:my_step"),
    )  # fmt: skip


def people_around(viewer: Viewer) -> list[people.Around]:
    """Who stands around the client today; what begins later is left out (1 query)."""
    if viewer.person is None:
        return []
    return [line for line in people.around_of(viewer.person, viewer.today) if line.from_date <= viewer.today]


def helpers(around: list[people.Around]) -> list[Helper]:
    """Everybody around the client, whom to ask first on top."""
    rank = {kind: at for at, kind in enumerate(HELPERS)}
    lines = sorted(around, key=lambda line: rank.get(line.kind, len(rank)))
    return [
        Helper(BOND_WORDS.get(line.kind, in_own_language(line.label)), line.name, line.phone)
        for line in lines
        if line.name
    ]


def first_helper(around: list[people.Around]) -> Helper | None:
    """The carer or else the coordinator, somebody with a phone first; else whoever there is."""
    found = helpers(around)
    near = [line for line in found if line.what in (BOND_WORDS["support_worker"], BOND_WORDS["coordinator"])]
    return next((line for line in near if line.phone), None) or next(iter(near or found), None)


def parts(own: OwnRoute, *, everything: bool = False) -> list[Part]:
    """The route as before – move – after; every step with words for the client stands in exactly one list.

    ``everything`` leaves nothing folded: for paper, ``near`` holds all that is certain and undone.
    """
    here = PART_OF_PHASE[own.reckoning.phase]
    stations = ["done" if at < here else "here" if at == here else "next" for at in range(len(PARTS))]
    made = [Part(name, title, station) for (name, title, _), station in zip(PARTS, stations, strict=True)]
    for row in own.reckoning.dues:
        rule = rule_of(own.book, row)
        if not rule.client:
            continue
        part, step = made[PART_OF_PHASE[rule.phase]], own.step(row, rule)
        if row.state == DONE:
            part.done.append(step)
        elif row.state == SET_ASIDE:
            part.aside.append(step)
        elif not own.certain(row, rule):
            part.maybe.append(step)
        elif everything or (_near(row, own.today) and len(part.near) < SHOWN_IN_PART):
            part.near.append(step)
        else:
            part.later.append(step)
    for at, gate in gates(own):
        made[at].gates.append(gate)
    return made


def _near(row: Due, today: date) -> bool:
    if row.state in (OVERDUE, DUE_SOON):
        return True
    return row.state == OPEN and row.due is not None and row.due <= today + timedelta(days=NEAR_DAYS)


def gates(own: OwnRoute) -> list[tuple[int, GateList]]:
    """The passages that something still keeps closed, each with the part of the route where it belongs."""
    rows = own.reckoning.by_id()
    found = []
    for state in own.reckoning.gates:
        if not state.missing:
            continue
        at, closed, passed = GATE_WORDS.get(state.gate_id, OTHER_GATE)
        rules = [(rows[rule], rule_of(own.book, rows[rule])) for rule in state.missing]
        steps = [own.step(row, rule) for row, rule in rules if rule.client and own.certain(row, rule)]
        others = sum(1 for row, rule in rules if not rule.client and own.certain(row, rule))
        if steps or others:
            found.append((at, GateList(passed if state.passed else closed, steps, others, state.passed is not None)))
    return found


def step_now(own: OwnRoute) -> Step | None:
    """The one step that the client can do now: own, in order of work, nothing before it undone, and not far ahead."""
    undone = {row.rule_id for row in own.reckoning.dues if not row.settled and row.state != WAITING}
    reached = PART_OF_PHASE[own.reckoning.phase]
    for row in own.reckoning.dues:
        rule = rule_of(own.book, row)
        if rule.who != Role.CLIENT or not rule.client or row.state not in (OVERDUE, DUE_SOON, OPEN):
            continue
        if undone.intersection(rule.after):
            continue
        if _near(row, own.today) or (row.due is None and PART_OF_PHASE[rule.phase] <= reached):
            return own.step(row, rule)
    return None


def others_now(own: OwnRoute, limit: int = 2) -> list[Step]:
    """What others do for the client now, for when the client has nothing to do."""
    near = [own.step(row) for row in own.reckoning.dues if row.state in (OVERDUE, DUE_SOON)]
    return [step for step in near if step.title and not step.own][:limit]


@dataclass(frozen=True, slots=True)
class StepPage:
    """One step as a page of its own; first: what must come before; mine: marked done by the client self."""

    step: Step
    holds: bool
    first: list[Step]
    mine: bool
    by_name: str
    repeats: bool


def step_page(viewer: Viewer, own: OwnRoute, rule_id: str) -> StepPage | None:
    """One step of the own route; None for a rule that does not exist or has no words for the client (1 query)."""
    if not own.book.versions(rule_id):
        return None
    rows = own.reckoning.by_id()
    row = rows.get(rule_id)
    rule = rule_of(own.book, row) if row else own.book.last_version(rule_id, viewer.today)
    if not rule.client:
        return None
    step = Step(rule, row, own)
    before = [own.step(rows[other]) for other in rule.after if other in rows and not rows[other].settled]
    marks = StepMark.objects.filter(journey=own.journey, rule=rule_id, current=True)
    by_role, by_name = marks.values_list("by_role", "by_name").first() or ("", "")
    return StepPage(
        step, row is not None and own.certain(row, rule), [line for line in before if line.title],
        by_role == Role.CLIENT and row is not None and row.done_on is not None, by_name, rule.repeat is not None,
    )  # fmt: skip


def next_questions(own: OwnRoute, skipped: list[str]) -> list[Fact]:
    """What to ask the client now, the most decisive first, without what was skipped."""
    facts = [own.book.facts[unknown.fact] for unknown in own.reckoning.unknown_facts if unknown.ask_now]
    return [fact for fact in facts if fact.client_question and fact.id not in skipped]


def seers(own: OwnRoute) -> str:
    """Who reads what the client answers, in one sentence."""
    return seers_words({line.kind for line in own.around})


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing that is known: the question, the answer, and who wrote it when."""

    fact: str
    question: str
    answer: str
    by: str
    on: date


def answers(own: OwnRoute, viewer: Viewer) -> tuple[list[Answer], int]:
    """What is known and may be asked of the client, and how many other things are known (1 query)."""
    rows: dict[str, Any] = {
        kind: (by, at) for kind, by, at in FactRow.objects.filter(journey=own.journey, current=True).values_list(
            "kind", "recorded_by", "recorded_at"
        )
    }  # fmt: skip
    known = [fact for fact in own.book.facts.values() if own.known.facts.get(fact.id) is not None]
    lines = [
        Answer(
            fact.id, in_own_language(fact.client_question or ""), answer_words(fact, own.known.facts[fact.id]),
            _("jou") if rows[fact.id][0] == viewer.name else rows[fact.id][0], rows[fact.id][1].date(),
        )
        for fact in known if fact.client_question and fact.id in rows
    ]  # fmt: skip
    return lines, len(own.known.facts) - len(lines)

"""What people do in a working day of a region: the mix of the load, as data, and the plan that is drawn from it.

Why this mix. Carers are the many: they begin at Mijn dag, open the people of today one by one, tick what was done (and
sometimes take it back), note contact, and fill in what they learned. Coordinators work in lists: narrow, search while typing,
open somebody, look at the history or try a key date. Process directors look over the whole region. Clients come a
time or two a day, on a phone: what is next, what is new, their own plan, how it goes. About one request in seven writes. Who
comes, comes in the hour after the morning meeting or in the hour after lunch; clients come more evenly.

This module knows no Django: the process that makes the load reads it too.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from random import Random
from typing import Any

DAY_SECONDS = 8 * 60 * 60
IDLE_SECONDS = {"staff": 30 * 60, "client": 15 * 60}
"""After so long without a sign of life a session has ended (settings.IDLE_SECONDS), so who comes back logs in again."""
SPREAD = 0.6
"""How much times to think differ: the sigma of a lognormal; one in twenty is 2.7 times the middle one."""
LOGIN_REQUESTS = 4
"""The page, the form, the address that says where to go, and the first page."""

STEP_DONE, UNDO = "route:step_done", "route:undo"


@dataclass(frozen=True, slots=True)
class Page:
    """An address that the load asks for: its row in the report, and how many lines of the access log an answer must have.

    args: what stands in the address, "k" a key and "s" a word; looked, sent: lines for a GET and for a POST; form: it is
    looked at as well as sent, so that these are two rows.
    """

    group: str
    looked: int = 1
    sent: int = 1
    args: str = ""
    form: bool = False

    def row(self, method: str) -> str:
        """Its row in the report."""
        return f"{self.group}, versturen" if self.form and method == "POST" else self.group

    def lines(self, method: str) -> int:
        """How many lines of the access log an answer must have."""
        return self.sent if method == "POST" else self.looked


PAGES: dict[str, Page] = {
    "account_login": Page("Inloggen", looked=0, form=True),
    "login:logout": Page("Uitloggen"),
    "desk:start": Page("Inloggen", looked=0),
    "desk:my_day": Page("Mijn dag"),
    "desk:clients": Page("Cliënten"),
    "desk:person": Page("Eén persoon", args="k"),
    "route:step": Page("Een stap", args="ks"),
    "route:facts": Page("Gegevens", args="k", form=True),
    "route:history": Page("Geschiedenis", args="k"),
    "route:key_date": Page("Sleuteldatum", args="k"),
    "route:step_done": Page("Stap klaar", args="ks"),
    "route:contact": Page("Contact", args="k"),
    "route:undo": Page("Ongedaan maken", args="kk"),
    "desk:my_today": Page("Vandaag"),
    "desk:my_route": Page("Mijn route"),
    "desk:my_step": Page("Mijn stap", args="s"),
    "desk:my_step_done": Page("Mijn stap klaar", args="s"),
    "desk:my_undo": Page("Mijn stap terug", args="k"),
    "desk:my_messages": Page("Berichten"),
    "plan:my_plan": Page("Mijn plan", form=True),
    "plan:my_check_ins": Page("Hoe gaat het"),
    "plan:my_follow_new": Page("Hoe gaat het, kiezen", form=True),
    "plan:my_check_in": Page("Hoe gaat het, invullen", form=True),
}
STATIC = "Stijl, script, beeld"
"""The row of what a browser fetches once; it counts for no total, because it is quick and would flatter it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that somebody does, after thinking for ``think`` seconds (the middle one) of the day.

    kind: "open" an address of its own; "follow" a link on the page before one, to somebody or something of one's choice;
    "here" an address of the person who was opened last; "press" a button on the page; "fill" the form on the page with
    ``values``; "type" one of ``words`` in the search, letter by letter. chance: how often it is done at all.
    """

    kind: str
    page: str
    think: float = 12.0
    chance: float = 1.0
    query: str = ""
    values: dict[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ()

    @property
    def requests(self) -> int:
        """How many requests it makes, when it can be done: a form that was sent leads on to a page."""
        return {"press": 2, "fill": 2, "type": 3}.get(self.kind, 1)


@dataclass(frozen=True, slots=True)
class Visit:
    """What somebody comes for; ``weight``: how often beside the other visits of the role."""

    weight: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A role in the load. share: its part of the staff (or of the clients); first: where one lands after logging in."""

    share: int
    first: str
    visits: tuple[Visit, ...]


SEARCHED = ("jansen", "mohamed", "visser", "bakker", "yilmaz", "de boer", "sara", "kevin", "smit", "dijk")
DAY = Step("open", "desk:my_day", 8)
SOMEBODY = Step("follow", "desk:person", 10)
CLIENTS = Step("open", "desk:clients", 10)
SEARCH = Step("type", "desk:clients", 4, words=SEARCHED)
DONE, NOT_DONE = Step("press", STEP_DONE, 20), Step("press", UNDO, 6, chance=0.35)
FACTS = (Step("here", "route:facts", 10), Step("fill", "route:facts", 60, chance=0.5, values={"last_contact": "{day}"}))
HISTORY = Step("here", "route:history", 15, chance=0.4)

STAFF: dict[str, Part] = {
    "support_worker": Part(80, "desk:my_day", (
        Visit(5, (SOMEBODY, DONE, NOT_DONE, DAY, SOMEBODY, Step("follow", "route:step", 15, chance=0.5), DAY, SOMEBODY, *FACTS)),
        Visit(3, (DONE, NOT_DONE, Step("open", "desk:my_day", 8, query="?toon=dag"), SOMEBODY, *FACTS, DAY)),
        Visit(2, (Step("open", "desk:my_day", 8, query="?toon=stil"), Step("press", "route:contact", 10), SOMEBODY, HISTORY)),
        Visit(2, (CLIENTS, SEARCH, CLIENTS, SOMEBODY, HISTORY, CLIENTS, SOMEBODY, DONE, NOT_DONE)),
    )),
    "coordinator": Part(14, "desk:my_day", (
        Visit(4, (CLIENTS, SEARCH, SOMEBODY, HISTORY, CLIENTS, SEARCH, SOMEBODY)),
        Visit(3, (Step("open", "desk:clients", 12, query="?wie=alles"), SOMEBODY,
                  Step("open", "desk:clients", 12, query="?wie=alles&fase=move&termijn=soon"), SOMEBODY, *FACTS)),
        Visit(2, (Step("open", "desk:my_day", 10, query="?wie=alles"), SOMEBODY, DONE, NOT_DONE,
                  Step("here", "route:key_date", 20), Step("open", "desk:my_day", 10, query="?wie=alles&toon=stil"))),
    )),
    "process_director": Part(6, "desk:my_day", (
        Visit(3, (Step("open", "desk:my_day", 10, query="?wie=alles"), Step("open", "desk:my_day", 15, query="?wie=alles&toon=dag"),
                  SOMEBODY, Step("open", "desk:my_day", 15, query="?wie=alles&toon=stil"))),
        Visit(2, (Step("open", "desk:clients", 12, query="?wie=alles"), SEARCH, SOMEBODY,
                  Step("open", "desk:clients", 12, query="?wie=alles&sorteer=naam"))),
    )),
}  # fmt: skip
TODAY = Step("open", "desk:my_today", 10)
CLIENT: dict[str, Part] = {
    "client": Part(100, "desk:my_today", (
        Visit(4, (Step("open", "desk:my_route", 20), Step("follow", "desk:my_step", 25), TODAY, Step("open", "desk:my_messages", 15))),
        Visit(2, (Step("open", "desk:my_route", 20), Step("press", "desk:my_step_done", 30), Step("press", "desk:my_undo", 15, chance=0.5),
                  Step("open", "desk:my_messages", 15))),
        Visit(2, (Step("open", "desk:my_messages", 15), Step("open", "plan:my_plan", 20),
                  Step("fill", "plan:my_plan", 90, values={"words": "Ik wil weer naar buiten elke dag"}), TODAY)),
        Visit(2, (Step("open", "plan:my_check_ins", 15), Step("open", "plan:my_follow_new", 15, chance=0.4),
                  Step("fill", "plan:my_follow_new", 30, values={"words": "Hoe ik slaap"}),
                  Step("open", "plan:my_check_in", 10), Step("fill", "plan:my_check_in", 30, values={"said": "Het ging wel"}))),
    )),
}  # fmt: skip
PARTS = STAFF | CLIENT
COMES = {"staff": 6.0, "client": 1.2}
"""How often a day one comes beside the other; the number that is asked for is spread so."""
LEAVES = 0.3
"""How many log out; the others close the browser, and the session ends by itself."""

# Where in the day a visit begins: (part of them, middle, width), as parts of the day; the rest comes evenly.
MORNING, LUNCH = (0.125, 0.10), (0.65, 0.10)
PEAKS = {"staff": ((0.45, *MORNING), (0.35, *LUNCH)), "client": ((0.2, *MORNING), (0.3, *LUNCH))}


def kind_of(role: str) -> str:
    """Staff or client."""
    return "client" if role in CLIENT else "staff"


def roles_of(staff: int, clients: int) -> list[str]:
    """The role of each person of the load: every role has its share, and a role is left out only where there are too few."""
    shares = [(role, part.share * staff / 100) for role, part in STAFF.items()]
    counts = {role: int(share) for role, share in shares}
    for role, _ in sorted(shares, key=lambda one: int(one[1]) - one[1])[: staff - sum(counts.values())]:
        counts[role] += 1
    return [role for role, count in counts.items() for _ in range(count)] + ["client"] * clients


@dataclass(frozen=True, slots=True)
class Planned:
    """A visit of somebody: at which second of the day, and its steps with the time that is thought before each."""

    at: float
    steps: tuple[Step, ...]
    leaves: bool

    @property
    def requests(self) -> int:
        """How many requests it makes when everything can be done and one is still logged in."""
        return 1 + sum(step.requests for step in self.steps) + (2 if self.leaves else 0)


def plan(roles: list[str], requests: int, seed: int = 1) -> list[list[Planned]]:
    """The visits of each person, earliest first: everybody comes once, and then as often as the number of requests asks.

    The same roles, number and seed give the same plan.
    """
    rng = Random(seed)  # noqa: S311  (a load that can be made again, no secrets)
    days: list[list[Planned]] = [[] for _ in roles]
    made = 0
    for who in _comers(rng, roles):
        if made >= requests:
            break
        role, before = roles[who], days[who]
        visit = _visit(rng, role)
        insort(before, visit, key=lambda one: one.at)
        # A session that has ended costs the way in again; nearly every first visit does.
        made += visit.requests + (LOGIN_REQUESTS - 1 if _comes_back_late(before, visit, role) else 0)
    return days


def _comers(rng: Random, roles: list[str]) -> Iterator[int]:
    everybody = list(range(len(roles)))
    rng.shuffle(everybody)
    yield from everybody
    weights = [COMES[kind_of(role)] for role in roles]
    while True:
        yield from rng.choices(range(len(roles)), weights, k=100)


def _visit(rng: Random, role: str) -> Planned:
    part = PARTS[role]
    chosen = rng.choices(part.visits, [visit.weight for visit in part.visits])[0]
    steps = tuple(
        replace(step, think=round(step.think * rng.lognormvariate(0, SPREAD), 2), words=_typed(rng, step.words))
        for step in chosen.steps
        if rng.random() < step.chance
    )
    return Planned(_moment(rng, kind_of(role)) * DAY_SECONDS, steps, rng.random() < LEAVES)


def _typed(rng: Random, words: tuple[str, ...]) -> tuple[str, ...]:
    """A word as the search sees it come: its beginning, more of it, all of it."""
    if not words:
        return ()
    word = rng.choice(words)
    return word[:2], word[:4], word


def _moment(rng: Random, kind: str) -> float:
    chance = rng.random()
    for share, middle, width in PEAKS[kind]:
        if chance < share:
            at = rng.gauss(middle, width)
            return at if 0 <= at < 0.97 else rng.uniform(0, 0.97)
        chance -= share
    return rng.uniform(0, 0.97)


def _comes_back_late(visits: list[Planned], visit: Planned, role: str) -> bool:
    earlier = [one.at for one in visits if one.at < visit.at]
    return not earlier or visit.at - earlier[-1] > IDLE_SECONDS[kind_of(role)] * 1.5


def plain(days: list[list[Planned]]) -> list[list[dict[str, Any]]]:
    """As JSON holds it."""
    return [[asdict(visit) for visit in visits] for visits in days]

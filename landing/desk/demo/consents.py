"""Questions for consent and consents of the demo: some of the people were asked something, and answered or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from landing.desk.demo.cast import Cast, Member, uuid_from
from landing.desk.demo.history import at
from landing.desk.demo.region import Kind, of_kind
from landing.people.models import Consent, ConsentQuestion
from landing.rights.consent_words import Asked, labels
from landing.route.mass_write import insert_rows
from landing.route.words import CLIENT_WHO_WORDS

QUESTION_COLUMNS = (
    "key", "person", "organisation", "receiver_name", "topics", "purpose", "until", "why", "state", "asked_at",
    "asked_by", "asked_role", "answered_at",
)  # fmt: skip
CONSENT_COLUMNS = (
    "key", "person", "organisation", "receiver_name", "topics", "purpose", "from_date", "to_date", "how", "witness",
    "words", "given_at", "recorded_by", "withdrawn_at", "withdrawn_by",
)  # fmt: skip


class Wish(NamedTuple):
    """What is asked for one kind of receiver (None: a name), for what, and why in the words for the person."""

    kind: Kind | None
    purpose: str
    topics: tuple[str, ...]
    why: str


HOUSING = Wish(Kind.HOUSING_ASSOCIATION, "housing_allocation", ("identity", "contact", "housing"),
               "We zoeken samen een huis. Zij willen weten wie je bent.")  # fmt: skip
ADVOCACY = Wish(Kind.ADVOCACY, "client_support", ("identity", "plan"), "Zij denken met je mee, los van ons.")
INCOME = Wish(Kind.INCOME_SERVICE, "income_support", ("identity", "contact", "income"),
              "Dan is je uitkering op tijd geregeld.")  # fmt: skip
WISHES = (
    HOUSING, ADVOCACY, INCOME,
    Wish(Kind.NEIGHBOURHOOD_TEAM, "handover", ("identity", "contact", "plan"), "Zij helpen je straks in je nieuwe buurt."),
    Wish(Kind.TREATMENT, "treatment", ("identity", "health"), "Dan hoef je niet alles twee keer te vertellen."),
    Wish(None, "treatment", ("identity", "health"), "Dan weet je dokter hoe het met je gaat."),
)  # fmt: skip
# What became of a question, and of how many in a hundred people. The rest was asked nothing.
ENDS = (
    ("holds", 14),
    ("ends", 5),
    ("new", 4),
    ("waits", 4),
    ("talk", 3),
    ("declined", 4),
    ("withdrawn", 3),
    ("past", 3),
)
FIRST = ("client", "talk", "ends", "waits", "holds", "declined", "answered", "withdrawn")
"""What the first people of the demo were asked, so that every state can be looked at."""


@dataclass(slots=True)
class Rows:
    """The rows of some people, until they are written. events: (person, *columns of a line of history)."""

    questions: list[tuple[Any, ...]] = field(default_factory=list)
    consents: list[tuple[Any, ...]] = field(default_factory=list)
    events: list[tuple[Any, ...]] = field(default_factory=list)

    def write(self) -> None:
        insert_rows(ConsentQuestion, QUESTION_COLUMNS, self.questions)
        insert_rows(Consent, CONSENT_COLUMNS, self.consents)


class Asking:
    """Makes up what one person was asked; ``seed``: the same for the same person, and apart from all other chance."""

    def __init__(self, rows: Rows, cast: Cast, seed: str, person: int, region: str, name: str, by: Member) -> None:
        self.rows, self.cast, self.person, self.region, self.name, self.by = rows, cast, person, region, name, by
        self.rng = Random(seed)  # noqa: S311  (invented people, no secrets)
        self.today = cast.today

    def by_chance(self) -> None:
        """Two in five were asked something."""
        dice = self.rng.random() * 100
        for end, percent in ENDS:
            if dice < percent:
                self.tell(self.rng.choice(WISHES), end)
                return
            dice -= percent

    def tell(self, wish: Wish, end: str) -> None:
        """One question with what became of it."""
        houses = of_kind(self.region, wish.kind) if wish.kind else ()
        house = self.rng.choice(houses) if houses else None
        organisation = self.cast.houses[house.key] if house else None
        receiver = house.name if house else f"huisarts {self.rng.choice(('Verzonnen', 'Bedacht', 'Proef'))}"
        told = (organisation, "" if house else receiver)
        if end in ("new", "waits", "talk", "declined", "answered"):
            self._question(wish, end, told, receiver)
        if end not in ("new", "waits", "talk", "declined"):
            self._consent(wish, end, told, receiver)

    def _question(self, wish: Wish, end: str, told: tuple[int | None, str], receiver: str) -> None:
        ago = {"new": self.rng.randint(0, 9), "waits": self.rng.randint(16, 40)}.get(end, self.rng.randint(4, 12))
        asked_on, answered = self._day(ago), None
        if end in ("talk", "declined", "answered"):
            answered = at(self._day(min(2, ago)), 15)
        state = {"talk": "talk", "declined": "declined", "answered": "given"}.get(end, "open")
        until = self.today + timedelta(days=365)
        self.rows.questions.append((
            uuid_from(self.rng), self.person, *told, list(wish.topics), wish.purpose, until, wish.why, state,
            at(asked_on, 10), self.by.name, self.by.role.value, answered,
        ))  # fmt: skip
        self._event(asked_on, "consent:asked", wish.topics, receiver, until)
        if state in ("talk", "declined"):
            self._event(self._day(min(2, ago)), f"consent:{state}", wish.topics, receiver, None)

    def _consent(self, wish: Wish, end: str, told: tuple[int | None, str], receiver: str) -> None:
        days = {"ends": self.rng.randint(5, 27), "past": -self.rng.randint(5, 200)}.get(end, self.rng.randint(80, 330))
        until = self.today + timedelta(days=days)
        since = min(until, self.today) - timedelta(days=2 if end == "answered" else self.rng.randint(20, 200))
        topics = wish.topics[: self.rng.randint(1, len(wish.topics))]
        paper = self.rng.random() < 0.3
        gone = at(self._day(3), 14) if end == "withdrawn" else None
        who = CLIENT_WHO_WORDS.get(self.by.role.value, "iemand die je helpt")
        asked = Asked(receiver, f"{self.by.name}, {who},", wish.topics, wish.purpose, wish.why, until)
        recorder = self.by.name if paper else self.name
        self.rows.consents.append((
            uuid_from(self.rng), self.person, *told, list(topics), wish.purpose, since, until,
            "paper" if paper else "self", "Wim Getuige" if paper else "", asked.text(topics, until), at(since, 11),
            recorder, gone, recorder if gone else "",
        ))  # fmt: skip
        self._event(since, "consent:given", topics, receiver, until)
        if gone:
            self._event(self._day(3), "consent:withdrawn", topics, receiver, None)

    def _event(self, on: date, about: str, topics: Sequence[str], receiver: str, until: date | None) -> None:
        told: dict[str, Any] = {"receiver": receiver, "topics": list(topics), "what": labels(topics)}
        if until:
            told["until"] = until.isoformat()
        by = self.by
        self.rows.events.append((
            self.person, uuid_from(self.rng), at(on, 15), by.account, by.name, by.role.value, about, None, told, "", None,
        ))  # fmt: skip

    def _day(self, ago: int) -> date:
        return self.today - timedelta(days=ago)


def add(rows: Rows, cast: Cast, seed: str, person: int, region: str, name: str, by: Member, *, first: int) -> None:
    """What a person was asked. first: the place among the first people of the demo, who show every state in turn."""
    asking = Asking(rows, cast, seed, person, region, name, by)
    if not 0 <= first < len(FIRST):
        asking.by_chance()
        return
    match FIRST[first]:
        case "client":
            asking.tell(HOUSING, "new")
            asking.tell(ADVOCACY, "ends")
            asking.tell(INCOME, "holds")
        case state:
            asking.tell(WISHES[first % len(WISHES)], state)

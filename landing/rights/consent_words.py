"""Words of consent: what each topic and purpose is called, what may be asked for whom, and a question as it is read.

The labels and the sentences for the person come from the access table (rulebook/access), where a privacy officer changes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from landing.core.dutch import capital, listed
from landing.people.grounds import table_of
from landing.ui.dates import long_date
from landing.ui.languages import said as _


@dataclass(frozen=True, slots=True)
class Topic:
    """A piece of what can be known of a person. label: for staff; about, sees, not_sees: for the person (A2)."""

    label: str
    about: str
    sees: str
    not_sees: str = ""


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why somebody wants to know. label: for staff; client: one sentence for the person (A2)."""

    label: str
    client: str


_TABLE = table_of("")  # the country's own: a region makes flows narrower and changes no word

TOPICS: dict[str, Topic] = {
    one.id: Topic(one.label, _(one.about), _(one.client), _(one.client_not) if one.client_not else "")
    for one in _TABLE.topics.values()
}
PURPOSES: dict[str, Purpose] = {one.id: Purpose(one.label, _(one.client)) for one in _TABLE.purposes.values()}

# For the other purposes a law decides, and a consent would only seem to (AP, 2016: consent mends no missing basis).
ASKED_PURPOSES = ("support", "coordination", "handover", "housing_allocation", "tenancy", "income_support", "treatment",
                  "client_support", "close_support")  # fmt: skip

MOST_TOPICS = 8
"""How much one question may ask: a yes to everything is no yes to anything, and the paper is one sheet."""

NEVER = frozenset({"bsn", "advocacy", "access_log"})
ONLY: dict[str | None, tuple[str, ...]] = {
    "housing_association": ("identity", "contact", "housing"),
    "income_service": ("identity", "contact", "income", "housing", "money"),
}
NOT_FOR = {"advocacy": frozenset({"early_sign_plan"})}

_MONEY = frozenset({"income", "money"})
_NAME = frozenset({"identity", "contact"})


def askable(kind: str | None) -> tuple[str, ...]:
    """The topics for which consent may be asked for a receiver of this kind; None: somebody without an organisation here."""
    if kind in ONLY:
        return ONLY[kind]
    barred = NEVER | NOT_FOR.get(kind or "", frozenset())
    return tuple(topic for topic in TOPICS if topic not in barred)


def in_mandate(kind: str, topics: Iterable[str]) -> list[str]:
    """Those of the topics about which a representative of this kind may speak: money or care, or both."""
    match kind:
        case "fiduciary":
            return [topic for topic in topics if topic in _MONEY | _NAME]
        case "mentor":
            return [topic for topic in topics if topic not in _MONEY]
    return list(topics)


def ordered(topics: Iterable[str]) -> list[str]:
    """Topics in their fixed order, known ones only, each once."""
    chosen = set(topics)
    return [topic for topic in TOPICS if topic in chosen]


def labels(topics: Iterable[str]) -> str:
    """Topics for staff: ``naam, wonen en gezondheid``."""
    return listed([TOPICS[topic].label for topic in ordered(topics)])


def abouts(topics: Iterable[str]) -> list[str]:
    """Topics for the person, each with a capital: ``Je naam``."""
    return [capital(TOPICS[topic].about) for topic in ordered(topics)]


def purpose_label(purpose: str) -> str:
    """A purpose for staff; a purpose that was taken out of the list keeps its code name."""
    return PURPOSES[purpose].label if purpose in PURPOSES else purpose


def day(value: date) -> str:
    """A day as the person reads it, always with the year: a consent may end in another one."""
    return long_date(value)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the person reads it, on the screen and on paper.

    by: who asks, with the role; topics: in the fixed order; why: as staff typed it; before: what the person said
    yes to earlier and what this answer replaces.
    """

    receiver: str
    by: str
    topics: Sequence[str]
    purpose: str
    why: str
    until: date
    before: bool = False

    @property
    def title(self) -> str:
        return _("Mag {receiver} iets over jou weten?").format(receiver=self.receiver)

    @property
    def seen(self) -> list[Topic]:
        """What the receiver wants to know."""
        return [TOPICS[topic] for topic in ordered(self.topics)]

    @property
    def not_seen(self) -> list[str]:
        """What the receiver will not see whatever the answer is, for the person."""
        return [capital(topic.about) for name, topic in TOPICS.items() if name not in self.topics]

    @property
    def purpose_sentence(self) -> str:
        return PURPOSES[self.purpose].client

    @property
    def last_day(self) -> str:
        return day(self.until)

    def text(self, yes: Iterable[str], until: date) -> str:
        """What was shown and what was answered, as it is kept with the consent: in Dutch."""
        allowed = set(yes)
        lines = [self.title, f"{self.by} vraagt dit.", f"Waarom? {self.why} {self.purpose_sentence}"]
        lines += [f"{capital(topic.about)}: {topic.sees} {topic.not_sees}".strip() for topic in self.seen]
        lines += [f"Dit zien ze niet: {listed([word.lower() for word in self.not_seen])}."]
        lines += [f"Gevraagd tot {day(self.until)}.", str(REFUSING)]
        lines += [f"Het antwoord: ja, tot {day(until)}: {listed([TOPICS[topic].about for topic in ordered(allowed)])}."]
        refused = [TOPICS[topic].about for topic in ordered(self.topics) if topic not in allowed]
        return "\n".join([*lines, f"Nee: {listed(refused)}."] if refused else lines)


REFUSING = _("Zeg je nee? Dan krijg je nog steeds hulp.")
TALK = _("Ik weet het nog niet. Ik wil praten.")
YES, NO = _("Ja, dit mag"), _("Nee")

HOW = {
    "self": _("zelf op het scherm"),
    "paper": _("op papier, met een getuige"),
    "representative": _("door een vertegenwoordiger"),
}

# Why a question can no longer be answered, for the person and for staff.
GONE_CLIENT = {
    "given": _("Je hebt deze vraag al beantwoord."),
    "declined": _("Je hebt deze vraag al beantwoord."),
    "taken_back": _("Deze vraag is niet meer nodig. Je hoeft niets te doen."),
    "lapsed": _("Deze vraag is te oud. Je hoeft niets te doen."),
}
GONE_STAFF = {
    "given": "Deze vraag is intussen beantwoord. Er is niets veranderd.",
    "declined": "Op deze vraag is intussen nee gezegd. Er is niets veranderd.",
    "taken_back": "Deze vraag is intussen teruggenomen. Er is niets veranderd.",
    "lapsed": "De einddatum van deze vraag is voorbij. Stel een nieuwe vraag.",
}

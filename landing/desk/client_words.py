"""Words of the client's own pages (A2 Dutch): who does it, by when, what an answer is called."""

from __future__ import annotations

from datetime import date
from typing import Any

from landing.core.due.rules import Fact
from landing.core.dutch import capital
from landing.route.words import CLIENT_WHO_WORDS
from landing.ui.dates import in_english, long_date
from landing.ui.languages import in_own_language, listed, reading
from landing.ui.languages import said as _

WITHOUT_YEAR_DAYS = 90

# The three parts of the route as the client sees them: (name in the page, title, phases of core.due).
PARTS = (
    ("voor", _("Voor de verhuizing"), ("stay", "prepare")),
    ("verhuizing", _("De verhuizing"), ("move",)),
    ("na", _("Na de verhuizing"), ("land", "pilot_flame")),
)
PART_OF_PHASE = {phase: index for index, (_, _, phases) in enumerate(PARTS) for phase in phases}

# What a gate means for the person: the part where it is shown, while it is closed, after it was let through, and open.
GATE_WORDS = {
    "leave": (0, _("Je kunt verhuizen als dit klaar is:"), _("Je kunt verhuizen. Dit moet nog wel gebeuren:")),
    "let_go": (
        2,
        _("Je oude begeleider stopt pas als dit klaar is:"),
        _("Je begeleider mag stoppen. Dit moet nog wel:"),
    ),
    "flip": (
        2,
        _("Het contract komt op jouw naam als dit klaar is:"),
        _("Het contract mag op jouw naam. Dit moet nog wel:"),
    ),
    "close": (2, _("De begeleiding stopt pas als dit klaar is:"), _("De begeleiding mag stoppen. Dit moet nog wel:")),
}
OTHER_GATE = (2, _("Eerst moet dit klaar zijn:"), _("Dit moet nog wel gebeuren:"))

# Which people around the client do the work of a role, the nearest first: kinds of bond.
BONDS_OF = {
    "process_director": ("municipality",),
    "treating_party": ("treatment",),
    "close_one": ("close_one", "buddy"),
}
BOND_WORDS = CLIENT_WHO_WORDS | {
    "care_provider": _("de organisatie die je helpt"),
    "municipality": _("de gemeente"),
    "treatment": _("je behandelaar"),
    "buddy": _("je maatje"),
}


# Whose bond gives access to the answers (people.reads.bond_holds). The provider's coordinators are named apart.
SEERS = (
    ("support_worker", _("je begeleider")),
    ("coordinator", _("je coördinator")),
    ("peer_worker", _("je ervaringsdeskundige")),
    ("municipality", _("de gemeente")),
)


def day_words(day: date, today: date, *, english: bool | None = None) -> str:
    """Write a day: "vrijdag 27 november", and with the year when that is another year and not near."""
    year = day.year != today.year and abs((day - today).days) > WITHOUT_YEAR_DAYS
    return long_date(day, year=year, english=english)


def who_words(who: str, name: str = "") -> str:
    """Who does it, as seen by the client: "jij", "je begeleider", or with a name "Bo Proef, je begeleider"."""
    words = CLIENT_WHO_WORDS.get(who, _("iemand anders"))
    return f"{name}, {words}" if name and who != "client" else str(words)


def doer(who: str) -> str:
    """Say who does it: "Jij doet dit." or "Je begeleider doet dit."."""
    return _("{who} doet dit.").format(who=capital(who_words(who)))


def when_words(due: date | None, not_before: date | None, done_on: date | None, today: date) -> str:
    """By when, or when it was done, in one or two short sentences; an empty text when there is no date."""
    return StepWords(today).when(due, not_before, done_on)


DONE_ON, FROM, WAS, TODAY, BY = (
    _("Klaar op {done_on}."), _("Dit kan vanaf {not_before}."), _("De dag was {due}."), _("Dit moet vandaag."),
    _("Niet later dan {due}."),
)  # fmt: skip


class StepWords:
    """The words of the steps on one page. A page has a hundred and fifty: the language is asked once, and who does it and by
    when are put in words once for all steps that say the same.
    """

    def __init__(self, today: date) -> None:
        self.today, self.read, self.english = today, reading(), in_english()
        self._done_on, self._from, self._was, self._today, self._by = map(str, (DONE_ON, FROM, WAS, TODAY, BY))
        self._doers: dict[str, str] = {}
        self._whens: dict[tuple[date | None, date | None, date | None], str] = {}

    def doer(self, who: str) -> str:
        """As ``doer`` says it."""
        found = self._doers.get(who)
        if found is None:
            found = self._doers[who] = doer(who)
        return found

    def when(self, due: date | None, not_before: date | None, done_on: date | None) -> str:
        """By when, or when it was done; an empty text when there is no date."""
        found = self._whens.get((due, not_before, done_on))
        if found is None:
            found = self._whens[due, not_before, done_on] = self._when(due, not_before, done_on)
        return found

    def _when(self, due: date | None, not_before: date | None, done_on: date | None) -> str:
        if done_on is not None and due is None:
            return self._done_on.format(done_on=self._day(done_on))
        if not_before is not None and not_before > self.today:
            return self._from.format(not_before=self._day(not_before))
        if due is None:
            return ""
        if due == self.today:
            return self._today
        return (self._was if due < self.today else self._by).format(due=self._day(due))

    def _day(self, day: date) -> str:
        return day_words(day, self.today, english=self.english)


def choice_words(fact: Fact) -> dict[str, str]:
    """The choices of a fact in the words of the person, in their order; a choice without such words keeps its label."""
    return {value: in_own_language(fact.client_choices.get(value, label)) for value, label in fact.choices.items()}


def answer_words(fact: Fact, value: Any) -> str:
    """The value of a fact as the client reads it."""
    if isinstance(value, bool):
        return _("Ja") if value else _("Nee")
    if isinstance(value, date):
        return capital(long_date(value))
    return choice_words(fact).get(value, str(value))


def seers_words(kinds: set[str]) -> str:
    """Who reads an answer of the client in one sentence, from the kinds of bond that hold."""
    seen_by = [words for kind, words in SEERS if kind in kinds]
    if "care_provider" in kinds and "coordinator" not in kinds:
        seen_by.append(_("de coördinator"))
    if not seen_by:
        return _("Alleen jij ziet dit.")
    if len(seen_by) == 1:
        return _("{seen_by} ziet dit ook.").format(seen_by=capital(seen_by[0]))
    return _("{seen_by} zien dit ook.").format(seen_by=capital(listed(seen_by)))

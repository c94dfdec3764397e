"""The messages in plain words (A2, with "je"): one sentence, perhaps one more, and where to look."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.timezone import localtime

from landing.core.due.rules import Rulebook
from landing.core.dutch import capital
from landing.plan.card_words import PART
from landing.route.words import CLIENT_WHO_WORDS
from landing.ui.dates import long_date
from landing.ui.languages import in_own_language
from landing.ui.languages import said as _

NIGHT = (6, 22)
"""Before the first and from the second hour it is night."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message. text: what happened; more: a second sentence, perhaps empty; own_words: what somebody wrote to the person;
    url, link: where it is, and the words of the link; alarm: something to look at now; items: what several changes were about."""

    at: datetime
    text: str
    more: str
    own_words: str
    url: str
    link: str
    new: bool
    alarm: bool
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of people.told_reads.COLUMNS with the rulebook beside it."""

    book: Rulebook
    kind: str
    at: datetime
    about: str
    by: str
    role: str
    words: str

    @property
    def who(self) -> str:
        """Who did it, with what they are: "Bo Proef, je begeleider,"."""
        what = CLIENT_WHO_WORDS.get(self.role, "")
        return f"{self.by}, {what}," if what and self.by else self.by or capital(what) or _("Iemand")

    @property
    def count(self) -> int:
        """How many changes of one day this row stands for."""
        return int(self.words) if self.words.isdecimal() else 1

    def to(self, name: str) -> str:
        """An address with the key of the thing."""
        return reverse(name, args=[UUID(self.about)])


Said = tuple[str, str, str, str, str]
"""(text, more, own words, address, words of the link)."""


MOST_ITEMS = 6


def message(book: Rulebook, row: Any, *, new: bool, changes: Iterable[str] = ()) -> Message:
    """A row in words. changes: what the changes of the route were about, when the row stands for several."""
    kind, at, *rest = row
    found = Row(book, kind, at, *(value or "" for value in rest))
    text, more, own, url, link = SAID[kind](found)
    items = tuple(dict.fromkeys(title for about in changes if (title := _title(book, about))))
    return Message(at, text, more, own, url, link, new, kind == "opened", items[:MOST_ITEMS])


def _title(book: Rulebook, about: str) -> str:
    """What a line of the route's history is about, in the person's words; empty when there are none."""
    kind, _colon, name = about.partition(":")
    if kind == "step":
        return in_own_language(book.versions(name)[-1].client or "")
    if kind == "fact" and (question := book.facts[name].client_question):
        return _("Het antwoord op: %(question)s") % {"question": in_own_language(question)}
    return ""


def _proposed(what: Callable[[], str]) -> Callable[[Row], Said]:
    return lambda row: (
        _("%(who)s stelt %(what)s voor.") % {"who": row.who, "what": what()}, "", row.words, row.to("plan:my_proposal"),
        _("Lees het voorstel"),
    )  # fmt: skip


def _offered(row: Row) -> Said:
    part = PART[row.words].label if row.words in PART else ""
    return (
        _("%(who)s wil iets op je noodkaart zetten.") % {"who": row.who},
        _("Het hoort bij: %(part)s.") % {"part": part} if part else "", "", reverse("plan:my_card"),
        _("Kijk op je noodkaart"),
    )  # fmt: skip


def _plan(row: Row) -> Said:
    one, more = _("%(who)s schreef iets op in je plan."), _("%(who)s schreef %(count)s dingen op in je plan.")
    text = (one if row.count == 1 else more) % {"who": row.who, "count": row.count}
    return text, _("Dit ging met jouw woorden."), "", reverse("plan:my_plan_changes"), _("Kijk wat er anders is")


def _view(row: Row) -> Said:
    return (
        _("%(who)s schreef hoe het met je doel gaat.") % {"who": row.who},
        _("Het doel is: %(goal)s") % {"goal": row.words} if row.words else "", "", row.to("plan:my_goal"),
        _("Kijk bij je doel"),
    )  # fmt: skip


def _signs(row: Row) -> Said:
    text = _("%(who)s schreef in je signaleringsplan.") % {"who": row.who}
    return text, _("Daar staat hoe anderen zien dat het minder gaat."), "", reverse("plan:my_sign_plan"), _("Lees het")


def _asked(row: Row) -> Said:
    return (
        _("%(who)s vraagt of %(receiver)s iets over jou mag weten.") % {"who": row.who, "receiver": row.words},
        _("Jij beslist."), "", row.to("rights:my_consent_question"), _("Lees de vraag"),
    )  # fmt: skip


def _ending(row: Row) -> Said:
    day = long_date(date.fromisoformat(row.words[:10]))
    return (
        _("Je toestemming voor %(receiver)s stopt op %(day)s.") % {"receiver": row.by, "day": day},
        _("Daarna mogen ze het niet meer weten."), "", row.to("rights:my_consent"), _("Bekijk je toestemming"),
    )  # fmt: skip


def _noted(row: Row) -> Said:
    return (
        _("%(who)s schreef op dat je ja zei.") % {"who": row.who},
        _("Het gaat over wat %(receiver)s mag weten.") % {"receiver": row.words}, "", row.to("rights:my_consent"),
        _("Bekijk je toestemming"),
    )  # fmt: skip


def _opened(row: Row) -> Said:
    hour = localtime(row.at).hour
    night = not NIGHT[0] <= hour < NIGHT[1]
    text = _("Iemand keek in de nacht in nood naar jou.") if night else _("Iemand keek in nood naar jou.")
    return (
        text, _("Dat was %(who)s van %(organisation)s.") % {"who": row.by, "organisation": row.words}, "",
        reverse("rights:who_looked"), _("Lees waarom"),
    )  # fmt: skip


def _judged(row: Row) -> Said:
    more = _("Het mocht.") if row.words == "right" else _("Het mocht niet.")
    text = _("We keken na of iemand in nood naar jou mocht kijken.")
    return text, more, "", reverse("rights:who_looked"), _("Lees meer")


def _look_answer(row: Row) -> Said:
    return (
        _("Je vraag is beantwoord."), _("Je vroeg iets over wie er keek."), "", reverse("rights:who_looked"),
        _("Lees het antwoord"),
    )  # fmt: skip


def _answer(row: Row) -> Said:
    return (
        _("Je vraag is beantwoord."), _("Je vroeg iets over wat we van je weten."), "", row.to("rights:my_request"),
        _("Lees het antwoord"),
    )  # fmt: skip


def _longer(row: Row) -> Said:
    return (
        _("Het antwoord op je vraag duurt langer."), _("Er staat bij waarom."), "", row.to("rights:my_request"),
        _("Lees waarom"),
    )  # fmt: skip


def _came(row: Row) -> Said:
    what = CLIENT_WHO_WORDS.get(row.about.partition(":")[2], _("je maatje"))
    return (
        _("Er is iemand nieuw: %(what)s.") % {"what": what}, "", "", f"{reverse('desk:my_route')}#hulp",
        _("Kijk wie je helpt"),
    )  # fmt: skip


def _route(row: Row) -> Said:
    url, link = reverse("desk:my_route"), _("Kijk op je route")
    if row.count > 1:
        return (
            _("%(who)s veranderde %(count)s dingen op je route.") % {"who": row.who, "count": row.count},
            "",
            "",
            url,
            link,
        )
    kind, _colon, name = row.about.partition(":")
    text = _("%(who)s veranderde iets op je route.") % {"who": row.who}
    title = _title(row.book, row.about)
    more = _("Het gaat over: %(what)s") % {"what": title} if title else ""
    if kind == "step":
        return text, more, "", reverse("desk:my_step", args=[name]), _("Bekijk de stap")
    return text, more, "", reverse("desk:my_answers"), _("Kijk wat we weten")


SAID: dict[str, Callable[[Row], Said]] = {
    "proposed_goal": _proposed(lambda: _("een doel")),
    "proposed_change": _proposed(lambda: _("een ander doel")),
    "proposed_step": _proposed(lambda: _("een kleine stap")),
    "offered": _offered,
    "plan": _plan,
    "view": _view,
    "signs": _signs,
    "asked": _asked,
    "ending": _ending,
    "noted": _noted,
    "opened": _opened,
    "judged": _judged,
    "look_answer": _look_answer,
    "answer": _answer,
    "longer": _longer,
    "came": _came,
    "route": _route,
}

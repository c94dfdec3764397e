"""Lines of the access log as sentences: for the person (A2, "je") and for who oversees (B1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from landing.people.access_reads import ACTION_WORDS, Look
from landing.people.access_words import BASES, PURPOSES, REASONS, TOPICS
from landing.people.roles import ROLES, Role
from landing.ui.dates import local_date, long_date
from landing.ui.languages import in_own_language
from landing.ui.languages import said as _

# What happened, for the person. {when} is the day, {times} how often, {what} the topic.
DEEDS = {
    "read": _("{who} keek {when}{times} naar {what}."),
    "list": _("{who} zag {when}{times} {what}."),
    "search": _("{who} zag {when}{times} je naam bij het zoeken."),
    "write": _("{who} schreef {when}{times} iets op bij {what}."),
    "print": _("{who} maakte {when}{times} een blad om te printen van {what}."),
    "export": _("{who} haalde {when}{times} {what} op als bestand."),
    "share": _("{who} deelde {when}{times} {what}."),
    "merge": _("{who} maakte {when} van twee dossiers één."),
    "split": _("{who} maakte {when} van één dossier er weer twee."),
    "refused": _("{who} wilde {when}{times} kijken naar {what}, maar dat mocht niet."),
    "emergency": _("{who} keek {when}{times} in nood naar {what}."),
}


def role_word(role: str) -> str:
    """The Dutch name of a role, or an empty text."""
    return in_own_language(ROLES[Role(role)].label) if role in set(Role) else ""


def who(look: Look, *, to_the_person: bool) -> str:
    """Who it was: name, role and organisation as far as they are known."""
    if look.own:
        return _("Jij") if to_the_person else _("de persoon zelf")
    about = ", ".join(part for part in (role_word(look.role), look.organisation) if part)
    if look.name:
        return f"{look.name} ({about})" if about else look.name
    return _("Iemand ({about})").format(about=about) if about else _("Iemand")


def times(count: int) -> str:
    """How often, as it stands in a sentence."""
    return "" if count == 1 else " " + _("{count} keer").format(count=count)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Equal looks of one day as one sentence. key: of the newest of them; why: "Waarom: …" without those words."""

    key: str
    day: date
    text: str
    why: str
    own: bool
    alarm: bool
    count: int


def topic_word(look: Look, *, to_the_person: bool) -> str:
    """What was looked at."""
    return TOPICS.get(look.topic, ("gegevens", "je gegevens"))[int(to_the_person)]


def sentences(looks: Sequence[Look], today: date) -> list[Sentence]:
    """The looks, newest day first, equal ones of one day joined."""
    groups: dict[tuple[object, ...], list[Look]] = {}
    for look in looks:
        same = (local_date(look.at), look.account, look.name, look.role, look.organisation, look.action, look.topic,
                look.purpose, look.emergency, look.allowed)  # fmt: skip
        groups.setdefault(same, []).append(look)
    return [_sentence(group, today) for group in groups.values()]


def _sentence(group: list[Look], today: date) -> Sentence:
    newest = group[0]
    day = local_date(newest.at)
    text = DEEDS.get(newest.action, DEEDS["read"]).format(
        who=who(newest, to_the_person=True),
        when=_("vandaag") if day == today else _("op {day}").format(day=long_date(day)),
        times=times(len(group)),
        what=topic_word(newest, to_the_person=True),
    )
    return Sentence(
        str(newest.key), day, text, PURPOSES.get(newest.purpose, ("", ""))[1] if newest.allowed else "", newest.own,
        newest.emergency or not newest.allowed, len(group),
    )  # fmt: skip


def action_word(look: Look) -> str:
    """What was done, for staff."""
    return ACTION_WORDS.get(look.action, look.action)


def purpose_word(look: Look) -> str:
    """What for, for staff."""
    return PURPOSES.get(look.purpose, (look.purpose, ""))[0]


def basis_word(look: Look) -> str:
    """By which right, or why not, for staff."""
    return BASES.get(look.basis, look.basis) if look.allowed else REASONS.get(look.reason, look.reason)


# The table that the person takes along: (heading, what stands there).
EXPORT_COLUMNS = ("Dag", "Tijd", "Wie", "Rol", "Organisatie", "Wat", "Van wat", "Waarom", "Op grond van", "Nood", "Mocht het?",
                  "Netwerk")  # fmt: skip

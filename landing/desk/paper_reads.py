"""Alles op papier: what is the person's own, part by part. Each part is a page that exists, with the values of that page.

A part is read only when it is asked for, and says of which topic of the access log it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from landing.desk import client_reads, today_reads
from landing.people.viewer import Viewer
from landing.plan import card_reads, checkin_reads, goal_reads, network_reads, prepare_reads, sign_reads, strength_reads
from landing.plan import reads as plan_reads
from landing.plan.card_words import PARTS as CARD_PARTS
from landing.plan.network_ecogram import RINGS, ecogram, left_out_words
from landing.plan.sign_words import CLOSE_ONES, parts
from landing.rights import consent_reads, consent_story
from landing.rights import reads as rights
from landing.rights import words as look_words
from landing.ui.languages import said as _

EARLY_SIGN, RELAPSE = "early_sign", "relapse"


class Source:
    """What several parts need of one person, each asked at most once."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer

    @cached_property
    def route(self) -> client_reads.OwnRoute | None:
        """The own route, when there is one."""
        return client_reads.own_route(self.viewer)

    @cached_property
    def around(self) -> list[Any]:
        """Who stands around the person."""
        return self.route.around if self.route else client_reads.people_around(self.viewer)

    @cached_property
    def plan(self) -> goal_reads.OnePlan | None:
        """The own plan, when there is one."""
        return goal_reads.mine(self.viewer)

    @cached_property
    def whose(self) -> plan_reads.Whose:
        """The person as the plan room knows them."""
        return plan_reads.mine(self.viewer)


Values = dict[str, Any] | None
"""What a page is filled with; None when there is nothing to put on paper."""


def _today(source: Source) -> Values:
    return {
        "found": today_reads.of_today(source.viewer, []),
        "new_messages": "",
        "helpers": client_reads.helpers(source.around),
    }


def _route(source: Source) -> Values:
    own = source.route
    if own is None:
        return None
    return {
        "now": client_reads.step_now(own), "parts": client_reads.parts(own, everything=True), "own": own,
        "helpers": client_reads.helpers(own.around),
    }  # fmt: skip


def _plan(source: Source) -> Values:
    return {"plan": source.plan} if source.plan else None


def _strengths(source: Source) -> Values:
    found = strength_reads.strengths(source.plan)
    return {"groups": strength_reads.by_kind(found)} if found else None


def _people(source: Source) -> Values:
    viewer, of = source.viewer, source.whose
    found = network_reads.members(viewer, of)
    drawn = ecogram(found)
    return {
        "own": True, "may_write": False, "people": [(one, "") for one in found], "drawing": drawn, "rings": RINGS,
        "left_out": left_out_words(drawn), "bonds": network_reads.by_bond(viewer, of),
        "has_fallback": any(one.fallback for one in found), "gone": [], "changes": None, "since": None,
    }  # fmt: skip


def _card(source: Source) -> Values:
    card = card_reads.card(source.viewer, source.whose)
    if card.empty:
        return None
    return {"card": card, "rows": [(part, card.texts.get(part.name, "")) for part in CARD_PARTS]}


def _signs(kind: str) -> Callable[[Source], Values]:
    def values(source: Source) -> Values:
        found = sign_reads.plan(source.viewer, source.whose, kind)
        if found.empty:
            return None
        rows = [
            (part, [(question, found.at(part.name).get(name, "")) for name, question in part.fields])
            for part in parts(own=True, name=source.whose.name)
        ]  # fmt: skip
        rows = [(part, lines) for part, lines in rows if any(words for _question, words in lines)]
        return {"sign_plan": found, "rows": rows, "relapse": kind == RELAPSE, "close_ones": CLOSE_ONES}

    return values


def _how(source: Source) -> Values:
    plan, viewer = source.plan, source.viewer
    things, said = checkin_reads.followed(plan), checkin_reads.check_ins(viewer, plan)
    if not things and not said:
        return None
    return {
        "courses": checkin_reads.courses(plan, things, said, other=False),
        "said": [one for one in said if one.side == "person" and one.words],
    }  # fmt: skip


def _preparing(source: Source) -> Values:
    found = prepare_reads.preparing(source.plan.id if source.plan else None)
    return {"found": found} if found.talks or found.finds or found.trainings else None


def _neighbourhood(source: Source) -> Values:
    found = prepare_reads.finds(source.plan.id if source.plan else None)
    return {"groups": prepare_reads.Preparing([], found, []).by_kind} if found else None


def _consents(source: Source) -> Values:
    events = consent_reads.my_events(source.viewer)
    return {
        "found": consent_reads.my_overview(source.viewer), "handed": consent_story.handed_on(events),
        "lines": consent_story.told_to_the_person(events, source.viewer),
    }  # fmt: skip


def _may_see(source: Source) -> Values:
    seers = client_reads.seers(source.route) if source.route else ""
    return {"seers": seers, "helpers": client_reads.helpers(source.around)}


def _looked(source: Source) -> Values:
    viewer = source.viewer
    if viewer.person_key is None:
        return None
    period = rights.Period(viewer.today.replace(day=1), viewer.today)
    found = rights.looks(viewer, viewer.person_key, period, others_only=True)
    return {"lines": look_words.sentences(found.lines, viewer.today), "period": period, "next": ""}


def _phones(source: Source) -> Values:
    viewer, of = source.viewer, source.whose
    found: dict[str, tuple[str, str, str]] = {}
    for one in client_reads.helpers(source.around):
        found.setdefault(one.phone, (one.name, one.what, one.phone))
    for member in network_reads.members(viewer, of):
        if member.may_call:
            found.setdefault(member.phone, (member.name, member.role or member.kind_word, member.phone))
    for contact in card_reads.card(viewer, of).contacts:
        found.setdefault(contact.phone, (contact.name, contact.what_for, contact.phone))
    numbers = [one for phone, one in found.items() if phone]
    return {"numbers": numbers} if numbers else None


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its name in the address, its title, the page it is, the topic of the access log, and whether it is ticked
    when the person did not choose."""

    name: str
    title: str
    page: str
    topic: str
    values: Callable[[Source], Values]
    ticked: bool = True


PARTS: tuple[Part, ...] = (
    Part("vandaag", _("Vandaag"), "desk/my_today.html", "route", _today),
    Part("nummers", _("Nummers om te bellen"), "desk/my_paper_phones.html", "relations", _phones),
    Part("route", _("Mijn route"), "desk/my_paper.html", "route", _route),
    Part("plan", _("Mijn plan"), "plan/goal_mine_paper.html", "plan", _plan),
    Part("sterk", _("Waar ik sterk in ben"), "plan/strength_mine.html", "plan", _strengths),
    Part("mensen", _("Mijn mensen"), "plan/network_people.html", "relations", _people),
    Part("noodkaart", _("Mijn noodkaart"), "desk/my_paper_card.html", "crisis_card", _card),
    Part("minder", _("Als het minder gaat"), "desk/my_paper_signs.html", "plan", _signs(RELAPSE)),
    Part("hoe", _("Hoe het gaat"), "plan/checkin_mine.html", "plan", _how),
    Part("voorbereiden", _("Je voorbereiden"), "plan/prepare_mine.html", "plan", _preparing),
    Part("buurt", _("Mijn nieuwe buurt"), "plan/prepare_mine_paper.html", "plan", _neighbourhood),
    Part("toestemming", _("Mijn toestemmingen"), "rights/consent_mine.html", "consents", _consents),
    Part("wie-mag", _("Wie mag mijn route zien"), "desk/my_paper_seers.html", "around", _may_see),
    Part("wie-keek", _("Wie keek er deze maand"), "rights/who_looked_paper.html", "access_log", _looked, ticked=False),
    Part("signalen", _("Mijn signaleringsplan"), "desk/my_paper_signs.html", "early_sign_plan", _signs(EARLY_SIGN),
         ticked=False),
)  # fmt: skip
BY_NAME = {part.name: part for part in PARTS}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A part with its values; empty when there is nothing of it."""

    part: Part
    values: Values


def sheets(viewer: Viewer, names: list[str]) -> list[Sheet]:
    """The parts of these names, in their own order. It tells the access log: a print of each topic."""
    source = Source(viewer)
    chosen = [part for part in PARTS if part.name in names]
    found = [Sheet(part, part.values(source)) for part in chosen]
    topics = list(dict.fromkeys(sheet.part.topic for sheet in found))
    if viewer.access is not None:
        viewer.access.saw([viewer.person_key] if viewer.person_key else [])
        viewer.access.topic, viewer.access.beside = (topics or [""])[0], tuple(topics[1:])
    return found

"""Who is around a person: the people they name, how close on which day, and what changed between two days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import FilteredRelation, Q, QuerySet

from landing.people import reads as people
from landing.people.kept_questions import kept
from landing.people.models import Bond
from landing.people.viewer import Viewer
from landing.plan.models import NetworkMember, NetworkTie
from landing.plan.reads import Whose
from landing.ui.languages import said as _

Kind, Closeness, Strength, Support = (
    NetworkMember.Kind, NetworkTie.Closeness, NetworkTie.Strength, NetworkTie.Support,
)  # fmt: skip
LETTERS = {Support.PRACTICAL: _("H"), Support.COMPANY: _("G"), Support.ADVICE: _("R"), Support.EMOTIONAL: _("S")}
"""What somebody gives, as one letter in the drawing: hulp, gezelligheid, raad, steun."""
_OWN = ("id", "key", "name", "kind", "role", "phone", "may_call", "when_to_call", "fallback", "from_date", "to_date",
        "version", "added_by")  # fmt: skip
_TIE = ("closeness", "strength", "gives", "gets")


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody around the person, with the tie of one day. gives and gets: codes of ``Support``."""

    id: int
    key: UUID
    name: str
    kind: str
    role: str
    phone: str
    may_call: bool
    when_to_call: str
    fallback: bool
    from_date: date
    to_date: date | None
    version: int
    added_by: str
    closeness: int | None
    strength: str
    gives: tuple[str, ...]
    gets: tuple[str, ...]

    @property
    def kind_word(self) -> str:
        """What they are, in a word."""
        return str(Kind(self.kind).label) if self.kind else ""

    @property
    def closeness_word(self) -> str:
        """How close, in a word."""
        return str(Closeness(self.closeness).label) if self.closeness else ""

    @property
    def strength_word(self) -> str:
        """How the contact is, in a word."""
        return str(Strength(self.strength).label) if self.strength else ""

    @property
    def gives_words(self) -> str:
        """What they give to the person."""
        return support_words(self.gives)

    @property
    def gets_words(self) -> str:
        """What they get from the person."""
        return support_words(self.gets)


def support_words(codes: Iterable[str]) -> str:
    """Kinds of support as one text, always in the same order."""
    chosen = set(codes)
    return ", ".join(str(one.label) for one in Support if one in chosen)


def members(viewer: Viewer, of: Whose, on: date | None = None) -> list[Member]:
    """Who was around on a day, the closest first; ``of`` comes from the caller's own fetch for this viewer (1 query)."""
    return sorted((_member(row) for row in _members_on.rows(of.id, on or viewer.today)), key=_order)


def member(viewer: Viewer, of: Whose, key: UUID) -> Member:
    """One of them, also somebody who is no longer there; raises NotVisible for another person's (1 query)."""
    row = NetworkMember.objects.filter(person_id=of.id, key=key).values_list(*_OWN).first()
    if row is None:
        raise people.NotVisible
    tie = NetworkTie.objects.filter(member_id=row[0]).order_by("-from_date", "-id").values_list(*_TIE).first()
    return _member((*row, *(tie or (None, "", [], []))))


def gone(viewer: Viewer, of: Whose) -> list[tuple[UUID, str, date]]:
    """Who is no longer there: key, name, since when (1 query)."""
    rows = NetworkMember.objects.filter(person_id=of.id, to_date__lte=viewer.today)
    return list(rows.order_by("-to_date", "name").values_list("key", "name", "to_date"))  # type: ignore[arg-type]


@kept
def _members_on(person_id: int, day: date) -> QuerySet[Any, Any]:
    held = Q(ties__from_date__lte=day) & (Q(ties__to_date__isnull=True) | Q(ties__to_date__gt=day))
    rows = NetworkMember.objects.filter(
        Q(to_date__isnull=True) | Q(to_date__gt=day), person_id=person_id, from_date__lte=day
    ).annotate(tie=FilteredRelation("ties", condition=held))
    return rows.order_by("id").values_list(*_OWN, *(f"tie__{name}" for name in _TIE))


def _member(row: tuple[Any, ...]) -> Member:
    *own, closeness, strength, gives, gets = row
    cells: Any = (*own, closeness, strength or "", tuple(gives or ()), tuple(gets or ()))
    return Member(*cells)


def _order(one: Member) -> tuple[bool, int, str]:
    return (not one.fallback, one.closeness or len(Closeness) + 1, one.name.casefold())


@dataclass(frozen=True, slots=True)
class Change:
    """What changed around the person between two days, as one sentence."""

    name: str
    text: str


def compare(before: list[Member], after: list[Member]) -> list[Change]:
    """What is different: who came, who went, who is closer or further, and whose contact changed."""
    was, now = {one.key: one for one in before}, {one.key: one for one in after}
    found = [Change(one.name, _("is erbij gekomen.")) for one in after if one.key not in was]
    found += [Change(one.name, _("hoort er niet meer bij.")) for one in before if one.key not in now]
    for key, one in now.items():
        if key in was:
            found += [Change(one.name, text) for text in _differences(was[key], one)]
    return found


def _differences(old: Member, new: Member) -> list[str]:
    lines = []
    if old.closeness != new.closeness:
        nearer = (new.closeness or 9) < (old.closeness or 9)
        lines.append(
            _("staat {how}: {closeness_word}. Eerst: {closeness_word2}.").format(
                how=_("dichterbij") if nearer else _("verder weg"),
                closeness_word=new.closeness_word or _("niet ingevuld"),
                closeness_word2=old.closeness_word or _("niet ingevuld"),
            )
        )
    if old.strength != new.strength:
        lines.append(
            _("Het contact is nu {strength_word}. Eerst: {strength_word2}.").format(
                strength_word=new.strength_word or _("niet ingevuld"),
                strength_word2=old.strength_word or _("niet ingevuld"),
            )
        )
    for told, before, after in (
        (_("geeft nu: {after}. Eerst: {before}."), old.gives, new.gives),
        (_("krijgt nu: {after}. Eerst: {before}."), old.gets, new.gets),
    ):
        if set(before) != set(after):
            lines.append(
                told.format(after=support_words(after) or _("niets"), before=support_words(before) or _("niets"))
            )
    return lines


@dataclass(frozen=True, slots=True)
class ByBond:
    """Somebody who stands around the person by a bond: most of them for their work."""

    name: str
    label: str
    organisation: str
    phone: str
    coordinates: bool


def by_bond(viewer: Viewer, of: Whose) -> list[ByBond]:
    """Who stands around the person by a bond, the coordinator first and no organisations, if that may be known (1 query)."""
    if not of.lens.shows({"continuity"}):
        return []
    return [
        ByBond(row.name, row.label, row.organisation, row.phone, row.kind == Bond.Kind.COORDINATOR)
        for row in people.around_of(of.id, viewer.today)
        if row.from_date <= viewer.today and row.name != row.organisation
    ]

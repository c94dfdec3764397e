"""Questions about the rules: the list, one rule, two versions, and what a change would do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from landing.core.due.load import load_once
from landing.core.due.marked import RulebookFaults
from landing.core.due.rules import PHASES, Rule, Rulebook
from landing.people.reads import NotVisible, fold
from landing.people.row_security import everyone
from landing.people.viewer import Viewer
from landing.route import bulk, rule_words, rulebook
from landing.route.models import Journey, RulebookChange
from landing.route.reads import phase_on
from landing.route.words import LIFE_CONDITION_WORDS, PHASE_WORDS, WHO_WORDS

PAGE = 50


def region_of(viewer: Viewer) -> str:
    """The region whose rules are shown: the viewer's own, or that of this installation for whoever comes by."""
    return viewer.region_code or settings.REGION


def national() -> Rulebook:
    """The rules without any region."""
    return load_once(Path(settings.RULEBOOK_FOLDER))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to; an empty text means all."""

    text: str = ""
    phase: str = ""
    life_condition: str = ""
    who: str = ""
    mark: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Wanted:
        """From an address; values that do not exist count as "all"."""
        phase, condition, who, mark = (query.get(name, "") for name in ("fase", "leefgebied", "wie", "regio"))
        return cls(
            query.get("q", "").strip()[:100],
            phase if phase in PHASE_WORDS else "",
            condition if condition in LIFE_CONDITION_WORDS else "",
            who if who in WHO_WORDS else "",
            mark if mark in {"anders", "eigen", "beide"} else "",
        )

    def fits(self, rule: Rule) -> bool:
        """Whether a rule belongs in the list."""
        chosen = ((self.phase, rule.phase), (self.life_condition, rule.life_condition), (self.who, rule.who))
        if any(wanted and wanted != value for wanted, value in chosen):
            return False
        own, changed = rule.regional, rule.override_because is not None
        if not {"": True, "eigen": own, "anders": changed, "beide": own or changed}[self.mark]:
            return False
        words = fold(" ".join((rule.title, rule.client or "", rule.why, rule.id)))
        return all(word in words for word in fold(self.text).split())


@dataclass(frozen=True, slots=True)
class Line:
    """One rule in the list."""

    rule: Rule
    term: str
    state: str
    """"" when it speaks today, otherwise in words since or from when (not)."""


def lines(book: Rulebook, today: date, wanted: Wanted) -> list[tuple[str, list[Line]]]:
    """The rules that fit, by phase, in the order of the route."""
    by_phase: dict[str, list[Line]] = {phase: [] for phase in PHASES}
    for rule_id in book.rule_ids:
        rule = book.last_version(rule_id, today)
        if wanted.fits(rule):
            by_phase[rule.phase].append(Line(rule, rule_words.short_term(book, rule), _state(rule, today)))
    return [(phase, found) for phase, found in by_phase.items() if found]


def _state(rule: Rule, today: date) -> str:
    if rule.valid_from > today:
        return f"Geldt vanaf {rule_words.day_text(rule.valid_from)}"
    if rule.valid_to is not None and rule.valid_to <= today:
        return f"Gold tot {rule_words.day_text(rule.valid_to)}"
    return ""


def setting_lines(book: Rulebook) -> list[dict[str, Any]]:
    """Every setting with what holds, who chose it and why, and each source that names a value."""
    users: dict[str, list[Rule]] = {}
    for rule_id in book.rule_ids:
        rule = book.versions(rule_id)[-1]
        for part in (rule.due, rule.not_before, rule.repeat):
            if part is not None and part.setting and rule not in users.setdefault(part.setting, []):
                users[part.setting].append(rule)
    return [
        {
            "setting": setting,
            "value": rule_words.setting_value_text(setting.value),
            "choices": [
                {
                    "value": rule_words.setting_value_text(choice.value),
                    "source": rule_words.source_text(book, choice.source),
                    "note": choice.note,
                    "holds": choice.value == setting.value,
                }
                for choice in setting.choices
            ],
            "rules": users.get(setting.id, []),
        }
        for setting in book.settings.values()
    ]


def gate_lines(book: Rulebook, today: date) -> list[dict[str, Any]]:
    """Every gate with the rules that keep it closed and who may open it."""
    speaking = book.speaking(today).rules
    return [
        {
            "gate": gate,
            "rules": [rule for rule in speaking if gate.id in rule.blocks],
            "mandate": rule_words.listed([WHO_WORDS.get(role, role) for role in gate.mandate], "of"),
            "source": rule_words.source_text(book, gate.source),
        }
        for gate in book.gates.values()
    ]


@dataclass(frozen=True, slots=True)
class Version:
    """One version to compare: ``key`` stands in the address."""

    key: str
    label: str
    rule: Rule
    book: Rulebook


def versions(book: Rulebook, rule_id: str) -> list[Version]:
    """All versions of a rule, oldest first; before them the national ones where the region does it differently."""
    found = []
    own = book.versions(rule_id)
    if any(rule.override_because for rule in own):
        country = national()
        found = [
            Version(f"landelijk-{rule.valid_from}", f"landelijk, {rule_words.validity_text(rule)}", rule, country)
            for rule in country.versions(rule_id)
        ]
    here = "in deze regio, " if found else ""
    return found + [
        Version(rule.valid_from.isoformat(), f"{here}{rule_words.validity_text(rule)}", rule, book) for rule in own
    ]


def chosen(options: Sequence[Version], key: str, otherwise: Version) -> Version:
    """The version an address asks for: by its key, or by any day on which it speaks."""
    exact = next((option for option in options if option.key == key), None)
    if exact is not None:
        return exact
    try:
        day = date.fromisoformat(key)
    except ValueError:
        return otherwise
    return next((option for option in reversed(options) if option.rule.valid_on(day)), otherwise)


def compared(first: Version, second: Version, today: date) -> list[tuple[str, str, str, bool]]:
    """Two versions side by side: (label, first, second, whether they differ)."""
    one = rule_words.told(first.book, first.rule, today)
    other = rule_words.told(second.book, second.rule, today)
    return [(label, old, new, old != new) for (label, old), (_, new) in zip(one, other, strict=True)]


# Changes: only for whoever prepares them, and only of the own region.


def changes(viewer: Viewer) -> QuerySet[RulebookChange]:
    """The changes of the viewer's region, newest first. Raises PermissionDenied for any other role."""
    if not viewer.rule.rules or not viewer.region_code:
        raise PermissionDenied
    return RulebookChange.objects.filter(region_code=viewer.region_code).order_by("-made_at", "-pk")


def change(viewer: Viewer, key: UUID) -> RulebookChange:
    """One change of the viewer's region; NotVisible for any other."""
    found = changes(viewer).filter(key=key).first()
    if found is None:
        raise NotVisible
    return found


def after_change(viewer: Viewer, found: RulebookChange) -> Rulebook:
    """The rulebook as it becomes: with the change put live, or without it where it is live already.

    Raises RulebookFaults where a change would stop fitting. Changes that did not fit before stand in nobody's way.
    """
    name, now = rulebook.change_name(found), rulebook.now(viewer.region_code)
    others = [one for one in now.changes if one[0] != name]
    live = found.state == RulebookChange.State.LIVE
    return _fitting(viewer.region_code, now, others if live else [*others, (name, found.text)])


def tried_text(viewer: Viewer, key: str, text: str) -> Rulebook:
    """The rulebook with one more change; raises RulebookFaults naming ``wijziging <key>:line``."""
    now = rulebook.now(viewer.region_code)
    return _fitting(viewer.region_code, now, [*now.changes, (f"wijziging {key}", text)])


def _fitting(region_code: str, now: rulebook.Composed, changes: rulebook.Changes) -> Rulebook:
    """The rulebook with these changes; raises RulebookFaults for each that does not fit and did until now."""
    made = rulebook.composed(region_code, changes)
    faults = [fault for name, found in made.left_out.items() if name not in now.left_out for fault in found]
    if faults:
        raise RulebookFaults(faults)
    return made.book


@dataclass(frozen=True, slots=True)
class EffectLine:
    """One due that changes: of no name, only a municipality and a phase."""

    municipality: str
    phase: str
    title: str
    kind: str
    before: date | None
    after: date | None


def title_in(books: Iterable[Rulebook], rule_id: str, today: date) -> str:
    """The title of a rule in the first of some rulebooks that holds it."""
    book = next((book for book in books if book.versions(rule_id)), None)
    return rule_words.title_of(book, rule_id, today) if book else rule_id


@everyone("the lines name nobody: a municipality and a phase; only an administrator gets here")
def effect_lines(viewer: Viewer, books: Sequence[Rulebook], effects: Iterable[bulk.Effect]) -> list[EffectLine]:
    """Some effects for the screen of an administrator, who may see no persons (1 query)."""
    if not viewer.rule.rules:
        raise PermissionDenied
    effects = list(effects)
    fields = ("prepare_from", "move_from", "land_from", "pilot_flame_from")
    rows = Journey.objects.filter(
        pk__in={effect.journey for effect in effects}, person__region__code=viewer.region_code
    ).values_list("pk", "person__origin__name", *fields)
    about = {pk: (town or "nog niet bekend", phase_on(viewer.today, tuple(starts))) for pk, town, *starts in rows}
    return [
        EffectLine(
            *about[effect.journey], title_in(books, effect.rule, viewer.today), effect.kind, effect.before,
            effect.after,
        )
        for effect in effects
    ]  # fmt: skip

"""What changed between two versions of a plan, in plain sentences. Knows no table: it compares what versions hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from landing.plan import words
from landing.ui.dates import long_date
from landing.ui.languages import said as _

Content = Mapping[str, Any]
EMPTY: dict[str, Any] = {"goals": [], "paused_on": None, "pause_why": ""}


def plain(text: str) -> str:
    """Own words as they stand within a sentence: without the point at their end."""
    return text.strip().removesuffix(".")


def title_of(goal: Content) -> str:
    """What a goal is called in a sentence."""
    return plain(goal["words"] or goal["wish"]) or words.NO_WORDS.lower()


def step_title(step: Content) -> str:
    """What a step is called in a sentence."""
    return plain(step["words"]) or words.NO_STEP_WORDS.lower()


def day(text: str) -> str:
    """A day as it is kept, in words."""
    return long_date(date.fromisoformat(text))


def changes(old: Content, new: Content) -> list[str]:
    """The sentences that tell what became different; empty when only the order did."""
    before = {goal["key"]: goal for goal in old["goals"]}
    after = {goal["key"]: goal for goal in new["goals"]}
    found: list[str] = []
    if old["paused_on"] != new["paused_on"]:
        found.append(_("Het plan staat op pauze.") if new["paused_on"] else _("Het plan gaat weer verder."))
    for key, goal in after.items():
        found += _added(goal) if key not in before else _changed(before[key], goal)
    found += [
        _("Weg: het doel “{goal}”.").format(goal=title_of(goal)) for key, goal in before.items() if key not in after
    ]
    return found or moved(old, new)


def moved(old: Content, new: Content) -> list[str]:
    """A sentence when only the order is different."""

    def order(content: Content) -> list[Any]:
        return [[goal["key"], [step["key"] for step in goal["steps"]]] for goal in content["goals"]]

    return [_("De volgorde is anders.")] if order(old) != order(new) else []


def _added(goal: Content) -> list[str]:
    return [
        _("Nieuw doel: “{goal}”.").format(goal=title_of(goal)),
        *(_("Nieuwe stap: “{step}”.").format(step=step_title(step)) for step in goal["steps"]),
    ]


STATE_SENTENCES = {
    "going": _("Weer mee bezig: “{}”."),
    "paused": _("Op pauze: “{}”."),
    "reached": _("Gelukt: “{}”."),
    "let_go": _("Losgelaten: “{}”."),
}


def _changed(old: Content, new: Content) -> Iterator[str]:
    title = title_of(new)
    if old["words"] != new["words"]:
        yield _("Het doel “{old}” is nu: “{title}”.").format(old=title_of(old), title=title)
    if old["state"] != new["state"]:
        yield STATE_SENTENCES[new["state"]].format(title)
    if old["wish"] != new["wish"]:
        yield _("Waarom bij “{title}”: “{wish}”. Eerst: “{wish2}”.").format(
            title=title, wish=new["wish"] or _("leeg"), wish2=old["wish"] or _("leeg")
        )
    if old["condition"] != new["condition"]:
        yield _("“{title}” staat nu bij: {conditions}.").format(
            title=title, conditions=words.CONDITIONS[new["condition"]]
        )
    if old["by_date"] != new["by_date"]:
        yield (
            _("De dag bij “{title}” is nu {by_date}.").format(title=title, by_date=day(new["by_date"]))
            if new["by_date"]
            else _("De dag bij “{title}” is weg.").format(title=title)
        )
    if old["reward"] != new["reward"]:
        yield _("De beloning bij “{title}” is nu: “{reward}”.").format(title=title, reward=new["reward"] or _("leeg"))
    yield from _steps(old, new)


def _steps(old: Content, new: Content) -> Iterator[str]:
    before = {step["key"]: step for step in old["steps"]}
    after = {step["key"]: step for step in new["steps"]}
    for key, step in after.items():
        was, said = before.get(key), step_title(step)
        if was is None:
            yield _("Nieuwe stap: “{said}”.").format(said=said)
            continue
        if was["words"] != step["words"]:
            yield _("De stap “{was}” is nu: “{said}”.").format(was=step_title(was), said=said)
        if was["done_on"] != step["done_on"]:
            yield (
                _("Stap klaar: “{said}”.").format(said=said)
                if step["done_on"]
                else _("Stap weer open: “{said}”.").format(said=said)
            )
        if (was["who"], was["helper_name"]) != (step["who"], step["helper_name"]):
            who = step["helper_name"] or words.WHO.get(step["who"], "niet gekozen")
            yield _("Wie doet “{said}”: {who}.").format(said=said, who=who)
        if was["by_date"] != step["by_date"]:
            yield (
                _("De dag bij “{said}” is nu {by_date}.").format(said=said, by_date=day(step["by_date"]))
                if step["by_date"]
                else _("De dag bij “{said}” is weg.").format(said=said)
            )
    for key, step in before.items():
        if key not in after:
            yield _("Weg: de stap “{step}”.").format(step=step_title(step))

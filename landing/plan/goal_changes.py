"""What changed between two versions of a plan, in plain sentences. Knows no table: it compares what versions hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from landing.plan import words
from landing.ui.dates import long_date

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
        found.append("Het plan staat op pauze." if new["paused_on"] else "Het plan gaat weer verder.")
    for key, goal in after.items():
        found += _added(goal) if key not in before else _changed(before[key], goal)
    found += [f"Weg: het doel “{title_of(goal)}”." for key, goal in before.items() if key not in after]
    return found or moved(old, new)


def moved(old: Content, new: Content) -> list[str]:
    """A sentence when only the order is different."""

    def order(content: Content) -> list[Any]:
        return [[goal["key"], [step["key"] for step in goal["steps"]]] for goal in content["goals"]]

    return ["De volgorde is anders."] if order(old) != order(new) else []


def _added(goal: Content) -> list[str]:
    return [f"Nieuw doel: “{title_of(goal)}”.", *(f"Nieuwe stap: “{step_title(step)}”." for step in goal["steps"])]


STATE_SENTENCES = {
    "going": "Weer mee bezig: “{}”.",
    "paused": "Op pauze: “{}”.",
    "reached": "Gelukt: “{}”.",
    "let_go": "Losgelaten: “{}”.",
}


def _changed(old: Content, new: Content) -> Iterator[str]:
    title = title_of(new)
    if old["words"] != new["words"]:
        yield f"Het doel “{title_of(old)}” is nu: “{title}”."
    if old["state"] != new["state"]:
        yield STATE_SENTENCES[new["state"]].format(title)
    if old["wish"] != new["wish"]:
        yield f"Waarom bij “{title}”: “{new['wish'] or 'leeg'}”. Eerst: “{old['wish'] or 'leeg'}”."
    if old["condition"] != new["condition"]:
        yield f"“{title}” staat nu bij: {words.CONDITIONS[new['condition']]}."
    if old["by_date"] != new["by_date"]:
        yield (
            f"De dag bij “{title}” is nu {day(new['by_date'])}." if new["by_date"] else f"De dag bij “{title}” is weg."
        )
    if old["reward"] != new["reward"]:
        yield f"De beloning bij “{title}” is nu: “{new['reward'] or 'leeg'}”."
    yield from _steps(old, new)


def _steps(old: Content, new: Content) -> Iterator[str]:
    before = {step["key"]: step for step in old["steps"]}
    after = {step["key"]: step for step in new["steps"]}
    for key, step in after.items():
        was, said = before.get(key), step_title(step)
        if was is None:
            yield f"Nieuwe stap: “{said}”."
            continue
        if was["words"] != step["words"]:
            yield f"De stap “{step_title(was)}” is nu: “{said}”."
        if was["done_on"] != step["done_on"]:
            yield f"Stap klaar: “{said}”." if step["done_on"] else f"Stap weer open: “{said}”."
        if (was["who"], was["helper_name"]) != (step["who"], step["helper_name"]):
            who = step["helper_name"] or words.WHO.get(step["who"], "niet gekozen")
            yield f"Wie doet “{said}”: {who}."
        if was["by_date"] != step["by_date"]:
            yield (
                f"De dag bij “{said}” is nu {day(step['by_date'])}."
                if step["by_date"]
                else f"De dag bij “{said}” is weg."
            )
    for key, step in before.items():
        if key not in after:
            yield f"Weg: de stap “{step_title(step)}”."

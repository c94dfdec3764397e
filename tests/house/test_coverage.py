"""Each of the 690 statements of the inventory has a place in the product, is planned, or is left out with a reason."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.apps import apps
from django.conf import settings
from django.urls import NoReverseMatch, get_resolver, reverse

from landing.core.consent.load import load_table
from landing.core.due.load import load
from landing.core.due.rules import Rulebook
from landing.people.checks import addresses
from tests.house.shelves import HOUSE

FILE = HOUSE / "docs" / "coverage.yaml"
NUMBERS = [f"S-{number:03d}" for number in range(1, 691)]
ROOMS_TO_COME = {"plan", "homes", "support", "money", "advocacy", "steering", "knowledge", "core", "people", "route", "desk",
                 "exchange", "rights", "ui", "content"}  # fmt: skip


@pytest.fixture(scope="module")
def coverage() -> dict[str, Any]:
    return yaml.safe_load(FILE.read_text())


@cache
def books() -> tuple[Rulebook, ...]:
    """The national rules, and those of the demo region."""
    overlay = Path(settings.REGIONS_FOLDER) / settings.REGION / "rulebook"
    return load(Path(settings.RULEBOOK_FOLDER)), load(Path(settings.RULEBOOK_FOLDER), overlay)


def places(entry: dict[str, Any]) -> list[str]:
    """The places of one statement: the first, and where it lives also."""
    return [entry["lives_in"], *entry.get("also", [])]


def resolves(place: str) -> bool:
    """Whether a place exists in the product."""
    kind, _, name = place.partition(":")
    match kind:
        case "rule":
            return any(book.versions(name) for book in books())
        case "gate":
            return name in books()[0].gates
        case "setting":
            return name in books()[0].settings
        case "fact":
            return name in books()[0].facts
        case "url":
            return name in {found for found, _, _ in addresses(get_resolver())}
        case "model":
            return model_or_field(name)
        case "flow":
            return any(flow.id == name for flow in load_table().flows)
        case "wall":
            return any(wall.id == name for wall in load_table().walls)
        case "room":
            return (HOUSE / "landing" / name).is_dir()
    return False


def model_or_field(name: str) -> bool:
    app, _, rest = name.partition(".")
    model, _, field = rest.partition(".")
    try:
        found = apps.get_model(app.lower(), model)
    except LookupError:
        return False
    return not field or field in {one.name for one in found._meta.get_fields()}


def test_every_statement_has_one_entry(coverage: dict[str, Any]) -> None:
    assert sorted(set(NUMBERS) - set(coverage)) == [], "statements without a place"
    assert sorted(set(coverage) - set(NUMBERS)) == [], "entries of statements that do not exist"


def test_every_entry_says_where_or_why_not(coverage: dict[str, Any]) -> None:
    faults = []
    for number, entry in coverage.items():
        if set(entry) == {"not"}:
            if len(str(entry["not"]).split()) < 3:
                faults.append(f"{number}: say why not in some words")
        elif not set(entry) <= {"lives_in", "also", "planned", "note"} or "lives_in" not in entry:
            faults.append(f"{number}: {entry}")
    assert not faults, "\n".join(faults)


def test_every_place_that_is_not_planned_exists(coverage: dict[str, Any]) -> None:
    gone = [
        f"{number}: {place}" for number, entry in coverage.items() if "lives_in" in entry and not entry.get("planned")
        for place in places(entry) if not resolves(place)
    ]  # fmt: skip
    assert not gone, f"{len(gone)} places do not exist:\n" + "\n".join(gone)


def test_what_is_planned_names_the_room_that_will_hold_it(coverage: dict[str, Any]) -> None:
    vague = [
        f"{number}: {place}" for number, entry in coverage.items() if entry.get("planned")
        for place in places(entry) if place.partition(":")[0] != "room" or place.partition(":")[2] not in ROOMS_TO_COME
    ]  # fmt: skip
    assert not vague, vague


def test_a_statement_that_a_rule_names_is_not_called_planned(coverage: dict[str, Any]) -> None:
    named = {
        item: rule.id
        for rule in books()[0].rules
        for source in (rule.source, *rule.more_sources)
        for item in source.items
    }
    forgotten = [f"{number} (rule {named[number]})" for number, entry in coverage.items()
                 if entry.get("planned") and number in named]  # fmt: skip
    assert not forgotten, f"these live in a rule already: {forgotten}"


def test_a_statement_that_a_flow_names_says_so(coverage: dict[str, Any]) -> None:
    table = load_table()
    named = {item for one in (*table.flows, *table.walls) for item in one.source.items}
    silent = [
        number
        for number in sorted(named)
        if not any(place.startswith(("flow:", "wall:")) for place in places(coverage[number]))
    ]
    assert not silent, f"these live in the access table too: {silent}"


def test_a_place_that_does_not_exist_is_noticed() -> None:
    for place in ("rule:no-such-rule", "gate:nowhere", "setting:none", "fact:nothing", "url:desk:nowhere", "flow:to-nowhere", "wall:none", "model:people.Nobody",
                  "model:people.Person.nothing", "room:cellar", "dream:something"):  # fmt: skip
        assert not resolves(place), place
    with pytest.raises(NoReverseMatch):
        reverse("desk:nowhere")

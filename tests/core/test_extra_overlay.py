"""Changes that stand in no file are laid over the region's folder, and their faults carry their name and line."""

from __future__ import annotations

import pytest

from landing.core.due.load import NATIONAL, REGIONS, load
from landing.core.due.marked import RulebookFaults
from landing.core.periods import Term

MERWESTREEK = REGIONS / "merwestreek" / "rulebook"
RULE = "first-visit-at-home"
NAME = "wijziging 1"


def override(*lines: str, rule: str = RULE) -> str:
    return "\n".join([f"- override: {rule}", "  because: De regio wil het zo.", *(f"  {line}" for line in lines)])


def faults_of(text: str) -> list[str]:
    with pytest.raises(RulebookFaults) as found:
        load(NATIONAL, MERWESTREEK, [(NAME, text)])
    return [str(fault) for fault in found.value.faults]


def test_an_extra_changes_only_what_it_names_and_says_why() -> None:
    before = load(NATIONAL, MERWESTREEK)
    after = load(NATIONAL, MERWESTREEK, [(NAME, override("title: Langsgaan in het nieuwe huis"))])
    old, new = before.versions(RULE)[-1], after.versions(RULE)[-1]
    assert new.title == "Langsgaan in het nieuwe huis"
    assert new.due == old.due  # the region's own override of the term still holds
    assert new.override_because == "De regio wil het zo."
    assert after.fingerprint != before.fingerprint
    assert [rule.id for rule in after.rules] == [rule.id for rule in before.rules]


def test_an_extra_holds_over_the_folder_and_a_later_extra_over_an_earlier_one() -> None:
    first = override("due: {from: move, offset: 3 working days}", "who: coordinator")
    second = override("due: {from: move, offset: 4 working days}")
    rule = load(NATIONAL, MERWESTREEK, [("een", first), ("twee", second)]).versions(RULE)[-1]
    assert rule.due is not None and rule.due.term == Term(4, "working day")
    assert rule.who == "coordinator"


def test_an_extra_may_hold_a_whole_rule() -> None:
    text = (NATIONAL / "route" / "land" / "first_weeks.yaml").read_text(encoding="utf-8")
    text = "\n- id:".join(text.split("\n- id:")[:2]).replace("call-first-evening", "call-second-evening")
    rule = load(NATIONAL, MERWESTREEK, [(NAME, text)]).versions("call-second-evening")[-1]
    assert rule.regional
    assert rule.file == NAME


def test_without_extra_nothing_changes() -> None:
    assert load(NATIONAL, MERWESTREEK, []).fingerprint == load(NATIONAL, MERWESTREEK).fingerprint


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (override("who: nobody"), f"{NAME}:3: who:"),
        (override("lead_time: soon"), f"{NAME}:3: lead_time:"),
        (override(), f"{NAME}:1: override: nothing is changed"),
        (override("title: Een titel", rule="no-such-rule"), f"{NAME}:1: override:"),
        (override("valid_from: 2026-01-01"), f"{NAME}:3: valid_from: unknown key"),
        ("- [", f"{NAME}:2: not valid YAML"),
        ("title: Geen lijst", f"{NAME}:1: the file:"),
        (override("title: Een") + "\n" + override("title: Twee"), f"{NAME}:4: override:"),
        ("- &a {override: x}\n- *a", f"{NAME}:2: an alias"),
    ],
)
def test_every_fault_carries_the_name_of_the_extra_and_its_line(text: str, wanted: str) -> None:
    assert any(fault.startswith(wanted) for fault in faults_of(text)), faults_of(text)

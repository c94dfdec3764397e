"""Loading the access table: every fault is told at once, with the file and the line of the very key."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from landing.core.consent.load import NATIONAL, load, load_table, read, region_folder
from landing.core.due.marked import RulebookFaults

SOUND = {
    "id": "new-flow", "title": "Iets nieuws", "who": "[support_worker]", "relation": "own_bond", "bonds": "[support_worker]",
    "topics": "[health]", "purposes": "[support]", "actions": "[read]", "phases": "[land]", "basis": "wmo-5-1-2",
    "source": "{document: WMO, heading: 'art. 5.1.2', items: []}", "valid_from": "2026-01-01", "last_checked": "2026-11-23",
}  # fmt: skip


class Copy:
    """A copy of the national table beside an empty region, in which a test may write."""

    def __init__(self, folder: Path) -> None:
        self.root, self.region = folder / "book", folder / "region"
        shutil.copytree(NATIONAL / "access", self.root / "access")
        shutil.copy(NATIONAL / "sources.yaml", self.root)
        (self.region / "access").mkdir(parents=True)

    def flow(self, **keys: str | None) -> list[str]:
        """Write one more flow, each key on its own line."""
        lines = [f"{key}: {value}" for key, value in (SOUND | keys).items() if value is not None]
        return self.write("flows/new.yaml", "- " + "\n  ".join(lines) + "\n")

    def write(self, name: str, text: str) -> list[str]:
        (self.root / "access" / name).write_text(text, encoding="utf-8")
        return text.splitlines()

    def replace(self, name: str, old: str, new: str) -> int:
        """Replace the first of some text; returns its line."""
        file = self.root / "access" / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

    def regional(self, name: str, text: str) -> None:
        (self.region / "access" / name).write_text(text, encoding="utf-8")

    def faults(self) -> list[str]:
        """The faults without the folder, as ``file:line: found; wanted``."""
        _, found = read(self.root, self.region)
        return [str(fault).split("/access/", 1)[-1] for fault in found]


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


def test_the_copy_itself_and_one_more_flow_are_sound(copy: Copy) -> None:
    assert copy.faults() == []
    copy.flow()
    assert copy.faults() == []
    assert load(copy.root).flow("new-flow").topics == ("health",)


@pytest.mark.parametrize(
    ("keys", "key", "fault"),
    [
        ({"who": "[boss]"}, "who", "'boss'; wanted: one of client"),
        ({"who": "[]"}, "who", "an empty list; wanted: at least one word"),
        ({"who": "[support_worker, support_worker]"}, "who", "a word stands there twice"),
        ({"topics": "[luck]"}, "topics", "'luck'; wanted: one of identity"),
        ({"purposes": "[fun]"}, "purposes", "'fun'; wanted: one of support"),
        ({"actions": "[sing]"}, "actions", "'sing'; wanted: one of read"),
        ({"phases": "[later]"}, "phases", "'later'; wanted: one of stay"),
        ({"relation": "friend"}, "relation", "'friend'; wanted: one of self"),
        ({"bonds": "[friend]"}, "bonds", "'friend'; wanted: one of support_worker"),
        ({"bonds": None}, "relation", "no bonds beside it"),
        ({"relation": "none", "basis": "consent"}, "bonds", "the relation is none; wanted: no bonds"),
        ({"relation": "mandate"}, "bonds", "'support_worker'; wanted: one of advocate, fiduciary"),
        ({"basis": "a-law"}, "basis", "'a-law'; wanted: consent, own or the id of a legal basis"),
        ({"basis": "own"}, "basis", "own; wanted: own together with the relation self"),
        ({"relation": "self", "bonds": None, "basis": "own"}, "who", "support_worker; wanted: client together with"),
        ({"relation": "none", "bonds": None}, "relation", "neither a bond nor consent"),
        ({"basis": "consent", "needs_consent": "no"}, "needs_consent", "no; wanted: yes, or leave it out"),
        ({"after_end_days": "93"}, "after_end_days", "'93'; wanted: a whole number from 0 to 92"),
        ({"relation": "none", "bonds": None, "basis": "consent", "after_end_days": "3"}, "after_end_days", "3; wanted: no overlap"),
        ({"topics": "[bsn]"}, "topics", "bsn for support_worker goes through the wall bsn-only-by-law"),
        ({"who": "[coordinator]", "topics": "[bsn]", "needs_consent": "yes"}, "topics", "bsn on consent; wanted: no consent"),
        ({"who": "[housing_officer]"}, "topics", "health for housing_officer goes through the wall housing-no-care"),
        ({"purposes": "[steering]"}, "purposes", "steering is nobody's"),
        ({"purposes": "[emergency]"}, "purposes", "emergency; wanted: emergency: yes together with the purpose"),
        ({"emergency": "yes"}, "purposes", "support; wanted: emergency: yes together with the purpose"),
        ({"emergency": "yes", "purposes": "[emergency]"}, "topics", "health; wanted: only contact, continuity"),
        ({"emergency": "yes", "purposes": "[emergency, support]", "topics": "[contact]"}, "actions", "read; wanted: only the purpose"),
        ({"actions": "[share]"}, "actions", "share; wanted: share together with share_to"),
        ({"share_to": "[coordinator]"}, "actions", "read; wanted: share together with share_to"),
        ({"actions": "[read, share]", "share_to": "[coordinator]"}, "actions", "share in a flow of its own"),
        ({"actions": "[share]", "share_to": "[housing_officer]"}, "share_to", "nobody there may receive health"),
        ({"source": "{document: XYZ, heading: Kop, items: []}"}, "source", "document: 'XYZ'"),
        ({"source": None}, "id", "no source; wanted: the key source"),
        ({"valid_to": "2026-01-01"}, "valid_to", "'2026-01-01'; wanted: a date after valid_from"),
        ({"last_checked": "gisteren"}, "last_checked", "'gisteren'; wanted: a date"),
        ({"colour": "blue"}, "colour", "unknown key"),
        ({"id": "support-worker-supports"}, "id", "stands in the table already"),
    ],
)  # fmt: skip
def test_a_fault_in_a_flow_is_told_with_its_line(copy: Copy, keys: dict[str, str | None], key: str, fault: str) -> None:
    lines = copy.flow(**keys)
    found = [line for line in copy.faults() if fault in line]
    assert found, copy.faults()
    file, line, _ = found[0].split(":", 2)
    if key == "id" and "stands" in fault:  # of two the later one is told, wherever it stands
        assert file.startswith("flows/")
        return
    assert file == "flows/new.yaml" and key in lines[int(line) - 1]


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("topics.yaml", "health: {label", "luck: {label", "luck: not a word of the product"),
        ("topics.yaml", "about: je gezondheid", "abuot: je gezondheid", "abuot: unknown key"),
        (
            "topics.yaml",
            "Hoe het gaat met je lijf en je hoofd.",
            "a b c d e f g h i j k l m.",
            "a sentence of 13 words",
        ),
        ("roles.yaml", "purpose: tenancy}", "purpose: fun}", "purpose: 'fun'"),
        ("purposes.yaml", "when_deceased: [read]", "when_deceased: [cry]", "when_deceased: 'cry'"),
        ("bases.yaml", "  certainty: read", "  certainty: maybe", "certainty: 'maybe'; wanted: one of read, to_check"),
        (
            "bases.yaml",
            "consent_can_mend: no",
            "consent_can_mend: perhaps",
            "consent_can_mend: 'perhaps'; wanted: yes or no",
        ),
        (
            "bases.yaml",
            "  from: 2015-01-01",
            "  from: 2015-01-01\n  to: 2014-01-01",
            "to: '2014-01-01'; wanted: a date after from",
        ),
        ("bases.yaml", "wmo-5-2-2:", "consent:", "consent: the id is taken"),
        (
            "nobody.yaml",
            "- id: advocacy-closed",
            "- id: housing-no-care",
            "housing-no-care stands in the table already",
        ),
        (
            "nobody.yaml",
            "topics: [advocacy]",
            "topics: [advocacy, health]",
            "health for support_worker goes through the wall",
        ),
    ],
)
def test_a_fault_in_the_words_is_told_with_its_line(copy: Copy, name: str, old: str, new: str, fault: str) -> None:
    line = copy.replace(name, old, new)
    found = [told for told in copy.faults() if fault in told]
    assert found, copy.faults()
    if name != "nobody.yaml":
        assert int(found[0].split(":")[1]) in {line, line + 1} and found[0].startswith(name)


def test_a_role_and_topic_that_nobody_thought_of_is_a_fault(copy: Copy) -> None:
    copy.replace("nobody.yaml", "who: [peer_worker]\n  topics: [health, ", "who: [peer_worker]\n  topics: [")
    assert copy.faults() == ["nobody.yaml:1: health for peer_worker: no flow opens it and no wall shuts it; "
                             "wanted: a flow, or a wall that says why not"]  # fmt: skip


def test_a_missing_word_and_a_missing_file_are_faults(copy: Copy) -> None:
    copy.replace("topics.yaml", "money: {", "# money: {")
    assert any(line.startswith("topics.yaml:1: no money") for line in copy.faults())
    (copy.root / "access" / "roles.yaml").unlink()
    assert any(line.startswith("roles.yaml:1: no such file") for line in copy.faults())


def test_load_stops_with_every_fault(copy: Copy) -> None:
    copy.flow(who="[boss]", topics="[luck]")
    with pytest.raises(RulebookFaults) as stopped:
        load(copy.root)
    assert len(stopped.value.faults) == 2


def test_a_region_is_read_once_and_one_that_says_nothing_has_the_countrys_table(copy: Copy) -> None:
    assert load_table("nergens") is load_table() is load_table("")
    assert load_table("merwestreek") is load_table("merwestreek") is not load_table()
    copy.regional("narrower.yaml", "- {narrow: housing-lets, because: Zo., phases: [land]}\n")
    own = load_table("region", copy.region.parent)
    assert own.flow("housing-lets").phases == ("land",) and own.flow("housing-lets").because == "Zo."
    with pytest.raises(LookupError, match="unknown region 'nergens'"):
        region_folder("nergens")


# What a region may say


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("- {narrow: nothing, because: Zo., phases: [land]}", "narrow: 'nothing'; wanted: the id of a flow"),
        ("- {narrow: housing-lets, because: Zo.}", "narrow: nothing is changed"),
        ("- {narrow: housing-lets, phases: [land]}", "no because; wanted: the key because"),
        (
            "- {narrow: housing-lets, because: Zo., phases: [stay]}",
            "phases: 'stay'; wanted: one of move, land, pilot_flame",
        ),
        (
            "- {narrow: housing-lets, because: Zo., who: [coordinator]}",
            "who: 'coordinator'; wanted: one of housing_officer",
        ),
        ("- {narrow: housing-lets, because: Zo., topics: [health]}", "topics: 'health'; wanted: one of identity"),
        ("- {narrow: housing-lets, because: Zo., after_end_days: 3}", "after_end_days: 3; wanted: at most 0"),
        ("- {narrow: housing-searches, because: Zo., needs_consent: no}", "needs_consent: no; wanted: yes"),
        ("- {narrow: close-one-reads, because: Zo., bonds: [close_one]}", "bonds: the national flow has none"),
        (
            "- {narrow: housing-lets, because: Zo., valid_to: 2025-01-01}",
            "valid_to: 2025-01-01; wanted: a date from 2026-01-02",
        ),
        ("- {narrow: housing-lets, because: Zo., basis: consent}", "basis: unknown key"),
        (
            "- {narrow: housing-lets, because: Zo., phases: [land]}\n- {narrow: housing-lets, because: Zo., phases: [move]}",
            "housing-lets is made narrower a second time",
        ),
    ],
)
def test_a_region_cannot_be_wider_than_the_country(copy: Copy, text: str, fault: str) -> None:
    copy.regional("narrower.yaml", text + "\n")
    found = copy.faults()
    assert any(fault in line and line.startswith("narrower.yaml:") for line in found), found


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a-law: {in_force: no, because: Zo.}", "a-law: not a legal basis"),
        (
            "wmo-5-1-1: {in_force: yes, from: 2026-01-01, because: Zo.}",
            "in_force: yes; wanted: no: whether wmo-5-1-1 holds",
        ),
        ("wmo-5-1-1: {in_force: no, from: 2026-01-01, because: Zo.}", "from: a date beside in_force: no"),
        ("wmo-5-1-1: {in_force: no}", "no because"),
        ("wams: {in_force: yes, because: Zo.}", "in_force: no from beside it"),
    ],
)
def test_a_region_cannot_make_a_law(copy: Copy, text: str, fault: str) -> None:
    copy.regional("bases.yaml", text + "\n")
    found = copy.faults()
    assert any(fault in line and line.startswith("bases.yaml:") for line in found), found


def test_a_region_may_say_that_a_basis_does_not_hold_or_a_new_law_does(copy: Copy) -> None:
    copy.regional("bases.yaml", "wmo-5-2-2: {in_force: no, because: Nog geen afspraak.}\n"
                                "wams: {in_force: yes, from: 2026-07-01, because: De wet geldt.}\n")  # fmt: skip
    table = load(copy.root, copy.region)
    day = date(2026, 11, 23)
    assert "wams" in table.bases_in_force(day) and "wmo-5-2-2" not in table.bases_in_force(day)
    assert "wams" not in table.bases_in_force(date(2026, 6, 30))
    assert table.bases["wams"].because == "De wet geldt."


def test_the_same_table_has_the_same_fingerprint_and_a_changed_one_another(copy: Copy) -> None:
    before = load(copy.root).fingerprint
    copy.replace("nobody.yaml", "# What a role", "# Another remark. What a role")
    assert load(copy.root).fingerprint == before
    copy.replace("flows/housing.yaml", "phases: [prepare, move]", "phases: [move]")
    assert load(copy.root).fingerprint != before


def test_the_words_are_those_of_the_product() -> None:
    """Roles, kinds of bond and phases are named elsewhere too; they must stay the same words with the same labels."""
    from landing.core.consent.explain import BOND_NAMES, PHASE_NAMES
    from landing.core.consent.words import BOND_KINDS, PHASES
    from landing.core.due.explain import PHASE_NAMES as ROUTE_NAMES
    from landing.people.models import Bond
    from landing.people.roles import ROLES

    table = load_table()
    assert dict(Bond.Kind.choices) == BOND_NAMES and tuple(Bond.Kind.values) == BOND_KINDS
    assert PHASE_NAMES == ROUTE_NAMES | {"closed": "afgesloten"} and tuple(PHASE_NAMES) == PHASES
    assert {role.value: rule.label for role, rule in ROLES.items()}.items() <= {
        r.id: r.label for r in table.roles.values()
    }.items()

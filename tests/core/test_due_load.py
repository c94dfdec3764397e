"""Loading a rulebook: every fault is told at once, with the file and the line of the very key."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from landing.core.due.load import NATIONAL, REGIONS, load, read, region_overlay
from landing.core.due.marked import RulebookFaults
from landing.core.periods import Term
from tests.core.rulebooks import rule, rulebook_with, write


def faults_of(root: Path, overlay: Path | None = None) -> list[str]:
    """The faults without the folder, as ``file:line: found; wanted``."""
    _, faults = read(root, overlay)
    return [str(fault).split(root.name + "/", 1)[-1] for fault in faults]


@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        ({"phase": "stay, fase: x"}, "fase: unknown key"),
        ({"phase": "prepare"}, "phase: 'prepare'; wanted: stay, because the file stands in that folder"),
        ({"who": "boss"}, "who: 'boss'; wanted: one of client"),
        ({"title": "T" * 71}, "title: 71 characters; wanted: at most 70"),
        ({"title": "''"}, "title: nothing; wanted: a text"),
        ({"client": "Dit is een zin die voor deze persoon echt veel te lang wordt"}, "client: a sentence of 13 words"),
        ({"client_why": "Een. Twee."}, "client_why: 2 sentences; wanted: at most 1"),
        ({"why": "Een. Twee. Drie."}, "why: 3 sentences; wanted: at most 2"),
        ({"life_condition": "luck"}, "life_condition: 'luck'"),
        ({"done_by": "magic"}, "done_by: 'magic'"),
        ({"when": "{fact: shoe_size, is: yes}"}, "fact: 'shoe_size'; wanted: a fact"),
        ({"when": "{fact: stay_kind, is: hotel}"}, "is: 'hotel'; wanted: one of bw"),
        ({"when": "{fact: stay_kind, in: [bw, hotel]}"}, "in: 'hotel'"),
        ({"when": "{fact: has_debts, in: [yes]}"}, "in: has_debts is of kind yes_no; wanted: a test that fits it"),
        ({"when": "{fact: move, is: yes}"}, "is: move is of kind date"),
        ({"when": "{fact: move, before: soon}"}, "before: 'soon'; wanted: a date"),
        ({"when": "{fact: has_debts}"}, "fact: no test beside it"),
        ({"when": "{is: yes}"}, "is: stands without a fact"),
        ({"when": "{all: []}"}, "all: a list; wanted: at least one condition"),
        ({"when": "{}"}, "when: a mapping; wanted: all, any, none or a fact test"),
        ({"when": "[]"}, "when: a list; wanted: a mapping"),
        ({"when": "{all: [" * 9 + "{fact: has_debts, is: yes}" + "]}" * 9}, "nested too deep"),
        ({"due": "{from: has_debts, offset: 1 week}"}, "from: 'has_debts'; wanted: a fact that is a date"),
        ({"due": "{from: [move, move], offset: 1 week}"}, "from: a fact stands there twice"),
        ({"due": "{from: move, offset: soon}"}, "offset: 'soon'; wanted: a term"),
        ({"due": "{from: move, offset: setting:nothing}"}, "offset: 'setting:nothing'; wanted: a setting that is a term"),
        ({"due": "{from: move, offset: setting:soon_days}"}, "offset: 'setting:soon_days'"),
        ({"due": "{from: move, offset: 1 week, rounding: up}"}, "rounding: 'up'; wanted: one of next_working_day"),
        ({"due": "{from: move}"}, "due: no offset"),
        ({"due": "{from: move, offset: 1 week}", "lead_time": "1 week"}, "lead_time: no fallback beside it"),
        ({"lead_time": "1 week", "fallback": "Bel."}, "lead_time: no due beside it"),
        (
            {"due": "{from: move, offset: 1 week}", "fallback": "Bel.", "lead_time": "-1 week"},
            "lead_time: '-1 week'; wanted: a term that is not below zero",
        ),
        ({"repeat": "{every: 0 days}"}, "every: '0 days'; wanted: a term of at least one day"),
        ({"until": "[has_debts]"}, "until: 'has_debts'"),
        ({"lapses": "1 year"}, "lapses: no due beside it; wanted: the key due, or no lapses"),
        ({"lapses": "0 days", "due": "{from: move, offset: 1 week}"}, "lapses: '0 days'; wanted: a term of at least one day"),
        ({"again_after": "[move]"}, "again_after: 'move'; wanted: a date fact that recurs"),
        ({"again_after": "[has_debts]"}, "again_after: 'has_debts'; wanted: a fact that is a date"),
        ({"after": "[nobody]"}, "after: 'nobody'; wanted: the id of a rule"),
        ({"after": "[one]"}, "after: one itself; wanted: another rule"),
        ({"blocks": "[heaven]"}, "blocks: 'heaven'; wanted: a gate: leave"),
        ({"more_sources": "[{document: XYZ, heading: Kop, items: []}]"}, "document: 'XYZ'; wanted: a code of sources"),
        ({"more_sources": "[{document: NTW, heading: Kop, items: [S1]}]"}, "items: 'S1'; wanted: a number of the inventory"),
        ({"valid_to": "2026-01-01"}, "valid_to: '2026-01-01'; wanted: a date after valid_from"),
        ({"valid_to": "2026-02-30"}, "valid_to: '2026-02-30'; wanted: a date"),
        ({"setting_source": "mine"}, "setting_source: 'mine'"),
    ],
)  # fmt: skip
def test_a_fault_in_a_rule_is_told_with_its_line(tmp_path: Path, keys: dict[str, str], fault: str) -> None:
    """The changed keys replace those of a sound rule; each stands on its own line."""
    sound = {
        "title": "Iets doen",
        "why": "Het is nodig.",
        "life_condition": "housing",
        "phase": "stay",
        "who": "client",
        "done_by": "tick",
        "source": "{document: NTW, heading: Kop, items: [S-001]}",
        "valid_from": "2026-01-01",
        "last_checked": "2026-11-23",
    }
    merged = {**sound, **keys}
    lines = ["- id: one", *(f"  {key}: {value}" for key, value in merged.items())]
    if "fase" in str(keys):
        lines = [line.replace("stay, fase: x", "stay\n  fase: x") for line in lines]
    text = "\n".join(lines) + "\n"
    found = faults_of(rulebook_with(tmp_path, text))
    assert any(fault in line for line in found), found
    told = next(line for line in found if fault in line)
    number = int(told.split(":")[1])
    key = fault.split(":", 1)[0]
    assert told.startswith("route/stay/rules.yaml:")
    if key != "nested too deep":
        assert key in text.splitlines()[number - 1]


FACT = {
    "id": "party", "kind": "date", "topic": "relations", "label": "Feest", "noun": "het feest", "question": "Wanneer is het feest?", "ask_from": "stay"
}  # fmt: skip
CHOICE = FACT | {
    "kind": "choice", "client_question": "Welk feest?", "choices": "{one: Een, two: Twee}",
    "client_choices": "{one: De een, two: De ander}",
}  # fmt: skip


def fact_file(keys: dict[str, str]) -> str:
    """One fact, every key on its own line."""
    lines = [f"{key}: {value}" for key, value in keys.items() if value]
    return "- " + "\n  ".join(lines) + "\n"


@pytest.mark.parametrize(
    ("keys", "line", "fault"),
    [
        (FACT | {"noun": ""}, 1, "no noun; wanted: the key noun, because the kind is date"),
        (FACT | {"noun": "Het feest"}, 5, "noun: 'Het feest'; wanted: a noun that begins with a small letter"),
        (FACT | {"noun": "''"}, 5, "noun: nothing; wanted: a text"),
        (FACT | {"recurs": "often"}, 8, "recurs: 'often'; wanted: yes, or how long before the date"),
        (FACT | {"recurs": "no"}, 8, "recurs: 'no'; wanted: yes, or how long"),
        (FACT | {"recurs": "-2 weeks"}, 8, "recurs: '-2 weeks'; wanted: yes, or how long"),
        (FACT | {"kind": "yes_no", "recurs": "yes"}, 8, "recurs: kind is yes_no; wanted: recurs only when the kind is date"),
        (FACT | {"client_choices": "{one: De een}"}, 8, "one: unknown key"),
        (CHOICE | {"client_choices": ""}, 1, "no client_choices; wanted: the key client_choices"),
        (CHOICE | {"client_choices": "{one: De een}"}, 10, "client_choices: no two; wanted: every choice in the words"),
        (CHOICE | {"client_choices": "{one: De een, two: De ander, three: Nog een}"}, 10, "three: unknown key"),
        (CHOICE | {"client_choices": "{one: De een, two: " + "veel " * 13 + "}"}, 10, "two: a sentence of 13 words"),
        (FACT | {"topic": ""}, 1, "no topic"),
        (FACT | {"topic": "gossip"}, 3, "topic: 'gossip'; wanted: one of"),
    ],
)  # fmt: skip
def test_a_fault_in_a_fact_is_told_with_its_line(tmp_path: Path, keys: dict[str, str], line: int, fault: str) -> None:
    root = rulebook_with(tmp_path, rule("one"))
    write(root, "facts/zz.yaml", fact_file(keys))
    found = faults_of(root)
    assert any(told.startswith(f"facts/zz.yaml:{line}: ") and fault in told for told in found), found


def test_a_fact_without_a_noun_does_not_make_its_rules_faulty(tmp_path: Path) -> None:
    root = rulebook_with(tmp_path, rule("one", due="{from: party, offset: 1 week}"))
    write(root, "facts/zz.yaml", fact_file(FACT | {"noun": ""}))
    (found,) = faults_of(root)
    assert found.startswith("facts/zz.yaml:1: ")


@pytest.mark.parametrize(("given", "early"), [("", None), ("yes", Term(0, "day")), ("2 weeks", Term(2, "week"))])
def test_a_fact_says_whether_it_recurs_and_how_early_a_deed_belongs_to_it(
    tmp_path: Path, given: str, early: Term | None
) -> None:
    root = rulebook_with(tmp_path, rule("one"))
    write(root, "facts/zz.yaml", fact_file(FACT | {"recurs": given}) + fact_file(CHOICE | {"id": "kind_of_party"}))
    facts = load(root).facts
    assert (facts["party"].recurs, facts["party"].noun) == (early, "het feest")
    assert facts["kind_of_party"].client_choices == {"one": "De een", "two": "De ander"}


def test_every_date_of_the_shipped_rulebook_has_a_noun_and_every_asked_choice_words_for_the_person() -> None:
    for fact in load(NATIONAL).facts.values():
        assert fact.noun or fact.kind != "date", fact.id
        assert fact.client_choices.keys() == fact.choices.keys() or not fact.client_question, fact.id


def test_all_faults_of_all_files_are_told_at_once_in_order(tmp_path: Path) -> None:
    root = rulebook_with(tmp_path, rule("one", who="boss", title="X" * 80) + "\n" + rule("two", until="[shoe]"))
    write(root, "route/move/other.yaml", "- {id: UPPER}\n")
    write(
        root,
        "facts/zz.yaml",
        "- {id: stay_kind, kind: date, topic: continuity, label: L, question: Q, ask_from: stay}\n",
    )
    write(root, "gates/more.yaml", "- {id: x}\n")
    found = faults_of(root)
    for words in (
        "route/stay/rules.yaml:1: who: stands here a second time",
        "route/stay/rules.yaml:1: title: stands here a second time",
        "route/stay/rules.yaml:2: until: 'shoe'",
        "route/move/other.yaml:1: id: 'UPPER'",
        "route/move/other.yaml:1: rule: no title",
        "facts/zz.yaml:1: the file: stay_kind stands in the rulebook already",
        "gates/more.yaml:1: the file: no title",
    ):
        assert any(line.startswith(words) for line in found), (words, found)
    with pytest.raises(RulebookFaults) as refused:
        load(root)
    assert len(refused.value.faults) == len(found)
    places = [(fault.file, fault.line) for fault in refused.value.faults]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- [", "not valid YAML"),
        ("a: b: c", "not valid YAML"),
        ("\x00", "not valid YAML"),
        ("one: two", "the file: a mapping; wanted: a list"),
        ("- just a text", "wanted: a mapping"),
        ("- {[a]: b}", "a key that is a list; wanted: a plain key"),
        ("- &a {id: *a}", "id: a mapping; wanted: an id"),
        ("- !!python/object/apply:os.system [exit]", "a list; wanted: a mapping"),
        ("[" * 5000, "not valid YAML"),
        ('- {"a\\nb": 1}', "a b: unknown key"),
    ],
)
def test_a_file_that_holds_no_rules_is_told_and_never_run(tmp_path: Path, text: str, words: str) -> None:
    found = faults_of(rulebook_with(tmp_path, text))
    assert any(words in line for line in found), found


def test_a_file_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    root = rulebook_with(tmp_path, "")
    (root / "route/stay/rules.yaml").write_bytes(b"- {title: caf\xe9}")
    assert faults_of(root) == [
        "route/stay/rules.yaml:1: cannot be read as UTF-8 text (UnicodeDecodeError); wanted: a YAML file in UTF-8"
    ]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(RulebookFaults, match="no such folder"):
        load(tmp_path / "nowhere")
    with pytest.raises(LookupError, match="unknown region 'atlantis'; known: merwestreek"):
        region_overlay("atlantis")
    with pytest.raises(LookupError, match="unknown region"):
        region_overlay("../regions/merwestreek")
    assert region_overlay(None) is None and region_overlay("") is None


@pytest.mark.parametrize(
    ("periods", "words"),
    [
        ([("2026-01-01", "2026-07-01"), ("2026-07-01", None)], None),
        ([("2026-01-01", None), ("2026-07-01", None)], "2026-07-01 falls in the version of one from 2026-01-01"),
        ([("2026-01-01", "2026-08-01"), ("2026-07-01", None)], "2026-07-01 falls in the version of one"),
        ([("2026-01-01", "2026-06-01"), ("2026-07-01", None)], "one has no version from 2026-06-01 to 2026-07-01"),
        ([("2026-01-01", None), ("2026-01-01", None)], "falls in the version of one"),
    ],
)
def test_versions_follow_on(tmp_path: Path, periods: list[tuple[str, str | None]], words: str | None) -> None:
    lines = [rule("one", valid_from=start, **({"valid_to": end} if end else {})) for start, end in periods]
    found = faults_of(rulebook_with(tmp_path, "\n".join(lines)))
    assert (not found) if words is None else any(words in line for line in found), found


def test_a_circle_in_the_order_of_work_is_told_with_its_way(tmp_path: Path) -> None:
    lines = [rule("one", after="[two]"), rule("two", after="[three]"), rule("three", after="[one]"), rule("four")]
    rulebook, _ = read(root := rulebook_with(tmp_path, "\n".join(lines)))
    circles = [line for line in faults_of(root) if "circle" in line]
    assert len(circles) == 1
    assert "a circle: one after two after three after one" in circles[0]
    assert list(rulebook.rule_ids) == ["four"]


def test_a_fault_in_one_rule_leaves_the_others_whole(tmp_path: Path) -> None:
    rulebook, faults = read(rulebook_with(tmp_path, "\n".join([rule("one", until="[x]"), rule("two", after="[one]")])))
    assert len(faults) == 1
    assert list(rulebook.rule_ids) == ["two"]


def test_the_fingerprint_is_of_the_meaning(tmp_path: Path) -> None:
    first = load(rulebook_with(tmp_path / "a", rule("one") + "\n" + rule("two")))
    moved = rulebook_with(tmp_path / "b", "# a remark\n\n" + rule("two"))
    write(moved, "route/stay/z.yaml", rule("one"))
    other = load(rulebook_with(tmp_path / "c", rule("one") + "\n" + rule("two", until="[move]")))
    assert first.fingerprint == load(moved).fingerprint != other.fingerprint
    assert load(NATIONAL).fingerprint == load(NATIONAL).fingerprint


# The overlay of a region


def overlay(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        write(folder, name.replace("__", "/") + ".yaml", text)
    return folder


def test_a_region_chooses_settings_adds_rules_and_replaces_keys(tmp_path: Path) -> None:
    root = rulebook_with(
        tmp_path / "national",
        rule("one", due="{from: move, offset: setting:flip_term}") + "\n" + rule("two", until="[move]"),
    )
    region = overlay(
        tmp_path / "region",
        settings='flip_term: {value: 3 years, because: "Zo spraken de gemeenten af."}\nclosed_days: [2026-12-24]\n',
        route__overrides='- {override: two, because: "Hier langer.", until: [key_handover]}\n',
        route__stay__own=rule("three"),
    )
    book = load(root, region)
    one, two, three = (book.versions(rule_id)[0] for rule_id in ("one", "two", "three"))
    assert one.due is not None and one.due.term == Term(3, "year") and one.due.setting == "flip_term"
    assert book.settings["flip_term"].because == "Zo spraken de gemeenten af."
    assert (two.until, two.override_because, two.regional) == (("key_handover",), "Hier langer.", False)
    assert three.regional
    assert not book.calendar.is_working_day(date(2026, 12, 24))
    assert load(root).calendar.is_working_day(date(2026, 12, 24))
    assert load(root).fingerprint != book.fingerprint


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"settings": "flip_term: soon\n"}, "settings.yaml:1: flip_term: 'soon'; wanted: a term"),
        ({"settings": "special_assistance_before_costs: never\n"}, "wanted: one of before_costs, within_three_months"),
        ({"settings": "flip_term: {value: 3 years}\n"}, "flip_term: no because"),
        ({"settings": "own_number: 3\n"}, "own_number: '3'; wanted: a mapping"),
        ({"route__overrides": "- {override: nobody, because: x, who: client}\n"}, "override: 'nobody'; wanted: the id of a rule"),
        ({"route__overrides": "- {override: one, because: x}\n"}, "override: nothing is changed"),
        ({"route__overrides": "- {override: one, who: client}\n"}, "no because"),
        ({"route__overrides": "- {override: one, because: x, id: two}\n"}, "id: unknown key"),
        ({"route__overrides": "- {override: one, because: x, who: boss}\n"}, "route/overrides.yaml:1: who: 'boss'"),
        ({"route__stay__own": rule("one")}, "falls in the version of one"),
    ],
)  # fmt: skip
def test_a_fault_of_a_region_is_told_in_the_file_of_the_region(
    tmp_path: Path, files: dict[str, str], words: str
) -> None:
    root = rulebook_with(tmp_path / "national", rule("one"))
    region = overlay(tmp_path / "region", **files)
    _, faults = read(root, region)
    assert any(words in str(fault) and "/region/" in str(fault) for fault in faults), faults


def test_the_shipped_rulebooks_are_sound() -> None:
    regions = [None, *(region_overlay(folder.name) for folder in sorted(REGIONS.iterdir()) if folder.is_dir())]
    for region in regions:
        _, faults = read(NATIONAL, region)
        assert not faults

"""``landing check rulebook`` names file and line of every kind of fault in a rulebook or in its cases."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from landing.core.command import check_rulebook
from landing.core.due.load import NATIONAL

CASES = Path(__file__).parents[1] / "rulebook"
HOUSING = "route/stay/housing.yaml"


class Copy:
    """A copy of the national rulebook and of its cases, in which a test may break one thing."""

    def __init__(self, folder: Path) -> None:
        self.root = Path(shutil.copytree(NATIONAL, folder / "book"))
        self.cases = folder / "cases"
        self.cases.mkdir()
        for file in CASES.glob("*.yaml"):
            shutil.copy(file, self.cases)

    def change(self, name: str, old: str, new: str, nth: int = 0) -> int:
        """Replace the line that starts with ``old`` (the ``nth`` one), and return the number of that line."""
        file = self.root / name
        lines = file.read_text(encoding="utf-8").splitlines()
        number = [number for number, line in enumerate(lines) if line.strip().startswith(old)][nth]
        indent = lines[number][: len(lines[number]) - len(lines[number].lstrip())]
        lines[number : number + 1] = [indent + line for line in new.splitlines()]
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return number + 1

    def append(self, name: str, text: str) -> int:
        """Add text to the end of a file, and return the number of its first line."""
        file = self.root / name
        before = file.read_text(encoding="utf-8")
        file.write_text(before + text, encoding="utf-8")
        return len(before.splitlines()) + 1

    def check(self) -> tuple[int, str, list[str]]:
        stdout, stderr = io.StringIO(), io.StringIO()
        argv = ["--root", str(self.root), "--cases", str(self.cases)]
        return check_rulebook(argv, stdout, stderr), stdout.getvalue(), stderr.getvalue().splitlines()


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


def rule(text: str = "", rule_id: str = "water-the-plants", start: str = "2026-01-01") -> str:
    """A sound rule, with more keys below it."""
    return f"""
- id: {rule_id}
  title: De planten water geven
  client: Geef je planten water
  why: Een plant zonder water gaat dood.
  life_condition: housing
  phase: stay
  who: client
  done_by: tick
  source: {{document: NTW, heading: "Wonen > Inschrijven", items: [S-222]}}
  valid_from: {start}
  last_checked: 2026-11-23
{text}"""


FIRST, VALID_FROM, MORE = 1, 10, 12
"""Where the id, ``valid_from`` and the further keys of ``rule`` stand, counted from the line it is added at."""


def test_the_copy_itself_is_whole(copy: Copy) -> None:
    code, out, faults = copy.check()
    assert (code, faults) == (0, [])
    assert out.endswith("cases: all whole\n") and "4 gates" in out


def unknown_fact(copy: Copy) -> tuple[int, str]:
    return copy.change(HOUSING, "when:", "when: {fact: has_a_dog, is: yes}"), "fact: 'has_a_dog'; wanted: a fact"


def unknown_anchor(copy: Copy) -> tuple[int, str]:
    return copy.change(
        HOUSING, "due:", "due: {from: has_debts, offset: 1 week}"
    ), "from: 'has_debts'; wanted: a fact that"


def missing_source(copy: Copy) -> tuple[int, str]:
    copy.change(HOUSING, "source:", "# no source here")
    return 1, "rule: no source; wanted: the key source"


def unknown_document(copy: Copy) -> tuple[int, str]:
    line = copy.change(HOUSING, "source:", "source: {document: XYZ, heading: Een kop, items: []}")
    return line, "document: 'XYZ'; wanted: a code of sources.yaml"


def bad_inventory_number(copy: Copy) -> tuple[int, str]:
    line = copy.change(HOUSING, "source:", "source: {document: NTW, heading: Een kop, items: [S-22]}")
    return line, "items: 'S-22'; wanted: a number of the inventory"


def lead_time_without_fallback(copy: Copy) -> tuple[int, str]:
    copy.change(HOUSING, "fallback:", "# no fallback here")
    text = (copy.root / HOUSING).read_text(encoding="utf-8").splitlines()
    return next(n for n, line in enumerate(text, 1) if "lead_time:" in line), "lead_time: no fallback beside it"


def overlapping_versions(copy: Copy) -> tuple[int, str]:
    line = copy.append(HOUSING, rule("  valid_to: 2026-07-01\n") + rule(start="2026-06-30"))
    return (
        line + MORE + 1 + VALID_FROM,
        "valid_from: 2026-06-30 falls in the version of water-the-plants from 2026-01-01",
    )


def gap_between_versions(copy: Copy) -> tuple[int, str]:
    line = copy.append(HOUSING, rule("  valid_to: 2026-07-01\n") + rule(start="2026-07-02"))
    return line + MORE + 1 + VALID_FROM, "valid_from: water-the-plants has no version from 2026-07-01 to 2026-07-02"


def circle(copy: Copy) -> tuple[int, str]:
    one = rule("  after: [b-second]\n", "a-first") + rule("  after: [c-third]\n", "b-second")
    line = copy.append(HOUSING, one + rule("  after: [a-first]\n", "c-third"))
    return line + MORE, "after: a circle: a-first after b-second after c-third after a-first"


def after_itself(copy: Copy) -> tuple[int, str]:
    return copy.append(HOUSING, rule("  after: [water-the-plants]\n")) + MORE, "after: water-the-plants itself"


def after_nothing(copy: Copy) -> tuple[int, str]:
    return copy.append(
        HOUSING, rule("  after: [no-such-rule]\n")
    ) + MORE, "after: 'no-such-rule'; wanted: the id of a rule"


def unknown_gate(copy: Copy) -> tuple[int, str]:
    return copy.append(HOUSING, rule("  blocks: [heaven]\n")) + MORE, "blocks: 'heaven'; wanted: a gate: leave, let_go"


def long_client_sentence(copy: Copy) -> tuple[int, str]:
    words = " ".join(["Ga"] * 13)
    return copy.change(
        HOUSING, "client:", f"client: {words}"
    ), "client: a sentence of 13 words; wanted: at most 12 words"


def long_title(copy: Copy) -> tuple[int, str]:
    return copy.change(HOUSING, "title:", f"title: {'x' * 71}", 2), "title: 71 characters; wanted: at most 70"


def three_sentences_of_why(copy: Copy) -> tuple[int, str]:
    return copy.change(HOUSING, "why:", "why: Een. Twee. Drie.", 1), "why: 3 sentences; wanted: at most 2"


def bad_term(copy: Copy) -> tuple[int, str]:
    return copy.change(HOUSING, "lead_time:", "lead_time: 1 weeks"), "lead_time: '1 weeks'; wanted: a term"


def unknown_setting(copy: Copy) -> tuple[int, str]:
    line = copy.change(HOUSING, "due:", "due: {from: stay_start, offset: setting:soon_days}")
    return line, "offset: 'setting:soon_days'; wanted: a setting that is a term"


def wrong_folder(copy: Copy) -> tuple[int, str]:
    return copy.change(
        HOUSING, "phase:", "phase: land"
    ), "phase: 'land'; wanted: stay, because the file stands in that folder"


def double_key(copy: Copy) -> tuple[int, str]:
    line = copy.change(HOUSING, "who:", "who: client\nwho: coordinator")
    return line + 1, "who: stands here a second time"


def unknown_key(copy: Copy) -> tuple[int, str]:
    return copy.append(HOUSING, rule("  colour: blue\n")) + MORE, "colour: unknown key; wanted: one of id, title"


def misfit_of_test_and_fact(copy: Copy) -> tuple[int, str]:
    return copy.change(HOUSING, "when:", "when: {fact: stay_start, is: yes}"), "is: stay_start is of kind date"


def broken_yaml(copy: Copy) -> tuple[int, str]:
    return copy.append(HOUSING, "- [\n") + 1, "not valid YAML"


@pytest.mark.parametrize(
    "break_it",
    [
        unknown_fact,
        unknown_anchor,
        missing_source,
        unknown_document,
        bad_inventory_number,
        lead_time_without_fallback,
        overlapping_versions,
        gap_between_versions,
        circle,
        after_itself,
        after_nothing,
        unknown_gate,
        long_client_sentence,
        long_title,
        three_sentences_of_why,
        bad_term,
        unknown_setting,
        wrong_folder,
        double_key,
        unknown_key,
        misfit_of_test_and_fact,
        broken_yaml,
    ],
)
def test_a_fault_in_a_rule_is_named_by_file_and_line(copy: Copy, break_it: Callable[[Copy], tuple[int, str]]) -> None:
    line, words = break_it(copy)
    code, out, faults = copy.check()
    assert (code, out) == (1, "")
    wanted = f"{copy.root / HOUSING}:{line}: {words}"
    assert any(fault.startswith(wanted) for fault in faults), (wanted, faults)
    assert faults[-1] == f"{len(faults) - 1} faults"


def test_a_rule_without_a_case_is_named(copy: Copy) -> None:
    line = copy.append(HOUSING, rule()) + FIRST
    code, out, faults = copy.check()
    assert (code, out) == (1, "")
    assert faults == [f"{HOUSING}:{line}: 'water-the-plants' has no case; wanted: at least one", "1 faults"]


def case(copy: Copy, text: str, rule_id: str = "register-as-house-seeker") -> str:
    file = copy.cases / "zz_extra.yaml"
    head = f"- case: Een verhaal\n  rules: [{rule_id}]\n  today: 2026-11-23\n"
    file.write_text(head + text, encoding="utf-8")
    return f"{copy.cases.name}/{file.name}"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (
            "  facts: {stay_start: 2026-11-02}\n  expect:\n    dues:\n"
            "      register-as-house-seeker: {due: 2026-11-17}\n",
            7,
            "register-as-house-seeker due: expected 2026-11-17, found 2026-11-16",
        ),
        ("  facts: {}\n  expect:\n    phase: move\n", 6, "phase: expected move, found stay"),
        (
            "  facts: {}\n  expect:\n    absent: [register-as-house-seeker]\n",
            6,
            "expected no such due, found waiting_for_fact",
        ),
        ("  facts: {}\n  expect:\n    gates:\n      leave: {open: yes}\n", 7, "gate leave: expected yes, found no ("),
        (
            "  facts: {stay_start: 2026-11-31}\n  expect:\n    phase: stay\n",
            4,
            "stay_start: '2026-11-31'; wanted: a date",
        ),
        ("  facts: {has_a_dog: yes}\n  expect:\n    phase: stay\n", 4, "has_a_dog: not a fact; wanted: a fact"),
        (
            "  facts: {}\n  expect:\n    dues:\n      no-such-rule: {state: open}\n",
            7,
            "'no-such-rule'; wanted: the id of a rule",
        ),
        ("  facts: {}\n  expect: {}\n", 5, "expect: a mapping; wanted: at least one of phase"),
        ("  facts: {}\n", 1, "no expect; wanted: the key expect"),
        ("  colour: blue\n  expect:\n    phase: stay\n", 4, "colour: unknown key"),
    ],
)
def test_a_case_that_does_not_come_true_is_named(copy: Copy, text: str, line: int, words: str) -> None:
    name = case(copy, text)
    code, out, faults = copy.check()
    assert (code, out) == (1, "")
    assert any(f"{name}:{line}: " in fault and words in fault for fault in faults), faults


def test_a_case_about_a_rule_that_is_not_there_is_named(copy: Copy) -> None:
    name = case(copy, "  facts: {}\n  expect:\n    phase: stay\n", "no-such-rule")
    code, _, faults = copy.check()
    assert code == 1
    assert any(f"{name}:2: 'no-such-rule'; wanted: the id of a rule" in fault for fault in faults), faults


def test_all_faults_are_told_in_one_run(copy: Copy) -> None:
    first = copy.change(HOUSING, "who:", "who: nobody")
    second = copy.change("gates/gates.yaml", "closes_at:", "closes_at: [has_debts]")
    third = copy.change("settings.yaml", "value:", "value: a while")
    _, _, faults = copy.check()
    for name, line in ((HOUSING, first), ("gates/gates.yaml", second), ("settings.yaml", third)):
        assert any(fault.startswith(f"{copy.root / name}:{line}: ") for fault in faults), (name, faults)


def test_a_folder_that_is_not_there_and_a_region_that_is_not_there(tmp_path: Path) -> None:
    stderr = io.StringIO()
    assert check_rulebook(["--root", str(tmp_path / "nothing")], io.StringIO(), stderr) == 1
    assert "no such folder" in stderr.getvalue()
    stderr = io.StringIO()
    assert check_rulebook(["--region", "atlantis"], io.StringIO(), stderr) == 2
    assert "unknown region 'atlantis'" in stderr.getvalue()


def test_without_cases_it_says_that_none_were_played(copy: Copy) -> None:
    shutil.rmtree(copy.cases)
    code, out, _ = copy.check()
    assert code == 0
    assert "the cases were not played" in out

"""``landing check access`` names file and line of every kind of fault in the table or in its cases, and writes the page."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest

from landing.cli import main as cli
from landing.core.command import check_access
from landing.core.consent.cases import read_cases
from landing.core.consent.load import NATIONAL, load_table
from landing.core.consent.matrix import written

HOUSE = Path(__file__).parents[2]
CASES = HOUSE / "tests" / "consent"


class Copy:
    """A copy of the table and of its cases, in which a test may break one thing."""

    def __init__(self, folder: Path) -> None:
        self.root, self.cases = folder / "book", folder / "cases"
        shutil.copytree(NATIONAL / "access", self.root / "access")
        shutil.copy(NATIONAL / "sources.yaml", self.root)
        self.cases.mkdir()
        for file in CASES.glob("*.yaml"):
            shutil.copy(file, self.cases)

    def change(self, file: Path, old: str, new: str) -> int:
        """Replace the first of some text; returns its line."""
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

    def check(self, *arguments: str) -> tuple[int, str, list[str]]:
        stdout, stderr = io.StringIO(), io.StringIO()
        argv = ["--root", str(self.root), "--cases", str(self.cases), *arguments]
        return check_access(argv, stdout, stderr), stdout.getvalue(), stderr.getvalue().splitlines()


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


def test_the_table_is_whole_and_says_so_in_counts(capsys: pytest.CaptureFixture[str]) -> None:
    for region in ((), ("--region", "merwestreek")):
        assert cli(["check", "access", *region]) == 0
        out, err = capsys.readouterr()
        assert err == "" and out.endswith("cases: all whole\n") and "16 roles and 16 topics" in out


def test_a_flow_without_a_case_is_told_at_its_line(copy: Copy) -> None:
    (copy.cases / "housing_association.yaml").unlink()
    code, out, faults = copy.check()
    line = (NATIONAL / "access/flows/housing.yaml").read_text().splitlines().index("- id: housing-lets") + 1
    assert (code, out) == (1, "") and faults[-1] == f"{len(faults) - 1} faults"
    assert any(f"access/flows/housing.yaml:{line}: 'housing-lets' has no case" in fault for fault in faults)


def test_a_wall_without_a_case_is_told_at_its_line(copy: Copy) -> None:
    (copy.cases / "close_ones_and_links.yaml").unlink()
    assert any("'buddy-only-what-they-do' has no case" in fault for fault in copy.check()[2])


def test_a_case_that_is_not_true_is_told_with_what_was_found(copy: Copy) -> None:
    file = copy.cases / "advocate.yaml"
    line = copy.change(file, "expect: {allowed: yes, code: mandate, ", "expect: {allowed: no, code: never, ")
    faults = copy.check()[2]
    assert f"cases/advocate.yaml:{line}: allowed: expected no, found yes" in faults
    assert f"cases/advocate.yaml:{line}: code: expected never, found mandate" in faults


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("  who: advocate\n", "  who: boss\n", "who: 'boss'; wanted: one of client"),
        ("  topic: advocacy\n", "  topic: luck\n", "topic: 'luck'"),
        ("of: organisation}", "of: nobody}", "of: 'nobody'; wanted: one of worker"),
        ("consents: [asked]", "consents: [maybe]", "consents: 'maybe'; wanted: a mapping"),
        ("consents: [asked]", "consents: [{topics: [luck]}]", "topics: 'luck'"),
        ("person: {phase: closed}", "person: {phase: gone}", "phase: 'gone'"),
        ("code: mandate, flow: ", "kode: mandate, flow: ", "kode: unknown key"),
        (
            "  purpose: client_support\n",
            "  purpose: client_support\n  legal_bases: [a-law]\n",
            "legal_bases: a-law; wanted: the ids",
        ),
    ],
)
def test_a_fault_in_a_case_is_told(copy: Copy, old: str, new: str, fault: str) -> None:
    copy.change(copy.cases / "advocate.yaml", old, new)
    code, _, faults = copy.check()
    assert code == 1 and any("advocate.yaml:" in line and fault in line for line in faults), faults


def test_two_cases_with_one_title_are_told(copy: Copy) -> None:
    file = copy.cases / "advocate.yaml"
    file.write_text(file.read_text() + "\n" + file.read_text().split("\n\n")[1] + "\n")
    assert any("the title stands at cases/advocate.yaml:" in line for line in copy.check()[2])


def test_an_article_on_which_nothing_rests_is_told(copy: Copy) -> None:
    copy.change(copy.root / "access/bases.yaml", "  no_flow: ", "  # no_flow: ")
    assert any("no flow rests on 'income-test'" in line and "access/bases.yaml:" in line for line in copy.check()[2])


def test_a_purpose_of_nobody_says_why(copy: Copy) -> None:
    copy.change(copy.root / "access/purposes.yaml", "  nobody: ", "  # nobody: ")
    assert any("no flow has the purpose 'steering'" in line for line in copy.check()[2])


def test_the_page_is_what_the_table_says_now(tmp_path: Path) -> None:
    """Run ``landing check access --write-table`` after a change of the table."""
    assert (HOUSE / "docs" / "access-table.md").read_text(encoding="utf-8") == written(load_table())
    there = tmp_path / "table.md"
    assert check_access(["--write-table", str(there)], io.StringIO(), io.StringIO()) == 0
    assert there.read_text(encoding="utf-8") == written(load_table())


def test_the_page_names_every_flow_wall_and_article() -> None:
    page, table = written(load_table()), load_table()
    assert [flow.id for flow in table.flows if f"`{flow.id}`" not in page] == []
    assert [wall.id for wall in table.walls if wall.because not in page] == []
    assert [basis.id for basis in table.bases.values() if basis.article not in page] == []


def test_no_page_is_written_of_a_faulty_table(copy: Copy, tmp_path: Path) -> None:
    copy.change(copy.root / "access/topics.yaml", "health: {", "luck: {")
    code, _, _ = copy.check("--write-table", str(tmp_path / "table.md"))
    assert code == 1 and not (tmp_path / "table.md").exists()


def test_what_is_not_understood_is_told() -> None:
    stderr = io.StringIO()
    assert check_access(["--region", "nergens"], io.StringIO(), stderr) == 2
    assert "unknown region 'nergens'" in stderr.getvalue()
    assert cli(["check", "nothing"]) == 2


def test_cases_have_sentences_as_titles() -> None:
    cases, faults = read_cases(CASES)
    assert not faults and len(cases) >= 200
    assert all(len(case.title.split()) >= 4 and case.title[0].isupper() for case in cases)

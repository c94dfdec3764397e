"""Plays every case of tests/consent/*.yaml against the access table. No Django needed."""

import pytest

from landing.core.consent.cases import differences
from landing.core.consent.proof import untouched


def fail(first_line, lines):
    pytest.fail("\n".join([first_line, *(f"  {line}" for line in lines)]), pytrace=False)


def test_the_case_files_have_no_faults(case_faults):
    if case_faults:
        fail(f"{len(case_faults)} faults in the cases", case_faults)


def test_case(case, table_of):
    found = differences(case, table_of(case.region))
    if found:
        fail(f"{case.place}: {case.title}", found)


def test_every_flow_and_every_wall_has_a_case(cases, table_of):
    missing = untouched(table_of(None), table_of(None), [case for case in cases if case.region is None])
    if missing:
        fail(f"{len(missing)} without a case in tests/consent/*.yaml", missing)


def test_there_are_enough_cases_of_both_kinds(cases):
    """200 at the least, and no fewer refusals than permissions would need to mean something."""
    answers = [case.expect["allowed"].flag() for case in cases]
    assert len(answers) >= 200 and min(answers.count(True), answers.count(False)) >= 100

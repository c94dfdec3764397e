"""Plays every case of tests/rulebook/*.yaml against the rulebook. No Django needed."""

import pytest

from landing.core.due.cases import differences


def fail(first_line, lines):
    pytest.fail("\n".join([first_line, *(f"  {line}" for line in lines)]), pytrace=False)


def test_the_rulebook_has_no_faults(region, read_region):
    _, faults = read_region(region)
    if faults:
        fail(f"{len(faults)} faults in the rulebook", faults)


def test_the_case_files_have_no_faults(case_faults):
    if case_faults:
        fail(f"{len(case_faults)} faults in the cases", case_faults)


def test_case(case, read_region):
    rulebook, _ = read_region(case.region)
    found = differences(case, rulebook)
    if found:
        fail(f"{case.place}: {case.title}", found)


def test_every_rule_has_a_case(cases, read_region):
    """A case names under ``rules`` the rules it is about, and says something about at least one of them."""
    regions = {None, *(case.region for case in cases)}
    rules = {rule.id: rule for region in regions for rule in read_region(region)[0].rules}
    named = {rule_id for case in cases for rule_id in case.rules}
    missing = [f"{rule.file}:{rule.line}: {rule.id}" for rule in rules.values() if rule.id not in named]
    if missing:
        fail(f"{len(missing)} rules without a case in tests/rulebook/*.yaml", missing)

"""Reads the cases and the rulebooks once. A fault in one rule must not hide what the other cases say."""

from functools import lru_cache
from pathlib import Path

import pytest

from landing.core.due.cases import read_cases
from landing.core.due.load import NATIONAL, read, region_overlay

CASES, CASE_FAULTS = read_cases(Path(__file__).parent, "tests/rulebook")


@lru_cache(maxsize=None)
def _read_region(region):
    return read(NATIONAL, region_overlay(region))


@pytest.fixture(scope="session")
def read_region():
    """A function from a region (or None) to its rulebook and the faults in it."""
    return _read_region


@pytest.fixture(scope="session")
def cases():
    return CASES


@pytest.fixture(scope="session")
def case_faults():
    return CASE_FAULTS


def pytest_generate_tests(metafunc):
    if "case" in metafunc.fixturenames:
        metafunc.parametrize("case", CASES, ids=[case.id for case in CASES])
    if "region" in metafunc.fixturenames:
        regions = sorted({case.region for case in CASES if case.region})
        metafunc.parametrize("region", [None, *regions], ids=lambda region: region or "national")

"""The cases of the access table. No Django needed."""

from functools import lru_cache
from pathlib import Path

import pytest

from landing.core.consent.cases import read_cases
from landing.core.consent.load import load_table

CASES, CASE_FAULTS = read_cases(Path(__file__).parent, "tests/consent")


@pytest.fixture(scope="session")
def table_of():
    """A function from a region (or None) to its table."""
    return lru_cache(maxsize=None)(load_table)


@pytest.fixture(scope="session")
def cases():
    return CASES


@pytest.fixture(scope="session")
def case_faults():
    return CASE_FAULTS


def pytest_generate_tests(metafunc):
    if "case" in metafunc.fixturenames:
        metafunc.parametrize("case", CASES, ids=[case.id for case in CASES])

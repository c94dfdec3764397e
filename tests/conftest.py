"""What every test stands on: quick settings, one fixed day, both database engines, and a browser or a clear reason."""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import TransactionTestCase

from tests.cast import TODAY, Cast
from tests.cast_kept import kept_cast

NO_BROWSER = (
    "no Chromium: set CHROMIUM to its path (on Debian: apt-get install chromium); "
    "LANDING_REQUIRE_BROWSER=1 makes this a failure"
)

OF_THE_LIVE_SERVER = {"ALLOWED_HOSTS"}  # changed once for the whole run, by the server the browser asks


def pytest_configure(config: pytest.Config) -> None:
    """Quick settings for the whole session, before the first request or password."""
    if not django_settings.configured:
        return
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    django_settings.STORAGES = django_settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    django_settings.DEMO = True
    django_settings.SECOND_STEP_DEMANDED = False
    django_settings.FIXED_TODAY = TODAY.isoformat()
    folder = tempfile.mkdtemp(prefix="landing-test-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    # Apart from what the product keeps: the static files are walked through at every start.
    static = Path(folder) / "static"
    static.mkdir()
    django_settings.STATIC_ROOT = str(static)
    django_settings.VAR = Path(folder)
    django_settings.ERASURE_REGISTER = Path(folder) / "register"
    database = django_settings.DATABASES["default"]
    if "sqlite3" in database["ENGINE"]:
        # A file and not memory: tests with several writers need the locks that users will meet.
        database.setdefault("TEST", {})["NAME"] = str(Path(folder) / "test.sqlite3")


_flush = TransactionTestCase._fixture_teardown


def _flush_history_too(self: TransactionTestCase) -> None:
    """Empty the tables after a transactional test; history refuses that, so its guard is lifted for the moment."""
    from landing.people.append_only import lifted

    with lifted(connection):
        _flush(self)


TransactionTestCase._fixture_teardown = _flush_history_too  # type: ignore[method-assign]


@cache
def setting_names() -> list[str]:
    """Of every setting there is."""
    return [name for name in dir(django_settings) if name.isupper()]


@pytest.fixture(autouse=True)
def settings_as_they_were() -> Iterator[None]:
    """What a test leaves changed in the settings every later test of the process would meet: it fails where it happens."""
    before = {name: getattr(django_settings, name) for name in setting_names() if name not in OF_THE_LIVE_SERVER}
    yield
    changed = [name for name, value in before.items() if getattr(django_settings, name) != value]
    for name in changed:
        setattr(django_settings, name, before[name])
    assert not changed, f"the settings {changed} were left changed"


@pytest.fixture
def today() -> date:
    """The day on which every test plays."""
    return TODAY


@pytest.fixture
def cast(db: None) -> Cast:
    """The fixed cast, in this test's own transaction."""
    return kept_cast()


@pytest.fixture
def committed_cast(transactional_db: None) -> Cast:
    """The fixed cast where other threads and a live server can see it."""
    return kept_cast()


# ── Journeys in a browser ────────────────────────────────────────────────────────────────────────────────────────────


def chromium() -> str:
    """The path of the browser, or an empty text."""
    path = os.environ.get("CHROMIUM", "")
    return path if path and Path(path).exists() else ""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without a browser the journeys are skipped, and the summary says why."""
    if chromium() or os.environ.get("LANDING_REQUIRE_BROWSER") == "1":
        return
    for item in items:
        if item.get_closest_marker("journey"):
            item.add_marker(pytest.mark.skip(reason=NO_BROWSER))


def pytest_collection_finish(session: pytest.Session) -> None:
    """The collector looks less often: a twentieth of the time. Nothing is hidden from it, because tests look through it."""
    gc.set_threshold(20_000, 20, 50)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Where a browser is required, a missing one is a failure and never a silent skip."""
    if item.get_closest_marker("journey") and not chromium():
        pytest.fail(f"a browser is required here, but there is {NO_BROWSER}", pytrace=False)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use the browser of this machine instead of one that Playwright would fetch."""
    return browser_type_launch_args | {"executable_path": chromium(), "args": ["--no-sandbox"]}

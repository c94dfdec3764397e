"""A small demo region served to a real browser; every page that a story opens is held against axe."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import Browser, Page

# Playwright runs a loop in this thread; Django must not take the test's own queries for queries of that loop.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# A width shows nothing of a database: where both engines are tried after one another, the second may keep to one.
WIDTHS = [int(width) for width in os.environ.get("JOURNEY_WIDTHS", "360,1280").split(",")]
OWN_SCRIPTS, KEEPING = 6_200, 4_000
"""Bytes of script on every page of a client (own.js reads aloud, prints and warns before the session ends), and where
what is typed is kept (keep.js)."""


@pytest.fixture
def region(transactional_db: None) -> None:
    """A demo region of forty people, with all stories."""
    call_command("demo", "reset", "--people", "40", stdout=io.StringIO(), stderr=io.StringIO())


@dataclass
class Visitor:
    """Somebody at a browser: goes to pages, and looks at each of them the way axe and a narrow screen do."""

    page: Page
    url: str
    complaints: list[str] = field(default_factory=list)

    def opens(self, path: str) -> None:
        """Go to an address and look at the page."""
        self.page.goto(self.url + path if path.startswith("/") else path)
        self.looks()

    def presses(self, name: str, role: str = "link", *, nth: int = 0, exact: bool = False) -> None:
        """Press a link or button by its words, and look at the page that comes."""
        with self.page.expect_navigation():
            self.page.get_by_role(role, name=name, exact=exact).nth(nth).click()  # type: ignore[arg-type]
        self.looks()

    def looks(self) -> None:
        """No accessibility finding, nothing wider than the screen, no complaint of the browser."""
        where = self.page.url.removeprefix(self.url)
        found = Axe().run(self.page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == [], where
        width = self.page.viewport_size["width"]  # type: ignore[index]
        assert self.page.evaluate("document.documentElement.scrollWidth") <= width, f"{where} is wider than {width}"
        assert self.complaints == [], where

    def becomes(self, account: str) -> None:
        """Log in as a demo account, through the button of the demo; whoever was there before is gone."""
        self.page.context.clear_cookies()
        self.page.goto(self.url + "/inloggen/")
        with self.page.expect_navigation():
            self.page.locator(f"button[name=account][value={account}]").click()
        self.looks()

    def sees(self, text: str) -> None:
        """The text stands on the page."""
        assert text in self.page.inner_text("main") or text in self.page.inner_text("body"), (
            f"{text!r} is not on {self.page.url.removeprefix(self.url)}"
        )

    def picture(self, name: str) -> None:
        """Keep a picture for the README, when PICTURES names a folder."""
        folder = os.environ.get("PICTURES", "")
        if folder:
            narrow = self.page.viewport_size["width"] < 600  # type: ignore[index]
            self.page.screenshot(path=str(Path(folder) / f"{name}{'-telefoon' if narrow else ''}.png"))


@pytest.fixture(params=WIDTHS, ids=lambda width: f"{width}px")
def visitor(request: pytest.FixtureRequest, region: None, live_server: Any, browser: Browser) -> Iterator[Visitor]:
    """A visitor on a phone and on a desk."""
    page = browser.new_page(viewport={"width": request.param, "height": 900})
    yield _watched(Visitor(page, live_server.url))
    page.close()


@pytest.fixture
def without_script(region: None, live_server: Any, browser: Browser) -> Iterator[Visitor]:
    """A visitor whose browser runs no script."""
    page = browser.new_page(viewport={"width": 360, "height": 900}, java_script_enabled=False)
    yield Visitor(page, live_server.url)
    page.close()


def _watched(visitor: Visitor) -> Visitor:
    visitor.page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
    visitor.page.on(
        "console",
        lambda message: visitor.complaints.append(message.text) if message.type == "error" else None,
    )
    return visitor


@pytest.fixture
def weigh(live_server: Any) -> Callable[[Page], tuple[int, int, int]]:
    """All bytes that came over the line for a page, how many of them script, and in how many requests."""

    def weigher(page: Page) -> tuple[int, int, int]:
        entries = page.evaluate(
            "() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
            ".map(one => [one.name, one.encodedBodySize])"
        )
        script = sum(size for name, size in entries if name.endswith(".js"))
        return sum(size for _, size in entries), script, len(entries)

    return weigher

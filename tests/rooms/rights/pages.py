"""Somebody of the cast at a browser, for the pages about looks."""

from __future__ import annotations

import html
import re
from typing import Any

from django.test import Client

from tests.cast import Cast


def client(cast: Cast, who: str) -> Client:
    """A browser in which somebody of the cast is logged in."""
    made = Client()
    made.force_login(cast.accounts[who])
    return made


def text(response: Any) -> str:
    """What stands on a page, without tags, spaces folded."""
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)
    assert main, response.status_code
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main.group())).split())

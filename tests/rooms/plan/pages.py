"""A browser for the pages of the own plan."""

from __future__ import annotations

import uuid
from typing import Any

from django.test import Client
from django.urls import reverse

from tests.cast import Cast


def browser(cast: Cast, who: str) -> Client:
    """Somebody of the cast, logged in."""
    client = Client()
    client.force_login(cast.accounts[who])
    return client


def send(client: Client, name: str, *args: Any, **form: Any) -> Any:
    """Send a form with a token of its own."""
    return client.post(reverse(f"plan:{name}", args=args), {"once": str(uuid.uuid4()), **form})


def text(client: Client, name: str, *args: Any, **query: str) -> str:
    """A page as text; it must be there."""
    answer = client.get(reverse(f"plan:{name}", args=args), query)
    assert answer.status_code == 200, (name, answer.status_code)
    return str(answer.content.decode())

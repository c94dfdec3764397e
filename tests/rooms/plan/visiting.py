"""Somebody of the cast at a browser, and how much a page asks of the database."""

from __future__ import annotations

import uuid
from typing import Any

from django.test import Client

from landing.plan.models import CardOffer, CrisisCard, NetworkMember, SignPlan
from tests.cast import Cast
from tests.statements import asked

MOST = 12


def browser(cast: Cast, who: str) -> Client:
    """A browser in which somebody of the cast is logged in."""
    client = Client()
    client.force_login(cast.accounts[who])
    return client


def sent(**values: Any) -> dict[str, Any]:
    """A form as it is sent, with its own token."""
    return {"once": str(uuid.uuid4()), **values}


def statements(visitor: Client, address: str, question: dict[str, str] | None = None) -> int:
    """How many statements a page takes of somebody who was there before (so that the session stands)."""
    assert visitor.get(address, question or {}).status_code == 200
    with asked() as found:
        visitor.get(address, question or {})
    return len(found)


def without_own_words(cast: Cast) -> Cast:
    """The cast before anybody wrote something of their own: what a test says of counts is then only its own."""
    for model in (NetworkMember, CrisisCard, CardOffer, SignPlan):
        model.objects.all().delete()
    return cast

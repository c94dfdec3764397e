"""A list of people as a file, as somebody takes it out of the product."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django.test import Client
from django.urls import reverse

from landing.login import staying

WHY = "Voor het overleg met de gemeente."


def proven(client: Client) -> Client:
    """A browser in which somebody showed a moment ago who they are."""
    session = client.session
    staying.prove(session)
    session.save()
    return client


def ready(client: Client, key: uuid.UUID, worker: int | None, query: str = "") -> None:
    """A browser in which a file stands ready."""
    session = client.session
    session["exports"] = {str(key): {"query": query, "at": staying.now_seconds(), "worker": worker}}
    session.save()


def send(client: Client, question: dict[str, str] | None = None, why: str = WHY) -> Any:
    """Ask for the file."""
    address = f"{reverse('desk:clients_export')}?{urlencode(question or {})}"
    return client.post(address, {"why": why, "once": str(uuid.uuid4())})


def exported(client: Client, question: dict[str, str] | None = None) -> Any:
    """The answer with the file, after giving a reason and showing who one is; a 403 or 404 as it came."""
    made = send(proven(client), question)
    if made.status_code != 302:
        return made
    keys = list(client.session["exports"])
    return client.get(reverse("desk:clients_export_file", args=[keys[-1]]))

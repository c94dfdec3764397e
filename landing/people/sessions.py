"""Django's sessions in the database; finding one, which every page does, is a kept question."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from landing.people.kept_questions import Text, kept


@kept
def _data_of(key: str, now: datetime) -> QuerySet[Any, Any]:
    return Session.objects.filter(session_key=key, expire_date__gt=now).values_list("session_data")


class SessionStore(db.SessionStore):
    """As Django's own in everything else: writing, expiring, a new key after logging in."""

    def load(self) -> dict[str, Any]:
        """What the session holds; an unknown or expired one is empty and loses its key."""
        found = _data_of.rows(Text(self.session_key), timezone.now())
        if not found:
            self._session_key = None
            return {}
        return self.decode(found[0][0])

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session
